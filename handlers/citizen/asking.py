"""A post that no rebuttal answers becomes an inquiry: masked, without a name, for the moderators to see."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from telegram import Message, Update

from handlers import replies
from handlers.citizen.behind import post_behind
from handlers.context import Context
from handlers.incoming import channel_of, is_from, origin_of
from handlers.replies import Button, Reply
from handlers.texts import Texts, one_line
from knowledge.days import day_of
from knowledge.models import Post
from knowledge.text import fingerprint, language_of, masked

LOG = logging.getLogger(__name__)

CHANNEL_LENGTH = 60  # of a title; Telegram allows 128


async def ask(
    update: Update, context: Context, message: Message, t: Texts, post: Post | None = None
) -> Reply:
    """Store the question; return "not checked yet" with the offer to be told.

    It is the message's post, if no other is named. What the bot itself said comes back as a forward now and
    then; it is nobody's question.
    """
    text = storable((post or await post_behind(update, context, message)).text)
    if not text or is_from(message, context.scene.desk.bot_id):
        return replies.unknown(t)
    asker = await context.asker(update)
    asked = await context.work.inquiries.add(
        person=asker.person,
        text=text,
        fingerprint=fingerprint(text),
        language=language_of(text),
        channel=_channel(message),
        now=context.now,
    )
    if origin := origin_of(message):
        await context.work.origins.note(origin, fingerprint(text), asked.id, now=context.now)
    return unanswered(asked.id, t, asked.closes_at, context.scene.desk.answer_within)


def unanswered(inquiry_id: int, t: Texts, closes_at: datetime | None, within: timedelta) -> Reply:
    """Return "not checked yet" with the offer to be told, or what was promised to who follows it."""
    if closes_at is not None:
        stop = Button(t("follow.stop"), data=f"v1:unfollow:{inquiry_id}")
        return replies.unknown(t, ((stop,),), t("follow.promised", day=t.day(day_of(closes_at))))
    start = Button(t("follow.start"), data=f"v1:follow:{inquiry_id}")
    return replies.unknown(t, ((start,),), t("follow.offer", days=t.counted("days", within.days)))


def storable(text: str, mask: Callable[[str], str] = masked) -> str | None:
    """Return the text without what leads to a person; None when that cannot be made sure."""
    try:
        return mask(text)
    except Exception as error:  # noqa: BLE001  # whatever goes wrong, nothing unmasked may be stored
        # No traceback: it could end in a line that shows what was being masked.
        LOG.error("a post could not be masked and is not stored: %s", type(error).__name__)  # noqa: TRY400
        return None


def _channel(message: Message) -> str | None:
    title = storable(channel_of(message) or "")
    return one_line(title, CHANNEL_LENGTH) if title else None
