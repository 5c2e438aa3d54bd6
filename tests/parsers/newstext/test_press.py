"""Press releases: issuer, date, distributor and text, without contacts and boilerplate."""

# ruff: noqa: RUF001 - tests typographic dashes

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.collection import score_fields
from support.pace import not_traced, reads_in_under_a_second

from feedsvc.entry import as_json
from feedsvc.errors import StoryError
from feedsvc.parsers import parse as parse_any
from feedsvc.parsers.newstext import press
from feedsvc.parsers.newstext.datelines import read_release_dateline
from feedsvc.parsers.newstext.press import claims, parse
from feedsvc.parsers.source import Options, Source

SOUP = """Source: Harbour Soup Ltd
MEDIA RELEASE SP40312
Harbour Soup Opens Third Kitchen in the Old Customs House, and Looks for Nine \r
Cooks\r
\r
SPLIT, Croatia, March 3, 2026 /PRNewswire-AsiaNet/ --

- Kitchen to cook for all night ferries of the coast, and for the lighthouse, from \r
the first of May\r

Harbour Soup Ltd ( https://soup.example/ ), which cooks for the night ferries, said
today that it would open its third kitchen in the old customs house of the
port, with two pots and a view of the sea.

Photo - https://pictures.example/pot.jpg

    "We cook what the sea brings," said Mia Roza, the head cook, who began with one pot in
a boat shed.

What the kitchen needs:
* nine cooks
* two pots

(Photo 2:
https://pictures.example/a_very_long_name_of_a_picture_that_no_line_of_a_release_could_hold.jpg)

For more information, visit www.soup.example.

About Harbour Soup
Harbour Soup Ltd cooks soup. About half of it is fish.

Media contact:

Mia Roza
mia@soup.example
+385 1 000 0000

Logo - https://pictures.example/logo.png

© 2026 Harbour Soup Ltd

SOURCE Harbour Soup Ltd
"""


LONG_URL = SOUP.partition("Photo 2:\n")[2].partition(")")[0]


def read(text, options=None, name="soup.tst"):
    data = text if isinstance(text, bytes) else text.encode()
    (entry,) = parse(Source(name=name, data=data, options=options or Options())).entries
    return as_json(entry)


def names(entry):
    return [person["name"] for person in entry["authors"]]


def test_each_part_of_a_release_fills_its_field():
    entry = read(SOUP)
    assert entry["title"] == (
        "Harbour Soup Opens Third Kitchen in the Old Customs House, and Looks for Nine Cooks"
    )
    assert entry["subtitle"] == (
        "Kitchen to cook for all night ferries of the coast, and for the lighthouse, from "
        "the first of May"
    )
    assert entry["source_id"] == "SP40312"
    assert entry["published"] == "2026-03-03"
    assert entry["dateline"] == {
        "place": "SPLIT",
        "country": "Croatia",
        "agency": "PRNewswire-AsiaNet",
    }
    assert names(entry) == ["Harbour Soup Ltd"]
    assert entry["rights"] == "© 2026 Harbour Soup Ltd"
    assert [media["url"] for media in entry["media"]] == [
        "https://pictures.example/pot.jpg",
        LONG_URL,
        "https://pictures.example/logo.png",
    ]


def test_the_text_is_unwrapped_and_ends_before_the_boilerplate():
    content = read(SOUP)["content"]
    assert content.startswith(
        "<p>Harbour Soup Ltd ( https://soup.example/ ), which cooks for the night ferries, said "
        "today that it would open its third kitchen in the old customs house of the port, with"
    )
    assert "<ul>\n<li>nine cooks</li>\n<li>two pots</li>\n</ul>" in content
    assert content.endswith("<p>For more information, visit www.soup.example.</p>")
    assert "@" not in json.dumps(read(SOUP))


def test_the_trace_explains_each_line():
    parsed = parse(Source(name="soup.txt", data=SOUP.encode()))
    traced = {trace.text: (trace.role, trace.why) for trace in parsed.trace}
    assert traced["Source: Harbour Soup Ltd"] == ("authors", "names the issuer")
    assert traced["mia@soup.example"] == ("omitted", "contact details")
    assert traced["Mia Roza"] == ("omitted", "below 'About Harbour Soup'")


