"""Questions in, checked answers out, over the real index of the sample articles; the model's part is scripted."""

import json
import threading
from collections.abc import Generator, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest

from rag.answers import prompts, replies
from rag.answers.answer import Answer, Turn
from rag.answers.conversation import LONGEST
from rag.answers.markup import doubt
from rag.answers.parted import MOST_PARTS
from rag.answers.pipeline import Rag
from rag.answers.statements import Usage
from rag.errors import ArgumentError, ChatError, ContextExceeded, IndexMissing, RagError
from rag.filters import Filters
from rag.index.found import Found
from rag.index.ranking import WEIGHTS
from rag.index.search import Index
from rag.settings import Settings
from tests.endpoint import endpoint


class ScriptedChat:
    """Says what it is told to, piece by piece, and keeps what it was sent.

    ``fails`` breaks off after the pieces. A follow-up is rewritten to ``rewritten``, as the prompt for it asks. What is
    sent must fit ``reads`` words, whatever ``window`` says.
    """

    name = "scripted"

    def __init__(
        self,
        *pieces: str,
        fails: str | None = None,
        rewritten: str | None = None,
        usage: Usage | None = None,
        window: int | None = None,
        reads: int | None = None,
    ) -> None:
        self.pieces: tuple[str | Usage, ...] = (*pieces, usage) if usage else pieces
        self.fails = fails
        self.rewritten = rewritten
        self.window = window
        self.reads = reads
        self.sent: list[list[dict[str, str]]] = []
        self.rewrites: list[list[dict[str, str]]] = []
        self.closed = False

    def stream(self, messages: list[dict[str, str]], *, most: int | None = None) -> Generator[str | Usage, None, None]:
        assert most is not None, "a model that falls into a loop is ended"
        if messages[0]["content"] == prompts.REWRITE:
            self.rewrites.append(messages)
            if self.rewritten is None:
                raise ChatError("it can't rewrite")
            yield self.rewritten
            return
        self.sent.append(messages)
        if self.reads is not None and sum(len(one["content"].split()) for one in messages) > self.reads:
            raise ContextExceeded("it reads less than that")
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
    monkeypatch.setattr("rag.answers.generation._PAUSE", 0.0)


def whole(answer: Answer) -> None:
    """What holds for every answer at every step."""
    for statement in answer.statements:
        for citation in statement.citations:
            assert citation.quote == citation.article.text[citation.start : citation.end]
            assert citation in answer.citations
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert answer.found == (answer.caution is None and not replies.is_refusal(answer.text))


def test_quotes_answer_with_the_sentence_that_says_it(sample: Index) -> None:
    answer = Rag(sample).ask(COMMAND)
    whole(answer)
    assert answer.generator == "quotes"
    assert "9 October 2023" in answer.statements[0].text
    assert 1 <= len(answer.statements) <= 5
    assert all(statement.text == statement.citations[0].quote for statement in answer.statements)
    assert answer.trace.generation == sample.status().generation
    assert {"embed", "dense", "keywords", "quotes", "total"} <= set(answer.trace.timings)


def test_a_question_that_no_article_bears_on_is_refused(sample: Index) -> None:
    answer = Rag(sample).ask(OFF_TOPIC)
    whole(answer)
    assert not answer.found
    assert answer.statements == ()
    assert answer.text == replies.REFUSAL
    assert answer.passages, "what was looked at is still shown"


def test_a_refusal_leads_on_to_what_comes_nearest_and_to_articles_with_its_words_and_cites_none(sample: Index) -> None:
    answer = Rag(sample).ask(OFF_TOPIC)
    assert answer.onward is not None
    assert 1 <= len(answer.onward.nearest) <= 3
    assert len(set(answer.onward.nearest)) == len(answer.onward.nearest)
    assert answer.onward.nearest[0].article.id in {passage.article.id for passage in answer.passages}
    by_words = sample.search(OFF_TOPIC, k=12, by="keywords").passages
    assert [one.id for one in answer.onward.articles] == list(dict.fromkeys(one.article.id for one in by_words))[:5]
    assert (answer.onward.narrowed, answer.onward.unfiltered, answer.onward.without_filters) == (False, None, None)
    assert (answer.citations, answer.text) == ((), replies.REFUSAL)
    assert Rag(sample).ask(COMMAND).onward is None


