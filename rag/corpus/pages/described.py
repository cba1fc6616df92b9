"""What a page says of itself: title, writers, days, publisher, address, language and what it is filed under.

Trafilatura is not asked: it takes dates from anywhere in a page, and cuts titles at a dash.
"""

from dataclasses import dataclass
from typing import Any

from rag.corpus.articles import Facts, one_line
from rag.corpus.pages.addresses import address_of
from rag.corpus.pages.bylines import Sites
from rag.corpus.pages.elements import Meta, head_of, words_of
from rag.corpus.pages.linked import Linked, linked_of, plain, read_object
from rag.corpus.pages.published import modified_words, published_words
from rag.corpus.pages.titles import behind_title, headings_of, main_heading, site_in_title, site_names, title_of
from rag.corpus.pages.writers import only_writers, writers_of

_MOST_TAGS, _LONGEST_TAG = 30, 60
_OF_PARSELY = {"author": "parsely-author", "authors": "parsely-author", "pub_date": "parsely-pub-date"}
_TERMS = frozenset("author creator name headline datePublished dateModified articleBody publisher".split())


@dataclass(frozen=True, slots=True)
class Description:
    """What a page says of itself: ``facts`` of its article, ``modified``, the words of the day of its last change,
    ``tags``, its ``headings``, ``summaries`` of it that programs are given, its meta elements and its JSON-LD."""

    facts: Facts
    modified: str
    tags: tuple[str, ...]
    headings: tuple[str, ...]
    summaries: tuple[str, ...]
    meta: Meta
    linked: Linked


def described(tree: Any, saved: str = "") -> Description:
    """What a page says of itself; ``saved`` is the address that it was saved from, where that is known."""
    meta: dict[str, list[str]] = {}
    for element in tree.xpath("//meta[@content]"):
        key = (
            element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv") or ""
        )
        meta.setdefault(key.strip().lower(), []).append(one_line(element.get("content")))
    _name_alike(tree)
    for given in meta.get("parsely-page", ())[:1]:
        meta |= {name: [line] for key, name in _OF_PARSELY.items() if (line := one_line(read_object(given).get(key)))}
    headings = headings_of(tree)
    address = address_of(tree, next(iter(meta.get("og:url", ())), ""))
    linked = linked_of(tree, headings, address)
    address = address or address_of(tree, linked.words("url"), linked.address, saved)
    names = site_names(tree, meta, linked, [address])
    sites = Sites(names, behind_title(tree, headings))
    lang = _language(tree, meta, linked)
    title = title_of(tree, meta, linked, headings, sites)
    heading = main_heading(tree, title)
    head = head_of(tree, heading)
    # Its byline may stand at another heading, which it has for its readers.
    above = [] if heading in (None, next(tree.iter("h1"), None)) else head_of(tree, None)
    # Of several articles on a page the first is not known to be what it is about.
    sure = head if heading is not None else []
    writers = writers_of(head, meta, linked, sites) or writers_of(above, meta, linked, sites)
    writers = writers or only_writers(tree, sites)
    facts = {
        "title": title,
        "date": published_words(tree, sure, meta, linked, lang, writers),
        "author": writers,
        "source": _publisher(tree, meta, linked) or site_in_title(tree, headings, names),
        "url": address,
        "lang": lang,
    }
    summaries = [linked.words("description"), linked.words("alternativeHeadline"), linked.words("abstract")]
    summaries += [one for key in ("og:description", "description", "twitter:description") for one in meta.get(key, ())]
    return Description(
        {name: line for name, value in facts.items() if (line := one_line(value))},
        modified_words(tree, sure, meta, linked, lang, writers),
        _tags(meta, linked),
        headings,
        tuple(dict.fromkeys(filter(None, map(plain, summaries)))),
        meta,
        linked,
    )


def _name_alike(tree: Any) -> None:
    """Calls by the names of microdata what a page marks with the same terms in RDFa."""
    for element in tree.xpath("//body//*[@property][not(@itemprop)]"):
        term = element.get("property").split(" ")[0].rpartition(":")[2]
        if term in _TERMS:
            element.set("itemprop", "author" if term == "creator" else term)


def _publisher(tree: Any, meta: Meta, linked: Linked) -> str:
    given = [*meta.get("og:site_name", ()), linked.words("publisher"), *meta.get("publisher", ()),
             *meta.get("dc.publisher", ()), *meta.get("citation_journal_title", ()), *linked.sites]  # fmt: skip
    marked = tree.xpath("//*[@itemprop='publisher']//*[@itemprop='name']")
    given += [one.get("content") or words_of(one) for one in marked[:1]]
    given += tree.xpath("//amp-story/@publisher")
    # Some give the address of their page at a network.
    return next((name for one in given if (name := plain(one)) and not name.lower().startswith("http")), "")


def _language(tree: Any, meta: Meta, linked: Linked) -> str:
    given = [tree.get("lang"), tree.get("xml:lang"), linked.words("inLanguage")]
    given += [one for key in ("og:locale", "content-language", "dc.language") for one in meta.get(key, ())]
    return next((line for one in given if (line := one_line(one).replace("_", "-")) and len(line) < 36), "")


def _tags(meta: Meta, linked: Linked) -> tuple[str, ...]:
    """What the page is filed under, each once, in the words of the page."""
    given = [*meta.get("article:tag", ()), *meta.get("article:section", ())]
    given += map(linked.named, linked.of("articleSection"))
    # Keywords come as a list or as one line.
    for line in [*(linked.named(one) for one in linked.of("keywords")), *meta.get("news_keywords", ())]:
        given += line.split(",")
    tags = (tag for one in given if (tag := plain(one)) and len(tag) <= _LONGEST_TAG and ":" not in tag)
    return tuple({tag.casefold(): tag for tag in reversed(list(tags))}.values())[::-1][:_MOST_TAGS]
