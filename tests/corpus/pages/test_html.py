"""Pages: their text, and what they say of themselves."""

import json
from datetime import date

import pytest
from lxml import html

from rag.corpus.pages.boxes import take_out_boxes
from rag.corpus.reading import read_file
from rag.types import Article, DateOrigin
from tests.corpus.conftest import BODY, DAY, PARAGRAPHS, RUSSIAN, article, holding, reason


def test_a_page_gives_its_paragraphs_and_what_it_says_of_itself() -> None:
    read = article(
        "x.html",
        "<!DOCTYPE html><html lang=en-GB><head><meta charset=utf-8><title>Trams at last | The Gazette</title>"
        '<meta property="og:title" content="Trams at last"><meta property="og:site_name" content="The Gazette">'
        '<meta property="article:published_time" content="2023-10-09T23:30:00-05:00">'
        '<meta property="article:modified_time" content="2024-01-01"><meta name="author" content="Ana Petrović">'
        '<link rel="canonical" href="https://gazette.example/a?id=1&amp;b=2"><style>.x{color:red}</style></head><body>'
        "<nav><ul><li><a href=/>Home</a></li><li><a href=/n>News</a></li></ul></nav>"
        "<div class=cookie-banner><p>We use cookies to improve your experience. Accept all of them.</p></div>"
        "<article><header><h1>Trams at last</h1><p class=byline>By Ana Petrović</p></header>"
        f"<script>var secret = 1;</script><noscript>secret</noscript><template>secret</template>{BODY}"
        "<h2>What comes next</h2><p>One line,<br>then\n another.</p><ul><li>Tickets<ul><li>Children</li></ul></li></ul>"
        "<table><tr><th>Stop</th><th>Time</th></tr><tr><td>Quay</td><td>06:00</td></tr></table></article>"
        "<section id=comments><h3>Comments</h3><div class=comment><p>First! What a great line.</p></div></section>"
        "<aside class=related><a href=/r>Council approves trams after a long debate</a></aside>"
        "<footer><p>© 2022 The Gazette. All rights reserved.</p></footer></body></html>",
    )
    assert read == Article(
        "x.html", "Trams at last",
        "\n\n".join((*PARAGRAPHS, "What comes next", "One line,\nthen another.", "- Tickets\n- Children",
                     "Stop | Time\nQuay | 06:00")),
        DAY, "metadata", "Ana Petrović", "The Gazette", "https://gazette.example/a?id=1&b=2", "en-GB",
        date(2024, 1, 1),
    )  # fmt: skip


LINKED = {
    "@graph": [
        {"@type": "WebPage", "headline": "The Gazette", "datePublished": "2001-01-01"},
        {
            "@type": ["NewsArticle"],
            "headline": "Trams at last",
            "datePublished": "2023-10-09T08:00:00Z",
            "dateModified": "2024-01-01",
            "author": [{"@type": "Person", "name": "Ana P"}, {"name": "Bo Q"}],
            "publisher": {"name": "Gazette"},
        },
    ]
}


def test_linked_data_tells_of_the_article_among_others() -> None:
    read = article("x.html", f'<head><script type="application/ld+json">{json.dumps(LINKED)}</script></head>{BODY}')
    assert (read.title, read.published, read.author, read.source) == ("Trams at last", DAY, "Ana P, Bo Q", "Gazette")


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (f"<title>Trams at last | The Gazette</title><h1>Trams at last</h1>{BODY}", "Trams at last"),
        (f"<title>Trams - The Gazette</title><h1>The Gazette</h1><h2>Trams</h2>{BODY}", "Trams"),
        (f"<meta property=og:site_name content=Gazette><title>Trams – Gazette</title>{BODY}", "Trams"),
        (f"<meta property=og:title content='Trams | Gazette'><h1>Trams</h1>{BODY}", "Trams"),
        (f"<meta property=og:title content='Trams: a start'><h1>Trams</h1>{BODY}", "Trams: a start"),
        (f"<title>Spider-Man - a review by Mr. X</title>{BODY}", "Spider-Man - a review by Mr. X"),
        (BODY, "Name"),
    ],
)
def test_the_title_of_a_page_goes_without_the_name_of_its_site(page: str, title: str) -> None:
    read = article(
        "name.html", f"<html><head></head><body>{page}</body></html>".replace("<head></head><body><meta", "<head><meta")
    )
    assert read.title == title
    assert read.text.endswith("\n\n".join(PARAGRAPHS))


