"""What Telegram refuses is refused here with the same code and words, and nothing is shown to anybody."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
    MessageEntity,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, EndPointNotFound, Forbidden, InvalidToken

from bot.sandbox import Person, Telegram
from tests.bot.sandbox.conftest import bot_of

Act = Callable[[Bot, Person], Awaitable[object]]


@pytest.fixture
def spec() -> None:
    """Without a spec, which would find most of these before the methods do."""


def keyboard(**button: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("x", **button)]])


def article(id: object = 1, text: str = "x") -> InlineQueryResultArticle:  # noqa: A002  # the Bot API's word
    return InlineQueryResultArticle(str(id), "x", InputTextMessageContent(text))


async def finding(bot: Bot, aida: Person, *results: InlineQueryResult, **more: Any) -> None:
    """Refused, and nothing is shown to who asked."""
    query = aida.asks("war")
    try:
        await bot.answer_inline_query(query, results, **more)
    finally:
        assert aida._state.typed[query] is None


REFUSED: list[tuple[str, Act]] = [
    ("Message text is empty", lambda bot, aida: bot.send_message(aida.id, " \n")),
    ("Text must be non-empty", lambda bot, aida: bot.send_message(aida.id, "<b> </b>", ParseMode.HTML)),
    ("Message is too long", lambda bot, aida: bot.send_message(aida.id, "🙂" * 2049)),
    (
        "Can't parse entities: unsupported start tag",
        lambda bot, aida: bot.send_message(aida.id, "<x>", "HTML"),
    ),
    ("Unsupported parse_mode", lambda bot, aida: bot.send_message(aida.id, "x", "HTLM")),
    ("Chat not found", lambda bot, _: bot.send_message(404, "x")),
    ("Chat not found", lambda bot, _: bot.send_message("@nobody", "x")),
    ("Chat not found", lambda bot, _: bot.send_chat_action(404, "typing")),
    ("Wrong parameter action in request", lambda bot, aida: bot.send_chat_action(aida.id, "dancing")),
    (
        "Message to be replied not found",
        lambda bot, aida: bot.send_message(aida.id, "x", reply_to_message_id=99),
    ),
    ("Quote_text_invalid", lambda bot, aida: quoting(bot, aida, "stop")),
    ("Quote_text_invalid", lambda bot, aida: quoting(bot, aida, "/start", bold=True)),
    (
        "Inline keyboard button url 'nowhere' is invalid: wrong http url",
        lambda bot, aida: pressing(bot, aida, url="nowhere"),
    ),
    ("Button_data_invalid", lambda bot, aida: pressing(bot, aida, callback_data="ә" * 33)),
    ("Text buttons are unallowed in the inline keyboard", lambda bot, aida: pressing(bot, aida, url="")),
    ("Reply markup is too long", lambda bot, aida: bot.send_message(aida.id, "x", reply_markup=wall(101))),
    ("Message to edit not found", lambda bot, aida: bot.edit_message_text("x", aida.id, 99)),
    ("Message can't be edited", lambda bot, aida: bot.edit_message_text("x", aida.id, 1)),
    ("Message to delete not found", lambda bot, aida: bot.delete_message(aida.id, 99)),
    ("Query is too old", lambda bot, _: bot.answer_callback_query("404")),
    ("Query is too old", lambda bot, _: bot.answer_inline_query("404", [])),
    ("Results_too_much", lambda bot, aida: finding(bot, aida, *map(article, range(51)))),
    ("Result_id_duplicate", lambda bot, aida: finding(bot, aida, article(), article())),
    ("Result_id_invalid", lambda bot, aida: finding(bot, aida, article("ә" * 33))),
    ("Next_offset_invalid", lambda bot, aida: finding(bot, aida, next_offset="ә" * 33)),
    (
        "Start_param_invalid",
        lambda bot, aida: finding(bot, aida, button=InlineQueryResultsButton("x", start_parameter="a b")),
    ),
    ("Message text is empty", lambda bot, aida: finding(bot, aida, article(text=" "))),
    (
        "Wrong file identifier/http url specified",
        lambda bot, aida: finding(bot, aida, InlineQueryResultCachedPhoto("1", "file404")),
    ),
    ("Message caption is too long", lambda bot, aida: bot.send_photo(aida.id, b"x", caption="x" * 1025)),
    ("File must be non-empty", lambda bot, aida: bot.send_photo(aida.id, b"")),
    ("Wrong file identifier/http url specified", lambda bot, aida: bot.send_photo(aida.id, "file404")),
    (
        "Failed to get http url content",
        lambda bot, aida: bot.send_photo(aida.id, "https://stopfake.kz/a.png"),
    ),
    ("Invalid file_id", lambda bot, _: bot.get_file("file404")),
    ("Bot_command_invalid", lambda bot, _: bot.set_my_commands([BotCommand("Start", "x")])),
    ("Bot_command_description_invalid", lambda bot, _: bot.set_my_commands([BotCommand("start", "x" * 257)])),
    ("Bot_commands_too_much", lambda bot, _: bot.set_my_commands([BotCommand("start", "x")] * 101)),
    ("Bot description is too long", lambda bot, _: bot.set_my_description("x" * 513)),
    ("Bot short description is too long", lambda bot, _: bot.set_my_short_description("x" * 121)),
    ("Invalid language code specified", lambda bot, _: bot.set_my_name("x", language_code="kaz")),
    ("Bad webhook: an https url must be provided", lambda bot, _: bot.set_webhook("http://stopfake.kz/")),
]


def quoting(bot: Bot, aida: Person, quote: str, *, bold: bool = False) -> Awaitable[object]:
    entities = [MessageEntity(MessageEntity.BOLD, 0, len(quote))] if bold else None
    parameters = ReplyParameters(1, quote=quote, quote_entities=entities)
    return bot.send_message(aida.id, "x", reply_parameters=parameters)


def pressing(bot: Bot, aida: Person, **button: Any) -> Awaitable[object]:
    return bot.send_message(aida.id, "x", reply_markup=keyboard(**button))


def wall(buttons: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]] * buttons)


@pytest.mark.parametrize(("words", "act"), REFUSED)
async def test_it_is_refused_in_telegrams_words(
    telegram: Telegram, bot: Bot, aida: Person, words: str, act: Act
) -> None:
    before = aida.sees()

    with pytest.raises(BadRequest) as refused:
        await act(bot, aida)

    assert words.lower() in refused.value.message.lower()
    assert telegram.calls[-1].error is not None
    assert aida.sees() == before
    assert aida.events == []


async def test_a_post_of_exactly_the_longest_length_is_sent(bot: Bot, aida: Person) -> None:
    await bot.send_message(aida.id, f"<b>{'x' * 4096}</b>", ParseMode.HTML)

    assert len((await aida.reads()).text) == 4096


async def test_a_plain_quote_out_of_a_bold_passage_is_refused(bot: Bot, aida: Person) -> None:
    post = aida.says("Соғыс болады", entities=[{"type": "bold", "offset": 0, "length": 5}])

    with pytest.raises(BadRequest, match="Quote_text_invalid"):
        await bot.send_message(aida.id, "x", reply_parameters=ReplyParameters(post.id, quote="Соғыс"))


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, aida: Person) -> None:
    sent = await bot.send_message(
        aida.id, "<b>x</b>", ParseMode.HTML, reply_markup=keyboard(callback_data="1")
    )

    for same in (
        sent.edit_text("<b>x</b>", ParseMode.HTML, reply_markup=keyboard(callback_data="1")),
        sent.edit_reply_markup(keyboard(callback_data="1")),
    ):
        with pytest.raises(BadRequest, match="Message is not modified"):
            await same
    assert [event.kind for event in aida.events] == ["sent"]


async def test_a_picture_has_no_text_to_edit(bot: Bot, aida: Person) -> None:
    sent = await bot.send_photo(aida.id, b"picture", caption="x")

    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await sent.edit_text("y")


async def test_a_press_is_answered_once_and_briefly(bot: Bot, aida: Person) -> None:
    await bot.send_message(aida.id, "x", reply_markup=keyboard(callback_data="1"))
    query = aida.taps(await aida.reads(), 0)

    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(query["id"], "x" * 201)
    await bot.answer_callback_query(query["id"], "x" * 200)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query["id"])


async def test_the_bot_cannot_write_first(telegram: Telegram, bot: Bot) -> None:
    stranger = telegram.person(12)

    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(stranger.id, "x")


async def test_a_wrong_token_is_refused(telegram: Telegram) -> None:
    with pytest.raises(InvalidToken):
        async with bot_of(telegram, "4200000000:wrong"):
            pass
    assert telegram.violations == []


async def test_an_unknown_method_is_refused_and_remembered(telegram: Telegram, bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendVerdict")

    assert telegram.violations == ["sendVerdict: no such method"]
    telegram.violations.clear()


@pytest.mark.parametrize(
    ("fields", "violation"),
    [
        ({"chat_id": "11", "text": "x", "parse_mode": "MarkdownV2"}, "reads HTML only"),
        ({"chat_id": "11", "text": "x", "reply_markup": '{"keyboard":[["x"]]}'}, "inline keyboards only"),
        ({"chat_id": "11", "text": "x", "reply_markup": "{"}, "can't parse reply_markup"),
        (
            {
                "chat_id": "11",
                "text": "x",
                "reply_markup": '{"inline_keyboard":[[{"text":"x","url":"https://stopfake.kz","callback_data":"1"}]]}',
            },
            "a button does one thing",
        ),
    ],
)
async def test_what_this_bot_must_never_do_is_refused_and_remembered(
    telegram: Telegram, aida: Person, fields: dict[str, str], violation: str
) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{telegram.url}/bot{telegram.token}/sendMessage", data=fields)

    assert answer.status_code == 400
    [remembered] = telegram.violations
    assert violation in remembered
    telegram.violations.clear()


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ('["x"]', "object expected as reply markup"),
        ('{"inline_keyboard":["x"]}', "must be an Array of Arrays"),
        ('{"inline_keyboard":[["x"]]}', "InlineKeyboardButton must be an Object"),
        ('{"inline_keyboard":[[{"url":"https://stopfake.kz"}]]}', 'Field "text" must be of type String'),
    ],
)
async def test_a_keyboard_of_the_wrong_shape_is_refused(
    telegram: Telegram, aida: Person, markup: str, words: str
) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        fields = {"chat_id": "11", "text": "x", "reply_markup": markup}
        answer = await client.post(f"{telegram.url}/bot{telegram.token}/sendMessage", data=fields)

    assert answer.status_code == 400
    assert words in answer.json()["description"]


async def test_a_button_without_a_label_is_left_out_as_telegram_does(bot: Bot, aida: Person) -> None:
    buttons = [InlineKeyboardButton("", callback_data="1"), InlineKeyboardButton("x", callback_data="2")]
    await bot.send_message(aida.id, "x", reply_markup=InlineKeyboardMarkup([buttons]))

    assert (await aida.reads()).labels == ["x"]
