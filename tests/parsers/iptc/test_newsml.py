"""NewsML-G2 and NewsML 1.2: items, packages, messages, dialects and privacy."""

from datetime import UTC, datetime

import pytest

from feedsvc.entry import HOLD, Category, Dateline, Media, as_json
from feedsvc.errors import StoryError
from feedsvc.parsers import Source, parse

NAR = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
SUBJECTS = "http://cv.iptc.org/newscodes/subjectcode/"


def parsed(text, name="a.xml"):
    return parse(Source(name=name, data=text.encode()))


def only(text, name="a.xml"):
    (entry,) = parsed(text, name).entries
    return entry


def item(meta="", content="", **parts):
    """Return a G2 item with a headline and a text; `parts` can be body, rights, more and kind."""
    kind, body = parts.get("kind", "newsItem"), parts.get("body", "<p>Seals came.</p>")
    text = (
        '<contentSet><inlineXML contenttype="application/xhtml+xml">'
        f'<html xmlns="{XHTML}"><head><title/></head><body>{body}</body></html>'
        "</inlineXML></contentSet>"
    )
    return (
        f'<{kind} xmlns="{NAR}" guid="urn:tide:1" version="7" xml:lang="en-us">'
        f"<rightsInfo>{parts.get('rights', '')}</rightsInfo>"
        f'<itemMeta><itemClass qcode="ninat:text"/><provider literal="tide.example"/>{meta}'
        f"</itemMeta><contentMeta><headline>Seals take the wall</headline>{content}</contentMeta>"
        f"{parts.get('more', text)}</{kind}>"
    )


def test_each_g2_element_fills_its_field():
    meta = (
        "<versionCreated>2026-03-12T10:15:00.123+01:00</versionCreated>"
        "<firstCreated>2026-03-11T08:00:00Z</firstCreated>"
        "<embargoed> 2026-03-13 00:01:00+0000 </embargoed>"
        "<expires>2026-04-01</expires>"
        '<pubStatus qcode="stat:usable"/><edNote>Call +44 20 7946 0000</edNote>'
    )
    content = (
        '<language tag="nb_no"/><headline role="hld:subHeadline">Anglers move over</headline>'
        '<description role="drol:summary">Forty seals.</description>'
        '<description role="drol:caption">SEALS: a slug</description>'
        '<by>By MARA QUILL, mara@tide.example</by><creator literal="Tide Wire"/>'
        '<dateline>SALTMOUTH, Mass. (AP) -</dateline><located qcode="city:1"><name>Elsewhere'
        '</name><geoAreaDetails><position latitude="41.5" longitude="-70.6"/></geoAreaDetails>'
        '</located><subject qcode="medtop:20000500"><name xml:lang="de">Tierwelt</name>'
        '<name xml:lang="nb">dyreliv</name></subject><subject qcode="tide:42"/>'
        '<subject uri="http://cv.iptc.org/newscodes/mediatopic/06000000"/>'
        "<keyword>seals</keyword>"
    )
    rights = "<copyrightHolder literal='T'/><copyrightNotice>© Tide Wire</copyrightNotice>"
    result = parsed(item(meta, content, rights=rights))
    (entry,) = result.entries
    assert (entry.source_id, entry.version) == ("urn:tide:1", "7")
    assert (entry.title, entry.subtitle) == ("Seals take the wall", "Anglers move over")
    assert entry.summary == "Forty seals."
    assert entry.content == "<p>Seals came.</p>"
    assert entry.published == datetime(2026, 3, 11, 8, tzinfo=UTC)
    assert entry.updated == datetime(2026, 3, 12, 9, 15, tzinfo=UTC)
    assert entry.embargo == datetime(2026, 3, 13, 0, 1, tzinfo=UTC)
    assert as_json(entry)["expires"] == "2026-04-01"
    assert [author.name for author in entry.authors] == ["Mara Quill"]
    assert entry.agency == "tide.example"
    assert entry.dateline == Dateline(place="SALTMOUTH, Mass.", agency="AP")
    assert entry.location == (41.5, -70.6)
    assert entry.language == "nb-NO"
    assert entry.rights == "© Tide Wire"
    assert entry.categories == (
        Category(term="20000500", scheme=TOPICS, label="dyreliv"),
        Category(term="tide:42"),
        Category(term="06000000", scheme=TOPICS),
        Category(term="seals"),
    )
    assert "7946" not in str(as_json(entry))
    assert "mara@" not in str(as_json(entry))
    assert [line.text for line in result.trace if line.role == "omitted"] == [
        "Call +44 20 7946 0000"
    ]