@pytest.mark.parametrize(
    ("text", "place", "agency", "day", "alone"),
    [
        ("SPLIT, Croatia, March 3, 2026 /PRNewswire/ -- Soup", "SPLIT", "PRNewswire", 3, False),
        ("SPLIT, March 3, 2026 /Kyodo JBN-AsiaNet/ --", "SPLIT", "Kyodo JBN-AsiaNet", 3, True),
        ("SPLIT--(BUSINESS WIRE)--Soup is ready.", "SPLIT", "BUSINESS WIRE", None, False),
        ("ZADAR, March 03, 2026 (GLOBE NEWSWIRE) -- Soup", "ZADAR", "GLOBE NEWSWIRE", 3, False),
        (
            "NEW YORK, NY / ACCESSWIRE / March 3, 2026 / Soup",
            "NEW YORK, NY",
            "ACCESSWIRE",
            3,
            False,
        ),
        (
            "Vancouver, British Columbia--(Newsfile Corp. - March 3, 2026) - Soup is ready.",
            *("Vancouver, British Columbia", "Newsfile Corp.", 3, False),
        ),
        ("TORONTO, March 3, 2026 /CNW/ - Soup", "TORONTO", "CNW", 3, False),
        ("Wien (APA-OTS) - Die Suppe ist fertig.", None, None, None, False),
        ("SPLIT, Croatia (March 3, 2026) – Soup is ready.", "SPLIT", None, 3, False),
        ("Sète, le 3 mars 2026 – La soupe", "Sète", None, 3, False),
        ("Berlin, 3. März 2026 - Die Suppe", "Berlin", None, 3, False),
        ("Soup was ready on March 3, 2026, the cook said.", None, None, None, False),
        ("By March 3, 2026 (Tuesday) all soup was gone.", None, None, None, False),
    ],
)
def test_datelines_of_distributors_are_recognized(text, place, agency, day, alone):
    read = read_release_dateline(text)
    if place is None:
        assert read is None or read.dateline.agency is not None
        return
    assert read is not None
    assert (read.dateline.place, read.dateline.agency, read.alone) == (place, agency, alone)
    assert (read.stamp.time.day if read.stamp else None) == day


IMMEDIATE = """FOR IMMEDIATE RELEASE

Contact: Jane Doe
Harbour Soup
555-010-0000
jane@soup.example

HARBOUR SOUP OPENS KITCHEN FOR NIGHT FERRIES
Nine cooks, two pots and a view of the port

SPLIT, Croatia (March 3, 2026) – Harbour Soup opened its third kitchen on Tuesday.

For more information, contact Jane Doe at 555-010-0000.

###

About Harbour Soup: Harbour Soup cooks.
"""

GLOBE = """Goat Bank Reports Record Deposits

March 03, 2026 08:00 ET | Source: Goat Bank A/S

ZADAR, Croatia, March 03, 2026 (GLOBE NEWSWIRE) -- Goat Bank reported record deposits.

  • Deposits rose
  • So did the goats

Forward-Looking Statements

This release has statements that look forward.
"""

BUSINESS_WIRE = """March 03, 2026 09:00 AM Eastern Standard Time

Goat Bank Opens Branch on the Alm

SALZBURG, Austria--(BUSINESS WIRE)--Goat Bank opened a branch on Tuesday.

Contacts

Bo Ek
"""

SCIENCE = """News Release 4-Mar-2026

Bees count to five, study finds
They do it with their feet

Peer-Reviewed Publication

University of Riga

Bees count to five with their feet, a team in Riga found. They were given sugar.

###

Journal
Bee Letters
"""

MINISTRY = """Ministry of Soup
Media Release

3 March 2026

New rules for soup on ferries

The Minister for Soup today announced new rules for soup on ferries.

Media contact:
Press office
"""

FRENCH = """COMMUNIQUÉ DE PRESSE

Le port rouvre sa cantine

Sète, le 3 mars 2026 – La cantine du port rouvre mardi, a annoncé la mairie.

À propos de la cantine
La cantine cuisine.

Contact presse : Ann Lee – ann@port.example
"""


