"""/moderators: owners see the team with its invitations, change roles, give labels and remove members."""

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, message_of, pressed
from handlers.moderator.colleagues import colleagues
from handlers.own_menu import give_menu
from handlers.replies import Button, Reply, Rows
from handlers.texts import Html, Texts, lines
from knowledge.days import day_of
from knowledge.store import Invitation, Member, Role

LABEL_LENGTH = 40
PAGE = 10  # members: one screen of a phone


async def moderators(update: Update, context: Context) -> None:
    """Show the team; `number label` appoints a moderator, `label = label` gives a member another label."""
    words = arguments(message_of(update)).strip()
    number, _, label = words.partition(" ")
    old, equals, new = (part.strip() for part in words.partition("="))
    if number.isdecimal():
        await _appoint(update, context, number, label)
    elif old and equals and new:
        await _rename(update, context, old, new)
    elif words:
        raise Refusal("team.usage")
    await context.say(message_of(update), await team_card(update, context))


async def show(update: Update, context: Context) -> None:
    """Turn the card back into the team, at a page of it."""
    card, (page, *_) = pressed(update)
    drawn = await team_card(update, context, int(page) if page.isdecimal() else 0)
    context.toast(update)
    if card is not None:
        await context.turn(card, drawn)


async def open_member(update: Update, context: Context) -> None:
    """Show one member with what can be done."""
    _, (person, *_) = pressed(update)
    await _turn_to_member(update, context, person)
    context.toast(update)


async def change_role(update: Update, context: Context) -> None:
    """Give a member another role; from the next thing that they press on it counts."""
    _, (person, wanted, _) = pressed(update)
    if wanted not in set(Role):
        raise Refusal("button.unknown")
    asker, t, member = (
        await context.asker(update),
        await context.texts(update),
        await _member(context, person),
    )
    if await context.work.people.change_role(person, Role(wanted)):
        if wanted == Role.TRAINEE:
            await context.work.rumours.free(person)
        details = {"label": member.label, "role": wanted}
        await context.work.audit.record(asker.person, "member.role", person, details, now=context.now)
    await _turn_to_member(update, context, person)
    context.toast(update, t("team.role_now", label=member.label, role=t(f"role.{wanted}")))


async def ask_to_dismiss(update: Update, context: Context) -> None:
    """Ask before a member is removed."""
    card, (person, *_) = pressed(update)
    t, member = await context.texts(update), await _member(context, person)
    context.toast(update)
    yes = Button(t("team.dismiss_yes"), data=f"v1:dismissed:{person}")
    no = Button(t("team.dismiss_no"), data=f"v1:member:{person}")
    if card is not None:
        await context.turn(card, Reply(t("team.dismiss_ask", label=member.label), ((no, yes),)))


async def dismiss(update: Update, context: Context) -> None:
    """Remove a member: their next press is refused, and what they had begun is closed."""
    _, (person, *_) = pressed(update)
    member, asker = await _member(context, person), await context.asker(update)
    if not await context.work.people.dismiss(person):
        raise Refusal("team.gone")  # another owner was faster
    await context.work.dialogs.close(person)
    await context.work.rumours.free(person)
    details = {"label": member.label, "role": member.role.value}
    await context.work.audit.record(asker.person, "member.removed", person, details, now=context.now)
    await show(update, context)


async def _appoint(update: Update, context: Context, number: str, label: str) -> None:
    if int(number) >= 2**52:  # Bot API: user ids have at most 52 significant bits
        raise Refusal("team.usage")
    asker, user_id = await context.asker(update), int(number)
    if user_id in context.scene.desk.owners:
        raise Refusal("team.is_owner")
    person = context.scene.desk.pseudonym(user_id)
    name = _label(label) or numbered(user_id)
    if await context.work.people.role(person):
        await _name(context, person, name, by=asker.person)
        return
    await context.work.people.appoint(person, Role.MODERATOR, name, by=asker.person, now=context.now)
    details = {"label": name, "role": Role.MODERATOR.value}
    await context.work.audit.record(asker.person, "member.appointed", person, details, now=context.now)
    await give_menu(context, user_id, Role.MODERATOR)


def numbered(user_id: int) -> str:
    """Return a label for who has none: the number is not kept, and its end tells people apart."""
    return f"…{str(user_id)[-4:]}"


