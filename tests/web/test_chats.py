"""A turn as the browser keeps it: to JSON and back, over changed articles, and out of whatever else comes back."""

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from rag.answers.answer import Answer
from rag.answers.statements import Missing, Statement, Trace
from rag.errors import RagError
from rag.filters import Filters
from rag.index.embedding import Embedder
from rag.index.search import Index
from rag.index.versions import KEPT
from rag.types import Article, Citation
from rag.web import chats
from rag.web.drawings import Drawing, Drawings
from rag.web.session import Exchange, Session
from tests.conftest import HashedWords

TEXT = "Türkiye took command on 9 October 2023.\n\nItaly’s general left. \U0001f6a2 The mission costs 5 crowns.\n"
FILTERS = Filters(date(2023, 1, 1), None, ("Brief",), ("Ana", "Teodora"), articles=("kfor.md",))
PLAIN = "---\ntitle: Another\n---\n\nNothing of it.\n"


def _written(folder: Path, text: str = TEXT) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "kfor.md").write_text(f"---\ntitle: KFOR\ndate: 2023-10-12\n---\n\n{text}", encoding="utf-8")
    (folder / "other.md").write_text(PLAIN, encoding="utf-8")
    return folder


def _built(folder: Path) -> Index:
    embedder: Embedder = HashedWords()
    Index.build(folder / "corpus", folder / "index", embedder=embedder)
    return Index.open(folder / "index", embedder=embedder)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    _written(tmp_path / "corpus")
    return _built(tmp_path)


def _cite(article: Article, quote: str, number: int) -> Citation:
    start = article.text.index(quote)
    return Citation(article, start, start + len(quote), number)


def _exchange(index: Index) -> Exchange:
    article = index.article("kfor.md")
    assert article is not None
    made = Exchange(4, "Who leads KFOR,\nand why?", FILTERS, titles=("KFOR",))
    first, second = _cite(article, "9 October 2023", 2), _cite(article, "\U0001f6a2 The mission", 3)
    statements = (
        Statement("Türkiye does [1].", (first, second), "partly", "no name", "\n\n- ", 0.4),
        Statement("Nobody.", (), "unsupported", None, " ", 0.1),
        Statement("It costs 5 crowns.", (second,), "supported"),
    )
    given = Answer(
        made.question,
        Trace("Who leads KFOR, and why?", generation=7),
        statements,
        missing=(Missing("and why", "why KFOR"),),
        generator="small-model",
        notice="No reranker.",
        left_out=2,
        finished=True,
    )
    made.answer = given
    return made


def _drawn(exchange: Exchange) -> Drawing:
    return Drawings().draw(exchange)


def _through_the_browser(record: dict[str, Any]) -> Any:
    return json.loads(json.dumps(record))


# There and back


def test_a_turn_comes_back_as_it_was(index: Index) -> None:
    exchange = _exchange(index)
    back = chats.restored(4, _through_the_browser(chats.record(exchange)), index)
    assert vars(back) == vars(exchange)


def test_a_turn_that_an_earlier_version_kept_comes_back(index: Index) -> None:
    exchange = _exchange(index)
    kept = chats.record(exchange)
    answer = kept["answer"]
    quotes = {
        one["number"]: [one["article_id"], one["start"], one["number"], one["quote"]] for one in answer["citations"]
    }
    kept["answer"] = {
        name: answer[name] for name in ("query", "refusal", "reply", "generator", "notice", "left_out")
    } | {
        "statements": [one | {"citations": [quotes[n] for n in one["citations"]]} for one in answer["statements"]],
        "missing": [[one["part"], one["query"]] for one in answer["missing"]],
        "generation": answer["generation"],
    }
    assert vars(chats.restored(4, _through_the_browser(kept), index)) == vars(exchange)


def test_it_comes_back_under_another_number(index: Index) -> None:
    back = chats.restored(9, _through_the_browser(chats.record(_exchange(index))), index)
    assert "#cite-9-2" in _drawn(back).answer
    assert "#cite-4-" not in _drawn(back).answer
    assert "id='turn-9'" in _drawn(back).evidence


@pytest.mark.parametrize("more", [{"refusal": "No."}, {"reply": "Hello."}])
def test_so_does_one_that_says_nothing(index: Index, more: dict[str, str]) -> None:
    exchange = Exchange(1, "Hi", Filters())
    exchange.answer = Answer("Hi", Trace("Hi", generation=3), finished=True, **more)  # type: ignore[arg-type]
    assert vars(chats.restored(1, _through_the_browser(chats.record(exchange)), index)) == vars(exchange)


