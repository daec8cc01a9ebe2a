"""An index that has outgrown one machine: its vectors in Milvus, its articles in PostgreSQL.

    indexes/NAME/index.toml     names the two servers
    indexes/NAME/staging/       what a change has read so far; it goes when the change is live

The tables are those of an index on disk, in a schema of PostgreSQL for each rebuild, and the vectors of
a passage stand in a Milvus collection of the same name under ids made from the passage's. An alias of
Milvus says which of them is live. So a rebuild goes live by moving the alias; a smaller change by one
transaction of PostgreSQL, before which its vectors are there and after which those that it replaces go.
Vectors whose passage PostgreSQL does not know are passed over, so that a change which stops halfway is
not seen, and the next one clears it away.

settings.py   what `index.toml` says
postgres.py   tables of PostgreSQL that are asked as SQLite's are
ddl.py        one schema for both engines
state.py      what is live, and whether the two servers agree
reader.py     an open index
lexical.py    passages by names and numbers, with the scores of SQLite
writer.py     the right to change, and what stopped changes left
loading.py    a rebuild: load, check, move the alias
applying.py   a small change
checkup.py    reading everything
"""
