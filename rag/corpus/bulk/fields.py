"""What the fields of a record are called: by newsrooms, crawlers and services, and by tables in several languages.

It knows names and kinds of values, and neither files nor articles.
"""

import ast
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate
from typing import Literal, NamedTuple

from rag.corpus.articles import one_line
from rag.corpus.bulk.blocks import joined
from rag.corpus.pages.bylines import Sites, full_names_in

Row = tuple[str, Mapping[str, object] | str]
"""A record after the place where it stands ("line 3", "record 3"); or why that can't be read."""

Role = Literal["text", "title", "date", "modified", "author", "source", "url", "lang", "id", "tags", "note", "saved"]

# Names in lower case without blanks, hyphens and underscores, whatever stands above their letters; of several in one
# record, the first counts. A line each for English and the names of programs; for German, French, Spanish, Italian,
# Portuguese, Dutch, Polish, Turkish, Russian and Ukrainian; for the Nordic languages, Czech, South Slavic, Hungarian,
# Romanian, Albanian and Greek; and for Arabic, Persian, Hebrew, Hindi, Chinese, Japanese and Korean.
_NAMES: Mapping[Role, str] = {
    "text": """
        text maintext plaintext articletext articlebody fulltext bodytext contenttext textcontent storytext rawtext body
        content article story bodies bodyxhtml bodyhtml contenthtml htmlcontent contentencoded html rawhtml
        volltext artikeltext fließtext haupttext inhalt artikel
        texte texteintégral contenu corps texto textocompleto contenido
        cuerpo testo contenuto corpo conteúdo tekst artikeltekst inhoud treść metin habermetni içerik текст содержание
        содержимое зміст
        brödtext innehåll brødtekst indhold innhold teksti sisältö obsah sadržaj садржај szöveg tartalom conținut
        përmbajtja κείμενο περιεχόμενο
        tekstas turinys teksts saturs sisu isi konten nộidung
        النص نص المحتوى محتوى متن محتوا טקסט תוכן पाठ सामग्री 正文 内容 內容 文本 全文 本文 記事本文 본문 내용
        contentelements paragraphs blocks
    """,
    "title": """
        title headline headlines articletitle webtitle heading head hl1 booktitle fulltitle
        titel überschrift schlagzeile titre título titular titolo tytuł başlık заголовок
        rubrik overskrift tittel otsikko nadpis titulek naslov наслов cím titlu titulli τίτλος
        antraštė pavadinimas virsraksts nosaukums pealkiri judul tiêuđề
        العنوان عنوان כותרת शीर्षक 标题 標題 题目 タイトル 見出し 제목
        name
    """,
    "date": """
        date published publishedat publisheddate publishedon publishdate publishtime datepublish datepublished
        publishingdate publicationdate pubdate pubdatetime firstpublished firstpublishedat webpublicationdate
        datepublication articledate issued firstcreated contentcreated versioncreated displaydate firstpublishdate
        dategmt postdate publishedtime pubtime pd
        datum veröffentlicht veröffentlichtam erscheinungsdatum veröffentlichungsdatum datedepublication datedeparution
        publiéle
        dateparution fecha fechadepublicación fechapublicación publicado data datapubblicazione datadipubblicazione
        pubblicato datadepublicação datapublicação publicadoem publicatiedatum datapublikacji tarih yayıntarihi дата
        датапубликации датапублікації
        publiceringsdatum publicerad dato publiceret publisert päivämäärä julkaistu datumvydání datumobjave датум dátum
        dată dataepublikimit ημερομηνία paskelbta datums publicēts kuupäev avaldatud tanggal ngày ngàyđăng
        التاريخ تاريخ تاريخالنشر تاریخ תאריך दिनांक तारीख 日期 发布日期 发布时间 發布日期 发表日期 日付 公開日 掲載日
        날짜 게시일 작성일 발행일 발행일자
    """,
    "modified": """
        modified modifiedat datemodify datemodified lastmodified modifieddate updated updatedat updateddate dateupdated
        lastupdated lastupdateddate versioncreated
    """,
    "author": """
        author authors byline writer writers creator by reporter journalist publishedby bookauthor
        autor autorin autoren verfasser auteur auteurs autores autore autori autorzy yazar muhabir автор авторы автори
        författare forfatter kirjoittaja autoři szerző autorë συντάκτης συγγραφέας
        autorius autoriai autors penulis tácgiả
        الكاتب المؤلف كاتب نویسنده מחבר מאת लेखक 作者 记者 記者 著者 筆者 기자 저자 작성자
    """,
    "source": """
        source publisher publication newspaper paper publicationtitle publicationname sourcename site sitename outlet
        journal magazine pubtitle mediumname sourcehostname provider copyrightholder sourcedomain domainname domain
        hostname
        quelle zeitung medium verlag fuente periódico medio diario fonte giornale testata jornal bron krant źródło
        gazeta kaynak gazete источник газета издание джерело видання
        källa tidning kilde avis lähde lehti zdroj izvor извор forrás sursă burimi πηγή εφημερίδα
        šaltinis laikraštis avots laikraksts allikas ajaleht sumber nguồn
        المصدر الصحيفة منبع روزنامه מקור עיתון स्रोत 来源 來源 报纸 媒体 出典 媒体名 新聞 출처 언론사
    """,
    "url": """
        url link href sourceurl urlsource weburl articleurl canonicalurl permalink originalurl givenurl resolvedurl
        respondedurl
        articlelink uri adresse webadresse lien enlace dirección indirizzo endereço adres bağlantı ссылка посилання
        adress osoite odkaz poveznica hivatkozás σύνδεσμος nuoroda saite tautan đườngdẫn liênkết
        الرابط رابط پیوند קישור लिंक 链接 網址 网址 連結 リンク 링크
    """,
    "lang": """
        lang language locale baselanguage inlanguage
        sprache langue idioma lingua língua taal język dil язык мова språk sprog kieli jazyk jezik nyelv limba γλώσσα
        اللغة زبان שפה भाषा 语言 語言 言語 언어
    """,
    "id": "id articleid guid uuid identifier uri",
    "tags": """
        tags tag keywords labels categories documenttags subject subjects section rubric rubrik
        topics schlagwörter stichwörter étiquettes motsclés etiquetas tagi etiketler теги taggar 标签 タグ 태그
    """,
    "note": "note notes annotation annotations highlights highlight selection",
    "saved": "savedat saveddate dateadded timeadded timestamp addedat created createdat time",
}
# That of a text only where they hold a list: elsewhere they are counted.
_OF_BLOCKS = frozenset(("contentelements", "paragraphs", "blocks"))
_OF_PARTS = frozenset(("name", "heading", "head"))  # what titles are called of which a part has one, too
_HTML_NAMES = frozenset("bodyxhtml bodyhtml contenthtml htmlcontent contentencoded html rawhtml".split())
_LISTED = re.compile(r"\s*\[.*\]\s*$", re.S)
# What wraps a record's own fields: Elasticsearch, the Guardian's and the Times' archives, read-later services.
_WRAPPERS = frozenset(
    "_source fields content article attributes properties bookmark credits html links _embedded".split()
)
_WORDS_OF = (
    "value",
    "rendered",
    "main",
    "basic",
    "html",
    "text",
    "name",
    "display_name",
    "default",
    "data",
    "attributes",
    "$date",
    "$oid",
    "$numberLong",
    "node",
    "title",
)
# What programs write where they have nothing.
_NOTHING = frozenset(("none", "nan", "n/a", "undefined", "<na>"))
_NAMES_OF = ("first_name", "firstName", "givenName", "last_name", "lastName", "familyName")
_MOST_TAGS, _LONGEST_TAG = 50, 100
# A name of several words, one of which means the text ("Texto del artículo"), or a compound of it ("Meldungstext") is
# likely that of the text, unless another word says that it is something about it.
_TEXT_WORD = re.compile(r"(?:text|texte|texto|testo|tekst|tekstas|metni|content|contenu|contenido|inhalt|body|corps)$")
_ABOUT_TEXT = frozenset(
    "alt author autor button count date encoding font format hash html id image img key label lang language length link"
    " media meta name short size source summary tag teaser title type url version word words"
    # These only end like it.
    " context contexte contexto contesto hypertext kontext pretext subtext".split()
)
# "Von der Leyen" is a name: what follows begins with a capital and is not the only word.
_BY = re.compile(r"(?:by|von|par|por|door|av|af|автор:?)\s+(?=(?-i:[^\W\d_a-zà-ÿ])\S*\s+\S)", re.I)


