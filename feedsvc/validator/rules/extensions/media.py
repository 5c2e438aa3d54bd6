"""Media RSS 1.5.1: what may stand in groups and contents, and beside them."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.rules.extensions.media_rules import tag
from feedsvc.validator.rules.extensions.media_values import (
    currency,
    expression,
    medium,
    moment,
    play_time,
    price_type,
    restriction_relation,
    restriction_type,
    rights,
    status,
    text_type,
    true_false,
)
from feedsvc.validator.rules.places import HEADS, STORIES
from feedsvc.validator.rules.values.numbers import (
    decimal,
    integer,
    non_negative_integer,
    positive_integer,
)
from feedsvc.validator.rules.values.texts import PLAIN, language, mime_attribute
from feedsvc.validator.rules.values.uris import FULL_IRI, URL, uri_characters, uri_reference
from feedsvc.validator.rules.xml.strays import no_text
from feedsvc.validator.vocabulary import Child, declare, loose, many, may, need, optional

_SIZE = {"width": may(positive_integer), "height": may(positive_integer)}


_ADDRESS = (uri_characters, uri_reference)


_TYPED = {"type": may(text_type)}


_METADATA = {
    "rating": many(attributes={"scheme": may(*FULL_IRI)}),
    "adult": optional(true_false),
    "title": optional(attributes=_TYPED),
    "description": optional(attributes=_TYPED),
    "keywords": optional(*PLAIN),
    "thumbnail": many(
        no_text, attributes={"url": need(*_ADDRESS), "time": may(play_time), **_SIZE}
    ),
    "category": many(*PLAIN, attributes={"scheme": may(*FULL_IRI), "label": may(*PLAIN)}),
    "hash": many(attributes={"algo": may()}),
    "player": optional(no_text, attributes={"url": need(*_ADDRESS), **_SIZE}),
    "credit": many(*PLAIN, attributes={"role": may(), "scheme": may(*FULL_IRI)}),
    "copyright": optional(*PLAIN, attributes={"url": may(*_ADDRESS)}),
    "text": many(
        attributes={
            **_TYPED,
            "lang": may(language),
            "start": may(play_time),
            "end": may(play_time),
        }
    ),
    "restriction": many(
        attributes={"relationship": need(restriction_relation), "type": may(restriction_type)}
    ),
    "community": optional(),
    "comments": optional(),
    "responses": optional(),
    "backLinks": optional(),
    "embed": optional(attributes={"url": need(*_ADDRESS), **_SIZE}),
    "status": optional(no_text, attributes={"state": need(status), "reason": may()}),
    "price": many(
        no_text,
        attributes={
            "type": may(price_type),
            "price": may(decimal),
            "currency": may(currency),
            "info": may(*_ADDRESS),
        },
    ),
    "license": many(*PLAIN, attributes={"type": may(mime_attribute), "href": may(*_ADDRESS)}),
    "subTitle": many(
        no_text,
        attributes={"type": may(mime_attribute), "lang": may(language), "href": need(*_ADDRESS)},
    ),
    "peerLink": many(no_text, attributes={"type": may(mime_attribute), "href": need(*_ADDRESS)}),
    "location": many(
        attributes={"description": may(), "start": may(moment), "end": may(moment)},
    ),
    "rights": optional(no_text, attributes={"status": need(rights)}),
    "scenes": optional(),
}


_FILE: Child = many(
    attributes={
        "url": may(*_ADDRESS),
        "fileSize": may(positive_integer),
        "type": may(mime_attribute),
        "medium": may(medium),
        "isDefault": may(true_false),
        "expression": may(expression),
        "bitrate": may(decimal),
        "framerate": may(decimal),
        "samplingrate": may(decimal),
        "channels": may(non_negative_integer),
        "duration": may(decimal),
        "height": may(positive_integer),
        "width": may(positive_integer),
        "lang": may(language),
    }
)


declare((*HEADS, *STORIES), {**_METADATA, "content": _FILE, "group": many()}, namespace=ns.MEDIA)


declare((tag("group"),), {**_METADATA, "content": _FILE}, namespace=ns.MEDIA)


declare((tag("content"),), _METADATA, namespace=ns.MEDIA)


declare(
    (tag("content"), tag("group")),
    {name: loose() for name in ("valid", "available", "created", "modified", "license")},
    namespace=ns.DCTERMS,
)


declare(
    (tag("community"),),
    {
        "starRating": optional(
            no_text,
            attributes={
                "average": may(decimal),
                "count": may(non_negative_integer),
                "min": may(integer),
                "max": may(integer),
            },
        ),
        "statistics": optional(
            no_text,
            attributes={"views": may(non_negative_integer), "favorites": may(non_negative_integer)},
        ),
        "tags": optional(*PLAIN),
    },
    namespace=ns.MEDIA,
)


declare((tag("comments"),), {"comment": many()}, namespace=ns.MEDIA)


declare((tag("responses"),), {"response": many(*URL)}, namespace=ns.MEDIA)


declare((tag("backLinks"),), {"backLink": many(*URL)}, namespace=ns.MEDIA)


declare((tag("embed"),), {"param": many(attributes={"name": need()})}, namespace=ns.MEDIA)


_SCENE = {
    "sceneTitle": optional(*PLAIN),
    "sceneDescription": optional(*PLAIN),
    "sceneStartTime": optional(moment),
    "sceneEndTime": optional(moment),
}


declare((tag("scenes"),), {"scene": many()}, namespace=ns.MEDIA)


declare((tag("scene"),), _SCENE, namespace=ns.MEDIA)


# the specification's own sample has no prefix on these
declare((tag("scene"),), _SCENE)
