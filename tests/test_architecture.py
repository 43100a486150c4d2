"""The house rules, executed: import direction, first lines, sizes."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "knowledge": {
        "knowledge",
        "sqlalchemy",
        "aiosqlite",
        "alembic",
        "feedparser",
        "rapidfuzz",
        "numpy",
        "PIL",
        "segno",
        # in processes of their own, the last two only where the operator has installed them
        "docx",
        "pypdf",
        "faster_whisper",
        "vosk",
    },
    "handlers": {"handlers", "knowledge", "telegram", "babel", "slugify"},
}
# Only the doors: a caller of another package never reaches behind them.
DOORS = {
    "handlers": {
        "knowledge.cases", "knowledge.days", "knowledge.exchange", "knowledge.figures", "knowledge.matching",
        "knowledge.media", "knowledge.models", "knowledge.periods", "knowledge.store", "knowledge.surge",
        "knowledge.text",
    },
    "bot": {
        "knowledge", "knowledge.cases", "knowledge.days", "knowledge.evaluation", "knowledge.exchange",
        "knowledge.figures", "knowledge.grouping", "knowledge.matching", "knowledge.media",
        "knowledge.models", "knowledge.periods", "knowledge.store", "knowledge.surge", "knowledge.text",
        "knowledge.starter",
    },
}  # fmt: skip


def _modules(folder: str) -> Iterator[Path]:
    return (path for path in sorted((ROOT / folder).rglob("*.py")))


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_go_one_way(folder: str) -> None:
    allowed = MAY_IMPORT[folder] | set(sys.stdlib_module_names)
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _modules(folder)
        for name in _imports(path)
        if name.split(".")[0] not in allowed
    }
    assert not wrong


@pytest.mark.parametrize("folder", DOORS)
def test_packages_are_entered_by_their_doors(folder: str) -> None:
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in _modules(folder)
        for name in _imports(path)
        if name.split(".")[0] == "knowledge" and name not in DOORS[folder]
    }
    assert not wrong


def test_only_the_store_speaks_sql() -> None:
    wrong = {
        str(path.relative_to(ROOT))
        for folder in ("knowledge", "handlers", "bot")
        for path in _modules(folder)
        if "store" not in path.parts and _imports(path) & {"sqlalchemy", "aiosqlite", "asyncpg", "sqlite3"}
    }
    assert not wrong


@pytest.mark.parametrize("folder", ["bot", "handlers", "knowledge", "tests"])
def test_every_file_says_first_what_it_is_for(folder: str) -> None:
    silent = {
        str(path.relative_to(ROOT))
        for path in _modules(folder)
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert not silent


def test_only_the_command_line_prints() -> None:
    printing = {
        str(path.relative_to(ROOT))
        for folder in ("knowledge", "handlers", "bot")
        for path in _modules(folder)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name) and node.id == "print"
    }
    assert not printing
