"""ninjs 1, 2 and 3: fields, strict JSON and privacy."""

import json
from datetime import UTC, datetime

import pytest

from feedsvc.entry import HOLD, Category, Dateline, Media, as_json
from feedsvc.errors import StoryError
from feedsvc.parsers import Source, parse

TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"

PICTURE = {
    "type": "picture",
    "pubstatus": "usable",
    "description_text": "A seal.",
    "byline": "Jo Lens, jo@tide.example",
    "renditions": {
        "thumbnail": {"href": "https://t.example/t.jpg", "mimetype": "image/jpeg", "width": 100},
        "original": {
            "href": "https://t.example/o.jpg",
            "mimetype": "image/jpeg",
            "width": 2000,
            "height": "1000",
            "sizeinbytes": 90000,
        },
    },
}

FIRST = {
    "uri": "urn:tide:1",
    "version": 7,
    "type": "text",
    "pubstatus": "usable",
    "language": "en_gb",
    "headline": "Seals take the wall",
    "description_text": "Forty seals.",
    "body_html": "<p>Seals came.</p><p>Media contact: ann@tide.example</p>",
    "body_text": "Seals came.",
    "byline": "By Mara Quill, Tide Wire",
    "source": "Tide Wire",
    "located": "Saltmouth",
    "firstcreated": "2026-03-11T08:00:00+0000",
    "versioncreated": "2026-03-12T10:15:00+0100",
    "embargoed": "2026-03-13T00:01:00Z",
    "expires": "2026-04-01",
    "copyrightholder": "Tide Wire",
    "copyrightnotice": "© 2026 Tide Wire",
    "usageterms": "",
    "ednote": "Call +44 20 7946 0000",
    "subject": [
        {"code": "20000500", "scheme": TOPICS, "name": "wildlife"},
        {"code": "medtop:06000000"},
        {"code": "06006000", "name": "nature"},
        {"name": "Harbours"},
    ],
    "place": [
        {
            "name": "Saltmouth",
            "geometry_geojson": {"type": "Point", "coordinates": [-70.6, 41.5]},
        }
    ],
    "associations": {"featuremedia": PICTURE},
}

THIRD = {
    "uri": "urn:tide:1",
    "version": "7",
    "type": "text",
    "pubStatus": "usable",
    "language": "en-GB",
    "headlines": [
        {"role": "short", "value": "Seals"},
        {"role": "sub", "value": "Anglers move over"},
        {"role": "main", "value": "Seals take the wall"},
    ],
    "descriptions": [
        {"role": "writer", "value": "Jo"},
        {"role": "ednote", "value": "Hold the page"},
        {"role": "summary", "value": "Forty seals."},
    ],
    "bodies": [
        {"role": "ednote", "contentType": "text/html", "value": "<p>Hold the page</p>"},
        {"role": "main", "contentType": "text/plain", "value": "Other."},
        {"role": "main", "contentType": "text/html", "value": "<p>Seals came.</p>"},
    ],
    "by": "Mara Quill",
    "infoSources": [{"name": "Tide Wire"}],
    "firstCreated": "2026-03-11T08:00:00Z",
    "versionCreated": "2026-03-12T09:15:00Z",
    "embargoedUntil": "2026-03-13T00:01:00Z",
    "expires": "2026-04-01",
    "copyrightNotice": "© 2026 Tide Wire",
    "located": "Saltmouth",
    "edNote": "Call +44 20 7946 0000",
    "subjects": [
        {"uri": f"{TOPICS}20000500", "literal": "x", "name": "wildlife"},
        {"uri": f"{TOPICS}06000000"},
        {"literal": "06006000", "name": "nature", "uri": "https://tide.example/06006000"},
        {"name": "Harbours"},
    ],
    "places": [
        {
            "geometryGeojson": {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [-70.6, 41.5]},
            }
        }
    ],
    "associations": [
        {
            "name": "featuremedia",
            "type": "picture",
            "pubStatus": "usable",
            "by": "Jo Lens",
            "descriptions": [{"role": "caption", "value": "A seal."}],
            "renditions": [
                {
                    "name": "original",
                    "href": "https://t.example/o.jpg",
                    "contentType": "image/jpeg",
                    "width": 2000,
                    "height": 1000,
                    "sizeInBytes": 90000,
                },
                {
                    "name": "thumbnail",
                    "href": "https://t.example/t.jpg",
                    "contentType": "image/jpeg",
                    "width": 100,
                },
            ],
        }
    ],
}


