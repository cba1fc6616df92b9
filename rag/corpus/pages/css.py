"""What a page's CSS says, in numbers: declarations that may hide or show, lengths in px, and colours in sRGB."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tinycss2.color4 import parse_color

Cascade = Mapping[str, Sequence[Any]]
"""The values that an element is declared to have, by property: the tokens of each, without white space."""
Color = tuple[float, float, float]
"""Red, green and blue of sRGB, from 0 to 1 each."""

_UNITS = {"px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 37.8, "mm": 3.78, "q": 0.945, "rem": 16, "vw": 12.8, "vh": 8,
          "dvh": 8, "svh": 8, "lvh": 8, "vmin": 8, "vmax": 12.8}  # fmt: skip
_DEFAULTS = {"inherit", "initial", "revert", "revert-layer", "unset"}
_KEYWORDS = {
    "display": re.compile(r"none|block|inline.*|flow.*|flex|grid|table.*|list-item|contents|ruby.*|-\w+-.*"),
    "visibility": re.compile("visible|hidden|collapse"),
    "position": re.compile("static|relative|absolute|fixed|sticky|-webkit-sticky"),
    "overflow": re.compile("visible|hidden|clip|scroll|auto|overlay"),
}
_SIZES = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0}
OFFSETS = ("left", "right", "top", "bottom", "inset", "inset-inline", "inset-inline-start", "inset-inline-end",
           "inset-block", "inset-block-start", "inset-block-end")  # fmt: skip
MARGINS = ("margin", "margin-left", "margin-top", "margin-inline", "margin-inline-start", "margin-block-start")
EXTENTS = ("width", "height", "max-width", "max-height", "inline-size", "block-size", "max-inline-size",
           "max-block-size")  # fmt: skip
PADDINGS = ("padding", "padding-top", "padding-bottom", "padding-block", "min-height", "min-width")
_FOLLOWED = {
    "display", "visibility", "content-visibility", "opacity", "filter", "font-size", "font", "color",
    "-webkit-text-fill-color", "background", "background-color", "background-image", "background-clip",
    "-webkit-background-clip", "position", "overflow", "overflow-x", "overflow-y", "text-indent", "transform", "scale",
    "translate", "clip", "clip-path", *OFFSETS, *MARGINS, *EXTENTS, *PADDINGS,
}  # fmt: skip


class Declaration(NamedTuple):
    """A property and its value: the tokens, without white space and comments."""

    name: str
    tokens: Sequence[Any]
    important: bool


def significant(tokens: Iterable[Any]) -> list[Any]:
    """Tokens without the white space and the comments among them."""
    return [token for token in tokens if token.type not in ("whitespace", "comment")]


def declarations(nodes: Iterable[Any]) -> list[Declaration]:
    """The declarations that may hide or show, those in short spelt out, without those that a browser takes for none."""
    found = []
    for node in nodes:
        if node.type != "declaration":
            continue
        name = node.lower_name
        tokens = significant(node.value)
        if node.name.startswith("--"):
            found.append(Declaration(node.name, tokens, node.important))
        if name not in _FOLLOWED or not tokens or not _is_valid(name, tokens[0]):
            continue
        match name:
            case "background":
                colors = [token for token in tokens if parse_color(token) or _is_variable(token)]
                found.append(Declaration("background-color", colors or ["transparent"], node.important))
                name = "background-image"
                tokens = [token for token in tokens if token.type in ("url", "function") and token not in colors]
            case "font":
                name, tokens = "font-size", [token for token in tokens if font_size(token, 16.0) is not None][:1]
            case "overflow-x" | "overflow-y":
                name = "overflow"
            case "-webkit-background-clip":
                name = "background-clip"
            case "-webkit-text-fill-color":
                name = "color"
        if tokens or name == "background-image":
            found.append(Declaration(name, tokens, node.important))
    return found


def _is_valid(name: str, token: Any) -> bool:
    """Whether a property may have a value that begins so; if not, what was declared before holds."""
    word = token.lower_value if token.type == "ident" else ""
    if word in _DEFAULTS or _is_variable(token):
        return True
    if name in _KEYWORDS:
        return _KEYWORDS[name].fullmatch(word) is not None
    if name in ("color", "background-color", "-webkit-text-fill-color"):
        return parse_color(token) is not None
    if name == "font-size":
        return token.type == "function" or font_size(token, 16.0) is not None
    return name != "opacity" or token.type in ("number", "percentage", "function")


def _is_variable(token: Any) -> bool:
    return bool(token.type == "function" and token.lower_name == "var")


def resolved(tokens: Sequence[Any], variables: Cascade, depth: int = 4) -> list[Any]:
    """Some tokens with the values of the variables among them, or what stands in for one that has none."""
    found = []
    for token in tokens:
        if isinstance(token, str) or not _is_variable(token) or not depth:
            found.append(token)
            continue
        name, *others = significant(token.arguments) or [None]
        value = variables.get(getattr(name, "value", ""), others[1:])
        # A few tokens say what hides; thousands could be made of variables in variables.
        found += resolved(value[:4], variables, depth - 1)
    return found


def font_size(token: Any, above: float) -> float | None:
    """A size of letters in px; None where it is none, or one that is not known."""
    if token.type == "ident":
        return {"smaller": above / 1.2, "larger": above * 1.2}.get(token.lower_value, _SIZES.get(token.lower_value))
    if token.type == "percentage":
        return float(above * token.value / 100)
    return px(token, above) if token.type in ("dimension", "function") or getattr(token, "value", None) == 0 else None


def px(token: Any, em: float) -> float | None:
    """A length in px, of a screen of 1280 by 800; None for what is none, or depends on more than that."""
    kind = getattr(token, "type", "")
    if kind == "function" and token.lower_name == "calc":
        total, sign = 0.0, 1
        for one in token.arguments:
            if one.type == "literal" and one.value in "+-":
                sign = 1 if one.value == "+" else -1
            elif one.type != "whitespace":
                length = None if one.type == "function" else px(one, em)
                if length is None:
                    return None
                total += sign * length
        return total
    if kind in ("number", "percentage"):
        return 0.0 if token.value == 0 else None
    if kind != "dimension":
        return None
    units = {**_UNITS, "em": em, "ex": em / 2, "ch": em / 2, "lh": 1.2 * em}
    unit = units.get(token.lower_unit)
    return None if unit is None else float(token.value * unit)


def blended(token: Any, inherited: Color | None, background: Color | None) -> Color | None:
    """A colour as it looks on the background, or that inherited; None where either is not known."""
    color = parse_color(token)
    if color == "currentcolor":
        return inherited
    if color is None:
        words = token if isinstance(token, str) else getattr(token, "lower_value", "")
        return inherited if words in ("inherit", "unset") else None
    if color.alpha == 0:
        return background
    try:
        red, green, blue = color.to("srgb").coordinates
    except NotImplementedError:
        # Of these there is no way to sRGB but for the ends, which all colours of their lightness come to.
        light = (color.coordinates[0] or 0) / (100 if color.space in ("lab", "lch") else 1)
        if color.space not in ("lab", "lch", "oklab", "oklch") or 0.02 < light < 0.98:
            return None
        red = green = blue = float(light > 0.5)
    if color.alpha == 1:
        return red, green, blue
    if background is None:
        return None
    alpha = color.alpha
    mixed = (alpha * one + (1 - alpha) * two for one, two in zip((red, green, blue), background, strict=True))
    red, green, blue = mixed
    return red, green, blue


def idents(cascade: Cascade, name: str) -> set[str]:
    """The words that a property is declared to be, in lower case."""
    return {
        token if isinstance(token, str) else token.lower_value
        for token in cascade.get(name, ())
        if isinstance(token, str) or token.type == "ident"
    }


def functions(cascade: Cascade, *names: str) -> list[Any]:
    """The functions among the values of some properties, such as ``translate(1px)``."""
    return [token for name in names for token in cascade.get(name, ()) if getattr(token, "type", "") == "function"]
