"""The verdict: which originals a repost draws on, how sure that is, and whether its credit holds.

evidence.py     how well a candidate renders each sentence of the repost
calibration.py  probabilities from that evidence; `weights.json` holds what was fitted
passages.py     where each passage came from
kinship.py      copies, relays and siblings among the candidates, and which of them came first
credits.py      what the printed credit is worth
"""

from __future__ import annotations

from provenance.verdict.calibration import weights
from provenance.verdict.evidence import Aligned, Witness
from provenance.verdict.judging import Judgement, judge, judge_against, thresholds
from provenance.verdict.kinship import Kinship

__all__ = ["Aligned", "Judgement", "Kinship", "Witness", "judge", "judge_against", "thresholds", "weights"]
