"""A model's answer in JSON, as what is said in it."""

import pytest

from rag.answers.unwrapping import unwrapped

BOATS = "17 boats sank."


@pytest.mark.parametrize(
    ("wrapped", "said"),
    [
        ('{"answer": "17 boats sank. [3]"}', "17 boats sank. [3]"),
        ('{"answer": "17 boats sank.", "citations": [3, 1]}', "17 boats sank. [3][1]"),
        ('```json\n{"answer": "17 boats sank.", "source": 3}\n```', "17 boats sank. [3]"),
        ('{"found": true, "answer": "17 boats sank."}', BOATS),
        (
            '{"statements": [{"text": "17 boats sank.", "passage": 3}, {"text": "It rained.", "passage": 1}]}',
            "17 boats sank. [3]\n\nIt rained. [1]",
        ),
        ('["17 boats sank. [3]", "It rained. [1]"]', "17 boats sank. [3]\n\nIt rained. [1]"),
        ('{"answer": null, "citations": []}', ""),
    ],
)
def test_what_is_said_in_json_is_read_with_its_numbers_as_markers(wrapped: str, said: str) -> None:
    assert unwrapped(wrapped, finished=True) == said
    assert unwrapped(wrapped[:-5], finished=False) == ""


@pytest.mark.parametrize("text", [BOATS, "[1] 17 boats sank.", "{Sic} 17 boats sank.", "```\n17 boats\n```", "{" * 9])
def test_any_other_text_stays(text: str) -> None:
    assert unwrapped(text, finished=True) == text
