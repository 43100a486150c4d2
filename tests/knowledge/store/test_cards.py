"""Verdict cards that Telegram has: the one that was kept last, for each bot, rebuttal and language."""

from dataclasses import replace

from knowledge.models import Language
from knowledge.store import CardKey, Store

KEY = CardKey("tdl-war", 3, Language.KK, 1)


async def test_a_card_is_found_by_all_that_it_shows(store: Store) -> None:
    async with store.begin() as transaction:
        await transaction.cards.keep(7, KEY, "file1")
    others = [
        replace(KEY, rebuttal="tdl-border"),
        replace(KEY, version=4),
        replace(KEY, language=Language.RU),
        replace(KEY, look=2),
    ]
    async with store.begin() as transaction:
        assert await transaction.cards.find(7, [KEY, *others]) == {KEY: "file1"}
        assert not await transaction.cards.find(8, [KEY])


async def test_a_newer_version_takes_the_place_of_the_older_one_in_its_language_only(store: Store) -> None:
    newer, russian = replace(KEY, version=4), replace(KEY, language=Language.RU)
    async with store.begin() as transaction:
        for number, key in enumerate((KEY, russian, newer, newer)):
            await transaction.cards.keep(7, key, f"file{number}")
    async with store.begin() as transaction:
        found = await transaction.cards.find(7, [KEY, newer, russian])
    assert found == {newer: "file3", russian: "file1"}
