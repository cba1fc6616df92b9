"""Which messages stand in a module of Python, for Babel: its own reader looks into no f-string before Python 3.12."""

import ast
from collections.abc import Collection, Iterator
from typing import BinaryIO

_FUNCTIONS = {1: "gettext", 2: "ngettext"}


def messages(
    file: BinaryIO, keywords: Collection[str], *_: object, **__: object
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """Each call of one of the functions, and each `Message` as one with so many patterns: its line and name, its
    arguments, None for what is no text; no comments."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "Message":
                name = _FUNCTIONS.get(len(node.args), "")
            if name in keywords:
                given = (one.value if isinstance(one, ast.Constant) else None for one in node.args)
                yield node.lineno, name, tuple(one if isinstance(one, str) else None for one in given), []
