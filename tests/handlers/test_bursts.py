"""What is sent together gets one answer: albums, several forwards, a comment and what it is about."""

from bot.application import ShynBa
from bot.sandbox import Person, Telegram
from tests.conftest import BY_POLLING_AND_WEBHOOK, StartBot

RUMOUR = "Казахстан готовится к войне с Россией"
OTHER = "В соседнем подъезде завтра отключат лифт для ежегодной проверки тросов и кабины"
THIRD = "Новую школу в третьем микрорайоне достроят к осени будущего года, обещает подрядчик"
QUESTION = "Это правда?"
NOT_CHECKED = "Пока не проверено"
FALSE = "❌ Неправда"


async def said_after(citizen: Person, first: str = FALSE) -> list[str]:
    """What the bot has said when all is said: the help that is asked for last comes last."""
    assert (await citizen.reads()).text.startswith(first)
    citizen.says("/help")
    await citizen.reads()
    return [event.what["text"] for event in citizen.events]


@BY_POLLING_AND_WEBHOOK
async def test_a_comment_and_the_forward_that_it_is_about_get_one_answer(
    bot: ShynBa, citizen: Person
) -> None:
    citizen.says(QUESTION)
    post = citizen.forwards(RUMOUR, channel="Новости")
    assert len(await said_after(citizen)) == 2
    assert citizen.events[0].what["reply_to_message"]["message_id"] == post.id


@BY_POLLING_AND_WEBHOOK
async def test_an_album_gets_one_answer_wherever_its_caption_is(bot: ShynBa, citizen: Person) -> None:
    parts = citizen.sends_album(["", RUMOUR, ""])
    assert len(await said_after(citizen)) == 2
    assert citizen.events[0].what["reply_to_message"]["message_id"] == parts[1].id


async def test_an_album_of_ten_is_not_waited_for(bot: ShynBa, telegram: Telegram, citizen: Person) -> None:
    parts = citizen.sends_album([*[""] * 9, RUMOUR])
    assert (await citizen.reads()).reply_to == parts[-1].id


async def test_forwards_that_arrive_together_get_one_answer(
    start_bot: StartBot, telegram: Telegram, citizen: Person
) -> None:
    citizen.forwards(OTHER, channel="Двор")
    post = citizen.forwards(RUMOUR, channel="Новости")
    citizen.forwards(THIRD, channel="Двор")
    async with start_bot():
        answer = await citizen.reads()
        assert answer.text.startswith(FALSE)
        assert "Ещё по 2 сообщениям" in answer.text
        assert answer.reply_to == post.id
        citizen.says("/help")
        assert "1." in (await citizen.reads()).text


async def test_of_forwards_that_nobody_has_checked_each_becomes_a_question(
    start_bot: StartBot, telegram: Telegram, citizen: Person
) -> None:
    citizen.forwards(OTHER, channel="Двор")
    citizen.forwards(THIRD, channel="Двор")
    async with start_bot() as bot:
        answer = await citizen.reads()
        async with bot.store.begin() as transaction:
            asked = await transaction.inquiries.ungrouped(10)
    assert NOT_CHECKED in answer.text
    assert "по одному" in answer.text
    assert {inquiry.text for inquiry in asked} == {OTHER, THIRD}


async def test_the_same_forward_twice_is_one_question(
    start_bot: StartBot, telegram: Telegram, citizen: Person
) -> None:
    citizen.forwards(RUMOUR, channel="Новости")
    citizen.forwards(RUMOUR, channel="Другие новости")
    async with start_bot():
        assert "Ещё" not in (await citizen.reads()).text


async def test_two_texts_of_ones_own_are_two_posts(
    start_bot: StartBot, telegram: Telegram, citizen: Person
) -> None:
    citizen.says(RUMOUR)
    citizen.says(OTHER)
    async with start_bot():
        first, second = await citizen.reads_several(2)
    assert first.text.startswith(FALSE)
    assert NOT_CHECKED in second.text


async def test_a_burst_survives_the_death_of_its_process(
    start_bot: StartBot, telegram: Telegram, citizen: Person
) -> None:
    """The first process has put the parts back to wait for more when it ends."""
    citizen.sends_album(["", RUMOUR])
    async with start_bot() as bot:
        await telegram.wait_for(lambda: not telegram.pending)
        await bot.worker.batch()
    async with start_bot():
        assert len(await said_after(citizen)) == 2


async def test_what_is_sent_for_an_open_card_is_not_waited_with(
    bot: ShynBa, telegram: Telegram, moderator: Person
) -> None:
    moderator.says("/add")
    await moderator.reads()
    moderator.says("Горячая вода ядовита")
    moderator.says("Холодная вода ядовита")
    cards = await moderator.reads_several(2)
    assert "Горячая" in cards[0].text
    assert "Холодная" in cards[1].text


async def test_a_reply_asks_about_what_it_answers(bot: ShynBa, citizen: Person) -> None:
    post = citizen.forwards(f"Добрый вечер всем, кто читает нас. {RUMOUR}. Берегите себя.", channel="Новости")
    await citizen.reads()
    citizen.replies(post, "а это точно правда?")
    answer = await citizen.reads()
    assert answer.text.startswith(FALSE)
    assert answer.reply_to == post.id


async def test_a_reply_that_marks_words_asks_about_them(bot: ShynBa, citizen: Person) -> None:
    post = citizen.forwards(f"{OTHER}. {RUMOUR}.", channel="Новости")
    await citizen.reads()
    citizen.replies(post, "правда?", quote=OTHER)
    assert NOT_CHECKED in (await citizen.reads()).text


async def test_a_reply_to_the_bot_asks_about_its_own_words_only(bot: ShynBa, citizen: Person) -> None:
    citizen.says(RUMOUR)
    answer = await citizen.reads()
    citizen.replies(answer, "и что теперь")
    assert NOT_CHECKED in (await citizen.reads()).text
