"""Comparisons: what is read as one, and what the sample articles say of each side."""

from datetime import date
from pathlib import Path

import pytest

from rag.answers.asking.sides import Comparison, compared
from rag.answers.kinds.measures import counted_in, measure_of
from rag.answers.kinds.weighing import told_outright
from rag.answers.pipeline import Rag
from rag.index.search import Index
from rag.types import Article, Span
from tests.conftest import HashedWords


@pytest.mark.parametrize(
    ("question", "lang", "sides", "aspect"),
    [
        ("Compare the ferry and the tram.", "en", ("the ferry", "the tram"), ""),
        ("Compare the votes of Dray, Astorkey and Pellacombe", "en", ("Dray", "Astorkey", "Pellacombe"), "votes"),
        ("What is the difference between Belgrade and Ankara?", "en", ("Belgrade", "Ankara"), ""),
        ("Which was cheaper, the bridge or the boat?", "en", ("the bridge", "the boat"), "cheaper"),
        ("Harbour Line vs. ferry", "en", ("Harbour Line", "ferry"), ""),
        ("How do the two plans and the old law differ?", "en", ("the two plans", "the old law"), ""),
        ("Which killed more people, the fire or the flood?", "en", ("the fire", "the flood"), "killed more people"),
        ("Did more people die in the fire or in the flood?", "en", ("the fire", "the flood"), "more people die"),
        ("Could you compare the fire with the flood?", "en", ("the fire", "the flood"), ""),
        ("How does Norrin's tax law differ from that of Keld?", "en", ("Norrin's tax law", "Keld tax law"), ""),
        ("What separates Ada Penhale from Bo Crake?", "en", ("Ada Penhale", "Bo Crake"), ""),
        ("the fire and the flood side by side", "en", ("the fire", "the flood"), ""),
        ("What's the difference between Belgrade and Ankara?", "en", ("Belgrade", "Ankara"), ""),
        ("En quoi Belgrade et Ankara diffèrent-elles ?", "fr", ("Belgrade", "Ankara"), ""),
        (
            "Steuer 2019 und 2020: welche Summen wurden jeweils genannt?",
            "de",
            ("Steuer 2019", "Steuer 2020"),
            "welche Summen wurden jeweils genannt",
        ),
        ("Belgrad und Ankara: wer hat mehr Brücken?", "de", ("Belgrad", "Ankara"), "wer hat mehr Brücken"),
        ("Worin unterscheiden sich Belgrad und Ankara beim Hafenbau?", "de", ("Belgrad", "Ankara"), "beim Hafenbau"),
        ("Vergleiche die Streiks in Belgrad und Ankara", "de", ("die Streiks in Belgrad", "Streiks in Ankara"), ""),
        (
            "How do the strikes in Belgrade and Ankara differ?",
            "en",
            ("the strikes in Belgrade", "strikes in Ankara"),
            "",
        ),
        ("How do Meta and X differ in size?", "en", ("Meta", "X"), "size"),
        ("Was unterscheidet Belgrad von Ankara?", "de", ("Belgrad", "Ankara"), ""),
        ("Vergleiche Belgrad mit Ankara", "de", ("Belgrad", "Ankara"), ""),
        ("Was ist der Unterschied zwischen Fähre und Bahn?", "de", ("Fähre", "Bahn"), ""),
        ("Compare Belgrade et Ankara", "fr", ("Belgrade", "Ankara"), ""),
        ("¿Cuál es la diferencia entre Belgrado y Ankara?", "es", ("Belgrado", "Ankara"), ""),
        ("Belgrad ve Ankara karşılaştır", "tr", ("Belgrad", "Ankara"), ""),
    ],
)
def test_what_is_compared(question: str, lang: str, sides: tuple[str, ...], aspect: str) -> None:
    assert compared(question, lang) == Comparison(sides, (aspect,) if aspect else ())


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Was the fire in Keld deadlier than the one in Norrin?",
            Comparison(("the fire in Keld", "fire in Norrin"), ("deadlier",), claims=True),
        ),
        (
            "Was Ada Brandt paid more than Olof Ek?",
            Comparison(("Ada Brandt", "Olof Ek"), ("paid more",), claims=True),
        ),
        ("Did Ek get paid more than Sol?", Comparison(("Ek", "Sol"), ("get paid more",), claims=True)),
        ("Did Dray get more votes than Astorkey?", Comparison(("Dray", "Astorkey"), ("get more votes",), claims=True)),
        (
            "Did more people die in Keld than in Norrin?",
            Comparison(("Keld", "Norrin"), ("more people die",), claims=True),
        ),
        (
            "Is the toll of Keld higher than that of Norrin?",
            Comparison(("Keld", "Norrin"), ("higher toll",), claims=True),
        ),
        (
            "How many more votes did Ada Dray get than Bo Crake?",
            Comparison(("Ada Dray", "Bo Crake"), ("more votes",), by_how_much=True),
        ),
        (
            "How far did the death toll in Keld climb between early June and the end of the month?",
            Comparison(("early June", "the end of the month"), ("the death toll in Keld",), by_how_much=True),
        ),
        ("Was Dorian or Humberto stronger?", Comparison(("Dorian", "Humberto"), ("stronger",))),
        (
            "Which of Dorian, Humberto and Lorenzo was the strongest?",
            Comparison(("Dorian", "Humberto", "Lorenzo"), ("the strongest",)),
        ),
        ("Between Dray and Crake, who is older?", Comparison(("Dray", "Crake"), ("older",))),
        (
            "Which attack was worse, the one at Keld or the one in Norrin?",
            Comparison(("attack at Keld", "attack in Norrin"), ("attack was worse",)),
        ),
        ("Whose law passed, Ada's or Bo's?", Comparison(("Ada", "Bo"), ("law passed",))),
        ("How do Bush's and Gore's tax plans differ?", Comparison(("Bush's tax plans", "Gore's tax plans"))),
        (
            "Which fire was worse, the one at Keld or the one in Norrin, and how many floors did each house have?",
            Comparison(("fire at Keld", "fire in Norrin"), ("fire was worse", "many floors did each house have")),
        ),
        (
            "Compare the Keld mayor with the one in Norrin: ages, background, and how many votes they got.",
            Comparison(("the Keld mayor", "mayor in Norrin"), ("ages", "background", "how many votes they got")),
        ),
        (
            "Keld or Norrin: which town was richer when it joined, and where does each lie?",
            Comparison(("Keld", "Norrin"), ("richer when it joined", "does each lie")),
        ),
        (
            "How did Ada Dray do against Bo Crake in Norrin, in votes and in seats?",
            Comparison(("Ada Dray", "Bo Crake"), ("votes", "seats")),
        ),
        (
            "What did the two old painters Dray and Crake each have to do with the bridge, and how old were they?",
            Comparison(("Dray", "Crake"), ("have to do with the bridge", "how old were they")),
        ),
        (
            "Which was cheaper, the bridge or the boat, and by how much?",
            Comparison(("the bridge", "the boat"), ("cheaper",), by_how_much=True),
        ),
        (
            "Compare the number of people hurt in the fire and in the flood",
            Comparison(("the fire", "the flood"), ("number of people hurt",)),
        ),
        ("How does Norrin's fire law differ from the Keld one?", Comparison(("Norrin's fire law", "Keld fire law"))),
        ("Ada's boat or Bo's - which cost more?", Comparison(("Ada's boat", "Bo boat"), ("cost more",))),
        ("What is the difference between fire law 2019 and 2020?", Comparison(("fire law 2019", "fire law 2020"))),
        (
            "You wrote of three: Keld, Norrin and Sarrow. Which is nearest to us and which is farthest?",
            Comparison(("Keld", "Norrin", "Sarrow"), ("nearest to us",)),
        ),
    ],
)
def test_in_what_it_is_compared(question: str, expected: Comparison) -> None:
    assert compared(question, "en") == expected


