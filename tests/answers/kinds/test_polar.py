"""Yes or no, on questions of our own over the sample articles; and what may never be said."""

import json
from datetime import date
from pathlib import Path

import pytest

from rag.answers.answer import Answer
from rag.answers.asking.asked import Asked
from rag.answers.conversation import Request
from rag.answers.kinds import polar
from rag.answers.pipeline import Rag
from rag.answers.replies import unstated
from rag.answers.statements import Trace
from rag.index.search import Index
from rag.types import Article
from tests.answers.kinds.conftest import TODAY, Asking

QUESTIONS = [
    json.loads(line) for line in (Path(__file__).parent / "yes-no.jsonl").read_text(encoding="utf-8").splitlines()
]


def word(answer: Answer) -> str:
    headline = answer.headline or ""
    return "yes" if headline.startswith("Yes") else "no" if headline.startswith("No") else "unknown"


@pytest.mark.parametrize("split", ["dev", "test"])
def test_yes_and_no_are_right_or_not_said(sample: Index, split: str) -> None:
    rag = Rag(sample)
    asked = [(one, rag.ask(one["question"], today=TODAY)) for one in QUESTIONS if one["split"] == split]
    right = [word(answer) == one["right"] and one["holds"] in answer.text for one, answer in asked]
    assert sum(right) >= 0.7 * len(right)
    wrong = [one["question"] for one, answer in asked if word(answer) not in ("unknown", one["right"])]
    assert not wrong


def test_a_correction_goes_before_what_it_corrects(sample: Index) -> None:
    answer = Rag(sample).ask("Were 23 boats damaged in Storm Tamsel?")
    assert answer.headline == "No: it was corrected: 17, not 23."
    assert answer.citations[0].article.id.endswith("storm-tamsel-correction.md")


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        ("Did Storm Tamsel damage 17 boats?", "Yes."),
        ("Did Storm Tamsel damage 23 boats?", "No: it was corrected: 17, not 23."),
        ("Were 20 boats damaged in Storm Tamsel?", "No: it was corrected: 17, not 23."),
    ],
)
def test_what_was_taken_back_later_is_told_of_no_article(sample: Index, question: str, headline: str) -> None:
    assert Rag(sample).ask(question, today=TODAY).headline == headline


OPEN = "I can't tell for sure whether yes or no. These sentences come nearest:"
TOLD_OF = "The articles say this of it; whether that is a yes or a no is for you to read:"


def test_what_bears_on_it_is_shown_where_nothing_tells(sample: Index) -> None:
    answer = Rag(sample).ask("Did Pellacombe win the two stations in Tollgate?")
    assert answer.headline == TOLD_OF
    assert answer.found
    assert "Dray won the two stations in Tollgate" in answer.text


def test_what_may_not_bear_on_it_comes_with_a_caution(sample: Index) -> None:
    answer = Rag(sample).ask("Does the tram reach the airport?")
    assert answer.headline is None
    assert answer.caution == unstated("Does the tram reach the airport?")
    assert answer.statements


@pytest.mark.parametrize(
    ("text", "question", "headline"),
    [
        ("The ferry sank in March.", "Did the ferry sink in March?", "Yes."),
        ("The ferry sank in March.", "Did the ferry sink in April?", "No: the articles say March, not April."),
        ("The ferry carried 90 people.", "Did the ferry carry 80 people?", "No: the articles say 90, not 80."),
        ("The ferry did not sink in March.", "Did the ferry sink in March?", "No: the articles say “not”."),
        ("The ferry could sink in March.", "Did the ferry sink in March?", TOLD_OF),
        (
            "Ada Brandt said that the ferry sank in March.", "Did the ferry sink in March?",
            "Yes, according to Ada Brandt.",
        ),
        ("The ferry sank in March, the owner said.", "Did the ferry sink in March?", "Yes, according to the owner."),
        (
            "Ada Brandt said that the ferry did not sink in March.",
            "Did the ferry sink in March?", "No, according to Ada Brandt: the articles say “not”.",
        ),
        ("The ferry carried 90 people.", "Did the ferry carry more than 80 people?", "Yes."),
        (
            "The ferry carried 90 people and 200 cars.", "Did the ferry carry more than 100 people?",
            "No: the articles say 90, not more than 100.",
        ),
        (
            "The council approved the harbour, but the mayor rejected it.",
            "Did the council approve the harbour?",
            TOLD_OF,
        ),
        ("The launch of the ferry is scheduled for March.", "Was the ferry launched in March?", TOLD_OF),
        ("Ada Brandt, who voted against the ferry, took a boat.", "Did Ada Brandt vote for the ferry?", TOLD_OF),
        ("The captain whom the editor had criticised resigned.", "Did the editor resign?", TOLD_OF),
        (
            "Brandt did not have ferries, so Norrin law allowed three days for a town council to choose one.",
            "Did Brandt have ferries?", "No: the articles say “not”.",
        ),
        ("The strike was unlawful.", "Was the strike lawful?", "No: the articles say unlawful, not lawful."),
        (
            "The harbour was drawn by the engineer Ada Brandt. Olof Ek paid for it.",
            "Was the harbour drawn by Olof Ek?", "No: the articles say by Ada Brandt, not by Olof Ek.",
        ),
        (
            "The council voted on the harbour in May. The vote, which is not binding, was close.",
            "Was the council’s vote on the harbour binding?", "No: the articles say “not”.",
        ),
        ("She said that the ferry sank in March.", "Did the ferry sink in March?", None),
        ("Olof Ek sued Ada Brandt over the ferry.", "Did Ada Brandt sue Olof Ek over the ferry?", TOLD_OF),
        ("Some ferries sank in March.", "Did the ferry sink in March?", None),
        (
            "The blue ferry Ondine left on Friday. It took ten hours. The ferry has not been found.",
            "Has the blue ferry been found?", "No: the articles say “not”.",
        ),
        (
            "Olof Ek appeared in court on Friday. For this reason he was not granted bail.",
            "Was Olof Ek granted bail?", "No: the articles say “not”.",
        ),
        ("Olof Ek came on Friday. He was granted bail at once.", "Was Ada Brandt granted bail?", None),
        ("A ferry left on Friday. The red boat was found.", "Has the blue ferry been found?", None),
        ("Cracks forced the blue ferry to put off its sailing to May.", "Did the blue ferry sail in May?", None),
        ("The blue ferry was first to start on 4 July. It is late.", "Was the blue ferry opened in July?", TOLD_OF),
        ("Police found a photograph of the ferry and a map.", "Was the ferry found?", TOLD_OF),
        ("Since the strike began in May, 14 ships have left.", "Has the strike ended?", None),
        (
            "The two masts of the blue Ondine were saved, officials said.",
            "Were both masts of the blue Ondine saved?", "Yes, according to officials.",
        ),
    ],
)  # fmt: skip
def test_what_a_sentence_tells(index: Index, text: str, question: str, headline: str | None) -> None:
    index.update([Article("told", "Told", text, TODAY)], remove=["eels", "ferry", "ferries", "tower", "undated"])
    assert Rag(index).ask(question, today=TODAY).headline == headline


