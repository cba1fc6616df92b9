"""A message of mail -> articles: what it says, by whom, when and on which list, and the files that go with it."""

import io
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html import unescape
from mimetypes import guess_extension
from pathlib import PurePosixPath
from typing import BinaryIO

from rag.corpus.archives.letter import Heading, letter_of, pieces, plain_address
from rag.corpus.archives.members import Members
from rag.corpus.archives.message import (
    LARGEST_MESSAGE,
    Content,
    Part,
    content_of,
    day_sent,
    file_name,
    is_attached,
    parsed,
    sender,
    text_of,
)
from rag.corpus.archives.plain import Earlier, forwarded, unflowed, written
from rag.corpus.articles import Facts, Reading, article_of, letters_of, title_of_file
from rag.corpus.dates import day_within
from rag.corpus.encoding import CONTROL, UnreadableError, cleaned
from rag.corpus.names import ending, numbered, of_other_kinds
from rag.corpus.pages.html import read_html
from rag.types import Article, Problem

_PASSED_ON = re.compile(r"^(?:(?:fwd?|wg|tr)\s?:\s*)+", re.I)
_LABELS = 50
_BEGINNING = 40  # letters of a forwarded text by which it is known again
_MOST_ATTACHED = 1000


def read_eml(path: str, file: BinaryIO, members: Members) -> Reading:
    """The articles of a message; raises ``UnreadableError``."""
    return read_message(path, parsed(file.read(LARGEST_MESSAGE + 1)), members, PurePosixPath(path).stem)


def read_message(identifier: str, message: Part, members: Members, name: str = "") -> Reading:
    """The articles of a message that goes by that id; ``name`` is its file's where it has one of its own, which may
    date it. Raises ``UnreadableError``."""
    content = content_of(message)
    if content.encrypted:
        raise UnreadableError("encrypted: save it decrypted from the mail program")
    articles, partly = _articles(identifier, message, content, name)
    yield from articles
    read = 0
    reading = _read_attached(identifier, content.attached, members)
    while True:
        try:
            yield next(reading)
            read += 1
        except StopIteration as end:
            problems = end.value
            break
    if not articles and not read:
        problems.insert(0, Problem(identifier, "it says nothing: no text but the headers"))
    return [*(Problem(identifier, said, "partly") for said in partly), *problems]


def _articles(identifier: str, message: Part, content: Content, name: str) -> tuple[list[Article], list[str]]:
    """What a message says, and what of it was left out; raises ``UnreadableError`` where it can't be read."""
    html = "\n".join(map(text_of, content.html))
    if re.search(r"[^\W_]", re.sub(r"(?s)<(style|script|title)\b.*?</\1\s*>|<[^>]*>", "", html)):
        try:
            return _of_page(identifier, message, html, name)
        except UnreadableError:
            # Its plain text says the same, as a rule.
            if not (content.plain or _plain_beside(message)):
                raise
    texts, given, left_out = [], [], 0
    for part in content.plain or _plain_beside(message):
        text = text_of(part)
        if str(part.get_param("format") or "").lower() == "flowed":
            text = unflowed(text, delete_space=str(part.get_param("delsp") or "").lower() == "yes")
        given.append(cleaned(text))
        own = written(given[-1], forwards=_forwards(message))
        left_out += own.left_out
        texts.append(own.text)
    if not (text := "\n\n".join(filter(None, texts))):
        return [], []
    earlier = forwarded("\n".join(given)) if _forwards(message) else None
    facts = _as_sent(_facts(message, ""), message, earlier, text)
    return [_article(identifier, message, "", text, facts, name)], _left_out(left_out, 0)


def _plain_beside(message: Part) -> list[Part]:
    """The plain texts of a message, those that stand beside HTML among them."""
    parts = (part for part in message.walk() if isinstance(part, Part))
    return [part for part in parts if part.get_content_type() == "text/plain" and not is_attached(part)]


def _of_page(identifier: str, message: Part, html: str, name: str) -> tuple[list[Article], list[str]]:
    letter = letter_of(html, _subject(message), forwards=_forwards(message))
    # The mark at the front goes before the encoding that the page declares, which it was in before.
    earlier = forwarded(_lines_of(html)) if _forwards(message) else None
    (page, *_), problems = read_html(identifier, letter.page.encode("utf-8-sig", "replace"), is_page=False)
    facts = _as_sent(_facts(message, letter.address), message, earlier, page.text)
    facts = {**({"lang": page.lang} if page.lang else {}), **facts}
    partly = [*_left_out(letter.left_out, letter.hidden), *(problem.reason for problem in problems)]
    if not letter.followed:
        partly.append("it has too many style rules to follow all: text that it hides may have been read")
    cut = pieces(page.text, letter.headings, page.title)
    articles: list[Article] = []
    for piece in cut:
        if piece.heading is None:
            articles.append(_article(identifier, message, page.title, piece.text, facts, name))
        else:
            number = len(articles) + (cut[0].heading is not None)
            own = _of_piece(facts, piece.heading)
            articles.append(_made(f"{identifier}#{number}", own, piece.text, message, name))
    return articles, partly


def _subject(message: Part) -> str:
    """What a message is about, without the mark that it was passed on."""
    return CONTROL.sub("", _PASSED_ON.sub("", message.line("subject")))


def _forwards(message: Part) -> bool:
    return _PASSED_ON.match(message.line("subject")) is not None


