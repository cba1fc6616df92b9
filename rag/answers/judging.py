"""Judges: models that read a statement and some words of an article, and say how likely it is that these state it.

A language model or a cross-encoder decides what no rule can. How good it is at that is not taken on trust: what it says
is read by a calibration (`rag.answers.calibration`) that was measured with it.
"""

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rag.answers.prompts import judging
from rag.answers.speech import Withdrawn
from rag.answers.statements import Usage
from rag.errors import ChatError, ContextExceeded, ModelError, RagError
from rag.index.reranking import cross_encoder
from rag.message import Message

if TYPE_CHECKING:
    from rag.answers.chat import Chat  # imported when there is an endpoint: the client takes half a second to load
    from rag.answers.grades import Graded

_SAID = re.compile(r"(?<![\w.])(\d{1,3})\W{1,12}(yes|partly|partially|no)\b", re.IGNORECASE)
_WORDS = {"yes": 0.95, "partly": 0.7, "partially": 0.7, "no": 0.05}
"""What a word is worth where the endpoint does not tell how likely it was: any numbers in that order would do, as a
calibration reads them."""
# How cross-encoders name what we ask for: entailment, ENTAILMENT, supported, consistent, LABEL_1.
_STATED = re.compile(r"entail|support|consistent|faithful|grounded|yes|true", re.IGNORECASE)
_NOT_STATED = re.compile(
    r"\b(?:not|no|non|un)|not[_ -]|non[_ -]|unsupport|inconsistent|unfaithful|hallucinat", re.IGNORECASE
)
_UNNAMED = re.compile(r"LABEL_\d")
_NUMBER = re.compile(r"\d+")
_A_STATEMENT = 8  # tokens that a line of the reply takes: its number, a word, and the signs around them
_LEAST = 64  # tokens of a reply at least


@dataclass(frozen=True, slots=True)
class Judgement:
    """For each statement the probability, in [0, 1], that the words state it, None where the judge did not say; and
    what it took, where it tells."""

    stated: tuple[float | None, ...]
    usage: Usage | None = None


class Judge(Protocol):
    """What says how likely it is that statements are stated. It may be shared between threads."""

    @property
    def name(self) -> str: ...

    def judge(
        self, statements: Sequence[str], evidence: Sequence[str], read: Sequence[Mapping[str, str]] = ()
    ) -> Judgement:
        """How likely each of some statements is stated by the evidence beside it.

        ``read`` are the messages, with its answer, of a conversation in which a model has read the passages before; one
        that can go on with it need not read them again. Raises ``ChatError`` and ``ModelError``.
        """
        ...


class EndpointJudge:
    """The language model behind an endpoint as a judge, of one call for all statements.

    Where the endpoint tells how likely each word of the reply was, the probabilities are those of Yes against No; else
    they are those of ``_WORDS``.
    """

    def __init__(self, chat: "Chat") -> None:
        self._chat = chat
        self._silent = False  # it does not tell how likely its words are

    @property
    def name(self) -> str:
        return self._chat.name

    def judge(
        self, statements: Sequence[str], evidence: Sequence[str], read: Sequence[Mapping[str, str]] = ()
    ) -> Judgement:
        try:
            return self._judgement(judging(statements, evidence, read), len(statements))
        except ContextExceeded:
            if not read:
                raise
            return self._judgement(judging(statements, evidence), len(statements))

    def _judgement(self, messages: list[dict[str, str]], count: int) -> Judgement:
        most = max(_LEAST, _A_STATEMENT * count)
        grade = getattr(self._chat, "graded", None)  # which `OpenAIChat` has, and another may
        graded: Graded | None = grade(messages, most=most) if grade and not self._silent else None
        if graded is not None and (found := _graded(graded.tokens, count)):
            return Judgement(found, graded.usage)
        self._silent = graded is None
        text, usage = "", None
        with contextlib.closing(self._chat.stream(messages, most=most)) as pieces:
            for piece in pieces:
                match piece:
                    case Usage():
                        usage = piece
                    case Withdrawn():
                        text = ""
                    case str():
                        text += piece
        said = {int(number): _WORDS[word.lower()] for number, word in _SAID.findall(text)}
        if not said:
            raise ChatError(Message("{judge} gave no verdicts", judge=self.name))
        return Judgement(tuple(said.get(number) for number in range(1, count + 1)), usage)


