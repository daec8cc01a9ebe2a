from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row("Voda zaplavila úsek dlouhý 12 km.", "The water covered a stretch of 12 miles.", "cs-en",
        repost_quote="12 miles", original_quote="12 km"),
    Row("Das Haus kostet 300 Euro im Monat.", "The house costs 300 dollars a month.", "de-en",
        repost_quote="300 dollars", original_quote="300 Euro"),
    Row("Штраф составил 5000 рублей.", "The fine was 5,000 dollars.", "ru-en", repost_quote="dollars"),
    Row("Paczka waży 20 kilogramów.", "The parcel weighs 20 pounds, or 20 lbs.", "pl-en", repost_quote="20 lbs"),
    Row("La tour mesure 90 mètres.", "The tower is 90 feet tall.", "fr-en", repost_quote="90 feet"),
    Row("El túnel mide 7 kilómetros.", "The tunnel is 7 miles long.", "es-en", repost_quote="7 miles"),
    Row("这座桥长800米。", "The bridge is 800 feet long.", "zh-en", repost_quote="800 feet", original_quote="800米"),
    Row("費用は500ユーロだった。", "The cost was 500 dollars.", "ja-en", repost_quote="500 dollars"),
    Row("The ticket costs £40.", "Das Ticket kostet 40 Euro.", "en-de", repost_quote="40 Euro", original_quote="£40"),
]  # fmt: skip

FAITHFUL = [
    Row("Voda zaplavila úsek dlouhý 12 km.", "The water covered a stretch of 12 kilometres.", "cs-en"),
    Row("Voda zaplavila úsek dlouhý 12 km.", "The water covered a stretch of 7.5 miles.", "cs-en"),
    Row("Das Haus kostet 300 Euro im Monat.", "The house costs €300 a month.", "de-en"),
    Row("Das Haus kostet 300 Euro (330 Dollar).", "The house costs 330 dollars.", "de-en"),
    Row("Штраф составил 5000 рублей.", "The fine was 5,000 roubles.", "ru-en"),
    Row("Paczka waży 20 kilogramów.", "The parcel weighs 20 kg.", "pl-en"),
    Row("La tour mesure 90 mètres.", "The tower is 90 m tall.", "fr-en"),
    Row("El túnel mide 7 kilómetros.", "The tunnel is 7 km long.", "es-en"),
    Row("这座桥长800米。", "The bridge is 800 metres long.", "zh-en"),
    Row("費用は500ユーロだった。", "The cost was 500 euros.", "ja-en"),
    Row("The ticket costs £40.", "Das Ticket kostet 40 Pfund.", "en-de"),
    Row("Na 5 domů padly 3 stromy.", "3 trees fell on 5 houses.", "cs-en"),
]  # fmt: skip
