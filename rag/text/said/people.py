"""The people of a text: who is meant by a name, a surname, a pronoun or a role, where the text makes it sure."""

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rag.text.quotations import quoted
from rag.text.said.mentions import Mention, mentions
from rag.text.said.naming import NAMING
from rag.types import Interval

_OPENING = re.compile(r"[\"“„(]?(?P<first>[^\W\d_]+)")
_ACRONYM = re.compile(r"\b[A-ZÄÖÜ]{3,}\b(?: \S+)?$")
_ROLE = 4  # words of a role that a sentence opens with
_SAME = 4  # letters that Mexico and Mexican have in common
_AROUND = 30  # characters beside a name in which its role stands
_FURTHEST = 3  # sentences that a pronoun points back over


class People:
    """Who is named in a text, in a language that `NAMING` has."""

    def __init__(self, text: str, code: str, sentences: Sequence[Interval]) -> None:
        self._text = text
        self._quotes = tuple(quoted(text))
        self._by = NAMING[code]
        self._german = code == "de"
        self._sentences = sentences
        self.mentions = mentions(text, self._by, german=self._german)
        self._genders: dict[str, str | None] = {}
        self._known_names: dict[tuple[str, ...], bool] = {}
        self._shown_names: dict[tuple[str, ...], bool] = {}
        self._in_full: dict[Mention, Mention | None] = {}
        self._alone: dict[str, list[Mention]] = defaultdict(list)
        self._full: dict[str, list[Mention]] = defaultdict(list)
        self._first: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            (self._full if len(mention.words) > 1 else self._alone)[mention.words[-1]].append(mention)
            if len(mention.words) == 2 and not mention.article:
                self._first[mention.words[0]].append(mention)

    # ------------------------------------------------------------------ names

    def full(self, mention: Mention) -> Mention | None:
        """The mention that names the same in full: itself where it has several words, else the first one that has;
        None where nothing is that, or several are."""
        if mention not in self._in_full:
            self._in_full[mention] = self._found_in_full(mention)
        return self._in_full[mention]

    def _found_in_full(self, mention: Mention) -> Mention | None:
        if len(mention.words) > 1:
            whole = [one for one in self._full[mention.words[-1]] if one.words == mention.words]
            titled = [one for one in whole if one.roles]
            return mention if mention.roles or not titled else titled[0]
        word = mention.words[0]
        first = [one for one in self._first[word] if one.roles or self._by.told_of.match(self._text, one.end)]
        for known in (self._full[word], first):
            before = [one for one in known if one.start <= mention.start] or known
            names = {one.words for one in before}
            if len(names) == 1:
                return next((one for one in before if one.roles), before[0])
            if len(names) > 1:
                return self._told_apart(mention, before)
        return None

    def _told_apart(self, mention: Mention, known: Sequence[Mention]) -> Mention | None:
        """Of several of one surname that whose longest form holds all others, or who has the role of the mention."""
        longest = max(known, key=lambda one: len(one.words))
        if all(set(one.words) <= set(longest.words) for one in known):
            return longest
        roles = set(mention.roles)
        named = {one.words: one for one in reversed(known) if roles & set(one.roles)}
        return next(iter(named.values())) if len(named) == 1 else None

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions in an interval."""
        return [one for one in self.mentions if start <= one.start and one.end <= end]

    # ------------------------------------------------------------- who is meant

    def meant(self, start: int, end: int, said: Sequence[Interval] = ()) -> Mention | None:
        """Whom the words of an interval mean, in full: by name, by a pronoun, or by a role; none whom their own words,
        as ``said``, name."""
        words = self._text[start:end]
        if self._are_several(start, end):
            return None
        named = [one for one in self.within(start, end) if not one.place]
        named = [one for one in named if not self._thing(one) and not (one.owner and one is not named[-1])]
        if named:
            return self.full(self._head(named, start))
        plain = words.strip().lower()
        if plain in self._by.pronouns:
            return self._pronoun(start, self._by.pronouns[plain], said)
        return self._writer(start, plain) or self._role(start, words)

    def _writer(self, start: int, words: str) -> Mention | None:
        """Who wrote "the statement": the one person in the sentence before, if that tells of one."""
        number, (definite, _, written) = self._sentence_of(start), words.partition(" ")
        if not number or definite not in self._by.definite or written not in self._by.written:
            return None
        before = self._sentences[number - 1]
        persons = self._persons(*before) if written in self._text[slice(*before)].lower() else []
        return persons[0] if len(persons) == 1 else None

    def _are_several(self, start: int, end: int) -> bool:
        """Whether an interval names some who speak together, or one by these: "Moss and Dray's mother"."""
        named = [one for one in self.within(start, end) if not self._thing(one)]
        return any(
            self._by.joint.fullmatch(self._text, one.end + (2 if one.owner else 0), other.start)
            for one, other in itertools.pairwise(named)
        )

    def _head(self, named: Sequence[Mention], start: int) -> Mention:
        """Of the names in a noun phrase that of the person: what is put in after a comma, who has a title, or the first
        in full that no "of" or "at" stands before."""
        apposed = [one for one in named if self._text[: one.start].endswith(", ") and len(one.words) > 1]
        free = [
            one for one in named
            if not self._by.before_name.search(self._text[start : one.start])
        ]  # fmt: skip
        whole = [one for one in free if len(one.words) > 1]
        titled = [one for one in free if one.roles]
        return (apposed or titled[-1:] or whole[-1:] or free or named)[0]

    def _thing(self, mention: Mention) -> bool:
        return (
            self._by.things.fullmatch(" ".join(mention.words)) is not None
            or _ACRONYM.search(self._text[mention.start : mention.end]) is not None
        )

    def is_person(self, mention: Mention) -> bool:
        """Whether a mention names a person, as far as the text shows: by a title, an age, or by its surname alone."""
        if self._thing(mention) or mention.article or mention.place:
            return False
        if mention.roles:
            return True
        if len(mention.words) == 1:
            whole = self.full(mention)
            return whole is not None and not self._thing(whole) and self.is_person(whole)
        return self._known(mention.words)

    def is_shown(self, mention: Mention) -> bool:
        """Whether the text shows that a name is a person's, and not only its form."""
        whole = self.full(mention) if len(mention.words) == 1 else mention
        return whole is not None and not self._thing(whole) and (bool(whole.roles) or self._is_shown(whole.words))

    def _known(self, name: tuple[str, ...]) -> bool:
        if name not in self._known_names:
            self._known_names[name] = self._is_known(name)
        return self._known_names[name]

    def _is_known(self, name: tuple[str, ...]) -> bool:
        """Whether a name of several words may be a person's: as the text shows it, or as two or three words that are no
        thing and stand after no word for a place."""
        whole = [one for one in self._full[name[-1]] if one.words == name]
        plain = not self._german and len(name) in (2, 3) and not any(one.place or one.article for one in whole)
        return plain or self._is_shown(name)

    def _is_shown(self, name: tuple[str, ...]) -> bool:
        """Whether the text shows that a name of several words is a person's."""
        if name not in self._shown_names:
            self._shown_names[name] = self._found_shown(name)
        return self._shown_names[name]

    def _found_shown(self, name: tuple[str, ...]) -> bool:
        alone = any(not (one.article or one.place) and self._stands_free(one) for one in self._alone.get(name[-1], ()))
        whole = [one for one in self._full[name[-1]] if one.words == name]
        told = any(one.roles or self._by.told_of.match(self._text, one.end) for one in whole)
        return alone or told or any(one.words == name for one, *_ in self._holders)

    def opening(self, start: int, end: int) -> Mention | None:
        """Whom sentences mean that open with a pronoun or a role."""
        opening = _OPENING.match(self._text, start, end)
        if opening is None:
            return None
        plain = opening["first"].lower()
        if plain in self._by.pronouns:
            meant = self._pronoun(opening.start("first"), self._by.pronouns[plain])
        else:
            number = self._sentence_of(start)
            role = self._opening_role(number) if number is not None and self._sentences[number][0] == start else None
            meant = self._role(*role) if role else None
        return meant if meant is not None and (meant.roles or self._is_shown(meant.words)) else None

    def named(self, name: Interval) -> tuple[str, ...]:
        """The words of a name that stands in an interval, titles before it."""
        return next((one.words for one in self.mentions if one.start >= name[0] and one.end == name[1]), ())

    def is_named(self, name: Interval, start: int, end: int) -> bool:
        """Whether an interval has a name in full, as it stands elsewhere."""
        words = self.named(name)
        return any(one.words == words for one in self.within(start, end))

    def _stands_free(self, one: Mention) -> bool:
        """Whether a name of one word stands where a common noun would have more before it, in a language in which that
        has a capital, too."""
        return not self._german or self._by.free.search(self._text[max(0, one.start - 30) : one.start]) is not None

    # ----------------------------------------------------------------- pronouns

    def _pronoun(self, at: int, gender: str, said: Sequence[Interval] = ()) -> Mention | None:
        number = self._sentence_of(at)
        if number is None or self._in_first_person(at):
            return None
        begin = self._sentences[number][0]
        inside = [one for one in self._persons(begin, at, said) if not self._is_addressed(one, begin, at)]
        if inside:
            return self._only(inside, gender)
        for back in range(number - 1, max(-1, number - 1 - _FURTHEST), -1):
            if "\n" in self._text[self._sentences[back][0] : self._sentences[number][0]] and back < number - 1:
                return None
            if self._opens_unknown(back):
                return None
            found = self._persons(*self._sentences[back])
            if role := self._opening_role(back):
                meant = self._role(*role)
                return meant if meant is not None and self.gender(meant) in (gender, None) else None
            if not found and (same := self._opening_pronoun(back, gender)) is not None:
                return self._pronoun(same, gender)
            if found:
                return self._only(found, gender) or self._opening(back, found, gender)
        return None

    def _is_addressed(self, person: Mention, start: int, end: int) -> bool:
        """Whether an interval tells of somebody who speaks to a person: "Speaking to Moss, he said"."""
        named = (one for one in self.within(start, end) if self.full(one) == person)
        return all(self._by.addressed.search(self._text[start : one.start]) for one in named)

    def _opening_pronoun(self, number: int, gender: str) -> int | None:
        """Where a sentence opens with a pronoun of that gender, that place."""
        start, end = self._sentences[number]
        opening = re.match(r"[\"“„]?([^\W\d_]+)", self._text[start:end])
        if opening is None or self._by.pronouns.get(opening[1].lower()) != gender:
            return None
        return start + opening.start(1)

    def _opens_unknown(self, number: int) -> bool:
        """Whether a sentence opens with a name of one word that stands nowhere in full: a person of whom the text has
        no more, or none."""
        start = self._sentences[number][0]
        first = next(iter(self.within(start, start + 40)), None)
        known = first is None or first.start > start + 4 or len(first.words) > 1 or first.owner
        return not known and first is not None and self.full(first) is None

    def _opening_role(self, number: int) -> tuple[int, str] | None:
        """The role that a sentence opens with, where it does ("The winner")."""
        start, end = self._sentences[number]
        first, *others = re.findall(r"[\w-]+|[^\w\s]", self._text[start : min(end, start + 60)]) or [""]
        if first.lower() not in self._by.definite:
            return None
        near = list(itertools.takewhile(lambda one: one[0].isalnum() and one not in self._by.ties, others[:_ROLE]))
        heads = [number for number, one in enumerate(near) if self._by.role.fullmatch(one.lower())]
        return (start, " ".join([first, *near[: heads[-1] + 1]])) if heads else None

    def _in_first_person(self, at: int) -> bool:
        """Whether the paragraph of a place is told by one of whom the text speaks as "I", as in an interview."""
        start, end = self._text.rfind("\n", 0, at) + 1, self._text.find("\n", at)
        end = end if end >= 0 else len(self._text)
        own = (match.start() for match in self._by.first.finditer(self._text, start, end))
        return any(not any(left <= one < right for left, right in self._quotes) for one in own)

    def _persons(self, start: int, end: int, said: Sequence[Interval] = ()) -> list[Mention]:
        """The persons of an interval, each once and in full, in their order; without those that a quotation names."""
        found: dict[tuple[str, ...], Mention] = {}
        told = (*said, *self._quotes)
        for one in self.within(start, end):
            if self.is_person(one) and not any(left <= one.start < right for left, right in told):
                whole = self.full(one)
                if whole is not None:
                    found.setdefault(whole.words, whole)
        return list(found.values())

    def _only(self, persons: Sequence[Mention], gender: str) -> Mention | None:
        fit = [one for one in persons if self.gender(one) in (gender, None)]
        sure = [one for one in fit if self.gender(one) == gender]
        if len(fit) == 1:
            return fit[0]
        return sure[0] if len(sure) == 1 else None

    def _opening(self, number: int, persons: Sequence[Mention], gender: str) -> Mention | None:
        """The person whom a sentence opens with: what the next one goes on to say is most often of them."""
        first = persons[0]
        start = self._sentences[number][0]
        opens = any(self.full(one) == first for one in self.within(start, start + 60) if one.start - start < 40)
        return first if opens and self.gender(first) in (gender, None) else None

    def gender(self, person: Mention) -> str | None:
        """``m`` or ``f`` as titles and roles tell; None where none does."""
        name = person.words[-1]
        if name not in self._genders:
            self._genders[name] = self._told_gender(person)
        return self._genders[name]

    def _told_gender(self, person: Mention) -> str | None:
        found = set()
        for one in self.mentions:
            if one.words[-1] == person.words[-1]:
                for role in one.roles:
                    if formal := self._by.formal.get(role):
                        found.add(formal)
                    elif self._by.women.fullmatch(role):
                        found.add("f")
                    elif self._by.men.fullmatch(role):
                        found.add("m")
        found.discard("-")
        return found.pop() if len(found) == 1 else None

    # -------------------------------------------------------------------- roles

    def called(self, words: str, *, whole: bool = False) -> set[tuple[str, ...]]:
        """The names, in words, of whom the text says that they are what some words say ("the former mayor"); with
        ``whole`` only of whom it says all of these: the British minister is no other one."""
        return set(self._having(words, whole=whole) or ())

    def _role(self, start: int, words: str) -> Mention | None:
        """The one person whom a role means ("the former ferry captain"): who has it, or else who the sentence before
        is of."""
        spoken = words.lower().split()
        if len(spoken) < 2 or spoken[0] not in self._by.definite:
            return None
        holders = self._having(words)
        if holders is None:
            return None
        return self._bridged(start) if not holders else next(iter(holders.values())) if len(holders) == 1 else None

    def _having(self, words: str, *, whole: bool = False) -> dict[tuple[str, ...], Mention] | None:
        """Who has a role in the text, by name, with the ``whole`` of the words beside it; None for words that are no
        role."""
        spoken = re.findall(r"[^\W\d_][\w-]*|\d+-[\w-]+", words.lower())
        if spoken and spoken[0] in self._by.definite:
            spoken = spoken[1:]
        kept = list(itertools.takewhile(lambda one: one not in self._by.ties, spoken))
        head = next((one for one in reversed(kept) if self._by.role.fullmatch(one)), None)
        if head is None:
            return None
        was = set(kept) & self._by.was
        said = [one[:_SAME] for one in kept[: kept.index(head)] if len(one) >= _SAME]
        return {
            one.words: one
            for one, role, past, around in self._holders
            if was <= past
            and (self._same(role, head) or (bool(said) and self._by.alike.get(role) == head))
            and all(re.search(rf"\b{word}", around) for word in (said if whole or not self._same(role, head) else ()))
        }

    def _same(self, one: str, other: str) -> bool:
        return one == other or (self._german and (one.endswith(other) or other.endswith(one)))

    @functools.cached_property
    def _holders(self) -> list[tuple[Mention, str, set[str], str]]:
        """Persons with a role that the text gives them, what it says of its time ("former"), and the words around."""
        found = []
        for one in self.mentions:
            whole = self.full(one)
            if whole is None or self._thing(whole):
                continue
            for role in one.roles:
                if self._by.role.fullmatch(role):
                    past = set(re.findall(r"[\w-]+", self._text[max(0, one.start - 25) : one.start].lower()))
                    found.append((whole, role, past & self._by.was, self._around(one)))
            for phrase in self._appositions(one):
                told = re.findall(r"[^\W\d_][\w-]*", phrase.lower())
                was = set(told) & self._by.was
                found += [(whole, role, was, phrase.lower()) for role in told if self._by.role.fullmatch(role)]
        return found

    def _around(self, one: Mention) -> str:
        return self._text[max(0, one.start - _AROUND) : one.end + _AROUND].lower()

    def _appositions(self, one: Mention) -> Iterator[str]:
        """What is put in before or after a name between commas, or said of it with "is"."""
        before, after = self._text[max(0, one.start - 80) : one.start], self._text[one.end : one.end + 90]
        if put := re.search(r"(?:^|[.,;:]\s|\n)([^.,;:\n]{3,70}), $", before):
            yield put[1]
        if put := re.match(rf", ((?:(?:{self._by.articles}) )?[^.,;\n]{{3,70}})[,.]", after):
            yield put[1]
        if put := re.match(rf" (?:{self._by.be}) ((?:{self._by.articles}) [^.,;\n]{{3,60}})", after):
            yield " ".join(itertools.takewhile(lambda one: one not in self._by.ties, put[1].split()))

    def _bridged(self, start: int) -> Mention | None:
        """Who the sentence before is of, where a sentence opens with a role: the one person in it, and its first."""
        number = self._sentence_of(start)
        if not number or start - self._sentences[number][0] > 2 or "\n\n" in self._gap(number):
            return None
        persons = self._persons(*self._sentences[number - 1])
        if len(persons) != 1 or self._opening_role(number - 1):
            return None
        return self._opening(number - 1, persons, self.gender(persons[0]) or "m")

    def _gap(self, number: int) -> str:
        return self._text[self._sentences[number - 1][1] : self._sentences[number][0]]

    def _sentence_of(self, at: int) -> int | None:
        return next((number for number, (start, end) in enumerate(self._sentences) if start <= at < end), None)
