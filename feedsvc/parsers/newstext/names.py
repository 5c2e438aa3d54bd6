"""Names in datelines, bylines and credits that no language translates; add to them here."""

AGENCIES = (
    "AFP|Agence France-Presse|Agence France Presse|AP|The AP|Associated Press|"
    "The Associated Press|Reuters|Thomson Reuters|dpa|EFE|EFE News|ANSA|TASS|ITAR-TASS|"
    "Interfax|RIA Novosti|Xinhua|Kyodo|Kyodo News|Jiji|Jiji Press|PTI|ANI|IANS|UNI|UPI|APP|"
    "CNN|BBC|BBC News|Bloomberg|Bloomberg News|AAP|PA|PA Media|Press Association|CP|"
    "The Canadian Press|Canadian Press|APA|ATS|SDA|Keystone-SDA|Belga|ANP|Lusa|"
    "Europa Press|TT|NTB|Ritzau|STT|MTI|PAP|CTK|ČTK|TASR|BNS|LETA|ELTA|Agerpres|BTA|Tanjug|"
    "Hina|STA|MIA|ANA-MPA|Anadolu|Anadolu Agency|AA|IRNA|WAM|SPA|QNA|KUNA|BNA|MENA|Petra|"
    "NNA|SANA|WAFA|Yonhap|Yonhap News|Yonhap News Agency|Newsis|Antara|Bernama|VNA|"
    "Ukrinform|Al Jazeera|Al Jazeera News|News agencies|Agencies|Agency|Wire reports|"
    "PRNewswire|PR Newswire|Business Wire|BUSINESS WIRE|GLOBE NEWSWIRE|GlobeNewswire|Zawya|"
    "Getty Images|NAN|GNA|Ghana News Agency|SAnews|Télam|Telam|Andina|Prensa Latina|Notimex|"
    "Agência Brasil|BSS|UNB|PNA|Philippine News Agency|ISNA|Mehr News|Azertac|Kazinform|BelTA|"
    "Agência Lusa|Agencia EFE|Agence Belga|Agenzia ANSA|"
    "TNN|Armenpress|KCNA|Sputnik|Adnkronos|AGI|NZN|IPS|Inter Press Service|UN News|AsiaNet|"
    "واس|رويترز|أ ف ب|ا ف ب|د ب أ|وام|قنا|سانا|وفا|"  # noqa: RUF001 - Arabic letters
    "ТАСС|РИА Новости|Интерфакс|Укринформ|Укрінформ|"  # noqa: RUF001 - Cyrillic letters
    "新华社|新华网|中新社|共同通信|共同|時事|"
    "時事通信|ロイター|연합뉴스|뉴시스|뉴스1"
)
"""News agencies and wires, as datelines, bylines and credits name them."""

STATES = (
    "ab|ak|al|ala|alaska|alta|ar|ariz|ark|az|b.c|bc|ca|calif|co|colo|conn|ct|d.c|dc|de|del|"
    "fl|fla|ga|hawaii|ia|id|idaho|il|ill|in|ind|iowa|kan|ks|ky|la|ma|maine|man|mass|mb|md|"
    "mi|mich|minn|miss|mn|mo|mont|ms|mt|n.b|n.c|n.d|n.h|n.j|n.m|n.s|n.y|nb|nc|nd|ne|neb|"
    "nev|nfld|nh|nj|nm|ns|nv|ny|oh|ohio|ok|okla|on|ont|or|ore|p.e.i|pa|qc|que|r.i|ri|s.c|"
    "s.d|sask|sc|sd|sk|tenn|texas|tn|tx|ut|utah|va|vt|w.va|wa|wash|wi|wis|wv|wy|wyo|"
    "alabama|arizona|arkansas|california|colorado|connecticut|delaware|florida|illinois|indiana|"
    "kansas|kentucky|louisiana|maryland|massachusetts|michigan|minnesota|mississippi|missouri|"
    "montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|"
    "north dakota|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|"
    "tennessee|vermont|virginia|washington|west virginia|wisconsin|wyoming|alberta|"
    "british columbia|manitoba|new brunswick|nova scotia|ontario|quebec|québec|saskatchewan"
)
"""States and provinces, in full and shortened; they stay with the town. Georgia is a country."""
