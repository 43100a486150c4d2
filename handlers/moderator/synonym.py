"""/synonym: moderators teach the lexicon that two words or phrases mean the same, and take it back."""

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, message_of, pressed
from handlers.moderator import effects
from handlers.replies import Button, Reply
from handlers.texts import Html, Texts
from knowledge.cases import Change
from knowledge.store import Synonym
from knowledge.text import key

LENGTH = 60  # a word or a short phrase; longer ones would never be met again
SHOWN = 10  # the last ones: who made a mistake has made it lately


async def synonym(update: Update, context: Context) -> None:
    """Teach `/synonym word = meaning`; without words, show what was taught last."""
    message, t = message_of(update), await context.texts(update)
    words = arguments(message)
    moved = await _teach(update, context, words) if words else []
    told = _taught(await context.work.synonyms.all(), t)
    await context.say(message, Reply(effects.noted(told.text, moved, t), told.buttons))


async def _teach(update: Update, context: Context, words: str) -> list[Change]:
    asker = await context.asker(update)
    word, equals, meaning = (part.strip() for part in words.partition("="))
    if not equals or not _is_phrase(word) or not _is_phrase(meaning) or key(word) == key(meaning):
        raise Refusal("synonym.usage")
    before = await context.work.synonyms.all()
    await context.work.synonyms.teach(word, meaning, by=asker.person, now=context.now)
    await context.work.audit.record(
        asker.person, "synonym.taught", word, {"meaning": meaning}, now=context.now
    )
    return await effects.of_synonym(context, before, await context.work.synonyms.all(), (word, meaning))


def _is_phrase(text: str) -> bool:
    return 0 < len(text) <= LENGTH and bool(key(text)) and "\n" not in text


async def forget(update: Update, context: Context) -> None:
    """Take a pair back."""
    card, (number, *_) = pressed(update)
    asker, t = await context.asker(update), await context.texts(update)
    before = await context.work.synonyms.all()
    gone = await context.work.synonyms.forget(int(number), now=context.now) if number.isdecimal() else None
    if gone is None:
        raise Refusal("synonym.gone")
    details = {"meaning": gone.meaning}
    await context.work.audit.record(asker.person, "synonym.forgotten", gone.word, details, now=context.now)
    context.toast(update, t("synonym.forgotten", word=gone.word))
    if card is not None:
        pairs = await context.work.synonyms.all()
        moved = await effects.of_synonym(context, before, pairs, (gone.word, gone.meaning))
        told = _taught(pairs, t)
        await context.turn(card, Reply(effects.noted(told.text, moved, t), told.buttons))


def _taught(pairs: tuple[Synonym, ...], t: Texts) -> Reply:
    shown = pairs[-SHOWN:]
    title = t.counted("synonym.title", len(pairs)) if pairs else t("synonym.none")
    lines = [t("synonym.line", word=pair.word, meaning=pair.meaning) for pair in shown]
    buttons = tuple(
        (Button(t("synonym.forget", word=pair.word), data=f"v1:synonym:{pair.id}"),) for pair in shown
    )
    return Reply(Html("\n".join([title, *lines, "", t("synonym.usage")])), buttons)
