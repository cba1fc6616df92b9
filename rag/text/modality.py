"""Words by which a text says that something is not plainly so: denied, possible, meant or asked for, somebody's word,
bound to a condition, or true of some or nearly. By language; where there is no table, nothing is known."""

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from rag.text.fact import Fact

Kind = str
"""``denied``, ``possible``, ``meant`` (planned, wanted, tried, asked for), ``reported``, ``conditional`` or ``hedged``:
how many of all, or how nearly."""


@dataclass(frozen=True, slots=True)
class Mood(Fact):
    """Words that say how something is told."""

    kind: Kind


_TABLES: Mapping[str, Mapping[Kind, str]] = {
    "en": {
        "denied": r"not|\w+n['’]t|never|no|neither|nor|without|cannot|nobody|none|nothing|hardly|barely|"
        r"scarcely|den(?:y|ies|ied|ying)|denials?|reject\w*|refut\w*|refus\w*|fail(?:s|ed|ing)?|"
        r"declin\w+ to|unable|lack\w*|avoid\w*|prevent\w*|short of|instead of|rather than|"
        r"false(?:ly)?|untrue|doubt\w*|ruled out|far from|forgot\w*|neglect\w*",
        "possible": r"may|might|could|can|should|perhaps|maybe|possibl[ey]|probabl[ey]|likely|unlikely|"
        r"presumably|apparently|seem\w*|appear(?:s|ed)? to|potential(?:ly)?|risk\w*|poised|set to|"
        r"suspected",
        "meant": r"will|would|shall|plan(?:s|n\w+)?|hop(?:e|es|ed|ing)|want\w*|wish\w*|tr(?:y|ies|ied|ying)|attempt\w*|"
        r"intend\w*|intention|aim\w*|seek\w*|sought|promis\w*|threat\w*|vow\w*|pledg\w*|propos\w*|"
        r"offer\w*|consider(?:s|ed|ing)?|ask\w*|urg\w*|order(?:s|ed|ing)?|demand\w*|call(?:s|ed|ing)? for|"
        r"about to|going to|due to|prepar\w+|agree[sd]? to|request\w*|recommend\w*|warn\w*|fear\w*|"
        r"expect\w*|predict\w*|forecast\w*|ready to|willing|invit\w*|scheduled|slated|upcoming|pending",
        "reported": r"according|sa(?:y|ys|id|ying)|claim\w*|alleg\w*|reported|reportedly|reports|accus\w*|"
        r"suspect\w*|suppos\w*|rumou?r\w*|believ\w*|think\w*|thought|argu\w*|insist\w*|suggest\w*|"
        r"assum\w*|tell\w*|told|wr(?:ote|ites)|states|stated|charge[sd]? with|pretend\w*|imagin\w*|"
        r"in \w+['’]s? (?:view|opinion)",
        "conditional": r"if|unless|whether|provided|in case|as long as|otherwise",
        "hedged": r"nearly|almost|about|around|roughly|approximately|some|most|all|every|each|few|only|just|"
        r"merely|at least|at most|up to|more than|less than|fewer than|over|under|or|either",
    },
    "de": {
        "denied": r"nicht|kein\w*|nie|niemals|niemand\w*|nichts|weder|ohne|kaum|bestritt\w*|bestreite\w*|"
        r"dementier\w*|leugne\w*|wies\w*|zurückgewiesen|zurückwies|lehn\w*|abgelehnt|ablehn\w*|"
        r"verweiger\w*|weiger\w*|scheiter\w*|gescheitert|misslang|statt|anstatt",
        "possible": r"könn\w*|konnte\w*|kann|dürf\w*|durfte\w*|mag|möglich\w*|vielleicht|womöglich|wohl|"
        r"vermutlich|wahrscheinlich|soll\w*|würde\w*|hätte\w*|wäre\w*|offenbar|anscheinend|scheint|"
        r"scheinen|schien\w*",
        "meant": r"will|wollen|wollte\w*|plan\w*|geplant\w*|hoff\w*|versuch\w*|beabsichtig\w*|droh\w*|gedroht|"
        r"verspr\w*|bietet|bot|angeboten|erwäg\w*|forder\w*|gefordert|bitte[nt]?|bat|gebeten|"
        r"vorgeschlagen|schlägt|schlug|empfiehl\w*|empfahl\w*|warn\w*|gewarnt|erwarte\w*|vor",
        "reported": r"laut|zufolge|sagt\w*|sage|erklär\w*|behaupt\w*|angeblich\w*|mutmaßlich\w*|verdächtig\w*|"
        r"glaub\w*|meint\w*|nach Angaben|sei|seien|habe|werde|beschuldig\w*|vorgeworfen|wirft|"
        r"berichte\w*|heißt",
        "conditional": r"falls|wenn|sofern|ob|sonst|es sei denn|vorausgesetzt|solange",
        "hedged": r"fast|beinahe|nahezu|etwa|rund|ungefähr|knapp|alle\w*|jede\w*|einige\w*|manche\w*|meisten|"
        r"wenige\w*|nur|lediglich|mindestens|höchstens|bis zu|mehr als|weniger als|über|unter|oder|"
        r"entweder",
    },
    "fr": {
        "denied": r"ne|n|pas|jamais|aucun\w*|ni|sans|rien|personne|dément\w*|nie|nié|niait|nier|refus\w*|"
        r"rejet\w*|échou\w*|échec|plutôt que|au lieu|évit\w*|empêch\w*",
        "possible": r"peu(?:t|vent)|pouvai\w*|pourr\w*|peut-être|probable\w*|possible\w*|semble\w*|devrai\w*|"
        r"\w+rai(?:t|ent)|risqu\w*|éventuel\w*",
        "meant": r"veu(?:t|lent)|voulai\w*|voulu|prévoi\w*|prévu\w*|compt(?:e|ent|ait)|esp[éè]r\w*|tent\w*|"
        r"essa[yi]\w*|menac\w*|prom(?:et|is|ess)\w*|propos\w*|envisag\w*|demand\w*|offr\w*|souhait\w*|"
        r"cherch\w*|appel(?:le|é) à|recommand\w*|craint|craignent|attend\w*",
        "reported": r"selon|d['’]après|di(?:t|sent|sait)|affirm\w*|déclar\w*|accus\w*|soupçonn\w*|présumé\w*|"
        r"prétend\w*|cro(?:it|ient)|pens(?:e|ent|ait)|estim\w*|assur\w*|racont\w*|expliqu\w*",
        "conditional": r"si|s['’]ils?|sauf|à condition|à moins|pourvu|sinon|sous réserve",
        "hedged": r"presque|environ|quelque\w*|tous|toutes|tout|chaque|plupart|seul\w*|que|au moins|au plus|"
        r"jusqu|plus de|moins de|ou|soit",
    },
    "es": {
        "denied": r"no|nunca|jamás|ningun\w*|ningún|ni|sin|nada|nadie|neg(?:ó|aron|ar|aba|ado)|niega\w*|"
        r"desmint\w*|desment\w*|desmient\w*|rechaz\w*|fracas\w*|en vez|en lugar|evit\w*|impid\w*",
        "possible": r"pued\w*|pud\w*|podr\w*|quizá\w*|tal vez|acaso|probable\w*|posible\w*|parec\w*|deber[ií]a\w*|"
        r"\w+ría|\w+rían",
        "meant": r"quier\w*|quer[ií]\w*|quiso|prev[éeií]\w*|plane\w*|esper\w*|intent\w*|"
        r"trat(?:a|an|ó|aron|aba) de|amenaz\w*|promet\w*|propus\w*|propon\w*|propuest\w*|ofre\w*|"
        r"pid\w*|pedi\w*|busc\w*|recom\w*|advirt\w*|advert\w*|tem(?:e|en|ía)",
        "reported": r"según|dij\w*|dice\w*|dicho|afirm\w*|asegur\w*|acus\w*|sospech\w*|presunt\w*|supuest\w*|"
        r"cre(?:e|en|yó|ía)|al parecer|declar\w*|sostien\w*|sostuvo|explic\w*|cuenta|contó",
        "conditional": r"si|salvo|a menos|siempre que|a condición|en caso|excepto",
        "hedged": r"casi|cerca|unos|unas|todos|todas|todo|cada|algun\w*|mayoría|sol[oa]|sólo|solamente|al menos|"
        r"como máximo|hasta|más de|menos de|o|bien",
    },
    "tr": {
        "denied": r"değil\w*|yok\w*|hiç\w*|asla|\w+m[ae]dı\w*|\w+m[ae]di\w*|\w+m[iıuü]yor\w*|\w+m[ae]z\w*|"
        r"\w+m[ae]yaca\w*|\w+m[ae]yece\w*|\w+m[ae]m[iı]ş\w*|\w+m[ae]d[ae]n|\w+m[ae]d[iı]ğ\w*|"
        r"yalanla\w*|redde\w*|yerine|kaçın\w*",
        "possible": r"\w+[ae]bil\w*|belki|muhtemel\w*|olası\w*|olasılı\w*|gibi görün\w*|herhalde|sanırım",
        "meant": r"iste\w*|planl\w*|um(?:uyor|du|ut)\w*|çalış(?:tı|ıyor|acak)\w*|tehdit\w*|söz ver\w*|vaat\w*|"
        r"öner\w*|\w+[ae]ca[kğ]\w*|\w+[ae]ce[kğ]\w*|niyet\w*|hedefl\w*|talep\w*|çağrı\w*|girişim\w*|"
        r"dene(?:di|yor)\w*|uyar\w*",
        "reported": r"göre|söyle\w*|dedi\w*|belirt\w*|iddia\w*|açıkla\w*|suçla\w*|şüphe\w*|sanıl\w*|düşün\w*|"
        r"inan\w*|öne sür\w*|savun\w*|bildir\w*|ileri sür\w*|sözde|anlat\w*",
        "conditional": r"eğer|ise|takdirde|sürece|halinde|şartıyla|koşuluyla|yoksa|\w+[ae]rs[ae]\w*|"
        r"\w+m[ae]zs[ae]\w*|\w+[ıiuü]rs[ae]\w*",
        "hedged": r"neredeyse|yaklaşık|bazı\w*|tüm\w*|bütün\w*|çoğu\w*|her|yalnızca|sadece|en az|en fazla|veya|"
        r"ya da|aşkın|fazla",
    },
}
# Words without which what they stand before is another thing, or is so at another time.
_ALTERING: Mapping[str, str] = {
    "en": r"first|last|toy|dummy|decoy|replica|former(?:ly)?|ex|one-?time|erstwhile|late|deputy|vice|acting|assistant|"
    r"interim|honorary|aspiring|would-be|so-called|self-styled|fake|mock|bogus|pseudo|counterfeit|fictional|fictitious|"
    r"imaginary|hypothetical|part(?:ial|ially|ly)?|half|semi|quasi|non|anti|un|on paper|in theory|until|till|once|"
    r"previously",
    "de": r"ehemals|ehemalig\w*|einstig\w*|früher\w*|bislang|bis|ex|vize\w*|stellvertretend\w*|kommissarisch\w*|"
    r"künftig\w*|angehend\w*|sogenannt\w*|falsch\w*|gefälscht\w*|halb\w*|teil\w*|einst|theoretisch",
    "fr": r"ancien\w*|ex|vice|adjoint\w*|par intérim|futur\w*|soi-disant|faux|fausses?|demi\w*|partiel\w*|"
    r"en partie|autrefois|naguère|jusque?|jusqu",
    "es": r"antigu[oa]s?|ex|vice|adjunt[oa]s?|en funciones|interin[oa]s?|futur[oa]s?|fals[oa]s?|medi[oa]s?|"
    r"parcial\w*|en parte|antes|hasta",
    "tr": r"eski|yardımcısı|vekil\w*|sözde|sahte|yarı\w*|kısmen|müstakbel",
}
# Words by which what is left out after them makes more of what is said: "no red stars", "every violent crime".
_BINDING: Mapping[str, str] = {
    "en": r"not|\w+n['’]t|never|no|neither|nor|without|cannot|nobody|none|nothing|hardly|barely|scarcely|"
    r"seldom|rarely|all|any|every\w*|each|most|few|only|merely|at most|fewer than|less than|"
    r"if|unless",
    "de": r"nicht|kein\w*|nie|niemals|niemand\w*|nichts|weder|ohne|kaum|alle\w*|jede\w*|sämtliche\w*|meisten|"
    r"wenige\w*|nur|lediglich|höchstens|weniger als|wenn|falls",
    "fr": r"ne|n|pas|jamais|aucun\w*|ni|sans|rien|personne|tous|toutes?|tout|chaque|plupart|peu|seul\w*|au plus|"
    r"moins de|si",
    "es": r"no|nunca|jamás|ningun\w*|ningún|ni|sin|nada|nadie|tod[oa]s?|cada|mayoría|poc[oa]s|sol[oa]|sólo|"
    r"solamente|como máximo|menos de|si",
    "tr": r"değil\w*|yok\w*|hiç\w*|her|tüm\w*|bütün\w*|çoğu\w*|yalnızca|sadece|en fazla",
}
_NAMES = frozenset(["May", "States"])  # of a month, a person or a country, which say nothing of how it is told


