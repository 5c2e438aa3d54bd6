"""Page text: splitting into stories, the field of each line, and boilerplate."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.collection import score_fields
from support.pace import not_traced, reads_in_under_a_second

from feedsvc.entry import AssumedZone, as_json
from feedsvc.errors import StoryError
from feedsvc.parsers.newstext import pagetext
from feedsvc.parsers.newstext.pagetext import claims, parse
from feedsvc.parsers.source import Options, Source

FERRY = """You are here

  • Home
  • Night ferry gets a cook again
Harbour Life

Night ferry gets a cook again

The new cook peels onions on deck in Split, on March 1, 2026. (Mia Roza/AFP)
Short Url

https://news.example/f3rry

Updated 2 March 2026
REUTERS

Night ferry gets a cook again

  • Soup costs two coins
  • Crew voted for onions

SPLIT, Croatia: The night ferry has a cook again, its owner said on Monday.
“We sailed two winters on biscuits,” said the mate.

Soup at midnight

Passengers queue from eleven o'clock & bring their own spoons.
Read more: Ten ferries with good soup
Nobody is turned away <yet>.

Topics: ferries, soup, Split

© 2026 The Night Gazette. All rights reserved.

Related
Storm stops the morning boat
"""


def stories(text, **options):
    """Return the entries of a text as the JSON that `feedsvc parse` prints."""
    options = Options(**options)
    source = Source(name="page.txt", data=text.encode(), options=options)
    return [as_json(entry) for entry in parse(source).entries]


def story(text, **options):
    (only,) = stories(text, **options)
    return only


def paragraphs(entry):
    return (entry["content"] or "").split("\n")


def test_each_part_of_a_page_fills_its_field():
    entry = story(FERRY)
    assert entry["title"] == "Night ferry gets a cook again"
    assert entry["section"] == "Harbour Life"
    assert entry["link"] == "https://news.example/f3rry"
    assert (entry["published"], entry["updated"]) == (None, "2026-03-02")
    assert entry["date_precision"] == "day"
    assert entry["agency"] == "REUTERS"
    assert entry["authors"] == ()
    assert entry["highlights"] == ("Soup costs two coins", "Crew voted for onions")
    assert entry["dateline"] == {"place": "SPLIT", "country": "Croatia", "agency": None}
    assert [(media["caption"], media["credit"]) for media in entry["media"]] == [
        ("The new cook peels onions on deck in Split, on March 1, 2026.", "Mia Roza/AFP")
    ]
    assert [each["term"] for each in entry["categories"]] == ["ferries", "soup", "Split"]
    assert entry["rights"] == "© 2026 The Night Gazette. All rights reserved."


def test_the_text_is_escaped_and_free_of_boilerplate():
    assert paragraphs(story(FERRY)) == [
        "<p>SPLIT, Croatia: The night ferry has a cook again, its owner said on Monday.</p>",
        "<p>“We sailed two winters on biscuits,” said the mate.</p>",
        "<h2>Soup at midnight</h2>",
        "<p>Passengers queue from eleven o'clock &amp; bring their own spoons.</p>",
        "<p>Nobody is turned away &lt;yet&gt;.</p>",
    ]


def test_the_trace_explains_each_line_with_text():
    parsed = parse(Source(name="page.txt", data=FERRY.encode()))
    numbers = [n for n, line in enumerate(FERRY.split("\n"), 1) if line.strip()]
    assert [trace.line for trace in parsed.trace] == numbers
    assert all(trace.role and trace.why for trace in parsed.trace)
    roles = {trace.text: trace.role for trace in parsed.trace}
    assert roles["Updated 2 March 2026"] == "updated"
    assert roles["Short Url"] == "omitted"
    assert roles["Storm stops the morning boat"] == "omitted"
    assert roles["Soup at midnight"] == "content"


SECOND = {
    "dates, and no blank line": """Bakers win back their square
Updated 3 March 2026
Lena Borg
KOTOR: Bakers sold bread again on the old square.
“We never left,” one said.
Storks return to the chimney of the brewery
The pair was last seen in 1998
Updated 2 March 2026
March 1, 2026 09:30
RIGA: Two storks landed on the old chimney on Sunday.
""",
    "a repeated headline": """Bakers win back their square

