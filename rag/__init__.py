"""Question answering over your own articles, every sentence linked to the exact words that support it.

    from rag import Rag

    answer = Rag.open("index").ask("Who commands the force?")
    print(answer.text)

Names are imported when they are first used, so that ``import rag`` and ``rag --help`` stay quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.answers.answer import Answer, Turn
    from rag.answers.chat import Chat, OpenAIChat
    from rag.answers.pipeline import Rag
    from rag.answers.speech import Withdrawn
    from rag.answers.statements import Missing, Statement, Trace, Usage
    from rag.errors import (
        ArgumentError,
        BuildStopped,
        ChatError,
        ContextExceeded,
        CorpusError,
        CutError,
        FetchError,
        IndexAway,
        IndexBroken,
        IndexBusy,
        IndexMissing,
        ModelError,
        RagError,
        UnfinishedError,
    )
    from rag.filters import Filters
    from rag.index.accounts import Account
    from rag.index.embedding import Embedder, Model
    from rag.index.found import Found
    from rag.index.reranking import Reranker
    from rag.index.search import Index
    from rag.index.versions import History, Version
    from rag.settings import Settings
    from rag.types import Article, Citation, Passage, Problem, Progress, Report, Scores, Sentence, Span, Status

__all__ = [
    "Account",
    "Answer",
    "ArgumentError",
    "Article",
    "BuildStopped",
    "Chat",
    "ChatError",
    "Citation",
    "ContextExceeded",
    "CorpusError",
    "CutError",
    "Embedder",
    "FetchError",
    "Filters",
    "Found",
    "History",
    "Index",
    "IndexAway",
    "IndexBroken",
    "IndexBusy",
    "IndexMissing",
    "Missing",
    "Model",
    "ModelError",
    "OpenAIChat",
    "Passage",
    "Problem",
    "Progress",
    "Rag",
    "RagError",
    "Report",
    "Reranker",
    "Scores",
    "Sentence",
    "Settings",
    "Span",
    "Statement",
    "Status",
    "Trace",
    "Turn",
    "UnfinishedError",
    "Usage",
    "Version",
    "Withdrawn",
]

_HOMES = {
    "answers.answer": ("Answer", "Turn"),
    "answers.chat": ("Chat", "OpenAIChat"),
    "answers.pipeline": ("Rag",),
    "answers.speech": ("Withdrawn",),
    "answers.statements": ("Missing", "Statement", "Trace", "Usage"),
    "index.accounts": ("Account",),
    "index.embedding": ("Embedder", "Model"),
    "index.found": ("Found",),
    "index.reranking": ("Reranker",),
    "index.search": ("Index",),
    "index.versions": ("History", "Version"),
    "filters": ("Filters",),
    "settings": ("Settings",),
    "types": ("Article", "Citation", "Passage", "Problem", "Progress", "Report", "Scores", "Sentence",
              "Span", "Status"),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"rag.{_HOME.get(name, 'errors')}"), name)
