"""The gallery: pictures and videos of the rebuttals in service, and whose one that is sent is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.media.fingerprints import Fingerprint, Prints
from knowledge.media.known_pictures import KnownPictures, Likeness, likeness
from knowledge.models import Rebuttal, Status


@dataclass(frozen=True, slots=True)
class Sighting:
    """A picture or video that was known, and how surely it is the one."""

    rebuttal: Rebuttal
    likeness: Likeness


class Gallery:
    """In memory, as the matcher is: whoever changes the store tells it what has changed."""

    def __init__(self) -> None:
        self._rebuttals: dict[str, Rebuttal] = {}  # those in service that have media
        self._pictures = KnownPictures()

    def put(self, rebuttal: Rebuttal) -> None:
        """Take a rebuttal in, in place of its older state; one out of service, or without media, leaves."""
        self._rebuttals.pop(rebuttal.id, None)
        if rebuttal.media and rebuttal.status is Status.PUBLISHED:
            self._rebuttals[rebuttal.id] = rebuttal

    def learn(self, seen: Mapping[str, Iterable[Fingerprint]]) -> None:
        """Take the fingerprints of files in, {unique id: fingerprints}."""
        for unique_id, fingerprints in seen.items():
            self._pictures.put(unique_id, fingerprints)

    def exactly(self, unique_ids: Sequence[str]) -> Sighting | None:
        """Return the rebuttal that has one of these very files."""
        rebuttal = self._holder(unique_ids)
        return None if rebuttal is None else Sighting(rebuttal, Likeness.SAME)

    def find(self, looks: Sequence[Prints], words: int | None) -> Sighting | None:
        """Return the rebuttal whose picture or clip is nearest to a picture (one look) or a clip (some).

        `words` are those that could be read on it; None when nobody could read it.
        """
        for found in self._pictures.search(looks):
            rebuttal, alike = self._holder([found.key]), likeness(found.distance, words)
            if rebuttal is not None and alike is not None:
                return Sighting(rebuttal, alike)
        return None

    def _holder(self, unique_ids: Sequence[str]) -> Rebuttal | None:
        """Return the newest of those that have one of the files."""
        sought = set(unique_ids)
        for rebuttal in reversed(self._rebuttals.values()):
            if any(medium.unique_id in sought for medium in rebuttal.media):
                return rebuttal
        return None
