"""The tree of errors that the docstring draws is the real one."""

import inspect
import re

from rag import errors


def test_the_tree_in_the_docstring_is_the_tree_of_the_classes() -> None:
    drawn: dict[str, str] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"([|` -]*)(\w+Error|Index\w+|Context\w+)\s+\S", line):
            depth = len(found[1]) // 4
            path[depth:] = [found[2]]
            drawn[found[2]] = path[depth - 1] if depth else "Exception"
    real = {
        name: found.__bases__[0].__name__
        for name, found in vars(errors).items()
        if inspect.isclass(found) and issubclass(found, BaseException)
    }
    assert drawn == real
    assert len(real) >= 8
