"""The service that `feedsvc serve` and wsgi.py start."""

import queue
from pathlib import Path

import msgspec
import pytest
from support.hub import CountingHub, serving, soon

from feedsvc.errors import SettingsError
from feedsvc.service import Service


def ignore(_report):
    pass


def test_the_service_reports_and_serves_changes_until_it_is_closed(settings, stories):
    reports = queue.SimpleQueue()
    service = Service.open(settings, reports.put)
    try:
        assert reports.empty()
        client = service.app().test_client()
        service.start()
        assert reports.get(timeout=60).added == 4
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
    calls, reports = [], queue.SimpleQueue()
    service = Service.open(
        settings, reports.put, progress=lambda done, total: calls.append((done, total))
    )
    service.start()
    reports.get(timeout=60)
    service.close()
    assert calls == [(0, 4), (4, 4)]


def test_a_missing_folder_is_an_error_before_anything_is_created(settings, tmp_path):
    missing = msgspec.structs.replace(settings, stories=str(tmp_path / "nowhere"))
    with pytest.raises(SettingsError, match="nowhere"):
        Service.open(missing, ignore)
    assert not Path(settings.catalog).exists()


def test_hubs_are_first_notified_after_the_scan(settings):
    reports, hub = queue.SimpleQueue(), CountingHub()
    with serving(hub) as url:
        changed = msgspec.structs.replace(settings, hubs=(f"{url}/",))
        service = Service.open(changed, reports.put)
        try:
            service.start()
            assert reports.get(timeout=60).added == 4
            soon(lambda: f"{settings.base_url}/rss.xml" in hub.topics)
        finally:
            service.close()
    assert len(hub.topics) == len(set(hub.topics))
