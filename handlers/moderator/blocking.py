"""Blocking who floods the queue: from a rumour's card or a complaint's, without knowing who it is."""

from datetime import timedelta

from telegram import Message, Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, message_of, number_of, pressed, replied_to
from handlers.moderator import rumour
from handlers.moderator.colleagues import colleagues
from handlers.moderator.rumour_card import back_to
from handlers.replies import Button, Reply
from handlers.texts import Html, Texts, lines, one_line
from knowledge.models import Inquiry
from knowledge.store import Block

# Long enough to lose interest; and who was blocked by mistake, and never complains, is free again.
LASTS = timedelta(days=30)
REASON = 200  # characters
WORDING = 150
PAGE = 8


async def choose(update: Update, context: Context) -> None:
    """Offer the wordings of a rumour that one person alone has sent."""
    card, (part, *_) = pressed(update)
    found, t = await rumour.find(context, part), await context.texts(update)
    sole = await _of_one_person(context, found.id)
    if not sole:
        raise Refusal("block.many")
    told = [await _offered(context, place, asked, t) for place, asked in enumerate(sole, 1)]
    buttons = tuple(
        Button(t("block.button", number=place), data=f"v1:blocked:{asked.id}")
        for place, asked in enumerate(sole, 1)
    )
    context.toast(update)
    if card is not None:
        text = lines(t("block.choose"), "", Html("\n\n").join(told))
        await context.turn(card, Reply(text, (buttons, back_to(found.id, t))))


async def block(update: Update, context: Context) -> None:
    """Block who has asked a question, for the usual reason, and show the card again."""
    _, (part, *_) = pressed(update)
    number = number_of(part)
    asked = await context.work.inquiries.find(number) if number is not None else None
    if asked is None or asked.rumour is None or await context.work.inquiries.senders(asked) > 1:
        raise Refusal("block.many")
    made = await _blocked(update, context, asked.person, "", f"rumour:{asked.rumour}")
    context.toast(update)
    await rumour.show(update, context, asked.rumour, await _done(update, context, made))


async def command(update: Update, context: Context) -> None:
    """`/block reason` in reply to the card of a rumour or complaint that comes from one person alone."""
    message, bot_id = message_of(update), context.scene.desk.bot_id
    reason = one_line(arguments(message), REASON)
    complaint = _complaint_of(message, bot_id)
    if complaint is not None:
        persons, about = set(await context.work.complaints.persons(complaint)), f"complaint:{complaint}"
    else:
        part, reason = rumour.named(message, bot_id)
        if number_of(part) is None:
            raise Refusal("block.usage")
        found = await rumour.find(context, part)
        sole = await _of_one_person(context, found.id)
        persons = {asked.person for asked in sole} if found.askers == 1 else set()
        about, reason = rumour.subject(found.id), one_line(reason, REASON)
    if len(persons) != 1:
        raise Refusal("block.many")
    made = await _blocked(update, context, persons.pop(), reason, about)
    await context.say(message, Reply(await _done(update, context, made)))


async def show(update: Update, context: Context) -> None:
    """List the blocks that hold."""
    await context.say(message_of(update), await _list(update, context))


async def turn_to(update: Update, context: Context) -> None:
    """Turn the list to another page."""
    card, (before, *_) = pressed(update)
    drawn = await _list(update, context, number_of(before))
    context.toast(update)
    if card is not None:
        await context.turn(card, drawn)


async def unblock(update: Update, context: Context) -> None:
    """`/unblock 5` ends a block; what an owner has blocked only an owner lifts."""
    message = message_of(update)
    number = arguments(message).strip().removeprefix("№")
    if number_of(number) is None:
        raise Refusal("block.unblock_usage")
    lifted = await _lifted(update, context, number)
    t = await context.texts(update)
    await context.say(message, Reply(t("block.lifted", id=lifted.id)))


async def press_unblock(update: Update, context: Context) -> None:
    """End the block of a button, and show the list anew."""
    card, (part, *_) = pressed(update)
    lifted = await _lifted(update, context, part)
    context.toast(update, (await context.texts(update))("block.lifted", id=lifted.id))
    if card is not None:
        await context.turn(card, await _list(update, context))


async def _of_one_person(context: Context, rumour_id: int) -> list[Inquiry]:
    """Return the wordings of a rumour that nobody else has sent; a crowd is not blocked."""
    phrasings = await context.work.inquiries.phrasings(rumour_id, limit=rumour.WORDINGS)
    asked = [phrasing.inquiry for phrasing in phrasings]
    return [one for one in asked if await context.work.inquiries.senders(one) == 1]


async def _offered(context: Context, place: int, asked: Inquiry, t: Texts) -> Html:
    in_all = await context.work.inquiries.number_of(asked.person)
    text = t("rumour.wording", number=place, text=one_line(asked.text, WORDING))
    return lines(text, t.counted("block.in_all", in_all))


def _complaint_of(message: Message, bot_id: int) -> int | None:
    """Return the complaint whose open card is answered."""
    card = replied_to(message, bot_id)
    rows = card.reply_markup.inline_keyboard if card is not None and card.reply_markup is not None else ()
    data = [str(button.callback_data or "") for row in rows for button in row]
    numbers = [each.removeprefix("v1:upheld:") for each in data if each.startswith("v1:upheld:")]
    return number_of(numbers[0]) if numbers else None


async def _blocked(update: Update, context: Context, person: str, reason: str, about: str) -> Block:
    asker, t = await context.asker(update), await context.texts(update)
    if person in await colleagues(context, t):
        raise Refusal("block.member")
    until = context.now + LASTS
    made = await context.work.blocks.block(
        person, by=asker.person, reason=reason, until=until, now=context.now
    )
    if made is None:
        raise Refusal("block.already")
    details = {"reason": reason, "about": about}
    await context.work.audit.record(asker.person, "block.made", f"block:{made.id}", details, now=context.now)
    return made


async def _done(update: Update, context: Context, made: Block) -> Html:
    t = await context.texts(update)
    return t("block.done", id=made.id, until=t.moment(made.until))


async def _lifted(update: Update, context: Context, part: str) -> Block:
    asker, number = await context.asker(update), number_of(part)
    held = await context.work.blocks.find(number, now=context.now) if number is not None else None
    if held is None:
        raise Refusal("block.gone")
    owners = {context.scene.desk.pseudonym(owner) for owner in context.scene.desk.owners}
    if held.by in owners and not asker.is_owner:
        raise Refusal("block.by_owner")
    await context.work.blocks.lift(held.id)
    await context.work.audit.record(asker.person, "block.lifted", f"block:{held.id}", {}, now=context.now)
    return held


async def _list(update: Update, context: Context, before: int | None = None) -> Reply:
    t = await context.texts(update)
    found = await context.work.blocks.page(now=context.now, limit=PAGE + 1, before=before)
    known = await colleagues(context, t)
    told = [
        t(
            "block.line",
            id=held.id,
            until=t.moment(held.until),
            label=known.label(held.by),
            reason=held.reason or t("block.usual"),
        )
        for held in found[:PAGE]
    ]
    lifts = tuple(
        (Button(t("block.lift", id=held.id), data=f"v1:unblock:{held.id}"),) for held in found[:PAGE]
    )
    older = ((Button(t("log.older"), data=f"v1:blocks:{found[PAGE - 1].id}"),),) if len(found) > PAGE else ()
    text = lines(t("block.title"), "", Html("\n\n").join(told or [t("block.none")]))
    return Reply(text, (*lifts, *older))
