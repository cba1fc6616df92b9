"""Press releases: what stands above and below their text, known by its words in each language.

Who sends one says in it what any reader should think of the sender. That, and whom to ask, stands below the text in
parts with headings of their own, after a mark of its end or without one; notes to editors add to the text and stay.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise, takewhile
from typing import NamedTuple

from rag.corpus.dates import days_within

# By language: lines above a text that call it a release, or say from when on it may be published. "Embargo" alone is a
# headline, too.
_ABOVE = {
    "en": r"(?:press|news|media) release|for immediate (?:release|publication|distribution)"
    r"|(?:strictly )?(?:(?:under )?strict |under )embargo|(?:strictly )?embargoed(?: until\b.{0,60})?"
    r"|embargo(?=\s?:|\suntil\b)|not for (?:release|publication) before",
    "de": r"(?:presse|medien)(?:mitteilung|information|meldung)|sperrfrist(?=\s?:|\sbis\b)"
    r"|zur (?:sofortigen )?veröffentlichung(?: frei(?:gegeben)?)?",
    "fr": r"communiqué(?: de presse)?|sous embargo|embargo(?=\s?:|\sjusqu)"
    r"|pour (?:diffusion|publication) immédiate",
    "es": r"(?:nota|comunicado) de prensa|bajo embargo|embargo(?=\s?:|\shasta\b)|embargad[oa] hasta\b.{0,60}"
    r"|para (?:su )?(?:publicación|difusión|divulgación) inmediata",
    "tr": r"basın (?:bülteni|açıklaması|duyurusu|bildirisi)|ambargo(?=\s?:)"
    r"|(?:hemen|derhal) (?:yayımlanmak|yayınlanmak) üzere",
}
# What may follow in the line is a number, a day or a time, and nothing behind it: else the line is a headline.
_NUMBERED = (
    r"(?:[\s:,|/–—-]{1,3}(?:[^\W\d_][^\W\d_'’]{0,11}(?:['’][^\W\d_]{1,3})?[.:,°]{0,2}\s?){0,3}\d(?:.{0,60}\d)?"
    r"(?:\s?(?:[ap]\.?m\.?|uhr|h|hrs?|(?-i:[A-Z]{2,4})))?[.)]?)?"
)
# How the heading begins, or in Turkish ends, of what a sender says of itself: it has a name.
_ABOUT = {
    "en": r"about (?:(?:the )?[A-Z]|us\b|the company\b).{0,60}",
    "de": r"über (?:die |den |das |uns\b|[A-Z]).{0,60}",
    "fr": r"à propos(?: d(?:e|es|u|['’]).{0,60})?",
    "es": r"(?:acerca de|sobre (?:(?:el |la |los |las )?[A-Z]|nosotros\b)).{0,60}",
    "tr": r".{2,60} hakkında",
}
_CONTACT = {
    "en": r"(?:press |media |news )?(?:contacts?|enquiries|inquiries)|for (?:more|further) information\b.{0,40}",
    "de": r"(?:presse|medien)?kontakt|ansprechpartner(?:in)?(?: für .{2,40})?|rückfragen\b.{0,40}",
    "fr": r"contacts?(?: (?:de )?presse| médias?)?|relations? presse",
    "es": r"contacto(?: (?:de|para) (?:la )?prensa| para (?:los )?medios)?|gabinete de prensa",
    "tr": r"(?:basın )?(?:iletişim|irtibat)(?: bilgileri)?",
}
_NOTES = {
    "en": r"(?:notes? (?:to|for) (?:the )?editors?|editor['’]?s['’]? notes?|background)",
    "de": r"hinweise? (?:für|an) (?:die )?redaktion(?:en)?|hintergrund",
    "fr": r"notes? (?:aux rédactions|à la rédaction|aux? rédacteurs?)",
    "es": r"notas? (?:a|para) (?:la redacción|los (?:editores|redactores))",
    "tr": r"editör(?:e|lere) not(?:lar)?",
}
_END = re.compile(
    r"(?=.*(?:[-–—*#~]|(?-i:[A-Z]{3})))[-–—*#~\s]*(?:ends?|ende|fin|son|30)[-–—*#~\s.]*|(?:#\s*){3,}", re.I
)
_SENTENCE = re.compile(r"(?:\S+\s+){5,}\S+[.!?…][\"”»“)]?")
_HEAD, _LEAST_KEPT = 8, 200
_LONGEST = {"about": 3_000, "contact": 1_000}  # characters of such a part
_REACHED = re.compile(r"@|(?:\d[ /().-]{0,2}){6}")


def _heading(words: Mapping[str, str], behind: str) -> re.Pattern[str]:
    """Lines that are such a heading, with what may stand ``behind`` it."""
    each = "|".join(words.values()).replace("[A-Z]", "(?-i:[A-ZÀ-Þ]|\\d+[A-Z])")
    return re.compile(rf"[#*_\s]{{0,6}}(?i:(?:{each}){behind})")


_OPENS = _heading(_ABOVE, rf"{_NUMBERED}[*_\s]{{0,4}}")
_IS_ABOUT, _IS_CONTACT, _IS_NOTE = (
    _heading(words, r"[*_\s]{0,4}(?::.{0,200})?")
    for words in (_ABOUT, _CONTACT, _NOTES)  # a part may begin behind it
)


class Release(NamedTuple):
    """A text without what only makes it a press release, how many characters were left out below it, and the day from
    which it may be published."""

    text: str
    left_out: int = 0
    day: date | None = None


def released(text: str, lang: str = "") -> Release:
    """A text as that of a press release, where it is one; any other as it is."""
    lines = text.split("\n")
    head = [place for place, line in enumerate(lines) if line.strip()][:_HEAD]
    opening = list(takewhile(lambda place: not _SENTENCE.fullmatch(lines[place].strip()), head))
    above = [place for place in opening if _OPENS.fullmatch(lines[place].strip())]
    ends = _end_of(lines, anywhere=bool(above))
    parts, rest = _parts(lines, ends if ends is not None else len(lines) // 3)
    kinds = {kind for kind, _, _ in parts}
    if not above and not (kinds == {"about", "contact"} and not rest) and not (ends is not None and parts):
        return Release(text)
    taken = {place for _, start, end in parts for place in range(start, end)}
    left_out = sum(len(lines[place]) for place in taken)
    days = [day for place in above for _, _, day in days_within(lines[place], lang)]
    taken |= {*above, *(() if ends is None else (ends,))}
    kept = re.sub(r"\n{3,}", "\n\n", "\n".join(line for place, line in enumerate(lines) if place not in taken)).strip()
    if len(kept) < _LEAST_KEPT:
        return Release(text)
    return Release(kept, left_out, days[0] if len(set(days)) == 1 else None)


def _end_of(lines: Sequence[str], *, anywhere: bool) -> int | None:
    """The line that marks the end of a release; where nothing else says that it is one, the mark has to stand above
    a part of what is below releases, and below a text: between the parts of a story there are such marks, too."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    told = next((place for place in filled if _SENTENCE.fullmatch(lines[place].strip())), len(lines))
    marked = ((place, below) for place, below in pairwise([*filled, None]) if place is not None)
    return next(
        (
            place
            for place, below in marked
            if _END.fullmatch(lines[place].strip())
            and (anywhere or (below is not None and _kind(lines[below].strip())))
            and place > told
        ),
        None,
    )


def _parts(lines: Sequence[str], after: int) -> tuple[list[tuple[str, int, int]], bool]:
    """What a sender says of itself, and whom to ask, below a line: the kind of each part, and its lines; and whether
    anything but notes follows the first of them."""
    openings = [
        (kind, place)
        for place in range(after, len(lines))
        if (kind := _kind(lines[place].strip()) or ("other" if lines[place].startswith("#") else ""))
    ]
    found: list[tuple[str, int, int]] = []
    rest = False
    for number, (kind, start) in enumerate(openings):
        end = openings[number + 1][1] if number + 1 < len(openings) else len(lines)
        said = "\n".join(lines[start:end])
        if kind in _LONGEST and len(said) <= _LONGEST[kind] and (kind == "about" or _REACHED.search(said)):
            found.append((kind, start, end))
        else:
            rest = rest or (bool(found) and kind != "note")
    return found, rest


def _kind(line: str) -> str:
    if not line or (re.search(r"[.!?]$", line) and ":" not in line):
        return ""
    kinds = (("about", _IS_ABOUT), ("contact", _IS_CONTACT), ("note", _IS_NOTE))
    return next((kind for kind, pattern in kinds if pattern.fullmatch(line)), "")
