"""A model's text with markers -> statements with checked citations. It knows passages and what checks a statement,
and no model.

A marker is a claim, not a fact: what it points at is searched for the words that carry the statement, and the citation
is that window of a sentence or a few. Where it does not carry it, another passage may.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answers.answer import Statement
from rag.answers.check import numbers, verdict
from rag.answers.check.fault import Fault
from rag.answers.markers import marked_sentences
from rag.text.characters import visible, well_formed
from rag.text.corrections import last_correcting
from rag.text.facts import Text, read
from rag.types import Citation, Nearness, Passage, Span, Verdict

_RANK: Mapping[Verdict, int] = {"supported": 2, "partly": 1, "unsupported": 0}
_LONGEST = 2000  # characters of a statement that is checked: 4,000 of nothing but numbers take two seconds, 8,000 eight
_TRIED = 3  # sentences of the passages that a statement is held against, the likeliest first
_WIDEST = 3  # sentences of a window, and windows of a statement
_GAIN = 0.1  # share of a statement's words that a further sentence must add
_NEARLY = 0.5  # share of a statement's words from which a sentence can contradict it
_CITED = 0.3  # share of a statement's words from which words that do not carry it are still shown


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence of a passage: which passage and which of its sentences, the share of the statement's words that it
    holds, and its cosine with the statement."""

    passage: int
    number: int
    span: Span
    covered: float
    cosine: float


@dataclass(frozen=True, slots=True)
class _Case:
    """Some windows as what carries a statement, and how well they do."""

    windows: tuple[Span, ...]
    cosine: float
    covered: float
    faults: tuple[Fault, ...]

    @property
    def support(self) -> float:
        return verdict.support(self.covered, self.cosine, self.faults)

    @property
    def verdict(self) -> tuple[Verdict, str | None]:
        return verdict.verdict(self.support, self.faults)

    def better_than(self, other: "_Case") -> bool:
        return (_RANK[self.verdict[0]], self.support) > (_RANK[other.verdict[0]], other.support + 1e-9)


