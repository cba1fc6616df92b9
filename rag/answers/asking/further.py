"""What a question asks about the answer before it: more of it, its sources, whether it is sure, one sentence of it,
why, when, who wrote it and when it was published. It knows words alone."""

import functools
import re
from collections.abc import Mapping

from rag.answers.asking.asked import Further
from rag.text.language import language
from rag.text.words import fold, words

# Whole questions, in lower case and without signs; closed classes, as those of small talk are.
_ASKED: Mapping[str, Mapping[Further, str]] = {
    "en": {
        "more": r"(?:please )?(?:(?:can|could) (?:you|i) )?(?:tell|show|give|have|say)(?: me)?(?: (?:some|a bit"
                r"|a little|any|the))? (?:more|details)(?: (?:details?|information))?"
                r"(?: (?:about|on|of) (?:it|that|this|them|him|her))?(?: please)?"
                r"|(?:any(?:thing)? )?more(?: details?)?(?: (?:about|on) (?:it|that|this))?(?: please)?|go on|continue"
                r"|keep going|and then|details?(?: please)?|what (?:else|more)|anything else"
                r"|what else (?:do you know|is there|does it say|do they say)(?: about (?:it|that|this|him|her))?"
                r"|(?:and )?what (?:has )?happened (?:next|then|afterwards?|since(?: then)?|after (?:that|this))"
                r"|(?:please )?(?:elaborate|explain)(?: (?:on )?(?:that|it|this))?(?: please)?|read on|next"
                r"|is (?:that all|there (?:any )?more)",
        "else": r"(?:and )?(?:what|who|which \w+|where|when) else .+|(?:did|does|has|is|was) .+ any(?:thing|one) else"
                r"(?: .+)?",
        "sources": r"(?:the |your )?sources?(?: please)?|what (?:is|are|was) (?:the|your) sources?(?: (?:for|of) (?:it"
                   r"|this|that))?|(?:where|what) (?:is|does|did) (?:this|that|it)(?: come)? from|says who"
                   r"|who (?:says|said|reported|reports) (?:so|that|this|it)"
                   r"|where (?:is|was|does|did) (?:this|that|it) (?:written|say (?:so|that|this|it)|said)"
                   r"|where (?:did|do) you (?:get|find|read|have) (?:that|this|it)(?: from)?"
                   r"|(?:which|what) (?:articles?|papers?|newspapers?) (?:is|was|says?|said|wrote|reports?|reported)"
                   r" (?:so|that|this|it)(?: from)?|(?:(?:can|may|could) i )?(?:see|show|give|name|cite)(?: me)?"
                   r"(?: the| your)? sources?|(?:(?:give|show|open|let)(?: me)?(?: see| read)? )?(?:the|that|this)"
                   r" article(?: please)?|how do you know(?: that| this)?|references?|citations?|prove (?:it|that)",
        "sure": r"(?:are|r) (?:you|u) (?:really |quite |very )?(?:sure|certain)(?: (?:about|of) (?:that|this|it))?"
                r"|how (?:sure|certain) are you|really|no way|sure|can i trust (?:that|this|it)"
                r"|is (?:that|this|it) (?:really |still )?(?:true|so|right|correct|certain|a fact)",
        "brief": r"(?:please )?(?:(?:can|could) you )?(?:(?:say|put|give|tell|sum|explain|summari[sz]e) )?"
                 r"(?:me )?(?:up )?(?:(?:it|that|this|the answer) )?(?:up )?(?:and )?(?:in|with) (?:just |only )?"
                 r"(?:one|a single|1)(?: short)? (?:sentence|line)(?: please)?"
                 r"|(?:make it |keep it )?(?:shorter|brief(?:ly|er)?|short)(?: please)?|in (?:short|brief)|tl ?dr",
        "why": r"(?:and |but )?why(?: (?:is|was|did|does) (?:that|this|it)(?: (?:so|happen))?)?|how (?:come|so)"
               r"|(?:and )?why did (?:he|she|they|it) do (?:it|that|this|so)|for what reason|what for|why not"
               r"|what (?:is|was) the (?:reason|cause)(?: (?:for|of) (?:that|this|it))?|what caused (?:that|this|it)"
               r"|how did (?:that|this|it) (?:happen|come about)",
        "when": r"(?:and )?(?:when|(?:on |in )?(?:which|what) (?:day|date|year|month))(?: exactly)? (?:was|is|did|has)"
                r" (?:that|this|it|all (?:that|this))(?: (?:happen(?:ed)?|take place|taken place|occur(?:red)?))?"
                r"|(?:and )?when(?: exactly)?",
        "authors": r"(?:and )?who (?:wrote|has written|is the (?:author|writer) of|authored) (?:it|this|that|them"
                   r"|(?:the|this|that|these|those) (?:articles?|stor(?:y|ies)|pieces?|reports?))"
                   r"|(?:and )?(?:who (?:is|are) )?the (?:authors?|writers?)|by whom(?: is (?:it|this|that))?",
        "days": r"(?:and )?(?:when|(?:on )?(?:what|which) (?:day|date)) (?:was|were|is|did) (?:it|this|that|they"
                r"|(?:the|this|that|these|those) (?:articles?|stor(?:y|ies)|pieces?|reports?))"
                r" (?:published|printed|written|released|posted|appear|come out)"
                r"|(?:what is )?the (?:publication )?date(?: of (?:the|this|that) (?:article|story|piece|report))?",
    },
    "de": {
        "more": r"(?:bitte )?(?:erzähl(?:e|en sie)?|sag(?:e|en sie)?|zeig(?:e|en sie)?)(?: mir)? mehr(?: (?:davon|dazu"
                r"|darüber))?|mehr(?: (?:davon|dazu|details))?(?: bitte)?|weiter|(?:und )?was (?:noch|sonst)(?: noch)?"
                r"|und dann|einzelheiten",
        "else": r"(?:und )?(?:was|wer|wo|wann) (?:\w+ )?(?:.+ )?(?:sonst|außerdem) noch(?: .+)?|(?:was|wer) sonst .+",
        "sources": r"(?:die |deine |ihre )?quellen?(?: bitte)?|woher (?:stammt|kommt|ist|weißt du|wissen sie) das"
                   r"|wo steht das|wer sagt das|belege?",
        "sure": r"(?:bist du|sind sie)(?: dir| sich)?(?: da)?(?: ganz)? sicher|wirklich|stimmt das|ist das (?:wahr"
                r"|richtig|sicher)",
        "brief": r"(?:bitte )?in einem satz(?: bitte)?|kürzer(?: bitte)?|kurz(?: bitte)?",
        "why": r"(?:und |aber )?(?:warum|wieso|weshalb)(?: (?:das|ist das so))?",
        "when": r"(?:und )?wann(?: genau)?"
                r"|(?:und )?wann (?:war|ist|geschah|passierte) (?:das|es)(?: (?:passiert|geschehen|gewesen))?",
        "authors": r"(?:und )?(?:wer hat (?:das|ihn|den artikel) geschrieben|wer schrieb (?:das|ihn|den artikel)"
                   r"|von wem (?:ist|stammt) (?:das|er|der artikel))",
        "days": r"(?:und )?wann (?:erschien (?:das|er|der artikel)|(?:ist|wurde) (?:das|er|der artikel)"
                r" (?:erschienen|veröffentlicht|geschrieben)(?: worden)?)",
    },
    "fr": {
        "more": r"(?:dis|dites|dis m en|dites m en|raconte|racontez)(?: m en| moi)? (?:en )?plus|plus(?: de détails)?"
                r"|continue[rz]?|quoi d autre|et ensuite|la suite",
        "else": r"qu(?:e|oi|i) d autre .+|qu a(?: t)? (?:il|elle|on) .+ d autre(?: .+)?",
        "sources": r"(?:les |tes |vos )?sources?|d où (?:vient|tiens tu|tenez vous) (?:ça|cela)|qui (?:le |a )?dit"
                   r"(?: ça| cela)?|où est ce écrit",
        "sure": r"(?:es tu|êtes vous|tu es|vous êtes)(?: bien| vraiment)? sûre?s?|vraiment|c est vrai|est ce vrai",
        "brief": r"en une (?:seule )?phrase|plus court|en bref",
        "why": r"(?:et |mais )?pourquoi(?: (?:ça|cela))?",
        "when": r"(?:et )?quand(?: (?:était ce|est ce arrivé|cela s est il passé))?|c était quand",
        "authors": r"(?:et )?qui (?:l a|a) écrit(?: (?:ça|cela|(?:l |cet )article))?",
        "days": r"(?:et )?quand (?:a t il été|a été|est) (?:publié|paru|écrit)(?: (?:ça|cela|(?:l |cet )article))?",
    },
    "es": {
        "more": r"(?:dime|cuéntame|dígame) más|más(?: detalles)?|continúa|sigue|(?:y )?qué más|y luego",
        "else": r"qué (?:más|otra cosa) .+",
        "sources": r"(?:las |tus |sus )?fuentes?|de dónde (?:sale|viene) (?:eso|esto)|quién (?:lo )?dice(?: eso)?"
                   r"|dónde (?:está escrito|lo dice)",
        "sure": r"(?:estás|está|está usted) segur[oa]|de verdad|en serio|es (?:verdad|cierto)(?: eso)?",
        "brief": r"en una (?:sola )?frase|más corto|en breve",
        "why": r"(?:y |pero )?por qué(?: eso)?",
        "when": r"(?:y )?cuándo(?: (?:fue|pasó|ocurrió|sucedió)(?: (?:eso|esto))?)?",
        "authors": r"(?:y )?quién (?:lo )?escribió(?: (?:eso|esto|(?:el|ese|este) artículo))?",
        "days": r"(?:y )?cuándo (?:se publicó|salió|apareció|fue publicado)(?: (?:eso|esto|(?:el|ese|este) artículo))?",
    },
    "tr": {
        "more": r"daha fazla(?: (?:anlat|bilgi|söyle))?|devam(?: et)?|başka(?: ne var)?|sonra(?: ne oldu)?",
        "else": r".*başka ne .+",
        "sources": r"kaynak(?:lar)?(?: (?:ne|nedir|nerede))?|kim (?:diyor|söylüyor)(?: bunu)?|nereden (?:biliyorsun"
                   r"|biliyorsunuz)",
        "sure": r"emin mi ?s[ıi]n(?:ız|iz)?|gerçekten mi|bu doğru mu",
        "brief": r"(?:tek|bir) cümle(?:yle|de| ile)?|kısaca",
        "why": r"(?:peki |ama )?(?:neden|niçin|niye)",
        "when": r"(?:peki )?(?:bu |o )?ne zaman(?:dı)?(?: oldu)?",
        "authors": r"(?:peki )?(?:bunu|onu|makaleyi) kim yazdı",
        "days": r"(?:peki )?(?:bu |o |makale )?ne zaman (?:yayımlandı|yayınlandı|yazıldı)",
    },
}  # fmt: skip


def further(question: str) -> Further | None:
    """What a question asks about the answer before it; None where it asks for something of its own."""
    said = " ".join(words(question))
    lang = language(question)
    # Two words may be too few to tell a language; each of these is asked so in one alone.
    for code in sorted(_ASKED, key=lambda one: one != lang):
        for kind, pattern in _ASKED[code].items():
            if _folded(pattern).fullmatch(said):
                return kind
    return None


@functools.lru_cache(maxsize=64)
def _folded(pattern: str) -> re.Pattern[str]:
    """A pattern as words are folded."""
    return re.compile(fold(pattern))
