"""The turns of one open page."""

from copy import deepcopy

from rag.types import Answer, Filters
from rag.web.session import Session


def session(*questions: str) -> Session:
    made = Session()
    for question in questions:
        made.begin(question, Filters()).show(Answer(question, question, refusal="No."), over=True)
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
    name, made.rated = made.chat, (1, True)
    made.reopen("", [])
    assert made.rated is None
    assert not made.exchanges
    assert not made.history()
    assert made.begin("Three?", Filters()).turn == 3
    assert made.chat not in ("", name)


def test_another_chat_is_gone_on_with_under_its_name() -> None:
    kept = session("One?").exchanges
    made = Session()
    made.reopen("abc", kept)
    assert made.begin("Two?", Filters()).turn == 2
    assert made.chat == "abc"
    assert [answer.question for answer in made.history()] == ["One?"]
