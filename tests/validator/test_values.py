import pytest

from feedsvc.validator.values import dates, html, media, text, uris


@pytest.mark.parametrize(
    "value",
    [
        "Sat, 16 Nov 2024 09:30:00 GMT",
        "16 Nov 2024 09:30 +0100",
        "sat , 16  nov 2024 09:30:00\tz",
        "Sat (market day), 16(th) Nov 2024 09:30:00 EST",
        "31 Dec 2016 23:59:60 GMT",
    ],
)
def test_rfc822_dates_are_parsed(value):
    reading = dates.rfc822(value)
    assert (reading.fault, reading.wrong_weekday) == ("", "")


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("2024-11-16T09:30:00Z", "ISO 8601"),
        ("Sat, 16 Nov 2024 09:30:00 +01:00", "colon"),
        ("Sat, 16 Nov 2024 09:30:00", "zone is missing"),
        ("Sat, 16 Nov 2024 09:30:00 BST", "unknown zone 'BST'"),
        ("31 Jun 2024 09:30:00 GMT", "day"),
        ("16 Nov 2024 09:30:00 +0190", "zone +0190 does not exist"),
        ("", "empty"),
        ("soon", "write Sat"),
        ("1" * 500, "write Sat"),
    ],
)
def test_faults_of_rfc822_dates_say_how_to_fix_them(value, hint):
    assert hint in dates.rfc822(value).fault


@pytest.mark.parametrize(
    ("value", "risk"),
    [
        ("Sat, 16 Nov 2024 09:30:00 GMT", ""),
        ("Sat, 16 Nov 24 09:30:00 GMT", "two-digit year"),
        ("16 Nov 2024 09:30:00 A", "military"),
        ("16 Nov 2024 09:30:00 -0234", "unusual zone offset"),
        ("16 Nov 2024 09:30:00 (noon) GMT", "comments"),
        ("16  nov 2024 09:30:00 GMT", "unusual"),
    ],
)
def test_risks_of_rfc822_dates(value, risk):
    assert risk in dates.rfc822_risk(value)
    assert bool(risk) == bool(dates.rfc822_risk(value))


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("2024-11-16T09:30:00Z", ""),
        ("2024-11-16T09:30:00.25+01:00", ""),
        ("2024-11-16t09:30:00z", "uppercase"),
        ("2024-11-16", "time is missing"),
        ("2024-11-16T09:30:00", "zone is missing"),
        ("2024-11-16T09:30:00+0100", "colon"),
        ("2024-02-30T09:30:00Z", "day"),
        ("2024-11-16T09:30:00+25:00", "out of range"),
        (" ", "empty"),
        ("16.11.2024", "write 2024"),
    ],
)
def test_rfc3339(value, hint):
    fault = dates.rfc3339(value).fault
    assert hint in fault
    assert bool(hint) == bool(fault)


@pytest.mark.parametrize("value", ["2024", "2024-11", "2024-11-16", "2024-11-16T09:30Z"])
def test_w3cdtf_dates_are_parsed(value):
    assert dates.w3cdtf(value).time is not None


def test_w3cdtf_times_need_a_zone_if_required():
    assert dates.w3cdtf("2024-11-16T09:30").fault
    assert not dates.w3cdtf("2024-11-16T09:30", zone_needed=False).fault


@pytest.mark.parametrize(
    ("value", "canonical"),
    [
        ("http://Example.org:80/a", "http://example.org/a"),
        ("http://example.org", "http://example.org/"),
        ("http://example.org/./a/../b", "http://example.org/b"),
        ("http://example.org/%7ea%c3", "http://example.org/~a%C3"),
        ("http://:@example.org/a?#", "http://example.org/a?#"),
        ("https://example.org/?#x", "https://example.org/?#x"),
        ("tag:Example.org,2024:1", "tag:Example.org,2024:1"),
        ("http:///a", "http:///a"),
    ],
)
def test_canonical_ids(value, canonical):
    assert uris.canonical(value) == canonical


