"""Fetching feeds by URLs that visitors enter: which requests are sent, and which never are."""

import gzip
import logging
import shutil
import socket
import ssl
import subprocess
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.replaying import PATIENCE, Replay, conversation, sendable

from feedsvc.errors import TargetError
from feedsvc.validator.examples import RSS_FEED, first_get, response_head
from feedsvc.validator.http.public import PublicTransport, addresses_of, is_public
from feedsvc.web.feed_fetcher import MOST_BYTES, BusyError, FeedFetcher

HERE = "127.0.0.1"
GOOD = conversation(first_get(response_head()))
BODY = GOOD[0].partition(b"\r\n\r\n")[2]
OPEN = response_head().replace("\n", "\r\n").encode() + b"\r\n\r\n"


class Names:
    """A resolver for tests: names with their addresses, or with successive answers."""

    def __init__(self, **answers):
        self.answers = {name.replace("_", "."): list(found) for name, found in answers.items()}
        self.asked = []

    def __call__(self, host):
        self.asked.append(host)
        found = self.answers.get(host)
        if found is None:
            return [host]
        return found.pop(0) if len(found) > 1 else found[0]


def fetcher(names=None, allow=(HERE,), **options):
    """Return a fetcher that treats this machine as public, at any port."""

    def transport():
        return PublicTransport(
            resolve=names or Names(),
            allow=lambda address: address in allow or is_public(address),
            ports=range(65536),
        )

    return FeedFetcher(transport, **options)


def url_of(server, host, path="rss.xml"):
    return f"http://{host}:{server.url.rpartition(':')[2].partition('/')[0]}/{path}"


def refusal(fetching, url):
    with pytest.raises(TargetError) as caught:
        fetching.validate(url, limit=MOST_BYTES)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{url}: cannot be fetched: ")


# Public addresses


@pytest.mark.parametrize(
    "ip",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1"),
        *("198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"),
        *("168.63.129.16", "::", "::1", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "fec0::1"),
        *("ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::1"),
        *("2001:0:7f00:1::1", "100::1", "::ffff:0:127.0.0.1"),
    ],
)
def test_an_internal_address_is_not_public(ip):
    assert not is_public(ip)


@pytest.mark.parametrize(
    "ip", ["93.184.215.14", "2606:2800:21f::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
)
def test_an_internet_address_is_public(ip):
    assert is_public(ip)


@given(st.ip_addresses(v=4, network="127.0.0.0/8") | st.ip_addresses(v=4, network="10.0.0.0/8"))
def test_no_spelling_makes_an_internal_address_public(ip):
    for form in (f"{ip}", f"::ffff:{ip}", f"::{ip}", f"64:ff9b::{ip}"):
        assert not is_public(form)


# Refusals


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_this_machine_is_refused_under_any_name(host):
    with Replay(*GOOD) as server:
        everywhere = FeedFetcher(lambda: PublicTransport(ports=range(65536)))
        assert "has no public address" in refusal(everywhere, url_of(server, host))
    assert server.requests == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://news.example:8080/rss.xml", "only ports 80 and 443 are allowed"),
        ("https://news.example:22/", "only ports 80 and 443 are allowed"),
        ("ftp://news.example/rss.xml", "only http and https URLs are fetched"),
        ("file:///etc/hostname", "only http and https URLs are fetched"),
    ],
)
def test_urls_of_other_services_are_refused(url, reason):
    names = Names()
    assert refusal(FeedFetcher(lambda: PublicTransport(resolve=names)), url) == reason
    assert names.asked == []


def test_urls_with_a_password_are_refused():
    with Replay(*GOOD) as server:
        message = refusal(fetcher(), url_of(server, f"mara:tide@{HERE}"))
    assert "a user name or password" in message
    assert "tide" not in message
    assert server.requests == []


def test_a_name_with_any_internal_address_is_refused():
    names = Names(news_example=[["93.184.215.14", "10.0.0.7"]])
    message = refusal(fetcher(names), "http://news.example/")
    assert message == "host news.example has no public address"


