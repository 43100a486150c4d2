"""Splitting: wordings of a rumour that are about something else become a rumour of their own."""

from collections.abc import Sequence
from zlib import crc32

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import number_of, pressed
from handlers.moderator import contest
from handlers.moderator import rumour as rumours
from handlers.moderator.rumour_card import back_to
from handlers.replies import Button, Reply
from handlers.texts import Html, Texts, one_line
from knowledge.models import Rumour
from knowledge.store import Phrasing

SHOWN = 8  # wordings, most frequent first; the others follow once these are sorted out
WORDING = 300


async def choose(update: Update, context: Context) -> None:
    """Show the wordings with a tick for each that was chosen; a press on one changes its tick.

    What is chosen is in the buttons, as the bits of a number, so nothing is lost with a restart. They hold
    the list's checksum, too: when a wording came or went meanwhile, the choice begins anew.
    """
    card, (part, checksum, bits) = pressed(update)
    rumour, t = await contest.open_one(update, context, part), await context.texts(update)
    found = await _wordings(context, rumour)
    if len(found) < 2:  # noqa: PLR2004  # one wording cannot be parted from itself
        raise Refusal("split.single")
    chosen = number_of(bits) or 0
    is_stale = bool(checksum) and checksum != _checksum(found)
    context.toast(update, t("split.changed") if is_stale else None, alert=is_stale)
    if card is not None:
        await context.turn(card, _drawn(rumour, found, 0 if is_stale else chosen, t))


async def split(update: Update, context: Context) -> None:
    """Move what was chosen into a rumour of its own; all copies of the wordings go with them."""
    _, (part, checksum, bits) = pressed(update)
    rumour, asker = await contest.open_one(update, context, part), await context.asker(update)
    found, t = await _wordings(context, rumour), await context.texts(update)
    chosen = number_of(bits) or 0
    ids = [each.inquiry.id for place, each in enumerate(found) if chosen >> place & 1]
    if checksum != _checksum(found):
        await choose(update, context)
        return
    new = await context.work.rumours.split(rumour.id, ids, asker.person, now=context.now)
    if new is None:
        raise Refusal("split.nothing_left")
    await contest.record(context, rumour.id, asker.person, "split", into=new)
    context.toast(update)
    await rumours.show(update, context, rumour.id, t("split.done", id=new))


async def _wordings(context: Context, rumour: Rumour) -> list[Phrasing]:
    """Return the most frequent wordings in an order that does not change while more people send them."""
    found = await context.work.inquiries.phrasings(rumour.id, limit=SHOWN)
    return sorted(found, key=lambda phrasing: phrasing.inquiry.fingerprint)


def _checksum(found: Sequence[Phrasing]) -> str:
    return f"{crc32(''.join(phrasing.inquiry.fingerprint for phrasing in found).encode()):08x}"


def _drawn(rumour: Rumour, found: Sequence[Phrasing], chosen: int, t: Texts) -> Reply:
    checksum = _checksum(found)
    lines = [
        t("rumour.wording", number=_ticked(place, chosen), text=one_line(phrasing.inquiry.text, WORDING))
        for place, phrasing in enumerate(found)
    ]
    ticks = tuple(
        Button(_ticked(place, chosen), data=f"v1:split:{rumour.id}:{checksum}:{chosen ^ 1 << place}")
        for place in range(len(found))
    )
    rows = [ticks]
    if chosen not in {0, 2 ** len(found) - 1}:
        rows.append((Button(t("split.do"), data=f"v1:parted:{rumour.id}:{checksum}:{chosen}"),))
    text = Html("\n\n".join([t("split.ask", id=rumour.id), *lines]))
    return Reply(text, (*rows, back_to(rumour.id, t)))


def _ticked(place: int, chosen: int) -> str:
    return f"✅ {place + 1}" if chosen >> place & 1 else str(place + 1)