@pytest.mark.parametrize(
    "value",
    [
        "http:/a",
        "http://",
        "http://a:b/",
        "https://-a.example/",
        "example.org",
        "x:",
        "http://[x]/",
    ],
)
def test_relative_and_invalid_uris_are_not_absolute(value):
    assert uris.absolute_fault(value)


@pytest.mark.parametrize(
    "value", ["http://[::1]/", "mailto:a@b.example", "https://xn--8ws00zhy3a.com/", "urn:a:b"]
)
def test_absolute_uris(value):
    assert not uris.absolute_fault(value)


@pytest.mark.parametrize("value", ["a b", "a<b", "a%2", "a[b]", "a#b#c", "a\\b", "a|b"])
def test_characters_that_uris_do_not_allow(value):
    assert uris.bad_character(value)


@pytest.mark.parametrize(
    ("fragment", "field", "found"),
    [
        ("<p>The <em>crane</em> stays.<br/></p>", "not_html", ""),
        ("<ul><li>one<li>two</ul>", "not_html", ""),
        ("<p>one<p>two", "not_html", ""),
        ("<p>a</p></p>", "not_html", "</p> has no start tag"),
        ("<b><i>x</b></i>", "not_html", "</b> comes before </i>"),
        ("<div>open", "not_html", "<div> is not closed"),
        ("<crane>x</crane>", "not_html", "<crane> is not an HTML element"),
        ("<a href='x'", "not_html", "a tag is not closed by >"),
        ("<img src='a'></img>", "not_html", "<img> cannot have an end tag"),
        ("<my-crane>x</my-crane>", "not_html", ""),
        ("<!-- <crane> -->x", "not_html", ""),
        ("<script>if (a<b) go()</script>", "risky_element", "<script>"),
        ("<?import x?>", "risky_element", "<?import x?>"),
        ("<p onclick='x'>a</p>", "risky_attribute", "onclick"),
        ("<p data-x='1' aria-label='a'>a</p>", "risky_attribute", ""),
        ("<a href='javascript:x'>a</a>", "risky_attribute", "href='javascript:x'"),
        ("<p crane=1>a</p>", "risky_attribute", "crane"),
        ("<img src='/a.png'>", "relative", "/a.png"),
        ("<a href='#note'>a</a><a href=' https://a.example'>b</a>", "relative", ""),
        ("<p style='position:absolute'>a</p>", "style", "position:absolute"),
        ("no markup at all", "not_html", ""),
    ],
)
def test_faults_of_html(fragment, field, found):
    assert getattr(html.faults(fragment), field) == found


@pytest.mark.parametrize("style", ["color: red; margin: 0", "font-family: 'A'", "", " ; "])
def test_safe_styles(style):
    assert html.style_fault(style) == ""


@pytest.mark.parametrize("style", ["mso-x: y", "color", "background: url(a)", "behavior: x"])
def test_dangerous_styles(style):
    assert html.style_fault(style)


@pytest.mark.parametrize(
    ("value", "fine"),
    [
        ("en", True),
        ("pt-BR", True),
        ("en_US", False),
        ("english", False),
        ("", False),
        ("e!", False),
    ],
)
def test_languages(value, fine):
    assert (text.language_fault(value) == "") is fine


@pytest.mark.parametrize(
    ("value", "sign"), [("5", 1), ("-0", 0), ("-3", -1), ("1.5", None), ("9" * 5000, 1), ("", None)]
)
def test_signs_of_whole_numbers(value, sign):
    assert text.sign(value) == sign


@pytest.mark.parametrize("value", ["now", "12.5", "1:02:03", "100:02:03.5"])
def test_normal_play_times(value):
    assert media.is_npt(value)


@pytest.mark.parametrize(
    ("name", "above", "state"),
    [
        ("News", None, "current"),
        ("Politics", "News", "current"),
        ("Video Games", "Leisure", "current"),
        ("Talk Radio", None, "retired"),
        ("Harbours", None, "unknown"),
    ],
)
def test_categories_of_podcasts(name, above, state):
    assert media.category_state(name, above) == state
