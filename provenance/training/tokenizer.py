"""The WordPiece vocabulary of the embedded model, learned from text of many languages."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from provenance.lexicon.units import UNSPACED

UNKNOWN = "[UNK]"
#: Thai, Khmer, Lao and Burmese write whole clauses without a space, so "words" may be long.
LONGEST_WORD = 400
_UNSPACED = re.compile(f"[{UNSPACED}]")


def blank_tokenizer(vocabulary: Mapping[str, int] | None = None) -> Tokenizer:
    """A WordPiece tokenizer with our normalisation: NFKC, lower case, accents kept."""
    tokenizer = Tokenizer(
        models.WordPiece(dict(vocabulary or {UNKNOWN: 0}), unk_token=UNKNOWN, max_input_chars_per_word=LONGEST_WORD)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.BertNormalizer(
                clean_text=True, handle_chinese_chars=False, strip_accents=False, lowercase=True
            ),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def balanced_sample(
    texts: Mapping[str, Sequence[str]], *, characters: int, exponent: float, seed: int
) -> Iterator[str]:
    """Sample about `characters` characters in all, each language by its size to the power `exponent`."""
    sizes = {language: sum(map(len, lines)) for language, lines in texts.items()}
    shares = {language: size**exponent for language, size in sizes.items()}
    total = sum(shares.values())
    draw = random.Random(seed)
    for language in sorted(texts):
        wanted = characters * shares[language] / total
        lines = list(texts[language])
        draw.shuffle(lines)
        # A small language is read up to four times, so that its words reach the vocabulary at all.
        yield from (lines * 4)[: max(1, int(len(lines) * min(4.0, wanted / max(1, sizes[language]))))]


def learn_tokenizer(lines: Iterable[str], *, size: int, alphabet: int = 9000) -> Tokenizer:
    """Learn a WordPiece vocabulary of `size` pieces (Schuster & Nakajima 2012) from `lines`."""
    tokenizer = blank_tokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        min_frequency=2,
        limit_alphabet=alphabet,
        special_tokens=[UNKNOWN],
        continuing_subword_prefix="##",
        show_progress=False,
    )
    tokenizer.train_from_iterator(lines, trainer)
    return blank_tokenizer(tokenizer.get_vocab(with_added_tokens=True))


def thinned(tokenizer: Tokenizer, *, dropped: float, seed: int) -> tuple[Tokenizer, list[int]]:
    """A variant that lost a share of its longer pieces, for subword regularisation.

    A word is cut differently by each variant, so that the short pieces, which rare words of small
    languages are made of, are trained too (the idea of Kudo 2018 and Provilkov et al. 2020, with
    fixed variants in place of sampling at every step).

    Returns:
        The variant and, for each of its ids, the id in `tokenizer`.
    """
    draw = random.Random(seed)
    kept: dict[str, int] = {}
    back: list[int] = []
    for piece, number in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1]):
        long = len(piece.removeprefix("##")) > 2
        if piece != UNKNOWN and long and draw.random() < dropped:
            continue
        kept[piece] = len(back)
        back.append(number)
    return blank_tokenizer(kept), back


def tied_pieces(tokenizer: Tokenizer) -> list[int]:
    """For each piece the piece whose vector it shares: itself, or the same characters at the start of a word.

    In a script without spaces a "word" is a clause, and where it starts says nothing about the characters
    that do, so a piece is the same inside and at the start.
    """
    vocabulary = tokenizer.get_vocab()
    tied = list(range(tokenizer.get_vocab_size()))
    for piece, number in vocabulary.items():
        bare = piece.removeprefix("##")
        if bare != piece and _UNSPACED.match(bare):
            tied[number] = vocabulary.get(bare, number)
    return tied
