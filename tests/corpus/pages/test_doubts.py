"""Pages that are there in place of an article, and those that hold only the beginning of one."""

import json

import pytest

from rag.corpus.pages.html import read_html
from rag.corpus.reading import read_file
from tests.corpus.conftest import BODY, article, reason

SHORT = "<p>The bank lowered its rate to 2.25 per cent.</p><p>It was the second cut this year.</p>"


def page(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body><main>{body}</main></body></html>"


@pytest.mark.parametrize(
    "title",
    [
        "Page not found - Coast Ledger",
        "404",
        "Error 404: not found",
        "Seite nicht gefunden",
        "Die Seite wurde leider nicht gefunden | Küstenblatt",
        "Page introuvable",
        "Página no encontrada",
        "Sayfa bulunamadı",
        "Страница не найдена",
        "ページが見つかりません",
        "403 Forbidden",
        "Access denied",
        "This content is not available in your region",
        "502 Bad Gateway",
    ],
)
@pytest.mark.parametrize("heading", [True, False])
def test_the_page_of_an_error_is_told(title: str, heading: bool) -> None:
    shown = f"<h1>{title}</h1>" if heading else "<h1>Oh</h1>"
    body = f"{shown}<p>Sorry, it may have moved. Try the search, or go on to the front page of our site.</p>"
    assert "page of an error" in reason("x.html", page("Oh" if heading else title, body))


@pytest.mark.parametrize(
    ("title", "body", "head"),
    [
        ("Just a moment...", "<h1>coast-ledger.example</h1><p>Checking your browser before you go on.</p>", ""),
        ("Einen Moment bitte", "<p>Ihr Browser wird geprüft, bevor es weitergeht.</p>", ""),
        ("Coast Ledger", "<div id=challenge-form><p>Show that you are a person by a click.</p></div>", ""),
        ("Coast Ledger", "<p>Please enable JavaScript and cookies to go on.</p>", ""),
        ("Coast Ledger", "<p>Bitte aktivieren Sie JavaScript in Ihrem Browser, um weiterzulesen.</p>", ""),
        ("Coast Ledger", "<p>You are led on to the page.</p>", "<meta http-equiv=refresh content='0; url=/a'>"),
        ("Un instant", "<p>Nous vérifions votre navigateur.</p>", ""),
    ],
)
def test_a_waiting_page_is_told(title: str, body: str, head: str) -> None:
    assert "waiting page" in reason("x.html", page(title, body, head))


@pytest.mark.parametrize("title", ["Log in", "Sign in to read on", "Anmelden", "Connexion", "Giriş yap", "Welcome"])
def test_a_log_in_page_is_told(title: str) -> None:
    form = "<form><input name=e><input type=password name=p><button>Go</button></form>"
    body = f"<h1>{title}</h1>{form}<p>Forgot your password? We send you a new one at once.</p>"
    assert "log-in page" in reason("x.html", page(title, body))


@pytest.mark.parametrize("title", ["Subscribe to read on", "Jetzt abonnieren", "Suscríbete"])
def test_a_page_that_only_asks_to_subscribe_is_told(title: str) -> None:
    body = f"<h1>{title}</h1><p>You have reached the limit of free articles.</p><form><input type=email></form>"
    assert "log-in page" in reason("x.html", page("Coast Ledger", body))


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Before you go on",
            "We and our 842 partners use cookies to show you ads that fit.|You may withdraw your consent at any time.",
        ),
        (
            "Bevor Sie fortfahren",
            "Wir verwenden Cookies und Daten, um Ihnen Werbung zu zeigen.|Ihre Einwilligung gilt für alle Dienste.",
        ),
        (
            "Continuer sans accepter",
            "Avec votre accord, nous et nos 214 partenaires utilisons des cookies.|Vos données et votre consentement.",
        ),
        (
            "Antes de continuar",
            "Nosotros y nuestros socios usamos cookies para mostrar anuncios.|Su consentimiento vale siempre.",
        ),
        (
            "Voordat je verdergaat",
            "Wij en onze partners gebruiken cookies voor advertenties.|Jouw toestemming geldt voor jouw apparaat.",
        ),
    ],
)
@pytest.mark.parametrize("around", ["<main><h1>{}</h1>{}</main>", "<div><h1>{}</h1>{}</div>"])
def test_a_request_for_consent_is_told(title: str, body: str, around: str) -> None:
    answer = {"Before": "Accept", "Bevor": "Alle akzeptieren", "Continuer": "Accepter", "Antes": "Aceptar"}
    button = f"<button>{answer.get(title.split()[0], 'Accepteren')}</button>"
    shown = "".join(f"<p>{part}</p>" for part in body.split("|")) + button
    assert "request for consent" in reason("x.html", f"<html><body>{around.format(title, shown)}</body></html>")


def test_an_article_on_consent_is_none() -> None:
    prose = "<p>The court said that cookies need the consent of readers, and that partners must wait.</p>"
    assert "court" in article("x.html", page("Cookies", f"<h1>Cookies</h1>{prose * 2}{BODY}")).text
    # Without an answer to give, it is a text on them.
    ours = "<p>We use cookies and ask for your consent, says our editor of her own paper, and of all others, too.</p>"
    assert "editor" in article("x.html", page("Cookies", f"<h1>Cookies</h1>{ours * 2}")).text


