"""Where a refusal, or an answer that may be none, leads on to, as a value: nothing of it answers, and nothing of it is
cited."""

from dataclasses import dataclass

from rag.types import Article, Span


@dataclass(frozen=True, slots=True)
class Onward:
    """What a reader may go on with where nothing was found that answers.

    ``nearest`` are the sentences that come nearest, the best first, three at most. ``articles`` are those that a search
    by words alone has first, five at most. ``narrowed`` says that filters were set; ``unfiltered`` is how many
    sentences answer the question without them, as that was tried, None where there were none or the trial took too
    long.
    """

    nearest: tuple[Span, ...] = ()
    articles: tuple[Article, ...] = ()
    narrowed: bool = False
    unfiltered: int | None = None

    @property
    def without_filters(self) -> str | None:
        """What came of the question without its filters, in a line; None where it had none."""
        if not self.narrowed:
            return None
        match self.unfiltered:
            case None:
                return "The filters may leave out what answers this."
            case 0:
                return "Nothing was found without the filters, either."
            case 1:
                return "Without the filters, 1 sentence answers this."
            case _:
                return f"Without the filters, {self.unfiltered} sentences answer this."

    def to_dict(self) -> dict[str, object]:
        """It as JSON has it, the articles without their texts."""
        return {
            "nearest": [one.to_dict() | {"text": one.text} for one in self.nearest],
            "articles": [one.to_dict() for one in self.articles],
            "narrowed": self.narrowed,
            "unfiltered": self.unfiltered,
        }
