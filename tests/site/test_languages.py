"""Languages have the names that their own readers use."""

import langcodes
import pytest

from feedsvc.site.languages import LANGUAGES, language_name


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("ar", "العربية"),
        ("EN", "English"),
        ("en-GB", "English (GB)"),
        ("zh_Hans", "中文 (Hans)"),
        ("gsw", "gsw"),
        ("gsw-CH", "gsw-CH"),
    ],
)
def test_a_tag_is_shown_by_the_name_of_its_language(tag, name):
    assert language_name(tag) == name


def test_all_tags_are_valid_and_no_two_names_are_alike():
    assert all(langcodes.tag_is_valid(tag) for tag in LANGUAGES)
    assert list(LANGUAGES) == sorted(LANGUAGES)
    assert len(set(LANGUAGES.values())) == len(LANGUAGES)


def test_the_feed_of_a_language_is_titled_by_its_name(site):
    titles = {feed.path: feed.title for feed in site.feeds()}
    assert titles["/languages/ja/"] == "日本語"
    assert "<title>The Harbour Gazette: 日本語</title>" in (
        site.document("/languages/ja/rss.xml").body.decode()
    )
