"""The turns of one open page."""

from copy import deepcopy
from dataclasses import replace

from rag.answers.answer import Answer, Missing, Statement, Trace
from rag.filters import Filters
from rag.types import Article, Citation, Passage, Scores, Sentence
from rag.web.drawings import Drawings
from rag.web.session import MOST_WAYS, Session


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


def asked(made: Session) -> list[str]:
    return [exchange.question for exchange in made.exchanges]


def test_a_turn_is_taken_out_with_those_after_it_until_it_is_put_back_and_its_number_is_not_used_again() -> None:
    made = session("One?", "Two?", "Three?")
    made.edited = 2
    assert made.undo(2) == 2
    assert asked(made) == ["One?"]
    assert made.edited is None
    assert made.undo(2) == 2  # of what is out already it takes nothing, and keeps that
    assert made.put_back() == 1
    assert asked(made) == ["One?", "Two?", "Three?"]
    assert made.put_back() == 3
    made.undo(2)
    assert made.begin("Four?", Filters()).turn == 4
    assert made.put_back() == 2, "what was taken out before a further question stands in no place any more"
    assert asked(made) == ["One?", "Four?"]


def test_a_question_instead_of_a_turn_begins_another_way_and_each_can_be_gone_on_with() -> None:
    made = session("One?", "Two?", "Three?")
    made.begin("Two again?", Filters(), instead_of=2)
    assert asked(made) == ["One?", "Two again?"]
    third = made.begin("And two?", Filters(), instead_of=4)
    assert third.fork is not None
    assert third.fork.place(third) == 2
    made.begin("More?", Filters())
    assert made.turn_to(5, 0) == 1
    assert asked(made) == ["One?", "Two?", "Three?"]
    made.begin("Four?", Filters())
    assert made.turn_to(2, 2) == 1
    assert asked(made) == ["One?", "And two?", "More?"]
    made.turn_to(5, 0)
    assert asked(made) == ["One?", "Two?", "Three?", "Four?"]
    assert made.turn_to(2, 3) is None
    assert made.turn_to(1, 0) is None
    assert made.turn_to(99, 0) is None


def test_of_many_ways_the_first_is_let_go() -> None:
    made = session("One?")
    for number in range(2, MOST_WAYS + 4):
        made.begin(f"{number}?", Filters(), instead_of=number - 1)
    fork = made.exchanges[0].fork
    assert fork is not None
    assert len(fork.ways) == MOST_WAYS
    assert fork.place(made.exchanges[0]) == MOST_WAYS - 1


def test_a_new_chat_forgets_the_turns_but_goes_on_counting() -> None:
    made = session("One?", "Two?")
    name, made.rated = made.chat, (1, True)
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
