"""/log: what the team did, newest first, page by page; of all, of one member, or about one rebuttal."""

import re
from collections.abc import Iterable, Mapping

from telegram import Update

from handlers.context import Context
from handlers.errors import Refusal
from handlers.incoming import arguments, message_of, pressed
from handlers.moderator.colleagues import colleagues
from handlers.moderator.rumour_card import reason as in_words
from handlers.replies import Button, Reply
from handlers.texts import Html, Texts, lines, shortened
from knowledge.store import Deed, Role

PAGE = 8  # deeds: one screen of a phone
SUBJECT = 60  # characters
PERSON = re.compile(r"[0-9a-f]{32}")  # a pseudonym
# Ids of rebuttals, numbers of rumours, pseudonyms: with "v1:log:" and a number at most 64 bytes together.
ABOUT = re.compile(r"[a-z0-9-]{0,40}|rumour:[0-9]{1,18}", re.ASCII)
BEFORE = re.compile(r"[0-9]{0,15}", re.ASCII)


async def log(update: Update, context: Context) -> None:
    """Show the newest deeds; a word after the command says whose, or to what."""
    words = arguments(message_of(update)).strip()
    about = await _meant(context, words)
    await context.say(message_of(update), await _page(update, context, about))


async def turn_to(update: Update, context: Context) -> None:
    """Turn the card to another page."""
    card, (before, *parts) = pressed(update)
    about = ":".join(part for part in parts if part)
    if not BEFORE.fullmatch(before) or not ABOUT.fullmatch(about):
        raise Refusal("button.unknown")
    drawn = await _page(update, context, about, int(before) if before else None)
    context.toast(update)
    if card is not None:
        await context.turn(card, drawn)


async def _meant(context: Context, words: str) -> str:
    """Return the member of that label, else what was written, if something may be called so."""
    for member in await context.work.people.team():
        if words and member.label.casefold() == words.casefold():
            return member.person
    if not ABOUT.fullmatch(words.lower()):
        raise Refusal("log.usage")
    return words.lower()


async def _page(update: Update, context: Context, about: str, before: int | None = None) -> Reply:
    t = await context.texts(update)
    found = await context.work.audit.latest(PAGE + 1, about=about, before=before)
    deeds, is_last = found[:PAGE], len(found) <= PAGE
    names = await _names(
        context,
        {
            about,
            *(person for deed in deeds for person in (deed.actor, deed.subject, deed.details.get("to", ""))),
        },
        t,
    )
    title = t("log.title_of", about=_subject(about, names, t)) if about else t("log.title")
    told = [_line(deed, names, t) for deed in deeds] or [t("log.none")]
    newest = [Button(t("log.newest"), data=f"v1:log::{about}")] if before else []
    older = [] if is_last else [Button(t("log.older"), data=f"v1:log:{deeds[-1].id}:{about}")]
    buttons = (tuple(newest + older),) if newest or older else ()
    return Reply(lines(title, "", Html("\n\n").join(told)), buttons)


async def _names(context: Context, mentioned: Iterable[str], t: Texts) -> Mapping[str, str]:
    """Return what to call each person mentioned; who left the team keeps their last label here."""
    persons = [word for word in mentioned if PERSON.fullmatch(word)]
    known = await colleagues(context, t)
    former = await context.work.audit.labels([person for person in persons if person not in known])
    return {person: former[person] if person in former else known.label(person) for person in persons}


def _line(deed: Deed, names: Mapping[str, str], t: Texts) -> Html:
    who = names.get(deed.actor) or t("log.program")
    return t("log.line", at=t.moment(deed.at), who=who, what=_what(deed, names, t))


def _subject(about: str, names: Mapping[str, str], t: Texts) -> str:
    """Return what people call a member, a rumour or a rebuttal."""
    kind, _, number = about.partition(":")
    if kind == "rumour" and number:
        return t("rumour.number", id=number)
    if kind == "block" and number:
        return t("block.number", id=number)
    return names.get(about) or shortened(about, SUBJECT)


def _what(deed: Deed, names: Mapping[str, str], t: Texts) -> Html:
    key, details = f"deed.{deed.deed}", deed.details
    subject, role = _subject(deed.subject, names, t), details.get("role")
    if key not in t:
        return t("deed.other", deed=deed.deed, subject=subject)
    return t(
        key,
        subject=subject,
        label=details.get("label", ""),
        role=t(f"role.{role}") if role in set(Role) else "",
        meaning=details.get("meaning", ""),
        count=details.get("count", ""),
        rebuttal=details.get("rebuttal", ""),
        into=details.get("into", ""),
        reason=_reason(details.get("reason", ""), t),
        to=names.get(details.get("to", ""), ""),
    )


def _reason(why: str, t: Texts) -> str:
    """Return why a rumour was dismissed: a usual reason in words, or somebody's own."""
    return in_words(why, t) if why else ""
