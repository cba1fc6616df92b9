"""A statement and some words of an article -> whether they carry it, and if not, why. It knows facts and words, and
nothing of passages, markers and models.

Numbers, dates, names, quotations and speakers of the statement must be there, and nothing there may contradict them;
what is left is weighed by how many of the statement's words are there and how near the two are in meaning.
"""

import difflib
import functools
import itertools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.text.corrections import CORRECTS
from rag.text.facts import VERBS, Day, Facts, Number, Quotation, facts, folded_name, spoken
from rag.text.stems import FUNCTION_STEMS, stems
from rag.text.words import fold
from rag.types import Article, Span, Verdict

SIGNALS = {"coverage": 3.0, "cosine": 5.0}
CONSTANT = -4.2
"""How sure the check is where no hard fact is missing, as a logistic function of the share of the statement's content
words that the cited words hold and of their largest cosine: the best for two sets of judged claims of six pairs that
were tried (docs/answers.md)."""
SUPPORTED, PARTLY = 0.5, 0.25
"""From which support a statement counts as supported, and as partly supported."""

_FAULTY = {"partly": 0.5, "unsupported": 0.2}  # what is left of the support where a fact is missing, or is wrong
_VERBATIM = 0.6  # share of a statement's words that a sentence has in the same order where it is compared word by word
_LOOSE = frozenset(["one"])  # a pronoun as well
_SLOT = 4  # words that one place in two such sentences may hold

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[’'](?:t|s|re|ve|ll|d|m)\b|[’'][^\W\d_]{3,})?|[^\W_]+")
_NEGATIONS = frozenset("not no never neither nor none nobody nothing cannot without hardly barely".split())
_DENIALS = frozenset(
    stem
    for word in "fail refuse deny unable lack reject decline absent impossible unlikely untrue false avoid".split()
    for stem in stems(word)
)
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
open opened opens | close closed closes shut
begin began begun started | end ended finished
buy bought | sell sold
arrive arrived | leave left departed
survived alive | died dead killed
true | false
inside | outside
"""
_SIDES = [[{stem for word in side.split() for stem in stems(word)} for side in line.split("|")]
          for line in _PAIRS.strip().splitlines()]  # fmt: skip
_OPPOSITES = {
    stem: frozenset(other) for one, two in _SIDES for side, other in ((one, two), (two, one)) for stem in side
}
# Comparisons in front of a number: at least so many, or at most.
_MORE = re.compile(
    r"\b(?:more than|over|above|at least|upwards of|exceed(?:s|ed|ing)?|no (?:less|fewer) than|beyond)\s+\S{0,3}$", re.I
)
_FEWER = re.compile(
    r"\b(?:(?<!no )(?:less|fewer) than|under|below|at most|up to|almost|nearly|no more than)\s+\S{0,3}$", re.I
)
_PRONOUNS = frozenset("he she they it his her their its this that these those we i".split())
_TITLES = frozenset(
    "president minister prime mr mrs ms dr sir lord lady general colonel major captain lieutenant sergeant professor "
    "judge senator governor mayor king queen prince princess pope chancellor secretary chief director chairman "
    "spokesman spokeswoman spokesperson commander ambassador representative the".split()
)
_OPENERS = frozenset(
    "meanwhile however additionally moreover furthermore later earlier overall finally instead notably specifically "
    "similarly consequently therefore thus although though while because despite following whereas unlike like once "
    "nevertheless nonetheless subsequently previously initially eventually originally yesterday nearly around only "
    "even both another former outgoing incoming".split()
)
# What tells one name of a place or people from another by its ending alone: Serbia, Serbian; Italy, Italian.
_ENDINGS = frozenset(["", *"n an ian ish ese i s y ia iye e o a in is ns ans ians ic ey ya".split()])


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: folded, its stem, where it stands, and whether it has a capital."""

    folded: str
    stem: str
    start: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is compared: its words, its facts, the stems that say what it is about, and where a sentence begins
    that takes back the one before it, if one does."""

    text: str
    words: tuple[Word, ...]
    facts: Facts
    content: frozenset[str]
    corrects: int | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What speaks against a statement, in one line, and how badly. ``lacks``: a fact that is merely not there, so that
    other words may yet hold it."""

    reason: str
    verdict: Verdict
    lacks: str | None = None


