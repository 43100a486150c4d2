"""What tests of the queue share: citizens who ask, and their questions grouped."""

from datetime import UTC, datetime

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram
from knowledge.store import Deed

WATER = "В Алматы отравили воду в кранах, не пейте её до понедельника"
WATER_AGAIN = "Не пейте воду из крана в Алматы: её отравили, пить нельзя до понедельника"
PENSION = "С января пенсионный возраст поднимут до семидесяти лет"


def crowd(telegram: Telegram, number: int, first: int = 5000) -> list[Person]:
    return [telegram.person(first + place, f"Asker {place}", language_code="ru") for place in range(number)]


async def ask(person: Person, text: str, channel: str | None = None) -> Message:
    """Send a post that nobody has checked; return the bot's answer."""
    if channel is None:
        person.says(text)
    else:
        person.forwards(text, channel=channel)
    return await person.reads()


async def group(bot: ShynBa, together: str = "") -> None:
    """Wait until what was asked is grouped, then merge the rumours that have a word in common."""
    bot.grouper.wake()
    await bot.grouper.idle.wait()
    if not together:
        return
    async with bot.store.begin() as transaction:
        rumours = sorted(rumour.id for rumour in await transaction.rumours.page(limit=100))
        leading = await transaction.inquiries.leading(rumours)
        first, *others = [rumour for rumour in rumours if together in leading[rumour].text]
        for other in others:
            await transaction.rumours.merge(first, other, "nobody", now=datetime.now(UTC))


async def deeds(bot: ShynBa) -> list[Deed]:
    """What was written down about rumours, oldest first."""
    async with bot.store.begin() as transaction:
        found = await transaction.audit.latest(100)
    return [deed for deed in reversed(found) if deed.deed.startswith("rumour.")]
