"""Who wrote a page's article: persons that its JSON-LD, a byline or its meta tags name, in this order.

The site itself, an address, a number or a job is nobody. What persons are called stays as the page writes it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from rag.corpus.articles import one_line
from rag.corpus.pages.elements import Meta, is_small, names_of, words_of
from rag.corpus.pages.linked import Linked, plain, types_of

# Words that stand before a writer's name, by language, and what may stand before those.
_BY = re.compile(
    r"^(?:(?:[a-z]+\s+){1,3}by|posted on [^|]{4,40}\sby|a cura di"
    r"|(?:geschrieben|aufgezeichnet|protokolliert|publié|écrit|escrito|scritto|geschreven"
    r"|eine? (?:bericht|artikel|kommentar|interview|gastbeitrag|analyse|reportage|essay|kolumne|porträt|glosse)) "
    r"(?:von|par|por|di|door)|by|von|par|por|per|di|door|av|af|przez|oleh|yazan|autor(?:in|en|es)?|auteure?s?|autore)"
    r"(?:\s*:\s*|\s+)|^(?:text|autor|author|writer|írta|szerző|โดย|автор|автори|авторы|نویسنده|نوشته|الكاتب|الكاتبة|بقلم|כתב|כתבה"
    r"|מאת|tác giả|teksti?|tekstas|autorius|autoriai|autors|penulis|oleh|kirjoittaja|szöveg|συντάκτης|κείμενο)s?\s*:\s*"
    r"|^(?:记者|記者|作者|文)(?:\s*[:：・／/]\s*|\s+)|^(?:του|της|των)\s+",
    re.I,
)
_LABEL = re.compile(r"^\s*[^\W\d_]{2,20}\s*[:：]\s*")
_BETWEEN = re.compile(
    r"\s*(?:[;|·•、，\n]|,(?!\s*(?:jr|sr|m\.?d|ph\.?d|esq|i{2,3}|iv)\b)(?:\s*(?:and|und|et|avec|mit|with)\s)?"
    r"|\s[–—-]\s|/|&|\s+(?:and|und|et|og|och|ve|ja|"
    r"és|și|dan|và|и|та|και|avec|mit|with)\s+)\s*",
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
_NOBODY = re.compile(
    r"(?:web-?)?(?:admin\w*|master)|unknown|anonym\w*|guest(?: author)?|author(?: name)?|root|user\w*|null|none"
    r"|undefined|default|name|n/?a|agenc\w+|agentur\w*|others"
)
_COMPANY = re.compile(r"\b(?:GmbH|AG|Inc|Ltd|LLC|PLC|S\.?A|S\.?r\.?l|Sp\. z o\.\s?o|B\.?V|Oy|A/S)\.?$")
_NO_WORDS = re.compile(r"https?:\S+|www\.\S+|\S+@\S+")
_SITE_ADDRESS = re.compile(r"https?:\S+\.|www\.\S+\.", re.I)
_ADDRESS = re.compile(r"@|https?:|www\.|^[\w-]+(?:\.[\w-]+)+$", re.I)
# Where somebody is, for whom, or when: what a line says of a writer behind the name.
_BEHIND = re.compile(
    r"\s*[(\[][^()]*[)\]]\s*|\s+(?:in|aus|à|en)\s+[^\W\d_a-z][\w-]+$"
    r"|\s+(?:for|für|pour|(?i:special|exclusive) to|on)\s.*$"
)
_TWICE = re.compile(r"^(\S+ \S.*?\S)\s*\1$")  # for wide and for narrow windows
_WITH_AGENCY = re.compile(r"(?<=\w)\s+(?:Reuters|Bloomberg|AFP|AP|dpa|EFE|ANSA|CNN|BBC News)$")
_OF_A_FEED = re.compile(r"\S+@\S+ \(([^()]{3,60})\)$")  # as RSS has its authors
# What a line tells of somebody or something else, under a name or a verb of its own.
_ELSE = re.compile(
    r"\s(?!by\b)[^\W\d_]{2,12}\s?[:：](?=\s|[\u3400-\u9fff]).*$|(?<=\w{3})\.\s+[^\W\d_]{4,}\s(?:by|von|par|por|di|door|av|af)\s.*$",
    re.I | re.S,
)
_TITLE_BEHIND = re.compile(r"(?<=[\uac00-\ud7af])\s?기자$|(?<=[\u3400-\u9fff])\s?(?:記者|记者)$")
_PLACES = re.compile(r"\s*\([^()]{0,80},[^()]{0,80}\)")  # in which a comma parts no names
_ON_BEHALF = re.compile(r"(?:for|für|pour|special to|exclusive to)\s", re.I)
# Where a line says of a word beside a name that it is a writer's: Chinese, Japanese, Korean, Thai.
_SIGNED = re.compile(
    r"(?:作者|撰文|文)\s*[:：]\s*(?P<zh>[\u3400-\u9fff]{2,5})(?=\s|$)"
    r"|(?:^|\s)(?P<ja>[\u3400-\u9fff]{3,5})\s?(?:記者|记者)(?=\s|$)"
    r"|(?:^|\s)(?P<ko>[\uac00-\ud7af]{2,4})\s기자(?=\s|$)|โดย\s*:?\s*(?P<th>[\u0e00-\u0e7f]+ [\u0e00-\u0e7f]+)$"
)
_NICKNAME = re.compile(r"(?<=\w) [\"“]\w[\w .]{1,20}[\"”] (?=\w)")
_CHINESE = re.compile("[\u3400-\u9fff]+")
_ASKS = re.compile(  # what a link beside a name does
    r"(?:more|learn|view|follow|read|see|show|all|about|share|close|contact|write|send|leave|email|e-mail|print|posted|mehr|alle"
    r"|folgen|voir|suivre|ver|seguir|vedi|segui)\b|关注|扫一扫",
    re.I,
)
_SHORTENED = re.compile(r"(?:\b[^\W\d_]|\bjr|\bsr)\.$", re.I)
_PICTURES = re.compile(r"(?:photo|foto|picture|bild|video|illustra|graphic|grafik|infograf|camera|kamera)", re.I)
_AGENCIES = ("Reuters", "Bloomberg")
_SMALL = {"the", "der", "die", "das", "le", "la", "les", "el", "il", "de", "news", "online", "com", "tv", "redaktion"}
_LONGEST, _MOST_WORDS, _MOST_WRITERS, _LONGEST_CHINESE = 60, 7, 50, 5
_BESIDE_EACH_OTHER, _MOST_MARKED = 3, 50  # levels up, elements

_OF_CATALOGUES = ("citation_author", "dc.creator", "dcterms.creator")
_KEYS = ("author", *_OF_CATALOGUES, "article:author", "parsely-author", "sailthru.author", "byl")
_BYLINE = re.compile(
    r"(?<![a-z])(?:by-?lines?|reader-credits|authors?(?:[-_]?names?)?|writers?|contributors?(?:[-_]?names?)?"
    r"|journalists?|reporters?|autor(?:en|es|in|as?|[ei])?|auteurs?|redacteur|skribent|forfatter|kirjoittaja|yazar|muhabir|penulis)(?![a-z])",
    re.I,
)
_BESIDE_A_NAME = re.compile(
    r"(?<![a-z])(?<!has[-_])(?:jobs?|roles?|titles?|positions?|dates?|times?|timestamps?|locations?|bios?|biography|description|"
    r"follow|social|share|labels?|email|e-mail|twitter|avatar|images?|published|updated|function|funktion|place)(?![a-z])",
    re.I,
)
_TO_A_WRITER = re.compile(
    r"author|autor|auteur|redakt|profil|people|person|journalist|contribut|writer|yazar|columnist|/by/|/staff/|/team/",
    re.I,
)


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
    words = _ELSE.sub("", _without_by(words)[:2000]) if _BY.match(words) else words
    for part in _BETWEEN.split(_without_by(words)[:2000]):
        sides = _MAY_BE_BETWEEN.split(part)
        for side in sides if all(len(side.split()) > 1 for side in sides) else [part]:
            name = _LABEL.sub("", "" if _PICTURES.match(side) or _ON_BEHALF.match(side) else side)
            bare = _BEHIND.sub(" ", name).strip()
            name = _without_by(bare if len(bare.split()) > 1 or "(" in name else name).strip(" ,:*–—-")
            name = _TITLE_BEHIND.sub("", name)
            name = _TWICE.sub(r"\1", _WITH_AGENCY.sub("", name) if len(name.split()) > 2 else name)
            name = name if _SHORTENED.search(name) else name.rstrip(".")
            if is_somebody(name, sites) and (not strict or _is_full_name(name)):
                found.setdefault(name.casefold(), name)
    return _people_first(sites.others(list(found.values())))[:_MOST_WRITERS]


def full_names_in(words: str, sites: Sites) -> list[str]:
    """The persons of a line that a record has for writers; none where a part of it is one word, which may be half
    of a name ("Finch, Dora") or of a firm's."""
    parts = [part.strip() for part in _BETWEEN.split(_without_by(words)[:2000])]
    if any(" " not in part and not part.isupper() and part for part in parts):
        return []
    return people_in(words, sites, strict=True)


