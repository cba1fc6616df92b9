"""What goes to the clipboard: an answer with its sources, or what it cites of one article, as text and, where that says
more, as HTML."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.answers import export, references
from rag.answers.answer import Answer
from rag.answers.later import later
from rag.answers.markup import doubt, escape
from rag.answers.statements import Statement
from rag.types import Citation

Copied = dict[str, str]
"""``text/plain`` and, maybe, ``text/html``, each with what is copied."""


def copied(given: Answer, kind: str, article: str | None) -> Copied:
    """An answer or, where an article's id is given, what it cites of that, which may be nothing."""
    if article is None:
        return _answer(given, kind)
    return _citation(given, article, kind) if any(one.article.id == article for one in given.citations) else {}


def _answer(given: Answer, kind: str) -> Copied:
    """An answer with its sources: as ``plain`` text or ``markdown``, or else as text and HTML, of which the program
    that it is put into takes what it can."""
    if kind == "markdown":
        return {"text/plain": given.to_markdown()}
    return {"text/plain": _plain(given)} | ({} if kind == "plain" else {"text/html": export.html_of(given)})


def _citation(given: Answer, article: str, kind: str) -> Copied:
    """What an answer cites of the article of an id: its ``reference`` in words, an entry for a reference manager (of
    `references.FORMATS`), or else the quotes with it. It cites something of it."""
    cited = tuple(one for one in given.citations if one.article.id == article)
    named = references.reference(cited[0].article)
    if kind == "reference":
        return {"text/plain": named}
    if kind in references.FORMATS:
        alone = replace(given, statements=(Statement("", cited, "supported"),))
        return {"text/plain": references.FORMATS[kind]([alone])}
    quotes = "".join(f"<blockquote>{escape(_quote(one))}</blockquote>" for one in cited)
    return {
        "text/plain": "\n".join([*map(_quote, cited), named]),
        "text/html": f"{quotes}<p>{escape(named)}</p>",
    }


def _plain(given: Answer) -> str:
    """An answer and its sources as one would type it."""
    blocks = [*export.remarks(given), given.reply or "", *_said(given)]
    blocks += [f"{export.NOT_FOUND}: {part}{nearest}" for part, nearest in export.lacking(given)]
    sources = [f"[{one.number}] {_quote(one)} {references.reference(one.article)}" for one in given.citations]
    blocks += ["\n".join(["Sources", *sources])] if sources else []
    return "\n\n".join(filter(None, blocks)) + "\n"


def _said(given: Answer) -> Iterator[str]:
    if given.table is not None:
        yield "\n".join(
            "\t".join(row)
            for row in [
                given.table.columns,
                *([cell.text + _markers(cell.citations) for cell in row] for row in given.table.rows),
            ]
        )
    elif given.generator == "quotes":
        for one, since in zip(given.statements, later(given), strict=True):
            remark = f" ({since.remark(one)})" if since is not None else ""
            yield _sentence(one, f"“{one.text.strip()}”") + remark
    else:
        yield "".join(one.lead + _sentence(one, one.text) for one in given.statements).strip()


def _sentence(one: Statement, words: str) -> str:
    name = f"[{one.name}:] " if one.name else ""
    verdict = f" ({doubt(one)})" if doubt(one) else ""
    return name + words + _markers([cited.number for cited in one.citations]) + verdict


def _markers(numbers: Sequence[int]) -> str:
    return "".join(f" [{number}]" for number in numbers)


def _quote(one: Citation) -> str:
    return f"“{' '.join(one.quote.split())}”"
