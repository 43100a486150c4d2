"""/drafts: what is not published yet, and the second moderator's approval or remark where two must agree."""

from dataclasses import replace

from telegram import Update

from handlers import replies
from handlers.context import Context
from handlers.corrections import affected, notice
from handlers.errors import Refusal
from handlers.incoming import arguments, message_of, pressed
from handlers.letters import texts_for
from handlers.moderator import answering, effects, history
from handlers.moderator.changes import changes
from handlers.moderator.colleagues import colleagues
from handlers.moderator.naming import named, newest, shown_in
from handlers.moderator.saving import overtaken, propose, save
from handlers.replies import Button, Reply
from handlers.texts import Html, Texts, lines, one_line, shortened
from knowledge.models import Rebuttal, Status, Version
from knowledge.store import PENDING

SHOWN = 6
CLAIM = 120
PHRASINGS = 10
DIGITS = 9  # of how many drafts to skip
REMARK_LENGTH = 300  # two or three sentences
REASONS = ("source", "verdict", "wording", "claim")


async def drafts(update: Update, context: Context) -> None:
    """List what is not published yet, one's own and others'."""
    await context.say(message_of(update), await _list(update, context, 0))


async def turn(update: Update, context: Context) -> None:
    """Turn to another page of the list."""
    card, (skip, *_) = pressed(update)
    context.toast(update)
    if card is not None:
        is_number = skip.isdecimal() and len(skip) <= DIGITS
        await context.turn(card, await _list(update, context, int(skip) if is_number else 0))


async def _list(update: Update, context: Context, skip: int) -> Reply:
    t = await context.texts(update)
    team = await colleagues(context, t)
    number, page = await context.work.versions.pending(SHOWN, skip)
    if not page:
        return Reply(t("drafts.none"))
    told = [
        t(
            "drafts.line",
            id=version.rebuttal.id,
            status=t(f"status.{version.rebuttal.status}"),
            label=history.who(version.actor, team, t),
            at=t.moment(version.at),
            claim=replies.told_claim(version.rebuttal, t.language, CLAIM),
        )
        for version in page
    ]
    rows = [(Button(version.rebuttal.id, data=f"v1:draft:{version.rebuttal.id}"),) for version in page]
    newer = (Button(t("history.newer"), data=f"v1:drafts:{max(0, skip - SHOWN)}"),) if skip else ()
    more = skip + SHOWN < number
    older = (Button(t("history.older"), data=f"v1:drafts:{skip + SHOWN}"),) if more else ()
    turning = ((*newer, *older),) if newer or older else ()
    return Reply(Html("\n\n".join([t.counted("drafts.title", number), *told])), (*rows, *turning))


async def open_(update: Update, context: Context) -> None:
    """Open a draft below the list."""
    card, (rebuttal_id, *_) = pressed(update)
    version = await _pending(context, rebuttal_id)
    context.toast(update)
    if card is not None:
        await context.tell(card.chat_id, await _drawn(update, context, version))


async def _drawn(update: Update, context: Context, version: Version) -> Reply:
    asker, t = await context.asker(update), await context.texts(update)
    label = history.who(version.actor, await colleagues(context, t), t)
    before = await context.work.rebuttals.find(version.rebuttal.id)
    card = _card(version, before, label, t, decides=asker.is_moderator)
    if version.rebuttal.status is Status.WAITING and version.actor == asker.person:
        return Reply(lines(card.text, "", t("review.own")), card.buttons)
    return card


def _card(version: Version, before: Rebuttal | None, label: str, t: Texts, *, decides: bool = True) -> Reply:
    """Return what the approver has to see: the answer, its phrasings, and what a correction would change."""
    known = version.rebuttal
    citizen = replies.rebuttal(known, t)
    phrasings = [
        t("show.claim", language=claim.language.upper(), claim=shortened(claim.text, CLAIM))
        for claim in known.claims[:PHRASINGS]
    ]
    head = t(f"review.title.{known.status}", id=known.id, label=label, at=t.moment(version.at))
    remark = (t("history.remark", remark=version.remark),) if version.remark else ()
    corrects = before is not None and before.status is Status.PUBLISHED
    changed = (t("review.changes"), *changes(before, known, t)) if before is not None and corrects else ()
    text = lines(
        head,
        *remark,
        "",
        citizen.text,
        "",
        t("review.claims"),
        *phrasings,
        *(("", *changed) if changed else ()),
    )
    return Reply(text, (*citizen.buttons, *_deeds(version, t, decides=decides)))


def _deeds(version: Version, t: Texts, *, decides: bool) -> tuple[tuple[Button, ...], ...]:
    place = f"{version.rebuttal.id}:{version.number}"
    edit = Button(t("edit.button"), data=f"v1:edit:{version.rebuttal.id}")
    discard = Button(t("review.discard"), data=f"v1:discard:{place}")
    if not decides:
        return ((edit,),)
    if version.rebuttal.status is Status.DRAFT:
        return ((edit, discard),)
    approve = Button(t("review.approve"), data=f"v1:approve:{place}")
    return_ = Button(t("review.return"), data=f"v1:return:{place}")
    return ((approve, return_), (edit, discard))


async def announce(context: Context, kept: Rebuttal, *, by: str) -> None:
    """Show what waits to the moderators' chat, else to each owner who is not the author."""
    desk = context.scene.desk
    version = await context.work.versions.newest(kept.id)
    before = await context.work.rebuttals.find(kept.id)
    assert version is not None, "it was kept in this transaction"
    for chat_id in _chats(context, but=by):
        t = await texts_for(context.work, desk, chat_id)
        label = (await colleagues(context, t)).label(by)
        await context.tell(chat_id, _card(version, before, label, t))


