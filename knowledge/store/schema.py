"""The data dictionary: every table and column of the store, what it holds and how long.

One schema for SQLite and PostgreSQL; `migrations/` leads to exactly this, which a test checks on both.
A table's partial indices cover only rows that still need work: they stay small whatever has been done.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Float,
    FromClause,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)
from sqlalchemy.types import TypeDecorator


class Timestamp(TypeDecorator[datetime]):
    """An aware moment in UTC. SQLite keeps it as text that sorts by time; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time for the store must carry its zone, as datetime.now(UTC) does")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


metadata = MetaData(naming_convention={"pk": "%(table_name)s_pk", "uq": "%(table_name)s_%(column_0_N_name)s"})

# SQLite numbers rows by itself only in a column whose type is exactly INTEGER.
_Number = BigInteger().with_variant(Integer, "sqlite")
_Json = JSON(none_as_null=True)


def in_state(table: FromClause, state: str) -> ColumnElement[bool]:
    """`state = '…'` written into the SQL: with a parameter in its place no partial index would be used."""
    return table.c.state == literal_column(f"'{state}'")


def _unsettled(table: FromClause) -> ColumnElement[bool]:
    return table.c.settled_at.is_(None)


def _partial(name: str, *columns: ColumnElement[Any], where: ColumnElement[bool]) -> Index:
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


# The curated rebuttals, kept for ever. A rebuttal is read and written whole, so it is one row: a reader
# never sees the claims of one version with the verdict of another, and 100,000 of them load in seconds.
rebuttals = Table(
    "rebuttals",
    metadata,
    Column("id", Text, primary_key=True),
    Column("verdict", Text, nullable=False),  # models.Verdict
    Column("status", Text, nullable=False),  # models.Status
    Column("claims", _Json, nullable=False),  # [{text, language, origin}, …], in the curator's order
    Column("summary", _Json, nullable=False),  # {language: text}
    Column("source_name", Text, nullable=False),
    Column("source_url", Text, nullable=False),
    Column("source_date", Text),  # YYYY, YYYY-MM or YYYY-MM-DD
    Column("links", _Json, nullable=False),  # [url, …]
    Column("anchors", _Json, nullable=False),  # [text, …]; empty: derived from the claims
    Column("revision", BigInteger, nullable=False),  # counter "rebuttals" at the last save
    Column("created_at", Timestamp, nullable=False),
    Column("updated_at", Timestamp, nullable=False),
    Column("until", Text),  # YYYY-MM-DD, the last day that posts are answered with it; NULL: no end
    Column("version", BigInteger, nullable=False, server_default="0"),  # the newest of its versions
    Column("negatives", _Json, nullable=False, server_default="[]"),  # [masked post, …]
    Column("published_at", Timestamp),  # when it first went into service; NULL: never yet
    Column("media", _Json, nullable=False, server_default="[]"),  # [{kind, unique_id}, …]: see known_media
)
Index("rebuttals_revision", rebuttals.c.revision)
# Of an archive that was taken in at once, the latest sources first. NULL would be sorted first by one
# database and last by the other.
NEWEST_FIRST: tuple[ColumnElement[Any], ...] = (
    rebuttals.c.published_at.desc(),
    literal_column("coalesce(source_date, '')").desc(),
    rebuttals.c.id,
)
IN_SERVICE = rebuttals.c.status == literal_column("'published'")  # as `in_state`
_partial("rebuttals_newest", *NEWEST_FIRST, where=IN_SERVICE)
Index(
    "rebuttals_until",
    rebuttals.c.until,
    sqlite_where=rebuttals.c.until.is_not(None),
    postgresql_where=rebuttals.c.until.is_not(None),
)

# Every state that a rebuttal was in, kept for ever and never changed. The newest may be a correction that is
# not in service: a draft, or one that waits for approval, while the row of `rebuttals` goes on answering.
versions = Table(
    "versions",
    metadata,
    Column("rebuttal", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),  # from 1, no gaps
    Column("status", Text, nullable=False),  # models.Status
    Column("snapshot", _Json, nullable=False),  # the columns of `rebuttals` that say what it says
    Column("actor", Text, nullable=False),  # a person, or the program's part that did it
    Column("deed", Text, nullable=False),  # as in `audit`
    Column("remark", Text, nullable=False),
    Column("at", Timestamp, nullable=False),
    Column("rumour", BigInteger),  # that it was written for
)
Index(
    "versions_pending",
    versions.c.at,
    sqlite_where=literal_column("status IN ('draft', 'waiting')"),
    postgresql_where=literal_column("status IN ('draft', 'waiting')"),
)

