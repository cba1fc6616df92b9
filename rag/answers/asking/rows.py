"""What a question for a list says of its rows beside what they are: without whom, with more or less of something, in
what order, or only how many they are.

It is taken out of the question, whose rest is read as any other that asks for a list.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rag.answers.asking.plain import cut
from rag.message import Message, one_of, quoted
from rag.text.numbers import numbers
from rag.text.period_words import number_in


class Narrowing(NamedTuple):
    """The names that no row has; the number that each has at ``least``, or at most the ``limit``, of what is counted;
    ``by`` what the rows are ordered, in English; the ``number`` of the first that are asked for;
    and whether it is asked how many ``several`` ones there are."""

    without: tuple[str, ...] = ()
    counted: str = ""
    least: float | None = None
    limit: float | None = None
    by: str = ""
    number: int | None = None
    several: bool = False

    @property
    def in_words(self) -> list[str]:
        """What is asked of the rows."""
        said: list[str] = []
        if self.without:
            said.append(Message("without {names}", names=one_of(list(map(quoted, self.without)))))
        if self.least is not None:
            said.append(Message("at least {number} {things}", number=f"{self.least:,.10g}", things=self.counted))
        if self.limit is not None:
            said.append(Message("at most {number} {things}", number=f"{self.limit:,.10g}", things=self.counted))
        return [*said, *([Message("in the order of “{measure}”", measure=self.by)] if self.by else [])]


@dataclass(frozen=True, slots=True)
class _Words:
    """A language's words, as regular expressions: {x} are names, {n} is a number, {by} an adjective. ``several`` asks
    how many there are, and is ``which`` without that. Of ``orders`` the groups np, n and by make, in ``lists``, a
    question for the list."""

    without: str
    more: str
    least: str
    less: str
    most: str
    several: str
    which: str
    orders: tuple[str, ...]
    lists: str
    adjectives: Mapping[str, str]
    last: bool = False
    """Whether the word for "more than" stands behind the number."""


_NAME = r"(?:[^\W\d_a-zß-öø-ÿ][\w.’'-]*(?: (?:of|de|von) [^\W\d_a-z][\w’'-]*| [^\W\d_a-zß-öø-ÿ][\w’'-]*)*)"
_NAMES = rf"(?:(?:the|die|der|das|la|le|el|los) )?{_NAME}(?:(?:,| and| or| und| oder| et| ou| y| o| ve) {_NAME})*"
_JOINED = re.compile(r",? (?:and|or|und|oder|et|ou|y|o|ve) |, ")
_NUMBER = r"\d[\d.,’' ]*\d|\d|\w+"
_WORDS: Mapping[str, _Words] = {
    "en": _Words(
        r"(?:other than|besides|apart from|except(?: for)?|excluding|not counting|aside from) {x}",
        "more than", "at least", "fewer than|less than", "at most|up to",
        r"how many (?:different|distinct|separate) ", "which ",
        (r"which (?:one )?of the (?P<np>.+?) (?:is|was|are|were) (?:by far )?(?:the )?(?P<by>{by})(?: one)?",
         r"(?:(?:what|which|who) (?:are|were) |(?:list|name|show(?: me)?) )?the (?P<n>{n}) (?P<by>{by}) (?P<np>.+)",
         r"(?P<np>.+?),? (?:in order of|ordered by|sorted by|ranked by|by) (?P<by>age|size|cost|price|length|strength"
         r"|speed|height|weight)"),
        "list the {np}", {r"\w+est": "", r"(?:most|least) \w+": ""},
    ),
    "de": _Words(
        r"(?:außer|abgesehen von|neben) {x}", "mehr als", "mindestens", "weniger als", "höchstens|bis zu",
        "wie viele (?:verschiedene|unterschiedliche) ", "welche ",
        (r"welche[rs]? der (?P<np>.+?) (?:ist|war) (?:am |der |die |das )(?P<by>{by})",
         r"(?:nenne |liste |welche sind )?die (?P<n>{n}) (?P<by>{by}) (?P<np>.+)"), "nenne die {np}",
        {"älteste[nrs]?": "oldest", "jüngste[nrs]?": "youngest", "stärkste[nrs]?": "strongest",
         "teuerste[nrs]?": "most expensive", "längste[nrs]?": "longest"},
    ),
    "fr": _Words(
        r"(?:autres? que|à part|sauf|hormis|outre) {x}", "plus de", "au moins", "moins de", "au plus",
        "(?!)", "quels ",
        (r"(?:le)?quel(?:le)?s? des (?P<np>.+?) est (?:le|la) (?P<by>{by})",
         r"(?:quel(?:le)?s sont )?les (?P<n>{n}) (?P<np>.+?) les (?P<by>{by})(?P<rest>.*)"), "cite les {np}",
        {"plus âgée?s?": "oldest", "plus jeunes?": "youngest", "plus forte?s?": "strongest",
         "plus ch(?:er|ère)s?": "most expensive", "plus longue?s?": "longest"},
    ),
    "es": _Words(
        r"(?:aparte del?|salvo|excepto|además del?|que no sean?) {x}", "más de", "al menos", "menos de", "como máximo",
        "(?!)", "qué ",
        (r"¿?cuál de (?:los|las) (?P<np>.+?) es (?:el|la) (?P<by>{by})",
         r"(?:¿?cuáles son )?l[oa]s (?P<n>{n}) (?P<np>.+?) (?P<by>{by})(?P<rest>.*)"), "nombra los {np}",
        {"(?:mayor(?:es)?|más viej[oa]s?)": "oldest", "más jóven(?:es)?|más joven": "youngest",
         "más fuertes?": "strongest",
         "más car[oa]s?": "most expensive", "más larg[oa]s?": "longest"},
    ),
    "tr": _Words(
        r"{x}(?:['’]?[dt][ae]n|['’]?n[ıiuü]n)? (?:dışında|hariç|başka)", "fazla|çok", "(?!)", "az", "(?!)",
        "kaç farklı ", "hangi ", (), "", {}, last=True,
    ),
}  # fmt: skip


def narrowing(text: str, lang: str) -> tuple[str, Narrowing] | None:
    """A question without what it says of the rows, and that; None where it says nothing of them."""
    if (words := _WORDS.get(lang)) is None:
        return None
    rest, said = _without(text, words, Narrowing())
    rest, said = _bounded(rest, words, said)
    rest, said = _ordered(rest, lang, said)
    several = re.match(f"(?i){words.several}", rest)
    if several:
        rest, said = f"{words.which}{rest[several.end() :]}", said._replace(several=True)
    return (rest, said) if rest != text else None


def _without(text: str, words: _Words, said: Narrowing) -> tuple[str, Narrowing]:
    pattern = words.without.replace("{x}", f"(?P<x>{_NAMES})")
    if (match := re.search(rf",? ?(?<!\w)(?:{pattern})(?!\w),?", text)) is None:
        return text, said
    return cut(text, match), said._replace(without=tuple(filter(None, _JOINED.split(match["x"]))))


def _bounded(text: str, words: _Words, said: Narrowing) -> tuple[str, Narrowing]:
    how = "|".join((words.more, words.least, words.less, words.most))
    opened = (
        rf"(?P<n>{_NUMBER})(?:['’]?[dt][ae]n) (?P<how>{how})" if words.last else rf"(?P<how>{how}) (?P<n>{_NUMBER})"
    )
    for match in re.finditer(rf"(?i)(?<!\w)(?:{opened})(?P<scale> (?:million|billion|thousand))? (?P<what>\w+)", text):
        number = next(numbers(f"{match['n']}{match['scale'] or ''}", ()), None)
        if number is None or number.unit:
            continue
        value, exact = number.values[0], match["how"].lower()
        step = 1 if value == int(value) else 0
        least = value + step if re.fullmatch(words.more, exact) else value if re.fullmatch(words.least, exact) else None
        limit = value - step if re.fullmatch(words.less, exact) else value if least is None else None
        rest = f"{text[: match.start()]}{text[match.start('what') :]}"
        return rest, said._replace(counted=match["what"], least=least, limit=limit)
    return text, said


def _ordered(text: str, lang: str, said: Narrowing) -> tuple[str, Narrowing]:
    words = _WORDS[lang]
    names = "|".join(words.adjectives)
    for pattern in words.orders:
        made = pattern.replace("{by}", names).replace("{n}", r"\w+")
        if (match := re.fullmatch(rf"(?i){made}", text)) is None:
            continue
        given = match.groupdict()
        number = number_in(given["n"].lower(), lang) if given.get("n") else None
        if given.get("n") and number is None:
            continue
        rest = words.lists.replace("{np}", f"{given['np']}{given.get('rest') or ''}")
        if "in order of" in made:  # the question stands as it is
            rest = given["np"]
        meant = (english for one, english in words.adjectives.items() if re.fullmatch(one, given["by"].lower()))
        # No number, nor a name of a measure: "which of them is oldest?"
        one = not given.get("n") and not rest.startswith(given["np"])
        return rest, said._replace(by=next(meant, "") or given["by"].lower(), number=1 if one else number)
    return text, said
