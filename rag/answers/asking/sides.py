"""A question -> what it asks to be compared, and in what. It knows words alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answers.asking.wording import filled
from rag.text.words import own_stems

MOST_SIDES = 5

_ASKED_KINDLY = re.compile(
    r"^(?:please |(?:can|could|would) you (?:please )?|i(?: want|['’]d like) (?:you )?to |is it (?:true|right) that "
    r"|tell me:? )+|,? please$",
    re.IGNORECASE,
)
_LED = re.compile(r"^(?:in|by|at|during|because of|on|for) ", re.IGNORECASE)
_THAT = re.compile(r"^(?:that|this|these) (?!of\b|in\b|at\b|by\b|from\b|near\b)", re.IGNORECASE)
_SIDE = r"(?=(?-i:[A-Z])(?!\w)|[^?!.,;:]{2})(?:[^?!.,;:]|\.(?=\S)|(?<=\b[A-Z])\.){1,90}?"
_SIDE_NAMED = rf"(?=[^,]*(?-i:[A-Z])){_SIDE}"  # which of two it was, where nothing says that one is more
_NAMED = r"(?:(?:the |an? )?(?-i:[A-Z0-9])|(?:the|those|that|in|at|by|on(?! board)|during) )"  # how a side begins
_OR = rf"(?P<either>{_SIDE}(?:, {_SIDE})*,? or {_SIDE})"
_MANY = rf"(?P<sides>{_SIDE}(?:, {_SIDE})*,? (?:AND) {_SIDE})"
_NAMED_SIDE = rf"(?={_NAMED}){_SIDE}"
_MORE = (
    r"\b(?:(?:much |far |even |a (?:bit|lot) |the |an? )?(?:more|less|fewer|most|least|fewest|better|worse|best|worst"
    r"|first|last|further|farther|(?!(?:other|after|over|under|never|ever|her|number|member|former|later on)\b)"
    r"[a-z]{2,}(?:er|est))\b)"
)  # a comparative, as far as its form tells
_IS = r"(?:was|were|is|are)"
_DO = r"(?:did|do|does|has|have|had|will|would|can|could)"
_VERB = r"(?:was|were|is|are|had|has|have|did|left|caused|cost|got|hit|made|won|took|saw|brought|[a-z]+ed|[a-z]+s)\b"
_POINT = rf"\b(?:{_MORE}|each|both|common|differ\w*|compare|whose|which)\b"
_ASKS = r"(?P<further>(?:(?:by )?how|what|where|who|when|which|why)\b .+)$"
_BEHIND = (
    re.compile(rf"^(?P<asked>.+?)(?:,| -| –| —|;)? and {_ASKS}", re.IGNORECASE),
    re.compile(rf"^(?P<asked>.+?)(?::| -| –| —|;) {_ASKS}", re.IGNORECASE),
    re.compile(r"^(?P<asked>.+?)(?::|, in terms of|, in(?=\b.+ and in\b)|, by) (?P<listed>[^:]+)$", re.IGNORECASE),
)
"""What is asked of each side behind what asks to compare them."""
_CLAUSE = re.compile(r"\b(?:was|were|is|are|had|has|have)\b")
_LONGEST = 7  # words of a side before what is asked of it
_EACH = own_stems("much many each")
_END = "(?:more|less|fewer|better|worse|[a-z]{2,}er)"
_SCALE = re.compile(rf"(?<=[a-z] )(?<!\bthe )(?<!\ba )(?<!\ban ){_END} or {_END}\b")
"""The two ends of a scale, which are no things: "did prices get higher or lower?"."""
_QUESTION = re.compile(r"(?:by )?(?:which|who|whose|what|how|where|when|why)\b", re.IGNORECASE)
_BY_HOW_MUCH = re.compile(r"by how (?:much|many)", re.IGNORECASE)
_PRESENTED = re.compile(r"^(?:the )?(?:(?:two|three|four|both) )(?:(?-i:[a-z]+) ){1,4}(?=(?-i:[A-Z]))", re.IGNORECASE)
"""What several sides are, before the first of them: "the two mathematicians Guy and Conway"."""
_INDIRECT = re.compile(r"\b(?:how|why|what|who|whom|whose|whether|when)\b", re.IGNORECASE)
_NAME = r"[^\W\d_a-zß-ÿ][\w’'-]*"
_SPREAD = (
    r"(?:(?:the|die|den|der) )?(?P<head>(?:[a-z][\w -]*s (?:in|at|on|from|of|by)|[A-Z]\w+ (?:in|von|aus|bei)) )"
    rf"(?={_NAME}).+"
)
"""What several names have in common, before the first of them: "the earthquakes in Norrin and Keld"."""
_IN_GENERAL = re.compile(r"\b(?:in common|differ\w*|compare|alike|similar)\b", re.IGNORECASE)
_PATTERNS: Mapping[str, tuple[str, str, Sequence[str]]] = {
    "en": (
        r"and|with|to|versus|vs\.?|against|or|differ from|(?:any )?different from|(?:apart )?from",
        "or",
        (
            rf"(?:.*?: )?(?P<sides>{_SIDE}(?:, {_SIDE})*,? (?:and|versus|vs\.?|against) {_SIDE})"
            rf"(?: (?:both|all) [^.:?;]+|, (?-i:[A-Z])[a-z]+ \d{{4}})?(?:[.:?;]| -| –| —)"
            rf" (?=.*{_POINT})(?:please )?(?:compare )?(?P<points>(?:which|who|whose|what|how|where) .+)",
            rf"(?:please )?(?:compare|contrast)(?: the)? "
            rf"(?P<aspect>(?:(?:number|amount|total|share) of )?[\w -]{{3,40}}?) (?:of|for|in|between) {_MANY}",
            rf"(?:please )?(?:compare|contrast) {_MANY} (?:by|in terms of|when it comes to|with regard to|in regard to)"
            r" (?P<aspect>[\w ’'-]{3,60})",
            rf"(?:please )?(?:compare|contrast) {_MANY}",
            rf"(?:what(?:['’]s| is| are| was) )?(?:the )?(?:main |biggest )?(?:differences?"
            rf"|comparison) between {_MANY}",
            rf"(?:how|in what way)s? {_DO} (?P<one>{_SIDE}) (?:compare|stack up) (?:with|to|against) (?P<two>{_SIDE})"
            r"(?: (?:in terms of|when it comes to) (?P<aspect>[\w ’'-]{3,60}))?",
            rf"(?:how|in what way)s? (?:do|does|did|are|is|were|was) {_MANY} (?:differ(?:ent)?|compare)"
            r"(?: (?:in|on|over|about|in terms of|when it comes to) (?P<aspect>[\w ’'-]{3,60}))?",
            rf"(?:(?:by )?how (?:far|much)) (?:did|has|have) (?P<aspect>{_SIDE}) \w+ between (?P<one>{_SIDE}) and"
            rf" (?P<two>{_SIDE})",
            rf"(?:between|out of|of) (?P<pair>{_SIDE} (?:and|or) {_SIDE}), (?:which|who|what)(?: one)?"
            rf" (?P<aspect>(?=.*{_MORE})[\w ’'-]{{3,60}})",
            rf"(?:which|who) of {_MANY.removesuffix('?)')}) (?P<aspect>(?!the )(?-i:[a-z]+) {_MORE}.{{0,50}})",
            rf"(?P<either>{_SIDE} or {_SIDE})(?:,|:| -| –) (?:which|who|what)(?: one| [a-z]+(?= {_IS} ))?"
            rf" (?P<aspect>[\w ’'-]*{_MORE}[\w ’'-]*)",
            rf"(?:by )?how (?:many|much) (?P<by>{_MORE}[\w ’'-]*?) {_DO} (?P<one>{_SIDE})"
            rf"(?: (?-i:[a-z]+))? than (?P<two>{_SIDE})",
            rf"(?:by )?how (?:many|much) (?P<by>{_MORE}[\w ’'-]*?) {_IS} (?P<one>{_SIDE}) than (?P<two>{_SIDE})",
            rf"(?:what|which|who|whose|where)(?: one| of (?:the|these|those) (?:two|three)| of them)? "
            rf"(?P<aspect>.{{0,60}}?{_MORE}.{{0,60}}?)(?:,|:| -| –) {_OR}",
            r"(?:what|which|who|whose)(?: one| of (?:the|these|those) (?:two|three)| of them)? (?P<aspect>.{3,80}?)"
            rf"(?:,|:| -| –) (?P<either>{_SIDE_NAMED}(?:, {_SIDE_NAMED})*,? or {_SIDE_NAMED})",
            rf"(?:what|which|who|whose)(?: one)? (?P<aspect>.{{0,50}}?\b{_MORE}(?: [a-z]+){{0,3}}?) (?={_NAMED}){_OR}",
            rf"(?:{_IS}|{_DO}) (?:there )?(?P<aspect>(?:more|fewer|less) [\w -]{{3,40}}?) (?={_NAMED}){_OR}",
            rf"{_IS} (?P<either>{_NAMED_SIDE} or {_NAMED_SIDE})"
            rf" (?P<aspect>(?:[a-z]+ed )?{_MORE}[\w ’'-]{{0,40}})",
            rf"{_DO} {_OR} (?P<aspect>[a-z]+ (?:(?:by|at|with|for) )?{_MORE}[\w ’'-]{{0,40}})",
            rf"(?:{_IS}|{_DO}) (?:there )?(?P<aspect>.{{3,60}}?) (?P<at>in|at|by|on|during|for) (?P<first>{_SIDE}) than"
            rf" (?P=at) (?P<second>{_SIDE})",
            rf"{_IS} (?P<first>{_SIDE}) (?P<aspect>(?:(?-i:[a-z]+ed|paid) )?{_MORE}(?: [\w’'-]+){{0,4}}?) than"
            rf" (?P<second>{_SIDE})",
            rf"{_DO} (?P<first>{_SIDE})"
            rf" (?P<aspect>(?:(?:be|been|get) )?(?-i:[a-z])[a-z]+ (?:(?:by|at|with|for) )?{_MORE}(?: [\w’'-]+){{0,4}}?)"
            rf" than (?P<second>{_SIDE})",
            rf"(?P<sides>{_SIDE} (?:versus|vs\.?) {_SIDE})(?: (?:on|about|over) (?P<aspect>[\w ’'-]{{3,60}}))?",
            rf"(?:please )?(?:compare|contrast) (?:how|what) {_MANY} (?P<aspect>(?-i:[a-z]+) .{{3,60}})",
            rf"(?:how|in what way)s? (?:do|does|did|are|is|were|was) (?P<sides>{_SIDE} (?:differ"
            rf"|(?:any )?different) from {_SIDE})(?: (?:in|on|over|in terms of) (?P<aspect>[\w ’'-]{{3,60}}))?",
            rf"what (?:separates|separated|distinguishes|distinguished|sets"
            rf"|set) (?P<sides>{_SIDE}(?: apart)? from {_SIDE})",
            rf"(?P<sides>{_SIDE} (?:and|with|against) {_SIDE}),? (?:side by side|in comparison|compared)",
            rf"what (?:do|did|does) {_MANY} have in common",
            rf"what (?:do|did|does|have|had|has) {_MANY} each (?P<aspect>[a-z]+ [\w ’'-]+)",
            rf"(?:tell (?:me|us) )?what (?:(?:do|did|does) )?{_MANY}"
            r" (?P<aspect>(?:say|said|think|thought|write|wrote|tweet(?:ed)?) (?:about|of|on) [\w ’'-]+)",
            r"(?:which|what)(?: of (?:these|them))? (?P<aspect>(?:came|happened|was|took place) (?:first|last|earlier))"
            r"(?: and (?:which|what)(?: one)?(?: came| happened| was)? last)?(?:,|:| -| –)"
            rf" (?P<sides>{_SIDE}(?:, {_SIDE})+)",
            rf"(?:put|set|show)(?: me)? .*?side by side(?: for (?:me|us))?: (?P<sides>{_SIDE}(?:, {_SIDE})+)"
            r"(?:\. (?P<points>(?-i:[A-Z]).+))?",
            rf"how {_DO} (?P<one>{_NAMED_SIDE}) (?:do|fare|perform|finish|score)(?:ne|d)? (?:against|next to"
            rf"|(?:compared|in comparison) (?:to|with)) (?P<two>{_SIDE})"
            r"(?: (?:in|at|during) (?-i:[A-Z])[^,]*)?",
        ),
    ),
    "de": (
        r"und|mit|gegen|oder|von|versus|vs\.?",
        r"oder",
        (
            rf"vergleiche?n?(?: sie)?(?: (?:den|die|das))? (?P<aspect>[\w -]{{3,40}}?) (?:von|bei|der) {_MANY}",
            rf"vergleiche?n?(?: sie)? {_MANY}",
            rf"(?:was ist |worin besteht )?der unterschied zwischen {_MANY}",
            rf"(?:worin|wie) unterscheide[nt] sich {_MANY}(?: (?P<aspect>(?:beim?|hinsichtlich|bezüglich) .{{3,60}}))?",
            rf"was unterscheidet (?P<sides>{_SIDE} von {_SIDE})",
            rf"(?:was|wer|wo|welche[rs]?) (?P<aspect>\w+ (?:mehr|weniger|am meisten)(?: \w+)?)(?:,|:) (?P<sides>{_SIDE}"
            rf" oder {_SIDE})",
            rf"(?P<sides>{_SIDE}(?:, {_SIDE})* (?:und|oder|gegen) {_SIDE})(?::|;|\?| -| –) "
            r"(?P<aspect>(?:wer|was|welche[rsnm]?|wie|wo|wann|worin|warum)\b.*?\b(?:(?:jeweils|beiden?|mehr|weniger"
            r"|am \w+sten|(?-i:[a-zäöüß]{3,}ere[nrs]? [A-ZÄÖÜ]\w+))\b.*"
            r"|(?-i:[a-zäöüß]{3,}er)(?<!über|nter)(?<!mmer)(?<!ieder)))",
            rf"(?:was|wer|welche[rs]?) (?:ist|war|sind|waren|hat|hatte) (?P<aspect>[\w ]{{3,30}}?)(?:,|:) "
            rf"(?P<sides>{_SIDE} oder {_SIDE})",
        ),
    ),
    "fr": (
        r"et|avec|à|ou|de|contre",
        r"ou",
        (
            rf"compare[rz]?(?: (?:le|la|les|l['’]))? ?(?P<aspect>[\w -]{{3,40}}?) (?:de|des|entre) {_MANY}",
            rf"compare[rz]? {_MANY}",
            rf"(?:quelle est |quelles sont )?(?:la|les) différences? entre {_MANY}",
            rf"en quoi {_MANY} (?:diffèrent|se distinguent)(?:-(?:ils|elles))?",
            rf"qu['’]est-ce qui (?:distingue|sépare) (?P<sides>{_SIDE} de {_SIDE})",
            r"(?:qui|lequel|laquelle|quel(?:le)? \w+) (?P<aspect>(?:est|était|a|avait|a été) (?:le |la )?(?:plus"
            rf"|moins) [\w ]{{2,30}}?)(?: ?,| ?:) (?P<sides>{_SIDE} ou {_SIDE})",
        ),
    ),
    "es": (
        r"y|e|con|o|de|contra",
        r"o|u",
        (
            rf"compar(?:a|e|ar)(?: (?:el|la|los|las))? (?P<aspect>[\w -]{{3,40}}?) (?:de|entre) {_MANY}",
            rf"compar(?:a|e|ar)(?: a)? {_MANY}",
            rf"¿?(?:cuál es |cuáles son )?(?:la|las) diferencias? entre {_MANY}",
            rf"¿?en qué se (?:diferencian|distinguen) {_MANY}",
            rf"¿?qué (?:distingue|separa) a (?P<sides>{_SIDE} de {_SIDE})",
            r"¿?(?:quién|cuál|qué) (?P<aspect>(?:es|era|fue|tiene|tuvo) (?:más \w+|menos \w+|mayor|menor))(?:,"
            rf"|:) (?P<sides>{_SIDE} o {_SIDE})",
        ),
    ),
    "tr": (
        r"ve|ile|veya",
        r"veya",
        (
            rf"{_MANY}(?:['’]\w{{1,4}})? (?:karşılaştır(?:ın)?|kıyasla)",
            rf"{_MANY} arasındaki farklar?(?: ne(?:dir|ler)?)?",
        ),
    ),
}  # fmt: skip
"""By language what stands between two sides, what stands between two of which one is asked, and how it is asked to
compare: closed classes."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared, and in what, which may be several points, or none that is said. ``claims``: it is asked whether
    the first side is what the aspect says; ``by_how_much``: how far they are apart."""

    sides: tuple[str, ...]
    aspects: tuple[str, ...] = ()
    claims: bool = False
    by_how_much: bool = False


def compared(question: str, lang: str) -> Comparison | None:
    """What a question asks to compare; None where it asks for no comparison."""
    text = _ASKED_KINDLY.sub("", " ".join(unbracketed(question).split()).strip("?!. ¿"))
    if (found := _matched(text, lang)) is not None or lang != "en":
        return found
    for behind in filter(None, (one.fullmatch(text) for one in _BEHIND)):
        if (found := _matched(behind["asked"].strip(" ,"), lang)) is not None:
            given = behind.groupdict()
            points = _points(given.get("listed") or given["further"])
            aspects = tuple(dict.fromkeys((*found.aspects, *points)))
            by_how_much = _BY_HOW_MUCH.match(given.get("further") or "") is not None
            return replace(found, aspects=aspects, by_how_much=found.by_how_much or by_how_much)
    return None


def unbracketed(text: str) -> str:
    """A text with its years as they stand without brackets: "Keld (2019)"."""
    return re.sub(r"\((\d{4})\)", r"\1", text)


def _matched(text: str, lang: str) -> Comparison | None:
    """What a text asks to compare by the first pattern of its language that fits."""
    between, either, patterns = _PATTERNS.get(lang, ("", "", ()))
    for pattern in patterns:
        match = filled(pattern, "(?:AND)", f"(?:{between})", re.IGNORECASE).fullmatch(text)
        if match is not None and (found := _comparison(match, between, either)) is not None:
            return found
    return None


def _comparison(match: re.Match[str], between: str, either: str) -> Comparison | None:
    """What a question compares by what of it matches a pattern; None where these are no sides."""
    given = {name: text for name, text in match.groupdict().items() if text}
    ends = (("one", "two"), ("first", "second"))
    cut = next(([given[one], given[two]] for one, two in ends if one in given), None)
    if cut is None:
        listed = given.get("sides") or given.get("pair") or given["either"]
        if "points" in given and (_CLAUSE.search(listed) or len(listed.split(",")[0].split()) > _LONGEST):
            return None  # a clause, and no list of things
        by = between if "sides" in given else "and|or" if "pair" in given else either
        cut = re.split(rf",? (?:{by}) |, ", listed, flags=re.IGNORECASE)
    if _SCALE.search(" or ".join(cut)):
        return None
    cut = [_PRESENTED.sub("", cut[0]), *cut[1:]]
    if thing := re.match(r"(?P<thing>.+?) of ", cut[0]):  # "the deaths of the cow and of the horse"
        cut = [f"{thing['thing']} {one}" if one.lower().startswith("of ") else one for one in cut]
    cut = [_THAT.sub("the ", _LED.sub("", one.strip(" ,"))) for one in cut if one.strip(" ,")]
    aspect = re.sub(r"^(?:is|are|was|were) ", "", (given.get("aspect") or given.get("by") or "").strip())
    claims = "first" in given
    if claims and not _is_side(cut[1]):
        return None
    cut, aspect = _headed(_whole(cut, aspect), aspect)
    sides = tuple(dict.fromkeys(cut))
    if not 2 <= len(sides) <= MOST_SIDES or not all(own_stems(side) and not _INDIRECT.search(side) for side in sides):
        return None
    aspects = _points(given["points"]) if "points" in given else (aspect,) if aspect else ()
    return Comparison(
        sides, aspects, claims, "by" in given or match[0].lower().startswith(("how far", "how much", "by "))
    )


def _points(text: str) -> tuple[str, ...]:
    """In what some things are compared, where that is told behind them, in questions or as a list; nothing where it is
    asked for all."""
    if not _QUESTION.match(text):  # "ages, background, and how many people they hurt"
        listed = (re.sub(r"^(?:in|by) ", "", one) for one in re.split(r",? and |, |; ", text.strip()))
        return tuple(one for one in listed if own_stems(one))
    if _IN_GENERAL.search(text):
        return ()
    cut = re.split(r",? and (?=which|who|whose|what|how|where|why)|, (?:and )?", text)
    bare = [
        re.sub(
            r"^(?:which|who|whose|what|how(?= (?:many|much)\b)|where)(?: one)? (?:(?:is|are|was|were) )?",
            "",
            one,
            flags=re.I,
        )
        for one in cut
        if not _BY_HOW_MUCH.match(one)
    ]
    return tuple(one for one in dict.fromkeys(bare) if len(one.split()) > 1 and own_stems(one) - _EACH)


def _is_side(text: str) -> bool:
    """Whether what stands behind "than" may be a thing, and no number or clause: "than 50", "than last year"."""
    return re.match(_NAMED, text) is not None and re.match(r"\d|in \d{4}|the (?:previous|last)", text) is None


def _whole(sides: Sequence[str], aspect: str) -> list[str]:
    """The sides, each with what it leaves to another or to the question: "Norrin's law" and "that of Keld" for Keld's,
    "which attack ..., the one in Keld"."""
    first = re.split(r" (?:of|in|at|by|on|from|near|off) ", sides[0])[0]
    head = re.match(r"(?:the )?(?P<head>(?:[a-z]+ )+of) (?=(?:the )?[A-Z])", sides[0])
    owned = re.search(r"(?:['’]s?|^the|\b[A-Z][\w-]*) (?P<thing>[a-z][\w-]*(?: [a-z][\w-]*)*)$", first)
    spread = re.fullmatch(_SPREAD, sides[0])
    # "Keld's", "the Keld one", where the first side says what of them is meant
    bare = r"(?:the )?(?P<whose>.+?)(?:['’]s?| one)(?P<by>)" if owned else "(?!)"
    if owned is None or owned["thing"] in ("one", "ones"):
        owned = re.match(rf"(?P<thing>[a-z]+(?: (?!{_VERB})[a-z]+)*)", aspect)
    last = re.search(r"['’]s? (?P<thing>[a-z][\w-]*(?: [a-z][\w-]*)*)$", sides[-1]) if sides else None
    made = []
    dated = re.fullmatch(r"(?P<head>.*\D)\d{4}", sides[0])
    for one in sides:
        if dated and re.fullmatch(r"\d{4}", one):  # "the budget of 2019 and 2020"
            made.append(f"{dated['head']}{one}")
            continue
        if spread and re.fullmatch(rf"{_NAME}(?: {_NAME})*(?: \d{{4}})?", one):
            made.append(f"{spread['head']}{one}")
            continue
        if last and re.search(r"['’]s?$", one):  # "Bush's and Gore's tax plans"
            made.append(f"{one} {last['thing']}")
            continue
        left = re.fullmatch(
            r"(?:that|those|the ones?)(?P<by> (?:of|in|at|by|from|near|off))? (?P<whose>.+)", one, re.IGNORECASE
        ) or (re.fullmatch(bare, one, re.IGNORECASE) if one != sides[0] else None)
        if left and head and left["by"] == " of":
            made.append(f"{head['head']} {left['whose']}")
        else:
            made.append(_owned(owned["thing"], left) if left and owned else re.sub(r"['’]s?$", "", one))
    return made


def _owned(thing: str, left: re.Match[str]) -> str:
    """A thing with whose it is, or where: "Keld tax law", "earthquake in Keld"."""
    return f"{left['whose']} {thing}" if left["by"] in (None, "", " of") else f"{thing}{left['by']} {left['whose']}"


def _headed(sides: list[str], aspect: str) -> tuple[list[str], str]:
    """The sides, and in what they are compared, where each names that before itself: "the death toll of Keld"."""
    heads = [re.fullmatch(r"(?:the )?(?P<head>[a-z]+(?: [a-z]+)*) of (?P<side>.+?)", one) for one in sides]
    found = [one for one in heads if one is not None]
    if len(found) < len(heads) or len({one["head"] for one in found}) > 1:
        return sides, aspect
    return [one["side"] for one in found], f"{aspect} {found[0]['head']}".strip()
