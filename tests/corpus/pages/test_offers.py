"""Words to a reader that the rest of an article is for subscribers."""

import pytest

from rag.corpus.reading import read_file
from tests.corpus.conftest import BODY


def page(body: str) -> bytes:
    text = f"<main><article><h1>Trams</h1>{body}</article></main>"
    return f"<html><head><title>Trams</title></head><body>{text}</body></html>".encode()


OFFERS = [
    "This article is for subscribers only. Subscribe from one pound a month to keep reading.",
    "You have read 3 of 3 free articles this month.",
    "Dieser Artikel ist nur für Abonnenten. Testen Sie uns vier Wochen für 1 Euro.",
    "Sie möchten weiterlesen? Mit BOTE+ lesen Sie alles.",
    "Il vous reste 82 % de cet article à lire. La suite est réservée aux abonnés.",
    "Contenido exclusivo para suscriptores. Suscríbete por 1 euro al mes.",
    "Contenuto riservato agli abbonati. Abbonati per continuare.",
    "Este conteúdo é exclusivo para assinantes. Assine por 1 real.",
    "Verder lezen? Dit artikel is alleen voor abonnees.",
    "Den här artikeln är för prenumeranter. Prova en månad för 1 krona.",
    "Ten artykuł jest dostępny tylko dla subskrybentów.",
    "Bu haber yalnızca abonelere açıktır. Okumaya devam etmek için abone olun.",
]


@pytest.mark.parametrize("offer", OFFERS)
@pytest.mark.parametrize(
    "box", ["<div class=c-x12><h3>Trams+</h3><p>{}</p></div>", "<p>{}</p>", "<div class=paywall>{}</div>"]
)
def test_an_offer_is_no_text_and_tells_a_teaser(offer: str, box: str) -> None:
    (read,), problems = read_file("x.html", page(BODY + box.format(offer)))
    assert [one.kind for one in problems] == ["teaser"]
    assert offer[-20:] not in read.text
    assert "Trams+" not in read.text
    assert "two thousand people" in read.text.lower()


@pytest.mark.parametrize(
    "said",
    [
        "<p>The harbour opens at six. The match, the club said, is for subscribers of its own channel alone.</p>",
        f"<p>This article is for subscribers only, he had read in the paper.</p>{BODY}",
        "<p>She has 82 % of the votes, and no plans to continue.</p>",
        "<p>Already a member of the union, Norrin votes in May. This report is due to reach members at 82 %.</p>",
        "<p>Jetzt testen die Forscher, ob 82 % genug sind. Nur für Mitglieder der Kammer gilt das nicht.</p>",
        "<p>Déjà abonné à 82 % des lignes, il en veut une autre.</p>",
    ],
)
def test_prose_about_subscribers_stays(said: str) -> None:
    (read,), problems = read_file("x.html", page(BODY + said))
    assert problems == []
    assert "subscribers" in read.text or "82 %" in read.text
