"""Two questions asked as one: pairs of one article, and what is said to be missing of them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rag.answers.answer import Answer
from rag.answers.statements import Missing, Statement, Trace
from rag.cli import app
from rag.evaluation.joined import Joined, Outcome, join, joined_figures
from rag.evaluation.questions import Question
from rag.types import Article, Citation
from tests.evaluation.conftest import change

EELS = Article("eels", "Eels", "Ada Moss counted 40 eels. The eels came on Monday.")


def asked(identifier: str, text: str, *answers: str, answerable: bool = True) -> Question:
    return Question(identifier, text, answers, answerable, "all", ("eels",) if answerable else (), ())


WHO, WHEN = asked("who", "Who counted the eels?", "Ada Moss"), asked("when", "When did they come?", "Monday")


def answered(
    *places: tuple[int, int], missing: int = 0, notice: str | None = None, refusal: str | None = None
) -> Answer:
    cited = tuple(Citation(EELS, *place, number) for number, place in enumerate(places, 1))
    gaps = tuple(Missing("a part", "a part") for _ in range(missing))
    statements = tuple(Statement(one.quote, (one,), "supported") for one in cited)
    return Answer("?", Trace("?"), statements, missing=gaps, notice=notice, refusal=refusal)


def test_pairs_are_of_one_article_and_answerable() -> None:
    others = [asked("no", "Where did they go?", answerable=False), asked("is", "Is it so?", "yes")]
    pairs = join([WHO, WHEN, *others], 5)
    assert len(pairs) == 5
    assert {one.id for pair in pairs for one in (pair.first, pair.second)} == {"who", "when"}
    assert Joined(WHO, WHEN).text == "Who counted the eels, and when did they come?"
    assert join([WHO], 5) == []


def test_gaps_are_shares_of_the_parts() -> None:
    both = Joined(WHO, WHEN)
    outcomes = [
        Outcome(both, answered((0, 25), (26, 50))),
        Outcome(both, answered((0, 25), missing=1)),
        Outcome(both, answered((0, 25), (26, 50), notice="Less sure of “when”: [2] comes nearest.")),
        Outcome(both, answered(refusal="I found nothing.")),
    ]
    figures = joined_figures(outcomes)
    assert (figures["parts"], figures["false_gaps"], figures["unsure"], figures["right"]) == (8, 3 / 8, 1 / 8, 5 / 8)


@pytest.mark.slow
def test_the_command_measures_them(dataset: Path) -> None:
    change(dataset, 1, question="What does the tram cost?", evidence_ids=["storm"], answers=["four boats"])
    command = ["eval", str(dataset), "--index", str(dataset / "index"), "--joined", "--limit", "3", "--worst", "1"]
    done = CliRunner().invoke(app, command, catch_exceptions=False)
    assert "false_gaps" in done.stdout
    assert "parts" in done.stdout
