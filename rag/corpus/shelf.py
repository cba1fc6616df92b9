"""The corpus folder changed on a reader's behalf: articles added below ``added/``, replaced, and taken out again.

What is to be added is checked whole before a byte of it is written, and nothing that was there is lost: what is
replaced or removed is kept in a hidden folder of the corpus, which is not indexed. It knows nothing of the index, which
has to be brought in line with the folder afterwards.
"""

import contextlib
import errno
import html
import itertools
import os
import re
import secrets
import shutil
import tempfile
import threading
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import yaml
from anyascii import anyascii

from rag.corpus import find_files, read_file
from rag.errors import CorpusError
from rag.types import Problem

ADDED = "added"
"""The folder, below the corpus, of all that readers add."""
_REMOVED, _REPLACED = ".removed", ".replaced"
_BEING_WRITTEN = ".adding-"  # hidden, so that a build that runs meanwhile, or a kill, makes no article of it
_ABANDONED = 24 * 3600  # seconds after which such a file is one of a writer that was killed
# File systems take names of 255 bytes; a number may still be added to ours.
_LONGEST_NAME = 200
_LONGEST_SHOWN = 80
# As Windows would not have them, and a corpus may be copied to any machine.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.I)
_UNSAFE = re.compile(r'[<>:"|?*]')
_JOINERS = "\u200c\u200d"  # without which Persian words and many emoji fall apart
# Line ends and tabs stay; nothing else of these is part of a text.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main)\b", re.I | re.S
)
_BLOCK = re.compile(
    r"</?(?:p|div|section|article|h[1-6]|ul|ol|li|table|tr|blockquote|figure|header|footer)(?:\s[^<>]*)?>", re.I
)
_BLOCKS = 4  # tags, opening or closing, from which on a text is taken for HTML
_CODE = re.compile(r"^(```|~~~).*?(?:^\1|\Z)|`[^`\n]*`", re.M | re.S)
_FRONT_MATTER = re.compile(r"(\s*---[ \t]*\n(?=[\w-]+:).*?\n)(---[ \t]*(?:\n|\Z))", re.S)
_DATE = re.compile(r"(?<!\d)\d{4}([-_]?)\d\d\1\d\d(?!\d)")
_WORDS_OF_TITLE, _LETTERS_OF_TITLE = 8, 60
# One for all shelves: two of them may be of the same folder.
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be added: its path below the corpus, the name it was given under, its bytes, the titles of the
    articles read from it, and what of it can't be read, which is left out."""

    path: str
    given: str
    data: bytes = field(repr=False)
    titles: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an upload comes to; nothing is written yet.

    ``ready`` are new. ``exists`` are there already with another content, and replaced only if the reader wishes so.
    ``unchanged`` are there just so. ``refused`` says of each of the others under the name it was given why it can't be
    added and what to do.
    """

    ready: tuple[Candidate, ...] = ()
    exists: tuple[Candidate, ...] = ()
    unchanged: tuple[Candidate, ...] = ()
    refused: tuple[Problem, ...] = ()


class Shelf:
    """A corpus folder that readers add to, with at most ``largest`` bytes a file and ``most`` files at once.

    It may be shared between threads.
    """

    def __init__(self, corpus: Path, *, largest: int = 20 * 2**20, most: int = 50) -> None:
        self._corpus = corpus
        self._largest = largest
        self._most = most

    def planned(self, files: Sequence[tuple[str, bytes]]) -> Plan:
        """What adding files, each a name and its bytes, comes to. Of two files of one name the second gets a number.

        What is wrong with a file is a ``Problem`` of the plan. Raises ``CorpusError`` where the folder can't be read.
        """
        sorted_out: dict[str, list[Candidate]] = {"ready": [], "exists": [], "unchanged": []}
        refused: list[Problem] = []
        with _explained(self._corpus, "read"):
            there = self._there()
            taken: dict[str, bytes] = {}
            for number, (given, data) in enumerate(files):
                if number >= self._most:
                    reason = f"more than {self._most} files at once: add it after the others"
                    refused.append(Problem(_shown(given), reason))
                    continue
                checked = self._checked(given, data)
                if isinstance(checked, Problem):
                    refused.append(checked)
                    continue
                for name in _numbered(checked.path):
                    key, location = name.casefold(), there.get(name.casefold())
                    same = data == taken[key] if key in taken else location is not None and _holds(location, data)
                    # A number of ours belongs to no file that the reader has in mind, so none is replaced for it.
                    if same or (key not in taken and (location is None or name == checked.path)):
                        break
                if location is not None and location.is_dir():
                    refused.append(Problem(_shown(given), "a folder has this name: give it another one"))
                    continue
                taken[key] = data
                kind = "unchanged" if same else "exists" if location is not None else "ready"
                name = _composed(location.name) if location is not None else name
                sorted_out[kind].append(
                    Candidate(f"{ADDED}/{name}", checked.given, data, checked.titles, checked.problems)
                )
        return Plan(**{kind: tuple(found) for kind, found in sorted_out.items()}, refused=tuple(refused))

    def put(self, plan: Plan, *, replace: bool) -> list[str]:
        """Write a plan's new files and, to ``replace`` what is there, its existing ones; returns the paths written,
        below the corpus.

        Each file is there whole or not at all, and where one can't be written none is. What is replaced is kept under
        ``.replaced/``. A file that somebody else added since the plan was made stays, and ours gets a number. Raises
        ``CorpusError``.
        """
        written: list[str] = []
        with _LOCK, _explained(self._corpus, "written"), contextlib.ExitStack() as unfinished:
            folder = self._folder()
            there = self._there()
            kept = self._corpus / _REPLACED / _stamp()
            moves: list[tuple[Path, Path]] = []
            for candidate in (*plan.ready, *(plan.exists if replace else ())):
                own = candidate.path.removeprefix(f"{ADDED}/")
                location = there.get(own.casefold())
                if location is not None and _holds(location, candidate.data):  # somebody else added the same
                    continue
                if location is None or candidate not in plan.exists:
                    own = next(name for name in _numbered(own) if name.casefold() not in there)
                    location = folder / own
                else:
                    copy = kept / ADDED / location.name
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    moves.append((_unfinished(copy.parent, location.read_bytes(), unfinished), copy))
                moves.append((_unfinished(folder, candidate.data, unfinished), location))
                there[own.casefold()] = location
                written.append(f"{ADDED}/{_composed(location.name)}")
            for made, location in moves:
                os.replace(made, location)
            for changed in {location.parent for _, location in moves}:
                _flush(changed)
        return written

    def remove(self, path: str) -> Path:
        """Take a file out of the corpus, by its path below it; returns where it is kept, under ``.removed/``.

        All articles that it holds go with it: see ``articles_in``. Raises ``CorpusError`` for anything that is not a
        file of the corpus, or leads out of it by a link, and where it can't be moved.
        """
        with _LOCK, _explained(self._corpus, "written"):
            location = self._located(path)
            kept = self._corpus / _REMOVED / _stamp() / location.relative_to(self._corpus)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(location, kept)
            _flush(kept.parent)
            _flush(location.parent)
        return kept

    def articles_in(self, path: str) -> int:
        """How many articles can be read in a file of the corpus, by its path below it. Raises ``CorpusError``."""
        with _explained(self._corpus, "read"):
            return len(read_file(path, self._located(path).read_bytes())[0])

    def _checked(self, given: str, data: bytes) -> Candidate | Problem:
        """A file under its safe name alone; or why it can't be added."""
        name, shown = safe_name(given), _shown(given)
        if len(data) > self._largest:
            return Problem(shown, f"larger than {self._largest / 2**20:.0f} MB: add it in parts")
        if not data.strip():
            return Problem(shown, "empty: save it again with its text in it")
        articles, problems = read_file(f"{ADDED}/{name}", data)
        if not articles:
            more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
            return Problem(shown, f"{problems[0].reason}{more}")
        if not _is_read(name):
            return Problem(shown, "READMEs, licences, change logs and lock files are not indexed: give it another name")
        return Candidate(name, given, data, tuple(article.title for article in articles), tuple(problems))

    def _there(self) -> dict[str, Path]:
        """What lies in the folder of what was added, by name without case; names that differ in it alone would be one
        file on some machines."""
        try:
            return {
                _composed(name).casefold(): self._corpus / ADDED / name for name in os.listdir(self._corpus / ADDED)
            }
        except FileNotFoundError:
            return {}

    def _folder(self) -> Path:
        """The folder of what is added, made where it is missing, without what killed writers left in it."""
        folder = self._corpus / ADDED
        folder.mkdir(parents=True, exist_ok=True)
        if not self._inside(folder):
            raise CorpusError(f"{folder} leads out of {self._corpus} by a link: put a folder in its place.")
        for left in folder.glob(f"{_BEING_WRITTEN}*"):
            if left.stat().st_mtime < time.time() - _ABANDONED:
                left.unlink()
        return folder

    def _located(self, path: str) -> Path:
        wanted = unicodedata.normalize("NFC", path)
        location = next((file.location for file in find_files(self._corpus).files if file.path == wanted), None)
        if location is None:
            raise CorpusError(
                f"{_shown(path, whole=True)} is not a file of {self._corpus}: look at the list again, it may be gone."
            )
        if not self._inside(location):
            raise CorpusError(f"{path} leads out of {self._corpus} by a link: take it out where it is kept.")
        return location

    def _inside(self, location: Path) -> bool:
        return Path(os.path.realpath(location)).is_relative_to(os.path.realpath(self._corpus))


