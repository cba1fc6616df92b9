"""Negations that only a statement or only the cited words have, and words of which the other has the opposite. English
only."""

import re
from collections.abc import Iterator, Sequence

from rag.answers.check.fault import Fault, Place
from rag.message import Message
from rag.text.facts import Text, Word, read
from rag.text.words import FUNCTION_STEMS, stems
from rag.types import Span, Verdict

_NEGATIONS = frozenset("not no non never neither nor none nobody nothing cannot without hardly barely".split())
_DENIALS = frozenset(
    stem
    for word in "fail refuse deny unable lack reject decline absent impossible unlikely untrue false avoid".split()
    for stem in stems(word)
)
_NEAR = 8  # words on either side of a negation that tell what is denied
_ANSWERS = re.compile(r"\W*no\s*[,.:;!–—]", re.IGNORECASE)  # a question: what it denies is said in what follows
_CUTS = (", ", "; ", ": ", " – ", " — ")
_SCOPE = 6  # words after a negation among which what it denies is sought
_PAIRS = """
increase increased rise rose risen grow grew grown gain gained | decrease decreased decline fall fell drop dropped
win won winner victory | lose lost loser defeat
accept accepted approve approved allow allowed support supported backed | reject rejected refuse refused oppose opposed
highest largest biggest most longest best strongest oldest | lowest smallest least shortest worst weakest youngest
higher larger bigger longer better stronger older | lower smaller shorter worse weaker younger
north northern | south southern
east eastern | west western
before | after
above | below
first | last second third
always | never
all every | none some few
majority | minority
maximum | minimum
guilty | innocent
positive | negative
survived alive | died dead killed
true | false
inside | outside
women woman | men man
female | male
girls girl | boys boy
"""
# What one does and then the other: who says the one does not say that the other was not.
_IN_TURN = """
open opened opens | close closed closes shut
begin began begun started | end ended finished
buy bought | sell sold
arrive arrived | leave left departed
"""
_SIDES = [[{stem for word in side.split() for stem in stems(word)} for side in line.split("|")]
          for line in (_PAIRS + _IN_TURN).strip().splitlines() if line]  # fmt: skip
IN_TURN = frozenset(stem for word in _IN_TURN.replace("|", " ").split() for stem in stems(word))
"""The stems of words whose opposite comes before them or after them."""
OPPOSITES = {stem: frozenset(other) for one, two in _SIDES for side, other in ((one, two), (two, one)) for stem in side}
"""The stems of words with those of their opposites."""


# Opposites by their form: "unlawful", "illegal". Not every word that begins so is one ("income", "informed").
_OPPOSED = re.compile(
    r"(?:un(?=\w{4})"
    r"|(?:il(?=l)|ir(?=r)|im(?=[mp])|in)(?=\w+(?:able|ible|[ai]l|ful|ive|ous|ic|[ae]nt|ar|[aue]te|ect|ure)$))(\w+)"
)


def denied(span: Span) -> Iterator[tuple[str, str]]:
    """The negations of some words, each with the stem of the first word that it denies."""
    text = read(span.text)
    for place in _negations(text):
        for stem in _scope(text, place)[:1]:
            yield text.words[place].folded, stem


def differing(statement: Text, cited: Sequence[Span]) -> list[Fault]:
    """Negations that only one of the two has, and words of which the other has the opposite."""
    others = [read(span.text) for span in cited]
    stemmed = frozenset(word.stem for other in others for word in other.words)
    found = []
    for place in _negations(statement):
        denied = _scope(statement, place)
        if not _contrasts(statement, place) and not any(_denies(other, denied) for other in others):
            said = statement.words[place].folded
            found.append(Fault(Message("the cited words do not say “{words}”", words=said), "partly"))
    mine = {place: _scope(statement, place) for place in _negations(statement)}
    for other in others:
        for place in _negations(other):
            denied = _scope(other, place)[:1]
            near = {word.stem for word in _around(other, place)} - FUNCTION_STEMS
            told = statement.content & near
            # The same is said, and not denied: the words around it are there, and it is not said elsewhere either.
            if (
                denied
                and denied[0] in statement.content
                and len(told) >= max(2, len(near) / 2)
                and not any(denied[0] in scope for scope in mine.values())
                and not mine
                and not any(_affirms(one, denied[0]) for one in others)
            ):
                said = other.words[place].folded
                found.append(Fault(Message("the cited words say “{words}”", words=said), "partly"))
    own = frozenset(word.stem for word in statement.words)
    for stem, opposed in _opposites(statement, others).items():
        against = opposed & stemmed
        if against and stem not in stemmed and not against & own and not mine:
            word = next(word.folded for word in statement.words if word.stem == stem)
            other_word = next(word.folded for other in others for word in other.words if word.stem in against)
            if _same_place_in_both(statement, others, stem, against):
                reason = Message("the article says {right}, not {said}", right=other_word, said=word)
                found.append(Fault(reason, "partly"))
    return found