def parsed(value, name="a.json"):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return parse(Source(name=name, data=data))


def only(name="a.json", **values):
    base = {"uri": "urn:tide:2", "headline": "Tides", "pubstatus": "usable"}
    (entry,) = parsed(base | values, name).entries
    return entry


@pytest.mark.parametrize("story", [FIRST, THIRD], ids=["ninjs 1", "ninjs 3"])
def test_each_key_fills_its_field_in_all_versions(story):
    (entry,) = parsed(story).entries
    assert (entry.source_id, entry.version) == ("urn:tide:1", "7")
    assert entry.title == "Seals take the wall"
    assert entry.summary == "Forty seals."
    assert entry.content == "<p>Seals came.</p>"
    assert entry.published == datetime(2026, 3, 11, 8, tzinfo=UTC)
    assert entry.updated == datetime(2026, 3, 12, 9, 15, tzinfo=UTC)
    assert entry.embargo == datetime(2026, 3, 13, 0, 1, tzinfo=UTC)
    assert as_json(entry)["expires"] == "2026-04-01"
    assert [author.name for author in entry.authors] == ["Mara Quill"]
    assert entry.agency == "Tide Wire"
    assert entry.dateline == Dateline(place="Saltmouth")
    assert entry.location == (41.5, -70.6)
    assert entry.language == "en-GB"
    assert entry.rights == "© 2026 Tide Wire"
    assert entry.categories == (
        Category(term="20000500", scheme=TOPICS, label="wildlife"),
        Category(term="06000000", scheme=TOPICS),
        Category(term="06006000", label="nature"),
        Category(term="Harbours", label="Harbours"),
    )
    assert entry.media == (
        Media(
            url="https://t.example/o.jpg",
            type="image/jpeg",
            width=2000,
            height=1000,
            length=90000,
            caption="A seal.",
            credit="Jo Lens",
        ),
        Media(
            url="https://t.example/t.jpg",
            type="image/jpeg",
            width=100,
            caption="A seal.",
            credit="Jo Lens",
        ),
    )
    for secret in ("7946", "@tide.example", "Hold the page", "Media contact"):
        assert secret not in str(as_json(entry))


def test_roles_select_the_subtitle():
    assert parsed(THIRD).entries[0].subtitle == "Anglers move over"


def test_the_trace_names_the_line_of_each_key():
    text = json.dumps(FIRST, indent=1)
    lines = text.split("\n")
    for line in parsed(text.encode()).trace:
        if line.role in ("title", "content", "rights", "embargo", "omitted", "location"):
            assert any(key in lines[line.line - 1] for key in FIRST), line


@pytest.mark.parametrize(
    ("values", "embargo"),
    [
        ({"embargoed": "2026-03-13T00:01:00+0000"}, datetime(2026, 3, 13, 0, 1, tzinfo=UTC)),
        ({"embargoedUntil": "2026-03-13 00:01:00Z"}, datetime(2026, 3, 13, 0, 1, tzinfo=UTC)),
        ({"embargoed": "Next Monday"}, HOLD),
        ({"embargoed": ""}, HOLD),
        ({"embargoed": True}, HOLD),
        ({"embargoed": {"until": "noon"}}, HOLD),
        ({"embargoed": 1773360060}, HOLD),
        ({"embargoed": "9999-99-99"}, HOLD),
        ({"embargoed_text": "till noon"}, HOLD),
        ({"ednote": "EMBARGOED until noon"}, HOLD),
        ({"embargoed": None}, None),
        ({"embargoed": False}, None),
        ({"ednote": "Adds the embargo debate"}, None),
    ],
)
def test_an_embargo_is_read_or_holds_the_story(values, embargo):
    assert only(**values).embargo == embargo


def test_an_item_with_only_an_unreadable_embargo_is_held():
    (entry,) = parsed({"uri": "urn:tide:3", "embargoed": "soon"}).entries
    assert (entry.embargo, entry.title) == (HOLD, None)


