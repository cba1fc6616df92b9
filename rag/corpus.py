"""Files -> Articles: Markdown, plain text, HTML, PDF, Word, JSONL and CSV, each with its title, date and author.

``find_files`` lists what lies below a corpus folder; ``read_file`` turns a name and its bytes into articles, and what
can't be read into Problems that a newcomer can act on. Nothing is guessed: a date that is not plainly there is unknown.
It knows nothing of chunks, of models or of the index, and never looks at a file's time.
"""

import codecs
import csv
import io
import json
import logging
import os
import re
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from rag.errors import CorpusError
from rag.types import Article, DateOrigin, Problem

Read = tuple[list[Article], list[Problem]]
Facts = Mapping[str, str]
"""What a file says of its article: some of the keys of ``_FACTS``, each with one line that is not empty."""
Row = tuple[int, Mapping[str, object] | str]
"""A record of a bulk file after the line (from 1) where it starts; or why that can't be read."""

_FACTS = {
    "title": ("title",),
    "date": ("date", "published"),
    "author": ("author", "authors", "byline"),
    "source": ("source", "publisher", "site"),
    "url": ("url", "link"),
    "lang": ("lang", "language"),
}
_NOT_ARTICLES = ("README", "LICENSE", "CHANGELOG")
_SIGNATURES = {
    b"%PDF-": "a PDF (.pdf)",
    b"PK\x03\x04": "a zip archive or an Office document (.docx, .xlsx ...)",
    b"\xd0\xcf\x11\xe0": "an old or password-protected Office document (save it as .docx without a password)",
    b"{\\rtf": "a rich text document (save it as .docx)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_LARGEST_DOCX = 500_000_000
# What pypdf, python-docx, zipfile and lxml (whose XMLSyntaxError is a SyntaxError) raise beside errors of their own, as
# reading thousands of real files with some bytes changed has shown.
_DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip

_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# The encodings that texts were really written in, with the letters that tell Latin ones apart. The detector often finds
# several equally likely; then the first wins whose letters are all usual in its languages. Without that it took French,
# Italian and Norwegian for Polish, and Turkish too.
_LATIN_LETTERS = {
    "cp1252": "àáâãäåæçèéêëìíîïñòóôõöøùúûüßœšžÿªº",
    "cp1254": "çğıöşüâîû\u0307",
    "cp1250": "áâăąäćčçďđéęěëíîłľĺńňóôöőŕřśšşťţúůüűýźżžß",
    "cp1257": "ąčęėįšųūžāēģīķļņõäöüß",
}
_ENCODINGS = [*_LATIN_LETTERS, "cp1251", "cp1253", "cp1255", "cp1256", "koi8_r", "cp932", "gb18030", "big5", "cp949"]
# What pages call them, where browsers too take the larger set for the smaller one.
_HTML_ENCODINGS = {"iso-8859-1": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254", "gb2312": "gb18030"}

_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_SENTENCE_END = re.compile(r"[.!?…:][\"”“»«'’)\]]*$")
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
_LONGEST_TITLE = 120
_SENSELESS_TITLE = re.compile(
    r"(?:untitled|document|untitled document|word document)[\s-]*\d*$|microsoft \w+ - |about:blank|https?:"
    r"|.*\.(?:docx?|pdf|indd|qxd|rtf|odt|tex|html?|pages|pptx?|txt)$",
    re.I,
)
_SENSELESS_AUTHORS = ("admin", "administrator", "anonymous", "python-docx", "unknown", "user")

_ISO_DATE = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?=$|[T\sZ])")
_NUMERIC_DATE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?=$|[\s,])")
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4})([-_]?)(\d\d)\2(\d\d)(?!\d)")
_DAY, _MONTH = r"\d{1,2}(?:st|nd|rd|th|\.)?", r"[^\W\d_]{3,}\.?"
_DATE_IN_WORDS = re.compile(
    rf"(?<!\w)(?:{_DAY} (?:de )?{_MONTH},? (?:de )?\d{{4}}|{_MONTH} {_DAY},? \d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}([./])\d{1,2}\1\d{4})(?!\w)"
)
# With every language that dateparser knows, "Sat 10 2023" is 10 September, in Hausa.
_LANGUAGES = (
    "en tr de fr es it pt nl sv da nb fi pl cs sk sl hr sr bs mk bg ro hu el ru uk sq az hy he ar fa ur hi id vi th ja "
    "ko zh et lv lt ca eu gl is"
).split()
# October in Croatian, November in Polish: the one name of a month that two of them read differently.
_AMBIGUOUS_MONTH = "listopad"
# Years outside are placeholders (0001, 9999) or of another calendar (2566 in Thailand).
_YEARS = range(1400, 2101)
_DASH = re.compile(r"\s*(?:—|--)\s*|\s+[–-](?:\s+|$)")
_AGENCY = re.compile(r"\s*(?:\([^\W\d_a-z][^()]{1,38}\)|/[^\W\d_a-z][^/]{1,38}/)\s*")