@pytest.mark.parametrize(
    ("text", "title", "subtitle", "published", "issuers"),
    [
        (
            IMMEDIATE,
            "HARBOUR SOUP OPENS KITCHEN FOR NIGHT FERRIES",
            "Nine cooks, two pots and a view of the port",
            "2026-03-03",
            [],
        ),
        (
            GLOBE,
            *("Goat Bank Reports Record Deposits", None),
            *("2026-03-03T08:00:00-05:00", ["Goat Bank A/S"]),
        ),
        (
            BUSINESS_WIRE,
            *("Goat Bank Opens Branch on the Alm", None, "2026-03-03T09:00:00-05:00", []),
        ),
        (
            SCIENCE,
            *("Bees count to five, study finds", "They do it with their feet"),
            *("2026-03-04", ["University of Riga"]),
        ),
        (MINISTRY, "New rules for soup on ferries", None, "2026-03-03", ["Ministry of Soup"]),
        (FRENCH, "Le port rouvre sa cantine", None, "2026-03-03", []),
    ],
    ids=["immediate", "globe", "business wire", "science", "ministry", "french"],
)
def test_releases_of_many_issuers_are_read(text, title, subtitle, published, issuers):
    assert claims(Source(name="a", data=text.encode()))
    entry = read(text)
    assert (entry["title"], entry["subtitle"]) == (title, subtitle)
    assert (entry["published"], names(entry)) == (published, issuers)
    assert entry["embargo"] is None
    assert entry["content"].count("<p>") == 1
    for secret in ("Jane", "555", "Bo Ek", "Press office", "Journal", "ann@", "look forward"):
        assert secret not in json.dumps(entry)


@pytest.mark.parametrize(
    ("line", "embargo"),
    [
        ("EMBARGOED UNTIL 10:00 GMT, 5 MAY 2026", "2026-05-05T10:00:00+00:00"),
        ("EMBARGOED UNTIL\n5 May 2026, 10:00 GMT", "2026-05-05T10:00:00+00:00"),
        ("FOR RELEASE: May 5, 2026", "2026-05-05"),
        ("Sperrfrist: 5. Mai 2026, 10.00 Uhr", "2026-05-05T10:00:00"),
        ("EMBARGOED UNTIL THE STORKS ARE BACK", "hold"),
        ("FOR IMMEDIATE RELEASE", None),
    ],
)
def test_an_embargo_ends_at_its_time_or_not_at_all(line, embargo):
    text = f"PRESS RELEASE\n\n{line}\n\nStorks return\n\nRiga, 4 May 2026 - Two storks landed.\n"
    parsed = parse(Source(name="a.txt", data=text.encode()))
    assert as_json(parsed.entries[0])["embargo"] == embargo
    assert bool(parsed.notes) is (embargo == "hold")


def test_a_label_or_code_is_not_part_of_the_headline():
    text = "{}\n\nTuesday 3 March 2026\n\nThe Ministry of Soup today announced new rules.\n"
    assert read(text.format("Media release: Soup rules change"))["title"] == "Soup rules change"
    coded = read(text.format("PRESS RELEASE No. 12/2026\nSoup rules change"))
    assert (coded["title"], coded["source_id"]) == ("Soup rules change", "No. 12/2026")


@pytest.mark.parametrize(
    ("paragraph", "published"),
    [
        ("About half of the crew can cook", True),
        ("Journalists tasted the soup and left.", True),
        ("Notes were taken by everybody in the kitchen.", True),
        ("Contact between cooks and guests is rare.", True),
        ("Note (*1): A pot has nine litres.", False),
        ("Notes to editors", False),
        ("About Harbour Soup", False),
        ("For further information, please visit soup.example", False),
        ("- ENDS -", False),
        ("-30-", False),
    ],
)
def test_notes_and_contacts_are_distinguished_from_sentences(paragraph, published):
    text = f"PRESS RELEASE\n\nSoup is ready\n\nThe soup is ready.\n\n{paragraph}\n\nIt is good.\n"
    assert (paragraph in read(text)["content"]) is published


def test_lines_listed_in_the_settings_are_omitted():
    text = IMMEDIATE.replace("###", "The Gazette costs two coins.\n\n###")
    options = Options(noise=frozenset(("the gazette costs two coins.",)))
    assert "two coins" in json.dumps(read(text))
    assert "two coins" not in json.dumps(read(text, options))


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        (SOUP, True),
        ("Goat opens account\n\nThe press release came late, a goat said.\n", False),
        ("Press release rules change\n\nEditors were glad.\n", False),
        ("Goat opens account\n\nZADAR (AP) - A goat walked into a bank.\n", False),
        ("", False),
    ],
)
def test_a_release_is_distinguished_from_a_story_about_one(text, claimed):
    assert claims(Source(name="a.txt", data=text.encode())) is claimed


