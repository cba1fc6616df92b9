"""Rich text (RTF 1.9.1): its text in paragraphs, by striprtf, with footnotes, text boxes and the rows of tables, as it
is once tracked changes are accepted.

striprtf gives the letters in their encodings. What it leaves out or runs together is set anew before, by the groups
that the file is made of.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from rag.corpus.articles import Read
from rag.corpus.documents.properties import described
from rag.corpus.encoding import UnreadableError, beginning, cleaned
from rag.text.characters import well_formed

_LARGEST = 200_000_000  # bytes, pictures with it
_LONGEST = 10_000_000  # characters without them, which take half a minute
_FONTS = 100_000  # characters of the table of fonts
_TOKEN = re.compile(
    r"(?P<open>\{)|(?P<close>\})|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\'[0-9A-Fa-f]{2}"
    r"|\\[^A-Za-z]|[^\\{}]+|\\"
)
_BINARY = re.compile(rb"\\bin(\d{1,9}) ?")
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_LEFT_OUT = frozenset(
    "annotation atnauthor atnid background blipuid colorschememapping colortbl datastore fldinst footer footerf "
    "footerl footerr ftncn ftnsep ftnsepc generator header headerf headerl headerr latentstyles listoverridetable "
    "listtable nonesttables objdata pict private revtbl rsidtbl shprslt stylesheet tc themedata txe wgrffmtfilter xe "
    "xmlnstbl".split()
)
_LATER = ("footnote", "shptxt")
_ABOUT = ("title", "author")
# Signs for private use, in the place of what ends a cell, a row and a paragraph.
_CELL, _ROW, _PARAGRAPH = "\ue000", "\ue001", "\ue002"
_ENDS = {"par": _PARAGRAPH, "sect": _PARAGRAPH, "page": _PARAGRAPH, "cell": _CELL, "row": _ROW} | {
    "nestcell": " ", "nestrow": " ",
}  # fmt: skip
_SHOWN = frozenset("bullet ldblquote rdblquote lquote rquote emdash endash emspace enspace qmspace line tab u".split())


def read_rtf(path: str, data: bytes) -> Read:
    """The article of a rich text; raises ``UnreadableError``."""
    text, about = text_of(data)
    if not text:
        raise UnreadableError("no text in this rich text: where it holds pictures, run OCR on them first")
    return described(path, text, about.get("title"), about.get("author"))


def text_of(data: bytes) -> tuple[str, dict[str, str]]:
    """The text of a rich text, and the title and the author that it says it has; raises ``UnreadableError``."""
    if data.lstrip()[:5] != b"{\\rtf":
        raise UnreadableError(f"not a rich text: {beginning(data)}")
    if len(data) > _LARGEST:
        raise UnreadableError("this rich text has more than 200 MB: save it without its pictures")
    page = _CODE_PAGE.search(data[:10_000])
    source = _Source(_decoded(_without_binary(data), int(page[1]) if page else 1252))
    if len(source.text) > _LONGEST:
        raise UnreadableError(f"the text of this rich text has more than {_LONGEST:,} characters: save it in parts")
    head = f"{{\\rtf1\\ansi\\ansicpg{page[1].decode() if page else 1252}"
    about = {name: " ".join(_letters(f"{head}{source.fonts}{{{raw}}}}}").split()) for name, raw in source.about.items()}
    return cleaned("\n\n".join(_blocks(_letters(source.text)))).strip(), about


def _letters(text: str) -> str:
    from striprtf.striprtf import rtf_to_text

    letters: str = rtf_to_text(text, errors="replace")  # type: ignore[no-untyped-call]
    return well_formed(letters)


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs and tables, of a text with signs at their ends."""
    rows: list[str] = []
    parts = re.split(f"([{_PARAGRAPH}{_ROW}])", text)
    for part, end in zip(parts[::2], [*parts[1::2], _PARAGRAPH], strict=True):
        if end == _ROW:
            cells = [" ".join(cell.split()) for cell in part.split(_CELL)]
            rows.append(" | ".join(cells[:-1] if len(cells) > 1 and not cells[-1] else cells))
            continue
        lines = (" ".join(line.split()) for line in part.replace(_CELL, " ").split("\n"))
        if block := "\n".join(filter(None, lines)):
            if rows:
                yield "\n".join(rows)
                rows = []
            yield block
    if rows:
        yield "\n".join(rows)


