"""Inline mode: `@bot words` in any chat finds rebuttals, and the chosen one lands there as a message."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from telegram import Message, Update
from telegram.ext import filters

from handlers import replies
from handlers.citizen import lists, sharing
from handlers.context import Context
from handlers.incoming import number_of
from handlers.replies import Button, markup
from handlers.texts import Texts, texts
from knowledge.media import LOOK
from knowledge.models import Language, Rebuttal, Status
from knowledge.store import CardKey

# Telegram waits no longer for an answer, in the observation of bots; what comes later is refused.
LATE = timedelta(seconds=30)
PAGE = 20  # results: three screens; Telegram takes up to 50, https://core.telegram.org/bots/api#answerinlinequery
FOUND = 100  # of a search, at most
# Letters: a last word of so few is still being typed, and too short for a search to know by its root.
UNFINISHED = 4
# Seconds that Telegram may give the same answer to the same person: a verdict may change at any moment.
CACHED = 10
CLAIM = 120  # characters: two lines below a title
# What the button above no results begins the chat with the bot by.
START = "check"


async def inline(update: Update, context: Context) -> None:
    """Answer with a page of what was found, or of what circulates when nothing is typed yet."""
    query = update.inline_query
    assert query is not None, "routes give it inline queries only"
    if context.now - context.scene.received_at > LATE:
        return
    t, words, start = await context.texts(update), query.query.strip(), number_of(query.offset) or 0
    if words.startswith(sharing.PREFIX):
        await _pass_on(context, query.id, words.removeprefix(sharing.PREFIX), t)
        return
    found = _search(context, words) if words else await _circulating(context, start + PAGE + 1)
    if not found:
        _nothing(context, query.id, t)
        return
    results = [_article(known, t, context.bot.username) for known in found[start : start + PAGE]]
    following = str(start + PAGE) if len(found) > start + PAGE else ""
    _answer(context, query.id, results, next_offset=following)


def _search(context: Context, words: str) -> Sequence[Rebuttal]:
    """Return what holds the words; results that were shown stay while the next word is begun."""
    found = context.matcher.search(words, FOUND)
    *finished, last = words.split()
    if found or not finished or len(last) > UNFINISHED:
        return found
    return context.matcher.search(" ".join(finished), FOUND)


async def _circulating(context: Context, limit: int) -> Sequence[Rebuttal]:
    """Return what people ask about most, then what was published last."""
    asked = [each.rebuttal for each in await lists.circulating(context, limit)]
    newest = await context.work.rebuttals.newest(limit) if len(asked) < limit else ()
    return (*asked, *(known for known in newest if known not in asked))[:limit]


async def _pass_on(context: Context, query_id: str, which: str, t: Texts) -> None:
    """Answer the button below a card, `<id>_<language>`: with the card itself, and its words alone."""
    rebuttal_id, _, language = which.partition("_")
    told = texts(Language(language)) if language in set(Language) else t
    known = await context.work.rebuttals.find(rebuttal_id)
    if known is None or known.status is not Status.PUBLISHED:
        _nothing(context, query_id, t)
        return
    article = _article(known, told, context.bot.username)
    key = CardKey(known.id, known.version, told.language, LOOK)
    cards = await context.work.cards.find(context.scene.desk.bot_id, [key])
    photos = [_photo(known, told, context.bot.username, file_id) for file_id in cards.values()]
    _answer(context, query_id, [*photos, article], otherwise=[article])


def _article(known: Rebuttal, t: Texts, bot: str) -> dict[str, Any]:
    """Return the Bot API's InlineQueryResultArticle."""
    content = {
        "message_text": sharing.caption(known, t, bot),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    return {"type": "article", "id": known.id, "input_message_content": content} | _shown(known, t, bot)


def _photo(known: Rebuttal, t: Texts, bot: str, file_id: str) -> dict[str, Any]:
    """Return the Bot API's InlineQueryResultCachedPhoto: the verdict card."""
    photo = {"photo_file_id": file_id, "caption": sharing.caption(known, t, bot), "parse_mode": "HTML"}
    # An id may have 64 bytes, and a rebuttal's has 40 at most.
    return {"type": "photo", "id": f"{known.id}:photo"} | photo | _shown(known, t, bot)


def _shown(known: Rebuttal, t: Texts, bot: str) -> dict[str, Any]:
    """Return how a result is listed, and the buttons below its message: links, as anybody may press them."""
    in_bot = Button(t("card.link"), url=sharing.link(bot, known))
    return {
        "title": t(f"verdict.{known.verdict}"),
        "description": replies.told_claim(known, t.language, CLAIM),
        "reply_markup": markup(((replies.source_button(known, t), in_bot),)),
    }


def _nothing(context: Context, query_id: str, t: Texts) -> None:
    """Answer that nothing was found, with a button that leads to the bot: what to do then is said there."""
    button = {"text": t("inline.none"), "start_parameter": START}
    _answer(context, query_id, [], button=button)


def _answer(
    context: Context,
    query_id: str,
    results: Sequence[dict[str, Any]],
    *,
    otherwise: Sequence[dict[str, Any]] | None = None,
    **more: Any,
) -> None:
    """Answer after the commit; `otherwise` are the results where Telegram refuses these."""
    rest = {"inline_query_id": query_id, "cache_time": CACHED, "is_personal": True, **more}
    instead = None if otherwise is None else {**rest, "results": list(otherwise)}
    context.answer_at_once("answerInlineQuery", {**rest, "results": list(results)}, instead)


class _ChosenHere(filters.MessageFilter):
    """What somebody chose from this bot's own results: it says what the bot said, so nobody asks anything."""

    def filter(self, message: Message) -> bool:
        return message.via_bot is not None and message.via_bot.id == message.get_bot().id


CHOSEN = _ChosenHere(name="chosen from the bot's own results")


async def ignore(_update: Update, _context: Context) -> None:
    """Say nothing."""
