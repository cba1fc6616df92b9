"""What a model sends, in pieces of every size -> what it says."""

import pytest

from rag.answers.speech import Speech, Withdrawn, clean, is_whole, masked

ANSWER = "17 boats were damaged. [1]"


def heard(text: str, size: int, aloud: bool | None = None, secrets: tuple[str, ...] = ()) -> str:
    """What is left of a text that comes in pieces of that many characters."""
    speech = Speech(aloud, secrets)
    said = ""
    for at in range(0, len(text), size):
        for piece in speech.hear(text[at : at + size]):
            said = "" if isinstance(piece, Withdrawn) else said + piece
    for piece in speech.end(cut=False):
        said = "" if isinstance(piece, Withdrawn) else said + piece
    assert said == speech.text
    return said


THOUGHTS = [
    "<think>It says [1] 23. So 17.</think>{}",
    "<think>\nOne <b>.\n</think>\n\n{}",
    "<think><think>Twice opened.</think>{}",
    "<think>Out <think>and in</think> and out.</think>{}",
    "<THINK>Loud.</THINK>{}",
    '<think duration="3">Timed.</think>{}',
    "<thinking>Hm.</thinking>{}",
    "<thought>Hm.</thought>{}",
    "<reasoning>Hm.</reasoning>{}",
    "<seed:think>Hm.</seed:think>{}",
    "◁think▷Hm.◁/think▷{}",
    "[THINK]Hm.[/THINK]{}",
    "<|START_THINKING|>Hm.<|END_THINKING|><|START_RESPONSE|>{}<|END_RESPONSE|>",
    "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>{}<|return|>",
    "<think>Hm.</think><answer>{}</answer>",
    "The passage gives 23 first. So 17.\n</think>\n\n{}",
    "It is 23 [1]. No, 17 [2]. </think>{}",
    "Hm.◁/think▷{}",
    "{}",
]


@pytest.mark.parametrize("aloud", [None, False, True])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("thought", THOUGHTS)
def test_a_thought_is_no_part_of_what_is_said(thought: str, size: int, aloud: bool | None) -> None:
    assert heard(thought.format(ANSWER), size, aloud) == ANSWER


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_a_thought_without_an_end_is_nothing_said(size: int) -> None:
    assert heard("<think>It says 23. So 17. [1]", size) == ""
    assert heard(f"{ANSWER} <think>Is that so?", size) == f"{ANSWER} "


@pytest.mark.parametrize(
    "text", ["a < b and b > a [2", "x <y", "<", "[", "[1] [", "◁ left", "no [THE] such <tag/> [1]"]
)
def test_signs_that_only_look_like_a_mark_are_said(text: str) -> None:
    assert heard(text, 1) == text


def test_an_answer_is_heard_from_its_first_marked_sentence_on_and_that_of_a_thinker_from_the_end_of_its_thought() -> (
    None
):
    speech = Speech(None, ())
    assert [list(speech.hear(piece)) for piece in ("It is 17.", " [1", "]", " And", " so")] == [
        [], [], ["It is 17.", " [1", "]"], [" And"], [" so"],
    ]  # fmt: skip
    speech = Speech(True, ())
    assert [list(speech.hear(piece)) for piece in ("It is 17. [1]", "</think>", "17. [1]")] == [[], [], ["17. [1]"]]
    speech = Speech(False, ())
    assert list(speech.hear("It is")) == ["It is"]


def test_what_was_said_before_a_thought_showed_is_withdrawn_once() -> None:
    speech = Speech(None, ())
    assert list(speech.hear("Is it 23? [1] ")) == ["Is it 23? [1] "]
    assert list(speech.hear("No.</think>17. [1]")) == ["No.", Withdrawn(), "17. [1]"]
    assert speech.unopened


def test_of_a_thinker_that_was_cut_nothing_is_said() -> None:
    speech = Speech(True, ())
    assert [*speech.hear(f"{ANSWER} And then"), *speech.end(cut=True)] == []
    assert speech.thought


def test_control_signs_and_halves_of_signs_are_not_said() -> None:
    assert clean("a\x00b\x1b[31m\x9bc\x7f\r\n\td\ud800e") == "ab[31mc\n\td\ufffde"
    assert heard("a\x1b\x00b \ud83d\ude00 \ud83d", 1) == "ab 😀 \ufffd", "two halves of a sign may come apart"


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_a_secret_is_not_said_though_it_comes_in_pieces(size: int) -> None:
    secret = "sk-proj-0123456789abcdef"
    assert heard(f"The key is {secret}. [1] sk-proj-01", size, secrets=(secret,)) == "The key is ***. [1] sk-proj-01"


def test_a_secret_and_long_pieces_of_it_are_masked_and_words_are_not() -> None:
    key = "sk-proj-0123456789abcdef"
    assert masked(f"no {key}, no {key[3:20]}... nor {key[:7]}", {key}) == "no ***, no ***... nor sk-proj"
    assert masked("passphrase pass: x", {"pass"}) == "***phrase ***: x"
    assert masked("a key, keys", {"key"}) == "a ***, keys"
    assert masked("nothing", set()) == masked("nothing", {"something else"}) == "nothing"


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("It is 17. [1]", True), ("It is 17 [1].", True), ("It is 17. [1][2]\n", True), ("“It is 17.” 【1†a】", True),
        ("**It is 17. [1]**", True), ("Es sind 17。[1]", True), ("It is 17. [[1]](https://x.example)", True),
        ("It is 17.", False), ("Really?", False),
        ("It is 17", None), ("It is 17 [1]", None), ("", None), ("17 boat", None), ("It is 17. [1", None),
    ],
)  # fmt: skip
def test_a_text_is_whole_where_its_last_sentence_is(text: str, marked: bool | None) -> None:
    assert is_whole(text, marked=False) == (marked is not None)
    assert is_whole(text, marked=True) == bool(marked)