@functools.cache
def _found(code: str) -> re.Pattern[str] | None:
    table = _TABLES.get(code, {})
    told = "|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in table.items())
    return re.compile(told, re.IGNORECASE) if told else None


def moods(text: str, code: str) -> list[Mood] | None:
    """The words of a text in a language (ISO 639-1) that say how something is told; None where there is no table for
    the language."""
    found = _found(code)
    if found is None:
        return None
    return [
        Mood(match.start(), match.end(), match[0], str(match.lastgroup))
        for match in found.finditer(text)
        if match[0] not in _NAMES
    ]


def is_denied(text: str, code: str) -> bool:
    """Whether a text in a language by its ISO 639-1 code denies something."""
    # Few texts have a word for it, and to look for those of every kind takes five times as long.
    denied = _TABLES.get(code, {}).get("denied")
    return _holds(text, denied) and any(one.kind == "denied" for one in moods(text, code) or ())


def altering(text: str, code: str) -> bool:
    """Whether some words of a language (ISO 639-1) are such that what they stand before is not so without them."""
    return _holds(text, _ALTERING.get(code))


def binding(text: str, code: str) -> re.Match[str] | None:
    """The first word of a text in a language such that of what follows it nothing may be left out: it denies that, or
    says it of all or of few."""
    words = _BINDING.get(code)
    return _any_of(words).search(text) if words else None


def _holds(text: str, words: str | None) -> bool:
    return words is not None and _any_of(words).search(text) is not None


@functools.cache
def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
