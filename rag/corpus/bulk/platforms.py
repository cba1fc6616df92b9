"""What authors take with them from platforms -> records: Ghost's JSON, and the archives of Substack and Medium."""

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rag.corpus.bulk.blocks import joined
from rag.corpus.bulk.fields import Row, list_of, map_of
from rag.corpus.bulk.fragment import text_of
from rag.corpus.bulk.packages import Packed
from rag.corpus.bulk.rows import csv_rows
from rag.corpus.encoding import UnreadableError

# What Substack sets into a text that is no part of it.
_OFFERS = re.compile(r"subscription-widget|subscribe-widget|button-wrapper|share-dialog|paywall-jump|poll-embed")
_TITLES = re.compile(r"\bgraf--(?:title|subtitle|kicker)\b|\bsection-divider\b")


# Ghost


def is_ghost(value: object) -> bool:
    """Whether a value of JSON is the export of a site of Ghost's."""
    return isinstance(_ghost(value).get("posts"), list)


def _ghost(value: object) -> Mapping[str, object]:
    known = map_of(value)
    first = next(iter(list_of(known.get("db"))), known)
    return map_of(map_of(first).get("data"))


def ghost_rows(value: object) -> Iterator[Row]:
    """The records of Ghost's posts and pages, with the names of their writers and tags."""
    data = _ghost(value)
    writers = _named(data, "users", "posts_authors", "author_id")
    tags = _named(data, "tags", "posts_tags", "tag_id")
    settings = {str(one.get("key")): one.get("value") for one in map(map_of, list_of(data.get("settings")))}
    site, home = str(settings.get("title") or ""), str(settings.get("url") or "")
    for number, post in enumerate(list_of(data["posts"]), start=1):
        if not isinstance(post, Mapping):
            yield f"post {number}", "not a JSON object"
            continue
        identifier = str(post.get("id", ""))
        slug = str(post.get("slug") or "")
        # A writer of its own stood in the post before Ghost knew several.
        yield (
            f"post {number}",
            {
                "id": identifier, "title": post.get("title"), "status": post.get("status"), "source": site,
                "date": post.get("published_at"), "modified": post.get("updated_at"),
                "url": post.get("canonical_url") or (f"{home.rstrip('/')}/{slug}/" if home and slug else ""),
                "lang": post.get("locale") or settings.get("locale") or settings.get("lang"),
                "author": writers.get(identifier, []), "tags": tags.get(identifier, []), **_ghost_text(post),
            },
        )  # fmt: skip


def _named(data: Mapping[str, object], things: str, pairs: str, key: str) -> dict[str, list[str]]:
    """The names of what posts are joined to, by the post's id, in their order."""
    names = {str(one.get("id")): str(one.get("name") or "") for one in map(map_of, list_of(data.get(things)))}
    found: dict[str, list[str]] = {}
    rows = [map_of(one) for one in list_of(data.get(pairs))]
    for row in sorted(rows, key=_place):
        if name := names.get(str(row.get(key)), ""):
            found.setdefault(str(row.get("post_id")), []).append(name)
    return found


def _place(row: Mapping[str, object]) -> float:
    given = row.get("sort_order")
    return given if isinstance(given, int | float) else 0


def _ghost_text(post: Mapping[str, object]) -> dict[str, object]:
    """The text of a post: as HTML where it has that, else in the blocks of one of Ghost's editors."""
    if post.get("html"):
        return {"html": post["html"]}
    for editor, blocks in (("lexical", _lexical), ("mobiledoc", _mobiledoc)):
        given = post.get(editor)
        if isinstance(given, str) and given.strip():
            try:
                text = joined(blocks(json.loads(given)))
            except (ValueError, RecursionError, TypeError, IndexError, KeyError):
                continue  # what else the post has is tried, and one without any text is told
            if text:
                return {"text": text}
    return {"text": post.get("plaintext")}


def _lexical(value: object) -> object:
    return map_of(map_of(value).get("root")).get("children")