@functools.lru_cache(maxsize=1024)  # 65 bytes for each character of a text: some 20 MB
def read(text: str) -> Text:
    """A text as it is compared."""
    found = list(_WORD.finditer(text))
    folded = [fold(match[0]) for match in found]
    cut = stems(" ".join(folded))
    if len(cut) != len(folded):  # a word that folds to several, or to none
        cut = [(stems(word) or [word])[0] for word in folded]
    words = tuple(
        Word(word, stem, match.start(), match[0][0].isupper())
        for match, word, stem in zip(found, folded, cut, strict=True)
    )
    held = facts(text)
    content = frozenset(stem for stem in held.words if stem not in FUNCTION_STEMS)
    ends = (end.end() for end in re.finditer(r"[.!?]\s+", text))
    corrects = next((end for end in ends if CORRECTS.match(text, end)), None)
    return Text(text, words, held, content, corrects)


def known(article: Article) -> str:
    """What a statement may say of an article beside its words: title, source, author, date."""
    return ". ".join(str(one) for one in (article.title, article.source, article.author, article.published) if one)


def coverage(statement: Text, cited: Sequence[Span]) -> float:
    """The share of the statement's content words, in [0, 1], that the cited words or what is known of their articles
    hold."""
    if not statement.content:
        return 1.0
    texts = [read(one) for span in cited for one in (span.text, known(span.article))]
    held = set().union(*(text.content for text in texts))
    # A fact in another spelling is held with all its words.
    for number in statement.facts.numbers:
        if any(number.agrees(told) for text in texts for told in text.facts.numbers):
            held.update(stems(number.text))
    for day in statement.facts.days:
        if any(
            day.agrees(told)
            for span in cited
            for one in read(span.text).facts.days
            for told in one.read(span.article.published)
        ):
            held.update(stems(day.text))
    return len(statement.content & held) / len(statement.content)


def faults(statement: Text, cited: Sequence[Span], around: Text) -> list[Fault]:
    """What speaks against a statement in the words that it cites, the worst first.

    ``around`` is all that is at hand of the same articles: there a person may be called by the whole name.
    """
    found = [
        *_quoted(statement, cited),
        *_spoken_by_others(statement, cited),
        *_contradicted(statement, cited, around),
        *_numbers_missing(statement, cited),
        *_days_missing(statement, cited, around),
        *_names_missing(statement, cited, around),
        *_turned_round(statement, cited),
        *_denied(statement, cited),
    ]
    return sorted(found, key=lambda fault: fault.verdict != "unsupported")


def support(covered: float, cosine: float, found: Sequence[Fault]) -> float:
    """How sure the check is, in [0, 1]."""
    logit = SIGNALS["coverage"] * covered + SIGNALS["cosine"] * cosine + CONSTANT
    return min((_FAULTY[fault.verdict] for fault in found), default=1.0) / (1 + math.exp(-logit))


def verdict(sure: float, found: Sequence[Fault]) -> tuple[Verdict, str | None]:
    """The verdict that follows, and if it is not ``supported``, why, in one line."""
    if found:
        worst: Verdict = (
            "unsupported" if found[0].verdict == "unsupported" or sure < PARTLY * _FAULTY["partly"] else "partly"
        )
        return worst, found[0].reason
    if sure >= SUPPORTED:
        return "supported", None
    if sure >= PARTLY:
        return "partly", "the cited words say only a part of it"
    return "unsupported", "the cited words do not say it"


def taken_back(statement: Text, correction: Span) -> Fault | None:
    """What speaks against a statement of a number where a correction names it as the wrong one."""
    other = read(correction.text)
    if other.corrects is None:
        return None
    wrong = [number for number in other.facts.numbers if number.end <= other.corrects]
    right = [number for number in other.facts.numbers if number.start >= other.corrects]
    for number in statement.facts.numbers:
        beside = _counted(statement, number)
        named = beside and any(number.agrees(one) and _counted(other, one) == beside for one in wrong)
        told = [one for one in right if any(one.agrees(mine) for mine in statement.facts.numbers)]
        if named and right and not told:
            return Fault(f"it was corrected: {right[0].text}, not {number.text}", "partly")
    return None


# Numbers and dates


def _numbers_missing(statement: Text, cited: Sequence[Span]) -> list[Fault]:
    told = [number for span in cited for one in (span.text, known(span.article)) for number in read(one).facts.numbers]
    years = {day.year for span in cited for day in read(span.text).facts.days}
    found = []
    for number in statement.facts.numbers:
        same = [other for other in told if number.agrees(other)]
        if not same and not years.intersection(number.values):
            if number.text.lower() in _LOOSE:
                continue
            found.append(Fault(_instead(statement, number, cited), "unsupported", number.text))
    found += _compared(statement, cited)
    return found


