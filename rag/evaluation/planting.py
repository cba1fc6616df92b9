"""Errors planted in sentences that are known to be right, one in each: what a check of sentences ought to notice.

A number, a date, a name, a negation, a speaker or a quoted word is changed as a careless or a hostile hand would change
it. It takes rules and the texts of the articles, no model, and knows nothing of what is measured with it. English only.
"""

import functools
import itertools
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal, get_args

from rag.types import Interval

Kind = Literal["number", "date", "name", "negation", "speaker", "quotation"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Origin = Literal["verbatim", "paraphrased"]

Change = tuple[int, str, str]
"""Where a sentence is changed, the words that stand there, and those to be put in their place."""


@dataclass(frozen=True, slots=True)
class Known:
    """A sentence that the articles of ``article_ids`` are known to support: one of theirs, word for word, or what a
    person wrote after them. Of a verbatim one ``start`` is its place in its article's text, in characters."""

    id: str
    text: str
    origin: Origin
    article_ids: tuple[str, ...]
    start: int = 0


@dataclass(frozen=True, slots=True)
class Planted:
    """A known sentence with an error: at ``start`` of its text ``planted`` stands instead of the ``right`` words."""

    known: Known
    kind: Kind
    start: int
    right: str
    planted: str

    @property
    def text(self) -> str:
        text = self.known.text
        return text[: self.start] + self.planted + text[self.start + len(self.right) :]


def plant(sentences: Sequence[Known], texts: Mapping[str, str], *, count: int = 300, seed: int = 0) -> list[Planted]:
    """At most ``count`` sentences with an error each, as many of each kind as there are, evenly, and of each sentence
    as few as possible. ``texts`` are those of all articles by id: names and words to plant are taken from them.

    The same is given for the same arguments. Where the sentence's own articles have other numbers, dates or names that
    would be wrong, far enough from those to be replaced, they are planted as often as ones that do not stand there.
    Words planted in quotations never do.
    """
    held = _Held.of(texts)
    order = sorted(sentences, key=lambda one: one.id)
    random.Random(seed).shuffle(order)
    queues: dict[Kind, list[Planted]] = {kind: [] for kind in KINDS}
    for known, kind in itertools.product(order, KINDS):
        if len(queues[kind]) >= count:
            continue
        # Its own random numbers for each, so that a sentence gets the same error whatever stands beside it.
        chance = random.Random(f"{seed} {known.id} {kind}")
        if changes := list(_CHANGES[kind](known, held, chance)):
            queues[kind].append(Planted(known, kind, *chance.choice(changes)))
    made: list[Planted] = []
    used: Counter[str] = Counter()
    while len(made) < count and any(queues.values()):
        for queue in filter(None, queues.values()):
            best = min(range(len(queue)), key=lambda place: used[queue[place].known.id])
            made.append(queue.pop(best))
            used[made[-1].known.id] += 1
    return made[:count]


def stands_alone(text: str, *, least: int = 8, most: int = 40) -> bool:
    """Whether a sentence can be understood by itself, as far as its form tells: a whole declarative one of so many
    words, no heading, list entry or caption, that does not open with a word which leans on what stands before."""
    words = text.split()
    return (
        least <= len(words) <= most
        and text[0].isupper()
        and re.search(r"[^.!?:\s] ?\.(?:[\"”]| '')?$", text) is not None
        and words[0].strip(",").lower() not in _LEANING
        and not re.search(r"^\w+:|[\n|?#\[\]]|https?:|\bImage:|\bFile:|\bPhoto:|\.\.\.|…", text)
        and _balanced(text)
        and not _PERSONAL.search(_unquoted(text))
    )


# Outside quotation marks it is somebody's answer in an interview, whose "I" nobody could tell.
_PERSONAL = re.compile(r"\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|[Mm]e|us)\b")


def _balanced(text: str) -> bool:
    pairs = (("(", ")"), ("“", "”"), ("``", "''"))
    return text.count('"') % 2 == 0 and all(text.count(left) == text.count(right) for left, right in pairs)


# --- What the articles hold ---


@dataclass(frozen=True, slots=True)
class _Held:
    """The texts of the articles; the words that they write without a capital; the names of each text with their sorts;
    all names that can be planted, by sort; and which words follow two others, and stand between two others."""

    texts: Mapping[str, str]
    common: Set[str]
    names: Mapping[str, Mapping[str, str]]
    sorts: Mapping[str, Sequence[str]]
    following: Mapping[tuple[str, str], Set[str]]
    between: Mapping[tuple[str, str], Set[str]]

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> "_Held":
        following: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        between: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        common: set[str] = set()
        for text in texts.values():
            words = [match[0] for match in _WORD_OR_MARK.finditer(text)]
            for left, middle, right in zip(words, words[1:], words[2:], strict=False):
                if _is_content(middle):
                    between[left, right].add(middle)
                if _is_content(right):
                    following[left, middle].add(right)
            common.update(word for word in words if word.islower())
        names = {identifier: _names_of(text, common) for identifier, text in texts.items()}
        sorts = {sort: set(given) for sort, given in _GIVEN.items()}
        for name, sort in itertools.chain.from_iterable(own.items() for own in names.values()):
            if sort not in _GIVEN or sort in ("person", "surname"):  # of the others there are enough that are sure
                sorts.setdefault(sort, set()).add(name)
        return cls(texts, common, names, {sort: sorted(found) for sort, found in sorts.items()}, following, between)

    def evidence(self, known: Known) -> str:
        """The texts that a sentence is known from, in one."""
        return "\n\n".join(self.texts.get(identifier, "") for identifier in known.article_ids)

    def named(self, known: Known) -> dict[str, str]:
        """The names in these texts, with their sorts."""
        return {name: sort for one in known.article_ids for name, sort in self.names.get(one, {}).items()}


_WORD_OR_MARK = re.compile(r"[\w’'-]+|[^\w\s]")
_MONTHS = (
    "January February March April May June July August September October November December".split(),
    "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec".split(),
)
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_LEANING = set(
    "he she they it his her their its him them this that these those such there here then thus also but and or so "
    "yet however moreover furthermore meanwhile instead otherwise earlier later afterwards afterward both neither "
    "another other others one some many most several each all either nor additionally similarly likewise finally "
    "next again still because if maybe well just sometimes image file photo".split()
)
_TITLES = set(
    "President Prime Minister Vice Senator Sen Representative Rep Congressman Congresswoman Governor Gov Mayor "
    "Secretary Colonel Captain Lieutenant Sergeant Major Admiral Commander Dr Mr Mrs Ms Sir Lady Lord Justice Judge "
    "Speaker Chief Chancellor King Queen Prince Princess Pope Bishop Archbishop Cardinal Professor Director Deputy "
    "Former Chairman Chairwoman Ambassador Attorney Sheriff Coach Spokesperson Spokesman Spokeswoman Premier MP "
    "Commissioner Inspector Officer Detective Doctor Saint Actor Actress Singer Author".split()
)
_NOT_NAMES = _TITLES | {*_MONTHS[0], *_MONTHS[1], *_WEEKDAYS} | set(
    "The A An I In On At By For From Of To As If It He She They We You His Her Their Its This That These Those "
    "There When While After Before Since During Although Though According However But And Or Not No Yes Both All "
    "Some Many Most Several Other Another About Over More Than Under With Without Into Also Earlier Later Former "
    "Image File Photo US UK EU UN AM PM GMT UTC TV CEO BC AD II III IV COVID General".split()
)  # fmt: skip
_ORGANISATIONS = set(
    "Party Court Ministry University Council Agency Committee Association Bank Corporation Group Company Union "
    "Commission Department League Institute Senate Congress Parliament Assembly Office Bureau Service "
    "Administration Foundation Federation Times Post News Guardian Church Airlines Airways Police Army Navy Force "
    "Inc Ltd".split()
)
_STATES = set(
    "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Hawaii Idaho Illinois Indiana "
    "Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana "
    "Nebraska Nevada Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia Wisconsin Wyoming".split()
)
_CITIES = set(
    "Aberdeen Antwerp Bangalore Bilbao Bogotá Bordeaux Bristol Brno Cologne Dresden Durban Gdańsk Geneva Gothenburg "
    "Graz Hamburg Helsinki Kraków Leipzig Lisbon Ljubljana Lyon Malmö Marseille Montevideo Nairobi Nantes Osaka "
    "Oslo Perth Porto Quito Riga Rotterdam Salzburg Seville Stuttgart Tallinn Toulouse Turin Utrecht Valencia "
    "Vilnius Zagreb".split()
)
_MEDIA = set("CNN NPR AFP CBS NBC ABC CNBC BBC MSNBC PBS Reuters Bloomberg NASA NATO UNICEF UNESCO".split())
_AGENCIES = set("WHO CDC FBI CIA NSA FDA EPA IMF NHS FAA WTO OECD".split())
_PEOPLE = (
    "Martin Keller|Anna Lindqvist|Peter Okafor|Laura Benedetti|Thomas Whitfield|Ingrid Halvorsen|Daniel Moreau|"
    "Sofia Castellanos|Robert Pemberton|Helen Drummond|Karim Haddad|Joanna Wolska"
).split("|")
_COUNTRIES = set(
    "Afghanistan Albania Algeria Argentina Armenia Australia Austria Azerbaijan Bangladesh Belarus Belgium Bolivia "
    "Brazil Bulgaria Cambodia Cameroon Canada Chad Chile China Colombia Croatia Cuba Cyprus Denmark Ecuador Egypt "
    "England Estonia Ethiopia Finland France Germany Ghana Greece Guatemala Haiti Honduras Hungary Iceland India "
    "Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Jordan Kazakhstan Kenya Kuwait Latvia Lebanon Libya "
    "Lithuania Malaysia Mali Malta Mexico Moldova Morocco Mozambique Myanmar Nepal Nicaragua Niger Nigeria Norway "
    "Pakistan Panama Paraguay Peru Poland Portugal Qatar Romania Russia Rwanda Scotland Senegal Serbia Singapore "
    "Slovakia Slovenia Somalia Spain Sudan Sweden Switzerland Syria Taiwan Tanzania Thailand Tunisia Turkey Uganda "
    "Ukraine Uruguay Venezuela Vietnam Wales Yemen Zambia Zimbabwe".split()
) | {"New Zealand", "South Korea", "North Korea"}
_WITH_THE = {"United States", "United Kingdom", "Netherlands", "Philippines"}
_GIVEN: Mapping[str, Set[str]] = {
    "country": {one for one in _COUNTRIES if one not in _WITH_THE},
    "country the": _WITH_THE,
    "state": _STATES,
    "place": _CITIES,
    "place the": {"Baltic", "Balkans", "Caucasus", "Caribbean", "Alps"},
    "organisation": _MEDIA,
    "organisation the": _AGENCIES,
    "person": set(_PEOPLE),
    "surname": {one.split()[1] for one in _PEOPLE},
}
"""Names that can be planted wherever one of their sort stands, beside those that the articles bring."""
_SPEAKING = (
    "said|told|stated|tweeted|announced|added|wrote|claimed|argued|confirmed|reported|explained|warned|noted|indicated|"
    "insisted|denied|declared|remarked|commented|praised|criticised|criticized|says|called|described|recalled|suggested"
)
_TOKEN = re.compile(r"[A-Z]\.(?= [A-Z])|[^\W\d_]+(?:[-’'](?!s\b)[^\W\d_]+)*")
_AFTER_PLACE = re.compile(
    r"[,.;)]|$| (?:and|on|in|after|for|to|with|was|were|has|had|is|by|at|as|from|since|that|when|where|who|"
    r"which|during)\b"
)
_OPENS = re.compile(r"(?:^|[.!?:][\"”')]?\s+|\n\s*|[“\"(‘]\s*|`` )$")


def _runs(text: str, common: Set[str]) -> Iterator[Interval]:
    """Where words with capitals stand in a row that may be a name, titles left aside. What opens a sentence has its
    capital from there if it is a ``common`` word."""
    run: list[Interval] = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        name = word[0].isupper() and word not in _NOT_NAMES
        if name and word.lower() in common and _OPENS.search(text[max(0, match.start() - 6) : match.start()]):
            name = False
        if run and not (name and text[run[-1][1] : match.start()] == " "):
            yield run[0][0], run[-1][1]
            run = []
        if name:
            run.append(match.span())
    if run:
        yield run[0][0], run[-1][1]


def _names_of(text: str, common: Set[str]) -> dict[str, str]:
    """The names in a text, each with the sort of names that may stand in its place."""
    runs = [(start, end, text[start:end]) for start, end in _runs(text, common)]
    alone = {name for _, _, name in runs if " " not in name}
    found: dict[str, str] = {}
    for start, end, name in runs:
        before, after = text[max(0, start - 20) : start], text[end : end + 20]
        if name not in found and (sort := _sort(name, before, after, alone)):
            found[name] = sort + (" the" if before.lower().endswith("the ") else "")
    people = [name for name, sort in found.items() if sort == "person"]
    for name in people:
        if (last := name.split()[-1]) in alone:
            found.setdefault(last, "surname")
    # "Minnesota Amy Klobuchar" is no name where "Amy Klobuchar" is one.
    return {name: sort for name, sort in found.items() if name.partition(" ")[2] not in people}


def _sort(name: str, before: str, after: str, alone: Set[str]) -> str | None:
    *others, last = name.split()
    if name in _COUNTRIES | _WITH_THE:
        return "country"
    if name in _STATES:
        return "state"
    if others and last in _ORGANISATIONS:
        return f"organisation {last}"
    if name in _MEDIA | _AGENCIES:
        return "organisation"
    if len(others) in (1, 2) and not before.endswith("the ") and not re.search(r"(?:ian|can|ish|ese|ans)$", last):
        title = re.search(r"(\w+)\.? $", before)
        aged = re.match(r", (?:aged )?\d\d,", after)
        known = last in alone and re.match(r", who\b", after)
        if (title and title[1] in _TITLES) or aged or known:
            return "person"
    if len(others) < 2 and last not in _ORGANISATIONS and re.search(r"\bin $", before) and _AFTER_PLACE.match(after):
        return "place"
    return None


# --- The changes of each kind ---


def _numbers(known: Known, held: _Held, chance: random.Random) -> Iterator[Change]:
    text, evidence = known.text, held.evidence(known)
    amounts = _amounts(evidence)
    here = _values(text)
    for match in _NUMBER.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if not _is_amount(match[0], before, after):
            continue
        value, noun = _value(match[0]), _noun(after)
        worded = match[0] in _WORDED
        far = [
            new
            for new, other in (_WORDED if worded else _respelled(match[0])).items()
            if other not in _values(evidence) | here and _may_replace(value, other, new, before, after)
        ]
        places = [start for start, spelled, _ in amounts if _value(spelled) == value]
        # What another number of the article is told of must be something else, and elsewhere.
        unfit = {_value(spelled) for start, spelled, other in amounts
                 if other in (noun, "") or any(abs(start - one) < _BESIDE for one in places)}  # fmt: skip
        near = sorted(
            {
                spelled
                for _, spelled, _ in amounts
                if places and noun and (spelled in _WORDED) == worded and _value(spelled) not in unfit | here
                and _may_replace(value, _value(spelled), spelled, before, after)
            }
        )  # fmt: skip
        for others in filter(None, (near, far)):
            yield match.start(), match[0], chance.choice(others)
    for match in re.finditer(r"(?<=\d )(?:million|billion)\b", text):
        new = {"million": "billion", "billion": "million"}[match[0]]
        hedge = _HEDGE.search(text[: match.start()].rpartition(" ")[0].rpartition(" ")[0] + " ")
        if hedge is None and new not in evidence:
            yield match.start(), match[0], new


_UNITS = "one two three four five six seven eight nine ten eleven twelve".split()
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDED = (
    {word: float(value) for value, word in enumerate([*_UNITS, *_TEENS], 1)}
    | {word: float(value) for value, word in zip(range(20, 100, 10), _TENS, strict=True)}
    | {f"{tens}-{unit}": 20.0 + 10 * place + value
       for (place, tens), (value, unit) in itertools.product(enumerate(_TENS), enumerate(_UNITS[:9], 1))}
)  # fmt: skip
_DIGITS = r"(?<![\w.,:/–−-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w/:–−]|[.,]\d)"
_NUMBER = re.compile(rf"{_DIGITS}|\b(?:{'|'.join(sorted(_WORDED, key=len, reverse=True))})\b(?!-(?!year))")
# "Flight 302", "between 36 and 40", "July 4", "No. 3", a score and a list's number are no amounts to be changed alone.
_NO_AMOUNT_BEFORE = re.compile(
    r"(?:^|(?!(?:Some|Over|About|Around|Nearly|Almost|Only|The|These|Of|At|In|On|By|For|After|With|All|Another) )"
    r"(?<![\w’'-])[\w’'-]*[A-Z][\w’'-]*\.? |\b(?:between|from|page|chapter|section|number|no\.) |#|"
    r"\d (?:to|and|or|of|through) )$"
    rf"|\b(?:{'|'.join(_WORDED)}) (?:to|and|or|of|through) $"
)
_NO_AMOUNT_AFTER = re.compile(
    rf"(?:st|nd|rd|th)\b| (?:{'|'.join(map('|'.join, _MONTHS))})\b| ?(?:am|pm|a\.m|p\.m|UTC|GMT)\b"
    r"| (?:to|and|or|of|through) (?:\d|the \d|"
    + "|".join(_WORDED)
    + r")| ?[-–] ?\d|''| (?:of the|of them|another|thirds|quarters|fifths)\b"
    r"| [A-Z]|(?:,| (?:was|is|has|had))\b"
)
# "At least 300" is still right where "at least 400" is, so such numbers only go up, and those after "at most" down; and
# what is said to be near a number must go clearly away from it.
_AT_LEAST = ("over", "more than", "at least", "exceeding", "exceeded", "above", "minimum of")
_AT_MOST = ("up to", "at most", "under", "below", "less than", "fewer than", "as many as", "as much as", "maximum of")
_NEARLY = ("about", "around", "approximately", "roughly", "nearly", "almost", "some", "estimated", "close to")
_HEDGE = re.compile(
    rf"\b({'|'.join((*_AT_LEAST, *_AT_MOST, *_NEARLY))})(?: reportedly)?(?: an?)?(?: estimated)? (?:US)?[$£€]?$",
    re.IGNORECASE,
)


def _is_amount(spelled: str, before: str, after: str) -> bool:
    """Whether a number says how much or how many."""
    return not (
        spelled == "one" or _is_year(spelled) or _NO_AMOUNT_BEFORE.search(before) or _NO_AMOUNT_AFTER.match(after)
    )


def _may_replace(value: float, other: float, spelled: str, before: str, after: str) -> bool:
    """Whether a number in another's place would be of its size, grammatical, and wrong if the other is right."""
    hedge = _HEDGE.search(before)
    said = hedge[1].lower() if hedge else ""
    share = re.match(r" ?(?:%|per ?cent)", after) is not None
    return (
        (other > value if said in _AT_LEAST else other < value if said in _AT_MOST else other != value)
        and (not said or abs(other - value) >= 0.25 * value)
        and other >= 2
        and max(other, value) <= 2.5 * min(other, value) + 3
        and not (share and value <= 100 < other)
        and _article_fits(before, spelled)
    )


@functools.lru_cache(1024)
def _amounts(text: str) -> tuple[tuple[int, str, str], ...]:
    """The numbers of a text: where they stand, how they are spelled, and of what they are."""
    found = ((match.start(), match[0], _noun(text[match.end() : match.end() + 30])) for match in _NUMBER.finditer(text))
    return tuple(one for one in found if not _is_year(one[1]) and one[1] != "one")


def _noun(after: str) -> str:
    """The beginning of the word that a number goes with; empty where none follows."""
    word = re.match(r"[ -]?(?:(?:hundred|thousand|million|billion|more|other|people)[ -])?([a-z]{2,}|%)", after)
    return word[1][:4] if word else ""


def _value(spelled: str) -> float:
    return _WORDED[spelled] if spelled in _WORDED else float(spelled.replace(",", ""))


@functools.lru_cache(1024)
def _values(text: str) -> frozenset[float]:
    """Every number of a text, in digits or in words."""
    found = {float(one.replace(",", "")) for one in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text)}
    return frozenset(found) | {
        _WORDED[one] for one in re.findall(r"[a-z]+(?:-[a-z]+)?", text.lower()) if one in _WORDED
    }


