"""Text that Markdown, of CommonMark's or GitHub's kind, shows as it is, with no more signs than that takes."""

import re

# What Markdown or one of its usual extensions reads: code, emphasis, links, tables, formulas, templates, mentions,
# tags, comments, addresses, emoji; but no sum ("$5"), no rough one ("~20"), no clock ("9:30") and no "#1".
_SIGNS = re.compile(
    r"^[-+:#=]|[\\`*{}\[\]|^@]|(?<![^\W_])_|_(?![^\W_])|#(?!\d)|[=%](?=[=%])|(?<=[=%])[=%]|\$(?!\d)|(?<=\w)~|~(?!\d)"
    r"|(?<=www)\.|(?<=\w)\.(?=[^\W\d_]{2})|:(?=[/A-Za-z])"
)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])")
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_TAGS = re.compile(r"&(?=#?\w+;)|<(?=[A-Za-z/!?])|^>")  # what may begin an entity, an element or a quotation


def plain(text: str) -> str:
    """Text on one line that Markdown shows as it is, wherever on a line it stands."""
    tagless = _TAGS.sub(lambda tag: tag[0].translate(ENTITIES), " ".join(text.split()))
    return _NUMBERED.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", tagless))
