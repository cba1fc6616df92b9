"""Who wrote a page's article: persons that its JSON-LD, a byline or its meta tags name, in this order.

What persons are called stays as the page writes it.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from rag.corpus.articles import one_line
from rag.corpus.pages.bylines import (
    MOST_WRITERS,
    Sites,
    asks,
    credited_in,
    is_somebody,
    opens_with_by,
    people_first,
    people_in,
    signed_in,
    without_by,
)
from rag.corpus.pages.elements import Meta, is_beside, is_small, names_of, prose_of, words_of
from rag.corpus.pages.linked import Linked, types_of

_BESIDE_EACH_OTHER, _MOST_MARKED = 3, 50  # levels up, elements

_OF_CATALOGUES = ("citation_author", "dc.creator", "dcterms.creator")
_KEYS = ("author", *_OF_CATALOGUES, "article:author", "parsely-author", "sailthru.author", "byl")
_BYLINE = re.compile(
    r"(?<![a-z])(?:by-?lines?|reader-credits|authors?(?:[-_]?names?)?|writers?|contributors?(?:[-_]?names?)?"
    r"|journalists?|reporters?|autor(?:en|es|in|as?|[ei])?|auteurs?|redacteur|skribent|forfatter|kirjoittaja|yazar|muhabir|penulis"
    r"|firmas?|firmantes?|signatures?|assinaturas?)(?![a-z])",
    re.I,
)
_BESIDE_A_NAME = re.compile(
    r"(?<![a-z])(?<!has[-_])(?:jobs?|roles?|titles?|positions?|dates?|times?|timestamps?|locations?|bios?|biography|description|"
    r"follow|social|share|labels?|email|e-mail|twitter|avatar|images?|published|updated|function|funktion|place)(?![a-z])",
    re.I,
)
_TO_A_WRITER = re.compile(
    r"author|autor|auteur|redakt|profil|people|person|journalist|contribut|writer|yazar|columnist|/by/|/staff/|/team/",
    re.I,
)
_WRITERS_PAGE = re.compile(
    r"/(?:authors?|autor\w*|auteurs?|by|staff|journalists?|reporters?|columnists?|contributors?|writers?|redact\w*"
    r"|yazar\w*|firmas?|penulis)/",
    re.I,
)
_BLOCKS, _LONGEST_LINE = frozenset(("p", "div", "span", "address", "li")), 120
_MOST_BESIDE = 60  # characters of prose beside a link to a writer
_ANY_MARKED = (
    "//body//*[@itemprop='author' or (self::a and @rel) or contains(@class, 'byline') or contains(@class, 'author')]"
)


def writers_of(head: Sequence[Any], meta: Meta, linked: Linked, sites: Sites) -> str:
    """The writers of a page's article, joined by commas, "" where it names none; organisations where no person is.
    ``head`` are the elements of the article's head."""
    persons, organisations = _linked(linked, "author", sites)
    created, others = ([], []) if persons else _linked(linked, "creator", sites)
    persons, organisations = persons or created, organisations or others
    said = list(dict.fromkeys(name for key in _KEYS for name in _of_meta(key, meta.get(key, ()), sites)))
    shown = _byline(head, sites)
    for found in (shown, said):
        # Often only the first is described in full, and all are named elsewhere.
        if persons and set(map(str.casefold, persons)) < set(map(str.casefold, found)):
            persons = found
    several = [name for name in said if len(name.split()) > 1]
    return one_line(persons or shown or several or organisations or said)


def _of_meta(key: str, values: Sequence[str], sites: Sites) -> list[str]:
    names: list[str] = []
    for value in values[:MOST_WRITERS]:
        # "Petrović, Ana" is how catalogues write one name.
        turned = re.fullmatch(r"([^\W\d_]\S+), ([^\W\d_][^,]+)", value) if key in _OF_CATALOGUES else None
        names += people_in(f"{turned[2]} {turned[1]}" if turned else value, sites)
    return names


def _linked(linked: Linked, term: str, sites: Sites) -> tuple[list[str], list[str]]:
    """The persons and the organisations that the JSON-LD has for authors by one of its terms."""
    persons: dict[str, str] = {}
    organisations: dict[str, str] = {}
    jobs = set()
    for value in linked.of(term)[:MOST_WRITERS]:
        names: list[str] = []
        organised = False
        if isinstance(value, Mapping):
            kinds = types_of(value)
            organised = bool(kinds) and "Person" not in kinds and "Thing" not in kinds
            jobs.add(one_line(value.get("jobTitle")).casefold())
            many = value.get("name")
            names = [linked.named({"name": one}) for one in many] if isinstance(many, list) else [linked.named(value)]
            if not any(names):
                names = [f"{one_line(value.get('givenName'))} {one_line(value.get('familyName'))}".strip()]
        else:
            names = [one_line(value)]
        for name in names:
            if organised:
                if is_somebody(name := without_by(name), sites):
                    organisations.setdefault(name.casefold(), name)
            else:
                persons |= {one.casefold(): one for one in people_in(name, sites) if one.casefold() not in persons}
    return people_first([name for key, name in persons.items() if key not in jobs]), list(organisations.values())