def pasted(text: str, *, title: str = "") -> tuple[str, bytes]:
    """A text or HTML that was pasted, as a file: its name and its bytes. Raises ``CorpusError`` for an empty one.

    Without a ``title`` the article's own is taken, else its first words.
    """
    text, title = _CONTROL.sub("", re.sub(r"\r\n?", "\n", text)), " ".join(_CONTROL.sub(" ", title).split())
    if not text.strip():
        raise CorpusError("Nothing was pasted: paste the text of an article, or its HTML.")
    suffix, made = (".html", _page) if _is_html(text) else (".md", _text)
    articles, _ = read_file(f"pasted{suffix}", made(text, title))
    if not title and articles:
        title = articles[0].title
        if title == "Pasted":  # it has none but its file's name
            title, body = _headed(text) if suffix == ".md" else (_beginning(articles[0].text), text)
            return f"{_slug(title)}{suffix}", made(body, title)
        return f"{_slug(title)}{suffix}", made(text, "")
    return f"{_slug(title or _beginning(text))}{suffix}", made(text, title)


def safe_name(given: str) -> str:
    """A file name that is safe on any machine and as like the given one as can be: in composed Unicode (NFC), without
    folders, control characters and leading dots, at most 200 bytes long, its extension kept."""
    name = unicodedata.normalize("NFC", _printable(re.split(r"[/\\]", given)[-1]))
    stem, dot, extension = _UNSAFE.sub("-", name).strip(". ").rpartition(".")
    if not dot:
        # ".md" has lost the dot that makes it an extension.
        stem, extension = ("", extension) if name.startswith(".") else (extension, "")
    extension = f".{extension.strip()}" if extension.strip() else ""
    stem = stem.strip(". ") or "article"
    if _RESERVED.match(stem + extension):
        stem = f"_{stem}"
    room = _LONGEST_NAME - len(extension.encode())
    if room < 1:
        return _cut(stem + extension, _LONGEST_NAME)
    return _cut(stem, room).rstrip(". " + _JOINERS) + extension