def test_a_question_without_an_answer_stays_one(index: Index) -> None:
    exchange = Exchange(1, "Why?", Filters())
    exchange.ending = "Stopped before the end."
    back = chats.restored(1, _through_the_browser(chats.record(exchange)), index)
    assert back.answer is None
    assert back.over
    assert "There is no answer" in _drawn(back).answer


def test_an_answer_that_was_stopped_comes_back_as_one_that_is_over(index: Index) -> None:
    exchange = _exchange(index)
    assert exchange.answer is not None
    exchange.answer, exchange.ending = replace(exchange.answer, finished=False), "Stopped before the end."
    assert chats.restored(4, _through_the_browser(chats.record(exchange)), index).over


def test_a_question_under_way_comes_back_as_one_to_be_asked(index: Index) -> None:
    exchange = _exchange(index)
    assert exchange.answer is not None
    exchange.answer = replace(exchange.answer, finished=False)
    [back] = chats.reopened([_through_the_browser(chats.record(exchange))], index, after=6)
    assert not back.over
    assert (back.turn, back.question, back.filters) == (7, exchange.question, exchange.filters)


@pytest.mark.parametrize(("later", "model", "again"), [(0, False, False), (1, False, True), (0, True, True)])
def test_asking_again_is_offered_where_the_answer_may_be_another(
    index: Index, later: int, model: bool, again: bool
) -> None:
    exchange = _exchange(index)
    assert exchange.answer is not None
    trace = replace(exchange.answer.trace, generation=index.generation - later)
    exchange.answer = replace(exchange.answer, trace=trace)
    [back] = chats.reopened([_through_the_browser(chats.record(exchange))], index, after=6, again=model)
    assert back.again is again


def test_all_ways_on_come_back(index: Index) -> None:
    session = Session()
    for question in ("One?", "Two?"):
        session.begin(question, Filters()).ending = "Stopped."
    session.begin("Two again?", Filters(), instead_of=2).ending = "Stopped."
    session.begin("Three?", Filters()).ending = "Stopped."
    session.begin("Three again?", Filters(), instead_of=4).ending = "Stopped."
    kept = [_through_the_browser(chats.record(one)) for one in session.exchanges]
    session.reopen("it", chats.reopened(kept, index, after=session.turns))
    asked = [one.question for one in session.exchanges]
    assert asked == ["One?", "Two again?", "Three again?"]
    assert session.turn_to(session.exchanges[2].turn, 0) == 2
    assert [one.question for one in session.exchanges] == ["One?", "Two again?", "Three?"]
    assert session.turn_to(session.exchanges[1].turn, 0) == 1
    assert [one.question for one in session.exchanges] == ["One?", "Two?"]
    broken: list[Any] = [[None, None, 3], [[], None], 7, [[{"question": 1}], None], [[kept[1]], [kept[2]]]]
    for ways in broken:
        with pytest.raises(RagError, match="can't be read"):
            chats.reopened([kept[0] | {"ways": ways}], index, after=0)


def test_no_article_goes_to_the_browser_but_by_its_quotes(index: Index) -> None:
    text = json.dumps(chats.record(_exchange(index)), ensure_ascii=False)
    assert "9 October 2023" in text
    assert "Italy’s general left" not in text


# Articles that change


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (TEXT.replace("9 October", "8 October"), [3, 3]),
        (TEXT.replace("\U0001f6a2 The mission", "The operation"), [2]),
        ("New first words. " + TEXT, []),
        ("Short.", []),
    ],
)
def test_what_no_longer_stands_where_it_stood_is_no_longer_cited(tmp_path: Path, text: str, cited: list[int]) -> None:
    _written(tmp_path / "corpus")
    record = _through_the_browser(chats.record(_exchange(_built(tmp_path))))
    _written(tmp_path / "corpus", text)
    answer = chats.restored(1, record, _built(tmp_path)).answer
    assert answer is not None
    assert [citation.number for one in answer.statements for citation in one.citations] == cited
    assert "has changed since then" in (answer.notice or "")
    assert all(citation.quote in text for citation in answer.citations)


def test_an_article_that_went_is_no_longer_cited(tmp_path: Path) -> None:
    _written(tmp_path / "corpus")
    record = _through_the_browser(chats.record(_exchange(_built(tmp_path))))
    (tmp_path / "corpus" / "kfor.md").unlink()
    back = chats.restored(1, record, _built(tmp_path))
    assert back.answer is not None
    assert back.answer.citations == ()
    lost = [
        one for one in back.answer.statements if one.reason == "the article it was checked against has changed since"
    ]
    assert lost
    assert all(one.verdict == "unsupported" for one in back.answer.statements), "nothing carries them any more"
    assert "has changed since then" in _drawn(back).answer
    assert "class='marker'" not in "".join(_drawn(back))