def _of_piece(facts: Facts, heading: Heading) -> Facts:
    """What is known of one article of several: the page that its heading links to, where that is no way round."""
    own = {name: value for name, value in facts.items() if name != "url"} | {"title": heading.words}
    return own | ({"url": address} if (address := plain_address(heading.address)) else {})


def _left_out(quoted: int, hidden: int) -> list[str]:
    return [
        *([f"what it quotes, or is signed with, was left out ({quoted:,} characters)"] if quoted else []),
        *([f"text that the message hides was left out ({hidden:,} characters)"] if hidden else []),
    ]


def _article(identifier: str, message: Part, title: str, text: str, facts: Facts, name: str) -> Article:
    title = _subject(message) or title or title_of_file(identifier.partition("#")[0])
    return _made(identifier, {**facts, "title": title}, text, message, name)


def _made(identifier: str, facts: Facts, text: str, message: Part, name: str) -> Article:
    article = article_of(identifier, facts["title"], text, facts, "metadata", name)
    return replace(article, tags=_tags(message))


def _facts(message: Part, address: str) -> Facts:
    """What the headers of a message say of it."""
    name, mailbox = sender(message)
    day: date | None = day_sent(message)
    known = {
        "date": str(day) if day else "",
        "author": name,
        "source": _list_name(message) or name or mailbox,
        "url": _own_address(message) or address or _in_archive(message),
        "lang": message.line("content-language").partition(",")[0].strip(),
    }
    return {key: value for key, value in known.items() if value}


def _as_sent(facts: Facts, message: Part, earlier: Earlier | None, text: str) -> Facts:
    """What is known of a message: where its ``text`` is one that it forwards, by whom and when that was sent."""
    if earlier is None or letters_of(earlier.text)[:_BEGINNING] not in letters_of(text):
        return facts
    day = day_within(earlier.sent)
    said = {
        "date": str(day) if day else "",
        "author": "" if "@" in earlier.sender else earlier.sender,
        "source": _list_name(message) or earlier.sender,
    }
    return {name: value for name, value in {**facts, **said}.items() if value}


def _lines_of(html: str) -> str:
    """The words of HTML in lines, as its breaks and blocks part them."""
    flat = re.sub(r"<(?:br|hr|/?div|/?p|/?tr|/?li)\b[^<>]*>", "\n", " ".join(html.split()), flags=re.I)
    return unescape(re.sub(r"<[^<>]*>", "", flat)).replace("\xa0", " ")


def _list_name(message: Part) -> str:
    """What the list is called that a message came by, where that is a name and not only an address."""
    return message.line("list-id").partition("<")[0].strip("\"' ")


def _links(message: Part, header: str) -> list[str]:
    return [
        plain
        for link in re.findall(r"<\s*(https?://[^<>\s]+)\s*>", message.line(header))
        if (plain := plain_address(link))
    ]


def _own_address(message: Part) -> str:
    """The address of the message itself (RFC 5064), or that of the page that it is sent with."""
    return next(iter([*_links(message, "archived-at"), *_links(message, "list-post")]), "")


def _in_archive(message: Part) -> str:
    """The address in the list's archive, where it leads to one message rather than to the list."""
    for link in _links(message, "list-archive"):
        last = link.rstrip("/").rpartition("/")[2]
        if re.search(r"\d|-", last) and "@" not in last and last.lower() not in message.line("list-id").lower():
            return link
    return ""


def _tags(message: Part) -> tuple[str, ...]:
    """What the reader filed a message under: Gmail's labels, and the keywords of other programs."""
    given = f"{message.line('x-gmail-labels')},{message.line('keywords')}"
    labels = (label.strip("\"' ") for label in given.split(","))
    return tuple(dict.fromkeys(filter(None, labels)))[:_LABELS]


def _read_attached(identifier: str, attached: list[Part], members: Members) -> Reading:
    """The articles of the files that go with a message; those of other kinds are counted."""
    problems: list[Problem] = []
    unknown: Counter[str] = Counter()
    names: set[str] = set()
    for part in attached[:_MOST_ATTACHED]:
        name = _member_name(part)
        if not members.reads(name):
            # A picture that the text shows is part of how it looks.
            if part.get_content_disposition() == "attachment" or part.get_content_maintype() != "image":
                unknown[ending(name)] += 1
            continue
        name = next(one for one in numbered(name) if one not in names)
        names.add(name)
        data = _bytes_of(part)
        problems += yield from members.read(identifier, name, io.BytesIO(data))
    if len(attached) > _MOST_ATTACHED:
        unknown["more"] += len(attached) - _MOST_ATTACHED
    if unknown:
        problems.append(Problem(identifier, f"attached: {of_other_kinds(unknown)}", "partly"))
    return problems


def _member_name(part: Part) -> str:
    name = file_name(part)
    if part.get_content_type() == "message/rfc822" and not name.lower().endswith(".eml"):
        return f"{name or 'message'}.eml"
    return name or f"attached{guess_extension(part.get_content_type()) or ''}"


def _bytes_of(part: Part) -> bytes:
    """The bytes of an attached file or message."""
    if part.get_content_type() == "message/rfc822":
        try:
            return b"\n".join(one.as_bytes() for one in part.get_payload() if isinstance(one, Part))
        except (LookupError, UnicodeError, ValueError, TypeError):
            return b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
