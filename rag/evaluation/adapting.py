"""What `rag.index.relevance` knows beyond the default model, learned from questions and the sentences that answer them.

    python -m rag.evaluation.adapting DATASET ...
    python -m rag.evaluation.adapting mean FILE FILE ...

writes it anew beside that module: what is learned from data sets, or the mean of what was learned before (model soups,
Wortsman and others, 2022, arXiv 2203.05482). A data set is a folder, or a folder and a file of questions of its
articles with a = between; only ``dev`` questions are learned from. Each question is asked as the product asks it, and
what the search brings is what is learned to be told apart: a sentence that answers from those that come as near. It
takes an hour on two cores for eleven thousand questions.
"""

import random
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rag.answers.scoring import scored
from rag.errors import RagError
from rag.evaluation import require_libraries
from rag.evaluation.questions import Question, cached_index, is_right, load_questions
from rag.index.models import DEFAULT_MODEL, folder_of
from rag.index.original import load_original, transformers_of
from rag.index.relevance import LEARNED, MOST_TOKENS, SCALE, compared, learned, sides
from rag.index.search import Index

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedTokenizerBase

_RANK = 16
_EPOCHS, _QUESTIONS = 1.5, 8  # over the questions, and of a step
_LEARNING, _DECAY, _WARMING, _LEAST_LEARNING = 6e-4, 0.01, 100, 0.03
_NEAREST, _WRONG = 10, 4  # sentences that do not answer: from how many the nearest so many are drawn
_READ = 24  # sentences of a question, among which those are
_SCORE = 4.0  # what the score before reading counts, so that only what it lacks is learned
_RIGHT_WEIGHS = 2.0  # as often as a sentence that does not answer
_AT_ONCE = 16  # pairs of nearly the same length
_COSINE, _AT_FIRST = 8.0, -3.0  # what the head begins with: the more alike the two, the likelier


class Candidate(NamedTuple):
    """A sentence that a search brought for a question, with its score before it is read, and whether it answers."""

    text: str
    score: float
    right: bool


class Example(NamedTuple):
    """A question with the nearest sentences, the best first, and others that answer."""

    question: str
    sentences: tuple[Candidate, ...]


def gather(index: Index, questions: Sequence[Question]) -> Iterator[Example]:
    """The questions with what is found for each; without those that stand in a conversation or whose answer is not
    found."""
    for question in questions:
        if question.history:
            continue
        found = index.search(question.text, focus=question.text)
        near = scored(question.text, found.passages, None)
        right = [question.answerable and is_right(question, one.sentence) for one in near]
        # Where the evidence is a paragraph, it is the sentence with the answer.
        telling = [is_so and question.answered_in(one.sentence.text) for is_so, one in zip(right, near, strict=True)]
        sentences = [
            Candidate(one.sentence.text, one.score, is_so)
            for one, is_so in zip(near, telling if any(telling) else right, strict=True)
        ]
        kept = [one for place, one in enumerate(sentences) if one.right or place < _READ]
        if kept and question.answerable == any(one.right for one in kept):
            yield Example(question.text, tuple(kept))


class Adapted:
    """The default model with corrections that can be learned."""

    def __init__(self) -> None:
        import torch

        original = load_original(DEFAULT_MODEL, folder_of(DEFAULT_MODEL))
        (self.bert,) = transformers_of(original)
        self.tokenizer: PreTrainedTokenizerBase = original.tokenizer
        self.bert.requires_grad_(False)
        self.corrections = _corrected(self.bert.get_submodule("encoder"))
        width = self.bert.config.hidden_size
        self.head = torch.nn.Linear(4 * width, 1)
        with torch.no_grad():
            self.head.weight.zero_()
            self.head.weight[0, :width] = _COSINE
            self.head.bias.fill_(_AT_FIRST)
        self.others = {
            name: one for name, one in self.bert.named_parameters() if "LayerNorm" in name or "token_type" in name
        }
        for one in self.others.values():
            one.requires_grad_(True)

    @property
    def parameters(self) -> "list[torch.nn.Parameter]":
        """All that is learned."""
        pairs = [one for pair in self.corrections.values() for one in pair]
        return [*pairs, *self.others.values(), *self.head.parameters()]

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> "torch.Tensor":
        """The log odds of each pair of a question and a sentence, (number of pairs,)."""
        import torch

        encoded = [self.tokenizer(*pair, truncation="longest_first", max_length=MOST_TOKENS) for pair in pairs]
        order = sorted(range(len(pairs)), key=lambda place: len(encoded[place]["input_ids"]))
        told: dict[int, torch.Tensor] = {}
        for first in range(0, len(order), _AT_ONCE):
            places = order[first : first + _AT_ONCE]
            tensors = self.tokenizer.pad([encoded[place] for place in places], return_tensors="pt")
            length = tensors["input_ids"].shape[1]
            of = torch.tensor([sides(encoded[place].sequence_ids(), length) for place in places])
            tokens = self.bert(**tensors).last_hidden_state
            read = self.head(compared(tokens, (of == 0).float(), (of == 1).float()))
            told |= dict(zip(places, read.squeeze(-1), strict=True))
        return torch.stack([told[place] for place in range(len(pairs))])

    def save(self, path: Path) -> None:
        """Write down what was learned, as `rag.index.relevance` reads it."""
        halves = {f"{name}.{half}": one for name, pair in self.corrections.items()
                  for half, one in zip(("down", "up"), pair, strict=True)}  # fmt: skip
        head = {f"head.{name}": one for name, one in self.head.named_parameters()}
        _write({name: one.detach().numpy() for name, one in (halves | self.others | head).items()}, path)


