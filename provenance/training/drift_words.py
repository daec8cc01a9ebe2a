"""Counts the words that the drift checks know: how common each is, and which follow which.

Only counts are kept; no text is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from provenance.drift import fluency, vocabulary
from provenance.lexicon.units import PieceTokenizer, split_words
from provenance.training.corpus import Pair, held_back
from provenance.values import Word

#: Words kept of a language, and how often each was seen at least.
MOST_WORDS, FEWEST_SEEN = 80_000, 2
#: Words and endings with a class of their own.
COMMON_WORDS, COMMON_ENDINGS = 220, 50
#: Languages with fewer counted words have no table.
FEWEST_WORDS, FEWEST_FOR_FLUENCY = 20_000, 90_000
#: A word is usually capital where it is so this many times as often as not.
MOSTLY = 4
#: Texts of a language that are looked at, of each sort.
MOST_NEWS, MOST_EVERYDAY = 120_000, 60_000
_EVERYDAY = frozenset({"tatoeba"})


def count_words(pairs: Iterable[Pair], tokenizer: PieceTokenizer, out: Path) -> dict[str, int]:
    """Write `vocabulary.bin` and `fluency.bin` into the folder `out`.

    Returns:
        The number of texts that were counted, by language.
    """
    texts = _texts(pairs)
    counts: dict[str, Counter[str]] = {}
    capitals: dict[str, frozenset[str]] = {}
    tables: dict[str, tuple[list[str], list[str], Counter[tuple[int, int]]]] = {}
    for language, own in sorted(texts.items()):
        split = [(text, split_words(text, tokenizer)) for text in own]
        found = Counter(word.text.lower() for _, words in split for word in words)
        if found.total() < FEWEST_WORDS:
            continue
        counts[language] = found
        capitals[language] = _capitals(split)
        if found.total() >= FEWEST_FOR_FLUENCY:
            common = [word for word, _ in found.most_common(COMMON_WORDS) if not any(map(str.isdigit, word))]
            endings = _endings(split, frozenset(common))
            tables[language] = common, endings, fluency.count_classes(split, common, endings)
    out.mkdir(parents=True, exist_ok=True)
    vocabulary.write_vocabulary(out / vocabulary.DATA_FILE.name, counts, capitals, MOST_WORDS, FEWEST_SEEN)
    fluency.write_follows(out / fluency.DATA_FILE.name, tables)
    return {language: len(own) for language, own in texts.items()}


def _texts(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    found: dict[tuple[str, bool], dict[str, None]] = {}
    for pair in pairs:
        # Machine translations hold words that were left untranslated.
        if pair.corpus.endswith("sys") or held_back(pair, frozenset()):
            continue
        everyday = pair.corpus in _EVERYDAY
        for language, text in ((pair.language_a, pair.text_a), (pair.language_b, pair.text_b)):
            own = found.setdefault((language, everyday), {})
            if len(own) < (MOST_EVERYDAY if everyday else MOST_NEWS):
                own[text] = None
    languages = {language for language, _ in found}
    return {one: [text for sort in (False, True) for text in found.get((one, sort), {})] for one in languages}


def _capitals(split: list[tuple[str, tuple[Word, ...]]]) -> frozenset[str]:
    """The words that stand with a capital inside sentences far oftener than without."""
    upper, lower = Counter[str](), Counter[str]()
    for text, words in split:
        for word in words:
            if word.text.islower():
                lower[word.text] += 1
            elif word.text[0].isupper() and text[: word.start].rstrip()[-1:].isalpha():
                upper[word.text.lower()] += 1
    return frozenset(word for word, count in upper.items() if count > MOSTLY * lower[word])


def _endings(split: list[tuple[str, tuple[Word, ...]]], common: frozenset[str]) -> list[str]:
    tails = Counter(_tails(split, common))
    return [tail for tail, _ in tails.most_common(COMMON_ENDINGS)]


def _tails(split: list[tuple[str, tuple[Word, ...]]], common: frozenset[str]) -> Iterator[str]:
    for _, words in split:
        for word in words:
            if len(word.text) > 3 and word.text.islower() and word.text not in common:
                yield word.text[-2:]
