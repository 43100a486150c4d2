"""The pages say what the program does: settings, commands and targets, and links lead somewhere."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from bot.cli import app
from bot.settings import Settings
from handlers import routes
from handlers.moderator import labelled
from handlers.routing import Audience, Command
from knowledge.exchange import parse
from knowledge.models import Language, Verdict

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]


def _commands(command: Any, prefix: str = "") -> Iterator[str]:
    """Every command by its whole name, `webhook set` and so on."""
    for name, inner in command.commands.items():
        if hasattr(inner, "commands"):
            yield from _commands(inner, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}"


@pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields])
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert f"| `{name}` |" in README


def test_every_command_of_the_command_line_is_in_the_readme() -> None:
    assert {name for name in _commands(get_command(app)) if f"`{name}" not in README} == set()


def test_every_command_of_moderators_is_in_the_readme() -> None:
    names = {
        route.name for route in routes() if isinstance(route, Command) and route.audience > Audience.EVERYONE
    }
    assert {name for name in names if f"`/{name}" not in README} == set()


def test_every_verdict_is_in_the_readme() -> None:
    assert all(f"`{verdict}`" in README for verdict in Verdict)


@pytest.mark.parametrize("target", ["run", "test", "install", "lint", "help"])
def test_every_promised_target_is_in_the_makefile(target: str) -> None:
    assert re.search(rf"^{target}:.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_the_readmes_rebuttal_can_be_imported() -> None:
    example = re.search(r'(\{"id": "tdl-war".*?"status": "published"\})', README, re.DOTALL)
    assert example
    filled = json.loads(example[1].replace("https://…", "https://stopfake.kz/").replace("…", "some words"))
    assert parse([json.dumps(filled)])[0].id == "tdl-war"


def test_the_readmes_labelled_lines_make_a_whole_rebuttal() -> None:
    example = re.search(r"^    /add\n(?:    .+\n)+", README, re.MULTILINE)
    assert example
    draft, problems = labelled.parse("\n".join(line.strip() for line in example[0].splitlines()), Language.EN)
    assert not problems
    assert not draft.missing()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
