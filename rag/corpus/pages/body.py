"""The main text of a page, in paragraphs: found by Trafilatura in a tree that was made ready for it, with the lead that
stands above it, the numbers of lists, the lines of table cells and the times of a live blog's posts."""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import islice
from typing import Any

from rag.corpus.articles import letters_of
from rag.corpus.leftovers import without_leftovers
from rag.corpus.pages.bylines import credits_somebody, is_byline, tells_of
from rag.corpus.pages.captions import CAPTION
from rag.corpus.pages.corrections import corrections_beside
from rag.corpus.pages.daylines import is_day_line
from rag.corpus.pages.described import Description
from rag.corpus.pages.elements import head_of, names_of, naming, prose_of, selected, words_of
from rag.corpus.pages.holders import hold_together
from rag.corpus.pages.linked import plain
from rag.corpus.pages.titles import main_heading

_LEAD = naming(
    r"stand-?first|sub-?title|sub-?head(?:line|ing)?|deck|dek|lead|lede|lead-?(?:text|in|paragraph)|intro\w*"
    r"|summary|excerpt|abstract|chapo|sapo|vorspann|sottotitolo|bajada|entradilla|ingress|manchet|perex|strapline"
    r"|spot|ozet|desc|chapeau|copete"
)
_DROP_CAP = naming("drop-?caps?|drop-?letter|initial(?:-?letter)?|first-?letter|lettrine|capitular")
# Letters that are words, by language; with a blank after one of them it may be meant.
_ONE_LETTER_WORDS = {"en": "AIO", "de": "O", "tr": "O", "nl": "UO", "sv": "IÅÖ", "fr": "AÀYO", "es": "AEOUY"}
_ANY_LETTER_WORD = "AEIOUYÀÈÉÓKSVWZАВИКОСУЯІЙ"
_POST = naming("(?:live-?blog|live-?ticker|live|ticker)-?(?:post|entry|update|item|card)")
_MAIN = re.compile(r"(?:article|entry|post|story)[-_]?(?:body|content|text)", re.I)
_BLANKS = re.compile(r"[ \t\r\n\xa0]+")
_FIRST = ("p", "div", "span", "b", "strong", "h2", "h3", "h4", "h5")
_SHORT, _LEAST_LEAD, _MOST_ELEMENTS, _MOST_COMPARED = 500, 40, 10_000, 50_000
_DEEPEST, _LONG_BLOCK, _LONGEST_KICKER, _HEAD, _LEAST_PART = 40, 8, 60, 4, 8
_LONGEST_DAY_LINE = 80
_FEW = 3  # paragraphs, of which the last is no note on the writer
_OTHER = 0.3  # of a text's words, below which it is another
# What Trafilatura takes for a letter and no text has: a noncharacter of Unicode.
_BREAK = "\ufdd0"


def make_ready(tree: Any, page: Description) -> None:
    """Brings into a tree's text what Trafilatura leaves out of it: see the first lines of this module."""
    # It leaves out by these what may well be seen.
    for element in tree.xpath("//*[@style or @hidden]"):
        for name in ("style", "hidden"):
            element.attrib.pop(name, None)
    lang = page.facts.get("lang", "")
    for element in list(tree.iter("span", "b", "strong", "big", "font", "img", "em", "i")):
        if _DROP_CAP.search(names_of(element)):
            _join(element, _ONE_LETTER_WORDS.get(lang[:2].lower(), _ANY_LETTER_WORD))
    _write_posts(tree, page)
    for ordered in tree.iter("ol"):
        _number(ordered)
    for listed in list(tree.iter("ol", "ul")):
        _open(listed)
    for table in list(tree.iter("table")):
        _unfold(table)
    for cell in list(tree.iter("td", "th")):
        _mark_lines(cell)


def _extracted(tree: Any) -> list[str]:
    """The paragraphs that Trafilatura takes for the main text of a tree."""
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    options = {
        "include_comments": False,
        "prune_xpath": "//script|//style",
        # Of its methods, one takes a time that grows with the square of a page: 200 s for 50,000 list entries.
        "fast": tree.xpath("count(//*)") > _MOST_ELEMENTS,
    }
    document: Any = bare_extraction(tree, **options)
    if document and len(document.text) < _SHORT:
        # Finding less than this, Trafilatura takes all text of the page for it, menu and all, as one paragraph.
        config = use_config()
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
        brief: Any = bare_extraction(tree, config=config, **options)
        document = brief if brief and 2 * len(brief.text) >= len(document.text) else document
    return [block for block in _blocks(document.body) if block] if document else []


