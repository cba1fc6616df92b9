"""Whose words a sentence is."""

from rag.text.said.reading import attributions


def speaker(text: str, sentence: str, code: str) -> str | None:
    """The name of whom a sentence of a text in a language is the words of; None where it is nobody's."""
    at = text.index(sentence)
    told = (one for one in attributions(text, code) if one.stands[0] <= at < one.stands[1])
    return next((text[slice(*one.name)] for one in told if one.name), None)
