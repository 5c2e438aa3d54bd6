"""Decoding story files: encodings, line ends, and errors with name and line."""

# ruff: noqa: RUF001 - text in many scripts

import codecs
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import StoryError
from feedsvc.parsers.reading.text import decode, decode_raw, looks_like_text
from feedsvc.parsers.source import Options, Source

FRENCH = "Le café du port rouvre après l’été\n\nLa pâtissière a fêté ça avec du thé à Sète.\n"
JAPANESE = "倉庫の猫が図書館に引っ越した\n\n猫は週末に三千人の来館者を迎えたという。\n"
KOREAN = "항구 도서관이 다시 문을 열었다\n\n관장은 고양이도 돌아왔다고 말했다.\n"
CHINESE = "港口图书馆重新开放\n\n馆长说猫也回来了，读者很高兴，孩子们读了一夜的书。\n"
RUSSIAN = "Музей в порту снова открыт\n\nСторож сказал, что кошка вернулась домой.\n"
ARABIC = "عاد القط إلى مكتبة الميناء\n\nقالت المديرة إن القراء سعداء بعودته إلى المكتبة.\n"


def source(data, name="cat.txt"):
    return Source(name=name, data=data)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "utf-8"),
        (FRENCH, "cp1252"),
        (FRENCH, "mac_roman"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (CHINESE, "gb18030"),
        (KOREAN, "euc_kr"),
        (KOREAN, "cp949"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (ARABIC, "cp1256"),
    ],
)
def test_text_is_decoded_from_the_encodings_of_newsrooms(text, encoding):
    assert decode(source(text.encode(encoding)))[0] == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_sets_the_encoding_and_is_removed(mark, encoding):
    assert decode(source(mark + FRENCH.encode(encoding))) == (FRENCH, ())


def test_a_guessed_encoding_is_reported_with_the_line_of_the_first_such_byte():
    _, notes = decode(source(FRENCH.encode("cp1252")))
    assert [note.line for note in notes] == [1]
    assert "windows-1252" in notes[0].message
    assert "UTF-8" in notes[0].message


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028", "\u2029", "\x0c", "\n"])
def test_all_line_ends_become_newlines(ending):
    assert decode(source(f"One{ending}Two".encode()))[0] == "One\nTwo"


def test_characters_not_allowed_in_xml_are_removed_and_reported():
    text, notes = decode(source(b"A quiet harbour\n\nThe bell\x07 rang\x00 at noon\x07.\n"))
    assert text == "A quiet harbour\n\nThe bell rang at noon.\n"
    assert [(note.line, note.message) for note in notes] == [
        (3, "removed 3 characters that XML does not allow: U+0000, U+0007")
    ]


def test_a_no_break_space_is_preserved():
    assert decode(source("Le port\u00a0: fermé".encode())) == ("Le port\u00a0: fermé", ())


def test_a_file_that_ends_in_the_middle_of_a_character_is_read_up_to_there():
    text, notes = decode(source("Un été\nà Sèt\u00e9".encode()[:-1]))
    assert text == "Un été\nà Sèt"
    assert [note.line for note in notes] == [2]


def test_text_that_was_saved_in_the_wrong_encoding_is_reported():
    garbled = "The year’s first swim".encode().decode("cp1252")
    _, notes = decode(source(f"Swimmers\n\n{garbled}\n".encode()))
    assert [note.line for note in notes] == [3]
    assert "windows-1252" in notes[0].message


def test_text_that_was_saved_in_the_wrong_encoding_is_fixed_if_enabled():
    garbled = "The year’s first swim in the Öresund".encode().decode("cp1252")
    data = f"Café swimmers\n\n{garbled}\n".encode()
    text, notes = decode(Source(name="swim.txt", data=data, options=Options(repair=True)))
    assert text == "Café swimmers\n\nThe year’s first swim in the Öresund\n"
    assert [(note.line, note.message[-5:]) for note in notes] == [(3, "fixed")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "cat.txt: the file is empty; write a story, or remove the file"),
        (b" \n\t\n", "cat.txt: the file is empty; write a story, or remove the file"),
        (
            b"%PDF-1.7\nstream",
            (
                "cat.txt: this is a PDF document, not text; "
                "save the story as plain text in UTF-8, or move the file elsewhere"
            ),
        ),
        (
            "Été à Sète\nà midi, un \xe9l\xe9phant".encode() + b" et un \xe9 mal cod\xe9\n",
            "cat.txt:2: byte 0xE9 is not UTF-8, unlike the rest of the file; save it as UTF-8",
        ),
    ],
)
def test_an_error_names_file_line_reason_and_cure(data, message):
    with pytest.raises(StoryError) as refused:
        decode(source(data))
    assert str(refused.value) == message


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 office",
        b"\x89PNG\r\n\x1a\n",
        zlib.compress(bytes(range(256)) * 9),
        b"abc\x01\x02\x03" * 9,
        codecs.BOM_UTF16_LE + b"a\x00b\xd8c\x00",
    ],
)
def test_binary_files_are_rejected(data):
    with pytest.raises(StoryError):
        decode(source(data))


def test_the_settings_limit_the_size_of_a_file():
    small = Options(max_bytes=4)
    assert decode(Source(name="cat.txt", data=b"goat", options=small))[0] == "goat"
    with pytest.raises(StoryError, match="5 bytes, but at most 4 are allowed"):
        decode(Source(name="cat.txt", data=b"goats", options=small))


def test_a_file_above_the_default_limit_is_rejected():
    with pytest.raises(StoryError, match=r"5,242,881 bytes"):
        decode(source(b"a" * (Options().max_bytes + 1)))


def test_decode_raw_preserves_control_characters():
    assert decode_raw(source(b"\x01dpa 061\x03")) == ("\x01dpa 061\x03", ())


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"A story", True),
        (FRENCH.encode("cp1252"), True),
        (codecs.BOM_UTF16_LE + b"a\x00", True),
        (b"", False),
        (b"%PDF-1.7", False),
        (b"a\x00\x01", False),
    ],
)
def test_text_is_detected_by_its_first_bytes(data, text):
    assert looks_like_text(source(data)) is text


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_arbitrary_bytes_decode_to_clean_text_or_a_story_error(data):
    try:
        text, _ = decode(source(data))
    except StoryError:
        return
    assert text.strip()
    assert not set(text) & {"\r", "\u2028", "\x00", "\x0b", "\x0c", "\ufffe"}


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1))
def test_clean_text_in_utf_8_is_unchanged(text):
    if not text.strip() or set(text) & {"\u2028", "\u2029"}:
        return
    assert decode(source(text.encode()))[0] == text.removeprefix("\ufeff")
