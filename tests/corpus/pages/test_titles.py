"""What a page's article is called."""

import json

import pytest

from tests.corpus.conftest import BODY, article

SITE = "<meta property=og:site_name content='Coast Ledger'>"


def title(head: str, heading: str = "", name: str = "x.html") -> str:
    page = f"<html lang=en><head>{head}</head><body><main>{heading}{BODY}</main></body></html>"
    return article(name, page).title


@pytest.mark.parametrize(
    "whole",
    [
        "Trams at last | Coast Ledger",
        "Trams at last - The Coast Ledger",
        "Trams at last – Coast Ledger News",
        "Trams at last | Politics | Coast Ledger",
        "Trams at last · coast-ledger.example",
        "Trams at last | By Ana Petrović | Coast Ledger",
        "Coast Ledger | Trams at last",
        "Coast Ledger: Trams at last",
        "Trams at last » Coast Ledger »",
        "Coast Ledger | News | Tram | Trams at last",
    ],
)
def test_the_names_of_the_site_and_the_section_are_cut_off(whole: str) -> None:
    linked = json.dumps({"@type": "NewsArticle", "articleSection": "Politics", "datePublished": "2023-10-09"})
    head = f"{SITE}<script type='application/ld+json'>{linked}</script>"
    assert title(f"<title>{whole}</title>{head}") == "Trams at last"
    assert title(f'<meta property=og:title content="{whole}">{head}') == "Trams at last"


@pytest.mark.parametrize(
    "whole",
    [
        "Trams - a start",
        "Rome: the Ledger of a coast",
        "Coast Ledgers | a history",
        "Spider-Man – far from home",
        "Trams - by night",
        "The town moves – Node.js",
        "Ten years – how a day at Coast Ledger goes by",
    ],
)
def test_what_is_not_the_sites_name_stays(whole: str) -> None:
    assert title(f"<title>{whole}</title>{SITE}") == whole


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("Trams for all!", "Trams at last", "Trams at last", "Trams for all! | Coast Ledger"), "Trams at last"),
        (("Trams at last", "Trams at last", "Ledger", "Trams at last"), "Trams at last"),
        (("Trams at last", "Trams", "Trams at last", "Trams at last"), "Trams at last"),
        (("Trams at last and a second line is to ...", "Trams at last and a second line is to follow", "", ""),
         "Trams at last and a second line is to follow"),
        (("Live: Trams at last", "", "Trams at last", "Live: Trams at last"), "Live: Trams at last"),
        (("Trams &amp;amp;amp; ferries", "", "", ""), "Trams & ferries"),
        (("", "Trams <em>at last</em>", "", ""), "Trams at last"),
    ],
)  # fmt: skip
def test_the_title_is_what_most_agree_on(given: tuple[str, str, str, str], expected: str) -> None:
    meta, headline, shown, page = given
    head = f"<title>{page}</title>" * bool(page) + f'<meta property=og:title content="{meta}">' * bool(meta)
    linked = json.dumps({"@type": "NewsArticle", "headline": headline})
    head += f"<script type='application/ld+json'>{linked}</script>" * bool(headline)
    assert title(head + SITE, f"<h1>{shown}</h1>" * bool(shown)) == expected


def test_a_heading_after_the_sites_name_is_no_logo() -> None:
    assert title(f"<title>Coast Ledger - Trams at last</title>{SITE}", "<h1>Trams at last</h1>") == "Trams at last"
    assert (
        title("<title>Coast Ledger - Trams</title><meta property=og:title content=Trams>", "<h1>Trams</h1>") == "Trams"
    )


@pytest.mark.parametrize("count", ["(12 comments)", "[1 Kommentar]", "(3 commentaires)"])
def test_how_many_comments_there_are_is_no_part_of_a_title(count: str) -> None:
    body = f"<article><h1>Trams at last {count}</h1>{BODY}</article>"
    assert article("x.html", f"<html><head><title>Trams at last</title></head><body>{body}</body></html>").title == (
        "Trams at last"
    )
    assert article("x.html", f"<html><body>{body.replace(count, '(2)')}</body></html>").title == "Trams at last (2)"
    apart = body.replace(count, f"<small>{count.strip('()[]')}</small>")
    assert article("x.html", f"<html><body>{apart}</body></html>").title == "Trams at last"


def test_what_stands_above_a_headline_is_no_part_of_it() -> None:
    heading = "<h1><span class=article__kicker>Harbour</span><span>:</span> <span>Trams<br>at last</span></h1>"
    assert title("", heading) == "Trams at last"
    assert title("", "<h1><span>Harbour / </span>Trams at last</h1>") == "Trams at last"
    assert title("", "<h1><span>Trams</span> at last</h1>") == "Trams at last"


