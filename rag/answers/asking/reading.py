"""A question's words -> what it asks for. It knows words, days, and the names of papers and authors, and no article.

What is told by the phrases of a language goes first; in English what no phrase tells is judged by all of the words.
What neither understands stays a question for a fact.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import get_args

from rag.answers.asking.asked import Asked, Wants
from rag.answers.asking.covered import covered
from rag.answers.asking.facets import faceted, is_denied
from rag.answers.asking.further import further
from rag.answers.asking.likely import is_wording, kind_of, topic_in, wants_of
from rag.answers.asking.phrases import PHRASES
from rag.answers.asking.plain import blanked, unquoted
from rag.answers.asking.rows import narrowing
from rag.answers.asking.sides import compared
from rag.answers.asking.sorts import enumeration, likely_enumeration
from rag.answers.asking.utterance import Names, Utterance
from rag.answers.asking.whose import speech, whose
from rag.text.language import is_certain, language

_TOLD_BY_SIGN = ("fr", "es", "tr")  # languages whose questions for yes or no have a form that no other has
# How likely a kind must be that no phrase tells; docs/questions.md has what comes of it.
_LIKELY = 0.6
_LIKELY_LIST = 0.65
_LIKELY_ARTICLES = 0.65  # what is said of these is taken for exact
_LIKELY_WANTED = 0.45
_SURE_ARTICLES = 0.8  # so that a remark beside what is asked may be passed over
_LIKELY_EXPLANATION = 0.4  # which is quoted at more length, and else as a fact
_BEHIND_A_REMARK = re.compile(
    r"[.!:;] +(?P<asked>(?:(?:in|by|for|to|on|with|at) )?(?:who|whom|whose|what|when|where|which|why|how)\b[^.!:;]*)$",
    re.IGNORECASE,
)
_RANKED = re.compile(r"\b(?:fewest|(?<!at )least|most (?!recent|up|current))\b", re.IGNORECASE)
_OF_THE_FIRST_PART = re.compile(
    r"\band (?:when|where|who|by whom|(?:(?:on|in) )?(?:what|which) \w+)\b.*\b(?:that|this|it)\b", re.IGNORECASE
)
"""What asks of the article that answers the first part: "which doors did it knock on, and who wrote that?"."""
_COUNTS = re.compile(r"\bhow many\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?:['’]s?)?")


def read(
    question: str, today: date, names: Names, *, follows: bool = False, several: bool = False, judged: bool = True
) -> Asked:
    """What a question asks for on a day; a fact where it is not understood as anything else. One that ``follows`` an
    answer may ask about that; ``several`` says that all are wanted of what it asks. With ``judged`` false what no
    phrase tells is left alone, as where that is measured."""
    lang = language(question)
    about = further(question) if follows else None
    if about not in (None, "else"):
        return Asked("follow-up", further=about, lang=lang)
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
            claim = question if found.claims else ""
            asked = Asked("comparison", sides=found.sides, aspects=found.aspects, statement=claim, lang=code)
            return replace(asked, counted=found.by_how_much)
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
    if judged and lang == "en" and (likely := _likely(question, tried[0], names)):
        return likely
    if listing is not None:  # any noun in the plural may be of a story or of the articles, too
        return replace(listing, lang=lang)
    for one in tried:
        if (one.lang == lang or one.lang in _TOLD_BY_SIGN) and (polar := one.polar()):
            return replace(polar, lang=one.lang)
    fact = replace(tried[0].fact(), lang=lang)
    if judged and lang == "en" and fact.period is not None and not _is_surely_fact(question):
        rest, _ = tried[0].without_periods(tried[0].text)
        return Asked("period", period=fact.period, lang=lang) if _is_but_wording(rest) else fact
    return fact


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


def _likely(question: str, utterance: Utterance, names: Names) -> Asked | None:
    """What is most likely asked by all words and signs of an English question, without a remark before it."""
    kind, likelihood = kind_of(behind["asked"] if (behind := _BEHIND_A_REMARK.search(question)) else question)
    if kind == "list" and likelihood >= _LIKELY_LIST:
        return utterance.listed(likely_enumeration)
    if kind == "articles" and likelihood >= _LIKELY_ARTICLES:
        return _likely_articles(question, utterance, names, surely=likelihood >= _SURE_ARTICLES)
    if kind == "said" and likelihood >= _LIKELY:
        who, topic = speech(utterance.text)
        return Asked("said", who=who, topic=topic)
    if kind == "explanation" and likelihood >= _LIKELY_EXPLANATION:
        return replace(utterance.fact(), explains=True)
    if likelihood < _LIKELY or kind not in ("timeline", "summary") or _COUNTS.search(question):
        return None
    asked = utterance.telling(kind)
    rest, period = utterance.without_periods(utterance.text)
    topic = _with_names(topic_in(rest), rest)
    if period is not None and _is_but_wording(topic or rest):
        return Asked("period", period=period)
    told = utterance.of_the_topic(asked, topic or utterance.text, names)
    return replace(told, period=period) if told is not None and told.period is None else told


def _with_names(topic: str, text: str) -> str:
    """A topic from the first to the last of the names that the text has beside it, without which it may be of another
    place or another one's; the first word, which is any, is a name where it owns something."""
    first = text.find(topic)
    named = [
        one.span()
        for one in _WORD.finditer(text)
        if one[0][0].isupper() and not is_wording(one[0]) and (one.start() or re.search(r"['’]s?$", one[0]))
    ]
    bounds = [(first, first + len(topic)), *named]
    return text[min(bounds)[0] : max(last for _, last in bounds)] if topic else topic


