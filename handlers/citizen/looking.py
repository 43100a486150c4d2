"""Posts that take time to read: they are noted, worked on beside the updates, and answered later."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from telegram import Message, Update

from handlers import replies
from handlers.citizen import asking, noting, origins
from handlers.citizen.behind import post_with
from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import message_of, post_of, pressed
from handlers.media import Medium, media_of
from handlers.replies import Button, Reply, Rows
from handlers.texts import Html, Texts, lines, shortened
from knowledge.media import Finding, Likeness, MediumKind, Obstacle, Sighting
from knowledge.models import Answer, Kind, Language, Match, Passage
from knowledge.surge import calm_before
from knowledge.text import key, language_of

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
    message, read = _about(messages), "" if _is_too_little(found.text) else found.text
    decided = await _decided(context, messages, read if found.is_sure else "")
    if found.sighting is not None and decided.kind not in noting.SAYS_A_VERDICT:
        await context.say(message, await _seen(update, context, message, found.sighting, decided.language))
    elif not read:
        await _caption_alone(update, context, messages, kind, found)
    elif found.is_sure:
        await context.say(message, await _answered(update, context, message, decided, read, kind))
    else:
        t = await context.texts(update, language_of(read))
        await context.say(message, _question(found, kind, t))


async def _decided(context: Context, messages: Sequence[Message], read: str) -> Answer:
    """Judge what the messages say together with what was read."""
    post = post_with(messages, read)
    return await origins.settled(context, _about(messages), post, context.check(post))


async def confirm(update: Update, context: Context) -> None:
    """Take a citizen's word for what a picture says, or their no."""
    card, (said, kind, _) = pressed(update)
    message = card.reply_to_message if card is not None else None
    if card is None or message is None or media_of(message) is None or kind not in list(MediumKind):
        raise Refusal("button.unknown")
    context.toast(update)
    if said == "no":
        t = await context.texts(update, language_of(post_with((message,), "").text))
        await context.turn(card, Reply(t("looking.misread")))
        return
    read = await context.work.slow_posts.text((await context.asker(update)).person, message.message_id) or ""
    decided = await _decided(context, (message,), read)
    await context.turn(card, await _answered(update, context, message, decided, read, MediumKind(kind)))


async def _answered(
    update: Update, context: Context, message: Message, decided: Answer, read: str, kind: MediumKind
) -> Reply:
    """Return the answer to a text post, with the words that were read and judged: nobody can quote them."""
    asker, t = await context.asker(update), await context.texts(update, decided.language)
    noting.note_answer(context, asker, decided, message.chat_id, t.language)
    if decided.kind is Kind.UNKNOWN:
        reply, words, room = await asking.ask(update, context, message, t), read, SHOWN
    else:
        words, room = decided.matches[0].passage.text, PASSAGE
        reply = replies.answer(decided, post_with((message,), read), t, await _again(context, decided))
    if not words.strip() or words.strip() in (message.caption or ""):
        return reply
    told = t(f"looking.passage.{kind}", passage=shortened(words.strip(), room))
    return replace(reply, text=lines(reply.text, "", told))


async def _seen(
    update: Update, context: Context, message: Message, sighting: Sighting, language: Language | None
) -> Reply:
    """Return the rebuttal whose picture or video it is; what is only like it gets a question."""
    is_same, known = sighting.likeness is Likeness.SAME, sighting.rebuttal
    match = Match(known, known.claims[0], Passage(0, 0, ""), 1.0 if is_same else 0.5)
    decided = Answer(Kind.VERDICT if is_same else Kind.SUGGESTION, language, (match,))
    asker, t = await context.asker(update), await context.texts(update, language)
    noting.note_answer(context, asker, decided, message.chat_id, t.language)
    reply = replies.answer(decided, post_of(message), t, await _again(context, decided))
    told = t("looking.same" if is_same else "looking.similar")
    return replace(reply, text=lines(reply.text, "", told))


async def _again(context: Context, decided: Answer) -> Mapping[str, str]:
    met = [match.rebuttal.id for match in decided.matches]
    return await context.work.waves.again(met, since=calm_before(context.now))


async def _caption_alone(
    update: Update, context: Context, messages: Sequence[Message], kind: MediumKind, found: Finding
) -> None:
    """Say why nothing was read, below the answer to the caption where there is one."""
    message, caption = _about(messages), post_with(messages, "")
    decided, why = await _decided(context, messages, ""), found.obstacle or Obstacle.NOTHING
    t = await context.texts(update, decided.language)
    if _is_too_little(caption.text):
        await context.say(message, Reply(_reason(why, kind, t)))
        return
    reply = await _answered(update, context, message, decided, "", kind)
    reason = () if why is Obstacle.NOTHING else ("", _reason(why, kind, t))
    await context.say(message, replace(reply, text=lines(reply.text, *reason)))


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
