"""Measures of speed and quality beside peers; run by hand, not collected by pytest."""
