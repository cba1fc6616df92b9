"""What happened, in order."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from rag.cli import options
from rag.cli.printing import show_answer
from rag.cli.saving import write_calendar, write_csv
from rag.cli.terminal import REFUSED
from rag.errors import RagError
from rag.filters import Filters
from rag.settings import Settings


@options.narrowed
def tell_timeline(
    question: Annotated[list[str], typer.Argument(help="A question of what happened, or what it is about.")],
    index: options.Index = None,
    *,
    filters: Filters,
    today: options.Today = None,
    csv: options.Csv = None,
    ics: Annotated[Path | None, typer.Option("--ics", help="Write them to this file as a calendar, too.")] = None,
    as_json: options.Json = False,
) -> None:
    """Tell what happened, in order: day, sentence and source, from all articles of the story.

    Example: rag timeline "the storm" --csv storm.csv
    """
    day = options.day(today, "--today") or date.today()
    settings = Settings.from_environment()
    from rag.answers.asking.reading import read
    from rag.answers.pipeline import Rag

    rag = Rag.open(index or settings.index, settings=settings)
    asked = options.joined(question)
    if read(asked, day, rag.index.names, meaning=rag.index.meaning).kind != "timeline":
        asked = f"Timeline: {asked}"
    answer = rag.ask(asked, filters=filters, today=day)
    for path, write in ((csv, write_csv), (ics, write_calendar)):
        if path is not None:
            if answer.table is None:
                raise RagError(f"{path} was not written: no article tells this story.")
            write(answer, path)
    show_answer(answer, as_json=as_json)
    if answer.refusal is not None:
        raise typer.Exit(REFUSED)
