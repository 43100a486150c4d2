"""Brings rebuttals in and out, and says what may stand in each of their fields."""

from knowledge.exchange import fields
from knowledge.exchange.cases import dump_cases
from knowledge.exchange.comparison import Comparison, compared
from knowledge.exchange.csv import dump_rows
from knowledge.exchange.errors import ExchangeError, FieldError, Problem
from knowledge.exchange.feed import Feed, FeedError, read_feed
from knowledge.exchange.formats import SUFFIXES, Format, format_of, read, write
from knowledge.exchange.jsonl import dump, parse

__all__ = [
    "SUFFIXES",
    "Comparison",
    "ExchangeError",
    "Feed",
    "FeedError",
    "FieldError",
    "Format",
    "Problem",
    "compared",
    "dump",
    "dump_cases",
    "dump_rows",
    "fields",
    "format_of",
    "parse",
    "read",
    "read_feed",
    "write",
]
