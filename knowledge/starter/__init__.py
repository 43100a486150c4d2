"""The rebuttals that a fresh store begins with, in the project's JSONL format (one object a line)."""

from importlib.resources import files

_FILE = "rebuttals.jsonl"

__all__ = ["lines"]


def lines() -> tuple[str, ...]:
    """Return the starter set, one JSON object a line, ready for the same import as any other file."""
    return tuple(files(__name__).joinpath(_FILE).read_text(encoding="utf-8").splitlines())
