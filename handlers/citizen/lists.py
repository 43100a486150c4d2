"""/latest, /top and /search: lists of rebuttals; each opens in place of its list and leads back to it."""

from collections.abc import Sequence

from telegram import Message, Update

from handlers import replies
from handlers.citizen.noting import note_read
from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, message_of, number_of, pressed
from handlers.replies import Button, Reply, Rows
from handlers.texts import Html, Texts, one_line, shortened
from knowledge.figures import AskedRebuttal
from knowledge.models import Rebuttal, Status
from knowledge.store import Counted
from knowledge.surge import calm_before

PAGE = 5  # claims of two lines each, and a button for each: one screen of a phone
CLAIM, LABEL = 200, 44  # characters of a claim in the list, and on its button
WORDS = 80  # characters of what was looked for
LAST = 100_000  # pages: no number of a forged button is beyond what databases skip


async def latest(update: Update, context: Context) -> None:
    """List what was published last."""
    t = await context.texts(update)
    await context.say(message_of(update), await _latest(context, 0, t))


async def turn_latest(update: Update, context: Context) -> None:
    """Turn the message into another page, or back into the one that a rebuttal was opened from."""
    card, (page, _, _) = pressed(update)
    t = await context.texts(update)
    await _turn(update, context, card, await _latest(context, _page(page), t))


async def top(update: Update, context: Context) -> None:
    """List what most people ask about now."""
    t = await context.texts(update)
    await context.say(message_of(update), await _top(context, t))


async def turn_top(update: Update, context: Context) -> None:
    """Turn the message back into the list."""
    card, _ = pressed(update)
    t = await context.texts(update)
    await _turn(update, context, card, await _top(context, t))


async def search(update: Update, context: Context) -> None:
    """List the rebuttals that hold the words, in whatever language."""
    message, t = message_of(update), await context.texts(update)
    if not arguments(message).strip():
        raise Refusal("search.usage")
    await context.say(message, _search(context, message, t))


async def turn_search(update: Update, context: Context) -> None:
    """Turn the message back into what was found for the command that it answers."""
    card, _ = pressed(update)
    t = await context.texts(update)
    asked = card.reply_to_message if card is not None else None
    if asked is None or not arguments(asked).strip():  # the citizen has deleted it, or changed it
        raise Refusal("search.gone")
    await _turn(update, context, card, _search(context, asked, t))


async def read(update: Update, context: Context) -> None:
    """Turn the list into the rebuttal that was chosen, with a button that leads back."""
    card, (place, rebuttal_id, _) = pressed(update)
    t = await context.texts(update)
    known = await context.work.rebuttals.find(rebuttal_id)
    if known is None or known.status is not Status.PUBLISHED or card is None:
        raise Refusal("check.gone")
    again = await context.work.waves.again([known.id], since=calm_before(context.now))
    told = replies.rebuttal(known, t, again)
    back = Button(t("listing.back"), data=_way_back(place))
    note_read(context, await context.asker(update), known, card.chat_id, t.language)
    await _turn(update, context, card, Reply(told.text, (*told.buttons, (back,))))


async def circulating(context: Context, limit: int) -> tuple[AskedRebuttal, ...]:
    """Return what people ask about most now, as it was counted within the last minute."""
    counted: Counted = context.scene.desk.circulating()
    return (await context.work.circulation.read(counted[: 2 * limit]))[:limit]  # some may be retired since


async def _latest(context: Context, page: int, t: Texts) -> Reply:
    found = await context.work.rebuttals.newest(PAGE + 1, skip=page * PAGE)
    if not found:
        return Reply(t("latest.none"))
    shown = found[:PAGE]
    told = [_line(number, known, t) for number, known in enumerate(shown, 1)]
    newer = Button(t("listing.newer"), data=f"v1:latest:{page - 1}")
    older = Button(t("listing.older"), data=f"v1:latest:{page + 1}")
    turns = (*((newer,) if page else ()), *((older,) if found[PAGE:] else ()))
    return _list(
        t("latest.title"), told, (*_opening(shown, f"latest{page}", t), *((turns,) if turns else ()))
    )


async def _top(context: Context, t: Texts) -> Reply:
    asked = await circulating(context, PAGE)
    if not asked:
        return Reply(t("top.none"))
    told = [
        t(
            "top.line",
            line=_line(number, each.rebuttal, t),
            people=t.people(each.askers),
        )
        for number, each in enumerate(asked, 1)
    ]
    return _list(t("top.title"), told, _opening([each.rebuttal for each in asked], "top", t))


def _search(context: Context, asked: Message, t: Texts) -> Reply:
    words = one_line(arguments(asked), WORDS)
    found = context.matcher.search(arguments(asked), PAGE)
    if not found:
        return Reply(t("search.none", words=words))
    told = [_line(number, known, t) for number, known in enumerate(found, 1)]
    return _list(t("search.title", words=words), told, _opening(found, "search", t))


def _list(title: Html, told: Sequence[Html], buttons: Rows) -> Reply:
    return Reply(Html("\n\n".join((title, *told))), buttons)


def _line(number: int, known: Rebuttal, t: Texts) -> Html:
    claim = replies.told_claim(known, t.language, CLAIM)
    return t("listing.line", number=number, verdict=t(f"verdict.{known.verdict}"), claim=claim)


def _opening(listed: Sequence[Rebuttal], place: str, t: Texts) -> Rows:
    """Return a button for each that says by itself what it opens; `place` is where to lead back to."""
    return tuple(
        (
            Button(
                f"{number}. {shortened(replies.told_claim(known, t.language), LABEL)}",
                data=f"v1:read:{place}:{known.id}",
            ),
        )
        for number, known in enumerate(listed, 1)
    )


def _way_back(place: str) -> str:
    """Return the data of the button that turns an opened rebuttal back into its list."""
    name = place.rstrip("0123456789")
    if name not in {"latest", "top", "search"}:
        raise Refusal("button.unknown")
    return f"v1:{name}:{place.removeprefix(name)}"


def _page(part: str) -> int:
    """Return the page that a button names; a Refusal for a forged one."""
    page = number_of(part)
    if page is None or page > LAST:
        raise Refusal("button.unknown")
    return page


async def _turn(update: Update, context: Context, card: Message | None, reply: Reply) -> None:
    context.toast(update)
    if card is not None:
        await context.turn(card, reply)