def main_text(tree: Any, page: Description) -> str:
    """The main text of a page, "" for none; its paragraphs are parted by empty lines."""
    hold_together(tree)
    blocks = _extracted(tree)
    stated = "\n".join(stated_paragraphs(page))[:_MOST_COMPARED]
    if len(stated) >= _SHORT and _share(stated, blocks) < _OTHER and (part := _part_with(tree, stated)) is not None:
        # Something else of the page was taken for the article.
        again = _extracted(part)
        blocks = again if _share(stated, again) > _share(stated, blocks) else blocks
    if len(stated) >= max(_SHORT, (1 - _OTHER) * sum(map(len, blocks))):
        blocks = _within(stated, blocks)
    if not blocks:
        return ""
    own = [one for one in blocks if one.startswith(CAPTION) or not credits_somebody(one)]
    blocks = _without_notes(page, without_leftovers(_without_head(page, own or blocks)))
    blocks = [*_lead(tree, page, blocks), *blocks]
    correction = page.linked.words("correction")
    if letters_of(correction) not in letters_of(" ".join(blocks)):
        blocks.append(correction)
    blocks += corrections_beside(tree, " ".join(blocks))
    return "\n\n".join(blocks)


def _without_head(page: Description, blocks: list[str]) -> list[str]:
    """Some paragraphs without the title among the first of them, what it is about before it, and who wrote it."""
    titles = {letters_of(one) for one in (page.facts.get("title", ""), *page.headings)}
    for place, block in enumerate(blocks[:3]):
        if len(block) > _LONGEST_KICKER and letters_of(block) not in titles:
            break
        if letters_of(block) in titles and place + 1 < len(blocks):
            blocks = blocks[place + 1 :]
            break
    title, writers = letters_of(page.facts.get("title", "")), page.facts.get("author", "")
    # The title may stand in parts, each a heading, and the lead before who wrote it.
    parts = [one for one in map(letters_of, blocks[:_HEAD]) if len(one) >= _LEAST_PART and one in title]
    lang = page.facts.get("lang", "")
    dated = bool(page.facts.get("date") or page.modified)
    rest = [
        one
        for one in blocks[:_HEAD]
        if not is_byline(one, writers)
        and letters_of(one) not in parts
        and not (dated and any(len(line) < _LONGEST_DAY_LINE and is_day_line(line, lang) for line in _lines_of(one)))
    ]
    return [*rest, *blocks[_HEAD:]] or blocks


def _without_notes(page: Description, blocks: list[str]) -> list[str]:
    """Some paragraphs without the notes on their writers that close a text of several."""
    writers, kept = page.facts.get("author", ""), blocks
    while len(kept) > _FEW and tells_of(kept[-1], writers):
        kept = kept[:-1]
    return kept


def _lines_of(block: str) -> list[str]:
    """The entries of a list that stands above a text, as one of its days and publisher does; else the paragraph."""
    return [line.removeprefix("- ") for line in block.split("\n")] if block.startswith("- ") else [block]


def stated_paragraphs(page: Description) -> list[str]:
    """The paragraphs of the article as a page states them in its JSON-LD, for programs."""
    stated = next((one for one in page.linked.of("articleBody", "text") if isinstance(one, str)), "")
    parts = re.split(r"\n+|</?(?:p|div|br|li|h\d)\b[^<>]{0,300}>", stated)
    return [line for part in parts if (line := re.sub(r"<[^<>]{0,300}>", "", plain(part)).strip())]


def _join(element: Any, words: str) -> None:
    """Joins a large first letter with the rest of its word."""
    letter = element.get("alt", "").strip() if element.tag == "img" else words_of(element)
    tail = element.tail or ""
    if not re.fullmatch(r"[\"“„«‘']?\w", letter) or not tail.strip()[:1].isalpha():
        return
    rest = tail.lstrip()
    blank = tail != rest and letter[-1].upper() in words
    if element.tag == "img":
        element.tag, element.text = "span", letter
    element.tail = f" {rest}" if blank else rest


def _number(ordered: Any) -> None:
    """Writes the numbers of a list's items into their texts."""
    items = [item for item in ordered if item.tag == "li"]
    down = ordered.get("reversed") is not None
    number = _whole(ordered.get("start"), len(items) if down else 1)
    for item in items:
        number = _whole(item.get("value"), number)
        first = item
        while not (first.text or "").strip() and len(first) and first[0].tag in _FIRST:
            first = first[0]
        if words_of(item):
            first.text = f"{number}. {(first.text or '').lstrip()}"
        number += -1 if down else 1