def _respelled(digits: str) -> dict[str, float]:
    """Other numbers of the same spelling, with their values: one digit is another, or two neighbours have changed
    places; a small number may be any other small one."""
    found: set[str] = set()
    if len(digits) == 1:
        found = set("23456789")
    for place, digit in enumerate(digits):
        rounded = not digits[place:].strip("0,.")  # the zeros of 4,000 stay
        if digit.isdigit() and not rounded:
            found |= {digits[:place] + other + digits[place + 1 :] for other in "0123456789"}
        if digits[place : place + 2].isdigit() and not rounded:
            found.add(digits[:place] + digits[place : place + 2][::-1] + digits[place + 2 :])
    fitting = sorted(one for one in found if not one.startswith("0") or digits.startswith("0"))
    return {one: _value(one) for one in fitting if not _is_year(one)}


def _is_year(spelled: str) -> bool:
    return re.fullmatch(r"1[5-9]\d\d|20\d\d", spelled) is not None


def _article_fits(before: str, new: str) -> bool:
    """Whether "a" or "an", where one stands before, goes with a word."""
    article = re.search(r"\b(an?) $", before, re.IGNORECASE)
    vowel = re.match(r"[aeio]|un(?!i)|8|1[18](?!\d)", new.lower()) is not None
    return article is None or (article[1].lower() == "an") == vowel


