"""/moderators: the owner appoints and dismisses moderators."""

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, message_of, pressed
from handlers.replies import Button, Reply, Rows
from handlers.texts import Html, Texts
from knowledge.store import Member, Role

LABEL_LENGTH = 40


async def moderators(update: Update, context: Context) -> None:
    """Show the team, or appoint the person whose number (and label) follows the command."""
    message, t = message_of(update), await context.texts(update)
    words = arguments(message).split(maxsplit=1)
    if words:
        await _appoint(update, context, *words)
    await context.say(message, _team(await context.work.people.team(), t))


async def _appoint(update: Update, context: Context, number: str, label: str = "") -> None:
    if not number.isdecimal() or int(number) >= 2**52:  # Bot API: user ids have at most 52 significant bits
        raise Refusal("team.usage")
    asker, user_id = await context.asker(update), int(number)
    person = context.scene.desk.pseudonym(user_id)
    # The number itself is not kept; its end is enough for the owner to tell people apart.
    name = label.strip()[:LABEL_LENGTH] or f"…{number[-4:]}"
    await context.work.people.appoint(person, Role.MODERATOR, name, by=asker.person, now=context.now)
    await context.work.audit.record(
        asker.person, "moderator.appointed", person, {"label": name}, now=context.now
    )
    for parameters in context.scene.desk.moderators_menu(user_id):
        await context.call("setMyCommands", user_id, parameters)


async def ask_to_dismiss(update: Update, context: Context) -> None:
    """Ask before a moderator is dismissed."""
    card, (person, *_) = pressed(update)
    t = await context.texts(update)
    member = await _member(context, person)
    context.toast(update)
    yes = Button(t("team.dismiss_yes"), data=f"v1:dismissed:{person}")
    no = Button(t("team.dismiss_no"), data="v1:team:")
    if card is not None:
        await context.turn(card, Reply(t("team.dismiss_ask", label=member.label), ((no, yes),)))


async def dismiss(update: Update, context: Context) -> None:
    """Dismiss a moderator; the next thing that they press is refused."""
    _, (person, *_) = pressed(update)
    member, asker = await _member(context, person), await context.asker(update)
    await context.work.people.dismiss(person)
    await context.work.audit.record(
        asker.person, "moderator.dismissed", person, {"label": member.label}, now=context.now
    )
    await show(update, context)


async def show(update: Update, context: Context) -> None:
    """Turn the card back into the team."""
    card, _ = pressed(update)
    t = await context.texts(update)
    context.toast(update)
    if card is not None:
        await context.turn(card, _team(await context.work.people.team(), t))


async def _member(context: Context, person: str) -> Member:
    team = {member.person: member for member in await context.work.people.team()}
    if person not in team:
        raise Refusal("team.gone")
    return team[person]


def _team(team: tuple[Member, ...], t: Texts) -> Reply:
    title = t.counted("team.title", len(team)) if team else t("team.empty")
    lines = [
        t("team.line", label=member.label, since=t.day(f"{member.appointed_at:%Y-%m-%d}")) for member in team
    ]
    return Reply(Html("\n".join([title, *lines, "", t("team.usage")])), _dismissals(team, t))


def _dismissals(team: tuple[Member, ...], t: Texts) -> Rows:
    return tuple(
        (Button(t("team.dismiss", label=member.label), data=f"v1:dismiss:{member.person}"),)
        for member in team
    )
