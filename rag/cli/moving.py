"""`rag move`: an index from one place to another."""

import sys
from typing import Annotated

import typer


def move_index(
    source: Annotated[str, typer.Argument(help="Folder or address of the index.")],
    target: Annotated[str, typer.Argument(help="Folder or address where no index lies yet.")],
) -> None:
    """Make a second index of a first one elsewhere, such as of a folder in a Milvus; nothing is embedded."""
    from rag.answers import feedback
    from rag.api import keys
    from rag.index.moving import move

    for step in move(source, target, (keys.FILE, feedback.FILE)):
        if step.done:
            print(f"Moved: articles {step.articles}, chunks {step.chunks}; counts and checksums are the same.")
        else:
            print(f"{step.table}: {step.rows} rows", file=sys.stderr)
