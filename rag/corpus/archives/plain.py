"""The plain text of a message: as it was written, without what it quotes and the signature below it.

What is quoted is known by its marks alone, not by words, so that it is the same in any language.
"""

import re
from typing import NamedTuple

from rag.corpus.dates import day_within

_QUOTED = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_ANSWERED = 5  # lines, at most, that say who wrote what is quoted below
# "-----Original Message-----", or a rule; the headers of what was sent follow it.
_DASHED = re.compile(r"[ \t]*-{3,}[ \t]*[^\W\d_][^\n]{2,60}?[ \t]*-{3,}[ \t]*")
_RULE = re.compile(r"[ \t]*_{10,}[ \t]*")
_FORWARDED = re.compile(r"[^\W\d_][^\n]{5,60}:[ \t]*")
_HEADER = re.compile(r"\*?[^\W\d_][\w -]{1,20}:\*?[ \t]+\S|\*?[^\W\d_][\w -]{1,20}\s:\*?[ \t]+\S")
_LEAST_HEADERS = 3
_SIGNATURE = re.compile(r"-- ?")
_LONGEST_SIGNATURE = 15  # lines; a longer one is a part of the text
LITTLE = 200
"""Characters below which what a message says itself is a remark on what it forwards."""
_LIST_FOOTER = re.compile(r"[_-]{20,}")


# How mail programs call who sent a message, in English, German, French, Spanish and Portuguese, Italian, Dutch,
# Swedish, Danish and Norwegian, Polish, Turkish, Russian.
_FROM = frozenset("from von de da van från fra od kimden gönderen от".split())
# And its subject.
_SUBJECT = frozenset("subject betreff objet asunto assunto oggetto onderwerp ämne emne temat konu тема".split())
_MOST_LOOKED_AT, _MOST_HEADERS = 2000, 12  # lines


class Earlier(NamedTuple):
    """Of a message that another one forwards: who sent it (a name, an address where there is none), the words of when,
    what it says, and its subject."""

    sender: str
    sent: str
    text: str
    subject: str = ""


class Written(NamedTuple):
    """What a message says itself, and how many characters of what it quotes or is signed with were left out."""

    text: str
    left_out: int


def unflowed(text: str, *, delete_space: bool) -> str:
    """A text of ``format=flowed`` (RFC 3676) with each paragraph in one line again."""
    lines: list[str] = []
    open_at = -1  # the depth of quotes of a line that goes on, -1 for none
    for given in text.split("\n"):
        mark = re.match(r"(>*) ?", given)
        assert mark is not None
        depth, line = len(mark[1]), given[mark.end() :]
        if open_at == depth and line != "-- ":
            lines[-1] += line
        else:
            lines.append(("> " if depth else "") + line)
        flows = line.endswith(" ") and line != "-- "
        open_at = depth if flows else -1
        if flows and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def written(text: str, *, forwards: bool = False) -> Written:
    """What a plain text says itself. Where that is nothing, or little in one that ``forwards`` another, what it quotes
    or forwards is what it is there for."""
    whole = len("".join(text.split()))
    lines = _without_signature(text.split("\n"))
    end = _forwarded(lines)
    own = _without_quotes(lines[:end] if end is not None else lines)
    kept = "\n".join(own).strip()
    if end is not None and (not kept or (forwards and len(kept) < LITTLE)):
        kept = f"{kept}\n\n{chr(10).join(_below_headers(lines[end:])).strip()}".strip()
    if not kept:
        kept = "\n".join(_QUOTED.sub("", line) for line in lines).strip()
    return Written(kept, whole - len("".join(kept.split())))


def _without_signature(lines: list[str]) -> list[str]:
    """A text without a signature at its end, and the footer that a mailing list puts below that."""
    for place in range(len(lines) - 1, max(-1, len(lines) - 2 * _LONGEST_SIGNATURE), -1):
        below = lines[place + 1 :]
        if _LIST_FOOTER.fullmatch(lines[place].strip()) and len(below) <= _LONGEST_SIGNATURE and place:
            if _forwarded(lines[place:]) is None:
                lines = lines[:place]
            break
    for place in range(len(lines) - 1, max(-1, len(lines) - _LONGEST_SIGNATURE - 2), -1):
        if _SIGNATURE.fullmatch(lines[place]):
            return lines[:place]
    return lines


def _forwarded(lines: list[str]) -> int | None:
    """The line from which on an earlier message follows with its headers."""
    for place, line in enumerate(lines):
        if not (_DASHED.fullmatch(line) or _RULE.fullmatch(line) or _FORWARDED.fullmatch(line)):
            continue
        following = [one for one in lines[place + 1 : place + 9] if one.strip()]
        found = 0
        for one in following:
            if not _HEADER.match(_QUOTED.sub("", one)):
                break
            found += 1
        # A line with a colon may open a list of any things.
        sure = not _FORWARDED.fullmatch(line) or any(re.search(r"@|^\s*>", one) for one in following[:found])
        if found >= _LEAST_HEADERS and sure:
            return place
    return None


def forwarded(text: str) -> Earlier | None:
    """The message that a text forwards, known by its headers; None where there is none."""
    lines = text.split("\n")[:_MOST_LOOKED_AT]
    headers: dict[str, str] = {}
    for end, line in enumerate(lines):
        bare = _QUOTED.sub("", line).strip()
        if _HEADER.match(bare):
            name, _, value = bare.replace("*", "").partition(":")
            headers[name.strip().casefold()] = value.strip()
            continue
        sender = next((value for name, value in headers.items() if name in _FROM), "")
        if len(headers) >= _LEAST_HEADERS and sender:
            sent = next((value for value in [*headers.values()][:_MOST_HEADERS] if day_within(value)), "")
            shown = re.sub(r"[<\[(].*$", "", sender).strip(" \"'")
            below = "\n".join(_QUOTED.sub("", line) for line in lines[end:]).strip()
            subject = next((value for name, value in headers.items() if name in _SUBJECT), "")
            return Earlier(shown or sender.strip("<>[] "), sent, below, subject)
        headers = {}
    return None


def saved_as_text(text: str) -> Earlier | None:
    """The message that a mail program saved as a text, which opens with its headers; None where it is none."""
    first, *_ = text.lstrip().split("\n", 1)
    found = forwarded(text.strip()) if _HEADER.match(first.strip()) else None
    sure = found and found.sent and found.subject and found.text and found.text in text.partition("\n\n")[2]
    return found._replace(text=written(found.text).text) if found and sure else None


def _below_headers(lines: list[str]) -> list[str]:
    """An earlier message without its mark and headers."""
    place = 1
    while place < len(lines) and (not lines[place].strip() or _HEADER.match(_QUOTED.sub("", lines[place]))):
        place += 1
    return [_QUOTED.sub("", line) for line in lines[place:]]


def _without_quotes(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for place, line in enumerate(lines):
        if not _QUOTED.match(line):
            kept.append(line)
        elif place and not _QUOTED.match(lines[place - 1]):
            _drop_attribution(kept)
    return kept


def _drop_attribution(kept: list[str]) -> None:
    """Take the paragraph off that ends in a colon and says who wrote what is quoted below it, in any language; it
    holds an address or a number, as that of a day."""
    end = len(kept)
    while end and not kept[end - 1].strip() and len(kept) - end < 2:
        end -= 1
    start = end
    while start and kept[start - 1].strip() and end - start < _ANSWERED:
        start -= 1
    paragraph = " ".join(kept[start:end]).strip()
    if paragraph.endswith(":") and len(paragraph) <= 300 and re.search(r"[\d@]", paragraph):
        del kept[start:]
