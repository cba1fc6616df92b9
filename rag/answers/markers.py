"""A model's text -> its sentences, and which passages the markers of each name, in any of the ways that models write
them."""

import bisect
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from rag.answers.blocks import blocks
from rag.text.sentences import sentences
from rag.types import Interval

_GIVEN = (
    r"(?:the|these|those|your)(?: (?:provided|given|retrieved|cited|numbered|available|following|above|news))*"
    r" (?:passages?|articles?|sources|excerpts?|context|documents|texts?|information)(?: (?:provided|given|above))?"
    r"|(?:provided|given|retrieved|available) (?:passages?|articles?|sources?|excerpts?|context|documents?|texts?"
    r"|information)|(?:den|der|dem|die)(?: \w+en)? (?:passagen?|artikeln?|quellen|auszügen?)|(?:les|des|aux|l"
    r"|d)\s*(?:articles?|passages?|sources|extraits)(?: \w+s)?|(?:los|las|el)\s(?:artículos?|pasajes?|fuentes"
    r"|fragmentos)(?: \w+s)?|(?:gli|i|le|dagli|dai|dalle|negli|nei|nelle|agli|ai|alle)\s(?:articoli|passaggi|fonti"
    r"|brani)(?: \w+i)?|(?:de|het)\s(?:\w+ )?(?:artikelen|artikel|passages?|bronnen)|(?:os|as|dos|das|nos|nas|aos"
    r"|às)\s(?:artigos|trechos|passagens|fontes)(?: \w+s)?"
)
# "Based on the passages, ...": up to the first comma or colon, without a number or a name.
_FROM = re.compile(
    rf"(?!\W*(?i:not?|nothing|none)\b)\W*[^\W\d_]+(?:['’][^\W\d_]+)?(?:\s[^\W\d_A-ZÀ-Þ][^\W\d_]*){{0,5}}?[\s,'’]+(?i:{_GIVEN})"
    r"(?:\s[^\W\d_A-ZÀ-Þ][^\W\d_]*){0,3}\s?[,:]\s+"
    r"|\W*(?i:(?:verilen |bu )?(?:makale|pasaj|metin|kaynak)(?:ler|lar)?[ea] göre),?\s+"
)
_VERBS = r"(?:says?|states?|reports?|notes?|mentions?|adds?|explains?|confirms?|indicates?|shows?|reveals?)"
_SAYS = re.compile(
    rf"\W*(?:the|these|this) (?:(?:provided|given) )?(?:passages?|articles?|sources?)"
    rf" (?:\w+ly |also )?{_VERBS}(?: (?:that\s+)?|:\s+)(?=\S+ \S)",
    re.IGNORECASE,
)
_BARE_SAYS = re.compile(rf"\W*(?:\w+ly |also )?{_VERBS}(?: (?:that\s+)?|:\s+)(?=\S+ \S)")
_HERE = re.compile(r"\W*here(?:['’]s| is| are)\b[^.:\d]{0,80}:\s+(?=\S+ \S)", re.IGNORECASE)
_TO_MARKER = re.compile(r"[^\W\d_]+(?:\s[^\W\d_A-ZÀ-Þ][^\W\d_]*){0,3}\s?")


def opening(sentence: str, marker: int | None) -> int:
    """How many characters of a sentence open it so; the rest is what it says. ``marker`` is where the first of its
    markers stood, if it has one."""
    if marker is not None:
        if marker == 0 and (says := _BARE_SAYS.match(sentence)):
            return says.end()
        if sentence.startswith(",", marker) and _TO_MARKER.fullmatch(sentence, 0, marker):
            behind = marker + 1
            return behind + len(sentence[behind:]) - len(sentence[behind:].lstrip())
    found = _HERE.match(sentence) or _SAYS.match(sentence) or _FROM.match(sentence)
    return found.end() if found else 0


