"""Objects of schema.org, whether JSON-LD or microdata wrote them: their values, read alike."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from feedsvc.parsers.reading.html import xml_text
from feedsvc.parsers.values import text_of

ARTICLES: Final = frozenset(
    (
        *("Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "Report"),
        *("OpinionNewsArticle", "ReviewNewsArticle", "BackgroundNewsArticle", "BlogPosting"),
        *("AskPublicNewsArticle", "AdvertiserContentArticle", "SatiricalArticle", "PressRelease"),
        *("LiveBlogPosting", "SocialMediaPosting", "TechArticle", "ScholarlyArticle"),
        *("MedicalScholarlyArticle", "Review"),
    )
)
"""Types of schema.org that are a story."""

LISTS: Final = frozenset(
    ("CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage", "Blog", "DataFeed")
)
"""Types of schema.org whose page holds many stories, or none."""

_DEEPEST: Final = 8
_MOST_VALUES: Final = 500


class Thing:
    """One object: its types, and its values by the names that schema.org gives them.

    `label` says where it stands, `line_of` finds the line of a property, `known` are the
    page's objects by their `@id`.
    """

    def __init__(
        self,
        data: Mapping[str, Any],
        label: str,
        line_of: Callable[[str], int],
        known: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self.data, self.label, self.line, self._known = data, label, line_of, known

    @property
    def types(self) -> frozenset[str]:
        """The names of its types, without their vocabulary."""
        written = self.data.get("@type") or self.data.get("type")
        names = written if isinstance(written, list) else [written]
        return frozenset(
            name.rpartition("/")[2].rpartition(":")[2].rpartition("#")[2]
            for name in names
            if isinstance(name, str)
        )

    @property
    def id(self) -> str | None:
        """Its `@id`."""
        written = self.data.get("@id")
        return xml_text(written).strip() or None if isinstance(written, str) else None

    def values(self, *names: str) -> list[Any]:
        """Return the values of the first of some properties that has any, lists laid flat."""
        for name in names:
            written = self.data.get(name)
            if written is None:
                written = self.data.get(f"schema:{name}")
            found = list(_flat(written, 0))[:_MOST_VALUES]
            if found:
                return found
        return []

    def texts(self, *names: str) -> list[str]:
        """Return the values as plain text in one line; an object gives its name."""
        found = (self._text(value) for value in self.values(*names))
        return [text for text in found if text]

    def text(self, *names: str) -> str | None:
        """Return the first value that has text."""
        return next(iter(self.texts(*names)), None)

    def addresses(self, *names: str) -> Iterator[str]:
        """Yield the addresses among the values: texts, and the `url` or `@id` of objects."""
        for name in names:
            for value in self.values(name):
                if isinstance(value, str):
                    yield xml_text(value).strip()
                elif isinstance(value, dict):
                    inner = self.inner(value)
                    yield from (each for each in (inner.id, inner.text("url")) if each)

    def things(self, *names: str) -> list["Thing"]:
        """Return the objects among the values."""
        return [self.inner(value) for value in self.values(*names) if isinstance(value, dict)]

    def inner(self, data: Mapping[str, Any]) -> "Thing":
        """Return an object of this page; one that is but a reference, as what it refers to."""
        written = data.get("@id")
        if isinstance(written, str) and written in self._known:
            data = {**self._known[written], **data}
        return Thing(data, self.label, self.line, self._known)

    def _text(self, value: object) -> str | None:
        if isinstance(value, dict):
            inner = self.inner(value)
            return inner.text("name", "headline", "text", "url") if value is not self.data else None
        if isinstance(value, bool):
            return None
        return text_of(str(value))


def _flat(value: object, depth: int) -> Iterator[Any]:
    """Yield the values of a list, of lists in it, and of JSON-LD's wrappers."""
    if value is None or value == "" or depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value[:_MOST_VALUES]:
            yield from _flat(each, depth + 1)
    elif isinstance(value, dict) and ("@value" in value or "@list" in value):
        yield from _flat(value.get("@value", value.get("@list")), depth + 1)
    else:
        yield value
