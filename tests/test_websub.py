"""WebSub: hubs are notified once of each change, and subscribers get the entry."""

import json
import logging
import multiprocessing
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import feedparser
import msgspec
import pytest
from support.commands import newsroom, run
from support.hub import CountingHub, RealSubscriber, real_hub, serving, soon
from werkzeug.wrappers import Response

from feedsvc import websub
from feedsvc.catalog.published import Published
from feedsvc.errors import CatalogError, SettingsError
from feedsvc.settings import load_settings
from feedsvc.validator import validate
from feedsvc.web import create_app
from feedsvc.websub import NotificationLog, Notifier, notify, notify_with_retries

HUB = "https://hub.example.net/"
SILENT = "http://127.0.0.1:9/"
NEW = "---\ntitle: Seals return to the pier\ndate: 2026-03-05T08:00:00Z\n---\nNine of them.\n"


@pytest.fixture
def hubbed(open_site):
    return open_site(hubs=(HUB, "https://second.example.net/hub"))


@pytest.fixture
def log(tmp_path):
    return NotificationLog(tmp_path / "record" / "websub.db")


def save(stories, text=NEW):
    (stories / "world" / "seals.md").write_text(text)


# Feeds


def test_rss_and_atom_link_to_their_hubs(hubbed):
    for path in ("/rss.xml", "/sections/world/atom.xml"):
        links = feedparser.parse(hubbed.document(path).body).feed.links
        assert [link.href for link in links if link.rel == "hub"] == list(hubbed.settings.hubs)
        assert [link.href for link in links if link.rel == "self"] == [
            f"https://gazette.example.org{path}"
        ]


def test_json_feed_lists_its_hubs(hubbed):
    feed = json.loads(hubbed.document("/feed.json").body)
    assert feed["hubs"] == [{"type": "WebSub", "url": hub} for hub in hubbed.settings.hubs]


def test_feeds_with_hubs_are_valid(hubbed):
    for path in ("/rss.xml", "/atom.xml", "/feed.json"):
        document = hubbed.document(path)
        location = hubbed.settings.base_url + path
        found = validate(document.body, location=location).findings
        assert [finding for finding in found if finding.severity != "info"] == []


@pytest.mark.parametrize("path", ["/rss.xml", "/tags/islands/atom.xml", "/feed.json"])
def test_the_link_header_has_self_and_hubs_even_without_a_body(hubbed, path):
    client = create_app(hubbed).test_client()
    full = client.get(path)
    link = full.headers["Link"]
    assert link == (
        f'<https://gazette.example.org{path}>; rel="self", <{HUB}>; rel="hub", '
        '<https://second.example.net/hub>; rel="hub"'
    )
    assert client.head(path).headers["Link"] == link
    known = client.get(path, headers={"If-None-Match": full.headers["ETag"]})
    assert (known.status_code, known.headers["Link"]) == (304, link)


@pytest.mark.parametrize("path", ["/", "/opml.xml", "/style.css", "/sections/world/"])
def test_documents_that_are_not_feeds_have_no_hub(hubbed, path):
    assert "Link" not in create_app(hubbed).test_client().get(path).headers


def test_a_site_without_hubs_lists_none(client, site):
    assert "Link" not in client.get("/rss.xml").headers
    assert b'rel="hub"' not in site.document("/atom.xml").body
    assert b'"hubs"' not in site.document("/feed.json").body


def test_a_hub_must_be_a_url(tmp_path):
    file = tmp_path / "feedsvc.toml"
    file.write_text('hubs = ["hub.example.net"]')
    with pytest.raises(
        SettingsError, match=r"invalid hubs\[0\]: .*; expected a URL such as https://"
    ):
        load_settings(file, {})


# Notifying


def test_a_hub_is_notified_of_every_feed_and_of_each_change_once(open_site, stories, log):
    hub = CountingHub()
    with serving(hub) as hub_url:
        site = open_site(hubs=(hub_url,))
        assert notify(site, log, (hub_url,)).notified == len(hub.forms) == 3 * len(site.feeds())
        topic = "https://gazette.example.org/rss.xml"
        assert {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic} in hub.forms
        assert notify(site, log, (hub_url,)).notified == 0
        hub.forms.clear()
        save(stories)
        site.sync()
        assert notify(site, log, (hub_url,)).notified == len(hub.forms)
        assert topic in hub.topics
        assert "https://gazette.example.org/sections/world/feed.json" in hub.topics
        assert "https://gazette.example.org/sections/culture/rss.xml" not in hub.topics
        assert notify(site, log, (hub_url,), everything=True).notified == 0


