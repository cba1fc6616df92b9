"""Answers and their evidence as HTML: plain functions from values to strings; knows nothing of gradio or of the index.

Whatever was written by an article, a model or the reader goes through ``escape``, once, and nothing else does. Turns
have numbers: a marker in the chat leads to ``#cite-<turn>-<number>``, its mark in the evidence panel, and the one
beside that mark back to ``#said-<turn>-<number>``. The page's script follows both.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence

from rag.answers.answer import Answer
from rag.answers.later import Later
from rag.answers.markup import (
    counted,
    dated,
    day_in_words,
    doubt,
    escape,
    made_by,
    on_the_web,
    quotation,
    table,
    words_of,
)
from rag.answers.paragraphs import BLANK_LINES, prose
from rag.answers.statements import Missing, Statement
from rag.errors import RagError, for_readers
from rag.filters import Filters
from rag.types import Article, Citation, Status, in_words

_SUPPORTED = " <span class='verdict supported' title='Supported by the words cited'>✓</span>"

_SAVE = "<p class='csv'><a class='act' href='#csv'>Save as CSV</a></p>"
_PEEK = 300  # characters of a quote that a marker shows

ASK = "<button type='button' class='ask'>Ask about this article</button>"
"""What asks the article of a card alone."""
UNOPENED = (
    "<div class='words'></div><p class='tools'>"
    f"<button type='button' class='whole' aria-expanded='false'>Open the whole article</button>{ASK}</p>"
)
"""The part of an article's card that holds nothing before it is opened."""

GONE = "This turn is not in the chat any more."

OFFERED = (
    "{{#if value.length}}<p>Questions that these articles answer</p><ul>{{#each value}}"
    "<li><button type='button' data-offer>{{this}}</button></li>{{/each}}</ul>{{/if}}"
)
"""The template of offered questions; two braces escape what stands between them."""


def question(text: str, filters: Filters, titles: Sequence[str] = ()) -> str:
    """What the reader asked, line by line, and of which articles alone."""
    lines = "<br>".join(escape(line) for line in text.strip().splitlines())
    narrowed = narrowing(filters, titles)
    return lines + (f"<span class='narrowed'>Only articles {escape(narrowed)}</span>" if narrowed else "")


def narrowing(filters: Filters, titles: Sequence[str] = ()) -> str:
    """Filters as plain words that read on from "articles"; none where all articles pass. ``titles`` are those of the
    articles that are chosen."""
    days = [f"from {day_in_words(filters.after)}"] if filters.after else []
    days += [f"{'to' if filters.after else 'up to'} {day_in_words(filters.before)}"] if filters.before else []
    facts = [" ".join(days), _either("in", filters.sources), _either("by", filters.authors)]
    facts += [_either("naming", filters.people), _either("naming", filters.places)]
    facts += [_either("of the story", [f"“{one}”" for one in filters.stories])]
    facts += [_either("filed under", [f"“{one}”" for one in filters.tags])]
    if len(filters.articles) == 1:
        facts += [f"called “{titles[0] if titles else filters.articles[0]}”"]
    elif filters.articles:
        facts += [f"among {len(filters.articles):,} that were chosen"]
    return ", ".join(fact for fact in facts if fact)


def answer(turn: int, given: Answer, below: str = "", laters: Sequence[Later | None] = (), *, onward: str = "") -> str:
    """An answer for the chat, with what stands ``below`` it (HTML), and what is said later than each of its quotations;
    a refusal with what it leads ``onward`` to (HTML). Until it is finished, without what is below and the line on how
    it was made."""
    if given.reply is not None:
        return f"<div class='answer'><p class='reply'>{escape(given.reply)}</p></div>"
    if given.refusal is not None:
        hint = _hint([searched(given.trace.query)] if given.trace.query != given.question else [])
        said = f"<strong>∅ Nothing found</strong><p>{escape(given.refusal)}</p>{hint}"
        body = f"<div class='refusal'>{said}</div>{onward}"
    elif given.table is not None:
        body = table(
            given.table, given.citations, lambda one: marker(turn, "cite", one, one.article.title) + _peek(one)
        )
        body = f"<div class='rows' role='region' aria-label='Table' tabindex='0'>{body}</div>{_SAVE}"
    elif given.generator == "quotes":
        body = _quotations(turn, given.statements, laters or [None] * len(given.statements))
    else:
        body = prose(given.statements, lambda one: _said(turn, one, words_of(one), signed=True))
    if given.caution is not None:
        body = f"<div class='caution'><strong>? Perhaps here</strong><p>{escape(given.caution)}</p></div>{body}"
    if given.headline is not None:
        body = f"<p class='headline'><strong>{escape(given.headline)}</strong></p>{body}"
    if given.refusal is None:
        body += "".join(_missing(missing) for missing in given.missing)
    notice = f"<p class='notice'><strong>Note</strong> {escape(given.notice)}</p>" if given.notice else ""
    after = _provenance(given) + below if given.finished else ""
    return f"<div class='answer'>{notice}{body}{after}</div>"


