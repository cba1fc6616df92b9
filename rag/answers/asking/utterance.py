"""A question as it is put in a language on a day -> what it asks for by the phrases of that language, to the last word.

What it does not understand to the last word is no question about the articles themselves.
"""

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from rag.answers.asking.aliases import aliases
from rag.answers.asking.asked import Asked
from rag.answers.asking.heads import head
from rag.answers.asking.phrases import PHRASES
from rag.answers.asking.plain import QUOTED, blanked, claimed, lower, plain, unquoted
from rag.answers.asking.sorts import Enumeration, enumeration
from rag.answers.asking.wording import Phrases
from rag.text.numbers import numbers
from rag.text.periods import Period, period_of, periods
from rag.text.said.naming import without_role
from rag.text.words import FUNCTION_STEMS, fold, stems

Names = Callable[[], tuple[Sequence[str], Sequence[str]]]
"""What gives the names of the papers and of the authors that there are."""

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_LONGEST_FACT = 360  # days of a period from which a fact's year is weighed by the ranking alone
_PAST = re.compile(r"\b(?:was|were|did|had|would|war|waren|wurde|hatte|était|avait|fue|era|había)\b")
_POINTS = re.compile(
    r"it|that|this|these|those|them|all (?:of )?(?:it|that|this)|das|dies|es|cela|ça|eso|esto|bu|bunu|then|dann|ce jour"
)
_UNIT = re.compile(
    r"(?:^|\s(?:in|during|over|within|in den|dans les|en las?) (?:the )?)(?:\w+ )?(?:hours?|days?|weeks?|months?|years?"
    r"|tagen?|wochen?|monaten?|jahren?|jours|semaines?|mois|années?|días|semanas?|mes(?:es)?|años?)$",
    re.IGNORECASE,
)
"""How long after something it was, as in "in the week after"."""
_POINTERS = r"he|she|it|they|er|sie|es|il|elle|ils|elles|él|ella|ellos|ellas"