@pytest.mark.parametrize(
    ("word", "status"),
    [("usable", "usable"), ("withheld", "withheld"), ("canceled", "canceled"), ("x", "withheld")],
)
@pytest.mark.parametrize("key", ["pubstatus", "pubStatus"])
def test_the_status_is_read(key, word, status):
    (entry,) = parsed({"uri": "u", "headline": "Tides", key: word}).entries
    assert entry.status == status


@pytest.mark.parametrize(
    ("values", "content"),
    [
        ({"body_text": "A.\n\nB goes\non."}, "<p>A.</p>\n<p>B goes on.</p>"),
        ({"body_text": "A.\r\nB."}, "<p>A.</p>\n<p>B.</p>"),
        ({"body_text": "a < b & c"}, "<p>a &lt; b &amp; c</p>"),
        ({"body_xhtml": "<body><p>A.</p></body>", "body_html": "<p>B.</p>"}, "<p>A.</p>"),
        ({"body_html": "<div>A.<br><br>B.</div>"}, "<p>A.</p>\n<p>B.</p>"),
        ({"body_html": "<p>A<script>alert(1)</script>.</p>"}, "<p>A.</p>"),
        ({"body_html": '<p onclick="x">A.</p>'}, "<p>A.</p>"),
        (
            {"body_html": '<p>A.</p><figure><img src="https://t.example/a.jpg" alt="b"></figure>'},
            '<p>A.</p>\n<figure><img src="https://t.example/a.jpg" alt="b"></figure>',
        ),
        ({"bodies": [{"value": "A."}]}, "<p>A.</p>"),
        ({"bodies": {"main": {"value": "<p>A.</p>"}}}, "<p>A.</p>"),
        ({"bodies": [{"role": "xhtml", "value": "<body>A.</body>"}]}, "<p>A.</p>"),
        ({"body_text": 5, "bodies": "x"}, None),
        ({}, None),
    ],
)
def test_a_text_is_read_in_all_forms(values, content):
    assert only(**values).content == content


def test_a_dateline_in_the_text_counts_if_no_key_has_one():
    entry = only(body_text="SALTMOUTH, Norland (AP) -- Seals came.")
    assert entry.dateline == Dateline(place="SALTMOUTH", country="Norland", agency="AP")


def test_a_dateline_on_its_own_line_is_not_in_the_text():
    entry = only(body_text="SALTMOUTH, Norland (AP) -- \nSeals came.\nThey sang.")
    assert entry.dateline.place == "SALTMOUTH"
    assert entry.content == "<p>Seals came.</p>\n<p>They sang.</p>"


def test_the_text_of_an_image_is_its_caption():
    entry = only(type="picture", description_text="A seal.", body_text="A seal.")
    assert (entry.summary, entry.content) == ("A seal.", None)
    assert entry.media == (Media(caption="A seal."),)


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"byline": "Mara Quill"}, ["Mara Quill"]),
        ({"by": "By Mara Quill and Bo Ek"}, ["Mara Quill", "Bo Ek"]),
        ({"authors": [{"name": "Ed Itor", "role": "editor"}, {"name": "Bo Ek", "role": "author"}]},
         ["Bo Ek"]),
        ({"authors": ["Bo Ek <bo@tide.example>"]}, ["Bo Ek"]),
        ({"people": [{"name": "Ann Lee", "rel": "about"}, {"name": "Bo Ek", "rel": "author"}]},
         ["Bo Ek"]),
        ({"by": "NTB", "copyrightholder": "NTB"}, []),
        ({"by": ""}, []),
    ],
)  # fmt: skip
def test_authors_are_people(values, names):
    assert [author.name for author in only(**values).authors] == names


@pytest.mark.parametrize(
    ("values", "rights"),
    [
        ({"copyrightnotice": "", "usageterms": "", "copyrightholder": ""}, None),
        ({"copyrightholder": "Tide"}, "Tide"),
        ({"usageterms": "Contact: rights@tide.example"}, None),
    ],
)
def test_empty_rights_are_none(values, rights):
    assert only(**values).rights == rights


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, True),
        ({"pubstatus": "canceled"}, False),
        ({"pubstatus": "withheld"}, False),
        ({"embargoed": "2026-03-13T00:00:00Z"}, False),
        ({"embargoed": "soon"}, False),
        ({"type": "text"}, False),
    ],
)
def test_an_associated_item_is_used_only_if_public(change, shown):
    assert bool(only(associations={"media": PICTURE | change}).media) is shown


