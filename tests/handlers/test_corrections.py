"""A verdict that changes: everyone who read the old one is told what changed, once, unless they said no."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.application import ShynBa, open_bot
from bot.pace import UNLIMITED
from bot.sandbox import Message, Person, Telegram
from bot.settings import Settings
from handlers.corrections import HELD, PORTION, owe_corrections
from knowledge.models import Kind, Language, Verdict
from knowledge.store import Check
from knowledge.store.schema import checks
from tests.clock import Time
from tests.handlers.rumours import crowd
from tests.knowledge.store.samples import rows

POSTS = {
    "kk": "Қазақстан Ресеймен соғысқа дайындалып жатыр",
    "ru": "Казахстан готовится к войне с Россией",
    "en": "Kazakhstan is preparing for war with Russia",
}
CORRECTED = {
    "kk": "Бұрын бот сізге «❌ Жалған» деп жауап берген еді. Енді жауап өзгерді: ✅ Рас.",
    "ru": "Раньше бот ответил вам: «❌ Неправда». Теперь ответ другой: ✅ Правда.",
    "en": "Earlier the bot told you: “❌ False”. The answer is another one now: ✅ True.",
}
WAR = POSTS["ru"]


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def bot(settings: Settings, time: Time) -> AsyncIterator[ShynBa]:
    async with open_bot(settings, time, limits=UNLIMITED) as bot, bot.serving():
        yield bot


async def _reads_verdict(person: Person, post: str = WAR) -> Message:
    person.says(post)
    return await person.reads()


async def _changes(author: Person, line: str, post: str = "tdl-war") -> Message:
    """Correct the rebuttal in one message; return what the author reads."""
    author.says(f"/edit {post}\n{line}")
    await author.presses(await author.reads(), "✅ Save the correction")
    return await author.reads()


async def _after_the_hold(bot: ShynBa, time: Time) -> None:
    time.now += HELD
    await _written(bot)


async def _written(bot: ShynBa) -> None:
    """Wait until no broadcast has anything left to do."""
    for _ in range(3):  # letters, their arrival, the receipts
        bot.broadcasting.wake()
        await bot.broadcasting.idle.wait()
        await bot.settled()


async def test_each_reader_is_told_what_changed_in_their_language_and_the_author_how_many_got_it(
    bot: ShynBa, time: Time, owner: Person, telegram: Telegram
) -> None:
    readers = {
        language: telegram.person(5000 + n, language_code=language) for n, language in enumerate(POSTS)
    }
    for language, reader in readers.items():
        await _reads_verdict(reader, POSTS[language])
        await _reads_verdict(reader, POSTS[language])
    (untouched,) = crowd(telegram, 1, first=6000)
    await _reads_verdict(untouched, "Мама сказала купить хлеб и молоко по дороге домой")
    done = await _changes(owner, "verdict: true")
    assert "3 people have read the old verdict and get a correction in 2 minutes" in done.text
    await _written(bot)
    assert not any(reader.unread() for reader in readers.values()), "it is held for two minutes"
    await _after_the_hold(bot, time)
    for language, reader in readers.items():
        told = await reader.reads()
        assert CORRECTED[language] in told.text
        assert "Stopfake.kz" in told.text
        assert told.buttons[0]["url"] == "https://stopfake.kz/"
    receipt = await owner.reads()
    assert receipt.text.startswith("📬 tdl-war: the correction is out.")
    assert "Delivered: 3 · blocked the bot: 0 · failed: 0" in receipt.text
    await _after_the_hold(bot, time)
    assert not any(person.unread() for person in (*readers.values(), untouched, owner))
    async with bot.store.begin() as transaction:
        assert await transaction.broadcasts.all_written() == ()


async def test_mere_wording_is_no_correction(bot: ShynBa, time: Time, owner: Person, citizen: Person) -> None:
    await _reads_verdict(citizen)
    done = await _changes(owner, "summary ru: Это неправда, никто не готовится.")
    assert "✏️" not in done.text
    await _after_the_hold(bot, time)
    assert not citizen.unread()


async def test_who_blocked_the_bot_is_counted_and_harms_nobody(
    bot: ShynBa, time: Time, owner: Person, telegram: Telegram
) -> None:
    readers = crowd(telegram, 3)
    for reader in readers:
        await _reads_verdict(reader)
    await _changes(owner, "verdict: misleading")
    telegram.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
    await _after_the_hold(bot, time)
    assert ["⚠️" in (await reader.reads()).text for reader in readers[1:]] == [True, True]
    assert "Delivered: 2 · blocked the bot: 1 · failed: 0" in (await owner.reads()).text


async def test_of_two_changes_in_a_row_only_the_last_is_told_and_none_if_it_takes_the_first_back(
    bot: ShynBa, time: Time, owner: Person, citizen: Person
) -> None:
    await _reads_verdict(citizen)
    await _changes(owner, "verdict: true")
    time.now += HELD / 2
    await _changes(owner, "verdict: misleading")
    await _after_the_hold(bot, time)
    told = await citizen.reads()
    assert "Раньше бот ответил вам: «❌ Неправда». Теперь ответ другой: ⚠️" in told.text
    assert "Delivered: 1" in (await owner.reads()).text
    await _changes(owner, "verdict: true")
    owner.says("/undo tdl-war")
    await owner.presses(await owner.reads(), "Yes, bring it back")
    await owner.reads()
    await _after_the_hold(bot, time)
    assert not citizen.unread()
    assert not owner.unread()


async def test_a_corrected_reader_is_corrected_again_when_it_changes_back(
    bot: ShynBa, time: Time, owner: Person, citizen: Person
) -> None:
    await _reads_verdict(citizen)
    await _changes(owner, "verdict: true")
    await _after_the_hold(bot, time)
    await citizen.reads()
    await owner.reads()
    await _changes(owner, "verdict: false")
    await _after_the_hold(bot, time)
    assert "«✅ Правда». Теперь ответ другой: ❌ Неправда." in (await citizen.reads()).text


async def test_who_wants_no_corrections_gets_none_until_they_do_again(
    bot: ShynBa, time: Time, owner: Person, citizen: Person
) -> None:
    await _reads_verdict(citizen)
    await _changes(owner, "verdict: true")
    await _after_the_hold(bot, time)
    told = await citizen.reads()
    await owner.reads()
    toast = await citizen.presses(told, "🔕 Не присылать поправки")
    assert toast["text"] == "Хорошо, поправок присылать не будем."
    changed = await citizen.reads()
    assert changed.labels == ["Открыть источник", "🔔 Присылать поправки"]
    assert {row["chat_id"] for row in await rows(bot.store, checks)} == {None}
    await _reads_verdict(citizen)
    await _changes(owner, "verdict: misleading")
    await _after_the_hold(bot, time)
    assert not citizen.unread()
    await citizen.presses(changed, "🔔 Присылать поправки")
    await citizen.reads()
    await _reads_verdict(citizen)
    await _changes(owner, "verdict: false")
    await _after_the_hold(bot, time)
    assert "✏️ Поправка" in (await citizen.reads()).text


@pytest.mark.parametrize("forged", ["", "perhaps", "<b>", "off:off:off", "x" * 40])
async def test_a_forged_wish_changes_nothing(bot: ShynBa, citizen: Person, forged: str) -> None:
    answer = await _reads_verdict(citizen, "Совсем неизвестный слух о погоде на Луне завтра")
    toast = await citizen.presses(answer, 0, data=f"v1:corrections:{forged}")
    if forged != "off:off:off":
        assert toast["show_alert"]
        async with bot.store.begin() as transaction:
            person = bot.worker._desk.pseudonym(citizen.id)
            assert (await transaction.people.profile(person)).wants_corrections


async def test_a_withdrawn_answer_is_told_to_those_who_read_it_once(
    bot: ShynBa, time: Time, owner: Person, citizen: Person
) -> None:
    await _reads_verdict(citizen)
    owner.says("/retire tdl-war")
    question = await owner.reads()
    assert question.labels[-1] == "Retire, and tell who read it (1)"
    await owner.presses(question, "Retire, and tell who read it (1)")
    assert "1 person has read the old verdict" in (await owner.reads()).text
    await _after_the_hold(bot, time)
    told = await citizen.reads()
    assert "Раньше бот ответил вам: «❌ Неправда»" in told.text
    assert "Мы отозвали этот ответ" in told.text
    assert "readers were told that the answer is withdrawn" in (await owner.reads()).text
    owner.says("/undo tdl-war")
    await owner.presses(await owner.reads(), "Yes, bring it back")
    await owner.reads()
    await _after_the_hold(bot, time)
    assert not citizen.unread()


async def test_retiring_alone_tells_nobody(bot: ShynBa, time: Time, owner: Person, citizen: Person) -> None:
    await _reads_verdict(citizen)
    owner.says("/retire tdl-war")
    await owner.presses(await owner.reads(), "Yes, retire it")
    await owner.reads()
    await _after_the_hold(bot, time)
    assert not citizen.unread()


async def test_of_two_who_change_a_verdict_at_once_one_wins_and_one_correction_goes(
    bot: ShynBa, time: Time, owner: Person, telegram: Telegram, citizen: Person
) -> None:
    await _reads_verdict(citizen)
    moderator = telegram.person(2002, "Moderator", language_code="en")
    moderator.starts()
    await moderator.reads()
    owner.says("/moderators 2002 Night shift")
    await owner.reads()
    cards = []
    for person, verdict in ((owner, "true"), (moderator, "misleading")):
        person.says(f"/edit tdl-war\nverdict: {verdict}")
        cards.append(await person.reads())
    toasts = await asyncio.gather(
        owner.presses(cards[0], "✅ Save the correction"),
        moderator.presses(cards[1], "✅ Save the correction"),
    )
    assert sum("has changed" in toast.get("text", "") for toast in toasts) == 1
    await _after_the_hold(bot, time)
    await citizen.reads()
    assert not citizen.unread()


async def test_a_correction_goes_on_after_a_restart_and_nobody_is_told_twice(
    settings: Settings, time: Time, owner: Person, telegram: Telegram
) -> None:
    readers = crowd(telegram, 3)
    async with open_bot(settings, time, limits=UNLIMITED) as bot, bot.serving():
        for reader in readers:
            await _reads_verdict(reader)
        await _changes(owner, "verdict: true")
    time.now += HELD
    async with open_bot(
        settings, time, limits=UNLIMITED
    ) as bot:  # nothing runs: the letters are written only
        await bot.broadcasting.batch()
    async with open_bot(settings, time, limits=UNLIMITED) as bot, bot.serving():
        await _written(bot)
        assert ["✏️" in (await reader.reads()).text for reader in readers] == [True] * 3
        assert "Delivered: 3" in (await owner.reads()).text
        await _after_the_hold(bot, time)
        assert not any(person.unread() for person in (*readers, owner))


async def test_many_readers_are_written_to_in_portions(settings: Settings, time: Time) -> None:
    said = [
        Check(time.now, f"person {n}", Kind.VERDICT, 1, "tdl-war", Verdict.TRUE, 1, Language.KK, 7000 + n)
        for n in range(PORTION + 1)
    ]
    async with open_bot(settings, time, limits=UNLIMITED) as bot:
        async with bot.store.begin() as transaction:
            known = await transaction.rebuttals.find("tdl-war")
            assert known is not None
            await transaction.checks.add(said)
            await owe_corrections(transaction, known, by="m", withdrawn=False, asker=None, now=time.now)
        time.now += HELD
        assert [await bot.broadcasting.batch() for _ in range(2)] == [1, 0], "the first are not sent yet"
        async with bot.store.begin() as transaction:
            assert (await transaction.outbox.counts(bot.api.id))["open"] == PORTION
