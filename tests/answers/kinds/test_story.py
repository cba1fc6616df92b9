"""The articles of a story, timelines and summaries of them, on invented articles with hashed words for meaning."""

from datetime import date

import pytest

from rag.answers.answer import Answer, Turn
from rag.answers.kinds.story import story_of
from rag.answers.pipeline import Rag
from rag.filters import Filters
from rag.index.search import Index
from rag.types import Article
from tests.answers.kinds.conftest import TODAY, Asking, cited
from tests.answers.test_pipeline import ScriptedChat

WALL = [
    Article("falls", "Sea wall of Tolleve falls", "The sea wall of Tolleve fell yesterday and flooded 23 houses of the "
            "town. It had stood for a century. The mayor of Tolleve will speak about the sea wall on Friday.",
            date(2026, 3, 3), source="The Lantern"),
    Article("copy", "Wall of Tolleve down", "TOLLEVE - The sea wall of Tolleve fell yesterday and flooded 23 houses of "
            "the town. It had stood for a century.", date(2026, 3, 4), source="Morning Ferry"),
    Article("right", "Sea wall of Tolleve: a correction", "Our report on the sea wall of Tolleve was wrong. We had "
            "it that the sea wall of Tolleve flooded 23 houses. The correct number is 17.", date(2026, 3, 6),
            source="The Lantern"),
    Article("built", "Sea wall of Tolleve stands again", "The sea wall of Tolleve stands again. Masons set the last "
            "stone of the sea wall of Tolleve on 2 May. Many in the town of Tolleve wept.", date(2026, 5, 9),
            source="The Lantern"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def wall(index: Index) -> None:
    index.update(WALL)


def days(answer: Answer) -> list[str]:
    assert answer.table is not None
    return [row[0].text for row in answer.table.rows]


@pytest.mark.parametrize("topic", ["the bridge collapse", "the fishing quota dispute", "an earthquake in Türkiye"])
def test_what_is_only_like_another_story_is_refused(sample: Index, topic: str) -> None:
    assert Rag(sample).ask(f"Timeline of {topic}").table is None


def test_a_story_is_its_articles_in_order_and_of_copies_the_longest(index: Index) -> None:
    story = story_of(index, "sea wall of Tolleve", Filters())
    assert story is not None
    assert [one.article.id for one in story.told] == ["falls", "right", "built"]
    assert [one.id for one in story.copies] == ["copy"]


def test_a_topic_with_two_ends_is_told_from_one_to_the_other(index: Index, ask: Asking) -> None:
    index.update([
        Article("illness", "Skipper of Vessby falls ill", "The skipper of Vessby fell ill with a fever on 2 June 2026. "
                "The fever of the skipper of Vessby kept the harbour shut.", date(2026, 6, 3)),
        Article("regatta", "Regatta of Norholm called off", "The regatta of Norholm was called off on 9 June 2026. "
                "The regatta of Norholm had been planned for months.", date(2026, 6, 10)),
        Article("later", "Regatta of Norholm next year", "The regatta of Norholm will be sailed next year. The club of "
                "Norholm said so on 20 June 2026.", date(2026, 6, 21)),
    ])  # fmt: skip
    answer = ask(
        "What was the order of events from the skipper of Vessby falling ill to the regatta of Norholm called off?"
    )
    assert cited(answer)[0] == "illness"
    assert "regatta" in cited(answer)
    assert "later" not in cited(answer)


def test_a_copy_is_counted_once_where_both_ends_tell_of_it(ask: Asking) -> None:
    answer = ask("What was the order of events from the sea wall of Tolleve to the sea wall of Tolleve?")
    assert answer.notice is not None
    assert ", 1 of them a copy that is left out." in answer.notice


@pytest.mark.parametrize("key", ["\u2588\u2588 Held by the town", "\u25a0 Masons of Drover"])
def test_the_key_of_a_picture_is_no_event_and_not_how_an_article_begins(index: Index, ask: Asking, key: str) -> None:
    index.update([Article("map", "Map of Drover", f"{key}\n\nThe town of Drover fell on Sunday.", date(2026, 7, 7))])
    assert key not in ask("Timeline of the town of Drover").text
    assert key not in ask("Which articles mention Drover?").text


def test_what_no_article_tells_is_no_story(index: Index) -> None:
    assert story_of(index, "chess in Chennai", Filters()) is None
    assert story_of(index, "sea wall of Tolleve", Filters(after=date(2027, 1, 1))) is None


def test_a_timeline_is_in_order_of_the_days_that_sentences_name(ask: Asking) -> None:
    answer = ask("What happened with the sea wall of Tolleve, in order?")
    assert days(answer) == sorted(days(answer))
    assert days(answer)[0] == "2026-03-02", "yesterday, of 3 March"
    assert "2026-05-02" in days(answer)
    assert "2026-05-09 (published)" in days(answer)
    assert answer.notice is not None
    assert "is that of the article" in answer.notice
    assert "4 reports, 1 of them a copy that is left out." in answer.notice
    assert "Friday" not in answer.text, "what is to come has not happened"


STRIKE = [
    Article("begins", "Ferrymen of Quenby strike", "The ferrymen of Quenby went on strike on Monday. In April the "
            "ferrymen of Quenby had asked for more pay.", date(2026, 5, 6)),
    Article("talks", "Ferrymen of Quenby talk", "The ferrymen of Quenby went on strike on 4 May. The ferrymen of "
            "Quenby and the town talked on Thursday 14 May. The ferrymen of Quenby had marched in May.",
            date(2026, 5, 15)),
    Article("ends", "Ferrymen of Quenby sail again", "The ferrymen of Quenby ended their strike on 20 May 2026. The "
            "ferrymen of Quenby sailed on Thursday.", date(2026, 5, 21)),
]  # fmt: skip


def test_an_event_is_told_once_and_a_month_has_no_place_beside_its_days(index: Index) -> None:
    index.update(STRIKE)
    answer = Rag(index).ask("Timeline of the ferrymen of Quenby", today=TODAY)
    assert days(answer) == ["2026-05-04", "2026-05-14", "2026-05-20", "2026-05-21"]


def test_what_came_after_an_event_begins_with_it(index: Index) -> None:
    index.update(STRIKE)
    answer = Rag(index).ask("Walk me through what followed the strike of the ferrymen of Quenby, in order", today=TODAY)
    assert days(answer)[0] == "2026-05-04"
    assert answer.trace.asked == "what happened, in order, after “strike of the ferrymen of Quenby”"


def test_a_later_article_that_names_the_topic_in_passing_goes_on_with_the_story(index: Index) -> None:
    index.update([*STRIKE, Article("law", "Parliament votes", "Parliament voted for a law on the pay of ferrymen, "
                  "of whom those of Quenby had gone on strike, on 3 July 2026.", date(2026, 7, 4))])  # fmt: skip
    answer = Rag(index).ask("What happened with the strike of Quenby, in order?", today=TODAY)
    assert days(answer)[-1] == "2026-07-03"


def test_what_happened_within_a_day_is_told_by_the_clock(index: Index, ask: Asking) -> None:
    text = (
        "The water main of Osmund burst on Monday. At 5:20 pm the street stood under water. Shops near the water main "
        "closed. By 9 pm all taps of Osmund ran again."
    )
    index.update([Article("main", "Water main of Osmund bursts", text, date(2026, 3, 5))])
    table = ask("Timeline of the burst water main of Osmund").table
    assert table is not None
    told = [row[1].text for row in table.rows]
    assert [any(time in one for one in told) for time in ("5:20 pm", "9 pm")] == [True, True]
    assert not any("Shops" in one for one in told)


def test_what_one_article_tells_of_years_before_is_in_order_beside_its_news(index: Index, ask: Asking) -> None:
    text = (
        "Court of Osmund frees the banker Ivo Kern\nOn Thursday the court of Osmund freed the banker Ivo Kern. "
        "Kern was to stay in prison until 2032, but was pardoned in 2017 by the governor. "
        "The pardon of Kern was overturned in 2018 and he was in prison until Thursday. "
        "Kern led the bank of Osmund from 1990 to 2000."
    )
    index.update([Article("kern", "Court of Osmund frees the banker Ivo Kern", text, date(2026, 3, 20))])
    assert days(ask("Timeline of the banker Ivo Kern of Osmund")) == ["1990/2000", "2017", "2018", "2026-03-19"]


def test_a_story_of_articles_without_a_day_has_a_timeline(index: Index, ask: Asking) -> None:
    texts = {
        "found": "The bell of Aldersey was found in the harbour. Divers of Aldersey lifted the bell at noon.",
        "hung": "The bell of Aldersey hangs in the tower again. In 1911 the bell of Aldersey had sunk with a barge.",
        "rung": "The bell of Aldersey was rung for an hour. A choir of Aldersey sang about the bell.",
    }
    index.update([Article(one, "The bell of Aldersey", text) for one, text in texts.items()])
    table = ask("Timeline of the bell of Aldersey").table
    assert table is not None
    assert {row[0].text for row in table.rows} == {"1911", "undated"}


def test_a_row_that_was_corrected_is_replaced_with_both_cited(ask: Asking) -> None:
    answer = ask("Timeline of the sea wall of Tolleve")
    assert answer.table is not None
    first = answer.table.rows[0]
    assert first[0].text == "2026-03-02"
    assert first[1].text.endswith("The correct number is 17.")
    numbers = {one.number: one.article.id for one in answer.citations}
    assert [numbers[one] for one in first[1].citations] == ["right", "falls"]


def test_a_summary_of_a_story_has_its_newest_state_first(ask: Asking) -> None:
    answer = ask("Summarise the story of the sea wall of Tolleve")
    assert cited(answer)[0] == "built"
    assert {"falls", "right", "built"} == set(cited(answer))
    newest = "“Sea wall of Tolleve stands again” (9 May 2026)"
    assert answer.headline == f"From 3 articles, 3 March 2026 to 9 May 2026; the newest first, {newest}."
    assert len(answer.statements) <= 12
    assert "flooded 23 houses of the town" not in answer.text
    assert "The correct number is 17." in answer.text
    assert not any(one.text.startswith("It ") for one in answer.statements)


def test_in_one_sentence_is_one(ask: Asking) -> None:
    answer = ask("Summarise the sea wall of Tolleve in one sentence")
    assert len(answer.statements) == 1
    assert answer.headline is None
    assert cited(answer) == ["built"]


def test_a_summary_of_an_article_is_of_its_sentences_in_order(ask: Asking) -> None:
    answer = ask("Summarise the article “Sea wall of Tolleve stands again”")
    assert set(cited(answer)) == {"built"}
    places = [one.citations[0].start for one in answer.statements]
    assert places == sorted(places)
    assert 2 <= len(places) <= 6
    assert ask("Summarise the newest article about the eels").citations[0].article.id == "eels"


def test_a_period_is_kept_to(ask: Asking) -> None:
    assert set(cited(ask("Summarise the sea wall of Tolleve in March 2026"))) == {"falls", "right"}


def test_what_leans_on_the_question_before_is_about_its_topic(index: Index) -> None:
    before = Turn("How many houses did the sea wall of Tolleve flood?", "17 [1]")
    answer = Rag(index).ask("What happened, in order?", [before], today=TODAY)
    assert answer.table is not None
    assert "built" in cited(answer)


def test_what_is_no_story_is_a_question_for_a_fact(ask: Asking) -> None:
    answer = ask("Timeline of chess in Chennai")
    assert answer.table is None
    assert answer.headline is None


def test_a_model_puts_a_summary_in_its_words_from_the_passages_of_its_sentences(index: Index) -> None:
    chat = ScriptedChat("Masons set the last stone of the sea wall of Tolleve on 2 May [1].")
    answer = Rag(index, chat).ask("Summarise the sea wall of Tolleve", today=TODAY)
    assert answer.generator == "scripted"
    assert [one.verdict for one in answer.statements] == ["supported"]
    assert {"falls", "right", "built"} == {one.article.id for one in answer.passages}
    assert answer.passages[0].article.id == "built"


def test_where_the_model_fails_the_summary_is_of_quotations(index: Index) -> None:
    question = "Summarise the sea wall of Tolleve"
    answer = Rag(index, ScriptedChat(fails="there is no connection")).ask(question, today=TODAY)
    assert answer.statements == Rag(index).ask(question, today=TODAY).statements
    assert answer.notice is not None
    assert "there is no connection" in answer.notice


def test_a_timeline_is_exact_without_a_model(index: Index) -> None:
    chat = ScriptedChat("Nothing happened.")
    assert Rag(index, chat).ask("Timeline of the sea wall of Tolleve", today=TODAY).table is not None
    assert chat.sent == []


def test_what_leans_has_a_row_of_its_own_under_the_name(index: Index, ask: Asking) -> None:
    text = ("Skipper Ada Moss of Vessby was hurt yesterday when the mast of the boat of Vessby broke. She died today. "
            "The boat of Vessby was towed into the harbour.")  # fmt: skip
    index.update([Article("mast", "Mast of Vessby breaks", text, date(2026, 6, 10))])
    answer = ask("Timeline of the mast of Vessby")
    assert answer.table is not None
    told = {row[0].text: row[1].text for row in answer.table.rows}
    assert told["2026-06-10"].endswith("Ada Moss:] She died today.")
    assert told["2026-06-09"].endswith("broke.")


@pytest.mark.parametrize(
    "question",
    [
        "What has happened to the sea wall of Tolleve since masons set the last stone?",
        "What happened since masons set the last stone of the sea wall of Tolleve?",
    ],
)
def test_what_happened_since_an_event_begins_with_the_row_of_that(index: Index, question: str) -> None:
    assert days(Rag(index).ask(question, today=TODAY))[0] == "2026-05-02"


def test_between_two_events_nothing_later_is_told(index: Index, ask: Asking) -> None:
    told = [("illness", "Skipper of Vessby falls ill", "The skipper of Vessby fell ill with a fever.", 3),
            ("shut", "Harbour of Vessby shut", "The harbour of Vessby was shut by the guard.", 8),
            ("later", "Vessby sails again", "The skipper of Vessby has a boat again.", 20)]  # fmt: skip
    index.update([Article(name, title, text, date(2026, 6, day)) for name, title, text, day in told])
    answer = ask("What happened between the skipper of Vessby falling ill and the harbour of Vessby being shut?")
    assert cited(answer) == ["illness", "shut"]


PAGE = Article("page", "Mill of Osmund burns", "Skip to main content\n\nThe Lantern - Back to home\n\nPosted: 9:36 PM, "
               "May 14, 2026\n\nThe mill of Osmund burnt on Tuesday. Sparks of the mill of Osmund lit two barns.\n\n"
               "Subscribe to the letters about the mill of Osmund", date(2026, 5, 14))  # fmt: skip


@pytest.mark.parametrize("question", ["Summarise the mill of Osmund", "Timeline of the mill of Osmund",
                                      "What happened in May 2026?"])  # fmt: skip
def test_what_a_page_has_around_its_text_is_not_told(index: Index, ask: Asking, question: str) -> None:
    index.update([PAGE])
    told = ask(question).text
    assert "The mill of Osmund burnt on Tuesday." in told
    assert not [one for one in ("Skip to", "Back to home", "Posted", "Subscribe") if one in told]


def test_it_is_the_article_that_was_told_of_and_these_are_those_listed(index: Index) -> None:
    index.update([PAGE])
    rag = Rag(index)
    listed = rag.ask("How many articles mention Tolleve?", today=TODAY)
    newest = rag.ask("which is the newest of them?", [listed], today=TODAY)
    assert set(cited(rag.ask("summarise it", [listed, newest], today=TODAY))) == {"built"}
    assert set(cited(rag.ask("summarise these", [listed], today=TODAY))) >= {"falls", "built"}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Fasse den Deichbruch von Tolleve zusammen", True),
        ("Fasse die Sturmwarnung zusammen", False),
    ],
)
def test_a_topic_in_another_language_is_found_by_its_names(ask: Asking, question: str, *, told: bool) -> None:
    answer = ask(question)
    assert bool(answer.statements) is told
    assert (answer.notice is not None and "No article has “Deichbruch”" in answer.notice) is told


