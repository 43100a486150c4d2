"""docs/tour.md is what the running bot says today."""

import difflib
import importlib
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture
def tour(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script that writes the page."""
    monkeypatch.syspath_prepend(DOCS)
    return importlib.import_module("tour")


async def test_the_tour_is_what_the_bot_says(tour: Any) -> None:
    kept, said = tour.OUTPUT.read_text("utf-8"), await tour.written()
    changed = difflib.unified_diff(
        kept.splitlines(), said.splitlines(), "docs/tour.md", "the bot", lineterm=""
    )
    assert kept == said, "\n".join(["run python docs/tour.py and read what changed:", *changed])
