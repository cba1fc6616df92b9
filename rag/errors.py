"""Every error that a reader may meet, each with a message of one line: the thing, the reason, the next step.

RagError                what the command line prints before it exits with 1
|-- ArgumentError       something was called with what it can't take; a ValueError, too
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

from pathlib import Path


class RagError(Exception):
    """The parent of every error that this package raises on purpose.

    ``path`` is the file or folder that it speaks of, ``address`` that of the endpoint, without what is secret; None
    where it speaks of none.
    """

    def __init__(self, message: str, *, path: Path | None = None, address: str | None = None) -> None:
        super().__init__(message)
        self.path = path
        self.address = address


class ArgumentError(RagError, ValueError):
    """A function was called with what it can't take."""


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
