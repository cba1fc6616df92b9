"""Markdown and plain text, with front matter in YAML or TOML, or without."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from rag.corpus.archives.plain import saved_as_text
from rag.corpus.articles import Facts, Read, facts_of, one_line, single, split_title
from rag.corpus.bulk.fields import Fields, Role
from rag.corpus.bulk.fragment import text_of
from rag.corpus.dates import day_of, day_within, numbers_of
from rag.corpus.encoding import UnreadableError, cleaned, decode
from rag.corpus.joplin import Item, item_of
from rag.corpus.labels import labelled, signed
from rag.text.language import told_by
from rag.types import Article, Problem

# YAML takes 5 s a megabyte. What is said of an article takes some hundred characters.
_LONGEST_BLOCK = 100_000
_TOO_LONG = f"front matter is longer than {_LONGEST_BLOCK:,} characters: put the text below the line that ends it"
_TOML = re.compile(r"\+{3}[ \t]*\n(.*?\n)\+{3}[ \t]*(?:\n|\Z)", re.S)
_CHANGED = ("modified", "updated", "lastmod", "last_modified", "date_modified", "datemodified")
_ROLES: tuple[Role, ...] = ("title", "date", "author", "source", "url")
_ADDRESS = re.compile(r"https?://")
_COPIED = re.compile(r"\s*(https?://\S{4,2000})[ \t]*\n")  # the address that a text was copied from
_MOST_TAGS = 100
# By which what was fetched from a feed says that the feed may have had the beginning alone.
_TEASER = "teaser"


def read_text(path: str, data: bytes) -> Read:
    """The article of a Markdown or plain text file; raises ``UnreadableError``."""
    values, body = front_matter(cleaned(decode(data)))
    if not values and (item := item_of(body)):
        return _of_joplin(path, item)
    if not values and (mail := saved_as_text(body)):
        values = {
            "title": mail.subject,
            "author": "" if "@" in mail.sender else mail.sender,
            "date": str(day_within(mail.sent) or ""),
        }
        body = mail.text
    elif not values:
        labels, body = labelled(body)
        values = dict(labels.items())
        if (match := _COPIED.match(body)) and body[match.end() :].strip():
            values, body = {"url": match[1], **values}, body[match.end() :]
    return read_described(path, values, body, markdown=not path.lower().endswith((".txt", ".text")))


def _of_joplin(path: str, item: Item) -> Read:
    """A note of Joplin's; when it was made is no day of publication."""
    if not item.is_note:
        raise UnreadableError("a folder, a tag or the like of Joplin's, not a note")
    if item.is_locked:
        raise UnreadableError("encrypted by Joplin: export it again, decrypted")
    title, _, text = item.text.partition("\n")
    if item.is_html:
        try:
            text = text_of(text)
        except ValueError as error:
            raise UnreadableError(f"{error}: copy its text to a file of its own") from None
    said = (("author", "author"), ("url", "source_url"))
    values: dict[object, object] = {"title": title, **{name: item.known.get(own, "") for name, own in said}}
    return read_described(path, values, text.strip(), markdown=not item.is_html)


def read_described(path: str, values: Mapping[object, object], body: str, *, markdown: bool) -> Read:
    """The article of a text, and of what is said of it by the names that front matter has for it."""
    writers, day = signed(body)
    facts = {**_present(("author", writers), ("date", day)), **_facts(values)}
    if numbers_of(facts.get("date", "")):  # which of them is the month depends on the language
        found = day_of(facts["date"], facts.get("lang") or told_by(body) or "")
        facts = {**facts, "date": str(found)} if found else facts
    title, below = split_title(body, markdown=markdown)
    body = below if below and title and title == facts.get("title") else body
    read, problems = single(path, body, facts, "front matter", markdown=markdown)
    if one_line(values.get(_TEASER)).lower() in ("yes", "true"):
        problems.append(
            Problem(path, "perhaps only its beginning, as its feed gave it: read the page itself", "teaser")
        )
    tags = _tags(values.get("tags") or values.get("keywords") or list(_fields(values).tags()))
    return [replace(article, tags=tags, modified=_changed(values, article)) for article in read], problems


def _facts(values: Mapping[object, object]) -> Facts:
    """What front matter says of its article: by the names of ours, else by those that tables have, in any language."""
    facts, fields = facts_of(values), _fields(values)
    others = _present(*((role, fields.line(role)) for role in _ROLES if role not in facts))
    return {**{name: value for name, value in others.items() if name == "url" or not _ADDRESS.match(value)}, **facts}


def _fields(values: Mapping[object, object]) -> Fields:
    return Fields({name: one_line(value) for name, value in values.items() if isinstance(name, str)})


def _present(*facts: tuple[str, str]) -> Facts:
    return {name: value for name, value in facts if value}


def _changed(values: Mapping[object, object], article: Article) -> date | None:
    """The day of the last change that front matter names, where it is later than that of publication."""
    known = {name.strip().lower(): one_line(value) for name, value in values.items() if isinstance(name, str)}
    days = (day_of(known[name], article.lang or "") for name in _CHANGED if known.get(name))
    day = next(filter(None, days), None)
    return day if day and (article.published is None or day > article.published) else None


def _tags(given: object) -> tuple[str, ...]:
    """What a text is filed under: a list, or words parted by commas."""
    each = given if isinstance(given, list) else one_line(given).split(",")
    return tuple(dict.fromkeys(filter(None, map(one_line, each[:_MOST_TAGS]))))


def front_matter(text: str) -> tuple[Mapping[object, object], str]:
    """The block that opens a text, and the text below it; raises where the block is broken."""
    top = text.lstrip()
    if match := _TOML.match(top):
        if len(match[1]) > _LONGEST_BLOCK:
            raise UnreadableError(_TOO_LONG)
        try:
            # As in YAML, values are strings, or lists and tables of them.
            return _as_words(tomllib.loads(match[1])), top[match.end() :]
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise UnreadableError(f"front matter is not valid TOML: {one_line(str(error))}") from None
    if not top.startswith("---"):
        return {}, text
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    handler = YAMLHandler()
    try:
        block, body = handler.split(top) if handler.detect(top) else ("", text)
        if len(block) > _LONGEST_BLOCK:
            raise UnreadableError(_TOO_LONG)
        # The base loader leaves all values strings: a date that is none is no error, and `lang: no` is Norwegian.
        values = yaml.load(block, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        below = error.problem_mark.line if error.problem_mark else 0
        line = text.count("\n", 0, text.index(block)) + below + 1
        raise UnreadableError(f"front matter is not valid YAML: line {line}: {one_line(error.problem)}") from None
    except (yaml.YAMLError, RecursionError):
        raise UnreadableError("front matter is not valid YAML: write lines of `name: value`") from None
    except ValueError:  # there was nothing to split at
        if re.match(r"-{3,}[ \t]*\n\s*[\w-]+:(?:\s|$)", top):
            raise UnreadableError("front matter has no end: put a line of three hyphens (---) below it") from None
        return {}, text
    if isinstance(values, dict):
        return values, body
    if isinstance(values, list):
        raise UnreadableError("front matter is a list: write lines of `name: value`")
    return {}, text if values else body  # a text between two rules is no front matter


def _as_words(value: Mapping[str, object]) -> Mapping[object, object]:
    """A table of TOML whose days, numbers and truths are words."""
    return {
        name: one if isinstance(one, str | list | dict) else str(one).lower() if isinstance(one, bool) else str(one)
        for name, one in value.items()
    }
