"""URLs of the specifications that rules link to, and the tags of feeds and items."""

from feedsvc.validator import namespaces as ns

RSS = "https://www.rssboard.org/rss-specification"
PROFILE = "https://www.rssboard.org/rss-profile"
RFC4287 = "https://www.rfc-editor.org/rfc/rfc4287"
RFC5005 = "https://www.rfc-editor.org/rfc/rfc5005"
RFC4685 = "https://www.rfc-editor.org/rfc/rfc4685"
RFC3986 = "https://www.rfc-editor.org/rfc/rfc3986"
RFC5646 = "https://www.rfc-editor.org/rfc/rfc5646"
RFC8259 = "https://www.rfc-editor.org/rfc/rfc8259"
XML = "https://www.w3.org/TR/xml/"
XMLNS = "https://www.w3.org/TR/xml-names/"
JSON_FEED = "https://www.jsonfeed.org/version/1.1/"
MEDIA = "https://www.rssboard.org/media-rss"
PODCAST = "https://podcasting2.org/docs/podcast-namespace/1.0"
ISO3166 = "https://www.iso.org/iso-3166-country-codes.html"
APPLE = "https://help.apple.com/itc/podcasts_connect/#/itcb54353390"
RSS_FEEDS = ("channel",)
RSS1_FEEDS = (f"{{{ns.RSS1}}}channel",)
ATOM_FEEDS = (f"{{{ns.ATOM}}}feed", f"{{{ns.ATOM}}}source")
FEEDS = (*RSS_FEEDS, *RSS1_FEEDS, *ATOM_FEEDS)
RSS_ITEMS = ("item", f"{{{ns.PODCAST}}}liveItem")
"""Includes Podcasting 2.0's live items, which may contain any element of an item."""
RSS1_ITEMS = (f"{{{ns.RSS1}}}item",)
ATOM_ENTRIES = (f"{{{ns.ATOM}}}entry",)
ITEMS = (*RSS_ITEMS, *RSS1_ITEMS, *ATOM_ENTRIES)
RSS_PARTS = ("image", "textInput")
RSS1_PARTS = (f"{{{ns.RSS1}}}image", f"{{{ns.RSS1}}}textinput")
RESOURCE = f"{{{ns.RDF}}}resource"
ABOUT = f"{{{ns.RDF}}}about"
