"""Captions of pictures: kept in an article's text as paragraphs of their own, where the picture stands.

It knows how pages mark pictures, and nothing of which part of a page is its article.
"""

import re
from typing import Any

from rag.corpus.pages.bylines import is_credit, without_credit
from rag.corpus.pages.elements import is_linked, is_small, names_of, naming, words_of

CAPTION = "Picture: "
"""What a caption opens with, so that nobody takes it for a sentence of the article."""
CREDITS = "credits?|copyright|photographers?|image-?source|bildnachweis"
"""What pages call the lines that say who made a picture, as alternatives of a regular expression."""
_OLD_FIGURE = re.compile(r"(?:^|\s)wp-caption(?:$|\s)")  # WordPress's, before there was an element for it
_CAPTION = naming("caption(?:-?text)?")
_CREDIT = naming(CREDITS)
# What is there for those who hear the page: "Image caption,".
_HEARD = naming("visually-?hidden|sr-?only|screen-?reader(?:-?text|-?only)?")
_FEWEST = 4  # words: fewer are the name of an agency, as a rule


def keep_captions(tree: Any) -> None:
    """Puts captions before their pictures, and those of a gallery before it, as paragraphs; without those of teasers
    and of what stands beside the article."""
    for picture, caption in _captions(tree).items():
        if _is_beside(picture) or not is_picture(picture):
            continue
        for credit in [one for one in caption.iterdescendants() if _is_beside_caption(one)]:
            credit.drop_tree()
        words = without_credit(words_of(caption))
        # A script without capitals may have no blanks between its words either.
        if not is_credit(words) and (len(words.split()) >= _FEWEST or words == words.swapcase()):
            paragraph = picture.makeelement("p")
            paragraph.text = CAPTION + words
            [picture, *picture.iterancestors("figure")][-1].addprevious(paragraph)
        caption.drop_tree()


def _is_beside_caption(element: Any) -> bool:
    names = names_of(element)
    return _CREDIT.search(names) is not None or _HEARD.search(names) is not None


def is_picture(figure: Any) -> bool:
    """Whether a figure is one of a picture or of several, rather than a table, a listing or a quotation."""
    return next(figure.iterdescendants("{*}table", "{*}pre", "{*}blockquote"), None) is None


def _is_beside(picture: Any) -> bool:
    if any(above.tag in ("a", "aside", "nav", "footer") for above in picture.iterancestors()):
        return True
    parent = picture.getparent()
    return is_small(parent) and any(map(is_linked, parent.iter("h2", "h3", "h4")))


def _captions(tree: Any) -> dict[Any, Any]:
    """The elements of captions by those of their pictures."""
    found: dict[Any, Any] = {}
    for one in tree.iter("*"):
        if (one.tag == "figcaption" or _CAPTION.search(names_of(one))) and not _is_figure(one):
            picture = next(filter(_is_figure, one.iterancestors()), None)
            if picture is not None:
                found.setdefault(picture, one)
    return found


def _is_figure(element: Any) -> bool:
    return element.tag == "figure" or _OLD_FIGURE.search(element.get("class") or "") is not None
