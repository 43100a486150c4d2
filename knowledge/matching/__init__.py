"""Matching posts to claims: the door. `knowledge.evaluation` measures it."""

from knowledge.matching.anchors import anchors
from knowledge.matching.matcher import Matcher, shipped_lexicon

__all__ = ["Matcher", "anchors", "shipped_lexicon"]