def test_a_release_without_headline_and_text_is_rejected():
    with pytest.raises(StoryError, match="neither headline nor text"):
        parse(Source(name="a.txt", data=b"PRESS RELEASE\n\nContact: Ann Lee\n"))


def test_a_release_is_recognized_without_a_suffix():
    (entry,) = parse_any(Source(name="SOUP", data=SOUP.encode())).entries
    assert entry.source_id == "SP40312"


ROWS = st.sampled_from([line for line in (SOUP + IMMEDIATE + GLOBE + SCIENCE).split("\n") if line])


@given(st.lists(ROWS | st.text(max_size=40) | st.just(""), max_size=25))
def test_any_lines_in_any_order_are_read_or_rejected(lines):
    with suppress(StoryError):
        (entry,) = parse(
            Source(name="a.txt", data="\n".join(lines).encode(errors="replace"))
        ).entries
        assert entry.title is not None or entry.content


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_rejected(data):
    source = Source(name="a.txt", data=data)
    claims(source)
    with suppress(StoryError):
        assert parse(source).entries


def many(line):
    return "PRESS RELEASE\n\n" + f"{line}\n" * (1_000_000 // (len(line) + 1))


WORST = {
    "one line": many("a" * 999_000),
    "spaces": many("Soup" + " " * 900_000 + "x"),
    "slashes": many("A / " * 30),
    "brackets": many("A (b) " * 20),
    "dates": many("March 3, 2026, March 3, 2026, March 3, 2026, Split - "),
    "wrapped": many("and opens its third kitchen in the old customs house of the"),
    "contacts": many("Media contact for the harbour and all of its kitchens, 555 010 000"),
    "images": many("Photograph 12:"),
    "descriptions": many("About Harbour Soup Ltd"),
    "bars": many("a | b | c | d | 3 March 2026 | e | f"),
    "digits": many("+1 (555) 010 0000 - " * 5),
    "sources": many("Source: Harbour Soup Ltd"),
    "bullets": many("* nine cooks and two pots for the night ferries of the coast"),
    "capitals": many("Aa bB " * 100_000),
}


@not_traced
@pytest.mark.parametrize("text", WORST.values(), ids=WORST)
def test_the_worst_megabytes_are_read_within_a_second(text):
    assert reads_in_under_a_second(press, text)


@pytest.mark.shared
def test_real_releases_have_the_expected_fields():
    share, miscounted = score_fields("press", parse_any, "a.tst")
    assert share >= 0.97
    assert not miscounted


def test_the_issuer_above_the_text_is_the_author():
    ministry = read(
        "Press release\nNew rules for safer ladders\n\nFrom: Ministry of Ladders\n"
        "Published 3 March 2026\n\nLadders must carry a label, the ministry said.\n"
    )
    assert (names(ministry), ministry["subtitle"]) == (["Ministry of Ladders"], None)
    client = read(
        "Harbour Soup Opens Kitchen\n\nNews provided by\n\nHarbour Soup Ltd\n\n"
        "SPLIT, Croatia, March 3, 2026 /PRNewswire/ -- Soup is back, the cook said.\n"
    )
    assert (names(client), client["subtitle"]) == (["Harbour Soup Ltd"], None)


def test_a_dateline_can_lack_date_and_distributor():
    entry = read(
        "FOR IMMEDIATE RELEASE\n\nGovernor signs soup bill\n\n"
        "DES MOINES \u2013 The governor on Monday signed a bill on soup.\n\nIt is hot.\n\n###\n"
    )
    assert entry["dateline"]["place"] == "DES MOINES"
    assert entry["published"] is None


def test_trailing_and_no_break_spaces_change_nothing():
    plain = SOUP.replace("\r", "")
    padded = "\n".join(line.ljust(120) for line in plain.split("\n"))
    assert read(padded) == read(plain)
    glued = plain.replace("MEDIA RELEASE", "MEDIA\xa0RELEASE")
    assert claims(Source(name="a.txt", data=glued.encode(), options=Options()))
    assert read(glued) == read(plain)
