"""Articles of any number, made from a few real ones, and questions for them; the same ones for the same seed.

A made article has some paragraphs of one real article and one of another, in another order, with other numbers and
other names. It reads well enough to be cut, named and indexed as news is; what it says is of no use.
"""

import argparse
import json
import random
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

import frontmatter

SAMPLE = Path(__file__).parents[1] / "corpus"

_SYLLABLES = "bar cor dal den fen gar hal ing kel lor mar nor os pel ros sar tam ul ven wyn".split()
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-zü]{3,}")  # after a word: not only because a sentence begins
_FIRST_DAY = date(2015, 1, 1)
_DAYS = 4000
_WORDS = 12  # of a question


@dataclass(frozen=True, slots=True)
class Record:
    """A line of ``articles.jsonl``."""

    id: str
    title: str
    text: str
    date: str | None = None
    source: str | None = None


def read(path: Path) -> list[Record]:
    """The articles of a JSONL file, or of a folder of Markdown files."""
    if path.is_dir():
        return [_markdown(file, path) for file in sorted(path.rglob("*.md"))]
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines if line.strip()]
    return [Record(*(one.get(name) for name in ("id", "title", "text", "date", "source"))) for one in found]


def write(path: Path, articles: Iterator[Record] | Sequence[Record]) -> None:
    """Write articles as JSONL, one by one, so that there may be more than memory holds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for article in articles:
            file.write(json.dumps(asdict(article), ensure_ascii=False) + "\n")


def made(base: Sequence[Record], number: int, first: int = 0) -> Iterator[Record]:
    """``number`` articles made from real ones; the one in place n, counted from ``first``, is always the same."""
    for place in range(first, first + number):
        yield _made(base, place)


def questions(articles: Sequence[Record], number: int) -> list[str]:
    """Questions of a dozen words each: how a paragraph of an article begins."""
    chance = random.Random(number)
    beginnings = [words for one in articles for part in paragraphs(one) if len(words := part.split()) >= _WORDS]
    return [" ".join(words[:_WORDS]) for words in chance.choices(beginnings or [["what"]], k=number)]


def paragraphs(article: Record) -> list[str]:
    """The paragraphs of an article."""
    return [part for part in re.split(r"\n\s*\n", article.text) if part.strip()] or [article.text or article.title]


def _made(base: Sequence[Record], place: int) -> Record:
    chance = random.Random(place)
    source, other = chance.choice(base), chance.choice(base)
    parts = [*paragraphs(source), chance.choice(paragraphs(other))]
    chance.shuffle(parts)

    def number(found: re.Match[str]) -> str:
        return found[0][0] + "".join(chance.choice("0123456789") for _ in found[0][1:])

    def name(found: re.Match[str]) -> str:
        # One name of the source is one name throughout the article.
        mine = random.Random(zlib.crc32(f"{place} {found[0]}".encode()))
        return "".join(mine.choices(_SYLLABLES, k=mine.choice((2, 3)))).capitalize()

    text = "\n\n".join(_NAME.sub(name, re.sub(r"\d+", number, part)) for part in parts)
    day = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
    return Record(f"made-{place}", f"{source.title} ({place})", text, day.isoformat(), source.source)


def _markdown(file: Path, folder: Path) -> Record:
    page = frontmatter.load(str(file))
    day, source = page.get("date"), page.get("source")
    return Record(
        file.relative_to(folder).with_suffix("").as_posix(),
        str(page.get("title") or file.stem),
        page.content,
        str(day) if day else None,
        str(source) if source else None,
    )


def main() -> None:
    """Write made articles to a file: `python -m bench.corpus NUMBER FILE`."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus", description=main.__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--source", type=Path, default=SAMPLE, help="a folder of Markdown files, or an articles.jsonl")
    given = parser.parse_args()
    write(given.file, made(read(given.source), given.number))


if __name__ == "__main__":
    main()
