"""Messages -> streamed text from an OpenAI-compatible endpoint; the only importer of openai. Knows nothing of
articles."""

from collections.abc import Generator
from typing import Any, Protocol

import httpx2
import openai

from rag.errors import ChatError

_DEFAULT_MODEL = "gpt-4.1-mini"  # where a key is all that was given


class Chat(Protocol):
    """A language model."""

    @property
    def name(self) -> str: ...

    def stream(self, messages: list[dict[str, str]]) -> Generator[str, None, None]:
        """The answer piece by piece. Raises ``ChatError``; closing it ends the request."""
        ...


class OpenAIChat:
    """A model behind an endpoint that speaks OpenAI's chat completions.

    ``timeout`` is the number of seconds without a word from the endpoint before it is given up; the client itself tries
    a refused connection, a 429 or a 5xx twice more, with growing pauses.
    """

    def __init__(self, *, api_key: str | None, base_url: str | None, model: str | None, timeout: float) -> None:
        self._endpoint = base_url or "the OpenAI endpoint"
        self._timeout = timeout
        self._client = openai.OpenAI(
            api_key=api_key or "none", base_url=base_url, timeout=openai.Timeout(timeout, connect=min(timeout, 10))
        )
        self._model = model or (_DEFAULT_MODEL if base_url is None else None)

    @property
    def name(self) -> str:
        """The model's name; before the first answer it may not be known yet."""
        return self._model or "the endpoint's model"

    def stream(self, messages: list[dict[str, str]]) -> Generator[str, None, None]:
        """The answer piece by piece. Raises ``ChatError`` with the reason, also where the endpoint breaks off."""
        finished = False
        try:
            if self._model is None:
                listed = next(iter(self._client.models.list()), None)
                if listed is None:
                    raise ChatError(f"{self._endpoint} lists no model: set RAG_MODEL")
                self._model = listed.id
            conversation: Any = messages
            with self._client.chat.completions.create(
                model=self._model, messages=conversation, temperature=0, stream=True
            ) as pieces:
                for piece in pieces:
                    for choice in piece.choices[:1]:
                        if choice.delta.content:
                            yield choice.delta.content
                        finished = finished or choice.finish_reason is not None
        except (openai.OpenAIError, httpx2.HTTPError, ValueError) as error:
            # ValueError: what came was not JSON.
            raise ChatError(self._reason(error)) from error
        if not finished:
            raise ChatError(f"{self._endpoint} broke off in the middle of its answer")

    def _reason(self, error: Exception) -> str:
        match error:
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
                return f"{self._endpoint} answered with status {error.status_code}: {_short(error.message)}"
            case openai.APIConnectionError():
                return f"there is no connection to {self._endpoint}"
            case httpx2.HTTPError():
                return f"{self._endpoint} broke off in the middle of its answer"
            case openai.OpenAIError():
                return f"{self._endpoint} reported an error: {_short(str(error))}"
            case _:
                return f"{self._endpoint} sent something that is no chat completion"


def _short(text: str) -> str:
    return " ".join(text.split())[:160]
