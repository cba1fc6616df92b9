"""Sentences as the paragraphs and lists that their leads ask for: what stood before each where it was written."""

import re
from collections.abc import Callable, Sequence

from rag.answers.statements import Statement

BLANK_LINES = re.compile(r"\n\s*\n")
"""Between paragraphs."""

# At the end of a statement's lead where it is an entry of a list: a sign, or a number.
_LIST_SIGN = re.compile(r"(?:^|\n)[^\S\n]*(?:([-*+•])|(\d{1,9})[.)])[^\S\n]*$")


def prose(statements: Sequence[Statement], said: Callable[[Statement], str]) -> str:
    """A model's sentences, drawn by ``said``, in the paragraphs and lists that their leads ask for."""
    html, opened = "", ""
    for statement in statements:
        block, number = opening(statement.lead, opened)
        if block == opened and block in ("ul", "ol"):
            html += "</li><li>"
        elif block:
            start = f" start='{number}'" if number else ""
            html += _closed(opened) + ("<p>" if block == "p" else f"<{block}{start}><li>")
        else:
            html += "<br>" if "\n" in statement.lead else " "
        opened = block or opened
        html += said(statement)
    return html + _closed(opened)


def opening(lead: str, opened: str) -> tuple[str, str]:
    """What a statement with that lead begins where a block is open, "" for none: an entry of ``ul`` or of ``ol``, with
    its number, or a paragraph ``p``, also for a heading; "" where it goes on."""
    if sign := _LIST_SIGN.search(lead):
        return ("ol", str(int(sign[2]))) if sign[2] else ("ul", "")
    return ("p" if not opened or BLANK_LINES.search(lead) or "#" in lead else ""), ""


def _closed(opened: str) -> str:
    return {"": "", "p": "</p>"}.get(opened, f"</li></{opened}>")
