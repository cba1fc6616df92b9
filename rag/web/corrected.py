"""What other articles say later against a number that an answer cites, as a correction that a kept answer does not
know. Values, not drawn here."""

from rag.answers.answer import Answer
from rag.answers.conversation import LONGEST
from rag.answers.kinds.story import corrected, told_by
from rag.index.search import Index
from rag.text.corrections import CORRECTS
from rag.types import Span

_PASSAGES = 8  # that are looked at for each citation
_CITATIONS = 8  # of an answer that are looked at


def corrections(answer: Answer, index: Index) -> tuple[Span, ...]:
    """What articles that an answer does not cite say against a number in the words that it does, as a correction names
    both; nothing where the index is as it was at the answer. Raises what a search raises."""
    if answer.trace.generation >= index.generation:
        return ()
    cited = {one.article.id for one in answer.citations}
    found: dict[tuple[str, int], Span] = {}
    numbered = [one for one in answer.citations if any(sign.isdigit() for sign in one.quote)]
    for citation in numbered[:_CITATIONS]:
        passages = index.search(citation.quote[:LONGEST], k=_PASSAGES).passages
        others = dict.fromkeys(one.article.id for one in passages if CORRECTS.search(one.text))
        told = list(told_by(index, [one for one in others if one not in cited]))
        found |= {(span.article.id, span.start): span for span in corrected(citation, told)}
    return tuple(found.values())
