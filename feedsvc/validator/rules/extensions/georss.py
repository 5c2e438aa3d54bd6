"""Geography: GeoRSS and its GML, the W3C's geo vocabulary, ICBM and GeoURL."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import FEEDS, ITEMS
from feedsvc.validator.rules.values.numbers import decimal, integer
from feedsvc.validator.rules.values.texts import not_blank
from feedsvc.validator.values import text
from feedsvc.validator.vocabulary import Child, Count, declare, many, may, one, optional

GEORSS = "https://docs.ogc.org/cs/17-002r1/17-002r1.html"
GEO = "https://www.w3.org/2003/01/geo/"


def _numbers(value: str) -> list[float] | None:
    parts = value.replace(",", " ").split()
    return [float(part) for part in parts] if all(map(text.is_number, parts)) else None


def _pairs_fault(value: str, least: int, most: int | None = None) -> str:
    numbers = _numbers(value)
    enough = numbers and len(numbers) >= 2 * least and (not most or len(numbers) <= 2 * most)
    if not numbers or not enough or len(numbers) % 2:
        if least == 1:
            return "write one latitude and one longitude"
        return f"write {'' if most else 'at least '}{least} pairs of latitude and longitude"
    if any(abs(latitude) > 90 for latitude in numbers[::2]):
        return "latitude comes first and must be between -90 and 90"
    if any(abs(longitude) > 360 for longitude in numbers[1::2]):
        return "longitude must be between -180 and 180"
    return ""


@rule(
    "invalid-coord",
    Severity.ERROR,
    form=Form.VALUE,
    spec=GEORSS,
    bad=item("<georss:point>45.256</georss:point>"),
    good=item("<georss:point>45.256 -71.92</georss:point>"),
)
def point(value: str) -> str | None:
    """A point is not a pair of latitude and longitude.

    Maps show the item in the wrong place or not at all. Write two numbers separated by a space,
    latitude first.
    """
    fault = _pairs_fault(value, 1, 1)
    return f"{value.strip()!r} is not a point: {fault}" if fault else None


@rule(
    "coord-comma",
    Severity.WARNING,
    form=Form.VALUE,
    spec=GEORSS,
    bad=item("<georss:point>45.256,-71.92</georss:point>"),
    good=item("<georss:point>45.256 -71.92</georss:point>"),
)
def no_comma(value: str) -> str | None:
    """Coordinates are separated by a comma.

    GeoRSS uses spaces, and some maps support nothing else. Write a space.
    """
    if "," not in value:
        return None
    return f"{value.strip()[:40]!r} has a comma; separate coordinates with spaces"


@rule(
    "invalid-coord-list",
    Severity.ERROR,
    form=Form.VALUE,
    spec=GEORSS,
    bad=item("<georss:line>45.256 -110.45</georss:line>"),
    good=item("<georss:line>45.256 -110.45 46.46 -109.48</georss:line>"),
)
def point_list(value: str) -> str | None:
    """A line or area is not a list of enough pairs of latitude and longitude.

    Maps cannot draw it and omit the item. Write pairs of numbers separated by spaces, latitude
    first.
    """
    fault = _pairs_fault(value, 2)
    return f"{value.strip()[:40]!r} is not a list of points: {fault}" if fault else None


@rule(
    "invalid-coord-list",
    form=Form.VALUE,
    spec=GEORSS,
    bad=item("<georss:polygon>45 -110 46 -109 43 -109</georss:polygon>"),
    good=item("<georss:polygon>45 -110 46 -109 43 -109 45 -110</georss:polygon>"),
)
def polygon(value: str) -> str | None:
    """A polygon has fewer than four points, or its last point differs from its first."""
    fault = _pairs_fault(value, 4)
    numbers = _numbers(value) or []
    if not fault and numbers[:2] != numbers[-2:]:
        fault = "the last point must be the same as the first"
    return f"{value.strip()[:40]!r} is not a polygon: {fault}" if fault else None


@rule(
    "invalid-coord-list",
    form=Form.VALUE,
    spec=GEORSS,
    bad=item("<georss:box>42.943 -71.032</georss:box>"),
    good=item("<georss:box>42.943 -71.032 43.039 -69.856</georss:box>"),
)
def box(value: str) -> str | None:
    """A box is not two pairs of latitude and longitude."""
    fault = _pairs_fault(value, 2, 2)
    return f"{value.strip()[:40]!r} is not a box: {fault}" if fault else None


@rule(
    "invalid-coord",
    form=Form.VALUE,
    spec=GEORSS,
    bad=item("<georss:circle>45.256 -71.92</georss:circle>"),
    good=item("<georss:circle>45.256 -71.92 500</georss:circle>"),
)
def circle(value: str) -> str | None:
    """A circle is not a point and a radius."""
    numbers = _numbers(value)
    if (
        numbers is not None
        and len(numbers) == 3
        and not _pairs_fault(" ".join(value.split()[:2]), 1)
    ):
        return None
    return f"{value.strip()!r} is not a circle; write latitude, longitude and a radius in meters"


@rule(
    "invalid-latitude",
    Severity.ERROR,
    form=Form.VALUE,
    spec=GEO,
    bad=item("<geo:lat>92.5</geo:lat>"),
    good=item("<geo:lat>42.5</geo:lat>"),
)
def latitude(value: str) -> str | None:
    """A latitude is not a number between -90 and 90.

    Maps show the item in the wrong place or not at all. Write degrees as a decimal number.
    """
    if text.is_number(value.strip()) and abs(float(value)) <= 90:
        return None
    return f"{value!r} is not a latitude between -90 and 90"


@rule(
    "invalid-longitude",
    Severity.ERROR,
    form=Form.VALUE,
    spec=GEO,
    bad=item("<geo:long>190</geo:long>"),
    good=item("<geo:long>-71.9</geo:long>"),
)
def longitude(value: str) -> str | None:
    """A longitude is not a number between -180 and 180.

    Maps show the item in the wrong place or not at all. Write degrees as a decimal number.
    """
    if text.is_number(value.strip()) and abs(float(value)) <= 180:
        return None
    return f"{value!r} is not a longitude between -180 and 180"


def _gml(name: str) -> str:
    return f"{{{ns.GML}}}{name}"


_PLACES = (*FEEDS, *ITEMS, f"{{{ns.MEDIA}}}location")
_TAGS = {
    name: optional(not_blank)
    for word in ("featureType", "relationship")
    for name in (f"{word}Tag", f"{word.lower()}tag")
} | {"featureName": optional(not_blank), "featurename": optional(not_blank)}
_MEASURES = {"elev": optional(decimal), "floor": optional(integer), "radius": optional(decimal)}
_ABOUT = {name: may(*child.text) for name, child in (_TAGS | _MEASURES).items()}


def _shape(child: Child) -> Child:
    return Child(count=Count.OPTIONAL, text=child.text, attributes=_ABOUT)


declare(
    _PLACES,
    {
        "point": _shape(many(point, no_comma)),
        "line": _shape(many(point_list, no_comma)),
        "polygon": _shape(many(polygon, no_comma)),
        "box": _shape(many(box, no_comma)),
        "circle": _shape(many(circle, no_comma)),
        "multipoint": many(),
        "multiline": many(),
        "multipolygon": many(),
        "where": optional(attributes=_ABOUT),
        **_TAGS,
        **_MEASURES,
    },
    namespace=ns.GEORSS,
)
_SRS = {name: may() for name in ("srsName", "srsDimension")} | {_gml("id"): may(), "id": may()}
declare(
    (f"{{{ns.GEORSS}}}where",),
    {
        name: optional(attributes=_SRS)
        for name in ("Point", "LineString", "Polygon", "Envelope", "MultiPoint", "MultiLineString")
    },
    namespace=ns.GML,
)
declare((_gml("Point"),), {"pos": one(point, no_comma, attributes=_SRS)}, namespace=ns.GML)
declare(
    (_gml("LineString"),), {"posList": one(point_list, no_comma, attributes=_SRS)}, namespace=ns.GML
)
declare((_gml("Polygon"),), {"exterior": one(), "interior": many()}, namespace=ns.GML)
declare((_gml("exterior"), _gml("interior")), {"LinearRing": one()}, namespace=ns.GML)
declare(
    (_gml("LinearRing"),), {"posList": one(polygon, no_comma, attributes=_SRS)}, namespace=ns.GML
)
declare(
    (_gml("Envelope"),),
    {"lowerCorner": one(point, no_comma), "upperCorner": one(point, no_comma)},
    namespace=ns.GML,
)
_GEO = {"lat": optional(latitude), "long": optional(longitude), "alt": optional(decimal)}
declare(_PLACES, {**_GEO, "Point": optional()}, namespace=ns.GEO)
declare(
    (f"{{{ns.GEO}}}Point",),
    {"lat": one(latitude), "long": one(longitude), "alt": optional(decimal)},
    namespace=ns.GEO,
)
_NAMED = {"latitude": optional(latitude), "longitude": optional(longitude)}
declare(_PLACES, _NAMED, namespace=ns.ICBM)
declare(_PLACES, _NAMED, namespace=ns.GEOURL)
