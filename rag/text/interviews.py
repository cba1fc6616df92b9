"""Questions that a text puts to somebody, each at the end of a paragraph, and what the next paragraph replies.

A question tells nothing, and a reply mostly not what it is about: "There were fifteen of them."
"""

import itertools
import re
from collections.abc import Iterator

from rag.text.instructions import addressed
from rag.text.said.turns import turn_at
from rag.text.sentences import sentences
from rag.types import Article, Interval, Span

_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
_OPENING = re.compile(r"\A\s*|\n[^\S\n]*\n\s*")
_LABEL = re.compile(
    r"\(\((?P<put>[^()\n]{2,60})\)\)[^\S\n]*:?|(?P<name>[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){0,3}):(?=\s)"
)
_TOLD = re.compile(r"[\w\"'“‘«„(\[]")  # how words of somebody begin, and no heading or key of a picture
_REPLY = 150  # characters of a reply, after which no further sentence of it begins


def asks(span: Span) -> bool:
    """Whether a sentence is put to somebody: it ends a paragraph, alone or before other questions."""
    text = span.article.text
    if not span.text.endswith("?") or span.text.startswith("#"):
        return False
    rest = _bounds(text, span.end, _end(text, span.end), span.article.lang)
    return all(text[left:right].endswith("?") for left, right in rest)


def exchange(span: Span) -> Span | None:
    """A question with the beginning of its reply, where a sentence asks that or opens the reply; None where it does
    neither, or where nothing replies."""
    text, lang = span.article.text, span.article.lang
    asked = span if asks(span) else _asked_before(span)
    if asked is None:
        return None
    start = _BREAK.match(text, _end(text, asked.end))
    if start is None or start.end() == len(text):
        return None
    end = _end(text, start.end())
    if not _TOLD.match(text, start.end()) or text[:end].rstrip().endswith("?"):  # the next one asks, too
        return None
    reply = [one for one in _bounds(text, start.end(), end, lang) if one[0] - start.end() <= _REPLY]
    told = [text[left:right] for left, right in reply]
    return None if any(addressed(told)) else Span(span.article, asked.start, reply[-1][1])


def replies(article: Article) -> Iterator[tuple[Interval, Span]]:
    """Each question with the beginning of its reply where a label says whose that is: the name that is meant, and
    the two together. Initials mean the name that is labelled so before them, a surname in a transcript the full one."""
    text, named = article.text, dict[str, Interval]()
    for found in _OPENING.finditer(text):
        label = _LABEL.match(text, found.end())
        if label is None:
            continue
        name = label.span(label.lastgroup or 0)
        said = text[slice(*name)]
        initials = "".join(one[0] for one in said.split())
        if len(initials) > 1:
            named.setdefault(initials, name)
        opens = re.compile(r"\S").search(text, label.end())
        if opens is not None and (both := exchange(Span(article, found.end(), opens.end()))) is not None:
            turn = turn_at(text, *name)
            yield turn.name if turn is not None else named.get(said, name), both


def paragraphs(span: Span) -> list[Span]:
    """What a span has of each paragraph."""
    cuts = [(span.start + one.start(), span.start + one.end()) for one in _BREAK.finditer(span.text)]
    bounds = itertools.pairwise([span.start, *itertools.chain.from_iterable(cuts), span.end])
    return [Span(span.article, *one) for one in itertools.islice(bounds, 0, None, 2)]


def _asked_before(span: Span) -> Span | None:
    """The questions at the end of the paragraph before a sentence that opens its own."""
    text = span.article.text
    end = span.start
    while end and text[end - 1].isspace():
        end -= 1
    if not text.endswith("?", 0, end) or _BREAK.fullmatch(text, end, span.start) is None:
        return None
    start = max((one.end() for one in _BREAK.finditer(text, 0, end)), default=0)
    bounds = _bounds(text, start, end, span.article.lang)
    asking = list(itertools.takewhile(lambda one: text[one[0] : one[1]].endswith("?"), reversed(bounds)))
    return Span(span.article, asking[-1][0], asking[0][1]) if asking and text[asking[-1][0]] != "#" else None


def _end(text: str, place: int) -> int:
    """Where the paragraph of a place ends."""
    found = _BREAK.search(text, place)
    return found.start() if found else len(text)


def _bounds(text: str, start: int, end: int, lang: str | None) -> list[Interval]:
    return [(start + left, start + right) for left, right in sentences(text[start:end], lang)]
