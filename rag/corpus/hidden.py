"""What a page hides from who reads it in a browser: by attributes, by its own style sheets, by its size, place or ink.

Text that nobody sees can say what it likes to a search engine or a language model, so that it is no part of an
article. But a page may also hide for a moment what it is there for, until a script shows it; that stays. Style sheets
in files of their own are not at hand. It knows of elements and styles alone, and nothing of what their words say.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

Cascade = Mapping[str, Sequence[Any]]
"""The values that an element is declared to have, by property: the tokens of each, without white space."""
_Ink = tuple[float, float, float]
_Certainty = Literal["yes", "maybe", "no"]

STEPS = 1_000_000
"""How often an element of a page may be compared with a selector, some 2 s of work; then its rules are left."""
STYLED = 1_000_000
"""The characters of a page's style sheets that are read, from the first, as many again as most pages have in all."""

# What a browser does not show without being told to.
_UNSHOWN = {"noscript", "template"}
# What it gives colours of its own.
_COLOURED = {"a", "button", "input", "mark", "select"}
_SOURCE = {"script", "style", "head", "title", "textarea"}
# A hidden menu or form need not be told; nor is a text outweighed by these, or by links and what stands beside it.
_FURNITURE = {"button", "dialog", "form", "nav", "select", "svg"}
_MARGINAL = {"a", "aside", "footer", *_FURNITURE}
_MAIN = {"article", "body", "html", "main"}
_MAIN_NAMES = re.compile(r"(?:^|[\s_-])(?:articles?|entry|main|paywall|post|read-?more|story)(?:$|[\s_-])", re.I)
# The widths in px of what pages are read on. A rule for widths outside is for nobody; one for all of these is for all.
_NARROWEST, _WIDEST = 320.0, 3840.0
_LAYERS = 8  # causes for which the main text is hidden, one within the other
_LONGEST = 2000  # characters of a selector with brackets; nested, they may grow without end
_DEEPEST = 8  # rules in rules
_FAR = 900.0  # px beyond an edge
_TINY = 2.0  # px of a letter
_UNITS = {"px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 37.8, "mm": 3.78, "q": 0.945, "rem": 16, "vw": 12.8, "vh": 8,
          "dvh": 8, "svh": 8, "lvh": 8, "vmin": 8, "vmax": 12.8}  # fmt: skip
_NAMES = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
_DEFAULTS = {"inherit", "initial", "revert", "revert-layer", "unset"}
_KEYWORDS = {
    "display": re.compile(r"none|block|inline.*|flow.*|flex|grid|table.*|list-item|contents|ruby.*|-\w+-.*"),
    "visibility": re.compile("visible|hidden|collapse"),
    "position": re.compile("static|relative|absolute|fixed|sticky|-webkit-sticky"),
    "overflow": re.compile("visible|hidden|clip|scroll|auto|overlay"),
}
_SIZES = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0}
_OFFSETS = ("left", "right", "top", "bottom", "inset", "inset-inline", "inset-inline-start", "inset-inline-end",
            "inset-block", "inset-block-start", "inset-block-end")  # fmt: skip
_MARGINS = ("margin", "margin-left", "margin-top", "margin-inline", "margin-inline-start", "margin-block-start")
_EXTENTS = ("width", "height", "max-width", "max-height", "inline-size", "block-size", "max-inline-size",
            "max-block-size")  # fmt: skip
_PADDINGS = ("padding", "padding-top", "padding-bottom", "padding-block", "min-height", "min-width")
_FOLLOWED = {
    "display", "visibility", "content-visibility", "opacity", "filter", "font-size", "font", "color",
    "-webkit-text-fill-color", "background", "background-color", "background-image", "background-clip",
    "-webkit-background-clip", "position", "overflow", "overflow-x", "overflow-y", "text-indent", "transform", "scale",
    "translate", "clip", "clip-path", *_OFFSETS, *_MARGINS, *_EXTENTS, *_PADDINGS,
}  # fmt: skip
# Beside these, a page may hide by what else is declared; a rule that may not apply is not to hide by it.
_LEAVES_TO_BE_SEEN = {"display", "visibility", "content-visibility", "opacity", "position", "overflow"}


