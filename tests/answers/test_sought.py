"""What sort of value a question asks for, and what is said where the nearest sentence holds none."""

from datetime import date
from pathlib import Path

import pytest

from rag.answers.pipeline import Rag
from rag.answers.quoting import ANSWERED, PERHAPS, quote
from rag.answers.replies import caution
from rag.answers.sought import sought
from rag.index.embedding import Embedder
from rag.index.search import Index
from rag.types import Article


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How much did the ferry cost?", "an amount of money"),
        ("price of a ferry", "an amount of money"),
        ("How much of the harbour is open?", "a number"),
        ("How many boats sank?", "a number"),
        ("how fast was the ferry going", "a number"),
        ("What was the final score of the match?", "a score"),
        ("How long did the strike last?", "a length of time"),
        ("How old was the captain?", "an age"),
        ("When did the ferry sink?", "a time"),
        ("In which year was the pier built?", "a time"),
        ("What did the captain die of?", "a cause of death"),
        ("What was the cause of Ada Moss's death?", "a cause of death"),
        ("How did the captain die?", "a cause of death"),
        ("What caused the fire on the pier?", "a cause"),
        ("What did Ada Moss say about the pier?", "words of Ada Moss"),
        ("top speed of the ferry?", "a number"),
        ("Wie teuer war die Fähre?", "einem Betrag"),
        ("Für welchen Preis wurde sie verkauft?", "einem Betrag"),
        ("Wie viele Boote sanken?", "einer Zahl"),
        ("Wie schwer war der Anker?", "einer Zahl"),
        ("Welchen Salzgehaltswert hatte der Hafen?", "einer Zahl"),
        ("Was hob der Kran, in Kilo?", "einer Zahl"),
        ("Zu wie vielen Jahren Haft wurde er verurteilt?", "einer Dauer"),
        ("Wie lange dauerte der Streik?", "einer Dauer"),
        ("wie alt war die kapitänin", "einem Alter"),
        ("Seit wann fährt sie?", "einer Zeit"),
        ("In welchem Jahr sank die Fähre?", "einer Zeit"),
        ("Woran starb der Kapitän?", "einer Todesursache"),
        ("Was war die Ursache des Brandes?", "einer Ursache"),
    ],
)
def test_a_sort_of_value_is_read_from_the_question(question: str, name: str) -> None:
    found = sought(question)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("Was sagte Merkel zum Streik?", "das mit Worten von Merkel beantwortet"),
        ("Wann?", "answers this with a time"),  # of which nobody can tell that it is German
    ],
)
def test_what_is_lacking_is_said_in_the_language_of_the_caution(question: str, lacking: str) -> None:
    found = sought(question)
    assert found is not None
    assert found.lacking == lacking
    said = caution(question, lacking)
    assert said.startswith("Ich" if "das" in lacking else "I found")
    assert lacking in said