_ENDS = re.compile(r"\(\w{1,4}\)|[/*:]\s?in(?:nen)?\b")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
_NO_LETTERS = re.compile(r"[\s_\-.:/\u0300-\u036f]+")  # and the signs that programs leave out above letters
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def _plain(name: str) -> str:
    # "Autor/in" and "Auteur(s)" are one name each.
    words = _ENDS.sub("", str(name).casefold()).translate(_LETTERS)
    return _NO_LETTERS.sub("", unicodedata.normalize("NFD", words))


_ORDER: Mapping[Role, Mapping[str, int]] = {
    role: {
        _plain(one): number for number, name in enumerate(names.split()) for one in (name, name.translate(_SPELLED_OUT))
    }
    for role, names in _NAMES.items()
}


# Those that are no word for the article itself, of which much else may be said.
_TEXT_WORDS = _ORDER["text"].keys() - {"article", "story", "bodies", "html"}


class Field(NamedTuple):
    """A field of a record under the name that it has there."""

    name: str
    value: object


class Fields:
    """The fields of a record by what they are; ``names`` are those that it has."""

    def __init__(self, record: Mapping[str, object]) -> None:
        self.names = [name for name in record if isinstance(name, str)]
        self._known: dict[str, Field] = {}
        for name, value in record.items():
            if _plain(name) in _OF_BLOCKS and not isinstance(value, list):
                continue
            missing = isinstance(value, float) and math.isnan(value)  # as tables of numbers leave it
            self._known.setdefault(_plain(name), Field(name, None if missing else value))
        for name, value in record.items():
            if isinstance(value, Mapping) and name.lower() in _WRAPPERS:
                for below, inner in value.items():
                    key = _plain(below)
                    held = self._known.get(key)
                    # An author's number is told with the name elsewhere in the record.
                    number = held is not None and isinstance(held.value, int) and isinstance(inner, list | Mapping)
                    if held is None or held.value is value or held.value in (None, "") or number:
                        self._known[key] = Field(f"{name}.{below}", inner)

    def has(self, role: Role) -> bool:
        """Whether a field of a role is there, whatever it holds."""
        return not _ORDER[role].keys().isdisjoint(self._known)

    def all(self, role: Role) -> list[Field]:
        """The fields of a role, the likeliest first."""
        order = _ORDER[role]
        return [self._known[name] for name in sorted(order.keys() & self._known.keys(), key=order.__getitem__)]

    def line(self, role: Role) -> str:
        """The first field of a role that holds anything in one line; "" for none."""
        return next(iter(self.lines(role)), "")

    def lines(self, role: Role) -> list[str]:
        """The fields of a role that hold anything, in one line each."""
        return [line for field in self.all(role) if (line := line_of(field.value)) and line.lower() not in _NOTHING]

    def text(self) -> tuple[Field, bool] | None:
        """The field of the text, as a string, and whether its name says that it holds HTML; None where there is none.
        Raises ``TypeError`` where what is there is none."""
        strange: Field | None = None
        for field in self.all("text"):
            words = _words(field.value)
            if words is None:
                strange = strange or (None if field.value is None or isinstance(field.value, Mapping) else field)
            elif words.strip(" \t\r\n"):
                html = _around(field.value) is not None or _plain(field.name.rpartition(".")[2]) in _HTML_NAMES
                return Field(field.name, words), html
        if strange is not None:
            raise TypeError(f'"{one_line(strange.name)[:60]}" is not a string')
        return None

    def text_or_none(self) -> tuple[Field, bool] | None:
        """As ``text``, with None also for what is no text."""
        try:
            return self.text()
        except TypeError:
            return None

    def likely_text(self) -> Field | None:
        """A field that is called as if it were the text, where none has one of its names."""
        if self.has("text"):
            return None
        for field in self._known.values():
            words = re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", field.name))
            words = [word.casefold() for word in words]
            likely = any(_TEXT_WORD.search(word) or _plain(word) in _TEXT_WORDS for word in words)
            if likely and _ABOUT_TEXT.isdisjoint(words) and _words(field.value):
                return field
        return None

    def day_in_parts(self) -> str:
        """The day that stands in three fields, one each for year, month and day; "" where one is missing."""
        parts = [line_of(self._known[name].value) for name in ("year", "month", "day") if name in self._known]
        return "{:0>4}-{:0>2}-{:0>2}".format(*parts) if len(parts) == 3 and all(map(str.isdecimal, parts)) else ""

    def tags(self) -> tuple[str, ...]:
        """What the record was filed under, in its order."""
        found: dict[str, None] = {}
        for field in self.all("tags"):
            found |= dict.fromkeys(tags_of(field.value))
        return tuple(found)[:_MOST_TAGS]


