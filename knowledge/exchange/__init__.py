"""Brings rebuttals in and out, and says what may stand in each of their fields."""

from knowledge.exchange import fields
from knowledge.exchange.errors import ExchangeError, FieldError, Problem
from knowledge.exchange.jsonl import dump, parse

__all__ = ["ExchangeError", "FieldError", "Problem", "dump", "fields", "parse"]
