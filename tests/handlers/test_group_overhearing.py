"""Groups that want to be warned: known false claims only, once in some days, and nothing else is kept."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.application import ShynBa, open_bot
from bot.pace import UNLIMITED
from bot.sandbox import Group, Person, Telegram
from bot.settings import Settings
from knowledge.models import Language, Verdict
from knowledge.store import GroupSettings
from tests.clock import Time
from tests.handlers.test_check import CHAT, OPEN, RUMOURS, WORDS
from tests.handlers.test_group_asking import IN_FULL, MORE, UNCHECKED, kept, settle

DAY = timedelta(days=1)
WARNED = GroupSettings(unasked=True)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def bot(settings: Settings, time: Time) -> AsyncIterator[ShynBa]:
    async with open_bot(settings, time, limits=UNLIMITED) as bot, bot.serving():
        yield bot


@pytest.fixture
async def family(telegram: Telegram, bot: ShynBa) -> Group:
    """A group whose administrators want to be warned."""
    group = telegram.group("Отбасы", bot_is_admin=True)
    await _choose(bot, group, WARNED)
    return group


async def _choose(bot: ShynBa, group: Group, chosen: GroupSettings) -> None:
    async with bot.store.begin() as transaction:
        await transaction.groups.choose(group.id, chosen, now=datetime.now(UTC))


@pytest.mark.parametrize("language", RUMOURS)
async def test_a_known_false_claim_is_answered_unasked_in_its_language(
    bot: ShynBa, citizen: Person, family: Group, language: str
) -> None:
    post = citizen.forwards(RUMOURS[language], channel="Жаңалықтар", chat=family)
    answer = await citizen.reads(chat=family)
    assert answer.text.splitlines()[0] == WORDS[language]
    assert answer.reply_to == post.id
    assert [(button["text"], button["url"]) for button in answer.buttons] == [
        (OPEN[language], "https://stopfake.kz/"),
        (MORE[language], IN_FULL),
    ]
    held = await kept(bot)
    noted = [(check["person"], check["kind"], check["chat_id"]) for check in held["checks"]]
    assert noted == [(bot.worker._desk.pseudonym(family.id), "verdict", family.id)]
    assert set(held) == {"checks", "told_here"}


@pytest.mark.parametrize("language", Language)
async def test_the_groups_language_comes_before_that_of_the_post(
    bot: ShynBa, citizen: Person, family: Group, language: Language
) -> None:
    await _choose(bot, family, GroupSettings(language, unasked=True))
    citizen.says(RUMOURS["ru"], chat=family)
    assert (await citizen.reads(chat=family)).text.startswith(WORDS[language])


async def test_the_same_claim_is_told_again_when_its_time_is_over(
    telegram: Telegram, bot: ShynBa, time: Time, citizen: Person, family: Group
) -> None:
    citizen.says(RUMOURS["ru"], chat=family)
    await citizen.reads(chat=family)
    citizen.says(RUMOURS["kk"], chat=family)
    await settle(telegram, bot)
    assert not citizen.unread(family)
    time.now += 7 * DAY + timedelta(seconds=1)
    citizen.says(RUMOURS["kk"], chat=family)
    assert (await citizen.reads(chat=family)).text.startswith(WORDS["kk"])


async def test_what_somebody_asked_about_is_not_told_unasked_again(
    telegram: Telegram, bot: ShynBa, citizen: Person, family: Group
) -> None:
    citizen.says(f"/check {RUMOURS['ru']}", chat=family)
    await citizen.reads(chat=family)
    citizen.says(RUMOURS["ru"], chat=family)
    await settle(telegram, bot)
    assert not citizen.unread(family)


async def test_denials_neighbours_talk_and_the_bots_own_words_are_met_with_silence(
    telegram: Telegram, bot: ShynBa, citizen: Person, family: Group
) -> None:
    for text in (
        "Минобороны опровергло слухи: Казахстан не готовится к войне с Россией, это неправда.",
        "Казахстан готовится к выборам",
        *CHAT.values(),
        *UNCHECKED.values(),
        f"❌ Неправда\nУтверждение: «{RUMOURS['ru']}»",
    ):
        citizen.says(text, chat=family)
    await settle(telegram, bot)
    assert not citizen.unread(family)
    assert await kept(bot) == {}


@pytest.mark.parametrize("verdict", Verdict)
async def test_only_what_is_false_or_a_scam_is_worth_breaking_in(
    telegram: Telegram, bot: ShynBa, citizen: Person, owner: Person, family: Group, verdict: Verdict
) -> None:
    owner.says(
        "/add\nclaim: Водоканал Шымкента перекрыл воду из-за отравления\n"
        f"verdict: {verdict}\nsummary ru: Так сообщил водоканал.\n"
        "source: Водоканал\nlink: https://example.kz/water\ndate: 2026-01"
    )
    card = await owner.reads()
    await owner.presses(card, next(label for label in card.labels if "Publish" in label))
    await settle(telegram, bot)
    citizen.says("Водоканал Шымкента перекрыл воду из-за отравления", chat=family)
    await settle(telegram, bot)
    assert bool(citizen.unread(family)) == (verdict in {Verdict.FALSE, Verdict.SCAM})


async def test_other_bots_are_not_answered_and_a_channel_that_posts_here_is(
    telegram: Telegram, bot: ShynBa, citizen: Person, family: Group
) -> None:
    said = citizen.says("сәлем", chat=family)
    robot = {"id": 99, "is_bot": True, "first_name": "News"}
    telegram.push({"message": {**said, "message_id": 700, "from": robot, "text": RUMOURS["ru"]}})
    telegram.push({"message": {**said, "message_id": 701, "via_bot": robot, "text": RUMOURS["ru"]}})
    telegram.push({"edited_message": {**said, "edit_date": 1, "text": RUMOURS["ru"]}})
    await settle(telegram, bot)
    assert not citizen.unread(family)
    channel = {"id": -100200, "type": "channel", "title": "Хабар"}
    poster = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
    posted = {"message_id": 702, "from": poster, "sender_chat": channel, "text": RUMOURS["ru"]}
    telegram.push({"message": {**said, **posted, "is_automatic_forward": True}})
    assert (await citizen.reads(chat=family)).text.startswith(WORDS["ru"])


async def test_talk_that_cannot_be_handled_is_dropped_and_nobody_is_told(
    telegram: Telegram, bot: ShynBa, time: Time, citizen: Person, family: Group
) -> None:
    said = citizen.says("сәлем", chat=family)
    telegram.push({"message": {**said, "message_id": 700, "date": "no date", "text": RUMOURS["ru"]}})
    for _ in range(3):
        await settle(telegram, bot)
        time.now += timedelta(minutes=1)
        bot.worker.wake()
    await telegram.wait_for(lambda: not telegram.pending)
    await bot.settled()
    async with bot.store.begin() as transaction:
        assert await transaction.inbox.counts(bot.api.id) == {"open": 0, "dead": 0}
    assert not citizen.unread(family)
    assert await kept(bot) == {}


async def test_a_verdict_that_turns_out_wrong_is_corrected_where_it_was_read_once(
    telegram: Telegram, bot: ShynBa, time: Time, citizen: Person, owner: Person, family: Group
) -> None:
    for asked in (f"/check {RUMOURS['ru']}", f"@sandbox_bot {RUMOURS['ru']}"):
        citizen.says(asked, chat=family)
        await citizen.reads(chat=family)
    owner.says("/edit tdl-war\nverdict: misleading")
    card = await owner.reads()
    await owner.presses(card, next(label for label in card.labels if "ublish" in label or "orrect" in label))
    await settle(telegram, bot)
    time.now += timedelta(minutes=3)
    bot.broadcasting.wake()
    corrected = await citizen.reads(chat=family)
    assert "Поправка" in corrected.text
    assert all("url" in button for button in corrected.buttons)
    await settle(telegram, bot)
    assert not citizen.unread(family)


class TestInTheModeratorsChat:
    @pytest.fixture
    def chat(self, telegram: Telegram) -> Group:
        return telegram.group("Модераторы", bot_is_admin=True)

    @pytest.fixture
    def settings(self, settings: Settings, chat: Group) -> Settings:
        return settings.model_copy(update={"moderators_chat": chat.id})

    async def test_talk_gets_no_answer_whatever_was_chosen_there(
        self, telegram: Telegram, bot: ShynBa, owner: Person, chat: Group
    ) -> None:
        await _choose(bot, chat, WARNED)
        owner.says(RUMOURS["ru"], chat=chat)
        await settle(telegram, bot)
        assert not owner.unread(chat)
        assert await kept(bot) == {}

    async def test_the_bot_does_not_introduce_itself(
        self, telegram: Telegram, bot: ShynBa, owner: Person, chat: Group
    ) -> None:
        chat.throws_out_bot(owner)
        chat.takes_in_bot(owner)
        await settle(telegram, bot)
        assert not owner.unread(chat)
