"""What stands around and within an article's text and is none of it: offers to subscribe, to log in or to get a
newsletter, bars to share it by, links to other articles, credits of pictures.

They are known by what a page calls them and by how they are made, hardly by their words. It knows no styles.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from rag.corpus.articles import letters_of
from rag.corpus.pages.captions import CREDITS
from rag.corpus.pages.elements import is_linked, is_small, names_of, naming, prose_of, words_of

_OFFER = naming(
    r"subscri\w*|newsletters?|sign-?up|sign-?in|log-?in|login|regi?wall|register|registration|paywall-?\w*|"
    r"abonn?e?\w*|abo|offers?|piano|tp|donat\w*|membership|metering|upsell|conversion|join-?us|opt-?in|suscri\w*|"
    r"abbonam\w*|assin\w*|follow-?us|app-?promo|promo\w*|call-?to-?action|cta|support(?:-?us)?|fundrais\w*"
)
_BESIDE = naming(
    r"related\w*|recommend\w*|read-?more|more-?on|see-?also|also-?read|most-?(?:read|popular|viewed)|"
    r"(?:item-?|post-?|entry-?)?pagination|pager|(?:post|entry)-?navigation|nav-?links|prev(?:ious)?-?next|"
    r"trending|up-?next|next-?(?:article|story|post)|further-?reading|shar(?:e|ing)|social\w*|comments?|yorum(?:lar)?|kommentare|commentaires|comentarios|disqus\w*|"
    r"addtoany|breadcrumbs?|outbrain|taboola|advert\w*|ads?|sponsor\w*|print-?only|skip-?link|tags?-?list|"
    r"(?:video|audio|jw)-?player|video-?js|vjs(?:-[\w-]+)?|mejs\w*|"
    r"author-?(?:bio|box|card|info)|bio|about-?(?:the-?)?author|byline|edit-?section"
)
# Of these the names are also those of the text that is to be paid for.
_WALLED = naming(r"paywall-?\w*|subscriber\w*|registration|register")
_PULLED = naming("pull-?quotes?")
_EMBEDDED = re.compile(r"twitter-tweet|instagram-media|tiktok-embed|fb-post|reddit-|bluesky-embed|mastodon-embed", re.I)
_CREDIT = naming(
    rf"{CREDITS}|caption\w*|"
    r"pub-?date|published(?:-?(?:at|on|date))?|date-?(?:time|published|updated)?|datum|time-?stamp|last-?updated"
)
_TAKEN = "div section aside p span ul ol form details figcaption small button blockquote a".split()
_ASIDE = ("nav", "footer", "aside", "dialog")
_LEAST_LINK, _MOST_BEFORE = 20, 40
_PROSE, _SMALL, _TEASER = 80, 400, 600
_HEADINGS = ("h2", "h3", "h4", "h5")
_CARD, _MOST_OF_CARD, _LEAST_TEXT = 200, 15, 500  # characters, elements, characters of the text above cards


def take_out_boxes(tree: Any, kept: Collection[Any], *, is_page: bool = True) -> None:
    """Takes what is none of the article's text out of a page's tree; only offers and the like where that is no page of
    one article (``is_page``).

    What holds a main heading, or marks itself as the article's body, or is running text, stays, as do the elements
    ``kept``.
    """
    body = tree.find("body")
    if body is None:
        return
    if is_page:
        _take_out_pulled(body)
        _take_out_teasers(body)
        _take_out_cards(body)
        _take_out_before(body)
    lengths = _lengths(body)
    whole = lengths[body]
    for element in list(body.iter(*_TAKEN)):
        if element in kept or element.getroottree().getroot() is not tree:
            continue  # what went with what it stood in is in a tree of its own
        if element.tag == "a" and element.getparent().tag in ("p", "li", "span", "h2", "h3", "td"):
            continue  # its words may be those of a sentence
        names = names_of(element)
        length = lengths.get(element, 0)
        small = is_small(element) and length < _SMALL
        if (
            (_OFFER.search(names) and _is_box(element, names, length, whole))
            or (_BESIDE.search(names) and 10 * length < 3 * whole and not _runs(element))
            or (_CREDIT.search(names) and small)
            or (_EMBEDDED.search(names) and element.tag == "blockquote")
        ) and not _holds_the_article(element):
            element.drop_tree()
    if is_page:
        _take_out_links(body)


def _is_box(element: Any, names: str, length: int, whole: int) -> bool:
    """Whether what is named like an offer is one, rather than the text that it is made for."""
    if _WALLED.search(names):
        asks = next(element.iter("form", "input", "button"), None) is not None
        link = next(element.iter("a"), None) is not None
        if not asks and (not link or (element.tag == "p" and 2 * len(prose_of(element)) > max(_PROSE, length))):
            return False  # a paragraph, with a link in one of its sentences
    paragraphs = sum(1 for one in element.iter("p") if len(prose_of(one)) > _PROSE)
    return paragraphs < 3 and (2 * length < whole or length < 1000)


def _runs(element: Any) -> bool:
    """Whether an element holds running text: three paragraphs of prose side by side."""
    beside = Counter(one.getparent() for one in element.iter("p") if len(prose_of(one)) > _PROSE)
    return max(beside.values(), default=0) > 2


def _take_out_teasers(body: Any) -> None:
    """Takes out what is marked as an article of its own and is a few words on another one: its heading is a link."""
    if next(body.iter("h1"), None) is None:
        return
    for article in list(body.iter("article")):
        if next(article.iter("h1"), None) is not None or next(article.iterancestors("article"), None) is not None:
            continue
        headings = list(article.iter("h2", "h3", "h4"))
        few = 0 < len(headings) < 3
        if few and all(map(is_linked, headings)) and len(prose_of(article)) < _TEASER and not _runs(article):
            article.drop_tree()


def _take_out_pulled(body: Any) -> None:
    """Takes out the words of a text that stand in it once more, large, to be seen at a glance."""
    pulled = [one for one in body.iter(*_TAKEN) if _PULLED.search(names_of(one)) and is_small(one)]
    text = letters_of(words_of(body)) if pulled else ""
    for element in pulled:
        quoted = next(element.iter("p", "q"), element)
        letters = letters_of(words_of(quoted))
        if letters and text.count(letters) > 1 and element.getroottree().getroot() is body.getroottree().getroot():
            element.drop_tree()


def _take_out_cards(body: Any) -> None:
    """Takes out cards that lead to other articles, below the text: two or more side by side, each a linked heading and
    a few words, with the heading above them."""
    beside: dict[Any, list[Any]] = {}
    for heading in body.iter("h2", "h3", "h4"):
        if is_linked(heading) and (card := _card_of(heading, body)) is not None:
            beside.setdefault(card.getparent(), []).append(card)
    for holder in _below_prose([one for one, cards in beside.items() if _are_all(set(cards), one)], body):
        holder.drop_tree()


def _are_all(cards: Collection[Any], holder: Any) -> bool:
    """Whether an element has two cards or more, all alike, and headings without links beside them, and nothing else."""
    others = [one for one in holder if one not in cards and isinstance(one.tag, str)]
    alike = len(cards) > 1 and len({card.tag for card in cards}) == 1
    return alike and all(one.tag in _HEADINGS and not is_linked(one) for one in others)


def _card_of(heading: Any, body: Any) -> Any:
    """What holds a heading and a few words about what it leads to; None for a heading in a text."""
    card = heading
    while (above := card.getparent()) is not None and above is not body and is_small(above, _MOST_OF_CARD):
        if sum(1 for _ in above.iter("h1", "h2", "h3", "h4")) > 1:
            break
        card = above
    alone = card is not heading and len(prose_of(card)) <= _CARD and card.find(".//a") is not None
    return card if alone or card.tag == "a" else None


def _below_prose(elements: Collection[Any], body: Any) -> Sequence[Any]:
    """Those of some elements before which most of a page's prose stands, in paragraphs outside of all of them."""
    before = dict.fromkeys(elements, 0)
    within = {one for element in elements for one in element.iter("p")}
    prose = 0
    for one in body.iter() if before else ():
        if one in before:
            before[one] = prose
        elif one.tag == "p" and one not in within and is_small(one) and len(words := prose_of(one)) > _PROSE:
            prose += len(words)
    return [one for one, above in before.items() if above > max(prose - above, _LEAST_TEXT)]


