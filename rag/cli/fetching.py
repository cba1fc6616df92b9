"""`rag add` and `rag sync`: articles that come by addresses, feeds, files and folders, and the index after them."""

import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli import options
from rag.cli.printing import print_json, print_report, show_labelled
from rag.cli.terminal import one_line, stoppable, watched
from rag.errors import ArgumentError, RagError
from rag.settings import Settings
from rag.types import Report

if TYPE_CHECKING:
    from rag.corpus.bulk.records import Address
    from rag.fetching import Arrival, Collector, Feed

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_LEAST = 60  # seconds between two looks at the same feeds
_PATIENCE = 60.0  # seconds for which another build is waited for
_LARGEST = 500 * 2**20  # bytes of a file that is added
What = Annotated[list[str] | None, typer.Argument(help="Addresses of articles or feeds, and files.")]
FeedOption = Annotated[
    list[str] | None,
    typer.Option("--feed", metavar="URL", help="A feed to watch, or a page that offers one; may be given again."),
]
Opml = Annotated[Path | None, typer.Option("--opml", help="A file of feeds to watch, as other readers write it.")]
Sitemap = Annotated[str | None, typer.Option("--sitemap", metavar="URL", help="A sitemap, to fetch its pages.")]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DAY", help="Only its pages changed since that day or period.")
]
Folder = Annotated[list[Path] | None, typer.Option("--folder", help="A folder to watch, to which articles are saved.")]
Forget = Annotated[
    list[str] | None, typer.Option("--forget", metavar="URL", help="A feed or folder to watch no longer.")
]
CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="Folder of articles. [$RAG_CORPUS, else corpus]")]
Every = Annotated[
    str | None,
    typer.Option("--every", metavar="15m", help="Again and again, after so many minutes (m), hours or days."),
]


def add_articles(
    what: What = None,
    feed: FeedOption = None,
    opml: Opml = None,
    sitemap: Sitemap = None,
    since: Since = None,
    folder: Folder = None,
    forget: Forget = None,
    corpus: CorpusOption = None,
    index: options.Index = None,
    as_json: options.Json = False,
) -> None:
    """Fetch articles by addresses, feeds, sitemaps and lists, or add files; then bring the index up to date.

    Example: rag add https://example.org/storm notes.pdf
    """
    settings = Settings.from_environment()
    if not any((what, feed, opml, sitemap, folder, forget)):
        raise typer.BadParameter("say what to add: an address, a file, --feed, --opml, --sitemap or --folder")
    if since is not None and sitemap is None:
        raise typer.BadParameter("--since is for the pages of a --sitemap")
    changed_since = options.first_day(since, "--since")
    place = corpus or settings.corpus
    collector = _collector(settings, place)
    for address in forget or ():
        collector.forget(address)
        print(f"Not watched any more: {one_line(address)}", file=sys.stderr)
    addresses = [one for one in what or () if "://" in one]
    files = [Path(one) for one in what or () if "://" not in one]
    listed = _add_files(files, place)

    def arrivals() -> Iterator["Arrival"]:
        yield from collector.add(*addresses)
        for address in listed:
            for arrival in collector.add(address.url, tags=address.tags):
                yield replace(arrival, kind="missed") if arrival.kind == "failed" else arrival
        yield from collector.add_feed(*feed or ())
        if opml is not None:
            yield from collector.add_opml(_bytes(opml), str(opml))
        if sitemap is not None:
            yield from collector.add_sitemap(sitemap, changed_since)
        for one in folder or ():
            yield from collector.watch(one)

    with stoppable():
        told = _tell(arrivals())
        if files or set(told) - {"failed", "missed"}:
            bring_up_to_date(place, index or settings.index, settings, as_json=as_json)
    if told["failed"]:  # of what was named here; what a feed or a sitemap names is `missed`
        raise typer.Exit(1)


def sync(
    every: Every = None,
    corpus: CorpusOption = None,
    index: options.Index = None,
    as_json: options.Json = False,
) -> None:
    """Look at all feeds and watched folders for what is new, and bring the index up to date.

    Example: rag sync --every 15m
    """
    settings = Settings.from_environment()
    pause, place = _seconds(every) if every else None, corpus or settings.corpus
    collector = _collector(settings, place)
    with stoppable():
        while True:
            try:
                _tell(collector.sync())
                bring_up_to_date(place, index or settings.index, settings, as_json=as_json)
            except RagError as error:
                if pause is None:
                    raise
                print(f"rag: {one_line(error)}", file=sys.stderr)  # the next time it may be well
            if pause is None:
                return
            sys.stdout.flush()
            time.sleep(pause)


