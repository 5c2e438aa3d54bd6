"""Saved web pages, one story each, from their metadata and their visible text.

The first source that has a value wins: JSON-LD, then `meta` and `link`, then microdata, then
the visible page, except as noted.

| field of the entry | JSON-LD, microdata | `meta`, `link` | the visible page |
|---|---|---|---|
| source_id | `@id`, unless the whole site shares it | canonical | |
| link | `url`, `mainEntityOfPage` | canonical, `og:url` (both first) | `saved from url` comment |
| title | `headline`, `name` | `og:title` | `<h1>`, `<title>` without the site's name |
| subtitle | `alternativeHeadline` | | deck, standfirst; `<h2>` right below `<h1>` |
| summary | `description`, `abstract` | `og:description`, `description` | |
| published, updated | `datePublished`, `dateModified` | `article:published_time` | `<time>` |
| expires | `expires` | `article:expiration_time`, `unavailable_after` | |
| authors; agency | `author`: persons; organizations | `author` | `rel=author`, bylines |
| section | the first `articleSection` | `article:section` | kicker, `rel=category` |
| categories | `keywords`, other sections | `article:tag`, else `keywords` | `rel=tag`, topics |
| highlights | | | key points |
| media | `image` | `og:image` with its size | figures with caption and credit |
| dateline; location | `dateline`; `contentLocation.geo` | `geo.position` | the first sentence |
| language | `inLanguage` | `content-language`, `og:locale` | `lang` (before `meta`) |
| rights | `copyrightNotice`, `license` | `copyright` | `rel=license`, lines with © |
| correction | `correction` | | correction lines |
| status | `creativeWorkStatus`; `robots` is ignored | | |
| embargo | | | embargo lines |
| content | `articleBody` if the page shows no text | | see below |

The main text is, in this order, the element with `itemprop=articleBody`, one with a class
such as `entry-content`, the `<article>`, or the element with the most prose (with
`feedsvc[html]`, the text that trafilatura extracts). Hidden elements, comments, share
buttons, related stories, newsletter forms and ads are omitted, as are the elements that a
page marks with `isAccessibleForFree: false`. A page that lists stories yields a note but no
entry; error pages and pages without a story are rejected.
"""

from feedsvc.parsers.webpage.document import SUFFIXES, claims
from feedsvc.parsers.webpage.story import parse

__all__ = ["SUFFIXES", "claims", "parse"]
