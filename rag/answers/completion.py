"""What an endpoint streams -> what can be used of it: the text, how it ended, what it took."""

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx2
import openai

from rag.answers.grades import Token, graded
from rag.answers.speech import Speech, Withdrawn
from rag.answers.statements import Usage
from rag.answers.wire import EVENT, Unusable

_CHARACTERS = 16  # of one token, over a whole answer; English has between four and five
CUT = ("length", "max_tokens", "max_output_tokens", "max_length", "model_length", "incomplete",
       "context_length_exceeded", "model_context_window_exceeded", "repetition_truncation")  # fmt: skip
"""How an answer's end is called that was cut."""
FILTERED = ("content_filter", "content-filter", "content_filtered", "safety", "sensitive", "refusal", "recitation",
            "blocklist", "prohibited_content", "spii", "guardrail_intervened")  # fmt: skip
"""The same of one that a filter of contents ended."""
FAILED = ("error", "abort", "aborted", "cancelled", "insufficient_system_resource")
"""The same of one that failed."""
_REASONING = ("reasoning_content", "reasoning", "reasoning_details", "reasoning_text", "thinking")
_THOUGHTS = ("thinking", "reasoning", "thought")  # parts of a content
_CALLS = re.compile(
    r"\s*(?:<tool_call>|\[TOOL_CALLS\]|<\|python_tag\|>)", re.IGNORECASE
)  # where no server takes them out
_PAGE = re.compile(
    r"\s*<(?:!doctype|html|head|body)\b(?:.{0,4000}?<title[^>]*>(?P<title>[^<]*))?", re.IGNORECASE | re.DOTALL
)
_NAME = re.compile(r'"name"\s*:\s*"([^"]{1,80})"')


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
        self.called: str | None = None
        """The tool that it called, "" for one without a name; None where it called none."""
        self.usage: Usage | None = None
        self._longest = None if most is None else most * _CHARACTERS

    def read(self, response: httpx2.Response) -> Iterator[str | Token | Usage | Withdrawn]:
        """The answer's text, each piece after those of its tokens that are graded, and what it took. Raises
        ``openai.APIError`` for an error that the endpoint sends in its place, ``Unusable`` where it does not end, and
        what the transport raises."""
        try:
            for event in self._read(response):
                yield from self._event(event)
                if self._longest is not None and len(self.speech.text) > self._longest:
                    raise Unusable(f"went on after {self._longest} characters, more than it was asked for")
        except (httpx2.HTTPError, openai.APITimeoutError, Unusable):
            if not self.finish:  # or else all that counts is there
                yield from self.speech.end(cut=True)
                raise
        yield from self.speech.end(cut=self.finish in CUT or not (self.finish or self.done))
        if _CALLS.match(self.speech.text):
            self.called = _called(self.speech.text)
        if self.usage is not None:
            yield self.usage

    def _read(self, response: httpx2.Response) -> Iterator[dict[str, Any]]:
        for sent in _events(response):
            if sent.data.strip().startswith("[DONE]"):
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
            error = event.get("error") or self._choice(event.get("choices")).get("error")
            if error or "error" in (sent.event, event.get("object"), event.get("type")):
                error = error or event
                raise openai.APIError(error_text(error) or "it does not say which", response.request, body=error)
            yield event

    def _event(self, event: dict[str, Any]) -> Iterator[str | Token | Withdrawn]:
        self.usage = usage_of(event.get("usage")) or self.usage
        choice = self._choice(event.get("choices"))
        finish = choice.get("finish_reason")
        if isinstance(finish, str) and finish.lower() != "null":
            self.finish = finish.lower() or self.finish
        whole = {} if self.speech.text else choice.get("message")  # which may repeat what was streamed
        message = choice.get("delta") or whole or {"content": choice.get("text")}
        if not isinstance(message, dict):
            return
        self.refusal += _text(message.get("refusal"))
        if calls := message.get("tool_calls") or message.get("function_call"):
            self.called = self.called or _called(json.dumps(calls))
        content = message.get("content")
        if any(message.get(name) for name in _REASONING) or _is_thought(content):
            self.speech.thought = True
        if not self.speech.thought:
            yield from graded(choice)
        yield from self.speech.hear(_text(content))

    def _choice(self, choices: object) -> dict[str, Any]:
        """The first of several answers that were written side by side."""
        every = choices if isinstance(choices, list) else []
        return next((one for one in every if isinstance(one, dict) and not one.get("index")), {})


def _events(response: httpx2.Response) -> Iterator[httpx2.ServerSentEvent]:
    """Each event that holds data; a whole answer in their place, as some endpoints send one all the same, is one, and
    so is each line where they send one object a line."""
    if "html" in response.headers.get("content-type", "").lower():
        return
    pieces = response.iter_bytes()
    begun = b""
    while not begun and (piece := next(pieces, None)) is not None:
        begun = piece.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begun.startswith((b"{", b"[")):
        yield from (httpx2.ServerSentEvent(data=one) for one in _objects(b"".join([begun, *pieces])))
        return
    # Read as a stream of events, whatever the endpoint calls it.
    stream = httpx2.Response(
        200,
        headers={"content-type": "text/event-stream"},
        content=itertools.chain([begun], pieces),
        request=response.request,
    )
    for event in httpx2.EventSource(stream, max_event_size=EVENT):
        if event.data:
            yield event


def _objects(body: bytes) -> list[str]:
    """The JSON objects of a body: it is one, or a list of some, or has one a line."""
    text = body.decode("utf-8", "replace")
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return [line for line in text.splitlines() if line.strip()]
    return [json.dumps(one) for one in (whole if isinstance(whole, list) else [whole])]


def _called(call: str) -> str:
    """The name of the tool in a call as JSON has it."""
    name = _NAME.search(call)
    return name[1] if name else ""


def _is_thought(content: object) -> bool:
    """Whether a part of a content is what the model thinks."""
    return isinstance(content, list) and any(isinstance(one, dict) and one.get("type") in _THOUGHTS for one in content)


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


def usage_of(told: object) -> Usage | None:
    """What an answer took, as far as the endpoint says so in whole numbers."""
    if not isinstance(told, dict):
        return None
    counts = [told.get(name) for name in ("prompt_tokens", "completion_tokens")]
    known = [one if isinstance(one, int) and not isinstance(one, bool) and one >= 0 else None for one in counts]
    return None if known == [None, None] else Usage(known[0] or 0, known[1] or 0)


def error_text(said: object) -> str:
    """The words in an error, wherever the endpoint puts them."""
    match said:
        case str():  # of a page its title
            page = _PAGE.match(said)
            return " ".join((page["title"] or "a web page").split()) if page else said
        case dict():
            return next(
                (found for name in ("message", "detail", "error", "msg") if (found := error_text(said.get(name)))), ""
            )
        case [first, *_]:
            return error_text(first)
        case _:
            return ""
