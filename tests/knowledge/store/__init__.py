"""Tests of knowledge/store: every one runs on SQLite and on a real PostgreSQL server."""
