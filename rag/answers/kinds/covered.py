"""What a question in English asks of what was written as of something that its writers did: "which fan conventions did
your reporters go to?" It is answered by the articles about that; of a series by those that bear its name."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answers.kinds.asked import Asked
from rag.text.periods import Period

_LISTS = (
    r"(?:(?:please |can you |could you )?(?:list|name|give|show|tell|enumerate)(?: me| us)?(?: all| every| each)?(?: of)?"
    r"(?: the| those)?|(?:which|what)(?: of the| kinds? of| sorts? of)?)"
)
_COUNTS = r"how many(?: of the| different)?"
_PLAIN = (
    r"(?:cover(?:ed)?|report(?:ed)?|wr[io]te|written|publish(?:ed)?|r[ua]n|carr(?:y|ied)|have|got|feature[d]?|print(?:ed)?"
    r"|discuss(?:ed)?|describe[d]?|go(?:ne)?|went|follow(?:ed)?|deal(?:t)?)"
)
"""What is done to anything that is written of: it says nothing of what that is."""
_TOLD = r"(?:interview(?:ed)?|attend(?:ed)?|visit(?:ed)?|review(?:ed)?|profile[d]?|investigate[d]?|talk(?:ed)?|sp(?:eak|oke|oken))"
"""What writers do to some of it."""
_BEHIND = r"(?: (?:on|about|to|of|with|up|an?|any|stories|reports|articles|pieces|something|for|here|in here|so far))*"
_PART = r"(?:instal?lments?|parts|episodes|editions|entries|issues|pieces|articles|stories|chapters|reports)"
_THERE = r"(?: (?:are|is|were|exist|did|do|have|has|can)\b.*)?"


def covered(question: str, sources: Sequence[str], period: Period | None = None) -> Asked | None:
    """What is asked of the articles that are about what their writers did something about; None where no such is asked.
    ``sources`` are names of papers, which may have done it."""
    text = " ".join(question.split()).rstrip("?!. ")
    series = rf"(?P<head>{_LISTS}|{_COUNTS}) {_PART} (?:(?:of|in)|are (?:there )?(?:of|in)) (?:the|your) (?P<np>.+?)"
    if match := re.fullmatch(rf"{series} series{_THERE}", text, re.IGNORECASE):
        return replace(_begun(match, period), title=match["np"].strip("\"“”"))
    papers = "".join(rf"|{re.escape(one)}" for one in sources)
    writers = rf"(?:(?:you|we|your \w+{papers})(?:['’]ve| have| has| had| ever| also)*)"
    acts = (
        rf"(?P<head>{_LISTS}|{_COUNTS}) (?P<np>.+?) (?:(?:that|which|who|whom) )?(?:(?:did|do|have|has|had) )?{writers}"
        rf" (?:{_PLAIN}|(?P<told>{_TOLD}))(?P<rest>(?: .*)?)"
    )
    passive = rf"(?P<head>{_LISTS}|{_COUNTS}) (?P<np>.+?) (?:are|were|have been) (?:covered|reported on|written about){_BEHIND}"
    if match := re.fullmatch(acts, text, re.IGNORECASE):
        rest = re.sub(rf"^{_BEHIND}", "", match["rest"]).strip()
        rest = re.sub(r"\b(?:for|about|on|of|with|to)$", "", rest).strip()
        said = " ".join(one for one in (match["np"], match["told"] or "", rest) if one)
        return None if _asks(match["np"]) else replace(_begun(match, period), about=said)
    if (match := re.fullmatch(passive, text, re.IGNORECASE)) and not _asks(match["np"]):
        return replace(_begun(match, period), about=match["np"])
    return None


def _begun(match: re.Match[str], period: Period | None) -> Asked:
    counted = re.fullmatch(_COUNTS, match["head"], re.IGNORECASE) is not None
    return Asked("articles", "count" if counted else "list", counted=counted, period=period)


def _asks(said: str) -> bool:
    """Whether words have a clause in them, so that it is asked for more than things of a kind."""
    return re.search(r"\b(?:is|are|was|were|did|does|do|who|how|why|when|where|if|whether)\b", said) is not None
