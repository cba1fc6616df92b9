"""What stands in a text and is none of it, by its words."""

import json

import pytest

from tests.corpus.conftest import PARAGRAPHS, article


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement", "Story continues below advertisement", "Hits: 412", "Loading comments...",
        "Follow us on Facebook and X for more.",
        "Read more: Ice works sold to a firm from the south", "Also read: Ice works sold",
        "Your browser does not support the audio element.", "Printed from https://x.example/trams on 2 April 2026",
        "Sign up for our daily newsletter to get the best of the town in your inbox.",
        "Copyright 2026 Gazette. All rights reserved. This material may not be redistributed.", "© Gazette",
        "The post Trams at last appeared first on The Gazette.", "Anzeige", "Artikel drucken",
        "Lesen Sie auch: Eiswerk verkauft", "Der Beitrag Endlich Bahnen erschien zuerst auf Bote.",
        "La suite après la publicité", "Lire aussi : La glacière est vendue", "Publicidad",
        "Archivado en: Norrin, Tranvías",
        "La entrada Tranvías se publicó primero en La Voz.",
        "Continua após a publicidade", "Leia também: A fábrica fecha",
        "© RIPRODUZIONE RISERVATA", "Leggi anche: La fabbrica chiude", "Lees verder onder de advertentie",
        "Čtěte také: Továrna se zavře", "Czytaj też: Fabryka zamknięta", "Реклама", "Читайте также: Завод закроют",
        "اقرأ أيضا: إغلاق المصنع",
        "関連記事：工場が閉鎖へ", "（责任编辑：王芳）",
        "Article continues after this ad", "Our Standards: The Wire's Principles.",
        "Please enter a valid email address",
        "Jetzt den kostenlosen Newsletter abonnieren",
        "4 minuti di lettura", "Lesezeit: 4 Min.", "Temps de lecture : 3 min.",
        "Empfohlener externer Inhalt", "Über dieses Thema berichtete die Abendschau am 10. März 2026 um 19:30 Uhr.",
        "Recevez tout le soir. Votre e-mail, avec votre consentement, est utilisé par la société.",
        "Mantente informado: síguenos en nuestro canal de WhatsApp.",
        "Si quieres más noticias, apúntate a nuestra newsletter.",
        "Dziękujemy za lekturę. Bądź na bieżąco! Obserwuj nas w Wiadomościach Google.",
        "Ακολουθήστε το Βήμα στο Google News.", "Подписывайтесь на наш Telegram-канал.",
        "Bizi Facebook'ta takip edin.",
        "Если вы нашли ошибку, выделите её и нажмите Ctrl+Enter.", "(abc/dpa)", "[编辑：李雷]",
        "無断転載・複製を禁じます",
        "Follow the Gazette on Facebook and X.", "Have a story? E-mail the newsdesk at desk@gazette.example.",
        "Thanks for reading Tram Notes! Subscribe for free to receive new posts and support my work.",
        "Artikel anhören", "Réagir à cet article", "Riproduzione riservata © Copyright Gazzetta", "【打印】【关闭】",
        "[email protected]", "News provided by", "Share this page", "字号", "A+ A-",
        "Click here to sign up for our newsletter.",
        "Most read", "Recommended stories", "Skip past newsletter promotion",
        "Listen to this article · 4:12 min Learn more", "Support local journalism. Become a member today.",
        "Meistgelesene Artikel", "Les plus lus",
        "Lo más leído", "Articoli correlati", "Notícias relacionadas", "Läs mer om ämnet", "Самое читаемое",
        "관련 뉴스",
        "저작권자 © 신문 무단전재 및 재배포 금지",
    ],
)  # fmt: skip
def test_a_line_that_is_none_of_the_text_is_left_out(line: str) -> None:
    body = [*PARAGRAPHS[:2], line, PARAGRAPHS[2]]
    page = "".join(f"<p>{one}</p>" for one in body)
    assert article("x.html", f"<title>Tram</title><h1>Tram</h1><div>{page}</div>").text == "\n\n".join(PARAGRAPHS)
    assert article("x.json", json.dumps({"title": "Tram", "content_html": page})).text == "\n\n".join(PARAGRAPHS)


def test_a_request_for_scripts_is_left_out() -> None:
    markup = f"<p>{PARAGRAPHS[0]}</p><p>Please enable JavaScript to view the comments powered by Disqus.</p>"
    assert article("x.json", json.dumps({"title": "Tram", "content_html": markup})).text == PARAGRAPHS[0]


@pytest.mark.parametrize(
    "line",
    [
        "Read more books, the mayor told the pupils.",
        "Read more: they do; it helps. That is what the teachers say of it.",
        "Advertisements paid for a third of the line.",
        "Copyright on the plans is held by the council.",
        "Share what you have, said the driver.",
        "Post by post the old line was taken down.",
        "(c) A third ground was that nobody had been heard.",
        "Archivado en 1999 por falta de pruebas, el caso vuelve.",
        "Hits: the pub quiz of the drivers.",
        "Please enable the brake first, said the driver.",
        "“Follow us on Facebook,” the drivers wrote.",
        "The old line ran for a hundred years until the harbour closed. Follow us on Facebook.",
        "Join us on Facebook, the drivers wrote, and three thousand did within a week.",
        "The drivers ask those who ride with them to follow them on Facebook.",
        "Subscribe early, the harbour board told the boat owners, who did.",
        "Bizi Facebook'ta buldular, dedi sürücü.",
        "Most read the paper on the tram.",
        "Jetzt fehlt nur noch der Newsletter, sagte sie.",
        "编辑：为什么现在才说？",
        "This article was first published in the Gazette.",
    ],
)
def test_a_sentence_that_begins_alike_stays(line: str) -> None:
    page = "".join(f"<p>{one}</p>" for one in [*PARAGRAPHS, line])
    assert article("x.json", json.dumps({"title": "Tram", "content_html": page})).text.endswith(line)


def test_a_text_of_nothing_else_stays() -> None:
    assert article("x.json", json.dumps({"title": "Tram", "content_html": "<p>Advertisement</p>"})).text
