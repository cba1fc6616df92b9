"""Answers and their evidence as HTML: plain functions from values to strings; knows nothing of gradio or of the index.

Whatever was written by an article, a model or the reader goes through ``escape``, once, and nothing else does. Turns
have numbers: a marker in the chat leads to ``#cite-<turn>-<number>``, its mark in the evidence panel, and the one
beside that mark back to ``#said-<turn>-<number>``. The page's script follows both.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence

from rag.answers.answer import Answer
from rag.answers.later import Later
from rag.answers.markup import escape, on_the_web, quotation, table, with_day_in_words, words_of
from rag.answers.paragraphs import BLANK_LINES, prose
from rag.answers.statements import Missing, Statement
from rag.errors import RagError, for_readers
from rag.filters import Filters
from rag.types import Article, Citation, Period, Status
from rag.web.words import dated, day, gettext, month, ngettext, passages, sentences, worded, written

_PEEK = 300  # characters of a quote that a marker shows


def asking() -> str:
    """What asks the article of a card alone."""
    return f"<button type='button' class='ask'>{gettext('Ask about this article')}</button>"


def unopened() -> str:
    """The part of an article's card that holds nothing before it is opened."""
    return f"<div class='words'></div><p class='tools'>{whole()}{asking()}</p>"


def whole() -> str:
    """The button that opens an article in its card."""
    return f"<button type='button' class='whole' aria-expanded='false'>{gettext('Open the whole article')}</button>"


def gone() -> str:
    """Said where a turn is asked for that is not there."""
    return gettext("This turn is not in the chat any more.")


def offered() -> str:
    """The template of offered questions; two braces escape what stands between them."""
    return (
        "{{#if value.length}}<p>" + gettext("Questions that these articles answer") + "</p><ul>{{#each value}}"
        "<li><button type='button' data-offer>{{this}}</button></li>{{/each}}</ul>{{/if}}"
    )


def question(text: str, filters: Filters, titles: Sequence[str] = ()) -> str:
    """What the reader asked, line by line, and of which articles alone."""
    lines = "<br>".join(escape(line) for line in text.strip().splitlines())
    narrowed = narrowing(filters, titles)
    only = gettext("Only articles {narrowed}", narrowed=escape(narrowed))
    return lines + (f"<span class='narrowed'>{only}</span>" if narrowed else "")


def narrowing(filters: Filters, titles: Sequence[str] = ()) -> str:
    """Filters as plain words that read on from "articles"; none where all articles pass. ``titles`` are those of the
    articles that are chosen."""
    after, before = filters.after and day(filters.after), filters.before and day(filters.before)
    facts = []
    if after and before:
        facts.append(gettext("from {after} to {before}", after=after, before=before))
    elif after:
        facts.append(gettext("from {day}", day=after))
    elif before:
        facts.append(gettext("up to {day}", day=before))
    facts += [gettext("in {names}", names=_either(filters.sources))] if filters.sources else []
    facts += [gettext("by {names}", names=_either(filters.authors))] if filters.authors else []
    for names in (filters.people, filters.places):
        facts += [gettext("naming {names}", names=_either(names))] if names else []
    facts += [gettext("of the story {names}", names=_either(filters.stories, quoted=True))] if filters.stories else []
    facts += [gettext("filed under {names}", names=_either(filters.tags, quoted=True))] if filters.tags else []
    if len(filters.articles) == 1:
        facts.append(gettext("called “{title}”", title=titles[0] if titles else filters.articles[0]))
    elif filters.articles:
        facts.append(gettext("among the {number} that were chosen", number=written(len(filters.articles))))
    return ", ".join(facts)


def answer(turn: int, given: Answer, below: str = "", laters: Sequence[Later | None] = (), *, onward: str = "") -> str:
    """An answer for the chat, with what stands ``below`` it (HTML), and what is said later than each of its quotations;
    a refusal or a caution with what it leads ``onward`` to (HTML). Until it is finished, without what is below and the
    line on how it was made."""
    if given.reply is not None:
        return f"<div class='answer'><p class='reply'>{escape(worded(given.reply))}</p></div>"
    if given.refusal is not None:
        hint = _hint([searched(given.trace.query)] if given.trace.query != given.question else [])
        said = f"<strong>∅ {gettext('Nothing found')}</strong><p>{escape(worded(given.refusal))}</p>{hint}"
        body = f"<div class='refusal'>{said}</div>{onward}"
    elif given.table is not None:
        body = table(
            given.table,
            given.citations,
            lambda one: _cited(turn, one),
            lambda text: with_day_in_words(text, day, month),
            worded,
        )
        body = f"<div class='rows' role='region' aria-label='{gettext('Table')}' tabindex='0'>{body}</div>"
        body += f"<p class='csv'><a class='act' href='#csv'>{gettext('Save as CSV')}</a></p>"
    elif given.generator == "quotes":
        body = _quotations(turn, given.statements, laters or [None] * len(given.statements))
    else:
        body = prose(given.statements, lambda one: _said(turn, one, words_of(one, worded), signed=True))
    if given.caution is not None:
        said = f"<strong>? {gettext('Perhaps here')}</strong><p>{escape(worded(given.caution))}</p>"
        body = f"<div class='caution'>{said}</div>{onward}{body}"
    if given.headline is not None:
        body = f"<p class='headline'><strong>{escape(worded(given.headline))}</strong></p>{body}"
    if given.refusal is None:
        body += "".join(_missing(missing) for missing in given.missing)
    notice = (
        f"<p class='notice'><strong>{gettext('Note')}</strong> {escape(worded(given.notice))}</p>"
        if given.notice
        else ""
    )
    after = _provenance(given) + below if given.finished else ""
    return f"<div class='answer'>{notice}{body}{after}</div>"


