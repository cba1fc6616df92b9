"""A list of what the texts name: people, countries, places or organisations, one row an item, each with the sentence
that says it.

An item is a name in a sentence that comes near to what is asked, in meaning and words, and is not denied there. Whether
the sentence says it of this name no rule can tell for sure, so that each row shows the sentence. Where fewer than two
come near, the question is one for a fact.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from rag.answers.answer import Answer, numbered
from rag.answers.asking.asked import Asked
from rag.answers.asking.parts import is_wording
from rag.answers.asking.sorts import Enumeration, root
from rag.answers.conversation import Request
from rag.answers.kinds.entries import counted, listed, named_as
from rag.answers.kinds.named import called_so, having_noun, mentioned
from rag.answers.kinds.narrowing import Narrowed, Row, in_order, narrowed
from rag.answers.kinds.rows import ARTICLE, told_in
from rag.answers.kinds.telling import Told, own_roots, roots, told_of
from rag.answers.kinds.timely import within
from rag.answers.statements import Statement
from rag.answers.table import Cell, Table
from rag.index.found import Found
from rag.index.search import Index
from rag.message import Message
from rag.text.coordination import FEWEST
from rag.text.language import language_of
from rag.text.said.items import Item, items, items_in, merged
from rag.text.words import stems, words
from rag.types import Article, Passage, Span

MOST = 40
"""Items of a list at most."""

_SEARCHED = 30  # passages that bring the articles
_ARTICLES = 16  # that are read as a whole
_LEAST = 1.0  # of a sentence that tells items at all
_LEAST_ALIKE = 0.7  # of one of several that say the same of others
_LEAST_ROW = 0.9  # of one that enumerates some
_NEAR, _NEARER = 0.8, 0.85  # of the best one's score; of a question that has few words
_ALONE, _APART_FROM = 0.65, 0.5  # of the only sentence that enumerates anything near: its score, and by how much
_ROWED = 0.9  # of the best one's score, from which a sentence that enumerates goes before it
_ABOUT, _CLEARLY = 0.15, 0.1  # by how much a score is about another one, or clearly more
_FEW = 2
_MANY = 5  # names in a row that are no accident where as many are asked for
_SHORT = 4  # words of a thing on average, twice as many where it is called by the noun: what is longer is a clause


def answer(index: Index, request: Request, asked: Asked, begun: Answer) -> Answer | None:
    """What is named, in a table of items, words and articles, the nearest first; None where nothing is sure enough."""
    wanted = asked.listed
    if wanted is None:
        return None
    if asked.rows and asked.rows.counted:  # a number beside a place is said of it
        wanted = wanted._replace(rowed=wanted.sort == "thing")
    if asked.rows and asked.rows.several:  # a number is not put together of sentences that may say otherwise
        wanted = wanted._replace(rowed=True)
    inside = within(request.filters, asked)
    mentioned_anywhere = wanted.named and not inside and not asked.rows
    for filters in [inside, request.filters] if inside else [request.filters]:
        found = _read(index, replace(request, filters=filters), wanted)
        called = [] if mentioned_anywhere else called_so(found, wanted)
        rows, least = (called, 1) if called else _found(index, found, wanted)
        least = 1 if asked.rows and asked.rows.counted else least  # where each has the number there is no doubt
        # What is taken for no name of its sort may be one all the same where a sentence enumerates it.
        if len(rows) < least and wanted.sort != "thing" and not wanted.named:
            rows, least = _found(index, found, wanted._replace(sort="thing", rowed=True))
            rows = rows if all(_may_be_name(row, wanted) for row in rows) else []
        if len(rows) < least and wanted.sort in ("country", "person") and not wanted.named:
            rows, least = _rows(_apart(told_of(index, found, wanted._replace(sort="thing")), wanted)), FEWEST
        if filters is not inside and inside and called:
            return None  # those of other times
        if asked.rows and asked.rows.by and wanted.sort == "thing" and not called:
            continue  # what a sentence enumerates may be anything
        if len(rows) >= least:
            told = narrowed(rows, asked.rows, wanted, found.passages) if asked.rows else Narrowed(rows)
            return _composed(told, asked, begun, found) if told else None
    return None


def _may_be_name(row: Row, wanted: Enumeration) -> bool:
    """Whether what a sentence enumerates may be names: in German any noun has a capital, of a person most names two."""
    if language_of(row.spans[0].article) == "de":
        return (
            wanted.sort == "person" and sum(one[:1].isupper() for one in row.name.split()) > 1 and len(row.key) < _SHORT
        )
    return row.name[:1].isupper()


def _found(index: Index, found: Found, wanted: Enumeration) -> tuple[list[Row], int]:
    """The rows, and how many there must be that they are a list."""
    if wanted.named:
        return _rows(mentioned(found, wanted)), 1
    if LOSES.search(wanted.what):
        return _lost(index, found, wanted), 1
    # Things are found sentence by sentence, and a sentence that names as many as are asked for may stand anywhere.
    all_count = wanted.sort == "thing" or (wanted.number or 0) >= _MANY
    told = told_of(index, found, wanted, None if all_count else _may_count)
    if wanted.rowed:
        return (wanted.sort != "thing" and listed(found, wanted)) or _rows(_in_a_row(told, wanted)), FEWEST
    return listed(found, wanted) or _rows(_near(told, wanted)), 2


def _composed(told: Narrowed, asked: Asked, begun: Answer, found: Found) -> Answer:
    """The rows as an answer: a statement a sentence, cited by every row that it says."""
    assert asked.listed is not None
    rows = told.rows[: asked.listed.number or MOST]
    spans = list(dict.fromkeys(span for row in rows for span in row.spans))
    made = numbered([Statement.quoting([one]) for one in spans])
    number = {span: one.citations[0].number for span, one in zip(spans, made, strict=True)}
    cells = tuple(
        (
            Cell(row.name),
            *([Cell(row.value.words)] if row.value else []),
            Cell(" … ".join(one.text for one in row.spans), tuple(number[one] for one in row.spans)),
            Cell(row.spans[0].article.title),
        )
        for row in rows
    )
    headline = Message("{found} found, each by the words beside it; the list may not be complete.", found=len(rows))
    if asked.rows and asked.rows.by:
        headline = in_order(rows, asked.rows.number)
    begun = replace(begun, trace=replace(begun.trace, generation=found.generation))
    value = [Message("Value")] if rows[0].value else []
    # Whoever did something may be a club as well.
    named = Message("Name") if asked.listed.is_of_anyone else asked.listed.noun.capitalize()
    columns = (named, *value, Message("Words"), ARTICLE)
    return told_in(begun, headline, made, Table(columns, cells, quoted=True), [told.notice])


def _read(index: Index, request: Request, wanted: Enumeration) -> Found:
    """The articles that searches for the question and for what it asks of bring, in turn; all of their passages."""
    queries = dict.fromkeys((request.query, wanted.what or wanted.noun))
    ids: dict[str, None] = {}
    for query in queries:
        passages = index.search(query, k=_SEARCHED, filters=request.filters).passages
        ids |= dict.fromkeys([one.article.id for one in passages][:_ARTICLES])
    ids |= dict.fromkeys(having_noun(index, request.filters, wanted))
    return index.whole(list(ids))


def _near(told: Sequence[Told], wanted: Enumeration) -> list[Told]:
    """The sentences that come near enough to what is asked; the best alone, where it names as many as it says that
    there are, or about as many as the question does: two of one surname may be read as one."""
    done = _done(told, wanted)
    if len({item.key for one in done for item in one.items}) > 1:
        return done
    whole = [one for one in told if one.row and len({item.key for item in one.row}) == wanted.number]
    if wanted.number is not None and wanted.number >= _MANY and len(whole) == 1:  # no other sentence names so many
        return [replace(one, items=one.row) for one in whole]
    rows = [one for one in told if one.row and one.score >= _ROWED * told[0].score]
    near = [one for one in rows if one.score >= _LEAST_ROW] or rows[: _is_alone(told)]
    if row := _best_row(near, root(wanted.noun)):
        return [row]
    if alike := _alike(told):
        return alike
    if not told or told[0].score < _LEAST:
        return []
    first = len({item.key for item in told[0].items})
    if first == counted(told[0].span.text, wanted) or (first > 1 and first >= (wanted.number or MOST) - 1):
        return [told[0]]
    least = told[0].score * (_NEARER if len(own_roots(wanted.what)) <= _FEW else _NEAR)
    return [one for one in told if one.score >= least]


def _alike(told: Sequence[Told]) -> list[Told]:
    """The sentences of the nearest one's article that say in the same words of others what it says of one; none where
    there are too few to be a list: "The mayor pardoned A", "The mayor pardoned B"."""
    first = next(iter(told), None)
    if first is None or first.score < _LEAST_ALIKE or len({one.key for one in first.items}) != 1:
        return []
    said = _without_items(first)
    alike = [
        one
        for one in told
        if one.span.article.id == first.span.article.id and one.items and said <= roots(one.span.text)
    ]
    return alike if len({item.key for one in alike for item in one.items}) >= FEWEST and len(said) >= FEWEST else []


def _without_items(told: Told) -> frozenset[str]:
    """The roots of a sentence's words without the names of its items."""
    text = told.span.article.text
    names = " ".join(text[one.at : one.to] for one in told.items)
    return own_roots(told.span.text) - roots(names)


