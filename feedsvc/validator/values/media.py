"""Values of Media RSS and podcasts: ratings, roles, services, categories, durations.

The lists of Podcasting 2.0 are those in the project's repository as of May 2026, in lower case.
"""

import re

RATINGS = {
    "urn:simple": frozenset({"adult", "nonadult"}),
    "urn:mpaa": frozenset("g m nc-17 pg pg-13 r x".split()),
    "urn:v-chip": frozenset("14+ 18+ c c8 g pg tv-14 tv-g tv-ma tv-pg tv-y tv-y7 tv-y7-fv".split()),
}
HASHES = {"md5": 32, "sha-1": 40}
_ICRA = re.compile(
    r"r \((?:[nsvlocx]z [01]|n[a-c] 1|s[a-f] 1|v[a-j] 1|l[a-c] 1|o[a-h] 1|c[ab] 1|x[a-e] 1)"
    r"(?: (?:[nsvlocx]z [01]|n[a-c] 1|s[a-f] 1|v[a-j] 1|l[a-c] 1|o[a-h] 1|c[ab] 1|x[a-e] 1))*\)"
)
_NPT = re.compile(r"now|\d+(?:\.\d*)?|\d+:[0-5]?\d:[0-5]?\d(?:\.\d*)?", re.ASCII)
_DURATION = re.compile(r"\d+|\d{1,3}:[0-5]\d|\d{1,2}:[0-5]\d:[0-5]\d", re.ASCII)

EBU_ROLES = frozenset(
    role.strip()
    for role in """
    actor, adaptor, anchor person, animal trainer, animator, announcer, armourer, art director,
    artist, artist/performer, assistant camera, assistant chief lighting technician,
    assistant director, assistant producer, assistant visual editor, author,
    broadcast assistant, broadcast journalist, camera operator, carpenter, casting, causeur,
    chief lighting technician, choir, choreographer, clapper loader,
    commentary or commentator, commissioning broadcaster, composer, computer programmer,
    conductor, consultant, continuity checker, correspondent, costume designer, dancer,
    dialogue coach, director, director of photography, distribution company, draughtsman,
    dresser, dubber, editor, editor/producer, ensemble, executive producer, expert,
    fight director, floor manager, focus puller, foley artist, foley editor, foley mixer,
    graphic assistant, graphic designer, greensman, grip, hairdresser, illustrator,
    interviewed guest, interviewer, key character, key grip, key talents, leadman, librettist,
    lighting director, lighting technician, location manager, lyricist, make up artist,
    manufacturer, matte artist, music arranger, music group, musician, news reader, orchestra,
    participant, performer, photographer, post, producer, production assistant,
    production company, production department, production manager, production secretary,
    programme production researcher, programme proposal, property manager, publishing company,
    puppeteer, pyrotechnician, reporter, rigger, runner, scenario, scenic operative,
    script supervisor, second assistant camera, second assistant director,
    second unit director, set designer, set dresser, sign language, singer, sound designer,
    sound mixer, sound recordist, special effects, stunts, subtitles, technical director, term,
    translation, transportation manager, treatment, treatment proposal,
    treatment/programme proposal, vision mixer, visual editor, visual effects, wardrobe, witness
    """.replace("\n", " ").split(",")
)
"""Roles of the EBU classification ES 2.9, the default scheme of Media RSS."""


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


_LISTED = """
Arts: Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts
Business: Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit
Comedy: Comedy Interviews, Improv, Stand-Up
Education: Courses, How To, Language Learning, Self-Improvement
Fiction: Comedy Fiction, Drama, Science Fiction
Government:
History:
Health & Fitness: Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality
Kids & Family: Education for Kids, Parenting, Pets & Animals, Stories for Kids
Leisure: Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video
    Games
Music: Music Commentary, Music History, Music Interviews
News: Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News,
    Tech News
Religion & Spirituality: Buddhism, Christianity, Hinduism, Islam, Judaism, Religion,
    Spirituality
Science: Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences,
    Nature, Physics, Social Sciences
Society & Culture: Documentary, Personal Journals, Philosophy, Places & Travel, Relationships
Sports: Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running,
    Soccer, Swimming, Tennis, Volleyball, Wilderness, Wrestling
Technology:
True Crime:
TV & Film: After Shows, Film History, Film Interviews, Film Reviews, TV Reviews
"""
_RETIRED = """
Arts: Literature
Arts & Entertainment: Architecture, Books, Design, Entertainment, Games, Performing Arts,
    Photography, Poetry, Science Fiction
Audio Blogs:
Business: Business News, Finance, Management & Marketing, News, Shopping
Education: Education Technology, Educational Technology, Higher Education, K-12, Language
    Courses, Training
Family:
Food:
Games & Hobbies: Automotive, Aviation, Hobbies, Other Games, Video Games
Government & Organizations: Local, National, Non-Profit, Regional
Health: Alternative Health, Diet & Nutrition, Fitness, Fitness & Nutrition, Relationships, Self-
    Help, Sexuality
International: Australian, Belgian, Brazilian, Canadian, Chinese, Dutch, French, German, Hebrew,
    Italian, Japanese, Norwegian, Polish, Portuguese, Spanish, Swedish
Movies & Television:
News & Politics: Conservative (Right), Liberal (Left)
Politics:
Public Radio:
Religion & Spirituality: New Age, Other, Philosophy
Science & Medicine: Medicine, Natural Sciences, Social Sciences
Society & Culture: History
Sports & Recreation: Amateur, College & High School, Outdoor, Professional
Talk Radio:
Technology: Computers, Developers, Gadgets, Information Technology, News, Operating Systems,
    Podcasting, Smart Phones, Software How-To, Tech News, Text/Speech
Transportation: Automotive, Aviation, Bicycles, Commuting
Travel:
"""


def _table(text: str) -> dict[str, frozenset[str]]:
    table = {}
    for line in text.replace("\n    ", " ").strip().splitlines():
        name, _, below = line.partition(":")
        table[name] = frozenset(part.strip() for part in below.split(",") if part.strip())
    return table


ROLES = _table(_TAXONOMY.lower())
"""Roles of Podcasting 2.0 by their group."""

CATEGORIES, RETIRED = _table(_LISTED), _table(_RETIRED)
"""Subcategories of Apple Podcasts by their category: current, and no longer accepted."""


def is_rating(scheme: str, value: str) -> bool:
    """Whether a rating is one of its scheme; an unknown scheme allows any."""
    if scheme == "urn:icra":
        return bool(_ICRA.fullmatch(value.strip()))
    known = RATINGS.get(scheme)
    return known is None or value.strip().lower() in known


def is_npt(value: str) -> bool:
    """Whether a value is a normal play time (RFC 2326 section 3.6)."""
    return bool(_NPT.fullmatch(value))


def category_state(name: str, above: str | None = None) -> str:
    """Return whether a category or subcategory is `current`, `retired` or `unknown`."""
    if above is None:
        current, retired = name in CATEGORIES, name in RETIRED
    else:
        current = name in CATEGORIES.get(above, ())
        retired = name in RETIRED.get(above, ())
    return "current" if current else "retired" if retired else "unknown"


def is_duration(value: str) -> bool:
    """Whether a value is in seconds, minutes:seconds or hours:minutes:seconds."""
    return bool(_DURATION.fullmatch(value))
