"""When a page was published and last changed."""

import json
from datetime import date

import pytest

from rag.corpus.dates import day_in_address
from tests.corpus.conftest import BODY, DAY, article


def page(head: str = "", below: str = "", lang: str = "en") -> str:
    body = f"<body><main><h1>Trams</h1>{below}{BODY}</main></body>"
    return f"<html lang={lang}><head><title>T</title>{head}</head>{body}</html>"


@pytest.mark.parametrize(
    ("below", "lang"),
    [
        ("<time datetime=2023-10-09T10:00>9.10.</time>", "en"),
        ("<div><time datetime=2023-10-09>x</time> <span>Updated <time datetime=2023-10-12>x</time></span></div>", "en"),
        ("<meta itemprop=datePublished value='2023-10-09 07:34:00.0'>", "en"),
        ("<p class=date>Veröffentlicht am 09.10.2023, 10:00 Uhr</p>", "de"),
        ("<span class=article-date>Publié le 9 octobre 2023</span>", "fr"),
        ("<span class=published>10/9/2023</span>", "en-US"),
        ("<span class=published>9/10/2023</span>", "en-GB"),
        ("<div><i>Ayşe Er</i> <i class=tarih>Giriş: 09.10.2023 - 08:15 Güncelleme: 12.10.2023 - 09:00</i></div>", "tr"),
        ("<div>Published 9 October 2023, 6:42pm</div>", "en"),
        ("<p>Posted on October 9, 2023 by Ana Roux</p>", "en"),
        ("<div class=x>Monday, 9 October 2023</div>", "en"),
        ("<div><span>By Ana Roux</span> <span>Oct 9, 2023</span></div>", "en"),
        ("<p>Publicerad 9 oktober 2023 kl 08.15</p>", "sv"),
        ("<div>Publicado em 9 de outubro de 2023 às 18h42</div>", "pt"),
        ("<p>09/10/2023 18h42 Atualizado há 2 dias</p>", "pt-BR"),
        ("<p>입력 2023.10.09 18:42</p>", "ko"),
        ("<div class=date>令和5年10月9日</div>", "ja"),
        ("<div class=date>民國112年10月9日</div>", "zh-TW"),
        (f"<p class=chapo>{'The line is a long one. ' * 5}</p><div>Publié le 09/10/2023 à 18h20</div>", "fr"),
        ("<div>Submitted by ana on Mon, 10/09/2023 - 07:12</div>", "en"),
        ("<div>Oluşturulma Tarihi: Ekim 09, 2023 07:12</div>", "tr"),
        ("<p>Geschreven door Iris Marlo op 9 oktober 2023</p>", "nl"),
        ("<div>9 Ottobre 2023 alle 07:12</div>", "it"),
        ("<div>Norrin - 9 oct 2023 - 07:12 CEST</div>", "es"),
        ("<div>Анна Петрова — Понеділок, 9 жовтня 2023, 07:12</div>", "uk"),
        ("<div>09.10.2023. 07:12 Komentāri (12)</div>", "lv"),
        ("<div>2023年10月09日07:12 晚报</div>", "zh"),
        ("<div>۱۷ مهر ۱۴۰۲ ساعت ۰۷:۱۲ | کد خبر: ۱۲۳۴۵</div>", "fa"),
        ("<div>Ein Artikel von <a href=/autor/eva>Eva Holm</a> | 9. Oktober 2023</div>", "de"),
        ("<div>9 अक्टूबर 2023 07:12 IST</div>", "hi"),
        ("<div>Publié le 9 octobre 2023 à 07h12 · Lecture 3 min.</div>", "fr"),
        ("<footer class=node__meta>le <time datetime=2023-10-09T07:00:00+02:00>09/10/2023</time></footer>", "fr"),
    ],
)
def test_a_day_that_is_shown_below_the_heading_dates_a_page(below: str, lang: str) -> None:
    read = article("x.html", page(below=below, lang=lang))
    assert (read.published, read.published_from) == (DAY, "metadata")
    assert "2023" not in read.text


