"""Which sentences are quoted, and when none is."""

import functools
import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from rag.answers import quoting, scoring
from rag.answers.answer import Answer, numbered
from rag.answers.asking.asked import Asked
from rag.answers.asking.sorts import enumeration
from rag.answers.quoting import ANSWERED, MAXIMUM, PERHAPS
from rag.answers.statements import Trace
from rag.index.analysis import analyse, cosines_of
from rag.index.embedding import Embedder
from rag.index.ranking import Query, sentences
from rag.index.search import Index
from rag.text.sentences import sentences as cut_sentences
from rag.types import Article, Chunk, Passage, Scores
from tests.conftest import HashedWords


def passages(*articles: Article) -> list[Passage]:
    """The articles as a search finds them, each in one passage."""
    words = HashedWords()
    vector = words.embed_query(QUESTION)
    query = Query.of(QUESTION, vector[0], RARITY, {})
    made = []
    for article in articles:
        chunk = Chunk(article, 0, len(article.text), 0, tuple(cut_sentences(article.text)))
        analysis = analyse(chunk, words.embed_documents([article.text[start:end] for start, end in chunk.sentences]))
        spans = sentences(query, article, analysis, *cosines_of([analysis], vector[0]))
        made.append(Passage(article, 0, len(article.text), Scores(0.6, 1.0, 0.03), spans))
    return made


quote = functools.partial(quoting.quote, relevance=None)
QUESTION = "How many boats sank in the storm?"
RARITY = {"boat": 2.0, "sank": 3.0, "storm": 1.0, "how": 0.5, "mani": 0.5, "in": 0.1, "the": 0.1}


def test_the_best_sentence_comes_first_and_headings_never() -> None:
    article = Article(
        "a", "Storm", "## Boats sank in the storm\n\nThe storm came at night. Four boats sank. All slept."
    )
    quoted = quote(QUESTION, passages(article))
    assert quoted.statements[0].text == "Four boats sank."
    assert not any(statement.text.startswith("#") for statement in quoted.statements)


def test_of_sentences_that_are_all_far_off_none_is_quoted() -> None:
    told = passages(Article("a", "Pears", "Pears are ripe. All slept."))
    far = [replace(one, sentences=tuple(replace(two, cosine=-0.9) for two in one.sentences)) for one in told]
    assert quote("Who drove?", far).statements == ()


@pytest.mark.parametrize(
    ("question", "least", "most"),
    [
        ("Who was in charge of the harbour when the great storm came ashore?", 0.0, PERHAPS),
        ("Wer leitete den Hafen, als der große Sturm an die Küste kam?", PERHAPS, ANSWERED),
    ],
)
def test_a_question_in_another_language_need_not_share_words_with_what_may_answer_it(
    question: str, least: float, most: float
) -> None:
    told = passages(Article("a", "Pears", "Ada Brandt ran the port during those wild days in the spring."))
    near = [
        replace(one, sentences=tuple(replace(two, cosine=0.4, coverage=0.0) for two in one.sentences)) for one in told
    ]
    assert least <= quote(question, near).confidence < most
    surely = [replace(one, sentences=tuple(replace(two, cosine=1.0) for two in one.sentences)) for one in near]
    assert (quote(question, surely).confidence < ANSWERED) is (least > 0)


def test_a_bare_date_is_no_answer() -> None:
    article = Article("a", "Storm", "Friday, March 3, 2023\n\nFour boats sank. All slept.")
    told = [one.sentence.text for one in scoring.scored(QUESTION, passages(article), None)]
    assert told == ["Four boats sank.", "All slept."]


def test_a_reply_is_quoted_with_the_question_and_a_question_never_alone() -> None:
    text = "How many boats sank in the storm?\n\nSeven, I was told.\n\nHow many boats came?\n\nHow was the storm?"
    quoted = quote(QUESTION, passages(Article("a", "Storm", text)))
    assert quoted.statements[0].text == "How many boats sank in the storm? Seven, I was told."
    assert [one.quote for one in quoted.statements[0].own] == [
        "How many boats sank in the storm?",
        "Seven, I was told.",
    ]
    assert [one.text for one in quoted.statements[1:]] == []


def test_a_reply_with_its_question_is_no_correction_of_what_is_quoted() -> None:
    text = "Of 12 boats four sank in the storm.\n\nDid all 12 boats come?\n\nI saw them. All came."
    quoted = quote(QUESTION, passages(Article("a", "Storm", text)))
    assert quoted.statements[0].text == "Of 12 boats four sank in the storm."


