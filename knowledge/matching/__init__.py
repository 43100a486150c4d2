"""Matching posts to claims: the door. `knowledge.evaluation` measures it."""

from knowledge.matching.anchors import anchors
from knowledge.matching.matcher import Matcher

__all__ = ["Matcher", "anchors"]
