"""What a question means after those before it, and of which parts it is made. It knows turns and words, and nothing of
indexes and models."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from rag.answers import replies
from rag.answers.answer import Answer, Turn
from rag.answers.asking.asked import Asked
from rag.answers.asking.plain import REMARK
from rag.errors import ArgumentError
from rag.filters import Filters
from rag.message import Message
from rag.text.characters import well_formed
from rag.text.facts import facts
from rag.text.language import language
from rag.text.words import own_stems, words
from rag.types import Citation

LONGEST = 2000
"""Characters of a question or a query at most."""

READ = 3
"""Earlier answers that a question is searched with: as many as more of them (docs/retrieval.md)."""

TURNS, CHARACTERS = 10, 4000
"""The last turns that a question is read with, and how much of the texts of each, from the beginning: more than what is
embedded of an answer or told to a language model."""

_POINTERS: Mapping[str, Set[str]] = {
    "en": frozenset("it its he she him his hers her they them their this that these those there then".split()),
    "de": frozenset("er ihn ihm ihr sein seine seinen seinem ihre ihren ihrem damals dort dabei davon".split()),
    "fr": frozenset("il elle ils elles lui leur leurs son sa ses cela ca".split()),
    "es": frozenset("ella ellos ellas su sus eso esto alli".split()),
    "tr": frozenset("o onu ona onun onlar orada".split()),
}
"""By language the words, folded, that point back; what may be but an article or a filler is none."""
_ANYBODY = frozenset("anyone anybody someone somebody everyone everybody jemand niemand alguien nadie kimse".split())
"""Words for whoever it is, of those whom a question before tells."""
_THERE_IS = re.compile(r"\b(?:il y a|y a-t-il)\b", re.IGNORECASE)
_ONE = re.compile(
    r"\b(?:the|that|this|which)(?: \w+)? ones?\b(?! of the)"  # "what was the old one?"
    r"|\bthe (?:two|both)\b(?! [^\W\d_]+s\b)|^\W*(?:are|were|do|did|have) (?:both|the two)\b(?! of the)",
    re.IGNORECASE,
)
_OPENERS = (
    ["and"],
    ["und"],
    ["et"],
    ["was", "ist", "mit"],
    ["what", "about"],
    ["how", "about"],
    ["but"],
    ["so"],
    ["why"],
)
_ASKING = (
    "who whom whose what when where why which how wer was wann wo wie warum qui quand où comment "
    "quién cuándo dónde cómo kim ne nerede nasıl kaç"
)
_JOINT = re.compile(
    rf"\?\s+(?=\S)|;\s+(?=(?:{'|'.join(_ASKING.split())})\b)"
    r"|,\s+(?=how (?:many|much|old|long|far|tall|big|heavy|high)\b)"
    rf"|[,;]?\s+(?:and|und|et|y|ve|e)\s+(?=(?:in |by |for |to )?(?:{'|'.join(_ASKING.split())})\b)",
    re.IGNORECASE,
)
_STATED = re.compile(rf"(?<!\b[a-z])[.!]\s+(?P<asked>(?:{'|'.join(_ASKING.split())})\b[^?]+\?*\s*)$", re.IGNORECASE)
"""A question behind a statement."""
# An order behind a question that only says how much of its answer is wanted.
_ALL_OF_IT = re.compile(
    r"(?:please |just )?(?:give|list|name|show|tell)\b.*\b(?:all|every\w*|each|them)\b"
    r"|bitte (?:\w+ )?(?:alle\w*|sämtliche\w*|kurz\w*|knapp\w*|ausführlich\w*)\b|(?:eine )?(?:kurze|knappe) (?:antwort"
    r"|zusammenfassung)\b|(?:alle|sämtliche) (?:namen|bitte|nennen|aufzählen|auflisten)\b",
    re.IGNORECASE,
)


def question_of(text: str) -> str:
    """A question or a query without the white space around it, and without halves of signs.

    Raises ``ArgumentError`` where it is no text, has no word, or more characters than ``LONGEST``.
    """
    if not isinstance(text, str):
        raise ArgumentError(f"A question is a text, and this is {type(text).__name__}.")
    text = well_formed(text).strip()
    if len(text) > LONGEST:
        raise ArgumentError(
            Message(
                "The question has {length} characters, and {most} are the most: shorten it, or ask its parts one by "
                "one.",
                length=len(text),
                most=LONGEST,
            )
        )
    if not words(text):
        raise ArgumentError(Message("There is no question: ask one of at least a word."))
    return text


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: a question, after the earlier turns that it is read with, of articles that pass ``filters``.

    ``standalone`` is the question itself or, where it leans on the turns before, what it means after them; ``query`` is
    what is searched for, the same unless a language model put it better. A ``strict`` answer goes without what is
    unsupported. ``asked`` is what it was read as, ``most`` how many sentences are wanted at most.
    """

    question: str
    history: tuple[Turn | Answer, ...]
    filters: Filters
    strict: bool
    standalone: str
    query: str
    asked: Asked = field(default_factory=Asked)
    most: int | None = None

    @classmethod
    def of(cls, question: str, history: Sequence[Turn | Answer], filters: Filters | None, *, strict: bool) -> "Request":
        """The request of a question after all that was said before. Raises ``ArgumentError`` where what was said is no
        turn or answer, or the filters are none."""
        if isinstance(history, str) or not all(isinstance(turn, Turn | Answer) for turn in history):
            raise ArgumentError("The history holds what is no turn: give `Turn(question, answer)` or answers.")
        if not isinstance(filters, Filters | None):
            raise ArgumentError(f"Filters are `Filters(...)`, and this is {type(filters).__name__}.")
        turns = tuple(_recent(history))
        query = standalone(question, turns)
        return cls(question, turns, filters or Filters(), strict, query, query)

    def asking(self, question: str) -> "Request":
        """The request of another question that stands by itself, in the same conversation."""
        return replace(self, question=question, standalone=question, query=question)

    @property
    def topical(self) -> "Request":
        """What is asked for as for a fact where no story was found: what it was to be about alone, in English."""
        told = self.asked.kind in ("timeline", "summary", "period") and self.asked.lang == "en"
        return self.asking(self.asked.about) if told and self.asked.about else self

    @property
    def quoted(self) -> list[Citation]:
        """What our answers in the conversation cite."""
        return [one for turn in self.history if isinstance(turn, Answer) for one in turn.citations]

    @property
    def context(self) -> tuple[str, ...]:
        """What the last turns answered, without those that were refused or came to nothing."""
        return context(self.history)


