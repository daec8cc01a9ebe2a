from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row("Uvedla to včera Jarmila Vondrušková.", "Jarmila Kopecky said so yesterday.", "cs-en", repost_quote="Kopecky"),
    Row(
        "Podle policisty Radka Hrubého byl klid.",
        "According to the officer Radek Zelinka it was calm.",
        "cs-en",
        repost_quote="Zelinka",
        original_quote="Hrubého",
    ),
    Row(
        "Ve středu odjela Ukrajina z turnaje.",
        "On Wednesday Russia left the tournament.",
        "cs-en",
        repost_quote="Russia",
        original_quote="Ukrajina",
    ),
    Row(
        "Smlouvu podepsalo Polsko.",
        "The treaty was signed by Hungary.",
        "cs-en",
        repost_quote="Hungary",
        original_quote="Polsko",
    ),
    Row(
        "Об этом сообщил Тимур Бекешев.",
        "This was reported by Timur Yolchin.",
        "ru-en",
        repost_quote="Yolchin",
        original_quote="Бекешев",
    ),
    Row(
        "Вчера Турция закрыла границу.",
        "Yesterday Greece closed the border.",
        "ru-en",
        repost_quote="Greece",
        original_quote="Турция",
    ),
    Row(
        "Jak mówi trener Paweł Drzymalski, było ciężko.",
        "As coach Paweł Kołodko says, it was hard.",
        "pl-en",
        repost_quote="Kołodko",
        original_quote="Drzymalski",
    ),
    Row(
        "Gestern schloss Japan zwei Häfen.",
        "Yesterday Brazil closed two ports.",
        "de-en",
        repost_quote="Brazil",
        original_quote="Japan",
    ),
    Row(
        "昨日、日本は二つの港を閉鎖した。",
        "Yesterday Germany closed two ports.",
        "ja-en",
        repost_quote="Germany",
        original_quote="日本",
    ),
    Row(
        "昨天法国关闭了两个港口。",
        "Yesterday Spain closed two ports.",
        "zh-en",
        repost_quote="Spain",
        original_quote="法国",
    ),
    Row(
        "La delegación de Chile llegó tarde.",
        "The delegation of Peru came late.",
        "es-en",
        repost_quote="Peru",
        original_quote="Chile",
    ),
    Row(
        "Pomohl jim soused Oldřich Brabenec.",
        "The neighbour Ludmila Trousil helped them.",
        "cs-en",
        "soused=neighbour Pomohl=helped jim=them Oldřich=Ludmila Brabenec=Trousil",
        repost_quote="Ludmila Trousil",
    ),
    Row(
        "Dnes v obci promluvil starosta Zbyněk Kolouch.",
        "Today in the village the mayor spoke.",
        "cs-en",
        "Dnes=Today v=in obci=village promluvil=spoke starosta=mayor",
        original_quote="Zbyněk Kolouch",
    ),
    Row("Il gasdotto dal Portogallo è chiuso.", "The gas pipeline is closed.", "it-en", original_quote="Portogallo"),
    Row(
        "Das sagte gestern Jonas Kreutzer in Wien.",
        "He said so in Vienna yesterday.",
        "de-en",
        original_quote="Jonas Kreutzer",
    ),
]

FAITHFUL = [
    Row("Řekla to Matylda Bognerová.", "This was said by Matilda Bogner.", "cs-en"),
    Row("Mluvčí Marija Zacharovová to odmítla.", "The spokeswoman Maria Zakharova denied it.", "cs-en"),
    Row("Setkal se s Karlem Novákem.", "He met Karel Novák.", "cs-en"),
    Row("Ministerstvo zahraničí to potvrdilo.", "The Foreign Ministry confirmed it.", "cs-en"),
    Row("Vídeň i Londýn souhlasí.", "Vienna and London agree.", "cs-en"),
    Row("Ruští vojáci odešli z Ukrajiny.", "Russian soldiers left Ukraine.", "cs-en"),
    Row("Spojené státy jednají s Německem.", "The United States is in talks with Germany.", "cs-en"),
    Row("Moskva to odmítá.", "Russia denies it.", "cs-en"),
    Row("Об этом сообщила Мария Захарова.", "Maria Zakharova reported this.", "ru-en"),
    Row("Так считает Аарон Уэйнрайт.", "So thinks Aaron Wainwright.", "ru-en"),
    Row("США и Китай договорились.", "The US and China reached an agreement.", "ru-en"),
    Row("Przyjechał Karen Chaczanow z Rosji.", "Karen Khachanov of Russia arrived.", "pl-en"),
    Row("Der deutsche Minister traf Georgi Martynow.", "The German minister met Georgy Martynov.", "de-en"),
    Row("Die Bundesregierung in Berlin schweigt.", "The federal government in Berlin is silent.", "de-en"),
    Row("El presidente de Estados Unidos viajó a Japón.", "The president of the United States went to Japan.", "es-en"),
    Row("日本とフランスが合意した。", "Japan and France agreed.", "ja-en"),
    Row("中国和德国签署协议。", "China and Germany signed an agreement.", "zh-en"),
    Row(
        "Dnes promluvila.", "Today Jarmila Vondrušková spoke.", "cs-en", original_context="Přijela Jarmila Vondrušková."
    ),
    Row("Pracuje pro Jihomoravský kraj.", "She works for the South Moravian Region.", "cs-en"),
    Row("Das Ticket kostet 40 US-Dollar.", "The ticket costs $40.", "de-en"),
    Row("Der EU-Austritt ist vollzogen.", "The withdrawal from the EU is complete.", "de-en"),
]
