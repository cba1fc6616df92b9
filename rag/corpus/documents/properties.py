"""What kinds of documents share: what damage raises, and the properties that make sense."""

import re
import zipfile
import zlib

from rag.corpus.articles import BLANK_LINE, Read, one_line, single, without_site, without_title

# What pypdf, python-docx, zipfile and lxml (whose XMLSyntaxError is a SyntaxError) raise beside errors of their own, as
# reading thousands of real files with some bytes changed has shown.
DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_SENSELESS_TITLE = re.compile(
    r"(?:untitled|document|untitled document|word document)[\s-]*\d*$|microsoft \w+ - |about:blank|https?:"
    r"|.*\.(?:docx?|pdf|indd|qxd|rtf|odt|tex|html?|pages|pptx?|txt)$",
    re.I,
)
_SENSELESS_AUTHORS = ("admin", "administrator", "anonymous", "python-docx", "unknown", "user")


def described(path: str, text: str, title: str | None, author: str | None) -> Read:
    """The article of a document with the title and author of its properties, where they make sense.

    Its time of creation is not taken for a date: it is a file's time by another name, when somebody exported it.
    """
    # Either may be of another type in a file that keeps to no rule.
    title, author = (one_line(value) if isinstance(value, str) else "" for value in (title, author))
    title = "" if _SENSELESS_TITLE.match(title) else without_site(title, [one_line(BLANK_LINE.split(text, 1)[0])])
    author = "" if author.islower() or author.lower() in _SENSELESS_AUTHORS else author  # logins are lower case
    facts = {name: value for name, value in (("title", title), ("author", author)) if value}
    return single(path, without_title(text, title), facts, "metadata")
