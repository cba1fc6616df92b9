"""Who wrote a page's article."""

import json
from typing import Any

import pytest

from tests.corpus.conftest import BODY, article

PUBLISHER = {"@type": "Organization", "name": "Coast Ledger"}


def linked(**said: Any) -> str:
    data = {"@type": "NewsArticle", "headline": "Trams at last", "publisher": PUBLISHER} | said
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def author(head: str, byline: str = "", lang: str = "en") -> str | None:
    body = f"<body><article><h1>Trams at last</h1>{byline}{BODY}</article></body>"
    return article("x.html", f"<html lang={lang}><head><title>Trams at last</title>{head}</head>{body}</html>").author


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Ana Petrović", "Ana Petrović"),
        ("By Ana Petrović and Bo Quist", "Ana Petrović, Bo Quist"),
        ({"@type": "Person", "name": "Ana Petrović"}, "Ana Petrović"),
        ({"@type": "Person", "name": ["Ana Petrović", "Bo Quist"]}, "Ana Petrović, Bo Quist"),
        ({"@type": "Person", "givenName": "Ana", "familyName": "Petrović"}, "Ana Petrović"),
        ([{"name": "Ana Petrović"}, {"name": "Bo Quist"}, {"name": "Ana Petrović"}], "Ana Petrović, Bo Quist"),
        ([{"@type": "Organization", "name": "Reuters"}, {"@type": "Person", "name": "Ana Petrović"}], "Ana Petrović"),
        ({"@type": "Organization", "name": "Reuters"}, "Reuters"),
        ({"@type": "Organization", "name": "Coast Ledger"}, None),
        ({"@type": "Person", "name": "Coast Ledger"}, None),
        ([{"@type": "Person", "name": "Ana Petrović", "jobTitle": "Baker"}, {"name": "Baker"}], "Ana Petrović"),
        ([], None),
        ([[["Ana Petrović"]]], None),
        ({"@id": "#nobody"}, None),
    ],
)
def test_the_authors_of_linked_data(said: object, expected: str | None) -> None:
    assert author(linked(author=said)) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<meta name=citation_author content='Petrović, Ana'><meta name=citation_author content='Quist, Bo'>",
         "Ana Petrović, Bo Quist"),
        ("<meta name=author content='Petrović, Ana'>", "Petrović, Ana"),
        ("<meta name=author content='Ana Petrović, Bo Quist'>", "Ana Petrović, Bo Quist"),
        ("<meta property=article:author content='https://net.example/ana'>", None),
        ("<meta name=author content=Reuters>", "Reuters"),
        ("<meta name=byl content='By Ana Petrović'>", "Ana Petrović"),
        ("<meta name=author content=By>", None),
    ],
)  # fmt: skip
def test_the_authors_of_meta_elements(head: str, expected: str | None) -> None:
    assert author(head) == expected


def test_who_created_an_article_wrote_it_where_no_person_is_its_author() -> None:
    newsroom = {"@type": "Organization", "name": "Coast Ledger"}
    assert author(linked(author=newsroom, creator=["Ana Petrović"])) == "Ana Petrović"
    assert author(linked(author="Ana Petrović", creator=["Bo Quist"])) == "Ana Petrović"


def test_references_in_linked_data_are_followed() -> None:
    graph = [
        {"@type": "Article", "headline": "Trams at last", "author": [{"@id": "#a"}, {"@id": "#b"}]},
        {"@id": "#a", "@type": "Person", "name": "Ana Petrović"},
        {"@id": "#b", "@type": "Person", "name": {"@value": "Bo Quist"}},
        {"@id": "#c", "@type": "Person", "name": {"@id": "#c"}},
    ]
    head = f'<script type="application/ld+json; charset=utf-8">{json.dumps({"@graph": graph})}</script>'
    assert author(head) == "Ana Petrović, Bo Quist"


