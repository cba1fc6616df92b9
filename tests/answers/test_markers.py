"""From a model's Markdown to what of it are statements, and which passages each names."""

import pytest

from rag.answers.blocks import blocks, without_head
from rag.answers.markers import marked_sentences
from tests.growing import growth

BOATS = "17 boats were damaged."


def said(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(words, marked) for _, words, marked in marked_sentences(text, 4)]


@pytest.mark.parametrize(
    ("marker", "passages"),
    [
        ("[1, p. 2]", (0,)), ("[1, pp. 2–3]", (0,)), ("[1:2]", (0,)), ("[1, lines 3-5]", (0,)), ("[doc_1]", (0,)),
        ("(source: 1)", (0,)), ("(Source: Passage 2)", (1,)), ("(1)", (0,)), ("¹", (0,)), ("¹²", ()), ("[P1]", (0,)),
        ("[S2]", (1,)), (r"\[1\]", (0,)), ("〔1〕", (0,)), ("<cite>1</cite>", (0,)), ("[1](source)", (0,)),
        ("[1] and [2]", (0, 1)), ("[1], [2]", (0, 1)), ("([1], [2])", (0, 1)), ("(see [1])", (0,)),
        ("[[1], [2]]", (0, 1)), ("[^1][^2]", (0, 1)), ("[1], [2] and [3]", (0, 1, 2)), (", [1]", (0,)),
    ],
)  # fmt: skip
def test_markers_of_further_spellings_are_read_and_none_is_left(marker: str, passages: tuple[int, ...]) -> None:
    for text in (f"17 boats were damaged {marker}.".replace(" ,", ",").replace(" ¹", "¹"),):
        assert said(text) == [(BOATS, passages)]