KOTOR: Bakers sold bread again on the old square.
“We never left,” one said.

Storks return to the chimney of the brewery

Storks return to the chimney of the brewery
  • The pair was last seen in 1998

RIGA: Two storks landed on the old chimney on Sunday.
""",
    "a wide gap": """Bakers win back their square

Bakers sold bread again on the old square.

“We never left,” one said.



Storks return to the chimney of the brewery

Two storks landed on the old chimney on Sunday.
""",
    "datelines": """Bakers win back their square

KOTOR: Bakers sold bread again on the old square.

“We never left,” one said.

Storks return to the chimney of the brewery

RIGA: Two storks landed on the old chimney on Sunday.
""",
    "blocks": """Bakers win back their square
Bakers sold bread again on the old square.
“We never left,” one said.

Storks return to the chimney of the brewery
Two storks landed on the old chimney on Sunday.
It was the first time since 1998.
""",
    "a relative date": """Bakers win back their square
Updated 9 sec ago

KOTOR: Bakers sold bread again on the old square.
“We never left,” one said.

Storks return to the chimney of the brewery
Updated 1 min 13 sec ago

RIGA: Two storks landed on the old chimney on Sunday.
""",
}


@pytest.mark.parametrize("text", SECOND.values(), ids=SECOND)
def test_a_second_story_is_separated_from_the_first_by(text):
    first, second = stories(text)
    assert first["title"] == "Bakers win back their square"
    assert "never left" in paragraphs(first)[-1]
    assert second["title"] == "Storks return to the chimney of the brewery"
    assert "Two storks landed" in paragraphs(second)[0]


def test_date_and_name_above_a_headline_belong_to_its_story():
    first, second = stories("""Boats race by moonlight

Boats race by moonlight
Updated 3 March 2026
Ann Lee

SPLIT: Forty boats raced on Friday.
The first came home at two.

Updated 4 March 2026
Bo Ek

A goat walks into a bank

A goat walks into a bank

ZADAR: A goat walked into a bank on Monday.
""")
    assert (first["updated"], first["authors"][0]["name"]) == ("2026-03-03", "Ann Lee")
    assert (second["updated"], second["authors"][0]["name"]) == ("2026-03-04", "Bo Ek")


CROSS_HEADS = {
    "in blocks, short": ("Bread queue", "The queue goes twice round the square, they say."),
    "in blocks, with the same names": (
        "Mayor of two minds",
        "The mayor, Ivo Perak, and the Bread Guild of Kotor are to meet on Friday.",
    ),
}


@pytest.mark.parametrize(("heading", "sentence"), CROSS_HEADS.values(), ids=CROSS_HEADS)
def test_a_cross_head_does_not_begin_a_story(heading, sentence):
    entry = story(f"""Bakers win back their square
The Bread Guild of Kotor sold loaves again on the old square.
“We never left,” said the mayor, Ivo Perak.

{heading}
{sentence}
Nobody knows who was first.
""")
    assert f"<h2>{heading}</h2>" in paragraphs(entry)


def test_a_cross_head_between_paragraphs_does_not_begin_a_story():
    entry = story("""Night ferry gets a cook again

The night ferry has a cook again.

What the crew has asked for all winter

Soup, mostly, and bread on Sundays.
""")
    assert paragraphs(entry)[1] == "<h2>What the crew has asked for all winter</h2>"


def test_a_text_without_a_headline_has_no_title():
    entry = story("MUMBAI (Reuters) - The last typewriter left the hall on Tuesday.\nIt was red.\n")
    assert entry["title"] is None
    assert entry["dateline"] == {"place": "MUMBAI", "country": None, "agency": "Reuters"}
    assert len(paragraphs(entry)) == 2


def test_one_line_below_the_headline_is_the_subtitle():
    entry = story("""Bees move into the opera house
Forty thousand of them hum in tune, the cellists say.
By Ann Lee and Bo Ek
3 May 2024 | 10:15

The singers do not mind.

The honey is dark.
""")
    assert entry["subtitle"] == "Forty thousand of them hum in tune, the cellists say."
    assert [author["name"] for author in entry["authors"]] == ["Ann Lee", "Bo Ek"]
    assert entry["published"] == "2024-05-03T10:15:00"
    assert paragraphs(entry)[0] == "<p>The singers do not mind.</p>"


def test_key_points_below_a_label_are_highlights():
    entry = story("""Bees move into the opera house
