"""Deliveries to a webhook: each update is posted again and again until it is answered 2xx."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx

# https://core.telegram.org/bots/api#setwebhook
CONNECTIONS = 40
_ANSWERED_WITHIN = 60.0  # seconds; then Telegram delivers again
_MESSAGES = frozenset({"message", "edited_message", "channel_post", "edited_channel_post"})


@dataclass(frozen=True)
class Pauses:
    """Seconds between attempts: the second is made at once, then the pauses double from `first` on.

    Telegram begins with 2 seconds and goes up to one or two minutes; nobody has to wait so long here.
    """

    first: float = 0.05
    longest: float = 0.5

    def __iter__(self) -> Iterator[float]:
        yield 0
        pause = self.first
        while True:
            yield min(pause, self.longest)
            pause *= 2


class Delivery:
    """Posts to one webhook, `hook` being the parameters of setWebhook; `delivered` hears of each success.

    As with Telegram, the updates of a chat go one after the other, the next not before the last was
    accepted; those of several chats, and a message and a press in the same chat, go side by side.
    """

    def __init__(self, hook: dict[str, Any], pauses: Pauses, delivered: Callable[[int], None]) -> None:
        self.hook = hook
        self.failure: dict[str, Any] = {}
        self._pauses = pauses
        self._delivered = delivered
        self._queues: dict[str, deque[tuple[int, dict[str, Any]]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._connections = asyncio.Semaphore(hook.get("max_connections", CONNECTIONS))
        self._client = httpx.AsyncClient(trust_env=False, timeout=_ANSWERED_WITHIN)

    def bring(self, number: int, update: dict[str, Any]) -> None:
        """Deliver the update after those of its queue; `number` is what `delivered` will hear."""
        name = _queue(update)
        queue = self._queues.setdefault(name, deque())
        queue.append((number, update))
        if len(queue) == 1:
            task = asyncio.create_task(self._empty(name))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Stop in the middle, whatever was accepted."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._client.aclose()

    async def _empty(self, name: str) -> None:
        queue = self._queues[name]
        while queue:
            number, update = queue[0]
            await self._deliver(update)
            queue.popleft()
            self._delivered(number)
        del self._queues[name]

    async def _deliver(self, update: dict[str, Any]) -> None:
        for pause in self._pauses:
            async with self._connections:
                failure = await self._post(update)
            if failure is None:
                return
            self.failure = {"last_error_date": int(time.time()), "last_error_message": failure}
            await asyncio.sleep(pause)

    async def _post(self, update: dict[str, Any]) -> str | None:
        headers = {"Content-Type": "application/json"}
        if "secret_token" in self.hook:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.hook["secret_token"]
        try:
            answer = await self._client.post(self.hook["url"], content=json.dumps(update), headers=headers)
        except httpx.HTTPError as error:
            return f"Connection failed: {type(error).__name__}"
        if answer.is_success:
            return None
        return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"


def _queue(update: dict[str, Any]) -> str:
    """Return the queue that Telegram would put it into: messages by chat, the rest by kind and user."""
    kind = next((name for name in update if name != "update_id"), "")
    content = update.get(kind)
    owner = content.get("chat" if kind in _MESSAGES else "from") if isinstance(content, dict) else None
    return f"{'message' if kind in _MESSAGES else kind}:{owner.get('id') if isinstance(owner, dict) else ''}"