def test_the_topic_is_the_self_link_of_the_feed(open_site, settings, log):
    hub = CountingHub()
    with serving(hub) as hub_url:
        site = open_site(hubs=(hub_url,))
        notify(site, log, (hub_url,))
    for topic in hub.topics:
        assert topic.encode() in site.document(topic.removeprefix(settings.base_url)).body


def test_notifications_are_remembered_across_restarts(open_site, log):
    hub = CountingHub()
    with serving(hub) as hub_url:
        numbers = [notify(open_site(hubs=(hub_url,)), log, (hub_url,)).notified for _ in range(2)]
    assert numbers == [len(hub.forms), 0]


def test_a_new_hub_is_notified_although_another_one_was(open_site, log):
    one, two = CountingHub(), CountingHub()
    with serving(one) as first, serving(two) as second:
        site = open_site(hubs=(first,))
        notify(site, log, (first,))
        notify(site, log, (second,), everything=True)
    assert one.topics == two.topics


@pytest.mark.parametrize(
    ("response", "reason", "wait"),
    [
        (Response(status=503), "it responded 503 SERVICE UNAVAILABLE", 0),
        (Response(status=429, headers={"Retry-After": "7"}), "it responded 429", 7),
        (Response(status=503, headers={"Retry-After": "Wed, 25 Nov 2026"}), "it responded 503", 0),
    ],
)
def test_a_failing_hub_is_notified_in_the_next_round(open_site, log, response, reason, wait):
    hub = CountingHub(response)
    with serving(hub) as hub_url:
        site = open_site(hubs=(hub_url,))
        outcome = notify(site, log, (hub_url,))
        (failure,) = outcome.transient
        assert failure.reason.startswith(reason)
        assert (failure.wait, outcome.notified, len(hub.forms)) == (wait, 0, 1)
        again = notify(site, log, (hub_url,))
        assert (again.failures, again.notified) == ((), 3 * len(site.feeds()))


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (Response(status=400), "it responded 400 BAD REQUEST"),
        (Response(status=308, headers={"Location": "/new"}), "it redirects to /new; set that URL"),
    ],
)
def test_a_refused_topic_does_not_stop_the_others(open_site, log, response, reason):
    hub = CountingHub(response)
    with serving(hub) as hub_url:
        site = open_site(hubs=(hub_url,))
        outcome = notify(site, log, (hub_url,))
        assert [failure.reason.startswith(reason) for failure in outcome.failures] == [True]
        assert outcome.transient == ()
        assert outcome.notified == len(hub.forms) - 1 == 3 * len(site.feeds()) - 1
        assert notify(site, log, (hub_url,)).notified == 0
        assert notify(site, log, (hub_url,), everything=True).notified == 1


def test_an_unreachable_hub_does_not_stop_the_others(open_site, log):
    hub = CountingHub()
    with serving(hub) as hub_url:
        site = open_site(hubs=(SILENT, hub_url))
        outcome = notify(site, log, (SILENT, hub_url))
    assert outcome.notified == len(hub.forms) > 3
    assert [failure.hub for failure in outcome.transient] == [SILENT]
    assert str(outcome.failures[0]).startswith(f"could not notify hub {SILENT} of http")


def test_a_command_tries_a_failing_hub_three_times_with_growing_delays(open_site, log):
    hub = CountingHub(Response(status=503), Response(status=503))
    waits = []
    with serving(hub) as hub_url:
        site = open_site(hubs=(hub_url,))
        outcome = notify_with_retries(site, log, (hub_url,), sleep=waits.append)
    assert outcome == websub.Outcome(notified=len(hub.forms) - 2)
    assert 0.5 <= waits[0] <= 1 <= waits[1] <= 2


def test_backoff_doubles_up_to_a_limit_and_respects_retry_after():
    def failed(wait=0.0):
        failure = websub.Failure(hub=HUB, topic="x", reason="", transient=True, wait=wait)
        return websub.Outcome(failures=(failure,))

    for attempt in range(1, 12):
        assert 2.0 ** (attempt - 2) <= websub.retry_delay(failed(), attempt) <= 2.0 ** (attempt - 1)
    assert websub.retry_delay(failed(), 40) <= websub.MAX_WAIT
    assert websub.retry_delay(failed(100.0), 1) == 100
    assert websub.retry_delay(failed(1e9), 1) == websub.MAX_WAIT


def test_without_hubs_nothing_is_sent(site, log, tmp_path):
    assert notify(site, log, ()) == websub.Outcome()
    assert not (tmp_path / "record").exists()