class _Declared(NamedTuple):
    name: str
    tokens: Sequence[Any]
    important: bool


class _Node(NamedTuple):
    """An element, the place of its parent among the nodes (-1 for the root), what is declared of it, and the characters
    that it holds itself: of prose, and of whatever a reader may miss."""

    element: Any
    parent: int
    cascade: Cascade
    prose: int
    text: int


@dataclass(frozen=True, slots=True)
class _Look:
    """How an element comes to look: for each way of being hidden the node by which it is, or None; and what its
    children inherit."""

    gone: int | None = None
    unseen: int | None = None
    tiny: int | None = None
    pale: int | None = None
    size: float = 16.0
    opacity: float = 1.0
    ink: _Ink | None = (0.0, 0.0, 0.0)
    paper: _Ink | None = (1.0, 1.0, 1.0)

    @property
    def by(self) -> int | None:
        """The node that hides the text of the element itself."""
        return next((node for node in (self.gone, self.unseen, self.tiny, self.pale) if node is not None), None)


def take_out_hidden(tree: Any) -> tuple[int, bool]:
    """Takes what a page hides out of its tree; how many characters that were, and whether its style sheets could be
    followed to their end.

    What is hidden and yet the page's main text is shown later, by a script (against flicker, behind a paywall, as the
    reader scrolls): it is kept.
    """
    rules, read = _rules(tree)
    nodes, followed = _nodes(tree, _compiled(tree, rules))
    # Beside what a style sheet in a file of its own makes white, a picture or a dark page may be behind.
    linked = any("stylesheet" in (link.get("rel") or "").lower() for link in tree.iter("link"))
    root = _Look(ink=None if linked else (0.0, 0.0, 0.0))
    later: set[int] = set()
    looks = _looks(nodes, root, later)
    # Without one cause, others within it come to light.
    for _ in range(_LAYERS):
        found = _shown_later(nodes, looks)
        later |= found
        if not found:
            break
        looks = _looks(nodes, root, later)
    for place in later:
        element = nodes[place].element
        for name in ("style", "hidden", "aria-hidden"):  # by which it may be left out later
            element.attrib.pop(name, None)
        element.tag = "div" if element.tag in _UNSHOWN else element.tag
    # What a browser shows to nobody, or to nobody who runs scripts, is no part of the page as it is seen.
    taken = sum(
        node.text
        for node, look in zip(nodes, looks, strict=True)
        if look.by is not None and nodes[look.by].element.tag not in _UNSHOWN
    )
    # From the leaves up: what holds nothing any more goes with the rest.
    for place in range(len(nodes) - 1, -1, -1):
        element, look = nodes[place].element, looks[place]
        if look.by is None:
            continue
        element.text = None
        for child in element:
            child.tail = None
        if (look.gone == place or len(element) == 0) and element.getparent() is not None:
            element.drop_tree()
    return taken, read and followed


def _shown_later(nodes: Sequence[_Node], looks: Sequence[_Look]) -> set[int]:
    """The hiding nodes that hide the page's main text."""
    total = sum(node.prose for node in nodes)
    hidden: dict[int, int] = defaultdict(int)
    for node, look in zip(nodes, looks, strict=True):
        if look.by is not None:
            hidden[look.by] += node.prose
    seen = total - sum(hidden.values())
    for place, prose in hidden.items():
        element = nodes[place].element
        if element.tag in ("html", "body"):
            return {place}
        if element.tag in _UNSHOWN:
            # "Please switch on JavaScript" is no article.
            if prose >= 500 and 10 * seen < prose:
                return {place}
        elif 2 * prose > total and (10 * seen < prose or _is_main(element)):
            return {place}
    # Paragraphs that fade in as they are scrolled to: many that are hidden alike, and most of the text.
    alike: dict[str, set[int]] = defaultdict(set)
    for place in hidden:
        if "opacity" in nodes[place].cascade:
            alike[str(nodes[place].element.get("class"))].add(place)
    for places in alike.values():
        if len(places) > 2 and 2 * sum(hidden[place] for place in places) > total:
            return places
    return set()


