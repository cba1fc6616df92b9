"""Bulk files of articles: JSON, JSONL and tables. A bad record is a problem of its own, and one that has an address and
no text is counted."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import BinaryIO, NamedTuple

from rag.corpus.articles import Reading, article_of, one_line, split_title, title_of_file
from rag.corpus.bulk.fields import Field, Fields, Row, day_words, line_of, writers_in
from rag.corpus.bulk.fragment import is_html, is_page, plain, text_of, words_of
from rag.corpus.bulk.rows import csv_rows, json_lines, json_records
from rag.corpus.bulk.services import adapted, grouped
from rag.corpus.dates import day_of, numbers_of
from rag.corpus.encoding import UnreadableError, cleaned, failure
from rag.corpus.leftovers import without_leftovers
from rag.text.characters import SURROGATE, visible
from rag.text.language import told_by
from rag.types import Article, Problem

_LOG = logging.getLogger(__name__)
_NAMED_FIELDS = 12
_LONGEST_ID = 500
_PLACE = re.compile(r"(?:line|record|post) ")
_MOST_ODD = 100  # days in words that are none, of one file; then only those in figures are read
_TOLD = 1000  # problems of one file; of more, the number
_DRAFTS = ("draft", "auto-draft", "pending", "scheduled", "future", "trash")
_MOST_AHEAD, _LONGEST_AHEAD = 500, 16_000_000  # records, and characters of them, by which days in figures are read
_ADDRESS = re.compile(r"https?://|[\w-]+(?:\.[\w-]+)+$")
_CUT = "[+"  # how a news service ends a text that it cut: "[+2345 chars]"
_CALL_IT = 'call the field of the text "text" (and "title", "date", "author", "source", "url")'


class Address(NamedTuple):
    """What a service kept of an article without its text: its address, its title ("" for none), the day on which the
    reader kept it, and what it is filed under."""

    url: str
    title: str
    day: date | None
    tags: tuple[str, ...]


@dataclass(slots=True)
class _Tally:
    """What a bulk file held beside the articles read from it."""

    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    names: dict[str, None] = field(default_factory=dict)
    addresses: int = 0
    cut: int = 0
    excerpts: int = 0
    drafts: int = 0
    in_part: int = 0
    odd_days: int = 0
    month_first: bool | None = None
    has_text: bool = False
    taken: dict[str, None] = field(default_factory=dict)

    def tell(self, problem: Problem) -> None:
        """Takes down why a record was not read; of many such only their number."""
        if len(self.problems) < _TOLD:
            self.problems.append(problem)
        else:
            self.more += 1


def read_jsonl(path: str, file: BinaryIO) -> Reading:
    """The articles of a file with a JSON object on each line; raises ``UnreadableError`` where it holds none."""
    return read_records(path, json_lines(file))


def read_json(path: str, file: BinaryIO) -> Reading:
    """The articles of a JSON file: one, an array of them, or arrays within; raises ``UnreadableError`` where it holds
    none."""
    return read_records(path, json_records(file))


def read_csv(path: str, file: BinaryIO) -> Reading:
    """The articles of a table with a row for each; raises ``UnreadableError`` where it holds none."""
    return read_records(path, table_rows(path, file))


def table_rows(path: str, file: BinaryIO) -> Iterator[Row]:
    """The rows of a table; raises ``UnreadableError`` where no column can be that of a text or an address."""
    rows = csv_rows(file, "\t" if path.lower().endswith((".tsv", ".tab")) else "")
    for place, row in rows:
        if not isinstance(row, str):
            fields = Fields(row)
            known = fields.has("text") or fields.has("url") or any(adapted(row)[1:3]) or fields.likely_text()
            if not known:
                raise UnreadableError(f'holds no articles: its first line names no "text" ({_only(row)}): {_CALL_IT}')
            yield from grouped(chain([(place, row)], rows))
            return
        yield place, row


def read_records(path: str, rows: Iterable[Row]) -> Reading:
    """The articles of records; a bad one is a problem of its own, unless no record has a text.

    Raises ``UnreadableError`` where none has.
    """
    seen: set[str] = set()
    rows = iter(_to_the_end(rows))
    ahead = list(_ahead(rows))
    tally = _Tally(month_first=_month_first(ahead))
    found = False
    for place, row in chain(ahead, rows):
        try:
            if isinstance(row, str):
                raise UnreadableError(row)
            article = _article(path, place, row, tally)
            if article is None:
                continue
            if article.id in seen:
                raise UnreadableError(f"the id {article.id!r} stands in this file before: give each record its own")
        except UnreadableError as error:
            tally.tell(Problem(path, f"{place}: {error}"))
        except Exception as error:
            # What a record may hold can't be listed, and one that is odd must not end the reading of the others.
            _LOG.info("%s of %s could not be read", place, path, exc_info=True)
            tally.tell(Problem(path, f"{place}: {failure(error)}"))
        else:
            if not article.id.startswith(f"{path}#"):  # the others can't be twice
                seen.add(article.id)
            found = True
            yield article
    return _told(path, tally, found=found)


def _ahead(rows: Iterator[Row]) -> Iterator[Row]:
    """The first of some rows, as many as may be held at once."""
    length = 0
    for number, (place, row) in enumerate(rows, 1):
        yield place, row
        length += sum(len(value) for value in row.values() if isinstance(value, str)) if isinstance(row, Mapping) else 0
        if number == _MOST_AHEAD or length > _LONGEST_AHEAD:
            return


def _month_first(rows: Iterable[Row]) -> bool | None:
    """Whether days in figures have the month first, as those of some rows tell that can be read in one way; None where
    none does, or both are there."""
    orders = set()
    for _, row in rows:
        if isinstance(row, Mapping):
            for one in Fields(adapted(row).record).all("date"):
                first, second = numbers_of(day_words(one.value)) or (0, 0)
                orders |= {second > 12} if first <= 12 < second or second <= 12 < first else set()
    return orders.pop() if len(orders) == 1 else None


def _to_the_end(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows, of which the last tells why the rest can't be read where that shows only after some of them."""
    some = False
    try:
        for row in rows:
            some = True
            yield row
    except UnreadableError as error:
        if not some:
            raise
        yield "the rest of the file", str(error)