async def _rename(update: Update, context: Context, old: str, new: str) -> None:
    asker = await context.asker(update)
    called = [
        member for member in await context.work.people.team() if member.label.casefold() == old.casefold()
    ]
    if len(called) != 1:
        raise Refusal("team.nobody", label=old[:LABEL_LENGTH])
    await _name(context, called[0].person, _label(new), by=asker.person)


async def _name(context: Context, person: str, label: str, *, by: str) -> None:
    await context.work.people.rename(person, label)
    await context.work.audit.record(by, "member.renamed", person, {"label": label}, now=context.now)


def _label(words: str) -> str:
    return " ".join(words.split())[:LABEL_LENGTH]


async def _member(context: Context, person: str) -> Member:
    team = {member.person: member for member in await context.work.people.team()}
    if person not in team:
        raise Refusal("team.gone")
    return team[person]


async def team_card(update: Update, context: Context, page: int = 0) -> Reply:
    """Return a page of the team, and the invitations that are open."""
    t, members = await context.texts(update), await context.work.people.team()
    invited = await context.work.invitations.open(now=context.now)
    first = min(page, max(0, len(members) - 1) // PAGE) * PAGE
    shown = members[first : first + PAGE]
    owners = [context.scene.desk.pseudonym(owner) for owner in sorted(context.scene.desk.owners)]
    activity = await _activity(context, [*owners, *(member.person for member in shown)], t)
    known = await colleagues(context, t)
    told = lines(
        t("team.title", count=len(members)),
        "",
        *(t("team.owner_line", label=known.label(owner), activity=activity[owner]) for owner in owners),
        *(_line(member, activity[member.person], t) for member in shown),
        *(() if members else (t("team.empty"),)),
        *(("", t("team.invited")) if invited else ()),
        *(_invited(invitation, t) for invitation in invited),
        "",
        t("team.usage"),
    )
    return Reply(told, (*_members(shown), *_pages(first, len(members)), *_invitations(invited, t)))


async def _activity(context: Context, persons: list[str], t: Texts) -> dict[str, Html]:
    """Return for each person when they last did anything, to the day."""
    last = await context.work.audit.last_active(persons)
    return {
        person: t("team.active", day=t.day(day_of(last[person]))) if person in last else t("team.idle")
        for person in persons
    }


def _line(member: Member, activity: Html, t: Texts) -> Html:
    return t("team.line", label=member.label, role=t(f"role.{member.role}"), activity=activity)


def _invited(invitation: Invitation, t: Texts) -> Html:
    return t("team.invited_line", role=t(f"role.{invitation.role}"), until=t.moment(invitation.expires_at))


def _members(shown: tuple[Member, ...]) -> Rows:
    return tuple((Button(f"👤 {member.label}", data=f"v1:member:{member.person}"),) for member in shown)


def _pages(first: int, of: int) -> Rows:
    page = first // PAGE
    before = [Button("«", data=f"v1:team:{page - 1}")] if first else []
    after = [Button("»", data=f"v1:team:{page + 1}")] if first + PAGE < of else []
    return (tuple(before + after),) if before or after else ()


def _invitations(invited: tuple[Invitation, ...], t: Texts) -> Rows:
    withdraw = (
        (
            Button(
                t("team.withdraw", role=t(f"role.{one.role}"), until=t.moment(one.expires_at)),
                data=f"v1:withdraw:{one.id}:team",
            ),
        )
        for one in invited
    )
    invite = ((Button(t(f"team.invite.{role}"), data=f"v1:invite:{role}"),) for role in reversed(Role))
    return (*withdraw, *invite)


async def _turn_to_member(update: Update, context: Context, person: str) -> None:
    card, _ = pressed(update)
    t, member = await context.texts(update), await _member(context, person)
    activity = await _activity(context, [person], t)
    known = await colleagues(context, t)
    text = t(
        "team.member",
        label=member.label,
        role=t(f"role.{member.role}"),
        since=t.day(day_of(member.appointed_at)),
        by=known.label(member.appointed_by),
        activity=activity[person],
    )
    other = Role.TRAINEE if member.role is Role.MODERATOR else Role.MODERATOR
    buttons = (
        (Button(t(f"team.make.{other}"), data=f"v1:role:{person}:{other}"),),
        (Button(t("team.deeds"), data=f"v1:log::{person}"),),
        (Button(t("team.dismiss"), data=f"v1:dismiss:{person}"),),
        (Button(t("team.back"), data="v1:team:"),),
    )
    if card is not None:
        await context.turn(card, Reply(text, buttons))
