"""An answer written out for readers, and a conversation as a file to keep: Markdown with footnotes, or one page of HTML
that needs nothing else.

What an article, a model or a reader wrote is text in both and stays it: it can make no element and no link. The only
links are those to the addresses of articles, and only to the web. Quotes are there to the character, white space
included.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from rag.answers.commonmark import ENTITIES, exact, plain
from rag.answers.markup import (
    counted,
    doubt,
    escape,
    language,
    on_the_web,
    origin,
    quotation,
    table,
    words_of,
)
from rag.answers.paragraphs import opening, prose
from rag.answers.statements import Missing, Statement, Trace, located
from rag.answers.table import Table
from rag.types import Article, Citation

_URL_SIGNS = "%/:?#@&+,;=~-._[]"  # which stand for themselves in an address and mean nothing to Markdown in one
_NOT_FOUND = "∅ Not found"

_STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1d2025; --quiet: #5a616b; --line: #dddad2; --link: #0b5d7a;
  --alert: #98290f }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1c1e22; --ink: #e6e5e1; --quiet: #a7adb6; --line: #363a41; --link: #8ccbe2; --alert: #ffa48c }
}
body { max-width: 44rem; margin: 0 auto; padding: 2rem 1.2rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.5rem } h2 { margin-top: 2.2rem; font-size: 1.15rem } a { color: var(--link) }
blockquote { margin: 0 0 0.7rem; padding-left: 0.9rem; border-left: 3px solid var(--line); font-family: Georgia, serif }
sup { line-height: 0 } sup a { text-decoration: none }
.quiet, .verdict { color: var(--quiet); font-size: 0.85rem } .verdict.unsupported { color: var(--alert) }
.missing { padding: 0.6rem 0.9rem; border: 1px dashed var(--quiet); border-radius: 0.6rem }
.notes blockquote { white-space: pre-wrap } .notes li:target { outline: 2px solid var(--link); outline-offset: 4px }
footer { margin-top: 2.2rem; border-top: 1px solid var(--line) }
@media print { body { max-width: none; padding: 0 } h2 { break-after: avoid } li, .missing { break-inside: avoid } }
"""


class Written:
    """The part of an answer that is written out: as text, as Markdown and as HTML."""

    __slots__ = ()
    question: str
    trace: Trace
    statements: tuple[Statement, ...]
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
            + (f"[{statement.name}:] " if statement.name else "")
            + statement.text
            + "".join(f" [{citation.number}]" for citation in statement.citations)
            for statement in self.statements
        ]
        said = self.table.markdown if self.table else "".join(parts).strip()
        return "\n\n".join(filter(None, [self.headline, self.caution, said]))

    def __str__(self) -> str:
        """The text, and below it what each of its markers cites."""
        return "\n\n".join(
            filter(None, [self.text, "\n".join(f"[{one.number}] {located(one)}" for one in self.citations)])
        )

    def to_markdown(self) -> str:
        """The answer without its question in CommonMark, with the footnotes and the strike-through of GitHub's kind."""
        notes = _Notes([self])
        cited = [f"[^{number}]: {_note_in_markdown(citation)}" for number, citation in notes]
        return _writable("\n\n".join([*_answer_in_markdown(self, notes), *cited]) + "\n")

    def _repr_html_(self) -> str:
        """The answer as a notebook shows it: all that was written elsewhere is text, and nothing is loaded."""
        # A notebook is one page of many answers, whose markers lead to their own notes.
        notes = _Notes([self], prefix=f"{zlib.crc32(str(self).encode('utf-8', 'replace')):08x}-")
        return _writable(f"<section>{_answer_in_html(self, notes)}{_notes_in_html(notes)}</section>")


def markdown(
    answers: Sequence[Written],
    *,
    exported: datetime,
    narrowed: Sequence[str] = (),
    since: Sequence[Sequence[str]] = (),
) -> str:
    """A conversation in CommonMark, with the footnotes and the strike-through of GitHub's kind.

    ``narrowed`` says for each answer in words which articles were asked alone, or "", and ``since`` what came of the
    words that it cited. ``exported`` is told in UTC; a time without a zone counts as local. Raises ``ValueError`` where
    there are not as many of these as of answers.
    """
    notes = _Notes(answers)
    blocks = ["# Questions and answers"]
    for answer, filters, changed in _with(answers, narrowed, since):
        blocks.append(f"## {plain(answer.question)}")
        blocks += [f"*Only articles {plain(filters)}*"] if filters else []
        blocks += [f"*{plain(one)}*" for one in changed]
        blocks += _answer_in_markdown(answer, notes)
    blocks += ["---"]
    blocks += [f"[^{number}]: {_note_in_markdown(citation)}" for number, citation in notes]
    blocks += ["---"] if len(notes) else []
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
    notes = _Notes(answers)
    body = ""
    for answer, filters, changed in _with(answers, narrowed, since):
        only = f"<p class='quiet'>Only articles {escape(filters)}</p>" if filters else ""
        only += "".join(f"<p class='quiet' dir='auto'>{escape(one)}</p>" for one in changed)
        body += (
            f"<section><h2 dir='auto'>{escape(answer.question)}</h2>{only}{_answer_in_html(answer, notes)}</section>"
        )
    listed = _notes_in_html(notes)
    sources = f"<section class='notes'><h2>Cited words</h2>{listed}</section>" if listed else ""
    provenance = "".join(f"<p class='quiet'>{escape(fact)}.</p>" for fact in _provenance(answers, exported))
    return _writable(
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        "<meta name='referrer' content='no-referrer'><meta name='viewport' content='width=device-width'>"
        f"<title>Questions and answers</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>Questions and answers</h1>{body}{sources}<footer>{provenance}</footer></body></html>\n"
    )


