"""What is common to all kinds of files: titles, and the Article made of a text and what its file says of it."""

import re
from collections.abc import Generator, Iterable, Mapping
from dataclasses import replace
from itertools import takewhile
from pathlib import PurePosixPath
from typing import Any

from rag.corpus.dates import dated, dateline_of
from rag.corpus.encoding import CONTROL, UnreadableError
from rag.corpus.releases import released
from rag.corpus.spoken import without_times
from rag.text.characters import SURROGATE, visible
from rag.text.language import shortest
from rag.types import Article, DateOrigin, Problem

Read = tuple[list[Article], list[Problem]]
Reading = Generator[Article, None, list[Problem]]
"""The articles of a file, one by one, and at its end the problems met."""
Facts = Mapping[str, str]
"""What a file says of its article: some of the keys of ``_FACTS``, each with one line that is not empty."""
_FACTS = {
    "title": ("title",),
    "date": ("published", "date"),
    "author": ("author", "authors", "byline"),
    "source": ("source", "publisher", "site"),
    "url": ("url", "link"),
    "lang": ("lang", "language"),
}
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""What a code of a language looks like."""
_NOTE = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
# Lines are bounded in all patterns, or a file of one long line would take hours.
_HEADING = re.compile(
    r"#{1,6}[ \t]+(?P<hashed>[^\n]{1,300})(?:\n|$)"
    r"|(?P<underlined>(?![-*+>#])[^\n]{1,300})\n(?:={2,}|-{2,})[ \t]*(?:\n|$)"
)
_MAIN_HEADING = re.compile(r"^(?:#[ \t]+(?P<hashed>[^\n]{1,300})$|(?P<underlined>[^\n]{1,300})\n={2,}[ \t]*$)", re.M)
_FENCED = re.compile(r"^(```|~~~).*?(?:^\1|\Z)", re.M | re.S)
# Lists, quotes, tables, links, bylines and time stamps open texts, but don't name them; nor does a sentence.
_NO_TITLE = re.compile(
    r"[-*•+>#|]|\d+[.)]\s|https?://|by\s|(?:updated|published|posted)\b.*\d|[\"“„«'‘].*[\"”“»'’]$"
    r"|.*[.:,;][\"”“»«'’)\]]*$|[\W\d_]*$",
    re.I,
)
_LONGEST_TITLE, _MOST_BELOW, _LONGEST_BELOW = 120, 3, 60


def one_line(value: object) -> str:
    """A value of front matter, a record or JSON-LD in one line, "" for none; names are joined by commas."""
    match value:
        case str():
            line = " ".join(CONTROL.sub(" ", SURROGATE.sub("\ufffd", visible(value))).split())
            return "" if line.lower() in ("null", "~") else line
        case int() | float() if not isinstance(value, bool):
            return str(value)
        case list():
            # Lists in lists are left out: YAML can nest them without end in a few lines.
            return ", ".join(
                dict.fromkeys(filter(None, (one_line(item) for item in value if not isinstance(item, list))))
            )
        case {"name": str() as name}:
            return one_line(name)
    return ""


def letters_of(words: str) -> str:
    """The letters and digits of some words, whatever their case: by them two are told to be the same."""
    return "".join(filter(str.isalnum, words.casefold()))


def facts_of(raw: Mapping[Any, object]) -> Facts:
    """What front matter or a record says of its article, under any of the names that it may use."""
    # Obsidian writes names as links between notes.
    known = {
        key.strip().lower(): _NOTE.sub(r"\1", one_line(value)) for key, value in raw.items() if isinstance(key, str)
    }
    if not re.search(r"\d", known.get("published", "")):  # that a page is no draft
        known.pop("published", None)
    facts = {name: value for name, keys in _FACTS.items() if (value := next(filter(None, map(known.get, keys)), None))}
    if re.match(r"https?://\S+$", facts.get("source", "")):  # as its clippings have it
        address = facts.pop("source")
        facts.setdefault("url", address)
    return facts


def split_title(text: str, *, markdown: bool = False) -> tuple[str, str]:
    """The title that a text carries ("" if none), and the text without it if it stood at the very top."""
    if heading := _HEADING.match(text):
        words = heading["hashed"] or heading["underlined"]
        if (title := _without_markup(words)) and dateline_of(words) is None:
            return title, text[heading.end() :].strip()
    if markdown:
        later = _MAIN_HEADING.search(_FENCED.sub("", text))
        return (_without_markup(later["hashed"] or later["underlined"]) if later else ""), text
    first, *others = map(str.strip, text.split("\n", _MOST_BELOW + 1))
    if not others or len(first) > _LONGEST_TITLE or _NO_TITLE.match(first) or dateline_of(first) is not None:
        return "", text
    below = list(takewhile(bool, others[:_MOST_BELOW]))
    # Between a title and the day may stand who wrote the text, and for whom.
    short = all(len(line) <= _LONGEST_BELOW and not _NO_TITLE.match(line) for line in below[:-1])
    if below and not below[0].lower().startswith("by ") and not (short and dateline_of(below[-1]) is not None):
        return "", text
    return first, text.split("\n", 1)[1].strip()


def _without_markup(heading: str) -> str:
    heading = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|\s*\{#[^}]*\}|(?:^|\s)#+\s*$", r"\1", heading)
    return " ".join(re.sub(r"[*`]|(?<!\w)_+|_+(?!\w)", "", heading).split())


def title_of_file(path: str) -> str:
    """A file's name made readable, for a title."""
    stem = PurePosixPath(path).stem
    words = re.sub(r"[-_\s]+", " ", re.sub(r"^\d{4}([-_]?)\d\d\1\d\d(?!\d)", "", stem)).strip()
    return words[:1].upper() + words[1:] or stem


