"""The service that `feedsvc serve` and wsgi.py start."""

import queue

import msgspec
import pytest

from feedsvc.errors import SettingsError
from feedsvc.service import Service
from feedsvc.site import Site


def ignore(_report):
    pass


def test_the_service_reports_and_serves_changes_until_it_is_closed(settings, stories):
    reports = queue.SimpleQueue()
    service = Service.open(settings, reports.put)
    try:
        assert (service.report.added, reports.empty()) == (4, True)
        client = service.app().test_client()
        service.start()
        (stories / "world" / "fog.md").write_text("---\ntitle: Fog\ndate: 2026-03-05\n---\nFog.\n")
        while not reports.get(timeout=60).added:
            pass
        assert "Fog" in {item["title"] for item in client.get("/feed.json").json["items"]}
    finally:
        service.close()
    while not reports.empty():
        reports.get()
    (stories / "world" / "fog.md").unlink()
    with pytest.raises(queue.Empty):
        reports.get(timeout=1)


def test_a_service_that_was_not_started_can_be_closed(settings):
    Service.open(settings, ignore).close()


def test_progress_is_reported_while_stories_are_read(settings):
    calls = []
    Service.open(settings, ignore, lambda done, total: calls.append((done, total))).close()
    assert calls[-1][1] == 4


def test_the_site_is_closed_if_its_stories_cannot_be_read(settings, tmp_path, monkeypatch):
    closed, close = [], Site.close

    def record_close(site):
        closed.append(site)
        close(site)

    monkeypatch.setattr(Site, "close", record_close)
    missing = msgspec.structs.replace(settings, stories=str(tmp_path / "nowhere"))
    with pytest.raises(SettingsError, match="nowhere"):
        Service.open(missing, ignore)
    assert len(closed) == 1
