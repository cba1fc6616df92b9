"""The one index that all sessions of the page share, opened or built by a thread, and what the page says of it.
It knows nothing of gradio."""

import threading

from rag.errors import IndexBusy, IndexMissing, RagError
from rag.index import Index
from rag.pipeline import Rag
from rag.settings import Settings
from rag.types import Progress
from rag.web import render

_BROKEN = "The index could not be opened; the server's log says why."


class Library:
    """The one ``Rag`` that all sessions share, opened by a thread that builds the index first where there is none.

    A thread, so that a build outlives the page that began it; one for all, so that a second page finds it at work.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._rag: Rag | None = None
        self._progress: Progress | None = None
        self._failure: RagError | None = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> threading.Thread:
        """Begin to open the index, unless that is done or under way; after a failure, begin again."""
        with self._lock:
            if self._thread is None or not (self._thread.is_alive() or self._rag):
                self._progress = self._failure = None
                self._thread = threading.Thread(target=self._open, name="open-index", daemon=True)
                self._thread.start()
            return self._thread

    def rag(self) -> Rag:
        """The open index, as soon as it is; raises the ``RagError`` that stands in its way."""
        self.start().join()
        if self._failure is not None:
            raise self._failure
        if self._rag is None:
            raise RuntimeError(_BROKEN)
        return self._rag

    def headline(self) -> str:
        """What the page's header says of the index just now."""
        if self._rag is not None:
            try:
                status = self._rag.status()
            except RagError as failure:  # such as an index that was deleted; the next page opens or builds it anew
                self._rag, self._failure = None, failure
            else:
                return render.holdings(status.articles, status.first, status.last)
        if self._thread is not None and self._thread.is_alive():
            return render.progress(self._progress)
        return render.aside(str(self._failure or _BROKEN), "problem")

    def names(self) -> tuple[list[str], list[str]]:
        """The sources and the authors to choose from; none before the index is open."""
        try:
            return self._rag.index.names() if self._rag is not None else ([], [])
        except RagError:  # the headline says it
            return [], []

    def _open(self) -> None:
        try:
            self._rag = self._opened()
        except RagError as failure:
            self._failure = failure

    def _opened(self) -> Rag:
        index = self._settings.index
        try:
            rag = Rag.open(index, settings=self._settings)
        except IndexMissing:
            rag = None
        if rag is None or not rag.status().complete:  # the first build, or one that was killed
            try:
                for step in Index.build_steps(self._settings.corpus, index, threads=self._settings.threads):
                    self._progress = step
            except IndexBusy:  # somebody else is at it: what there is will do meanwhile
                if rag is None:
                    raise
        return rag or Rag.open(index, settings=self._settings)