class CrossEncoderJudge:
    """A cross-encoder trained to tell what a text states (entailment, support, consistency) as a judge, by name or
    folder.

    The name of its label says which of its outputs counts; of two without a name it is the second, and a single output
    is one of its own. Evidence that is longer than it reads is read in parts, of which the best counts. Raises
    ``ModelError`` where it can't be had, or has labels that don't tell.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._model = cross_encoder(name)
        told = getattr(self._model.config, "id2label", None) or {}
        labels = {int(number): str(label) for number, label in told.items()}
        self._stated = _place_of_stated(labels, name)
        self._single = len(labels) == 1

    def judge(
        self,
        statements: Sequence[str],
        evidence: Sequence[str],
        read: Sequence[Mapping[str, str]] = (),  # noqa: ARG002 - of no use to it
    ) -> Judgement:
        """As ``Judge.judge``."""
        import torch

        pairs = [
            (number, part, statement)
            for number, (statement, words) in enumerate(zip(statements, evidence, strict=True))
            for part in self._parts(words, statement)
        ]
        scores = self._model.predict(
            [(part, statement) for _, part, statement in pairs],
            activation_fn=torch.nn.Sigmoid() if self._single else torch.nn.Identity(),
            apply_softmax=not self._single,
            show_progress_bar=False,
        )
        best = [0.0] * len(statements)
        for (number, _, _), score in zip(pairs, scores, strict=True):
            best[number] = max(best[number], float(score if self._single else score[self._stated]))
        return Judgement(tuple(best))

    def _parts(self, evidence: str, statement: str) -> list[str]:
        """The evidence in as many parts as it takes for each to be read whole beside the statement, cut at lines."""
        reads = self._model.max_seq_length
        lines = evidence.splitlines()
        tokens = len(self._model.tokenizer(evidence, statement)["input_ids"])
        if reads is None or tokens <= reads or len(lines) < 2:
            return [evidence]
        half = (len(lines) + 1) // 2
        return [part for some in (lines[:half], lines[half:]) for part in self._parts("\n".join(some), statement)]


def _place_of_stated(labels: Mapping[int, str], name: str) -> int:
    """Which of a model's outputs says that a text states another. Raises ``ModelError`` where no label tells."""
    if len(labels) == 1:
        return 0
    named = [number for number, label in labels.items() if _STATED.search(label) and not _NOT_STATED.search(label)]
    if len(named) == 1:
        return named[0]
    if len(labels) == 2 and all(_UNNAMED.fullmatch(label) for label in labels.values()):
        return 1
    raise ModelError(
        f"The cross-encoder {name!r} does not say which of its outputs means that a text states another "
        f"({', '.join(labels.values())}): choose one trained for entailment."
    )


def _graded(tokens: Sequence[tuple[str, Mapping[str, float]]], count: int) -> tuple[float | None, ...]:
    """The probability of Yes against No for each of so many statements, where the reply has a line for it; empty where
    it has none.

    The number of a line is the last one before its word; a reply of one word without a number is of one statement.
    """
    found: dict[int, float] = {}
    written, number = "", None
    for token, likely in tokens:
        word = token.strip().lower()
        if word in ("yes", "no", "partly") and (number is not None or count == 1):
            yes, no = (
                sum(chance for other, chance in likely.items() if other.strip().lower() == one) for one in ("yes", "no")
            )
            if yes + no > 0:
                found.setdefault(number or 1, yes / (yes + no))
            written, number = "", None
            continue
        written = written[-8:] + token
        if numbers := _NUMBER.findall(written):
            number = int(numbers[-1])
    return tuple(found.get(one) for one in range(1, count + 1)) if found else ()


def unjudged(error: RagError) -> Message:
    """That a judge failed, and how."""
    return Message("The statements were not judged: {error}.", error=error.message)
