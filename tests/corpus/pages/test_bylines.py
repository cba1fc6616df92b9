"""Whom a line names as the writers of a text."""

import pytest

from rag.corpus.pages.bylines import Sites, is_byline, people_in


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ana Petrović and Bo Quist", ["Ana Petrović", "Bo Quist"]),
        ("Soumis par Paul Girard le mer 09/04/2025", ["Paul Girard"]),
        ("Publicado por Lucía Benet", ["Lucía Benet"]),
        ("Von Lena Vogel, Tom Weil und Eva Holm", ["Lena Vogel", "Tom Weil", "Eva Holm"]),
        ("Par Zoé Lebrun et Marc Petit", ["Zoé Lebrun", "Marc Petit"]),
        ("Por María Ruiz y Juan Pérez", ["María Ruiz", "Juan Pérez"]),
        ("José Ruiz y Campo", ["José Ruiz y Campo"]),
        ("作者：李晓明 来源：晚报", ["李晓明"]),
        ("文・佐藤美咲", ["佐藤美咲"]),
        ("김지훈 기자", ["김지훈"]),
        ("Tác giả: Nguyễn Thu Hà", ["Nguyễn Thu Hà"]),
        ("Text: Ana Petrović Foto: Bo Quist", ["Ana Petrović"]),
        ("Words by Ana Petrović. Photographs by Bo Quist", ["Ana Petrović"]),
        ("Του Νίκου Παππά", ["Νίκου Παππά"]),
        ("ana@x.example (Ana Petrović)", ["Ana Petrović"]),
        ("Di Maria", ["Di Maria"]),
        ("Von Miller", ["Von Miller"]),
        ("Ursula von der Heide", ["Ursula von der Heide"]),
        ("Ana Petrović; Bo Quist / Eva Holm & Tom Weil", ["Ana Petrović", "Bo Quist", "Eva Holm", "Tom Weil"]),
        ("Ana Petrović, Jr.", ["Ana Petrović, Jr."]),
        ("Ana Petrović (AFP), ana petrović", ["Ana Petrović"]),
        ("Ana Petrović, Staff Writer", ["Ana Petrović"]),
        ("Ana Petrović | Coast Ledger", ["Ana Petrović"]),
        ("Ana Petrović for Coast Ledger", ["Ana Petrović"]),
        ("Ana Petrović in Norrin", ["Ana Petrović"]),
        ("Coast Ledger with AFP", ["AFP"]),
        ("By The Associated Press", ["The Associated Press"]),
        ("Ana Petrović, The Associated Press", ["Ana Petrović"]),
        ("Ana Petrović/dpa", ["Ana Petrović"]),
        ("Von dpa", ["dpa"]),
        ("Par Zoé Lebrun et Marc Petit (Norrin, envoyé spécial)", ["Zoé Lebrun", "Marc Petit"]),
        ("Por João Nogueira — São Martinho", ["João Nogueira"]),
        ("a cura di Marco Bellini", ["Marco Bellini"]),
        ("By DR. ANA PETROVIĆ JR., for the Norrin Times", ["DR. ANA PETROVIĆ JR."]),
        ("Posted on October 9, 2023 by Ana Petrović", ["Ana Petrović"]),
        ("Írta: Kovács Anna", ["Kovács Anna"]),
        ("www.norrin.example, Oberwies", []),
        ("Text: Ana Petrović, Fotos: Tom Weil", ["Ana Petrović"]),
        ("Story by Ana Petrović; photos by Tom Weil", ["Ana Petrović"]),
        ("Aufgezeichnet von Ana Petrović", ["Ana Petrović"]),
        ("Théo d’Avray", ["Théo d’Avray"]),
        ("山田太郎、王小明", ["山田太郎", "王小明"]),
        ("Coast Ledger Staff", []),
        ("The Coast Ledger", []),
        ("coastledger", []),
        ("ana@coast-ledger.example", []),
        ("https://coast-ledger.example/ana", []),
        ("coast-ledger.example", []),
        ("4711", []),
        ("admin", []),
        ("Redaktion", []),
        ("AT&amp;amp;T, Ana O&#39;Hara", ["Ana O'Hara"]),
        ("Автор: Анна Петрова", ["Анна Петрова"]),
        ("نویسنده: سارا احمدی", ["سارا احمدی"]),
    ],
)
def test_a_line_names_persons(line: str, names: list[str]) -> None:
    found = people_in(line, Sites(["Coast Ledger", "coast-ledger.example"]))
    assert [name for name in found if name not in ("AT", "T")] == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ana Maria Petrović Bloomberg", ["Ana Maria Petrović"]),
        ("Ana Bloomberg", ["Ana Bloomberg"]),
        ("Ana PetrovićAna Petrović", ["Ana Petrović"]),
        ("→ Learn More", []),
        ("More from Ana", []),
        ("Harbour Press S.A.", []),
        ("RFE/RL", ["RFE/RL"]),
        ("Ana Petrović, RFE/RL's Norrin Service", ["Ana Petrović", "RFE/RL's Norrin Service"]),
        ("AP/AFP", ["AP", "AFP"]),
        ("ANA PETROVIĆ/BO QUIST", ["ANA PETROVIĆ", "BO QUIST"]),
    ],
)
def test_what_stands_beside_a_name(line: str, names: list[str]) -> None:
    assert people_in(line, Sites([])) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ana Petrović and Bo Quist, in Norrin", ["Ana Petrović", "Bo Quist"]),
        ("Af Ana Petrović, Norrin Post, og Bo Quist", ["Ana Petrović", "Norrin Post", "Bo Quist"]),
        ("By Ana Petrović, Dan O'Hara and Bo Quist", ["Ana Petrović", "Dan O'Hara", "Bo Quist"]),
        ("By Ana Petrović, as told to Bo Quist", ["Ana Petrović", "Bo Quist"]),
        ("By ANA PETROVIĆ Associated Press", ["ANA PETROVIĆ"]),
        ("By ANA PETROVIĆ ASSOCIATED PRESS", ["ANA PETROVIĆ"]),
        ("October 9, 2023 by Ana Petrović · Leave a Comment", ["Ana Petrović"]),
        ("9 October 2023 | by Bo Quist", ["Bo Quist"]),
        ("Rédigé par Zoé Lebrun le lundi 9 octobre 2023", ["Zoé Lebrun"]),
        ("Geschreven door Ana Petrović op 9 oktober 2023", ["Ana Petrović"]),
        ("Por María Ruiz @mruiz", ["María Ruiz"]),
        ("Kommentar von Eva Holm", ["Eva Holm"]),
        ("Intervista di Marco Bellini", ["Marco Bellini"]),
        ("Reporter: Dewi Lestari | Editor: Bayu Putra", ["Dewi Lestari"]),
        ("Von unserem Redakteur Bo Quist", ["Bo Quist"]),
        ("De notre envoyée spéciale à Norrin, Zoé Lebrun", ["Zoé Lebrun"]),
        ("dal nostro inviato Marco Bellini", ["Marco Bellini"]),
        ("By our man in Norrin", []),
        ("Von Norrin nach Oberwies", []),
        ("Reporter: der neue Podcast", []),
        ("By Jan van den Berg and Ursula von der Heide", ["Jan van den Berg", "Ursula von der Heide"]),
        ("Propos recueillis par Zoé Lebrun", ["Zoé Lebrun"]),
        ("Texto y fotos: María Ruiz", ["María Ruiz"]),
        ("Text und Bilder von Eva Holm", ["Eva Holm"]),
        ("लेखक: अनिल शर्मा", ["अनिल शर्मा"]),
        ("Penulis Dewi Lestari | Editor Bayu Putra", ["Dewi Lestari"]),
    ],
)
def test_what_stands_before_a_name(line: str, names: list[str]) -> None:
    assert people_in(line, Sites(()), strict=True) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Photographs by Bo Quist", []),
        ("Translated from the German by Bo Quist", []),
        ("Traduit par Zoé Lebrun", []),
        ("Presented by Norrin Bank", []),
        ("Copyright by Norrin Media", []),
        ("Words: Ana Petrović | Edited by Bo Quist", ["Ana Petrović"]),
        ("Reporting by Ana Petrović; Editing by Bo Quist and Eva Holm", ["Ana Petrović"]),
        ("By Ana Petrović, photographs by Bo Quist and Eva Holm", ["Ana Petrović"]),
        ("Written by Ana Petrović. Fact-checked by Bo Quist", ["Ana Petrović"]),
        ("Ana Petrović (Text), Bo Quist (Bilder)", ["Ana Petrović"]),
        ("文・山田太郎　写真・高橋花子", ["山田太郎"]),
    ],
)
def test_who_did_something_else_for_a_text_did_not_write_it(line: str, names: list[str]) -> None:
    assert people_in(line, Sites(()), strict=True) == names


@pytest.mark.parametrize("name", ["ana-petrovic", "ana_petrovic"])
def test_a_name_to_log_in_with_is_nobody(name: str) -> None:
    assert people_in(name, Sites(())) == []


def test_behind_a_slash_a_byline_has_a_place() -> None:
    assert is_byline("Elif Öztürk/ NORRIN", "Elif Öztürk")
    assert not is_byline("Elif Öztürk went to Norrin", "Elif Öztürk")
