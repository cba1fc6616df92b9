"""A model that was exported to ONNX, with its pooling and normalisation: to embed with it takes neither torch nor
transformers.

Each text is read alone by one thread, and as many are read at once as there are threads: nothing is padded, and no
thread waits for another within a text. docs/performance.md has what else was measured.
"""

import json
import shutil
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from rag.index.embedding import Model, Parts, Vectors, apart, unit
from rag.index.sealed import crc_of
from rag.types import Interval

_Loaded = TypeVar("_Loaded")


class Turns:
    """Lets a ``number`` of threads in at once, in the order in which they came: of 32 that a semaphore lets in, some
    wait twice as long as most."""

    def __init__(self, number: int) -> None:
        self._free = number
        self._waiting: deque[threading.Lock] = deque()
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        gate = threading.Lock()
        with self._lock:
            if self._free:
                self._free -= 1
                return
            gate.acquire()
            self._waiting.append(gate)
        gate.acquire()  # released by one that is done

    def __exit__(self, *_: object) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1


class Exported:
    """A model that was exported to ONNX. It may be shared between threads: ``threads`` read at once, of texts and of
    questions, each on its own, so that questions wait for each other and not for a build."""

    def __init__(self, folder: Path, name: str, threads: int) -> None:
        self._readers = ThreadPoolExecutor(threads, "embedding")
        record, self._session, self._tokenizer = loaded(folder, self._readers)
        self.model = Model(**(record["model"] | {"name": name}))
        self._prompts: dict[str, str] = record["prompts"]
        self._inputs: list[str] = record["inputs"]
        self._contextual: bool = record["contextual"]
        self._reads: int = record["reads"] - self._tokenizer.num_special_tokens_to_add(False)
        self._turns = Turns(threads)

    @classmethod
    def open(cls, folder: Path, name: str, threads: int) -> "Exported | None":
        """The exported model of that folder; None where there is none, or one that does not load."""
        return opened(folder, lambda: cls(folder, name, threads))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(encoding.ids) for encoding in self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)]

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        return self.embed_parts(texts, [()] * len(texts))[0]

    def embed_parts(self, texts: Sequence[str], parts: Parts) -> tuple[Vectors, list[Vectors]]:
        if not self._contextual and any(parts):
            return apart(self, texts, parts)
        read = list(self._readers.map(self._document, texts, parts))
        vectors = np.array([whole for whole, _ in read], np.float32)
        return vectors.reshape(-1, self.model.dimension), [of_parts for _, of_parts in read]

    def embed_query(self, text: str) -> Vectors:
        # In the thread that asks: to hand it to another takes a tenth of the model's time.
        with self._turns:
            return unit(self._read(self._prompts["query"] + text, ["embedding"])[1])

    def _document(self, text: str, parts: Sequence[Interval]) -> tuple[Vectors, Vectors]:
        """The vectors of a text, (dimension,), and of its parts, (number of parts, dimension)."""
        prompt = self._prompts["document"]
        if not parts:
            _, whole = self._read(prompt + text, ["embedding"])
            return unit(whole[0]), np.empty((0, self.model.dimension), np.float32)
        encoding, whole, tokens = self._read(prompt + text, ["embedding", "tokens"])
        moved = [(start + len(prompt), end + len(prompt)) for start, end in parts]
        return unit(whole[0]), unit(_pooled(encoding, tokens[0], moved, whole[0]))

    def _read(self, text: str, outputs: Sequence[str]) -> Any:
        """A text's encoding, and what the model makes of it, each with a first axis of length 1."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        encoding.truncate(self._reads)
        encoding = self._tokenizer.post_process(encoding)
        values = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        inputs = {name: np.array([values[name]], np.int64) for name in self._inputs}
        return encoding, *self._session.run(outputs, inputs)


def _pooled(encoding: Any, tokens: Vectors, parts: Sequence[Interval], otherwise: Vectors) -> Vectors:
    """For each part of a text the mean of its tokens, as the model left them after reading the whole text.

    ``tokens`` is (number of tokens, dimension); a part that has no token gets ``otherwise``.
    (Guenther et al., "Late Chunking", 2024, arXiv 2409.04701.)
    """
    real = np.flatnonzero(np.array(encoding.special_tokens_mask) == 0)
    starts, ends = np.array(encoding.offsets, np.int64)[real].T if len(real) else np.empty((2, 0), np.int64)
    rows = np.tile(otherwise, (len(parts), 1))
    for row, (start, end) in enumerate(parts):
        first, last = np.searchsorted(ends, start, "right"), np.searchsorted(starts, end, "left")
        if first < last:
            rows[row] = tokens[real[first:last]].mean(axis=0)
    return rows


def opened(folder: Path, load: Callable[[], _Loaded]) -> _Loaded | None:
    """What ``load`` makes of an export; None where there is none, or one that does not load, which is taken away."""
    if not folder.exists():
        return None
    from onnxruntime.capi import onnxruntime_pybind11_state as states

    try:
        return load()
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


def loaded(folder: Path, readers: ThreadPoolExecutor) -> tuple[dict[str, Any], Any, Any]:
    """What is written down of an export; its session, which reads by one thread; and its tokenizer, which neither cuts
    nor pads. Raises ``ValueError`` where its files are not those that were written."""
    found = readers.submit(checksums, folder)  # while the libraries are loaded
    import onnxruntime
    from tokenizers import Tokenizer

    record: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    if record["crc32"] != found.result():
        raise ValueError(f"{folder} is damaged")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()  # a tokenizer's file may carry a cut of its own: MiniLM's stops at 128
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    return record, session, tokenizer


def checksums(folder: Path) -> dict[str, int]:
    """CRC-32 of each file of an export but for the one that holds them."""
    return {path.name: crc_of(path) for path in sorted(folder.iterdir()) if path.name != "model.json"}