@pytest.mark.parametrize(
    ("marked", "origin"),
    [
        ("<meta property=article:published_time content=2023-10-09>", "metadata"),
        ("<meta name=DC.date.issued content='9 October 2023'>", "metadata"),
        ("<meta itemprop=datePublished content=2023-10-09>", "metadata"),
        ("<time class='entry-date published' datetime='2023-10-09T10:00'>9.10.</time>", "metadata"),
        ("<time itemprop=datePublished datetime=2023-10-09>9.10.</time>", "metadata"),
        ("<meta property=article:published_time content=2023><time pubdate datetime=2023-10-09>x</time>", "metadata"),
        ("<time datetime=2023-10-09>x</time>", "unknown"),
        ("<time class=updated datetime=2023-10-09>x</time>", "unknown"),
        (
            "<time class=published datetime=2023-10-09>x</time><time class=published datetime=2022-01-01>y</time>",
            "unknown",
        ),
        ("<meta property=article:modified_time content=2023-10-09>", "unknown"),
        ("<meta property=article:published_time content=2023-02-31>", "unknown"),
        ("<div class=footer>Copyright 2018-2023, last changed on 9 October 2023</div>", "unknown"),
        ("<p>BELGRADE, Oct. 9, 2023 (AP) — The trams are running on the new line since Monday.</p>", "dateline"),
    ],
)
def test_only_what_a_page_marks_as_publication_dates_it(marked: str, origin: DateOrigin) -> None:
    read = article(
        "x.html", f"<html><head><title>Trams</title></head><body><article>{marked}{BODY}</article></body></html>"
    )
    assert (read.published, read.published_from) == (None if origin == "unknown" else DAY, origin)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=windows-1251>", "cp1251"),
        ("<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", "koi8-r"),
        ('<?xml version="1.0" encoding="windows-1251"?>', "cp1251"),
        ("", "utf-16"),
        ("", "cp1251"),
        ("<meta charset=iso-8859-1>", "utf-8"),  # plainly wrong
        ("<meta charset=nonsense>", "cp1251"),
    ],
)
def test_a_page_is_read_in_its_declared_encoding_unless_that_is_wrong(head: str, encoding: str) -> None:
    page = f"{head}<html><body><p>{RUSSIAN}</p></body></html>"
    assert article("x.html", page.encode(encoding)).text == RUSSIAN


def test_a_short_page_is_read_without_its_menu() -> None:
    menu = "<nav><ul><li><a href=/>Home</a></li><li><a href=/n>News and sport</a></li></ul></nav>"
    page = f"<html><body>{menu}<article><h1>Trams</h1><p>They run.</p><p>At last.</p></article></body></html>"
    assert article("x.html", page).text == "They run.\n\nAt last."


def test_a_short_first_article_of_a_page_does_not_hide_the_second() -> None:
    page = f"<article><h1>One</h1><p>They run.</p></article><article><h1>Two</h1><p>{PARAGRAPHS[0]}</p></article>"
    assert article("x.html", f"<html><body>{page}</body></html>").text.endswith(PARAGRAPHS[0])