def _corrected(encoder: "torch.nn.Module") -> "dict[str, tuple[torch.nn.Parameter, torch.nn.Parameter]]":
    """Put a correction beside each matrix of an encoder; returns them by the names that the matrices have in the
    model."""
    import torch

    class Corrected(torch.nn.Module):
        def __init__(self, linear: torch.nn.Linear) -> None:
            super().__init__()
            self.linear = linear
            self.down = torch.nn.Parameter(torch.randn(linear.in_features, _RANK) / linear.in_features**0.5)
            self.up = torch.nn.Parameter(torch.zeros(_RANK, linear.out_features))

        def forward(self, values: torch.Tensor) -> torch.Tensor:
            corrected: torch.Tensor = self.linear(values) + SCALE * (values @ self.down) @ self.up
            return corrected

    corrections = {}
    for name, module in list(encoder.named_modules()):
        if isinstance(module, torch.nn.Linear):
            put = Corrected(module)
            parent, _, last = name.rpartition(".")
            setattr(encoder.get_submodule(parent), last, put)
            corrections[f"encoder.{name}"] = put.down, put.up
    return corrections


def learn(model: Adapted, examples: Sequence[Example]) -> None:
    """Learn to tell the sentences that answer from the others: which of a question's does, by a softmax over them, and
    whether one does at all."""
    import torch

    steps = round(_EPOCHS * len(examples) / _QUESTIONS)
    optimizer = torch.optim.AdamW(model.parameters, lr=_LEARNING, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, step / _WARMING) * max(_LEAST_LEARNING, 1 - step / steps)
    )
    weight, queue, lost = torch.tensor(_RIGHT_WEIGHS), list[Example](), 0.0
    model.bert.train()
    for step in range(1, steps + 1):
        if len(queue) < _QUESTIONS:
            queue = random.sample(examples, len(examples))
        groups = [(one.question, _drawn(one)) for one in (queue.pop() for _ in range(_QUESTIONS))]
        told = model([(question, one.text) for question, drawn in groups for one in drawn])
        right = torch.tensor([float(one.right) for _, drawn in groups for one in drawn])
        loss = torch.nn.functional.binary_cross_entropy_with_logits(told, right, pos_weight=weight)
        scored = told + _SCORE * torch.tensor([one.score for _, drawn in groups for one in drawn])
        parts = torch.split(scored, [len(drawn) for _, drawn in groups])
        first = [
            -torch.log_softmax(part, 0)[0] for part, (_, drawn) in zip(parts, groups, strict=True) if drawn[0].right
        ]
        loss = loss + (torch.stack(first).mean() if first else 0.0)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters, 1.0)
        optimizer.step()
        schedule.step()
        lost += loss.item()
        if step % 50 == 0:
            print(f"{step} of {steps}: {lost / 50:.3f}", file=sys.stderr, flush=True)
            lost = 0.0
    model.bert.eval()  # type: ignore[no-untyped-call]


def mean(files: Sequence[Path], path: Path) -> None:
    """Write down the mean of what was learned several times. A correction is a product, so its halves are put side by
    side, of a rank that is the sum of theirs. Raises ``RagError`` where a file does not hold what was learned."""
    several = [_learned(file) for file in files]
    _write({name: _mean(name, [one[name] for one in several]) for name in several[0]}, path)


def _learned(file: Path) -> dict[str, NDArray[np.float32]]:
    known = learned(LEARNED).keys()
    try:
        if (found := learned(file)).keys() == known:
            return found
        reason = "other arrays"
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        reason = str(error)
    raise RagError(f"{file} is not what was learned before ({reason}): name a copy of {LEARNED.name}.")


def _mean(name: str, arrays: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    if name.endswith(".down"):
        return np.concatenate(arrays, axis=1)
    if name.endswith(".up"):
        return np.asarray(np.concatenate(arrays) / len(arrays), np.float32)
    return np.asarray(np.mean(arrays, axis=0), np.float32)


def _write(arrays: Mapping[str, NDArray[np.float32]], path: Path) -> None:
    """Write down what was learned, in half precision but for the head."""
    kept = {name: one if name.startswith("head.") else one.astype(np.float16) for name, one in arrays.items()}
    np.savez_compressed(path, allow_pickle=False, **kept)


def _drawn(example: Example) -> list[Candidate]:
    """A sentence that answers, where there is one, and before it none that does not."""
    right = [one for one in example.sentences if one.right]
    wrong = [one for one in example.sentences if not one.right][:_NEAREST]
    return random.sample(right, min(1, len(right))) + random.sample(wrong, min(_WRONG, len(wrong)))


def main(arguments: Sequence[str]) -> None:
    """Learn from the ``dev`` questions of data sets, or take the mean of what was learned. Raises ``RagError`` where a
    library is missing or a data set or a file does not read."""
    if not arguments or (arguments[0] == "mean" and len(arguments) < 3):
        raise SystemExit("usage: python -m rag.evaluation.adapting DATASET[=QUESTIONS] ... | mean FILE FILE ...")
    if arguments[0] == "mean":
        mean([Path(one) for one in arguments[1:]], LEARNED)
        return
    require_libraries()
    import torch

    random.seed(0)
    torch.manual_seed(0)
    examples: list[Example] = []
    for given in arguments:
        name, _, file = given.partition("=")
        folder, questions = Path(name), load_questions(Path(file or name), split="dev")
        index = Index.build(folder / "articles.jsonl", cached_index(folder))
        found = list(gather(index, questions))
        print(f"{given}: {len(found)} questions", file=sys.stderr)
        examples += found
    model = Adapted()
    learn(model, examples)
    model.save(LEARNED)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except RagError as error:
        sys.exit(str(error))
