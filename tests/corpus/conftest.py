"""What tests of several kinds of files share: how a file is read, and files made by hand."""

import io
import json
import random
from datetime import date
from pathlib import Path

import docx
import matplotlib
import pytest

from rag.corpus.files import find_files
from rag.corpus.folder import CorpusFolder
from rag.corpus.reading import read_file
from rag.types import Article

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
"""Fonts with letters of many scripts, wherever the tests run: matplotlib brings them."""
DAY = date(2023, 10, 9)
PARAGRAPHS = (
    "The first tram ran at six in the morning, and two thousand people stood in the rain to see it leave the harbour.",
    "The line cost 41 million crowns. It is nine kilometres long, has fourteen stops, and was two years late.",
    "A second line is to follow in 2026, said the mayor, if the council agrees to pay for the bridge that it needs.",
)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def article(path: str, data: str | bytes) -> Article:
    """The one article of a file that is read without a problem."""
    articles, problems = read_file(path, data.encode() if isinstance(data, str) else data)
    assert problems == []
    assert len(articles) == 1
    return articles[0]


def reason(path: str, data: str | bytes) -> str:
    """Why a file can't be read: the one problem, of one line, of a file without articles."""
    articles, problems = read_file(path, data.encode() if isinstance(data, str) else data)
    assert articles == []
    assert [problem.path for problem in problems] == [path]
    assert "\n" not in problems[0].reason
    return problems[0].reason


def pdf(*pages: bytes, info: bytes = b"") -> bytes:
    """A PDF made by hand: the operators of each page in Helvetica, and the entries of its document information."""
    kids = b" ".join(b"%d 0 R" % (5 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<<%s>>" % info,
    ]
    for page in pages:
        contents = b"%d 0 R" % (len(objects) + 2)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %s/Resources<</Font<</F 3 0 R>>>>>>" % contents
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(page), page))
    made, places = b"%PDF-1.4\n", []
    for number, value in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Root 1 0 R/Info 4 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + rows + trailer


def lines(*texts: str, top: int = 720) -> bytes:
    """The operators that set lines one below the other; an empty one leaves a gap."""
    shown = b"".join(b"(%s) Tj T* " % text.encode("cp1252") if text else b"T* " for text in texts)
    return b"BT /F 12 Tf 14 TL 72 %d Td %s ET " % (top, shown)


def saved(document: "docx.document.Document") -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


TURKISH = "Belediye başkanı köprünün açılışında konuştu ve işçilere teşekkür etti. Yağmur bekleniyor."
RUSSIAN = "Вчера в Москве прошло заседание правительства, на котором обсуждались вопросы экономики."


def holding(middle: str) -> str:
    return f"<html><head><title>Tram</title></head><body>{BODY}{middle}{BODY}</body></html>"


@pytest.fixture
def own(corpus: Path) -> CorpusFolder:
    return CorpusFolder(corpus)


def about(word: str) -> bytes:
    return f"---\ntitle: About {word}\n---\n\nThis says that {word} is here today.\n".encode()


def records(*identifiers: str) -> bytes:
    lines = (
        json.dumps({"id": one, "title": f"Record {one}", "text": f"It says that {one} is here."}) for one in identifiers
    )
    return "\n".join(lines).encode()


def listed(corpus: Path) -> set[str]:
    return {file.path for file in find_files(corpus).files}


def add(folder: CorpusFolder, *files: tuple[str, bytes]) -> list[str]:
    plan = folder.plan(files)
    assert plan.refused == ()
    return folder.put(plan, replace=False)


def damaged(path: str, whole: bytes, tries: int = 300) -> None:
    """Holds a file with changed bytes, and one that is cut, to an article or a problem, of which none is a mere failure
    of a library."""
    chance = random.Random(20231009)
    for number in range(tries):
        changed = bytearray(whole[: chance.randrange(1, len(whole))] if number % 4 == 3 else whole)
        for _ in range(chance.choice([1, 3, 20])):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        articles, problems = read_file(path, bytes(changed))
        assert articles or problems
        assert not [problem for problem in problems if "reading it failed" in problem.reason]
