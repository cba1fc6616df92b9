"""What the commands take: their options, and arguments as text in any locale."""

import functools
import inspect
import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup

from rag.errors import ArgumentError, RagError
from rag.filters import Filters
from rag.places import index_of

if TYPE_CHECKING:
    from rag.text.periods import Period


def _index(text: str) -> Path:
    try:
        return index_of(text)
    except ArgumentError as error:  # of which, as it is a ValueError, Typer would tell the value alone
        raise RagError(error.message) from None


Index = Annotated[
    Path | None,
    typer.Option(
        "--index", metavar="PLACE", parser=_index, help="Folder or address of the index. [$RAG_INDEX, else index]"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Count = Annotated[int | None, typer.Option("-k", min=1, max=50, help="How many passages. [$RAG_PASSAGES, else 8]")]
After = Annotated[
    str | None,
    typer.Option(
        "--after", metavar="DAY", help="Only articles of that day or period, or later: 2026-07, “3 July”, “last month”."
    ),
]
Before = Annotated[
    str | None, typer.Option("--before", metavar="DAY", help="Only articles of that day or period, or earlier.")
]
References = Annotated[
    Path | None,
    typer.Option("--references", help="A file for what is cited: BibTeX (.bib), RIS (.ris) or CSL-JSON (.json)."),
]
Today = Annotated[
    str | None,
    typer.Option("--today", metavar="DAY", help="What “last week” is reckoned from. [else the date]"),
]
Source = Annotated[
    list[str] | None, typer.Option("--source", help="Only articles of this publisher; may be given again.")
]
Author = Annotated[list[str] | None, typer.Option("--author", help="Only articles of this author; may be given again.")]
Person = Annotated[
    list[str] | None, typer.Option("--person", help="Only articles that name this person; may be given again.")
]
Place = Annotated[
    list[str] | None, typer.Option("--place", help="Only articles that name this place; may be given again.")
]
Story = Annotated[
    list[str] | None, typer.Option("--story", help="Only articles of this running story; may be given again.")
]
Article = Annotated[
    list[str] | None,
    typer.Option("--article", metavar="ID", help="Only this article, by its id, file or title; may be given again."),
]
Reranker = Annotated[
    str | None,
    typer.Option(
        "--reranker", help="A cross-encoder, by name or folder, to reorder the best. [$RAG_RERANKER, else none]"
    ),
]

Judge = Annotated[
    str | None,
    typer.Option(
        "--judge",
        help="Who decides what the rules leave open: endpoint, off, or a cross-encoder by name or folder. "
        "[$RAG_JUDGE, else the endpoint where there is one]",
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Leave out the sentences that are not fully supported.")]
Against = Annotated[
    list[str] | None,
    typer.Option("--against", metavar="ID", help="Only this article, by its id; may be given again."),
]

# Of `rag index`.
Corpus = Annotated[Path | None, typer.Argument(help="Folder of articles. [$RAG_CORPUS, else corpus]")]
Rebuild = Annotated[bool, typer.Option("--rebuild", help="Start afresh; the old index serves until then.")]
Model = Annotated[str | None, typer.Option("--model", help="Any sentence-transformers model, by name or folder.")]
Ray = Annotated[
    str | None,
    typer.Option(
        "--ray",
        metavar="[ADDRESS]",
        help="Build by processes of a Ray cluster (host:port, ray://host:port, auto), else by one a core here.",
    ),
]
ChunkTokens = Annotated[int | None, typer.Option("--chunk-tokens", min=16, help="Most tokens a chunk.")]

# Of `rag names`.
Tag = Annotated[
    list[str] | None, typer.Option("--tag", help="Only articles that were filed under this; may be given again.")
]
Names = Annotated[
    Literal["sources", "authors", "people", "places", "stories", "tags"], typer.Argument(help="What to list.")
]
Csv = Annotated[Path | None, typer.Option("--csv", help="Write the rows to this file, too.")]

# Of `rag eval`.
Dataset = Annotated[
    Path, typer.Argument(help="Folder with articles.jsonl and questions.jsonl, or with claims.jsonl instead.")
]
Questions = Annotated[
    Path | None, typer.Option("--questions", help="A file of questions in the place of the folder's questions.jsonl.")
]
Split = Annotated[str | None, typer.Option("--split", help="Only this split: one that the file names, else dev, test.")]
Limit = Annotated[
    int | None, typer.Option("--limit", min=1, help="So many questions, claims or errors, evenly over the file.")
]
Plant = Annotated[
    bool, typer.Option("--plant", help="Measure how the check of statements catches errors planted in sentences.")
]
Joined = Annotated[
    bool,
    typer.Option("--joined", help="Measure how often a part of two joined questions is wrongly said to be missing."),
]
Answers = Annotated[
    bool, typer.Option("--answers", help="Measure whole answers, with the model that the settings name, if any.")
]
DatasetIndex = Annotated[
    Path | None,
    typer.Option(
        "--index", metavar="PLACE", parser=_index, help="Folder or address of its index. [else in the user's cache]"
    ),
]
# As in rag.index and rag.evaluation, which take too long to import for `rag --help`.
Search = Annotated[
    Literal["fused", "dense", "keywords", "ranks"], typer.Option("--search", help="What orders the passages.")
]
Query = Annotated[
    Literal["asked", "last", "rewritten"],
    typer.Option("--query", help="What is searched for in a conversation."),
]
Compare = Annotated[
    tuple[str, str] | None,
    typer.Option("--compare", metavar="A B", help="Two settings, each key=value,... such as dense or without=period."),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="RULE", help="Check claims without this rule; may be given again."),
]
Out = Annotated[Path | None, typer.Option("--out", help="Write the report as a page of HTML to this file.")]
Worst = Annotated[int, typer.Option("--worst", min=0, help="Show so many of the cases that went worst.")]


def joined(arguments: list[str]) -> str:
    """Arguments as the one text that they are."""
    return _decoded(" ".join(arguments))


def filters(after: str | None, before: str | None, *names: list[str] | None, today: date | None = None) -> Filters:
    """What narrows a search, reckoned from ``today``; ``names`` are publishers, authors, people, places, stories, tags
    and articles. Raises ``typer.BadParameter`` for what is no day, and ``ArgumentError`` as `Filters` does."""
    return Filters(
        first_day(after, "--after", today),
        last_day(before, "--before", today),
        *(tuple(map(_decoded, one or ())) for one in names),
    )


_NARROWING: Mapping[str, Any] = {
    "after": After, "before": Before, "source": Source, "author": Author, "person": Person, "place": Place,
    "story": Story, "tag": Tag, "article": Article,
}  # fmt: skip


def narrowed(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options that narrow a search in the place of its ``filters``, which are made of them and
    reckoned from its option ``--today`` where it has one."""

    @functools.wraps(command)
    def run(**given: Any) -> None:
        said = [given.pop(name) for name in _NARROWING]
        command(filters=filters(*said, today=day(given.get("today"), "--today")), **given)

    options = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
               for name, kind in _NARROWING.items()]  # fmt: skip
    taken = list(inspect.signature(command).parameters.values())
    place = next(number for number, one in enumerate(taken) if one.name == "filters")
    every = [*taken[:place], *options, *taken[place + 1 :]]
    run.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in every}
    return run


def first_day(said: str | None, option: str, today: date | None = None) -> date | None:
    """The first day of what an option names; None where it is not given. Raises ``typer.BadParameter``."""
    return None if said is None else _end(said, _period(said, option, today).first, option)


def last_day(said: str | None, option: str, today: date | None = None) -> date | None:
    """The last day of what an option names; None where it is not given. Raises ``typer.BadParameter``."""
    return None if said is None else _end(said, _period(said, option, today).last, option)


def day(said: str | None, option: str) -> date | None:
    """The day that an option names; None where it is not given. Raises ``typer.BadParameter``."""
    if said is None:
        return None
    found = _period(said, option, None)
    if found.first != found.last:
        raise typer.BadParameter(f"“{said}” is more than one day: name one, such as 2026-07-03.", param_hint=option)
    return found.first


def _period(said: str, option: str, today: date | None) -> "Period":
    from rag.text.periods import period_of

    found = period_of(_decoded(said), today or date.today())
    if found is None:
        raise typer.BadParameter(
            f"“{said}” is no day or period: write it as 2026-07-03, 2026-07, “July 2026” or “last month”.",
            param_hint=option,
        )
    return found


def _end(said: str, found: date | None, option: str) -> date:
    if found is None:
        raise typer.BadParameter(f"“{said}” is open at that end: name a day or a period.", param_hint=option)
    return found


def _decoded(text: str) -> str:
    """An argument with the bytes that are no letters in this locale read as UTF-8, or lost."""
    foreign = any("\ud800" <= letter <= "\udfff" for letter in text)
    return os.fsencode(text).decode(errors="replace") if foreign else text


class Commands(TyperGroup):
    """All commands; its help has the whole first sentence of each, over several lines where it takes them."""

    def format_commands(self, _: Any, formatter: Any) -> None:
        """The names of the commands, each beside what it does."""
        longest = 1000
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.get_short_help_str(longest)) for name, one in self.commands.items()])


class RayCommand(TyperCommand):
    """A command whose ``--ray`` may stand without an address; what follows it is one only where it looks like one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments with the address that is meant where none is given: Ray on this machine alone."""
        place = args.index("--ray") + 1 if "--ray" in args else 0
        if place and not (args[place:] and re.fullmatch(r"auto|local|ray://.+|.+:\d+", args[place])):
            args = [*args[:place], "local", *args[place:]]
        return super().parse_args(ctx, args)
