"""What we say ourselves where there is nothing to quote: the refusal, and replies to small talk."""

import re

from rag.text.language import language
from rag.text.words import words

REFUSAL = "The articles do not answer this question."
"""Said where nothing found bears on the question: by us, and by a model on our order."""

REFUSALS = {
    "en": REFUSAL,
    "de": "Die Artikel beantworten diese Frage nicht.",
    "es": "Los artículos no responden a esta pregunta.",
    "fr": "Les articles ne répondent pas à cette question.",
    "it": "Gli articoli non rispondono a questa domanda.",
    "nl": "De artikelen beantwoorden deze vraag niet.",
    "pt": "Os artigos não respondem a esta pergunta.",
    "tr": "Makaleler bu soruyu yanıtlamıyor.",
}
"""The refusal by language (ISO 639-1), for a question asked in it."""

_GREETING = "Hello. Ask me something about the articles."
_THANKS = "You are welcome."
_FAREWELL = "Goodbye."
_ABOUT = (
    "I answer questions from the articles in this collection, and every sentence points to the words that carry it. "
    "Where the articles do not answer, I say so."
)
# Whole questions, folded, without signs; nothing else is taken for small talk.
_SMALL_TALK = (
    (
        r"(?:hi|hello|hey|hallo|hola|merhaba|selam|bonjour|ciao|good (?:morning|afternoon|evening|day)|greetings)"
        r"(?: there| all| everyone)?(?: how are you(?: today)?)?|how are you(?: today| doing)?",
        _GREETING,
    ),
    (
        r"(?:(?:ok|okay|great|perfect) )?(?:thanks|thank you|many thanks|merci|danke|gracias|tesekkurler|cheers)"
        r"(?: very much| so much| a lot)?(?: for (?:the|your) (?:help|answer))?|ok|okay|great|perfect|nice",
        _THANKS,
    ),
    (r"(?:bye|goodbye|good bye|see you(?: later)?|good night)", _FAREWELL),
    (
        r"(?:who|what) are you|what is this|what can (?:you|i) (?:do|ask)(?: here| you)?"
        r"|how do(?:es)? (?:you|this|it) work|what can you (?:tell|answer)(?: me)?|(?:how can you )?help(?: me)?"
        r"|are you (?:an? )?(?:ai|bot|robot|human)",
        _ABOUT,
    ),
)


def small_talk(question: str) -> str | None:
    """What to say to a greeting, thanks, or a question about the chat itself; None to any other question."""
    said = " ".join(words(question))
    return next((reply for asked, reply in _SMALL_TALK if re.fullmatch(asked, said)), None)


def refusal(question: str) -> str:
    """The refusal in the question's language, where we have it."""
    return REFUSALS[language(question)]


def is_refusal(text: str) -> bool:
    """Whether a text is the refusal, in any language, and nothing else."""
    return tuple(words(text)) in _REFUSED


_REFUSED = frozenset(tuple(words(text)) for text in REFUSALS.values())
