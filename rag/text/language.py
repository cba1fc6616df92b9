"""A text -> the language that it is in, as far as its commonest words tell."""

import re

from rag.types import Article

# Words by which a text shows its language; English where none, or as many of English, stand in it.
_COMMONEST = {
    "en": "the is are was were of to and in on for how what who whom when where why which did does do",
    "de": "der die das den dem ist sind war waren wer wann wo wie warum welche welcher viele hat haben und von für",
    "es": "el la los las es son fue fueron quién quien qué cuándo cuando dónde cómo por cuál cuántos del y para",
    "fr": "le la les est sont était qui quand où comment pourquoi quel quelle quels combien du des et pour que dans",
    "it": "il lo la gli è sono era chi quando dove come perché quale quali quanti quante quanto del della e per che",
    "nl": "de het een is zijn was waren wie wanneer waar hoe waarom welke hoeveel en van voor heeft hebben wat",
    "pt": "o os as é são foi foram quem quando onde como porque qual quais quantos quantas do da dos e para que",
    "tr": "ne kim kimdir nerede nasıl neden niçin kaç hangi mi mı mu mü ve bir bu için ile nedir oldu etti zaman",
}


_READ = 2_000  # characters of an article by which its language is told


def language_of(article: Article) -> str:
    """The language of an article as it says, else as its first words tell, by its ISO 639-1 code."""
    return (article.lang or "").lower()[:2] or language(article.text[:_READ])


def language(text: str) -> str:
    """The language of a text by its ISO 639-1 code, one of ``de en es fr it nl pt tr``; ``en`` where nothing tells."""
    said = re.findall(r"[^\W\d_]+", text.lower())
    counts = {code: sum(word in known.split() for word in said) for code, known in _COMMONEST.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] > counts["en"] else "en"