class Told:
    """Reads of sentences what it is told, and of others that they may answer."""

    def __init__(self, **odds: float) -> None:
        self.odds = odds

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        assert query.endswith("?")
        return [next((odds for word, odds in self.odds.items() if word in text), -1.0) for text in texts]


@pytest.mark.parametrize(
    ("question", "text", "first"),
    [
        (
            "How many women rowed boats in the storm?",
            "In the storm 12 men rowed the boats. In the boats rowed nine women.",
            "In the boats rowed nine women.",
        ),
        (
            QUESTION,
            "How many boats sank: storm, two more pages\n\nIn the storm all of four boats sank.",
            "In the storm all of four boats sank.",
        ),
    ],
)
def test_what_is_of_the_opposite_or_no_sentence_comes_later(question: str, text: str, first: str) -> None:
    told = scoring.scored(question, passages(Article("a", "Storm", text)), None)
    assert told[0].sentence.text == first


@pytest.mark.parametrize(("first", "odds", "shown"), [(-1.0, -1.4, 2), (-1.0, -1.6, 1), (2.5, 0.4, 1), (2.5, 0.6, 2)])
def test_what_surely_does_not_answer_is_not_quoted_beside_what_does(first: float, odds: float, shown: int) -> None:
    article = Article("a", "Storm", "Four boats sank in the storm. Nine boats and ten rafts sank in the storm.")
    quoted = quoting.quote(QUESTION, passages(article), relevance=Told(Four=first, rafts=odds))
    assert [one.text.startswith("Four") for one in quoted.statements] == [True, False][:shown]


def test_two_printings_of_a_sentence_are_quoted_once() -> None:
    one = Article("a", "Storm", "Four boats sank in the storm on Monday night.")
    two = Article("b", "Storm again", "Four boats sank in the storm on Monday night!")
    quoted = quote(QUESTION, passages(one, two))
    assert len(quoted.statements) == 1


def test_a_sentence_with_a_number_goes_before_one_without_where_a_number_is_asked_for() -> None:
    article = Article("a", "Storm", "Some boats sank there. 17 boats sank there.")
    assert quote("How many boats sank?", passages(article)).statements[0].text.startswith("17")


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("How many boats sank in the storm off Norrin?", "Nine"),
        ("How many boats sank in the storm off NORRIN?", "Nine"),
        ("How many boats sank in the storm, off Norrin or off Sund?", "Four"),  # it may be of two articles
        ("How many boats sank in the storm off NRN?", "Four"),  # which may be spelled out
        ("How many boats sank in the storm?", "Four"),
    ],
)
def test_an_article_that_has_the_names_of_the_question_goes_before_one_without_them(question: str, first: str) -> None:
    others = Article("a", "Storm", "Four boats sank in the storm. It was dark in Brevik.")
    named = Article("b", "Storm", "Nine boats sank in the storm. It was dark off Norrin, NRN for short.")
    assert quote(question, passages(others, named)).statements[0].text.startswith(first)


def test_how_sure_an_answer_is_goes_by_the_names_that_its_article_has() -> None:
    found = passages(Article("a", "Storm", "Four boats sank in the storm off Norrín."))
    named, sloppy, without = (
        quoting.quote(f"How many boats sank off {place} coast?", found, relevance=Told()).confidence
        for place in ("Norrín's", "Norrins", "Breviks")
    )
    assert named == sloppy > without + 0.1


def test_the_confidence_is_of_the_first_quote_whatever_a_later_one_says() -> None:
    found = passages(Article("a", "Storm", "Four boats sank in the storm. Nine boats were named on a list."))
    one, other = (quoting.quote(QUESTION, found, relevance=Told(Four=0.0, Nine=odds)) for odds in (-1.0, 0.4))
    assert [quoted.statements[0].text for quoted in (one, other)] == ["Four boats sank in the storm."] * 2
    assert one.confidence == other.confidence


def test_of_a_list_that_goes_through_one_article_all_of_it_is_quoted() -> None:
    told = [f"Boat number {number} sank in the storm of May off {place}." for number, place in
            enumerate(("Norrin", "Velm", "Brevik", "Sund", "Keld", "Askim", "Larn"), 1)]  # fmt: skip
    asked = Asked("list", listed=enumeration("List the boats that sank in the storm."))
    through = quote(
        "List the boats that sank in the storm.", passages(Article("a", "Storm", " ".join(told))), asked=asked
    )
    assert sorted(one.text for one in through.statements) == told
    row = "The boats that sank in the storm are the Ada, the Brita and the Cora."
    held = passages(Article("a", "Storm", f"{row} {' '.join(told)}"))
    assert len(quote("List the boats that sank in the storm.", held, asked=asked).statements) <= MAXIMUM


