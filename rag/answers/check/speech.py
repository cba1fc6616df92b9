"""Quotations of a statement that are not word for word in the cited words, and speakers who are others there."""

import re
from collections.abc import Sequence

from rag.answers.check.fault import Fault
from rag.message import Message
from rag.text.facts import Text, read
from rag.text.names import TITLES, is_one
from rag.text.quotations import Quotation, spoken
from rag.types import Mark, Span


def altered(statement: Text, cited: Sequence[Span]) -> list[Fault]:
    """Quotations that the cited words do not have word for word."""
    found = []
    said = [" " + " ".join(spoken(span.text)) + " " for span in cited] + [
        " " + " ".join(spoken(span.article.title)) + " " for span in cited
    ]
    for quotation in statement.facts.quotations:
        if not _is_title(quotation) and not all(
            any(f" {' '.join(part)} " in words for words in said) for part in quotation.parts
        ):
            short = quotation.text if len(quotation.text) <= 60 else quotation.text[:60].rsplit(" ", 1)[0] + " …"
            reason = Message("the cited words do not have “{words}” word for word", words=short)
            mark = Mark(quotation.start, quotation.end)
            found.append(Fault(reason, "unsupported", quotation.text, marks=(mark,)))
    return found


def given_to_others(statement: Text, cited: Sequence[Span]) -> list[Fault]:
    """Somebody who is said to say what the cited words give to somebody else."""
    mine = statement.facts.speakers
    theirs = [name for span in cited for name in read(span.text).facts.speakers]
    if not mine or not theirs:
        return []
    known_as = [set(name.words) - TITLES for name in theirs]
    found = []
    for name in mine:
        words = set(name.words) - TITLES
        if words and not any(is_one(words, others) for others in known_as):
            mark = Mark(name.start, name.end, theirs[0].text)
            reason = Message("the article has {right} say it, not {said}", right=theirs[0].text, said=name.text)
            found.append(Fault(reason, "unsupported", marks=(mark,)))
    return found


def _is_title(quotation: Quotation) -> bool:
    """Whether what stands in quotation marks is the name of a work, which may be spelled in several ways; its words
    count as those of a name."""
    long = [word for word in re.findall(r"[^\W\d_]+", quotation.text) if len(word) > 3]
    return all(word[0].isupper() for word in long)