def taken_out(corpus: Path) -> set[str]:
    """The paths, below a corpus folder, of the files that readers removed or replaced, those since put back among them.

    Whatever the index holds of them may go: that the corpus lacks it does not mean that it is another corpus.
    """
    found: set[str] = set()
    for folder in (corpus / _REMOVED, corpus / _REPLACED):
        for location in folder.rglob("*"):
            below = location.relative_to(folder).parts[1:]
            if below and (location.is_symlink() or not location.is_dir()):
                found.add(_composed("/".join(below)))
    return found


@contextlib.contextmanager
def _explained(folder: Path, what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            step = "make room on its disk"
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            step = "give the server the right to do so"
        else:
            step = "look at this folder on the server"
        raise CorpusError(f"{folder} can't be {what} ({error.strerror or error}): {step}.") from error


def _unfinished(folder: Path, data: bytes, unfinished: contextlib.ExitStack) -> Path:
    """A file of those bytes, on the disk, under a hidden name; unlinked at the end unless it was renamed by then."""
    made = folder / f"{_BEING_WRITTEN}{secrets.token_hex(8)}"
    unfinished.callback(made.unlink, missing_ok=True)
    with made.open("xb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
    return made


def _flush(folder: Path) -> None:
    """Bring the names in a folder to the disk, too, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _stamp() -> str:
    """The time in UTC to the microsecond and four random digits, as the name of a folder that is not there yet."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(2)}"


def _holds(location: Path, data: bytes) -> bool:
    return location.is_file() and location.stat().st_size == len(data) and location.read_bytes() == data


def _is_read(name: str) -> bool:
    """Whether a file of that name is one that ``find_files`` finds; asked of itself, as it alone knows."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).touch()
        try:
            return bool(find_files(Path(folder)).files)
        except CorpusError:
            return False


def _numbered(name: str) -> Iterator[str]:
    """A file's name, then the same with 2, 3 and so on."""
    yield name
    stem, dot, extension = name.rpartition(".")
    for number in itertools.count(2):
        yield f"{stem}-{number}{dot}{extension}"


def _composed(name: str) -> str:
    """A name as ``find_files`` spells it."""
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))


