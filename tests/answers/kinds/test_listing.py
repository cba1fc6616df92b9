"""Lists in the texts: what is read as one, whose names are told, and what stays a question for a fact."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from rag.answers.answer import Answer
from rag.answers.asking.sorts import Enumeration, enumeration, root
from rag.answers.kinds.telling import told_of
from rag.answers.pipeline import Rag
from rag.index.embedding import Embedder
from rag.index.search import Index
from rag.text.places import countries
from rag.text.said.items import items, merged
from rag.types import Article


def over(articles: Sequence[Article], folder: Path, model: Embedder) -> Rag:
    index = Index.open(folder / "index", create=True, embedder=model)
    index.update(articles)
    return Rag(index)


def named(answer: Answer) -> list[str]:
    assert answer.table is not None
    assert answer.table.quoted, "its words are the articles', not the index's"
    known = {one.number: one for one in answer.citations}
    for item, words, _ in answer.table.rows:
        quoted = [known[one].quote for one in words.citations]
        assert quoted
        assert " … ".join(quoted) == words.text
        assert any(item.text.split()[-1] in one for one in quoted)
    return [row[0].text for row in answer.table.rows]


@pytest.mark.parametrize(
    ("question", "sort", "what"),
    [
        ("List all people who were arrested.", "person", "people who were arrested"),
        ("Who are the candidates for mayor?", "person", "candidates for mayor"),
        ("List the cities hit by the storm.", "place", "cities hit by the storm"),
        ("Name the countries that signed it", "country", "countries that signed it"),
        ("Which former ministers lost the election?", "person", "former ministers lost the election"),
        ("Wer sind die Kandidaten für das Amt?", "person", "Kandidaten für das Amt"),
        ("¿Quiénes son los candidatos a alcalde?", "person", "candidatos a alcalde"),
        ("Belediye başkan adayları kimler?", "person", "Belediye başkan adaylar"),
    ],
)
def test_what_is_a_list(question: str, sort: str, what: str) -> None:
    found = enumeration(question)
    assert found is not None
    assert (found.sort, found.what) == (sort, what)
    assert not found.named


@pytest.mark.parametrize(
    "question",
    ["How many candidates stood for mayor?", "Who won?", "Which theory suggested people were hungry?",
     "What were European countries doing?", "What states that only problems remain?", "On what scale are towns shown?",
     "What were the towns granted to them called?", "What is the number of people?",
     "Which leaders died, and how old were they?", "Which papers are there?", "Which minister sold the ships?",
     "Which company bought Tom's stores in Askim?"],
)  # fmt: skip
def test_what_is_no_list(question: str) -> None:
    assert enumeration(question) is None


@pytest.mark.parametrize(
    "question",
    ["In which towns did the strike begin?", "Welche Städte wurden getroffen?", "Hangi ülkeler anlaşmayı imzaladı?"],
)
def test_places_of_which_it_is_asked_what_they_did_are_listed_from_a_row_alone(question: str) -> None:
    found = enumeration(question)
    assert found is not None
    assert found.rowed
    plain = enumeration("List the towns of the coast.")
    assert plain is not None
    assert not plain.rowed


def test_a_row_of_places_beside_the_noun_is_a_list_and_others_are_not(tmp_path: Path, model: Embedder) -> None:
    text = (
        "A storm hit the coast of Norland on Friday, damaging houses and churches in Askim. "
        "The towns damaged by the storm were Askim, Brevik, Drammen and Egersund, the governor said."
    )
    rag = over([Article("storm", "Storm damages towns in Norland", text)], tmp_path, model)
    assert named(rag.ask("Which towns did the storm damage?")) == ["Askim", "Brevik", "Drammen", "Egersund"]
    rag.index.update([Article("storm", "Storm damages towns in Norland", text[: text.index("The towns")])])
    assert rag.ask("Which towns did the storm damage?").table is None


def test_things_that_a_sentence_enumerates_are_a_list(tmp_path: Path, model: Embedder) -> None:
    text = (
        "The dockers of Norland have stopped work. The union has three demands. "
        "It wants higher pay, a shorter week and the storm bonus. The company has not answered the union."
    )
    rag = over([Article("strike", "Dockers of Norland stop work", text)], tmp_path, model)
    assert named(rag.ask("What are the demands of the union?")) == ["higher pay", "shorter week", "storm bonus"]


def test_what_was_done_is_no_list_of_things(tmp_path: Path, model: Embedder) -> None:
    text = "The storm sank two boats, drove people from their homes and left two in hospital."
    rag = over([Article("storm", "Storm sinks boats", text)], tmp_path, model)
    assert rag.ask("Which boats were sunk by the storm?").table is None


def test_of_two_rows_that_is_listed_which_is_of_whom_it_is_asked(tmp_path: Path, model: Embedder) -> None:
    text = (
        "The counties that voted were Askim, Brevik, Drammen and Egersund. The turnout was high everywhere. "
        "The mayor Ada Brandt did well. She won in the counties of Askim, Drammen and Egersund. It rained all day."
    )
    rag = over([Article("vote", "Norland votes", text)], tmp_path, model)
    assert named(rag.ask("Which counties did Ada Brandt win?")) == ["Askim", "Drammen", "Egersund"]


def test_who_is_called_by_the_noun_before_a_row_is_listed_with_it(tmp_path: Path, model: Embedder) -> None:
    text = (
        "The foreign minister Ada Brandt and her colleagues Jon Hale, Mia Lund and Olaf Rask met in Askim on Friday "
        "to speak of the ferry. The talks of the ministers on the ferry went on for two days."
    )
    rag = over([Article("talks", "Ministers meet in Askim", text)], tmp_path, model)
    asked = "Who were the ministers at the meeting in Askim about the ferry?"
    assert named(rag.ask(asked)) == ["Ada Brandt", "Jon Hale", "Mia Lund", "Olaf Rask"]


def test_who_is_told_of_in_the_same_words_is_a_list(tmp_path: Path, model: Embedder) -> None:
    said = "The queen of Norland gave {} the right to fish off Brevik."
    text = " ".join(
        [
            "The queen of Norland was generous on Friday.",
            *(f"{said.format(name)} It had taken long." for name in ("Ada Brandt", "Jon Hale", "Mia Lund")),
            "Olaf Rask, who had asked for the same, was sent home.",
        ]
    )
    rag = over([Article("rights", "Queen of Norland is generous", text)], tmp_path, model)
    assert sorted(named(rag.ask("List everyone who may fish off Brevik"))) == ["Ada Brandt", "Jon Hale", "Mia Lund"]


@pytest.mark.parametrize(("number", "listed"), [("four", True), ("five", False)])
def test_whom_an_article_tells_of_one_by_one_is_a_list_where_its_title_says_how_many(
    tmp_path: Path, model: Embedder, number: str, listed: bool
) -> None:
    text = (
        "On Monday the mayor, Ada Brandt, signed the papers.\n\nTom Reed had stolen a boat in 2001 and was freed.\n\n"
        "The mayor granted Ann Lee a full pardon. Ann Lee had lied to Bo Lund.\n\nIn 1990, Carl Ek sold a ship that was"
        " not his.\n\nThe mayor granted Dora Moss a full pardon, and she left."
    )
    rag = over([Article("a", f"Mayor grants {number} people clemency", text)], tmp_path, model)
    answer = rag.ask("Who got clemency from the mayor? Names please")
    if listed:
        assert named(answer) == ["Tom Reed", "Ann Lee", "Carl Ek", "Dora Moss"]
    else:
        assert answer.headline is None or not answer.headline.startswith("4 found")


def test_what_stands_in_a_row_of_which_most_are_teams_is_one_too(tmp_path: Path, model: Embedder) -> None:
    text = "The Owls are challenging for a top-eight spot alongside Gold Bay, Norrin, Velmouth, St Ilda and Keldon."
    rag = over([Article("a", "Owls beat Larks", f"{text} The Larks are last.")], tmp_path, model)
    answer = rag.ask("Which teams are challenging for a top-eight spot alongside the Owls?")
    assert {"Gold Bay", "Norrin", "Velmouth", "St Ilda", "Keldon"} == set(named(answer))


def test_german_nouns_are_no_organisations() -> None:
    text = "Die Vertreter der SPD und der Partei sprachen am Donnerstagabend mit der BASF über Verhandlungen."
    found = {text[one.at : one.to] for one in items(Article("a", "Gespräche", text, lang="de"), "de", "organisation")}
    assert found == {"SPD", "BASF"}


def test_a_family_name_is_shared_by_those_before_it() -> None:
    text = "The dead were named as Tom Ellery, Ada Brandt, and Ann and Olof Reed. Ada Brandt was 40."
    found = items(Article("crash", "Crash", text), "en", "person")
    assert ("ann", "reed") in {one.key for one in found}


def test_which_are_named_at_all_is_a_list_of_its_own() -> None:
    found = enumeration("Which people are mentioned in the articles about the compass?")
    assert found is not None
    assert found.named
    assert found.what == "the compass"
    assert found.in_words == "a list of people named in articles about “the compass”"


def test_a_number_and_a_denial_are_kept() -> None:
    found = enumeration("Name the three people who did not sign.")
    assert found is not None
    assert (found.number, found.denied) == (3, True)


def test_a_winner_has_won() -> None:
    assert root("winners") == root("won") == root("win")


def test_a_surname_is_counted_under_the_one_whole_name() -> None:
    keys = [("dray",), ("casimir", "dray"), ("ek",), ("olof", "ek"), ("ada", "ek")]
    assert merged(keys) == {one: one for one in keys} | {("dray",): ("casimir", "dray")}


TEXT = (
    "Mayor Edda Marlowin met Jorun Pellacombe, 47, in Sarrowgate on Monday. Marlowin then left for Aldrovar. The "
    "Citizens' Union and the Kelderhythe Port Company sent nobody to the meeting near Norrin, Eastbank and Tollgate."
)


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("person", {"Edda Marlowin", "Jorun Pellacombe"}),
        ("place", {"Sarrowgate", "Norrin", "Eastbank", "Tollgate"}),
    ],
)
def test_names_of_a_sort(sort: str, names: set[str]) -> None:
    article = Article("a", "t", TEXT)
    assert {
        TEXT[one.start : one.end] for one in items(article, "en", "person" if sort == "person" else "place")
    } == names


def test_organisations_are_neither_people_nor_places() -> None:
    found = {TEXT[one.start : one.end] for one in items(Article("a", "t", TEXT), "en", "organisation")}
    assert {"Citizens' Union", "Kelderhythe Port Company"} <= found
    assert not found & {"Edda Marlowin", "Jorun Pellacombe", "Sarrowgate"}


def test_a_club_that_is_called_by_its_town_stands_in_a_row_of_clubs() -> None:
    text = "She came from Tarn. She had spells at Velm, Ostrand, Keldia and Norrins, and lived in Eastbank and Tarn."
    found = [text[one.start : one.end] for one in items(Article("a", "t", text), "en", "organisation")]
    assert found == ["Velm", "Ostrand", "Keldia", "Norrins"]


def test_a_heading_lists_nothing(tmp_path: Path, model: Embedder) -> None:
    text = (
        "## Clubs of Edda Marlowin: Video, Gallery, Messages\n\nEdda Marlowin played for Ostrand, Keldia and Norrins."
    )
    index = Index.open(tmp_path / "index", create=True, embedder=model)
    index.update([Article("clubs", "Edda Marlowin", text)])
    table = Rag(index).ask("Which clubs did Edda Marlowin play for?").table
    assert table
    assert [row[0].text for row in table.rows] == ["Ostrand", "Keldia", "Norrins"]


def test_countries_by_any_of_their_names_but_not_as_owners_or_money() -> None:
    text = "The US, Great Britain and Türkiye met in Niger's capital; it cost us US$3. Serbia stayed away."
    assert [one.code for one in countries(text, "en")] == ["US", "GB", "TR", "NE", "US", "RS"]
    assert [one.key[0] for one in items(Article("a", "t", text), "en", "country")] == ["US", "GB", "TR", "RS"]
    assert [one.code for one in countries("Die Türkei und Schweden", "de")] == ["TR", "SE"]


def test_all_candidates_are_named_and_nobody_else(sample: Index) -> None:
    told = Rag(sample).ask("Who are the candidates for mayor?")
    assert named(told) == ["Jorun Pellacombe", "Casimir Dray", "Wenna Astorkey"]
    assert told.headline == "3 found, each by the words beside it; the list may not be complete."


@pytest.mark.parametrize("question", ["Which candidates lost the mayoral election?", "Which candidates did not win?"])
def test_who_lost_is_not_who_won(sample: Index, question: str) -> None:
    assert set(named(Rag(sample).ask(question))) == {"Casimir Dray", "Wenna Astorkey"}


def test_countries_are_listed_by_the_sentences_that_name_them(sample: Index) -> None:
    told = Rag(sample).ask("Name the countries whose generals have commanded KFOR.")
    assert {"Italy", "Türkiye"} <= set(named(told))


def test_people_named_in_some_articles(sample: Index) -> None:
    told = Rag(sample).ask("Which people are mentioned in the articles about the compass?")
    assert {"Maud Kesterlin", "Ilo Fennimar", "Philippa Ormstrode", "Mirabel Thackwray"} <= set(named(told))


def storms() -> list[Article]:
    return [
        Article(
            "tide", "After the tide",
            "Hurricane Orla passed Askim. The National Hurricane Centre had warned Mira Sund. "
            "The ferry Corvina sank beside Brevik Hospital, and mayor Tom Reyl went there with Ilse Krane.",
        ),
        Article("gale", "A second gale", "Hurricane Pim came on Friday. Students of the University of Askim helped."),
        Article("calm", "A calm day", "Olav Brenn sailed from Drammen. Minister Ada Lind watched him."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which hurricanes are mentioned?", {"Hurricane Orla", "Hurricane Pim"}),
        ("List the hurricanes", {"Hurricane Orla", "Hurricane Pim"}),
        ("Which ferries are covered?", {"Corvina"}),
        ("Which hospitals are mentioned?", {"Brevik Hospital"}),
        ("Which universities are discussed?", {"University of Askim"}),
        ("Which mayors are named?", {"Tom Reyl"}),
        ("List the ministers", {"Ada Lind"}),
        ("Which people are mentioned?", {"Mira Sund", "Tom Reyl", "Ilse Krane", "Olav Brenn", "Ada Lind"}),
    ],
)
def test_what_is_called_by_a_noun_is_named_and_nothing_else(
    question: str, told: set[str], tmp_path: Path, model: Embedder
) -> None:
    assert set(named(over(storms(), tmp_path, model).ask(question))) == told


def test_where_nothing_is_called_by_a_noun_there_is_no_list(tmp_path: Path, model: Embedder) -> None:
    assert over(storms(), tmp_path, model).ask("Which airlines are mentioned?").table is None


def test_what_cannot_be_told_is_a_question_for_a_fact(sample: Index) -> None:
    told = Rag(sample).ask("Which airlines fly to the moon?")
    assert told.table is None


def obituaries() -> list[Article]:
    return [
        Article("bram", "Senator dies", "Senator Bram Oster died on Monday. Mira Sund mourned him.", date(2020, 5, 5)),
        Article("ilse", "Former mayor dies", "Ilse Krane, a former mayor, died, said Tom Reyl.", date(2020, 5, 9)),
        Article("olav", "Writer dies", "The writer Olav Brenn died. Tom Reyl's brother wept.", date(2021, 3, 2)),
        Article("fete", "A feast", "Mira Sund and Tom Reyl danced at the feast of the senators.", date(2020, 5, 20)),
    ]  # fmt: skip


def test_who_does_what_is_asked_is_listed_and_who_stands_beside_it_is_not(tmp_path: Path, model: Embedder) -> None:
    rag = over(obituaries(), tmp_path, model)
    assert set(named(rag.ask("Which well-known people died?"))) == {"Bram Oster", "Ilse Krane", "Olav Brenn"}
    assert set(named(rag.ask("Which well-known people died in May 2020?"))) == {"Bram Oster", "Ilse Krane"}


def test_of_a_list_the_one_sentence_counts_that_names_as_many_as_are_asked_for(tmp_path: Path, model: Embedder) -> None:
    text = (
        "A lorry killed three climbers near Askim. The dead climbers were named as Ada Brandt, Olof Ek and Ivo Sund. "
        "The driver of the lorry, Jens Falk, was arrested after the climbers were killed."
    )
    lorry = Article("lorry", "Lorry kills three climbers", text)
    answer = over([lorry], tmp_path, model).ask("Who were the three climbers that were killed? I need their names")
    assert named(answer) == ["Ada Brandt", "Olof Ek", "Ivo Sund"]


def test_what_is_left_unread_for_a_list_could_not_have_come_near(tmp_path: Path, model: Embedder) -> None:
    """The most that a sentence can score is never less than what it scores, and near ones are told with and without."""
    towns = ("Velm", "Keld", "Norrin", "Ostrel")
    articles = [
        Article(
            id=town,
            title=f"News of {town}",
            text=f"The harbour fair of {town} was opened by Ann Reed, Bo Crake, Ivo Sol, Ada Moss and Tom Ek. "
            f"The mayor of {town}, Lena Brandt, met Ole Strand. It rained. Nobody was hurt.",
        )
        for town in towns
    ]
    rag = over(articles, tmp_path, model)
    question = "List all people who were at the harbour fair of Velm."
    wanted = enumeration(question)
    assert wanted is not None
    found = rag.index.search(question)
    whole = told_of(rag.index, found, wanted)
    assert {one.span.article.title for one in whole} == {one.title for one in articles}
    for least in (one.score for one in whole):

        def near_enough(score: float, _: float, least: float = least) -> bool:
            return score >= least

        some = told_of(rag.index, found, wanted, near_enough)
        assert [one for one in some if one.score >= least] == [one for one in whole if one.score >= least]
    nearest = told_of(rag.index, found, wanted, lambda _, rowed: not rowed)
    assert {one.span.article.title for one in nearest} == {"News of Velm"}


def test_names_in_lower_case_are_those_that_the_articles_write_with_a_capital(tmp_path: Path, model: Embedder) -> None:
    finch = (
        "On Harbour Sunday Orla Finch was ahead in ten places. By projections she was first in Askim, Velm and Keld."
    )
    brandt = "Ada Brandt won counties in Norrin, Stade and Moss."
    articles = [
        Article("finch", "Two end their campaigns", finch, date(2026, 3, 4)),
        Article("brandt", "Counties of Ada Brandt", brandt, date(2026, 3, 11)),
    ]
    rag = over(articles, tmp_path, model)
    wanted = Enumeration("place", "counties", "counties won by finch on harbour sunday", named=False)
    told = told_of(rag.index, rag.index.whole(["brandt", "finch"]), wanted)
    assert [one.span.article.id for one in told if one.row] == ["finch", "brandt"]


def test_countries_in_a_row_are_found_in_german(tmp_path: Path, model: Embedder) -> None:
    text = (
        "Das Parlament in Lettland hat die Maut für Fähren abgeschafft. "
        "Auch Norwegen, Schweden, Finnland und Dänemark haben schon solche Gesetze. "
        "Die Abstimmung hatte sich um eine Woche verzögert."
    )
    debts = "Zu den Ländern, denen Schulden erlassen werden, zählen Togo, Benin, Mali und Sambia."
    rag = over(
        [
            Article("fee", "Lettland schafft die Maut für Fähren ab", text, date(2026, 3, 4)),
            Article("debts", "Erlass der Schulden", debts, date(2026, 3, 4)),
        ],
        tmp_path,
        model,
    )
    assert named(rag.ask("Welche Länder hatten vor Lettland Gesetze gegen die Maut für Fähren?")) == [
        "Norwegen", "Schweden", "Finnland", "Dänemark",
    ]  # fmt: skip
    assert rag.ask("Aus welchen Ländern stammten die untersuchten Mühlsteine?").table is None


def test_german_nouns_in_a_row_are_nobody(tmp_path: Path, model: Embedder) -> None:
    text = (
        "Die Goldenen Bojen sind Preise für Firmen, Vereine und Personen, die dem Hafen schaden. "
        "Den Preis für Lärm erhielt die Werft. Den Preis für Schmutz erhielt der Stadtrat."
    )
    rag = over([Article("buoys", "Goldene Bojen 2026 im Hafen verliehen", text, date(2026, 3, 4))], tmp_path, model)
    assert rag.ask("Preisträger der Goldenen Bojen 2026").table is None
