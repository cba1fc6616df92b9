"""An answer written out for readers, and a conversation as a file to keep: Markdown with footnotes, or one page of HTML
that needs nothing else, titled by its first question. What only we know an article by is not in it.

What an article, a model or a reader wrote is text in both and stays it: it can make no element and no link. The only
links are those to the addresses of articles, and only to the web. Quotes are there to the character, in HTML with their
white space.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from rag.answers.commonmark import ENTITIES, plain
from rag.answers.later import later, retractions
from rag.answers.markup import (
    counted,
    doubt,
    escape,
    language,
    made_by,
    on_the_web,
    quotation,
    said_by,
    table,
    with_day_in_words,
    words_of,
)
from rag.answers.notes import Notes
from rag.answers.paragraphs import opening, prose
from rag.answers.statements import Missing, Statement, Trace, located
from rag.answers.table import Table
from rag.message import day_in_words
from rag.text.quotations import in_marks
from rag.types import Article, Citation, Passage, Span

_URL_SIGNS = "%/:?#@&+,;=~-._[]"  # which stand for themselves in an address and mean nothing to Markdown in one
NOT_FOUND = "∅ Not found"

_STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1d2025; --quiet: #5a616b; --line: #dddad2; --link: #0b5d7a;
  --alert: #98290f }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1c1e22; --ink: #e6e5e1; --quiet: #a7adb6; --line: #363a41; --link: #8ccbe2; --alert: #ffa48c }
}
body { max-width: 44rem; margin: 0 auto; padding: 2rem 1.2rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: break-word }
h1 { font-size: 1.5rem } h2 { margin-top: 2.2rem; font-size: 1.15rem } a { color: var(--link) }
blockquote { margin: 0 0 0.7rem; padding-left: 0.9rem; border-left: 3px solid var(--line); font-family: Georgia, serif }
table { width: 100%; border-collapse: collapse; font-size: 0.9rem }
th, td { padding: 0.3rem 0.8rem 0.3rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top }
.quiet, .verdict { color: var(--quiet); font-size: 0.85rem } .verdict.unsupported { color: var(--alert) }
.missing { padding: 0.6rem 0.9rem; border: 1px dashed var(--quiet); border-radius: 0.6rem }
.notes blockquote { white-space: pre-wrap } .notes li:target { outline: 2px solid var(--link); outline-offset: 4px }
sup { line-height: 0 } sup a { text-decoration: none } footer { margin-top: 2.2rem; border-top: 1px solid var(--line) }
@media print { body { max-width: none; padding: 0 } h2 { break-after: avoid } li, .missing { break-inside: avoid } }
"""


class Written:
    """The part of an answer that is written out: as text, as Markdown and as HTML."""

    __slots__ = ()
    question: str
    trace: Trace
    statements: tuple[Statement, ...]
    passages: tuple[Passage, ...]
    refusal: str | None
    caution: str | None
    headline: str | None
    table: Table | None
    missing: tuple[Missing, ...]
    reply: str | None
    generator: str
    notice: str | None
    left_out: int

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation of the statements once, in the order of their numbers."""
        unique = {citation.number: citation for statement in self.statements for citation in statement.citations}
        return tuple(unique[number] for number in sorted(unique))

    @property
    def text(self) -> str:
        """The answer as one would read it, with markers such as ``[1]`` after each statement; or the refusal or the
        reply that stands in for it."""
        if instead := self.refusal or self.reply:
            return instead
        parts = [
            statement.lead
            + statement.label
            + statement.text
            + "".join(f" [{citation.number}]" for citation in statement.citations)
            for statement in self.statements
        ]
        said = self.table.markdown if self.table else "".join(parts).strip()
        return "\n\n".join(filter(None, [self.headline, self.caution, said]))

    def __str__(self) -> str:
        """The text, and below it what each of its markers cites."""
        since = retractions(self)
        cited = [f"[{one.number}] {located(one)}{since.get(one.number, '')}" for one in self.citations]
        return "\n\n".join(filter(None, [self.text, "\n".join(cited)]))

    def to_markdown(self, corrections: Sequence[Span] = ()) -> str:
        """The answer alone in CommonMark, with GitHub's footnotes and strike-through, and what ``corrections`` say."""
        notes = Notes([self], told=corrections)
        return _writable("\n\n".join([*_answer_in_markdown(self, notes), *_notes_in_markdown(notes)]) + "\n")

    def _repr_html_(self) -> str:
        """The answer as a notebook shows it: all that was written elsewhere is text, and nothing is loaded."""
        return f"<section>{html_of(self)}</section>"


