"""Whom a line such as "By Ana Petrović and Bo Quist, Berlin" names as the writers of a text.

The site itself, an address, a number or a job is nobody. It knows words alone, and no page.
"""

import re
from collections.abc import Iterable, Sequence

from rag.corpus.pages.linked import plain

# "From our reporter in Norrin,"; "Text and pictures:".
_OURS = (
    r"(?:by|von|de|dal?|di|par|por)\s(?:our|unser\w*|notre|nos|nostr[aoi]|nuestr[ao]s?)(?:\s(?-i:[a-zà-ÿ]+)){0,4}"
    r"(?:\s[^\W\d_]*(?:redakt|korrespondent|reporter|mitarbeiter)\w*)?(?:\s[\w-]+,)?"
)
_BOTH = r"te[xk]\w{1,3} (?:y|und|et|e|og|och|en|and|&) (?:fot|photo|bild)\w{0,6}(?: (?:by|von|par|por|di|door|av|af))?"
# Words that stand before a writer's name, by language, and what may stand before those.
_BY = re.compile(
    r"^(?:(?:[a-z]+\s+){1,3}by|as told to|posted on [^|]{4,40}\sby|a cura di"
    r"|(?:[a-z]{3,9}\.? \d{1,2},|\d{1,2} [a-z]{3,9}) \d{4}[\s|·,–—-]{1,3}by"
    rf"|{_OURS}|{_BOTH}"
    r"|(?:geschrieben|aufgezeichnet|protokolliert|eingereicht|publié|soumis|publicado|enviado|écrit|rédigé"
    r"|(?:propos )?recueillie?s?|escrito|scritto"
    r"|geschreven|kommentar|interview|gastbeitrag|analyse|reportage|essay|kolumne|glosse|entretien(?: réalisé)?"
    r"|intervista|analisi"
    r"|eine? (?:bericht|artikel|kommentar|interview|gastbeitrag|analyse|reportage|essay|kolumne|porträt|glosse)) "
    r"(?:von|par|por|di|door)|by|von|par|por|per|di|door|av|af|przez|oleh|penulis|yazan|autor(?:in|en|es)?|auteure?s?|autore)"
    r"(?:\s*:\s*|\s+)|^(?:text|autor|author|writer|írta|szerző|โดย|автор|автори|авторы|نویسنده|نوشته|الكاتب|الكاتبة|بقلم|كتبت?|כתב|כתבה"
    r"|מאת|tác giả|teksti?|tekstas|autorius|autoriai|autors|oleh|kirjoittaja|szöveg|συντάκτης|κείμενο"
    r"|piše|napisala?|написала?|लेखक|reporter|pewarta|取材・文)s?\s*:\s*"
    r"|^(?:记者|記者|作者|文)(?:\s*[:：・／/]\s*|\s+)|^(?:του|της|των)\s+",
    re.I,
)
_LABEL = re.compile(r"^\s*[^\W\d_]{2,20}(?: photos?)?\s*[:：]\s*")
_AGENCY = (
    r"(?:Reuters|Bloomberg|AFP|AP|dpa|EFE|ANSA|CNN|BBC News|AAP|AGERPRES|ANP|APA|ATS|BNS|ČTK|DHA|ELTA|İHA|LETA|MTI|NTB"
    r"|PAP|PTI|STT|TASR|TT|UPI|(?:The )?Associated Press|ASSOCIATED PRESS|Agence France-Presse|The Canadian Press"
    r"|La Presse canadienne)"
)
# A slash parts two names, but not within an acronym, unless what follows is an agency: "RFE/RL", "AP/AFP".
_SLASH = rf"(?-i:(?<![A-Z]{{2}})[/／]|[/／](?:(?={_AGENCY}\b)|(?![A-Z]{{2,5}}\b(?! [A-Z]{{2}}))))"
_AND = "and|und|et|og|och|ve|ja|és|și|dan|và|и|та|και|avec|mit|with"
_BETWEEN = re.compile(
    rf"\s*(?:[;|·•、，\n]|,(?!\s*(?:jr|sr|m\.?d|ph\.?d|esq|i{{2,3}}|iv)\b)(?:\s*(?-i:{_AND})\s)?"
    rf"|\s[–—-]\s|{_SLASH}|&|\s+(?:{_AND})\s+)\s*",
    re.I,
)
_MAY_BE_BETWEEN = re.compile(r"\s+(?:y|e|i|en)\s+")  # and within Spanish and Portuguese surnames
# What people are rather than who they are, and desks of the paper itself: stems, as no table of words has them.
_JOB = re.compile(
    r"\b(?:(?:editor|staff|team|desk|analyst|writer|director|editorial)s?\b|reporter|correspondent|journalist|columnist"
    r"|producer|contributor|bureau\b|newsroom|professor|lecturer|redakt|redacc|redac[ct]|rédac|redaz|redaksi|korrespondent"
    r"|chefredakt|volontär|correspondant|corresponsal|periodista|giornalista|inviat[oa]\b|verslaggever|muhabir|editör"
    r"|haber merkezi|редакци|корреспондент|кореспондент|dziennikarz)",
    re.I,
)
# The jobs of those who write for papers, of which a line says that the name before it is a writer's.
_REPORTS = re.compile(
    r"(?:[^\W\d_]+\s){0,3}?(?:reporter|correspondent|journalist|columnist|staff writer|(?:chef)?redakt|\w*korrespondent"
    r"|correspondant|envoyée? spécial|corresponsal|enviad[oa] especial|periodista|giornalista|inviat[oa]\b"
    r"|jornalista|repórter|verslaggever|toimittaja|újságíró|muhabir|корреспондент|кореспондент|журналист|журналіст|dziennikarz|ajakirjanik"
    r"|žurnalist|novinar|δημοσιογράφος)",
    re.I,
)
_NOBODY = re.compile(
    r"(?:web-?)?(?:admin\w*|master)|unknown|anonym\w*|guest(?: author)?|author(?: name)?|root|user\w*|null|none"
    r"|undefined|default|name|n/?a|agenc\w+|agentur\w*|others"
)
_COMPANY = re.compile(r"\b(?:GmbH|AG|Inc|Ltd|LLC|PLC|S\.?A|S\.?r\.?l|Sp\. z o\.\s?o|B\.?V|Oy|A/S)\.?$")
_NO_WORDS = re.compile(r"https?:\S+|www\.\S+|\S+@\S+|(?<=\s)@\w+$")
_SITE_ADDRESS = re.compile(r"https?:\S+\.|www\.\S+\.", re.I)
_ADDRESS = re.compile(r"@|https?:|www\.|^[\w-]+(?:\.[\w-]+)+$|^(?-i:[a-z]+(?:[_-][a-z]+)+)$", re.I)
# Where somebody is, for whom, or when: what a line says of a writer behind the name.
_BEHIND = re.compile(
    r"\s*[(\[][^()]*[)\]]\s*|\s+(?:in|aus|à|en)\s+[^\W\d_a-z][\w-]+$"
    r"|\s+(?:for|für|pour|(?i:special|exclusive) to|on)\s.*$|\s(?:op|am|le|el|em|il|den)\s.*\d.*$"
)
_TWICE = re.compile(r"^(\S+ \S.*?\S)\s*\1$")  # for wide and for narrow windows
_WITH_AGENCY = re.compile(rf"(?<=\w)\s+{_AGENCY}$")
_OF_A_FEED = re.compile(r"\S+@\S+ \(([^()]{3,60})\)$")  # as RSS has its authors
# What a line tells of somebody or something else, under a name or a verb of its own.
_ELSE = re.compile(
    r"\s(?!by\b)[^\W\d_]{2,12}\s?[:：](?=\s|[\u3400-\u9fff]).*$|\s[\u3400-\u9fff]{2,4}・.*$"
    r"|(?<=\w{3})\.\s+(?:[^\W\d_][\w-]{3,}\s){1,2}(?:by|von|par|por|di|door|av|af)\s.*$",
    re.I | re.S,
)
_PLACED = re.compile(r"\s*[/|]\s*[^\W\d_]+(?:[ -][^\W\d_]+){0,2}\s*")
_LONGEST_NOTE = 300  # characters
_TITLE_BEHIND = re.compile(r"(?<=[\uac00-\ud7af])\s?기자$|(?<=[\u3400-\u9fff])\s?(?:記者|记者)$")
_DATED = re.compile(r"(?<=\w)\s+(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[.,]+\s+[^\W\d_]{3,10}\.?\s\d.*$", re.I)
_PLACES = re.compile(r"\s*\([^()]{0,80},[^()]{0,80}\)")  # in which a comma parts no names
_ON_BEHALF = re.compile(r"(?:for|für|pour|special to|exclusive to)\s", re.I)
# Where a line says of a word beside a name that it is a writer's: Chinese, Japanese, Korean, Thai.
_SIGNED = re.compile(
    r"(?:(?:作者|撰文|文)\s*[:：]\s*|(?<![\u3400-\u9fff])(?:記者|记者)\s?[:：]?\s?(?![會会招]))"
    r"(?P<zh>[\u3400-\u9fff]{2,5})(?=[\s／/、]|$)"
    r"|^[\u3400-\u9fff]{2,8}(?:記者|记者)\s(?P<paper>[\u3400-\u9fff]{2,4})$"
    r"|(?:^|\s)(?P<ja>[\u3400-\u9fff]{3,5})\s?(?:記者|记者)(?=\s|$)"
    r"|(?:^|[\s=])(?P<ko>[\uac00-\ud7af]{2,4})\s(?:기자|특파원)(?=\s|$)"
    r"|โดย\s*:?\s*(?P<th>[\u0e00-\u0e7f]+ [\u0e00-\u0e7f]+)$"
)
_NICKNAME = re.compile(r"(?<=\w) [\"“]\w[\w .]{1,20}[\"”] (?=\w)")
_CHINESE = re.compile("[\u3400-\u9fff]+")
_ASKS = re.compile(  # what a link beside a name does
    r"(?:more|learn|view|follow|read|see|show|all|about|share|close|contact|write|send|leave|email|e-mail|print|posted"
    r"|updated|published|mehr|alle|folgen|voir|suivre|ver|seguir|vedi|segui)\b|关注|扫一扫",
    re.I,
)
_SHORTENED = re.compile(r"(?:\b[^\W\d_]|\bjr|\bsr)\.$", re.I)
_PICTURES = re.compile(
    r"(?:(?:crédits? )?photo|foto|фото|写真|사진|picture|bild|video|illustra|graphic|grafik|infograf|camera|kamera)",
    re.I,
)
_PICTURED = re.compile(rf"\({_PICTURES.pattern}", re.I)  # "Bo Quist (photos)"
# What others did for a text: of pictures, of it as it was written, of it once it was.
_OTHERS = re.compile(
    rf"\W?(?:{_PICTURES.pattern}"
    r"|(?:(?:copy-?)?edit|translat|medically review|fact-?check|research|produc|design|present|sponsor|power|host)"
    r"(?:ed|ion|ing)\b.*\sby|(?:copyright|advertis\w+|brought to you) by"
    r"|(?:aus dem \w+ )?übersetzt|traduit|traduction|traducido|traducción|tradotto|traduzi|vertaald)",
    re.I,
)
# Behind a caption's sentence: "Photograph: Ana Brook/The Gazette", "Credit...Ana Brook".
_CREDITED = re.compile(
    rf"(?<=[.!?…”\"»)])\s*(?-i:(?=[^\W\d_a-z]|[©(]))(?:(?:{_PICTURES.pattern}|credits?|crédits?|image|bild)[^\W\d_]*\s*"
    r"(?:by\s|:|\.\.\.|/)|©|\(c\))\s*(?-i:[^\W\d_a-z])[^.!?]{1,100}\.?$",
    re.I,
)
_CLAUSES = re.compile(rf"(?:^|[;|,]\s*){_OTHERS.pattern}[^;|]*", re.I)  # "photographs by Bo Quist and Eva Holm"
_SMALL = {"the", "der", "die", "das", "le", "la", "les", "el", "il", "de", "news", "online", "com", "tv", "redaktion"}
_PARTICLES = frozenset(
    "af al av ben bin bint d da das de dei del della den der di do dos du e el i ibn la le lo mac na op san te ten ter"
    " und van von y zu zum zur".split()
)
_LONGEST, _MOST_WORDS, MOST_WRITERS, _LONGEST_CHINESE = 60, 7, 50, 5


