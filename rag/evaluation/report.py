"""An evaluation -> one page of HTML that needs nothing else: tables, a recall curve, histograms, the worst cases.

It knows outcomes and figures, and nothing of how they came about.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, get_args

from rag.answers.quoting import ANSWERED
from rag.evaluation.answers import Outcome as Answered
from rag.evaluation.answers import worst as worst_answered
from rag.evaluation.claims import Case
from rag.evaluation.claims import worst as worst_judged
from rag.evaluation.kinds import Outcome as OfAKind
from rag.evaluation.planting import Origin
from rag.evaluation.retrieval import DEPTH, Outcome, reliability, worst
from rag.types import Span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_GROUPS = {
    "Retrieval": ("hit@", "mrr@", "ndcg@", "article_recall@", "all_articles@", "evidence_recall@"),
    "Quoted answers": ("sentence_hit@", "answer_contained", "token_f1"),
    "Refusals": ("refusal_", "answering_", "auroc", "ece", "brier"),
    "Time, in milliseconds": ("latency", "quoting"),
}
_BY_TYPE = ("hit@1", "hit@5", "all_articles@10", "sentence_hit@1", "sentence_hit@5", "refusal_f1", "auroc")
_SHOWN = 10  # missed errors, and as many that were wrongly flagged
_ONE, _TWO, _SOFT = "#2f87a6", "#d9742f", "#888888"  # on a light page and on a dark one
_STYLE = """
:root { color-scheme: light dark; --ink: #1c1c1c; --paper: #fff; --soft: #767676; --line: #ddd; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --paper: #161616; --soft: #9a9a9a; --line: #3a3a3a; }
 }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 62rem;
 margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 0.5rem 0 1.5rem; }