def test_featured_media_come_first_and_galleries_are_expanded():
    def image(name):
        return {"type": "picture", "renditions": [{"href": f"https://t.example/{name}.jpg"}]}

    gallery = {"type": "composite", "associations": [image("c"), image("d")]}
    media = only(associations={"a": image("a"), "featuremedia": image("b"), "g": gallery}).media
    assert [medium.url[-5] for medium in media] == ["b", "a", "c", "d"]


@pytest.mark.parametrize(
    ("geometry", "location"),
    [
        ({"type": "Point", "coordinates": [2.5, 1.5]}, (1.5, 2.5)),
        ({"type": "Point", "coordinates": [2.5, 1.5, 99]}, (1.5, 2.5)),
        ({"type": "Point", "coordinates": [2.5]}, None),
        ({"type": "Point", "coordinates": [2.5, 95]}, None),
        ({"type": "Point", "coordinates": ["x", {}]}, None),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [1, 2]]]}, None),
        ("POINT(1 2)", None),
    ],
)
def test_longitude_comes_first_in_a_point(geometry, location):
    assert only(place=[{"geometry_geojson": geometry}]).location == location


def test_keywords_become_tags():
    assert [c.term for c in only(keywords=["seals", " tides ", "", 5]).categories] == [
        "seals",
        "tides",
        "5",
    ]
    assert [c.term for c in only(keywords="seals, tides").categories] == ["seals", "tides"]


def test_a_list_has_an_entry_for_each_item():
    result = parsed([FIRST, THIRD])
    assert len(result.entries) == 2
    assert {line.entry for line in result.trace} == {0, 1}


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        ('{"uri": "u",\n "body_text": "a\nb"}', "invalid control character", (2, 17)),
        ('{"uri": "u",\n "pubstatus": "usable"', "expecting ',' delimiter", (2, 23)),
        ('{"uri": "u",\n "pubstatus": "usa', "unterminated string", (2, 15)),
        ('{"uri": "u", "pubstatus": "usable",\n "uri": "v"}', "'uri' appears twice", (2, 2)),
        (
            '{"uri": "u", "pubstatus": "usable",\n "a": {"b": 1, "\\u0062": 2}}',
            "'b' appears twice",
            (2, 16),
        ),
        ('{"uri": "u", "pubstatus": "usable", "version": NaN}', "NaN", (1, 1)),
        ('{"uri": "u", "pubstatus": "usable"} x', "extra data", (1, 37)),
    ],
)
def test_invalid_json_is_refused_with_line_and_column(text, reason, place):
    with pytest.raises(StoryError) as caught:
        parsed(text.encode())
    assert reason in caught.value.reason
    assert (caught.value.line, caught.value.column) == place
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        b'{"uri": "u", "pubstatus": "\xff"}',
        b'{"uri": "u", "pubstatus":' + b"[" * 100_000,
        b'{"uri": "u", "pubstatus":' + b"1" * 5_000 + b"}",
        b'[{"uri": "u", "pubstatus": "usable"}, 5]',
    ],
)
def test_a_file_that_is_not_ninjs_is_a_story_error(data):
    with pytest.raises(StoryError):
        parsed(data)


def test_invalid_utf_8_is_refused_with_line_and_column():
    with pytest.raises(StoryError) as caught:
        parsed(b'{"uri": "u",\n "pubstatus": "\xff"}')
    assert (caught.value.line, caught.value.column) == (2, 16)


@pytest.mark.parametrize("name", ["a.txt", "a.ninjs", "a", "a.html"])
def test_ninjs_is_recognised_by_content_not_by_name(name):
    assert only(name).title == "Tides"


@pytest.mark.parametrize(
    "value",
    [
        {"name": "feedsvc", "dependencies": {}},
        {"uri": "u", "color": "red"},
    ],
)
def test_other_json_is_not_mistaken_for_ninjs(value):
    with pytest.raises(StoryError, match="unsupported format: JSON"):
        parsed(value, "a.txt")


def test_lone_surrogates_and_markup_are_removed_from_headlines():
    assert only(headline="<b>Tides</b> &amp; \ud83d moons\u0007").title == "Tides & moons"
