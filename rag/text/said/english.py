"""A unit of an English text -> what it gives to whom, by its verbs of saying and "according to"."""

import re
from collections.abc import Iterator

from rag.text.said.attribution import HIDDEN, Attribution, Unit, overlap, trimmed, words
from rag.types import Interval

# Verbs after which a clause needs no "that"; those that need one, a comma or a quotation; those that need a quotation.
_PLAIN = (
    r"said|says|say|saying|told|tells|added|adds|claimed|claims|believes|believed|thinks|insisted|insists|alleged"
    r"|alleges|reckons|(?:released|issued|published|made) an? (?:\w+ )?statement (?:saying|calling|describing"
    r"|condemning|welcoming|praising)"
)
_THAT = (
    r"conceded|stated|states|argued|argues|wrote|writes|announced|announces|explained|explains|warned|warns|noted|notes"
    r"|denied|denies|commented|comments|replied|replies|remarked|remarks|declared|declares|admitted|admits|suggested"
    r"|suggests|complained|complains|reported|reports|confirmed|confirms|promised|promises|predicted|predicts|recalled"
    r"|recalls|stressed|stresses|emphasi[sz]ed|observed|pointed out|went on|continued|concluded|responded|answered"
    r"|testified|estimated|acknowledged|maintained|contended|contends|revealed|indicated|assured|reminded|tweeted"
    r"|posted|agreed|hoped|feared|asked|asks|vowed|pledged|disclosed|joked|cautioned|urged|shouted|called out|quipped"
    r"|objected"
)
_QUOTE = r"called|calls|described|describes|labell?ed|branded|dubbed|condemned|praised|spoke|talked|cried|called for"
VERB = re.compile(rf"(?<![\w-])(?:(?P<plain>{_PLAIN})|(?P<that>{_THAT})|(?P<quote>{_QUOTE}))(?![\w-])")
# Whatever verb stands between a quotation and a name.
_BETWEEN = re.compile(rf"(?<={HIDDEN} )(?P<any>[a-z]+ed)(?= (?:(?:the|his|her|its|an?) [a-z]|[A-ZÀ-Þ]))")
_ACCORDING = re.compile(r"\b(?:according to|in the (?:words|view|opinion) of)\s+", re.IGNORECASE)

_WHEN = (
    r"(?:on|by|until|since|late|early|last|this) (?:(?:late|early) )?(?:\w+day|week|month|year|morning|afternoon"
    r"|evening|night|spring|summer|autumn|winter)(?: (?:morning|afternoon|evening|night))?|yesterday|today|tonight"
    r"|later|earlier|afterwards|at the time|at first|then|now|again|(?:in|at|during|through|via|to|from|after|before|on"
    r"|of) (?:[^\s,.;:█]+ ){0,7}?[^\s,.;:█]+"
)
_LATER = re.compile(rf"(?: (?:{_WHEN}))(?=[ ,.;:]|$)")
_BEFORE_VERB = re.compile(
    r"(?:,? (?:also|later|then|has|have|had|would|will|did|not|never|only|once|further|himself|herself|both"
    r"|\w+ly|now|yesterday|today|(?:on|last|this) (?:\w+day|week|month|year|morning|afternoon|evening|night)"
    r"(?: (?:morning|afternoon|evening|night))?))+$"
)
_INVERTED = ("said", "says", "added", "explained", "wrote", "adds", "noted")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|be|being|to|as|it|what|which)$", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:and|but|or|while|when|whereas|although|though|as|that|because|so|since|if|however|where|which|what|then|also"
    r"|yet|said|adding|nor)\s+",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"(?:in|on|at|by|for|from|to|of|with|during|after|before|since|until|despite|following|last|this|earlier|later"
    r"|under|asked|speaking|when|about|over|against|through)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:he|she|they|it|who|i|we)$", re.IGNORECASE)
