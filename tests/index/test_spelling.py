"""Slips of the pen, mended by the words of the sample articles and by the dictionaries."""

from pathlib import Path

import pytest

from rag.index.search import Index
from rag.types import Article
from tests.conftest import HashedWords


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("When did Turkiye take comand of KFOR?", "When did Turkiye take command of KFOR?"),
        ("wich article is about the strkie", "which article is about the strike"),
        ("Who won the electon in Kelderhyhte?", "Who won the election in Kelderhythe?"),
        ("HOW MENY BOATS DID STROM TAMSEL DAMGE", "HOW many BOATS DID storm TAMSEL damage"),
        ("What did Pelacombe say?", "What did Pellacombe say?"),
        ("What is Pelacombe’s promise?", "What is Pellacombe’s promise?"),  # who owns it stays told
    ],
)
def test_slips_are_mended(sample: Index, written: str, meant: str) -> None:
    assert sample.respelt(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Wie viele Artikel sind aus dem Okotber 2023?", "Wie viele Artikel sind aus dem Oktober 2023?"),
        ("Combien d'articles datent de janvire 2026 ?", "Combien d'articles datent de janvier 2026 ?"),
        ("¿Cuántos artículos son de eneor de 2026?", "¿Cuántos artículos son de enero de 2026?"),
        ("Eylul 2026'da neler oldu?", "Eylül 2026'da neler oldu?"),
        ("Fasse zusammen, was Pellakombe sagte", "Fasse zusammen, was Pellacombe sagte"),
        ("Que s'est-il passé en Turquie en octobre 2023 ?", "Que s'est-il passé en Türkiye en octobre 2023 ?"),
    ],
)
def test_months_and_names_are_mended_in_a_question_of_another_language(sample: Index, written: str, meant: str) -> None:
    assert sample.respelt(written) == meant


@pytest.mark.parametrize(
    "question",
    [
        "Que dit Augusto Pinochet ?",  # no month without its year
        "Wie hoch war die Strafe für Umweltverschmutzung?",  # a noun that is none of a name
        "When did Türkiye take command of KFOR?",
        "Who won the chess olympiad in Chennai?",  # words that the language has and the articles lack
        "What did the BBC's spokeswoman say of NATO?",
        "Summarise how the neighbourhood organised its favours",
        "Is KFORX a thing?",  # an acronym is spelled as it is
        "What did Strik earn, and what did Ferriy?",  # names, and no slips of "strike" and "ferry"
        "Who is Zzyzx Qwortle?",  # nothing is like it
        "Wie viele Boote beschädigte der Strum Tamsel?",  # the articles are in another language
        "¿Cuántos artículos mencionan a Ulutaş?",
        "Fırtına kaç tekneye zrar verdi?",  # no dictionary
        "Quels articles parlent de Vučić ?",  # too little to tell its language
        "Ilan ang mga barko?",  # a language that babel has by another code
        "теm9 17 %",
    ],
)
def test_what_is_no_slip_stays_as_it_is(sample: Index, question: str) -> None:
    assert sample.respelt(question) == question


def test_a_compound_of_known_words_is_no_slip_for_another_one(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update([Article("a", "Test", "Der Atemalkoholtest im Hafen war ein Fest. Der Bürgermeister kam.", lang="de")])
    assert index.respelt("Welcher Atemalkoholwert war es im Hafen?") == "Welcher Atemalkoholwert war es im Hafen?"
    assert index.respelt("Kam der Bürgermeistr im Hafen?") == "Kam der Bürgermeister im Hafen?"


def test_a_long_word_that_can_be_cut_in_many_ways_comes_to_an_end(sample: Index) -> None:
    question = f"Wer hat xqxqx{'essen' * 60} im Hafen gesehen?"
    assert sample.respelt(question) == question


def test_a_word_that_the_dictionary_has_without_its_accents_is_no_slip(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update([Article("queen", "The queen", "The queen of ES is Ada Brandt.")])
    assert index.respelt("¿Quién es Ada Brandt?") == "¿Quién es Ada Brandt?"
