"""The chat in the terminal, talked to line by line with a bot at the other end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.sandbox import Telegram, converse
from bot.sandbox.terminal import Settled
from tests.bot.sandbox.conftest import bot_of

BUTTONS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Дереккөз", url="https://stopfake.kz/")],
        [InlineKeyboardButton("Толығырақ", callback_data="more")],
        [InlineKeyboardButton("Үнсіз", callback_data="silent")],
    ]
)
Talk = Callable[..., Awaitable[str]]


async def _answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Tells what it heard, as a card with buttons."""
    assert update.effective_message is not None
    heard = update.effective_message
    origin = heard.forward_origin.to_dict() if heard.forward_origin else {}
    told = f"{heard.text}|{origin.get('chat', {}).get('title')}"
    if heard.text and not heard.text.startswith("тыныш"):
        await heard.reply_text(told[:100], do_quote=True, reply_markup=BUTTONS)


async def _press(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert isinstance(query, CallbackQuery)
    if query.data == "more":
        await query.answer("Міне")
        await query.edit_message_text("Толық мәтін")
    else:
        await query.answer()
        assert query.message is not None
        await query.delete_message()


@pytest.fixture
async def talking(telegram: Telegram) -> AsyncIterator["asyncio.Event"]:
    """A bot that polls; the event is set while it has nothing to do."""
    application = ApplicationBuilder().bot(bot_of(telegram)).updater(None).job_queue(None).build()
    application.add_handler(MessageHandler(filters.ALL, _answer))
    application.add_handler(CallbackQueryHandler(_press))
    idle = asyncio.Event()

    async def poll() -> None:
        offset = 0
        while True:
            idle.set()
            for update in await application.bot.get_updates(offset, timeout=50):
                idle.clear()
                offset = update.update_id + 1
                await application.process_update(update)

    async with application:
        polling = asyncio.create_task(poll())
        yield idle
        polling.cancel()


@pytest.fixture
def talk(telegram: Telegram, talking: asyncio.Event) -> Talk:
    people = {
        "citizen": telegram.person(11, "Aida"),
        "moderator": telegram.person(12, "Berik"),
    }

    async def transcript(*typed: str, settled: Settled | None = talking.wait, patience: float = 5) -> str:
        """What is written while these lines are typed, then the input ends."""
        lines, written = iter(typed), list[str]()

        async def read_line(_prompt: str) -> str | None:
            return next(lines, None)

        await converse(telegram, people, read_line, written.append, settled=settled, patience=patience)
        return "".join(written).partition("own commands.\n")[2]

    return transcript


@pytest.mark.parametrize("knowing", [{}, {"settled": None}])
async def test_a_text_is_sent_and_the_answer_is_shown_before_the_input_ends(
    talk: Talk, knowing: dict[str, None]
) -> None:
    assert await talk("Соғыс болады", **knowing) == (
        "── Sandbox → citizen\n"
        "┃ Соғыс болады\n"
        "Соғыс болады|None\n"
        "[1] Дереккөз → https://stopfake.kz/\n"
        "[2] Толығырақ\n"
        "[3] Үнсіз\n"
    )


async def test_a_number_presses_a_button_and_the_edited_card_is_drawn_again(talk: Talk) -> None:
    written = await talk("бір", "2")

    assert written.endswith("(Sandbox notes: Міне)\n── Sandbox → citizen (edited)\n┃ бір\nТолық мәтін\n")


async def test_a_link_button_is_opened_not_sent(talk: Talk) -> None:
    assert (await talk("бір", "1")).endswith("(opens https://stopfake.kz/)\n")


async def test_a_card_that_is_taken_away_is_said_so(talk: Talk) -> None:
    assert (await talk("бір", "3")).endswith("(Sandbox took a message away: бір|None)\n")


async def test_a_number_without_such_a_button_is_a_message(talk: Talk) -> None:
    assert "7|None" in await talk("бір", "7")


async def test_buttons_of_a_card_that_lost_them_cannot_be_pressed(talk: Talk) -> None:
    assert "2|None" in await talk("бір", "2", "2")


async def test_a_forward_names_its_channel(talk: Talk) -> None:
    assert "Соғыс болады|Хабар\n" in await talk("/forward Хабар Соғыс болады")
    assert "Соғыс болады|Ауыл жаңалықтары\n" in await talk('/forward "Ауыл жаңалықтары" Соғыс болады')


async def test_several_lines_are_pasted_as_one_message(talk: Talk) -> None:
    assert "бір\n\nекі|None\n" in await talk("/paste", "бір", "", "екі", ".")
    assert "бір\nекі|Хабар\n" in await talk("/forward Хабар", "бір", "екі", ".")
    assert "бір\nекі|None\n" in await talk("бір\nекі")


async def test_each_speaker_has_a_chat_of_their_own(talk: Talk) -> None:
    written = await talk("бір", "/as  moderator", "2", "/as citizen", "2")

    assert "── Sandbox → moderator\n┃ 2\n2|None\n" in written
    assert written.endswith("── Sandbox → citizen (edited)\n┃ бір\nТолық мәтін\n")


async def test_other_commands_go_to_the_bot(talk: Talk) -> None:
    assert "/start r_1|None" in await talk("/start r_1")


async def test_a_text_longer_than_a_message_is_sent_in_pieces(talk: Talk) -> None:
    written = await talk("ә" * 4096 + "🙂" * 2048 + "соңы")

    assert written.count("── Sandbox") == 3
    assert "соңы|None" in written


async def test_what_the_sandbox_does_not_understand_is_explained(talk: Talk) -> None:
    assert "there are citizen, moderator" in await talk("/as nobody")
    assert "/forward CHANNEL TEXT" in await talk("/forward")
    assert "a number presses that button" in await talk("/?")


async def test_quit_ends_and_empty_lines_say_nothing(talk: Talk) -> None:
    assert await talk("", " ", "/quit", "бір") == ""


async def test_silence_is_said_after_a_while(talk: Talk) -> None:
    assert await talk("тыныш", settled=None, patience=0.05) == "(no answer within 0.05 seconds)\n"


async def test_when_the_bot_says_that_it_is_done_silence_is_no_wait(talk: Talk) -> None:
    assert (await talk("тыныш", "бір")).startswith("── Sandbox → citizen\n┃ бір\n")


async def test_what_the_bot_does_until_it_is_done_is_waited_for(telegram: Telegram, talk: Talk) -> None:
    async def settled() -> None:
        async with bot_of(telegram) as bot:
            await bot.send_message(11, "тағы бір сөз")

    assert await talk("тыныш", settled=settled) == "── Sandbox → citizen\nтағы бір сөз\n"


async def test_what_arrives_at_the_prompt_is_shown_and_the_prompt_comes_again(telegram: Telegram) -> None:
    aida, written = telegram.person(11, "Aida"), list[str]()
    aida.starts()

    async def read_line(prompt: str) -> str | None:
        written.append(prompt)
        async with bot_of(telegram) as bot:
            await bot.send_message(aida.id, "<b>Жаңа</b> дерек", "HTML")
        await telegram.wait_for(lambda: written[-1] == prompt and len(written) > 3)
        return None

    await converse(telegram, {"citizen": aida}, read_line, written.append, tty=True)

    assert "".join(written[1:]) == "citizen> \n── Sandbox → citizen\n\x1b[1mЖаңа\x1b[22m дерек\ncitizen> "
