"""What programs ask, at a real address, without the page and its gate: an index of the sample articles answers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from rag.api.app import app_for_programs
from rag.api.archive import Archive
from rag.settings import Settings
from rag.web.service import Service
from tests.conftest import PROJECT
from tests.serving import free_port


@pytest.fixture(scope="package")
def service(sample_folder: Path) -> Iterator[Service]:
    opened = Service(Settings(corpus=PROJECT / "corpus", index=sample_folder))
    opened.start()
    yield opened
    opened.close()


@pytest.fixture(scope="package")
def url(service: Service) -> Iterator[str]:
    """The address of what programs ask, without a slash at its end."""
    with served(service) as address:
        yield address


@contextmanager
def served(service: Service) -> Iterator[str]:
    """An app that offers the tools, too, at the address that it has while the block runs."""
    port = free_port()
    app = app_for_programs(Archive(service), mcp=True)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning"))
    running = threading.Thread(target=server.run)
    running.start()
    while not server.started:
        assert running.is_alive()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        running.join()
