"""Tests of knowledge/evaluation."""