def _mobiledoc(value: object) -> list[object]:
    """The sections of a mobiledoc as blocks that have names."""
    known = map_of(value)
    cards: list[Any] = list_of(known.get("cards"))

    def words(markers: Any) -> str:
        return "".join(str(marker[3]) for marker in markers if marker[0] == 0)

    def block(section: Any) -> object:
        match section:
            case [1, str(), list() as markers, *_]:
                return {"type": "paragraph", "text": words(markers)}
            case [3, str(), list() as items, *_]:
                return {"type": "list", "items": [{"type": "paragraph", "text": words(item)} for item in items]}
            case [10, int() as number, *_]:
                kind, payload = cards[number]
                return {"type": str(kind).removeprefix("card-"), **map_of(payload)}
        return {"type": "divider"}

    return [block(section) for section in list_of(known.get("sections"))]


# Substack


def is_substack(archive: Packed) -> bool:
    """Whether an archive is Substack's."""
    return archive.holds(r"posts\.csv", rb"\bpost_id\b") and bool(archive.matching(r"posts/[^/]+\.html"))


def substack_rows(archive: Packed, left_out: Counter[str]) -> Iterator[Row]:
    """The records of Substack's list of posts, each with its text."""
    listed = 0
    for place, row in csv_rows(io.BytesIO(archive.data("posts.csv"))):
        if isinstance(row, str):
            yield place, row
            continue
        listed += 1
        name = f"posts/{row.get('post_id', '')}.html"
        if str(row.get("is_published", "true")).lower() == "false":
            left_out["draft"] += 1
        elif name not in archive.names:
            left_out["missing"] += 1
        else:
            yield place, _read(archive, name, _of_substack(row))
    left_out["file"] += sum(not re.fullmatch(r"posts/[^/]+\.html|posts\.csv|.*/", name) for name in archive.names)


def _of_substack(row: Mapping[str, object]) -> Callable[[str], Mapping[str, object]]:
    def read(markup: str) -> Mapping[str, object]:
        text = text_of(_without(markup, _OFFERS)) if markup.strip() else ""
        lead = str(row.get("subtitle") or "").strip()
        return {
            "id": "", "title": row.get("title"), "date": row.get("post_date"),
            "text": "\n\n".join(filter(None, (lead, text))) if text else "",
        }  # fmt: skip

    return read


def _read(archive: Packed, name: str, read: Callable[[str], Mapping[str, object]]) -> Mapping[str, object] | str:
    from lxml.etree import LxmlError

    try:
        return read(archive.text(name))
    except UnreadableError as error:
        return str(error)
    except (ValueError, LxmlError) as error:
        return f"{name} in it can't be read ({error}): take it out"


def _without(markup: str, classes: re.Pattern[str]) -> str:
    """HTML without the elements of some classes."""
    from lxml import html

    tree: Any = html.fromstring(f"<div>{markup}</div>")
    for element in [one for one in tree.iter() if classes.search(str(one.get("class") or ""))]:
        if element.getparent() is not None:
            element.drop_tree()
    return str(html.tostring(tree, encoding="unicode"))


# Medium


def is_medium(archive: Packed) -> bool:
    """Whether an archive is Medium's."""
    return archive.holds(r"posts/(?:draft|\d{4}-\d\d-\d\d)_[^/]+\.html", rb"data-field=.body|\bp-canonical\b")


def medium_rows(archive: Packed, left_out: Counter[str]) -> Iterator[Row]:
    """The records of the pages of Medium's archive."""
    posts = archive.matching(r"posts/[^/]+\.html")
    for name in posts:
        if name.startswith("posts/draft_"):
            left_out["draft"] += 1
        else:
            yield name, _read(archive, name, _of_medium)
    left_out["file"] += sum(not name.endswith("/") for name in archive.names) - len(posts)


def _of_medium(markup: str) -> Mapping[str, object]:
    from lxml import html

    tree: Any = html.fromstring(markup)

    def words(path: str) -> str:
        return " ".join(" ".join(str(one) for one in tree.xpath(path)).split())

    body = tree.xpath("//*[@data-field='body']")
    inner = "".join(str(html.tostring(one, encoding="unicode", with_tail=False)) for one in body)
    return {
        "title": words("//h1[contains(@class, 'p-name')]//text()") or words("//title/text()"),
        "date": words("//time[contains(@class, 'dt-published')]/@datetime")[:10],
        "author": words("//a[contains(@class, 'p-author')]//text()"),
        "source": "Medium",
        "url": words("//a[contains(@class, 'p-canonical')]/@href"),
        "text": text_of(_without(inner, _TITLES)) if inner else "",
    }