def _dates(known: Known, held: _Held, chance: random.Random) -> Iterator[Change]:
    text, evidence = known.text, held.evidence(known)

    def changes(start: int, right: str, others: Sequence[str]) -> Iterator[Change]:
        """The change to another one that its articles do not have, and that to one which they have elsewhere."""
        new = [one for one in others if not re.search(rf"\b{one}", text)]
        far = [one for one in new if not re.search(rf"\b{one}", evidence)]
        near = [one for one in new if one not in far and right in evidence and not _beside(evidence, right, one)]
        for chosen in filter(None, (near, far)):
            yield start, right, chance.choice(chosen)

    for months in _MONTHS:
        either = "|".join(one for one in months if months is _MONTHS[0] or one != "May")
        for match in re.finditer(rf"\b(?:{either})\b", text):
            before, after = text[: match.start()], text[match.end() :]
            day_after = re.match(r"\.? (\d{1,2})(?![\d:.]\d|\d| million)", after)
            day_before = re.search(r"\b(\d{1,2})(?:th)? $", before)
            prepared = re.search(r"\b(?:in|since|until|of|last|this|early|late|by|before|after|mid-) ?$", before)
            if not (day_after or day_before or prepared or re.match(r"\.?,? \d{4}", after)):
                continue
            yield from changes(match.start(), match[0], months)
            for day, start in ((day_after, match.end()), (day_before, 0)):
                numbers = re.findall(r"\d+", evidence + text)
                days = [one for one in range(4, 29) if str(one) not in numbers and one not in (21, 22, 23)]
                if day and days:
                    yield start + day.start(1), day[1], str(chance.choice(days))
    for match in re.finditer(r"(?<![\w$£€,.–-])(?:1[5-9]\d\d|20\d\d)(?![\w%–-]|,\d| ?[-–] ?\d)", text):
        year = int(match[0])
        yield from changes(match.start(), match[0], [str(one) for one in range(year - 9, year + 6) if one != year])
    for match in re.finditer(rf"\b(?:{'|'.join(_WEEKDAYS)})\b(?! [A-Z]|-)", text):
        if not re.search(r"\b[A-Z]\w+ $", text[: match.start()]):  # "Super Tuesday"
            yield from changes(match.start(), match[0], _WEEKDAYS)


