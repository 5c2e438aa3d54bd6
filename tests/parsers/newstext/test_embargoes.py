"""Embargoes: when they end, which never end, and which lines are not embargoes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.entry import HOLD
from feedsvc.parsers.newstext.embargoes import read_embargo, read_release_time
from feedsvc.parsers.newstext.lexicon import all_languages
from feedsvc.parsers.source import Options

WORDS = all_languages().embargoes
RIGA = Options(zone=ZoneInfo("Europe/Riga"))


def until(text, options=RIGA):
    embargo = read_embargo(text, options)
    assert embargo is not None
    return embargo.until


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("EMBARGOED UNTIL 10:00 A.M. EDT, TUESDAY, MAY 5, 2026", "2026-05-05T14:00"),
        ("*** Embargoed until 00:01 GMT Thursday 14 May 2026 ***", "2026-05-14T00:01"),
        ("EMBARGO: 1700 GMT 5 May 2026", "2026-05-05T17:00"),
        ("Strictly embargoed until 5 May 2026, 10:00 CEST (0800 GMT)", "2026-05-05T08:00"),
        ("Embargoed until noon ET on May 5, 2026", "2026-05-05T16:00"),
        ("^ADVANCE FOR USE SUNDAY, MAY 3, 2026, AND THEREAFTER<", "2026-05-02T21:00"),
        ("For release at 2 p.m. EST December 14, 2026", "2026-12-14T19:00"),
        ("FOR RELEASE: May 5, 2026", "2026-05-04T21:00"),
        ("Not for release before 14:00 hrs CEST, 5 May 2026", "2026-05-05T12:00"),
        ("SPERRFRIST: 12. Mai 2026, 15.00 Uhr", "2026-05-12T12:00"),
        ("Sous embargo jusqu\u2019au 5 mai 2026 à 10h00", "2026-05-05T07:00"),
        ("Embargado hasta el 5 de mayo de 2026 a las 10:00", "2026-05-05T07:00"),
    ],
)
def test_an_embargo_ends_at_the_time_on_its_line(text, time):
    assert until(text).astimezone(UTC) == datetime.fromisoformat(time + "+00:00")


@pytest.mark.parametrize(
    "text",
    [
        "Embargo: midnight tonight",
        "EMBARGOED UNTIL AFTER THE SPEECH",
        "EMBARGOED UNTIL 10 A.M.",
        "EMBARGOED",
        "ADVANCE FOR SUNDAY",
        "For release Sunday, Nov. 17, and thereafter",
        "Sperrfrist 1500",
        "STRICTLY EMBARGOED UNTIL 0001 BST 5 May 2026",
        "Embargoed until 5 May 2026 10:00 (1400 GMT)",
        "Embargoed until 03/04/2026",
        "NOT FOR PUBLICATION",
        "Do not publish",
        "FOR RELEASE",
    ],
)
def test_an_embargo_without_a_clear_end_never_ends(text):
    assert until(text) == HOLD


@pytest.mark.parametrize(
    "text",
    [
        "FOR IMMEDIATE RELEASE",
        "For Immediate Release: 5 May 2026",
        "For Release: Immediate",
        "Embargo: none",
        "Sperrfrist: keine",
        "Zur sofortigen Veröffentlichung",
        "Pour diffusion immédiate",
    ],
)
def test_immediate_release_is_no_embargo(text):
    assert until(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("", "***", "Embargo", "Embargoed goods were found in Riga", "Advance tickets sold out"),
        *("For release to the press", "Adventure in Riga", "Notebook", "For use in schools"),
        "EMBARGOED UNTIL " + "5 May 2026 " * 20,
    ],
)
def test_other_lines_are_not_embargoes(text):
    assert read_embargo(text, RIGA) is None


def test_settings_resolve_ambiguous_zones():
    options = Options(zones={"bst": ZoneInfo("Europe/London")})
    time = until("Embargoed until 0001 BST 5 May 2026", options)
    assert time.astimezone(UTC) == datetime(2026, 5, 4, 23, 1, tzinfo=UTC)


def test_the_time_can_be_on_the_line_below_the_label():
    embargo = read_embargo("EMBARGOED UNTIL:", RIGA)
    assert embargo is not None
    assert embargo.open_end
    assert read_release_time("5 May 2026, 10:00 GMT", RIGA) == datetime(2026, 5, 5, 10, tzinfo=UTC)
    assert read_release_time("when the king has spoken", RIGA) == HOLD


@given(
    st.sampled_from([*WORDS.until, *WORDS.alone, *WORDS.now]),
    st.text(alphabet="0123456789:.,/()- ampGMTBSCEMayuhr", max_size=40),
)
def test_any_text_after_a_label_is_accepted(label, rest):
    read_embargo(f"{label} {rest}", RIGA)
