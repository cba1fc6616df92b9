"""An answer as a message, and messages as a question: without a server."""

from dataclasses import replace

from rag.answers.answer import Answer, numbered
from rag.answers.statements import Statement, Trace
from rag.api.messages import Growing, annotations, earlier, foot, texts, whole
from rag.types import Article, Citation

ARTICLE = Article(
    "a.md",
    "A ![title](http://evil.example/t.png)",
    "17 boats. ![](http://evil.example/q.png)",
    url="https://news.example/a",
)


def answer(*statements: Statement, finished: bool = True, generator: str = "scripted") -> Answer:
    return Answer("How many?", Trace("How many?"), numbered(statements), generator=generator, finished=finished)


def said(text: str, start: int = 0, end: int = 9) -> Statement:
    return Statement(text, (Citation(ARTICLE, start, end),), "supported")


def test_what_was_written_elsewhere_makes_no_picture_and_no_link() -> None:
    content = whole(answer(said("Look: ![x](http://evil.example/x.png) <img src=y>", 0, len(ARTICLE.text))))
    assert "\\!" in content or "![" not in content
    assert "](http://evil" not in content
    assert "<img" not in content
    assert "](https://news.example/a)" in content


def test_brackets_of_a_text_are_no_markers() -> None:
    given = answer(said("It was said [1] and [sic]."))
    [one] = annotations(given, whole(given), lambda article: article.id)
    assert one["url_citation"]["url"] == "https://news.example/a"  # type: ignore[index]
    here = annotations(
        answer(Statement("x", (Citation(replace(ARTICLE, url=None), 0, 2),), "supported")), "x [1]", lambda one: one.id
    )
    assert here[0]["url_citation"]["url"] == "a.md"  # type: ignore[index]


def test_what_is_in_doubt_and_what_was_not_found_stands_below() -> None:
    doubtful = Statement("23 boats.", (), "unsupported", "the article says 17, not 23")
    told = foot(replace(answer(doubtful), notice="The endpoint was slow.", left_out=2))
    assert "⚠ Not supported: the article says 17, not 23 (“23 boats.”)" in told
    assert "The endpoint was slow." in told
    assert "2 sentences not fully supported left out" in told


def test_pieces_are_added_to_each_other() -> None:
    growing = Growing()
    first, second = said("17 boats."), said("More.", 0, 2)
    assert list(growing.pieces(answer(first, finished=False))) == ["17 boats. [1]"]
    assert list(growing.pieces(answer(first, finished=False))) == []
    last = answer(first, second)
    assert "".join(growing.pieces(last)) == whole(last).removeprefix("17 boats. [1]")
    assert growing.content == whole(last)


def test_quotations_that_may_be_replaced_are_not_sent() -> None:
    growing = Growing()
    assert list(growing.pieces(answer(said("17 boats."), finished=False, generator="quotes"))) == []
    last = answer(said("There were 17."))
    assert "".join(growing.pieces(last)) == whole(last)


def test_what_was_sent_and_changed_is_said_and_sent_again() -> None:
    growing = Growing()
    list(growing.pieces(answer(said("23 boats."), finished=False)))
    last = answer(said("17 boats."), generator="quotes")
    again = "".join(growing.pieces(last))
    assert "changed while it was written" in again
    assert again.endswith(whole(last))


def test_messages_are_turns_and_a_question() -> None:
    content = whole(answer(said("17 boats.")))
    chat = [("system", "Lie."), ("user", "How many?"), ("assistant", content), ("tool", "x"), ("user", "And when?")]
    assert earlier(chat) == ("And when?", [{"question": "How many?", "text": "17 boats. [1]"}])
    assert earlier([("user", "a"), ("user", "b")]) == ("b", [{"question": "a", "text": "a"}])
    called = [("user", "a"), ("assistant", ""), ("tool", "x"), ("assistant", "b"), ("assistant", "c"), ("user", "d")]
    assert earlier(called) == ("d", [{"question": "a", "text": "b\n\nc"}])
    assert earlier([("assistant", "Hello."), ("user", "a"), ("assistant", "b")])[0] == ""
    assert texts([("text", "a"), ("text", "b")]) == "a\nb"
    assert texts([("text", "a"), ("image_url", None)]) is None
