"""Tests of knowledge.matching."""