def _recent(history: Sequence[Turn | Answer]) -> list[Turn | Answer]:
    """The turns that a question is read with: the last ``TURNS`` of them, long texts from elsewhere cut."""
    return [
        turn
        if isinstance(turn, Answer)
        else Turn(well_formed(turn.question[:CHARACTERS]), well_formed(turn.text[:CHARACTERS]))
        for turn in history[-TURNS:]
    ]


def answered(history: Sequence[Turn | Answer]) -> list[Turn | Answer]:
    """The turns that came to something: not refused, not stopped before a sentence, no small talk."""
    return [
        turn
        for turn in history
        if turn.text.strip()
        and not replies.is_refusal(turn.text)
        and not (isinstance(turn, Answer) and (turn.refusal is not None or turn.reply is not None))
    ]


def latest(history: Sequence[Turn | Answer]) -> Answer | None:
    """The last turn that came to something; None where there is none, or its question and words alone are known."""
    last = next(reversed(answered(history)), None)
    return last if isinstance(last, Answer) else None


def last_citing(history: Sequence[Turn | Answer]) -> Answer | None:
    """The last answer that came to something and cites an article."""
    return next((one for one in reversed(answered(history)) if isinstance(one, Answer) and one.citations), None)


def leans(question: str) -> bool:
    """Whether a question leans on those before it: it points back ("it", "there"), opens with "and" or "what about", or
    has fewer than two words of its own."""
    asked = words(question)
    return points_back(question) or any(asked[: len(opener)] == opener for opener in _OPENERS)


