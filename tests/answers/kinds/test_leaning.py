"""A question for a fact that leans on the answer before it."""

from datetime import date
from pathlib import Path

import pytest

from rag.answers.answer import Answer
from rag.answers.pipeline import Rag
from rag.filters import Filters
from rag.index.embedding import Embedder
from rag.index.search import Index
from rag.types import Article

RACE = Article(
    "race",
    "Ostrander wins the harbour race",
    "Wilhelmina Ostrander won the harbour race on Sunday. The silver medal went to Barnaby Crook of Norrin. "
    "Ostrander, who is 31 years old, works as a nurse. She rowed the five kilometres in 21:14.",
    date(2026, 5, 4),
)
OTHER = Article(
    "other",
    "Fisherman lost",
    "Jonas Ek, a fisherman, was 54 years old. He left the harbour on Friday and did not come back. "
    "The nurse of the village is 60 years old.",
    date(2026, 5, 2),
)


@pytest.fixture
def rag(tmp_path: Path, model: Embedder) -> Rag:
    index = Index.open(tmp_path / "index", create=True, embedder=model)
    index.update([RACE, OTHER])
    return Rag(index)


@pytest.fixture
def won(rag: Rag) -> Answer:
    return rag.ask("Who won the harbour race?")


def quotes(answer: Answer) -> str:
    return " ".join(one.quote for one in answer.citations)


@pytest.mark.parametrize(
    ("question", "told"),
    [("How old is she?", "31 years old"), ("and silver?", "Barnaby Crook"), ("How fast was she?", "21:14")],
)
def test_it_is_answered_of_whom_the_answer_told(rag: Rag, won: Answer, question: str, told: str) -> None:
    answer = rag.ask(question, [won])
    assert told in quotes(answer)
    assert {one.article.id for one in answer.citations} == {"race"}
    assert all(one.quote == one.article.text[one.start : one.end] for one in answer.citations)


def test_a_question_that_goes_on_to_something_else_is_looked_for_everywhere(rag: Rag, won: Answer) -> None:
    answer = rag.ask("And which fisherman was lost?", [won])
    assert "Jonas Ek, a fisherman" in quotes(answer)


def test_the_third_turn_is_of_the_same_person(rag: Rag, won: Answer) -> None:
    second = rag.ask("How old is she?", [won])
    third = rag.ask("What does she do for a living?", [won, second])
    assert {one.article.id for one in third.citations} == {"race"}
    assert third.refusal is None


def test_what_tells_a_number_of_both_is_told_of_the_other_too(tmp_path: Path, model: Embedder) -> None:
    both = "Of the 703 ballots of Norrin Sol got 329, Moss 370 and Brandt three."
    text = f"{both} Moss was given a speech of an hour, and Sol one of 15 minutes. The hall of Norrin is old."
    index = Index.open(tmp_path / "index", create=True, embedder=model)
    index.update([Article("vote", "Vote of Norrin", text, date(2026, 5, 4)), OTHER])
    rag = Rag(index)
    first = rag.ask("How many ballots did Moss get?")
    second = rag.ask("and Sol?", [first])
    for answer in (second, rag.ask("and Brandt?", [first, second])):
        assert [one.text for one in answer.statements] == [both]


def test_a_reason_that_was_quoted_before_is_still_one(tmp_path: Path, model: Embedder) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=model)
    text = (
        "Friday was the fourth night in a row that dockers of Quenby protested; the protest began over a cut in their "
        "pay. Some say that the dockers were sent by the mayor. Journalists were attacked by the dockers. Dockers "
        "threw stones at the hall of Quenby."
    )
    index.update([Article("march", "March of Quenby", text, date(2026, 5, 4))])
    rag = Rag(index)
    told = rag.ask("Which night of protest was it in Quenby?")
    assert "a cut in their pay" in told.text
    assert "a cut in their pay" in rag.ask("Why did they march?", [told]).statements[0].text


def test_what_stands_by_itself_is_asked_of_all_articles(rag: Rag, won: Answer) -> None:
    answer = rag.ask("How old was the fisherman Jonas Ek?", [won])
    assert "54" in quotes(answer)


def test_filters_hold(rag: Rag, won: Answer) -> None:
    answer = rag.ask("How old is she?", [won], filters=Filters(before=date(2026, 5, 2)))
    assert "race" not in {one.article.id for one in answer.citations}


def test_what_a_follow_up_quotes_is_quoted_with_what_takes_it_back(sample: Index) -> None:
    rag = Rag(sample)
    first = rag.ask("How many boats did Storm Tamsel damage?", today=date(2026, 11, 26))
    then = rag.ask("and how strong were the gusts?", history=[first], today=date(2026, 11, 26))
    assert "The official maximum is 131 kilometres an hour" in then.text
    sure = rag.ask("are you sure?", history=[first, then], today=date(2026, 11, 26))
    assert sure.headline == "One of these takes back what another says: it was corrected: 131, not 148."


def test_of_somebody_of_whom_no_number_is_told_what_is_told_is_shown(tmp_path: Path, model: Embedder) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=model)
    text = "At Norrin 18 people died when a mill burnt. Some 30 others were hurt. Mayor Ada Moss wrote to the families."
    index.update([Article("mill", "Mill burns at Norrin", text, date(2026, 5, 2))])
    rag = Rag(index)
    first = rag.ask("How many people died at Norrin?")
    assert "Ada Moss wrote" in quotes(rag.ask("and Moss?", [first]))
    assert "30 others" in quotes(rag.ask("and hurt?", [first]))


@pytest.mark.parametrize("question", ["did anyone survive", "was anybody hurt?", "Were children hurt?"])
def test_a_short_question_for_yes_or_no_is_of_the_articles_cited(rag: Rag, question: str) -> None:
    flats = Article(
        "flats",
        "Flats fall in Velm",
        "A block of flats fell in Velm on Monday and killed nine. Rescuers dug out the surviving child, who was hurt.",
        date(2026, 5, 7),
    )
    drone = Article("drone", "Somebody survived", "Did you survive, he was asked. Anybody may be hurt by drones.", None)
    rag.index.update([flats, drone])
    answer = rag.ask(question, [rag.ask("How many died when a block of flats fell in Velm?")])
    assert answer.citations
    assert answer.citations[0].article.id == "flats"
    assert answer.caution or answer.headline == "I can't tell for sure whether yes or no. These sentences come nearest:"


def test_a_value_of_the_sort_asked_for_may_be_in_what_was_told_already(rag: Rag) -> None:
    text = (
        "Keld beat Norrin 22 points to 10 in the rugby final. Norrin scored a couple of tries, and its score was poor."
    )
    rag.index.update([Article("rugby", "Rugby: Keld wins the final", text, date(2026, 5, 8))])
    answer = rag.ask("what was the score?", [rag.ask("Who won the rugby final, Keld or Norrin?")])
    assert "22 points to 10" in answer.statements[0].text