def _other_names(known: Known, held: _Held, chance: random.Random, *, speakers: bool) -> Iterator[Change]:
    text, evidence, own = known.text, held.evidence(known), held.named(known)
    for start, end in _runs(text, held.common):
        name = text[start:end]
        sort = own.get(name)
        speaks = re.match(rf" (?:{_SPEAKING})\b", text[end:]) or re.search(
            rf"(?:\b[Aa]ccording to(?: [a-z]+){{0,3}}|[,\"”] (?:{_SPEAKING}))(?: (?:{'|'.join(_TITLES)})\.?)* $",
            text[:start],
        )
        if sort is None or bool(speaks) != speakers or text.count(name.split()[-1]) > 1:
            continue
        if sort.endswith(" the") != text[:start].lower().endswith("the "):
            continue
        if speakers and sort.split()[0] not in ("person", "surname", "organisation"):
            continue
        shared = (
            {name.split()[-1]} if sort.startswith("organisation ") else set()
        )  # "Harbour Council" and "City Council"
        # A place may lie in another one, so one that the article names might be right as well.
        near = [] if sort.startswith("place") else [
            one for one in sorted(own)
            if own[one] == sort and not (_words_of(one) - shared) & _words_of(text) and one != name
            and not _beside(evidence, name, one)
        ]  # fmt: skip
        held_words = _words_of(evidence) | _words_of(text)
        pool = held.sorts.get(sort, ())
        drawn = (chance.choice(pool) for _ in range(_DRAWN if pool else 0))
        far = [one for one in drawn if one != name and not (_words_of(one) - shared) & held_words][:1]
        for others in filter(None, (near, far)):
            other = chance.choice(others)
            yield start, name, other
            if sort == "person" and chance.random() < 0.5:
                last = name.split()[-1]
                yield end - len(last), last, other.split()[-1]


