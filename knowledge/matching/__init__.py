"""Matching posts to claims: the door."""

from knowledge.matching.matcher import Matcher

__all__ = ["Matcher"]
