"""/test: a moderator reads why a text is answered as it is, and nothing of it is kept."""

from datetime import UTC, datetime

import pytest

from bot.application import ShynBa
from bot.sandbox import Person
from knowledge.models import Claim, Language, Rebuttal, Source, Verdict
from knowledge.store.schema import metadata
from tests.knowledge.store.samples import rows

RUMOUR = "Казахстан готовится к войне с Россией"
PETROL = Rebuttal(
    "petrol",
    Verdict.FALSE,
    (Claim("С 1 июня бензин АИ-92 подорожает до 400 тенге за литр", Language.RU),),
    {Language.RU: "Цены не меняются."},
    Source("Министерство", "https://example.kz/"),
)


async def hold(bot: ShynBa, *rebuttals: Rebuttal) -> None:
    async with bot.store.begin() as transaction:
        await transaction.rebuttals.save_all(rebuttals, now=datetime.now(UTC))
    await bot._follower.follow()


async def test_a_verdict_is_explained(moderator: Person) -> None:
    moderator.says(f"/test {RUMOUR}")
    told = await moderator.reads()
    assert told.text.startswith("🧪 The bot would answer with the verdict")
    assert "1. tdl-war · ❌ False" in told.text
    assert "⚓ In the post:" in told.text
    assert "✅ Nothing speaks against it" in told.text
    assert told.labels[0] == "tdl-war"
    await moderator.presses(told, "tdl-war")
    assert "tdl-war" in (await moderator.reads()).text


async def test_a_guard_that_speaks_is_named_with_what_differs(bot: ShynBa, moderator: Person) -> None:
    await hold(bot, PETROL)
    moderator.says("/test С 1 июня бензин АИ-92 подорожает до 500 тенге за литр")
    told = (await moderator.reads()).text
    assert told.startswith("🧪 The bot would ask")
    assert "🛑 What keeps it from a verdict:\nnumber: 400 тенге in the claim, 500 тенге in the post" in told


async def test_the_rule_that_holds_it_back_says_its_threshold(moderator: Person) -> None:
    moderator.says("/test Казахстан и война")
    told = (await moderator.reads()).text
    assert "🔻 Too short: 3 words, a verdict takes 4" in told
    assert "⚓ Not in the post:" in told


async def test_a_post_is_tried_by_replying_to_it(moderator: Person) -> None:
    post = moderator.forwards(RUMOUR, channel="Слухи")
    await moderator.reads()
    moderator.replies(post, "/test")
    assert "tdl-war" in (await moderator.reads()).text


async def test_a_trainee_may_and_a_citizen_may_not(trainee: Person, citizen: Person) -> None:
    trainee.says(f"/test {RUMOUR}")
    assert "tdl-war" in (await trainee.reads()).text
    citizen.says(f"/test {RUMOUR}")
    assert "только команде" in (await citizen.reads()).text


@pytest.mark.parametrize("text", ["", "   "])
async def test_without_a_text_it_says_how_it_is_used(moderator: Person, text: str) -> None:
    moderator.says(f"/test{text}")
    assert "Nothing is stored" in (await moderator.reads()).text
    picture = moderator.sends_photo("")
    await moderator.reads()
    moderator.replies(picture, "/test")
    assert "Nothing is stored" in (await moderator.reads()).text


async def test_everyday_chat_has_nothing_near(moderator: Person) -> None:
    moderator.says("/test Купи хлеба и молока по дороге домой, пожалуйста")
    assert "“not checked yet”" in (await moderator.reads()).text


async def test_nothing_is_stored(bot: ShynBa, moderator: Person) -> None:
    kept = [table for table in metadata.sorted_tables if table.name not in {"inbox", "outbox"}]
    before = {table.name: await rows(bot.store, table) for table in kept}
    moderator.says(f"/test {RUMOUR}")
    await moderator.reads()
    assert {table.name: await rows(bot.store, table) for table in kept} == before


async def test_long_and_hostile_words_fit_into_one_message(bot: ShynBa, moderator: Person) -> None:
    hostile = "<b>&" * 200
    many = [
        Rebuttal(
            f"{'long-' * 7}{number}",
            Verdict.SCAM,
            (Claim(f"Банк раздаёт всем {hostile} по 300 000 тенге каждому", Language.RU),),
            {Language.RU: hostile},
            Source(hostile[:100], "https://example.kz/"),
            anchors=tuple(f"якорь <i>{place} {hostile[:80]}" for place in range(12)),
        )
        for number in range(5)
    ]
    await hold(bot, *many)
    moderator.says("/test " + f"Банк раздаёт всем {hostile} по 500 000 тенге каждому "[:900] * 4)
    told = await moderator.reads()
    assert "long-long-" in told.text
    assert len(told.text) <= 4096
