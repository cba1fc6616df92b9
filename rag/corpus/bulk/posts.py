"""What somebody posted in a network -> records, one a thread: an author's posts that follow each other are one article.

It knows neither the networks nor files.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.corpus.bulk.fields import Row
from rag.types import Problem

_LONGEST_TITLE = 100
_KINDS = {
    "repost": ("repost", "reposts"),
    "reply": ("reply to others", "replies to others"),
    "private": ("post that is not public", "posts that are not public"),
    "chat": ("message of a chat", "messages of chats"),
    "empty": ("post without text", "posts without text"),
    "draft": ("draft", "drafts"),
    "missing": ("article without its text in the export", "articles without their texts in the export"),
    "odd": ("entry that can't be read", "entries that can't be read"),
    "other": ("entry of another kind", "entries of other kinds"),
    "file": ("other file of the export", "other files of the export"),
}


@dataclass(frozen=True, slots=True)
class Post:
    """A post of an author's own; ``parent`` is the id of the one of the same author that it goes on from."""

    id: str
    text: str
    moment: str
    """When it was posted, as ISO 8601 has it: such are in order as texts."""
    parent: str = ""
    title: str = ""
    url: str = ""
    tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Author:
    """Who posted, and where."""

    name: str
    network: str


def threads(posts: Iterable[Post], author: Author, left_out: Counter[str]) -> Iterator[Row]:
    """The records of posts, one a thread, in the order of their first posts; those without text are counted."""
    known: dict[str, Post] = {}
    for post in posts:
        known.setdefault(post.id, post)
    grouped: dict[str, list[Post]] = {}
    roots: dict[str, str] = {}
    for post in sorted(known.values(), key=lambda one: one.moment):
        # A parent that was posted later, or in a ring, is none.
        roots[post.id] = roots.get(post.parent, post.id)
        if post.text.strip():
            grouped.setdefault(roots[post.id], []).append(post)
        else:
            left_out["empty"] += 1
    for number, thread in enumerate(grouped.values(), start=1):
        first = thread[0]
        yield (
            f"post {first.id or number}",
            {
                "title": first.title or _title(first.text),
                "text": "\n\n".join(post.text.strip() for post in thread),
                "date": _day(first.moment),
                "author": author.name,
                "source": author.network,
                "url": first.url,
                "tags": list(dict.fromkeys(tag for post in thread for tag in post.tags)),
            },
        )


def told(path: str, left_out: Counter[str]) -> list[Problem]:
    """One line on what was left out, or nothing."""
    counted = [f"{count:,} {_KINDS[kind][count > 1]}" for kind, count in left_out.items() if count]
    return [Problem(path, f"left out: {', '.join(counted)}", "partly")] if counted else []


def _title(text: str) -> str:
    """The first line of a post, cut at a word where it is long."""
    line = text.strip().split("\n", 1)[0].strip()
    return line if len(line) <= _LONGEST_TITLE else f"{line[:_LONGEST_TITLE].rsplit(' ', 1)[0]} …"


def _day(moment: str) -> str:
    try:
        return date.fromisoformat(moment[:10]).isoformat()
    except ValueError:
        return ""
