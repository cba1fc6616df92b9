"""The commands of articles: which there are, what they name, one to read, as it is or was, and one taken out."""

import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

from rag.cli import options
from rag.cli.fetching import CorpusOption, bring_up_to_date
from rag.cli.printing import print_article, print_history, print_json, print_listed
from rag.cli.saving import write_rows
from rag.cli.terminal import one_line, show, stoppable
from rag.errors import ArgumentError, RagError
from rag.filters import Filters
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.index.search import Index

_Found = TypeVar("_Found")
_LATEST_FIRST = ("published", "length")  # the others begin with A
_COLUMNS = ("ID", "Title", "Published", "Source", "Author", "Language", "Characters", "Tags", "Address", "File")

Named = Annotated[list[str], typer.Argument(help="An article's id, file or title, or how one of them begins.")]


@options.narrowed
def list_articles(
    words: Annotated[
        list[str] | None, typer.Argument(help="Only articles with all these words in title, source, author or id.")
    ] = None,
    index: options.Index = None,
    *,
    filters: Filters,
    sort: Annotated[
        Literal["published", "title", "source", "author", "length"],
        typer.Option("--sort", help="What they are sorted by: the newest and the longest first, names from A."),
    ] = "published",
    reverse: Annotated[bool, typer.Option("--reverse", help="The other way round.")] = False,
    csv: options.Csv = None,
    as_json: options.Json = False,
) -> None:
    """List the articles, or those that pass the filters: day, title, publisher and id, a line each.

    Example: rag list storm --sort length
    """
    from rag.index.listing import holding, ordered
    from rag.index.search import Index

    listing = Index.open(index or Settings.from_environment().index).listing(filters)
    found = ordered(
        holding(listing, options.joined(words or [])), sort, descending=(sort in _LATEST_FIRST) is not reverse
    )
    if csv is not None:
        rows = [
            (one.id, one.title, str(one.published or ""), one.source or "", one.author or "", one.lang or "",
             str(one.characters), "; ".join(one.tags), one.url or "", one.file)
            for one in found
        ]  # fmt: skip
        write_rows(_COLUMNS, rows, csv)
    if as_json:
        print_json({"total": len(found), "articles": [one.to_dict() for one in found]})
    else:
        for one in found:
            print_listed(one)
    if not found:
        print("None found.", file=sys.stderr)


def show_article(article: Named, index: options.Index = None, as_json: options.Json = False) -> None:
    """Show one article to read, with what is known of it.

    Example: rag show "Storm Tamsel batters the harbour"
    """
    found = _of_one(article, index, lambda opened, one: opened.article(one))
    if as_json:
        print_json(found.to_dict() | {"text": found.text})
    else:
        print_article(found)


def show_history(article: Named, index: options.Index = None, as_json: options.Json = False) -> None:
    """Show what an article said before it was changed: its earlier versions, newest first, sentence by sentence.

    Example: rag history storm.md
    """
    found = _of_one(article, index, lambda opened, one: opened.history(one))
    if as_json:
        print_json(found.to_dict())
    else:
        print_history(found)


def _of_one(article: list[str], index: Path | None, has: Callable[["Index", str], _Found | None]) -> _Found:
    """What an index ``has`` of the article of an id, which some words say. Raises ``RagError`` where it has none."""
    from rag.index.resolving import identified
    from rag.index.search import Index

    opened = Index.open(index or Settings.from_environment().index)
    found = has(opened, identified(opened.listing(), options.joined(article)))
    if found is None:
        raise RagError("The article has just been removed from the index.")
    return found


@options.narrowed
def list_names(
    what: options.Names,
    index: options.Index = None,
    *,
    filters: Filters,
    csv: options.Csv = None,
    as_json: options.Json = False,
) -> None:
    """List what the articles are of and name, each with the number of articles, the most first.

    Example: rag names people --after 2026-02
    """
    from rag.index.search import Index

    opened = Index.open(index or Settings.from_environment().index)
    listed = {
        "sources": opened.sources, "authors": opened.authors, "people": opened.people, "places": opened.places,
        "stories": opened.stories, "tags": opened.tags,
    }[what]  # fmt: skip
    found = listed(filters)
    if csv is not None:
        write_rows(("Name", "Articles"), [(one.name, str(one.articles)) for one in found], csv)
    if as_json:
        print_json({what: [asdict(one) for one in found]})
    else:
        for one in found:
            show(one_line(one.name), label=f"{one.articles:5}  ")
    if not found:
        print("None found.", file=sys.stderr)


def remove_article(
    article: Named,
    corpus: CorpusOption = None,
    index: options.Index = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: options.Json = False,
) -> None:
    """Take an article's file out of the corpus and bring the index up to date; the file is kept in .removed.

    Example: rag remove drafts/storm.md
    """
    settings = Settings.from_environment()
    from rag.corpus.folder import CorpusFolder
    from rag.index.resolving import identified
    from rag.index.search import Index

    place, built = corpus or settings.corpus, index or settings.index
    listing = Index.open(built).listing()
    wanted = identified(listing, options.joined(article))
    file = next(one.file for one in listing if one.id == wanted)
    if not file:
        raise ArgumentError(f"{wanted} came from a program and has no file: take it out with `Index.update` in Python.")
    folder = CorpusFolder(place)
    count = folder.articles_in(file)
    if not (yes or _agreed(file if count == 1 else f"{file} with its {count} articles")):
        print("Nothing was changed.", file=sys.stderr)
        raise typer.Exit(1)
    kept = folder.remove(file)
    print(one_line(f"Removed: {file}; it is kept as {kept}"), file=sys.stderr)
    with stoppable():
        bring_up_to_date(place, built, settings, as_json=as_json)


def _agreed(what: str) -> bool:
    """Whether the reader wants that removed. Raises ``typer.BadParameter`` where there is nobody to ask."""
    if not sys.stdin.isatty():
        raise typer.BadParameter("there is nobody to ask whether to remove it: add --yes")
    question = f"Remove {what}? The file is kept in the corpus's hidden folder .removed, earlier versions are not."
    print(one_line(question), "[y/N]", end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