def _is_main(element: Any) -> bool:
    names = f"{element.get('id', '')} {element.get('class', '')}"
    return (
        element.tag in _MAIN
        or element.get("itemprop") == "articleBody"
        or _MAIN_NAMES.search(names) is not None
        or next(element.iter("article", "main", "h1"), None) is not None
    )


# Style sheets


def _rules(tree: Any) -> tuple[list[tuple[str, Sequence[_Declared]]], bool]:
    """The selectors of a page's own style sheets, each with what it declares that may hide or show; and whether these
    are all."""
    import tinycss2

    found: list[tuple[str, Sequence[_Declared]]] = []
    left = STYLED
    whole = True
    for style in tree.iter("style"):
        certain = _applies(tinycss2.parse_component_value_list(style.get("media") or ""))
        if certain == "no" or (style.get("type") or "text/css").strip().lower() != "text/css":
            continue
        text = style.text or ""
        whole = whole and len(text) <= left
        sheet = tinycss2.parse_stylesheet(text[:left], skip_comments=True, skip_whitespace=True)
        left = max(0, left - len(text))
        try:
            found += _rules_of(sheet, certain, "")
        except RecursionError:  # brackets in brackets
            whole = False
    return found, whole


def _rules_of(
    nodes: Iterable[Any], certain: _Certainty, outer: str, depth: int = 0
) -> Iterator[tuple[str, Sequence[_Declared]]]:
    import tinycss2

    nodes = list(nodes)
    declared = [one for one in _declared(nodes) if certain == "yes" or not _may_hide(one)]
    if declared and outer:
        yield outer, declared
    for node in nodes if depth < _DEEPEST else ():
        if node.type == "qualified-rule":
            content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            selector = tinycss2.serialize(node.prelude).strip()
            if outer:  # nested
                selector = selector if "&" in selector else f"& {selector}"
                selector = selector.replace("&", f":is({outer})")
            if len(selector) <= _LONGEST or "(" not in selector:
                yield from _rules_of(content, certain, selector, depth + 1)
        elif node.type == "at-rule" and node.content is not None:
            within = certain
            match node.lower_at_keyword:
                case "media":
                    applies = _applies(node.prelude)
                    within = applies if applies != "yes" else certain
                case "supports":
                    negated = any(token.type == "ident" and token.lower_value == "not" for token in node.prelude)
                    within = "maybe" if negated else certain
                case "container" | "scope" | "starting-style":
                    within = "maybe"
                case "layer":
                    pass
                case _:
                    continue
            if within != "no":
                # `a:hover {}` may be read as a declaration where one may stand.
                parse = tinycss2.parse_blocks_contents if outer else tinycss2.parse_rule_list
                content = parse(node.content, skip_comments=True, skip_whitespace=True)
                yield from _rules_of(content, within, outer, depth + 1)


def _may_hide(declared: _Declared) -> bool:
    """Whether a declaration, of a rule that may not apply, may hide what others show."""
    words = {token.lower_value for token in declared.tokens if token.type == "ident"}
    zero = any(getattr(token, "value", None) == 0 for token in declared.tokens)
    hiding = words & {"none", "hidden", "collapse", "absolute", "fixed", "clip"}
    return declared.name not in _LEAVES_TO_BE_SEEN or bool(hiding) or zero


def _applies(media: Sequence[Any]) -> _Certainty:
    """Whether a list of media queries is one for a screen, of whatever width."""
    queries: list[list[Any]] = [[]]
    for token in media:
        if token.type == "literal" and token.value == ",":
            queries.append([])
        elif token.type not in ("whitespace", "comment"):
            queries[-1].append(token)
    found = {_query(query) for query in queries}
    return "yes" if "yes" in found else "maybe" if "maybe" in found else "no"


def _query(query: Sequence[Any]) -> _Certainty:
    words = [token.lower_value for token in query if token.type == "ident"]
    kind = next((word for word in words if word not in ("not", "only", "and", "or")), "screen")
    features = [_feature(token) for token in query if token.type != "ident"]
    certain: _Certainty = "yes" if kind in ("all", "screen") else "no"
    if "or" in words:
        certain = "maybe"
    elif certain == "yes" and features:
        certain = "no" if "no" in features else "maybe" if "maybe" in features else "yes"
    if "not" in words:
        return "maybe" if features else "no" if certain == "yes" else "yes"
    return certain


