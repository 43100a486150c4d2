"""The journal of requests: what the bot asked for, when, and what it was answered."""

from dataclasses import dataclass
from typing import Any

# What counts against Telegram's limits per chat: messages and edits
# (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this)
_SHOWN = ("send", "edit", "copy", "forward")


@dataclass
class Call:
    """One request; `at` is monotonic seconds of arrival, `result` and `error` wait for the answer.

    `client` is the (host, port) that it came from.
    """

    method: str
    params: dict[str, Any]
    at: float
    client: tuple[str, int] = ("", 0)
    result: Any = None
    error: str | None = None
    answered: bool = False

    @property
    def chat(self) -> Any:
        """The chat_id that was asked for, None for methods without one."""
        return self.params.get("chat_id")

    @property
    def ok(self) -> bool:
        """Answered, and well."""
        return self.answered and self.error is None

    @property
    def is_shown(self) -> bool:
        """Whether it sends or edits a message, which is what Telegram limits."""
        return self.method.startswith(_SHOWN) and self.method != "sendChatAction"


class Journal(list[Call]):
    """All calls in order of arrival."""

    def of(self, method: str | None = None, chat: int | None = None) -> list[Call]:
        """Calls of one method, or to one chat, or both."""
        return [
            call for call in self if method in {None, call.method} and (chat is None or call.chat == chat)
        ]

    def times(self, chat: int) -> list[float]:
        """When messages were sent or edited in the chat: monotonic seconds, chat actions left out."""
        return [call.at for call in self.of(chat=chat) if call.is_shown]
