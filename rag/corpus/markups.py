"""Texts in other markup than Markdown: reStructuredText, AsciiDoc, Org and LaTeX, read as Markdown as far as they are
text.

What includes files, runs code, draws or counts is left out; what is only laid out otherwise stays.
"""

import re
from collections.abc import Callable, Iterator

from rag.corpus import grids
from rag.corpus.articles import Read, one_line
from rag.corpus.encoding import UnreadableError, cleaned, decode
from rag.corpus.markdown import read_described

Marked = tuple[dict[str, str], str]
"""What a text says of itself, and the rest as Markdown."""
_LONGEST, _LONGEST_TEX = 5_000_000, 1_000_000  # characters
_KNOWN = {"revdate": "date", "authors": "author", "keywords": "tags", "filetags": "tags", "language": "lang"}


def reader(unmarked: Callable[[str], Marked]) -> Callable[[str, bytes], Read]:
    """What reads a kind of markup, given what takes it off; both raise ``UnreadableError``."""

    def read(path: str, data: bytes) -> Read:
        text = cleaned(decode(data))
        if len(text) > _LONGEST:
            raise UnreadableError(f"longer than {_LONGEST:,} characters: cut it in parts")
        said, body = unmarked(text)
        values: dict[object, object] = {_KNOWN.get(name, name): one_line(value) for name, value in said.items()}
        return read_described(path, values, re.sub(r"\n{3,}", "\n\n", body).strip(), markdown=True)

    return read


_RULE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*")
_RST_FIELD = re.compile(r"(?:\.\.[ ]+|:)([A-Za-z][\w-]{1,20}):[ \t]+(\S.{0,300})")
_RST_KEPT = re.compile(
    r"\.\. (?:note|warning|tip|important|hint|attention|caution|danger|seealso|sidebar|topic|epigraph|pull-quote"
    r"|highlights|rubric|list-table|csv-table|admonition|container|figure|versionadded|versionchanged)::"
)
_RST_INLINE = (
    (re.compile(r":[\w:-]{1,40}:`~?([^`<\n]{1,300}?)\s*(?:<[^`>\n]*>)?`"), r"\1"),
    (re.compile(r"`([^`<\n]{1,300}?)\s*<(https?://[^`>\s]+)>`__?"), r"[\1](\2)"),
    (re.compile(r"`([^`\n]{1,300}?)\s*(?:<[^`>\n]*>)?`__?"), r"\1"),
    (re.compile(r"\s?\[[#*\w-]{1,30}\]_(?!\w)|\|[\w -]{1,40}\|_?"), ""),
    (re.compile(r"::[ \t]*$", re.M), ":"),
)


def without_rst(text: str) -> Marked:
    """A text in reStructuredText."""
    said: dict[str, str] = {}
    kept: list[str] = []
    lines = grids.of_rst(text).split("\n")
    dropped: int | None = None  # the indent of what is left out, with all that is indented more
    for place, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if dropped is not None and (not line.strip() or indent > dropped):
            continue
        dropped = None
        below = lines[place + 1] if place + 1 < len(lines) else ""
        if not any(one.strip() and not one.startswith("#") for one in kept) and (match := _RST_FIELD.fullmatch(line)):
            said.setdefault(match[1].lower(), match[2])
        elif _RULE.fullmatch(line):
            continue
        elif line.strip() and not indent and _RULE.fullmatch(below) and len(below.rstrip()) >= len(line.rstrip()):
            kept += [_heading(line, kept), ""]
        elif line.lstrip().startswith((".. ", "__ ")) or line.strip() == "..":
            dropped = None if _RST_KEPT.match(line.lstrip()) else indent
        elif not re.match(r"\s+:[\w-]+:(?:\s|$)", line):  # options of a directive
            kept.append(line)
    return said, _replaced("\n".join(kept), _RST_INLINE)


