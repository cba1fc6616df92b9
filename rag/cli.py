"""The command line over the Python API; it computes nothing. Results go to stdout, all else to stderr.

Signs that steer a terminal are shown and not sent to it, from wherever they come: both streams see to that.

Exit status: 0; 1 for an error that has a name, told in one line; 2 for wrong usage.
"""

import contextlib
import getpass
import io
import json
import os
import re
import signal
import sys
import textwrap
import warnings
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TextIO, cast

import typer

from rag.errors import RagError
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.answers.answer import Answer
    from rag.evaluation.claims import Case
    from rag.evaluation.questions import Setting
    from rag.evaluation.retrieval import Outcome
    from rag.index.search import Index
    from rag.types import Filters, Passage, Progress, Report, Span

app = typer.Typer(
    help="Ask your own articles: every sentence of an answer points to the exact words that support it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_Index = Annotated[Path | None, typer.Option("--index", help="Folder of the index. [$RAG_INDEX, else index]")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
_Count = Annotated[int | None, typer.Option("-k", min=1, max=50, help="How many passages. [$RAG_PASSAGES, else 8]")]
_After = Annotated[
    datetime | None,
    typer.Option("--after", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Only articles of that day or later."),
]
_Before = Annotated[
    datetime | None,
    typer.Option("--before", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Only articles of that day or earlier."),
]
_Source = Annotated[
    list[str] | None, typer.Option("--source", help="Only articles of this publisher; may be given again.")
]
_Author = Annotated[
    list[str] | None, typer.Option("--author", help="Only articles of this author; may be given again.")
]
_Reranker = Annotated[
    str | None,
    typer.Option(
        "--reranker", help="A cross-encoder, by name or folder, to reorder the best. [$RAG_RERANKER, else none]"
    ),
]
# As in rag.index and rag.evaluation, which take too long to import for `rag --help`.
Search = Literal["fused", "dense", "keywords", "ranks"]
Query = Literal["asked", "last", "rewritten"]
# Control characters but for line feeds and tabs, Unicode's Bidi_Control, separators of lines, halves of pairs.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_SIGNS = {"supported": ("✓", "green"), "partly": ("◐", "yellow"), "unsupported": ("✗", "red")}


def escaped(text: str) -> str:
    """A text with each sign that steers a terminal written as ``\\u001b``, which JSON reads as the sign itself."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _behind(stream: TextIO) -> TextIO:
    return stream.stream if isinstance(stream, _Shown) else stream


def _line(text: object) -> str:
    """A text that stands in a line of ours, and may not begin one."""
    return str(text).replace("\n", "\\u000a")


class _Shown(io.TextIOBase):
    """A stream to which everything is written as ``escaped`` has it. ``stream`` is the one behind it, for what steers a
    terminal on purpose: our colours and our bar."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        self.stream.write(escaped(text))
        return len(text)

    def flush(self) -> None:
        self.stream.flush()

    def isatty(self) -> bool:
        return self.stream.isatty()

    def fileno(self) -> int:
        return self.stream.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    @property
    def errors(self) -> str:  # type: ignore[override]
        return "replace"


def main() -> None:
    """The console script: run a command; a named error ends in its one line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")  # as no other encoding holds what articles say
    sys.stdout, sys.stderr = cast(TextIO, _Shown(sys.stdout)), cast(TextIO, _Shown(sys.stderr))
    warnings.showwarning = lambda message, *_, **__: print(f"rag: {_line(message)}", file=sys.stderr)
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except RagError as error:
        print(f"rag: {_line(error)}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:  # its reader has seen enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


@app.command("index")
def build_index(
    corpus: Annotated[Path | None, typer.Argument(help="Folder of articles. [$RAG_CORPUS, else corpus]")] = None,
    index: _Index = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Start afresh; the old index serves until then.")] = False,
    model: Annotated[
        str | None, typer.Option("--model", help="Any sentence-transformers model, by name or folder.")
    ] = None,
    chunk_tokens: Annotated[int | None, typer.Option("--chunk-tokens", min=16, help="Most tokens a chunk.")] = None,
    as_json: _Json = False,
) -> None:
    """Build the index, or bring it up to date: only new and changed articles are embedded."""
    settings = Settings.from_environment()
    with _stoppable(rebuild=rebuild):
        from rag.index.building import build_steps

        steps = build_steps(
            corpus or settings.corpus,
            index or settings.index,
            model=model,
            chunk_tokens=chunk_tokens,
            rebuild=rebuild,
            threads=settings.threads,
        )
        report = _watched(steps)
    if as_json:
        _print_json(asdict(report))
        return
    for problem in report.problems:
        print(_line(f"{'Not read' if problem.kind == 'unread' else 'Read in part'}: {problem.line}"), file=sys.stderr)
    print(
        f"{_counted(report.articles, 'article')} in {_counted(report.chunks, 'chunk')}: {report.added} new, "
        f"{report.changed} changed, {report.removed} removed, {report.unchanged} as before; "
        f"{_counted(report.embedded_chunks, 'chunk')} embedded in {report.seconds:.1f} s."
    )


@app.command()
def status(
    index: _Index = None,
    verify: Annotated[bool, typer.Option("--verify", help="Check everything; exit 1 if anything is wrong.")] = False,
    as_json: _Json = False,
) -> None:
    """Show what the index holds."""
    from rag.index.search import Index

    opened = Index.open(index or Settings.from_environment().index)
    found = opened.status()
    wrong = opened.verify() if verify else []
    if as_json:
        days = {"first": found.first, "last": found.last, "updated": found.updated}
        record = asdict(found) | {name: day and day.isoformat() for name, day in days.items()}
        _print_json(record | ({"wrong": wrong} if verify else {}))
    else:
        dates = f"{found.first} to {found.last}" if found.first else "unknown"
        undated = f" ({found.undated} undated)" if found.undated and found.first else ""
        print(f"articles    {found.articles}\nchunks      {found.chunks} of at most {found.chunk_tokens} tokens")
        print(f"dates       {dates}{undated}\nsources     {found.sources}\nmodel       {_line(found.model)}")
        languages = ", ".join(f"{name or 'not said'} {count}" for name, count in found.languages)
        print(f"languages   {_line(languages or 'none')}\ngeneration  {found.generation}")
        print(f"size        {found.size / 1e6:.1f} MB")
        if found.updated:
            print(f"updated     {found.updated:%Y-%m-%d %H:%M} UTC")
        if not found.complete:
            print("unfinished  the last build did not come to its end: run `rag index`")
        for problem in found.problems:
            print(_line(f"{'not read' if problem.kind == 'unread' else 'in part':11} {problem.line}"))
        if verify:
            print("verified    " + ("all is well" if not wrong else f"{len(wrong)} faults: run `rag index --rebuild`"))
            for line in wrong:
                print(f"            {_line(line)}")
    if wrong:
        raise typer.Exit(1)


@app.command()
def search(
    query: Annotated[list[str], typer.Argument(help="What to look for.")],
    index: _Index = None,
    count: _Count = None,
    after: _After = None,
    before: _Before = None,
    source: _Source = None,
    author: _Author = None,
    reranker: _Reranker = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each passage's scores, and what was left out and why.")
    ] = False,
    as_json: _Json = False,
) -> None:
    """Find passages; with --json one a line."""
    settings = Settings.from_environment()
    from rag.answers.pipeline import Rag
    from rag.index.search import Index
    from rag.types import in_words

    opened = Index.open(index or settings.index, reranker=reranker or settings.reranker, threads=settings.threads)
    rag = Rag(opened, passages=settings.passages)
    found = rag.search(_joined(query), k=count, filters=_filters(after, before, source, author), explain=explain)
    left_out = found.left_out if explain else ()
    for rank, (passage, reason) in enumerate([*((one, None) for one in found.passages), *left_out], 1):
        if as_json:
            record = passage.to_dict() | ({"left_out": reason} if explain else {})
            print(json.dumps(record, ensure_ascii=False))
            continue
        print(f"{rank}. {_origin(passage)}" if reason is None else f"-  {_origin(passage)}: left out, {reason}")
        if explain:
            print(f"   {_explained(passage)}")
        if reason is None:
            print(textwrap.indent(textwrap.fill(" ".join(passage.text.split()), 110), "   ") + "\n")
    if explain and not as_json:
        if found.period:
            print(f"Weighed by how well the years agree with {in_words(found.period)}.", file=sys.stderr)
        print(" ".join(f"{stage} {seconds * 1e3:.1f} ms" for stage, seconds in found.timings.items()), file=sys.stderr)
    if not found.passages:
        print("Nothing found.", file=sys.stderr)


@app.command()
def ask(
    question: Annotated[list[str], typer.Argument(help="What you want to know.")],
    index: _Index = None,
    after: _After = None,
    before: _Before = None,
    source: _Source = None,
    author: _Author = None,
    reranker: _Reranker = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Leave out the sentences that nothing in the articles supports.")
    ] = False,
    as_json: _Json = False,
) -> None:
    """Answer a question from the articles, every sentence with the words that support it."""
    settings = Settings.from_environment()
    settings = replace(settings, reranker=reranker or settings.reranker)
    from rag.answers.pipeline import Rag

    rag = Rag.open(index or settings.index, settings=settings)
    answer = rag.ask(_joined(question), filters=_filters(after, before, source, author), strict=strict)
    if answer.notice:
        print(_line(answer.notice), file=sys.stderr)
    if as_json:
        _print_json(answer.to_dict())
    else:
        _print_answer(answer)


@app.command("eval")
def evaluate_dataset(
    dataset: Annotated[
        Path, typer.Argument(help="Folder with articles.jsonl and questions.jsonl, or with claims.jsonl instead.")
    ],
    split: Annotated[
        str | None,
        typer.Option("--split", help="Only this split: one that the file names, else dev, test."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="So many questions, claims or errors, evenly over the file.")
    ] = None,
    plant: Annotated[
        bool, typer.Option("--plant", help="Measure how the check of statements catches errors planted in sentences.")
    ] = False,
    answers: Annotated[
        bool, typer.Option("--answers", help="Measure whole answers, with the model that the settings name, if any.")
    ] = False,
    index: Annotated[
        Path | None, typer.Option("--index", help="Folder of its index. [else in the user's cache]")
    ] = None,
    by: Annotated[Search, typer.Option("--search", help="What orders the passages.")] = "fused",
    query: Annotated[Query, typer.Option("--query", help="What is searched for in a conversation.")] = "asked",
    reranker: _Reranker = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--compare", metavar="A B", help="Two settings, each key=value,... such as dense or without=period."
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write the report as a page of HTML to this file.")] = None,
    worst: Annotated[int, typer.Option("--worst", min=0, help="Show so many of the cases that went worst.")] = 0,
    as_json: _Json = False,
) -> None:
    """Measure retrieval, quotes and refusals on a data set; on claims and planted errors the check of statements; or
    whole answers. Its index is built or brought up to date first."""
    from rag.evaluation import claims, report, retrieval
    from rag.evaluation.questions import Setting, load_questions

    settings = Settings.from_environment()
    if compare and (answers or plant or claims.has_claims_only(dataset)):
        raise RagError("--compare compares searches: leave it out for claims, planted errors and answers.")
    if answers:
        _measure_answers(dataset, split, limit, Setting(index=index), out, worst, as_json)
        return
    if plant or claims.has_claims_only(dataset):
        _measure_check(dataset, plant, split, limit, Setting(index=index), out, worst, as_json)
        return
    whole = Setting(search=by, query=query, reranker=reranker or settings.reranker, index=index)
    wanted = [Setting.from_text(text) for text in compare] if compare else [whole]
    questions = load_questions(dataset, split=split, limit=limit)
    indexes = [_indexed(dataset, setting, settings.threads) for setting in wanted]
    outcomes = list(zip(*retrieval.evaluate(list(zip(indexes, wanted, strict=True)), questions), strict=True))
    records = [
        {"setting": retrieval.described(setting, opened, split, limit)}
        | retrieval.summary(made)
        | {"by_type": retrieval.by_type(made), "reliability": retrieval.reliability(made)}
        for setting, opened, made in zip(wanted, indexes, outcomes, strict=True)
    ]
    if compare:
        record: dict[str, object] = {
            "a": records[0],
            "b": records[1],
            "difference": retrieval.difference(outcomes[0], outcomes[1]),
        }
        page = report.comparison(f"{dataset.name}: {compare[0]} against {compare[1]}", record)
    else:
        record = records[0]
        page = report.page(dataset.name, records[0]["setting"], records[0], records[0]["by_type"], outcomes[0])
    if out is not None:
        _write_page(out, page)
    if as_json:
        _print_json(record)
    elif compare:
        _print_comparison(record)
    else:
        _print_figures(records[0])
        for outcome in retrieval.worst(outcomes[0], worst):
            _print_case(outcome)


@app.command()
def serve(
    index: _Index = None,
    corpus: Annotated[Path | None, typer.Option("--corpus", help="Indexed at first start. [$RAG_CORPUS]")] = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 7860,
    root_path: Annotated[
        str | None, typer.Option("--root-path", help="Where a proxy shows the page, such as /articles.")
    ] = None,
    auth_file: Annotated[
        Path | None, typer.Option("--auth-file", help="Who may log in: a file of lines that `rag password` prints.")
    ] = None,
    no_auth: Annotated[bool, typer.Option("--no-auth", help="Let whoever reaches --host ask without a login.")] = False,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", help="A name that the page is asked by, as behind a proxy.")
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Leave out of the page what changes the articles.")
    ] = False,
    mcp: Annotated[bool, typer.Option("--mcp", help="Offer the page's endpoints to language models by MCP.")] = False,
) -> None:
    """Open the chat; where there is no index yet, it is built first, in the page."""
    settings = Settings.from_environment()
    from rag.web.serving import serve as serve_page

    serve_page(
        replace(settings, index=index or settings.index, corpus=corpus or settings.corpus),
        host=host,
        port=port,
        root_path=root_path,
        auth_file=auth_file,
        no_auth=no_auth,
        allowed_hosts=allow_host or (),
        read_only=read_only,
        mcp=mcp,
    )


@app.command("password")
def print_account(name: Annotated[str, typer.Argument(help="Who is to log in with it.")]) -> None:
    """Ask for a password and print the line of an auth file that lets NAME log in; from a pipe, read its first line."""
    from rag.web.accounts import account_line

    if sys.stdin.isatty():
        password = getpass.getpass(f"Password of {name}: ", sys.stderr)
        if getpass.getpass("Once more: ", sys.stderr) != password:
            raise RagError("The two passwords differ: run `rag password` again.")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    print(account_line(name, password))


def _measure_check(
    dataset: Path,
    plant: bool,
    split: str | None,
    limit: int | None,
    setting: "Setting",
    out: Path | None,
    worst: int,
    as_json: bool,
) -> None:
    """`rag eval` of the check of statements: on claims, or on planted errors."""
    from rag.evaluation import claims, report, retrieval

    threads = Settings.from_environment().threads
    if plant:
        planted = claims.plant_both(*claims.known_sentences(dataset, split=split), count=limit or claims.PLANTED)
        opened = _indexed(dataset, setting, threads)
        cases = list(claims.check_planted(opened, planted))
        figures = claims.plant_figures(cases)
    else:
        given = claims.load_claims(dataset, split=split, limit=limit)
        opened = _indexed(dataset, setting, threads)
        cases = list(claims.check_claims(opened, given))
        figures = claims.claim_figures(cases)
    record = {"setting": retrieval.described(setting, opened, split, limit)} | figures
    if out is not None:
        _write_page(out, report.check(dataset.name, record, cases))
    if as_json:
        _print_json(record)
        return
    for name, part in figures.items():
        if isinstance(part, dict) and name != "confusion":
            print(f"{name}:")
            _print_figures(part)
    _print_figures(figures)
    for label, verdicts in figures.get("confusion", {}).items():
        print(f"{label:28} " + ", ".join(f"{count} {verdict}" for verdict, count in verdicts.items()))
    for case in claims.worst(cases, worst):
        _print_judged(case)


def _measure_answers(
    dataset: Path,
    split: str | None,
    limit: int | None,
    setting: "Setting",
    out: Path | None,
    worst: int,
    as_json: bool,
) -> None:
    """`rag eval` of whole answers."""
    from rag.answers.pipeline import Rag
    from rag.evaluation import answers, report, retrieval
    from rag.evaluation.questions import cached_index, load_questions

    settings = Settings.from_environment()
    questions = load_questions(dataset, split=split, limit=limit)
    opened = _indexed(dataset, setting, settings.threads)
    rag = Rag.open(setting.index or cached_index(dataset, setting), settings=settings)
    outcomes = []
    for outcome in answers.answering(rag, questions, answers.load_planted(dataset)):
        outcomes.append(outcome)
        if len(outcomes) % 10 == 0:
            print(f"Answered {len(outcomes)} of {len(questions)}", file=sys.stderr)
    figures = answers.answer_figures(outcomes)
    held = {"generator": rag.chat.name if rag.chat else "quotes", "passages": rag.passages}
    record = {"setting": retrieval.described(setting, opened, split, limit) | held} | figures
    if out is not None:
        _write_page(out, report.answered(dataset.name, record, outcomes))
    if as_json:
        _print_json(record)
        return
    _print_figures(figures)
    for outcome in answers.worst(outcomes, worst):
        print(f"\n{outcome.question.text}")
        _print_answer(outcome.answer)


def _indexed(dataset: Path, setting: "Setting", threads: int) -> "Index":
    from rag.evaluation.questions import cached_index
    from rag.index.building import build_steps
    from rag.index.search import Index

    folder = setting.index or cached_index(dataset, setting)
    steps = build_steps(
        dataset / "articles.jsonl", folder, model=setting.model, chunk_tokens=setting.chunk_tokens, threads=threads
    )
    with _stoppable():
        _watched(steps)
    return Index.open(folder, reranker=setting.reranker, threads=threads)


def _write_page(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise RagError(f"The report can't be written to {path} ({error.strerror}): give another file.") from error


def _print_figures(record: dict[str, object]) -> None:
    for name, value in record.items():
        if isinstance(value, float | int):
            interval = record.get(f"{name}_ci")
            bounds = f"   [{interval[0]:.3f}, {interval[1]:.3f}]" if isinstance(interval, list) else ""
            print(f"{name:28} {value:8.{0 if isinstance(value, int) else 3}f}{bounds}")


def _print_comparison(record: dict[str, Any]) -> None:
    print(f"{'':28} {'A':>8} {'B':>8}   B - A (of times B / A)")
    for name, value in record["difference"].items():
        if not name.endswith("_ci"):
            plain = name.removesuffix("_ratio")
            low, high = record["difference"][f"{name}_ci"]
            print(
                f"{plain:28} {record['a'][plain]:8.3f} {record['b'][plain]:8.3f} {value:8.3f}   [{low:.3f}, {high:.3f}]"
            )


def _print_case(outcome: "Outcome") -> None:
    question = outcome.question
    searched = f" (searched for: {outcome.query})" if outcome.query != question.text else ""
    print(f"\n{question.text}{searched}\n  {question.type}; right: {' | '.join(question.answers) or 'nothing'}")
    for passage, hit in list(zip(outcome.passages, outcome.hits, strict=True))[:3]:
        print(f"  found {'right' if hit else 'wrong'}: {_origin(passage)}")
    for quoted in outcome.quotes[:3]:
        print(f"  quoted: {' '.join(quoted.text.split())[:200]}")
    print(f"  {'refused' if outcome.refused else 'answered'} with confidence {outcome.confidence:.2f}")


def _print_judged(case: "Case") -> None:
    print(f"\n{'wrongly flagged' if case.supported else 'missed'}: {case.text}")
    change = f": {case.planted.right!r} became {case.planted.planted!r}" if case.planted else ""
    print(f"  {case.origin}, {case.kind}{change} ({case.id})")
    judged = case.judged
    print(f"  {judged.verdict} with support {judged.support:.2f}" + (f": {judged.reason}" if judged.reason else ""))
    for citation in judged.citations[:3]:
        print(f"  cited: {' '.join(citation.quote.split())[:300]}")


@contextlib.contextmanager
def _stoppable(*, rebuild: bool = False) -> "Iterator[None]":
    """A build that Ctrl-C and SIGTERM end at once, in one line and with their exit status, 130 and 143."""

    def terminate(number: int, _: object) -> None:
        raise KeyboardInterrupt(number)

    before = signal.signal(signal.SIGTERM, terminate)
    try:
        yield
    except KeyboardInterrupt as stopped:
        if rebuild:
            said = "The index is as it was: run `rag index --rebuild` to begin again."
        else:
            said = "What was embedded is kept: run `rag index` to go on."
        print(f"rag: stopped. {said}", file=sys.stderr)
        raise typer.Exit(128 + (stopped.args[0] if stopped.args else signal.SIGINT)) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _watched(steps: "Iterator[Progress]") -> "Report":
    """Run a build to its end, showing how far it is: a bar with an estimate on a terminal, plain lines elsewhere."""
    names = {
        "model": "Loading the model",
        "reading": "Reading files",
        "cutting": "Cutting articles",
        "embedding": "Embedding chunks",
    }
    if not sys.stderr.isatty():
        shown = ("", 0)
        for step in steps:
            if step.report is not None:
                return step.report
            # A line at the start of each stage and at each further fifth.
            mark = (step.stage, step.done * 5 // max(1, step.total))
            if mark != shown:
                print(f"{names[step.stage]} ({step.done}/{step.total})", file=sys.stderr)
                shown = mark
        raise AssertionError("a build ends with its report")
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
               TextColumn("left:"), TimeRemainingColumn())  # fmt: skip
    # What others print meanwhile passes through our stream, and not through rich, which reads escape sequences.
    console = Console(file=_behind(sys.stderr))
    with Bar(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        tasks = {}
        for step in steps:
            if step.report is not None:
                return step.report
            if step.stage not in tasks:
                tasks[step.stage] = bar.add_task(names[step.stage], total=step.total)
                for stage in list(tasks)[:-1]:
                    bar.update(tasks[stage], visible=False)
            bar.update(tasks[step.stage], completed=step.done, total=step.total)
    raise AssertionError("a build ends with its report")


def _filters(
    after: datetime | None, before: datetime | None, source: list[str] | None, author: list[str] | None
) -> "Filters":
    from rag.types import Filters

    sources, authors = (tuple(map(_decoded, names or ())) for names in (source, author))
    return Filters(after and after.date(), before and before.date(), sources, authors)


def _print_answer(answer: "Answer") -> None:
    for remark in _remarks(answer):
        print(f"({_line(remark)})", file=sys.stderr)
    if not answer.statements:  # a refusal, or a reply to what asks nothing of the articles
        print(answer.text)
        return
    quoted = answer.generator == "quotes"
    # Where the output is no terminal, typer takes the colours out itself.
    colours = False if os.environ.get("NO_COLOR") else None
    for statement in answer.statements:
        markers = "".join(f" [{citation.number}]" for citation in statement.citations)
        if quoted:
            print(f"“{' '.join(statement.text.split())}”{markers}")
            continue
        sign, colour = _SIGNS[statement.verdict]
        words = typer.style(escaped(statement.text), strikethrough=statement.verdict == "unsupported")
        found = typer.style(f"{sign} ({escaped(statement.reason)})" if statement.reason else sign, fg=colour)
        said = f"{escaped(statement.lead)}{words}{markers} {found}"
        typer.echo(said, file=_behind(sys.stdout), nl=False, color=colours)
    if not quoted:
        print()
    for missing in answer.missing:
        print(f"Not in the articles: {_line(missing.part)}")
        facts = [f"searched for: {missing.query}"] if missing.query != missing.part else []
        facts += [f"nearest: {_origin(missing.nearest)}"] if missing.nearest else []
        if facts:
            print(_line(f"    {'; '.join(facts)}"))
    print()
    for citation in answer.citations:
        print(f"[{citation.number}] {_origin(citation)}")
        if not quoted:
            print(f"    “{' '.join(citation.quote.split())}”")


def _remarks(answer: "Answer") -> "Iterator[str]":
    """What a reader may want to know of how an answer came about."""
    from rag.types import in_words

    if answer.trace.query != answer.question:
        yield f"searched for: {answer.trace.query}"
    if answer.trace.period and answer.found:
        yield f"what is said of {in_words(answer.trace.period)} goes first"
    if answer.refusal is not None:
        for nearest in dict.fromkeys(_origin(missing.nearest) for missing in answer.missing if missing.nearest):
            yield f"nearest: {nearest}"
    if answer.left_out:
        yield f"{_counted(answer.left_out, 'unsupported sentence')} left out"
    if answer.trace.unread:
        yield f"{_counted(len(answer.trace.unread), 'passage')} did not fit the model"
    if answer.trace.withheld:
        yield f"{_counted(len(answer.trace.withheld), 'sentence')} that spoke to the model withheld from it"
    if answer.trace.usage:
        yield f"{_counted(answer.trace.usage.read, 'token')} read, {answer.trace.usage.written} written"


def _origin(span: "Span") -> str:
    article = span.article
    facts = [article.title, article.source, str(article.published) if article.published else "undated"]
    return _line(", ".join(fact for fact in facts if fact) + f" ({article.id}:{span.start}-{span.end})")


def _explained(passage: "Passage") -> str:
    scores = passage.scores
    keyword = "none" if scores.keyword is None else f"{scores.keyword:.2f}"
    return (
        f"fused {scores.fused:.2f}: best sentence {scores.sentence:.3f}, words covered {scores.coverage:.2f}, in one "
        f"sentence {scores.sentence_coverage:.2f}, years {scores.period:.2f}; dense {scores.dense:.3f}, "
        f"keywords {keyword}"
    )


def _print_json(record: dict[str, object]) -> None:
    print(json.dumps(record, ensure_ascii=False, indent=2, default=str))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _joined(arguments: list[str]) -> str:
    return _decoded(" ".join(arguments))


def _decoded(text: str) -> str:
    """An argument with the bytes that are no letters in this locale read as UTF-8, or lost."""
    foreign = any("\ud800" <= letter <= "\udfff" for letter in text)
    return os.fsencode(text).decode(errors="replace") if foreign else text


if __name__ == "__main__":
    main()
