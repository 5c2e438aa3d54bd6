"""Extensions of players and hosts: chapters, Blubrry, Spotify, YouTube, Microsoft's lists."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import channel
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.extensions.media_values import moment, true_false
from feedsvc.validator.rules.places import HEADS, RSS_STORIES, STORIES
from feedsvc.validator.rules.values.lists import listed
from feedsvc.validator.rules.values.numbers import non_negative_integer
from feedsvc.validator.rules.values.texts import mime_attribute, not_blank
from feedsvc.validator.rules.values.uris import web_address
from feedsvc.validator.rules.xml.strays import no_text
from feedsvc.validator.values.codes import COUNTRIES
from feedsvc.validator.vocabulary import declare, loose, many, may, need, optional, some

LISTS = "https://learn.microsoft.com/previous-versions/windows/desktop/ms686418(v=vs.85)"


@rule(
    "invalid-country-code",
    form=Form.VALUE,
    spec="https://www.iso.org/iso-3166-country-codes.html",
    bad=channel("<spotify:countryOfOrigin>uk</spotify:countryOfOrigin>"),
    good=channel("<spotify:countryOfOrigin>se no</spotify:countryOfOrigin>"),
)
def origins(value: str) -> str | None:
    """A country in a list is none of ISO 3166."""
    wrong = [code for code in value.split() if code.upper() not in COUNTRIES]
    return f"holds {wrong[0]!r}, which is no country such as se" if wrong else None


declare(RSS_STORIES, {"chapters": optional(attributes={"version": may()})}, namespace=ns.PSC)
declare(
    (f"{{{ns.PSC}}}chapters",),
    {
        "chapter": some(
            no_text,
            attributes={
                "start": need(moment),
                "title": need(),
                "href": may(web_address),
                "image": may(web_address),
            },
        )
    },
    namespace=ns.PSC,
)

_FILE = many(
    no_text,
    attributes={
        "src": need(web_address),
        "type": may(mime_attribute),
        "length": may(non_negative_integer),
    },
)
declare(
    ("channel",),
    {
        name: loose()
        for name in (
            *("rating", "location", "frequency", "mycast", "subscribe", "donate"),
            *(
                "liveEmbed",
                "liveStream",
                "flashLiveStream",
                "httpLiveStream",
                "shoutcastLiveStream",
            ),
        )
    },
    namespace=ns.RAWVOICE,
)
declare(
    RSS_STORIES,
    {
        "poster": optional(no_text, attributes={"url": need(web_address)}),
        **{name: loose(once=True) for name in ("isHd", "embed", "metamark")},
        "webm": _FILE,
        "mp4": _FILE,
    },
    namespace=ns.RAWVOICE,
)

declare(
    ("channel",),
    {
        "limit": optional(no_text, attributes={"recentCount": may(non_negative_integer)}),
        "countryOfOrigin": optional(not_blank, origins),
    },
    namespace=ns.SPOTIFY,
)
declare(("channel", *RSS_STORIES), {"access": loose()}, namespace=ns.SPOTIFY)
declare(
    (*HEADS, *STORIES),
    {name: loose() for name in ("videoId", "channelId", "playlistId")},
    namespace=ns.YT,
)

_COLUMN = {"ns": may(), "element": may(), "label": may()}
declare(
    HEADS,
    {"treatAs": optional(listed("list", spec=LISTS)), "listinfo": optional()},
    namespace=ns.CF,
)
declare(
    (f"{{{ns.CF}}}listinfo",),
    {
        "sort": many(
            no_text,
            attributes={
                **_COLUMN,
                "data-type": may(listed("text", "number", "date", spec=LISTS)),
                "default": may(true_false),
            },
        ),
        "group": many(no_text, attributes=_COLUMN),
    },
    namespace=ns.CF,
)