def _chats(context: Context, *, but: str) -> list[int]:
    """Return where all moderators are told something; of moderators themselves no chat is kept."""
    desk = context.scene.desk
    return [chat_id for chat_id in desk.moderators_chats if desk.pseudonym(chat_id) != but]


async def approve(update: Update, context: Context) -> None:
    """Publish what somebody else has written."""
    card, (rebuttal_id, number, _) = pressed(update)
    asker, t = await context.asker(update), await context.texts(update)
    version = await _waiting(context, rebuttal_id, number)
    if version.actor == asker.person:
        raise Refusal("review.not_your_own")
    published = replace(version.rebuttal, status=Status.PUBLISHED)
    moved = await effects.of_rebuttal(context, published)
    kept = await save(context, published, by=asker.person, deed="rebuttal.approved", settles=True)
    answered: tuple[Html, ...] = ()
    if version.rumour is not None:
        done = await answering.answered(update, context, version.rumour, kept, author=version.actor)
        answered = (Html(), done)
    context.toast(update)
    label = (await colleagues(context, t)).label(asker.person)
    if card is not None:
        said = t("review.approved", id=kept.id, label=label)
        readers = notice(kept, await affected(context.work, kept), t)
        done = lines(said, *readers, *answered)
        await context.turn(card, Reply(effects.noted(done, moved, t)))
    await _tell(update, context, "review.approved", kept)


async def ask_why(update: Update, context: Context) -> None:
    """Offer the usual remarks, and say how to give another one."""
    card, (rebuttal_id, number, _) = pressed(update)
    version, t = await _waiting(context, rebuttal_id, number), await context.texts(update)
    place = f"{version.rebuttal.id}:{version.number}"
    rows = tuple((Button(t(f"remark.{usual}"), data=f"v1:remark:{place}:{usual}"),) for usual in REASONS)
    back = (Button(t("add.back"), data=f"v1:draft:{version.rebuttal.id}"),)
    context.toast(update)
    if card is not None:
        await context.turn(card, Reply(t("review.ask_why", id=version.rebuttal.id), (*rows, back)))


async def send_back(update: Update, context: Context) -> None:
    """Send it back with one of the usual remarks."""
    card, (rebuttal_id, number, usual) = pressed(update)
    t = await context.texts(update)
    if usual not in REASONS:
        raise Refusal("button.unknown")
    version = await _waiting(context, rebuttal_id, number)
    said = await _returned(update, context, version, t(f"remark.{usual}"))
    context.toast(update)
    if card is not None:
        await context.turn(card, Reply(said))


async def command(update: Update, context: Context) -> None:
    """`/return id words`, or `/return words` in reply to the card: the remark in own words."""
    message = message_of(update)
    words = arguments(message)
    rebuttal_id = shown_in(message, context.scene.desk.bot_id)
    if not rebuttal_id:
        rebuttal_id, _, words = words.partition(" ")
    remark = one_line(words, REMARK_LENGTH)
    if not rebuttal_id or not remark:
        raise Refusal("review.usage")
    version = await _pending(context, rebuttal_id)
    if version.rebuttal.status is not Status.WAITING:
        raise Refusal("review.not_waiting", id=version.rebuttal.id)
    await context.say(message, Reply(await _returned(update, context, version, remark)))


async def _returned(update: Update, context: Context, version: Version, remark: str) -> Html:
    asker, t = await context.asker(update), await context.texts(update)
    back = replace(version.rebuttal, status=Status.DRAFT)
    kept = await propose(
        context, back, by=asker.person, deed="rebuttal.returned", remark=remark, rumour=version.rumour
    )
    await _tell(update, context, "review.returned", kept, remark=remark)
    label = (await colleagues(context, t)).label(asker.person)
    return t("review.returned", id=kept.id, label=label, remark=remark)


async def discard(update: Update, context: Context) -> None:
    """Give a draft up; what is in service stays, and the history keeps the draft."""
    card, (rebuttal_id, number, _) = pressed(update)
    asker, t = await context.asker(update), await context.texts(update)
    version = await _pending(context, rebuttal_id)
    if number != str(version.number):
        raise await overtaken(context, version.rebuttal.id)
    known = await named(context, rebuttal_id)
    stays = known.status is Status.PUBLISHED
    after = replace(known if stays else version.rebuttal, version=version.number)
    after = after if stays else replace(after, status=Status.RETIRED)
    await save(context, after, by=asker.person, deed="rebuttal.discarded", settles=True)
    context.toast(update)
    if card is not None:
        await context.turn(card, Reply(t("review.discarded", id=known.id)))


async def _pending(context: Context, rebuttal_id: str) -> Version:
    """Return the newest state; Refusal when there is nothing to decide on any more, saying who decided."""
    known = await newest(context, rebuttal_id)
    version = await context.work.versions.newest(known.id)
    if version is None or known.status not in PENDING:
        raise await overtaken(context, known.id)
    return version


async def _waiting(context: Context, rebuttal_id: str, number: str) -> Version:
    """Return what waits, if it is still the version that the card shows."""
    version = await _pending(context, rebuttal_id)
    if version.rebuttal.status is not Status.WAITING or number != str(version.number):
        raise await overtaken(context, version.rebuttal.id)
    return version


async def _tell(update: Update, context: Context, key: str, kept: Rebuttal, **values: str) -> None:
    """Tell the others what was decided, unless it was decided where they all see it."""
    desk, asker = context.scene.desk, await context.asker(update)
    here = update.effective_chat.id if update.effective_chat else None
    for chat_id in _chats(context, but=asker.person):
        if chat_id != here:
            t = await texts_for(context.work, desk, chat_id)
            label = (await colleagues(context, t)).label(asker.person)
            await context.tell(chat_id, Reply(t(key, id=kept.id, label=label, **values)))
