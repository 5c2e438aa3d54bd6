"""Saved HTML pages: one story each, from what the page says of itself and from what it shows.

| field of the entry | JSON-LD, else microdata | `meta`, `link` | the page |
|---|---|---|---|
| source_id | `@id`, unless it is the site's | canonical | |
| link | `url`, `mainEntityOfPage` | canonical, `og:url` come first | `saved from url` |
| title | `headline`, `name` | `og:title` | `<h1>`, `<title>` without the site's name |
| subtitle | `alternativeHeadline` | | deck, standfirst; `<h2>` right below `<h1>` |
| summary | `description`, `abstract` | `og:description`, `description` | |
| published, updated | `datePublished`, `dateModified` | `article:published_time` | `<time>` |
| expires | `expires` | `article:expiration_time`, `unavailable_after` | |
| authors; agency | `author`: persons; others | `author` | `rel=author`, bylines |
| section | `articleSection`, the first | `article:section` | kicker, `rel=category` |
| categories | `keywords`, more sections | `article:tag`, else `keywords` | `rel=tag`, topics |
| highlights | | | key points |
| media | `image` | `og:image` with its size | figures with caption and credit |
| dateline; location | `dateline`; `contentLocation.geo` | `geo.position` | the first sentence |
| language | `inLanguage` | `content-language`, `og:locale` | `lang` (before `meta`) |
| rights | `copyrightNotice`, `license` | `copyright` | `rel=license`, © lines |
| correction | `correction` | | lines of correction |
| status | `creativeWorkStatus`; `robots` does not count | | |
| embargo | | | embargo lines |
| content | `articleBody` where the page shows no text | | below |

The text is that of `itemprop=articleBody`, of a class such as `entry-content`, of
`<article>`, or what has the most prose (with `feedsvc[html]`, what trafilatura finds). Hidden
parts, comments, sharing, related stories, newsletters and advertising are left out, and so
are the parts that `isAccessibleForFree: false` names. A list of stories gives no entry but a
note; an error page and a page without text are refused.
"""

from typing import Final

from feedsvc.parsers.source import Format
from feedsvc.parsers.webpage.document import SUFFIXES, claims
from feedsvc.parsers.webpage.story import parse

__all__ = ["FORMAT", "SUFFIXES", "claims", "parse"]

FORMAT: Final = Format(name="web page", claims=claims, parse=parse, suffixes=SUFFIXES)