def test_refusals_do_not_reveal_internal_names():
    def inside(host):
        if host == "vault.example":
            return ["10.0.0.7"]
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    message = {
        refusal(fetcher(inside), f"http://{name}.example/").replace(name, "NAME")
        for name in ("vault", "nobody")
    }
    assert message == {"host NAME.example has no public address"}


@pytest.mark.parametrize("target", ["http://127.0.0.2/", "http://localhost/", "//[::1]/"])
def test_a_redirect_to_an_internal_address_is_refused(target):
    hop = sendable(response_head("302 Found", Location=target))
    with Replay(hop, *GOOD) as server:
        names = Names(localhost=[["127.0.0.3"]])
        message = refusal(fetcher(names), url_of(server, HERE))
    assert "has no public address" in message
    assert len(server.requests) == 1


@pytest.mark.parametrize("target", ["ftp://{}/", "gopher://{}/", "http://user:word@{}/"])
def test_a_redirect_to_another_scheme_or_with_a_password_is_refused(target):
    hop = sendable(response_head("302 Found", Location=target.format(HERE)))
    with Replay(hop, *GOOD) as server:
        assert "fetched" in refusal(fetcher(), url_of(server, HERE))
    assert len(server.requests) == 1


def test_a_name_is_resolved_only_once():
    names = Names(news_example=[[HERE], ["127.0.0.9"]])
    with Replay(*GOOD) as server:
        url = url_of(server, "news.example")
        message = refusal(fetcher(names), url)
        assert [server.requests[0].split(" ")[0]] == server.methods()
    assert message == "host news.example has no public address"
    assert names.asked == ["news.example"] * 2


def test_connections_use_only_addresses_that_were_checked():
    with Replay(*GOOD) as server:
        url = url_of(server, "name-of-nobody.invalid")
        names = Names(**{"name-of-nobody_invalid": [[HERE]]})
        validated = fetcher(names).validate(url, limit=MOST_BYTES)
    assert validated.report.format == "rss 2.0"
    host = url.removeprefix("http://").partition("/")[0]
    assert all(f"Host: {host}\r\n" in request for request in server.requests)
    assert names.asked == ["name-of-nobody.invalid"] * 3


# Requests


def test_a_feed_is_validated_with_its_servers_response():
    with Replay(*conversation(first_get(response_head(Content_Type="text/html")))) as server:
        validated = fetcher().validate(url_of(server, HERE), limit=MOST_BYTES)
    assert "unexpected-content-type" in {one.code for one in validated.report.findings}
    assert validated.data == BODY
    assert server.methods() == ["GET", "GET", "HEAD"]


def test_urls_of_feeds_are_not_logged(caplog):
    caplog.set_level(logging.INFO)
    with Replay(*GOOD) as server:
        fetcher().validate(url_of(server, HERE, "tide-pool.xml"), limit=MOST_BYTES)
    assert "tide-pool" in str(server.requests)
    assert "tide-pool" not in caplog.text


def test_cookies_are_not_sent_back():
    hop = response_head("302 Found", Location="/b.xml", Set_Cookie="tide=high; Path=/")
    with Replay(sendable(hop), *GOOD) as server:
        fetcher().validate(url_of(server, HERE), limit=MOST_BYTES)
    assert len(server.requests) == 4
    assert not any("cookie" in request.lower() for request in server.requests)


def test_an_unreachable_address_is_skipped_for_the_next():
    names = Names(news_example=[["::1", "127.0.0.2", HERE]])
    with Replay(*GOOD) as server:
        validated = fetcher(names, allow=("::1", "127.0.0.2", HERE)).validate(
            url_of(server, "news.example"), limit=MOST_BYTES
        )
    assert validated.data == BODY


