"""A text -> the language that it is in, as far as its commonest words tell."""

import re

from rag.types import Article

# Words by which a text shows its language; English where none, or as many of English, stand in it.
_COMMONEST = {
    "en": "the is are was were of to and in on for how what who whom when where why which did does do "
    "a an that this has with by from at as it its be been not or i you he she they we his her their s t d",
    "de": "der die das den dem ist sind war waren wer wann wo wie warum welche welcher viele hat haben und von für "
    "was es zu zum zur im beim über nicht ein eine einen einem sich mit auf aus gibt gab wurde wurden wird sagte "
    "in an er sie als auch noch nach bei seit vor aber oder mehr keine kein unter zwischen",
    "es": "el la los las es son fue fueron quién quien qué cuándo cuando dónde cómo por cuál cuántos del y para "
    "de en una un se ha que con al hay más a ¿ ¡",
    "fr": "le la les est sont était qui quand où comment pourquoi quel quelle quels combien du des et pour que dans "
    "de en une un il elle ce cette au aux sur avec pas se a par l d qu n c j",
    "it": "il lo la gli è sono era chi quando dove come perché quale quali quanti quante quanto del della e per che "
    "di un una in non con si al alla dei delle ha anche più sono stato da nel nella",
    "nl": "de het een is zijn was waren wie wanneer waar hoe waarom welke hoeveel en van voor heeft hebben wat "
    "op te dat met die aan ook er niet bij door in uit om worden wordt",
    "pt": "o os as é são foi foram quem quando onde como porque qual quais quantos quantas do da dos e para que "
    "de em um uma não com no na se ao mais pelo pela",
    "tr": "ne kim kimdir nerede nasıl neden niçin kaç hangi mi mı mu mü ve bir bu için ile nedir "
    "oldu etti zaman en çok daha "
    "hakkında olarak olan tarafından arasında göre sonra kadar yılında hangisi kaçtır nelerdir",
}


_READ = 2_000  # characters of an article by which its language is told


def language_of(article: Article) -> str:
    """The language of an article as it says, else as its first words tell, by its ISO 639-1 code."""
    return (article.lang or "").lower()[:2] or language(article.text[:_READ])


def language(text: str) -> str:
    """The language of a text by its ISO 639-1 code, one of ``de en es fr it nl pt tr``; ``en`` where nothing tells."""
    said = re.findall(r"[^\W\d_]+|[¿¡]", text.lower())
    counts = {code: sum(word in known.split() for word in said) for code, known in _COMMONEST.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] > counts["en"] else "en"
