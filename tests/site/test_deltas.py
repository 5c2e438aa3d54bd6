"""Deltas (RFC 3229 with `A-IM: feed`): a client with a known version gets only what is new."""

import gzip
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import brotli
import msgspec
import pytest
from hypothesis import HealthCheck, settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from support.brokenformats import with_broken_frame
from support.livesite import NOON, LiveSite, entries_in, id_of, ids_in, tombstones_in

from feedsvc.catalog.published import MAX_VERSIONS
from feedsvc.settings import FeedSettings, Settings
from feedsvc.site import feed_documents, feeds, paths
from feedsvc.validator import Severity, validate
from feedsvc.web.document_response import NO_DELTAS

MINUTE = timedelta(minutes=1)
DELTAS = ("/rss.xml", "/atom.xml")


@pytest.fixture
def open_live(open_livesite):
    """Return a function that opens a site of a few stories."""

    def open_(number=5, **changes):
        live = open_livesite(**changes)
        for each in range(number):
            live.write(f"s{each}", date=NOON - 60 * MINUTE + each * MINUTE)
        live.sync()
        return live

    return open_


@pytest.fixture
def live(open_live):
    return open_live()


def etag(live, path, **headers):
    return live.get(path, **headers).headers["ETag"]


def ask(live, path, tags, method="GET", **headers):
    return live.get(path, method, **{"A_IM": "feed", "If_None_Match": tags, **headers})


def findings(live, body, path):
    return validate(body, location=live.settings.base_url + path).findings


def add(live, name="new", after=2 * MINUTE, **header):
    live.write(name, date=live.now, **header)
    live.sync(after=after)


# What is sent


@pytest.mark.parametrize("path", DELTAS)
def test_a_client_with_a_version_gets_only_what_is_new(live, path):
    known = etag(live, path)
    add(live)
    live.write("s2", title="A new headline", date=NOON - 58 * MINUTE)
    live.sync(after=MINUTE)
    whole = live.get(path)
    delta = ask(live, path, known)
    assert delta.status == "226 IM Used"
    assert ids_in(delta.data) == [id_of("new"), id_of("s2")]
    new = entries_in(whole.data)
    assert entries_in(delta.data) == {id_: new[id_] for id_ in ids_in(delta.data)}
    headers = delta.headers
    assert headers["IM"] == "feed"
    assert headers["ETag"] == whole.headers["ETag"]
    assert headers["Delta-Base"] == known
    assert headers["Vary"] == whole.headers["Vary"] == "A-IM, Accept-Encoding"
    assert headers["Cache-Control"] == "no-store, im, max-age=300"
    assert headers["Last-Modified"] == whole.headers["Last-Modified"]
    assert headers["Content-Type"] == whole.headers["Content-Type"]
    assert headers["Content-Length"] == str(len(delta.data))
    assert not [each for each in findings(live, delta.data, path) if each.severity > Severity.INFO]


@pytest.mark.parametrize("path", DELTAS)
def test_head_has_the_headers_of_get_without_the_delta(live, path):
    known = etag(live, path)
    add(live)
    get, head = ask(live, path, known), ask(live, path, known, "HEAD")
    assert (head.status, head.data) == (get.status, b"")
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize("path", DELTAS)
def test_a_client_with_the_newest_version_gets_a_304(live, path):
    known = etag(live, path)
    response = ask(live, path, known)
    assert (response.status_code, response.data) == (304, b"")
    assert response.headers["Vary"] == "A-IM, Accept-Encoding"
    assert "IM" not in response.headers
    add(live)
    assert ask(live, path, f"{known}, {etag(live, path)}").status_code == 304


