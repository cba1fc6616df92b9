"""Answers and what the page says of itself as HTML."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

from rag.answers import markup
from rag.answers.answer import Answer
from rag.answers.onward import Onward
from rag.answers.stages import reading
from rag.answers.statements import Missing, Statement, Trace, Usage
from rag.answers.table import Cell, Table
from rag.filters import Filters
from rag.types import Article, Citation, Passage, Progress, Scores, Span
from rag.web import building_view, onward_view, render
from rag.web.building import Building
from rag.web.drawings import Drawings
from rag.web.session import Exchange

ARTICLE = Article("a.md", "Title", "First paragraph.\n\nOne two. Three four.\n")


SUPPORTED = " <span class='verdict supported' title='Supported by the words cited'>✓</span>"


def test_chosen_articles_are_told_by_the_title_of_one_or_the_number_of_several() -> None:
    one, two = Filters(articles=("a.md",)), Filters(sources=("Brief",), articles=("a.md", "b.md"))
    assert render.narrowing(one, ("Tin",)) == "called “Tin”"
    assert render.narrowing(one) == "called “a.md”"
    assert render.narrowing(two, ("Tin", "Zinc")) == "in Brief, among the 2 that were chosen"
    assert "Only articles called “<b>Tin”" in unescape(render.question("Who?", one, ("<b>Tin",)))


def test_prose_keeps_its_paragraphs_and_lists() -> None:
    parts = [
        ("Intro.", ""),
        ("More.", " "),
        ("One.", "\n\n- "),
        ("Still one.", " "),
        ("Two.", "\n- "),
        ("End.", "\n\n"),
    ]
    answer = Answer(
        "q", Trace("q"), tuple(Statement(text, (), "supported", None, lead) for text, lead in parts), generator="m"
    )
    html = render.answer(1, answer).replace("&#46;", ".")
    assert html.count(SUPPORTED) == len(parts)
    assert html.replace(SUPPORTED, "") == (
        "<div class='answer'><p>Intro. More.</p><ul><li>One. Still one.</li><li>Two.</li></ul><p>End.</p></div>"
    )


TRACE = Trace("Who, and why?")


def _answer(*statements: Statement, trace: Trace = TRACE, **more: Any) -> str:
    """A model's answer, finished, with the signs that are written as entities as they are read."""
    given = Answer("Who, and why?", trace, statements, generator="m", finished=True, **more)
    return unescape(render.answer(1, given))


def test_only_what_nothing_supports_is_struck_and_each_doubt_has_its_reason() -> None:
    shown = _answer(
        Statement("All.", (), "supported"),
        Statement("Some.", (), "partly", "no name"),
        Statement("None.", (), "unsupported", "<no> passage"),
    )
    assert re.findall(r"<s>(.*?)</s>", shown) == ["None."]
    assert f"All.{SUPPORTED} Some. <span class='verdict partly'>◐ Only partly supported: no name</span>" in shown
    assert "</s> <span class='verdict unsupported'>⚠ Not supported: <no> passage</span>" in shown


def test_a_part_that_is_missing_is_named_with_what_came_nearest() -> None:
    nearest = Passage(replace(ARTICLE, title="<b>Near</b>"), 0, 5, Scores(0.0, None, 0.1))
    given = Answer(
        "Who, and why?",
        Trace("Who, and why?"),
        (Statement("He.", (), "supported"),),
        missing=(Missing("<i>why</i>", "why <he>", nearest), Missing("when", "when")),
    )
    shown = render.answer(1, given)
    assert not re.search(r"<(i|b|he)>", shown)
    boxes = re.findall(r"<div class='missing'>(.*?)</div>", unescape(shown))
    assert boxes == [
        "<p><strong>∅ Not found:</strong> <i>why</i></p>"
        "<p class='hint'>searched for “<bdi>why <he></bdi>” · nearest: <bdi><b>Near</b></bdi></p>",
        "<p><strong>∅ Not found:</strong> when</p>",
    ]


