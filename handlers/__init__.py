"""Telegram in, Telegram out: one file, one behaviour. `routes()` is everything that the bot reacts to."""

from telegram import Update
from telegram.ext import filters

from handlers import moved
from handlers.citizen import check, complaining, corrections, following, language, lists, start, unknown
from handlers.incoming import message_of, post_of
from handlers.moderator import (
    add,
    answering,
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
    PRIVATE,
    AnyPress,
    Audience,
    Command,
    Press,
    Route,
    Service,
    Words,
    guarded,
    unless,
)
from knowledge.models import Post

EVERYONE, TRAINEES, MODERATORS, OWNERS = Audience

TEXT = filters.TEXT | filters.CAPTION
# A command as the caption of a file is no command to Telegram.
IMPORT = filters.Document.ALL & filters.CaptionRegex(r"^/import(@\w+)?\s*$")
POST = PRIVATE & TEXT & ~filters.COMMAND & ~IMPORT


def post_in(update: Update) -> Post | None:
    """Return the post that the routes let `check` judge, unless an open card takes it for itself."""
    return post_of(message_of(update)) if POST.check_update(update) else None


def routes() -> tuple[Route, ...]:
    """Return the route table. Order matters: the first line that fits takes the update."""
    return (
        Command("start", EVERYONE, unless(invitation.opened, start.start)),
        Command("help", EVERYONE, start.explain),
        Command("language", EVERYONE, language.offer),
        Command("latest", EVERYONE, lists.latest),
        Command("top", EVERYONE, lists.top),
        Command("search", EVERYONE, lists.search),
        Command("queue", MODERATORS, queue.queue),
        Command("answer", MODERATORS, answering.command),
        Command("dismiss", MODERATORS, dismissal.command),
        Command("merge", MODERATORS, merging.command),
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
        Press("rebuttal", EVERYONE, check.open_candidate),
        Press("none", EVERYONE, check.open_none),
        Press("wrong", EVERYONE, complaining.complain),
        Press("follow", EVERYONE, following.follow),
        Press("unfollow", EVERYONE, following.unfollow),
        Press("corrections", EVERYONE, corrections.choose),
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
        Service(filters.StatusUpdate.MIGRATE, moved.moved),
        Words(IMPORT, guarded(MODERATORS, importing.receive)),
        Words(filters.COMMAND, unknown.command),
        Words(TEXT, unless(add.fill, check.check)),  # an open card takes the message first
        Words(~filters.StatusUpdate.ALL, check.cannot_read),
    )
