"""What the training corpora are, and their licences, for the model card."""

from __future__ import annotations

from typing import TypedDict


class Source(TypedDict):
    """A corpus by what it holds and under which terms."""

    what: str
    licence: str


_WMT = "free for research, cite WMT"

SOURCES: dict[str, Source] = {
    "tatoeba": {"what": "Tatoeba MT Challenge test sets, short everyday sentences", "licence": "CC BY 2.0 FR"},
    "newstest": {"what": "WMT news test sets 2008-2018", "licence": _WMT},
    "tico19": {"what": "TICO-19, public-health text", "licence": "CC0"},
    "wmt-wikipedia": {"what": "WMT21 multilingual test sets, Wikipedia", "licence": "free for research"},
    "wmt-europeana": {"what": "WMT21 multilingual test sets, Europeana", "licence": "free for research"},
    "wmt21ref": {"what": "WMT21 news test sets, human references", "licence": _WMT},
    "wmt22ref": {"what": "WMT22 general test sets, human references", "licence": _WMT},
    "wmt24": {"what": "WMT24 general test sets", "licence": _WMT},
    "wmt21sys": {"what": "machine translations of the WMT21 sources", "licence": _WMT},
    "wmt22sys": {"what": "machine translations of the WMT22 sources", "licence": _WMT},
    "mlqe": {"what": "MLQE-PE, machine translations that people scored above 60", "licence": "CC0"},
    "dictionary": {
        "what": "Open Multilingual Wordnet and FreeDict, words and short phrases",
        "licence": "open licences, per language",
    },
}
