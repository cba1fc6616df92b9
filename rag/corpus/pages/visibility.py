"""How an element of a page comes to look, and whether a reader can see it: by its size, its place and its colours."""

from collections.abc import Iterable
from dataclasses import dataclass

from rag.corpus.pages import css
from rag.corpus.pages.css import Cascade, Color

_FAR = 900.0  # px beyond an edge
_TINY = 2.0  # px of a letter


@dataclass(frozen=True, slots=True)
class Look:
    """How an element comes to look: for each way of being hidden the number of the element by which it is, or None; and
    what its children inherit: the size of letters in px, how opaque they are, their colour and what is behind them."""

    gone: int | None = None
    unseen: int | None = None
    tiny: int | None = None
    pale: int | None = None
    size: float = 16.0
    opacity: float = 1.0
    color: Color | None = (0.0, 0.0, 0.0)
    background: Color | None = (1.0, 1.0, 1.0)

    @property
    def by(self) -> int | None:
        """The element that hides the text of this one itself."""
        return next((number for number in (self.gone, self.unseen, self.tiny, self.pale) if number is not None), None)

    def child(self, number: int, cascade: Cascade, *, hides: bool) -> "Look":
        """The look of a child of that number and what is declared of it; it may be taken for one that hides nothing."""
        size = _font_size(cascade, self.size)
        opacity = self.opacity * _opacity(cascade)
        background = _background(cascade, self.background)
        color = css.blended(cascade["color"][0], self.color, background) if cascade.get("color") else self.color
        mine = number if hides else None
        # Where it is hidden by its ancestor already, that hides it.
        gone = self.gone
        if gone is None and (opacity <= 0.05 or _is_gone(cascade, size)):
            gone = mine
        unseen = self.unseen
        if words := css.idents(cascade, "visibility") - {"inherit", "unset"}:
            hidden = bool(words & {"hidden", "collapse"})
            unseen = (mine if unseen is None else unseen) if hidden else None
        tiny = None if size >= _TINY else mine if self.tiny is None else self.tiny
        pale = None
        if color is not None and background is not None and _distance(color, background) < 0.08:
            pale = mine if self.pale is None else self.pale
        return Look(gone, unseen, tiny, pale, size, opacity if hides else self.opacity, color, background)


def _distance(one: Color, other: Color) -> float:
    """The greatest difference between two colours, from 0 to 1, of red, green or blue."""
    return max(abs(part - counterpart) for part, counterpart in zip(one, other, strict=True))


def _is_gone(cascade: Cascade, size: float) -> bool:
    """Whether an element with all within it is not shown, or shown where nothing can be seen of it."""
    if "none" in css.idents(cascade, "display") or "hidden" in css.idents(cascade, "content-visibility"):
        return True
    positioned = css.idents(cascade, "position") & {"absolute", "fixed", "relative", "sticky"}
    # Of what an element lies in: all of it to the left is out of sight as a rule.
    lengths = {
        name: [
            token.value / 100 * _FAR if token.type == "percentage" and token.value else css.px(token, size)
            for token in cascade[name]
        ]
        for name in (*css.OFFSETS, *css.MARGINS, *css.EXTENTS, *css.PADDINGS, "text-indent")
        if name in cascade
    }

    def beyond(names: Iterable[str], most: float = 5 * _FAR) -> bool:
        return any(
            length is not None and (length <= -_FAR or length >= most)
            for name in names
            for length in lengths.get(name, ())
        )

    if (positioned and beyond(css.OFFSETS)) or beyond(css.MARGINS) or beyond(["text-indent"], _FAR):
        return True
    cut = css.idents(cascade, "overflow") - {"visible"}
    roomy = any(length != 0 for name in css.PADDINGS for length in lengths.get(name, ()))
    flat = any(length is not None and length <= 1 for name in css.EXTENTS for length in lengths.get(name, ())[:1])
    return bool(cut and flat and not roomy) or _is_clipped(cascade, size) or _is_moved(cascade, size)


def _is_clipped(cascade: Cascade, size: float) -> bool:
    """Whether an element is cut to nothing."""
    for function in css.functions(cascade, "clip", "clip-path"):
        arguments = css.significant(function.arguments)
        numbers = [
            token.value if token.type == "percentage" else css.px(token, size)
            for token in arguments
            if token.type in ("percentage", "dimension", "number")
        ]
        match function.lower_name:
            case "rect" if len(numbers) == 4 and None not in numbers:
                top, right, bottom, left = (float(number or 0) for number in numbers)
                if right - left <= 1 or bottom - top <= 1:
                    return True
            case "inset" if any(token.type == "percentage" for token in arguments):
                sides = [token.value if token.type == "percentage" else 0.0 for token in arguments[:4]]
                top, right, bottom, left = (sides * 4)[:4] if len(sides) < 3 else [*sides, sides[1]][:4]
                if top + bottom >= 100 or right + left >= 100:
                    return True
            case "circle" | "ellipse" if numbers and numbers[0] == 0:
                return True
            case "polygon" if numbers and len(set(numbers)) == 1:
                return True
    return False


def _is_moved(cascade: Cascade, size: float) -> bool:
    """Whether an element is moved out of sight or scaled to nothing."""
    moved = [*cascade.get("translate", ())]
    scaled = [*cascade.get("scale", ())]
    for function in css.functions(cascade, "transform"):
        name = function.lower_name
        if name.startswith("translate"):
            moved += function.arguments
        elif name.startswith("scale") or name == "matrix":
            arguments = [token for token in function.arguments if token.type == "number"]
            scaled += [arguments[0], arguments[3]] if name == "matrix" and len(arguments) == 6 else arguments
    far = (
        abs(token.value) >= 200 if token.type == "percentage" else abs(css.px(token, size) or 0) >= _FAR
        for token in moved
    )
    return any(far) or any(getattr(token, "value", None) == 0 for token in scaled)


def _font_size(cascade: Cascade, above: float) -> float:
    tokens = cascade.get("font-size")
    size = css.font_size(tokens[0], above) if tokens else None
    return above if size is None else size


def _opacity(cascade: Cascade) -> float:
    tokens = [*cascade.get("opacity", ())]
    for function in css.functions(cascade, "filter"):
        tokens += function.arguments if function.lower_name == "opacity" else []
    opacity = 1.0
    for token in tokens:
        if token.type in ("number", "percentage"):
            opacity *= max(0.0, min(1.0, token.value / (100 if token.type == "percentage" else 1)))
    return opacity


def _background(cascade: Cascade, above: Color | None) -> Color | None:
    """The colour behind an element's text; None where it is a picture, or what else may lie below something moved."""
    pictured = cascade.get("background-image") and css.idents(cascade, "background-image") != {"none"}
    if pictured or css.idents(cascade, "background-clip") & {"text"}:
        return None
    if css.idents(cascade, "position") & {"absolute", "fixed", "sticky"}:
        above = None
    tokens = cascade.get("background-color")
    return css.blended(tokens[0], above, above) if tokens else above