def _done(told: Sequence[Told], wanted: Enumeration) -> list[Told]:
    """The sentences whose items do what is asked: those that call them so, or come about as near as the nearest."""
    noun = root(wanted.noun)
    done = [_with_called(one, one.doing, noun) for one in told if one.doing]
    if wanted.is_of_anyone:
        return done
    called = [one for one in done if noun in roots(f"{one.span.article.title} {one.span.text}")]
    return called or [one for one in done if one.score >= _NEAR * done[0].score]


def _in_a_row(told: Sequence[Told], wanted: Enumeration) -> list[Told]:
    """The sentence that enumerates items and comes nearest to what is asked, where it is near or no other one is half
    as near. Names stand beside the noun itself, or nothing comes nearer; things, which go by many names, are a few
    words each, and nothing comes nearer at all but the sentence before, which may say how many there are."""
    noun = root(wanted.noun)
    if wanted.sort == "thing":
        first = [
            one
            for one in told
            if one is told[0] or one.before == told[0].span.text or counted(one.span.text, wanted) == len(one.row)
        ]
        rows = [one for one in first if one.row and _words(one) <= _SHORT * (1 + _is_called(one, noun))]
    else:
        rows = [one for one in told if one.row]
    near = [
        one
        for one in rows
        if one.score >= max(_LEAST if wanted.sort == "thing" else _LEAST_ROW, _NEAR * told[0].score)
        and (one.score >= _ROWED * told[0].score or _is_called(one, noun))
    ]
    row = _best_row(near or rows[: _is_alone(told)], noun)
    return [row] if row else []


