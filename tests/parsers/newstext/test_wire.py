"""Wire copy: the fields of each standard, and lines for editors, which stay private."""

import json
from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.collection import score_fields
from support.pace import not_traced, reads_in_under_a_second

from feedsvc.entry import as_json
from feedsvc.errors import StoryError
from feedsvc.parsers import parse as parse_any
from feedsvc.parsers.newstext import wire
from feedsvc.parsers.newstext.wire import claims, parse
from feedsvc.parsers.source import Options, Source

DPA = (
    "\x01eca0123 4 i 211 ccccb   dpa 0456\r\n\r\n"
    "Croatia/goats/banks/\r\n"
    "\x02REFILE\r\n2ND LEAD\r\n(With photo)\r\n"
    "Goat that walked into a bank in Zadar is given an account of its own\r\n"
    "By Lena Borg, dpa =\r\n\r\n"
    "   Zadar (dpa) - A goat that walked into a bank in the old town has been\r\n"
    "given an account, the bank said on Tuesday.\r\n\r\n"
    '   "It waited its turn," said Bo Ek, who had counted the money.\r\n\r\n'
    "# dpa NOTEBOOK\r\n\r\n## Note to editors\r\n- adds quote\r\n\r\n* * * *\r\n"
    "The following information is not for publication\r\n\r\n"
    "## dpa Contacts\r\n- Editing by: Ann Lee, +49 30 000000, <desk@dpa.example>\r\n\r\n"
    "dpa lb bek\r\n\r\n\x03030915 GMT Mrz 26\r\n\x7f\r\n\x7f\x7f\x04"
)

AFP = (
    "\x01ISX0012 3 I  0233 NZL /AFP-AA12\r\r\n\r\r\nNewland-quake\r\r\n"
    "\x02URGENT =\r\r\n"
    "Strong quake shakes the islands of Newland, wakes all the sheep and\r\r\n"
    "some of the shepherds =\r\r\nATTENTION - ADDS mayor ///\r\r\nby Mara Tui =\r\r\n"
    "   HARBOURTOWN, March 3, 2026 (AFP) - A strong quake woke the sheep of\r\r\n"
    "three valleys on Tuesday, the mayor said.\r\r\n"
    '   "They were back on the hill by noon," said Mayor Olo Vanu, who had\r\r\n'
    "counted them twice.\r\r\nbur-mt/ab\r\r\n\x03030915 GMT MAR 26\r\r\n\x04\r\r\n"
    "\x01ISX0013 4 S  0101\r\r\n\r\r\nCurling-ALB\r\r\n"
    "\x02Tirana wins its first curling match =\r\r\n"
    "   TIRANA, March 3, 2026 (AFP) - Tirana beat the guests 5-4.\r\r\n"
    "AFP\r\r\n\x03031015 GMT MAR 26\r\r\n\x04"
)


def anpa(slug, head, text, *, category="i", time="03-03-26 1509GMT"):
    """Return a message of ANPA 1312 with its control bytes."""
    rows = "".join(f"^{line}<\n" for line in (slug, *head))
    body = "".join(f"\t   {line} \n" for line in text)
    return (
        f"\x16\x16\x01W2870\x1f_asian\nr {category}\x13\x11 {slug[:20]}     03-03 0412\n"
        f"\x02{rows}{body}\n\t   \x03AP-WF-{time}<\n\n\x0c\n\x04\n"
    )


FERRY = anpa(
    "BC-EU--Ferry Captains, 1st Ld-Writethru,466",
    (
        "Ferry captains in Tallinn vote to end strike of nine days",
        "AP Photo XTL101, XTL102",
        "Eds: Updates with vote. With AP Photos.",
        "By LENA BORG and BO EK=",
        "AP Business Writers=",
    ),
    (
        "TALLINN, Estonia (AP) _ Captains ended a strike of nine days _ the longest.",
        "``We leave at dawn,'' said Marta Kask.",
        "___",
        "THE BOATS",
        "Nine boats had waited at the sea wall.",
        "___",
        "AP writer Mia Roza in Riga contributed to this report.",
    ),
)


