"""What tests of the queue share: citizens who ask, and their questions grouped."""

from collections.abc import Sequence
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


async def group(bot: ShynBa, together: Sequence[str] = ()) -> None:
    """Group what was asked: copies together, and beside them those that contain one of these words."""
    now = datetime.now(UTC)
    async with bot.store.begin() as transaction:
        waiting = await transaction.inquiries.ungrouped(1000)
        everything = await transaction.inquiries.waiting(after=0, limit=1000)
        for inquiry in waiting:
            near = [
                other.fingerprint
                for other in everything
                if any(word in other.text and word in inquiry.text for word in together)
            ]
            rumour = await transaction.rumours.place(inquiry, near, now=now)
            await transaction.rumours.recount([rumour])


async def deeds(bot: ShynBa) -> list[Deed]:
    """What was written down about rumours, oldest first."""
    async with bot.store.begin() as transaction:
        found = await transaction.audit.latest(100)
    return [deed for deed in reversed(found) if deed.deed.startswith("rumour.")]
