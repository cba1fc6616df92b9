"""What kinds of documents share: what damage raises, and the properties that make sense."""

import re
import zipfile
import zlib
from types import MappingProxyType

from rag.corpus.articles import BLANK_LINE, Facts, Read, one_line, single, without_site, without_title
from rag.corpus.pages.bylines import Sites, full_names_in, opens_with_by

# What zipfile and lxml (whose XMLSyntaxError is a SyntaxError) raise beside errors of their own, as reading thousands
# of real files with some bytes changed has shown.
DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_SENSELESS_TITLE = re.compile(
    r"(?:untitled|document|untitled document|word document|dokument)[\s-]*\d*$|microsoft \w+ - |about:blank|https?:"
    r"|.*\.(?:docx?|pdf|indd|qxd|rtf|odt|tex|html?|pages|pptx?|txt)$",
    re.I,
)
_SENSELESS_AUTHORS = (
    "admin",
    "administrator",
    "anonymous",
    "python-docx",
    "unknown",
    "unknown author",
    "owner",
    "none",
)
# Small words of a name, in several languages.
_PARTICLES = frozenset("af al av bin d' da das de del den der di do dos e el la le ten ter van von y zu".split())
_LONGEST_BYLINE, _HEAD = 120, 2000
# Programs and machines, addresses, and names by which one logs in.
_NO_PERSON = re.compile(
    r".*[@\\_\d]|.*\b(?:microsoft|office|windows|adobe|acrobat|indesign|quark\w*|word|libreoffice|openoffice|user"
    r"|scanner|calibre)\b",
    re.I,
)


def senseless(title: str) -> bool:
    """Whether a title of the properties is none: empty, a program's default, a file's name."""
    return not (line := one_line(title)) or _SENSELESS_TITLE.match(line) is not None


def described(path: str, text: str, title: str | None, author: str | None, more: Facts = MappingProxyType({})) -> Read:
    """The article of a document with the title and author of its properties, where they make sense, and what ``more``
    is known of it.

    Its time of creation is not taken for a date: it is a file's time by another name, when somebody exported it.
    """
    facts = {**facts_of(text, title, author), **{name: value for name, value in more.items() if value}}
    first, *below = BLANK_LINE.split(text[:_HEAD], maxsplit=3)
    named = next(filter(None, map(byline_in, below[:2])), "") if len(first) < _LONGEST_BYLINE else ""
    facts = {**facts, "author": named} if named else facts
    return single(path, without_title(text, facts.get("title", "")), facts, "metadata")


def parted(title: str, heading: str) -> tuple[str, str]:
    """The title of a page of the web and the name of its site, where it opens with a ``heading`` and that follows; ""
    where none does."""
    match = re.fullmatch(rf"{re.escape(heading)}\s*[|·»•–—-]\s*([^|·»•]{{3,60}})", title) if heading else None
    return (heading, match[1]) if match else (title, "")


def byline_in(line: str) -> str:
    """The writers whom a line such as "By Ana Petrović and Bo Quist" names, and nothing beside them; "" """
    line = one_line(line)
    if len(line) > _LONGEST_BYLINE or line.endswith((".", ":", "?", "!")) or not opens_with_by(line):
        return ""
    names = full_names_in(line, Sites(()))
    # "Von Norrin nach Aldmouth" is no name.
    spelled = all(word[0].isupper() or word in _PARTICLES for name in names for word in name.split())
    return ", ".join(names) if spelled else ""


def facts_of(text: str, title: str | None, author: str | None) -> Facts:
    """The title and author of a document's properties, where they make sense."""
    # Either may be of another type in a file that keeps to no rule.
    title, author = (one_line(value) if isinstance(value, str) else "" for value in (title, author))
    title = "" if senseless(title) else without_site(title, [one_line(BLANK_LINE.split(text, 1)[0])])
    if author.islower() or author.lower() in _SENSELESS_AUTHORS or _NO_PERSON.match(author):  # logins are lower case
        author = ""
    return {name: value for name, value in (("title", title), ("author", author)) if value}
