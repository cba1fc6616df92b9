"""What a conversation cites, as the notes below it: each place once, with what is said later of its words."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from rag.answers.later import Given, retractions
from rag.answers.statements import Statement
from rag.answers.table import Table
from rag.types import Citation, Span

_Place = tuple[str, int, int, str]


class Cited(Given, Protocol):
    """What is looked at of an answer."""

    @property
    def table(self) -> Table | None: ...
    @property
    def citations(self) -> tuple[Citation, ...]: ...


class Notes:
    """The citations of a conversation, each place once, numbered as they come; ``linked`` where markers and notes lead
    to each other; ``told`` corrects them besides what the answers found."""

    def __init__(self, answers: Sequence[Cited], *, linked: bool = True, told: Sequence[Span] = ()) -> None:
        self.linked, self.told = linked, told
        cited: dict[_Place, Citation] = {}
        self._since: dict[_Place, str] = {}
        self._quoted: set[_Place] = set()
        only_cited: set[_Place] = set()
        for answer in answers:
            since, quoted = retractions(answer, told), quoted_in(answer)
            for citation in answer.citations:
                cited.setdefault(_identity(citation), citation)
                self._since.setdefault(_identity(citation), since.get(citation.number, ""))
                (self._quoted if citation.number in quoted else only_cited).add(_identity(citation))
        self._quoted -= only_cited
        self._citations = dict(enumerate(cited.values(), 1))
        self._numbers = {identity: number for number, identity in enumerate(cited, 1)}
        self._marked: set[int] = set()

    def __len__(self) -> int:
        return len(self._citations)

    def __iter__(self) -> Iterator[tuple[int, Citation]]:
        return iter(self._citations.items())

    def of(self, statement: Statement) -> list[int]:
        """The numbers of a statement's citations."""
        return [self.number(citation) for citation in statement.citations]

    def number(self, citation: Citation) -> int:
        """The number of a citation."""
        return self._numbers[_identity(citation)]

    def is_quoted(self, citation: Citation) -> bool:
        """Whether its words are what is said wherever it is cited, so that a note need not say them again, nor what is
        said later of them."""
        return _identity(citation) in self._quoted

    def since(self, citation: Citation) -> str:
        """What is said later of its words; "" where nothing is."""
        return self._since[_identity(citation)]

    def first(self, number: int) -> bool:
        """Whether a marker of that number is the first to be asked about, to which its note leads back."""
        known = number in self._marked
        self._marked.add(number)
        return not known


def _identity(citation: Citation) -> _Place:
    return citation.article.id, citation.start, citation.end, citation.quote


def quoted_in(answer: Cited) -> set[int]:
    """The numbers of what an answer cites whose words are what it says, wherever it cites them."""
    if answer.generator != "quotes" or answer.table is not None:
        return set()
    whole = {
        (one.number, " ".join(one.quote.split()) in " ".join(statement.text.split()))
        for statement in answer.statements
        for one in statement.citations
    }
    return {number for number, said in whole if said} - {number for number, said in whole if not said}
