"""Text for editors: notes, contacts, routing codes and mentions of embargoes."""

import pytest

from feedsvc.parsers.newstext.editorial import (
    is_for_editors,
    is_notes_heading,
    is_routing_line,
    mentions_embargo,
    without_contacts,
)


@pytest.mark.parametrize(
    "text",
    [
        "Eds: Adds quotes.",
        "(Eds: with pix)",
        "EDITORS' NOTE",
        "Editor\u2019s note: a map follows",
        "## Notes to editors",
        "Media contact: Ann Lee",
        "Redaktionelle Hinweise",
        "Achtung Redaktionen: Sperrfrist",
        "Note aux rédactions : photo suit",
        "Til redaksjonen: bilde følger",
        "Ann Lee, +44 20 7946 0000, ann@tide.example",
        "desk@tide.example",
        "Tel. (020) 7946 0000",
    ],
)
def test_lines_for_editors_are_recognized(text):
    assert is_for_editors(text)


@pytest.mark.parametrize(
    "text",
    [
        "Editors met on Monday.",
        "Edson scored twice.",
        "Contact with the ferry was lost at noon.",
        "Readers may write to the harbour master at seals@saltmouth.example before Friday.",
        "The number of seals rose from 1,200,000 to 1,300,000.",
        "On 2026-03-12 the wall was closed.",
        "Redaktionen in Kiel und Bremen streiken.",
        "",
    ],
)
def test_sentences_of_stories_are_not_for_editors(text):
    assert not is_for_editors(text)


def test_a_notes_heading_has_no_other_text():
    assert is_notes_heading("Notes to editors:")
    assert not is_notes_heading("Notes to editors: see below")


@pytest.mark.parametrize(
    ("text", "routing"),
    [
        ("51 77 03 CRO01 1113 APE4800 GEST QBXB", True),
        ("51 77 03 1113", False),
        ("SALTMOUTH WINS THE CUP", False),
        ("The 51 seals of QB01", False),
    ],
)
def test_lines_of_routing_codes_are_recognized(text, routing):
    assert is_routing_line(text) is routing


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("STRICTLY EMBARGOED. Not for release until noon", True),
        ("Under embargo", True),
        ("Embargo: Friday", True),
        ("Sperrfrist Freitag 12 Uhr", True),
        ("The embargo has been lifted", False),
        ("No longer under embargo", False),
        ("Adds minister on the arms embargo", False),
    ],
)
def test_mentions_of_embargoes_are_recognized(text, mentioned):
    assert mentions_embargo(text) is mentioned


def test_contacts_are_removed_from_bylines_and_credits():
    assert without_contacts("Ann Lee, ann@tide.example") == "Ann Lee"
    assert without_contacts("Ann Lee (Tel: +44 20 7946 0000)") == "Ann Lee"
