"""Tests of knowledge/store/known_media.py: a file is looked at once, for every process."""

from datetime import timedelta

from knowledge.models import FileKind, KnownMedium
from knowledge.store import Store
from tests.knowledge.store.samples import NOW

PHOTO, VIDEO = KnownMedium(FileKind.PHOTO, "AQADp"), KnownMedium(FileKind.VIDEO, "AgADv")
ONE, OTHER = bytes(range(32)), bytes(range(32, 64))


async def test_a_file_waits_until_it_was_looked_at(store: Store) -> None:
    async with store.begin() as transaction:
        media = transaction.known_media
        await media.note(PHOTO, "file-p", now=NOW)
        await media.note(PHOTO, "again", now=NOW)
        unseen = await media.unseen(NOW)
        assert unseen is not None
        assert (unseen.medium, unseen.file_id, unseen.attempts) == (PHOTO, "file-p", 0)
        await media.seen(PHOTO.unique_id, [ONE, OTHER], now=NOW)
        assert await media.unseen(NOW) is None


async def test_what_was_seen_takes_a_revision_and_is_read_by_it(store: Store) -> None:
    async with store.begin() as transaction:
        media = transaction.known_media
        await media.note(PHOTO, "file-p", now=NOW)
        await media.note(VIDEO, "file-v", now=NOW)
        assert await media.changed_since(0) == {}
        await media.seen(PHOTO.unique_id, [ONE, OTHER], now=NOW)
        first, _ = await transaction.rebuttals.changed_since(0)
        await media.seen(VIDEO.unique_id, (), now=NOW)
        assert await media.changed_since(first) == {VIDEO.unique_id: ()}
        assert await media.changed_since(0) == {PHOTO.unique_id: (ONE, OTHER), VIDEO.unique_id: ()}


async def test_one_that_could_not_be_fetched_is_tried_again_later(store: Store) -> None:
    later = NOW + timedelta(minutes=2)
    async with store.begin() as transaction:
        await transaction.known_media.note(PHOTO, "file-p", now=NOW)
        await transaction.known_media.missed(PHOTO.unique_id, until=later)
        assert await transaction.known_media.unseen(NOW) is None
        unseen = await transaction.known_media.unseen(later)
    assert unseen is not None
    assert unseen.attempts == 1