def _with(
    answers: Sequence[Written], narrowed: Sequence[str], since: Sequence[Sequence[str]]
) -> Iterator[tuple[Written, str, Sequence[str]]]:
    """The answers, each with what is told of it beside it."""
    yield from zip(answers, narrowed or [""] * len(answers), since or [()] * len(answers), strict=True)


class _Notes:
    """The citations of a conversation, each place once, by number.

    They keep the numbers that they have, but for those that stand for other words by then, as after an index has
    changed or in a conversation longer than what is remembered of it: these come after all others. ``prefix`` tells
    their anchors in HTML from those of others on the same page.
    """

    def __init__(self, answers: Sequence[Written], prefix: str = "") -> None:
        self.prefix = prefix
        cited = [citation for answer in answers for citation in answer.citations]
        self._numbers: dict[tuple[str, int, int, str], int] = {}
        self._citations: dict[int, Citation] = {}
        self._marked: set[int] = set()
        following = max((citation.number for citation in cited), default=0) + 1
        for citation in cited:
            if _identity(citation) in self._numbers:
                continue
            number = citation.number
            if number in self._citations:
                number, following = following, following + 1
            self._numbers[_identity(citation)] = number
            self._citations[number] = citation

    def __len__(self) -> int:
        return len(self._citations)

    def __iter__(self) -> Iterator[tuple[int, Citation]]:
        return iter(sorted(self._citations.items()))

    def of(self, statement: Statement) -> list[int]:
        """The numbers of a statement's citations."""
        return [self.number(citation) for citation in statement.citations]

    def number(self, citation: Citation) -> int:
        """The number of a citation."""
        return self._numbers[_identity(citation)]

    def first(self, number: int) -> bool:
        """Whether a marker of that number is the first to be asked about, to which its note leads back."""
        known = number in self._marked
        self._marked.add(number)
        return not known


def _identity(citation: Citation) -> tuple[str, int, int, str]:
    return citation.article.id, citation.start, citation.end, citation.quote


def _provenance(answers: Sequence[Written], exported: datetime) -> list[str]:
    """How the answers were made, and when they were exported, in words."""
    asked = [answer for answer in answers if answer.reply is None]
    facts = []
    if asked:
        generations = ", ".join(f"{one:,}" for one in sorted({answer.trace.generation for answer in asked}))
        generators = sorted({answer.generator for answer in asked})
        names = ", ".join("quotations" if one == "quotes" else one for one in generators)
        facts = [f"Generation of the index: {generations}", f"Answers by: {names}"]
    return [*facts, f"Exported on {exported.astimezone(UTC):%Y-%m-%d at %H:%M} UTC"]


def _remarks(answer: Written) -> list[str]:
    """What is to be known of an answer beside what it says, in words."""
    facts = [said for said in (answer.notice, answer.headline, answer.caution) if said]
    facts += [f"Searched for “{answer.trace.query}”"] if answer.trace.query != answer.question else []
    facts += [f"{counted(answer.left_out, 'sentence')} not fully supported left out"] if answer.left_out else []
    facts += [f"Judged by {answer.trace.judge}"] if answer.trace.judge else []
    return facts


def _lacking(answer: Written) -> list[tuple[str, str]]:
    """What nothing was found for: the refusal, or the parts; each with what came nearest, in words."""
    if answer.refusal is not None:
        return [(answer.refusal, "")]
    return [(missing.part, _nearest(missing)) for missing in answer.missing]


def _nearest(missing: Missing) -> str:
    return f" (nearest: {missing.nearest.article.title})" if missing.nearest is not None else ""


def _address(article: Article) -> str | None:
    """Where an article is on the web, in the signs that an address has; None where it is not there."""
    if article.url is None or not on_the_web(article.url):
        return None
    return percent_encoded(urlsplit(article.url).geturl(), _URL_SIGNS, errors="replace")


def _place(citation: Citation) -> str:
    return f"{citation.article.id}, characters {citation.start:,} to {citation.end:,}"


