from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row("Ceny energií rostou.", "Energy prices fall.", "cs-en", opposites="rostou=fall", repost_quote="fall",
        original_quote="rostou"),
    Row("Die neue Brücke ist offen.", "The old bridge is open.", "de-en", opposites="neue=old", repost_quote="old"),
    Row("Это самый высокий дом.", "This is the lowest house.", "ru-en", opposites="высокий=lowest",
        repost_quote="lowest"),
    Row("Kupili dom.", "They sold a house.", "pl-en", opposites="Kupili=sold", repost_quote="sold"),
    Row("Le match est gagné.", "The match is lost.", "fr-en", opposites="gagné=lost", repost_quote="lost"),
    Row("La mayoría votó.", "The minority voted.", "es-en", opposites="mayoría=minority", repost_quote="minority"),
    Row("La porta era aperta.", "The door was closed.", "it-en", opposites="aperta=closed", repost_quote="closed"),
    Row("The first train left.", "Der letzte Zug fuhr ab.", "en-de", opposites="first=letzte", repost_quote="letzte"),
]  # fmt: skip

FAITHFUL = [
    Row("Das günstigste Modell ist gefragt.", "The less expensive model is in demand.", "de-en",
        opposites="günstigste=expensive"),
    Row("Wann das Beben kommt, ist unklar.", "When the quake will come is not clear.", "de-en",
        opposites="unklar=clear"),
    Row("Ceny energií rostou.", "Energy prices rise.", "cs-en"),
    Row("Ceny energií nerostou.", "Energy prices fall.", "cs-en", opposites="nerostou=fall"),
    Row("Die neue Brücke ist offen.", "The new bridge is open.", "de-en"),
    Row("Die Brücke ist nicht alt.", "The bridge is new.", "de-en", opposites="alt=new"),
    Row("Это самый высокий дом.", "This is the highest house.", "ru-en"),
    Row("Kupili dom.", "They bought a house.", "pl-en"),
    Row("Le match est gagné.", "The match is won.", "fr-en"),
    Row("La mayoría votó.", "The majority voted.", "es-en"),
    Row("La porta era aperta.", "The door was open.", "it-en"),
    Row("La porta era aperta.", "The door was not closed.", "it-en", opposites="aperta=closed"),
    Row("The first train left.", "Der erste Zug fuhr ab.", "en-de"),
    Row("It is possible.", "Es ist nicht unmöglich.", "en-de", opposites="possible=unmöglich"),
]  # fmt: skip
