"""After a change, its author reads which posts that moderators decided on are answered otherwise now."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.application import ShynBa
from bot.sandbox import Person
from knowledge.models import Claim, Language, Origin, Rebuttal
from tests.knowledge.matching.samples import BANK, PETROL, rebuttal

POST = "Соседка из Кереге сказала, завтра банк схлопнется, забирайте вклады"
KEPT = replace(
    rebuttal("bank", BANK, summary="Лицензия на месте."),
    claims=(Claim(BANK, Language.RU), Claim(POST, Language.RU, Origin.LEARNED)),
)


@pytest.fixture(autouse=True)
async def known(bot: ShynBa) -> None:
    await hold(bot, KEPT, rebuttal("petrol", PETROL, summary="Цены не меняются."))


async def hold(bot: ShynBa, *rebuttals: Rebuttal) -> None:
    async with bot.store.begin() as transaction:
        await transaction.rebuttals.save_all(rebuttals, now=datetime.now(UTC))
    await bot._follower.follow()


async def test_another_anchor_names_the_posts_that_lack_it(moderator: Person) -> None:
    moderator.says("/edit bank")
    await moderator.presses(await moderator.reads(), "Anchors")
    await moderator.reads()
    moderator.says("лицензия")
    await moderator.presses(await moderator.reads(), "✅ Save the correction")
    told = (await moderator.reads()).text
    assert "⚠️ The answer to 1 kept post changes:" in told
    assert f"• “{POST}”\n   verdict (bank) → question (bank)" in told


async def test_a_synonym_that_changes_a_kept_post_names_it(bot: ShynBa, moderator: Person) -> None:
    learned = Claim("Казахстан готовится к заварушке с Россией", Language.RU, Origin.LEARNED)
    away = replace(rebuttal("walk", "Казахстан готовится к прогулке с Россией"), negatives=(learned.text,))
    await hold(bot, away)
    moderator.says("/synonym заварушка = война")
    told = (await moderator.reads()).text
    assert "заварушка = война" in told
    assert f"• “{learned.text}”" in told
    assert "→ verdict (tdl-war)" in told


async def test_a_synonym_that_is_taken_back_names_what_it_held(bot: ShynBa, moderator: Person) -> None:
    text = "Казахстан готовится к заварушке с Россией"
    away = replace(rebuttal("walk", "Казахстан готовится к прогулке с Россией"), negatives=(text,))
    moderator.says("/synonym заварушка = война")
    card = await moderator.reads()
    await hold(bot, away)
    await moderator.presses(card, "Remove: заварушка")
    told = (await moderator.reads()).text
    assert f"• “{text}”\n   verdict (tdl-war) → " in told


async def test_a_change_that_moves_nothing_says_nothing(moderator: Person) -> None:
    post = moderator.forwards("Вклады в Кереге горят, лицензию забрали ещё вчера вечером", channel="Слухи")
    await moderator.reads()
    moderator.replies(post, "/learn bank")
    assert "⚠️" not in (await moderator.reads()).text
