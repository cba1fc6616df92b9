"""Words that say who lost and who won, and that something is denied: closed classes, by language."""

import re
from collections.abc import Iterator, Sequence, Set

from rag.answers.asking.sorts import root
from rag.text.said.items import Item
from rag.text.words import stems
from rag.types import Passage

LOSES = re.compile(
    r"\b(?:(?:has|have|had) )?(?:lost|los(?:e|es|ing)|(?:(?:was|were|been) )?(?:defeated|beaten)"
    r"|(?:did not|didn['’]t|has not|have not|failed to) win"
    r"|verlor(?:en)?|verlieren|unterlag(?:en)?|unterlegen|(?:ont |a )?perdu(?:e?s)?|perdent|perdieron|perdió|perdido"
    r"|kaybet\w*|kaybed\w*)\b",
    re.IGNORECASE,
)
"""That somebody lost, did not win, or was beaten."""
_WINS = re.compile(
    r"\b(?:won|wins|winner|victor|victory|(?:was|were|is|been|has been) elected|elects|to be the next|becomes?|beat"
    r"|defeated|gewann|gewonnen|gewählt|siegte|sieger\w*|gagné|remporté|élue?|ganó|elegid[oa]|kazandı|seçildi)\b",
    re.IGNORECASE,
)


def won(passage: Passage, named: Sequence[Item], own: Set[str]) -> Iterator[tuple[str, ...]]:
    """The keys of those, of the article's ``named``, of whom a passage or the title says that they won what some roots
    say: who is named first in such a sentence, before the words for it."""
    article = passage.article
    for sentence in passage.sentences:
        win = _WINS.search(sentence.text)
        if win is None or LOSES.search(sentence.text) or not own & set(map(root, stems(sentence.text))):
            continue
        inside = [one for one in named if sentence.start <= one.at < sentence.start + win.start()]
        yield from (one.key for one in inside[:1])
    if (win := _WINS.search(article.title)) and not LOSES.search(article.title):
        before = set(article.title[: win.start()].casefold().split())
        yield from (one.key for one in named if one.key[-1] in before)