def _open(listed: Any) -> None:
    """Makes plain blocks of a list whose entries are texts of their own, with a heading or several paragraphs."""
    items = [item for item in listed if item.tag == "li"]
    if any(len(item.xpath("./p|./div|./h2|./h3|./h4|./h5|./blockquote")) > 1 and prose_of(item) for item in items):
        for part in (listed, *items):
            part.tag = "div"


def _unfold(table: Any) -> None:
    """Makes plain blocks of a table by which a page is laid out: it holds tables, or a cell as long as a text."""
    cells = list(table.iter("td"))
    if next(table.iterdescendants("table"), None) is None and not any(
        sum(1 for _ in cell.iter("p", "br", "div")) > 2 and len(prose_of(cell)) > _SHORT for cell in cells
    ):
        return
    for part in (table, *table.iterdescendants("tbody", "thead", "tfoot", "tr", "td", "th")):
        if next(part.iterancestors("table"), table) is table:
            part.tag = "div"


def _mark_lines(cell: Any) -> None:
    """Writes the ends of lines and the entries of lists into the text of a table's cell, which has to be one text."""
    for part in list(cell.iter("br", "li", "p", "div")):
        if part.tag == "br":
            part.tail = f"{_BREAK}{part.tail or ''}"
        elif part.getprevious() is not None or part.tag == "li":
            part.text = f"{_BREAK}{part.text or ''}"
    for part in list(cell.iter("br", "ul", "ol", "li", "p", "div")):
        part.drop_tag()


def _whole(written: str | None, otherwise: int) -> int:
    return int(written) if written and re.fullmatch(r"-?\d{1,6}", written.strip()) else otherwise


def _write_posts(tree: Any, page: Description) -> None:
    """Makes one text of the posts of a live blog, each with its time before its heading."""
    posts = tree.xpath("//*[@itemprop='liveBlogUpdate']") or [
        one for one in tree.iter("article", "div", "section", "li") if _POST.search(names_of(one))
    ]
    if not posts and "LiveBlogPosting" in page.linked.types:
        articles = list(tree.iter("article"))
        # They stand in the one of the whole page, or there is none of that.
        posts = [one for one in articles if next(one.iterancestors("article"), None) is not None] or articles
    beside = ("aside", "nav", "footer")
    posts = [one for one in posts if next(one.iter("time"), None) is not None]
    posts = [one for one in posts if next(one.iterancestors(*beside), None) is None]
    outer = set(posts)
    posts = [one for one in posts if outer.isdisjoint(one.iterancestors())]
    if len(posts) < 2:
        return
    for post in posts:
        time = next(post.iter("time"))
        said = words_of(time) or time.get("datetime") or ""
        heading = next(post.iter("h2", "h3", "h4", "h5"), None)
        # A time is no part of a text to Trafilatura, nor a link in a heading.
        time.drop_tree()
        if heading is None:
            heading = post.makeelement("p")
            post.insert(0, heading)
        words = " ".join(filter(None, (said, words_of(heading))))
        for child in list(heading):
            heading.remove(child)
        heading.text = words
        post.tag = "div"
        post.attrib.clear()
        for above in post.iterancestors("li", "ol", "ul"):  # as entries of a list they would be one text
            above.tag = "div"
        # Each would be taken for the text of the page.
        for part in post.iterdescendants("div", "section", "span"):
            if part.get("itemprop") == "articleBody" or _MAIN.search(names_of(part)):
                part.attrib.clear()