Published May 3, 2024 8:22AM EST
Key Points
* They hum in tune.
* The honey is dark.

The singers do not mind.
""")
    assert entry["highlights"] == ("They hum in tune.", "The honey is dark.")
    assert entry["published"] == "2024-05-03T08:22:00-05:00"


def test_captions_inside_the_text_get_the_credits_below_them():
    entry = story("""Bees move into the opera house

3 May 2024

The singers do not mind.

Image copyright Getty Images

Image caption The hive stands above the stage

The honey is dark.

A jar on the lid of the piano.
Photo: Ann Lee

It sells out by noon.
""")
    assert [(media["caption"], media["credit"]) for media in entry["media"]] == [
        ("The hive stands above the stage", "Getty Images"),
        ("A jar on the lid of the piano.", "Ann Lee"),
    ]
    assert len(paragraphs(entry)) == 3


def test_related_stories_notes_and_lines_below_the_text_are_not_content():
    entry = story("""Bees move into the opera house

VIENNA (AP) — The singers do not mind.

More:

* Ten operas with animals

* A goat in Zadar

The honey is dark.

Correction, May 4, 2024: An earlier version had the bees in the cellar.

SOURCE: News agencies

* Vienna
* Opera

(Reporting by Ann Lee; Editing by Bo Ek)

Most popular

The goat that opened an account is famous now.
""")
    assert paragraphs(entry) == [
        "<p>VIENNA (AP) — The singers do not mind.</p>",
        "<p>The honey is dark.</p>",
    ]
    assert entry["correction"].startswith("Correction, May 4, 2024")
    assert [each["term"] for each in entry["categories"]] == ["Vienna", "Opera"]
    assert entry["agency"] == "News agencies"


def test_bullets_between_paragraphs_become_a_list():
    entry = story("""Bees move into the opera house

The singers asked for three things.

* Lids on the jars
* Nets at the windows

The bees got all of them.
""")
    assert paragraphs(entry)[1:-1] == [
        "<ul>",
        "<li>Lids on the jars</li>",
        "<li>Nets at the windows</li>",
        "</ul>",
    ]


def test_wrapped_lines_are_joined_in_headlines_and_paragraphs():
    entry = story("""Bees move into the opera house and stay there for
the winter

Forty thousand bees live above the stage of the opera house,
and the singers say that they do not mind, because the hum is
in tune with the cellos of the orchestra down below.

The honey is dark, and the shop sells it in small jars with
a picture of the stage on the lid.
""")
    assert entry["title"] == "Bees move into the opera house and stay there for the winter"
    assert [len(paragraph) > 80 for paragraph in paragraphs(entry)] == [True, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            """Le pont neuf rouvre après deux ans

