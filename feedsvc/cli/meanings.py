"""What each setting means, in the words of the file that `feedsvc init` writes."""

from typing import Any

MEANINGS: dict[str, tuple[str, Any]] = {
    "title": ("The name of the site and of its main feed.", None),
    "description": ("What the site is about, in a sentence.", None),
    "base_url": ("The address under which readers reach the site.", None),
    "id_authority": (
        (
            "Whom the ids of stories belong to, as a name you own and a year in which you owned\n"
            "it. Set it once and never change it: readers know a story by its id. Without it,\n"
            "the host of base_url stands in."
        ),
        "news.example.org,2026",
    ),
    "language": ("The language of stories that name none. Default: not told.", "en"),
    "timezone": ("The zone of times that name none, as an IANA name.", None),
    "rights": ("The rights line of all feeds. Default: none.", "© 2026 Example News"),
    "stories": ("The folder of stories.", None),
    "output": ("The folder that 'feedsvc build' writes to.", None),
    "catalog": ("Where ids and first-seen dates are kept: a file, or an SQLAlchemy URL.", None),
    "limit": ("How many entries a feed has at most.", None),
    "max_age": ("How many days an entry stays in the feeds. Default: for ever.", 90),
    "max_bytes": ("How many bytes a feed document has at most. Default: any.", 1_000_000),
    "content": ('Whether feeds carry whole stories ("full") or summaries ("summary").', None),
    "archive_size": (
        (
            "How many entries a page of an archive has, as many as its feed's limit at most.\n"
            "Leave it as it is: another size makes other pages. 0: no archives."
        ),
        None,
    ),
    "tombstone_days": ("How many days feeds tell of a story that was withdrawn.", None),
    "compress": ("Whether 'feedsvc build' writes .zst, .br and .gz beside each file.", None),
    "cache_seconds": ("How many seconds a cache may keep a document.", None),
    "theme": (
        (
            "A folder of templates, a stylesheet and a script, each in place of feedsvc's own of\n"
            "its name; 'feedsvc init --theme' makes one. Default: none."
        ),
        "theme",
    ),
    "icon": (
        "The site's square icon: an address, or a path below base_url. Default: none.",
        "/icon.png",
    ),
    "logo": ("Its wide logo, best as SVG. Default: the icon.", "/logo.svg"),
    "cover": ("A large picture for readers that show one (webfeeds). Default: none.", "/cover.jpg"),
    "banner": (
        "Its logo for SmartNews, a PNG of 700 x 100 pixels. Default: the logo, if that is a PNG.",
        "/banner.png",
    ),
    "accent_color": ("The colour of links in such readers. Default: theirs.", "a8321c"),
    "stylesheet": (
        "A CSS file that browsers show RSS and Atom with. Default: none.",
        "/feeds.css",
    ),
    "feed_menu": ("Whether there is a /.well-known/feed-menu.json, a draft of 2025.", None),
    "hubs": (
        "WebSub hubs that are told of each change, and tell readers. Default: none.",
        ["https://hub.example.net/"],
    ),
    "cloud": (
        "Where readers register with an rssCloud server, which RSS names. Default: nowhere.",
        "http://rpc.example.net:5337/pleaseNotify",
    ),
    "gone": ("Old paths where nothing is any more, answered 410. Default: none.", ["/drafts/*"]),
    "moved": (
        (
            "Old paths, and the paths or addresses that they lead to for ever. A path that ends\n"
            "in /* stands for all below it, one with a query for that one alone. Default: none."
        ),
        {
            "/old-page/": "/stories/new-page/",
            "/blog/*": "/stories/*",
            "/?p=12": "/stories/new-page/",
        },
    ),
    "author": ("Who writes where a story names nobody. Default: nobody.", None),
    "author.name": ("", "The Example Desk"),
    "author.email": ("", "desk@example.org"),
    "author.uri": ("", "https://news.example.org/about"),
    "limits": ("What is too large.", None),
    "limits.story_bytes": ("A larger story file is refused.", None),
    "limits.document_bytes": ("A larger document is not checked by the validator.", None),
    "reading": ("What stories leave open, and what in them is no story.", None),
    "reading.day_first": (
        "Whether 03/04/2026 is in April. Default: the language and the zone tell.",
        True,
    ),
    "reading.zones": ("Zones of letters that several share.", {"ist": "Asia/Kolkata"}),
    "reading.noise": ("Lines of your pages that belong to no story.", ["Read our newsletter"]),
    "reading.repair": ("Whether to mend text that was saved in a wrong encoding.", None),
    "reading.markdown": (
        "Whether RSS has the Markdown of stories written in it, from when they are next read.",
        None,
    ),
    "web": ("What the pages of 'serve' and wsgi.py allow.", None),
    "web.desk_password": (
        (
            "Opens /desk and /metrics with any name and this password, of eight characters or\n"
            "more; better in FEEDSVC_WEB_DESK_PASSWORD. Default: on this machine alone."
        ),
        "a long and secret sentence",
    ),
    "web.audience": (
        "Whether fetches and subscribers of feeds are counted, without addresses.",
        None,
    ),
    "web.checks_per_minute": ("How many feeds one client may have checked; 0: any.", None),
    "web.fetch": ("Whether visitors may have feeds fetched by their address, to check them.", None),
    "feeds": (
        (
            "A feed of your own, at /feeds/NAME/. Its filters must all hold. Repeat the table\n"
            "for more feeds."
        ),
        None,
    ),
    "feeds.name": ("Its name in addresses: small letters, digits, hyphens.", "long-reads"),
    "feeds.title": ("", "Long reads"),
    "feeds.description": ("What it is about. Default: the site's description.", "Long stories."),
    "feeds.section": ("", "science"),
    "feeds.tag": ("", "climate"),
    "feeds.author": ("", "Priya Raman"),
    "feeds.language": ("", "en"),
    "feeds.limit": ("Its own limits and content, where they differ from the site's.", 20),
    "feeds.max_age": ("", 30),
    "feeds.max_bytes": ("", 500_000),
    "feeds.content": ("", "summary"),
    "feeds.private": (
        (
            "Whether only those read it who have a token (feedsvc token add NAME). It is in no\n"
            "list and not built; its stories are as public as all others."
        ),
        None,
    ),
    "feeds.podcast": ("Whether it is a podcast: of its stories, those with sound or film.", None),
    "feeds.category": ("Apple's category of the podcast, perhaps with one below it.", None),
    "feeds.explicit": ("Whether parents are warned of it.", None),
    "feeds.image": (
        "Its cover: JPEG or PNG, a square of 1400 to 3000 pixels. Directories want one.",
        "/show.jpg",
    ),
    "feeds.locked": ("Whether other platforms may not take the podcast over.", None),
    "feeds.msn": (
        (
            "Whether it is for MSN: RSS tells of each story when it changed, and of each picture\n"
            "that you have the right to pass it on. MSN takes one language, and no old stories."
        ),
        None,
    ),
}
"""What each setting means, and an example where its default is nothing."""
