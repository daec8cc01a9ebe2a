"""Makes the list of words that are written with a capital but name nobody.

`python -m provenance.drift.common_words FILE…` reads parallel text (tab-separated: corpus, two
languages, two texts; xz-compressed) and writes `data/common_words.json`. A word is common where it is
often written in lower case too ("foreign", "committee"), or where it is never spelled alike in the
translation ("Ministerstvo", "Germany"): either way, its absence from the other side says nothing.
Only counts are kept; no text is.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from provenance.cues.letters import WORD
from provenance.names.spelling import plain

_FILE = Path(__file__).parent / "data" / "common_words.json"
_WORD = re.compile(WORD)
_LEAST_LOWER, _LEAST_LOWER_SHARE = 2, 0.2
_LEAST_UPPER, _MOST_ALIKE_SHARE = 3, 0.2
_LONGEST_STEM = 7
_ALIKE = 4
#: Scripts without capitals tell nothing about either side's.
_UNCASED = frozenset(["ar", "fa", "he", "hi", "ja", "ka", "km", "ko", "mr", "ps", "ta", "th", "ug", "ur", "zh", "bn"])


def common_words(rows: Iterator[tuple[str, str, str, str]]) -> dict[str, list[str]]:
    """Language → stems of common capitalised words, from (language, language, text, text) rows."""
    lower: dict[str, Counter[str]] = {}
    upper: dict[str, Counter[str]] = {}
    alike: dict[str, Counter[str]] = {}
    for here, there, text, other in rows:
        if {here, there} & _UNCASED:
            continue
        for language, mine, others in ((here, text, other), (there, other, text)):
            beginnings = {plain(word)[:_ALIKE] for word in _WORD.findall(others)}
            for match in _WORD.finditer(mine):
                word = match.group()
                stem = word.lower()[:_LONGEST_STEM]
                if word.islower():
                    lower.setdefault(language, Counter())[stem] += 1
                elif word[0].isupper() and match.start():
                    upper.setdefault(language, Counter())[stem] += 1
                    alike.setdefault(language, Counter())[stem] += plain(word)[:_ALIKE] in beginnings
    return {
        language: sorted(
            stem
            for stem, count in counts.items()
            if _is_common(count, lower.get(language, Counter())[stem], alike[language][stem])
        )
        for language, counts in sorted(upper.items())
    }


def _is_common(upper: int, lower: int, alike: int) -> bool:
    often_lower = lower >= _LEAST_LOWER and lower >= _LEAST_LOWER_SHARE * (lower + upper)
    return often_lower or (upper >= _LEAST_UPPER and alike < _MOST_ALIKE_SHARE * upper)


def rows(paths: list[Path]) -> Iterator[tuple[str, str, str, str]]:
    """The rows of parallel files, without their corpus."""
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                fields = line.rstrip("\n").split("\t")
                if len(fields) == 5:
                    yield fields[1], fields[2], fields[3], fields[4]


def main() -> None:
    """Write the list."""
    table = common_words(rows([Path(name) for name in sys.argv[1:]]))
    text = json.dumps(table, ensure_ascii=False, indent=0, separators=(",", ":"))
    _FILE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
