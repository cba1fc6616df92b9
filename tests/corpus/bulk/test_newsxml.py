"""News as XML: agencies' items, feeds with whole texts, WordPress's and Factiva's exports; broken and hostile ones."""

import io
import tracemalloc
from collections import Counter
from datetime import date

import pytest

from rag.corpus.bulk.newsxml import xml_rows
from rag.corpus.reading import read_file
from rag.types import Article
from tests.corpus.conftest import article, reason

DAY = date(2025, 5, 30)
TEXT = "Die Fähre bleibt ab Montag im Hafen."
ALL = f"{TEXT}\n\nVier Busse fahren."
BODY = f"<p>{TEXT}</p><p>Vier <em>Busse</em> fahren.</p>"

NEWSML = f"""<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="tag:bote.example,2025:f" version="2" xml:lang="de"><itemMeta><itemClass qcode="ninat:text"/>
<provider qcode="x:bote"><name>Norriner Bote</name></provider><versionCreated>2025-06-02T06:00:00Z</versionCreated>
<firstCreated>2025-05-30T06:00:00Z</firstCreated></itemMeta>
<contentMeta><headline>Die Fähre bleibt</headline><by>Von Jörg Hahn</by><language tag="de"/><keyword>Hafen</keyword>
</contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>x</title></head><body>{BODY}</body></html></inlineXML></contentSet></newsItem>
</itemSet></newsMessage>"""
NITF = f"""<nitf><head><title>Fähre</title><docdata><doc-id id-string="f1"/><date.issue norm="20250530T060000Z"/>
<key-list><keyword key="Hafen"/></key-list></docdata><pubdata name="Norriner Bote"/></head>
<body><body.head><hedline><hl1>Die Fähre bleibt</hl1></hedline><byline>Von Jörg Hahn</byline></body.head>
<body.content>{BODY}</body.content></body></nitf>"""
FACTIVA = """<ppsArticles><article><accessionNo value="NORBOT0020250530"/><baseLanguage>de</baseLanguage>
<byline>Jörg Hahn</byline><headline><paragraph>Die Fähre bleibt</paragraph></headline>
<leadParagraph><paragraph>Die Fähre bleibt ab Montag im Hafen.</paragraph></leadParagraph>
<tailParagraphs><paragraph>Vier Busse fahren.</paragraph></tailParagraphs>
<publicationDate><date>2025-05-30</date></publicationDate><sectionName>Hafen</sectionName>
<sourceName>Norriner Bote</sourceName><wordCount>9</wordCount></article></ppsArticles>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Norriner Bote</title>
<entry><id>tag:f</id><title>Die Fähre bleibt</title><link href="https://bote.example/f"/>
<author><name>Jörg Hahn</name></author><published>2025-05-30T06:00:00Z</published>
<updated>2025-05-30T06:00:00Z</updated>
<category term="Hafen"/><content type="html">&lt;p&gt;Die Fähre bleibt ab Montag im Hafen.&lt;/p&gt;&lt;p&gt;Vier Busse
fahren.&lt;/p&gt;</content></entry></feed>"""


@pytest.mark.parametrize("data", [NEWSML, NEWSML.replace("newsMessage", "NewsML"), NITF, FACTIVA, ATOM])
def test_the_items_of_agencies_are_articles(data: str) -> None:
    read = article("x.xml", data)
    assert (read.title, read.text, read.author) == ("Die Fähre bleibt", ALL, "Jörg Hahn")
    assert (read.published, read.source, read.tags) == (DAY, "Norriner Bote", ("Hafen",))
    assert read.modified == (date(2025, 6, 2) if "versionCreated" in data else None)
    assert not read.id.startswith("x.xml")


def test_an_item_of_newsml_may_hold_nitf_or_plain_text() -> None:
    start, end = NEWSML.index("<inlineXML"), NEWSML.index("</contentSet>")
    for inner in (f"<inlineXML>{NITF}</inlineXML>", f"<inlineData>{ALL}</inlineData>"):
        assert article("x.xml", NEWSML[:start] + inner + NEWSML[end:]).text == ALL


