"""The words that the page says of itself, and those of the library's messages, in the language of its reader: in
English, as they stand in the code, or as a catalogue in the folder locale has them. It knows nothing of gradio or HTTP,
nor of what articles say.
"""

import contextlib
import functools
import io
import json
import re
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.dates import format_date, format_interval, format_skeleton, format_timedelta
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from rag.message import Days, Message, Value
from rag.types import Article, Listed

CATALOGUES = Path(__file__).parent / "locale"
"""Where there is a file for each language but English, as gettext has it."""
ENGLISH = "en"
LANGUAGES = (ENGLISH, *sorted(path.stem for path in CATALOGUES.glob("*.po")))
"""The languages that the page knows."""

_SCRIPT = "rag/web/script/"
_BEGIN, _END = "\ue000", "\ue001"  # around what is to be said in the language of whoever opens the page
_UNSAID = re.compile(f"{_BEGIN}(.*?){_END}", re.DOTALL)

# None while the page is built, which has no reader yet.
_language: ContextVar[str | None] = ContextVar("language", default=ENGLISH)


def preferred(accepted: str) -> str:
    """The language of ours that a browser likes best, by its header Accept-Language; English where it likes none."""
    weighed = []
    for one in accepted.split(","):
        tag, _, weight = one.strip().partition(";q=")
        with contextlib.suppress(ValueError):  # what is no number, nobody means
            weighed.append((-float(weight or 1), tag))
    tags = [tag for _, tag in sorted(weighed, key=lambda one: one[0])]
    return negotiate_locale(tags, LANGUAGES, sep="-") or ENGLISH


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """All that is said in the block is said in one of ``LANGUAGES``."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


@contextlib.contextmanager
def for_any_reader() -> Iterator[None]:
    """What is said in the block is said when somebody reads it, by ``spoken``: Gradio's own `I18n` reaches labels and
    values alone, and asks the browser in another way."""
    token = _language.set(None)
    try:
        yield
    finally:
        _language.reset(token)


def spoken(made: Any) -> Any:
    """What was made ``for_any_reader``, be it a text or lists and dictionaries with such, in the reader's language."""
    if isinstance(made, str):
        return _UNSAID.sub(_said, made) if _BEGIN in made else made
    if isinstance(made, dict):
        return {name: spoken(value) for name, value in made.items()}
    return [spoken(value) for value in made] if isinstance(made, (list, tuple)) else made


def gettext(message: str, **values: object) -> str:
    """A message with its values."""
    if _language.get() is None:
        return f"{_BEGIN}{json.dumps([message, values])}{_END}"
    return _translations(language()).gettext(message).format(**values)


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """A message about so many things, ``{number}`` in it."""
    message = _translations(language()).ngettext(one, many, number)
    return message.format(number=written(number), **values)


def worded(text: str) -> str:
    """What the library says, in the reader's language where it is a message; any other text as it is."""
    if not isinstance(text, Message) or language() == ENGLISH:
        return text
    values = {name: _value(one) for name, one in text.values.items()}
    one, many, number = text.patterns[0], text.patterns[-1], text.values.get("number")
    if one == many or not isinstance(number, int):
        return _translations(language()).gettext(one).format(**values)
    return _translations(language()).ngettext(one, many, number).format(**values)


@functools.cache
def patterns() -> frozenset[tuple[str, ...]]:
    """Those of all messages that the catalogues have."""
    ids = (one.id for code in LANGUAGES if code != ENGLISH for one in catalogue(code) if one.id)
    return frozenset((one,) if isinstance(one, str) else tuple(one) for one in ids)


def language() -> str:
    """The code of the reader's language."""
    return _language.get() or ENGLISH


def direction() -> str:
    """In which direction that is written: "ltr" or "rtl"."""
    return _locale().text_direction


def written(number: float, digits: int = 0) -> str:
    """A number, one that is not whole to so many digits behind the point."""
    symbols = _locale().number_symbols["latn"]
    signs = str.maketrans({",": symbols["group"], ".": symbols["decimal"]})
    # However large it is, with which babel's own function has trouble.
    return (f"{number:,}" if isinstance(number, int) else f"{number:,.{digits}f}").translate(signs)


def day(when: date) -> str:
    """A day, such as "9 October 2023"."""
    return format_date(when, "long", _locale())


def weekday(when: date) -> str:
    """The name of a day of the week."""
    return format_date(when, "EEEE", _locale())


def month(when: date) -> str:
    """A month, such as "October 2023"."""
    return format_skeleton("yMMMM", when, locale=_locale())


def days(some: Days) -> str:
    """Some days in a row, such as "16–22 November 2026"."""
    first, last = some
    if first is None or last is None:
        if first is not None:
            return gettext("since {day}", day=day(first))
        return gettext("until {day}", day=day(last)) if last is not None else gettext("any time")
    if first == last:
        return day(first)
    skeleton = "y" if some.are_years else "yMMMM" if some.are_months else "yMMMMd"
    return format_interval(first, last, skeleton, locale=_locale())


def moment(when: datetime) -> str:
    """A day and a time."""
    return f"{day(when.date())}, {when:%H:%M} UTC"


def spell(lasting: timedelta) -> str:
    """A while in minutes or hours, such as "2 minutes"."""
    return format_timedelta(lasting, granularity="minute", threshold=2, locale=_locale())


def articles(number: int) -> str:
    """So many articles."""
    return ngettext("{number} article", "{number} articles", number)


def passages(number: int) -> str:
    """So many passages."""
    return ngettext("{number} passage", "{number} passages", number)


def sentences(number: int) -> str:
    """So many sentences."""
    return ngettext("{number} sentence", "{number} sentences", number)


def dated(article: Article | Listed) -> str:
    """The day on which an article was published."""
    return day(article.published) if article.published else gettext("undated")


def named(code: str) -> str:
    """A language by its name; its code where that is not known."""
    try:
        return Locale.parse(code, sep="-").get_display_name(_locale()) or code
    except (UnknownLocaleError, ValueError):
        return code


def head() -> str:
    """What the page's head has of this: the language of the page, and the words of its script."""
    element = json.dumps({"lang": language(), "dir": direction()})
    messages = Catalog() if language() == ENGLISH else catalogue(language())
    of_script = (one for one in messages if any(path.startswith(_SCRIPT) for path, _ in one.locations))
    said = json.dumps({one.id: one.string for one in of_script})
    return f"<script>Object.assign(document.documentElement, {element}); document.words = {said};</script>"


def _value(value: Value) -> str:
    match value:
        case Days():
            return days(value)
        case Message():
            return worded(value)
        case str():  # between the words of another direction its signs would move to its other end
            foreign = direction() == "rtl" and any(map(str.isalpha, value))
            return f"\N{FIRST STRONG ISOLATE}{value}\N{POP DIRECTIONAL ISOLATE}" if foreign else value
        case float():
            return str(value).replace(".", _locale().number_symbols["latn"]["decimal"])
        case _:
            return written(value)


def _said(unsaid: re.Match[str]) -> str:
    message, values = json.loads(unsaid[1])
    return gettext(message, **values)


def _locale() -> Locale:
    return Locale.parse("en_GB" if language() == ENGLISH else language())


@functools.cache
def _translations(language: str) -> NullTranslations:
    if language == ENGLISH:
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return Translations(compiled)


@functools.cache
def catalogue(language: str) -> Catalog:
    """The catalogue of a language that is not English."""
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)
