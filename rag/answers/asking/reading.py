"""A question's words -> what it asks for. It knows words, days, and the names of papers and authors, and no article.

What is told by the phrases of a language goes first; in English what no phrase tells is judged by all of the words.
What neither understands stays a question for a fact.
"""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from rag.answers.asking.asked import Asked, Further, Wants
from rag.answers.asking.beside import likely_sides
from rag.answers.asking.claim import likely_claim
from rag.answers.asking.covered import covered
from rag.answers.asking.facets import faceted, is_denied
from rag.answers.asking.further import further
from rag.answers.asking.likely import LANGUAGES, Meaning, is_wording, likeliest, topic_in
from rag.answers.asking.phrases import PHRASES
from rag.answers.asking.plain import blanked, unquoted
from rag.answers.asking.rows import narrowing
from rag.answers.asking.sides import Comparison, compared
from rag.answers.asking.sorts import enumeration, likely_enumeration
from rag.answers.asking.utterance import Names, Utterance
from rag.answers.asking.whose import speech, whose
from rag.text.language import is_certain, language
from rag.text.words import own_stems

_TOLD_BY_SIGN = ("fr", "es", "tr")  # languages whose questions for yes or no have a form that no other has
# How likely a kind must be that no phrase tells; docs/questions.md has what comes of it.
_LIKELY = 0.5
_LEAST: Mapping[str, float] = {
    "articles": 0.6,  # what is said of these is taken for exact
    "explanation": 0.4,  # which is quoted at more length, and else as a fact
}
_LIKELY_FURTHER = 0.4
_LIKELY_WANTED = 0.45
_SURE = 0.8  # so that what phrases tell may be passed over, and a remark beside what is asked
_LOOSELY_TOLD = ("fact", "list", "state", "yes or no")
"""What phrases tell of questions, too, that ask about the answer before ("are you sure that ...?")."""
_OF_THE_ANSWER: tuple[Further, ...] = ("more", "brief")
"""What is asked of the answer before as a whole."""
_FIRM = ("articles", "comparison", "follow-up", "topics", "period")
"""What is told by phrases that few others have."""
_BEHIND_A_REMARK = re.compile(
    r"[.!:;] +(?P<asked>(?:(?:in|by|for|to|on|with|at) )?(?:who|whom|whose|what|when|where|which|why|how)\b[^.!:;]*)$",
    re.IGNORECASE,
)
_RANKED = re.compile(r"\b(?:fewest|(?<!at )least|most (?!recent|up|current)|longest|shortest)\b", re.IGNORECASE)
_OF_THE_FIRST_PART = re.compile(
    r"\band (?:when|where|who|by whom|(?:(?:on|in) )?(?:what|which) \w+)\b.*\b(?:that|this|it)\b", re.IGNORECASE
)
"""What asks of the article that answers the first part: "which doors did it knock on, and who wrote that?"."""
_COUNTS = re.compile(r"\bhow many\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?:['’]s?)?")


@dataclass(frozen=True)
class Judgement:
    """What a question in a language most likely asks for by all of its words, and by its vector where ``meaning`` has
    one; a remark before it aside."""

    question: str
    lang: str
    meaning: Meaning | None

    @functools.cached_property
    def _told(self) -> tuple[str, float]:
        behind = _BEHIND_A_REMARK.search(self.question)
        return likeliest("kinds", behind["asked"] if behind else self.question, self.lang, self.meaning)

    @property
    def kind(self) -> str:
        """The likeliest kind, as `rag.evaluation.wordings` calls it."""
        return self._told[0]

    @property
    def likelihood(self) -> float:
        """How likely that is, in (0, 1]."""
        return self._told[1]

    @property
    def wants(self) -> tuple[str, float]:
        """What it wants of articles, and how likely that is."""
        return likeliest("wants", self.question, self.lang, self.meaning)

    def further(self, *, surely: bool) -> Further | None:
        """What it asks about the answer before; None where that is not likely or sure, or nothing of it is asked, as of
        what names a topic of its own ("sum up the strike in short")."""
        told, likelihood = likeliest("further", self.question, self.lang, self.meaning)
        if told in _OF_THE_ANSWER and not _is_but_wording(topic_in(self.question, self.lang), self.lang):
            return None
        least = _SURE if surely else _LIKELY_FURTHER
        return next((one for one in get_args(Further) if one == told and likelihood >= least), None)

    @property
    def is_fact(self) -> bool:
        """Whether it most likely asks for a fact."""
        return self.kind == "fact" and self.likelihood >= _LIKELY

    def may_replace(self, told: Asked) -> bool:
        """Whether it goes before what phrases told. A noun in the plural, or "now", tells little by itself."""
        kind = "explanation" if told.kind == "fact" and told.explains else told.kind
        if kind == "fact":
            return True
        if kind in _FIRM or self.kind == kind or told.rows or (told.listed and told.listed.named):
            return False
        if told.period is not None and kind in ("timeline", "summary"):
            return False
        loose = kind == "state" or (told.listed is not None and told.listed.sort == "thing")
        if self.kind == "fact":
            return loose and kind == "list" and self.likelihood >= _SURE
        if (kind == "state" and self.kind == "yes or no") or (not loose and self.kind == "articles"):
            return False  # how it stands now is said without a yes that may be of then
        return self.likelihood >= (_LIKELY if loose else _SURE)