@pytest.mark.parametrize(
    "question",
    [
        "Who sank the ferry?",
        "Why did the ferry sink when it was new?",
        "Combien de bateaux ont coulé ?",
        "Warum sank die Fähre?",
        "What did he see?",
        "How did it end?",
        "What did the mayor say about the pier?",
        "What did Keld's PM say about the pier?",
    ],
)
def test_other_questions_ask_for_none(question: str) -> None:
    assert sought(question) is None


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("What prison term did Ada get?", "The judge sent her to prison for two years.", True),
        ("What sentence was Ada given?", "She got life.", True),
        ("How many years was Ada sentenced to?", "Ada, 54 years old, stood before 12 jurors.", False),
        ("What prison term did Ada get?", "The 54-year-old was arrested at 2am.", False),
        ("What was the score?", "Keld beat Norrin 22 points to 10.", True),
        ("What was Keld's winning score?", "They won it 3-1.", True),
        ("What was the score?", "Nine of 22 players were hurt.", False),
        ("What was the highest score in the exam?", "She finished with a score of 95.", True),
        ("How much did it cost?", "It cost 12,000 florins.", True),
        ("How much did it cost?", "They paid 40 ducats for it.", True),
        ("How much did it cost?", "It was sold for USD 1 million.", True),
        ("How much did it cost?", "It was built in 1998 in Norrin.", False),
        ("How many sank?", "None of the boats sank.", True),
        ("How many sank?", "Nearly 2000 boats sank.", True),
        ("How many sank?", "Boats sank in the storm of 2019.", False),
        ("How fast was it?", "It went at 20 knots.", True),
        ("How fast was it?", "It ran onto the rocks on Monday.", False),
        ("How long did it last?", "It lasted almost a decade.", True),
        ("How long is it?", "It is a 47-kilometre trail.", True),
        ("How long did it last?", "The strike ended in a deal.", False),
        ("How old was she?", "She died in her 90s.", True),
        ("How old was she?", "She led the union.", False),
        ("What did Ada Moss say about the pier?", "Moss promised to mend it.", True),
        ("What did Ada Moss say about the pier?", "The pier broke in May.", False),
        ("What did she die of?", "She died on Monday following a long illness.", True),
        ("What did she die of?", "No cause of death was given.", True),
        ("What did she die of?", "She died on Monday at the age of 80.", False),
        ("What did she die of?", "She led the union.", False),
        ("What caused the fire?", "It is blamed on a lamp.", True),
        ("What caused the fire?", "The fire broke out at noon.", False),
        ("When was it?", "It broke out at around 3:30am.", True),
        ("When was it?", "It was lifted after the storm.", True),
        ("When was it?", "It was lifted by divers.", False),
    ],
)
def test_what_may_be_such_a_value_counts_as_one(question: str, text: str, *, holds: bool) -> None:
    found = sought(question)
    assert found is not None
    assert found.holds(text) is holds


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("Wie teuer war es?", "Es kostete 40 Dukaten.", True),
        ("Wie teuer war es?", "Er zahlte zwölf Kronen.", True),
        ("Wie teuer war es?", "Es wurde 1998 in Norrin gebaut.", False),
        ("Wie viele sanken?", "Drei Boote sanken.", True),
        ("Wie viele sanken?", "Am 3. März 2026 sanken die Boote.", False),
        ("How many sank?", "Keines der Boote sank.", True),
        ("How many sank?", "Die Boote sanken am 3. März.", False),
        ("Wie schnell war sie?", "Der 61-jährige Kapitän schlief.", False),
        ("Wie schnell war sie?", "She ran at 20 knots.", True),
        ("Wie lange dauerte es?", "Es war ein siebzehntägiger Streik.", True),
        ("Wie lange dauerte es?", "Der Streik endete mit einem Kompromiss.", False),
        ("Wie alt war sie?", "Die 53-Jährige starb.", True),
        ("Wie alt war sie?", "Sie führte die Gewerkschaft.", False),
        ("Wann war es?", "Es brach gegen 3 Uhr aus.", True),
        ("Wann war es?", "Taucher hoben es.", False),
        ("Woran starb sie?", "Sie erlag einer Krankheit.", True),
        ("Woran starb sie?", "Sie führte die Gewerkschaft.", False),
        ("Was war die Ursache?", "Ausgelöst wurde es von einer Lampe.", True),
        ("Was war die Ursache?", "Der Brand begann am Mittag.", False),
    ],
)
def test_what_may_be_such_a_value_is_told_by_the_language_of_the_text(question: str, text: str, *, holds: bool) -> None:
    found = sought(question)
    assert found is not None
    assert found.holds(text, "en" if text.startswith("She") else "de") is holds


def test_of_a_language_without_rules_nothing_is_told() -> None:
    found = sought("How many boats sank?")
    assert found is not None
    assert found.holds("Les bateaux ont coulé.", "fr")
    assert not found.is_plain("Trois bateaux ont coulé.", "fr")


def test_of_several_figures_the_one_that_is_measured_as_is_asked_goes_first(index: Index) -> None:
    text = (
        "Die Fähre Estrella lief im Jahr 1926 in Norrin vom Stapel. Sie war 40 Meter lang. Sie fuhr mit einer Kraft "
        "von 900 PS. Über das Wasser trug sie der Antrieb mit 32 Kilometern pro Stunde."
    )
    index.update([Article("ferry", "Die Fähre Estrella", text, date(2026, 3, 3), lang="de")])
    for asked in ("top speed of the ferry Estrella of Norrin?", "Wie schnell war die Fähre Estrella aus Norrin?"):
        answer = Rag(index).ask(asked)
        assert "32 Kilometern pro Stunde" in answer.statements[0].text
        assert answer.caution is not None, "that it is of the ferry is a guess"


def test_what_holds_the_value_close_behind_what_was_found_is_quoted_too(index: Index) -> None:
    text = (
        "Am Dienstag ließ der Hafenmeister von Norrin die Wassertemperatur im alten Hafenbecken messen. Das Ergebnis: "
        "4,5 Grad. Der Hafenmeister war zufrieden."
    )
    index.update([Article("water", "Messung in Norrin", text, date(2026, 3, 3), lang="de")])
    answer = Rag(index).ask("Welche Wassertemperatur ließ der Hafenmeister von Norrin im alten Hafenbecken messen?")
    assert any("4,5 Grad" in one.text for one in answer.statements)