def test_a_refusal_says_what_was_searched_for_once_and_only_where_that_is_not_the_question() -> None:
    given = Answer("Why?", Trace("Who? Why?"), refusal="No.", missing=(Missing("Why?", "Who? Why?"),), finished=True)
    shown = unescape(render.answer(1, given))
    assert shown.count("<p class='hint'>searched for “<bdi>Who? Why?</bdi>”</p></div>") == 1
    assert shown.count("searched for") == 1
    assert "class='missing'" not in shown
    assert "searched for" not in render.answer(1, replace(given, trace=Trace("Why?")))


def test_what_a_refusal_leads_on_to_is_quoted_and_no_citation() -> None:
    given = Onward((Span(ARTICLE, 0, 5),), (replace(ARTICLE, title="<b>Tin</b>"),), narrowed=True, unfiltered=2)
    shown = unescape(onward_view.lines(7, given))
    link = "<a href='#unfiltered-7'>Ask the whole archive</a>"
    assert f"<p>Without the filters, 2 sentences answer this. {link}</p>" in shown
    assert f"<p>“{ARTICLE.text[:5]}”</p><cite><bdi>{ARTICLE.title}</bdi>, " in shown
    assert "<a href='#found-7-1'><bdi>&#60;b&#62;Tin" in onward_view.lines(7, given)
    assert "id='found-7-1' data-turn='7' data-spans=''" in onward_view.cards(7, given)
    assert "marker" not in shown
    assert "unfiltered-7" not in onward_view.lines(7, replace(given, unfiltered=0)), "it was tried, and leads nowhere"
    assert "unfiltered-7" in onward_view.lines(7, replace(given, unfiltered=None))
    assert onward_view.lines(7, Onward()) == onward_view.lines(7, None) == onward_view.cards(7, None) == ""


def test_what_is_being_done_is_told_below_what_there_is_and_not_after_it() -> None:
    passage = Passage(ARTICLE, 0, 5, Scores(0.0, None, 0.1))
    exchange = Exchange(
        1, "Why?", Filters(), Answer("Why?", TRACE, passages=(passage,) * 2, stage=reading((passage,) * 2, "<m>"))
    )
    drawn = unescape(Drawings().draw(exchange).answer)
    assert "<p class='stage'>Reading 2 passages of 1 article; <m> is writing …</p><ul class='read'>" in drawn
    assert f"<ul class='read'><li><bdi>{ARTICLE.title}</bdi></li></ul>" in drawn
    assert exchange.answer is not None
    exchange.answer = replace(exchange.answer, statements=(Statement("He.", (), "supported"),))
    assert "class='read'" not in Drawings().draw(exchange).answer
    exchange.end("Stopped before the end.")
    assert "Reading" not in Drawings().draw(exchange).answer


def test_a_sentence_that_is_yet_to_be_judged_is_called_so_until_nobody_will() -> None:
    said = Statement("He.", (), "unsupported", "nothing like it was found", pending=True)
    exchange = Exchange(1, "Who?", Filters(), Answer("Who?", TRACE, (said,), generator="m"))
    drawn = unescape(Drawings().draw(exchange).answer)
    assert "He. <span class='verdict pending' role='img' aria-label='Being checked'" in drawn
    assert "<s>" not in drawn
    assert "Not supported" not in drawn
    exchange.end("Stopped before the end.")
    assert "⚠ Not supported: nothing like it was found" in unescape(Drawings().draw(exchange).answer)


def test_a_reply_stands_alone() -> None:
    given = Answer("Hi", Trace("Hi", timings={"total": 1.0}), reply="Hello <there>.", finished=True)
    assert unescape(render.answer(1, given)) == ("<div class='answer'><p class='reply'>Hello <there>.</p></div>")


def test_what_an_answer_took_and_goes_without_is_told_below_it() -> None:
    passage = Passage(ARTICLE, 0, 5, Scores(0.0, None, 0.1))
    trace = replace(TRACE, unread=(passage,) * 3, usage=Usage(1825, 48))
    shown = _answer(Statement("He.", (), "supported"), left_out=2, trace=trace)
    assert (
        "2 sentences not fully supported left out · 3 passages did not fit the model · 1,825 tokens read, 48 written"
        in shown
    )


