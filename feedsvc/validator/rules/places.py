"""Places that many extensions may stand in, by the tags of their parents."""

from feedsvc.validator import namespaces as ns

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
