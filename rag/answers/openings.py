"""What opens a model's sentence and says only where it has the rest from, or that it now comes. It knows no passages.

Structure tells where it can: a marker before a comma, a colon. Words do where it can't: an article and one of the names
under which a model knows what it was given, in each language.
"""

import re

_GIVEN = (
    r"(?:the|these|those|your)(?: (?:provided|given|retrieved|cited|numbered|available|following|above|news))*"
    r" (?:passages?|articles?|sources|excerpts?|context|documents|texts?|information)(?: (?:provided|given|above))?"
    r"|(?:provided|given|retrieved|available)"
    r" (?:passages?|articles?|sources?|excerpts?|context|documents?|texts?|information)"
    r"|(?:den|der|dem|die)(?: \w+en)? (?:passagen?|artikeln?|quellen|auszügen?)"
    r"|(?:les|des|aux|l|d)\s*(?:articles?|passages?|sources|extraits)(?: \w+s)?"
    r"|(?:los|las|el)\s(?:artículos?|pasajes?|fuentes|fragmentos)(?: \w+s)?"
    r"|(?:gli|i|le|dagli|dai|dalle|negli|nei|nelle|agli|ai|alle)\s(?:articoli|passaggi|fonti|brani)(?: \w+i)?"
    r"|(?:de|het)\s(?:\w+ )?(?:artikelen|artikel|passages?|bronnen)"
    r"|(?:os|as|dos|das|nos|nas|aos|às)\s(?:artigos|trechos|passagens|fontes)(?: \w+s)?"
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
