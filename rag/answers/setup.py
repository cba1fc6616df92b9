"""Settings -> the language model and the judge that they name."""

from typing import TYPE_CHECKING

from rag.answers.calibration import Calibrated, calibrated
from rag.answers.judging import CrossEncoderJudge, EndpointJudge
from rag.errors import RagError
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.answers.chat import Chat  # imported when there is an endpoint: the client takes half a second to load


def endpoint(settings: Settings) -> "Chat | None":
    """The language model that settings name, if they name one."""
    if not settings.api_key and not settings.base_url:
        return None
    from rag.answers.chat import OpenAIChat

    return OpenAIChat(
        api_key=settings.api_key,
        base_url=settings.base_url,
        model=settings.model,
        timeout=settings.timeout,
        context=settings.context,
    )


def judge_of(named: str | None, chat: "Chat | None") -> Calibrated | None:
    """The judge of that name, with what was measured of it: ``endpoint`` is the language model, ``off`` none, any other
    a cross-encoder; where none is named, the language model if there is one.

    Raises ``ModelError`` where the cross-encoder can't be had, and ``RagError`` for an endpoint that is not there.
    """
    if named == "off" or (named is None and chat is None):
        return None
    if named in (None, "endpoint"):
        if chat is None:
            raise RagError("The judge is to be the endpoint, and there is none: set OPENAI_BASE_URL or OPENAI_API_KEY.")
        return calibrated(EndpointJudge(chat))
    return calibrated(CrossEncoderJudge(str(named)))
