"""The audience: programs are recognized, figures add up, and no IP address is stored."""

import ipaddress
import multiprocessing
import sqlite3
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest.mock import Mock

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from support.catalogfolder import AUTHORITY, NOON, POSTGRES, SERVERS, drop_tables
from support.webpage import page_of, words

from feedsvc.audience import RETENTION_DAYS, Audience, Tally
from feedsvc.audience.programs import OTHER, PROGRAMS, Role, recognize
from feedsvc.catalog import Catalog, Figures
from feedsvc.errors import CatalogError
from feedsvc.settings import Settings, WebSettings
from feedsvc.site import Site
from feedsvc.web import create_app
from feedsvc.web.audience import HEIGHT, bar_chart, line_chart, round_up
from feedsvc.web.context import AppServices

# Programs


@pytest.mark.parametrize(
    ("agent", "program", "subscribers", "feed_id"),
    [
        (
            "Feedly/1.0 (+http://feedly.com/fetcher; 42 subscribers; like FeedFetcher-Google)",
            "Feedly",
            42,
            "",
        ),
        (
            "Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 5 subscribers; )",
            "Inoreader",
            5,
            "",
        ),
        (
            "NewsBlur Feed FeedFetcher - 12 subscribers - http://www.newsblur.com/",
            "NewsBlur",
            12,
            "",
        ),
        (
            "Mozilla/5.0 (compatible; theoldreader.com; 3 subscribers; feed-id=5af3)",
            "The Old Reader",
            3,
            "5af3",
        ),
        ("Feedbin feed-id:1 - 5 subscribers", "Feedbin", 5, "1"),
        ("BazQux/2.4 (+https://bazqux.com/fetcher; 1 subscribers)", "BazQux Reader", 1, ""),
        ("Netvibes (http://www.netvibes.com; 8 subscribers; feedID: 77)", "Netvibes", 8, "77"),
        ("NewsGatorOnline/2.0 (http://www.newsgator.com; 2 subscribers)", "NewsGator", 2, ""),
        ("Bloglines/3.1 (http://www.bloglines.com; 1 subscriber)", "Bloglines", 1, ""),
        (
            "Feedfetcher-Google; (+http://google.com/; 1,024 subscribers; feed-id=99)",
            "Google",
            1024,
            "99",
        ),
        (
            "Overcast/1.0 Podcast Sync (5 subscribers; feed-id=12; +http://overcast.fm/)",
            "Overcast",
            5,
            "12",
        ),
        ("FreshRSS/1.24.1 (Linux; https://freshrss.org)", "FreshRSS", None, ""),
        ("Mozilla/5.0 (compatible; Miniflux/2.1.0; +https://miniflux.app)", "Miniflux", None, ""),
        ("NetNewsWire (RSS Reader; https://netnewswire.com/)", "NetNewsWire", None, ""),
        ("newsboat/2.32.0 (Linux x86_64)", "Newsboat", None, ""),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.6.0",
            "Thunderbird",
            None,
            "",
        ),
        ("AntennaPod/3.4.0", "AntennaPod", None, ""),
        ("Pocket Casts/1.0 (Feed Parser; +http://pocketcasts.com/)", "Pocket Casts", None, ""),
        ("python-reader/3.26 (+https://github.com/lemon24/reader)", "reader for Python", None, ""),
        ("feedparser/6.0.11 +https://github.com/kurtmckee/feedparser/", "feedparser", None, ""),
        ("Gull/1.0 (7 subscribers; feed-id=a)", OTHER, 7, "a"),
        ("Gull/1.0 (subscribers: 7)", OTHER, 7, ""),
        ("Mozilla/5.0 (compatible; GullBot/2; 3 readers)", OTHER, 3, ""),
        ("", OTHER, None, ""),
    ],
)
def test_a_program_is_recognized_by_its_user_agent(agent, program, subscribers, feed_id):
    seen = recognize(agent)
    assert (seen.program, seen.subscribers, seen.feed_id) == (program, subscribers, feed_id)
    assert seen.role is Role.READER


@pytest.mark.parametrize(
    ("agent", "program"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Web browsers"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Robots"),
        ("curl/8.5.0", "Tools"),
        ("W3C_Validator/1.3", "Validators and watchdogs"),
    ],
)
def test_a_visitor_is_not_a_subscriber(agent, program):
    assert recognize(agent)[:3] == (program, Role.VISITOR, None)


