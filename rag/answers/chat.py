"""Messages -> streamed text from an OpenAI-compatible endpoint, whatever it makes of that name. Knows nothing of
articles."""

import threading
import time
from collections.abc import Generator, Iterator, Sequence
from typing import Any, Protocol

import httpx2
import openai

from rag.answers import windows
from rag.answers.behind import ending
from rag.answers.completion import CUT, FAILED, FILTERED, Completion, error_text
from rag.answers.failures import READ, TRIES, Patience, overflows, without
from rag.answers.grades import ALTERNATIVES, Token
from rag.answers.speech import Speech, Withdrawn, clean, is_whole, masked
from rag.answers.statements import Usage
from rag.answers.wire import EVENT, WHOLE, Client, Unusable, place, secrets_of
from rag.errors import ChatError, ContextExceeded, CutError, UnfinishedError
from rag.message import Message

_OPENAI = "https://api.openai.com/v1"
_DEFAULT_MODEL = "gpt-4.1-mini"  # where a key is all that was given
_CONNECTING = 10  # seconds, where the time-out is not shorter
_OPENAI_WINDOW = 128_000  # what the models of OpenAI's own endpoint read at least; its list does not say
_RARE = 12  # characters from which a secret is looked for in every text
# Tokens that a model may think beyond those of its answer, a fourth of what it reads at most: endpoints count both.
_THINKING = 4096

# ValueError and RecursionError: what came was not JSON.
_CLIENT_ERRORS = (ChatError, openai.OpenAIError, httpx2.HTTPError, ValueError, RecursionError)
_ENTRY_ENDS = ("]", "】", "］", "|")  # the marker of an entry that is no sentence, the end of a table's row


class Chat(Protocol):
    """A language model."""

    @property
    def name(self) -> str: ...

    @property
    def window(self) -> int | None:
        """How many tokens it reads, those of its answer included; None where that is not known."""
        ...

    def stream(
        self, messages: list[dict[str, str]], *, most: int | None = None
    ) -> Generator[str | Usage | Withdrawn, None, None]:
        """The answer piece by piece, of ``most`` tokens at most, and at its end what it took, where that is known.

        Where a piece is ``Withdrawn``, the text before it was no part of the answer. Raises ``ChatError``, and of that
        kind ``ContextExceeded`` where the messages don't fit, ``CutError`` where what came is the beginning of an
        answer, ``UnfinishedError`` where it may be all there is; closing it ends the request.
        """
        ...


