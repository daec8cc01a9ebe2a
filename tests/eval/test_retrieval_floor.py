"""P@1 of the embedded model on news sentences and Wikipedia paragraphs that it was not trained on."""

from __future__ import annotations

import pytest

from provenance.embed.static import open_embedded
from provenance.training.evaluate import measure_retrieval

#: Of the first thousand sentences of a direction, against all thousand translations.
NEWS = {"de-en": 0.98, "ru-en": 0.98, "pl-en": 0.955, "ja-en": 0.93, "zh-en": 0.955, "ta-en": 0.67}
#: Of 240 paragraphs.
PARAGRAPHS = dict.fromkeys(("ar", "de", "el", "es", "hi", "ro", "ru", "tr", "vi", "zh"), 0.99) | {"th": 0.94}


@pytest.mark.parametrize("direction", NEWS)
def test_news_sentences(news: dict[str, list[tuple[str, str]]], direction: str) -> None:
    texts, english = zip(*news[direction][:1000], strict=True)
    figures = measure_retrieval(open_embedded(), texts, english)
    print(f"news {direction}: P@1 {figures.p_at_1:.3f} of {figures.n}")
    assert figures.p_at_1 >= NEWS[direction]


@pytest.mark.parametrize("language", PARAGRAPHS)
def test_paragraphs(paragraphs: list[dict[str, str]], language: str) -> None:
    figures = measure_retrieval(
        open_embedded(), [one[language] for one in paragraphs], [one["en"] for one in paragraphs]
    )
    print(f"paragraphs {language}: P@1 {figures.p_at_1:.3f} of {figures.n}")
    assert figures.p_at_1 >= PARAGRAPHS[language]
