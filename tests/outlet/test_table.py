"""Outlet names across spellings, scripts and addresses."""

from __future__ import annotations

import pytest

from provenance.outlet import fold_outlet, same_host, same_outlet, site_of


@pytest.mark.parametrize(
    ("printed", "outlet", "url"),
    [
        ("Seznam Zpravy", "Seznam Zprávy", None),
        ("Seznamu Zprávy", "Seznam Zprávy", None),
        ("seznamzpravy.cz", "Seznam Zprávy", "https://www.seznamzpravy.cz/clanek/1"),
        ("Vechirnii Visnyk", "Вечірній вісник", None),
        ("The Nordwest-Kurier", "Nordwest-Kurier", None),
        ("www.jihozapad.example", None, "https://jihozapad.example/a/b"),
    ],
)
def test_one_outlet(printed: str, outlet: str | None, url: str | None) -> None:
    assert same_outlet(printed, outlet, url)


@pytest.mark.parametrize(
    ("printed", "outlet", "url"),
    [
        ("Reuters", "Seznam Zprávy", "https://www.seznamzpravy.cz/clanek/1"),
        ("Nordwest-Kurier", "Altenroder Tageblatt", None),
        ("", "Seznam Zprávy", None),
        ("Le Monde", None, None),
        ("!?", "…", None),
    ],
)
def test_two_outlets(printed: str, outlet: str | None, url: str | None) -> None:
    assert not same_outlet(printed, outlet, url)


def test_a_site_is_named_without_its_top_levels() -> None:
    assert [site_of(url) for url in ("https://www.bbc.co.uk/a", "dr.dk", "https://a.b.example/", None, "///")] == [
        "bbc", "dr", "b", "", "",
    ]  # fmt: skip


def test_hosts_are_compared_without_www() -> None:
    assert same_host("https://www.a.example/x", "http://A.example/y")
    assert not same_host("https://a.example", "https://b.example")
    assert not same_host(None, None)


def test_folding_keeps_letters_and_digits_only() -> None:
    assert fold_outlet("Česká televize 24!") == "ceskatelevize24"
