"""Is a stretch of the original left standing in its own language?

Words in a script that the repost's language does not use, runs of everyday words that stand letter for
letter in the original, and whole sentences in the original's language. Names, and words that are given
in brackets beside their translation, are meant to stand.

Source: MQM core typology, "Accuracy / Untranslated" (https://themqm.org).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from provenance.cues.letters import WORD
from provenance.drift.foreign import foreign_language
from provenance.drift.quotations import quotations
from provenance.drift.scripts import is_foreign
from provenance.drift.sides import Side, sides
from provenance.language import detect_language, language_name
from provenance.names.spelling import plain
from provenance.values import Finding, Link

SENTENCE, RUN, SCRIPT, WORD_LEFT, LONE = 0.9, 0.75, 0.85, 0.8, 0.6
_WORD = re.compile(rf"(?<![\w./@]){WORD}(?:['’-]{WORD})*(?![/@]|\.\w)")
_FEWEST_TOLD_APART, _FEWEST_IN_A_RUN, _FEWEST_IN_A_KINDRED_RUN = 4, 3, 8
_LONG_WORD, _STEM, _LONGEST_TITLE = 4, 6, 6
#: Percent of its letters from which a word is taken for the other's spelling.
_ALIKE = 60
_MOST_KEPT, _MOST_KEPT_OF_KIN = 0.7, 0.95
#: Languages that share whole phrases; a short run says nothing between two of one group.
_KINDRED = (
    frozenset({"cs", "sk"}), frozenset({"no", "da", "sv"}), frozenset({"es", "pt", "gl", "ca", "it", "fr", "ro"}),
    frozenset({"hr", "sr", "bs", "sl"}), frozenset({"ru", "uk", "be", "bg", "mk", "sr"}), frozenset({"id", "ms"}),
    frozenset({"nl", "af", "de"}), frozenset({"zh", "ja"}), frozenset({"fa", "ps", "ur", "ar", "ug", "ku"}),
    frozenset({"hi", "mr"}), frozenset({"tr", "az", "uz", "kk"}),
)  # fmt: skip


def find(link: Link) -> Iterator[Finding]:
    """Untranslated sentences, runs of words and words in another script."""
    original, repost = sides(link)
    if not original.text or not repost.text or original.language == repost.language:
        return
    words = list(_WORD.finditer(repost.text))
    theirs = [match.group() for match in _WORD.finditer(original.text)]
    runs = list(_runs(words, theirs))
    # In quotation marks a few words may be a title; a sentence is somebody's words, to be translated.
    titles = [q for q in quotations(repost.text) if len(_WORD.findall(repost.text, q.start, q.end)) <= _LONGEST_TITLE]
    kept = sum(end - start for start, end in runs)
    most = _MOST_KEPT_OF_KIN if _are_kin(original, repost) else _MOST_KEPT
    if len(words) >= _FEWEST_TOLD_APART and kept >= most * len(words) and _is_theirs(repost, original):
        yield _finding(repost, original, 0, len(repost.text), SENTENCE)
        return
    for start, end in _foreign(words, repost):
        if not _in_brackets(repost.text, words[start].start()):
            lone = end - start == 1 and words[start].group() not in theirs
            yield _finding(repost, original, words[start].start(), words[end - 1].end(), LONE if lone else SCRIPT)
    for start, end in runs:
        run = [w for w in words[start:end] if not any(q.start <= w.start() < q.end for q in titles)]
        run = [w for w in run if not _in_brackets(repost.text, w.start())]
        if _is_everyday(run, original, repost):
            yield _finding(repost, original, words[start].start(), words[end - 1].end(), RUN)
    for before, word, after in zip([None, *words], words, [*words[1:], None], strict=False):
        at = word.start()
        capitals = [one.group()[0].isupper() for one in (before, after) if one is not None]
        # A capital beside a capital belongs to a name.
        named = word.group()[0].isupper() and (any(capitals) or _is_particle(before))
        if named or any(q.start <= at < q.end for q in titles) or _in_brackets(repost.text, at):
            continue
        language = foreign_language(word.group(), repost.language, original.language, copied=word.group() in theirs)
        if language is not None and (language == original.language or not _is_shared(word.group(), theirs)):
            yield _finding(repost, original, at, word.end(), WORD_LEFT, language)


def _is_shared(word: str, theirs: list[str]) -> bool:
    """Whether the original has the word too, in its own spelling ("Influencerin"): then no third language left it."""
    long = [plain(one) for one in theirs if len(one) >= _STEM]
    return len(word) >= _STEM and any(fuzz.ratio(plain(word), one) >= _ALIKE for one in long)


def _is_particle(word: re.Match[str] | None) -> bool:
    return word is not None and word.group().lower() in {"von", "van", "der", "den", "zu", "de"}


def _runs(words: list[re.Match[str]], theirs: list[str]) -> Iterator[tuple[int, int]]:
    """Longest runs of words that stand in the same order on the other side."""
    at = 0
    while at < len(words):
        starts = [i for i, word in enumerate(theirs) if word == words[at].group()]
        length = max((_common(words, at, theirs, i) for i in starts), default=0)
        if length:
            yield at, at + length
        at += max(1, length)


def _common(words: list[re.Match[str]], at: int, theirs: list[str], there: int) -> int:
    pairs = zip(words[at:], theirs[there:], strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a.group() != b), min(len(words) - at, len(theirs) - there))


def _is_theirs(repost: Side, original: Side) -> bool:
    return detect_language(repost.text) == original.language


def _are_kin(original: Side, repost: Side) -> bool:
    return any({original.language, repost.language} <= group for group in _KINDRED)


def _is_everyday(run: list[re.Match[str]], original: Side, repost: Side) -> bool:
    """Whether a run of kept words is more than a name, a title or a word that both languages share."""
    if not run or is_foreign(run[0].group(), repost.language):
        return False
    small = [match.group() for match in run if match.group().islower()]
    if len(run) < (_FEWEST_IN_A_KINDRED_RUN if _are_kin(original, repost) else _FEWEST_IN_A_RUN):
        return False
    return 2 * len(small) > len(run) and any(len(word) >= _LONG_WORD for word in small)


def _foreign(words: list[re.Match[str]], repost: Side) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and is_foreign(words[end].group(), repost.language) and len(words[end].group()) > 1:
            end += 1
        if end > at:
            yield at, end
        at = max(end, at + 1)


def _in_brackets(text: str, at: int) -> bool:
    return text.count("(", 0, at) > text.count(")", 0, at) or text.count("（", 0, at) > text.count("）", 0, at)


def _finding(
    repost: Side, original: Side, start: int, end: int, probability: float, spoken: str | None = None
) -> Finding:
    span = repost.span(start, end)
    at = original.text.find(span.quote)
    source = original.span(at, at + len(span.quote)) if at >= 0 else None
    language = language_name(spoken or original.language)
    reason = f"{repost.subject} leaves “{span.quote}” in {language}, untranslated."
    if probability == SENTENCE:
        reason = f"{repost.subject} leaves this whole sentence in {language}, untranslated."
    return Finding("major" if probability != LONE else "minor", probability, reason, repost=span, original=source)