class Sites:
    """The names by which a page's site goes, so that they are not taken for somebody; ``likely`` is what its title ends
    with, which may also be who wrote it."""

    def __init__(self, names: Iterable[str], likely: str = "") -> None:
        self._words = [words for name in names if (words := _folded(name))]
        self._letters = {"".join(words) for words in self._words}
        self._likely = _folded(likely)

    def others(self, names: list[str]) -> list[str]:
        """Some names without that which is likely the site's, where it has an article before it or people beside it."""
        likely = [name for name in names if self._likely and _folded(name) == self._likely]
        articled = [name for name in likely if len(re.findall(r"\w+", name)) > len(self._likely)]
        return [name for name in names if name not in (likely if len(likely) < len(names) else articled)]

    def has(self, name: str) -> bool:
        """Whether a name is the site's, or one of it with a word such as "News" beside it."""
        words = _folded(name)
        letters = "".join(words)
        # In Chinese the site's name begins that of its parts.
        if letters in self._letters or (
            _CHINESE.fullmatch(letters) and any(one.startswith(letters) for one in self._letters)
        ):
            return True
        for site in self._words:
            rest = [word for word in words if word not in site]
            if not set(site) <= set(words):
                continue
            if all(word in _SMALL for word in rest) or (len(site) > 1 and len(rest) < 3):
                return True
        return False


