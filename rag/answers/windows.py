"""An endpoint's list of models -> the models, and how many tokens one of them reads."""

from collections.abc import Sequence
from typing import Any

# Ollama reads that many unless it is told otherwise, says so nowhere in its list of models, and drops the rest of a
# longer conversation in silence. So that many is all that is sent to an endpoint that does not say what it reads.
UNKNOWN = 4096
"""Tokens that a model is taken to read of which nothing is known."""
# The names of a window in a list of models: llama.cpp (what each of its slots reads, unlike ``n_ctx_train``); vLLM and
# SGLang; LM Studio; OpenRouter and Together; Mistral and LM Studio; Groq.
_NAMES = (
    "n_ctx",
    "max_model_len",
    "loaded_context_length",
    "context_length",
    "max_context_length",
    "context_window",
)


def models(listed: object) -> list[dict[str, Any]]:
    """Each model of a list that has an ``id``; none where the list is none. Some endpoints list them bare."""
    every = listed.get("data") if isinstance(listed, dict) else listed
    return [
        model
        for model in (every if isinstance(every, list) else [])
        if isinstance(model, dict) and isinstance(model.get("id"), str)
    ]


def window(listed: Sequence[dict[str, Any]], name: str | None) -> int:
    """How many tokens a listed model reads; where none is named, the first, which is then the one that is used."""
    named = [model for model in listed if model["id"] == name]
    if name is None or len(listed) == 1:  # llama.cpp answers with the one that it has, by whatever name it is called
        named = named or list(listed[:1])
    for model in named:
        meta = model.get("meta")
        known = {**model, **(meta if isinstance(meta, dict) else {})}
        for key in _NAMES:
            size = known.get(key)
            if isinstance(size, int) and not isinstance(size, bool) and size > 0:
                return size
    return UNKNOWN
