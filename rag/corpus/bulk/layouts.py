"""How press databases lay out the articles of their exports as text: one table, a row a database, each with the labels
of the languages that the database has faces in.

It knows signs and labels, and neither lines nor articles: ``databases`` reads by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Part = Literal["title", "date", "source", "author", "section", "url", "number", "text", "abstract", "captions", "other"]
Place = Literal["first", "above", "below", "label"]


@dataclass(frozen=True, slots=True)
class Layout:
    """How one database lays out an article; patterns are of whole lines, without regard to case.

    ``sign`` is what each such export has somewhere. Articles are parted where a line ``ends`` or ``opens`` one (of
    several patterns the one that is there most often, the last of these that are even). ``cited`` are lines with a
    ``date``, and perhaps ``source`` and ``section``; where the source is not among them, it stands in the line above.
    The title is the ``first`` line, that ``above`` or ``below`` the cited one, or has a ``label``. ``closes`` is what
    follows the text, ``noise`` is none of it. Days in figures have the month first where ``month_first``.
    """

    service: str
    sign: str
    title: Place
    labels: Mapping[Part, str]
    ends: Sequence[str] = ()
    opens: Sequence[str] = ()
    cited: Sequence[str] = ()
    closes: str = "(?!)"
    noise: str = "(?!)"
    listed: str = "(?!)"
    month_first: bool = False


_WORDS = r"\d[\d.,\s]* ?(?:mots?|words|palabras|parole|Wörter|woorden)"
_DAY = r"(?P<date>\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d-\d\d"
_DAY += r"|(?:[^\W\d_]+,? )?\d{1,2}\.? ?(?:de )?[^\W\d_]{3,12}\.?,? (?:de )?\d{4}"
_DAY += r"|(?:[^\W\d_]+,? )?[^\W\d_]{3,12}\.? \d{1,2},? \d{4})"
_PAPER = r"(?P<source>[^,|]\S?.{1,80}?)"

LAYOUTS: Sequence[Layout] = (
    Layout(
        "wiso",
        sign=r"GBI-?Genios|wiso-net\.",
        title="first",
        labels={
            "source": "Quelle|Source",
            "section": "Rubrik / Ressort|Ressort / Rubrik|Ressort|Rubrik|Section",
            "author": "Autor|Autoren|Autorin|Author",
            "url": "Dauerhafte Adresse des Dokuments|Permanent address of the document",
            "number": "Dokumentnummer|Document number",
            "other": "ISSN|Ausgabe|Jahrgang|Schlagwort|Schlagwörter|Schlagworte|Deskriptoren|Firma|Firmen|Person|"
            "Personen|Land|Region|Branche|Nummer|Seite|Bildunterschrift|Alle Rechte vorbehalten|All rights reserved",
        },
        ends=(r"(?:©|\(c\)).{0,20}GBI-?Genios.*",),
        closes=r"(?:Quelle|Source)\s*:.*|(?:Alle Rechte vorbehalten|All rights reserved)\s*:.*",
        noise=r"(?:Seite|Page) \d+ (?:von|of) \d+|Dokumente|Documents|Inhaltsverzeichnis|Table of contents",
    ),
    Layout(
        "Europresse",
        sign=r"(?:news|public|pub|web)·\d{8}·[A-Z]|Certificat émis|Certificate issued|"
        r"eureka\.cc|europresse",
        title="below",
        labels={},
        ends=(r"(?:Certificat émis|Certificate issued) .*", r"\w{3,12}·\d{8}·\S*"),
        cited=(
            rf"(?:(?P<section>[^\d\n]{{2,60}}?), )?{_DAY}(?: - \d\d:\d\d.*?)?,? {_WORDS}(?:, (?:p|page|pág)\. ?.*)?",
            r"(?:(?P<section>[^\d\n]{2,60}?), )?(?P<date>\w+,? \d{1,2} \w+ \d{4}|\w+, \w+ \d{1,2}, \d{4})"
            r"(?: - \d\d:\d\d.*|, (?:p|page|pág)\. ?.*)?",
        ),
        closes=r"© ?\d{4}.*|Le présent document est protégé.*|This document is protected .*|"
        r"(?:Certificat émis|Certificate issued) .*|\w{3,12}·\d{8}·\S*",
        noise=r"Le présent document est protégé.*|This document is protected .*|Europresse(?:\.com)?|"
        r"(?:Certificat émis|Certificate issued) .*|\w{3,12}·\d{8}·\S*|Document(?:s)? sauvegardés?.*",
    ),
    Layout(
        "Retriever",
        sign=r"https?://ret\.|Publicerat (?:i print|på webb)|Publisert på (?:trykk|nett)|Udgivet (?:på tryk|på web)|"
        r"Mediearkivet|Retriever",
        title="above",
        labels={
            "author": "av|af|by|tekst|text",
            "captions": "Bildtext|Bildetekst|Billedtekst|Image-text",
            "other": "Sida|Side|Page|Seksjon|Sektion|Section|Publicerat|Publisert|Uppdaterad|Oppdatert",
        },
        ends=(r"-{40,}", r"={20,}"),
        cited=(rf"{_PAPER}, (?P<date>\d{{4}}[-.]\d\d[-.]\d\d|\d\d\.\d\d\.\d{{4}})(?:,? \d\d[:.]\d\d)?(?:, .*)?",),
        closes=r"©.*|Alla artiklar är skyddade.*|Alle artikler er beskyttet.*|(?:Läs|Les|Læs) hela?e? .*https?:.*|"
        r"Se (?:hele |hela )?(?:webb?|artikk?el|artikl)\w* .*https?:.*",
        noise=r"(?:Sida|Side|Page) \d[\d,\s-]*|={20,}|-{40,}|> .{3,}, .*\d{4}.*|"
        r"(?:Publicerat (?:i print|på webb)|Publisert på (?:trykk|nett)|Udgivet på (?:tryk|web))\.?(?: \d.*)?",
        listed=r"> .{3,}, .*\d{4}.*",
    ),
    Layout(
        "NewsBank",
        sign=r"OpenURL Link|infoweb\.newsbank|NewsBank|Record (?:Number|No\.)\s*:",
        title="above",
        labels={
            "author": "Author/Byline|Author|Byline|Autor",
            "section": "Section|Sección",
            "number": "Record Number|Document ID|Record No.",
            "url": "OpenURL Link|Link",
            "captions": "Caption",
            "other": "Page|Edition|Column|Length|Readability|Series|Article Type|Dateline|Index term|Index terms|"
            "Source|Copyright|Publication|Estimated printed pages|Página",
        },
        ends=(r"Copyright,? (?:\(c\)|©|\d{4}).*", r"Record (?:Number|No\.)\s*:.*", r"OpenURL Link\s*:.*"),
        cited=(rf"{_DAY}(?: ?\| ?|\t)(?P<source>.{{2,100}}?)(?:\s*[|\t].*)?", rf"(?P<source>[^.:]{{2,90}}?) - {_DAY}"),
        closes=r"(?:Copyright|©|\(c\)|Record (?:Number|No\.)\s*:|OpenURL Link\s*:|Index terms?\s*:).*",
    ),
    Layout(
        "Gale",
        sign=r"GALE ?\|",
        title="label",
        labels={
            "title": "Title|Título|Titre|Titel",
            "author": "Author|Authors|Author(s)|Byline|Autor|Autores|Auteur|Auteurs|Verfasser",
            "date": "Date|Publication Date|Fecha|Fecha de publicación|Date de publication|Datum",
            "source": "From|Publication|Publication Title|Publication details|Source|De|Publicación|"
            "Titre de la publication|Fuente|Quelle|Zeitschrift",
            "section": "Section|Sección|Rubrique",
            "text": r"Full Text|Article|Texto completo|Texte intégral|Volltext|Text|Texto",
            "abstract": "Abstract|Resumen|Résumé",
            "number": "Gale Document Number|Document Number|Número de documento Gale|Numéro de document Gale|"
            "Gale-Dokumentnummer",
            "url": "URL|Document URL",
            "other": "Publisher|Editorial|Éditeur|Document Type|Content Type|Tipo de documento|Type de document|"
            "Dokumenttyp|Length|Extensión|Longueur|Länge|Copyright|ISSN|Lexile Measure|Volume|Issue|Edition|Language|"
            "Idioma|"
            "Source Citation|Cita de fuente|Citation",
        },
        ends=(r".*\bGALE ?\|\w+",),
        closes=r"Copyright\s*:.*|(?:Source Citation|Cita de fuente|Citation de la source|Quellenangabe).*|"
        r"(?:.*\b)?GALE ?\|\w+",
    ),
    Layout(
        "EBSCOhost",
        sign=r"is the property of|EBSCO|Newspaper Source|Accession Number",
        title="label",
        labels={
            "title": "Title|Título|Titre|Titel",
            "author": "Author|Authors|By|Autor|Autores|Auteur|Auteurs|Autoren",
            "source": "Source|Fuente|Quelle",
            "section": "Section|Sección|Rubrique",
            "text": "Full Text|Texto completo|Texte intégral|Volltext",
            "abstract": "Abstract|Resumen|Résumé|Zusammenfassung",
            "number": "Accession Number|Número de acceso|Numéro d'accès|Zugangsnummer",
            "url": "Persistent link to this record|Persistent link to this record (Permalink)|URL",
            "other": "Document Type|Tipo de documento|Type de document|Dokumenttyp|Subject Terms|Subject|Subjects|"
            "Full Text Word Count|ISSN|DOI|Database|Base de datos|Base de données|Datenbank|Lexile|Geographic Terms|"
            "People|"
            "Company/Entity|Author-Supplied Keywords|NAICS/Industry Codes|Reviews & Products|Copyright|Language|"
            "Publication Type|Published",
        },
        opens=(r"(?:Record|Registro|Datensatz|Enregistrement)\s*:\s*\d+",),
        closes=r"Copyright of .*|~{4,}|(?:PHOTO|GRAPHIC|IMAGE)\s?(?:\(S\))?\s*:.*",
        noise=r"~{4,}",
        month_first=True,
    ),
    Layout(
        "APA",
        sign=r"\bvom \d{1,2}\.\d{1,2}\.\d{4}\s+Seite",
        title="below",
        labels={
            "section": "Ressort|Rubrik",
            "author": "Von|Autor|Autorin",
            "url": "Dauerhafte Adresse des Dokuments",
            "other": "Seite|Ausgabe|Schlagworte|Deskriptoren|Utl.|Bild",
        },
        opens=(r"(?:.*\b)?Dokument \d+ von \d+", r'["„»].{2,60}["“”«] vom \d{1,2}\.\d{1,2}\.\d{4}.*'),
        cited=(rf'["„»](?P<source>.{{2,60}})["“”«] vom {_DAY}(?:\s.*)?',),
        closes=r"(?:©|\(c\)|Alle Rechte vorbehalten|Dauerhafte Adresse des Dokuments).*",
        noise=r"(?:.*\b)?Dokument \d+ von \d+",
    ),
    Layout(
        "APA-OTS",
        sign=r"OTS-ORIGINALTEXT",
        title="below",
        labels={"other": "Utl.", "source": "Aussender"},
        ends=(r".*OTS-ORIGINALTEXT.*",),
        cited=(rf"(?P<source>OTS)\d{{4}}\b.*?(?<!\d){_DAY}.*",),
        closes=r"Rückfrage.*|.*OTS-ORIGINALTEXT.*|~{1,}|Aussender\s*:.*",
        noise=r"~+",
    ),
)  # fmt: skip
