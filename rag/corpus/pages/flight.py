"""The page that a program of Next.js' app router holds in its scripts, as React's flight data: put where a browser
would show it.

Flight data are rows of JSON, which refer to each other; elements in them are lists that begin with "$". The parts of a
page that only run in a browser are known there by number alone, with what they hold.
"""

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from rag.corpus.encoding import cleaned
from rag.corpus.pages.elements import prose_of

_PUSHED = re.compile(r"__next_f\.push\(\s*(?=\[)")
_ROW = re.compile(rb"([0-9a-f]*):(?:T([0-9a-f]+),)?")
_REFERENCE = re.compile(r"\$[L@]?([0-9a-f]+)((?::\w+)*)$")
_TAG, _ATTRIBUTE = re.compile(r"[a-z][a-z0-9-]*"), re.compile(r"(?!on)[a-z][a-z-]*")
_CAPITAL = re.compile("(?=[A-Z])")
_PLACES = {"type": 1, "key": 2, "props": 3}  # in the list of an element
_NO_TEXT = {"head", "script", "style", "template", "noscript", "link", "meta", "title", "svg", "iframe"}
_EMPTY = {"br", "hr", "img", "wbr", "source", "input"}
# What a part shows in place of what it holds.
_MEANTIME = {"fallback", "loading", "error", "notFound", "forbidden", "unauthorized", "template", "head"}
_DEEPEST, _MOST_VALUES = 200, 100_000


def show_flight(tree: Any) -> bool:
    """Puts into a page's tree what its flight data hold, where that is more than twice what it shows itself; whether
    it did."""
    from lxml.html import fragment_fromstring

    body = tree.find("body")
    rows = _rows(flight_of(tree).encode(errors="ignore"))
    if body is None or not rows:
        return False
    held = fragment_fromstring(f"<div>{cleaned(_Shown(rows).whole())}</div>")
    if len(prose_of(held)) <= 2 * len(prose_of(body)):
        return False
    for child in list(body):
        if child.tag != "script":
            child.drop_tree()
    body.text = None
    body.append(held)
    return True


def flight_of(tree: Any) -> str:
    """The flight data of a page, "" where it has none: rows of JSON and of text."""
    return "".join(_pushed(tree))


def _pushed(tree: Any) -> Iterator[str]:
    """The pieces of a page's flight data."""
    for script in tree.iter("script"):
        text = script.text or ""
        for match in _PUSHED.finditer(text):
            try:
                pushed, _ = json.JSONDecoder(strict=False).raw_decode(text, match.end())
            except (ValueError, RecursionError):
                continue  # an expression
            if len(pushed) > 1 and pushed[0] == 1 and isinstance(pushed[1], str):
                yield pushed[1]


def _rows(data: bytes) -> dict[str, Any]:
    """The values of the rows, by their numbers; those of modules and hints are none."""
    rows: dict[str, Any] = {}
    place = 0
    while match := _ROW.match(data, place):
        name, length = match[1].decode(), match[2]
        if length:  # of a text, in bytes; no line ends it
            place = match.end() + int(length, 16)
            rows[name] = ["$text", data[match.end() : place].decode(errors="replace")]
            continue
        end = data.find(b"\n", match.end())
        end = end if end >= 0 else len(data)
        if data[match.end() : match.end() + 1] in (b"[", b"{", b'"'):
            try:
                rows[name] = json.loads(data[match.end() : end], strict=False)
            except (ValueError, RecursionError):
                break  # what follows a broken row is no row
        place = end + 1
    return rows


class _Shown:
    """The HTML of flight data; each row is shown once, where it is first referred to."""

    def __init__(self, rows: Mapping[str, Any]) -> None:
        self._rows = rows
        self._seen: set[str] = set()
        self._left = _MOST_VALUES

    def whole(self) -> str:
        """All of it, from the row that a browser begins with."""
        return "".join(self._of(f"${name}", 0) for name in ("0", *self._rows) if name not in self._seen)

    def _of(self, value: Any, depth: int, *, shows: bool = False) -> str:
        """A value; its strings where it is what an element ``shows``."""
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            return ""
        if isinstance(value, str):
            return self._string(value, depth, shows=shows)
        if isinstance(value, list):
            if len(value) > 3 and value[0] == "$" and isinstance(value[3], dict):
                return self._element(value[1], value[3], depth)
            return "".join(self._of(one, depth + 1, shows=shows) for one in value)
        if isinstance(value, dict):
            self._seen |= {one.lstrip("$L") for name in _MEANTIME & value.keys() if isinstance(one := value[name], str)}
            return "".join(self._of(one, depth + 1) for name, one in value.items() if name not in _MEANTIME)
        return escape(str(value)) if shows and isinstance(value, int | float) and value not in (True, False) else ""

    def _string(self, value: str, depth: int, *, shows: bool) -> str:
        if not value.startswith("$"):
            return escape(value) if shows else ""
        if value.startswith("$$"):
            return escape(value[1:]) if shows else ""
        name, held = self._referred(value)
        if name is None or (name in self._seen and ":" not in value):
            return ""
        self._seen.add(name)
        if isinstance(held, list) and held[:1] == ["$text"]:
            return escape(held[1]) if shows else ""
        return self._of(held, depth + 1, shows=shows)

    def _referred(self, value: str) -> tuple[str | None, Any]:
        """The row that a string refers to, and what it means in it."""
        match = _REFERENCE.match(value)
        if match is None or match[1] not in self._rows:
            return None, None
        held = self._rows[match[1]]
        for step in match[2].split(":")[1:]:
            try:
                held = held[step] if isinstance(held, dict) else held[int(_PLACES.get(step, step))]
            except (KeyError, IndexError, TypeError, ValueError):
                return None, None
        return match[1], held

    def _element(self, tag: Any, props: Mapping[str, Any], depth: int) -> str:
        if not isinstance(tag, str) or not _TAG.fullmatch(tag):  # a part of the program's own
            kept = {name: one for name, one in props.items() if name != "children"}
            return f"<div>{self._of(kept, depth + 1)}{self._of(props.get('children'), depth + 1, shows=True)}</div>"
        if tag in _NO_TEXT:
            return ""
        tag = "div" if tag in ("html", "body") else tag
        opened = f"<{tag}{''.join(_attributes(props))}>"
        if tag in _EMPTY:
            return opened
        raw = props.get("dangerouslySetInnerHTML")
        inner = self._raw(raw.get("__html")) if isinstance(raw, dict) else ""
        return f"{opened}{inner}{self._of(props.get('children'), depth + 1, shows=True)}</{tag}>"

    def _raw(self, value: Any) -> str:
        """HTML that an element holds as it is."""
        if isinstance(value, str) and value.startswith("$") and not value.startswith("$$"):
            name, held = self._referred(value)
            self._seen.add(name or "")
            value = held[1] if isinstance(held, list) and held[:1] == ["$text"] else held
        return value if isinstance(value, str) else ""


def _attributes(props: Mapping[str, Any]) -> Iterator[str]:
    for name, value in props.items():
        name = "class" if name == "className" else name.lower()
        if name == "style" and isinstance(value, dict):
            value = ";".join(f"{_CAPITAL.sub('-', key).lower()}:{one}" for key, one in value.items())
        value = "" if value is True else value
        if name != "children" and isinstance(value, str) and _ATTRIBUTE.fullmatch(name):
            yield f' {name}="{escape(value)}"'
