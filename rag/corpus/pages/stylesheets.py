"""A page's own style sheets: what their rules declare of each of its elements, in the order of the cascade."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import cssselect2
import tinycss2

from rag.corpus.pages.css import Cascade, Declaration, declarations, px, resolved, significant

_Certainty = Literal["yes", "maybe", "no"]
_Rule = tuple[str, Sequence[Declaration]]
"""A selector and what it declares."""

STEPS = 1_000_000
"""How often an element of a page may be compared with a selector, some 2 s of work; then its rules are left."""
STYLED = 1_000_000
"""The characters of a page's style sheets that are read, from the first, as many again as most pages have in all."""

# What a browser does not show without being told to.
UNSHOWN = {"noscript", "template"}
# What it gives colours of its own.
_COLOURED = {"a", "button", "input", "mark", "select"}
# The widths in px of what pages are read on. A rule for widths outside is for nobody; one for all of these is for all.
_NARROWEST, _WIDEST = 320.0, 3840.0
_LONGEST = 2000  # characters of a selector with brackets; nested, they may grow without end
_DEEPEST = 8  # rules in rules
_NAMES = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
# Beside these, a page may hide by what else is declared; a rule that may not apply is not to hide by it.
_LEAVES_TO_BE_SEEN = {"display", "visibility", "content-visibility", "opacity", "position", "overflow"}


def _rules(tree: Any) -> tuple[list[_Rule], bool]:
    """The selectors of a page's own style sheets, each with what it declares that may hide or show; and whether these
    are all."""
    found: list[_Rule] = []
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


def _rules_of(nodes: Iterable[Any], certain: _Certainty, outer: str, depth: int = 0) -> Iterator[_Rule]:
    nodes = list(nodes)
    declared = [one for one in declarations(nodes) if certain == "yes" or not _may_hide(one)]
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
        elif node.type == "at-rule" and node.content is not None and (within := _within(node, certain)) != "no":
            # `a:hover {}` may be read as a declaration where one may stand.
            parse = tinycss2.parse_blocks_contents if outer else tinycss2.parse_rule_list
            content = parse(node.content, skip_comments=True, skip_whitespace=True)
            yield from _rules_of(content, within, outer, depth + 1)


def _within(rule: Any, certain: _Certainty) -> _Certainty:
    """Whether what stands in an at-rule applies, where the rule stands in what does so with that certainty."""
    match rule.lower_at_keyword:
        case "media":
            applies = _applies(rule.prelude)
            return applies if applies != "yes" else certain
        case "supports":
            negated = any(token.type == "ident" and token.lower_value == "not" for token in rule.prelude)
            return "maybe" if negated else certain
        case "container" | "scope" | "starting-style":
            return "maybe"
        case "layer":
            return certain
    return "no"


def _may_hide(declared: Declaration) -> bool:
    """Whether a declaration, of a rule that may not apply, may hide what others show."""
    if declared.name not in _LEAVES_TO_BE_SEEN:
        return True
    words = {token.lower_value for token in declared.tokens if token.type == "ident"}
    zero = any(getattr(token, "value", None) == 0 for token in declared.tokens)
    return zero or bool(words & {"none", "hidden", "collapse", "absolute", "fixed", "clip"})


def _applies(media: Sequence[Any]) -> _Certainty:
    """Whether a list of media queries is one for a screen, of whatever width."""
    queries: list[list[Any]] = [[]]
    for token in significant(media):
        if token.type == "literal" and token.value == ",":
            queries.append([])
        else:
            queries[-1].append(token)
    certainties = {_query(query) for query in queries}
    return "yes" if "yes" in certainties else "maybe" if "maybe" in certainties else "no"


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
    width = px(parts[-1], 16.0) if parts else None
    sign = "".join(part.value for part in parts if part.type == "literal")
    if width is None or len(parts) < 3:
        return "maybe"
    if (name, sign) in (("min-width", ":"), ("width", ">="), ("width", ">")):
        return "yes" if width <= _NARROWEST else "no" if width > _WIDEST else "maybe"
    if (name, sign) in (("max-width", ":"), ("width", "<="), ("width", "<")):
        return "yes" if width >= _WIDEST else "no" if width < _NARROWEST else "maybe"
    return "maybe"


def _compiled(tree: Any, rules: Iterable[_Rule]) -> list[tuple[Any, Sequence[Declaration]]]:
    """The selectors that may match something of a page, each with what it declares.

    Of the rules of most pages nine in ten are for classes that this one has not.
    """
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
    """That comparing a page with its rules took more than ``STEPS``."""