def _folded(name: str) -> list[str]:
    name = re.sub(r"^https?://|^www\.|^@", "", name.strip().casefold())
    words = [word for word in re.split(r"[\W_]+", name) if word]
    return words[1:] if len(words) > 1 and words[0] in ("the", "der", "die", "das", "le", "la", "el", "il") else words


def people_in(words: str, sites: Sites, *, strict: bool = False) -> list[str]:
    """The persons that a line such as "By Ana P and Bo Q, Berlin" names; ``strict`` for a line of the page itself, in
    which other words may stand: then each has a name and a surname, in capitals where the script has them."""
    words = _OF_A_FEED.sub(r"\1", plain(words).lstrip(" |·•/–—-"))
    # Beside the address of a site stands where it is.
    strict = strict or _SITE_ADDRESS.search(words) is not None
    words = _PLACES.sub("", _NO_WORDS.sub(" ", words))
    if _BY.match(words):  # behind a dash it says where the writer was
        words = re.split(r"\s[–—]\s", words, maxsplit=1)[0]
    found: dict[str, str] = {}
    words = _CLAUSES.sub("", words)
    words = _ELSE.sub("", without_by(words)[:2000]) if _BY.match(words) else words
    words = _DATED.sub("", words)
    for part in _BETWEEN.split(without_by(words)[:2000]):
        sides = _MAY_BE_BETWEEN.split(part)
        for side in sides if all(len(side.split()) > 1 for side in sides) else [part]:
            aside = _OTHERS.match(side) or _ON_BEHALF.match(side) or _PICTURED.search(side)
            name = _LABEL.sub("", "" if aside else side)
            bare = _BEHIND.sub(" ", name).strip()
            name = without_by(bare if len(bare.split()) > 1 or "(" in name else name).strip(" ,:*–—-")
            name = _TITLE_BEHIND.sub("", name)
            bare = _WITH_AGENCY.sub("", name)
            name = _TWICE.sub(r"\1", bare if len(bare.split()) > 1 else name)
            name = name if _SHORTENED.search(name) else name.rstrip(".")
            if is_somebody(name, sites) and (not strict or _is_full_name(name) or re.fullmatch(_AGENCY, name)):
                found.setdefault(name.casefold(), name)
    return people_first(sites.others(list(found.values())))[:MOST_WRITERS]


