"""People: the language each one chose, and who belongs to the team."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, Column, bindparam, cast, delete, null, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import Language
from knowledge.store.dialects import insert
from knowledge.store.schema import blocks, opted_out, pauses, people, team


class Role(StrEnum):
    """What a person may do beyond asking; owners are named in the settings."""

    TRAINEE = "trainee"  # prepares drafts; a moderator publishes them
    MODERATOR = "moderator"


@dataclass(frozen=True, slots=True)
class Member:
    """One of the team. `person` and `appointed_by` are keyed hashes, `label` is the owner's word for them."""

    person: str
    role: Role
    label: str
    appointed_by: str
    appointed_at: datetime


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of who asks: the language that they chose, their role, a wish, and what holds them."""

    language: Language | None
    role: Role | None
    wants_corrections: bool = True
    paused_until: datetime | None = None  # see `blocks.Pause`
    blocked_until: datetime | None = None  # see `blocks.Block`


class People:
    """A person is the caller's keyed hash of a Telegram id: the store never sees the id."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._met: dict[str, Profile] = {}

    async def meet(self, persons: Collection[str]) -> None:
        """Reads the profiles of all of them with one statement, so that `profile` need not read each."""
        if not persons:
            return
        found: dict[str, list[Any]] = {person: [None] * len(_PARTS) for person in persons}
        for person, *parts in await self._connection.execute(_PROFILES, {"persons": list(persons)}):
            found[person] = [
                new if new is not None else old for new, old in zip(parts, found[person], strict=True)
            ]
        self._met = {person: _profile(*parts) for person, parts in found.items()}

    async def profile(self, person: str) -> Profile:
        """All that is known with at most one statement: this is asked for every update."""
        if person in self._met:
            return self._met[person]
        result = await self._connection.execute(_PROFILE, {"person": person})
        return _profile(*result.one())

    def forget_met(self) -> None:
        """Reads profiles anew: something about persons has changed."""
        self._met.clear()

    async def want_corrections(self, person: str, *, wanted: bool, now: datetime) -> None:
        """Keeps whether a verdict that changes is told to this person."""
        self._met.clear()
        if wanted:
            await self._connection.execute(delete(opted_out).where(opted_out.c.person == person))
            return
        into = insert(self._connection.dialect.name, opted_out).values(person=person, at=now)
        await self._connection.execute(into.on_conflict_do_nothing())

    async def language(self, person: str) -> Language | None:
        chosen = await self._connection.scalar(select(people.c.language).where(people.c.person == person))
        return None if chosen is None else Language(chosen)

    async def choose_language(self, person: str, language: Language | None, *, now: datetime) -> None:
        """Keeps the choice; None forgets it."""
        self._met.clear()
        if language is None:
            await self._connection.execute(delete(people).where(people.c.person == person))
            return
        chosen = {"language": language.value, "chosen_at": now}
        into = insert(self._connection.dialect.name, people).values(person=person, **chosen)
        await self._connection.execute(into.on_conflict_do_update(index_elements=["person"], set_=chosen))

    async def role(self, person: str) -> Role | None:
        held = await self._connection.scalar(select(team.c.role).where(team.c.person == person))
        return None if held is None else Role(held)

    async def appoint(self, person: str, role: Role, label: str, *, by: str, now: datetime) -> None:
        """Gives a role and a label; what the person had before is replaced."""
        self._met.clear()
        terms = {"role": role.value, "label": label, "appointed_by": by, "appointed_at": now}
        into = insert(self._connection.dialect.name, team).values(person=person, **terms)
        await self._connection.execute(into.on_conflict_do_update(index_elements=["person"], set_=terms))

    async def change_role(self, person: str, role: Role) -> bool:
        """Gives a member another role; False when they have it already, or are no member."""
        self._met.clear()
        other = (team.c.person == person) & (team.c.role != role.value)
        result = await self._connection.execute(update(team).where(other).values(role=role.value))
        return result.rowcount > 0

    async def rename(self, person: str, label: str) -> bool:
        """Gives a member another label; False when they are no member."""
        result = await self._connection.execute(
            update(team).where(team.c.person == person).values(label=label)
        )
        return result.rowcount > 0

    async def dismiss(self, person: str) -> bool:
        """Takes the role away; False when there was none."""
        self._met.clear()
        result = await self._connection.execute(delete(team).where(team.c.person == person))
        return result.rowcount > 0

    async def team(self) -> tuple[Member, ...]:
        result = await self._connection.execute(select(team).order_by(team.c.label, team.c.person))
        return tuple(
            Member(row.person, Role(row.role), row.label, row.appointed_by, row.appointed_at)
            for row in result
        )


def _profile(
    language: str | None,
    role: str | None,
    quiet_since: datetime | None,
    paused_until: datetime | None,
    blocked_until: datetime | None,
) -> Profile:
    return Profile(
        None if language is None else Language(language),
        None if role is None else Role(role),
        wants_corrections=quiet_since is None,
        paused_until=paused_until,
        blocked_until=blocked_until,
    )


# Built once: building a statement costs as much as running it. What makes a profile stands in a table each.
_PARTS: tuple[Column[Any], ...] = (
    people.c.language, team.c.role, opted_out.c.at, pauses.c.until, blocks.c.until,
)  # fmt: skip
_PROFILE = select(
    *(select(part).where(part.table.c.person == bindparam("person")).scalar_subquery() for part in _PARTS)
)
_met: BindParameter[str] = bindparam("persons", expanding=True)
_PROFILES = union_all(
    *(
        select(
            part.table.c.person,
            # With types: PostgreSQL takes those of the first part for all.
            *(part if part is other else cast(null(), other.type) for other in _PARTS),
        ).where(part.table.c.person.in_(_met))
        for part in _PARTS
    )
)
