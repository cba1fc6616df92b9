"""What we say ourselves where there is nothing to quote: the refusal, and replies to small talk."""

import re

from rag.message import Message
from rag.text.language import language
from rag.text.words import words

REFUSAL = "I found no sentence that answers this."
"""Said where nothing found bears on the question: by us, and by a model on our order. It speaks of what was looked at,
and not of the articles."""

REFUSALS = {
    "en": REFUSAL,
    "de": "Ich habe keinen Satz gefunden, der das beantwortet.",
    "es": "No he encontrado ninguna frase que responda a esto.",
    "fr": "Je n'ai trouvé aucune phrase qui réponde à cela.",
    "it": "Non ho trovato nessuna frase che risponda a questo.",
    "nl": "Ik heb geen zin gevonden die dit beantwoordt.",
    "pt": "Não encontrei nenhuma frase que responda a isto.",
    "tr": "Bunu yanıtlayan bir cümle bulamadım.",
}
"""The refusal by language (ISO 639-1), for a question asked in it."""

_CAUTIONS = {
    "en": "I am not sure that this answers the question. These sentences come nearest:",
    "de": "Ich bin nicht sicher, ob das die Frage beantwortet. Diese Sätze kommen ihr am nächsten:",
    "es": "No estoy seguro de que esto responda a la pregunta. Estas frases son las más cercanas:",
    "fr": "Je ne suis pas sûr que cela réponde à la question. Ces phrases en sont les plus proches :",
    "it": "Non sono sicuro che questo risponda alla domanda. Queste frasi sono le più vicine:",
    "nl": "Ik weet niet zeker of dit de vraag beantwoordt. Deze zinnen komen het dichtst in de buurt:",
    "pt": "Não tenho certeza de que isto responda à pergunta. Estas frases são as mais próximas:",
    "tr": "Bunun soruyu yanıtladığından emin değilim. En yakın cümleler şunlar:",
}

_LACKING = {
    "en": "I found no sentence that {lacks}. These come nearest:",
    "de": "Ich habe keinen Satz gefunden, der {lacks}. Diese kommen ihm am nächsten:",
}

_UNSTATED = {
    "en": "I found no sentence that says so, or the opposite, in as many words. These come nearest:",
    "de": "Ich habe keinen Satz gefunden, der das oder das Gegenteil ausdrücklich sagt. Diese kommen ihm am nächsten:",
    "es": "No he encontrado ninguna frase que diga eso, o lo contrario, con esas palabras. Estas son las más cercanas:",
    "fr": "Je n'ai trouvé aucune phrase qui dise cela, ou le contraire, en ces mots. Voici les plus proches :",
    "it": "Non ho trovato nessuna frase che dica questo, o il contrario, con queste parole. Queste sono le più vicine:",
    "nl": "Ik heb geen zin gevonden die dit, of het tegendeel, met zoveel woorden zegt. Deze komen het dichtst in de "
    "buurt:",
    "pt": "Não encontrei nenhuma frase que diga isso, ou o contrário, por essas palavras. Estas são as mais próximas:",
    "tr": "Bunu ya da tersini bu sözlerle söyleyen bir cümle bulamadım. En yakın cümleler şunlar:",
}

_GREETING = Message("Hello. Ask me something about the articles.")
_THANKS = Message("You are welcome.")
_FAREWELL = Message("Goodbye.")
_ABOUT = Message(
    "I answer questions from the articles in this collection, and every sentence points to the words that carry it. "
    "Where I find nothing that answers, I say so. Ask for a fact, for what is new, what happened in a month, what "
    "somebody said, or what the articles are about."
)
_OF_NOTHING = Message("Nothing was answered before that this could be about. Ask about something by its name.")
_POINTING = frozenset(["it", "this"])
# Whole questions, folded, without signs; nothing else is taken for small talk.
_SMALL_TALK = (
    (
        r"(?:hi|hello|hey|hallo|hola|merhaba|selam|bonjour|bonsoir|salut|ciao|guten (?:morgen|tag|abend)|buen[oa]s? "
        r"(?:dias?|tardes|noches)|iyi (?:gunler|aksamlar)|gunaydin|good (?:morning|afternoon|evening|day)|greetings)"
        r"(?: there| all| everyone)?(?: how are you(?: today)?)?|how are you(?: today| doing)?",
        _GREETING,
    ),
    (
        r"(?:(?:ok|okay|great|perfect) )?(?:thanks|thank you|many thanks|merci|danke|gracias|tesekkur(?:ler| ederim)"
        r"|cheers)"
        r"(?: very much| so much| a lot| schon| sehr| beaucoup)?(?: for (?:the|your) (?:help|answer))?"
        r"|ok|okay|great|perfect|nice",
        _THANKS,
    ),
    (r"(?:bye|goodbye|good bye|see you(?: later)?|good night)", _FAREWELL),
    (
        r"(?:who|what) are you|what is this|what can (?:you|i) (?:do|ask)(?: here| you)?"
        r"|how do(?:es)? (?:you|this|it) work|what can you (?:tell|answer)(?: me)?|(?:how can you )?help(?: me)?"
        r"|are you (?:an? )?(?:ai|bot|robot|human)|(?:what|how) (?:should|could|do) i ask(?: you)?|what do you know"
        r"|hilfe|was (?:kann|soll) ich (?:dich |sie )?(?:alles |hier )?fragen|was kannst du|wer bist du"
        r"|aide|a l aide|que puis je (?:te |vous )?demander|que sais tu faire|qui es tu"
        r"|ayuda|que puedo preguntar(?:te)?|que puedes hacer|quien eres"
        r"|yardim|ne sorabilirim|neler sorabilirim|ne yapabilirsin|sen kimsin",
        _ABOUT,
    ),
)


def small_talk(question: str, *, follows: bool = False) -> str | None:
    """What to say to a greeting, thanks, or a question about the chat itself; None to any other question, as "how does
    it work?" is where it ``follows`` an answer."""
    asking = words(question)
    said = " ".join(asking)
    reply = next((reply for asked, reply in _SMALL_TALK if re.fullmatch(asked, said)), None)
    return None if follows and reply is _ABOUT and not _POINTING.isdisjoint(asking) else reply


def of_nothing(further: str | None) -> str | None:
    """What to say to "why?" or "tell me more" where nothing was answered before; None to what is asked of more."""
    return _OF_NOTHING if further in ("more", "sure", "brief", "why", "when") else None


def refusal(question: str) -> str:
    """The refusal in the question's language, where we have it."""
    return REFUSALS.get(language(question), REFUSAL)


def caution(question: str, lacks: str | None = None) -> str:
    """What is said before sentences that may be no answer, in the question's language, where we have it; of an English
    or a German question what none of them does, if that is known ("answers this with an age")."""
    if lacks is not None:
        return _LACKING.get(language(question), _LACKING["en"]).format(lacks=lacks)
    return _CAUTIONS.get(language(question), _CAUTIONS["en"])


def unstated(question: str) -> str:
    """What is said before the sentences that come nearest to what a question for yes or no claims, in the question's
    language, where we have it."""
    return _UNSTATED.get(language(question), _UNSTATED["en"])


def is_refusal(text: str) -> bool:
    """Whether a text is the refusal, in any language, and nothing else."""
    return tuple(words(text)) in _REFUSED


_REFUSED = frozenset(tuple(words(text)) for text in REFUSALS.values())
