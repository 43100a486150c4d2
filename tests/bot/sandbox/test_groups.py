"""Groups in the sandbox: who may what, what privacy mode lets through, guests, words for one person."""

import pytest
from telegram import Bot, ChatMember, ChatMemberAdministrator, InputTextMessageContent, Update
from telegram import InlineQueryResultArticle as Article
from telegram.error import BadRequest, Forbidden

from bot.sandbox import Person, Telegram

ALONE = {"ephemeral_message_parameters": {"receiver_user_id": 11}}


@pytest.fixture
def marat(telegram: Telegram) -> Person:
    return telegram.person(12, "Marat")


async def _updates(bot: Bot) -> tuple[Update, ...]:
    return tuple(await bot.get_updates(offset=-100))


async def test_privacy_mode_lets_the_bots_name_through(telegram: Telegram, bot: Bot, aida: Person) -> None:
    group = telegram.group("Отбасы")
    for text in ("сәлем", "mail@sandbox_bot.kz", "@sandbox_bot2 рас па?", "рас па, @Sandbox_Bot?"):
        aida.says(text, chat=group)
    told = [update.message.text for update in await _updates(bot) if update.message]
    assert told[-1] == "рас па, @Sandbox_Bot?"
    assert "сәлем" not in told
    assert "@sandbox_bot2 рас па?" not in told


async def test_administrators_are_told_from_members(
    telegram: Telegram, bot: Bot, aida: Person, marat: Person
) -> None:
    group = telegram.group("Отбасы")
    group.appoints(aida)
    assert isinstance(await bot.get_chat_member(group.id, aida.id), ChatMemberAdministrator)
    assert (await bot.get_chat_member(group.id, marat.id)).status == ChatMember.MEMBER
    group.dismisses(aida)
    assert (await bot.get_chat_member(group.id, aida.id)).status == ChatMember.MEMBER


async def test_the_bot_comes_rises_and_goes(telegram: Telegram, bot: Bot, aida: Person) -> None:
    group = telegram.group("Отбасы", has_bot=False)
    with pytest.raises(Forbidden):
        await bot.send_message(group.id, "сәлем")
    group.takes_in_bot(aida)
    await bot.send_message(group.id, "сәлем")
    group.promotes_bot(aida)
    group.throws_out_bot(aida)
    with pytest.raises(Forbidden):
        await bot.send_message(group.id, "сәлем")
    told = [update.my_chat_member for update in await _updates(bot)]
    assert [(each.old_chat_member.status, each.new_chat_member.status) for each in told if each] == [
        ("left", "member"),
        ("member", "administrator"),
        ("administrator", "kicked"),
    ]


async def test_a_message_for_one_person_is_shown_to_nobody_else(
    telegram: Telegram, bot: Bot, aida: Person, marat: Person
) -> None:
    group = telegram.group("Отбасы", bot_is_admin=True)
    await bot.send_message(group.id, "тек сізге", api_kwargs=ALONE)
    assert (await aida.reads(chat=group)).text == "тек сізге"
    assert not marat.unread(group)


@pytest.mark.parametrize("is_admin", [True, False])
async def test_where_that_is_not_offered_it_is_refused(
    telegram: Telegram, bot: Bot, aida: Person, *, is_admin: bool
) -> None:
    if is_admin:
        telegram.stops_offering_ephemeral()
    group = telegram.group("Отбасы", bot_is_admin=is_admin)
    with pytest.raises(BadRequest, match="ephemeral"):
        await bot.send_message(group.id, "тек сізге", api_kwargs=ALONE)
    assert not aida.unread(group)


async def test_a_guest_is_called_and_answers_once(telegram: Telegram, bot: Bot, aida: Person) -> None:
    group = telegram.group("Отбасы", has_bot=False)
    post = aida.says("Соғыс болады", chat=group)
    aida.calls_guest("@sandbox_bot рас па?", chat=group, about=post)
    (call,) = [update.guest_message for update in await _updates(bot) if update.guest_message]
    assert call.reply_to_message is not None
    assert call.reply_to_message.text == "Соғыс болады"
    assert call.guest_query_id is not None
    said = Article("1", "Жалған", InputTextMessageContent("<b>Жалған</b>", parse_mode="HTML"))
    await bot.answer_guest_query(call.guest_query_id, said)
    assert (await aida.reads(chat=group)).text == "Жалған"
    with pytest.raises(BadRequest, match="too old"):
        await bot.answer_guest_query(call.guest_query_id, said)