# Libraries log what they stumble over; what matters of it to a reader becomes a Problem.
for _library in ("pypdf", "trafilatura", "htmldate", "courlan"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).propagate = False


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the corpus: where to read it, and its POSIX path below the corpus folder in composed Unicode (NFC).

    The path is the id of the article of a one-article file.
    """

    path: str
    location: Path


class _UnreadableError(Exception):
    """Why a file or a record can't be read, in one line for the reader."""


def find_files(corpus: Path) -> list[SourceFile]:
    """The files below a folder that may hold articles, sorted by path; or the one file that ``corpus`` itself is.

    Hidden files, Office's lock files, READMEs, LICENSEs and CHANGELOGs are left out. Links are followed, into each
    folder once. Raises ``CorpusError`` where the folder or one below it can't be read, or holds nothing to read.
    """
    found: dict[str, SourceFile] = {}
    try:
        locations = [corpus] if corpus.is_file() else sorted(_walk(corpus))
    except FileNotFoundError:
        raise CorpusError(f"{corpus} does not exist: make the folder and put articles in it ({_kinds()}).") from None
    except OSError as error:
        where = error.filename or corpus
        raise CorpusError(f"{where} can't be read ({error.strerror}): allow reading it, or move it away.") from None
    for location in locations:
        if location.suffix.lower() not in _READERS:
            continue
        below = location.name if location == corpus else location.relative_to(corpus).as_posix()
        # A name in bytes that are not Unicode could be neither stored nor shown.
        path = unicodedata.normalize("NFC", os.fsencode(below).decode("utf-8", "replace"))
        if path in found:
            raise CorpusError(f"Two files are called {path} but for the spelling of a letter: rename one of them.")
        found[path] = SourceFile(path, location)
    if not found:
        raise CorpusError(f"There is nothing to read in {corpus}: put articles in it ({_kinds()}).")
    return [found[path] for path in sorted(found)]


def read_file(path: str, data: bytes) -> Read:
    """The articles of a file, given its path below the corpus and its bytes, and the problems met in reading it.

    Bad content never raises: each problem has the path, and one line that says what is wrong and what to do.
    """
    path = unicodedata.normalize("NFC", path)
    reader = _READERS.get(PurePosixPath(path).suffix.lower())
    try:
        if reader is None:
            raise _UnreadableError(f"unknown kind of file: use {_kinds()}")
        if not data.strip():
            raise _UnreadableError("empty file")
        return reader(path, data)
    except _UnreadableError as error:
        return [], [Problem(path, str(error))]


def _kinds() -> str:
    return ", ".join(_READERS)


def _walk(corpus: Path) -> Iterator[Path]:
    def fail(error: OSError) -> None:
        raise error

    seen: set[tuple[int, int]] = set()
    for folder, folders, names in os.walk(corpus, onerror=fail, followlinks=True):
        status = os.stat(folder)
        if (status.st_dev, status.st_ino) in seen:  # a link back
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            location = Path(folder, name)
            if name.startswith((".", "~$")) or name.split(".")[0].upper() in _NOT_ARTICLES:
                continue
            # A pipe or a device could be read for ever; a broken link stays, for whoever reads it to report.
            if location.is_file() or not location.exists():
                yield location


# Bytes and values as text


def _decode(data: bytes) -> str:
    """The text of some bytes in the encoding that fits, without its byte order mark."""
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            try:
                return data.decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError:
                raise _UnreadableError(f"broken {encoding.upper()} text: save it again as UTF-8") from None
    if data.startswith(tuple(_SIGNATURES)):
        raise _UnreadableError(f"not text: {_beginning(data)}; give it the right ending")
    if b"\0" in data:
        raise _UnreadableError("not text: it holds NUL bytes; if it is text in UTF-16, save it as UTF-8")
    try:
        return data.decode()
    except UnicodeDecodeError:
        mended = data.decode(errors="replace")
    # Text in another encoding hardly ever forms valid UTF-8: where much of it does, it is UTF-8 with a few bad bytes.
    if 3 * mended.count("\ufffd") < sum(character > "\x7f" for character in mended):
        return mended
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data, cp_isolation=_ENCODINGS))
    if not matches:
        raise _UnreadableError("unknown text encoding: save it as UTF-8")
    best = (matches[0].chaos, matches[0].coherence)
    likely = {match.encoding: str(match) for match in matches if (match.chaos, match.coherence) == best}
    for encoding, letters in _LATIN_LETTERS.items():
        text = likely.get(encoding, "")
        if text and all(letter in letters for letter in text.lower() if letter > "\x7f" and letter.isalpha()):
            return text
    return str(matches[0])


