"""Cue words by language: negators, degree words, hedges, reporting verbs, clause breaks and function words."""

from __future__ import annotations