WORDPRESS = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Liman Gazetesi</title><language>tr</language>
<wp:author><wp:author_login>ayse</wp:author_login><wp:author_display_name>Ayşe Kaya</wp:author_display_name></wp:author>
<item><title>Gemi limanda kaldı</title><link>https://liman.example/g</link>
<pubDate>Fri, 30 May 2025 06:00:00 +0000</pubDate>
<dc:creator><![CDATA[ayse]]></dc:creator><guid isPermaLink="false">https://liman.example/?p=1</guid>
<content:encoded><![CDATA[[caption id="a"]<img src="x.jpg" /> Liman[/caption]

Gemi pazartesiden beri <strong>limanda</strong>.

Dört otobüs çalışıyor.]]></content:encoded><excerpt:encoded><![CDATA[Kısa.]]></excerpt:encoded>
<wp:post_date>2025-05-30 09:00:00</wp:post_date><wp:post_modified>2025-06-02 09:00:00</wp:post_modified>
<wp:post_type>post</wp:post_type><wp:status>publish</wp:status><category domain="category">Liman</category></item>
<item><title>photo</title><link>https://liman.example/p</link><content:encoded></content:encoded>
<wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status></item>
<item><title>Taslak</title><content:encoded>Bitmedi.</content:encoded><wp:post_type>post</wp:post_type>
<wp:status>draft</wp:status></item></channel></rss>"""


def test_of_wordpress_what_was_published_is_read_and_the_rest_counted() -> None:
    [read], problems = read_file("w.xml", WORDPRESS.encode())
    assert read == Article(
        "https://liman.example/?p=1", "Gemi limanda kaldı",
        "Picture: Liman\n\nGemi pazartesiden beri limanda.\n\nDört otobüs çalışıyor.", DAY, "record", "Ayşe Kaya",
        "Liman Gazetesi", "https://liman.example/g", "tr", date(2025, 6, 2), ("Liman",),
    )  # fmt: skip
    assert [(one.kind, one.reason) for one in problems] == [
        ("partly", "2 entries left out that are no published texts: 1 of attachment, 1 of draft"),
    ]


def entry(number: int, kind: str, more: str = "") -> str:
    return (
        f"<entry><id>e{number}</id><published>2025-05-30T06:00:00Z</published>"
        f'<category term="http://g.example/2008/kind#{kind}"/>'
        f'<category term="harbour"/><title>Ferry {number}</title><content type="html">'
        "&lt;p&gt;The Tern stays.&lt;/p&gt;"
        f"</content><author><name>Dora Finch</name></author><author><name>Bo Quist</name></author>{more}</entry>"
    )


def test_of_blogger_what_was_published_is_read_and_the_rest_counted() -> None:
    others = entry(2, "comment") + entry(3, "template") + entry(4, "post", "<control><draft>yes</draft></control>")
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title>{entry(1, "post")}{others}</feed>'
    [read], problems = read_file("b.xml", feed.encode())
    assert (read.title, read.text, read.published, read.source) == ("Ferry 1", "The Tern stays.", DAY, "Quay")
    assert (read.author, read.tags) == ("Dora Finch, Bo Quist", ("harbour",))
    assert [one.reason for one in problems] == [
        "3 entries left out that are no published texts: 1 of comment, 1 of draft, 1 of template"
    ]


def test_an_item_that_its_agency_took_back_is_no_article() -> None:
    item = (
        "<newsItem guid='n{0}'><itemMeta><pubStatus qcode='stat:{1}'/></itemMeta><contentMeta>"
        "<headline>Ferry {0}</headline><creator><name>Dora Finch</name></creator></contentMeta>"
        "<contentSet><inlineXML><html><body><p>It stays.</p></body></html></inlineXML></contentSet></newsItem>"
    )
    told = f"<newsMessage><itemSet>{item.format(1, 'usable')}{item.format(2, 'canceled')}</itemSet></newsMessage>"
    [read], problems = read_file("n.xml", told.encode())
    assert (read.title, read.author) == ("Ferry 1", "Dora Finch")
    assert [one.reason for one in problems] == ["1 entry left out that is no published text: 1 of canceled"]


def test_the_notes_of_evernote_are_articles() -> None:
    note = (
        "<?xml version='1.0'?><!DOCTYPE en-note SYSTEM 'http://x.example/enml2.dtd'><en-note><div>The Tern stays.</div>"
        "<div>Buses go.</div></en-note>"
    )
    export = (
        "<?xml version='1.0'?><!DOCTYPE en-export SYSTEM 'http://x.example/e.dtd'><en-export><note><title>Ferry</title>"
        "<created>20250603T070000Z</created><tag>harbour</tag><note-attributes><source-url>https://h.example/a</source-url>"
        f"</note-attributes><content><![CDATA[{note}]]></content></note></en-export>"
    )
    [read], problems = read_file("my.enex", export.encode())
    assert problems == []
    assert (read.title, read.text) == ("Ferry", "The Tern stays.\n\nBuses go.")
    assert (read.url, read.tags, read.published) == ("https://h.example/a", ("harbour",), None)


def test_a_feed_of_teasers_is_a_list_of_addresses() -> None:
    feed = "<rss><channel><title>H</title><item><title>Ferry</title><link>https://h.example/a</link><description>Short.\
</description></item></channel></rss>"
    assert reason("x.xml", feed) == "1 address without text: fetch them with `rag add FILE`"


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("bcdefgh", "cdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (f"{LAUGHS}]><rss><channel><item><title>&i;</title></item></channel></rss>", "defines entities of its own"),
        ('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss></rss>', "defines entities of its own"),
        ("<rss>" + "<a>" * 5000, "not XML"),
        ("<rss><channel>", "not XML"),
        ("words", "not XML"),
        ("<mets><file>https://h.example/a</file></mets>", "XML of the kind <mets> is not read"),
        ("<rss><channel><title>x</title></channel></rss>", "it has no entry"),
    ],
)  # fmt: skip
def test_hostile_and_other_xml_is_refused(data: str, why: str) -> None:
    assert why in reason("x.xml", data)


def test_an_xml_that_is_cut_gives_what_is_whole_and_tells_the_rest() -> None:
    item = WORDPRESS[WORDPRESS.index("<item>") : WORDPRESS.index("</item>") + 7]
    cut = WORDPRESS[: WORDPRESS.index("<item>")] + item + item.replace("?p=1", "?p=2")[:-30]
    articles, problems = read_file("x.xml", cut.encode())
    assert len(articles) == 1
    assert problems[0].reason.startswith("after record 1: not XML")


@pytest.mark.slow
def test_many_items_are_read_in_flat_memory() -> None:
    item = WORDPRESS[WORDPRESS.index("<item>") : WORDPRESS.index("</item>") + 7]
    data = (WORDPRESS[: WORDPRESS.index("<item>")] + (item + "<other><x>y</x></other>") * 5000).encode()
    tracemalloc.start()
    rows = xml_rows(io.BytesIO(data + b"</channel></rss>"), Counter())
    assert sum(isinstance(row, dict) for _, row in rows) == 5000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * len(data)


def test_of_a_byline_of_nitf_the_persons_are_read() -> None:
    byline = "<byline>By <person>Dora Finch</person> and <person>Tom Vail</person><byttl>Coast Editors</byttl></byline>"
    nitf = (
        f"<nitf><body><body.head><hedline><hl1>Ferry stays</hl1></hedline>{byline}</body.head>"
        "<body.content><block><p>The ferry stays.</p></block></body.content></body></nitf>"
    )
    assert article("x.xml", nitf).author == "Dora Finch, Tom Vail"


JATS = f"""<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.2 20190208//EN" "JATS.dtd">
<article xml:lang="de"><front><journal-meta><journal-title>Norriner Bote</journal-title></journal-meta>
<article-meta><article-id pub-id-type="doi">10.1234/f</article-id><title-group><article-title>Die Fähre
bleibt</article-title></title-group><contrib-group><contrib contrib-type="author"><name><surname>Hahn</surname>
<given-names>Jörg</given-names></name></contrib><contrib contrib-type="editor"><name><surname>Roth</surname>
<given-names>Eva</given-names></name></contrib></contrib-group>
<pub-date><year>2025</year></pub-date><pub-date><day>30</day><month>5</month><year>2025</year></pub-date>
<kwd-group><kwd>Hafen</kwd></kwd-group></article-meta></front><body><sec>{BODY}</sec></body></article>"""
TEI = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="de"><teiHeader><fileDesc><titleStmt><title>Die Fähre
bleibt</title><author>Jörg Hahn</author></titleStmt><publicationStmt><publisher>Norriner Bote</publisher>
<date when="2024-01-01">1.1.</date></publicationStmt><sourceDesc><bibl><date when="2025-05-30">30. Mai</date></bibl>
</sourceDesc></fileDesc></teiHeader><text><body>{BODY}</body></text></TEI>"""


