"""Messages as people see them: Bot API JSON with a few properties, and the rules of replies and quotes."""

from copy import deepcopy
from typing import Any

from bot.sandbox.entities import Entity, utf16_length, within
from bot.sandbox.refusal import bad_request

# An object of the Bot API
Json = dict[str, Any]
# https://core.telegram.org/bots/api#sendmessage, #sendphoto, #replyparameters; UTF-16 units after parsing
TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024
QUOTE_LENGTH = 1024
# What a quote has to repeat exactly: https://core.telegram.org/bots/api#replyparameters
_QUOTED = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji", "date_time"})


class Message(dict[str, Any]):
    """One message in Bot API form; what a person is given is a snapshot of that moment."""

    @property
    def id(self) -> int:
        return int(self["message_id"])

    @property
    def text(self) -> str:
        """The text or the caption."""
        return str(self.get("text", self.get("caption", "")))

    @property
    def entities(self) -> list[Entity]:
        """Of the text or the caption."""
        found: list[Entity] = self.get("entities", self.get("caption_entities", []))
        return found

    @property
    def buttons(self) -> list[Json]:
        """All buttons in reading order."""
        rows: list[list[Json]] = self.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.buttons]

    @property
    def quote(self) -> str | None:
        """The part of the replied message that is shown above the text."""
        quoted: str | None = self.get("quote", {}).get("text")
        return quoted

    @property
    def reply_to(self) -> int | None:
        """Id of the message that this one answers."""
        answered: int | None = self.get("reply_to_message", {}).get("message_id")
        return answered

    @property
    def edited(self) -> bool:
        return "edit_date" in self

    def button(self, which: str | int) -> Json:
        """By label or by index; LookupError names the buttons that there are."""
        if isinstance(which, int) and which < len(self.buttons):
            return self.buttons[which]
        for button in self.buttons:
            if button["text"] == which:
                return button
        raise LookupError(f"no button {which!r} under message {self.id}, only {self.labels}")

    def snapshot(self) -> "Message":
        return deepcopy(self)


def reply(answered: Message, parameters: Json) -> Json:
    """The fields of a message that answers another: the message itself and the quoted part of it.

    `parameters` are ReplyParameters. Raises RefusalError when the quote is not in the message to the letter,
    bold and italic included.
    """
    shown = {key: value for key, value in answered.items() if key not in {"reply_to_message", "quote"}}
    fields: Json = {"reply_to_message": shown}
    if parameters.get("quote"):
        fields["quote"] = _quote(answered, parameters)
    return fields


def _quote(answered: Message, parameters: Json) -> Json:
    text, entities = parameters["quote"], _kept(parameters.get("quote_entities", []))
    wanted = parameters.get("quote_position", 0)
    fitting = [
        position
        for position in _positions(text, answered.text)
        if _kept(within(answered.entities, position, utf16_length(text))) == entities
    ]
    if utf16_length(text) > QUOTE_LENGTH or not fitting:
        raise bad_request("QUOTE_TEXT_INVALID")
    quote = {"text": text, "position": min(fitting, key=lambda at: abs(at - wanted)), "is_manual": True}
    return quote | ({"entities": entities} if entities else {})


def _positions(part: str, whole: str) -> list[int]:
    """Where the part begins in the whole, in UTF-16 units."""
    return [
        utf16_length(whole[:at]) for at in range(len(whole) - len(part) + 1) if whole.startswith(part, at)
    ]


def _kept(entities: list[Entity]) -> list[Entity]:
    return [entity for entity in entities if entity["type"] in _QUOTED]