def _around(text: Text, place: int) -> list[Word]:
    """The words near to one of a text, as far as no comma or its like stands between."""
    word = text.words[place]
    left = max((text.text.rfind(sign, 0, word.start) for sign in _CUTS), default=-1)
    right = min((found for sign in _CUTS if (found := text.text.find(sign, word.start)) >= 0), default=len(text.text))
    return [one for one in text.words[max(0, place - _NEAR) : place + _NEAR + 1] if left < one.start < right]


def replaced(place: Place) -> Fault | None:
    """What only one of two texts denies that both say."""
    denied, told = ([word for word in words if _is_negation(word)] for words in (place.words, place.others))
    denied = [word for word in denied if word is not place.text.words[0] or not _ANSWERS.match(place.text.text)]
    # "Not the bank, the union" denies something else of the same sentence.
    alone = all(word.stem in FUNCTION_STEMS or _is_negation(word) for word in (*place.words, *place.others))
    worst: Verdict = "unsupported" if alone else "partly"
    if denied and not told and not any(word.stem in _DENIALS for word in place.others):
        return Fault(Message("the cited words do not say “{words}”", words=denied[0].folded), worst)
    if told and not denied and not any(word.stem in _DENIALS for word in place.words):
        return Fault(Message("the article says “{words}”", words=told[0].folded), worst)
    return None


def _opposites(statement: Text, others: Sequence[Text]) -> dict[str, frozenset[str]]:
    """The stems of a statement that have opposites, with those, as far as the others may have them."""
    opposites = {word.stem: OPPOSITES[word.stem] for word in statement.words if word.stem in OPPOSITES}
    opposites.pop("some", None)  # what is true of all is true of some
    told = {word.folded: word.stem for other in others for word in other.words}
    opposed = {bare[1]: stem for folded, stem in told.items() if (bare := _OPPOSED.fullmatch(folded))}
    for word in statement.words:
        bare = _OPPOSED.fullmatch(word.folded)
        stem = told.get(bare[1]) if bare else opposed.get(word.folded)
        if stem:
            opposites[word.stem] = opposites.get(word.stem, frozenset()) | {stem}
    return opposites


def _same_place_in_both(statement: Text, others: Sequence[Text], stem: str, against: frozenset[str]) -> bool:
    """Whether a word and its opposite stand beside the same word that says something."""
    mine = _neighbours(statement, {stem})
    return any(mine & _neighbours(other, against) for other in others)


def _neighbours(text: Text, wanted: frozenset[str] | set[str]) -> set[str]:
    return {
        near.stem
        for place, word in enumerate(text.words)
        if word.stem in wanted
        for near in text.words[max(0, place - 3) : place + 4]
        if near.stem not in FUNCTION_STEMS and near.stem not in wanted
    }


def _negations(text: Text) -> list[int]:
    following = [*(word.folded for word in text.words), ""][1:]
    return [
        place
        for place, (word, then) in enumerate(zip(text.words, following, strict=False))
        if _is_negation(word) and then != "only" and not (place == 0 and _ANSWERS.match(text.text))
    ]


def _contrasts(text: Text, place: int) -> bool:
    """Whether a negation only puts a number beside the right one: "17 days, not 30", which an article need not say."""
    before = text.text[: text.words[place].start].rstrip()
    then = [word.folded for word in text.words[place + 1 : place + 2]]
    return before.removesuffix("and").rstrip().endswith((",", "(", "–", "—")) and any(one[0].isdigit() for one in then)


def _is_negation(word: Word) -> bool:
    return word.folded in _NEGATIONS or word.folded.endswith(("n't", "n’t"))


def _scope(text: Text, place: int) -> list[str]:
    after = text.words[place + 1 : place + 1 + _SCOPE]
    return [word.stem for word in after if word.stem not in FUNCTION_STEMS][:3]


def _denies(other: Text, denied: Sequence[str]) -> bool:
    """Whether a text denies one of some stems, or denies at all where it has none of them."""
    places = [place for place, word in enumerate(other.words) if word.stem in _DENIALS or _is_negation(word)]
    if other.corrects is not None and any(stem[0].isdigit() for stem in denied):  # "17, not 23" of a correction
        return True
    having = [place for place, word in enumerate(other.words) if word.stem in denied]
    if not having:
        return bool(places)
    return any(-2 <= there - place <= _SCOPE for place in places for there in having)


def _affirms(other: Text, stem: str) -> bool:
    """Whether a text says a stem somewhere without denying it."""
    denied = {there for place in _negations(other) for there in range(place, place + _SCOPE + 1)}
    return any(word.stem == stem and place not in denied for place, word in enumerate(other.words))
