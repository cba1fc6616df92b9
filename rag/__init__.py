"""Question answering over your own articles, every sentence linked to the exact words that support it.

    from rag import Rag

    answer = Rag.open("index").ask("Who commands the force?")
    print(answer.text)

Names are imported when they are first used, so that ``import rag`` and ``rag --help`` stay quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.answers.pipeline import Rag
    from rag.errors import RagError
    from rag.index.search import Index
    from rag.settings import Settings
    from rag.types import Answer, Article, Citation, Filters, Passage, Statement, Turn

__all__ = [
    "Answer",
    "Article",
    "Citation",
    "Filters",
    "Index",
    "Passage",
    "Rag",
    "RagError",
    "Settings",
    "Statement",
    "Turn",
]

_HOME = {"Index": "index.search", "Rag": "answers.pipeline", "RagError": "errors", "Settings": "settings"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"rag.{_HOME.get(name, 'types')}"), name)
