"""Matching posts to claims: the door. `knowledge.evaluation` measures it."""

from knowledge.matching.anchors import anchors
from knowledge.matching.decision import Hurdle
from knowledge.matching.explanation import Explained, Explanation
from knowledge.matching.matcher import Matcher, lexicon_with, shipped_lexicon

__all__ = ["Explained", "Explanation", "Hurdle", "Matcher", "anchors", "lexicon_with", "shipped_lexicon"]
