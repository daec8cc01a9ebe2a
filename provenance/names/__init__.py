"""Names across scripts: whether two spellings are one name, and whether a text spells one at all."""
