"""Who says what in a text, and whom it means."""

from itertools import pairwise

import pytest

from rag.text.said.reading import LONGEST, attributions, left_out


def read(text: str, code: str = "en") -> list[tuple[str, str | None, str | None]]:
    """What is said, the speaker as it stands there and the full name."""
    found = []
    for one in attributions(text, code):
        said, who, name = (span and text[slice(*span)] for span in (one.said[0], one.speaker, one.name))
        found.append((str(said), who, name))
    return found


@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        ('"It is late," said Ada Moss.', '"It is late,"', "Ada Moss"),
        ('"It is late," Ada Moss, the clerk, said on Friday.', '"It is late,"', "Ada Moss"),
        ('Ada Moss told the council: "It is late."', '"It is late."', "Ada Moss"),
        ('"It is late", said Moss after the vote.', '"It is late"', "Moss"),
        ('"It is late," whispered Ada Moss.', '"It is late,"', "Ada Moss"),
        ('"It is late." Ada Moss said.', '"It is late."', "Ada Moss"),
        ("Ada Moss said on Friday that the bridge would close.", "the bridge would close", "Ada Moss"),
        ("Its clerk, Ada Moss, said the bridge would close.", "the bridge would close", "Its clerk, Ada Moss"),
        ("The bridge would close in May, Ada Moss said.", "The bridge would close in May", "Ada Moss"),
        ("According to Ada Moss, the bridge is safe.", "the bridge is safe", "Ada Moss"),
        ("The bridge is safe, according to Ada Moss.", "The bridge is safe", "Ada Moss"),
        ('Ada Moss called the bridge "a disgrace".', '"a disgrace"', "Ada Moss"),
        ("Ada Moss called the bridge a disgrace.", "the bridge a disgrace", "Ada Moss"),
        ("In May clerk Ada Moss told the press that it was late.", "it was late", "Ada Moss"),
    ],
)
def test_english_says_who_said_it_before_after_or_within(text: str, said: str, speaker: str) -> None:
    assert [one[:2] for one in read(text)] == [(said, speaker)]


@pytest.mark.parametrize(
    ("text", "said", "speaker"),
    [
        ("„Es ist spät“, sagte Ada Moos am Freitag.", "„Es ist spät“", "Ada Moos"),
        ("Ada Moos erklärte, die Brücke sei sicher.", "die Brücke sei sicher", "Ada Moos"),
        ("Am Freitag teilte die Polizei mit, dass sie sperrt.", "dass sie sperrt", "die Polizei"),
        ("Laut Ada Moos ist die Brücke sicher.", "ist die Brücke sicher", "Ada Moos"),
        ("Die Brücke ist sicher, so Ada Moos.", "Die Brücke ist sicher", "Ada Moos"),
        ("Medienberichten zufolge ist die Brücke sicher.", "ist die Brücke sicher", "Medienberichten"),
        ("Wie die Polizei mitteilte, ist die Brücke sicher.", "ist die Brücke sicher", "die Polizei"),
        ("Ada Moos freut sich, die Brücke sei sicher.", "die Brücke sei sicher", "Ada Moos"),
        ("Die Brücke ist gesperrt. Das teilte die Polizei mit.", "Die Brücke ist gesperrt.", "die Polizei"),
    ],
)  # fmt: skip
def test_german_says_it_by_verbs_sources_and_the_subjunctive(text: str, said: str, speaker: str) -> None:
    assert [one[:2] for one in read(text, "de")] == [(said, speaker)]


def test_german_goes_on_in_the_subjunctive_with_what_the_same_person_says() -> None:
    text = "Ada Moos sagte, die Brücke sei sicher. Man habe sie im Mai geprüft. Sie steht seit 1951."
    assert [said for said, _, _ in read(text, "de")] == ["die Brücke sei sicher", "Man habe sie im Mai geprüft."]
    assert {name for _, _, name in read(text, "de")} == {"Ada Moos"}


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is said to be safe.",
        'The inn is known as "The Grey Horse".',
        "Fourteen states reported a loss of revenue.",
        "The last boat left at nine.",
        'She had read "The Grey Hour" twice.',
    ],
)
def test_what_nobody_is_said_to_say_is_nobodys(text: str) -> None:
    assert not read(text)


