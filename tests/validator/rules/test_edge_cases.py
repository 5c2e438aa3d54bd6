"""Cases that the two examples of each rule do not cover: places, limits and other formats."""

import pytest

from feedsvc.validator import validate
from feedsvc.validator.examples import channel, document, entry, feed, item, opml, rdf, rss

LIVE = '<podcast:liveItem status="live" start="2024-11-16T09:30:00Z">{}</podcast:liveItem>'
RDF_CHANNEL = (
    '<channel rdf:about="https://news.example/"{}><title>Harbour News</title>'
    "<link>https://news.example/</link><description>News</description><items/></channel>"
)
COLLECTION = '<app:collection href="https://news.example/edit">{}</app:collection>'
DELETED = '<at:deleted-entry ref="tag:news.example,2024:1" when="2024-11-16T09:30:00Z">{}'

SCENE = "<media:scenes><media:scene>{}</media:scene></media:scenes>"
EXTENSION_ATTRIBUTE = document(
    '<rss version="2.0" xmlns:t="https://tide.example/"><channel>'
    "<docs>https://www.rssboard.org/rss-specification</docs>"
    '<item t:level="1"/></channel></rss>'
)
STYLE = "dangerous-style-attr"
XHTML = '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{}</div></content>'
OUTLINE = '<head/><body><outline text="Quay" {}/></body>'
NETSCAPE = document(
    '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
    '"http://www.rssboard.org/rss-0.91.dtd"><rss version="0.91"><channel>'
    "<title>H&auml;fen</title></channel></rss>"
)
RSS_090 = document(
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel/></rdf:RDF>'
)


OLD_OPENSEARCH = document(
    '<feed xmlns="http://www.w3.org/2005/Atom"><opensearch:startIndex '
    'xmlns:opensearch="http://a9.com/-/spec/opensearchrss/1.0/">{}</opensearch:startIndex></feed>'
)


def codes(example):
    return {finding.code for finding in validate(example.data).findings}


