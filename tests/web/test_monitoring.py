"""`/metrics` for Prometheus: its figures, and that the number of labels is bounded."""

from functools import partial

import pytest
from prometheus_client.parser import text_string_to_metric_families as parsed

from feedsvc.settings import FeedSettings, WebSettings

HUB = "http://127.0.0.1:9/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def watched(open_desk):
    """A function that opens a client of a local site that has not scanned its folder yet."""
    return partial(open_desk, synced=False)


def samples(client):
    """Return all samples by name and labels."""
    response = client.get("/metrics")
    assert response.status_code == 200
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in parsed(response.text)
        for sample in family.samples
    }


def visit(client, path, agent, **environ):
    return client.get(path, headers={"User-Agent": agent}, environ_overrides=environ)


def test_the_state_of_the_site_is_reported(watched, stories):
    client = watched()
    (stories / "world" / "bad.md").write_text("---\ntitle: [\n---\nText.\n")
    client.site.sync()
    found = samples(client)
    assert found["feedsvc_entries",] == 4
    assert found["feedsvc_stories_refused",] == 1
    assert found["feedsvc_documents_held",] == 0
    assert found["feedsvc_last_sync_timestamp_seconds",] == pytest.approx(
        client.site.last_sync.timestamp()
    )


def test_a_process_that_has_not_scanned_reports_nothing_about_the_folder(watched):
    assert not {name for name, *_ in samples(watched())} & {
        "feedsvc_stories_refused",
        "feedsvc_last_sync_timestamp_seconds",
    }


def test_the_progress_of_the_first_import_is_reported_while_it_runs(watched):
    client = watched()
    seen = []

    def look(*_):
        text, facts = client.get("/healthz").text, client.get("/healthz", headers=JSON).json
        seen.append((text, facts.get("importing"), samples(client)["feedsvc_stories_to_import",]))

    client.site.sync(look)
    look()
    (first, *begun), *_, (last, *ended) = seen
    assert first.startswith("ok\n")
    assert first.endswith("importing 0 of 4\n")
    assert begun == [{"read": 0, "total": 4}, 4]
    assert "importing" not in last
    assert ended == [None, 0]
    assert client.get("/healthz", headers=JSON).json["last_sync"]


def test_versions_are_reported(watched):
    [build] = [key for key in samples(watched()) if key[0] == "feedsvc_build_info"]
    assert "0.1.0" in build


def test_responses_are_counted_by_kind_and_status_and_never_decrease(watched):
    client = watched()
    client.site.sync()
    first = visit(client, "/rss.xml", "newsboat/2.32")
    client.get("/rss.xml", headers={"If-None-Match": first.headers["ETag"]})
    client.get("/nothing")
    before = samples(client)
    assert before["feedsvc_requests_total", "200", "feed"] == 1
    assert before["feedsvc_requests_total", "304", "feed"] == 1
    assert before["feedsvc_requests_total", "404", "view"] == 1
    assert before["feedsvc_sent_bytes_total", "feed"] == len(first.data)
    assert before["feedsvc_saved_bytes_total", "feed"] == len(first.data)
    visit(client, "/rss.xml", "newsboat/2.32")
    after = samples(client)
    assert all(after[key] >= value for key, value in before.items() if key[0].endswith("_total"))
    assert after["feedsvc_requests_total", "200", "feed"] == 2


def test_subscribers_are_reported_by_program_and_for_few_feeds(watched):
    client = watched(feeds=(FeedSettings(name="quays", section="world"),))
    client.site.sync()
    visit(client, "/rss.xml", "Feedly/1.0 (42 subscribers)")
    visit(client, "/feeds/quays/rss.xml", "Feedly/1.0 (5 subscribers)")
    visit(client, "/sections/world/rss.xml", "Feedly/1.0 (3 subscribers)")
    for number in range(30):
        visit(client, "/rss.xml", f"Gull{number}/1.0", REMOTE_ADDR=f"192.0.2.{number}")
    found = samples(client)
    assert found["feedsvc_subscribers", "Feedly"] == 50
    assert found["feedsvc_subscribers", "Other"] == 30
    assert found["feedsvc_feed_subscribers", "main"] == 72
    assert found["feedsvc_feed_subscribers", "quays"] == 5
    feeds = {key[1] for key in found if key[0] == "feedsvc_feed_subscribers"}
    assert feeds == {"main", "quays"}


def test_no_visitor_can_create_a_label(watched):
    client = watched()
    client.site.sync()
    for name in ("first", "second", "third"):
        visit(client, "/rss.xml", f"{name}/1.0 (7 subscribers; feed-id={name})")
        visit(client, f"/{name}/rss.xml", name)
    assert not {label for _, *labels in samples(client) for label in labels} & {
        "first",
        "second",
        "third",
    }


def test_failed_hub_notifications_are_counted(watched):
    client = watched(hubs=(HUB,))
    client.site.sync()
    assert samples(client)["feedsvc_hub_pings_failed_total",] == 0
    client.services.notifier._round()  # noqa: SLF001 -- what its thread does when woken
    assert samples(client)["feedsvc_hub_pings_failed_total",] == 1


def test_the_state_of_the_site_is_reported_without_audience_figures(watched):
    client = watched(web=WebSettings(audience=False))
    client.site.sync()
    client.get("/rss.xml")
    found = samples(client)
    assert found["feedsvc_entries",] == 4
    assert not [name for name, *_ in found if "requests" in name or "subscribers" in name]


@pytest.mark.parametrize(
    ("accept", "media_type", "end"),
    [
        ("", "text/plain; version=0.0.4", ""),
        ("application/openmetrics-text; version=1.0.0", "application/openmetrics-text", "# EOF\n"),
    ],
)
def test_the_format_is_negotiated(watched, accept, media_type, end):
    response = watched().get("/metrics", headers={"Accept": accept})
    assert response.content_type.startswith(media_type)
    assert response.text.endswith(end)
