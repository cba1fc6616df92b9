"""What the commands take: their options, and arguments as text in any locale."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from rag.filters import Filters

Index = Annotated[Path | None, typer.Option("--index", help="Folder of the index. [$RAG_INDEX, else index]")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Count = Annotated[int | None, typer.Option("-k", min=1, max=50, help="How many passages. [$RAG_PASSAGES, else 8]")]
After = Annotated[
    datetime | None,
    typer.Option("--after", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Only articles of that day or later."),
]
Before = Annotated[
    datetime | None,
    typer.Option("--before", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Only articles of that day or earlier."),
]
References = Annotated[
    Path | None,
    typer.Option("--references", help="A file for what is cited: BibTeX (.bib), RIS (.ris) or CSL-JSON (.json)."),
]
Today = Annotated[
    datetime | None,
    typer.Option(
        "--today", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="What “last week” is reckoned from. [else the date]"
    ),
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
Against = Annotated[
    list[str] | None,
    typer.Option("--against", metavar="ID", help="Only this article, by its id; may be given again."),
]

# Of `rag index`.
Corpus = Annotated[Path | None, typer.Argument(help="Folder of articles. [$RAG_CORPUS, else corpus]")]
Rebuild = Annotated[bool, typer.Option("--rebuild", help="Start afresh; the old index serves until then.")]
Model = Annotated[str | None, typer.Option("--model", help="Any sentence-transformers model, by name or folder.")]
ChunkTokens = Annotated[int | None, typer.Option("--chunk-tokens", min=16, help="Most tokens a chunk.")]

# Of `rag names`.
Tag = Annotated[
    list[str] | None, typer.Option("--tag", help="Only articles that were filed under this; may be given again.")
]
Names = Annotated[Literal["people", "places", "stories", "tags"], typer.Argument(help="What to list.")]
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
DatasetIndex = Annotated[Path | None, typer.Option("--index", help="Folder of its index. [else in the user's cache]")]
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


def filters(after: datetime | None, before: datetime | None, *names: list[str] | None) -> Filters:
    """What narrows a search; ``names`` are publishers, authors, people, places, stories and tags. Raises
    ``ArgumentError`` as `Filters` does."""
    return Filters(
        after and after.date(), before and before.date(), *(tuple(map(_decoded, one or ())) for one in names)
    )


def _decoded(text: str) -> str:
    """An argument with the bytes that are no letters in this locale read as UTF-8, or lost."""
    foreign = any("\ud800" <= letter <= "\udfff" for letter in text)
    return os.fsencode(text).decode(errors="replace") if foreign else text