@pytest.mark.parametrize(
    ("title", "text", "question", "verdict"),
    [
        (
            "Ada Brandt is dead", "Ada Brandt, a judge who argued for trust rather than fear, died on 3 May in Keld.",
            "Did Ada Brandt die in Keld?", "yes",
        ),
        ("Mints", "The Keld Mint struck its last coin.", "Did the Keld Mint really strike its last coin?", "yes"),
        (
            "Olof Ek vows that fares stay", "Until May he had in all ways promised that fares would never rise.",
            "Did Olof Ek promise that fares never rise?", "yes",
        ),
        (
            "Olof Ek stays away", "It is why I decided not to take part in today's race at Keld Hill.",
            "Did Olof Ek race at Keld Hill?", "unknown",
        ),
        (
            "Velm orphans",
            "An apology of the Norrin Church was asked for. The Norrin orphans won support from members of the church.",
            "Did the Norrin Church apologize to the Velm orphans?", "unknown",
        ),
        ("A bank for Velm", "Ek Bank is based in Norrin, founded in May.", "Is Ek Bank based in Velm?", "unknown"),
        ("Mills", "The mill replaces the three wheels used until May.", "Will the mill use three wheels?", "unknown"),
        ("Shops", "Ek Shoes opened in Velm in May.", "Had Ek Shoes opened in Velm before?", "unknown"),
        ("Shops", "Ek Shoes to open in Velm | News\n\nIt rains.", "Has Ek Shoes opened in Velm?", "unknown"),
        (
            "A mill", '"The old wheel of the mill was mended," Ada Brandt said.',
            "Was the old wheel of the mill mended by Ada Brandt?", "unknown",
        ),
    ],
)  # fmt: skip
def test_what_is_claimed_of_a_name_is_told_of_it(
    index: Index, title: str, text: str, question: str, verdict: str
) -> None:
    index.update([Article("told", title, text, TODAY)], remove=["eels", "ferry", "ferries", "tower", "undated"])
    assert word(Rag(index).ask(question, today=TODAY)) == verdict


