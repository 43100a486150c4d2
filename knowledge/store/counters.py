"""Counters whose numbers become visible in the order of commits."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store.dialects import insert
from knowledge.store.schema import counters


async def advance(connection: AsyncConnection, name: str) -> int:
    """The counter's next number.

    Its row stays locked until the commit: who has seen a number has seen every smaller one, and of those who
    take numbers of one counter each waits until the one before is done.
    """
    into = insert(connection.dialect.name, counters).values(name=name, value=1)
    taken = into.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
    result = await connection.execute(taken.returning(counters.c.value))
    return int(result.scalar_one())


async def value(connection: AsyncConnection, name: str) -> int:
    """The last number that was taken; 0 before the first."""
    return await connection.scalar(select(counters.c.value).where(counters.c.name == name)) or 0


async def put(connection: AsyncConnection, name: str, number: int) -> None:
    """Sets a counter that follows another one."""
    into = insert(connection.dialect.name, counters).values(name=name, value=number)
    await connection.execute(into.on_conflict_do_update(index_elements=["name"], set_={"value": number}))
