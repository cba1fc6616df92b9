"""Chunks are slices: nothing is lost, nothing is too long for the model, and sentences stay whole, in every script."""

import itertools
import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rag.index.chunking import cut as cut_article
from rag.index.embedding import Embedder, model_of
from rag.text.sentences import sentences
from rag.types import Article, Chunk
from tests.conftest import PROJECT, HashedWords
from tests.growing import growth

Cut = list[tuple[Chunk, str]]
Count = Callable[[Sequence[str]], list[int]]

IN_MANY_SCRIPTS = {
    "en": "The U.S. dollar fell 2.5 percent on Monday. Mr. Ulutaş said so.",
    "tr": "Türkiye’nin komutası Ekim 2023’te başladı. İstanbul’da on bir kişi öldü! Şimdi ne olacak?",
    "ru": "Премьер-министр прибыл в Белград. Переговоры длились три часа.",
    "el": "Η Ελευθερία ήρθε στην Αθήνα. Ο πρόεδρος μίλησε για την οικονομία.",
    "ar": "وصل الوزير إلى أنقرة. هل وقّع الاتفاق؟ نعم، وقّعه أمس.",
    "he": "השר הגיע לירושלים. הוא חתם על ההסכם.",
    "hi": "प्रधानमंत्री अंकारा पहुँचे। उन्होंने समझौते पर हस्ताक्षर किए।",
    "zh": "土耳其接管了驻科部队的指挥权。部队有四千五百名士兵。下一步呢？",
    "ja": "首相はアンカラに到着した。協定に署名した！次はどうなる？",
    "th": "นายกรัฐมนตรีเดินทางถึงกรุงอังการา เขาลงนามในข้อตกลงเมื่อวานนี้",
    "emoji": "It rained 🌧️🌧️ all day 👩‍👩‍👧‍👦. Then the sun 🌞 came out e\u0301te\u0301.",
}
ALPHABETS = (
    "abcdeghinorst",
    "ağışçöüİéñßÆøn\u0301\u0327",
    "абвгдежиёй",
    "αβγδεήΐς",
    "ابتثجحوي\u064b\u0651",
    "אבגדהו\u05b7",
    "कखगनमर\u093e\u093f\u094d",
    "土耳其接管部队的指挥権カタひらが",
    "กขคงจ\u0e34\u0e48า",
    "🌧🌞👩\u200d\ufe0f🏽🇹🇷",
    "0123456789.,-",
)
ENDS = (".", "!", "?", "...", "。", "؟", "।", "”", ":", ";", "")
GAPS = ("\n\n", "\n", "\n \t\n", "\n\n\n", "\n\u00a0\n", " ")
EDGES = ("", " ", "\n\n", "\t\n")


@st.composite
def words_of_one_script(draw: st.DrawFn) -> str:
    alphabet = draw(st.sampled_from(ALPHABETS))
    found = draw(st.lists(st.text(alphabet, min_size=1, max_size=7), min_size=1, max_size=9))
    if draw(st.integers(0, 9)) == 0:
        found.append(draw(st.sampled_from(alphabet)) * draw(st.integers(20, 150)))
    return draw(st.sampled_from((" ", " ", " ", "", "\n", "  ", "\u3000"))).join(found) + draw(st.sampled_from(ENDS))


