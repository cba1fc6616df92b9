"""Whether an article names whom a question asks about."""

import pytest

from rag.answers.naming import unnamed
from rag.types import Article

TEXT = (
    "Orla Venn Hall of Norrin was convicted of arson in 2006. The O'Hare Party, said Tom Sol, won in San Remo. "
    "President Brandt signed it. On Brandt alone it hung."
)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who was convicted of burning down Bontddu Hall?", "Bontddu Hall"),
        ("How long was Ada Moss sentenced to prison for?", "Ada Moss"),
        ("what did Ada Moss’s brother do", "Ada Moss"),
        ("Where was Orla Venn convicted?", None),
        ("Where was Orla Hall convicted?", None),
        ("What did Ada Sol say?", "Ada Sol"),  # Tom Sol is another
        ("What did Ada Remo say?", "Ada Remo"),
        ("How many of Ada Norrin’s boats sank?", None),  # whom an article may call by the last name alone
        ("When was Moss convicted?", None),  # may be called otherwise there
        ("Did Ada Moss’s New Party win?", None),
        ("Who won more votes, Ada Moss or Tom Sol?", None),  # may be of two articles
        ("Which party won in San Remo?", None),
        ("What did Ada Brandt sign?", None),  # only ever "President Brandt", or the first word behind "On"
        ("Wann wurde Bontddu Hall verkauft?", None),  # whose names another language may spell its way
        ("HOW MANY BOATS DID ADA MOSS LOSE", None),
        ("How Many Boats Did Ada Moss Lose", None),
    ],
)
def test_a_full_name_of_which_no_more_than_half_stands_there_is_of_somebody_else(
    question: str, name: str | None
) -> None:
    assert unnamed(question, Article("hall", "A verdict", TEXT)) == name