def _beginning(data: bytes) -> str:
    kind = next((kind for signature, kind in _SIGNATURES.items() if data.startswith(signature)), None)
    return f"it is {kind}" if kind else f"it starts with {data[:20].decode('latin-1')!r}"


def _clean(text: str) -> str:
    """A text whose only control characters are line feeds and tabs."""
    return _CONTROL.sub("", _LINE_END.sub("\n", text))


def _line(value: object) -> str:
    """A value of front matter, a record or JSON-LD in one line, "" for none; names are joined by commas."""
    match value:
        case str():
            line = " ".join(_CONTROL.sub(" ", _SURROGATE.sub("\ufffd", value)).split())
            return "" if line.lower() in ("null", "~") else line
        case int() | float() if not isinstance(value, bool):
            return str(value)
        case list():
            # Lists in lists are left out: YAML can nest them without end in a few lines.
            return ", ".join(dict.fromkeys(filter(None, (_line(item) for item in value if not isinstance(item, list)))))
        case {"name": str() as name}:
            return _line(name)
    return ""


def _facts(raw: Mapping[Any, object]) -> Facts:
    known = {key.strip().lower(): _line(value) for key, value in raw.items() if isinstance(key, str)}
    return {name: value for name, keys in _FACTS.items() if (value := next(filter(None, map(known.get, keys)), None))}


# Dates


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day)) if int(year) in _YEARS else None
    except ValueError:
        return None


