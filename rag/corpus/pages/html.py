"""HTML pages: the main text without what stands around it, and what the page says of itself."""

import re
from dataclasses import replace
from typing import Any

from rag.corpus.articles import Facts, Read, letters_of, single, without_title
from rag.corpus.dates import day_of
from rag.corpus.documents.properties import byline_in
from rag.corpus.encoding import BOMS, UnreadableError, cleaned, decode, decoded
from rag.corpus.pages.addresses import filed_under, saved_from
from rag.corpus.pages.body import main_text, make_ready, stated_paragraphs
from rag.corpus.pages.boxes import take_out_boxes
from rag.corpus.pages.captions import keep_captions
from rag.corpus.pages.components import show_components, without_meantime
from rag.corpus.pages.consent import take_out_consent
from rag.corpus.pages.copies import unwrap
from rag.corpus.pages.described import Description, described
from rag.corpus.pages.doubts import instead_of_an_article, only_a_teaser, signs_of, walled_parts
from rag.corpus.pages.elements import length_of
from rag.corpus.pages.flight import show_flight
from rag.corpus.pages.further import take_out_further
from rag.corpus.pages.hidden import take_out_hidden
from rag.corpus.pages.offers import take_out_offers
from rag.corpus.pages.scripts import carried
from rag.types import Article, Problem

# The parser compares each attribute of a tag with all others: 40,000 take it 14 s. Pages have a dozen.
_MOST_ATTRIBUTES = 1000
# In scripts and comments "<b" may be less than b.
_UNREAD = re.compile(r"(<(script|style)\b[^<>]*>).*?(?:</\2|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_QUOTED = re.compile("\"[^\"]*\"|'[^']*'")
_TAG = re.compile("<[a-z](?:=\\s*\"[^\"]*\"|=\\s*'[^']*'|[^<>])*+", re.I)  # a quote begins a value after = alone
_DEEPEST = 250
_MOST_STRAY = 100
_LARGEST_PART = 10_000_000
_SHELL, _LITTLE = 60, 1000  # characters, as "Loading ..." and the beginning of an article have them
_SENTENCE = re.compile(r"(?<!\.\.)[.!?。！？”\"»]\s*$")
_SIGNED_ABOVE, _SIGNED_BELOW = 6, 3  # lines, empty ones among them
_EMBEDDED = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=]{10000,}+")


def read_html(path: str, data: bytes, *, is_page: bool = True) -> Read:
    """The article of a page; raises ``UnreadableError``, also for a page that is there in place of an article.

    ``is_page`` is false for HTML that was sent rather than put on a site, as newsletters are: it may be a list of
    articles, or speak of a log-in, and is read all the same.
    """
    # What a page declares as its encoding is wrong once it is decoded.
    page = re.sub(r"^\s*<\?xml[^>]*>", "", without_meantime(cleaned(_decode_html(data))))
    tree, missing = _tree(page)
    address = unwrap(tree, saved_from(page))
    in_scripts = show_flight(tree)
    show_components(tree)
    take_out_consent(tree)
    # A heading or an author may be there for other programs alone.
    said = described(tree, address)
    signs = signs_of(tree, said)
    hidden, followed = take_out_hidden(tree)
    if is_page and take_out_offers(tree):
        signs = replace(signs, wall=True)
    kept = walled_parts(tree, said)
    further = take_out_further(tree, said.facts.get("title", ""), said.facts.get("lang", "")) if is_page else []
    make_ready(tree, said)
    keep_captions(tree)
    take_out_boxes(tree, kept, is_page=is_page)
    text = without_title(main_text(tree, said), said.facts.get("title", ""))
    shown = bool(text) and not in_scripts
    if is_page and (kind := instead_of_an_article(tree, said, signs, text)):
        raise UnreadableError(f"{kind}: save the article itself, or copy its text into a .txt file")
    if length_of(text) < _LITTLE and not signs.wall:
        # In the tree the scripts may be gone.
        script = carried(_tree(page)[0], said.facts.get("title", ""))
        stated = "\n\n".join(stated_paragraphs(said)) or script.text
        if stated and (length_of(text) < _SHELL or _goes_on(text, stated)):
            text, shown = stated, False
            said = replace(said, facts={**script.facts, **said.facts, **_titled(script.facts, said.facts)})
    if not said.facts.get("author"):
        text, said = _signed(text, said)
    if text and not shown:
        missing.append("the page shows not all of its text without its scripts: what it states for programs was read")
    if not text and missing:
        raise UnreadableError(f"no article text in this page: {missing[0]}")
    # "Loading" is no sentence.
    if not text or (is_page and "<script" in page and length_of(text) < _SHELL and not _SENTENCE.search(text)):
        raise UnreadableError("no article text in this page: scripts may build it; copy the text into a .txt file")
    articles, problems = single(path, text, said.facts, "metadata")
    if further:
        named = f"{further[0]!r}" + (f" and {len(further) - 1} more" if len(further) > 1 else "")
        missing.append(f"the page goes on with another article, which was left out: save {named} from its own address")
    if hidden:
        missing.append(f"text that the page hides was left out ({hidden} characters)")
    if not followed:
        missing.append("the page has too many style rules to follow all: text that it hides may have been read")
    problems += [Problem(path, reason, "partly") for reason in missing]
    if is_page and (reason := only_a_teaser(said, signs, text)):
        problems.append(Problem(path, reason, "teaser"))
    return [_with_more(article, said, filed_under(page)) for article in articles], problems


