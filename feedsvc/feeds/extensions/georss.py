"""GeoRSS-Simple: where a story took place (https://www.ogc.org/standards/georss)."""

from lxml import etree

from feedsvc.feeds.extensions import Extension

_POLE, _DATE_LINE = 90, 180


class GeoRss(Extension):
    """The place of an entry: latitude and longitude in degrees of WGS 84."""

    prefix = "georss"
    namespace = "http://www.georss.org/georss"

    point: tuple[float, float] | None = None

    def extend_rss(self, element: etree._Element) -> None:
        """Add `georss:point`, to six decimals: a tenth of a metre; nothing for no such place."""
        if self.point:
            latitude, longitude = self.point
            if abs(latitude) <= _POLE and abs(longitude) <= _DATE_LINE:
                self.add(element, "point", f"{_degrees(latitude)} {_degrees(longitude)}")

    extend_atom = extend_rss


def _degrees(value: float) -> str:
    return f"{round(value, 6) + 0.0:.6f}".rstrip("0").rstrip(".")
