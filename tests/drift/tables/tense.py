from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row("Most bude otevřen v říjnu.", "The bridge was opened in October.", "cs-en", repost_quote="was",
        original_quote="bude"),
    Row("Завод будет построен.", "The plant was built.", "ru-en", repost_quote="was", original_quote="будет"),
    Row("Ustawa będzie przyjęta.", "The bill was passed.", "pl-en", repost_quote="was"),
    Row("La loi sera votée.", "The bill was passed.", "fr-en", repost_quote="was", original_quote="sera"),
    Row("El puente fue abierto ayer.", "The bridge will be opened.", "es-en", repost_quote="will",
        original_quote="fue"),
    Row("Il ponte sarà aperto.", "The bridge was opened.", "it-en", repost_quote="was"),
    Row("Silnice byla včera uzavřena.", "The road will be closed.", "cs-en", repost_quote="will"),
    Row("The road will be closed.", "Die Straße wurde gesperrt.", "en-de", repost_quote="wurde", original_quote="will"),
]  # fmt: skip

FAITHFUL = [
    Row("Most bude otevřen v říjnu.", "The bridge will be opened in October.", "cs-en"),
    Row("Most bude otevřen v říjnu.", "The bridge opens in October.", "cs-en"),
    Row("Der Vertrag wird unterschrieben.", "The contract is being signed.", "de-en"),
    Row("Die Verträge werden jedes Jahr unterschrieben, sagte sie.", "The contracts were signed every year, she said.",
        "de-en"),
    Row("Most bude otevřen.", "The bridge is to open, she said.", "cs-en"),
    Row("Завод будет построен.", "The plant is to be built.", "ru-en"),
    Row("Ustawa będzie przyjęta.", "The bill may be passed.", "pl-en"),
    Row("La loi sera votée.", "The bill will be voted on.", "fr-en"),
    Row("El puente fue abierto ayer.", "The bridge opened yesterday.", "es-en"),
    Row("Il ponte sarà aperto.", "The bridge will be opened.", "it-en"),
    Row("Silnice byla včera uzavřena.", "The road was closed yesterday.", "cs-en"),
    Row("Řekl, že most byl starý a bude zbořen.", "He said the old bridge will be torn down.", "cs-en"),
    Row("Most bude otevřen.", "The bridge was to be opened.", "cs-en", repost_context="It will be opened in May."),
    Row("The road will be closed.", "Die Straße wird gesperrt.", "en-de"),
]  # fmt: skip