_ADOC_ATTRIBUTE = re.compile(r":!?([A-Za-z][\w-]{1,30})!?:(?:[ \t]+(\S.{0,300}))?")
_ADOC_WRITER = re.compile(r"(?:[^\W\d_][\w.'’-]* ){1,3}[^\W\d_][\w.'’-]*(?: <[^<>\s]+>)?(?:; .{3,200})?")
_ADOC_DATED = re.compile(r"(?:v?[\d.]+,[ \t]*)?([^:]{0,20}\b\d{4}\b[^:]{0,20})(?::.*)?")
_ADOC_DROPPED = re.compile(
    r"//(?!/).*|\[[^\]]*\]|(?:-{2}|-{4,}|={4,}|_{4,}|\*{4,}|\+{4,}|\.{4,}|[|,:!]===|\+|'''|<<<)[ \t]*"
    r"|(?:image|video|audio|include|toc|ifdef|ifndef|endif|ifeval)::.*"
)
_ADOC_INLINE = (
    (re.compile(r"^[.](?=[^\s.])", re.M), ""),
    (
        re.compile(
            r"(?:link:|\b(?=https?:))(https?://[^\s\[\]]{1,2000})\[([^\]\n]{1,300}?)[\^]?(?:,[^\]\n]{0,300})?\]"
        ),
        r"[\2](\1)",
    ),
    (re.compile(r"<<[^,>\n]{1,300},([^>\n]{1,300})>>|xref:[^\s\[]{1,300}\[([^\]\n]{0,300})\]"), r"\1\2"),
    (re.compile(r"footnote:\w{0,99}\[([^\]\n]{0,2000})\]"), r" (\1)"),
    (re.compile(r"\[[\[#][^\]\n]{0,300}\]{1,2}|image:[^\s\[]{1,2000}\[[^\]\n]{0,300}\]"), ""),
    (re.compile(r"[ \t]\+$", re.M), ""),
)


def without_asciidoc(text: str) -> Marked:
    """A text in AsciiDoc."""
    said: dict[str, str] = {}
    kept: list[str] = []
    head = False  # between the title and the first blank line
    text = re.sub(r"^/{4,}[ \t]*\n.*?(?:^/{4,}[ \t]*$|\Z)", "", text, flags=re.M | re.S)
    text = grids.of_asciidoc(text)
    for line in text.split("\n"):
        if match := re.fullmatch(r"(={1,6}|#{1,6})[ \t]+(\S.*)", line):
            kept += [_heading(match[2], kept), ""]
            head = len(match[1]) == 1 and len(kept) == 2
            continue
        head = head and bool(line.strip())
        if match := _ADOC_ATTRIBUTE.fullmatch(line):
            said |= {match[1].lower(): match[2]} if match[2] else {}
        elif head and "author" not in said and _ADOC_WRITER.fullmatch(line):
            said["author"] = re.sub(r"\s*<[^<>]*>", "", line).replace(";", ",")
        elif head and (match := _ADOC_DATED.fullmatch(line)):
            said.setdefault("date", match[1].strip())
        elif not _ADOC_DROPPED.fullmatch(line):
            kept.append(line)
    return said, _replaced("\n".join(kept), _ADOC_INLINE)


_ORG_KEYWORD = re.compile(r"[ \t]*#\+(\w+):[ \t]*(.*)", re.I)
_ORG_BLOCKS = re.compile(
    r"^[ \t]*(?:#\+begin_(src|example|export|comment)\b.*?(?:^[ \t]*#\+end_\1[ \t]*$|\Z)"
    r"|:(?:PROPERTIES|LOGBOOK):[ \t]*$.*?(?:^[ \t]*:END:[ \t]*$|\Z))",
    re.M | re.S | re.I,
)
_ORG_DROPPED = re.compile(r"[ \t]*#(?:[ \t].*|\+.*)?|[ \t]*(?:SCHEDULED|DEADLINE|CLOSED):.*|[ \t]*-{5,}[ \t]*")
_ORG_INLINE = (
    (re.compile(r"\[\[(https?://[^\]\n]{1,2000})\]\[([^\]\n]{1,300})\]\]"), r"[\2](\1)"),
    (re.compile(r"\[\[(?:[^\]\n]{1,2000}\]\[)?([^\]\[\n]{1,300})\]\]"), r"\1"),
    (re.compile(r"\s?\[fn:[^\]\s:]{0,99}\]"), ""),
)


