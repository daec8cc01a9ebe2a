"""Articles made of sentence-aligned documents, with known merges, splits, losses and moves."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from provenance.values import Article, Passage, Sentence

#: Sentences of the original and of the repost that belong together, by their offsets.
Gold = set[tuple[frozenset[int], frozenset[int]]]
Document = tuple[list[str], list[str]]


def documents(translated: list[dict[str, Any]], pair: str, half: int) -> list[Document]:
    """Original and human reference of every document of three sentences or more, of one half."""
    found = []
    for number, one in enumerate(translated):
        if one["pair"] != pair or number % 2 != half:
            continue
        source = [sentence.strip() for part in one["source"] for sentence in part]
        reference = [sentence.strip() for part in one["reference"][0]["text"] for sentence in part]
        if len(source) == len(reference) >= 3 and all(source) and all(reference):
            found.append((source, reference))
    return found


def article(id_: str, paragraphs: Sequence[Sequence[str]], language: str) -> Article:
    """An article of these paragraphs of sentences."""
    text, passages = "", []
    for index, paragraph in enumerate(paragraphs):
        text += "\n\n" if text else ""
        start, sentences = len(text), []
        for sentence in paragraph:
            text += " " if sentences else ""
            sentences.append(Sentence(sentence, len(text)))
            text += sentence
        passages.append(Passage(index, start, text[start:], "body", language, tuple(sentences)))
    return Article(id_, text, language, tuple(passages))


def rebuild(draw: random.Random, chosen: Sequence[Document], language: str) -> tuple[Article, Article, Gold]:
    """Join documents into one article of several paragraphs, and translate it as an editor would.

    One sentence in twelve is dropped, about one in eight merged with the next, about one in seven of
    the longer ones split; the paragraphs are shuffled.
    """
    originals: list[list[tuple[str, int]]] = []
    reposts: list[list[tuple[str, list[int]]]] = []
    number = 0
    for source, reference in chosen:
        at = 0
        while at < len(source):
            size = draw.randint(2, 4)
            pairs = list(zip(source[at : at + size], reference[at : at + size], strict=True))
            originals.append([(text, number + offset) for offset, (text, _) in enumerate(pairs)])
            translated = _translate(draw, [(text, number + offset) for offset, (_, text) in enumerate(pairs)])
            if translated:
                reposts.append(translated)
            number += len(pairs)
            at += size
    draw.shuffle(reposts)
    original = article("original", [[text for text, _ in part] for part in originals], language)
    repost = article("repost", [[text for text, _ in part] for part in reposts], "en")
    starts = {key: sentence.start for part, passage in zip(originals, original.passages, strict=True)
              for (_, key), sentence in zip(part, passage.sentences, strict=True)}  # fmt: skip
    groups: list[tuple[set[int], set[int]]] = []
    for part, passage in zip(reposts, repost.passages, strict=True):
        for (_, keys), sentence in zip(part, passage.sentences, strict=True):
            known = next((group for group in groups if group[0] & set(keys)), None)
            if known:
                known[0].update(keys)
                known[1].add(sentence.start)
            else:
                groups.append((set(keys), {sentence.start}))
    return original, repost, {(frozenset(starts[key] for key in keys), frozenset(ours)) for keys, ours in groups}


def _translate(draw: random.Random, sentences: Sequence[tuple[str, int]]) -> list[tuple[str, list[int]]]:
    out: list[tuple[str, list[int]]] = []
    at = 0
    while at < len(sentences):
        text, key = sentences[at]
        chance = draw.random()
        words = text.split(" ")
        if 0.08 <= chance < 0.2 and at + 1 < len(sentences):
            out.append((f"{text.rstrip('.')}, and {sentences[at + 1][0]}", [key, sentences[at + 1][1]]))
            at += 1
        elif 0.2 <= chance < 0.35 and len(words) > 10:
            middle = len(words) // 2
            out += [(" ".join(words[:middle]) + ".", [key]), (" ".join(words[middle:]).capitalize(), [key])]
        elif chance >= 0.08:
            out.append((text, [key]))
        at += 1
    return out
