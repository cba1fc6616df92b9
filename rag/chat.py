"""Messages -> streamed text from an OpenAI-compatible endpoint; the only importer of openai. Knows nothing of
articles."""

import threading
from collections.abc import Generator
from typing import Any, Protocol

import httpx2
import openai
from openai.types.chat import ChatCompletionChunk, ChatCompletionStreamOptionsParam

from rag.errors import ChatError, ContextExceeded
from rag.types import Usage

_DEFAULT_MODEL = "gpt-4.1-mini"  # where a key is all that was given
_RETRIES = 2
_CONNECTING = 10  # seconds, where the time-out is not shorter

_OPENAI_WINDOW = 128_000  # what the models of OpenAI's own endpoint read at least; its list does not say
# Ollama reads that many unless it is told otherwise, says so nowhere in its list of models, and drops the rest of a
# longer conversation in silence. So that many is all that is sent to an endpoint that does not say what it reads.
_UNKNOWN_WINDOW = 4096
# The names of a window in a list of models: llama.cpp (what each of its slots reads, unlike ``n_ctx_train``); vLLM and
# SGLang; LM Studio; OpenRouter and Together; Mistral and LM Studio; Groq.
_WINDOW_NAMES = (
    "n_ctx",
    "max_model_len",
    "loaded_context_length",
    "context_length",
    "max_context_length",
    "context_window",
)


class Chat(Protocol):
    """A language model."""

    @property
    def name(self) -> str: ...

    @property
    def window(self) -> int | None:
        """How many tokens it reads, those of its answer included; None where that is not known."""
        ...

    def stream(self, messages: list[dict[str, str]], *, most: int | None = None) -> Generator[str | Usage, None, None]:
        """The answer piece by piece, of ``most`` tokens at most, and at its end what it took, where that is known.

        Raises ``ChatError``, and of that kind ``ContextExceeded`` where the messages don't fit; closing it ends the
        request.
        """
        ...


class OpenAIChat:
    """A model behind an endpoint that speaks OpenAI's chat completions. It may be shared between threads.

    ``timeout`` is the number of seconds without a word from the endpoint before it is given up; the client itself tries
    a refused connection, a 429 or a 5xx twice more, after the pause that the endpoint asks for or growing ones.
    ``context`` is the number of tokens that the model reads, where the endpoint's word for it shall not be taken.
    """

    def __init__(
        self,
        *,
        api_key: str | None,
        base_url: str | None,
        model: str | None,
        timeout: float,
        context: int | None = None,
    ) -> None:
        self._endpoint = base_url or "the OpenAI endpoint"
        self._timeout = timeout
        self._client = openai.OpenAI(
            api_key=api_key or "none",
            base_url=base_url,
            timeout=openai.Timeout(timeout, connect=min(timeout, _CONNECTING)),
            max_retries=_RETRIES,
            http_client=_PatientOnce(follow_redirects=True),
        )
        self._model = model or (_DEFAULT_MODEL if base_url is None else None)
        self._window = context or (_OPENAI_WINDOW if base_url is None else None)
        self._counts = True  # until the endpoint refuses to be asked what an answer took
        self._models: list[dict[str, Any]] | None = None
        self._listing = threading.Lock()

    @property
    def name(self) -> str:
        """The model's name; before the first answer it may not be known yet."""
        return self._model or "the endpoint's model"

    @property
    def window(self) -> int:
        """How many tokens the model reads, those of its answer included: as given, else as the endpoint lists it.

        4096 where neither says; also as long as the endpoint can't be asked, which is no error here: asking it a
        question will tell.
        """
        if self._window is None:
            try:
                models = self._listed(self._client.with_options(max_retries=0, timeout=min(self._timeout, _CONNECTING)))
            except (openai.OpenAIError, httpx2.HTTPError):
                return _UNKNOWN_WINDOW
            self._window = _window(models, self._model)
        return self._window

    def stream(self, messages: list[dict[str, str]], *, most: int | None = None) -> Generator[str | Usage, None, None]:
        """The answer piece by piece, of ``most`` tokens at most, and at its end what it took, where the endpoint tells.

        Raises ``ContextExceeded`` where the messages don't fit, and ``ChatError`` with the reason for what else goes
        wrong, after the text that came: also where the endpoint breaks off, or stops since its context is full.
        """
        finish: str | None = None
        usage: Usage | None = None
        try:
            if self._model is None:
                models = self._listed(self._client)
                if not models:
                    raise ChatError(f"{self._endpoint} lists no model: set RAG_MODEL, or check OPENAI_BASE_URL")
                self._model = models[0]["id"]
            with self._asked(self._model, messages, most) as pieces:
                for piece in pieces:
                    if piece.usage is not None:
                        usage = Usage(piece.usage.prompt_tokens or 0, piece.usage.completion_tokens or 0)
                    for choice in (piece.choices or [])[:1]:
                        if choice.delta.content:
                            yield choice.delta.content
                        finish = choice.finish_reason or finish
        except (openai.OpenAIError, httpx2.HTTPError, ValueError) as error:
            # ValueError: what came was not JSON.
            overflows = isinstance(error, openai.APIError) and _overflows(error)
            raise (ContextExceeded if overflows else ChatError)(self._reason(error)) from error
        if usage is not None:
            yield usage
        if finish is None:
            raise ChatError(f"{self._endpoint} broke off in the middle of its answer")
        if finish == "length":
            allowed = most is not None and (usage is None or usage.written >= most)
            why = f"{most} tokens were not enough for it" if allowed else "its context is full"
            raise ChatError(f"{self._endpoint} stopped in the middle of its answer: {why}")

    def _asked(
        self, model: str, messages: list[dict[str, str]], most: int | None
    ) -> openai.Stream[ChatCompletionChunk]:
        """The stream of an answer. The endpoint is asked to count, and asked anew where it refuses that option.

        Which option it refused is said in too many ways to be read, so any refusal is tried once without.
        """
        conversation: Any = messages

        def ask(options: ChatCompletionStreamOptionsParam | openai.Omit) -> openai.Stream[ChatCompletionChunk]:
            return self._client.chat.completions.create(
                model=model,
                messages=conversation,
                temperature=0,
                stream=True,
                max_tokens=openai.omit if most is None else most,
                stream_options=options,
            )

        if self._counts:
            try:
                return ask({"include_usage": True})
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                if _overflows(error):
                    raise
        pieces = ask(openai.omit)
        self._counts = False
        return pieces

    def _listed(self, client: openai.OpenAI) -> list[dict[str, Any]]:
        """The models that the endpoint lists, each with its ``id``; none where it has no list that can be read.

        It is asked until it has answered once. Raises what the client raises.
        """
        with self._listing:
            if self._models is None:
                try:
                    # Read as it comes: the client's own type of a list fails on a page that is none.
                    listed = client.get("/models", cast_to=object)
                except (openai.NotFoundError, ValueError):
                    listed = None
                models = listed.get("data") if isinstance(listed, dict) else None
                self._models = [
                    model
                    for model in (models if isinstance(models, list) else [])
                    if isinstance(model, dict) and isinstance(model.get("id"), str)
                ]
            return self._models

    def _reason(self, error: Exception) -> str:
        match error:
            case openai.APIError() if _overflows(error):
                return f"{self._endpoint} was sent more than its model reads: {_said(error)}"
            case openai.APITimeoutError() | httpx2.TimeoutException():
                return f"{self._endpoint} did not answer within {self._timeout:g} s"
            case openai.AuthenticationError():
                return f"{self._endpoint} refused the key (401): check OPENAI_API_KEY"
            case openai.PermissionDeniedError():
                return f"{self._endpoint} denies this key the model {self.name} (403)"
            case openai.NotFoundError():
                return f"{self._endpoint} has no model {self.name} (404): check RAG_MODEL and OPENAI_BASE_URL"
            case openai.RateLimitError():
                return f"{self._endpoint} takes no more requests for now, or the account is used up (429)"
            case openai.APIStatusError():
                return f"{self._endpoint} answered with status {error.status_code}: {_said(error)}"
            case openai.APIConnectionError() if not isinstance(error.__cause__, _BROKEN):
                return f"there is no connection to {self._endpoint}"
            case openai.APIConnectionError() | httpx2.HTTPError():
                return f"{self._endpoint} broke off in the middle of its answer"
            case openai.APIError():
                return f"{self._endpoint} reported an error: {_said(error)}"
            case openai.OpenAIError():
                return f"{self._endpoint} reported an error: {_short(str(error))}"
            case _:
                return f"{self._endpoint} sent something that is no chat completion"


