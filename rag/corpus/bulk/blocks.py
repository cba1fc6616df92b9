"""The text of an article that its system keeps in parts: a list of paragraphs, the blocks of an editor (Arc, Editor.js,
Slate, ProseMirror, Contentful, Portable Text, Gutenberg), or stretches of a line of which each has its own look.

It knows how such parts stand in each other, and neither the names of a record's fields nor files.
"""

import html
import re
from collections.abc import Iterable, Mapping

from rag.corpus.bulk.fragment import is_html
from rag.corpus.pages.captions import CAPTION

_KIND = ("type", "_type", "nodeType", "kind", "blockName", "__typename")
# Where a part has its words or its own parts; the first that holds any counts.
_INNER = ("content_elements", "content", "text", "value", "innerHTML", "html", "children", "data", "items",
          "paragraphs", "blocks", "innerBlocks", "body", "markdown", "calloutText", "code")  # fmt: skip
# A stretch of a line by its look, wherever it stands; and what is one only within a block of its own.
_LOOKS = frozenset(
    "bold italic underline strikethrough strong emphasis em link a text_link hyperlink mention mention_name hashtag"
    " cashtag code email phone spoiler custom_emoji bot_command plain inline extended-text linebreak autolink".split()
)
_STRETCHES = frozenset(("text", "span", "leaf", ""))
_LIST = re.compile(r"list(?!.?item)", re.I)
_PICTURE = re.compile(r"image|photo|picture", re.I)
_LEADS_AWAY = re.compile(r"embed|video|audio|gallery|advert|promo|related|interstitial|newsletter|divider", re.I)
_DEEPEST, _MOST = 40, 100_000


class _NoBlocksError(Exception):
    """What was taken for the blocks of a text is none."""


def joined(value: object) -> str | None:
    """The text that some blocks hold, in paragraphs, as HTML where one of them is; None where they are no blocks."""
    try:
        parts = [part for part in _parts(value, within=False, depth=0) if part.strip()]
    except _NoBlocksError:
        return None
    if not parts:
        return None
    if any(map(is_html, parts)):
        # Of a text that is partly HTML, the rest would lose the lines between its paragraphs.
        return "".join(part if is_html(part) else f"<p>{html.escape(part, quote=False)}</p>" for part in parts)
    return "\n\n".join(parts)


def _kind(block: Mapping[str, object]) -> str:
    return next((kind for name in _KIND if isinstance(kind := block.get(name), str)), "")


def _inner(block: Mapping[str, object]) -> object:
    return next((block[name] for name in _INNER if isinstance(block.get(name), str | list | Mapping)), None)


def _parts(value: object, *, within: bool, depth: int) -> list[str]:
    """The paragraphs of blocks; ``within`` a block whose parts may be stretches of one line."""
    if depth > _DEEPEST:
        raise _NoBlocksError
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return _of_block(value, depth)
    if not isinstance(value, list) or len(value) > _MOST:
        raise _NoBlocksError
    blocks = [item for item in value if isinstance(item, Mapping)]
    looks = _LOOKS | _STRETCHES if within else _LOOKS
    if blocks and all(_kind(block).lower() in looks for block in blocks):
        return ["".join(part for item in value if item is not None for part in _stretch(item, depth))]
    return [part for item in value if item is not None for part in _parts(item, within=within, depth=depth + 1)]


def _stretch(item: object, depth: int) -> Iterable[str]:
    return [item] if isinstance(item, str) else _parts(item, within=True, depth=depth + 1)


def _of_block(block: Mapping[str, object], depth: int) -> list[str]:
    kind, inner = _kind(block), _inner(block)
    if not kind and inner is None:
        raise _NoBlocksError
    if _LEADS_AWAY.search(kind):
        return []
    if _PICTURE.search(kind):
        caption = block.get("caption")
        return [f"{CAPTION}{caption}"] if isinstance(caption, str) and caption.strip() else []
    if inner is None:  # a rule, a break
        return []
    listed = _LIST.search(kind) is not None
    parts = _parts(inner, within=not listed, depth=depth + 1)
    if listed and len(parts) > 1:
        return ["\n".join(f"- {part}" for part in parts if part.strip())]
    return [heading, *parts] if isinstance(heading := block.get("heading"), str) else parts
