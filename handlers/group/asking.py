"""/check, or the bot's name, in a group: the verdict for all to read, anything less for who asked only."""

from telegram import Message, Update

from handlers.citizen import noting
from handlers.citizen.check import nothing_to_check
from handlers.context import Context
from handlers.group import wording
from handlers.group.subject import Subject, is_small_talk, subject_of
from handlers.incoming import message_of
from handlers.own import is_own
from handlers.replies import Reply
from handlers.texts import Texts, texts
from knowledge.models import Answer, Kind, Language
from knowledge.store import GroupSettings


async def check(update: Update, context: Context) -> None:
    """Answer what the message is about; thanks and questions to the bot itself are left alone."""
    message = message_of(update)
    if is_small_talk(message) or is_own(message.text or ""):
        return
    chosen, subject = await context.work.groups.settings(message.chat_id), subject_of(message)
    if subject is None:
        t = await words(update, context, chosen)
        await context.whisper(message, wording.hint(t, context.bot.username))
        return
    answer = context.check(subject.post)
    t = await words(update, context, chosen, answer.language)
    if answer.kind in noting.SAYS_A_VERDICT:
        await _tell(update, context, message, subject, answer, chosen, t)
    else:
        await context.whisper(message, unsure(subject, answer, t, context.bot.username))


async def words(
    update: Update, context: Context, chosen: GroupSettings, post_language: Language | None = None
) -> Texts:
    """Return the words in the group's language, else in that of the post, else of who asks: all read them."""
    language = chosen.language or post_language
    return texts(language) if language else await context.texts(update)


async def _tell(
    update: Update,
    context: Context,
    message: Message,
    subject: Subject,
    answer: Answer,
    chosen: GroupSettings,
    t: Texts,
) -> None:
    """Say the verdict below the post, or to who asked only if the group was told of it lately."""
    noting.note_answer(context, await context.asker(update), answer, None, t.language)
    known = [match.rebuttal.id for match in answer.matches]
    fresh = await context.work.groups.tell(
        message.chat_id, known, since=context.now - chosen.pause, now=context.now
    )
    reply = wording.verdict(answer, answer.matches, subject.post, t, context.bot.username)
    if fresh:
        noting.note_in_group(context, answer.matches, message.chat_id, t.language, asked=True)
        await context.say(subject.message, reply)
    else:
        await context.whisper(message, reply)


def unsure(subject: Subject, answer: Answer, t: Texts, bot: str) -> Reply:
    """Return the honest answer to a post that nothing sure is known of; nothing of it is stored."""
    if not subject.post.text:
        return wording.no_words(t, bot)
    if answer.kind is Kind.UNKNOWN and (nothing := nothing_to_check(subject.post, t)):
        return Reply(nothing)
    return wording.not_checked(answer, t, bot)