def stories(text, options=None, name="wire.tst"):
    data = text if isinstance(text, bytes) else text.encode()
    return [
        as_json(entry)
        for entry in parse(Source(name=name, data=data, options=options or Options())).entries
    ]


def story(text, options=None):
    (entry,) = stories(text, options)
    return entry


def names(entry):
    return [person["name"] for person in entry["authors"]]


@pytest.mark.parametrize("lost", [False, True], ids=["control bytes", "control bytes lost"])
def test_iptc_7901_is_read_with_and_without_control_bytes(lost):
    text = DPA
    if lost:
        text = "".join(char for char in DPA if char.isprintable() or char in "\r\n")
    assert claims(Source(name="a.txt", data=text.encode()))
    entry = story(text)
    assert entry["title"] == "Goat that walked into a bank in Zadar is given an account of its own"
    assert entry["section"] == "Croatia/goats/banks"
    assert (entry["published"], entry["date_precision"]) == ("2026-03-03T09:15:00+00:00", "minute")
    assert entry["dateline"] == {"place": "Zadar", "country": None, "agency": "dpa"}
    assert (names(entry), entry["agency"]) == (["Lena Borg"], "dpa")
    assert entry["content"] == (
        "<p>Zadar (dpa) - A goat that walked into a bank in the old town has been given an "
        "account, the bank said on Tuesday.</p>\n"
        '<p>"It waited its turn," said Bo Ek, who had counted the money.</p>'
    )


def test_every_message_is_a_story_and_wrapped_headlines_are_joined():
    first, second = stories(AFP)
    assert first["title"] == (
        "Strong quake shakes the islands of Newland, wakes all the sheep and some of the shepherds"
    )
    assert (names(first), first["agency"]) == (["Mara Tui"], "AFP")
    assert first["content"].endswith("who had counted them twice.</p>")
    assert second["title"] == "Tirana wins its first curling match"
    assert second["content"].endswith("beat the guests 5-4.</p>")
    assert second["published"] == "2026-03-03T10:15:00+00:00"


def test_anpa_1312_is_read_by_the_signs_at_the_beginning_of_its_lines():
    entry = story(FERRY)
    assert entry["title"] == "Ferry captains in Tallinn vote to end strike of nine days"
    assert entry["section"] == "BC-EU--Ferry Captains"
    assert entry["published"] == "2026-03-03T15:09:00+00:00"
    assert (names(entry), entry["agency"]) == (["Lena Borg", "Bo Ek"], "AP")
    assert entry["dateline"] == {"place": "TALLINN", "country": "Estonia", "agency": "AP"}
    assert entry["content"] == (
        "<p>TALLINN, Estonia (AP) _ Captains ended a strike of nine days _ the longest.</p>\n"
        "<p>``We leave at dawn,'' said Marta Kask.</p>\n"
        "<h2>THE BOATS</h2>\n"
        "<p>Nine boats had waited at the sea wall.</p>"
    )


def test_a_flash_has_no_headline():
    entry = story(anpa("BC-APNewsAlert,17", (), ("RIGA (AP) _ Storks return to Riga.",)))
    assert (entry["title"], entry["section"]) == (None, "BC-APNewsAlert")
    assert entry["content"] == "<p>RIGA (AP) _ Storks return to Riga.</p>"