# Verdict cards as Telegram keeps them, so that each is drawn and uploaded once. A rebuttal that changes gets
# a new one in place of the old.
cards = Table(
    "cards",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),  # a file_id is of one bot only
    Column("rebuttal", Text, primary_key=True),
    Column("language", Text, primary_key=True),  # models.Language
    Column("version", BigInteger, nullable=False),  # of the rebuttal, as it was drawn
    Column("look", Integer, nullable=False),  # media.LOOK of the program that drew it
    Column("file_id", Text, nullable=False),  # Telegram's
)

# What is needed to know the media of rebuttals by sight; a row for each file, whichever rebuttals have it.
# Kept for ever, as versions are, so that one that is brought back is known at once.
known_media = Table(
    "known_media",
    metadata,
    Column("unique_id", Text, primary_key=True),  # Telegram's file_unique_id
    Column("kind", Text, nullable=False),  # models.FileKind
    Column("file_id", Text, nullable=False),  # by which the bot can fetch it
    Column("fingerprints", LargeBinary),  # 32 bytes each; NULL until it was looked at; none: no use
    Column("attempts", Integer, nullable=False),  # times that it was looked at in vain
    Column("due_at", Timestamp, nullable=False),  # not before
    Column("revision", BigInteger, nullable=False),  # counter "rebuttals" when it was looked at; 0 before
)
Index("known_media_revision", known_media.c.revision)
_partial("known_media_due", known_media.c.due_at, where=known_media.c.fingerprints.is_(None))

# Counters that must grow in the order of commits; taking a number locks the row until the transaction ends.
# "rebuttals": the revision that processes follow to keep their matcher current. "rechecked": up to which of
# these revisions those who wait for an answer were checked again.
counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# What moderators taught the lexicon: `word` means what `meaning` means. Kept until a moderator takes it back.
synonyms = Table(
    "synonyms",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("word", Text, nullable=False),
    Column("meaning", Text, nullable=False),
    Column("taught_by", Text, nullable=False),  # a person
    Column("taught_at", Timestamp, nullable=False),
)

# What a person chose. `person` is a keyed hash, here and everywhere: no name, no Telegram id.
people = Table(
    "people",
    metadata,
    Column("person", Text, primary_key=True),
    Column("language", Text, nullable=False),  # models.Language
    Column("chosen_at", Timestamp, nullable=False),
)

# Who may do what beyond asking; owners come from the settings and are not rows.
team = Table(
    "team",
    metadata,
    Column("person", Text, primary_key=True),
    Column("role", Text, nullable=False),  # people.Role
    Column("label", Text, nullable=False),  # how the owner calls this person, in the owner's words
    Column("appointed_by", Text, nullable=False),  # a person
    Column("appointed_at", Timestamp, nullable=False),
)

# Links into the team that an owner made. What the link holds is not here, only its hash. Kept for a while
# after their time, so that an old link is told from a forged one.
invitations = Table(
    "invitations",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("token_hash", Text, nullable=False),
    Column("role", Text, nullable=False),  # people.Role
    Column("invited_by", Text, nullable=False),  # a person
    Column("invited_at", Timestamp, nullable=False),
    Column("expires_at", Timestamp, nullable=False),  # from then on nobody can accept it
    Column("used_at", Timestamp),  # when somebody accepted it
    Column("withdrawn_at", Timestamp),  # when an owner took it back
    UniqueConstraint("token_hash"),
    sqlite_autoincrement=True,  # a button must never lead to another invitation
)

# The groups that the bot is in, for as long as it is, and what their administrators chose. No person is here.
groups = Table(
    "groups",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", Text),  # models.Language; NULL: that of the post
    Column("unasked", Boolean, nullable=False),  # whether known false claims are answered unasked
    Column("days", Integer, nullable=False),  # for so long a claim is not told again
    Column("since", Timestamp, nullable=False),  # when the bot came
)

# Which claims a group was told the verdict on, and when last; as long as it matters for telling it again.
told_here = Table(
    "told_here",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("rebuttal", Text, primary_key=True),
    Column("at", Timestamp, nullable=False),
)
Index("told_here_at", told_here.c.at)