def _feature(token: Any) -> _Certainty:
    """Whether a feature in brackets, such as ``(min-width: 1px)``, is one of all screens; only widths are known."""
    if token.type != "() block":
        return "maybe"
    parts = [part for part in token.content if part.type != "whitespace"]
    name = parts[0].lower_value if parts and parts[0].type == "ident" else ""
    width = _px(parts[-1], 16.0) if parts else None
    sign = "".join(part.value for part in parts if part.type == "literal")
    if width is None or len(parts) < 3:
        return "maybe"
    if (name, sign) in (("min-width", ":"), ("width", ">="), ("width", ">")):
        return "yes" if width <= _NARROWEST else "no" if width > _WIDEST else "maybe"
    if (name, sign) in (("max-width", ":"), ("width", "<="), ("width", "<")):
        return "yes" if width >= _WIDEST else "no" if width < _NARROWEST else "maybe"
    return "maybe"


def _declared(nodes: Iterable[Any]) -> list[_Declared]:
    """The declarations that may hide or show, those in short spelt out, without those that a browser takes for none."""
    from tinycss2.color4 import parse_color

    found = []
    for node in nodes:
        if node.type != "declaration":
            continue
        name = node.lower_name
        tokens = [token for token in node.value if token.type not in ("whitespace", "comment")]
        if node.name.startswith("--"):
            found.append(_Declared(node.name, tokens, node.important))
        if name not in _FOLLOWED or not tokens or not _is_valid(name, tokens[0]):
            continue
        match name:
            case "background":
                inks = [token for token in tokens if parse_color(token) or _is_variable(token)]
                found.append(_Declared("background-color", inks or ["transparent"], node.important))
                name = "background-image"
                tokens = [token for token in tokens if token.type in ("url", "function") and token not in inks]
            case "font":
                name, tokens = "font-size", [token for token in tokens if _size(token, 16.0) is not None][:1]
            case "overflow-x" | "overflow-y":
                name = "overflow"
            case "-webkit-background-clip":
                name = "background-clip"
            case "-webkit-text-fill-color":
                name = "color"
        if tokens or name == "background-image":
            found.append(_Declared(name, tokens, node.important))
    return found


def _is_valid(name: str, token: Any) -> bool:
    """Whether a property may have a value that begins so; if not, what was declared before holds."""
    from tinycss2.color4 import parse_color

    word = token.lower_value if token.type == "ident" else ""
    if word in _DEFAULTS or _is_variable(token):
        return True
    if name in _KEYWORDS:
        return _KEYWORDS[name].fullmatch(word) is not None
    if name in ("color", "background-color", "-webkit-text-fill-color"):
        return parse_color(token) is not None
    if name == "font-size":
        return token.type == "function" or _size(token, 16.0) is not None
    return name != "opacity" or token.type in ("number", "percentage", "function")


def _is_variable(token: Any) -> bool:
    return bool(token.type == "function" and token.lower_name == "var")


def _resolved(tokens: Sequence[Any], variables: Cascade, depth: int = 4) -> list[Any]:
    """Some tokens with the values of the variables among them, or what stands in for one that has none."""
    found = []
    for token in tokens:
        if isinstance(token, str) or not _is_variable(token) or not depth:
            found.append(token)
            continue
        name, *others = [one for one in token.arguments if one.type not in ("whitespace", "comment")] or [None]
        value = variables.get(getattr(name, "value", ""), others[1:])
        # A few tokens say what hides; thousands could be made of variables in variables.
        found += _resolved(value[:4], variables, depth - 1)
    return found