def test_more_of_the_article_is_quoted_where_the_first_sentence_has_little_of_the_question_or_it_asks_why() -> None:
    first, second = "Four boats sank in the storm.", "Two boats sank on rocks."
    article = Article("a", "Harbour", f"{first} {second}")
    elsewhere = Article("b", "Pier", "Two boats sank at the pier.")

    def texts(*, coverage: float, explains: bool) -> list[str]:
        scored = {first: (0.8, coverage), second: (0.62, 0.3), elsewhere.text: (0.62, 0.3)}
        found = [
            replace(one, sentences=tuple(replace(two, cosine=scored[two.text][0], coverage=scored[two.text][1])
                    for two in one.sentences))
            for one in passages(article, elsewhere)
        ]  # fmt: skip
        return [one.text for one in quote("Which boats?", found, asked=Asked(explains=explains)).statements]

    assert texts(coverage=0.6, explains=False) == [first]
    assert texts(coverage=0.4, explains=False) == [first, second]
    assert texts(coverage=0.6, explains=True) == [first, second]


def test_where_it_is_asked_who_the_sentence_that_names_them_is_quoted_too() -> None:
    told = "The academy announced the winners of the storm prize. {} It is worth nine crowns."
    named = told.format("It was shared by Wilhelmina Ostrander and Barnaby Crook.")
    (quoted,) = passages(Article("a", "Prize", named))
    said = [one.text for one in quote("Who are the winners of the storm prize?", [quoted]).statements]
    assert any("Wilhelmina Ostrander" in one for one in said)
    assert "winners" in said[0]
    (nobody,) = passages(Article("a", "Prize", told.format("It is old.")))
    assert len(quote("Who are the winners of the storm prize?", [nobody]).statements) == 1


@pytest.mark.parametrize(
    ("first", "second", "leads"),
    [
        ("The boats sank in the storm off Norrin.", "Ada Brandt found the boats that sank in the storm.", "Ada"),
        ("Olof Ek had boats which sank in the storm.", "Ada Brandt found boats that sank in the storm.", "Ada"),
        ("Bo Lund found boats that sank in the storm.", "Ada Brandt found the boats in it.", "Bo"),
        ("The boats sank in the storm as they left.", "Ada Brandt was ill.", "The"),
    ],
)
def test_where_it_is_asked_who_a_near_sentence_that_names_another_goes_first(
    first: str, second: str, leads: str
) -> None:
    def said(question: str) -> str:
        told = passages(Article("a", "Storm", f"{first} {second}"))
        read = Told(**{"Ada": 0.0, first.split()[0]: 0.3})
        return quoting.quote(question, told, relevance=read).statements[0].text

    assert said("Who found the boats of Olof Ek that sank in the storm?").split()[0] == leads
    assert said("How did the boats of Olof Ek sink in the storm?") == first


def test_words_of_somebody_that_name_them_go_before_near_ones_that_do_not() -> None:
    told = passages(Article("a", "Storm", "“Boats sank in the storm,” said a voice. “The storm sank us,” Brandt said."))
    quoted = quoting.quote("What did Ada Brandt say of the storm?", told, relevance=Told(Brandt=0.5, voice=1.0))
    assert quoted.statements[0].text == "“The storm sank us,” Brandt said."
    assert quoted.lacks is None


def test_what_is_taken_back_is_quoted_with_what_takes_it_back() -> None:
    text = "We reported that nine boats sank in the storm. {} A list had been read twice."
    for taken_back in ("That is wrong.", "The correct number is 4.", "In fact four did."):
        (first, *_) = quote(QUESTION, passages(Article("a", "Storm", text.format(taken_back)))).statements
        assert first.text == f"We reported that nine boats sank in the storm. {taken_back}"
    late = "We reported that 9 boats sank in the storm. This was wrong. A list was read twice. It was 4. So be it."
    (first, *_) = quote(QUESTION, passages(Article("a", "Storm", late))).statements
    assert first.text == late.removesuffix(" So be it."), "up to the right number"
    (first, *_) = quote(QUESTION, passages(Article("a", "Storm", text.format("That was on Monday.")))).statements
    assert first.text == "We reported that nine boats sank in the storm."
    (first, *_) = quote(
        QUESTION, passages(Article("a", "Storm", "Nine boats sank in the storm.\n\nThat is wrong."))
    ).statements
    assert first.text == "Nine boats sank in the storm."