@pytest.mark.parametrize(
    ("byline", "lang"),
    [
        ("<p class=byline>By <a href=/author/ana>Ana Petrović</a> and <a href=/author/bo>Bo Quist</a></p>", "en"),
        ("<p class=byline>By Ana Petrović and Bo Quist, Transport Correspondent</p>", "en"),
        ("<div class=c-authors><span>Von</span> <span>Ana Petrović und Bo Quist, Norrin</span></div>", "de"),
        ("<div itemprop=author><span itemprop=name>Ana Petrović</span></div><i itemprop=author>Bo Quist</i>", "fr"),
        ("<div itemprop=author><meta itemprop=name content='Ana Petrović'></div><i itemprop=author>Bo Quist</i>", "fr"),
        ("<a rel=author href=/a>Ana Petrović</a><a rel=author href=/b>Bo Quist</a>", "en"),
        ("<div class=ArticleAuthor><p>Ana Petrović, Bo Quist</p><p class=job>Editor</p><time>9.10.</time></div>", "en"),
        (
            "<div class=contributor-name><a href=/people/ana>Ana Petrović</a></div>"
            "<div class=contributor-name><a href=/people/bo>Bo Quist</a><span>Political editor</span></div>",
            "en",
        ),
        ("<p>Por Ana Petrović y Bo Quist</p>", "es"),
    ],
)
@pytest.mark.parametrize("meta", ["", "<meta name=author content='Coast Ledger'>"])
def test_a_byline_comes_before_the_meta_elements(byline: str, lang: str, meta: str) -> None:
    head = f"<meta property=og:site_name content='Coast Ledger'>{meta}"
    assert author(head, byline, lang) == "Ana Petrović, Bo Quist"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "<aside><p class=byline>By Tom Weil</p></aside>",
        f"{BODY}<p>By Tom Weil</p><div class=author-bio><a href=/author/tom>Tom Weil</a> writes.</div>",
        "<nav><a rel=author href=/t>Tom Weil</a></nav>",
        "<p class=byline>9 October 2023</p>",
    ],
)
def test_who_stands_beside_an_article_did_not_write_it(elsewhere: str) -> None:
    assert author("", elsewhere) is None
    assert author("<meta name=author content='Ana Petrović'>", elsewhere) == "Ana Petrović"


def test_all_writers_are_kept_where_the_linked_data_has_the_first_alone() -> None:
    meta = "<meta name=author content='Ana Petrović, Bo Quist'>"
    assert author(meta + linked(author={"@type": "Person", "name": "Ana Petrović"})) == "Ana Petrović, Bo Quist"
    assert author(meta + linked(author={"@type": "Person", "name": "Tom Weil"})) == "Tom Weil"


def test_the_owner_of_a_page_of_its_own_wrote_it() -> None:
    owner = {"@type": ["Person", "Organization"], "name": "Ana Petrović"}
    head = linked(author={"@type": "Person", "name": "Ana Petrović"}, publisher=owner)
    assert author(f"<link rel=canonical href=https://anapetrovic.example/trams>{head}") == "Ana Petrović"


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<div class=date>9 October 2023<span> | by <a href=/a>Ana Petrović</a></span></div>", "Ana Petrović"),
        ("<p class=autor><strong>Ana Petrović</strong> | Norrin Harbour | 08/01/2014</p>", "Ana Petrović"),
        ("<div class=bydek>by <a>Ana Petrović</a><span>Ana Petrović</span></div>", "Ana Petrović"),
        ("<p>By Ana \"Little Tram\" Petrović</p>", "Ana \"Little Tram\" Petrović"),
        ("<div class=byline>Ana Petrović</div><div class=byline-links>View Comments</div>", "Ana Petrović"),
        ("<span class=author>Ana Petrović <a href=/author/1>View Author Page</a></span>", "Ana Petrović"),
        ("<div class=byline><a href=/author/ana>Ana</a></div>", "Ana"),
        ("<ul class=authors>" + "".join(
            f"<li class='author has-bio'>{name}<div class=author-overlay><a href=/author/x>More from us</a></div>"
            for name in ("Ana Petrović", "Bo Quist")
        ) + "</ul>", "Ana Petrović, Bo Quist"),
        ("<div class=comments><b class=author>Susan Weil</b></div>", None),
        ("<span class=author>Harbour Press GmbH</span>", None),
        ("<div class=byline>By <span>The Norrin Wire</span> Thu., October 9, 2023</div>", "The Norrin Wire"),
        ("<p class=autor>EFE | Norrin</p>", "EFE"),
        ("<span class=author>name</span>", None),
        ("<span class=author>微信扫一扫赞赏作者</span>", None),
    ],
)  # fmt: skip
def test_bylines_as_pages_have_them(byline: str, names: str | None) -> None:
    assert author("", byline) == names