@dataclass(frozen=True, slots=True)
class Utterance:
    """A question in a language on a day: its words, and these in lower case, sign by sign."""

    text: str
    lowered: str
    phrases: Phrases
    lang: str
    today: date

    @classmethod
    def of(cls, question: str, lang: str, today: date) -> "Utterance":
        text = plain(question, lang, today)
        return cls(text, lower(text), PHRASES[lang], lang, today)

    def saying(self, text: str) -> "Utterance":
        """The same with other words."""
        return replace(self, text=text, lowered=lower(text))

    def of_the_whole(self, names: Names) -> Asked | None:
        """What the articles are about, or what is new in a period or in a paper's, where nothing else is asked."""
        if short := self.short():
            text = f"{self.text[: short.start()]} {self.text[short.end() :]}".strip()
            whole = Utterance.of(text, self.lang, self.today).of_the_whole(names)
            return replace(self.telling("summary"), about=whole.about, period=whole.period) if whole else None
        topics = _filled(self.phrases.topics, self.lang)
        if topics.fullmatch(self.lowered):
            return Asked("topics")
        rest, period = self.without_periods(self.text)
        named, asked = self.without_names(rest, Asked("period"), names)
        if asked.sources and not asked.authors:
            rest = named
        happened = _filled(self.phrases.happened, self.lang).search(lower(rest))
        if happened is None:
            return None
        if period is None:
            if happened.start():
                return None
            behind = rest[happened.end() :]
            if year := re.match(r"\s+(?=1\d{3}\b|20\d\d\b)\d{4}", behind):  # "was ist 2019 in Norrin passiert?"
                within = period_of(year[0], self.today)
                return self._happened_to(behind[year.end() :], within) if within else None
            return self._happened_since(behind)
        if self._says_nothing(lower(f"{rest[: happened.start()]} {rest[happened.end() :]}")):
            return Asked("period", period=period, sources=asked.sources)
        if happened.start() == 0:
            return self._happened_to(rest[happened.end() :], period)
        before = rest[: happened.start()].rstrip()
        last = not rest[happened.end() :].strip() and (self.lang == "tr" or before[-1:] in (",", ":", "–", "-"))
        return self._happened_to(f" {before}", period, joins=False) if last else None

    def _happened_to(self, rest: str, period: Period, *, joins: bool = True) -> Asked | None:
        """What happened to a topic, or at a place, within a period: in order where that is a year or longer. What
        ``joins`` it to what happened must stand before it."""
        joined = re.match(rf"\s*(?:{self.phrases.happened_to})\s", lower(rest))
        topic = self.bare(rest[joined.end() if joined else 0 :]) if joined or not joins else ""
        topic = re.sub(r"['’]\w+$", "", topic) if self.lang == "tr" else topic
        long = period.first is None or period.last is None or (period.last - period.first).days > _LONGEST_FACT
        if not topic or self._has_clause(topic):
            return None
        return Asked("timeline" if long else "period", about=unquoted(topic), period=period)

    def _happened_since(self, rest: str) -> Asked | None:
        """What happened after an event, to a topic where one is named before that, or between two events."""
        if ends := re.fullmatch(rf"\s*(?:{self.phrases.between})", lower(rest)):
            first, last = (self.bare(rest[slice(*ends.span(name))]) for name in ("first", "last"))
            of_events = " " in first and " " in last and f"{first}{last}" != f"{first}{last}".title()
            return Asked("timeline", about=f"{first} to {last}") if of_events else None
        since = re.search(rf"\s(?:{self.phrases.aftermath})\s", lower(rest))
        event = self.bare(rest[since.end() :]) if since else ""
        joined = re.match(rf"\s*(?:{self.phrases.happened_to})\s", lower(rest))
        whom = self.bare(rest[joined.end() if joined else 0 : since.start()]) if since else ""
        if not event or _POINTS.fullmatch(lower(event)) or self._has_clause(whom):
            return None
        whom = _UNIT.sub("", whom)
        event = re.sub(rf"(?i)^(?:{_POINTERS})\s", "", event) if whom else event
        return Asked("timeline", about=whom or event, topic=f"{whom} {event}" if whom else "", after=True)

    def of_a_story(self, names: Names) -> Asked | None:
        """What happened in order, or what is said in short, of a topic or of an article."""
        text = self.text
        if one := self.short():
            text = f"{text[: one.start()]} {text[one.end() :]}".strip()
        for kind in ("timeline", "summary"):
            for pattern in getattr(self.phrases, kind):
                if match := _filled(rf"[¿¡]?(?:{pattern})", self.lang).fullmatch(lower(text)):
                    topic = "".join(text[slice(*match.span(name))] for name in match.re.groupindex if match[name])
                    return self.of_the_topic(self.telling(kind), topic.strip(" ,:"), names)
        return None

    def telling(self, kind: str) -> Asked:
        """What asks for a timeline or a summary, by its name; for a summary where it is to be so many sentences."""
        one = self.short()
        number = next((int(said.values[0]) for said in numbers(one[0], ())), 1) if one else None
        return Asked("timeline" if kind == "timeline" and number is None else "summary", number=number)

    def short(self) -> re.Match[str] | None:
        """What asks for one sentence, or for so many."""
        return re.search(rf",? ?\b(?:{self.phrases.one})\b[,:]? ?", self.lowered)

    def of_the_topic(self, asked: Asked, topic: str, names: Names) -> Asked | None:
        """What is asked of what a topic names: a title, an article by its age, a subject, a period."""
        quoted = QUOTED.search(topic)
        if quoted and self._says_nothing(lower(QUOTED.sub(" ", topic))):
            return replace(asked, title=quoted[1].strip(" .,"))
        inner = Utterance.of(topic, self.lang, self.today)
        if (named := inner.of_articles(names)) and named.wants in ("newest", "oldest") and not named.number:
            return replace(named, kind=asked.kind, number=asked.number, counted=False)
        if (named := inner.of_a_story(names)) and named.about:  # "sum up what became of ..."
            return replace(named, kind=asked.kind, number=asked.number)
        rest, period = self.without_periods(topic)
        if period is None and (period := period_of(topic, self.today)):  # "a summary of the news: May 2020"
            rest = ""
        rest = self.bare(rest.strip(" '‘’")).lstrip("'’")
        rest = re.sub(r"['’]s?$", "", rest)
        if after := re.match(rf"(?:{self.phrases.aftermath})(?!\w)\s*", lower(rest)):
            rest, asked = self.bare(rest[after.end() :].lstrip("'’")), replace(asked, after=asked.kind == "timeline")
        for _ in range(2):  # "the story of the events of ..."
            if saga := re.match(rf"(?:{self.phrases.saga})(?!\w)\s*", lower(rest)):
                rest = self.bare(rest[saga.end() :].lstrip("'’"))
            if saga := re.search(rf"(?:^|\s)(?:{self.phrases.saga})$", lower(rest)):
                rest = self.bare(rest[: saga.start()])
        if self.lang == "tr":
            rest = re.sub(r"['’]\w+$", "", rest)
        if not rest or _POINTS.fullmatch(lower(rest)):
            if period is None and topic and not rest:
                return Asked("topics") if asked.kind == "summary" else None
            return Asked("period", period=period) if period else asked
        article = _filled(r"(?:(?:the|de[rn]|das|el|la) |l['’])?{a}", self.lang).match(lower(topic))
        of_article = article is not None and topic[article.end() :].lstrip(" '‘’")[:1].isupper()
        about = re.match(rf"(?:{self.phrases.about})\s", lower(rest))
        title = rest.strip("'‘’") if of_article and not about and asked.kind == "summary" else None
        rest = self.bare(rest[about.end() if about else 0 :])
        return replace(asked, title=title, about=None if title else rest, period=period)

    def of_articles(self, names: Names) -> Asked | None:
        """What is asked about the articles themselves, if all of it is understood."""
        if beside := re.search(rf"(?:{self.phrases.shown})$", self.lowered):
            whole = Utterance.of(self.text[: beside.start()], self.lang, self.today).of_articles(names)
            return whole if whole and whole.wants != "count" else None
        for kind, pattern in self.phrases.heads:
            match = _filled(pattern, self.lang).match(self.lowered)
            if match is None:
                continue
            asked = head(kind, match, self.lang)
            single = _filled(self.phrases.single, self.lang).search(match[0]) is not None
            given = match.groupdict()
            rest = [self.text[match.start(name) : match.end(name)] for name in ("x", "y") if given.get(name)]
            rest.append(self.text[match.end() :])
            if asked:
                said = self.text[slice(*match.span("topic"))] if given.get("topic") else ""
                topic = (said.strip(" ,") if kind == "article" else self.bare(said)) or None
                named = self.mentioned(self.text[slice(*match.span("named"))]) if given.get("named") else ()
                asked = replace(asked, about=topic, mentions=tuple(named), single=single and not asked.counted)
            titled = _filled("{a}", self.lang).search(match[0]) is not None
            found = self._narrowed(asked, rest, names, titled=titled) if asked is not None else None
            # "The latest news from Norrin" is by nobody who is called so.
            sure = kind.endswith(("several", "known"))
            if found is None or (sure and not set(found.authors) <= set(names()[1])):
                continue
            if not kind.endswith("known") or found.sources or found.authors:
                return found
        return None

    def polar(self) -> Asked | None:
        """What is asked to be so."""
        phrases = self.phrases
        told = re.match(phrases.claimed, self.lowered)
        opens = told or re.match(rf"(?:{phrases.polar})(?!\w)", self.lowered)
        if opens is None or re.match(rf"(?:{phrases.not_polar})", self.lowered):
            return None
        statement = self.text[told.end() :] if told else claimed(self.text, self.lang, opens)
        own = [stem for stem in stems(statement) if stem not in FUNCTION_STEMS]
        return Asked("yes or no", statement=statement) if len(own) > 1 else None

    def listed(self, read: Callable[[str], Enumeration | None] = enumeration) -> Asked | None:
        """What of the texts is to be listed, as ``read`` reads it, with the days of which it is asked."""
        rest, period = self.without_periods(self.text)
        dated = period is not None and (period.first is None or period.last is None or period.first <= period.last)
        if dated and (listed := read(re.sub(r" (?:in|on|of|during|since|between|from)$", "", rest.strip()))):
            return Asked("list", listed=listed, period=period)
        listed = read(self.text)
        return Asked("list", listed=listed, period=period if dated else None) if listed else None

    def standing(self) -> Asked | None:
        """How something stands now that is asked for, without the words that say so."""
        sought = [self.phrases.newest] if _PAST.search(self.lowered) else [self.phrases.newest, self.phrases.now]
        found = _filled("|".join(sought), self.lang).search(self.lowered)
        if found is None:
            return None
        return Asked("state", topic=f"{self.text[: found.start()]}{self.text[found.end() :]}".strip(" ,"))

    def fact(self) -> Asked:
        """A fact, with the days of which it is asked where they are more exact than a year."""
        asked = Asked(explains=re.search(rf"(?<!\w)(?:{self.phrases.explains})(?!\w)", self.lowered) is not None)
        _, period = self.without_periods(self.text)
        if period is None or period.first is None or period.last is None or period.first > period.last:
            return asked
        if period.first == period.last == self.today:  # "today" is mostly these days
            return asked
        long = (period.last - period.first).days > _LONGEST_FACT
        return replace(asked, period=period if period.moves or not long else None)

    def _narrowed(self, asked: Asked, rest: Sequence[str], names: Names, *, titled: bool) -> Asked | None:
        """What is asked, with the conditions that the rest of the question sets; None where not all of it is
        understood. ``titled``: what is left may be a title, even where it does not stand in quotation marks."""
        if found := re.search(rf"(?:{self.phrases.span})\s*$", lower(rest[-1])):
            asked = replace(asked, wants="span", counted=asked.counted or asked.wants == "count")
            rest = [*rest[:-1], rest[-1][: found.start()]]
        conj = re.compile(
            rf",?\s(?:{self.phrases.conj})\s(?=(?:{self.phrases.mention}|{'|'.join(self.phrases.verbs.split())})\b)",
            re.I,
        )
        for piece in rest:
            for text in conj.split(piece):
                clause = self._clause(text, asked, names, titled=titled)
                if clause is None:
                    return None
                asked = clause
        return asked

    def _clause(self, text: str, asked: Asked, names: Names, *, titled: bool) -> Asked | None:
        """What is asked with the condition that a clause sets."""
        quoted = QUOTED.search(text)
        of_one = asked.wants in ("authors", "days", "sources") and not asked.counted
        if of_one and quoted and self._says_nothing(lower(QUOTED.sub(" ", text))):
            return replace(asked, title=quoted[1].strip(" .,"))
        text, period = self.without_periods(text)
        if period is not None:
            both = asked.period.shared(period) if asked.period else period
            asked = replace(asked, period=both) if both else asked
        if self._says_nothing(lower(text)):
            return asked
        text, asked = self.without_names(text, asked, names)
        kinds: tuple[Literal["mention", "about"], ...] = ("mention", "about")
        for kind in kinds:
            marker = self.marker(kind, text)
            if marker is None:
                continue
            sides = [self.bare(text[: marker.start()]), self.bare(text[marker.end() :])]
            subject = next((side for side in sides if side), "")
            if not subject or all(sides):
                return None
            saga = re.match(rf"(?:{self.phrases.saga})(?!\w)\s*", lower(subject))
            if saga and saga[0].startswith("what"):  # "about what was going on in ..."
                subject = self.bare(subject[saga.end() :]) or subject
            if not QUOTED.search(subject) and self._has_clause(subject):
                return None
            if kind == "about":
                return replace(asked, about=unquoted(subject))
            return replace(asked, mentions=(*asked.mentions, *self.mentioned(subject)))
        left = self.bare(text)
        if not left:
            return asked
        if by := re.match(rf"(?:.*\s)?(?:{self.phrases.by})\s+(?=[^\W\d_a-z])", text):
            named = text[by.end() :].strip(" ,")
            if self._says_nothing(lower(text[: by.start()] + by[0])) and all(
                one[:1].isupper() for one in named.split()
            ):
                return replace(asked, authors=(*asked.authors, named))
        return (
            replace(asked, title=left) if titled and of_one and len(left.split()) > 1 and asked.title is None else None
        )

    def marker(self, kind: Literal["mention", "about"], text: str) -> re.Match[str] | None:
        """The first words outside of quotation marks that say that articles mention something, or are about it."""
        return re.search(rf"(?<![\w’'])(?:{getattr(self.phrases, kind)})(?!\w)", blanked(text))

    def _has_clause(self, text: str) -> bool:
        """Whether words have a verb or a relative pronoun among them, so that they are no name of a thing."""
        return not set(self.phrases.verbs.split()).isdisjoint(re.findall(r"[^\W_]+", text))

    def mentioned(self, subject: str) -> list[tuple[str, ...]]:
        """The words that are mentioned: of each group one, as the question joins them."""
        subject = re.sub(rf"(?i)^(?:{self.phrases.both})\s", "", subject)
        if QUOTED.fullmatch(subject):
            return [(unquoted(subject),)]
        groups = re.split(rf"(?i),?\s(?:{self.phrases.conj})\s", subject)
        cut = [re.split(rf"(?i),?\s(?:{self.phrases.disj})\s", group) for group in groups]
        if self.lang == "tr":  # a name's case stands behind an apostrophe
            cut = [[re.sub(r"['’]\w+$", "", one) for one in group] for group in cut]
        bare = [
            tuple(without_role(unquoted(said), self.lang) for one in group if (said := self.bare(one))) for group in cut
        ]
        return [group for group in bare if group]

    def without_periods(self, text: str) -> tuple[str, Period | None]:
        """The text without the periods that it names outside of quotation marks, and what these have in common."""
        found = list(periods(blanked(text), self.today, self.lang))
        tail = None if found else re.search(r"[,:] ([^,:]+)$", blanked(text))
        if tail and (alone := period_of(tail[1], self.today)):  # "news from Norrin, May 2020"
            return text[: tail.start()], alone
        common: Period | None = None
        for one in found:
            common = one if common is None else common.shared(one)
        for one in reversed(found):
            text = f"{text[: one.start].rstrip()} {text[one.end :].lstrip()}"
        return text, common

    def without_names(self, text: str, asked: Asked, names: Names) -> tuple[str, Asked]:
        """The text without the papers and authors that it names as such."""
        words = list(_WORD.finditer(QUOTED.sub(lambda match: " " * len(match[0]), text)))
        folded = [fold(word[0]) for word in words]
        by, within = (set(re.findall(r"\w+", one)) for one in (self.phrases.by, self.phrases.within))
        marked = re.search(rf"\b(?:{self.phrases.mention}|{self.phrases.about})\b", blanked(text))
        for alias, name, kind, whole in aliases(*map(tuple, names())):
            for first in range(len(words) - len(alias) + 1):
                last = first + len(alias)
                if tuple(folded[first:last]) != alias:
                    continue
                before = first - 1 if first and folded[first - 1] in ("the", "der", "die", "la", "el", "le") else first
                sign = folded[before - 1] if before else ""
                signed = sign in by or sign in within
                if signed and marked and marked.start() < words[before - 1].start() < marked.end():
                    continue  # "handeln von": of whom, and not by whom
                if (not signed and marked) or not (whole or words[first][0][:1].isupper()):
                    continue
                if kind == "author" and sign in within - by and signed:
                    continue
                start = words[before - 1].start() if signed else words[first].start()
                kept = f"{text[:start]} {text[words[last - 1].end() :]}"
                if kind == "source":
                    asked = replace(asked, sources=(*asked.sources, name))
                else:
                    asked = replace(asked, authors=(*asked.authors, name))
                return self.without_names(kept, asked, names)
        return text, asked

    def _says_nothing(self, lowered: str) -> bool:
        """Whether all words are ones that say nothing of which articles are meant."""
        small = {*self.phrases.verbs.split(), *self.phrases.small.split()}
        small |= {*self.phrases.by.split("|"), *self.phrases.within.split("|"), *self.phrases.conj.split("|")}
        article = _filled(r"{a}", self.lang)
        return all(word in small or article.fullmatch(word) for word in re.findall(r"[^\W_]+", lowered))

    def bare(self, text: str) -> str:
        """The text without the words at its ends that say nothing."""
        text = text.strip(" ,.:;")
        while (word := re.match(r"[^\W_]+(?=[\s'’])\s*|\S+$", text)) and self._is_small(word[0]) and text:
            text = text[word.end() :].lstrip(" ,")
        while (word := re.search(r"(?<=\s)[^\W_]+$", text)) and self._is_small(word[0]):
            text = text[: word.start()].rstrip(" ,")
        return text

    def _is_small(self, word: str) -> bool:
        return not (len(word.strip()) > 1 and word.strip().isupper()) and self._says_nothing(lower(word))


@functools.lru_cache(maxsize=512)
def _filled(pattern: str, lang: str) -> re.Pattern[str]:
    """A pattern with the words for articles, papers and writers, ending with a word."""
    phrases = PHRASES[lang]
    made = pattern.replace("{a}", phrases.article).replace("{s}", phrases.paper).replace("{w}", phrases.writer)
    return re.compile(rf"(?:{made})(?!\w)")
