"""What a question asks to be measured, and what the sentences that tell it hold."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.text.corrections import last_correcting
from rag.text.numbers import numbers
from rag.text.quantities import Quantity, quantities
from rag.text.words import own_stems
from rag.types import Passage

MARGIN = "margin"
"""The dimension of by how much somebody won."""

COIN = "coin"
"""The scale of numbers that count what stands behind them, as money of other countries."""
FURTHEST = 7  # words between a number and the word that says what it is of
_FAR = 1000  # and where these are of two clauses
_PART_OF = re.compile(r" (?:out )?of (?:(?:the|its|their|all|a total of) )?(?:[\w-]+['’]s? )?")
_BESIDE = 3  # words between a number and what it is of, where something else is asked for
_TOLD_OF_DEATH = (
    r"kill\w*|murder\w*|die[ds]?|dead|deaths?|fatalit\w+|toll|los[te]\w* (?:their|his|her) li[fv]\w+"
    r"|tote[nr]?|getötet\w*|todesopfer\w*|menschenleben|ums leben|morts?|tuée?s?|muert[oa]s?|ölü\w*|öldü"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """What words name it, what is asked of one thing for it, with ``{}`` for that, and what besides a number the
    sentences that tell it hold, a number alone where that is None.

    Its values are quantities of one of the ``dimensions`` ("" counts, None is a day); ``near`` is what they stand
    beside, where that has to be, or ``inside``. Of several that are told of a thing the ``peak`` is the largest that it
    came to. ``scale`` is what a number without a unit is on. ``counts`` says that ``near`` is what is counted, so that
    no other number stands between.
    """

    named: re.Pattern[str]
    asks: str
    told: re.Pattern[str] | None = None
    dimensions: frozenset[str] = frozenset()
    near: re.Pattern[str] | None = None
    inside: bool = False
    peak: bool = False
    scale: str = ""
    counts: bool = False

    @property
    def is_day(self) -> bool:
        """Whether its values are days."""
        return not self.dimensions

    @property
    def is_vague(self) -> bool:
        """Whether other sentences may tell it as well, without a number."""
        return self.dimensions == frozenset(("%",))

    @property
    def is_of_people(self) -> bool:
        """Whether its values are what somebody is or has, and not what came of an event."""
        return self.near not in _HARMED and not self.peak

    def is_told(self, text: str) -> bool:
        """Whether a text may tell it."""
        return has_figure(text) and (self.told is None or self.told.search(text) is not None)

    def values(self, text: str, begin: int = 0, *, furthest: int | None = None) -> list[tuple[int, Quantity]]:
        """The quantities of a sentence that may be its values, behind a character, each with how many words lie between
        it and what it has to stand beside, the ``furthest`` that there may be; the nearest first."""
        near = [one.span() for one in self.near.finditer(text)] if self.near else []
        told = list(_margins(text) if MARGIN in self.dimensions else quantities(text))
        found = []
        for one in told:
            if one.start < begin or one.dimension not in self.dimensions or _is_relative(text, one):
                continue
            if one.dimension == "" and self.scale == "magnitude" and one.amount > _STRONGEST:
                continue
            if self.near is None:
                found.append((0, one))
            elif near:
                distance = min(words_between(text, one, span) for span in near)
                if self.counts and not _is_counted(text, one, self.near, told):
                    continue
                most = 0 if self.inside or (one.amount <= 1 and not one.dimension) else furthest or FURTHEST
                if "" in self.dimensions and not self.inside and _is_nearer(self.near, text, one, distance):
                    continue
                if distance <= most and (not self.inside or any(a <= one.number[0] < b for a, b in near)):
                    found.append((distance, one))
        found.sort(key=lambda pair: (pair[0], pair[1].start))
        return [(distance, _risen(text, one)) for distance, one in found]


def _measure(
    named: str, asks: str, told: str | None = None, dimensions: Sequence[str] = (), near: str | None = None,
    *, inside: bool = False, peak: bool = False, scale: str = "",
) -> Measure:  # fmt: skip
    one, two, three = (None if one is None else re.compile(one, re.IGNORECASE) for one in (named, told, near))
    assert one is not None
    return Measure(one, asks, two, frozenset(dimensions), three, inside, peak, scale)


_DEGREE = r"\b(?:how|as|so|more|less|most|least)"  # before an adjective that does not only name what is compared
_MONEY = ("dollar", "euro", "pound", "yen", "lira", "rouble", "")
_MEASURES = (
    _measure(
        r"\b(?:old|eld|young)(?:er|est)\b|\b(?:how|as|so) (?:old|young)\b|\blive[ds]? (?:the )?longe|\bages?\b",
        "how old was {}",
        r"\bage[ds]?\b|\d-year-old|\byears old|\byears of age|\b(?:was|is|turned) \d{1,3}\b(?!\W\d)|, \d\d?\d?,",
        ("", "age"), r"\b(?:aged?|ages|age of)(?: about| only| just)? \d{1,3}\b|\b\d{1,3}[- ]years?[- ](?:old|of age)\b"
        r"|\b(?:was|is|turned)(?: about| only| just)? \d{1,3}(?=[,.;)]|\s(?:and|when|at|on|years)\b|$)"
        r"|, \d{2,3},|\bdie[sd]? at \d{2,3}\b",
        inside=True, scale="age",
    ),
    _measure(r"\bwin(?:s|ning)? by\b|\bwon by\b|\bmargins?\b|\bvictory\b", "by how much did {} win", r"\d", (MARGIN,)),
    _measure(
        r"\bwinds?\b|\bblew|\bblow(?:s|ing)?\b|\bgusts?\b|\bmagnitude\b|\b(?:strong|weak|hard)(?:er|est)\b"
        rf"|{_DEGREE} (?:strong|weak|powerful|intense|violent|hard)\b", "how strong was {}",
        r"\d", ("speed", ""),
        r"\bwinds?\b|\bgusts?\b|magnitude\b|\bstärke\b|\bmagnitud\b|\bbüyüklü\w+|(?<=\d )(?:earth)?quake\b",
        peak=True, scale="magnitude",
    ),
    _measure(r"\b(?:earli|lat|soon)(?:er|est)\b|\bfirst\b|\blast\b", "when was {}"),
    _measure(
        r"\b(?:kill\w*|die[ds]?|dead|deaths?|fatal\w*|deadl\w+|victims|lives|lethal)\b",
        "how many people were killed in {}",
        rf"\b(?:{_TOLD_OF_DEATH}|victims|lives)\b",
        ("",), rf"\b(?:{_TOLD_OF_DEATH})\b",
    ),
    _measure(
        r"\b(?:hurt|injur\w+|wounded)\b", "how many people were injured in {}",
        r"\b(?:hurt|injur\w+|wound\w+|casualties)\b", ("",), r"\b(?:hurt|injur\w+|wound\w+|casualties)\b",
    ),
    _measure(
        r"\b(?:expensive|cheap\w*|dear(?:er|est)|costs?|costl\w+|kosten|teuer|price|coûte|coste|worth|valuable)\b",
        "how much did {} cost", None,
        _MONEY,
        r"\b(?:costs?|costing|price\w*|paid|pay|pays|budget|worth|value[ds]?|bill|total\w*|fares?|tickets?"
        r"|crowns?|francs?|pesos?|rupees?|yuan|kron\w+)\b|[$€£]",
        scale=COIN,
    ),
    _measure(
        rf"\b(?:fast|slow|quick)(?:er|est)\b|{_DEGREE} (?:fast|slow|quick)(?:ly)?\b", "how fast was {}", r"\d",
        ("speed", "duration"),
    ),
    _measure(r"\b(?:long|short)(?:er|est)\b", "how long was {}", None, ("duration", "length")),
    _measure(r"\b(?:clos|near|farth|furth)(?:er|est)\b|\bdistance\b", "how far is {}", None, ("length",)),
    _measure(r"\b(?:tall|deep|wid)(?:er|est)\b", "how tall was {}", None, ("length",)),
    _measure(r"\b(?:heav|light)i?(?:er|est)\b", "how heavy was {}", None, ("mass",)),
    _measure(r"\b(?:hott|cold|warm|cool)(?:er|est)\b", "how warm was {}", None, ("temperature",)),
    _measure(r"\b(?:better|best|worse|worst|effective)\b", "how well did {} do", None, ("%",)),
)  # fmt: skip
_HARMED = [one.near for one in _MEASURES if one.near and one.near.search("dead injured")]
_LESS = re.compile(
    r"\b(?:less|fewer|least|fewest|(?:cheap|young|small|low|short|slow|weak|light|clos|near|narrow|cold|cool|earli|soon"
    r"|quick)(?:er|est)|first)\b",
    re.IGNORECASE,
)
_FASTER = re.compile(r"\bfast(?:er|est)\b", re.IGNORECASE)
_SLOWER = re.compile(r"\bslow(?:er|est)\b", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:more|less|fewer|most|least|fewest|higher|highest|lower|lowest|bigger|biggest|larger|largest|smaller|smallest"
    r"|greater|greatest|better|worse|best|worst)\b",
    re.IGNORECASE,
)
_SHORT = 4  # words that name what is counted, where nothing says more or less of it
_STRONGEST = 10  # magnitude of an earthquake
_APART = re.compile(
    r" (?:ahead|behind|faster|slower|earlier|later|before|after|more|less|longer|shorter|higher|lower)\b"
)
_COUNTED = re.compile(r" [a-z]+(?<!s)s\b")
_AND_ONE = re.compile(r"\b(?:an?|one|another) (?:\w+ ){1,2}and $", re.IGNORECASE)
_SCORE = re.compile(
    r"(?<![\d.,])(?P<left>\d{1,3})(?: points?| goals?| votes?)?(?: ?[-–] ?| to )(?P<right>\d{1,3})"
    r"(?![\d.,%]\d?)(?! ?(?:years|days|°))"
)
_IDLE = own_stems("got get won win have number had amount total figure rate higher lower bigger larger smaller greater "
                  "fewer better worse least highest lowest biggest largest smallest greatest much each "
                  "one")  # fmt: skip


def measure_of(asked: str) -> Measure | None:
    """What is asked to be measured by some words; None where they name nothing of that kind."""
    return next((one for one in _MEASURES if one.named.search(asked)), None)


def counted_in(asked: str) -> Measure | None:
    """What some words ask to be counted, where that is no measure of its own: "more votes", "the number of seats"."""
    if re.match(r"(?:how )?many (?:were|was|have|has|had|did|do)\b", asked):  # of whom no noun says what they are
        return None
    asked = re.sub(r"\b(?:share|percentage|proportion|number|amount) of (?:the )?|(?<=more )of the ", "", asked)
    compared = _COMPARED.search(asked)
    thing = re.split(r" (?:in|at|on|for|from|during|after|before|of the) ", asked[compared.end() if compared else 0 :])[
        0
    ]
    own = own_stems(thing) - _IDLE
    if not own or (compared is None and len(asked.split()) > _SHORT):
        return None
    near = r"\b(?:" + "|".join(sorted(map(re.escape, own))) + r")\w*"
    all_of_it = "".join(rf"(?=.*\b{re.escape(one)})" for one in sorted(own))
    dimensions = ("", "%", *_MONEY, "length", "area", "mass", "volume", "temperature", "speed")
    made = _measure(near, f"{thing.strip()} {{}}", rf"(?s:^{all_of_it})", dimensions, near)
    return replace(made, counts=True)


def size_of(name: str) -> Measure | None:
    """How much a thing is that is an amount itself: "the storm bonus"."""
    counted = counted_in(" ".join(re.sub(r"(?i)^(?:the|an?) ", "", name).split()[:_SHORT]))
    return counted and replace(counted, scale=COIN, counts=False)


def is_size(asked: str) -> bool:
    """Whether it is asked which of two amounts is more, without a word for what they are."""
    return not own_stems(_COMPARED.sub(" ", asked)) - _IDLE and _COMPARED.search(asked) is not None


def is_less(asked: str, dimension: str | None) -> bool:
    """Whether the smaller of two values of a dimension is what some words ask for: "cheaper", and "faster" of times."""
    if dimension == "duration" and (_FASTER.search(asked) or _SLOWER.search(asked)):
        return _FASTER.search(asked) is not None
    return _LESS.search(asked) is not None


def _margins(text: str) -> Iterator[Quantity]:
    """By how much somebody won, by the scores that a sentence gives."""
    for one in _SCORE.finditer(text):
        left, right = int(one["left"]), int(one["right"])
        yield Quantity(one.start(), one.end(), one[0], abs(left - right), MARGIN, one.span())


def _is_relative(text: str, one: Quantity) -> bool:
    """Whether a quantity is one in so many, part of a word ("ten-storey"), or how far two things are apart."""
    behind = text[one.end :]
    return (
        re.search(r"\b(?:per|including) (?:the )?$", text[: one.start]) is not None
        or re.match(r"(?:\s\w+)?\sper\s|-[a-z]", behind) is not None
        or (one.dimension != "" and _APART.match(behind) is not None)
    )


def _is_nearer(near: re.Pattern[str], text: str, one: Quantity, distance: int) -> bool:
    """Whether a number stands nearer to words for the dead or the injured, where these are not asked for."""
    others = (other for other in _HARMED if other.pattern != near.pattern)
    spans = [match.span() for other in others for match in other.finditer(text)]
    return any(words_between(text, one, span) < max(distance, _BESIDE if near not in _HARMED else 0) for span in spans)


def _is_counted(text: str, one: Quantity, near: re.Pattern[str], told: Sequence[Quantity]) -> bool:
    """Whether a quantity of those that a text tells may be how many there are of what stands ``near``: it counts
    nothing else, and no other number stands between."""
    if (counted := _COUNTED.match(text, one.end)) and not near.search(counted[0]):
        return False
    if _is_total(text, one, told):
        return False
    counts = [two for two in told if not two.dimension and not _is_total(text, two, told)]
    gaps = [(min(one.end, span.end()), max(one.start, span.start())) for span in near.finditer(text)]
    return any(not any(low <= two.start and two.end <= high for two in counts) for low, high in gaps)


def _is_total(text: str, one: Quantity, told: Sequence[Quantity]) -> bool:
    """Whether a quantity is what another one is a part of: "12 of the state's 41 seats"."""
    return any(_PART_OF.fullmatch(text[two.end : one.start]) for two in told if two.end <= one.start)


def words_between(text: str, one: Quantity, span: tuple[int, int]) -> int:
    """The words between a quantity and some characters, more across commas; what stands behind a full stop or a
    semicolon is far away."""
    between = text[one.end : span[0]] if one.end <= span[0] else text[span[1] : one.start]
    between = re.sub(r", including [^,]*,", " ", between)
    if re.search(r"[;:.!?](?:\s|$)", between):
        return _FAR
    return len(between.split()) + _BESIDE * len(re.findall(r", |\b(?:and|but|while|of whom)\b", between))


def _risen(text: str, one: Quantity) -> Quantity:
    """What a number rose or fell to, where that is told behind it, "from five people to six"; of "a man and two women"
    three."""
    if (
        not one.dimension
        and (begun := _AND_ONE.search(text[: one.start]))
        and (ends := re.match(r"(?: [a-z]+)?", text[one.end :]))
    ):
        end = one.end + ends.end()
        return replace(one, start=begun.start(), end=end, text=text[begun.start() : end], amount=one.amount + 1)
    if not re.search(r"\bfrom (?:\w+ ){0,3}$", text[: one.start]):
        return one
    before = [two for two in quantities(text) if two.end <= one.start and re.search(r"\bto $", text[: two.start])]
    if before and re.fullmatch(r" from (?:\w+ ){0,3}", text[before[-1].end : one.start]):  # "to 167 from a previous 93"
        return before[-1]
    behind = (two for two in quantities(text) if two.start >= one.end and two.dimension == one.dimension)
    return next((two for two in behind if re.fullmatch(r"(?: \w+){0,2} to ", text[one.end : two.start])), one)


def has_figure(text: str) -> bool:
    """Whether a text holds a number, in figures or in words; "one" is mostly none."""
    return any(max(one.values) > 1 for one in numbers(text, ()))


def narrowed(passages: Sequence[Passage], measure: Measure | None) -> tuple[list[Passage], bool]:
    """The passages with those sentences alone that may tell a measure, where some do, else those that hold a number,
    where some do; and whether it is the measure that they may tell."""
    for fits in (measure.is_told, has_figure) if measure is not None else (has_figure,):
        if kept := [one for passage in passages if (one := only(passage, fits)).sentences]:
            return kept, fits is not has_figure
    return list(passages), False


def only(passage: Passage, fits: Callable[[str], object]) -> Passage:
    """The passage with those of its sentences alone whose text is fit, and those that take these back."""
    told = passage.sentences
    kept = {
        number
        for place, one in enumerate(told)
        if fits(one.text)
        for number in range(place, last_correcting(told, place) + 1)
    }
    return replace(passage, sentences=tuple(told[number] for number in sorted(kept)))
