"""The words by which each language asks about articles: closed classes, as regular expressions over lower case.

{a} is an article, {as} articles, {s} a paper, {w} who writes. What a head leaves in its groups ``x`` and ``y``, and
what follows it, says which articles are meant. Kinds of ``HEADS`` are tried in their order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Phrases:
    """A language's words: of articles, papers and writers; what asks for what; what says that an article mentions
    something, is about it, or is by or in somebody; and words that say nothing more. ``verbs`` may follow "and" in a
    new condition. ``happened`` is all that a question of what is new says beside its period, ``polar`` how a question
    for yes or no begins. ``timeline`` is all of a question of what happened in order, ``summary`` of one for a summary,
    each with the topic as its only group; ``one`` asks for one sentence, ``saga`` is what a topic may be called."""

    article: str
    paper: str
    writer: str
    heads: tuple[tuple[str, str], ...]
    mention: str
    about: str
    by: str
    within: str
    both: str
    conj: str
    disj: str
    verbs: str
    small: str
    happened: str
    topics: str
    polar: str
    not_polar: str = "(?!)"
    span: str = "(?!)"
    timeline: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()
    one: str = "(?!)"
    saga: str = "(?!)"
    negated: Mapping[str, str] = field(default_factory=dict)


_EN = Phrases(
    article=r"(?:(?:news(?:paper)? )?(?:articles?|stories|story|pieces?|texts?|documents?|reports?))",
    paper=r"(?:(?:news )?(?:sources?|outlets?)|(?:news)?papers?|publications?|publishers?|magazines?)",
    writer=r"(?:authors?|journalists?|reporters?|writers?)",
    heads=(
        ("most source", r"(?:which|what) {s} (?:has|have|had|published|printed|wrote|ran|carried) (?:the )?most {a}"),
        ("most source", r"(?:which|what) {s} (?P<x>.+?) in (?:the )?most {a}"),
        ("most author", r"(?:(?:which|what) {w}|who)(?: has| have)? (?:wrote|written|published) (?:the )?most {a}"),
        ("most author", r"(?:(?:which|what) {w}|who) (?P<x>.+?) in (?:the )?most {a}"),
        ("most month", r"(?:in |on )?(?:which|what) (?P<unit>month|year|day) (?:were|was|did|has|had|saw) (?:the "
                       r")?most {a}"),
        ("sources", r"(?:which|what) {s} (?:did|does|do|has|have) (?P<x>.+?) (?:write|written|work(?:ed)?) for"),
        ("sources count", r"(?:how many|what is the number of) (?:different |distinct )?{s}"),
        ("sources", r"(?:which|what|(?:list|name|show)(?: me)?(?: all)?(?: the)?)(?: are the)? (?:different )?{s}"),
        ("authors count", r"(?:how many|what is the number of) (?:different |distinct )?{w}"),
        ("authors", r"(?:list|name|show)(?: me)?(?: all)?(?: the)? {w}|which {w}"),
        ("span", r"from when to when|over (?:what|which) (?:period|time span|time)"
                 r"|(?:what|which) (?:period|time span|time|dates?|days|years) (?=(?:do|are|is|does)\b)"),
        ("authors", r"who (?:wrote|has written|is the author of|was the author of|are the authors of|authored|penned)"
                    r" (?:the |this |these |that )?{a}"),
        ("authors", r"by whom (?:was|were|is|are) (?:the )?{a} (?P<x>.*?)written"),
        ("authors", r"who (?:wrote|is the author of|authored) (?=[\"“«„])"),
        ("days", r"when (?:was|were|did) (?:the |this )?{a}(?P<x>.*?) (?:first )?(?:published|printed|written"
                 r"|released|appear"
                 r"|come out)"),
        ("days", r"when (?:was|were|did) (?P<x>[\"“«„].+[\"”»“]) (?:published|printed|written|released|appear"
                 r"|come out)"),
        ("days", r"(?:what|when) is the (?:publication )?(?:date|day) of (?:the )?{a}"),
        ("sources", r"where (?:was|were|did) (?:the |this )?{a}(?P<x>.*?) (?:published|printed|appear|come out)"),
        ("count", r"(?:in )?how many (?:different |other )?(?:of )?(?:the |these |your |all )*{a}"),
        ("count", r"(?:what is |what's )?(?:the )?(?:total )?number of (?:the |all )?{a}|count (?:all )?(?:of "
                  r")?(?:the )?{a}"),
        ("newest", r"(?:(?:which|what) (?:is|was|are|were) |(?:show|give|find|open)(?: me)? )?(?:the )?(?:(?P<n>\w+) )?"
                   r"(?:newest|latest|most recent|last) (?:(?P<m>\w+) )?{a}"),
        ("newest", r"(?:which|what) {a}(?P<x>.*?) (?:is|was) (?:the )?(?:newest|latest|most recent|last)(?: one)?"),
        ("oldest", r"(?:(?:which|what) (?:is|was|are|were) |(?:show|give|find|open)(?: me)? )?(?:the )?(?:(?P<n>\w+) )?"
                   r"(?:oldest|earliest|first) (?:(?P<m>\w+) )?{a}"),
        ("oldest", r"(?:which|what) {a}(?P<x>.*?) (?:is|was) (?:the )?(?:oldest|earliest|first)(?: one)?"),
        ("list", r"(?:in )?(?:which|what) (?:of (?:the|these) )?{a}"),
        ("list", r"(?:are|is) there (?:any |an? )?{a}|do(?:es)? any (?:of the )?{a}|do you have (?:any |an? )?{a}"),
        ("list", r"(?:list|show|name|give|find|enumerate)(?: me| us)?(?: all| every| each| any)?(?: of)?(?: the| "
                 r"these)? {a}"),
        ("list", r"all (?:of )?(?:the )?{a}|(?:a )?list of (?:all )?(?:the )?{a}"),
    ),
    mention=r"mention(?:s|ed|ing)?|names?|nam(?:ed|ing)|refer(?:s|red|ring)? to|cit(?:es?|ed|ing)"
            r"|(?:with|contain(?:s|ing)?|us(?:es?|ing)|ha(?:s|ve)) the (?:words?|names?|phrase)|contain(?:s|ing)?",
    about=r"about|on|regarding|concerning|deal(?:s|ing)? with|cover(?:s|ed|ing)?|discuss(?:es|ed|ing)?"
          r"|report(?:s|ed|ing)? (?:on|about)|related to|relating to|to do with|describ(?:es?|ing)",
    by=r"by|from", within=r"in|by|from|of|for", both="both", conj="and", disj="or",
    verbs="are is was were be been has have had do does did published appeared printed written released that which who",
    small="a an the of in these those there all any our your this collection corpus index archive wrote write "
          "written appear "
          "publish print come came out ran run carried one ones exist available altogether overall total by from "
          "for and "
          "we i you me please different",
    happened=r"what(?:'s| is| was| has)? (?:(?:all )?(?:has |have |was |is |been |being )?(?:happen(?:ed|s|ing)?"
             r"|new|reported"
             r"|published|going on|the news)|(?:were|are) the (?:news|events|headlines))|(?:the |any )?(?:news"
             r"|headlines)"
             r"|what (?:did|do) (?:the|these) {a} (?:say|report|tell)",
    topics=r"what (?:are|is) (?:these|the|this|your|all)(?: of)?(?: these| the)?(?: {a}| collection| corpus| "
           r"archive| index)* "
           r"about|what (?:do|does) (?:these|the|your|this)(?: {a}| collection| corpus| archive)+ (?:deal with"
           r"|cover|talk"
           r" about|report on|contain|discuss)|(?:what|which) (?:topics|subjects|themes) (?:are there|do (?:these"
           r"|the|your)"
           r" {a} (?:cover|have|discuss|deal with)|are covered(?: by (?:these|the) {a})?)",
    polar=r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must"
          r"|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|hasn't|haven't|hadn't|can't|couldn't|won't|wouldn't)",
    not_polar=r"(?:can|could|will|would|may|shall|do|have|should) (?:you|i|we)\b|(?:is|are) there (?:any(?:thing"
              r"|one|body)"
              r"? )?(?:more|else)|.*\b(?:what|who|whom|whose|when|where|why|how|which)\b|.*\w,? or \w|may \d",
    span=r",? ?(?:and )?from when to when|,? ?(?:and )?over what period",
    timeline=(
        r"(?:(?:show|give|make|draw|build|write)(?: me| us)? |what is )?(?:a |the )?(?:short |brief |full )?"
        r"(?:time ?line|chronology|sequence of events|order of events|course of events|chronological "
        r"(?:list|order|account))"
        r"(?: of events)?(?:(?: of| for| in| about| on| during|:)? (?P<x>.+))?",
        r"what happened(?: (?:with|to|during|about|on|at))?(?: (?P<x>.+?))?,? (?:(?:and )?in (?:what|which) order"
        r"|in (?:chronological |the right |its |time )?order(?: of (?:time|events))?|step by step|day by day"
        r"|chronologically|from (?:the )?(?:beginning|start) to (?:the )?(?:end|finish)|one (?:thing )?after (?:the "
        r"|an)?other)",
        r"in (?:what|which) order did (?P<x>.+?) (?:happen|occur|take place|unfold)",
        r"how (?:did|has|have|had) (?P<x>.+?) (?:develop(?:ed)?|unfold(?:ed)?|evolve[d]?|progress(?:ed)?"
        r"|play(?:ed)? out)"
        r"(?: (?:over time|so far|until now|up to now|since))?",
        r"(?:walk|take|lead) (?:me|us) through (?P<x>.+?)(?: (?:in (?:chronological )?order|step by step"
        r"|day by day))?",
        r"(?:what (?:were|are) |(?:list|give|show|name)(?: me| us)? )?the (?:main|key|most important|major) (?:events"
        r"|steps|stages|developments) (?:in|of|during) (?P<x>.+?)(?:,? in (?:chronological )?order)?",
        r"about (?P<x>.+?) in chronological order",
        r"(?:tell|list|describe|retell)(?: me| us)? (?P<x>.+?) (?:in chronological order|in order|chronologically"
        r"|step by step|day by day)",
    ),
    summary=(
        r"(?:summari[sz]e|sum up|recap|tl;?dr:?|boil down)(?: for (?:me|us))?(?: (?P<x>.+?))?(?: for (?:me|us))?",
        r"(?:(?:give|write|make|show)(?: me| us)? |what is |i (?:want|need|would like) )?(?:a |the )?(?:(?:short|brief"
        r"|quick|concise) )?(?:summary|recap|overview|gist|digest)(?: (?:of|on|about)|:)(?: (?P<x>.+))?",
        r"what (?:does|did|do) (?P<x>(?:the )?{a} .+?) (?:say|tell(?: us)?|report)",
        r"what (?:is|was) (?P<x>(?:the )?{a} [\"“«„].+?[\"”»“]) about",
        r"tell (?:me |us )?the (?:whole )?story of (?P<x>.+)",
        r"(?:catch|bring|fill) (?:me|us) (?:up (?:to date|to speed)?|in) ?(?:on|about|with) (?P<x>.+)"
        r"|what(?: is|'s) the story(?: so far)? (?:of|on|about|with) (?P<y>.+)"
        r"|what has happened (?:in|with|to|on) (?P<z>.+?) (?:so far|until now|up to now)",
    ),
    one=r"in (?:just |only )?(?:one|a single|1) (?:short )?sentence|in a sentence",
    saga=r"(?:whole |entire )?(?:story|saga|affair|news|coverage|events?|reporting|reports?|articles?|what happened"
         r"|everything)(?: (?:of|about|on|with|in|around|surrounding))?",
)  # fmt: skip

_DE = Phrases(
    article=r"(?:(?:zeitungs)?(?:artikeln?|texten?|texts?|beiträgen?|beitrag|berichten?|bericht|meldung(?:en)?))",
    paper=r"(?:quellen?|zeitung(?:en)?|blätter|blatt|medien)",
    writer=r"(?:autor(?:in|innen|en)?|journalist(?:in|innen|en)?|verfasser(?:in|innen)?)",
    heads=(
        ("most source", r"welche[srnm]? {s} (?:hat|haben) die meisten {a}"),
        ("most source", r"welche[srnm]? {s} (?P<x>.+?) in den meisten {a}"),
        ("most author", r"(?:welche[rs]? {w}|wer) (?:hat|haben) die meisten {a}"),
        ("most month", r"(?:in|an) welche[mnr] (?P<unit>monat|jahr|tag) (?:sind|wurden|erschienen) die meisten {a}"),
        ("sources", r"für welche[nrs]? {s} (?:hat|schrieb|schreibt) (?P<x>.+?)(?: geschrieben)?(?=\W*$)"),
        ("sources count", r"wie viele (?:verschiedene )?{s}"),
        ("sources", r"welche (?:verschiedenen )?{s}"),
        ("authors count", r"wie viele (?:verschiedene )?{w}"),
        ("span", r"von wann bis wann|über welchen zeitraum|aus welche[mr] zeit(?:raum)?"),
        ("authors", r"wer hat (?:den|die|das|diesen|dieses) {a}|wer schrieb (?:den|die|das) {a}|von wem (?:ist"
                    r"|sind|stammt)"
                    r" (?:der|die|das) {a}|wer ist (?:der|die) {w} (?:des|der) {a}"),
        ("authors", r"wer (?:hat|schrieb) (?=[\"“«„])"),
        ("days", r"wann (?:ist|sind|wurden?|erschien(?:en)?) (?:der|die|das|dieser) {a}"),
        ("sources", r"wo (?:ist|sind|erschien(?:en)?) (?:der|die|das|dieser) {a}|in welche[rm] {s} (?:ist"
                    r"|erschien) (?:der|die"
                    r"|das) {a}"),
        ("count", r"(?:in )?wie vielen? (?:der |von den )?{a}|(?:wie hoch ist )?(?:die )?(?:an)?zahl der {a}"),
        ("newest", r"(?:(?:welche[rs]?|was) (?:ist|sind|war) )?(?:(?:der|die|das) )?(?:(?P<n>\w+) )?"
                   r"(?:neu[e]?ste[nrs]?|jüngste[nrs]?|letzte[nrs]?|aktuellste[nrs]?) {a}"),
        ("oldest", r"(?:(?:welche[rs]?|was) (?:ist|sind|war) )?(?:(?:der|die|das) )?(?:(?P<n>\w+) )?"
                   r"(?:älteste[nrs]?|frühe?ste[nrs]?|erste[nrs]?) {a}"),
        ("list", r"(?:in )?welche[nrsm]? (?:der )?{a}|gibt es {a}"),
        ("list", r"(?:liste|nenne|zeige?)(?: mir| uns)?(?: alle| sämtliche)?(?: die)? {a}|alle {a}"),
    ),
    mention=r"erwähn(?:en|t|te|ten)|nenn(?:en|t)|vorkomm(?:en|t)|kommt|vor(?=\W*$)|enth(?:alten|ält)",
    about=r"über|zum thema|zum|zur|handeln von|handelt von|geht es um|befassen sich mit|berichten über|berichtet über",
    by="von", within="in|im|von|aus|für|der|des", both="sowohl", conj="und", disj="oder",
    verbs="ist sind war waren wurde wurden wird werden hat haben die der das denen erschienen veröffentlicht "
          "geschrieben",
    small="ein eine einen den dem des es gibt insgesamt alle diese dieser von in im aus bei sammlung index denen "
          "dem sie "
          "wir uns hier vorhanden erschien erscheinen geschrieben zu bitte über sich einer",
    happened=r"was (?:ist|war|geschah|gab es|passierte|gibt es)(?: (?:alles|neues))?(?: geschehen| passiert| los)?"
             r"|(?:die )?(?:nachrichten|neuigkeiten|schlagzeilen)",
    topics=r"wovon handeln (?:diese|die) {a}|worum geht es in (?:diesen|den) {a}|worüber (?:berichten|schreiben)"
           r" (?:diese|die) {a}|(?:was|welche) themen (?:haben|behandeln|gibt es)(?: (?:diese|die|in diesen|in "
           r"den) {a})?",
    polar=r"(?:ist|sind|war|waren|hat|haben|hatte|hatten|wird|werden|wurde|wurden|kann|können|konnte|konnten|muss"
          r"|müssen"
          r"|soll|sollen|darf|dürfen|gab|gibt|\w+(?:te|ten))",
    not_polar=r".*\b(?:was|wer|wem|wen|wann|wo|warum|wie|welche[rsnm]?|weshalb|wieso)\b|.*\w,? oder \w|(?:bitte"
              r"|heute|seite"
              r"|liste|karten?)\b",
    span=r",? ?(?:und )?von wann bis wann",
    timeline=(
        r"(?:(?:zeige?|gib|erstelle|mach)(?: mir| uns)? )?(?:eine |die |den |einen )?(?:chronologie|zeitleiste"
        r"|zeittafel"
        r"|chronologischen? (?:ablauf|überblick|abriss)|ablauf|hergang)(?: der ereignisse)?"
        r"(?:(?: zu[mr]?| von| über| beim?| (?=de[rs] |eine[rs] )) ?(?P<x>.+))?",
        r"was (?:ist|geschah|passierte)(?: (?:bei|mit|in|im|beim|während))?(?: (?P<x>.+?))?(?: passiert| geschehen)?,? "
        r"(?:der reihe nach|in (?:zeitlicher|chronologischer|der richtigen) reihenfolge|chronologisch"
        r"|von anfang bis ende"
        r"|schritt für schritt|tag für tag)(?: passiert| geschehen)?",
        r"wie (?:hat|haben) sich (?P<x>.+?) entwickelt|wie (?:entwickelte|entwickelten) sich (?P<y>.+?)"
        r"|wie (?:verlief|verliefen) (?P<z>.+)",
    ),
    summary=(
        r"(?:fass(?:e|t|en sie)?|fasse mir|könn(?:en sie|test du) )(?: (?:mir|uns|bitte|mal))* (?P<x>.+?)"
        r"(?: bitte)? zusammen(?:fassen)?",
        r"(?:(?:gib|schreibe?|mach|zeige?)(?: mir| uns)? )?(?:eine |die )?(?:kurze )?(?:zusammenfassung|kurzfassung"
        r"|überblick)(?: (?:von|über|zu[mr]?)|:)?(?: (?P<x>.+))?",
        r"was (?:steht in|steht im|sagt|besagt|berichtet) (?P<x>(?:dem |der |das )?{a} .+)",
    ),
    one=r"in (?:nur )?einem (?:einzigen |kurzen )?satz",
    saga=r"(?:ganze[nrs]? )?(?:geschichte|affäre|ereignisse?|nachrichten|berichte?|artikel|verlauf)"
         r"(?: (?:von|über|um|zu[mr]?))?",
)  # fmt: skip

_FR = Phrases(
    article=r"(?:articles?|textes?|documents?)",
    paper=r"(?:sources?|journaux|journal|médias?)",
    writer=r"(?:auteure?s?|journalistes?)",
    heads=(
        ("most source", r"quel(?:le)?s? {s} a(?: publié)? le plus d['’]{a}"),
        ("most month", r"(?:en|au cours de)? ?quel(?:le)? (?P<unit>mois|année|jour) (?:ont été publiés|a-t-on "
                       r"publié) le plus "
                       r"d['’]{a}"),
        ("sources", r"pour quel(?:le)?s? {s} (?:a écrit|écrit) (?P<x>.+)"),
        ("sources count", r"combien de {s}(?: différente?s| y a-t-il)?"),
        ("sources", r"quel(?:le)?s (?:sont les )?{s}"),
        ("authors count", r"combien d['’]{w}"),
        ("span", r"de quand à quand|quelle période"),
        ("authors", r"qui (?:a écrit|est l['’]auteure? de) (?:l['’]|les |ces |cet )?{a}"),
        ("days", r"quand (?:l['’]|les )?{a}(?P<x>.*?) (?:a|ont)(?:-t-il|-ils)? (?:été publiés?|paru)|quand (?:a"
                 r"|ont) (?:été"
                 r" publiés?|paru) (?:l['’]|les ){a}|quelle est la date de l['’]{a}"),
        ("count", r"(?:dans )?combien (?:d['’]|des |de ){a}|(?:quel est )?le nombre d['’]{a}"),
        ("newest", r"(?:(?:quel(?:le)?s? (?:est|sont)) )?(?:l['’]|les |le )?(?:(?P<n>\w+) )?(?:derniers? )?{a} "
                   r"(?:les? plus "
                   r"récents?)|(?:quel(?:le)?s? (?:est|sont) )?(?:le|les) (?:(?P<m>\w+) )?derniers? {a}"),
        ("oldest", r"(?:(?:quel(?:le)?s? (?:est|sont)) )?(?:l['’]|les |le )?(?:(?P<n>\w+) )?{a} (?:les? plus anciens?)"
                   r"|(?:quel(?:le)?s? (?:est|sont) )?(?:le|les) (?:(?P<m>\w+) )?premiers? {a}"),
        ("list", r"(?:dans )?quel(?:le)?s? {a}|(?:liste[rz]?|donne[rz]?|montre[rz]?|cite[rz]?)(?:-moi|-nous)?(?: tous)?"
                 r"(?: les)? {a}|tous les {a}|y a-t-il des {a}"),
    ),
    mention=r"mentionn(?:e|ent|é|ée|és|ées)|évoqu(?:e|ent)|cit(?:e|ent|é|ée)|contien(?:t|nent)(?: le mot)?",
    about=r"sur|parl(?:e|ent) d(?:e|es|u)|parl(?:e|ent) d['’]|à propos d(?:e|u|es)|concernant|traitent? d(?:e|u"
          r"|es)|au sujet d"
          r"(?:e|u|es)",
    by="par|de", within="dans|par|de|du|d['’]|pour", both="à la fois", conj="et", disj="ou",
    verbs="est sont a ont été était étaient qui que publiés publié parus paru paraît écrits écrit",
    small="le la les l un une des du de d y t il ils elles en dans ces cet ce tous toutes par au aux collection "
          "corpus index "
          "on nous au total publie publient",
    happened=r"que s['’]est-il passé|qu['’]est-ce qui s['’]est passé|quoi de neuf|(?:quelles sont )?les (?:nouvelles"
             r"|actualités)",
    topics=r"de quoi (?:parlent|traitent) (?:ces|les) {a}|quels (?:sont les )?(?:sujets|thèmes)(?: de ces| "
           r"des)?(?: {a})?",
    polar=r"(?:est-ce qu['’e]|.+-(?:t-)?(?:ils?|elles?|on|ce)\b)",
    not_polar=r".*\b(?:quoi|qui|quand|où|pourquoi|comment|combien|quel(?:le)?s?)\b|que\b|qu['’]est-ce qu|.*\w,? ou \w",
    span=r",? ?(?:et )?de quand à quand",
    timeline=(
        r"(?:(?:fai[st]|montre[rz]?|donne[rz]?)(?:-moi|-nous)? )?(?:une |la |le )?(?:chronologie|frise chronologique"
        r"|déroulement|fil des événements)(?: des événements)?(?:(?: d(?:e|u|es)| de la| de l['’]| sur)?\s?(?P<x>.+))?",
        r"que s['’]est-il passé(?: (?:pendant|lors d(?:e|u|es)|avec|dans))?(?: (?P<x>.+?))?,? (?:dans l['’]ordre"
        r"(?: chronologique)?|chronologiquement|étape par étape|jour par jour|du début à la fin)",
        r"comment (?P<x>.+?) (?:s['’]est[- ](?:il |elle |ils |elles )?(?:développée?|déroulée?)"
        r"|a(?:-t-(?:il|elle))? évolué)",
    ),
    summary=(
        r"(?:résume[rz]?|synthétise[rz]?)(?:-moi|-nous)?(?: (?P<x>.+))?",
        r"(?:(?:fai[st]|faites|donne[rz]?|écri[st])(?:-moi|-nous)? )?(?:un |le )?(?:bref |court )?(?:résumé|synthèse)"
        r"(?: d(?:e|u|es)|:)?(?: (?P<x>.+))?",
        r"que di(?:t|sent) (?P<x>(?:l['’]|les )?{a} .+)",
    ),
    one=r"en (?:une |1 )(?:seule |courte )?phrase",
    saga=r"(?:l['’]|la |les |le )?(?:histoire|affaire|événements?|actualités?|articles?|couverture)"
         r"(?: d(?:e|u|es)| sur)?",
)  # fmt: skip

_ES = Phrases(
    article=r"(?:artículos?|textos?|documentos?|noticias?)",
    paper=r"(?:fuentes?|periódicos?|diarios?|medios?)",
    writer=r"(?:autor(?:es|as?)?|periodistas?)",
    heads=(
        ("most source", r"¿?qué {s} (?:tiene|publicó|ha publicado) más {a}"),
        ("most month", r"¿?en qué (?P<unit>mes|año|día) se publicaron más {a}"),
        ("sources", r"¿?para qué {s} (?:escribió|escribe) (?P<x>.+)"),
        ("sources count", r"¿?cuánt[oa]s {s}(?: distint[oa]s| diferentes)?(?: hay)?"),
        ("sources", r"¿?qué {s} hay|¿?cuáles son l[oa]s {s}"),
        ("authors count", r"¿?cuánt[oa]s {w}"),
        ("span", r"¿?de cuándo a cuándo|¿?desde cuándo hasta cuándo|¿?qué período"),
        ("authors", r"¿?quién (?:escribió|ha escrito|es el autor de|es la autora de)(?: el| la| los)? {a}|¿?quién "
                    r"es el autor"
                    r" del {a}"),
        ("days", r"¿?cuándo (?:se publicó|se publicaron|salió|apareció|fue publicado) (?:el|la|los|las) {a}"),
        ("count", r"¿?(?:en )?cuánt[oa]s (?:de los )?{a}|(?:¿?cuál es )?el número de {a}"),
        ("newest", r"(?:¿?cuál(?:es)? (?:es|son|fue) )?(?:el|la|los|las) (?:(?P<n>\w+) )?(?:últim[oa]s? {a}|{a} "
                   r"más recientes?)"),
        ("oldest", r"(?:¿?cuál(?:es)? (?:es|son|fue) )?(?:el|la|los|las) (?:(?P<n>\w+) )?(?:primer[oa]?s? {a}|{a} más "
                   r"antigu[oa]s?)"),
        ("list", r"¿?(?:en )?qué {a}|¿?cuáles {a}|(?:lista|enumera|muestra|nombra)(?:me)?(?: tod[oa]s)?(?: l[oa]s)? {a}"
                 r"|tod[oa]s l[oa]s {a}|¿?hay {a}"),
    ),
    mention=r"mencion(?:a|an|ó|aron|ado|ada)|nombr(?:a|an)|cit(?:a|an)|contien(?:e|en)(?: la palabra)?",
    about=r"sobre|acerca de|tratan? de|hablan? de|relacionad[oa]s? con",
    by="por|de", within="en|por|de|del|para", both="tanto", conj="y|e", disj="o|u",
    verbs="es son fue fueron ha han sido está están que se publicó publicaron publicado publicados publicadas "
          "escrito escritos "
          "apareció aparecieron",
    small="el la los las un una unos unas de del en hay por al todos todas este esta estos estas colección corpus "
          "índice nos "
          "total",
    happened=r"¿?qué (?:pasó|ha pasado|ocurrió|sucedió|hay de nuevo)|¿?cuáles son las noticias",
    topics=r"¿?de qué (?:tratan|hablan)(?: estos| los| estas| las)? {a}|¿?qué temas (?:hay|tratan)(?: (?:estos"
           r"|los) {a})?",
    polar=r"¿(?!\s*(?:qué|quién|quiénes|cuál|cuáles|cuándo|dónde|cómo|por qué|cuánt[oa]s?|a |en |de |con |para "
          r"|desde |hasta ))\w+",
    not_polar=r".*\w,? o \w",
    span=r",? ?(?:y )?de cuándo a cuándo",
    timeline=(
        r"(?:(?:muestra|haz|da)(?:me|nos)? )?(?:una |la |el )?(?:cronología|línea (?:de tiempo|temporal)|secuencia de "
        r"(?:los )?hechos|desarrollo de los hechos)(?: de los hechos)?(?:(?: de| del| de la| sobre)? (?P<x>.+))?",
        r"¿?qué (?:pasó|ocurrió|sucedió|ha pasado)(?: (?:en|con|durante))?(?: (?P<x>.+?))?,? (?:en orden"
        r"(?: cronológico)?"
        r"|cronológicamente|paso a paso|día a día|de principio a fin)",
        r"¿?cómo (?:se (?:desarrolló|desarrollaron|ha desarrollado)|evolucionó|evolucionaron"
        r"|ha evolucionado) (?P<x>.+)",
    ),
    summary=(
        r"(?:resum(?:e|ir|a|en|id)|sintetiza)(?:me|nos)?(?: (?P<x>.+))?",
        r"(?:(?:haz|da|escribe)(?:me|nos)? )?(?:un |el )?(?:breve )?resumen(?: (?:de|del|sobre)|:)?(?: (?P<x>.+))?",
        r"¿?qué dice[n]? (?P<x>(?:el |la |los |las )?{a} .+)",
    ),
    one=r"en (?:una |1 )(?:sola |breve )?(?:frase|oración)",
    saga=r"(?:la |el |los |las )?(?:historia|caso|sucesos?|hechos|noticias?|artículos?)(?: (?:de|del|sobre))?",
)  # fmt: skip

_TR = Phrases(
    article=r"(?:makale(?:ler(?:i|in|de)?|si|de)?|yazı(?:lar(?:ı|ın|da)?|sı)?|haber(?:ler(?:i|in|de)?|i|de)?"
            r"|metin(?:ler)?)",
    paper=r"(?:kaynak(?:lar)?|gazete(?:ler|si)?)",
    writer=r"(?:yazar(?:lar(?:ı)?|ı)?|gazeteci(?:ler)?)",
    heads=(
        ("most source", r"(?:en çok|en fazla) {a} hangi {s}(?:de|da|te|ta|nin|nın)?"),
        ("sources count", r"kaç (?:farklı )?{s}"),
        ("sources", r"hangi {s} var"),
        ("authors count", r"kaç (?:farklı )?{w}"),
        ("count", r"(?P<x>.*?)(?:kaç {a}(?: var)?|{a} sayısı(?: kaç)?)"),
        ("newest", r"(?P<x>.*?)(?:en (?:yeni|son)|son) {a}(?: hangisi| nedir)?"),
        ("oldest", r"(?P<x>.*?)(?:en eski|ilk) {a}(?: hangisi| nedir)?"),
        ("list", r"(?P<x>.*?)(?:hangi {a}|(?:tüm|bütün) {a})(?: var| listele)?"),
    ),
    mention=r"(?:'?[dt][ae]n )?(?:söz ed(?:en|iyor)|bahsed(?:en|iyor))|geç(?:en|iyor)|anıl(?:an|ıyor)",
    about=r"hakkında(?:ki)?|konulu|ile ilgili", by="tarafından", within="", both="hem", conj="ve", disj="veya|ya da",
    verbs="yayımlanan yayımlandı yayınlanan yayınlandı yazılan yazdı çıkan çıktı var tarihli",
    small="bir bu nedir hangisi tarihinde toplam listele",
    happened=r"(?:neler|ne) (?:oldu|olmuş|var|yaşandı)|(?:haberler|gelişmeler)(?: neler)?",
    topics=r"bu {a} ne hakkında|{a} (?:ne hakkında|konuları neler)|hangi konular var",
    polar=r".*\b(?:m[ıiuü](?:y(?:dı|di|du|dü))?|m[ıiuü]d[ıiuü]r)\b",
    not_polar=r".*\b(?:ne|kim|nerede|nasıl|neden|kaç|hangi)\b",
    timeline=(
        r"(?:(?P<x>.+?) )?(?:kronolojisi(?:ni)?|zaman çizelgesi(?:ni)?|olay(?:lar)?ın sırası"
        r"|kronolojik (?:sırası|özeti))"
        r"(?: nedir| göster| çıkar| ver)?",
        r"(?:(?P<x>.+?) )?(?:sırasıyla|sırayla|adım adım|gün gün|baştan sona|kronolojik olarak) "
        r"(?:ne|neler) (?:oldu|yaşandı)",
        r"(?P<x>.+?) nasıl gelişti",
    ),
    summary=(
        r"(?:(?P<x>.+?) )(?:özetle(?:yin|r misin(?:iz)?)?|özetini (?:ver|çıkar|yaz)"
        r"(?:ir misin(?:iz)?)?|özeti(?: nedir)?)",
        r"özetle:? (?P<x>.+)",
        r"(?P<x>.+? {a}) ne (?:diyor|anlatıyor)",
    ),
    one=r"(?:tek|bir) cümleyle|(?:tek|bir) cümlede",
    saga=r"(?:hikâyesi|hikayesi|olayı|haberleri)(?:ni|nı|nin|nın)?",
)  # fmt: skip

PHRASES: Mapping[str, Phrases] = {"en": _EN, "de": _DE, "fr": _FR, "es": _ES, "tr": _TR}
"""By language, ISO 639-1."""