def markdown(
    answers: Sequence[Written],
    *,
    exported: datetime,
    narrowed: Sequence[str] = (),
    since: Sequence[Sequence[str]] = (),
) -> str:
    """A conversation in CommonMark, with the footnotes and the strike-through of GitHub's kind.

    ``narrowed`` says for each answer in words which articles were asked alone, or "", and ``since`` what came of the
    words that it cited. ``exported`` is told as a day in UTC; a time without a zone counts as local. Raises
    ``ValueError`` where there are not as many of these as of answers.
    """
    notes = Notes(answers)
    blocks = []
    for place, (answer, filters, changed) in enumerate(_with(answers, narrowed, since)):
        blocks.append(f"{'##' if place else '#'} {plain(answer.question)}")
        blocks += [f"*Only articles {plain(filters)}*"] if filters else []
        blocks += [f"*{plain(one)}*" for one in changed]
        blocks += _answer_in_markdown(answer, notes)
    blocks += ["---", *_notes_in_markdown(notes), *(["---"] if len(notes) else [])]
    blocks += [plain(fact) + "." for fact in _provenance(answers, exported)]
    return _writable("\n\n".join(blocks) + "\n")


def html(
    answers: Sequence[Written],
    *,
    exported: datetime,
    narrowed: Sequence[str] = (),
    since: Sequence[Sequence[str]] = (),
) -> str:
    """A conversation as a page of HTML without a script or anything that is loaded, light and dark, fit to be printed.

    Parameters and errors are those of ``markdown``.
    """
    notes = Notes(answers)
    body = ""
    for place, (answer, filters, changed) in enumerate(_with(answers, narrowed, since)):
        heading = "h2" if place else "h1"
        only = f"<p class='quiet'>Only articles {escape(filters)}</p>" if filters else ""
        only += "".join(f"<p class='quiet' dir='auto'>{escape(one)}</p>" for one in changed)
        body += (
            f"<section><{heading} dir='auto'>{escape(answer.question)}</{heading}>{only}"
            f"{_answer_in_html(answer, notes)}</section>"
        )
    items = _notes_in_html(notes)
    sources = f"<section class='notes'><h2>Sources</h2>{items}</section>" if items else ""
    provenance = "".join(f"<p class='quiet'>{escape(fact)}.</p>" for fact in _provenance(answers, exported))
    title = escape(answers[0].question) if answers else "Questions and answers"
    return _writable(
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        "<meta name='referrer' content='no-referrer'><meta name='viewport' content='width=device-width'>"
        f"<title>{title}</title><style>{_STYLE}</style></head>\n"
        f"<body>{body}{sources}<footer>{provenance}</footer></body></html>\n"
    )


def html_of(answer: Written, corrections: Sequence[Span] = ()) -> str:
    """The same of an answer in HTML with the words that it cites, to be put into a text: without links within it."""
    notes = Notes([answer], linked=False, told=corrections)
    return _writable(_answer_in_html(answer, notes) + _notes_in_html(notes))


def _with(
    answers: Sequence[Written], narrowed: Sequence[str], since: Sequence[Sequence[str]]
) -> Iterator[tuple[Written, str, Sequence[str]]]:
    """The answers, each with what is told of it beside it."""
    yield from zip(answers, narrowed or [""] * len(answers), since or [()] * len(answers), strict=True)


def _provenance(answers: Sequence[Written], exported: datetime) -> list[str]:
    """How the answers were made, and when they were exported, in words."""
    generators = sorted({answer.generator for answer in answers if answer.reply is None})
    made = [made_by(one) for one in generators]
    return [*made, f"Saved on {day_in_words(exported.astimezone(UTC).date())}"]