def _instead(statement: Text, number: Number, cited: Sequence[Span]) -> str:
    """The number that stands in the cited words with the same word beside it, where one does."""
    beside = _counted(statement, number)
    for span in cited:
        other = read(span.text)
        for told in other.facts.numbers:
            if beside and beside == _counted(other, told):
                return f"the article says {told.text}, not {number.text}"
    return f"the cited words do not say {number.text}"


def _counted(text: Text, number: Number) -> str | None:
    """The stem of what a number counts: the next word, or the one after it where both say something."""
    after = [word.stem for word in text.words if word.start >= number.end][:2]
    said = list(itertools.takewhile(lambda stem: stem not in FUNCTION_STEMS and not stem[0].isdigit(), after))
    return said[0] if said else None


def _compared(statement: Text, cited: Sequence[Span]) -> list[Fault]:
    """Comparisons that the cited words have the other way round, or not at all."""
    found = []
    for number in statement.facts.numbers:
        mine = _comparison(statement, number)
        if mine is None:
            continue
        theirs = [
            _comparison(read(span.text), other)
            for span in cited
            for other in read(span.text).facts.numbers
            if number.agrees(other)
        ]
        if theirs and mine not in theirs:
            other = next((one for one in theirs if one), None)
            said = f"“{mine} than {number.text}”"
            if other:
                found.append(Fault(f"the article says {other} than {number.text}, not {mine}", "unsupported"))
            elif mine == "more" or mine == "fewer":
                found.append(Fault(f"the cited words do not say {said}", "partly"))
    return found


def _comparison(text: Text, number: Number) -> str | None:
    before = text.text[max(0, number.start - 20) : number.start]
    return "more" if _MORE.search(before) else "fewer" if _FEWER.search(before) else None


def _days_missing(statement: Text, cited: Sequence[Span], around: Text) -> list[Fault]:
    found = []
    for _, readings in itertools.groupby(statement.facts.days, key=lambda day: (day.start, day.end)):
        days = list(readings)
        # 10/9/2023 is one of its readings; 1998-2001 is both.
        told = [any(_dated(day, span, around) or _reported(day, statement, span) for span in cited) for day in days]
        if not (any(told) if "/" in days[0].text else all(told)):
            day = days[told.index(False)]
            other = next((one for span in cited if (one := _other_day(day, span))), None)
            reason = (
                f"the article says {other.text}, not {day.text}" if other else f"the cited words do not say {day.text}"
            )
            found.append(Fault(reason, "unsupported", day.text))
    return found


def _dated(day: Day, span: Span, around: Text) -> bool:
    """Whether a span says a date; or says it without the year, which the article has; or is from an article of that
    day and says no other."""
    if day.shift is not None and day.shift[0] != "day":
        return True  # "the next year" is a year that the cited words need not call so
    article = span.article
    told = [*read(span.text).facts.days, *read(article.title).facts.days]
    for mine in day.read(article.published):
        if any(mine.agrees(other) for one in told for other in one.read(article.published)):
            return True
    if (
        day.year is not None
        and day.month is None
        and any(day.year in number.values for number in read(span.text).facts.numbers)
    ):
        return True
    yearless = [one for one in told if one.year is None and day.month is not None]
    if any(other.year == day.year for other in around.facts.days) and any(
        replace(day, year=None).agrees(one) for one in yearless
    ):
        return True
    return article.published is not None and day.agrees(_published(article.published)) and _other_day(day, span) is None


def _reports(statement: Text, article: Article) -> bool:
    """Whether a statement says who published the article, and what day it did."""
    source = set(stems(article.source or "")) - FUNCTION_STEMS
    named = bool(source) and source <= statement.facts.words
    return (
        named
        and article.published is not None
        and any(day.agrees(_published(article.published)) for day in statement.facts.days)
    )


def _reported(day: Day, statement: Text, span: Span) -> bool:
    published = span.article.published
    return published is not None and day.agrees(_published(published)) and _reports(statement, span.article)


def _published(day: date) -> Day:
    return Day(0, 0, str(day), day.year, day.month, day.day)


def _other_day(day: Day, span: Span) -> Day | None:
    """Another date of the span, told as exactly."""
    told = read(span.text).facts.days
    return next((other for other in told if _given(other) >= _given(day) and not day.agrees(other)), None)