_BROKEN = (httpx2.ReadError, httpx2.RemoteProtocolError)  # how a connection ends that stood before


class _PatientOnce(httpx2.Client):
    """The client's own HTTP, but an endpoint that stays silent is not asked again.

    The time-out would otherwise be three times what was set, and a slow server would get the same question thrice.
    """

    def send(
        self,
        request: httpx2.Request,
        *,
        stream: bool = False,
        auth: Any = httpx2.USE_CLIENT_DEFAULT,
        follow_redirects: Any = httpx2.USE_CLIENT_DEFAULT,
    ) -> httpx2.Response:
        try:
            return super().send(request, stream=stream, auth=auth, follow_redirects=follow_redirects)
        except httpx2.ReadTimeout as error:
            raise openai.APITimeoutError(request=request) from error  # its own errors the client lets through


def _window(models: list[dict[str, Any]], name: str | None) -> int:
    """How many tokens a listed model reads; where none is named, the first, which is then the one that is used."""
    named = [model for model in models if model["id"] == name]
    if name is None or len(models) == 1:  # llama.cpp answers with the one that it has, by whatever name it is called
        named = named or models[:1]
    for model in named:
        meta = model.get("meta")
        known = {**model, **(meta if isinstance(meta, dict) else {})}
        for key in _WINDOW_NAMES:
            if isinstance(known.get(key), int) and known[key] > 0:
                return int(known[key])
    return _UNKNOWN_WINDOW


def _overflows(error: openai.APIError) -> bool:
    """Whether it says that the messages don't fit: llama.cpp by a type, OpenAI by a code, vLLM and others in words."""
    if error.type == "exceed_context_size_error" or error.code == "context_length_exceeded":
        return True
    return any(words in error.message.lower() for words in ("context length", "context size", "context window"))


def _said(error: openai.APIError) -> str:
    """The endpoint's own words, without the frame that the client puts around them."""
    said = error.body.get("message") if isinstance(error.body, dict) else None
    return _short(said if isinstance(said, str) else error.message)


def _short(text: str) -> str:
    return " ".join(text.split())[:160].rstrip(". ")
