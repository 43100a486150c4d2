"""Turns what SQLite, PostgreSQL and the operating system raise into a StoreError that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine

from knowledge.store.errors import (
    StoreAwayError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreInUseError,
    StoreReadOnlyError,
    StoreUnreachableError,
    StoreVersionError,
)

_FULL = StoreFullError("The disk is full: the store cannot write. Free some space; what was saved is safe.")
_READ_ONLY = StoreReadOnlyError(
    "The store cannot be written: give the bot write access to the file and folder."
)
_DAMAGED = StoreDamagedError("The store is damaged, or the file is no store. Keep it and restore a backup.")
_LOCKED = StoreInUseError(
    "The store is locked by another program: close that one or wait until it has finished."
)
_NOT_MIGRATED = StoreVersionError("The store lacks what this version needs: run `python -m bot migrate`.")
_AWAY = StoreUnreachableError(
    "The database server does not answer: check that it runs and what DATABASE_URL says."
)
_BUSY = StoreUnreachableError("The database server has no connection or memory to spare.")
_REFUSED = StoreError("The database server refuses the user or the password in DATABASE_URL.")
_NO_DATABASE = StoreError("The database server has no database of the name in DATABASE_URL: create it first.")
_BAD_DISK = StoreAwayError("The disk under the store fails to read or write: check the disk.")

# Primary result codes of https://www.sqlite.org/rescode.html; extended codes begin with their names.
_SQLITE = {
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_CANTOPEN": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_IOERR": _BAD_DISK,
}
# SQLSTATE, or its class in two characters: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "25006": _READ_ONLY,
    "3D000": _NO_DATABASE,
    "42501": _READ_ONLY,
    "42703": _NOT_MIGRATED,
    "42P01": _NOT_MIGRATED,
    "53100": _FULL,
    "55P03": _LOCKED,
    "08": _AWAY,
    "28": _REFUSED,
    "53": _BUSY,
    "57": _AWAY,
    "XX": _DAMAGED,
}


def listened(engine: AsyncEngine) -> AsyncEngine:
    """The same engine, from which no exception of a driver leaves this package."""
    event.listen(engine.sync_engine, "handle_error", _on_driver_error)
    return engine


def _on_driver_error(context: ExceptionContext) -> StoreError | None:
    if not isinstance(context.sqlalchemy_exception, DBAPIError):
        return None  # a mistake of the program, such as a time without its zone
    return diagnose(context.original_exception, disconnected=context.is_disconnect)


@contextmanager
def connecting() -> Iterator[None]:
    """Catches what never passes `handle_error`: sockets, refused passwords, a pool with nothing free."""
    try:
        yield
    except StoreError:
        raise
    except PoolTimeoutError as error:
        raise StoreAwayError(
            "No connection to the store became free: some transaction does not end."
        ) from error
    except Exception as error:
        if not isinstance(error, (OSError, SQLAlchemyError)) and _state(error) is None:
            raise
        raise diagnose(error) from error


def diagnose(error: BaseException, *, disconnected: bool = False) -> StoreError:
    """The StoreError for what a driver raised; what was not foreseen is named by its type and code only."""
    known = _known(error)
    if known is None and (disconnected or isinstance(error, OSError)):
        known = _AWAY
    if known is None:
        code = getattr(error, "sqlite_errorname", None) or _state(error) or "no code"
        known = StoreError(
            f"The store failed in a way that was not foreseen: {type(error).__name__}, {code}."
        )
    return type(known)(str(known))  # a fresh one: exceptions carry the traceback of where they were raised


def _known(error: BaseException) -> StoreError | None:
    name = getattr(error, "sqlite_errorname", None)
    if name is not None:
        missing = str(error).startswith(("no such table", "no such column"))
        return _NOT_MIGRATED if missing else _SQLITE.get("_".join(name.split("_")[:2]))
    state = _state(error) or ""
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])


def _state(error: BaseException) -> str | None:
    state = getattr(error, "sqlstate", None)
    return state if isinstance(state, str) else None