def _date(words: str) -> date | None:
    """A full day as written; ``None`` for a part of one, a relative one, and one that can be read in two ways."""
    if match := _ISO_DATE.match(words):
        year, _, month, day, short_month, short_day = match.groups()
        return _day(year, month or short_month, day or short_day)
    if match := _NUMERIC_DATE.match(words):
        first, _, second, year = match.groups()
        readings = {_day(year, first, second), _day(year, second, first)} - {None}
        return readings.pop() if len(readings) == 1 else None
    numbers = {int(number) for number in re.findall(r"\d+", words[:60])}
    # Refusing takes dateparser most of a second the first time: it is asked only for what may be a day and a year.
    if len(words) > 60 or len(numbers) < 2 or max(numbers) < _YEARS[0] or _AMBIGUOUS_MONTH in words.lower():
        return None
    import dateparser

    settings = {"STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    parsed = dateparser.parse(words, languages=_LANGUAGES, settings=settings)
    # A day or a year that is not among the numbers was made up.
    return _day(*parsed.strftime("%Y %m %d").split()) if parsed and {parsed.day, parsed.year} <= numbers else None


def _dateline(line: str) -> str | None:
    """The words of the date ("" if none) in the dateline that opens a line, like ``BELGRADE, Oct. 9, 2023 (AP) —``.

    ``None`` where no dateline does. A town in capitals needs a region, a date, an agency or a dash beside it; in other
    letters it needs a comma and a full date. A day, or a weekday and a day, is a dateline too.
    """
    head, *rest = _DASH.split(re.sub(r"[*_]+", "", line[:300]).strip(), maxsplit=1)
    bare = _AGENCY.sub(" ", head).strip()
    agency = bare != head.strip()
    # "4 May 1918 – 2 June 1990" is a life.
    if not bare or len(head) > 90 or (rest and _DATE_IN_WORDS.match(rest[0])):
        return None
    dated = _DATE_IN_WORDS.search(bare)
    places = [part.strip() for part in (bare[: dated.start()] if dated else bare).split(",") if part.strip()]
    named = all(map(_is_name, places))
    if dated and dated.end() == len(bare.rstrip(".,")) and named and re.search(r"(?:^|, ?)$", bare[: dated.start()]):
        return dated.group()
    if not places or not places[0].isupper() or not _is_name(places[0]) or re.search(r"\d", places[0]):
        return None
    if dated or agency or len(places) > 1:
        return (dated.group() if dated else "") if named or agency else None
    # "LONDON — The council met." is a dateline, "BREXIT – What we know" a headline.
    return "" if rest and (not rest[0] or len(line) > 300 or _SENTENCE_END.search(rest[0])) else None


def _is_name(words: str) -> bool:
    """Whether words may name a place or a day: up to four, with capitals but for "of", "and" and the like."""
    parts = words.split()
    return (
        len(parts) <= 4
        and not re.search(r"[?!:;()\"“”]", words)
        and all(not part[0].islower() or part in ("of", "and", "the", "de", "del", "la") for part in parts)
    )


def _published(facts: Facts, origin: DateOrigin, text: str, name: str) -> tuple[date | None, DateOrigin]:
    """The day and where it was read, by the first that tells: what the file says, the dateline, the file's name."""
    if day := _date(facts.get("date", "")):
        return day, origin
    # A byline may stand above the dateline.
    for line in [line for line in text[:1000].split("\n") if line.strip()][:3]:
        if (words := _dateline(line)) and (day := _date(words)):
            return day, "dateline"
    for match in _DATE_IN_NAME.finditer(name):
        if day := _day(match[1], match[3], match[4]):
            return day, "file name"
    return None, "unknown"


# Titles


def _split_title(text: str, *, markdown: bool = False) -> tuple[str, str]:
    """The title that a text carries ("" if none), and the text without it if it stood at the very top."""
    if heading := _HEADING.match(text):
        words = heading["hashed"] or heading["underlined"]
        if (title := _without_markup(words)) and _dateline(words) is None:
            return title, text[heading.end() :].strip()
    if markdown:
        later = _MAIN_HEADING.search(_FENCED.sub("", text))
        return (_without_markup(later["hashed"] or later["underlined"]) if later else ""), text
    first, *others = map(str.strip, text.split("\n", 2))
    if not others or len(first) > _LONGEST_TITLE or _NO_TITLE.match(first) or _dateline(first) is not None:
        return "", text
    if others[0] and not others[0].lower().startswith("by ") and _dateline(others[0]) is None:
        return "", text
    return first, text.split("\n", 1)[1].strip()


def _without_markup(heading: str) -> str:
    heading = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|\s*\{#[^}]*\}|(?:^|\s)#+\s*$", r"\1", heading)
    return " ".join(re.sub(r"[*`]|(?<!\w)_+|_+(?!\w)", "", heading).split())


def _name_title(path: str) -> str:
    stem = PurePosixPath(path).stem
    words = re.sub(r"[-_\s]+", " ", re.sub(r"^\d{4}([-_]?)\d\d\1\d\d(?!\d)", "", stem)).strip()
    return words[:1].upper() + words[1:] or stem


def _without_site(title: str, shown: Iterable[str], site: str = "") -> str:
    """A title without the site's name after it: as ``shown`` on the page if it opens with that, else less ``site``."""
    for heading in shown:
        if heading and re.match(re.escape(heading) + r"\s*(?:$|[|·»•]|[–—-]\s)", title):
            return heading
    return re.sub(rf"\s+[|·»•:–—-]+\s+{re.escape(site)}$", "", title) if site else title


def _without_top(text: str, title: str) -> str:
    """The text without its first paragraph where that is the title again."""
    first, *rest = _BLANK_LINE.split(text, maxsplit=1)
    return rest[0].strip() if rest and " ".join(first.split()) == title else text


# Articles


def _article(identifier: str, title: str, text: str, facts: Facts, origin: DateOrigin, name: str) -> Article:
    published, published_from = _published(facts, origin, text, name)
    url, lang = facts.get("url", ""), facts.get("lang", "").replace("_", "-")
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
        lang=lang if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", lang) else None,
    )


def _single(path: str, text: str, facts: Facts, origin: DateOrigin, *, markdown: bool = False) -> Read:
    """The one article of a file; what ``facts`` does not say is read from the text and the file's name."""
    text, title = text.strip(), facts.get("title", "")
    if not title:
        title, text = _split_title(text, markdown=markdown)
    if not text:
        raise _UnreadableError("no text below the title or front matter")
    return [_article(path, title or _name_title(path), text, facts, origin, PurePosixPath(path).stem)], []


def _read_text(path: str, data: bytes) -> Read:
    facts, body = _front_matter(_clean(_decode(data)))
    return _single(path, body, facts, "front matter", markdown=not path.lower().endswith(".txt"))


def _front_matter(text: str) -> tuple[Facts, str]:
    """The facts in the YAML block that opens a text, and the text below it; raises where the block is broken."""
    top = text.lstrip()
    if not top.startswith("---"):
        return {}, text
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    handler = YAMLHandler()
    try:
        block, body = handler.split(top) if handler.detect(top) else ("", text)
        # The base loader leaves all values strings: a date that is none is no error, and `lang: no` is Norwegian.
        values = yaml.load(block, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        below = error.problem_mark.line if error.problem_mark else 0
        line = text.count("\n", 0, text.index(block)) + below + 1
        raise _UnreadableError(f"front matter is not valid YAML: line {line}: {_line(error.problem)}") from None
    except (yaml.YAMLError, RecursionError):
        raise _UnreadableError("front matter is not valid YAML: write lines of `name: value`") from None
    except ValueError:  # there was nothing to split at
        if re.match(r"-{3,}[ \t]*\n\s*[\w-]+:(?:\s|$)", top):
            raise _UnreadableError("front matter has no end: put a line of three hyphens (---) below it") from None
        return {}, text
    if isinstance(values, dict):
        return _facts(values), body
    if isinstance(values, list):
        raise _UnreadableError("front matter is a list: write lines of `name: value`")
    return {}, text if values else body  # a text between two rules is no front matter


# HTML


def _read_html(path: str, data: bytes) -> Read:
    from trafilatura import bare_extraction, load_html
    from trafilatura.settings import use_config

    # What a page declares as its encoding is wrong once it is decoded.
    page = re.sub(r"^\s*<\?xml[^>]*>", "", _clean(_decode_html(data)))
    tree: Any = load_html(page)
    if tree is None:  # a bare fragment
        tree = load_html(f"<html><head></head><body>{page}</body></html>")
    options = {
        "include_comments": False,
        "prune_xpath": "//script|//style|//template|//noscript",
        # Of its methods, one takes a time that grows with the square of a page: 200 s for 50,000 list entries.
        "fast": tree.xpath("count(//*)") > 10_000,
    }
    document: Any = bare_extraction(tree, **options)
    if document and len(document.text) < 500:
        # Finding less than this, Trafilatura takes all text of the page for it, menu and all, as one paragraph.
        config = use_config()
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
        brief: Any = bare_extraction(tree, config=config, **options)
        document = brief if brief and 2 * len(brief.text) >= len(document.text) else document
    text = "\n\n".join(filter(None, _html_blocks(document.body))) if document else ""
    if not text:
        raise _UnreadableError("no article text in this page: scripts may build it; copy the text into a .txt file")
    facts = _html_facts(tree)
    return _single(path, _without_top(text, facts.get("title", "")), facts, "metadata")


def _decode_html(data: bytes) -> str:
    """The text of a page in the encoding that it declares, unless that is plainly wrong."""
    declared = re.search(rb"<(?:meta|\?xml)[^>]+(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]+)", data[:4096], re.I)
    if declared is None or data.startswith(tuple(_BOMS)) or b"\0" in data:
        return _decode(data)
    name = declared[1].decode().lower()
    name = _HTML_ENCODINGS.get(name, name)
    # Bytes that form UTF-8 beyond ASCII are UTF-8, whatever the page says.
    for encoding in (name, "utf-8") if data.isascii() else ("utf-8", name):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeError):
            continue
    return _decode(data)


def _html_blocks(parent: Any) -> Iterator[str]:
    """The paragraphs of an extracted page, some of them ""; a list or a table is one, with a line for each part."""
    for line_break in parent.iter("lb"):
        line_break.text = "\u2028"
    loose = parent.text or ""
    for child in parent:
        match child.tag:
            case "p" | "head":
                blocks = [_words(child.xpath("string()"))]
            case "list":
                for item in child.iter("item"):
                    item.text = f"\u2028- {(item.text or '').lstrip()}"
                blocks = [_words(child.xpath("string()"))]
            case "table":
                rows = ([_words(cell.xpath("string()")) for cell in row.iter("cell")] for row in child.iter("row"))
                blocks = ["\n".join(" | ".join(row) for row in rows)]
            case "code":
                blocks = [child.xpath("string()").strip("\n")]
            case "quote" | "div":
                blocks = list(_html_blocks(child))
            case _:
                loose += child.xpath("string()") + (child.tail or "")
                continue
        yield _words(loose)
        yield from blocks
        loose = child.tail or ""
    yield _words(loose)


def _words(text: str) -> str:
    return re.sub(r" ?\u2028 ?", "\n", re.sub(r"[ \t\r\n\xa0]+", " ", text.replace("\xad", ""))).strip()


def _html_facts(tree: Any) -> Facts:
    """What a page says of itself in meta tags, JSON-LD and marked elements.

    Trafilatura is not asked: it takes dates from anywhere in a page, and cuts titles at a dash.
    """
    meta: dict[str, list[str]] = {}
    for element in tree.xpath("//meta[@content]"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        meta.setdefault(key.lower(), []).append(_line(element.get("content")))

    def first(*keys: str) -> str:
        return next((value for key in keys for value in meta.get(key, ()) if value), "")

    linked = _json_ld(tree)
    shown = [_words(heading.xpath("string()")) for heading in tree.xpath("//h1")]
    page_title = _words(tree.xpath("string(//title[not(ancestor::svg)])"))
    # A heading that ends the page's title names the site.
    logos = [heading for heading in shown if heading and page_title.endswith(heading) and heading != page_title]
    site = first("og:site_name") or _line(linked.get("publisher")) or first("publisher", "dc.publisher")
    names = [heading for heading in shown if heading and heading not in (site, *logos)]
    title = (
        first("og:title", "twitter:title")
        or _line(linked.get("headline"))
        or first("citation_title", "dc.title")
        or (names[0] if len(names) == 1 else page_title or next(iter(names), ""))
    )
    writers = next(filter(None, map(meta.get, ("author", "citation_author", "dc.creator", "article:author"))), [])
    facts = {
        "title": _without_site(title, names, site or next(iter(logos), "")),
        "date": _html_date(tree, meta, linked),
        "author": _line([name for name in writers if not name.startswith("http")])
        or _line(linked.get("author"))
        or _words(tree.xpath("string((//a|//span|//p|//address)[@rel='author' or @itemprop='author'])")),
        "source": site,
        "url": tree.xpath("string(//link[@rel='canonical'][starts-with(@href, 'http')]/@href)") or first("og:url"),
        "lang": tree.get("lang") or tree.get("xml:lang"),
    }
    return {name: line for name, value in facts.items() if (line := _line(value))}


def _json_ld(tree: Any) -> Mapping[str, object]:
    """The description of the article in a page's JSON-LD; empty where there is none, or it is broken."""
    items: list[object] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            items.append(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            continue
    found: list[Mapping[str, object]] = []
    for item in items:  # grows while it is walked
        if isinstance(item, list):
            items += item
        elif isinstance(item, dict):
            items += [item[key] for key in ("@graph", "mainEntity") if key in item]
            found += [item] if "headline" in item or "datePublished" in item else []
    return max(found, key=lambda item: bool(re.search("Article|Posting|Report", str(item.get("@type")))), default={})


def _html_date(tree: Any, meta: Mapping[str, Sequence[str]], linked: Mapping[str, object]) -> str:
    """The words of the day of publication where a page marks it as such."""
    keys = (
        "article:published_time og:published_time datepublished citation_publication_date parsely-pub-date "
        "sailthru.date dc.date.issued dcterms.issued dc.date dcterms.date pubdate publishdate publish-date "
        "publication_date date"
    ).split()
    given = [_line(linked.get("datePublished")), *(value for key in keys for value in meta.get(key, ()))]
    if words := next(filter(_date, given), None):
        return words
    marked = {
        _date(time.get("datetime").strip())
        for time in tree.xpath("//time[@datetime]")
        if time.get("pubdate") is not None
        or time.get("itemprop") == "datePublished"
        or {"published", "dt-published", "entry-date", "pubdate"} & set((time.get("class") or "").split())
    } - {None}
    # Teasers of other articles may be marked like the article itself.
    return str(marked.pop()) if len(marked) == 1 else ""


# PDF and Word


class _Line(NamedTuple):
    """A line of a PDF page: where it starts, in points from the lower left, and the size of its type."""

    text: str
    x: float
    y: float
    size: float


def _read_pdf(path: str, data: bytes) -> Read:
    import pypdf
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    if b"%PDF-" not in data[:1024]:
        raise _UnreadableError(f"not a PDF: {_beginning(data)}")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        pages = [_pdf_lines(page) for page in reader.pages]
        described = reader.metadata
        title, author = (described.title, described.author) if described else (None, None)
    except (FileNotDecryptedError, DependencyError):
        raise _UnreadableError("encrypted PDF: save it without a password") from None
    except (PyPdfError, *_DAMAGE):
        raise _UnreadableError("damaged PDF: open it in a viewer and save it again") from None
    text = _clean("\n\n".join(_pdf_paragraphs(_without_running_lines(pages)))).strip()
    text = re.sub("[\ufb00-\ufb06]", lambda ligature: unicodedata.normalize("NFKC", ligature[0]), text)
    if not text:
        raise _UnreadableError("no text in this PDF: it may be scanned; run OCR on it first")
    return _described(path, text, title, author)


def _pdf_lines(page: Any) -> list[_Line]:
    nothing = _Line("", 0, 0, 0)
    lines = [nothing]

    def visit(text: str, user: Sequence[float], matrix: Sequence[float], _font: object, size: float) -> None:
        for number, part in enumerate(text.split("\n")):
            if number:
                lines.append(nothing)
            if part.strip() and lines[-1] is nothing:
                x = matrix[4] * user[0] + matrix[5] * user[2] + user[4]
                y = matrix[4] * user[1] + matrix[5] * user[3] + user[5]
                lines[-1] = _Line(part, x, y, abs(size * matrix[3] * user[3]))
            elif lines[-1] is not nothing:
                lines[-1] = lines[-1]._replace(text=lines[-1].text + part)

    page.extract_text(visitor_text=visit)
    return [line._replace(text=" ".join(line.text.split())) for line in lines if line is not nothing]


def _without_running_lines(pages: list[list[_Line]]) -> list[list[_Line]]:
    """The pages without the lines that stand at the edge of most of them, alike but for numbers: heads and folios."""
    edges = [
        {number: re.sub(r"\d+", "#", page[number].text) for number in range(-2, 2)} if len(page) > 1 else {}
        for page in pages
    ]
    repeated = Counter(words for edge in edges for words in set(edge.values()))
    running = {words for words, count in repeated.items() if count >= max(2, 0.6 * len(pages))}
    return [
        [line for number, line in enumerate(page) if edge.get(number, edge.get(number - len(page))) not in running]
        for page, edge in zip(pages, edges, strict=True)
    ]


def _pdf_paragraphs(pages: Sequence[Sequence[_Line]]) -> Iterator[str]:
    """Lines joined to paragraphs, and words that a hyphen breaks at a line's end to words."""
    steps = [(above.y - line.y) / line.size for page in pages for above, line in pairwise(page) if line.size]
    gaps = sorted(step for step in steps if step > 0.8)
    widths = sorted(len(line.text) for page in pages for line in page)
    usual_gap, usual_width = (gaps[len(gaps) // 4] if gaps else 0), (widths[len(widths) // 2] if widths else 0)
    text, above = "", None
    for page in pages:
        for line in page:
            if re.search(r"\w[-\u2010\xad]$", text) and line.text[0].islower():
                text = text[:-1] + line.text
            elif above is None or _opens_paragraph(above, line, usual_gap, usual_width, turned=line is page[0]):
                yield text
                text = line.text
            else:
                text += " " + line.text
            above = line
    yield text


def _opens_paragraph(above: _Line, line: _Line, usual_gap: float, usual_width: int, *, turned: bool) -> bool:
    """Whether a line opens a paragraph: after a gap, an indent or a short line, in other type, or with a bullet."""
    ended = _SENTENCE_END.search(above.text) is not None
    if re.match(r"[•‣▪●–*-]\s", line.text):
        return True
    if turned or line.y > above.y:  # on the next page, or in the next column
        return ended
    if above.y - line.y > 1.2 * usual_gap * line.size or abs(line.size - above.size) > 0.12 * line.size:
        return True
    return ended and (line.x > above.x + line.size / 2 or len(above.text) < 0.75 * usual_width)


def _read_docx(path: str, data: bytes) -> Read:
    import docx
    from docx.opc.exceptions import OpcError

    if not data.startswith(b"PK"):
        raise _UnreadableError(f"not a Word document: {_beginning(data)}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_DOCX:
                raise _UnreadableError("this Word document unpacks to more than 500 MB: save it without its pictures")
        document = docx.Document(io.BytesIO(data))
        body, described = document.element.body, document.core_properties
        title, author = described.title, described.author
    except (OpcError, *_DAMAGE):
        raise _UnreadableError("damaged, or not a Word document: save it again as .docx") from None
    text = _clean("\n\n".join(filter(str.strip, _docx_blocks(body)))).strip()
    if not text:
        raise _UnreadableError("no text in this Word document")
    return _described(path, text, title, author)


def _docx_blocks(parent: Any) -> Iterator[str]:
    """The paragraphs and tables below an element in order; a table is one block with a line for each row.

    Read from the XML, as python-docx leaves out what stands in tracked insertions and content controls.
    """
    marks = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
    for child in parent:
        match str(child.tag).rpartition("}")[2]:
            case "p":
                parts = child.xpath(".//w:r[not(ancestor::w:moveFrom or ancestor::w:txbxContent)]/*")
                names = (part.tag.rpartition("}")[2] for part in parts)
                yield "".join(
                    (part.text or "") if name == "t" else marks.get(name, "")
                    for part, name in zip(parts, names, strict=True)
                )
            case "tbl":
                rows = (
                    [_line(" ".join(_docx_blocks(cell))) for cell in row.xpath("./w:tc")]
                    for row in child.xpath("./w:tr")
                )
                yield "\n".join(" | ".join(row) for row in rows)
            case _:
                yield from _docx_blocks(child)


def _described(path: str, text: str, title: str | None, author: str | None) -> Read:
    """The article of a document with the title and author of its properties, where they make sense.

    Its time of creation is not taken for a date: it is a file's time by another name, when somebody exported it.
    """
    # Either may be of another type in a file that keeps to no rule.
    title, author = (_line(value) if isinstance(value, str) else "" for value in (title, author))
    title = "" if _SENSELESS_TITLE.match(title) else _without_site(title, [_line(_BLANK_LINE.split(text, 1)[0])])
    author = "" if author.islower() or author.lower() in _SENSELESS_AUTHORS else author  # logins are lower case
    facts = {name: value for name, value in (("title", title), ("author", author)) if value}
    return _single(path, _without_top(text, title), facts, "metadata")


# Bulk records


def _read_jsonl(path: str, data: bytes) -> Read:
    return _records(path, _json_rows(data))


def _json_rows(data: bytes) -> Iterator[Row]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = _decode(data).encode()
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line.decode())
        except UnicodeDecodeError:
            yield number, "not UTF-8: save the file as UTF-8"
        except (ValueError, RecursionError) as error:
            yield number, f"not JSON ({getattr(error, 'msg', 'too deep or too large')}): write one object on each line"
        else:
            yield number, record if isinstance(record, dict) else "not a JSON object: write one on each line"


def _read_csv(path: str, data: bytes) -> Read:
    return _records(path, _csv_rows(_decode(data)))


def _csv_rows(text: str) -> Iterator[Row]:
    # The limit is the whole process's, so it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    head = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, f"not CSV ({error}): check the quotes"
            continue
        if not fields:
            continue
        if not columns:
            columns = [name.strip().lower() for name in fields]
            if "text" not in columns:
                raise _UnreadableError(
                    f'holds no articles: its first line names no "text" (only {_line(columns[:12])})'
                )
        elif len(fields) == len(columns):
            yield line, dict(zip(columns, fields, strict=True))
        else:
            yield line, f"it has {len(fields)} fields where the first line names {len(columns)}: check the quotes"


def _records(path: str, rows: Iterable[Row]) -> Read:
    """The articles of a bulk file; a bad record is a problem of its own, unless no record has a text."""
    articles: dict[str, Article] = {}
    problems: list[Problem] = []
    fields: dict[str, None] = {}
    for line, row in rows:
        try:
            if isinstance(row, str):
                raise _UnreadableError(row)
            fields |= dict.fromkeys(row)
            article = _record(path, line, row)
            if article.id in articles:
                raise _UnreadableError(f"the id {article.id!r} stands in this file before: give each record its own")
            articles[article.id] = article
        except _UnreadableError as error:
            problems.append(Problem(path, f"line {line}: {error}"))
    if "text" in fields:
        return list(articles.values()), problems
    found = f'no record has a "text" (only {_line([*fields][:12])})' if fields else ""
    raise _UnreadableError(
        f"holds no articles: {found or next((problem.reason for problem in problems), 'no records')}"
    )


def _record(path: str, line: int, row: Mapping[str, object]) -> Article:
    """The article of a record, its text exactly as given. The file's name, with the day of an export, dates nothing."""
    text, given = row.get("text"), row.get("id")
    if not isinstance(text, str):
        raise _UnreadableError('"text" is missing' if text is None else '"text" is not a string')
    if not text.strip("\ufeff \t\r\n"):
        raise _UnreadableError('"text" is empty')
    identifier = str(given) if isinstance(given, str | int) and str(given).strip() else f"{path}#{line}"
    if _SURROGATE.search(text) or _SURROGATE.search(identifier):
        raise _UnreadableError("it holds half of a character (a lone surrogate): write the file again as UTF-8")
    facts = _facts(row)
    title = facts.get("title") or _split_title(_clean(text).strip())[0] or _name_title(path)
    return _article(identifier, title, text, facts, "record", "")


_READERS: Mapping[str, Callable[[str, bytes], Read]] = {
    ".md": _read_text,
    ".markdown": _read_text,
    ".txt": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".xhtml": _read_html,
    ".pdf": _read_pdf,
    ".docx": _read_docx,
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
}