def only_writers(tree: Any, sites: Sites) -> str:
    """The writers whom a page names by marked elements that stand anywhere but beside other articles, where all of them
    name the same; joined by commas."""
    marked = [one for one in tree.xpath(_ANY_MARKED)[:_MOST_MARKED] if is_small(one, 12) and not is_beside(one)]
    ways = (
        [one for one in marked if _says(one, "itemprop")],
        [one for one in marked if _says(one, "rel")],
        [one for one in marked if _BYLINE.search(names_of(one)) and _opens_with_by(one)],
    )
    for way in ways:
        named = [names for one in way if (names := _named_in(one, sites))]
        if named and all(names == named[0] for names in named):
            return one_line(named[0])
    return ""


def _says(element: Any, attribute: str) -> bool:
    """Whether an attribute of an element marks it as the name of a writer."""
    return "author" in (element.get(attribute) or "").lower().split()


def _byline(head: Sequence[Any], sites: Sites) -> list[str]:
    """The persons of the byline that stands in the article's head: marked as one, or opened by a word such as "By"."""
    for marked in (
        [one for one in head if _says(one, "itemprop")],
        [one for one in head if one.tag == "a" and _says(one, "rel")],
        [one for one in head if _BYLINE.search(names_of(one)) and not _BESIDE_A_NAME.search(one.get("class", ""))],
        [one for one in head if one.tag in _BLOCKS and _opens_with_by(one)],
        [one for one in head if _leads_to_a_writer(one)],
    ):
        found: dict[str, str] = {}
        within: set[Any] = set()
        around: set[Any] = set()
        for element in marked[:_MOST_MARKED]:
            # Writers of one article stand together; of others they stand further down.
            if found and around.isdisjoint(element.iterancestors()):
                break
            if within.isdisjoint(element.iterancestors()):
                within.add(element)
                each = [one for one in marked[:_MOST_MARKED] if element in one.iterancestors()]
                several = [name for one in each for name in _named_in(one, sites)]
                names = _named_in(element, sites)
                # In a list of writers each may have an element of its own.
                names = several if len(set(several)) > len(names) > 0 else names
                found |= {name.casefold(): name for name in names}
                around = around or set(islice(element.iterancestors(), _BESIDE_EACH_OTHER) if names else ())
        if found:
            return list(found.values())[:MOST_WRITERS]
    whole = (words_of(one) for one in head if one.tag in _BLOCKS and _is_line(one))
    if signed := [name for line in whole if (name := signed_in(line, sites))][:1]:
        return signed
    said = (
        credited_in(lines, sites) for one in head if one.tag in _BLOCKS and _is_line(one) and (lines := _lines(one))
    )
    return next(filter(None, said), [])


def _leads_to_a_writer(link: Any) -> bool:
    """Whether a link that stands in no sentence leads to the page of somebody who writes."""
    if link.tag != "a" or not _WRITERS_PAGE.search(link.get("href") or ""):
        return False
    block = next((above for above in link.iterancestors() if above.tag in _BLOCKS and above.tag != "span"), None)
    return block is not None and _is_line(block) and len(prose_of(block)) < _MOST_BESIDE


def _is_line(element: Any) -> bool:
    return is_small(element, 12) and len(words_of(element)) < _LONGEST_LINE


def _opens_with_by(element: Any) -> bool:
    return _is_line(element) and opens_with_by(words_of(element).lstrip(" |·•/–—-"))


def _named_in(element: Any, sites: Sites) -> list[str]:
    named = [one.get("content") or words_of(one) for one in element.iter() if one.get("itemprop") == "name"]
    if people := [name for one in named for name in people_in(one, sites, strict=True)]:
        return people
    links = [words_of(link) for link in element.iter("a") if _TO_A_WRITER.search(link.get("href") or "")]
    if people := [name for one in links for name in people_in(one, sites, strict=True)]:
        return people
    if len(links) == 1 and re.fullmatch(r"[^\W\d_a-z]\w{2,20}", links[0]) and is_somebody(links[0], sites):
        return links  # of one name, as in blogs
    lines = _lines(element)
    led = [line for line in lines if opens_with_by(line)]
    if led and len(led[0].split()) == 1 and led[0] != lines[-1]:  # "By" in an element of its own
        led = [lines[lines.index(led[0]) + 1]]
    # Behind a bar with a day in the line it says where the writer was.
    lines = [line.split(" | ")[0] if re.search(r" \| .*\d{4}", line) else line for line in led or lines[:3]]
    return next(filter(None, (people_in(line, sites, strict=True) for line in lines)), [])


def _lines(element: Any) -> list[str]:
    """The texts of an element, a line for each that is a block or stands beside one, without jobs, days and links to
    follow somebody."""
    lines = [""]
    inline = ("a", "b", "em", "i", "span", "strong", "u")

    def take(one: Any) -> None:
        if one.tag in ("time", "button", "svg", "img", "script", "style", "figure"):
            return
        if one is not element and (_BESIDE_A_NAME.search(names_of(one)) or (one.tag == "a" and asks(words_of(one)))):
            lines.append("")
            return
        beside = one.getprevious() if one.tag == "span" and one is not element else None
        # Of two that touch, the second says something else of the writer.
        touches = beside is not None and beside.tag in ("span", "time") and not beside.tail and lines[-1][-1:].isalpha()
        if one.tag not in inline or touches:
            lines.append("")
        lines[-1] += one.text or ""
        for child in one:
            if isinstance(child.tag, str):
                take(child)
            lines[-1] += child.tail or ""
        if one.tag not in inline:
            lines.append("")

    take(element)
    return [line for line in (" ".join(line.split()) for line in lines) if line]
