"""Questions about the articles themselves: exact, complete, each row with its citation."""

import pytest

from rag.answers.answer import Answer
from rag.answers.kinds.rows import MOST
from rag.answers.kinds.selecting import alternatives
from rag.answers.pipeline import Rag
from rag.filters import Filters
from rag.index.search import Index
from rag.types import Article
from tests.answers.kinds.conftest import TODAY, Asking, cited


@pytest.mark.parametrize(
    ("question", "headline", "ids"),
    [
        ("How many articles mention the ferry?", "2 of 5 articles mention “ferry”.", ["ferry", "ferries"]),
        ("Which articles mention Brandt?", "1 of 5 articles mentions “Brandt”.", ["ferry"]),
        ("Which articles mention merida?", "1 of 5 articles mentions “merida”.", ["ferries"]),
        ("How many articles mention both the mayor and Norrin?", "1 of 5 articles mentions “mayor” and “Norrin”.",
         ["ferry"]),
        ("List articles that mention eels or towers", "2 of 5 articles mention “eels” or “towers”.", ["eels", "tower"]),
        ("How many headlines have Norrin in them?", "1 of 5 articles mentions “Norrin” in the title.", ["ferry"]),
        ("Which articles have Brandt in the title?", "0 of 5 articles mention “Brandt” in the title.", []),
        ("How many articles appeared in the Morning Ferry?", "3 of 5 articles are in Morning Ferry.",
         ["ferries", "tower", "undated"]),
        ("Which articles are by Ada Brandt?", "2 of 5 articles are by Ada Brandt.", ["eels", "tower"]),
        ("Which articles are by Ek?", "3 of 5 articles are by Ek.", ["ferry", "ferries", "tower"]),
        ("How many articles by Olof Ek mention Norrin since November?",
         "1 of 5 articles is by Olof Ek, since 1 November 2026 and mentions “Norrin”.", ["ferry"]),
        ("What is the newest article?",
         "The newest of 5 articles is “A ferry for Norrin” (20 November 2026, The Lantern).", ["ferry"]),
        ("What is the longest article?",
         "The longest of 5 articles: “A ferry for Norrin” (20 November 2026, The Lantern), 67 characters,"
         " “Eels at noon” (18 November 2026, The Lantern), 67 characters.", ["ferry", "eels"]),
        ("Which of the articles in the Morning Ferry since 2025 is the shortest?",
         "The shortest of 2 articles, in Morning Ferry, since 1 January 2025: “The tower leans”"
         " (1 March 2025, Morning Ferry), 58 characters.", ["tower"]),
        ("Which month had the fewest articles?",
         "March 2025 and October 2026 have fewest, each: 1 of 5 articles.", ["tower", "ferries", "ferry"]),
        ("What is the oldest article about the ferries?",
         "The oldest of 2 articles, about “ferries”, is “Two ferries collide”"
         " (2 October 2026, Morning Ferry).", ["ferries"]),
        ("the two newest articles", "The 2 newest of 5 articles.", ["ferry", "eels"]),
        ("Who wrote “Eels at noon”?", "“Eels at noon” is by Ada Brandt.", ["eels"]),
        ("When was the article Two ferries collide published?",
         "“Two ferries collide” was published on 2 October 2026.", ["ferries"]),
        ("When was the article “A note” published?", "“A note” does not say when it was published.", ["undated"]),
        ("Who wrote the article “A note”?", "“A note” does not say who wrote it.", ["undated"]),
        ("Which source did Ada Brandt write for?", "Morning Ferry and The Lantern: 2 of 5 articles are by Ada Brandt.",
         ["eels", "tower"]),
        ("Which papers are there?", "2 papers, of 5 articles.", ["ferry", "ferries"]),
        ("How many authors are there?", "3 authors, of 5 articles.", ["ferry", "eels", "tower"]),
        ("Which paper has the most articles?", "Morning Ferry has most: 3 of 5 articles.", ["ferry", "ferries"]),
        ("In which month were the most articles published?", "November 2026 has most: 2 of 5 articles.",
         ["ferry", "ferries", "tower"]),
        ("How many articles are there, and from when to when?",
         "5 articles, from 1 March 2025 to 20 November 2026 (1 of unknown date).", ["tower", "ferry"]),
    ],
)  # fmt: skip
def test_what_is_asked_of_the_articles_is_exact(ask: Asking, question: str, headline: str, ids: list[str]) -> None:
    answer = ask(question)
    assert answer.headline == headline
    assert sorted(cited(answer)) == sorted(ids)
    assert answer.found
    assert answer.finished
    assert answer.generator == "quotes"