@st.composite
def block(draw: st.DrawFn) -> str:
    lines = draw(st.lists(words_of_one_script(), min_size=1, max_size=4))
    sign = draw(st.sampled_from(("", "", "", "# ", "### ", "- ", "1. ", "> ", "* ")))
    return ("\n" if sign else draw(st.sampled_from((" ", " ", "")))).join(sign + line for line in lines)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Articles as they come: prose of several scripts, headings, lists and blank lines."""
    parts = [draw(st.sampled_from(EDGES))]
    for piece in draw(st.lists(block(), max_size=6)):
        parts += [piece, draw(st.sampled_from(GAPS))]
    return "".join(parts)


titles = st.one_of(st.just(""), words_of_one_script(), st.text(ALPHABETS[0] + " ", min_size=50, max_size=300))
articles = st.builds(Article, st.just("a.md"), titles, texts(), st.sampled_from((None, date(2023, 10, 16))))


def chunk(
    article: Article, *, chunk_tokens: int, window: int, count_tokens: Callable[[Sequence[str]], list[int]]
) -> list[tuple[Chunk, str]]:
    """The chunks of an article, each with what is embedded for it."""
    made = cut_article(article, chunk_tokens=chunk_tokens, window=window, count_tokens=count_tokens)
    return list(zip(made.chunks, made.texts, strict=True))


def is_heading(text: str) -> bool:
    return re.match(r"#{1,6}\s", text) is not None


def check(article: Article, cut: Cut, window: int, count: Count) -> None:
    """All that holds for any article, model and budget."""
    text = article.text
    chunks = [made for made, _ in cut]
    assert [made.position for made in chunks] == list(range(len(chunks)))
    covered = 0
    for made, embedded in cut:
        assert made.article is article
        assert made.text == text[made.start : made.end]
        assert made.text == made.text.strip() != ""
        assert embedded.endswith(f"\n{made.text}")
        assert "\n".join(article.facts("title", "published")).startswith(embedded[: -len(made.text) - 1])
        assert not text[covered : made.start].strip()
        covered = made.end
    assert not text[covered:].strip()
    assert max(count([embedded for _, embedded in cut]), default=0) <= window
    whole = sentences(text, article.lang)
    for former, latter in pairwise(chunks):
        assert former.start < latter.start
        assert former.end < latter.end
        if latter.start < former.end:
            assert any(start <= latter.start and former.end <= end for start, end in whole), (
                "more than a sentence twice"
            )
        for start, end in whole:
            if end == former.end and is_heading(text[start:end]):
                assert former.start >= start, "a heading ends a chunk"


def check_sentences_are_whole(article: Article, cut: Cut, chunk_tokens: int, window: int, count: Count) -> None:
    """A sentence that fits the budget is in one piece in each chunk that touches it."""
    if not cut:
        return
    made, embedded = cut[0]
    budget = min(chunk_tokens, window - count([embedded[: -len(made.text) - 1]])[0])
    whole = sentences(article.text, article.lang)
    lengths = count([article.text[start:end] for start, end in whole])
    fitting = [interval for interval, length in zip(whole, lengths, strict=True) if length <= budget]
    for made, _ in cut:
        for start, end in fitting:
            assert end <= made.start or made.end <= start or made.start <= start < end <= made.end


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(articles, st.integers(4, 60), st.integers(8, 40))
@example(Article("a", "", "One is.\n\nTwo is.\n\nTwo ends.\n\n# A title\n\nFour words stand here."), 7, 40)
def test_any_text_is_cut_into_whole_sentences_with_nothing_lost(
    article: Article, chunk_tokens: int, window: int
) -> None:
    count = HashedWords().count_tokens
    cut = chunk(article, chunk_tokens=chunk_tokens, window=window, count_tokens=count)
    check(article, cut, window, count)
    check_sentences_are_whole(article, cut, chunk_tokens, window, count)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(article=articles, chunk_tokens=st.integers(4, 80), window=st.integers(12, 64))
def test_no_text_is_longer_than_what_the_real_model_reads(
    model: Embedder, article: Article, chunk_tokens: int, window: int
) -> None:
    cut = chunk(article, chunk_tokens=chunk_tokens, window=window, count_tokens=model.count_tokens)
    check(article, cut, window, model.count_tokens)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(articles, st.integers(20, 80), st.integers(40, 90))
@example(Article("a", "", "It is so.\n\n\n\nYes.\n\n\n\nNo, it is not."), 20, 20)
def test_a_tokenizer_that_counts_the_space_between_sentences_is_no_way_over_the_window(
    article: Article, chunk_tokens: int, window: int
) -> None:
    def count(several: Sequence[str]) -> list[int]:
        return [len(text) for text in several]

    check(article, chunk(article, chunk_tokens=chunk_tokens, window=window, count_tokens=count), window, count)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(texts())
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    end_of_last = 0
    for start, end in sentences(text):
        assert not text[end_of_last:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        assert not re.search(r"\n[^\S\n]*\n", text[start:end])
        end_of_last = end
    assert not text[end_of_last:].strip()


def sample_articles() -> list[Article]:
    files = sorted((PROJECT / "corpus").rglob("*.md"))
    assert len(files) > 15
    return [Article(file.name, file.stem.replace("-", " "), file.read_text("utf-8")) for file in files]


def public_articles(data: Path) -> list[Article]:
    found = []
    for name, lang in (("wikinews", "en"), ("xquad-tr", "tr"), ("timeqa", "en"), ("squad2", "en")):
        lines = (data / name / "articles.jsonl").read_text("utf-8").splitlines()
        records = [json.loads(line) for line in lines[:: max(1, len(lines) // 10)]]
        found += [
            Article(record["id"], record["title"], record["text"].replace("\r\n", "\n"), lang=lang)
            for record in records
        ]
    assert len(found) >= 40
    return found


@pytest.mark.parametrize("chunk_tokens", [60, 200, 254])
def test_the_sample_articles_and_other_scripts_are_cut_well(model: Embedder, chunk_tokens: int) -> None:
    several = [Article(lang, lang, "\n\n".join([text] * 12), date(2024, 1, 2), lang=lang)
               for lang, text in IN_MANY_SCRIPTS.items()]  # fmt: skip
    window = model_of(model).window
    for article in [*sample_articles(), *several]:
        cut = chunk(article, chunk_tokens=chunk_tokens, window=window, count_tokens=model.count_tokens)
        check(article, cut, window, model.count_tokens)
        check_sentences_are_whole(article, cut, chunk_tokens, window, model.count_tokens)


def test_public_articles_are_cut_well(model: Embedder, data: Path) -> None:
    window = model_of(model).window
    for article in public_articles(data):
        cut = chunk(article, chunk_tokens=200, window=window, count_tokens=model.count_tokens)
        check(article, cut, window, model.count_tokens)
        check_sentences_are_whole(article, cut, 200, window, model.count_tokens)
        full = [made for made, _ in cut[:-1]]
        # A chunk ends early only for a paragraph, a heading or a long sentence: far from one sentence a chunk.
        assert sum(model.count_tokens([made.text for made in full])) >= 100 * len(full)


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", 2),
        ("tr", 3),
        ("ru", 2),
        ("el", 2),
        ("ar", 3),
        ("he", 2),
        ("hi", 2),
        ("zh", 3),
        ("ja", 3),
        ("emoji", 2),
    ],
)
def test_sentences_are_found_in_many_scripts(lang: str, expected: int) -> None:
    text = IN_MANY_SCRIPTS[lang]
    assert len(sentences(text, lang)) == expected
    assert len(sentences(text)) == expected, "and where the article does not say its language"


def test_a_heading_a_list_entry_and_a_paragraph_are_sentences_of_their_own() -> None:
    text = (
        "# The title\nA first line\nthat goes on. A second.\n- one entry\n- another. With more.\n2. a third\n\n"
        "3) A fourth.\n\nNo full stop\n\n## End\nLine\n### More\nAnd more"
    )
    assert [text[start:end] for start, end in sentences(text)] == [
        "# The title",
        "A first line\nthat goes on.",
        "A second.",
        "- one entry",
        "- another.",
        "With more.",
        "2. a third",
        "3) A fourth.",
        "No full stop",
        "## End",
        "Line",
        "### More",
        "And more",
    ]


@pytest.mark.parametrize(
    ("lang", "text"), [("el", "Τι κάνεις; | Καλά."), ("de", "Er kam am 5. Mai an. | Dann ging er.")]
)
def test_the_language_of_the_article_decides_where_a_sentence_ends(lang: str, text: str) -> None:
    parts = text.split(" | ")
    text = " ".join(parts)
    assert [text[start:end] for start, end in sentences(text, lang)] == parts
    assert [text[start:end] for start, end in sentences(text, "en")] != parts


def cut_of(text: str, chunk_tokens: int, window: int = 100, title: str = "") -> list[str]:
    article = Article("a.md", title, text)
    count = HashedWords().count_tokens
    return [made.text for made, _ in chunk(article, chunk_tokens=chunk_tokens, window=window, count_tokens=count)]


def test_the_last_sentence_opens_the_next_chunk_where_it_is_short() -> None:
    text = "Ships sail at dawn. They return. Nobody waits for them. Evening comes slowly. Lamps burn all night."
    assert cut_of(text, 10) == [
        "Ships sail at dawn. They return. Nobody waits for them.",  # too long to be said again
        "Evening comes slowly. Lamps burn all night.",
    ]
    assert cut_of(text, 6) == [
        "Ships sail at dawn. They return.",
        "They return. Nobody waits for them.",
        "Evening comes slowly.",
        "Lamps burn all night.",
    ]


def test_a_chunk_ends_with_a_paragraph_rather_than_in_the_next_one() -> None:
    text = "Ships sail at dawn. They return at dusk.\n\nNobody waits. Evening comes slowly in winter."
    assert cut_of(text, 12) == [
        "Ships sail at dawn. They return at dusk.",
        "They return at dusk.\n\nNobody waits. Evening comes slowly in winter.",
    ]


def test_a_heading_goes_with_what_it_heads() -> None:
    text = "Ships sail at dawn. They return again.\n\n# Lamps\n\nLamps burn here all night."
    assert cut_of(text, 10) == [
        "Ships sail at dawn. They return again.",
        "# Lamps\n\nLamps burn here all night.",
    ]


def test_a_sentence_longer_than_the_budget_is_cut_at_white_space() -> None:
    words = [f"word{number}" for number in range(23)]
    cut = cut_of(" ".join(words), 10)
    assert len(cut) > 2
    assert " ".join(cut).split() == words
    assert max(HashedWords().count_tokens(cut)) <= 10


def test_a_word_longer_than_the_budget_is_cut_inside(model: Embedder) -> None:
    word = "".join(f"{number:x}" for number in range(25)) * 2
    (length,) = model.count_tokens([word])
    assert length > 30
    article = Article("a.md", "t", word)
    cut = chunk(article, chunk_tokens=10, window=60, count_tokens=model.count_tokens)
    assert len(cut) >= length // 10
    assert "".join(made.text for made, _ in cut) == word
    check(article, cut, 60, model.count_tokens)


def test_a_word_without_end_is_cut_though_a_model_counts_it_as_one(model: Embedder) -> None:
    word = "quokka" * 5000
    assert model.count_tokens([word]) == [1]
    article = Article("a.md", "t", f"A picture: {word} is here.")
    cut = chunk(article, chunk_tokens=200, window=254, count_tokens=model.count_tokens)
    assert max(len(made.text) for made, _ in cut) <= 20_000
    assert "".join(made.text for made, _ in cut).replace(" ", "") == article.text.replace(" ", "")


def test_a_title_longer_than_the_window_leaves_room_for_the_text(model: Embedder) -> None:
    article = Article("a.md", "A very long title " * 100, IN_MANY_SCRIPTS["tr"] * 10, date(2024, 5, 6))
    window = model_of(model).window
    cut = chunk(article, chunk_tokens=200, window=window, count_tokens=model.count_tokens)
    check(article, cut, window, model.count_tokens)
    for made, embedded in cut:
        head = embedded[: -len(made.text) - 1]
        assert window // 8 < model.count_tokens([head])[0] <= window // 4
    assert len(cut) <= 3, "the title must not eat the budget"


def test_each_chunk_is_embedded_under_title_and_date() -> None:
    article = Article("a.md", "Two days", "It rained. It shone.", date(2024, 5, 6))
    count = HashedWords().count_tokens
    cut = chunk(article, chunk_tokens=2, window=40, count_tokens=count)
    assert [embedded for _, embedded in cut] == ["Two days\n2024-05-06\nIt rained.", "Two days\n2024-05-06\nIt shone."]


@pytest.mark.parametrize("text", ["", " \n\n\t "])
def test_an_empty_text_has_no_chunk(text: str) -> None:
    assert cut_of(text, 10) == []


@pytest.mark.slow
def test_a_paragraph_without_end_is_cut_in_time_that_grows_with_it() -> None:
    """The splitter compares each of its sentences with all text before: it is given no more than a part at once."""

    def cut(count: int) -> None:
        text = "市议会周一开会。" * count
        assert "".join(text[start:end] for start, end in sentences(text)) == text

    assert growth(cut, 4_000, 32_000) < 24, "eight times as much, which were 64 times as long by its square"


@pytest.mark.parametrize("word", ["x", "word ", "Mr. Smith said so. ", "“Well?” ", "市议会周一开会。"])
def test_a_paragraph_without_end_loses_nothing(word: str) -> None:
    text = (word * 50_000)[:60_000].strip()
    found = sentences(text)
    assert max(end - start for start, end in found) <= 10_000
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(found))
    assert "".join(text[start:end] for start, end in found).replace(" ", "") == text.replace(" ", "")
