"""Running stories: near in meaning and in days, with a name in common, and no chain of likenesses."""

from collections import defaultdict
from datetime import date, timedelta

import numpy as np

from rag.index.stories import Member, stories


def member(key: int, degrees: float, *, day: int | None = 0, names: str = "ada", title: str = "") -> Member:
    """An article whose vector points so many degrees away from the first one's."""
    angle = np.radians(degrees)
    published = date(2026, 1, 1) + timedelta(days=day) if day is not None else None
    vector = np.array([np.cos(angle), np.sin(angle)], np.float32)
    return Member(key, title or f"Title {key}", published, frozenset(names.split()), vector)


def told(*articles: Member) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for name, key in stories(articles):
        found[name].add(key)
    return dict(found)


def test_near_articles_are_a_story_by_the_title_of_the_first() -> None:
    assert told(member(1, 0, day=9), member(2, 20, day=2), member(3, 90)) == {"Title 2": {1, 2}}


def test_what_is_long_after_is_another_story_and_what_has_no_day_may_be_of_it() -> None:
    assert told(member(1, 0), member(2, 5, day=300)) == {}
    assert told(member(1, 0), member(2, 5, day=None)) == {"Title 1": {1, 2}}


def test_without_a_name_in_common_articles_must_be_nearer() -> None:
    assert told(member(1, 0, names="ada"), member(2, 48, names="tom")) == {}
    assert told(member(1, 0, names="ada"), member(2, 48, names="ada")) == {"Title 1": {1, 2}}


def test_a_chain_of_likenesses_is_no_story() -> None:
    found = told(*(member(key, 40 * key) for key in range(4)))
    assert max(map(len, found.values())) < 4


def test_two_stories_of_one_title_are_told_apart() -> None:
    same = [member(key, degrees, title="Weather") for key, degrees in ((1, 0), (2, 2), (3, 90), (4, 92))]
    assert told(*same) == {"Weather": {1, 2}, "Weather (2)": {3, 4}}


def test_nothing_has_no_story() -> None:
    assert told() == {}
