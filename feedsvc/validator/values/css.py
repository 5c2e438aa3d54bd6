"""The style attribute: the properties and values that leave the reader's page alone."""

import re

from feedsvc.validator.values.remembering import remembered

SAFE = frozenset(
    """
    azimuth background background-color border border-bottom border-bottom-color
    border-bottom-style border-bottom-width border-collapse border-color border-left
    border-left-color border-left-style border-left-width border-right border-right-color
    border-right-style border-right-width border-style border-top border-top-color
    border-top-style border-top-width border-width clear color cursor direction display elevation
    float font font-family font-size font-style font-variant font-weight height letter-spacing
    line-height list-style-type margin margin-bottom margin-left margin-right margin-top overflow
    padding padding-bottom padding-left padding-right padding-top pause pause-after pause-before
    pitch pitch-range richness speak speak-header speak-numeral speak-punctuation speech-rate
    stress text-align text-decoration text-indent unicode-bidi vertical-align voice-family volume
    white-space width
    """.split()
)
"""What readers commonly leave in; they strip every other property."""
_DANGEROUS_VALUE = re.compile(
    r"url\s*\(|expression|behaviou?r|-moz-binding|javascript|@import|\\|<|/\*|"
    r"position\s*:\s*(?:absolute|fixed|sticky)|(?:margin|text-indent)[a-z-]*\s*:[^;]*(?<!\w)-\.?\d|"
    r"(?:margin|padding)[a-z-]*\s*:[^;]*\d{4}",
    re.IGNORECASE,
)


@remembered(1024)
def fault(style: str) -> str:
    """Give the declaration that readers strip, because it could cover their own page."""
    text = style.replace("&quot;", '"').replace("&#39;", "'").replace("&amp;", "&")
    if _DANGEROUS_VALUE.search(text):
        return text.strip()[:80]
    for declaration in text.split(";"):
        name, colon, _ = declaration.partition(":")
        if not declaration.strip():
            continue
        if not colon or name.strip().lower() not in SAFE:
            return declaration.strip()[:80]
    return ""
