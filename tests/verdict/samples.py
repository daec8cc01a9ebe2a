"""Hand-made articles and alignments: what a verdict is given, without a model."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from provenance.embed.static import open_embedded
from provenance.values import Alignment, Article, Coverage, Credit, Link, Match, Passage, Sentence
from provenance.verdict import Aligned, Judgement, Kinship, judge

COVERAGE = Coverage(("news",), 3, ("Ranní list", "Večerní pošta"), ("cs",), "2026-01-01", "2026-02-01")
SENTENCES = [
    "The river rose above the second flood level during the night, and water stood in the lower streets by dawn.",
    "About ninety households were moved to the sports hall by the fire brigade, most of them before midnight.",
    "The mayor said that the new dam had held and nobody was hurt, although two cars were swept away.",
    "Trains between the two towns will not run before Thursday, because the track bed has to be filled up again.",
]
#: Another report of the same night.
OTHERS = [
    "Volunteers filled sandbags at the brewery until the early morning while the siren sounded again and again.",
    "A farmer from the left bank lost thirty sheep, which he had not been able to drive up to the road in time.",
    "The governor promised money for the repair of the weir and wants to visit the flooded houses at the weekend.",
    "Schools stay shut on Tuesday; the drinking water has to be boiled until the laboratory has tested the wells.",
]
#: What a faithful translation looks like to the shipped model.
ALL = {0: 0.75, 1: 0.75, 2: 0.75, 3: 0.75}


def article(
    id_: str,
    *,
    outlet: str | None = None,
    language: str = "en",
    sentences: list[str] = SENTENCES,
    published: str | None = None,
) -> Article:
    text, passages = "", []
    for index, sentence in enumerate(sentences):
        text += "\n\n" if text else ""
        passages.append(Passage(index, len(text), sentence, "body", language, (Sentence(sentence, len(text)),)))
        text += sentence
    return Article(id_, text, language, tuple(passages), title=id_, outlet=outlet, published=published)


REPOST = article("repost", published="2026-01-20")
RANNI = article("ranni", outlet="Ranní list", language="cs", published="2026-01-18")
VECERNI = article("vecerni", outlet="Večerní pošta", language="cs", sentences=OTHERS, published="2026-01-19")


def aligned(original: Article, similarities: dict[int, float]) -> Aligned:
    """`original` rendering these passages of the repost, each from its own passage of the same number."""
    matches = tuple(
        Match(index, original.id, original.passages[index].start, original.passages[index].end, similarity)
        for index, similarity in similarities.items()
    )
    links = tuple(
        Link(original.passages[index].sentences, REPOST.passages[index].sentences, similarity, original.language, "en")
        for index, similarity in similarities.items()
    )
    score = sum(similarities.values()) / len(SENTENCES)
    return Aligned(original, Alignment(original.id, links, matches, score), tuple(similarities.values()))


OTHER = aligned(VECERNI, {0: 0.2, 1: 0.15, 2: 0.2, 3: 0.1})


def credit(repost: Article, outlet: str) -> Article:
    return replace(repost, credit=Credit(f"Source: {outlet}", outlet, 0, 5))


class Told(Kinship):
    """Kinship that is told which articles translate each other."""

    def __init__(self, translations: Collection[frozenset[str]] = ()) -> None:
        super().__init__(open_embedded())
        self.translations = translations

    def is_translation(self, one: Article, other: Article) -> bool:
        return frozenset((one.id, other.id)) in self.translations


def judged(*candidates: Aligned, repost: Article = REPOST, translations: Collection[frozenset[str]] = ()) -> Judgement:
    return judge(repost, candidates, COVERAGE, "strong", Told(translations))
