"""/mydata and /forget: everything that is stored about the asker, shown and erased."""

from collections.abc import Mapping

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import chat_of, pressed
from handlers.own_menu import take_menu
from handlers.replies import Button, Reply, Rows
from handlers.texts import Html, Texts, lines
from knowledge.store import Rows as Stored

# One row each, so that there is nothing to count.
SINGLE = ("people", "team", "opted_out", "subscriptions", "dialogs", "blocks", "pauses")


async def show(update: Update, context: Context) -> None:
    """Say what is stored, and owe the chat a file of all of it (see bot/attachments.py)."""
    asker, t, chat_id = await context.asker(update), await context.texts(update), chat_of(update)
    stored = await context.work.persons.shown(asker.person, chat_id)
    context.toast(update)
    if not stored:
        await context.tell(chat_id, Reply(t("mydata.nothing")))
        return
    parameters = {
        "chat_id": chat_id,
        "attached": {"document": {"person": asker.person, "chat_id": chat_id}},
        "caption": lines(t("mydata.title"), "", *_counted(stored, t), "", t("mydata.file")),
        "parse_mode": "HTML",
    }
    await context.call("sendDocument", chat_id, parameters)


def _counted(stored: Mapping[str, Stored], t: Texts) -> list[Html]:
    """Return a line for each kind of thing that people know, and one for all the rest."""
    told = [t(f"mydata.{table}") for table in SINGLE if table in stored]
    counts = {table: len(rows) for table, rows in stored.items() if table not in SINGLE}
    told += [t.counted(f"mydata.{table}", count) for table, count in counts.items() if f"mydata.{table}" in t]
    rest = sum(count for table, count in counts.items() if f"mydata.{table}" not in t)
    return [*told, *([t.counted("mydata.rest", rest)] if rest else [])]


async def ask_to_forget(update: Update, context: Context) -> None:
    """Ask once: what was erased cannot be brought back."""
    asker, t = await context.asker(update), await context.texts(update)
    said = [t("forget.ask")]
    if asker.is_member and not asker.is_owner:
        said.append(t("forget.ask_member"))
    if asker.is_member:
        said.append(t("forget.stays"))
    context.toast(update)
    await context.tell(chat_of(update), Reply(Html("\n\n".join(said)), _yes_or_no(t)))


def _yes_or_no(t: Texts) -> Rows:
    return (
        (Button(t("forget.yes"), data="v1:forget:yes"),),
        (Button(t("forget.no"), data="v1:forget:no"),),
    )


async def forget(update: Update, context: Context) -> None:
    """Erase everything in this update's transaction, and say so in the language that was known until then."""
    card, (choice, *_) = pressed(update)
    if choice not in {"yes", "no"}:
        raise Refusal("button.unknown")
    asker, t = await context.asker(update), await context.texts(update)
    context.toast(update)
    block = await context.work.blocks.of(asker.person, now=context.now)
    if choice == "yes":
        await _forget(update, context)
    if card is not None:
        said = [t("forget.done" if choice == "yes" else "forget.kept")]
        said += [t("forget.stays")] if asker.is_member and choice == "yes" else []
        said += [t("forget.block_stays")] if block is not None and choice == "yes" else []
        await context.turn(card, Reply(Html("\n\n".join(said))))


async def _forget(update: Update, context: Context) -> None:
    asker, chat_id = await context.asker(update), chat_of(update)
    role = await context.work.people.role(asker.person)
    await context.work.persons.forget(asker.person, chat_id, now=context.now)
    if role is not None:
        await context.work.audit.record(
            asker.person, "member.left", asker.person, {"role": role.value}, now=context.now
        )
        await take_menu(context, chat_id)
