"""Brings articles into a corpus: from addresses, feeds, sitemaps and watched folders, once or again and again.

Each step tells what became of one thing, so that whoever watches may stop at any of them; what came until then stays.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import filelock

from rag.errors import ArgumentError, FetchError
from rag.fetching import feeds, keeping, lists
from rag.fetching.addresses import Address, Hosts, address_of, shown
from rag.fetching.client import UNKNOWN, Client, Fetched
from rag.fetching.feeds import Entry
from rag.fetching.folders import copied, watchable
from rag.fetching.lists import Place
from rag.fetching.markup import Links, links_of
from rag.fetching.state import Arrival, Feed, Kept, Seen, State
from rag.types import Article

MOST_ENTRIES, MOST_PAGES, MOST_FEEDS = 200, 1_000, 1_000
"""New entries of a feed and new pages of a sitemap that are fetched at a time, and feeds of an OPML file: a host is
asked once a second at most."""
_MOST_MAPS = 50
_HEAD = 500_000  # bytes in which a page says what it links to
_MOST_TRIES = 4  # for an entry that can't be had in full


class Collector:
    """Brings articles into the folder ``corpus``. ``hosts`` are those that may be asked though they are not public, as
    RAG_FETCH_HOSTS has them; ``client`` stands in for the one that asks.

    All methods but ``forget`` are generators: nothing happens until one goes through what they yield. Where something
    can't be had, an arrival says so, and the next one follows; ``FetchError`` is raised only where nothing can go on.
    """

    def __init__(self, corpus: Path | str, *, hosts: Iterable[str] = (), client: Client | None = None) -> None:
        self._corpus = Path(corpus)
        self._client = client or Client(Hosts(hosts))
        self._state = State(self._corpus)

    # What somebody asks for

    def add(self, *addresses: str, tags: Collection[str] = ()) -> Iterator[Arrival]:
        """Fetch what stands at some addresses: articles, to be filed under ``tags``, or feeds, which are watched from
        then on."""
        for text in addresses:
            yield from self._told(text, self._added(text, tags))

    def add_feed(self, *addresses: str) -> Iterator[Arrival]:
        """Watch feeds from now on, each by its own address or by that of a page that offers it, and fetch what they
        have."""
        for text in addresses:
            yield from self._told(text, self._subscribed(text))

    def add_opml(self, data: bytes, name: str) -> Iterator[Arrival]:
        """Watch the feeds of an OPML file, whose ``name`` a message tells. Raises ``FetchError`` for none."""
        listed = lists.outlines(data, name)
        yield from self.add_feed(*listed[:MOST_FEEDS])
        if len(listed) > MOST_FEEDS:
            reason = f"{len(listed) - MOST_FEEDS} more feeds were left out: cut the file into several."
            yield Arrival("left", name, reason=reason)

    def add_sitemap(self, address: str, since: date | None = None) -> Iterator[Arrival]:
        """Fetch the pages of a sitemap; with ``since`` those that it says were changed on that day or later."""
        yield from self._told(address, self._mapped(address, since))

    def watch(self, folder: Path | str) -> Iterator[Arrival]:
        """Copy the articles of a folder from now on whenever ``sync`` finds new ones. Raises ``ArgumentError``."""
        watched = watchable(Path(folder), self._corpus)
        known = next((one for one in self._state.folders() if one.address == str(watched)), Feed(str(watched)))
        self._state.put_folder(known)
        yield Arrival("watched", known.address)
        yield from self._looked_into(known)

    def forget(self, address: str) -> None:
        """Watch a feed or a folder no longer; what came of it stays. Raises ``ArgumentError`` for one that is not
        watched."""
        if not self._state.forget(address) and not self._state.forget(str(Path(address).resolve())):
            raise ArgumentError(f"{shown(address)} is not watched: `rag status` lists what is.")

    def sync(self) -> Iterator[Arrival]:
        """Look at all feeds and watched folders for what is new or changed."""
        for folder in self._state.folders():
            yield from self._looked_into(folder)
        for feed in self._state.feeds():
            yield from self._told(feed.address, self._synced(feed))

    def _told(self, name: str, steps: Iterator[Arrival]) -> Iterator[Arrival]:
        """Some steps; where one fails, why."""
        try:
            yield from steps
        except FetchError as error:
            if error.path is not None:  # of the corpus, where the next one would fail as well
                raise
            yield Arrival("failed", shown(name), reason=str(error))

    # Pages

    def _added(self, text: str, tags: Collection[str] = ()) -> Iterator[Arrival]:
        address = address_of(text)
        known = self._state.kept([address.key])
        there = known is not None and (self._corpus / known.path).is_file()
        fetched = self._client.get(address, known.validators if known and there else UNKNOWN)
        if not fetched.unchanged and feeds.is_feed(fetched.data, fetched.kind):
            yield from self._subscribed(text, fetched)
        elif fetched.unchanged and known is not None:
            yield Arrival("unchanged", str(address), known.path)
        else:
            yield self._keep_page(address, fetched, tags)

    def _keep_page(
        self, asked: Address, fetched: Fetched, tags: Collection[str], entry: Entry | None = None
    ) -> Arrival:
        """Keep what was fetched as a file; an ``entry`` knows of it what it may not say itself. Raises
        ``FetchError``."""
        if not fetched.data.strip():
            raise FetchError(f"{asked} is empty.")
        ending = keeping.ending_of(fetched)
        own = self._own_address(fetched, ending)
        data = keeping.marked(fetched, ending, keeping.now(), tags)
        folder = keeping.folder_of(own)
        articles = keeping.read(f"{folder}/article{ending}", data, str(asked))
        if entry is not None and len(entry.text) > sum(len(one.text) for one in articles):
            raise FetchError(f"{asked} has less of the article than its feed.")
        title, published = self._titled(articles, own, entry)
        keys = list(dict.fromkeys(one.key for one in (own, fetched.address, asked)))
        kept = Kept("", str(own), "", keeping.now(), fetched.validators)
        return self._write(kept, keys, (folder, keeping.stem_of(title, published), ending), data, title)

    def _titled(self, articles: Sequence[Article], own: Address, entry: Entry | None) -> tuple[str, date | None]:
        """The title and the day of what was fetched, for its file's name."""
        named = own.path.partition("?")[0].rstrip("/").rpartition("/")[2].partition(".")[0] or own.host
        if len(articles) > 1:  # a day in the name would date all of them
            return named, None
        [article] = articles
        title = article.title if article.title != keeping.UNTITLED else (entry.title if entry else "") or named
        return title, article.published or (entry.published if entry else None)

    def _own_address(self, fetched: Fetched, ending: str) -> Address:
        """The address that a page gives itself, where it is one of its own host: else a page could take the place of
        another's."""
        if ending == ".html":
            links = _links(fetched)
            try:
                own = fetched.address.joined(links.canonical) if links.canonical else fetched.address
            except FetchError:
                own = fetched.address
            if _host(own) == _host(fetched.address):
                return own
        return fetched.address

    def _write(self, kept: Kept, keys: list[str], name: tuple[str, str, str], data: bytes, title: str) -> Arrival:
        """Write an article as the file that its address has, or as a new one; one who changed it by hand keeps it."""
        folder, stem, ending = name
        self._corpus.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(self._corpus / keeping.LOCK, timeout=60):
            known = self._state.kept(keys)
            if known is not None and _host(address_of(known.address)) != _host(address_of(kept.address)):
                known = None  # an address that once led to another host's article has no hold on it
            there = self._corpus / known.path if known is not None else None
            if known is None or there is None or not there.is_file():
                path = keeping.free(self._corpus, folder, stem, ending)
                return self._written(kept, keys, path, data, "new", title)
            before = there.read_bytes()
            told = Arrival("unchanged", kept.address, known.path, title)
            if hashlib.sha256(before).hexdigest() != known.sha256:
                return replace(told, reason=f"{known.path} was changed by hand since, so it stays as it is.")
            if not known.path.endswith(ending):
                if ending == keeping.ENTRY:  # the page itself is here
                    return told
                path = keeping.free(self._corpus, folder, stem, ending)
                arrival = self._written(kept, keys, path, data, "changed", title)
                there.unlink()  # what its feed gave of it, in the place of which it has come itself
                self._state.drop(known.path)
                return arrival
            if keeping.same(known.path, before, data):
                self._state.keep(replace(known, fetched=kept.fetched, validators=kept.validators), keys)
                return told
            return self._written(kept, keys, known.path, data, "changed", title)

    def _written(
        self, kept: Kept, keys: list[str], path: str, data: bytes, kind: Literal["new", "changed"], title: str
    ) -> Arrival:
        keeping.write(self._corpus, path, data)
        self._state.keep(replace(kept, path=path, sha256=hashlib.sha256(data).hexdigest()), keys)
        return Arrival(kind, kept.address, path, title)

    # Feeds

    def _subscribed(self, text: str, fetched: Fetched | None = None) -> Iterator[Arrival]:
        address = address_of(text)
        fetched = fetched or self._client.get(address)
        if not feeds.is_feed(fetched.data, fetched.kind):
            offered = _links(fetched).feeds
            if not offered:
                raise FetchError(f"{address} is no feed, and the page offers none: look for its address there.")
            address = fetched.address.joined(offered[0])
            fetched = self._client.get(address)
        contents = feeds.contents_of(fetched.data, fetched.address)
        feed = next((one for one in self._state.feeds() if one.address == str(address)), Feed(str(address)))
        self._state.put_feed(replace(feed, title=contents.title))
        yield Arrival("watched", feed.address, title=contents.title)
        yield from self._taken(replace(feed, title=contents.title), contents, fetched)

    def _synced(self, feed: Feed) -> Iterator[Arrival]:
        try:
            fetched = self._client.get(address_of(feed.address), feed.validators)
            if fetched.unchanged:
                self._state.put_feed(replace(feed, succeeded=keeping.now()))
                yield Arrival("looked", feed.address, title=feed.title)
                return
            contents = feeds.contents_of(fetched.data, fetched.address)
        except FetchError as error:
            if error.path is None:
                self._state.put_feed(replace(feed, failed=keeping.now(), failure=str(error)))
            raise
        yield from self._taken(feed, contents, fetched)
        yield Arrival("looked", feed.address, title=contents.title)

    def _taken(self, feed: Feed, contents: feeds.Contents, fetched: Fetched) -> Iterator[Arrival]:
        """What is new or changed in a feed. It is noted as had at the end alone: what was stopped before is not."""
        taken, unsettled = 0, False
        for entry in contents.entries:
            seen = self._state.seen(feed.address, entry.guid)
            if seen is not None and seen.digest == entry.digest and (seen.tries == 0 or seen.tries >= _MOST_TRIES):
                continue
            if seen is not None and seen.path and not (self._corpus / seen.path).is_file():
                continue  # whoever took it out of the corpus does not want it back
            if taken == MOST_ENTRIES:
                left = len(contents.entries) - contents.entries.index(entry)
                reason = f"{MOST_ENTRIES} entries are fetched at a time, up to {left} are left: run `rag sync`."
                yield Arrival("left", feed.address, title=contents.title, reason=reason)
                self._state.put_feed(replace(feed, title=contents.title, succeeded=keeping.now()))
                return
            taken += 1
            tries = seen.tries + 1 if seen is not None and seen.digest == entry.digest else 1
            arrival = self._entered(entry, contents.title, fetched.address)
            settled = arrival.kind in ("new", "changed", "unchanged")
            unsettled = unsettled or not settled
            seen = Seen(entry.digest, arrival.path or None, 0 if settled else tries)
            self._state.see(feed.address, entry.guid, seen)
            yield arrival
        # What could not be had is tried again, also where the feed has not changed until then.
        known = UNKNOWN if unsettled else fetched.validators
        self._state.put_feed(replace(feed, title=contents.title, validators=known, succeeded=keeping.now()))

    def _entered(self, entry: Entry, source: str, base: Address) -> Arrival:
        """An entry of a feed: its page, or what the feed has of it where that is all, or more."""
        failure = ""
        try:
            address = base.joined(entry.address) if entry.address else None
        except FetchError as error:
            address, failure = None, str(error)
        # What a feed says of another host's article is that host's to say.
        own = address is not None and _host(address) == _host(base)
        if address is not None and not (entry.whole and own):
            try:
                known = self._state.kept([address.key])
                if known is not None and not (self._corpus / known.path).is_file():
                    known = None
                fetched = self._client.get(address, known.validators if known is not None else UNKNOWN)
                if fetched.unchanged and known is not None:
                    return Arrival("unchanged", str(address), known.path, entry.title)
                return self._keep_page(address, fetched, entry.tags, entry)
            except FetchError as error:
                if error.path is not None:
                    raise
                failure = str(error)
        # One of another host is kept as the feed's, and takes the place of nothing.
        kept = Kept("", str(address if own else base), "", keeping.now())
        keys = [address.key] if own and address is not None else [f"{base.key}#{entry.guid}"]
        return self._keep_entry(entry, source, address, (kept, keys), failure)

    def _keep_entry(
        self, entry: Entry, source: str, address: Address | None, known: tuple[Kept, list[str]], failure: str
    ) -> Arrival:
        """Keep what a feed has of an article, as its beginning where it is not plainly all of it."""
        kept, keys = known
        named = str(address or kept.address)
        if not entry.text:
            return Arrival(
                "missed", named, title=entry.title, reason=failure or "its feed gives nothing of it to read."
            )
        data = keeping.entry_file(entry, str(address or ""), source, teaser=not entry.whole)
        folder = keeping.folder_of(address_of(kept.address))
        try:
            article = keeping.read(f"{folder}/article.md", data, named)[0]
        except FetchError as error:
            return Arrival("missed", named, title=entry.title, reason=str(error))
        name = (folder, keeping.stem_of(article.title, entry.published), keeping.ENTRY)
        arrival = self._write(kept, keys, name, data, article.title)
        if entry.whole:
            return arrival
        reason = failure or "its feed gives no address of it."
        return replace(arrival, kind="teaser", reason=reason)

    # Sitemaps and folders

    def _mapped(self, text: str, since: date | None) -> Iterator[Arrival]:
        address = address_of(text)
        waiting, maps = [address], {address}
        pages: dict[str, date] = {}
        left: Counter[str] = Counter()
        for _ in range(_MOST_MAPS):
            if not waiting:
                break
            where = waiting.pop(0)
            try:
                listed = lists.places(self._client.get(where).data, str(where))
            except FetchError as error:
                if where == address:
                    raise
                yield Arrival("missed", str(where), reason=str(error))
                continue
            for found, place in _joined(where, listed, left):
                if since is not None and place.day is not None and place.day < since:
                    continue
                if place.is_map:
                    waiting += [] if found in maps else [found]
                    maps.add(found)
                elif since is not None and place.day is None:
                    left["of its pages do not say when they were changed"] += 1
                elif _host(found) != _host(address):  # or one host could send us to all others
                    left["of its pages are of other hosts"] += 1
                elif self._unknown(found, place.day):
                    pages[str(found)] = place.day or date.min
        newest = sorted(pages, key=lambda one: pages[one], reverse=True)
        for arrival in self.add(*newest[:MOST_PAGES]):
            yield replace(arrival, kind="missed") if arrival.kind == "failed" else arrival
        left["of its pages are left for the next time"] = len(newest[MOST_PAGES:])
        left[f"of its sitemaps were not read, as {_MOST_MAPS} are at a time"] = len(waiting)
        if told := "; ".join(f"{count} {what}" for what, count in left.items() if count):
            yield Arrival("left", str(address), reason=f"{told}.")

    def _unknown(self, address: Address, day: date | None) -> bool:
        """Whether a page of a sitemap was not fetched since that day; one that does not say it, never."""
        known = self._state.kept([address.key])
        return known is None or (day is not None and day >= known.fetched.date())

    def _looked_into(self, folder: Feed) -> Iterator[Arrival]:
        try:
            yield from copied(Path(folder.address), self._corpus, self._state)
        except FetchError as error:
            if error.path is not None:
                raise
            self._state.put_folder(replace(folder, failed=keeping.now(), failure=str(error)))
            yield Arrival("failed", folder.address, reason=str(error))
        else:
            self._state.put_folder(replace(folder, succeeded=keeping.now()))
            yield Arrival("looked", folder.address)


def _joined(where: Address, listed: Iterable[Place], left: Counter[str]) -> Iterator[tuple[Address, Place]]:
    """The places of a sitemap with their whole addresses; what is none is counted."""
    for place in listed:
        try:
            yield where.joined(place.address), place
        except FetchError:
            left["of its entries are no addresses"] += 1


def _links(fetched: Fetched) -> Links:
    """What a page links to, by its beginning."""
    return links_of(fetched.data[:_HEAD].decode("utf-8", "replace"))


def _host(address: Address) -> str:
    return address.authority.removeprefix("www.")
