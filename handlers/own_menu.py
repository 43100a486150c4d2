"""The menu of commands in a team member's own chat: given with a role, taken back once the role is gone."""

from handlers.context import Asker, Context
from knowledge.store import Role


async def give_menu(context: Context, user_id: int, role: Role) -> None:
    """Show the commands of a role in a person's chat."""
    for parameters in context.scene.desk.menu(user_id, role):
        await context.call("setMyCommands", user_id, parameters)


async def renew_menu(context: Context, asker: Asker) -> None:
    """Show a member the commands of today: a role changes while nobody knows the member's chat.

    Owners get theirs whenever the bot starts.
    """
    if asker.is_member and not asker.is_owner:
        await give_menu(context, asker.user_id, Role.MODERATOR if asker.is_moderator else Role.TRAINEE)


async def take_menu_back(context: Context, asker: Asker) -> None:
    """Take the commands away from who was in the team once."""
    if asker.is_member or not await context.work.audit.latest(1, about=asker.person):
        return
    await take_menu(context, asker.user_id)


async def take_menu(context: Context, user_id: int) -> None:
    """Leave a person's chat with the commands that everyone has."""
    for parameters in context.scene.desk.menu(user_id, Role.TRAINEE):
        where = {name: parameters[name] for name in ("scope", "language_code")}
        await context.call("deleteMyCommands", user_id, where)
