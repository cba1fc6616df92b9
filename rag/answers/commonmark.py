"""Text that Markdown, of CommonMark's or GitHub's kind, shows as it is."""

import re

# Signs that Markdown or one of its usual extensions reads: code, emphasis, links, tables, formulas, templates,
# mentions, tags, comments. A point or colon within a word makes an address of it, and a colon an emoji.
_SIGNS = re.compile(r"^[-+:]|[\\`*_{}\[\]#|~$^=@]|[.:](?=\S)|%(?=%)|(?<=%)%")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])")
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_SPACES = re.compile(r"[\t\n\r\f\u2028\u2029]| (?= )|^ | $")


def plain(text: str) -> str:
    """Text on one line that Markdown shows as it is, wherever on a line it stands."""
    return _shown(" ".join(text.split()))


def _shown(text: str) -> str:
    return _NUMBERED.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", text.translate(ENTITIES)))


def exact(text: str) -> str:
    """The same, with all its white space: as entities, which neither end a line nor are taken together."""
    pieces = _SPACES.split(text)
    spaces = [f"&#{ord(space[0])};" for space in _SPACES.finditer(text)]
    return "".join(_shown(piece) + space for piece, space in zip(pieces, [*spaces, ""], strict=True))
