"""Elements of a page's own making: shadow trees that a saved page holds in templates, the parts that React sends
after the page, and the parts of AMP pages.

A browser shows what such a template holds in place of its element, and what React sent in place of a template; of AMP
it shows what stands for a part that is to come only until that is there.
"""

import re
from typing import Any

_SHADOWS = ("shadowrootmode", "shadowroot", "data-savepage-shadowroot")
_NO_TEXT = re.compile(
    r"amp-(?:ad|auto-ads|sticky-ad|embed|sidebar|consent|user-notification|list|analytics|next-page)$"
)
# What React shows until a part is there, between comments that the parser leaves out.
_WAITING = re.compile(r'(<!--\$\?--><template id="B:[\da-f]+"></template>)(?:(?!<!--/?\$).)*<!--/\$-->', re.S)
_PLACE, _SENT = re.compile(r"[BP]:[\da-f]+"), re.compile(r"S:[\da-f]+")
_MEANTIME = ("placeholder", "fallback", "overflow")


def without_meantime(page: str) -> str:
    """A page without what React shows in it until the parts are there that it sends later."""
    return _WAITING.sub(r"\1", page)


def show_components(tree: Any) -> None:
    """Puts into a page's tree what its shadow trees and React's parts show, and takes out of it the parts of AMP that
    are no text."""
    _show_sent_later(tree)
    # An element has one shadow tree, its first; what is put into its places is none of theirs.
    shadows: dict[Any, Any] = {}
    for template in tree.iter("template"):
        if template.getparent() is not None and any(template.get(name) is not None for name in _SHADOWS):
            shadows.setdefault(template.getparent(), template)
    for host, template in shadows.items():
        _show(template, host)
    for element in list(tree.xpath("//body//*[starts-with(name(), 'amp-')]")):
        if _NO_TEXT.match(element.tag) or element.get("layout") == "nodisplay":
            element.drop_tree()
            continue
        for child in list(element):
            if any(child.get(name) is not None for name in _MEANTIME):
                child.drop_tree()


def _show_sent_later(tree: Any) -> None:
    """Puts what React sent later, hidden, in the place that it holds free for it."""
    places = {one.get("id"): one for one in tree.iter("template") if _PLACE.fullmatch(one.get("id") or "")}
    for sent in [
        one for one in tree.iter("div") if one.get("hidden") is not None and _SENT.fullmatch(one.get("id") or "")
    ]:
        number = sent.get("id")[1:]
        place = next((places[name] for name in (f"B{number}", f"P{number}") if name in places), None)
        if place is None or sent in place.iterancestors():
            continue
        del sent.attrib["hidden"]
        sent.drop_tree()
        sent.tail = None
        place.addprevious(sent)


def _show(template: Any, host: Any) -> None:
    """Makes a plain element of a shadow tree, with what stands in its element in the places that it has for that."""
    for style in list(template.iter("style")):  # it is for this tree alone
        style.drop_tree()
    given: dict[str, list[Any]] = {}
    for child in host:
        if child is not template:
            given.setdefault(child.get("slot", ""), []).append(child)
    for slot in list(template.iter("slot")):
        if children := given.pop(slot.get("name", ""), []):
            slot.text = None
            for child in list(slot):
                slot.remove(child)
            slot.extend(children)
        slot.tag = "div"
    template.attrib.clear()
    template.tag = "div"
