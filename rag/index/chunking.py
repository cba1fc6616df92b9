"""Article -> Chunks: whole sentences up to a budget of tokens, as exact slices of the article.

For every chunk ``chunk.text == article.text[chunk.start:chunk.end]``, and nothing but white space lies outside all
chunks. It knows nothing of models: how long a text is in tokens is asked of a function that it is given.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.text.sentences import sentences, trimmed
from rag.types import Article, Chunk, Interval

CountTokens = Callable[[Sequence[str]], list[int]]
"""The number of tokens of each text, without the special ones that a model adds around it."""

# A header longer than this share of the model's window leaves too little room for the chunk itself.
_HEADER_SHARE = 4
# Characters of a token at most, where lengths are reckoned: a tokenizer counts what is longer, such as a picture in
# base64, as one unknown word, and a chunk of megabytes would be held against each statement of an answer.
_WIDEST = 100


@dataclass(frozen=True, slots=True)
class Cut:
    """An article cut into chunks, and what is embedded before each of them."""

    head: str
    chunks: tuple[Chunk, ...]

    @property
    def texts(self) -> list[str]:
        """What is to be embedded for each chunk."""
        return [self.head + chunk.text for chunk in self.chunks]

    @property
    def parts(self) -> list[list[Interval]]:
        """Where the sentences of each chunk lie in these texts."""
        return [
            [
                (start - chunk.start + len(self.head), end - chunk.start + len(self.head))
                for start, end in chunk.sentences
            ]
            for chunk in self.chunks
        ]


def cut(article: Article, *, chunk_tokens: int, window: int, count_tokens: CountTokens) -> Cut:
    """Cut an article into chunks, each of which is embedded after its title and date.

    ``chunk_tokens`` is the budget of a chunk and ``window`` what the model reads, both in tokens; the embedded text
    never exceeds the window. A chunk opens with the last sentence of the one before where that leaves room for two more
    of its length. A sentence longer than the budget is cut at white space, or inside a word that is itself too long.
    """
    head = _fitting("\n".join(article.facts("title", "published")), window // _HEADER_SHARE, count_tokens)
    (taken,) = count_tokens([head])
    return _cut(article, head, min(chunk_tokens, window - taken), window - taken, count_tokens)


def _cut(article: Article, head: str, budget: int, room: int, count_tokens: CountTokens) -> Cut:
    """``room`` is what the head leaves of the window."""
    pieces = _pieces(article.text, sentences(article.text, article.lang), budget, count_tokens)
    lengths = _lengths(article.text, pieces, count_tokens)
    groups = _groups(article.text, pieces, lengths, budget)
    chunks = tuple(
        Chunk(article, pieces[first][0], pieces[last][1], position, tuple(pieces[first : last + 1]))
        for position, (first, last) in enumerate(groups)
    )
    made = Cut(f"{head}\n", chunks)
    # Some tokenizers count the white space between sentences, too, so the sum of the parts may fall short of the whole.
    near = [
        text
        for text, chunk, (first, last) in zip(made.texts, chunks, groups, strict=True)
        if sum(lengths[first : last + 1]) + _gaps(chunk) > room
    ]
    excess = max(count_tokens(near), default=0) - count_tokens([head])[0] - room if near else 0
    if excess > 0 and budget > 1:
        return _cut(article, head, max(1, budget - excess), room, count_tokens)
    return made


def _gaps(chunk: Chunk) -> int:
    """The most tokens that what joins the sentences of a chunk, and these and the head, may come to."""
    return chunk.end - chunk.start - sum(end - start for start, end in chunk.sentences) + 2 * len(chunk.sentences) + 2


def _fitting(text: str, limit: int, count_tokens: CountTokens) -> str:
    while count_tokens([text])[0] > limit:
        text = text[: len(text) * 3 // 4].rsplit(" ", 1)[0]
    return text


def _lengths(text: str, intervals: Sequence[Interval], count_tokens: CountTokens) -> list[int]:
    counted = count_tokens([text[start:end] for start, end in intervals])
    return [max(count, (end - start) // _WIDEST) for count, (start, end) in zip(counted, intervals, strict=True)]


def _pieces(text: str, intervals: Sequence[Interval], budget: int, count_tokens: CountTokens) -> list[Interval]:
    """The intervals, each that is over the budget halved at the white space nearest its middle until it fits."""
    fitting: list[Interval] = []
    lengths = _lengths(text, intervals, count_tokens)
    for (start, end), length in zip(intervals, lengths, strict=True):
        if length <= budget or end - start == 1:
            fitting.append((start, end))
            continue
        middle = (start + end) // 2
        gaps = [match.start() + start for match in re.finditer(r"\s+", text[start:end])]
        cut = min(gaps, key=lambda gap: abs(gap - middle), default=middle)
        halves = [part for bounds in ((start, cut), (cut, end)) if (part := trimmed(text, *bounds))]
        fitting.extend(_pieces(text, halves, budget, count_tokens))
    return fitting


def _groups(text: str, pieces: Sequence[Interval], lengths: Sequence[int], budget: int) -> list[Interval]:
    """The first and last piece of each chunk, both included."""
    groups: list[Interval] = []
    first = 0
    while first < len(pieces):
        last, total = first, lengths[first]
        while last + 1 < len(pieces) and total + lengths[last + 1] <= budget:
            last += 1
            total += lengths[last]
        if last + 1 == len(pieces):
            groups.append((first, last))
            break
        last = _last_before_break(text, pieces, lengths, first, last, budget)
        groups.append((first, last))
        overlaps = last > first and lengths[last] * 3 <= budget and lengths[last] + lengths[last + 1] <= budget
        # What comes before a heading belongs to another section; and would be alone, were the heading moved on.
        first = last if overlaps and not text.startswith("#", pieces[last + 1][0]) else last + 1
    return groups


def _last_before_break(
    text: str, pieces: Sequence[Interval], lengths: Sequence[int], first: int, last: int, budget: int
) -> int:
    """End a chunk with a paragraph where one ends in its last half, and never with a heading."""
    total = sum(lengths[first : last + 1])
    for candidate in range(last, first, -1):
        if total * 2 < budget:
            break
        gap = text[pieces[candidate][1] : pieces[candidate + 1][0]]
        if gap.count("\n") >= 2 and not text.startswith("#", pieces[candidate][0]):
            return candidate
        total -= lengths[candidate]
    while last > first and text.startswith("#", pieces[last][0]):
        last -= 1
    return last