def _people_first(names: list[str]) -> list[str]:
    """Some names without the agencies, such as "dpa", that stand beside names of people."""
    people = [name for name in names if " " in name or not (name.isupper() or name.islower() or name in _AGENCIES)]
    return people or names


def _without_by(words: str) -> str:
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


def is_byline(line: str, writers: str) -> bool:
    """Whether a line only says who wrote the text, given the names that its page has for writers."""
    return len(line) < 120 and _BY.match(line) is not None and any(name in line for name in writers.split(", ") if name)


def is_credit(line: str) -> bool:
    """Whether a line only says who made a picture."""
    made = _PICTURES.match(line) is not None and (_LABEL.match(line) or _BY.match(line)) is not None
    return not line or line.startswith(("©", "(c)")) or (len(line) < 120 and made)


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
        and not sites.has(name)
    )


def _is_full_name(name: str) -> bool:
    words = name.split()
    if not re.search(r"[^\W\d_]", name) or name == name.swapcase():  # a script without capitals
        chinese = _CHINESE.fullmatch(name) is not None
        return len(words) <= 5 and len(name) <= (_LONGEST_CHINESE if chinese else 30)
    return (
        2 <= len(words) <= _MOST_WORDS
        and all(not word[0].islower() or len(word) <= 4 or word[1:2] in "'’" for word in words)
        and (not words[-1][0].islower() or re.search(r"['’]", words[-1]) is not None)
    )


