"""Tests of knowledge.text."""
