"""Files -> Articles: pages, documents, texts, mail, archives and bulk files, each with its title, date and author.

No single file, whatever it holds, keeps the others from being read. Nothing is guessed: a date that is not plainly
there is unknown. It knows nothing of chunks, of models or of the index, and never looks at a file's time.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.corpus.reading import read_file

__all__ = ["read_file"]


def __getattr__(name: str) -> object:
    # What needs but one module of this folder is spared the readers and what they import.
    if name != "read_file":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from rag.corpus.reading import read_file

    return read_file
