"""How long something lasted, asked with yes or no, told in other words in five languages."""

import pytest

from rag.answers.pipeline import Rag
from rag.index.search import Index
from rag.types import Article
from tests.answers.kinds.conftest import TODAY

SEVENTEEN = "No: the articles say 17, not 20."
TOLD = [
    ("en", "The strike lasted 17 days.", "Did the strike last 17 days?", "Yes."),
    ("en", "It was a 17-day harbour strike in Velm.", "Did the strike last 20 days?", SEVENTEEN),
    ("en", "The strike was called off after 17 days.", "Did the strike go on for 17 days?", "Yes."),
    ("en", "The strike took fourteen days in all.", "Did the strike last two weeks?", "Yes."),
    ("de", "Der Hafenstreik in Velm dauerte 17 Tage.", "Hat der Streik 17 Tage gedauert?", "Yes."),
    ("de", "Nach 17 Tagen endete der Streik in Velm.", "Hat der Streik 20 Tage gedauert?", SEVENTEEN),
    ("de", "Der 17-tägige Streik in Velm ist beigelegt.", "Dauerte der Streik 17 Tage?", "Yes."),
    ("fr", "La grève des dockers a pris fin après 17 jours.", "La grève a-t-elle duré 17 jours ?", "Yes."),
    ("fr", "Une grève de 17 jours a paralysé le port.", "Est-ce que la grève a duré 20 jours ?", SEVENTEEN),
    ("es", "La huelga del puerto terminó tras 17 días.", "¿Duró la huelga 17 días?", "Yes."),
    ("es", "Fue una huelga de 17 días en el puerto.", "¿Duró la huelga 20 días?", SEVENTEEN),
    ("tr", "Limandaki grev 17 gün sürdü.", "Grev 17 gün sürdü mü?", "Yes."),
    ("tr", "Limandaki 17 günlük grev dün bitti.", "Grev 20 gün sürdü mü?", SEVENTEEN),
]  # fmt: skip
OPEN = [
    ("en", "The talks in the harbour strike lasted 17 days.", "Did the strike last 17 days?"),
    ("en", "The strike could last 17 days.", "Did the strike last 17 days?"),
    ("en", "Seven weeks after the strike it rained.", "Did the strike last seven weeks?"),
    ("de", "Die Gespräche im Streik dauerten 17 Tage.", "Hat der Streik 17 Tage gedauert?"),
    ("tr", "Limandaki grev 17 gün sürmedi.", "Grev 17 gün sürdü mü?"),
]


def headline(index: Index, lang: str, text: str, question: str, title: str = "Velm") -> str:
    told = Article("told", title, text, TODAY, lang=lang)
    index.update([told], remove=["eels", "ferry", "ferries", "tower", "undated"])
    return Rag(index).ask(question, today=TODAY).headline or ""


@pytest.mark.parametrize(("lang", "text", "question", "right"), TOLD)
def test_how_long_it_lasted_is_told_in_other_words(
    index: Index, lang: str, text: str, question: str, right: str
) -> None:
    assert headline(index, lang, text, question) == right


@pytest.mark.parametrize(("lang", "text", "question"), OPEN)
def test_how_long_something_else_lasted_tells_nothing(index: Index, lang: str, text: str, question: str) -> None:
    assert not headline(index, lang, text, question).startswith("Yes")


def test_the_title_tells_it_of_what_the_article_begins_with(index: Index) -> None:
    text = "The strike is over. The cranes had stood still for 17 days."
    asked = "Did the strike last 17 days?"
    assert headline(index, "en", text, asked, "Settled: cranes move after 17 days") == "Yes."
    assert not headline(index, "en", text, asked, "Cranes move").startswith("Yes")
