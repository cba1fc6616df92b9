"""When a page was published and last changed, where it marks a day as that: in JSON-LD, in meta tags, in elements.

A day that stands anywhere else, and one beside others that are marked alike, is not taken.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import Any

from rag.corpus.articles import one_line
from rag.corpus.dates import day_of, day_within
from rag.corpus.pages.daylines import CHANGED as _CHANGED
from rag.corpus.pages.daylines import is_day_line, is_signed, is_told, said_in
from rag.corpus.pages.elements import Meta, is_beside, is_small, length_of, names_of, words_of
from rag.corpus.pages.linked import Linked

_PUBLISHED = (
    "article:published_time og:published_time article:published og:article:published_time datepublished "
    "citation_publication_date citation_online_date parsely-pub-date sailthru.date dc.date.issued dcterms.issued "
    "dcterms.created dc.date.created dc.date dcterms.date pubdate publishdate publish-date publish_date published_date "
    "publication_date publication-date gsa_publish_date og:time article:create_at article_date_original "
    "originalpublicationdate cxenseparse:recs:publishtime date"
).split()
_MODIFIED = (
    "article:modified_time og:updated_time og:modified_time datemodified article:modified dc.date.modified "
    "dcterms.modified last-modified lastmod revised"
).split()
# Reading a day may take a hundredth of a second, and a hostile page have thousands.
_MOST = 8
_LINES = frozenset("p div span small li address summary details dd td font em i b".split())
_LONGEST_LINE, _PROSE = 120, 80
_MARKED = {"published", "dt-published", "entry-date", "pubdate", "post-date", "publish-date", "date-published"}
_DATE = re.compile(
    r"(?<![a-z])(?:date(?:time|line)?|datum|pub-?date|published(?:-?(?:at|on|date))?|fecha|tarih|timestamp)(?![a-z])",
    re.I,
)

_BYLINE = re.compile(r"(?<![a-z])(?:by-?lines?|authors?|autor(?:en|in|e)?|auteurs?|meta|info|time)(?![a-z])", re.I)

_Said = tuple[date | None, date | None]
"""The day of publication and that of the last change, as a line says them."""


def published_words(tree: Any, head: Sequence[Any], meta: Meta, linked: Linked, lang: str, writers: str = "") -> str:
    """The words of the day of publication, "" where none is marked; ``head`` are the elements of the article's head,
    ``writers`` those that it names."""
    given = [linked.words("datePublished"), *_of(meta, _PUBLISHED), linked.words("dateCreated", "uploadDate")]
    if words := next((one for one in given if day_of(one, lang)), None):
        return words
    around = [one_line(item.get("datePublished")) for item in linked.top[:_MOST] if "datePublished" in item]
    if len({day_of(one, lang) for one in around}) == 1:
        return around[0]
    times = filter(_is_marked, tree.iter("time", "abbr", "span", "p", "div", "meta"))
    # Teasers of other articles may be marked like the article itself.
    own = (one for one in times if not is_beside(one))
    if words := _only_day(own, _of_the_head(head, changes=False), lang):
        return words
    if words := _only_day((), _of_the_head(head, changes=False, named=_BYLINE), lang):
        return words
    # In hAtom what was never changed is marked so, too.
    stamps = (one for one in head if "updated" in _classes(one))
    first = (one for one in stamps if one.tag == "time" or (one.tag in ("abbr", "span") and one.get("title")))
    if words := _only_day((one for one in first if not _CHANGED.search(words_of(one) + _before(one))), (), lang):
        return words
    return _one_of(_shown(head, lang, writers), changed=False)


def _one_of(shown: Iterable[tuple[Any, _Said]], *, changed: bool) -> str:
    """The one day that lines say for that of publication, or of the last change."""
    days: set[date] = set()
    whole: set[Any] = set()
    for element, said in shown:
        # Without the words around it, a part of what said both may seem to be the day of publication.
        if not whole.isdisjoint(element.iterancestors()):
            continue
        if day := said[changed]:
            days.add(day)
        if all(said):
            whole.add(element)
    return str(days.pop()) if len(days) == 1 else ""


def modified_words(tree: Any, head: Sequence[Any], meta: Meta, linked: Linked, lang: str, writers: str = "") -> str:
    """The words of the day of the last change, "" where none is marked; ``head`` and ``writers`` as above."""
    given = [linked.words("dateModified"), *_of(meta, _MODIFIED)]
    if words := next((one for one in given if day_of(one, lang)), None):
        return words
    times = filter(_is_changed, tree.iter("time", "meta", "span"))
    if words := _only_day(times, _of_the_head(head, changes=True), lang):
        return words
    return _one_of(_shown(head, lang, writers), changed=True)


def _shown(head: Sequence[Any], lang: str, writers: str) -> list[tuple[Any, _Said]]:
    """A few elements of a head that show days, with what they say: those that say both first."""
    named = (one for changes in (True, False) for one in _of_the_head(head, changes=changes))
    few = islice(chain(named, _lines_of_days(head, lang, writers)), 2 * _MOST)
    read = [(one, said_in(_line_of(one)[:_LONGEST_LINE], lang)) for one in few]
    return sorted(read, key=lambda pair: not all(pair[1]))


def _line_of(element: Any) -> str:
    """What an element says in one line, behind its term where it stands in a list of such."""
    before = element.getprevious() if element.tag == "dd" else None
    return words_of(element) if before is None else f"{words_of(before)} {words_of(element)}"


def _lines_of_days(head: Sequence[Any], lang: str, writers: str) -> Iterator[Any]:
    """The elements between the heading and the first prose that say a day and nothing else but who wrote the text, or
    begin with a word for publication or change."""
    started, prose = not any(one.tag == "h1" for one in head), False
    for element in head:
        if element.tag == "h1":
            started = True
            continue
        if not started or element.tag not in _LINES:
            continue
        words = _line_of(element)
        prose = prose or (element.tag == "p" and length_of(words) >= _PROSE)
        says = is_told if prose else is_day_line  # below a lead, a day alone may be of something else
        if len(words) > _LONGEST_LINE or not is_small(element, 10):
            continue
        if says(words, lang) or (not prose and is_signed(words, writers, lang)):
            yield element


def _only_day(marked: Iterable[Any], shown: Iterable[Any], lang: str) -> str:
    """The day that some elements are marked as, or, where none of them is, that others show; "" for several."""
    days = {_day(one, lang) for one in islice(marked, _MOST)} - {None}
    if not days:
        days = {_day(one, lang) or day_within(words_of(one), lang) for one in islice(shown, _MOST)} - {None}
    return str(days.pop()) if len(days) == 1 else ""


def _of(meta: Meta, keys: Sequence[str]) -> Iterator[str]:
    return (value for key in keys for value in meta.get(key, ())[:_MOST])


def _is_changed(element: Any) -> bool:
    return element.get("itemprop") == "dateModified" or (element.tag == "time" and "updated" in _classes(element))


def _is_marked(element: Any) -> bool:
    if element.get("itemprop") == "datePublished":
        return True
    if element.tag not in ("time", "abbr"):
        return False
    return element.get("pubdate") is not None or bool(_MARKED & _classes(element))


def _classes(element: Any) -> set[str]:
    return set((element.get("class") or "").split())


def _day(element: Any, lang: str) -> Any:
    """The day of an element as its attributes have it, or else as it is written."""
    given = (one_line(element.get(name)) for name in ("datetime", "content", "value", "title"))
    return next(filter(None, (day_of(words, lang) for words in (*given, words_of(element)[:80]) if words)), None)


def _of_the_head(head: Iterable[Any], *, changes: bool, named: re.Pattern[str] = _DATE) -> Iterator[Any]:
    """Those elements of the head that show a day, by what they are ``named``: of its ``changes``, or the others."""
    for element in head:
        if element.tag != "time" and not (is_small(element, 10) and named.search(names_of(element))):
            continue
        parent = element.getparent()
        names = "" if parent is None else f"{names_of(parent)} {parent.text or ''} {_before(element)}"
        if bool(_CHANGED.search(f"{names_of(element)} {words_of(element)[:60]} {names}")) == changes:
            yield element


def _before(element: Any) -> str:
    """What stands before an element in its parent."""
    before = element.getprevious()
    return f"{words_of(before)[-60:]} {before.tail or ''}" if before is not None and isinstance(before.tag, str) else ""
