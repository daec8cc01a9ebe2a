from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row(
        "Policie našla v lese ukradené kolo a zavolala majitele.",
        "Policie našla v lese ukradené kolo a zavolala majitele.",
        "cs-en",
        repost_quote="Policie našla v lese",
    ),
    Row(
        "V pátek byla hladina vysoká a silnice zůstala zavřená.",
        "On Friday the level was high a silnice zůstala zavřená.",
        "cs-en",
        repost_quote="silnice zůstala zavřená",
    ),
    Row(
        "Sie haben den Vertrag noch nicht unterschrieben.",
        "They have den Vertrag noch nicht signed.",
        "de-en",
        repost_quote="den Vertrag noch nicht",
    ),
    Row(
        "Der Sturm hat das Dach der alten Schule abgedeckt.",
        "Der Sturm hat das Dach der alten Schule abgedeckt.",
        "de-en",
        repost_quote="Der Sturm hat",
    ),
    Row(
        "Рабочие чинят мост через реку.",
        "Workers are repairing мост через реку.",
        "ru-en",
        repost_quote="мост через реку",
        original_quote="мост через реку",
    ),
    Row("Він купив новий трактор.", "He bought a new трактор.", "uk-en", repost_quote="трактор"),
    Row("工人们正在修桥。", "Workers are 正在修桥 today.", "zh-en", repost_quote="正在修桥"),
    Row(
        "The workers repaired the old bridge.",
        "Рабочие починили the old bridge.",
        "en-ru",
        repost_quote="the old bridge",
    ),
    Row(
        "Los obreros arreglan el puente viejo desde ayer.",
        "The workers fix el puente viejo desde ayer.",
        "es-en",
        repost_quote="el puente viejo desde ayer",
    ),
    Row(
        "Robotnicy naprawiają most od wczoraj.",
        "Workers naprawiają most od wczoraj again.",
        "pl-en",
        repost_quote="naprawiają most od wczoraj",
    ),
]

FAITHFUL = [
    Row("Die Influencerin darf nicht mehr mitfliegen.", "The influencer may no longer fly with them.", "de-en"),
    Row("Die Seine tritt über die Ufer.", "The Seine is overflowing its banks.", "de-en"),
    Row("Policie našla ukradené kolo.", "Police found a stolen bicycle.", "cs-en"),
    Row("Napsal to deník Lidové noviny.", "The daily Lidové noviny wrote so.", "cs-en"),
    Row("Hraje se drama „Kdo to tu byl“.", "They play the drama “Kdo to tu byl”.", "cs-en"),
    Row("Adresa je www.obec-lhota.cz/kontakt.", "The address is www.obec-lhota.cz/kontakt.", "cs-en"),
    Row("Das Auto von Anna Berger stand in der Garage.", "Anna Berger's car stood in the garage.", "de-en"),
    Row("Der Film heißt „Das war schon immer so“.", "The film is called “Das war schon immer so”.", "de-en"),
    Row("Газета «Правда» пишет об этом.", "The newspaper Pravda (Правда) writes about it.", "ru-en"),
    Row("Компания Google открыла офис.", "Google opened an office.", "ru-en"),
    Row("He works for Google and plays the piano.", "Он работает в Google и играет на рояле.", "en-ru"),
    Row("习近平会见了代表。", "Xi Jinping met the delegates.", "zh-en"),
    Row("La capital es Buenos Aires.", "The capital is Buenos Aires.", "es-en"),
    Row("El hospital central es un edificio normal.", "O hospital central é um edifício normal.", "es-pt"),
    Row("Mluvil o tom, že to v obci není možné.", "Hovoril o tom, že to v obci nie je možné.", "cs-sk"),
    Row("Le menu du restaurant est simple.", "The restaurant menu is simple.", "fr-en"),
    Row("Teplota α stoupla o 5 °C.", "The α temperature rose by 5 °C.", "cs-en"),
]
