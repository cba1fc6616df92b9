"""What stands beside a chat before its first question: the newest articles, each to be opened. Plain functions from
values to strings.
"""

from collections.abc import Sequence

from rag.answers.markup import dated, escape, language
from rag.types import Listed
from rag.web.render import UNOPENED

NEWEST = 6
"""Articles that are shown."""


def newest(listing: Sequence[Listed]) -> str:
    """Cards of articles; "" where there are none."""
    if not listing:
        return ""
    return f"<div class='opening'><h2>Newest articles</h2>{''.join(map(_card, listing))}</div>"


def _card(one: Listed) -> str:
    facts = " · ".join(filter(None, [one.source and f"<bdi>{escape(one.source)}</bdi>", dated(one)]))
    return (
        f"<article class='card' data-turn='0' data-spans='' data-article='{escape(one.id)}'{language(one.lang)}>"
        f"<h3><bdi>{escape(one.title)}</bdi></h3><p class='origin'>{facts}</p>{UNOPENED}</article>"
    )
