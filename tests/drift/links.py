"""Links for the tests of the checks, from two plain strings and a few glosses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.cues.letters import WORD as PLAIN
from provenance.values import Link, Sentence, Word, WordLink

#: Strength of the links of glosses and equal words: as of words that were aligned by their place.
GUESSED = 0.9
WORD = re.compile(rf"\d+(?:[.,:]\d+)*|{PLAIN}(?:['’-]{PLAIN})*")
BREAK = re.compile(r"(?<=[.!?…])[\"”“»'’]*\s+(?=[\"„“«'‘¿¡]*[^\W\d_])|(?<=[。！？])(?=\S)")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a check's table.

    `languages` is "original-repost". `glosses` aligns words ("vojáků=soldiers nebylo=was#2").
    `opposites` are words that the lexicon holds for opposites of each other, written like glosses, `wrong`
    words of the repost that the checker doubts. In a drifted row a finding must hold `repost_quote` and
    `original_quote`, where they are given.
    """

    original: str
    repost: str
    languages: str = "cs-en"
    glosses: str = ""
    repost_quote: str | None = None
    original_quote: str | None = None
    original_context: str = ""
    repost_context: str = ""
    opposites: str = ""
    wrong: str = ""

    def link(self) -> Link:
        """The row as a link."""
        return make_link(
            self.original,
            self.repost,
            languages=self.languages,
            glosses=self.glosses,
            original_context=self.original_context,
            repost_context=self.repost_context,
            opposites=self.opposites,
            wrong=self.wrong,
        )


def make_link(
    original: str,
    repost: str,
    *,
    languages: str = "cs-en",
    glosses: str = "",
    original_context: str = "",
    repost_context: str = "",
    opposites: str = "",
    wrong: str = "",
) -> Link:
    """A link between two texts that start at offset 0 of their articles.

    Identical words and equal numbers are linked; `glosses` adds "word=word" links, the n-th
    occurrence as `word#n`.
    """
    originals, reposts = words_of(original), words_of(repost)
    here, there = languages.split("-")
    pairs = {(_at(originals, a), _at(reposts, b)) for a, b in (gloss.split("=") for gloss in glosses.split())}
    pairs |= _equal(originals, reposts, taken={i for i, _ in pairs}, given={j for _, j in pairs})
    return Link(
        original=sentences_of(original),
        repost=sentences_of(repost),
        similarity=0.7,
        original_language=here,
        repost_language=there,
        original_words=originals,
        repost_words=reposts,
        words=tuple(WordLink(i, j, GUESSED) for i, j in sorted(pairs)),
        original_context=original_context,
        repost_context=repost_context,
        opposites=tuple(
            WordLink(_at(originals, a), _at(reposts, b), GUESSED)
            for a, b in (pair.split("=") for pair in opposites.split())
        ),
        wrong=_doubts(reposts, wrong),
        fault=0.9 if wrong else None,
    )


def _doubts(words: tuple[Word, ...], wrong: str) -> tuple[float, ...]:
    doubted = {_at(words, name) for name in wrong.split()}
    return tuple(0.95 if i in doubted else 0.05 for i in range(len(words))) if wrong else ()


def words_of(text: str) -> tuple[Word, ...]:
    """The words and figures of a text."""
    return tuple(Word(match.group(), match.start()) for match in WORD.finditer(text))


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, by a simple rule."""
    breaks = [match.end() for match in BREAK.finditer(text)]
    starts = [0, *(at for at in breaks if not text[at].islower())]
    ends = [*starts[1:], len(text)]
    return tuple(Sentence(text[a:b].rstrip(), a) for a, b in zip(starts, ends, strict=True) if text[a:b].strip())


def _at(words: tuple[Word, ...], gloss: str) -> int:
    name, _, nth = gloss.partition("#")
    places = [i for i, word in enumerate(words) if word.text == name]
    assert len(places) >= int(nth or 1), f"no word {gloss!r} among {[word.text for word in words]}"
    return places[int(nth or 1) - 1]


def _equal(
    originals: tuple[Word, ...], reposts: tuple[Word, ...], *, taken: set[int], given: set[int]
) -> set[tuple[int, int]]:
    pairs: set[tuple[int, int]] = set()
    used = set(given)
    for i, word in enumerate(originals):
        if i in taken:
            continue
        for j, other in enumerate(reposts):
            if j not in used and word.text.casefold() == other.text.casefold():
                pairs.add((i, j))
                used.add(j)
                break
    return pairs
