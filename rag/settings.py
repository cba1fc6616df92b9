"""What a deployment may change, read from the environment in this one place."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from rag.errors import RagError
from rag.places import index_of


@dataclass(frozen=True, slots=True)
class Settings:
    """The defaults of the command line and the chat; every field can be given as an argument instead.

    With neither ``api_key`` nor ``base_url`` no language model is used and answers are made of quotations.
    """

    corpus: Path = Path("corpus")
    """RAG_CORPUS: the folder of articles."""
    index: Path = field(default=Path("index"), repr=False)
    """RAG_INDEX: the folder of the index, or its address as `rag.index.place` has it; not shown, as it may hold a
    password."""
    api_key: str | None = field(default=None, repr=False)
    """OPENAI_API_KEY: the key of an OpenAI-compatible endpoint; not shown."""
    base_url: str | None = field(default=None, repr=False)
    """OPENAI_BASE_URL: the endpoint's address, ending in /v1 as a rule; not shown, as it may hold a password."""
    model: str | None = None
    """RAG_MODEL: the language model's name at that endpoint; by default the first that the endpoint lists."""
    timeout: float = 60.0
    """RAG_TIMEOUT: seconds without a word from the endpoint before it is given up; an answer may take ten times
    that."""
    context: int | None = None
    """RAG_CONTEXT: how many tokens the language model reads, 512 to 2000000; by default what the endpoint says of it,
    else 4096."""
    passages: int = 8
    """RAG_PASSAGES: how many passages a question retrieves, 1 to 50."""
    reranker: str | None = None
    """RAG_RERANKER: a cross-encoder of sentence-transformers, by name or folder, that orders the best passages anew."""
    judge: str | None = None
    """RAG_JUDGE: who decides whether the articles state what a language model wrote: ``endpoint``, the model itself
    (the default where there is an endpoint), ``off``, or a cross-encoder trained for entailment, by name or folder."""
    threads: int = min(4, os.cpu_count() or 1)
    """RAG_THREADS: processor threads for embedding, 1 or more."""
    hosts: tuple[str, ...] = ()
    """RAG_FETCH_HOSTS: the hosts that articles may be fetched from though they are not public, such as ``intranet`` or
    ``localhost:8000``, parted by commas."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings; an empty variable counts as unset.

        Raises ``RagError`` naming the variable where a number does not read as one or is out of range, an address is
        none, or a key holds what none can.
        """

        default = cls()

        def text(name: str) -> str | None:
            return environment.get(name, "").strip() or None

        def number(name: str, otherwise: float, low: float, high: float) -> float:
            given = text(name)
            if given is None:
                return otherwise
            try:
                value = float(given)
            except ValueError:
                value = float("nan")
            if not low <= value <= high:
                raise RagError(f"{name}={given!r} is not a number from {low} to {high}: set it anew or unset it.")
            return value

        base_url, api_key = text("OPENAI_BASE_URL"), text("OPENAI_API_KEY")
        # Neither is repeated: they may hold what must not be read.
        if base_url is not None and not _is_address(base_url):
            raise RagError("OPENAI_BASE_URL is no address such as http://127.0.0.1:8000/v1: set it anew or unset it.")
        if api_key is not None and not (api_key.isascii() and api_key.isprintable()):
            raise RagError("OPENAI_API_KEY holds a sign that no key has: set it anew or unset it.")

        return cls(
            corpus=Path(text("RAG_CORPUS") or default.corpus),
            index=index_of(text("RAG_INDEX") or str(default.index)),
            api_key=api_key,
            base_url=base_url,
            model=text("RAG_MODEL"),
            timeout=number("RAG_TIMEOUT", default.timeout, 1, 3600),
            context=int(number("RAG_CONTEXT", 0, 512, 2_000_000)) or None,
            passages=int(number("RAG_PASSAGES", default.passages, 1, 50)),
            reranker=text("RAG_RERANKER"),
            judge=text("RAG_JUDGE"),
            threads=int(number("RAG_THREADS", default.threads, 1, 256)),
            hosts=tuple((text("RAG_FETCH_HOSTS") or "").replace(",", " ").split()),
        )


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.port != 0
            and url.isprintable()
            and " " not in url
        )
    except ValueError:  # of a port or an IPv6 address
        return False
