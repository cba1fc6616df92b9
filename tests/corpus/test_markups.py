"""reStructuredText, AsciiDoc, Org and LaTeX."""

from datetime import date

import pytest

from rag.corpus.reading import read_file
from tests.corpus.conftest import DAY, PARAGRAPHS, article

FIRST, SECOND, THIRD = PARAGRAPHS
RST = f"""\
==============
Trams at last
==============

:Author: Ana Petrović
:Date: 2023-10-09

.. image:: tram.png
   :alt: No text of ours

{FIRST} [1]_

The plans
---------

.. note::
   {SECOND}

.. code-block:: python

   print("no text")

See the `council's page <https://council.example/trams>`_ and :ref:`the map <map>`.

{THIRD}

.. [1] A note.
"""
ADOC = f"""\
= Trams at last
Ana Petrović <ana@gazette.example>
v1.0, 2023-10-09
:toc: left
:url: https://gazette.example/trams

// nobody reads this
image::tram.png[No text of ours]

{FIRST}

== The plans

[NOTE]
====
{SECOND}
====

See the https://council.example/trams[council's page] and <<map,the map>>.

{THIRD}
"""
ORG = f"""\
#+TITLE: Trams at last
#+AUTHOR: Ana Petrović
#+DATE: <2023-10-09 Mon>
#+OPTIONS: toc:nil

{FIRST}

* TODO The plans :trams:
:PROPERTIES:
:CREATED: [2023-10-01 Sun]
:END:
# nobody reads this
#+BEGIN_QUOTE
{SECOND}
#+END_QUOTE
#+BEGIN_SRC python
print("no text")
#+END_SRC

See the [[https://council.example/trams][council's page]] and [[file:map.org][the map]].

{THIRD}
"""
TEX = f"""\
\\documentclass{{article}} % nobody reads this
\\title{{Trams at \\emph{{last}}}}
\\author{{Ana Petrovi\\'c}}
\\date{{9 October 2023}}
\\begin{{document}}
\\maketitle
{FIRST}~\\cite{{x}}

\\section{{The plans}}
\\label{{plans}}
\\begin{{quote}}
{SECOND}
\\end{{quote}}
\\begin{{verbatim}}
print("no text")
\\end{{verbatim}}
See the \\href{{https://council.example/trams}}{{council's page}} \\& the map.

{THIRD}
\\end{{document}}
"""


@pytest.mark.parametrize(("end", "data"), [("rst", RST), ("adoc", ADOC), ("org", ORG), ("tex", TEX)])
def test_a_text_in_markup_is_read_with_its_title_and_without_its_marks(end: str, data: str) -> None:
    read = article(f"x.{end}", data)
    assert (read.title, read.author, read.published) == ("Trams at last", "Ana Petrović", DAY)
    first, heading, second, link, third = read.text.split("\n\n")
    assert (first, heading, second.strip(), third) == (FIRST, "## The plans", SECOND, THIRD)
    assert "council's page" in link
    assert link.endswith("the map.")
    assert not any(mark in link for mark in ("`", "<<", "[[", "\\"))


def test_of_latex_lists_captions_and_several_writers_are_read() -> None:
    read = article(
        "x.tex",
        r"""\title{Trams} \author{Ana Petrovi\'c\thanks{The Gazette} \and Bo Quist} \begin{document} \maketitle
        It needs \begin{itemize} \item a bridge, \item \textbf{money}. \end{itemize}
        \begin{figure} \includegraphics[width=1cm]{a.png} \caption{The first tram.} \end{figure} \end{document}""",
    )
    assert read.author == "Ana Petrović, Bo Quist"
    assert read.text == "It needs\n\n- a bridge,\n\n- money.\n\nPicture: The first tram."


