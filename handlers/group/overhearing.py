"""A known false claim in a group whose administrators want to be told: the verdict, once in some days.

Of everything else that is said in a group nothing is kept, and nothing is said about it.
"""

from telegram import Message, Update

from handlers.citizen.noting import note_in_group
from handlers.context import Context
from handlers.group import wording
from handlers.incoming import is_from, message_of, post_of
from handlers.own import is_own
from handlers.texts import texts
from knowledge.models import Answer, Kind, Language, Match, Verdict
from knowledge.text import key

# Of what misleads or is not proven one may talk; a bot that breaks in on that is thrown out.
WORTH_SAYING = frozenset({Verdict.FALSE, Verdict.SCAM})
# Fewer words never get a verdict (knowledge/matching/decision.py), so that they need not be judged.
LEAST_WORDS = 4


async def overhear(update: Update, context: Context) -> None:
    """Answer a post that nobody asked about, if the group wants that and the bot is sure."""
    message = message_of(update)
    if message.chat_id == context.scene.desk.moderators_chat or not _is_said_by_people(message, context):
        return
    chosen = await context.work.groups.settings(message.chat_id)
    post = post_of(message)
    if not chosen.unasked or len(key(post.text).split()) < LEAST_WORDS or is_own(post.text):
        return
    answer = context.matcher.check(post)
    if sure := _worth_saying(answer):
        known = [match.rebuttal.id for match in sure]
        since = context.now - chosen.pause
        fresh = await context.work.groups.tell(message.chat_id, known, since=since, now=context.now)
        told = tuple(match for match in sure if match.rebuttal.id in fresh)
        if told:
            t = texts(chosen.language or answer.language or Language.RU)
            note_in_group(context, told, message.chat_id, t.language, asked=False)
            await context.say(message, wording.verdict(answer, told, post, t, context.bot.username))


def _is_said_by_people(message: Message, context: Context) -> bool:
    by_bot = message.via_bot is not None or (message.from_user is not None and message.from_user.is_bot)
    is_channel = message.sender_chat is not None  # a channel posts, or an administrator who hides
    return (not by_bot or is_channel) and not is_from(message, context.scene.desk.bot_id)


def _worth_saying(answer: Answer) -> tuple[Match, ...]:
    if answer.kind is not Kind.VERDICT:
        return ()
    return tuple(match for match in answer.matches if match.rebuttal.verdict in WORTH_SAYING)
