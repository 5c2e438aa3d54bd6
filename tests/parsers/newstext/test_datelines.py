"""Datelines of news stories and agencies."""

# ruff: noqa: RUF001 - tests many scripts

import pytest

from feedsvc.parsers.newstext.datelines import is_agency, read_dateline, read_lone_dateline


@pytest.mark.parametrize(
    ("text", "place", "country", "agency"),
    [
        ("SPLIT: The ferry left.", "SPLIT", None, None),
        ("SPLIT/ZADAR: Two ferries left.", "SPLIT/ZADAR", None, None),
        ("OULU, FINLAND: Drones flew.", "OULU", "FINLAND", None),
        ("AIX-EN-PROVENCE: Le pont", "AIX-EN-PROVENCE", None, None),
        ("McALLEN, Texas (AP) — The goat", "McALLEN, Texas", None, "AP"),
        ("ST. JOSEPH, Mich. (AP) — The goat", "ST. JOSEPH, Mich.", None, "AP"),
        ("New York, NY – The goat", "New York, NY", None, None),
        ("SURABAYA, Indonesia/JAKARTA (Reuters) - Boats", "SURABAYA", "Indonesia", "Reuters"),
        ("BERLIN -- The museum", "BERLIN", None, None),
        ("ROME—The museum", "ROME", None, None),
        ("LONDON, Aug. 3 (Reuters) - The museum", "LONDON", None, "Reuters"),
        ("OSLO, May 3, 2026 /PRNewswire/ -- The museum", "OSLO", None, "PRNewswire"),
        ("Berlin (dpa) - Das Museum", "Berlin", None, "dpa"),
        ("Madrid, 3 may (EFE).- El museo", "Madrid", None, "EFE"),
        ("(ANSA) - ROMA, 03 MAG - Il museo", "ROMA", None, "ANSA"),
        ("(AP) — The museum", None, None, "AP"),
        ("PERTH, March 3 AAP - The museum", "PERTH", None, "AAP"),
        ("NEW DELHI, Mar 3 (PTI) The museum", "NEW DELHI", None, "PTI"),
        ("MOSCOW, March 3. /TASS/. The museum", "MOSCOW", None, "TASS"),
        ("TALLINN, Estonia (AP) _ The museum", "TALLINN", "Estonia", "AP"),
        ("横浜:港の倉庫", "横浜", None, None),
        ("新华社北京1月1日电 博物馆", "北京", None, "新华社"),
        ("(서울=연합뉴스) 박물관", "서울", None, "연합뉴스"),
        ("【東京=共同】博物館", "東京", None, "共同"),
        ("دمشق، سوريا (CNN) -- المتحف", "دمشق", "سوريا", "CNN"),
    ],
)
def test_datelines_are_recognized_in_many_forms(text, place, country, agency):
    dateline = read_dateline(text)
    assert dateline is not None
    assert (dateline.place, dateline.country, dateline.agency) == (place, country, agency)


def test_a_reporter_can_sign_in_the_dateline():
    dateline = read_dateline("नगर संवाददाता, आगरा। संग्रहालय फिर खुला।")
    assert (dateline.place, dateline.reporter) == ("आगरा", "नगर संवाददाता")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The museum opened again on Tuesday.",
        "BREAKING: The museum opened.",
        "Oregon: Family leave was longer.",
        "He paused - then he went on.",
        "The U.S. museum - which opened - closed.",
        "“Museum”: a house of wonders",
        ": a colon",
        "Federal: Health care, of course, and vending machines",
        "SIX WORDS IN CAPITALS ARE HERE: a slogan",
        "(dog) - barks",
    ],
)
def test_other_beginnings_are_not_datelines(text):
    assert read_dateline(text) is None


@pytest.mark.parametrize(
    ("text", "place", "country", "agency"),
    [("BAAR, SWITZERLAND", "BAAR", "SWITZERLAND", None), ("جدة - واس:", "جدة", None, "واس")],
)
def test_a_dateline_can_be_on_its_own_line(text, place, country, agency):
    dateline = read_lone_dateline(text)
    assert (dateline.place, dateline.country, dateline.agency) == (place, country, agency)


@pytest.mark.parametrize("text", ["ANN LEE", "NO FOUL PLAY SEEN", "Baar, Switzerland", "1, 2"])
def test_other_lines_are_not_lone_datelines(text):
    assert read_lone_dateline(text) is None


def test_agencies_are_recognized_by_name():
    assert is_agency("reuters ")
    assert not is_agency("The Night Gazette")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Köln (dpa/lnw) - In einer Halle brach ein Feuer aus.", "dpa"),
        ("Köln (AFP/dpa) - In einer Halle brach ein Feuer aus.", "AFP/dpa"),
    ],
)
def test_a_service_is_reduced_to_its_agency_but_two_agencies_are_kept(text, agency):
    dateline = read_dateline(text)
    assert (dateline.place, dateline.agency) == ("Köln", agency)
