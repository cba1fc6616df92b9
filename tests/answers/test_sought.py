"""What sort of value a question asks for, and what is said where the nearest sentence holds none."""

from datetime import date
from pathlib import Path

import pytest

from rag.answers.pipeline import Rag
from rag.answers.quoting import ANSWERED, PERHAPS, quote
from rag.answers.sought import sought
from rag.index.embedding import Embedder
from rag.index.search import Index
from rag.types import Article


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How much did the ferry cost?", "an amount of money"),
        ("How much of the harbour is open?", "a number"),
        ("How many boats sank?", "a number"),
        ("how fast was the ferry going", "a number"),
        ("What was the final score of the match?", "a score"),
        ("How long did the strike last?", "a length of time"),
        ("How old was the captain?", "an age"),
        ("When did the ferry sink?", "a time"),
        ("In which year was the pier built?", "a time"),
        ("What did the captain die of?", "a cause of death"),
        ("What was the cause of Ada Moss's death?", "a cause of death"),
        ("How did the captain die?", "a cause of death"),
        ("What caused the fire on the pier?", "a cause"),
        ("What did Ada Moss say about the pier?", "words of Ada Moss"),
    ],
)
def test_a_sort_of_value_is_read_from_the_question(question: str, name: str) -> None:
    found = sought(question)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "question",
    [
        "Who sank the ferry?",
        "Why did the ferry sink when it was new?",
        "Wie viele Boote sanken?",
        "What did he see?",
        "What did the mayor say about the pier?",
        "What did Keld's PM say about the pier?",
    ],
)
def test_other_questions_ask_for_none(question: str) -> None:
    assert sought(question) is None


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("What prison term did Ada get?", "The judge sent her to prison for two years.", True),
        ("What sentence was Ada given?", "She got life.", True),
        ("How many years was Ada sentenced to?", "Ada, 54 years old, stood before 12 jurors.", False),
        ("What prison term did Ada get?", "The 54-year-old was arrested at 2am.", False),
        ("What was the score?", "Keld beat Norrin 22 points to 10.", True),
        ("What was Keld's winning score?", "They won it 3-1.", True),
        ("What was the score?", "Nine of 22 players were hurt.", False),
        ("How much did it cost?", "It cost 12,000 florins.", True),
        ("How much did it cost?", "They paid 40 ducats for it.", True),
        ("How much did it cost?", "It was sold for USD 1 million.", True),
        ("How much did it cost?", "It was built in 1998 in Norrin.", False),
        ("How many sank?", "None of the boats sank.", True),
        ("How many sank?", "Nearly 2000 boats sank.", True),
        ("How many sank?", "Boats sank in the storm of 2019.", False),
        ("How fast was it?", "It went at 20 knots.", True),
        ("How fast was it?", "It ran onto the rocks on Monday.", False),
        ("How long did it last?", "It lasted almost a decade.", True),
        ("How long is it?", "It is a 47-kilometre trail.", True),
        ("How long did it last?", "The strike ended in a deal.", False),
        ("How old was she?", "She died in her 90s.", True),
        ("How old was she?", "She led the union.", False),
        ("What did Ada Moss say about the pier?", "Moss promised to mend it.", True),
        ("What did Ada Moss say about the pier?", "The pier broke in May.", False),
        ("What did she die of?", "She died on Monday following a long illness.", True),
        ("What did she die of?", "No cause of death was given.", True),
        ("What did she die of?", "She died on Monday at the age of 80.", False),
        ("What did she die of?", "She led the union.", False),
        ("What caused the fire?", "It is blamed on a lamp.", True),
        ("What caused the fire?", "The fire broke out at noon.", False),
        ("When was it?", "It broke out at around 3:30am.", True),
        ("When was it?", "It was lifted after the storm.", True),
        ("When was it?", "It was lifted by divers.", False),
    ],
)
def test_what_may_be_such_a_value_counts_as_one(question: str, text: str, *, holds: bool) -> None:
    found = sought(question)
    assert found is not None
    assert found.holds(text) is holds


@pytest.fixture
def index(tmp_path: Path, model: Embedder) -> Index:
    return Index.open(tmp_path / "index", create=True, embedder=model)


CRASH = Article(
    "crash",
    "Ferry runs onto rocks off Norrin",
    "The ferry Estrella ran onto the rocks off Norrin on Monday. The ferry was old. Nobody was hurt on the ferry.",
    date(2026, 3, 3),
)


def test_where_the_nearest_sentence_holds_no_such_value_it_is_said_and_nothing_is_presented_as_the_answer(
    index: Index,
) -> None:
    index.update([CRASH])
    asked = "How fast was the ferry Estrella going when it ran onto the rocks off Norrin?"
    answer = Rag(index).ask(asked)
    assert answer.caution == "I found no sentence that answers this with a number. These come nearest:"
    assert answer.statements
    index.update(
        [Article(CRASH.id, CRASH.title, CRASH.text.replace("ran onto", "ran at 20 knots onto"), date(2026, 3, 3))]
    )
    assert "no sentence" not in (Rag(index).ask(asked).caution or "")


def test_what_lacks_the_value_is_perhaps_an_answer_at_most_and_bears_on_the_question_all_the_same(index: Index) -> None:
    index.update([CRASH])
    asked = "How fast was the ferry Estrella going when it ran onto the rocks off Norrin?"
    found = quote(asked, index.search(asked).passages, relevance=None)
    assert found.lacks == "answers this with a number"
    assert PERHAPS <= found.confidence < ANSWERED <= found.bearing


def test_where_a_further_sentence_holds_the_value_it_is_not_said_that_none_does(index: Index) -> None:
    text = (
        "The oil plant of Norrin was hit by several drones in a raid on Monday, state media said. A spokesman of "
        "the rebels said that they had hit the plant with ten drones."
    )
    index.update([Article("raid", "Oil plant of Norrin hit by drones", text, date(2026, 3, 3))])
    asked = "How many drones hit the oil plant of Norrin in the raid on Monday?"
    answer = Rag(index).ask(asked)
    assert [statement.text[:9] for statement in answer.statements] == ["A spokesm", "The oil p"]
    assert "no sentence" not in (answer.caution or "")


def test_of_a_sentence_in_another_language_it_is_not_told(index: Index) -> None:
    text = "Die Fähre Estrella lief am Montag vor Norrin auf die Felsen. Dabei wurden siebzehn Menschen verletzt."
    index.update([Article("crash", "Fähre läuft auf Felsen", text, lang="de")])
    asked = "How many people were hurt on the ferry Estrella?"
    assert quote(asked, index.search(asked).passages, relevance=None).lacks is None