def _printable(text: str) -> str:
    """A text in one line without characters that are not seen, or that turn the order of those that are."""
    kept = (
        " " if unicodedata.category(one) in ("Zl", "Zp") or one in "\t\n" else one
        for one in text
        if one in _JOINERS + "\t\n" or unicodedata.category(one) not in ("Cc", "Cf", "Cs")
    )
    return " ".join("".join(kept).split())


def _shown(given: str, *, whole: bool = False) -> str:
    """A name that was given, or all of a path, as a reader is told of it."""
    name = _printable(given if whole else re.split(r"[/\\]", given)[-1])
    return (name if len(name) <= _LONGEST_SHOWN else f"{name[: _LONGEST_SHOWN - 1]}…") or "a file without a name"


def _cut(text: str, size: int) -> str:
    """The beginning of a text that takes at most so many bytes."""
    return text.encode()[:size].decode(errors="ignore")


def _is_html(text: str) -> bool:
    return _PAGE.match(text) is not None or len(_BLOCK.findall(_CODE.sub("", text))) >= _BLOCKS


def _page(text: str, title: str) -> bytes:
    """A page, or a part of one, with a title that goes before its own."""
    if title:
        named = f'<meta property="og:title" content="{html.escape(title)}">'
        for opening, between in (
            (r"<head(?:\s[^<>]*)?>", f"{named}"),
            (r"<html(?:\s[^<>]*)?>", f"<head>{named}</head>"),
        ):
            if found := re.search(opening, text, re.I):
                text = f"{text[: found.end()]}{between}{text[found.end() :]}"
                break
        else:
            text = f"<!doctype html>\n<html><head>{named}</head><body>\n{text}\n</body></html>\n"
    # The mark at the front goes before the encoding that the page declares, which it was in before it was copied.
    return text.encode("utf-8-sig")


def _text(text: str, title: str) -> bytes:
    """A Markdown text with a title in its front matter."""
    if title:
        line = yaml.safe_dump({"title": title}, allow_unicode=True, width=len(title) + 100)
        if matter := _FRONT_MATTER.match(text):  # the last of two titles counts
            text = f"{matter[1]}{line}{matter[2]}{text[matter.end() :]}"
        else:
            text = f"---\n{line}---\n\n{text.strip()}\n"
    return text.encode()


def _headed(text: str) -> tuple[str, str]:
    """A title for a text that names none, and the text without it: its first line if that looks like a headline, as
    that of a plain text may, else its first words."""
    articles, _ = read_file("pasted.txt", text.encode())
    if _FRONT_MATTER.match(text) or not articles or articles[0].title == "Pasted":
        return _beginning(articles[0].text if articles else text), text
    return articles[0].title, articles[0].text


def _beginning(text: str) -> str:
    """The first words of a text, without tags and signs of Markdown, as a title in want of a better one."""
    words = re.sub(r"<[^<>]*>|[#*_`>|]", " ", text[:5000]).split()
    first = " ".join(words[:_WORDS_OF_TITLE])
    if len(first) <= _LETTERS_OF_TITLE:
        return f"{first}…" if len(words) > _WORDS_OF_TITLE else first
    shorter = first[: _LETTERS_OF_TITLE - 1]
    return f"{shorter.rpartition(' ')[0] or shorter}…"


def _slug(title: str) -> str:
    """A title as a file's name without extension, in ASCII letters, digits and hyphens."""
    letters = re.sub(r"[^a-z0-9]+", "-", anyascii(title).lower().replace("'", ""))
    # The day in a file's name dates an article; one that merely stands in a title must not.
    letters = re.sub(r"-{2,}", "-", _DATE.sub("", letters)).strip("-")
    if len(letters) > _LETTERS_OF_TITLE:
        letters = letters[:_LETTERS_OF_TITLE].rpartition("-")[0] or letters[:_LETTERS_OF_TITLE]
    letters = letters or "pasted"
    return letters if _is_read(f"{letters}.md") else f"article-{letters}"
