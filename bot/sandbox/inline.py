"""Inline mode: what is typed after the bot's name, its answer, and the result that somebody chooses.

Rules of https://core.telegram.org/bots/api#answerinlinequery; refusals are worded as Telegram words them.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox import messaging
from bot.sandbox.keyboards import inline_keyboard
from bot.sandbox.messages import Json
from bot.sandbox.refusal import bad_request
from bot.sandbox.state import State

LONGEST_QUERY = 256  # letters: https://core.telegram.org/bots/api#inlinequery
_RESULTS = 50
_BYTES = 64  # of a result's id and of an offset
_START = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Typed:
    """What the client shows: the answer, and the message that each of its results would become."""

    answer: Json
    messages: dict[str, Json]

    @property
    def results(self) -> list[Json]:
        listed: list[Json] = self.answer["results"]
        return listed

    @property
    def next_offset(self) -> str:
        return str(self.answer.get("next_offset", ""))

    @property
    def button(self) -> Json | None:
        """The one above the results."""
        return self.answer.get("button")


def answer_inline_query(state: State, params: Json) -> bool:
    query_id = params.get("inline_query_id", "")
    if state.typed.get(query_id, "none") is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    results = params.get("results", [])
    if len(results) > _RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len(params.get("next_offset", "").encode()) > _BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    start = params.get("button", {}).get("start_parameter")
    if start is not None and not _START.fullmatch(start):
        raise bad_request("START_PARAM_INVALID")
    state.typed[query_id] = Typed(params, {result["id"]: _message(state, result) for result in results})
    return True


def _message(state: State, result: Json) -> Json:
    if not 0 < len(result["id"].encode()) <= _BYTES:
        raise bad_request("RESULT_ID_INVALID")
    keyboard = inline_keyboard(result.get("reply_markup"))
    return _content(state, result) | ({"reply_markup": keyboard} if keyboard else {})


def _content(state: State, result: Json) -> Json:
    match result:
        case {"type": "article", "title": str(title), "input_message_content": dict(content)} if title:
            return messaging.text_content(content | {"text": content["message_text"]})
        case {"type": "photo", "photo_file_id": file_id}:
            return messaging.photo(state, file_id) | messaging.caption(result)
        case _:
            raise _unknown(result)


def _unknown(result: Any) -> Exception:
    return bad_request(f"this sandbox shows articles and photos only, got {result}", violation=True)
