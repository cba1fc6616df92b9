"""How likely a sentence answers a question: the default model reads both together, changed by what was learned of
questions and the sentences that answer them.

What a vector tells of a sentence was settled before anybody asked: what it is about. Read together with the question it
tells whether it says what is asked for. What was learned comes with the project: a correction of low rank to each
matrix of the model (Hu et al., "LoRA", 2021, arXiv 2106.09685), and the weights of a logistic regression over what the
model makes of the two (as Reimers and Gurevych, "Sentence-BERT", 2019, arXiv 1908.10084, compare two texts).
`rag.evaluation.adapting` learns it, from English alone.
"""

import contextlib
import functools
import hashlib
import os
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import ModelError
from rag.index.export import in_8_bits, save, trace, whole
from rag.index.exported import loaded, opened
from rag.index.models import DEFAULT_MODEL, DEFAULT_SHA256, cache_of, folder_of
from rag.index.original import load_original, shape_of, transformers_of
from rag.text.characters import well_formed

if TYPE_CHECKING:
    import torch

LEARNED = Path(__file__).with_name("relevance.npz")
MOST_TOKENS = 112
"""Of a question and a sentence together that are read."""
SCALE = 2.0
"""What a correction is multiplied with before it is added to its matrix."""
_REMEMBERED = 4096  # pairs, as one question is read again where its answer is looked for in several ways


class Relevance:
    """A model that reads questions and sentences. It may be shared between threads; ``threads`` read at once."""

    def __init__(self, folder: Path, threads: int) -> None:
        self._readers = ThreadPoolExecutor(threads, "relevance")
        _, self._session, self._tokenizer = loaded(folder, self._readers)
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._remembered = functools.lru_cache(_REMEMBERED)(self._read)

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """For each text how likely it answers the query, as log odds, in their order."""
        asked = well_formed(query)
        return list(self._readers.map(functools.partial(self._remembered, asked), map(well_formed, texts)))

    def _read(self, query: str, text: str) -> float:
        encoding = self._tokenizer.encode(query, text)
        of = np.array([sides(encoding.sequence_ids)])
        values = {
            "input_ids": np.array([encoding.ids], np.int64),
            "attention_mask": np.array([encoding.attention_mask], np.int64),
            "token_type_ids": np.array([encoding.type_ids], np.int64),
            "asked": (of == 0).astype(np.float32),
            "told": (of == 1).astype(np.float32),
        }
        return float(self._session.run(["relevance"], values)[0][0])


@functools.cache
def load(threads: int = 1) -> Relevance:
    """The model, which is exported to ONNX when it is first used, and kept in the user's cache where that can be
    written. Raises ``ModelError`` where it can't be had."""
    sha256 = hashlib.sha256(LEARNED.read_bytes() + DEFAULT_SHA256.encode()).hexdigest()
    folder = cache_of(sha256, "int8")
    if found := opened(folder, lambda: Relevance(folder, threads)):
        return found
    with contextlib.suppress(OSError):
        folder.parent.mkdir(parents=True, exist_ok=True)
    kept = os.access(folder.parent, os.W_OK)
    with contextlib.nullcontext(str(folder.parent)) if kept else tempfile.TemporaryDirectory() as place:
        folder = Path(place, folder.name)
        try:
            whole(folder, _export)
        except OSError as error:
            if not folder.exists():  # else another process was as far
                raise ModelError(f"{place} can't be written ({error.strerror}): free some space.") from error
        return Relevance(folder, threads)


def _export(folder: Path) -> None:
    """Export the model, in whole numbers of 8 bits, into a folder. Raises ``ModelError`` where it can't be."""
    import torch

    original = load_original(DEFAULT_MODEL, folder_of(DEFAULT_MODEL))
    (bert,) = transformers_of(original)
    head = adapt(bert, learned(LEARNED))

    class Both(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert, self.head = bert, head

        def forward(self, ids: Any, mask: Any, types: Any, asked: Any, told: Any) -> Any:
            return self.head(compared(self.bert(ids, mask, types).last_hidden_state, asked, told)).squeeze(-1)

    encoding = original.tokenizer("Who asks?", "Someone else tells it.", return_tensors="pt")
    of = torch.tensor([sides(encoding.sequence_ids())])
    features = {name: encoding[name] for name in ("input_ids", "attention_mask", "token_type_ids")}
    features |= {"asked": (of == 0).float(), "told": (of == 1).float()}
    reason = trace(Both(), features, ["relevance"], folder / "model.onnx")
    if reason is not None:
        raise ModelError(f"What reads questions with sentences does not export to ONNX ({reason}).")
    in_8_bits(folder / "model.onnx", *shape_of(original))
    save(original, folder, {})


def learned(path: Path) -> "dict[str, NDArray[np.float32]]":
    """What was learned, by name: of each matrix that is corrected the halves ``.down``, (width in, rank), and ``.up``,
    (rank, width out); of the head ``head.weight`` and ``head.bias``; and whole parameters. Raises ``OSError``, and
    ``ValueError`` where the file holds something else."""
    with np.load(path, allow_pickle=False) as arrays:
        return {name: arrays[name].astype(np.float32) for name in arrays.files}


def adapt(bert: "torch.nn.Module", arrays: "Mapping[str, NDArray[np.float32]]") -> "torch.nn.Linear":
    """Put what was learned into a model; returns what reckons the log odds from what it makes of a pair."""
    import torch

    with torch.no_grad():
        tensors = {name: torch.from_numpy(one) for name, one in arrays.items()}
        weights = dict(bert.named_parameters())
        for name, one in tensors.items():
            if name.endswith(".down"):
                matrix = name.removesuffix(".down")
                weights[f"{matrix}.weight"].add_(SCALE * (one @ tensors[f"{matrix}.up"]).T)
            elif name in weights:
                weights[name].copy_(one)
        head = torch.nn.Linear(tensors["head.weight"].shape[1], 1)
        head.weight.copy_(tensors["head.weight"])
        head.bias.copy_(tensors["head.bias"])
    return head


def sides(sequences: Sequence[int | None], length: int = 0) -> list[int]:
    """For each token of a pair 0 where it is of the question, 1 where it is of the sentence, else -1, as for those that
    fill it up to a ``length``."""
    return [*(-1 if one is None else one for one in sequences), *[-1] * (length - len(sequences))]


def compared(tokens: "torch.Tensor", asked: "torch.Tensor", told: "torch.Tensor") -> "torch.Tensor":
    """What a question and a sentence have in common and what sets them apart, (batch, 4 x width), from the tokens of
    both, (batch, length, width), of which ``asked`` and ``told``, (batch, length), mark those of each with 1."""
    import torch

    one, other = (
        torch.nn.functional.normalize((tokens * marks.unsqueeze(-1)).sum(1), dim=1) for marks in (asked, told)
    )
    return torch.cat([one * other, (one - other).abs(), one, other], 1)
