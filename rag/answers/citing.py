"""A model's text with markers -> statements with checked citations. It knows passages and what checks a statement,
and no model.

A marker is a claim, not a fact: what it points at is searched for the words that carry the statement, and the citation
is that window of a sentence or a few. Where it does not carry it, another passage may.
"""

import functools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rag.answers.absences import missing
from rag.answers.blocks import without_head
from rag.answers.check import numbers, verdict
from rag.answers.check.fault import Fault
from rag.answers.check.wording import coverage
from rag.answers.evidence import around, joined, told
from rag.answers.judging import Judge
from rag.answers.markers import marked_sentences
from rag.answers.sources import LABEL, is_source, names_of
from rag.answers.statements import Statement, Usage
from rag.answers.unwrapping import unwrapped
from rag.message import Message
from rag.text.characters import visible, well_formed
from rag.text.facts import Text, read
from rag.text.language import foreign, language_of
from rag.types import Citation, Mark, Nearness, Passage, Span, Verdict

_RANK: Mapping[Verdict, int] = {"supported": 2, "partly": 1, "unsupported": 0}
_LONGEST = 2000  # characters of a statement that is checked: 4,000 of nothing but numbers take two seconds, 8,000 eight
_TRIED = 3  # sentences of the passages that a statement is held against, the likeliest first
_READ = 6  # sentences of the passages that a judge reads of a statement
_WIDEST = 3  # sentences of a window, and windows of a statement
_GAIN = 0.1  # share of a statement's words that a further sentence must add
_NEARLY = 0.5  # share of a statement's words from which a sentence can contradict it
_COLONS = (":", "：")
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
    stated: float | None = None
    """What a judge says of it, on the scale of the support."""

    @property
    def support(self) -> float:
        return verdict.support(self.covered, self.cosine, self.faults, self.stated)

    @property
    def verdict(self) -> tuple[Verdict, str | None]:
        return verdict.verdict(self.support, self.faults, judged=self.stated is not None)

    @property
    def is_open(self) -> bool:
        """Whether a judge's word can change the verdict: no hard fact is another in the words cited."""
        return all(fault.wording or fault.lacks for fault in self.faults)

    @property
    def is_clear(self) -> bool:
        """Whether no fact is lacking or another: at most the wording differs."""
        return self.verdict[0] != "unsupported" and all(fault.wording for fault in self.faults)

    @property
    def rank(self) -> tuple[int, int]:
        """The verdict, then how few hard facts are lacking: what is only worded otherwise goes before that."""
        return _RANK[self.verdict[0]], -sum(not fault.wording for fault in self.faults)

    def better_than(self, other: "_Case") -> bool:
        return (*self.rank, self.support) > (*other.rank, other.support + 1e-9)


class _Entry(NamedTuple):
    """A statement of a text: what stood before it, its words, these with what introduces them, and what carries it."""

    lead: str
    words: str
    whole: str
    case: _Case

    @property
    def is_for_a_judge(self) -> bool:
        """Whether a judge can tell more of it: not of what introduces others, which is shown where it is supported, nor
        of what the passages are said not to answer, which no words of theirs can carry."""
        return self.case.is_open and not self.words.endswith(_COLONS) and missing(self.words) is None