ROWS = "".join(
    f"<li><a href=/{n}>The harbour board hears of quay number {n}</a> <time>9 May</time></li>" for n in range(9)
)
CARDS = "".join(
    f"<div class=row><a href=/{n}>The harbour board hears of quay number {n}</a><p>What happened at the quay number {n}"
    ", and what the whole town says of it, in one sentence.</p></div>"
    for n in range(9)
)  # fmt: skip


DATED = ROWS.replace("<li>", "<li>9 May: ")


@pytest.mark.parametrize("rows", [f"<ul>{ROWS}</ul>", f"<ul>{DATED}</ul>", CARDS])
def test_a_list_without_linked_headings_is_told(rows: str) -> None:
    assert "list of articles" in reason("x.html", page("Harbour - Coast Ledger", f"<h1>Harbour</h1>{rows}"))


@pytest.mark.parametrize("rows", [f"<ul>{ROWS}</ul>", CARDS])
def test_an_article_with_a_list_of_others_is_none(rows: str) -> None:
    for body in (f"{BODY}{rows}", f"{rows}{BODY}"):
        articles, _ = read_file("x.html", page("Rate cut", f"<h1>Rate cut</h1>{body}").encode())
        assert len(articles) == 1


TEASERS = "".join(
    f"<article><h2><a href=/{number}>Story {number} of the harbour</a></h2><p>What happened in the harbour in the "
    f"story number {number}, and what the town says of it, in short.</p></article>"
    for number in range(9)
)


@pytest.mark.parametrize("heading", ["", "<h1>Politics</h1>", "<h1><a href=/>Coast Ledger</a></h1>"])
@pytest.mark.parametrize("kind", ["<meta property=og:type content=website>", ""])
def test_a_front_page_is_told(heading: str, kind: str) -> None:
    for teasers in (TEASERS, TEASERS.replace(" of the harbour</a>", "</a>")):
        assert "front page" in reason("x.html", page("Politics - Coast Ledger", heading + teasers, kind))


MENU = "".join(
    f"<h3><a href=/{part}>{part}</a></h3>" for part in ("News", "Politics", "Sport", "Harbour", "Town", "Sea")
)


# Paragraphs that are parted by line breaks alone, beside a block.
LOOSE = "<div><div>Norrin</div>" + BODY.replace("<p>", "").replace("</p>", "<br>") + "</div>"


def test_a_newsletter_may_be_a_list_of_articles() -> None:
    (read,), problems = read_html("x.eml", page("Politics", TEASERS).encode(), is_page=False)
    assert problems == []
    assert read.text.count("What happened") == 9


@pytest.mark.parametrize(
    ("title", "body", "head"),
    [
        ("Lost ship not found", f"<h1>Lost ship not found</h1>{SHORT}", ""),
        ("404 homes for Norrin", f"<h1>404 homes for Norrin</h1>{SHORT}", ""),
        ("Page not found: how errors became art", f"<h1>Page not found</h1>{BODY * 3}", ""),
        ("Sign in silence", f"<h1>Sign in silence</h1>{BODY * 3}", ""),
        ("Rate cut", f"<h1>Rate cut</h1>{SHORT}<h3>More</h3>{TEASERS}", "<meta property=og:type content=article>"),
        ("Rate cut", f"<h1>Rate cut</h1>{BODY}<h3>More</h3>{TEASERS}", ""),
        ("Rate cut", f"<div>{MENU}</div><h1>Rate cut</h1>{SHORT}{BODY}", ""),
        ("Rate cut", f"<h1>Rate cut</h1>{BODY.replace('<p>', '<div>').replace('</p>', '</div>')}{TEASERS}", ""),
        ("Rate cut", f"<h1>Rate cut</h1>{BODY}", "<meta http-equiv=refresh content=300>"),
        ("Rate cut", f"<header><form><input type=password></form></header><h1>Rate cut</h1>{SHORT}", ""),
        (
            "Rate cut",
            f"<div><form><input type=password></form></div><h1>Rate cut</h1><p>9 October 2023</p>{SHORT}",
            "",
        ),
        ("Rate cut", f"<h3><a href=/b>More</a></h3>{MENU}<div>{SHORT}</div>", ""),
        ("Rate cut", f"<h1>Rate cut</h1>{LOOSE}{TEASERS}", ""),
        ("Rate cut", f"<h1>Rate cut</h1><div>{LOOSE}</div><ul>{ROWS}</ul>", ""),
        ("Rate cut", f"<h1>Rate cut</h1><noscript>Please enable JavaScript.</noscript>{SHORT}", ""),
    ],
)
def test_an_article_is_none_of_these(title: str, body: str, head: str) -> None:
    articles, problems = read_file("x.html", page(title, body, head).encode())
    assert len(articles) == 1
    assert problems == []


