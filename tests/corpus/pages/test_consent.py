"""Requests for consent, which lie over a page."""

import pytest

from tests.corpus.conftest import article

CONSENT = {
    "en": "We and our 812 partners store or read information on your device, such as cookies, to show you advertising.",
    "de": "Wir und unsere 812 Partner speichern Informationen auf Ihrem Gerät, etwa Cookies, für Werbung an Sie.",
    "fr": "Nous et nos 812 partenaires stockons des cookies sur votre appareil afin de vous montrer de la publicité.",
    "es": "Nosotros y nuestros 812 socios guardamos cookies en su dispositivo para mostrarle publicidad.",
    "tr": "Biz ve 812 iş ortaklarımız reklam göstermek için cihazınızda çerez saklıyor, verileri sizin için işliyoruz.",
}
SHORT = "<h1>Rate cut</h1><p>The bank lowered its rate to 2.25 per cent.</p><p>It was the second cut this year.</p>"
SHORT_TEXT = "The bank lowered its rate to 2.25 per cent.\n\nIt was the second cut this year."


@pytest.mark.parametrize("lang", CONSENT)
@pytest.mark.parametrize(
    "dialog",
    [
        "<div id=onetrust-consent-sdk>{}</div>",
        "<div class='sp_message_container_1'>{}</div>",
        "<div role=dialog aria-modal=true>{}</div>",
        "<div role=alertdialog>{}</div>",
        "<dialog open>{}</dialog>",
        "<section aria-label='Cookie banner'>{}</section>",
        "<div class=gdpr-notice>{}</div>",
        "<div>{}<button>Accept all</button></div>",
        "<div>{}</div>",
    ],
)
@pytest.mark.parametrize("order", ["{0}{1}", "{1}{0}"])
def test_a_request_for_consent_is_not_the_article(lang: str, dialog: str, order: str) -> None:
    shown = dialog.format(f"<h2>{CONSENT[lang].split()[0]}</h2>" + f"<p>{CONSENT[lang]}</p>" * 6)
    whole = order.format(f"<main>{SHORT}</main>", shown)
    assert article("x.html", f"<html><body>{whole}</body></html>").text == SHORT_TEXT


def test_a_request_for_consent_is_not_read_where_no_article_is_marked_nor_within_one() -> None:
    asked = f"<div><p>{CONSENT['en']}</p><p>{CONSENT['en']}</p><button>Accept all</button></div>"
    for whole in (f"<div>{SHORT}</div>{asked}", f"<article>{SHORT}<div id=didomi-host>{asked}</div></article>"):
        assert article("x.html", f"<html><body>{whole}</body></html>").text == SHORT_TEXT


ON_COOKIES = (
    "Most sites ask for consent to cookies before they show you anything, and partners read your device, we found.",
    "The court said that personal data and advertising need consent, and that privacy is no matter of a button.",
    "Publishers told us that our privacy costs them half of their advertising, and that vendors want cookies back.",
)


@pytest.mark.parametrize(
    "around",
    [
        "<article>{}</article>",
        "<main class='tag-gdpr cookie-law'>{}</main>",
        "<div class='post category-privacy tag-cookie'><h1>Consent</h1>{}</div>",
        "<div class=text>{}</div>",
        "<article><h1>Consent</h1><section id=cookie-banners>{}</section></article>",
        "<div role=dialog><article>{}</article></div>",
        "<div role=dialog><h1>Trams</h1><p>Long ago.</p></div><main>{}</main>",
    ],
)
def test_an_article_on_cookies_and_consent_stays(around: str) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in ON_COOKIES)
    read = article("x.html", f"<html><body>{around.format(body)}</body></html>")
    assert all(paragraph in read.text for paragraph in ON_COOKIES)