# The log


def notify_from_a_process(file, counter):
    def send():
        with counter.get_lock():
            counter.value += 1

    NotificationLog(file).notify_once(HUB, "topic", '"etag"', send)


def test_only_one_of_several_processes_notifies(tmp_path):
    context = multiprocessing.get_context("spawn")
    counter = context.Value("i", 0)
    tasks = [
        context.Process(target=notify_from_a_process, args=(tmp_path / "websub.db", counter))
        for _ in range(3)
    ]
    for task in tasks:
        task.start()
    for task in tasks:
        task.join(30)
        assert task.exitcode == 0
    assert counter.value == 1


def test_a_failed_notification_is_not_logged(log):
    with pytest.raises(ZeroDivisionError):
        log.notify_once(HUB, "topic", '"a"', lambda: 1 / 0)
    assert log.notified(HUB) == {}
    assert log.notify_once(HUB, "topic", '"a"', lambda: None)
    assert log.notified(HUB) == {"topic": '"a"'}


def test_the_error_for_an_unusable_log_names_its_file(tmp_path):
    file = tmp_path / "websub.db"
    file.write_bytes(b"no database" * 100)
    with pytest.raises(CatalogError, match=r"websub\.db: cannot be used: "):
        NotificationLog(file).notified(HUB)


def test_the_log_is_next_to_the_catalog_or_the_stories(settings, tmp_path):
    NotificationLog.for_site(settings).notify_once(HUB, "t", '"a"', lambda: None)
    assert (tmp_path / "catalog-websub.db").exists()
    shared = msgspec.structs.replace(settings, catalog="postgresql://db/news")
    NotificationLog.for_site(shared).notify_once(HUB, "t", '"a"', lambda: None)
    with closing(sqlite3.connect(tmp_path / ".feedsvc" / "websub.db")) as connection:
        assert connection.execute("SELECT count(*) FROM told").fetchone() == (1,)


# The background thread


@pytest.fixture
def started(open_site):
    """Return a function that starts the notifier of a site; it ends before the site is closed."""
    notifiers = []

    def start(site):
        notifier = Notifier(site)
        notifiers.append(notifier)
        notifier.start()
        return notifier

    assert open_site
    yield start
    for notifier in notifiers:
        notifier.stop()


def test_hubs_are_notified_when_the_thread_is_woken(open_site, started, settings, stories):
    hub = CountingHub()
    with serving(hub) as hub_url:
        site = open_site(hubs=(hub_url,))
        notifier = started(site)
        soon(lambda: len(hub.forms) == 3 * len(site.feeds()))
        hub.forms.clear()
        save(stories)
        site.sync()
        notifier.wake()
        soon(lambda: f"{settings.base_url}/rss.xml" in hub.topics)
        notifier.stop()
    assert len(hub.topics) == len(set(hub.topics))


def test_a_failing_hub_is_retried_in_the_background(open_site, started, caplog):
    hub = CountingHub(Response(status=500), Response(status=500))
    with serving(hub) as hub_url:
        site = open_site(hubs=(hub_url,))
        notifier = started(site)
        soon(lambda: len(hub.forms) == 3 * len(site.feeds()) + 2)
        notifier.stop()
    assert caplog.text.count("it responded 500 INTERNAL SERVER ERROR") == 1


def test_a_hub_that_keeps_failing_is_given_up_until_the_next_change(
    open_site, started, monkeypatch, caplog
):
    monkeypatch.setattr(websub, "MAX_ATTEMPTS", 2)
    monkeypatch.setattr(websub, "FIRST_WAIT", 0.01)
    hub = CountingHub(Response(status=500), Response(status=500), Response(status=400))
    with serving(hub) as hub_url:
        notifier = started(open_site(hubs=(hub_url,)))
        soon(lambda: "giving up until the next change" in caplog.text)
        assert len(hub.forms) == 2
        notifier.wake()
        soon(lambda: "it responded 400" in caplog.text)
        notifier.stop()


def test_hubs_are_notified_without_a_sync_when_an_embargo_opens(
    open_site, started, settings, stories
):
    opens = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=4)
    save(stories, NEW.replace("2026-03-05T08:00:00Z", opens.isoformat()))
    hub = CountingHub()
    with serving(hub) as hub_url:
        site = open_site(hubs=(hub_url,))
        notifier = started(site)
        soon(lambda: len(hub.forms) == 3 * len(site.feeds()))
        assert datetime.now(UTC) < opens
        hub.forms.clear()
        soon(lambda: f"{settings.base_url}/rss.xml" in hub.topics)
        assert datetime.now(UTC) >= opens
        notifier.stop()


