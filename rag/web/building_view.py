"""What an index holds, or how far it is, as HTML: for the page's header, and for a build that a reader began. Plain
functions from values to strings."""

from datetime import timedelta

from rag.errors import RagError
from rag.types import Progress, Status
from rag.web.building import Building
from rag.web.render import dates, problem
from rag.web.words import articles, gettext, spell, written


def headline(state: Status | Building | RagError) -> str:
    """What the page's header says of a `Service` in that state: what can be asked about, how many articles and from
    when to when; or how far that is, or what stands in its way."""
    if isinstance(state, RagError):
        return problem(state)
    if isinstance(state, Building):
        return _opening(state)
    days = dates(state)
    return f"<p>{' · '.join([articles(state.articles), *([days] if days else [])])}</p>"


def _opening(state: Building) -> str:
    """How far the opening of the index is: in articles, as soon as it is known how many there are, and in time."""
    if state.step is None or state.expected is None:
        return progress(state.step, state.left)
    held = gettext("{held} of {articles}", held=written(state.held), articles=articles(state.expected))
    return f"<p>{held}{_left(state.left)} {_bar(state.step)}</p>"


def _left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 60:
        return gettext(", less than a minute left")
    return gettext(", about {time} left", time=spell(timedelta(seconds=seconds)))


def progress(step: Progress | None, left: float | None = None) -> str:
    """How far the index is, in words and as a bar, and how many seconds it will take yet, where that is known."""
    if step is None or step.stage in ("done", "model"):
        loading = step is not None and step.stage == "model"
        words = gettext("Loading the embedding model") if loading else gettext("Opening the index")
        return f"<p>{words} <progress aria-label='{gettext('Progress')}'></progress></p>"
    done = {"done": written(step.done), "total": written(step.total)}
    words = {
        "reading": gettext("Reading articles {done} of {total}", **done),
        "naming": gettext("Finding names in articles {done} of {total}", **done),
        "embedding": gettext("Embedding {done} of {total} chunks", **done),
    }[step.stage]
    return f"<p>{words}{_left(left)} {_bar(step)}</p>"


def _bar(step: Progress) -> str:
    return f"<progress aria-label='{gettext('Progress')}' max='{max(step.total, 1)}' value='{step.done}'></progress>"
