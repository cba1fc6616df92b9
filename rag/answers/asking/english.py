"""The words by which English asks about articles: closed classes, as regular expressions over lower case."""

from rag.answers.asking.wording import Phrases
from rag.text.days import MONTHS

_TOPIC = (
    r"(?P<topic>the (?!(?:(?:very|two|three) )?(?:newest|latest|last|first|oldest|earliest|longest|shortest|most)\b)"
    r"(?:(?!(?:of|on|about|in|by|for|to|from|that|which) )[^\"“«„\s]+ ){1,5}?)"
)
"""What stands before "article" in the place of what it is about: "the marathon story"."""
_ONE = r"(?:news )?(?:article|story|piece|text|document|report|review|item)"
_EXTREMES = {
    "newest": "newest|latest|most recent|last", "oldest": "oldest|earliest|first",
    "longest": "longest|lengthiest|biggest", "shortest": "shortest|briefest|smallest",
}  # fmt: skip
_OF_EXTREMES = (
    r"(?:when|what day|how far back) do(?:es)? (?:the |your )?(?:EXTREME) {a}(?P<x>.*?)"
    r" (?:date(?: back)?(?: from| to)?|come from|go(?: back)?(?: to)?)",
    r"what(?:'s| is) the date (?:of|on) (?:the |your )?(?:EXTREME) {a}",
    r"when (?:was|were|did|is) (?:the |your )?(?:EXTREME) {a}(?P<x>.*?)"
    r"(?: (?:published|printed|written|released|appear|come out|from))?$",
    r"what(?:'s| is| was) (?:the |your )?(?:very )?(?:EXTREME) (?:thing|item|piece|one)(?: (?:of all"
    r"|(?:that )?(?:you|we)(?:'ve| have)(?: got)?|(?:in )?here|in (?:the|your|this) (?:archive|collection|index)))*",
    r"(?:(?:which|what)(?:'s| is| was| are| were) |(?:show|give|find|open)(?: me)? )?(?:(?:the|your|our|my) )?"
    r"(?:(?P<n>\w+) )?(?:EXTREME) (?:(?P<m>\w+) )?{a}(?: to(?= (?:mention|name|cite|report|cover)))?",
    r"(?:which|what) (?:of (?:the|these|your) )?{a}(?P<x>.*?) (?:is|was) (?:by far )?(?:the )?(?:EXTREME)(?: one)?",
)
"""How it is asked which article comes first or last of all, by age or length."""
_SEVERAL_OF_AN_AGE = (
    r"(?:(?:which|what|show(?: me)?|list|give me) (?:(?:are|were) )?)?the (?P<n>two|three|four|five|six|seven|eight"
    r"|nine|ten|\d\d?) (?:EXTREME)(?: ones)?$"
)
"""Nothing else that is asked for by its age alone comes in a number."""
_MOSTS = {"most": "most|more", "fewest": "fewest|least"}
_WHO = {"source": r"(?:which|what) {s}", "author": r"(?:(?:which|what) {w}|who)(?: has| have)?"}
_OF_MOSTS = (
    r"WHO (?:has|have|had|published|printed|wrote|written|ran|carried|reported) (?:the )?(?:MOST)"
    r"(?: (?:of (?:the |these )?)?{a}|(?= (?:about|on)\b)|$)",
    r"WHO (?P<x>.+?) in (?:the )?(?:MOST) {a}",
    r"WHO (?P<x>(?:covered|reported on|wrote about) .+?) (?:the )?(?:MOST)(?: often)?",
)
_MONTH_OF_MOSTS = (
    r"(?:in |on )?(?:which|what) (?P<unit>month|year|day)s?(?P<x> (?:of|in) \S+(?: \d{4})?)?"
    r" (?:were|was|did|has|have|had|saw) (?:(?:you|there|the {s}) (?:(?:publish|print|run|write|have) )?)?"
    r"(?:the )?(?:MOST) {a}(?: (?:appear|come out))?"
)