Le pont neuf, vu du quai. (Photo d'archives AFP)
Publié le Samedi 09 mars 2024

METZ: Le pont neuf a rouvert samedi.
""",
            {"published": "2024-03-09", "title": "Le pont neuf rouvre après deux ans"},
        ),
        (
            """Las abejas se mudan a la ópera

Por Ana Ruiz
martes, 3 de mayo de 2022 · 23:57

Cuarenta mil abejas viven sobre el escenario.

También puede leer: Una cabra en el banco

La miel es oscura.
""",
            {"published": "2022-05-03T23:57:00", "title": "Las abejas se mudan a la ópera"},
        ),
        (
            """Bienen ziehen in die Oper
Von Anna Lehr
Stand: 20.05.2024 18:30 Uhr

Vierzigtausend Bienen wohnen über der Bühne.
""",
            {"updated": "2024-05-20T18:30:00", "title": "Bienen ziehen in die Oper"},
        ),
        (
            """倉庫の猫が図書館に引っ越した

2024年5月3日 15:04 更新

横浜:港の猫が図書館に引っ越した。
""",
            {"updated": "2024-05-03T15:04:00", "title": "倉庫の猫が図書館に引っ越した"},
        ),
        (
            """متحف الميناء يفتح أبوابه من جديد

نشر في: 25 أبريل 2023

لشبونة: فتح متحف الميناء أبوابه من جديد يوم الثلاثاء.
""",
            {"published": "2023-04-25", "title": "متحف الميناء يفتح أبوابه من جديد"},
        ),
    ],
)
def test_pages_in_other_languages_are_read(text, expected):
    entry = story(text)
    assert {field: entry[field] for field in expected} == expected
    assert len(paragraphs(entry)) <= 2


def test_a_relative_date_sets_no_field_but_adds_a_note():
    parsed = parse(Source(name="a.txt", data=b"A goat\nUpdated 8 sec ago\nZADAR: A goat ran.\n"))
    assert parsed.entries[0].updated is None
    assert [(note.line, note.message) for note in parsed.notes] == [
        (2, "unclear date: 'Updated 8 sec ago'; write day, month and year")
    ]


@pytest.mark.parametrize(
    ("options", "published"),
    [
        ({}, None),
        ({"language": "en-US"}, "2024-03-04"),
        ({"language": "en-GB"}, "2024-04-03"),
        ({"zone": AssumedZone(ZoneInfo("America/New_York"))}, "2024-03-04"),
    ],
)
def test_day_and_month_are_never_guessed(options, published):
    entry = story("Goat opens account\n03/04/2024\n\nA goat walked into a bank.\n", **options)
    assert entry["published"] == published


def test_a_date_without_a_zone_is_in_the_site_zone_and_printed_without_one():
    zone = AssumedZone(ZoneInfo("Asia/Tokyo"))
    text = "Goat opens account\nMarch 3, 2024 10:15\n\nA goat walked into a bank.\n"
    source = Source(name="a.txt", data=text.encode(), options=Options(zone=zone))
    (entry,) = parse(source).entries
    assert entry.published == datetime(2024, 3, 3, 1, 15, tzinfo=UTC)
    assert as_json(entry)["published"] == "2024-03-03T10:15:00"


@pytest.mark.parametrize("text", ["Short Url\nFollow\n", "* \n1 of 4\n", "© 2026 Gazette\n"])
def test_a_file_with_only_boilerplate_is_rejected(text):
    with pytest.raises(StoryError, match=r"page\.txt: no story found"):
        stories(text)


@pytest.mark.parametrize(
    ("text", "title", "content"),
    [
        ("A goat ran through the bank.", None, "<p>A goat ran through the bank.</p>"),
        ("Goat opens account", "Goat opens account", None),
        ("Goat opens account\n\nand keeps it", "Goat opens account", "<p>and keeps it</p>"),
    ],
)
def test_very_short_files_are_stories(text, title, content):
    entry = story(text)
    assert (entry["title"], entry["content"]) == (title, content)


def test_a_truncated_last_story_is_omitted():
    data = (SECOND["a repeated headline"].rstrip() + " They were fed by a café").encode()
    parsed = parse(Source(name="page.txt", data=data[:-1]))
    assert [entry.title for entry in parsed.entries] == ["Bakers win back their square"]
    assert "its last story is incomplete" in parsed.notes[-1].message


@pytest.mark.parametrize(
    ("line", "embargo"),
    [
        ("EMBARGOED UNTIL 5 May 2026, 10:00 GMT", "2026-05-05T10:00:00+00:00"),
        ("EMBARGOED UNTIL:\n5 May 2026, 10:00 GMT", "2026-05-05T10:00:00+00:00"),
        ("EMBARGOED UNTIL THE STORKS ARE BACK", "hold"),
        ("FOR IMMEDIATE RELEASE", None),
    ],
)
def test_an_embargo_above_the_text_is_respected(line, embargo):
    parsed = parse(Source(name="page.txt", data=(line + "\n\n" + SECOND["blocks"]).encode()))
    assert as_json(parsed.entries[0])["embargo"] == embargo
    assert ("is held" in "".join(note.message for note in parsed.notes)) is (embargo == "hold")


def test_lines_listed_in_the_settings_are_omitted():
    text = FERRY.replace("Soup at midnight", "The Gazette costs two coins")
    noise = frozenset(("the gazette costs two coins",))
    parsed = parse(Source(name="a.txt", data=text.encode(), options=Options(noise=noise)))
    assert "two coins</h2>" not in (parsed.entries[0].content or "")
    (trace,) = [trace for trace in parsed.trace if trace.text == "The Gazette costs two coins"]
    assert (trace.role, trace.why) == ("omitted", "a line listed in the settings")


@pytest.mark.parametrize(
    ("name", "data", "claimed"),
    [
        ("a.txt", b"", True),
        ("A.TXT", b"\x00", True),
        ("wire.tst", b"x", True),
        ("README", b"A goat ran.", True),
        ("photo", b"\xff\xd8\xff\xe0", False),
    ],
)
def test_a_file_is_claimed_by_suffix_or_by_being_text(name, data, claimed):
    assert claims(Source(name=name, data=data)) is claimed


LINES = st.sampled_from([line for line in (FERRY + SECOND["blocks"]).split("\n") if line]) | (
    st.text(max_size=40)
)


@given(st.lists(LINES | st.just(""), max_size=25))
def test_any_lines_in_any_order_are_read_or_rejected(lines):
    data = "\n".join(lines).encode(errors="replace")
    try:
        parsed = parse(Source(name="page.txt", data=data))
    except StoryError:
        return
    assert all(entry.title is not None or entry.content for entry in parsed.entries)
    assert all(trace.entry is None or trace.entry < len(parsed.entries) for trace in parsed.trace)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_rejected(data):
    with suppress(StoryError):
        assert parse(Source(name="page.txt", data=data)).entries


def many(line):
    """Return a megabyte of distinct lines, as long as short lines can be."""
    line = f"{line} {line}"[:110]
    return "".join(f"{line} {number}\n" for number in range(1_000_000 // (len(line) + 7)))


WORST = {
    "one line": "a" * 1_000_000,
    "spaces": "Goat\n" + " " * 1_000_000 + "x",
    "hyphens": "-" * 1_000_000 + " x",
    "brackets": "Goat ran. " + "(" * 500_000 + "AFP)" * 100_000,
    "capitals": "Aa bB " * 166_000,
    "topics": "Topics: " + "Aa bB " * 166_000,
    "quotes": "“" * 333_000,
    "colons": "Photo: " * 140_000,
    "stops": "A goat ran. " * 83_000,
    "headings": many("A goat walks into a bank and opens an account with both horns there"),
    "bullets": many("* A goat walks into a bank and opens an account with both horns,"),
    "captions": many("A goat walks into a bank and opens an account, (Mia Roza/AFP) it says - and"),
    "datelines": many("ZADAR, Croatia (AP) — A goat walks into a bank and opens an account"),
    "dates": many("Updated 3 March 2026 at 10:15 GMT, said the bank when the goat had left"),
    "bylines": many("By Ann Lee, Bo Ek and Mia Roza, AP Sports Writer and Lena Borg in"),
    "wrapped": many("and opens an account with both horns, a bell and a borrowed hat on"),
    "lists": "More:\n* A goat walks into a bank and opens an account with horns\n" * 15_000,
    "sources": "SOURCE: A bank in the old town of Zadar\n* Goats\n* Banks\n" * 18_000,
}


@not_traced
@pytest.mark.parametrize("text", WORST.values(), ids=WORST)
def test_the_worst_megabytes_are_read_within_a_second(text):
    assert reads_in_under_a_second(pagetext, text)


@pytest.mark.shared
@pytest.mark.parametrize("kind", ["multi", "arabnews_like", "encoding", "dataset", "extracted"])
def test_real_pages_have_the_expected_fields(kind):
    share, _ = score_fields(kind, parse, "a.txt")
    assert share >= 0.95


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Lee | March 3, 2026",
        "By Ann Lee Published March 3, 2026",
        "By Ann Lee, 3 March 2026",
        "By Ann Lee on March 3, 2026",
        "Posted on March 3, 2026 by Ann Lee",
        "Ann Lee • 3 March 2026",
        "By\nAnn Lee\nMarch 3, 2026",
    ],
)
def test_a_line_with_byline_and_date_fills_both_fields(line):
    entry = story(f"Night ferry gets a cook again\n\n{line}\n\nThe soup is back.\n\nIt is hot.\n")
    assert [author["name"] for author in entry["authors"]] == ["Ann Lee"]
    assert (entry["published"], entry["subtitle"]) == ("2026-03-03", None)


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Split - 3 mar 2026 - 10:22 CET", "2026-03-03T10:22:00+01:00"),
        ("Mar 3, 2026 / 9:41 AM EST / Gazette", "2026-03-03T09:41:00-05:00"),
        ("3 March 2026 · 4 min read", "2026-03-03"),
    ],
)
def test_place_publisher_and_reading_time_next_to_a_date_are_not_the_subtitle(line, published):
    entry = story(f"Night ferry gets a cook again\n\n{line}\n\nThe soup is back.\n\nIt is hot.\n")
    assert (entry["published"], entry["subtitle"], entry["authors"]) == (published, None, ())


def test_a_name_with_an_agency_is_a_byline_unless_it_is_below_a_caption():
    text = "{}\nANN LEE | AFP\nMarch 3, 2026\n\nThe soup is back.\n\nIt is hot.\n"
    signed = story(text.format("Night ferry gets a cook again"))
    assert ([a["name"] for a in signed["authors"]], signed["agency"]) == (
        ["Ann Lee"],
        "AFP",
    )
    credited = story(text.format("Night ferry gets a cook again\n\nThe cook on deck, peeling."))
    assert not credited["authors"]
    assert credited["media"][0]["credit"] == "ANN LEE | AFP"


@pytest.mark.parametrize(
    "line",
    [
        *("Listen 5 min", "4 min read", "Lecture : 3 min.", "Our Standards: The Press Principles."),
        *("Accept all cookies", "Gift this article", "Newsletter abonnieren", "Annonse", "Dela"),
        *("Editor: huaxia", "Reach the reporter at ann@news.example.", "HOME | NEWS | SPORT"),
        *("Bell reported from Omaha.", "Bo Ek in Zadar contributed to this report."),
        *("Editing by Paul Dent", "Læs også: Fem færger", "Czytaj też: Pięć promów"),
    ],
)
def test_boilerplate_and_editors_notes_are_not_published(line):
    entry = story(
        f"Night ferry gets a cook again\n\n{line}\n\nSoup is back.\n\n{line}\n\nIt is hot.\n"
    )
    assert (paragraphs(entry), entry["subtitle"]) == (
        ["<p>Soup is back.</p>", "<p>It is hot.</p>"],
        None,
    )


@pytest.mark.parametrize(
    "text", ["A 5 min walk", "Minutes count", "Ten min to midnight, says band"]
)
def test_minutes_in_a_headline_are_not_a_reading_time(text):
    assert story(f"{text}\n\nThe soup is back.\n\nIt is hot.\n")["title"] == text


def test_a_number_after_a_label_is_ignored():
    entry = story("Night ferry gets a cook again\n\nSoup is back.\n\nComments (12)\n\nNice one.\n")
    assert paragraphs(entry) == ["<p>Soup is back.</p>"]


def test_an_end_sign_after_the_last_sentence_is_kept():
    entry = story("Night ferry gets a cook again\n\nSoup is back.\n\n“It is hot,” said Bo. ■\n")
    assert paragraphs(entry)[-1] == "<p>“It is hot,” said Bo. ■</p>"


@pytest.mark.parametrize("job", ["Staff Reporter", "Special to the Gazette"])
def test_a_job_below_a_name_is_not_an_author(job):
    entry = story(f"Night ferry gets a cook again\n\nAnn Lee\n{job}\n\nSoup is back.\n\nHot.\n")
    assert [author["name"] for author in entry["authors"]] == ["Ann Lee"]
    assert entry["subtitle"] is None


def test_no_break_spaces_between_words_change_nothing():
    copied = json.dumps(story(FERRY.replace(" ", "\xa0")), default=str)
    assert copied.replace("\\u00a0", " ") == json.dumps(story(FERRY), default=str)


def test_no_break_spaces_next_to_numbers_and_signs_are_kept():
    entry = story("Le bateau repart\n\nIl fait 10\xa0km\xa0: «\xa0assez\xa0», dit-il.\n")
    assert paragraphs(entry) == ["<p>Il fait 10\xa0km\xa0: «\xa0assez\xa0», dit-il.</p>"]
