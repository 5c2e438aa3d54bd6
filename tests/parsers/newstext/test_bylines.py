"""Bylines: authors, desks and agencies."""

# ruff: noqa: RUF001 - tests many scripts

import pytest

from feedsvc.parsers.newstext.bylines import (
    is_name,
    read_byline,
    read_house_byline,
    read_names,
    read_signature,
)


@pytest.mark.parametrize(
    ("text", "names", "agency"),
    [
        ("By Ann Lee", ("Ann Lee",), None),
        ("By ANN LEE and Bo van den Berg", ("Ann Lee", "Bo van den Berg"), None),
        ("By Ann Lee, Associated Press", ("Ann Lee",), "Associated Press"),
        ("Ann Lee, AP Sports Writer", ("Ann Lee",), "AP"),
        ("By Ann Lee in Zadar", ("Ann Lee",), None),
        ("By Ann Lee -", ("Ann Lee",), None),
        ("by Goat Post Weekly 0 Comments", ("Goat Post Weekly",), None),
        ("By Ann Lee ann@news.example", ("Ann Lee",), None),
        ("Ann Lee@AnnLee", ("Ann Lee",), None),
        ("Por Redacción Mar", ("Redacción Mar",), None),
        ("Von Anna Lehr", ("Anna Lehr",), None),
        ("By Reuters", (), "Reuters"),
        ("By Cher", ("Cher",), None),
        ("Staff Reports", ("Staff Reports",), None),
        ("By Ann Lee | Reuters", ("Ann Lee",), "Reuters"),
        ("By ANN LEE Associated Press", ("Ann Lee",), "Associated Press"),
        ("By Ann Lee, Staff Writer", ("Ann Lee",), None),
        ("Ann Lee | Staff Writer", ("Ann Lee",), None),
        ("By Ann Lee, PhD", ("Ann Lee",), None),
        ("Von Petra Lind, NDR", ("Petra Lind",), None),
        ("Von Petra Lind (dpa)", ("Petra Lind",), "dpa"),
        ("Par Jeanne Morel avec AFP", ("Jeanne Morel",), "AFP"),
        ("By Ann Lee in Split and Bo Ek in Zadar", ("Ann Lee", "Bo Ek"), None),
        ("By Ann Lee in Split, Croatia", ("Ann Lee",), None),
        ("By Ann Lee in Split, AFP", ("Ann Lee",), "AFP"),
        ("By Ann Lee, Special to the Harbour Post", ("Ann Lee",), None),
        ("By Ann Lee / Photos by Bo Ek", ("Ann Lee",), None),
        ("Analysis by Ann Lee", ("Ann Lee",), None),
        ("Redazione ANSA", (), "ANSA"),
        ("Af Lars Holm", ("Lars Holm",), None),
    ],
)
def test_a_byline_names_the_authors(text, names, agency):
    byline = read_byline(text)
    assert byline is not None
    assert (byline.names, byline.agency) == (names, agency)


@pytest.mark.parametrize(
    "text",
    [
        "By the time the goat came home",
        "By order of the court",
        "Ann Lee",
        "By ",
        "By " + "A" * 120,
    ],
)
def test_other_lines_are_not_bylines(text):
    assert read_byline(text) is None


@pytest.mark.parametrize(
    ("text", "names", "agency"),
    [
        ("Ann Lee", ("Ann Lee",), None),
        ("REUTERS", (), "REUTERS"),
        ("e. barros / J. I. da cruz", ("e. barros", "J. I. da cruz"), None),
        ("アドリア新聞", ("アドリア新聞",), None),
        ("لشبونة - رويترز", (), "رويترز"),
    ],
)
def test_a_line_of_names_is_read(text, names, agency):
    byline = read_names(text)
    assert (byline.names, byline.agency) == (names, agency)


@pytest.mark.parametrize(
    "text", ["Goat opens account", "Sport", "Ann Lee ran.", "Ann Lee 2", "A" * 41, "倉庫、猫"]
)
def test_other_texts_are_not_names(text):
    assert not is_name(text)
    assert read_names(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("猫回来了。（记者 王明 李华）", ()),
        ("猫回来了。（评论员 王明 李华）", ("王明", "李华")),
        ("The cat is back (again and again)", ()),
        ("The cat is back.", ()),
    ],
)
def test_a_paragraph_can_be_signed_in_brackets(text, names):
    assert read_signature(text) == names


@pytest.mark.parametrize(
    ("text", "names", "agency"),
    [
        ("ANN LEE | ASSOCIATED PRESS", ("Ann Lee",), "ASSOCIATED PRESS"),
        ("Redacción / EFE", ("Redacción",), "EFE"),
        ("Ann Lee - AFP", ("Ann Lee",), "AFP"),
        ("Иван Петров, ТАСС", ("Иван Петров",), "ТАСС"),
    ],
)
def test_a_name_with_an_agency_is_a_house_byline(text, names, agency):
    byline = read_house_byline(text)
    assert (byline.names, byline.agency) == (names, agency)


@pytest.mark.parametrize(
    "text", ["Ann Lee", "AFP | Reuters", "Photo: Ann Lee, AFP", "Soup for all | AFP | Reuters", "|"]
)
def test_other_lines_are_not_house_bylines(text):
    assert read_house_byline(text) is None
