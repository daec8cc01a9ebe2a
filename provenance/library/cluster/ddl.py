"""One schema for both engines: the statements for SQLite, in the words of PostgreSQL."""

from __future__ import annotations

import re

from provenance.library.schema import INDEXES, SCHEMA

#: Columns that stay small; PostgreSQL counts characters with these only.
_SMALL = r'(position|start|"end"|passages|articles|copies) INTEGER'
#: The words of a passage, which FTS5 keeps without their text. Names are plain letters and digits, so no parser is
#: let near them.
_TERMS = """
CREATE TABLE terms (rowid BIGINT PRIMARY KEY, names TEXT NOT NULL);
CREATE INDEX terms_by_name ON terms USING gin (array_to_tsvector(string_to_array(names, ' ')));
"""
#: What taking articles out of tables that do change asks for.
_OWN = """
CREATE INDEX bands_by_article ON bands (article);
"""
_TABLE = re.compile(r"CREATE (?:VIRTUAL )?TABLE (\w+)")


def table_names() -> tuple[str, ...]:
    """The tables in an order in which they can be filled."""
    return tuple(_TABLE.findall(SCHEMA))


def postgres_schema() -> tuple[str, str]:
    """The statements that make the empty tables, and those that index them, which is quicker once they are full."""
    plain = re.sub(r"CREATE VIRTUAL TABLE[^;]*;", "", SCHEMA)
    plain = re.sub(_SMALL, r"\1 INT", plain)
    plain = re.sub(r"\bINTEGER\b", "BIGINT", plain)
    plain = re.sub(r"\bBLOB\b", "BYTEA", plain)
    # A passage goes with its article in one transaction; checking each would read all passages.
    plain = re.sub(r" REFERENCES \w+ \(\w+\)| WITHOUT ROWID", "", plain)
    statements = [one.strip() for one in (plain + _TERMS + _OWN + INDEXES).split(";")]
    indexes = [one for one in statements if one.startswith("CREATE INDEX")]
    return "; ".join(one for one in statements if one not in indexes), "; ".join(indexes)
