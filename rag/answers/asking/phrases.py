"""The words by which each language asks about articles: closed classes, as regular expressions over lower case.

Kinds of ``heads`` are tried in their order.
"""

from collections.abc import Mapping

from rag.answers.asking.romance import FRENCH, SPANISH
from rag.answers.asking.wording import Phrases

_EN = Phrases(
    article=r"(?:(?:news(?:paper)? )?(?:articles?|stories|story|pieces?|texts?|documents?|reports?))",
    paper=r"(?:(?:news )?(?:sources?|outlets?)|(?:news)?papers?|publications?|publishers?|magazines?)",
    writer=r"(?:authors?|journalists?|reporters?|writers?)",
    heads=(
        ("most source", r"(?:which|what) {s} (?:has|have|had|published|printed|wrote|ran|carried) (?:the )?most {a}"),
        ("most source", r"(?:which|what) {s} (?P<x>.+?) in (?:the )?most {a}"),
        ("most source", r"(?:which|what) {s} (?P<x>(?:covered|reported on|wrote about) .+?) (?:the )?most(?: often)?"),
        ("most source", r"(?:which|what) {s} (?:wrote|reported|published|carried|ran|has|have|printed) (?:the )?most"
                        r"(?= (?:about|on)\b)"),
        ("fewest source", r"(?:which|what) {s} (?:has|have|had|published|printed|wrote|ran|carried) (?:the )?(?:fewest"
                          r"|least) {a}"),
        ("fewest month", r"(?:in |on )?(?:which|what) (?P<unit>month|year|day) (?:were|was|did|has|had|saw) (?:the )?"
                         r"(?:you publish |you have |there )?(?:the )?(?:fewest|least) {a}"),
        ("most month", r"(?:how many {a}(?: (?:are|were|did|do)(?: there| you| they)?(?: publish(?:ed)?| have"
                       r"| print)?)?|(?:the )?number of {a}) (?:per|by|(?:for )?(?:each|every)) (?P<unit>month|year"
                       r"|day)"),
        ("most author", r"(?:which|what) {w} (?:wrote|published) (?:the )?most$|who (?:wrote|published) most of (?:the "
                        r"|these )?{a}"),
        ("most author", r"(?:(?:which|what) {w}|who)(?: has| have)? (?:wrote|written|published) (?:the )?most {a}"),
        ("most author", r"(?:(?:which|what) {w}|who) (?P<x>.+?) in (?:the )?most {a}"),
        ("most month", r"(?:in |on )?(?:which|what) (?P<unit>month|year|day) (?:were|was|did|has|had|saw) (?:the "
                       r")?(?:most|more) {a}"),
        ("most month", r"(?:in |on )?(?:which|what) (?P<unit>month|year|day) did (?:you|the {s}) (?:publish|print|run"
                       r"|write|have) (?:the )?most {a}"),
        ("sources", r"(?:which|what) {s} (?:did|does|do|has|have) (?P<x>.+?) (?:write|written|work(?:ed)?) for"),
        ("sources count", r"(?:how many|what is the number of) (?:different |distinct )?{s}"),
        ("sources", r"(?:which|what|(?:list|name|show)(?: me)?(?: all)?(?: the)?)(?: are (?:the|your|these))?"
                    r" (?:different )?{s}|where do (?:the|these|your) {a} come from"),
        ("authors count", r"(?:how many|what is the number of) (?:different |distinct )?{w}"),
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
        ("days", r"when (?:was|were|did) (?:the |this )?{a}(?P<x>.*?) (?:first )?(?:published|printed|written"
                 r"|released|appear|come out)"),
        ("days", r"when (?:was|were|did) (?P<x>[\"“«„].+[\"”»“]) (?:published|printed|written|released|appear"
                 r"|come out)"),
        ("days", r"(?:what|when) is the (?:publication )?(?:date|day) of (?:the )?{a}"),
        ("days", r"(?:what|which) (?:date|day) (?:is|was) (?:the |this |your )?{a}(?P<x>.+?) (?:from|dated|published"
                 r"|printed|written|out)$"),
        ("days", r"on (?:what|which) (?:date|day) (?:was|were|did|is) (?:the |this |your )?{a}(?P<x>.*?) (?:published"
                 r"|printed|written|released|appear|come out|run)"),
        ("sources", r"where (?:was|were|did) (?:the |this )?{a}(?P<x>.*?) (?:published|printed|appear|come out)"),
        ("sources", r"who (?:publishe[sd]|print(?:s|ed)|puts? out) (?:these|those|the|this|your"
        r"|all (?:of )?(?:the|these)) {a}"),
        ("count", r"(?:in )?how many (?:different |other )?(?:of )?(?:the |these |your |all )*{a}"),
        ("count", r"how many of (?:them|these|those)(?= (?:are (?:about|from|on)|mention|name|contain|discuss"
        r"|cover|deal|ran|came|appeared|were (?:published|printed|written))\b)"),
        ("count", r"(?:what is |what's )?(?:the )?(?:total )?number of (?:the |all )?{a}|count (?:all )?(?:of "
                  r")?(?:the )?{a}"),
        ("longest", r"(?:(?:which|what)(?:'s| is| was| are| were) |(?:show|give|find|open)(?: me)? )?"
                    r"(?:(?:the|your|our|my) )?(?:(?P<n>\w+) )?(?:longest|lengthiest|biggest) (?:(?P<m>\w+) )?{a}"),
        ("longest", r"(?:which|what) (?:of (?:the|these|your) )?{a}(?P<x>.*?) (?:is|was) (?:the )?(?:longest"
                    r"|lengthiest|biggest)(?: one)?"),
        ("shortest", r"(?:(?:which|what)(?:'s| is| was| are| were) |(?:show|give|find|open)(?: me)? )?"
                     r"(?:(?:the|your|our|my) )?(?:(?P<n>\w+) )?(?:shortest|briefest|smallest) (?:(?P<m>\w+) )?{a}"),
        ("shortest", r"(?:which|what) (?:of (?:the|these|your) )?{a}(?P<x>.*?) (?:is|was) (?:the )?(?:shortest"
                     r"|briefest|smallest)(?: one)?"),
        ("oldest", r"(?:when|what day|how far back) do(?:es)? (?:the |your )?(?:oldest|earliest|first) {a}(?P<x>.*?)"
                   r" (?:date(?: back)?(?: from| to)?|come from|go(?: back)?(?: to)?)"),
        ("newest", r"how (?:recent|new|up[- ]to[- ]date|current) (?:is|are) (?:the |your )?(?:(?:newest|latest|most "
                   r"recent|last) )?{a}"),
        ("oldest", r"how old (?:is|are) (?:the |your )?(?:oldest|earliest|first) {a}"),
        ("newest", r"when (?:was|were|did|is) (?:the |your )?(?:newest|latest|most recent|last) {a}(?P<x>.*?)"
                   r"(?: (?:published|printed|written|released|appear|come out|from))?$"),
        ("newest", r"what(?:'s| is) (?:the )?(?:latest|newest|most recent)(?: thing| piece| item| news)? (?:that )?"
                   r"(?:(?:you|we)(?:'ve| have)(?: got)?|there is)(?= (?:about|on|regarding)\b)"),
        ("newest", r"when did you last (?:report|write|publish (?:some|any)thing)(?= (?:on|about)\b)"),
        ("oldest", r"when (?:was|were|did|is) (?:the |your )?(?:oldest|earliest|first) {a}(?P<x>.*?)"
                   r"(?: (?:published|printed|written|released|appear|come out|from))?$"),
        ("oldest", r"when did you first (?:report|write|publish (?:some|any)thing)(?= (?:on|about)\b)"),
        ("newest", r"(?:(?:which|what)(?:'s| is| was| are| were) |(?:show|give|find|open)(?: me)? )?"
                   r"(?:(?:the|your|our|my) )?(?:(?P<n>\w+) )?"
                   r"(?:newest|latest|most recent|last) (?:(?P<m>\w+) )?{a}"),
        ("newest", r"(?:which|what) {a}(?P<x>.*?) (?:is|was) (?:the )?(?:newest|latest|most recent|last)(?: one)?"),
        ("oldest", r"(?:(?:which|what)(?:'s| is| was| are| were) |(?:show|give|find|open)(?: me)? )?"
                   r"(?:(?:the|your|our|my) )?(?:(?P<n>\w+) )?"
                   r"(?:oldest|earliest|first) (?:(?P<m>\w+) )?{a}"),
        ("oldest", r"(?:which|what) {a}(?P<x>.*?) (?:is|was) (?:the )?(?:oldest|earliest|first)(?: one)?"),
        ("list", r"(?:in )?(?:which|what) (?:of (?:the|these|your|our|my) )?{a}"),
        ("list", r"(?:(?:list|show|give|name|find)(?: me| us)? )?(?:all )?(?:the )?(?:titles"
                r"|headlines) of (?:(?:all|the"
                 r"|these) )*{a}"),
        ("list", r"(?:any )?(?:news(?:paper)? )?(?:articles|stories|reports)(?= (?:about|on|mentioning|regarding"
                 r"|concerning) )|any {a}(?= (?:from|of|by|in|around|over) )"),
        ("list", r"(?:are|is) there (?:any |an? )?{a}|do(?:es)? any (?:of the )?{a}|do you have (?:any |an? )?{a}"),
        ("list", r"(?:list|show|name|give|find|enumerate|get|fetch|pull up|bring up|display|i(?:'m| am) looking for"
                 r"|i (?:need|want|would like)(?: to see)?|i'd like(?: to see)?)(?: me| us)?(?: all| every| each| any)?"
                 r"(?: of)?(?: the| these| your)? {a}"),
        ("list", r"(?:(?:list|show|give|find|get|fetch|pull up|bring up)(?: me| us)? (?:everything|anything|all)"
                 r"|what (?:have you got|do you have|have you|is there)|(?:is|are) there any(?:thing|one)?"
                 r"|do you have (?:any|some)(?:thing)?)(?: (?:in )?(?:here|there))?(?: in (?:the"
                 r"|your) (?:archive|collection"
                 r"|index))?(?= (?:that|which|published|printed|written|dated|mention\w*|naming|about|on|from|by)\b)"),
        ("count", r"how (?:big|large) is (?:the|this|your) (?:collection|archive|corpus|index)"),
        ("oldest", r"when (?:is|was|were) (?P<x>.+? first (?:mentioned|named|cited))$"),
        ("newest", r"when (?:is|was|were) (?P<x>.+? last (?:mentioned|named|cited))$"),
        ("oldest", r"(?:which|what) {a} (?:was the )?first(?= (?:to )?(?:mention|name|cite))"),
        ("count", r"how (?:often|many times) (?:is|are|was|were) (?P<x>.+? (?:mentioned|named|cited|referred to))"),
        ("list", r"where (?:is|are|was|were) (?P<x>.+? (?:mentioned|named|cited|referred to))"),
        ("list", r"where (?:does|do|did) (?P<x>.+? (?:come up|crop up|turn up))"),
        ("list", r"all (?:of )?(?:the )?{a}|(?:a )?list of (?:all )?(?:the )?{a}"),
    ),
    mention=r"(?:(?:first|last) )?(?:mention(?:s|ed|ing)?|(?<!the )names?|nam(?:ed|ing))|quot(?:es?|ed|ing)"
            r"|(?:comes?|crops?|turns?) up|(?:appear|occur)s?(?=\W*$)"
            r"|refer(?:s|red|ring)? to|cit(?:es?|ed|ing)"
            r"|(?:with|contain(?:s|ing)?|us(?:es?|ing)|ha(?:s|ve)) the (?:words?|names?|phrase)|contain(?:s|ing)?",
    about=r"(?:talk(?:s|ed|ing)?|writ(?:e|es|ing|ten)|speak(?:s|ing)?|tell(?:s|ing)?) (?:about|of|on)|about|on"
          r"|regarding|concerning|deal(?:s|ing)? with|cover(?:s|ed|ing)?|discuss(?:es|ed|ing)?"
          r"|report(?:s|ed|ing)? (?:on|about)|related to|relating to|to do with|describ(?:es?|ing)",
    by=r"by|from", within=r"in|by|from|of|for", both="both", conj="and", disj="or",
    verbs="are is was were be been has have had do does did published appeared printed written released that which who",
    small="ve got carry carries carrying bear bears date dated "
          "a an the of in these those there all any our your this collection corpus index archive wrote write "
          "written appear publish print come came out ran run carried one ones exist available altogether overall "
          "total by from for and we i you me please different got represented they cover span where wherein name names "
    "word words term phrase mainly mostly chiefly primarily",
    happened=r"what(?:'s| is| was| has)? (?:(?:all )?(?:has |have |was |is |been |being )?(?:happen(?:ed|s|ing)?"
             r"|went on|took place|occurred|in the (?:news|papers|headlines)|making (?:the )?(?:news|headlines)"
             r"|made (?:the )?(?:news|headlines)|new|reported"
             r"|published|going on|the news)|(?:were|are) the (?:news|events|headlines))"
             r"|(?:(?:give|show|read)(?: me| us)? )?(?:the |any )?(?:news|headlines)"
             r"|(?:(?:did|has|was|is) )?(?:there )?any(?:thing| news)(?: interesting| important)?"
             r"(?: happen(?:ed|ing)?| new| going on| in the news)"
             r"|what (?:did|have|has)(?: you| the)? +(?:report(?:ed)?|publish(?:ed)?|print(?:ed)?|write|written)"
             r"|what (?:did|do) (?:the|these) {a} (?:say|report|tell)",
    shown=r",? (?:and|&) (?:when (?:was|did|is|were) (?:it|that|they)(?: published| printed| written| appear| come out"
          r"| from)?|what (?:is|was|are) (?:it|that|they)(?: about| called| titled)?|what(?:'s| does) (?:it|its title)"
          r"(?: about| say| called)?|who wrote (?:it|that|them)|who (?:is it|was it) (?:by|written by)|(?:in )?(?:which"
          r"|what) (?:paper|outlet|source)(?: (?:was|is) it(?: in| from)?)?|(?:from|of) (?:when|what day)(?: is it)?"
          r"|(?:on )?(?:what|which) (?:day|date)(?: (?:was|is) (?:it|that)(?: published| from)?)?|when)",
    happened_to=r"in|at|to|with|on|around|across|for",
    now=r",? (?:(?:right |by )?now|at (?:the moment|present)|currently|presently|still|these days|nowadays|any ?more)",
    newest=r",? (?:at last count|so far|to date|as of now)"
           r"|(?<=\bthe) (?:(?:most )?(?:current|recent|up-to-date)|latest|present)"
           r"(?! (?:{a}|version|edition|issue|series|book|album|film)\b)",
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
              r"? )?(?:more|else)|.*\b(?:what|why|how)\b|.*\w,? or \w|may \d"
              # "when" and "who" go on with a sentence, too: "did anyone survive when ..."
              r"|.*\b(?:known?|say|says|said|tells?|told|clear|sure|reveal(?:ed)?|announced?|decided?|reports?|reported"
              r"|mention(?:s|ed)?)(?: \w+)? (?:who|whom|whose|when|where|which)\b",
    explains=r"why|how come|for what reason",
    span=r",? ?(?:and )?from when to when|,? ?(?:and )?over what period",
    timeline=(
        r"(?:(?:show|give|make|draw|build|write)(?: me| us)? |what (?:is|was|were) )?(?:a |the )?(?:short |brief "
        r"|full )?(?:time ?line|chronology|sequence of events|order of events|course of events|chronological "
        r"(?:list|order|account))"
        r"(?: of events)?(?:(?: of| for| in| about| on| during|:)? (?P<x>.+))?",
        r"(?P<x>.+?)(?:'s (?:life|story|career|history))?,? (?:told )?in (?:a few |(?:the )?(?:main|key|important)"
        r" )?dates",
        r"what happened(?: (?:with|to|during|about|on|at))?(?: (?P<x>.+?))?,? (?:(?:and )?in (?:what|which) order"
        r"|in (?:chronological |the right |its |time )?order(?: of (?:time|events))?|step by step"
        r"(?: with (?:the )?dates)?|day by day|(?:hour by hour|week by week|month by month|minute by minute"
        r"|date by date|blow by blow|with (?:the |all )?dates)(?: (?:as|so) far as (?:is )?known)?"
        r"|chronologically|from (?:the )?(?:beginning|start) to (?:the )?(?:end|finish)|one (?:thing )?after (?:the "
        r"|an)?other)",
        r"in (?:what|which) order did (?P<x>.+?) (?:happen|occur|take place|unfold)",
        r"how (?:did|has|have|had) (?P<x>.+?) (?:develop(?:ed)?|unfold(?:ed)?|evolve[d]?|progress(?:ed)?"
        r"|play(?:ed)? out)(?: (?:over time|so far|until now|up to now|since))?",
        r"(?:walk|take|lead) (?:me|us)(?: step by step| in order)? through (?:what happened (?:to|with|in|at|during) )?"
        r"(?P<x>.+?)(?:,? (?:in (?:chronological |the right )?order|step by step|day by day"
        r"|in the (?:order|sequence) (?:in which )?(?:things|it|they|events)(?: all)?(?: happened)?)"
        r"|, from .+ (?:to|until) .+)*",
        r"(?:what (?:were|are) |(?:list|give|show|name)(?: me| us)? )?the (?:main|key|most important|major) (?:events"
        r"|steps|stages|developments|moments|points|milestones) (?:in|of|during) (?P<x>.+?)"
        r"(?:,? in (?:chronological )?order)?",
        r"about (?P<x>.+?) in chronological order",
        r"(?:(?:tell|show|explain to)(?: me| us)?,? )?(?:step by step|in (?:the right |chronological )?order"
        r"|chronologically"
        r"|day by day|from (?:the )?(?:beginning|start)(?: to (?:the )?end)?),? what happened"
        r"(?: (?:with|to|during|after|in|about|at))?(?: (?P<x>.+))?",
        r"what (?:became|has become|came) of (?P<x>.+?)(?: (?:after|since|when|once) .+)?",
        r"(?:trace|retrace|reconstruct|recount|outline|chart)(?: for (?:me|us))? (?P<x>.+?)(?:,? (?:from .+ to .+"
        r"|step by step|in order|over time))?",
        r"(?!(?:how|what|why|who|when|where|which|is|are|do|does|did|can)\b)(?P<x>.+?)(?:,|:"
        r"| [–-]) (?:what happened,? )?"
        r"(?:in (?:chronological |the right )?order|day by day|step by step|chronologically|from (?:the )?(?:beginning"
        r"|start) to (?:the )?end)",
        r"(?:tell|list|describe|retell)(?: me| us)? (?P<x>.+?) (?:in chronological order|in order|chronologically"
        r"|step by step|day by day)",
    ),
    summary=(
        r"(?:summari[sz]e|sum up|recap|tl;?dr:?|boil down)(?: for (?:me|us))?(?: (?P<x>.+?))?(?: for (?:me|us))?",
        r"(?:(?:give|write|make|show)(?: me| us)? |what is |i (?:want|need|would like) )?(?:a |the )?(?:(?:short|brief"
        r"|quick|concise) )?(?:summary|recap|overview|gist|digest)(?: (?:of|on|about)|:)(?: (?P<x>.+))?",
        r"what (?:does|did|do) (?P<x>(?:the )?{a} .+?) (?:say|tell(?: us)?|report)",
        r"what (?:is|was) (?P<x>(?:the )?{a} [\"“«„].+?[\"”»“]) about",
        r"(?:tell (?:me |us )?)?(?:(?:give|show)(?: me| us)? )?(?:the |a )?(?:whole |full )?(?:story|background"
        r"|backstory)"
        r" (?:of|behind|to) (?P<x>.+)",
        r"about (?!(?:what|how|which|when|who|where|one|\d)\b)(?P<x>.+)",  # "tell me about ..."
        r"what(?: is|'s) known (?:about|of) (?P<x>.+)",
        r"what (?:do|does|did|have|has) (?:(?:the|these|your) )?(?:{a}|{s}|newspapers|press) (?:say|said|report"
        r"|reported"
        r"|write|written|tell us|have) (?:about|on) (?P<x>.+)",
        r"what(?: is|'s) (?:the )?(?:latest|newest|new|state of play)(?: (?:news|developments?))?"
        r"(?: (?:that )?(?:you|we)(?: have|'ve(?: got)?| know)?)?"
        r" (?:on|about|with|regarding|concerning|in|from) (?P<x>.+)",
        r"what(?: is|'s) (?:the )?(?:(?:current|present|latest) (?:state|status|situation)|status|state of (?:things"
        r"|affairs|play)) (?:on|about|with|regarding|concerning|in|of) (?P<x>.+)",
        r"(?:where|how) (?:do|does) (?:things|matters|it all|it|we|the (?:matter|case|story)) (?:now |currently )?stand"
        r"(?: now| today| at the moment| currently)? (?:with|on|in|about|regarding|over) (?P<x>.+)",
        r"(?:where|how) (?:do|does) (?P<x>.+) (?:(?:now|currently) stand|stand (?:now|today|at the moment|currently))",
        r"how (?:are|is) (?:things|it) (?:going|looking)(?: now)? (?:with|in|for) (?P<x>.+)",
        r"(?:is there )?any news (?:on|about|of|from|regarding) (?P<x>.+)",
        r"(?:very )?(?:briefly|in short|in brief|in a nutshell)[,:]? (?:what (?:happened|is|was)|tell (?:me|us))"
        r"(?: (?:with|to|in|at|about|during))? (?P<x>.+)",
        r"what (?:do|should) (?:i|we) (?:need to )?know about (?P<x>.+)",
        r"(?:catch|bring|fill) (?:me|us) (?:up (?:to date|to speed)?|in) ?(?:on|about|with) (?P<x>.+)"
        r"|what(?: is|'s) the story(?: so far)? (?:of|on|about|with) (?P<y>.+)"
        r"|what has happened (?:in|with|to|on) (?P<z>.+?) (?:so far|until now|up to now)",
    ),
    one=r"in (?:just |only |at most )?(?:one|a single|a|two|three|four|five|six|[1-9]) (?:short )?sentences?",
    aftermath=r"(?:all (?:that )?|(?:the )?(?:events|things) (?:that )?)?(?:what |that )?(?:has |have )?(?:followed"
              r"|follows|came after|happened (?:after|since|following)|after|since|following)"
              r"|(?:the )?(?:aftermath|consequences) of",
    saga=r"(?:road|path|run-?up|lead-?up|events? (?:leading|led)(?: up)?) to|(?:whole |entire )?(?:story|saga|affair"
         r"|news|coverage|events?|reporting|reports?|articles?"
         r"|what (?:happened|came out|went on|(?:was|is) (?:going on|happening))|everything)"
         r"(?: (?:of|about|on|with|in|around|surrounding))?",
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
        ("count", r"(?:in )?wie vielen? (?:der |von den |dieser )?{a}|wie oft (?:wird|werden|wurde|ist) "
                  r"(?P<x>.+? (?:erwähnt|genannt))|(?:wie hoch ist )?(?:die )?(?:an)?zahl der {a}"),
        ("newest", r"wann (?:ist|war|wurde|erschien|kam) (?:der|die|das) (?:neu[e]?ste|jüngste|letzte|aktuellste) {a}"
                   r"(?P<x>.*?)(?: (?:erschienen|veröffentlicht(?: worden)?|heraus))?$"),
        ("newest", r"(?:(?:welche[rs]?|was) (?:ist|sind|war) |wie lautet |(?:zeige?|nenne?|gib)(?: mir| uns)? )?"
                   r"(?:(?:der|die|das|den|dein|ihr|euer) )?(?:(?P<n>\w+) )?"
                   r"(?:neu[e]?ste[nrs]?|jüngste[nrs]?|letzte[nrs]?|aktuellste[nrs]?) {a}"),
        ("longest", r"(?:(?:welche[rs]?|was) (?:ist|war) )?(?:(?:der|die|das) )?längste[nrs]? {a}"),
        ("shortest", r"(?:(?:welche[rs]?|was) (?:ist|war) )?(?:(?:der|die|das) )?kürzeste[nrs]? {a}"),
        ("oldest", r"(?:(?:welche[rs]?|was) (?:ist|sind|war) )?(?:(?:der|die|das) )?(?:(?P<n>\w+) )?"
                   r"(?:älteste[nrs]?|frühe?ste[nrs]?|erste[nrs]?) {a}"),
        ("list", r"(?:in )?welche[nrsm]? (?:der )?{a}|gibt es {a}"),
        ("list", r"(?:was gibt es(?: alles)?|gibt es (?:et)?was|(?:zeige?|liste|nenne)(?: mir| uns)? alles)"
                 r"(?: hier)?(?= (?:zum?|zur|über|von|aus)\b)"),
        ("list", r"(?:liste|nenne|zeige?)(?: mir| uns)?(?: alle| sämtliche)?(?: die)? {a}|alle {a}"),
    ),
    mention=r"erwähn(?:en|t|te|ten)|nenn(?:en|t)|vorkomm(?:en|t)|kommt|vor(?=\W*$)|enth(?:alten|ält)",
    about=r"über|zum thema|zum?|zur|handeln von|handelt von|geht es um|befassen sich mit|berichten über|berichtet über",
    by="von", within="in|im|von|aus|für|der|des", both="sowohl", conj="und", disj="oder",
    verbs="ist sind war waren wurde wurden wird werden hat haben die der das denen erschienen veröffentlicht "
          "geschrieben",
    small="ein eine einen den dem des es gibt insgesamt alle diese dieser von in im aus bei sammlung index denen "
          "dem sie "
          "wir uns hier vorhanden erschien erscheinen geschrieben zu bitte über sich einer vor",
    happened=r"was (?:stand in (?:der|den) (?:zeitung|zeitungen|nachrichten)|wurde (?:berichtet|gemeldet)|tat sich)"
             r"|was (?:ist|war|geschah|gab es|passierte|gibt es)(?: (?:alles|neues))?"
             r"(?: geschehen| passiert| los| in den (?:nachrichten|zeitungen|schlagzeilen))?"
             r"|(?:die )?(?:nachrichten|neuigkeiten|schlagzeilen)",
    happened_to=r"in|mit|bei|auf|um|an",
    now=r" (?:jetzt|derzeit|zurzeit|zur zeit|momentan|im moment|gegenwärtig|aktuell|(?:immer )?noch|inzwischen)",
    newest=r" (?:bisher|bis jetzt|bislang)|(?<=\bder|\bdie|\bdas) (?:derzeitig|aktuell|gegenwärtig|jetzig)e[rn]?",
    topics=r"wovon handeln (?:diese|die) {a}|worum geht es in (?:diesen|den) {a}|worüber (?:berichten|schreiben)"
           r" (?:diese|die) {a}|(?:was|welche) themen (?:haben|behandeln|gibt es)(?: (?:diese|die|in diesen|in "
           r"den) {a})?",
    polar=r"(?:ist|sind|war|waren|hat|haben|hatte|hatten|wird|werden|wurde|wurden|kann|können|konnte|konnten|muss"
          r"|müssen"
          r"|soll|sollen|darf|dürfen|gab|gibt|\w+(?:te|ten))",
    not_polar=r".*\b(?:was|wer|wem|wen|wann|wo|warum|wie|welche[rsnm]?|weshalb|wieso)\b|.*\w,? oder \w|(?:bitte"
              r"|heute|seite"
              r"|liste|karten?)\b",
    explains=r"warum|wieso|weshalb|wozu"
             r"|wie (?=(?:ist|sind|war|waren|wird|wurden?|hat|haben|konnten?|kam(?:en)?|kann)\b)",
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
        r"(?:erzähle?|erklär[et]?|sag)(?: mir| uns)?,? (?:der reihe nach|schritt für schritt|chronologisch"
        r"|tag für tag),? "
        r"(?:was (?:(?:bei[m]?|mit|in|im|während) )?)?(?P<x>.+?)(?: (?:geschah|passierte|passiert ist|geschehen ist))?",
        r"(?!(?:wie|was|warum|wer|wann|wo)\b)(?P<x>.+?)(?:,|:| [–-]) (?:tag für tag|der reihe nach|schritt für schritt"
        r"|chronologisch|in (?:zeitlicher|chronologischer|der richtigen) reihenfolge|von anfang bis ende)",
        r"was (?:wurde|ist) aus (?P<x>.+?)(?: geworden)?",
        r"wie (?:hat|haben) sich (?P<x>.+?) entwickelt|wie (?:entwickelte|entwickelten) sich (?P<y>.+?)"
        r"|wie (?:verlief|verliefen) (?P<z>.+)",
    ),
    summary=(
        r"(?:fass(?:e|t|en sie)?|fasse mir|könn(?:en sie|test du) )(?: (?:mir|uns|bitte|mal))* (?P<x>.+?)"
        r"(?: bitte)? zusammen(?:fassen)?",
        r"(?:(?:gib|schreibe?|mach|zeige?)(?: mir| uns)? )?(?:eine |die )?(?:kurze )?(?:zusammenfassung|kurzfassung"
        r"|überblick)(?: (?:von|über|zu[mr]?)|:)?(?: (?P<x>.+))?",
        r"was (?:gibt es|ist) neues? (?:zu[mr]?|über|bei[m]?|von|in|aus|mit) (?P<x>.+)",
        r"(?:was|wie) ist der (?:aktuelle |neueste |letzte )?stand (?:bei[m]?|in|zu[mr]?|de[rs]|mit) (?P<x>.+)",
        r"(?:fass(?:e|t|en sie)?)(?: (?:mir|uns|bitte|mal|kurz))* zusammen,? was (?:(?:bei[m]?|mit|in|im|während) )?"
        r"(?P<x>.+?)(?: (?:geschah|passierte|passiert ist|geschehen ist))?",
        r"(?:worum geht es|wovon handelt) (?:in |im )?(?P<x>(?:dem |der |das )?{a} .+)",
        r"was (?:steht in|steht im|sagt|besagt|berichtet) (?P<x>(?:dem |der |das )?{a} .+)",
    ),
    one=r"in (?:nur )?einem (?:einzigen |kurzen )?satz",
    saga=r"(?:ganze[nrs]? )?(?:geschichte|affäre|ereignisse?|nachrichten|berichte?|artikel|verlauf)"
         r"(?: (?:von|über|um|zu[mr]?))?",
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
        ("longest", r"(?P<x>.*?)en uzun {a}(?: hangisi| nedir)?"),
        ("shortest", r"(?P<x>.*?)en kısa {a}(?: hangisi| nedir)?"),
        ("oldest", r"(?P<x>.*?)(?:en eski|ilk) {a}(?: hangisi| nedir)?"),
        ("list", r"(?P<x>.*?)(?:hangi {a}|(?:tüm|bütün) {a}|{a}(?= hangileri| neler))(?: var| listele"
              r"| hangileri| neler)?"),
    ),
    mention=r"(?:'?[dt][ae]n )?(?:söz ed(?:en|iyor)|bahsed(?:en|iyor))|geç(?:en|iyor)|anıl(?:an|ıyor)",
    about=r"hakkında(?:ki)?|konulu|ile ilgili", by="tarafından", within="", both="hem", conj="ve", disj="veya|ya da",
    verbs="yayımlanan yayımlandı yayınlanan yayınlandı yazılan yazdı çıkan çıktı var tarihli",
    small="bir bu nedir hangisi tarihinde toplam listele",
    now=r" (?:şu anda?|şimdi|halen|hâlâ|hala|günümüzde)",
    newest=r" (?:bugüne kadar|şimdiye kadar|güncel|şimdiki)",
    happened=r"(?:neler|ne) (?:oldu|olmuş|var|yaşandı)|(?:haberler|gelişmeler)(?: neler)?",
    topics=r"bu {a} ne hakkında|{a} (?:ne hakkında|konuları neler)|hangi konular var",
    polar=r".*\b(?:m[ıiuü](?:y(?:dı|di|du|dü))?|m[ıiuü]d[ıiuü]r)\b",
    not_polar=r".*\b(?:ne|kim|nerede|nasıl|neden|kaç|hangi)\b",
    explains=r"neden|niçin|niye|nasıl",
    timeline=(
        r"(?:(?P<x>.+?) )?(?:kronolojisi(?:ni)?|zaman çizelgesi(?:ni)?|olay(?:lar)?ın sırası"
        r"|kronolojik (?:sırası|özeti))"
        r"(?: nedir| göster| çıkar| ver)?",
        r"(?:(?P<x>.+?) )?(?:sırasıyla|sırayla|adım adım|gün gün|baştan sona|kronolojik olarak) "
        r"(?:ne|neler) (?:oldu|yaşandı)",
        r"(?P<x>.+?)['’]?(?:[ytn]?[ae])? (?:en )?son ne oldu",
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

PHRASES: Mapping[str, Phrases] = {"en": _EN, "de": _DE, "fr": FRENCH, "es": SPANISH, "tr": _TR}
"""By language, ISO 639-1."""