def _since(tmp_path: Path, *texts: str) -> tuple[Exchange, Index]:
    """A turn that is asked of the sample text, and comes back when the article has said other things in turn."""
    _written(tmp_path / "corpus")
    record = _through_the_browser(chats.record(_exchange(_built(tmp_path))))
    for text in texts:
        _written(tmp_path / "corpus", text)
        index = _built(tmp_path)
    return chats.restored(4, record, index), index


EIGHTH = TEXT.replace("9 October", "8 October")
SHIP = "\U0001f6a2 The mission costs 5 crowns."


@pytest.mark.parametrize(
    ("texts", "fates"),
    [
        ([EIGHTH], [("9 October 2023", "changed", "Türkiye took command on 8 October 2023.")]),
        # Each version is held against what is said now, not against the next one.
        (["Short.", EIGHTH], [("9 October 2023", "changed", "Türkiye took command on 8 October 2023.")]),
        ([TEXT.replace(SHIP, "")], [("\U0001f6a2 The mission", "removed", "")]),
        (["New first words. " + TEXT], [("9 October 2023", "moved", ""), ("\U0001f6a2 The mission", "moved", "")]),
        (
            ["New first words. " + EIGHTH],
            [
                ("9 October 2023", "changed", "Türkiye took command on 8 October 2023."),
                ("\U0001f6a2 The mission", "moved", ""),
            ],
        ),
        ([EIGHTH, TEXT], []),
    ],
)
def test_what_became_of_the_words_cited_is_told(
    tmp_path: Path, texts: list[str], fates: list[tuple[str, str, str]]
) -> None:
    back, index = _since(tmp_path, *texts)
    assert [(one.quote, one.fate, one.now) for one in back.lost] == fates
    assert {one.versions for one in back.lost} <= {len(texts)}
    drawn = _drawn(back)
    assert ("Changed since" in drawn.answer) is bool(fates)
    for quote, fate, now in fates:
        answer = unescape(drawn.answer)
        if fate == "changed":
            assert f"It said <del>“{quote}”</del>; it now says <ins>“{now}”</ins>." in answer
        assert f"Earlier versions ({len(texts)})" in answer
        assert "href='#changed-4-1'" in answer
        assert "id='changed-4-1' data-turn='4' data-spans='' data-article='kfor.md'" in unescape(drawn.evidence)
    again = chats.restored(4, _through_the_browser(chats.record(back)), index)
    assert again.lost == back.lost, "kept again, it says the same"


def test_words_of_a_version_that_is_not_kept_are_told_to_be_gone(tmp_path: Path) -> None:
    back, _ = _since(tmp_path, *(f"Text {number}." for number in range(KEPT + 1)))
    assert {one.fate for one in back.lost} == {"unknown"}
    assert "It does not say “9 October 2023” any more" in re.sub("<[^>]*>", "", unescape(_drawn(back).answer))


def test_of_an_article_that_went_no_version_is_offered(tmp_path: Path) -> None:
    _written(tmp_path / "corpus")
    record = _through_the_browser(chats.record(_exchange(_built(tmp_path))))
    (tmp_path / "corpus" / "kfor.md").unlink()
    back = chats.restored(4, record, _built(tmp_path))
    assert [(one.fate, one.versions) for one in back.lost] == [("gone", 0)] * 2
    drawn = _drawn(back)
    assert "“KFOR” is not in the collection any more." in re.sub("<[^>]*>", "", unescape(drawn.answer))
    assert "changed-4-1'" not in drawn.answer
    assert "class='whole'" not in drawn.evidence


def test_an_answer_is_marked_that_another_article_has_corrected_since(tmp_path: Path, hashed: HashedWords) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=hashed)
    storm = Article("storm", "The storm", "The storm sank 23 boats in the bay. Nobody was hurt.", date(2026, 2, 12))
    index.update([storm])
    exchange = Exchange(1, "How many boats did the storm sink?", Filters())
    cited = _cite(storm, "The storm sank 23 boats in the bay.", 1)
    statement = Statement(cited.quote, (cited,), "supported")
    exchange.answer = Answer("q", Trace("q", generation=index.generation), (statement,), finished=True)
    kept = _through_the_browser(chats.record(exchange))

    def corrections() -> list[str]:
        [back] = chats.reopened([kept], index, after=0)
        drawn = _drawn(back)
        assert ("Corrected" in drawn.answer) is ("id='changed-1-1'" in drawn.evidence) is bool(back.corrections)
        return [one.text for one in back.corrections]

    assert corrections() == []
    index.update(
        [Article("trams", "Trams", "We reported 23 trams. That is wrong. The correct number is 17.", date(2026, 3, 1))]
    )
    assert corrections() == [], "it is of something else"
    early = "In January we said that a storm sank 23 boats in the bay. That is wrong. The correct number is 12."
    index.update([Article("early", "Another storm", early, date(2026, 1, 3))])
    assert corrections() == [], "it is older than what is cited"
    said = "We reported that the storm sank 23 boats in the bay. That is wrong. The correct number is 17."
    index.update([Article("note", "Correction", said, date(2026, 2, 17))])
    assert corrections() == [said]
    also = _cite(Article("note", "Correction", said, date(2026, 2, 17)), said, 2)
    exchange.answer = replace(exchange.answer, statements=(replace(statement, citations=(cited, also)),))
    kept = _through_the_browser(chats.record(exchange))
    assert corrections() == [], "it is cited already"


