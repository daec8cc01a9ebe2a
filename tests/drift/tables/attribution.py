from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row("Ministr zprávu popřel.", "The minister confirmed the report.", "cs-en",
        repost_quote="confirmed", original_quote="popřel"),
    Row("Die Firma bestätigte den Verkauf.", "The company denied the sale.", "de-en",
        repost_quote="denied", original_quote="bestätigte"),
    Row("Адвокат опроверг сообщения.", "The lawyer admitted the reports.", "ru-en", repost_quote="admitted"),
    Row("Rzecznik potwierdził plany.", "The spokesman denied the plans.", "pl-en", repost_quote="denied"),
    Row("Le maire a confirmé son départ.", "The mayor denied that he was leaving.", "fr-en", repost_quote="denied"),
    Row("El banco desmintió la venta.", "The bank confirmed the sale.", "es-en", repost_quote="confirmed"),
    Row("他否认了报道。", "He confirmed the report.", "zh-en", repost_quote="confirmed", original_quote="否认"),
    Row("Soused slíbil, že přijde.", "The neighbour threatened to come.", "cs-en",
        glosses="slíbil=threatened", repost_quote="threatened"),
    Row("Der Zeuge beschuldigte den Fahrer.", "The witness warned the driver.", "de-en",
        glosses="beschuldigte=warned", repost_quote="warned"),
]  # fmt: skip

FAITHFUL = [
    Row("Ministr zprávu popřel.", "The minister denied the report.", "cs-en"),
    Row("Ministr zprávu odmítl.", "The minister rejected the report.", "cs-en"),
    Row("Die Firma bestätigte den Verkauf.", "The company confirmed the sale.", "de-en"),
    Row("Die Firma sprach über den Verkauf.", "The company confirmed the sale.", "de-en"),
    Row("Адвокат опроверг сообщения.", "The lawyer dismissed the reports.", "ru-en"),
    Row("Rzecznik potwierdził plany.", "The spokesman confirmed the plans.", "pl-en"),
    Row("Le maire a confirmé son départ.", "The mayor said that he was leaving.", "fr-en"),
    Row("El banco desmintió la venta.", "The bank denied the sale.", "es-en"),
    Row("他否认了报道。", "He denied the report.", "zh-en"),
    Row("Ministr popřel jednu zprávu a potvrdil druhou.",
        "The minister denied one report and confirmed another.", "cs-en"),
    Row("Soused slíbil, že přijde.", "The neighbour warned that he would come.", "cs-en",
        repost_context="He had promised it before."),
    Row("Ministr zprávu popřel.", "The minister spoke.", "cs-en", repost_context="He denied the report."),
]  # fmt: skip
