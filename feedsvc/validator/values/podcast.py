"""Lists of Podcasting 2.0: services, groups and roles of persons, protocols of chats.

From the project's repository as of May 2026; names in lower case.
"""

SERVICES = frozenset(
    """
    acast amazon anchor apple audible audioboom backtracks bitcoin blubrry buzzsprout captivate
    castos castopod facebook fireside fyyd google gpodder hypercatcher kasts libsyn mastodon
    megafono megaphone omnystudio overcast paypal pinecast podbean podcastaddict podcastguru
    podcastindex podcasts podchaser podcloud podfriend podiant podigee podnews podomatic podserve
    podverse redcircle relay resonaterecordings rss shoutengine simplecast slack soundcloud
    spotify spreaker tiktok transistor twitter whooshkaa youtube zencast
    """.split()
)

CHATS = frozenset({"irc", "xmpp", "nostr", "matrix"})

_TAXONOMY = """
Creative Direction: Director, Assistant Director, Executive Producer, Senior Producer, Producer,
    Associate Producer, Development Producer, Creative Director
Cast: Host, Co-Host, Guest Host, Guest, Voice Actor, Narrator, Announcer, Reporter
Writing: Author, Editorial Director, Co-Writer, Writer, Songwriter, Guest Writer, Story Editor,
    Managing Editor, Script Editor, Script Coordinator, Researcher, Editor, Fact Checker,
    Translator, Transcriber, Logger
Audio Production: Studio Coordinator, Technical Director, Technical Manager, Audio Engineer,
    Remote Recording Engineer, Post Production Engineer
Audio Post-Production: Audio Editor, Sound Designer, Foley Artist, Composer, Theme Music,
    Music Production, Music Contributor
Administration: Production Coordinator, Booking Coordinator, Production Assistant,
    Content Manager, Marketing Manager, Sales Representative, Sales Manager
Visuals: Graphic Designer, Cover Art Designer
Community: Social Media Manager
Misc.: Consultant, Intern
Video Production: Camera Operator, Lighting Designer, Camera Grip, Assistant Camera
Video Post-Production: Editor, Assistant Editor
"""


def _roles() -> dict[str, frozenset[str]]:
    roles: dict[str, frozenset[str]] = {}
    for line in _TAXONOMY.lower().replace(",\n    ", ", ").strip().splitlines():
        group, _, names = line.partition(":")
        roles[group] = frozenset(name.strip() for name in names.split(","))
    return roles


ROLES = _roles()
"""Roles by their group."""