@pytest.mark.parametrize(
    ("page", "attribute", "value"),
    [
        (f'<html xml:lang="tr"><body>{BODY}</body></html>', "lang", "tr"),
        (f"<meta name=publisher content=Gazette>{BODY}", "source", "Gazette"),
        (f"<meta property=og:url content='https://x.example/a'>{BODY}", "url", "https://x.example/a"),
        (f"<link rel=canonical href='javascript:alert(1)'>{BODY}", "url", None),
        (f"<link rel=canonical href='/a'>{BODY}", "url", None),
        (
            f"<link rel=canonical href=/a><meta property=og:url content=https://x.example/a>{BODY}",
            "url",
            "https://x.example/a",
        ),
        (
            f"<link rel=canonical href='https://web.archive.org/web/20230501120000/https://x.example/a'>{BODY}",
            "url",
            "https://x.example/a",
        ),
        (f"<meta name=author content='Ana P'><meta name=author content='Bo Q'>{BODY}", "author", "Ana P, Bo Q"),
        (f"<meta property=article:author content='https://x.example/ana'>{BODY}", "author", None),
        (f"<h1>Trams</h1><a rel=author href=/a>Ana P</a>{BODY}", "author", "Ana P"),
    ],
)
def test_single_facts_of_a_page(page: str, attribute: str, value: str | None) -> None:
    assert getattr(article("x.html", page), attribute) == value


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>One short sentence.</p>", "One short sentence."),
        ("<html><body>Bare text.<br><br>More of it.</body></html>", "Bare text.\n\nMore of it."),
        ("<p>&lt;b&gt; caf&eacute;&nbsp;&#x1F600; wo&shy;rd &#0;</p>", "<b> café 😀 word \ufffd"),
        ('<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x; is not read.</p>', "&x; is not read."),
        (f'<script type="application/ld+json">{"[" * 100_000}</script><p>Some text.</p>', "Some text."),
        ("<head><script>alert('secret')</script><p>Some <b>text <i>here.", "Some text here."),
    ],
)
def test_broken_and_hostile_pages_are_read(page: str, text: str) -> None:
    assert article("x.html", page).text == text


@pytest.mark.parametrize("page", ["<html></html>", "<div id=root></div><script>run()</script>", "<div>" * 50_000])
def test_a_page_without_text_is_a_problem(page: str) -> None:
    assert "no article text in this page" in reason("x.html", page)


@pytest.mark.slow
@pytest.mark.timeout(60)
def test_a_page_of_many_elements_is_read_in_time() -> None:
    entries = "".join(f"<li>Entry {number} of the list.</li>" for number in range(50_000))
    assert article("x.html", f"<article>{BODY}<ul>{entries}</ul></article>").text.count("- Entry") == 50_000


def test_a_tag_may_have_long_attributes() -> None:
    assert "bridge" in article("x.html", holding(f"<p title='{'a = b ' * 5000}'>Words.</p>")).text


@pytest.mark.parametrize(
    ("middle", "why"),
    [("<div>" * 300, "more than 250 deep"), (f"<script>{'x = 1; ' * 1_500_000}</script>", "larger than 10 MB")],
)
def test_a_page_of_which_the_parser_drops_the_rest_says_so(middle: str, why: str) -> None:
    _, (problem,) = read_file("x.html", holding(middle).encode())
    assert problem.kind == "partly"
    assert why in problem.reason


def test_a_page_saved_with_large_pictures_is_read_to_its_end() -> None:
    """The parser gives up at an attribute of 10 MB, and all that follows would be missing."""
    picture = f"<img src='data:image/png;base64,{'A' * 10_100_000}'>"
    assert (
        "The last stop is the ferry." in article("x.html", holding(f"{picture}<p>The last stop is the ferry.</p>")).text
    )


def test_scripts_hold_no_tags() -> None:
    script = f"<script>for (i = 0; i<b.length; i++) {{ {'x = y ; ' * 3000} }}</script>"
    assert article("x.html", f"<title>Trams</title>{script}<body><h1>Trams</h1>{BODY}</body>").title == "Trams"
    quotes = f"""<div class="a" "="" data-x="1"><svg></svg>{'<i class="b">x</i> ' * 1200}</div>"""
    assert article("x.html", f"<title>Trams</title><body><h1>Trams</h1>{BODY}{quotes}</body>").title == "Trams"


def test_a_stray_nul_is_left_out() -> None:
    page = f"<meta charset=utf-8><title>Trams</title><body><h1>Trams</h1>{BODY}</body>".encode()
    read = article("x.html", page.replace(b"tram ran", b"tr\0am ran"))
    assert "first tram ran" in read.text


