"""Tests of knowledge/grouping: posts that say the same come together, in whatever order they arrive."""
