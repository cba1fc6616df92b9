"""What the articles are about, as a whole: their number and days, the words that most titles share, and all titles."""

from collections import Counter
from collections.abc import Sequence

from rag.answers.answer import Answer
from rag.answers.asking.asked import Asked
from rag.answers.conversation import Request
from rag.answers.kinds.articles import spanned
from rag.answers.kinds.rows import listed_in, rows_of, table_of
from rag.index.search import Index
from rag.message import Message, in_a_row
from rag.text.words import FUNCTION_STEMS, stems, words

_SHOWN = 8  # words that titles share
_SHARED = 2  # titles that a word must stand in
_SHORTEST = 3  # letters of a word that says something


def answer(index: Index, request: Request, _: Asked, begun: Answer) -> Answer | None:
    """All articles by title, and what most of these name; None where there is none."""
    scope = index.listing(request.filters)
    if not scope:
        return None
    rows = rows_of(index, scope)
    shared = most_shared([one.title for one in scope])
    headline = Message("{articles}.", articles=spanned(scope))
    if shared:
        often = in_a_row([Message("{word} ({count})", word=word, count=count) for word, count in shared])
        headline = Message("{articles}. Most often in their titles: {words}.", articles=spanned(scope), words=often)
    return listed_in(begun, headline, rows, table_of(scope, rows))


def most_shared(titles: Sequence[str]) -> list[tuple[str, int]]:
    """The words that most titles hold, as most of them write it, and in how many they stand."""
    counts: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = {}
    for title in titles:
        own = {}
        for said in title.replace("’", "'").split():
            said = said.strip(".,:;!?\"'“”„«»()[]").removesuffix("'s")
            for stem in stems(said)[:1]:
                own[stem] = said
        for stem, said in own.items():
            if (
                stem not in FUNCTION_STEMS
                and len(stem) >= _SHORTEST
                and not stem[0].isdigit()
                and len(words(said)) == 1
            ):
                counts[stem] += 1
                spelled.setdefault(stem, Counter())[said] += 1
    best = [(stem, count) for stem, count in counts.most_common(_SHOWN) if count >= _SHARED]
    return [(spelled[stem].most_common(1)[0][0], count) for stem, count in best]
