"""The command line over the Python API; it computes nothing. Results go to stdout, all else to stderr.

Exit status: 0; 1 for an error that has a name, told in one line; 2 for wrong usage.
"""

import io
import json
import os
import sys
import textwrap
import warnings
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rag.errors import RagError
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.types import Answer, BuildReport, Filters, Progress, Span

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
Search = Literal["fused", "dense", "keywords"]  # as in rag.index, which takes too long to import for `rag --help`
_SIGNS = {"supported": ("", None), "partly": (" (?) ", "yellow"), "unsupported": (" (!) ", "red")}


def main() -> None:
    """The console script: run a command; a named error ends in its one line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")  # as no other encoding holds what articles say
    warnings.showwarning = lambda message, *_, **__: print(f"rag: {message}", file=sys.stderr)
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except RagError as error:
        print(f"rag: {error}", file=sys.stderr)
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
    from rag.building import build_steps

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
        print(f"Not read: {problem.path}: {problem.reason}", file=sys.stderr)
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
    from rag.index import Index

    opened = Index.open(index or Settings.from_environment().index)
    found = opened.status()
    wrong = opened.verify() if verify else []
    if as_json:
        record = asdict(found) | {"first": found.first and str(found.first), "last": found.last and str(found.last)}
        _print_json(record | ({"wrong": wrong} if verify else {}))
    else:
        dates = f"{found.first} to {found.last}" if found.first else "unknown"
        undated = f" ({found.undated} undated)" if found.undated and found.first else ""
        print(f"articles    {found.articles}\nchunks      {found.chunks} of at most {found.chunk_tokens} tokens")
        print(f"dates       {dates}{undated}\nsources     {found.sources}\nmodel       {found.model}")
        print(f"generation  {found.generation}\nsize        {found.size / 1e6:.1f} MB")
        if not found.complete:
            print("unfinished  the last build did not come to its end: run `rag index`")
        for problem in found.problems:
            print(f"not read    {problem.path}: {problem.reason}")
        if verify:
            print("verified    " + ("all is well" if not wrong else f"{len(wrong)} faults: run `rag index --rebuild`"))
            for line in wrong:
                print(f"            {line}")
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
    as_json: _Json = False,
) -> None:
    """Find passages; with --json one a line."""
    settings = Settings.from_environment()
    from rag.index import Index
    from rag.pipeline import Rag, passage_record

    rag = Rag(Index.open(index or settings.index, threads=settings.threads), passages=settings.passages)
    passages = rag.search(_joined(query), k=count, filters=_filters(after, before, source, author))
    for rank, passage in enumerate(passages, 1):
        if as_json:
            print(json.dumps(passage_record(passage), ensure_ascii=False))
        else:
            print(f"{rank}. {_origin(passage)}")
            print(textwrap.indent(textwrap.fill(" ".join(passage.text.split()), 110), "   ") + "\n")
    if not passages:
        print("Nothing found.", file=sys.stderr)


@app.command()
def ask(
    question: Annotated[list[str], typer.Argument(help="What you want to know.")],
    index: _Index = None,
    after: _After = None,
    before: _Before = None,
    source: _Source = None,
    author: _Author = None,
    as_json: _Json = False,
) -> None:
    """Answer a question from the articles, every sentence with the words that support it."""
    settings = Settings.from_environment()
    from rag.pipeline import Rag, answer_record

    rag = Rag.open(index or settings.index, settings=settings)
    answer = rag.ask(_joined(question), filters=_filters(after, before, source, author))
    if answer.notice:
        print(answer.notice, file=sys.stderr)
    if as_json:
        _print_json(answer_record(answer))
    else:
        _print_answer(answer)


@app.command("eval")
def evaluate_dataset(
    dataset: Annotated[Path, typer.Argument(help="Folder with articles.jsonl and questions.jsonl.")],
    index: Annotated[
        Path | None, typer.Option("--index", help="Folder of its index. [else in the user's cache]")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="So many questions, evenly over the file.")
    ] = None,
    by: Annotated[Search, typer.Option("--search", help="Which search orders the passages.")] = "fused",
    worst: Annotated[int, typer.Option("--worst", min=0, help="Show so many of the cases that went worst.")] = 0,
    as_json: _Json = False,
) -> None:
    """Measure retrieval, quotes and refusals on a data set, whose index is built or brought up to date first."""
    settings = Settings.from_environment()
    from rag import evaluation
    from rag.building import build_steps
    from rag.index import Index

    questions = evaluation.load_questions(dataset, limit=limit)
    folder = index or evaluation.cached_index(dataset)
    _watched(build_steps(dataset / "articles.jsonl", folder, threads=settings.threads))
    outcomes = list(evaluation.evaluate(Index.open(folder, threads=settings.threads), questions, by=by))
    figures = evaluation.summary(outcomes)
    if as_json:
        _print_json(figures | {"by_type": evaluation.by_type(outcomes)})
        return
    for name, value in figures.items():
        if isinstance(value, float | int):
            interval = figures.get(f"{name}_ci")
            bounds = f"   [{interval[0]:.3f}, {interval[1]:.3f}]" if isinstance(interval, list) else ""
            print(f"{name:20} {value:8.{0 if isinstance(value, int) else 3}f}{bounds}")
    for outcome in evaluation.worst(outcomes, worst):
        print(f"\n{outcome.question.text}\n  right: {' | '.join(outcome.question.answers)}")
        for text in outcome.quotes[:3]:
            print(f"  quoted: {' '.join(text.split())[:200]}")


@app.command()
def serve(
    index: _Index = None,
    corpus: Annotated[Path | None, typer.Option("--corpus", help="Indexed at first start. [$RAG_CORPUS]")] = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")] = 7860,
) -> None:
    """Open the chat; where there is no index yet, it is built first, in the page."""
    from dataclasses import replace

    settings = Settings.from_environment()
    from rag.web import serve as serve_page

    serve_page(replace(settings, index=index or settings.index, corpus=corpus or settings.corpus), host=host, port=port)


def _watched(steps: "Iterator[Progress]") -> "BuildReport":
    """Run a build to its end, showing how far it is: a bar with an estimate on a terminal, plain lines elsewhere."""
    try:
        return _shown(steps)
    except KeyboardInterrupt:
        print("rag: stopped. What was embedded is kept: run `rag index` to go on.", file=sys.stderr)
        raise typer.Exit(130) from None


def _shown(steps: "Iterator[Progress]") -> "BuildReport":
    names = {"model": "Loading the model", "reading": "Reading files", "embedding": "Embedding chunks"}
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
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
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

    return Filters(after and after.date(), before and before.date(), tuple(source or ()), tuple(author or ()))


def _print_answer(answer: "Answer") -> None:
    quoted = answer.generator == "quotes"
    if not answer.found:
        print(answer.text)
        return
    if answer.query != answer.question:
        print(f"(searched for: {answer.query})", file=sys.stderr)
    for statement in answer.statements:
        sign, colour = _SIGNS[statement.verdict]
        markers = "".join(f" [{citation.number}]" for citation in statement.citations)
        text = f"“{' '.join(statement.text.split())}”" if quoted else statement.text
        reason = f"{sign}{statement.reason}" if statement.reason else ""
        typer.echo(statement.lead if not quoted else "", nl=False)
        typer.echo(text + markers + typer.style(reason, fg=colour), nl=quoted)
    print()
    for citation in answer.citations:
        print(f"[{citation.number}] {_origin(citation)}")
        if not quoted:
            print(f"    “{' '.join(citation.quote.split())}”")


def _origin(span: "Span") -> str:
    article = span.article
    facts = [article.title, article.source, str(article.published) if article.published else "undated"]
    return ", ".join(fact for fact in facts if fact) + f" ({article.id}:{span.start}-{span.end})"


def _print_json(record: dict[str, object]) -> None:
    print(json.dumps(record, ensure_ascii=False, indent=2, default=str))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _joined(arguments: list[str]) -> str:
    """The arguments as one text; bytes that are no letters in this locale are read as UTF-8, or lost."""
    text = " ".join(arguments)
    foreign = any("\ud800" <= letter <= "\udfff" for letter in text)
    return os.fsencode(text).decode(errors="replace") if foreign else text


if __name__ == "__main__":
    main()
