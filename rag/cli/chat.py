"""`rag chat`: a conversation in the terminal, a question a line. It ends with its input, as by Ctrl-D."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.cli import options
from rag.cli.printing import counted, print_citations, show_answer, whole
from rag.cli.terminal import one_line, show
from rag.errors import RagError
from rag.filters import Filters
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.answers.answer import Answer

_COMMANDS = "/new begins another conversation, /sources shows what was cited in this one"


@options.narrowed
def converse(
    index: options.Index = None,
    *,
    filters: Filters,
    reranker: options.Reranker = None,
    judge: options.Judge = None,
    today: options.Today = None,
    strict: options.Strict = False,
) -> None:
    """Ask one question after the other, each understood after those before it.

    Example: rag chat --after 2026
    """
    day = options.day(today, "--today")
    settings = Settings.from_environment()
    settings = replace(settings, reranker=reranker or settings.reranker, judge=judge or settings.judge)
    from rag.answers.pipeline import Rag

    rag = Rag.open(index or settings.index, settings=settings)
    show(f"{counted(len(rag.articles(filters)), 'article')}. {_COMMANDS}, Ctrl-D ends.", to=sys.stderr)
    history: list[Answer] = []
    for line in _lines():
        if line == "/new":
            history.clear()
        elif line == "/sources":
            citing = [answer for answer in history if answer.citations]
            for answer in citing:
                show(one_line(answer.question))
                print_citations(answer, quotes=True)
            if not citing:
                print("Nothing was cited yet.", file=sys.stderr)
        elif line.startswith("/"):
            print(f"{one_line(line)} is no command: {_COMMANDS}.", file=sys.stderr)
        else:
            try:
                with contextlib.closing(rag.stream(line, history, filters=filters, strict=strict, today=day)) as steps:
                    answer = whole(steps)
            except RagError as error:  # of this question; the next one may be well
                print(f"rag: {one_line(error)}", file=sys.stderr)
                continue
            except KeyboardInterrupt:
                print("Stopped.", file=sys.stderr)
                continue
            show_answer(answer, as_json=False)
            print()
            history.append(answer)


def _lines() -> Iterator[str]:
    """What is typed or piped, line by line, without empty ones. On a terminal lines are edited and come again by the
    arrow keys, and Ctrl-C gives up the one that was begun."""
    asked = sys.stdin.isatty()
    if asked:
        with contextlib.suppress(ImportError):  # of Pythons that were built without it
            import readline  # noqa: F401
    while True:
        try:
            line = options.joined([input("> " if asked else "")]).strip()
        except EOFError:
            if asked:
                print(file=sys.stderr)  # as the prompt has no end of its own
            return
        except KeyboardInterrupt:
            print(file=sys.stderr)
            continue
        if line:
            yield line