def _given(day: Day) -> frozenset[str]:
    """What a date says of a day, but for the year, which goes without saying."""
    given = {"day": day.day, "month": day.month, "weekday": day.weekday, "shift": day.shift}
    said = frozenset(name for name, value in given.items() if value is not None)
    return said or frozenset(["year"])


# Names, speakers, quotations


def _names_missing(statement: Text, cited: Sequence[Span], around: Text) -> list[Fault]:
    held = frozenset().union(*(read(one).facts.words for span in cited for one in (span.text, known(span.article))))
    initials = frozenset().union(*(_initials(one) for span in cited for one in (span.text, known(span.article))))
    found = []
    for name in statement.facts.names:
        if name.initial and len(name.words) == 1 and not _proper(name.words[0], around):
            # Any word has a capital here; but what opens a sentence without an article, and is nowhere else, is a name.
            unknown = name.words[0] not in {word.folded for word in around.words}
            if not (unknown and VERBS.match(statement.text, name.end)):
                continue
        words = [word for word in name.words if word not in _TITLES and not set(stems(word)) <= FUNCTION_STEMS]
        if name.initial and len(words) > 1 and words[0] in _OPENERS:
            words = words[1:]
        missing = [word for word in words if not _held(word, held) and word not in initials]
        if not missing or _spelled_out(words, held):
            continue
        whole = len(missing) == len(words)
        if not whole and all(_held(word, around.facts.words) for word in missing):
            continue  # the whole name stands elsewhere in the article
        said = name.text if whole else " ".join(missing).title()
        found.append(Fault(f"the cited words do not name {said}", "unsupported", name.text))
    return found


def _held(word: str, held: frozenset[str]) -> bool:
    """Whether a word of a name is there, if in another form of it (Serbian for Serbia)."""
    if set(stems(word)) <= held:
        return True
    if len(word) < 4:
        return False
    for other in held:
        if other[:3] == word[:3]:
            shared = len(_prefix(word, other))
            if shared >= 4 and word[shared:] in _ENDINGS and other[shared:] in _ENDINGS:
                return True
    return False


def _prefix(one: str, other: str) -> str:
    return "".join(
        left for left, right in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )


@functools.lru_cache(maxsize=1024)  # 65 bytes for each character of a text: some 20 MB
def _initials(text: str) -> frozenset[str]:
    """The acronyms that the capitalised words in a row of a text could have: "the United States" may be US."""
    made: set[str] = set()
    letters = ""
    for word in [*text.split(), ""]:
        if word[:1].isupper():
            letters += fold(word[0])
            if "." in word[:-1]:
                made.update(folded_name(word.strip("()[]“”\"',;:")))
        elif word not in ("of", "the", "for", "and", "de", "la"):
            made.update(
                letters[start:end] for start in range(len(letters)) for end in range(start + 2, len(letters) + 1)
            )
            letters = ""
    return frozenset(made)


def _spelled_out(words: Sequence[str], held: frozenset[str]) -> bool:
    return len(words) > 1 and "".join(word[0] for word in words) in held


def _proper(word: str, around: Text) -> bool:
    """Whether a word has a capital in the middle of a sentence, and never goes without one."""
    return any(
        word in name.words and (not name.initial or len(name.words) > 1) for name in around.facts.names
    ) and not any(other.folded == word and not other.capital for other in around.words)


def _quoted(statement: Text, cited: Sequence[Span]) -> list[Fault]:
    """Quotations that the cited words do not have word for word."""
    found = []
    said = [" " + " ".join(spoken(span.text)) + " " for span in cited] + [
        " " + " ".join(spoken(span.article.title)) + " " for span in cited
    ]
    for quotation in statement.facts.quotations:
        if not _is_title(quotation) and not all(
            any(f" {' '.join(part)} " in words for words in said) for part in quotation.parts
        ):
            short = quotation.text if len(quotation.text) <= 60 else quotation.text[:60].rsplit(" ", 1)[0] + " …"
            found.append(Fault(f"the cited words do not have “{short}” word for word", "unsupported", quotation.text))
    return found


def _is_title(quotation: Quotation) -> bool:
    """Whether what stands in quotation marks is the name of a work, which may be spelled in several ways; its words
    count as those of a name."""
    long = [word for word in re.findall(r"[^\W\d_]+", quotation.text) if len(word) > 3]
    return all(word[0].isupper() for word in long)


