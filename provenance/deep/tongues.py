"""The languages of a translation model, by the marks in its vocabulary."""

from __future__ import annotations

import re
from typing import Any

from provenance.language import plain_code

#: How translation models mark a language: `cs_CZ`, `ces_Latn`, `__cs__` on both sides, or `>>ces<<` before the source.
_MARKS = re.compile(
    r"__(?P<plain>[a-z]{2,3})__|(?P<both>[a-z]{2,3}_[A-Z][A-Za-z]{1,3})|>>(?P<target>[a-z]{2,3})(?:_\w+)?<<"
)


class Tongues:
    """What a tokenizer says of its languages: marks for many, names for one pair, or nothing.

    `tokens` are the ids of the marks.
    """

    def __init__(self, tokenizer: Any) -> None:  # noqa: ANN401 - transformers names no class that all share
        self._tokenizer = tokenizer
        self._both: dict[str, str] = {}
        self._targets: dict[str, str] = {}
        self.tokens: set[int] = set()
        for token, number in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1]):
            match = _MARKS.fullmatch(token)
            if match is None or (match["target"] is None and not hasattr(tokenizer, "src_lang")):
                continue
            self.tokens.add(number)
            own, marks = match["plain"] or match["both"] or match["target"], self._both
            if match["target"]:
                marks, own = self._targets, token
            if code := _code(match["plain"] or match["both"] or match["target"]):
                marks.setdefault(code, own)
        stated = tokenizer.init_kwargs
        self._pair = (_code(stated.get("source_lang")), _code(stated.get("target_lang")))

    def knows(self, original: str, repost: str) -> bool:
        """Whether the model translates from one language to the other; a model that does not say is believed to."""
        if self._both:
            return original in self._both and repost in self._both
        if self._targets:
            return repost in self._targets
        return all(stated in {None, asked} for stated, asked in zip(self._pair, (original, repost), strict=True))

    def turn(self, original: str, repost: str) -> str:
        """Turn the tokenizer to a pair of languages; what is returned goes before each original."""
        if self._both:
            self._tokenizer.src_lang = self._both[original]
            self._tokenizer.tgt_lang = self._both[repost]
        return f"{self._targets[repost]} " if self._targets else ""


def _code(stated: str | None) -> str | None:
    """The ISO 639-1 code of a language that a model names by two letters or three, with or without a country."""
    from babel.core import get_global

    code = plain_code(stated)
    return plain_code(get_global("language_aliases").get(code or "", code))