@pytest.mark.parametrize(
    "question",
    ["Did more than 50 people die?", "Was the toll higher than in 2016?", "Was it later than expected?",
     "Name the mayors, sitting or former, who died.", "Who won?",
     "Did prices get higher or lower this year than last year?"],
)  # fmt: skip
def test_a_bound_or_an_end_of_a_scale_is_no_side(question: str) -> None:
    assert compared(question, "en") is None


@pytest.mark.parametrize(
    "question",
    ["Who won, and when?", "What do Belgrade and Ankara share?", "Which articles mention the tram or the ferry?",
     "Compare it.", "Is it true, or not?", "Who is older?",
     "Dray and Crake tell it differently how Dray left. What does each say?"],
)  # fmt: skip
def test_what_is_no_comparison(question: str) -> None:
    assert compared(question, "en") is None


def test_a_figure_of_each_side_stands_in_a_row(sample: Index) -> None:
    told = Rag(sample).ask("What was more expensive, the storm repairs or the Harbour Line?")
    assert told.trace.asked == "a comparison of “the storm repairs” and “the Harbour Line”"
    assert told.table is not None
    assert told.table.columns == ("the storm repairs", "the Harbour Line")
    [[repairs, line]] = told.table.rows
    assert "3.15 million" in repairs.text
    assert "42.3 million" in line.text
    known = {one.number: one for one in told.citations}
    for cell in (repairs, line):
        assert [known[one].quote for one in cell.citations] == [cell.text]


