"""Messages that the library sends, edits and deletes arrive at the person as Telegram would show them."""

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from telegram.constants import ParseMode

from bot.sandbox import Person, Telegram

SOURCE = InlineKeyboardButton("Дереккөз", url="https://stopfake.kz/")
MORE = InlineKeyboardButton("Толығырақ", callback_data="v1:more:1")


async def test_html_becomes_text_and_entities(bot: Bot, aida: Person) -> None:
    await bot.send_message(
        aida.id, "❌ <b>Жалған</b>: <a href='https://stopfake.kz/'>дереккөз</a>", ParseMode.HTML
    )

    shown = await aida.reads()

    assert shown.text == "❌ Жалған: дереккөз"
    assert shown.entities == [
        {"type": "bold", "offset": 2, "length": 6},
        {"type": "text_link", "offset": 10, "length": 8, "url": "https://stopfake.kz/"},
    ]


async def test_links_in_the_bots_own_words_are_marked_too(bot: Bot, aida: Person) -> None:
    await bot.send_message(aida.id, "stopfake.kz, /help")

    assert [entity["type"] for entity in (await aida.reads()).entities] == ["url", "bot_command"]


async def test_given_entities_take_the_place_of_a_parse_mode(bot: Bot, aida: Person) -> None:
    await bot.send_message(aida.id, "<b>", entities=[MessageEntity(MessageEntity.ITALIC, 0, 3)])

    shown = await aida.reads()

    assert (shown.text, shown.entities) == ("<b>", [{"type": "italic", "offset": 0, "length": 3}])


async def test_buttons_are_shown_in_their_rows(bot: Bot, aida: Person) -> None:
    sent = await bot.send_message(aida.id, "x", reply_markup=InlineKeyboardMarkup([[SOURCE, MORE], [MORE]]))

    shown = await aida.reads()

    assert shown.labels == ["Дереккөз", "Толығырақ", "Толығырақ"]
    assert shown.button("Дереккөз")["url"] == "https://stopfake.kz/"
    assert shown.button(1)["callback_data"] == "v1:more:1"
    assert sent.reply_markup == InlineKeyboardMarkup([[SOURCE, MORE], [MORE]])


async def test_an_answer_shows_the_quoted_part_of_the_post(bot: Bot, aida: Person) -> None:
    post = aida.forwards("🙂 Соғыс болады екен. Таратыңыз!", channel="Хабар")

    quoted = ReplyParameters(post.id, quote="Соғыс болады")
    sent = await bot.send_message(aida.id, "Жалған", reply_parameters=quoted)
    shown = await aida.reads()

    assert (shown.reply_to, shown.quote) == (post.id, "Соғыс болады")
    assert sent.quote is not None
    assert (sent.quote.position, sent.quote.is_manual) == (3, True)


async def test_of_several_places_the_nearest_to_the_wanted_one_is_quoted(bot: Bot, aida: Person) -> None:
    post = aida.says("рас па, рас па, рас па")

    quoted = ReplyParameters(post.id, quote="рас па", quote_position=7)
    sent = await bot.send_message(aida.id, "x", reply_parameters=quoted)

    assert sent.quote is not None
    assert sent.quote.position == 8


async def test_a_quote_repeats_the_bold_of_the_post(bot: Bot, aida: Person) -> None:
    bold = {"type": "bold", "offset": 0, "length": 5}
    post = aida.says("Соғыс болады", entities=[bold])

    by_entities = ReplyParameters(
        post.id, quote="Соғыс болады", quote_entities=[MessageEntity(MessageEntity.BOLD, 0, 5)]
    )
    by_markup = ReplyParameters(post.id, quote="<b>ғыс</b> бол", quote_parse_mode=ParseMode.HTML)
    for parameters in (by_entities, by_markup):
        await bot.send_message(aida.id, "x", reply_parameters=parameters)

    assert [shown.quote for shown in await aida.reads_several(2)] == ["Соғыс болады", "ғыс бол"]


async def test_an_answer_to_a_message_that_is_gone_can_be_sent_without_it(bot: Bot, aida: Person) -> None:
    post = aida.says("Рас па?")
    aida.deletes(post)

    parameters = ReplyParameters(post.id, allow_sending_without_reply=True, quote="Рас")
    await bot.send_message(aida.id, "Жоқ", reply_parameters=parameters)

    assert (await aida.reads()).reply_to is None


