"""The page's own words: what the code says stands in each catalogue and the other way round, and how it is said."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from babel.messages import catalog
from babel.messages.extract import extract_from_dir

from rag.message import Days, Message, all_of, quoted, together
from rag.web import words
from rag.web.words import articles, gettext, ngettext, speaking
from tests.conftest import PROJECT

OTHERS = words.LANGUAGES[1:]
SAYING = ("gettext", "ngettext")

Id = str | tuple[str, ...]


@pytest.fixture(scope="module")
def said() -> dict[Id, set[str]]:
    """The messages in the code, as `pybabel extract` finds them, each with the files that it is in."""
    mappings = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(one["pattern"], one["method"]) for one in mappings]
    found: dict[Id, set[str]] = {}
    for file, _, message, _, _ in extract_from_dir(PROJECT, methods):
        found.setdefault(message, set()).add(file)
    return found


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_has_what_the_code_says_and_nothing_else(code: str, said: dict[Id, set[str]]) -> None:
    kept = {one.id: {file for file, _ in one.locations} for one in _messages(code)}
    assert sorted(said.keys() - kept.keys(), key=str) == [], "run make words, and translate these"
    assert sorted(kept.keys() - said.keys(), key=str) == [], "run make words"
    assert kept == said, "by its file it is known what the script says: run make words"


@pytest.mark.parametrize("code", OTHERS)
def test_each_message_is_translated_with_its_values(code: str) -> None:
    for one in _messages(code):
        ids, strings = _all(one.id), _all(one.string)
        assert all(strings), f"{ids[0]} is not translated"
        assert len(strings) == (1 if len(ids) == 1 else words.catalogue(code).num_plurals), ids[0]
        for text in strings:
            # Of two things a language may say it without the number.
            assert _values(ids[-1]) - {"number"} <= _values(text) <= _values(ids[-1]), text
            assert len(ids) > 1 or _values(text) == _values(ids[0]), text
            assert not set(text) & set("<>&\"'"), f"{text} has signs that mean something in HTML"
        assert not one.fuzzy, f"{ids[0]} is only guessed"


def test_what_is_said_is_written_where_it_is_said() -> None:
    """A text that is put together is found by nobody, and what is said while a module is imported is always English."""
    for path in sorted((PROJECT / "rag").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if path.name != "message.py":
            made = (call for call in ast.walk(tree) if isinstance(call, ast.Call) and _name(call) == "Message")
            put_together = [one.lineno for call in made for one in call.args if not isinstance(one, ast.Constant)]
            assert put_together == [], path.name
        for call in _calls(tree):
            texts = call.args[: SAYING.index(_name(call)) + 1]
            inside = path.name == "words.py"  # where they are defined
            assert inside or all(isinstance(one, ast.Constant) for one in texts), f"{path.name}, line {call.lineno}"
        functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
        inner = {call for function in functions for call in _calls(function)}
        assert [call.lineno for call in _calls(tree) if call not in inner] == [], path.name


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en-US,en;q=0.9", "en"),
        ("nl,fr-CA;q=0.5", "fr"),
        ("en;q=0.3,tr;q=0.7", "tr"),
        ("ar-EG", "ar"),
        ("*", "en"),
        ("de;q=high, es", "es"),
        ("xx,,;q=", "en"),
    ],
)
def test_the_language_is_the_one_that_the_browser_likes_best(accepted: str, code: str) -> None:
    assert words.preferred(accepted) == code


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("en", ["1 article", "2 articles", "5,274 articles", "9 May 2023", "2 minutes", "1.5", "French", "ltr"]),
        ("de", ["1 Artikel", "2 Artikel", "5.274 Artikel", "9. Mai 2023", "2 Minuten", "1,5", "Französisch", "ltr"]),
        ("tr", ["1 makale", "2 makale", "5.274 makale", "9 Mayıs 2023", "2 dakika", "1,5", "Fransızca", "ltr"]),
        ("ar", ["مقال واحد", "مقالان", "5,274 مقالًا", "9 مايو 2023", "دقيقتان", "1.5", "الفرنسية", "rtl"]),
    ],
)  # fmt: skip
def test_numbers_days_and_names_are_written_as_the_language_does(code: str, told: list[str]) -> None:
    with speaking(code):
        counts = [articles(number) for number in (1, 2, 5274)]
        others = words.day(date(2023, 5, 9)), words.spell(timedelta(minutes=2)), words.written(1.5, 1)
        assert [*counts, *others, words.named("fr"), words.direction()] == told
        assert words.named("qqq") == "qqq"
        assert words.written(10**400).startswith("10")
        assert words.written(float("inf")) == "inf"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("en", "7 of 24 articles are of 16–22 November 2026 and mention “boats”. About 0.5"),
        ("de", "7 von 24 Artikeln: aus dem Zeitraum 16.–22. Nov. 2026 und mit „boats“. About 0,5"),
        ("tr", "24 makaleden 7 tanesi: dönemi 16–22 Kas 2026 ve “boats” geçenler. About 0,5"),
        ("ar", "7 من أصل 24 مقالًا: من الفترة 16–22 نوفمبر 2026 وتذكر «\u2068boats\u2069». About 0.5"),
    ],
)
def test_what_the_library_says_is_said_in_the_readers_language(code: str, told: str) -> None:
    days = Message("of {days}", days=Days(date(2026, 11, 16), date(2026, 11, 22)))
    so = all_of(
        [
            Message("is {conditions}", "are {conditions}", number=7, conditions=days),
            Message("mentions {words}", "mention {words}", number=7, words=quoted("boats")),
        ]
    )
    some = Message("{found} of {number} article", "{found} of {number} articles", number=24, found=7)
    said = Message("{articles}.", articles=Message("{articles} {so}", articles=some, so=so))
    with speaking(code):
        assert words.worded(together(said, Message("About {nearness}", nearness=0.5)) or "") == told
        assert words.worded("The words of an article.") == "The words of an article."


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2026, 5, 3), date(2026, 5, 3), ["3. Mai 2026", "3 mai 2026"]),
        (date(2026, 5, 3), None, ["seit dem 3. Mai 2026", "depuis le 3 mai 2026"]),
        (None, date(2026, 5, 3), ["bis zum 3. Mai 2026", "jusqu’au 3 mai 2026"]),
        (None, None, ["zu beliebiger Zeit", "à n’importe quelle date"]),
        (date(2026, 1, 1), date(2026, 12, 31), ["2026", "2026"]),
        (date(2025, 1, 1), date(2026, 12, 31), ["2025–2026", "2025–2026"]),
        (date(2026, 2, 1), date(2026, 2, 28), ["Februar 2026", "février 2026"]),
        (date(2026, 2, 1), date(2026, 4, 30), ["Februar–April 2026", "février – avril 2026"]),
        (date(2025, 11, 16), date(2026, 1, 2), ["16. Nov. 2025 – 2. Jan. 2026", "16 nov. 2025 – 2 janv. 2026"]),
    ],
)
def test_days_in_a_row_are_said_as_the_language_does(first: date | None, last: date | None, told: list[str]) -> None:
    said = []
    for code in ("de", "fr"):
        with speaking(code):
            said.append(re.sub(r"\s", " ", words.days(Days(first, last))))
    assert said == told


def test_a_message_has_its_values_and_is_english_outside_of_a_page() -> None:
    assert gettext("Remove “{title}”?", title="{x}.md") == "Remove “{x}.md”?"
    assert ngettext("One turn was taken out.", "{number} turns were taken out.", 1200) == "1,200 turns were taken out."
    with speaking("fr"):
        assert gettext("Remove “{title}”?", title="a.md") == "Retirer «\xa0a.md\xa0»\u202f?"
        assert words.moment(datetime(2026, 3, 1, 9, 30, tzinfo=UTC)) == "1 mars 2026, 09:30 UTC"
    assert words.language() == "en"


def test_what_is_made_for_any_reader_is_said_to_each_in_their_language() -> None:
    with words.for_any_reader():
        made = {"label": gettext("Filters"), "of": [f"<h1>{gettext('Remove {name}', name='“A”')}</h1>", 3, None]}
    with speaking("de"):
        assert words.spoken(made) == {"label": "Filter", "of": ["<h1>“A” entfernen</h1>", 3, None]}
    assert words.spoken(made) == {"label": "Filters", "of": ["<h1>Remove “A”</h1>", 3, None]}


def test_the_script_gets_its_own_words_alone() -> None:
    with speaking("ar"):
        head = words.head()
    assert '"lang": "ar", "dir": "rtl"' in head
    assert '"Put back"' in head
    assert '"Filters"' not in head
    assert words.head().endswith("document.words = {};</script>")


def _messages(code: str) -> list[catalog.Message]:
    return [one for one in words.catalogue(code) if one.id]


def _all(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in SAYING)