# What a person is in the middle of, such as filling in a new rebuttal: one dialog a person.
dialogs = Table(
    "dialogs",
    metadata,
    Column("person", Text, primary_key=True),
    Column("flow", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("data", _Json, nullable=False),
    Column("card", BigInteger),  # outbox.id of the message that is edited in place
    Column("version", BigInteger, nullable=False),  # buttons carry it; an older one is stale
    Column("expires_at", Timestamp, nullable=False),  # from then on the row counts as absent
)

# Everything that a moderator or owner did, kept for ever. `actor` is a person.
audit = Table(
    "audit",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("at", Timestamp, nullable=False),
    Column("actor", Text, nullable=False),
    Column("deed", Text, nullable=False),
    Column("subject", Text, nullable=False),  # the id of what it was done to
    Column("details", _Json, nullable=False),
    sqlite_autoincrement=True,  # a number is never given twice
)
Index("audit_actor", audit.c.actor, audit.c.id)
Index("audit_subject", audit.c.subject, audit.c.id)

# What citizens asked and no rebuttal answered. Kept for the retention time, or until the person is forgotten.
inquiries = Table(
    "inquiries",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("rumour_id", BigInteger),  # NULL until it was grouped
    Column("person", Text, nullable=False),
    Column("chat_id", BigInteger),  # kept only while an answer is owed
    Column("text", Text, nullable=False),  # masked
    Column("fingerprint", Text, nullable=False),  # text.fingerprint: the same for copies of a post
    Column("language", Text),  # models.Language
    Column("channel", Text),  # the public channel that the post was forwarded from
    Column("rebuttal", Text),  # the answer that is owed, as soon as there is one
    Column("asked_at", Timestamp, nullable=False),
    Column("settled_at", Timestamp),  # from when on nothing was owed any more
    Column("broadcast", BigInteger),  # the one that the owed answer belongs to
    Column("closes_at", Timestamp),  # when who follows it is told that there is no answer
    sqlite_autoincrement=True,
)
_partial("inquiries_closing", inquiries.c.closes_at, where=inquiries.c.closes_at.is_not(None))
_partial("inquiries_broadcast", inquiries.c.broadcast, where=inquiries.c.broadcast.is_not(None))
_partial("inquiries_ungrouped", inquiries.c.id, where=inquiries.c.rumour_id.is_(None))
_partial("inquiries_owed", inquiries.c.id, where=inquiries.c.rebuttal.is_not(None) & _unsettled(inquiries))
_partial("inquiries_waiting", inquiries.c.id, where=inquiries.c.rebuttal.is_(None) & _unsettled(inquiries))
_partial(
    "inquiries_told",
    inquiries.c.rumour_id,
    inquiries.c.rebuttal,
    inquiries.c.asked_at,
    inquiries.c.settled_at,
    where=inquiries.c.rebuttal.is_not(None) & inquiries.c.settled_at.is_not(None),
)
Index("inquiries_fingerprint", inquiries.c.fingerprint, inquiries.c.person)
Index("inquiries_person", inquiries.c.person)
Index("inquiries_rumour", inquiries.c.rumour_id, inquiries.c.id)
Index("inquiries_asked", inquiries.c.asked_at)

# People who want no corrections of what they read, until they think again.
opted_out = Table(
    "opted_out",
    metadata,
    Column("person", Text, primary_key=True),
    Column("at", Timestamp, nullable=False),
)

# Who gets the digest, until they think again or block the bot.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("person", Text, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("frequency", Text, nullable=False),  # subscriptions.Frequency
    Column("language", Text, nullable=False),  # models.Language, what they read when they chose
    Column("due_at", Timestamp, nullable=False),  # when the next one goes to them
)
Index("subscriptions_due", subscriptions.c.frequency, subscriptions.c.due_at)
Index("subscriptions_chat", subscriptions.c.chat_id)

# People who sent more than they may, and until when what they send is dropped; a day longer, as the next time
# it is for longer.
pauses = Table(
    "pauses",
    metadata,
    Column("person", Text, primary_key=True),
    Column("times", Integer, nullable=False),  # in a row
    Column("until", Timestamp, nullable=False),
)

# People whose messages moderators want dropped, until then.
blocks = Table(
    "blocks",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("person", Text, nullable=False),
    Column("by", Text, nullable=False),  # a person
    Column("reason", Text, nullable=False),  # "": the usual one
    Column("at", Timestamp, nullable=False),
    Column("until", Timestamp, nullable=False),
    Column("told_at", Timestamp),  # when its person was last told
    UniqueConstraint("person"),
    sqlite_autoincrement=True,  # a button must never lift another block
)

