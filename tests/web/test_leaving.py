"""A chat as a file for the browser."""

from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest

from rag.answers.answer import Answer, numbered
from rag.answers.statements import Statement, Trace
from rag.filters import Filters
from rag.types import Article, Span
from rag.web.copying import copied
from rag.web.leaving import saved
from rag.web.lost import Lost
from rag.web.session import Exchange

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
ARTICLE = Article("kfor", "Türkiye leads KFOR", "Türkiye took command on 8 October 2023.", date(2023, 10, 12))
CORRECTION = Article("later", "A {correction}", "It was on 7 October.", date(2023, 10, 20))


def kept() -> Exchange:
    statements = numbered([Statement.quoting([Span(ARTICLE, 0, len(ARTICLE.text))])])
    answer = Answer("When?", Trace("When?"), statements, finished=True)
    changed = Lost("kfor", ARTICLE.title, 24, 38, "9 October {2023}", "changed", "Türkiye took command on 8 October.")
    gone = Lost("left", "Left <b>", 0, 4, "Left", "gone")
    return Exchange(
        1, "When?", Filters(), answer, lost=(changed, gone), corrections=(Span(CORRECTION, 0, len(CORRECTION.text)),)
    )


@pytest.mark.parametrize("kind", ["md", "html"])
def test_what_has_changed_since_is_in_the_file(kind: str) -> None:
    file = saved([kept(), Exchange(2, "Waiting", Filters())], kind, NOW)
    assert file["name"] == f"When.{kind}"
    text = unescape(file["text"]).replace("\\", "")
    changed = "It said “9 October {2023}”; it now says “Türkiye took command on 8 October.”."
    assert f"Changed since, “Türkiye leads KFOR”: {changed}" in text
    assert "Removed since, “Left <b>”: It said “Left”." in text
    assert "Corrected in “A {correction}” of 20 October 2023, which is not cited here: “It was on 7 October.”" in text
    assert "<b>" not in file["text"]
    assert "Waiting" not in text


def test_references_and_timelines_are_files_of_their_own() -> None:
    assert saved([kept()], "bib", NOW)["name"] == "When (references).bib"
    assert saved([kept()], "ics", NOW)["name"] == "When (timeline).ics"


def counted() -> Exchange:
    harvest = Article("harvest", "A good year", "The growers of Ollmarsh picked 412 crates of pears.", date(2026, 2, 3))
    told = "Correction: we wrote that the growers of Ollmarsh picked 412 crates. The correct number is 214."
    correction = Article("later", "What we got wrong", told, date(2026, 2, 9))
    statements = numbered([Statement.quoting([Span(harvest, 0, len(harvest.text))])])
    answer = Answer("How many crates?", Trace("How many crates?"), statements, finished=True)
    return Exchange(2, "How many crates?", Filters(), answer, corrections=(Span(correction, 0, len(told)),))


@pytest.mark.parametrize("kind", ["bib", "ris", "json"])
def test_references_tell_what_was_taken_back_since(kind: str) -> None:
    corrected = counted()
    answer = corrected.answer
    assert answer is not None
    text = saved([Exchange(1, "How many?", Filters(), answer), corrected], kind, NOW)["text"]
    assert text.count("(corrected 9 February 2026: 214, not 412)") == 1
    (entry,) = copied(answer, kind, "harvest", corrected.corrections).values()
    assert "(corrected 9 February 2026: 214, not 412)" in entry


@pytest.mark.parametrize("kind", ["", "plain", "markdown"])
def test_a_copied_answer_tells_what_was_taken_back_since(kind: str) -> None:
    corrected = counted()
    assert corrected.answer is not None
    for text in copied(corrected.answer, kind, None, corrected.corrections).values():
        assert unescape(text).count("corrected 9 February 2026: 214") == 1, text  # beside the words
    written = replace(corrected.answer, generator="a model")
    for text in copied(written, kind, None, corrected.corrections).values():
        assert unescape(text).count("corrected 9 February 2026: 214") >= 1, text  # in the note that has them


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How many boats did Storm Tamsel damage, and why?", "How many boats did Storm Tamsel damage and why"),
        ("../etc/passwd: <b>\x00", "etc passwd b"),
        (f"Who {'knew ' * 30}", f"Who{' knew' * 11}"),
        ("x" * 90, "x" * 60),
        ("מי פתח את הנמל?", "מי פתח את הנמל"),
    ],
)
def test_a_file_is_named_by_the_words_of_the_first_question(question: str, name: str) -> None:
    asked = Answer(question, Trace(question), refusal="No.", finished=True)
    exchanges = [Exchange(1, question, Filters(), asked), kept()]
    assert saved(exchanges, "md", NOW)["name"] == f"{name}.md"
