"""Pages for monitoring: `/healthz` for watchdogs and `/metrics` for Prometheus."""

import platform
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version

import msgspec
from flask import Blueprint, Response, request
from prometheus_client import CollectorRegistry
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from feedsvc.audience import Audience
from feedsvc.site import Site
from feedsvc.site.paths import MAIN, FeedKey
from feedsvc.web.context import AppServices, current_services, current_site
from feedsvc.web.responses import wants_json

blueprint = Blueprint("monitoring", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Respond `ok` while the catalog can be read; otherwise the error handler responds 503.

    `last_sync` is null until this process has scanned the folder once, `importing` is there
    while the first import runs.
    """
    site = current_site()
    facts: dict[str, object] = {
        "generation": site.generation(),
        "entries": site.count(),
        "last_sync": site.last_sync and site.last_sync.isoformat(timespec="seconds"),
    }
    progress = site.importing
    if wants_json():
        facts |= {"importing": progress} if progress else {}
        return Response(msgspec.json.encode({"status": "ok"} | facts), mimetype="application/json")
    facts |= {"importing": f"{progress.read} of {progress.total}"} if progress else {}
    lines = ["ok", *(f"{name} {value}" for name, value in facts.items())]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@blueprint.get("/metrics")
def metrics() -> Response:
    """Show the metrics in the version of the exposition format that the client asks for."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_SiteCollector(current_site(), current_services()))
    encode, media_type = choose_encoder(request.headers.get("Accept", ""))
    return Response(encode(registry), content_type=media_type)


class _SiteCollector(Collector):
    """Collects a site's metrics; those read from the catalog cover all of its processes."""

    def __init__(self, site: Site, services: AppServices) -> None:
        self._site, self._services = site, services

    def collect(self) -> Iterator[Metric]:
        """Yield each metric family with its help text."""
        yield from _site_metrics(self._site)
        notifier = self._services.notifier
        yield CounterMetricFamily(
            "feedsvc_hub_pings_failed",
            "Failed attempts of this process to notify a hub of a change.",
            value=notifier.failures if notifier else 0,
        )
        audience = self._services.audience
        if audience is not None and audience.enabled:
            audience.flush()
            yield from _response_metrics(audience)
            yield from _subscriber_metrics(self._site, audience)


def _site_metrics(site: Site) -> Iterator[Metric]:
    build = {"version": version("feedsvc"), "python": platform.python_version()}
    yield InfoMetricFamily("feedsvc_build", "Versions of feedsvc and Python.", value=build)
    yield GaugeMetricFamily("feedsvc_entries", "Public entries.", value=site.count())
    progress = site.importing
    yield GaugeMetricFamily(
        "feedsvc_stories_to_import",
        "Story files that the first import has yet to read.",
        value=progress.total - progress.read if progress else 0,
    )
    report, last_sync = site.last_report, site.last_sync
    if report is not None and last_sync is not None:
        yield GaugeMetricFamily(
            "feedsvc_stories_refused",
            "Story files that could not be read at the last sync.",
            value=len(report.refused),
        )
        yield GaugeMetricFamily(
            "feedsvc_last_sync_timestamp_seconds",
            "When this process last scanned the stories folder.",
            value=last_sync.timestamp(),
        )
    yield GaugeMetricFamily(
        "feedsvc_documents_held",
        "Documents held back because of an error.",
        value=len(site.held_back()),
    )


def _response_metrics(audience: Audience) -> Iterator[Metric]:
    requests = CounterMetricFamily(
        "feedsvc_requests",
        "Requests by kind of document and response status.",
        labels=("kind", "status"),
    )
    sent = CounterMetricFamily("feedsvc_sent_bytes", "Response body bytes.", labels=("kind",))
    saved = CounterMetricFamily(
        "feedsvc_saved_bytes",
        "Bytes saved by 304 responses, compression and deltas.",
        labels=("kind",),
    )
    bytes_by_kind: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for each in audience.store.responses():
        requests.add_metric((each.kind, str(each.status)), each.requests)
        before = bytes_by_kind[each.kind]
        bytes_by_kind[each.kind] = before[0] + each.sent, before[1] + each.saved
    for kind, (bytes_sent, bytes_saved) in bytes_by_kind.items():
        sent.add_metric((kind,), bytes_sent)
        saved.add_metric((kind,), bytes_saved)
    yield from (requests, sent, saved)


def _subscriber_metrics(site: Site, audience: Audience) -> Iterator[Metric]:
    """Yield the subscribers of the last complete day.

    Only the main feed and those of the settings get a label: a site can have thousands of
    feeds for tags and authors.
    """
    day = audience.last_complete_day()
    by_program = GaugeMetricFamily(
        "feedsvc_subscribers", "Subscribers of all feeds, by program.", labels=("program",)
    )
    for each in audience.store.programs(day):
        by_program.add_metric((each.name,), each.subscribers)
    yield by_program
    names = {MAIN.path: "main"}
    names |= {FeedKey("custom", feed.name).path: feed.name for feed in site.settings.public_feeds}
    by_feed = GaugeMetricFamily(
        "feedsvc_feed_subscribers",
        "Subscribers of the main feed and of the feeds in the settings.",
        labels=("feed",),
    )
    for each in audience.store.feeds(day):
        if each.name in names:
            by_feed.add_metric((names[each.name],), each.subscribers)
    yield by_feed
