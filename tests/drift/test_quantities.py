from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.drift.quantities import quantities


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("1,5 milionu", "cs", [1_500_000]),
        ("12 300 lidí", "cs", [12_300]),
        ("dvacet pět tisíc", "cs", [25_000]),
        ("250 tis. Kč", "cs", [250_000]),
        ("two hundred and five", "en", [205]),
        ("1,234.5", "en", [1234.5]),
        ("$2.5bn", "en", [2_500_000_000]),
        ("1,50,000", "en", [150_000]),
        ("3 lakh", "en", [300_000]),
        ("vierundzwanzig Millionen", "de", [24_000_000]),
        ("1.500 Menschen", "de", [1500]),
        ("12'500 Franken", "de", [12_500]),
        ("1,2 Mrd. Euro", "de", [1_200_000_000]),
        ("quatre-vingt-dix mille", "fr", [90_000]),
        ("treinta y cinco", "es", [35]),
        ("cuatro mil millones", "es", [4_000_000_000]),
        ("dos mil trescientos millones", "es", [2_300_000_000]),
        ("mille miliardi", "it", [1_000_000_000_000]),
        ("three million two hundred thousand and five", "en", [3_200_005]),
        ("двести пять", "ru", [205]),
        ("3 млн 442,2 тыс. тонн", "ru", [3_442_200]),
        ("٢٥٠ ألف", "ar", [250_000]),
        ("२५ लाख", "hi", [2_500_000]),
        ("एक लाख करोड़ रुपये", "hi", [1_000_000_000_000]),
        ("15 ล้านคน", "th", [15_000_000]),
        ("1億2345万人", "ja", [123_450_000]),
        ("深夜0:20から", "ja", [0.2]),
        ("三十五", "zh", [35]),
        ("百分之三十", "zh", [30]),
        ("3만5천명", "ko", [35_000]),
        ("ten, eleven", "en", [10, 11]),
        ("two three", "en", [2, 3]),
    ],
)
def test_values(text: str, language: str, values: list[float]) -> None:
    assert [quantity.value for quantity in quantities(text, language)] == values


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("5–6 million", "en", 5_000_000),
        ("600至850亿", "zh", 60_000_000_000),
        ("7.30 pm", "en", 19.3),
        ("20:00", "cs", 8),
        ("2018–19", "en", 2019),
        ("400m", "en", 400),
        ("a third", "en", 33),
    ],
)
def test_other_readings(text: str, language: str, value: float) -> None:
    assert any(value in quantity.readings for quantity in quantities(text, language))


@pytest.mark.parametrize(("text", "language"), [("F-16", "en"), ("COVID-19", "cs"), ("5G", "de"), ("first", "en")])
def test_figures_that_say_nothing_alone(text: str, language: str) -> None:
    assert not any(quantity.firm for quantity in quantities(text, language))


def test_serial_numbers_are_no_quantities() -> None:
    assert quantities("9" * 5000, "en") == ()
    assert quantities("九" * 5000, "zh") == ()


@given(
    st.text(alphabet=st.sampled_from(list("0123456789.,' :/-½%\u00a0٣万億十分の mkp")), max_size=40),
    st.sampled_from(["en", "cs", "de", "ja", "zh", "ar", "th", "xx"]),
)
def test_every_quantity_quotes_its_text(text: str, language: str) -> None:
    for quantity in quantities(text, language):
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.readings
