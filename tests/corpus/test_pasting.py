"""Pasted texts as files."""

from datetime import date
from pathlib import Path

import pytest

from rag.corpus.folder import CorpusFolder
from rag.corpus.pasting import pasted
from rag.corpus.reading import read_file
from rag.errors import CorpusError
from tests.corpus.conftest import add


def read(pasted_file: tuple[str, bytes]) -> tuple[str, str, date | None]:
    (found,), problems = read_file(*pasted_file)
    assert problems == []
    return found.title, found.text, found.published


@pytest.mark.parametrize(
    "title", ['He said: "no" # not yes', "- [x]: {y}", "null and ~", "Ulutaş'ın görevi", "x" * 300, "@a: *b"]
)
def test_a_title_that_was_given_is_the_articles(title: str) -> None:
    assert read(pasted("Some text.\n\nAnd more.", title=title))[:2] == (title, "Some text.\n\nAnd more.")
    assert read(pasted("<p>Some text is here.</p>\n<p>And more of it.</p>", title=title))[0] == title
    head = "<head><meta property='og:title' content='Other'></head>"
    page = f"<!doctype html><html lang=en>{head}<body><p>{'Words. ' * 9}</p>"
    assert read(pasted(page, title=title))[0] == title
    assert read(pasted(page.replace(head, ""), title=title))[0] == title


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("# A heading\n\nSome text.", "A heading", "a-heading.md"),
        ("A headline and no sign\n\nSome text. And more.", "A headline and no sign", "a-headline-and-no-sign.md"),
        ("---\ntitle: Its own\ndate: 2024-03-01\n---\n\nSome text.", "Its own", "its-own.md"),
        ("Türkiye took over. That was all.", "Türkiye took over. That was all.", "turkiye-took-over-that-was-all.md"),
        ("One two three four five six seven eight nine.", "One two three four five six seven eight…",
         "one-two-three-four-five-six-seven-eight.md"),
        ("Косово данас.", "Косово данас.", "kosovo-danas.md"),
        ("字" * 200, "字" * 59 + "…", None),
        ("<p>One is here.</p><p>Two is here.</p>", "One is here. Two is here.", "one-is-here-two-is-here.html"),
        ("<html><head><title>A page</title></head><body><p>Its words.</p></body></html>", "A page", "a-page.html"),
        ("!!! ??? ...", "!!! ??? ...", "pasted.md"),
        ("Readme", "Readme", "article-readme.md"),
    ],
)  # fmt: skip
def test_without_a_title_the_articles_own_or_its_first_words_name_it(text: str, title: str, name: str | None) -> None:
    made = pasted(text)
    assert read(made)[0] == title
    assert name is None or made[0] == name
    assert made[0].isascii()
    assert len(made[0]) < 80


def test_a_day_in_the_title_does_not_date_a_pasted_article() -> None:
    assert read(pasted("Some text.", title="What 2024-03-01 meant"))[2] is None
    assert read(pasted("20240301 was a day."))[2] is None
    assert read(pasted("---\ndate: 2024-03-01\n---\n\nSome text.", title="Other")) == (
        "Other", "Some text.", date(2024, 3, 1)
    )  # fmt: skip
    assert read(pasted("---\nTitle: Own\ndate: 2024-03-01\n---\nSome text.", title="Other"))[0] == "Other"


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("  <!DOCTYPE html><p>x", ".html"),
        ("<?xml version='1.0'?>\n<!-- a -->\n<html><body><p>x</p></body></html>", ".html"),
        ("<article>x</article>", ".html"),
        ("Intro <p>One.</p> <p>Two.</p>", ".html"),
        ("A < b and c > d, 1 <p 2", ".md"),
        ("Write `<p>One</p>` and `<p>Two</p>` and `<div></div>`.", ".md"),
        ("```\n<p>One.</p>\n<p>Two.</p>\n```\nis a code.", ".md"),
        ("<headline> is no tag", ".md"),
    ],
)
def test_html_is_told_from_text(text: str, suffix: str) -> None:
    assert Path(pasted(text)[0]).suffix == suffix


def test_what_a_pasted_page_says_of_its_encoding_is_passed_over() -> None:
    page = "<html><head><meta charset='{}'><title>{}</title></head><body><p>It stands here.</p></body></html>"
    assert read(pasted(page.format("utf-16", "Plain")))[0] == "Plain"
    assert read(pasted(page.format("windows-1254", "Güler, Ulutaş")))[0] == "Güler, Ulutaş"


@pytest.mark.parametrize("text", ["", " \n\t", "\x00\x07"])
def test_an_empty_text_is_an_error(text: str) -> None:
    with pytest.raises(CorpusError, match="Nothing was pasted: paste"):
        pasted(text)


def test_a_pasted_text_is_added_like_a_file(own: CorpusFolder) -> None:
    made = pasted("Half a \ud83d character\x00 and\r\nmore.", title="Broken\x00 \ud83d title")
    assert add(own, made) == ["added/broken-title.md"]
    assert read(made)[:2] == ("Broken title", "Half a  character and\nmore.")