def test_a_correction_goes_before_what_it_corrects_however_it_is_worded() -> None:
    report = Article("report", "Storm", "How many boats sank in the storm? In the storm 23 boats sank.")
    other = Article("other", "Boats", "The list was read twice, with 23 boats on it. The correct number is 17.")
    said = [statement.text for statement in quote(QUESTION, passages(report, other)).statements]
    assert said[0] == other.text
    assert report.text[34:] in said
    elsewhere = Article("other", "Boats", "The list was read twice, with 24 boats on it. The correct number is 17.")
    said = [statement.text for statement in quote(QUESTION, passages(report, elsewhere)).statements]
    assert said[0] != elsewhere.text


def test_there_are_at_most_five_quotes() -> None:
    names = ("Ada", "Bo", "Cy", "Dee", "Eve", "Flo", "Gus", "Hal")
    article = Article("a", "Storm", " ".join(f"Boats of {name} sank in storm {name} {name}." for name in names))
    statements = quote(QUESTION, passages(article)).statements
    assert len(statements) == MAXIMUM
    assert all(statement.verdict == "supported" for statement in statements)


def test_nothing_found_gives_no_confidence() -> None:
    quoted = quote(QUESTION, [])
    assert quoted.statements == ()
    assert quoted.confidence == 0


@pytest.mark.parametrize(
    "question",
    [
        "When did Türkiye take command of KFOR?",
        "How many votes did Casimir Dray receive?",
        "Who found the Sandrell Compass?",
        "How many soldiers did Türkiye contribute to KFOR?",
    ],
)
def test_what_the_sample_articles_answer_passes_the_threshold(sample: Index, question: str) -> None:
    assert quoting.quote(question, sample.search(question).passages, relevance=sample.relevance).confidence >= ANSWERED


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "Who won the world cup of 1998?",
        "How do I bake sourdough bread?",
        "What does a neutron star consist of?",
    ],
)
def test_what_no_sample_article_is_about_stays_below(sample: Index, question: str) -> None:
    assert quoting.quote(question, sample.search(question).passages, relevance=sample.relevance).confidence < ANSWERED


def test_what_perhaps_answers_is_less_sure_than_what_answers() -> None:
    assert 0 < PERHAPS < ANSWERED < 1


def test_real_news_is_quoted_with_the_words_that_answer(data: Path, model: Embedder, tmp_path: Path) -> None:
    with (data / "wikinews" / "articles.jsonl").open(encoding="utf-8") as lines:
        (tmp_path / "news.jsonl").write_text("".join(itertools.islice(lines, 12)), encoding="utf-8")
    index = Index.build(tmp_path / "news.jsonl", tmp_path / "index", embedder=model)
    question = "How many people were confirmed dead in the Magnitogorsk apartment building collapse?"
    statements = quote(question, index.search(question).passages).statements
    assert "39" in " ".join(statement.text for statement in statements)


def test_a_sentence_that_leaves_out_whom_it_is_of_is_led_by_the_name_as_a_citation_of_its_own() -> None:
    text = "Jo Hart is the new mayor of Ebb. The former ferry captain lost no boats, and none sank in the storm."
    article = Article("a", "Storm", text)
    (first, *_) = quote(QUESTION, passages(article)).statements
    assert first.text.startswith("The former ferry captain")
    assert first.name == "Jo Hart"
    assert [one.quote for one in first.citations] == [first.text, "Jo Hart"]
    assert first.text == text[first.citations[0].start : first.citations[0].end], "the name is none of its words"
    answer = Answer("q", Trace("q"), numbered([first]), finished=True)
    assert answer.text == f"[Jo Hart:] {first.text} [1] [2]"
    back = Answer.from_dict(answer.to_dict(), {"a": article}.get)
    assert back.statements == answer.statements
    changed = Article("a", "Storm", text.replace("Jo Hart", "Mo Hart"))
    (lost,) = Answer.from_dict(answer.to_dict(), {"a": changed}.get).statements
    assert (lost.name, lost.text) == (None, first.text)
    unsaid = Article("a", "Storm", "Two people met in Ebb. The former ferry captain lost no boats in the storm.")
    assert all(one.name is None for one in quote(QUESTION, passages(unsaid)).statements)


def test_what_tells_of_another_than_the_one_who_is_named_is_not_sure_to_answer() -> None:
    article = Article("a", "A fire", "Four boats of Orla Venn Hall sank in the storm.")
    quoted = quote("How many boats of Bontddu Hall sank in the storm?", passages(article))
    assert quoted.statements
    assert quoted.lacks == "tells this of “Bontddu Hall”"
    assert quoted.confidence < ANSWERED
    assert quote("How many boats of Orla Venn sank in the storm?", passages(article)).lacks is None
