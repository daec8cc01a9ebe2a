"""Outlets: whether two spellings, or a name and a web address, mean the same one.

names.py     spellings: folded letters, inflected endings, the site of an address
table.py     known outlets with their variants and domains, and the user's own
outlets.csv  the table that ships: name, variants, domains, language, country
"""

from __future__ import annotations

from provenance.outlet.names import fold_outlet, names_in, same_host, site_of
from provenance.outlet.table import Outlet, find_outlets, known_outlets, same_outlet

__all__ = ["Outlet", "find_outlets", "fold_outlet", "known_outlets", "names_in", "same_host", "same_outlet", "site_of"]
