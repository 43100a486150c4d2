"""The bot's profile: its commands per scope and language, its descriptions. Pure."""

from collections.abc import Iterable
from typing import Any

from handlers.routing import Audience, Command, GroupCommand, Route
from handlers.texts import texts
from knowledge.models import Language

Parameters = dict[str, Any]
# The language that clients set to neither of the three see.
FALLBACK = Language.EN


def descriptions() -> list[tuple[str, Parameters]]:
    """Return the requests (method, parameters) that tell newcomers what the bot is for."""
    requests = []
    for language, code in _codes():
        t = texts(language)
        requests.append(("setMyDescription", {"description": t("bot.description"), "language_code": code}))
        requests.append(
            ("setMyShortDescription", {"short_description": t("bot.short"), "language_code": code})
        )
    return requests


def commands(routes: Iterable[Route], audience: Audience, user_id: int | None = None) -> list[Parameters]:
    """Return setMyCommands parameters, one for each language.

    Everyone's menu is for all private chats; a moderator's or owner's is for their own chat, `user_id`.
    """
    scope = {"type": "chat", "chat_id": user_id} if user_id else {"type": "all_private_chats"}
    names = [route.name for route in routes if isinstance(route, Command) and route.audience <= audience]
    return _menus(names, scope)


def group_commands(routes: Iterable[Route]) -> list[Parameters]:
    """Return setMyCommands parameters for groups: what everybody finds there, and what administrators do."""
    known = [route for route in routes if isinstance(route, GroupCommand)]
    everybody = [route.name for route in known if not route.for_administrators]
    scopes = {"all_group_chats": everybody, "all_chat_administrators": [route.name for route in known]}
    return [menu for scope, names in scopes.items() for menu in _menus(names, {"type": scope})]


def _menus(names: Iterable[str], scope: Parameters) -> list[Parameters]:
    """Return setMyCommands parameters, one for each language."""
    listed = list(names)
    return [
        {
            "commands": [
                {"command": name, "description": texts(language)(f"command.{name}")} for name in listed
            ],
            "scope": scope,
            "language_code": code,
        }
        for language, code in _codes()
    ]


def _codes() -> list[tuple[Language, str]]:
    return [(FALLBACK, ""), *((language, language.value) for language in Language)]