def _apart(told: Sequence[Told], wanted: Enumeration) -> list[Told]:
    """Of articles in other languages than English, where an English model tells little of how near a sentence comes,
    the one that enumerates anything, comes about as near as any, and clearly nearer than one that enumerates others;
    none where it and its title have nothing of what is asked but the noun."""
    rows = [one for one in told if one.row and language_of(one.span.article) != "en"]
    if not rows or rows[0].score < told[0].score - _ABOUT:
        return []
    first = rows[0]
    known = len(items_in(first.span, language_of(first.span.article), "country"))
    whole = sum(len(one.key) > 1 for one in first.row)  # of a person's name
    said = roots(f"{first.span.article.title} {first.before} {first.span.text}")
    asked = " ".join(one for one in words(wanted.what) if not is_wording(one))
    own = own_roots(asked) - {root(wanted.noun), *own_roots(wanted.noun)}
    if own.isdisjoint(said) or 2 * (known if wanted.sort == "country" else whole - known) < len(first.row):
        return []
    keys = {one.key for one in first.row}
    others = [one for one in rows if len(keys & {item.key for item in one.row}) < len(keys) / 2]
    return [replace(first, items=first.row)] if not others or first.score - others[0].score > _CLEARLY else []


def _is_called(told: Told, noun: str) -> bool:
    """Whether the noun stands in a sentence or the one before it."""
    return noun in roots(f"{told.before} {told.span.text}")


def _words(told: Told) -> float:
    """How many words the things have that a sentence enumerates, on average."""
    text = told.span.article.text
    return sum(len(text[one.start : one.end].split()) for one in told.row) / len(told.row)


def _is_alone(told: Sequence[Told]) -> bool:
    """Whether of the sentences that enumerate anything one alone comes near."""
    scores = [one.score for one in told if one.row][:2]
    return scores[:1] > [_ALONE] and (len(scores) < 2 or scores[0] - scores[1] >= _APART_FROM)


def _may_count(score: float, rowed: float) -> bool:
    """Whether a sentence of that score may change what is taken of others, beside a best row of the score ``rowed``:
    what is not as near as one that enumerates alone is nothing, but may be near enough to such a one."""
    return score > _ALONE or (rowed > _ALONE and rowed - score < _APART_FROM)


