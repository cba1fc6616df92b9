"""An index as earlier versions wrote it."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import numpy as np

from rag.index import rows
from rag.index.grouping import RULES, names_of, packed
from rag.index.packing import fingerprint
from rag.index.snapshot import Snapshot
from rag.index.store import Store
from rag.places import STORE
from tests.conftest import all_vectors

_SCHEMA = """
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE problems (path TEXT NOT NULL, reason TEXT NOT NULL, kind TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE articles (key INTEGER PRIMARY KEY, file TEXT NOT NULL, sha256 TEXT NOT NULL, id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL, text TEXT NOT NULL, published TEXT, published_from TEXT NOT NULL, author TEXT, source TEXT,
    url TEXT, lang TEXT, checksum INTEGER NOT NULL);
CREATE TABLE chunks (id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    position INTEGER NOT NULL, first INTEGER NOT NULL, stop INTEGER NOT NULL, vector BLOB NOT NULL,
    sentences BLOB NOT NULL, words TEXT NOT NULL, sentence_vectors BLOB NOT NULL, checksum INTEGER NOT NULL);
CREATE INDEX chunks_of_article ON chunks (article);
"""
_NAMES = """
CREATE TABLE versions (article TEXT NOT NULL, number INTEGER NOT NULL, title TEXT NOT NULL, published TEXT,
    replaced TEXT NOT NULL, text BLOB NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (article, number));
CREATE TABLE named (article INTEGER PRIMARY KEY REFERENCES articles (key) ON DELETE CASCADE, rules INTEGER NOT NULL,
    names TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE groups (kind TEXT NOT NULL, name TEXT NOT NULL, article INTEGER NOT NULL REFERENCES articles (key)
    ON DELETE CASCADE, key TEXT NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (kind, name, article, key))
    WITHOUT ROWID;
"""
_FROM = {"versions": 5, "named": 5, "groups": 5}  # the formats that have them first; 2 has the others


def made_old(index: Path, number: int) -> None:
    """Make of an index one of an earlier format, with what that had."""
    store = Store(index / STORE)
    with store.read() as snapshot:
        held = _held(snapshot, number)
    snapshot_facts = held.pop("facts")
    store.unlink()
    total = 0
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_SCHEMA + (_NAMES if number >= _FROM["named"] else ""))
        for table, found in held.items():
            if number < _FROM.get(table, 2):
                continue
            for row in found:
                checksum = rows.checksum(table, row)
                total += checksum
                connection.execute(f"INSERT INTO {table} VALUES ({rows.marks([*row, 0])})", (*row, checksum))
        facts = [*snapshot_facts, ("sum", str(total % rows.MODULUS))] if number > 2 else snapshot_facts
        for fact in facts:
            connection.execute("INSERT INTO facts VALUES (?, ?, ?)", (*fact, rows.checksum("facts", fact)))
        if number == 2:
            for table in ("facts", "files", "problems", "articles", "chunks"):
                connection.execute(f"ALTER TABLE {table} DROP COLUMN checksum")
        connection.execute(f"PRAGMA user_version = {number}")
        connection.commit()


def _held(snapshot: Snapshot, number: int) -> dict[str, list[Sequence[object]]]:
    """The rows of each table as they were then."""
    files = snapshot.fingerprints()
    status = snapshot.status()
    chunks = {identifier: article.id for identifier, article, _ in snapshot.texts()}
    keys = {one.id: key for key, one in enumerate(snapshot.articles(), 1)}
    cut, told = snapshot.chunks(list(chunks)), snapshot.analyses(list(chunks))
    vectors = dict(zip(*all_vectors(snapshot), strict=True))
    articles = {one.id: one for one in snapshot.articles()}
    made: dict[str, list[Sequence[object]]] = {
        "files": list(snapshot.files().items()),
        "problems": [(one.path, one.reason, one.kind) for one in status.problems],
        "articles": [
            (keys[one.id], files[one.id][0], fingerprint(one), one.id, one.title, one.text,
             one.published and one.published.isoformat(), one.published_from, one.author, one.source, one.url,
             one.lang) for one in articles.values()
        ],
        "named": [
            (keys[one.id], RULES, json.dumps(packed(names_of(one)), ensure_ascii=False, separators=(",", ":")))
            for one in articles.values()
        ],
        "facts": [("generation", str(status.generation)), ("state", str(snapshot.state)),
                  ("complete", str(int(status.complete))), ("recipe", json.dumps(asdict(snapshot.recipe)))],
    }  # fmt: skip
    made["chunks"] = []
    for one, chunk in cut.items():
        analysis = told[one]
        bounds = analysis.sentences if number < 4 else np.column_stack((analysis.sentences, analysis.instructs))
        made["chunks"].append(
            (one, keys[chunks[one]], chunk.position, chunk.start, chunk.end, vectors[one].astype(np.float32).tobytes(),
             bounds.astype(np.int32).tobytes(), "\n".join((analysis.header, *analysis.words)),
             analysis.vectors.tobytes())
        )  # fmt: skip
    if number > 2:
        made["facts"] += [("last chunk", str(max(cut))), ("updated", rows.now())]
    return made
