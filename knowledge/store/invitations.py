"""Invitations to the team: single use, for a while, and known only by the hash of what the link holds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store.people import Role
from knowledge.store.schema import invitations


class InvitationState(StrEnum):
    """What became of an invitation."""

    OPEN = "open"
    USED = "used"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A role that whoever has the link may accept. `invited_by` is a keyed hash."""

    id: int
    role: Role
    invited_by: str
    expires_at: datetime
    state: InvitationState


class Invitations:
    """A token is a random text of at least 128 bits, so its plain hash gives nothing away."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, token: str, role: Role, *, by: str, now: datetime, expires_at: datetime) -> int:
        """Keeps an invitation; the token itself is not kept. Returns its id."""
        row = {
            "token_hash": _hash(token),
            "role": role.value,
            "invited_by": by,
            "invited_at": now,
            "expires_at": expires_at,
        }
        into = insert(invitations).values(row).returning(invitations.c.id)
        return int((await self._connection.execute(into)).scalar_one())

    async def find(self, token: str, *, now: datetime) -> Invitation | None:
        result = await self._connection.execute(
            select(invitations).where(invitations.c.token_hash == _hash(token))
        )
        row = result.mappings().one_or_none()
        return None if row is None else _invitation(row, now)

    async def open(self, *, now: datetime) -> tuple[Invitation, ...]:
        """Those that can still be accepted, oldest first."""
        query = select(invitations).where(_OPEN, invitations.c.expires_at > now).order_by(invitations.c.id)
        return tuple(_invitation(row, now) for row in (await self._connection.execute(query)).mappings())

    async def use(self, invitation_id: int, *, now: datetime) -> bool:
        """Uses it up; False when somebody was faster, or it is not open for another reason."""
        return await self._end(invitation_id, now, {"used_at": now})

    async def withdraw(self, invitation_id: int, *, now: datetime) -> bool:
        """Takes it back; False when it is not open any more."""
        return await self._end(invitation_id, now, {"withdrawn_at": now})

    async def prune(self, before: datetime) -> int:
        """Deletes those whose time was over before; how many."""
        result = await self._connection.execute(delete(invitations).where(invitations.c.expires_at < before))
        return result.rowcount

    async def _end(self, invitation_id: int, now: datetime, ended: dict[str, datetime]) -> bool:
        mine = (invitations.c.id == invitation_id) & _OPEN & (invitations.c.expires_at > now)
        result = await self._connection.execute(update(invitations).where(mine).values(ended))
        return result.rowcount > 0


_OPEN = func.coalesce(invitations.c.used_at, invitations.c.withdrawn_at).is_(None)


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def _invitation(row: RowMapping, now: datetime) -> Invitation:
    if row["used_at"] is not None:
        state = InvitationState.USED
    elif row["withdrawn_at"] is not None:
        state = InvitationState.WITHDRAWN
    else:
        state = InvitationState.OPEN if row["expires_at"] > now else InvitationState.EXPIRED
    return Invitation(row["id"], Role(row["role"]), row["invited_by"], row["expires_at"], state)