def without_site(title: str, shown: Iterable[str], site: str = "") -> str:
    """A title without the site's name after it: as ``shown`` on the page if it opens with that, else less ``site``."""
    for heading in shown:
        if heading and re.match(re.escape(heading) + r"\s*(?:$|[|·»•]|(?:[–—-]|--)\s)", title):
            return heading
    return re.sub(rf"\s+[|·»•:–—-]+\s+{re.escape(site)}$", "", title) if site else title


def without_title(text: str, title: str) -> str:
    """The text without its first paragraph where that is the title again."""
    first, *rest = BLANK_LINE.split(text, maxsplit=1)
    return rest[0].strip() if rest and " ".join(first.split()) == title else text


def article_of(identifier: str, title: str, text: str, facts: Facts, origin: DateOrigin, name: str) -> Article:
    """The article of a text with what its file says of it; a ``url`` that is not http(s) and a ``lang`` that is no code
    are left out, as are signs that nobody sees."""
    title, text = visible(title), visible(text)
    url, lang = facts.get("url", ""), shortest(facts.get("lang", "").replace("_", "-"))
    published, published_from = dated(facts.get("date", ""), origin, text, name, lang=lang, address=url)
    return Article(
        identifier,
        title,
        text,
        published,
        published_from,
        author=facts.get("author"),
        source=facts.get("source"),
        # It will be shown as a link, and a `javascript:` one would run.
        url=url if re.fullmatch(r"https?://[^\s<>\"]+", url, re.I) else None,
        lang=lang if LANGUAGE.fullmatch(lang) else None,
    )


def collected(reading: Reading) -> Read:
    """All articles of a file, and the problems met."""
    articles: list[Article] = []
    while True:
        try:
            articles.append(next(reading))
        except StopIteration as end:
            return articles, end.value


def single(path: str, text: str, facts: Facts, origin: DateOrigin, *, markdown: bool = False) -> Read:
    """The one article of a file; what ``facts`` does not say is read from the text and the file's name."""
    release = released(visible(text).strip(), facts.get("lang", ""))
    text, title = without_times(release.text), facts.get("title", "")
    if not title:
        title, text = split_title(text, markdown=markdown)
    if not text:
        raise UnreadableError("no text below the title or front matter")
    article = article_of(path, title or title_of_file(path), text, facts, origin, PurePosixPath(path).stem)
    if article.published is None and release.day:
        article = replace(article, published=release.day, published_from="dateline")
    if not release.left_out:
        return [article], []
    said = f"what stands below this press release was left out ({release.left_out} characters)"
    return [article], [Problem(path, f"{said}: what its sender says of itself, and whom to ask", "partly")]
