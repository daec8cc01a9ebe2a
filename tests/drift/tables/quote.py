from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row(
        "„Nikdo z nás o té smlouvě nevěděl,“ řekl starosta.",
        "None of us knew about the contract.",
        "cs-en",
        original_quote="„Nikdo z nás o té smlouvě nevěděl,“",
    ),
    Row(
        "Starosta tvrdí, že o smlouvě nevěděl.",
        "“None of us knew about the contract,” the mayor said.",
        "cs-en",
        repost_quote="“None of us knew about the contract,”",
    ),
    Row(
        "„Wir haben davon nichts gewusst“, sagte sie.",
        "They had known nothing about it.",
        "de-en",
        original_quote="„Wir haben davon nichts gewusst“",
    ),
    Row(
        "Sie sagte, dass sie davon nichts gewusst habe.",
        'She said: "We knew nothing at all about it."',
        "de-en",
        repost_quote='"We knew nothing at all about it."',
    ),
    Row(
        "«Мы ничего об этом не знали», — сказал он.",
        "They had known nothing about it.",
        "ru-en",
        original_quote="«Мы ничего об этом не знали»",
    ),
    Row(
        "« Nous ne savions rien de tout cela », a-t-il dit.",
        "He claimed that they had known nothing.",
        "fr-en",
        original_quote="« Nous ne savions rien de tout cela »",
    ),
    Row(
        "彼は「私たちはそのことについて何も知らなかったと思います」と述べた。",
        "He said that they had known nothing.",
        "ja-en",
        original_quote="「私たちは",
    ),
    Row(
        "Powiedział, że nic nie wiedzieli.",
        "He said, “We did not know anything about that.”",
        "pl-en",
        repost_quote="“We did not know anything about that.”",
    ),
    Row(
        "El alcalde dijo que no lo sabía.",
        "‘We did not know anything about that,’ the mayor said.",
        "es-en",
        repost_quote="‘We did not know anything about that,’",
    ),
]

FAITHFUL = [
    Row("„Nikdo z nás o té smlouvě nevěděl,“ řekl.", "“None of us knew about the contract,” he said.", "cs-en"),
    Row("„Nikdo z nás to nevěděl,“ řekl.", "'None of us knew about it,' he said.", "cs-en"),
    Row("Takzvaná „reforma“ skončila.", "The so-called reform is over.", "cs-en"),
    Row("Hrají drama Bouře.", 'They are playing "The Tempest".', "cs-en"),
    Row("Nikdo z nás to nevěděl.", "“None of us knew about that.", "cs-en"),
    Row("»Wir haben nichts davon gewusst«, sagte sie.", '"We knew nothing about it," she said.', "de-en"),
    Row("„Wir haben nichts davon gewusst“, sagte sie.", "``We knew nothing about it,'' she said.", "de-en"),
    Row("— Мы ничего об этом не знали, — сказал он.", "“We knew nothing about it,” he said.", "ru-en"),
    Row("«Мы ничего не знали об этом», — сказал он.", "‘We didn’t know anything about it,’ he said.", "ru-en"),
    Row("Byłem tam w nocy i nic nie widziałem – mówi.", "“I was there at night and saw nothing,” he says.", "pl-en"),
    Row("彼は「私たちは何も知らなかった」と述べた。", "“We knew nothing about it,” he said.", "ja-en"),
    Row("他读了《如何在一个漫长的冬天里活下来的故事》。", "He read a book about surviving a long winter.", "zh-en"),
    Row(
        "Nevěděli jsme o tom nic.",
        "“We knew nothing at all about it.”",
        "cs-en",
        original_context="„Přišli v noci. Pak zase odešli.“ – „Ano, řekl.",
    ),
    Row("El club ‘Amigos del Mar’ cerró.", "The club Friends of the Sea closed.", "es-en"),
]
