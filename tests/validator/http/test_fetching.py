"""Feeds at URLs, fetched from real servers on this machine."""

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
from feedsvc.validator.examples import RSS_FEED, conditional_get, first_get, response_head
from feedsvc.validator.http.exchange import Response
from feedsvc.validator.http.fetching import MOST_REDIRECTS, fetch, validate_url
from feedsvc.validator.registry import Form
from feedsvc.validator.rulebook import RULES

LIMIT = 1_000_000
RESPONSES = [tested for tested in RULES if tested.form is Form.RESPONSE]
CORRECT = conversation(first_get(response_head()))


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    """Ignore configured proxies: all servers are on this machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def codes(*responses, **options):
    with Replay(*responses) as server:
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


@pytest.mark.parametrize("tested", RESPONSES, ids=lambda tested: tested.code)
def test_bad_responses_have_the_code(tested):
    assert tested.code in codes(*conversation(tested.bad))


@pytest.mark.parametrize("tested", RESPONSES, ids=lambda tested: tested.code)
def test_good_responses_do_not_have_the_code(tested):
    assert tested.code not in codes(*conversation(tested.good))


def test_a_correct_server_has_no_findings():
    assert not codes(*CORRECT) & {tested.code for tested in RESPONSES}


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
def test_other_wrong_headers(changed, code):
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
def test_other_correct_headers(changed, code):
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


def test_a_feed_that_changes_between_the_requests_is_not_checked_for_304():
    changed = sendable(response_head(ETag='"quay-8"') + "\n\n" + RSS_FEED.replace("quay", "pier"))
    found = codes(CORRECT[0], changed, CORRECT[2])
    assert not found & {"conditional-get-ignored", "unstable-etag"}


def test_head_may_describe_a_newer_version_of_the_feed():
    changed = sendable(response_head(ETag='"quay-8"') + "\n\n" + RSS_FEED.replace("quay", "pier"))
    assert "head-differs" not in codes(
        CORRECT[0], changed, sendable(response_head(ETag='"quay-8"'))
    )


def test_the_coding_of_an_error_page_does_not_matter():
    page = sendable(response_head("404 Not Found", Content_Encoding="br") + "\n\nno such feed")
    assert codes(page) == {"http-error"}


def test_an_error_for_a_conditional_get_is_reported():
    example = conditional_get(response_head("412 Precondition Failed"))
    assert "conditional-get-ignored" in codes(*conversation(example))


def test_other_headers_in_the_response_to_head_are_reported():
    assert "head-differs" in codes(*CORRECT[:2], sendable(response_head(Content_Type="text/plain")))


@pytest.mark.parametrize(
    ("get", "head", "differs"),
    [
        ({"ETag": 'W/"quay-7"'}, {}, False),
        ({"ETag": 'W/"quay-8"'}, {}, True),
        ({"Vary": "Accept-Encoding"}, {}, False),
        ({"Vary": "Accept-Encoding"}, {"Vary": "Origin"}, True),
        ({}, {"Content_Length": "0"}, False),
        ({"Content_Length": str(len(RSS_FEED))}, {}, False),
        ({"Content_Length": str(len(RSS_FEED))}, {"Content_Length": "0"}, True),
    ],
)
def test_head_may_omit_headers_that_depend_on_the_body(get, head, differs):
    responses = [
        sendable(response_head(**get) + "\n\n" + RSS_FEED),
        CORRECT[1],
        sendable(response_head(**head)),
    ]
    assert ("head-differs" in codes(*responses)) is differs


def test_head_may_have_the_length_of_another_coding():
    size = len(gzip.compress(RSS_FEED.encode()))
    coded = response_head(Content_Encoding="gzip", Vary="Accept-Encoding", Content_Length=str(size))
    get = sendable(f"{coded}\n\n{RSS_FEED}")
    assert "head-differs" not in codes(
        get, CORRECT[1], sendable(response_head(Content_Length="400"))
    )


@pytest.mark.parametrize(
    ("links", "message"),
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
def test_the_only_finding_for_a_web_page_lists_its_feeds(links, message):
    page = f"<!DOCTYPE HTML><html><head><title>A & B</title>{links}</head><p>x<br></html>"
    example = first_get(response_head(Content_Type="text/html; charset=utf-8"), body=page)
    with Replay(*conversation(example)) as server:
        report = validate_url(server.url, limit=LIMIT).report
    root = server.url.removesuffix("/rss.xml")
    assert [finding.message for finding in report.findings] == [message.format(root=root)]


# --- the requests ---------------------------------------------------------------------------


def test_there_is_one_get_one_conditional_get_and_one_head():
    with Replay(*CORRECT, *CORRECT) as server:
        validate_url(server.url, limit=LIMIT)
    assert server.methods() == ["GET", "GET", "HEAD"]
    plain, conditional, head = server.requests
    assert "if-none-match" not in plain.lower() + head.lower()
    assert 'If-None-Match: "quay-7"\r\n' in conditional
    assert "If-Modified-Since: Tue, 03 Mar 2026 09:30:00 GMT\r\n" in conditional
    for request in server.requests:
        assert f"User-Agent: feedsvc/{feedsvc.__version__}\r\n" in request
        assert "Accept-Encoding: gzip\r\n" in request


def test_an_unknown_status_is_reported_by_its_number():
    with Replay(sendable(response_head("599 Harbour frozen") + "\n\n" + RSS_FEED)) as server:
        (finding,) = validate_url(server.url, limit=LIMIT).report.findings
    assert finding.message == "the server responds with 599 and what looks like a feed"


def test_the_repr_of_a_response_omits_its_body():
    text = repr(Response("https://quay.example/rss", 200, {}, b"x" * 10_000))
    assert text == "Response('https://quay.example/rss', 200, 10000 bytes)"


@pytest.mark.parametrize("silence", [lambda *_: None, keep_silent], ids=["closed", "silent"])
def test_a_server_that_responds_only_to_a_plain_get_is_reported(silence):
    with Replay(CORRECT[0], silence, silence) as server:
        report = validate_url(server.url, limit=LIMIT, seconds=0.4).report
    messages = {finding.code: finding.message for finding in report.findings}
    assert report.format == "rss 2.0"
    assert messages["conditional-get-ignored"].startswith("no response to a GET with ")
    assert messages["head-differs"].startswith("no response to HEAD: ")


def test_no_more_requests_are_sent_after_an_error():
    with Replay(sendable(response_head("503 Service Unavailable")), *CORRECT) as server:
        validate_url(server.url, limit=LIMIT)
    assert server.methods() == ["GET"]


def test_after_redirects_only_the_last_url_is_requested_again():
    redirects = [
        sendable(response_head("301 Moved Permanently", Location=f"/{name}.xml")) for name in "ab"
    ]
    with Replay(*redirects, *CORRECT) as server:
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
def test_the_self_link_is_compared_with_the_last_url(path, differs):
    server = Replay()
    link = (
        '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" '
        f'href="{server.url.replace("/rss.xml", path)}" type="application/rss+xml"/><language>'
    )
    responses = conversation(first_get(response_head(), body=RSS_FEED.replace("<language>", link)))
    server.responses += [sendable(response_head("302 Found", Location="/new.xml")), *responses]
    with server:
        report = validate_url(server.url, limit=LIMIT).report
    found = {finding.code for finding in report.findings}
    assert ("self-doesnt-match-location" in found) is differs


def test_five_redirects_are_followed_and_six_are_not():
    redirect = sendable(response_head("307 Temporary Redirect", Location="/rss.xml"))
    assert "temp-redirect" in codes(*[redirect] * MOST_REDIRECTS, *CORRECT)
    with Replay(*[redirect] * (MOST_REDIRECTS + 2)) as server:
        assert refusal(server.url) == f"{server.url}: redirects more than 5 times"
    assert len(server.requests) == MOST_REDIRECTS + 1


@pytest.mark.parametrize("etag", [b'"caf\xe9"', '"\u202ecafé"'.encode()])
def test_an_etag_of_any_bytes_is_sent_back_unchanged(etag):
    with Replay(CORRECT[0].replace(b'"quay-7"', etag), *CORRECT[1:]) as server:
        fetch(server.url, limit=LIMIT)
    assert f"If-None-Match: {etag.decode('latin-1')}\r\n" in server.requests[1]


@pytest.mark.parametrize(
    "location", ["file:///etc/hostname", "ftp://127.0.0.1/rss.xml", "http://["]
)
def test_a_redirect_to_another_scheme_is_rejected(location):
    with Replay(sendable(response_head("302 Found", Location=location))) as server:
        assert server.url in refusal(server.url)


def test_a_redirect_to_a_script_is_rejected():
    with Replay(sendable(response_head("302 Found", Location="javascript:alert(1)"))) as server:
        message = refusal(server.url)
    assert message.startswith(f"{server.url}: redirects to an invalid URL: ")


def test_a_redirect_without_a_location_is_an_error():
    assert "http-error" in codes(sendable(response_head("302 Found")))


def test_a_password_in_the_url_is_sent_and_never_shown():
    with Replay(*CORRECT) as server:
        url = server.url.replace("://", "://mara:tide@")
        exchange = fetch(url, limit=LIMIT)
        assert exchange.response.url == server.url
    assert all("Authorization: Basic " in request for request in server.requests)
    assert "tide" not in refusal(url.replace("rss.xml", "x"), seconds=0.5)


# --- limits ---------------------------------------------------------------------------------


def drip(head):
    def respond(connection, ended):
        connection.sendall(head)
        while not ended.wait(0.05):
            connection.sendall(b" ")

    return respond


def pour(head, piece):
    def respond(connection, ended):
        connection.sendall(head)
        while not ended.is_set():
            connection.sendall(piece)

    return respond


OPEN = response_head().replace("\n", "\r\n").encode() + b"\r\n\r\n"


@pytest.mark.parametrize(
    "slow",
    [keep_silent, drip(b"HTTP/1.1 200 OK\r\nX-Slow: "), drip(OPEN)],
    ids=["head", "header", "body"],
)
def test_a_slow_response_is_abandoned(slow):
    with Replay(slow) as server:
        started = time.monotonic()
        message = refusal(server.url, seconds=0.4)
        assert time.monotonic() - started < PATIENCE
    assert message == f"{server.url}: cannot be fetched: no complete response within 0.4 seconds"


def test_an_endless_body_is_read_only_up_to_the_limit():
    poured = pour(OPEN, b"<!-- tide -->" * 1000)
    with Replay(poured, poured, CORRECT[2]) as server:
        validated = validate_url(server.url, limit=50_000)
    assert len(validated.data) == 50_001
    assert "document-too-large" in {finding.code for finding in validated.report.findings}


def test_a_gzip_bomb_is_not_expanded():
    packed = OPEN.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n")
    bomb = packed + gzip.compress(b" " * 50_000_000)
    with Replay(bomb, bomb, CORRECT[2]) as server:
        exchange = fetch(server.url, limit=10_000)
    assert len(exchange.response.body) == 10_001


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<rss/>", "it is not gzip"),
        (gzip.compress(b"") * 1001, "it has more than 1,000 members"),
        (gzip.compress(RSS_FEED.encode())[:-20], "its gzip data is truncated"),
    ],
)
def test_a_body_that_does_not_match_its_coding_is_an_error(body, message):
    packed = OPEN.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n")
    with Replay(packed + body, packed + body, CORRECT[2]) as server:
        report = validate_url(server.url, limit=LIMIT).report
    messages = [one.message for one in report.findings if one.code == "undecodable-content"]
    assert len(messages) == 1
    assert message in messages[0]


@pytest.mark.parametrize("cut", [50, 51, 52])
def test_the_members_of_a_gzip_body_are_one_document(cut):
    packed = OPEN.replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n")
    members = (RSS_FEED[:cut].encode(), RSS_FEED[cut:].encode())
    body = b"".join(map(gzip.compress, members)) + bytes(20)

    def in_single_bytes(connection, _ended):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(packed)
        for at in range(len(body)):
            connection.sendall(body[at : at + 1])
            time.sleep(0.0001)

    with Replay(in_single_bytes, packed + body, CORRECT[2]) as server:
        exchange = fetch(server.url, limit=LIMIT)
    assert exchange.response.body == exchange.conditional.body == RSS_FEED.encode()
    assert not exchange.response.fault


# --- no response ------------------------------------------------------------------------------


def test_a_refused_connection_is_a_one_line_error():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/rss.xml"
    assert refusal(url) == f"{url}: cannot be fetched: Connection refused"


def test_an_invalid_url_is_a_one_line_error():
    assert refusal("http://127.0.0.1:1:2/").startswith("http://127.0.0.1:1:2/: invalid URL: ")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:65536/", "port 65536 does not exist"),
        ("https:///rss.xml", "it has no host"),
    ],
)
def test_a_url_without_host_or_with_an_impossible_port_is_a_one_line_error(url, reason):
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
def test_an_invalid_response_is_a_one_line_error(nonsense):
    with Replay(nonsense) as server:
        assert refusal(server.url).startswith(f"{server.url}: cannot be fetched: ")


def test_only_modules_that_send_requests_use_httpx():
    package = Path(feedsvc.__file__).parent
    users = [
        file
        for file in package.rglob("*.py")
        if re.search(r"import httpx|from httpx", file.read_text())
    ]
    assert sorted(file.relative_to(package).as_posix() for file in users) == [
        "validator/http/fetching.py",
        "validator/http/public.py",
        "websub.py",
    ]


# --- the command ----------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(main, ["validate", *arguments], prog_name="feedsvc")


def test_the_command_checks_a_url_and_continues_after_one_without_response(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        silent = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    with Replay(sendable(response_head("404 Not Found"))) as server:
        result = run("--format", "json", silent, server.url)
    assert result.exit_code == 2
    assert result.stderr == f"Error: {silent}: cannot be fetched: Connection refused\n"
    unread, missing = json.loads(result.stdout)["documents"]
    assert (unread["document"], unread["valid"]) == (silent, False)
    assert "Connection refused" in unread["error"]
    assert [finding["code"] for finding in missing["findings"]] == ["http-error"]


def test_the_command_reports_faults_of_the_server():
    with Replay(*conversation(first_get(response_head(Content_Type="text/html")))) as server:
        result = run(server.url, "--severity", "warning", "--select", "unexpected-*")
    assert result.exit_code == 0
    assert re.match(
        rf"{server.url}: warning: the Content-Type is text/html; send application/rss\+xml "
        r"\[unexpected-content-type\]\n    Browsers",
        result.stdout,
    )
