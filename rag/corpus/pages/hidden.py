"""What a page hides from who reads it in a browser: by attributes, by style sheets, by its size, place or colours.

Text that nobody sees can say what it likes to a search engine or a language model, so that it is no part of an
article. But a page may also hide for a moment what it is there for, until a script shows it; that stays. It knows of
elements and styles alone, and nothing of what their words say.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from rag.corpus.pages.css import Cascade
from rag.corpus.pages.elements import naming
from rag.corpus.pages.stylesheets import UNSHOWN, StyleSheets
from rag.corpus.pages.visibility import Look

_SOURCE = {"script", "style", "head", "title", "textarea"}
# A hidden menu or form need not be told; nor is a text outweighed by these, or by links and what stands beside it.
_FURNITURE = {"button", "dialog", "form", "nav", "select", "svg"}
_MARGINAL = {"a", "aside", "footer", *_FURNITURE}
_MAIN = {"article", "body", "html", "main"}
_MAIN_NAMES = naming("articles?|entry|main|paywall|post|read-?more|story")
_SCATTERED, _GOOD_PART = 10, 8  # elements, and of how many characters one is pale
_LAYERS = 8  # causes for which the main text is hidden, one within the other


class _Node(NamedTuple):
    """An element, the place of its parent among the nodes (-1 for the root), what is declared of it, and the characters
    that it holds itself: of prose, and of whatever a reader may miss."""

    element: Any
    parent: int
    cascade: Cascade
    prose: int
    text: int


def take_out_hidden(tree: Any) -> tuple[int, bool]:
    """Takes what a page hides out of its tree; how many characters that were, and whether its style sheets could be
    followed to their end.

    What is hidden and yet the page's main text is shown later, by a script (against flicker, behind a paywall, as the
    reader scrolls): it is kept.
    """
    sheets = StyleSheets(tree)
    nodes = _nodes(sheets)
    # Beside what a style sheet in a file of its own makes white, a picture or a dark page may be behind.
    linked = any("stylesheet" in (link.get("rel") or "").lower() for link in tree.iter("link"))
    root = Look(color=None) if linked else Look()
    later: set[int] = set()
    looks = _looks(nodes, root, later)
    # Without one cause, others within it come to light.
    for _ in range(_LAYERS):
        causes = _shown_later(nodes, looks) or (_on_a_dark_page(nodes, looks) if linked else set())
        if not causes:
            break
        later |= causes
        looks = _looks(nodes, root, later)
    for place in later:
        _show(nodes[place].element)
    # What a browser shows to nobody, or to nobody who runs scripts, is no part of the page as it is seen.
    hidden = sum(
        node.text
        for node, look in zip(nodes, looks, strict=True)
        if look.by is not None and nodes[look.by].element.tag not in UNSHOWN
    )
    _take_out(nodes, looks)
    return hidden, sheets.followed


def _nodes(sheets: StyleSheets) -> list[_Node]:
    """The elements of a page in the order of its text."""
    nodes: list[_Node] = []
    waiting: list[tuple[Any, int, frozenset[str], Cascade]] = [(sheets.root, -1, frozenset(), {})]
    while waiting:
        wrapper, parent, within, variables = waiting.pop()
        element = wrapper.etree_element
        if element.tag in _SOURCE:
            continue
        if element.tag in _MARGINAL:
            # A link within a page is one to skip its menu by.
            to_skip = element.tag == "a" and element.get("href", "").startswith("#")
            within |= {"nav" if to_skip else element.tag}
        cascade, variables = sheets.cascade(wrapper, variables)
        texts = (element.text, *(child.tail for child in element))
        length = 0 if within & _FURNITURE else sum(len(" ".join(text.split())) for text in texts if text)
        nodes.append(_Node(element, parent, cascade, 0 if within else length, length))
        waiting += [(child, len(nodes) - 1, within, variables) for child in wrapper.children()][::-1]
    return nodes


def _looks(nodes: Sequence[_Node], root: Look, later: set[int]) -> list[Look]:
    """How each of the nodes comes to look where those of ``later`` hide nothing."""
    looks: list[Look] = []
    for place, node in enumerate(nodes):
        above = looks[node.parent] if node.parent >= 0 else root
        looks.append(above.child(place, node.cascade, hides=place not in later) if node.cascade else above)
    return looks


def _shown_later(nodes: Sequence[_Node], looks: Sequence[Look]) -> set[int]:
    """The hiding nodes that hide the page's main text."""
    total = sum(node.prose for node in nodes)
    hidden: dict[int, int] = defaultdict(int)
    for node, look in zip(nodes, looks, strict=True):
        if look.by is not None:
            hidden[look.by] += node.prose
    seen = total - sum(hidden.values())
    for place, prose in hidden.items():
        element = nodes[place].element
        if element.tag in ("html", "body"):
            return {place}
        if element.tag in UNSHOWN:
            # "Please switch on JavaScript" is no article.
            if prose >= 500 and (10 * seen < prose or 2 * prose > total):
                return {place}
        elif 2 * prose > total and (10 * seen < prose or _is_main(element)):
            return {place}
    # Paragraphs that fade in as they are scrolled to: many that are hidden alike, and most of the text.
    alike: dict[str, set[int]] = defaultdict(set)
    for place in hidden:
        if "opacity" in nodes[place].cascade:
            alike[str(nodes[place].element.get("class"))].add(place)
    for places in alike.values():
        if len(places) > 2 and 2 * sum(hidden[place] for place in places) > total:
            return places
    return set()


def _on_a_dark_page(nodes: Sequence[_Node], looks: Sequence[Look]) -> set[int]:
    """The many pale nodes that make up a good part of the text: behind them is what a style sheet in a file of its own
    makes dark."""
    pale: dict[int, int] = defaultdict(int)
    for node, look in zip(nodes, looks, strict=True):
        if look.by is not None and look.by == look.pale:
            pale[look.by] += node.prose
    many = len(pale) >= _SCATTERED and _GOOD_PART * sum(pale.values()) > sum(node.prose for node in nodes)
    return set(pale) if many else set()


def _is_main(element: Any) -> bool:
    names = f"{element.get('id', '')} {element.get('class', '')}"
    return (
        element.tag in _MAIN
        or element.get("itemprop") == "articleBody"
        or _MAIN_NAMES.search(names) is not None
        or next(element.iter("article", "main", "h1"), None) is not None
    )


def _show(element: Any) -> None:
    """Take from an element by what it may be left out later."""
    for name in ("style", "hidden", "aria-hidden"):
        element.attrib.pop(name, None)
    element.tag = "div" if element.tag in UNSHOWN else element.tag


def _take_out(nodes: Sequence[_Node], looks: Sequence[Look]) -> None:
    """Take the texts that are hidden out of the tree, from the leaves up, so that what holds nothing any more goes,
    too."""
    for place in range(len(nodes) - 1, -1, -1):
        element, look = nodes[place].element, looks[place]
        if look.by is None:
            continue
        element.text = None
        for child in element:
            child.tail = None
        if (look.gone == place or len(element) == 0) and element.getparent() is not None:
            element.drop_tree()
