"""Telegram in, Telegram out: one file, one behaviour. `routes()` is everything that the bot reacts to."""

from collections.abc import Sequence

from telegram import Message, Update
from telegram.ext import filters

from handlers import inline, moved
from handlers.asked import asked_in
from handlers.citizen import (
    check,
    complaining,
    corrections,
    details,
    following,
    language,
    lists,
    looking,
    own_checks,
    own_data,
    privacy,
    sharing,
    start,
    subscribing,
    unknown,
)
from handlers.context import Desk, Judged
from handlers.group import asking, guest, membership, overhearing, private_chat
from handlers.group import settings as group_settings
from handlers.group.subject import Subject, is_named, subject_of
from handlers.moderator import (
    add,
    answering,
    blocking,
    complaints,
    digest,
    dismissal,
    edit,
    exporting,
    history,
    importing,
    invitation,
    learn,
    log,
    merging,
    queue,
    rebuttals,
    review,
    rumour,
    splitting,
    statistics,
    synonym,
    taking,
    team,
    trying,
    variants,
    writing,
)
from handlers.routing import (
    EDITED,
    GROUP,
    PRIVATE,
    SAYS,
    SERVICE,
    AnyPress,
    Audience,
    Command,
    Edited,
    GroupCommand,
    GroupWords,
    Guest,
    Inline,
    Membership,
    Press,
    Route,
    Service,
    Words,
    guarded,
    unless,
)
from knowledge.models import Answer, Post

EVERYONE, TRAINEES, MODERATORS, OWNERS = Audience

# A command as the caption of a file is no command to Telegram.
IMPORT = filters.Document.ALL & filters.CaptionRegex(r"^/import(@\w+)?\s*$")
# What may show or say a claim without words that the bot reads.
MEDIA = (
    filters.PHOTO
    | filters.VIDEO
    | filters.VIDEO_NOTE
    | filters.VOICE
    | filters.AUDIO
    | filters.ANIMATION
    | filters.Document.ALL
    | filters.PAID_MEDIA
    | filters.STORY
    | filters.LIVE_PHOTO
)
POST = PRIVATE & SAYS & ~filters.COMMAND & ~IMPORT


class _Named(filters.MessageFilter):
    """Messages that speak to the bot by its name."""

    def filter(self, message: Message) -> bool:
        return is_named(message)


NAMED = _Named()
CHECK = GroupCommand("check", asking.check)
_CHECK = CHECK.handler()
OVERHEARD = SAYS & ~filters.COMMAND & ~NAMED


def judge(update: Update, messages: Sequence[Message], desk: Desk) -> list[Judged]:
    """Judge the posts that the routes let a handler answer, unless an open card takes them for itself."""
    judged = []

    def check(post: Post) -> Answer:
        judged.append(Judged(post, desk.check(post)))
        return judged[-1].answer

    if POST.check_update(update) or (EDITED & SAYS).check_update(update):
        asked_in(messages, check, desk.bot_id)
    elif subject := _subject_in(update):
        check(subject.post)
    return judged


def _subject_in(update: Update) -> Subject | None:
    """Return what a group asks about, or who calls a guest; talk is judged where a group wants that only."""
    message = update.guest_message or (update.message if _is_asked(update) else None)
    return subject_of(message) if message is not None else None


def _is_asked(update: Update) -> bool:
    return bool((GROUP & NAMED).check_update(update)) or bool(_CHECK.check_update(update))