@pytest.mark.parametrize(
    ("below", "lang"),
    [
        ("<div>Publié le 09/10/2023 à 18h20, mis à jour le 12/10/2023 à 9h03</div>", "fr"),
        ("<span class=date>Mis à jour le 12 octobre 2023. Publié le 9 octobre 2023</span>", "fr"),
        ("<div>Published: 9 Oct 2023 | Updated: 21:30, 12 Oct 2023</div>", "en"),
        ("<div>October 9, 2023 / Updated October 12, 2023</div>", "en"),
        ("<p>Actualizado a 12/10/2023 09:10 · Publicado 09/10/2023 18:42</p>", "es"),
        ("<div>입력 2023.10.09 18:42 수정 2023.10.12 09:10</div>", "ko"),
        ("<div><i>Yayınlanma: 09.10.2023 - 17:25</i> <i>Güncelleme: 12.10.2023 - 08:10</i></div>", "tr"),
        ("<div>Publicerad 2023-10-09 20:14. Uppdaterad 2023-10-12</div>", "sv"),
        ("<div>Paskelbta 2023.10.09 20:14, atnaujinta 2023.10.12</div>", "lt"),
        ("<div>Stand: 12.10.2023, 08:00 Uhr | Erstveröffentlichung: 09.10.2023</div>", "de"),
        ("<div>Data publikacji: 09.10.2023 20:14 Aktualizacja: 12.10.2023</div>", "pl"),
        ("<div>Creado: 09.10.2023 | 07:12 Actualizado: 12.10.2023 | 08:05</div>", "es"),
        ("<div>9. října 2023 7:12, aktualizováno 12. října 2023</div>", "cs"),
        ("<div>Data publicării: 09.10.2023 07:12 Data actualizării: 12.10.2023</div>", "ro"),
        ("<div class=x><b>Published:</b> <i>09/10/2023</i> <b>Updated:</b> <i>12/10/2023</i></div>", "en-GB"),
        (
            "<dl><dt>From:</dt><dd>The town</dd><dt>Published</dt><dd>9 October 2023</dd>"
            "<dt>Last updated</dt><dd>12 October 2023</dd></dl>",
            "en",
        ),
        ("<div><i>입력2023-10-09 18:42</i> <i>수정2023-10-12 09:10</i></div>", "ko"),
        ("<div>9 Ottobre 2023 - Ultimo aggiornamento: 12 Ottobre 2023</div>", "it"),
        ("<p class=byline>By Ana Roux<br>Last updated: October 12, 2023<br>Posted: October 9, 2023</p>", "en"),
        ("<p>Aktualisiert am 12. Oktober 2023</p><p>Erstmals erschienen am 9. Oktober 2023</p>", "de"),
        ("<div>9 ottobre 2023 (modifica il 12 ottobre 2023 | 09:10)</div>", "it"),
    ],
)
def test_a_line_may_say_both_days(below: str, lang: str) -> None:
    read = article("x.html", page(below=below, lang=lang))
    assert (read.published, read.modified) == (DAY, date(2023, 10, 12))
    assert read.text.startswith("The first tram")


def test_a_change_that_is_shown_below_the_heading() -> None:
    read = article("x.html", page(below="<p class=date>9 October 2023</p><p class=date>Updated: 12 October 2023</p>"))
    assert (read.published, read.modified) == (DAY, date(2023, 10, 12))


@pytest.mark.parametrize(
    "below",
    [
        "<p class=date>Stand: 09.10.2023</p>",
        "<p class=date>Aktualisiert am 12.10.2023, zuerst am 09.10.2023</p>",
        "<p class=date>9/10/2023</p>",
        "<p class=date>Fri, 9/10/2023</p>",
        "<p>Published in London on 9 October 2023, her book on trams sold out at once.</p>",
        "<p>Born 9 October 2023 in Norrin</p>",
        "<p>The hall opens at 19:30 on 9 October 2023</p>",
        "<p>Kick-off 9 October 2023, 19:45</p>",
        "<p>Doors: 9 October 2023, 19:30</p>",
        "<p>From 9 October 2023: the new line</p>",
        "<div>9 October 2023</div><div>10 October 2023</div>",
        f"<p>{'The line is a long one. ' * 5}</p><div>9 October 2023</div>",
        "<p class=date>9 October 2023</p><p class=date>10 October 2023</p>",
        f"{BODY}<p class=date>9 October 2023</p>",
        "<aside><time datetime=2023-10-09>x</time></aside>",
        f"{BODY}<div id=comments><time class=published datetime=2023-10-09>x</time></div>",
        f"{BODY}<article><h2><a href=/x>Storm</a></h2><time class=published datetime=2023-10-09>x</time></article>",
    ],
)
def test_a_day_of_a_change_or_of_something_else_does_not(below: str) -> None:
    assert article("x.html", page(below=below)).published is None


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("<meta property=article:published_time content='03.04.2026'>", date(2026, 4, 3)),
        ("<meta property=article:published_time content='2026-04-03T23:30:00-05:00'>", date(2026, 4, 3)),
    ],
)
def test_numbers_are_read_in_the_pages_language(head: str, day: date) -> None:
    assert article("x.html", page(head, lang="de")).published == day


