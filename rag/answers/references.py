"""What answers cite, as entries for a reference manager: BibTeX, RIS or CSL-JSON, an article an entry.

What an article says of itself is text in all three and stays it. Only an address on the web becomes one. The words that
were cited go along as a note, without which an entry would not say what it is for.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote, urlsplit

from rag.answers.answer import Answer
from rag.answers.later import retractions
from rag.message import day_in_words
from rag.text.words import FUNCTION_STEMS, fold, stems
from rag.types import Article, Span

_Corrections = Iterable[Sequence[Span]]
_BIBTEX = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}", **{sign: rf"\{sign}" for sign in "&%$#_"},
}  # fmt: skip
"""Signs that TeX or BibTeX reads; a brace by its name, as one alone would end a field, a backslash before it or not."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_URL_SIGNS = "%/:?#@&+,;=-._~[]!$'()*"  # which stand for themselves in an address, and may in TeX's \\url
# An author of these words is nobody with a first name and a surname.
_DESK = re.compile(
    r"\b(?:staff|desk|agency|agentur|press|presse|news|team|editors?|redaktion|rédaction|redacción|reuters|afp|dpa|wikinews"
    r"|correspondents?|reporters?|writers?|board|service|bureau|gazette|times|post|council|ministry|university)\b",
    re.IGNORECASE,
)
_PARTICLE = re.compile(r"(?:von|van|de|da|du|del|della|di|der|den|ten|ter|la|le|el|al|bin|ibn|zu|zur|af)\Z")


class _Entry(NamedTuple):
    """An article that is cited, its key, and the words of it that are, each with what is said later of them."""

    key: str
    article: Article
    quotes: Mapping[str, str]

    @property
    def note(self) -> str:
        return " … ".join(f"“{_line(one)}”{since}" for one, since in self.quotes.items())

    @property
    def url(self) -> str | None:
        return _address(self.article.url)

    @property
    def authors(self) -> list["_Name"]:
        """The names between commas where each looks like a full one, so that "Ana Novak, Jr." stays one."""
        author = _line(self.article.author or "")
        parts = author.split(", ")
        names = parts if all(" " in one for one in parts) else [author]
        return [_Name.of(one) for one in names if one]


class _Name(NamedTuple):
    """A name with its given part, or "" where it is taken as a whole."""

    given: str
    family: str

    @classmethod
    def of(cls, name: str) -> "_Name":
        words = name.split()
        if not 2 <= len(words) <= 5 or _DESK.search(name) or re.search(r"[\d,;/&@(]|\b(?:and|und|et|y|ve)\b", name):
            return cls("", name)
        first = len(words) - 1
        while first > 1 and _PARTICLE.match(words[first - 1]):
            first -= 1
        return cls(" ".join(words[:first]), " ".join(words[first:]))


def bibtex(answers: Iterable[Answer], article: str | None = None, corrections: _Corrections = ()) -> str:
    """The cited articles, or that of an id alone, for BibTeX and biblatex, in UTF-8; ``corrections`` are for each
    answer what articles that it does not cite take back of its words."""
    return "\n".join(map(_in_bibtex, _entries(answers, article, corrections)))


def ris(answers: Iterable[Answer], article: str | None = None, corrections: _Corrections = ()) -> str:
    """The same as RIS has it, lines ending as in DOS."""
    return "".join(f"{line}\r\n" for entry in _entries(answers, article, corrections) for line in _in_ris(entry))


def csl_json(answers: Iterable[Answer], article: str | None = None, corrections: _Corrections = ()) -> str:
    """The same as CSL-JSON has it, which citeproc, Zotero and Pandoc read."""
    entries = [_in_csl(entry) for entry in _entries(answers, article, corrections)]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def reference(article: Article) -> str:
    """An article as one would name it in a text: by whom, what, where and when, and its address where it has one."""
    day = day_in_words(article.published) if article.published else "undated"
    facts = [_line(article.author or ""), f"“{_line(article.title)}”", _line(article.source or ""), day]
    return ", ".join(filter(None, [*facts, _address(article.url)])) + "."


class Format(Protocol):
    """What writes the articles that answers cite, or that of an id alone."""

    def __call__(
        self, answers: Iterable[Answer], article: str | None = None, corrections: _Corrections = ()
    ) -> str: ...