def _writable(text: str) -> str:
    """Without halves of surrogate pairs, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


# Markdown


def _answer_in_markdown(answer: Written, notes: _Notes) -> list[str]:
    blocks = [f"*{plain(remark)}*" for remark in _remarks(answer)]
    if answer.reply is not None:
        blocks.append(plain(answer.reply))
    elif answer.table is not None:
        blocks.append(_table_in_markdown(answer.table, notes, answer))
    elif answer.generator == "quotes":
        blocks += [f"> {_said_in_markdown(one, notes, quoted=True)}" for one in answer.statements]
    elif answer.statements:
        blocks.append(_prose_in_markdown(answer.statements, notes))
    for part, nearest in _lacking(answer):
        blocks.append(f"**{_NOT_FOUND}:** {plain(part)} {plain(nearest)}".rstrip())
    return blocks


def _table_in_markdown(rows: Table, notes: _Notes, answer: Written) -> str:
    """A table of GitHub's kind, each cell with its footnotes."""
    known = {one.number: one for one in answer.citations}
    lines = [[plain(name) for name in rows.columns], ["---"] * len(rows.columns)]
    for row in rows.rows:
        cited = [[notes.number(known[one]) for one in cell.citations if one in known] for cell in row]
        marks = ["".join(f"[^{number}]" for number in numbers) for numbers in cited]
        lines.append([plain(cell.text) + mark for cell, mark in zip(row, marks, strict=True)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _prose_in_markdown(statements: Sequence[Statement], notes: _Notes) -> str:
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


def _said_in_markdown(statement: Statement, notes: _Notes, *, quoted: bool = False) -> str:
    name = plain(f"[{statement.name}:]") + " " if statement.name else ""
    words = f"{name}“{plain(statement.text)}”" if quoted else plain(statement.text)
    words = f"~~{words}~~" if statement.verdict == "unsupported" else words
    verdict = f" *({plain(doubt(statement))})*" if doubt(statement) else ""
    return words + "".join(f"[^{number}]" for number in notes.of(statement)) + verdict


def _note_in_markdown(citation: Citation) -> str:
    article = citation.article
    title = f"*{plain(article.title)}*"
    if address := _address(article):
        # With & as an entity, or a part such as &copy= would be read as one.
        title = f"[{title}]({address.translate(ENTITIES)})"
    return f"“{exact(citation.quote)}” {', '.join([title, *map(plain, origin(article))])} ({plain(_place(citation))})"


# HTML


def _answer_in_html(answer: Written, notes: _Notes) -> str:
    drawn = "".join(f"<p class='quiet'>{escape(remark)}</p>" for remark in _remarks(answer))
    if answer.reply is not None:
        drawn += f"<p dir='auto'>{escape(answer.reply)}</p>"
    elif answer.table is not None:
        drawn += table(answer.table, answer.citations, lambda one: _marker_in_html(notes.number(one), notes))
    elif answer.generator == "quotes":
        drawn += "".join(
            f"<blockquote dir='auto'>{_said_in_html(one, notes, quotation(one))}</blockquote>"
            for one in answer.statements
        )
    else:
        drawn += prose(answer.statements, lambda one: _said_in_html(one, notes, words_of(one)))
    for part, nearest in _lacking(answer):
        drawn += f"<p class='missing'><strong>{_NOT_FOUND}:</strong> {escape(part)}{escape(nearest)}</p>"
    return drawn


def _said_in_html(statement: Statement, notes: _Notes, words: str) -> str:
    words = f"<s>{words}</s>" if statement.verdict == "unsupported" and not statement.marks else words
    markers = ""
    for number in notes.of(statement):
        markers += _marker_in_html(number, notes)
    verdict = (
        f" <span class='verdict {statement.verdict}'>{escape(doubt(statement))}</span>" if doubt(statement) else ""
    )
    return words + markers + verdict


def _marker_in_html(number: int, notes: _Notes) -> str:
    target = f" id='{notes.prefix}said-{number}'" if notes.first(number) else ""
    return f"<sup><a{target} href='#{notes.prefix}note-{number}'>[{number}]</a></sup>"


def _notes_in_html(notes: _Notes) -> str:
    items = "".join(_note_in_html(number, citation, notes.prefix) for number, citation in notes)
    return f"<ol>{items}</ol>" if items else ""


def _note_in_html(number: int, citation: Citation, prefix: str) -> str:
    article = citation.article
    lang = language(article.lang)
    title = f"<cite><bdi{lang}>{escape(article.title)}</bdi></cite>"
    if address := _address(article):
        title = f"<a href='{escape(address)}' rel='noopener noreferrer'>{title}</a>"
    facts = [title, *(f"<bdi>{escape(name)}</bdi>" for name in (*origin(article), _place(citation)))]
    # All but the white space is escaped, as a quote keeps its lines; a carriage return would be read as a line feed.
    quote = re.sub(r"\S+", lambda word: escape(word[0]), citation.quote).replace("\r", "&#13;")
    return (
        f"<li id='{prefix}note-{number}' value='{number}'><blockquote{lang} dir='auto'>{quote}</blockquote>"
        f"<p class='quiet'>{' · '.join(facts)} "
        f"<a href='#{prefix}said-{number}' aria-label='Back to the answer'>↩</a></p></li>"
    )
