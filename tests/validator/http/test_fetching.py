"""Feeds at an address, fetched from real servers on this machine."""

import gzip
import json
import re
import socket
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.replaying import PATIENCE, Replay, conversation, sendable

import feedsvc
from feedsvc.cli import main
from feedsvc.errors import TargetError
from feedsvc.validator.http.checking import validate_url
from feedsvc.validator.http.examples import FEED, conditional_get, first_get, response_head
from feedsvc.validator.http.exchange import Response
from feedsvc.validator.http.fetching import MOST_REDIRECTS, fetch
from feedsvc.validator.registry import Form
from feedsvc.validator.rulebook import RULES

LIMIT = 1_000_000
ANSWERS = [made for made in RULES if made.form is Form.RESPONSE]
SOUND = conversation(first_get(response_head()))


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    """Whatever the machine says of proxies: what is asked here is on this machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def codes(*answers, **options):
    with Replay(*answers) as server:
        report = validate_url(server.url, limit=LIMIT, **options).report
    return {finding.code for finding in report.findings}


def refusal(url, **options):
    with pytest.raises(TargetError) as caught:
        fetch(url, limit=LIMIT, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def keep_silent(_connection, ended):
    ended.wait(PATIENCE)


# --- the rules ------------------------------------------------------------------------------


@pytest.mark.parametrize("made", ANSWERS, ids=lambda made: made.code)
def test_bad_answers_give_the_code(made):
    assert made.code in codes(*conversation(made.bad))


@pytest.mark.parametrize("made", ANSWERS, ids=lambda made: made.code)
def test_good_answers_do_not_give_the_code(made):
    assert made.code not in codes(*conversation(made.good))


def test_a_sound_server_is_told_nothing_of_its_answers():
    assert not codes(*SOUND) & {made.code for made in ANSWERS}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"Content_Type": None}, "unexpected-content-type"),
        ({"Content_Type": "application/atom+xml"}, "unexpected-content-type"),
        ({"Content_Type": "application/rss+xml; charset=harbour"}, "encoding-mismatch"),
        ({"Content_Type": 'text/xml; Charset="ISO-8859-1"'}, "encoding-mismatch"),
        ({"Last_Modified": "Fri, 03 Mar 2126 09:30:00 GMT"}, "invalid-last-modified"),
        ({"Last_Modified": "Thu, 01 Jan 1970 00:00:00 GMT"}, "invalid-last-modified"),
        ({"Cache_Control": "public, s-maxage=-1"}, "invalid-max-age"),
        ({"Cache_Control": "max-age=86401"}, "excessive-max-age"),
        ({"Cache_Control": "max-age=" + "9" * 5000}, "excessive-max-age"),
        (
            {"Cache_Control": None, "Expires": "Fri, 03 Mar 2126 09:30:00 GMT"},
            "excessive-max-age",
        ),
        ({"Content_Encoding": "gzip", "Vary": "Origin"}, "missing-vary"),
    ],
)
def test_other_ways_to_be_wrong(changed, code):
    assert code in codes(*conversation(first_get(response_head(**changed))))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"Content_Type": "application/xml"}, "unexpected-content-type"),
        ({"Content_Type": "application/rss+xml"}, "encoding-mismatch"),
        ({"Content_Type": "application/rss+xml; charset=UTF8"}, "encoding-mismatch"),
        ({"ETag": 'W/"quay-7"'}, "invalid-etag"),
        ({"ETag": 'W/"quay-7"'}, "incomplete-not-modified"),
        ({"Cache_Control": None, "Expires": "0"}, "missing-cache-control"),
        ({"Cache_Control": None, "Expires": "0"}, "excessive-max-age"),
        ({"Cache_Control": "max-age=86400, s-maxage=2592000"}, "excessive-max-age"),
        ({"Cache_Control": "max-age=2592000, no-cache"}, "excessive-max-age"),
        ({"Cache_Control": "max-age=a month"}, "excessive-max-age"),
        ({"Content_Encoding": "gzip", "Vary": "origin, Accept-Encoding"}, "missing-vary"),
        ({"Content_Encoding": "gzip", "Vary": "*"}, "missing-vary"),
    ],
)
def test_other_ways_to_be_right(changed, code):
    assert code not in codes(*conversation(first_get(response_head(**changed))))


@pytest.mark.parametrize(
    ("document", "media_type"),
    [
        ('{"version": "https://jsonfeed.org/version/1.1"}', "application/feed+json"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', "application/atom+xml"),
        ('<opml version="2.0"/>', "text/x-opml"),
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
            "application/rdf+xml",
        ),
        ("<html/>", "text/html"),
    ],
)
def test_each_format_has_its_content_types(document, media_type):
    example = first_get(response_head(Content_Type=media_type), body=document)
    assert "unexpected-content-type" not in codes(*conversation(example))


def test_a_feed_that_changes_between_the_requests_says_nothing_of_304():
    changed = sendable(response_head(ETag='"quay-8"') + "\n\n" + FEED.replace("quay", "pier"))
    found = codes(SOUND[0], changed, SOUND[2])
    assert not found & {"conditional-get-ignored", "unstable-etag"}


def test_head_tells_of_the_feed_as_it_is_by_then():
    changed = sendable(response_head(ETag='"quay-8"') + "\n\n" + FEED.replace("quay", "pier"))
    assert "head-differs" not in codes(SOUND[0], changed, sendable(response_head(ETag='"quay-8"')))


def test_the_coding_of_a_page_that_tells_of_an_error_is_of_no_matter():
    page = sendable(response_head("404 Not Found", Content_Encoding="br") + "\n\nno such feed")
    assert codes(page) == {"http-error"}


def test_an_error_for_a_conditional_get_is_told():
    example = conditional_get(response_head("412 Precondition Failed"))
    assert "conditional-get-ignored" in codes(*conversation(example))


def test_head_may_be_answered_with_other_headers_only_if_told():
    assert "head-differs" in codes(*SOUND[:2], sendable(response_head(Content_Type="text/plain")))


@pytest.mark.parametrize(
    ("get", "head", "differs"),
    [
        ({"ETag": 'W/"quay-7"'}, {}, False),
        ({"ETag": 'W/"quay-8"'}, {}, True),
        ({"Vary": "Accept-Encoding"}, {}, False),
        ({"Vary": "Accept-Encoding"}, {"Vary": "Origin"}, True),
        ({}, {"Content_Length": "0"}, False),
        ({"Content_Length": str(len(FEED))}, {}, False),
        ({"Content_Length": str(len(FEED))}, {"Content_Length": "0"}, True),
    ],
)
def test_head_may_leave_out_what_the_content_tells(get, head, differs):
    answers = [
        sendable(response_head(**get) + "\n\n" + FEED),
        SOUND[1],
        sendable(response_head(**head)),
    ]
    assert ("head-differs" in codes(*answers)) is differs


def test_the_length_that_head_tells_of_a_coded_body_is_its_own():
    size = len(gzip.compress(FEED.encode()))
    coded = response_head(Content_Encoding="gzip", Vary="Accept-Encoding", Content_Length=str(size))
    get = sendable(f"{coded}\n\n{FEED}")
    assert "head-differs" not in codes(get, SOUND[1], sendable(response_head(Content_Length="400")))


@pytest.mark.parametrize(
    ("links", "told"),
    [
        ("", "this is a web page"),
        (
            '<link rel="stylesheet" type="application/rss+xml" href="/rss.xml">',
            "this is a web page",
        ),
        ('<link rel=alternate type=text/html href="/en">', "this is a web page"),
        ('<link rel=alternate type="application/rss+xml" href="http://[x">', "this is a web page"),
        (
            "<LINK HREF='../a.xml?x&amp;y' REL='home Alternate' TYPE='Application/Atom+XML'/>",
            "this is a web page; its feed is at {root}/a.xml?x&y",
        ),
        (
            '<link rel=alternate type=application/feed+json href="https://me:x@gull.example/f">' * 2
            + '<link rel="alternate" type="application/rss+xml" href="r.xml">',
            "this is a web page; its feed is at https://gull.example/f or {root}/r.xml",
        ),
    ],
)
def test_a_web_page_tells_which_feeds_it_names_and_nothing_else(links, told):
    page = f"<!DOCTYPE HTML><html><head><title>A & B</title>{links}</head><p>x<br></html>"
    example = first_get(response_head(Content_Type="text/html; charset=utf-8"), body=page)
    with Replay(*conversation(example)) as server:
        report = validate_url(server.url, limit=LIMIT).report
    root = server.url.removesuffix("/rss.xml")
    assert [finding.message for finding in report.findings] == [told.format(root=root)]


# --- the requests ---------------------------------------------------------------------------


def test_there_is_one_get_one_conditional_get_and_one_head():
    with Replay(*SOUND, *SOUND) as server:
        validate_url(server.url, limit=LIMIT)
    assert server.methods() == ["GET", "GET", "HEAD"]
    plain, conditional, head = server.requests
    assert "if-none-match" not in plain.lower() + head.lower()
    assert 'If-None-Match: "quay-7"\r\n' in conditional
    assert "If-Modified-Since: Tue, 03 Mar 2026 09:30:00 GMT\r\n" in conditional
    for request in server.requests:
        assert f"User-Agent: feedsvc/{feedsvc.__version__}\r\n" in request
        assert "Accept-Encoding: gzip\r\n" in request


def test_a_status_without_a_name_is_told_by_its_number():
    with Replay(sendable(response_head("599 Harbour frozen") + "\n\n" + FEED)) as server:
        (finding,) = validate_url(server.url, limit=LIMIT).report.findings
    assert finding.message == "the server responds with 599 and what looks like a feed"


def test_an_answer_is_shown_without_its_body():
    shown = repr(Response("https://quay.example/rss", 200, {}, b"x" * 10_000))
    assert shown == "Response('https://quay.example/rss', 200, 10000 bytes)"


@pytest.mark.parametrize("silence", [lambda *_: None, keep_silent], ids=["closed", "silent"])
def test_a_server_that_answers_nothing_but_a_plain_get_is_told_so(silence):
    with Replay(SOUND[0], silence, silence) as server:
        report = validate_url(server.url, limit=LIMIT, seconds=0.4).report
    told = {finding.code: finding.message for finding in report.findings}
    assert report.format == "rss 2.0"
    assert told["conditional-get-ignored"].startswith("no response to a GET with ")
    assert told["head-differs"].startswith("no response to HEAD: ")


def test_nothing_more_is_asked_after_an_error():
    with Replay(sendable(response_head("503 Service Unavailable")), *SOUND) as server:
        validate_url(server.url, limit=LIMIT)
    assert server.methods() == ["GET"]


def test_after_redirects_only_the_last_address_is_asked_again():
    moved = [
        sendable(response_head("301 Moved Permanently", Location=f"/{hop}.xml")) for hop in "ab"
    ]
    with Replay(*moved, *SOUND) as server:
        report = validate_url(server.url, limit=LIMIT).report
    assert [request.split(" ")[1] for request in server.requests] == [
        "/rss.xml",
        "/a.xml",
        "/b.xml",
        "/b.xml",
        "/b.xml",
    ]
    messages = [one.message for one in report.findings if one.code == "permanent-redirect"]
    assert len(messages) == 2
    assert (
        "/a.xml redirects permanently (301 Moved Permanently) to http://127.0.0.1:" in messages[1]
    )


@pytest.mark.parametrize(("path", "differs"), [("/new.xml", False), ("/rss.xml", True)])
def test_the_self_link_is_compared_with_the_last_address(path, differs):
    server = Replay()
    link = (
        '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" '
        f'href="{server.url.replace("/rss.xml", path)}" type="application/rss+xml"/><language>'
    )
    sound = conversation(first_get(response_head(), body=FEED.replace("<language>", link)))
    server.answers += [sendable(response_head("302 Found", Location="/new.xml")), *sound]
    with server:
        report = validate_url(server.url, limit=LIMIT).report
    found = {finding.code for finding in report.findings}
    assert ("self-doesnt-match-location" in found) is differs


def test_five_redirects_are_followed_and_six_are_not():
    hop = sendable(response_head("307 Temporary Redirect", Location="/rss.xml"))
    assert "temp-redirect" in codes(*[hop] * MOST_REDIRECTS, *SOUND)
    with Replay(*[hop] * (MOST_REDIRECTS + 2)) as server:
        assert refusal(server.url) == f"{server.url}: redirects more than 5 times"
    assert len(server.requests) == MOST_REDIRECTS + 1


@pytest.mark.parametrize("etag", [b'"caf\xe9"', '"\u202ecafé"'.encode()])
def test_an_etag_of_any_bytes_is_sent_back_as_it_came(etag):
    with Replay(SOUND[0].replace(b'"quay-7"', etag), *SOUND[1:]) as server:
        fetch(server.url, limit=LIMIT)
    assert f"If-None-Match: {etag.decode('latin-1')}\r\n" in server.requests[1]


@pytest.mark.parametrize(
    "location", ["file:///etc/hostname", "ftp://127.0.0.1/rss.xml", "http://["]
)
def test_a_redirect_out_of_the_web_is_refused(location):
    with Replay(sendable(response_head("302 Found", Location=location))) as server:
        assert server.url in refusal(server.url)


def test_a_redirect_to_a_script_is_told_as_one():
    with Replay(sendable(response_head("302 Found", Location="javascript:alert(1)"))) as server:
        told = refusal(server.url)
    assert told.startswith(f"{server.url}: redirects to an invalid URL: ")


def test_a_redirect_that_leads_nowhere_is_an_error():
    assert "http-error" in codes(sendable(response_head("302 Found")))


def test_a_password_in_the_address_is_sent_and_never_shown():
    with Replay(*SOUND) as server:
        url = server.url.replace("://", "://mara:tide@")
        exchange = fetch(url, limit=LIMIT)
        assert exchange.response.url == server.url
    assert all("Authorization: Basic " in request for request in server.requests)
    assert "tide" not in refusal(url.replace("rss.xml", "x"), seconds=0.5)


# --- limits ---------------------------------------------------------------------------------


def drip(head):
    def answer(connection, ended):
        connection.sendall(head)
        while not ended.wait(0.05):
            connection.sendall(b" ")

    return answer


def pour(head, piece):
    def answer(connection, ended):
        connection.sendall(head)
        while not ended.is_set():
            connection.sendall(piece)

    return answer


OPEN = response_head().replace("\n", "\r\n").encode() + b"\r\n\r\n"


@pytest.mark.parametrize(
    "slow",
    [keep_silent, drip(b"HTTP/1.1 200 OK\r\nX-Slow: "), drip(OPEN)],
    ids=["head", "header", "body"],
)
def test_an_answer_that_drips_is_given_up(slow):
    with Replay(slow) as server:
        started = time.monotonic()
        message = refusal(server.url, seconds=0.4)
        assert time.monotonic() - started < PATIENCE
    assert message == f"{server.url}: cannot be fetched: no complete response within 0.4 seconds"


def test_of_an_endless_body_no_more_than_the_limit_is_read():
    poured = pour(OPEN, b"<!-- tide -->" * 1000)
    with Replay(poured, poured, SOUND[2]) as server:
        visited = validate_url(server.url, limit=50_000)
    assert len(visited.data) == 50_001
    assert "document-too-large" in {finding.code for finding in visited.report.findings}


def test_a_gzip_bomb_is_not_blown_up():
    packed = OPEN.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n")
    bomb = packed + gzip.compress(b" " * 50_000_000)
    with Replay(bomb, bomb, SOUND[2]) as server:
        exchange = fetch(server.url, limit=10_000)
    assert len(exchange.response.body) == 10_001


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<rss/>", "it is not gzip"),
        (gzip.compress(b"") * 1001, "it has more than 1,000 members"),
        (gzip.compress(FEED.encode())[:-20], "its gzip data is truncated"),
    ],
)
def test_a_body_that_is_not_as_it_is_coded_is_an_error(body, message):
    packed = OPEN.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n")
    with Replay(packed + body, packed + body, SOUND[2]) as server:
        report = validate_url(server.url, limit=LIMIT).report
    told = [one.message for one in report.findings if one.code == "undecodable-content"]
    assert len(told) == 1
    assert message in told[0]


@pytest.mark.parametrize("cut", [50, 51, 52])
def test_the_members_of_a_gzip_body_are_one_document(cut):
    packed = OPEN.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n")
    body = gzip.compress(FEED[:cut].encode()) + gzip.compress(FEED[cut:].encode()) + bytes(20)

    def in_single_bytes(connection, _ended):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(packed)
        for at in range(len(body)):
            connection.sendall(body[at : at + 1])
            time.sleep(0.0001)

    with Replay(in_single_bytes, packed + body, SOUND[2]) as server:
        exchange = fetch(server.url, limit=LIMIT)
    assert exchange.response.body == exchange.conditional.body == FEED.encode()
    assert not exchange.response.fault


# --- no answer ------------------------------------------------------------------------------


def test_a_refused_connection_is_one_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/rss.xml"
    assert refusal(url) == f"{url}: cannot be fetched: Connection refused"


def test_a_host_that_is_not_there_is_one_line():
    assert refusal("http://127.0.0.1:1:2/").startswith("http://127.0.0.1:1:2/: invalid URL: ")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:65536/", "port 65536 does not exist"),
        ("https:///rss.xml", "it has no host"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_line(url, reason):
    assert refusal(url) == f"{url}: invalid URL: {reason}"
    with Replay(sendable(response_head("302 Found", Location=url))) as server:
        assert server.url in refusal(server.url)


@pytest.mark.parametrize(
    "nonsense",
    [
        b"SSH-2.0-harbour\r\n",
        b"",
        OPEN.replace(b"\r\n\r\n", b"\r\nContent-Length: 900\r\n\r\n<rss"),
    ],
    ids=["no HTTP", "nothing", "broken off"],
)
def test_what_is_no_answer_is_one_line(nonsense):
    with Replay(nonsense) as server:
        assert refusal(server.url).startswith(f"{server.url}: cannot be fetched: ")


def test_httpx_is_used_where_something_is_fetched_or_told_and_nowhere_else():
    package = Path(feedsvc.__file__).parent
    users = [
        file
        for file in package.rglob("*.py")
        if re.search(r"import httpx|from httpx", file.read_text())
    ]
    assert sorted(file.relative_to(package).as_posix() for file in users) == [
        "validator/http/fetching.py",
        "validator/http/public.py",
        "websub/notifying.py",
    ]


# --- the command ----------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(main, ["validate", *arguments], prog_name="feedsvc")


def test_the_command_checks_an_address_and_goes_on_after_one_without_answer(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        silent = f"http://127.0.0.1:{taken.getsockname()[1]}/"
    with Replay(sendable(response_head("404 Not Found"))) as server:
        result = run("--format", "json", silent, server.url)
    assert result.exit_code == 2
    assert result.stderr == f"Error: {silent}: cannot be fetched: Connection refused\n"
    unread, missing = json.loads(result.stdout)["documents"]
    assert (unread["document"], unread["valid"]) == (silent, False)
    assert "Connection refused" in unread["error"]
    assert [finding["code"] for finding in missing["findings"]] == ["http-error"]


def test_the_command_says_what_the_server_does_wrong():
    with Replay(*conversation(first_get(response_head(Content_Type="text/html")))) as server:
        result = run(server.url, "--severity", "warning", "--select", "unexpected-*")
    assert result.exit_code == 0
    assert re.match(
        rf"{server.url}: warning: the Content-Type is text/html; send application/rss\+xml "
        r"\[unexpected-content-type\]\n    Browsers",
        result.stdout,
    )
