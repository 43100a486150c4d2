"""Writing a rebuttal for a rumour: the card begins with what people send, and publishing answers them."""

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram
from tests.conftest import StartBot
from tests.handlers.rumours import ask, crowd, deeds, group

CLAIM = "Воду в Алматы отравили неизвестные"
POSTS = (
    f"СРОЧНО перешлите всем! {CLAIM}. У нас во дворе уже все знают, берегите детей.",
    f"Добрый вечер, соседи. {CLAIM}. Завтра в школах отменят уроки физкультуры.",
)


async def _card(person: Person) -> Message:
    person.says("/queue")
    await person.presses(await person.reads(), "No. 1")
    return await person.reads()


async def _asked(bot: ShynBa, telegram: Telegram) -> Person:
    follower, other = crowd(telegram, 2)
    await follower.presses(await ask(follower, POSTS[0]), 0)
    await follower.reads()
    await ask(other, POSTS[1])
    await group(bot, "Воду")
    return follower


async def _opened(person: Person) -> Message:
    """Press "write a new one"; return the /add card."""
    await person.presses(await _card(person), "✍️ Write a new one")
    assert "You are on it" in (await person.reads()).text
    return await person.reads()


async def _published(person: Person, card: Message) -> Message:
    """Fill in what is left and publish; return what the card says then."""
    await person.presses(card, "Next »")
    await person.presses(await person.reads(), "❌ False")
    await person.reads()
    person.says("Анализы воды в норме.")
    await person.presses(await person.reads(), "Next »")
    await person.reads()
    person.says("Алматы Су")
    await person.reads()
    person.says("https://example.kz/water")
    await person.presses(await person.reads(), "Skip »")
    await person.presses(await person.reads(), "✅ Publish")
    return await person.reads()


async def test_what_people_send_is_the_claim_and_publishing_answers_them(
    bot: ShynBa, moderator: Person, telegram: Telegram
) -> None:
    follower = await _asked(bot, telegram)
    card = await _opened(moderator)
    assert f"Claim (RU): {CLAIM}." in card.text
    said = await _published(moderator, card)
    assert "✅ Published" in said.text
    assert "📨 Rumour No. 1 is answered. People who will be told: 1." in said.text
    assert "Анализы воды в норме." in (await follower.reads()).text
    assert [deed.deed for deed in await deeds(bot)] == ["rumour.taken", "rumour.answered"]


async def test_who_has_an_unfinished_card_does_not_lose_it(
    bot: ShynBa, moderator: Person, telegram: Telegram
) -> None:
    await _asked(bot, telegram)
    moderator.says("/add")
    await moderator.reads()
    moderator.says("Совсем другой слух про пенсии")
    await moderator.reads()
    toast = await moderator.presses(await _card(moderator), "✍️ Write a new one")
    assert "unfinished" in toast["text"]
    moderator.says("/add")
    assert "Совсем другой слух" in (await moderator.reads()).text
    assert await deeds(bot) == []


async def test_a_rumour_that_was_closed_meanwhile_keeps_its_end_and_the_rebuttal_is_published(
    bot: ShynBa, moderator: Person, telegram: Telegram
) -> None:
    await _asked(bot, telegram)
    card = await _opened(moderator)
    async with bot.store.begin() as transaction:
        person = bot.worker._desk.pseudonym(moderator.id)
        await transaction.rumours.dismiss(1, person, "spam", now=bot.worker._clock())
    said = await _published(moderator, card)
    assert "✅ Published" in said.text
    assert "Rumour No. 1 has changed meanwhile" in said.text


async def test_a_card_for_a_rumour_survives_a_restart(
    start_bot: StartBot, owner: Person, telegram: Telegram
) -> None:
    async with start_bot() as bot:
        follower = await _asked(bot, telegram)
        card = await _opened(owner)
    async with start_bot():
        assert "is answered" in (await _published(owner, card)).text
        assert "Анализы воды в норме." in (await follower.reads()).text
