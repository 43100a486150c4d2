"""A group's own settings: its administrators choose, others are told no; they move and go with the group."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Group, Person, Telegram
from knowledge.models import Language
from knowledge.store import GroupSettings, schema
from tests.conftest import BY_POLLING_AND_WEBHOOK
from tests.handlers.test_check import RUMOURS, WORDS
from tests.handlers.test_group_asking import settle
from tests.knowledge.store.samples import rows

pytestmark = pytest.mark.usefixtures("bot")

TITLE = {"ru": "Настройки группы", "kk": "Топ баптаулары", "en": "Settings of the group"}
REFUSED = {"ru": "только её администраторы", "kk": "тек оның әкімшілері", "en": "Only the administrators"}
HELLO = {"ru": "Здравствуйте!", "kk": "Сәлеметсіздер ме!", "en": "Hello!"}


@pytest.fixture
def aida(telegram: Telegram) -> Person:
    """An administrator of the group."""
    return telegram.person(11, "Aida", language_code="ru")


@pytest.fixture
def family(telegram: Telegram, aida: Person) -> Group:
    group = telegram.group("Отбасы", bot_is_admin=True)
    group.appoints(aida)
    return group


async def chosen(bot: ShynBa, chat_id: int) -> GroupSettings:
    await bot.settled()
    async with bot.store.begin() as transaction:
        return await transaction.groups.settings(chat_id)


@BY_POLLING_AND_WEBHOOK
async def test_an_administrator_chooses_all_there_is_to_choose(
    bot: ShynBa, aida: Person, family: Group
) -> None:
    aida.says("/settings", chat=family)
    card = await aida.reads(chat=family)
    assert card.text.startswith(TITLE["ru"])
    assert card.labels[:4] == ["✅ На языке поста", "Қазақша", "Русский", "English"]
    await aida.presses(card, "Қазақша")
    card = await aida.reads(chat=family)
    assert card.text.startswith(TITLE["kk"])
    await aida.presses(card, "Сұрамаса да ескерту")
    card = await aida.reads(chat=family)
    assert "әкімші етіңіз" in card.text
    await aida.presses(card, "30 күн")
    card = await aida.reads(chat=family)
    assert "✅ 30 күн" in card.labels
    assert await chosen(bot, family.id) == GroupSettings(Language.KK, unasked=True, days=30)
    await aida.presses(card, "Жазбаның тілінде")
    await aida.presses(await aida.reads(chat=family), 4)
    assert await chosen(bot, family.id) == GroupSettings(None, unasked=False, days=30)


@pytest.mark.parametrize("language", REFUSED)
async def test_a_member_is_refused_so_that_nobody_else_notices(
    telegram: Telegram, bot: ShynBa, aida: Person, family: Group, language: str
) -> None:
    member = telegram.person(13, "Marat", language_code=language)
    member.says("/settings", chat=family)
    assert REFUSED[language] in (await member.reads(chat=family)).text
    assert not aida.unread(family)
    aida.says("/settings", chat=family)
    toast = await member.presses(await aida.reads(chat=family), "English")
    assert REFUSED[language] in toast["text"]
    assert await chosen(bot, family.id) == GroupSettings()


async def test_who_has_lost_the_rights_is_asked_about_again(
    telegram: Telegram, aida: Person, family: Group
) -> None:
    family.dismisses(aida)
    aida.says("/settings", chat=family)
    assert REFUSED["ru"] in (await aida.reads(chat=family)).text
    (asked,) = telegram.calls.of("getChatMember")
    assert asked.params == {"chat_id": family.id, "user_id": aida.id}


async def test_when_telegram_does_not_say_who_it_is_nothing_is_changed(
    telegram: Telegram, aida: Person, family: Group
) -> None:
    telegram.fail("getChatMember", 502, "Bad Gateway")
    aida.says("/settings", chat=family)
    assert REFUSED["ru"] in (await aida.reads(chat=family)).text


async def test_an_administrator_who_hides_is_one(telegram: Telegram, aida: Person, family: Group) -> None:
    aida.says_as_the_group("/settings", chat=family)
    assert (await aida.reads(chat=family)).buttons


async def test_a_channel_that_writes_in_the_group_is_no_administrator(
    telegram: Telegram, bot: ShynBa, aida: Person, family: Group
) -> None:
    said = aida.says("сәлем", chat=family)
    command = {"type": "bot_command", "offset": 0, "length": 9}
    channel = {"id": -100200, "type": "channel", "title": "Хабар"}
    poster = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
    sent = {"message_id": 700, "from": poster, "sender_chat": channel, "text": "/settings"}
    telegram.push({"message": {**said, **sent, "entities": [command]}})
    answer = await aida.reads(chat=family)
    assert REFUSED["ru"] in answer.text
    assert not answer.buttons


@pytest.mark.parametrize(
    "data", ["v1:group:language:de", "v1:group:days:0", "v1:group:unasked:", "v1:group:"]
)
async def test_a_forged_button_changes_nothing(bot: ShynBa, aida: Person, family: Group, data: str) -> None:
    aida.says("/settings", chat=family)
    await aida.presses(await aida.reads(chat=family), 0, data=data)
    assert await chosen(bot, family.id) == GroupSettings()


async def test_in_a_private_chat_there_is_nothing_to_set(bot: ShynBa, citizen: Person) -> None:
    citizen.says("/settings")
    assert "/help" in (await citizen.reads()).text


@pytest.mark.parametrize("language", HELLO)
async def test_the_bot_introduces_itself_once_to_a_group(
    telegram: Telegram, bot: ShynBa, family: Group, language: str
) -> None:
    someone = telegram.person(14, "Dana", language_code=language)
    group = telegram.group("Соседи", has_bot=False)
    group.takes_in_bot(someone)
    hello = await someone.reads(chat=group)
    assert hello.text.startswith(HELLO[language])
    assert "/check" in hello.text
    assert "@sandbox_bot" in hello.text
    group.promotes_bot(someone)
    someone.says("@sandbox_bot /start", chat=group)
    await settle(telegram, bot)
    assert [message.text for message in someone.unread(group) if HELLO[language] in message.text] == []


async def test_a_bot_that_was_there_before_and_rises_says_nothing(
    telegram: Telegram, bot: ShynBa, aida: Person
) -> None:
    group = telegram.group("Соседи")
    group.promotes_bot(aida)
    await settle(telegram, bot)
    assert not aida.unread(group)


async def test_a_group_that_removes_the_bot_is_forgotten(
    telegram: Telegram, bot: ShynBa, aida: Person, family: Group
) -> None:
    aida.says("/settings", chat=family)
    await aida.presses(await aida.reads(chat=family), "English")
    aida.says(f"/check {RUMOURS['ru']}", chat=family)
    assert (await aida.reads_several(2, chat=family))[1].text.startswith(WORDS["en"])
    family.throws_out_bot(aida)
    await settle(telegram, bot)
    assert not await rows(bot.store, schema.groups)
    assert not await rows(bot.store, schema.told_here)
    assert not [row for row in await rows(bot.store, schema.checks) if row["chat_id"]]


async def test_a_group_that_becomes_a_supergroup_keeps_its_settings(
    telegram: Telegram, bot: ShynBa, aida: Person, family: Group
) -> None:
    aida.says("/settings", chat=family)
    await aida.presses(await aida.reads(chat=family), "English")
    new = telegram.group("Отбасы", bot_is_admin=True)
    family.becomes(new)
    await settle(telegram, bot)
    assert await chosen(bot, new.id) == GroupSettings(Language.EN)
    assert await chosen(bot, family.id) == GroupSettings()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_members_find_check_in_the_menu_and_administrators_settings_too(
    telegram: Telegram, bot: ShynBa, family: Group, language: str
) -> None:
    await telegram.wait_for(lambda: len(telegram.calls.of("setMyCommands")) >= 12)
    member = telegram.person(15, "Marat", language_code=language)
    boss = telegram.person(16, "Aida", language_code=language)
    family.appoints(boss)
    assert [command["command"] for command in member.menu(family)] == ["check"]
    assert [command["command"] for command in boss.menu(family)] == ["check", "settings"]
    assert boss.menu(family)[1]["description"] in TITLE[language]
