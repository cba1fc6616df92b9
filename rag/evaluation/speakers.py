"""`rag eval` on quotations: how well a text is read for who says what, and under which full name.

A data set of this kind has ``articles.jsonl`` and ``quotes.jsonl``: of each quotation its ``article_id``, its
``spans``, ``speaker_spans`` where the text names a speaker, ``kind``, ``nested`` where it lies in another one, and
where it is known the full ``name`` of the speaker.
"""

import hashlib
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.evaluation.questions import load_records
from rag.text.language import language
from rag.text.said.attribution import Attribution
from rag.text.said.reading import attributions
from rag.types import Interval

_SHARED = 0.5
"""The share of all characters of two quotations that both have, from which they are one."""


@dataclass(frozen=True, slots=True)
class Told:
    """A quotation that people have marked."""

    spans: tuple[Interval, ...]
    speakers: tuple[Interval, ...]
    kind: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with what people have marked in it and what is found in it, and the seconds that this took."""

    text: str
    told: tuple[Told, ...]
    found: tuple[Attribution, ...]
    seconds: float

    def pairs(self) -> Iterator[tuple[Told, Attribution]]:
        """What is marked with what is found of it, each once, those first that have most in common."""
        every = [(_shared(one.spans, other.said), one, other) for one in self.told for other in self.found]
        taken: list[object] = []
        for shared, one, other in sorted(every, key=lambda pair: -pair[0]):
            if shared >= _SHARED and not any(known is one or known is other for known in taken):
                taken += [one, other]
                yield one, other


def has_quotes(dataset: Path) -> bool:
    """Whether a folder is a data set of quotations."""
    return (dataset / "quotes.jsonl").is_file()


def read_quotes(dataset: Path, split: str | None = None, limit: int | None = None) -> list[Reading]:
    """What is found in the texts of a data set, or of its ``split``: one that the file names, else ``test`` is a third
    of the articles, by the SHA-256 of their id, and ``dev`` the others.

    Raises ``CorpusError`` where a line does not read.
    """
    told: dict[str, list[Told]] = defaultdict(list)
    for article, one in load_records(dataset / "quotes.jsonl", "quotation", _told, split=None, limit=None):
        told[article].append(one)
    path = dataset / "articles.jsonl"
    articles = load_records(path, "article", lambda one: (one["id"], one), split=None, limit=None)
    return [
        _read(article["text"], article.get("lang") or language(article["text"]), told[article["id"]])
        for article in [one for one in articles if split in (None, _split(one))][:limit]
    ]


def _read(text: str, code: str, told: Sequence[Told]) -> Reading:
    started = time.perf_counter()
    found = attributions(text, code)
    return Reading(text, tuple(told), found, time.perf_counter() - started)


def speaker_figures(readings: Sequence[Reading]) -> dict[str, Any]:
    """Precision, recall and F1 of the quotations; the share of speakers right among those found whose speaker is known,
    and the share of all quotations with a known full name that have it, of those marked and of those found; how many
    have another's; recall by kind; and milliseconds an article."""
    pairs = [(reading, one, other) for reading in readings for one, other in reading.pairs()]
    told = [one for reading in readings for one in reading.told]
    count = sum(len(reading.found) for reading in readings)
    spoken = [(one, other) for _, one, other in pairs if one.speakers]
    right = sum(_shared(one.speakers, [other.speaker]) > 0 for one, other in spoken if other.speaker)
    named = [(one.name, _words(reading, other.name)) for reading, one, other in pairs if one.name]
    shown = sum(given is not None and name in given for name, given in named)
    kinds, by_kind = Counter(one.kind for one in told), Counter(one.kind for _, one, _ in pairs)
    precision, recall = _ratio(len(pairs), count), _ratio(len(pairs), len(told))
    return {
        "articles": len(readings),
        "quotes": len(told),
        "precision": precision,
        "recall": recall,
        "f1": _ratio(2 * precision * recall, precision + recall),
        "speaker": _ratio(right, len(spoken)),
        "names": sum(one.name is not None for one in told),
        "full_name": _ratio(shown, sum(one.name is not None for one in told)),
        "wrong_names": sum(given is not None and name not in given for name, given in named),
        "ms": 1000 * _ratio(sum(reading.seconds for reading in readings), len(readings)),
        "by_kind": {kind: _ratio(by_kind[kind], number) for kind, number in sorted(kinds.items())},
    }


def _told(record: dict[str, Any]) -> tuple[str, tuple[str, Told]] | None:
    if record.get("nested"):
        return None
    spans, speakers = ([(start, end) for start, end in record.get(key, ())] for key in ("spans", "speaker_spans"))
    told = Told(tuple(spans), tuple(speakers), record.get("kind", "all"), record.get("name"))
    return record["id"], (record["article_id"], told)


def _split(article: Mapping[str, Any]) -> str:
    named = article.get("split")
    return str(named or ("test" if hashlib.sha256(article["id"].encode()).digest()[0] % 3 == 0 else "dev"))


def _words(reading: Reading, span: Interval | None) -> str | None:
    return None if span is None else reading.text[slice(*span)]


def _shared(one: Sequence[Interval], other: Sequence[Interval]) -> float:
    """What two sets of spans have in common, as a share of all that they have."""
    common = sum(max(0, min(right, end) - max(left, start)) for left, right in one for start, end in other)
    every = sum(right - left for left, right in (*one, *other)) - common
    return common / every if every else 0.0


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
