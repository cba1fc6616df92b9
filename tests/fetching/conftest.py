"""The server that the tests of fetching ask."""

from collections.abc import Iterator

import pytest

from tests.fetching.site import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served