@pytest.mark.parametrize("path", DELTAS)
@pytest.mark.parametrize(
    "headers",
    [
        {"A_IM": ""},
        {"A_IM": "diffe, gzip"},
        {"A_IM": "feed;q=0"},
        {"A_IM": "feed;q=0.0"},
        {"A_IM": "feeds"},
        {"If_None_Match": '"0123456789abcdef01234567"'},
        {"If_None_Match": "nonsense"},
        {"If_None_Match": ""},
    ],
)
def test_other_clients_get_the_whole_feed(live, path, headers):
    known = etag(live, path)
    add(live)
    response = ask(live, path, known, **headers)
    assert response.status_code == 200
    assert len(ids_in(response.data)) == 6
    assert response.headers["Vary"] == "A-IM, Accept-Encoding"
    assert "IM" not in response.headers


def test_a_client_without_a_version_or_with_only_a_date_gets_the_whole_feed(live):
    since = live.get("/rss.xml").headers["Last-Modified"]
    add(live)
    assert live.get("/rss.xml", A_IM="feed").status_code == 200
    assert live.get("/rss.xml", A_IM="feed", If_Modified_Since=since).status_code == 200


@pytest.mark.parametrize(
    "wanted", ["feed", "FEED", "diffe, feed", "feed;q=0.5", "gzip ,feed ; q=1"]
)
def test_the_request_can_be_written_in_many_ways(live, wanted):
    known = etag(live, "/rss.xml")
    add(live)
    assert ask(live, "/rss.xml", known, A_IM=wanted).status_code == 226


@pytest.mark.parametrize("agent", [f"{name}6.0.11 +https://example.org/" for name in NO_DELTAS])
def test_programs_that_treat_a_delta_as_an_error_get_the_whole_feed(live, agent):
    known = etag(live, "/atom.xml")
    add(live)
    assert ask(live, "/atom.xml", known, User_Agent=agent).status_code == 200
    assert ask(live, "/atom.xml", known, User_Agent=f"reader/3 {agent}").status_code == 226


def test_json_feed_pages_and_archives_have_no_deltas(open_live):
    live = open_live(6, archive_size=2, limit=2)
    tags = {path: etag(live, path) for path in ("/feed.json", "/", "/archive/3/atom.xml")}
    add(live, tags="[a]")
    add(live, "newer")
    for path, known in tags.items():
        response = ask(live, path, known)
        assert (response.status_code, response.headers["Vary"]) == (200, "Accept-Encoding")


@pytest.mark.parametrize("path", DELTAS)
def test_etags_can_be_weak_and_several_and_the_latest_known_one_counts(live, path):
    first = etag(live, path)
    add(live, "one")
    second = etag(live, path)
    add(live, "two")
    for tags, base, new in (
        (f"W/{first}", first, ["two", "one"]),
        (f'{first}, W/{second}, "unknown"', second, ["two"]),
        (f"{second} , {first}", second, ["two"]),
        (f'"unknown", {first}', first, ["two", "one"]),
    ):
        delta = ask(live, path, tags)
        assert (delta.status_code, ids_in(delta.data)) == (226, [id_of(name) for name in new])
        assert delta.headers["Delta-Base"] == base


@pytest.mark.parametrize(
    ("coding", "decode"), [("gzip", gzip.decompress), ("br", brotli.decompress)]
)
def test_deltas_are_compressed_and_versions_are_known_in_every_coding(live, coding, decode):
    plain = etag(live, "/atom.xml")
    coded = etag(live, "/atom.xml", Accept_Encoding=coding)
    assert plain != coded
    add(live)
    whole = live.get("/atom.xml", Accept_Encoding=coding)
    delta = ask(live, "/atom.xml", coded, Accept_Encoding=coding)
    assert (delta.status_code, delta.headers["Content-Encoding"]) == (226, coding)
    assert ids_in(decode(delta.data)) == [id_of("new")]
    assert delta.headers["ETag"] == whole.headers["ETag"]
    assert delta.headers["Delta-Base"] == coded
    uncompressed = ask(live, "/atom.xml", coded)
    assert ids_in(uncompressed.data) == [id_of("new")]
    assert uncompressed.headers["ETag"] == etag(live, "/atom.xml")


