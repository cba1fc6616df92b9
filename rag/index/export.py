"""A sentence-transformers model -> ONNX, pooling included, as it is or in whole numbers of 8 bits.

What is exported is compared with the original before it is kept. On two cores the default model reads 3,500 tokens a
second and core in 8 bits, 2,400 in float32 (without VNNI instructions; with them about twice that); what 8 bits cost in
what is found stands in docs/performance.md.
"""

import json
import os
import tempfile
import warnings
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.index.embedding import Precision, unit
from rag.index.exported import Exported, checksums
from rag.index.original import describe, first_line, is_mean_of_tokens, reads, shape_of, with_plain_attention

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

_PROBES = (
    "A short line.",
    "Two sentences stand here. The second is a good deal longer than the first, so that padding is put to the test.",
)
_TOLERANCES: dict[Precision, float] = {"float32": 1e-4, "int8": 0.03}
"""How far the exported model may stray from the original on the probes, as 1 - cosine; float32 noise is near 1e-7, and
in 8 bits the default model strays by 0.006, the multilingual one by 0.025."""


def export(original: "SentenceTransformer", folder: Path, sha256: str, precision: Precision) -> str | None:
    """Export a model, whose weights have that SHA-256, into a folder, which appears whole or not at all. Returns why
    not, where it does not export."""
    if not getattr(original.tokenizer, "is_fast", False):
        return "its tokenizer is not a fast one"
    return whole(folder, lambda made: _exported(original, made, sha256, precision))


def whole(folder: Path, make: Callable[[Path], str | None]) -> str | None:
    """Let a folder appear whole or not at all: ``make`` fills one beside it, and says why not, where it can't, which is
    returned. One that has appeared meanwhile stays. Raises ``OSError`` where it can't be written."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        made = Path(temporary) / "model"
        made.mkdir()
        reason = make(made)
        if reason is None and not folder.exists():
            os.replace(made, folder)
    return reason


def save(original: "SentenceTransformer", folder: Path, record: Mapping[str, object]) -> None:
    """Put the tokenizer of a model, and what is to be known of it, beside what was exported of it."""
    original.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    written = json.dumps({**record, "crc32": checksums(folder)})
    (folder / "model.json").write_text(written, encoding="utf-8")


def _exported(original: "SentenceTransformer", folder: Path, sha256: str, precision: Precision) -> str | None:
    """Export a model into an empty folder, and compare the two. Returns why it does not do, where it does not."""
    # Where a text's vector is the mean of its tokens, so is a part's, and the tokens are let out as well.
    outputs = ["embedding", "tokens"] if is_mean_of_tokens(original) else ["embedding"]
    inputs, reason = _traced(original, folder / "model.onnx", outputs)
    if reason is not None:
        return f"it does not export to ONNX ({reason})"
    if precision == "int8":
        in_8_bits(folder / "model.onnx", *shape_of(original))
    record = {
        "model": asdict(replace(describe(original, "", sha256), precision=precision)),
        "reads": reads(original),
        "inputs": inputs,
        "contextual": "tokens" in outputs,
        "prompts": {key: original.prompts.get(key) or "" for key in ("query", "document")},
    }
    save(original, folder, record)
    exported = Exported.open(folder, "", 1)
    if exported is None:
        return "ONNX Runtime does not load what was exported"
    if (stray := _stray(exported, original)) > _TOLERANCES[precision]:
        return f"the exported model strays from the original (1 - cosine {stray:.1e})"
    return None


def _traced(original: "SentenceTransformer", path: Path, outputs: list[str]) -> tuple[list[str], str | None]:
    """Write a model as one function of tensors, pooling included; returns the names of these, and why it failed."""
    import torch

    features = original.preprocess(list(_PROBES))
    inputs: list[str] = [key for key in ("input_ids", "attention_mask", "token_type_ids") if key in features]

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.original = original

        def forward(self, *tensors: Any) -> Any:
            made = self.original(dict(zip(inputs, tensors, strict=True)))
            return (made["sentence_embedding"], made["token_embeddings"])[: len(outputs)]

    return inputs, trace(Whole(), {key: features[key] for key in inputs}, outputs, path)


def trace(
    module: "torch.nn.Module", features: "Mapping[str, torch.Tensor]", outputs: list[str], path: Path
) -> str | None:
    """Write a module as one function of tensors, each (batch, length), that are called as the ``features``. Of the
    outputs "tokens" is as long as these. Returns why it failed, where it did."""
    import torch

    lengths = {name: {0: "batch", 1: "length"} for name in (*features, "tokens")}
    try:
        with warnings.catch_warnings(), torch.no_grad(), with_plain_attention(module):
            # The exporter by tracing is the older one, but needs no further package; the result is compared afterwards.
            warnings.simplefilter("ignore")
            torch.onnx.export(
                module,
                tuple(features.values()),
                str(path),
                input_names=list(features),
                output_names=outputs,
                dynamic_axes={name: lengths.get(name, {0: "batch"}) for name in (*features, *outputs)},
                opset_version=17,
                dynamo=False,
            )
    except (torch.onnx.errors.OnnxExporterError, RuntimeError, TypeError, KeyError) as error:
        return first_line(error)
    return None


def in_8_bits(path: Path, heads: int, width: int) -> None:
    """Turn the weights of a model's matrices into whole numbers of 8 bits, with a scale for each column, and what they
    are multiplied with as it comes (ONNX Runtime's dynamic quantisation).

    Of the range half is used: processors without VNNI add two products in 16 bits, which would overflow, so that an
    index would depend on the processor that made it.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.quant_utils import add_pre_process_metadata
    from onnxruntime.transformers import optimizer

    # Attention in one piece, where its pattern is found, is in 8 bits as a whole.
    fused = optimizer.optimize_model(str(path), "bert", num_heads=heads, hidden_size=width, opt_level=0)
    add_pre_process_metadata(fused.model)  # else a warning asks for it
    fused.save_model_to_file(str(path))
    quantize_dynamic(
        path,
        path,
        op_types_to_quantize=["MatMul", "Attention"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def _stray(exported: Exported, original: "SentenceTransformer") -> float:
    """The largest 1 - cosine between the vectors of the exported and the original model."""
    probes = [*_PROBES, " ".join(_PROBES * 3)]
    ours, theirs = exported.embed_documents(probes), unit(original.encode_document(probes))
    return float(np.max(1 - np.sum(ours * theirs, axis=1)))
