"""Asks Telegram whether somebody administers a group, and believes the answer for half a minute."""

import logging
from datetime import datetime, timedelta

from telegram import ChatMember
from telegram.error import BadRequest, TelegramError

from bot.clock import Clock
from bot.telegram_api import TelegramApi

LOG = logging.getLogger(__name__)

# Long enough for the presses of one visit to the settings, short enough for who has just lost the rights.
BELIEVED = timedelta(seconds=30)
TIMEOUT = 3.0  # seconds; other chats wait meanwhile
RIGHTS = {ChatMember.ADMINISTRATOR, ChatMember.OWNER}


class Administrators:
    def __init__(self, api: TelegramApi, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._known: dict[tuple[int, int], tuple[datetime, bool]] = {}

    async def administers(self, chat_id: int, user_id: int) -> bool:
        """Return whether the user may change what concerns the group; False when Telegram does not say."""
        now = self._clock()
        self._known = {who: known for who, known in self._known.items() if known[0] > now - BELIEVED}
        if (chat_id, user_id) not in self._known:
            try:
                self._known[chat_id, user_id] = now, await self._ask(chat_id, user_id)
            except TelegramError as error:
                LOG.warning("who administers a group is not known: %s", type(error).__name__)
                return False
        return self._known[chat_id, user_id][1]

    async def _ask(self, chat_id: int, user_id: int) -> bool:
        """Ask about the person; what Telegram may refuse to a bot without rights, the list says as well."""
        about = {"chat_id": chat_id, "user_id": user_id}
        try:
            member = await self._api.call("getChatMember", about, read_timeout=TIMEOUT)
        except BadRequest:
            listed = await self._api.call("getChatAdministrators", {"chat_id": chat_id}, read_timeout=TIMEOUT)
            return any(each["user"]["id"] == user_id for each in listed)
        return member["status"] in RIGHTS