def points_back(question: str) -> bool:
    """Whether a question can't be understood without those before it: it points back, or has fewer than two words of
    its own. One that only opens with "and" may go on to something else."""
    own = own_stems(" ".join(word for word in words(question) if word not in _ANYBODY))
    pointers = _POINTERS["en"] | _POINTERS.get(language(question), frozenset())
    said = words(_THERE_IS.sub(" ", question))
    return len(own) < 2 or not pointers.isdisjoint(said) or _ONE.search(question) is not None


_MEANT = re.compile(
    r"(?:(?:no|nein|non|hay[ıi]r)[,.]? )?(?:i (?:meant|mean)|sorry, i meant|ich mein(?:t)?e|je voulais dire|je parle de"
    r"|me refer[íi]a a|quise decir)[,:]? (?P<x>.+)",
    re.IGNORECASE,
)


def corrects(question: str) -> bool:
    """Whether a question says of what the one before it was meant."""
    return _MEANT.fullmatch(question.strip(" .!?")) is not None


_THE_NOUN = re.compile(r"\b(?:the|an?) (?:[\w’'-]+ ){0,3}?[a-z][\w-]*(?= (?:in|at|of|on|from)\b|\W*$)")
_WHERE = re.compile(r" (?:in|at|of|on|from) ")
_A_NAME = re.compile(r"(?<=\w )[A-ZÀ-ÖØ-Þ][\w’'-]*(?: [A-ZÀ-ÖØ-Þ][\w’'-]*)*")
_ITS_TOPIC = re.compile(r"\b(?P<led>about|regarding) [^,;?]+$", re.IGNORECASE)
_SEVERAL = 2  # words of its own of a question that names nobody, from which more say what it is about
_FEW = 6  # words of what was meant instead, to stand in the place of another


def standalone(question: str, history: Sequence[Turn | Answer]) -> str:
    """The query for a question: the question itself or, where it leans on the turns before, with the last one that was
    answered and, where that is of what another was, this one."""
    before = answered(history)
    if history and (meant := _MEANT.fullmatch(question.strip(" .!?"))):
        return _of_what_was_meant(history[-1].question, meant["x"])
    if not before or not leans(question):
        return question
    asked, about = _asked(before[-1]), subject(before)
    return f"{asked} {question}" if about in asked else f"{about} {asked} {question}"


def subject(before: Sequence[Turn | Answer]) -> str:
    """What some turns are about: the last question among them that stands by itself, else the first one."""
    return next((asked for asked in map(_asked, reversed(before)) if _stands(asked)), _asked(before[0]))


def _asked(turn: Turn | Answer) -> str:
    """The question of a turn, or what was searched for instead: "are you sure?", or what a model put better."""
    put = isinstance(turn, Answer) and turn.question not in turn.trace.query
    return turn.trace.query if put and isinstance(turn, Answer) else turn.question


def _stands(question: str) -> bool:
    """Whether a question says by itself what it is about: it names somebody or has several words of its own."""
    return not leans(question) and (bool(facts(question).names) or len(own_stems(question)) > _SEVERAL)


def of_another(question: str, meant: str) -> str | None:
    """What was asked, of something else: in the place of the last name a name, of the last noun with "the" a noun, with
    where that was where this says so, too; None where the question has no such."""
    pattern = _THE_NOUN if re.match(r"(?:the|an?) ", meant) else _A_NAME if meant[0].isupper() else None
    found = list(pattern.finditer(question)) if pattern else []
    if not found or len(meant.split()) > _FEW:
        return None
    behind = question[found[-1].end() :]
    behind = "" if _WHERE.match(behind) and _WHERE.search(meant) else behind
    return f"{question[: found[-1].start()]}{meant}{behind}"