def read(
    question: str,
    today: date,
    names: Names,
    *,
    follows: bool = False,
    several: bool = False,
    judged: bool = True,
    meaning: Meaning | None = None,
) -> Asked:
    """What a question asks for on a day; a fact where it is not understood as anything else. One that ``follows`` an
    answer may ask about that; ``several`` says that all are wanted of what it asks. With ``judged`` false what no
    phrase tells is left alone, as where that is measured; ``meaning`` gives its vector."""
    lang = language(question)
    judgement = Judgement(question, lang, meaning) if judged and lang in LANGUAGES else None
    about = further(question) if follows else None
    if about not in (None, "else"):
        return Asked("follow-up", further=about, lang=lang)
    told = _told(question, today, names, lang, about, several=several)
    if judgement is None or about is not None:
        return told
    if follows and told.kind in _LOOSELY_TOLD and (about := judgement.further(surely=told.kind != "fact")) is not None:
        return Asked("follow-up", further=about, lang=lang)
    if not judgement.may_replace(told):
        return told
    utterance = Utterance.of(question, lang, today)
    likely = _likely(judgement, utterance, names)
    if lang == "en" and told.kind == "fact" and likely is None and told.period is not None and not judgement.is_fact:
        rest, _ = utterance.without_periods(utterance.text)
        likely = Asked("period", period=told.period) if _is_but_wording(rest, lang) else None
    return told if likely is None else replace(likely, lang=lang)


def _told(question: str, today: date, names: Names, lang: str, about: Further | None, *, several: bool) -> Asked:
    """What a question asks for by the phrases that are known; a fact where none tells."""
    # A few words may be too few to tell the language; but what asks for articles is words that no other has.
    codes = [lang] if lang in PHRASES and is_certain(question) else sorted(PHRASES, key=lambda one: one != lang)
    tried = [Utterance.of(question, one, today) for one in codes]
    told = None
    for one in tried:
        if told := one.of_a_story(names) or one.of_the_whole(names):
            told = replace(told, lang=one.lang)
            break
        if articles := faceted(one, names) or (None if is_denied(one) else one.of_articles(names)):
            return replace(articles, lang=one.lang)
    for code in dict.fromkeys((lang, "en")):
        if (found := compared(question, code)) is not None:
            return replace(_compared(question, found), lang=code)
    if told is not None:
        return told
    if lang in ("en", "de") and about is None:
        rest, period = tried[0].without_periods(tried[0].text)
        rest = re.sub(r" (?:in|on|of|during|since|between|from)$", "", rest.strip())
        if acted := covered(rest, names()[0], period, lang):
            return replace(acted, lang=lang)
    if (speech := whose(question)) is not None:
        return Asked("said", who=speech[0], topic=speech[1], further=about, lang=lang)
    if about is None and (narrowed := _narrowed_list(tried[0], codes)) is not None:
        return replace(narrowed, lang=lang)
    listing = tried[0].listed(functools.partial(enumeration, codes=codes)) if about is None else None
    if listing is not None and listing.listed is not None and listing.listed.sort != "thing":
        return replace(listing, lang=lang)
    if about is not None:
        return Asked("follow-up", further=about, lang=lang)
    if several and listing is None and (every := tried[0].listed(likely_enumeration)):
        return replace(every, lang=lang)
    if (state := tried[0].standing()) and not re.match(tried[0].phrases.claimed, tried[0].lowered):
        return replace(state, lang=lang)
    if listing is not None:  # any noun in the plural may be of a story or of the articles, too
        return replace(listing, lang=lang)
    for one in tried:
        if (one.lang == lang or one.lang in _TOLD_BY_SIGN) and (polar := one.polar()):
            return replace(polar, lang=one.lang)
    return replace(tried[0].fact(), lang=lang)


def _compared(question: str, found: Comparison) -> Asked:
    claim = question if found.claims else ""
    asked = Asked("comparison", sides=found.sides, aspects=found.aspects, statement=claim)
    return replace(asked, counted=found.by_how_much)


def _narrowed_list(utterance: Utterance, codes: Sequence[str]) -> Asked | None:
    """A list whose rows are asked to be some alone, or in an order, and a fact where that is not understood; None where
    none is asked."""
    if (found := narrowing(utterance.text, utterance.lang)) is None:
        return None
    text, rows = found
    listing = utterance.saying(text).listed(functools.partial(enumeration, codes=codes))
    if listing is None:
        return utterance.fact() if rows.by and rows.number else None
    return replace(listing, rows=rows)


