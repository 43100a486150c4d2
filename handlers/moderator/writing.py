"""Writing a new rebuttal for a rumour: the /add card opens with what people send as its claim."""

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import pressed
from handlers.moderator import add, contest, rumour
from handlers.moderator.draft import Draft
from handlers.moderator.taking import TAKEN_FOR
from handlers.texts import shortened
from knowledge.exchange import fields
from knowledge.models import Language
from knowledge.store import Phrasing
from knowledge.text import gist, language_of


async def write(update: Update, context: Context) -> None:
    """Open the card, and take the rumour, so that nobody else writes the same meanwhile."""
    card, (part, *_) = pressed(update)
    found, asker = await rumour.find(context, part), await context.asker(update)
    if await context.work.dialogs.load(asker.person, now=context.now):
        raise Refusal("write.busy")
    until = context.now + TAKEN_FOR
    if not await context.work.rumours.take(found.id, asker.person, until=until, now=context.now):
        await contest.lost(update, context, found.id)
        return
    await contest.record(context, found.id, asker.person, "taken")
    phrasings = await context.work.inquiries.phrasings(found.id, limit=rumour.WORDINGS)
    context.toast(update)
    if card is not None:
        await rumour.show(update, context, found.id)
    await add.open_with(update, context, Draft(claims=(_claim(phrasings),), rumour=found.id))


def _claim(phrasings: tuple[Phrasing, ...]) -> tuple[str, str]:
    """Return (language, sentence) that the wordings have in common."""
    sentence = shortened(gist([phrasing.inquiry.text for phrasing in phrasings]), fields.CLAIM_LENGTH[1])
    language = language_of(sentence) or phrasings[0].inquiry.language or Language.RU
    return language.value, sentence