@pytest.mark.parametrize(
    "text",
    [
        "It covers 12 km².",
        "Article 5 (1).",
        "It has 3 (4) parts.",
        "Of [17] boats.",
        "In 2 passages it sank.",
        "x² is big.",
    ],
)
def test_what_only_looks_like_a_marker_stays(text: str) -> None:
    assert said(text)[0][0] in (text, text.replace(" [17]", ""))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "17 boats (3) were hit, not more (1, 2), it says (3).",
            [("17 boats were hit, not more, it says.", (2, 0, 1))],
        ),
        ("Boats (3) were hit. It rained (1).", [("Boats were hit.", (2,)), ("It rained.", (0,))]),
        ("Boats (3) were hit. It rained [1].", [("Boats (3) were hit.", ()), ("It rained.", (0,))]),
        ("Boats (3) were hit. It rained.", [("Boats (3) were hit.", ()), ("It rained.", ())]),
        ("Boats (9) were hit. It rained (1).", [("Boats (9) were hit.", ()), ("It rained.", (0,))]),
    ],
)
def test_a_number_in_round_brackets_is_a_marker_within_a_sentence_where_all_markers_are_round(
    text: str, found: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert said(text) == found


@pytest.mark.parametrize("sign", ["**{}**\n", "### {}\n", "**{}**\n\n"])
def test_a_heading_introduces_what_stands_below_it(sign: str) -> None:
    text = (
        f"{sign.format('Ada Moss')}- She is a mason. [1]\n- She is 47. [2]\n\n{sign.format('Ilsa Quint')}She sings. [3]"
    )
    assert [(lead, words) for lead, words, _ in marked_sentences(text, 4)] == [
        ("\n\n", "Ada Moss:"), ("\n- ", "She is a mason."), ("\n- ", "She is 47."),
        ("\n\n", "Ilsa Quint:"), ("\n", "She sings."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "opened",
    [
        "Based on the passages, {}", "According to the provided articles, {}", "Based on the information provided, {}",
        "Here is the answer: {}", "Here is the answer:\n\n{}", "Sure! {}", "According to [1], {}",
        "As stated in [1], {}",
        "Passage 1 says that {}", "[1] says that {}", "The article reports that {}", "According to Passage 1, {}",
        "According to the articles: {}", "# The storm\n{}", "**The storm**\n{}", "**The storm:**\n{}",
        "The storm\n===\n\n{}",
        "D'après les articles, {}", "Según los artículos proporcionados, {}", "Makalelere göre {}",
        "Secondo gli articoli, {}",
        "Basierend auf den bereitgestellten Passagen, {}", "Volgens de artikelen, {}", "De acordo com os artigos, {}",
    ],
)  # fmt: skip
def test_what_only_opens_a_statement_is_none(opened: str) -> None:
    found = said(opened.format("17 boats were damaged. [1]"))
    assert [one for one in found if not one[0].endswith((":", "storm"))] == [(BOATS, (0,))]


@pytest.mark.parametrize(
    "text",
    [
        "In the interview, Brandt denied it.", "According to Brandt, it sank.", "The council says that it sank.",
        "Reports that it sank were false.", "In the article by Brandt, it sank.",
        "According to court documents, it sank.", "Not in the articles: who paid for it.", "17.",
        "Yesterday, it sank.", "Here in the town, it sank.", "The passage to the harbour, 40 metres wide, sank.",
    ],
)  # fmt: skip
def test_an_opening_that_says_something_stays(text: str) -> None:
    assert said(f"{text} [1]") == [(text, (0,))]


def test_a_passage_that_is_named_in_words_is_named_and_the_sentence_stays_one() -> None:
    assert said("17 boats were damaged, as Passage 2 reports.") == [
        ("17 boats were damaged, as the passage reports.", (1,))
    ]
    assert said("Passages 1 and 3 agree on 17 boats.") == [("The passages agree on 17 boats.", (0, 2))]


@pytest.mark.parametrize(
    "end",
    [
        "\n\nSources: [1], [2]", "\n\n**Sources:** [1][2]", "\n\nQuellen: [1] and [2].",
        "\n\nSources: Passage 1, Passage 2",
        "\n\n[^1]: The Gazette, 2026", "\n\n[1]: https://x.example", "\n\n---\n", "\n\n***",
        "\n\n## Sources\n1. [1]\n2. [2]",
    ],
)  # fmt: skip
def test_what_only_names_sources_is_no_statement(end: str) -> None:
    assert said(f"17 boats were damaged. [1]{end}") == [(BOATS, (0,))]


def test_a_marker_that_opens_a_line_belongs_to_it() -> None:
    assert said(f"[1] {BOATS}\n[2] The wind was strong.\n- [3] It rained.") == [
        (BOATS, (0,)), ("The wind was strong.", (1,)), ("It rained.", (2,)),
    ]  # fmt: skip
    assert said(f"{BOATS}\n[2]\nIt rained.") == [(BOATS, (1,)), ("It rained.", ())]


TABLE = """\
Some facts:

| what | how many | Source |
| --- | ---: | --- |
| **boats** damaged [1] | 17 | |
| gusts | 131. Yes | 2 |
"""


def test_a_table_is_a_statement_a_row_with_the_names_of_its_columns() -> None:
    assert list(marked_sentences(f"{TABLE}\nIt rained. [3]", 4)) == [
        ("", "Some facts:", ()),
        ("\n- ", "boats damaged – how many: 17", (0,)),
        ("\n- ", "gusts – how many: 131. Yes", (1,)),
        ("\n", "It rained.", (2,)),
    ]
    assert said("Year | Boats | Piers\n--- | --- | ---\n2026 | 17 | [1]\n2025 | 3 | 4") == [
        ("Year: 2026 – Boats: 17", (0,)), ("Year: 2025 – Boats: 3, Piers: 4", ()),
    ]  # fmt: skip
    assert said("| a | b |\n|---|---|\n| x | y |\nNot in the articles: z") == [
        ("x – b: y", ()),
        ("Not in the articles: z", ()),
    ]
    assert said("A | B is no table.") == [("A | B is no table.", ())]


def test_of_a_table_that_grows_only_whole_rows_are_shown() -> None:
    shown: list[list[str]] = []
    for end in range(len(TABLE) + 1):
        rows = [words for _, words, _ in marked_sentences(TABLE[:end], 4, finished=False) if words != "Some facts:"]
        if not shown or rows != shown[-1]:
            shown.append(rows)
    assert shown == [
        [],
        ["boats damaged – how many: 17"],
        ["boats damaged – how many: 17", "gusts – how many: 131. Yes"],
    ]


def test_a_row_of_two_cells_can_do_without_the_name_of_its_column() -> None:
    assert without_head("boats damaged – Value: 17") == "boats damaged: 17"
    assert without_head("boats – lost: 1, found: 2") == "boats: 1, found: 2"
    assert without_head("17 boats were damaged.") is None


@pytest.mark.parametrize(
    "sign",
    [
        "|",
        "| a |\n",
        "|-|-|\n",
        "a|b\n-|-\n",
        "**a**\n",
        "a:\n",
        "[1]\n",
        "passage 1 ",
        "the articles, ",
        "¹.",
        "(1).\n",
    ],
)
def test_a_long_text_of_signs_is_read_in_time_that_grows_with_it_alone(sign: str) -> None:
    assert growth(lambda count: list(marked_sentences(sign * count, 4)), 300, 4_800) < 100


def test_blocks_leave_prose_as_it_is() -> None:
    text = "One.\n\n- two\n- three\n"
    assert [(one.text, one.row) for one in blocks(text)] == [(text, False)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Yes. It sank [1].", [("Yes. It sank.", (0,))]),
        ("**No.** It did not sink [1].", [("No. It did not sink.", (0,))]),
        ("Ja [2]. Es sank [1].", [("Ja. Es sank.", (1, 0))]),
        ("Yes.\n\nIt sank [1].", [("Yes.", ()), ("It sank.", (0,))]),
        ("It sank [1]. Yes.", [("It sank.", (0,)), ("Yes.", ())]),
    ],
)
def test_a_word_that_answers_is_one_with_the_sentence_behind_it(
    text: str, found: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert said(text) == found
