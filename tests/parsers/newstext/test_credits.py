"""Captions and credits."""

# ruff: noqa: RUF001 - tests typographic quotes and many scripts

import pytest

from feedsvc.parsers.newstext.credits import read_caption, read_credit


@pytest.mark.parametrize(
    ("text", "caption", "credit", "sure"),
    [
        ("A goat at the bank. (AFP)", "A goat at the bank.", "AFP", False),
        ("A goat at the bank (Mia Roza/AFP)", "A goat at the bank", "Mia Roza/AFP", False),
        (
            "A goat at the bank. (AP Photo/Bo Ek)AP2026",
            "A goat at the bank.",
            "AP Photo/Bo Ek",
            True,
        ),
        ("A goat. (@goats_of_zadar)", "A goat.", "@goats_of_zadar", False),
        ("A goat. (Supplied)", "A goat.", "Supplied", True),
        ("銀行の前に立つ山羊。(AFP)", "銀行の前に立つ山羊。", "AFP", False),
        ("A goat at the bank [File: Reuters]", "A goat at the bank", "File: Reuters", True),
        ("A goat at the bank. © Reuters / Bo Ek", "A goat at the bank.", "Reuters / Bo Ek", True),
        ("Una cabra. Foto: Archivo Mar.", "Una cabra.", "Archivo Mar", True),
        ("‘A goat.’ Photograph: AFP via Getty", "‘A goat.’", "AFP via Getty", True),
        ("A goat, Oct. 3, 2026. REUTERS/Bo Ek", "A goat, Oct. 3, 2026.", "REUTERS/Bo Ek", True),
        ("A goat. AFP PHOTO / BO EK", "A goat.", "AFP PHOTO / BO EK", True),
        ("REUTERS/Bo Ek", None, "REUTERS/Bo Ek", True),
        ("A goat. Bo EK / AFP", "A goat. Bo EK / AFP", "Bo EK / AFP", True),
        ("Bo Ek Submitted photo", "Bo Ek Submitted photo", None, True),
        ("Image caption The goat waits", "The goat waits", None, True),
        ("1 of 4. The goat waits", "1 of 4. The goat waits", None, True),
        (
            "In this March 3 photo, a goat waits.",
            "In this March 3 photo, a goat waits.",
            None,
            False,
        ),
    ],
)
def test_a_caption_is_separated_from_its_credit(text, caption, credit, sure):
    read = read_caption(text)
    assert read is not None
    assert (read.text, read.credit, read.sure) == (caption, credit, sure)


@pytest.mark.parametrize(
    "text",
    [
        "A goat walked into a bank.",
        "The bank (GOAT.NS) fell by a tenth.",
        "The bank lost a tenth (of its carpets).",
        "(AFP)",
        "It said: come in.",
        "Wanted: a photo: of a goat",
        "© 2026 The Night Gazette",
    ],
)
def test_other_lines_are_not_captions(text):
    assert read_caption(text) is None


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("Photo: Bo Ek, AP", "Bo Ek, AP"),
        ("Foto: Archivo", "Archivo"),
        ("Image copyright Getty Images", "Getty Images"),
        ("Photo by Bo Ek", "Photo by Bo Ek"),
        ("Photo illustration by Mia Roza", "Photo illustration by Mia Roza"),
        ("Bo Ek | Bloomberg | Getty Images", "Bo Ek | Bloomberg | Getty Images"),
        ("Photographs of a goat hang in the bank.", None),
        ("News | Sport | Goats", None),
        ("Photo: " + "a" * 120, None),
    ],
)
def test_only_whole_lines_are_credits(text, credit):
    assert read_credit(text) == credit
