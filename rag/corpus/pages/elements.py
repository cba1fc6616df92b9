"""What elements of a page are called, and what words they hold: for all that looks at a page's tree."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

Meta = Mapping[str, Sequence[str]]
"""The contents of a page's meta elements by their names in lower case."""
_NAMES = ("id", "class", "data-testid", "data-component", "data-qa", "data-gu-name")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MOST_IN_HEAD, _MOST_SELECTORS = 3000, 20
_HOLDERS = ("div", "section", "article", "td", "li")
_MOST_LEVELS, _MOST_BEFORE, _MOST_BESIDE = 3, 25, 12
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SELECTOR = re.compile(r"(?:^|[\s>])[\w-]*([.#])([\w-]+)$")
# Elements whose text is none of the page's.
_UNREAD = " or ".join(
    f"parent::{tag}" for tag in ("script", "style", "noscript", "template", "svg", "head", "title", "textarea")
)
_BLOCKS = "|".join(f".//{tag}" for tag in ("br", "p", "div", "li", "h1", "h2", "h3", "h4", "td", "th", "dt", "dd"))
_TEXT = f".//text()[not({_UNREAD})]|{_BLOCKS}"
_PROSE = f".//text()[not({_UNREAD}) and not(ancestor::a or ancestor::button)]|{_BLOCKS}"


def names_of(element: Any) -> str:
    """What a page calls an element: its id, its classes and its names for tests, words apart by blanks and hyphens."""
    names = " ".join(element.get(name) or "" for name in _NAMES)
    return _CAMEL.sub("-", names)


def naming(words: str) -> re.Pattern[str]:
    """A pattern that finds some words, alternatives of a regular expression, in what ``names_of`` gives: each as a
    whole, whatever its case."""
    return re.compile(rf"(?:^|[\s_-])(?:{words})(?:$|[\s_-])", re.I)


def length_of(words: str) -> int:
    """How much some words say, in Latin letters: those of Chinese and Japanese say about three times as much."""
    return len(words) + 2 * len(_DENSE.findall(words))


_BESIDE = naming(r"(?<!byline-)comments?|replies|related|recommend\w*|most-?read")
_ASIDE = naming(r"(?<!byline-)comments?|replies|related\w*|sidebar|widget\w*|recommend\w*|most-?read")
_WIDGET = naming(r"widget\w*")  # of which the article itself is one on some platforms
_OF_A_POST = "boolean(.//*[contains(@class, 'entry-content') or contains(@class, 'post-body')])"


def words_of(element: Any) -> str:
    """The text of an element in one line, without that of scripts; what stands in blocks of its own stays apart."""
    return " ".join("".join(_texts(element, _TEXT)).replace("\xad", "").split())


def prose_of(element: Any) -> str:
    """The same without the words of links and buttons."""
    return " ".join("".join(_texts(element, _PROSE)).replace("\xad", "").split())


def _texts(element: Any, path: str) -> list[str]:
    return [" " if hasattr(part, "tag") else str(part) for part in element.xpath(path)]


def is_linked(element: Any) -> bool:
    """Whether an element stands in a link, or has one in it."""
    return next(element.iterancestors("a"), None) is not None or element.find(".//a") is not None


def is_beside(element: Any) -> bool:
    """Whether an element is of a comment, of a teaser or of what else stands beside an article."""
    for above in element.iterancestors():
        if above.tag in ("aside", "nav", "footer"):
            return True
        names = names_of(above)
        # What holds the heading has the article, whatever it is called for.
        posted = _WIDGET.search(names) is not None and above.xpath(_OF_A_POST)
        if _ASIDE.search(names) and above.find(".//h1") is None and not posted:
            return True
        headings = list(above.iter("h1", "h2", "h3")) if above.tag == "article" else []
        if headings and all(map(is_linked, headings)):
            return True
    return False


def is_small(element: Any, most: int = 30) -> bool:
    """Whether an element holds few others, so that it may be looked at whole, with all around it."""
    return sum(1 for _ in islice(element.iter(), most + 1)) <= most


def selected(selectors: Iterable[object]) -> list[str]:
    """XPaths of what CSS selectors, or lists of them, choose by their last class or id, a few at most."""
    found: dict[str, None] = {}
    for listed in islice(selectors, _MOST_SELECTORS):
        for selector in (listed if isinstance(listed, list) else [listed])[:_MOST_SELECTORS]:
            for one in str(selector or "")[:500].split(","):
                if match := _SELECTOR.search(one.strip()):
                    name = "id" if match[1] == "#" else "class"
                    found[f"//body//*[contains(concat(' ', normalize-space(@{name}), ' '), ' {match[2]} ')]"] = None
    return list(found)[:_MOST_SELECTORS]


def head_of(tree: Any, heading: Any) -> list[Any]:
    """The elements of an article's head, where its byline and its day stand: from its ``heading``, else the first of
    the page, to the third paragraph of prose or a heading that leads to another article; not what stands beside it."""
    return list(islice(_head(tree, next(tree.iter("h1"), None) if heading is None else heading), _MOST_IN_HEAD))


def own_prose_of(element: Any) -> str:
    """The words of a paragraph, or those that stand in an element without one; not those of links."""
    if element.tag == "p":
        return prose_of(element)
    return " ".join(filter(None, (one.strip() for one in element.xpath("text()")))) if element.tag in _HOLDERS else ""


def _around(heading: Any) -> Any:
    """What holds a heading and the few elements that may stand above it, such as a byline; None without a heading."""
    if heading is None:
        return None
    around = next(heading.iterancestors("header"), heading.getparent())
    for above in islice(around.iterancestors(), _MOST_LEVELS):
        before = sum(1 for one in around.itersiblings(preceding=True) for _ in islice(one.iter(), _MOST_BEFORE))
        if above.tag not in ("div", "section", "header", "article") or before >= _MOST_BEFORE:
            break
        around = above
    return around


def _head(tree: Any, heading: Any) -> Iterator[Any]:
    around = _around(heading)
    title = "" if heading is None else words_of(heading)
    passed = False
    over = set() if heading is None else set(heading.iterancestors())
    started, prose = around is None, 0
    beside: set[Any] = set()
    for element in tree.iter():
        started = started or element is around
        if not started or not isinstance(element.tag, str):
            continue
        parent = element.getparent()
        passed = passed or element is heading
        if passed and element.tag == "h1" and is_linked(element) and words_of(element) != title:
            return
        # Above the text a footer is what says of it who wrote it and when, and so are a few lines in it.
        closes = element.tag == "footer" and prose > 0 and not is_small(element, _MOST_BESIDE)
        if (
            parent in beside
            or closes
            or (element not in over and _BESIDE.search(names_of(element)))
            or element.tag in ("nav", "aside", "form", "figure", "blockquote", "script", "style")
        ):
            beside.add(element)
            continue
        prose += length_of(own_prose_of(element)) > 80
        if prose > 2:
            return
        yield element