def _compiled(tree: Any, rules: Iterable[tuple[str, Sequence[_Declared]]]) -> list[tuple[Any, Sequence[_Declared]]]:
    """The selectors that may match something of a page, each with what it declares.

    Of the rules of most pages nine in ten are for classes that this one has not.
    """
    import cssselect2

    known = {name for element in tree.xpath("//*[@class or @id]") for name in element.get("class", "").split()}
    known |= set(tree.xpath("//@id"))
    found = []
    for text, declared in rules:
        mine: list[Any] = []
        # A list may be of thousands, of which one matches; in brackets it may be of alternatives.
        for one in [text] if "(" in text else text.split(","):
            if not set(_NAMES.findall(one)) <= known and not re.search(r":(?:is|where|not|has)\(|\\", one):
                continue
            try:
                selectors = cssselect2.compile_selector_list(one)
            except (cssselect2.SelectorError, RecursionError, SyntaxError, MemoryError):
                mine.clear()  # a browser drops such a rule too, or it is nested without end
                break
            mine += [one for one in selectors if not one.never_matches and one.pseudo_element is None]
        found += [(one, declared) for one in mine]
    return found


class _SpentError(Exception):
    """That matching a page's rules took more than ``STEPS``."""


def _nodes(tree: Any, rules: Sequence[tuple[Any, Sequence[_Declared]]]) -> tuple[list[_Node], bool]:
    """The elements of a page in the order of its text, each with what is declared of it; and whether all rules were
    followed to the end."""
    import cssselect2

    left = STEPS

    def spend(steps: int) -> None:
        nonlocal left
        left -= steps
        if left < 0:
            raise _SpentError

    class Element(cssselect2.ElementWrapper):  # type: ignore[misc]
        """An element that counts how often its relations are walked: a few descendants in one selector are tried in a
        number of ways that grows with their power."""

        @property
        def ancestors(self) -> Any:
            found = super().ancestors
            spend(len(found))
            return found

        @property
        def previous_siblings(self) -> Any:
            found, before = [], self.previous
            while before is not None:
                found.append(before)
                before = before.previous
            spend(len(found))
            return found[::-1]

        @property
        def etree_siblings(self) -> Any:
            spend(len(self._siblings))
            return self._siblings

        @etree_siblings.setter
        def etree_siblings(self, siblings: Any) -> None:
            self._siblings = siblings

        def iter_children(self) -> Any:
            for child in super().iter_children():
                spend(10)  # as each is made anew
                yield child

    matcher = cssselect2.Matcher()
    for selector, declared in rules:
        matcher.add_selector(selector, declared)
    tried = len(matcher.other_selectors)

    def matched(wrapper: Any) -> list[Sequence[_Declared]]:
        names = (matcher.class_selectors.get(name, ()) for name in wrapper.classes)
        spend(tried + sum(map(len, names)) + len(matcher.lower_local_name_selectors.get(wrapper.local_name, ())))
        return [declared for _, _, _, declared in matcher.match(wrapper)]

    inline: dict[str, list[_Declared]] = {}
    nodes: list[_Node] = []
    waiting: list[tuple[Any, int, frozenset[str], Cascade]] = [(Element.from_html_root(tree), -1, frozenset(), {})]
    while waiting:
        wrapper, parent, within, variables = waiting.pop()
        element = wrapper.etree_element
        if element.tag in _SOURCE:
            continue
        if element.tag in _MARGINAL:
            # A link within a page is one to skip its menu by.
            to_skip = element.tag == "a" and element.get("href", "").startswith("#")
            within |= {"nav" if to_skip else element.tag}
        cascade: dict[str, Sequence[Any]] = {}
        if rules or element.attrib or element.tag in _UNSHOWN | _COLOURED:
            try:
                matching = matched(wrapper) if rules and left >= 0 else []
            except _SpentError:
                matching = []
            cascade = _cascade(element, matching, inline)
            own = {name: tokens for name, tokens in cascade.items() if name.startswith("--")}
            variables = {**variables, **own} if own else variables
            cascade = {name: _resolved(cascade[name], variables) for name in cascade.keys() - own.keys()}
        texts = (element.text, *(child.tail for child in element))
        length = 0 if within & _FURNITURE else sum(len(" ".join(text.split())) for text in texts if text)
        nodes.append(_Node(element, parent, cascade, 0 if within else length, length))
        children = super(Element, wrapper).iter_children()
        waiting += [(child, len(nodes) - 1, within, variables) for child in children][::-1]
    return nodes, left >= 0


