"""An article whose title answers a question better than any sentence that was found: of what is indexed but by its
beginning or in excerpts (a feed, a teaser) the title may be all that tells it."""

from dataclasses import replace

from rag.answers.answer import Answer, carrying
from rag.answers.confidence import READ_SIGNALS
from rag.answers.naming import named
from rag.answers.quoting import ANSWERED, Quoted, quotation
from rag.answers.sought import sought
from rag.index.reranking import Reranker
from rag.message import Message
from rag.text.language import language_of
from rag.text.quotations import quotations, spoken
from rag.types import Article, Passage

_QUOTED = 4  # words in quotation marks
_READ = 4  # titles that are read together with the question
_TELLS, _ABOVE = 1.0, 1.0
"""The log odds of its answering from which a title tells something, and how far they must be above the first quote's:
of 299 questions about whole articles none is answered so."""


def by_title(relevance: Reranker | None, begun: Answer, quoted: Quoted) -> tuple[Answer, Quoted]:
    """What is begun and what is quoted for a question, or a headline with the title that tells it, and of its article
    what was quoted, else the sentence that comes nearest."""
    article = _telling(relevance, begun, quoted)
    if article is None:
        return begun, quoted
    mine = tuple(one for one in quoted.statements if one.citations[0].article.id == article.id)
    if not mine:
        nearest = max(
            (one for passage in begun.passages for one in passage.sentences if one.article.id == article.id),
            key=lambda one: one.cosine,
        )
        mine = (quotation(nearest),)
    headline = Message("The title of [{mark}] tells it: “{title}”", mark=1, title=article.title)
    passages = tuple(dict.fromkeys((*begun.passages, *carrying(begun.passages, mine))))
    begun = replace(begun, headline=headline, passages=passages)
    return begun, replace(quoted, statements=mine, confidence=max(quoted.confidence, ANSWERED), lacks=None)


def _telling(relevance: Reranker | None, begun: Answer, quoted: Quoted) -> Article | None:
    """The article whose title tells what is asked, where no sentence that was read does as surely: it has the words
    that the question quotes, or answers more likely."""
    known = [one for one in _articles(begun.passages) if named(begun.question, one) == 1.0][:_READ]
    if not any(_repeats(begun.question, one.text) for one in quoted.statements):
        for one in known:
            if _repeats(begun.question, one.title):
                return one
    if relevance is None or len(quoted.signals) != len(READ_SIGNALS):
        return None
    odds = quoted.signals[-1]
    read = zip(relevance.scores(begun.question, [one.title for one in known]), known, strict=True)
    best, article = max(read, key=lambda one: one[0], default=(odds, None))
    if article is None or best < max(_TELLS, odds + _ABOVE):
        return None
    value = sought(begun.question)
    return article if value is None or value.holds(article.title) else None


def _repeats(question: str, text: str) -> bool:
    """Whether a text has words as a question quotes them, enough to be nobody else's."""
    told = " ".join(spoken(text))
    parts = (part for one in quotations(question) for part in one.parts)
    return any(len(part) >= _QUOTED and " ".join(part) in told for part in parts)


def _articles(passages: tuple[Passage, ...]) -> list[Article]:
    """The English articles of some passages, without those whose words speak to a language model."""
    found = {one.article.id: one.article for one in passages if language_of(one.article) == "en"}
    planted = {one.article.id for one in passages for said in one.sentences if said.instructs}
    return [article for identifier, article in found.items() if identifier not in planted]
