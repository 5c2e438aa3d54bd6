"""The words of press releases by language: data for the reader; add to it here."""

import msgspec


class ReleaseWords(msgspec.Struct, frozen=True, kw_only=True):
    """How one language writes a press release; bars part the words, case does not count.

    `kinds` head a release or its headline. `sources`, before a colon or in capitals, and
    `issuers`, before a colon, name the issuer; `contacts` are labels. `about` and a name
    head what the issuer says of itself, `statements` what its lawyers say, `notes` what is
    for editors; all three end the story. `more` begins a line that leads elsewhere,
    `pictures` one that has a picture's address. `ends` closes a release. `above_issuer` are
    lines below which the issuer stands.
    """

    kinds: str = ""
    sources: str = ""
    issuers: str = ""
    contacts: str = ""
    about: str = ""
    statements: str = ""
    notes: str = ""
    more: str = ""
    pictures: str = ""
    ends: str = ""
    above_issuer: str = ""


RELEASE_WORDS: dict[str, ReleaseWords] = {
    "en": ReleaseWords(
        kinds=(
            "media release|press release|news release|media statement|press statement|"
            "media advisory|media alert|news advisory|joint press release|official statement|"
            "press information|media information|press notice|ministerial release"
        ),
        sources="source",
        issuers="issued by|issuer|released by|from|company|organization|organisation",
        contacts=(
            "contact|contacts|media contact|media contacts|press contact|press contacts|"
            "media enquiries|media inquiries|press enquiries|press inquiries|for media enquiries|"
            "for media inquiries|investor contact|investor contacts|investor relations|"
            "investor relations contact|company contact|company contacts|pr contact|"
            "public relations contact|contact information|contact details|contact us|media|"
            "for further information contact|for more information contact|for further information|"
            "for more information|for further details contact|further information|press office|"
            "corporate contact|corporate communications|for interviews|media relations|e-mail|"
            "email|telephone|tel|phone|mobile|fax|web|website|twitter|facebook|linkedin|follow us"
        ),
        about="about ",
        statements=(
            "forward-looking statements|forward looking statements|safe harbor|safe harbour|"
            "cautionary statement|cautionary note|disclaimer|legal notice|boilerplate|non-gaap|"
            "use of non-gaap|follow |view source version|view original content|"
            "to view the original|multimedia available|funding statement|copyright |"
            "declaration of interests|conflict of interest"
        ),
        notes=(
            "note to editors|notes to editors|notes for editors|editor's note|editors' notes|"
            "editors' note|editor's notes|note|notes|background for editors|"
            "photo opportunity|images available|footnotes|references|journal"
        ),
        more=(
            "for more information|for further information|for additional information|to learn more|"
            "learn more|more information|visit |please visit|for more details|for further details|"
            "for details|to find out more|follow us|find us|additional information"
        ),
        pictures=(
            "photo|photos|logo|image|images|picture|video|infographic|multimedia|caption|"
            "photograph|cannot view this image? visit"
        ),
        above_issuer=(
            "news provided by|peer-reviewed publication|reports and proceedings|"
            "business announcement|"
            "grant and award announcement|meeting announcement|book announcement"
        ),
        ends="###|# # #|##|####|# # # #|end|ends|-end-|-ends-|- end -|- ends -|-30-|- 30 -|30|"
        "*** end ***|//|-o0o-|*****|***",
    ),
    "de": ReleaseWords(
        kinds="pressemitteilung|presseinformation|medienmitteilung|pressemeldung|presseaussendung",
        sources="quelle",
        issuers="herausgeber|absender|original-content von|originaltext",
        contacts=(
            "pressekontakt|kontakt|medienkontakt|ansprechpartner|rückfragehinweis|rückfragen|"
            "rückfragen & kontakt|pressestelle|telefon|tel|fax|e-mail"
        ),
        about="über ",
        statements="hinweis für die redaktion|zukunftsgerichtete aussagen|rechtlicher hinweis",
        notes="hinweis an die redaktion|hinweise für die redaktion|anmerkungen",
        more="weitere informationen|mehr informationen|mehr unter",
        pictures="bild|foto|logo|bildunterschrift",
        ends="ende|(ende)|(schluss)",
    ),
    "fr": ReleaseWords(
        kinds="communiqué de presse|communiqué|alerte média",
        sources="source",
        issuers="émetteur",
        contacts="contact presse|contacts presse|contact|contacts|contact médias|tél|téléphone",
        about="à propos de |à propos d'|a propos de |à propos du ",
        statements="énoncés prospectifs",
        notes="note aux rédactions|notes aux rédacteurs",
        more="pour plus d'informations|pour en savoir plus|plus d'informations",
        pictures="photo|logo|image|vidéo",
        ends="fin|-fin-|- fin -",
    ),
    "es": ReleaseWords(
        kinds="nota de prensa|comunicado de prensa|comunicado|boletín de prensa",
        sources="fuente",
        issuers="emisor",
        contacts="contacto|contactos|contacto de prensa|contacto para medios|teléfono|tel|correo",
        about="acerca de |sobre ",
        statements="declaraciones prospectivas",
        notes="nota a los editores|nota para editores",
        more="para más información|más información",
        pictures="foto|logo|logotipo|imagen",
        ends="fin|-fin-",
    ),
    "it": ReleaseWords(
        kinds="comunicato stampa|comunicato",
        sources="fonte",
        contacts="contatti|contatto|ufficio stampa|contatti stampa",
        about="informazioni su ",
        more="per ulteriori informazioni|per maggiori informazioni",
        pictures="foto|logo|immagine",
    ),
    "pt": ReleaseWords(
        kinds="comunicado de imprensa|nota à imprensa|comunicado à imprensa",
        sources="fonte",
        contacts="contato|contacto|assessoria de imprensa|contatos",
        about="sobre a |sobre o ",
        more="para mais informações|mais informações",
        pictures="foto|logo|imagem",
    ),
}

DISTRIBUTORS = (
    "prnewswire|pr newswire|business wire|globe newswire|globenewswire|marketwired|marketwire|"
    "newsfile corp.|newsfile corp|newsfile|accesswire|access newswire|acn newswire|einpresswire|"
    "einpresswire.com|ein presswire|prweb|prlog|cnw|cnw group|canada newswire|canadian press|"
    "asianet|jcn newswire|kyodo jbn|media outreach|news aktuell|ots|apa-ots|presseportal|"
    "eurekalert|eurekalert!|cision|newswire|usnewswire|u.s. newswire|antara/prnewswire|"
    "hugin|nasdaq omx|pressetext|medianet|scoop|mynewsdesk|send2press|send2press newswire|"
    "newmediawire|thenewswire|stockhouse|baystreet|businesswire|realwire|dgap|eqs news|"
    "etn newswire|abnewswire|issuewire|pr.com"
)
"""Who sends press releases for others, as datelines name them."""