def _cascade(
    element: Any, matched: Sequence[Sequence[_Declared]], inline: dict[str, list[_Declared]]
) -> dict[str, Sequence[Any]]:
    """What holds of an element: what its attributes say, then rules by their rank, then its own style, and what is
    important over all that."""
    import tinycss2

    cascade: dict[str, Sequence[Any]] = {}
    hidden = element.get("hidden")
    if (
        (hidden is not None and hidden.strip().lower() != "until-found")
        or element.tag in _UNSHOWN
        or (element.tag == "dialog" and element.get("open") is None)
    ):
        cascade["display"] = ["none"]
    if element.tag in _COLOURED:
        cascade |= {"color": ["unknown"], "background-color": ["unknown"]}
    for attribute, name in (("color", "color"), ("text", "color"), ("bgcolor", "background-color")):
        if value := element.get(attribute):
            cascade[name] = [value]
    style = element.get("style")
    if style is not None and style not in inline:
        inline[style] = _declared(tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True))
    declared = [one for rule in matched for one in rule] + (inline[style] if style is not None else [])
    for one in sorted(declared, key=lambda one: one.important):
        cascade[one.name] = one.tokens
    return cascade


# Looks


def _looks(nodes: Sequence[_Node], root: _Look, later: set[int]) -> list[_Look]:
    """How each of the nodes comes to look where those of ``later`` hide nothing."""
    looks: list[_Look] = []
    for place, node in enumerate(nodes):
        above = looks[node.parent] if node.parent >= 0 else root
        looks.append(_look(place, above, node.cascade, place not in later) if node.cascade else above)
    return looks


def _look(place: int, above: _Look, cascade: Cascade, hides: bool) -> _Look:
    size = _font_size(cascade, above.size)
    opacity = above.opacity * _opacity(cascade)
    paper = _paper(cascade, above.paper)
    ink = above.ink
    if tokens := cascade.get("color"):
        ink = _blended(tokens[0], ink, paper)
    gone = above.gone
    if gone is None and hides and (opacity <= 0.05 or _is_gone(cascade, size)):
        gone = place
    unseen = above.unseen
    if words := _idents(cascade, "visibility") - {"inherit", "unset"}:
        hidden = bool(words & {"hidden", "collapse"})
        unseen = (place if unseen is None and hides else unseen) if hidden else None
    # Where it is hidden by its ancestor already, that hides it.
    tiny = None if size >= _TINY else above.tiny if above.tiny is not None else place if hides else None
    pale = None
    if (
        ink is not None
        and paper is not None
        and max(abs(one - two) for one, two in zip(ink, paper, strict=True)) < 0.08
    ):
        pale = above.pale if above.pale is not None else place if hides else None
    return _Look(gone, unseen, tiny, pale, size, opacity if hides else above.opacity, ink, paper)


def _is_gone(cascade: Cascade, size: float) -> bool:
    """Whether an element with all within it is not shown, or shown where nothing can be seen of it."""
    if "none" in _idents(cascade, "display") or "hidden" in _idents(cascade, "content-visibility"):
        return True
    positioned = _idents(cascade, "position") & {"absolute", "fixed", "relative", "sticky"}
    # Of what an element lies in: all of it to the left is out of sight as a rule.
    lengths = {
        name: [
            token.value / 100 * _FAR if token.type == "percentage" and token.value else _px(token, size)
            for token in cascade[name]
        ]
        for name in (*_OFFSETS, *_MARGINS, *_EXTENTS, *_PADDINGS, "text-indent")
        if name in cascade
    }

    def beyond(names: Iterable[str], most: float = 5 * _FAR) -> bool:
        return any(
            length is not None and (length <= -_FAR or length >= most)
            for name in names
            for length in lengths.get(name, ())
        )

    if (positioned and beyond(_OFFSETS)) or beyond(_MARGINS) or beyond(["text-indent"], _FAR):
        return True
    cut = _idents(cascade, "overflow") - {"visible"}
    roomy = any(length != 0 for name in _PADDINGS for length in lengths.get(name, ()))
    flat = any(length is not None and length <= 1 for name in _EXTENTS for length in lengths.get(name, ())[:1])
    return bool(cut and flat and not roomy) or _is_clipped(cascade, size) or _is_moved(cascade, size)


