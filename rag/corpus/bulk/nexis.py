"""Exports of Nexis (LexisNexis, Nexis Uni, Lexis+) as text: cut at their marks, old style ("1 of 2 DOCUMENTS") and new
("End of Document"), in the languages of their faces.

The labels are those that scholars' readers of such exports list, among them LexisNexisTools for R.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.corpus.bulk.marks import Cutting, Export, blocks, date_in, is_date_line, paragraphs
from rag.corpus.dates import SENTENCE_END

_OPENS = re.compile(
    r"\s*(?:(?:Document|Dokument|Documento)\s+)?(\d{1,5})\s+(?:of|von|de|di|van)\s+(\d{1,5})"
    r"(?:\s+(?:DOCUMENTS?|DOKUMENTEN?|DOCUMENTOS|DOCUMENTI))?\s*",
    re.I,
)
_ENDS = re.compile(r"\s*(?:End of Document|Ende des Dokuments|Dokumentende|Fin du document|Fin del documento)\s*", re.I)
_BODY = re.compile(r"\s*(?:Body|Textkörper|Text|Corps|Corps du texte|Cuerpo)\s*:?\s*", re.I)
_TRAILS = re.compile(r"\s*(?:Classification|Klassifizierung|Classement|Clasificación)\s*", re.I)
_COVER_COUNT = re.compile(r"\s*(?:Documents|Dokumente|Documentos|Documenti)\s*\((\d{1,5})\)\s*", re.I)
_RIGHTS = re.compile(r"copyright|©|\(c\)|all rights reserved|alle rechte|tous droits|todos los derechos", re.I)
_PAGE = re.compile(r"\s*(?:Page|Seite)\s+\d+(?:\s+(?:of|von|de)\s+\d+)?\s*", re.I)
_EDITION = re.compile(r"\b(?:edition|ausgabe|édition|edición)\b", re.I)
_LISTED = re.compile(r"\s*(\d{1,4})\.\s+(\S.*)")
_LABELS = {
    "length": "length länge longueur longitud lunghezza lengte document-length",
    "author": "byline autor auteur author autores",
    "section": "section rubrik rubrique sección sezione",
    "title": "headline überschrift titre",
    "highlight": "highlight",
    "correction": "correction",
    "url": "url",
    "skipped": "dateline graphic grafik series correction-date",
}
_LANGUAGE = ("language", "sprache", "langue", "idioma")
_TRAILERS = (
    "load-date", "language", "sprache", "langue", "idioma", "publication-type", "pub-type", "publikationstyp",
    "type-publication", "subject", "journal-code", "company", "organization", "person", "country", "city", "state",
    "industry", "geographic", "update", "ticker", "zeitungs-code", "jour-code", "date-chargement",
    "date de chargement", "copyright",
)  # fmt: skip
_MEANS = {label: role for role, labels in _LABELS.items() for label in labels.split()}
_LABEL = re.compile(r"\s*(date de chargement|[^\W\d_][^\W\d_-]*(?:-[^\W\d_]+)?)\s?:[ \t]*(.*)", re.I)
_PICTURES = re.compile(r"\s*(?:Graphic|Grafik|Graphique)\s*", re.I)
_CORRECTED = re.compile(r"correction(?: appended)?", re.I)
_MOST_HEADERS, _MOST_TITLE, _MOST_PICTURES = 60, 3, 6
_PROSE = 80  # characters of a sentence that no label opens
_COVER = re.compile(
    r"(?:User Name|Job Number|Date and Time|Search (?:Terms|Type)|Client/Matter|Documents \(|Benutzer|Suche)", re.I
)
_MONTH = re.compile(r"(?:[^\W\d_]+\.? )?\d{4}")


def cut(lines: Sequence[str]) -> Export | None:
    """The articles of an export; None for a text that is none, although it may speak of such marks."""
    starts = [
        number
        for number, line in enumerate(lines)
        if _OPENS.fullmatch(line) and (line[:1].isdigit() or line[:1] in " Dd\t")
    ]
    starts = [number for number in starts if "doc" in lines[number].lower() or "dok" in lines[number].lower()]
    ends = [number for number, line in enumerate(lines) if _ENDS.fullmatch(line)]
    if ends:
        edges = [0, *(end + 1 for end in ends)]
        pieces = [lines[one:other] for one, other in pairwise(edges)]
        rest = lines[edges[-1] :]
    elif starts:
        edges = [*starts, len(lines)]
        pieces, rest = [lines[one + 1 : other] for one, other in pairwise(edges)], []
    else:
        return None
    marked = [len(_marks(piece)) >= 2 for piece in pieces]
    if sum(marked) * 2 <= len(pieces):
        return None
    if len(_marks(rest)) >= 2:  # the last article, cut before its end
        pieces.append(rest)
    listed = _listed(pieces[0]) if ends else {}
    cuttings = [_cutting(piece, listed.get(number, "")) for number, piece in enumerate(pieces, start=1)]
    return Export("Nexis", cuttings, _stated(lines, starts))


def _marks(lines: Sequence[str]) -> set[str]:
    """The kinds of marks in some lines."""
    found = {_means(label[1]) for line in lines if (label := _LABEL.fullmatch(line[:300]))} - {""}
    return found | {"rights" for line in lines if _RIGHTS.match(line.strip())}


def _means(label: str) -> str:
    label = label.lower()
    return _MEANS.get(label, "trailer" if label in _TRAILERS else "")


def _stated(lines: Sequence[str], starts: Sequence[int]) -> int | None:
    """How many documents the cover, or the line above each, says that there are."""
    for line in lines[:200]:
        if counted := _COVER_COUNT.fullmatch(line):
            return int(counted[1])
    totals = {int(match[2]) for start in starts if (match := _OPENS.fullmatch(lines[start]))}
    return totals.pop() if len(totals) == 1 else None


def _listed(lines: Sequence[str]) -> dict[int, str]:
    """The titles that a cover lists, by number."""
    found = (match for line in lines[:5000] if (match := _LISTED.fullmatch(line[:500])))
    return {int(match[1]): " ".join(match[2].split()) for match in found}


def _cutting(lines: Sequence[str], listed: str) -> Cutting:
    """An article: a header of title, paper, day and labels; a body; labels again."""
    body = next((number for number, line in enumerate(lines) if _BODY.fullmatch(line)), None)
    opens = next((number for number, line in enumerate(lines) if _label(line) in ("length", "author", "section")), None)
    if opens is None:
        opens = next((number for number, line in enumerate(lines) if _RIGHTS.match(line.strip())), 0)
    if body is None or body < opens:
        body = _after_labels(lines, opens) - 1
    values = _values(lines[opens : body + 1])
    end = _end(lines, body + 1)
    text = paragraphs(line for line in lines[body + 1 : end] if not _PAGE.fullmatch(line))
    behind = _values(lines[end:])
    corrected = values.get("correction") or behind.get("correction", "")
    text = "\n\n".join(filter(None, (values.get("highlight"), text, corrected and f"Correction: {corrected}")))
    title, source, day = _headed(lines[:opens], listed)
    section = values.get("section", "").partition(";")[0].strip()
    labels = (label for line in lines if (label := _LABEL.fullmatch(line[:300])))
    stated = next((label[2].partition(";")[0] for label in labels if label[1].lower() in _LANGUAGE), "")
    address = values.get("url") or behind.get("url", "")
    facts = {"date": day, "source": source, "author": values.get("author", ""), "lang": stated, "url": address}
    return Cutting(values.get("title") or title, text, facts, (section,) if section else ())


def _label(line: str) -> str:
    label = _LABEL.fullmatch(line[:300])
    return _means(label[1]) if label else ""


def _after_labels(lines: Sequence[str], opens: int) -> int:
    """Where the labels of a header end: with the last of them, and what its lines go on with until a blank one."""
    last, blank = opens, False
    for number in range(opens, min(len(lines), opens + _MOST_HEADERS)):
        line = lines[number]
        if _label(line) in _LABELS or _RIGHTS.match(line.strip()):
            last, blank = number, False
        elif not line.strip():
            blank = True
        elif blank or "" not in [one.strip() for one in lines[opens : opens + _MOST_HEADERS]]:
            break
        else:
            last = number
    return last + 1


def _values(lines: Sequence[str]) -> dict[str, str]:
    """What the labels of a header say; a line without one goes on with the one above it."""
    found: dict[str, str] = {}
    current = ""
    for line in lines:
        label = _LABEL.fullmatch(line)
        if label and (means := _means(label[1])):
            current = means
            found.setdefault(current, label[2].strip())
        elif not line.strip() or _BODY.fullmatch(line) or _RIGHTS.match(line.strip()):
            current = ""
        elif current:
            found[current] += f" {line.strip()}"
    return found


def _end(lines: Sequence[str], start: int) -> int:
    """Where the text ends that begins at a line: at the heading of the labels below it, else at the first of these."""
    headed = (n for n in range(start, len(lines)) if _TRAILS.fullmatch(lines[n]))
    end = next((n for n in headed if _label(next(filter(str.strip, lines[n + 1 :]), ""))), None)
    if end is None:
        # Where the labels are in capitals, "Update: ..." is a paragraph.
        loud = any(_label(line) == "trailer" and line.partition(":")[0].isupper() for line in lines[start:])
        end = next((n for n in range(start, len(lines)) if _is_trailer(lines, n, loud=loud)), len(lines))
    last = [n for n in range(start, end) if lines[n].strip()][-_MOST_PICTURES:]
    return next((n for n in last if _PICTURES.fullmatch(lines[n])), end)


def _is_trailer(lines: Sequence[str], number: int, *, loud: bool) -> bool:
    """Whether what follows the body opens at a line: a label of those at the end, or rights, below which are others of
    them and no prose."""
    line = lines[number]
    rights = _RIGHTS.match(line.strip()) is not None and len(line) < 200
    named = _label(line) in ("trailer", "skipped", "correction", "url") and (
        not loud or line.partition(":")[0].isupper()
    )
    if not (named or rights):
        return False
    below = [one for one in lines[number:] if one.strip() and not _PAGE.fullmatch(one)]
    known = sum(bool(_label(one) or _RIGHTS.match(one.strip())) for one in below)
    return len(below) < 3 or (known * 3 >= len(below) and not _has_prose(lines[number:]))


def _has_prose(lines: Sequence[str]) -> bool:
    """Whether a paragraph of some lines opens with no label and ends as a sentence does."""
    for block in blocks(lines):
        words = " ".join(block)
        labelled = any(_LABEL.match(line[:300]) or _RIGHTS.search(line[:200]) for line in block)
        if len(words) > _PROSE and not labelled and SENTENCE_END.search(words):
            return True
    return False


def _headed(lines: Sequence[str], listed: str) -> tuple[str, str, str]:
    """The title, the paper and the words of the day in the lines above the labels.

    New exports have the title above the paper and the day, old ones below them.
    """
    head = [line.strip() for line in lines if line.strip() and not _PAGE.fullmatch(line)]
    head = [line for line in head if not _RIGHTS.search(line[:100]) or is_date_line(line)]
    head = [line for line in head if not _CORRECTED.fullmatch(line)]
    at = next((n for n in range(len(head) - 1, -1, -1) if is_date_line(head[n])), None)
    if at is None:
        at = next((n for n in range(len(head) - 1, -1, -1) if date_in(head[n])), None)
        if at is None:  # "May 2025" is no day
            named = head[:-1] if len(head) > 1 and _MONTH.fullmatch(head[-1]) else head
            return _title(named[:-1] or named, listed), named[-1] if len(named) > 1 else "", ""
    before, day = date_in(head[at]) or ("", "")
    below = [line for line in head[at + 1 :] if not _EDITION.search(line)] or head[at + 1 :]
    named = [line for line in head[:at] if not _EDITION.search(line)]
    if below and not listed:
        return " ".join(below), named[0] if named else before, day
    if before and not is_date_line(head[at]):  # a PDF that has set both on one line
        return _title(named, listed), before, day
    return _title(named[:-1], listed), named[-1] if named else "", day


def _title(above: Sequence[str], listed: str) -> str:
    """The title at the end of some lines: as the cover lists it, be it on several lines, or else the last."""
    if listed:
        wanted = re.sub(r"\W+", "", listed).lower()
        for count in range(1, 5):
            joined = " ".join(above[-count:])
            if re.sub(r"\W+", "", joined).lower() == wanted:
                return joined
    if not above:
        return listed
    # Without a cover above it, all of it is the title.
    return above[-1] if len(above) > _MOST_TITLE or any(map(_COVER.match, above)) else " ".join(above)
