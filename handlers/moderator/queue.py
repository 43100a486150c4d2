"""/queue: the rumours that wait for an answer, the most urgent first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import message_of, number_of, pressed
from handlers.moderator.colleagues import Colleagues, colleagues
from handlers.moderator.rumour_card import figures
from handlers.replies import Button, Reply, Rows
from handlers.texts import Html, Texts, one_line
from knowledge.models import Rumour
from knowledge.store import Place

PAGE = 5  # rumours of three lines each: one screen of a phone
WORDING = 160
OWN = 8  # buttons in a row: what somebody works on at once is less


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows: `own` are the rumours that its reader works on, on the first page only."""

    rumours: tuple[Rumour, ...]
    wordings: dict[int, str]
    own: tuple[Rumour, ...]
    total: int
    is_first: bool
    has_more: bool


async def queue(update: Update, context: Context) -> None:
    """Show the first page."""
    await context.say(message_of(update), await _page(update, context, None))


async def turn_to(update: Update, context: Context) -> None:
    """Turn the message into the page after the place that the button names, or into the first one."""
    card, (heat, part, _) = pressed(update)
    reply = await _page(update, context, place(heat, part) if heat else None)
    context.toast(update)
    if card is not None:
        await context.turn(card, reply)


def place(heat: str, part: str) -> Place:
    """Return the place in the queue that a button names; a Refusal for a forged one."""
    try:
        warmth, number = float(heat), number_of(part)
    except ValueError:
        raise Refusal("button.unknown") from None
    if number is None or not isfinite(warmth):
        raise Refusal("button.unknown")
    return Place(warmth, number)


async def _page(update: Update, context: Context, after: Place | None) -> Reply:
    t, asker = await context.texts(update), await context.asker(update)
    rumours = context.work.rumours
    found = await rumours.page(limit=PAGE + 1, after=after)
    shown = found[:PAGE]
    page = Page(
        rumours=shown,
        wordings=await wordings(context, shown),
        own=() if after else (await rumours.taken(asker.person, now=context.now))[:OWN],
        total=await rumours.open_count(),
        is_first=after is None,
        has_more=len(found) > PAGE,
    )
    return _drawn(page, context, asker.person, await colleagues(context, t), t)


async def wordings(context: Context, rumours: Sequence[Rumour]) -> dict[int, str]:
    """Return what people mostly sent, for each of these rumours, as one short line."""
    leading = await context.work.inquiries.leading([rumour.id for rumour in rumours])
    return {rumour_id: one_line(inquiry.text, WORDING) for rumour_id, inquiry in leading.items()}


def _drawn(page: Page, context: Context, viewer: str, known: Colleagues, t: Texts) -> Reply:
    if not page.rumours:
        return Reply(t("queue.empty") if page.is_first else t("queue.end"), _turns(page, t))
    parts = [t.counted("queue.title", page.total)]
    if page.own:
        parts.append(
            t("queue.own", numbers=", ".join(t("rumour.number", id=rumour.id) for rumour in page.own))
        )
    parts += [_entry(rumour, page.wordings[rumour.id], context, viewer, known, t) for rumour in page.rumours]
    return Reply(Html("\n\n".join(parts)), (*_opening(page, t), *_turns(page, t)))


def _entry(rumour: Rumour, wording: str, context: Context, viewer: str, known: Colleagues, t: Texts) -> Html:
    entry = t(
        "queue.entry",
        id=rumour.id,
        wording=wording,
        figures=figures(rumour, t),
        ago=t.ago(context.now - rumour.first_at),
    )
    holder = rumour.holder(context.now)
    if holder is None:
        return entry
    label = t("queue.you") if holder == viewer else known.label(holder)
    return Html(f"{entry}\n{t('queue.taken', label=label)}")


def _opening(page: Page, t: Texts) -> Rows:
    """Return a row of buttons that open the page's rumours, below one of those that the reader works on."""
    listed = {rumour.id for rumour in page.rumours}
    own = [rumour for rumour in page.own if rumour.id not in listed]
    rows = [
        tuple(Button(t("rumour.number", id=rumour.id), data=f"v1:rumour:{rumour.id}") for rumour in row)
        for row in (own, page.rumours)
    ]
    return tuple(row for row in rows if row)


def _turns(page: Page, t: Texts) -> Rows:
    start = Button(t("queue.refresh") if page.is_first else t("queue.start"), data="v1:queue:")
    if not page.has_more:
        return ((start,),)
    last = page.rumours[-1]
    return ((start, Button(t("queue.next"), data=f"v1:queue:{last.heat!r}:{last.id}")),)