def walled(text: str, **said: object) -> tuple[list[str], str]:
    data = json.dumps({"@type": "NewsArticle", "headline": "Trams at last", "datePublished": "2023-10-09"} | said)
    head = f"<script type='application/ld+json'>{data}</script>"
    (read,), problems = read_file(
        "x.html", page("Trams", f"<article><h1>Trams at last</h1>{text}</article>", head).encode()
    )
    return [problem.kind for problem in problems], read.text


LONG = "".join(
    f"<p>The stop number {n} of the line is a shelter of glass with a clock and a bench.</p>" for n in range(20)
)
LOCKED = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".locked"}
BOX = "<div class='subscribe-box'><p>To read on, subscribe for one pound a week, and stop whenever you like.</p></div>"


@pytest.mark.parametrize("free", [False, "False", "false", "http://schema.org/False"])
def test_a_teaser_is_told_as_perhaps_only_its_beginning(free: object) -> None:
    kinds, text = walled(f"{BODY}{BOX}", isAccessibleForFree=free)
    assert kinds == ["teaser"]
    assert "one pound" not in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BODY, {}),
        (BODY, {"isAccessibleForFree": True}),
        (BODY, {"isAccessibleForFree": "True", "wordCount": 60}),
        (LONG, {"isAccessibleForFree": False}),
        (f"{BODY}<div class='x locked'>{LONG}</div>",
         {"isAccessibleForFree": False, "hasPart": LOCKED}),
    ],
)  # fmt: skip
def test_a_whole_article_is_no_teaser(text: str, said: dict[str, object]) -> None:
    assert walled(text, **said)[0] == []


def test_a_page_that_has_half_of_the_words_that_it_counts_is_a_teaser() -> None:
    assert walled(LONG, isAccessibleForFree=False, wordCount=2000)[0] == ["teaser"]
    # Without a wall the page has to have less than a third.
    assert walled(LONG, wordCount=2000)[0] == ["teaser"]
    assert walled(LONG, wordCount=len(LONG.split()) * 2)[0] == []


def test_a_page_that_shows_nothing_without_scripts_is_read_from_what_it_states() -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": "Trams", "articleBody": "<p>They run.</p><p>At last.</p>"})
    html = (
        f"<html><head><script type='application/ld+json'>{data}</script></head><body><div id=root></div></body></html>"
    )
    (read,), (problem,) = read_file("x.html", html.encode())
    assert read.text == "They run.\n\nAt last."
    assert (problem.kind, "without its scripts" in problem.reason) == ("partly", True)
    assert article("y.html", page("Trams", f"<h1>Trams</h1>{SHORT}")).text.startswith("The bank")


def test_short_texts_in_chinese_are_articles() -> None:
    prose = "<p>海岸镇的第一辆电车今天早上六点开出，两千人站在雨中看它离开港口。</p>"
    for line in range(1, 9):
        prose += f"<p>第{line}条线路长九公里，有十四个车站，比计划晚了{line}年，市长说明年还要再修一座桥。</p>"
    form = "<form><input type=password></form>"
    read = article("x.html", page("第一辆电车今天开出", f"<h1>第一辆电车今天开出</h1>{prose}{form}"))
    assert "两千人" in read.text


def test_templates_of_headings_before_that_of_the_article_make_no_front_page() -> None:
    templates = "".join(f"<div><h1>{{text}}</h1><h2><a href=/{n}>Story {n}</a></h2></div>" for n in range(6))
    body = f"{templates}<h1>The first tram leaves the harbour</h1>{BODY}"
    assert "two thousand people" in article("x.html", page("The first tram leaves the harbour", body)).text


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ("Loading", "scripts may build it"),
        ("Loading your story...", "scripts may build it"),
        ("読み込み中", "scripts may build it"),
        ("Please wait.", "waiting page"),
        ("Enable JavaScript to read this.", "waiting page"),
    ],
)
def test_a_page_that_shows_a_handful_of_words_till_its_scripts_run_is_told(shown: str, told: str) -> None:
    page = f"<html><head><title>Trams at last</title></head><body><div>{shown}</div><script src=app.js></script></body>"
    assert told in reason("x.html", page)
    assert article("x.html", page.replace(shown, "The trams run again.")).text == "The trams run again."


def test_an_article_below_a_bar_of_linked_headings_is_read() -> None:
    bar = "".join(f"<h3><a href='/{one}'>The news of the town, part {one}</a></h3>" for one in range(6))
    text = "".join(
        f"<p>On day {one} of the works the tram reached the bridge by the mill, which the council had paid for, and "
        "two hundred people stood there to see it, as the paper wrote on the next morning.</p>"
        for one in range(12)
    )
    page = f"<title>Trams</title><div>{bar}</div><div>{{}}</div>"
    assert "day 11 of the works" in article("x.html", page.format(text)).text
    summaries = bar.replace(
        "</h3>", "</h3><p>What it is about, in a sentence or two that is as long as a summary is.</p>"
    )
    assert "a list of articles" in reason("x.html", page.format(summaries))


def test_a_page_of_short_links_alone_is_a_list() -> None:
    links = "".join(f"<h2><a href='/{one}'>Ferry {one} is back</a></h2>" for one in range(6))
    assert "a list of articles" in reason("x.html", f"<title>Norrin Post</title>{links}")
