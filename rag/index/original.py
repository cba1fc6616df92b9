"""A sentence-transformers model as it is; only imported to load or export one."""

import contextlib
import copy
import hashlib
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.errors import ModelError
from rag.index.embedding import UNBOUNDED, Model, Vectors, unit

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import PreTrainedModel

_BATCH = 8  # texts that are read at once: more are slower


class Original:
    """A model that sentence-transformers runs as it is. It may be shared between threads, and reads for one at a time:
    a tokenizer is not to be used by two."""

    def __init__(self, original: "SentenceTransformer", name: str, sha256: str) -> None:
        self._original = original
        if not callable(original.tokenizer):
            original.tokenizer.no_truncation()  # as above: the texts given are no longer than the window
        self.model = describe(original, name, sha256)
        self._counting = copy.deepcopy(original.tokenizer)  # while the other is used to embed
        self._lock, self._counting_lock = threading.Lock(), threading.Lock()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        with self._counting_lock:
            return token_counts(self._counting, texts, special=False)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            return unit(self._original.encode_document(list(texts), batch_size=_BATCH, show_progress_bar=False))

    def embed_query(self, text: str) -> Vectors:
        with self._lock:
            return unit(self._original.encode_query([text], show_progress_bar=False))


def load_original(name: str, folder: Path | None) -> "SentenceTransformer":
    """The model of a folder, or of a name where there is none. Raises ``ModelError`` where it can't be had."""
    offline = folder is not None or _only_cached(name)
    quieten()
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(str(folder or name), device="cpu", local_files_only=offline).eval()
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise _not_had(name, error) from error


def quieten() -> None:
    """Keep what loads models from telling how far it is."""
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def _only_cached(name: str) -> bool:
    """Whether the hub can't be asked for a model, of which its cache has a copy.

    One request tells it, before torch is imported: what loads a model repeats each of its requests, with pauses that
    grow. Raises ``ModelError`` where the model is neither there nor here.
    """
    import httpx2
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError, RepositoryNotFoundError

    names = [name] if "/" in name else [f"sentence-transformers/{name}", name]
    reason: Exception | None = None
    for one in names:
        try:
            HfApi().model_info(one, timeout=10)
            return False
        except RepositoryNotFoundError as error:
            reason = error
        except (OSError, ValueError, httpx2.HTTPError) as error:
            reason = error
            break
    for one in names:
        with contextlib.suppress(LocalEntryNotFoundError, ValueError):
            snapshot_download(one, local_files_only=True)
            return True
    assert reason is not None
    raise _not_had(name, reason) from reason


def _not_had(name: str, error: Exception) -> ModelError:
    return ModelError(
        f"No sentence-transformers model {name!r} (neither a folder nor a name that could be fetched): "
        f"{first_line(error)}"
    )


def describe(original: "SentenceTransformer", name: str, sha256: str) -> Model:
    """What an index records of a model. Raises ``ModelError`` where it does not say its dimension and window."""
    dimension = original.get_embedding_dimension()
    if dimension is None or original.max_seq_length is None:
        raise ModelError(f"{name} does not say its dimension and how much it reads: it can't be used for an index.")
    prompts = max(
        token_counts(original.tokenizer, ["", *(prompt or "" for prompt in original.prompts.values())], special=True)
    )
    return Model(name, sha256, dimension, reads(original) - prompts)


def reads(original: "SentenceTransformer") -> int:
    """The number of tokens that a model reads, special ones and its prompts included."""
    return int(min(original.max_seq_length or 0, UNBOUNDED))


def token_counts(tokenizer: Any, texts: Sequence[str], *, special: bool) -> list[int]:
    """The number of tokens of each text, special ones included or not."""
    if callable(tokenizer):
        return [len(ids) for ids in tokenizer(list(texts), add_special_tokens=special)["input_ids"]]
    # A model of static vectors has a tokenizer of `tokenizers` itself.
    return [len(encoding.ids) for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=special)]


def parameters_sha256(original: "SentenceTransformer") -> str:
    """SHA-256, in hexadecimal, of all parameters, for a model whose files are not at hand."""
    digest = hashlib.sha256()
    for key, tensor in sorted(original.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.contiguous().view(-1).numpy().tobytes())
    return digest.hexdigest()


def weights_sha256(folder: Path) -> str:
    """SHA-256, in hexadecimal, of a model folder's weights (of all weight files in order of their names).

    Raises ``ModelError`` where the folder holds none.
    """
    files = sorted(path for suffix in ("*.safetensors", "*.bin") for path in folder.rglob(suffix))
    if not files:
        raise ModelError(
            f"{folder} holds no model weights (*.safetensors): give a sentence-transformers folder.", path=folder
        )
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as weights:
            while block := weights.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


@contextlib.contextmanager
def with_plain_attention(original: "torch.nn.Module") -> Iterator[None]:
    """Make a model reckon its attention step by step, in the way whose pattern is known to others."""
    found = [(one, one.config._attn_implementation) for one in transformers_of(original)]
    for one, _ in found:
        one.set_attn_implementation("eager")
    yield
    for one, before in found:
        one.set_attn_implementation(before)


def shape_of(original: "torch.nn.Module") -> tuple[int, int]:
    """The number of a model's attention heads and the width of its layers, 0 where it has none."""
    for one in transformers_of(original):
        return getattr(one.config, "num_attention_heads", 0), getattr(one.config, "hidden_size", 0)
    return 0, 0


def transformers_of(original: "torch.nn.Module") -> "list[PreTrainedModel]":
    """The transformers in a model."""
    from transformers import PreTrainedModel

    return [one for one in original.modules() if isinstance(one, PreTrainedModel)]


def is_mean_of_tokens(original: "SentenceTransformer") -> bool:
    """Whether a text's vector is the mean of its tokens, so that a part's is, too."""
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    first, *others = list(original)
    pooling = others[0] if others else None
    return (
        isinstance(first, Transformer)
        and isinstance(pooling, Pooling)
        and all(isinstance(module, Normalize) for module in others[1:])
        and pooling.get_config_dict().get("pooling_mode") == "mean"
    )


def first_line(error: BaseException) -> str:
    """What an error says, in one line."""
    lines: Iterable[str] = (line.strip() for line in str(error).splitlines())
    return next((line for line in lines if line), type(error).__name__)[:200]