def test_each_point_has_a_row_and_each_side_a_cell(sample: Index) -> None:
    told = Rag(sample).ask("Compare Starović and Matović")
    assert told.table is not None
    assert 1 < len(told.table.rows) <= 3
    assert all("Starović" in row[0].text or row[0].text.startswith("He ") for row in told.table.rows)
    assert all("Matović" in row[1].text or row[1].text.startswith("He ") for row in told.table.rows)


NORTH = Article(
    "north",
    "The north mill",
    "The north mill has red doors. The north mill employs forty bakers. The north mill burned in March.",
)
SOUTH = Article(
    "south",
    "The south mill",
    "The south mill sells fine flour. The south mill burned in April. The south mill employs sixty bakers.",
)


def test_what_tells_of_the_same_point_stands_in_one_row(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update([NORTH, SOUTH])
    told = Rag(index).ask("Compare the north mill and the south mill")
    assert told.table is not None
    rows = [tuple(cell.text for cell in row) for row in told.table.rows]
    assert ("The north mill employs forty bakers.", "The south mill employs sixty bakers.") in rows
    assert ("The north mill burned in March.", "The south mill burned in April.") in rows
    assert told.passages
    assert all(any(one.overlaps(passage) for one in told.citations) for passage in told.passages)


LAWS = [
    Article("keld", "Keld has a law on kites", "Keld has a law on kites since Monday. The mayor of Keld likes kites. "
            "Whoever flies a kite at night has to pay forty crowns. Keld sells kites, too. Keld is windy."),
    Article("norrin", "Norrin has a law on kites", "Norrin has a law on kites since May. The baker of Norrin likes "
            "kites, and Norrin is calm. Many walk in Norrin. Whoever flies a kite at night has to pay ten crowns."),
]  # fmt: skip


def test_a_point_is_found_though_no_sentence_of_it_is_the_best_of_a_side(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update(LAWS)
    told = Rag(index).ask("Compare Keld's kite law and Norrin's kite law")
    assert told.table is not None
    assert (
        "Whoever flies a kite at night has to pay forty crowns.",
        "Whoever flies a kite at night has to pay ten crowns.",
    ) in [tuple(cell.text for cell in row) for row in told.table.rows]


MAYORS = [
    Article("brandt", "Brandt is mayor", "Ada Brandt was a teacher in Keld. She sings in a choir. Olof Ek lost. He "
            "opens a shop in Norrin."),
    Article("crake", "Crake is mayor", "Bo Crake was a baker in Keld. He opens a shop in Tolm."),
]  # fmt: skip


def test_what_leans_on_somebody_else_is_no_point_of_a_side(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update(MAYORS)
    told = Rag(index).ask("Compare Brandt and Crake")
    assert told.table is not None
    cells = [cell.text for row in told.table.rows for cell in row]
    assert "She sings in a choir." in cells
    assert "He opens a shop in Norrin." not in cells


FIRE = Article(
    "fire",
    "Fire in Brackwater",
    "A fire broke out in Brackwater at the old mill in the night. Some 120 people were in the old mill. The blaze "
    "killed nine people. The mill had 40 windows.",
    date(2026, 5, 3),
)
FLOOD = Article(
    "flood",
    "Flood in Keld",
    "A flood came over Keld. At least seventeen people died in it. The water stood 3 metres high.",
    date(2026, 6, 9),
)


def told_of(folder: Path, question: str) -> list[str]:
    """The cells of the row that compares the fire and the flood."""
    index = Index.open(folder / "index", create=True, embedder=HashedWords())
    index.update([FIRE, FLOOD])
    answer = Rag(index).ask(question)
    assert answer.table is not None
    [row] = answer.table.rows
    return [cell.text for cell in row]


@pytest.mark.parametrize(
    "question",
    [
        "Which killed more people, the fire in Brackwater or the flood in Keld?",
        "Did more people die in the Brackwater fire of May 2026 or in the Keld flood of June 2026?",
    ],
)
def test_deaths_are_told_by_sentences_of_deaths_with_a_number(tmp_path: Path, question: str) -> None:
    told = told_of(tmp_path, question)
    assert told == ["The blaze killed nine people.", "At least seventeen people died in it."]


@pytest.mark.parametrize(
    ("asked", "asks"),
    [
        ("older", "how old was {}"),
        ("as old as", "how old was {}"),
        ("more powerful", "how strong was {}"),
        ("more young people", None),
        ("the hard shoulder", None),
    ],
)
def test_an_adjective_that_only_names_what_is_compared_is_not_measured(asked: str, asks: str | None) -> None:
    measure = measure_of(asked)
    assert (measure and measure.asks) == asks


def test_a_side_of_which_nothing_is_found_is_named(sample: Index) -> None:
    told = Rag(sample).ask("Compare the tram and the zeppelin")
    assert [one.part for one in told.missing] == ["the zeppelin"]
    assert told.table is not None
    assert {row[1].text for row in told.table.rows} == {"Nothing found on the zeppelin."}


def test_where_nothing_is_found_of_any_side_it_is_a_refusal(sample: Index) -> None:
    assert Rag(sample).ask("Compare the zeppelin and the gondola").refusal is not None


WINDS = [
    Article(
        "anna-1",
        "Storm Anna nears Keld",
        "Storm Anna has winds of 120 mph (193 km/h). It moved at 20 mph.",
        date(2026, 5, 1),
    ),
    Article(
        "anna-2",
        "Storm Anna is over Keld",
        "Storm Anna came to Keld. Its winds reached 185 mph. Four people died.",
        date(2026, 5, 3),
    ),
    Article(
        "anna-3",
        "Storm Anna leaves Keld",
        "Storm Anna left Keld with winds of 80 mph. It killed nine people.",
        date(2026, 5, 4),
    ),
    Article(
        "bert",
        "Storm Bert hits Norrin",
        "Storm Bert had winds of 160 km/h. It killed twelve people, and six were hurt.",
        date(2026, 6, 1),
    ),
    Article(
        "dray",
        "Ada Dray dies aged 90",
        "The painter Ada Dray died on Monday. She broke her leg at age 12. She was 90.",
        date(2026, 6, 3),
    ),
    Article(
        "crake",
        "Bo Crake dies",
        "Bo Crake, the singer, died yesterday at the age of 77.",
        date(2026, 7, 3),
    ),
    Article(
        "race",
        "A race in Keld",
        "Ivo Ek won in 47.42 seconds. Second was Jon Uhl in 47.66 seconds.",
        date(2026, 7, 9),
    ),
    Article(
        "walk",
        "The walk to Norrin",
        "The walk to Norrin is 12 kilometres long.",
        date(2026, 7, 10),
    ),
    Article(
        "drug",
        "Drugs tried in Keld",
        "The death rates were 53% for Amol, 29% for Bemol, and 34% for Cemol.",
        date(2026, 7, 11),
    ),
]


VOTES = Article(
    "votes",
    "Keld has voted",
    "The Old Party of Keld has 365 seats. The New Party of Keld has 48 seats. Jo Tam won 4,761 votes, Al Rix of the "
    "Shore received 3,384 votes (36.5 per cent) and Wenna Orr 1,123 (12.1 per cent). Ann Ude won by 45 points to 24.",
    date(2026, 8, 1),
)
SHARE = Article(
    "share",
    "Norrin has voted",
    "Ilo came in second in Norrin, securing 12 of the town's 41 wardens; Ebba Fay, the former baker of Sund, by the "
    "lake, came in first with 14 wardens. The pike of the lake eats frogs, whereas most carp there eat reeds.",
    date(2026, 8, 2),
)
RATES = Article("rates", "Gulls and terns of Keld", "A survival rate of 17% was found for the gull with the tern.",
                date(2026, 8, 3))  # fmt: skip


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Rag:
    index = Index.open(tmp_path_factory.mktemp("news") / "index", create=True, embedder=HashedWords())
    index.update([*WINDS, VOTES, SHARE, RATES])
    return Rag(index)


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        ("Which storm had the stronger winds, Anna or Bert?", "Anna: 185 mph against 160 km/h (Bert)."),
        ("Was Anna deadlier than Bert?", "No. Bert: twelve against nine (Anna)."),
        ("Did Bert kill more people than Anna?", "Yes. Bert: twelve against nine (Anna)."),
        ("Who was younger when they died, Ada Dray or Bo Crake?", "Bo Crake: 77 against 90 (Ada Dray)."),
        ("Who died first, Ada Dray or Bo Crake?", "Ada Dray: 1 June 2026 against 2 July 2026 (Bo Crake)."),
        ("Who was faster, Ivo Ek or Jon Uhl?", "Ivo Ek: 47.42 seconds against 47.66 seconds (Jon Uhl)."),
        ("Who got fewer votes, Rix or Orr?", "Orr: 1,123 against 3,384 (Rix)."),
        ("How many more votes did Tam get than Rix?", "Tam: 4,761 against 3,384 (Rix). They are 1,377 apart."),
        ("Compare the seats of the Old Party and the New Party.", "The Old Party: 365 against 48 (the New Party)."),
        ("Which drug worked better, Amol or Bemol?", "Bemol: 29% against 53% (Amol)."),
        ("Who got more wardens, Ilo or Ebba Fay?", "Ebba Fay: 14 against 12 (Ilo)."),
        ("Where did more people die, in Anna or in Bert?", "Bert: twelve against nine (Anna)."),
        (
            "Which was longer, the walk to Norrin or the race of Ivo Ek?",
            "Nothing here compares these, as they are of different kinds: 12 kilometres (the walk to Norrin) and "
            "47.42 seconds (the race of Ivo Ek).",
        ),
    ],
)
def test_which_is_more_is_said_by_the_values_that_are_cited(news: Rag, question: str, headline: str) -> None:
    told = news.ask(question)
    assert told.headline == headline
    assert told.table is not None
    assert all(cell.citations for cell in told.table.rows[0])


def test_there_is_no_verdict_without_a_value_of_each(news: Rag) -> None:
    told = news.ask("Which killed more people, Storm Bert or the walk to Norrin?")
    assert told.headline is None
    assert [one.part for one in told.missing] == ["the walk to Norrin"]


def test_what_tells_of_two_sides_stands_for_both_and_one_number_of_both_is_no_verdict(news: Rag) -> None:
    told = news.ask("How do the pike of the lake differ from most other carp?")
    assert [one.text for one in told.statements] == [SHARE.text[SHARE.text.index("The pike") :]]
    assert told.table is None
    assert not told.missing
    same = news.ask("Which had a higher survival rate, the gull or the tern?")
    assert same.headline is None
    assert same.statements


def test_a_number_is_what_its_own_noun_counts() -> None:
    votes, states = counted_in("votes"), counted_in("states")
    assert votes is not None
    assert states is not None
    text = "Orr won 700 votes (29%) and 12 wards; Rix received 610 votes (25%), carrying 11 states."
    assert [one.amount for _, one in states.values(text)] == [11]
    assert [one.amount for _, one in votes.values(text)][:2] == [700, 610]


def test_one_and_others_are_told_together() -> None:
    hurt = measure_of("how many people were hurt")
    assert hurt is not None
    [(_, told)] = hurt.values("Reportedly she injured a man and two women in Keld.")
    assert (told.amount, told.text) == (3, "a man and two women")


@pytest.mark.parametrize(
    ("text", "sides", "aspect", "winner"),
    [
        ("Brandt raised 300 crowns more in gifts than Ek.", ("Ek", "Brandt"), "raised more money", 1),
        ("The males are smaller than the females.", ("the male", "the female newt"), "bigger", None),
        ("Males of the newt are smaller than the females.", ("the male", "the female newt"), "bigger", 1),
        ("Females of the newt are larger than the males.", ("the male", "the female newt"), "bigger", 1),
        ("Brandt may raise more than Ek.", ("Ek", "Brandt"), "raised more money", None),
        ("Brandt did not raise more than Ek.", ("Ek", "Brandt"), "raised more money", None),
        ("Brandt raised more than Sol, and Ek less than Sol.", ("Ek", "Brandt"), "raised more money", None),
        ("Brandt sang more than Ek.", ("Ek", "Brandt"), "raised more money", None),
        ("Brandt raised money later than Ek.", ("Ek", "Brandt"), "raised more money", None),
    ],
)
def test_a_sentence_says_itself_which_of_two_is_more(
    text: str, sides: tuple[str, str], aspect: str, winner: int | None
) -> None:
    told = told_outright(sides, aspect, [Span(Article("told", "Told", text), 0, len(text))])
    assert (told and told[0]) == winner


def test_what_a_sentence_says_of_both_is_said_first(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update([Article("vote", "A vote in Keld", "Ada Brandt raised 300 crowns more in gifts than Olof Ek.")])
    for question, said in [
        ("Who raised more gifts in Keld, Ek or Brandt?", "Brandt."),
        ("Did Ada Brandt raise more gifts than Olof Ek?", "Yes."),
        ("Did Olof Ek raise more gifts than Ada Brandt?", "No."),
    ]:
        answer = Rag(index).ask(question)
        assert (answer.headline, answer.table, len(answer.statements)) == (said, None, 1)


MILLS = [
    Article("east", "Norrin sells its mill", "Norrin sold the mill to a baker on Monday. Norrin had owned it for a "
            "century.", date(2024, 5, 3)),
    Article("west", "Keld keeps its mill", "Keld will not part with its mill, the council said. Keld needs the flour.",
            date(2025, 6, 9)),
]  # fmt: skip


def test_a_year_says_of_when_a_side_is_told(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update([
        Article(f"budget{year}", "Norrin hat einen Haushalt", f"Der Haushalt von Norrin nennt Posten für {thing}.",
                date(year, 3, 1), lang="de")
        for year, thing in ((2019, "den Hafen"), (2020, "die Schule"))
    ])  # fmt: skip
    index.update([Article("fair", "Norrin und die Messe", "Welche Posten wurden 2019 und 2020 jeweils genannt, fragte "
                          "Norrin 2019 auf der Messe 2020.", date(2021, 5, 4), lang="de")])  # fmt: skip
    answer = Rag(index).ask("Haushalt Norrin 2019 und 2020: welche Posten wurden jeweils genannt?")
    assert answer.table is not None
    [row] = answer.table.rows
    assert ["Hafen" in cell.text for cell in row] == [True, False]


def test_what_is_told_of_a_place_is_of_what_is_compared(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update([
        Article("shook", "Earthquakes shake Norrin", "Two earthquakes shook Norrin on Monday.", date(2026, 5, 3)),
        Article("wed", "Keld lets all marry", "Keld lets everybody marry from Monday on.", date(2026, 5, 4)),
    ])  # fmt: skip
    answer = Rag(index).ask("How do the earthquakes in Norrin and Keld differ?")
    assert {one.article.id for one in answer.citations} == {"shook"}
    assert [one.part for one in answer.missing] == ["earthquakes in Keld"]


def test_a_side_is_told_by_sentences_with_the_words_that_no_other_side_has(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update(MILLS)
    answer = Rag(index).ask("compare norrin's mill sale and keld's mill sale")
    assert answer.table is not None
    [first, *_] = answer.table.rows
    assert "Norrin" in first[0].text
    assert "Keld" in first[1].text


@pytest.mark.parametrize(
    ("question", "sure"),
    [
        ("How do Norrin and Keld differ in their love of music?", False),
        ("How do Norrin and Keld differ in what they did with the mill?", True),
    ],
)
def test_where_nothing_tells_in_what_sides_are_compared_it_says_so(
    tmp_path: Path, question: str, *, sure: bool
) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update(MILLS)
    answer = Rag(index).ask(question)
    assert answer.trace.asked == "a comparison of “Norrin” and “Keld”"
    assert (answer.caution is None) is sure


PAPERS = [
    Article("post", "A new bridge", "The new bridge of Norrin is a joy to look at. It cost nine crowns.",
            source="The Post"),
    Article("bell", "The bridge", "Norrin has a bridge that nobody needs. The Post of the town is far away.",
            source="The Bell"),
]  # fmt: skip


def test_what_two_papers_print_of_a_topic_stands_side_by_side(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update(PAPERS)
    told = Rag(index).ask("How do The Post and the Bell differ on the bridge of Norrin?")
    assert told.table is not None
    [[post, bell]] = told.table.rows
    assert post.text == "The new bridge of Norrin is a joy to look at."
    assert bell.text == "Norrin has a bridge that nobody needs."


def test_what_each_says_is_taken_from_their_words(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update([
        Article("ferry", "The ferry of Norrin", "Ada Brandt has a ferry plan and a ferry friend, the ferry man. The "
                "ferry plan of Olof Ek is a ferry plan. “The ferry is far too slow,” said Ada Brandt. “I like it as it "
                "is, our old ferry,” said Olof Ek."),
    ])  # fmt: skip
    told = Rag(index).ask("What do Ada Brandt and Olof Ek say about the ferry?")
    assert told.table is not None
    [[ada, olof]] = told.table.rows
    assert "far too slow" in ada.text
    assert "I like it" in olof.text


def test_what_is_asked_in_another_language_is_measured_as_in_english(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update([
        Article("keld", "Beben in Keld", "Das Beben in Keld hatte eine Stärke von 5,9. Es gab 12 Tote.",
                date(2026, 5, 3), lang="de"),
        Article("norrin", "Beben in Norrin", "Das Beben in Norrin hatte eine Stärke von 6,4. Es gab 7 Tote.",
                date(2026, 6, 3), lang="de"),
        Article("cars", "Zwei Wagen", "Der Anka hat eine Reichweite von 300 Kilometern. Der Birk hat eine Reichweite "
                "von 410 Kilometern.", date(2026, 7, 3), lang="de"),
    ])  # fmt: skip
    for question, headline in [
        ("Was war heftiger: das Beben in Keld oder das Beben in Norrin?",
         "Das Beben in Norrin: 6,4 against 5,9 (das Beben in Keld)."),
        ("Anka oder Birk: wer hat die größere Reichweite?", "Birk: 410 Kilometern against 300 Kilometern (Anka)."),
    ]:  # fmt: skip
        assert Rag(index).ask(question).headline == headline


def test_a_sentence_with_a_figure_of_each_side_needs_no_caution(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update([
        Article("gifts", "Geld in Norrin", "Ada Brandt bekam 300 Kronen geschenkt, Olof Ek dagegen nur 97 Kronen.",
                date(2026, 5, 3), lang="de"),
    ])  # fmt: skip
    told = Rag(index).ask("Who had raised more in donations, Brandt or Ek?")
    assert told.caution is None
    assert [one.text for one in told.statements] == [
        "Ada Brandt bekam 300 Kronen geschenkt, Olof Ek dagegen nur 97 Kronen."
    ]


def test_what_is_quoted_is_no_point_and_a_year_in_brackets_says_when(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update([
        Article("keld", "The fire in Keld", "A fire burned in Keld on Monday. “My thoughts are with all who are hurt "
                "in Keld,” wrote the mayor. The fire in Keld burned nine barns.", date(2019, 5, 3)),
        Article("norrin", "The fire in Norrin", "A fire burned in Norrin on Friday. “My thoughts are with all who are "
                "hurt in Norrin,” wrote the baker. The fire in Norrin burned four barns.", date(2020, 5, 4)),
    ])  # fmt: skip
    told = Rag(index).ask("What do the fires in Keld (2019) and in Norrin (2020) have in common?")
    assert told.trace.asked == "a comparison of “the fires in Keld 2019” and “fires in Norrin 2020”"
    assert told.table is not None
    assert not any("thoughts" in cell.text for row in told.table.rows for cell in row)
    assert len(told.table.rows) > 1


def test_words_of_what_is_asked_make_a_sentence_sure_in_another_language(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update([
        Article("norrin", "Norrin brennt", "Ursache in Norrin war eine Kerze.", date(2019, 5, 3), lang="de"),
        Article("keld", "Keld brennt", "Ursache in Keld war ein Blitz.", date(2019, 6, 3), lang="de"),
    ])  # fmt: skip
    answer = Rag(index).ask("Brand in Norrin und Brand in Keld: welche Ursachen wurden jeweils genannt?")
    assert answer.table is not None
    assert answer.caution is None


def test_what_she_asks_for_is_no_measure_of_a_thing(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index", create=True, embedder=HashedWords())
    index.update([
        Article("strike", "The strike in Norrin is over", "The chair spoke at the end of the strike. She had asked for "
                "36 hours. The strike lasted 17 days.", date(2026, 5, 3)),
        Article("fair", "The fair of Norrin", "The fair of Norrin lasted nine days.", date(2026, 6, 3)),
    ])  # fmt: skip
    told = Rag(index).ask("Which lasted longer, the strike or the fair?")
    assert told.headline == "The strike: 17 days against nine days (the fair)."
