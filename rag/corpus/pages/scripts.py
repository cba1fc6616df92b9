"""The article that a page carries in its scripts alone, as the state of the program that would show it.

It is known by the names that records have for their fields, else as the longest string that is running text; which
program it is made for is not known here.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from rag.corpus.articles import Facts, letters_of
from rag.corpus.bulk.fields import Fields, day_words, writers_in
from rag.corpus.bulk.fragment import is_html, text_of
from rag.corpus.pages.flight import flight_of
from rag.corpus.pages.linked import walked

_OPENS = re.compile(r"(?:^(?:\w{1,4}:)?\s*|(?:<!--|[=(])\s*)(?=[\[{])", re.M)
_STRING = re.compile(r'"(?:[^"\\]|\\.){200,}+"', re.S)
_SENTENCE = re.compile(r"[.!?。！？…”\"»]\s*$")
_MOST_OBJECTS, _MOST_STRINGS, _DEEPEST, _LARGEST = 20, 200, 3, 10_000_000
_LEAST, _PARAGRAPH = 300, 60


class Carried(NamedTuple):
    """A text that scripts hold, in paragraphs, "" where they hold none, and what they say of its article."""

    text: str
    facts: Facts


def carried(tree: Any, title: str) -> Carried:
    """The article of a page that its scripts hold, perhaps under the page's ``title``."""
    scripts = [one.text or "" for one in tree.iter("script") if "ld+json" not in (one.get("type") or "").lower()]
    scripts = [text for text in (*scripts, flight_of(tree)) if _LEAST < len(text) < _LARGEST]
    found = [one for text in scripts for one in _records(text, 0)]
    # The page's title may have the name of its site as well.
    named = [one for one in found if (name := letters_of(one.facts.get("title", ""))) and name in letters_of(title)]
    strings = [] if found else [Carried(one, {}) for text in scripts for one in _strings(text, 0)]
    return max(named or found or strings, key=lambda one: len(one.text), default=Carried("", {}))


def _records(script: str, depth: int) -> list[Carried]:
    """The articles among the objects of a script, and of the JSON in its strings."""
    decoder = json.JSONDecoder(strict=False)
    values: list[object] = []
    end = 0
    for match in list(_OPENS.finditer(script))[: 10 * _MOST_OBJECTS]:
        if match.end() >= end and len(values) < _MOST_OBJECTS:
            try:
                value, end = decoder.raw_decode(script, match.end())
                values.append(value)
            except (ValueError, RecursionError):
                continue  # an expression, or what no JSON is
    found = []
    for record in walked(values):
        fields = Fields(record)
        held = fields.text_or_none()
        if held is not None and (text := _running(held[0].value)):
            day = next(filter(None, (day_words(one.value) for one in fields.all("date"))), "")
            facts = {"title": fields.line("title"), "author": writers_in(fields.line("author")), "date": day}
            found.append(Carried(text, {name: line for name, line in facts.items() if line}))
    if found or depth >= _DEEPEST:
        return found
    return [one for inner in _unquoted(script) for one in _records(inner, depth + 1)]


def _strings(script: str, depth: int) -> Iterator[str]:
    """The running texts among the strings of a script, and among those that stand in its strings."""
    for inner in _unquoted(script):
        within = list(_strings(inner, depth + 1)) if depth < _DEEPEST else []
        yield from within or filter(None, [_running(inner)])


def _unquoted(script: str) -> Iterator[str]:
    for match in list(_STRING.finditer(script))[:_MOST_STRINGS]:
        try:
            yield json.loads(match.group(), strict=False)
        except ValueError:
            continue  # a string of JavaScript's own kind


def _running(value: object) -> str:
    """A value as a text in paragraphs, where it is one, of two paragraphs of sentences at least; "" """
    if not isinstance(value, str) or not _LEAST <= len(value) < _LARGEST:
        return ""
    try:
        text = text_of(value) if is_html(value) else value.strip()
    except ValueError:  # deeper, or longer, than is read
        return ""
    prose = [one for one in text.split("\n") if len(one) >= _PARAGRAPH and _SENTENCE.search(one)]
    return text if len(prose) > 1 and sum(map(len, prose)) >= _LEAST else ""
