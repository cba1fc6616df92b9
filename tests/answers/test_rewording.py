"""Questions in another language than the articles, and misspelt ones, over the sample articles."""

from collections.abc import Callable
from typing import Any

import pytest

from rag.answers.chat import OpenAIChat
from rag.answers.pipeline import Rag
from rag.answers.replies import REFUSALS
from rag.answers.rewording import elsewhere, named, reason
from rag.index.search import Index
from tests.endpoint import Endpoint, endpoint

GERMAN = "Wie viele Boote beschädigte der Sturm Tamsel?"
ENGLISH = "How many boats did Storm Tamsel damage?"


def asked_of(served: Endpoint) -> OpenAIChat:
    return OpenAIChat(api_key="none", base_url=served.url, model="scripted", timeout=20)


def says(*texts: str) -> Callable[[dict[str, Any]], tuple[int, Any] | None]:
    """A model that writes these texts, one a request."""
    left = iter(texts)

    def answer(_: dict[str, Any]) -> tuple[int, Any]:
        message = {"role": "assistant", "content": next(left)}
        return 200, {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}

    return answer


def test_without_a_model_a_refusal_says_that_the_articles_are_in_another_language(sample: Index) -> None:
    answer = Rag(sample).ask(GERMAN)
    assert answer.refusal == REFUSALS["de"]
    assert answer.notice == reason("de", "en")
    assert "auf Englisch" in str(answer.notice)
    russian = Rag(sample).ask("Сколько лодок повредил шторм Тамсель?")
    assert str(russian.notice).startswith("The question is in Russian, and what came nearest is in English.")


def test_a_model_translates_the_question_and_the_answer_is_that_to_the_translation(sample: Index) -> None:
    said = "Storm Tamsel damaged 17 boats [1]."
    with endpoint(answers=says(ENGLISH, said)) as served:
        answer = Rag(sample, asked_of(served)).ask(GERMAN)
    assert answer.question == GERMAN
    assert answer.trace.query == ENGLISH
    assert answer.trace.timings["translate"] > 0
    assert answer.statements[0].text == "Storm Tamsel damaged 17 boats."
    first, second = (one["messages"] for one in served.requests)
    assert "in English" in first[0]["content"]
    assert GERMAN in first[1]["content"]
    assert f"Question: {ENGLISH}" in second[-1]["content"]


def test_what_is_asked_in_the_language_of_the_articles_is_not_translated(sample: Index) -> None:
    with endpoint(answers=says("Storm Tamsel damaged 17 boats [1].")) as served:
        answer = Rag(sample, asked_of(served)).ask(ENGLISH)
    assert len(served.requests) == 1
    assert "translate" not in answer.trace.timings


def test_a_count_is_of_what_the_translation_names(sample: Index) -> None:
    with endpoint(answers=says("How many articles mention the tram?")) as served:
        answer = Rag(sample, asked_of(served)).ask("Kaç makale tramvaydan söz ediyor?")
    assert answer.headline == "7 of 24 articles mention “tram”."
    assert answer.question.startswith("Kaç")


def test_where_the_model_fails_the_question_is_asked_as_it_is_and_the_reader_told(sample: Index) -> None:
    with endpoint(status=500) as served:
        answer = Rag(sample, asked_of(served)).ask(GERMAN)
    assert answer.refusal == REFUSALS["de"]
    assert str(answer.notice).startswith("The question was not translated: ")


def test_a_refusal_of_a_translated_question_is_in_the_language_of_the_question(sample: Index) -> None:
    with endpoint(answers=says("Who won the chess olympiad in Chennai?", REFUSALS["en"])) as served:
        answer = Rag(sample, asked_of(served)).ask("Wer hat die Schacholympiade in Chennai gewonnen?")
    assert answer.refusal == REFUSALS["de"]


def test_a_misspelt_question_is_answered_as_what_was_meant(sample: Index) -> None:
    shouted = "HOW MENY BOTES DID STROM TAMSEL DAMGE"
    answer = Rag(sample).ask(shouted)
    assert answer.found
    assert "17" in answer.statements[0].text
    assert answer.question == shouted
    assert "storm TAMSEL damage" in answer.trace.query


@pytest.mark.parametrize(
    ("code", "lang", "name"), [("en", "de", "Englisch"), ("tr", "en", "Turkish"), ("qqq", "en", "qqq")]
)
def test_a_language_is_named_in_another(code: str, lang: str, name: str) -> None:
    assert named(code, lang) == name


def test_nothing_is_elsewhere_where_nothing_was_found_or_nothing_tells(sample: Index) -> None:
    found = sample.search(ENGLISH).passages
    assert elsewhere(GERMAN, ()) is None
    assert elsewhere("KFOR?", found) is None
    assert elsewhere(ENGLISH, found) is None
    assert elsewhere(GERMAN, found) == ("de", "en")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Does the tram reach the airport?", "No article has the word “airport”."),
        ("Who won the chess olympiad in Chennai?", "No article has the words “chess”, “olympiad” or “Chennai”."),
        ("Was the mayor born by the river?", None),
        ("Sum up the olympiad in one sentence", "No article has the word “olympiad”."),
    ],
)
def test_what_no_article_mentions_is_named_where_nothing_surely_answers(
    sample: Index, question: str, said: str | None
) -> None:
    answer = Rag(sample).ask(question)
    assert not answer.found
    assert answer.notice == said
    lacking = set(sample.absent(question))
    for article in sample.articles([one.id for one in sample.listing()]).values():
        assert not any(word.lower() in f"{article.title} {article.text}".lower().split() for word in lacking)
