"""Text -> the stems by which texts are compared: English words cut to what their forms have in common.

The stemmer is Snowball's for English (Porter 2), which leaves most words of other languages as they are.
"""

import threading

import Stemmer

from rag.text.words import words

_LONGEST = 80  # bytes; a longer word is an address or a picture in letters


class _Stemmers(threading.local):
    """A stemmer for each thread, as one is not to be shared."""

    def __init__(self) -> None:
        self.english = Stemmer.Stemmer("english")


_stemmers = _Stemmers()


def stems(text: str) -> list[str]:
    """The folded words of a text, English ones cut to their stems; what is indexed and what is searched for."""
    cut: list[str] = _stemmers.english.stemWords([word for word in words(text) if len(word.encode()) < _LONGEST])
    return cut


FUNCTION_STEMS = frozenset(
    stem
    for word in (
        "a an the this that these those it its he she him his her hers they them their we us our you your i me my "
        "who whom whose what which when where why how is are was were be been being am do does did done has have had "
        "having will would shall should can could may might must of in on at by for with from to into onto over under "
        "about between during after before since until than then as and or but nor not no if so such there here any "
        "all some many much more most s t said say says tell told name now today still also ever latest newest recent "
        "recently currently according please article articles"
    ).split()
    for stem in stems(word)
)
"""Stems of English words that say nothing of what a text is about; kept in the index, passed over in comparisons.

By hand, as a longer table loses: with the 1,298 words of stopwordsiso in their place clapnq's hit@1 is 0.92 and not
0.94, its sentence hit@1 0.70 and not 0.74, and wikinews's 0.75 and 0.55 instead of 0.80 and 0.60."""