class _Element(cssselect2.ElementWrapper):  # type: ignore[misc]
    """An element that counts how often its relations are walked: a few descendants in one selector are tried in a
    number of ways that grows with their power."""

    sheets: "StyleSheets"

    @property
    def ancestors(self) -> Any:
        ancestors = super().ancestors
        self.sheets.spend(len(ancestors))
        return ancestors

    @property
    def previous_siblings(self) -> Any:
        siblings, before = [], self.previous
        while before is not None:
            siblings.append(before)
            before = before.previous
        self.sheets.spend(len(siblings))
        return siblings[::-1]

    @property
    def etree_siblings(self) -> Any:
        self.sheets.spend(len(self._siblings))
        return self._siblings

    @etree_siblings.setter
    def etree_siblings(self, siblings: Any) -> None:
        self._siblings = siblings

    def iter_children(self) -> Any:
        for child in self.children():
            self.sheets.spend(10)  # as each is made anew
            yield child

    def children(self) -> Iterator["_Element"]:
        """Its children, uncounted."""
        for child in super().iter_children():
            child.sheets = self.sheets
            yield child


class StyleSheets:
    """The style sheets in a page, as those in files of their own are not at hand; and ``root``, its first element, from
    which ``children()`` leads to the others."""

    def __init__(self, tree: Any) -> None:
        rules, self._read = _rules(tree)
        self._matcher = cssselect2.Matcher()
        for selector, declared in _compiled(tree, rules):
            self._matcher.add_selector(selector, declared)
        self._empty = not self._matcher.order
        self._inline: dict[str, list[Declaration]] = {}
        self._steps = STEPS
        self.root = _Element.from_html_root(tree)
        self.root.sheets = self

    @property
    def followed(self) -> bool:
        """Whether all rules were read, and were compared with all elements so far."""
        return self._read and self._steps >= 0

    def spend(self, steps: int) -> None:
        """Counts comparisons with selectors; raises where there were more than ``STEPS``."""
        self._steps -= steps
        if self._steps < 0:
            raise _SpentError

    def cascade(self, element: _Element, variables: Cascade) -> tuple[Cascade, Cascade]:
        """What holds of an element, given the variables of its parent; and its own variables.

        Its attributes speak first, then rules by their rank, then its own style, and what is important over all that.
        """
        own = element.etree_element
        if self._empty and not own.attrib and own.tag not in UNSHOWN | _COLOURED:
            return {}, variables
        declared = [one for rule in self._matching(element) for one in rule]
        style = own.get("style")
        if style is not None:
            if style not in self._inline:
                nodes = tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
                self._inline[style] = declarations(nodes)
            declared += self._inline[style]
        cascade = _of_attributes(own)
        for one in sorted(declared, key=lambda one: one.important):
            cascade[one.name] = one.tokens
        if named := {name: tokens for name, tokens in cascade.items() if name.startswith("--")}:
            variables = {**variables, **named}
        return {name: resolved(cascade[name], variables) for name in cascade.keys() - named.keys()}, variables

    def _matching(self, element: _Element) -> list[Sequence[Declaration]]:
        """What the rules that match an element declare, by their rank; none once there was too much work."""
        if self._empty or self._steps < 0:
            return []
        matcher = self._matcher
        candidates = [*(matcher.class_selectors.get(name, ()) for name in element.classes), matcher.other_selectors]
        candidates.append(matcher.lower_local_name_selectors.get(element.local_name, ()))
        try:
            self.spend(sum(map(len, candidates)))
            return [declared for _, _, _, declared in matcher.match(element)]
        except _SpentError:
            return []


def _of_attributes(element: Any) -> dict[str, Sequence[Any]]:
    """What a browser takes an element to be declared without any style."""
    cascade: dict[str, Sequence[Any]] = {}
    hidden = element.get("hidden")
    if (
        (hidden is not None and hidden.strip().lower() != "until-found")
        or element.tag in UNSHOWN
        or (element.tag == "dialog" and element.get("open") is None)
    ):
        cascade["display"] = ["none"]
    if element.tag in _COLOURED:
        cascade |= {"color": ["unknown"], "background-color": ["unknown"]}
    for attribute, name in (("color", "color"), ("text", "color"), ("bgcolor", "background-color")):
        if value := element.get(attribute):
            cascade[name] = [value]
    return cascade
