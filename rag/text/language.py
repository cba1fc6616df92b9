"""A text -> the language that it is in, as far as its commonest words tell."""

import re

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


def language(text: str) -> str:
    """The language of a text by its ISO 639-1 code, one of ``de en es fr it nl pt tr``; ``en`` where nothing tells."""
    said = re.findall(r"[^\W\d_]+", text.lower())
    counts = {code: sum(word in known.split() for word in said) for code, known in _COMMONEST.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] > counts["en"] else "en"