def remarks(answer: Written) -> list[str]:
    """What is to be known of an answer beside what it says, in words."""
    facts = [said for said in (answer.notice, answer.headline, answer.caution) if said]
    facts += [f"Searched for “{answer.trace.query}”"] if answer.trace.query != answer.question else []
    facts += [f"{counted(answer.left_out, 'sentence')} not fully supported left out"] if answer.left_out else []
    facts += [f"Judged by {answer.trace.judge}"] if answer.trace.judge else []
    return facts


def lacking(answer: Written) -> list[tuple[str, str]]:
    """What nothing was found for: the refusal, or the parts; each with what came nearest, in words."""
    if answer.refusal is not None:
        return [(answer.refusal, "")]
    return [
        (one.part, f" (nearest: {one.nearest.article.title})" if one.nearest is not None else "")
        for one in answer.missing
    ]


def _address(article: Article) -> str | None:
    """Where an article is on the web, in the signs that an address has; None where it is not there."""
    if article.url is None or not on_the_web(article.url):
        return None
    return percent_encoded(urlsplit(article.url).geturl(), _URL_SIGNS, errors="replace")


def _writable(text: str) -> str:
    """Without halves of surrogate pairs, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


# Markdown


def _answer_in_markdown(answer: Written, notes: Notes) -> list[str]:
    blocks = [f"*{plain(remark)}*" for remark in remarks(answer)]
    if answer.reply is not None:
        blocks.append(plain(answer.reply))
    elif answer.table is not None:
        blocks.append(_table_in_markdown(answer.table, notes, answer))
    elif answer.generator == "quotes":
        for one, since in zip(answer.statements, later(answer, notes.told), strict=True):
            remark = f" *({plain(since.remark(one.text))})*" if since is not None else ""
            blocks.append(f"> {_said_in_markdown(one, notes, quoted=True)}{remark}")
    elif answer.statements:
        blocks.append(_prose_in_markdown(answer.statements, notes))
    for part, nearest in lacking(answer):
        blocks.append(f"**{NOT_FOUND}:** {plain(part)} {plain(nearest)}".rstrip())
    return blocks


def _table_in_markdown(rows: Table, notes: Notes, answer: Written) -> str:
    """A table of GitHub's kind, each cell with its footnotes."""
    known = {one.number: one for one in answer.citations}
    lines = [[plain(name) for name in rows.columns], ["---"] * len(rows.columns)]
    for row in rows.rows:
        cited = [[notes.number(known[one]) for one in cell.citations if one in known] for cell in row]
        marks = ["".join(f"[^{number}]" for number in numbers) for numbers in cited]
        lines.append([plain(with_day_in_words(cell.text)) + mark for cell, mark in zip(row, marks, strict=True)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _prose_in_markdown(statements: Sequence[Statement], notes: Notes) -> str:
    """A model's sentences in the paragraphs and lists that their leads ask for."""
    written, opened = "", ""
    for statement in statements:
        block, number = opening(statement.lead, opened)
        entry = {"ul": "- ", "ol": f"{number}. "}.get(block, "")
        if block:
            written += ("\n" if entry and opened == block else "\n\n" if opened else "") + entry
        else:
            written += "\\\n" if "\n" in statement.lead else " "
        opened = block or opened
        written += _said_in_markdown(statement, notes)
    return written


def _said_in_markdown(statement: Statement, notes: Notes, *, quoted: bool = False) -> str:
    name = plain(f"[{statement.name}:]") + " " if statement.name else ""
    words = f"{name}{plain(in_marks(statement.text.strip()))}" if quoted else plain(statement.text)
    words = f"~~{words}~~" if statement.verdict == "unsupported" and not statement.pending else words
    verdict = f" *({plain(doubt(statement))})*" if doubt(statement) else ""
    return words + "".join(f"[^{number}]" for number in notes.of(statement)) + verdict


def _notes_in_markdown(notes: Notes) -> list[str]:
    told = []
    for number, one in notes:
        where = _where_in_markdown(one)
        if not notes.is_quoted(one):
            where = f"{note_in_markdown(one)} {plain(notes.since(one))}".rstrip()
        told.append(f"[^{number}]: {where}")
    return told


def note_in_markdown(citation: Citation) -> str:
    """The words that are cited, and where they stand, on one line."""
    return f"{plain(in_marks(citation.quote.strip()))} {_where_in_markdown(citation)}"


def _where_in_markdown(citation: Citation) -> str:
    """Where words stand, on one line."""
    article = citation.article
    title = f"*{plain(article.title)}*"
    if address := _address(article):
        # With & as an entity, or a part such as &copy= would be read as one.
        title = f"[{title}]({address.translate(ENTITIES)})"
    return ", ".join([title, *map(plain, said_by(article))])


# HTML


def _answer_in_html(answer: Written, notes: Notes) -> str:
    drawn = "".join(f"<p class='quiet'>{escape(remark)}</p>" for remark in remarks(answer))
    if answer.reply is not None:
        drawn += f"<p dir='auto'>{escape(answer.reply)}</p>"
    elif answer.table is not None:
        drawn += table(answer.table, answer.citations, lambda one: _marker_in_html(notes.number(one), notes))
    elif answer.generator == "quotes":
        drawn += "".join(
            f"<blockquote dir='auto'>{_said_in_html(one, notes, quotation(one, since))}</blockquote>"
            for one, since in zip(answer.statements, later(answer, notes.told), strict=True)
        )
    else:
        drawn += prose(answer.statements, lambda one: _said_in_html(one, notes, words_of(one)))
    for part, nearest in lacking(answer):
        drawn += f"<p class='missing'><strong>{NOT_FOUND}:</strong> {escape(part)}{escape(nearest)}</p>"
    return drawn


def _said_in_html(statement: Statement, notes: Notes, words: str) -> str:
    struck = statement.verdict == "unsupported" and not (statement.marks or statement.pending)
    words = f"<s>{words}</s>" if struck else words
    markers = ""
    for number in notes.of(statement):
        markers += _marker_in_html(number, notes)
    verdict = (
        f" <span class='verdict {statement.verdict}'>{escape(doubt(statement))}</span>" if doubt(statement) else ""
    )
    return words + markers + verdict


def _marker_in_html(number: int, notes: Notes) -> str:
    if not notes.linked:
        return f"<sup>[{number}]</sup>"
    target = f" id='said-{number}'" if notes.first(number) else ""
    return f"<sup><a{target} href='#note-{number}'>[{number}]</a></sup>"


def _notes_in_html(notes: Notes) -> str:
    """The cited words as a list; "" where there are none."""
    items = ""
    for number, citation in notes:
        identity, back = "", ""
        if notes.linked:
            identity = f" id='note-{number}'"
            back = f" <a href='#said-{number}' aria-label='Back to the answer'>↩</a>"
        quoted = notes.is_quoted(citation)
        since = "" if quoted else escape(notes.since(citation))
        note = _note_in_html(citation, since + back, quoted=quoted)
        items += f"<li{identity} value='{number}'>{note}</li>"
    return f"<ol>{items}</ol>" if items else ""


def _note_in_html(citation: Citation, back: str, *, quoted: bool) -> str:
    article = citation.article
    lang = language(article.lang)
    title = f"<cite><bdi{lang}>{escape(article.title)}</bdi></cite>"
    if address := _address(article):
        title = f"<a href='{escape(address)}' rel='noopener noreferrer'>{title}</a>"
    facts = [title, *(f"<bdi>{escape(name)}</bdi>" for name in said_by(article))]
    where = f"<p class='quiet'>{' · '.join(facts)}{back}</p>"
    if quoted:
        return where
    # All but the white space is escaped, as a quote keeps its lines; a carriage return would be read as a line feed.
    quote = re.sub(r"\S+", lambda word: escape(word[0]), citation.quote).replace("\r", "&#13;")
    return f"<blockquote{lang} dir='auto'>{quote}</blockquote>{where}"
