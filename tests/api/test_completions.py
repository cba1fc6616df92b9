"""The archive as a model: asked by OpenAI's own client, and by one that people use at a terminal."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import openai
import pytest

from rag.index.search import Index
from rag.settings import Settings
from rag.web.service import Service
from tests.api.conftest import served
from tests.endpoint import endpoint
from tests.serving import KFOR

NOT_THERE = "Who won the chess olympiad in Chennai?"


@pytest.fixture
def client(url: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0)


def ask(client: openai.OpenAI, *said: str, model: str = "articles") -> Any:
    """The completion of a chat in which user and assistant take turns."""
    roles = ("user", "assistant")
    messages: Any = [{"role": roles[place % 2], "content": text} for place, text in enumerate(said)]
    return client.chat.completions.create(model=model, messages=messages)


def test_the_models_are_listed(client: openai.OpenAI) -> None:
    assert [one.id for one in client.models.list()] == ["articles", "articles-strict"]
    assert client.models.retrieve("articles").owned_by == "article-rag"
    with pytest.raises(openai.NotFoundError, match="There is no model “gpt”: ask articles or articles-strict"):
        client.models.retrieve("gpt")


def test_an_answer_cites_by_annotations_and_below_its_text(client: openai.OpenAI, sample: Index, url: str) -> None:
    completion = ask(client, KFOR)
    [choice] = completion.choices
    assert choice.finish_reason == "stop"
    content = choice.message.content
    said, _, foot = content.partition("\n\n---\n\n")
    assert "9 October 2023" in said
    assert choice.message.annotations
    for annotation in choice.message.annotations:
        place, cited = annotation.url_citation, annotation.article_citation
        assert content[place.start_index : place.end_index] == f"[{cited['number']}]"
        assert place.url == f"{url}/api/articles/{cited['article_id']}"
        article = sample.article(cited["article_id"])
        assert article is not None
        assert cited["quote"] == article.text[cited["start"] : cited["end"]]
        assert f"[{cited['number']}] “" in foot
    assert completion.usage.total_tokens == 0  # no language model wrote it


def test_a_stream_says_the_same(client: openai.OpenAI) -> None:
    whole = ask(client, KFOR).choices[0].message
    messages: Any = [{"role": "developer", "content": "Rhyme."}, {"role": "user", "content": KFOR}]
    content, usage = "", []
    cited: list[Any] = []
    reasons: list[str | None] = []
    for chunk in client.chat.completions.create(
        model="articles", messages=messages, stream=True, stream_options={"include_usage": True}
    ):
        for choice in chunk.choices:
            content += choice.delta.content or ""
            cited += getattr(choice.delta, "annotations", None) or []
            reasons.append(choice.finish_reason)
        usage.append(chunk.usage)
    assert content == whole.content
    assert cited == [one.to_dict() for one in whole.annotations]
    assert reasons[-1] == "stop"
    assert set(reasons[:-1]) == {None}
    assert usage[-1] is not None


def test_what_is_null_is_left_out(client: openai.OpenAI) -> None:
    messages: Any = [
        {"role": "user", "content": KFOR},
        {"role": "assistant", "content": None, "tool_calls": []},
        {"role": "assistant", "content": "Türkiye took command of KFOR on 9 October 2023."},
        {"role": "user", "content": "And who led it before?"},
    ]
    null: Any = {"stream": None, "stream_options": {"include_usage": None}, "n": None, "temperature": None}
    completion = client.chat.completions.create(model="articles", messages=messages, extra_body=null)
    assert "Italy" in str(completion.choices[0].message.content)


def test_a_refusal_is_an_answer_too(client: openai.OpenAI) -> None:
    message = ask(client, NOT_THERE).choices[0].message
    assert message.content.startswith("I found no sentence that answers this.")
    assert message.annotations == []
    assert message.refusal is None  # which would say that the model will not


def test_a_chat_is_understood_from_its_messages(client: openai.OpenAI) -> None:
    first = ask(client, KFOR).choices[0].message.content
    content = ask(client, KFOR, first, "And who led it before?").choices[0].message.content
    assert f"Searched for “{KFOR} And who led it before?”" in content
    asked = client.chat.completions.create(
        model="articles-strict", messages=[{"role": "user", "content": [{"type": "text", "text": KFOR}]}]
    )
    assert "9 October 2023" in str(asked.choices[0].message.content)


def test_a_mistake_is_told_as_openai_tells_it(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as unknown:
        ask(client, KFOR, model="gpt")
    assert unknown.value.code == "model_not_found"
    for said, reason in (((), "“messages” should have at least 1 item"), (("?",), "“question” should have at least a"),
                         ((KFOR, "Yes."), "do not end with a question")):  # fmt: skip
        with pytest.raises(openai.BadRequestError, match=reason) as raised:
            ask(client, *said)
        assert raised.value.type == "invalid_request_error"
    number: Any = [{"role": "user", "content": 5}]
    with pytest.raises(openai.BadRequestError, match=r"“messages\.0\.content” should be a text, or a list of parts\."):
        client.chat.completions.create(model="articles", messages=number)
    picture: Any = [{"type": "image_url", "image_url": {"url": "data:,"}}]
    with pytest.raises(openai.BadRequestError, match="hold what is no text"):
        client.chat.completions.create(model="articles", messages=[{"role": "user", "content": picture}])


def test_what_a_language_model_writes_comes_with_its_doubts_and_its_usage(sample_folder: Path) -> None:
    pieces = ("Türkiye took command of KFOR on 9 October 2023. [1]", " Its commander then was the 35th of KFOR. [1]")
    with endpoint(pieces=pieces, usage=(100, 20)) as behind:
        written = Service(Settings(index=sample_folder, base_url=behind.url))
        with closing(written), served(written) as address:
            client = openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0)
            whole = ask(client, KFOR)
            stream = client.chat.completions.create(
                model="articles", messages=[{"role": "user", "content": KFOR}], stream=True
            )
            content = "".join(choice.delta.content or "" for chunk in stream for choice in chunk.choices)
            strict = ask(client, KFOR, model="articles-strict").choices[0].message.content
    assert content == whole.choices[0].message.content
    assert content.startswith("Türkiye took command of KFOR on 9 October 2023. [1] Its commander")
    assert "◐ Only partly supported: the cited words do not say 35th (“Its commander" in content
    assert (whole.usage.prompt_tokens, whole.usage.completion_tokens) == (100, 20)
    assert "Its commander" not in strict
    assert "1 sentence not fully supported left out" in strict


def test_another_client_asks_at_a_terminal_and_goes_on(url: str, tmp_path: Path) -> None:
    """`llm`, told of the archive as its documentation says."""
    told = f'- model_id: archive\n  model_name: articles\n  api_base: "{url}/v1"\n'
    (tmp_path / "extra-openai-models.yaml").write_text(told, encoding="utf-8")
    own = {"LLM_USER_PATH": str(tmp_path), "LLM_LOAD_PLUGINS": "", "NO_PROXY": "127.0.0.1"}

    def llm(*arguments: str) -> str:
        command = [sys.executable, "-m", "llm", *arguments]
        done = subprocess.run(command, env=os.environ | own, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "9 October 2023" in llm("-m", "archive", KFOR)
    assert f"Searched for “{KFOR} And who led it before?”" in llm("-c", "And who led it before?")
