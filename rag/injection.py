"""Sentences of an article that speak to a language model rather than to a reader: orders to forget its rules, to answer
another question, to write in another way. They tell nothing, so that no model reads them and nothing rests on them.

Found by their wording, in English; the kinds are those of BIPIA (Yi et al. 2023) and of Li et al. (2023, "Evaluating
the instruction-following robustness of large language models to prompt injection"). What an order in other words makes
a model say is still checked as all that it says. It knows passages alone.
"""

import itertools
import re
from collections.abc import Sequence

from rag.types import Passage, Span

# What may stand before an order: no quotation mark, as what somebody is quoted with is told by the article.
_OPENING = (
    r"[^\w\"“‘]*+(?:[\w’' ]{1,25}[,;:.!–-]++ ?)?"
    r"(?:(?:now|please|just|so|then|and|but|we|we['’]ll|i|lets?|let['’]s|advance)\b ?)*"
)
# To forget what was said before.
_FORGET = re.compile(
    rf"{_OPENING}(?:ignore|disregard|forget|scratch|discard|drop|delete|erase|annul|cancel|override|retract|revoke"
    r"|take back|never mind|brush aside|throw out|forsake|vanish|undo|abandon|stop|pretend|start|print out|beat)\b"
    r".{0,60}?(?:\binstructions?\b|\bprompts?\b|\b(?:system|previous|earlier) (?:rules|messages?)\b"
    r"|\b(?:all|anything|everything|nothing|what|whatever|of the above)(?: that)? (?:i|you)\b"
    r"|\b(?:all|everything) (?:above|before|else)\b|\bthe above\b|\blistening to me\b"
    r"|\b(?:and|then|instead),? (?:just |only )?(?:say|write|answer|reply|respond|print|output|repeat)\b)",
    re.IGNORECASE,
)
# A line of a prompt or of a conversation with a model. What repeats is possessive, and bounded within a sentence, as a
# text of thousands of signs would else be tried in every way.
_LABELLED = re.compile(
    r"(?:^[^\w\"“‘]*+|(?<=[,.:;!])\s[^\w\"“‘]{0,200}+)"
    r"(?i:(?:new |system )?(?:instructions?|prompts?)|system|assistant|user)\s*+:\s*+\S"
)
# A question; one that an answer follows is one of an interview.
_QUESTION = re.compile(r"(?:^\W*+|\s\W{0,200}+)(?:Question|QUESTION)\s*+:\s*+\S")
_ANSWERED = re.compile(r"\W*(?:answer|a)\W*:", re.IGNORECASE)
# To answer something, or in some way. "Output fell" and "Print is dead" are no orders.
_ANSWER = re.compile(
    rf"{_OPENING}(?:"
    r"(?:answer|reply|respond|say|write|repeat|pretend|generate|translate|explain|recommend)\s+(?:only|exactly|with"
    r"|that|this|in|all|as|to|how|why|what|the|an?|me|us|[\"“‘'])"
    r"|(?:print|output)\s+(?:only|exactly|this|all|the|an?|[\"“‘'])"
    r"|(?:in|at the end of) your (?:answer|response|reply|output)\b"
    r"|(?:add|append|include|insert|modify|change|enhance|replace|rearrange|scramble|group|provide|render|use|misspell"
    r"|introduce|write|begin|start|end|finish|give|make|translate|encode|integrate|limit)\b.{0,80}"
    r"\byour (?:answer|response|reply|output)\b)",
    re.IGNORECASE,
)


def speaks(text: str, following: str = "") -> bool:
    """Whether a sentence, or a title, speaks to a language model; ``following`` is the sentence after it."""
    asks = _QUESTION.search(text) is not None and _ANSWERED.match(following) is None
    return asks or any(told is not None for told in (_LABELLED.search(text), _FORGET.match(text), _ANSWER.match(text)))


def addressed(sentences: Sequence[Span]) -> list[bool]:
    """For each sentence of a text, in order, whether it speaks to a language model."""
    texts = [sentence.text for sentence in sentences]
    return [speaks(text, after) for text, after in itertools.zip_longest(texts, texts[1:], fillvalue="")]


def withheld(passage: Passage) -> tuple[Span, ...]:
    """The sentences of a passage that no model reads."""
    sentences = passage.sentences
    return tuple(one for one, told in zip(sentences, addressed(sentences), strict=True) if told)


def readable(passage: Passage) -> str:
    """The text of a passage without the sentences that are withheld."""
    text, behind = [], passage.start
    for span in withheld(passage):
        text.append(passage.article.text[behind : span.start])
        behind = span.end
    return "".join([*text, passage.article.text[behind : passage.end]])
