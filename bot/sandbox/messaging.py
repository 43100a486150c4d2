"""The methods that send, edit and delete messages."""

import mimetypes
from typing import Any

from bot.sandbox.chats import Chat
from bot.sandbox.decoding import Upload
from bot.sandbox.entities import Entity, trimmed, utf16_length, with_found
from bot.sandbox.keyboards import inline_keyboard
from bot.sandbox.markup import parse
from bot.sandbox.messages import CAPTION_LENGTH, TEXT_LENGTH, Json, Message, reply
from bot.sandbox.newer import receiver
from bot.sandbox.refusal import bad_request
from bot.sandbox.state import State, now


def send_message(state: State, params: Json) -> Message:
    chat = state.chats.find(params.get("chat_id"))
    content = text_content(params) | receiver(state, chat, params)
    return _sent(state, chat, params, content)


def send_photo(state: State, params: Json) -> Message:
    chat = state.chats.find(params.get("chat_id"))
    return _sent(state, chat, params, photo(state, params.get("photo")) | caption(params))


def send_document(state: State, params: Json) -> Message:
    chat = state.chats.find(params.get("chat_id"))
    return _sent(state, chat, params, document(state, params.get("document")) | caption(params))


def photo(state: State, given: Any) -> Json:
    """The `photo` field: one size, as pictures are not decoded here."""
    card = _stored(state, given, "photo.jpg")
    return {"photo": [{**card, "width": 320, "height": 320}]}


def document(state: State, given: Any) -> Json:
    """The `document` field; a document that is sent again by its file_id has no name."""
    card = _stored(state, given, "file")
    return {"document": card | (_named(given.name) if isinstance(given, Upload) else {})}


def _named(name: str) -> Json:
    """What Telegram tells from a file's name."""
    kind, _ = mimetypes.guess_type(name)
    return {"file_name": name} | ({"mime_type": kind} if kind else {})


def edit_message_text(state: State, params: Json) -> Message:
    chat, message = _own(state, params)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _edited(chat, message, text_content(params), inline_keyboard(params.get("reply_markup")))


def edit_message_reply_markup(state: State, params: Json) -> Message:
    chat, message = _own(state, params)
    return _edited(chat, message, {}, inline_keyboard(params.get("reply_markup")))


def delete_message(state: State, params: Json) -> bool:
    chat = state.chats.find(params.get("chat_id"))
    message = chat.messages.pop(params.get("message_id", 0), None)
    if message is None:
        raise bad_request("message to delete not found")
    chat.show("deleted", message)
    return True


def _sent(state: State, chat: Chat, params: Json, content: Json) -> Message:
    fields = {"from": state.bot_user(), "date": now(), **_reply(chat, params), **content}
    if keyboard := inline_keyboard(params.get("reply_markup")):
        fields["reply_markup"] = keyboard
    message = chat.add(fields)
    chat.show("sent", message)
    return message.snapshot()


def _reply(chat: Chat, params: Json) -> Json:
    parameters = params.get("reply_parameters") or {}
    if not parameters:
        return {}
    answered = chat.messages.get(parameters.get("message_id", 0))
    if answered is not None:
        return reply(answered, parameters | _quote(parameters))
    if parameters.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _quote(parameters: Json) -> Json:
    quote, entities = _parsed(
        parameters.get("quote", ""), parameters.get("quote_parse_mode"), parameters.get("quote_entities")
    )
    return {"quote": quote, "quote_entities": entities}


def _own(state: State, params: Json) -> tuple[Chat, Message]:
    """The message to edit, which has to be the bot's."""
    chat = state.chats.find(params.get("chat_id"))
    message = chat.messages.get(params.get("message_id", 0))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != state.me["id"]:
        raise bad_request("message can't be edited")
    return chat, message


def _edited(chat: Chat, message: Message, content: Json, keyboard: Json | None) -> Message:
    """An edit without a keyboard takes the old one away, as in Telegram."""
    replaced = {"text", "entities", "link_preview_options"} if content else set()
    kept = {key: value for key, value in message.items() if key not in replaced | {"reply_markup"}}
    fresh = kept | content | ({"reply_markup": keyboard} if keyboard else {})
    if fresh == message:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    message.clear()
    message.update(fresh, edit_date=now())
    chat.show("edited", message)
    return message.snapshot()


def text_content(params: Json) -> Json:
    """The fields of a message that a text makes: RefusalError for one that Telegram does not take."""
    return _text(params) | _preview(params)


def _text(params: Json) -> Json:
    if not params.get("text", "").strip():
        raise bad_request("message text is empty")
    text, entities = _parsed(params["text"], params.get("parse_mode"), params.get("entities"))
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > TEXT_LENGTH:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def caption(params: Json) -> Json:
    """The fields of the words below a file."""
    given = params.get("caption", "")
    text, entities = _parsed(given, params.get("parse_mode"), params.get("caption_entities"))
    if utf16_length(text) > CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def _parsed(text: str, parse_mode: str | None, given: list[Entity] | None) -> tuple[str, list[Entity]]:
    match (parse_mode or "").lower():
        case "":
            plain, entities = trimmed(text, given or [])
        case "html":
            plain, entities = parse(text)
        case "markdown" | "markdownv2":
            raise bad_request(f"this sandbox reads HTML only, got parse_mode {parse_mode}", violation=True)
        case _:
            raise bad_request("unsupported parse_mode")
    return plain, with_found(plain, entities)


def _preview(params: Json) -> Json:
    options = params.get("link_preview_options")
    return {"link_preview_options": options} if options else {}


def _stored(state: State, given: Any, name: str) -> Json:
    if isinstance(given, Upload):
        if not given.content:
            raise bad_request("file must be non-empty")
        return state.store(given.content, given.name).card()
    if not given:
        raise bad_request(f"there is no {name.partition('.')[0]} in the request")
    file = state.files.get(given)
    if file is None:
        # Nothing is fetched from the web here: to the bot that is an address that did not answer.
        raise bad_request(
            "failed to get HTTP URL content"
            if given.startswith("http")
            else "wrong file identifier/HTTP URL specified"
        )
    return file.card()