def test_a_country_that_is_named_in_passing_is_no_story(index: Index, ask: Asking) -> None:
    index.update([Article("tax", "Tax on oysters", "The council put a tax on oysters. Nobody was glad of the tax. The "
                  "baker wept over the tax on oysters. Oman sailed.", date(2026, 7, 7))])  # fmt: skip
    assert ask("Timeline of Oman").table is None


def test_months_stay_in_the_timeline_of_an_article_of_no_day(index: Index, ask: Asking) -> None:
    index.update([Article("guild", "Guild of Vessby", "The guild of Vessby was founded in March 1992. The guild of "
                  "Vessby moved on 3 May 1999. The guild of Vessby was fined on 4 June 2001. The guild of Vessby won "
                  "a suit on 9 July 2003. The guild of Vessby was closed on 1 May 2004.")])  # fmt: skip
    assert days(ask("Timeline of the guild of Vessby"))[0] == "1992-03"


def test_of_several_stories_that_come_as_near_the_one_with_most_to_tell_is_told(index: Index) -> None:
    index.update([
        Article("march", "Dredging", "Dredging was once a trade. Gulls and herons watched a brass band play waltzes.",
                date(2026, 3, 1)),
        *(
            Article(f"bay{day}", "Dredging in the bay", f"Dredging was seen in the bay. {day} barges took mud.",
                    date(2026, 7, day))
            for day in (3, 9, 16)
        ),
    ])  # fmt: skip
    story = story_of(index, "Dredging", Filters())
    assert story is not None
    assert [one.article.id for one in story.told] == ["bay3", "bay9", "bay16"]


def test_what_an_article_begins_with_is_a_row_as_its_title_stands_beside_it(index: Index, ask: Asking) -> None:
    index.update([
        Article("open", "Gallery of Norholm opens", "The gallery of Norholm opened to a crowd. The gallery of Norholm "
                "has nine rooms.", date(2026, 6, 3)),
        Article("shut", "Gallery of Norholm is shut again", "It was closed by the fire brigade of Norholm, gallery and "
                "all.", date(2026, 6, 8)),
    ])  # fmt: skip
    assert cited(ask("gallery of Norholm timeline")) == ["open", "shut"]


@pytest.mark.parametrize("matter", ["the squabble over masons", "the fuss about masons"])
def test_a_dispute_is_found_by_its_matter_where_no_article_calls_it_so(ask: Asking, matter: str) -> None:
    answer = ask(f"Sum up {matter}")
    assert set(cited(answer)) == {"built"}
    assert answer.headline is not None


def test_where_there_is_no_story_its_topic_alone_is_searched_for(ask: Asking) -> None:
    answer = ask("Sum up the ferry mayor payments for me")
    assert answer.headline is None
    assert answer.trace.query == "ferry mayor payments"