@pytest.mark.parametrize(
    "agent",
    ["Gull/1.0 (99999999999999999999 subscribers)", "Gull 999,999,999,999 subscribers", "4 Reader"],
)
def test_an_implausible_number_is_ignored(agent):
    assert recognize(agent).subscribers is None


@given(st.text(), st.sampled_from(["", "feedly ", "5 subscribers", "feed-id="]), st.text())
def test_any_user_agent_is_accepted(before, middle, after):
    seen = recognize(before + middle + after)
    assert seen.program in {OTHER, *(program.name for program in PROGRAMS)}
    assert seen.subscribers is None or 0 <= seen.subscribers <= 10**8
    assert len(seen.feed_id) <= 64


def test_every_program_is_recognized_by_each_of_its_patterns():
    names = [program.name for program in PROGRAMS]
    assert len(names) == len(set(names))
    for program in PROGRAMS:
        for pattern in program.patterns:
            assert pattern == pattern.lower()
            assert recognize(f"x {pattern} y").program == program.name


# Counts


@pytest.fixture(params=SERVERS)
def location(request, tmp_path):
    if request.param == "postgresql":
        drop_tables()
        return POSTGRES
    return str(tmp_path / "audience.db")


@pytest.fixture
def store(location):
    with Catalog.open(location, AUTHORITY) as catalog:
        yield catalog.audience


