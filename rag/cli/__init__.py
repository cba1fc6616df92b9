"""The command line over the Python API; it computes nothing. Results go to stdout, all else to stderr.

Exit status: 0; 1 for an error that has a name, told in one line, and for a check that fails or a removal that is not
agreed to; 2 for wrong usage; 3 where the articles do not answer; 130 and 143 for what Ctrl-C and SIGTERM stopped.
"""

import gc
import json
import os
import sys
from dataclasses import asdict, replace
from importlib import metadata
from typing import Annotated

import typer

from rag.cli import options
from rag.cli.amending import amend_article
from rag.cli.articles import list_articles, list_names, remove_article, show_article, show_history
from rag.cli.chat import converse
from rag.cli.fetching import add_articles, feeds_as_json, print_feeds, sync, watched_in
from rag.cli.printing import (
    print_accounts,
    print_calibration,
    print_json,
    print_passage,
    print_report,
    print_status,
    show_answer,
    whole,
)
from rag.cli.saving import write_references
from rag.cli.serving import manage_keys, open_chat, print_account, print_feedback
from rag.cli.terminal import REFUSED, escape_output, one_line, show, stoppable, telling, watched
from rag.cli.timeline import tell_timeline
from rag.errors import RagError
from rag.filters import Filters
from rag.index.accounts import counts
from rag.settings import Settings
from rag.types import in_words

