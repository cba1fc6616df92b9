"""What a line below a heading says of days: when a text was published, when it was changed, or both, by the words that
stand before each day. It knows words alone, and no page.
"""

import re
from datetime import date

from rag.corpus.dates import SENTENCE_END, days_within, weekdays
from rag.corpus.pages.bylines import without_by

# By language: the stems of words for a change, and for the publication.
_CHANGES = {
    "en": r"updat|modif|revis|edited|chang", "de": r"aktualis|geändert|bearbeitet|stand\b",
    "fr": r"mise? à jour", "es": r"actualiz", "pt": r"atualiz", "it": r"aggiorna", "nl": r"bijgewerkt|gewijzigd",
    "tr": r"güncel", "ru": r"обновл", "uk": r"оновл|оновлено", "fi": r"päivit", "sv": r"uppdater", "da": r"opdater",
    "no": r"oppdater", "pl": r"aktualiz", "zh": r"更新", "ko": r"수정", "hu": r"frissít|módosít", "lt": r"atnaujint",
    "lv": r"atjaunot|atjaunināt|labots", "et": r"uuendatud|muudetud", "el": r"ενημερώθηκε|τελευταία ενημέρωση",
    "he": r"עודכן|עדכון", "ar": r"تحديث|حدّث", "fa": r"به.?روز", "vi": r"cập nhật", "id": r"diperbarui",
}  # fmt: skip
_PUBLICATIONS = {
    "en": r"(?:first |originally )?(?:published|posted|submitted)",
    "de": r"(?:erst(?:mals )?)?(?:veröffentlich(?:t|ung)|erschienen)|publiziert",
    "fr": r"publié|paru|mis en ligne", "es": r"publicad[oa]|creado", "pt": r"publicad[oa]", "it": r"pubblicat[oa]",
    "nl": r"gepubliceerd|geplaatst", "sv": r"publicerad|publicerat", "da": r"publiceret|udgivet", "no": r"publisert",
    "fi": r"julkaistu", "pl": r"opublikowan[oey]|data publikacji",
    "tr": r"yayınlanma|oluşturulma(?: tarihi)?|yayın(?: tarihi)?|giriş",
    "ru": r"опубликован[оа]?", "uk": r"опубліковано", "cs": r"publikováno|zveřejněno",
    "ro": r"(?:data )?public(?:at|ării|arii)\b",
    "hu": r"megjelent|közzétéve|létrehozva", "zh": r"发布(?:时间|日期|于)?|發布(?:時間|日期|於)?|发表于|發表於",
    "ja": r"公開|掲載|配信", "ko": r"입력|등록|게시", "th": r"เผยแพร่|เผยแพร่เมื่อ", "lt": r"paskelbta|publikuota",
    "lv": r"publicēts", "et": r"avaldatud", "el": r"δημοσίευση|δημοσιεύ(?:θηκε|τηκε)", "he": r"פורסם|תאריך פרסום",
    "ar": r"نُ?شرت?|تاريخ النشر", "fa": r"منتشر شده|تاریخ انتشار", "vi": r"đăng|xuất bản",
    "id": r"diterbitkan|dipublikasikan",
}  # fmt: skip
CHANGED = re.compile("|".join(_CHANGES.values()), re.I)
"""Words by which a page says that a text was changed."""
_PUBLISHED = re.compile("|".join(_PUBLICATIONS.values()), re.I)
_LAST = r"(?:\b(?:last|zuletzt|letzte|dernière|última?|ultimo|ultima|senast|sist|sidst|ostatnia|последнее) )?"
_OPENS = re.compile(rf"\W*{_LAST}(?:{_PUBLISHED.pattern}|{CHANGED.pattern})", re.I)
_MARK = re.compile(rf"{_LAST}(?:(?P<changed>{CHANGED.pattern})|(?P<published>{_PUBLISHED.pattern}))[^\W\d_]*", re.I)
_WORD = re.compile(r"[^\W\d_]+")
# What a line says besides, under a name of its own, where nothing else parts that: "来源：晚报".
_LABELLED = re.compile(
    r"[^\W\d_]{1,12}(?: [^\W\d_]{1,12})?\s?:\s?\d{3,12}(?![\d./:-])"
    r"|[\u3400-\u9fff]{2,4}\s?[:：]\s?[^\s:：|]{1,12}(?=\s|$)"
)
_LONGEST_NOTE = 8  # words
_LETTERS, _CAPITALS = 3, 4  # of words beside a day, such as "um" and "CEST"
# A time, the word before it, as "alle" and "klo", and the zone behind it.
_TIME = re.compile(
    r"(?:\b[^\W\d_]{1,6}\.? )?(?<![\d.:])\d{1,2}(?:[:.h]| h )\d\d(?::\d\d)?(?![\d.:])"
    r"(?: ?[ap]\.?m\b\.?| (?!GMT|UTC)[A-Z]{2,4}\b| Uhr| น\.| ?[час]{1,3}\b)?(?: ?\(?(?:GMT|UTC)[+-]?[\d:]*\)?)?"
    r"(?: \([A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+){1,3}\))?",
    re.I,
)
_BESIDE = re.compile(r"\s*(?:[|•·—–/／,]|\s-\s|\s-$|^-\s)\s*|\(\d{1,4}\)")
_PLACE = "\0"  # of a day in a line
_MOST_BESIDE, _LONGEST_BESIDE = 3, 4  # names of a place, a paper or somebody, and words of each


