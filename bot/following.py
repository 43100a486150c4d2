"""Keeps the matcher in memory in step with the rebuttals in the store, by their revision."""

from knowledge.matching import Matcher
from knowledge.store import Store


class Follower:
    """Reads what has changed since it last looked, whoever changed it."""

    def __init__(self, store: Store, matcher: Matcher) -> None:
        self._store = store
        self._matcher = matcher
        self._revision = 0

    async def load(self) -> None:
        """Fill the empty matcher."""
        async with self._store.begin() as transaction:
            self._revision, rebuttals = await transaction.rebuttals.changed_since(0)
        self._matcher.load(rebuttals)

    async def follow(self) -> None:
        """Take over what has changed; a rebuttal that is no longer published leaves the matcher."""
        async with self._store.begin() as transaction:
            self._revision, rebuttals = await transaction.rebuttals.changed_since(self._revision)
        for rebuttal in rebuttals:
            self._matcher.put(rebuttal)
