"""A question, what was found for it -> whether the two are in different languages, and why nothing may have been found.

With a language model a question in another language than the articles is translated.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from babel import Locale, UnknownLocaleError

from rag.answers.answer import Answer
from rag.message import Message, but_last, one_of, quoted
from rag.text.language import foreign, language, language_of
from rag.types import Passage

_ASKING = frozenset("timeline chronology sum summary summarise summarize recap overview sentence sentences".split())
"""Words that say what is asked for, and not about what."""
# What is said beside a refusal, by language (ISO 639-1): that the question and what came nearest are in two languages,
# and what helps.
_REASONS = {
    "en": "The question is in {asked}, and what came nearest is in {told}. Asked in {told} it may be answered, and "
    "with a language model set up, which would translate it.",
    "de": "Die Frage ist auf {asked}, und was am nächsten kam, auf {told}. Auf {told} gestellt, wird sie vielleicht "
    "beantwortet, und auch mit einem eingerichteten Sprachmodell, das sie übersetzt.",
    "es": "La pregunta está en {asked}, y lo más cercano, en {told}. Quizá tenga respuesta si se hace en {told}, o con "
    "un modelo de lenguaje configurado, que la traduciría.",
    "fr": "La question est en {asked}, et ce qui s'en approche le plus est en {told}. Posée en {told}, elle aura "
    "peut-être une réponse, de même qu'avec un modèle de langage, qui la traduirait.",
    "it": "La domanda è in {asked}, e ciò che le è più vicino è in {told}. Posta in {told} può avere una risposta, e "
    "anche con un modello linguistico configurato, che la tradurrebbe.",
    "nl": "De vraag is in het {asked}, en wat het dichtst in de buurt kwam in het {told}. In het {told} gesteld is er "
    "misschien een antwoord, en ook met een ingesteld taalmodel, dat haar zou vertalen.",
    "pt": "A pergunta está em {asked}, e o que mais se aproxima está em {told}. Feita em {told}, talvez tenha "
    "resposta, e também com um modelo de linguagem configurado, que a traduziria.",
    "tr": "Soru şu dilde: {asked}; en yakın bulunan ise şu dilde: {told}. {told} sorulursa, ya da soruyu çevirecek bir "
    "dil modeli ayarlanırsa yanıtlanabilir.",
}


def elsewhere(question: str, passages: Sequence[Passage]) -> tuple[str, str] | None:
    """The language of a question, and the one of most of the passages found for it, where none of them is in the
    question's; both by their ISO 639 codes. None where nothing tells the question's."""
    told = Counter(language_of(passage.article) for passage in passages)
    asked = foreign(question, told) if told else None
    return None if asked is None else (asked, max(told, key=lambda code: told[code]))


def why(question: str, answer: Answer, absent: Callable[[str], Sequence[str]]) -> str | None:
    """Why nothing was found that surely answers a question, as far as that can be told: that it is in another language
    than what came nearest, or that no article has some of its words, which ``absent`` gives."""
    if two := elsewhere(question, answer.passages):
        return reason(*two)
    # Other languages have endings that the index does not cut.
    if language(question) != "en" or not (lacking := _lacking(question, absent)):
        return None
    return Message(
        "No article has the word {words}.",
        "No article has the words {words}.",
        number=len(lacking),
        words=one_of(but_last(lacking)),
    )


def named(code: str, lang: str = "en") -> str:
    """The name of a language, by its ISO 639 code, in another; the code where it is not known."""
    try:
        return str(Locale.parse(lang).languages.get(code, code))
    except (UnknownLocaleError, ValueError):
        return code


def reason(asked: str, told: str) -> str:
    """Why nothing may have been found for a question in a language in articles in another, in the question's, where we
    have it."""
    lang = asked if asked in _REASONS else "en"
    return _REASONS[lang].format(asked=named(asked, lang), told=named(told, lang))


def _lacking(question: str, absent: Callable[[str], Sequence[str]]) -> list[str]:
    """The words of what is asked about that no article has, in quotation marks."""
    return [quoted(word) for word in absent(question) if word.lower() not in _ASKING]