FORMATS: Mapping[str, Format] = {"bib": bibtex, "ris": ris, "json": csl_json}
"""What writes references, by the ending of the file."""


def _entries(answers: Iterable[Answer], only: str | None, corrections: _Corrections) -> list[_Entry]:
    """The articles that are cited, in the order of their first citation, each with its words in their order."""
    cited: dict[str, Article] = {}
    quotes: dict[str, dict[str, str]] = {}
    for answer, told in zip(answers, chain(corrections, repeat(())), strict=False):
        since = retractions(answer, told)
        for one in answer.citations:
            if only in (None, one.article.id):
                cited.setdefault(one.article.id, one.article)
                quotes.setdefault(one.article.id, {})[one.quote] = since.get(one.number, "")
    keys: set[str] = set()
    entries = []
    for identifier, article in cited.items():
        key = _key(article)
        same = (f"{key}{number}" for number in range(2, len(cited) + 2))
        key = key if key not in keys else next(one for one in same if one not in keys)
        keys.add(key)
        entries.append(_Entry(key, article, quotes[identifier]))
    return entries


def _key(article: Article) -> str:
    """What an entry is cited by: surname or paper, year, and the first word of the title that says something."""
    names = _Entry("", article, {}).authors
    named = names[0].family if names else article.source or ""
    year = str(article.published.year) if article.published else "nd"
    words = [one for one in re.findall(r"[^\W_]+", article.title) if not set(stems(one)) <= FUNCTION_STEMS]
    said = [re.sub(r"[^a-z0-9]", "", fold(one)) for one in (named, year, *words[:1])]
    return "-".join(one for one in said if one)


def _in_bibtex(entry: _Entry) -> str:
    article = entry.article
    day = article.published
    fields = {
        "author": " and ".join(_in_bibtex_names(entry.authors)),
        "title": f"{{{_tex(article.title)}}}",  # in braces of its own, or its capitals would be lost
        "journal": _tex(article.source or ""),
        "date": day.isoformat() if day else "",
        "year": str(day.year) if day else "",
        "url": entry.url or "",
        "language": _tex(article.lang or ""),
        "annote": _tex(entry.note),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if day:
        lines.insert(-1, f"  month = {_MONTHS[day.month - 1]},")
    return "\n".join([f"@article{{{entry.key},", *lines, "}", ""])


def _in_bibtex_names(names: Sequence[_Name]) -> list[str]:
    return [f"{_tex(one.family)}, {_tex(one.given)}" if one.given else f"{{{_tex(one.family)}}}" for one in names]


def _in_ris(entry: _Entry) -> list[str]:
    article = entry.article
    day = article.published
    fields = [
        ("TY", "NEWS"),
        ("ID", entry.key),
        *(("AU", f"{one.family}, {one.given}" if one.given else one.family) for one in entry.authors),
        ("TI", article.title),
        ("T2", article.source or ""),
        ("PY", str(day.year) if day else ""),
        ("DA", f"{day:%Y/%m/%d}/" if day else ""),
        ("LA", article.lang or ""),
        ("UR", entry.url or ""),
        ("N1", entry.note),
    ]
    return [f"{tag}  - {_line(value)}" for tag, value in fields if value] + ["ER  - ", ""]


def _in_csl(entry: _Entry) -> dict[str, Any]:
    article = entry.article
    day = article.published
    record = {
        "id": entry.key,
        "type": "article-newspaper",
        "title": _line(article.title),
        "author": [
            {"family": one.family, "given": one.given} if one.given else {"literal": one.family}
            for one in entry.authors
        ],
        "container-title": _line(article.source or ""),
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "language": article.lang,
        "URL": entry.url,
        "annote": entry.note,
    }
    return {name: value for name, value in record.items() if value}


def _line(text: str) -> str:
    """Text on one line, without the halves of surrogate pairs, which no file can hold."""
    plain = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in plain).split())


def _tex(text: str) -> str:
    return "".join(_BIBTEX.get(sign, sign) for sign in _line(text))


def _address(url: str | None) -> str | None:
    """An address on the web in the signs that one may have; None for any other."""
    try:
        parts = urlsplit(url or "")
    except ValueError:  # such as an unclosed bracket in the host
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return quote(parts.geturl(), _URL_SIGNS, errors="replace")
