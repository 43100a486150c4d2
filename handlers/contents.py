"""What a message says and where it leads, in any field: text, caption, poll, checklist, rich message."""

from collections.abc import Iterator

from telegram import Checklist, ExternalReplyInfo, Message, MessageEntity, Poll

from handlers.rich_messages import rich_lines, rich_links

# Words of an option that claims something; one or two ("Нет, враньё") are somebody's opinion of the question.
CLAIM = 3


def words_of(message: Message) -> str:
    """Return what the message says; "" for media without a caption, contacts, places and the like."""
    polls = "\n".join(filter(None, _listed(message)))
    rich = "\n".join(rich_lines(message.api_kwargs.get("rich_message")))
    return "\n".join(filter(None, (message.text or message.caption, polls, rich)))


def words_elsewhere(message: Message) -> str:
    """Return what is shown of another message above this one: marked words, or a poll of another chat."""
    if message.quote is not None:
        return message.quote.text
    cited = message.external_reply
    return "" if cited is None else "\n".join(filter(None, _listed(cited)))


def links_of(message: Message) -> tuple[str, ...]:
    """Return the addresses in it, each once: visible, behind words and buttons, and of its preview."""
    return tuple(dict.fromkeys(_links(message)))


def _listed(message: Message | ExternalReplyInfo) -> Iterator[str]:
    """Yield the lines of what people tick."""
    if message.poll is not None:
        yield from _of_poll(message.poll)
    if message.checklist is not None:
        yield from _of_checklist(message.checklist)


def _of_poll(poll: Poll) -> Iterator[str]:
    yield poll.question
    yield poll.description or ""
    yield from (option.text for option in poll.options if len(option.text.split()) >= CLAIM)
    yield poll.explanation or ""


def _of_checklist(checklist: Checklist) -> Iterator[str]:
    yield checklist.title
    yield from (task.text for task in checklist.tasks)


def _links(message: Message) -> Iterator[str]:
    if message.text:
        yield from message.parse_entities([MessageEntity.URL]).values()
    if message.caption:
        yield from message.parse_caption_entities([MessageEntity.URL]).values()
    yield from (entity.url for entity in (*message.entities, *message.caption_entities) if entity.url)
    yield from rich_links(message.api_kwargs.get("rich_message"))
    if message.reply_markup is not None:
        yield from (each.url for row in message.reply_markup.inline_keyboard for each in row if each.url)
    if message.link_preview_options is not None and isinstance(message.link_preview_options.url, str):
        yield message.link_preview_options.url
