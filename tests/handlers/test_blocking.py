"""Blocks: moderators stop who floods the queue, without knowing who it is; who is blocked is told."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.application import ShynBa, open_bot, pseudonym
from bot.pace import UNLIMITED
from bot.sandbox import Message, Person, Telegram
from bot.settings import Settings
from handlers.moderator.blocking import LASTS
from knowledge.store.schema import audit, blocks
from tests.clock import Time
from tests.conftest import KEY
from tests.handlers.rumours import PENSION, WATER, ask, crowd, group
from tests.handlers.test_own_checks import POSTS
from tests.knowledge.store.samples import rows

NOTICE = {
    "kk": "🚫 Модераторлар сізді бұғаттады.",
    "ru": "🚫 Модераторы заблокировали вас.",
    "en": "🚫 The moderators have blocked you.",
}
USUAL = {"kk": "спам немесе балағат", "ru": "спам или оскорбления", "en": "spam or abuse"}
SPAM = "Заработай миллион за неделю, пиши нашему куратору прямо сейчас, места ограничены"


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
async def bot(settings: Settings, clock: Time) -> AsyncIterator[ShynBa]:
    async with open_bot(settings, clock, limits=UNLIMITED) as bot, bot.serving():
        yield bot


async def _card(moderator: Person, number: int = 1) -> Message:
    moderator.says("/queue")
    await moderator.presses(await moderator.reads(), f"No. {number}")
    return await moderator.reads()


async def _blocks(bot: ShynBa, moderator: Person, spammer: Person) -> Message:
    """The spammer asks, and the moderator blocks them from the card; return the card then."""
    await ask(spammer, SPAM)
    await group(bot)
    await moderator.presses(await _card(moderator), "🚫 Block")
    await moderator.presses(await moderator.reads(), "🚫 Block 1")
    return await moderator.reads()


async def _hears_nothing(bot: ShynBa, person: Person, telegram: Telegram) -> None:
    await telegram.wait_for(lambda: not telegram.pending)
    await bot.settled()
    assert not person.unread()


@pytest.mark.parametrize("language", NOTICE)
async def test_who_is_blocked_is_told_at_their_next_message_and_once_a_day(
    bot: ShynBa, clock: Time, telegram: Telegram, moderator: Person, language: str
) -> None:
    spammer = telegram.person(5000, language_code=language)
    card = await _blocks(bot, moderator, spammer)
    assert card.text.startswith("🚫 Block No. 1, until ")
    told = (await ask(spammer, POSTS[language])).text
    assert told.startswith(NOTICE[language])
    assert USUAL[language] in told
    spammer.says(POSTS[language])
    await _hears_nothing(bot, spammer, telegram)
    clock.now += timedelta(days=1)
    assert (await ask(spammer, POSTS[language])).text.startswith(NOTICE[language])
    clock.now += LASTS
    assert (await ask(spammer, POSTS[language])).buttons, "a block ends by itself"


async def test_nobody_in_the_team_sees_who_it_is(bot: ShynBa, telegram: Telegram, moderator: Person) -> None:
    (spammer,) = crowd(telegram, 1)
    card = await _blocks(bot, moderator, spammer)
    moderator.says("/blocks")
    listed = await moderator.reads()
    moderator.says("/log")
    log = await moderator.reads()
    assert "Night shift: spam or abuse" in listed.text
    assert "block No. 1: a sender was blocked" in log.text
    person = pseudonym(KEY.encode(), spammer.id)
    for shown in (card, listed, log, *await rows(bot.store, audit)):
        assert person not in str(shown)
        assert str(spammer.id) not in str(shown)


async def test_a_reason_in_own_words_is_told_and_written_down(
    bot: ShynBa, telegram: Telegram, moderator: Person
) -> None:
    (spammer,) = crowd(telegram, 1)
    await ask(spammer, SPAM)
    await group(bot)
    moderator.replies(await _card(moderator), "/block реклама <казино>")
    assert (await moderator.reads()).text.startswith("🚫 Block No. 1")
    assert "Причина: реклама <казино>" in (await ask(spammer, SPAM)).text
    (deed,) = [row for row in await rows(bot.store, audit) if row["deed"] == "block.made"]
    assert deed["details"] == {"reason": "реклама <казино>", "about": "rumour:1"}


async def test_who_complains_without_end_is_blocked_from_the_complaint(
    bot: ShynBa, telegram: Telegram, owner: Person
) -> None:
    (person,) = crowd(telegram, 1)
    owner.starts()
    await owner.reads()
    answer = await ask(person, POSTS["ru"])
    wrong = next(button["text"] for button in answer.buttons if "v1:wrong" in str(button))
    await person.presses(answer, wrong)
    await person.reads()
    owner.replies(await owner.reads(), "/block")
    assert (await owner.reads()).text.startswith("🚫")
    assert (await ask(person, POSTS["ru"])).text.startswith(NOTICE["ru"])


async def test_own_data_is_shown_and_erased_while_blocked_and_the_block_stays(
    bot: ShynBa, telegram: Telegram, moderator: Person
) -> None:
    (spammer,) = crowd(telegram, 1)
    await _blocks(bot, moderator, spammer)
    spammer.says("/mydata")
    assert "• что вы заблокированы" in (await spammer.reads())["caption"]
    spammer.says("/forget")
    await spammer.presses(await spammer.reads(), 0)
    assert "Блокировка остаётся" in (await spammer.reads()).text
    assert (await ask(spammer, SPAM)).text.startswith(NOTICE["ru"])


async def test_a_crowd_is_not_blocked(bot: ShynBa, telegram: Telegram, moderator: Person) -> None:
    for person in crowd(telegram, 2):
        await ask(person, WATER)
    await group(bot)
    card = await _card(moderator)
    toast = await moderator.presses(card, "🚫 Block")
    assert toast["text"] == "Several people sent this, and a crowd cannot be blocked."
    assert (await moderator.presses(card, 0, data="v1:blocked:1"))["text"] == toast["text"]
    moderator.replies(card, "/block")
    assert (await moderator.reads()).text == toast["text"]
    assert await rows(bot.store, blocks) == []


async def test_the_team_is_not_blocked(bot: ShynBa, moderator: Person, owner: Person) -> None:
    await ask(owner, PENSION)
    await group(bot)
    await moderator.presses(await _card(moderator), "🚫 Block")
    toast = await moderator.presses(await moderator.reads(), "🚫 Block 1")
    assert toast["text"] == "This person belongs to the bot’s team."
    assert await rows(bot.store, blocks) == []


async def test_a_moderators_block_is_lifted_by_any_an_owners_only_by_owners(
    bot: ShynBa, telegram: Telegram, moderator: Person, owner: Person
) -> None:
    (spammer,) = crowd(telegram, 1)
    await _blocks(bot, moderator, spammer)
    owner.says("/unblock 1")
    assert (await owner.reads()).text == "Block No. 1 is lifted."
    assert (await ask(spammer, POSTS["ru"])).buttons
    owner.replies(await _card(owner), "/block")
    await owner.reads()
    moderator.says("/blocks")
    listed = await moderator.reads()
    toast = await moderator.presses(listed, "Lift No. 2")
    assert toast["text"] == "An owner has decided this: only an owner can lift it."
    await owner.presses(listed, 0, data="v1:unblock:2")
    assert (await ask(spammer, POSTS["ru"])).buttons


@pytest.mark.parametrize("said", ["/block", "/block 999", "/block x", "/unblock", "/unblock 5", "/unblock x"])
async def test_what_names_nothing_is_refused(bot: ShynBa, moderator: Person, said: str) -> None:
    moderator.says(said)
    assert (await moderator.reads()).text
    assert await rows(bot.store, blocks) == []


@pytest.mark.usefixtures("bot")
async def test_citizens_block_nobody(citizen: Person) -> None:
    for command in ("/block", "/blocks", "/unblock 1"):
        citizen.says(command)
        assert "только модераторам" in (await citizen.reads()).text