def _best_row(told: Sequence[Told], noun: str) -> Told | None:
    """The first sentence whose items stand all in one row, else the first that has a row, of its row."""
    rows = [one for one in told if one.row]
    best = next((one for one in rows if len(one.row) == len(one.items)), next(iter(rows), None))
    return _with_called(best, best.row, noun) if best else None


def _with_called(told: Told, some: Sequence[Item], noun: str) -> Told:
    """A sentence with some of its items alone, and those that it calls by the noun: "minister Ada Brandt and her
    colleagues A, B and C"."""
    text = told.span.article.text
    return replace(told, items=tuple(one for one in told.items if one in some or noun in roots(text[one.at : one.to])))


def _lost(index: Index, found: Found, wanted: Enumeration) -> list[Row]:
    """Who lost: of a whole list all but who won, or those alone of whom it is said."""
    told = told_of(index, found, wanted)
    rest = LOSES.sub(" ", wanted.what)
    articles = {one.article.id: one.article for one in found.passages}
    named = {one: items(article, language_of(article), wanted.sort) for one, article in articles.items()}
    winners = {key for passage in found.passages for key in won(passage, named[passage.article.id], own_roots(rest))}
    whole = listed(found, wanted.asking(rest))
    said = [one for one in told if LOSES.search(one.span.text)]
    if not whole:
        return [row for row in _rows(_near(said, wanted)) if not _is_among(row.key, winners)]
    losers = {row.key: row for row in whole if not _is_among(row.key, winners)}
    best = {key: next((one for one in (*said, *told) if _names(one, key)), None) for key in losers}
    return [replace(row, spans=(one.span,)) if (one := best[key]) else row for key, row in losers.items()]


def _names(told: Told, key: tuple[str, ...]) -> bool:
    return any(_is_among(key, {one.key}) for one in told.items)


def _is_among(key: tuple[str, ...], keys: Iterable[tuple[str, ...]]) -> bool:
    """Whether a name or a longer or shorter form of it is among some."""
    return any(set(key) <= set(one) or set(one) <= set(key) for one in keys)


def _rows(told: Sequence[Told]) -> list[Row]:
    """The items, each once, by the sentence that comes nearest."""
    under = merged({item.key for one in told for item in one.items})
    first: dict[tuple[str, ...], Span] = {}
    seen: dict[tuple[str, ...], list[tuple[Item, Article]]] = {}
    for one in told:
        for item in one.items:
            first.setdefault(under[item.key], one.span)
            seen.setdefault(under[item.key], []).append((item, one.span.article))
    return [Row(key, _called(seen[key]), (span,)) for key, span in first.items()]


def _called(seen: Sequence[tuple[Item, Article]]) -> str:
    """What an item is called most often, a whole name before a part of one."""
    names = Counter(named_as([item], article) for item, article in seen)
    return max(names, key=lambda one: (" " in one, names[one]))


LOSES = re.compile(
    r"\b(?:(?:has|have|had) )?(?:lost|los(?:e|es|ing)|(?:(?:was|were|been) )?(?:defeated|beaten)"
    r"|(?:did not|didn['’]t|has not|have not|failed to) win"
    r"|verlor(?:en)?|verlieren|unterlag(?:en)?|unterlegen|(?:ont |a )?perdu(?:e?s)?|perdent|perdieron|perdió|perdido"
    r"|kaybet\w*|kaybed\w*)\b",
    re.IGNORECASE,
)
"""That somebody lost, did not win, or was beaten."""
_WINS = re.compile(
    r"\b(?:won|wins|winner|victor|victory|(?:was|were|is|been|has been) elected|elects|to be the next|becomes?|beat"
    r"|defeated|gewann|gewonnen|gewählt|siegte|sieger\w*|gagné|remporté|élue?|ganó|elegid[oa]|kazandı|seçildi)\b",
    re.IGNORECASE,
)


def won(passage: Passage, named: Sequence[Item], own: Set[str]) -> Iterator[tuple[str, ...]]:
    """The keys of those, of the article's ``named``, of whom a passage or the title says that they won what some roots
    say: who is named first in such a sentence, before the words for it."""
    article = passage.article
    for sentence in passage.sentences:
        win = _WINS.search(sentence.text)
        if win is None or LOSES.search(sentence.text) or not own & set(map(root, stems(sentence.text))):
            continue
        inside = [one for one in named if sentence.start <= one.at < sentence.start + win.start()]
        yield from (one.key for one in inside[:1])
    if (win := _WINS.search(article.title)) and not LOSES.search(article.title):
        before = set(article.title[: win.start()].casefold().split())
        yield from (one.key for one in named if one.key[-1] in before)
