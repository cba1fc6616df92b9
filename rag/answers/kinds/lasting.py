"""How long something lasted, in five languages: a question for yes or no about that, held against sentences that tell
it in other words: "the strike lasted 17 days", "the 17-day strike", "ended after 17 days".

It knows texts and spans, and no question. What each language says it with stands in its table.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.answers.kinds import manner
from rag.answers.kinds.stating import Told
from rag.message import Message
from rag.text.headings import says_something
from rag.text.language import language_of
from rag.text.quantities import Quantity, quantities
from rag.text.verbs import base
from rag.text.words import FUNCTION_STEMS, fold, stems
from rag.types import Article, Passage, Span


@dataclass(frozen=True, slots=True)
class _Words:
    """What a language says with that something lasts, that it is over, ``after`` how long or how long ``later``, and
    what leads from how long to the noun ("17 days of strike") or from the noun to it ("strike of 17 days"); the
    ``small`` words beside a noun. ``first`` is whether the noun comes before what tells more of it."""

    lasts: str
    over: str
    after: str
    ahead: str
    behind: str
    small: str
    later: str = "(?!)"
    first: bool = False


_TABLES: Mapping[str, _Words] = {
    "en": _Words(
        lasts=r"last(?:s|ed)?|takes?|took|taken|went on|go(?:es)? on|gone on|ran|runs?|continued?|dragged on",
        over=r"end(?:s|ed)?|over|settled|finished|stopped|called off|concluded|broke off",
        after=r"after",
        ahead=r"of (?:the )?",
        behind=r"of|lasting",
        small=r"the|an?|this|that|in|of|at|on|for|to|whole|about|some|really",
    ),
    "de": _Words(
        lasts=r"dauer\w*|gedauert|währ\w+",
        over=r"ende\w*|beendet|vorbei|zu ende|abgebrochen|beigelegt",
        after=r"nach",
        ahead=r"(?!)",
        behind=r"von",
        small=r"de[rsmn]|die|das|ein\w*|hat|haben|hatte|im|in|am|an|auf|von|zu|bei|wirklich|etwa|rund",
    ),
    "fr": _Words(
        lasts=r"dur(?:e|ent|é|ée|a|ait|èrent|era)",
        over=r"termin\w+|pris fin|fini\w*|achev\w+|cess\w+",
        after=r"après|au bout de",
        ahead=r"(?:de |d['’])(?:la )?",
        behind=r"de",
        small=r"l[ea]s?|l|une?|des?|du|d|a|ont|avait|est|ce|que?|qu|au|aux|en|dans|à|vraiment|environ",
        first=True,
    ),
    "es": _Words(
        lasts=r"dur(?:a|an|ó|aron|ado|aba|ará)|prolong\w+",
        over=r"termin\w+|acab\w+|finaliz\w+|conclu\w+",
        after=r"tras|después de|al cabo de",
        ahead=r"de (?:la )?",
        behind=r"de",
        small=r"el|l[ao]s?|un[ao]?|del?|ha|han|había|en|al?|es|que|realmente|unos|unas|se",
        first=True,
    ),
    "tr": _Words(
        lasts=r"sür\w+",
        over=r"sona er\w+|bitt\w+|bitir\w+|sonlan\w+",
        after=r"(?!)",
        ahead=r"(?!)",
        behind=r"(?!)",
        small=r"bir|bu|o|şu|için|tam|yaklaşık",
        later=r"sonra",
    ),
}
_ADJECTIVES = re.compile(
    r"(?P<number>\d+)(?:[- ]?(?:tägig|wöchig|monatig|jährig|stündig)\w*| (?:günlük|haftalık|aylık|yıllık|saatlik))",
    re.IGNORECASE,
)
_SECONDS: Mapping[str, int] = {
    "täg": 86400, "gün": 86400, "wöc": 604800, "haf": 604800, "mon": 2629746, "ayl": 2629746,
    "jäh": 31556952, "yıl": 31556952, "stü": 3600, "saa": 3600,
}  # fmt: skip
_PARTS = re.compile(r"[;:.!?…]\s|, (?:and|but|und|aber|et|mais|y|pero|ve|ama)\b|\b(?:while|während|tandis que)\b")
_UNSURE = frozenset(["denied", "possible", "meant", "conditional", "unknown"])
_LED = re.compile(
    r"\b(?:on|about|over|during|in|with|for|of|before|after|über|während|zum|zur|im|nach|vor|sur|pendant|sobre|durante|en"
    r"|dans) (?:(?:the|der|dem|den|la|el|le|les|los|an?) )?(?:\w+ ){0,2}$",
    re.IGNORECASE,
)
"""What makes a noun a part of something else."""
_NEAR = 3  # words between a verb and how long


@dataclass(frozen=True, slots=True)
class Lasting:
    """That something, by its ``noun`` and the ``rest`` of what it is called, lasted as long as a ``measure`` says."""

    noun: str
    rest: frozenset[str]
    measure: Quantity

    @classmethod
    def of(cls, statement: str, code: str) -> "Lasting | None":
        """What a statement in a language claims of how long something lasted; None where it claims nothing of it."""
        table, measures = _TABLES.get(code), list(_measures(statement))
        if table is None or len(measures) != 1:
            return None
        verb = re.search(rf"\b(?:{table.lasts})(?!\w)", statement, re.IGNORECASE)
        if verb is None:
            return None
        one = measures[0]
        named = " ".join([" " * (one.end - one.start)]).join([statement[: one.start], statement[one.end :]])
        named = named[: verb.start()] + " " * len(verb[0]) + named[verb.end() :]
        small = re.compile(rf"(?:{table.small})", re.IGNORECASE)
        words = [match for match in re.finditer(r"[^\W\d_]+", named) if not small.fullmatch(match[0])]
        if not words:
            return None
        run = [words[0]]
        for word in words[1:]:
            if statement[run[-1].end() : word.start()].strip():
                break
            run.append(word)
        noun = run[0] if table.first else run[-1]
        return cls(_stem(noun[0]), frozenset(_stem(word[0]) for word in words if word is not noun), one)

    def told(self, passages: Sequence[Passage]) -> Iterator[Told]:
        """What the sentences of some passages say of how long it lasted."""
        articles = {one.article.id: one.article for one in passages}.values()
        tables = {one.id: table for one in articles if (table := _TABLES.get(language_of(one))) and self._is_about(one)}
        for passage in passages:
            if (table := tables.get(passage.article.id)) is None:
                continue
            for sentence in passage.sentences:
                if says_something(sentence) and (found := self._said(sentence, table)) is not None:
                    yield found

    def _said(self, sentence: Span, table: _Words) -> Told | None:
        for one in _measures(sentence.text):
            if not (_tells(sentence.text, self.noun, one, table) or self._is_titled(sentence, one, table)):
                continue
            verbs = re.findall(rf"\b(?:{table.lasts}|{table.over})(?!\w)", sentence.text, re.IGNORECASE)
            claimed = _stems_of(" ".join([sentence.text[one.start : one.end], *verbs]))
            if manner.moods_of(sentence, claimed) & _UNSURE:
                return None
            by = manner.speaker_of(sentence, claimed)
            if abs(one.amount - self.measure.amount) < 1:
                return Told(True, "", sentence, by=by)
            numbers = [_number(two) if _unit(one) == _unit(self.measure) else two.text for two in (one, self.measure)]
            instead = Message("{right}, not {said}", right=numbers[0], said=numbers[1])
            return Told(False, Message("the articles say {instead}", instead=instead), sentence, by=by)
        return None

    def _is_about(self, article: Article) -> bool:
        """Whether an article has all of what it is called."""
        held = _stems_of(f"{article.title} {article.text}")
        return self.rest <= held and any(_names(stem, self.noun) for stem in held)

    def _is_titled(self, sentence: Span, measure: Quantity, table: _Words) -> bool:
        """Whether the title tells that after as long it was over, of an article that begins with it."""
        article = sentence.article
        said = re.search(rf"\b(?:{table.over})\b.*\b(?:{table.after}|{table.later})\b", article.title, re.IGNORECASE)
        begins = re.split(r"(?<=[.!?])\s", article.text.strip(), maxsplit=1)[0]
        also = any(abs(one.amount - measure.amount) < 1 for one in _measures(article.title))
        return said is not None and also and self.noun in _stems_of(begins)


def _tells(text: str, noun: str, measure: Quantity, table: _Words) -> bool:
    """Whether a sentence says of what a noun names that it lasted as long."""
    start, end = measure.start, measure.end
    for match in re.finditer(r"[^\W\d_]+", text):
        if not _names(_stem(match[0]), noun):
            continue
        ahead, behind = text[end : match.start()], text[match.end() : start]
        names = f" {table.ahead}"
        if _is_adjective(measure):
            names = rf" (?:(?!(?:{table.small}|{table.after}|{table.later})\b)\w+ ){{0,2}}"
        if match.start() >= end and re.fullmatch(names, ahead, re.IGNORECASE):
            return True
        if match.end() <= start and re.fullmatch(rf" (?:{table.behind}) ", behind, re.IGNORECASE):
            return True
        left, right = min(match.start(), start), max(match.end(), end)
        if _PARTS.search(text[left:right]) or _is_led(text, match.start()):
            continue
        if _is_near(text, measure, rf"\b(?:{table.lasts})(?!\w)"):
            return True
        late = re.search(rf"\b(?:{table.after})\s+(?:\w+ )?$", text[:start], re.IGNORECASE)
        late = late or re.match(rf" (?:{table.later})\b", text[end:])
        over = re.search(rf"\b(?:{table.over})(?!\w)", text, re.IGNORECASE)
        if late and over and not _PARTS.search(text[min(over.start(), left) : max(over.end(), right)]):
            return True
    return False


def _names(stem: str, noun: str) -> bool:
    """Whether a word is a noun, or one that ends with it: "Hafenstreik"."""
    return stem == noun or (len(noun) > 4 and stem.endswith(noun))


def _is_near(text: str, measure: Quantity, verb: str) -> bool:
    """Whether a verb stands a few words before or after a measure."""
    for found in re.finditer(verb, text, re.IGNORECASE):
        gap = text[found.end() : measure.start] if found.end() <= measure.start else text[measure.end : found.start()]
        if len(gap.split()) <= _NEAR and not re.search(r"[,;:.]\s", gap):
            return True
    return False


def _is_led(text: str, noun: int) -> bool:
    """Whether a noun is but of what something else is: "the talks on the strike lasted"."""
    return _LED.search(text[:noun]) is not None


def _is_adjective(measure: Quantity) -> bool:
    return "-" in measure.text or _ADJECTIVES.fullmatch(measure.text) is not None


def _measures(text: str) -> Iterator[Quantity]:
    """The lengths of time in a text, those that an adjective tells too."""
    told = [one for one in quantities(text) if one.dimension == "duration"]
    for match in _ADJECTIVES.finditer(text):
        if not any(one.start < match.end() and match.start() < one.end for one in told):
            word = re.sub(r"[\d\s-]+", "", match[0])[:3].lower()
            amount = float(match["number"]) * _SECONDS[word]
            told.append(Quantity(*match.span(), match[0], amount, "duration", match.span("number")))
    yield from sorted(told, key=lambda one: one.start)


def _number(measure: Quantity) -> str:
    """A measure without its unit."""
    left, right = measure.number
    return measure.text[left - measure.start : right - measure.start]


def _unit(measure: Quantity) -> str:
    """How the unit of a measure begins: that of "17 Tagen" as that of "17-tägig"."""
    return fold(measure.text[measure.number[1] - measure.start :].lstrip(" -"))[:2]


def _stem(word: str) -> str:
    return base((stems(word) or [fold(word)])[0])


def _stems_of(text: str) -> set[str]:
    return {base(stem) for stem in stems(text)} - FUNCTION_STEMS