def editing() -> str:
    """Said while a question is edited."""
    said = gettext("Sending begins another way on from there; what there is stays beside it.")
    return f"<p class='quiet'>{said} <button type='button' data-tell='clear'>{gettext('Leave it')}</button></p>"


def aside(text: str) -> str:
    """A line of our own."""
    return f"<p class='quiet'>{escape(text)}</p>"


def problem(cause: RagError | str) -> str:
    """A line on what went wrong."""
    return f"<p class='problem'>{escape(for_readers(cause, worded))}</p>"


def dates(status: Status) -> str:
    """From when to when the articles of an index are, as far as that is known."""
    if status.first is None or status.last is None:
        return ""
    first, last = day(status.first), day(status.last)
    return first if first == last else f"{first} – {last}"


def _either(names: Sequence[str], *, quoted: bool = False) -> str:
    shown = [gettext("“{words}”", words=name) if quoted else name for name in names]
    either = shown[0]
    for name in shown[1:]:
        either = gettext("{names} or {name}", names=either, name=name)
    return either


def marker(turn: int, kind: str, citation: Citation, title: str) -> str:
    """A link to ``#<kind>-<turn>-<number>``, with a word joiner before it, as it must not begin a line."""
    number = citation.number
    return f"&#8288;<a class='marker' href='#{kind}-{turn}-{number}' title='{escape(title)}'>[{number}]</a>"


def _said(turn: int, statement: Statement, words: str, *, signed: bool) -> str:
    """A statement's words, struck through where nothing carries them, its markers, and in words what the check found
    against it; where it is ``signed``, also a sign that it found nothing, which goes without saying of a quotation. As
    long as it is ``pending``, a sign of that alone."""
    markers = "".join(_cited(turn, one) for one in statement.citations)
    if statement.pending:
        told = gettext("Being checked")
        return f"{words}{markers} <span class='verdict pending' role='img' aria-label='{told}' title='{told}'>◌</span>"
    if statement.verdict == "supported":
        sign = f" <span class='verdict supported' title='{gettext('Supported by the words cited')}'>✓</span>"
        return words + markers + (sign if signed else "")
    if statement.verdict == "unsupported" and not statement.marks:
        words = f"<s>{words}</s>"
    return f"{words}{markers} <span class='verdict {statement.verdict}'>{escape(doubt(statement))}</span>"


def doubt(statement: Statement) -> str:
    """The verdict as sign and words, with the reason; "" where all is well."""
    if statement.verdict == "supported":
        return ""
    partly = statement.verdict == "partly"
    verdict = f"◐ {gettext('Only partly supported')}" if partly else f"⚠ {gettext('Not supported')}"
    return verdict + (f": {worded(statement.reason)}" if statement.reason else "")


def _cited(turn: int, citation: Citation) -> str:
    return marker(turn, "cite", citation, citation.article.title) + _peek(citation)


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
        said = _said(turn, statement, quotation(statement, later, since), signed=False)
        last = source is not None and (following is None or following.id != source.id)
        origin = f"<cite>{named(source) if last else dated(source)}</cite>" if source else ""
        quotations.append(f"<blockquote><p>{said}</p>{origin}</blockquote>")
    return "".join(quotations)


def since(later: Later) -> str:
    """Since when what stands there instead of what is quoted."""
    if not later.withdrawn:
        return gettext("later, {day}: {words}", day=dated(later.article), words=later.instead)
    if later.article.published is None:
        return gettext("corrected: {words}", words=later.instead)
    return gettext("corrected {day}: {words}", day=dated(later.article), words=later.instead)


def _missing(missing: Missing) -> str:
    """A part of the question for which nothing was found, and what came nearest."""
    facts = [searched(missing.query)] if missing.query != missing.part else []
    if missing.nearest is not None:
        title = f"<bdi>{escape(missing.nearest.article.title)}</bdi>"
        facts.append(gettext("nearest: {title}", title=title))
    part = f"<p><strong>∅ {gettext('Not found:')}</strong> {escape(missing.part)}</p>"
    return f"<div class='missing'>{part}{_hint(facts)}</div>"


def searched(query: str) -> str:
    """What was searched for, in words."""
    return gettext("searched for “{query}”", query=f"<bdi>{escape(query)}</bdi>")


