"""Brings the tables of a store to this version, by the steps in `migrations/`."""

from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from knowledge.store.errors import StoreVersionError

_STEPS = ScriptDirectory(str(Path(__file__).with_name("migrations")))

# Any number that nothing else on the server uses: "ShynBa" in ASCII.
_LOCK = int.from_bytes(b"ShynBa")


def upgrade(connection: Connection, to: str = "head") -> None:
    """Takes every missing step up to `to` within the transaction that is under way."""
    if connection.dialect.name == "postgresql":  # several replicas may start at once; SQLite has one process
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if is_current(connection):
        return

    def steps(revision: Any, _context: MigrationContext) -> Any:
        return _STEPS._upgrade_revs(to, revision)  # noqa: SLF001  # what alembic's own `upgrade` command calls

    with EnvironmentContext(Config(), _STEPS, fn=steps, destination_rev=to) as environment:
        environment.configure(connection=connection, transactional_ddl=True)
        environment.run_migrations()


def is_a_store(connection: Connection) -> bool:
    """Whether some version of the program made these tables."""
    return MigrationContext.configure(connection).get_current_revision() is not None


def is_current(connection: Connection) -> bool:
    """Whether the newest step was taken; StoreVersionError when a step is unknown to this version."""
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        return False
    try:
        _STEPS.get_revision(revision)
    except CommandError as error:
        raise StoreVersionError(
            "A newer version of ShynBa made this store: upgrade the program, or restore an older backup."
        ) from error
    return revision == _STEPS.get_current_head()
