"""Figures to rows and to a table: medians, and medians of ratios rather than ratios of medians."""

import json
from pathlib import Path

import pytest

from bench.comparing import rows
from bench.table import Row, best_peer, compared, percentile, plot, save, table

ROUNDS = [
    {"ours": 10.0, "plain": 5.0, "txtai": 8.0},
    {"ours": 9.0, "plain": 9.0, "txtai": 6.0},
    {"ours": 20.0, "plain": 8.0, "txtai": 5.0},
]


def test_a_ratio_is_the_median_of_the_ratios_of_each_round() -> None:
    row = compared("indexing", "tokens/s", ROUNDS, 0.5)
    assert row.values == {"ours": 10.0, "plain": 8.0, "txtai": 6.0}
    assert row.ratios == pytest.approx({"plain": 2.0, "txtai": 1.5})


def test_who_was_not_measured_in_each_round_is_left_out() -> None:
    row = compared("search", "ms", [*ROUNDS, {"ours": 1.0, "plain": 1.0}], None)
    assert set(row.values) == {"ours", "plain"}


@pytest.mark.parametrize(("share", "value"), [(0.5, 10), (0.95, 19), (1, 20), (0, 1)])
def test_a_percentile_is_one_of_the_values(share: float, value: int) -> None:
    assert percentile(list(range(20, 0, -1)), share) == value


def test_the_best_peer_is_no_plain_script_and_not_ours() -> None:
    row = Row("indexing", "tokens/s", {"ours": 9, "plain": 8, "txtai": 5, "haystack": 6})
    assert best_peer(row, more_is_better=True) == "haystack"
    assert best_peer(row, more_is_better=False) == "txtai"
    assert best_peer(Row("open", "s", {"ours": 1}), more_is_better=False) is None


def test_the_table_has_a_line_a_row_and_leaves_empty_what_was_not_measured() -> None:
    lines = table([compared("indexing", "tokens/s", ROUNDS, 0.5), Row("open", "s", {"ours": 0.25})]).splitlines()
    assert len(lines) == 4
    assert len({len(line) for line in lines}) == 1
    assert [cell.strip() for cell in lines[2].split("|")[1:-1]] == [
        "indexing", "tokens/s", "10", "8", "6", "2", "1.5 (txtai)", "0.5",
    ]  # fmt: skip
    assert [cell.strip() for cell in lines[3].split("|")[1:-1]] == ["open", "s", "0.25", "", "", "", "", ""]


def test_what_systems_print_becomes_rows() -> None:
    ours = {"start": 1, "index": 2, "processor": 4, "peak": 3e8, "disk": 4e5, "chunks": 100}
    taken = {
        "ours": ours | {"search": {"1": [0.01, 0.02], "8": [0.1], "32": [0.4]}},
        "txtai": ours | {"index": 4, "search": {"1": [0.03, 0.04]}},
    }
    found = {row.work: row for row in rows([taken], 10_000, None)}
    assert found["indexing"].values == {"ours": 5000, "txtai": 2500}
    assert found["indexing"].ratios == {"txtai": 2}
    assert found["disk a chunk"].values["ours"] == pytest.approx(4)
    assert found["search, 1 at once, p95"].values == pytest.approx({"ours": 20, "txtai": 40})
    assert found["search, 8 at once, p50"].values == pytest.approx({"ours": 100})


def test_figures_are_kept_as_json(tmp_path: Path) -> None:
    save(tmp_path / "bench.json", {"cores": 2}, [Row("open", "s", {"ours": 0.25}, load=0.1)])
    told = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert told["machine"] == {"cores": 2}
    assert told["rows"] == [{"work": "open", "unit": "s", "values": {"ours": 0.25}, "ratios": {}, "load": 0.1}]


@pytest.mark.slow
def test_growth_is_drawn(tmp_path: Path) -> None:
    plot(tmp_path / "growth.png", [{"chunks": 1e3, "ms": 1.0, "MB": 2.0}, {"chunks": 1e4, "ms": 2.0, "MB": 2.5}])
    assert (tmp_path / "growth.png").read_bytes().startswith(b"\x89PNG")