def _without_binary(data: bytes) -> bytes:
    parts, behind = [], 0
    for match in _BINARY.finditer(data):
        if match.start() >= behind:
            parts.append(data[behind : match.start()])
            behind = match.end() + int(match[1])
    return b"".join([*parts, data[behind:]])


def _decoded(data: bytes, page: int) -> str:
    try:
        return data.decode(f"cp{page}", "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


class _Group(NamedTuple):
    """A group as it stands now: whether its brace is kept, whether it is left out, what it is kept as, whether its text
    is hidden, and whether it is what the file says of itself."""

    opened: bool = False
    left_out: bool = False
    kept_as: str = ""
    hidden: bool = False
    info: bool = False


class _Source:
    """The source of a rich text set anew: without pictures and the like, its notes and boxes after the paragraphs that
    they stand in; its table of fonts; and what it says of itself."""

    def __init__(self, source: str) -> None:
        self._outs: list[list[str]] = [[]]
        self._later: list[str] = []
        self._in_row = False
        self.about: dict[str, str] = {}
        self.fonts = ""
        groups, group = [], _Group()
        for token in _TOKEN.finditer(source):
            if token["open"]:
                groups.append(group)
                group = group._replace(kept_as="", opened=not group.left_out)
                self._put("{", group)
            elif token["close"]:
                self._close(group)
                group = groups.pop() if groups else _Group()
            elif word := token["word"]:
                group = self._word(word, token["number"], token[0], group)
            elif not group.hidden:
                self._put(token[0], group)
        while groups:
            self._close(group)
            group = groups.pop()
        self._put_later()
        self.text = "".join(self._outs[0])

    def _put(self, text: str, group: _Group) -> None:
        if not group.left_out:
            # The library's pattern for fonts must not run over lines.
            self._outs[-1].append(text.replace(";", ";\n") if group.kept_as == "fonttbl" else text)

    def _close(self, group: _Group) -> None:
        if group.kept_as and len(self._outs) > 1:
            raw = "".join(self._outs.pop())
            if group.kept_as == "fonttbl":
                whole = raw if len(raw) <= _FONTS else raw[: raw.rfind("}", 0, _FONTS) + 1]
                self.fonts = f"{{\\fonttbl{whole}}}"
                self._outs[-1].append(self.fonts.removeprefix("{").removesuffix("}"))
            elif group.kept_as in _LATER:
                self._later.append(raw)
            else:
                self.about.setdefault(group.kept_as, raw)
        if group.opened:
            self._outs[-1].append("}")

    def _word(self, word: str, number: str | None, token: str, group: _Group) -> _Group:
        if group.left_out and word not in _LATER:
            return group
        if word in _LEFT_OUT:
            return group._replace(left_out=True)
        if word in _LATER or word == "fonttbl" or (word in _ABOUT and group.info):
            self._outs.append([])
            return _Group(opened=group.opened, kept_as=word)
        match word:
            case "info":
                return group._replace(info=True)
            case "deleted" | "v":
                return group._replace(hidden=number != "0")
            case "plain":
                group = group._replace(hidden=False)
            case "trowd":
                self._in_row = True
        if word in _ENDS:
            self._end(word, group)
        elif not (group.hidden and word in _SHOWN):
            self._put(token, group)
        return group

    def _end(self, word: str, group: _Group) -> None:
        if word == "par" and (self._in_row or group.hidden):
            self._put(" ", group)
            return
        self._put(_ENDS[word], group)
        self._in_row = self._in_row and word != "row"
        # Within a note or a box the others wait for its end.
        if word in ("par", "sect", "row") and len(self._outs) == 1:
            self._put_later()

    def _put_later(self) -> None:
        for raw in self._later:
            self._outs[0].append(f"{_PARAGRAPH}{{{raw}}}{_PARAGRAPH}")
        self._later.clear()