def years(period: Period) -> str:
    """Some years as one says them."""
    first, last = period
    return str(first) if first == last else gettext("{first} to {last}", first=first, last=last)


def judged(given: Answer) -> str:
    """Who decided what the rules of the check do not tell, if anybody did."""
    judge = given.trace.judge
    return gettext("judged by {judge}", judge=escape(worded(judge))) if judge else gettext("wording not judged")


def _hint(facts: Sequence[str]) -> str:
    return f"<p class='hint'>{' · '.join(facts)}</p>" if facts else ""


def named(article: Article) -> str:
    """Title and day."""
    return gettext("{title}, {day}", title=f"<bdi>{escape(article.title)}</bdi>", day=dated(article))


def _provenance(given: Answer) -> str:
    """The small line under an answer: how it was made, of what and without what, what it took."""
    if given.refusal is not None:
        # A chat that comes back has them no more.
        facts = [gettext("{passages} found", passages=passages(len(given.passages)))] if given.passages else []
    elif given.table is not None and not given.table.quoted:
        facts = [gettext("From every article that is meant")]
    elif given.generator == "quotes":
        facts = [gettext("Quoted from the articles")]
    else:
        model = escape(given.generator)
        facts = [gettext("Written by {model}, checked against the articles", model=model), judged(given)]
    if given.trace.asked is not None and given.trace.asked != "a fact":
        facts.append(gettext("read as {asked}", asked=escape(worded(given.trace.asked))))
    if given.left_out:
        left_out = sentences(given.left_out)
        facts.append(gettext("{sentences} not fully supported left out", sentences=left_out))
    if given.trace.query != given.question and given.refusal is None:  # the refusal says it itself
        facts.append(searched(given.trace.query))
    if given.trace.period is not None:
        facts.append(gettext("what is said of {years} goes first", years=years(given.trace.period)))
    if given.trace.unread:
        unread = len(given.trace.unread)
        facts.append(
            ngettext("{number} passage did not fit the model", "{number} passages did not fit the model", unread)
        )
    if given.trace.withheld:
        withheld = sentences(len(given.trace.withheld))
        facts.append(gettext("{sentences} that spoke to the model withheld from it", sentences=withheld))
    if given.trace.usage is not None:
        usage = given.trace.usage
        read = ngettext("{number} token read", "{number} tokens read", usage.read)
        facts.append(gettext("{read}, {written} written", read=read, written=written(usage.written)))
    if (seconds := given.trace.timings.get("total")) is not None:
        took = gettext("{seconds} s", seconds=written(max(seconds, 0.1), 1))
        facts.append(took if seconds >= 0.1 else gettext("less than {time}", time=took))
    return f"<p class='made'>{' · '.join(facts)}</p>"


def heading(article: Article) -> str:
    """Title, and who says so and when, with where that is from; the title is a link only where it leads to the web."""
    title = f"<bdi>{escape(article.title)}</bdi>"
    if article.url is not None and on_the_web(article.url):
        title = f"<a href='{escape(article.url)}' target='_blank' rel='noopener noreferrer'>{title}</a>"
    facts = [f"<bdi>{escape(name)}</bdi>" for name in article.facts("source", "author")]
    when = dated(article)
    if article.published:
        origin = gettext("Date: {origin}", origin=_origin(article.published_from))
        when = f"<time datetime='{article.published}' title='{origin}'>{when}</time>"
    return f"<h3>{title}</h3><p class='origin'>{' · '.join([*facts, when])}</p>"


def _origin(of_day: str) -> str:
    """Where an article's day was read, in words."""
    known: dict[str, str] = {
        "front matter": gettext("front matter"),
        "metadata": gettext("metadata"),
        "record": gettext("record"),
        "dateline": gettext("dateline"),
        "address": gettext("address"),
        "file name": gettext("file name"),
        "amended by a reader": gettext("amended by a reader"),
        "unknown": gettext("unknown"),
    }
    return known.get(of_day, escape(of_day))


def marked(text: str, start: int, end: int, marks: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, str]]:
    """The characters ``start`` to ``end`` of a text in pieces, each as HTML and with where it ends.

    ``marks`` are half-open bounds in the text, and a name that is already HTML, or "" to cut there and mark nothing;
    what lies outside of the characters asked for is cut off. Where they overlap, a mark stands for several of them.
    """
    inside = [(max(first, start), min(last, end), name) for first, last, name in marks if first < end and start < last]
    cuts = sorted({start, end, *(cut for first, last, _ in inside for cut in (first, last))})
    for begin, stop in itertools.pairwise(cuts):
        covering = " ".join(name for first, last, name in inside if name and first <= begin and stop <= last)
        words = flow(text[begin:stop])
        yield stop, f"<mark tabindex='-1' data-cite='{covering}'>{words}</mark>" if covering else words


def flow(text: str) -> str:
    """Text with its paragraphs set apart."""
    return "<br><br>".join(escape(part) for part in BLANK_LINES.split(text))
