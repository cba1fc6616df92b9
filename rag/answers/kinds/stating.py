"""What a sentence says of a claim, as far as words, numbers and days tell: that it is so, or what is so instead.

It is more cautious than the check of what a model wrote, as nobody read the articles before: each word of the claim
must stand in the sentence itself. It knows texts and spans, and no question.
"""

import functools
import itertools
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from rag.answers.check import negations, numbers, wording
from rag.answers.kinds import bound, instead, manner
from rag.answers.kinds.manner import DETERMINERS, predicate, weighty
from rag.message import Message, quoted
from rag.text import clauses
from rag.text.corrections import in_one_paragraph
from rag.text.days import Day
from rag.text.fact import Fact
from rag.text.facts import Text, Word, read
from rag.text.language import language_of
from rag.text.names import folded_name
from rag.text.numbers import Number
from rag.text.sentences import has_stop
from rag.text.verbs import base
from rag.text.words import FUNCTION_STEMS, stems
from rag.types import Span

_BEFORE = 3  # sentences before one, in which its subject may be named
_CLAIMED = 2  # words that are claimed of a subject told before; one where they are denied
_OPPOSED = (("for", "against"), ("with", "without"), ("before", "after"), ("after", "before"))
_DEFINITE = frozenset("the this that these those his her its their".split())
_IDLE = frozenset(stems("both really actually indeed truly"))  # "both" says of two things no more than "the"
_PRONOUNS = frozenset("he she it they".split())
_ALLOWED = {"will": {"meant"}, "would": {"meant", "possible"}, "can": {"possible"}, "could": {"possible"},
            "may": {"possible"}, "might": {"possible"}, "should": {"meant", "possible"}}  # fmt: skip
