"""The channel's image in RSS: its size, its format, and whether it agrees with the channel."""

from feedsvc.validator.document import Document, Element, Spots
from feedsvc.validator.examples import channel
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.specs import PROFILE, RSS

_IMAGE = "<url>https://news.example/q.png</url><link>https://news.example/</link>"


@rule(
    "invalid-width",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RSS}#ltimagegtSubelementOfLtchannelgt",
    bad=channel(f"<image>{_IMAGE}<title>Harbour News</title><width>300</width></image>"),
    good=channel(f"<image>{_IMAGE}<title>Harbour News</title><width>144</width></image>"),
)
def image_width(value: str) -> str | None:
    """The width of the channel's image is no whole number from 1 to 144.

    Readers keep room for the image by it, and those that obey the specification clip it.
    """
    stripped = value.strip()
    if stripped.isascii() and stripped.isdigit() and 1 <= int(stripped[:9]) <= 144:
        return None
    return f"{value!r} is no whole number from 1 to 144"


@rule(
    "invalid-height",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RSS}#ltimagegtSubelementOfLtchannelgt",
    bad=channel(f"<image>{_IMAGE}<title>Harbour News</title><height>900</height></image>"),
    good=channel(f"<image>{_IMAGE}<title>Harbour News</title><height>400</height></image>"),
)
def image_height(value: str) -> str | None:
    """The height of the channel's image is no whole number from 1 to 400.

    Readers keep room for the image by it, and those that obey the specification clip it.
    """
    stripped = value.strip()
    if stripped.isascii() and stripped.isdigit() and 1 <= int(stripped[:9]) <= 400:
        return None
    return f"{value!r} is no whole number from 1 to 400"


@rule(
    "image-url-format",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PROFILE}#element-channel-image-url",
    bad=channel(f"<image>{_IMAGE.replace('png', 'tiff')}<title>Harbour News</title></image>"),
    good=channel(f"<image>{_IMAGE}<title>Harbour News</title></image>"),
)
def image_format(value: str) -> str | None:
    """The channel's image is no GIF, JPEG or PNG, by its address.

    Those are the formats that every reader shows.
    """
    name = value.strip().lower().partition("?")[0].rpartition("/")[2]
    suffix = name.rpartition(".")[2] if "." in name else ""
    if suffix in {"tif", "tiff", "bmp", "ico", "svg", "webp", "avif", "psd", "pdf", "html"}:
        return f"{value.strip()!r} is no GIF, JPEG or PNG"
    return None


@rule(
    "image-title-doesnt-match",
    Severity.WARNING,
    on=("channel > image",),
    spec=f"{PROFILE}#element-channel-image-title",
    bad=channel(f"<image>{_IMAGE}<title>Our crane</title></image>"),
    good=channel(f"<image>{_IMAGE}<title>Harbour News</title></image>"),
)
def image_title(image: Element, doc: Document) -> Spots:
    """The image's title is not the channel's.

    It is the image's alternative text, and some readers show only one of the two.
    """
    yield from _unlike(image, doc, "title")


@rule(
    "image-link-doesnt-match",
    Severity.WARNING,
    on=("channel > image",),
    spec=f"{PROFILE}#element-channel-image-link",
    bad=channel(f"<image>{_IMAGE.replace('example/<', 'example/q<')}<title>Q</title></image>"),
    good=channel(f"<image>{_IMAGE}<title>Harbour News</title></image>"),
)
def image_link(image: Element, doc: Document) -> Spots:
    """The image's link is not the channel's.

    Some readers use only one of the two.
    """
    yield from _unlike(image, doc, "link")


def _unlike(image: Element, doc: Document, name: str) -> Spots:
    mine, its = image.find(name), image.find(f"../{name}")
    if mine is None or its is None:
        return
    here, there = " ".join(doc.text(mine).split()), " ".join(doc.text(its).split())
    if here != there and here and there:
        yield mine, f"the image's {name} {here!r} is not the channel's, {there!r}"
