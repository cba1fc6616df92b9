"""Milvus Lite at a port of this machine, in the place of a Milvus."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(folder: Path, port: int = 0) -> Iterator[int]:
    """A server at a port of this machine."""
    from milvus_lite.adapter.grpc.server import start_server_in_thread

    server, database, port = start_server_in_thread(str(folder), port=port)
    try:
        yield port
    finally:
        server.stop(grace=0).wait()
        database.close()