def _holds_the_article(element: Any) -> bool:
    return any(
        one.tag in ("h1", "article", "main") or one.get("itemprop") == "articleBody"
        for one in element.iter("h1", "article", "main", "div", "section")
    )


def _lengths(body: Any) -> dict[Any, int]:
    """The characters of the texts of each element, in one walk from the leaves up."""
    lengths: dict[Any, int] = {}
    for element in reversed(list(body.iter())):
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "noscript", "template"):
            continue
        texts = [element.text, *(child.tail for child in element)]
        own = sum(len(" ".join(text.split())) for text in texts if text)
        lengths[element] = own + sum(lengths.get(child, 0) for child in element)
    return lengths


def _take_out_before(body: Any) -> None:
    """Takes out what stands before the one main heading, outside of what holds that, where prose follows it."""
    headings = list(body.iter("h1"))
    if len(headings) != 1 or any(one.tag in _ASIDE for one in headings[0].iterancestors()):
        return
    heading = headings[0]
    before, after, passed = 0, 0, False
    for element in body.iter("p", "h1", "div"):
        passed = passed or element is heading
        if element is not heading and is_small(element) and next(element.iterchildren("p", "div"), None) is None:
            length = len(prose_of(element))
            before, after = (before, after + length) if passed else (before + length, after)
    if after < max(before, _PROSE):
        return
    above = heading
    while above is not body:
        for element in list(above.itersiblings(preceding=True)):
            if not isinstance(element.tag, str):
                continue
            # Beside the heading itself a lead may stand, or who wrote it.
            prose = sum(1 for one in element.iter("p") if len(prose_of(one)) > _PROSE)
            if above is not heading or prose > 1:
                element.drop_tree()
        above = above.getparent()


