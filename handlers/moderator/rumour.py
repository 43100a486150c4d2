"""One rumour: its card, opened from the queue or an alarm, and read anew after whatever was done to it."""

from telegram import Message, Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, number_of, pressed, replied_to
from handlers.moderator import rumour_card
from handlers.moderator.colleagues import colleagues
from handlers.moderator.rumour_card import Sight
from handlers.replies import Reply
from handlers.texts import Html
from knowledge.models import Match, Post, Rumour
from knowledge.store import Phrasing

# What a card has room for.
WORDINGS = 5
CHANNELS = 5
NEAREST = 3
# Likelihood below which a rebuttal is not near, but only the best of nothing.
NEAR = 0.02


async def open_here(update: Update, context: Context) -> None:
    """Turn the message whose button was pressed into the card, as it is now."""
    _, (part, *_) = pressed(update)
    rumour = await find(context, part)
    context.toast(update)
    await show(update, context, rumour.id)


async def open_anew(update: Update, context: Context) -> None:
    """Send the card to the private chat of whoever pressed: the alarm stays as it is, for others, too."""
    _, (part, *_) = pressed(update)
    rumour, asker = await find(context, part), await context.asker(update)
    t = await context.texts(update)
    context.toast(update, t("rumour.sent"))
    await context.tell(asker.user_id, await card_of(update, context, rumour))


async def show(update: Update, context: Context, rumour_id: int, note: Html | None = None) -> None:
    """Turn the pressed message into the card of a rumour; `note` says what has just happened, above it."""
    shown = await card_of(update, context, await find(context, str(rumour_id)))
    card, _ = pressed(update)
    if card is not None:
        text = shown.text if note is None else Html(f"{note}\n\n{shown.text}")
        await context.turn(card, Reply(text, shown.buttons))


async def find(context: Context, part: str) -> Rumour:
    """Return the rumour that a button or a command names; a Refusal says where one that is gone went."""
    number = number_of(part)
    found = await context.work.rumours.find(number) if number is not None else None
    if found is not None:
        return found
    if number is None:
        raise Refusal("button.unknown")
    deed = next(iter(await context.work.audit.latest(1, about=subject(number))), None)
    if deed is not None and deed.deed == "rumour.merged":
        raise Refusal("rumour.merged", id=number, into=deed.details["into"])
    raise Refusal("rumour.gone", id=number)


def subject(rumour_id: int) -> str:
    """Return what the audit calls a rumour."""
    return f"rumour:{rumour_id}"


def named(message: Message, bot_id: int) -> tuple[str, str]:
    """Return (rumour, words) of a command: in reply to a card all words are free, else the first names it."""
    words = arguments(message).strip()
    card = replied_to(message, bot_id)
    rows = card.reply_markup.inline_keyboard if card is not None and card.reply_markup is not None else ()
    for button in (button for row in rows for button in row):
        what, _, part = str(button.callback_data or "").removeprefix("v1:").partition(":")
        if what == "rumour":
            return part, words
    first, _, rest = words.partition(" ")
    return first.removeprefix("№"), rest.strip()


async def card_of(update: Update, context: Context, rumour: Rumour) -> Reply:
    """Return the card with all that is known now."""
    asker, t = await context.asker(update), await context.texts(update)
    inquiries = context.work.inquiries
    phrasings = await inquiries.phrasings(rumour.id, limit=WORDINGS)
    sight = Sight(
        rumour=rumour,
        phrasings=phrasings,
        channels=await inquiries.channels(rumour.id, limit=CHANNELS),
        channel_posts=await context.work.origins.of_rumour(rumour.id),
        followers=await inquiries.followers(rumour.id),
        nearest=_nearest(context, phrasings),
        colleagues=await colleagues(context, t),
        viewer=asker.person,
        now=context.now,
    )
    return rumour_card.drawn(sight, t)


def _nearest(context: Context, phrasings: tuple[Phrasing, ...]) -> tuple[Match, ...]:
    """Return the rebuttals nearest to any wording, each once, the likeliest first."""
    best: dict[str, Match] = {}
    for phrasing in phrasings:
        for match in context.matcher.check(Post(phrasing.inquiry.text)).candidates:
            known = best.get(match.rebuttal.id)
            if match.probability >= NEAR and (known is None or known.probability < match.probability):
                best[match.rebuttal.id] = match
    return tuple(sorted(best.values(), key=lambda match: -match.probability)[:NEAREST])