app = typer.Typer(
    cls=options.Commands,
    help="Ask your own articles: every sentence of an answer points to the exact words that support it.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:
    if asked:
        print(f"rag {metadata.version('article-rag')}")
        raise typer.Exit


def main() -> None:
    """The console script: run a command; a named error ends in its one line."""
    escape_output()
    gc.set_threshold(50_000)  # of what is imported nothing is garbage: to look for some took a tenth of the start
    try:
        try:
            app(prog_name="rag")
        finally:
            sys.stdout.flush()
    except RagError as error:
        show(one_line(error), label="rag: ", to=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:  # its reader has seen enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """The options that stand before a command."""


@app.command("index", cls=options.RayCommand)
def build_index(
    corpus: options.Corpus = None,
    index: options.Index = None,
    rebuild: options.Rebuild = False,
    model: options.Model = None,
    chunk_tokens: options.ChunkTokens = None,
    ray: options.Ray = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 where anything was not read, or not whole.")] = False,
    as_json: options.Json = False,
) -> None:
    """Build the index, or bring it up to date: only new and changed articles are embedded.

    Example: rag index my-articles --index my-index
    """
    settings = Settings.from_environment()
    with stoppable(rebuild=rebuild):
        from rag.index.building import build_steps

        steps = build_steps(
            corpus or settings.corpus,
            index or settings.index,
            model=model,
            chunk_tokens=chunk_tokens,
            rebuild=rebuild,
            threads=settings.threads,
            ray=ray,
        )
        report = watched(steps)
    if as_json:
        print_json(asdict(report))
    else:
        print_report(report)
    if strict and any(problem.kind != "read" for problem in report.problems):
        raise typer.Exit(1)


@app.command()
def status(
    index: options.Index = None,
    verify: Annotated[bool, typer.Option("--verify", help="Check everything; exit 1 if anything is wrong.")] = False,
    measure: Annotated[
        bool, typer.Option("--measure", help="Tell how much of what is nearest in meaning a search finds.")
    ] = False,
    problems: Annotated[
        bool, typer.Option("--problems", help="List what was not read, or not whole, and why.")
    ] = False,
    files: Annotated[bool, typer.Option("--files", help="List every file with what became of it.")] = False,
    as_json: options.Json = False,
) -> None:
    """Show what the index holds.

    Example: rag status --problems
    """
    from rag.index.search import Index

    settings = Settings.from_environment()
    opened, feeds = Index.open(index or settings.index), watched_in(settings.corpus)
    if problems or files:
        accounts = [one for one in opened.accounts() if files or one.standing != "read"]
        if as_json:
            print_json({"standings": counts(accounts), "files": list(map(asdict, accounts))})
        else:
            print_accounts(accounts)
        return
    contents, faults = opened.status(), opened.verify() if verify else None
    recall = opened.recall() if measure else None
    if as_json:
        record = asdict(contents) | {"updated": contents.updated and contents.updated.isoformat()}
        record["standings"] = counts(opened.accounts())
        told = {"wrong": faults, "recall": recall, "watched": feeds_as_json(feeds) or None}
        print_json(record | {name: value for name, value in told.items() if value is not None})
    else:
        print_status(contents, faults, recall)
        print_feeds(feeds)
    if faults:
        raise typer.Exit(1)


@app.command()
@options.narrowed
def search(
    query: Annotated[list[str], typer.Argument(help="What to look for.")],
    index: options.Index = None,
    count: options.Count = None,
    *,
    filters: Filters,
    reranker: options.Reranker = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each passage's scores, and what was left out and why.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Find passages; with --json one a line.

    Example: rag search "storm damage" -k 3 --after "last month"
    """
    settings = Settings.from_environment()
    from rag.answers.pipeline import Rag
    from rag.index.search import Index

    opened = Index.open(index or settings.index, reranker=reranker or settings.reranker, threads=settings.threads)
    rag = Rag(opened, passages=settings.passages)
    found = rag.search(options.joined(query), k=count, filters=filters, explain=explain)
    left_out = found.left_out if explain else ()
    for rank, (passage, reason) in enumerate([*((one, None) for one in found.passages), *left_out], 1):
        if as_json:
            record = passage.to_dict() | ({"left_out": reason} if explain else {})
            print(json.dumps(record, ensure_ascii=False))
        else:
            print_passage(rank, passage, left_out=reason, explain=explain)
    if explain and not as_json:
        if found.period:
            show(f"Weighed by how well the years agree with {in_words(found.period)}.", to=sys.stderr)
        show(" ".join(f"{stage} {seconds * 1e3:.1f} ms" for stage, seconds in found.timings.items()), to=sys.stderr)
    if not found.passages:
        print("Nothing found.", file=sys.stderr)


@app.command()
@options.narrowed
def ask(
    question: Annotated[list[str], typer.Argument(help="What you want to know.")],
    index: options.Index = None,
    *,
    filters: Filters,
    reranker: options.Reranker = None,
    judge: options.Judge = None,
    today: options.Today = None,
    references: options.References = None,
    strict: options.Strict = False,
    as_json: options.Json = False,
) -> None:
    """Answer a question from the articles, every sentence with the words that support it.

    Example: rag ask "How many boats were damaged?" --after 2026-02
    """
    day = options.day(today, "--today")
    settings = Settings.from_environment()
    settings = replace(settings, reranker=reranker or settings.reranker, judge=judge or settings.judge)
    from rag.answers.pipeline import Rag
    from rag.answers.references import FORMATS

    if references is not None and references.suffix.lower().removeprefix(".") not in FORMATS:
        raise RagError(f"{references} has no ending of references: name it .bib, .ris or .json.")
    with telling() as tell:
        tell("Opening the index …")
        rag = Rag.open(index or settings.index, settings=settings)
    answer = whole(rag.stream(options.joined(question), filters=filters, strict=strict, today=day))
    show_answer(answer, as_json=as_json)
    if references is not None:
        if answer.citations:
            write_references(answer, references)
        else:
            print(f"Nothing is cited: {one_line(str(references))} was not written.", file=sys.stderr)
    if answer.refusal is not None:
        raise typer.Exit(REFUSED)


app.command("chat")(converse)
app.command("list")(list_articles)
app.command("show")(show_article)
app.command("remove")(remove_article)
app.command("add")(add_articles)
app.command("sync")(sync)
app.command("amend")(amend_article)
app.command("timeline")(tell_timeline)
app.command("names")(list_names)
app.command("history")(show_history)


@app.command("move")
def move_index(
    source: Annotated[str, typer.Argument(help="Folder or address of the index.")],
    target: Annotated[str, typer.Argument(help="Folder or address where no index lies yet.")],
) -> None:
    """Make a second index of a first one elsewhere, such as of a folder in a Milvus; nothing is embedded.

    Example: rag move index milvus://127.0.0.1:19530/articles
    """
    from rag.answers import feedback
    from rag.api import keys
    from rag.index.moving import move

    for step in move(source, target, (keys.FILE, feedback.FILE)):
        if step.done:
            print(f"Moved: articles {step.articles}, chunks {step.chunks}; counts and checksums are the same.")
        else:
            print(f"{step.table}: {step.rows} rows", file=sys.stderr)


@app.command()
def check(
    text: Annotated[list[str] | None, typer.Argument(help="A statement or a text; without one, from stdin.")] = None,
    against: options.Against = None,
    index: options.Index = None,
    judge: options.Judge = None,
    as_json: options.Json = False,
) -> None:
    """Hold any text against the articles: each sentence gets a verdict and the words that carry it; exit 1 where one is
    not supported.

    Example: rag check "The storm damaged 17 boats."
    """
    settings = Settings.from_environment()
    settings = replace(settings, judge=judge or settings.judge)
    from rag.answers.pipeline import Rag

    rag = Rag.open(index or settings.index, settings=settings)
    checked = rag.check(options.joined(text) if text else sys.stdin.read(), against=against or None)
    show_answer(checked, as_json=as_json)
    if any(statement.verdict != "supported" for statement in checked.statements):
        raise typer.Exit(1)


@app.command("judge")
def measure_judge(
    judge: options.Judge = None,
    limit: Annotated[int, typer.Option("--limit", min=20, help="So many claims, evenly over the file.")] = 200,
    as_json: options.Json = False,
) -> None:
    """Measure the judge on claims of our own, and keep the thresholds that follow for its verdicts.

    Example: rag judge --limit 100
    """
    settings = Settings.from_environment()
    settings = replace(settings, judge=judge or settings.judge)
    from rag.answers.calibration import keep
    from rag.answers.setup import endpoint, judge_of
    from rag.evaluation.judge import calibration, probabilities, samples

    measured = judge_of(settings.judge, endpoint(settings))
    if measured is None:
        raise RagError("There is no judge to measure: set OPENAI_BASE_URL, or name one with --judge.")
    claims, said = samples(limit), []
    for number, stated in enumerate(probabilities(measured.judged_by, claims), 1):
        said.append(stated)
        if sys.stderr.isatty() or number % 50 == 0:
            print(f"{number} of {len(claims)} claims", end="\r" if sys.stderr.isatty() else "\n", file=sys.stderr)
    found = calibration(claims, said)
    path = keep(measured.judged_by.name, found)
    if as_json:
        print_json({"judge": measured.judged_by.name, "file": str(path)} | asdict(found))
    else:
        print_calibration(measured.judged_by.name, found, path)


@app.command("eval")
def evaluate_dataset(
    dataset: options.Dataset,
    questions: options.Questions = None,
    split: options.Split = None,
    limit: options.Limit = None,
    plant: options.Plant = False,
    joined: options.Joined = False,
    answers: options.Answers = False,
    index: options.DatasetIndex = None,
    by: options.Search = "fused",
    query: options.Query = "asked",
    reranker: options.Reranker = None,
    judge: options.Judge = None,
    without: options.Without = None,
    compare: options.Compare = None,
    out: options.Out = None,
    worst: options.Worst = 0,
    as_json: options.Json = False,
) -> None:
    """Measure retrieval, quotes and refusals on a data set; on claims and planted errors the check of statements; on
    quotations who says them; on events the order of timelines; answers to questions of every kind; or whole answers.
    Its index is built or brought up to date first.

    Example: rag eval my-questions --limit 50 --out report.html
    """
    from rag.evaluation import require_libraries

    require_libraries()
    from rag.cli import evaluation
    from rag.evaluation.claims import has_claims_only, rules_of
    from rag.evaluation.events import has_events
    from rag.evaluation.kinds import is_of_kinds
    from rag.evaluation.questions import Setting
    from rag.evaluation.speakers import has_quotes

    settings = Settings.from_environment()
    settings = replace(settings, judge=judge or settings.judge)
    sample = evaluation.Sample(dataset, split, limit, settings, questions)
    check = plant or has_claims_only(dataset)
    if compare and (answers or check):
        raise RagError("--compare compares searches: leave it out for claims, planted errors and answers.")
    if is_of_kinds(sample.file) and not (answers or compare or joined):
        measured = evaluation.evaluate_kinds(sample, Setting(index=index))
    elif joined:
        measured = evaluation.evaluate_joined(sample, Setting(index=index))
    elif has_events(dataset):
        measured = evaluation.evaluate_events(sample, Setting(index=index))
    elif has_quotes(dataset):
        measured = evaluation.evaluate_speakers(sample)
    elif answers:
        measured = evaluation.evaluate_answers(sample, Setting(index=index))
    elif check:
        measured = evaluation.evaluate_check(sample, Setting(index=index), plant=plant, without=rules_of(without))
    elif compare:
        measured = evaluation.compare_searches(sample, *compare)
    else:
        setting = Setting(search=by, query=query, reranker=reranker or settings.reranker, index=index)
        measured = evaluation.evaluate_search(sample, setting)
    measured.publish(out, worst, as_json=as_json)


app.command("serve")(open_chat)
app.command("password")(print_account)
app.command("key")(manage_keys)
app.command("feedback")(print_feedback)