@pytest.mark.parametrize(
    ("embargoed", "embargo"),
    [
        ("<embargoed>2026-03-13T00:01:00Z</embargoed>", datetime(2026, 3, 13, 0, 1, tzinfo=UTC)),
        ("<embargoed/>", HOLD),
        ("<embargoed>   </embargoed>", HOLD),
        ("<embargoed>Friday noon</embargoed>", HOLD),
        ("<edNote>Embargoed until noon on Friday</edNote>", HOLD),
        ("<edNote>Adds the arms embargo</edNote>", None),
        ("", None),
    ],
)
def test_a_g2_embargo_overrides_usable_and_holds_if_unreadable(embargoed, embargo):
    entry = only(item(f'<pubStatus qcode="stat:usable"/>{embargoed}'))
    assert (entry.embargo, entry.status) == (embargo, "usable")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ('qcode="stat:canceled"', "canceled"),
        ('qcode="stat:withheld"', "withheld"),
        ('qcode="ours:Usable"', "usable"),
        ('uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"', "canceled"),
        ('qcode="stat:maybe"', "withheld"),
    ],
)
def test_the_g2_status_is_read_in_all_forms(given, status):
    result = parsed(item(f"<pubStatus {given}/>"))
    assert result.entries[0].status == status
    assert bool(result.notes) is ("maybe" in given)


def test_a_g2_kill_notice_has_a_headline_and_no_text():
    entry = only(item('<pubStatus qcode="stat:canceled"/>', body="<p/>"))
    assert (entry.title, entry.content, entry.status) == ("Seals take the wall", None, "canceled")