@pytest.mark.parametrize(
    ("slug", "head", "embargo"),
    [
        ("BC-Garden-Adv17,412", ("Adv17",), "hold"),
        ("BC-Garden,412", ("For release Sunday, May 17, and thereafter",), "hold"),
        ("BC-Garden,412", ("EMBARGOED UNTIL 0900 GMT MAY 17, 2026",), "2026-05-17T09:00:00+00:00"),
        ("BC-Garden-Adv17", ("ADVANCE FOR USE SUNDAY, MAY 17, 2026",), "2026-05-17"),
        ("BC-Garden,412", (), None),
    ],
)
def test_an_advance_is_held_until_its_time_or_indefinitely(slug, head, embargo):
    text = anpa(slug, (*head, "Gardeners sow at night"), ("RIGA (AP) _ Beans are sown.",))
    parsed = parse(Source(name="a.tst", data=text.encode()))
    assert as_json(parsed.entries[0])["embargo"] == embargo
    assert parsed.entries[0].title == "Gardeners sow at night"
    assert bool(parsed.notes) is (embargo == "hold")


@pytest.mark.parametrize(
    ("slug", "head", "category", "status"),
    [
        ("BC-Goat, KILL", ("BULLETIN KILL",), "i", "canceled"),
        ("BC-Goat-Kill", ("Storms kill three goats", "Feature on a kill"), "i", "usable"),
        ("BC-Goat,100", ("Mandatory Kill",), "i", "canceled"),
        ("BC-Europe-Advisory", (), "i", "withheld"),
        ("BC-Digest", (), "v", "withheld"),
    ],
)
def test_cancellations_and_advisories_are_not_usable(slug, head, category, status):
    text = anpa(slug, head, ("ZADAR (AP) _ The goat was a sheep.",), category=category)
    assert story(text)["status"] == status


@pytest.mark.parametrize("mark", ["1st Add", "Take 2", "Add 1"])
def test_an_add_continues_the_story_before_it(mark):
    first = anpa("BC-Ferry,200", ("Captains end strike",), ("RIGA (AP) _ It is over.", "MORE"))
    add = anpa(f"BC-Ferry, {mark},100", ("RIGA: is over.",), ("Boats leave at dawn.",))
    other = anpa("BC-Goat, 1st Add,100", (), ("It was a sheep.",))
    entry, lone = stories(first + add + other)
    assert entry["title"] == "Captains end strike"
    assert entry["content"] == "<p>RIGA (AP) _ It is over.</p>\n<p>Boats leave at dawn.</p>"
    assert lone["content"] == "<p>It was a sheep.</p>"


ZCZC = """   ZCZC AAP 0412
%MNETALL
$S
&3
:CRIC SMITHFIELD
=2
^Smithfield bowls out the bakers=
*X
MELBOURNE, March 3 AAP - Smithfield bowled out the bakers for 12 on Tuesday.

"It was the buns," said their captain.

AAP lb/me

NNNN
   ZCZC NAN012

Minister opens third bridge

LAGOS, March 3, 2026 (NAN) - The minister opened a bridge on Tuesday. It is
his third this year.

(NAN) ab/cd

NNNN
"""


def test_zczc_frames_separate_stories_and_header_signs_mark_fields():
    first, second = stories(ZCZC)
    assert first["title"] == "Smithfield bowls out the bakers"
    assert first["section"] == "CRIC SMITHFIELD"
    assert first["dateline"] == {"place": "MELBOURNE", "country": None, "agency": "AAP"}
    assert first["content"].endswith('<p>"It was the buns," said their captain.</p>')
    assert second["title"] == "Minister opens third bridge"
    assert second["content"].endswith("on Tuesday. It is his third this year.</p>")


def test_a_press_release_in_a_zczc_frame_is_read_as_a_press_release():
    entry = story(
        "ZCZC AAP\n%MNETALL\n$J\n:\n:Ministry of Soup\n*X\nMedia release: Soup rules change\n\n"
        "Tue 3 March 2026\n\nThe Ministry of Soup today announced new rules.\n\n"
        "https://soup.example/rules\n\nNNNN\n"
    )
    assert (entry["title"], names(entry)) == ("Soup rules change", ["Ministry of Soup"])
    assert (entry["published"], entry["link"]) == ("2026-03-03", "https://soup.example/rules")
    assert entry["section"] is None