def full_names_in(words: str, sites: Sites) -> list[str]:
    """The persons of a line that a record has for writers; none where a part of it is one word, which may be half
    of a name ("Finch, Dora") or of a firm's."""
    parts = [part.strip() for part in _BETWEEN.split(without_by(words)[:2000])]
    if any(" " not in part and not part.isupper() and part for part in parts):
        return []
    return people_in(words, sites, strict=True)


def people_first(names: list[str]) -> list[str]:
    """Some names without the agencies, such as "dpa", that stand beside names of people."""
    others = [name for name in names if re.fullmatch(_AGENCY, name) is None]
    people = [name for name in others if " " in name or not (name.isupper() or name.islower())]
    return people or names


def without_by(words: str) -> str:
    """A line without the word for "by" that it begins with, where no name begins so."""
    lead = _BY.match(words)
    if lead is None:
        return words
    rest = words[lead.end() :].strip()
    # "Von Miller" and "Di Maria" are names, "von der Heide" is the end of one; "Von dpa" is neither.
    alone = len(rest.split()) == 1 and lead.group().strip().lower() in ("von", "di", "av", "af", "per", "door")
    name = alone and not rest.islower()
    return words if name or (rest[:1].islower() and len(rest.split()) > 1) else rest


def opens_with_by(line: str) -> bool:
    """Whether a line begins with a word such as "By"."""
    return _BY.match(line) is not None