def test_another_article_that_changes_is_no_news(tmp_path: Path) -> None:
    _written(tmp_path / "corpus")
    exchange = _exchange(_built(tmp_path))
    record = _through_the_browser(chats.record(exchange))
    (tmp_path / "corpus" / "other.md").write_text(PLAIN.replace("Nothing", "Something"), encoding="utf-8")
    back = chats.restored(4, record, _built(tmp_path))
    assert _drawn(back).answer == _drawn(exchange).answer


# Whatever else comes back

UNREADABLE = "This chat can't be read: it was kept by another version, or changed. Ask its questions again."
JUNK: list[Any] = [
    None, True, -1, 0, 5, 1.5, 10**30, float("inf"), float("nan"), "", "x", "<b>x</b>", "\ud800", "2023-13-01", "9" * 9,
    [], [1], [[]], [None], {}, {"a": 1}, [["kfor.md", 0, 1, ""]], [["kfor.md", -5, 1, "Türk"]], [["\ud800", 0, 1, "x"]],
]  # fmt: skip
"""What JSON can hold in the place of what should be there."""


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in inside:
        yield from _places(inner, (*path, name))


def _changed(record: Any, path: tuple[Any, ...], junk: Any) -> Any:
    if not path:
        return junk
    changed = copy.deepcopy(record)
    parent = changed
    for name in path[:-1]:
        parent = parent[name]
    parent[path[-1]] = junk
    return changed


def _without(record: Any, path: tuple[Any, ...]) -> Any:
    changed = copy.deepcopy(record)
    parent = changed
    for name in path[:-1]:
        parent = parent[name]
    del parent[path[-1]]
    return changed


def _held(record: Any, index: Index) -> None:
    """Either it is refused in one line of ours, or it is a turn that cites nothing but what the articles say."""
    refusals = []
    try:
        back = chats.restored(1, record, index)
    except RagError as error:
        refusals.append(str(error))
    if refusals:
        assert refusals == [UNREADABLE]
        return
    drawing = _drawn(back)
    assert "<b>" not in "".join(drawing)
    "".join(drawing).encode("utf-8", "surrogatepass")
    for citation in back.answer.citations if back.answer else ():
        assert citation.article == index.article(citation.article.id)
        assert 0 <= citation.start < citation.end <= len(citation.article.text)
    assert _drawn(chats.restored(1, chats.record(back), index)).answer == drawing.answer


@pytest.mark.slow
def test_broken_records_are_refused_in_one_line_or_do_no_harm(index: Index) -> None:
    record = _through_the_browser(chats.record(_exchange(index)))
    for path in _places(record):
        for junk in JUNK:
            _held(_changed(record, path, junk), index)
        if path:
            _held(_without(record, path), index)


@pytest.mark.parametrize("record", [None, [], "turn", 7, {}, {"question": "Why?"}, {"answer": None}])
def test_what_is_no_record_is_refused(record: Any, index: Index) -> None:
    with pytest.raises(RagError, match="can't be read"):
        chats.restored(1, record, index)


def test_an_answer_whose_parts_are_missing_is_refused(index: Index) -> None:
    exchange = _exchange(index)
    record = _through_the_browser(chats.record(exchange))
    repeated = {"text", "found", "stage", "unread", "withheld", "copies"}  # follow from the rest, or are of its making
    # Older chats don't have these.
    repeated |= {"caution", "headline", "table", "asked", "judge", "judging", "updated", "newest", "onward"}
    for name in repeated:
        assert vars(chats.restored(4, _without(record, ("answer", name)), index)) == vars(exchange)
    for name in record["answer"].keys() - repeated:
        with pytest.raises(RagError, match="can't be read"):
            chats.restored(1, _without(record, ("answer", name)), index)


def test_it_is_kept_of_any_answer_that_stands_on_articles(index: Index) -> None:
    exchange = _exchange(index)
    assert exchange.answer is not None
    exchange.answer = replace(exchange.answer, statements=exchange.answer.statements[1:2])
    assert vars(chats.restored(4, chats.record(exchange), index)) == vars(exchange)
