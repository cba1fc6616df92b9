"""What a model says the passages do not answer, in its own words and languages, and what is none of that."""

import pytest

from rag.answers.absences import missing


@pytest.mark.parametrize(
    "text",
    [
        "The passages do not mention the price of a ticket.", "The provided text doesn't say who paid.",
        "I cannot answer this question based on the given passages.", "I couldn't find anything about it.",
        "I'm sorry, but I cannot answer that.", "I cannot answer that from the passages provided.",
        "Unfortunately, the passages provide no details on the price.", "None of the passages mention a price.",
        "The price is not given in any of the passages.", "No passage states the price.",
        "Nothing in the passages says how fast it was.", "The question cannot be answered from the passages.",
        "Die Passagen nennen keinen Eintrittspreis.", "In den Artikeln wird der Preis nicht erwähnt.",
        "Aus den Artikeln geht nicht hervor, was eine Karte kostet.", "Dazu enthalten die Artikel keine Angaben.",
        "Les articles ne mentionnent pas le prix.", "Les passages fournis n'indiquent pas le prix.",
        "Aucun article ne mentionne le prix.", "Le prix n'est pas mentionné dans les articles.",
        "Los artículos no mencionan el precio.", "No hay información sobre el precio en los artículos.",
        "Ningún pasaje menciona el precio.", "Gli articoli non menzionano il prezzo.",
        "Il prezzo non è indicato nei passaggi.", "De artikelen vermelden geen prijs.",
        "De prijs wordt niet genoemd in de passages.", "Os artigos não mencionam o preço.",
        "O preço não é mencionado nos artigos.", "Makalelerde bilet fiyatı belirtilmiyor.",
        "Verilen pasajlarda bilet fiyatı hakkında bilgi bulunmamaktadır.", "Makalelerde bu konuda bilgi yok.",
    ],
)  # fmt: skip
def test_a_sentence_that_says_the_passages_lack_something_is_told_apart(text: str) -> None:
    assert missing(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "The mayor did not mention the price.", "The article says that the mayor did not resign.",
        "The report does not name the children.", "It is not known who was driving.",
        '"I don\'t know," Moss said.', "Nobody was found in the boat.", "Der Bürgermeister nannte keinen Preis.",
        "Der Artikel 5 der Verfassung erlaubt keine Zensur.", "Die Artikel berichten, dass niemand zurücktrat.",
        "Les articles disent que le maire n'a pas démissionné.", "Le maire n'a pas mentionné le prix.",
        "Los artículos dicen que el alcalde no dimitió.", "El alcalde no mencionó el precio.",
        "Gli articoli dicono che il sindaco non si è dimesso.", "Belediye başkanı fiyatı açıklamıyor.",
    ],
)  # fmt: skip
def test_a_sentence_that_denies_something_else_is_none(text: str) -> None:
    assert missing(text) is None


@pytest.mark.parametrize(
    "opening",
    [
        "Not found:", "**Not found:**", "Not in the articles:", "Nicht gefunden:", "Non trouvé :", "No encontrado:",
        "Non trovato:", "Niet gevonden:", "Não encontrado:", "Bulunamadı:",
    ],
)  # fmt: skip
def test_the_line_that_names_what_is_missing_is_read_in_every_language(opening: str) -> None:
    assert missing(f"{opening} 4 crowns") == "4 crowns"
    assert missing(f"{opening} -") == ""
