from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row(
        "Hasta hoy la casa sigue totalmente derrumbada y nadie vive allí.",
        "To this day the house is slightly ruined and nobody lives there.",
        "es-en",
        glosses="Hasta=To casa=house sigue=is y=and nadie=nobody vive=lives allí=there",
        repost_quote="slightly",
        original_quote="totalmente",
    ),
    Row(
        "Špatné zacházení bylo „poměrně systematické“.",
        "The ill-treatment was “highly systematic”.",
        glosses="zacházení=ill-treatment poměrně=highly systematické=systematic",
        repost_quote="highly systematic",
        original_quote="poměrně systematické",
    ),
    Row(
        "Silnice byla zcela zničená.",
        "The road was slightly damaged.",
        glosses="Silnice=road zničená=damaged",
        repost_quote="slightly damaged",
        original_quote="zcela zničená",
    ),
    Row(
        "Die Ernte war relativ schlecht.",
        "The harvest was extremely poor.",
        "de-en",
        "Ernte=harvest schlecht=poor",
        repost_quote="extremely poor",
    ),
    Row(
        "Züge kommen hier oft zu spät.",
        "Trains are rarely late here.",
        "de-en",
        "Züge=Trains oft=rarely spät=late",
        repost_quote="rarely",
        original_quote="oft",
    ),
    Row(
        "Некоторые врачи уехали из города.",
        "All doctors left the city.",
        "ru-en",
        "Некоторые=All врачи=doctors уехали=left города=city",
        repost_quote="All doctors",
        original_quote="Некоторые врачи",
    ),
    Row(
        "Les habitants sont parfois évacués.",
        "Residents are always evacuated.",
        "fr-en",
        "habitants=Residents parfois=always évacués=evacuated",
        repost_quote="always",
    ),
    Row(
        "Muchos vecinos protestaron.",
        "Few neighbours protested.",
        "es-en",
        "Muchos=Few vecinos=neighbours protestaron=protested",
        repost_quote="Few neighbours",
    ),
    Row(
        "Sytuacja jest niezwykle trudna.",
        "The situation is somewhat difficult.",
        "pl-en",
        "Sytuacja=situation niezwykle=somewhat trudna=difficult",
    ),
    Row(
        "Yol tamamen kapalı.",
        "The road is slightly blocked.",
        "tr-en",
        "Yol=road tamamen=slightly kapalı=blocked",
    ),
    Row(
        "The report is entirely accurate.",
        "Zpráva je poměrně přesná.",
        "en-cs",
        "report=Zpráva entirely=poměrně accurate=přesná",
        original_quote="entirely accurate",
    ),
    Row(
        "Die Vorwürfe sind völlig falsch.",
        "The accusations are false.",
        "de-en",
        "Vorwürfe=accusations falsch=false",
        repost_quote="false",
        original_quote="völlig falsch",
    ),
    Row(
        "Обвинения ложны.",
        "The accusations are completely false.",
        "ru-en",
        "Обвинения=accusations ложны=false",
        repost_quote="completely false",
    ),
]

FAITHFUL = [
    Row(
        "Špatné zacházení bylo „poměrně systematické“.",
        "The ill-treatment was “fairly systematic”.",
        glosses="zacházení=ill-treatment poměrně=fairly systematické=systematic",
    ),
    Row(
        "Silnice byla zcela zničená.",
        "The road was totally destroyed.",
        glosses="Silnice=road zcela=totally zničená=destroyed",
    ),
    Row(
        "Situace je velmi vážná.",
        "The situation is extremely serious.",
        glosses="Situace=situation velmi=extremely vážná=serious",
    ),
    Row(
        "Der Fluss ist sehr tief.",
        "The river is deep.",
        "de-en",
        "Fluss=river tief=deep",
    ),
    Row(
        "Er blieb lieber zu Hause, als vor allem nachts zu fahren.",
        "He stayed at home rather than drive, mostly at night.",
        "de-en",
        "blieb=stayed Hause=home fahren=drive nachts=night",
    ),
    Row(
        "Immer mehr Menschen ziehen aufs Land.",
        "More and more people often move to the country.",
        "de-en",
        "Menschen=people ziehen=move Land=country",
    ),
    Row(
        "Все жители покинули город.",
        "Everyone who lived there left the town.",
        "ru-en",
        "Все=Everyone жители=lived покинули=left город=town",
    ),
    Row(
        "Прежде всего нужны деньги и несколько врачей.",
        "Above all, money and several doctors are needed.",
        "ru-en",
        "нужны=needed деньги=money несколько=several врачей=doctors",
    ),
    Row(
        "Le pont est presque toujours fermé.",
        "The bridge is usually closed.",
        "fr-en",
        "pont=bridge toujours=usually fermé=closed",
    ),
    Row(
        "La casa no es muy grande.",
        "The house is somewhat small.",
        "es-en",
        "casa=house muy=somewhat grande=small",
    ),
    Row(
        "Większość posłów głosowała przeciw.",
        "Most of the deputies voted against.",
        "pl-en",
        "Większość=Most posłów=deputies głosowała=voted przeciw=against",
    ),
    Row(
        "这条路完全封闭。",
        "The road is completely closed.",
        "zh-en",
        "这条路完全封闭=closed",
    ),
    Row(
        "Muitos moradores saíram.",
        "Numerous residents left.",
        "pt-en",
        "Muitos=Numerous moradores=residents saíram=left",
    ),
    Row(
        "Большую часть дня он провёл дома.",
        "He spent most of the day at home.",
        "ru-en",
        glosses="часть=most дня=day провёл=spent дома=home",
    ),
]
