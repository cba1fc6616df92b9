"""What of some passages can carry a statement: their sentences, some of these as windows, and all that is at hand of an
article. It knows no statement."""

from collections.abc import Iterable, Sequence

from rag.text.corrections import last_correcting
from rag.text.facts import Text, read
from rag.types import Passage, Span


def told(passage: Passage) -> list[Span | None]:
    """The sentences of a passage, one that is taken back with what takes it back; None for one that tells nothing, as
    it speaks to a language model."""
    spans: list[Span | None] = []
    for number, sentence in enumerate(passage.sentences):
        last = last_correcting(passage.sentences, number)
        whole = sentence if last == number else Span(sentence.article, sentence.start, passage.sentences[last].end)
        spans.append(None if sentence.instructs else whole)
    return spans


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The sentences as windows, those in a row as one; the main one's first."""
    windows: list[Span] = []
    for span in spans:
        touching = [one for one in windows if _touch(one, span)]
        if touching:
            bounds = [*touching, span]
            start, end = min(one.start for one in bounds), max(one.end for one in bounds)
            windows[windows.index(touching[0])] = Span(span.article, start, end)
            windows = [one for one in windows if one not in touching[1:]]
        else:
            windows.append(span)
    return tuple(windows)


def _touch(one: Span, other: Span) -> bool:
    """Whether nothing but white space lies between two spans of an article."""
    between = slice(min(one.end, other.end), max(one.start, other.start))
    return one.article.id == other.article.id and not one.article.text[between].strip()


def around(articles: frozenset[str], passages: Sequence[Passage]) -> Text:
    """All that is at hand of some articles."""
    mine = [passage for passage in passages if passage.article.id in articles]
    titles = dict.fromkeys(passage.article.title for passage in mine)
    return read("\n".join([*titles, *(passage.text for passage in mine)]))