def signed_in(line: str, sites: Sites) -> str:
    """The one whom a line names beside a word for a writer, in scripts that have no capitals; "" """
    match = _SIGNED.search(line)
    name = match[match.lastgroup or 0] if match else ""
    return name if name and is_somebody(name, sites) else ""


def credited_in(lines: Sequence[str], sites: Sites) -> list[str]:
    """The persons of the first of some lines of one block, where that, or the line below, says beside their names that
    they report; an agency may as well stand beside the name of a place."""
    first, *below = lines
    name, _, beside = re.sub(r"\s*(?:[,.|·•/]|\s[–—-])\s+", "\n", first, count=1).partition("\n")
    rest = beside or next(iter(below), "")
    return people_in(name, sites, strict=True) if _REPORTS.match(rest) and len(rest.split()) < _MOST_WORDS else []


def asks(words: str) -> bool:
    """Whether a link beside a name does something, as "Follow" does."""
    return _ASKS.match(words) is not None


def is_byline(line: str, writers: str) -> bool:
    """Whether a line only says who wrote the text, given the names that its page has for writers: behind a word such as
    "By", or with a job, or a place behind a slash, beside them."""
    named = [name for name in writers.split(", ") if name and name in line]
    if len(line) >= 120 or not named:
        return False
    rest = line
    for name in named:
        rest = rest.replace(name, " ")
    beside = _JOB.search(rest) or _PLACED.fullmatch(rest)
    return _BY.match(line) is not None or (beside is not None and len(rest.split()) < _MOST_WORDS)


def tells_of(line: str, writers: str) -> bool:
    """Whether a line speaks of one of a text's writers by the full name that it begins with, as the note below a text
    does; what is said of somebody in quotation marks is of the text."""
    names = [name for name in writers.split(", ") if " " in name]
    behind = next((line[len(name) :] for name in names if line.startswith(f"{name} ")), "")
    return 0 < len(behind) <= _LONGEST_NOTE and behind[1:2].islower() and not re.search(r"[\"“„«»]", behind)


def is_credit(line: str) -> bool:
    """Whether a line only says who made a picture."""
    made = _PICTURES.match(line) is not None and (_LABEL.match(line) or _BY.match(line)) is not None
    return not line or line.startswith(("©", "(c)")) or (len(line) < 120 and made)


def without_credit(caption: str) -> str:
    """A caption without the words behind its last sentence that say who made the picture."""
    return _CREDITED.sub("", caption)


def credits_somebody(line: str) -> bool:
    """Whether a line that stands by itself names who made a picture, and nothing else."""
    said = _LABEL.sub("", without_by(line))
    return is_credit(line) and 2 * len("".join(people_in(said, Sites(()), strict=True))) > len(said)


def is_somebody(name: str, sites: Sites) -> bool:
    """Whether some words may be the name of a person or an agency."""
    return (
        0 < len(name) <= _LONGEST
        and len(name.split()) <= _MOST_WORDS
        and sum(map(str.isalpha, name)) > 1
        and not re.search(r"\d|[?!:<>{}=\[\]\"“”→»›]", _NICKNAME.sub(" ", name))
        and not _ASKS.match(name)
        and not _COMPANY.search(name)
        and not _ADDRESS.search(name)
        and not _JOB.search(name)
        and not _NOBODY.fullmatch(name.casefold())
        and without_by(f"{name} ") != ""
        and not sites.has(name)
    )


def _is_full_name(name: str) -> bool:
    words = name.split()
    if not re.search(r"[^\W\d_]", name) or name == name.swapcase():  # a script without capitals
        chinese = _CHINESE.fullmatch(name) is not None
        return len(words) <= 5 and len(name) <= (_LONGEST_CHINESE if chinese else 30)
    return (
        2 <= len(words) <= _MOST_WORDS
        and all(not word[0].islower() or word in _PARTICLES or word[1:2] in "'’" for word in words)
        and (not words[-1][0].islower() or re.search(r"['’]", words[-1]) is not None)
    )
