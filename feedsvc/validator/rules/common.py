"""Addresses of the specifications that rules link to."""

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
APPLE = "https://help.apple.com/itc/podcasts_connect/#/itcb54353390"


RSS_HEADS = ("channel",)
RSS_STORIES = ("item", f"{{{ns.PODCAST}}}liveItem")
"""Podcasting 2.0 has items for what is on the air, which hold whatever an item may."""
RSS1_HEADS = (f"{{{ns.RSS1}}}channel",)
RSS1_STORIES = (f"{{{ns.RSS1}}}item",)
ATOM_HEADS = (f"{{{ns.ATOM}}}feed", f"{{{ns.ATOM}}}source")
ATOM_STORIES = (f"{{{ns.ATOM}}}entry",)

HEADS = (*RSS_HEADS, *RSS1_HEADS, *ATOM_HEADS)
STORIES = (*RSS_STORIES, *RSS1_STORIES, *ATOM_STORIES)
RSS_PARTS = ("image", "textInput")
RSS1_PARTS = (f"{{{ns.RSS1}}}image", f"{{{ns.RSS1}}}textinput")

RESOURCE = f"{{{ns.RDF}}}resource"
ABOUT = f"{{{ns.RDF}}}about"
