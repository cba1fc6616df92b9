"""Words are found in every script and spelling, and a damaged index is never opened, however it is damaged."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from rag.index.keywords import KeywordIndex
from rag.text.words import FUNCTION_STEMS, stems
from tests.index.conftest import rewritten

CHUNKS = [
    (1, "Harbour", "The storms hit Türkiye; İstanbul was flooded, said Özkan Ulutaş of the TMMOB."),
    (2, "Costs", "Repairs will cost 1,234,567 crowns, or 3.5 percent of the budget."),
    (3, "東京", "東京で地震が発生した。首相は会見を開いた。"),
    (4, "北京", "北京市政府宣布了新的交通规划。"),
    (5, "अंकारा", "प्रधानमंत्री अंकारा पहुँचे और समझौते पर हस्ताक्षर किए।"),
    (6, "Министр", "Министр прибыл в Белград, где шёл дождь."),
    (7, "A storm", "Nothing of weather in the words below the title, only of trams."),
]


def filled(folder: Path | None) -> KeywordIndex:
    index = KeywordIndex.create(folder)
    index.update((), CHUNKS, 3)
    return index


@pytest.fixture(params=["folder", "memory"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> KeywordIndex:
    return filled(tmp_path / "keywords" if request.param == "folder" else None)


def found(index: KeywordIndex, query: str, limit: int = 10) -> list[int]:
    return [identifier for identifier, _ in index.search(query, limit)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Turkiye", [1]),
        ("TÜRKİYE", [1]),
        ("istanbul", [1]),
        ("ISTANBUL", [1]),
        ("Ulutas", [1]),
        ("ozkan", [1]),
        ("repair costs", [2]),
        ("flooding", [1]),
        ("1234567", [2]),
        ("1,234,567", [2]),
        ("3.5", [2]),
        ("地震", [3]),
        ("交通", [4]),
        ("अंकारा", [5]),
        ("हस्ताक्षर", [5]),
        ("белград", [6]),
        ("шел", [6]),
        ("absent", []),
        ("123", []),
    ],
)
def test_a_word_is_found_however_it_is_written(index: KeywordIndex, query: str, expected: list[int]) -> None:
    assert found(index, query) == expected


def test_text_weighs_more_than_title_and_more_words_more_than_one(index: KeywordIndex) -> None:
    scores = dict(index.search("storm", 10))
    assert list(scores) == [1, 7]
    assert scores[1] > scores[7] > 0
    both = index.search("storm trams", 10)
    assert [identifier for identifier, _ in both] == [7, 1]
    assert both[0][1] > scores[7]


@pytest.mark.parametrize("query", ["", "  \n", "!?", "—", '""', "🌧️"])
def test_a_query_without_a_word_finds_nothing(index: KeywordIndex, query: str) -> None:
    assert index.search(query, 10) == []


@pytest.mark.parametrize(
    "query",
    ['"', '"storm', "text:storm", "title:(", "id:1", "storm AND", "NOT storm", "stor*", "*", "[a TO b]", "storm^9",
     "\\", "storm~2", "+storm -storm", "{", "/storm/", "storm\x00", "(" * 500, "x" * 100_000, "storm " * 5_000],
)  # fmt: skip
def test_the_signs_of_a_query_language_are_no_more_than_signs(index: KeywordIndex, query: str) -> None:
    assert set(found(index, query)) <= {1, 7}
    assert (1 in found(index, query)) == ("storm" in query)


def test_no_more_are_found_than_asked_for_nor_than_there_are(index: KeywordIndex) -> None:
    assert found(index, "storm", 1) == [1]
    assert found(index, "storm", 10_000) == [1, 7]
    assert found(index, "storm", 0) == []


def test_only_allowed_chunks_are_found_with_the_scores_they_have_anyway(index: KeywordIndex) -> None:
    assert index.search("storm", 10, np.array([2, 7, 999])) == index.search("storm", 10)[1:]
    assert index.search("storm", 1, np.array([7]))[0][0] == 7
    assert index.search("storm", 10, np.array([2, 999])) == []
    assert index.search("storm", 10, np.empty(0, np.int64)) == []


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_however_many_are_allowed_the_same_are_found(share: float) -> None:
    index = KeywordIndex.create(None)
    rng = np.random.default_rng(1)
    index.update((), [(number, "", "storm " * int(rng.integers(1, 9)) + "tram") for number in range(6000)], 1)
    allowed = np.flatnonzero(rng.random(6000) < share)
    kept = set(allowed.tolist())
    every = [hit for hit in index.search("storm", 6000) if hit[0] in kept]
    for limit in (1, 30, 500):
        assert index.search("storm", limit, allowed) == every[:limit]


def test_removed_chunks_are_found_no_more(index: KeywordIndex) -> None:
    index.update({1, 999}, [(8, "Later", "Another storm, at sea.")], 4)
    assert set(found(index, "storm")) == {7, 8}
    assert found(index, "Turkiye") == []
    assert set(dict(index.contents())) == {2, 3, 4, 5, 6, 7, 8}
    index.update(set(dict(index.contents())), (), 5)
    assert set(dict(index.contents())) == set()
    assert found(index, "storm") == []


def test_an_empty_index_finds_nothing() -> None:
    index = KeywordIndex.create(None)
    assert index.search("storm", 10) == []
    assert set(dict(index.contents())) == set()


def test_rare_words_are_rarer_than_common_ones_and_none_is_below_nothing(index: KeywordIndex) -> None:
    rarity = index.rarity("the storms of Ankara")
    assert list(rarity) == ["the", "storm", "of", "ankara"]
    assert 0 < rarity["of"] < rarity["storm"] < rarity["ankara"]
    index.update((), [(number, "", "tram" if number == 100 else "storm") for number in range(100, 150)], 4)
    index.update(range(101, 150), (), 5)
    assert min(index.rarity("storm of Turkiye").values()) > 0


def test_of_many_misspelled_words_the_first_are_corrected(monkeypatch: pytest.MonkeyPatch) -> None:
    index = KeywordIndex.create(None)
    index.update((), [(1, "", "harbours and councils")], 1)
    sought: list[str] = []
    beginning = KeywordIndex.beginning

    def counted(index: KeywordIndex, prefix: str) -> list[str]:
        sought.append(prefix)
        return beginning(index, prefix)

    monkeypatch.setattr(KeywordIndex, "beginning", counted)
    strange = " ".join(f"harb{one}r{two}x" for one in "abcdefghij" for two in "klmnopqrst")
    assert "harbour" in index.rarity(f"harbuor {strange}")
    assert len(sought) < 20


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Was geschah mit den Häusern im Hafen?", ["hausern", "haus", "hauser"]),  # of one stem
        ("Wie lang ist die Urzeitschlange im Hafen?", ["schlang"]),  # what the compound ends with
        ("Wer sah den Haftbefehlstext im Hafen?", ["haftbefehl"]),  # what it begins with
        ("Wer sah die Schlange im Hafen?", ["schlang"]),
    ],
)
def test_a_german_word_is_looked_for_in_its_forms_and_a_compound_by_its_parts(query: str, expected: list[str]) -> None:
    index = KeywordIndex.create(None)
    texts = ["Das Haus steht im Hafen.", "Alle Häuser brannten.", "Die Schlange schlief.", "Ein Haftbefehl kam."]
    index.update((), [(number, "", text) for number, text in enumerate(texts)], 1)
    terms = index.terms(query)
    assert expected in [list(forms) for forms in terms.values()]
    assert index.terms("Who saw the hauser in the harbour?")["hauser"] == ["hauser"], "no German question"
    known = {form for forms in terms.values() for form in forms}
    held = [number for number, text in enumerate(texts) if known & set(stems(text))]
    assert sorted(found(index, query)) == held


def test_the_forms_of_a_word_are_as_rare_as_all_of_them_together() -> None:
    index = KeywordIndex.create(None)
    index.update((), [(1, "", "Das Schiff sank."), (2, "", "Die Schiffe sanken."), (3, "", "Der Turm fiel.")], 1)
    rarity = index.rarity("Welche Schiffe und welcher Turm?")
    assert rarity["schiff"] < rarity["turm"]


def test_english_words_are_cut_to_their_stems_and_function_words_are_known() -> None:
    assert stems("Flooded floods, flooding the Mayors' houses") == ["flood", "flood", "flood", "the", "mayor", "hous"]
    assert {"the", "have", "which"} <= FUNCTION_STEMS
    assert not FUNCTION_STEMS & set(stems("storm harbour war peace one two new old first last Ankara"))


def test_what_is_saved_is_what_is_loaded_and_can_be_written_on(tmp_path: Path) -> None:
    folder = tmp_path / "keywords"
    expected = filled(folder).search("storm trams", 10)
    loaded = KeywordIndex.load(folder, 3)
    assert loaded is not None
    assert loaded.search("storm trams", 10) == expected
    loaded.update({1}, [(9, "", "A late storm.")], 4)
    again = KeywordIndex.load(folder, 4)
    assert again is not None
    assert set(found(again, "storm")) == {7, 9}
    assert KeywordIndex.load(folder, 3) is None


def test_an_update_notes_what_it_wrote_and_does_not_take_a_damaged_file_for_sound(tmp_path: Path) -> None:
    folder = tmp_path / "keywords"
    filled(folder)
    loaded = KeywordIndex.load(folder, 3)
    assert loaded is not None
    before = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.idx")}
    loaded.update((), [(9, "", "A late storm.")], 4)
    assert before.items() <= {path.name: path.stat().st_mtime_ns for path in folder.glob("*.idx")}.items()
    assert KeywordIndex.load(folder, 4) is not None
    flip(folder / next(iter(before)))
    loaded.update((), [(10, "", "A later storm.")], 5)
    assert KeywordIndex.load(folder, 5) is None


@pytest.mark.parametrize("generation", [0, 2, 4])
def test_an_index_of_another_generation_is_not_used(tmp_path: Path, generation: int) -> None:
    filled(tmp_path / "keywords")
    assert KeywordIndex.load(tmp_path / "keywords", generation) is None


def test_creating_takes_the_place_of_what_is_there(tmp_path: Path) -> None:
    filled(tmp_path / "keywords")
    segments = {path.name for path in (tmp_path / "keywords").glob("*.idx")}
    index = KeywordIndex.create(tmp_path / "keywords")
    assert segments
    assert not segments & {path.name for path in (tmp_path / "keywords").iterdir()}, "no old file is left"
    assert KeywordIndex.load(tmp_path / "keywords", 3) is None
    index.update((), CHUNKS[:1], 1)
    loaded = KeywordIndex.load(tmp_path / "keywords", 1)
    assert loaded is not None
    assert set(dict(loaded.contents())) == {1}


def test_a_writer_killed_before_its_manifest_leaves_an_index_that_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "keywords"
    index = filled(folder)
    manifest = (folder / "manifest.json").read_bytes()
    index.update((), [(9, "", "later")], 4)
    (folder / "manifest.json").write_bytes(manifest)
    assert KeywordIndex.load(folder, 3) is None
    assert KeywordIndex.load(folder, 4) is None


def cut(path: Path) -> None:
    rewritten(path, path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    rewritten(path, b"")


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    rewritten(path, bytes(content))


def lengthen(path: Path) -> None:
    rewritten(path, path.read_bytes() + b" x")


@pytest.mark.parametrize("damage", [cut, empty, flip, lengthen, Path.unlink])
def test_no_damage_to_any_file_is_let_through(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """A truncated file that Tantivy mapped into memory would end this very process with a bus error."""
    folder = tmp_path / "keywords"
    expected = filled(folder).search("storm trams", 10)
    files = sorted(path.name for path in folder.iterdir())
    assert len(files) > 6
    tried = 0
    for number, name in enumerate(files):
        copy = tmp_path / f"copy{number}"  # a folder each: Tantivy may still write to one when it is done with
        shutil.copytree(folder, copy)
        if (copy / name).stat().st_size or damage is lengthen:
            damage(copy / name)
            tried += 1
            loaded = KeywordIndex.load(copy, 3)
            # Tantivy's own notes (.managed.json, its lock) hold nothing that is searched.
            assert loaded is None or (name.startswith(".") and loaded.search("storm trams", 10) == expected), name
    assert tried > 6


def test_a_foreign_file_or_a_missing_folder_gives_no_index(tmp_path: Path) -> None:
    assert KeywordIndex.load(tmp_path / "keywords", 0) is None
    (tmp_path / "keywords").mkdir()
    assert KeywordIndex.load(tmp_path / "keywords", 0) is None
    (tmp_path / "file").write_text("no folder")
    assert KeywordIndex.load(tmp_path / "file", 0) is None
    filled(tmp_path / "full")
    (tmp_path / "full" / "more.idx").write_bytes(b"more")
    assert KeywordIndex.load(tmp_path / "full", 3) is None
