from __future__ import annotations

from tests.drift.links import Row
from tests.drift.tables import omission

DRIFTED = [
    Row("Nad městem se pomalu rozednívalo a ulice byly prázdné.", "", "cs-en", original_quote="rozednívalo"),
    Row("Es war ein schöner warmer Sommerabend am breiten Fluss.", "", "de-en", original_quote="Sommerabend"),
    Row("На улице медленно темнело и становилось прохладно.", "", "ru-en", original_quote="темнело"),
    Row("Dookoła pachniało świeżym chlebem i mokrą trawą.", "", "pl-en", original_quote="chlebem"),
    Row("Les rues étaient calmes et les boutiques déjà fermées.", "", "fr-en", original_quote="calmes"),
    Row("La plaza estaba tranquila y los bares ya cerrados.", "", "es-en", original_quote="plaza"),
    Row("Il mercato era pieno di frutta colorata e di profumi.", "", "it-en"),
    Row("The morning was bright and the streets stood empty.", "", "en-de", original_quote="bright"),
]  # fmt: skip

FAITHFUL = [
    *[row for row in omission.FAITHFUL if row.repost][:10],
    Row("Takže tak.", "", "cs-en"),
    Row("Aha.", "", "cs-en"),
    Row("V úterý tam podle policie zemřelo 14 lidí.", "", "cs-en"),
    Row("Das Ministerium hat das nicht bestätigt.", "", "de-en"),
]  # fmt: skip