def test_a_quotation_that_goes_on_is_of_the_same_person() -> None:
    text = '"It is late," said Ada Moss. "We should go home now."'
    assert [name for _, _, name in read(text)] == ["Ada Moss", "Ada Moss"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mayor Ada Moss opened the bridge. It is safe, Moss said.", "Mayor Ada Moss"),
        ("Harbour master Ada Moss slept badly. She said it was late.", "Harbour master Ada Moss"),
        ("Mayor Ada Moss opened the bridge.\n\nShe said it was late.", "Mayor Ada Moss"),
        ("Mayor Ada Moss met the baker. It was late, the mayor said.", "Mayor Ada Moss"),
        ("The clerk, Ada Moss, opened the gate. The clerk said it was late.", "Ada Moss"),
        ("Tom Reed, the mayor, met Ada Moss, the clerk. The clerk said it was late.", "Ada Moss"),
        ("Mr Reed met Mrs Moss. Tom Reed and Ada Moss ate. She said it was late.", "Ada Moss"),
    ],
)
def test_surname_pronoun_and_role_mean_the_person_named_in_full(text: str, name: str) -> None:
    assert read(text)[-1][2] == name


@pytest.mark.parametrize(
    "text",
    [
        "Tom Reed, 61, and Ada Moss, 40, met Lou Hart, 52. On Friday there was a fair. He said it was late.",
        "Tom Moss and Ada Moss keep the inn. It was late, Moss said.",
        "Mayor Ada Moss met Mayor Tom Reed. The mayor said it was late.",
        "Moss opened the bridge. She said it was late.",
        "Ada Moss, 40, is a nurse. I asked the doctor, and she said it was late.",
        "The winner thanked Ada Moss, 40. The winner slept. He said it was late.",
    ],
)
def test_where_the_text_leaves_it_open_nobody_is_named(text: str) -> None:
    assert read(text)[-1][2] is None


def test_all_is_a_slice_of_the_text_within_the_sentences_that_it_stands_in() -> None:
    text = (
        'Ada Moss, 40, keeps the inn.\n\n"It is late," she said. "Go home, all of you." It rained, she said, all night.'
    )
    for one in attributions(text, "en"):
        spans = [*one.said, one.cue or one.said[0], one.speaker or one.said[0]]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one.stands[0] <= start and end <= one.stands[1] for start, end in one.said)
        assert all(left[1] <= right[0] for left, right in pairwise(one.said))
    assert not attributions(text, "xx")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jo Hart is the new mayor. The former ferry captain won 4 votes.", "Jo Hart"),
        ("Ada Moss, 40, keeps the inn. She bought it in May.", "Ada Moss"),
        ('Mayor Ada Moss came. "It is late," Moss said.', "Mayor Ada Moss"),
        ("Mayor Ada Moss came. Mayor Ada Moss said it was late.", None),
        ("Tom Reed, 40, lost. Reed and Hart's mother, Ada, wept at the gate and said it was late.", None),
        ("Ada Moss, 40, keeps the inn. It has nine beds.", None),
        ("North Hill is steep. He climbed it.", None),
    ],
)
def test_the_name_that_a_sentence_leaves_out_is_found(text: str, name: str | None) -> None:
    start = text.index(". ") + 2
    found = left_out(text, "en", start, len(text))
    assert (found and text[slice(*found)]) == name
    long = text + " The inn was full." * (LONGEST // 18)
    assert left_out(long, "en", start, len(text)) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # Several who speak together have no one name, nor has who is somebody's by two.
        ("Mayor Ada Moss met Bo Crake. Mr. Moss and Mr. Crake pledged that it would end.", None),
        ("Ada Moss was there. Moss and Crake's mother, Ida, said that it was late.", None),
        # Whom somebody speaks to is not who speaks.
        ('Mayor Bo Crake won. Speaking to Ada Moss of the Lantern, he said, "It is late."', "Mayor Bo Crake"),
        # A statement is of who gave it.
        ('Mayor Ada Moss issued a statement on Monday. "It is late," the statement said.', "Mayor Ada Moss"),
        # A foreign secretary is a foreign minister.
        ("Foreign Secretary Ada Moss met Bo Crake.\n\nThe foreign minister said that it was late.",
         "Foreign Secretary Ada Moss"),
    ],
)  # fmt: skip
def test_whom_a_speaker_means_by_whom_else_the_text_names(text: str, name: str | None) -> None:
    assert read(text)[-1][2] == name


def test_a_statement_that_calls_something_so_is_who_gave_its_words() -> None:
    [(said, speaker, _)] = read('Ada Moss released a statement calling the deal "a triumph".')
    assert (said, speaker) == ('"a triumph"', "Ada Moss")


def test_a_quotation_behind_a_colon_is_of_whom_the_sentence_opens_with() -> None:
    text = (
        'The harbour master Orla Finch opposed Brandt\'s plan: "A gate that no ship can pass is a wall." '
        'At the gate a sign met Tom Reed: "No ships beyond this point."'
    )
    told = attributions(text, "en")
    assert [text[slice(*one.name)] for one in told if one.name] == ["harbour master Orla Finch"]


def test_a_source_begins_with_a_word() -> None:
    text = "In der Fraktion sagte die Kanzlerin einigen Teilnehmern zufolge: „Es ist spät.“"
    assert [who for _, who, _ in read(text, "de")] == ["einigen Teilnehmern"]
