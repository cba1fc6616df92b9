"""What is asked once more, of another time or another thing."""

from datetime import date

import pytest

from rag.answers.answer import Turn
from rag.answers.conversation import Request
from rag.answers.kinds.again import anew
from rag.answers.pipeline import Rag
from rag.index.search import Index
from tests.answers.kinds.conftest import TODAY


def asked_anew(question: str, before: str) -> str:
    request = Request.of(question, [Turn(before, "Something.")], None, strict=False)
    return anew(request, date(2026, 11, 26), lambda: ([], [])).question


@pytest.mark.parametrize(
    ("question", "before", "meant"),
    [
        ("and the month before?", "How many articles are from March 2020?",
         "How many articles are from February 2020?"),
        ("and the year before that?", "Who won the 2019 Chicago Marathon?", "Who won the 2018 Chicago Marathon?"),
        ("two years later?", "What happened to Hagan in 2008?", "What happened to Hagan in 2010?"),
        ("and in 2019?", "How many articles appeared in 2020?", "How many articles appeared in 2019?"),
        ("what about February?", "What happened in March 2020?", "What happened in February 2020?"),
        ("and yesterday?", "What happened last week?", "What happened yesterday?"),
        ("und im Jahr davor?", "Wie viele Artikel erschienen 2020?", "Wie viele Artikel erschienen 2019?"),
        ("et l'année précédente ?", "Combien d'articles ont été publiés en 2020 ?",
         "Combien d'articles ont été publiés en 2019 ?"),
        ("¿y el año anterior?", "¿Cuántos artículos hay de 2020?", "¿Cuántos artículos hay de 2019?"),
        ("and Airbus?", "How many articles mention Boeing?", "How many articles mention Airbus?"),
        ("and Velm?", "Who won the Norrin regatta?", "Who won the Velm regatta?"),
        ("and in Velm?", "How many boats sank in Norrin?", "How many boats sank in Velm?"),
        ("With what?", "When was Ada Brandt rewarded?", "With what was Ada Brandt rewarded?"),
        ("and where?", "Who was hurt in the Norrin fire?", "where was hurt in the Norrin fire?"),
        ("by whom exactly?", "How many boats were sunk?", "by whom exactly boats were sunk?"),
        ("Und wo?", "Wann sank die Fähre?", "wo sank die Fähre?"),
        ("and in 2019?", "How many articles mention Boeing?", "How many articles mention Boeing in 2019?"),
        ("which is the oldest of them?", "How many articles are from 2020?",
         "What is the oldest article are from 2020?"),
        ("and the newest one?", "Which articles mention Boeing?", "What is the newest article mention Boeing?"),
        ("and after that?", "What happened in Norrin in August 2020?", "What happened in Norrin after August 2020?"),
        ("before that?", "What happened in Norrin in August 2020?", "What happened in Norrin before August 2020?"),
        ("only 2020", "Timeline of the strike", "Timeline of the strike in 2020?"),
        ("et Ek ?", "quand est-il mort ?", "quand est Ek mort ?"),
        ("what about Ek?", "Where was she born?", "Where was Ek born?"),
        ("and Velm?", "How high was it?", "How high was Velm?"),
        ("und Ek?", "Wann wurde er geboren?", "Wann wurde Ek geboren?"),
        ("just the March ones", "Timeline of the strike", "Timeline of the strike in March?"),
        ("anything newer?", "Which articles are about the strike?", "What is the latest on strike?"),
        ("Any updates?", "Who was hurt in the Norrin fire?", "What is the latest on hurt in the Norrin fire?"),
        ("gibt es was Neues?", "Was geschah mit der Fähre?", "What is the latest on Fähre?"),
        ("what about Warren?", "What did Sanders say about health care?", "What did Warren say about health care?"),
    ],
)  # fmt: skip
def test_what_is_asked_once_more(question: str, before: str, meant: str) -> None:
    assert asked_anew(question, before) == meant


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("and then?", "Who won the 2020 race?"),
        ("and the month after?", "What happened in Norrin before August 2020?"),  # which is of no length
        ("and in 2019?", "Who won the race?"),  # a fact of another year is of another race
        ("and silver?", "Who won the 2020 race?"),
        ("and Iran?", "Who won the race?"),  # a fact may be asked of it in many ways
        ("and the year before?", "Who won the race?"),
        ("and Velm?", "Did Norrin beat Tolleve?"),  # in the place of either
        ("and Velm?", "what about Norrin?"),  # which is none by itself
        ("What were their names?", "How many boats sank in Norrin?"),
        ("which is the oldest of them?", "Who sank the boats?"),
        ("with what right?", "When was Ada Brandt rewarded?"),
        ("What happened in 2019?", "What happened in 2020?"),
    ],
)
def test_what_is_not(question: str, before: str) -> None:
    assert asked_anew(question, before) == question


