"""Why an answer is what it is, as a reader asks: what was searched for and found, what was left out, who wrote and
judged it. The numbers behind it are folded. Plain functions from values to strings.
"""

from collections.abc import Sequence

from rag.answers.answer import Answer
from rag.answers.markup import counted, dated, day_in_words, escape
from rag.filters import Filters
from rag.types import Article, in_words
from rag.web.render import flow, narrowing

_STAGES = {
    "translate": "translating the question",
    "rewrite": "rewriting the question",
    "open": "opening the index",
    "embed": "embedding the question",
    "dense": "searching by meaning",
    "keywords": "searching by words",
    "rank": "ranking",
    "load": "reading passages",
    "rerank": "ranking anew",
    "quotes": "choosing quotes",
    "model": "the language model",
    "check": "checking its sentences",
    "total": "all",
}


def why(turn: int, given: Answer, filters: Filters, titles: Sequence[str] = ()) -> str:
    """Three sentences on how an answer came about, what was found, and the numbers, to be unfolded one by one."""
    told = _searched(given, narrowing(filters, titles)), _left_out(given), _made(given)
    sentences = "".join(f"<p dir='auto'>{one}</p>" for one in told)
    return (
        f"<details class='why' id='why-{turn}'><summary>Why this answer</summary>{sentences}{_found(given)}"
        f"<details><summary>Numbers</summary>{_numbers(given)}{_scores(given)}</details></details>"
    )


def _searched(given: Answer, narrowed: str) -> str:
    asked, period = given.trace.asked, given.trace.period
    read = f"The question was read as asking for {escape(asked)}. " if asked and asked != "a fact" else ""
    where = f"The articles {escape(narrowed)}" if narrowed else "All articles"
    first = f", what is said of {in_words(period)} first" if period is not None else ""
    if given.passages:
        articles = {one.article.id for one in given.passages}
        found = f"{counted(len(given.passages), 'passage')} of {counted(len(articles), 'article')} came nearest"
    else:
        cited = {one.article.id for one in given.citations}
        found = f"{counted(len(cited), 'article')} answered" if cited else "nothing was found"
    return f"{read}{where} were searched for “{escape(given.trace.query)}”{first}: {found}."


def _left_out(given: Answer) -> str:
    trace = given.trace
    left = [
        (len(trace.unread), "passage", "as the language model could read no more"),
        (len(trace.withheld), "sentence", "as it spoke to the language model"),
        (len(trace.copies), "passage", "that said nearly the same as another"),
        (given.left_out, "sentence", "of the answer not fully supported"),
    ]
    told = [f"{counted(count, noun)} {reason}" for count, noun, reason in left if count]
    withheld = "".join(f"<br><q>{flow(one.text)}</q> <bdi>{escape(one.article.title)}</bdi>" for one in trace.withheld)
    return f"Left out: {', '.join(told)}.{withheld}" if told else "Nothing of that was left out."


def _made(given: Answer) -> str:
    quoted, judge = given.generator == "quotes", given.trace.judge
    if given.refusal is not None:
        return f"That they do not answer was decided by {'rules alone' if quoted else escape(given.generator)}."
    if quoted:
        return "What is said is quoted from the articles; no language model wrote any of it."
    decided = f"decided by {escape(judge)}" if judge else "left open"
    return (
        f"It was written by {escape(given.generator)}. Each sentence was checked against the words that it cites, and "
        f"what the rules of the check do not tell was {decided}."
    )


def _found(given: Answer) -> str:
    """The articles that were found, best first."""
    articles: dict[str, Article] = {}
    for one in given.passages:
        articles.setdefault(one.article.id, one.article)
    cited = {one.article.id for one in given.citations}
    items = "".join(
        f"<li><bdi>{escape(one.title)}</bdi>, {dated(one)}{' (cited)' if one.id in cited else ''}</li>"
        for one in articles.values()
    )
    return f"<p>Found, best first:</p><ol>{items}</ol>" if items else ""


def _numbers(given: Answer) -> str:
    trace = given.trace
    facts = []
    if trace.usage is not None:
        facts.append(("Tokens", f"{trace.usage.read:,} read, {trace.usage.written:,} written"))
    if trace.judging is not None:
        facts.append(("Judge's tokens", f"{trace.judging.read:,} read, {trace.judging.written:,} written"))
    if trace.timings:
        spent = (f"{_STAGES.get(stage, stage)} {seconds * 1000:,.0f} ms" for stage, seconds in trace.timings.items())
        facts.append(("Time", ", ".join(spent)))
    state = [f"generation {trace.generation:,}"]
    if (fresh := trace.freshness) is not None:
        state.append(f"brought up to date on {day_in_words(fresh.updated.date())}, {fresh.updated:%H:%M} UTC")
        state += [f"newest article of {day_in_words(fresh.newest)}"] if fresh.newest else []
    facts.append(("Index", ", ".join(state)))
    return f"<dl>{''.join(f'<div><dt>{name}</dt><dd>{value}</dd></div>' for name, value in facts)}</dl>"


def _scores(given: Answer) -> str:
    """The passages as they were ranked, with what speaks for each."""
    if not given.passages:
        return ""
    rows = "".join(
        f"<tr><td><bdi>{escape(one.article.title)}</bdi></td>"
        f"<td>{one.scores.fused:.2f}</td><td>{one.scores.sentence:.2f}</td><td>{one.scores.coverage:.2f}</td></tr>"
        for one in given.passages
    )
    return (
        "<table><caption>Passages found, best first</caption><thead><tr><th scope='col'>Article</th>"
        "<th scope='col'>Score</th><th scope='col'>Best sentence</th><th scope='col'>Words</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
