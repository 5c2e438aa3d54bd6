"""The lexicon: valid files, error messages, and lazy loading."""

import subprocess
import sys

import pytest

from feedsvc.parsers.newstext.lexicon import (
    Language,
    Phrases,
    all_languages,
    common,
    decode,
    languages,
)


def test_every_file_is_valid():
    assert {"en", "de", "fr", "ar", "ja"} <= set(languages())
    assert "common" not in languages()
    assert "AFP" in common().agencies


@pytest.mark.parametrize("tag", [tag for tag, each in languages().items() if each.dates.months])
def test_a_language_names_every_month_and_weekday(tag):
    dates = languages()[tag].dates
    assert (len(dates.months), len(dates.weekdays)) == (12, 7)


def test_the_words_of_all_languages_are_merged_with_the_longest_first():
    ends = all_languages().press.ends
    assert {"###", "ende", "fin"} <= set(ends)
    assert list(ends) == sorted(ends, key=len, reverse=True)
    assert len(ends) == len(set(ends))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[press]\nkind = ["x"]', r"xx\.toml: .*unknown field `kind`.*press"),
        ('[pres]\nkinds = ["x"]', r"xx\.toml: .*unknown field `pres`"),
        ('[press]\nkinds = ["a", "b", "a"]', r'xx\.toml: kinds lists "a" twice.*press'),
        ('[press]\nkinds = [" "]', r"xx\.toml: kinds has an empty string.*press"),
        ('[press]\nkinds = ["Groß"]', r'xx\.toml: kinds has "Groß".*write "gross".*press'),
        ('[dates]\nmonths = [["a"], ["a"]]', r'xx\.toml: months lists "a" twice.*dates'),
        ('[press]\nkinds = "x"', r"xx\.toml: .*press\.kinds"),
        ("[press", r"xx\.toml: "),
    ],
)
def test_a_mistake_is_reported_with_file_and_key(text, message):
    with pytest.raises(ValueError, match=message):
        decode("xx.toml", text.encode(), Language)


def test_the_longest_phrase_at_the_start_of_a_text_is_returned():
    phrases = Phrases(["embargo", "embargoed", "embargoed until", "글:"])
    assert phrases.start("embargoed until noon") == "embargoed until"
    assert phrases.start("embargoed copy") == "embargoed"
    assert phrases.start("글: 이") == "글:"
    assert phrases.start("emb") is None


def test_importing_the_parsers_does_not_load_the_lexicon():
    code = (
        "import feedsvc.parsers; from feedsvc.parsers.newstext import lexicon; "
        "print(lexicon.languages.cache_info().currsize, lexicon.common.cache_info().currsize)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["0", "0"]
