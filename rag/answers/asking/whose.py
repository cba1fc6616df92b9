"""Whose words a question asks for, and about what; or of what it asks who said it. It knows words alone."""

import re
from collections.abc import Mapping

from rag.answers.asking.parts import parts, without_wording
from rag.text.language import language
from rag.text.words import words

_ON = r"(?:about|on|of|regarding|concerning|to)"
_ÜBER = r"(?:über|zu|zum|zur|von|wegen|nach|bei|gegenüber)"
_WORTE = r"(?:worte?|aussagen?|meinung|ansicht|kommentar|reaktion|stellungnahme|antwort|haltung|position)"
_NO_ASKING = r"(?!(?:wer|was|wie|wo|wann|warum|welche[rnms]?)\b)"
_ASKS: Mapping[str, tuple[str, ...]] = {
    "en": (
        r"(?:and )?what (?:else )?(?:did|does|has|do|have|had|would) (?P<who>.+?) (?:(?:have|had) to )?"
        r"(?:(?:just|also|ever|then) )?(?:say|said|think|(?:tell|told) \w+(?: \w+)?|claim(?:ed)?|write|written|comment"
        rf"|promised?|answer|reply|argue)(?: (?:{_ON}|when|after|at|in) (?P<about>.+)|(?P<rest> .+)?)",
        r"how (?:did|does|has) (?P<who>.+?) (?:comment(?:ed)?|react(?:ed)?|respond(?:ed)?|reply|replied|describe[ds]?"
        r"|explain(?:ed)?|justify)(?: (?:(?:on|to|about) )?(?P<about>.+))?",
        r"what (?:is|was|are|were) (?P<who>.+?)[’']s? (?:opinion|views?|(?:exact )?words|comments?|reaction|statement"
        rf"|position|answer)(?: {_ON} (?P<about>.+))?",
        rf"(?:what (?:is|was) )?(?P<who>[A-Z].+?)[’']s? (?:opinion|views?|comments?|reaction|statement|position)"
        rf" {_ON} (?P<about>.+)",
        rf"(?:tell|show) (?:me|us) what (?P<who>.+?) (?:said|says|thinks|thought|wrote|told \w+)(?: (?:{_ON}|when|after"
        r"|at|in) (?P<about>.+))?",
        rf"(?:quot(?:e|ation)s?|statements?|words) (?:from|by|of) (?P<who>.+?)(?: {_ON} (?P<about>.+))?",
        r"who (?:was it (?:that|who) )?(?:(?:has|had|ever) )?(?:said|says|claims|claimed|told \w+(?: \w+)?"
        r"|(?:wrote|announced)(?= that\b)|promised|warned|argued|complained|admitted|remarked|joked|conceded|insisted"
        r"|stated|asked)(?: that)?[:,]? (?P<said>.+)",
        r"who (?:called|described) (?P<said>.+)",
        rf"what (?:is|was|are|were|has|have|had) (?P<who>.+?) (?:been )?quoted(?: as saying)?(?: {_ON} (?P<about>.+))?",
        r"(?:(?:give|find|show|read|get)(?: me| us)?|is there|are there|do you have) (?:an? |some |any "
        rf"|the )?(?:direct )?(?:quot(?:e|ation)s?|statements?) (?:from|by|of) (?P<who>.+?)(?: {_ON} (?P<about>.+))?",
        r"what did (?P<who>.+?) make of (?P<about>.+)",
        r"who (?:has |have )?(?:criticised|criticized|condemned|praised|denounced|slammed|objected to|spoke out against"
        r"|spoke up for|attacked(?=.+ and in (?:what|which) words))"
        r" (?P<any>.+?)(?:,? and (?:how|why|in (?:what|which) words|what did they say).*)?",
        r"(?P<said>[\"“„«].+[\"”“»])[,:]? ?[-–—]? ?(?:whose words(?: are (?:these|they|those))?"
        r"|who said (?:that|this|it)|by whom)",
        r"(?:what (?:was|were|is|are) )?(?:the |any )?(?:reactions?|responses?) to (?P<any>.+)",
        rf"(?:(?:give|find|show)(?: me| us)? )?(?:some |any |the )?(?:quot(?:e|ation)s?|statements?) {_ON} (?P<any>.+)",
        rf"(?:did|does|has) (?P<who>.+?) (?:ever )?(?:say|said|comment|commented)(?: (?:any"
        rf"|some)thing)? {_ON} (?P<about>.+)",
        r"(?:whose|who(?: is|[’']s| was) behind the) (?:words?|quote|quotation|statement|line|phrase|sentence)s? "
        r"(?:(?:is|are|was|were) )?(?:it that )?(?P<said>.+)",
        r"who (?:is|was) quoted (?:as )?saying (?:that )?(?P<said>.+)",
    ),
    "de": (
        rf"(?:und )?was (?:sagte?|meinte?|erklärte|dachte|denkt|äußerte) (?P<who>.+?)(?: dazu| {_ÜBER} (?P<about>.+))?",
        rf"(?:und )?was (?:hat|hatte|haben) (?P<who>.+?)(?: dazu| {_ÜBER} (?P<about>.+?))? "
        r"(?:gesagt|gemeint|erklärt|geäußert|geschrieben|versprochen)",
        r"wer (?:sagte?|behauptete?|erklärte|meinte?|versprach|warnte|schrieb|nannte),? (?:(?:davor, )?dass )?"
        r"(?P<said>.+)",
        r"wie (?:reagierte|hat) (?P<who>.+?) auf (?P<about>.+?)(?: reagiert)?",
        rf"wie (?:äußerte|äußerten) sich (?P<who>.+?)(?: {_ÜBER} (?P<about>.+))?",
        rf"wie (?:hat|haben) sich (?P<who>.+?)(?: {_ÜBER} (?P<about>.+?))? geäußert",
        rf"was (?:hatte|hat) (?P<who>.+?) {_ÜBER} (?P<about>.+?) zu sagen",
        rf"(?P<who>{_NO_ASKING}.+?)(?: {_ÜBER} (?P<about>[^:,]+?))?[:,] ?(?:was|wie) (?:waren?|sind|ist|lautete?n?) "
        rf"(?:(?:seine|ihre|die)n? )(?:genauen? )?{_WORTE}(?: dazu)?",
        rf"(?P<who>{_NO_ASKING}.+?)(?: {_ÜBER} (?P<about>[^:,]+?))?[:,] ?"
        r"was (?:sagte?|meinte?|hat) (?:er|sie)(?: dazu)?(?: gesagt)?",
        rf"(?:was|wie) (?:waren?|sind|ist|lautete?n?) (?:die |der )?(?:genauen? )?{_WORTE} (?:von|de[rs]) (?P<who>.+?)"
        rf"(?: (?:{_ÜBER}|auf) (?P<about>.+))?",
        rf"(?:(?:direkte[sn]? )?zitate?|(?:stellungnahmen?|aussagen?|kommentare?|reaktion(?:en)?)) (?:von|de[rs]) "
        rf"(?P<who>.+?)(?: (?:{_ÜBER}|auf) (?P<about>.+))?",
        r"was (?:hält|hielt) (?P<who>.+?) (?:von|vom) (?P<about>.+)",
        rf"hat (?P<who>.+?) (?:sich|etwas) {_ÜBER} (?P<about>.+?) (?:gesagt|geäußert)",
        r"(?:wessen (?:worte?|zitat|satz)|von wem) (?:ist|sind|stammt|stammen) (?:(?:der satz|die worte|das zitat"
        r"|die aussage) )?(?P<said>.+)",
        r"wer hat (?:gesagt|behauptet|erklärt|gemeint|versprochen|geschrieben),? (?:dass )?(?P<said>.+)",
    ),
    "fr": (
        r"qu['’]?(?:e |est-ce que |est-ce qu['’])?(?:a dit|dit|pense) (?P<who>.+?)"
        r"(?: (?:sur|de|du|à propos d[eu]) (?P<about>.+))?",
        r"comment (?P<who>.+?) (?:a(?:-t-(?:il|elle))?|ont(?:-(?:ils|elles))?) réagi (?:à|au|aux) (?P<about>.+)",
        r"de qui (?:est|sont) (?:la citation|la phrase|les mots|ces mots) (?P<said>.+)",
        r"qui (?:a dit|dit|a affirmé|a déclaré) (?:que |qu['’])?(?P<said>.+)",
    ),
    "es": (
        r"¿?qué (?:dijo|dice|piensa|ha dicho) (?P<who>.+?)(?: (?:sobre|de|acerca de) (?P<about>.+))?",
        r"¿?cómo reaccionó (?P<who>.+?) (?:a|al|ante) (?P<about>.+)",
        r"¿?de quién (?:es|son) (?:la cita|la frase|las palabras) (?P<said>.+)",
        r"¿?quién (?:dijo|dice|afirmó|ha dicho) (?:que )?(?P<said>.+)",
    ),
    "tr": (
        r"(?P<who>.+?)(?:,? (?P<about>.+?) (?:hakkında|konusunda))? ne (?:dedi|söyledi|diyor)",
        r"(?P<said>.+?) (?:kim (?:söyledi|dedi)|(?:sözü|sözleri) kime ait)",
    ),
}
"""How it is asked for somebody's words, by language, and for whose words something is."""
_FORMS = tuple(re.compile(form, re.IGNORECASE) for forms in _ASKS.values() for form in forms)
_NOBODY = frozenset(
    "you we i it they this that the article articles report reports text texts law rules one people there anyone "
    "someone man es wir ich on ils elles".split()
)
_UNPHRASED = ("tr",)  # languages whose phrases tell less than the words as a whole
ANYONE = "anyone"
"""Who is asked for where it is everybody who spoke of something."""
_ANYBODY = re.compile(
    r"(?:the )?(?:world|people|public|(?:international )?community|press|others|critics|everyone|everybody|anyone"
    r"|anybody|other (?:countries|people|leaders)"
    r"|(?:[\w’'-]+ ){0,2}(?:politicians|leaders|critics|opponents|supporters|celebrities|stars|colleagues))",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|der|die|das|den|dem|le|la|les|el|los|las|l['’]) ?", re.IGNORECASE)


def whose(question: str) -> tuple[str | None, str] | None:
    """Whose words are asked for, those of ``ANYONE`` among them, and about what ("" where about anything), or (None,
    what was said) where it is asked who said it; None where a question asks for neither."""
    plain = question.strip().rstrip("?!. ").strip()
    for pattern in _FORMS:
        match = pattern.fullmatch(plain)
        if match is None:
            continue
        given = {name: (value or "").strip(" \"“”„«»'") for name, value in match.groupdict().items()}
        who = given.get("who", "")
        if given.get("any") or (given.get("about") and _ANYBODY.fullmatch(who)):
            return ANYONE, given.get("any") or given["about"]
        if not who:
            said = given.get("said", "")
            return (None, said) if words(said) else None
        named = words(without_article(who))
        if not named or named[0] in _NOBODY or len(named) > 7:
            return None
        return who, given.get("about") or given.get("rest") or ""
    return None


def speech(question: str) -> tuple[str | None, str]:
    """The same of a question that asks for somebody's words, in whatever wording."""
    if (told := whose(question)) is not None and language(question) not in _UNPHRASED:
        return told
    spans = parts(question, "said")
    who, topic = (question[slice(*spans[one])] if one in spans else "" for one in ("who", "topic"))
    if not topic and who:
        topic = without_wording(question.replace(who, " ", 1))
    who = re.sub(r"['’]s?$", "", who)
    if topic and _ANYBODY.fullmatch(who):
        return ANYONE, topic
    return who or None, topic or without_wording(question)


def without_article(who: str) -> str:
    """What somebody is called by, without "the" before it."""
    return _ARTICLE.sub("", who)
