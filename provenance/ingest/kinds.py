"""The kinds of files that articles are read from, by the endings of their names."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Final

from provenance.ingest.jsonl import read_json_lines
from provenance.ingest.packed import PACKINGS
from provenance.ingest.pages import PAGE_ENDINGS, page_records
from provenance.ingest.record import Reader
from provenance.ingest.tables import read_table
from provenance.ingest.wacz import read_wacz
from provenance.ingest.warc import read_warc

_PACKABLE: Final = {".jsonl": read_json_lines, ".ndjson": read_json_lines, ".csv": read_table, ".tsv": read_table}

#: Which reader reads the files of an ending.
READERS: Final = MappingProxyType[str, Reader](
    dict.fromkeys(sorted(PAGE_ENDINGS), page_records)
    | {ending + packing: reader for ending, reader in _PACKABLE.items() for packing in ("", *PACKINGS)}
    | {".warc": read_warc, ".warc.gz": read_warc, ".wacz": read_wacz}
)


def reader_of(path: Path) -> Reader | None:
    """The reader of a file, or None where it is of no kind that is read."""
    endings = [ending.lower() for ending in path.suffixes[-2:]]
    return READERS.get("".join(endings)) or READERS.get(endings[-1] if endings else "")


def spelled_kinds() -> str:
    """The endings, for messages."""
    plain = [ending for ending in READERS if ending.count(".") == 1]
    return f"{', '.join(plain)}; tables and JSON lines also packed ({', '.join(PACKINGS)}), WARC as .warc.gz"