ENGLISH = Phrases(
    article=r"(?:(?:news(?:paper)? )?(?:articles?|stories|story|pieces?|texts?|documents?|reports?))",
    paper=r"(?:(?:news )?(?:sources?|outlets?)|(?:news)?papers?|publications?|publishers?|magazines?)",
    writer=r"(?:authors?|journalists?|reporters?|writers?)",
    heads=(
        *((f"{most} {unit}", form.replace("WHO", who).replace("MOST", words))
          for form in _OF_MOSTS for unit, who in _WHO.items() for most, words in _MOSTS.items()),
        *((f"{most} month", _MONTH_OF_MOSTS.replace("MOST", words)) for most, words in _MOSTS.items()),
        ("most month", r"(?:how many {a}(?: (?:are|were|did|do)(?: there| you| they)?(?: publish(?:ed)?| have"
                       r"| print)?)?|(?:the )?number of {a}) (?:per|by|(?:for )?(?:each|every)) (?P<unit>month|year"
                       r"|day)"),
        ("most month", r"how many {a} (?:did|does|do) (?P<x>.+?) (?:publish|print|run|have|write)"
                       r" (?:per|by|(?:in )?each|(?:in )?every) (?P<unit>month|year|day)(?P<y>(?: (?:of|in) .+)?)"),
        ("most month", r"(?:the |your )?(?:top|busiest|best) (?:\w+ )?(?P<unit>month|year|day)s? by (?:the )?(?:number"
                       r"|count) of {a}"),
        ("sources", r"(?:which|what) {s} (?:did|does|do|has|have) (?P<x>.+?) (?:write|written|work(?:ed)?) for"),
        ("sources count", r"(?:how many|what is the number of) (?:different |distinct )?{s}"),
        ("sources", r"(?:which|what|(?:list|name|show)(?: me)?(?: all)?(?: the)?)(?: are (?:the|your|these))?"
                    r" (?:different )?{s}(?: (?:have|has|had|ran|carried|published|printed) (?:any|some)(?:thing)?"
                    r"(?: {a})?(?= (?:on|about)\b))?|where do (?:the|these|your) {a} come from"),
        ("authors count", r"(?:how many|what is the number of) (?:different |distinct )?{w}"),
        ("authors known", r"(?:who|which {w}) (?P<topic>reviewed .+?)(?= (?:for|in|at) )"),
        ("authors known", r"(?:who|which {w}) (?:covered|reported on|wrote up|profiled|interviewed) (?P<topic>.+?)"
                          r"(?= (?:for|in|at) )"),
        ("authors known", r"who (?:wrote|penned|did|authored|is the author of) (?:(?:the|this|a) )?"
                          r"(?P<x>[^\s'’]+(?: [^\s'’]+){0,3}?)(?:['’]s?)? {a} (?:on|about|of) (?P<topic>.+)"),
        ("authors known", r"who (?:wrote|penned|did|authored|is the author of) (?:(?:the|this|a) )?"
                          r"(?P<x>[^\s'’]+(?: [^\s'’]+){0,3}?)(?:['’]s?)? (?P<topic>review of .+)"),
        ("authors", r"(?:list|name|show)(?: me)?(?: all)?(?: the)? {w}|which {w}|who are (?:the|these|your) {w}"),
        ("span", r"when do(?:es)? (?:(?:the|these|your) )?(?:{a}|collection|archive) (?:begin|start)"
                 r"(?: and (?:end|stop))?"
                 r"|how far back do(?:es)? (?:you|(?:(?:the|these|your) )?(?:{a}|collection|archive)) (?:go|reach)"),
        ("span", r"from when to when|over (?:what|which) (?:period|time span|time)"
                 r"|(?:what|which) (?:period|time (?:span|range)|time ?frame|dates|days|years)(?= (?:do|are|does)\b)"),
        ("authors", r"who (?:wrote|has written|is the author of|was the author of|are the authors of|authored|penned)"
                    r" (?:the |this |these |that )?{a}"),
        ("authors", r"by whom (?:was|were|is|are) (?:the )?{a} (?P<x>.*?)written"),
        ("authors", r"who (?:wrote|is the author of|authored) (?=[\"“«„])"),
        ("authors", r"(?:who|which {w}) (?:wrote|writes|(?:has|have|usually|mostly|often) (?:written|writes?))(?: {a})?"
                    r"(?= about\b)"),
        ("authors", r"(?:who|which {w}) report(?:s|ed)(?= (?:about|on)\b)"),
        ("list", r"(?:has|have|did|does) (?:the )?(?:{w} )?(?P<x>.+?) (?:also )?(?:written|write|publish(?:ed)?)"
                 r" (?:any(?:thing)?|some(?:thing)?|other|more)(?: (?:else|other|more))?(?: {a})?"),
        ("list known", r"what (?:has|have|did|does) (?:the )?(?:{w} )?(?P<x>.+?) (?:written|write|publish(?:ed)?)"),
        ("list", r"what (?:else|more) (?:has|have|did|does) (?:the )?(?:{w} )?(?P<x>.+?)"
                 r" (?:written|write|publish(?:ed)?)"),
        ("days", r"when (?:was|were|did) (?:the |this |that |your )?{a}(?P<x>.*?) (?:first )?(?:published|printed"
                 r"|written|released|put out|appear|come out)"),
        ("days", r"when (?:was|were|did) (?P<x>[\"“«„].+[\"”»“]) (?:published|printed|written|released|appear"
                 r"|come out)"),
        ("days", r"(?:what|when) is the (?:publication )?(?:date|day) of (?:the )?{a}"),
        ("days", r"when did (?:you|the {s}) (?:publish|print|run|release|post|carry|write)"
                 r" (?:(?:the|this|that|your|an?) )?{a}"),
        ("days", r"(?:what|which) (?:date|day) (?:is|was) (?:the |this |your )?{a}(?P<x>.+?) (?:from|dated|published"
                 r"|printed|written|out)$"),
        ("days", r"on (?:what|which) (?:date|day) (?:was|were|did|is) (?:the |this |your )?{a}(?P<x>.*?) (?:published"
                 r"|printed|written|released|appear|come out|run)"),
        ("sources", r"where do(?:es)? (?:the |this |your |that )?{a}(?P<x>.*?) come from"),
        ("sources", r"where (?:was|were|did) (?:the |this )?{a}(?P<x>.*?) (?:published|printed|appear|come out)"),
        ("sources", r"who (?:publishe[sd]|print(?:s|ed)|puts? out) (?:these|those|the|this|your"
        r"|all (?:of )?(?:the|these)) {a}"),
        ("count", r"(?:in )?how many (?:different |other )?(?:of )?(?:the |these |your |all )*{a}"),
        ("count", r"how many of (?:them|these|those)(?= (?:are (?:about|from|on)|mention|name|contain|discuss"
        r"|cover|deal|ran|came|appeared|were (?:published|printed|written))\b)"),
        ("count", r"how (?:often|many times) (?:does|do|did|is|are|was|were) (?:the (?:word|name|term|phrase) )"
                  r"(?P<named>.+?) (?:occur|appear|(?:come|turn|crop) up|used|mentioned|named)"
                  r"(?: in (?:(?:the|your|these|all) )*{a})?(?=\W*$)"),
        ("newest", r"when was the last time (?:that )?(?:you|we)(?= (?:covered|wrote|reported|mentioned|named)\b)"),
        ("count known", r"how (?:often|many times) (?:is|was|are|were|does|do|did|has) (?P<x>.+?) (?:(?:appear|occur"
                        r"|(?:come|turn|show|crop) up|been|named|given|listed|cited) )*(?:as )?(?:the|an?)"
                        r" (?:{s}|{w})"),
        ("count known", r"how many (?:of (?:the|your|these) )?{a} (?:have|has|name|give|list|cite|with) (?P<x>.+?) as"
                        r" (?:the|an?|their|its) (?:{s}|{w})"),
        ("count known", r"how many (?:of (?:them|these|those) )?(?:are|were|come|came)(?= (?:from|by|in) )"),
        ("count known", r"how many (?:of (?:the|your|these) )?(?P<x>(?:(?!of\b)\S+ ){1,4}){a}"),
        ("list known", r"(?:(?:list|show|give|find|get)(?: me| us)? )?(?:all|every)?(?: ?(?:of )?(?:the|your))?"
                       r" ?(?P<x>(?:(?!(?:of|who|what|which|when|where|how|why)\b)\S+ ){1,4}){a}"),
        ("list known", r"(?:(?:list|show|give|find|get)(?: me| us)? )?(?:everything|anything|all)(?= (?:from|by) )"),
        ("count", r"(?:what is |what's )?(?:the )?(?:total )?number of (?:the |all )?{a}|count (?:all )?(?:of "
                  r")?(?:the )?{a}"),
        ("span", r"(?:(?:which|what) (?:is|are|was|were) |(?:show|give|find)(?: me| us)? )?(?:the |your )?(?:(?:oldest"
                 r"|earliest|first) and (?:the )?(?:newest|latest|last|most recent)|(?:newest|latest|last|most recent)"
                 r" and (?:the )?(?:oldest|earliest|first)) {a}"),
        ("span", r"(?:which|what) (?:is|was) the (?:oldest|earliest|first|newest|latest|most recent) {a}"
                 r"(?: (?:that )?(?:you|we) have(?: got)?| (?:in )?here)?,? and (?:(?:which|what) is )?(?:the )?"
                 r"(?:newest|latest|most recent|oldest|earliest)(?: one)?"),
        *((kind, form.replace("EXTREME", words)) for form in _OF_EXTREMES for kind, words in _EXTREMES.items()),
        *((kind, _SEVERAL_OF_AN_AGE.replace("EXTREME", words)) for kind, words in
          (("newest", "newest|latest|most recent"), ("oldest", "oldest|earliest"))),
        ("oldest", r"(?:which|what) {a} (?:was the )?first(?= (?:to )?(?:mention|name|cite|report|cover))"),
        ("list", r"(?:in )?(?:which|what) (?:of (?:the|these|your|our|my) )?{a}"),
        ("list", r"(?:any )?(?:news(?:paper)? )?(?:articles|stories|reports)(?= (?:about|on|mentioning|regarding"
                 r"|concerning) )|any {a}(?= (?:from|of|by|in|around|over) )"),
        ("list", r"(?:are|is) there (?:any |an? )?{a}|do(?:es)? any (?:of the )?{a}|do you have (?:any |an? )?{a}"),
        ("list", r"(?:list|show|name|give|find|enumerate|get|fetch|pull up|bring up|display|i(?:'m| am) looking for"
                 r"|i (?:need|want|would like)(?: to see)?|i'd like(?: to see)?)(?: me| us)?(?: all| every| each| any)?"
                 r"(?: of)?(?: the| these| your)? {a}"),
        ("list", r"(?:(?:list|show|give|find|get|fetch|pull up|bring up)(?: me| us)? (?:everything|anything|all)"
                 r"(?: (?:that )?(?:you|we)(?:'ve| have)(?: got)?)?"
                 r"|what (?:have you got|do you have|have you|is there)|(?:is|are) there (?:any|some)(?:thing|one)?"
                 r"|do you have (?:any|some)(?:thing)?)(?: (?:in )?(?:here|there))?(?: in (?:the|your) (?:archive"
                 r"|collection|index))?(?= (?:that|which|published|printed|written|dated|mention\w*|naming|about|on"
                 r"|from|by|before|after|since|between)\b)"),
        ("list", r"(?:(?:list|show|give|find|get)(?: me| us)? )?(?:what|everything|anything|all)(?: (?:that|which))?"
                 r" (?:was|were|has been|have been|is|got|you|we)(?: have| had| ever)?(?: been)? (?:written|reported"
                 r"|published|printed|said)(?= (?:about|on)\b)"),
        ("list", rf"anything(?= (?:from|out of) (?!(?:{'|'.join(MONTHS)}|last|this|\d+)\b))"),
        ("list", r"anything(?= (?:about|on|mentioning|since|(?:from )?(?:before|after)) )"),
        ("count", r"how (?:big|large) is (?:the|this|your) (?:collection|archive|corpus|index)"),
        ("oldest", r"when (?:is|was|were) (?P<x>.+? first (?:mentioned|named|cited))$"),
        ("newest", r"when (?:is|was|were) (?P<x>.+? last (?:mentioned|named|cited))$"),
        ("count", r"how (?:often|many times) (?:is|are|was|were) (?P<x>.+? (?:mentioned|named|cited|referred to))"),
        ("list", r"where (?:is|are|was|were) (?P<x>.+? (?:mentioned|named|cited|referred to))"),
        ("list", r"where (?:does|do|did) (?P<x>.+? (?:come up|crop up|turn up))"),
        ("list", r"all (?:of )?(?:the )?{a}|(?:a )?list of (?:all )?(?:the )?{a}"),
        ("list", r"(?:which|what) (?:of (?:the|these|your) )?{a} are"
                 r" (?P<topic>[a-z]+s (?:with|of|for) .+)(?=\W*$)"),
        ("days", rf"when (?:was|were|did) {_TOPIC}{{a}} (?:first )?(?:published|printed|written|released|appear"
                 r"|come out)"),
        ("authors", rf"(?:who|which {{w}}) (?:wrote|has written|authored|penned) {_TOPIC}{{a}}(?=\W*$)"),
        ("newest several", r"what(?: is|'?s) (?:new|the news|the latest(?: news)?|happening|going on)(?: here)?(?!\w)"
                           r"|what(?: has|'?s)? happened (?:recently|lately)"
                           r"|(?:(?:is|are) there |(?:do you have|have you got) )?any(?:thing)? (?:news?|new)(?!\w)"
                           r"|(?:(?:show|give|tell)(?: me| us)? )?(?:the )?(?:latest|newest|(?:most )?recent|new)"
                           r" (?:news|headlines)(?!\w)|(?:(?:show|give|tell)(?: me| us)? )?(?:the )?(?:news|headlines)"
                           r"(?=\W*$)"),
        ("article", r"(?:i(?:'m| am) (?:looking|searching|hunting) for|i (?:need|want|remember|once read)"
                    r"|(?:find|show|get|give|point)(?: me)?(?: to)?|(?:what(?:'s| is| was) )?(?:the )?(?:title|headline"
                    r"|name) of|is there|do you have) (?:the|that|this|an?|your) ONE (?:(?:in|by|on) which|where|that"
                    r"|which|who|about|on|in|with|of|telling of|saying) (?P<topic>.+)".replace("ONE", _ONE)),
        ("article", r"in (?:which|what) (?:article|piece|news (?:story|item)) (?:(?:is|was|were|does|did|do|has|had) )?"
                    r"(?P<topic>.+)"),
        ("article", r"which (?:article|piece|news (?:story|item)) (?:tells?|told|describes?|says?|reports?|is|was|has)"
                    r"(?: (?:of|about|with|on|that))? (?P<topic>.+)"),
    ),
    single=rf"{_ONE}|reviewed",
    mention=r"(?:(?:first|last) )?(?:mention(?:s|ed|ing)?|(?<!the )names?|nam(?:ed|ing))|quot(?:es?|ed|ing)"
            r"|(?:comes?|crops?|turns?) up|(?:appear|occur)s?(?=\W*$)"
            r"|refer(?:s|red|ring)? to|cit(?:es?|ed|ing)"
            r"|(?:with|contain(?:s|ing)?|us(?:es?|ing)|ha(?:s|ve)) the (?:words?|names?|phrase)|contain(?:s|ing)?",
    about=r"(?:talk(?:s|ed|ing)?|writ(?:e|es|ing|ten)|speak(?:s|ing)?|tell(?:s|ing)?) (?:about|of|on)|about|on"
          r"|regarding|concerning|deal(?:s|ing)? with|cover(?:s|ed|ing)?|discuss(?:es|ed|ing)?"
          r"|report(?:s|ed|ing)? (?:on|about)|related to|relating to|to do with|describ(?:es?|ing)|from|out of",
    by=r"by|from", within=r"in|at|by|from|of|for", both="both", conj="and", disj="or",
    verbs="are is was were be been has have had do does did published appeared printed written released that which who",
    small="ve got carry carries carrying bear bears date dated "
          "a an the of in these those there all any our your this collection corpus index archive wrote write "
          "written appear publish print come came out ran run carried one ones exist available altogether overall "
          "total by from for and we i you me please different got represented they cover span where wherein name names "
    "word words term phrase mainly mostly chiefly primarily",
    happened=r"what(?:'s| is| was| has)? (?:(?:all )?(?:has |have |was |is |been |being )?(?:happen"
             r"(?:ed|s(?! (?:after|when)\b)|ing)?|went on|took place|occurred|came (?:out|up|to light)|emerged"
             r"|in the (?:news|papers|headlines)"
             r"|making (?:the )?(?:news|headlines)|made (?:the )?(?:news|headlines)|new|reported|published|going on"
             r"|the news)|(?:were|are) the (?:news|events|headlines))|(?:(?:give|show|read)(?: me| us)? )?(?:the "
             r"|any )?(?:news|headlines)|(?:(?:did|has|was|is) )?(?:there )?any(?:thing| news)(?: interesting"
             r"| important)?(?: happen(?:ed|ing)?| new| going on| in the news)|what (?:did|have|has)(?: you"
             r"| the)? +(?:report(?:ed)?|publish(?:ed)?|print(?:ed)?|write|written|carry|carried|run|cover(?:ed)?)",
    shown=r",? (?:and|&) (?:when (?:was|did|is|were) (?:it|that|they)(?: published| printed| written| appear| come out"
          r"| from)?|what (?:is|was|are) (?:it|that|they)(?: about| called| titled)?|what(?:'s| does) (?:it|its title)"
          r"(?: about| say| called)?|who wrote (?:it|that|them)|who (?:is it|was it) (?:by|written by)|(?:in )?(?:which"
          r"|what) (?:paper|outlet|source)(?: (?:was|is) it(?: in| from)?)?|(?:from|of) (?:when|what day)(?: is it)?"
          r"|(?:on )?(?:what|which) (?:day|date)(?: (?:was|is) (?:it|that)(?: published| from)?| (?:is|was) on (?:it"
          r"|that))?|when)",
    happened_to=r"in|at|to|with|on|around|across|for|from|about",
    between=r"between (?P<first>.{4,}?),? and (?P<last>.{4,})",
    now=r",? (?:(?:right |by )?now|at (?:the moment|present)|currently|presently|still|these days|nowadays|any ?more)",
    newest=r",? (?:at last count|so far|to date|as of now)"
           r"|^(?:(?:most )?(?:current|recent)|latest|newest)"
           r"(?= (?:\w+ ){0,4}(?:toll|count|numbers?|figures?|total)\b)"
           r"|(?<=\bthe) (?:(?:most )?(?:current|recent|up-to-date)|latest|present)"
           r"(?! (?:{a}|version|edition|issue|series|book|album|film)\b)",
    topics=r"what (?:are|is) (?:these|the|this|your|all)(?: of)?(?: these| the)?(?: {a}| collection| corpus| archive"
           r"| index)* about|what (?:do|does) (?:these|the|your|this)(?: {a}| collection| corpus"
           r"| archive)+ (?:deal with|cover|talk about|report on|contain|discuss)|(?:what|which) (?:topics|subjects"
           r"|themes) (?:are there|do (?:these|the|your) {a} (?:cover|have|discuss|deal with)"
           r"|are covered(?: by (?:these|the) {a})?)",
    polar=r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must"
          r"|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|hasn't|haven't|hadn't|can't|couldn't|won't|wouldn't)",
    not_polar=r"(?:can|could|will|would|may|shall|do|have|should) (?:you|i|we)\b|(?:is|are) there (?:any(?:thing|one"
              r"|body)? )?(?:more|else)|.*\b(?:what|why|how)\b|.*\w,? or \w|may \d"
              # "when" and "who" go on with a sentence, too: "did anyone survive when ..."
              r"|.*\b(?:known?|say|says|said|tells?|told|clear|sure|reveal(?:ed)?|announced?|decided?|reports?|reported"
              r"|mention(?:s|ed)?)(?: \w+)? (?:who|whom|whose|when|where|which)\b",
    explains=r"why|how come|for what reason|what (?:caused?|led to|triggered|prompted|drove)|(?:reasons?|causes?)"
             r" (?:for|of|behind|why)",
    span=r",? ?(?:and )?from when to when|,? ?(?:and )?over what period",
    timeline=(
        r"(?:(?:show|give|make|draw|build|write)(?: me| us)? |what (?:is|was|were) )?(?:a |the )?(?:short |brief "
        r"|full )?(?:time ?line|chronology|sequence of events|order of events|course of events|chronological (?:list"
        r"|order|account))(?: of events)?(?:(?: of| for| in| about| on| during|:)? (?P<x>.+))?",
        r"(?:(?:show|give|make|draw|build|write)(?: me| us)? |what (?:is|was) )?(?:the |a )?(?!(?:how|what|why|who|when"
        r"|where|which|is|are|do|does|did|has|have|a|the)\b)(?P<x>.+?)(?:['’]s?)?(?<! a)(?<! the)"
        r" (?:time ?line|chronology)",
        r"(?:put|place|set|arrange|list) (?P<x>.+?) in(?:to)? (?:(?:chronological|time|date|the right) )?order"
        r"(?: for (?:me|us))?(?:,? (?:with|including) .+)?",
        r"(?P<x>.+?)(?:'s (?:life|story|career|history))?,? (?:told )?in (?:a few |(?:the )?(?:main|key|important)"
        r" )?dates",
        r"what happened(?: (?:with|to|during|about|on|at))?(?: (?P<x>.+?))?,? (?:(?:and )?in (?:what|which) order"
        r"|in (?:chronological |the right |its |time )?order(?: of (?:time|events))?|step by step"
        r"(?: with (?:the )?dates)?|day by day|(?:hour by hour|week by week|month by month|minute by minute"
        r"|date by date|blow by blow|with (?:the |all )?dates)(?: (?:as|so) far as (?:is )?known)?"
        r"|chronologically|from (?:the )?(?:beginning|start) to (?:the )?(?:end|finish)|one (?:thing )?after (?:the "
        r"|an)?other)",
        r"(?!(?:how|what|why|who|when|where|which)\b)(?P<x>.+?)(?:,|:| [–-])? what happened(?:,? and)? when",
        r"(?P<x>.+?)(?:,|:| [–-]) (?:(?:give|show|tell)(?: me| us)? )?(?:the |a )?(?:sequence|chronology|time ?line"
        r"|order)(?: of (?:events|things))?(?: from .+)?",
        r"when did what happen(?: (?:with|to|in|at|during))? (?P<x>.+)",
        r"how (?:did|has|have|had) (?P<x>.+?) (?:develop(?:ed)?|unfold(?:ed)?|evolve[d]?|progress(?:ed)?"
        r"|play(?:ed)? out)(?: (?:over time|so far|until now|up to now|since))?",
        r"(?:walk|take|lead) (?:me|us)(?: step by step| in order)? through (?:what happened (?:to|with|in|at|during) )?"
        r"(?P<x>.+?)(?:,? (?:in (?:chronological |the right )?order|step by step|day by day"
        r"|in the (?:order|sequence) (?:in which )?(?:things|it|they|events)(?: all)?(?: happened)?)"
        r"|, from (?!.*\d).+ (?:to|until) .+)*",
        r"(?:what (?:were|are) |(?:list|give|show|name)(?: me| us)? )?the (?:main|key|most important|major) (?:events"
        r"|steps|stages|developments|moments|points|milestones) (?:in|of|during) (?P<x>.+?)"
        r"(?:,? in (?:chronological )?order)?",
        r"(?:(?:give|show|tell)(?: me| us)? )?the history of (?P<x>.+)|history of (?P<y>.+)",
        r"(?:(?:tell|show|explain to)(?: me| us)?,? )?(?:step by step|in (?:the right |chronological )?order"
        r"|chronologically|day by day|from (?:the )?(?:beginning"
        r"|start)(?: to (?:the )?end)?),? what happened(?: (?:with|to|during|after|in|about|at))?(?: (?P<x>.+))?",
        r"what (?:became|has become|came) of (?P<x>.+?)(?: (?:after|since|when|once) .+)?",
        r"(?:trace|retrace|reconstruct|recount|outline|chart)(?: for (?:me|us))? (?P<x>.+?)"
        r"(?:,? (?:from (?!.*\d).+ to .+|step by step|in order|over time))?",
        r"(?!(?:how|what|why|who|when|where|which|is|are|do|does|did|can|i|we|you|it|let|set|lay|show|tell|explain"
        r"|give)\b)(?P<x>.+?)(?:(?:,|:| [–-]) (?:what happened,? )?in (?:chronological |the right )?order"
        r"|(?:,|:| [–-])? (?:what happened,? )?(?:day by day|step by step|chronologically|from (?:the )?(?:beginning"
        r"|start) to (?:the )?end)(?:,? from (?!.*\d).+ (?:to|until) .+)?)",
    ),
    summary=(
        r"(?:summari[sz]e|sum up|recap|tl;?dr:?|boil down)(?: for (?:me|us))?(?: (?P<x>.+?))?(?: for (?:me|us"
        r"|(?:an?|any|some)(?: ?\w+)? who .+))?",
        r"what (?:does|do|did) (?P<x>it|that|this|these|they) (?:say|tell(?: us)?)",
        r"what(?: is|'s|'re| are| was) (?P<x>it|that|this|these|they) (?:all )?about",
        r"sum (?P<x>it|that|this|these|those|them|(?:it|them) all|everything) up(?: for (?:me|us))?",
        r"(?:(?:give|write|make|show)(?: me| us)? |what is |i (?:want|need|would like) )?(?:a |the )?(?:(?:short|brief"
        r"|quick|concise) )?(?:summary|recap|overview|gist|digest)(?: (?:of|on|about)|:)(?: (?P<x>.+))?",
        r"what (?:does|did|do) (?P<x>(?:the )?{a} .+?) (?:say|tell(?: us)?|report)",
        r"what (?:is|was) (?P<x>(?:the )?{a} [\"“«„].+?[\"”»“]) about",
        r"(?:tell (?:me |us )?)?(?:(?:give|show)(?: me| us)? )?(?:the |a )?(?:whole |full )?(?:story|background"
        r"|backstory) (?:of|behind|to) (?P<x>.+)",
        r"about (?!(?:what|how|which|when|who|where|one|\d)\b)(?P<x>.+)",  # "tell me about ..."
        r"what(?: is|'s) known (?:about|of) (?P<x>.+)",
        r"explain (?!(?:what|how|which|when|who|where|why)\b)(?P<x>.+?) to (?:me|us)",
        r"what (?:do|does|did|have|has) (?:(?:the|these|your) )?(?:{a}|{s}|newspapers|press) (?:say|said|report"
        r"|reported|write|written|tell us|have) (?:about|on) (?P<x>.+)",
        r"(?:the |any )?(?:(?:latest|newest|(?:most )?recent|new)(?: (?:news|developments?|updates?))?|updates?)"
        r" (?:on|about|regarding|concerning) (?P<x>.+)",
        r"what(?: is|'s) (?:the )?(?:latest|newest|new|state of play)(?: (?:news|developments?))?"
        r"(?: (?:that )?(?:you|we)(?: have|'ve(?: got)?| know)?)?"
        r" (?:on|about|with|regarding|concerning|in|from) (?P<x>.+)",
        r"what(?: is|'s) (?:the )?(?:(?:current|present|latest) (?:state|status|situation)|status|state of (?:things"
        r"|affairs|play)) (?:on|about|with|regarding|concerning|in|of) (?P<x>.+)",
        r"(?:where|how) (?:do|does) (?:things|matters|it all|it|we|the (?:matter|case|story)) (?:now |currently )?stand"
        r"(?: now| today| at the moment| currently)? (?:with|on|in|about|regarding|over) (?P<x>.+)",
        r"(?:where|how) (?:do|does) (?P<x>.+) (?:(?:now|currently) stand|stand (?:now|today|at the moment|currently))",
        r"(?:is there )?any news (?:on|about|of|from|regarding) (?P<x>.+)",
        r"(?:put|boil down|condense|shorten|compress|reduce|cut) (?P<x>.+?)(?: down)?(?: for (?:me|us))?(?= in\b|$)",
        r"(?:very )?(?:briefly|in short|in brief|in a nutshell)[,:]? (?:what (?:happened|is|was)|tell (?:me|us))"
        r"(?: (?:with|to|in|at|about|during))? (?P<x>.+)",
        r"(?:catch|bring|fill) (?:me|us) (?:up (?:to date|to speed)?|in) ?(?:on|about|with) (?P<x>.+)"
        r"|what(?: is|'s) the story(?: so far)? (?:of|on|about|with) (?P<y>.+)",
    ),
    one=r"(?:in(?:to)?|no more than|at most|not more than) (?:just |only |at most )?(?:one|a single|a|two|three|four"
        r"|five|six|[1-9]) (?:short )?sentences?",
    aftermath=r"(?:all (?:that )?|(?:the )?(?:events|things) (?:that )?)?(?:what |that )?(?:has |have )?(?:followed"
              r"|follows|came after|happened (?:after|since|following)|after|since|following)"
              r"|(?:the )?(?:aftermath|consequences) of",
    saga=r"(?:road|path|run-?up|lead-?up|events? (?:leading|led)(?: up)?) to|(?:whole |entire )?(?:story|saga|affair"
         r"|news|coverage|events?|reporting|reports?|articles?"
         r"|what (?:happened|came out|went on|(?:was|is) (?:going on|happening))|everything)"
         r"(?: (?:of|about|on|with|in|around|surrounding))?",
)  # fmt: skip
