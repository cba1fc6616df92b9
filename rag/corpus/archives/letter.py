"""The HTML part of a message: made a page of what the message says itself, and cut where it holds several articles.

Mail is laid out with tables, quotes what it answers, opens with lines that only a list of messages shows, and links to
itself as a page. What is quoted and signed is known by the marks that mail programs set.
"""

import re
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from rag.corpus.archives.plain import LITTLE
from rag.corpus.articles import BLANK_LINE
from rag.corpus.encoding import UnreadableError
from rag.corpus.pages.hidden import take_out_hidden

_LARGEST = 10_000_000
_EMBEDDED = re.compile(r"data:[\w/+.;=-]+;base64,[A-Za-z0-9+/=\s]{1000,}+")
_TAG = re.compile("<[a-z](?:[^<>\"']++|\"[^\"]*\"|'[^']*')*+", re.I)
_QUOTED = re.compile("\"[^\"]*\"|'[^']*'")
_LONG_TAG, _MOST_ATTRIBUTES = 1000, 300  # the parser compares each attribute of a tag with all others
_WHOLE = frozenset("blockquote dl h1 h2 h3 h4 h5 h6 ol p pre table ul".split())
_PREHEADER = 500
"""Characters that a message may hide without a word being said: what a list of messages shows beside its subject."""