class Checker:
    """What checks a text against passages, as it grows: a sentence that came before is not checked again.

    ``near`` compares a statement with the passages' sentences. Citations are not numbered yet.
    """

    def __init__(self, passages: Sequence[Passage], near: Nearness) -> None:
        self._passages = passages
        self._told = [_told(passage) for passage in passages]
        self._near = near
        self._checked: dict[tuple[str, tuple[int, ...]], _Case] = {}

    def check(self, text: str, *, finished: bool = True) -> tuple[Statement, ...]:
        """The sentences of a model's text, each with the spans that carry it and a verdict.

        ``[n]`` means the ``n``-th passage, from 1; another number is dropped. A sentence whose markers do not point to
        what carries it is given to the passages that do, if some do. Of a text that is not ``finished`` the last
        sentence is held back, as its words and markers may still be on their way. Signs that nobody sees are left out.
        """
        statements = []
        for lead, words, marked in marked_sentences(visible(well_formed(text)), len(self._passages), finished=finished):
            case = self._checked.get((words, marked)) or self._carrying(words, marked)
            self._checked[words, marked] = case
            said, reason = case.verdict
            citations = tuple(Citation(one.article, one.start, one.end) for one in case.windows)
            statements.append(Statement(words, citations, said, reason, lead, case.support))
        return tuple(statements)

    def _carrying(self, words: str, marked: Sequence[int]) -> _Case:
        """What carries a statement best: of the passages that it names, or else of all.

        A sentence that says nearly the same, but has another number or name in that place, is not outvoted by sentences
        that have less in common with the statement and hold its number or name by chance.
        """
        if len(words) > _LONGEST:
            return _Case((), 0.0, 0.0, (Fault("it is too long to be checked", "unsupported"),))
        statement = read(words)
        if not statement.content or len(statement.words) == 1:
            return _Case((), 1.0, 1.0, (Fault("it says too little to be checked", "partly"),))
        lines = [
            _Line(row, number, span, verdict.coverage(statement, [span]), cosine)
            for row, (told, cosines) in enumerate(zip(self._told, self._near(words), strict=True))
            for number, (span, cosine) in enumerate(zip(told, cosines, strict=True))
            if span is not None
        ]
        inquiry = _Inquiry(statement, self._passages, frozenset(marked))
        against = inquiry.contradicting(lines)
        least = against.covered if against is not None else 0.0
        best = inquiry.best([line for line in lines if line.passage in marked], least)
        if best is None or best.verdict[0] != "supported":
            other = inquiry.best(lines, least)
            if best is None or (other is not None and _RANK[other.verdict[0]] > _RANK[best.verdict[0]]):
                best = other
        if against is not None and (best is None or best.verdict[0] != "supported"):
            best = against
        if best is not None and best.verdict[0] == "supported":
            best = inquiry.unless_corrected(best, lines)
        if best is None or (best.covered < _CITED and best.verdict[0] == "unsupported"):
            return _Case((), 0.0, 0.0, (Fault("no passage says it", "unsupported"),))
        return best


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """The search for what carries a statement, among passages of which it names some."""

    statement: Text
    passages: Sequence[Passage]
    marked: frozenset[int]

    def contradicting(self, lines: Sequence[_Line]) -> _Case | None:
        """The sentence nearest to the statement that says something else in its place, where there is one."""
        cases = (self.case([line]) for line in self.likeliest(lines))
        denying = [case for case in cases if any(not fault.lacks for fault in case.faults) and case.covered >= _NEARLY]
        return max(denying, key=lambda case: case.covered, default=None)

    def best(self, lines: Sequence[_Line], least: float) -> _Case | None:
        """The windows that carry the statement best, of those around sentences that hold the least share of it."""
        cases = [self.grown(line, lines) for line in self.likeliest(lines) if line.covered >= least]
        return max(
            cases, key=lambda case: (_RANK[case.verdict[0]], case.support - _GAIN * len(case.windows)), default=None
        )

    def unless_corrected(self, case: _Case, lines: Sequence[_Line]) -> _Case:
        """The case, or that against it where what carries the statement was taken back in the meantime."""
        for line in self.likeliest([line for line in lines if read(line.span.text).corrects is not None]):
            fault = numbers.taken_back(self.statement, line.span)
            if fault is not None:
                shown = any(line.span.within(window) for window in case.windows)
                windows = case.windows if shown else (*case.windows, line.span)
                return replace(case, windows=windows, faults=(fault,))
        return case

    def likeliest(self, lines: Sequence[_Line]) -> list[_Line]:
        return sorted(lines, key=lambda line: -(line.covered + 0.5 * line.cosine))[:_TRIED]

    def grown(self, main: _Line, lines: Sequence[_Line]) -> _Case:
        """A sentence as what carries the statement, with others of its article, or of passages that the statement
        names, that add what it lacks."""
        within = [
            line
            for line in lines
            if line.span.article.id == main.span.article.id or {line.passage, main.passage} <= self.marked
        ]
        chosen = [main]
        alone = case = self.case(chosen)
        while len(chosen) < _WIDEST and (case.verdict[0] != "supported" or case.covered < 1 - _GAIN):
            wider = [[*chosen, line] for line in self.adding(chosen, within, case)]
            # What is supported is not cited more widely for a word or two.
            least = case.covered + _GAIN if case.verdict[0] == "supported" else 0.0
            tried = [
                (one, lines) for lines in wider if (one := self.case(lines)).better_than(case) and one.covered >= least
            ]
            if not tried:
                break
            case, chosen = max(tried, key=lambda pair: (_RANK[pair[0].verdict[0]], pair[0].support))
        # What carries the statement no further is not cited.
        return case if case.verdict[0] == "supported" or _RANK[case.verdict[0]] > _RANK[alone.verdict[0]] else alone

    def adding(self, chosen: Sequence[_Line], lines: Sequence[_Line], case: _Case) -> list[_Line]:
        """Sentences that add enough of the statement's words, or may hold a fact that is not there yet: those that say
        more of the statement than the fact alone, or stand near."""
        content = self.statement.content
        wanted = content - frozenset().union(*(read(line.span.text).content for line in chosen))
        lacks = [read(fault.lacks).facts.words for fault in case.faults if fault.lacks]
        found = []
        for line in lines:
            told = read(line.span.text).facts.words
            adds = len(wanted & told) >= max(2, _GAIN * len(content))
            beside = any(
                line.passage == other.passage and 0 < other.number - line.number <= _WIDEST for other in chosen
            )
            holds = any(fact & told and (beside or len((content - fact) & told) >= 2) for fact in lacks)
            if line not in chosen and (adds or holds):
                found.append(line)
        return self.likeliest(found)

    def case(self, chosen: Sequence[_Line]) -> _Case:
        windows = _joined(chosen)
        around = _around(frozenset(window.article.id for window in windows), self.passages)
        return _Case(
            windows,
            max(line.cosine for line in chosen),
            verdict.coverage(self.statement, windows),
            tuple(verdict.faults(self.statement, windows, around)),
        )


def _told(passage: Passage) -> list[Span | None]:
    """The sentences of a passage, one that is taken back with what takes it back; None for one that tells nothing, as
    it speaks to a language model."""
    spans: list[Span | None] = []
    for number, sentence in enumerate(passage.sentences):
        last = last_correcting(passage.sentences, number)
        whole = sentence if last == number else Span(sentence.article, sentence.start, passage.sentences[last].end)
        spans.append(None if sentence.instructs else whole)
    return spans


def _joined(chosen: Sequence[_Line]) -> tuple[Span, ...]:
    """The sentences as windows, those in a row as one; the main one's first."""
    windows: list[Span] = []
    for line in chosen:
        span = line.span
        touching = [one for one in windows if _touch(one, span)]
        if touching:
            bounds = [*touching, span]
            start, end = min(one.start for one in bounds), max(one.end for one in bounds)
            windows[windows.index(touching[0])] = Span(span.article, start, end)
            windows = [one for one in windows if one not in touching[1:]]
        else:
            windows.append(span)
    return tuple(windows)


def _touch(one: Span, other: Span) -> bool:
    """Whether nothing but white space lies between two spans of an article."""
    between = slice(min(one.end, other.end), max(one.start, other.start))
    return one.article.id == other.article.id and not one.article.text[between].strip()


def _around(articles: frozenset[str], passages: Sequence[Passage]) -> Text:
    """All that is at hand of some articles."""
    mine = [passage for passage in passages if passage.article.id in articles]
    titles = dict.fromkeys(passage.article.title for passage in mine)
    return read("\n".join([*titles, *(passage.text for passage in mine)]))
