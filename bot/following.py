"""Keeps matcher and gallery in memory in step with the store: rebuttals, synonyms and fingerprints."""

import asyncio
from collections.abc import Iterable, Mapping

from bot.rounds import Rounds
from bot.trouble import Trouble
from knowledge.matching import Matcher, lexicon_with
from knowledge.media import Gallery
from knowledge.models import Rebuttal
from knowledge.store import Store, Synonym

# Seconds until the store is asked without having been told: a net, should an announcement get lost.
LONGEST_SILENCE = 3.0

Synonyms = tuple[Synonym, ...]


class Follower(Rounds):
    """Reads what has changed since it last looked, whoever did it; `matcher` is the current one."""

    def __init__(
        self, store: Store, matcher: Matcher, revision: int, synonyms: Synonyms, trouble: Trouble
    ) -> None:
        super().__init__(trouble, rest=LONGEST_SILENCE)
        self._store = store
        self._revision = revision
        self._synonyms = synonyms
        self._one_at_a_time = asyncio.Lock()  # an older reading must not overtake a newer one
        self.matcher = matcher
        self.gallery = Gallery()

    async def batch(self) -> int:
        """Follow what other processes have changed; return how many revisions that was."""
        before = self._revision
        await self.follow()
        return self._revision - before

    async def follow(self) -> None:
        """Take over what has changed; a rebuttal that is no longer published leaves the matcher."""
        async with self._one_at_a_time:
            await self._follow()

    def show(self, changed: Iterable[Rebuttal], seen: Mapping[str, Iterable[bytes]]) -> None:
        """Hang what has changed in the gallery: rebuttals, and fingerprints of {unique id: …}."""
        for rebuttal in changed:
            self.gallery.put(rebuttal)
        self.gallery.learn(seen)

    async def _follow(self) -> None:
        async with self._store.begin() as transaction:
            newest, changed = await transaction.rebuttals.changed_since(self._revision)
            if newest == self._revision:
                return
            synonyms = await transaction.synonyms.all()
            retaught = synonyms != self._synonyms
            everything = await transaction.rebuttals.all() if retaught else ()
            seen = await transaction.known_media.changed_since(self._revision)
        if retaught:
            # Another lexicon changes every claim; the old matcher answers until the new one is there.
            self.matcher = await asyncio.to_thread(matcher_of, everything, synonyms)
        else:
            for rebuttal in changed:
                self.matcher.put(rebuttal)
        self.show(changed, seen)
        self._revision, self._synonyms = newest, synonyms


async def follow_from_now(store: Store, trouble: Trouble) -> Follower:
    """Return a follower whose matcher holds what the store holds now."""
    async with store.begin() as transaction:
        revision, rebuttals = await transaction.rebuttals.changed_since(0)
        synonyms = await transaction.synonyms.all()
        seen = await transaction.known_media.changed_since(0)
    follower = Follower(store, matcher_of(rebuttals, synonyms), revision, synonyms, trouble)
    follower.show(rebuttals, seen)
    return follower


def matcher_of(rebuttals: Iterable[Rebuttal], synonyms: Synonyms) -> Matcher:
    """Return a matcher that holds all of these, with what moderators have taught the lexicon."""
    matcher = Matcher(lexicon_with((pair.word, pair.meaning) for pair in synonyms))
    matcher.load(rebuttals)
    return matcher
