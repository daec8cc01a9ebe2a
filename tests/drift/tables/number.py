from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row(
        "Záplavy poškodily 300 domů.",
        "The floods damaged 3,000 houses.",
        "cs-en",
        repost_quote="3,000",
        original_quote="300",
    ),
    Row(
        "Škoda dosáhla 1,5 milionu korun.",
        "The damage reached 15 million crowns.",
        "cs-en",
        repost_quote="15 million",
        original_quote="1,5 milionu",
    ),
    Row(
        "Na náměstí přišlo pět tisíc lidí.",
        "Fifty thousand people came to the square.",
        "cs-en",
        repost_quote="Fifty thousand",
    ),
    Row(
        "Podpora klesla na 38 procent.", "Support fell to 83 percent.", "cs-en", repost_quote="83", original_quote="38"
    ),
    Row(
        "Die Stadt zahlt 2,5 Milliarden Euro.",
        "The city pays 2.5 million euros.",
        "de-en",
        repost_quote="2.5 million",
        original_quote="2,5 Milliarden",
    ),
    Row("Vierundzwanzig Schüler wurden verletzt.", "Forty-two pupils were injured.", "de-en", repost_quote="Forty-two"),
    Row("Погибли 17 человек.", "71 people died.", "ru-en", repost_quote="71", original_quote="17"),
    Row("Завод выпустил двенадцать автобусов.", "The plant built twenty buses.", "ru-en", repost_quote="twenty"),
    Row(
        "Le budget atteint 12 500 euros.",
        "The budget comes to 125,000 euros.",
        "fr-en",
        repost_quote="125,000",
        original_quote="12 500",
    ),
    Row(
        "参加者は約3万5千人だった。",
        "About 350,000 people took part.",
        "ja-en",
        repost_quote="350,000",
        original_quote="3万5千",
    ),
    Row("这座桥长1200米。", "The bridge is 2,100 metres long.", "zh-en", repost_quote="2,100"),
    Row("أصيب ٢٥٠ شخصا.", "Some 520 people were hurt.", "ar-en", repost_quote="520", original_quote="٢٥٠"),
    Row("Pożar zniszczył 48 mieszkań.", "The fire destroyed many flats.", "pl-en", original_quote="48"),
    Row("Opravy potrvají dlouho.", "The repairs will take 14 months.", "cs-en", repost_quote="14"),
    Row(
        "Domácí vyhráli 4:1 před plným hledištěm.",
        "The home side won 4:2 before a full house.",
        "cs-en",
        repost_quote="2",
    ),
    Row("Sedmiletý chlapec se vrátil domů.", "The nine-year-old boy came home.", "cs-en", repost_quote="nine"),
]

FAITHFUL = [
    Row("总额达到22万亿元。", "The total reached 22 trillion yuan.", "zh-en"),
    Row("Záplavy poškodily 3 000 domů.", "The floods damaged 3,000 houses.", "cs-en"),
    Row("Škoda dosáhla 1,5 milionu korun.", "The damage reached 1.5m crowns.", "cs-en"),
    Row("Na náměstí přišlo padesát tisíc lidí.", "Some 50,000 people came to the square.", "cs-en"),
    Row("Třiatřicet poslanců? Ne, 33.", "Thirty-three deputies? No, 33.", "cs-en"),
    Row("Před jedním z domů stála dvě auta.", "Outside the house stood a pair of cars.", "cs-en"),
    Row("Oba ministři odjeli.", "The two ministers left.", "cs-en"),
    Row("Die Stadt zahlt 2,5 Mrd. Euro.", "The city pays €2.5 billion.", "de-en"),
    Row("Fünfundzwanzigtausend Menschen kamen.", "25,000 people came.", "de-en"),
    Row("Das Spiel beginnt um 20.30 Uhr.", "The match starts at 8:30 p.m.", "de-en"),
    Row("Бюджет составил 3 млн 200 тыс. рублей.", "The budget was 3.2 million roubles.", "ru-en"),
    Row("Двести пять человек остались без дома.", "Some 205 people lost their homes.", "ru-en"),
    Row("Le train a roulé à 320 km/h.", "The train reached 199 mph.", "fr-en"),
    Row("Plus de quatre-vingt-dix élèves sont venus.", "More than 90 pupils came.", "fr-en"),
    Row("La mitad de los 12.000 vecinos votó.", "Half of the 12,000 residents voted.", "es-en"),
    Row("Treinta y cinco familias volvieron.", "35 families returned.", "es-en"),
    Row("O prejuízo foi de 1,2 bilhão de reais.", "The loss was 1.2 billion reais.", "pt-en"),
    Row("人口は1億2500万人だ。", "The population is 125 million.", "ja-en"),
    Row("百分之三十的学生住校。", "30 percent of the pupils board.", "zh-en"),
    Row("أصيب ٢٥٠ شخصا.", "Some 250 people were hurt.", "ar-en"),
    Row("Yarışa 1.234 kişi katıldı.", "About 1,200 people entered the race.", "tr-en"),
    Row("Vůz F-16 přistál v 19:00.", "The F-16 landed at 7 pm.", "cs-en"),
    Row("V devadesátých letech tu žili Řekové.", "Greeks lived here in the 1990s.", "cs-en"),
    Row("Přijelo jich hodně.", "Twelve of them came, many in all.", "cs-en", original_context="Bylo jich dvanáct."),
    Row("Během 24 hodin napršelo 80 milimetrů.", "In a day 80 millimetres of rain fell.", "cs-en"),
]
