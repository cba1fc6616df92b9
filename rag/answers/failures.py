"""An endpoint's error -> what to do about it: send less, leave out an option, try again after a pause."""

import itertools
import re
import time
from collections.abc import Iterator, Mapping
from email.utils import mktime_tz, parsedate_tz
from typing import Any

import httpx2
import openai

from rag.answers.completion import error_text

READ = 4000
"""Characters of an error's words that are looked at."""

# How an endpoint names what it does not take, by the name of the option: words of its error, or the ``param`` of it.
_OPTIONS = {
    "stream_options": re.compile(r"stream[_ ]options|include_usage", re.IGNORECASE),
    "temperature": re.compile(r"\btemperature\b", re.IGNORECASE),
    "max_tokens": re.compile(r"\bmax_tokens\b", re.IGNORECASE),
    "max_completion_tokens": re.compile(r"\bmax_completion_tokens\b", re.IGNORECASE),
    "logprobs": re.compile(r"logprob", re.IGNORECASE),
    "system": re.compile(
        r"\bsystem\W.{0,40}\b(?:role|message|prompt|instruction)|\b(?:role|message|prompt|instruction)s?\b.{0,60}\bsystem\b"
        r"|\bdeveloper instruction|\broles? must\b|\bmust alternate\b|\buser and assistant roles\b",
        re.IGNORECASE,
    ),
}
# Not of these: a key, a limit, a conflict; what is too large is said so.
_NO_REFUSALS = (401, 403, 408, 409, 413, 429)
# By which a plain refusal names nothing, where the likelihood of words was asked for: then it is of that.
_UNGRADED = (400, 404, 415, 422, 501)

TRIES = 2
"""How often an answer is asked for after the first time."""
_LONGEST_PAUSE = 30.0  # seconds of all pauses of an answer; the reader has the quotations by then


def overflows(error: openai.APIError) -> bool:
    """Whether it says that the messages don't fit: llama.cpp by a type, OpenAI by a code, vLLM and others in words."""
    if error.type == "exceed_context_size_error" or error.code == "context_length_exceeded":
        return True
    words = f"{error_text(error.body)} {error.message}".lower()
    return any(told in words for told in ("context length", "context size", "context window", "prompt is too long"))


def without(error: openai.APIError, body: Mapping[str, Any], refused: frozenset[str]) -> frozenset[str] | None:
    """What to leave out, going by an error: of what was sent, that which it names. Where it is a plain refusal that
    names nothing, the likelihood of words, or else the count of tokens. None where it is about something else."""
    status = error.status_code if isinstance(error, openai.APIStatusError) else None
    if status in _NO_REFUSALS or overflows(error):
        return None
    roles = [message["role"] for message in body["messages"]]
    sent = [name for name in _OPTIONS if name in body or (name == "system" and "system" in roles)]
    param = error.param if isinstance(error.param, str) else ""
    words = " ".join([param, *_texts(error.body), error.message])[:READ]
    named = {name: found.start() for name in sent if (found := _OPTIONS[name].search(words))}
    blamed = param if param in sent else min(named, key=lambda name: named[name], default=None)
    if blamed is None and status in _UNGRADED and "logprobs" in body:
        blamed = "logprobs"
    if blamed is None and status in (400, 422) and "stream_options" in body:
        blamed = "stream_options"
    return None if blamed is None else refused | {blamed}


class Patience:
    """How often an answer is asked for again, and after which pauses: half a second, one, or as the endpoint says."""

    def __init__(self, tries: int = TRIES) -> None:
        self._left = tries
        self._pause = 0.5
        self._most = _LONGEST_PAUSE

    def pause(self, error: Exception) -> float | None:
        """Seconds until the next try; None where there is none, as it would not help or take too long."""
        if not self._left or not _passes(error):
            return None
        told = _told_pause(error)
        pause = self._pause if told is None else told
        self._left -= 1
        self._pause *= 2
        self._most -= pause
        return pause if self._most >= 0 else None


def _passes(error: Exception) -> bool:
    """Whether it may be otherwise in a moment. An endpoint that was silent for the time-out is not asked again."""
    match error:
        case openai.APITimeoutError():
            return False
        case openai.APIStatusError() if (told := error.response.headers.get("x-should-retry")) in ("true", "false"):
            return told == "true"
        case openai.APIStatusError():
            status: object = error.status_code
        case openai.APIConnectionError():
            return isinstance(error.__cause__, httpx2.TransportError)
        case openai.APIError():  # in a stream
            status = error.body.get("code") if isinstance(error.body, dict) else None
        case _:
            return False
    used_up = isinstance(error, openai.APIError) and error.code == "insufficient_quota"
    return str(status) in ("408", "409", "429", "500", "502", "503", "504", "529") and not used_up


def _told_pause(error: Exception) -> float | None:
    """The seconds that an endpoint asks to be left alone for, as a number or a date (RFC 9110, 10.2.3)."""
    told = error.response.headers.get("retry-after", "") if isinstance(error, openai.APIStatusError) else ""
    try:
        return max(0.0, float(told))
    except ValueError:
        day = parsedate_tz(told)
        return None if day is None else max(0.0, mktime_tz(day) - time.time())


def _texts(said: object) -> Iterator[str]:
    """Every text in an error, without the names that it stands under: pydantic names an option in no sentence."""
    match said:
        case str():
            yield said
        case dict():
            yield from itertools.chain.from_iterable(map(_texts, said.values()))
        case list():
            yield from itertools.chain.from_iterable(map(_texts, said))