@pytest.mark.parametrize(
    ("caption", "kept"),
    [
        ("<span>The first tram in the rain.</span> Photograph: Ana Brook/The Gazette", "The first tram in the rain."),
        ("<span>The first tram in the rain.</span><span>Credit...Ana Brook for The Gazette</span>",
         "The first tram in the rain."),
        ("Die erste Bahn im Regen. Foto: Ana Brook/dpa", "Die erste Bahn im Regen."),
        ("Le premier tram sous la pluie. Photo: Ana Brook/AFP", "Le premier tram sous la pluie."),
        ("<span class=visually-hidden>Image caption, </span>The first tram in the rain", "The first tram in the rain"),
        ("She had it in black and white. Photos: they were her life.",
         "She had it in black and white. Photos: they were her life."),
    ],
)  # fmt: skip
def test_a_caption_is_kept_without_what_says_who_made_the_picture(caption: str, kept: str) -> None:
    text = article("x.html", holding(f"<figure><img><figcaption>{caption}</figcaption></figure>")).text
    assert f"Picture: {kept}" in text.split("\n\n")


CARD = (
    "<div class=card><h3><a href='/{0}'>{0} at last</a></h3><p>How it was built, and what it cost the town.</p></div>"
)
CARDS = f"<h2>More case studies</h2>{CARD.format('Buses')}{CARD.format('Ferries')}"


def test_cards_that_lead_to_other_articles_are_no_part_of_the_text() -> None:
    def text(below: str, body: str = BODY) -> str:
        return article("x.html", f"<title>Trams</title><main><h1>Trams at last</h1>{body}{below}</main>").text

    assert text(f"<section>{CARDS}</section>", BODY * 2) == "\n\n".join(PARAGRAPHS * 2)
    assert "Buses at last" in text(f"<section>{CARD.format('Buses')}</section>", BODY * 2), "one may be part of it"
    told = CARDS.replace("what it cost", "what it cost, and whom, " * 20)
    assert "Buses at last" in text(f"<section>{told}</section>", BODY * 2), "more than a few words are text"
    assert "Buses at last" in text(f"<section>{CARDS}</section>{BODY}", BODY), "and what stands within it"


def test_the_way_to_the_next_article_is_no_part_of_the_text() -> None:
    way = "<section id=itemPagination><a href='/prev'><h2>Previous</h2><div>Lanes over the holidays</div></a></section>"
    tree = html.document_fromstring(f"<body><main><article><h1>Trams</h1>{BODY}</article>{way}</main></body>")
    take_out_boxes(tree, ())
    left = tree.text_content()
    assert PARAGRAPHS[2] in left
    assert "Lanes" not in left


@pytest.mark.parametrize("name", ["yorumlar", "kommentare", "commentaires", "comentarios"])
def test_comments_are_no_part_of_the_text_whatever_the_page_calls_them(name: str) -> None:
    said = f"<div class={name}><h3>2</h3><p>I learned to swim there, and am sad to see it go like this.</p></div>"
    tree = html.document_fromstring(f"<body><article><h1>Trams</h1>{BODY}{said}</article></body>")
    take_out_boxes(tree, ())
    assert "sad to see it go" not in tree.text_content()


def test_words_that_are_pulled_out_of_the_text_stand_in_it_once() -> None:
    page = f"<title>Trams</title><article><h1>Trams at last</h1><p>{PARAGRAPHS[0]}</p>{{}}{BODY}</article>"
    pulled = "<div class=pullquote><p>It is nine kilometres long, has fourteen stops</p></div>"
    assert article("x.html", page.format(pulled)).text.count("nine kilometres long") == 1
    other = "<div class=pullquote><p>Nobody had believed that it would run.</p></div>"
    assert "Nobody had believed" in article("x.html", page.format(other)).text


def test_a_day_beside_an_american_hour_has_the_month_first() -> None:
    def day(line: str) -> object:
        page = f"<html lang=en><title>Trams</title><article><h1>Trams at last</h1><div>{line}</div>{BODY}</article>"
        return article("x.html", page).published

    assert day("Published 6:02 a.m. ET 10/9/2023") == DAY
    assert day("Published 6:02 a.m. 10/9/2023") is None


def test_the_writer_of_a_post_that_its_platform_calls_a_widget_is_read() -> None:
    signed = (
        "<span class=post-author>Publicado por <span itemprop=author><a rel=author href=x>Lucía Benet</a></span></span>"
    )
    post = (
        f"<h3 class=post-title>Trams at last</h3><div class='post-body entry-content'>{BODY}</div><div>{signed}</div>"
    )
    page = f"<title>Diario: Trams at last</title><h1>Diario</h1><div class='widget Blog'>{post}</div>"
    assert article("x.html", page).author == "Lucía Benet"
