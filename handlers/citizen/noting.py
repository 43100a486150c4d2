"""Notes what citizens are told: for the figures, and so that a correction of it can be owed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.context import Asker, Context
from knowledge.models import Answer, Kind, Language, Match, Rebuttal
from knowledge.store import READ, TOLD, Check

SAYS_A_VERDICT = {Kind.VERDICT, Kind.AGREES}


def note_answer(
    context: Context, asker: Asker, given: Answer, chat_id: int | None, language: Language
) -> None:
    """Note the answer to a post: one check, and one more for each further match.

    Without a chat no correction of it is owed.
    """
    for place, match in enumerate(given.matches, 1):
        known = match.rebuttal
        says = given.kind in SAYS_A_VERDICT
        context.scene.checks.append(
            Check(
                at=context.now,
                person=asker.person,
                kind=given.kind,
                place=place,
                rebuttal=known.id,
                verdict=known.verdict if says else None,
                version=known.version if says else None,
                language=language,
                chat_id=chat_id if says and asker.wants_corrections else None,
            )
        )
    if not given.matches:
        context.scene.checks.append(_nothing_found(context.now, asker.person, given.kind, language))


def note_shown(context: Context, asker: Asker, known: Rebuttal, chat_id: int, language: Language) -> None:
    """Note a rebuttal that somebody reads who pressed for it, after the answer to their post."""
    chat = chat_id if asker.wants_corrections else None
    context.scene.checks.append(told(known, asker.person, chat, language, context.now))


def note_read(context: Context, asker: Asker, known: Rebuttal, chat_id: int, language: Language) -> None:
    """Note a rebuttal opened from a list or by a link: nobody asked, but a correction can be owed."""
    chat = chat_id if asker.wants_corrections else None
    read = told(known, asker.person, chat, language, context.now)
    context.scene.checks.append(replace(read, kind=READ))


def note_in_group(
    context: Context, given: Sequence[Match], chat_id: int, language: Language, *, asked: bool
) -> None:
    """Note what a group was told, so that a correction of it can be owed there.

    It is noted under the group's own pseudonym, whoever said or read it; unless somebody asked, who is noted
    for that, it counts as one check.
    """
    group = context.scene.desk.pseudonym(chat_id)
    for place, match in enumerate(given, 1):
        said = replace(told(match.rebuttal, group, chat_id, language, context.now), place=place)
        context.scene.checks.append(replace(said, kind=READ if asked else Kind.VERDICT))


def told(known: Rebuttal, person: str, chat_id: int | None, language: Language, at: datetime) -> Check:
    """Return the check of a rebuttal that came later; without a chat no correction of it is owed."""
    return Check(at, person, TOLD, 1, known.id, known.verdict, known.version, language, chat_id)


def _nothing_found(at: datetime, person: str, kind: Kind, language: Language) -> Check:
    return Check(at, person, kind, 1, None, None, None, language, None)