@pytest.mark.parametrize("path", DELTAS)
def test_an_old_version_is_forgotten(live, path):
    first = etag(live, path)
    add(live, "second")
    second = etag(live, path)
    for number in range(MAX_VERSIONS - 1):
        add(live, f"more-{number}")
        live.get(path)
    assert ask(live, path, first).status_code == 200
    delta = ask(live, path, second)
    assert delta.status_code == 226
    assert len(ids_in(delta.data)) == MAX_VERSIONS - 1


@pytest.mark.parametrize("path", DELTAS)
def test_versions_are_known_after_a_restart(live, path):
    known = etag(live, path)
    live.reopen()
    add(live)
    assert ids_in(ask(live, path, known).data) == [id_of("new")]


@pytest.mark.parametrize("path", DELTAS)
def test_a_corrected_date_is_sent_although_the_content_is_the_same(live, path):
    known = etag(live, path)
    live.write("s2", date=NOON - 90 * MINUTE)
    live.sync(after=2 * MINUTE)
    whole, delta = live.read(path), ask(live, path, known)
    assert delta.status_code == 226
    assert entries_in(delta.data) == {id_of("s2"): entries_in(whole)[id_of("s2")]}


def test_a_feed_whose_own_elements_changed_has_a_delta_without_entries(live):
    known = etag(live, "/atom.xml")
    live.reopen(msgspec.structs.replace(live.settings, title="The Quay Gazette"))
    delta = ask(live, "/atom.xml", known)
    assert (delta.status_code, ids_in(delta.data)) == (226, [])
    assert b"The Quay Gazette" in delta.data


def test_a_client_that_had_summaries_gets_the_full_entries(open_live):
    live = open_live(content="summary")
    known = etag(live, "/rss.xml")
    live.reopen(msgspec.structs.replace(live.settings, content="full"))
    assert len(ids_in(ask(live, "/rss.xml", known).data)) == 5


# Withdrawn entries


def test_atom_lists_what_was_withdrawn(live):
    known = etag(live, "/atom.xml")
    live.remove("s1")
    add(live)
    delta = ask(live, "/atom.xml", known)
    assert delta.status_code == 226
    assert ids_in(delta.data) == [id_of("new")]
    assert tombstones_in(delta.data).keys() == {id_of("s1")}
    known = etag(live, "/atom.xml")
    add(live, "newer")
    delta = ask(live, "/atom.xml", known)
    assert ids_in(delta.data) == [id_of("newer")]
    assert tombstones_in(delta.data) == {}


def test_rss_sends_the_whole_feed_after_a_withdrawal(live):
    known = etag(live, "/rss.xml")
    live.remove("s1")
    add(live)
    whole = ask(live, "/rss.xml", known)
    assert whole.status_code == 200
    assert id_of("s1") not in ids_in(whole.data)
    known = whole.headers["ETag"]
    live.now += 5 * MINUTE
    add(live, "newer")
    assert ask(live, "/rss.xml", known).status_code == 200
    known = etag(live, "/rss.xml")
    add(live, "newest")
    assert ids_in(ask(live, "/rss.xml", known).data) == [id_of("newest")]


def test_rss_sends_the_whole_feed_after_an_expiry(live):
    live.write("s1", date=NOON - 59 * MINUTE, expiryDate=NOON + 5 * MINUTE)
    live.sync()
    known = etag(live, "/rss.xml")
    live.now = NOON + 5 * MINUTE
    assert ask(live, "/rss.xml", known).status_code == 200
    assert ask(live, "/rss.xml", etag(live, "/rss.xml")).status_code == 304


