"""Updates made at random from Telegram's description of them, and whether anything may be said to each."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from bot.application import ShynBa
from bot.intake import raw_update
from bot.sandbox import Telegram
from bot.sandbox.journal import Call

Json = dict[str, Any]

DEEPEST = 3  # levels of objects that have more than they must
MOST_OPTIONAL = 3  # fields beyond those that are required
BOT = "@sandbox_bot"
PERSONS = range(5001, 5101)
GROUPS = range(-1000000001020, -1000000001000)  # as the sandbox numbers its first ones
CHANNEL = -1000000002001
RUMOUR = "Казахстан готовится к войне с Россией"
WORDS = (
    RUMOUR,
    f"{BOT} {RUMOUR}",
    f"Добрый день. {RUMOUR}. До свидания.",
    "Қазақстан Ресеймен соғысқа дайындалып жатыр",
    "В соседнем подъезде завтра отключат лифт для ежегодной проверки тросов",
    "https://example.com/news",
    "правда?",
    "👍",
    "/start",
    "/start r_tdl-war",
    "/help",
    "/check",
    f"/check{BOT}",
    "/settings",
    "/add",
    "/queue",
    "/language",
    "/unheard_of",
)
_BUTTONS = """
    help language lang rebuttal none wrong follow unfollow corrections queue rumour take answer add edit
    approve history undo retire synonym upheld variants log accept decline invite import export stats team
"""
# What buttons of every kind send, with what belongs to nobody behind it.
DATA = tuple(
    f"v1:{what}:{rest}"
    for what in _BUTTONS.split()
    for rest in ("", "1", "tdl-war", "ru", "tdl-war:1:2", "²")
)
_BESIDE = """
    message_id message_thread_id direct_messages_topic from sender_chat sender_boost_count sender_business_bot
    sender_tag date guest_query_id business_connection_id chat forward_origin is_topic_message
    is_automatic_forward reply_to_message external_reply quote reply_to_story reply_to_checklist_task_id
    reply_to_poll_option_id via_bot guest_bot_caller_user guest_bot_caller_chat edit_date is_from_offline
    has_protected_content is_paid_post media_group_id author_signature paid_star_count entities reply_markup
    suggested_post_info effect_id caption caption_entities show_caption_above_media has_media_spoiler
    link_preview_options
"""
_SENT = """
    text animation audio document live_photo paid_media photo sticker story video video_note voice checklist
    contact dice game poll venue location invoice giveaway giveaway_winners