def map_of(value: object) -> Mapping[str, object]:
    """A value of JSON where it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def list_of(value: object) -> list[object]:
    """A value of JSON where it is an array, else an empty one."""
    return value if isinstance(value, list) else []


def line_of(value: object) -> str:
    """A field's value in one line: lists that a program wrote as text, objects that hold one text, and moments in
    seconds or milliseconds since 1970 (10 or 13 digits) as what they are."""
    if isinstance(value, str) and _LISTED.match(value) and len(value) < 2000:
        value = _written_list(value) or value
    if isinstance(value, Mapping):
        inner = next((value[name] for name in _WORDS_OF if value.get(name) not in (None, "")), None)
        if inner is None:
            return one_line(" ".join(filter(None, (one_line(value.get(name)) for name in _NAMES_OF))))
        return "" if isinstance(inner, list) or inner is value else line_of(inner)
    if isinstance(value, list):
        return one_line([line_of(item) for item in value[:100]])
    return one_line(value)


def day_words(value: object) -> str:
    """A field's value as the words of a day; of one in seconds or milliseconds since 1970 that in UTC."""
    words = line_of(value)
    if re.match(r"[A-Z][a-z]{2}, \d{1,2} [A-Z]", words):  # as mail and feeds have it
        moment = parsedate(words[:60])
        return "-".join(f"{part:02}" for part in moment[:3]) if moment else words
    if re.fullmatch(r"\d{10}(?:\.\d+)?|\d{13}", words):
        seconds = float(words) / (1000 if len(words) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    return words


def names_of(words: str) -> str:
    """A byline without the word for "by"."""
    return _BY.sub("", words, count=1) if _BY.match(words) else words


def writers_in(words: str, *sites: str) -> str:
    """The writers that a byline names, parted by commas as those of pages are; the byline without its "by" where that
    is not plain, and nothing where it is but an address, as sites have it that name a page of theirs as the author."""
    line = names_of(words)
    # "Finch, Dora; Quist, Bo", as catalogues write several.
    turned = [re.fullmatch(r"([^,]{2,40}), ([^,]{1,40})", part.strip()) for part in line.split(";")]
    if len(turned) > 1 and all(turned):
        line = "; ".join(f"{one[2]} {one[1]}" for one in turned if one)
    names = ", ".join(full_names_in(line, Sites(filter(None, sites))))
    return names or ("" if re.fullmatch(r"https?://\S+", line) else line)


def tags_of(value: object) -> list[str]:
    """The tags in a value: a list of names, or names parted by "|", ";" or commas."""
    if isinstance(value, str):
        listed = _written_list(value) if _LISTED.match(value) and len(value) < 20_000 else None
        parted = next((mark for mark in "|;," if mark in value), None)
        items: Iterable[object] = listed if listed is not None else value[:20_000].split(parted) if parted else [value]
    else:
        items = value if isinstance(value, list) else []
    lines = (line_of(item) for item in items if isinstance(item, str | Mapping))
    return [line for line in lines if line and len(line) <= _LONGEST_TAG][:_MOST_TAGS]


def _written_list(words: str) -> list[object] | None:
    """A list that a program wrote as text, by Python's or JSON's rules."""
    try:
        value = ast.literal_eval(words.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    return value if isinstance(value, list) else None


def _words(value: object) -> str | None:
    """The text that a value holds: a string, paragraphs or blocks in a list, or an object around one."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        objects = [item for item in value if isinstance(item, Mapping)]
        renditions = [inner for one in objects if "type" not in one and isinstance(inner := one.get("value"), str)]
        if renditions and len(objects) == len(value):  # of one text
            return renditions[0]
        return None if any(map(_is_article, objects)) else joined(value)
    if isinstance(value, Mapping):
        if isinstance(value.get("sections"), list):
            return _sections(value)
        return _around(value) or joined(value)
    return None


def _around(value: object) -> str | None:
    """The text in an object around one; None where it is no such object."""
    words = [value.get(name) for name in ("rendered", "html", "text")] if isinstance(value, Mapping) else []
    return next((inner for inner in words if isinstance(inner, str)), None)


def _is_article(item: Mapping[str, object]) -> bool:
    """Whether an item of a list is an article of its own rather than a part of one: it has a title or a day."""
    fields = Fields(item)
    titled = any(line_of(one.value) for one in fields.all("title") if _plain(one.name) not in _OF_PARTS)
    return fields.has("text") and (titled or bool(fields.line("date")))


def _sections(body: Mapping[str, object]) -> str | None:
    """The text of a body in sections, each with headlines and paragraphs, as fundus has it."""
    parts: list[object] = [body.get("summary")]
    sections = body["sections"]
    for section in sections if isinstance(sections, list) else []:
        if isinstance(section, Mapping):
            parts += [section.get("headline"), section.get("paragraphs")]
    lines = (line for part in parts if isinstance(part, list) for line in part if isinstance(line, str))
    return "\n\n".join(line.strip() for line in lines if line.strip()) or None
