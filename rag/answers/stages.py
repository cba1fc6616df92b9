"""What is being done for an answer in progress, in a line for its reader. It knows nothing of how that is done."""

from collections.abc import Sequence

from rag.answers.markup import counted
from rag.types import Passage


def translating(model: str) -> str:
    """A model puts the question into the language of the articles."""
    return f"{model} is translating the question …"


def rewording(model: str) -> str:
    """A model puts a follow-up so that it stands alone."""
    return f"{model} is reading the question together with those before it …"


def reading(passages: Sequence[Passage], model: str) -> str:
    """A model reads what was found, and has not written a sentence yet."""
    articles = len({passage.article.id for passage in passages})
    return f"Reading {counted(len(passages), 'passage')} of {counted(articles, 'article')}; {model} is writing …"


def writing(model: str) -> str:
    """A model writes on."""
    return f"{model} is writing …"


def checking(statements: int, judge: str) -> str:
    """A judge reads what the rules of the check leave open of so many statements."""
    return f"Checking {counted(statements, 'sentence')}; {judge} is judging …"