@pytest.mark.parametrize(
    ("title", "source"),
    [
        ("Trams | Le Courrier de Norrin", "Le Courrier de Norrin"),
        ("Trams – Courrier", "Courrier"),
        ("Trams | Norrin", None),
        ("Trams | Courrier | Norrin", None),
        ("More of trams | Le Courrier de Norrin", None),
    ],
)
def test_a_site_that_only_the_title_names_is_known_by_its_address(title: str, source: str | None) -> None:
    link = "<link rel=canonical href=https://www.courrier.example/trams>"
    read = article("x.html", f"<html><head><title>{title}</title>{link}</head><h1>Trams</h1>{BODY}</html>")
    assert read.source == source


@pytest.mark.parametrize("home", ["/", "https://coast-ledger.example/"])
def test_a_heading_that_leads_to_the_front_page_is_the_sites_name(home: str) -> None:
    heading = f"<h1 class=logo><a href={home}>Coast Ledger</a></h1><h2>Trams at last</h2>"
    assert title("<title>Coast Ledger » Trams at last</title>", heading) == "Trams at last"
    around = f"<a href={home}><h1>Coast Ledger</h1></a><h2>Trams at last</h2>"
    assert title("<title>Coast Ledger » Trams at last</title>", around) == "Trams at last"


def test_a_headline_in_capitals_is_written_as_elsewhere() -> None:
    head = "<meta property=og:title content='Trams start in the harbour of Norrin'>"
    assert title(head, "<h1>TRAMS START IN THE HARBOUR OF NORRIN</h1>") == "Trams start in the harbour of Norrin"
    assert title("", "<h1>TRAMS START IN THE HARBOUR OF NORRIN</h1>") == "TRAMS START IN THE HARBOUR OF NORRIN"


def test_the_only_headline_is_the_title_whatever_networks_are_given() -> None:
    short = "Trams start in Norrin harbour"
    head = f"<title>{short} - Coast Ledger</title><meta property=og:title content='{short}'>{SITE}"
    shown = "After two years of works, trams start at last in the harbour of Norrin"
    assert title(head, f"<h1>{shown}</h1>") == shown
    assert title(head, "<h1>Our politics of today and of tomorrow</h1>") == short
    assert title(head, "<h1>Trams</h1>") == short


def test_sites_behind_other_marks_are_cut_off() -> None:
    assert title("<title>Trams at last -- The Coast Ledger</title>", "<h1>Trams at last</h1>") == "Trams at last"
    assert title("<title>第一辆电车今天开出_海岸财经_海岸网</title>") == "第一辆电车今天开出"
    assert title("<title>Use of snake_case in names</title>") == "Use of snake_case in names"
    address = "<link rel=canonical href=https://www.coastledger.co.uk/trams>"
    assert title(f"<title>Trams at last | Coast Ledger</title>{address}") == "Trams at last"


def test_a_heading_that_the_title_holds_is_that_of_the_article() -> None:
    heading = "Trams start in the harbour of Norrin"
    shown = f"<h1>Exclusive</h1><h1>{heading}</h1>"
    assert title(f"<title>Exclusive {heading} | The Ledger of the Coast</title>", shown) == heading


def test_the_line_that_the_title_opens_with_takes_the_place_of_a_heading() -> None:
    head = "<title>Trams at last | The Ledger of the Coast</title>"
    assert title(head, "<div class=x>Trams at last</div>") == "Trams at last"
    assert title(head, "<div class=x>Trams again</div>") == "Trams at last | The Ledger of the Coast"
    linked = "<h2><a href=/p/1>Trams at last</a></h2>"
    assert title("<title>The Ledger of the Coast » Blog Archive » Trams at last</title>", linked) == "Trams at last"
    assert title("<title>The Ledger: Trams at last</title>", linked) == "Trams at last"


@pytest.mark.parametrize(
    "heading",
    ["Trams at last <a class=headerlink href=#trams>¶</a>", "Trams at last <a href=/topics/transport/>Transport</a>"],
)
def test_a_link_behind_a_headline_is_no_part_of_it(heading: str) -> None:
    assert title("<title>Trams at last</title>", f"<h1>{heading}</h1>") == "Trams at last"


def test_a_heading_of_the_section_alone_is_not_the_title() -> None:
    said = "The council votes to open the tram line"
    head = "<title>The council votes to open the new tram line in March – CL</title>"
    assert title(head, f"<h1>Transport Centre</h1><h2>{said}</h2>") == said
    assert title(head, "<h1>Transport Centre</h1><h2>Comments</h2>") == "Transport Centre"
    assert title("<title>The council votes</title>", f"<h1>Council votes</h1><h2>{said}</h2>") == "Council votes"


def test_a_headline_that_is_a_link_alone_takes_the_place_of_a_heading() -> None:
    line = (
        "<div><span>Transport</span> <a href=/trams>Trams at last, says the mayor of Norrin</a> <i>9 October</i></div>"
    )
    assert (
        title("<title>CoastTech - Trams at last, says the mayor of Norrin</title>", line)
        == "Trams at last, says the mayor of Norrin"
    )
