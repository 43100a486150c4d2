"""Tests of knowledge/media."""
