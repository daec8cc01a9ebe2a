from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row("Vojáci měli na rukou pásky.", "The soldiers had sleeves.", "cs-en", wrong="sleeves", repost_quote="sleeves"),
    Row("Der Richter sprach den Fahrer frei.", "The judge spoke the driver freely.", "de-en", wrong="spoke freely",
        repost_quote="spoke"),
    Row("Завод закрыли на ремонт.", "The plant was closed for dinner.", "ru-en", wrong="dinner", repost_quote="dinner"),
    Row("Pociąg stanął w polu.", "The train stood in the pole.", "pl-en", wrong="pole", repost_quote="pole"),
    Row("Le maire a quitté la salle.", "The mayor painted the hall.", "fr-en", wrong="painted", repost_quote="painted"),
    Row("La jueza cerró el caso.", "The judge closed the house.", "es-en", wrong="house", repost_quote="house"),
    Row("Il ponte è chiuso.", "The priest is shut.", "it-en", wrong="priest", repost_quote="priest"),
    Row("The bank raised rates.", "Das Ufer hob die Sätze.", "en-de", wrong="Ufer", repost_quote="Ufer"),
    Row("Sbor vyjel k požáru.", "The choir drove to the fire.", "cs-en", wrong="choir", glosses="Sbor=choir",
        repost_quote="choir", original_quote="Sbor"),
]  # fmt: skip

FAITHFUL = [
    Row("Vojáci měli na rukou pásky.", "The soldiers wore armbands.", "cs-en"),
    Row("Der Richter sprach den Fahrer frei.", "The judge acquitted the driver.", "de-en"),
    Row("Завод закрыли на ремонт.", "The plant was closed for repairs.", "ru-en"),
    Row("Pociąg stanął w polu.", "The train stopped in a field.", "pl-en"),
    Row("Le maire a quitté la salle.", "The mayor left the room.", "fr-en"),
    Row("La jueza cerró el caso.", "The judge closed the case.", "es-en"),
    Row("Il ponte è chiuso.", "The bridge is shut.", "it-en"),
    Row("The bank raised rates.", "Die Bank erhöhte die Zinsen.", "en-de"),
    Row("Sbor vyjel k požáru.", "The brigade drove to the fire.", "cs-en"),
    Row("Vojáci odešli.", "The soldiers left it to the others.", "cs-en", wrong="the to"),
    Row("Der Zug fährt.", "The train is on its way.", "de-en", wrong="on its"),
    Row("他们离开了。", "They have left.", "zh-en"),
]  # fmt: skip
