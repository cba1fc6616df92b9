"""Made articles: as many as one asks for, the same ones each time, and no two alike."""

from pathlib import Path

from bench.corpus import SAMPLE, made, paragraphs, questions, read, write


def test_the_same_articles_come_each_time_and_no_two_are_alike() -> None:
    base = read(SAMPLE)
    some = list(made(base, 20))
    assert some == list(made(base, 20))
    assert list(made(base, 5, first=10)) == some[10:15]
    assert len({article.id for article in some}) == len({article.text for article in some}) == 20


def test_a_made_article_has_the_paragraphs_of_a_real_one_with_other_names_and_numbers() -> None:
    base = read(SAMPLE)
    lengths = {article.title: len(paragraphs(article)) for article in base}
    for article in made(base, 20):
        title = article.title.rpartition(" (")[0]
        assert len(paragraphs(article)) == lengths[title] + 1
        assert article.text not in {one.text for one in base}


def test_articles_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    some = list(made(read(SAMPLE), 3))
    write(tmp_path / "articles.jsonl", some)
    assert read(tmp_path / "articles.jsonl") == some


def test_questions_are_the_same_each_time() -> None:
    base = read(SAMPLE)
    asked = questions(base, 30)
    assert asked == questions(base, 30)
    assert len(asked) == 30
    assert {len(question.split()) for question in asked} == {12}