class Clock:
    """A clock that a test sets."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def audience(store, clock):
    return Audience(store, Settings(), clock)


def fetch(audience, agent, *, address="192.0.2.1", path="/rss.xml", status=200, **bytes_):
    folder, _, file = path.rpartition("/")
    place = ("feed", f"{folder}/", file, status, agent, address)
    audience.tally.add(place, **{"sent": 1000} | bytes_)


def service(number, feed_id=""):
    return (
        f"Feedly/1.0 ({number} subscribers; feed-id={feed_id})"
        if feed_id
        else (f"Feedly/1.0 ({number} subscribers)")
    )


def today(audience):
    audience.flush()
    return audience.store.days(audience.today())[0]


def test_the_last_number_stated_by_a_service_counts_once(audience):
    for number in (40, 41, 42):
        fetch(audience, service(number))
        audience.flush()
    assert today(audience).subscribers == 42
    assert today(audience).figures.fetches == 3


def test_numbers_for_several_feed_ids_of_a_service_add_up(audience):
    fetch(audience, service(40, "a"))
    fetch(audience, service(2, "b"))
    fetch(audience, service(41, "a"))
    fetch(audience, service(3), path="/atom.xml")
    fetch(audience, service(4), path="/rss.xml")
    assert today(audience).subscribers == 41 + 2 + 3 + 4


def test_other_clients_count_once_a_day_each(audience):
    for _ in range(5):
        fetch(audience, "newsboat/2.32", address="192.0.2.1")
        audience.flush()
    fetch(audience, "newsboat/2.32", address="192.0.2.2")
    fetch(audience, "newsboat/2.33", address="192.0.2.2")
    assert today(audience).subscribers == 3


def test_visitors_are_not_counted_as_subscribers(audience):
    fetch(audience, "Mozilla/5.0 (X11) Firefox/128.0")
    fetch(audience, "curl/8.5.0")
    found = today(audience)
    assert (found.subscribers, found.figures.fetches) == (0, 2)


def test_a_program_that_states_a_number_is_not_also_counted_by_its_clients(audience):
    fetch(audience, service(7))
    fetch(audience, "Feedly/1.0 (+http://www.feedly.com/fetcher.html)", address="192.0.2.9")
    assert today(audience).subscribers == 7


def test_figures_are_available_by_program_and_by_feed(audience):
    fetch(audience, service(7), path="/sections/world/rss.xml")
    fetch(audience, service(5))
    fetch(audience, "newsboat/2.32", status=304, sent=0, unchanged=800)
    audience.flush()
    day = audience.today()
    programs = {each.name: each for each in audience.store.programs(day)}
    feeds = {each.name: each for each in audience.store.feeds(day)}
    assert [each.name for each in audience.store.programs(day)] == ["Feedly", "Newsboat"]
    assert programs["Feedly"].subscribers == 12
    assert programs["Newsboat"].figures == Figures(fetches=1, unchanged=1, saved_unchanged=800)
    assert (feeds["/"].subscribers, feeds["/sections/world/"].subscribers) == (6, 7)
    assert [each.name for each in audience.store.feeds(day, 1)] == ["/sections/world/"]


def test_saved_bytes_are_split_by_what_saved_them(audience):
    fetch(audience, "", status=304, sent=0, unchanged=500)
    fetch(audience, "", status=200, sent=300, coded=700)
    fetch(audience, "", status=226, sent=100, known=900)
    figures = today(audience).figures
    assert figures == Figures(
        fetches=3, unchanged=1, sent=400, saved_unchanged=500, saved_coded=700, saved_known=900
    )
    assert figures.saved == 2100


def test_responses_add_up_by_kind_and_status(audience):
    fetch(audience, "", status=304, sent=0)
    audience.tally.add(("page", "", "", 200, "", ""), 10)
    audience.flush()
    audience.tally.add(("page", "", "", 200, "", ""), 10, coded=5)
    audience.flush()
    found = [(each.kind, each.status, each.requests) for each in audience.store.responses()]
    assert found == [("feed", 304, 1), ("page", 200, 2)]
    assert (audience.store.responses()[1].sent, audience.store.responses()[1].saved) == (20, 5)


# Days


def test_a_closed_day_keeps_its_numbers_but_not_its_clients(audience, clock, location):
    fetch(audience, service(7))
    fetch(audience, "newsboat/2.32")
    audience.flush()
    assert not audience.store.days(audience.today())[0].over
    first = audience.today()
    clock.now += timedelta(days=1)
    audience.flush()
    [day] = audience.store.days(first)
    assert (day.day, day.over, day.subscribers) == (first, True, 8)
    programs = audience.store.programs(first)
    assert [(each.name, each.subscribers) for each in programs] == [("Feedly", 7), ("Newsboat", 1)]
    assert rows_of(location, "audience_clients", "audience_numbers", "audience_salts") == []


def test_the_same_client_counts_again_on_another_day(audience, clock):
    first = audience.today()
    for _ in range(3):
        fetch(audience, "newsboat/2.32")
        audience.flush()
        clock.now += timedelta(days=1)
    audience.flush()
    assert [day.subscribers for day in audience.store.days(first)] == [1, 1, 1]


def test_a_day_without_subscribers_is_closed_as_well(audience, clock):
    fetch(audience, "curl/8.5.0")
    audience.flush()
    first = audience.today()
    clock.now += timedelta(days=3)
    audience.flush()
    assert audience.store.days(first)[0].over


def test_hashes_of_two_days_have_nothing_in_common(audience, clock, location):
    seen = []
    for _ in range(2):
        fetch(audience, "newsboat/2.32")
        audience.flush()
        seen += rows_of(location, "audience_clients")
        clock.now += timedelta(days=1)
    assert len({row["client"] for row in seen}) == 2


def test_days_are_those_of_the_sites_zone(store, clock):
    clock.now = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert Audience(store, Settings(timezone="Asia/Tokyo"), clock).today() == date(2026, 11, 25)


def test_figures_are_stored_for_a_little_more_than_a_year(audience, clock):
    first = audience.today()
    fetch(audience, service(7))
    audience.flush()
    clock.now += timedelta(days=RETENTION_DAYS)
    fetch(audience, service(7))
    audience.flush()
    assert len(audience.store.days(first)) == 2
    clock.now += timedelta(days=1)
    fetch(audience, service(7))
    audience.flush()
    assert [day.day for day in audience.store.days(first)] == [
        first + timedelta(days=RETENTION_DAYS),
        first + timedelta(days=RETENTION_DAYS + 1),
    ]
    assert audience.store.programs(first) == []


def test_the_last_complete_day_is_yesterday_if_there_is_one(audience, clock):
    assert audience.last_complete_day() == audience.today()
    fetch(audience, service(7))
    audience.flush()
    clock.now += timedelta(days=1)
    audience.flush()
    assert audience.last_complete_day() == audience.today() - timedelta(days=1)


# Limits


def test_a_full_tally_drops_counts_but_never_a_response():
    tally = Tally(most=2)
    for number in range(5):
        tally.add(("feed", "/", "rss.xml", 200, f"Gull/{number}", ""), 10)
        tally.add(("feed", "/", "rss.xml", 200, "Gull/0", ""), 10)
    counts = tally.take()
    assert len(counts) == 2
    assert counts["feed", "/", "rss.xml", 200, "Gull/0", ""][0] == 6
    assert tally.take() == {}


def test_a_flood_of_clients_does_not_fill_the_catalog(audience, monkeypatch):
    monkeypatch.setattr("feedsvc.catalog.audience.MAX_PER_DAY", 10)
    for number in range(30):
        fetch(audience, "newsboat/2.32", address=f"192.0.2.{number}")
        fetch(audience, service(1, f"id{number}"))
        audience.flush()
    found = today(audience)
    assert found.figures.fetches == 60
    assert {each.name: each.subscribers for each in audience.store.programs(found.day)} == {
        "Feedly": 10,
        "Newsboat": 10,
    }


def test_counts_that_could_not_be_stored_are_stored_later(store, clock, monkeypatch):
    audience = Audience(store, Settings(), clock)
    fetch(audience, service(7))
    with monkeypatch.context() as broken:
        broken.setattr(store, "add", Mock(side_effect=CatalogError("catalog: locked")))
        with pytest.raises(CatalogError):
            audience.flush()
    fetch(audience, service(7))
    assert today(audience).figures.fetches == 2


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["/rss.xml", "/sections/world/rss.xml"]),
            st.sampled_from([200, 304]),
            st.integers(0, 10**12),
        ),
        max_size=20,
    )
)
def test_no_fetch_is_lost_or_counted_twice(fetches):
    with Catalog.open("sqlite://", AUTHORITY) as catalog:
        audience = Audience(catalog.audience, Settings(), lambda: NOON)
        for path, status, sent in fetches:
            fetch(audience, "", path=path, status=status, sent=sent)
            if sent % 2:
                audience.flush()
        audience.flush()
        whole = sum((day.figures for day in audience.store.days(NOON.date())), Figures())
        assert whole.fetches == len(fetches)
        assert whole.sent == sum(sent for *_, sent in fetches)


# Several processes


def count_in_a_process(location, number):
    """Count a hundred fetches, ten of them by clients of this process alone."""
    with Catalog.open(location, AUTHORITY) as catalog:
        audience = Audience(catalog.audience, Settings(), lambda: NOON)
        for turn in range(10):
            fetch(audience, "newsboat/2.32", address=f"192.0.2.{number}")
            fetch(audience, "newsboat/2.32", address="198.51.100.7")
            fetch(audience, service(42))
            for _ in range(7):
                fetch(audience, f"curl/{turn}")
            audience.flush()


def test_processes_that_count_for_one_catalog_add_up(location):
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(4, mp_context=spawn) as processes:
        list(processes.map(count_in_a_process, [location] * 4, range(4)))
    with Catalog.open(location, AUTHORITY) as catalog:
        [day] = catalog.audience.days(NOON.date())
        assert day.figures.fetches == 400
        assert day.subscribers == 42 + 4 + 1


# The site


def visit(client, path="/rss.xml", agent="newsboat/2.32", address="198.51.100.77", **headers):
    request_headers = {
        "User-Agent": agent,
        **{name.replace("_", "-"): headers[name] for name in headers},
    }
    return client.get(path, headers=request_headers, environ_overrides={"REMOTE_ADDR": address})


@pytest.fixture
def counting(site):
    """Return a client of a site that counts responses, with its audience."""
    audience = Audience(site.audience, site.settings, site.now)
    client = create_app(site, AppServices(audience=audience)).test_client()
    client.audience = audience
    return client


def test_the_middleware_counts_what_was_sent_and_what_was_saved(counting, site):
    size = len(site.document("/rss.xml").body)
    plain = visit(counting)
    coded = visit(counting, Accept_Encoding="br")
    known = visit(counting, Accept_Encoding="br", If_None_Match=coded.headers["ETag"])
    assert [each.status_code for each in (plain, coded, known)] == [200, 200, 304]
    figures = today(counting.audience).figures
    small = len(coded.data)
    assert figures == Figures(
        fetches=3,
        unchanged=1,
        sent=size + small,
        saved_unchanged=small,
        saved_coded=size - small,
    )


def test_a_delta_saves_what_it_omits(counting, site, stories):
    first = visit(counting)
    (stories / "world" / "seal.md").write_text("---\ntitle: A seal\n---\nIt waved.\n")
    site.sync()
    news = visit(counting, A_IM="feed", If_None_Match=first.headers["ETag"])
    assert news.status_code == 226
    figures = today(counting.audience).figures
    assert figures.saved_known == len(site.document("/rss.xml").body) - len(news.data)


@pytest.mark.parametrize(
    ("path", "kind", "status"),
    [
        ("/rss.xml", "feed", 200),
        ("/sections/world/atom.xml", "feed", 200),
        ("/", "page", 200),
        ("/sections/world/", "page", 200),
        ("/style.css", "file", 200),
        ("/opml.xml", "file", 200),
        ("/sections/world", "redirect", 301),
        ("/rules", "view", 200),
        ("/nothing", "view", 404),
    ],
)
def test_every_response_is_counted_by_its_kind(counting, path, kind, status):
    visit(counting, path)
    counting.audience.flush()
    [found] = counting.audience.store.responses()
    assert (found.kind, found.status, found.requests) == (kind, status, 1)


def test_behind_a_proxy_the_client_is_counted_and_not_the_proxy(counting):
    for number in range(3):
        visit(counting, address="127.0.0.1", X_Forwarded_For=f"192.0.2.{number}")
    assert today(counting.audience).subscribers == 3


def test_nothing_is_counted_if_the_settings_disable_it(settings):
    quiet = msgspec.structs.replace(settings, web=WebSettings(audience=False))
    with closing(Site.open(quiet)) as site:
        site.sync()
        audience = Audience(site.audience, quiet, site.now)
        audience.start()
        visit(create_app(site, AppServices(audience=audience)).test_client())
        audience.stop()
        assert site.audience.responses() == []


def test_counts_are_stored_when_the_program_ends(counting):
    counting.audience.start()
    visit(counting)
    counting.audience.stop()
    assert counting.audience.store.responses()[0].requests == 1


def test_a_catalog_that_cannot_be_written_is_logged_once_and_costs_no_response(
    counting, caplog, monkeypatch
):
    monkeypatch.setattr("feedsvc.audience.FLUSH_SECONDS", 0.01)
    failing = Mock(side_effect=CatalogError("catalog.db: disk is full"))
    monkeypatch.setattr(counting.audience.store, "add", failing)
    counting.audience.start()
    assert visit(counting).status_code == 200
    for _ in range(500):
        if failing.call_count > 2:
            break
        time.sleep(0.01)
    counting.audience.stop()
    assert caplog.text.count("disk is full") == 1


# The page


@pytest.fixture
def charted(settings, clock):
    """Yield a client on this machine, of a site with three days of figures."""
    here = msgspec.structs.replace(settings, base_url="http://127.0.0.1:8000")
    with closing(Site.open(here, clock=clock)) as site:
        site.sync()
        audience = Audience(site.audience, here, clock)
        for subscribers in (40, 42, 7):
            fetch(audience, service(subscribers))
            fetch(audience, "newsboat/2.32", status=304, sent=0, unchanged=2_000_000)
            fetch(audience, service(3), path="/sections/world/rss.xml")
            audience.flush()
            clock.now += timedelta(days=1)
        clock.now -= timedelta(days=1)
        client = create_app(site, AppServices(audience=audience, local=True)).test_client()
        client.environ_base |= {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1"}
        yield client


def tables_of(response):
    """Return the tables of a page, each as the rows of its body."""
    return [
        [[words(cell) for cell in row.xpath("th|td")] for row in table.xpath("tbody/tr")]
        for table in page_of(response).xpath("//table")
    ]


def test_the_page_shows_figures_by_day_program_and_feed(charted):
    by_day, programs, feeds = tables_of(charted.get("/desk/audience"))
    assert [row[:4] for row in by_day] == [
        ["2026-11-26", "11", "3", "33%"],
        ["2026-11-25", "46", "3", "33%"],
        ["2026-11-24", "44", "3", "33%"],
    ]
    assert by_day[0][5] == "2.0 MB"
    assert [row[:2] for row in programs] == [["Feedly", "45"], ["Newsboat", "1"]]
    assert [row[:2] for row in feeds] == [["The Harbour Gazette", "43"], ["/sections/world/", "3"]]


def test_the_desk_shows_the_last_complete_day(charted):
    assert "2026-11-25: 46 subscribers, 3 fetches" in words(page_of(charted.get("/desk")))


def test_charts_have_a_shape_for_each_day_and_a_text_alternative(charted):
    page = page_of(charted.get("/desk/audience"))
    subscribers, fetches = page.xpath("//figure")
    assert "Subscribers" in words(subscribers.find("figcaption"))
    [line] = subscribers.xpath(".//path/@d")
    assert line == "M0.5 12.00L1.5 8.00"
    assert [bar.get("class") for bar in fetches.xpath(".//rect")] == ["unchanged", "sent"] * 3
    assert all(svg.get("aria-label") for svg in page.xpath("//svg"))
    assert words(fetches.xpath("p[@class='ends']")[0]) == "2026-11-242026-11-26"


@pytest.mark.parametrize(
    ("days", "chosen"), [("", 30), ("90", 90), ("400", 400), ("7", 30), ("x", 30), ("-1", 30)]
)
def test_the_page_shows_the_requested_number_of_days(charted, days, chosen):
    page = page_of(charted.get(f"/desk/audience?days={days}"))
    assert words(page.xpath("//p[@class='next']/a[@aria-current]")[0]) == f"{chosen} days"


def test_a_single_day_is_a_visible_dot():
    chart = line_chart({NOON.date(): 5}, NOON.date(), NOON.date())
    assert chart.line == "M0.5 0.00h0.5"


@pytest.mark.parametrize(
    ("number", "top"),
    [(0, 1), (1, 1), (7, 8), (9, 10), (10, 10), (252, 300), (10**9 + 1, 2 * 10**9)],
)
def test_the_top_of_a_chart_is_a_round_number(number, top):
    assert round_up(number) == top


@given(st.dictionaries(st.dates(), st.integers(0, 10**12), min_size=1, max_size=30))
def test_a_chart_of_any_figures_stays_in_its_box(figures):
    first, last = min(figures), max(figures)
    chart = bar_chart({day: [("a", n), ("b", n // 3)] for day, n in figures.items()}, first, last)
    assert len(chart.bars) == 2 * len(figures)
    for bar in chart.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= chart.width
        assert bar.y > -0.1
        assert bar.y + bar.height < HEIGHT + 0.1


# Privacy


ADDRESSES = ["198.51.100.77", "2001:db8::5a:77", "203.0.113.99"]


def test_no_ip_address_is_stored_shown_or_logged(settings, caplog):
    caplog.set_level("DEBUG")
    here = msgspec.structs.replace(settings, base_url="http://127.0.0.1:8000")
    with closing(Site.open(here)) as site:
        site.sync()
        audience = Audience(site.audience, here, site.now)
        client = create_app(site, AppServices(audience=audience, local=True)).test_client()
        for address in ADDRESSES:
            visit(client, address=address)
            visit(client, "/nothing", address=address)
            visit(client, "/", address=address)
            visit(client, address="127.0.0.1", X_Forwarded_For=address)
        local = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1"}
        paths = ("/desk", "/desk/audience", "/metrics", "/healthz")
        responses = [client.get(path, environ_overrides=local) for path in paths]
    assert {response.status_code for response in responses} == {200}
    stored = b"".join(file.read_bytes() for file in Path(settings.catalog).parent.glob("catalog*"))
    for address in ADDRESSES:
        packed = ipaddress.ip_address(address).packed
        assert address.encode() not in stored
        assert packed not in stored
        assert address not in caplog.text
        assert all(address not in response.text for response in responses)


def rows_of(location, *tables):
    """Return all rows of some tables of a catalog."""
    engine = create_engine(location if "://" in location else f"sqlite:///{location}")
    with closing(engine.connect()) as connection:
        found = [
            dict(row._mapping)  # noqa: SLF001 -- public in SQLAlchemy
            for table in tables
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]
    engine.dispose()
    return found


def test_a_catalog_without_these_tables_gets_them(tmp_path):
    location = str(tmp_path / "old.db")
    with Catalog.open(location, AUTHORITY):
        pass
    with closing(sqlite3.connect(location)) as connection:
        for table in ("days", "feed_days", "numbers", "clients", "salts", "totals"):
            connection.execute(f"DROP TABLE audience_{table}")
    with Catalog.open(location, AUTHORITY) as catalog:
        assert catalog.audience.responses() == []