def _lead(tree: Any, page: Description, blocks: Sequence[str]) -> list[str]:
    """The paragraphs in the article's head that lead to its text and were not found with it: what is marked as that,
    and what the page gives as its summary."""
    text = letters_of(" ".join(blocks))
    first = letters_of(blocks[0])[:200]
    summaries = [letters for one in page.summaries if len(letters := letters_of(one)) >= _LEAST_LEAD]
    title = letters_of(page.facts.get("title", ""))
    speakable = [part.get("cssSelector") for part in page.linked.of("speakable") if isinstance(part, dict)]
    spoken = {element for path in selected(speakable) for element in tree.xpath(path)}
    leads: list[str] = []
    for element in head_of(tree, main_heading(tree, page.facts.get("title", ""))):
        if element.tag not in ("p", "div", "h2", "h3", "span", "strong"):
            continue
        if any(
            child.tag in ("p", "div", "ul", "h1", "h2", "h3", "figure")
            for child in element.iter()
            if child is not element
        ):
            continue
        words = words_of(element)
        letters = letters_of(words)
        if letters.startswith(first) and len(letters) >= _LEAST_LEAD:
            break
        caption = words.startswith(CAPTION)
        if len(letters) < _LEAST_LEAD and not caption:
            continue
        if letters in text or letters == title or letters in map(letters_of, leads):
            continue
        names = " ".join(map(names_of, (element, *islice(element.iterancestors("div", "section", "header"), 2))))
        marked = (
            caption
            or element in spoken
            or _LEAD.search(names)
            or element.get("itemprop") in ("description", "alternativeHeadline")
        )
        if marked or any(letters.startswith(one[:-3]) or one.startswith(letters) for one in summaries):
            leads.append(words)
    return leads


def _share(stated: str, blocks: Sequence[str]) -> float:
    """What share of a text's words, five by five, some paragraphs have."""
    mine = set(_fives(stated))
    return len(mine & set(_fives(" ".join(blocks)))) / max(1, len(mine))


def _within(stated: str, blocks: list[str]) -> list[str]:
    """Some paragraphs without those at both ends that are long and not in the text that the page states."""
    known = set(_fives(stated))
    strange = [
        len(mine := _fives(block)) > _LONG_BLOCK and not known & set(mine) and not block.startswith(CAPTION)
        for block in blocks
    ]
    inner = [place for place, one in enumerate(strange) if not one]
    return blocks[inner[0] : inner[-1] + 1] if inner else blocks


def _fives(text: str) -> list[tuple[str, ...]]:
    """The words of a text, five by five."""
    words = re.findall(r"\w+", text.casefold())
    return [tuple(words[place : place + 5]) for place in range(len(words) - 4)]


def _part_with(tree: Any, stated: str) -> Any:
    """A tree of the smallest element that holds most of a text; None where none does."""
    body = tree.find("body")
    element, found = body, None
    if len(words_of(body)) > 4 * _MOST_COMPARED:  # each step below reads all of what is left
        return None
    for _ in range(_DEEPEST):
        if element is None or _share(stated, [words_of(element)]) <= 1 - _OTHER:
            break
        found = element
        element = max(
            (child for child in element if isinstance(child.tag, str)),
            key=lambda child: _share(stated, [words_of(child)]),
            default=None,
        )
    if found is None or found is body:
        return None
    root = tree.makeelement("html")
    root.append(tree.makeelement("body"))
    root[0].append(deepcopy(found))
    root[0][0].tail = None
    return root


def _blocks(parent: Any) -> Iterator[str]:
    """The paragraphs of an extracted page, some of them ""; a list or a table is one, with a line for each part."""
    for line_break in parent.iter("lb"):
        line_break.text = _BREAK
    loose = parent.text or ""
    for child in parent:
        match child.tag:
            case "p" | "head":
                blocks = [_words(child.xpath("string()"))]
            case "list":
                blocks = [_listed(child)]
            case "table":
                rows = ([_cell(cell) for cell in row.iter("cell")] for row in child.iter("row"))
                blocks = ["\n".join(" | ".join(row) for row in rows)]
            case "code":
                blocks = [child.xpath("string()").strip("\n")]
            case "quote" | "div":
                blocks = list(_blocks(child))
            case _:
                loose += child.xpath("string()") + (child.tail or "")
                continue
        yield _words(loose)
        yield from blocks
        loose = child.tail or ""
    yield _words(loose)


def _listed(items: Any) -> str:
    """A list with a line for each item, which begins with a hyphen where it has no number."""
    for item in items.iter("item"):
        numbered = re.match(r"\s*-?\d{1,7}\. ", item.xpath("string()")) is not None
        item.text = f"{_BREAK}{'' if numbered else '- '}{(item.text or '').lstrip()}"
    return _words(items.xpath("string()"))


def _cell(cell: Any) -> str:
    """A cell of a table, whose lines stay apart."""
    return re.sub(r"\n[\n ]*", "\n", _words(cell.xpath("string()")))


def _words(text: str) -> str:
    return re.sub(rf" ?{_BREAK} ?", "\n", _BLANKS.sub(" ", text.replace("\xad", ""))).strip()
