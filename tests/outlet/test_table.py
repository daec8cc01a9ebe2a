"""The table of outlets: what a printed name means, across spellings, scripts, endings and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from provenance.errors import ConfigurationError
from provenance.language import NAMES
from provenance.outlet import find_outlets, known_outlets, same_outlet, table


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Room for another table, which is forgotten afterwards."""
    yield monkeypatch
    monkeypatch.undo()
    forget()


def forget() -> None:
    found = (table._by_name, table._by_address)
    for cached in (table.known_outlets, table._spellings, table._by_beginning, table._joined, table._domains, *found):
        cached.cache_clear()


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Seznam Zpráv", "Seznam Zprávy"),
        ("seznam zpravy", "Seznam Zprávy"),
        ("SeznamZprávy", "Seznam Zprávy"),
        ("www.seznamzpravy.cz", "Seznam Zprávy"),
        ("Gazety Wyborczej", "Gazeta Wyborcza"),
        ("Коммерсанта", "Коммерсантъ"),
        ("Vedomosti", "Ведомости"),
        ("Української правди", "Українська правда"),
        ("Ukrajinska pravda", "Українська правда"),
        ("Süddeutschen Zeitung", "Süddeutsche Zeitung"),
        ("Helsingin Sanomien", "Helsingin Sanomat"),
        ("Adevărului", "Adevărul"),
        ("Práva", "Právo"),
        ("Pravdy", "Pravda"),
        ("Deníku N", "Deník N"),
        ("رويترز", "Reuters"),
        ("ロイター", "Reuters"),
        ("Guardian", "The Guardian"),
        ("https://www.bbc.co.uk/news/1", "BBC"),
        ("ČTK", "ČTK"),
        ("CTK", "ČTK"),
    ],
)
def test_a_printed_name_is_found(printed: str, name: str) -> None:
    assert {outlet.name for outlet in find_outlets(printed)} == {name}


@pytest.mark.parametrize("printed", ["", "!?", "Jihozápadní zpravodaj", "jihozapad.example", "the mayor", "XY"])
def test_an_unknown_name_means_nothing(printed: str) -> None:
    assert find_outlets(printed) == frozenset()


@pytest.mark.parametrize(
    ("printed", "outlet", "url"),
    [
        ("Seznam Zpravy", "Seznam Zprávy", None),
        ("Seznamu Zprávy", "Seznam Zprávy", None),
        ("seznamzpravy.cz", "Seznam Zprávy", "https://www.seznamzpravy.cz/clanek/1"),
        ("Seznam Zprávy", None, "https://www.seznamzpravy.cz/clanek/1"),
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
        ("Denník N", "Deník N", None),
        ("Pravda", "Українська правда", None),
        ("", "Seznam Zprávy", None),
        ("Le Monde", None, None),
        ("!?", "…", None),
    ],
)
def test_two_outlets(printed: str, outlet: str | None, url: str | None) -> None:
    assert not same_outlet(printed, outlet, url)


def test_the_table_is_broad_and_sound() -> None:
    outlets = known_outlets()
    assert len(outlets) >= 400
    assert len({outlet.language for outlet in outlets}) >= 50
    assert len({(outlet.name, outlet.country) for outlet in outlets}) == len(outlets)
    domains = [domain for outlet in outlets for domain in outlet.domains]
    assert len(set(domains)) == len(domains)
    assert all(domain == domain.lower() and "." in domain and "/" not in domain for domain in domains)
    assert all(len(outlet.country) == 2 and outlet.country.isupper() for outlet in outlets)
    assert {outlet.language for outlet in outlets} - set(NAMES) <= {"lb", "ky", "mn"}


def test_every_outlet_is_found_by_its_own_name_and_site() -> None:
    for outlet in known_outlets():
        assert outlet in find_outlets(outlet.name), outlet
        assert all(outlet in find_outlets(domain) for domain in outlet.domains), outlet


def test_a_users_table_comes_first(tmp_path: Path, fresh: pytest.MonkeyPatch) -> None:
    own = tmp_path / "outlets.csv"
    own.write_text("name,variants,domains,language,country\nRanní list,RL,rannilist.example,cs,CZ\n", encoding="utf-8")
    fresh.setenv("PROVENANCE_OUTLETS", str(own))
    forget()
    assert {outlet.name for outlet in find_outlets("Ranního listu")} == {"Ranní list"}
    assert same_outlet("RL", None, "https://www.rannilist.example/1")
    assert same_outlet("CTK", "ČTK")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("jméno,doména\n", "must begin with the line"),
        ("name,variants,domains,language,country\n,,x.example,cs,CZ\n", "Line 2"),
        ("name,variants,domains,language,country\na,b,c,d,e,f\n", "Line 2"),
        (None, "cannot be read"),
    ],
)
def test_a_table_that_cannot_be_used_is_named(
    tmp_path: Path, fresh: pytest.MonkeyPatch, content: str | None, said: str
) -> None:
    own = tmp_path / "own.csv"
    if content is not None:
        own.write_text(content, encoding="utf-8")
    fresh.setenv("PROVENANCE_OUTLETS", str(own))
    forget()
    with pytest.raises(ConfigurationError, match=said):
        known_outlets()
