"""Why an answer is what it is, as a reader asks: what was searched for and found, what was left out, who wrote and
judged it. The numbers behind it are folded. Plain functions from values to strings.
"""

from collections.abc import Sequence

from rag.answers.answer import Answer
from rag.answers.markup import escape
from rag.answers.statements import Usage
from rag.filters import Filters
from rag.types import Article
from rag.web import words
from rag.web.render import flow, narrowing, years
from rag.web.words import articles, dated, gettext, passages, sentences, worded, written


def why(turn: int, given: Answer, filters: Filters, titles: Sequence[str] = ()) -> str:
    """Three sentences on how an answer came about, what was found, and the numbers, to be unfolded one by one."""
    lines = _searched(given, narrowing(filters, titles)), _left_out(given), _made(given)
    told = "".join(f"<p dir='auto'>{one}</p>" for one in lines)
    return (
        f"<details class='why' id='why-{turn}'><summary>{gettext('Why this answer')}</summary>{told}{_found(given)}"
        f"<details><summary>{gettext('Numbers')}</summary>{_numbers(given)}{_scores(given)}</details></details>"
    )


def _searched(given: Answer, narrowed: str) -> str:
    asked, period = given.trace.asked, given.trace.period
    told = []
    if asked and asked != "a fact":
        told.append(gettext("The question was read as asking for {asked}.", asked=escape(worded(asked))))
    query = gettext("“{words}”", words=f"<bdi>{escape(given.trace.query)}</bdi>")
    if period is not None:
        query = gettext("{query}, what is said of {years} first", query=query, years=years(period))
    if given.passages:
        near = {one.article.id for one in given.passages}
        found = gettext(
            "{passages} of {articles} came nearest",
            passages=passages(len(given.passages)),
            articles=articles(len(near)),
        )
    elif cited := {one.article.id for one in given.citations}:
        found = gettext("{articles} answered", articles=articles(len(cited)))
    else:
        found = gettext("nothing was found")
    if narrowed:
        where = gettext("The articles {narrowed} were searched for {query}", narrowed=escape(narrowed), query=query)
    else:
        where = gettext("All articles were searched for {query}", query=query)
    return " ".join([*told, f"{where}: {found}."])


def _left_out(given: Answer) -> str:
    trace = given.trace
    told = []
    if trace.unread:
        unread = passages(len(trace.unread))
        told.append(gettext("{passages} as the language model could read no more", passages=unread))
    if trace.withheld:
        spoke = sentences(len(trace.withheld))
        told.append(gettext("{sentences} as it spoke to the language model", sentences=spoke))
    if trace.copies:
        copies = passages(len(trace.copies))
        told.append(gettext("{passages} that said nearly the same as another", passages=copies))
    if given.left_out:
        doubtful = sentences(given.left_out)
        told.append(gettext("{sentences} of the answer not fully supported", sentences=doubtful))
    withheld = "".join(f"<br><q>{flow(one.text)}</q> <bdi>{escape(one.article.title)}</bdi>" for one in trace.withheld)
    if not told:
        return gettext("Nothing of that was left out.")
    return gettext("Left out: {told}.", told=", ".join(told)) + withheld


def _made(given: Answer) -> str:
    quoted, judge = given.generator == "quotes", given.trace.judge
    if given.refusal is not None:
        if quoted:
            return gettext("That they do not answer was decided by rules alone.")
        return gettext("That they do not answer was decided by {model}.", model=escape(given.generator))
    if quoted:
        return gettext("What is said is quoted from the articles; no language model wrote any of it.")
    model = escape(given.generator)
    if judge:
        return gettext(
            "It was written by {model}. Each sentence was checked against the words that it cites, and what the rules "
            "of the check do not tell was decided by {judge}.",
            model=model,
            judge=escape(worded(judge)),
        )
    return gettext(
        "It was written by {model}. Each sentence was checked against the words that it cites, and what the rules of "
        "the check do not tell was left open.",
        model=model,
    )


def _found(given: Answer) -> str:
    """The articles that were found, best first."""
    found: dict[str, Article] = {}
    for one in given.passages:
        found.setdefault(one.article.id, one.article)
    cited, cited_too = {one.article.id for one in given.citations}, gettext("(cited)")
    items = "".join(
        f"<li><bdi>{escape(one.title)}</bdi>, {dated(one)}{f' {cited_too}' if one.id in cited else ''}</li>"
        for one in found.values()
    )
    return f"<p>{gettext('Found, best first:')}</p><ol>{items}</ol>" if items else ""


def _numbers(given: Answer) -> str:
    trace = given.trace
    facts = []
    if trace.usage is not None:
        facts.append((gettext("Tokens"), _used(trace.usage)))
    if trace.judging is not None:
        facts.append((gettext("Judge's tokens"), _used(trace.judging)))
    if trace.timings:
        spent = (f"{_stage(stage)} {written(seconds * 1000)} ms" for stage, seconds in trace.timings.items())
        facts.append((gettext("Time"), ", ".join(spent)))
    state = [gettext("generation {number}", number=written(trace.generation))]
    if (fresh := trace.freshness) is not None:
        state.append(gettext("brought up to date on {moment}", moment=words.moment(fresh.updated)))
        state += [gettext("newest article of {day}", day=words.day(fresh.newest))] if fresh.newest else []
    facts.append((gettext("Index"), ", ".join(state)))
    return f"<dl>{''.join(f'<div><dt>{name}</dt><dd>{value}</dd></div>' for name, value in facts)}</dl>"


def _used(usage: Usage) -> str:
    return gettext("{read} read, {written} written", read=written(usage.read), written=written(usage.written))


def _stage(name: str) -> str:
    """What takes time, in words."""
    known = {
        "translate": gettext("translating the question"),
        "rewrite": gettext("rewriting the question"),
        "open": gettext("opening the index"),
        "embed": gettext("embedding the question"),
        "dense": gettext("searching by meaning"),
        "keywords": gettext("searching by words"),
        "rank": gettext("ranking"),
        "load": gettext("reading passages"),
        "rerank": gettext("ranking anew"),
        "quotes": gettext("choosing quotes"),
        "model": gettext("the language model"),
        "check": gettext("checking its sentences"),
        "total": gettext("all"),
    }
    return known.get(name, name)


def _scores(given: Answer) -> str:
    """The passages as they were ranked, with what speaks for each."""
    if not given.passages:
        return ""
    rows = "".join(
        f"<tr><td><bdi>{escape(one.article.title)}</bdi></td>"
        f"<td>{written(one.scores.fused, 2)}</td><td>{written(one.scores.sentence, 2)}</td>"
        f"<td>{written(one.scores.coverage, 2)}</td></tr>"
        for one in given.passages
    )
    return (
        f"<table><caption>{gettext('Passages found, best first')}</caption>"
        f"<thead><tr><th scope='col'>{gettext('Article')}</th><th scope='col'>{gettext('Score')}</th>"
        f"<th scope='col'>{gettext('Best sentence')}</th><th scope='col'>{gettext('Words')}</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
