"""The rules, one family a module; importing this package fills the registry.

To add a rule: write a function in its family's module and decorate it.

    @rule("not-blank", Severity.WARNING, on=("channel > item",), spec=..., bad=..., good=...)
    def empty_item(item: Element, document: Document) -> Spots:
        '''An item is empty.

        Readers show a blank line.
        '''
        if not len(item):
            yield item, "the item is empty"

The first sentence of the docstring says what is wrong, the second paragraph whom it hurts;
they are the code's documentation. A code that another rule gives already needs neither
severity nor a second paragraph. `bad` and `good` are the rule's tests: `bad` has to give
the code, `good` must not. `form` says what the check is called with (see `registry.Form`):
an element by default; names of children or attributes where these decide (the answers are
kept, so they cost nothing on fifty like items); a value; the document; the bytes.

To add a rule for a kind of value: `form=Form.VALUE` and no `on`; the check takes the text
and gives a message that goes on from the element's name, or None. Parsing belongs in
`validator/values`. Then put the rule where such values are due, in the vocabulary.

To add a family or a namespace: name it in `namespaces.py` (URI, prefix, misspellings), make
a module here that calls `vocabulary.declare(parents, {child: one(...), ...}, namespace=...)`,
and import it below. Counts, unknown and missing children and attributes, misspelt
namespaces and misplaced elements are then told by `structure`, `strays`, `attributes` and
`prefixes`.
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
"""The modules of rules by the heading under which `/rules` and the guide list their codes."""

for _names in FAMILIES.values():
    for _name in _names:
        import_module(f"{__name__}.{_name}")

refuse_undocumented()