P = "<p>A.</p>"
NITF = "http://iptc.org/std/NITF/2006-10-18/"
BODIES = {
    "XHTML with namespace": (
        f'<inlineXML><html xmlns="{XHTML}"><body>{P}</body></html></inlineXML>'
    ),
    "XHTML without": f'<inlineXML xmlns=""><html><body>{P}</body></html></inlineXML>',
    "XHTML in G2's namespace": f"<inlineXML><html><body>{P}</body></html></inlineXML>",
    "prefixed": (
        f'<inlineXML xmlns:h="{XHTML}"><h:html><h:body><h:p>A.</h:p></h:body></h:html></inlineXML>'
    ),
    "no html at all": f"<inlineXML>{P}</inlineXML>",
    "sections": (
        f'<inlineXML><body><section class="main"><div>{P}</div></section>'
        '<section class="notepad"><p>B</p></section></body></inlineXML>'
    ),
    "NITF": (
        f'<inlineXML contenttype="application/nitf+xml"><nitf xmlns="{NITF}">'
        f"<body><body.content>{P}</body.content></body></nitf></inlineXML>"
    ),
    "escaped HTML": '<inlineData contenttype="text/html">&lt;p&gt;A.&lt;/p&gt;</inlineData>',
    "plain text": '<inlineData contenttype="text/plain">A.</inlineData>',
    "CDATA": "<inlineXML><![CDATA[<P>A.</P>]]></inlineXML>",
    "the best of two": (
        '<inlineData contenttype="text/plain">B.</inlineData>'
        f'<inlineXML contenttype="application/xhtml+xml">{P}</inlineXML>'
    ),
    "the item's language": (
        f'<inlineXML xml:lang="fr"><p>B.</p></inlineXML><inlineXML xml:lang="en">{P}</inlineXML>'
    ),
    "an empty one first": "<inlineXML><html><body/></html></inlineXML><inlineData>A.</inlineData>",
    "headline again": f"<inlineXML><body><h1>Seals take the wall</h1>{P}</body></inlineXML>",
    "breaks": "<inlineXML><html><body>A.<br/><br/></body></html></inlineXML>",
    "Base64 beside": (
        '<inlineData encoding="enc:base64">QQ==</inlineData><inlineData>A.</inlineData>'
    ),
    "a script": f"<inlineXML><body><script>B</script>{P}</body></inlineXML>",
    "a picture of the archive": (
        f'<inlineXML><body>{P}<figure><img src="pz:1"/><figcaption>B</figcaption></figure>'
        '<p><img src="file:///b.jpg"/></p></body></inlineXML>'
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_text_is_read_in_all_forms(name):
    assert only(item(more=f"<contentSet>{BODIES[name]}</contentSet>")).content == "<p>A.</p>"


def test_pieces_of_one_text_are_joined():
    pieces = "<inlineXML><p>A.</p></inlineXML><inlineXML><p>B.</p></inlineXML>"
    assert only(item(more=f"<contentSet>{pieces}</contentSet>")).content == "<p>A.</p>\n<p>B.</p>"


def test_inline_nitf_fills_fields_missing_in_the_metadata():
    nitf = (
        "<contentSet><inlineXML><nitf><body><body.head><hedline><hl1>Other</hl1><hl2>Deck</hl2>"
        "</hedline><byline>By Mara Quill</byline><dateline>SALTMOUTH</dateline></body.head>"
        "<body.content><p>A.</p><media><media-reference source='https://t.example/a.jpg'/></media>"
        "</body.content></body></nitf></inlineXML></contentSet>"
    )
    entry = only(item(more=nitf))
    assert (entry.title, entry.summary) == ("Seals take the wall", "Deck")
    assert [author.name for author in entry.authors] == ["Mara Quill"]
    assert entry.dateline == Dateline(place="SALTMOUTH")
    assert [medium.url for medium in entry.media] == ["https://t.example/a.jpg"]


def test_prefixes_defined_in_the_file_take_precedence():
    catalog = (
        f'<catalog><scheme alias="mt" uri="{TOPICS}"/><scheme alias="subj" uri="urn:x:"/></catalog>'
    )
    content = '<subject qcode="mt:20000001"/><subject qcode="subj:1"/>'
    text = item(content=content).replace("<rightsInfo>", f"{catalog}<rightsInfo>")
    assert only(text).categories == (
        Category(term="20000001", scheme=TOPICS),
        Category(term="subj:1"),
    )


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ('<creator type="cpnat:person"><name>Mara Quill</name></creator>', ["Mara Quill"]),
        (
            "<creator><name>Mara Quill</name></creator><creator literal='Bo Ek'/>",
            ["Mara Quill", "Bo Ek"],
        ),
        ('<creator literal="VR-COM"/>', []),
        ('<creator literal="Reuters"/>', []),
        ('<creator qcode="phot:X1"/>', []),
        ('<creator literal="Bo Ek"/><by>Mara Quill</by>', ["Mara Quill"]),
        ('<creator type="cpnat:organisation" literal="Harbour Office"/>', []),
    ],
)
def test_authors_are_people_in_by_or_else_creator(content, names):
    assert [author.name for author in only(item(content=content)).authors] == names


@pytest.mark.parametrize(
    ("rights", "wanted"),
    [
        ("<copyrightHolder><name/></copyrightHolder><copyrightNotice/><usageTerms/>", None),
        ("<copyrightHolder><name>Tide</name></copyrightHolder><copyrightNotice/>", "Tide"),
        ("<copyrightHolder literal='Tide'/>", "Tide"),
        ("<usageTerms>Not for sale</usageTerms>", "Not for sale"),
        ("<usageTerms>Contact: rights@tide.example</usageTerms>", None),
    ],
)
def test_empty_rights_are_none(rights, wanted):
    assert only(item(rights=rights)).rights == wanted