def test_a_refusal_under_filters_says_whether_the_question_is_answered_without_them(
    sample: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    gazette = Filters(sources=("The Harbour Gazette",))
    refused = Rag(sample, ScriptedChat("Hm.")).ask("What did Starović say about Kosovo?", filters=gazette)
    whole(refused)
    assert refused.onward is not None
    unfiltered = Rag(sample).ask("What did Starović say about Kosovo?")
    assert unfiltered.found
    assert refused.onward.unfiltered == len(unfiltered.statements) > 1
    assert refused.onward.without_filters == f"Without the filters, {len(unfiltered.statements)} sentences answer this."
    assert {one.source for one in refused.onward.articles} == {"The Harbour Gazette"}

    nowhere = Rag(sample).ask(OFF_TOPIC, filters=gazette).onward
    assert nowhere is not None
    assert nowhere.without_filters == "Nothing was found without the filters, either."
    dockers = Filters(articles=("harbour-gazette/dockers-down-tools.md",))
    doubtful = Rag(sample).ask("How many boats did Storm Tamsel damage?", filters=dockers)
    assert doubtful.caution is not None
    assert doubtful.onward is not None
    assert doubtful.onward.unfiltered == len(Rag(sample).ask("How many boats did Storm Tamsel damage?").statements)
    monkeypatch.setattr("rag.answers.refusals._BOUND", 0.0)
    slow = Rag(sample).ask(OFF_TOPIC, filters=gazette).onward
    assert slow is not None
    assert slow.without_filters == "The filters may leave out what answers this."


def test_a_refusal_is_kept_as_json_with_what_it_leads_on_to(sample: Index) -> None:
    refused = Rag(sample).ask(OFF_TOPIC, filters=Filters(sources=("Balkan Brief",)))
    record = json.loads(json.dumps(refused.to_dict()))
    assert set(record["onward"]) == {"nearest", "articles", "narrowed", "unfiltered"}
    assert Answer.from_dict(record, sample.article).onward == refused.onward
    assert refused.onward is not None
    record["onward"]["nearest"][0]["text"] = "It said something else."
    record["onward"]["articles"][0]["article_id"] = "gone"
    again = Answer.from_dict(record, sample.article).onward
    assert again is not None
    assert (again.nearest, again.articles) == (refused.onward.nearest[1:], refused.onward.articles[1:])


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
        "Türkiye took command of NATO's Kosovo Force on 9",
        " October 2023, according to Turkish accounts [1]. It sent",
        " bananas to nobody [1].",
    )
    steps = list(Rag(sample, chat).stream(COMMAND))
    for step in steps:
        whole(step)
    answer = steps[-1]
    assert answer.generator == "scripted"
    assert [statement.verdict for statement in answer.statements] == ["supported", "unsupported"]
    assert answer.statements[1].reason == "nothing like it was found"
    assert "9 October 2023" in answer.citations[0].quote
    assert [len(step.statements) for step in steps] == [0, 0, 1, 2], "a sentence is shown when it is whole"
    assert steps[0].passages == answer.passages, "what is read is known before the model says a word"
    reading = "Reading 8 passages of 5 articles; scripted is writing …"
    assert [step.stage and str(step.stage) for step in steps] == [reading, reading, "scripted is writing …", None]


def test_the_model_is_sent_the_passages_with_title_source_and_date(sample: Index) -> None:
    chat = ScriptedChat(replies.REFUSAL)
    answer = Rag(sample, chat).ask(COMMAND, [Turn("What is KFOR?", "A force. [1]")])
    [messages] = chat.sent
    assert [message["role"] for message in messages] == ["system", "user", "assistant", "user"]
    assert [message["content"] for message in messages[1:3]] == ["What is KFOR?", "A force."], "markers would mislead"
    for number, passage in enumerate(answer.passages, 1):
        article = passage.article
        quoted = "\n".join(f"> {line}" for line in passage.text.splitlines())
        assert (
            f"[{number}] {article.title} | {article.source} | {article.published}\n{quoted}" in messages[-1]["content"]
        )
    assert f"Question: {COMMAND}" in messages[-1]["content"]


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


SAID = "Türkiye took command of NATO's Kosovo Force on 9 October 2023, according to Turkish accounts [1]. "
CUTS: dict[str, tuple[dict[str, Any], str]] = {
    "length": ({"finish": "length"}, "800 tokens were not enough for it"),
    "a filter": ({"finish": "content_filter"}, "its filter of contents ended it"),
    "a broken connection": ({"breaks": True}, "broke off"),
    "an error": ({"event": {"error": {"message": "out of memory"}}}, "out of memory"),
}


