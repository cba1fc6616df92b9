"""Every example of docs/questions.md, asked of the sample articles."""

import re
from datetime import date

import pytest

from rag.answers.pipeline import Rag
from rag.index.search import Index
from tests.conftest import PROJECT

GUIDE = (PROJECT / "docs" / "questions.md").read_text(encoding="utf-8")
EXAMPLES = [
    row
    for row in re.findall(r"^\| ([^|]+) \| ([^|]+) \| ((?:\\\||[^|])+) \|$", GUIDE, flags=re.MULTILINE)
    if row[0] not in ("a question", "---")
]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 20


@pytest.mark.parametrize(("question", "asked", "said"), EXAMPLES)
def test_an_example_is_answered_as_the_guide_has_it(sample: Index, question: str, asked: str, said: str) -> None:
    answer = Rag(sample).ask(question, today=date(2026, 9, 23))
    assert answer.trace.asked == asked
    assert answer.text.startswith(said.replace("\\|", "|"))