def bring_up_to_date(corpus: Path, index: Path, settings: Settings, *, as_json: bool) -> None:
    """Bring an index in line with a corpus that was changed, and print what that came to; who changed it just before
    may be at it still."""
    from rag.index.building import build_steps

    report: Report = watched(build_steps(corpus, index, threads=settings.threads, wait=_PATIENCE))
    if as_json:
        print_json(asdict(report))
    else:
        print_report(report)


def watched_in(corpus: Path) -> list["Feed"]:
    """What is watched for a corpus; where nobody can tell, that is told, and does not stand in the way of the rest."""
    from rag.fetching.state import feeds_of

    try:
        return feeds_of(corpus)
    except RagError as error:
        print(f"rag: {one_line(error)}", file=sys.stderr)
        return []


def print_feeds(feeds: Iterable["Feed"]) -> None:
    """What is watched, each with when it was last had, and why it could not be."""
    for feed in feeds:
        had = f"had {feed.succeeded:%Y-%m-%d %H:%M} UTC" if feed.succeeded else "never had"
        name = f"{feed.title}, {feed.address}" if feed.title else feed.address
        why = f"; failed {feed.failed:%Y-%m-%d %H:%M} UTC: {feed.failure}" if feed.failed and feed.broken else ""
        show_labelled("watched", f"{name}: {had}{why}")


def feeds_as_json(feeds: Iterable["Feed"]) -> list[dict[str, object]]:
    """What is watched, as JSON has it."""
    return [
        {
            "address": feed.address,
            "title": feed.title,
            "succeeded": feed.succeeded and feed.succeeded.isoformat(),
            "failed": feed.failed and feed.failed.isoformat(),
            "failure": feed.failure,
        }
        for feed in feeds
    ]


def _collector(settings: Settings, corpus: Path) -> "Collector":
    from rag.fetching import Collector

    return Collector(corpus, hosts=settings.hosts)


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST:
            raise RagError(f"{file} is larger than {_LARGEST // 2**20} MB: put it into the corpus folder yourself.")
        return file.read_bytes()
    except OSError as error:
        raise RagError(f"{file} can't be read ({error.strerror or error}): look at its name.", path=file) from None


def _add_files(files: Iterable[Path], corpus: Path) -> list["Address"]:
    """Put files into the corpus; one of another content under the same name stays, which is told. Returns the addresses
    that they list without a text; a file of nothing else is not put in."""
    from rag.corpus.folder import CorpusFolder
    from rag.corpus.reading import read_file

    listed: list[Address] = []
    for file in files:
        data = _bytes(file)
        if found := _listed(file.name, data):
            print(one_line(f"{file.name} lists {len(found):,} addresses, which are fetched."), file=sys.stderr)
            listed += found
            if not read_file(file.name, data)[0]:
                continue
        plan = CorpusFolder(corpus, largest=_LARGEST).plan([(file.name, data)])
        for refused in plan.refused:
            raise RagError(f"{refused.line}.", path=file)
        for there in plan.exists:
            raise RagError(f"{corpus / there.path} has another content: rename one of the two, or remove it.")
        for path in CorpusFolder(corpus, largest=_LARGEST).put(plan, replace=False):
            print(one_line(f"Added: {path}"), file=sys.stderr)
        for there in plan.unchanged:
            print(one_line(f"As it was: {there.path}"), file=sys.stderr)
    return listed


def _listed(name: str, data: bytes) -> list["Address"]:
    """The addresses of articles without their text, where a file is a list of such."""
    from rag.corpus.bulk.addresses import addresses
    from rag.corpus.encoding import UnreadableError

    try:
        return addresses(name, data)
    except UnreadableError:
        return []


def _tell(arrivals: Iterator["Arrival"]) -> Counter[str]:
    """What arrives, a line each, to stderr; returns how many of each kind."""
    counted: Counter[str] = Counter()
    for arrival in arrivals:
        counted[arrival.kind] += 1
        if arrival.kind == "looked":
            continue
        print(one_line(arrival.line), file=sys.stderr)
    if looked := counted["looked"]:
        print(f"Feeds and folders looked at: {looked}.", file=sys.stderr)
    return counted


def _seconds(text: str) -> float:
    """How long "15m" is. Raises ``ArgumentError``."""
    found = re.fullmatch(r"(\d{1,5})\s*([smhd])", text.strip().lower())
    seconds = int(found[1]) * _UNITS[found[2]] if found else 0
    if seconds < _LEAST:
        raise ArgumentError(f"--every {text!r} is no time of a minute or more, such as 15m, 2h or 1d.")
    return seconds
