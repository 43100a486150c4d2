"""Forwards of one channel post: what moderators answered to the first, later ones are told at once."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text as sql

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram
from knowledge.models import Claim, Language, Rebuttal, RumourState, Status, Verdict
from tests.handlers.rumours import crowd, group

CHANNEL = "Жаңалықтар"
POSTS = {
    "ru": "В Алматы отравили воду в кранах, не пейте её до понедельника",
    "kk": "Алматыда крандағы суды улап тастады, дүйсенбіге дейін ішпеңіздер",
    "en": "The tap water in Almaty has been poisoned, do not drink it before Monday",
}
VERDICT = {"ru": "❌ Неправда", "kk": "❌ Жалған", "en": "❌ False"}
SAME_POST = {
    "ru": "👤 Этот самый пост уже разобрали модераторы.",
    "kk": "👤 Дәл осы жазбаны модераторлар қарап шыққан.",
    "en": "👤 Moderators have already looked at this very post.",
}
UNKNOWN = "🔍"


async def forwarded(person: Person, text: str = POSTS["ru"], post: int = 17) -> Message:
    person.forwards(text, channel=CHANNEL, post=post)
    return await person.reads()


async def answered(bot: ShynBa, person: Person, text: str = POSTS["ru"]) -> None:
    """The first forward is asked about, and moderators answer its rumour with a rebuttal of another claim."""
    assert (await forwarded(person, text)).text.startswith(UNKNOWN)
    await group(bot)
    async with bot.store.begin() as transaction:
        assert await transaction.rumours.answer(1, "somebody", "tdl-war", now=datetime.now(UTC))


async def change(bot: ShynBa, **changes: object) -> None:
    """Save another version of the rebuttal, as a moderator's correction does."""
    now = datetime.now(UTC)
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
        assert known is not None
        changed = replace(known, version=known.version + 1, **changes)  # type: ignore[arg-type]  # fields by name
        assert await transaction.versions.add([changed], by="somebody", deed="rebuttal.corrected", now=now)
        await transaction.rebuttals.save(changed, now=now)
    await bot._follower.follow()


@pytest.mark.parametrize("language", POSTS)
async def test_later_forwards_of_an_answered_post_get_its_verdict(
    bot: ShynBa, telegram: Telegram, citizen: Person, language: str
) -> None:
    await answered(bot, citizen, POSTS[language])
    [other] = crowd(telegram, 1)
    answer = await forwarded(other, f"{POSTS[language]} ❗️")
    assert answer.text.startswith(VERDICT[language])
    assert SAME_POST[language] in answer.text
    details = await _pressed(other, answer, 2)
    assert await _pressed(other, details, -1) == answer | {"edit_date": other.sees()[-1]["edit_date"]}


async def _pressed(person: Person, card: Message, button: int) -> Message:
    await person.presses(card, card.labels[button])
    return await person.reads()


@pytest.mark.parametrize(
    ("text", "post"),
    [("В Алматы вода в кранах чистая, пейте её спокойно каждый день", 17), (POSTS["ru"], 18)],
)
async def test_a_post_that_was_edited_and_another_post_are_judged_by_themselves(
    bot: ShynBa, citizen: Person, text: str, post: int
) -> None:
    await answered(bot, citizen)
    assert (await forwarded(citizen, text, post)).text.startswith(UNKNOWN)


async def test_the_text_alone_is_not_the_post(bot: ShynBa, citizen: Person) -> None:
    await answered(bot, citizen)
    citizen.says(POSTS["ru"])
    assert (await citizen.reads()).text.startswith(UNKNOWN)
    citizen.forwards(POSTS["ru"], user="Somebody")
    assert (await citizen.reads()).text.startswith(UNKNOWN)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.RETIRED},
        {"verdict": Verdict.TRUE},
        {"claims": (Claim("Казахстан закупил сто новых самолётов", Language.RU),)},
        {"negatives": (POSTS["ru"],)},
    ],
    ids=["retired", "another verdict", "another claim", "not this post"],
)
async def test_a_rebuttal_that_says_something_else_by_then_is_not_given(
    bot: ShynBa, citizen: Person, changes: dict[str, object]
) -> None:
    await answered(bot, citizen)
    await change(bot, **changes)
    assert (await forwarded(citizen)).text.startswith(UNKNOWN)


async def test_further_wordings_leave_the_answer_as_it_is(bot: ShynBa, citizen: Person) -> None:
    await answered(bot, citizen)
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
    assert isinstance(known, Rebuttal)
    await change(bot, claims=(*known.claims, Claim("Нас готовят к войне с соседями", Language.RU)))
    assert (await forwarded(citizen)).text.startswith(VERDICT["ru"])


async def test_a_rumour_that_comes_back_takes_no_answer_away(bot: ShynBa, citizen: Person) -> None:
    await answered(bot, citizen)
    bot.telling.wake()
    await bot.telling.idle.wait()
    citizen.says(POSTS["ru"])
    assert (await citizen.reads()).text.startswith(UNKNOWN)
    await group(bot)
    async with bot.store.begin() as transaction:
        [rumour] = await transaction.rumours.page(limit=5)
    assert rumour.state is RumourState.OPEN
    assert (await forwarded(citizen)).text.startswith(VERDICT["ru"])


async def test_who_finds_the_moderators_wrong_can_say_so(bot: ShynBa, owner: Person, citizen: Person) -> None:
    owner.starts()
    await owner.reads()
    await answered(bot, citizen)
    answer = await forwarded(citizen)
    thanked = await _pressed(citizen, answer, -1)
    assert "Спасибо!" in thanked.text
    card = await owner.reads()
    assert POSTS["ru"] in card.text


async def test_only_channel_posts_that_the_bot_is_not_sure_of_are_looked_up(
    bot: ShynBa, citizen: Person
) -> None:
    async with bot.store.begin() as transaction:
        await transaction._connection.execute(sql("DROP TABLE origins"))
    citizen.says(POSTS["ru"])
    assert (await citizen.reads()).text.startswith(UNKNOWN)
    assert (await forwarded(citizen, "Казахстан готовится к войне с Россией")).text.startswith(VERDICT["ru"])


async def test_the_card_of_a_rumour_counts_the_posts(
    bot: ShynBa, telegram: Telegram, moderator: Person
) -> None:
    for person, post in zip(crowd(telegram, 3), (17, 18, 18), strict=True):
        await forwarded(person, post=post)
    await group(bot)
    moderator.says("/queue")
    await moderator.presses(await moderator.reads(), "No. 1")
    assert "📌 Different posts in channels: 2" in (await moderator.reads()).text
