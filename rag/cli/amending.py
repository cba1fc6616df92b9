"""`rag amend`: what a reader says of an article in the place of what was read, and the index after it."""

from pathlib import Path
from typing import Annotated

import typer

from rag.cli import options
from rag.cli.fetching import CorpusOption, bring_up_to_date
from rag.cli.terminal import stoppable
from rag.errors import ArgumentError
from rag.settings import Settings

Title = Annotated[str | None, typer.Option("--title", help="Its title.")]
Day = Annotated[
    str | None,
    typer.Option(
        "--day", metavar="DAY", help='Its day of publication, such as “3 July 2026”; "" where nobody knows it.'
    ),
]
Author = Annotated[str | None, typer.Option("--author", help='By whom it is; "" where nobody knows it.')]
Source = Annotated[str | None, typer.Option("--source", help='Its publisher; "" where nobody knows it.')]
Lang = Annotated[str | None, typer.Option("--lang", help="The code of its language, such as en or pt-BR.")]
LeaveOut = Annotated[bool, typer.Option("--leave-out", help="Leave it out of the index; its file stays as it is.")]
AsRead = Annotated[bool, typer.Option("--as-read", help="Take all of this back.")]


def amend_article(
    article: Annotated[list[str], typer.Argument(help="An article's id, file or title.")],
    title: Title = None,
    day: Day = None,
    author: Author = None,
    source: Source = None,
    lang: Lang = None,
    leave_out: LeaveOut = False,
    as_read: AsRead = False,
    corpus: CorpusOption = None,
    index: options.Index = None,
    as_json: options.Json = False,
) -> None:
    """Amend what is known of an article beside its text, in the corpus; then bring the index up to date.

    Example: rag amend storm.md --day "12 February 2026" --source "The Gazette"
    """
    published = options.day(day, "--day") if day else None
    said = (title, str(published) if published else day, author, source, lang)
    some = leave_out or any(one is not None for one in said)
    if some == as_read:
        raise typer.BadParameter(
            "say what to amend: --title, --day, --author, --source, --lang, --leave-out; or --as-read"
        )
    settings = Settings.from_environment()
    place, folder = corpus or settings.corpus, index or settings.index
    from rag.corpus.amending import Amendment, amend, put

    identifier, file = _named(place, folder, options.joined(article))
    with stoppable():
        if as_read:
            put(place, identifier, None)
        else:
            amend(place, identifier, Amendment(file, *said, left_out=leave_out or None))
        bring_up_to_date(place, folder, settings, as_json=as_json)


def _named(corpus: Path, index: Path, name: str) -> tuple[str, str]:
    """The id and the file of the article that is called so in the index, or of one of that id that was left out."""
    from rag.corpus.amending import amendments_of
    from rag.index.resolving import identified
    from rag.index.search import Index

    if (amendment := amendments_of(corpus).get(name)) is not None:
        return name, amendment.file
    listing = Index.open(index).listing()
    identifier = identified(listing, name)
    file = next(one.file for one in listing if one.id == identifier)
    if not file:
        raise ArgumentError(f"The article {identifier!r} comes from a program: change it there (`Index.update`).")
    return identifier, file
