"""Values of Media RSS: ratings, hashes, roles, normal play time."""

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


def is_rating(scheme: str, value: str) -> bool:
    """Whether a rating is one of its scheme; an unknown scheme allows any."""
    if scheme == "urn:icra":
        return bool(_ICRA.fullmatch(value.strip()))
    known = RATINGS.get(scheme)
    return known is None or value.strip().lower() in known


def is_npt(value: str) -> bool:
    """Whether a value is a normal play time (RFC 2326 section 3.6)."""
    return bool(_NPT.fullmatch(value))
