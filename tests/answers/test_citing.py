"""From a model's text to checked statements, on articles made up for the purpose."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pytest

from rag.answers.answer import numbered
from rag.answers.citing import Checker
from rag.answers.judging import Judgement
from rag.answers.markers import marked_sentences
from rag.answers.statements import Statement, Usage
from rag.text.words import words
from rag.types import Article, Nearness, Passage, Scores, Sentence
from tests.growing import growth

FORCE = Article(
    "force",
    "Force gets a new commander",
    "The harbour force was set up in 1999. Colonel Ada Brandt took command on 9 October 2023, replacing Piet Oss. "
    "She leads 4,500 soldiers from 27 countries. The town sent 780 of them. “We are not a police force,” Brandt told "
    "the council on Monday.",
    date(2023, 10, 12),
    "front matter",
    source="The Gazette",
)
TRAM = Article("tram", "Tram is late", "The tram line opens in May. It costs 38 million crowns, the council said.")
STORM = Article(
    "storm", "The storm", "The storm damaged 23 boats in the harbour. It did not reach the old town.", date(2026, 2, 12)
)
CORRECTION = Article(
    "correction",
    "A correction",
    "We reported that the storm damaged 23 boats. The correct number is 17.",
    date(2026, 2, 17),
)


def passage_of(article: Article) -> Passage:
    cuts = [0, *(place + 2 for place in range(len(article.text)) if article.text.startswith((". ", ".” "), place))]
    ends = [*cuts[1:], len(article.text)]
    spans = [(start, end) for start, end in zip(cuts, ends, strict=True)]
    trimmed = [(start, start + len(article.text[start:end].rstrip())) for start, end in spans]
    return Passage(
        article,
        0,
        len(article.text),
        Scores(0.5, 1.0, 0.03),
        tuple(Sentence(article, start, end, 0, 0, 0, 0) for start, end in trimmed if start < end),
    )


PASSAGES = [passage_of(article) for article in (FORCE, TRAM, STORM)]


def near_in(passages: Sequence[Passage]) -> Nearness:
    """Sentences are near that share words: no model is needed to see what depends on it."""

    def near(text: str) -> list[list[float]]:
        mine = set(words(text))
        return [
            [len(mine & set(words(one.text))) / len(mine | set(words(one.text))) for one in passage.sentences]
            for passage in passages
        ]

    return near


def check(text: str, passages: Sequence[Passage] = PASSAGES, *, finished: bool = True) -> tuple[Statement, ...]:
    return Checker(passages, near_in(passages)).check(text, finished=finished)


def facts_of(text: str, passages: Sequence[Passage] = PASSAGES) -> tuple[Statement, ...]:
    """What the rules of facts say, whatever the wording is."""
    return Checker(passages, near_in(passages), without={"wording"}).check(text)


def test_a_citation_is_the_sentence_that_carries_the_statement_and_not_the_passage() -> None:
    [statement] = check("Ada Brandt took command on 9 October 2023 [1].")
    [citation] = statement.citations
    assert statement.text == "Ada Brandt took command on 9 October 2023."
    assert statement.verdict == "supported"
    assert citation.quote == "Colonel Ada Brandt took command on 9 October 2023, replacing Piet Oss."
    assert citation.quote == FORCE.text[citation.start : citation.end]


def test_a_sentence_without_end_is_not_checked_and_not_let_through() -> None:
    long, short = check("The town sent " + "780 of " * 1000 + "them [1]. The town sent 780 soldiers [1].")
    assert (long.verdict, long.reason, long.citations) == ("unsupported", "it is too long to be checked", ())
    assert (short.verdict, short.reason) == ("partly", "its wording is not checked")


@pytest.mark.parametrize(
    "text",
    [
        "The town sent 780 soldiers [1]. The tram opens in May [2].",
        "The town sent 780 soldiers. [1] The tram opens in May. [2]",
        "The town sent 780 soldiers.[1] The tram opens in May.[2]",
        "The town sent 780 soldiers 【1】. The tram opens in May [^2].",
        "The town sent 780 soldiers [1, 9]. The tram opens in May [2][0].",
    ],
)
def test_markers_are_understood_wherever_they_stand(text: str) -> None:
    first, second = check(text)
    assert first.text == "The town sent 780 soldiers."
    assert second.text == "The tram opens in May."
    assert [citation.article.id for citation in first.citations] == ["force"]
    assert [citation.article.id for citation in second.citations] == ["tram"]


def test_what_no_passage_says_cites_nothing() -> None:
    [statement] = check("Something else entirely happened [7].")
    assert statement.text == "Something else entirely happened."
    assert statement.citations == ()
    assert (statement.verdict, statement.reason) == ("unsupported", "nothing like it was found")


def test_a_wrong_marker_is_put_right() -> None:
    [statement] = check("The tram line costs 38 million crowns [1].")
    assert [citation.article.id for citation in statement.citations] == ["tram"]
    assert statement.verdict == "partly", "it is the sentence before that speaks of the line"


def test_a_statement_without_a_marker_is_given_to_the_passage_that_carries_it() -> None:
    [statement] = check("The tram line opens in May.")
    assert [citation.quote for citation in statement.citations] == ["The tram line opens in May."]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The town sent 870 soldiers [1].", "the article says 780, not 870"),
        ("She leads 4,600 soldiers from 27 countries.", "the article says 4,500, not 4,600"),
        ("Colonel Ada Brandt took command on 10 October 2023.", "the article says 9 October 2023, not 10 October 2023"),
        ("Colonel Ada Brandt took command on 9 October 2022.", "the article says 9 October 2023, not 9 October 2022"),
        ("Colonel Ada Marlow took command on 9 October 2023.", "the article says Brandt, not Marlow"),
        ("Colonel Piet Oss took command on 9 October 2023.", "the article says Ada Brandt, not Piet Oss"),
        ("The tram line does not open in May.", "the cited words do not say “not”"),
        ("Brandt said that “we are not an army”.", "the cited words do not have “we are not an army” word for word"),
        ("Piet Oss told the council they are not police.", "the article has Brandt say it, not Piet Oss"),
    ],
)  # fmt: skip
def test_a_wrong_fact_is_unsupported_and_named(text: str, reason: str) -> None:
    [statement] = check(text)
    assert (statement.verdict, statement.reason) == ("unsupported", reason)
    assert statement.support < 0.25


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Piet Oss replaced Colonel Ada Brandt on 9 October 2023.", "the article has it the other way round"),
        ("The storm reached the old town.", "the article says “not”"),
        ("She leads 4,500 soldiers from 27 countries and 12 cities.", "the cited words do not say 12"),
        ("Colonel Ada Brandt took command at Fort Lisk on 9 October 2023.", "the cited words do not name Fort Lisk"),
    ],
)
def test_what_may_be_right_in_words_that_are_not_known_is_doubted_and_not_struck(text: str, reason: str) -> None:
    [statement] = check(text)
    assert (statement.verdict, statement.reason) == ("partly", reason)


def test_the_words_that_nothing_carries_are_marked_with_what_stands_in_their_place() -> None:
    def marked(text: str) -> list[tuple[str, str | None]]:
        [statement] = check(text)
        return [(statement.text[mark.start : mark.end], mark.right) for mark in statement.marks]

    assert ("870", "780") in marked("The town sent 870 soldiers [1].")
    assert marked("Colonel Ada Brandt stole command on 9 October 2023.") == [("stole", None)]
    assert ("Fort Lisk", None) in marked("Colonel Ada Brandt took command at Fort Lisk on 9 October 2023.")
    passages = [passage_of(STORM), passage_of(CORRECTION)]
    [corrected] = check("The storm damaged 23 boats [1].", passages)
    assert [(corrected.text[mark.start : mark.end], mark.right) for mark in corrected.marks] == [("23", "17")]


TOLD = Article(
    "told",
    "Round the harbour",
    "Halden Rail denied that it had lost the contract. The council may close the pier. According to Maud Ferris, the "
    "dredger leaked in 2018. If the bank pays, the ferry will return. The union beat the board 3-1 on Tuesday. The "
    "director near the doctor spoke to reporters. The pier nearly fell in 2019. The mayor, Oona Pryce, opened the "
    "market on Friday. The club will sell its boat in Norrin or its house in Corlen.",
)


@pytest.mark.parametrize(
    "text",
    [
        "Halden Rail had lost the contract.",
        "The council closed the pier.",
        "The council will close the pier.",
        "The dredger leaked in 2018.",
        "The ferry will return.",
        "The board beat the union 3-1 on Tuesday.",
        "The union beat the board 1-3 on Tuesday.",
        "The doctor spoke to reporters.",
        "The pier fell in 2019.",
        "The club will sell its boat in Norrin.",
        "The mayor opened the market in Corlen on Friday.",
    ],
)
def test_near_wording_that_says_something_else_gets_no_tick(text: str) -> None:
    [statement] = check(text, [passage_of(TOLD)])
    assert statement.verdict != "supported"


@pytest.mark.parametrize(
    "text",
    [
        "The council may close the pier.",
        "The mayor opened the market on Friday.",
        "Oona Pryce opened the market.",
        "If the bank pays, the ferry will return.",
        "According to Maud Ferris the dredger leaked in 2018.",
        "The union beat the board 3-1.",
    ],
)
def test_a_stretch_of_a_sentence_in_its_words_is_supported(text: str) -> None:
    [statement] = check(text, [passage_of(TOLD)])
    assert (statement.verdict, statement.reason) == ("supported", None)


def alone(told: str, text: str) -> Statement:
    """A statement held against an article of one sentence, of 4 May 2026."""
    article = Article("alone", "Notes", told, date(2026, 5, 4), lang="en")
    [statement] = check(text, [passage_of(article)])
    return statement


@pytest.mark.parametrize(
    ("told", "text"),
    [
        # Other words that join: for whom, by whom, when.
        ("The council voted against the plan on Monday.", "The council voted for the plan on Monday."),
        (
            "The mine was sold by Orrin Holdings to Vale Partners.",
            "The mine was sold to Orrin Holdings by Vale Partners.",
        ),
        ("The nurse was treated by the doctor in Kelder.", "The nurse treated the doctor in Kelder."),
        ("The market has been closed since 2018.", "The market was closed until 2018."),
        ("In 1990, the school had 300 pupils.", "The school has 300 pupils."),
        # What is possible, meant or denied is another thing.
        ("Kelder may close the pier and will open a pool.", "Kelder will close the pier and may open a pool."),
        ("Kelder may close the pier and open the pool in May.", "Kelder close the pier and may open the pool in May."),
        # Another time.
        ("Until recently, the law allowed farmers to burn straw.", "The law allows farmers to burn straw."),
        ("The museum opens on 4 May.", "The museum opened on 4 May."),
        ("The pool was to be opened by the king in May.", "The pool was opened by the king in May."),
        ("The board decided to close the plant.", "The board closed the plant."),
        # What is left out is what it is about, or which of them.
        ("Police arrested relatives of the mayor on Sunday.", "Police arrested the mayor on Sunday."),
        ("The company bought the bank building in 2018.", "The company bought the bank in 2018."),
        ("The council approved the school budget.", "The council approved the school."),
        ("The bank manager resigned in May.", "The bank resigned in May."),
        ("Brandon is the second-largest airport in the region.", "Brandon is the largest airport in the region."),
        ("The deputy mayor opened the tram line in May.", "The mayor opened the tram line in May."),
        ("The so-called miracle cure was sold in Kelder.", "The miracle cure was sold in Kelder."),
        ("In the film, the mayor kills the keeper.", "The mayor kills the keeper."),
        ("On paper, the bridge carries forty tonnes.", "The bridge carries forty tonnes."),
        ("The guard shot a toy gun at the wall.", "The guard shot a gun at the wall."),
        ("The charges against Brun were dropped in May.", "The charges against Brun in May."),
        ("Ada Brun played in War and Peace.", "Ada Brun played in War."),
        # Of what is denied, or said of all, less is more.
        ("The club has no new boats in Kelder.", "The club has no boats in Kelder."),
        ("The crew does not speak English at sea.", "The crew does not speak English."),
        ("Every old boat must be registered.", "Every boat must be registered."),
        # Told in another form, of another day or by another.
        ("Ada Brun is mayor. Her son is Piet Brun. Brun opened the tram.", "Piet Brun opened the tram."),
        ("On Friday, police said the man fled to Kelder.", "Police said the man fled to Kelder on Friday."),
        ("In 2018, the bank said it had sold 300 phones.", "The bank said it had sold 300 phones in 2018."),
        ("On Friday, the town made rules that start in May.", "The town made rules that start on Friday."),
        ("According to Ada Brun, the pool leaks.", "The pool leaks, according to Piet Oss."),
        ("The African Union sent 3 ships.", "The EU sent 3 ships."),
        ("The tram carried 312 people on its first day.", "The tram carried more than 320 people on its first day."),
        ("The tram carried 312 people on its first day.", "The tram carried fewer than 300 people on its first day."),
        ("The tram carried 312 people on its first day.", "The tram carried about 400 people on its first day."),
    ],
)
def test_a_stretch_that_leaves_out_or_joins_otherwise_gets_no_tick(told: str, text: str) -> None:
    assert alone(told, text).verdict != "supported"


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (
            "The old ferry sailed from Kelder to Morkhaven on Friday morning.",
            "The ferry sailed from Kelder to Morkhaven on Friday.",
        ),
        ("Oona Pryce managed to reach Norrin on 14 June.", "Oona Pryce reached Norrin on 14 June."),
        ("Bruno Cavell failed to reach Tamsel on Tuesday.", "Bruno Cavell did not reach Tamsel on Tuesday."),
        ("The captain who had sued the coach resigned in May.", "The captain had sued the coach."),
        ("The tram was badly damaged in the storm.", "The tram was damaged in the storm."),
        ("It is a novella and collection of stories by Ada Brun.", "It is a collection of stories by Ada Brun."),
        # The day before or behind, and in other words.
        ("On Monday, the council voted against the plan.", "The council voted against the plan on Monday."),
        ("The council voted against the plan on Monday.", "On Monday, the council voted against the plan."),
        ("The tram opened in Kelder yesterday.", "The tram opened in Kelder on 3 May 2026."),
        ("The tram opened in Kelder on Sunday.", "The tram opened in Kelder on 3 May 2026."),
        # Who says it before or behind.
        ("According to Ada Brun, the pool leaks.", "The pool leaks, according to Ada Brun."),
        ("According to Ada Brun, the pool leaks.", "Ada Brun said the pool leaks."),
        ("The pool leaks, Ada Brun said.", "According to Ada Brun, the pool leaks."),
        ("Ada Brun, the mayor of Kelder, opened the tram.", "The mayor of Kelder, Ada Brun, opened the tram."),
        ("The nurse was treated by the doctor in Kelder.", "The doctor treated the nurse in Kelder."),
        ("The doctor treated the nurse in Kelder.", "The nurse was treated by the doctor in Kelder."),
        # Numbers and names that are rounded, or short.
        ("Ada Brun is mayor. Brun opened the tram on 4 May.", "Ada Brun opened the tram on 4 May."),
        ("The tram carried 312 people on its first day.", "The tram carried more than 300 people on its first day."),
        ("The tram carried 297 people on its first day.", "The tram carried nearly 300 people on its first day."),
        ("The tram carried 312 people on its first day.", "The tram carried about 300 people on its first day."),
        ("The U.S. Navy sent two ships to the strait.", "The US Navy sent two ships to the strait."),
        ("The United States sent two ships to the strait.", "The US sent two ships to the strait."),
    ],
)
def test_what_is_said_in_another_order_or_less_exactly_is_supported(told: str, text: str) -> None:
    statement = alone(told, text)
    assert (statement.verdict, statement.reason) == ("supported", None)


@pytest.mark.parametrize(
    ("lang", "told", "text"),
    [
        ("de", "Der stellvertretende Bürgermeister eröffnete das Bad.", "Der Bürgermeister eröffnete das Bad."),
        ("de", "Der Verein hat keine neuen Boote.", "Der Verein hat keine Boote."),
        ("de", "Er trat als Bürgermeister von Kelder zurück.", "Er trat als Bürgermeister von Kelder."),
        ("fr", "Le maire adjoint a ouvert la piscine en mai.", "Le maire a ouvert la piscine en mai."),
        ("es", "El antiguo alcalde inauguró la piscina en mayo.", "El alcalde inauguró la piscina en mayo."),
        ("es", "El club no vende barcos viejos en mayo.", "El club no vende barcos en mayo."),
    ],
)
def test_what_another_language_may_not_leave_out_gets_no_tick(lang: str, told: str, text: str) -> None:
    [statement] = check(text, [passage_of(Article("alone", "Notes", told, date(2026, 5, 4), lang=lang))])
    assert statement.verdict != "supported"


@pytest.mark.parametrize(
    ("lang", "told", "text"),
    [
        (
            "de",
            "Die Bahn beförderte am ersten Tag 312 Menschen.",
            "Die Bahn beförderte am ersten Tag mehr als 300 Menschen.",
        ),
        ("fr", "La piscine compte 312 places.", "La piscine compte plus de 300 places."),
        ("es", "La piscina tiene 312 plazas.", "La piscina tiene más de 300 plazas."),
        ("fr", "Selon Ada Brun, la piscine fuit.", "La piscine fuit, selon Ada Brun."),
        ("es", "Ada Brun dijo que la piscina pierde agua.", "La piscina pierde agua, dijo Ada Brun."),
        ("fr", "Luc Oss, le maire, a ouvert la piscine.", "Le maire, Luc Oss, a ouvert la piscine."),
    ],
)
def test_what_is_said_in_another_order_or_less_exactly_is_supported_in_other_languages(
    lang: str, told: str, text: str
) -> None:
    [statement] = check(text, [passage_of(Article("alone", "Notes", told, date(2026, 5, 4), lang=lang))])
    assert (statement.verdict, statement.reason) == ("supported", None)


@pytest.mark.parametrize(
    ("told", "text", "reason"),
    [
        # A sentence that has all of it is not outvoted by one that has less and is otherwise.
        (
            "On Friday, the town of Kelder made rules for all boats in the bay, Ada Brun wrote. A new rule bars "
            "Vale's boats from Kelder.",
            "The town of Kelder made new rules for all boats in the bay on Friday.",
            None,
        ),
        ("Ada Brun was killed by a lion on Tuesday.", "Ada Brun was killed by her lions on 28 April 2026.", None),
        # Nouns and adjectives between names are no deeds of theirs.
        (
            "A decade later, Hagen defeated Senator Ella Dole to become the first female Senator from Kelder.",
            "Hagen beat Senator Ella Dole and became Kelder's first female Senator.",
            None,
        ),
        (
            "Piet Oss, the foreign minister of Kelder, rejected it.",
            "Kelder's foreign minister, Piet Oss, rejected it.",
            None,
        ),
        ("Ada Brun beat Piet Oss in May.", "Piet Oss beat Ada Brun in May.", "the article has it the other way round"),
    ],
)
def test_what_is_said_to_be_otherwise_is_so(told: str, text: str, reason: str | None) -> None:
    said = alone(told, text).reason
    assert said == reason if reason else "the article" not in str(said)


@pytest.mark.parametrize(
    ("lang", "article", "claims"),
    [
        ("de", "Die Reederei bestritt, dass sie den Auftrag verloren hat.", ["Die Reederei hat den Auftrag verloren."]),
        ("fr", "Le pont serait fermé depuis lundi.", ["Le pont est fermé depuis lundi."]),
        ("es", "La naviera podría cerrar el muelle.", ["La naviera cerrar el muelle.", "La naviera cerró el muelle."]),
        ("tr", "Belediye iskeleyi kapatabilir, dedi vali.", ["Belediye iskeleyi kapatabilir."]),
        ("fi", "Kunta sulkee laiturin maanantaina illalla.", ["Kunta sulkee laiturin maanantaina."]),
    ],
)  # fmt: skip
def test_what_another_language_tells_otherwise_or_nobody_can_tell_gets_no_tick(
    lang: str, article: str, claims: list[str]
) -> None:
    told = Article("told", "Report", article, lang=lang)
    for claim in claims:
        assert [one.verdict for one in check(claim, [passage_of(told)])] == ["partly"]
    assert [one.verdict for one in check(article, [passage_of(told)])] == ["supported"]


class Reader:
    """A judge that says what it is told to, and keeps what it was shown."""

    name = "reader"

    def __init__(self, *stated: float | None) -> None:
        self.stated = stated
        self.shown: list[tuple[str, str]] = []

    def judge(
        self, statements: Sequence[str], evidence: Sequence[str], read: Sequence[Mapping[str, str]] = ()
    ) -> Iterator[Judgement]:
        self.shown += zip(statements, evidence, strict=True)
        yield Judgement(self.stated, Usage(7, 1) if read else None)


@pytest.mark.parametrize(
    ("text", "stated", "verdict"),
    [
        ("The town dispatched 780 troops.", 0.9, "supported"),
        ("The town dispatched 780 troops.", 0.3, "partly"),
        ("The town dispatched 780 troops.", 0.1, "unsupported"),
        ("The town dispatched 780 troops.", None, "partly"),
        ("The town sent 780 of them.", 0.1, "partly"),  # its very words are there
        ("The town sent 780 of them.", 0.3, "supported"),
        ("The town sent 780 soldiers to Fort Lisk.", 0.9, "partly"),  # which no spelling that we know names
        ("The town sent 780 soldiers to Fort Lisk.", 0.1, "unsupported"),
        ("A clerk went home.", 0.9, "supported"),
        ("A clerk went home.", 0.1, "unsupported"),
    ],
)
def test_a_judge_decides_what_the_rules_leave_open(text: str, stated: float | None, verdict: str) -> None:
    checker, reader = Checker(PASSAGES, near_in(PASSAGES)), Reader(stated)
    [([statement], usage)] = checker.judged(text, reader, [{"role": "user", "content": "Passages"}])
    assert statement.verdict == verdict
    assert usage == Usage(7, 1)
    [(claim, evidence)] = reader.shown
    assert claim == text
    assert evidence.startswith("Force gets a new commander | 2023-10-12\n")
    assert "The town sent 780 of them." in evidence
    assert all(citation.quote == citation.text for citation in statement.citations)
    assert statement.citations or verdict == "unsupported"


def test_what_is_contradicted_is_shown_to_no_judge() -> None:
    reader = Reader()
    [([statement], usage)] = Checker(PASSAGES, near_in(PASSAGES)).judged("The town sent 870 soldiers.", reader)
    assert (statement.verdict, reader.shown, usage) == ("unsupported", [], None)


@pytest.mark.parametrize(
    "text",
    [
        "She leads 4500 soldiers from 27 countries [1].",
        "She leads four thousand five hundred soldiers from twenty-seven countries.",
        "Brandt took command on October 9, 2023.",
        "Ada Brandt took command on 2023-10-09, replacing Oss.",
        "Piet Oss was replaced by Colonel Ada Brandt on 9 October.",
        "The Gazette wrote on 12 October 2023 that Ada Brandt took command.",
        "On 9 October 2023 Brandt told the council: \"We are not a police force\".",
        "The storm did not reach the old town.",
    ],
)  # fmt: skip
def test_no_usual_spelling_of_a_fact_is_taken_for_another(text: str) -> None:
    [statement] = facts_of(text)
    assert (statement.verdict, statement.reason) == ("supported", None)
    assert statement.citations


def test_what_was_corrected_is_at_most_partly_supported_and_the_correction_is_cited() -> None:
    passages = [passage_of(STORM), passage_of(CORRECTION)]
    [old] = check("The storm damaged 23 boats [1].", passages)
    assert (old.verdict, old.reason) == ("partly", "it was corrected: 17, not 23")
    assert {citation.article.id for citation in old.citations} == {"storm", "correction"}
    wind = Article("wind", "Wind", "We reported gusts of 148 knots. That is wrong. They reached 131 knots at 2.10 a.m.")
    [right] = facts_of("Gusts reached 131 knots.", [passage_of(wind)])
    assert right.verdict == "supported"
    [new] = facts_of("The storm damaged 17 boats [1].", passages)
    assert new.verdict == "supported"
    assert [citation.quote for citation in new.citations] == [CORRECTION.text]


def test_sentences_of_several_passages_do_not_make_up_what_none_of_them_says() -> None:
    [statement] = check("The tram line opens in October.")
    assert statement.verdict == "unsupported"


def test_the_same_words_keep_their_number_and_others_get_the_next() -> None:
    statements = numbered(check("The town sent 780 [1]. The tram opens in May [2]. The town sent 780 of them [1]."))
    assert [[citation.number for citation in statement.citations] for statement in statements] == [[1], [2], [1]]


def test_lists_and_paragraphs_survive() -> None:
    statements = check("Two facts:\n\n- The town sent 780 [1].\n- The tram opens in May [2].")
    assert [statement.lead for statement in statements] == ["\n\n- ", "\n- "], "what introduces them is no statement"
    assert statements[0].text == "The town sent 780."


def test_of_an_unfinished_text_the_last_sentence_is_held_back() -> None:
    text = "The town sent 780 soldiers [1]. The tram opens in M"
    assert [statement.text for statement in check(text, finished=False)] == ["The town sent 780 soldiers."]
    assert check("The town sent 780 soldiers [", finished=False) == ()


def test_a_growing_text_is_compared_sentence_by_sentence_once() -> None:
    asked: list[str] = []

    def near(text: str) -> list[list[float]]:
        asked.append(text)
        return [[0.5] * len(passage.sentences) for passage in PASSAGES]

    checker = Checker(PASSAGES, near)
    text = "The town sent 780 soldiers [1]. The tram opens in May [2]. "
    for end in range(0, len(text), 5):
        checker.check(text[:end], finished=False)
    checker.check(text)
    assert asked == ["The town sent 780 soldiers.", "The tram opens in May."]


def test_nothing_becomes_nothing() -> None:
    assert check("") == ()
    assert check("  [1] ") == ()


def test_what_says_nothing_is_not_called_supported() -> None:
    [statement] = check("Yes.")
    assert statement.verdict == "partly"


def test_signs_that_nobody_sees_reach_no_answer() -> None:
    (statement,) = Checker([passage_of(TRAM)], lambda _: [[0.9, 0.9]]).check(
        "The tram\u202e line op\u200bens in May. [1]"
    )
    assert statement.text == "The tram line opens in May."


@pytest.mark.parametrize(
    ("marker", "passages"),
    [
        ("[1]", (0,)), ("【1】", (0,)), ("［1］", (0,)), ("【1†source】", (0,)), ("【2†L3-L5】", (1,)),
        ("[Passage 1]", (0,)), ("[passages 1 and 3]", (0, 2)), ("[Passage 1, Passage 2]", (0, 1)),
        ("[Source: 2]", (1,)), ("[citation:1]", (0,)), ("[citation:1][citation:2]", (0, 1)), ("[doc2]", (1,)),
        ("[ref_1]", (0,)), ("[cite: 1, 2]", (0, 1)), ("[#3]", (2,)), ("[^1^]", (0,)), ("[1-2]", (0, 1)),
        ("[2–4]", (1, 2, 3)), ("[1-999]", (0, 1, 2, 3)), ("[3-1]", (2,)), ("[[1]](https://x.example/a?b=1)", (0,)),
        ("[1](https://x.example)", (0,)), ("[[2]]", (1,)), ("(Passage 2)", (1,)), ("<sup>1</sup>", (0,)),
        ("<sup>[1]</sup>", (0,)), ("\ue200cite\ue202turn0search1\ue201", (0,)),
        ("\ue200cite\ue202turn0search1\ue202turn12news3\ue201", (0, 2)), ("[9]", ()),
    ],
)  # fmt: skip
def test_a_marker_is_read_in_every_spelling_and_none_is_left_in_the_text(
    marker: str, passages: tuple[int, ...]
) -> None:
    for text in (
        f"17 boats were damaged. {marker}",
        f"17 boats were damaged {marker}.",
        f"**17 boats were damaged. {marker}**",
    ):
        assert list(marked_sentences(text, 4)) == [("", "17 boats were damaged.", passages)]


@pytest.mark.parametrize("text", ["It is 17. **[1]**", "**It is 17.** [1]", "**It is 17 [1].**", "__It is 17.__ [1]"])
def test_what_is_bold_around_a_marker_or_to_the_end_of_a_sentence_is_read_without_its_signs(text: str) -> None:
    assert list(marked_sentences(text, 4)) == [("", "It is 17.", (0,))]


@pytest.mark.parametrize(
    "text",
    ["The clause (Article 5) holds.", "It is [sic] so.", "Of 2019 [2020-21] it says 3.", "He gave (1) and **2** * 3."],
)
def test_what_is_no_marker_stays(text: str) -> None:
    assert list(marked_sentences(text, 4)) == [("", text, ())]


@pytest.mark.parametrize(
    "sign", [" ", "[", "[#", "#", "[1,", "[1 and ", "[passage ", "(passage 1,", "**", "\ue200cite"]
)
def test_a_text_of_signs_is_read_in_time_that_grows_with_it_alone(sign: str) -> None:
    grown = growth(lambda count: list(marked_sentences(f"It is 17. [{sign * count}1", 4)), 2_000, 32_000)
    assert grown < 100, "sixteen times as much, which were 256 times as long if it grew by its square"


@pytest.mark.parametrize("comparison", ["more", "fewer"])
def test_a_comparison_that_the_article_does_not_make_is_told(comparison: str) -> None:
    [statement] = check(f"The storm damaged {comparison} than 23 boats in the harbour [3].")
    assert (statement.verdict, statement.reason) == ("partly", f"the cited words do not say “{comparison} than 23”")


def test_each_row_of_a_table_has_a_verdict_of_its_own() -> None:
    right, wrong = check(
        "| Who | Soldiers |\n|---|---|\n| sent by the town | 780 [1] |\n| led by Brandt | 4,600 [1] |\n"
    )
    assert (right.text, right.verdict, right.lead) == ("sent by the town – Soldiers: 780", "partly", "\n- ")
    assert (wrong.text, wrong.verdict) == ("led by Brandt – Soldiers: 4,600", "unsupported")


def test_a_row_goes_without_the_name_of_a_column_that_no_article_has_where_the_rest_is_supported() -> None:
    [statement] = check("| Item | Specification |\n|---|---|\n| The tram line opens | in May |\n")
    assert (statement.text, statement.verdict) == ("The tram line opens: in May", "supported")


@pytest.mark.parametrize(
    "end",
    [
        "\n\nSources:\n- [1] Force gets a new commander, The Gazette, 12 October 2023\n- [2] Tram is late",
        "\n\nSources:\n[1] Force gets a new commander (The Gazette, 2023-10-12)",
        "\n\n## References\n1. Force gets a new commander",
        "\n\nSource: The Gazette",
        "\n\nSources: [1] The Gazette; [2] Tram is late",
    ],
)
def test_a_list_of_the_articles_is_no_statement(end: str) -> None:
    assert [one.text for one in check(f"The town sent 780 soldiers [1].{end}")] == ["The town sent 780 soldiers."]


def test_an_article_that_is_the_answer_is_a_statement() -> None:
    assert [one.text for one in check("The Gazette [1]")] == ["The Gazette"]
    assert len(check("These newspapers wrote of it:\n- The Gazette [1]\n- Tram is late [2]")) == 2


def test_what_introduces_a_list_is_no_failed_statement_and_its_entries_are_read_with_it() -> None:
    entries = check("The articles name three:\n- 4,500 soldiers from 27 countries [1]\n- 38 million crowns [2]")
    assert [(one.text, one.verdict) for one in entries] == [
        ("4,500 soldiers from 27 countries", "partly"),
        ("38 million crowns", "partly"),
    ]
    reader = Reader(0.9)
    [([entry], _)] = Checker(PASSAGES, near_in(PASSAGES)).judged("She is the head of:\n- 4,500 soldiers [1]", reader)
    assert (entry.text, entry.verdict) == ("4,500 soldiers", "supported")
    assert [claim for claim, _ in reader.shown] == ["She is the head of: 4,500 soldiers"]


def test_a_right_number_is_supported_by_what_is_corrected_with_the_correction() -> None:
    storm = Article("storm", "Storm", "The storm Tamsel sank or damaged 23 boats in the harbour and closed the port.")
    correction = Article("correction", "Corrections", "We reported 23 boats sunk or damaged. The correct number is 17.")
    passages = [passage_of(storm), passage_of(correction)]
    [right] = facts_of("The storm Tamsel damaged 17 boats in the harbour.", passages)
    assert right.verdict == "supported"
    assert {citation.article.id for citation in right.citations} == {"storm", "correction"}
    [other] = facts_of("The storm Tamsel damaged 20 boats in the harbour.", passages)
    assert other.verdict == "unsupported"


def test_an_answer_beside_the_name_of_an_article_or_its_day_is_no_source() -> None:
    assert [one.text for one in check("- 780 soldiers: force [1]\n- 38 million: tram [2]")] == [
        "780 soldiers: force",
        "38 million: tram",
    ]
    table = "| Report | Soldiers |\n|---|---|\n| The Gazette (12 October 2023) | 780 |\n"
    assert [one.text for one in check(f"The town sent 780 soldiers [1].\n\n{table}")][1:] == [
        "The Gazette (12 October 2023) – Soldiers: 780"
    ]


def test_a_heading_is_shown_where_the_articles_have_its_words() -> None:
    text = "**{}**\n- 4,500 soldiers from 27 countries [1]"
    known = check(text.format("Ada Brandt"))
    assert [one.text for one in known] == ["Ada Brandt:", "4,500 soldiers from 27 countries"]
    assert [one.text for one in check(text.format("Key points"))] == ["4,500 soldiers from 27 countries"]


@pytest.mark.parametrize("text", ["No, the force has 4,500 soldiers [1].", "No – the force has 4,500 soldiers. [1]"])
def test_a_no_that_answers_is_left_to_the_judge(text: str) -> None:
    [([statement], _)] = Checker(PASSAGES, near_in(PASSAGES)).judged(text, Reader(0.9))
    assert statement.verdict == "supported"
    [statement] = check(text)
    assert statement.verdict == "partly"


def test_a_word_before_a_colon_that_names_nobody_is_left_to_the_judge() -> None:
    [([statement], _)] = Checker(PASSAGES, near_in(PASSAGES)).judged(
        "Build-up: the force has 4,500 soldiers [1].", Reader(0.9)
    )
    assert statement.verdict == "supported"
    [statement] = check("Build-up: the force has 4,500 soldiers [1].")
    assert statement.verdict == "partly"


def test_what_the_passages_are_said_to_lack_is_shown_to_no_judge() -> None:
    reader = Reader(0.9)
    list(Checker(PASSAGES, near_in(PASSAGES)).judged("Die Artikel nennen keinen Preis der Soldaten.", reader))
    assert reader.shown == []


def test_what_opens_a_sentence_with_a_capital_is_no_name_in_the_place_of_another() -> None:
    told = "Previous successful landers on the moon include Tern 1, Tern 2, Pathway, Heron, Plover, Egret and Stint."
    text = (
        "Before Osprey, seven landers had made it to the moon: Tern 1, Tern 2, Pathway, Heron, Plover, Egret and Stint."
    )
    [one] = check(f"{text} [1]", [passage_of(Article("moon", "Moon", told))])
    assert one.verdict == "partly"


@pytest.mark.parametrize(("count", "verdict"), [("three", "supported"), ("3", "supported"), ("four", "partly")])
def test_a_number_of_what_its_sentence_enumerates_is_left_to_the_judge(count: str, verdict: str) -> None:
    told = "Her first husband was the mason Piet Oss. She was married in turn to Ilmo Quint and Karl Brandt."
    passages = [passage_of(Article("moss", "Ada Moss", told))]
    text = f"Ada Moss was married {count} times: to Piet Oss, Ilmo Quint and Karl Brandt [1]."
    [([statement], _)] = Checker(passages, near_in(passages)).judged(text, Reader(0.9))
    assert statement.verdict == verdict
    assert check(text, passages)[0].verdict == "partly"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Der Bürgermeister hat seinen Rücktritt angekündigt [1].", "it is in another language than the articles"),
        ("The mayor has announced her resignation [1].", "nothing like it was found"),
    ],
)
def test_what_is_said_in_another_language_is_not_struck_as_nothing_like_it_is_found(text: str, reason: str) -> None:
    [statement] = check(text)
    assert statement.reason == reason
    assert statement.verdict == ("partly" if "language" in reason else "unsupported")
    assert statement.citations == ()


def test_a_no_before_the_next_sentence_is_no_denial_in_the_place_of_something_else() -> None:
    [statement] = facts_of("No. Colonel Ada Brandt took command on 9 October 2023, replacing Piet Oss [1].")
    assert statement.verdict == "supported"


@pytest.mark.parametrize("denied", [", not 970", ", and not 970", " (not 970)"])
def test_a_number_that_a_statement_denies_is_left_to_the_judge(denied: str) -> None:
    text = f"No, the town sent 780 of the soldiers{denied} [1]."
    [([statement], _)] = Checker(PASSAGES, near_in(PASSAGES)).judged(text, Reader(0.9))
    assert statement.verdict == "supported"
    assert check(text)[0].verdict == "partly"


def test_a_number_that_a_statement_has_is_not_told_in_the_place_of_another_of_its_own() -> None:
    told = (
        "The council approved a programme of 3.15 million crowns. The province pays 1,260,000 crowns, or 40 per cent."
    )
    passages = [passage_of(Article("mole", "The mole", told))]
    [right] = check("Of the 3.15 million crowns approved the province pays 1.26 million crowns [1].", passages)
    assert right.verdict == "partly"
    [wrong] = check("Of the 3.51 million crowns approved the province pays 1.62 million crowns [1].", passages)
    assert wrong.verdict == "unsupported"


def test_a_number_is_cited_where_it_is_told_and_not_from_a_title_alone() -> None:
    told = "The strike in the harbour is over. The dockers have accepted the offer. The cranes stood still for 17 days."
    [statement] = check("The strike lasted 17 days [1].", [passage_of(Article("s", "Settled after 17 days", told))])
    assert [one.quote for one in statement.citations] == ["The cranes stood still for 17 days."]
