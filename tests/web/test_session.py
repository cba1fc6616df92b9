"""The turns of one open page."""

from copy import deepcopy
from dataclasses import replace
from types import SimpleNamespace

import pytest

from rag.answers.answer import Answer, Missing, Statement, Trace
from rag.filters import Filters
from rag.types import Article, Citation, Passage, Scores, Sentence
from rag.web.drawings import Drawings
from rag.web.session import Session, turn_of


def session(*questions: str) -> Session:
    made = Session()
    for question in questions:
        made.begin(question, Filters()).answer = Answer(question, Trace(question), refusal="No.", finished=True)
    return made


def test_each_session_names_its_own_chat() -> None:
    page = Session()
    one, other = deepcopy(page), deepcopy(page)
    one.begin("Who?", Filters())
    other.begin("Who?", Filters())
    assert one.chat
    assert one.chat != other.chat
    name = one.chat
    one.begin("When?", Filters())
    assert one.chat == name


def test_a_turn_is_cut_with_those_after_it_and_its_number_is_not_used_again() -> None:
    made = session("One?", "Two?", "Three?")
    made.edited = 2
    cut = made.cut(2)
    assert cut is not None
    assert cut.question == "Two?"
    assert [exchange.question for exchange in made.exchanges] == ["One?"]
    assert made.edited is None
    assert made.begin("Four?", Filters()).turn == 4
    assert made.cut(2) is None


def test_a_new_chat_forgets_the_turns_but_goes_on_counting() -> None:
    made = session("One?", "Two?")
    name, made.rated = made.chat, 1
    made.reopen("", [])
    assert made.rated is None
    assert not made.exchanges
    assert not made.history()
    assert made.begin("Three?", Filters()).turn == 3
    assert made.chat not in ("", name)


def test_of_a_turn_that_is_over_what_was_found_is_let_go_and_what_is_shown_stays() -> None:
    article = Article("a", "A", "It rained. It stopped.")
    found = Passage(article, 0, 10, Scores(0, None, 0), (Sentence(article, 0, 10, 0, 0, 0, 0),))
    stated = (Statement("It rained.", (Citation(article, 0, 10, 1),), "supported"),)
    given = Answer(
        "Q",
        Trace("Q", copies=((found, found),)),
        stated,
        (found,),
        missing=(Missing("Snow?", "Snow?", found),),
        finished=True,
    )
    made = Session()
    first = made.begin("Q", Filters())
    assert not first.over
    first.answer = given
    assert first.over
    drawings = Drawings()
    drawing = drawings.draw(first)
    made.begin("Then?", Filters())
    assert drawings.of(first) == drawing
    assert drawings.messages(made.exchanges)[1] == {"role": "assistant", "content": drawing.answer}
    assert first.answer is not None
    assert first.answer.passages == ()
    assert first.answer.trace.copies == ()
    assert (first.answer.statements, first.answer.text) == (stated, given.text)
    assert first.answer.missing == (Missing("Snow?", "Snow?", replace(found, sentences=())),)


def test_another_chat_is_gone_on_with_under_its_name() -> None:
    kept = session("One?").exchanges
    made = Session()
    made.reopen("abc", kept)
    assert made.begin("Two?", Filters()).turn == 2
    assert made.chat == "abc"
    assert [answer.question for answer in made.history()] == ["One?"]


@pytest.mark.parametrize(
    ("sent", "turn"), [({"turn": 3}, 3), ({"turn": "3"}, 3), ({"turn": "x"}, 0), ({"turn": None}, 0), ({}, 0)]
)
def test_an_event_names_its_turn_or_none(sent: dict[str, object], turn: int) -> None:
    assert turn_of(SimpleNamespace(**sent)) == turn