class Checker:
    """What checks a text against passages, as it grows: a sentence that came before is not checked again.

    ``near`` compares a statement with the passages' sentences. Citations are not numbered yet. ``without`` names rules
    that are left out.
    """

    def __init__(self, passages: Sequence[Passage], near: Nearness, *, without: Collection[str] = ()) -> None:
        self._passages = passages
        self._told = [told(passage) for passage in passages]
        self._near = near
        self._without = without
        self._checked: dict[tuple[str, tuple[int, ...]], _Case] = {}
        self._nearest: dict[str, tuple[Span, ...]] = {}

    def check(self, text: str, *, finished: bool = True, pending: bool = False) -> tuple[Statement, ...]:
        """The sentences of a model's text, each with the spans that carry it and a verdict.

        ``[n]`` means the ``n``-th passage, from 1; another number is dropped. A sentence whose markers do not point to
        what carries it is given to the passages that do, if some do. Of a text that is not ``finished`` the last
        sentence is held back, as its words and markers may still be on their way. Signs that nobody sees are left out.

        What introduces a list is a statement of its own where it is supported or a name, and else left out, as a list
        of the articles is; an entry may be carried as it stands or together with what introduces it.

        ``pending``: a judge will read them, so that those are called so whose verdict it can change.
        """
        entries = self._entries(text, finished=finished)
        return tuple(_statement(one, pending=pending and one.is_for_a_judge) for one in entries)

    def judged(
        self, text: str, judge: Judge, read: Sequence[Mapping[str, str]] = (), *, finished: bool = True
    ) -> Iterator[tuple[tuple[Statement, ...], Usage | None]]:
        """The statements of a text while a judge reads those that nothing contradicts, each time it says more; at last
        after it has read them all, and what that took.

        ``read`` is as in ``Judge.judge``. Raises ``ChatError`` and ``ModelError``.
        """
        entries = list(self._entries(text, finished=finished))
        asked = [entry for entry in entries if entry.is_for_a_judge]
        if not asked:
            yield tuple(map(_statement, entries)), None
            return
        evidence = [self._evidence(entry) for entry in asked]
        for judgement in judge.judge([entry.whole for entry in asked], evidence, read):
            said = zip(asked, judgement.stated, strict=True)
            judged = {id(entry): self._decided(entry, stated, judgement.finished) for entry, stated in said}
            yield tuple(judged.get(id(entry)) or _statement(entry) for entry in entries), judgement.usage

    def _decided(self, entry: _Entry, stated: float | None, finished: bool) -> Statement:
        """A statement with what a judge that has, or has not, ``finished`` says of it."""
        if stated is None:
            return _statement(entry, pending=not finished)
        windows = entry.case.windows or self._nearest.get(entry.words, ())[:1]
        return _statement(entry._replace(case=replace(entry.case, windows=windows, stated=stated)))

    def _entries(self, text: str, *, finished: bool) -> Iterator[_Entry]:
        """The sentences of a text that are statements, each with what carries it."""
        introduction = ""
        first = True
        said = unwrapped(visible(well_formed(text)), finished=finished)
        for lead, words, marked in marked_sentences(said, len(self._passages), finished=finished):
            case = self._case(words, marked)
            whole = words
            if words.endswith(_COLONS):
                introduction = words
                if case.is_clear and case.covered == 1 and _is_name(words):
                    case = replace(case, faults=())  # it claims no more than that it is of whom it names
                if case.verdict[0] != "supported":
                    continue
            elif not lead.strip():
                introduction = ""
            elif case.verdict[0] != "supported":
                # What is shown is what is supported: an entry as it is introduced, a row without its column's name.
                whole = f"{introduction} {words}" if introduction else words
                within = self._case(whole, marked)
                bare = without_head(words)
                alone = self._case(bare, marked) if bare else case
                if within.verdict[0] == "supported":
                    case = within
                elif bare and alone.verdict[0] == "supported":
                    words, case = bare, alone
            if first or len(introduction.split()) > LABEL or not is_source(words, self._names):
                first = False
                yield _Entry(lead, words, whole, case)

    @functools.cached_property
    def _names(self) -> frozenset[frozenset[str]]:
        return names_of(passage.article for passage in self._passages)

    def _case(self, words: str, marked: tuple[int, ...]) -> _Case:
        case = self._checked.get((words, marked)) or self._carrying(words, marked)
        self._checked[words, marked] = case
        return case

    def _evidence(self, entry: _Entry) -> str:
        """What a judge reads beside a statement: the sentences nearest to it and those cited, an article after the
        other, each under its title and day."""
        spans = [*entry.case.windows, *self._nearest.get(entry.words, ())]
        articles = dict.fromkeys(span.article for span in spans)
        texts = []
        for article in articles:
            mine = sorted({(span.start, span.end) for span in spans if span.article is article})
            said = [
                article.text[start:end]
                for start, end in mine
                if not any(a <= start and end <= b and (a, b) != (start, end) for a, b in mine)
            ]
            texts.append("\n".join([" | ".join(article.facts("title", "published")), *said]))
        return "\n\n".join(texts)

    def _carrying(self, words: str, marked: Sequence[int]) -> _Case:
        """What carries a statement best: of the passages that it names, or else of all.

        A sentence that says nearly the same, but has another number or name in that place, is not outvoted by sentences
        that have less in common with the statement and hold its number or name by chance.
        """
        if len(words) > _LONGEST:
            return _Case((), 0.0, 0.0, (Fault(Message("it is too long to be checked"), "unsupported"),))
        statement = read(words)
        if not statement.content or len(statement.words) == 1:
            return _Case((), 1.0, 1.0, (Fault(Message("it says too little to be checked"), "partly"),))
        lines = [
            _Line(row, number, span, coverage(statement, [span]), cosine)
            for row, (told, cosines) in enumerate(zip(self._told, self._near(words), strict=True))
            for number, (span, cosine) in enumerate(zip(told, cosines, strict=True))
            if span is not None
        ]
        inquiry = _Inquiry(statement, self._passages, frozenset(marked), self._without)
        self._nearest[words] = tuple(line.span for line in inquiry.likeliest(lines, _READ))
        against = inquiry.contradicting(lines)
        least = against.covered if against is not None else 0.0
        best = inquiry.best([line for line in lines if line.passage in marked], least)
        if best is None or best.verdict[0] != "supported":
            other = inquiry.best(lines, least)
            if best is None or (other is not None and other.rank > best.rank):
                best = other
        if against is not None and (best is None or best.verdict[0] != "supported"):
            best = inquiry.as_corrected(against, lines) or against
        elif best is not None and best.verdict[0] != "unsupported":
            best = inquiry.unless_corrected(best, lines)
        if best is None or (best.covered < _CITED and best.verdict[0] == "unsupported"):
            return self._unlike(words)
        return best

    def _unlike(self, words: str) -> _Case:
        """A statement that nothing is like; of one in another language than the articles no rule can tell."""
        if foreign(words, self._languages) is not None:
            unread = Fault(Message("it is in another language than the articles"), "partly", wording=True)
            return _Case((), 0.5, 0.5, (unread,))
        return _Case((), 0.0, 0.0, (Fault(Message("nothing like it was found"), "unsupported", wording=True),))

    @functools.cached_property
    def _languages(self) -> frozenset[str]:
        return frozenset(language_of(passage.article) for passage in self._passages)


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """The search for what carries a statement, among passages of which it names some."""

    statement: Text
    passages: Sequence[Passage]
    marked: frozenset[int]
    without: Collection[str]

    def contradicting(self, lines: Sequence[_Line]) -> _Case | None:
        """The nearest sentence that says something else in its place, unless another with as much of it has all."""
        cases = [self.case([line]) for line in self.likeliest(lines)]
        least = max((case.covered for case in cases if case.is_clear), default=0.0)
        near = (case for case in cases if case.covered >= _NEARLY and case.covered > least)
        denying = [case for case in near if not case.is_open]
        return max(denying, key=lambda case: case.covered, default=None)

    def best(self, lines: Sequence[_Line], least: float) -> _Case | None:
        """The windows that carry the statement best, of those around sentences that hold the least share of it."""
        cases = [self.grown(line, lines) for line in self.likeliest(lines) if line.covered >= least]
        ranked = {id(case): (*case.rank, self.told(case), case.support - _GAIN * len(case.windows)) for case in cases}
        return max(cases, key=lambda case: ranked[id(case)], default=None)

    def told(self, case: _Case) -> int:
        """How many numbers of the statement the windows have in their own words, and not only in the title above."""
        told = [number for window in case.windows for number in read(window.text).facts.numbers]
        return sum(any(number.agrees(one) for one in told) for number in self.statement.facts.numbers)

    def unless_corrected(self, case: _Case, lines: Sequence[_Line]) -> _Case:
        """The case, or that against it where what carries the statement was taken back in the meantime."""
        for line in self.likeliest([line for line in lines if read(line.span.text).corrects is not None]):
            fault = numbers.taken_back(self.statement, line.span)
            if fault is not None:
                shown = any(line.span.within(window) for window in case.windows)
                windows = case.windows if shown else (*case.windows, line.span)
                return replace(case, windows=windows, faults=(fault,))
        return case

    def as_corrected(self, case: _Case, lines: Sequence[_Line]) -> _Case | None:
        """The case with what corrects it, where nothing is against the statement but numbers that are taken back, and
        the statement has the right ones; None where not."""
        for line in self.likeliest([line for line in lines if read(line.span.text).corrects is not None]):
            right = numbers.corrected_to(read(line.span.text))
            mine = [one for one in self.statement.facts.numbers if any(one.agrees(two) for two in right)]
            against = [mark for fault in case.faults for mark in fault.marks or (Mark(-1, -1),)]
            of_these = {(mark.start, mark.end) for mark in against} <= {(one.start, one.end) for one in mine}
            if mine and of_these and any(numbers.taken_back(read(one.text), line.span) for one in case.windows):
                return replace(case, windows=(*case.windows, line.span), faults=())
        return None

    def likeliest(self, lines: Sequence[_Line], count: int = _TRIED) -> list[_Line]:
        return sorted(lines, key=lambda line: -(line.covered + 0.5 * line.cosine))[:count]

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
            case, chosen = max(tried, key=lambda pair: (*pair[0].rank, pair[0].support))
        # What carries the statement no further is not cited.
        return case if case.verdict[0] == "supported" or case.rank > alone.rank else alone

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
        windows = joined(line.span for line in chosen)
        at_hand = around(frozenset(window.article.id for window in windows), self.passages)
        return _Case(
            windows,
            max(line.cosine for line in chosen),
            coverage(self.statement, windows),
            tuple(verdict.faults(self.statement, windows, at_hand, self.without)),
        )


def _statement(entry: _Entry, *, pending: bool = False) -> Statement:
    case = entry.case
    said, reason = case.verdict
    citations = tuple(Citation(one.article, one.start, one.end) for one in case.windows)
    marks = tuple(dict.fromkeys(mark for fault in case.faults for mark in fault.marks)) if said != "supported" else ()
    return Statement(entry.words, citations, said, reason, entry.lead, case.support, marks, pending=pending)


def _is_name(words: str) -> bool:
    """Whether some words are one name and nothing else, as a heading is that says of whom what follows is."""
    return [(one.start, one.end) for one in read(words).facts.names] == [(0, len(words.rstrip(": ")))]
