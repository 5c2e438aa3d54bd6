"""An entry in full as HTML, with absolute links, for the content of feeds."""

import html
import re
from urllib.parse import urljoin

from lxml import etree

from feedsvc.entry import Entry, Media
from feedsvc.feeds.media import media_not_in_content, medium

URL_ATTRIBUTES = ("href", "src", "poster", "cite")
LINKING_ELEMENTS = (
    *("a", "area", "audio", "blockquote", "del", "embed", "iframe", "img", "ins", "link"),
    *("q", "source", "track", "video"),
)

# An attribute whose URL may be relative; `=` comes first because it is quick to find.
_RELATIVE = re.compile(
    r"""=(?:(?<=\s=)|(?<=srcset=)|
        (?:(?<=href=)|(?<=src=)|(?<=poster=)|(?<=cite=))["']?+(?![a-z][a-z0-9+.-]*+:))""",
    re.IGNORECASE | re.VERBOSE,
)
_CANDIDATE = re.compile(r"(?P<url>[^\s,](?:\S*[^\s,])?)(?:\s+(?P<size>[^,]+))?")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_REFERENCE = re.compile(r"&#?[0-9A-Za-z]+;?")
_TAG_OPENER = re.compile(r"<(?=[A-Za-z/!?])")

_PARSER = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)


def full_content(entry: Entry) -> str:
    """Return an entry in full as HTML: subtitle, bullets, media, content, correction.

    Links are absolute. Media that the content already shows are not repeated; of the others,
    the first comes before the content and the rest after it.
    """
    base = entry.link or ""
    content = absolute_links(entry.content or "", base)
    figures = [_figure(media) for media in media_not_in_content(entry.media, content, base)]
    parts = [
        f"<p><strong>{_text(entry.subtitle)}</strong></p>" if entry.subtitle else "",
        _list(entry.highlights),
        *figures[:1],
        content,
        *figures[1:],
        f"<p><em>{_text(entry.correction)}</em></p>" if entry.correction else "",
    ]
    return "\n".join(filter(None, parts))


def absolute_links(markup: str, base: str) -> str:
    """Return HTML with the URLs of href, src, srcset, poster and cite made absolute.

    HTML without relative links is returned unchanged. Attributes with invalid URLs are
    removed.
    """
    if not _RELATIVE.search(markup):
        return markup
    (body,) = etree.HTML(f"<div>{markup}</div>".encode(), _PARSER)
    for element in body.iter(*LINKING_ELEMENTS):
        for name in URL_ATTRIBUTES:
            url = element.get(name)
            if url is not None and not _SCHEME.match(url):
                _set_or_drop(element, name, _absolute(url, base))
        srcset = element.get("srcset")
        if srcset is not None:
            element.set("srcset", _absolute_srcset(srcset, base))
    return _inner_html(body[0])


def text_as_html(text: str) -> str:
    """Return plain text so that a reader that treats it as HTML shows the same text.

    Only what HTML would misread is escaped, because many readers show `AT&amp;T` literally.
    """
    escaped = _REFERENCE.sub(_escape_if_read, text)
    return _TAG_OPENER.sub("&lt;", escaped)


def _text(text: str) -> str:
    return html.escape(text.strip(), quote=False)


def _list(bullets: tuple[str, ...]) -> str:
    items = "".join(f"<li>{_text(bullet)}</li>" for bullet in bullets)
    return f"<ul>{items}</ul>" if items else ""


def _figure(media: Media) -> str:
    url, kind = html.escape(media.url or ""), medium(media)
    if kind == "document":
        return f'<p><a href="{url}">{_text(media.caption or media.url or "")}</a></p>'
    size = "".join(
        f' {name}="{value}"'
        for name, value in (("width", media.width), ("height", media.height))
        if value and kind != "audio"
    )
    alt = html.escape(media.alt or media.caption or "")
    element = {
        "image": f'<img src="{url}" alt="{alt}"{size}>',
        "audio": f'<audio src="{url}" controls></audio>',
        "video": f'<video src="{url}" controls{size}></video>',
    }[kind]
    credit = f"({media.credit})" if media.credit else ""
    caption = " ".join(filter(None, (media.caption, credit)))
    legend = f"<figcaption>{_text(caption)}</figcaption>" if caption else ""
    return f"<figure>{element}{legend}</figure>"


def _absolute(url: str, base: str) -> str | None:
    try:
        return urljoin(base, url.strip())
    except ValueError:
        return None


def _absolute_srcset(srcset: str, base: str) -> str:
    """Make the candidates of a srcset absolute (HTML, section 4.8.4.2.1)."""
    candidates = []
    for match in _CANDIDATE.finditer(srcset):
        url = _absolute(match["url"], base)
        if url:
            candidates.append(f"{url} {match['size'] or ''}".strip())
    return ", ".join(candidates)


def _set_or_drop(element: etree._Element, name: str, value: str | None) -> None:
    if value is None:
        del element.attrib[name]
    else:
        element.set(name, value)


def _inner_html(div: etree._Element) -> str:
    outer = etree.tostring(div, method="html", encoding="unicode")
    inner = outer.removeprefix("<div>").removesuffix("</div>")
    # libxml2 knows only HTML 4 and adds end tags to these void elements.
    for void in ("source", "track", "wbr"):
        inner = inner.replace(f"</{void}>", "")
    return inner


def _escape_if_read(reference: re.Match[str]) -> str:
    text = reference[0]
    return text if html.unescape(text) == text else f"&amp;{text[1:]}"