_DRAWN = 20  # names from elsewhere, until one is new to the article


@functools.lru_cache(4096)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


_BESIDE = 250  # characters


def _beside(text: str, one: str, other: str) -> bool:
    """Whether two names stand near each other anywhere in a text, so that what is said of one may hold of both."""
    places = [[match.start() for match in re.finditer(re.escape(name.split()[-1]), text)] for name in (one, other)]
    return any(abs(left - right) < _BESIDE for left, right in itertools.product(*places))


def _other_name(known: Known, held: _Held, chance: random.Random) -> Iterator[Change]:
    return _other_names(known, held, chance, speakers=False)


def _other_speaker(known: Known, held: _Held, chance: random.Random) -> Iterator[Change]:
    return _other_names(known, held, chance, speakers=True)


def _past(verb: str) -> str:
    return verb + "d" if verb.endswith("e") else verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else verb + "ed"


_PAST = {
    _past(verb): verb
    for verb in "announce report confirm kill die sign declare vote resign defeat agree reject approve launch arrest "
    "call ask play move open close start end join receive serve work visit release publish produce appear return "
    "remain attack support decide claim cause use include create develop increase decrease establish introduce "
    "change contain provide follow allow require happen".split()
} | dict(
    zip(
        "won took began gave went came became saw wrote fell rose grew said told held lost met led left made found "
        "sent built bought sold spoke chose drove flew ran withdrew paid kept brought fought".split(),
        "win take begin give go come become see write fall rise grow say tell hold lose meet lead leave make find "
        "send build buy sell speak choose drive fly run withdraw pay keep bring fight".split(),
        strict=True,
    )
)
_BASE = {verb: past for past, verb in _PAST.items()}
_AUXILIARY = "was|were|is|are|has|have|had|will|would|could|should|can"
_NEGATED = re.compile(
    r"\b(?:not|never|no|none|nothing|nobody|neither|nor|without|whether|if|unless|until|hardly|rarely|few|cannot)\b|n['’]t\b",
    re.IGNORECASE,
)
_ASSERTS = re.compile(
    r"\b(?:(?:was|were|is|are|will|would|could|should)(?= [a-z])|(?:has|have|had)(?= (?:been|become|made|taken|said|"
    r"won|lost|seen|\w\w+ed)\b)|can(?= [a-z]))(?! (?:only|just|merely|simply|also|all|about|to be|likely|still)\b)"
)
# Before a verb that is not the sentence's own: what is said of the main thing would stay as it is.
_SUBORDINATE = re.compile(
    r"\b(?:what|how|why|that|when|while|as|where|since|before|after|because|although|though)\b[^,]*$"
    r"|\b(?:may|might|could|would|should|must|can|will|to) $"
)
_DENIES = re.compile(
    rf"\b(?P<auxiliary>{_AUXILIARY}|do|does|did)(?: not|n['’]t)\b(?P<verb> [a-z]+)?|\bcannot\b|\b(?:no longer)\b"
)
_ACTS = re.compile(rf"\b(?:[A-Z][\w’'-]+|he|she|they|who|which) (?P<verb>{'|'.join(_PAST)})\b(?! (?:by|to|not)\b)")
_POLAR = re.compile(
    r"\b(?:any|anyone|anything|either|ever|yet|anymore|at all|until|only|just|because|but|all|nor|every)\b"
)


