"""Tests of knowledge/store/synonyms.py: pairs keep their order, and every process hears of a change."""

from knowledge.store import Store
from tests.knowledge.store.samples import NOW


async def test_pairs_are_kept_in_the_order_they_were_taught(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.synonyms.teach("мобилка", "мобилизация", by="a", now=NOW)
        await transaction.synonyms.teach("жәрдем", "төлем", by="b", now=NOW)
    async with store.begin() as transaction:
        first, second = await transaction.synonyms.all()
    assert (first.word, first.meaning, first.taught_by, first.taught_at) == (
        "мобилка",
        "мобилизация",
        "a",
        NOW,
    )
    assert second.word == "жәрдем"


async def test_a_forgotten_pair_is_gone_and_forgetting_it_twice_is_told(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.synonyms.teach("мобилка", "мобилизация", by="a", now=NOW)
        (pair,) = await transaction.synonyms.all()
        assert await transaction.synonyms.forget(pair.id, now=NOW) == pair
        assert await transaction.synonyms.forget(pair.id, now=NOW) is None
        assert await transaction.synonyms.all() == ()


async def test_every_change_takes_a_revision(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.synonyms.teach("мобилка", "мобилизация", by="a", now=NOW)
        taught, _ = await transaction.rebuttals.changed_since(0)
        (pair,) = await transaction.synonyms.all()
        await transaction.synonyms.forget(pair.id, now=NOW)
        forgotten, _ = await transaction.rebuttals.changed_since(0)
    assert 0 < taught < forgotten