@pytest.mark.parametrize(
    ("text", "question", "headline"),
    [
        ("Japan has built a ferry.", "Has Turkey built a ferry?", TOLD_OF),
        (
            "The ferry was mended in Japan. The ferry was mended in Turkey.",
            "Was the ferry mended in Turkey?", "Yes.",
        ),
        ("The old ferry was mended in Oslo.", "Was the old ferry mended in Japan?", TOLD_OF),
        ("The old ferry was mended in Japan.", "Was the old ferry mended in Osaka?", TOLD_OF),
        (
            "The council voted 31 to 12 for a new ferry.", "Did the council back a new ferry by 20 votes to 19?",
            "I found no sentence that says so in these words. The nearest has 31 to 12, not 20 votes to 19:",
        ),
        (
            "The council voted 40 million crowns for the ferry.", "Did the council vote 19 to 11 for the ferry?", None,
        ),
        (
            "The council voted 31 to 12 for the ferry.", "Did the council vote 19 to 11 for the ferry?",
            "No: the articles say 31 to 12, not 19 to 11.",
        ),
        (
            "The new ferry of the council cost $40 million.", "Did the council pay $50 million for the new ferry?",
            "I found no sentence that says so in these words. The nearest has $40 million, not $50 million:",
        ),
        (
            "The new ferry of the council cost $40 million. It sails. So $50 million was right.",
            "Did the council pay $50 million for the new ferry?", TOLD_OF,
        ),
        (
            "Die Stadt hat die neue Fähre im Mai für 3,1 Millionen Euro verkauft.",
            "Hat die Stadt die neue Fähre für 5 Millionen Euro abgegeben?",
            "I found no sentence that says so in these words."
            " The nearest has 3,1 Millionen Euro, not 5 Millionen Euro:",
        ),
        (
            "The new ferry sails since 3 May.", "Has the new ferry been at sea since 8 June?",
            "I found no sentence that says so in these words. The nearest has 3 May, not 8 June:",
        ),
    ],
)  # fmt: skip
def test_what_stands_in_the_place_of_a_value(index: Index, text: str, question: str, headline: str | None) -> None:
    index.update([Article("told", "Told", text, TODAY)], remove=["eels", "ferry", "ferries", "tower", "undated"])
    answer = Rag(index).ask(question, today=TODAY)
    assert answer.headline == headline
    assert answer.citations[0].article.id == "told"


def test_a_tag_is_no_part_of_what_is_claimed(index: Index) -> None:
    index.update([Article("told", "Told", "The ferry was mended in Norrin.", TODAY)])
    asked = Asked("yes or no", statement="The ferry was mended in Norrin, right?", lang="en")
    request = Request.of(asked.statement, (), None, strict=False)
    answer = polar.answer(index, request, asked, Answer(asked.statement, Trace(asked.statement)))
    assert answer is not None
    assert answer.headline == "Yes."


def test_where_nothing_reads_the_order_of_words_that_one_sentence_has_all_is_said(index: Index) -> None:
    text = "Die Stadt Norrin hat im Mai nach langem Streit die alte Fähre an den Kapitän Olof Ek verkauft."
    index.update([Article("told", "Verkauft", text, TODAY, lang="de")])
    right = Rag(index).ask("Hat Norrin die alte Fähre an Olof Ek verkauft?", today=TODAY)
    turned = Rag(index).ask("Hat Olof Ek die alte Fähre an Norrin verkauft?", today=TODAY)
    assert right.headline == "Yes."
    assert turned.headline == "One sentence has all of these words:"
    assert turned.citations[0].article.id == "told"


def test_the_name_that_leads_a_sentence_is_no_sentence_of_its_own(index: Index, ask: Asking) -> None:
    text = 'Captain Ada Brandt owns it.\n\n"The old wheel of the mill could have been mended," Brandt said.'
    index.update([Article("told", "A mill", text, TODAY)])
    answer = ask("Could Ada Brandt soon have mended the old wheel of the mill?")
    assert answer.statements[0].named
    assert all(len(one.text.split()) > 2 for one in answer.statements)


def test_the_newer_of_two_articles_counts_and_that_they_differ_is_said(index: Index, ask: Asking) -> None:
    texts = {"old": "The night bus costs nine crowns.", "new": "The night bus costs ten crowns."}
    index.update(
        Article(one, "Bus", text, TODAY.replace(year=2020) if one == "old" else TODAY) for one, text in texts.items()
    )
    yes, no = ask("Does the night bus cost ten crowns?"), ask("Does the night bus cost nine crowns?")
    assert yes.headline == "Yes; an earlier article has it otherwise: nine, not ten."
    assert no.headline == "No: the articles say ten, not nine; an earlier article says so."
    index.update([Article("new", "Bus", texts["new"])])
    disagreeing = ask("Does the night bus cost ten crowns?")
    assert disagreeing.headline == "The articles disagree: the articles say nine, not ten."
    assert {one.article.id for one in disagreeing.citations} == {"old", "new"}


def test_what_a_later_article_tells_of_has_a_day_and_the_later_one_goes_first(index: Index, ask: Asking) -> None:
    blocked = Article(
        "blocked", "Harbour office blocks Skiff tool", "The harbour office blocked the Skiff tool.", date(2026, 3, 2)
    )
    index.update([blocked])
    assert ask("Is the Skiff tool blocked by the harbour office?").headline == "Yes."
    title = "Harbour office allows Skiff tool again"
    index.update([Article("open", title, "The Skiff tool is back.", date(2026, 5, 1))])
    answer = ask("Is the Skiff tool blocked by the harbour office?")
    assert answer.headline == "A later article tells of it, too. As of 2 March 2026: Yes."
    assert [one.article.id for one in answer.citations] == ["open", "blocked"]
    assert (ask("Was the Skiff tool blocked by the harbour office?").headline or "").startswith("Yes")


def test_when_and_who_in_the_middle_leave_a_question_one_for_yes_or_no(ask: Asking) -> None:
    assert ask("Did anyone swim when the eels came up the river?").trace.asked == "a question for yes or no"
    assert ask("Is it known who saw the eels come up the river?").trace.asked != "a question for yes or no"