def editing() -> str:
    """Said while a question is edited."""
    return (
        "<p class='quiet'>Sending begins another way on from there; what there is stays beside it. "
        "<button type='button' data-tell='clear'>Leave it</button></p>"
    )


def aside(text: str) -> str:
    """A line of our own."""
    return f"<p class='quiet'>{escape(text)}</p>"


def problem(cause: RagError | str) -> str:
    """A line on what went wrong."""
    return f"<p class='problem'>{escape(for_readers(cause))}</p>"


def dates(status: Status) -> str:
    """From when to when the articles of an index are, as far as that is known."""
    if status.first is None or status.last is None:
        return ""
    first, last = day_in_words(status.first), day_in_words(status.last)
    return first if first == last else f"{first} – {last}"


def _either(sign: str, names: Sequence[str]) -> str:
    return f"{sign} {' or '.join(names)}" if names else ""


def marker(turn: int, kind: str, citation: Citation, title: str) -> str:
    """A link to ``#<kind>-<turn>-<number>``, with a word joiner before it, as it must not begin a line."""
    number = citation.number
    return f"&#8288;<a class='marker' href='#{kind}-{turn}-{number}' title='{escape(title)}'>[{number}]</a>"


def _said(turn: int, statement: Statement, words: str, *, signed: bool) -> str:
    """A statement's words, struck through where nothing carries them, its markers, and in words what the check found
    against it; where it is ``signed``, also a sign that it found nothing, which goes without saying of a quotation."""
    markers = "".join(marker(turn, "cite", one, one.article.title) + _peek(one) for one in statement.citations)
    if statement.verdict == "supported":
        return words + markers + (_SUPPORTED if signed else "")
    if statement.verdict == "unsupported" and not statement.marks:
        words = f"<s>{words}</s>"
    return f"{words}{markers} <span class='verdict {statement.verdict}'>{escape(doubt(statement))}</span>"


def _peek(citation: Citation) -> str:
    """What a marker shows while it is pointed at: the article and the quote."""
    article = citation.article
    said_by = " · ".join([*article.facts("source"), dated(article)])
    quote = citation.quote if len(citation.quote) <= _PEEK else citation.quote[:_PEEK].rsplit(None, 1)[0] + " …"
    return (
        f"<span class='peek'><span class='peek-title'>{escape(article.title)}</span>"
        f"<span class='peek-origin'>{escape(said_by)}</span>"
        f"<span class='peek-quote'>“{escape(quote.strip())}”</span></span>"
    )


def _quotations(turn: int, statements: Sequence[Statement], laters: Sequence[Later | None]) -> str:
    """A blockquote for each statement, with the day of its article, which is named below the last of a run of
    quotations from it."""
    sources = [next((citation.article for citation in statement.citations), None) for statement in statements]
    quotations = []
    for statement, source, following, later in zip(statements, sources, [*sources, None][1:], laters, strict=True):
        said = _said(turn, statement, quotation(statement, later), signed=False)
        last = source is not None and (following is None or following.id != source.id)
        origin = f"<cite>{_named(source) if last else dated(source)}</cite>" if source else ""
        quotations.append(f"<blockquote><p>{said}</p>{origin}</blockquote>")
    return "".join(quotations)