def _told(path: str, tally: _Tally, *, found: bool) -> list[Problem]:
    """The problems of a file at its end; raises ``UnreadableError`` where it held no article."""
    if tally.more:
        tally.problems.append(Problem(path, f"{tally.more:,} more records like these were not read", count=tally.more))
    counted = list(_counted(tally))
    if found or tally.has_text:
        return tally.problems + [Problem(path, line, "partly") for line in counted]
    if tally.addresses:
        others = len(tally.problems) + tally.more - bool(tally.more)
        counted += [f"{others:,} with neither ({tally.problems[0].reason})"] if others else []
        raise UnreadableError("; ".join(counted))
    if not tally.names and not tally.problems:
        raise UnreadableError("empty file" if path.lower().endswith(".jsonl") else "holds no articles: no records")
    if tally.names:
        raise UnreadableError(f'holds no articles: no record has a "text" ({_only(tally.names)}): {_CALL_IT}')
    raise UnreadableError(f"holds no articles: {tally.problems[0].reason}")


def _counted(tally: _Tally) -> Iterator[str]:
    for number, one, more, said in (
        (tally.addresses, "address", "addresses", "{} without text: fetch them with `rag add FILE`"),
        (tally.cut, "text was", "texts were",
         "{} cut by the service that gave them: fetch the articles with `rag add URL`"),
        (tally.excerpts, "article", "articles",
         "of {} there is only what the reader marked or noted: fetch the whole with `rag add`"),
        (tally.drafts, "draft was", "drafts were", "{} left out: publish what is an article"),
        (tally.in_part, "page", "pages",
         "of {} in it something was left out or may be missing: look, or fetch the page with `rag add URL`"),
    ):  # fmt: skip
        if number:
            yield said.format(f"1 {one}" if number == 1 else f"{number:,} {more}")
    for name in tally.taken:
        yield f'"{one_line(name)[:60]}" was taken for the text: call it "text" if it is, and something else if not'


def _only(names: Iterable[str]) -> str:
    """The fields that were seen, in words."""
    return f"only {one_line([*names][:_NAMED_FIELDS])}"


def _article(path: str, place: str, row: Mapping[str, object], tally: _Tally) -> Article | None:
    """The article of a record, its text as given but for signs that nobody sees; None where it is only an address.

    The file's name, with the day of an export, dates nothing.
    """
    kept = adapted(row)
    fields = Fields(kept.record)
    for name in fields.names[:100]:
        if len(tally.names) < _NAMED_FIELDS:
            tally.names[name] = None
    tally.has_text |= fields.has("text") or bool(kept.highlights or kept.notes)
    try:
        text = fields.text()
    except TypeError as error:
        raise UnreadableError(str(error)) from None
    if text is None and (likely := fields.likely_text()) is not None:
        text = likely, False
        tally.has_text = True
        if len(tally.taken) < _NAMED_FIELDS:
            tally.taken[likely.name] = None
    if text is not None and str(kept.record.get("status", "")).lower() in _DRAFTS:
        tally.drafts += 1
        return None
    if text is None and (kept.highlights or kept.notes):
        tally.excerpts += 1
    elif text is None:
        if _address(fields) is not None:
            tally.addresses += 1
            return None
        named = next(iter(fields.all("text")), None)
        if named is not None and isinstance(named.value, Mapping | list) and named.value:
            raise UnreadableError(f'no text is known in "{one_line(named.name)[:60]}": put it there as a string')
        raise UnreadableError('"text" is missing' if named is None or named.value is None else '"text" is empty')
    words, facts = _text(path, *text, tally) if text else ("", {})
    words = "\n\n".join(filter(None, (words, *kept.highlights, *(f"Reader's note: {note}" for note in kept.notes))))
    identifier = _identifier(path, place, fields.line("id"), service=kept.service)
    if SURROGATE.search(words) or SURROGATE.search(identifier):
        raise UnreadableError("it holds half of a character (a lone surrogate): write the file again as UTF-8")
    if words.rstrip()[-40:].rpartition(_CUT)[2].endswith(" chars]"):
        tally.cut += 1
    facts = facts | _facts(fields)
    facts["date"] = _date(fields, words, tally) or facts.get("date", "")
    title = facts.get("title") or split_title(cleaned(words).strip())[0] or title_of_file(path)
    article = article_of(identifier, title, words, facts, "record", "")
    changed = next(
        filter(None, (_day(day_words(one.value), "", tally.month_first) for one in fields.all("modified"))), None
    )
    if changed is not None and article.published is not None and changed <= article.published:
        changed = None
    return replace(article, modified=changed, tags=fields.tags())


