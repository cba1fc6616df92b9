"""Markdown and plain text, with YAML front matter or without."""

import re
from collections.abc import Mapping
from dataclasses import replace

from rag.corpus.articles import Read, facts_of, one_line, single
from rag.corpus.encoding import UnreadableError, cleaned, decode
from rag.types import Problem

# YAML takes 5 s a megabyte. What is said of an article takes some hundred characters.
_LONGEST_BLOCK = 100_000
_MOST_TAGS = 100
# By which what was fetched from a feed says that the feed may have had the beginning alone.
_TEASER = "teaser"


def read_text(path: str, data: bytes) -> Read:
    """The article of a Markdown or plain text file; raises ``UnreadableError``."""
    values, body = _front_matter(cleaned(decode(data)))
    read, problems = single(path, body, facts_of(values), "front matter", markdown=not path.lower().endswith(".txt"))
    if one_line(values.get(_TEASER)).lower() in ("yes", "true"):
        problems.append(
            Problem(path, "perhaps only its beginning, as its feed gave it: read the page itself", "teaser")
        )
    return [replace(article, tags=_tags(values.get("tags"))) for article in read], problems


def _tags(given: object) -> tuple[str, ...]:
    """What a text is filed under: a list, or words parted by commas."""
    each = given if isinstance(given, list) else one_line(given).split(",")
    return tuple(dict.fromkeys(filter(None, map(one_line, each[:_MOST_TAGS]))))


def _front_matter(text: str) -> tuple[Mapping[object, object], str]:
    """The YAML block that opens a text, and the text below it; raises where the block is broken."""
    top = text.lstrip()
    if not top.startswith("---"):
        return {}, text
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    handler = YAMLHandler()
    try:
        block, body = handler.split(top) if handler.detect(top) else ("", text)
        if len(block) > _LONGEST_BLOCK:
            raise UnreadableError(
                f"front matter is longer than {_LONGEST_BLOCK:,} characters: put the text below the line that ends it"
            )
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
