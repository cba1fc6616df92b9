"""HTML within a field of a record -> its text in paragraphs. What it is given is one article: there is no menu to leave
out, but what a page hides is left out here too."""

import html
import re
from typing import Any

from rag.corpus.encoding import cleaned
from rag.corpus.pages.captions import CAPTION, is_picture
from rag.corpus.pages.hidden import take_out_hidden

_PAGE = re.compile(r"<(?:html|body)[\s>]", re.I)
# The end of an element, or one that has no end: a text that only speaks of "<p>" holds none.
_MARKUP = re.compile(
    r"</(?:p|div|span|a|em|strong|b|i|u|h[1-6]|ul|ol|li|blockquote|figure|section|article|table|td)>|<(?:br|hr)\s*/?>"
    r"|<img\s",
    re.I,
)
_ENTITY = re.compile(r"&(?:nbsp|amp|quot|apos|[lr][sd]quo|[nm]dash|hellip|#\d{2,6}|#x[0-9a-f]{2,5});", re.I)
_DROPPED = "script style noscript template iframe object svg form button head title".split()
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5"
    " h6 header hr html main nav ol p pre section summary table tbody tfoot thead ul"
    # Of NITF, Factiva and DocBook.
    " block body.content hl1 hl2 media media-caption paragraph para simpara".split()
)
_LONGEST = 10_000_000
_DEEPEST = 250  # the parser leaves out what lies deeper than 256, without a word


def is_page(text: str) -> bool:
    """Whether a text is a whole page of HTML."""
    return _PAGE.search(text[:5000]) is not None


def is_html(text: str) -> bool:
    """Whether a text holds HTML."""
    return "<" in text and ">" in text and _MARKUP.search(text[:100_000]) is not None


def plain(text: str) -> str:
    """A text without markup, whose signs may be written as HTML has them ("&amp;")."""
    return html.unescape(text).replace("\xa0", " ") if "&" in text and _ENTITY.search(text) else text


def words_of(markup: str) -> str:
    """The text of a title that may hold markup, in one line."""
    return " ".join((text_of(markup) if is_html(markup) else plain(markup)).split())


def text_of(markup: str) -> str:
    """The text of a fragment in paragraphs, with a line for each entry of a list and each row of a table.

    Raises ``ValueError`` for more than 10 million characters, and tags in each other more than 250 deep.
    """
    from lxml import html as lxml_html

    if len(markup) > _LONGEST:
        raise ValueError("its HTML has more than 10 million characters")
    body = re.sub(r"^\s*<\?xml[^>]*>", "", cleaned(markup))
    tree: Any = lxml_html.fromstring(f"<html><body>{body}</body></html>")
    if tree.xpath(f"boolean(//*[count(ancestor::*) > {_DEEPEST}])"):
        raise ValueError(f"its HTML has tags in each other more than {_DEEPEST} deep")
    if re.search(r"\s(?:style|hidden)\b|<style", body, re.I):
        take_out_hidden(tree)
    return text_below(tree)


def text_below(element: Any) -> str:
    """The text of an element of HTML, XHTML or NITF, in paragraphs as ``text_of`` has them."""
    parts: list[str] = []
    _collect(element, parts)
    lines = re.sub(r"[ \t\r\n\xa0]+", " ", "".join(parts)).replace("\xad", "")
    lines = re.sub(r"(?<![ \u2028])[ \u2028]++\| ", " | ", lines)
    paragraphs = (re.sub(r" ?\u2028[ \u2028]*", "\n", part).strip(" \n|") for part in lines.split("\u2029"))
    return "\n\n".join(filter(None, paragraphs))


def _collect(element: Any, parts: list[str]) -> None:
    """Adds the texts below an element, with U+2029 where a paragraph ends and U+2028 where a line does."""
    name = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
    if name and name not in _DROPPED:
        edge = "\u2029" if name in _BLOCKS else ""
        if edge and _in_row(element):
            edge = "\u2028"  # a paragraph in a cell is a line
        else:
            parts.append(edge)
        parts.append({"br": "\u2028", "li": "\u2028- ", "tr": "\u2028"}.get(name, ""))
        parts.append(CAPTION if name == "figcaption" and is_picture(element.getparent()) else "")
        parts.append(element.text or "")
        for child in element:
            _collect(child, parts)
        parts.append({"td": " | ", "th": " | "}.get(name, "") if element.getnext() is not None else "")
        parts.append(edge)
    parts.append(element.tail or "")


def _in_row(element: Any) -> bool:
    """Whether an element stands in a cell, or a list in its list's entry: it ends no paragraph there."""
    above = element.getparent()
    return above is not None and (above.tag in ("td", "th", "li") or (element.tag in ("tbody", "thead", "tfoot")))