def test_the_articles_stand_in_a_table_each_with_its_first_words(ask: Asking) -> None:
    answer = ask("Which articles appeared in The Lantern?")
    assert answer.table is not None
    assert answer.table.columns == ("Date", "Article", "Paper", "Author")
    assert [[cell.text for cell in row] for row in answer.table.rows] == [
        ["2026-11-20", "A ferry for Norrin", "The Lantern", "Olof Ek"],
        ["2026-11-18", "Eels at noon", "The Lantern", "Ada Brandt"],
    ]
    # Neither a heading nor what speaks to a language model is quoted.
    assert [one.quote for one in answer.citations] == ["The Ferry sails again.", "The eels came up the river."]
    assert "| 2026-11-20 | A ferry for Norrin [1] | The Lantern | Olof Ek |" in answer.text
    assert Answer.from_dict(answer.to_dict(), lambda _: None).table is not None


def test_none_is_an_answer_and_the_nearest_in_time_is_named(ask: Asking) -> None:
    answer = ask("How many articles mention Norrin and were published in 2024?")
    assert answer.headline == "0 of 5 articles are of 2024 and mention “Norrin”."
    assert answer.found
    assert not answer.citations
    assert answer.notice == "The nearest in time is “Two ferries collide” (2 October 2026, Morning Ferry)."


def test_the_readers_filters_hold(ask: Asking) -> None:
    answer = ask("How many articles mention the ferry?", Filters(sources=("The Lantern",)))
    assert answer.headline == "1 of 2 articles mentions “ferry”."


def test_a_title_that_no_article_has_is_a_fact(ask: Asking) -> None:
    answer = ask("Who wrote “War and Peace”?")
    assert answer.headline is None
    assert answer.trace.asked == "the authors of articles, called “War and Peace”"


def test_how_being_about_is_told_is_said(ask: Asking) -> None:
    answer = ask("Which articles are about eels?")
    assert cited(answer) == ["eels"]
    assert answer.notice is not None
    assert "0.45" in answer.notice


def test_of_many_articles_the_first_are_listed_and_all_are_counted(index: Index, ask: Asking) -> None:
    index.update(Article(f"tide{number}", "Tide", f"The tide is {number}.") for number in range(MOST + 2))
    answer = ask("How many articles mention the tide?")
    assert answer.headline == f"{MOST + 2} of {MOST + 7} articles mention “tide”."
    assert len(answer.citations) == MOST
    assert answer.notice == f"The first {MOST} are listed, 2 are not."


def test_what_is_told_from_the_tables_looks_for_nothing_that_was_said_before(index: Index) -> None:
    rag = Rag(index)
    before = rag.ask("Which articles are by Ada Brandt?", today=TODAY)
    answer = rag.ask("Which papers are there?", [before], today=TODAY)
    assert answer.headline == "2 papers, of 5 articles."
    assert answer.trace.query == "Which papers are there?"