@pytest.mark.parametrize("how", CUTS)
def test_of_an_answer_that_is_cut_what_was_whole_stays_and_its_half_sentence_goes(
    sample_folder: Path, how: str
) -> None:
    behaviour, told = CUTS[how]
    with endpoint(pieces=(SAID, "It sent 999 sol"), **behaviour) as served:
        answer = Rag.open(
            sample_folder, settings=Settings(base_url=served.url, model="scripted", timeout=5, judge="off")
        ).ask(COMMAND)
    whole(answer)
    assert (answer.generator, answer.finished) == ("scripted", True)
    assert [(one.text, one.verdict) for one in answer.statements] == [(SAID.replace(" [1]. ", "."), "supported")]
    assert (answer.notice or "").startswith("The answer was cut short: http://127.0.0.1:")
    assert told in (answer.notice or "")


def test_an_answer_that_went_round_in_circles_until_it_was_cut_says_each_sentence_once(sample_folder: Path) -> None:
    with endpoint(pieces=(SAID * 9,), finish="length") as served:
        answer = Rag.open(
            sample_folder, settings=Settings(base_url=served.url, model="scripted", timeout=5, judge="off")
        ).ask(COMMAND)
    assert len(answer.statements) == 1


@pytest.mark.parametrize(
    "pieces", [("Türkiye too",), ("Bananas are sweet and yellow [1]. ", "And"), ("Hm. So it is 17. ", "No")]
)
def test_where_nothing_of_an_answer_that_is_cut_is_worth_keeping_there_are_quotations(
    sample_folder: Path, pieces: tuple[str, ...]
) -> None:
    with endpoint(pieces=pieces, finish="length") as served:
        answer = Rag.open(
            sample_folder, settings=Settings(base_url=served.url, model="scripted", timeout=5, judge="off")
        ).ask(COMMAND)
    assert answer.generator == "quotes"
    assert "stopped in the middle of its answer" in (answer.notice or "")


def test_an_answer_that_came_whole_without_its_end_is_kept_and_the_reader_told(sample_folder: Path) -> None:
    said = ("Türkiye took command of NATO's Kosovo Force ", "on 9 October 2023, according to Turkish accounts [1].")
    with endpoint(pieces=said, breaks=True) as served:
        settings = Settings(base_url=served.url, model="scripted", timeout=5, judge="off")
        answer = Rag.open(sample_folder, settings=settings).ask(COMMAND)
    whole(answer)
    assert (answer.generator, [one.verdict for one in answer.statements]) == ("scripted", ["supported"])
    assert "did not say that its answer was complete" in (answer.notice or "")


THREE = (
    f"{SAID}\nA Turkish general is at the head of KFOR [1]. ",
    "\nKFOR has 9,000 soldiers from 27 countries [1].",
)


def test_each_verdict_of_a_judge_is_there_once_it_is_spoken_and_no_tick_before(sample_folder: Path) -> None:
    seen = [threading.Event(), threading.Event()]

    def verdicts(_: object) -> Iterator[str]:
        for verdict, told in zip(("1: Yes\n", "2: No\n"), seen, strict=True):
            assert told.wait(20), "it was not shown before the judge said more"
            yield verdict

    told: list[tuple[str, list[str]]] = []
    with endpoint(pieces=THREE, verdicts=verdicts) as served:
        rag = Rag.open(sample_folder, settings=Settings(base_url=served.url, model="scripted", timeout=30))
        for step in rag.stream(COMMAND):
            if step.generator == "scripted":
                told.append((str(step.stage), [doubt(one) for one in step.statements]))
                if told[-1][0].startswith("Checking 2"):
                    seen[0].set()
                if told[-1][0].startswith("Checking 1"):
                    seen[1].set()
        assert (len(served.requests), len(served.judged)) == (1, 1)
    open_, wrong = "◌ Being checked", "⚠ Not supported: the article says 4,500, not 9,000"
    judge = "scripted (not measured) is judging …"
    assert all(set(signs) <= {open_, wrong} for stage, signs in told if stage == "scripted is writing …")
    assert told[-3:] == [
        (f"Checking 2 sentences; {judge}", [open_, open_, wrong]),
        (f"Checking 1 sentence; {judge}", ["", open_, wrong]),
        ("None", ["", "⚠ Not supported: the judge does not find it there", wrong]),
    ]
    whole(step)
    assert not any(one.pending for one in step.statements)


