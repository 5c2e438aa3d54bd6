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

from feedsvc.validator.registry import refuse_undocumented
from feedsvc.validator.rules import (
    addresses,
    atom,
    atom_entries,
    atom_link,
    atom_markup,
    atom_text,
    attributes,
    contacts,
    dates,
    dublin_core,
    encoding,
    feedsync,
    georss,
    googleplay,
    ids,
    itunes,
    itunes_values,
    json_items,
    json_structure,
    jsonfeed,
    lists,
    markup,
    media,
    media_rules,
    media_values,
    modules,
    newsapps,
    numbers,
    opensearch,
    opml,
    opml_outlines,
    players,
    podcast,
    podcast_lists,
    podcast_remote,
    podcast_values,
    prefixes,
    publishing,
    rdf_modules,
    roots,
    rss,
    rss1,
    rss_extensions,
    rss_guid,
    rss_image,
    rss_item,
    rss_schedule,
    rss_services,
    services,
    strays,
    structure,
    texts,
    threads,
    wellformed,
)

FAMILIES = (
    addresses,
    atom,
    atom_entries,
    atom_link,
    atom_markup,
    atom_text,
    attributes,
    contacts,
    dates,
    dublin_core,
    encoding,
    feedsync,
    georss,
    googleplay,
    ids,
    itunes,
    itunes_values,
    json_items,
    json_structure,
    jsonfeed,
    lists,
    markup,
    media,
    media_rules,
    media_values,
    modules,
    newsapps,
    numbers,
    opensearch,
    opml,
    opml_outlines,
    players,
    podcast,
    podcast_lists,
    podcast_remote,
    podcast_values,
    prefixes,
    publishing,
    rdf_modules,
    roots,
    rss,
    rss1,
    rss_extensions,
    rss_guid,
    rss_image,
    rss_item,
    rss_schedule,
    rss_services,
    services,
    strays,
    structure,
    texts,
    threads,
    wellformed,
)
"""The modules of rules; their order is of no matter."""

refuse_undocumented()
