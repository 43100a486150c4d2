"""Brings rebuttals in and out, and says what may stand in each of their fields."""

from knowledge.exchange import fields
from knowledge.exchange.csv import dump_rows
from knowledge.exchange.errors import ExchangeError, FieldError, Problem
from knowledge.exchange.formats import Format, format_of, read, write
from knowledge.exchange.jsonl import dump, parse

__all__ = [
    "ExchangeError",
    "FieldError",
    "Format",
    "Problem",
    "dump",
    "dump_rows",
    "fields",
    "format_of",
    "parse",
    "read",
    "write",
]