def writers_of(head: Sequence[Any], meta: Meta, linked: Linked, sites: Sites) -> str:
    """The writers of a page's article, joined by commas, "" where it names none; organisations where no person is.
    ``head`` are the elements of the article's head."""
    persons, organisations = _linked(linked, sites)
    said = list(dict.fromkeys(name for key in _KEYS for name in _of_meta(key, meta.get(key, ()), sites)))
    shown = _byline(head, sites)
    for found in (shown, said):
        # Often only the first is described in full, and all are named elsewhere.
        if persons and set(map(str.casefold, persons)) < set(map(str.casefold, found)):
            persons = found
    several = [name for name in said if len(name.split()) > 1]
    return one_line(persons or shown or several or organisations or said)


def _of_meta(key: str, values: Sequence[str], sites: Sites) -> list[str]:
    names: list[str] = []
    for value in values[:_MOST_WRITERS]:
        # "Petrović, Ana" is how catalogues write one name.
        turned = re.fullmatch(r"([^\W\d_]\S+), ([^\W\d_][^,]+)", value) if key in _OF_CATALOGUES else None
        names += people_in(f"{turned[2]} {turned[1]}" if turned else value, sites)
    return names


def _linked(linked: Linked, sites: Sites) -> tuple[list[str], list[str]]:
    """The persons and the organisations that the JSON-LD has for authors."""
    persons: dict[str, str] = {}
    organisations: dict[str, str] = {}
    jobs = set()
    for value in linked.of("author", "creator")[:_MOST_WRITERS]:
        names: list[str] = []
        organised = False
        if isinstance(value, Mapping):
            kinds = types_of(value)
            organised = bool(kinds) and "Person" not in kinds and "Thing" not in kinds
            jobs.add(one_line(value.get("jobTitle")).casefold())
            many = value.get("name")
            names = [linked.named({"name": one}) for one in many] if isinstance(many, list) else [linked.named(value)]
            if not any(names):
                names = [f"{one_line(value.get('givenName'))} {one_line(value.get('familyName'))}".strip()]
        else:
            names = [one_line(value)]
        for name in names:
            if organised:
                if is_somebody(name := _without_by(name), sites):
                    organisations.setdefault(name.casefold(), name)
            else:
                persons |= {one.casefold(): one for one in people_in(name, sites) if one.casefold() not in persons}
    return _people_first([name for key, name in persons.items() if key not in jobs]), list(organisations.values())


