"""How a language names people: its pronouns, its titles and roles, and what may stand before a name. By language; where
there is no table, nobody is found. Closed classes, but for the roles: the commonest."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Naming:
    """``pronouns`` are those of one person, each with ``m`` or ``f``; ``definite`` are what a role opens with that
    somebody was called before ("the"); ``before`` are small words that open a sentence and are no name; ``role`` is
    one word that says what somebody is, ``alike`` what else the same is called, ``formal`` a title that is no role,
    with ``m`` or ``f`` or ``-``; ``was`` says that somebody has a role no more or not yet ("former"); ``place``
    stands before the name of a place; ``things`` are names that are nobody's, ``women`` and ``men`` roles that tell
    which of the two; ``first`` are words of who tells of himself, ``second`` those to whom one speaks. ``articles``
    and ``be`` stand between a name and what somebody is; ``ties`` end it ("of"). ``written`` is what somebody says
    something in; ``joint`` stands between two who do something together, ``addressed`` before whom somebody speaks
    to. ``before_name`` ties a name to the one before it, ``told_of`` is what follows a person's name, ``free`` what
    stands before a name rather than before a noun with a capital."""

    pronouns: Mapping[str, str]
    definite: frozenset[str]
    before: frozenset[str]
    role: re.Pattern[str]
    alike: Mapping[str, str]
    formal: Mapping[str, str]
    was: frozenset[str]
    place: frozenset[str]
    things: re.Pattern[str]
    first: re.Pattern[str]
    second: re.Pattern[str]
    articles: str
    be: str
    ties: frozenset[str]
    written: frozenset[str]
    joint: re.Pattern[str]
    addressed: re.Pattern[str]
    before_name: re.Pattern[str]
    told_of: re.Pattern[str]
    free: re.Pattern[str]
    women: re.Pattern[str]
    men: re.Pattern[str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAMING: Mapping[str, Naming] = {
    "en": Naming(
        pronouns={"he": "m", "she": "f", "his": "m", "her": "f", "him": "m"},
        definite=_words("the"),
        before=_words(
            "the a an this that these those in on at by for from to of with as and or but not no so if when while "
            "where after before since until during according although because however also then there here now today "
            "yesterday tomorrow he she it they we you i his her its their our my who what which how why both some many "
            "most all each every other another one two three four five six seven eight nine ten only even just under "
            "over between among about against within without despite following earlier later last next first second "
            "meanwhile instead still yet once both former current asked speaking"
        ),
        role=re.compile(
            r"(?:\w+-)?(?:president|minister|premier|chancellor|senator|governor|mayor|mayoress|king|queen|prince"
            r"|princess|pope|bishop|archbishop|priest|rabbi|imam|cleric|secretary|ambassador|representative|deputy"
            r"|general|colonel|major|captain|lieutenant|sergeant|inspector|detective|constable|officer|commander"
            r"|commissioner|admiral|judge|justice|lawyer|attorney|prosecutor|magistrate|professor|doctor|physician"
            r"|scientist|researcher|expert|economist|historian|analyst|author|co-author|writer|editor|journalist"
            r"|reporter|director|manager|chief|chair|chairman|chairwoman|chairperson|head|leader|founder|co-founder"
            r"|owner|boss|executive|ceo|coordinator|spokesman|spokeswoman|spokesperson|master|headmaster|headmistress"
            r"|headteacher|teacher|principal|rector|coach|player|striker|goalkeeper|midfielder|trainer|driver|pilot"
            r"|engineer|architect|artist|actor|actress|singer|musician|comedian|filmmaker|candidate|winner|councillor"
            r"|clerk|caretaker|warden|keeper|farmer|fisherman|fisherwoman|baker|butcher|grocer|conductor|restorer"
            r"|curator|librarian|archivist|attendant|roofer|builder|developer|programmer|activist|campaigner|witness"
            r"|neighbour|neighbor|resident|student|nurse|surgeon|veterinarian|biologist|geologist|chemist|physicist"
            r"|astronomer|geochemist|meteorologist|negotiator|mediator|treasurer|suspect|defendant|politician|lawmaker"
            r"|legislator|mp|firefighter|paramedic|skipper|harbourmaster|foreman|organiser|organizer|volunteer|dancer"
            r"|swimmer|cyclist|runner|skier|boxer|champion|veteran|widow|widower|congressman|congresswoman|man"
            r"|woman)(?:-general|-elect|s)?"
        ),
        alike={"minister": "secretary", "secretary": "minister"},
        formal={"mr": "m", "mr.": "m", "mrs": "f", "mrs.": "f", "ms": "f", "ms.": "f", "miss": "f", "dr": "-",
                "dr.": "-", "sir": "m", "dame": "f", "lord": "m", "lady": "f", "rev.": "-", "prof.": "-", "st": "-",
                "sen.": "-", "gen": "-", "maj": "-", "col": "-",
                "lt": "-", "capt": "-", "sgt": "-", "prof": "-", "rev": "-",
                "rep.": "-", "gov.": "-", "vice": "-", "prime": "-", "chief": "-", "deputy": "-",
                "foreign": "-", "state": "-", "police": "-", "fire": "-"},
        was=_words("former outgoing new then acting late ex retired incoming newly-elected elected"),
        place=_words("in at near into through across around outside towards"),
        things=re.compile(
            r"(?:storm|hurricane|lake|mount|cape|port|fort|operation|new|united|.*[’']s? ).*"
            r"|(?:[\w’'-]+ )*(?:quay|row|street|party|union|league|bridge|line|company|council|court|office|department"
            r"|agency|press|news|times|post|road|lane|square|hall|house|hill|river|station|school|university|college"
            r"|museum|hospital|church|club|team|group|bank|island|islands|city|county|province|district|states|kingdom"
            r"|republic|nations|act|bill|cup|games|association|organization|organisation|committee|commission|service"
            r"|services|center|centre|institute|foundation|army|force|forces|navy|airport|airlines|air|park|lake"
            r"|mountain|sea|ocean|valley|coast|shore|storm|hurricane|war|day|week|journal|gazette|courier|guardian"
            r"|telegraph|society|fund|conference|administration|authority|ministry|parliament|congress|senate|plaza"
            r"|limited|inc|corp|\w+(?:icans|ians|crats|ists|[nls]ese)|french|english|irish|turkish|spanish|polish"
            r"|america|africa|asia|europe|wales|zealand|korea|york|carolina|dakota|virginia|jersey|hampshire|mexico)"
        ),
        first=re.compile(r"\b(?:I|my|me|we|our)\b"),
        second=re.compile(r"\b(?:you|yours?|yourself)\b", re.IGNORECASE),
        articles="the|a|an",
        be="is|was|became|has been|is to be|will be",
        ties=_words("of for in at who and to when by"),
        written=_words("statement letter post tweet memo email message speech"),
        joint=re.compile(r",? and (?:[\w.-]+ ){0,3}"),
        addressed=re.compile(r"\b(?:to|with|by) (?:\w+ )?$"),
        before_name=re.compile(r"\b(?:of|at|from|for|in|the) $"),
        told_of=re.compile(r", (?:who|\d\d\b|aged)"),
        free=re.compile(""),
        women=re.compile(r"\w*(?:woman|mayoress|queen|princess|actress|headmistress|widow)"),
        men=re.compile(r"\w*(?:(?<!wo)man|king|prince|pope|widower)"),
    ),
    "de": Naming(
        pronouns={"er": "m", "sie": "f"},
        definite=_words("der die das den dem des"),
        before=_words(
            "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesem diesen jener jene in "
            "im an am auf aus bei beim mit nach von vom vor zu zum zur über unter für gegen ohne durch um seit während "
            "wegen trotz laut gemäß und oder aber doch sondern denn wenn als ob da weil obwohl nachdem bevor bis er "
            "sie es wir ihr ich man sein seine seinen seinem seiner ihre ihren ihrem ihrer wer was wie wo wann warum "
            "auch nur noch schon so dann dort hier nun jetzt heute gestern morgen zudem dazu dabei damit dagegen daher "
            "darauf daraufhin außerdem jedoch allerdings bereits nicht kein keine alle viele einige beide zwei drei "
            "vier fünf sechs sieben acht neun zehn neben zwischen insgesamt unterdessen inzwischen zuvor später danach "
            "demnach weiter weiterhin ferner deshalb hinter zuletzt rund etwa mehr"
        ),
        role=re.compile(
            r"(?:[\w-]*(?:minister|präsident|sprecher|kanzler|chef|direktor|vorsitzende|beauftragte|anwalt|anwält"
            r"|richter|kommissar|senator|bürgermeister|meister|trainer|spieler|fahrer|politiker|abgeordnete|expert"
            r"|forscher|wissenschaftler|professor|leiter|führer|sekretär|botschafter|general|oberst|kapitän|experte"
            r"|autor|redakteur|journalist|reporter|gründer|präfekt|gouverneur|könig|königin|prinz|prinzessin|papst"
            r"|bischof|kardinal|pfarrer|pilot|arzt|ärzt|lehrer|schüler|student|landrat|rat|rätin|wirt|händler|bauer"
            r"|manager|verteidiger|kläger|zeuge|zeugin|kandidat|sieger|obmann|obfrau|mann|frau|vize|chefin"
            r"|premier)(?:in|n|s|es|en|innen|e|er|r)?)"
        ),
        alike={"premierminister": "premier", "premierministerin": "premier"},
        formal={"herr": "m", "herrn": "m", "frau": "f", "dr.": "-", "dr": "-", "prof.": "-", "mag.": "-", "ing.": "-",
                "sir": "m", "lord": "m", "lady": "f"},
        was=_words(
            "ehemalige ehemaliger ehemaligen frühere früherer früheren neue neuer neuen amtierende amtierender "
            "scheidende scheidender designierte"
        ),
        place=_words("in aus nach bei im am um"),
        things=re.compile(
            r"(?:[\w-]+ )*[\w-]*(?:partei|union|bund|staaten|republik|bank|gericht|amt|ministerium|rat|polizei|verband"
            r"|verein|gesellschaft|universität|zeitung|agentur|konzern|straße|platz|stadt|land|kommission|parlament"
            r"|airlines|times|post|press|news|inc|corp|gmbh|ag|organisation|nationen|liga|york|korea|front)"
        ),
        articles=r"der|die|das|ein|eine|neuer?",
        be="ist|war|wird|wurde",
        ties=_words("von für in im an und der die des"),
        written=_words("mitteilung erklärung stellungnahme brief beitrag tweet rede"),
        joint=re.compile(r" und (?:[\w.-]+ ){0,3}"),
        addressed=re.compile(r"\b(?:zu|mit|von|vom|gegenüber) (?:\w+ )?$"),
        before_name=re.compile(r"\b(?:von|vom|der|des|im|aus|für|in|am) $"),
        told_of=re.compile(r", (?:\d\d\b|der|die)"),
        free=re.compile(r"(?:^|[.!?:“\"\n]\s?|\b(?:so|laut|\w+te|hat|hatte|ist|war) )$"),
        second=re.compile(r"\b(?:Sie|Ihnen|Ihre?[mnrs]?|[Dd]u|[Dd]ir|[Dd]ich|[Dd]eine?[mnrs]?|[Ee]uch|[Ee]uer)\b"),
        first=re.compile(r"\b(?:ich|mein|meine|mir|wir|uns|unser|unsere)\b", re.IGNORECASE),
        women=re.compile(r"\w+in|frau|\w+frau|königin|kanzlerin"),
        men=re.compile(
            r"\w*(?:minister|präsident|sprecher|kanzler|chef|direktor|anwalt|richter|kommissar|senator|meister|trainer"
            r"|spieler|politiker|sekretär|botschafter|könig|papst|bischof|mann)s?"
        ),
    ),
}  # fmt: skip
"""By ISO 639-1 code."""

_BEHIND_ROLE = re.compile(r"(?:.*?\s)??(?P<role>[^\W\d_]+)\s+(?P<name>[A-ZÀ-ÖØ-Þ]\S+(?P<further>\s+[A-ZÀ-ÖØ-Þ]\S+)*)")


def without_role(said: str, code: str) -> str:
    """What somebody is called in a language without what they are before, as articles call people by much: by a role,
    or of a whole name by any word with a small letter ("the drummer Ada Moss", but "the port of Castel Nuovo")."""
    naming, behind = NAMING.get(code), _BEHIND_ROLE.fullmatch(said)
    if naming is None or behind is None:
        return said
    small, role = behind["role"].islower(), behind["role"].lower()
    known = naming.role.fullmatch(role) is not None and (small or behind["further"])  # "Man City" is nobody
    plain = small and behind["further"] and role not in naming.before | naming.ties
    return behind["name"] if known or plain else said