async def test_link_preview_options_are_kept(bot: Bot, aida: Person) -> None:
    await bot.send_message(aida.id, "x", link_preview_options=LinkPreviewOptions(is_disabled=True))

    assert (await aida.reads())["link_preview_options"] == {"is_disabled": True}


async def test_an_edit_changes_text_and_takes_the_buttons_away(bot: Bot, aida: Person) -> None:
    sent = await bot.send_message(aida.id, "бір", reply_markup=InlineKeyboardMarkup([[MORE]]))
    await sent.edit_text("<i>екі</i>", ParseMode.HTML)

    first, second = await aida.reads_several(2)

    assert (first.text, first.labels, first.edited) == ("бір", ["Толығырақ"], False)
    assert (second.id, second.text, second.labels, second.edited) == (sent.id, "екі", [], True)
    assert aida.sees()[-1] == second


async def test_an_edit_of_the_buttons_leaves_the_text(bot: Bot, aida: Person) -> None:
    sent = await bot.send_message(aida.id, "<b>x</b>", ParseMode.HTML)
    await sent.edit_reply_markup(InlineKeyboardMarkup([[SOURCE]]))

    shown = (await aida.reads_several(2))[1]

    assert (shown.text, shown.entities, shown.labels) == (
        "x",
        [{"type": "bold", "offset": 0, "length": 1}],
        ["Дереккөз"],
    )


async def test_a_deleted_message_is_gone_from_the_chat(bot: Bot, aida: Person) -> None:
    sent = await bot.send_message(aida.id, "x")
    await sent.delete()

    assert [message.text for message in aida.sees()] == ["/start"]
    assert [event.kind for event in aida.events] == ["sent", "deleted"]


async def test_a_picture_and_a_file_come_with_caption_and_content(bot: Bot, aida: Person) -> None:
    content = b"\x89PNG\r\n--\r\n\x00"
    picture = await bot.send_photo(aida.id, content, caption="<b>Карта</b>", parse_mode=ParseMode.HTML)
    await bot.send_document(aida.id, content, filename="export.jsonl")

    photo, document = await aida.reads_several(2)
    stored = await (await bot.get_file(picture.photo[-1].file_id)).download_as_bytearray()

    assert (photo.text, photo.entities) == ("Карта", [{"type": "bold", "offset": 0, "length": 5}])
    assert document["document"]["file_name"] == "export.jsonl"
    assert bytes(stored) == content


async def test_a_picture_is_sent_again_by_its_file_id(bot: Bot, aida: Person) -> None:
    first = await bot.send_photo(aida.id, b"picture")
    again = await bot.send_photo(aida.id, first.photo[0].file_id)

    assert again.photo == first.photo


async def test_typing_shows_nothing_and_counts_as_no_message(
    telegram: Telegram, bot: Bot, aida: Person
) -> None:
    await bot.send_chat_action(aida.id, "typing")

    assert aida.events == []
    assert telegram.calls.times(aida.id) == []


async def test_the_chat_of_a_person_is_described(bot: Bot, aida: Person) -> None:
    chat = await bot.get_chat(aida.id)

    assert (chat.type, chat.first_name) == ("private", "Aida")


async def test_the_journal_tells_what_was_sent_where_and_when(
    telegram: Telegram, bot: Bot, aida: Person
) -> None:
    group = telegram.group("Туыстар")
    await bot.send_message(aida.id, "бір")
    await bot.send_message(group.id, "екі")
    await bot.send_message(aida.id, "үш")

    assert [call.params["text"] for call in telegram.calls.of("sendMessage", aida.id)] == ["бір", "үш"]
    assert [call.chat for call in telegram.calls.of("sendMessage")] == [aida.id, group.id, aida.id]
    first, last = telegram.calls.times(aida.id)
    assert first < telegram.calls.times(group.id)[0] < last
    assert telegram.calls[-1].result["text"] == "үш"


@pytest.mark.parametrize("asked", [2, "Жоқ"])
async def test_a_button_that_is_not_there_is_named_with_those_that_are(
    bot: Bot, aida: Person, asked: str | int
) -> None:
    await bot.send_message(aida.id, "x", reply_markup=InlineKeyboardMarkup([[MORE]]))
    shown = await aida.reads()

    with pytest.raises(LookupError, match="Толығырақ"):
        shown.button(asked)
