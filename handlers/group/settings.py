"""/settings in a group: its administrators choose language, answers without a question, and how often."""

from dataclasses import replace

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.group.administrators import speaks_for_the_group
from handlers.group.asking import words
from handlers.incoming import message_of, pressed
from handlers.replies import Button, Reply, Rows
from handlers.texts import Html, Texts, lines, texts
from knowledge.models import Language
from knowledge.store import TELLING_DAYS, GroupSettings

AS_THE_POST = "auto"


async def offer(update: Update, context: Context) -> None:
    """Show the settings to an administrator."""
    message = message_of(update)
    if not (speaks_for_the_group(message) or context.scene.administers):
        raise Refusal("group.administrators_only")
    chosen = await context.work.groups.settings(message.chat_id)
    await context.say(message, card(chosen, await words(update, context, chosen)))


async def choose(update: Update, context: Context) -> None:
    """Change one of them; whoever is no administrator is told so, and nobody else notices."""
    shown, (what, choice, _) = pressed(update)
    if not context.scene.administers:
        raise Refusal("group.administrators_only")
    if shown is None:
        raise Refusal("button.unknown")
    chosen = await context.work.groups.settings(shown.chat_id)
    changed = with_choice(chosen, what, choice)
    await context.work.groups.choose(shown.chat_id, changed, now=context.now)
    t = await words(update, context, changed)
    context.toast(update, t("group.saved"))
    if changed != chosen:
        await context.turn(shown, card(changed, t))


def with_choice(chosen: GroupSettings, what: str, choice: str) -> GroupSettings:
    """Return the settings after a press. Raises Refusal for a button that no card of today has."""
    match what:
        case "language" if choice in (*Language, AS_THE_POST):
            return replace(chosen, language=None if choice == AS_THE_POST else Language(choice))
        case "unasked" if choice in {"on", "off"}:
            return replace(chosen, unasked=choice == "on")
        case "days" if choice in map(str, TELLING_DAYS):
            return replace(chosen, days=int(choice))
        case _:
            raise Refusal("button.unknown")


def card(chosen: GroupSettings, t: Texts) -> Reply:
    """Return the settings in words, and a button for each choice with a tick at the current one."""
    return Reply(
        lines(
            t("group.settings"),
            "",
            _language(chosen, t),
            t("group.unasked_on" if chosen.unasked else "group.unasked_off"),
            t.counted("group.days", chosen.days),
            *(("", t("group.unasked_explained")) if chosen.unasked else ()),
        ),
        _choices(chosen, t),
    )


def _language(chosen: GroupSettings, t: Texts) -> Html:
    if chosen.language is None:
        return t("group.language_of_the_post")
    return t("group.language", language=texts(chosen.language)("language.name"))


def _choices(chosen: GroupSettings, t: Texts) -> Rows:
    names = {language: texts(language)("language.name") for language in Language}
    spoken = [_button(name, "language", each, ticked=chosen.language == each) for each, name in names.items()]
    post = _button(t("language.auto"), "language", AS_THE_POST, ticked=chosen.language is None)
    turn = Button(
        t("group.unasked_stop" if chosen.unasked else "group.unasked_start"),
        data=f"v1:group:unasked:{'off' if chosen.unasked else 'on'}",
    )
    days = [
        _button(t.counted("group.days_button", each), "days", str(each), ticked=chosen.days == each)
        for each in TELLING_DAYS
    ]
    return ((post,), tuple(spoken), (turn,), tuple(days))


def _button(label: str, what: str, choice: str, *, ticked: bool) -> Button:
    return Button(f"✅ {label}" if ticked else label, data=f"v1:group:{what}:{choice}")
