"""Tests of knowledge/exchange."""
