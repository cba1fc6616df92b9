"""What an index holds of people, places and stories, to be held against what comes of all articles from nothing."""

import json

import numpy as np

from rag.index.entries import text_of
from rag.index.grouping import Read, Row, unpacked
from rag.index.packing import unpacked_text
from rag.index.passing import CALLED
from rag.index.rows import known_date
from rag.index.snapshot import Snapshot


def read_names(snapshot: Snapshot) -> list[Read]:
    """What is grouped of each article: what it names, and what its stories are told by."""
    names = {key: unpacked(json.loads(unpacked_text(told))) for key, _, told in snapshot.rows("named")}
    articles = {row[0]: row for row in snapshot.rows("articles")}
    return [
        Read(
            key, articles[key][4], known_date(articles[key][6]), lang, names.get(key, ()), np.frombuffer(told, np.int8)
        )
        for key, _, lang, told in snapshot.rows("outlines")
    ]


def groups_of_articles(snapshot: Snapshot) -> set[Row]:
    """Each person, place and story with its articles, as what is kept of them says."""
    names = {number: (kind, shown, key) for number, kind, key, *_, shown in snapshot.rows("names") if shown}
    rows = {(*names[name][:2], article, names[name][2])
            for name, article in snapshot.rows("naming") if name in names}  # fmt: skip
    called = dict(snapshot._connection.execute(f"SELECT key, name FROM {CALLED}"))
    return rows | {("story", text_of(called.get(first)), article, "") for article, first in snapshot.rows("stories")}