def test_a_version_rendered_during_the_sync_of_a_withdrawal_is_not_a_base(live):
    """The scan of a large folder takes seconds, in which the story is still public."""
    live.now += 10 * MINUTE
    add(live, "shown-during-the-scan", after=0 * MINUTE)
    live.remove("s1")
    during = live.now + timedelta(seconds=5)
    began, live.now = live.now, during
    known = etag(live, "/rss.xml")
    live.now = began
    live.sync()
    live.now = during
    add(live)
    assert id_of("s1") not in live.ids("/rss.xml")
    assert ask(live, "/rss.xml", known).status_code == 200


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"tombstone_days": 0}, "/atom.xml"),
        ({"feeds": (FeedSettings(name="show", podcast=True),)}, "/feeds/show/atom.xml"),
    ],
)
def test_atom_without_tombstones_sends_the_whole_feed(open_live, changes, path):
    live = open_live(**changes)
    for name in ("one", "two"):
        live.write(name, image="/cover.jpg", enclosure="/sound.mp3", audio="/sound.mp3")
    live.sync()
    known = etag(live, path)
    live.remove("one")
    add(live)
    response = ask(live, path, known)
    assert response.status_code in (200, 304)
    assert id_of("one") not in ids_in(live.read(path))


def test_atom_sends_the_whole_feed_if_a_withdrawal_is_older_than_its_tombstones(open_live):
    live = open_live(tombstone_days=1)
    known = etag(live, "/atom.xml")
    live.remove("s1")
    live.sync(after=2 * MINUTE)
    live.now += timedelta(days=2)
    assert ask(live, "/atom.xml", known).status_code == 200


def test_atom_sends_the_whole_feed_after_more_withdrawals_than_it_lists(live, monkeypatch):
    for module in (feed_documents, feeds):
        monkeypatch.setattr(module, "MAX_TOMBSTONES", 2)
    known = etag(live, "/atom.xml")
    for name in ("s0", "s1"):
        live.remove(name)
    live.sync(after=2 * MINUTE)
    assert ask(live, "/atom.xml", known).status_code == 226
    live.remove("s2")
    live.sync(after=2 * MINUTE)
    assert ask(live, "/atom.xml", known).status_code == 200


def test_a_story_that_returned_is_sent_only_to_clients_that_do_not_have_it(live):
    had = etag(live, "/atom.xml")
    live.remove("s1")
    live.sync(after=2 * MINUTE)
    lost = etag(live, "/atom.xml")
    live.write("s1", date=NOON - 59 * MINUTE)
    live.sync(after=2 * MINUTE)
    add(live)
    assert ids_in(ask(live, "/atom.xml", lost).data) == [id_of("new"), id_of("s1")]
    assert ids_in(ask(live, "/atom.xml", had).data) == [id_of("new")]


# Errors


@pytest.mark.parametrize("path", DELTAS)
def test_a_delta_with_an_error_is_replaced_by_the_whole_feed(live, path, monkeypatch):
    file = path.strip("/")
    form = paths.FILE_FORMATS[file]
    known = etag(live, path)
    add(live)
    live.get(path)
    monkeypatch.setitem(paths.FILE_FORMATS, file, with_broken_frame(form))
    response = ask(live, path, known)
    assert (response.status_code, len(ids_in(response.data))) == (200, 6)
    assert live.site.held_back() == ()


def test_a_document_that_is_held_back_has_no_delta(live, monkeypatch):
    known = etag(live, "/rss.xml")
    add(live)
    live.get("/rss.xml")
    broken = with_broken_frame(paths.FILE_FORMATS["rss.xml"])
    monkeypatch.setitem(paths.FILE_FORMATS, "rss.xml", broken)
    add(live, "newer")
    response = ask(live, "/rss.xml", known)
    assert (response.status_code, len(ids_in(response.data))) == (200, 7)


def test_the_cache_of_deltas_is_bounded(live):
    live.site._documents._deltas.most = 3  # noqa: SLF001 -- nothing else bounds the cache
    tags = []
    for number in range(6):
        tags.append(etag(live, "/rss.xml"))
        add(live, f"n{number}")
    for known in tags:
        assert ask(live, "/rss.xml", known).status_code == 226
    assert len(live.site._documents._deltas) == 3  # noqa: SLF001 -- nothing else shows the size of the cache