# What one deed makes many people read: a row until whoever did it knows how many it reached.
broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("kind", Text, nullable=False),  # broadcasts.BroadcastKind
    Column("state", Text, nullable=False),  # broadcasts.BroadcastState
    Column("rumour", BigInteger),  # that was answered; NULL where the deed was not about one
    Column("rebuttal", Text, nullable=False),
    Column("version", BigInteger, nullable=False),  # of the rebuttal, by the deed
    Column("by", Text, nullable=False),  # the actor, as in `audit`
    Column("chat_id", BigInteger),  # where the actor is told; NULL: where all moderators are
    Column("language", Text),  # models.Language, of the actor
    Column("due_at", Timestamp, nullable=False),  # a correction is held back until then
    sqlite_autoincrement=True,  # letters carry the number
)

# What citizens were told: a row for an answer, one more for each of its further matches. What a post said is
# not here. Kept for the retention time.
checks = Table(
    "checks",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("at", Timestamp, nullable=False),
    Column("person", Text, nullable=False),
    Column("kind", Text, nullable=False),  # models.Kind, or checks.TOLD, CORRECTED or READ
    Column("place", Integer, nullable=False),  # 1 for the answer itself, 2 and 3 for further matches
    Column("rebuttal", Text),  # NULL when none was found
    Column("verdict", Text),  # models.Verdict as it was said; NULL when none was
    Column("version", BigInteger),  # of the rebuttal, as it was said
    Column("language", Text, nullable=False),  # models.Language, of the answer
    Column("chat_id", BigInteger),  # only where a verdict was said, while a correction of it could be owed
    sqlite_autoincrement=True,  # the last of a person's is the one with the highest number
)
Index("checks_at", checks.c.at)
Index("checks_person", checks.c.person, checks.c.id)
_partial("checks_chats", checks.c.at, where=checks.c.chat_id.is_not(None))
_partial(
    "checks_readers", checks.c.rebuttal, checks.c.person, checks.c.id, where=checks.c.chat_id.is_not(None)
)

# Rebutted claims that many asked about at once; one row for a rebuttal.
waves = Table(
    "waves",
    metadata,
    Column("rebuttal", Text, primary_key=True),
    Column("seen_at", Timestamp, nullable=False),  # when so many were last seen to ask
    # Of a claim that was rebutted long before: since when, YYYY, YYYY-MM or YYYY-MM-DD. NULL: its first wave.
    Column("rebutted", Text),
)

# Inquiries about the same thing. A rumour that was merged into another one is no row any more; without
# inquiries only an answered one stays, for the statistics.
rumours = Table(
    "rumours",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("state", Text, nullable=False),  # models.RumourState
    Column("taken_by", Text),  # the person who works on it
    Column("taken_until", Timestamp),  # from then on nobody does
    Column("reason", Text),  # why it was dismissed
    Column("rebuttal", Text),  # what it was answered with; kept when it comes back
    Column("posts", Integer, nullable=False),
    Column("askers", Integer, nullable=False),
    Column("channels", Integer, nullable=False),
    Column("waiting", Integer, nullable=False),  # persons who wait for an answer
    Column("heat", Float(53), nullable=False),  # urgency.heat of those who wait: the order of the queue
    Column("first_at", Timestamp, nullable=False),
    Column("last_at", Timestamp, nullable=False),
    Column("closed_at", Timestamp),  # when it was answered or dismissed
    Column("alarmed_at", Timestamp),  # when moderators were told that it grows
    Column("reminded_at", Timestamp),  # when moderators were told that people wait for it to be answered
    sqlite_autoincrement=True,  # a card must never lead to another rumour
)
_partial("rumours_rebuttal", rumours.c.rebuttal, rumours.c.first_at, where=rumours.c.rebuttal.is_not(None))
_partial("rumours_open", rumours.c.heat.desc(), rumours.c.id, where=in_state(rumours, "open"))