def _spoken_by_others(statement: Text, cited: Sequence[Span]) -> list[Fault]:
    """Somebody who is said to say what the cited words give to somebody else."""
    mine = statement.facts.speakers
    theirs = [name for span in cited for name in read(span.text).facts.speakers]
    if not mine or not theirs:
        return []
    known_as = [set(name.words) - _TITLES for name in theirs]
    found = []
    for name in mine:
        words = set(name.words) - _TITLES
        if words and not any(_same_person(words, others) for others in known_as):
            found.append(Fault(f"the article has {theirs[0].text} say it, not {name.text}", "unsupported"))
    return found


def _same_person(words: set[str], others: set[str]) -> bool:
    return bool((words & others) - _TITLES) or any(_held(word, frozenset(others)) for word in words)


def _turned_round(statement: Text, cited: Sequence[Span]) -> list[Fault]:
    """Somebody who is said to do what the cited words have another do, to that one or from that one."""
    found = []
    others = [_deeds(read(span.text)) for span in cited]
    for verb, (doer, done_to) in _deeds(statement).items():
        told = [deeds[verb] for deeds in others if verb in deeds]
        if any(_same_person(doer, one) for one, _ in told):
            continue
        if any(_same_person(done_to, one) for one, _ in told):
            found.append(Fault("the article has it the other way round", "unsupported"))
    return found