def test_a_position_is_read_from_assert():
    content = (
        '<located qcode="city:9"><name>Saltmouth</name>'
        '<broader type="cptype:country"><name>Norland</name></broader></located>'
    )
    text = item(content=content).replace(
        "<itemMeta>",
        '<assert qcode="city:9"><geoAreaDetails><position latitude="1.5" longitude="2.5"/>'
        "</geoAreaDetails></assert><itemMeta>",
    )
    entry = only(text)
    assert entry.location == (1.5, 2.5)
    assert entry.dateline == Dateline(place="Saltmouth", country="Norland")


@pytest.mark.parametrize("latitude", ["91", "north", "", "nan"])
def test_an_impossible_position_is_none(latitude):
    content = (
        f'<located><geoAreaDetails><position latitude="{latitude}" longitude="1"/>'
        "</geoAreaDetails></located>"
    )
    assert only(item(content=content)).location is None


def test_the_main_rendition_of_an_image_comes_first():
    content = (
        '<description role="drol:caption">A seal.</description>'
        "<creditline>TIDE/Jo Lens</creditline><by>Jo Lens</by>"
    )
    remote = (
        '<contentSet><remoteContent rendition="rnd:thumbnail" href="https://t.example/t.jpg"'
        ' contenttype="image/jpeg" width="100" height="50" size="900"/>'
        '<remoteContent rendition="rnd:highRes" href="https://t.example/h.jpg"'
        ' contenttype="image/jpeg" width="2000" height="1000" size="90000"/>'
        '<remoteContent rendition="rnd:web" residref="tag:t.example:w"/></contentSet>'
    )
    entry = only(item(content=content, more=remote).replace("ninat:text", "ninat:picture"))
    assert entry.media == (
        Media(
            url="https://t.example/h.jpg",
            type="image/jpeg",
            width=2000,
            height=1000,
            length=90000,
            caption="A seal.",
            credit="TIDE/Jo Lens",
        ),
        Media(
            url="https://t.example/t.jpg",
            type="image/jpeg",
            width=100,
            height=50,
            length=900,
            caption="A seal.",
            credit="TIDE/Jo Lens",
        ),
    )
    assert (entry.summary, entry.content) == ("A seal.", None)


def test_media_of_a_text_are_recognised_by_type():
    more = (
        "<contentSet><inlineXML><p>A.</p></inlineXML>"
        '<remoteContent href="https://t.example/a.mp4" contenttype="video/mp4"/>'
        '<remoteContent href="https://t.example/a.html" contenttype="text/html"/>'
        '<remoteContent href="https://t.example/a.png?x=1"/>'
        '<remoteContent href="https://t.example/a"/></contentSet>'
    )
    urls = [medium.url for medium in only(item(more=more)).media]
    assert urls == ["https://t.example/a.mp4", "https://t.example/a.png?x=1"]


def message(*items):
    return (
        f'<?xml version="1.0"?><newsMessage xmlns="{NAR}"><header><sent>2026</sent></header>'
        f"<itemSet>{''.join(items)}</itemSet></newsMessage>"
    )


PACKAGE = item(kind="packageItem", more='<groupSet root="g"><group id="g" role="x"/></groupSet>')


def test_a_message_returns_its_stories_and_notes_other_items():
    concept = f'<conceptItem xmlns="{NAR}" guid="c"/>'
    result = parsed(message(item(), PACKAGE, concept, item()))
    assert [entry.title for entry in result.entries] == ["Seals take the wall"] * 2
    assert [note.message for note in result.notes] == [
        "ignored: packageItem, which is not a story",
        "ignored: conceptItem, which is not a story",
    ]
    assert {line.entry for line in result.trace} == {0, 1}