@pytest.mark.parametrize(
    ("question", "headline", "rows"),
    [
        ("How many articles per publisher?", "2 papers, of 5 articles.", [("Morning Ferry", 3), ("The Lantern", 2)]),
        ("How many articles has each author written?", "3 authors, of 5 articles.",
         [("Ada Brandt", 2), ("Olof Ek", 2), ("Ivo Ek", 1)]),
        ("Articles by month", "3 months, of 5 articles.",
         [("March 2025", 1), ("October 2026", 1), ("November 2026", 2)]),
        ("In each month how many articles mention Norrin?", "2 months: 2 of 5 articles mention “Norrin”.",
         [("October 2026", 1), ("November 2026", 1)]),
        ("For each year, how many articles mention the ferry?", "1 year: 2 of 5 articles mention “ferry”.",
         [("2026", 2)]),
        ("Which authors have at least two articles?",
         "2 authors with at least 2 of 5 articles: Ada Brandt and Olof Ek.",
         [("Ada Brandt", 2), ("Olof Ek", 2)]),
        ("Which papers have fewer than 3 articles?", "1 paper with at most 2 of 5 articles: The Lantern.",
         [("The Lantern", 2)]),
        ("Which authors wrote exactly one article?", "1 author with exactly 1 of 5 articles: Ivo Ek.",
         [("Ivo Ek", 1)]),
        ("Birden fazla makalesi olan yazarlar", "2 authors with at least 2 of 5 articles: Ada Brandt and Olof Ek.",
         [("Ada Brandt", 2), ("Olof Ek", 2)]),
        ("Which authors wrote more than 5 articles?", "0 authors with at least 6 of 5 articles.", []),
        ("Wie viele Artikel gibt es pro Zeitung?", "2 papers, of 5 articles.",
         [("Morning Ferry", 3), ("The Lantern", 2)]),
        ("Combien d'articles par année ?", "2 years, of 5 articles.", [("2025", 1), ("2026", 3)]),
        ("¿Cuántos artículos hay por mes?", "3 months, of 5 articles.",
         [("March 2025", 1), ("October 2026", 1), ("November 2026", 2)]),
        ("Yazar başına kaç makale var?", "3 authors, of 5 articles.",
         [("Ada Brandt", 2), ("Olof Ek", 2), ("Ivo Ek", 1)]),
    ],
)  # fmt: skip
def test_articles_are_counted_by_what_is_asked(
    ask: Asking, question: str, headline: str, rows: list[tuple[str, int]]
) -> None:
    answer = ask(question)
    assert answer.headline == headline
    counted = answer.table.rows if answer.table else ()
    assert [(row[0].text, int(row[1].text)) for row in counted] == rows


@pytest.mark.parametrize(
    ("question", "headline", "ids"),
    [
        ("Which articles have no author?", "1 of 5 articles is without an author.", ["undated"]),
        ("articles without a date", "1 of 5 articles is without a date.", ["undated"]),
        ("Wie viele Artikel haben kein Datum?", "1 of 5 articles is without a date.", ["undated"]),
        ("Quels articles n'ont pas d'auteur ?", "1 of 5 articles is without an author.", ["undated"]),
        ("¿Cuántos artículos no tienen fecha?", "1 of 5 articles is without a date.", ["undated"]),
        ("Yazarı olmayan makaleler", "1 of 5 articles is without an author.", ["undated"]),
        ("What share of the articles mention the ferry?", "2 of 5 articles mention “ferry”: 40%.",
         ["ferry", "ferries"]),
        ("Makalelerin yüzde kaçı Norrin'den bahsediyor?", "2 of 5 articles mention “Norrin”: 40%.",
         ["ferry", "ferries"]),
        ("Which articles do not mention the ferry?", "3 of 5 articles do not mention “ferry”.",
         ["eels", "tower", "undated"]),
        ("How many articles mention Norrin but not Brandt?",
         "1 of 5 articles mentions “Norrin” and does not mention “Brandt”.", ["ferries"]),
        ("Welche Artikel in The Lantern erwähnen Norrin nicht?",
         "1 of 5 articles is in The Lantern and does not mention “Norrin”.", ["eels"]),
        ("Which articles other than those by Ada Brandt mention Norrin?",
         "2 of 5 articles are not by Ada Brandt and mention “Norrin”.", ["ferry", "ferries"]),
        ("How many articles, apart from those of The Lantern, mention Norrin?",
         "1 of 5 articles is not in The Lantern and mentions “Norrin”.", ["ferries"]),
        ("Which articles are not by Olof Ek?", "3 of 5 articles are not by Olof Ek.", ["eels", "tower", "undated"]),
        ("Welche Artikel, außer denen von Olof Ek, erwähnen Norrin?",
         "0 of 5 articles are not by Olof Ek and mention “Norrin”.", []),
        ("Quels articles ne mentionnent pas Norrin ?", "3 of 5 articles do not mention “Norrin”.",
         ["eels", "tower", "undated"]),
        ("What are the two newest?", "The 2 newest of 5 articles.", ["ferry", "eels"]),
        ("Die zwei ältesten Artikel", "The 2 oldest of 5 articles.", ["tower", "ferries"]),
        ("En yeni iki makale", "The 2 newest of 5 articles.", ["ferry", "eels"]),
        ("Articles from the year 2025", "1 of 5 articles is of 2025.", ["tower"]),
        ("Combien d'articles de l'année 2025 ?", "1 of 5 articles is of 2025.", ["tower"]),
        ("¿Quién escribió más artículos?", "Ada Brandt and Olof Ek have most, each: 2 of 5 articles.",
         ["eels", "ferry", "tower"]),
    ],
)  # fmt: skip
def test_what_articles_lack_their_share_and_their_order(
    ask: Asking, question: str, headline: str, ids: list[str]
) -> None:
    answer = ask(question)
    assert answer.headline == headline
    assert sorted(cited(answer)) == sorted(ids)