# What citizens said of an answer: "this is not what I sent". Copies of a post, answered with one rebuttal,
# are one row. Kept for the retention time of inquiries, since moderators have to read the post.
complaints = Table(
    "complaints",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("rebuttal", Text, nullable=False),
    Column("text", Text, nullable=False),  # the post, masked
    Column("kind", Text, nullable=False),  # models.Kind of the first answer
    Column("probability", Float(53), nullable=False),  # models.Match.probability then
    Column("claim", Text, nullable=False),  # the phrasing that matched then
    Column("state", Text, nullable=False),  # complaints.ComplaintState
    Column("cards", _Json, nullable=False),  # outbox.id of what moderators were shown, one for each chat
    Column("decided_by", Text),  # a person
    Column("first_at", Timestamp, nullable=False),
    Column("last_at", Timestamp, nullable=False),
    sqlite_autoincrement=True,  # a card must never lead to another complaint
)
Index("complaints_rebuttal", complaints.c.rebuttal, complaints.c.id)
Index("complaints_last", complaints.c.last_at)

# Who made a complaint; they go with it.
complainants = Table(
    "complainants",
    metadata,
    Column("complaint", BigInteger, primary_key=True, autoincrement=False),
    Column("person", Text, primary_key=True),
    Column("chat_id", BigInteger),  # kept only until they were told what became of it
    Column("language", Text, nullable=False),  # models.Language, of the answer
    Column("at", Timestamp, nullable=False),
)
Index("complainants_person", complainants.c.person, complainants.c.at)

# Which posts of channels were asked about, by Telegram's numbers, each with the last question about it. Kept
# for the retention time of inquiries. Who asked is not here, and goes with the question.
origins = Table(
    "origins",
    metadata,
    Column("channel", BigInteger, primary_key=True, autoincrement=False),  # the channel's chat
    Column("message", BigInteger, primary_key=True, autoincrement=False),  # the post's number there
    Column("fingerprint", Text, nullable=False),  # of the post as it was asked about, as in `inquiries`
    Column("inquiry", BigInteger, nullable=False),
    Column("asked_at", Timestamp, nullable=False),
)
Index("origins_inquiry", origins.c.inquiry)
Index("origins_asked", origins.c.asked_at)

# Pairs of rumours that a moderator has parted: grouping never merges them again. `one` < `other`.
partings = Table(
    "partings",
    metadata,
    Column("one", BigInteger, primary_key=True, autoincrement=False),
    Column("other", BigInteger, primary_key=True, autoincrement=False),
)
Index("partings_other", partings.c.other)

# Files of rebuttals that moderators sent, for a day at most. `content` is what was read from one, as JSONL.
imports = Table(
    "imports",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("person", Text, nullable=False),
    Column("chat_id", BigInteger, nullable=False),  # where the report stands
    Column("file_id", Text, nullable=False),  # Telegram's
    Column("name", Text, nullable=False),  # what the sender calls it
    Column("language", Text, nullable=False),  # models.Language, of the report
    Column("state", Text, nullable=False),  # imports.ImportState
    Column("content", Text),  # NULL until it is read, and when it is over
    Column("card", BigInteger, nullable=False),  # outbox.id of the report
    Column("sent_at", Timestamp, nullable=False),
    sqlite_autoincrement=True,  # buttons carry the number
)

# Posts that take time to read: pictures, videos, voices and files, from their update until the answer. Done
# rows keep what was read, for the buttons under the answer, as long as letters are kept.
slow_posts = Table(
    "slow_posts",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("person", Text, nullable=False),
    Column("chat_id", BigInteger),  # NULL when done
    Column("message_id", BigInteger, nullable=False),  # Telegram's, of the post
    Column("kind", Text, nullable=False),  # media.FileKind of its first medium
    Column("payload", _Json),  # the messages of the post as Telegram sent them; NULL when done
    Column("text", Text),  # what was read of it, masked; NULL until it is done
    Column("state", Text, nullable=False),  # open, done
    Column(
        "attempts", Integer, nullable=False
    ),  # times it was claimed; with owner it fences late workers off
    Column("owner", Text),  # the worker that holds it
    Column("due_at", Timestamp, nullable=False),  # not before: end of the lease, or time of the next attempt
    Column("card", BigInteger),  # outbox.id of the message that says that it takes a while
    Column("asked_at", Timestamp, nullable=False),
    Column("finished_at", Timestamp),
    sqlite_autoincrement=True,  # keys of letters carry the number
)
_partial(
    "slow_posts_open", slow_posts.c.bot_id, slow_posts.c.person, slow_posts.c.id,
    where=in_state(slow_posts, "open"),
)  # fmt: skip
Index("slow_posts_person", slow_posts.c.person, slow_posts.c.finished_at)
Index("slow_posts_message", slow_posts.c.person, slow_posts.c.message_id)
_partial("slow_posts_finished", slow_posts.c.finished_at, where=slow_posts.c.finished_at.is_not(None))