def test_each_stage_of_a_build_is_told_in_its_words() -> None:
    assert "Opening the index" in building_view.progress(None)
    assert "Loading the embedding model" in building_view.progress(Progress("model", 0, 1))
    reading, embedding = (building_view.progress(Progress(stage, 32, 1024)) for stage in ("reading", "embedding"))
    assert "Reading articles 32 of 1,024" in reading
    assert "Embedding 32 of 1,024 chunks" in embedding
    assert "max='1024' value='32'" in embedding


def test_a_first_build_is_told_in_articles_and_in_time() -> None:
    step = Progress("embedding", 32, 1024)
    assert "68 of 293 articles <progress" in building_view.headline(Building(step, 68, 293))
    assert "articles, about 2 minutes left <progress" in building_view.headline(Building(step, 68, 293, 130.0))
    assert ", about 3 hours left <" in building_view.headline(Building(step, 68, 293, 10_000.0))
    assert ", less than a minute left <" in building_view.headline(Building(step, 68, 293, 3.0))
    assert "Embedding 32 of 1,024 chunks <" in building_view.headline(Building(step))
    assert "chunks, less than a minute left <" in building_view.progress(step, 9.0)
    assert "Opening the index" in building_view.headline(Building())


def test_a_table_is_drawn_as_one_and_can_be_saved() -> None:
    cited = Citation(ARTICLE, 0, 5, 1)
    given = Answer(
        "How many?",
        Trace("How many?", asked="a number of articles"),
        (Statement(cited.quote, (cited,), "supported"),),
        headline="1 of <3> articles.",
        table=Table(("Date", "Article"), ((Cell("2026-01-02"), Cell("<b>A</b>", (1, 9))),)),
        finished=True,
    )
    shown = render.answer(4, given)
    assert "<p class='headline'><strong>1 of &#60;3&#62; articles&#46;</strong></p>" in shown
    assert "<th scope='col'>Article</th>" in shown
    assert "<bdi>&#60;b&#62;A&#60;&#47;b&#62;</bdi>&#8288;<a class='marker' href='#cite-4-1'" in shown
    assert "cite-4-9" not in shown
    assert "<a class='act' href='#csv'>" in shown
    assert "<blockquote>" not in shown
    assert "read as a number of articles" in unescape(shown)


def test_a_day_of_a_timeline_is_in_words_however_much_of_it_is_known() -> None:
    days = {
        "2026-02-03": "3 February 2026",
        "2026-02": "February 2026",
        "2026": "2026",
        "2026-02-09/2026-02-15": "9 February 2026 – 15 February 2026",
        "2026-02-03 (published)": "3 February 2026 (published)",
        "undated": "undated",
        "2026-13": "2026-13",
        "2026-021": "2026-021",
    }
    told = Table(("Day",), tuple((Cell(one),) for one in days), quoted=True)
    shown = unescape(render.answer(1, Answer("What happened?", TRACE, table=told, finished=True)))
    exact = {iso: f" title='{iso}'" if iso != said else "" for iso, said in days.items()}  # by which it is sorted
    written = [f"<bdi{exact[iso]}>{said}</bdi>" for iso, said in days.items()]
    assert [one for one in written if one not in shown] == []


def test_the_name_that_a_quotation_leaves_out_stands_before_it_outside_of_the_quotation_marks() -> None:
    article = replace(ARTICLE, text="Jo <Hart> is mayor. She won.")
    cited = (Citation(article, 20, 28, 1), Citation(article, 0, 9, 2))
    named = Statement("She won.", cited, "supported", named=True)
    shown = unescape(render.answer(1, Answer("q", Trace("q"), (named,), finished=True)))
    assert "<p><span class='of'>[<bdi>Jo <Hart></bdi>:]</span> “She won.”" in shown
    assert "Jo <Hart>" not in unescape(markup.quotation(replace(named, named=False)))