def test_a_byline_above_the_heading() -> None:
    above = "<div><header><h3 class=byline><a>Ana Petrović</a></h3></header><div><h1>Trams at last</h1></div></div>"
    page = f"<title>Trams at last</title><body><article>{above}{BODY}</article></body>"
    assert article("x.html", page).author == "Ana Petrović"


def test_the_writers_of_other_articles_are_not_added() -> None:
    other = "<div><p class=story>Storm</p><div><p><a class=byline>Bo Quist</a></p></div></div>"
    page = "<body><div><h1>Trams at last</h1><div><p><span class=byline>Ana Petrović</span></p></div></div>"
    page += f"<section>{other}</section>{BODY}</body>"
    assert article("x.html", page).author == "Ana Petrović"


def test_the_heading_that_the_title_names_leads_to_the_byline() -> None:
    logo = "<h1>Coast Ledger</h1><p class=byline>By Bo Quist</p>"
    teaser = "<article><h1><a href=/s>A storm comes</a></h1><p class=byline>By Eva Holm</p></article>"
    page = f"<title>Trams at last - Coast Ledger</title><body>{logo}<main><h1>Trams at last</h1><p>By Ana Petrović</p>"
    assert article("x.html", f"{page}</main>{teaser}{BODY}</body>").author == "Ana Petrović"


def test_a_chinese_site_is_known_by_the_end_of_its_title() -> None:
    head = "<title>第一辆电车今天开出_海岸财经_海岸</title><meta name=author content=海岸>"
    page = f"{head}<body><h1>电车</h1>{BODY}</body>"
    assert article("x.html", page).author is None


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<div class=reader-credits>Ana Petrović</div>", "Ana Petrović"),
        ("<div data-testid=byline><time>9 October</time><span>Ana Petrović</span><span>Tram correspondent</span></div>",
         "Ana Petrović"),
        ("<div class=info>2023-10-09 18:42 来源：石城日报 作者：李明华</div>", "李明华"),
        ("<p class=meta>2023年10月9日 18時30分 <span>高橋健太</span> 記者</p>", "高橋健太"),
        ("<div>입력 2023.10.09 18:42 <span>김민수 기자</span></div>", "김민수"),
        ("<div class=meta>เผยแพร่: 9 ต.ค. 2566 18:30 โดย: สมชาย ใจดี</div>", "สมชาย ใจดี"),
        ("<p class=meta>2023年10月9日 記者会見</p>", None),
    ],
)  # fmt: skip
def test_bylines_of_readers_and_of_scripts_without_capitals(byline: str, names: str | None) -> None:
    assert author("", byline) == names