def _likely(judgement: Judgement, utterance: Utterance, names: Names) -> Asked | None:
    """What a question asks for as one of the kind that it most likely is; None where its words don't give that."""
    question, kind, lang = judgement.question, judgement.kind, utterance.lang
    if judgement.likelihood < _LEAST.get(kind, _LIKELY):
        return None
    if kind == "fact":
        return utterance.fact()
    if kind == "list":
        return utterance.listed(likely_enumeration)
    if kind == "articles":
        return _likely_articles(judgement, utterance, names)
    if kind == "said":
        who, topic = speech(utterance.text)
        return Asked("said", who=who, topic=topic)
    if kind == "comparison":
        sides = likely_sides(question, lang)
        return None if sides is None else _compared(question, sides)
    if kind == "yes or no":
        # What opens so was told to be none; and "from whom" never asks for yes or no.
        opens = re.match(rf"(?:{utterance.phrases.polar})(?!\w)", utterance.lowered)
        asks = re.match(utterance.phrases.not_polar, " ".join(utterance.lowered.split()[:2]))
        claim = "" if opens or asks else likely_claim(question, lang)
        return Asked("yes or no", statement=claim) if len(own_stems(claim)) > 1 else None
    if kind == "explanation":
        return replace(utterance.fact(), explains=True)
    if kind not in ("timeline", "summary", "period") or _COUNTS.search(question):
        return None
    rest, period = utterance.without_periods(utterance.text)
    topic = _with_names(_topic(rest, lang), rest, lang)
    if period is not None and _is_but_wording(topic or rest, lang):
        return Asked("period", period=period)
    if kind == "period" and (period or not topic):
        return Asked("period", about=utterance.bare(topic) or None, period=period) if period else None
    told = utterance.of_the_topic(utterance.telling(kind), topic or utterance.text, names)
    return replace(told, period=period) if told is not None and told.period is None else told


def _topic(text: str, lang: str) -> str:
    """The words that a text is most likely about; where these are but such as any question is put in, all others from
    the first to the last."""
    topic = topic_in(text, lang)
    own = [one.span() for one in _WORD.finditer(text) if not is_wording(one[0], lang)]
    return text[own[0][0] : own[-1][1]] if own and _is_but_wording(topic, lang) else topic


def _with_names(topic: str, text: str, lang: str) -> str:
    """A topic from the first to the last of the names that the text has beside it, without which it may be of another
    place or another one's; the first word, which is any, is a name where it owns something."""
    first = text.find(topic)
    named = [
        one.span()
        for one in _WORD.finditer(text)
        if one[0][0].isupper() and not is_wording(one[0], lang) and (one.start() or re.search(r"['’]s?$", one[0]))
    ]
    bounds = [(first, first + len(topic)), *named]
    return text[min(bounds)[0] : max(last for _, last in bounds)] if topic else topic


def _is_but_wording(text: str, lang: str) -> bool:
    """Whether a text has no word of what a question is about."""
    return all(is_wording(one, lang) for one in _WORD.findall(blanked(text)))


def _likely_articles(judgement: Judgement, utterance: Utterance, names: Names) -> Asked | None:
    """What is most likely asked about the articles; None where that is not sure, or a word is left that is of none of
    it; where it is surely about them, a name or a number."""
    question, surely = judgement.question, judgement.likelihood >= _SURE
    if is_denied(utterance) or _RANKED.search(question) or _OF_THE_FIRST_PART.search(question):
        return None
    lang = utterance.lang
    wanted, likelihood = judgement.wants
    wants: Wants | None = next((one for one in get_args(Wants) if one == wanted), None)
    if likelihood < _LIKELY_WANTED:
        wants = "list"  # which shows their number, days, papers and authors, too
    if wants is None:
        return None
    rest, period = utterance.without_periods(utterance.text)
    asked = Asked("articles", wants, counted=wants == "count", period=period)
    rest, asked = utterance.without_names(rest, asked, names)
    named = re.search(rf"\b(?:{utterance.phrases.article})\b", rest, re.IGNORECASE)
    said = _topic(rest, lang) if named else topic_in(rest, lang)
    if surely and said and lang == "en":  # what goes on behind it is of it: "the man who was arrested"
        behind = re.split(r"[,.;:?!()–—]", rest[rest.index(said) + len(said) :])[0]
        ends = [one.end() for one in _WORD.finditer(behind) if not is_wording(one[0], lang)]
        said += behind[: max(ends, default=0)]
    left = _WORD.findall(blanked(rest.replace(said, " ", 1)))
    topic = utterance.bare(unquoted(said))
    strange = [one for one in left if not is_wording(one, lang)]
    if surely and topic:  # what is said beside it in lower case is the reader's, not the articles'
        strange = [one for one in strange if one[0].isupper() and not utterance.text.startswith(one)]
    if strange or re.search(rf"(?i)\b(?:{utterance.phrases.by})\s+{re.escape(topic)}", rest):
        return None
    if not topic:
        return asked
    mentioned = utterance.marker("mention", rest) is not None
    return replace(asked, mentions=((topic,),)) if mentioned else replace(asked, about=topic)