def _goes_on(shown: str, stated: str) -> bool:
    """Whether a text is but the beginning of another one."""
    return len(stated) > 2 * len(shown) and letters_of(stated).startswith(letters_of(shown))


def _titled(carried: Facts, said: Facts) -> Facts:
    """The title that a script holds, where the page says the same with more, as the name of its site."""
    title = carried.get("title", "")
    return {"title": title} if title and letters_of(title) in letters_of(said.get("title", "")) else {}


def _signed(text: str, said: Description) -> tuple[str, Description]:
    """A text without the line by which it is signed at its beginning or at its end, and what its page says with the
    writers whom that names."""
    lines = text.split("\n")
    for place in [*range(len(lines))[:_SIGNED_ABOVE], *range(len(lines))[-_SIGNED_BELOW:]]:
        if len(lines) > 1 and (names := byline_in(lines[place])):
            rest = "\n".join(lines[:place] + lines[place + 1 :]).strip()
            return rest, replace(said, facts={**said.facts, "author": names})
    return text, said


def _with_more(article: Article, said: Description, tags: tuple[str, ...]) -> Article:
    """The article with the day of its last change, where that is a later one, and with what it is filed under, by
    these ``tags`` as well."""
    modified = day_of(said.modified, article.lang or "")
    later = modified if modified and (article.published is None or modified > article.published) else None
    return replace(article, modified=later, tags=tuple(dict.fromkeys((*tags, *said.tags))))


def _tree(page: str) -> tuple[Any, list[str]]:
    """The elements of a page, and why some of it may be missing, if so; raises ``UnreadableError``."""
    from trafilatura import load_html

    # The shortest attribute is a letter and a blank.
    long = (
        found[0]
        for found in _TAG.finditer(_UNREAD.sub(r"\1", page))
        if found.end() - found.start() > 2 * _MOST_ATTRIBUTES
    )
    if any(len(_QUOTED.sub(" ", tag).split()) > _MOST_ATTRIBUTES for tag in long):
        raise UnreadableError(
            f"a tag of this page has more than {_MOST_ATTRIBUTES} attributes: copy its text to a .txt"
        )
    if len(page) >= _LARGEST_PART:  # saved with its pictures, most likely
        page = _EMBEDDED.sub("data:,", page)
    tree: Any = load_html(page)
    if tree is None:  # a bare fragment
        tree = load_html(f"<html><head></head><body>{page}</body></html>")
    if tree.xpath(f"boolean(//*[count(ancestor::*) > {_DEEPEST}])"):
        why = f"its tags stand in each other more than {_DEEPEST} deep"
    elif len(page) >= _LARGEST_PART:
        why = "it is larger than 10 MB"
    else:
        return tree, []
    # The parser leaves out, without a word, all that follows a part of 10 MB, or 256 tags in each other.
    return tree, [f"{why}, so some of the text may be missing: look, or copy it to a .txt"]


def _decode_html(data: bytes) -> str:
    """The text of a page in the encoding that it declares, unless that is plainly wrong."""
    if _MOST_STRAY * data.count(b"\0") < len(data):  # as a browser does; of UTF-16 half are NUL
        data = data.replace(b"\0", b"")
    declared = re.search(rb"<(?:meta|\?xml)[^>]+(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]+)", data[:4096], re.I)
    if declared is None or data.startswith(tuple(BOMS)) or b"\0" in data:
        return decode(data)
    text = decoded(data, declared[1].decode())
    return decode(data) if text is None else text