def said_in(line: str, lang: str) -> tuple[date | None, date | None]:
    """The day of publication and that of the last change that a line says, each None where it says none or several: a
    day is of the word before it, and of publication where there is none."""
    days: tuple[set[date], set[date]] = (set(), set())
    marks = list(_MARK.finditer(line))
    for start, _, day in days_within(line, lang):
        before = next((mark for mark in reversed(marks) if mark.start() < start), None)
        changed = before is not None and before["changed"] is not None
        days[changed].add(day)
    published, modified = (one.pop() if len(one) == 1 else None for one in days)
    return published, modified


def is_told(line: str, lang: str) -> bool:
    """Whether a line begins with a word for publication or change, and says a day; a sentence such as "Published in
    London on 9 May 1843, it sold well." is none."""
    days = list(days_within(line, lang))
    if not days or _OPENS.match(line) is None:
        return False
    # Behind a bar something else is said, such as how long it takes to read.
    bar = re.compile(r"\s[|·•]\s").search(line, days[-1][1])
    line = line[: bar.start() if bar else None]
    return SENTENCE_END.search(line) is None or len(line.split()) <= _LONGEST_NOTE


def is_day_line(line: str, lang: str) -> bool:
    """Whether a line says a day and when, and nothing else, or begins with a word for publication or change; beside a
    day with its time there may be names, of a place, a paper or somebody."""
    days = list(days_within(line, lang))
    if not days:
        return False
    if is_told(line, lang):
        return True
    # "Updated 2 days ago" says nothing more.
    ago = next((mark.start() for mark in _MARK.finditer(line) if mark["changed"] and mark.start() > days[-1][1]), None)
    line = line[:ago]
    for start, end, _ in reversed(days):
        line = f"{line[:start]} {_PLACE} {line[end:]}"
    rest, times = _TIME.subn(" ", _MARK.sub(" ", _LABELLED.sub(" ", line)))
    beside = [part for part in _BESIDE.split(rest) if not all(_is_of_a_day(one, lang) for one in _WORD.findall(part))]
    return not beside or (times > 0 and len(beside) <= _MOST_BESIDE and all(map(_is_named, beside)))


def _is_of_a_day(word: str, lang: str) -> bool:
    return len(word) <= _LETTERS or (word.isupper() and len(word) <= _CAPITALS) or word.casefold() in weekdays(lang)


def _is_named(part: str) -> bool:
    before, _, behind = part.rpartition(_PLACE)
    words = behind.strip(" .")
    each = words.split()
    small = (word[0].islower() and len(word) > _LETTERS for word in each)
    # "Kick-off 9 October 2023" is no name beside a day.
    apart = _WORD.search(before) is None
    return apart and len(each) <= _LONGEST_BESIDE and not re.search(r"[\d.!?…:;\"“”«»]", words) and not any(small)


def is_signed(line: str, writers: str, lang: str) -> bool:
    """Whether a line says who wrote a text and on which day, and nothing else; ``writers`` are their names."""
    line = without_by(line)
    named = [name for name in writers.split(", ") if name and name in line]
    for name in named:
        line = line.replace(name, " ")
    return bool(named) and is_day_line(line, lang)
