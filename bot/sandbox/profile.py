"""What the bot says about itself: name, descriptions and command menus by scope and language."""

import re
from typing import Any

from bot.sandbox.messages import Json
from bot.sandbox.refusal import bad_request

Scope = tuple[str, Any, Any]  # type, chat_id, user_id
# https://core.telegram.org/bots/api#setmyname, #setmydescription, #setmyshortdescription, #setmycommands
LENGTHS = {"name": 64, "description": 512, "short_description": 120}
_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_COMMAND_DESCRIPTION = 256


class Profile:
    """Texts and commands; an empty language stands for everybody who has no text of their own language."""

    def __init__(self, name: str) -> None:
        self._texts: dict[tuple[str, str], str] = {("name", ""): name}
        self._commands: dict[tuple[Scope, str], list[Json]] = {}

    def text(self, what: str, language: str = "") -> str:
        """What a client in that language shows; `what` is a key of LENGTHS."""
        return self._texts.get((what, language)) or self._texts.get((what, ""), "")

    def set_text(self, what: str, value: str, language: str) -> None:
        """An empty value removes the text. Raises RefusalError when it is too long."""
        if len(value) > LENGTHS[what]:
            raise bad_request(f"bot {what.replace('_', ' ')} is too long")
        self._texts[what, checked_language(language)] = value

    def commands(self, scope: Json | str = "default", language: str = "") -> list[Json]:
        """The menu set for exactly this scope and language."""
        return self._commands.get((scope_key(scope), language), [])

    def set_commands(self, commands: list[Json], scope: Json | str, language: str) -> None:
        if len(commands) > _COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _COMMAND.fullmatch(command["command"]):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= _COMMAND_DESCRIPTION:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self._commands[scope_key(scope), checked_language(language)] = commands

    def menu(self, scopes: list[Json], language: str) -> list[Json]:
        """What a client shows: the first scope with commands, there the language before no language."""
        for scope in scopes:
            for spoken in (language, ""):
                if shown := self.commands(scope, spoken):
                    return shown
        return []


def scope_key(scope: Json | str) -> Scope:
    """A BotCommandScope, or its type alone, as a key."""
    if isinstance(scope, str):
        return scope, None, None
    return scope["type"], scope.get("chat_id"), scope.get("user_id")


def checked_language(language: str) -> str:
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language
