"""Judges: models that read a statement and some words of an article, and say how likely it is that these state it.

A language model or a cross-encoder decides what no rule can. How good it is at that is not taken on trust: what it says
is read by a calibration (`rag.answers.calibration`) that was measured with it.
"""

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rag.answers.grades import Token
from rag.answers.prompts import judging
from rag.answers.speech import Withdrawn
from rag.answers.statements import Usage
from rag.errors import ChatError, ContextExceeded, ModelError, RagError
from rag.index.reranking import cross_encoder
from rag.message import Message

if TYPE_CHECKING:
    from rag.answers.chat import Chat  # imported when there is an endpoint: the client takes half a second to load

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
    """For each statement the probability, in [0, 1], that the words state it, None where the judge did not say, or not
    yet, of one that is not ``finished``; and what it took, where it tells."""

    stated: tuple[float | None, ...]
    usage: Usage | None = None
    finished: bool = True


class Judge(Protocol):
    """What says how likely it is that statements are stated. It may be shared between threads."""

    @property
    def name(self) -> str: ...

    def judge(
        self, statements: Sequence[str], evidence: Sequence[str], read: Sequence[Mapping[str, str]] = ()
    ) -> Iterator[Judgement]:
        """How likely each of some statements is stated by the evidence beside it, as far as it is known; at last all.

        ``read`` are the messages, with its answer, of a conversation in which a model has read the passages before; one
        that can go on with it need not read them again. Raises ``ChatError`` and ``ModelError``.
        """
        ...


class EndpointJudge:
    """The language model behind an endpoint as a judge, of one call for all statements; its reply is read as it comes.

    Where the endpoint tells how likely each word of the reply was, the probabilities are those of Yes against No; else
    they are those of ``_WORDS``.
    """

    def __init__(self, chat: "Chat") -> None:
        self._chat = chat

    @property
    def name(self) -> str:
        return self._chat.name

    def judge(
        self, statements: Sequence[str], evidence: Sequence[str], read: Sequence[Mapping[str, str]] = ()
    ) -> Iterator[Judgement]:
        """As ``Judge.judge``."""
        try:
            yield from self._judgements(judging(statements, evidence, read), len(statements))
        except ContextExceeded:
            if not read:
                raise
            yield from self._judgements(judging(statements, evidence), len(statements))

    def _judgements(self, messages: list[dict[str, str]], count: int) -> Iterator[Judgement]:
        most = max(_LEAST, _A_STATEMENT * count)
        reply = getattr(self._chat, "graded", self._chat.stream)  # which `OpenAIChat` has, and another may
        text, usage = "", None
        tokens: list[Token] = []
        known: tuple[float | None, ...] = ()
        with contextlib.closing(reply(messages, most=most)) as pieces:
            for piece in pieces:
                match piece:
                    case Usage():
                        usage = piece
                    case Withdrawn():
                        text, tokens = "", []
                    case Token():
                        tokens.append(piece)
                    case str():
                        text += piece
                        # The last word may go on: a No may be the beginning of "Not all of it".
                        found = _graded(tokens[:-1], count) or _worded(text, count, finished=False)
                        if found != known:
                            known = found
                            yield Judgement(known or (None,) * count, finished=False)
        stated = _graded(tokens, count) or _worded(text, count, finished=True)
        if not stated:
            raise ChatError(Message("{judge} gave no verdicts", judge=self.name))
        yield Judgement(stated, usage)


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
    ) -> Iterator[Judgement]:
        """As ``Judge.judge``."""
        import torch

        stated: list[float | None] = [None] * len(statements)
        for place, (statement, words) in enumerate(zip(statements, evidence, strict=True)):
            scores = self._model.predict(
                [(part, statement) for part in self._parts(words, statement)],
                activation_fn=torch.nn.Sigmoid() if self._single else torch.nn.Identity(),
                apply_softmax=not self._single,
                show_progress_bar=False,
            )
            stated[place] = max(float(score if self._single else score[self._stated]) for score in scores)
            yield Judgement(tuple(stated), finished=place == len(statements) - 1)

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


def _worded(text: str, count: int, *, finished: bool) -> tuple[float | None, ...]:
    """What a reply's words are worth for each of so many statements; empty where none is a verdict."""
    found = {
        int(said[1]): _WORDS[said[2].lower()] for said in _SAID.finditer(text) if finished or said.end() < len(text)
    }
    return tuple(found.get(one) for one in range(1, count + 1)) if found else ()


def _graded(tokens: Sequence[Token], count: int) -> tuple[float | None, ...]:
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
