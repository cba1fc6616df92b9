"""Exports of Factiva as text: with its field codes (HD, BY, WC, PD, SN, LP, TD ...), or as it shows an article, without
them, ended by "Document NORHER00...". Its HTML and RTF come here as text, its XML is read elsewhere."""

import re
from collections.abc import Iterator, Sequence

from rag.corpus.bulk.marks import Cutting, Export, is_date_line, paragraphs
from rag.corpus.pages.bylines import Sites, people_in

# In the order in which an article has them.
_CODES = (
    "SE HD CR BY WC PD ET SN SC ED PG VOL LA CY LP TD ART CT RF CO IN NS RE IPC IPD PUB AN"  # codespell:ignore
).split()
_CODED = re.compile(rf"\s*({'|'.join(_CODES)})(?:[ \t]*[|\t:][ \t]*|[ ]{{2,}}| (?=\S)|[ \t]*$)(.*)")
_BARE = re.compile(rf"\s*(?:{'|'.join(_CODES)})(?:[ \t]*[|\t:]|[ ]{{2,}}|[ \t]*$)")
_NEEDED = {"HD", "PD", "SN"}
_LISTS = {"CO", "IN", "NS", "RE", "IPC", "IPD"}
_LIST_VALUE = re.compile(r"[\w/]+ : ")
_NUMBER = re.compile(r"\s*(?:Document|Dokument|Documento)\s+([A-Z][A-Z0-9]{3,}\d{8}[a-z0-9]{5,})\s*")
_WORDS = re.compile(r"[\d.,\u202f\xa0 ]+\s?(?:words|Wörter|mots|palabras|parole|woorden|palavras|слов)", re.I)
_RIGHTS = re.compile(r"copyright|©|\(c\)", re.I)
_CODE_OF_SOURCE = re.compile(r"[A-Z0-9]{3,10}")
_WHOLE_TITLE = 4  # words
_LANGUAGE = re.compile(r"[^\W\d_]{4,20}")


def cut(lines: Sequence[str]) -> Export | None:
    """The articles of an export; None for a text that is none."""
    if coded := list(_records(lines)):
        whole = [one for one in coded if one.keys() >= _NEEDED and one.keys() & {"LP", "TD"}]
        if whole and 2 * len(whole) > len(coded):
            return Export("Factiva", [_coded(one) for one in whole], None, len(coded) - len(whole))
    return _shown(lines)


def _records(lines: Sequence[str]) -> Iterator[dict[str, list[str]]]:
    """The fields of each article, by their codes."""
    record: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        found = _code(line, code)
        if found is not None:
            name, value = found
            if (name in record and name not in _LISTS) or "AN" in record:
                yield record
                record = {}
            code = name
            record.setdefault(code, []).append(value)
        elif "AN" in record and record["AN"][0] and not line.strip():
            code = ""
        elif code:
            record[code].append(line.strip(" |\t"))
    if record:
        yield record


def _code(line: str, current: str) -> tuple[str, str] | None:
    """The code that a line opens with, and what follows it; None where the words only look like one."""
    match = _CODED.match(line)
    if match is None:
        return None
    name, value = match[1], match[2].strip(" |\t")
    if _BARE.match(line):
        return name, value
    # A single blank follows it: "IN THE END" is text.
    if name in _LISTS:
        return (name, value) if _LIST_VALUE.match(value) else None
    later = not current or current == "AN" or _CODES.index(name) > _CODES.index(current)
    return (name, value) if later and (current not in ("LP", "TD") or name in ("TD", "AN", "PUB")) else None


def _coded(record: dict[str, list[str]]) -> Cutting:
    def line(name: str) -> str:
        return " ".join(" ".join(record.get(name, ())).split())

    text = "\n\n".join(filter(None, (paragraphs(record.get(name, ())) for name in ("LP", "TD"))))
    facts = {"date": line("PD"), "source": line("SN"), "author": line("BY"), "lang": line("LA")}
    own = re.sub(r"^(?:Document|Dokument|Documento)\s+", "", line("AN"))
    section = line("SE")
    return Cutting(
        line("HD"), text, facts, (section,) if section else (), own if re.fullmatch(r"\w{8,60}", own) else ""
    )


def _shown(lines: Sequence[str]) -> Export | None:
    """The articles as Factiva shows them: told by the number at the end and by words, day and rights at the top."""
    ends = [number for number, line in enumerate(lines) if _NUMBER.fullmatch(line)]
    starts = [0, *(end + 1 for end in ends)]
    cuttings = [_as_shown(lines[start:end], lines[end]) for start, end in zip(starts, ends, strict=False)]
    good = [cutting for cutting in cuttings if cutting is not None]
    if not good or 2 * len(good) <= len(cuttings):
        return None
    return Export("Factiva", good, len(cuttings))


def _as_shown(lines: Sequence[str], last: str) -> Cutting | None:
    counted = next((number for number, line in enumerate(lines) if _WORDS.fullmatch(line.strip())), None)
    if counted is None:
        return None
    head = [line.strip() for line in lines[:counted] if line.strip()]
    below = [(number, lines[number].strip()) for number in range(counted + 1, len(lines)) if lines[number].strip()]
    day = next((line for _, line in below[:3] if is_date_line(line)), "")
    rights = next((number for number, line in below[:14] if _RIGHTS.match(line)), None)
    if not day or not head:
        return None
    named = [line for _, line in below[:6] if not is_date_line(line) and not re.fullmatch(r"\d{1,2}:\d\d.*", line)]
    body = rights if rights is not None else next((n for n, line in below[:8] if _LANGUAGE.fullmatch(line)), counted)
    number = _NUMBER.fullmatch(last)
    author = head[-1] if len(head) > 1 and _is_byline(head[-1], head[-2]) else ""
    title = head[-2] if author else head[-1]
    section = head[0] if len(head) > (3 if author else 2) - 1 and head[0] != title and len(head[0]) < 60 else ""
    source = named[0] if named and not _CODE_OF_SOURCE.fullmatch(named[0]) else ""
    # The language stands above the rights, where there are some.
    stated = next((line for n, line in reversed(below[:14]) if n <= body and _LANGUAGE.fullmatch(line)), "")
    facts = {"date": day, "source": source, "author": author, "lang": stated}
    text = paragraphs(lines[body + 1 :])
    return Cutting(title, text, facts, (section,) if section else (), number[1] if number else "")


def _is_byline(line: str, above: str) -> bool:
    """Whether a line says who wrote an article: it says "by", or is somebody's name below a whole title."""
    if re.match(r"(?:by|von|par|por|di)\s", line, re.I):
        return True
    named = people_in(line, Sites(()), strict=True)
    return len(above.split()) >= _WHOLE_TITLE and "".join(named) == line