# Models write markers as they learned them: [1], [1, 2], [1-3], [^1^], [Passage 1], [citation:1], [doc1], 【1†source】,
# [[1]](address), (Passage 1), <sup>1</sup>, or turn0search1 between signs of private use. No quantifier gives back what
# it took, nor is a run of spaces begun anew at each: a text of such signs alone is read in time that grows with it.
_NAMED = (
    r"(?:passages?|sources?|articles?|documents?|docs?|ref(?:erence)?s?|citations?|cite|see|[psd](?=\d)|#)[\s:#_.]*+"
)
_LOCATOR = r"(?:\s*[,:;]\s*(?:pp?\.|page|lines?|l\.|para(?:graph)?\.?|§)\s*\d{1,5}(?:\s*[–-]\s*\d{1,5})?|:\d{1,4})?"
_NUMBERS = r"\d{1,3}(?:\s*(?:[,;&–—-]|and|to)\s*(?:PASSAGE)?\d{1,3})*".replace("PASSAGE", _NAMED)
_MARKER = re.compile(
    rf"(?<![ \t])[ \t]*+(?:\\?[\[【［〔]{{1,2}}\s*+\^?(?:{_NAMED}){{0,3}}+(?P<square>{_NUMBERS})\^?{_LOCATOR}"
    r"(?:†[^\[\]【】［］]{0,80})?\s*+\\?[\]】］〕]{1,2}"
    r"(?:\(https?:[^()\s]{0,500}\)|\(#?[^()\s]{0,100}\))?"
    rf"|\((?:see\s+)?(?:passage|source)s?[\s:#]*(?:passages?\s*)?(?P<round>{_NUMBERS})\)"
    r"|(?<!\d)(?<!\d )\((?P<last>\d{1,2}(?:\s*[,;]\s*\d{1,2})*)\)(?P<inner>(?!\s*(?:[.!?…](?:\s|\Z)|\Z|\n)))?"
    r"|<(?P<tag>sup|cite|ref|citation|source)\b[^<>]{0,80}>\[?(?P<raised>\d{1,3}(?:\s*,\s*\d{1,3})*)\]?</(?P=tag)>"
    r"|(?:(?<=[.!?…,;:”’\"')\]])|(?<=[^\W\d_]{4}))(?P<high>[⁰¹²³⁴-⁹]{1,2})(?![⁰¹²³⁴-⁹\w])"  # not of a unit, as in km²
    r"|\ue200cite(?P<private>(?:\ue202[a-z]{0,12}\d{0,3}[a-z]{0,12}\d{1,3})+)\ue201)",
    re.IGNORECASE,
)
# A passage by the name that it has in the prompt, as a word of the sentence.
_BARE = re.compile(
    r"\b(?:the )?(?P<name>passages?) (?P<numbers>\d{1,2}"
    r"(?:(?:, | and | & )passages? \d{1,2}\b|(?:, \d{1,2})?(?: and | & )\d{1,2}\b)*)\b",
    re.IGNORECASE,
)
# Markers in brackets of their own, and with words between them at the end of a sentence.
_NESTED = re.compile(
    r"[(\[]\s*+(?:(?:see|sources?|passages?|cf\.)[\s:]*+)?((?:\[\d{1,3}\](?:[\s,;&]|and\b)*+)++)[)\]](?!\()",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"(?<=\d\])(?:\s?[,;&]\s?|\s[a-z]{1,3}\s)(?=\[\d{1,3}\]\s?(?:[.!?…,;\n\[]|\Z|[,;&]\s?\[|[a-z]{1,3}\s\[))"
)
# What is bold to the end of a sentence or around a marker, whose last signs may stand behind the marker, in another
# sentence, and alone. Words set in bold within one stay as they were written.
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*\n]{1,1000}?[.!?…:：\])】］>\ue201])\1")
_LEAD = re.compile(r"(?:#{1,6}|[-*•+>]|\d{1,3}[.)])\s+")
_LONGEST_LEAD = 12  # characters of it, with white space
# Where a line ends a sentence though no full stop does: behind a colon, and a heading that is one as it is bold.
_LINE_END = re.compile(r"[:：][*_]*[^\S\n]*\n|^[^\S\n]*(?:\*\*|__)[^*\n]{1,200}(?:\*\*|__)[^\S\n]*\n", re.MULTILINE)
_HEADING = re.compile(r"#{1,6}\s|(?:\*\*|__)[^*\n]{1,200}(?:\*\*|__)\s*\Z")
_STOPPED = re.compile(r"[.!?…。！？][\"'”’»)\]*_]*\s*\Z")
# What is left of "Sources: [1], [2]" and the like.
_LABEL = re.compile(r"\W*(?:[^\W\d_]+\s?){1,3}[:：](?:[\s,;.&*_()|]|\b(?:and|the passages?)\b)*", re.IGNORECASE)
_EXCLAMATION = re.compile(r"\W*[^\W\d_]+(?: [^\W\d_]+)?!\W*")
_ANSWER = re.compile(r"[^\W\d_]+\.")
_NUMBERS_ALONE = re.compile(r"(?:\d{1,3}[.)]\s*)+")  # of a list of nothing but markers
_DANGLING = re.compile(r"\s*[,;]+(?=[.!?…]\Z)")


