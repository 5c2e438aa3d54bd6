"""`/metrics`: figures of the site for Prometheus, and for whatever else reads its format."""

import platform
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version

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
from feedsvc.site.naming import MAIN, FeedKey
from feedsvc.web.newsroom import Newsroom, current_newsroom
from feedsvc.web.responses import current_site

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Answer in the version of the format that the client asks for."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(current_site(), current_newsroom()))
    encode, media_type = choose_encoder(request.headers.get("Accept", ""))
    return Response(encode(registry), content_type=media_type)


class _Figures(Collector):
    """What is told of one site; the catalog's figures are those of all its processes."""

    def __init__(self, site: Site, newsroom: Newsroom) -> None:
        self._site, self._newsroom = site, newsroom

    def collect(self) -> Iterator[Metric]:
        """Yield each family of figures with what it means and its unit."""
        yield from _state(self._site)
        teller = self._newsroom.teller
        yield CounterMetricFamily(
            "feedsvc_hub_pings_failed",
            "How often a hub could not be told of a change, by this process.",
            value=teller.failures if teller else 0,
        )
        audience = self._newsroom.audience
        if audience is not None and audience.counts:
            audience.flush()
            yield from _answers(audience)
            yield from _subscribers(self._site, audience)


def _state(site: Site) -> Iterator[Metric]:
    build = {"version": version("feedsvc"), "python": platform.python_version()}
    yield InfoMetricFamily("feedsvc_build", "What answers here.", value=build)
    yield GaugeMetricFamily("feedsvc_entries", "Entries that are public now.", value=site.count())
    report, last_sync = site.last_report, site.last_sync
    if report is not None and last_sync is not None:
        yield GaugeMetricFamily(
            "feedsvc_stories_refused",
            "Story files that could not be read at the last sync.",
            value=len(report.refused),
        )
        yield GaugeMetricFamily(
            "feedsvc_last_sync_timestamp_seconds",
            "When this process last looked at the stories folder.",
            value=last_sync.timestamp(),
        )
    yield GaugeMetricFamily(
        "feedsvc_documents_held",
        "Documents that have an error and are not published.",
        value=len(site.held_back()),
    )


def _answers(audience: Audience) -> Iterator[Metric]:
    requests = CounterMetricFamily(
        "feedsvc_requests", "Answers by what was asked for.", labels=("kind", "status")
    )
    sent = CounterMetricFamily("feedsvc_sent_bytes", "Bytes of bodies sent.", labels=("kind",))
    saved = CounterMetricFamily(
        "feedsvc_saved_bytes",
        "Bytes that 304, compression and deltas saved.",
        labels=("kind",),
    )
    bytes_: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for each in audience.store.answers():
        requests.add_metric((each.kind, str(each.status)), each.requests)
        before = bytes_[each.kind]
        bytes_[each.kind] = before[0] + each.sent, before[1] + each.saved
    for kind, (number_sent, number_saved) in bytes_.items():
        sent.add_metric((kind,), number_sent)
        saved.add_metric((kind,), number_saved)
    yield from (requests, sent, saved)


def _subscribers(site: Site, audience: Audience) -> Iterator[Metric]:
    """Yield the subscribers of the last day that is complete.

    Of feeds only those that someone set up have a label: terms are many.
    """
    day = audience.settled()
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
        "Subscribers of the main feed and those of the settings.",
        labels=("feed",),
    )
    for each in audience.store.feeds(day):
        if each.name in names:
            by_feed.add_metric((names[each.name],), each.subscribers)
    yield by_feed