"""
# Of a message, what is no content: it stands beside a text, a picture or a service message.
BESIDE = frozenset(_BESIDE.split())
# Who talks where is chosen, not drawn.
SETTLED = {"from", "chat", "sender_chat"}
# Contents that people send; every other one is Telegram's own message about something that happened.
SENT = frozenset(_SENT.split())
BY_ITSELF = {"getMe", "getUpdates", "getMyCommands", "setMyCommands", "setMyDescription", "setMyName"}
QUOTED = re.compile(r"[“\"](\w+)[”\"]")
PRIMITIVES: Mapping[str, SearchStrategy[Any]] = {
    "Integer": st.one_of(st.integers(0, 100), st.integers(-(2**31), 2**31 - 1)),
    "Float": st.floats(0, 90, allow_nan=False),
    "Boolean": st.booleans(),
    "True": st.just(True),
    "String": st.one_of(st.sampled_from(WORDS), st.text(min_size=1, max_size=30)),
}


def generated(description: Path, number: int) -> list[Json]:
    """Return so many updates, with update and message ids that grow as Telegram's do."""
    found: list[Json] = []
    wanted = settings(
        max_examples=number,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @wanted
    @given(Described(description).update())
    def collect(update: Json) -> None:
        found.append(update)

    collect()
    numbers = count(100_000)
    for update in found:
        update["update_id"] = next(numbers)
        for kind in ("message", "guest_message", "channel_post", "business_message"):
            if kind in update:
                update[kind]["message_id"] = next(numbers)
    return found


def may_be_answered(update: Json) -> bool:
    """Tell whether the bot may say anything because of this update."""
    kind = next((name for name in update if name != "update_id"), "")
    if kind == "message":
        return _may_be_answered(update["message"])
    if kind == "my_chat_member":  # it says who it is where it was brought
        return bool(update[kind]["chat"]["type"] in {"group", "supergroup"})
    return kind in {"callback_query", "edited_message", "guest_message", "inline_query"}


def _may_be_answered(message: Json) -> bool:
    is_sent = bool(message.keys() & SENT)
    sender = message.get("from")
    if message["chat"]["type"] == "private":
        return is_sent and sender is not None and not sender["is_bot"]
    said = f"{message.get('text', '')} {message.get('caption', '')}"
    return message["chat"]["type"] != "channel" and (BOT in said or said.lstrip().startswith("/"))


async def talking(bot: ShynBa, telegram: Telegram) -> None:
    """Have everybody begin to talk to the bot whom generated updates come from."""
    persons = [telegram.person(number) for number in PERSONS]
    for person in persons:
        person.starts()
    for person in persons:
        await person.reads()  # also what had to be sent twice
    for _ in GROUPS:
        telegram.group("Двор")
    await bot.settled()


async def calls_after(bot: ShynBa, telegram: Telegram, updates: Iterable[Json]) -> Sequence[Call]:
    """Return what the bot asks of Telegram because of these updates, when it is done with them."""
    before = len(telegram.calls)
    await bot.arrivals.take([raw_update(update) for update in updates])
    await bot.settled()
    return [call for call in telegram.calls[before:] if call.method not in BY_ITSELF]


class Described:
    """Strategies for the types of a description of the Bot API (`bot.sandbox.spec`)."""

    def __init__(self, description: Path) -> None:
        self._types = json.loads(description.read_text("utf-8"))["types"]
        self._of = cache(self._strategy)

    def update(self) -> SearchStrategy[Json]:
        """An update of any kind, messages most; some of a kind or with a field that nobody knows yet."""
        kinds = [field for field in self._types["Update"]["fields"] if not field["required"]]
        often = [field for field in kinds if field["name"] == "message"]
        known = st.sampled_from([*kinds, *often * len(kinds)]).flatmap(
            lambda field: st.fixed_dictionaries({field["name"]: self._of(field["types"][0], 0)})
        )
        unknown = st.just({"telepathy": {"thought": RUMOUR}})
        return st.one_of(*[known] * 20, unknown)

    def _strategy(self, kind: str, depth: int) -> SearchStrategy[Any]:
        if kind.startswith("Array of "):
            return st.lists(self._of(kind.removeprefix("Array of "), depth), min_size=1, max_size=3)
        if kind in PRIMITIVES:
            return PRIMITIVES[kind]
        if kind in _MADE:
            return _MADE[kind]
        if kind == "Message":
            return self._message(depth)
        if subtypes := self._types[kind].get("subtypes"):
            return st.one_of([self._of(subtype, depth) for subtype in subtypes])
        return self._object(kind, depth)

    @property
    def _object(self) -> Callable[[str, int], SearchStrategy[Json]]:
        @st.composite
        def made(draw: DrawFn, kind: str, depth: int) -> Json:
            fields = self._types[kind].get("fields", [])
            given = [field for field in fields if field["required"]]
            return self._drawn(draw, [*given, *self._some(draw, fields, depth)], depth)

        return made

    @property
    def _message(self) -> Callable[[int], SearchStrategy[Json]]:
        @st.composite
        def made(draw: DrawFn, depth: int) -> Json:
            fields = self._types["Message"]["fields"]
            beside = [
                field
                for field in fields
                if field["name"] in BESIDE - {"from", "chat", "sender_chat", "suggested_post_info"}
            ]
            contents = [field for field in fields if field["name"] not in BESIDE]
            sent = [field for field in contents if field["name"] in SENT]
            text = [field for field in contents if field["name"] == "text"]
            content = draw(st.sampled_from([*contents, *sent, *text * 20]))
            if content["name"] not in SENT:
                beside = [field for field in beside if "caption" not in field["name"]]
            given = [field for field in beside if field["required"]]
            if content["types"] == ["Boolean"]:  # there, or not
                content = content | {"types": ["True"]}
            message = self._drawn(draw, [*given, content, *self._some(draw, beside, depth)], depth)
            fields_of_tomorrow = st.sampled_from([*[{}] * 9, {"mood": {"type": "new"}}])
            return message | draw(st.sampled_from(_TALKERS)) | draw(fields_of_tomorrow)

        return made

    def _some(self, draw: DrawFn, fields: Sequence[Json], depth: int) -> list[Json]:
        optional = [field for field in fields if not field["required"]]
        if depth >= DEEPEST or not optional:
            return []
        names = st.lists(st.sampled_from(range(len(optional))), unique=True, max_size=MOST_OPTIONAL)
        return [optional[number] for number in draw(names)]

    def _drawn(self, draw: DrawFn, fields: Iterable[Json], depth: int) -> Json:
        return {field["name"]: draw(self._value(field, depth)) for field in fields}

    def _value(self, field: Json, depth: int) -> SearchStrategy[Any]:
        described, kind = field["description"], field["types"][0]
        if field["name"].endswith("date"):  # in Unix time
            return st.just(0) if "Always 0" in described else st.integers(1, 2**31 - 1)
        if field["name"] == "data" and kind == "String":
            return st.sampled_from(DATA)
        if field["name"].endswith("_id") and kind == "Integer":
            return st.integers(1, 2**31 - 1)
        names = QUOTED.findall(described) if field["name"] in {"type", "status", "source"} else []
        if kind == "String" and names:
            return st.sampled_from(names)
        return self._of(kind, depth + 1)


def _person(number: int) -> Json:
    return {"id": number, "is_bot": False, "first_name": "x", "language_code": "ru"}


def _private(number: int) -> Json:
    return {"id": number, "type": "private", "first_name": "x"}


_OTHER_BOT = {"id": 77, "is_bot": True, "first_name": "bot", "username": "other_bot"}
_HIDDEN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_GROUPS = [{"id": number, "type": "supergroup", "title": "Двор"} for number in GROUPS]
_CHANNEL = {"id": CHANNEL, "type": "channel", "title": "Новости"}
# Who talks where, as it occurs in Telegram.
_TALKERS: list[Json] = [
    *({"chat": _private(number), "from": _person(number)} for number in PERSONS),
    *({"chat": group, "from": _person(PERSONS[0])} for group in _GROUPS),
    *({"chat": group, "from": _HIDDEN, "sender_chat": group} for group in _GROUPS),
    *[{"chat": _private(PERSONS[1]), "from": _OTHER_BOT}] * 5,
    *[{"chat": _private(PERSONS[2])}] * 5,
    *[{"chat": _CHANNEL, "sender_chat": _CHANNEL}] * 10,
]
_MADE: Mapping[str, SearchStrategy[Json]] = {
    "User": st.sampled_from([_OTHER_BOT, *map(_person, PERSONS)]),
    "Chat": st.sampled_from([*map(_private, PERSONS), *_GROUPS, _CHANNEL]),
    "SuggestedPostPrice": st.just({"currency": "TON", "amount": 10_000_000}),  # within limits of its own
}