def _deeds(text: Text) -> dict[str, tuple[set[str], set[str]]]:
    """By the stem of a word, the nearest names before and after it, turned round where it is passive ("was replaced
    by")."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    named = [name for name in text.facts.names if not set(name.words) <= _TITLES]
    for place, word in enumerate(text.words):
        if word.capital or word.stem in FUNCTION_STEMS or word.stem[0].isdigit():
            continue
        before = [name for name in named if name.end <= word.start]
        after = [name for name in named if name.start > word.start]
        if not before or not after:
            continue
        between = text.text[before[-1].end : word.start], text.text[word.start : after[0].start]
        if any(len(part.split()) > _SCOPE or re.search(r"[.;:!?]\s", part) for part in between):
            continue
        pair = set(before[-1].words), set(after[0].words)
        passive = text.words[place - 1].folded in ("was", "were", "been", "being", "is", "are") and " by " in between[1]
        found.setdefault(word.stem, pair[::-1] if passive else pair)
    return found


# What a sentence has in the place of another


def _contradicted(statement: Text, cited: Sequence[Span], around: Text) -> list[Fault]:
    """Facts that stand where a sentence of nearly the same words has others."""
    found = _numbers_elsewhere(statement, [read(span.text) for span in cited])
    for span in cited:
        other = read(span.text)
        if other.corrects is not None:  # what stands there in the place of another is what was wrong
            continue
        if _reports(statement, span.article):  # "The Gazette wrote on 12 October that" is not in its own words
            continue
        matcher = difflib.SequenceMatcher(
            None, [word.stem for word in statement.words], [word.stem for word in other.words], autojunk=False
        )
        blocks = matcher.get_matching_blocks()
        if sum(block.size for block in blocks) < _VERBATIM * len(statement.words):
            continue
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag != "equal" and i2 - i1 <= _SLOT and j2 - j1 <= _SLOT:
                mine, theirs = statement.words[i1:i2], other.words[j1:j2]
                if i1 == 0 and j1 > 0 and len(mine) == 1:  # "Meanwhile" is no name, though a sentence opens with it
                    mine = ()
                found += filter(None, [_replaced(statement, other, mine, theirs, around), _reversed(mine, theirs)])
    return found


def _numbers_elsewhere(statement: Text, others: Sequence[Text]) -> list[Fault]:
    """Numbers of which the other texts have another of the same thing, and not this one."""
    found = []
    for number in statement.facts.numbers:
        beside = _counted(statement, number)
        same = [
            told
            for other in others
            for told in other.facts.numbers
            if beside and told.unit == number.unit and _counted(other, told) == beside
        ]
        # It may be told without what it counts ("two in hospital"), or by a correction ("The correct number is 17").
        told_so = any(
            number.agrees(told) and (other.corrects is not None or _counted(other, told) is None)
            for other in others
            for told in other.facts.numbers
        )
        if same and not told_so and not any(number.agrees(told) for told in same):
            found.append(Fault(f"the article says {same[0].text}, not {number.text}", "unsupported"))
    return found


def _replaced(statement: Text, other: Text, mine: Sequence[Word], theirs: Sequence[Word], around: Text) -> Fault | None:
    """What is wrong where a statement has some words in the place of others."""
    here, there = _facts_of(statement, mine), _facts_of(other, theirs)
    for kind in (Number, Day):
        left, right = [one for one in here if isinstance(one, kind)], [one for one in there if isinstance(one, kind)]
        if left and right and not any(one.agrees(two) for one in left for two in right):  # type: ignore[arg-type]
            return Fault(f"the article says {right[0].text}, not {left[0].text}", "unsupported")
    held = frozenset(stem for word in theirs for stem in stems(word.folded))
    written = frozenset(stem for word in mine for stem in stems(word.folded))
    names = [word for word in mine if _is_named(word, around) and not _held(word.folded, held)]
    told = [word for word in theirs if _is_named(word, around) and not _held(word.folded, written)]
    if names and told:
        initials = _initials(" ".join(_as_written(other, word) for word in theirs))
        shortened = any(_shortens(word, statement, theirs) for word in names)
        if (
            not shortened
            and not any(word.folded in initials for word in names)
            and not _spelled_out([word.folded for word in mine], held)
        ):
            one, two = (
                " ".join(_as_written(text, word) for word in words)
                for text, words in ((other, told), (statement, names))
            )
            return Fault(f"the article says {one}, not {two}", "unsupported")
    return None


def _shortens(word: Word, text: Text, words: Sequence[Word]) -> bool:
    """Whether a word in capitals could be made of the letters of some words, as KFOR is of Kosovo Force."""
    if not text.text[word.start : word.start + len(word.folded)].isupper():
        return False
    starts = (place for place, other in enumerate(words) if other.folded[0] == word.folded[0])
    for start in starts:
        letters = iter("".join(other.folded for other in words[start:]))
        if all(letter in letters for letter in word.folded):
            return True
    return False


def _reversed(mine: Sequence[Word], theirs: Sequence[Word]) -> Fault | None:
    """What is wrong where only one of two texts denies what both say."""
    denied, told = ([word for word in words if _is_negation(word)] for words in (mine, theirs))
    if denied and not told and not any(word.stem in _DENIALS for word in theirs):
        return Fault(f"the cited words do not say “{denied[0].folded}”", "unsupported")
    if told and not denied and not any(word.stem in _DENIALS for word in mine):
        return Fault(f"the article says “{told[0].folded}”", "unsupported")
    return None


def _facts_of(text: Text, words: Sequence[Word]) -> list[Number | Day]:
    every: list[Number | Day] = [*text.facts.numbers, *text.facts.days]
    return [one for one in every if any(one.start <= word.start < one.end for word in words)]


def _is_named(word: Word, around: Text) -> bool:
    if not word.capital or word.stem in FUNCTION_STEMS or word.folded in _PRONOUNS or word.folded in _TITLES:
        return False
    return not any(other.folded == word.folded and not other.capital for other in around.words)


def _as_written(text: Text, word: Word) -> str:
    return text.text[word.start : word.start + len(word.folded)]


# Negations and opposites


def _denied(statement: Text, cited: Sequence[Span]) -> list[Fault]:
    """Negations that only one of the two has, and words of which the other has the opposite."""
    others = [read(span.text) for span in cited]
    stemmed = frozenset(word.stem for other in others for word in other.words)
    found = []
    for place in _negations(statement):
        denied = _scope(statement, place)
        if not any(_denies(other, denied) for other in others):
            said = statement.words[place].folded
            found.append(Fault(f"the cited words do not say “{said}”", "unsupported"))
    mine = {place: _scope(statement, place) for place in _negations(statement)}
    for other in others:
        for place in _negations(other):
            denied = _scope(other, place)[:1]
            near = {word.stem for word in other.words[max(0, place - 8) : place + 9]} - FUNCTION_STEMS
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
                found.append(Fault(f"the cited words say “{other.words[place].folded}”", "unsupported"))
    own = frozenset(word.stem for word in statement.words)
    for stem in own & _OPPOSITES.keys():
        against = _OPPOSITES[stem] & stemmed
        if against and stem not in stemmed and not against & own and not mine:
            word = next(word.folded for word in statement.words if word.stem == stem)
            other_word = next(word.folded for other in others for word in other.words if word.stem in against)
            if _same_place_in_both(statement, others, stem, against):
                found.append(Fault(f"the article says {other_word}, not {word}", "unsupported"))
    return found


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
        if _is_negation(word) and then != "only"
    ]


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
