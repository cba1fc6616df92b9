"""What differs between two texts: each sentence once, where it stands, as changed, added or removed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.differences import edits, runs

BEFORE = "# The storm\n\nThe storm came at noon. It sank 23 boats in the old harbour. Nobody was hurt.\n"


def told(before: str, after: str) -> list[tuple[str | None, str | None]]:
    return [
        (one.before and before[slice(*one.before)], one.after and after[slice(*one.after)])
        for one in edits(before, after)
    ]


@pytest.mark.parametrize(
    ("after", "differing"),
    [
        (BEFORE, []),
        (BEFORE.replace("noon. It", "noon.  \n It"), []),
        (
            BEFORE.replace("23", "17"),
            [("It sank 23 boats in the old harbour.", "It sank 17 boats in the old harbour.")],
        ),
        (BEFORE.replace(" Nobody was hurt.", ""), [("Nobody was hurt.", None)]),
        (BEFORE.replace("\n\nThe", "\n\nRead this. The"), [(None, "Read this.")]),
        (BEFORE.replace("# The storm", "# The great storm"), [("# The storm", "# The great storm")]),
        # Two in one place, of which one is the other reworded, and the other another sentence.
        (
            BEFORE.replace("It sank 23 boats in the old harbour.", "All trams stood. It sank 17 boats in the harbour."),
            [(None, "All trams stood."), ("It sank 23 boats in the old harbour.", "It sank 17 boats in the harbour.")],
        ),
        # What shares no more than a word with what stood there is another sentence.
        (
            BEFORE.replace("Nobody was hurt.", "The mayor was there."),
            [("Nobody was hurt.", None), (None, "The mayor was there.")],
        ),
        ("", [("# The storm", None), ("The storm came at noon.", None), ("It sank 23 boats in the old harbour.", None),
              ("Nobody was hurt.", None)]),
    ],
)  # fmt: skip
def test_sentences_that_differ_are_told(after: str, differing: list[tuple[str | None, str | None]]) -> None:
    assert told(BEFORE, after) == differing
    assert sorted(map(repr, told(after, BEFORE))) == sorted(repr((new, old)) for old, new in differing)


WORDS = st.lists(st.sampled_from(["one.", "two.", "Three.", "four five.", "six\n\n", "Ship ahoy!", "  "]), max_size=30)


@given(WORDS, WORDS)
def test_the_edits_make_the_one_of_the_other(before: list[str], after: list[str]) -> None:
    """What is neither removed nor changed is all that is neither added nor changed, in its order."""
    from rag.text.sentences import sentences

    one, other = " ".join(before), " ".join(after)
    found = edits(one, other)
    gone, come = {edit.before for edit in found}, {edit.after for edit in found}
    left = [" ".join(one[slice(*each)].split()) for each in sentences(one) if each not in gone]
    right = [" ".join(other[slice(*each)].split()) for each in sentences(other) if each not in come]
    assert left == right
    assert [e.before for e in found if e.before] == sorted(gone - {None})  # type: ignore[type-var]
    assert [e.after for e in found if e.after] == sorted(come - {None})  # type: ignore[type-var]


@pytest.mark.slow
def test_long_texts_that_share_nothing_are_compared_too() -> None:
    dice = random.Random(1)
    one, other = (" ".join(f"Word {dice.random()} stands here." for _ in range(5000)) for _ in range(2))
    found = edits(one, other)
    assert {edit.kind for edit in found} == {"removed", "added"}
    assert len(found) == 10_000


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("It sank 23 boats.", "It sank 17 boats.", "It sank -23 +17 boats."),
        ("It sank  boats.", "It sank many\nboats at once.", "It sank -boats. +many boats at once."),
        ("It came.", "", "-It came."),
        ("", "It came.", "+It came."),
        # Words that take turns too often.
        (" ".join(f"a{n} b" for n in range(9)), " ".join(f"c{n} b" for n in range(9)), None),
    ],
)
def test_the_words_of_a_sentence_that_differ_are_told(before: str, after: str, found: str | None) -> None:
    signs = {"same": "", "removed": "-", "added": "+"}
    told = [(kind, words) for kind, words in runs(before, after)]
    if found is not None:
        assert " ".join(f"{signs[kind]}{words}" for kind, words in told) == found
    else:
        assert told == [("removed", before), ("added", after)]
