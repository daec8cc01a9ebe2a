from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row("M. Tremblay a démissionné début novembre.", "Mr Tremblay resigned in early May.", "fr-en", repost_quote="May"),
    Row("Im September begann die Schule.", "School began in the month of March.", "de-en", repost_quote="March"),
    Row(
        "Výbuch se stal 24. února ráno.",
        "The blast happened on the morning of February 25.",
        "cs-en",
        repost_quote="February 25",
        original_quote="24. února",
    ),
    Row(
        "Soud začne v pondělí.",
        "The trial starts on Thursday.",
        "cs-en",
        repost_quote="Thursday",
        original_quote="pondělí",
    ),
    Row(
        "Nová linka jezdí od července.",
        "The new line has run since June.",
        "cs-en",
        repost_quote="June",
        original_quote="července",
    ),
    Row("Die Wahl war am 3. März 2019.", "The vote was on 3 March 2018.", "de-en", repost_quote="3 March 2018"),
    Row(
        "Am Mittwoch tagt der Rat.",
        "The council meets on Friday.",
        "de-en",
        repost_quote="Friday",
        original_quote="Mittwoch",
    ),
    Row("Он приехал 5 мая.", "He arrived on 5 April.", "ru-en", repost_quote="5 April", original_quote="5 мая"),
    Row(
        "Fabrykę otwarto w 1987 roku.",
        "The factory opened in 1978.",
        "pl-en",
        repost_quote="1978",
        original_quote="1987",
    ),
    Row(
        "El acuerdo se firmó el 12 de octubre de 2020.",
        "The deal was signed on October 21, 2020.",
        "es-en",
        repost_quote="October 21",
        original_quote="12 de octubre",
    ),
    Row(
        "会議は3月15日に開かれた。",
        "The meeting was held on May 15.",
        "ja-en",
        repost_quote="May 15",
        original_quote="3月15日",
    ),
    Row("比赛星期三开始。", "The games start on Tuesday.", "zh-en", repost_quote="Tuesday"),
    Row("وصل الوفد يوم الأربعاء.", "The delegation arrived on Sunday.", "ar-en", repost_quote="Sunday"),
    Row(
        "Most zavřeli 4. 11. 2021.", "They closed the bridge on 4 October 2021.", "cs-en", repost_quote="4 October 2021"
    ),
    Row("Školu postavili rychle.", "The school was built quickly, by 7 August.", "cs-en", repost_quote="7 August"),
    Row("Lo sciopero comincia in ottobre.", "The strike is about to begin.", "it-en", original_quote="ottobre"),
    Row("Лист надійшов у середу.", "The letter has come.", "uk-en", original_quote="середу"),
]

FAITHFUL = [
    Row("Im September sprach die Premierministerin.", "In September the prime minister, Theresa May, spoke.", "de-en"),
    Row("Výbuch se stal 24. února ráno.", "The blast happened on the morning of Feb. 24.", "cs-en"),
    Row("Výbuch se stal 24. 2. 2022.", "The blast happened on 24 February 2022.", "cs-en"),
    Row("Soud začne v pondělí.", "The trial starts on 5 March.", "cs-en"),
    Row("Soud začal včera.", "The trial started on Tuesday.", "cs-en"),
    Row("V září se vrátí do školy.", "They go back to school in September.", "cs-en"),
    Row("Am 3. März tagt der Rat in Wien.", "The council meets in Vienna on 3 March.", "de-en"),
    Row("Vom 25. bis 27. Mai ist geschlossen.", "It is closed from 25 to 27 May.", "de-en"),
    Row("В мае он может вернуться.", "In May he may return.", "ru-en"),
    Row("С 25 по 27 сентября шли дожди.", "It rained on September 25-27.", "ru-en"),
    Row("El 12 de octubre es fiesta.", "October 12th is a holiday.", "es-en"),
    Row("Le marché ouvre le samedi.", "The market opens on Saturdays.", "fr-en"),
    Row("令和元年5月1日に始まった。", "It began on May 1, 2019.", "ja-en"),
    Row("三月十五日开会。", "The meeting is on March 15.", "zh-en"),
    Row("Toplantı 24 Şubat'ta yapıldı.", "The meeting took place on 24 February.", "tr-en"),
    Row("Kokous pidettiin 24. helmikuuta.", "The meeting was held on February 24.", "fi-en"),
    Row("W środę padał śnieg.", "It snowed on Wednesday.", "pl-en"),
    Row("Přijeli v úterý.", "They came on 4 May.", "cs-en", original_context="Bylo to 4. května."),
    Row("Среди среднего бизнеса согласия нет.", "Among medium-sized firms there is no agreement.", "ru-en"),
    Row("La energía es cara en todas partes.", "Power is expensive everywhere.", "es-en"),
    Row("Soud začal v úterý.", "The trial started yesterday.", "cs-en"),
    Row("В мае закрыли мост.", "The bridge was closed in May.", "ru-en"),
]
