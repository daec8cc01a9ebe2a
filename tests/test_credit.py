from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.credit import find_credit, is_whole_line

WHOLE_LINES = [
    ("Source: Seznam Zpravy", "Seznam Zpravy"),
    ("SOURCE: Reuters", "Reuters"),
    ("(Source: Reuters)", "Reuters"),
    ("Bron: ANP", "ANP"),
    ("المصدر: رويترز", "رويترز"),
    ("Mənbə: Azertac", "Azertac"),
    ("Крыніца: Белта", "Белта"),
    ("Източник: БТА", "БТА"),
    ("Font: Ara", "Ara"),
    ("Zdroj: ČTK", "ČTK"),
    ("Kilde: Ritzau", "Ritzau"),
    ("Quelle: dpa", "dpa"),
    ("Πηγή: ΑΠΕ", "ΑΠΕ"),
    ("Fuente: EFE", "EFE"),
    ("Allikas: BNS", "BNS"),
    ("منبع: ایرنا", "ایرنا"),
    ("Lähde: STT", "STT"),
    ("Source : Le Monde", "Le Monde"),
    ("מקור: הארץ", "הארץ"),
    ("स्रोत: पीटीआई", "पीटीआई"),
    ("Izvor: HINA", "HINA"),
    ("Forrás: MTI", "MTI"),
    ("Sumber: Antara", "Antara"),
    ("Fonte: ANSA", "ANSA"),
    ("出典：共同", "共同"),
    ("წყარო: ინტერპრესი", "ინტერპრესი"),
    ("출처: 연합뉴스", "연합뉴스"),
    ("Šaltinis: ELTA", "ELTA"),
    ("Avots: LETA", "LETA"),
    ("Źródło: PAP", "PAP"),
    ("Sursa: Agerpres", "Agerpres"),
    ("Источник: РИА Новости", "РИА Новости"),
    ("Vir: STA", "STA"),
    ("Извор: Танјуг", "Танјуг"),
    ("Källa: TT", "TT"),
    ("Kaynak: AA", "AA"),
    ("Джерело: Укрінформ", "Укрінформ"),
    ("Nguồn: VnExpress", "VnExpress"),
    ("来源：新华社", "新华社"),
    ("ที่มา: ข่าวสด", "ข่าวสด"),
    ("Fonte: la Repubblica", "la Repubblica"),
    ("Source: the Guardian", "the Guardian"),
    ("Source: “Deník N”.", "Deník N"),
    ("Source: Reuters, AP", "Reuters, AP"),
    ("Originally published by Der Spiegel.", "Der Spiegel"),
    ("This article was originally published in Le Monde on 3 May.", "Le Monde"),
    ("This story was first published by Meduza and is reposted here.", "Meduza"),
    ("Dieser Artikel erschien zuerst bei Zeit Online.", "Zeit Online"),
    ("Cet article a été publié à l'origine par Le Monde.", "Le Monde"),
    ("Původně vyšlo na Aktuálně.cz", "Aktuálně.cz"),
    ("本文转载自人民网", "人民网"),
    ("По материалам ТАСС", "ТАСС"),
    ("With reporting by AFP", "AFP"),
    ("with Reuters", "Reuters"),
    ("mit dpa", "dpa"),
    ("via Kyiv Independent", "Kyiv Independent"),
    ("By Reuters", "Reuters"),
    ("AFP contributed to this report.", "AFP"),
    ("(AP)", "AP"),
    ("ČTK", "ČTK"),
    ("Reuters, AFP", "Reuters, AFP"),
]

EDGES = [
    ("PRAGUE (Reuters) – The river rose.", "(Reuters)", "Reuters"),
    ("KYIV, Ukraine (AP) — The river rose.", "(AP)", "AP"),
    ("BRATISLAVA /TASR/ - Rieka stúpla.", "/TASR/", "TASR"),
    ("(AFP) The river rose.", "(AFP)", "AFP"),
    ("The river rose again. (ČTK)", "(ČTK)", "ČTK"),
]

NO_CREDITS = [
    "",
    " ",
    "Source:",
    "Source: ",
    "Source: two officials said that the river rose over the night.",
    "Source: the river is 3 m deep",
    "Sources close to the minister confirmed it.",
    "According to Reuters",
    "According to Reuters, the river rose.",
    "By Jane Roe",
    "By the river",
    "By train",
    "Mit Müh und Not",
    "With the rain gone",
    "Con la lluvia",
    "Translated from Russian.",
    "Originally published in 2019.",
    "First published 3 May 2022",
    "The AP reported (AP) that it was so and more words follow.",
    "The agency (Reuters) wrote about it before anybody else did so.",
    "The source of the river: a spring in the hills.",
    "He told AP",
    "Source: own",
    "Zdroj: vlastní",
]


