"""The details of an answer: a rebuttal and what is known around it -> what a citizen reads. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from handlers import replies
from handlers.texts import Html, Texts, lines, one_line, plain, shortened
from knowledge.days import day_of
from knowledge.models import Claim, Match, Origin, Rebuttal, Status, Version

# In characters. Together with an explanation of 900 they fit into Telegram's 4,096.
CLAIM, WORDING, PASSAGE, WORDS = 500, 200, 200, 80
WORDINGS, DIFFERENCES, CHANGES, SOURCES = 3, 3, 4, 3  # of each so many, the newest or the nearest


@dataclass(frozen=True, slots=True)
class Background:
    """What is known around a rebuttal at one moment.

    `versions` newest first; `asked` is when the first of those asked whom it answered; `people` were told of
    it in the last days (0: few); `again` is since when it is rebutted, of what circulates again.
    """

    versions: Sequence[Version]
    asked: datetime | None = None
    people: int = 0
    again: str | None = None


def drawn(known: Rebuttal, match: Match | None, background: Background, t: Texts) -> Html:
    """Return everything there is to say; `match` is how the post meets it, where the post is still there."""
    summary, translated = replies.explanation(known, t.language)
    shown = replies.told_claim(known, t.language, CLAIM)
    parts = [
        [t("answer.verdict", verdict=t(f"verdict.{known.verdict}")), t("answer.claim", claim=shown)],
        list(_wordings(known, shown, t)),
        [plain(summary), *(() if translated else (t("answer.untranslated"),))],
        list(_post(match, t)) if match is not None else [],
        list(_history(background, t)),
        list(_sources(known, background, t)),
    ]
    return Html("\n\n".join(lines(*part) for part in parts if part))


def _wordings(known: Rebuttal, shown: str, t: Texts) -> Iterator[Html]:
    """The reader's language first: in the others they recognise what they were sent."""
    curated = [claim for claim in known.claims if claim.origin is Origin.CURATED and claim.text != shown]
    ordered: list[Claim] = sorted(curated, key=lambda claim: claim.language is not t.language)
    if ordered:
        yield t("details.wordings")
        for claim in ordered[:WORDINGS]:
            yield t("details.wording", claim=shortened(claim.text, WORDING))


def _post(match: Match, t: Texts) -> Iterator[Html]:
    words = one_line(match.passage.text, PASSAGE)
    if words:
        yield t("details.passage", words=words)
    if match.differences:
        yield t("details.differs")
        for found in match.differences[:DIFFERENCES]:
            yield replies.difference(replies.brief(found, WORDS), t)


def _history(background: Background, t: Texts) -> Iterator[Html]:
    in_service = [each for each in reversed(background.versions) if each.rebuttal.status is Status.PUBLISHED]
    told = [
        *([t("details.asked", date=_day(background.asked, t))] if background.asked else []),
        *([t("details.published", date=_day(in_service[0].at, t))] if in_service else []),
        *_changes(in_service, t),
        *([t.counted("details.people", background.people)] if background.people else []),
        *([t("answer.again", date=t.day(background.again))] if background.again else []),
    ]
    if told:
        yield t("details.history")
        yield from told


def _changes(in_service: Sequence[Version], t: Texts) -> list[Html]:
    """Return when the verdict became another one, the last times."""
    changed = [
        t(
            "details.changed",
            date=_day(after.at, t),
            before=t(f"verdict.{before.rebuttal.verdict}"),
            after=t(f"verdict.{after.rebuttal.verdict}"),
        )
        for before, after in pairwise(in_service)
        if before.rebuttal.verdict is not after.rebuttal.verdict
    ]
    return changed[-CHANGES:]


def _sources(known: Rebuttal, background: Background, t: Texts) -> Iterator[Html]:
    """Today's source, and those that earlier versions named."""
    said = [known, *(each.rebuttal for each in background.versions)]
    by_source = {each.source: each for each in reversed(said) if each.status is Status.PUBLISHED}
    for each in list(reversed(by_source.values()))[:SOURCES]:
        yield replies.source_line(each, t)


def _day(at: datetime, t: Texts) -> str:
    return t.day(day_of(at))
