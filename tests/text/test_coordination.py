"""What sentences enumerate: where the rows and their members begin and end."""

import pytest

from rag.text.coordination import coordinations


def rows(text: str) -> list[list[str]]:
    return [[text[start:end] for start, end in row] for row in coordinations(text)]


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Guests came from France, the Netherlands, Norway, and the United Kingdom.",
         ["France", "Netherlands", "Norway", "United Kingdom"]),
        ("It was signed by Senators Ann Reed of Norland, Tom Ek of Askim, and Ada Brandt of Brevik, all new.",
         ["Senators Ann Reed of Norland", "Tom Ek of Askim", "Ada Brandt of Brevik"]),
        ("The party wants, among other things, lower rents, free ferries and a theatre.",
         ["lower rents", "free ferries", "theatre"]),
        ("He wrote songs such as “Dark Star”, “Low Tide”, and “Eels” throughout the sixties.",
         ["Dark Star", "Low Tide", "Eels"]),
        ("Running from August 22 to 25, the fair featured large halls, talks, an artist alley, and guests in costume.",
         ["large halls", "talks", "artist alley", "guests in costume"]),
        ("The dead are Tom Ellery, Ada Brandt, and Ann and Olof Reed.",
         ["Tom Ellery", "Ada Brandt", "Ann and Olof Reed"]),
        ("She was married to a painter, Tom Ek, who left; the poet Olof Ek; and the diver Ivo Sol.",
         ["painter, Tom Ek", "poet Olof Ek", "diver Ivo Sol"]),
    ],
)  # fmt: skip
def test_members_are_told_from_what_stands_around(text: str, members: list[str]) -> None:
    assert members in rows(text)


def test_a_row_in_the_last_member_of_another_is_one_of_its_own() -> None:
    found = rows("They tested sewage, slurry, and foods including beef, pork, chicken and fruit.")
    assert ["beef", "pork", "chicken", "fruit"] in found


@pytest.mark.parametrize(
    "text",
    ["The storm sank two boats, drove people from their homes and left two in hospital.",
     "To pass, it must be signed by the mayor, which takes long, and she must agree.",
     "On Friday, near the harbour, a truck and a bus collided."],
)  # fmt: skip
def test_clauses_are_no_row_of_things(text: str) -> None:
    assert all(len(row) < 3 for row in rows(text))
