"""A reply whose words an endpoint has graded: how likely each of them was, and what might have stood in its place."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rag.answers.completion import usage_of
from rag.answers.statements import Usage

ALTERNATIVES = 5
"""Words whose likelihood is asked for at each place: the fewest that any endpoint offers."""
UNGRADED = (400, 404, 415, 422, 501)
"""The statuses by which an endpoint refuses to tell how likely its words are."""


@dataclass(frozen=True, slots=True)
class Graded:
    """A reply whose words were graded: each of its tokens with the probabilities of those that might have stood there;
    and what it took, where that is known."""

    tokens: tuple[tuple[str, Mapping[str, float]], ...]
    usage: Usage | None

    @classmethod
    def read(cls, reply: object) -> "Graded | None":
        """What a reply, as JSON has it, tells of its tokens; None where it tells nothing."""
        if not isinstance(reply, dict) or not isinstance(choices := reply.get("choices"), list):
            return None
        choice = next((one for one in choices if isinstance(one, dict)), {})
        told = choice.get("logprobs")
        content = told.get("content") if isinstance(told, dict) else None
        tokens = []
        for token in content if isinstance(content, list) else []:
            if isinstance(token, dict) and isinstance(said := token.get("token"), str):
                likely = token.get("top_logprobs")
                tokens.append((said, dict(_likelihoods(likely if isinstance(likely, list) else []))))
        return cls(tuple(tokens), usage_of(reply.get("usage"))) if any(likely for _, likely in tokens) else None


def _likelihoods(told: list[object]) -> Iterator[tuple[str, float]]:
    for one in told:
        match one:
            case {"token": str(token), "logprob": int() | float() as logprob}:
                yield token, math.exp(min(0.0, logprob))
