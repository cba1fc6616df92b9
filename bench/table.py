"""Figures to rows, and rows to a table, to JSON and to a plot."""

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

OURS = "ours"
PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of work: for each system the median of what it took, and of ours divided by it, round by round.

    ``load`` is how many cores others kept busy meanwhile, None where nobody can tell.
    """

    work: str
    unit: str
    values: Mapping[str, float]
    ratios: Mapping[str, float] = field(default_factory=dict)
    load: float | None = None


def compared(work: str, unit: str, rounds: Sequence[Mapping[str, float]], load: float | None) -> Row:
    """A row of rounds, in each of which each system was measured once."""
    names = [name for name in rounds[0] if all(name in one for one in rounds)]
    values = {name: statistics.median(one[name] for one in rounds) for name in names}
    ratios = {
        name: statistics.median(one[OURS] / one[name] for one in rounds if one[name])
        for name in names
        if name != OURS and OURS in values
    }
    return Row(work, unit, values, ratios, load)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of them do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def table(rows: Sequence[Row]) -> str:
    """The rows in Markdown. Of the peers the best is the one that ours is nearest to, or furthest behind."""
    systems = list(dict.fromkeys(name for row in rows for name in row.values))
    head = ["work", "unit", *systems, "ours / plain", "ours / best peer", "others' cores"]
    lines = [[row.work, row.unit, *(_number(row.values.get(name)) for name in systems), *_last(row)] for row in rows]
    widths = [max(len(line[column]) for line in [head, *lines]) for column in range(len(head))]

    def joined(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"

    return "\n".join([joined(head), joined(["-" * width for width in widths]), *map(joined, lines)])


def save(path: Path, machine: Mapping[str, object], rows: Sequence[Row]) -> None:
    """Keep all figures as JSON."""
    told = [
        {"work": row.work, "unit": row.unit, "values": row.values, "ratios": row.ratios, "load": row.load}
        for row in rows
    ]
    path.write_text(json.dumps({"machine": machine, "rows": told}, indent=1) + "\n", encoding="utf-8")


def plot(path: Path, grown: Sequence[Mapping[str, float]]) -> None:
    """How an index grows, a panel a measure, over the number of its chunks."""
    import matplotlib.pyplot as plt

    measures = [name for name in grown[0] if name != "chunks"]
    figure, panels = plt.subplots(1, len(measures), figsize=(3 * len(measures), 3), layout="constrained")
    for panel, measure in zip(panels, measures, strict=True):
        points = [(one["chunks"], one[measure]) for one in grown if measure in one]
        panel.plot(*zip(*points, strict=True), "o-")
        panel.set(xscale="log", title=measure, xlabel="chunks", ylim=(0, None))
        panel.grid(alpha=0.3)
    figure.savefig(path, dpi=110)
    plt.close(figure)


def best_peer(row: Row, *, more_is_better: bool) -> str | None:
    """The peer that did best, None where none was measured."""
    peers = {name: value for name, value in row.values.items() if name not in (OURS, PLAIN)}
    if not peers:
        return None
    return (max if more_is_better else min)(peers, key=lambda name: peers[name])


def _last(row: Row) -> list[str]:
    best = best_peer(row, more_is_better=row.unit.endswith("/s"))
    ratio = f"{_number(row.ratios[best])} ({best})" if best is not None and best in row.ratios else ""
    return [_number(row.ratios.get(PLAIN)), ratio, _number(row.load)]


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
