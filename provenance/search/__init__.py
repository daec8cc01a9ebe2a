"""Searching the indexes for the articles that a repost may come from.

nearest.py      the passages of the indexes nearest to a text
candidates.py   the articles that most of the repost points to
searched.py     what is searched, and an original as it stood when it was reposted
"""

from __future__ import annotations

from provenance.search.candidates import Candidate, credit_names, find_candidates
from provenance.search.searched import as_it_stood, coverage_of_all, narrowed, scope_of

__all__ = ["Candidate", "as_it_stood", "coverage_of_all", "credit_names", "find_candidates", "narrowed", "scope_of"]
