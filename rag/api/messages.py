"""An answer as a message of a chat that knows messages alone: Markdown that any client shows, with what is in doubt and
what was cited at its end, and annotations for those that read them. And back: messages as a question.

As in a saved chat, what an article or a model wrote can make no element, no picture and no link.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from rag.answers.answer import Answer
from rag.answers.commonmark import plain
from rag.answers.export import NOT_FOUND, lacking, note_in_markdown, remarks
from rag.answers.later import later
from rag.answers.markup import doubt, on_the_web
from rag.answers.statements import Statement
from rag.answers.table import Table
from rag.types import Article

_RULE = "\n\n---\n\n"
_MARKER = re.compile(r"(?<!\\)\[(\d+)\]")  # ours alone, as all others are escaped
_CHANGED = "\n\n*What stands above changed while it was written or checked; this is the answer:*\n\n"

Role = str
Said = tuple[Role, str]
"""Who said something in a chat, such as ``user``, and what."""


def earlier(said: Sequence[Said]) -> tuple[str, list[dict[str, str]]]:
    """The question that a chat ends with, and the turns before it, oldest first; "" where nobody asked.

    What a system says to a model is none of it: what may be answered, the articles say. Nor is a message without words,
    as one that calls a tool. What was asked and not answered stands for its own answer, so that what follows may lean
    on it.
    """
    turns: list[dict[str, str]] = []
    question = ""
    for role, text in said:
        if not text.strip():
            continue
        if role == "user":
            if question:
                turns.append({"question": question, "text": question})
            question = text
        elif role == "assistant" and question:
            turns.append({"question": question, "text": text.partition(_RULE)[0]})
            question = ""
        elif role == "assistant" and turns:
            turns[-1]["text"] += f"\n\n{text.partition(_RULE)[0]}"
    return question, turns


def body(answer: Answer) -> str:
    """What an answer says, with its markers."""
    if instead := answer.refusal or answer.reply:
        return plain(instead)
    quoted = answer.generator == "quotes"
    said = _table(answer.table) if answer.table else "".join(_said(one, quoted) for one in answer.statements).strip()
    return "\n\n".join(filter(None, [plain(answer.headline or ""), plain(answer.caution or ""), said]))


def foot(answer: Answer) -> str:
    """What stands below that, behind a rule: what is in doubt, what was not found, what else is to be known, and the
    words that are cited; "" where there is nothing."""
    told = [f"{plain(doubt(one))} (“{plain(one.text)}”)" for one in answer.statements if doubt(one)]
    if answer.refusal is None:
        told += [f"{NOT_FOUND}: {plain(part)}{plain(nearest)}" for part, nearest in lacking(answer)]
    for one, since in zip(answer.statements, later(answer), strict=True):
        told += [f"{plain(since.remark(one.text))} (“{plain(one.text)}”)"] if since is not None else []
    told += [plain(one) for one in remarks(answer) if one not in (answer.headline, answer.caution)]
    told += [f"[{one.number}] {note_in_markdown(one)}" for one in answer.citations]
    return _RULE + "\n\n".join(told) if told else ""


def annotations(answer: Answer, content: str, address: Callable[[Article], str]) -> list[dict[str, object]]:
    """Each marker of a message with what it cites, as OpenAI has a citation of an address, and with our own fields.
    Where an article is not on the web, ``address`` says where it can be read."""
    cited = {one.number: one for one in answer.citations}
    found: list[dict[str, object]] = []
    for marker in _MARKER.finditer(content.partition(_RULE)[0]):
        if (one := cited.get(int(marker[1]))) is not None:
            article = one.article
            url = article.url if article.url is not None and on_the_web(article.url) else address(article)
            place = {"start_index": marker.start(), "end_index": marker.end(), "title": article.title, "url": url}
            words = {"number": one.number, **one.to_dict(), "quote": one.quote}
            found.append({"type": "url_citation", "url_citation": place, "article_citation": words})
    return found


class Growing:
    """A message as it grows, in pieces that are added to each other: what was sent can't be taken back.

    Of an answer that is not finished only what a model writes is sent; quotations may stand in its place for a while.
    Where the end does not go on from what was sent, as a judge decided otherwise or the endpoint failed, that is said
    and all of it sent again.
    """

    def __init__(self) -> None:
        self.content = ""

    def pieces(self, answer: Answer) -> Iterator[str]:
        """What a step of the answer adds."""
        said = body(answer)
        if said.startswith(self.content):
            if answer.finished or answer.generator != "quotes":
                yield from self._added(said[len(self.content) :])
        elif answer.finished:
            yield from self._added(_CHANGED + said)
        if answer.finished:
            yield from self._added(foot(answer))

    def _added(self, piece: str) -> Iterator[str]:
        if piece:
            self.content += piece
            yield piece


def whole(answer: Answer) -> str:
    """A finished answer as one message."""
    return body(answer) + foot(answer)


def texts(parts: Iterable[tuple[str, str | None]]) -> str | None:
    """The text of a message that came in parts, each a kind with its text; None where one is of another kind."""
    found = [text if kind == "text" else None for kind, text in parts]
    return None if None in found else "\n".join(filter(None, found))


def _said(statement: Statement, quoted: bool) -> str:
    name = plain(f"[{statement.name}:]") + " " if statement.name else ""
    words = f"“{plain(statement.text)}”" if quoted else plain(statement.text)
    return statement.lead + name + words + "".join(f" [{one.number}]" for one in statement.citations)


def _table(table: Table) -> str:
    lines = [[plain(name) for name in table.columns], ["---"] * len(table.columns)]
    lines += [[plain(cell.text) + "".join(f" [{one}]" for one in cell.citations) for cell in row] for row in table.rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
