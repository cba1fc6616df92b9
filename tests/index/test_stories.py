"""Running stories: near in meaning and in days, with a name in common, and no chain of likenesses."""

from datetime import date, timedelta

import numpy as np

from rag.index.stories import Member, connected, stories

NAMES: dict[int, str] = {}


def member(key: int, degrees: float, *, day: int | None = 0, names: str = "ada") -> Member:
    """An article whose vector points so many degrees away from the first one's."""
    angle = np.radians(degrees)
    published = date(2026, 1, 1) + timedelta(days=day) if day is not None else None
    NAMES[key] = names
    return Member(key, published, np.array([np.cos(angle), np.sin(angle)], np.float32))


def told(*articles: Member) -> list[list[int]]:
    return stories(articles, lambda key: NAMES[key].split())


def test_near_articles_are_a_story_the_first_by_its_day_before() -> None:
    assert told(member(1, 0, day=9), member(2, 20, day=2), member(3, 90)) == [[2, 1]]


def test_what_is_long_after_is_another_story_and_what_has_no_day_may_be_of_it() -> None:
    assert told(member(1, 0), member(2, 5, day=300)) == []
    assert told(member(1, 0), member(2, 5, day=None)) == [[1, 2]]


def test_without_a_name_in_common_articles_must_be_nearer() -> None:
    assert told(member(1, 0, names="ada"), member(2, 48, names="tom")) == []
    assert told(member(1, 0, names="ada"), member(2, 48, names="ada")) == [[1, 2]]


def test_a_chain_of_likenesses_is_no_story() -> None:
    found = told(*(member(key, 40 * key) for key in range(4)))
    assert max(map(len, found)) < 4


def test_nothing_has_no_story() -> None:
    assert told() == []


def test_what_links_connect_is_found_with_its_neighbours() -> None:
    pairs = [(1, 2), (2, 3), (4, 5)]
    found = connected([1], lambda keys: [one for one in pairs if set(keys) & set(one)])
    assert found == {1: {2}, 2: {1, 3}, 3: {2}}
