"""Lines that only name what stands below them, and tell nothing themselves."""

import re

from rag.text.days import days
from rag.text.interviews import asks
from rag.types import Sentence, Span

_LONGEST = 60  # characters of a date in words, the name of its weekday and some signs with it
_STOPS = ".!?"
_PATCH = re.compile(r"[\u2580-\u25ff]")  # block elements and geometric shapes
_WRITTEN = re.compile(r"\w+")
_BESIDE = 1  # words beside a date: "Published 23 August 2019."
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d(?: ?[ap]\.?m\b\.?)?(?: [A-Z]{2,4}\b)?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")
_CLOSED = re.compile(r"[.!?…。！？؟।][\"”»«“’‘')\]\s]*(?:\[\d+\]\s*)*$")
_DATED = re.compile(r"[-–*•\s]*(?=[^:–—\n]{0,24}\d)[^:–—\n]{1,25}(?::| [–—-]) \S")


def says_something(sentence: Sentence) -> bool:
    """Whether a sentence tells a reader anything: it is no heading, nor its article's title once more, nor of the key
    of a picture without a figure, nor mostly an address, puts no question to somebody, and does not speak to a language
    model."""
    bare = is_address(sentence.text) or (is_key(sentence.text) and not re.search(r"\d", sentence.text))
    return not (sentence.instructs or bare or is_heading(sentence.text) or is_title(sentence) or asks(sentence))


def is_title(span: Span) -> bool:
    """Whether some words repeat the title of their article, with or without a date below it, as a text copied off a
    page begins with it; one that ends with a stop is a sentence, which may have been taken for the title."""
    told, title = span.text.strip(), span.article.title.strip()
    if not told.startswith(title) or title[-1:] in _STOPS or told == span.article.text.strip():
        return False
    below = told[len(title) :]
    return not below or (below[:1] == "\n" and is_heading(below.strip()))


def is_heading(line: str) -> bool:
    """Whether a line is a heading as Markdown has it, or nothing but a date, as one below a title is, which may have a
    time and a word with it: "Updated 3 May, 9:30 a.m."."""
    return line.startswith("#") or (len(line) <= _LONGEST and _is_date(line))


def is_closed(text: str) -> bool:
    """Whether a text ends as a sentence does, or begins with a day as a row of dates does; what a page has around its
    text, menus and captions, does neither."""
    return _CLOSED.search(text) is not None or _DATED.match(text) is not None


def is_address(line: str) -> bool:
    """Whether more than half of a line is an address of the web, as one is that says where a page was kept."""
    return sum(len(one) for one in _ADDRESS.findall(line)) * 2 > len(line)


def is_key(line: str) -> bool:
    """Whether a line is of the key of a picture: a patch of colour with what it stands for."""
    return _PATCH.match(line) is not None


def _is_date(line: str) -> bool:
    dated = {place for day in days(line) for place in range(day.start, day.end)}
    if dated:
        dated.update(place for one in _CLOCK.finditer(line) for place in range(*one.span()))
    beside = [one for one in _WRITTEN.finditer(line) if one.start() not in dated]
    return bool(dated) and len(beside) <= _BESIDE
