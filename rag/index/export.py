"""A sentence-transformers model exported to ONNX, with its pooling and normalisation; the only importer of onnxruntime.

To embed with it takes neither torch nor transformers. On two cores the exported all-MiniLM-L6-v2 embeds 31-33 passages
a second in batches of 8 with spinning threads off (28 with them on; torch: 16), and a question in 4 ms.
"""

import json
import os
import shutil
import tempfile
import warnings
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.index.embedding import BATCH, Model, Parts, Vectors, apart, unit
from rag.index.original import describe, first_line, is_mean_of_tokens, reads
from rag.types import Interval

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_PROBES = (
    "A short line.",
    "Two sentences stand here. The second is a good deal longer than the first, so that padding is put to the test.",
)
# How far the exported model may stray from the original on the probes, as 1 - cosine; float32 noise is near 1e-7.
_TOLERANCE = 1e-4


class Exported:
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
    def open(cls, folder: Path, name: str, threads: int) -> "Exported | None":
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

    def embed_parts(self, texts: Sequence[str], parts: Parts) -> tuple[Vectors, list[Vectors]]:
        if not self._contextual:
            return apart(self, texts, parts)
        prompt = self._prompts["document"]
        moved = [[(start + len(prompt), end + len(prompt)) for start, end in spans] for spans in parts]
        return self._embed([prompt + text for text in texts], moved)

    def embed_query(self, text: str) -> Vectors:
        return self._embed([self._prompts["query"] + text], None)[0]

    def _embed(self, texts: Sequence[str], parts: Parts | None) -> tuple[Vectors, list[Vectors]]:
        encodings = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        for encoding in encodings:
            encoding.truncate(self._reads)
        encodings = [self._tokenizer.post_process(encoding) for encoding in encodings]
        # Texts of like length together: a batch is padded to its longest.
        order = sorted(range(len(texts)), key=lambda number: len(encodings[number].ids))
        vectors = np.empty((len(texts), self.model.dimension), np.float32)
        of_parts = [np.empty((0, self.model.dimension), np.float32) for _ in texts]
        outputs = ["embedding"] if parts is None else ["embedding", "tokens"]
        for first in range(0, len(order), BATCH):
            numbers = order[first : first + BATCH]
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


def export(original: "SentenceTransformer", folder: Path) -> str | None:
    """Export a model into a folder, which appears whole or not at all. Returns why not, where it does not export."""
    if not getattr(original.tokenizer, "is_fast", False):
        return "its tokenizer is not a fast one"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        made = Path(temporary) / "model"
        made.mkdir()
        # Where a text's vector is the mean of its tokens, so is a part's, and the tokens are let out as well.
        outputs = ["embedding", "tokens"] if is_mean_of_tokens(original) else ["embedding"]
        inputs, reason = _traced(original, made / "model.onnx", outputs)
        if reason is not None:
            return f"it does not export to ONNX ({reason})"
        original.tokenizer.backend_tokenizer.save(str(made / "tokenizer.json"))
        record = {
            "model": asdict(describe(original, "", folder.name)),
            "reads": reads(original),
            "inputs": inputs,
            "contextual": "tokens" in outputs,
            "pad": original.tokenizer.pad_token_id or 0,
            "prompts": {key: original.prompts.get(key) or "" for key in ("query", "document")},
            "crc32": _checksums(made),
        }
        (made / "model.json").write_text(json.dumps(record), encoding="utf-8")
        exported = Exported.open(made, "", 1)
        if exported is None:
            return "ONNX Runtime does not load what was exported"
        if (stray := _stray(exported, original)) > _TOLERANCE:
            return f"the exported model strays from the original (1 - cosine {stray:.1e})"
        if not folder.exists():
            os.replace(made, folder)
    return None


def _traced(original: "SentenceTransformer", path: Path, outputs: list[str]) -> tuple[list[str], str | None]:
    """Write a model as one function of tensors, pooling included; returns the names of these, and why it failed."""
    import torch

    features = original.preprocess(list(_PROBES))
    inputs: list[str] = [key for key in ("input_ids", "attention_mask", "token_type_ids") if key in features]
    axes = {key: {0: "batch", 1: "length"} for key in (*inputs, "tokens")} | {"embedding": {0: "batch"}}

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.original = original

        def forward(self, *tensors: Any) -> Any:
            made = self.original(dict(zip(inputs, tensors, strict=True)))
            return (made["sentence_embedding"], made["token_embeddings"])[: len(outputs)]

    try:
        with warnings.catch_warnings(), torch.no_grad():
            # The exporter by tracing is the older one, but needs no further package; the result is compared afterwards.
            warnings.simplefilter("ignore")
            torch.onnx.export(
                Whole(),
                tuple(features[key] for key in inputs),
                str(path),
                input_names=inputs,
                output_names=outputs,
                dynamic_axes={name: axes[name] for name in (*inputs, *outputs)},
                opset_version=17,
                dynamo=False,
            )
    except (torch.onnx.errors.OnnxExporterError, RuntimeError, TypeError, KeyError) as error:
        return inputs, first_line(error)
    return inputs, None


def _stray(exported: Exported, original: "SentenceTransformer") -> float:
    """The largest 1 - cosine between the vectors of the exported and the original model."""
    probes = [*_PROBES, " ".join(_PROBES * 3)]
    ours, theirs = exported.embed_documents(probes), unit(original.encode_document(probes))
    return float(np.max(1 - np.sum(ours * theirs, axis=1)))


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
