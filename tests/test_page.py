"""What a reader does with the page, in a real browser against a real server with a real index."""

import importlib.resources
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import (
    KFOR,
    ask,
    browser,
    model_endpoint,
    ready,
    scrolled_sideways,
    site,
    visit,
)

__all__ = ["browser", "model_endpoint", "site", "visit"]  # fixtures, which pytest takes from here


# For everybody


@pytest.fixture(scope="session")
def axe() -> str:
    """The checker axe-core, as the script that a package of ours carries, or the one in the folder that AXE names."""
    folder = os.environ.get("AXE") or importlib.resources.files("axe_playwright_python")
    return (Path(str(folder)) / "axe.min.js").read_text("utf-8")


def _violations(page: Page, axe: str, where: str) -> Iterator[str]:
    """What axe-core finds that is serious or critical, one line for each element."""
    page.evaluate(f"{axe}; undefined")
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(done => done.violations)")
    for one in found:
        if one["impact"] in ("serious", "critical"):
            for node in one["nodes"]:
                summary = " ".join((node["failureSummary"] or "").split())
                yield f"{where}: {one['id']} {node['target']} {node['html'][:300]} | {summary[:300]}"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)])
def test_axe_finds_nothing_serious(site: str, visit: Callable[..., Page], axe: str, scheme: str, width: int) -> None:
    page = visit(site, width=width, height=800, color_scheme=scheme)
    ready(page)
    expect(page.locator("#offered button").first).to_be_visible(timeout=60_000)
    found = list(_violations(page, axe, "start"))
    ask(page, KFOR).locator("a.marker").first.click()
    expect(page.locator("#evidence mark:focus")).to_be_visible()
    page.locator("#evidence .why summary").click()
    found += _violations(page, axe, "answer")
    assert not scrolled_sideways(page)
    page.get_by_role("tab", name="Articles").click()
    expect(page.locator("#table tbody tr").first).to_be_visible(timeout=60_000)
    page.locator("#table button.open").first.click()
    expect(page.locator("#reader .reader")).to_be_visible()
    found += _violations(page, axe, "articles")
    assert not scrolled_sideways(page)
    assert not found, "\n".join(found)
