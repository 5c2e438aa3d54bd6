"""Runs the rules of the chosen profiles on a document that the general rules have seen."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from feedsvc.validator.collected import MOST_PER_CODE, Found, in_order
from feedsvc.validator.finding import Finding, Report
from feedsvc.validator.profiles import chosen_profiles
from feedsvc.validator.profiles.feed import SITEMAP, Feed
from feedsvc.validator.registry import Form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedsvc.validator.document import Document
    from feedsvc.validator.profiles.profile import Profile, ProfileRule


def extended(report: Report, document: Document | None, names: Sequence[str]) -> Report:
    """Add what the rules of some profiles find; `document` is None for JSON.

    General findings that a chosen profile replaces are left out. Raises ValueError where a
    name is no profile's.
    """
    profiles = chosen_profiles(names)
    feed = Feed(document, [uri for profile in profiles for uri in profile.namespaces])
    found = _found(feed, profiles)
    general = [finding for finding in report.findings if not _is_replaced(finding, feed, profiles)]
    chosen = [profile.name for profile in profiles]
    titles = {profile.name: profile.title for profile in profiles}
    messages = [_message(one, chosen, titles) for one in found]
    made = list(_findings(found, messages, document))
    is_sitemap = feed.family == SITEMAP and any(SITEMAP in one.formats for one in profiles)
    return Report(
        format="news sitemap" if is_sitemap else report.format,
        findings=in_order(general + made),
    )


def _found(feed: Feed, profiles: Sequence[Profile]) -> list[Found]:
    found: list[Found] = []
    rules: dict[str, list[ProfileRule]] = {}
    for profile in profiles:
        for rule in profile.rules:
            if rule.form is Form.DOCUMENT:
                found += (Found(rule, place, message) for place, message in rule.check(feed))
            elif feed.family in profile.formats:
                for name in rule.on:
                    rules.setdefault(name, []).append(rule)
    counts: Counter[str] = Counter()
    for element in feed.elements() if rules else ():
        parent = element.getparent()
        above = f"{parent.tag} > {element.tag}" if parent is not None else ""
        for rule in (*rules.get(element.tag, ()), *rules.get(above, ())):
            room = MOST_PER_CODE - counts[rule.code]
            for place, message in islice(rule.check(element, feed), room) if room else ():
                found.append(Found(rule, place, message))
                counts[rule.code] += 1
    return found


def _is_replaced(finding: Finding, feed: Feed, profiles: Sequence[Profile]) -> bool:
    return any(
        finding.code == code and (finding.path.endswith(part) or part in finding.message)
        for profile in profiles
        if feed.family in profile.formats
        for code, part in profile.replaces
    )


def _message(found: Found, chosen: Sequence[str], titles: dict[str, str]) -> str:
    rule: ProfileRule = found.rule  # type: ignore[assignment] # profiles have no other rules
    draft = " (a draft, from a secondary source)" if rule.draft else ""
    others = [
        f"; {titles[name]} contradicts: {rule.against[name]}"
        for name in chosen
        if name in rule.against
    ]
    return found.message + draft + "".join(others)


def _findings(
    found: Sequence[Found], messages: Sequence[str], document: Document | None
) -> Iterator[Finding]:
    from feedsvc.validator.document import At  # noqa: PLC0415 - loads lxml

    if document is not None and found:
        places = [one.place for one in found if one.place is not None]
        document.count([spot.element if isinstance(spot, At) else spot for spot in places])
    for one, message in zip(found, messages, strict=True):
        rule: ProfileRule = one.rule  # type: ignore[assignment] # profiles have no other rules
        line, column, path = 0, 0, ""
        if document is not None and one.place is not None:
            (line, column), path = document.place(one.place), document.path(one.place)
        yield Finding(
            code=rule.code,
            severity=rule.severity,
            message=message,
            line=line,
            column=column,
            path=path,
            spec=rule.spec,
        )
