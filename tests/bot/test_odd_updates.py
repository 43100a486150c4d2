"""Every kind of update that Telegram sends, as it sends it: what the bot answers to each, if anything.

`tests/updates` has a file for each kind, `expected.tsv` there a line: what is answered now. Kinds that get a
behaviour later change their line.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.application import ShynBa
from bot.intake import raw_update
from bot.sandbox import Person, Telegram
from bot.sandbox.journal import Call
from bot.sandbox.spec import Spec
from handlers.texts import unmarked
from tests.conftest import SPEC

UPDATES = Path(__file__).parents[1] / "updates"
BEGINNINGS = {
    "❌ Неправда": "verdict",
    "❌ Жалған": "verdict",
    "🔍 Пока не проверено": "not checked",
    "Пришлите пост целиком": "too little",
    "Жазбаны толық жіберіңіз": "too little",
    "Я не открываю ссылки": "link",
    "Такое сообщение я прочитать не могу": "cannot read",
    "Слушать я пока не умею": "cannot listen",
    "Извините, открыть это не получилось": "cannot open",
    "Здесь мне нечего проверить": "nothing to check",
    "Такой команды нет": "unknown command",
    "Как работает бот": "help",
    "Здравствуйте! Я бот «Шын ба?»": "introduction",
}
# What nobody asks for: these go out by themselves.
BY_ITSELF = {"getMe", "getUpdates", "getMyCommands", "setMyCommands", "setMyDescription", "setMyName"}
# Newer than the description that updates are checked against, or made up.
BEYOND = {
    "fields_of_tomorrow",
    "kind_of_tomorrow",
    "rich_message",
    "service_group_moved",
    "update_of_tomorrow",
}


def expected() -> dict[str, str]:
    lines = (UPDATES / "expected.tsv").read_text("utf-8").splitlines()
    return {name: answer for name, _, answer in (line.partition("\t") for line in lines)}


def updates(name: str) -> list[dict[str, Any]]:
    """The updates of one kind, in order of arrival."""
    read = json.loads((UPDATES / f"{name}.json").read_text("utf-8"))
    return read if isinstance(read, list) else [read]


async def test_each_kind_of_update_gets_what_is_due_and_nothing_else(
    bot: ShynBa, telegram: Telegram, citizen: Person
) -> None:
    citizen.starts()
    await citizen.reads()
    telegram.group("Двор 12")  # that some of the updates come from
    found = {name: await answered(bot, telegram, updates(name)) for name in expected()}
    wanted = expected()
    wrong = {name: told for name, told in found.items() if told != wanted[name]}
    assert not wrong, wrong


def test_every_file_is_expected_and_no_other() -> None:
    assert {path.stem for path in UPDATES.glob("*.json")} == expected().keys()


def test_the_updates_are_as_telegram_describes_them() -> None:
    if SPEC is not None:
        spec = Spec.load(SPEC)
        wrong = {
            name for name in expected() for update in updates(name) if spec.type_problems("Update", update)
        }
        assert wrong == BEYOND


async def answered(bot: ShynBa, telegram: Telegram, arriving: Sequence[dict[str, Any]]) -> str:
    """What the bot says to these updates, in one or two words."""
    before = len(telegram.calls)
    await bot.arrivals.take([raw_update(update) for update in arriving])
    await bot.settled()
    calls = [call for call in telegram.calls[before:] if call.method not in BY_ITSELF]
    return ", ".join(map(_named, calls)) or "silence"


def _named(call: Call) -> str:
    if call.method == "answerCallbackQuery":
        return "toast"
    if "text" not in call.params:
        return call.method
    said = unmarked(call.params["text"])
    beginning = next((name for words, name in BEGINNINGS.items() if said.startswith(words)), said[:60])
    return beginning if call.method == "sendMessage" else f"{call.method} {beginning}"
