"""`rag eval`: what is measured, and that as a record, a page and lines of text. It takes the libraries of the extra
``eval``, so that only that command loads it."""

import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.answers.pipeline import Rag
from rag.answers.setup import endpoint, judge_of
from rag.cli.printing import print_answer, print_case, print_comparison, print_figures, print_json, print_outcome
from rag.cli.terminal import stoppable, watched
from rag.errors import RagError
from rag.evaluation import answers, claims, events, joined, kinds, report, retrieval, speakers
from rag.evaluation.questions import Question, Setting, cached_index, load_questions
from rag.index.building import build_steps
from rag.index.search import Index
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Sample:
    """The part of a data set that is measured; its questions may lie in another file than the folder's own."""

    dataset: Path
    split: str | None
    limit: int | None
    settings: Settings
    asked: Path | None = None

    @property
    def file(self) -> Path:
        """Where its questions lie."""
        return self.asked or self.dataset / "questions.jsonl"

    def questions(self) -> list[Question]:
        return load_questions(self.file, split=self.split, limit=self.limit)

    def folder(self, setting: Setting) -> Path:
        return setting.index or cached_index(self.dataset, setting)

    def index(self, setting: Setting) -> Index:
        """Its index, built or brought up to date first."""
        folder, threads = self.folder(setting), self.settings.threads
        articles, model, chunk_tokens = self.dataset / "articles.jsonl", setting.model, setting.chunk_tokens
        with stoppable():
            watched(build_steps(articles, folder, model=model, chunk_tokens=chunk_tokens, threads=threads))
        return Index.open(folder, reranker=setting.reranker, relevance=setting.relevance, threads=threads)

    def opened(self, setting: Setting) -> Rag:
        """What answers from its index, which is built or brought up to date first."""
        self.index(setting)
        return Rag.open(self.folder(setting), settings=self.settings)

    def described(self, setting: Setting, index: Index) -> dict[str, Any]:
        return retrieval.described(setting, index, self.split, self.limit)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured: the record that ``--json`` prints, what makes the page of it, and what prints it as text with
    so many of the worst cases."""

    record: dict[str, Any]
    page: Callable[[], str]
    show: Callable[[int], None]

    def publish(self, out: Path | None, worst: int, *, as_json: bool) -> None:
        """Write the page to a file, if one is given, and print the rest. Raises ``RagError`` where it can't be
        written."""
        if out is not None:
            try:
                out.write_text(self.page(), encoding="utf-8")
            except OSError as error:
                message = f"The report can't be written to {out} ({error.strerror}): give another file."
                raise RagError(message) from error
        if as_json:
            print_json(self.record)
        else:
            self.show(worst)


def evaluate_search(sample: Sample, setting: Setting) -> Evaluation:
    """Retrieval, quotes and refusals."""
    [(record, outcomes)] = _searched(sample, [setting])

    def show(worst: int) -> None:
        print_figures(record)
        for outcome in retrieval.worst(outcomes, worst):
            print_outcome(outcome)

    return Evaluation(record, lambda: report.page(sample.dataset.name, record, outcomes), show)


def compare_searches(sample: Sample, one: str, other: str) -> Evaluation:
    """The same under two settings, given as text. Raises ``RagError`` where one does not read."""
    (a, before), (b, after) = _searched(sample, [Setting.from_text(text) for text in (one, other)])
    record = {"a": a, "b": b, "difference": retrieval.difference(before, after)}
    title = f"{sample.dataset.name}: {one} against {other}"
    return Evaluation(record, lambda: report.comparison(title, record), lambda _: print_comparison(record))


def _searched(sample: Sample, settings: Sequence[Setting]) -> list[tuple[dict[str, Any], Sequence[retrieval.Outcome]]]:
    questions = sample.questions()
    indexes = [(sample.index(setting), setting) for setting in settings]
    by_index = zip(*retrieval.evaluate(indexes, questions), strict=True)
    return [
        (
            {"setting": sample.described(setting, index)}
            | retrieval.summary(outcomes)
            | {"by_type": retrieval.by_type(outcomes), "reliability": retrieval.reliability(outcomes)},
            outcomes,
        )
        for (index, setting), outcomes in zip(indexes, by_index, strict=True)
    ]


def evaluate_speakers(sample: Sample) -> Evaluation:
    """Who says what in texts whose quotations are marked."""
    record = speakers.speaker_figures(speakers.read_quotes(sample.dataset, sample.split, sample.limit))
    return Evaluation(record, lambda: report.figures(sample.dataset.name, record), lambda _: print_figures(record))


def evaluate_events(sample: Sample, setting: Setting) -> Evaluation:
    """The timelines of articles whose events are marked and in order."""
    rag = sample.opened(setting)
    record = events.event_figures(events.read_timelines(rag, sample.dataset, sample.split, sample.limit))
    return Evaluation(record, lambda: report.figures(sample.dataset.name, record), lambda _: print_figures(record))


def evaluate_joined(sample: Sample, setting: Setting) -> Evaluation:
    """Two questions asked as one."""
    questions = load_questions(sample.file, split=sample.split)
    pairs = joined.join(questions, sample.limit or joined.JOINED)
    if not pairs:
        raise RagError(f"{sample.file} has no two questions that one article answers: give another data set.")
    outcomes = list(joined.answering(sample.opened(setting), pairs))
    record = joined.joined_figures(outcomes)

    def show(worst: int) -> None:
        print_figures(record)
        for one in [one for one in outcomes if one.gaps][:worst]:
            print(f"\n{one.asked.text}\n  right: {one.asked.first.answers} {one.asked.second.answers}")
            print_answer(one.answer)

    return Evaluation(record, lambda: report.figures(sample.dataset.name, record), show)


def evaluate_check(sample: Sample, setting: Setting, *, plant: bool, without: Collection[str] = ()) -> Evaluation:
    """The check of statements, on planted errors or on claims."""
    if plant:
        known, texts = claims.known_sentences(sample.dataset, split=sample.split)
        planted = claims.plant_both(known, texts, count=sample.limit or claims.PLANTED)
        index = sample.index(setting)
        cases = list(claims.check_planted(index, planted))
        figures = claims.plant_figures(cases)
    else:
        judged = claims.load_claims(sample.dataset, split=sample.split, limit=sample.limit)
        index = sample.index(setting)
        judge = judge_of(sample.settings.judge, endpoint(sample.settings))
        cases = list(claims.check_claims(index, judged, judge=judge, without=without))
        figures = claims.claim_figures(cases)
    record = {"setting": sample.described(setting, index)} | figures

    def show(worst: int) -> None:
        for name, part in figures.items():
            if isinstance(part, dict) and name != "confusion":
                print(f"{name}:")
                print_figures(part)
        print_figures(figures)
        for label, verdicts in figures.get("confusion", {}).items():
            print(f"{label:28} " + ", ".join(f"{count} {verdict}" for verdict, count in verdicts.items()))
        for case in claims.worst(cases, worst):
            print_case(case)

    return Evaluation(record, lambda: report.check(sample.dataset.name, record, cases), show)


def evaluate_answers(sample: Sample, setting: Setting) -> Evaluation:
    """Whole answers, of the language model that the settings name, if any."""
    questions, index = sample.questions(), sample.index(setting)
    rag = Rag.open(sample.folder(setting), settings=sample.settings)
    outcomes = []
    for outcome in answers.answering(rag, questions, answers.load_planted(sample.dataset)):
        outcomes.append(outcome)
        if len(outcomes) % 10 == 0:
            print(f"Answered {len(outcomes)} of {len(questions)}", file=sys.stderr)
    figures = answers.answer_figures(outcomes)
    generator = {"generator": rag.chat.name if rag.chat else "quotes", "passages": rag.passages}
    record = {"setting": sample.described(setting, index) | generator} | figures

    def show(worst: int) -> None:
        print_figures(figures)
        for outcome in answers.worst(outcomes, worst):
            print(f"\n{outcome.question.text}")
            print_answer(outcome.answer)

    return Evaluation(record, lambda: report.answered(sample.dataset.name, record, outcomes), show)


def evaluate_kinds(sample: Sample, setting: Setting) -> Evaluation:
    """Answers to questions of every kind."""
    cases, index = kinds.load_cases(sample.file, split=sample.split, limit=sample.limit), sample.index(setting)
    rag = Rag.open(sample.folder(setting), settings=sample.settings)
    outcomes = list(kinds.answering(rag, cases))
    figures = kinds.kind_figures(outcomes)
    wrong = [one for one in outcomes if not one.figures["right"]]
    record = {"setting": sample.described(setting, index)} | figures

    def show(worst: int) -> None:
        print_figures(figures)
        for kind, part in figures["by_type"].items():
            shares = [f"{name} {value:.2f}" for name, value in part.items() if not name.endswith(("_ms", "questions"))]
            print(f"{kind} ({part['questions']}): {', '.join(shares)}, {part['total_p95_ms']:.0f} ms (p95)")
        for one in wrong[:worst]:
            lacks = ", ".join(f"{name} {value:.2f}" for name, value in one.figures.items() if value < 1)
            print(f"\n{one.case.question.id}: {one.case.question.text}\n  {one.answer.trace.asked}; {lacks}")
            print_answer(one.answer)

    return Evaluation(record, lambda: report.kinds(sample.dataset.name, record, wrong), show)