def routes() -> tuple[Route, ...]:
    """Return the route table. Order matters: the first line that fits takes the update."""
    return (
        Words(inline.CHOSEN, inline.ignore),
        Command(
            "start",
            EVERYONE,
            unless(invitation.opened, unless(sharing.opened, unless(private_chat.opened, start.start))),
        ),
        Command("help", EVERYONE, start.explain),
        Command("language", EVERYONE, language.offer),
        Command("latest", EVERYONE, lists.latest),
        Command("top", EVERYONE, lists.top),
        Command("search", EVERYONE, lists.search),
        Command("subscribe", EVERYONE, subscribing.subscribe),
        Command("mychecks", EVERYONE, own_checks.checks),
        Command("privacy", EVERYONE, privacy.privacy),
        Command("mydata", EVERYONE, own_data.show),
        Command("forget", EVERYONE, own_data.ask_to_forget),
        Command("queue", MODERATORS, queue.queue),
        Command("answer", MODERATORS, answering.command),
        Command("dismiss", MODERATORS, dismissal.command),
        Command("merge", MODERATORS, merging.command),
        Command("block", MODERATORS, blocking.command),
        Command("blocks", MODERATORS, blocking.show),
        Command("unblock", MODERATORS, blocking.unblock),
        Command("add", TRAINEES, add.begin),
        Command("edit", TRAINEES, edit.edit),
        Command("drafts", TRAINEES, review.drafts),
        Command("return", MODERATORS, review.command),
        Command("history", TRAINEES, history.history),
        Command("undo", MODERATORS, history.undo),
        Command("find", TRAINEES, rebuttals.find),
        Command("show", TRAINEES, rebuttals.show),
        Command("retire", MODERATORS, rebuttals.retire),
        Command("learn", MODERATORS, learn.learn),
        Command("synonym", MODERATORS, synonym.synonym),
        Command("test", TRAINEES, trying.test),
        Command("variants", MODERATORS, variants.variants),
        Command("log", MODERATORS, log.log),
        Command("import", MODERATORS, importing.receive),
        Command("export", MODERATORS, exporting.export),
        Command("stats", MODERATORS, statistics.stats),
        Command("digest", MODERATORS, digest.preview),
        Command("moderators", OWNERS, team.moderators),
        Press("help", EVERYONE, start.explain),
        Press("language", EVERYONE, language.offer),
        Press("lang", EVERYONE, language.choose),
        Press("latest", EVERYONE, lists.turn_latest),
        Press("top", EVERYONE, lists.turn_top),
        Press("search", EVERYONE, lists.turn_search),
        Press("read", EVERYONE, lists.read),
        Press("subscribe", EVERYONE, subscribing.choose),
        Press("subscribed", EVERYONE, subscribing.choose_below),
        Press("rebuttal", EVERYONE, check.open_candidate),
        Press("none", EVERYONE, check.open_none),
        Press("share", EVERYONE, sharing.share),
        Press("choice", EVERYONE, details.choose_anew),
        Press("details", EVERYONE, details.open_),
        Press("back", EVERYONE, details.back),
        Press("looked", EVERYONE, looking.confirm),
        Press("wrong", EVERYONE, complaining.complain),
        Press("follow", EVERYONE, following.follow),
        Press("unfollow", EVERYONE, following.unfollow),
        Press("corrections", EVERYONE, corrections.choose),
        Press("mychecks", EVERYONE, own_checks.turn_checks),
        Press("mycheck", EVERYONE, own_checks.open_check),
        Press("myquestions", EVERYONE, own_checks.turn_questions),
        Press("myfollow", EVERYONE, own_checks.stop_following),
        Press("privacy", EVERYONE, privacy.privacy),
        Press("mydata", EVERYONE, own_data.show),
        Press("toforget", EVERYONE, own_data.ask_to_forget),
        Press("forget", EVERYONE, own_data.forget),
        Press("group", EVERYONE, group_settings.choose),
        Press("queue", MODERATORS, queue.turn_to),
        Press("rumour", MODERATORS, rumour.open_here),
        Press("opened", MODERATORS, rumour.open_anew),
        Press("take", MODERATORS, taking.take),
        Press("release", MODERATORS, taking.release),
        Press("handover", MODERATORS, taking.ask_to_whom),
        Press("handed", MODERATORS, taking.hand_over),
        Press("answer", MODERATORS, answering.ask),
        Press("answered", MODERATORS, answering.answer),
        Press("write", MODERATORS, writing.write),
        Press("dismissal", MODERATORS, dismissal.ask_why),
        Press("reason", MODERATORS, dismissal.dismiss),
        Press("reopen", MODERATORS, dismissal.reopen),
        Press("merge", MODERATORS, merging.ask_with_which),
        Press("merged", MODERATORS, merging.merge),
        Press("block", MODERATORS, blocking.choose),
        Press("blocked", MODERATORS, blocking.block),
        Press("blocks", MODERATORS, blocking.turn_to),
        Press("unblock", MODERATORS, blocking.press_unblock),
        Press("split", MODERATORS, splitting.choose),
        Press("parted", MODERATORS, splitting.split),
        Press("add", TRAINEES, add.press),
        Press("edit", TRAINEES, edit.press),
        Press("show", TRAINEES, rebuttals.show_too),
        Press("drafts", TRAINEES, review.turn),
        Press("draft", TRAINEES, review.open_),
        Press("approve", MODERATORS, review.approve),
        Press("return", MODERATORS, review.ask_why),
        Press("remark", MODERATORS, review.send_back),
        Press("discard", MODERATORS, review.discard),
        Press("history", TRAINEES, history.turn),
        Press("undo", MODERATORS, history.ask_to_undo),
        Press("undone", MODERATORS, history.undone),
        Press("retire", MODERATORS, rebuttals.ask_to_retire),
        Press("retired", MODERATORS, rebuttals.retired),
        Press("kept", MODERATORS, rebuttals.kept),
        Press("synonym", MODERATORS, synonym.forget),
        Press("upheld", MODERATORS, complaints.uphold),
        Press("refuted", MODERATORS, complaints.refute),
        Press("variants", MODERATORS, variants.turn_to),
        Press("drop", MODERATORS, variants.drop),
        Press("log", MODERATORS, log.turn_to),
        Press("accept", EVERYONE, invitation.accept),
        Press("decline", EVERYONE, invitation.decline),
        Press("invite", OWNERS, invitation.invite),
        Press("withdraw", OWNERS, invitation.withdraw),
        Press("import", MODERATORS, importing.press),
        Press("export", MODERATORS, exporting.press),
        Press("stats", MODERATORS, statistics.press),
        Press("team", OWNERS, team.show),
        Press("member", OWNERS, team.open_member),
        Press("role", OWNERS, team.change_role),
        Press("dismiss", OWNERS, team.ask_to_dismiss),
        Press("dismissed", OWNERS, team.dismiss),
        AnyPress(unknown.button),
        Inline(inline.inline),
        Service(filters.StatusUpdate.MIGRATE, moved.moved),
        CHECK,
        GroupCommand("settings", group_settings.offer, for_administrators=True),
        GroupWords(inline.CHOSEN, inline.ignore),
        GroupWords(NAMED, asking.check),
        GroupWords(OVERHEARD, overhearing.overhear),
        Membership(membership.changed),
        Guest(guest.answer),
        Words(IMPORT, guarded(MODERATORS, importing.receive)),
        Words(filters.COMMAND, unknown.command),
        Words(SAYS, unless(add.fill, check.check)),  # an open card takes the message first
        Edited(SAYS & ~filters.COMMAND, check.check_again),
        Words(MEDIA, unless(add.fill, looking.receive)),
        Words(~SERVICE, check.decline),
    )
