"""Every error that a reader may meet, each with a message of one line: the thing, the reason, the next step.

RagError                what the command line prints before it exits with 1
|-- ArgumentError       something was called with what it can't take; a ValueError, too
|   `-- UnknownName     no article of the index has a name; it knows those that are spelled most like it
|-- CorpusError         the corpus folder is missing, unreadable or holds no article
|-- IndexMissing        there is no index where one was asked for, or one of an earlier version
|-- IndexBroken         the index's own file is damaged or of another format
|-- IndexBusy           another process is writing this index
|-- IndexAway           the server of the index does not answer, or lets nobody in
|-- BuildStopped        a reader of the page stopped the build
|-- FetchError          an address may not be asked, does not answer, or holds no article
|-- ClusterError        the Ray cluster to build with is away, or can't do the work
|-- ModelError          the embedding model is missing, altered, or not the one of the index
`-- ChatError           the language model's endpoint failed; the answer is quoted instead
    |-- ContextExceeded the endpoint was sent more tokens than its model reads
    |-- CutError        its answer ended before it was whole
    `-- UnfinishedError its answer may be all there is, or not
"""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

# The folders of a path from the root up to its last name; neither an address nor a slash between words, and no further
# than a sign of our sentences or a slash before which a word ends.
_FOLDERS = re.compile(r"(?<![^\s'\"“‘`(\[=])/+(?:(?:(?!\. )[^/\n:;,()'\"“”‘’`])*[^/\s:;,()'\"“”‘’`]/+)*(?=[^\s/])")


class RagError(Exception):
    """The parent of every error that this package raises on purpose.

    ``message`` is its line, ``path`` the file or folder that it speaks of, ``address`` that of the endpoint, without
    what is secret; None where it speaks of none.
    """

    def __init__(self, message: str, *, path: Path | None = None, address: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.address = address


class ArgumentError(RagError, ValueError):
    """A function was called with what it can't take."""


class UnknownName(ArgumentError):
    """No article of an index has a ``name`` that filters are to have; ``near`` are those that are spelled most like
    it."""

    def __init__(self, message: str, name: str, near: Sequence[str]) -> None:
        super().__init__(message)
        self.name = name
        self.near = tuple(near)


class CorpusError(RagError):
    """The corpus folder is missing, unreadable or holds no article."""


class IndexMissing(RagError):
    """There is no index where one was asked for, or one of an earlier version, which a build takes over."""


class IndexBroken(RagError):
    """The index's own file is damaged or was written in another format."""


class IndexBusy(RagError):
    """Another process is writing this index."""


class IndexAway(RagError):
    """The server that the index lies on does not answer, or lets nobody in by that name."""


class BuildStopped(RagError):
    """A reader of the page stopped the build; what it committed stays, and the next one goes on from there."""


class FetchError(RagError):
    """An address may not be asked, does not answer, or holds nothing that can be read."""


class ClusterError(RagError):
    """The Ray cluster that was to build is away, lacks something, or its processes die."""


class ModelError(RagError):
    """The embedding model is missing, altered, or not the one that the index was built with."""


class ChatError(RagError):
    """The language model's endpoint failed, and how, in words for the reader."""


class ContextExceeded(ChatError):
    """The endpoint was sent more tokens than its model reads; fewer passages may fit."""


class CutError(ChatError):
    """The endpoint's answer was cut short, by its length, a filter or a failure; what came whole can be used."""


class UnfinishedError(ChatError):
    """The endpoint's answer ended after a whole sentence, and nothing said that it was complete."""


def for_readers(cause: RagError | str, worded: Callable[[str], str] = str) -> str:
    """What went wrong, as it is ``worded``, without the folders of this machine; the server's log has it whole."""
    whole = worded(cause.message if isinstance(cause, RagError) else cause)
    message = whole
    if isinstance(cause, RagError) and cause.path is not None and cause.path.is_absolute():
        name = cause.path.name
        message = re.sub(rf"{re.escape(str(cause.path))}(?![\w/-])", lambda _: name, message)  # whatever signs it has
    message = without_folders(message)
    if message != whole:
        print(f"rag: {cause}", file=sys.stderr)
    return message


def without_folders(text: str) -> str:
    """A text without the folders of this machine, which are nothing to a reader elsewhere: of each path from the
    root its last name alone is left."""
    return _FOLDERS.sub("", text)
