"""What a statement and an article call somebody, where one says the whole name and the other a part of it."""

import re

from rag.text.fact import Name
from rag.text.facts import Text, read
from rag.text.names import TITLES


def shortened(statement: Text, around: Text) -> Text:
    """A statement with the last names alone of those whom the article around calls so, and by one whole name only."""
    text = statement.text
    for name in reversed(statement.facts.names):
        last = re.search(r"[^\W_][^\s]*$", name.text)
        if len(name.words) > 1 and last is not None and _is_only_one(name, around):
            text = text[: name.start] + text[name.start + last.start() :]
    return read(text) if text != statement.text else statement


def _is_only_one(name: Name, around: Text) -> bool:
    """Whether a text has a whole name, and nobody else's that ends like it."""
    mine = [word for word in name.words if word not in TITLES]
    same = [
        [word for word in other.words if word not in TITLES]
        for other in around.facts.names
        if mine and mine[-1] in other.words
    ]
    whole = [other for other in same if len(other) > 1]
    return bool(whole) and len(mine) > 1 and all(other[-len(mine) :] == mine for other in whole)