_TOLD_OF = re.compile(r" (?=(?:he|she|it|they|there) \w)")  # of what a source is given to say
_JOINED = re.compile(r"\b(?:and|but|while)\W*$")
_HEAD = re.compile(
    r"(?:(?<=\s)|^)(?:(?:the|a|an|its|his|her|their|one|some|both|another|many|several)\s|[A-ZÀ-Þ])", re.IGNORECASE
)
_CAPITAL = re.compile(
    r"(?:(?<=\s)|^)(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)\s"
    r"|(?:[A-ZÀ-Þ][\w’'.-]*\s?)+$)"
)
_AFTER = re.compile(
    r"(?P<who>(?:(?:the|a|an|its|his|her|their|one|another)\s(?:[a-z][\w’'-]*\s){0,4}?[\w’'-]+|[A-ZÀ-Þ][\w’'.-]*"
    r"|(?:[a-z][\w’'-]*\s){1,3}[A-ZÀ-Þ][\w’'.-]*|he|she|they)"
    r"(?:\s(?:of|de|van|von|al|bin|for|the)(?=\s[A-ZÀ-Þa-z])|\s[A-ZÀ-Þ][\w’'.-]*)*)"
)
_TOLD = re.compile(
    r" (?:(?:the|a|an|his|her|its|their|our) )?(?:[\w’'-]+(?: [A-Z][\w’'-]*)*"
    r"|\w+ \w+(?= that\b))(?: of the \w+)?(?=[ ,:])"
)
_CALLED = re.compile(
    r" (?P<what>(?:(?:the|a|an|his|her|its|their|this|that) )?[\w’'-]+(?: [\w’'-]+){0,3}? (?:a|an|the|as)\b)"
)
_ALOUD = ("spoke", "talked", "cried", "called for")
_TO_SOMEBODY = ("told", "tells", "reminded", "assured", "warned", "asked", "urged")
_CLAUSE = re.compile(r"[,:]? ?(?:that )?")
_NO_CLAUSE = re.compile(
    r"(?:of|to|for|by|in|at|with|and|but|or|from|against|off|up|out|on|nothing|so|it\.|little|more|much|as|yes"
    r"|no|been)\b",
    re.IGNORECASE,
)
_WHO = re.compile(r"(?:[^,.;:█]|\.(?=\w|\s[a-z])|(?<=\b[A-Z])\.)+")
_GOES_ON = re.compile(r" (?:as|in|on|when|while|and|who|which|was|were|is|had|has|with)\b")
_NOUNS = (
    "states",
    "reports",
    "claims",
    "notes",
    "replies",
    "remarks",
    "promises",
    "comments",
    "estimated",
    "posted",
    "calls",
)
_THAT_LATER = re.compile(
    r" (?:in|on|at|by|through|via|during|to|from|after|before|of|yesterday|today|last|this|later"
    r"|\w+day)\b[^,.;:█]{1,70}? that "
)
_NAMED = re.compile(r", (?:[A-ZÀ-Þ][\w’'.-]*(?: (?:de|van|von|al|bin))?(?: |(?=[,.]))){2,4}(?=[,.])")
_SUBJECT = re.compile(
    r"(?:(?:In|On|At|After|During|Before|Since|Last|This|Later)\b[^,]{2,60}, )?(?P<who>(?:He|She)\b|(?:(?:The"
    r"|His|Her|Its|Their|A|An) )?(?:[a-z][\w’'-]* ){0,4}?(?:[A-ZÀ-Þ][\w’'.-]*)(?: [A-ZÀ-Þ][\w’'.-]*)*)"
    r"(?![\w’'.-]| (?:and|or)\b)(?<!['’]s)(?<!s['’])"
)  # not "Reed's mother" nor "Reed and Ek's mother", which is somebody else
_RELATIVE = re.compile(r"\s*(?:who|which|whose|where|whom|when|aged|\d\d\b|then\b|but\b|and\b|\w+ing\b)")