@pytest.mark.parametrize(("said", "breaks"), [("As an assistant", False), ("1: No\n2: Y", True)])
def test_a_judge_whose_reply_is_no_verdict_or_breaks_off_leaves_the_rules_alone(
    sample_folder: Path, said: str, *, breaks: bool
) -> None:
    with endpoint(pieces=THREE, verdicts=lambda _: (said,), breaks=breaks) as served:
        settings = Settings(base_url=served.url, model="scripted", timeout=5)
        judged = Rag.open(sample_folder, settings=settings).ask(COMMAND)
        alone = Rag.open(sample_folder, settings=replace(settings, judge="off")).ask(COMMAND)
    assert judged.statements == alone.statements
    assert "The statements were not judged: " in (judged.notice or "")


def test_a_strict_answer_keeps_back_what_is_yet_to_be_judged(sample_folder: Path) -> None:
    with endpoint(pieces=THREE, verdicts=lambda _: ("1: Yes\n", "2: No\n")) as served:
        rag = Rag.open(sample_folder, settings=Settings(base_url=served.url, model="scripted", timeout=5))
        steps = [step for step in rag.stream(COMMAND, strict=True) if step.generator == "scripted"]
    assert all(one.verdict == "supported" and not one.pending for step in steps for one in step.statements)
    assert [len(step.statements) for step in steps if step.stage and step.stage.doing == "checking"] == [0, 1]
    assert (len(steps[-1].statements), steps[-1].left_out) == (1, 2)


def test_what_a_model_thinks_aloud_is_in_no_final_answer_and_in_no_rewritten_question(sample_folder: Path) -> None:
    said = "Türkiye took command of NATO's Kosovo Force on 9 October 2023, according to Turkish accounts [1]."
    thought = ("It sent 999 soldiers. [1] ", "Or not.\n</think>\n\n")
    with endpoint(pieces=(*thought, said)) as served:
        rag = Rag.open(sample_folder, settings=Settings(base_url=served.url, model="scripted", timeout=5, judge="off"))
        first = rag.ask(COMMAND)
        second = list(rag.stream("And when did it take command?", [Turn("What is KFOR?", "A force.")]))
    assert len(served.requests) == 3, "the second question was rewritten"
    assert [one.text for one in first.statements] == [said.replace(" [1]", "")]
    assert second[-1].trace.query == said
    assert all("999" not in step.text for step in second), "of a model that is known nothing is shown too early"


@pytest.mark.parametrize("content", [None, 5, "\x00", "<think>Hm."])
def test_an_endpoint_that_says_nothing_leaves_the_reader_with_quotations(sample_folder: Path, content: object) -> None:
    event = {"choices": [{"delta": {"content": content, "reasoning_content": "Hm."}}]}
    with endpoint(events=(event, {"choices": [{"delta": {}, "finish_reason": "length"}]})) as served:
        answer = Rag.open(sample_folder, settings=Settings(base_url=served.url, model="m", timeout=5)).ask(COMMAND)
    assert (answer.generator, "\n" in (answer.notice or "\n")) == ("quotes", False)


def test_closing_a_stream_ends_the_model_request(sample: Index) -> None:
    chat = ScriptedChat("Türkiye took command of KFOR on 9 October 2023 [1]. ", "More. ", "And more. ")
    stream = Rag(sample, chat).stream(COMMAND)
    assert any(step.statements for step in stream)
    assert not chat.closed
    stream.close()
    assert chat.closed


def test_filters_hold_for_every_passage(sample: Index) -> None:
    filters = Filters(sources=("balkan brief",))
    answer = Rag(sample).ask(COMMAND, filters=filters)
    assert answer.passages
    assert {passage.article.source for passage in answer.passages} == {"Balkan Brief"}
    for unknown in (Filters(sources=("Balkan Brif",)), Filters(sources=("Balkan",))):
        for asking in (Rag(sample).search, Rag(sample).ask, Rag(sample).check):
            with pytest.raises(ArgumentError, match=r"publisher called “Balkan.*: the nearest is “Balkan Brief”"):
                asking(COMMAND, filters=unknown)
        with pytest.raises(ArgumentError, match="the nearest is “Balkan Brief”"):
            Rag(sample).articles(unknown)
    assert {one.source for one in Rag(sample).articles(filters)} == {"Balkan Brief"}
    assert Rag(sample).articles() == sample.listing()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"question": None}, "A question is a text, and this is NoneType"),
        ({"question": 5}, "A question is a text, and this is int"),
        ({"question": COMMAND, "history": "abc"}, "The history holds what is no turn"),
        ({"question": COMMAND, "history": [1]}, "The history holds what is no turn"),
        ({"question": COMMAND, "filters": "x"}, "Filters are `Filters"),
    ],
)
def test_what_is_of_another_type_is_a_mistake_of_the_caller(sample: Index, given: dict[str, Any], reason: str) -> None:
    with pytest.raises(ArgumentError, match=reason):
        Rag(sample).ask(**given)