def without_org(text: str) -> Marked:
    """A text in Org."""
    said: dict[str, str] = {}
    kept: list[str] = []
    for line in grids.of_org(_ORG_BLOCKS.sub("", text)).split("\n"):
        if match := re.fullmatch(r"\*+[ \t]+(?:(?:TODO|DONE)[ \t]+)?(\S.*?)(?:[ \t]+:[\w:@]+:)?[ \t]*", line):
            kept += [_heading(match[1], kept, first="title" not in said), ""]
        elif (match := _ORG_KEYWORD.fullmatch(line)) and match[2].strip():
            said.setdefault(match[1].lower(), match[2].strip(" \t<>[]"))
        elif not _ORG_DROPPED.fullmatch(line):
            kept.append(line)
    return said, _replaced("\n".join(kept), _ORG_INLINE)


def _heading(words: str, kept: list[str], *, first: bool = True) -> str:
    """A heading in Markdown: a text's first is its title."""
    level = "#" if first and not any(line.startswith("# ") for line in kept) else "##"
    return f"{level} {words.strip()}"


def _replaced(text: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, by in rules:
        text = pattern.sub(by, text)
    return text


_TEX_LEFT_OUT = re.compile(
    r"\\begin\{(tikzpicture|lstlisting|verbatim|minted|thebibliography|comment|equation\*?|align\*?)\}.*?(?:\\end\{\1\}|\Z)"
    r"|\\(?:[a-z]*cite[a-z]*|[a-zA-Z]{0,4}ref|label|thanks|includegraphics|bibliography(?:style)?|input|include|vspace|hspace)\*?"
    r"(?:\[[^\]\n]*\]){0,2}\{[^{}\n]*\}|\\(?:maketitle|tableofcontents|centering)",
    re.S,
)
_TEX_SECTION = re.compile(r"\\(?:part|chapter|(?:sub){0,2}section|paragraph)\*?(?:\[[^\]\n]*\])?\{([^{}\n]{1,300})\}")
# The library knows it without its arguments.
_TEX_LINK = re.compile(r"\\href\s?(?:\{([^{}\n]{1,2000})\}\s?\{([^{}\n]{1,300})\})?")
_TEX_SAID = re.compile(r"\\(title|author|date)(?:\[[^\]\n]*\])?\{")
_SECTION, _LINE_END = "\ue001", "\ue002"  # no text has them


def without_tex(text: str) -> Marked:
    """A text in LaTeX."""
    from pylatexenc.latex2text import LatexNodes2Text

    plain = LatexNodes2Text(math_mode="verbatim", strict_latex_spaces=True).latex_to_text
    if len(text) > _LONGEST_TEX:  # a character takes 16 µs
        raise UnreadableError(f"longer than {_LONGEST_TEX:,} characters: cut it in parts")
    text = re.sub(r"(?<!\\)%.*", "", re.sub(f"[{_SECTION}{_LINE_END}]", "", text))
    text = re.sub(r"\s*\\and\b\s*", ", ", _TEX_LEFT_OUT.sub("", text))
    said = {name: plain(words) for name, words in _said_in_tex(text)}
    _, begun, body = text.partition(r"\begin{document}")
    body = (body if begun else text).partition(r"\end{document}")[0]
    body = re.sub(r"\\caption(?=\{)", "\n\nPicture: ", re.sub(r"\\item\b\s*", "\n\n- ", body))
    body = grids.of_tex(body, _LINE_END)
    body = _TEX_LINK.sub(lambda link: f"[{link[2]}]({link[1]})" if link[2] else "", body)
    body = _TEX_SECTION.sub(rf"\n\n{_SECTION}\1\n\n", body)
    for name, words in _said_in_tex(body):
        body = body.replace(f"\\{name}{{{words}}}", "")
    lines = (" ".join(one.split()) for one in re.split(r"\n[ \t]*\n", plain(body)))
    return said, re.sub(f" ?{_LINE_END} ?", "\n", "\n\n".join(lines).replace(_SECTION, "## "))


def _said_in_tex(text: str) -> Iterator[tuple[str, str]]:
    """What a text says of itself, each in braces, in which there may be others."""
    for match in list(_TEX_SAID.finditer(text))[:10]:
        depth = 1
        for place in range(match.end(), min(len(text), match.end() + 2000)):
            depth += {"{": 1, "}": -1}.get(text[place], 0)
            if depth == 0:
                yield match[1], text[match.end() : place]
                break
