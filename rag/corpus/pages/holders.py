"""What holds the text of a page: made plain for Trafilatura, which looks for one element whose name it knows.

It knows how long the prose of elements is, and nothing of what it says.
"""

from collections import Counter
from itertools import islice
from typing import Any

from rag.corpus.pages.elements import is_linked, prose_of

_SHORT, _LEAST, _MOST_ELEMENTS = 500, 40, 10_000


def hold_together(tree: Any) -> None:
    """Brings into one element that is known for the text of a page what stands in several, or in one that is not."""
    _join_groups(tree)
    _mark_holder(tree)


def _join_groups(tree: Any) -> None:
    """Puts the paragraphs of a text that stands in several elements of one class beside each other, where Trafilatura
    takes one of these for the whole."""
    for parent in list(tree.iter("div", "section", "article", "main")):
        named = Counter(child.get("class") for child in parent if child.tag in ("div", "section"))
        for child in list(parent):
            if child.tag not in ("div", "section") or named[child.get("class")] < 2 or not child.get("class"):
                continue
            if _is_group(child):
                child.drop_tag()


def _mark_holder(tree: Any) -> None:
    """Marks what holds the paragraphs of a page's text, where nothing that Trafilatura knows by its name does: it would
    find the paragraphs alone, without the headings, lists and tables between them."""
    from trafilatura.xpaths import BODY_XPATH

    if any(path(tree) for path in BODY_XPATH):
        return
    whole, prose = 0, Counter[Any]()
    for paragraph in islice(tree.iter("p"), _MOST_ELEMENTS):
        if (length := len(prose_of(paragraph))) >= _LEAST:
            whole += length
            prose.update(dict.fromkeys(paragraph.iterancestors("div", "section"), length))
    holders = [one for one, length in prose.items() if 3 * length > 2 * whole]
    if holders:  # the innermost of those that hold most of it
        max(holders, key=lambda one: sum(1 for _ in one.iterancestors())).set("itemprop", "articleBody")


def _is_group(element: Any) -> bool:
    """Whether an element holds little but paragraphs of a text, without a heading that leads away."""
    prose = sum(len(prose_of(one)) for one in element if one.tag in ("p", "div") and len(prose_of(one)) > _LEAST)
    return prose > _SHORT and not any(map(is_linked, element.iter("h1", "h2", "h3", "h4")))
