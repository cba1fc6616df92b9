"""Archives that networks give their authors, as JSON -> posts: Mastodon, Bluesky, X, Facebook, Instagram, Telegram.

Each is told by fields of its own; what is no post of the author's is counted.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain
from typing import NamedTuple
from urllib.parse import urlsplit

from rag.corpus.bulk.fields import Row, line_of, list_of, map_of
from rag.corpus.bulk.fragment import plain, text_of
from rag.corpus.bulk.posts import Author, Post, threads

_PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
_SHORTENED = re.compile(r"\s*https?://t\.co/\w+")
_CHANNEL = re.compile(r"_channel$|_chat$|_group$|_supergroup$")
_MOMENT_OF_X = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:")
_BEGINNING = 150  # characters by which a long post is told
_BROKEN = re.compile(r"[\x80-\xff]")
_FAULTS = (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError, RecursionError)

Found = Iterator[Post]


class Network(NamedTuple):
    """How the archive of a network is known, and read: ``posts`` counts what it leaves out, ``author`` names who wrote
    what is in a value that it knows."""

    known: Callable[[object], bool]
    posts: Callable[[object, Counter[str]], Found]
    author: Callable[[object], Author]


def rows_of(value: object, left_out: Counter[str], author: str = "") -> Iterator[Row] | None:
    """The records of a value that is an archive of a network; None for others. ``author`` is who is named elsewhere."""
    if _is_telegram(next(iter(_chats(value)), None)):
        return chain.from_iterable(rows_of(chat, left_out, author) or () for chat in _chats(value))
    network = next((one for one in NETWORKS if one.known(value)), None)
    if network is None:
        return None
    known = network.author(value)
    return threads(network.posts(value, left_out), Author(author or known.name, known.network), left_out)


def _each(
    items: object, left_out: Counter[str], read: Callable[[Mapping[str, object]], Post | str | None]
) -> Iterator[Post]:
    """The posts among some items: of each its post, or the kind of what it is instead."""
    for item in list_of(items):
        try:
            found = read(map_of(item)) if isinstance(item, Mapping) else "odd"
        except _FAULTS:
            found = "odd"
        if isinstance(found, Post):
            yield found
        else:
            left_out[found or "other"] += 1


def _first(value: object) -> Mapping[str, object]:
    return next((one for one in list_of(value) if isinstance(one, Mapping)), {})


# Mastodon, and whatever speaks ActivityPub


def _mastodon(value: object, left_out: Counter[str]) -> Found:
    def read(item: Mapping[str, object]) -> Post | str | None:
        if item.get("type") == "Announce":
            return "repost"
        note = map_of(item.get("object"))
        if note.get("type") not in ("Note", "Article", "Question"):
            return "other"
        to = [*list_of(note.get("to")), *list_of(note.get("cc"))]
        if _PUBLIC not in to and to:
            return "private"
        me, parent = str(item.get("actor", "")), str(note.get("inReplyTo") or "")
        if parent and not (me and parent.startswith(f"{me}/")):
            return "reply"
        tags = (map_of(tag) for tag in list_of(note.get("tag")))
        text = text_of(str(note.get("content") or " ")) if note.get("content") else ""
        warning = plain(str(note.get("summary") or ""))
        return Post(
            str(note["id"]), "\n\n".join(filter(None, (warning if text else "", text))), str(note["published"]), parent,
            str(note.get("name") or ""), str(note.get("url") or ""),
            [str(tag.get("name", "")).lstrip("#") for tag in tags if tag.get("type") == "Hashtag"],
        )  # fmt: skip

    return _each(map_of(value).get("orderedItems"), left_out, read)


def _is_mastodon(value: object) -> bool:
    first = _first(map_of(value).get("orderedItems"))
    return map_of(value).get("type") == "OrderedCollection" and {"type", "actor", "object"} <= first.keys()


def _mastodon_author(value: object) -> Author:
    try:
        actor = urlsplit(str(_first(map_of(value)["orderedItems"]).get("actor")))
    except ValueError:
        return Author("", "Mastodon")
    return Author(actor.path.rstrip("/").rpartition("/")[2].lstrip("@"), actor.hostname or "Mastodon")


# Bluesky: what getAuthorFeed gives


def _bluesky(value: object, left_out: Counter[str]) -> Found:
    me = _bluesky_handle(value)

    def read(item: Mapping[str, object]) -> Post | str | None:
        post = map_of(item.get("post"))
        record = map_of(post.get("record"))
        if item.get("reason") or map_of(post.get("author")).get("did") != me[0]:
            return "repost"
        parent = str(map_of(map_of(record.get("reply")).get("parent")).get("uri") or "")
        if parent and not parent.startswith(f"at://{me[0]}/"):
            return "reply"
        key = str(post["uri"]).rpartition("/")[2]
        url = f"https://bsky.app/profile/{me[1]}/post/{key}" if me[1] else ""
        features = (
            map_of(feature)
            for facet in list_of(record.get("facets"))
            for feature in list_of(map_of(facet).get("features"))
        )
        tags = [str(one["tag"]) for one in features if one.get("tag")]
        return Post(str(post["uri"]), str(record.get("text") or ""), str(record["createdAt"]), parent, "", url, tags)

    return _each(map_of(value).get("feed") or value, left_out, read)


def _bluesky_items(value: object) -> Iterable[Mapping[str, object]]:
    items = list_of(map_of(value).get("feed")) or list_of(value)
    return [map_of(one) for one in items[:200]]


def _is_bluesky(value: object) -> bool:
    return str(map_of(next(iter(_bluesky_items(value)), {}).get("post")).get("uri", "")).startswith("at://")


def _bluesky_handle(value: object) -> tuple[str, str, str]:
    """Id, handle and name of whose feed it is: whoever wrote the most of it that is no repost."""
    own = [map_of(map_of(one.get("post")).get("author")) for one in _bluesky_items(value) if not one.get("reason")]
    counted = Counter(str(one.get("did", "")) for one in own)
    me = counted.most_common(1)[0][0] if counted else ""
    about = next((one for one in own if one.get("did") == me), {})
    return me, str(about.get("handle") or ""), str(about.get("displayName") or about.get("handle") or "")


# X, formerly Twitter


def _x(value: object, left_out: Counter[str]) -> Found:
    # An archive has the tweets of its owner alone: a reply to one that is not there is one to somebody else.
    tweets = [map_of(map_of(one).get("tweet") or one) for one in list_of(value)]
    # Of a long one the tweet has the beginning, and another list all of it.
    whole = [
        str(map_of(map_of(one.get("noteTweet")).get("core")).get("text") or "") for one in tweets if "noteTweet" in one
    ]
    long = {text[:_BEGINNING]: text for text in whole}
    own = {str(one.get("id_str") or one.get("id")) for one in tweets}

    def read(item: Mapping[str, object]) -> Post | str | None:
        tweet = map_of(item.get("tweet") or item)
        text = str(tweet.get("full_text") or tweet.get("text") or "")
        text = long.get(plain(text)[:_BEGINNING], text)
        if text.startswith("RT @") or tweet.get("retweeted") is True:
            return "repost"
        parent = str(tweet.get("in_reply_to_status_id_str") or "")
        if (parent and parent not in own) or (not parent and tweet.get("in_reply_to_user_id_str")):
            return "reply"
        entities = map_of(tweet.get("entities"))
        for link in map(map_of, list_of(entities.get("urls"))):
            text = text.replace(str(link.get("url")), str(link.get("expanded_url") or ""))
        tags = [str(map_of(tag).get("text")) for tag in list_of(entities.get("hashtags"))]
        moment = datetime.strptime(str(tweet["created_at"]), "%a %b %d %H:%M:%S %z %Y")
        number = str(tweet.get("id_str") or tweet["id"])
        words = plain(_SHORTENED.sub("", text)).strip()
        return Post(number, words, moment.isoformat(), parent, "", f"https://x.com/i/status/{number}", tags)

    return _each([one for one in list_of(value) if "noteTweet" not in map_of(one)], left_out, read)


def _is_x(value: object) -> bool:
    first = _first([one for one in list_of(value) if "noteTweet" not in map_of(one)])
    tweet = map_of(first.get("tweet") or first)
    # With a user in each it is what others found, of many authors; with another day it is somebody's own table.
    return (
        {"created_at", "id_str", "full_text"} <= tweet.keys()
        and "user" not in tweet
        and _MOMENT_OF_X.match(str(tweet["created_at"])) is not None
    )


# Facebook and Instagram


def mended(value: object) -> object:
    """Texts as they were: these archives write each byte of UTF-8 as a letter of its own."""
    if isinstance(value, str):
        try:
            return value.encode("latin-1").decode() if _BROKEN.search(value) else value
        except UnicodeError:
            return value
    if isinstance(value, list):
        return [mended(one) for one in value]
    return {name: mended(one) for name, one in value.items()} if isinstance(value, Mapping) else value


def _meta(value: object, left_out: Counter[str]) -> Found:
    def read(raw: Mapping[str, object]) -> Post | str | None:
        item = map_of(mended(raw))
        media = list_of(item.get("media"))
        said = [str(part["post"]) for one in list_of(item.get("data")) if (part := map_of(one)).get("post")]
        captions = [str(part["title"]) for one in media if (part := map_of(one)).get("title")]
        # The title of Facebook's says what was done, that of Instagram's is the text.
        own = str(item.get("title") or "") if media else ""
        stamp = item.get("timestamp") or item.get("creation_timestamp") or _first(media)["creation_timestamp"]
        moment = datetime.fromtimestamp(int(str(stamp)), UTC).isoformat()
        text = "\n\n".join(dict.fromkeys(filter(None, said or [own] if said or own else captions)))
        return Post(f"{stamp}-{next(numbers)}", text, moment)

    numbers = iter(range(1 << 40))
    return _each(value, left_out, read)


def _is_meta(value: object) -> bool:
    first = _first(value)
    facebook = isinstance(first.get("timestamp"), int) and any(
        isinstance(first.get(name), list) for name in ("data", "attachments")
    )
    return facebook or "creation_timestamp" in _first(first.get("media"))


def _meta_author(value: object) -> Author:
    return Author("", "Instagram" if "creation_timestamp" in _first(_first(value).get("media")) else "Facebook")


def _messages(value: object, left_out: Counter[str]) -> Found:
    """None: what several people wrote to each other is no article of anybody's."""
    left_out["chat"] += len(list_of(map_of(value).get("messages")))
    return iter(())


