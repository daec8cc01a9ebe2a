from __future__ import annotations

import pytest

from provenance.drift.dates import agree, dates, days, weekdays


@pytest.mark.parametrize(
    ("text", "language", "date"),
    [
        ("24. února 2022", "cs", (2022, 2, 24)),
        ("24. 2. 2022", "cs", (2022, 2, 24)),
        ("Feb. 24, 2022", "en", (2022, 2, 24)),
        ("24th of February", "en", (0, 2, 24)),
        ("3. März", "de", (0, 3, 3)),
        ("24 февраля 2022 года", "ru", (2022, 2, 24)),
        ("24 лютого", "uk", (0, 2, 24)),
        ("24 lutego 2022", "pl", (2022, 2, 24)),
        ("12 de octubre de 2020", "es", (2020, 10, 12)),
        ("le 1er mai", "fr", (0, 5, 1)),
        ("24. helmikuuta", "fi", (0, 2, 24)),
        ("24 Şubat 2022'de", "tr", (2022, 2, 24)),
        ("٢٤ فبراير ٢٠٢٢", "ar", (2022, 2, 24)),
        ("2022年2月24日", "ja", (2022, 2, 24)),
        ("三月十五日", "zh", (0, 3, 15)),
        ("2월 24일", "ko", (0, 2, 24)),
        ("செப்டம்பர் 14", "ta", (0, 9, 14)),
        ("2022-02-24", "en", (2022, 2, 24)),
    ],
)
def test_reading(text: str, language: str, date: tuple[int, int, int]) -> None:
    found = dates(text, language)[0]
    assert (found.year, found.month, found.day) == date


@pytest.mark.parametrize(
    ("text", "language", "weekday"),
    [("ve středu", "cs", 3), ("Wednesday", "en", 3), ("в среду", "ru", 3), ("水曜日に", "ja", 3), ("W środę", "pl", 3)],
)
def test_weekdays(text: str, language: str, weekday: int) -> None:
    assert [day.weekday for day in weekdays(text, language)] == [weekday]


def test_day_and_month_may_be_turned() -> None:
    (british,) = days("04/03/2022", "en")
    assert agree(british, days("3. dubna 2022", "cs"))
    assert agree(british, days("4. března 2022", "cs"))
    assert not agree(british, days("5. března 2022", "cs"))


def test_everyday_words_are_no_dates() -> None:
    assert dates("they march on and may win", "en") == ()
    assert [date.weak for date in dates("May she win", "en")] == [True]