@pytest.mark.parametrize("data", [JATS, TEI])
def test_articles_of_journals_and_editions_are_read(data: str) -> None:
    read = article("x.xml", data)
    assert (read.title, read.text, read.author) == ("Die Fähre bleibt", ALL, "Jörg Hahn")
    assert (read.published, read.source, read.lang) == (DAY, "Norriner Bote", "de")


def test_a_day_without_its_month_is_not_taken_for_a_month() -> None:
    data = JATS.replace("<month>5</month>", "").replace("<day>30</day>", "<day>5</day>")
    assert "2025-05" not in str(list(xml_rows(io.BytesIO(data.encode()), Counter())))


def test_a_scanned_page_is_the_words_of_its_blocks() -> None:
    line = '<TextLine><String CONTENT="Die"/><SP/><String CONTENT="Fäh" SUBS_TYPE="HypPart1" SUBS_CONTENT="Fähre"/>'
    line += '<HYP/></TextLine><TextLine><String CONTENT="re" SUBS_TYPE="HypPart2" SUBS_CONTENT="Fähre"/>'
    line += '<String CONTENT="bleibt."/></TextLine>'
    block = f"<TextBlock>{line}</TextBlock>"
    data = f'<alto xmlns="x"><Layout><Page><PrintSpace>{block}{block}</PrintSpace></Page></Layout></alto>'
    assert article("1912-04-16.xml", data).text == "Die Fähre bleibt.\n\nDie Fähre bleibt."


