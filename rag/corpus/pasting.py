"""A text or HTML that was pasted, as a file of an article."""

import html
import re

import yaml
from anyascii import anyascii

from rag.corpus.dates import DATE_IN_NAME
from rag.corpus.files import is_article
from rag.corpus.reading import read_file
from rag.errors import CorpusError
from rag.message import Message

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
_WORDS_OF_TITLE, _LETTERS_OF_TITLE = 8, 60


def pasted(text: str, *, title: str = "") -> tuple[str, bytes]:
    """A text or HTML that was pasted, as a file: its name and its bytes. Raises ``CorpusError`` for an empty one.

    Without a ``title`` the article's own is taken, else its first words.
    """
    text, title = _CONTROL.sub("", re.sub(r"\r\n?", "\n", text)), " ".join(_CONTROL.sub(" ", title).split())
    if not text.strip():
        raise CorpusError(Message("Nothing was pasted: paste the text of an article, or its HTML."))
    suffix, encoded = (".html", _page) if _is_html(text) else (".md", _markdown)
    articles, _ = read_file(f"pasted{suffix}", encoded(text, title))
    own = articles[0].title if articles and not title else ""
    if own == "Pasted":  # it has none but its file's name
        title, text = _headed(text) if suffix == ".md" else (_first_words(articles[0].text), text)
    return f"{slug(title or own or _first_words(text))}{suffix}", encoded(text, title)


def _is_html(text: str) -> bool:
    return _PAGE.match(text) is not None or len(_BLOCK.findall(_CODE.sub("", text))) >= _BLOCKS


def _page(text: str, title: str) -> bytes:
    """A page, or a part of one, with a title that goes before its own."""
    if title:
        meta = f'<meta property="og:title" content="{html.escape(title)}">'
        if opening := re.search(r"<head(?:\s[^<>]*)?>", text, re.I):
            text = f"{text[: opening.end()]}{meta}{text[opening.end() :]}"
        elif opening := re.search(r"<html(?:\s[^<>]*)?>", text, re.I):
            text = f"{text[: opening.end()]}<head>{meta}</head>{text[opening.end() :]}"
        else:
            text = f"<!doctype html>\n<html><head>{meta}</head><body>\n{text}\n</body></html>\n"
    # The mark at the front goes before the encoding that the page declares, which it was in before it was copied.
    return text.encode("utf-8-sig")


def _markdown(text: str, title: str) -> bytes:
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
        return _first_words(articles[0].text if articles else text), text
    return articles[0].title, articles[0].text


def _first_words(text: str) -> str:
    """The first words of a text, without tags and signs of Markdown, as a title in want of a better one."""
    words = re.sub(r"<[^<>]*>|[#*_`>|]", " ", text[:5000]).split()
    first = " ".join(words[:_WORDS_OF_TITLE])
    if len(first) <= _LETTERS_OF_TITLE:
        return f"{first}…" if len(words) > _WORDS_OF_TITLE else first
    shorter = first[: _LETTERS_OF_TITLE - 1]
    return f"{shorter.rpartition(' ')[0] or shorter}…"


def slug(title: str, *, otherwise: str = "pasted") -> str:
    """A title as a file's name without extension, in ASCII letters, digits and hyphens; ``otherwise`` for one without
    letters."""
    letters = re.sub(r"[^a-z0-9]+", "-", anyascii(title).lower().replace("'", ""))
    # The day in a file's name dates an article; one that merely stands in a title must not.
    letters = re.sub(r"-{2,}", "-", DATE_IN_NAME.sub("", letters)).strip("-")
    if len(letters) > _LETTERS_OF_TITLE:
        letters = letters[:_LETTERS_OF_TITLE].rpartition("-")[0] or letters[:_LETTERS_OF_TITLE]
    letters = letters or otherwise
    return letters if is_article(f"{letters}.md") else f"article-{letters}"
