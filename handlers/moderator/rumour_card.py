"""The card of one rumour: what is known of it -> what moderators see, with its buttons. Pure."""

from dataclasses import dataclass
from datetime import datetime

from handlers import replies
from handlers.moderator.colleagues import Colleagues
from handlers.replies import Button, Reply, Rows
from handlers.texts import Html, Texts, lines, one_line
from knowledge.models import Match, Rumour, RumourState
from knowledge.store import Phrasing

# With five wordings, three rebuttals and five channels of 60 the card has at most 3,400 characters.
WORDING = 350
CLAIM = 150
REASONS = ("not_a_claim", "opinion", "spam", "not_for_us")


@dataclass(frozen=True, slots=True)
class Sight:
    """All that a card shows of a rumour, as one moderator sees it at one moment."""

    rumour: Rumour
    phrasings: tuple[Phrasing, ...]
    channels: tuple[tuple[str, int], ...]
    channel_posts: int  # that it was forwarded from
    followers: int
    nearest: tuple[Match, ...]
    colleagues: Colleagues
    viewer: str
    now: datetime

    @property
    def holder(self) -> str | None:
        return self.rumour.holder(self.now)


def drawn(sight: Sight, t: Texts) -> Reply:
    """Return the card; a closed rumour says what became of it and offers nothing but what is left to do."""
    rumour = sight.rumour
    is_open = rumour.state is RumourState.OPEN
    parts = [
        lines(t("rumour.title", id=rumour.id), *_state(sight, t)),
        lines(*_figures(sight, t)),
        lines(
            t("rumour.wordings"), *(_wording(place, each, t) for place, each in enumerate(sight.phrasings, 1))
        ),
    ]
    if is_open:
        parts.append(_nearest(sight, t))
    return Reply(Html("\n\n".join(parts)), _actions(sight, t) if is_open else _afterwards(sight, t))


def _state(sight: Sight, t: Texts) -> list[Html]:
    rumour = sight.rumour
    if rumour.state is RumourState.ANSWERED:
        return [t("rumour.answered", rebuttal=rumour.rebuttal)]
    if rumour.state is RumourState.DISMISSED:
        return [t("rumour.dismissed", reason=reason(rumour.reason or "", t))]
    said = []
    if rumour.rebuttal is not None:
        said.append(t("rumour.came_back", rebuttal=rumour.rebuttal))
    if sight.holder is not None:
        said.append(taken(rumour, sight.colleagues, sight.viewer, sight.now, t))
    return said


def taken(rumour: Rumour, colleagues: Colleagues, viewer: str, now: datetime, t: Texts) -> Html:
    """Return who works on a rumour that is taken, and for how long it stays so."""
    assert rumour.taken_by is not None, "somebody has taken it"
    assert rumour.taken_until is not None, "for a time"
    left = t.lasting(rumour.taken_until - now)
    if rumour.taken_by == viewer:
        return t("rumour.yours", left=left)
    return t("rumour.taken", label=colleagues.label(rumour.taken_by), left=left)


def reason(written: str, t: Texts) -> str:
    """Return why a rumour was dismissed: a usual reason in the reader's language, else the words."""
    return t(f"reason.{written}") if written in REASONS else written


def figures(rumour: Rumour, t: Texts) -> Html:
    """Return how many persons asked how often, and from how many channels it came."""
    counted = [t.counted("rumour.askers", rumour.askers)]
    if rumour.posts > rumour.askers:
        counted.append(t.counted("rumour.posts", rumour.posts))
    if rumour.channels:
        counted.append(t.counted("rumour.channels", rumour.channels))
    return Html(" · ".join(counted))


def _figures(sight: Sight, t: Texts) -> list[Html]:
    rumour, now = sight.rumour, sight.now
    first, last = t.ago(now - rumour.first_at), t.ago(now - rumour.last_at)
    said = [figures(rumour, t), t("rumour.first", ago=first)]
    if last != first:
        said.append(t("rumour.last", ago=last))
    if sight.followers:
        said.append(t.counted("rumour.followers", sight.followers))
    if sight.channels:
        shown = [f"{channel} ({times})" if times > 1 else channel for channel, times in sight.channels]
        more = rumour.channels - len(shown)
        listed = ", ".join([*shown, f"+{more}"] if more > 0 else shown)
        said.append(t("rumour.from", channels=listed))
    if sight.channel_posts:
        said.append(t("rumour.origins", count=sight.channel_posts))
    return said


def _wording(place: int, phrasing: Phrasing, t: Texts) -> Html:
    text = one_line(phrasing.inquiry.text, WORDING)
    if phrasing.times > 1:
        return t("rumour.wording_times", number=place, text=text, times=phrasing.times)
    return t("rumour.wording", number=place, text=text)


def _nearest(sight: Sight, t: Texts) -> Html:
    if not sight.nearest:
        return t("rumour.nothing_near")
    told = [
        t(
            "rumour.near",
            id=match.rebuttal.id,
            percent=round(100 * match.probability),
            verdict=t(f"verdict.{match.rebuttal.verdict}"),
            claim=replies.told_claim(match.rebuttal, t.language, CLAIM),
        )
        for match in sight.nearest
    ]
    return lines(t("rumour.nearest"), *told)


def _actions(sight: Sight, t: Texts) -> Rows:
    rumour_id = sight.rumour.id
    if sight.holder is not None and sight.holder != sight.viewer:
        return _back(rumour_id, t)  # it is in other hands until they let it go
    answers = tuple(
        (Button(t("rumour.answer", id=match.rebuttal.id), data=f"v1:answer:{rumour_id}:{match.rebuttal.id}"),)
        for match in sight.nearest
    )
    is_mine = sight.holder == sight.viewer
    own = "release" if is_mine else "take"
    return (
        *answers,
        (Button(t("rumour.write"), data=f"v1:write:{rumour_id}"),),
        (
            Button(t(f"rumour.{own}"), data=f"v1:{own}:{rumour_id}"),
            Button(t("rumour.hand_over"), data=f"v1:handover:{rumour_id}"),
        ),
        (
            Button(t("rumour.merge"), data=f"v1:merge:{rumour_id}"),
            Button(t("rumour.split"), data=f"v1:split:{rumour_id}"),
        ),
        (
            Button(t("rumour.dismiss"), data=f"v1:dismissal:{rumour_id}"),
            Button(t("rumour.block"), data=f"v1:block:{rumour_id}"),
        ),
        *_back(rumour_id, t),
    )


def _afterwards(sight: Sight, t: Texts) -> Rows:
    rumour_id = sight.rumour.id
    if sight.rumour.state is RumourState.DISMISSED:
        return ((Button(t("rumour.reopen"), data=f"v1:reopen:{rumour_id}"),), *_back(rumour_id, t))
    return _back(rumour_id, t)


def _back(rumour_id: int, t: Texts) -> Rows:
    refresh = Button(t("rumour.refresh"), data=f"v1:rumour:{rumour_id}")
    return ((Button(t("rumour.queue"), data="v1:queue:"), refresh),)


def back_to(rumour_id: int, t: Texts) -> tuple[Button, ...]:
    """Return the row that leads from one of the rumour's questions back to its card."""
    return (Button(t("rumour.back"), data=f"v1:rumour:{rumour_id}"),)
