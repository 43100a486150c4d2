"""/language: the citizen's own choice of language, or the post's language again."""

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import chat_of, pressed
from handlers.replies import Button, Reply, Rows
from handlers.texts import Texts, texts
from knowledge.models import Language

AS_THE_POST = "auto"


async def offer(update: Update, context: Context) -> None:
    """Show the languages by their own names."""
    asker, t = await context.asker(update), await context.texts(update)
    context.toast(update)
    await context.tell(chat_of(update), Reply(t("language.ask"), choices(asker.language, t)))


async def choose(update: Update, context: Context) -> None:
    """Remember the choice and say so in the chosen language."""
    card, (choice, *_) = pressed(update)
    if choice not in (*Language, AS_THE_POST):
        raise Refusal("button.unknown")
    asker = await context.asker(update)
    chosen = None if choice == AS_THE_POST else Language(choice)
    await context.work.people.choose_language(asker.person, chosen, now=context.now)
    t = texts(chosen or asker.client or Language.RU)
    said = t("language.chosen") if chosen else t("language.as_the_post")
    context.toast(update, said)
    if card is not None and chosen != asker.language:
        await context.turn(card, Reply(said, choices(chosen, t)))


def choices(current: Language | None, t: Texts) -> Rows:
    """Return one button a language, the current one marked by a tick."""
    names = {language: texts(language)("language.name") for language in Language}
    rows = [(choice, name, choice == current) for choice, name in names.items()]
    rows = [*rows, (AS_THE_POST, t("language.auto"), current is None)]  # type: ignore[list-item]
    return tuple(
        (Button(f"✅ {name}" if ticked else name, data=f"v1:lang:{choice}"),) for choice, name, ticked in rows
    )
