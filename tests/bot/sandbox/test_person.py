"""What people do becomes the updates that Telegram would send."""

import asyncio

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageOriginChannel,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
)

from bot.sandbox import Person, Telegram

BUTTONS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Толығырақ", callback_data="v1:more:1"),
            InlineKeyboardButton("Дереккөз", url="https://stopfake.kz/"),
        ]
    ]
)


@pytest.fixture
async def updates(bot: Bot, aida: Person) -> "Updates":
    await bot.get_updates(offset=1001)  # what the fixture said is no part of the test
    return Updates(bot)


class Updates:
    """The next update, confirmed."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def next(self) -> Update:
        update: Update = (await self._bot.get_updates(limit=1))[0]
        await self._bot.get_updates(offset=update.update_id + 1)
        return update

    async def message(self) -> Message:
        message = (await self.next()).message
        assert message is not None
        return message


async def test_a_command_is_marked_for_the_handlers(updates: Updates, aida: Person) -> None:
    aida.starts("r_1")

    message = await updates.message()

    assert message.text == "/start r_1"
    assert list(message.parse_entities(["bot_command"]).values()) == ["/start"]
    assert message.from_user is not None
    assert (message.from_user.language_code, message.chat.type, message.chat_id) == ("kk", "private", aida.id)


async def test_forwards_tell_where_the_post_comes_from(
    telegram: Telegram, updates: Updates, aida: Person
) -> None:
    friend = telegram.person(12, "Berik")
    aida.forwards("Соғыс болады", channel="Хабар", post=42)
    aida.forwards("Соғыс болады", user=friend)
    aida.forwards("Соғыс болады", user="Сәуле")
    aida.forwards("Соғыс болады", hidden="Белгісіз")

    origins = [(await updates.message()).forward_origin for _ in range(4)]

    channel, user, named, hidden = origins
    assert isinstance(channel, MessageOriginChannel)
    assert (channel.chat.title, channel.message_id) == ("Хабар", 42)
    assert isinstance(user, MessageOriginUser)
    assert user.sender_user.id == 12
    assert isinstance(named, MessageOriginUser)
    assert named.sender_user.first_name == "Сәуле"
    assert isinstance(hidden, MessageOriginHiddenUser)
    assert hidden.sender_user_name == "Белгісіз"


async def test_the_same_channel_has_the_same_id(updates: Updates, aida: Person) -> None:
    for title in ("Хабар", "Басқа", "Хабар"):
        aida.forwards("x", channel=title)

    first, other, again = [(await updates.message()).forward_origin for _ in range(3)]

    assert isinstance(first, MessageOriginChannel)
    assert isinstance(again, MessageOriginChannel)
    assert isinstance(other, MessageOriginChannel)
    assert first.chat.id == again.chat.id != other.chat.id


def test_a_forward_comes_from_exactly_one_place(aida: Person) -> None:
    with pytest.raises(ValueError, match="exactly one of"):
        aida.forwards("x", channel="Хабар", hidden="Белгісіз")


async def test_pictures_and_files_have_captions_and_can_be_fetched(
    bot: Bot, updates: Updates, aida: Person
) -> None:
    aida.sends_photo("Рас па? stopfake.kz", content=b"picture", channel="Хабар")
    aida.sends_document(content=b"file", name="a.pdf")

    photo, document = await updates.message(), await updates.message()
    fetched = await (await bot.get_file(photo.photo[-1].file_id)).download_as_bytearray()

    assert photo.caption == "Рас па? stopfake.kz"
    assert list(photo.parse_caption_entities(["url"]).values()) == ["stopfake.kz"]
    assert isinstance(photo.forward_origin, MessageOriginChannel)
    assert bytes(fetched) == b"picture"
    assert document.document is not None
    assert (document.document.file_name, document.caption) == ("a.pdf", None)


async def test_a_file_that_is_passed_on_has_a_new_id_and_the_same_unique_id(
    bot: Bot, updates: Updates, aida: Person, telegram: Telegram
) -> None:
    sent = aida.sends_photo("Рас па?", content=b"picture", channel="Хабар")
    telegram.person(8).passes_on(sent)

    first, passed = await updates.message(), await updates.message()
    content = await (await bot.get_file(passed.photo[-1].file_id)).download_as_bytearray()

    assert passed.photo[-1].file_unique_id == first.photo[-1].file_unique_id
    assert passed.photo[-1].file_id != first.photo[-1].file_id
    assert bytes(content) == b"picture"
    assert (passed.caption, passed.forward_origin) == (first.caption, first.forward_origin)


@pytest.mark.parametrize("is_named", [True, False])
async def test_a_message_is_passed_on_with_and_without_the_name_of_its_writer(
    updates: Updates, aida: Person, telegram: Telegram, is_named: bool
) -> None:
    telegram.person(8).passes_on(aida.says("Рас па?"), is_named=is_named)

    await updates.message()
    passed = await updates.message()

    assert passed.text == "Рас па?"
    assert isinstance(passed.forward_origin, MessageOriginUser) == is_named


async def test_an_answer_and_its_quote_reach_the_bot(bot: Bot, updates: Updates, aida: Person) -> None:
    await bot.send_message(aida.id, "Соғыс бола ма?")
    aida.replies(await aida.reads(), "Жоқ", quote="Соғыс")

    message = await updates.message()

    assert message.reply_to_message is not None
    assert message.reply_to_message.text == "Соғыс бола ма?"
    assert message.quote is not None
    assert message.quote.text == "Соғыс"


async def test_an_edit_is_an_update_of_its_own(updates: Updates, aida: Person) -> None:
    post = aida.says("/start бір")
    aida.edits(post, "екі")

    await updates.next()
    edited = (await updates.next()).edited_message

    assert edited is not None
    assert (edited.message_id, edited.text, edited.entities) == (post.id, "екі", ())
    assert edited.edit_date is not None


async def test_an_edited_caption_stays_a_caption(updates: Updates, aida: Person) -> None:
    aida.edits(aida.sends_photo("stopfake.kz"), "екі")

    await updates.next()
    edited = (await updates.next()).edited_message

    assert edited is not None
    assert (edited.caption, edited.text, edited.caption_entities) == ("екі", None, ())


async def test_a_press_waits_for_the_answer(
    telegram: Telegram, bot: Bot, updates: Updates, aida: Person
) -> None:
    await bot.send_message(aida.id, "x", reply_markup=BUTTONS)
    card = await aida.reads()
    pressing = asyncio.create_task(aida.presses(card, "Толығырақ"))
    await telegram.wait_for(lambda: telegram.pending)

    query = (await updates.next()).callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("v1:more:1", aida.id)
    assert query.message is not None
    assert query.message.message_id == card.id
    await query.answer("Дайын", show_alert=True)

    assert await pressing == {"text": "Дайын", "show_alert": True}
    assert aida.events[-1].kind == "toast"


async def test_each_press_is_answered_by_itself(bot: Bot, aida: Person) -> None:
    await bot.send_message(aida.id, "x", reply_markup=BUTTONS)
    card = await aida.reads()
    first, second = asyncio.create_task(aida.presses(card, 0)), aida.taps(card, 0)

    await bot.answer_callback_query(second["id"], "екінші")

    assert not first.done()
    first.cancel()


async def test_a_press_can_be_forged(bot: Bot, updates: Updates, aida: Person) -> None:
    await bot.send_message(aida.id, "x", reply_markup=BUTTONS)
    aida.taps(await aida.reads(), 0, data="v1:publish:9")

    query = (await updates.next()).callback_query

    assert query is not None
    assert query.data == "v1:publish:9"


async def test_a_press_on_a_deleted_card_tells_only_its_id(bot: Bot, updates: Updates, aida: Person) -> None:
    sent = await bot.send_message(aida.id, "x", reply_markup=BUTTONS)
    card = await aida.reads()
    await sent.delete()
    aida.taps(card, 0)

    query = (await updates.next()).callback_query

    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible


async def test_a_link_is_no_press(bot: Bot, aida: Person) -> None:
    await bot.send_message(aida.id, "x", reply_markup=BUTTONS)

    with pytest.raises(ValueError, match="sends nothing to the bot"):
        aida.taps(await aida.reads(), "Дереккөз")


async def test_in_a_group_privacy_mode_holds_back_what_is_not_for_the_bot(
    telegram: Telegram, bot: Bot, updates: Updates, aida: Person
) -> None:
    group = telegram.group("Туыстар")
    aida.says("Соғыс болады дейді", chat=group)
    aida.says("/check@other_bot", chat=group)
    aida.says("/check@sandbox_bot", chat=group)
    await bot.send_message(group.id, "Жалған")
    aida.replies(await aida.reads(chat=group), "Рахмет")

    texts = [(await updates.message()).text for _ in range(2)]

    assert texts == ["/check@sandbox_bot", "Рахмет"]
    assert telegram.pending == []


async def test_an_administrator_bot_gets_everything_of_a_group(
    telegram: Telegram, updates: Updates, aida: Person
) -> None:
    group = telegram.group("Туыстар", bot_is_admin=True)
    aida.says("Соғыс болады дейді", chat=group)

    message = await updates.message()

    assert (message.chat.type, message.chat.title) == ("supergroup", "Туыстар")


async def test_each_reads_for_themselves(telegram: Telegram, bot: Bot, aida: Person) -> None:
    group, berik = telegram.group("Туыстар"), telegram.person(12)
    await bot.send_message(group.id, "бір")
    await bot.send_message(aida.id, "екі")

    assert (await aida.reads(chat=group)).text == "бір"
    assert [message.text for message in berik.unread(group)] == ["бір"]
    assert [message.text for message in aida.unread()] == ["екі"]
    assert aida.unread(group) == []


async def test_waiting_in_vain_tells_what_the_bot_did_last(bot: Bot, aida: Person) -> None:
    with pytest.raises(TimeoutError, match="getMe ok"):
        await aida.reads(within=0.01)


@pytest.mark.parametrize("text", ["", " \n", "x" * 4097])
def test_clients_send_no_empty_and_no_overlong_text(aida: Person, text: str) -> None:
    with pytest.raises(ValueError, match="clients send"):
        aida.says(text)


def test_the_same_id_is_the_same_person(telegram: Telegram, aida: Person) -> None:
    assert telegram.person(aida.id) is aida
