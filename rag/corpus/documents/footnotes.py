"""Lines of pages -> what runs on from page to page, and the footnotes at the foot of each: known by their smaller type,
and by a mark that the text above refers to."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from rag.corpus.documents.layout import Line

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Digits to those that are set above the base of a line."""
Footnotes = list[list[Line]]
"""Of each footnote its lines."""
_SMALLER = 0.95  # of the usual size of type
_MARK = re.compile(r"([⁰¹²³⁴-⁹]{1,3}|\d{1,3}(?=[.)]?(?:\s|$))|[*†‡§]{1,3})[.)]?\s*(?=\w|[\"“„«‘(]|$)")


def without_footnotes(pages: Sequence[Sequence[Line]]) -> Iterator[tuple[list[Line], Footnotes]]:
    """The lines of each column but those of its footnotes, without the marks that refer to these; and the footnotes."""
    sizes = [line.size for page in pages for line in page for _ in range(0, len(line.text), 10)]
    usual = median(sizes) if sizes else 0.0
    goes_on = False
    for page in pages:
        text = "\n".join(line.text for line in page if line.size > _SMALLER * usual)
        columns: list[tuple[list[Line], Footnotes]] = []
        found: list[re.Pattern[str]] = []
        for column in _columns(page):
            foot = next((at for at in range(len(column), 0, -1) if column[at - 1].size > _SMALLER * usual), 0)
            marks = {at: mark for at in range(foot, len(column)) if (mark := _reference(column[at].text, text))}
            first = foot if goes_on and foot else min(marks, default=len(column))
            opened = sorted({first, *marks} - {len(column)})
            columns.append((column[:first], [column[at:after] for at, after in pairwise([*opened, len(column)])]))
            found += marks.values()
            goes_on = bool(opened)
        yield from (([_without(line, found) for line in body], notes) for body, notes in columns)


def _columns(page: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of a page, in runs from above to below."""
    column: list[Line] = []
    for line in page:
        if column and line.y > column[-1].y:
            yield column
            column = []
        column.append(line)
    yield column


def _reference(note: str, text: str) -> re.Pattern[str] | None:
    """What refers to a footnote in a text, where the note opens with a mark that the text has."""
    if (mark := _MARK.match(note)) is None:
        return None
    sign = mark[1].translate(RAISED)
    reference = re.compile(rf"(?<=\S)(?<![⁰¹²³⁴-⁹*†‡§]){re.escape(sign)}(?![⁰¹²³⁴-⁹*†‡§])")
    return reference if reference.search(text) else None


def _without(line: Line, references: Sequence[re.Pattern[str]]) -> Line:
    text = line.text
    for reference in references:
        text = reference.sub("", text)
    return line._replace(text=text) if text else line
