"""What a word is made of, for the patterns of the checks.

The `\\w` of `re` leaves out the vowel signs of Indic and Southeast Asian scripts, which would cut their
words to pieces.
"""

from __future__ import annotations

_SIGNS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0dff\u0e30-\u0e4e\u1000-\u109f\u17b4-\u17d3"
_NOT_SIGNS = r"\u0964\u0965\u0970\u0df4\u0e2f\u0e3f\u104a-\u104f"

#: One letter with nothing else, as a group of a regular expression.
LETTER = rf"(?:[^\W\d_]|(?![{_NOT_SIGNS}\d])[{_SIGNS}])"
#: A word without apostrophes or hyphens.
WORD = rf"{LETTER}+"
