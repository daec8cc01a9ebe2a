from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row("Soud žádost v úterý zamítl.", "The court court rejected the request on Tuesday.", "cs-en",
        repost_quote="court court"),
    Row("Die Brücke bleibt bis Montag gesperrt.", "The bridge stays closed until Monday Monday.", "de-en",
        repost_quote="Monday Monday"),
    Row("Завод закрыли вчера.", "The plant was closed yesterday yesterday.", "ru-en",
        repost_quote="yesterday yesterday"),
    Row("Ustawa została przyjęta.", "The bill was passed was passed.", "pl-en", repost_quote="was passed was passed"),
    Row("Le maire a quitté la salle.", "The mayor left the room the room.", "fr-en", repost_quote="the room the room"),
    Row("Kdo dnes zná tu starou pevnost?", "Who knows the old fortress today? today?", "cs-en",
        repost_quote="today? today"),
    Row("Der Minister Hausner, früher Richter, schwieg.",
        "The minister Hausner, Hausner, once a judge, kept silent.", "de-en", repost_quote="Hausner, Hausner"),
    Row("На складе осталось 40 мешков.", "There are 40 40 sacks left in the store.", "ru-en", repost_quote="40 40"),
    Row("Policie uvedla, že muž zemřel v nemocnici v noci na úterý.",
        "hospital the that in police died said man the Tuesday night on in of.", "cs-en", repost_quote="hospital"),
    Row("Die Regierung hat am Freitag die neuen Regeln für den Handel beschlossen.",
        "trade for the new on government has rules Friday the the decided.", "de-en", repost_quote="trade"),
    Row("Власти города сообщили, что дороги будут закрыты до конца недели.",
        "week the until that of will the roads city be end closed the said authorities.", "ru-en",
        repost_quote="roads"),
    Row("Los vecinos dijeron que el puente estaba cerrado desde el lunes.",
        "bridge the that Monday neighbours since the was said closed the had of.", "es-en", repost_quote="bridge"),
]  # fmt: skip

FAITHFUL = [
    Row("Soud žádost v úterý zamítl.", "The court rejected the request on Tuesday.", "cs-en"),
    Row("Řekl, že to, co měl, ztratil.", "He said that he had lost all that he had had.", "cs-en"),
    Row("Die Brücke bleibt bis Montag gesperrt.", "The bridge stays closed until Monday.", "de-en"),
    Row("Sie ist sehr, sehr müde.", "She is very, very tired.", "de-en"),
    Row("Завод закрыли вчера.", "The plant was closed yesterday.", "ru-en"),
    Row("They spent a million on it.", "Utratili za to 1 000 000.", "en-cs"),
    Row("Das war ein langer, langer Weg.", "That was a long, long road.", "de-en"),
    Row("Власти города сообщили, что дороги закрыты.", "City authorities said that the roads were closed.", "ru-en"),
    Row("Ustawa została przyjęta.", "The bill was passed.", "pl-en"),
    Row("Le maire a quitté la salle.", "The mayor left the room.", "fr-en"),
    Row("Los vecinos dijeron que el puente estaba cerrado desde el lunes.",
        "The neighbours said that the bridge had been closed since Monday.", "es-en"),
    Row("Wagga Wagga liegt am Fluss.", "Wagga Wagga lies on the river.", "de-en"),
    Row("Přijeli Petr, Jana, Karel, Marie, Pavel, Eva a Jan.",
        "Petr, Jana, Karel, Marie, Pavel, Eva and Jan came.", "cs-en"),
    Row("The children played in the garden.", "Anak-anak itu bermain-main di taman.", "en-id"),
]  # fmt: skip
