"""Passing a verdict on: its card with words of its own, and the link that leads back to it."""

from typing import Any
from urllib.parse import quote

from telegram import Update

from handlers import replies
from handlers.citizen import noting
from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, chat_of, message_of, pressed
from handlers.replies import Button, markup
from handlers.texts import Html, Texts, lines, texts, unmarked
from knowledge.media import VerdictCard
from knowledge.models import Language, Rebuttal, Status

# With the 40 characters of an id a payload takes 64: https://core.telegram.org/bots/features#deep-linking.
PREFIX = "r_"
CAPTION = 1024  # UTF-16 units after parsing, https://core.telegram.org/bots/api#sendphoto
# (claim, explanation) in characters, the longest first; the last fits whatever the letters are.
ROOMS = ((250, 400), (160, 240), (80, 120))


async def share(update: Update, context: Context) -> None:
    """Send the card in the language of the answer: a picture that can be forwarded as it is."""
    _, (rebuttal_id, language, _) = pressed(update)
    if language not in set(Language):
        raise Refusal("button.unknown")
    t, known = texts(Language(language)), await context.work.rebuttals.find(rebuttal_id)
    if known is None or known.status is not Status.PUBLISHED:
        context.toast(update, t("check.gone"), alert=True)
        return
    context.toast(update)
    chat_id = chat_of(update)
    await context.call("sendPhoto", chat_id, {"chat_id": chat_id, **_letter(known, t, context)})


async def opened(update: Update, context: Context) -> bool:
    """Show who opened a shared link what it is about; other links are somebody else's to take."""
    message = message_of(update)
    payload = arguments(message)
    if not payload.startswith(PREFIX):
        return False
    t, known = await context.texts(update), await context.work.rebuttals.find(payload.removeprefix(PREFIX))
    if known is None or known.status is not Status.PUBLISHED:
        await context.tell(message.chat_id, replies.Reply(t("check.gone")))
        return False
    noting.note_read(context, await context.asker(update), known, message.chat_id, t.language)
    await context.tell(message.chat_id, replies.rebuttal(known, t))
    return True


def link(bot: str, known: Rebuttal) -> str:
    """Return the address that opens a rebuttal in the chat with the bot."""
    return f"https://t.me/{bot}?start={PREFIX}{known.id}"


def picture(known: Rebuttal, t: Texts, bot: str) -> VerdictCard:
    """Return what the card says; cutting is the drawer's task."""
    word = t(f"verdict.word.{known.verdict}")
    return VerdictCard(
        verdict=known.verdict,
        word=word[:1].upper() + word[1:],
        claim_label=t("card.claim"),
        claim=replies.told_claim(known, t.language),
        quotes=t("card.quotes"),
        explanation=replies.explanation(known, t.language)[0],
        source_label=t("card.source"),
        source=known.source.name,
        date=t.day(known.source.date) if known.source.date else "",
        link=link(bot, known),
        link_label=t("card.link"),
        bot=f"@{bot}",
    )


def caption(known: Rebuttal, t: Texts, bot: str) -> Html:
    """Return the words to pass on with a card, or alone."""
    where = t("share.link", link=link(bot, known))
    told = [lines(replies.about(known, t, room), "", where) for room in ROOMS]
    return next((text for text in told if _units(text) <= CAPTION), told[-1])


def _units(text: Html) -> int:
    return len(unmarked(text).encode("utf-16-le")) // 2


def _letter(known: Rebuttal, t: Texts, context: Context) -> dict[str, Any]:
    bot = context.bot.username
    pass_on = Button(t("share.pass_on"), inline=f"{PREFIX}{known.id}_{t.language}")
    if not context.bot.supports_inline_queries:  # as the operator has chosen at BotFather
        pass_on = Button(t("share.pass_on"), url=_share_url(link(bot, known)))
    card = {"rebuttal": known.id, "version": known.version, "language": t.language.value, "bot": bot}
    return {
        "attached": {"photo": {"card": card}},
        "caption": caption(known, t, bot),
        "parse_mode": "HTML",
        "reply_markup": markup(((replies.source_button(known, t), pass_on),)),
    }


def _share_url(address: str) -> str:
    return f"https://t.me/share/url?url={quote(address, safe='')}"
