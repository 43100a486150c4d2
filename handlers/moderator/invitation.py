"""Invitations to the team: an owner makes a link, whoever opens it first reads what it means and accepts."""

from datetime import timedelta
from secrets import token_urlsafe
from urllib.parse import quote

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, chat_of, message_of, pressed
from handlers.moderator.team import numbered, team_card
from handlers.own_menu import give_menu
from handlers.replies import Button, Reply
from handlers.texts import texts
from knowledge.models import Language
from knowledge.store import Invitation, InvitationState, Role

LASTS = timedelta(hours=48)
OPEN = 10  # at a time: the team's card shows them all
PREFIX = "invite_"
# 192 bits. With the prefix 39 characters: a deep link takes 64 (https://core.telegram.org/bots/features#deep-linking),
# and with "v1:accept:" in place of the prefix it fits into a button.
TOKEN_BYTES = 24


async def invite(update: Update, context: Context) -> None:
    """Give the owner a link to pass on."""
    _, (wanted, *_) = pressed(update)
    if wanted not in set(Role):
        raise Refusal("button.unknown")
    asker, invitations = await context.asker(update), context.work.invitations
    if len(await invitations.open(now=context.now)) >= OPEN:
        raise Refusal("invitation.enough", count=OPEN)
    token, until = token_urlsafe(TOKEN_BYTES), context.now + LASTS
    number = await invitations.add(token, Role(wanted), by=asker.person, now=context.now, expires_at=until)
    await context.work.audit.record(
        asker.person, "invitation.made", str(number), {"role": wanted}, now=context.now
    )
    t = await context.texts(update)
    link = f"https://t.me/{context.bot.username}?start={PREFIX}{token}"
    text = t("invitation.link", role=t(f"role.{wanted}"), link=link, until=t.moment(until))
    pass_on = Button(t("invitation.pass_on"), url=f"https://t.me/share/url?url={quote(link, safe='')}")
    withdraw = Button(t("invitation.withdraw"), data=f"v1:withdraw:{number}")
    context.toast(update)
    await context.tell(chat_of(update), Reply(text, ((pass_on,), (withdraw,))))


async def withdraw(update: Update, context: Context) -> None:
    """Take a link back that nobody has used yet."""
    card, (number, place, _) = pressed(update)
    asker, t = await context.asker(update), await context.texts(update)
    known = number.isdecimal() and int(number) < 2**63
    if not known or not await context.work.invitations.withdraw(int(number), now=context.now):
        raise Refusal("invitation.over")
    await context.work.audit.record(asker.person, "invitation.withdrawn", number, {}, now=context.now)
    context.toast(update, t("invitation.withdrawn_now"))
    if card is not None:
        from_team = place == "team"
        done = await team_card(update, context) if from_team else Reply(t("invitation.withdrawn_now"))
        await context.turn(card, done)


async def opened(update: Update, context: Context) -> bool:
    """Show who opened an invitation what they would accept; other links are somebody else's to take."""
    message = message_of(update)
    payload = arguments(message)
    if not payload.startswith(PREFIX):
        return False
    token = payload.removeprefix(PREFIX)
    invitation, t = await _acceptable(update, context, token), await context.texts(update)
    text = t(
        "invitation.card",
        role=t(f"role.{invitation.role}"),
        may=t(f"invitation.may.{invitation.role}"),
        until=t.moment(invitation.expires_at),
    )
    yes = Button(t("invitation.accept"), data=f"v1:accept:{token}")
    no = Button(t("invitation.decline"), data="v1:decline:")
    await context.tell(message.chat_id, Reply(text, ((yes,), (no,))))
    return True


async def accept(update: Update, context: Context) -> None:
    """Make the person a member; of two who press at once one gets in."""
    card, (token, *_) = pressed(update)
    asker, t = await context.asker(update), await context.texts(update)
    invitation = await _acceptable(update, context, token)
    if not await context.work.invitations.use(invitation.id, now=context.now):
        raise Refusal("invitation.used")
    label = await _join(context, asker.person, asker.user_id, invitation)
    context.toast(update)
    if card is not None:
        await context.turn(card, Reply(t("invitation.accepted", role=t(f"role.{invitation.role}"))))
    await give_menu(context, asker.user_id, invitation.role)
    await _tell_inviter(context, invitation, label)


async def decline(update: Update, context: Context) -> None:
    """Close the card; the link goes on working for who thinks again."""
    card, _ = pressed(update)
    t = await context.texts(update)
    context.toast(update)
    if card is not None:
        await context.turn(card, Reply(t("invitation.declined")))


async def _acceptable(update: Update, context: Context, token: str) -> Invitation:
    """Return the invitation if it is open and gives this person more than they have."""
    invitation = await context.work.invitations.find(token, now=context.now)
    if invitation is None:
        raise Refusal("invitation.unknown")
    asker = await context.asker(update)
    if asker.is_moderator or (asker.is_member and invitation.role is Role.TRAINEE):
        raise Refusal("invitation.already")
    if invitation.state is not InvitationState.OPEN:
        raise Refusal(f"invitation.{invitation.state}")
    if _inviter(context, invitation) is None:
        raise Refusal("invitation.withdrawn")  # who is no owner any more invites nobody
    return invitation


async def _join(context: Context, person: str, user_id: int, invitation: Invitation) -> str:
    """Give the role, and return the label; a trainee who becomes a moderator keeps theirs."""
    people, role = context.work.people, invitation.role
    label = {member.person: member.label for member in await people.team()}.get(person)
    if label is None:
        label = numbered(user_id)
        await people.appoint(person, role, label, by=invitation.invited_by, now=context.now)
    else:
        await people.change_role(person, role)
    details = {"label": label, "role": role.value, "invitation": invitation.id}
    await context.work.audit.record(person, "member.joined", person, details, now=context.now)
    return label


def _inviter(context: Context, invitation: Invitation) -> int | None:
    desk = context.scene.desk
    return next((owner for owner in desk.owners if desk.pseudonym(owner) == invitation.invited_by), None)


async def _tell_inviter(context: Context, invitation: Invitation, label: str) -> None:
    owner = _inviter(context, invitation)
    assert owner is not None, "only an owner's invitation is acceptable"
    t = texts(await context.work.people.language(invitation.invited_by) or Language.RU)
    await context.tell(owner, Reply(t("invitation.told", label=label, role=t(f"role.{invitation.role}"))))
