"""What an endpoint streams -> what can be used of it: the text, how it ended, what it took."""

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import openai

from rag.answers.answer import Usage
from rag.answers.speech import Speech, Withdrawn
from rag.answers.wire import EVENT, Unusable

_CHARACTERS = 16  # of one token, over a whole answer; English has between four and five
CUT = ("length", "max_tokens", "max_output_tokens", "model_length")
"""How an answer's end is called that was cut."""
_REASONING = ("reasoning_content", "reasoning", "reasoning_details", "thinking")


class Completion:
    """What an endpoint streams, read for what can be used of it, and what it says of its end."""

    def __init__(self, speech: Speech, most: int | None) -> None:
        self.speech = speech
        self.finish = ""
        """The reason that the endpoint gave for its end, in small letters."""
        self.done = False
        """Whether it said that nothing follows."""
        self.events = 0
        self.spoilt = False
        """Whether it ended in what is no event."""
        self.refusal = ""
        self.called = False
        self.usage: Usage | None = None
        self._longest = None if most is None else most * _CHARACTERS

    def read(self, response: httpx2.Response) -> Iterator[str | Usage | Withdrawn]:
        """The answer's text, and what it took. Raises ``openai.APIError`` for an error that the endpoint sends in its
        place, ``Unusable`` where it does not end, and what the transport raises."""
        try:
            for event in self._read(response):
                yield from self._event(event)
                if self._longest is not None and len(self.speech.text) > self._longest:
                    raise Unusable(f"went on after {self._longest} characters, more than it was asked for")
        except httpx2.HTTPError:
            yield from self.speech.end(cut=True)
            raise
        yield from self.speech.end(cut=self.finish in CUT or not (self.finish or self.done))
        if self.usage is not None:
            yield self.usage

    def _read(self, response: httpx2.Response) -> Iterator[dict[str, Any]]:
        for sent in _events(response):
            if sent.data.startswith("[DONE]"):
                self.done = True
                return
            try:
                event = json.loads(sent.data)
            except (ValueError, RecursionError):
                self.spoilt = True
                return
            if not isinstance(event, dict):
                continue
            self.events += 1
            if event.get("error") or "error" in (sent.event, event.get("object"), event.get("type")):
                error = event.get("error") or event
                raise openai.APIError(error_text(error) or "it does not say which", response.request, body=error)
            yield event

    def _event(self, event: dict[str, Any]) -> Iterator[str | Withdrawn]:
        self.usage = _usage(event.get("usage")) or self.usage
        choices = event.get("choices")
        choice = next((one for one in choices if isinstance(one, dict)), {}) if isinstance(choices, list) else {}
        finish = choice.get("finish_reason")
        if isinstance(finish, str) and finish.lower() != "null":
            self.finish = finish.lower() or self.finish
        message = choice.get("delta") or choice.get("message") or {"content": choice.get("text")}
        if not isinstance(message, dict):
            return
        self.refusal += _text(message.get("refusal"))
        self.called = self.called or bool(message.get("tool_calls") or message.get("function_call"))
        if any(message.get(name) for name in _REASONING):
            self.speech.thought = True
        yield from self.speech.hear(_text(message.get("content")))


def _events(response: httpx2.Response) -> Iterator[httpx2.ServerSentEvent]:
    """Each event that holds data; a whole answer in their place, as some endpoints send one all the same, is one."""
    kind = response.headers.get("content-type", "").lower()
    if "json" in kind and response.read().lstrip().startswith(b"{"):
        yield httpx2.ServerSentEvent(data=response.text)
        return
    if "html" in kind:
        return
    response.headers["content-type"] = "text/event-stream"  # whatever the endpoint calls it
    for event in httpx2.EventSource(response, max_event_size=EVENT):
        if event.data:
            yield event


def _text(content: object) -> str:
    """The text of a message: one, a number, or a list of parts, of which a thought is none."""
    match content:
        case str():
            return content
        case bool():
            return ""
        case int() | float():
            return json.dumps(content)
        case list():
            return "".join(_text(part) for part in content if not isinstance(part, list))
        case {"text": str(text), **rest} if rest.get("type", "text") in ("text", "output_text"):
            return text
        case _:
            return ""


def _usage(told: object) -> Usage | None:
    """What an answer took, as far as the endpoint says so in whole numbers."""
    if not isinstance(told, dict):
        return None
    counts = [told.get(name) for name in ("prompt_tokens", "completion_tokens")]
    known = [one if isinstance(one, int) and not isinstance(one, bool) and one >= 0 else None for one in counts]
    return None if known == [None, None] else Usage(known[0] or 0, known[1] or 0)


def error_text(said: object) -> str:
    """The words in an error, wherever the endpoint puts them."""
    match said:
        case str():
            return said
        case dict():
            return next(
                (found for name in ("message", "detail", "error", "msg") if (found := error_text(said.get(name)))), ""
            )
        case [first, *_]:
            return error_text(first)
        case _:
            return ""
