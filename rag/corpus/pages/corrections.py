"""What a page says of its article once it was wrong: corrections that stand beside the text, where what finds the text
does not look. They are known by their names, or by how they begin, in each language.
"""

import re
from typing import Any

from rag.corpus.articles import letters_of
from rag.corpus.pages.elements import names_of, naming, words_of

_NAMED = naming(r"(?:article-?)?(?:corrections?|clarifications?|errat(?:a|um)|korrektur|rectificati\w+|rettifica)")
_BEGINS = re.compile(
    r"\W{0,3}(?:"
    # English, German, French
    r"this (?:article|story|report|piece|page) was (?:amended|corrected|edited|updated (?:on .{4,30} )?to correct)"
    r"|an earlier version of this|(?:correction|clarification)s?\b.{0,30}:"
    r"|in einer (?:früheren|ersten|vorherigen) (?:version|fassung)|(?:korrektur|berichtigung|richtigstellung)\b.{0,30}:"
    r"|(?:une version (?:antérieure|précédente)|dans une (?:première|précédente) version)|(?:rectificatif|erratum)\b"
    # Spanish, Italian, Portuguese, Dutch
    r"|(?:una|en una) versión (?:anterior|previa)|(?:corrección|fe de erratas?|rectificación)\b.{0,30}:"
    r"|(?:una|in una) versione precedente|(?:correzione|rettifica)\b.{0,30}:"
    r"|(?:uma|em uma|numa) versão anterior|(?:correção|errata)\b.{0,30}:"
    r"|in een eerdere versie|(?:correctie|rectificatie)\b.{0,30}:"
    # Swedish, Danish and Norwegian
    r"|i en tidigare version|(?:rättelse|rettelse|præcisering|presisering)\b.{0,30}:|i en tidligere (?:version|versjon)"
    r")",
    re.I,
)
_SHORTEST, _LONGEST, _MOST = 30, 1000, 5


def corrections_beside(tree: Any, text: str) -> list[str]:
    """The corrections that stand in the asides and footers of a page's article and not in its ``text``."""
    known = letters_of(text)
    found: dict[str, str] = {}
    for element in tree.xpath(
        "//body//article//aside|//body//article//footer|//body//main//aside|//body//main//footer"
    ):
        named = _NAMED.search(names_of(element)) is not None
        parts = list(element.iter("p", "li")) or [element]
        for words in map(words_of, parts[:_MOST]):
            letters = letters_of(words)
            if _SHORTEST <= len(words) <= _LONGEST and (named or _BEGINS.match(words)) and letters not in known:
                found.setdefault(letters, words)
    return list(found.values())[:_MOST]
