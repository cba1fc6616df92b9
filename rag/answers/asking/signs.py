"""A question's text sign by sign: in lower case with the same bounds, and what of it stands in quotation marks."""

import re

QUOTED = re.compile(r"[\"“«„]([^\"“”«»„]+)[\"”»“]")


def blanked(text: str) -> str:
    """The text in lower case, with blanks for what stands in quotation marks."""
    return lower(QUOTED.sub(lambda match: " " * len(match[0]), text))


def unquoted(text: str) -> str:
    """The text without quotation marks and signs at its ends."""
    return text.strip(" \"“”«»„'’,.¿?")


def lower(text: str) -> str:
    """The text in lower case, sign by sign, so that both have the same bounds."""
    lowered = text.lower()
    if len(lowered) == len(text):  # as it is but for İ and its like
        return lowered
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)