def attributed(unit: Unit) -> list[Attribution]:
    """What a unit gives to somebody, without who is meant."""
    found: list[Attribution] = []
    for one in (*_by_verbs(unit), *_by_sources(unit)):
        covered = [span for other in found for span in other.said]
        if one.said and not any(overlap(span, other) for span in one.said for other in covered):
            found.append(one)
    return found


def _by_verbs(unit: Unit) -> Iterator[Attribution]:
    text = unit.masked
    verbs = [*VERB.finditer(text), *_BETWEEN.finditer(text)]
    verbs = sorted({verb.start(): verb for verb in reversed(verbs)}.values(), key=lambda verb: verb.start())
    start = 0
    for number, verb in enumerate(verbs):
        speaker, ahead, after = _speaker(text, start, verb)
        if speaker is None:
            continue
        cue, who, kind = _of(unit, verb.span()), _of(unit, speaker), str(verb.lastgroup)
        if _beside(unit, speaker, verb, after):
            yield Attribution("direct", _quotes(unit, verbs, number), cue, who)
            start = verb.end()
            continue
        clause = _clause(text, verb, after) if kind != "quote" else None
        quotes = tuple(one for one in unit.quotes if one[0] - unit.start >= after)
        if kind == "quote" and not quotes and verb[0] not in _ALOUD and (called := _CALLED.match(text, after)):
            told = trimmed(text, called.start("what"), _before(text, verbs, number))
            yield Attribution("reported", (_of(unit, told),) if told else (), cue, who)
            start = verb.end()
            continue
        between = ahead is not None and text[:ahead].rstrip().endswith(",") and text.startswith(",", after)
        if between and kind != "quote" and not unit.quotes:  # "A second storm, he said, would strike"
            spans = trimmed(text, start, ahead or 0), trimmed(text, after, len(text))
            yield Attribution("indirect", tuple(_of(unit, one) for one in spans if one), cue, who)
        elif clause is not None and (kind == "plain" or _introduced(text, verb, clause[0])):
            yield Attribution("indirect", (_of(unit, clause),), cue, who)
            start = verb.end()
        elif quotes and (kind != "plain" or clause is None):
            yield Attribution("direct", quotes, cue, who)
        elif kind != "quote" and ahead is not None and text[:ahead].rstrip().endswith(",") and clause is None:
            told = trimmed(text, start, ahead)
            if told and words(text[told[0] : told[1]]) > 2:
                yield Attribution("indirect", (_of(unit, told),), cue, who)


def _by_sources(unit: Unit) -> Iterator[Attribution]:
    text = unit.masked
    for source in _ACCORDING.finditer(text):
        who = _WHO.match(text, source.end())
        if who is None:
            continue
        end = who.end()
        if text[: source.start()].strip(" ,") and (cut := _GOES_ON.search(who[0])):
            end = who.start() + cut.start()
        ahead = _TOLD_OF.search(who[0])
        if ahead:
            end = min(end, who.start() + ahead.start())
        if put := _NAMED.match(text, end):
            end = put.end()
        rest, before = trimmed(text, end, len(text)), trimmed(text, 0, source.start())
        spans = [one for one in (before, rest) if one and words(text[one[0] : one[1]]) > 2]
        if ahead and _JOINED.search(text[: source.start()]):  # "..., and according to her it sank"
            before = None
            spans = spans[-1:]
        if not spans and unit.quotes:
            yield Attribution("direct", unit.quotes, _of(unit, source.span()), _of(unit, (source.end(), end)))
        elif spans:
            chosen = spans[:1] if before in spans else spans
            cue = source.start(), source.start() + len(source[0].rstrip())
            yield Attribution("indirect", tuple(_of(unit, one) for one in chosen), _of(unit, cue),
                              _of(unit, (source.end(), end)))  # fmt: skip