def _negations(known: Known, _: _Held, __: random.Random) -> Iterator[Change]:
    text = known.text
    quoted = [(start, end) for start, end in _quotations(text)]

    def outside(place: int) -> bool:
        return not any(start <= place < end for start, end in quoted)

    if not _NEGATED.search(text):
        asserted = next((match for match in _ASSERTS.finditer(text) if outside(match.start())), None)
        if asserted and not _SUBORDINATE.search(text[: asserted.start()]):
            yield asserted.start(), asserted[0], f"{asserted[0]} not"
        for match in _ACTS.finditer(text):
            if outside(match.start()) and not re.match(r" (?:and|,)", text[match.end() :]):
                yield match.start("verb"), match["verb"], f"did not {_PAST[match['verb']]}"
        return
    for match in _DENIES.finditer(text) if len(_NEGATED.findall(text)) == 1 else ():
        if not outside(match.start()) or _POLAR.search(text[match.end("auxiliary") if match["auxiliary"] else 0 :]):
            continue
        auxiliary, verb = match["auxiliary"], (match["verb"] or "").strip()
        if match[0] in ("cannot", "no longer"):
            yield match.start(), match[0], {"cannot": "can", "no longer": "still"}[match[0]]
        elif auxiliary == "did" and verb in _BASE:
            yield match.start(), match[0], _BASE[verb]
        elif auxiliary == "do" and verb not in ("", "they", "the", "it", "these", "those"):
            yield match.start(), match[0], verb
        elif auxiliary not in ("do", "does", "did"):
            right = match[0].removesuffix(match["verb"] or "")
            yield match.start(), right, auxiliary