def test_a_number_of_passages_is_a_number(sample: Index) -> None:
    with pytest.raises(ArgumentError, match="ask for 1 or more"):
        Rag(sample).search(COMMAND, k=cast(int, "a"))


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
    assert second.trace.query == f"{first.question} And where did he say it?"
    assert any("Matović" in passage.text for passage in second.passages)


def test_what_was_answered_before_is_context(sample: Index) -> None:
    rag = Rag(sample)
    first = rag.ask("How many boats did Storm Tamsel damage?")
    plain = rag.ask("And how many households?").passages
    after = rag.ask("And how many households?", [first]).passages
    assert all(passage.scores.context == 0 for passage in plain)
    assert all(passage.scores.context != 0 for passage in after)
    assert "households" in after[0].text
    assert "storm-tamsel" in after[0].article.id


def test_a_model_rewrites_only_what_leans_and_both_are_searched_for(sample: Index) -> None:
    chat = ScriptedChat("Prose.", rewritten='"When did Storm Tamsel reach the coast?"')
    rag = Rag(sample, chat)
    first = rag.ask(COMMAND)
    assert chat.rewrites == []
    second = rag.ask("And when did it begin?", [Turn(COMMAND, "On 9 October 2023. [1]")])
    assert second.trace.query == "When did Storm Tamsel reach the coast?", "what was used is shown, without the marks"
    assert "rewrite" in second.trace.timings
    [messages] = chat.rewrites
    assert COMMAND in messages[-1]["content"]
    assert "[1]" not in messages[-1]["content"]
    articles = {passage.article.id for passage in second.passages}
    assert any("tamsel" in one for one in articles)
    assert first.passages[0].article.id in articles, "a rewrite that strays loses nothing"


@pytest.mark.parametrize("rewritten", [None, "", "?!", "word " * 200, replies.REFUSAL])
def test_a_rewrite_that_is_none_is_not_used(sample: Index, rewritten: str | None) -> None:
    chat = ScriptedChat("Türkiye took command on 9 October 2023 [1].", rewritten=rewritten)
    answer = Rag(sample, chat).ask("And when did it take command?", [Turn("What is KFOR?", "A force.")])
    assert answer.trace.query == "What is KFOR? And when did it take command?"
    assert (answer.notice is not None) == (rewritten is None)


def test_the_numbers_of_each_answer_begin_at_one(sample: Index) -> None:
    rag = Rag(sample)
    history: list[Turn | Answer] = []
    for question in (COMMAND, "How much did the Harbour Line cost?", "source?", "Which articles mention the tram?"):
        answer = rag.ask(question, history)
        assert [one.number for one in answer.citations] == list(range(1, len(answer.citations) + 1))
        assert answer.citations
        history.append(answer)


def test_what_is_missing_is_told_with_what_was_searched_and_what_came_nearest(sample: Index) -> None:
    refused = Rag(sample).ask(OFF_TOPIC)
    [missing] = refused.missing
    assert (missing.part, missing.query, missing.nearest) == (OFF_TOPIC, OFF_TOPIC, refused.passages[0])
    half = Rag(sample).ask("How much did the Harbour Line cost, and what is the boiling point of tungsten?")
    whole(half)
    assert "42.3 million" in half.text
    assert [missing.part for missing in half.missing] == ["what is the boiling point of tungsten?"]


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("Not found: who paid for it.", "who paid for it"),
        ("Not in the articles: who paid for it.", "who paid for it"),
        ("The passages do not mention who paid for it.", "The passages do not mention who paid for it."),
    ],
)
def test_a_model_may_say_which_part_is_missing(sample: Index, line: str, part: str) -> None:
    chat = ScriptedChat(
        f"Türkiye took command of NATO's Kosovo Force on 9 October 2023, according to Turkish accounts [1].\n\n{line}"
    )
    answer = Rag(sample, chat).ask(COMMAND)
    whole(answer)
    assert [statement.verdict for statement in answer.statements] == ["supported"]
    assert [missing.part for missing in answer.missing] == [part]