def _of_what_was_meant(question: str, meant: str) -> str:
    """What was asked, of what was meant; where that is not ``of_another``, of a question that names nothing the whole,
    and of others the word that asked, as the rest was of the wrong thing."""
    if (made := of_another(question, meant)) is not None:
        return made
    if topic := _ITS_TOPIC.search(question.rstrip(" ?")):
        return f"{question[: topic.start()]}{topic['led']} {meant}"
    if not facts(question).names and not _THE_NOUN.search(question):
        return f"{question.rstrip(' ?')} {meant}"
    asked = next((word for word in words(question) if word in _ASKING.split()), "")
    return f"{asked} {meant}".strip()


_AGREEING = re.compile(
    r"(?:do|did|does) (?:(?:any of|all|both|either of) )?(?:the |these |your |both )?(?:two )?"
    r"(?:articles?|reports?|papers?|sources?|accounts?|stories)(?: here)? (?:disagree|differ|conflict|agree"
    r"|contradict (?:each other|one another)|say the same)(?: with (?:each other|one another))?"
    r" (?:about|on|over|in|as to) (?P<x>.+)"
    r"|(?:is|are) there (?:any )?(?:disagreements?|conflicts?|contradictions?|differences?)"
    r"(?: between (?:the )?(?:articles|reports|papers|sources))? (?:about|on|over|in|as to) (?P<y>.+)",
    re.IGNORECASE,
)


def agreed_on(question: str) -> str | None:
    """The question for what is asked whether the articles agree on it; None where that is not asked."""
    match = _AGREEING.fullmatch(question.strip(" ?!."))
    said = match and (match["x"] or match["y"])
    if not said:
        return None
    return f"{said}?" if set(words(said)[:2]) & set(_ASKING.split()) else f"What is {said}?"


def context(history: Sequence[Turn | Answer]) -> tuple[str, ...]:
    """What the last turns answered, without those that were refused or came to nothing."""
    return tuple(turn.text.strip() for turn in answered(history))[-READ:]


def parts(question: str) -> list[tuple[str, str]]:
    """The questions that a question is made of ("How much did it cost, and who paid?"), each with what to search for;
    one as a rule. One that points back to the first part, or names nobody, is searched for with the names of that. One
    that is asked again counts once, and what is but a remark of who asks does not."""
    unique: dict[str, str] = {}
    for part in (one for one in _JOINT.split(question) if not _is_remark(one)):
        unique.setdefault(part.strip(" ?,;").casefold(), part.strip(" ?,;"))
    cut = list(unique.values())
    if len(cut) < 2 or any(not _asks(part) or _ALL_OF_IT.match(part) for part in cut[1:]) or not _asks(cut[0]):
        return [(question, question)]
    subject = [name.text for name in facts(cut[0]).names]
    found = [(f"{cut[0]}?", f"{cut[0]}?")]
    for part in cut[1:]:
        borrowed = subject if leans_on_the_first(part) else []
        found.append((f"{part}?", f"{' '.join([*borrowed, part])}?"))
    return found


def behind_a_statement(question: str) -> str | None:
    """The question that stands behind a statement of what it is about ("A toilet was stolen. What was it worth?"), as
    far as it says something of its own; None where there is none."""
    match = _STATED.search(question)
    if match is None or len(own_stems(question[: match.start()])) < _SEVERAL:
        return None
    asked = match["asked"].strip()
    return asked if own_stems(asked) - {"one"} else None  # "which one was it?"


def leans_on_the_first(part: str) -> bool:
    """Whether a later part of a question points back to the first, or names nobody."""
    return leans(part) or not facts(part).names


def _is_remark(part: str) -> bool:
    """Whether a part of a question says something of who asks, and asks nothing."""
    return REMARK.match(part) is not None and set(words(part)).isdisjoint(_ASKING.split())


def _asks(part: str) -> bool:
    """Whether a part says something of its own, so that it can be searched for."""
    return bool(own_stems(part))