def test_a_delta_is_rendered_once_for_all_clients_with_the_same_version(live, monkeypatch):
    rendered = []
    form = paths.FILE_FORMATS["rss.xml"]

    def document(feed, needs):
        rendered.append(feed.title)
        return form.document(feed, needs)

    counted = msgspec.structs.replace(form, document=document)
    monkeypatch.setitem(paths.FILE_FORMATS, "rss.xml", counted)
    first = etag(live, "/rss.xml")
    add(live, "one")
    second = etag(live, "/rss.xml")
    add(live, "two")
    live.get("/rss.xml")
    rendered.clear()
    for _ in range(3):
        for known in (first, second):
            assert ask(live, "/rss.xml", known).status_code == 226
    assert len(rendered) == 2


# Many deltas in a row


class Client:
    """A feed reader that stores entries: a whole feed replaces them, a delta adds to them."""

    def __init__(self, path):
        self.path, self.tags, self.copy = path, [], {}

    def poll(self, live):
        response = ask(live, self.path, ", ".join(self.tags))
        if response.status_code == 304:
            return
        if response.status_code == 200:
            self.copy = {}
        if self.path == "/atom.xml":
            for id_ in tombstones_in(response.data):
                self.copy.pop(id_, None)
        self.copy |= entries_in(response.data)
        self.tags = [response.headers["ETag"]]


NUMBERS = strategies.integers(0, 7)
SECONDS = strategies.integers(1, 300).map(lambda seconds: timedelta(seconds=seconds))


class Polling(RuleBasedStateMachine):
    """A newsroom at work, and clients that fetch now and then."""

    @initialize(limit=strategies.integers(3, 9), archive_size=strategies.integers(0, 3))
    def begin(self, limit, archive_size):
        self.folder = TemporaryDirectory()
        place = Path(self.folder.name)
        self.live = LiveSite(
            Settings(
                base_url="https://gazette.example.org",
                id_authority="gazette.example.org,2026",
                stories=str(place / "stories"),
                catalog=str(place / "catalog.db"),
                limit=limit,
                archive_size=archive_size,
                feeds=(FeedSettings(name="all", limit=100),),
            )
        )
        for which in range(5):
            self.live.write(f"s{which}", date=NOON - which * MINUTE)
        self.live.sync()
        self.clients = [Client(path) for path in DELTAS for _ in range(2)]

    @rule(which=NUMBERS, headline=strategies.integers(0, 2), seconds=SECONDS)
    def write(self, which, headline, seconds):
        title = f"Headline {headline}"
        self.live.write(f"s{which}", title=title, date=NOON - which * MINUTE)
        self.live.sync(after=seconds)

    @rule(which=NUMBERS, opens=SECONDS, lasts=SECONDS, seconds=SECONDS)
    def plan(self, which, opens, lasts, seconds):
        opens += self.live.now
        turns = {"publishDate": opens, "expiryDate": opens + lasts}
        self.live.write(f"s{which}", date=NOON - which * MINUTE, **turns)
        self.live.sync(after=seconds)

    @rule(which=NUMBERS, seconds=SECONDS)
    def remove(self, which, seconds):
        self.live.remove(f"s{which}")
        self.live.sync(after=seconds)

    @rule(seconds=SECONDS)
    def wait(self, seconds):
        self.live.now += seconds

    @rule(some=strategies.sets(strategies.integers(0, 3), min_size=1))
    def poll(self, some):
        for client in (self.clients[which] for which in some):
            client.poll(self.live)
            expected = entries_in(self.live.read(client.path))
            assert client.tags == [etag(self.live, client.path)]
            assert {id_: client.copy.get(id_) for id_ in expected} == expected
            assert client.copy.keys() <= set(self.live.ids("/feeds/all/feed.json"))

    def teardown(self):
        if hasattr(self, "live"):
            self.live.site.close()
            self.folder.cleanup()


TestPolling = Polling.TestCase
TestPolling.settings = settings(
    max_examples=30,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
