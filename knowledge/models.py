"""The nouns of the domain: frozen data, no behaviour that waits, no Telegram."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Language(StrEnum):
    """The languages that the bot reads and answers in."""

    KK = "kk"
    RU = "ru"
    EN = "en"


class Verdict(StrEnum):
    """What the official source says of a claim."""

    FALSE = "false"
    MISLEADING = "misleading"
    UNPROVEN = "unproven"
    TRUE = "true"
    SCAM = "scam"


class Status(StrEnum):
    """Where a rebuttal is in its life; only a published one is ever matched."""

    DRAFT = "draft"
    WAITING = "waiting"  # for another moderator's approval
    PUBLISHED = "published"
    RETIRED = "retired"  # a moderator took it out of service
    EXPIRED = "expired"  # its last day is over


class Origin(StrEnum):
    """Where a phrasing of a claim comes from."""

    CURATED = "curated"
    LEARNED = "learned"  # a citizen's post that a moderator confirmed


@dataclass(frozen=True, slots=True)
class Claim:
    """A checkable statement that circulates: one phrasing in one language (schema.org `claimReviewed`)."""

    text: str
    language: Language
    origin: Origin = Origin.CURATED


@dataclass(frozen=True, slots=True)
class Source:
    """Who said so officially. `date` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: as much as is known."""

    name: str
    url: str
    date: str | None = None


class FileKind(StrEnum):
    """As what a file was sent that can be known by sight."""

    PHOTO = "photo"
    VIDEO = "video"
    ANIMATION = "animation"
    DOCUMENT = "document"  # a picture sent as a file


@dataclass(frozen=True, slots=True)
class KnownMedium:
    """A picture or video that makes the claim. `unique_id` is Telegram's `file_unique_id`, for every bot."""

    kind: FileKind
    unique_id: str


@dataclass(frozen=True, slots=True)
class Rebuttal:
    """The curated entry: claims, verdict, a short explanation per language, the official source.

    `links` are pages that spread the claim: a post that is little but such a link is answered by it.
    `anchors` are what makes the claim this claim (who, what, where, how many);
    empty means derived from the claims. `negatives` are masked posts that a moderator has said are not this
    claim: it is not given for them and their copies. `until` is the last day on which it is answered with,
    `YYYY-MM-DD`. `media` are pictures and videos that make the claim without words.
    `version` numbers its states from 1; the store refuses a change of one that is no longer the newest.
    """

    id: str
    verdict: Verdict
    claims: tuple[Claim, ...]
    summary: Mapping[Language, str]
    source: Source
    links: tuple[str, ...] = ()
    status: Status = Status.PUBLISHED
    anchors: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    until: str | None = None
    media: tuple[KnownMedium, ...] = ()
    version: int = field(default=0, compare=False)  # 0: not kept yet


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a rebuttal: who (a keyed hash) made it by which deed, and when.

    `remark` is what the actor had to say about it, such as why it was sent back; "" mostly. `rumour` is the
    one that it was written for, and that is answered when it is published.
    """

    rebuttal: Rebuttal
    actor: str
    deed: str
    remark: str
    at: datetime
    rumour: int | None = None

    @property
    def number(self) -> int:
        return self.rebuttal.version


@dataclass(frozen=True, slots=True)
class Post:
    """What a citizen sent or forwarded: its text (or caption) and the links hidden behind words."""

    text: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a post that could hold one claim: `text == post.text[start:end]`, in code points."""

    start: int
    end: int
    text: str


class Stance(StrEnum):
    """What the post does with the claim."""

    SPREADS = "spreads"
    DENIES = "denies"
    QUOTES = "quotes"  # it passes on the official rebuttal


class Kind(StrEnum):
    """What the bot answers: a verdict, "is it this?", "the post itself agrees with the source", nothing."""

    VERDICT = "verdict"
    SUGGESTION = "suggestion"
    AGREES = "agrees"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a guard found to differ between claim and passage.

    `what` is one of number, date, place, name, negation, anchor;
    `in_claim` and `in_post` are the words to show ("" where absent).
    """

    what: str
    in_claim: str
    in_post: str


@dataclass(frozen=True, slots=True)
class Match:
    """One claim against one passage. `probability` is calibrated: the share of such matches that hold.

    `link` is the address in the post by which the rebuttal was found; then it was not the words that decided.
    `is_same_post`: moderators have answered another forward of this very post with the rebuttal.
    """

    rebuttal: Rebuttal
    claim: Claim
    passage: Passage
    probability: float
    stance: Stance = Stance.SPREADS
    differences: tuple[Difference, ...] = ()
    link: str = ""
    is_same_post: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot decides about a post.

    `matches` are what the citizen is told of (at most 3, none when unknown); `candidates` are the best 5
    whatever the kind is, sorted by probability, so that ranking can be measured.
    `language` is the post's (None: cannot be told).
    """

    kind: Kind
    language: Language | None
    matches: tuple[Match, ...] = ()
    candidates: tuple[Match, ...] = field(default=(), repr=False)


class RumourState(StrEnum):
    """Where a rumour is in the moderators' queue."""

    OPEN = "open"
    ANSWERED = "answered"  # with `Rumour.rebuttal`
    DISMISSED = "dismissed"  # for `Rumour.reason`; later posts of it are counted and wait for nothing


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A citizen's stored question. It waits, then a rebuttal is owed to it, then it is settled.

    `text` is masked, `person` a keyed hash, `channel` where the post was forwarded from (public channels
    only). `chat_id` is None as soon as nothing is owed any more; `rumour` is None until it was grouped.
    `broadcast` is the one that the owed answer is counted for. Who follows it is told at `closes_at` if there
    is no answer by then.
    """

    id: int
    rumour: int | None
    person: str
    chat_id: int | None
    text: str
    fingerprint: str
    language: Language | None
    channel: str | None
    asked_at: datetime
    rebuttal: str | None = None
    settled_at: datetime | None = None
    broadcast: int | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rumour:
    """Inquiries about the same thing: what moderators work on.

    `posts`, `askers`, `channels`, `first_at` and `last_at` are of all its inquiries that are still kept,
    `waiting` counts the persons who wait, and `heat` ranks by them (see `knowledge.urgency`). `rebuttal` of
    an open one says what it was answered with before it came back.
    """

    id: int
    state: RumourState
    taken_by: str | None
    taken_until: datetime | None
    reason: str | None
    rebuttal: str | None
    posts: int
    askers: int
    channels: int
    waiting: int
    heat: float
    first_at: datetime
    last_at: datetime
    closed_at: datetime | None
    alarmed_at: datetime | None
    reminded_at: datetime | None

    def holder(self, now: datetime) -> str | None:
        """Who has taken it, unless that has lapsed."""
        return self.taken_by if self.taken_until is not None and self.taken_until > now else None