def _is_surely_fact(question: str) -> bool:
    kind, likelihood = kind_of(question)
    return kind == "fact" and likelihood >= _LIKELY


def _is_but_wording(text: str) -> bool:
    """Whether a text has no word of what a question is about."""
    return all(map(is_wording, _WORD.findall(blanked(text))))


def _likely_articles(question: str, utterance: Utterance, names: Names, *, surely: bool) -> Asked | None:
    """What is most likely asked about the articles; None where that is not sure, or a word is left that is of none of
    it; where it is ``surely`` about them, a name or a number."""
    if is_denied(utterance) or _RANKED.search(question) or _OF_THE_FIRST_PART.search(question):
        return None
    wanted, likelihood = wants_of(question)
    wants: Wants | None = next((one for one in get_args(Wants) if one == wanted), None)
    if wants is None:
        return None
    if likelihood < _LIKELY_WANTED:
        wants = "list"  # which shows their number, days, papers and authors, too
    rest, period = utterance.without_periods(utterance.text)
    asked = Asked("articles", wants, counted=wants == "count", period=period)
    rest, asked = utterance.without_names(rest, asked, names)
    said = topic_in(rest)
    if surely and said:  # what goes on behind it is of it: "the man who was arrested"
        behind = re.split(r"[,.;:?!()–—]", rest[rest.index(said) + len(said) :])[0]
        ends = [one.end() for one in _WORD.finditer(behind) if not is_wording(one[0])]
        said += behind[: max(ends, default=0)]
    left = _WORD.findall(blanked(rest.replace(said, " ", 1)))
    topic = utterance.bare(unquoted(said))
    strange = [one for one in left if not is_wording(one)]
    if surely and topic:  # what is said beside it in lower case is the reader's, not the articles'
        strange = [one for one in strange if one[0].isupper() and not utterance.text.startswith(one)]
    if strange or re.search(rf"(?i)\b(?:{utterance.phrases.by})\s+{re.escape(topic)}", rest):
        return None
    if not topic:
        return asked
    mentioned = utterance.marker("mention", rest) is not None
    return replace(asked, mentions=((topic,),)) if mentioned else replace(asked, about=topic)
