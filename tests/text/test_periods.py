"""The periods that a text names, in five languages."""

from datetime import date

import pytest

from rag.text.periods import Period, period_of, periods

TODAY = date(2026, 11, 26)  # a Thursday


def named(text: str, lang: str) -> list[str]:
    return [one.in_words for one in periods(text, TODAY, lang)]


@pytest.mark.parametrize(
    ("lang", "text", "said"),
    [
        ("en", "What was in the papers last week?", "16–22 November 2026"),
        ("en", "reports of the last 7 days", "20–26 November 2026"),
        ("en", "what came out yesterday", "25 November 2026"),
        ("en", "all since yesterday", "since 25 November 2026"),
        ("en", "two weeks ago", "12 November 2026"),
        ("en", "what was said this month", "November 2026"),
        ("en", "the budget of last year", "2025"),
        ("en", "in March", "March 2026"),
        ("en", "in December", "December 2025"),
        ("en", "what came out last November", "November 2025"),
        ("en", "last March", "March 2026"),
        ("en", "last Thursday", "19 November 2026"),
        ("de", "was im vergangenen Mai geschah", "May 2026"),
        ("en", "since 3 May", "since 3 May 2026"),
        ("en", "between March and May 2020", "March to May 2020"),
        ("en", "from 12 to 15 May 2020", "12–15 May 2020"),
        ("en", "between October 2022 and 3 January 2023", "1 October 2022 to 3 January 2023"),
        ("en", "before 18 December 2023", "until 17 December 2023"),
        ("en", "in the week before 18 December 2023", "11–17 December 2023"),
        ("en", "in the week leading up to the vote in Keld, 18 December 2023", "11–17 December 2023"),
        ("en", "in the three days after 18 December 2023", "19–21 December 2023"),
        ("en", "it closed two weeks before 18 December 2023", "until 17 December 2023"),  # one day of these
        ("en", "the weeks before 18 December 2023", "until 17 December 2023"),
        ("de", "was in der Woche vor dem 18. Dezember 2023 geschah", "11–17 December 2023"),
        ("de", "in den drei Tagen nach dem 18. Dezember 2023", "19–21 December 2023"),
        ("fr", "pendant la semaine avant le 18 décembre 2023", "11–17 December 2023"),
        ("es", "en los tres días después del 18 de diciembre de 2023", "19–21 December 2023"),
        ("en", "after May 3, 2024", "since 4 May 2024"),
        ("en", "from 2024-02-28 on", "since 28 February 2024"),
        ("en", "on Monday", "23 November 2026"),
        ("en", "in 2019", "2019"),
        ("en", "all from the year 2011", "2011"),
        ("de", "aus dem Jahr 2011", "2011"),
        ("fr", "de l'année 2011", "2011"),
        ("es", "del año 2011", "2011"),
        ("tr", "2011 yılından", "2011"),
        ("en", "in 2019-02", "February 2019"),
        ("en", "in 2019-20", "2019"),
        ("en", "in the second week of March 2020", "8–14 March 2020"),
        ("en", "in the last week of September 2019", "24–30 September 2019"),
        ("en", "early 2020", "January to April 2020"),
        ("en", "at the end of October", "21–31 October 2026"),
        ("en", "in the third quarter of 2019", "July to September 2019"),
        ("en", "between mid-May and late July 2020", "11 May 2020 to 31 July 2020"),
        ("en", "over the summer of 2020", "June to August 2020"),
        ("en", "in the winter of 2019", "December 2019 to February 2020"),
        ("en", "the week of Christmas 2020", "21–27 December 2020"),
        ("en", "around Easter 2019", "12–29 April 2019"),
        ("en", "on Christmas Eve", "24 December 2025"),
        ("en", "on New Year's Eve", "31 December 2025 to 1 January 2026"),
        ("es", "en Nochebuena de 2019", "24 December 2019"),
        ("en", "around Christmas", "17 December 2025 to 2 January 2026"),
        ("en", "before Thanksgiving 2020", "until 25 November 2020"),
        ("en", "around 5 March 2020", "27 February 2020 to 12 March 2020"),
        ("de", "Was geschah Ende Oktober 2019?", "21–31 October 2019"),
        ("de", "in der zweiten Woche im März 2020", "8–14 March 2020"),
        ("fr", "pendant l'été 2020", "June to August 2020"),
        ("fr", "début mars 2020", "1–10 March 2020"),
        ("es", "a finales de octubre de 2019", "21–31 October 2019"),
        ("es", "en Navidad de 2019", "24–26 December 2019"),
        ("de", "Was geschah letzte Woche?", "16–22 November 2026"),
        ("de", "in den letzten drei Tagen", "24–26 November 2026"),
        ("de", "zwischen März und Mai 2020", "March to May 2020"),
        ("de", "vor dem 18. Dezember 2023", "until 17 December 2023"),
        ("fr", "le mois dernier", "October 2026"),
        ("fr", "ces 7 derniers jours", "20–26 November 2026"),
        ("fr", "depuis le 3 mai", "since 3 May 2026"),
        ("es", "la semana pasada", "16–22 November 2026"),
        ("es", "antes del 18 de diciembre de 2023", "until 17 December 2023"),
        ("tr", "Şubat 2026'da", "February 2026"),
        ("tr", "3 Mayıs'tan beri", "since 3 May 2026"),
        ("tr", "Mart ile Mayıs 2020 arasında", "March to May 2020"),
    ],
)
def test_a_period_is_read_against_a_day(lang: str, text: str, said: str) -> None:
    assert named(text, lang) == [said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-07-03", "3 July 2026"),
        (" 2026-07 ", "July 2026"),
        ("2019", "2019"),
        ("July 2026", "July 2026"),
        ("3 July", "3 July 2026"),
        ("03.07.2026", "3 July 2026"),
        ("yesterday", "25 November 2026"),
        ("last month", "October 2026"),
        ("3 days ago", "23 November 2026"),
        ("since May", "since 1 May 2026"),
        ("letzte Woche", "16–22 November 2026"),
        ("Juli 2026", "July 2026"),
        ("le mois dernier", "October 2026"),
        ("la semana pasada", "16–22 November 2026"),
        ("geçen ay", "October 2026"),
        ("TEMMUZ 2026", "July 2026"),
    ],
)
def test_a_text_that_is_the_name_of_a_period_is_read_in_any_language(text: str, said: str) -> None:
    found = period_of(text, TODAY)
    assert found is not None
    assert found.in_words == said


