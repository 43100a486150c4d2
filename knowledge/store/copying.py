"""Copies one store into another, of either kind, and compares them row by row before anything is kept."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store.errors import StoreError
from knowledge.store.schema import metadata

PAGE = 1000  # rows in memory at a time: a rebuttal takes a few kilobytes

Row = Mapping[str, Any]


async def copy(source: AsyncConnection, target: AsyncConnection) -> dict[str, int]:
    """Fills the empty tables of the target; returns {table: rows}. StoreError unless all rows are equal.

    Both have the tables of this version. The source must not change meanwhile; what the target gets is in
    the transaction that is under way there.
    """
    for table in metadata.sorted_tables:
        async for page in _pages(source, table):
            await target.execute(insert(table), page)
        await _go_on_numbering(source, target, table)
    return {table.name: await _compared(source, target, table) for table in metadata.sorted_tables}


async def filled(connection: AsyncConnection) -> tuple[str, ...]:
    """The names of the tables that hold anything."""
    tables = metadata.sorted_tables
    return tuple([table.name for table in tables if await _count(connection, table)])


async def clear(connection: AsyncConnection) -> None:
    """Deletes every row."""
    for table in metadata.sorted_tables:
        await connection.execute(delete(table))


async def _pages(connection: AsyncConnection, table: Table) -> AsyncIterator[list[Row]]:
    """All rows by primary key; each page is looked up by the key where the last one ended."""
    key = tuple_(*table.primary_key)
    query = select(table).order_by(*table.primary_key).limit(PAGE)
    page = await _rows(connection, query)
    while page:
        yield page
        page = await _rows(connection, query.where(key > _key(table, page[-1])))


async def _rows(connection: AsyncConnection, query: Any) -> list[Row]:
    return [dict(row) for row in (await connection.execute(query)).mappings()]


def _key(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


async def _compared(source: AsyncConnection, target: AsyncConnection, table: Table) -> int:
    """The number of rows. StoreError when one differs, is missing or is too many."""
    rows = 0
    async for page in _pages(source, table):
        keys = [_key(table, row) for row in page]
        found = await _rows(target, select(table).where(tuple_(*table.primary_key).in_(keys)))
        arrived = {_key(table, row): row for row in found}
        for row in page:
            if arrived.get(_key(table, row)) != row:
                raise StoreError(f"A row of table {table.name} arrived changed: nothing was kept.")
        rows += len(page)
    if await _count(target, table) != rows:
        raise StoreError(f"Table {table.name} has more rows than it was given: nothing was kept.")
    return rows


async def _count(connection: AsyncConnection, table: Table) -> int:
    return await connection.scalar(select(func.count()).select_from(table)) or 0


async def _go_on_numbering(source: AsyncConnection, target: AsyncConnection, table: Table) -> None:
    """The next number that the target gives is one that the source never gave, not even to a deleted row."""
    column = table.autoincrement_column
    if column is None:
        return
    largest = await source.scalar(select(func.max(column))) or 0
    given = await source.scalar(_LAST_GIVEN[source.dialect.name], {"table": table.name}) or 0
    if number := max(largest, given):
        for statement in _GO_ON[target.dialect.name]:
            await target.execute(statement, {"table": table.name, "number": number})


# Every numbered column of the schema is called id. SQLite keeps the last number of AUTOINCREMENT tables in a
# table, https://www.sqlite.org/autoinc.html, and PostgreSQL in a sequence.
_LAST_GIVEN = {
    "sqlite": text("SELECT seq FROM sqlite_sequence WHERE name = :table"),
    "postgresql": text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:table, 'id')::regclass)"),
}
_GO_ON = {
    "sqlite": (
        text("DELETE FROM sqlite_sequence WHERE name = :table AND :number > 0"),
        text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :number)"),
    ),
    "postgresql": (text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :number)"),),
}