def test_a_model_that_names_nothing_as_missing_misses_nothing(sample: Index) -> None:
    text = "Türkiye took command of NATO's Kosovo Force on 9 October 2023 [1].\nNot found: nothing."
    assert Rag(sample, ScriptedChat(text)).ask(COMMAND).missing == ()


def test_strict_leaves_out_what_is_unsupported_and_counts_it(sample: Index) -> None:
    chat = ScriptedChat(
        "Türkiye took command of NATO's Kosovo Force on 9 October 2023, according to Turkish accounts [1]. "
        "It sent 999 soldiers [1]."
    )
    strict = Rag(sample, chat).ask(COMMAND, strict=True)
    whole(strict)
    assert [statement.verdict for statement in strict.statements] == ["supported"]
    assert strict.left_out == 1
    assert Rag(sample, chat, strict=True).ask(COMMAND).statements == strict.statements
    chat = ScriptedChat(
        "It sent 999 soldiers [1]. ",
        "Türkiye took command of NATO's Kosovo Force on 9 October 2023, according to Turkish accounts [1].",
    )
    steps = list(Rag(sample, chat).stream(COMMAND, strict=True))
    assert all(step.found for step in steps), "nothing is refused before the end"
    nothing = Rag(sample, ScriptedChat("It sent 999 soldiers [1].")).ask(COMMAND, strict=True)
    assert (nothing.found, nothing.left_out, nothing.text) == (False, 1, replies.REFUSAL)


def test_passages_are_fitted_to_the_window_and_what_was_cut_is_known(sample: Index) -> None:
    said = "Türkiye took command of NATO's Kosovo Force on 9 October 2023, according to Turkish accounts [1]."
    roomy = Rag(sample, ScriptedChat(said, window=100_000)).ask(COMMAND)
    assert roomy.trace.unread == ()
    chat = ScriptedChat(said, window=1600)
    tight = Rag(sample, chat).ask(COMMAND)
    assert tight.trace.unread
    assert tight.trace.unread == tight.passages[-len(tight.trace.unread) :], "the best are read"
    sent = chat.sent[-1][-1]["content"]
    assert f"[{len(tight.passages) - len(tight.trace.unread)}] " in sent
    assert f"[{len(tight.passages) - len(tight.trace.unread) + 1}] " not in sent
    # The window may be smaller than it is said to be.
    wrong = ScriptedChat(said, window=100_000, reads=900)
    answer = Rag(sample, wrong).ask(COMMAND)
    assert (answer.generator, answer.notice) == ("scripted", None)
    assert answer.trace.unread
    hopeless = Rag(sample, ScriptedChat(said, window=2000, reads=10)).ask(COMMAND)
    assert hopeless.generator == "quotes"
    assert "reads less" in (hopeless.notice or "")


def test_of_the_turns_before_the_oldest_go_first_where_there_is_no_room(sample: Index) -> None:
    history = [Turn(f"What is the number {number}?", "It is a number. " * 30) for number in range(3)]
    chat = ScriptedChat(
        "Türkiye took command of NATO's Kosovo Force on 9 October 2023, according to Turkish accounts [1].", window=2000
    )
    answer = Rag(sample, chat).ask("Which country took command of NATO's Kosovo Force in October 2023?", history)
    asked = [message["content"] for message in chat.sent[-1]]
    assert len(answer.passages) - len(answer.trace.unread) >= 3
    assert len(asked) < 8
    assert history[0].question not in asked


def test_what_the_model_took_is_told(sample: Index) -> None:
    chat = ScriptedChat("Türkiye took command [1].", usage=Usage(1200, 9))
    answer = Rag(sample, chat).ask(COMMAND)
    assert answer.trace.usage == Usage(1200, 9)
    assert {"model", "check", "total"} <= set(answer.trace.timings)


def test_small_talk_gets_a_reply_and_no_passages(sample: Index) -> None:
    chat = ScriptedChat("Hello!")
    answer = Rag(sample, chat).ask("Hello there!")
    assert answer.reply
    assert answer.text == answer.reply
    assert (answer.passages, answer.statements, answer.found, chat.sent) == ((), (), True, [])
    assert Rag(sample).ask("Hello, when did Türkiye take command of KFOR?").reply is None


@pytest.mark.parametrize(
    "question",
    ["help", "What can I ask?", "Hilfe!", "Was kann ich fragen?", "aide", "À l'aide", "Que puis-je demander ?", "ayuda",
     "¿Qué puedo preguntar?", "yardım", "Neler sorabilirim?"],
)  # fmt: skip
def test_whoever_asks_for_help_is_told_what_can_be_asked(sample: Index, question: str) -> None:
    assert "Ask for a fact, for what is new" in (Rag(sample).ask(question).reply or "")