@pytest.mark.parametrize("text", ["", "soon", "2026-13", "2023-02-30", "the storm of July 2026", "July 2026 or so"])
def test_what_is_the_name_of_no_period_or_says_more_is_none(text: str) -> None:
    assert period_of(text, TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "mention the 2020 election",
        "may the best win",
        "30 February 2020",
        "the 2010s",
        "over the past years",
        "articles on Easter",
        "in spring",
    ],
)
def test_what_is_no_period_is_not_read_as_one(text: str) -> None:
    assert named(text, "en") == []


def test_its_words_are_told_and_whether_it_moves() -> None:
    text = "Articles by Pask of last week, since 3 May and of 2019"
    moving, yearless, fixed = periods(text, TODAY, "en")
    assert (text[moving.start : moving.end], moving.moves) == ("of last week", True)
    assert (text[yearless.start : yearless.end], yearless.moves) == ("since 3 May", False)
    assert (text[fixed.start : fixed.end], fixed.moves) == ("of 2019", False)


def test_a_period_holds_its_days_and_no_unknown_one() -> None:
    week = Period(date(2026, 11, 16), date(2026, 11, 22))
    assert week.holds(date(2026, 11, 16))
    assert week.holds(date(2026, 11, 22))
    assert not week.holds(date(2026, 11, 23))
    assert not week.holds(None)
    assert Period(None, date(2020, 1, 1)).holds(date(1999, 1, 1))


def test_a_language_without_a_table_is_read_as_english() -> None:
    assert named("in 2019", "fi") == ["2019"]
