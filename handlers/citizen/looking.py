"""Posts that take time to read: they are noted, worked on beside the updates, and answered later."""

from collections.abc import Sequence

from telegram import Message, Update

from handlers import replies
from handlers.citizen import asking, noting, origins
from handlers.citizen.behind import post_behind, post_with
from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import message_of, pressed
from handlers.media import Medium, media_of
from handlers.replies import Button, Reply, Rows
from handlers.texts import Html, Texts, lines, shortened
from knowledge.media import Finding, MediumKind, Obstacle
from knowledge.models import Answer, Kind, Post
from knowledge.text import key

# Of one person; at half a second each the last one is answered within ten seconds.
WAITING = 20
# Of all, so that the last one in the line is answered within minutes and not hours.
LINE = 1_000
# One or two words of a picture are a shop's sign or a watermark.
WORDS_OF_A_CLAIM = 3
SHOWN = 600  # characters of what was read; an answer has to fit with it into Telegram's 4,096
PASSAGE = 300


async def receive(update: Update, context: Context) -> None:
    """Note messages that have no words of their own."""
    messages, t = context.messages(update), await context.texts(update)
    if not media_in(messages):
        await context.say(message_of(update), Reply(t("check.cannot_read")))
    elif not await is_noted(update, context, messages):
        await context.say(message_of(update), Reply(t("looking.enough")))


async def is_noted(update: Update, context: Context, messages: Sequence[Message]) -> bool:
    """Note the messages of one post, to be read when this update is done; False when too many wait."""
    message, asker, bot_id = _about(messages), await context.asker(update), context.scene.desk.bot_id
    theirs, all_of_them = await context.work.slow_posts.waiting(bot_id, asker.person)
    if theirs >= WAITING or all_of_them >= LINE:
        return False
    await context.work.slow_posts.add(
        bot_id=bot_id,
        person=asker.person,
        chat_id=message.chat_id,
        message_id=message.message_id,
        kind=media_in(messages)[0].kind,
        payload={"update_id": update.update_id, "messages": [each.to_dict() for each in messages]},
        now=context.now,
    )
    return True


def _about(messages: Sequence[Message]) -> Message:
    """Return the message that is answered: the first with a medium."""
    return next(message for message in messages if media_of(message) is not None)


def media_in(messages: Sequence[Message]) -> tuple[Medium, ...]:
    """Return what is to be looked at."""
    return tuple(medium for message in messages if (medium := media_of(message)) is not None)


async def hold(update: Update, context: Context, messages: Sequence[Message], kind: MediumKind) -> int:
    """Say that it takes a while; return the card that the answer takes the place of."""
    message, t = _about(messages), await context.texts(update)
    return await context.draw(message.chat_id, Reply(t(f"looking.holding.{kind}")), about=message)


async def answer(
    update: Update, context: Context, messages: Sequence[Message], kind: MediumKind, found: Finding
) -> None:
    """Answer a post when all that can be read of it was read."""
    message = _about(messages)
    if _is_too_little(found.text):
        await _caption_alone(update, context, messages, kind, found)
        return
    post = post_with(messages, found.text)
    decided = await origins.settled(context, message, post, context.check(post))
    t = await context.texts(update, decided.language)
    if found.is_sure:
        await context.say(message, await _answered(update, context, message, post, decided, kind, t))
    else:
        await context.say(message, _question(found, kind, t))


async def confirm(update: Update, context: Context) -> None:
    """Take a citizen's word for what a picture says, or their no."""
    card, (said, kind, _) = pressed(update)
    message = card.reply_to_message if card is not None else None
    medium = media_of(message) if message is not None else None
    if card is None or message is None or medium is None or kind not in list(MediumKind):
        raise Refusal("button.unknown")
    post = await post_behind(update, context, message)
    decided = await origins.settled(context, message, post, context.check(post))
    t = await context.texts(update, decided.language)
    context.toast(update)
    if said == "no":
        await context.turn(card, Reply(t("looking.misread")))
    else:
        await context.turn(
            card, await _answered(update, context, message, post, decided, MediumKind(kind), t)
        )


async def _answered(
    update: Update,
    context: Context,
    message: Message,
    post: Post,
    decided: Answer,
    kind: MediumKind,
    t: Texts,
) -> Reply:
    """Return the answer to a text post, with the words that were read and judged: nobody can quote them."""
    asker = await context.asker(update)
    noting.note_answer(context, asker, decided, message.chat_id, t.language)
    if decided.kind is Kind.UNKNOWN:
        reply, words, room = await asking.ask(update, context, message, t), post.text, SHOWN
    else:
        reply, words, room = replies.answer(decided, post, t), decided.matches[0].passage.text, PASSAGE
    if words.strip() in (message.caption or ""):
        return reply
    told = t(f"looking.passage.{kind}", passage=shortened(words.strip(), room))
    return Reply(lines(reply.text, "", told), reply.buttons, reply.quote)


async def _caption_alone(
    update: Update, context: Context, messages: Sequence[Message], kind: MediumKind, found: Finding
) -> None:
    """Say why nothing was read, below the answer to the caption where there is one."""
    message, caption = _about(messages), post_with(messages, "")
    why = found.obstacle or Obstacle.NOTHING
    if _is_too_little(caption.text):
        t = await context.texts(update)
        await context.say(message, Reply(_reason(why, kind, t)))
        return
    decided = await origins.settled(context, message, caption, context.check(caption))
    t = await context.texts(update, decided.language)
    reply = await _answered(update, context, message, caption, decided, kind, t)
    reason = () if why is Obstacle.NOTHING else ("", _reason(why, kind, t))
    await context.say(message, Reply(lines(reply.text, *reason), reply.buttons, reply.quote))


def _reason(why: Obstacle, kind: MediumKind, t: Texts) -> Html:
    return t(f"looking.{why}") if why is not Obstacle.NOTHING else t(f"looking.nothing.{kind}")


def _question(found: Finding, kind: MediumKind, t: Texts) -> Reply:
    """Return what was read, and ask whether it is so: an unsure reading is no ground for a verdict."""
    read = shortened(found.text.strip(), SHOWN)
    buttons: Rows = (
        (Button(t("looking.yes"), data=f"v1:looked:yes:{kind}"),),
        (Button(t("looking.no"), data=f"v1:looked:no:{kind}"),),
    )
    return Reply(lines(t(f"looking.passage.{kind}", passage=read), "", t("looking.is_it_so")), buttons)


def _is_too_little(text: str) -> bool:
    return len(key(text).split()) < WORDS_OF_A_CLAIM
