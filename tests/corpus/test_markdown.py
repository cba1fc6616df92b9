"""Markdown and plain text: front matter, whole and broken."""

from datetime import date

import pytest

from rag.corpus.reading import read_file
from rag.types import Article
from tests.corpus.conftest import DAY, PARAGRAPHS, article, reason


def test_front_matter_tells_everything_and_the_body_stays_as_written() -> None:
    read = article(
        "news/x.md",
        "\ufeff---\r\nTitle: 'Trams: a start'\r\ndate: 9 October 2023\r\nauthors:\r\n  - Ana Petrović\r\n"
        "  - Bo Quill\r\npublisher: The Gazette\r\nlink: https://gazette.example/x?a=1&b=2\r\nlanguage: en_GB\r\n"
        "---\r\n\r\n# Trams\r\n\r\nTwo  spaces,\r\n*stars*.\r\n\r\n",
    )
    assert read == Article(
        "news/x.md", "Trams: a start", "# Trams\n\nTwo  spaces,\n*stars*.", DAY, "front matter",
        "Ana Petrović, Bo Quill", "The Gazette", "https://gazette.example/x?a=1&b=2", "en-GB",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "attribute", "value"),
    [
        ("title: 1984", "title", "1984"),
        ("title: ~", "title", "Name of file"),
        ("author: {name: Ana P}", "author", "Ana P"),
        ("byline: Ana P", "author", "Ana P"),
        ("site: Gazette", "source", "Gazette"),
        ("lang: no", "lang", "no"),  # for YAML 1.1 that is False
        ("lang: English", "lang", None),
        ("url: javascript:alert(1)", "url", None),
        ("author: null", "author", None),
        ("title: !!python/object/apply:os.getcwd []", "title", "Name of file"),
    ],
)
def test_single_fields_of_front_matter(field: str, attribute: str, value: str | None) -> None:
    assert getattr(article("name-of_file.md", f"---\n{field}\n---\nText."), attribute) == value


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("---\ntitle: x\nnote: a: b\n---\nText.", "not valid YAML: line 3: mapping values are not allowed here"),
        ("\n\n---\n\ntitle: a: b\n---\nText.", "not valid YAML: line 5:"),
        ("---\ntitle: " + "[" * 20_000 + "\n---\nText.", "not valid YAML"),
        ("---\ntitle: x\n\nText.", "put a line of three hyphens"),
        ("---\n- a\n- b\n---\nText.", "is a list"),
        ("---\ntitle: x\n---\n", "no text below"),
        ("# Title\n", "no text below"),
    ],
)
def test_broken_front_matter_and_texts_without_text_are_problems(text: str, why: str) -> None:
    assert why in reason("x.md", text)


def test_aliases_that_multiply_in_front_matter_are_not_followed() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 40))
    assert article("x.md", f"---\nl0: &l0 [x]\n{levels}author: *l39\n---\nText.").author is None


def test_rules_around_a_text_are_no_front_matter() -> None:
    text = "---\n\nA first paragraph.\n\n---\n\nA second one."
    assert article("x.md", text).text == text
    assert article("x.md", "---\n---\nText.").text == "Text."


@pytest.mark.parametrize(
    ("matter", "tags"),
    [
        ("tags: [port, cranes, port]", ("port", "cranes")),
        ("tags: Hafen, Kräne", ("Hafen", "Kräne")),
        ("tags:\n- [deep]\n- 5\n-\n- a", ("deep", "5", "a")),
        ("tags: {a: b}", ()),
        ("tags:", ()),
        ("title: x", ()),
    ],
)
def test_what_a_text_is_filed_under_is_kept(matter: str, tags: tuple[str, ...]) -> None:
    assert article("x.md", f"---\n{matter}\n---\nText.").tags == tags


@pytest.mark.parametrize(
    ("matter", "told"), [("teaser: yes", 1), ("teaser: True", 1), ("teaser: no", 0), ("lang: en", 0)]
)
def test_a_teaser_is_told_as_one(matter: str, told: int) -> None:
    [_], problems = read_file("x.md", f"---\n{matter}\n---\nText.".encode())
    assert [problem.kind for problem in problems] == ["teaser"] * told


@pytest.mark.parametrize(
    ("field", "day"),
    [
        ("modified: 2023-10-12", date(2023, 10, 12)),
        ("lastmod: 2023-10-12T08:00:00Z", date(2023, 10, 12)),
        ("Updated: 12 October 2023", date(2023, 10, 12)),
        ("updated: 2023-10-09", None),
        ("updated: soon", None),
    ],
)
def test_front_matter_tells_the_last_change(field: str, day: date | None) -> None:
    read = article("x.md", f"---\ntitle: Trams\ndate: 2023-10-09\n{field}\n---\nText.")
    assert (read.published, read.modified) == (DAY, day)


def test_front_matter_may_be_toml() -> None:
    head = 'title = "Trams: a start"\nauthors = ["Ana P. Roux", "Bo Li"]\ndate = 2023-10-09T08:00:00Z\ntags = ["Rail"]'
    read = article("x.md", f"+++\n{head}\nlastmod = 2023-10-12\ndraft = false\n+++\n\nText.")
    assert (read.title, read.author, read.published) == ("Trams: a start", "Ana P. Roux, Bo Li", DAY)
    assert (read.modified, read.tags, read.text) == (date(2023, 10, 12), ("Rail",), "Text.")
    assert "not valid TOML" in reason("x.md", "+++\ntitle = Trams\n+++\nText.")
    assert article("x.md", "+++ the plus of trams +++\n\nText.").text.startswith("+++")


def test_the_day_of_publication_comes_before_that_of_keeping() -> None:
    assert article("x.md", "---\ndate: 2023-11-02\npublished: 2023-10-09\n---\nText.").published == DAY
    assert article("x.md", "---\ndate: 2023-10-09\npublished: true\n---\nText.").published == DAY


def test_an_address_above_a_text_is_its_own() -> None:
    read = article("x.txt", f"https://gazette.example/x\n\nTrams at last\n9 October 2023\n\n{PARAGRAPHS[0]}\n")
    assert (read.url, read.title, read.text.endswith(PARAGRAPHS[0])) == (
        "https://gazette.example/x", "Trams at last", True,
    )  # fmt: skip
    assert "address without text" in reason("x.txt", "https://gazette.example/x\n")


def test_front_matter_as_obsidian_has_it() -> None:
    names = 'author:\n  - "[[Ana Roux]]"\n  - "[[people/bo|Bo Li]]"'
    head = f"source: https://gazette.example/x\n{names}\npublished: 2023-10-09"
    read = article("x.md", f"---\n{head}\n---\nText.")
    assert (read.url, read.source, read.author, read.published) == (
        "https://gazette.example/x", None, "Ana Roux, Bo Li", DAY,
    )  # fmt: skip


def test_what_joplin_knows_of_a_note_is_no_text() -> None:
    known = (
        "id: {0}\nparent_id: {0}\ncreated_time: 2024-01-02T10:00:00.000Z\nauthor: Ana Petrović\n"
        "source_url: https://gazette.example/x\napplication_data: \ntype_: "
    ).format("0123456789abcdef" * 2)
    read = article("x.md", f"Trams at last\n\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}\n\n{known}1")
    assert (read.title, read.text) == ("Trams at last", f"{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}")
    assert (read.author, read.url, read.published) == ("Ana Petrović", "https://gazette.example/x", None)
    assert "not a note" in reason("x.md", f"Harbour\n\n{known}2\n")
