"""Elements of a page's own making: shadow trees that a saved page holds in templates, and the parts of AMP pages.

A browser shows what such a template holds in place of its element; of AMP it shows what stands for a part that is to
come only until that is there.
"""

import re
from typing import Any

_SHADOWS = ("shadowrootmode", "shadowroot", "data-savepage-shadowroot")
_NO_TEXT = re.compile(
    r"amp-(?:ad|auto-ads|sticky-ad|embed|sidebar|consent|user-notification|list|analytics|next-page)$"
)
_MEANTIME = ("placeholder", "fallback", "overflow")


def show_components(tree: Any) -> None:
    """Puts into a page's tree what its shadow trees show, and takes out of it the parts of AMP that are no text."""
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