def _take_out_links(body: Any) -> None:
    """Takes out paragraphs and lists between paragraphs, or below a heading of their own, that only lead to other
    articles, as "Read more: ..." does; a text that is made of such stays."""
    found: list[Any] = []
    length = 0
    for element in body.iter("p", "ul", "section", "div", "aside"):
        if not is_small(element, 40):
            continue
        above = None
        if element.tag not in ("p", "ul"):
            if _is_module(element) and _stands_in_prose(element):
                found.append(element)
                length += len(words_of(element))
            continue
        if element.tag == "ul":
            items = [one for one in element if one.tag == "li"]
            leads = len(items) > 1 and all(_leads_away(one) for one in items)
            above = _heading_of(element) if len(items) > 2 else None
        else:
            leads = _leads_away(element)
        if leads and (above is not None or _stands_in_prose(element)):
            found += [element] if above is None else [above, element]
            length += len(words_of(element))
    if 3 * length < len(words_of(body)):
        for element in found:
            element.drop_tree()


def _is_module(element: Any) -> bool:
    """Whether an element holds linked headings and nothing else, a label such as "More on this" aside."""
    headings = list(element.iter("h2", "h3", "h4"))
    leads = headings and all(is_linked(one) and not prose_of(one) for one in headings)
    return bool(leads) and len(prose_of(element)) <= _MOST_BEFORE


def _heading_of(listed: Any) -> Any:
    """The heading right above a list, as "More stories" is one; None where none is."""
    above = listed.getprevious()
    heads = above is not None and above.tag in ("h2", "h3", "h4", "h5", "h6") and not is_linked(above)
    return above if heads and len(words_of(above)) <= _MOST_BEFORE else None


def _leads_away(element: Any) -> bool:
    """Whether nearly all of its words are those of a link that names an article, a few words such as "Read more:"
    before it aside."""
    links = [one for one in element.iter("a") if one.get("href", "#")[:1] != "#"]
    if len(links) != 1 or len(linked := words_of(links[0])) < _LEAST_LINK or linked.endswith("."):
        return False
    rest = prose_of(element)
    whole = words_of(element)
    return not rest or (len(rest) <= _MOST_BEFORE and whole.endswith(linked) and rest[-1:] in ":›»>→-–—|")


def _stands_in_prose(element: Any) -> bool:
    beside = (element.getprevious(), element.getnext())
    return any(one is not None and one.tag == "p" and len(prose_of(one)) > _PROSE for one in beside)