def _speaker(text: str, start: int, verb: re.Match[str]) -> tuple[Interval | None, int | None, int]:
    """Who is the subject of a verb, where the two begin if it stands before the verb, and where what follows begins."""
    left = text[: verb.start()].rstrip()
    after = _AFTER.match(text, verb.end() + 1)
    if (left.endswith((HIDDEN, ",")) or not left) and after and not _PREPOSITION.match(after["who"]):
        end = after.end("who") - text[after.start("who") : after.end("who")].endswith(".")
        ends = re.match(r"[.,;]|$| (?:of|in|at|on|to|as|from|when)\b", text[end:]) is not None
        inverted = ends and verb[0] in _INVERTED and not text.startswith(" that", verb.end())
        if left.endswith((HIDDEN, f"{HIDDEN},")) or inverted:
            if put := _NAMED.match(text, end):
                end = put.end()
            return (after.start("who"), end), verb.start(), end
    stripped = _BEFORE_VERB.sub("", left)
    noun = verb[0] in _NOUNS and not re.match(rf" that |,? {HIDDEN}", text[verb.end() :])
    if (
        _PASSIVE.search(stripped)
        or noun
        or re.search(r"\b(?:the|his|her|their|its|these|those|some|several|all|an?|other|United)$", stripped, re.I)
    ):
        return None, None, verb.end()
    begin = max(start, *(stripped.rfind(sign) + 1 for sign in (HIDDEN, ";", ":", "(", "—", "–")))
    segment = stripped[begin:]
    if segment.rstrip().endswith(","):
        told = _put_in(text, begin, segment)
    else:
        told = _noun(text, begin + segment.rfind(",") + 1, begin + len(segment))
    if told is None and re.search(r"\b(?:and|but|or)$", stripped) and (opening := _SUBJECT.match(text)):
        return opening.span("who"), None, verb.end()
    return told, told and told[0], verb.end()


def _put_in(text: str, begin: int, segment: str) -> Interval | None:
    """The subject before what is put in between commas, with that where it is a name."""
    parts = segment.rstrip()[:-1].split(",")
    if len(parts) < 2:
        return None
    back = len(parts) - 1
    while back > 1 and _RELATIVE.match(parts[back]):
        back -= 1
    put = parts[back]
    starts = [begin + len(",".join(parts[:one])) + (one > 0) for one in range(len(parts) + 1)]
    told = _noun(text, starts[back - 1], starts[back] - 1)
    if told is None and back > 1:  # "Nemanja Starović, state secretary, said"
        told = _noun(text, starts[back - 2], starts[back - 1] - 1)
    named = _NAMED.match("," + put + ",") is not None
    plain = re.search(r"[A-Z]", put) and not re.search(r"[A-Z]\w+ [A-Z]", text[told[0] : told[1]]) if told else False
    if told and not _RELATIVE.match(put) and (named or plain):
        return told[0], starts[back + 1] - 1
    return told


def _noun(text: str, start: int, end: int) -> Interval | None:
    """The last noun phrase of a piece, which a verb follows."""
    piece = text[start:end]
    while True:
        stripped = piece.lstrip()
        start += len(piece) - len(stripped)
        piece = stripped.rstrip()
        opening = _OPENING.match(piece)
        if not opening:
            break
        start, piece = start + opening.end(), piece[opening.end() :]
    for joint in re.finditer(r" (?:and|but|that|because|while|when|which|who|where|what|after|as) ", piece):
        if not re.match(r"[A-Z]", piece[joint.end() :]) or joint[0] != " and ":
            return _noun(text, start + joint.end(), end)
    if not piece:
        return None
    last = piece.split()[-1]
    if _PRONOUN.match(last):
        begin = start + len(piece) - len(last)
        return None if last.lower() in ("who", "it", "i", "we") else (begin, start + len(piece))
    if _PREPOSITION.match(piece) or len(piece.split()) > 9:
        heads = list(_CAPITAL.finditer(piece))
        if not heads:
            return None
        head = heads[-1]
        if piece.startswith("of "):
            return None
        # "the company's managing director Lucan Meriveaux" begins with its article.
        for one in reversed(heads[:-1]):
            if not re.search(
                r"[,;]|\b(?:and|but|that|in|on|at|with|to|for|by|from|after)\b", piece[one.start() : head.start()]
            ):
                head = one
        start, piece = start + head.start(), piece[head.start() :]
    if not re.search(r"[A-ZÀ-Þ]", piece) and not re.match(
        r"(?:(?:the|a|an|its|his|her|their|one|some|both|another|many|several)\b|\w+s$|[a-z]+ \w+s$)",
        piece, re.IGNORECASE,
    ):  # fmt: skip
        return None
    return (start, start + len(piece)) if not re.search(r"\b(?:than|to|not|were|was|is|are|has|had)\b", piece) else None


