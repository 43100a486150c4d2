"""Guest mode: somebody names the bot in a chat that it is no member of, and gets one short answer there."""

from typing import Any

from telegram import Message, Update

from handlers.citizen import noting
from handlers.context import Context
from handlers.group import wording
from handlers.group.asking import unsure, words
from handlers.group.subject import subject_of
from handlers.replies import Reply, content
from handlers.texts import shortened, unmarked
from knowledge.store import GroupSettings

TITLE = 60  # characters: a result's title is seen in lists only


async def answer(update: Update, context: Context) -> None:
    """Answer once: a guest is not told of what is said afterwards."""
    message = update.guest_message
    assert message is not None, "the route takes guest messages"
    if message.guest_query_id is None or message.from_user is None:
        return
    said = _article(await _reply(update, context, message))
    request = {"guest_query_id": message.guest_query_id, "result": said}
    # The chat is not the bot's to write to: what paces this request is the person who asked.
    await context.call("answerGuestQuery", message.from_user.id, request)


async def _reply(update: Update, context: Context, message: Message) -> Reply:
    subject, bot = subject_of(message), context.bot.username
    if subject is None:
        return wording.hint(await context.texts(update), bot)
    decided = context.check(subject.post)
    t = await words(update, context, GroupSettings(), decided.language)
    if decided.kind in noting.SAYS_A_VERDICT:
        noting.note_answer(context, await context.asker(update), decided, None, t.language)
        return wording.verdict(decided, decided.matches, subject.post, t, bot)
    return unsure(subject, decided, t, bot)


def _article(reply: Reply) -> dict[str, Any]:
    """Return the reply as an InlineQueryResultArticle."""
    said = content(reply)
    title = shortened(unmarked(reply.text).partition("\n")[0], TITLE)
    shown = {name: said[name] for name in ("parse_mode", "link_preview_options")}
    return {
        "type": "article",
        "id": "answer",
        "title": title,
        "input_message_content": {"message_text": said["text"], **shown},
        "reply_markup": said["reply_markup"],
    }
