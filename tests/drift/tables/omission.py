from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row(
        "„Takové jednání nebudeme trpět,“ dodal ministr Novák.",
        "",
        original_quote="Takové jednání",
    ),
    Row(
        "Při výbuchu zemřelo 14 dělníků z továrny v Ostravě.",
        "",
        original_quote="zemřelo 14 dělníků",
    ),
    Row(
        "Die Ursache des Brandes ist weiterhin unbekannt geblieben.",
        "",
        "de-en",
    ),
    Row(
        "Суд не признал вину директора завода доказанной.",
        "",
        "ru-en",
        original_quote="не признал",
    ),
    Row(
        "Le préfet a toutefois démenti cette version des faits.",
        "",
        "fr-en",
    ),
    Row(
        "政府发言人表示，目前没有证据支持这一指控。",
        "",
        "zh-en",
    ),
    Row(
        "Vláda schválila rozpočet na příští rok, přestože opozice nesouhlasila s dluhem 20 miliard.",
        "The government approved the budget for next year.",
        glosses="Vláda=government schválila=approved rozpočet=budget příští=next rok=year",
        original_quote="opozice nesouhlasila s dluhem 20 miliard",
    ),
    Row(
        "Der Minister besuchte gestern die Schule, obwohl mehrere Lehrer ihn dort nicht empfangen wollten.",
        "The minister visited the school yesterday.",
        "de-en",
        "Minister=minister besuchte=visited gestern=yesterday Schule=school",
        original_quote="Lehrer ihn dort nicht",
    ),
    Row(
        "El alcalde inauguró el puente el lunes, mientras cientos de vecinos protestaban contra la empresa.",
        "The mayor opened the bridge on Monday.",
        "es-en",
        "alcalde=mayor inauguró=opened puente=bridge lunes=Monday",
    ),
]

FAITHFUL = [
    Row("Ano.", ""),
    Row("Foto: archiv.", ""),
    Row(
        "Ministr Karel Novák podle mluvčí Evy Dvořákové odletěl 3. května do Prahy.",
        "",
        repost_context="Minister Karel Novák flew to Prague on 3 May, spokeswoman Eva Dvořáková said.",
    ),
    Row(
        "Vláda schválila rozpočet na příští rok.",
        "The government approved the budget for next year.",
        glosses="Vláda=government schválila=approved rozpočet=budget příští=next rok=year",
    ),
    Row(
        "Vláda schválila rozpočet na příští rok, přestože opozice ostře kritizovala rostoucí dluh státu.",
        "The government approved the budget for next year, even though critics sharply attacked mounting debts.",
        glosses="Vláda=government schválila=approved rozpočet=budget příští=next rok=year dluh=debts ostře=sharply "
        "opozice=critics",
    ),
    Row(
        "Vláda schválila rozpočet na příští rok, přestože opozice ostře kritizovala rostoucí dluh státu.",
        "The government approved next year's budget despite fierce objections from opponents worried about "
        "mounting public borrowing.",
        glosses="Vláda=government schválila=approved rozpočet=budget příští=next",
    ),
    Row(
        "Der Minister besuchte gestern die Schule, in der er früher selbst lernte.",
        "Yesterday the minister visited his old school.",
        "de-en",
        "Minister=minister besuchte=visited gestern=Yesterday Schule=school",
    ),
    Row(
        "Die Polizei, die am Morgen alarmiert wurde, fand niemanden.",
        "Police were alerted in the morning and found nobody.",
        "de-en",
        "Polizei=Police Morgen=morning alarmiert=alerted fand=found",
    ),
    Row(
        "Суд отложил заседание до марта.",
        "The court adjourned until March.",
        "ru-en",
        "Суд=court отложил=adjourned марта=March",
    ),
    Row(
        "Le maire a ouvert le pont.",
        "The mayor opened the bridge.",
        "fr-en",
        "maire=mayor ouvert=opened pont=bridge",
    ),
    Row(
        "El alcalde inauguró el puente el lunes.",
        "On Monday the mayor opened the bridge.",
        "es-en",
        "alcalde=mayor inauguró=opened puente=bridge lunes=Monday",
    ),
    Row(
        "Premier otworzył most, a potem pojechał do Gdańska na spotkanie.",
        "The prime minister opened the bridge, then went to Gdańsk for a meeting.",
        "pl-en",
        "Premier=prime otworzył=opened most=bridge pojechał=went Gdańska=Gdańsk spotkanie=meeting",
    ),
    Row("The government approved the budget and raised taxes again.", "Kormány jóváhagyta a költségvetést.", "en-hu"),
]
