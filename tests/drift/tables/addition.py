from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row("", "Critics call the minister the most corrupt politician in Prague.", repost_quote="Critics"),
    Row("", "At least 40 houses burned down in the following days.", repost_quote="40 houses"),
    Row("", "Beobachter sprechen von einem schweren Fehler der Regierung.", "en-de"),
    Row("", "“We will never accept this decision,” the mayor added.", "ru-en"),
    Row("", "Les experts jugent cette décision dangereuse pour la ville.", "en-fr"),
    Row("", "专家认为，这一决定对城市非常危险。", "en-zh"),
    Row(
        "Vláda schválila rozpočet na příští rok.",
        "The government approved the budget for next year, although angry citizens protested outside parliament.",
        glosses="Vláda=government schválila=approved rozpočet=budget příští=next rok=year",
        repost_quote="angry citizens protested outside parliament",
    ),
    Row(
        "Der Minister besuchte gestern die Schule.",
        "The minister visited the school yesterday, while frightened teachers secretly packed their belongings.",
        "de-en",
        "Minister=minister besuchte=visited gestern=yesterday Schule=school",
        repost_quote="frightened teachers",
    ),
    Row(
        "El alcalde inauguró el puente el lunes.",
        "The mayor opened the bridge on Monday, because powerful businessmen demanded quick access.",
        "es-en",
        "alcalde=mayor inauguró=opened puente=bridge lunes=Monday",
        repost_quote="powerful businessmen",
    ),
]

FAITHFUL = [
    Row("", "Read more."),
    Row("", "Photo: archive."),
    Row(
        "",
        "Minister Karel Novák flew to Prague on 3 May with Eva Dvořáková.",
        original_context="Ministr Karel Novák odletěl 3. května s Evou Dvořákovou do Prahy.",
    ),
    Row(
        "Vláda schválila rozpočet na příští rok.",
        "The government approved the budget for next year.",
        glosses="Vláda=government schválila=approved rozpočet=budget příští=next rok=year",
    ),
    Row(
        "Vláda navzdory tvrdé kritice protestujících odborářů schválila rozpočet.",
        "The government approved the budget, although angry union members kept demonstrating outside.",
        glosses="Vláda=government schválila=approved rozpočet=budget",
    ),
    Row(
        "Die Polizei fand niemanden.",
        "Police found nobody.",
        "de-en",
        "Polizei=Police fand=found niemanden=nobody",
    ),
    Row(
        "Der Minister besuchte gestern die Schule.",
        "The minister, who arrived yesterday, visited the school.",
        "de-en",
        "Minister=minister besuchte=visited gestern=yesterday Schule=school",
    ),
    Row(
        "Суд отложил заседание до марта.",
        "The court adjourned until March.",
        "ru-en",
        "Суд=court отложил=adjourned марта=March",
    ),
    Row(
        "Le maire a ouvert le pont, puis il a rencontré les pêcheurs du village.",
        "The mayor opened the bridge, then met the fishermen of the village.",
        "fr-en",
        "maire=mayor ouvert=opened pont=bridge rencontré=met pêcheurs=fishermen village=village",
    ),
    Row(
        "El alcalde inauguró el puente el lunes.",
        "On Monday the mayor opened the bridge.",
        "es-en",
        "alcalde=mayor inauguró=opened puente=bridge lunes=Monday",
    ),
    Row(
        "Premier otworzył most.",
        "The prime minister opened the bridge.",
        "pl-en",
        "Premier=prime otworzył=opened most=bridge",
    ),
    Row("Kormány jóváhagyta a költségvetést.", "The government approved the budget and raised taxes again.", "hu-en"),
]