@pytest.mark.parametrize("name", ["x.atom", "x.rss", "x.nitf"])
def test_feeds_and_items_are_read_whatever_they_are_called(name: str) -> None:
    assert article(name, NITF if name == "x.nitf" else ATOM).text == ALL


def test_an_entry_without_a_writer_has_none() -> None:
    assert article("x.xml", ATOM.replace("<author><name>Jörg Hahn</name></author>", "")).author is None


def test_a_feed_of_rdf_is_no_library() -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    item = f"<item><title>Die Fähre bleibt</title><c:encoded>{BODY.replace('<', '&lt;')}</c:encoded></item>"
    spaces = f'xmlns:r="{rdf}" xmlns="http://purl.org/rss/1.0/" xmlns:c="http://purl.org/rss/1.0/modules/content/"'
    assert article("x.rdf", f"<r:RDF {spaces}>{item}</r:RDF>").text == ALL


def test_a_list_of_feeds_is_told_as_such() -> None:
    data = '<opml version="2.0"><body><outline type="rss" xmlUrl="https://bote.example/feed"/></body></opml>'
    assert "`rag add --opml FILE`" in reason("x.opml", data)


@pytest.mark.parametrize("namespace", ["", " xmlns='http://docbook.org/ns/docbook' version='5.0'"])
def test_docbook_is_read_with_its_sections(namespace: str) -> None:
    info = "info" if namespace else "articleinfo"
    about = (
        f"<{info}><title>Die Fähre bleibt</title><author><personname><firstname>Jörg</firstname><surname>Hahn</surname>"
        f"</personname></author><pubdate>2025-05-30</pubdate></{info}>"
    )
    section = "<section><title>Busse</title><itemizedlist><listitem><para>Vier Busse</para></listitem></itemizedlist>"
    body = f"{about}<para>{TEXT}</para>{section}</section>"
    read = article("x.xml", f"<article{namespace}>{body}</article>")
    assert (read.title, read.author, read.published) == ("Die Fähre bleibt", "Jörg Hahn", DAY)
    assert read.text.split() == [*TEXT.split(), "Busse", "-", "Vier", "Busse"]
    book = f"<book{namespace}><title>Der Hafen</title><chapter><title>Eins</title><para>{TEXT}</para></chapter></book>"
    assert (article("x.xml", book).title, article("x.xml", book).text) == ("Eins", TEXT)