@pytest.mark.parametrize(
    ("title", "head", "byline", "names"),
    [
        (
            "Trams at last - Norrin Times",
            "",
            "<p class=byline>By Ana P. Roux, Bo Li, Norrin Times</p>",
            "Ana P. Roux, Bo Li",
        ),
        ("Trams at last - Norrin Times", "<meta name=author content='The Norrin Times'>", "", None),
        ("Trams at - Norrin Times", "<meta name=author content='The Norrin Times'>", "", None),
        ("Trams at last - Ana Roux", "<meta name=author content='Ana Roux'>", "", "Ana Roux"),
        ("Trams at last", "<meta name=author content='The Norrin Times'>", "", "The Norrin Times"),
    ],
)
def test_what_a_title_ends_with_is_hardly_a_writer(title: str, head: str, byline: str, names: str | None) -> None:
    body = f"<body><article><h1>Trams at last</h1>{byline}{BODY}</article></body>"
    assert article("x.html", f"<html><head><title>{title}</title>{head}</head>{body}</html>").author == names


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<div><a href=/author/ana-petrovic>Ana Petrović</a><a href=/topics/sea>The Sea</a></div>", "Ana Petrović"),
        ("<p>They met <a href=/staff/bo>Bo Quist</a> at the harbour, who said that the boats had left before it.</p>",
         None),
        ("<div>Ana Petrović, Harbour Correspondent</div>", "Ana Petrović"),
        ("<div>Ana Petrović<br>reporter</div>", "Ana Petrović"),
        ("<div>New Delhi, PTI</div>", None),
        ("<div><a href=/team/norrin-rovers>Norrin Rovers</a></div>", None),
        ("<div>Ana Petrović, CEO</div>", None),
        ("<div>Norrin Harbour, 9 October 2023</div>", None),
        ("<div>2023-10-09 07:12　来源：晚报　记者：李晓明　编辑：王芳</div>", "李晓明"),
        ("<div>서울=김지훈 기자</div>", "김지훈"),
        ("<p>海岸新闻记者 李晓明</p>", "李晓明"),
        ("<div>2023-10-09 07:12 晚報／記者李曉明／即時報導</div>", "李曉明"),
    ],
)  # fmt: skip
def test_a_line_without_a_mark_may_say_that_somebody_writes(byline: str, names: str | None) -> None:
    assert author("", byline) == names


def test_whose_the_rights_of_a_page_are_is_no_writer() -> None:
    head = "<meta name=copyright content='Copyright (c) Norrin Harbour Press 2023. All rights reserved'>"
    writers = "<meta name=author content='Norrin Harbour Press'>"
    assert author(head + writers, "<p class=byline>By Ana Petrović</p>") == "Ana Petrović"
    assert author(head + writers) is None


def test_what_a_page_marks_in_other_vocabularies_is_read() -> None:
    rdfa = "<span property=schema:author typeof=schema:Person><span property=schema:name>Ana Petrović</span></span>"
    assert author("", rdfa) == "Ana Petrović"
    said = json.dumps({"authors": ["Ana Petrović", "Bo Quist"], "pub_date": "2023-10-09T10:00:00Z"})
    assert author(f"<meta name=parsely-page content='{said}'>") == "Ana Petrović, Bo Quist"
    assert author("<meta name=parsely-page content='{'>") is None


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("<div class=card><a href=#ana itemprop=author>Ana Petrović</a> <span>@anap</span></div>", "Ana Petrović"),
        ("<p>By <a rel=author href=/ana>Ana Petrović</a>, Harbour Correspondent</p>", "Ana Petrović"),
        ("<cite class=byline>By <b>Ana Petrović</b> &amp; Bo Quist</cite>", "Ana Petrović, Bo Quist"),
        ("<a rel=author href=/ana>Ana Petrović</a><a rel=author href=/bo>Bo Quist</a>", None),
        ("<div class=related><a rel=author href=/ana>Ana Petrović</a></div>", None),
    ],
)
def test_a_writer_marked_in_a_column_of_its_own_is_the_only_one(marked: str, expected: str | None) -> None:
    page = f"<body><div><h1>Trams at last</h1>{BODY}</div><section>{marked}</section></body>"
    assert article("x.html", f"<html lang=en><head><title>Trams at last</title></head>{page}</html>").author == expected


@pytest.mark.parametrize("name", ["story with_related_categories", "story", "byline-comments"])
def test_what_holds_the_heading_is_no_box_beside_it(name: str) -> None:
    byline = "<p class=byline>By <span>Ana Petrović</span> - 9 October 2023</p>"
    page = f"<body><div class='{name}'><h1>Trams at last</h1>{byline}{BODY}</div></body>"
    assert article("x.html", f"<html lang=en><title>Trams at last</title>{page}</html>").author == "Ana Petrović"


def test_a_byline_above_the_comments_button_is_one() -> None:
    byline = "<div class=bylineComments><p class=bylineBody>By <a rel=author href=/a>Ana Petrović</a></p></div>"
    page = f"<body><div><h1>Trams at last</h1>{byline}{BODY}</div></body>"
    assert article("x.html", f"<html lang=en><title>Trams at last</title>{page}</html>").author == "Ana Petrović"
