"""Files of every kind: nothing ends a build, takes for ever or speaks to the terminal."""

import json
import logging
import re
import subprocess
import sys
from unicodedata import category

import docx
import pytest

from rag.corpus.reading import LONGEST_TEXT, read_file
from tests.conftest import DATA
from tests.corpus.conftest import BODY, DAY, PARAGRAPHS, article, holding, lines, pdf, reason, saved


@pytest.mark.parametrize(
    "error", [RecursionError("too deep"), MemoryError(), KeyError("x"), AssertionError("two\nlines")]
)
def test_whatever_a_library_raises_is_a_problem_of_that_file(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    def stumble(*_: object, **__: object) -> object:
        raise error

    monkeypatch.setattr("trafilatura.bare_extraction", stumble)
    caplog.set_level(logging.INFO, "rag")
    why = reason("x.html", "<html><body><p>Words.</p></body></html>")
    assert why.startswith(f"reading it failed ({type(error).__name__}")
    assert "Traceback" in caplog.text


UNSEEN_SIGNS = [
    *"\xad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2064\u2066\u2069\u3164\ufe0f\ufeff\uffa0",
    "\ufff9\ufffa\ufffb",
    "\U000e0049\U000e0067\U000e006e\U000e007f",
    "\ufe00\U000e0101\U000e0155",
    "\u200c\u200d\u200b\u200c",
]


@pytest.mark.slow
@pytest.mark.parametrize("sign", UNSEEN_SIGNS, ids=ascii)
@pytest.mark.parametrize("kind", ["md", "txt", "html", "jsonl", "csv", "docx", "entities"])
def test_signs_that_nobody_sees_are_in_no_article(sign: str, kind: str) -> None:
    title, source, text = (f"{word[:2]}{sign}{word[2:]}{sign}" for word in ("Trams", "Gazette", "They run at last."))
    head = f"<title>{title}</title><meta property=og:site_name content='{source}'>"
    made: dict[str, str | bytes] = {
        "md": f"---\nsource: {source}\n---\n{sign}# {title}\n\n{text}",
        "txt": f"---\ntitle: {title}\nsource: {source}\n---\n{text}",
        "html": f"<html><head>{head}</head><body><p>{text}</p></body></html>",
        "jsonl": json.dumps({"title": title, "source": source, "text": text}),
        "csv": f"title,source,text\n{title},{source},{text}\n",
    }
    if kind == "entities":
        kind, escaped = "html", "".join(f"&#{ord(one)};" for one in sign)
        made["html"] = str(made["html"]).replace(sign, escaped)
    if kind == "docx":
        document = docx.Document()
        document.add_paragraph(text)
        document.core_properties.title = title
        made["docx"] = saved(document)
    read = article(f"x.{kind}", made[kind])
    assert (read.title, read.text) == ("Trams", "They run at last.")
    assert read.source == (None if kind == "docx" else "Gazette")


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم کتاب\u200cها را",
        "API\u200cها",
        "क्\u200dष और क्\u200cष",
        "ශ්\u200dරී",
        "👨\u200d👩\u200d👧 👩🏽\u200d🚀 ❤\ufe0f\u200d🔥 🏳\ufe0f\u200d🌈 1\ufe0f\u20e3",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "葛\U000e0100城市 神\ufe00",
        "ᠮᠣᠩᠭᠣᠯ\u180b",
    ],
)
def test_signs_that_a_script_needs_stay(text: str) -> None:
    assert article("x.txt", text).text == text
    assert article("x.txt", text.replace("\u200c", "\u200c\u200c").replace("\ufe0f", "\ufe0f\ufe0f\ufe00")).text == text


@pytest.mark.slow
@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "part", ["x", " ", "\n", "-", "x\n", "# ", "a.", '."', "— ", "A, ", "[x](", "x\n==\n", "9 October "]
)
@pytest.mark.parametrize("name", ["x.md", "x.txt", "x.html", "x.jsonl", "x.csv"])
def test_no_long_text_takes_long(name: str, part: str) -> None:
    text = "x" + part * 200_000 + "y"
    quoted = text.replace('"', '""')
    data = {"x.jsonl": json.dumps({"text": text}), "x.csv": f'id,text\n1,"{quoted}"\n'}.get(name, text)
    articles, problems = read_file(name, data.encode())
    assert len(articles) + len(problems) == 1


def test_libraries_say_nothing_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger().addHandler(handler := logging.StreamHandler(sys.stderr))
    try:
        whole = pdf(lines("The trams are running."))
        read_file("x.pdf", whole.replace(b"0000000009 00000 n", b"0000000008 00000 n"))
        read_file("x.html", b"<html></html>")
        read_file("x.html", b"words")
    finally:
        logging.getLogger().removeHandler(handler)
    assert capfd.readouterr() == ("", "")


def test_importing_the_module_imports_no_reader() -> None:
    heavy = {
        "trafilatura",
        "pypdfium2",
        "striprtf",
        "webvtt",
        "dateparser",
        "charset_normalizer",
        "frontmatter",
        "yaml",
        "lxml",
    }
    code = f"import sys, rag.corpus.folder; print(sorted({heavy!r} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def _seen(text: str) -> str:
    return "".join(sign for sign in text if category(sign) != "Cf")


