"""The small words of a language that stand between and around the sides of a comparison: closed classes."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from rag.text.words import fold


class Words(NamedTuple):
    """The small words of a language, as regular expressions over folded words. What joins two sides: ``between``
    nothing else than sides, ``either`` of which one is asked, ``both``, ``apart`` where words may stand before it, and
    so ``weakly`` behind what says that something is compared; ``behind`` stands behind both. What a side begins with
    (``articles``, ``prepositions``), what is part of none (``breaks``, ``compares``) nor its end (``more``, whose
    smaller side is ``less``). ``that`` stands for the noun of the first side, which is the "last" of its words, the
    "first", or the first with a "capital"; ``asks`` what is asked for, and ``says`` that it is what they think or say.
    ``measures`` are what tells what is measured, with a word for it in English."""

    between: str
    either: str
    both: str
    apart: str
    weakly: str
    articles: str
    prepositions: str
    breaks: str
    compares: str
    more: str
    that: str
    asks: str
    noun: str
    says: str
    less: str
    measures: Mapping[str, str]
    by_how_much: str = "(?!)"
    asks_whether: str = "(?!)"
    behind: str = "(?!)"


WORDS: Mapping[str, Words] = {
    "en": Words(
        "versus|vs|v|(?:as )?compared (?:with|to)|rather than",
        "or|nor", "and|&|as well as", "than|against|beside|next to|before or after", "from|to|with|as",
        "the|an?|this|that|these|those|his|her|its|their|my|your|our|last",
        "in|at|on|of|from|by|for|to|with|under|over|about|as|near|between|among|during|before|after|regarding"
        "|concerning|into|per|than|through|since|off|within|around",
        "who|whos|who's|whom|whose|which|what|what's|whats|when|where|why|how|do|does|did|is|are|was|were|has|have|had"
        "|be|been|up|next|together|set|sets|put|show|weigh|line|stand|stack|another"
        "|will|would|can|could|should|may|might|i|you|me|we|they|it|us|he|she|them|if|so|there|here|please"
        "|kindly|both|each|either|respectively|really|not|any|much|many|but|because|let|want|then"
        "|now|get|got|out|side|years?"
        "|say|said|says|think|thinks",
        r"differ\w*|similar\w*|compar\w+|contrast\w*|common|overlap\w*|alike|unlike|(?:dis)?agree\w*|distinguish\w*"
        r"|diverg\w*|conflict\w*|contradict\w*|separates?|parallels|juxtapos\w+|resembl\w+|diff|apart|distinct\w*",
        r"more|less|fewer|most|least|better|worse|best|worst|earlier|later|higher|lower|\w{2,}(?:ier|iest)"
        r"|(?:old|young|strong|cheap|dear|long|short|fast|slow|hard|warm|cold|rich|poor|soon|great|small|large|tall|few"
        r"|harsh|mild|weak|safe?|wide?|bigg?)(?:er|est)",
        r"(?:that|those|these|the ones?)(?= \w)", "whose|which|what|how", "last",
        r"(?:dis)?agree[sd]?|views?|opinions?|thinks?|says?|said|saying|argue\w*|stances?|positions?|sees?",
        "less|fewer", {},
        r"by how (?:much|many)|how (?:much|many|far)(?= \w+er| more| less| fewer)",
        r"(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could) (?!you )",
    ),
    "de": Words(
        "versus|vs|verglichen mit|im vergleich (?:mit|zu[mr]?)|im verhaltnis zu[mr]?",
        "oder|bzw|beziehungsweise", "und|sowie|&", "als|gegen|gegenuber|neben|statt|vor oder nach",
        "von|vom|mit|zu|zum|zur|wie",
        r"der|die|das|den|dem|des|eine?[rmns]?|diese[rmns]?|jene[rmns]?|sein\w{0,2}|ihr\w{0,2}",
        r"in|im|ins|an|am|auf|aus|bei|beim|von|vom|zu|zum|zur|mit|nach|vor|uber|unter|fur|gegen|durch|zwischen|wahrend"
        r"|seit|um|laut|per|hinsichtlich|bezuglich",
        r"wer|wen|wem|wessen|was|welche[rmns]?|wann|wo|worin|warum|wie|wieso|inwiefern|inwieweit|ist|sind|war|waren|hat"
        r"|haben|hatte[n]?|wird|werden|wurden?|kann|konnen|konnte|soll|sollen|ich|du|sie|wir|ihr|mir|uns|man|es|er|sich"
        r"|bitte|mal|einmal|denn|jeweils|beide[rn]?|nicht|aber|dass|weil|ob|ab|da|aus|kam|lag|stell\w*|steht|gab|gibt"
        r"|schneide\w*|so|zueinander|voneinander|einander|nebeneinander|miteinander|danke|laut|is|einmal|eher|jetzt",
        r"unterschied\w*|unterscheid\w*|vergleich\w*|gemeinsam\w*|gemein|parallelen|ahnel\w*|ahnlich\w*|abweich\w*"
        r"|weich\w*|deck\w*|kontrast\w*|gegenuberstell\w*|verhalt\w*|berichten|widersprech\w*|gegensatz\w*|gleich",
        r"mehr|weniger|meisten"
        r"|wenigsten|besser|schlechter|zuerst|fruher|spater|eher|am|[a-z]{2,}(?:ere[rns]?|sten?|ster"
        r"|lter|her|mer|rer|ger|zer|rker)",
        r"(?:der|die|das|den|dem|jene[rmns]?|derjenigen?|diejenigen?)(?= (?:von|vom|in|im|aus|an|am|auf|bei|beim|fur"
        r"|des|der|nach|mit|unter)\b)", r"welche[rmns]?|wie|was", "capital",
        r"einig|sag(?:en|t|ten?)|mein(?:en|t|ung\w*)|ansicht\w*|aussagen?|standpunkt\w*|position\w*|sieht|sehen",
        r"weniger|wenigsten|kleiner\w*|niedriger\w*|geringer\w*",
        {
            r"alter\b|altest|alte\b": "older", "junger|jungst": "younger", "stark|heftig|kraftiger": "stronger",
            "teu[re]|kostspielig": "more expensive", "billig|gunstig": "cheaper", "langer|langst": "longer",
            "kurzer|kurzest": "shorter", "schneller|schnellst": "faster", "schwerer|schwerst": "heavier",
            "fruher|zuerst|zuvor": "earlier", "spater|zuletzt": "later",
            "tote|todesopfer|menschenleben|todlich": "deadlier",
            "verletzt": "more injured",
        },
        r"um wie ?viel|wie ?viel(?= mehr| weniger)", r"(?:ist|sind|war|waren|hat|haben|hatte)(?= )",
    ),
    "fr": Words(
        r"versus|vs|contre|face a(?:ux?)?|par rapport a(?:ux?)?|compare[es]* a(?:ux?)?|plutot que|a cote d[eu]s?"
        r"|ou plutot",
        "ou|ou bien", "et|ainsi que|&", "que|qu|avant ou apres", "de|du|des|d|avec|a|au|aux",
        "le|la|les|l|un|une|ce|cette|ces|son|sa|ses|leurs?",
        "de|du|des|d|a|au|aux|en|dans|par|pour|sur|sous|avec|chez|entre|avant|apres|pendant|depuis|vers|contre|sans"
        "|selon|quant",
        r"qui|que|qu|quoi|quel\w*|lequel|laquelle|lesquel\w*|quand|ou|pourquoi|comment|combien|est|sont|etait|etaient|a"
        r"|ont|avait|fut"
        r"|sera|je|j|m|t|tu|nous|vous|ils?|elles?|on|se|ca|c|s|y|t-il|t-elle|ne|n|pas|si|mais|en|mets|mettre|met"
        r"|svp|merci|deux|donne|montre|fait|font|a-t-(?:il|elle|on)|y-a-t-il|est-(?:il|elle|ce)|\w+-(?:ils?|elles?)",
        r"differ\w*|distingu\w*|compar\w*|communs?|ressembl\w*|semblab\w*|similitud\w*|similair\w*|diverg\w*|oppos\w*"
        r"|separ\w*|parallele\w*|concord\w*|contredi\w*|ecart\w*|points?|rapproch\w*",
        r"plus|moins|mieux|pire|meilleure?s?|davantage|premiere?s?|aussi|autant|avant|tot|tard",
        r"(?:celui|celle|ceux|celles)(?:-ci|-la)?(?= )", r"quel\w*|combien", "first",
        r"accord|dire|disent|dit|pens\w+|avis|opinions?|positions?|points? de vue",
        r"moins|inferieure?s?",
        {
            "plus age|plus vieu": "older", "plus jeune": "younger", "plus (?:forte?|violent|puissant)": "stronger",
            "plus cher|plus couteu": "more expensive", "moins cher": "cheaper", "plus longue?": "longer",
            "plus courte?": "shorter", "plus rapide": "faster", "plus lourde?": "heavier",
            "plus tot|en premier": "earlier",
            "plus tard": "later", "morts|victimes|meurtri|mortel": "deadlier", "blesses": "more injured",
        }, r"de combien",
        r"(?:est-ce|a-t)(?= )",
    ),
    "es": Words(
        r"versus|vs|contra|frente al?|respecto (?:al?|del?)|comparad\w+ con|en vez de|junto al?|con relacion al?",
        "o|u", "y|e|&|asi como", "que|antes o despues del?", "de|del|con|a|al",
        "el|la|los|las|un|una|unos|unas|este|esta|estos|estas|su|sus|lo",
        "de|del|a|al|en|con|por|para|sobre|bajo|entre|desde|durante|contra|segun|hasta|sin|tras",
        r"quien\w*|que|cual\w*|cuando|donde|por que|como|cuant\w+|es|son|fue|fueron|era|eran|esta|estan|ha|han|habia"
        r"|hay|hubo|yo|tu|me|nos|se|lo|si|no|pero|por favor|pon|ponme|dime|dame|muestra|quiero|ambos|ambas|sus|si",
        r"difer\w*"
        r"|distin\w*|compar\w*|comun\w*|parec\w*|semejan\w*|similitud\w*|similar\w*|diverg\w*|opon\w*|coincid\w*"
        r"|paralel\w*|separ\w*|contrast\w*|ventajas|inconvenientes|lado",
        r"mas|menos|mejor(?:es)?|peor(?:es)?|mayor(?:es)?|menor(?:es)?|primer\w*|antes|tan|tanto",
        r"(?:el|la|los|las|lo|aquel\w*)(?= (?:de|del|en)\b)", r"que|cual\w*|cuant\w+", "first",
        r"acuerdo|dicen?|opin\w+|piensan?|posturas?|posicion\w*",
        r"menos|menor(?:es)?",
        {
            "mas viej|mas edad": "older", "mas joven": "younger", "mas (?:fuerte|potente|intens)": "stronger",
            "mas car[oa]": "more expensive", "mas barat": "cheaper", "mas larg": "longer", "mas cort": "shorter",
            "mas rapid": "faster", "mas pesad": "heavier", r"antes\b|primero": "earlier", "mas tarde": "later",
            "muert|victimas|mortal|mortifer": "deadlier", "herid": "more injured",
        }, r"(?:en|por) cuanto",
        r"(?:es|fue|era|son|fueron|esta|ha|han)(?= )",
    ),
    "tr": Words(
        r"versus|vs|karsi|m[iu]? yoksa|yoksa", "veya|ya da|m[iu]", "ve|ile|&", "(?!)", "(?!)",
        "bir|bu|su|o", "gibi|icin|sonra|once|olarak",
        r"kim\w*|ne|nedir|nelerdir|neler|hangi\w*|kac|nasil|neden|nicin|nerede|m[iu]|m[iu]dur|m[iu]ydi|mu|var|yok"
        r"|lutfen|icinde|arasinda\w*|acisindan|bakimindan|yan|yana|ikisi\w*|hem|da|de|iki",
        r"fark\w*|karsilastir\w*|kiyasla\w*|benze\w*|ortak\w*|ayri\w*|celis\w*|ayris\w*|paralel\w*|ters",
        r"daha|en|fazla|az|cok|once|ilk|iyi|kotu", "(?!)", "(?!)", "last",
        r"diyor\w*|dedi\w*|gorus\w*|soyl\w+|dusun\w+|hemfikir",
        "daha az",
        {
            "yasli": "older", "genc": "younger", "guclu|siddetli": "stronger", "pahali": "more expensive",
            "ucuz": "cheaper", "uzun": "longer", "kisa": "shorter", "hizli": "faster", "agir": "heavier",
            "once|erken": "earlier", r"\bgec": "later", "can kayb|olum": "deadlier", "yarali": "more injured",
        },
        behind="gore|kiyasla|oranla|nazaran",
    ),
}  # fmt: skip


def own_words(text: str, lang: str) -> list[str]:
    """The folded words of a text that are no small ones of its language, nor say that something is more."""
    words = WORDS[lang]
    small = rf"{words.articles}|{words.prepositions}|{words.breaks}|{words.more}|{words.compares}"
    return [one for one in re.findall(r"[^\W\d_]+", fold(text)) if not re.fullmatch(small, one)]


def measured(aspect: str, lang: str) -> str:
    """In what things are compared, in the English words by which that is measured and counted, where it says so in
    another language: "die größere Reichweite" is more of what that one calls so."""
    words, plain = WORDS.get(lang), fold(aspect)
    if lang == "en" or words is None:
        return aspect
    for pattern, english in words.measures.items():
        if re.search(rf"\b(?:{pattern})", plain):
            return english
    more = list(re.finditer(rf"(?<!\w)(?:{words.more})(?!\w)", plain))
    counted = own_words(plain[more[-1].end() :], lang) if more else []
    if not counted:
        return aspect
    return f"{'fewer' if re.fullmatch(words.less, more[-1][0]) else 'more'} {counted[0]}"
