"""Who is who in the team: the pseudonyms that rumours and the audit hold, as words for moderators."""

from collections.abc import Collection, Mapping

from handlers.context import Context
from handlers.texts import Texts
from knowledge.store import Role


class Colleagues:
    """The team and the owners, each with the word that moderators know them by."""

    def __init__(self, labels: Mapping[str, str], moderators: Collection[str], t: Texts) -> None:
        self._labels = labels
        self._moderators = moderators
        self._t = t

    def label(self, person: str) -> str:
        """Return the word for a person; who left the team has none of their own any more."""
        return self._labels.get(person) or self._t("team.former")

    def others(self, person: str) -> list[tuple[str, str]]:
        """Return every other moderator as (person, label)."""
        return [
            (other, label)
            for other, label in self._labels.items()
            if other != person and self.is_moderator(other)
        ]

    def is_moderator(self, person: str) -> bool:
        """Tell whether this person may answer rumours now; owners may."""
        return person in self._moderators

    def __contains__(self, person: str) -> bool:
        return person in self._labels


async def colleagues(context: Context, t: Texts) -> Colleagues:
    """Return who belongs to the team now, the owners first."""
    desk = context.scene.desk
    owners = {desk.pseudonym(owner): str(t("team.owner")) for owner in sorted(desk.owners)}
    members = await context.work.people.team()
    team = {member.person: member.label for member in members}
    moderators = {member.person for member in members if member.role is Role.MODERATOR}
    return Colleagues({**owners, **team}, moderators | owners.keys(), t)