_ATTRIBUTIONS = (
    "gmail_attr", "moz-cite-prefix", "moz-email-headers-table", "divRplyFwdMsg", "OutlookMessageHeader",
)  # fmt: skip
_QUOTES = (
    "gmail_quote", "gmail_quote_container", "gmail_extra", "moz-forward-container", "yahoo_quoted",
    "protonmail_quote", "tutanota_quote", "zmail_extra", "mail-editor-reference-message-container",
)  # fmt: skip
_SIGNATURES = (
    "gmail_signature", "gmail_signature_prefix", "moz-signature", "moz-txt-sig", "protonmail_signature_block",
    "Signature", "ms-outlook-mobile-signature",
)  # fmt: skip
_TEXT = re.compile(r"[^\s\u00ad\u034f\u200b-\u200f\u2060\ufeff]")
_BLOCKS = frozenset(
    "address article aside blockquote body center div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li "
    "main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
# How a message calls the page that it is as well, in ten languages: nothing else marks that link.
_AS_PAGE = re.compile(
    r"brows[eo]r|navigateur|navegador|przegl[ąa]dar|браузер|weblä?sare|nettleser|tarayıc|webversion|web[ -]version|"
    r"versione? (?:web|online|en ligne)|versión (?:web|en línea)|version en ligne|(?:view|read|see|open)\b.*\bonline|"
    r"online\W{0,2}(?:ansicht|version|lesen|ansehen)|en ligne|en línea|onlineversie|webversie",
    re.I,
)
# How a link to leave a list is called, or its address: what is beside it is no part of the message.
_LEAVING = re.compile(
    r"unsubscri|opt-?out|abmeld|abbestell|d[eé]sabonn|desinscri|de baja|disiscri|afmeld|uitschrijv|avregistr|"
    r"abonelikten|wypisz|отпис",
    re.I,
)
_LONGEST_FURNITURE = 300
_MEANT = {"href", "lang", "dir", "start", "value", "colspan", "rowspan"}
_TRACKING = re.compile(r"utm_\w+|mc_[ce]id|e|fbclid|gclid|mkt_tok|_hs(?:enc|mi)", re.I)
_SENTENCE = re.compile(r"[.!?…։؟][\"”“»’)\]]?(?:\s|$)|。")
_MOST_PIECES, _MOST_SUCH = 100, 5  # articles; links and marks of which a message has one


class Heading(NamedTuple):
    """A heading that links to a page."""

    words: str
    address: str


class Piece(NamedTuple):
    """One of several articles of a message; ``heading`` is ``None`` for what stands before the first."""

    heading: Heading | None
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as a page: its HTML, the address under which it is one ("" if none), its headings that link to pages,
    how many characters of quotes and signatures, and of what nobody sees, are not in it, and whether its style sheets
    could be followed to their end."""

    page: str
    address: str
    headings: tuple[Heading, ...]
    left_out: int
    hidden: int
    followed: bool


def letter_of(html: str, subject: str, *, forwards: bool = False) -> Letter:
    """The page that a message of a subject is, which may say that it ``forwards`` another; raises ``UnreadableError``
    for one that can't be parsed within bounds."""
    tree = _tree(html)
    hidden, followed = take_out_hidden(tree)
    left_out = _take_out_quotes(tree, forwards=forwards)
    address = _take_out_address(tree)
    headings = tuple(_headings(tree))
    _take_off_marks(tree)
    _lay_out(tree.body)
    _take_out_leaving(tree.body[0])
    from lxml.html import Element, tostring

    if subject:
        # Without a title the first of its lines would be taken for one.
        titled = Element("meta", {"property": "og:title", "content": subject})
        tree.insert(0, Element("head"))
        tree[0].append(titled)
    page: str = tostring(tree, encoding="unicode")
    return Letter(page, address, headings, left_out, hidden if hidden > _PREHEADER else 0, followed)


def _tree(html: str) -> Any:
    from lxml.etree import ParserError
    from lxml.html import HTMLParser, document_fromstring

    html = _EMBEDDED.sub("data:,", html.replace("\0", ""))
    if len(html) > _LARGEST:
        raise UnreadableError(f"its HTML is larger than {_LARGEST // 10**6} MB: save its text alone")
    for tag in _TAG.finditer(html):
        if tag.end() - tag.start() > _LONG_TAG and len(_QUOTED.sub(" ", tag[0]).split()) > _MOST_ATTRIBUTES:
            raise UnreadableError(f"a tag of it has more than {_MOST_ATTRIBUTES} attributes: save its text alone")
    try:
        # What declares an encoding is wrong once the text is decoded, and the parser refuses it.
        tree = document_fromstring(
            re.sub(r"^\s*<\?xml[^>]*>", "", html), parser=HTMLParser(remove_comments=True, remove_pis=True)
        )
    except (ParserError, ValueError):
        tree = None
    if tree is None or tree.find("body") is None:
        raise UnreadableError("its HTML holds nothing")
    return tree


def _length(element: Any) -> int:
    return len(_TEXT.findall(element.xpath("string()")))


def _named(tree: Any, names: tuple[str, ...]) -> list[Any]:
    """The elements of one of some classes, ids or names, the outermost of those that stand in each other first."""
    return [
        element
        for element in tree.xpath("//body//*[@class or @id or @name]")
        if {*(element.get("class") or "").split(), element.get("id"), element.get("name")} & {*names}
    ]


def _drop(elements: list[Any]) -> int:
    """Take elements out, what follows them stays; how many characters they held."""
    dropped = 0
    for element in elements:
        if element.getparent() is not None:
            dropped += _length(element)
            element.drop_tree()
    return dropped


def _take_out_quotes(tree: Any, *, forwards: bool) -> int:
    """Take out what a message quotes and is signed with; how many characters that were."""
    dropped = _drop(_named(tree, _SIGNATURES))
    whole = _length(tree.body)
    # A forwarded message opens with the headers of the one that it forwards, whether or not that is all there is.
    quotes = [*tree.xpath("//blockquote[@type='cite']"), *tree.xpath("//div[@name='quote']"), *_named(tree, _QUOTES)]
    followed = [*_named(tree, ("divRplyFwdMsg", "appendonsend")), *_by_outlook(tree)]
    quotes += [sibling for mark in followed[:_MOST_SUCH] for sibling in _following(mark)]
    outermost = {*quotes}
    outermost -= {element for element in outermost if any(above in outermost for above in element.iterancestors())}
    attributions = [*_named(tree, _ATTRIBUTIONS), *_by_outlook(tree)]
    quoted = sum(map(_length, outermost))
    said_so = sum(_length(one) for one in attributions if not any(above in outermost for above in one.iterancestors()))
    if whole - quoted - said_so > (LITTLE if forwards else 0):
        dropped += _drop([*outermost])
    return dropped + _drop(attributions)


def _by_outlook(tree: Any) -> list[Any]:
    """What opens an earlier message as Outlook sets it: a rule, and below it three headers or more."""
    return [
        element
        for element in tree.xpath("//div[contains(@style, 'border-top')]")
        if len(element.xpath(".//*[self::b or self::strong][contains(., ':')]")) >= 3 and _length(element) < 1500
    ]


def _following(mark: Any) -> list[Any]:
    """All that stands behind a mark, which may be wrapped by itself."""
    while (parent := mark.getparent()) is not None and parent.tag != "body" and len(parent) == 1:
        mark = parent
    return list(mark.itersiblings())


def _take_out_address(tree: Any) -> str:
    """The address under which the message is a page, where a link says so; the links that do are taken out."""
    found = ""
    links = ((link, " ".join(link.xpath("string()").split())) for link in tree.xpath("//a[@href]"))
    for link, _ in [one for one in links if len(one[1]) <= 60 and _AS_PAGE.search(one[1])][:_MOST_SUCH]:
        found = found or plain_address(link.get("href"))
        block = link
        while (above := block.getparent()) is not None and above.tag != "body" and _length(above) < 150:
            block = above
        # What is beside the link in its line asks whether the message is shown well.
        if _length(block) < 150 and not block.xpath(".//h1 | .//h2 | .//h3"):
            block.drop_tree()
    return found


def _take_out_leaving(article: Any) -> None:
    """Take the short blocks out that a link to leave the list stands in."""
    for block in [*article]:
        links = ((link, " ".join(link.xpath("string()").split())) for link in block.iter("a"))
        leaving = any(len(words) <= 60 and _LEAVING.search(f"{words} {link.get('href')}") for link, words in links)
        if leaving and _length(block) <= _LONGEST_FURNITURE:
            article.remove(block)


def plain_address(address: str) -> str:
    """A link's address without what tells who followed it; "" where it is no address of a page, or one made for one
    reader alone."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or "." not in host or parts.username:
        return ""
    query = [(name, value) for name, value in parse_qsl(parts.query)[:20] if not _TRACKING.fullmatch(name)]
    longest = max(map(len, re.split(r"[/\-_.]", unquote(parts.path))), default=0)
    if parts.path.strip("/") == "" or longest > 40 or any(len(value) > 30 for _, value in query):
        return ""
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))


def _take_off_marks(tree: Any) -> None:
    """Take off what else would be taken for the marks of a page's furniture, once what is hidden and quoted is out: a
    newsletter names itself so wherever it can."""
    for element in tree.iter():
        for name in set(element.keys()) - _MEANT:
            del element.attrib[name]
    for style in [*tree.iter("style")]:
        style.drop_tree()


def _lay_out(body: Any) -> None:
    """Make one row of blocks of a message, in its order: by the boxes that set where they stand on a screen, the search
    for a page's main text would leave some of them out."""
    from lxml.html import Element

    holding = _holding(body)
    layout = {table for table in body.iter("table") if _is_layout(table)}
    article, loose = Element("article"), Element("p")
    waiting: list[Any] = [body]  # elements, texts between them, and None where a box ends
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            _add_text(loose, item)
            continue
        box = item is not None and (item is body or (item in holding and not _is_whole(item, layout)))
        if item is None or box or item.tag in _BLOCKS:
            if len(loose) or (loose.text or "").strip():
                article.append(loose)
            loose = Element("p")
        if item is None:
            continue
        tail, item.tail = item.tail or "", None
        if box:
            waiting += [tail, None, *[*item][::-1], item.text or ""]
        elif item.tag in _BLOCKS:
            item.tag = item.tag if item.tag in _WHOLE else "p"
            article.append(item)
            waiting.append(tail)
        else:
            loose.append(item)
            item.tail = tail
    body.text = None
    body[:] = [article]


def _add_text(element: Any, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _holding(body: Any) -> set[Any]:
    """The elements that hold blocks."""
    holding: set[Any] = set()
    for element in body.iter(*_BLOCKS):
        above = element.getparent()
        while above is not None and above not in holding:
            holding.add(above)
            above = above.getparent()
    return holding


def _is_whole(element: Any, layout: set[Any]) -> bool:
    """Whether an element that holds blocks is one itself: a list or a quotation of words, a table of data."""
    if element.tag == "table":
        return element not in layout
    return element.tag in _WHOLE and next(element.iter("table", "h1", "h2", "h3"), None) is None


def _is_layout(table: Any) -> bool:
    if table.get("role") in ("presentation", "none"):
        return True
    rows = table.xpath("./tr|./*/tr")
    cells = [row.xpath("./td|./th") for row in rows]
    return (
        max(map(len, cells), default=0) < 2
        or len(rows) < 2
        or any(cell.xpath(".//table|.//h1|.//h2|.//h3|.//div|.//img") for row in cells for cell in row)
        or any(_length(cell) > 200 for row in cells for cell in row)
    )


def _headings(tree: Any) -> list[Heading]:
    """The headings that link to pages, of the highest ranks that has two; their links are taken off, as a text made of
    links is left out of a page's main text."""
    found: list[Heading] = []
    for ranks in ("//h1|//h2", "//h3"):
        found = []
        for heading in tree.xpath(ranks):
            links = [*heading.xpath(".//a[@href]"), *heading.xpath("ancestor::a[@href]")]
            words = " ".join(heading.xpath("string()").split())
            addresses = {link.get("href").strip() for link in links}
            if words and len(addresses) == 1 and re.match("https?://", address := addresses.pop(), re.I):
                found.append(Heading(words, address))
                for link in links:
                    link.tag = "span" if link in heading.iter() else "div"
        if len({heading.address for heading in found}) > 1:
            break
    return found


def pieces(text: str, headings: tuple[Heading, ...], title: str) -> list[Piece]:
    """The articles of a message: where two of its headings or more link to different pages and have running text
    below, one each, after what stands before the first; otherwise all of it is one."""
    paragraphs = BLANK_LINE.split(text)
    flat = [" ".join(paragraph.split()) for paragraph in paragraphs]
    marks: list[tuple[int, Heading]] = []
    place = 0
    for heading in headings[:_MOST_PIECES]:
        words = heading.words
        at = next((at for at in range(place, len(paragraphs)) if flat[at] == words), None)
        if at is not None:
            marks.append((at, heading))
            place = at + 1
        elif not marks and words == title:  # the page's own title was taken off its text
            marks.append((-1, heading))
    if len(marks) < 2:
        return [Piece(None, text)]
    ends = [at for at, _ in marks[1:]] + [len(paragraphs)]
    below = ["\n\n".join(paragraphs[at + 1 : end]).strip() for (at, _), end in zip(marks, ends, strict=True)]
    kept = [(mark, said) for mark, said in zip(marks, below, strict=True) if _runs(said)]
    addresses = {heading.address.partition("#")[0] for (_, heading), _ in kept}
    if len(kept) < 2 or len(addresses) < len(kept):
        return [Piece(None, text)]
    starts = [at for (at, _), _ in kept] + [len(paragraphs)]
    opening = "\n\n".join(paragraphs[: max(0, starts[0])]).strip()
    cut = [Piece(None, opening)] if _runs(opening) else []
    for ((at, heading), _), end in zip(kept, starts[1:], strict=True):
        cut.append(Piece(heading, "\n\n".join(paragraphs[at + 1 : end]).strip()))
    return cut


def _runs(text: str) -> bool:
    """Whether a text holds a sentence of some length, rather than names, links and dates."""
    return any(len(line) >= (20 if "。" in line else 60) and _SENTENCE.search(line) for line in text.split("\n"))