@pytest.mark.parametrize(
    ("example", "code"),
    [
        (channel(LIVE.format("<guid>berth-4</guid>")), "invalid-http-guid"),
        (channel(LIVE.format("<berth>4</berth>")), "undefined-element"),
        (channel(LIVE.format("<itunes:episode>x</itunes:episode>")), "invalid-positive-integer"),
        (item("<content:encoded>a <b>crane</b></content:encoded>"), "undefined-element"),
        (item("<title>a <xhtml:b>crane</xhtml:b></title>"), "undefined-element"),
        (
            item('<media:thumbnail url="https://a.example/1.jpg">Hi</media:thumbnail>'),
            "unexpected-text",
        ),
        (item(SCENE.format("<sceneStartTime>x</sceneStartTime>")), "invalid-npt-time"),
        (
            item("<media:location><georss:point>91 0</georss:point></media:location>"),
            "invalid-coord",
        ),
        (item("<psc:chapters><psc:chapter start='0'/></psc:chapters>"), "missing-attribute"),
        (item("<psc:chapters/>"), "missing-element"),
        (opml("<head><expansionState>-1</expansionState></head>"), "invalid-expansion-state"),
        (channel("<sy:updatePeriod>Daily</sy:updatePeriod>"), "invalid-update-period"),
        (channel("<cf:treatAs>table</cf:treatAs>"), "invalid-value"),
        (
            channel('<cf:listinfo><cf:sort label="a" default="yes"/></cf:listinfo>'),
            "invalid-true-false",
        ),
        (channel('<opensearch:Query searchTerms="crane"/>'), "missing-attribute"),
        (
            channel('<podcast:publisher><podcast:remoteItem feedGuid="x"/></podcast:publisher>'),
            "missing-attribute",
        ),
        (channel('<podcast:value type="lightning" method="keysend"/>'), "missing-element"),
        (
            channel('<podcast:liveItem status="live" start="2024-11-16"/>'),
            "invalid-iso8601-date-time",
        ),
        (channel('<itunes:link href="https://a.example/"/>'), "undefined-element"),
        (channel("<podcast:fundings>x</podcast:fundings>"), "undefined-element"),
        (channel("<podcast:transcript/>"), "undefined-element"),
        (feed(COLLECTION.format("")), "missing-element"),
        (feed(DELETED.format("<at:by/></at:deleted-entry>")), "missing-element"),
        (feed(DELETED.format("<at:mood/></at:deleted-entry>")), "undefined-element"),
        (
            feed(DELETED.format('<at:comment type="text/html">x</at:comment></at:deleted-entry>')),
            "invalid-text-type",
        ),
        (feed("<fh:complete>yes</fh:complete>"), "unexpected-text"),
        (entry('<link href="https://a.example/"><b/></link>'), "atom-link-not-empty"),
        (entry('<link rel="" href="https://a.example/"/>'), "unregistered-atom-link-rel"),
        (rdf(RDF_CHANNEL.format("")), "missing-dc-language"),
        (
            rdf('<cc:License rdf:about="https://a.example/"><cc:allows/></cc:License>'),
            "undefined-element",
        ),
        (document('<rss version="2.0" a:b="1"/>'), "missing-namespace"),
        (
            document(
                '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1"><channel/></rss>'
            ),
            "reserved-prefix",
        ),
        (document('{"version": NaN}'), "invalid-json"),
        (item("<title><![CDATA[Fish &#x26; chips]]></title>"), "contains-html"),
        (item("<author>mailto:ida@news.example</author>"), "missing-real-name"),
        (item("<ev:enddate>soon</ev:enddate>"), "invalid-w3cdtf-date"),
        (item("<dcterms:issued>2024</dcterms:issued>" * 2), "duplicate-element"),
        (item('<cc:license rdf:resource="https://a.example/">by</cc:license>'), "unexpected-text"),
        (item("<itunes:isClosedCaptioned>1</itunes:isClosedCaptioned>"), "invalid-yes-no"),
        (item('<description>&lt;a href="x>quay&lt;/a></description>'), "not-html"),
        (item("<description>&lt;p style='margin:-9px'>a&lt;/p></description>"), STYLE),
        (item("<description>the crane&amp;#146;s arm</description>"), "bad-characters"),
        (entry(XHTML.format('<a href="javascript:go()">Quay</a>')), "security-risk-attr"),
        (
            rdf(
                RDF_CHANNEL.format("").replace(
                    "<items/>", "<dc:creator>&lt;b>I&lt;/b></dc:creator>"
                )
            ),
            "contains-html",
        ),
        (opml(OUTLINE.format('htmlUrl="index.html"')), "invalid-full-link"),
        (opml("<head><vertScrollState>0</vertScrollState></head>"), "invalid-positive-integer"),
        (item("<description>&lt;p style='margin:9999px'>a&lt;/p></description>"), STYLE),
        (rdf(RDF_CHANNEL.replace('https://news.example/"{}', '"', 1)), "attr-not-blank"),
        (OLD_OPENSEARCH, "invalid-integer"),
        (item("<xhtml:body>a</xhtml:body>" * 2), "duplicate-element"),
        (opml(OUTLINE.format('language="english"')), "invalid-language"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.fragment[:60],
)
def test_fault_is_reported(example, code):
    assert code in codes(example)


@pytest.mark.parametrize(
    ("example", "code"),
    [
        (channel(LIVE.format("<title>At berth 4</title>")), "undeterminable-vocabulary"),
        (channel(LIVE.replace("Z", ".000-0600").format("")), "invalid-iso8601-date-time"),
        (item('<media:location start="00:01" end="01:00"/>'), "invalid-npt-time"),
        (item("<title>AT&amp;T and R&amp;D</title>"), "contains-html"),
        (
            item("<psc:chapters><psc:chapter start='01:20' title='Tide'/></psc:chapters>"),
            "invalid-npt-time",
        ),
        (channel('<opensearch:Query role="dc:x" searchTerms="a%20b+c"/>'), "undeclared-prefix"),
        (rdf(RDF_CHANNEL.format(' xml:lang="en"')), "missing-dc-language"),
        (channel("<podcast:hologram>x</podcast:hologram>"), "undefined-element"),
        (
            rdf(
                '<item rdf:about="https://a.example/"><title rdf:parseType="Literal">a '
                "<xhtml:b>crane</xhtml:b></title><link>https://a.example/</link></item>"
            ),
            "undefined-element",
        ),
        (entry("<id>TAG:news.example,2024:1</id>"), "invalid-tag"),
        (opml('<head/><body><outline title="Quay" text=""/></body>'), "missing-attribute"),
        (rss('<channel><item xml:lang="en"/></channel>'), "use-of-extension-attr"),
        (EXTENSION_ATTRIBUTE, "use-of-extension-attr"),
        (NETSCAPE, "contains-html"),
        (RSS_090, "unknown-namespace"),
        (channel("<sy:updatePeriod>\n\thourly\t</sy:updatePeriod>"), "invalid-update-period"),
        (OLD_OPENSEARCH, "unknown-namespace"),
        (opml("<head><windowLeft>-20</windowLeft></head>"), "invalid-positive-integer"),
        (OLD_OPENSEARCH, "reserved-prefix"),
        (item("<title>The &#x26;amp; entity</title>"), "contains-html"),
        (item("<ev:startdate>2031-11-16T09:30</ev:startdate>"), "invalid-w3cdtf-date"),
        (
            item("<description>&lt;p style='width:9px;font-family:a-1'>a&lt;/p></description>"),
            STYLE,
        ),
        (
            entry(XHTML.format('<b xmlns:xlink="http://www.w3.org/1999/xlink" xlink:role="x"/>')),
            "unknown-namespace",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else value.fragment[:60],
)
def test_correct_form_is_not_reported(example, code):
    assert code not in codes(example)


def test_paths_number_children_only_if_there_are_several():
    wrong = "<item><title/></item>"
    report = validate(channel(f"<item/>{wrong}<item><link/></item>{wrong}<ttl/>").data)
    paths = [finding.path for finding in report.findings if finding.code == "not-blank"]
    assert paths == [
        "/rss/channel/item[2]/title",
        "/rss/channel/item[3]/link",
        "/rss/channel/item[4]/title",
        "/rss/channel/ttl",
    ]


def test_suggested_self_link_can_be_pasted_into_a_feed_without_the_prefix():
    feed_with = '<rss version="2.0"><channel>{}</channel></rss>'.format
    location = "https://news.example/rss.xml?section=port&page=1"
    report = validate(feed_with("").encode(), location=location)
    (message,) = (f.message for f in report.findings if f.code == "missing-atom-self-link")
    pasted = validate(feed_with(message.partition("; add ")[2]).encode(), location=location)
    wrong = {"not-well-formed", "missing-namespace", "missing-atom-self-link"}
    assert not wrong & {finding.code for finding in pasted.findings}
