"""What a language model sends, piece by piece -> the text that is meant for a reader: without what it thinks aloud,
without signs that steer a terminal, without the endpoint's secrets. Knows nothing of endpoints or articles."""

import itertools
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from rag.text.characters import well_formed

# What opens and closes a thought: most models; Kimi; Magistral; Cohere; Sky-T1 and its kin; gpt-oss and Gemma, whose
# servers should take their channels apart and do not always; MedGemma. And what ends a turn, which some let through.
_NAMES = r"(?:\w{1,20}[:_])?(?:(?:ant)?think(?:ing)?|thoughts?|reason(?:ing)?|reflection|analysis|scratchpad)"
_MARK = re.compile(
    rf"(?P<opens><{_NAMES}(?:\s[^<>]{{0,80}})?>|◁think▷|\[THINK\]|<\|START_THINKING\|>|<\|begin_of_thought\|>"
    r"|<\|channel\|>\s*(?:analysis|commentary)[^<>]{0,80}(?:<\|message\|>)?|<\|channel>\s*thought|<unused94>(?:thought)?)"
    rf"|(?P<closes></{_NAMES}\s*>|◁/think▷|\[/THINK\]|<\|END_THINKING\|>|<\|end_of_thought\|>|<channel\|>|<unused95>)"
    r"|(?P<ends><\|end\|>)|</?(?:answer|response|output)>|<\|start\|>\s*assistant|<\|channel\|>\s*final|<\|(?:message"
    r"|return|im_end|START_RESPONSE|END_RESPONSE|begin_of_solution|end_of_solution)\|>|<\|(?:im_start|assistant|eot_id"
    r"|end_of_text|endoftext)\|>|<end_of_turn>|</s>|\[/INST\]|<｜end▁of▁sentence｜>",
    re.IGNORECASE,
)
# The end of a text that may be the beginning of a mark.
_BEGUN = re.compile(
    r"(?:<\|channel\|?>\s*[^<>]{0,80}(?:<[|a-z]{0,10})?|<\|start\|>\s*\w{0,9}|<[^<>]{0,100}|◁[^▷]{0,8}|\[/?[A-Z]{0,5})\Z",
    re.IGNORECASE,
)
_LONGEST_MARK = 200  # characters

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_STOP = r"[.!?…。！？։۔।]"
_CLOSING = r"[\"'”’»›)*_]*"
MARKER = (
    r"(?:[\[【［]{1,2}[^\[\]【】［］]{1,40}[\]】］]{1,2}(?:\([^()\s]{0,200}\))?"
    r"|\ue200[^\ue201]{1,80}\ue201|<sup>[^<>]{1,20}</sup>)"
)
"""What names a passage, as a regular expression."""
_MARKED = re.compile(rf"{_STOP}{_CLOSING}\s*{MARKER}|{MARKER}\s*{_CLOSING}{_STOP}")
_WHOLE = re.compile(rf"{_STOP}{_CLOSING}(?:\s*{MARKER})*{_CLOSING}\s*\Z")
_LAST = 400  # characters of a text in which its last sentence's end is looked for

_PART = 8  # characters of a secret that give it away


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """All that a language model wrote so far was no part of its answer: it thought aloud, as has only now shown."""


def clean(text: str) -> str:
    """A text without control signs, save the line end and the tab, and with U+FFFD for each half of a sign."""
    return _CONTROL.sub("", well_formed(text))


def spellings(secret: str) -> set[str]:
    """A secret, and how it may be written in an address."""
    return {secret, quote(secret, safe=""), quote_plus(secret)} - {""}


def masked(text: str, secrets: Collection[str]) -> str:
    """A text with ``***`` for the secrets and for every piece of eight characters or more of one.

    A secret of fewer than four characters is only looked for as a word of its own: within others it is chance.
    """
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) < 4:
            text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", "***", text)
        else:
            text = text.replace(secret, "***")
    parts = {secret[at : at + _PART] for secret in secrets for at in range(len(secret) - _PART + 1)}
    hidden = [False] * len(text)
    for at in range(len(text) - _PART + 1):
        if text[at : at + _PART] in parts:
            hidden[at : at + _PART] = [True] * _PART
    runs = itertools.groupby(zip(text, hidden, strict=True), key=lambda pair: pair[1])
    return "".join("***" if secret else "".join(sign for sign, _ in run) for secret, run in runs)