def _missing(missing: Missing) -> str:
    """A part of the question for which nothing was found, and what came nearest."""
    facts = [searched(missing.query)] if missing.query != missing.part else []
    if missing.nearest is not None:
        facts.append(f"nearest: <bdi>{escape(missing.nearest.article.title)}</bdi>")
    part = f"<p><strong>∅ Not found:</strong> {escape(missing.part)}</p>"
    return f"<div class='missing'>{part}{_hint(facts)}</div>"


def searched(query: str) -> str:
    """What was searched for, in words."""
    return f"searched for “{escape(query)}”"


def _hint(facts: Sequence[str]) -> str:
    return f"<p class='hint'>{' · '.join(facts)}</p>" if facts else ""


def _named(article: Article) -> str:
    return f"<bdi>{escape(article.title)}</bdi>, {dated(article)}"


def _provenance(given: Answer) -> str:
    """The small line under an answer: how it was made, of what and without what, what it took."""
    if given.refusal is not None:
        facts = [counted(len(given.passages), "passage") + " found"]
    elif given.table is not None and not given.table.quoted:
        facts = ["From every article that is meant"]
    elif given.generator == "quotes":
        facts = [made_by(given.generator)]
    else:
        facts = [escape(made_by(given.generator))]
        facts.append(f"judged by {escape(given.trace.judge)}" if given.trace.judge else "wording not judged")
    if given.trace.asked not in (None, "a fact"):
        facts.append(f"read as {escape(str(given.trace.asked))}")
    if given.left_out:
        facts.append(counted(given.left_out, "sentence") + " not fully supported left out")
    if given.trace.query != given.question and given.refusal is None:  # the refusal says it itself
        facts.append(searched(given.trace.query))
    if given.trace.period is not None:
        facts.append(f"what is said of {in_words(given.trace.period)} goes first")
    if given.trace.unread:
        facts.append(counted(len(given.trace.unread), "passage") + " did not fit the model")
    if given.trace.withheld:
        facts.append(counted(len(given.trace.withheld), "sentence") + " that spoke to the model withheld from it")
    if given.trace.usage is not None:
        facts.append(f"{counted(given.trace.usage.read, 'token')} read, {given.trace.usage.written:,} written")
    if (seconds := given.trace.timings.get("total")) is not None:
        facts.append(f"{seconds:.1f} s" if seconds >= 0.1 else "less than 0.1 s")
    return f"<p class='made'>{' · '.join(facts)}</p>"


def heading(article: Article) -> str:
    """Title, and who says so and when, with where that is from; the title is a link only where it leads to the web."""
    title = f"<bdi>{escape(article.title)}</bdi>"
    if article.url is not None and on_the_web(article.url):
        title = f"<a href='{escape(article.url)}' target='_blank' rel='noopener noreferrer'>{title}</a>"
    facts = [f"<bdi>{escape(name)}</bdi>" for name in article.facts("source", "author")]
    day = dated(article)
    if article.published:
        day = f"<time datetime='{article.published}' title='Date: {article.published_from}'>{day}</time>"
    return f"<h3>{title}</h3><p class='origin'>{' · '.join([*facts, day])}</p>"


def marked(text: str, start: int, end: int, marks: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, str]]:
    """The characters ``start`` to ``end`` of a text in pieces, each as HTML and with where it ends.

    ``marks`` are half-open bounds in the text, and a name that is already HTML; what lies outside of the characters
    asked for is cut off. Where they overlap, a mark stands for several of them.
    """
    inside = [(max(first, start), min(last, end), name) for first, last, name in marks if first < end and start < last]
    cuts = sorted({start, end, *(cut for first, last, _ in inside for cut in (first, last))})
    for begin, stop in itertools.pairwise(cuts):
        covering = " ".join(name for first, last, name in inside if first <= begin and stop <= last)
        words = flow(text[begin:stop])
        yield stop, f"<mark tabindex='-1' data-cite='{covering}'>{words}</mark>" if covering else words


def flow(text: str) -> str:
    """Text with its paragraphs set apart."""
    return "<br><br>".join(escape(part) for part in BLANK_LINES.split(text))