def test_a_german_embargo_ends_in_the_time_zone_of_the_site():
    text = (
        "bdt0123 3 pl 201  dpa 0456\n\nWetter/Störche/\n(Achtung)\n"
        "Sperrfrist: 3. Mai 2026, 10.00 Uhr\nZUSAMMENFASSUNG 1800\n"
        "Störche kehren auf den Schornstein zurück\nVon Lena Borg, dpa =\n\n"
        "Berlin (dpa) - Zwei Störche sind auf den alten Schornstein der Brauerei\n"
        "zurückgekehrt, sagte der Braumeister.\n\n# dpa-Notizblock\n\n"
        "## dpa-Kontakte\n- Autorin: Lena Borg, +49 30 000000\n\ndpa lb yyzz n1 abc\n\n"
        "030915 Mai 26\n"
    )
    entry = story(text, Options(zone=ZoneInfo("Europe/Berlin")))
    assert entry["title"] == "Störche kehren auf den Schornstein zurück"
    assert (entry["published"], entry["embargo"]) == (
        "2026-05-03T09:15:00+02:00",
        "2026-05-03T10:00:00+02:00",
    )
    assert names(entry) == ["Lena Borg"]
    assert "+49" not in json.dumps(entry)


def test_without_an_equals_sign_the_head_ends_at_the_first_blank_line():
    entry = story(
        "\x01TTX0042 4 C 88\r\n\r\nchess/final/\r\n\x02Chess final ends in a draw\r\n\r\n"
        "Oslo (NTB) - The chess final ended in a draw on Monday, the third in a\r\nrow.\r\n\r\n"
        "(Reporting by Bo Ek; Editing by Ann Lee)\r\n\x03021830 CET Mar 26\r\n\x04"
    )
    assert entry["title"] == "Chess final ends in a draw"
    assert entry["published"] == "2026-03-02T18:30:00+01:00"
    assert entry["content"].endswith("the third in a row.</p>")


def test_lines_of_tables_lists_and_cross_heads_are_not_joined():
    text = (
        "RIGA (AP) _ Results of the boat races:<",
        "Goats 5, Bakers 4<",
        "- Storks were third",
        "^Next race<",
        "The next race is on Sunday.",
        "^END<",
        "Not for you.",
    )
    assert story(anpa("BC-Boats,40", ("Goats win boat race",), text))["content"] == (
        "<p>RIGA (AP) _ Results of the boat races:</p>\n<p>Goats 5, Bakers 4</p>\n"
        "<ul>\n<li>Storks were third</li>\n</ul>\n<h2>Next race</h2>\n"
        "<p>The next race is on Sunday.</p>"
    )


def test_an_embargo_below_the_header_is_respected():
    text = ZCZC.replace("*X\n", "*X\nEMBARGOED UNTIL 0900 GMT MAY 17, 2026\n\n", 1)
    assert stories(text)[0]["embargo"] == "2026-05-17T09:00:00+00:00"


@pytest.mark.parametrize("trailer", ["310915 GMT FEB 26", "030915 GMT FOO 26", "no trailer"])
def test_a_trailer_without_a_valid_time_sets_no_date(trailer):
    assert story(DPA.replace("030915 GMT Mrz 26", trailer))["published"] is None


def test_other_encodings_and_ambiguous_zones_are_read():
    text = DPA.replace("Bo Ek", "Bö Ek").replace("GMT Mrz", "IST Mrz").encode("cp1252")
    zones = {"ist": ZoneInfo("Asia/Kolkata")}
    assert "Bö Ek" in story(text)["content"]
    assert story(text)["published"] == "2026-03-03T09:15:00"
    assert story(text, Options(zones=zones))["published"] == "2026-03-03T09:15:00+05:30"