def _is_clipped(cascade: Cascade, size: float) -> bool:
    for function in _functions(cascade, "clip", "clip-path"):
        arguments = [token for token in function.arguments if token.type not in ("whitespace", "comment")]
        numbers = [
            token.value if token.type == "percentage" else _px(token, size)
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
    for function in _functions(cascade, "transform"):
        name = function.lower_name
        if name.startswith("translate"):
            moved += function.arguments
        elif name.startswith("scale") or name == "matrix":
            arguments = [token for token in function.arguments if token.type == "number"]
            scaled += [arguments[0], arguments[3]] if name == "matrix" and len(arguments) == 6 else arguments
    far = (
        abs(token.value) >= 200 if token.type == "percentage" else abs(_px(token, size) or 0) >= _FAR for token in moved
    )
    return any(far) or any(getattr(token, "value", None) == 0 for token in scaled)


def _font_size(cascade: Cascade, above: float) -> float:
    tokens = cascade.get("font-size")
    size = _size(tokens[0], above) if tokens else None
    return above if size is None else size


def _size(token: Any, above: float) -> float | None:
    """A size of letters in px; None where it is none, or one that is not known."""
    if token.type == "ident":
        return {"smaller": above / 1.2, "larger": above * 1.2}.get(token.lower_value, _SIZES.get(token.lower_value))
    if token.type == "percentage":
        return float(above * token.value / 100)
    return _px(token, above) if token.type in ("dimension", "function") or getattr(token, "value", None) == 0 else None


def _px(token: Any, em: float) -> float | None:
    """A length in px, of a screen of 1280 by 800; None for what is none, or depends on more than that."""
    kind = getattr(token, "type", "")
    if kind == "function" and token.lower_name == "calc":
        total, sign = 0.0, 1
        for one in token.arguments:
            if one.type == "literal" and one.value in "+-":
                sign = 1 if one.value == "+" else -1
            elif one.type != "whitespace":
                length = None if one.type == "function" else _px(one, em)
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


def _opacity(cascade: Cascade) -> float:
    tokens = [*cascade.get("opacity", ())]
    for function in _functions(cascade, "filter"):
        tokens += function.arguments if function.lower_name == "opacity" else []
    opacity = 1.0
    for token in tokens:
        if token.type in ("number", "percentage"):
            opacity *= max(0.0, min(1.0, token.value / (100 if token.type == "percentage" else 1)))
    return opacity


def _paper(cascade: Cascade, above: _Ink | None) -> _Ink | None:
    """The colour behind an element's text; None where it is a picture, or what else may lie below something moved."""
    pictured = cascade.get("background-image") and _idents(cascade, "background-image") != {"none"}
    if pictured or _idents(cascade, "background-clip") & {"text"}:
        return None
    if _idents(cascade, "position") & {"absolute", "fixed", "sticky"}:
        above = None
    tokens = cascade.get("background-color")
    return _blended(tokens[0], above, above) if tokens else above


def _blended(token: Any, inherited: _Ink | None, paper: _Ink | None) -> _Ink | None:
    """A colour as it looks on what is behind it; None where either is not known."""
    from tinycss2.color4 import parse_color

    color = parse_color(token)
    if color == "currentcolor":
        return inherited
    if color is None:
        words = token if isinstance(token, str) else getattr(token, "lower_value", "")
        return inherited if words in ("inherit", "unset") else None
    if color.alpha == 0:
        return paper
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
    if paper is None:
        return None
    alpha = color.alpha
    mixed = (alpha * one + (1 - alpha) * two for one, two in zip((red, green, blue), paper, strict=True))
    red, green, blue = mixed
    return red, green, blue


def _idents(cascade: Cascade, name: str) -> set[str]:
    return {
        token if isinstance(token, str) else token.lower_value
        for token in cascade.get(name, ())
        if isinstance(token, str) or token.type == "ident"
    }


def _functions(cascade: Cascade, *names: str) -> list[Any]:
    return [token for name in names for token in cascade.get(name, ()) if getattr(token, "type", "") == "function"]
