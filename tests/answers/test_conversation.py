"""What a question means after those before it, and of which parts it is made."""

import pytest

from rag.answers import replies
from rag.answers.answer import Answer, Turn
from rag.answers.conversation import CHARACTERS, TURNS, Request, agreed_on, answered, context, leans, parts, standalone
from rag.answers.statements import Statement, Trace

HISTORY: list[Turn | Answer] = [Turn("What is KFOR?", "A force. [1]")]
REFUSED = Answer("Tungsten?", Trace("Tungsten?"), refusal=replies.REFUSAL)


@pytest.mark.parametrize(
    ("question", "leaning"),
    [
        ("And who leads it now?", True),
        ("What about Serbia?", True),
        ("Why?", True),
        ("When was he arrested?", True),
        ("Quand est-elle morte à Paris ?", True),
        ("Wann wurde er in Berlin operiert?", True),
        ("Y a-t-il des tramways à Kelderhythe ?", False),
        ("How many boats did Storm Tamsel damage in Kelderhythe?", False),
        ("Which countries contribute the most soldiers to KFOR?", False),
    ],
)
def test_a_question_leans_or_stands_alone(question: str, leaning: bool) -> None:
    assert leans(question) == leaning
    assert standalone(question, []) == question
    assert standalone(question, HISTORY) == (f"What is KFOR? {question}" if leaning else question)


def test_a_refused_a_stopped_and_an_empty_turn_are_passed_over() -> None:
    turns: list[Turn | Answer] = [
        *HISTORY,
        REFUSED,
        Turn("Lead?", replies.REFUSALS["de"]),
        Turn("Gold?", " "),
        Answer("Hi", Trace("Hi"), reply="Hello."),
    ]
    assert answered(turns) == HISTORY
    assert standalone("And who leads it?", turns) == "What is KFOR? And who leads it?"
    assert standalone("And who leads it?", [REFUSED]) == "And who leads it?"


def test_what_is_asked_about_an_answer_is_not_searched_for_after_it() -> None:
    first = Answer("What is KFOR?", Trace("What is KFOR?"), (Statement("A force.", (), "partly"),))
    sure = Answer("Are you sure?", Trace("What is KFOR?"), (Statement("One source says so.", (), "partly"),))
    assert standalone("And who leads it?", [first, sure]) == "What is KFOR? And who leads it?"


def test_the_subject_outlives_a_chain_of_questions_that_lean() -> None:
    first = Turn("Who commands KFOR?", "Ulutaş.")
    second = Answer(
        "When was he appointed?",
        Trace(standalone("When was he appointed?", [first])),
        (Statement("In May.", (), "partly"),),
    )
    assert standalone("Why?", [first, second]) == "Who commands KFOR? When was he appointed? Why?"
    assert (
        standalone("Why?", [first, Turn("When was he appointed?", "In May.")])
        == "Who commands KFOR? When was he appointed? Why?"
    )


def test_the_subject_outlives_questions_that_name_nobody_until_another_is_named() -> None:
    turns: list[Turn | Answer] = [Turn("Who commands KFOR?", "Ulutaş."), Turn("how many soldiers are there?", "4,500.")]
    assert standalone("is it over?", turns) == "Who commands KFOR? how many soldiers are there? is it over?"
    turns += [Turn("Did Serbia protest?", "Yes."), Turn("which town was it?", "Zvečan.")]
    assert standalone("why?", turns) == "Did Serbia protest? which town was it? why?"


def test_context_is_what_was_answered_last() -> None:
    history: list[Turn | Answer] = [
        Turn("a", "One."),
        Turn("b", "Two."),
        REFUSED,
        Turn("c", "Three. "),
        Turn("d", ""),
        Turn("e", "Four."),
    ]
    assert context(history) == ("Two.", "Three.", "Four.")
    assert context([]) == ()


@pytest.mark.parametrize(
    ("question", "found", "searched"),
    [
        ("How much did it cost?", ["How much did it cost?"], ["How much did it cost?"]),
        ("Who won and lost?", ["Who won and lost?"], ["Who won and lost?"]),
        (
            "How much did the tram of Kelderhythe cost, and who built Heron Bridge?",
            ["How much did the tram of Kelderhythe cost?", "who built Heron Bridge?"],
            ["How much did the tram of Kelderhythe cost?", "who built Heron Bridge?"],
        ),
        (
            "Who leads KFOR? When did he begin?",
            ["Who leads KFOR?", "When did he begin?"],
            ["Who leads KFOR?", "KFOR When did he begin?"],
        ),
        (
            "How high is the tower? I've read other numbers",
            ["How high is the tower? I've read other numbers"],
            ["How high is the tower? I've read other numbers"],
        ),
        (
            "How high is the tower? I'd like to know who built it",
            ["How high is the tower?", "I'd like to know who built it?"],
            ["How high is the tower?", "I'd like to know who built it?"],
        ),
        ("Who is she and what?", ["Who is she and what?"], ["Who is she and what?"]),
    ],
)
def test_a_question_is_cut_where_another_begins(question: str, found: list[str], searched: list[str]) -> None:
    assert parts(question) == list(zip(found, searched, strict=True))


def test_a_part_that_is_asked_again_counts_once() -> None:
    assert len(parts("Who leads KFOR? Who sank the boats? who leads KFOR? Who leads KFOR?")) == 2
    again = "What did the court rule? " * 80
    assert parts(again) == [(again, again)]


def test_of_a_long_history_the_end_is_read_and_of_long_texts_the_beginning() -> None:
    said = Answer("Q", Trace("Q"), (Statement("It rained. " * 1000, (), "supported"),))
    turns: list[Turn | Answer] = [Turn(str(number), "x" * 100_000) for number in range(50)]
    read = Request.of("Q?", [*turns, said], None, strict=False).history
    assert [turn.question for turn in read] == [*map(str, range(50 - TURNS + 1, 50)), "Q"]
    assert {len(turn.text) for turn in read[:-1]} == {CHARACTERS}
    assert read[-1] is said
    halves = Request.of("Q?", [Turn("\ud800?", "\udfff")], None, strict=False)
    assert halves.history == (Turn("\ufffd?", "\ufffd"),)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Do the articles disagree about how many boats sank?", "how many boats sank?"),
        ("do both reports agree on who paid", "who paid?"),
        (
            "Are there any contradictions between the articles on the price of the tram?",
            "What is the price of the tram?",
        ),
        ("Do the articles mention the tram?", None),
        ("Did the dockers agree on how long to strike?", None),
    ],
)
def test_what_the_articles_may_disagree_about_is_a_question(question: str, told: str | None) -> None:
    assert agreed_on(question) == told


@pytest.mark.parametrize("question", ["Und wie viele wurden verletzt?", "Et combien de blessés au total hier soir ?"])
def test_a_question_that_opens_with_and_in_another_language_is_searched_for_with_the_one_before(question: str) -> None:
    before = Turn("Wie viele starben in Norrin?", "Fünf.")
    assert standalone(question, [before]) == f"{before.question} {question}"


@pytest.mark.parametrize("order", ["Bitte alle Namen.", "Kurze Zusammenfassung reicht.", "Alle nennen bitte."])
def test_a_german_order_that_says_how_much_is_wanted_is_no_part_of_a_question(order: str) -> None:
    assert len(parts(f"Wer wollte den Hafen von Norrin kaufen? {order}")) == 1