def _beside(unit: Unit, speaker: Interval, verb: re.Match[str], after: int) -> bool:
    """Whether a quotation stands beside what says whose it is."""
    low, high = min(speaker[0], verb.start()), max(after, verb.end())
    before = unit.masked[:low].rstrip()
    behind = unit.masked[high:]
    if before.endswith((HIDDEN, HIDDEN + ",", HIDDEN + ".")):
        return True
    if re.search(rf"{HIDDEN}[^{HIDDEN}]{{1,3}}(?:[^,{HIDDEN}]{{1,60}},)?\s?$", before):
        return True
    pattern = rf"(?:{_TOLD.pattern})?(?:{_LATER.pattern})*[,:]?(?: that)?\s?{HIDDEN}"
    return re.match(pattern, behind) is not None


def _before(text: str, verbs: list[re.Match[str]], number: int) -> int:
    """Where the clause before the next verb of saying ends, at its last comma."""
    if number + 1 == len(verbs):
        return len(text)
    comma = text.rfind(",", verbs[number].end(), verbs[number + 1].start())
    return comma if comma >= 0 else len(text)


def _quotes(unit: Unit, verbs: list[re.Match[str]], number: int) -> tuple[Interval, ...]:
    """The quotations of a unit that a verb is about: all, where no other verb stands between."""
    low = verbs[number - 1].end() if number else 0
    high = verbs[number + 1].start() if number + 1 < len(verbs) else len(unit.masked)
    return tuple(one for one in unit.quotes if low <= one[0] - unit.start < high)


def _clause(text: str, verb: re.Match[str], after: int) -> Interval | None:
    """The clause that tells what was said, after the verb and what stands between."""
    at = after
    told = _TOLD.match(text, at) if verb[0] in _TO_SOMEBODY else None
    if told is not None and not re.match(r" [\w-]+ that\b", text[told.end() :]):
        at = told.end()
    elif verb[0] in _TO_SOMEBODY and (long := re.compile(r"[^,.;:█]{1,60}? that ").match(text, at)):
        at = long.end() - len(" that ")
    if later := _THAT_LATER.match(text, at):
        at = later.end()
    else:
        while (when := _LATER.match(text, at)) and not text.startswith(" that ", at):
            at = when.end()
        opening = _CLAUSE.match(text, at)
        at = opening.end() if opening else at
    clause = trimmed(text, at, len(text))
    if clause is None or words(text[clause[0] : clause[1]].replace(HIDDEN, "a ")) < 3:
        return None
    introduced = text[: clause[0]].endswith("that ")
    if not introduced and (_NO_CLAUSE.match(text, clause[0]) or not re.match(rf"\w|{HIDDEN}", text[clause[0]])):
        return None
    return clause


def _introduced(text: str, verb: re.Match[str], clause: int) -> bool:
    between = text[verb.end() : clause]
    return between.endswith((" that ", ": ")) or (verb[0] in ("reminded", "assured") and clause > verb.end() + 1)


def _of(unit: Unit, span: Interval) -> Interval:
    return unit.start + span[0], unit.start + span[1]