TABLES = {
    "adoc": """
.Crossings
[cols="1,1"]
|===
|Month |Crossings

|April |4
|May, as far
as known
a|6
|===

Out | in.

[%header,format=csv]
|===
Boat,Seats
"Alma, old",90
|===
""",
    "org": """
| Month | Crossings |
|-------+-----------|
| April |         4 |
| May, as far as known | 6 |
#+TBLFM: $2=1

Out | in.

| Boat | Seats |
| Alma, old | 90 |
""",
    "rst": """
+-------------+-----------+
| Month       | Crossings |
+=============+===========+
| April       | 4         |
+-------------+-----------+
| May, as far | 6         |
| as known    |           |
+-------------+-----------+

Out | in.

=========  =====
Boat       Seats
=========  =====
Alma, old  90
=========  =====
""",
    "tex": r"""
\begin{tabular}{|l|r|} \hline
Month & Crossings \\ \hline
April & 4 \\[2pt]
May, as far as known & \multicolumn{1}{r}{\textbf{6}} \\ \bottomrule
\end{tabular}

Out | in.

\begin{tabular*}{5cm}[t]{lr} Boat & Seats \\ Alma, old & 90 \end{tabular*}
""",
}


@pytest.mark.parametrize("end", TABLES)
def test_the_rows_of_a_table_are_lines(end: str) -> None:
    text = article(f"x.{end}", f"{FIRST}\n{TABLES[end]}\n{SECOND}").text.replace("Crossings\n\nMonth", "Month")
    assert [one.strip() for one in text.split("\n\n")] == [
        FIRST,
        "Month | Crossings\nApril | 4\nMay, as far as known | 6",
        "Out | in.",
        "Boat | Seats\nAlma, old | 90",
        SECOND,
    ]


def test_cells_of_asciidoc_need_no_blank_between_them() -> None:
    table = "|===\n|Boat|Seats|Port\n|Alma, old|90|Norrin\n\n|Bo \\| Ida\n2+|unknown! to us\n|==="
    text = article("x.adoc", f"= Boats\n\n{FIRST}\n\n{table}\n").text
    assert text == f"{FIRST}\n\nBoat | Seats | Port\nAlma, old | 90 | Norrin\nBo | Ida | unknown! to us"


LINES, DRAWN = "a b\n" * 50_000, "| a |\n" * 100_000


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("end", "table"),
    [
        ("adoc", f"|===\n|a{' ' * 300_000}x\n|==="),
        ("rst", f"{'= ' * 50_000}\n{LINES}{'= ' * 50_000}\n"),
        ("rst", f"+---+\n| {'| ' * 100_000}|\n{DRAWN}+---+\n"),
    ],
)
def test_a_table_of_any_size_is_read_before_long(end: str, table: str) -> None:
    assert FIRST in article(f"x.{end}", f"{FIRST}\n\n{table}\n").text


def test_a_plain_text_by_its_long_name() -> None:
    read = article("2023-10-09-trams.text", f"Trams at last\n\nNorrin, 9 October 2023\n\n{FIRST}")
    assert (read.published, FIRST in read.text) == (date(2023, 10, 9), True)


@pytest.mark.parametrize("end", ["rst", "adoc", "org", "tex"])
@pytest.mark.parametrize(
    "hostile",
    [
        "\\begin{" * 50_000,
        "{" * 50_000,
        "[[" * 50_000,
        "`" * 100_000,
        ".. x::\n" * 50_000,
        "////\n" * 9_001,
        "=" * 10**5,
        "|===\n|a\n" * 20_000,
        "[cols=999*]\n|===\n|a |b\n|===\n" * 10_000,
        "|a|b\n|-+-|\n" * 20_000,
        "+---+\n| a\n\n" * 20_000,
        "== ==\na  b\n== ==\n\n" * 10_000,
        "== ==\n" * 50_000,
        "\\begin{tabular}{l" * 20_000,
    ],
)
def test_hostile_markup_ends(end: str, hostile: str) -> None:
    articles, problems = read_file(f"x.{end}", f"{hostile}\n\n{FIRST}".encode())
    assert articles or problems