@pytest.mark.parametrize(
    ("published", "modified", "expected"),
    [
        ("2023-10-09", "2023-10-12T01:00:00Z", date(2023, 10, 12)),
        ("2023-10-09", "2023-10-09T23:00:00Z", None),
        ("2023-10-09", "2023-10-01", None),
        ("2023-10-09", "soon", None),
        ("", "2023-10-12", date(2023, 10, 12)),
    ],
)
def test_a_later_change_is_kept(published: str, modified: str, expected: date | None) -> None:
    data = {"@type": "NewsArticle", "headline": "Trams", "datePublished": published, "dateModified": modified}
    read = article("x.html", page(f"<script type='application/ld+json'>{json.dumps(data)}</script>"))
    assert read.modified == expected
    assert article("x.html", page(f"<meta property=article:modified_time content='{modified}'>")).modified == (
        date.fromisoformat(modified[:10]) if modified != "soon" else None
    )


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://x.example/2023/10/09/trams", DAY),
        ("https://x.example/2023/10/9/trams", DAY),
        ("https://x.example/world/2023/oct/09/trams", DAY),
        ("https://x.example/news/2023-10-09-trams.html", DAY),
        ("https://x.example/art/trams-20231009.html", DAY),
        ("https://x.example/2023/10/trams", None),
        ("https://x.example/2023/13/09/trams", None),
        ("https://x.example/2023/10/09/from-2021-01-02", None),
        ("https://x.example/id-120231009", None),
        ("https://x.example/trams?day=2023-10-09", None),
        ("https://x.example/1945/05/08/end", None),
        ("http://[x", None),
    ],
)
def test_a_day_in_an_address(address: str, day: date | None) -> None:
    assert day_in_address(address) == day
    read = article("x.html", page(f"<link rel=canonical href='{address}'>"))
    assert (read.published, read.published_from) == (day, "address" if day else "unknown")


def test_the_address_of_a_saved_page_is_its_own_and_the_day_of_saving_is_not() -> None:
    saved = (
        "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://x.example/2023/10/09/trams \n"
        f" saved date: Sat Jul 26 2025 09:14:22 GMT+0200\n--><head><title>T</title></head><body><h1>Trams</h1>{BODY}"
    )
    read = article("x.html", saved)
    assert (read.url, read.published, read.published_from) == ("https://x.example/2023/10/09/trams", DAY, "address")
    canonical = saved.replace("<title>", "<link rel=canonical href=https://y.example/trams><title>")
    assert article("x.html", canonical).url == "https://y.example/trams"


@pytest.mark.parametrize(
    "below",
    [
        "<div class=story-author><a>Ana P</a><br><a>9 Oct 2023 at 14:27 ET</a></div>",
        "<div class=time>2023-10-09 19:32:27 字号：<b>A-</b> 来源：中新网</div>",
        "<p class=time>2023年10月9日 18:13来源：海岸网</p>",
        "<span class=author>作者：温素霞2023-10-09 17:00</span>",
        "<time class='meta__time updated' datetime=2023-10-09T12:34>Today 12:34pm</time>",
        "<span class='updated dtstamp' title=2023-10-09T12:34:00Z>1 hour ago</span>",
        "<div>Mon Oct 09 2023 21:10:00 GMT+0000 (Coordinated Universal Time)</div>",
        "<time class=day>October 9, 2023 @ 3:53 PM</time><blockquote><time datetime=2023-10-05>x</time></blockquote>",
    ],
)
def test_a_day_in_the_line_of_the_writer_dates_a_page(below: str) -> None:
    assert article("x.html", page(below=below, lang="zh" if "来" in below else "en")).published == DAY


def test_a_day_is_that_of_the_heading_which_the_title_names() -> None:
    heads = "<h1>Coast Ledger</h1><h1></h1><main><h1>Trams at last</h1><p class=date>9 October 2023</p></main>"
    read = article("x.html", f"<title>Trams at last | Coast</title><body>{heads}{BODY}<h1>More</h1></body>")
    assert read.published == DAY
    subheads = "<div><h3>Trams at last</h3><p class=date>9 October 2023</p></div>"
    assert article("x.html", f"<title>Trams at last</title><body>{subheads}{BODY}</body>").published == DAY


@pytest.mark.parametrize("name", ["publish_date", "gsa_publish_date", "og:time ", "article:create_at"])
def test_meta_elements_by_other_names_date_a_page(name: str) -> None:
    assert article("x.html", page(f"<meta name='{name}' content='2023-10-09 18:13:22'>")).published == DAY