def test_a_small_share_is_not_none_and_a_large_one_not_all(index: Index, ask: Asking) -> None:
    index.update(Article(f"rain-{day}", f"Rain, day {day}", "It rained in the whole valley.") for day in range(245))
    assert ask("What share of the articles mention Brandt?").headline == "1 of 250 articles mentions “Brandt”: 0.4%."
    assert ask("What share of the articles don't mention Brandt?").headline == (
        "249 of 250 articles do not mention “Brandt”: 99.6%."
    )


def test_what_says_nothing_of_what_is_counted_by_is_said(ask: Asking) -> None:
    assert ask("How many articles per month?").notice == "1 article does not say it and is in no row."


@pytest.mark.parametrize(
    "question",
    ["How many German articles are there?", "Which articles are in German?", "Wie viele Artikel sind auf Deutsch?",
     "Combien d'articles en allemand ?", "¿Cuántos artículos hay en alemán?", "Kaç Almanca makale var?"],
)  # fmt: skip
def test_articles_of_a_language_are_those_that_say_so_or_are_written_in_it(
    index: Index, ask: Asking, question: str
) -> None:
    text = "Die Fähre legte am Abend in Norrin an, und die Leute am Kai winkten, bis es dunkel wurde."
    index.update([Article("faehre", "Die Fähre", text), Article("bac", "Le bac", "Bac.", None, lang="de-AT")])
    answer = ask(question)
    assert answer.headline == "2 of 7 articles are in the language “Deutsch”."
    assert sorted(cited(answer)) == ["bac", "faehre"]


def test_whom_most_articles_name_is_counted(index: Index, ask: Asking) -> None:
    for number, who in enumerate(("Mara Quill", "Mara Quill", "Jon Abel")):
        text = f"Mayor {who} opened the pier on Monday. “It is a good pier,” said {who}."
        index.update([Article(f"pier{number}", f"Pier {number}", text, author="Ivo Ek" if number else "Olof Ek")])
    answer = ask("Which people are named most often?")
    assert answer.headline == "Mara Quill has most: 2 of 8 articles."
    assert answer.table is not None
    assert [row[0].text for row in answer.table.rows][:2] == ["Mara Quill", "Jon Abel"]
    assert answer.notice is not None
    assert answer.notice.startswith("Counted are the articles that name one in full")
    of_ek = ask("Which people are named most often in the articles by Ivo Ek?")
    assert of_ek.headline == "Jon Abel and Mara Quill have most, each: 1 of 3 articles, by Ivo Ek."


def test_several_words_that_stand_nowhere_together_are_told_from_a_condition(ask: Asking) -> None:
    answer = ask("How many articles mention Norrin in the comics?")
    assert answer.headline == "0 of 5 articles mention “Norrin in the comics”."
    assert (
        answer.notice == "“Norrin in the comics” was looked for as one thing; for “Norrin” alone there are 2 articles."
    )


def test_what_is_denied_and_not_understood_is_not_answered_as_if_it_were_not(ask: Asking) -> None:
    answer = ask("How many articles mention Norrin except in passing?")
    assert answer.headline is None
    assert answer.trace.asked == "a fact"


@pytest.mark.parametrize(
    ("topic", "lang", "topics"),
    [
        ("fires or floods", "en", ["fires", "floods"]),
        ("fires, , floods or storms", "en", ["fires", "floods", "storms"]),
        ("Velm, Norrin", "en", ["Velm, Norrin"]),  # one place
        ("storm or fire damage", "en", ["storm damage", "fire damage"]),
        ("conventions or fan or hobby gatherings", "en", ["conventions", "fan gatherings", "hobby gatherings"]),
        ("Brände oder Fluten", "de", ["Brände", "Fluten"]),
        ("Norrin", "en", ["Norrin"]),
        ("the fire and the flood or the storm", "en", ["the fire and the flood or the storm"]),
    ],
)
def test_of_several_topics_joined_by_or_one_is_enough(topic: str, lang: str, topics: list[str]) -> None:
    assert alternatives(topic, lang) == topics
