"""What the corruptions know of a language: its frequent words and their neighbours, opposites, negators, scales."""

from __future__ import annotations

import itertools
import random
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.align.words import WordAligner
from provenance.checker.features import STOP, Side
from provenance.cues.lists import FOLDER

ANTONYMS_FILE = Path(__file__).parent / "antonyms.toml"
ENGLISH = "en"
#: Neighbours of a word: not so near that they mean the same, not so far that nobody would confuse them.
NEAREST, FARTHEST = 0.62, 0.22
_MOST_NEIGHBOURS, _MOST_FORMS, _FEWEST_SEEN = 40, 12_000, 3
#: Without a word list, so many of the most frequent forms count as function words.
_FUNCTION_WORDS = 90
_CASELESS = frozenset({"zh", "ja", "ko", "th", "ar", "fa", "he", "hi", "bn", "mr", "ka", "ta", "km", "ur", "ug", "ku"})
_NOUNS_IN_CAPITALS = frozenset({"de"})
_PRONOUNS = {
    "en": "he/she him/her his/her himself/herself", "de": "er/sie ihm/ihr sein/ihr seine/ihre seiner/ihrer",
    "fr": "il/elle lui/elle ils/elles celui/celle", "es": "él/ella ellos/ellas", "it": "lui/lei egli/ella",
    "pt": "ele/ela dele/dela", "cs": "on/ona jeho/její jemu/jí", "ru": "он/она его/её ему/ей его/ее",
    "uk": "він/вона його/її йому/їй", "pl": "on/ona jego/jej jemu/jej", "zh": "他/她",
    "nl": "hij/zij hem/haar zijn/haar", "sv": "han/hon honom/henne hans/hennes",
}  # fmt: skip
#: Words that tell a time, and what moves them to the other one; an underscore parts the words of a phrase.
_TENSES = {
    "en": "was>will_be were>will_be had>will_have has>will_have will>did won't>didn't wasn't>won't_be",
    "de": "wurde>wird wurden>werden wird>wurde gestern>morgen hatte>wird hatten>werden",
    "cs": "byl>bude byla>bude bylo>bude byli>budou byly>budou bude>byl budou>byli nebude>nebyl včera>zítra",
    "sk": "bol>bude bola>bude bolo>bude boli>budú bude>bol budú>boli včera>zajtra",
    "ru": "был>будет была>будет было>будет были>будут будет>был будут>были вчера>завтра",
    "uk": "був>буде була>буде було>буде були>будуть буде>був будуть>були вчора>завтра",
    "pl": "był>będzie była>będzie było>będzie byli>będą były>będą będzie>był będą>były wczoraj>jutro",
    "fr": "était>sera étaient>seront avait>aura avaient>auront a>aura ont>auront sera>était seront>étaient aura>avait",
    "es": "fue>será fueron>serán había>habrá estaba>estará será>fue serán>fueron ha>habrá han>habrán ayer>mañana",
    "pt": "foi>será foram>serão era>será estava>estará será>foi serão>foram ontem>amanhã",
    "it": "era>sarà erano>saranno fu>sarà aveva>avrà ha>avrà hanno>avranno sarà>era saranno>erano ieri>domani",
    "nl": "was>wordt waren>worden werd>wordt werden>worden had>zal zal>had zullen>hadden gisteren>morgen",
    "sv": "var>blir hade>ska blev>blir ska>hade igår>imorgon", "fi": "oli>tulee_olemaan eilen>huomenna",
    "zh": "将>曾 将会>曾 曾>将 已经>将 昨天>明天", "ja": "だった>だろう でした>でしょう だろう>だった 昨日>明日",
}  # fmt: skip


