"""A report says the figures and the worst cases, and fetches and runs nothing."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from rag.evaluation import report
from rag.evaluation.claims import Case, Judged, plant_figures
from rag.evaluation.planting import Known, Planted
from rag.evaluation.questions import Setting, load_questions
from rag.evaluation.retrieval import by_type, described, difference, evaluate, summary
from rag.index.search import Index
from tests.evaluation.conftest import change, outcomes_of


class Reader(HTMLParser):
    """What a page says, and what it would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not {"src", "href", "onclick", "onload"} & {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert "script" not in reader.tags
    return reader


@pytest.mark.slow
def test_a_report_says_the_figures_and_the_worst_and_runs_nothing(dataset: Path, index: Index) -> None:
    change(dataset, 2, question="What does zirconium <script>alert(1)</script> smell of?")
    outcomes = outcomes_of(index, dataset)
    record = {"setting": described(Setting(), index, None, 4), "by_type": by_type(outcomes)} | summary(outcomes)
    page = read(report.page("boats & trams", record, outcomes))
    assert page.tags.count("svg") == 3
    assert "boats & trams" in page.text
    assert "zirconium <script>alert(1)</script> smell" in page.text
    for said in ("hit@5", "sentence_hit@1", "auroc", "latency_p50_ms", "easy", "It smells of the sea."):
        assert said in page.text


@pytest.mark.slow
def test_a_report_of_a_comparison_has_both_and_the_difference(dataset: Path, index: Index) -> None:
    settings = [(index, Setting.from_text(text)) for text in ("dense", "fused")]
    one, other = zip(*evaluate(settings, load_questions(dataset)), strict=True)
    records = [{"setting": described(setting, index, None, None)} | summary(outcomes)
               for (_, setting), outcomes in zip(settings, (one, other), strict=True)]  # fmt: skip
    record = {"a": records[0], "b": records[1], "difference": difference(one, other)}
    page = read(report.comparison("dense against fused", record))
    for said in ("hit@5", "difference", "search: dense", "search: fused", "latency_p50_ms"):
        assert said in page.text


def test_a_report_of_a_check_says_the_figures_and_the_worst_and_runs_nothing() -> None:
    known = Known("k", "A <script> was run in 2011.", "verbatim", ("mill",))
    one = Planted(known, "date", 22, "2011", "2012")
    cases = [
        Case("k", known.text, True, "verbatim", "untouched", Judged("partly", 0.3, "only a part & no more", (), 2.0)),
        Case("k", one.text, False, "verbatim", "date", Judged("supported", 0.8, None, (), 2.0), one),
    ]
    page = report.check("mills & ferries", {"setting": {"articles": 2}} | plant_figures(cases), cases)
    assert "<script" not in page
    for said in ("mills &amp; ferries", "A &lt;script&gt; was run in 2012.", "only a part &amp; no more", "caught_date",
                 "2011 became 2012", "altered: 1"):  # fmt: skip
        assert said in page