def is_whole(text: str, *, marked: bool) -> bool:
    """Whether a text ends where a sentence does, and ``marked``, with the number of a passage."""
    end = text[-_LAST:]
    match = _WHOLE.search(end)
    if match is None:
        return False
    return (
        not marked
        or re.search(MARKER, match[0]) is not None
        or bool(re.search(rf"{MARKER}\s*{_CLOSING}\Z", end[: match.start()]))
    )


class Speech:
    """What one answer says to its reader, as its pieces come.

    Some models' servers begin a thought without its opening mark, so that only its end tells it from an answer.
    ``aloud`` is whether the model is known to think so: then nothing is said before that end, or that of the text. A
    model of which nothing is known (None) is heard as soon as a sentence ends with the number of a passage, as an
    answer shall and a thought hardly does; should its end come all the same, what was said is withdrawn.

    Of the ``secrets`` each is hidden where it stands whole; pieces of one are more often words of an article by chance.
    """

    def __init__(self, aloud: bool | None, secrets: Collection[str]) -> None:
        self.text = ""
        """What was meant for the reader so far, that included which is still held back."""
        self.thought = False
        """Whether the model thought aloud."""
        self.unopened = False
        """Whether it did so without an opening mark."""
        self.sure = False
        """At the end, whether it was known before that what was said is no thought."""
        self._aloud = aloud
        self._secrets = secrets
        self._rest = ""  # may be the beginning of a mark, of a secret, or of a sign in two halves
        self._held: list[str] | None = None if aloud is False else []  # may turn out to be a thought
        self._said = False
        self._thinking = False

    def hear(self, piece: str) -> Iterator[str | Withdrawn]:
        """What there is to say after a further piece."""
        heard = self._rest + piece
        kept = heard[-1:] if "\ud800" <= heard[-1:] <= "\udbff" else ""
        text = clean(heard.removesuffix(kept))
        begun = _BEGUN.search(text, max(0, len(text) - _LONGEST_MARK))
        end = min(begun.start() if begun else len(text), len(text) - self._secret_begun(text))
        self._rest = text[end:] + kept
        yield from self._read(text[:end])

    def end(self, *, cut: bool) -> Iterator[str | Withdrawn]:
        """What is left to say when nothing more comes; of a text that was ``cut``, a thought may have had no end."""
        rest, self._rest = clean(self._rest), ""
        yield from self._read(rest)
        self.sure = self._held is None
        if cut and self._aloud and self._held:
            self.thought = True
            self.text, self._held = "", None
        yield from self._release()

    def _read(self, text: str) -> Iterator[str | Withdrawn]:
        behind = 0
        for mark in _MARK.finditer(text):
            yield from self._say(text[behind : mark.start()])
            behind = mark.end()
            if mark["opens"]:
                self._thinking = self.thought = True
            elif mark["closes"] or (mark["ends"] and self._thinking):
                if not self._thinking:
                    yield from self._withdraw()
                self._thinking = False
        yield from self._say(text[behind:])

    def _say(self, text: str) -> Iterator[str]:
        if self.thought and not self.text:
            text = text.lstrip()
        if self._thinking or not text:
            return
        for secret in self._secrets:
            text = text.replace(secret, "***")
        self.text += text
        if self._held is None:
            self._said = True
            yield text
            return
        self._held.append(text)
        if self._aloud is None and _MARKED.search(self.text, max(0, len(self.text) - _LAST)):
            yield from self._release()

    def _release(self) -> Iterator[str]:
        held, self._held = self._held or [], None
        self._said = self._said or bool(held)
        yield from held

    def _withdraw(self) -> Iterator[Withdrawn]:
        """A thought ends that was not opened: all that came before was one."""
        self.thought = self.unopened = True
        self.text, self._held = "", None
        if self._said:
            self._said = False
            yield Withdrawn()

    def _secret_begun(self, text: str) -> int:
        """How many of the last characters begin a secret of which more may come."""
        begun = (
            count
            for secret in self._secrets
            for count in range(min(len(text), len(secret) - 1), 0, -1)
            if text.endswith(secret[:count])
        )
        return max(begun, default=0)
