"""Spellings of outlet names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.outlet import find_outlets, fold_outlet, names_in, same_host, site_of


def test_a_site_is_named_without_its_top_levels() -> None:
    assert [site_of(url) for url in ("https://www.bbc.co.uk/a", "dr.dk", "https://a.b.example/", None, "///")] == [
        "bbc", "dr", "b", "", "",
    ]  # fmt: skip


def test_hosts_are_compared_without_www() -> None:
    assert same_host("https://www.a.example/x", "http://A.example/y")
    assert not same_host("https://a.example", "https://b.example")
    assert not same_host(None, None)
    assert not same_host("http://[", "http://[")


def test_folding_keeps_letters_and_digits_only() -> None:
    assert fold_outlet("Česká televize 24!") == "ceskatelevize24"


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("ČTK, Novinky", ("ČTK", "Novinky")),
        ("Reuters and AFP", ("Reuters", "AFP")),
        ("dpa/AFP", ("dpa", "AFP")),
        ("Укрінформ та УНІАН", ("Укрінформ", "УНІАН")),
        ("共同、ロイター", ("共同", "ロイター")),
        ("Jyllands-Posten", ("Jyllands-Posten",)),
    ],
)
def test_one_credit_may_hold_several_names(printed: str, parts: tuple[str, ...]) -> None:
    assert [name for name in names_in(printed) if name != printed or len(parts) == 1] == list(parts)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_may_be_printed_as_an_outlet(text: str) -> None:
    assert isinstance(find_outlets(text), frozenset)