def _is_messages(value: object) -> bool:
    known = map_of(value)
    return isinstance(known.get("participants"), list) and "sender_name" in _first(known.get("messages"))


# Telegram: a channel, or a chat


def _telegram(value: object, left_out: Counter[str]) -> Found:
    # Of a chat each message may be somebody else's: only a channel is one author's.
    channel = str(map_of(value).get("type")).endswith("_channel")

    def read(item: Mapping[str, object]) -> Post | str | None:
        if item.get("type") != "message":
            return None
        if not channel:
            return "chat"
        if item.get("forwarded_from") or item.get("forwarded_from_id"):
            return "repost"
        given = item.get("text")
        parts = given if isinstance(given, list) else [given]
        text = "".join(
            str(map_of(part).get("text", "")) if isinstance(part, Mapping) else str(part or "") for part in parts
        )
        tags = [line_of(part).lstrip("#") for part in parts if map_of(part).get("type") == "hashtag"]
        return Post(str(item["id"]), text, str(item["date"]), str(item.get("reply_to_message_id") or ""), tags=tags)

    return _each(map_of(value).get("messages"), left_out, read)


def _is_telegram(value: object) -> bool:
    known = map_of(value)
    return _CHANNEL.search(str(known.get("type", ""))) is not None and isinstance(known.get("messages"), list)


def _chats(value: object) -> list[object]:
    """The chats in the archive of a whole account of Telegram's."""
    return list_of(map_of(map_of(value).get("chats")).get("list"))


NETWORKS = (
    Network(_is_mastodon, _mastodon, _mastodon_author),
    Network(_is_bluesky, _bluesky, lambda value: Author(_bluesky_handle(value)[2], "Bluesky")),
    Network(_is_x, _x, lambda _: Author("", "X")),
    Network(_is_meta, _meta, _meta_author),
    Network(_is_messages, _messages, lambda _: Author("", "")),
    Network(_is_telegram, _telegram, lambda value: Author(str(map_of(value).get("name") or ""), "Telegram")),
)
