"""The validator's rules; importing this package registers all of them.

Each module is about one format, extension or kind of value; `FAMILIES` below lists them.


How to add a rule
-----------------

Open the module it belongs to, for example `rss/item.py`, and write a decorated function:

    @rule(
        "item-without-children",
        Severity.WARNING,
        on=("channel > item",),
        spec=f"{RSS}#hrelementsOfLtitemgt",
        bad=item(""),
        good=item("<title>Crane stays</title>"),
    )
    def item_without_children(element: Element, _document: Document) -> Faults:
        '''An item is empty.

        Feed readers show a blank line. Add a title, or remove the item.
        '''
        if not len(element):
            yield element, "item is empty; add a title or remove it"

The parts of a rule:

1. **The code** is what users see and search for. Several rules may share one: exactly one of them
   has a severity and a docstring of two paragraphs; the others need only one sentence.
2. **The docstring** is the documentation of the code, on the page `/rules/CODE` and in
   `feedsvc validate --explain CODE`. The first sentence says what is wrong; the second
   paragraph, who is affected and how to fix it.
3. **The message** names what was found and, unless it is obvious, the fix. It begins in
   lowercase and ends without a period.
4. **The examples** `bad` and `good` are the tests of the rule: the code must be reported for
   `bad` and not for `good`. `examples.py` has a function for each place: `item("...")` puts
   a fragment into an item of a complete feed. Run `pytest tests/validator/rules`.

`on` lists the elements that the rule checks, as `tag` or `parent > tag`; for Atom's text, a type
can follow, as in `tag[@type='xhtml']`. What the function receives and yields depends on `form`;
`registry.Form` lists them all. The default is one element. `form=Form.CHILDREN` and
`form=Form.ATTRIBUTES` receive only names. Prefer them if names are enough: results are cached by
names, so fifty similar items cost as much as one.


How to check a value
--------------------

For dates, URLs and other values, use `form=Form.VALUE` without `on`. The function receives the
text and returns None or the end of a message: "is empty" is reported as "title is empty". It
receives any text, of any length: `int()`, for one, raises ValueError on more than 4,300 digits.
Its result must depend on the text alone: a short text in which it found nothing is not checked
again. Functions that parse values are in `validator/values`. Then name the rule in the `declare`
call of each element or attribute that has such values:

    declare(("channel",), {"ttl": optional(not_blank, positive_integer)})


How to add an extension
-----------------------

1. Add its namespace, usual prefix and common misspellings to `namespaces.py`.
2. Write a module that declares its elements: `declare(parents, {"name": one(...)}, namespace=...)`.
   `vocabulary.py` explains `one`, `optional`, `many` and the other words.
3. Add the module to `FAMILIES`.

Missing, repeated, unknown and misplaced elements and attributes are then reported by the rules in
`xml/structure.py`, and misspelled namespaces by those in `xml/namespaces.py`.
"""

from importlib import import_module

from feedsvc.validator.registry import refuse_undocumented

FAMILIES: dict[str, tuple[str, ...]] = {
    "Any document": (
        "xml.encoding",
        "xml.wellformed",
        "xml.roots",
        "xml.namespaces",
        "xml.structure",
    ),
    "Values": (
        "values.uris",
        "values.contacts",
        "values.dates",
        "values.markup",
        "values.numbers",
        "values.texts",
        "values.lists",
    ),
    "RSS": ("rss.channel", "rss.item", "rss.extensions"),
    "RSS 1.0": ("rss.rss1",),
    "Atom": ("atom.feed", "atom.links", "atom.text", "atom.extensions"),
    "JSON Feed": ("json.feed", "json.structure"),
    "OPML": ("opml",),
    "Podcasts": ("extensions.itunes", "extensions.podcast", "extensions.podcast_values"),
    "Media RSS": ("extensions.media", "extensions.media_values"),
    "Geography": ("extensions.georss",),
    "Other extensions": (
        "extensions.dublin_core",
        "extensions.modules",
        "extensions.vendors",
        "extensions.opensearch",
        "extensions.feedsync",
    ),
}
"""The modules of rules, by the heading under which `/rules` lists their codes."""

for _names in FAMILIES.values():
    for _name in _names:
        import_module(f"{__name__}.{_name}")

refuse_undocumented()