def marked_sentences(text: str, passages: int, *, finished: bool = True) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """The statements of a text: what stands before each, its words, and the passages that it names, from 0.

    Each is a sentence or a row of a table. None are headings, rules, a list of sources, and what opens a sentence and
    only says where it is from.
    """
    pieces = list(blocks(text, finished=finished))
    for number, piece in enumerate(pieces):
        if not piece.row:
            yield from _of_prose(piece.text, passages, finished=finished or number < len(pieces) - 1)
        else:
            plain, markers = _without_markers(piece.text, passages)
            yield "\n- ", plain.strip(), _passages(markers, passages)


def _of_prose(text: str, passages: int, *, finished: bool) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    plain, markers = _without_markers(text, passages)
    spans = _spans(plain, [offset for offset, _ in markers])
    if not finished:
        spans = spans[:-1]
    cited: list[list[tuple[int, list[int]]]] = [[] for _ in spans]
    for offset, named in markers:
        owner = _owner(plain, spans, offset)
        if owner is not None:
            cited[owner].append((offset, named))
    behind, skipped, heading = 0, "", ""
    for number, ((start, end), marked) in enumerate(zip(spans, cited, strict=True)):
        sign = _LEAD.match(plain[start:end] + ("\n" if start else ""))  # after which a marker stood alone
        begin = min(end, start + sign.end()) if sign else start
        lead = plain[behind:begin]
        behind = end
        first, words = number == 0, plain[begin:end]
        if begin == end or _says_nothing(plain[start:end], words, first=first, marked=bool(marked)):
            skipped += "" if lead.strip() else lead
            heading = _heading(plain[start:end]) or heading
            continue
        lead, skipped = skipped + lead, ""
        if heading:  # introduces what stands below it
            yield "\n\n", f"{heading}:", ()
            heading, lead = "", f"\n{lead.lstrip()}"
        cut = opening(words, max(0, marked[0][0] - begin) if marked else None)
        words = _DANGLING.sub("", words[cut:])
        yield lead, words[:1].upper() + words[1:] if cut else words, _passages(marked, passages)


def _says_nothing(sentence: str, words: str, *, first: bool, marked: bool) -> bool:
    """Whether a sentence, which is also given without its list sign, is none that could be true or false."""
    if not re.search(r"\w", words) or (not first and _NUMBERS_ALONE.fullmatch(words)):
        return True
    if words.startswith((":", "：")):  # what is left of a footnote
        return True
    if _LABEL.fullmatch(words):
        return marked or "passage" in words.lower()
    if first and not marked and _EXCLAMATION.fullmatch(words):
        return True
    return not marked and _heading(sentence) != ""


def _heading(sentence: str) -> str:
    """The words of a heading; "" where a sentence is none."""
    if not _HEADING.match(sentence) or _STOPPED.search(sentence):
        return ""
    return sentence.strip("#*_ \t\n")


def _spans(plain: str, offsets: Sequence[int]) -> list[Interval]:
    """The sentences of a text, which also end with a line that ends with a colon or is bold, and before one that a
    marker opens."""
    ends = {match.end() for match in _LINE_END.finditer(plain)}
    cuts = sorted(ends | {offset for offset in offsets if plain[offset - 1 : offset] == "\n"})
    found: list[Interval] = []
    for start, end in sentences(plain):
        inner = dict.fromkeys(cuts[bisect.bisect_right(cuts, start) : bisect.bisect_left(cuts, end)])
        for left, right in pairwise([start, *inner, end]):
            piece = plain[left:right]
            if piece.strip():
                found.append((left + len(piece) - len(piece.lstrip()), left + len(piece.rstrip())))
    return list(_with_answers(plain, found))


