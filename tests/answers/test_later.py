"""What is told beside a quotation that a later article speaks against."""

from dataclasses import replace
from datetime import date
from html import unescape

from rag.answers import export
from rag.answers.answer import Answer, numbered
from rag.answers.differing import headline
from rag.answers.later import later
from rag.answers.statements import Statement, Trace
from rag.filters import Filters
from rag.types import Article, Passage, Sentence, Span
from rag.web import evidence, render
from rag.web.copying import copied

STORM = Article("storm", "Storm", "Storm Tamsel damaged 23 boats & a pier.", date(2026, 2, 12))
PUT_RIGHT = Article(
    "right", "What <we> got wrong", "We reported 23 boats. That is wrong. The correct number is 17.", date(2026, 2, 17)
)
NEWER = Article("newer", "A count", "Storm Tamsel damaged 19 boats in all.", date(2026, 3, 1))


def _whole(article: Article) -> Span:
    return Span(article, 0, len(article.text))


def _answer(*articles: Article) -> Answer:
    statements = numbered(Statement.quoting([_whole(one)]) for one in articles)
    return Answer("How many boats did Storm Tamsel damage?", Trace("q"), statements, finished=True)


def test_a_figure_that_is_taken_back_is_struck_with_the_right_one_and_its_day_beside_it() -> None:
    for given, corrections in ((_answer(PUT_RIGHT, STORM), ()), (_answer(STORM), (_whole(PUT_RIGHT),))):
        laters = later(given, corrections)
        assert laters[:-1] == [None] * (len(laters) - 1)
        shown = unescape(render.answer(1, given, laters=laters))
        assert (
            "“Storm Tamsel damaged <s>23</s> <ins title='What <we> got wrong'>[corrected 17 February 2026: 17]</ins> "
            "boats & a pier.”" in shown
        )
        assert shown.count("<s>") == 1


def test_it_goes_along_where_the_answer_leaves_the_page() -> None:
    given = _answer(PUT_RIGHT, STORM)
    told = "(corrected 17 February 2026: 17, not 23)"
    assert f"“Storm Tamsel damaged 23 boats & a pier.” [2] {told}\n" in copied(given, "plain", None)["text/plain"]
    assert f"& a pier.”[^2] *{told}*\n" in given.to_markdown()
    written = replace(given, generator="m")  # whose notes have the words, as the quotations themselves need not
    assert f"damaged 23 boats & a pier.” {told} “Storm”" in copied(written, "plain", None)["text/plain"]
    noted = f"\n[^2]: “Storm Tamsel damaged 23 boats & a pier.” *Storm*, 12 February 2026 {told}\n"
    assert noted in written.to_markdown()
    assert "<s>23</s>" in export.html_of(given)
    assert f"[2] Storm, 2026-02-12 (storm:0-39) {told}" in str(given)
    for form in (given, replace(given, generator="m")):
        for kind in ("quote", "bib", "ris", "json"):
            assert told in copied(form, kind, "storm")["text/plain"].replace(r"\&", "&"), kind
        assert told in unescape(evidence.on_paper(form))
        shown = unescape(evidence.section(1, form, Filters()))
        assert (
            "<s><mark tabindex='-1' data-cite='1-2'>23</mark></s> <ins title='What <we> got wrong'>[corrected" in shown
        )
        assert shown.count("<s>") == 1
    alone = _answer(STORM)
    assert told in copied(alone, "quote", "storm", (_whole(PUT_RIGHT),))["text/plain"]
    assert told not in copied(alone, "quote", "storm")["text/plain"]


def test_what_an_older_article_or_another_count_says_changes_nothing() -> None:
    older = replace(PUT_RIGHT, published=date(2026, 2, 11))
    other = replace(PUT_RIGHT, text="We reported 23 lorries. That is wrong. The correct number is 17.")
    assert later(_answer(STORM), (_whole(older), _whole(other))) == [None]
    assert later(_answer(PUT_RIGHT), (_whole(PUT_RIGHT),)) == [None]
    assert later(replace(_answer(STORM), generator="m"), (_whole(PUT_RIGHT),)) == [None]


def test_what_a_younger_article_has_otherwise_is_told_and_not_struck() -> None:
    found = [Passage.of(_whole(one), (Sentence(one, 0, len(one.text), 0.9, 1.0, 1.0, 0.0),)) for one in (STORM, NEWER)]
    given = replace(_answer(STORM, NEWER), passages=tuple(found), headline=headline([]))
    shown = unescape(render.answer(1, given, laters=later(given, ())))
    assert "damaged 23 <ins title='A count'>[later, 1 March 2026: 19]</ins> boats & a pier.”" in shown
    assert "<s>" not in shown
    assert later(given, ())[1] is None