def _identifier(path: str, place: str, given: str, *, service: bool) -> str:
    """A record's own id, which is unique in an index; numbers of a reading service are counted anew for each reader."""
    if given and service:
        return f"{path}#{given}"
    return given[:_LONGEST_ID] or f"{path}#{_PLACE.sub('', place, count=1)}"


def _text(path: str, named: Field, html: bool, tally: _Tally) -> tuple[str, dict[str, str]]:
    """The text of a field without markup, and what a whole page in it says of itself."""
    words = visible(str(named.value))
    if is_page(words):
        article, problems = _page(path, words)
        tally.in_part += bool(problems)
        facts = {"title": article.title, "author": article.author, "source": article.source, "url": article.url}
        day = str(article.published) if article.published_from == "metadata" else ""
        return article.text, {name: value for name, value in {**facts, "date": day}.items() if value}
    if html or is_html(words):
        try:
            words = "\n\n".join(without_leftovers(text_of(words).split("\n\n")))
        except ValueError as error:
            raise UnreadableError(f"{error}: copy its text to a file of its own") from None
        if not words:
            raise UnreadableError('"text" is empty but for tags')
        return words, {}
    return plain(words), {}


def _page(path: str, words: str) -> tuple[Article, list[Problem]]:
    """The article of a whole page in a field; raises ``UnreadableError``."""
    from rag.corpus.pages.html import read_html

    try:
        articles, problems = read_html(path, words.encode("utf-8", "replace"), is_page=False)
    except UnreadableError:
        raise
    except Exception as error:  # as of any page, and one must not end the reading of the others
        raise UnreadableError(f"its page can't be read ({type(error).__name__}): copy its text") from error
    if len(articles) != 1:
        raise UnreadableError("its page is no article: copy its text")
    return articles[0], problems


def _facts(fields: Fields) -> dict[str, str]:
    """What the fields say of their article."""
    url, author, sources = fields.line("url"), fields.line("author"), fields.lines("source")
    # A crawler's source may be the page's address, beside what the site is called.
    source = next((one for one in sources if not _ADDRESS.match(one)), sources[0] if sources else "")
    if host := re.match(r"https?://([^/\s:?#]+)", source):
        source = host[1]
    url = url or next((one for one in sources if one.startswith(("http://", "https://"))), "")
    facts = {
        "title": words_of(fields.line("title")),
        "author": ""
        if author.isdecimal()
        else writers_in(plain(author), plain(source)),  # a number in the service's own list
        "source": plain(source),
        "url": next((line for one in fields.all("url") if (line := line_of(one.value)).startswith("http")), url),
        "lang": fields.line("lang"),
    }
    return {name: value for name, value in facts.items() if value}


@lru_cache(maxsize=10_000)
def _day(words: str, lang: str = "", month_first: bool | None = None) -> date | None:
    return day_of(words, lang, month_first=month_first)


def _date(fields: Fields, text: str, tally: _Tally) -> str:
    """The words of the day of publication: of the first field that says one, else of the first that says anything. One
    in numbers is read as other records of the file have it, else as the language that the record names, or that its
    text is in."""
    given = [words for one in fields.all("date") if (words := day_words(one.value))]
    given += filter(None, [fields.day_in_parts()])
    for words in given:
        # Finding out that words are no day takes a third of a second, and there may be as many as records.
        slow = re.search(r"[^\W\d_]{3}", words) is not None
        if slow and tally.odd_days >= _MOST_ODD:
            continue
        lang = fields.line("lang") or (told_by(text) or "" if numbers_of(words) else "")
        if day := _day(words, lang, tally.month_first):
            return str(day)
        tally.odd_days += slow
    return given[0] if given and tally.odd_days < _MOST_ODD else ""


def addresses_in(rows: Iterable[Row]) -> Iterator[Address]:
    """The addresses of records that have no text, in their order."""
    for _, row in rows:
        if isinstance(row, Mapping):
            kept = adapted(row)
            fields = Fields(kept.record)
            if fields.text_or_none() is None and (address := _address(fields)) is not None:
                yield address


def _address(fields: Fields) -> Address | None:
    """The address of a record, where it has one that can be fetched."""
    given = (line_of(one.value) for one in fields.all("url"))
    url = next((line for line in given if line.startswith(("http://", "https://"))), "")
    if not url:
        return None
    day = next(filter(None, (_day(day_words(one.value)) for one in fields.all("saved"))), None)
    return Address(url, words_of(fields.line("title")), day, fields.tags())