def _unquoted(text: str) -> str:
    for start, end in reversed(list(_quotations(text))):
        text = text[:start] + text[end:]
    return text


def _quotations(text: str) -> Iterator[Interval]:
    """What stands between quotation marks."""
    for match in re.finditer(r"\"([^\"“”]+)\"|“([^“”]+)”|``((?:(?!'').)+)''", text):
        yield match.span(match.lastindex or 0)


def _quoted_words(known: Known, held: _Held, chance: random.Random) -> Iterator[Change]:
    text = known.text
    written = set(re.findall(r"[\w’'-]+", (held.evidence(known) + " " + text).lower()))
    for start, end in _quotations(text):
        if text[start:end].count(" ") < 2:
            continue
        words = [one for one in _WORD_OR_MARK.finditer(text) if start <= one.start() and one.end() <= end]
        for before, left, match, right in zip([None, *words], words, words[1:], [*words[2:], None], strict=False):
            if not _is_content(match[0]) or text[match.end() : match.end() + 1] == "]":
                continue
            # Another word with the same ending that stands in the articles after the same two words, or between the
            # same neighbours: it need not make sense, but it reads.
            places = held.following.get((before[0], left[0]), frozenset()) if before else frozenset()
            if right and right[0][0].isalpha():
                places = places | held.between.get((left[0], right[0]), frozenset())
            others = sorted(
                one
                for one in places
                if _ending(one) == _ending(match[0])
                and one not in written
                and one[:4] != match[0][:4]
                and _article_fits(text[: match.start()], one)
            )
            if others:
                yield match.start(), match[0], chance.choice(others)


_NO_CONTENT = set(
    "about above after again against among another because before being below between could doing during either "
    "every further having itself might myself never other ourselves often quite rather really shall should since "
    "somewhat still their theirs themselves there these thing things those though through under until where whether "
    "which while whose within without would yourself always already almost around something someone anything anyone "
    "everything".split()
)


def _is_content(word: str) -> bool:
    return re.fullmatch(r"[a-z]{5,}", word) is not None and word not in _NO_CONTENT


def _ending(word: str) -> str:
    return next((one for one in ("ing", "ed", "ly", "ness", "tion", "ous", "al", "ss", "s") if word.endswith(one)), "")


_CHANGES: Mapping[Kind, Callable[[Known, _Held, random.Random], Iterator[Change]]] = {
    "number": _numbers,
    "date": _dates,
    "name": _other_name,
    "negation": _negations,
    "speaker": _other_speaker,
    "quotation": _quoted_words,
}
