"""Further articles below a page's own: pages that go on with the next one as their reader scrolls hold them all.

Each is known by a main heading of its own beside that of the first, by its prose, and by a mark that it is an article.
"""

from collections import Counter
from itertools import islice
from typing import Any

from rag.corpus.pages.daylines import is_day_line
from rag.corpus.pages.elements import is_small, prose_of, words_of
from rag.corpus.pages.titles import main_heading

_LEAST, _PARAGRAPH, _MOST, _HEAD = 300, 60, 20, 25


def take_out_further(tree: Any, title: str, lang: str) -> list[str]:
    """Takes the articles that follow that of the page's ``title`` out of its tree; their headings."""
    headings = [one for one in tree.iter("h1") if words_of(one)][:_MOST]
    main = main_heading(tree, title)
    if main is None or len(headings) < 2:
        return []
    above = Counter(one for heading in headings for one in heading.iterancestors())
    own = _block(main, above)
    if not _has_prose(own):
        return []
    found = []
    for heading in headings[headings.index(main) + 1 :] if main in headings else ():
        block = _block(heading, above)
        # Two parts of one article stand in it together.
        apart = next(block.iterancestors("article"), None) is None
        if block.getparent() is own.getparent() and apart and _has_prose(block) and _is_marked(block, heading, lang):
            found.append(words_of(heading))
            block.drop_tree()
    return found


def _block(heading: Any, above: Counter[Any]) -> Any:
    """The largest element around a heading that holds no other main heading."""
    block = heading
    while (parent := block.getparent()) is not None and above[parent] == 1 and parent.tag not in ("body", "html"):
        block = parent
    return block


def _has_prose(block: Any) -> bool:
    lengths = [len(prose_of(one)) for one in block.iter("p") if len(prose_of(one)) >= _PARAGRAPH]
    return len(lengths) > 1 and sum(lengths) >= _LEAST


def _is_marked(block: Any, heading: Any, lang: str) -> bool:
    """Whether an element is an article: by its kind, or by a day below its heading."""
    if next(block.iter("article"), None) is not None or block.get("itemtype") is not None:
        return True
    below = islice((one for one in heading.itersiblings() if isinstance(one.tag, str)), _HEAD)
    lines = [words_of(one) for one in below if is_small(one, 10)]
    return any(one.find(".//time") is not None for one in heading.itersiblings()) or any(
        len(line) < 2 * _PARAGRAPH and _dates(line, lang) for line in lines[:3]
    )


def _dates(line: str, lang: str) -> bool:
    return any(is_day_line(part.strip(), lang) for part in (line, *line.split(", ")) if part.strip())