def test_a_package_has_an_entry_only_if_it_has_text():
    assert parsed(PACKAGE).entries == ()
    assert only(item(kind="packageItem")).content == "<p>Seals came.</p>"


def test_a_message_without_items_is_refused():
    with pytest.raises(StoryError, match="has no item"):
        parsed(message())


def test_a_file_with_too_many_items_is_refused():
    with pytest.raises(StoryError, match="too many items: 2,001"):
        parsed(message(*["<newsItem/>"] * 2001))


NEWSML1 = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd" [<!ENTITY % nitf SYSTEM "nitf.dtd"> %nitf;]>
<NewsML>
  <TopicSet><Topic><FormalName>06006000</FormalName>
    <Description xml:lang="fr" Variant="Name">faune</Description>
    <Description xml:lang="en" Variant="Name">wildlife</Description></Topic></TopicSet>
  <NewsItem xml:lang="en">
    <Comment>Call the desk</Comment>
    <Identification><NewsIdentifier>
      <ProviderId>tide.example</ProviderId><DateId>20260312</DateId>
      <NewsItemId>SEALS-1</NewsItemId><RevisionId PreviousRevision="1" Update="N">2</RevisionId>
      <PublicIdentifier>urn:newsml:tide.example:20260312:SEALS-1:2N</PublicIdentifier>
    </NewsIdentifier></Identification>
    <NewsManagement>
      <FirstCreated>20260312T080000Z</FirstCreated>
      <ThisRevisionCreated>20260312T101500+0100</ThisRevisionCreated>
      <Status FormalName="STATUS"/>CHANGE
    </NewsManagement>
    <NewsComponent>
      <NewsLines>
        <HeadLine>Seals take the wall</HeadLine><SubHeadLine>Anglers move over</SubHeadLine>
        <ByLine>By Mara Quill</ByLine><DateLine>SALTMOUTH, March 12 (TIDE)</DateLine>
        <CreditLine>Tide Wire</CreditLine>
      </NewsLines>
      <RightsMetadata><Copyright><CopyrightHolder>Tide Wire</CopyrightHolder>
        <CopyrightDate>2026</CopyrightDate></Copyright></RightsMetadata>
      <DescriptiveMetadata><Language FormalName="EN"/>
        <SubjectCode><SubjectMatter FormalName="06006000"/></SubjectCode>
        <SubjectCode><Subject FormalName="X1" Scheme="TideCodes"/></SubjectCode>
        <Location HowPresent="Origin"><Property FormalName="City" Value="Saltmouth"/>
          <Property FormalName="Latitude" Value="41.5"/>
          <Property FormalName="Longitude" Value="-70.6"/></Location>
      </DescriptiveMetadata>
      <NewsComponent><Role FormalName="Main"/><ContentItem><MediaType FormalName="Text"/>
        <DataContent><p>Seals came.</p><p>They sang.</p></DataContent></ContentItem></NewsComponent>
      <NewsComponent>
        <NewsComponent><Role FormalName="Thumbnail"/>
          <ContentItem Href="https://t.example/t.jpg"><MediaType FormalName="Photo"/>
          <MimeType FormalName="image/jpeg"/></ContentItem></NewsComponent>
        <NewsComponent><Role FormalName="HighDef"/>
          <ContentItem Href="https://t.example/h.jpg"><MediaType FormalName="Photo"/>
          <MimeType FormalName="image/jpeg"/><Characteristics><SizeInBytes>9000</SizeInBytes>
          <Property FormalName="Width" Value="2000"/><Property FormalName="Height" Value="1000"/>
          </Characteristics></ContentItem></NewsComponent>
        <NewsComponent><Role FormalName="Caption"/><ContentItem>
          <MediaType FormalName="Text"/><DataContent>A seal.</DataContent></ContentItem>
        </NewsComponent>
      </NewsComponent>
    </NewsComponent>
  </NewsItem>
