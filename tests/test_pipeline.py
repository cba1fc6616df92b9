"""Questions in, checked answers out, over the real index of the sample articles; the model's part is scripted."""

import json
from collections.abc import Generator
from itertools import pairwise
from pathlib import Path

import pytest

from rag import prompts
from rag.errors import ChatError, IndexMissing, RagError
from rag.index import Index
from rag.pipeline import Rag, answer_record, context, passage_record, standalone
from rag.ranking import WEIGHTS
from rag.settings import Settings
from rag.types import Answer, Filters, Turn
from tests.endpoint import endpoint


class ScriptedChat:
    """Says what it is told to, piece by piece, and keeps what it was sent; ``fails`` breaks off after the pieces."""

    name = "scripted"

    def __init__(self, *pieces: str, fails: str | None = None) -> None:
        self.pieces = pieces
        self.fails = fails
        self.sent: list[list[dict[str, str]]] = []
        self.closed = False

    def stream(self, messages: list[dict[str, str]]) -> Generator[str, None, None]:
        self.sent.append(messages)
        try:
            yield from self.pieces
            if self.fails:
                raise ChatError(self.fails)
        finally:
            self.closed = True


COMMAND = "When did Türkiye take command of KFOR?"
OFF_TOPIC = "What is the boiling point of tungsten?"


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show every step of a stream, however fast it comes."""
    monkeypatch.setattr("rag.pipeline._PAUSE", 0.0)


def whole(answer: Answer) -> None:
    """What holds for every answer at every step."""
    for statement in answer.statements:
        for citation in statement.citations:
            assert citation.quote == citation.article.text[citation.start : citation.end]
            assert citation in answer.citations
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert answer.found == (answer.text != prompts.REFUSAL)


def test_quotes_answer_with_the_sentence_that_says_it(sample: Index) -> None:
    answer = Rag(sample).ask(COMMAND)
    whole(answer)
    assert answer.generator == "quotes"
    assert "9 October 2023" in answer.statements[0].text
    assert 1 <= len(answer.statements) <= 5
    assert all(statement.text == statement.citations[0].quote for statement in answer.statements)
    assert answer.generation == sample.status().generation
    assert {"embed", "dense", "keywords", "quotes", "total"} <= set(answer.timings)


def test_a_question_that_no_article_bears_on_is_refused(sample: Index) -> None:
    answer = Rag(sample).ask(OFF_TOPIC)
    whole(answer)
    assert not answer.found
    assert answer.statements == ()
    assert answer.text == prompts.REFUSAL
    assert answer.passages, "what was looked at is still shown"


def test_a_stream_grows_and_ends_with_what_ask_returns(sample: Index) -> None:
    rag = Rag(sample)
    steps = list(rag.stream(COMMAND))
    for step in steps:
        whole(step)
    texts = [step.text for step in steps]
    assert len(texts) > 1
    assert all(later.startswith(earlier) for earlier, later in pairwise(texts))
    assert texts[-1] == rag.ask(COMMAND).text


def test_a_model_writes_and_is_checked(sample: Index) -> None:
    chat = ScriptedChat(
        "Türkiye took command of NATO's Kosovo Force on 9", " October 2023 [1]. It sent 999", " soldiers [1]."
    )
    steps = list(Rag(sample, chat).stream(COMMAND))
    for step in steps:
        whole(step)
    answer = steps[-1]
    assert answer.generator == "scripted"
    assert [statement.verdict for statement in answer.statements] == ["supported", "unsupported"]
    assert answer.statements[1].reason == "the cited words do not say 999"
    assert "9 October 2023" in answer.citations[0].quote
    assert [len(step.statements) for step in steps] == [1, 2], "a sentence is shown when it is whole"


def test_the_model_is_sent_the_passages_with_title_source_and_date(sample: Index) -> None:
    chat = ScriptedChat(prompts.REFUSAL)
    answer = Rag(sample, chat).ask(COMMAND, [Turn("What is KFOR?", "A force. [1]")])
    [messages] = chat.sent
    assert [message["role"] for message in messages] == ["system", "user", "assistant", "user"]
    assert messages[1]["content"] == "What is KFOR?"
    for number, passage in enumerate(answer.passages, 1):
        article = passage.article
        assert (
            f"[{number}] {article.title} | {article.source} | {article.published}\n{passage.text}"
            in messages[-1]["content"]
        )
    assert messages[-1]["content"].endswith(COMMAND)


def test_a_model_that_refuses_is_a_refusal(sample: Index) -> None:
    answer = Rag(sample, ScriptedChat("The articles do not ", "answer this question")).ask(COMMAND)
    whole(answer)
    assert not answer.found
    assert answer.generator == "scripted"


def test_a_model_is_not_asked_where_nothing_bears_on_the_question(sample: Index) -> None:
    chat = ScriptedChat("Tungsten boils at 5,930 °C [1].")
    assert not Rag(sample, chat).ask(OFF_TOPIC).found
    assert chat.sent == []


@pytest.mark.parametrize(
    ("chat", "told"),
    [
        (ScriptedChat(fails="there is no connection"), "there is no connection"),
        (ScriptedChat("Türkiye took command [1]. And th", fails="it broke off"), "it broke off"),
        (ScriptedChat("  "), "empty answer"),
    ],
)
def test_where_the_model_fails_the_reader_gets_quotations_and_the_reason(
    sample: Index, chat: ScriptedChat, told: str
) -> None:
    answer = Rag(sample, chat).ask(COMMAND)
    whole(answer)
    assert answer.generator == "quotes"
    assert answer.statements == Rag(sample).ask(COMMAND).statements
    assert answer.notice is not None
    assert told in answer.notice
    assert "\n" not in answer.notice


def test_a_real_endpoint_that_fails_half_way_ends_in_quotations(sample_folder: Path) -> None:
    with endpoint(pieces=("Türkiye took command of KFOR on 9 October 2023 [1]. ", "More"), breaks=True) as served:
        settings = Settings(base_url=served.url, model="scripted", timeout=5)
        answer = Rag.open(sample_folder, settings=settings).ask(COMMAND)
    assert answer.generator == "quotes"
    assert "broke off" in (answer.notice or "")


def test_closing_a_stream_ends_the_model_request(sample: Index) -> None:
    chat = ScriptedChat("Türkiye took command of KFOR on 9 October 2023 [1]. ", "More. ", "And more. ")
    stream = Rag(sample, chat).stream(COMMAND)
    assert next(stream).statements
    assert not chat.closed
    stream.close()
    assert chat.closed


def test_filters_hold_for_every_passage(sample: Index) -> None:
    filters = Filters(sources=("balkan brief",))
    answer = Rag(sample).ask(COMMAND, filters=filters)
    assert answer.passages
    assert {passage.article.source for passage in answer.passages} == {"Balkan Brief"}
    assert Rag(sample).search(COMMAND, filters=Filters(sources=("No such paper",))) == []


@pytest.mark.parametrize("question", ["", "  ", "?!"])
def test_an_empty_question_is_told(sample: Index, question: str) -> None:
    with pytest.raises(RagError, match="no question"):
        Rag(sample).ask(question)
    with pytest.raises(RagError, match="no question"):
        Rag(sample).search(question)


def test_a_follow_up_is_searched_with_the_question_before_it(sample: Index) -> None:
    rag = Rag(sample)
    first = rag.ask("What does the analyst Perko Matović think of Türkiye?")
    second = rag.ask("And where did he say it?", [first])
    assert second.query == f"{first.question} And where did he say it?"
    assert any("Matović" in passage.text for passage in second.passages)


def test_a_question_that_stands_alone_is_left_alone() -> None:
    history = [Turn("What is KFOR?", "A force.")]
    asked = "How many boats did Storm Tamsel damage in Kelderhythe?"
    assert standalone(asked, history) == asked
    assert standalone(asked, []) == asked
    assert standalone("What about Serbia?", history) == "What is KFOR? What about Serbia?"
    assert standalone("Why?", history) == "What is KFOR? Why?"


def test_what_was_answered_before_is_context_and_a_refusal_is_not(sample: Index) -> None:
    refused = Answer("Tungsten?", "Tungsten?", refusal=prompts.REFUSAL)
    history: list[Turn | Answer] = [
        Turn("a", "One."),
        Turn("b", "Two."),
        refused,
        Turn("c", "Three. "),
        Turn("d", ""),
        Turn("e", "Four."),
    ]
    assert context(history) == ("Two.", "Three.", "Four.")
    assert context([]) == ()
    rag = Rag(sample)
    first = rag.ask("How many boats did Storm Tamsel damage?")
    plain = rag.ask("And how many households?").passages
    after = rag.ask("And how many households?", [first]).passages
    assert all(passage.scores.context == 0 for passage in plain)
    assert all(passage.scores.context != 0 for passage in after)
    assert "households" in after[0].text
    assert "storm-tamsel" in after[0].article.id


def test_records_are_json_and_say_what_the_answer_says(sample: Index) -> None:
    rag = Rag(sample)
    answer = rag.ask(COMMAND)
    record = json.loads(json.dumps(answer_record(answer)))
    assert record["text"] == answer.text
    assert record["found"] is True
    assert [statement["citations"] for statement in record["statements"]] == [
        [citation.number for citation in statement.citations] for statement in answer.statements
    ]
    articles = {passage.article.id: passage.article for passage in answer.passages}
    for citation in record["citations"]:
        assert citation["quote"] == articles[citation["article_id"]].text[citation["start"] : citation["end"]]
    [passage] = rag.search(COMMAND, k=1)
    found = json.loads(json.dumps(passage_record(passage)))
    assert found["text"] == articles[found["article_id"]].text[found["start"] : found["end"]]
    assert set(found["scores"]) == {"dense", "keyword", "fused", *WEIGHTS}


def test_every_quote_of_many_answers_is_a_slice(sample: Index) -> None:
    rag = Rag(sample)
    titles = [passage.article.title for passage in rag.search("the town and the force", k=20)]
    for title in dict.fromkeys(titles):
        whole(rag.ask(title))


def test_open_names_the_next_command(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="rag index"):
        Rag.open(tmp_path / "none", settings=Settings())