class OpenAIChat:
    """A model behind an endpoint that speaks OpenAI's chat completions. It may be shared between threads.

    ``timeout`` is the number of seconds without a word from the endpoint before it is given up, and a tenth of those
    that an answer may take in all; after a refused connection, a 429 or a 5xx it is asked twice more, after the pauses
    that it asks for or growing ones, of half a minute in all. ``context`` is the number of tokens that the model reads,
    where the endpoint's word for it shall not be taken. Name and password in ``base_url`` go to the endpoint in place
    of the key, its query with every request; no line that this class says holds any of them. Raises ``ChatError``
    where ``base_url`` is no address.
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
        try:
            url = httpx2.URL(base_url or _OPENAI)
        except httpx2.InvalidURL:
            raise ChatError(
                Message("OPENAI_BASE_URL is no address: write one such as http://127.0.0.1:8000/v1")
            ) from None
        self._secrets = secrets_of(api_key, url)
        # Those that stand in no other text by chance, as the name "user" or the key "none" may.
        self._rare = frozenset(secret for secret in self._secrets if len(secret) >= _RARE)
        self._endpoint = masked(clean(place(url)), self._rare) if base_url else Message("the OpenAI endpoint")
        self._timeout = timeout
        self._client = openai.OpenAI(
            api_key=api_key or "none",
            base_url=place(url),
            timeout=openai.Timeout(timeout, connect=min(timeout, _CONNECTING)),
            max_retries=0,  # by ``_asked``, as nothing ends the client's pauses
            http_client=Client(
                silent=timeout,
                query=url.query or None,
                auth=httpx2.BasicAuth(url.username, url.password) if url.userinfo else None,
            ),
        )
        self._model = model or (_DEFAULT_MODEL if base_url is None else None)
        self._window = context or (_OPENAI_WINDOW if base_url is None else None)
        self._models: list[dict[str, Any]] | None = None
        self._listing = threading.Lock()
        # What the answers so far have taught, each value replaced as a whole: two threads that learn at once lose at
        # most a lesson, which the next answer teaches again.
        self._refused: frozenset[str] = frozenset()
        self._thinks = False
        self._aloud: bool | None = None
        self._tries = TRIES

    def __repr__(self) -> str:
        return f"OpenAIChat({self._endpoint}, {self.name})"

    @property
    def name(self) -> str:
        """The model's name; before the first answer it may not be known yet."""
        return masked(clean(self._model), self._rare) if self._model else "the endpoint's model"

    @property
    def window(self) -> int:
        """How many tokens the model reads, those of its answer included: as given, else as the endpoint lists it.

        4096 where neither says; also as long as the endpoint can't be asked, which is no error here: asking it a
        question will tell. Where the model was seen to think, without what is left to it for that.
        """
        if self._window is None:
            try:
                models = self._listed(self._client.with_options(timeout=min(self._timeout, _CONNECTING)))
            except (openai.OpenAIError, httpx2.HTTPError):
                return windows.UNKNOWN - self._thinking
            self._window = windows.window(models, self._model)
        return self._window - self._thinking

    @property
    def _thinking(self) -> int:
        """How many tokens the model may think."""
        return min(_THINKING, (self._window or windows.UNKNOWN) // 4) if self._thinks else 0

    def stream(
        self, messages: list[dict[str, str]], *, most: int | None = None
    ) -> Generator[str | Usage | Withdrawn, None, None]:
        """The answer piece by piece, of ``most`` tokens at most, and at its end what it took, where the endpoint tells.

        What a model thinks is no part of it. An endpoint that refuses an option is asked anew without it, and from then
        on never with it. Raises ``ContextExceeded`` where the messages don't fit, and ``ChatError`` with the reason for
        what else goes wrong, after the text that came. Of that kind are ``CutError``, where the endpoint breaks off, or
        stops since its context is full, and ``UnfinishedError``, where it ended after a whole sentence without a word
        of farewell.
        """
        for piece in self._pieces(messages, most, graded=False):
            if not isinstance(piece, Token):
                yield piece

    def graded(
        self, messages: list[dict[str, str]], *, most: int
    ) -> Generator[str | Token | Usage | Withdrawn, None, None]:
        """A reply as ``stream`` gives it, each piece after its tokens with how likely they were, where the endpoint
        tells, and not of a model that thinks before it replies. ``most`` tokens of it are no less than was wanted."""
        yield from self._pieces(messages, most, graded=True)

    def _pieces(
        self, messages: list[dict[str, str]], most: int | None, *, graded: bool
    ) -> Generator[str | Token | Usage | Withdrawn, None, None]:
        # Raised out of the client's errors, whose texts, requests and headers hold what no log shall.
        said = False
        try:
            patience = Patience(self._tries)
            model = self._model or self._first(patience)
            for piece in self._answer(model, messages, most, patience, graded=graded):
                said = isinstance(piece, str) or (said and not isinstance(piece, Withdrawn))
                yield piece
            return
        except _CLIENT_ERRORS as error:
            failure = self._failure(error, said=said)
        raise failure

    def _failure(self, error: Exception, *, said: bool = False) -> ChatError:
        """An error of the client, or one of ours, as it is told; ``said``: words of an answer had come."""
        if isinstance(error, ChatError):
            error.address = self._endpoint
            return error
        exceeds = isinstance(error, openai.APIError) and overflows(error)
        kind = CutError if said else ContextExceeded if exceeds else ChatError
        return kind(self._reason(error), address=self._endpoint)

    def _first(self, patience: Patience) -> str:
        """The first model that the endpoint lists, which is the one that is asked from now on."""
        while True:
            try:
                models = self._listed(self._client)
                break
            except openai.APIError as error:
                if not self._again(error, patience):
                    raise
        if not models:
            raise ChatError(self._of(Message("lists no model: set RAG_MODEL, or check OPENAI_BASE_URL")))
        self._model = str(models[0]["id"])
        return self._model

    def _again(self, error: openai.APIError, patience: Patience) -> bool:
        """Whether to ask once more, after a pause that has passed by then."""
        pause = patience.pause(error)
        if pause is not None:
            ending().pause(pause)
        return pause is not None and not ending().over

    def _answer(
        self, model: str, messages: list[dict[str, str]], most: int | None, patience: Patience, *, graded: bool
    ) -> Iterator[str | Token | Usage | Withdrawn]:
        """An answer, asked for as often as it takes to leave out what the endpoint refuses, to leave room for what the
        model thinks, and for a failure to pass, within the time of one."""
        refused = self._refused
        until = time.monotonic() + WHOLE * self._timeout
        while True:
            answer = Completion(Speech(self._aloud, self._rare), most)
            roomy = bool(self._thinking)
            body = self._body(model, messages, most, refused, graded=graded)
            try:
                with self._client.post(
                    "/chat/completions", cast_to=object, body=body, stream=True, stream_cls=openai.Stream[object]
                ) as stream:
                    for piece in answer.read(stream.response):
                        self._refused = refused
                        yield piece
            except openai.APIError as error:
                if answer.speech.text or time.monotonic() > until:
                    raise
                less = without(error, body, refused)
                if less is None and not self._again(error, patience):
                    raise
                refused = refused if less is None else less
                continue
            self._learn(answer)
            only_thought = answer.speech.thought and not answer.speech.text.strip()
            if roomy or not (only_thought and answer.finish in CUT and self._thinking and most is not None):
                break
        self._refused = refused
        if not (graded and answer.finish in CUT):
            self._judge(answer, body.get("max_tokens", body.get("max_completion_tokens")))

    def _learn(self, answer: Completion) -> None:
        """Note whether the model thinks, and how."""
        speech = answer.speech
        self._thinks = self._thinks or speech.thought
        if speech.unopened or (answer.finish == "stop" and not speech.thought):
            self._aloud = speech.unopened or bool(self._aloud)

    def _body(
        self,
        model: str,
        messages: list[dict[str, str]],
        most: int | None,
        refused: frozenset[str],
        *,
        graded: bool,
    ) -> dict[str, Any]:
        """What is asked for, without the options that the endpoint refuses."""
        if "max_tokens" in refused:
            # Only models that think want it by its other name, and count their thoughts.
            self._thinks = True
        body: dict[str, Any] = {
            "model": model,
            "messages": _conversation(messages, system="system" not in refused),
            "stream": True,
            "stream_options": {"include_usage": True},
            "temperature": 0,
        }
        if most is not None:
            limit = "max_completion_tokens" if "max_tokens" in refused else "max_tokens"
            body[limit] = most + self._thinking
        if graded and not self._thinks and "logprobs" not in refused:
            body |= {"logprobs": True, "top_logprobs": ALTERNATIVES}
        return {name: value for name, value in body.items() if name not in refused}

    def _judge(self, answer: Completion, allowed: int | None) -> None:
        """Raises ``ChatError`` with the reason where what came is no whole answer; ``CutError`` where it begins one."""
        text, finish, thought = answer.speech.text, answer.finish, answer.speech.thought
        written = answer.usage.written if answer.usage is not None else None
        enough = allowed is None or (written is not None and written < allowed)
        full = Message("its context is full")
        if not enough:
            full = Message("{tokens} tokens were not enough for it", tokens=str(allowed))
        kind = CutError if text.strip() else ChatError
        if answer.called is not None:
            tool = Message("a tool")
            if answer.called:
                tool = Message("a tool, {name},", name=self._short(answer.called))
            raise ChatError(
                self._of(
                    Message("called {tool} instead of answering: {model} has none here", tool=tool, model=self.name)
                )
            )
        if answer.refusal and not text.strip():
            raise ChatError(self._of(Message("declined to answer: {said}", said=self._short(answer.refusal))))
        if finish in FILTERED:
            raise kind(self._of(Message("stopped in the middle of its answer: its filter of contents ended it")))
        if finish in FAILED:
            raise kind(self._of(Message("stopped in the middle of its answer: {reason}", reason=finish)))
        if thought and not text.strip():
            if finish not in CUT:
                raise ChatError(self._of(Message("sent what its model thinks and no answer")))
            raise ChatError(self._of(Message("sent what its model thinks and no answer, and {reason}", reason=full)))
        if finish in CUT:
            kind = kind if answer.speech.sure else ChatError  # the beginning of a thought that was cut, perhaps
            raise kind(self._of(Message("stopped in the middle of its answer: {reason}", reason=full)))
        if finish or (answer.done and (is_whole(text, marked=False) or text.rstrip().endswith(_ENTRY_ENDS))):
            return
        if not answer.events:
            raise ChatError(self._of(Message("sent something that is no chat completion: check OPENAI_BASE_URL")))
        if is_whole(text, marked=True):
            raise UnfinishedError(
                self._of(Message("did not say that its answer was complete: more may have been to come"))
            )
        if answer.spoilt:
            raise kind(self._of(Message("sent something that is no chat completion")))
        raise kind(self._of(Message("broke off in the middle of its answer")))

    def _listed(self, client: openai.OpenAI) -> list[dict[str, Any]]:
        """The models that the endpoint lists, each with its ``id``; none where it has no list that can be read.

        It is asked until it has answered once. Raises what the client raises.
        """
        with self._listing:
            if self._models is None:
                try:
                    # Read as it comes: the client's own type of a list fails on a page that is none.
                    listed = client.get("/models", cast_to=object)
                except (openai.NotFoundError, ValueError, RecursionError):
                    listed = None
                self._models = windows.models(listed)
            return self._models

    def _reason(self, error: Exception) -> str:
        match error:
            case Unusable():
                return self._of(self._told(str(error)))
            case openai.APIError() if overflows(error):
                return self._of(Message("was sent more than its model reads: {said}", said=self._said(error)))
            case openai.APITimeoutError() | httpx2.TimeoutException():
                return self._of(Message("did not answer within {seconds} s", seconds=f"{self._timeout:g}"))
            case openai.AuthenticationError():
                return self._of(Message("refused the key (401): check OPENAI_API_KEY"))
            case openai.PermissionDeniedError():
                return self._of(Message("denies this key the model {model} (403)", model=self.name))
            case openai.NotFoundError():
                return self._of(
                    Message("has no model {model} (404): check RAG_MODEL and OPENAI_BASE_URL", model=self.name)
                )
            case openai.RateLimitError():
                return self._of(Message("takes no more requests for now, or the account is used up (429)"))
            case openai.APIStatusError():
                return self._of(
                    Message(
                        "answered with status {status}: {said}", status=str(error.status_code), said=self._said(error)
                    )
                )
            case openai.APIConnectionError() if not isinstance(error.__cause__, _BROKEN):
                return Message("there is no connection to {endpoint}", endpoint=self._endpoint)
            case httpx2.SSEError():
                return self._of(Message("sent more than {size} MiB in one event", size=EVENT // 2**20))
            case openai.APIConnectionError() | httpx2.HTTPError():
                return self._of(Message("broke off in the middle of its answer"))
            case openai.APIError():
                return self._of(Message("reported an error: {said}", said=self._said(error)))
            case openai.OpenAIError():
                return self._of(Message("reported an error: {said}", said=self._short(str(error))))
            case _:
                return self._of(Message("sent something that is no chat completion"))

    def _of(self, told: str) -> Message:
        """What is told of the endpoint, which goes on where its name ends."""
        return Message("{endpoint} {said}", endpoint=self._endpoint, said=told)

    def _said(self, error: openai.APIError) -> str:
        """The endpoint's own words, without the frame that the client puts around them."""
        return self._short(error_text(error.body) or error.message)

    def _short(self, text: str) -> str:
        return " ".join(self._told(text[:READ]).split())[:160].rstrip(". ")

    def _told(self, text: str) -> str:
        """A text of the endpoint, or one that names it, as a reader may see it."""
        return masked(clean(text), self._secrets)


_BROKEN = (httpx2.ReadError, httpx2.RemoteProtocolError)  # how a connection ends that stood before


def _conversation(messages: Sequence[dict[str, str]], *, system: bool) -> list[dict[str, str]]:
    """The messages, neighbours of a role as one, since strict templates want the roles in turn. Without ``system``,
    what that role says heads the first message of the user."""
    talk: list[dict[str, str]] = []
    for message in messages:
        role = message["role"] if system or message["role"] != "system" else "user"
        if talk and talk[-1]["role"] == role:
            talk[-1] = {"role": role, "content": f"{talk[-1]['content']}\n\n{message['content']}"}
        else:
            talk.append({"role": role, "content": message["content"]})
    return talk