# Where the feeds of the settings stand; a row goes when its feed is no longer asked.
feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("due_at", Timestamp, nullable=False),
    Column("etag", Text),  # for If-None-Match
    Column("last_modified", Text),  # for If-Modified-Since
    Column("failures", Integer, nullable=False),  # in a row
)

# When the digest of the settings is due next, so that one that was missed is sent later, and none twice.
digests = Table(
    "digests",
    metadata,
    Column("schedule", Text, primary_key=True),  # as in the settings; a row of another one goes
    Column("due_at", Timestamp, nullable=False),
)

# Updates as Telegram sent them, committed before Telegram is told so. Finished rows lose their content at
# once and stay for the retention time only, so that a repeated update is known.
inbox = Table(
    "inbox",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),  # message, callback_query, …
    Column("chat_key", Text, nullable=False),  # updates of one key are handled in order; "" when done
    Column("payload", Text),  # the update's JSON; NULL when done
    Column("state", Text, nullable=False),  # open, done, dead (gave up: the payload stays to be looked at)
    Column(
        "attempts", Integer, nullable=False
    ),  # times it was claimed; with owner it fences late workers off
    Column("owner", Text),  # the worker that holds it
    Column("due_at", Timestamp, nullable=False),  # not before: end of the lease, or time of the next attempt
    Column("error", Text),  # why the last attempt failed
    Column("received_at", Timestamp, nullable=False),
    Column("finished_at", Timestamp),  # when it was done or given up
)
_partial("inbox_open", inbox.c.bot_id, inbox.c.due_at, inbox.c.update_id, where=in_state(inbox, "open"))
_partial(
    "inbox_open_chat", inbox.c.bot_id, inbox.c.chat_key, inbox.c.update_id, where=in_state(inbox, "open")
)
_partial("inbox_dead", inbox.c.finished_at, where=in_state(inbox, "dead"))
_partial("inbox_finished", inbox.c.finished_at, where=inbox.c.finished_at.is_not(None))

# Bot API requests that are owed to chats. Once sent, a row loses its content and its chat, and stays for the
# retention time only: `message_id` so that cards can be edited, `key` so that nothing is sent twice.
outbox = Table(
    "outbox",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("key", Text, nullable=False),  # the same key is the same letter
    Column("chat_id", BigInteger),  # NULL when sent or dropped
    Column("method", Text, nullable=False),  # a method of the Bot API
    Column("params", _Json),  # its parameters; NULL when sent or dropped
    Column("priority", Integer, nullable=False),  # outbox.Priority: smaller goes first
    # The letter whose message this one edits, always the one that sent it. No foreign key: that one may be
    # pruned before its last edit.
    Column("edits", BigInteger),
    Column(
        "state", Text, nullable=False
    ),  # open, sent, dead (refused: params stay), dropped (the chat is gone)
    Column("attempts", Integer, nullable=False),  # times that sending failed
    Column("due_at", Timestamp, nullable=False),  # not before
    Column("error", Text),  # why the last attempt failed
    Column("message_id", BigInteger),  # what Telegram called the message
    Column("created_at", Timestamp, nullable=False),
    Column("finished_at", Timestamp),  # when it was sent, given up or dropped
    # Times that Telegram may have sent it without our learning of it: each may be a duplicate in the chat.
    Column("ambiguous", Integer, nullable=False, server_default="0"),
    Column("broadcast", BigInteger),  # the one that it belongs to
    Column("said", Text),  # a fingerprint of an answer: when the post is edited, the same is not sent again
    UniqueConstraint("bot_id", "key"),
    sqlite_autoincrement=True,  # dialogs.card must never point to another letter
)
_partial("outbox_open", outbox.c.bot_id, outbox.c.priority, outbox.c.id, where=in_state(outbox, "open"))
_partial(
    "outbox_open_chat",
    outbox.c.bot_id,
    outbox.c.chat_id,
    outbox.c.priority,
    outbox.c.id,
    where=in_state(outbox, "open"),
)
_partial("outbox_broadcast", outbox.c.broadcast, outbox.c.state, where=outbox.c.broadcast.is_not(None))
_partial("outbox_dead", outbox.c.finished_at, where=in_state(outbox, "dead"))
_partial("outbox_finished", outbox.c.finished_at, where=outbox.c.finished_at.is_not(None))
