"""Press releases: what stands above and below their text, known by its words in each language.

Who sends one says in it what any reader should think of the sender. That, and whom to ask, stands below the text in
parts with headings of their own, after a mark of its end or without one; notes to editors add to the text and stay.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rag.corpus.dates import days_within

# By language: lines above a text that call it a release, or say from when on it may be published.
_ABOVE = {
    "en": r"(?:press|news|media) release|for immediate (?:release|publication|distribution)"
    r"|(?:strictly )?(?:under |strict )*embargo(?:ed(?: until\b.{0,60})?)?|not for (?:release|publication) before",
    "de": r"(?:presse|medien)(?:mitteilung|information|meldung)|sperrfrist(?::.{0,60})?"
    r"|zur (?:sofortigen )?veröffentlichung(?: frei(?:gegeben)?)?",
    "fr": r"communiqué(?: de presse)?|(?:sous )?embargo|pour (?:diffusion|publication) immédiate",
    "es": r"(?:nota|comunicado) de prensa|(?:bajo )?embargo|embargad[oa] hasta\b.{0,60}"
    r"|para (?:su )?(?:publicación|difusión|divulgación) inmediata",
    "tr": r"basın (?:bülteni|açıklaması|duyurusu|bildirisi)|ambargo|(?:hemen|derhal) (?:yayımlanmak|yayınlanmak) üzere",
}
# What may follow in the line is a number or a day: "Embargo on grain" is a headline.
_NUMBERED = r"(?:\b(?=[^\n]{0,40}\d).{0,80})?"
# How the heading begins, or in Turkish ends, of what a sender says of itself.
_ABOUT = {
    "en": r"about (?:the |us\b|[A-Z\d]).{0,60}",
    "de": r"über (?:die|den|das|uns|[A-Z\d]).{0,60}",
    "fr": r"à propos(?: d(?:e|es|u|['’]).{0,60})?",
    "es": r"(?:acerca de|sobre (?:el|la|los|las|nosotros|[A-Z\d])).{0,60}",
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
_HEAD, _LEAST_KEPT, _LONGEST_PART = 8, 200, 3_000
_REACHED = re.compile(r"@|(?:\d[ /().-]{0,2}){6}")


def _heading(words: Mapping[str, str], behind: str = "") -> re.Pattern[str]:
    """Lines that are such a heading, with what may stand ``behind`` it; what follows a colon in them is of its part."""
    # "(?i:...)" leaves the letter that begins a name as it is.
    each = "|".join(re.sub(r"\[A-Z\\d\]", r"(?-i:[A-ZÀ-Þ\\d])", one) for one in words.values())
    return re.compile(rf"[#*_\s]{{0,6}}(?i:{each}){behind}[*_\s]{{0,4}}(?::.{{0,200}})?")


_OPENS = _heading(_ABOVE, _NUMBERED)
_IS_ABOUT, _IS_CONTACT, _IS_NOTE = map(_heading, (_ABOUT, _CONTACT, _NOTES))


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
    above = [place for place in head if _OPENS.fullmatch(lines[place].strip())]
    ends = next((place for place, line in enumerate(lines) if line.strip() and _END.fullmatch(line.strip())), None)
    parts = _parts(lines, ends if ends is not None else len(lines) // 3)
    about, contact = (any(kind == one for kind, _, _ in parts) for one in ("about", "contact"))
    if not above and not (about and contact) and not (ends is not None and parts):
        return Release(text)
    taken = {place for _, start, end in parts for place in range(start, end)}
    left_out = sum(len(lines[place]) for place in taken)
    days = [day for place in above for _, _, day in days_within(lines[place], lang)]
    taken |= {*above, *(() if ends is None else (ends,))}
    kept = re.sub(r"\n{3,}", "\n\n", "\n".join(line for place, line in enumerate(lines) if place not in taken)).strip()
    if len(kept) < _LEAST_KEPT:
        return Release(text)
    return Release(kept, left_out, days[0] if len(set(days)) == 1 else None)


def _parts(lines: Sequence[str], after: int) -> list[tuple[str, int, int]]:
    """What a sender says of itself, and whom to ask, below a line: the kind of each part, and its lines."""
    openings = [(kind, place) for place in range(after, len(lines)) if (kind := _kind(lines[place].strip()))]
    found = []
    for number, (kind, start) in enumerate(openings):
        end = openings[number + 1][1] if number + 1 < len(openings) else len(lines)
        said = "\n".join(lines[start:end])
        if kind == "note" or len(said) > _LONGEST_PART or (kind == "contact" and not _REACHED.search(said)):
            continue
        found.append((kind, start, end))
    return found


def _kind(line: str) -> str:
    if not line or (re.search(r"[.!?]$", line) and ":" not in line):
        return ""
    kinds = (("about", _IS_ABOUT), ("contact", _IS_CONTACT), ("note", _IS_NOTE))
    return next((kind for kind, pattern in kinds if pattern.fullmatch(line)), "")
