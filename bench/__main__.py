"""`make bench`: one table of how fast it is, beside others, and how it grows."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.comparing import PEERS, installed, rounds, rows, run_module
from bench.corpus import SAMPLE, made, questions, read, write
from bench.machine import Others, described
from bench.own import grown_rows, growth, starting, tenfold, working
from bench.table import OURS, PLAIN, Row, plot, save, table

PARTS = ("compare", "own", "tenfold", "growth")


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--articles", type=Path, help="an articles.jsonl of your own in the place of made articles")
    parser.add_argument("--number", type=int, default=60, help="how many articles to make")
    parser.add_argument("--rounds", type=int, default=3, help="how often each runs, in turn; a cold start twice")
    parser.add_argument("--questions", type=int, default=100, help="how many each system is asked a round")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=None, help="those that are installed, unless said")
    parser.add_argument("--chunks", type=int, nargs="*", default=[1000, 10_000], help="sizes of the growing index")
    parser.add_argument("--parts", nargs="*", choices=PARTS, default=PARTS, help="what to measure")
    parser.add_argument("--work", type=Path, help="a folder to work in that stays; a hidden one that goes, unless said")
    parser.add_argument("--json", type=Path, help="a file for all figures")
    parser.add_argument("--plot", type=Path, help="a file for the plot of growth")
    return parser.parse_args(arguments)


def main() -> None:
    """Measure, and print the table."""
    given = parsed(sys.argv[1:])
    machine = described()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.work or Path(temporary)
        found = list(_measured(given, folder))
    print(", ".join(f"{name}: {value}" for name, value in machine.items()))
    print(table(found))
    if given.json:
        save(given.json, machine, found)


def _measured(given: argparse.Namespace, folder: Path) -> Iterator[Row]:
    base = given.articles or SAMPLE
    articles = read(base)
    corpus = folder / "corpus"
    some = articles if given.articles else list(made(articles, given.number))
    write(corpus / "articles.jsonl", some)  # alone in its folder
    if "compare" in given.parts:
        yield from _compared(given, corpus / "articles.jsonl", folder / "asked.json")
    if "own" in given.parts:
        index = folder / "index"
        run_module(Path(sys.executable), "bench.probes", "build", corpus, index)
        yield from starting(index, 2 * given.rounds)
        more = folder / "more"
        write(more / "articles.jsonl", some)
        write(more / "more.jsonl", made(articles, given.number, 10**6))
        yield from working(index, more, some)
    if "tenfold" in given.parts:
        yield from tenfold(articles, given.number, folder / "tenfold")
    if "growth" in given.parts and given.chunks:
        others = Others()
        grown = list(growth(base, articles, sorted(given.chunks), folder / "growth"))
        yield from grown_rows(grown, others.cores())
        if given.plot:
            plot(given.plot, grown)


def _compared(given: argparse.Namespace, articles: Path, asked: Path) -> Iterator[Row]:
    asked.write_text(json.dumps(questions(read(articles), given.questions)), encoding="utf-8")
    systems = [OURS, PLAIN, *(installed() if given.peers is None else given.peers)]
    tokens = run_module(Path(sys.executable), "bench.probes", "tokens", articles)["tokens"]
    print(f"{tokens:,} tokens of text; {', '.join(systems)}", file=sys.stderr)
    measured, load = rounds(articles, asked, systems, given.rounds)
    yield from rows(measured, tokens, load)


if __name__ == "__main__":
    main()