@pytest.mark.parametrize("error", [CatalogError("no catalog"), ZeroDivisionError("no catalog")])
def test_errors_are_logged_and_the_thread_goes_on(open_site, started, monkeypatch, caplog, error):
    def fail(*_):
        raise error

    hub = CountingHub()
    with serving(hub) as hub_url:
        site = open_site(hubs=(hub_url,))
        with monkeypatch.context() as broken:
            broken.setattr(Published, "last_build", fail)
            notifier = started(site)
            soon(lambda: "no catalog" in caplog.text)
        notifier.wake()
        soon(lambda: hub.forms)
        notifier.stop()


def test_a_site_without_hubs_has_no_thread(site, started):
    started(site).wake()
    assert "feedsvc-websub" not in {thread.name for thread in threading.enumerate()}


# Commands


@pytest.fixture
def folder(tmp_path, monkeypatch):
    return newsroom(tmp_path, monkeypatch)


def with_hubs(folder, *hubs):
    (folder / "feedsvc.toml").write_text(f"hubs = {json.dumps(hubs)}\n")


def test_build_notifies_the_hubs_and_leaves_nothing_for_ping(folder):
    hub = CountingHub()
    with serving(hub) as hub_url:
        with_hubs(folder, hub_url)
        built = run("build")
        assert built.exit_code == 0
        assert f"Notified hubs of {len(hub.forms)} changes\n" in built.output
        again = run("ping")
        assert (again.exit_code, again.output) == (0, "Notified hubs of 0 changes\n")


def test_build_can_leave_the_hubs_to_ping(folder):
    hub = CountingHub()
    with serving(hub) as hub_url:
        with_hubs(folder, hub_url)
        assert "Hubs" not in run("build", "--no-ping").output
        assert hub.forms == []
        pinged = run("ping")
        assert (pinged.exit_code, bool(hub.forms)) == (0, True)


def test_ping_notifies_only_the_hubs_on_the_command_line(folder):
    one, two = CountingHub(), CountingHub()
    with serving(one) as first, serving(two) as second:
        with_hubs(folder, first)
        run("build", "--no-ping")
        result = run("ping", "--hub", second, "--quiet")
        assert (result.exit_code, result.output) == (0, "")
        assert (one.forms, bool(two.forms)) == ([], True)
        assert run("ping").exit_code == 0
        assert one.topics == two.topics


def test_a_hub_that_cannot_be_notified_is_a_problem_but_the_build_succeeds(folder, monkeypatch):
    monkeypatch.setattr(websub, "ATTEMPTS", 1)
    with_hubs(folder, SILENT)
    built = run("build", "--quiet")
    assert built.exit_code == 0
    assert built.stderr.startswith(f"could not notify hub {SILENT} of http")
    assert run("ping").exit_code == 1


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "no hub to notify; add one to 'hubs' in the settings, or use --hub"),
        (
            ("--hub", "hub.example"),
            "invalid --hub: 'hub.example'; expected a URL such as https://hub.example.net/",
        ),
    ],
)
def test_ping_without_a_hub_is_a_usage_error(arguments, message):
    result = run("ping", *arguments)
    assert (result.exit_code, result.stderr) == (2, f"Error: {message}\n")


# A real hub with a real subscriber


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # Flask-WebSub does not close its databases
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("path", ["/rss.xml", "/atom.xml", "/feed.json"])
def test_a_real_subscriber_gets_the_new_entry_from_a_real_hub(
    open_site, started, stories, tmp_path, path
):
    logging.getLogger("flask_websub").setLevel(logging.CRITICAL)
    subscriber = RealSubscriber(tmp_path)
    live = {}

    def front(environ, start_response):
        return live["app"](environ, start_response)

    with (
        serving(real_hub(tmp_path)) as hub,
        serving(subscriber.app) as callback_url,
        serving(front) as base,
    ):
        site = open_site(base_url=base, hubs=(f"{hub}/hub",))
        live["app"] = create_app(site)
        found = subscriber.subscribe(base + path, callback_url)
        assert found == {"hub_url": f"{hub}/hub", "topic_url": base + path}
        soon(lambda: (base + path, "subscribe") in subscriber.accepted)
        notifier = started(site)
        soon(lambda: subscriber.received)
        subscriber.received.clear()
        save(stories)
        site.sync()
        notifier.wake()
        topic, body = soon(lambda: subscriber.received)[0]
        assert topic == base + path
        assert body == site.document(path).body
        assert b"Seals return to the pier" in body
        notifier.stop()
