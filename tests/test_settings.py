"""Every setting is read from the variable that its own docstring names."""

import ast
import dataclasses
import inspect
import re
from itertools import pairwise
from pathlib import Path

import pytest

from rag import settings
from rag.errors import RagError
from rag.settings import Settings

GIVEN = {
    "corpus": ("RAG_CORPUS", " some/articles ", Path("some/articles")),
    "index": ("RAG_INDEX", "/an/index", Path("/an/index")),
    "api_key": ("OPENAI_API_KEY", "sk-1", "sk-1"),
    "base_url": ("OPENAI_BASE_URL", "http://localhost:1/v1", "http://localhost:1/v1"),
    "model": ("RAG_MODEL", "small", "small"),
    "timeout": ("RAG_TIMEOUT", "2.5", 2.5),
    "context": ("RAG_CONTEXT", "2000000", 2_000_000),
    "passages": ("RAG_PASSAGES", "50", 50),
    "reranker": ("RAG_RERANKER", "some/cross-encoder", "some/cross-encoder"),
    "judge": ("RAG_JUDGE", "off", "off"),
    "threads": ("RAG_THREADS", "1", 1),
    "hosts": ("RAG_FETCH_HOSTS", "intranet, localhost:8000", ("intranet", "localhost:8000")),
}
"""Each field: its variable, a value of it other than the default, and how that reads."""
NUMBERS = ("timeout", "passages", "threads")


def documented() -> dict[str, str]:
    """Each field and the variable that the docstring under it names."""
    (body,) = [node.body for node in ast.parse(inspect.getsource(settings)).body if isinstance(node, ast.ClassDef)]
    found = {}
    for field, text in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            assert isinstance(text, ast.Expr), f"{field.target.id} has no docstring"
            assert isinstance(text.value, ast.Constant)
            variable = re.match(r"([A-Z_]+): \S", str(text.value.value))
            assert variable, f"{field.target.id} does not name its variable"
            found[field.target.id] = variable[1]
    return found


def test_every_field_is_documented_with_its_variable() -> None:
    assert documented() == {name: variable for name, (variable, _, _) in GIVEN.items()}
    assert [field.name for field in dataclasses.fields(Settings)] == list(GIVEN)
    assert len(GIVEN) <= 12


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_environment({}) == Settings()
    assert Settings.from_environment(dict.fromkeys((variable for variable, _, _ in GIVEN.values()), " ")) == Settings()
    assert Settings().corpus == Path("corpus")
    assert Settings().index == Path("index")
    assert Settings().api_key is Settings().base_url is None, "no language model unless one is named"


@pytest.mark.parametrize("name", GIVEN)
def test_a_field_is_read_from_its_variable_and_from_no_other(name: str) -> None:
    variable, written, read = GIVEN[name]
    found = Settings.from_environment({variable: written})
    assert dataclasses.asdict(found) == dataclasses.asdict(Settings()) | {name: read}
    assert type(getattr(found, name)) is type(read)
    assert getattr(Settings(), name) != read or name == "threads"


def test_the_environment_of_the_process_is_the_one_that_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_PASSAGES", "3")
    assert Settings.from_environment().passages == 3


@pytest.mark.parametrize("written", ["many", "0", "-1", "nan", "inf", "1e9", "1,5"])
@pytest.mark.parametrize("name", NUMBERS)
def test_a_bad_number_is_told_in_one_line_that_names_its_variable(name: str, written: str) -> None:
    variable = GIVEN[name][0]
    with pytest.raises(RagError, match=f"^{variable}='{re.escape(written)}' .* from 1 to ") as raised:
        Settings.from_environment({variable: written})
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("written", ["many", "511", "0", "-1", "nan", "2000001"])
def test_a_context_out_of_range_is_told_with_the_range_in_whole_numbers(written: str) -> None:
    with pytest.raises(RagError, match=f"^RAG_CONTEXT='{written}' is not a number from 512 to 2000000:"):
        Settings.from_environment({"RAG_CONTEXT": written})


@pytest.mark.parametrize(
    ("name", "bound"),
    [("passages", 50), ("timeout", 3600), ("threads", 256), ("passages", 1), ("context", 512), ("context", 2_000_000)],
)
def test_the_bounds_themselves_are_allowed(name: str, bound: int) -> None:
    assert getattr(Settings.from_environment({GIVEN[name][0]: str(bound)}), name) == bound


@pytest.mark.parametrize(
    "written",
    ["localhost:8000/v1", "/v1", "http://", "ftp://host/v1", "http://[::1/v1", "http://host:port/v1", "http://a b/v1"],
)
def test_what_is_no_address_is_told_without_it(written: str) -> None:
    with pytest.raises(RagError, match=r"^OPENAI_BASE_URL is no address such as \S+: set it anew or unset it\.$"):
        Settings.from_environment({"OPENAI_BASE_URL": written})
    assert Settings.from_environment({"OPENAI_BASE_URL": "https://me:pw@[::1]:8000/v1?a=b"}).base_url


@pytest.mark.parametrize("written", ["sk-1\nsk-2", "schlüssel", "sk\x1b1", "“sk-1”"])
def test_a_key_that_no_header_holds_is_told_without_it(written: str) -> None:
    with pytest.raises(RagError, match=r"^OPENAI_API_KEY holds a sign that no key has: set it anew or unset it\.$"):
        Settings.from_environment({"OPENAI_API_KEY": written})


def test_settings_that_are_shown_show_no_secret() -> None:
    shown = repr(Settings(api_key="sk-1234", base_url="https://me:hunter2@host/v1?token=abc", timeout=7.5))
    assert "7.5" in shown
    assert not any(secret in shown for secret in ("sk-1234", "hunter2", "abc"))
