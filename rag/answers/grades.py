"""How likely each token of a reply was, and what might have stood in its place, where an endpoint tells."""

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

ALTERNATIVES = 5
"""Words whose likelihood is asked for at each place: the fewest that any endpoint offers."""


class Token(NamedTuple):
    """A token of a reply, with the probabilities of those that might have stood there."""

    text: str
    likely: Mapping[str, float]


def graded(choice: Mapping[str, object]) -> Iterator[Token]:
    """What a choice of a reply, or of a piece of one, as JSON has it, tells of its tokens."""
    told = choice.get("logprobs")
    content = told.get("content") if isinstance(told, dict) else None
    for token in content if isinstance(content, list) else []:
        if isinstance(token, dict) and isinstance(said := token.get("token"), str):
            likely = token.get("top_logprobs")
            yield Token(said, dict(_likelihoods(likely if isinstance(likely, list) else [])))


def _likelihoods(told: list[object]) -> Iterator[tuple[str, float]]:
    for one in told:
        match one:
            case {"token": str(token), "logprob": int() | float() as logprob}:
                yield token, math.exp(min(0.0, logprob))