def test_real_articles_are_read_as_they_are() -> None:
    if not DATA.exists():
        pytest.skip(f"the development data is not at {DATA}")
    data = (DATA / "wikinews" / "articles.jsonl").read_bytes()
    articles, problems = read_file("articles.jsonl", data)
    assert (len(articles), problems) == (293, [])
    records = {record["id"]: record for record in map(json.loads, data.decode().splitlines())}
    # But for signs that nobody sees, of which these have some; those that join Persian and Hindi letters stay.
    assert all(_seen(read.text) == _seen(records[read.id]["text"]) for read in articles)
    assert {sign for read in articles for sign in read.text if category(sign) == "Cf"} <= {"\u200c", "\u200d"}
    assert all(str(read.published) == records[read.id]["date"] for read in articles)
    assert "holds no articles" in reason("questions.jsonl", (DATA / "wikinews" / "questions.jsonl").read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("x.html", holding(f"<p {' '.join(f'a{n}=1' for n in range(1500))}>"), "more than 1000 attributes"),
        ("x.html", holding(f"""<p {"a='>' " * 1500}>"""), "more than 1000 attributes"),
        ("x.html", holding(f"<p {'a ' * 1500}>"), "more than 1000 attributes"),
        (
            "x.md",
            f"---\n{''.join(f'key{n}: value' + chr(10) for n in range(10_000))}---\n\nWords.\n",
            "front matter is longer",
        ),
        ("x.md", f"---\ntitle: {'[' * 50_000}\n---\n\nWords.\n", "front matter is not valid YAML"),
        ("x.jsonl", '{"text": ' + "[" * 500_000 + "]" * 500_000 + "}", "too deep"),
    ],
)
def test_what_would_take_a_reader_for_ever_is_refused(name: str, data: str, why: str) -> None:
    assert why in reason(name, data)


def test_of_a_text_without_end_the_beginning_is_read_and_told() -> None:
    text = ("The tram was late again on that day.\n\n" * (LONGEST_TEXT // 38 + 100)).strip()
    for name, data in (("x.txt", text), ("x.jsonl", json.dumps({"id": "a", "title": "X", "text": text}))):
        (read,), (problem,) = read_file(name, data.encode())
        assert read.text == text[: len(read.text)]
        assert LONGEST_TEXT - 100 < len(read.text) <= LONGEST_TEXT
        assert read.text.endswith("that day.")
        assert problem.kind == "partly"
        assert re.match(
            r"only the first 2,999,\d+ of the 3,\d+,\d+ characters of 'X' were read: cut it", problem.reason
        )


FEED = "<?xml version='1.0'?>\n<!-- made by hand -->\n<rss version='2.0'><channel><item><link>https://a.example/1</link></item></channel></rss>"


def test_what_a_file_begins_with_goes_before_its_name() -> None:
    for name in ("x.txt", "x.text", "x.md"):
        read = article(name, f"\n<!DOCTYPE html>\n{holding('')}")
        assert (read.title, read.text.partition("\n")[0]) == ("Tram", PARAGRAPHS[0])
    assert "1 address without text" in read_file("x.html", FEED.encode())[1][0].reason
    assert "packed by gzip" in reason("x.html", b"\x1f\x8b\x08\0\0\0\0\0")


@pytest.mark.parametrize("below", [BODY, "\n\n".join(PARAGRAPHS)], ids=["page", "Markdown"])
def test_front_matter_of_a_page_is_no_part_of_its_text(below: str) -> None:
    read = article("x.html", f"---\ntitle: The tram\ndate: 2023-10-09\nauthor: Dora Finch\n---\n{below}")
    assert (read.title, read.author, read.published) == ("The tram", "Dora Finch", DAY)
    assert read.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "headers",
    [
        "From: Dora Finch <dora@gazette.example>\nSubject: The tram\nDate: 9 October 2023 at 10:00:00 CEST\nTo: all\n",
        "Von:\tDora Finch\nGesendet:\tMontag, 9. Oktober 2023 10:00\nAn:\tAlle\nBetreff:\tThe tram\n",
        "De : Dora Finch\nEnvoyé : lundi 9 octobre 2023 10:00\nÀ : tous\nObjet : The tram\n",
        "De: Dora Finch\nEnviado: lunes, 9 de octubre de 2023 10:00\nPara: todos\nAsunto: The tram\n",
        "Kimden: Dora Finch\nGönderildi: 9 Ekim 2023 Pazartesi 10:00\nKime: herkes\nKonu: The tram\n",
    ],
    ids=["en", "de", "fr", "es", "tr"],
)
def test_a_message_that_was_saved_as_a_text_is_read_as_mail(headers: str) -> None:
    text = "\n\n".join(PARAGRAPHS)
    read = article("x.txt", f"{headers}\n{text}\n\n-- \nDora")
    assert (read.title, read.author, read.published) == ("The tram", "Dora Finch", DAY)
    assert read.text == text


def test_a_text_that_only_looks_like_a_message_keeps_its_lines() -> None:
    text = "From: Norrin\nTo: Keld\nFare: 45 crowns\n\n" + PARAGRAPHS[0]
    assert article("x.txt", text).text == text
