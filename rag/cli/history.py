"""What an article said before it was changed."""

from typing import Annotated

import typer

from rag.cli import options
from rag.cli.printing import print_history, print_json
from rag.errors import RagError
from rag.settings import Settings


def show_history(
    article: Annotated[list[str], typer.Argument(help="An article's id, file or title.")],
    index: options.Index = None,
    as_json: options.Json = False,
) -> None:
    """Show what an article said before it was changed: its earlier versions, newest first, sentence by sentence."""
    from rag.index.resolving import identified
    from rag.index.search import Index

    opened = Index.open(index or Settings.from_environment().index)
    found = opened.history(identified(opened.listing(), options.joined(article)))
    if found is None:
        raise RagError("The article has just been removed from the index.")
    if as_json:
        print_json(found.to_dict())
    else:
        print_history(found)