def test_the_machines_proxies_are_not_used(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with Replay(*GOOD) as server:
        assert fetcher().validate(url_of(server, HERE), limit=MOST_BYTES).data


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate for news.example that this process trusts."""
    if shutil.which("openssl") is None:
        pytest.skip("needs OpenSSL: apt-get install openssl")
    key, file = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-keyout", key, "-out", file, "-days", "2", "-subj", "/CN=news.example"),
            *("-addext", "subjectAltName=DNS:news.example"),
        ],
        check=True,
        capture_output=True,
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    return context


class Secure(Replay):
    """A TLS server; `names` are the server names that clients requested."""

    def __init__(self, context, *responses):
        super().__init__(*responses)
        self.names = []
        context.sni_callback = lambda _socket, name, _context: self.names.append(name)
        self._context = context

    def _respond(self, connection, response):
        with self._context.wrap_socket(connection, server_side=True) as secured:
            super()._respond(secured, response)


def test_tls_certificates_are_verified_by_name(certificate):
    names = Names(news_example=[[HERE]], gulls_example=[[HERE]])
    with Secure(certificate, *GOOD) as server:
        url = url_of(server, "news.example").replace("http:", "https:")
        assert fetcher(names).validate(url, limit=MOST_BYTES).data == BODY
        message = refusal(fetcher(names), url.replace("news", "gulls"))
        assert message.startswith("invalid certificate: ")
    assert server.names == ["news.example"] * 3 + ["gulls.example"]


# Limits


def keep_silent(_connection, ended):
    ended.wait(PATIENCE)


def drip(connection, ended):
    connection.sendall(OPEN)
    while not ended.wait(0.05):
        connection.sendall(b" ")


@pytest.mark.parametrize("slow", [keep_silent, drip])
def test_all_requests_share_one_time_limit(slow):
    with Replay(GOOD[0], slow) as server:
        began = time.monotonic()
        message = refusal(fetcher(seconds=0.5), url_of(server, HERE))
        assert time.monotonic() - began < PATIENCE
    assert message == "no complete response within 0.5 seconds"


def test_a_slow_resolver_does_not_exceed_the_time_limit():
    ended = threading.Event()

    def slow(_host):
        ended.wait(PATIENCE)
        return [HERE]

    began = time.monotonic()
    message = refusal(fetcher(slow, seconds=0.3), "http://news.example/")
    assert time.monotonic() - began < PATIENCE
    ended.set()
    assert message == "no complete response within 0.3 seconds"


@pytest.mark.parametrize("coded", [False, True])
def test_at_most_5_mb_of_a_decoded_document_are_read(coded):
    body = RSS_FEED.encode() + b" " * (2 * MOST_BYTES)
    head = OPEN[:-2] + b"Content-Encoding: gzip\r\n\r\n" if coded else OPEN
    whole = head + (gzip.compress(body) if coded else body)
    with Replay(whole, whole, GOOD[2]) as server:
        validated = fetcher().validate(url_of(server, HERE), limit=10 * MOST_BYTES)
    assert len(validated.data) == MOST_BYTES + 1
    assert "document-too-large" in {one.code for one in validated.report.findings}


def test_at_most_five_redirects_are_followed():
    hop = sendable(response_head("302 Found", Location="/rss.xml"))
    with Replay(*[hop] * 7) as server:
        url = url_of(server, HERE)
        assert refusal(fetcher(), url) == f"{url}: redirects more than 5 times"
    assert len(server.requests) == 6


def test_the_number_of_simultaneous_fetches_is_limited():
    began, messages = threading.Event(), []

    def wait(_connection, ended):
        began.set()
        ended.wait(PATIENCE)

    with Replay(wait) as server:
        one = fetcher(at_once=1, seconds=PATIENCE)
        url = url_of(server, HERE)
        first_fetch = threading.Thread(target=lambda: messages.append(refusal(one, url)))
        first_fetch.start()
        assert began.wait(PATIENCE)
        with pytest.raises(BusyError):
            one.validate(url, limit=MOST_BYTES)
        server.ended.set()
        first_fetch.join(PATIENCE)
    assert len(messages) == 1
    with Replay(*GOOD) as server:
        assert one.validate(url_of(server, HERE), limit=MOST_BYTES).data


def test_names_are_resolved_by_the_system():
    assert HERE in addresses_of("localhost")
    assert addresses_of(HERE) == [HERE]
