"""Work for a build, done by the processes of a Ray cluster, each with a model of its own; one is started here where no
address is given, and ended.

What is handed over is asked for in its turn. Work of a process that died is done again by another, and one comes in its
place. It knows nothing of files and indexes: whoever hands over work says what it is.
"""

import contextlib
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Generic, TypeVar

from rag.errors import ArgumentError, ClusterError
from rag.index.chunking import Cut, cut
from rag.index.embedding import Embedder, Model, Parts, Vectors, embed_parts
from rag.types import Article

T = TypeVar("T")

_TRIES = 4  # of one piece of work: what ends four processes would end all
_PATIENCE = 5.0  # seconds that the head of a cluster may take to be reached
_READY = 300.0  # seconds that the first process may take to load the model, on a cluster that is busy, too


class _Worker:
    """What a process of the cluster does, with the model that it holds."""

    def __init__(self, load: Callable[[], Embedder], model: Model | None) -> None:
        self._embedder = load()
        found = getattr(self._embedder, "model", None)
        if found != model:
            raise ClusterError(f"A machine of the cluster has another model: {found}, not {model}.")

    def ready(self) -> bool:
        return True

    def run(self, work: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        return work(*arguments)

    def cut(self, articles: list[Article], chunk_tokens: int, window: int) -> list[Cut]:
        count = self._embedder.count_tokens
        return [cut(one, chunk_tokens=chunk_tokens, window=window, count_tokens=count) for one in articles]

    def embed(self, texts: list[str], parts: Parts) -> tuple[Vectors, list[Vectors]]:
        return embed_parts(self._embedder, texts, parts)


class Job(Generic[T]):
    """Work that was handed over, and is done again where its process died."""

    def __init__(self, cluster: "Cluster", method: str, arguments: tuple[Any, ...]) -> None:
        self._cluster, self._method, self._arguments = cluster, method, arguments
        self._worker, self._reference = cluster.hand_over(method, arguments)

    def result(self) -> T:
        """What came of it. Raises what the work raises, and ``ClusterError`` where every process that took it died."""
        import ray

        for _ in range(_TRIES):
            try:
                found: T = ray.get(self._reference)
            except ray.exceptions.RayTaskError as error:
                self._cluster.done(self._worker)
                raise error.cause from None
            except (ray.exceptions.RayActorError, ray.exceptions.ObjectLostError):
                self._cluster.lost(self._worker)
                self._worker, self._reference = self._cluster.hand_over(self._method, self._arguments)
            else:
                self._cluster.done(self._worker)
                return found
        raise ClusterError(
            f"{_TRIES} processes of the cluster died over the same work: look whether their machines run out of memory."
        )


class Cluster:
    """The processes of a Ray cluster, one a core. ``load`` makes the embedder of each, which must have that ``model``.

    ``address`` is one that `reach` found. Raises ``ClusterError`` where it can't be joined, or its processes can't
    begin.
    """

    def __init__(self, address: str, load: Callable[[], Embedder], model: Model | None) -> None:
        self._load, self._model = load, model
        self._close = contextlib.ExitStack()
        try:
            self._connect(address)
            self._start()
        except BaseException:
            self._close.close()
            raise

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close.close()

    def read(self, work: Callable[..., T], *arguments: Any) -> Job[T]:
        """Have a function called that is known by its name wherever this package is installed."""
        return Job(self, "run", (work, arguments))

    def cut(self, articles: list[Article], *, chunk_tokens: int, window: int) -> Job[list[Cut]]:
        """Have articles cut into chunks."""
        return Job(self, "cut", (articles, chunk_tokens, window))

    def embed(self, texts: list[str], parts: Parts) -> Job[tuple[Vectors, list[Vectors]]]:
        """Have texts and their parts embedded."""
        return Job(self, "embed", (texts, parts))

    def hand_over(self, method: str, arguments: tuple[Any, ...]) -> tuple[Any, Any]:
        """Give work to the process that has least; returns both."""
        worker = min(self._begun(), key=self._jobs.__getitem__)
        self._jobs[worker] += 1
        return worker, getattr(worker, method).remote(*arguments)

    def done(self, worker: Any) -> None:
        """Note that a process has done a piece of work."""
        if worker in self._jobs:
            self._jobs[worker] -= 1

    def lost(self, worker: Any) -> None:
        """Note that a process died, and begin another in its place."""
        if self._jobs.pop(worker, None) is not None:
            self._begin()

    def _connect(self, address: str) -> None:
        import ray

        quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.CRITICAL, "address": address}
        if address == "local":
            quiet["include_dashboard"] = False
        with _signals_kept():
            try:
                ray.init(**quiet)
            except (OSError, RuntimeError, ValueError) as error:
                raise _away(address, error) from None
        self._close.callback(ray.shutdown)

    def _start(self) -> None:
        import ray

        resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
        self.size = max(1, int(resources.get("CPU", 1)))
        self._actor: Any = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(_Worker)
        self._jobs: dict[Any, int] = {}  # pieces of work by process that has begun
        self._beginning: dict[Any, Any] = {}  # processes by what tells that they have begun
        for _ in range(self.size):
            self._begin()
        self._begun()

    def _begin(self) -> None:
        worker: Any = self._actor.remote(self._load, self._model)
        self._beginning[worker.ready.remote()] = worker

    def _begun(self) -> list[Any]:
        """The processes that have begun, at least one."""
        import ray

        while self._beginning:
            waited = 0.0 if self._jobs else _READY
            begun, _ = ray.wait(list(self._beginning), num_returns=1, timeout=waited)
            if not begun:
                break
            worker = self._beginning.pop(begun[0])
            try:
                ray.get(begun[0])
            except (ray.exceptions.RayActorError, ray.exceptions.RayTaskError) as error:
                raise ClusterError(f"A process of the cluster can't begin: {_reason(error)}") from None
            self._jobs[worker] = 0
        if not self._jobs:
            raise ClusterError("No core of the cluster is free to build with: wait for its other work, or stop that.")
        return list(self._jobs)