def test_a_chat_of_counts(index: Index) -> None:
    rag = Rag(index)
    first = rag.ask("How many articles are from November 2026?", today=TODAY)
    second = rag.ask("and the month before?", [first], today=TODAY)
    third = rag.ask("and the month before?", [first, second], today=TODAY)
    assert [one.headline and one.headline.split()[0] for one in (first, second)] == ["2", "1"]
    assert third.trace.query == "How many articles are from September 2026?"
    assert second.question == "and the month before?"


def test_of_a_person_in_the_articles_told_of_it_is_not_asked_of_another_place(index: Index) -> None:
    rag = Rag(index)
    first = rag.ask("When did the ferries collide off Norrin?", today=TODAY)
    assert {one.article.id for one in first.citations} == {"ferries"}
    assert rag.ask("and Sol?", [first], today=TODAY).trace.query.endswith("and Sol?")
    assert rag.ask("and Velm?", [first], today=TODAY).trace.query == "When did the ferries collide off Velm?"


def test_what_is_asked_once_more_of_a_question_that_leaned_is_that_question(index: Index) -> None:
    rag = Rag(index)
    first = rag.ask("Who was on board the ferry?", today=TODAY)
    second = rag.ask("What did Brandt say?", [first], today=TODAY)
    assert rag.ask("and Sol?", [first, second], today=TODAY).trace.query == "What did Sol say?"


def test_what_was_meant_instead_is_asked_as_the_question_before_was(index: Index) -> None:
    rag = Rag(index)
    first = rag.ask("How many articles mention Norrin?", today=TODAY)
    second = rag.ask("no, I meant Brandt", [first], today=TODAY)
    assert second.headline == "1 of 5 articles mentions “Brandt”."
    assert second.question == "no, I meant Brandt"


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("what about the last boat of Quenby?", "Who was on board the last boat of Quenby?"),
        ("and the boat of Quenby?", "the boat of Quenby?"),  # may ask for anything of it
        ("And Ilsa Quint, when did she retire?", "when did Ilsa Quint retire?"),
        ("what about Ilsa Quint, who bought her boat?", "who bought Ilsa Quint’s boat?"),
        ("and who steers the boats of Quenby?", "who steers the boats of Quenby?"),
        ("and who paid Ada Brandt?", "Who was on board the ferry? and who paid Ada Brandt?"),  # of whom it told
        ("and what did Quenby do about it?", "Who was on board the ferry? and what did Quenby do about it?"),
    ],
)
def test_who_is_named_and_not_told_of_before_is_asked_of_alone(index: Index, question: str, meant: str) -> None:
    rag = Rag(index)
    first = rag.ask("Who was on board the ferry?", today=TODAY)
    assert rag.ask(question, [first], today=TODAY).trace.query == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("what about the eels?", "Which articles are about the eels?"),
        ("what about the mayor?", "Which articles are about the ferry? what about the mayor?"),  # who paid for it
        ("and the eels?", "Which articles are about the ferry? and the eels?"),  # which may be a part of it
    ],
)
def test_a_thing_that_is_not_told_of_is_asked_of_as_the_one_before(index: Index, question: str, meant: str) -> None:
    rag = Rag(index)
    first = rag.ask("Which articles are about the ferry?", today=TODAY)
    assert "eels" not in {one.article.id for one in first.citations}
    assert rag.ask(question, [first], today=TODAY).trace.query == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("timeline of the ferry", "timeline of the Ada Brandt ferry"),
        ("timeline of the eels", "timeline of the eels"),  # of which the article that was cited does not tell
        ("timeline of the Norrin ferry", "timeline of the Norrin ferry"),
    ],
)
def test_the_story_of_a_thing_that_was_told_of_is_that_of_the_names_asked_about(
    index: Index, question: str, meant: str
) -> None:
    rag = Rag(index)
    first = rag.ask("Was Ada Brandt on board?", today=TODAY)
    assert {one.article.id for one in first.citations} == {"ferry"}
    assert rag.ask(question, [first], today=TODAY).trace.query == meant


def test_of_two_things_with_names_the_one_stands_in_the_place_of_the_other(index: Index) -> None:
    rag = Rag(index)
    first = rag.ask("Who was on board the Norrin ferry?", today=TODAY)
    assert "Ada Brandt" in first.text
    second = rag.ask("what about the Ada Brandt trophy?", [first], today=TODAY)
    assert second.trace.query == "Who was on board the Ada Brandt trophy?"


def test_the_story_of_a_thing_is_not_that_of_several_who_were_compared(sample: Index) -> None:
    rag = Rag(sample)
    compared = rag.ask("Compare Marlowin and Pellacombe")
    told = rag.ask("Timeline of the strike", [compared], today=TODAY)
    assert told.trace.query == "Timeline of the strike"
    assert told.headline is not None
    assert told.headline.startswith("6 events from 3 articles")


def test_another_year_is_no_question_for_yes_or_no(sample: Index) -> None:
    rag = Rag(sample)
    answer = rag.ask("And in 2021?", [rag.ask("What was the turnout in the mayoral election?")], today=TODAY)
    assert str(answer.trace.asked) != "a question for yes or no"
    assert not str(answer.headline or "").startswith(("Yes", "No"))
