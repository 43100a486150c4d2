"""What people see when something fails: a refusal in plain words, or one apology."""

from telegram import Update
from telegram.constants import ChatType

from handlers.context import Context
from handlers.group.subject import is_command, is_named
from handlers.own_menu import take_menu_back
from handlers.replies import Reply
from handlers.texts import Html


class Refusal(Exception):  # noqa: N818  # a refusal is an answer to a person, not an error of the program
    """Not allowed, or not understood: a `key` of the catalogues and its values.

    Raised before anything is written.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class Forbidden(Refusal):
    """Not allowed to this person."""


async def failed(update: object, context: Context) -> None:
    """Say a refusal; hand any other error to the worker, which rolls back, retries and counts."""
    error = context.error
    if isinstance(update, Update) and isinstance(error, Refusal):
        t = await context.texts(update)
        await _tell(update, context, t(error.key, **error.values))
        if isinstance(error, Forbidden):
            await take_menu_back(context, await context.asker(update))
    elif isinstance(error, Exception):
        context.scene.failure = error


async def apologise(update: Update, context: Context) -> None:
    """Say once that the bot failed; the worker does this when it gives an update up."""
    t = await context.texts(update)
    await _tell(update, context, t("error.apology"))


async def _tell(update: Update, context: Context, text: Html) -> None:
    """Answer where the person looks: above the button that was pressed, or below the message."""
    if update.callback_query:
        context.toast(update, text, alert=True)
    elif (message := update.message) is None:
        return
    elif message.chat.type == ChatType.PRIVATE:
        await context.say(message, Reply(text))
    elif is_command(message) or is_named(message):
        await context.whisper(message, Reply(text))  # a group need not read it, and who did not ask must not