def test_how_it_works_is_asked_of_what_was_answered_before(sample: Index) -> None:
    rag = Rag(sample)
    assert rag.ask("how does it work?").reply
    first = rag.ask("How many boats did Storm Tamsel damage?")
    assert rag.ask("how does it work?", [first]).reply is None
    assert rag.ask("how do you work?", [first]).reply


def test_a_refusal_is_in_the_language_of_the_question(sample: Index) -> None:
    answer = Rag(sample).ask("Tungsten'in kaynama noktası nedir ve kaç derecedir?")
    assert answer.text == replies.REFUSALS["tr"]
    assert not Rag(sample, ScriptedChat(replies.REFUSALS["tr"])).ask(COMMAND).found


def test_records_are_json_and_say_what_the_answer_says(sample: Index) -> None:
    rag = Rag(sample)
    answer = rag.ask(COMMAND)
    record = json.loads(json.dumps(answer.to_dict()))
    assert record["text"] == answer.text
    assert record["found"] is True
    assert [statement["citations"] for statement in record["statements"]] == [
        [citation.number for citation in statement.citations] for statement in answer.statements
    ]
    articles = {passage.article.id: passage.article for passage in answer.passages}
    for citation in record["citations"]:
        assert citation["quote"] == articles[citation["article_id"]].text[citation["start"] : citation["end"]]
    [passage] = rag.search(COMMAND, k=1)
    found = json.loads(json.dumps(passage.to_dict()))
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


@pytest.mark.parametrize("odd", ["\ud800", "\udcff\x00", "\x00", "\udc00\ud83d"])
def test_what_is_no_unicode_is_replaced_wherever_it_is_given(sample: Index, odd: str) -> None:
    rag = Rag(sample)
    answer = rag.ask(f"When did Türkiye{odd} take command of KFOR?", [Turn(f"Who{odd}?", f"They{odd}.")])
    assert answer.found
    json.dumps(answer.to_dict(), ensure_ascii=False).encode("utf-8")
    assert rag.ask("And who led it?", [Turn(odd, odd)]).question == "And who led it?"
    with pytest.raises(RagError, match="no question"):
        rag.ask(odd)
    for filters in (Filters(sources=(odd,)), Filters(authors=(f"A{odd}",))):
        with pytest.raises(RagError, match="No article is"):
            rag.search("KFOR", filters=filters)
    assert sample.article(odd) is None
    assert sample.whole([odd]).passages == ()
    found = sample.search(odd, focus=f"{odd}KFOR", context=[odd])
    assert len(sample.nearness(found)(odd)) == len(found.passages)


def test_what_a_model_writes_that_is_no_unicode_is_replaced(sample: Index) -> None:
    with endpoint(pieces=["Türkiye took \ud83d", "\udea2 command on 9 October 2023 \ud800 [1]."]) as served:
        rag = Rag.open(sample.folder, settings=Settings(base_url=served.url))
        answer = rag.ask("When did Türkiye take command of KFOR?")
    assert answer.generator != "quotes"
    assert "\ufffd" in answer.text
    answer.text.encode("utf-8")


@pytest.mark.parametrize("question", ["x" * (LONGEST + 1), "What did the court rule? " * 2000])
def test_a_question_of_more_characters_than_one_may_have_is_told_so(sample: Index, question: str) -> None:
    rag = Rag(sample)
    for asking in (rag.ask, rag.search, lambda asked: next(rag.stream(asked))):
        with pytest.raises(
            RagError, match=f"has {len(question.strip()):,} characters, and 2,000 are the most: shorten it"
        ):
            asking(question)
    assert rag.ask("x" * LONGEST).question == "x" * LONGEST


