"""A model's text with markers -> statements with checked citations. It knows passages and words, and no model.

A marker is a claim, not a fact: what it points at is searched for the words that carry the statement, and the citation
is that window of one or two sentences. Numbers and names of the statement must stand there.
"""

import itertools
import re
from collections.abc import Sequence

from rag.chunking import sentences
from rag.keywords import FUNCTION_STEMS, stems
from rag.types import Citation, Nearness, Passage, Span, Statement, Verdict
from rag.words import fold, words

# Shares of a statement's content words that stand in the words it cites. Set by eye on model answers, not yet measured.
_SUPPORTED, _PARTLY = 0.6, 0.35
_MARKER = re.compile(r"[ \t]*[\[【]\^?(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)[\]】]")
_LEAD = re.compile(r"(?:#{1,6}|[-*•+]|\d{1,3}[.)])\s+")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)(?<![\w“\"'‘(])[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]+")


def attribute(
    text: str, passages: Sequence[Passage], near: Nearness | None = None, *, finished: bool = True
) -> tuple[Statement, ...]:
    """The sentences of a model's text, each with the spans that carry it and a verdict.

    ``[n]`` means the ``n``-th passage, from 1; another number is dropped. A sentence with no marker that points
    anywhere is given to the passage that carries it, if one does. Citations are numbered from 1 as they come. Of a text
    that is not ``finished`` the last sentence is held back, as its words and markers may still be on their way.
    """
    plain, markers = _without_markers(text)
    spans = sentences(plain)
    if not finished:
        spans = spans[:-1]
    cited: list[list[int]] = [[] for _ in spans]
    for offset, numbers in markers:
        # A marker belongs to the sentence that began last before it, whether it stands before or after the full stop.
        owner = max((number for number, (start, _) in enumerate(spans) if start < offset), default=None)
        if owner is not None:
            cited[owner] += [number for number in numbers if 1 <= number <= len(passages)]
    numbers_of: dict[tuple[str, int, int], int] = {}
    statements: list[Statement] = []
    behind = 0
    for (start, end), marked in zip(spans, cited, strict=True):
        sign = _LEAD.match(plain[start:end])
        begin = start + sign.end() if sign else start
        lead, behind = plain[behind:begin], end
        if begin == end:
            continue
        statement = plain[begin:end]
        windows = [best_window(statement, passages[number - 1]) for number in dict.fromkeys(marked)]
        verdict, reason = judge(statement, windows)
        if verdict != "supported":
            # No marker, or one that does not carry the sentence: look whether another passage does.
            others = [best_window(statement, passage) for passage in passages]
            better = max(others, key=lambda window: _share(statement, [window]), default=None)
            if better is not None and judge(statement, [better])[0] == "supported":
                windows, verdict, reason = [better], "supported", None
        citations = []
        for window in dict.fromkeys(windows):
            key = (window.article.id, window.start, window.end)
            number = numbers_of.setdefault(key, len(numbers_of) + 1)
            citations.append(Citation(window.article, window.start, window.end, number))
        statements.append(Statement(statement, tuple(citations), verdict, reason, lead))
    return tuple(statements)


def best_window(statement: str, passage: Passage) -> Span:
    """The sentence of a passage that shares most with a statement, or two in a row where they share clearly more."""
    article = passage.article
    cut = [(passage.start + start, passage.start + end) for start, end in sentences(passage.text, article.lang)]
    single = [Span(article, start, end) for start, end in cut]
    double = [Span(article, start, end) for (start, _), (_, end) in itertools.pairwise(cut)]
    best = max(single, key=lambda span: _share(statement, [span]))
    wider = max(double, key=lambda span: _share(statement, [span]), default=best)
    return wider if _share(statement, [wider]) > _share(statement, [best]) + 0.15 else best


def judge(statement: str, cited: Sequence[Span]) -> tuple[Verdict, str | None]:
    """Whether the cited words carry a statement, and if not wholly, why, in one line."""
    if not cited:
        return "unsupported", "it cites nothing"
    shown = " ".join(_heard(span) for span in cited)
    held = set(words(shown))
    for number in _NUMBER.findall(statement):
        if not set(words(number)) <= held:
            return "unsupported", f"the cited words do not say {number}"
    share = _share(statement, cited)
    if share < _PARTLY:
        return "unsupported", "the cited words say something else"
    folded = fold(shown)
    for name in _NAME.findall(statement):
        if fold(name).removesuffix("'s").removesuffix("’s") not in folded:
            return "partly", f"the cited words do not name {name}"
    if share < _SUPPORTED:
        return "partly", "the cited words say only a part of it"
    return "supported", None


def _share(statement: str, cited: Sequence[Span]) -> float:
    """The share of a statement's content words that stand in the cited words or are said of their articles."""
    wanted = {stem for stem in stems(statement) if stem not in FUNCTION_STEMS}
    if not wanted:
        return 1.0
    held = {stem for span in cited for stem in stems(_heard(span))}
    return len(wanted & held) / len(wanted)


def _heard(span: Span) -> str:
    """The cited words with what is known of their article, which a statement may say as well."""
    article = span.article
    return " ".join(str(fact) for fact in (span.text, article.title, article.published, article.source, article.author))


def _without_markers(text: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """The text without its markers, and for each where it stood in what is left and the numbers in it."""
    plain: list[str] = []
    found: list[tuple[int, list[int]]] = []
    length = behind = 0
    for match in _MARKER.finditer(text):
        piece = text[behind : match.start()]
        plain.append(piece)
        length += len(piece)
        found.append((length, [int(number) for number in re.findall(r"\d+", match[1])]))
        behind = match.end()
    plain.append(text[behind:])
    return "".join(plain), found
