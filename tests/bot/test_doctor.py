"""`doctor` as an operator meets it: what works, what does not, and how to mend it."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest

from bot.sandbox import Telegram
from tests.knowledge.media.files import recogniser

ROOT = Path(__file__).parents[2]


async def _doctor(folder: Path, **environment: str) -> tuple[int, dict[str, list[str]]]:
    """Run it with these settings alone; its exit code, and the lines by name with their marks."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "doctor",
        cwd=folder, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | environment,
        stdout=PIPE, stderr=STDOUT,
    )  # fmt: skip
    told, _ = await process.communicate()
    found: dict[str, list[str]] = {}
    for line in told.decode().splitlines():
        _, name, *_ = line.split()
        found.setdefault(name, []).append(line)
    assert process.returncode is not None
    return process.returncode, found


async def test_a_fresh_machine_can_run_the_bot(tmp_path: Path, telegram: Telegram) -> None:
    code, found = await _doctor(tmp_path, TELEGRAM_BOT_TOKEN=telegram.token, TELEGRAM_API_URL=telegram.url)
    assert code == 0
    assert set(found) == {"settings", "store", "telegram", "fonts", "ocr", "ffmpeg", "speech"}
    assert found["telegram"][0].startswith("ok")
    assert telegram.me["username"] in found["telegram"][0]
    assert found["speech"][0].startswith("--")
    assert "SPEECH_MODELS" in found["speech"][0]


async def test_without_programs_of_the_system_it_says_how_to_get_them(tmp_path: Path) -> None:
    code, found = await _doctor(tmp_path, PATH=str(tmp_path))
    assert code == 0
    assert "apt-get install" in found["ocr"][0]
    assert "apt-get install" in found["ffmpeg"][0]
    assert "@BotFather" in found["telegram"][0]


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("OWNER_IDS", "me", "settings"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:1", "telegram"),
        ("DATABASE_URL", "sqlite+aiosqlite:///rubbish", "store"),
    ],
)
async def test_what_keeps_the_bot_from_running_is_a_failure(
    tmp_path: Path, name: str, value: str, line: str
) -> None:
    (tmp_path / "rubbish").write_bytes(b"no store " * 1000)
    settings = {"TELEGRAM_BOT_TOKEN": "1:a-token-that-opens-nothing-0000000000"}
    code, found = await _doctor(tmp_path, **settings | {name: value})
    assert code == 1
    assert found[line][0].startswith("FAIL")


async def test_a_token_that_telegram_does_not_know_is_a_failure(tmp_path: Path, telegram: Telegram) -> None:
    code, found = await _doctor(
        tmp_path, TELEGRAM_BOT_TOKEN="1:of-another-bot", TELEGRAM_API_URL=telegram.url
    )
    assert code == 1
    assert "does not know the token" in found["telegram"][0]


async def test_models_of_speech_are_told_one_by_one(tmp_path: Path) -> None:
    good = recogniser(tmp_path / "good", json.dumps({"text": "сөз", "confidence": 1}))
    _, found = await _doctor(tmp_path, SPEECH_MODELS=f"{good}, {tmp_path / 'absent'}")
    assert found["speech"][0].startswith("ok")
    assert "program" in found["speech"][0]
    assert found["speech"][1].startswith("--")
    assert "absent" in found["speech"][1]