def _reason(error: Exception) -> str:
    """The last line of what Ray says, which names the error."""
    return [line.strip() for line in str(error).splitlines() if line.strip()][-1]


def reach(address: str) -> str:
    """The address at which a cluster answers, of `host:port`, `ray://host:port`, or `auto` for one that runs on this
    machine; `local` is one that is still to be started here. Raises ``ArgumentError`` for what is no address, and
    ``ClusterError`` where nobody answers: Ray would wait for minutes, and end the process."""
    # Nothing is told to Ray's makers, and what it prints for its own sake does not reach the reader.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_DEDUP_LOGS_SKIP_REGEX", ".")
    try:
        import ray
    except ImportError:
        raise ClusterError("--ray needs Ray: install article-rag[ray].") from None
    if address == "local":
        return address
    if address == "auto":
        try:  # as Ray finds it, also one that has ended and left its address
            return reach(ray._private.services.get_ray_address_from_environment("auto", None))
        except ConnectionError:
            raise _away("auto", LookupError("none runs on this machine")) from None
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdigit():
        raise ArgumentError(f"{address!r} is no address of a Ray cluster: give host:port, ray://host:port or auto.")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise _away(address, error) from None
    return address


def _away(address: str, error: Exception) -> ClusterError:
    reason = getattr(error, "strerror", None) or str(error).partition("\n")[0].rstrip(".") or type(error).__name__
    step = "start it with `ray start --head`, or leave the address out to build on this machine's cores"
    return ClusterError(f"The Ray cluster at {address} can't be joined ({reason}): {step}.", address=address)


@contextlib.contextmanager
def _signals_kept() -> Iterator[None]:
    """Signals are dealt with as before: Ray takes SIGTERM for itself."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