@pytest.mark.parametrize(("line", "outlet"), WHOLE_LINES)
def test_a_credit_line_names_its_outlet(line: str, outlet: str) -> None:
    credit = find_credit(line, 10)
    assert credit is not None
    assert (credit.text, credit.outlet, credit.start, credit.end) == (line, outlet, 10, 10 + len(line))
    assert is_whole_line(credit, line)


@pytest.mark.parametrize(("line", "text", "outlet"), EDGES)
def test_an_agency_at_the_edge_of_a_paragraph(line: str, text: str, outlet: str) -> None:
    credit = find_credit(line)
    assert credit is not None
    assert (credit.text, credit.outlet) == (text, outlet)
    assert line[credit.start : credit.end] == text
    assert not is_whole_line(credit, line)


@pytest.mark.parametrize("line", NO_CREDITS)
def test_what_only_mentions_a_source_is_no_credit(line: str) -> None:
    assert find_credit(line) is None


def test_an_address_in_the_credit_becomes_its_link() -> None:
    credit = find_credit("Zdroj: Deník N (https://denikn.test/1)")
    assert credit is not None
    assert (credit.outlet, credit.url) == ("Deník N", "https://denikn.test/1")
    bare = find_credit("Source: www.denikn.test/clanek")
    assert bare is not None
    assert (bare.outlet, bare.url) == ("denikn.test", "https://www.denikn.test/clanek")


def test_the_link_of_the_page_is_kept() -> None:
    credit = find_credit("Source: Deník N", url="https://denikn.test/1")
    assert credit is not None
    assert credit.url == "https://denikn.test/1"


tokens = st.sampled_from(
    [
        "Source",
        ":",
        " ",
        "(",
        ")",
        "AP",
        "Reuters",
        "/",
        "via ",
        "with ",
        "www.a.b",
        "the",
        "X",
        ".",
        "\n",
        "：",
        "来源",
        "-",
    ]
)


@given(st.lists(tokens, max_size=15).map("".join) | st.text(max_size=60), st.integers(0, 50))
def test_a_credit_is_a_stretch_of_its_line(line: str, start: int) -> None:
    credit = find_credit(line, start)
    if credit is not None:
        assert line[credit.start - start : credit.end - start] == credit.text
        assert credit.outlet.strip()


REPORTED = [
    ("Podle serveru Seznam Zpráv.", "Seznam Zpráv"),
    ("podle Seznam Zpráv", "Seznam Zpráv"),
    ("Informoval o tom server Seznam Zpravy.", "Seznam Zpravy"),
    ("Uvedla to ČTK.", "ČTK"),
    ("Informuje o tom denník SME.", "SME"),
    ("Poinformowała o tym Gazeta Wyborcza.", "Gazeta Wyborcza"),
    ("Про це повідомляє Українська правда.", "Українська правда"),
    ("Об этом сообщает «Медуза».", "Медуза"),
    ("Das berichtet der Spiegel.", "Spiegel"),
    ("D’après Le Monde", "Le Monde"),
    ("Lo recoge El País.", "El País"),
    ("Lo riporta La Stampa.", "La Stampa"),
    ("Asiasta kertoo Helsingin Sanomat.", "Helsingin Sanomat"),
    ("Det skriver Aftonbladet.", "Aftonbladet"),
    ("Írja a Telex.", "Telex"),
    ("Relatează HotNews.", "HotNews"),
    ("Volgens NRC", "NRC"),
    ("Dilansir dari Kompas", "Kompas"),
    ("朝日新聞が報じた。", "朝日新聞"),
    ("据新华社报道", "新华社"),
    ("with Reuters", "Reuters"),
    ("Elections were put off until spring. (Kyodo News)", "Kyodo News"),
    ("The ferry will sail again on Friday (Ukrainska Pravda).", "Ukrainska Pravda"),
]
NOT_REPORTED = [
    "Enligt polisen är två personer döda.",
    "Segundo o prefeito",
    "Volgens de politie",
    "Das berichtet der Bürgermeister.",
    "Про це повідомляє поліція.",
    "Uvedla to mluvčí radnice Jana Dvořáková.",
    "The council met on Monday (see below).",
    "The bridge was closed for repairs (for the third time).",
]


@pytest.mark.parametrize(("line", "outlet"), REPORTED)
def test_a_line_that_only_says_which_known_outlet_reports_is_a_credit(line: str, outlet: str) -> None:
    credit = find_credit(line)
    assert credit is not None
    assert credit.outlet == outlet
    assert line[credit.start : credit.end] == credit.text


@pytest.mark.parametrize("line", NOT_REPORTED)
def test_who_else_says_something_is_no_credit(line: str) -> None:
    assert find_credit(line) is None