class Words:
    """One language's words, counted over the texts that a run trains on.

    Args:
        language: its code.
        texts: some of its texts.
        opposites: words of opposite meaning.
        aligner: gives the words' vectors.
    """

    def __init__(
        self, language: str, texts: Iterable[Side], opposites: Mapping[str, Sequence[str]], aligner: WordAligner
    ) -> None:
        self.language, self.opposites, self._aligner = language, opposites, aligner
        self.counts: Counter[str] = Counter()
        self.follows: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.names: list[tuple[str, ...]] = []
        data = _word_list(language)
        negation, hedge = data.get("negation", {}), data.get("hedge", {})
        self.negators = frozenset(one for one in negation.get("cues", ()) if " " not in one and "*" not in one)
        self._negating = tuple(one[1:] for one in negation.get("cues", ()) if one.startswith("*"))
        self._prefixes = tuple(one[:-1] for one in negation.get("affixes", ()) if one.endswith("*") and len(one) < 6)
        if data.get("spaceless"):
            self._prefixes += tuple(self.negators)
        self.hedges = _plain(hedge.get("status", ())) + _plain(hedge.get("possibility", ()))
        self.scales = [
            {int(level): _plain(words) for level, words in data.get(name, {}).items() if level.isdigit()}
            for name in ("degree", "frequency", "quantity")
        ]
        self.breaks = frozenset(_plain(data.get("clause", {}).get("breaks", ())))
        self.pronouns = dict(both for pair in _PRONOUNS.get(language, "").split() for both in _both_ways(pair))
        self.tenses = {
            word: tuple(other.split("_"))
            for word, _, other in (one.partition(">") for one in _TENSES.get(language, "").split())
        }
        for side in texts:
            self._count(side)
        function = _plain(data.get("clause", {}).get("stop", ())) or [
            word for word, _ in self.counts.most_common(_FUNCTION_WORDS)
        ]
        self._function = frozenset(function)
        self._neighbours: dict[str, tuple[str, ...]] = {}
        self._table: tuple[list[str], npt.NDArray[np.float32]] | None = None

    def _count(self, side: Side) -> None:
        folded = [word.casefold() for word in side.words]
        self.counts.update(folded)
        for before, word in itertools.pairwise(folded):
            if word in self.negators:
                self.follows[before][word] += 1
        if self.language in _CASELESS:
            return
        run: list[str] = []
        mark = STOP
        for word, after in zip(side.words, side.marks, strict=True):
            if mark & STOP or not word[0].isupper() or mark:
                self._keep_name(run)
                run = []
            if word[0].isupper() and not mark & STOP:
                run.append(word)
            mark = after
        self._keep_name(run)

    def _keep_name(self, run: Sequence[str]) -> None:
        if run and (len(run) > 1 or self.language not in _NOUNS_IN_CAPITALS) and len(run) <= 4:
            self.names.append(tuple(run))

    def is_content(self, word: str) -> bool:
        """Whether leaving the word out would lose something."""
        return len(word) > (0 if self.language in _CASELESS else 2) and word.casefold() not in self._function

    def is_negator(self, word: str) -> bool:
        """Whether the word denies."""
        folded = word.casefold().replace("’", "'")
        return folded in self.negators or bool(self._negating and folded.endswith(self._negating))

    def is_name(self, word: str) -> bool:
        """Whether the word is written like a name inside a sentence."""
        return self.language not in _CASELESS and word[0].isupper() and not word.isdigit()

    def without_prefix(self, word: str) -> str | None:
        """The word without the prefix that denies it, where that is a word too."""
        folded = word.casefold()
        for prefix in self._prefixes:
            rest = folded[len(prefix) :]
            if folded.startswith(prefix) and len(rest) >= self._shortest and self.counts[rest] >= _FEWEST_SEEN:
                return rest
        return None

    def with_prefix(self, word: str) -> str | None:
        """The word with a prefix that denies it, where that is a word too."""
        folded = word.casefold()
        if len(folded) < self._shortest:
            return None
        return next((one + folded for one in self._prefixes if self.counts[one + folded] >= _FEWEST_SEEN), None)

    @property
    def _shortest(self) -> int:
        return 1 if self.language in _CASELESS else 3

    def neighbours(self, word: str) -> tuple[str, ...]:
        """Other words that are used much like this one."""
        folded = word.casefold()
        if folded not in self._neighbours:
            self._neighbours[folded] = self._find_neighbours(folded)
        return self._neighbours[folded]

    def _find_neighbours(self, word: str) -> tuple[str, ...]:
        forms, vectors = self._vectors()
        if not forms:
            return ()
        near = vectors @ self._aligner.vectors([word])[0][0]
        order = np.argsort(-near)[: 4 * _MOST_NEIGHBOURS].tolist()
        return tuple(
            forms[one]
            for one in order
            if FARTHEST < near[one] < NEAREST and (len(word) < 5 or forms[one][:4] != word[:4])
        )[:_MOST_NEIGHBOURS]

    def _vectors(self) -> tuple[list[str], npt.NDArray[np.float32]]:
        if self._table is None:
            forms = [
                word
                for word, count in self.counts.most_common(_MOST_FORMS)
                if count >= _FEWEST_SEEN and self.is_content(word) and not any(map(str.isdigit, word))
            ]
            vectors = self._aligner.vectors(forms)[0] if forms else np.zeros((0, 1), np.float32)
            self._table = forms, vectors
        return self._table

    def any_word(self, draw: random.Random) -> str | None:
        """Some content word of the language."""
        forms, _ = self._vectors()
        return forms[int(len(forms) * draw.random() ** 2)] if forms else None


def read_antonyms(share: slice = slice(None)) -> list[tuple[str, str]]:
    """English words of opposite meaning; `share` of the list, so that some can be kept for measuring."""
    with ANTONYMS_FILE.open("rb") as file:
        found = tomllib.load(file)["pairs"].split()
    return [(a, b) for a, b in (one.split("/") for one in sorted(set(found))[share])]


def opposites_by_language(
    pairs: Sequence[tuple[str, str]], dictionary: Iterable[tuple[str, str, str, str]]
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Words of opposite meaning in every language, through a dictionary of rows (language, language, word, word)."""
    wanted = {word for pair in pairs for word in pair}
    into: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for a, b, left, right in dictionary:
        for (one, english), (language, foreign) in (((a, left), (b, right)), ((b, right), (a, left))):
            if one == ENGLISH and english in wanted and " " not in foreign:
                into[language][english].add(foreign)
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for left, right in pairs:
        for one, other in ((left, right), (right, left)):
            found[ENGLISH][one].add(other)
            for language, known in into.items():
                for word in known.get(one, ()):
                    found[language][word.casefold()] |= known.get(other, set()) - {word}
    return {
        language: {word: tuple(sorted(others)) for word, others in sorted(known.items()) if others}
        for language, known in found.items()
    }


@cache
def _word_list(language: str) -> dict[str, Any]:
    path = FOLDER / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _plain(words: Iterable[str]) -> list[str]:
    return [word for word in words if not set(word) & set(" *?")]


def _both_ways(pair: str) -> tuple[tuple[str, str], tuple[str, str]]:
    one, other = pair.split("/")
    return (one, other), (other, one)