def _byline(head: Sequence[Any], sites: Sites) -> list[str]:
    """The persons of the byline that stands in the article's head: marked as one, or opened by a word such as "By"."""
    for marked in (
        [one for one in head if "author" in one.get("itemprop", "").lower().split()],
        [one for one in head if one.tag == "a" and "author" in one.get("rel", "").lower().split()],
        [one for one in head if _BYLINE.search(names_of(one)) and not _BESIDE_A_NAME.search(one.get("class", ""))],
        [one for one in head if one.tag in ("p", "div", "span", "address", "li") and _opens_with_by(one)],
    ):
        found: dict[str, str] = {}
        within: set[Any] = set()
        around: set[Any] = set()
        for element in marked[:_MOST_MARKED]:
            # Writers of one article stand together; of others they stand further down.
            if found and around.isdisjoint(element.iterancestors()):
                break
            if within.isdisjoint(element.iterancestors()):
                within.add(element)
                each = [one for one in marked[:_MOST_MARKED] if element in one.iterancestors()]
                several = [name for one in each for name in _named_in(one, sites)]
                names = _named_in(element, sites)
                # In a list of writers each may have an element of its own.
                names = several if len(set(several)) > len(names) > 0 else names
                found |= {name.casefold(): name for name in names}
                around = around or set(islice(element.iterancestors(), _BESIDE_EACH_OTHER) if names else ())
        if found:
            return list(found.values())[:_MOST_WRITERS]
    lines = (words_of(one) for one in head if one.tag in ("p", "div", "span", "address", "li") and is_small(one, 12))
    signed = (match for line in lines if len(line) < 120 and (match := _SIGNED.search(line)))
    return [name for match in signed if (name := match[match.lastgroup or 0]) and is_somebody(name, sites)][:1]


def _opens_with_by(element: Any) -> bool:
    text = words_of(element) if is_small(element, 12) else ""
    return len(text) < 120 and _BY.match(text.lstrip(" |·•/–—-")) is not None


def _named_in(element: Any, sites: Sites) -> list[str]:
    named = [one.get("content") or words_of(one) for one in element.iter() if one.get("itemprop") == "name"]
    if people := [name for one in named for name in people_in(one, sites, strict=True)]:
        return people
    links = [words_of(link) for link in element.iter("a") if _TO_A_WRITER.search(link.get("href") or "")]
    if people := [name for one in links for name in people_in(one, sites, strict=True)]:
        return people
    if len(links) == 1 and re.fullmatch(r"[^\W\d_a-z]\w{2,20}", links[0]) and is_somebody(links[0], sites):
        return links  # of one name, as in blogs
    lines = _lines(element)
    led = [line for line in lines if _BY.match(line)]
    if led and len(led[0].split()) == 1 and led[0] != lines[-1]:  # "By" in an element of its own
        led = [lines[lines.index(led[0]) + 1]]
    # Behind a bar with a day in the line it says where the writer was.
    lines = [line.split(" | ")[0] if re.search(r" \| .*\d{4}", line) else line for line in led or lines[:3]]
    return next(filter(None, (people_in(line, sites, strict=True) for line in lines)), [])


def _lines(element: Any) -> list[str]:
    """The texts of an element, a line for each that is a block or stands beside one, without jobs, days and links to
    follow somebody."""
    lines = [""]
    inline = ("a", "b", "em", "i", "span", "strong", "u")

    def take(one: Any) -> None:
        if one.tag in ("time", "button", "svg", "img", "script", "style", "figure"):
            return
        if one is not element and (
            _BESIDE_A_NAME.search(names_of(one)) or (one.tag == "a" and _ASKS.match(words_of(one)))
        ):
            lines.append("")
            return
        beside = one.getprevious() if one.tag == "span" and one is not element else None
        # Of two that touch, the second says something else of the writer.
        touches = beside is not None and beside.tag in ("span", "time") and not beside.tail and lines[-1][-1:].isalpha()
        if one.tag not in inline or touches:
            lines.append("")
        lines[-1] += one.text or ""
        for child in one:
            if isinstance(child.tag, str):
                take(child)
            lines[-1] += child.tail or ""
        if one.tag not in inline:
            lines.append("")

    take(element)
    return [line for line in (" ".join(line.split()) for line in lines) if line]