def test_what_is_missing_is_said_in_the_language_of_the_question(index: Index) -> None:
    text = "Die Fähre Estrella lief vor Norrin auf die Felsen. Die Fähre war alt. Niemand auf der Fähre ertrank."
    index.update([Article("crash", "Fähre vor Norrin auf Felsen", text, date(2026, 3, 3), lang="de")])
    answer = Rag(index).ask("Wie viel Geld kostete die Fähre Estrella, die vor Norrin auf die Felsen lief?")
    assert answer.caution == (
        "Ich habe keinen Satz gefunden, der das mit einem Betrag beantwortet. Diese kommen ihm am nächsten:"
    )


@pytest.fixture
def index(tmp_path: Path, model: Embedder) -> Index:
    return Index.open(tmp_path / "index", create=True, embedder=model)


CRASH = Article(
    "crash",
    "Ferry runs onto rocks off Norrin",
    "The ferry Estrella ran onto the rocks off Norrin on Monday. The ferry was old. Nobody was hurt on the ferry.",
    date(2026, 3, 3),
)


def test_where_the_nearest_sentence_holds_no_such_value_it_is_said_and_nothing_is_presented_as_the_answer(
    index: Index,
) -> None:
    index.update([CRASH])
    asked = "How fast was the ferry Estrella going when it ran onto the rocks off Norrin?"
    answer = Rag(index).ask(asked)
    assert answer.caution == "I found no sentence that answers this with a number. These come nearest:"
    assert answer.statements
    index.update(
        [Article(CRASH.id, CRASH.title, CRASH.text.replace("ran onto", "ran at 20 knots onto"), date(2026, 3, 3))]
    )
    assert "no sentence" not in (Rag(index).ask(asked).caution or "")


def test_what_lacks_the_value_is_perhaps_an_answer_at_most_and_bears_on_the_question_all_the_same(index: Index) -> None:
    index.update([CRASH])
    asked = "How fast was the ferry Estrella going when it ran onto the rocks off Norrin?"
    found = quote(asked, index.search(asked).passages, relevance=None)
    assert found.lacks == "answers this with a number"
    assert PERHAPS <= found.confidence < ANSWERED <= found.bearing


def test_where_a_further_sentence_holds_the_value_it_is_not_said_that_none_does(index: Index) -> None:
    text = (
        "The oil plant of Norrin was hit by several drones in a raid on Monday, state media said. A spokesman of "
        "the rebels said that they had hit the plant with ten drones."
    )
    index.update([Article("raid", "Oil plant of Norrin hit by drones", text, date(2026, 3, 3))])
    asked = "How many drones hit the oil plant of Norrin in the raid on Monday?"
    answer = Rag(index).ask(asked)
    assert [statement.text[:9] for statement in answer.statements] == ["A spokesm", "The oil p"]
    assert "no sentence" not in (answer.caution or "")


def test_of_a_sentence_in_a_language_without_rules_it_is_not_told(index: Index) -> None:
    text = "Le ferry Estrella a heurté les rochers au large de Norrin. Dix-sept personnes ont été blessées à bord."
    index.update([Article("crash", "Un ferry heurte les rochers", text, lang="fr")])
    asked = "How many people were hurt on the ferry Estrella?"
    assert quote(asked, index.search(asked).passages, relevance=None).lacks is None


def test_a_sentence_that_gives_a_reason_goes_first_where_nobody_read_them_with_the_question(index: Index) -> None:
    text = (
        "Der Hafen von Norrin wurde am Freitag gesperrt. Die Fähre Estrella fuhr an diesem Freitag nicht. Auslöser war "
        "ein Leck an der Mole."
    )
    index.update([Article("closed", "Hafen von Norrin gesperrt", text, date(2026, 3, 3), lang="de")])
    for asked in ("Warum wurde der Hafen von Norrin am Freitag gesperrt?", "Why was the Norrin Hafen closed?"):
        assert Rag(index).ask(asked).statements[0].text.startswith("Auslöser")


def test_an_article_with_all_names_of_a_question_in_another_language_is_shown_and_not_refused(index: Index) -> None:
    text = "In der Nacht zum Donnerstag starb die 62-jährige Tilda Ransomby an einem Krebsleiden."
    index.update([Article("died", "Journalistin gestorben", text, date(2026, 3, 3), lang="de")])
    answer = Rag(index).ask("how old was Tilda Ransomby when she died")
    assert answer.caution is not None
    assert "62-jährige" in answer.statements[0].text
    assert Rag(index).ask("how old was Corwin Pask when he retired").refusal is not None
