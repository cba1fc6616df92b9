"""Whether the words of a question belong together in a sentence as in the question: else no yes is said."""

import pytest

from rag.answers.pipeline import Rag
from rag.index.search import Index
from rag.types import Article
from tests.answers.kinds.conftest import TODAY

APART = [
    ("The director near the editor spoke on Monday.", "Did the editor speak on Monday?"),
    ("The captain who had criticised the editor resigned on Monday.", "Did the editor resign on Monday?"),
    ("Ada Brandt found out that Olof Ek had left Velm.", "Had Ada Brandt left Velm?"),
    ("Olof Ek came on 3 March and left on 7 May.", "Did Olof Ek leave on 3 March?"),
    ("The mill closed its shop in Velm and opened one in Keld.", "Did the mill close its shop in Keld?"),
    ("90 people were hurt and 31 were killed in Velm.", "Were 90 people killed in Velm?"),
    ("The harbour won five medals and the mill won three.", "Did the harbour win three medals?"),
    ("The debt of the mill rose from 31 million to 90 million.", "Did the debt of the mill rise by 90 million?"),
    ("The school in Velm has been closed since 2018.", "Was the school in Velm closed until 2018?"),
    ("If the mill loses the vote, Olof Ek will resign in Velm.", "Will Olof Ek resign in Velm?"),
    ("Every council except that of Velm approved the plan.", "Did the council of Velm approve the plan?"),
    ("Few of the teachers supported Olof Ek.", "Did many of the teachers support Olof Ek?"),
    ("The mill will sell its shop in Velm or its barge.", "Will the mill sell its shop in Velm?"),
    ("The mill hired Ada Brandt to mend the barge.", "Did Ada Brandt mend the barge?"),
    ("Someone screamed that the old barge sank in Velm.", "Did the old barge sink in Velm?"),
    ("Ada Brandt sued Olof Ek in Velm.", "Was Ada Brandt sued in Velm?"),
    ("Of the 286 members in Velm, 278 voted.", "Did 286 members vote in Velm?"),
    ("The mill killed 71 cows and their calves in Velm.", "Did the mill kill 71 cows in Velm?"),
    ("Olof Ek signed an order banning anyone wearing a hat in Velm.", "Did Olof Ek wear a hat in Velm?"),
    ("The storm left the barge stranded after a visit to Keld Island.", "Was Keld Island stranded?"),
    ("The child is not reading a paper at the mill.", "Is the child not at the mill?"),
    ("Ada Brandt, a candidate for mayor, left Velm.", "Is Ada Brandt the mayor?"),
    ("The former mayor gave the keys of Velm to Ada Brandt.", "Is Ada Brandt the mayor?"),
    ("The director near the editor was the owner of the mill.", "Was the editor the owner of the mill?"),
    ("Ada Brandt was mayor of Velm from 2010 to 2019.", "Is Ada Brandt mayor of Velm?"),
    ("Ada Brandt, who was mayor until May, left Velm.", "Is Ada Brandt the mayor?"),
    ("The deputy mayor, Ada Brandt, left Velm.", "Is Ada Brandt the mayor?"),
    ("The former mayor of Velm sold the mill.", "Did the mayor of Velm sell the mill?"),
    ("Ada Brandt was visited by Olof Ek in Velm.", "Did Ada Brandt visit Olof Ek in Velm?"),
    ("The judge and the banker warned the driver.", "Did the judge warn the banker?"),
    ("Every new barge is tested in Velm.", "Is every barge tested in Velm?"),
    ("Not all teachers had left Velm.", "Had no teachers left Velm?"),
    ("In Velm 90 people were hurt and 31 were killed.", "Were 31 people hurt in Velm?"),
    ("The mill opened in May 1971 and sold 43 or 44 barges.", "Did the mill sell 44 barges?"),
]
TOGETHER = [
    ("On Monday Olof Ek defeated Ada Brandt.", "Did Olof Ek defeat Ada Brandt on Monday?"),
    ("Ada Brandt was defeated by Olof Ek in Velm.", "Did Olof Ek defeat Ada Brandt in Velm?"),
    ("Olof Ek mended the barge.", "Was the barge mended by Olof Ek?"),
    ("The storm damaged 17 barges.", "Were 17 barges damaged in the storm?"),
    ("Ada Brandt, who chairs the union, left Velm.", "Does Ada Brandt chair the union?"),
    ("Ada Brandt, 34, mends barges in Velm.", "Does Ada Brandt mend barges in Velm?"),
    ("Ada Brandt went to Velm and bought the barge.", "Did Ada Brandt buy the barge?"),
    ("In the shop officers found 62 crowns.", "Did officers find 62 crowns in the shop?"),
    ("The mill is the first to send barges to Velm.", "Did the mill send barges to Velm?"),
    ("The Velm-based Ek Shoes closed the mill.", "Did Ek Shoes close the mill?"),
    ("Ada Brandt of the Velm police, who travelled to Keld, said nothing.", "Did Ada Brandt travel to Keld?"),
    ("In 2016 the mill sold 90 barges.", "Did the mill sell 90 barges in 2016?"),
    ("The mill will plant oaks in Velm.", "Will the mill plant oaks in Velm?"),
    ("Ada Brandt managed to mend the barge in Velm.", "Did Ada Brandt mend the barge?"),
    ("Ada Brandt (born Ada Ek; 4 May 1975) led the mill.", "Was Ada Brandt born on 4 May 1975?"),
    ("Oak Hill (a ballad of 1990) is a film by Olof Ek.", "Is Oak Hill a film?"),
    ("Born in Velm, Ada Brandt leads the mill.", "Was Ada Brandt born in Velm?"),
    ("Ada Brandt (once called Olof Ek; now of Keld) sold barges.", "Did Ada Brandt sell barges?"),
    ("Ada Brandt was mayor of Velm until 2019.", "Was Ada Brandt mayor of Velm?"),
    ("The mill raised its price from 10 to 15 crowns.", "Was the price raised to 15 crowns?"),
    ("In 2016 the mill, not the shop, sold 90 barges.", "Did the mill sell 90 barges in 2016?"),
    ("Ada Brandt denied that Olof Ek had left Velm.", "Did Ada Brandt deny that Olof Ek had left Velm?"),
    ("In May the council did not close the old mill.", "Did the council not close the old mill?"),
]


def headline(index: Index, text: str, question: str) -> str:
    index.update([Article("told", "Told", text, TODAY)], remove=["eels", "ferry", "ferries", "tower", "undated"])
    return Rag(index).ask(question, today=TODAY).headline or ""


@pytest.mark.parametrize(("text", "question"), APART)
def test_no_yes_where_the_words_belong_to_others(index: Index, text: str, question: str) -> None:
    assert not headline(index, text, question).startswith("Yes")


@pytest.mark.parametrize(("text", "question"), TOGETHER)
def test_yes_where_they_belong_together_in_another_order(index: Index, text: str, question: str) -> None:
    assert headline(index, text, question) == "Yes."


def test_a_pronoun_means_whom_the_sentences_before_it_name_last(index: Index) -> None:
    text = "Ada Brandt leads the police. The trail was found by Olof Ek. He had checked the papers of every grey van."
    assert headline(index, text, "Did Olof Ek check the papers of every grey van?") == "Yes."
    assert not headline(index, text, "Did Ada Brandt check the papers of every grey van?").startswith("Yes")
