"""Any text held against the articles."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from rag.answers.answer import Answer
from rag.answers.drafts import LONGEST_DRAFT
from rag.answers.judging import Judgement
from rag.answers.pipeline import Rag
from rag.errors import ArgumentError, ChatError
from rag.index.search import Index

KFOR = "balkans/turkiye-takes-command-of-kfor.md"
TAKEN = "Türkiye took command of NATO's Kosovo Force on 9 October 2023, according to Turkish accounts."
DRAFT = f"# A draft\n\n{TAKEN} It took command on 10 October 2023.\n\n- Bananas are yellow and sweet."


class Yes:
    """A judge that believes all, until it ``fails``."""

    name = "yes"

    def __init__(self, *, fails: bool = False) -> None:
        self.fails = fails
        self.asked = 0

    def judge(
        self, statements: Sequence[str], evidence: Sequence[str], read: Sequence[Mapping[str, str]] = ()
    ) -> Iterator[Judgement]:
        assert len(evidence) == len(statements)
        assert not read
        self.asked += 1
        if self.fails:
            raise ChatError("it is away")
        yield Judgement((0.9,) * len(statements))


def test_each_sentence_of_a_draft_gets_a_verdict_and_the_words_that_carry_it(sample: Index) -> None:
    checked = Rag(sample).check(DRAFT)
    assert [(one.text, one.verdict) for one in checked.statements] == [
        (TAKEN, "supported"),
        ("It took command on 10 October 2023.", "unsupported"),
        ("Bananas are yellow and sweet.", "unsupported"),
    ]
    assert checked.statements[1].reason == "the article says 9 October 2023, not 10 October 2023"
    assert checked.citations
    for citation in checked.citations:
        assert citation.quote == citation.article.text[citation.start : citation.end]
        assert any(citation.overlaps(passage) for passage in checked.passages)
    assert (checked.finished, checked.trace.judge, checked.notice) == (True, None, None)
    again = Answer.from_dict(checked.to_dict(), sample.article)
    assert [(one.text, one.marks, one.citations) for one in again.statements] == [
        (one.text, one.marks, one.citations) for one in checked.statements
    ]


def test_a_text_is_held_against_the_articles_that_are_named(sample: Index) -> None:
    [statement] = Rag(sample).check(TAKEN, against=[KFOR]).statements
    assert (statement.verdict, statement.citations[0].article.id) == ("supported", KFOR)
    [other] = Rag(sample).check(TAKEN, against=["harbour-gazette/storm-tamsel-correction.md"]).statements
    assert other.verdict == "unsupported"


def test_a_judge_reads_what_is_open_and_where_it_fails_the_rules_stand_alone(sample: Index) -> None:
    judge = Yes()
    [statement] = Rag(sample, judge=judge).check("A Turkish general is at the head of KFOR.").statements
    assert (statement.verdict, judge.asked) == ("supported", 1)
    judge = Yes(fails=True)
    checked = Rag(sample, judge=judge).check(f"{TAKEN} A Turkish general is at the head of KFOR.")
    assert [one.verdict for one in checked.statements] == ["supported", "partly"]
    assert checked.notice == "The statements were not judged: it is away."
    assert judge.asked == 1, "one that is away is not asked again"


@pytest.mark.parametrize("text", ["", "  \n", "…!", "a " * LONGEST_DRAFT])
def test_what_is_no_text_to_check_is_told(sample: Index, text: str) -> None:
    with pytest.raises(ArgumentError, match=r"text"):
        Rag(sample).check(text)


def test_an_id_that_no_article_has_is_told(sample: Index) -> None:
    with pytest.raises(ArgumentError, match=r"No article of the index has the id .none\.md."):
        Rag(sample).check(TAKEN, against=[KFOR, "none.md"])


def test_what_is_no_id_of_an_article_is_told(sample: Index) -> None:
    articles: Any = list(sample.articles([KFOR]).values())
    with pytest.raises(ArgumentError, match=r"ids of articles, and this is Article\."):
        Rag(sample).check(TAKEN, against=articles)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("23 boats were hit.", "it was corrected: 17, not 23"),
        ("Storm Tamsel damaged 23 boats.", "it was corrected: 17, not 23"),
        ("The strongest gust was 148 kilometres an hour.", "it was corrected: 131, not 148"),
    ],
)
def test_what_is_partly_there_is_told_to_be_corrected_before_how_it_is_worded(
    sample: Index, statement: str, reason: str
) -> None:
    for rag in (Rag(sample), Rag(sample, judge=Yes())):
        [checked] = rag.check(statement).statements
        assert (checked.verdict, checked.reason) == ("partly", reason)
        assert "harbour-gazette/storm-tamsel-correction.md" in {one.article.id for one in checked.citations}
