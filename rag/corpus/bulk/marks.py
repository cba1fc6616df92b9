"""What exports of press databases share: lines, days, and the articles that were cut out of them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from babel import Locale

from rag.corpus.articles import Read, article_of
from rag.corpus.bulk.fields import writers_in
from rag.corpus.dates import SENTENCE_END, day_of
from rag.types import Problem

_DAY, _MONTH = r"\d{1,2}(?:st|nd|rd|th|\.|er)?", r"[^\W\d_]{3,12}\.?"
_DATE = re.compile(
    rf"(?<![\w-])(?:{_DAY} (?:de )?{_MONTH},? (?:de )?\d{{4}}|{_MONTH} {_DAY},? \d{{4}}|\d{{4}}-\d\d-\d\d"
    r"|\d{1,2}([./])\d{1,2}\1\d{4})(?![\w-])"
)
# Finding out that words are no day takes a third of a second, and there may be as many as documents.
_MOST_ODD = 100
_FACES = ("de", "fr", "es", "it", "pt", "nl")
_WRAPPED = 45  # characters of a line, at least, that goes on in the next one


@dataclass(slots=True)
class Cutting:
    """An article cut out of an export; ``facts`` are those of ``article_of``, ``own`` is its number in the database."""

    title: str
    text: str
    facts: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    own: str = ""


@dataclass(slots=True)
class Export:
    """What was cut out of an export of ``service``: articles; how many it says that it holds, None where it does not;
    and how many documents it has only a summary of."""

    service: str
    cuttings: list[Cutting]
    stated: int | None = None
    summaries: int = 0


def read(path: str, export: Export) -> Read:
    """The articles of an export, each with an id of its own, and where their number is not the one that it states."""
    articles, seen = [], set()
    empty = odd_days = 0
    for number, cutting in enumerate(export.cuttings, start=1):
        if not cutting.text.strip():
            empty += 1
            continue
        own = cutting.own if cutting.own and cutting.own not in seen else str(number)
        seen.add(own)
        facts = {name: value for name, value in cutting.facts.items() if value}
        if "author" in facts:
            facts["author"] = writers_in(facts["author"], facts.get("source", ""))
        facts["lang"] = _language_codes().get(facts.get("lang", "").strip().casefold(), "")
        if day := day_of(facts.get("date", ""), facts["lang"]) if odd_days < _MOST_ODD else None:
            facts["date"] = str(day)
        elif facts.pop("date", ""):
            odd_days += 1
        title = cutting.title or cutting.text.split("\n", 1)[0][:120]
        article = article_of(f"{path}#{own}", title, cutting.text, facts, "record", "")
        articles.append(replace(article, tags=cutting.tags))
    problems = []
    if export.stated is not None and export.stated != len(articles) + export.summaries + empty:
        found = f"{len(articles)} were found" if len(articles) != 1 else "1 was found"
        why = f"the export says that it holds {export.stated} documents, {found}"
        problems.append(Problem(path, f"{why}: look for what is missing, or export it again", "partly"))
    if export.summaries:
        some = "1 document has" if export.summaries == 1 else f"{export.summaries} documents have"
        problems.append(Problem(path, f"{some} no full text, only a summary: it was left out", "partly"))
    if empty:
        some = "1 document has" if empty == 1 else f"{empty} documents have"
        problems.append(Problem(path, f"{some} no text: export it again with its full text", "partly"))
    return articles, problems


@cache
def _language_codes() -> Mapping[str, str]:
    """The codes of languages by their names in English, and in the other languages of the databases' faces."""
    named = (item for face in (*_FACES, "en") for item in Locale(face).languages.items())
    return {str(name).casefold(): str(code) for code, name in named if len(str(code)) == 2}


def date_in(line: str) -> tuple[str, str] | None:
    """The words before the day in a line, and those of the day; None where none stands in it."""
    found = _DATE.search(line[:200])
    return (line[: found.start()].strip(" ,|"), found[0]) if found else None


def is_date_line(line: str) -> bool:
    """Whether a line says a day, with its weekday and time perhaps, and nothing else."""
    if (found := _DATE.search(line[:200])) is None:
        return False
    before, after = line[: found.start()].split(), line[found.end() :].split()
    if len(before) > 2 or len(after) > 5 or len(line) >= 80:
        return False
    # One word before it is a weekday.
    return len(before) < 2 or before[-1].endswith(",")


def paragraphs(lines: Iterable[str]) -> str:
    """The text of lines: blank ones part paragraphs; where there are none, each line is one, unless it goes on."""
    stripped = [line.strip() for line in lines]
    while stripped and not stripped[-1]:
        stripped.pop()
    while stripped and not stripped[0]:
        stripped.pop(0)
    if "" in stripped:
        return "\n\n".join(map(_joined, blocks(stripped)))
    parts: list[str] = []
    for above, line in pairwise(["", *stripped]):
        parts += [" " if len(above) >= _WRAPPED and not SENTENCE_END.search(above) else "\n\n", line]
    return "".join(parts).strip()


def blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Lines in groups that blank lines part."""
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line.strip())
        elif block:
            yield block
            block = []
    if block:
        yield block


def _joined(block: Sequence[str]) -> str:
    parts = [block[0]]
    for above, line in pairwise(block):
        parts += [" " if len(above) >= _WRAPPED else "\n", line]
    return "".join(parts)
