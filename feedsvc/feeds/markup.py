"""HTML for feeds: an entry in full, with links that work wherever it is read."""

import html
import re
from urllib.parse import urljoin

from lxml import etree

from feedsvc.entry import Entry, Media
from feedsvc.feeds.media import unshown
from feedsvc.feeds.values import medium

URL_ATTRIBUTES = ("href", "src", "poster", "cite")
LINKING_ELEMENTS = (
    *("a", "area", "audio", "blockquote", "del", "embed", "iframe", "img", "ins", "link"),
    *("q", "source", "track", "video"),
)

# An attribute whose URL may be relative; `=` comes first because that is quick to find.
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
    """Return all an entry has to say as HTML: deck, bullets, pictures, content, correction.

    Links are absolute. A medium that the content shows already is not shown again; the
    first picture stands before the content, others after it.
    """
    content = absolute_links(entry.content or "", entry.link or "")
    figures = [_figure(media) for media in unshown(entry.media, content, entry.link or "")]
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
    """Return HTML with every link made absolute: href, src, srcset, poster and cite.

    HTML in which no link can be relative comes back as it was. A link that is no URL at
    all is taken away.
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
    """Return plain text so that a reader who takes it for HTML shows that very text.

    Only what HTML would misread is escaped: many readers show `AT&amp;T` as it stands.
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
    shown = {
        "image": f'<img src="{url}" alt="{alt}"{size}>',
        "audio": f'<audio src="{url}" controls></audio>',
        "video": f'<video src="{url}" controls{size}></video>',
    }[kind]
    credit = f"({media.credit})" if media.credit else ""
    caption = " ".join(filter(None, (media.caption, credit)))
    legend = f"<figcaption>{_text(caption)}</figcaption>" if caption else ""
    return f"<figure>{shown}{legend}</figure>"


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
    # libxml2 knows HTML 4 and ends these as if they could hold something.
    for void in ("source", "track", "wbr"):
        inner = inner.replace(f"</{void}>", "")
    return inner


def _escape_if_read(reference: re.Match[str]) -> str:
    text = reference[0]
    return text if html.unescape(text) == text else f"&amp;{text[1:]}"