def _with_answers(plain: str, spans: Sequence[Interval]) -> Iterator[Interval]:
    """The sentences, each with a single word before it in its paragraph, as "Yes." alone can't be checked."""
    begun: int | None = None
    behind = [start for start, _ in spans[1:]]
    for (start, end), after in zip_longest(spans, behind):
        begun = start if begun is None else begun
        if after is None or not _ANSWER.fullmatch(plain, begun, end) or "\n" in plain[end:after]:
            yield begun, end
            begun = None


def _owner(plain: str, spans: Sequence[Interval], offset: int) -> int | None:
    """The sentence to which a marker belongs: that which it opens, with or without a list sign before it, if a line
    begins there; or else that which began last before it, whether it stands before or after the full stop."""
    before = plain[max(0, offset - _LONGEST_LEAD) : offset]
    line = before.rpartition("\n")[2]
    begins = "\n" in before or offset <= _LONGEST_LEAD
    behind = bisect.bisect_left(spans, offset, key=lambda span: span[0])  # the first that begins there or later
    if begins and (not line.strip() or _LEAD.fullmatch(f"{line.strip()} ")):
        opened = behind - 1 if behind and spans[behind - 1][1] > offset else behind
        if opened < len(spans) and "\n" not in plain[offset : max(offset, spans[opened][0])]:
            return opened
    return behind - 1 if behind else None


def _passages(markers: Sequence[tuple[int, list[int]]], passages: int) -> tuple[int, ...]:
    """The passages that some markers name, from 0, each once; no others than there are."""
    return tuple(dict.fromkeys(number - 1 for _, named in markers for number in named if 1 <= number <= passages))


def _without_markers(text: str, passages: int) -> tuple[str, list[tuple[int, list[int]]]]:
    """The text without its markers, and for each where it stood in what is left and the numbers in it. A passage that
    is named as a part of the sentence leaves "the passage" there."""
    text = _JOINED.sub("", _NESTED.sub(r"\1", _BOLD.sub(r"\2", text)))
    plain: list[str] = []
    found: list[tuple[int, list[int]]] = []
    length = behind = 0
    matches = [(match, _numbers(match)) for match in _MARKER.finditer(text)]
    round_ones = [
        match["inner"] is None for match, numbers in matches if match["last"] and max(numbers, default=0) <= passages
    ]
    # In a model's sentence "(4)" is a number of something, but where sentences end so and no other sign is used.
    inside = any(round_ones) and len(round_ones) == len(matches)
    for match, numbers in matches:
        if match["last"] and (max(numbers) > passages or not (inside or match["inner"] is None)):
            continue
        before, bare = _without_names(text[behind : match.start()])
        found += [(length + offset, named) for offset, named in bare]
        plain.append(before)
        length += len(before)
        found.append((length, numbers))
        behind = match.end()
    rest, bare = _without_names(text[behind:])
    found += [(length + offset, named) for offset, named in bare]
    return "".join([*plain, rest]), found


def _without_names(text: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """The same of passages that are named in words."""
    found: list[tuple[int, list[int]]] = []
    plain: list[str] = []
    length = behind = 0
    for match in _BARE.finditer(text):
        before = text[max(behind, match.start() - _LONGEST_LEAD) : match.start()]
        opens = match[0][0] == "T" or not before.strip() or before.endswith("\n") or _STOPPED.search(before)
        told = f"{text[behind : match.start()]}{'The' if opens else 'the'} {match['name'].lower()}"
        plain.append(told)
        length += len(told)
        found.append((length, [int(number) for number in re.findall(r"\d+", match["numbers"])]))
        behind = match.end()
    return "".join([*plain, text[behind:]]), found


def _numbers(marker: re.Match[str]) -> list[int]:
    """The passages that a marker names, of a range all."""
    if marker["private"]:
        return [int(number) for number in re.findall(r"(\d+)(?=\ue202|\Z)", marker["private"])]
    if marker["high"]:
        return [int("".join(str(unicodedata.digit(sign)) for sign in marker["high"]))]
    named = marker["square"] or marker["round"] or marker["last"] or marker["raised"]
    numbers: list[int] = []
    for range_sign, number in re.findall(r"([–—-]|\bto\b|[,;&]|\band\b)?[^\d–—,;&-]*?(\d+)", named, re.IGNORECASE):
        upto = int(number)
        begun = numbers[-1] + 1 if numbers and range_sign.lower() in ("-", "–", "—", "to") else upto
        numbers += range(begun, upto + 1)
    return numbers
