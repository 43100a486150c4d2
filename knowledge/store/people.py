"""People: the language each one chose, and who belongs to the team."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BindParameter, bindparam, delete, null, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.models import Language
from knowledge.store.dialects import insert
from knowledge.store.schema import opted_out, people, team


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
    """What is known of who asks: the language that they chose, their role, and a wish."""

    language: Language | None
    role: Role | None
    wants_corrections: bool = True


class People:
    """A person is the caller's keyed hash of a Telegram id: the store never sees the id."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._met: dict[str, Profile] = {}

    async def meet(self, persons: Collection[str]) -> None:
        """Reads the profiles of all of them with one statement, so that `profile` need not read each."""
        if not persons:
            return
        languages: dict[str, Language] = {}
        roles: dict[str, Role] = {}
        quiet: set[str] = set()
        found = await self._connection.execute(_PROFILES, {"persons": list(persons)})
        for person, language, role, is_quiet in found:
            if language is not None:
                languages[person] = Language(language)
            if role is not None:
                roles[person] = Role(role)
            if is_quiet is not None:
                quiet.add(person)
        self._met = {
            person: Profile(languages.get(person), roles.get(person), wants_corrections=person not in quiet)
            for person in persons
        }

    async def profile(self, person: str) -> Profile:
        """All that is known with at most one statement: this is asked for every update."""
        if person in self._met:
            return self._met[person]
        result = await self._connection.execute(_PROFILE, {"person": person})
        language, role, opted_out_at = result.one()
        return Profile(
            None if language is None else Language(language),
            None if role is None else Role(role),
            wants_corrections=opted_out_at is None,
        )

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


# Built once: building a statement costs as much as running it.
_PROFILE = select(
    select(people.c.language).where(people.c.person == bindparam("person")).scalar_subquery(),
    select(team.c.role).where(team.c.person == bindparam("person")).scalar_subquery(),
    select(opted_out.c.at).where(opted_out.c.person == bindparam("person")).scalar_subquery(),
)
_met: BindParameter[str] = bindparam("persons", expanding=True)
_PROFILES = union_all(
    select(people.c.person, people.c.language, null(), null()).where(people.c.person.in_(_met)),
    select(team.c.person, null(), team.c.role, null()).where(team.c.person.in_(_met)),
    select(opted_out.c.person, null(), null(), opted_out.c.person).where(opted_out.c.person.in_(_met)),
)
