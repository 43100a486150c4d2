"""compose.yaml and its proxy fit the program: settings, commands, paths and ports are those that exist."""

import re
from pathlib import Path

import pytest

from bot.cli import app
from bot.settings import Address, Settings

ROOT = Path(__file__).parents[1]
COMPOSE = (ROOT / "compose.yaml").read_text("utf-8")
PROXY = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
GIVEN = {
    "TELEGRAM_BOT_TOKEN": "42:secret",
    "OWNER_IDS": "7",
    "SECRET_KEY": "sixteen letters!",
    "POSTGRES_PASSWORD": "letters",
    "DOMAIN": "bot.example.kz",
}


def _bots_environment() -> dict[str, str]:
    """What the block of the bot sets, with an operator's values in place of ${NAME}."""
    block = re.search(r"^x-bot:.*?^  environment:\n(.*?)^\S", COMPOSE, re.MULTILINE | re.DOTALL)
    assert block
    lines = re.findall(r"^    ([A-Z_]+): (.+)$", block[1], re.MULTILINE)
    return {name: re.sub(r"\$\{(\w+)[^}]*\}", lambda var: GIVEN[var[1]], value) for name, value in lines}


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in _bots_environment().items():
        monkeypatch.setenv(name, value)
    return Settings.read()


def test_every_variable_of_the_bot_is_a_setting() -> None:
    assert {name.lower() for name in _bots_environment()} <= set(Settings.model_fields)


def test_the_settings_can_be_read(settings: Settings) -> None:
    assert settings.database_url == "postgresql+asyncpg://shynba:letters@database/shynba"
    assert settings.webhook_url == "https://bot.example.kz/telegram"
    assert settings.address == Address("0.0.0.0", 8080)


def test_the_proxy_passes_on_the_webhook_to_every_replica(settings: Settings) -> None:
    assert settings.webhook_url is not None
    assert settings.address is not None
    path = settings.webhook_url.removeprefix("https://bot.example.kz")
    assert f"handle {path} {{" in PROXY
    replicas = re.findall(r"^  ([\w-]+):\n    <<: \*replica$", COMPOSE, re.MULTILINE)
    assert len(replicas) == 2
    upstreams = " ".join(f"{replica}:{settings.address.port}" for replica in replicas)
    assert f"reverse_proxy {upstreams} {{" in PROXY


def test_commands_are_commands() -> None:
    names = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    assert set(re.findall(r"command: \[(\w+)\]", COMPOSE)) <= names


def test_what_an_operator_must_give_is_in_the_readme() -> None:
    needed = set(re.findall(r"\$\{(\w+):\?", COMPOSE))
    assert needed == set(GIVEN) - {"OWNER_IDS"}
    assert {name for name in needed if f"{name}=" not in README} == set()
