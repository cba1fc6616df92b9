"""What goes to the clipboard: an answer with its sources, or what it cites of one article, as text and, where that says
more, as HTML."""

from collections.abc import Iterator, Sequence

from rag.answers import export, references
from rag.answers.answer import Answer
from rag.answers.later import later, retractions
from rag.answers.markup import doubt, escape
from rag.answers.notes import quoted_in
from rag.answers.statements import Statement
from rag.types import Citation, Span

Copied = dict[str, str]
"""``text/plain`` and, maybe, ``text/html``, each with what is copied."""


def copied(given: Answer, kind: str, article: str | None, corrections: Sequence[Span] = ()) -> Copied:
    """An answer or, where an article's id is given, what it cites of that, which may be nothing; with what is said
    later of its figures, by it and by ``corrections``."""
    if article is None:
        return _answer(given, kind, corrections)
    return (
        _citation(given, article, kind, corrections)
        if any(one.article.id == article for one in given.citations)
        else {}
    )


def _answer(given: Answer, kind: str, corrections: Sequence[Span]) -> Copied:
    """An answer with its sources: as ``plain`` text or ``markdown``, or else as text and HTML, of which the program
    that it is put into takes what it can."""
    if kind == "markdown":
        return {"text/plain": given.to_markdown(corrections)}
    return {"text/plain": _plain(given, corrections)} | (
        {} if kind == "plain" else {"text/html": export.html_of(given, corrections)}
    )


def _citation(given: Answer, article: str, kind: str, corrections: Sequence[Span]) -> Copied:
    """What an answer cites of the article of an id: its ``reference`` in words, an entry for a reference manager (of
    `references.FORMATS`), or else the quotes with it. It cites something of it."""
    cited = tuple(one for one in given.citations if one.article.id == article)
    named = references.reference(cited[0].article)
    if kind == "reference":
        return {"text/plain": named}
    if kind in references.FORMATS:
        return {"text/plain": references.FORMATS[kind]([given], article, [corrections])}
    since = retractions(given, corrections)
    words = [_quote(one) + since.get(one.number, "") for one in cited]
    quotes = "".join(f"<blockquote>{escape(one)}</blockquote>" for one in words)
    return {
        "text/plain": "\n".join([*words, named]),
        "text/html": f"{quotes}<p>{escape(named)}</p>",
    }


def _plain(given: Answer, corrections: Sequence[Span]) -> str:
    """An answer and its sources as one would type it."""
    blocks = [*export.remarks(given), given.reply or "", *_said(given, corrections)]
    since = retractions(given, corrections)
    blocks += [f"{export.NOT_FOUND}: {part}{nearest}" for part, nearest in export.lacking(given)]
    quoted = quoted_in(given)  # which is not said again
    words = {
        one.number: "" if one.number in quoted else _quote(one) + since.get(one.number, "") for one in given.citations
    }
    sources = [
        " ".join(filter(None, [f"[{one.number}]", words[one.number], references.reference(one.article)]))
        for one in given.citations
    ]
    blocks += ["\n".join(["Sources", *sources])] if sources else []
    return "\n\n".join(filter(None, blocks)) + "\n"


def _said(given: Answer, corrections: Sequence[Span]) -> Iterator[str]:
    if given.table is not None:
        yield "\n".join(
            "\t".join(row)
            for row in [
                given.table.columns,
                *([cell.text + _markers(cell.citations) for cell in row] for row in given.table.rows),
            ]
        )
    elif given.generator == "quotes":
        for one, since in zip(given.statements, later(given, corrections), strict=True):
            remark = f" ({since.remark(one.text)})" if since is not None else ""
            yield _sentence(one, f"“{one.text.strip()}”") + remark
    else:
        yield "".join(one.lead + _sentence(one, one.text) for one in given.statements).strip()


def _sentence(one: Statement, words: str) -> str:
    verdict = f" ({doubt(one)})" if doubt(one) else ""
    return one.label + words + _markers([cited.number for cited in one.citations]) + verdict


def _markers(numbers: Sequence[int]) -> str:
    return "".join(f" [{number}]" for number in numbers)


def _quote(one: Citation) -> str:
    return f"“{' '.join(one.quote.split())}”"