def test_the_work_of_a_question_does_not_grow_with_its_parts(sample: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    searches: list[str] = []
    search = Index.search

    def counted(index: Index, query: str, **named: Any) -> Found:
        searches.append(query)
        return search(index, query, **named)

    monkeypatch.setattr(Index, "search", counted)
    parts = ["How many boats did Storm Tamsel damage?", *(f"Who sang {number}?" for number in range(100))]
    few, many = " ".join(parts[:MOST_PARTS]), " ".join(parts)
    Rag(sample).ask(few)
    needed = len(searches)
    answer = Rag(sample).ask(many)
    assert len(searches) == 2 * needed
    assert answer.statements
    assert answer.notice is not None
    assert answer.notice.endswith("Only the first 5 of the question's 101 parts were looked for: ask the others anew.")
    assert all(missing.part in many for missing in answer.missing)
    assert len(answer.missing) < MOST_PARTS  # what was not looked for is not said to be missing
    assert Rag(sample).ask("How many boats did Storm Tamsel damage? Who won the chess olympiad?").notice is None


def test_half_of_a_sign_is_no_hindrance(sample: Index) -> None:
    assert Rag(sample).ask(f"{COMMAND} \ud83d").found
    assert Rag(sample).ask("And before?", [Turn(COMMAND, "\udfff A force.")]).trace.query.startswith(COMMAND)
    assert sample.article("\ud800") is None


def test_answers_share_their_articles(sample: Index) -> None:
    one, other = (Rag(sample).ask(COMMAND) for _ in range(2))
    assert one.citations[0].article is other.citations[0].article is sample.article(one.citations[0].article.id)


KINDS = (
    "Who are the candidates for mayor?", "Did the strike last 17 days?", "What did Starović say about Kosovo?",
    "Compare Starović and Matović", "How old is Jorun Pellacombe?",
    "When was the Sandrell Compass stolen and how many trams have been ordered?",
)  # fmt: skip


@pytest.mark.parametrize("question", KINDS)
def test_where_a_model_fails_the_reader_has_what_there_is_without_one(sample: Index, question: str) -> None:
    alone = Rag(sample).ask(question)
    answer = Rag(sample, ScriptedChat(fails="it is away")).ask(question)
    assert (answer.statements, answer.table, answer.headline) == (alone.statements, alone.table, alone.headline)
    assert answer.notice is not None
    assert "it is away" in answer.notice


@pytest.mark.parametrize("question", KINDS)
def test_a_model_reads_all_that_an_answer_without_one_rests_on(sample: Index, question: str) -> None:
    chat = ScriptedChat("Nothing [1].")
    answer = Rag(sample, chat).ask(question)
    [[*_, asked]] = chat.sent
    read = asked["content"].replace("\n> ", "\n")
    for citation in Rag(sample).ask(question).citations:
        assert citation.quote in read
        assert any(citation.overlaps(passage) for passage in answer.passages)


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Who are the candidates for mayor?", "each on a line of its own"),
        ("Did the strike last 17 days?", "yes or no"),
        ("Compare Starović and Matović", "each side by name"),
        ("What did Starović say about Kosovo?", "in quotation marks"),
        ("Summarise the storm story", "Summarise what the passages tell"),
        (COMMAND, "in a few sentences"),
    ],
)
def test_a_model_is_told_the_form_of_an_answer_by_what_is_asked_for(sample: Index, question: str, form: str) -> None:
    chat = ScriptedChat("Nothing [1].")
    Rag(sample, chat).ask(question)
    [[*_, asked]] = chat.sent
    assert form in asked["content"].splitlines()[-1]
    assert asked["content"].endswith("end each with the number of the passage that says it, such as [1].")


def test_a_model_is_told_the_refusal_in_the_language_of_the_question(sample: Index) -> None:
    chat = ScriptedChat("Nothing [1].")
    Rag(sample, chat).ask("When did Türkiye take command of KFOR?")
    [[system, *_]] = chat.sent
    assert replies.REFUSAL in system["content"]
    [system, *_] = prompts.messages("Wann übernahm die Türkei das Kommando der Truppe?", (), ())
    assert replies.REFUSALS["de"] in system["content"]
    assert replies.REFUSAL not in system["content"]


def test_a_follow_up_that_is_not_sure_to_be_answered_is_for_the_model_with_what_was_said_before(sample: Index) -> None:
    first = Rag(sample).ask("How many boats did Storm Tamsel damage?")
    alone = Rag(sample).ask("why?", [first])
    assert alone.caution is not None
    chat = ScriptedChat("Six fishing boats had been counted twice [1].")
    answer = Rag(sample, chat).ask("why?", [first])
    [[_, asked, _, told]] = chat.sent
    assert asked["content"] == first.question
    assert all(citation.quote in told["content"].replace("\n> ", "\n") for citation in alone.citations)
    assert answer.generator == "scripted"
    assert answer.caution is None
    exact = ScriptedChat("Nothing [1].")
    assert Rag(sample, exact).ask("source?", [first]).generator == "quotes"
    assert exact.sent == []