"""What the verb that a question begins with says already of how it is meant."""
_PRESENT = frozenset("is are isn't aren't".split())
_PASSIVE = _PRESENT | frozenset("was were wasn't weren't".split())
"""How a question begins in which something may be done to what it is about."""
_HELPING = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|may|might|should|do|does|did)\b(?!n['’]t) ?"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence says of a claim: that it is so, or what it has ``instead``, in words; ``by`` is who says so in
    it, where that is not the article itself."""

    yes: bool
    instead: str
    span: Span
    corrects: bool = False
    by: str | None = None

    @property
    def otherwise(self) -> str:
        """The same without who says so."""
        told = self.instead.values.get("instead") if isinstance(self.instead, Message) else None
        return told if isinstance(told, str) else self.instead


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed, and the moods (`rag.text.modality`) in which it may be told all the same."""

    text: Text
    rest: frozenset[str]
    """The stems of what it is about beside its numbers and days."""
    allowed: frozenset[str]
    predicate: str | None = None
    """The stem of what is said of a name that the claim begins with, where it is the word behind that."""
    passive: bool = False
    """Whether it may be that something is done to what it is about: its question begins with "was"."""
    present: bool = False
    """Whether it says what is so now: its question begins with "is"."""

    @classmethod
    def of(cls, statement: str, opens: str = "") -> "Claim":
        """What a statement claims, or a question that ``opens`` with some verb and goes on with it."""
        text = read(statement)
        facts = (*text.facts.numbers, *text.facts.days)
        counted = {stem for fact in facts for stem in stems(fact.text)}
        rest = {*map(base, text.content - counted - _IDLE), *weighty(text)}
        allowed = frozenset(_ALLOWED.get(opens, ()))
        return cls(text, frozenset(rest), allowed, predicate(text), opens in _PASSIVE, opens in _PRESENT)

    @classmethod
    def stated(cls, statement: str) -> "Claim":
        """What an English statement claims: as a question that begins with its first helping verb, which it is asked
        with."""
        helping = _HELPING.search(statement)
        if helping is None:
            return cls.of(statement)
        return cls.of(f"{statement[: helping.start()]}{statement[helping.end() :]}", helping[1].lower())

    def has_all_facts(self, span: Span) -> bool:
        """Whether the claim has numbers or days, and all of them stand in a span."""
        return bool(self.text.facts.numbers or self.text.facts.days) and self._agrees(span)

    def corrected(self, whole: Span) -> Told | None:
        """What a sentence says together with those that take it back."""
        if fault := numbers.taken_back(self.text, whole):
            return Told(False, fault.reason, whole, corrects=True)
        right = numbers.corrected_to(read(whole.text))
        mine = self.text.facts.numbers
        if mine and not self._lacks(whole) and all(any(one.agrees(two) for two in right) for one in mine):
            return Told(True, "", whole, corrects=True)
        return None

    def instead_of(self, span: Span, correction: Span) -> Told | None:
        """What a correction says where it takes back a number of a sentence that speaks of what is claimed."""
        fault = numbers.taken_back(read(span.text), correction)
        if fault is None:
            return None
        right = numbers.corrected_to(read(correction.text))
        is_so = any(one.agrees(two) for one in right for two in self.text.facts.numbers)
        return Told(is_so, "" if is_so else fault.reason, correction, corrects=True)

    def told(self, sentences: Sequence[Span], place: int) -> Told | None:
        """What one of some sentences says, if it speaks of the same."""
        sentence, window = sentences[place], self._with_subject(sentences, place)
        if not has_stop(sentence.text):  # a line of a page that is no sentence: a headline, a caption, a link
            return None
        lacks = self._lacks(window)
        claimed = self._claimed_of_subject(sentences, place, lacks) if lacks else self.rest
        if lacks and (not claimed or self.predicate in lacks):
            return self._opposite(sentence, lacks)
        denials = negations.differing(self.text, [sentence])
        denied = [one.reason.values["words"] for one in denials if one.reason.startswith("the cited words say")]
        if lacks:
            if not denied and len(claimed) == 1:
                found = negations.denied(sentence)
                denied = [said for said, stem in found if stem in claimed]
            again = len(self.rest - claimed - lacks) > 1 and lacks <= self._name_stems()
            if len(claimed) < _CLAIMED - (bool(denied) or again):
                return self._opposite(sentence, lacks)
        moods, by = self._told_how(sentence)
        if denied and moods <= {"denied"} and self._agrees(window):
            return Told(False, _say(quoted(str(denied[0]))), window, by=by)
        if moods:
            return None
        # Of what is but meant, too few words are sure to be of the same to say that another number is in their place.
        if not lacks and (other := instead.value(self.text, read(window.text), window)):
            return Told(False, _say(other), window, by=by)
        if denials or self._is_against(sentence):
            return self._opposite(sentence, lacks)
        if not self._agrees(window) or self._is_of_another(window) or not self._is_bound(sentence, said=by is not None):
            return None
        return Told(True, "", window, by=by)

    def _is_against(self, sentence: Span) -> bool:
        """Whether a sentence has something done against, or without, what the claim has it done for, or with."""
        mine, told = ({word.folded for word in text.words} for text in (self.text, read(sentence.text)))
        return any(one in mine - told and other in told - mine for one, other in _OPPOSED)

    def nearly(self, sentences: Sequence[Span], place: int) -> tuple[float, Message | None]:
        """How much of the claim one of some sentences has, and what it has in the place of the one number, day or place
        that it lacks, where it has all others or is told of them."""
        sentence, lacks = sentences[place], self._lacks(sentences[place])
        before = " ".join([sentence.article.title, *(one.text for one in sentences[max(0, place - 1) : place])])
        unnamed = (lacks & self._name_stems()) - set(map(base, stems(before)))
        share = 1 - len(lacks) / len(self.rest) if self.rest else 0.0
        return share, instead.nearly(self.text, read(sentence.text), unnamed, sentence)

    def has_all(self, sentence: Span) -> bool:
        """Whether all of the claim stands in a sentence of a language whose order of words nothing reads here, so that
        it may be told of something else, where it is not denied, possible, meant or bound to a condition."""
        if language_of(sentence.article) == "en" or self._lacks(sentence) or not self._agrees(sentence):
            return False
        return not self._told_how(sentence)[0]

    def _lacks(self, span: Span) -> frozenset[str]:
        """The stems of the claim that a span does not hold, or only in the plural where the claim has one thing."""
        words = [word for word in read(span.text).words if not self._is_nominal(span, word)]
        held = {base(word.stem) for word in words}
        plural = {base(word.stem) for word in words if word.folded.endswith("s")}
        plural -= {base(word.stem) for word in words if not word.folded.endswith("s")}
        single = {
            base(word.stem)
            for before, word in zip(self.text.words, self.text.words[1:], strict=False)
            if before.folded in DETERMINERS and not word.folded.endswith("s") and base(word.stem) in plural
        }
        return self.rest - (held - single) - self._known(span, held)

    def _is_nominal(self, span: Span, word: Word) -> bool:
        """Whether a word but names what the claim says is done: "put off its opening", "not in today's race"."""
        opening = word.folded.endswith("ing") and not any(one.folded == word.folded for one in self.text.words)
        if base(word.stem) == self.predicate and clauses.is_called(span.text, word.start):
            return True
        return opening and clauses.is_noun(span.text, word.start)

    def _is_bound(self, span: Span, *, said: bool) -> bool:
        """Whether what a span has of the claim belongs together there as in the claim."""
        told, published = read(span.text), span.article.published
        if language_of(span.article) != "en":
            several = len(self.text.facts.names) > 1
            return not several or not any("order" in one.reason for one in wording.doubts(self.text, [span]))

        def same(one: Fact, other: Fact) -> bool:
            if isinstance(one, Number) and isinstance(other, Number):
                return instead.holds(self.text, one, told, other)
            return isinstance(one, Day) and isinstance(other, Day) and any(map(one.agrees, other.read(published)))

        start = manner.said_from(self.text, self.rest, span)
        return bound.is_bound(
            self.text, told, self.rest, same, passive=self.passive, present=self.present, said=said, start=start
        )

    def _name_stems(self) -> frozenset[str]:
        """The stems of the names in the claim."""
        return frozenset(base(stem) for name in self.text.facts.names for stem in stems(name.text))

    def _known(self, span: Span, held: Set[str]) -> frozenset[str]:
        """The stems of names that a span need not repeat: the rest of one whose last word it has, where the article
        has all of it; one that the title has, where the span begins with a pronoun or the claim is about another."""
        known: set[str] = set()
        for place, name in enumerate(self.text.facts.names):
            whole = [base(stem) for stem in stems(name.text)]
            said, title = _folded(span.article.text), _folded(span.article.title)
            if f" {' '.join(name.words)} " not in f"{said}{title}":
                continue
            told = place and name.end < self.text.words[-1].start  # what the claim ends with is what is claimed
            titled = f" {name.words[-1]} " in title and (told or _opening(span) in _PRONOUNS)
            if titled or whole[-1] in held:
                known.update(whole)
        return frozenset(known)

    def _with_subject(self, sentences: Sequence[Span], place: int) -> Span:
        """A sentence that begins with a pronoun, with the one before it in its paragraph, where that names what alone
        is lacking; so, too, one that begins with "the" where the article is about what is lacking."""
        sentence = sentences[place]
        lacks = self._lacks(sentence)
        titled = bool(lacks & set(map(base, stems(sentence.article.title))))
        opens = _opening(sentence)
        if not lacks or not place or not (opens in _PRONOUNS or (opens == "the" and titled)):
            return sentence
        if self.predicate in lacks or len(self.rest - lacks) < _CLAIMED:
            return sentence
        if not in_one_paragraph(sentences, place):
            return sentence
        window = Span(sentence.article, sentences[place - 1].start, sentence.end)
        subject = [word for word in read(sentences[place - 1].text).words if word.stem not in FUNCTION_STEMS][:4]
        return window if lacks <= {base(word.stem) for word in subject} else sentence

    def _claimed_of_subject(self, sentences: Sequence[Span], place: int, lacks: frozenset[str]) -> frozenset[str]:
        """The stems that are claimed of the subject and stand in a sentence, where what it lacks is of that and the
        title or the sentences before it have told of it: it goes on with "the", or with a pronoun for a name; none
        where not."""
        sentence = sentences[place]
        mine = [one for one in self.text.words if one.stem not in FUNCTION_STEMS or base(one.stem) in self.rest]
        behind = 1 + max((number for number, word in enumerate(mine) if base(word.stem) in lacks), default=-1)
        subject = {base(word.stem): behind for word in mine[:behind]}
        subject |= {base(word.stem): behind + 1 for word in mine[behind : behind + 1]}
        told = read(sentence.text)
        words = [
            word for word in told.words if not any(one.start <= word.start < one.end for one in told.facts.numbers)
        ]
        again = [
            subject[base(word.stem)]
            for before, word in itertools.pairwise(words)
            if before.folded in _DEFINITE and base(word.stem) in subject.keys() - lacks
        ]
        claimed = {base(word.stem) for word in mine[max(again, default=behind) :]}
        opens = next((number for number, word in enumerate(words) if base(word.stem) in claimed), 0)
        named = any(word.capital for word in mine[:behind])
        if not (again or (named and any(word.folded in _PRONOUNS for word in words[:opens]))):
            return frozenset()
        before = " ".join([sentence.article.title, *(one.text for one in sentences[max(0, place - _BEFORE) : place])])
        meant = again or lacks & manner.last_named(sentences, place)
        return frozenset(claimed) if meant and lacks <= set(map(base, stems(before))) else frozenset()

    def _opposite(self, sentence: Span, lacks: frozenset[str]) -> Told | None:
        """That a sentence says the opposite of the one word that it lacks, or lacks but by whom it was done and has
        another."""
        moods, by = self._told_how(sentence)
        if moods or not self._agrees(sentence):
            return None
        told, doers = read(sentence.text), instead.doers(self.text)
        if doers and lacks <= doers and (other := instead.doer(self.text, told)):
            return Told(False, _say(other), sentence, by=by)
        apart = len(lacks) > 1 or not lacks.isdisjoint(map(base, negations.IN_TURN))
        found = [] if apart else negations.differing(self.text, [sentence])
        against = [one.reason.values for one in found if one.reason.startswith("the article says")]
        if not against:
            return None
        return Told(False, _say(Message("{right}, not {said}", **against[0])), sentence, by=by)

    def _agrees(self, span: Span) -> bool:
        """Whether all numbers and days of the claim are there."""
        told, mine = read(span.text), self.text.facts
        dates = instead.days_told(told, span)
        counted = (any(instead.holds(self.text, one, told, two) for two in told.facts.numbers) for one in mine.numbers)
        return all(counted) and all(any(one.agrees(two) for two in dates) for one in mine.days)

    def _told_how(self, sentence: Span) -> tuple[frozenset[str], str | None]:
        """The moods in which the sentence has what is claimed and the claim does not, and who says so in it; to be
        somebody's word is none of them where it is known whose."""
        moods, by = manner.moods_of(sentence, self.rest), manner.speaker_of(sentence, self.rest)
        mine = manner.moods_of_claim(self.text.text, sentence)
        return moods - self.allowed - mine - ({"reported"} if by else set()), by

    def _is_of_another(self, span: Span) -> bool:
        """Whether what is claimed is told of somebody or something else, or the subject of a claim of two words is but
        what another thing is of."""
        words = [word for word in read(span.text).words if base(word.stem) in self.rest]
        if not words:
            return False
        subject = next((base(word.stem) for word in self.text.words if base(word.stem) in self.rest), None)
        told = [word for word in words if base(word.stem) == subject]
        if len(self.rest) == _CLAIMED and all(clauses.is_owner(span.text, word.start) for word in told):
            return True
        return clauses.is_of_another(span.text, words[0].start, words[-1].start)


def _say(other: str) -> str:
    return Message("the articles say {instead}", instead=other)


def _opening(span: Span) -> str | None:
    """The first word of a span, folded."""
    words = read(span.text).words
    return words[0].folded if words else None


@functools.lru_cache(maxsize=64)
def _folded(text: str) -> str:
    """The words of a text as those of names are compared, between blanks; an article is asked for many times."""
    return f" {' '.join(folded_name(text))} "
