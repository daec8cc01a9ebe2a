from __future__ import annotations

from tests.drift.links import Row

DRIFTED = [
    Row("Ředitelka dodala, že ona peníze nevzala.", "The head said that he had not taken the money.", "cs-en",
        repost_quote="he", original_quote="dodala"),
    Row("Er sagte, sein Bruder komme später.", "She said that a relative would come later.", "de-en",
        repost_quote="She", original_quote="Er"),
    Row("Министр заявила, что уйдёт.", "The minister announced that he would leave.", "ru-en", repost_quote="he"),
    Row("Powiedziała, że matka wróci.", "He said they would return.", "pl-en", repost_quote="He"),
    Row("Elle a refusé de répondre.", "He refused to answer.", "fr-en", repost_quote="He", original_quote="Elle"),
    Row("Él no quiso responder.", "She did not want to answer.", "es-en", repost_quote="She", original_quote="Él"),
    Row("他昨天抵达首都。", "She reached the capital yesterday.", "zh-en", repost_quote="She", original_quote="他"),
    Row("彼女は昨日首都に着いた。", "He reached the capital yesterday.", "ja-en", repost_quote="He",
        original_quote="彼女"),
    Row("Agentura uvedla, že most je zavřený.", "The agency was told so; he says the bridge is shut.", "cs-en",
        repost_quote="he", original_quote="uvedla"),
    Row("The woman left the court.", "Der Mann verließ das Gericht.", "en-de", repost_quote="Mann"),
    Row("Poté spatřila kulhajícího psa a zavolala na tísňovou linku.",
        "Then he saw a limping dog and called the emergency line.", "cs-en", repost_quote="he"),
    Row("Вчера она вернулась и сама открыла мастерскую.", "Yesterday he came back and opened the workshop himself.",
        "ru-en", repost_quote="he"),
    Row("Wczoraj przyszedł wcześniej i otworzył warsztat.", "Yesterday she came early and opened the workshop.",
        "pl-en", repost_quote="she"),
]  # fmt: skip

FAITHFUL = [
    Row("Ředitelka dodala, že ona peníze nevzala.", "The head said that she had not taken the money.", "cs-en"),
    Row("Er sagte, sein Bruder komme später.", "He said his brother would come later.", "de-en"),
    Row("Министр заявила, что уйдёт.", "The minister announced that she would leave.", "ru-en"),
    Row("Powiedziała, że wróci.", "She said she would return.", "pl-en"),
    Row("Elle a refusé de répondre.", "The singer refused to answer.", "fr-en"),
    Row("No quiso responder.", "She did not want to answer.", "es-en"),
    Row("他告诉她，桥关了。", "He told her that the bridge was shut.", "zh-en"),
    Row("彼女は父と着いた。", "She arrived with her father.", "ja-en"),
    Row("Pääministeri sanoi tulevansa.", "He said he would come.", "fi-en"),
    Row("Başbakan geleceğini söyledi.", "She said she would come.", "tr-en"),
    Row("Řekl to novinářům.", "She said it to reporters.", "cs-en", repost_context="He had asked her to."),
    Row("Dodala, že otec přijde.", "She added that a parent would come.", "cs-en"),
    Row("The woman left the court.", "Die Frau verließ das Gericht.", "en-de"),
    Row("Poté spatřila kulhajícího psa a zavolala na tísňovou linku.",
        "Then she saw a limping dog and called the emergency line.", "cs-en"),
    Row("Wczoraj przyszedł wcześniej i otworzył warsztat.",
        "Yesterday he came early and opened the workshop.", "pl-en"),
    Row("Tuli eilen aikaisin ja avasi pajan.", "She came early yesterday and opened the workshop.", "fi-en"),
]  # fmt: skip