</NewsML>
"""


def newsml1(status="Usable", change=""):
    return NEWSML1.replace("STATUS", status).replace("CHANGE", change)


def will_change(status, when):
    return (
        f'<StatusWillChange><FutureStatus FormalName="{status}"/>'
        f"<DateAndTime>{when}</DateAndTime></StatusWillChange>"
    )


def test_each_newsml_1_element_fills_its_field():
    entry = only(newsml1())
    assert (entry.source_id, entry.version) == ("urn:newsml:tide.example:20260312:SEALS-1", "2")
    assert (entry.title, entry.summary) == ("Seals take the wall", "Anglers move over")
    assert entry.content == "<p>Seals came.</p>\n<p>They sang.</p>"
    assert entry.published == datetime(2026, 3, 12, 8, tzinfo=UTC)
    assert entry.updated == datetime(2026, 3, 12, 9, 15, tzinfo=UTC)
    assert [author.name for author in entry.authors] == ["Mara Quill"]
    assert entry.agency == "Tide Wire"
    assert entry.dateline == Dateline(place="SALTMOUTH", agency="TIDE")
    assert entry.location == (41.5, -70.6)
    assert entry.language == "en"
    assert entry.rights == "© 2026 Tide Wire"
    assert entry.categories == (
        Category(term="06006000", scheme=SUBJECTS, label="wildlife"),
        Category(term="X1"),
    )
    assert [(medium.url, medium.caption) for medium in entry.media] == [
        ("https://t.example/h.jpg", "A seal."),
        ("https://t.example/t.jpg", "A seal."),
    ]
    assert (entry.media[0].width, entry.media[0].height, entry.media[0].length) == (
        2000,
        1000,
        9000,
    )
    assert "Call the desk" not in str(as_json(entry))


@pytest.mark.parametrize(
    ("status", "change", "wanted"),
    [
        ("Usable", "", ("usable", None, None)),
        ("Canceled", "", ("canceled", None, None)),
        ("Withheld", will_change("Usable", "20260313T000100Z"), ("withheld", None, None)),
        ("Embargoed", will_change("Usable", "20260313T000000Z"), ("usable", "opens", None)),
        ("Embargoed", will_change("Usable", "soon"), ("usable", HOLD, None)),
        ("Embargoed", "", ("usable", HOLD, None)),
        ("Usable", will_change("Canceled", "20260313T000000Z"), ("usable", None, "opens")),
    ],
)
def test_a_future_status_is_an_embargo_or_an_expiry(status, change, wanted):
    moment = datetime(2026, 3, 13, tzinfo=UTC)
    entry = only(newsml1(status, change))
    found = [entry.status, entry.embargo, entry.expires]
    assert found == [moment if value == "opens" else value for value in wanted]


def test_the_public_identifier_without_revision_is_the_fallback_id():
    text = newsml1().replace("<DateId>20260312</DateId>", "")
    assert only(text).source_id == "urn:newsml:tide.example:20260312:SEALS-1"


@pytest.mark.parametrize(
    ("data", "content"),
    [
        ("<![CDATA[<P>A.</P>\n<P> </P><P>B.</P>]]>", "<p>A.</p>\n<p>B.</p>"),
        ("A.\n\nB goes\non.", "<p>A.</p>\n<p>B goes on.</p>"),
        ("A.\nB.", "<p>A.</p>\n<p>B.</p>"),
        ("<nitf><body><body.content><p>A.</p></body.content></body></nitf>", "<p>A.</p>"),
        ("<html><body><p>A.</p></body></html>", "<p>A.</p>"),
        ("<body.content><p>A.</p></body.content>", "<p>A.</p>"),
        ("", None),
    ],
)
def test_data_content_is_read_in_all_forms(data, content):
    text = newsml1().replace("<p>Seals came.</p><p>They sang.</p>", data)
    assert only(text).content == content


def test_a_newsml_document_returns_its_items_except_lists_of_others():
    one = newsml1()
    begin, end = one.index("<NewsItem "), one.index("</NewsML>")
    listing = "<NewsItem><NewsComponent><NewsItemRef NewsItem='urn:x'/></NewsComponent></NewsItem>"
    result = parsed(f"{one[:end]}{listing}{one[begin:end]}</NewsML>")
    assert [entry.title for entry in result.entries] == ["Seals take the wall"] * 2
    assert [note.message for note in result.notes] == [
        "ignored: a NewsItem that only lists other items"
    ]


PHOTO = '<ContentItem Href="https://t.example/a.jpg"><MediaType FormalName="Photo"/></ContentItem>'


CAPTION = "<NewsLineType FormalName='Caption'/><NewsLineText>A seal.</NewsLineText>"


@pytest.mark.parametrize(
    ("lines", "caption", "credit"),
    [
        ("<CaptionLine>A seal.</CaptionLine><CreditLine>Jo</CreditLine>", "A seal.", "Jo"),
        (f"<NewsLine>{CAPTION}</NewsLine><ByLine>Jo</ByLine>", "A seal.", "Jo"),
        ("", None, None),
    ],
)
def test_an_image_component_has_its_own_caption_and_credit(lines, caption, credit):
    text = (
        "<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Tides</HeadLine></NewsLines>"
        f"<NewsComponent><NewsLines>{lines}</NewsLines>{PHOTO}</NewsComponent>"
        "</NewsComponent></NewsItem></NewsML>"
    )
    medium = Media(url="https://t.example/a.jpg", caption=caption, credit=credit)
    assert only(text).media == (medium,)
    assert (only(text.replace("https://t.example/", "archive:")).media != ()) is bool(caption)


def test_abstracts_and_creators_fill_fields_missing_in_the_lines():
    text = (
        "<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>Tides</HeadLine></NewsLines>"
        "<AdministrativeMetadata><Creator><Party FormalName='Mara Quill'/></Creator>"
        "<Provider><Party FormalName='TIDE'/></Provider></AdministrativeMetadata>"
        "<NewsComponent><Role FormalName='Abstract'/><ContentItem><DataContent>Forty seals."
        "</DataContent></ContentItem></NewsComponent><NewsComponent><ContentItem><Encoding/>"
        "<DataContent>QQ==</DataContent></ContentItem></NewsComponent></NewsComponent></NewsItem>"
        "</NewsML>"
    )
    entry = only(text)
    assert (entry.summary, entry.content, entry.agency) == ("Forty seals.", None, "TIDE")
    assert [author.name for author in entry.authors] == ["Mara Quill"]


@pytest.mark.parametrize(
    ("provider", "agency"),
    [
        ('<provider qcode="nprov:AFP"/>', "AFP"),
        ('<provider qcode="ours:17"/>', None),
        ('<provider uri="urn:x"><name>Tide Wire</name></provider>', "Tide Wire"),
    ],
)
def test_the_agency_is_the_name_of_the_provider(provider, agency):
    text = item().replace('<provider literal="tide.example"/>', provider)
    assert only(text).agency == agency


def test_only_one_of_equivalent_components_is_read():
    component = (
        "<NewsComponent EquivalentsList='yes'><ContentItem><DataContent>A.</DataContent>"
        "</ContentItem><ContentItem><DataContent>B.</DataContent></ContentItem></NewsComponent>"
    )
    text = f"<NewsML><NewsItem>{component}</NewsItem></NewsML>"
    assert only(text).content == "<p>A.</p>"


def test_a_document_without_items_is_refused():
    with pytest.raises(StoryError, match="has no NewsItem"):
        parsed("<NewsML><NewsEnvelope/></NewsML>")


@pytest.mark.parametrize("text", [item(), message(item()), newsml1()])
@pytest.mark.parametrize("name", ["a.xml", "a.txt", "a.newsml", "a"])
def test_newsml_is_recognised_by_content_not_by_name(text, name):
    assert only(text, name).title == "Seals take the wall"