def test_the_trace_explains_each_line():
    parsed = parse(Source(name="a.txt", data=DPA.encode()))
    traced = {trace.text: (trace.line, trace.role, trace.why) for trace in parsed.trace}
    assert traced["REFILE"] == (4, "omitted", "names the version")
    assert traced["By Lena Borg, dpa"] == (8, "authors", "a byline")
    assert traced["# dpa NOTEBOOK"][1:] == ("omitted", "ends the text")
    assert traced["dpa lb bek"][1:] == ("omitted", "below '# dpa NOTEBOOK'")


@pytest.mark.parametrize(
    ("data", "claimed"),
    [
        (DPA.encode(), True),
        (FERRY.encode(), True),
        (ZCZC.encode(), True),
        (b"\r\n\r\neca0123 4 i 211  dpa 0456\r\n", True),
        (b"", False),
        (b"\x00\x01\x02", False),
        (b"Goat opens account\n\nA goat walked into a bank.\n", False),
        (b"Zadar 2026 4 goats 211\n", False),
        (b"ZCZCs are what teletypes send\n", False),
    ],
)
def test_wire_copy_is_recognized_by_its_first_line(data, claimed):
    assert claims(Source(name="a", data=data)) is claimed


def test_a_file_without_any_text_is_rejected():
    with pytest.raises(StoryError, match="no message in the file has text"):
        parse(Source(name="a.txt", data=b"ZCZC\n\nNNNN\n"))


PIECES = st.sampled_from([*(line for line in (DPA + AFP + FERRY + ZCZC).split("\n") if line)])


@given(st.lists(PIECES | st.text(max_size=30) | st.sampled_from(["", *"\x01\x02\x03\x04"])))
def test_any_lines_in_any_order_are_read_or_rejected(lines):
    source = Source(name="a.txt", data="\n".join(lines).encode(errors="replace"))
    claims(source)
    with suppress(StoryError):
        parsed = parse(source)
        assert all(entry.title is not None or entry.content for entry in parsed.entries)
        assert all(trace.entry < len(parsed.entries) for trace in parsed.trace)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_rejected(data):
    with suppress(StoryError):
        assert parse(Source(name="a.txt", data=b"\x01abc0123 4 i 211\n" + data)).entries


def many(line):
    return "\x01eca0123 4 i 211\n\nslug/\n\x02" + line * (1_000_000 // len(line)) + "\x03\x04"


WORST = {
    "one line": many("a" * 999_000),
    "spaces": many("Goat" + " " * 900_000 + "x"),
    "messages": many(AFP),
    "frames": many("ZCZC\nGoat opens account\n\n" + "A goat walked into a bank. " * 6 + "\nNNNN\n"),
    "versions": many("1ST LEAD 2ND NET UPDATE 3RD URGENT\n"),
    "equals": many("Goat opens an account =\n"),
    "carets": many("^Goat opens an account\n"),
    "wrapped": many("and opens an account with both horns, a bell and a borrowed hat\n"),
    "sign-offs": many("bur-mt/ab-cd/ef-gh\n"),
    "notes": many("AP writer Mia Roza contributed to this report and to that report too.\n"),
    "dates": many("030915 GMT MAR 26 030915 GMT MAR\n"),
    "returns": many("\r" * 500),
    "datelines": many("   ZADAR, Croatia (AP) _ A goat opens an account in March, 26 (AP) _\n"),
    "capitals": many("THE BOATS OF THE HARBOUR\n"),
}


@not_traced
@pytest.mark.parametrize("text", WORST.values(), ids=WORST)
def test_the_worst_megabytes_are_read_within_a_second(text):
    assert reads_in_under_a_second(wire, text)


@pytest.mark.shared
def test_real_messages_have_the_expected_fields():
    share, miscounted = score_fields("wire", parse_any, "a")
    assert share >= 0.97
    assert not miscounted


def test_a_byte_order_mark_before_wire_copy_is_ignored():
    marked = b"\xef\xbb\xbf" + ZCZC.encode()
    assert claims(Source(name="a.txt", data=marked))
    assert stories("\ufeff" + ZCZC) == stories(ZCZC)
