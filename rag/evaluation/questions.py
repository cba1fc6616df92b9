"""What is measured, and on what: a setting of the search, and questions with what is known to be right.

A data set is a folder with ``articles.jsonl`` and ``questions.jsonl``. Nothing here is seen by what it measures.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import platformdirs

from rag.answers.answer import Turn
from rag.answers.conversation import context, standalone
from rag.errors import CorpusError, RagError
from rag.index.ranking import WEIGHTS
from rag.index.search import Search
from rag.settings import Settings
from rag.text.words import fold
from rag.types import Interval, Span

ANSWERED_FROM = Settings().passages
"""Passages that the product answers from."""

Query = Literal["asked", "last", "rewritten"]
"""What is searched for in a conversation: what the product makes of the last turn and those before it; the last turn's
words alone; or the stand-alone question that a person wrote, where there is one."""

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is measured: how passages are searched for and with what, and which index.

    ``without`` names features of `rag.index.ranking.WEIGHTS` to be left out; without ``relevance`` no sentence is read
    together with the question. A setting with another ``chunk_tokens`` or ``model`` than the default has an index of
    its own.
    """

    search: Search = "fused"
    query: Query = "asked"
    without: tuple[str, ...] = ()
    chunk_tokens: int | None = None
    model: str | None = None
    reranker: str | None = None
    relevance: bool = True
    index: Path | None = None

    @classmethod
    def from_text(cls, text: str) -> "Setting":
        """Read ``key=value`` pairs between commas, several values of ``without`` between plus signs; a bare word is a
        search. Raises ``RagError`` for what it does not know.
        """
        given: dict[str, Any] = {}
        for part in filter(None, (part.strip() for part in text.split(","))):
            key, _, value = part.partition("=") if "=" in part else ("search", "", part)
            known = {"search": get_args(Search), "query": get_args(Query), "relevance": ("on", "off")}.get(key)
            if key not in {field.name for field in fields(cls)}:
                raise RagError(f"{key!r} is no setting: choose from {', '.join(one.name for one in fields(cls))}.")
            if known and value not in known:
                raise RagError(f"{key}={value!r} is not one of {', '.join(known)}.")
            if key == "chunk_tokens" and not value.isdecimal():
                raise RagError(f"chunk_tokens={value!r} is not a whole number.")
            if key == "without" and (unknown := set(value.split("+")) - set(WEIGHTS)):
                raise RagError(f"without={unknown.pop()!r} is none of the features {', '.join(WEIGHTS)}.")
            convert: dict[str, Callable[[str], Any]] = {
                "chunk_tokens": int,
                "index": Path,
                "relevance": lambda word: word == "on",
                "without": lambda names: tuple(names.split("+")),
            }
            given[key] = convert.get(key, str)(value)
        return cls(**given)

    @property
    def weights(self) -> Mapping[str, float]:
        """Those of the ranking, 0 for what is left out."""
        return {name: 0.0 if name in self.without else weight for name, weight in WEIGHTS.items()}


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a data set with what is known to be right: any of ``answers``; the articles of ``evidence_ids``;
    and in ``evidence`` the passages as (article id, passage), each its literal text, empty where the article is the
    evidence, or its interval of the article's text.

    ``history`` holds the turns before it, ``rewrite`` the question as a person made it stand alone.
    """

    id: str
    text: str
    answers: tuple[str, ...]
    answerable: bool
    type: str
    evidence_ids: tuple[str, ...]
    evidence: tuple[tuple[str, str | Interval], ...]
    history: tuple[Turn, ...] = ()
    rewrite: str | None = None

    def query(self, kind: Query) -> tuple[str, str, tuple[str, ...]]:
        """What is searched for: the words, the part of them that is asked, and what was answered before."""
        if kind == "last":
            return self.text, self.text, ()
        if kind == "rewritten" and self.rewrite:
            return self.rewrite, self.rewrite, context(self.history)
        return standalone(self.text, self.history), self.text, context(self.history)

    def answered_in(self, text: str) -> bool:
        """Whether a text holds one of the right answers."""
        return any(_plain(answer) in _plain(text) for answer in self.answers if answer.strip())


def cached_index(dataset: Path, setting: Setting | None = None) -> Path:
    """Where the index of a data set is kept between evaluations: the user's cache, by the folder's own path."""
    folder = dataset.resolve()
    name = f"{folder.name}-{hashlib.sha256(str(folder).encode()).hexdigest()[:8]}"
    if setting is not None and (setting.chunk_tokens or setting.model):
        recipe = f"{setting.chunk_tokens} {setting.model}"
        name += f"-{hashlib.sha256(recipe.encode()).hexdigest()[:8]}"
    return Path(platformdirs.user_cache_dir("article-rag")) / "eval" / name


def load_questions(source: Path, *, split: str | None = None, limit: int | None = None) -> list[Question]:
    """The questions of a data set, or of a file of them; with a ``limit`` so many, taken evenly over the file.

    ``split`` is one that the file names; where it names none, ``dev`` and ``test`` are two halves by the CRC-32 of the
    ids, so that what is fitted on one can be measured on the other. Raises ``CorpusError`` where a line does not read,
    or none is left.
    """
    path = source if source.suffix == ".jsonl" else source / "questions.jsonl"
    return load_records(path, "question", read_question, split=split, limit=limit)


def load_records(
    path: Path,
    noun: str,
    read: Callable[[dict[str, Any]], tuple[str, _Record] | None],
    *,
    split: str | None,
    limit: int | None,
) -> list[_Record]:
    """What the lines of a JSONL file hold, as `load_questions` chooses it. ``read`` makes of a line its id and what it
    holds, or None where that is not to be measured. Raises ``CorpusError`` as `load_questions` does."""
    if not path.is_file():
        raise CorpusError(
            f"There is no {path}: give a folder with articles.jsonl and questions.jsonl, or with claims.jsonl."
        )
    records: list[tuple[str, str | None, _Record]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                record = json.loads(line)
                if entry := read(record):
                    records.append((entry[0], record.get("split"), entry[1]))
            except (ValueError, TypeError, AttributeError) as error:
                raise CorpusError(f"{path}, line {number}, is not a {noun} ({error}): mend or remove it.") from error
            except KeyError as error:
                raise CorpusError(f"{path}, line {number}, lacks {error}: mend or remove it.") from error
    splits = {name for _, name, _ in records if name is not None}
    if split is not None and split not in (splits or ("dev", "test")):
        raise CorpusError(f"{path} has no split {split!r}: choose {', '.join(sorted(splits) or ['dev', 'test'])}.")
    kept = [one for name, own, one in records if split is None or (own if splits else half(name)) == split]
    if not kept:
        raise CorpusError(f"{path} has nothing to be measured: give another data set.")
    if limit is not None and limit < len(kept):
        return [kept[number * len(kept) // limit] for number in range(limit)]
    return kept


def half(identifier: str) -> str:
    """Which of two fixed halves a question belongs to: ``dev`` or ``test``, by the CRC-32 of its id."""
    return "test" if zlib.crc32(identifier.encode()) % 2 else "dev"


def is_right(question: Question, span: Span) -> bool:
    """Whether a span is of a gold article and holds an answer, or overlaps gold evidence."""
    if span.article.id not in question.evidence_ids:
        return False
    return question.answered_in(span.text) or any(
        _overlaps(span, words) for identifier, words in question.evidence if identifier == span.article.id
    )


def evidence_recall(question: Question, spans: Sequence[Span]) -> float:
    """The share, in [0, 1], of a question's evidence that spans overlap: of its passages, or articles where it names no
    passage."""
    evidence = question.evidence or tuple((identifier, "") for identifier in question.evidence_ids)
    reached = [
        any(span.article.id == identifier and _overlaps(span, text) for span in spans) for identifier, text in evidence
    ]
    return sum(reached) / max(1, len(reached))


def read_question(record: dict[str, Any]) -> tuple[str, Question]:
    """The id of a record, and the question that it holds. Raises ``KeyError`` for what it lacks."""
    said = [(turn["role"], turn["text"]) for turn in record.get("history") or ()]
    history = [
        Turn(text, next((reply for role, reply in said[place + 1 : place + 2] if role != "user"), ""))
        for place, (role, text) in enumerate(said)
        if role == "user"
    ]
    question = Question(
        str(record["id"]),
        record["question"],
        tuple(record["answers"]),
        bool(record["answerable"]),
        record.get("type") or "all",
        tuple(record.get("evidence_ids") or ()),
        tuple(
            (one["article_id"], (one["start"], one["end"]) if "start" in one else one["text"])
            for one in record.get("evidence") or ()
        ),
        tuple(history),
        record.get("rewrite"),
    )
    return question.id, question


def _overlaps(span: Span, evidence: str | Interval) -> bool:
    """Whether a span shares characters with evidence, which is the whole article where its text is empty."""
    if isinstance(evidence, tuple):
        return evidence[0] < span.end and span.start < evidence[1]
    if not evidence:
        return True
    start = span.article.text.find(evidence)
    if start < 0:  # white space may differ
        return _plain(span.text) in _plain(evidence) or _plain(evidence) in _plain(span.text)
    return start < span.end and span.start < start + len(evidence)


def _plain(text: str) -> str:
    return " ".join(fold(text).split())