th, td { text-align: left; padding: 0.15rem 1rem 0.15rem 0; border-bottom: 1px solid var(--line); }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
.soft { color: var(--soft); }
.figures { display: flex; flex-wrap: wrap; gap: 1.5rem; }
figure { margin: 0; max-width: 29rem; } svg { max-width: 100%; height: auto; }
article { border-top: 1px solid var(--line); padding: 0.5rem 0; overflow-wrap: anywhere; }
article p { margin: 0.2rem 0; } .wide { overflow-x: auto; }
"""


def page(title: str, record: Mapping[str, Any], outcomes: Sequence[Outcome]) -> str:
    """The report of one evaluation; ``record`` as `rag eval --json` has it."""
    charts = [_recall_curve(outcomes), _histogram(outcomes), _reliability(outcomes)]
    return _whole(
        title,
        _settings(record["setting"]),
        *(_table(name, [one for one in record if one.startswith(prefixes)], {"": record})
          for name, prefixes in _GROUPS.items()),
        f'<div class="figures">{"".join(charts)}</div>',
        _types(record["by_type"]),
        f"<h2>The worst {len(worst(outcomes))} cases</h2>",
        *(_case(outcome) for outcome in worst(outcomes)),
    )  # fmt: skip


def comparison(title: str, record: Mapping[str, Any]) -> str:
    """The report of a comparison: what `rag eval --compare --json` has."""
    shared = [name for name in record["b"] if name in record["a"]]
    columns = {"A": record["a"], "B": record["b"]}
    changed = record["difference"]
    rows = {name: changed | {name: changed[f"{name}_ratio"], f"{name}_ci": changed[f"{name}_ratio_ci"]}
            if f"{name}_ratio" in changed else changed for name in shared}  # fmt: skip
    return _whole(
        title,
        f"<h2>A</h2>{_settings(record['a']['setting'])}<h2>B</h2>{_settings(record['b']['setting'])}",
        "<p>The difference is B - A on the same questions, with its paired interval; of times it is B / A.</p>",
        *(
            _table(
                heading,
                [name for name in shared if name.startswith(prefixes)],
                columns | {"difference": {key: row[key] for name, row in rows.items() for key in (name, f"{name}_ci")
                                          if key in row}},
            )
            for heading, prefixes in _GROUPS.items()
        ),
    )  # fmt: skip


def check(title: str, record: Mapping[str, Any], cases: Sequence[Case]) -> str:
    """The report of a check of statements, on claims or on planted errors, as `rag eval --json` has it."""
    parts = {name: part for name, part in record.items() if name in get_args(Origin)} or {"": record}
    names = list(dict.fromkeys(name for part in parts.values() for name in part if f"{name}_ci" in part))
    shown = worst_judged(cases, _SHOWN)
    return _whole(
        title,
        _settings(record["setting"]),
        *(f'<p class="soft">{escape(heading)} {escape(_counts(part))}</p>' for heading, part in parts.items()),
        _table("Figures", names, parts),
        _confusion(record.get("confusion", {})),
        f"<h2>The worst {len(shown)} cases</h2>",
        *(_judged(case) for case in shown),
    )


def answered(title: str, record: Mapping[str, Any], outcomes: Sequence[Answered]) -> str:
    """The report of whole answers, as `rag eval --answers --json` has it."""
    names = [name for name in record if f"{name}_ci" in record]
    shown = worst_answered(outcomes, _SHOWN)
    return _whole(
        title,
        _settings(record["setting"]),
        f'<p class="soft">{escape(_counts(record))}</p>',
        _table("Figures", names, {"": record}),
        f"<h2>The worst {len(shown)} cases</h2>",
        *(_answer(outcome) for outcome in shown),
    )


def kinds(title: str, record: Mapping[str, Any], wrong: Sequence[OfAKind]) -> str:
    """The report of answers to questions of every kind, with those that are ``wrong``."""
    names = [name for name in record if f"{name}_ci" in record]
    rows = "".join(
        f"<tr><th>{escape(kind)} ({part['questions']})</th>"
        + "".join(f'<td>{name}</td><td class="number">{part[name]:.3f}</td>' for name in names if name in part)
        + "</tr>"
        for kind, part in record["by_type"].items()
    )
    cases = (
        f"<article><h3>{escape(one.case.question.text)}</h3>"
        f"<p>read as: {escape(one.answer.trace.asked or '')}; lacks: "
        f"{escape(', '.join(name for name, value in one.figures.items() if value < 1))}</p>"
        f"<p>{escape(_short(one.answer.text))}</p></article>"
        for one in wrong[:_SHOWN]
    )
    return _whole(
        title,
        _settings(record["setting"]),
        f'<p class="soft">{record["questions"]} questions</p>',
        _table("Figures", names, {"": record}),
        f'<h2>By kind</h2><div class="wide"><table>{rows}</table></div>',
        f"<h2>The {min(len(wrong), _SHOWN)} of {len(wrong)} that are wrong</h2>",
        *cases,
    )


def figures(title: str, record: Mapping[str, Any]) -> str:
    """The report of figures that have no intervals, as of who says what."""
    names = [name for name, value in record.items() if isinstance(value, int | float)]
    return _whole(title, _table("Figures", names, {"": record}))


def _answer(outcome: Answered) -> str:
    said = [
        f'{escape(one.text)} <span class="soft">{one.verdict}{escape(f": {one.reason}" if one.reason else "")}</span>'
        for one in outcome.answer.statements
    ]
    lines = [f"<strong>{escape(outcome.question.text)}</strong>", *(said or [escape(outcome.answer.text)])]
    return f"<article>{''.join(f'<p>{line}</p>' for line in lines)}</article>"


def _counts(part: Mapping[str, Any]) -> str:
    return "; ".join(f"{name.replace('_', ' ')}: {count}" for name, count in part.items() if isinstance(count, int))


def _confusion(labels: Mapping[str, Mapping[str, int]]) -> str:
    if not labels:
        return ""
    verdicts = list(next(iter(labels.values())))
    head = "".join(f"<th>{escape(name)}</th>" for name in ("label", *verdicts))
    rows = "".join(
        f"<tr><th>{escape(label)}</th>"
        + "".join(f'<td class="number">{counts[one]}</td>' for one in verdicts)
        + "</tr>"
        for label, counts in labels.items()
    )
    return f"<h2>Labels and verdicts</h2><table><tr>{head}</tr>{rows}</table>"


def _judged(case: Case) -> str:
    judged = case.judged
    lines = [f"<strong>{escape(case.text)}</strong>"]
    change = f": {case.planted.right} became {case.planted.planted}" if case.planted else ""
    said = "wrongly flagged" if case.supported else "missed"
    lines.append(f'<span class="soft">{said}; {escape(case.origin)}, {escape(case.kind)}{escape(change)}</span>')
    lines.append(
        f'<span class="soft">{judged.verdict} with support {judged.support:.2f}</span> {escape(judged.reason or "")}'
    )
    lines += [f'<span class="soft">cited:</span> {escape(_placed(citation))}' for citation in judged.citations[:3]]
    return f"<article>{''.join(f'<p>{line}</p>' for line in lines)}</article>"


def _whole(title: str, *parts: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>"
        f"{''.join(parts)}</body></html>\n"
    )


def _settings(setting: Mapping[str, Any]) -> str:
    said = (f"{name.replace('_', ' ')}: {value}" for name, value in setting.items() if value not in (None, (), []))
    return f'<p class="soft">{escape("; ".join(said))}</p>'


def _table(heading: str, names: Sequence[str], columns: Mapping[str, Mapping[str, Any]]) -> str:
    names = [name for name in names if not name.endswith("_ci")]
    if not names:
        return ""
    head = "".join(f"<th>{escape(column)}</th><th></th>" for column in columns)
    rows = "".join(
        f"<tr><th>{escape(name)}</th>{''.join(_cells(name, figures) for figures in columns.values())}</tr>"
        for name in names
    )
    return f'<h2>{escape(heading)}</h2><div class="wide"><table><tr><th></th>{head}</tr>{rows}</table></div>'


def _cells(name: str, figures: Mapping[str, Any]) -> str:
    if name not in figures:
        return "<td></td><td></td>"
    low, high = figures[f"{name}_ci"]
    return f'<td class="number">{figures[name]:.3f}</td><td class="number soft">[{low:.3f}, {high:.3f}]</td>'


def _types(types: Mapping[str, Any]) -> str:
    shown = [name for name in _BY_TYPE if any(name in figures for figures in types.values())]
    rows = "".join(
        f'<tr><th>{escape(kind)}</th><td class="number">{figures["questions"]}</td>'
        + "".join(f'<td class="number">{figures[name]:.2f}</td>' if name in figures else "<td></td>" for name in shown)
        + "</tr>"
        for kind, figures in types.items()
    )
    head = "".join(f"<th>{escape(name)}</th>" for name in ("type", "questions", *shown))
    return f'<h2>By type of question</h2><div class="wide"><table><tr>{head}</tr>{rows}</table></div>'


def _recall_curve(outcomes: Sequence[Outcome]) -> str:
    answerable = [outcome for outcome in outcomes if outcome.question.answerable]
    if not answerable:
        return ""
    depths = range(1, DEPTH + 1)
    passages = [sum(any(one.hits[:depth]) for one in answerable) / len(answerable) for depth in depths]
    articles = [sum(_article_recall(one, depth) for one in answerable) / len(answerable) for depth in depths]

    def draw(axes: "Axes") -> None:
        axes.plot(depths, passages, color=_ONE)
        axes.plot(depths, articles, color=_TWO)
        axes.set(xticks=(1, 5, 10, 15, 20), ylim=(0, 1.02))

    return _chart("Right passages (blue) and gold articles (orange) among the first k", draw)


def _article_recall(outcome: Outcome, depth: int) -> float:
    reached = {passage.article.id for passage in outcome.passages[:depth]}
    gold = outcome.question.evidence_ids
    return sum(identifier in reached for identifier in gold) / max(1, len(gold))


def _histogram(outcomes: Sequence[Outcome]) -> str:
    answerable, others = ([one.confidence for one in outcomes if one.question.answerable is is_answerable]
                          for is_answerable in (True, False))  # fmt: skip

    def draw(axes: "Axes") -> None:
        axes.hist((answerable, others), bins=20, range=(0, 1), color=(_ONE, _TWO))
        axes.axvline(ANSWERED, color=_SOFT, linestyle="--")

    return _chart(f"Confidence: answerable (blue), unanswerable (orange), refused below {ANSWERED:g}", draw)


def _reliability(outcomes: Sequence[Outcome]) -> str:
    bins = reliability(outcomes)
    confidence, answerable, count = ([one[name] for one in bins] for name in ("confidence", "answerable", "count"))

    def draw(axes: "Axes") -> None:
        axes.plot((0, 1), (0, 1), color=_SOFT)
        axes.scatter(confidence, answerable, [20 + 400 * one / len(outcomes) for one in count], _ONE)
        axes.set(xlim=(-0.02, 1.05), ylim=(-0.05, 1.05))

    return _chart("Reliability: mean confidence against the share that is answerable", draw)


def _chart(caption: str, draw: "Callable[[Axes], None]") -> str:
    """What is drawn as SVG in the page, with a caption; in colours that go with a light and a dark page."""
    svg, caption = io.StringIO(), escape(caption)
    # Letters stay letters, and what each chart refers to inside has names of its own.
    from matplotlib import rc_context  # which takes seconds
    from matplotlib.figure import Figure

    with rc_context({"svg.fonttype": "none", "svg.hashsalt": caption, "axes.edgecolor": _SOFT, "xtick.color": _SOFT,
                     "ytick.color": _SOFT, "axes.spines.top": False, "axes.spines.right": False}):  # fmt: skip
        figure = Figure(figsize=(5, 2.4), layout="tight")
        draw(figure.add_subplot())
        metadata = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(svg, format="svg", transparent=True, metadata=metadata)
    drawing = svg.getvalue().partition("<svg ")[2]
    return (
        f'<figure><svg role="img" aria-label="{caption}" {drawing}'
        f'<figcaption class="soft">{caption}</figcaption></figure>'
    )


def _case(outcome: Outcome) -> str:
    question = outcome.question
    searched = f" (searched for: {outcome.query})" if outcome.query != question.text else ""
    right = " | ".join(question.answers) if question.answerable else "nothing: the articles do not say"
    lines = [f"<strong>{escape(question.text)}</strong>{escape(searched)}"]
    lines.append(f'<span class="soft">{escape(question.type)}; right:</span> {escape(right)}')
    lines += [
        f'<span class="soft">evidence:</span> {escape(identifier)}: {escape(_short(str(passage)))}'
        for identifier, passage in question.evidence[:3]
    ]
    lines += [
        f'<span class="soft">found {"right" if hit else "wrong"}:</span> {escape(_placed(passage))}'
        for passage, hit in list(zip(outcome.passages, outcome.hits, strict=True))[:3]
    ]
    lines += [f'<span class="soft">quoted:</span> {escape(_placed(quoted))}' for quoted in outcome.quotes]
    verdict = "refused" if outcome.refused else "answered"
    lines.append(f'<span class="soft">{verdict} with confidence {outcome.confidence:.2f}</span>')
    return f"<article>{''.join(f'<p>{line}</p>' for line in lines)}</article>"


def _placed(span: Span) -> str:
    return f"{span.article.id}:{span.start}-{span.end}: {_short(span.text)}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 200 else flat[:200] + " …"
