"""What is being done for an answer in progress. It knows nothing of how that is done."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from rag.answers.markup import counted
from rag.types import Passage


class Stage(NamedTuple):
    """What a language model is at, or a judge: with how many passages, of how many articles, or with how many sentences
    of the answer. As a text it is a line for the reader of the answer."""

    doing: Literal["translating", "rewording", "reading", "writing", "checking"]
    model: str
    passages: int = 0
    articles: int = 0
    sentences: int = 0

    def __str__(self) -> str:
        match self.doing:
            case "translating":
                return f"{self.model} is translating the question …"
            case "rewording":
                return f"{self.model} is reading the question together with those before it …"
            case "reading":
                read = f"{counted(self.passages, 'passage')} of {counted(self.articles, 'article')}"
                return f"Reading {read}; {self.model} is writing …"
            case "writing":
                return f"{self.model} is writing …"
            case "checking":
                return f"Checking {counted(self.sentences, 'sentence')}; {self.model} is judging …"


def reading(passages: Sequence[Passage], model: str) -> Stage:
    """A model reads what was found, and has not written a sentence yet."""
    return Stage("reading", model, len(passages), len({passage.article.id for passage in passages}))
