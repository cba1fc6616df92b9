"""Why an answer is what it is."""

from dataclasses import replace
from datetime import UTC, date, datetime

from lxml import html as lxml_html

from rag.answers.answer import Answer
from rag.answers.statements import Statement, Trace, Usage
from rag.filters import Filters
from rag.types import Article, Citation, Freshness, Passage, Scores, Span
from rag.web.why import why

ARTICLE = Article("a.md", "The <force>", "First paragraph.\n\nOne two. Three.", date(2023, 10, 9))
PASSAGE = Passage(ARTICLE, 0, 16, Scores(0.5, 2.0, 0.75, 0.6, 0.4))
CITED = (Statement("One.", (Citation(ARTICLE, 18, 26, 1),), "supported"),)


def _told(given: Answer, filters: Filters | None = None) -> tuple[list[str], list[str], str]:
    """The sentences, what is listed as found, and what is folded."""
    page = lxml_html.fragment_fromstring(why(3, given, filters or Filters()))
    [folded] = page.xpath("./details")
    sentences, listed = ([one.text_content() for one in page.xpath(path)] for path in ("./p", "./ol/li"))
    return sentences, listed, " ".join(" ".join(folded.itertext()).split())


def test_three_sentences_tell_what_was_searched_left_out_and_written() -> None:
    copy = Passage(replace(ARTICLE, id="b.md", title="The copy", published=None), 0, 5, Scores(0.0, None, 0.1))
    trace = Trace(
        "KFOR, and then?",
        period=(1998, 1999),
        unread=(PASSAGE,),
        withheld=(Span(ARTICLE, 0, 16),),
        copies=((copy, PASSAGE),),
        usage=Usage(1825, 48),
        judging=Usage(20, 2),
        judge="Deberta",
        asked="a number of articles",
        generation=1234,
        freshness=Freshness(datetime(2026, 3, 1, 10, 30, tzinfo=UTC), date(2026, 2, 17)),
        timings={"embed": 0.012, "total": 1.5},
    )
    given = Answer("And then?", trace, CITED, (PASSAGE, PASSAGE, copy), generator="small-model", left_out=2)
    sentences, listed, numbers = _told(given, Filters(after=date(2023, 1, 1), sources=("Brief",)))
    assert sentences == [
        "The question was read as asking for a number of articles. The articles from 1 January 2023, in Brief were "
        "searched for “KFOR, and then?”, what is said of 1998 to 1999 first: 3 passages of 2 articles came nearest.",
        "Left out: 1 passage as the language model could read no more, 1 sentence as it spoke to the language model, "
        "1 passage that said nearly the same as another, 2 sentences of the answer not fully supported."
        "First paragraph. The <force>",
        "It was written by small-model. Each sentence was checked against the words that it cites, and what the rules "
        "of the check do not tell was decided by Deberta.",
        "Found, best first:",
    ]
    assert listed == ["The <force>, 9 October 2023 (cited)", "The copy, undated"]
    for told in (
        "1,825 read, 48 written",
        "20 read, 2 written",
        "embedding the question 12 ms, all 1,500 ms",
        "generation 1,234, brought up to date on 1 March 2026, 10:30 UTC, newest article of 17 February 2026",
        "The <force> 0.75 0.60 0.40",
    ):
        assert told in numbers


def test_what_is_quoted_refused_or_kept_is_told_as_that() -> None:
    quoted = Answer("q", Trace("q"), CITED, (PASSAGE,))
    assert _told(quoted)[0][:3] == [
        "All articles were searched for “q”: 1 passage of 1 article came nearest.",
        "Nothing of that was left out.",
        "What is said is quoted from the articles; no language model wrote any of it.",
    ]
    kept = replace(quoted, passages=())
    assert _told(kept)[0][0].endswith(": 1 article answered.")
    assert not _told(kept)[1]
    refused = Answer("q", Trace("q"), refusal="No.")
    assert _told(refused)[0] == [
        "All articles were searched for “q”: nothing was found.",
        "Nothing of that was left out.",
        "That they do not answer was decided by rules alone.",
    ]
    assert _told(replace(refused, generator="small-model"))[0][2].endswith("decided by small-model.")
    assert _told(replace(quoted, generator="small-model"))[0][2].endswith("do not tell was left open.")
