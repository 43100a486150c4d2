"""Remembers: rebuttals, inquiries, rumours, people, deeds, inbox and outbox, in SQLite or PostgreSQL."""

from knowledge.store.announcements import Topic
from knowledge.store.audit import Audit, Deed
from knowledge.store.backups import back_up, move, restore
from knowledge.store.blocks import Block, Blocks, Pause
from knowledge.store.broadcasts import Broadcast, BroadcastKind, Broadcasts, BroadcastState, Receipts
from knowledge.store.cards import CardKey, Cards
from knowledge.store.checks import CORRECTED, READ, TOLD, Check, Checks, Noted
from knowledge.store.circulation import Circulation, Counted
from knowledge.store.complaints import Complainant, Complaint, Complaints, ComplaintState
from knowledge.store.dialogs import Dialog, Dialogs
from knowledge.store.errors import (
    LeaseLostError,
    StoreAwayError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreInUseError,
    StoreReadOnlyError,
    StoreUnreachableError,
    StoreVersionError,
)
from knowledge.store.feeds import Feeds, FeedState
from knowledge.store.groups import TELLING_DAYS, Groups, GroupSettings
from knowledge.store.imports import Import, Imports, ImportState
from knowledge.store.inbox import DeadUpdate, Inbox, RawUpdate, Waiting, Work
from knowledge.store.inquiries import Inquiries, Phrasing
from knowledge.store.invitations import Invitation, Invitations, InvitationState
from knowledge.store.known_media import KnownMedia, Unseen
from knowledge.store.lead import Lead
from knowledge.store.origins import ChannelPost, Origins
from knowledge.store.outbox import DeadLetter, EarlierAnswer, Letter, Outbox, Priority
from knowledge.store.people import Member, People, Profile, Role
from knowledge.store.persons import Persons, Rows
from knowledge.store.rebuttals import Rebuttals
from knowledge.store.rumours import Aging, Place, Rumours, Surge
from knowledge.store.slow_posts import SlowPost, SlowPosts, Unanswered
from knowledge.store.store import Errand, Store, Transaction, open_store
from knowledge.store.subscriptions import Frequency, Subscription, Subscriptions
from knowledge.store.synonyms import Synonym, Synonyms
from knowledge.store.versions import PENDING, Versions
from knowledge.store.waves import Waves

__all__ = [
    "CORRECTED",
    "PENDING",
    "READ",
    "TELLING_DAYS",
    "TOLD",
    "Aging",
    "Audit",
    "Block",
    "Blocks",
    "Broadcast",
    "BroadcastKind",
    "BroadcastState",
    "Broadcasts",
    "CardKey",
    "Cards",
    "ChannelPost",
    "Check",
    "Checks",
    "Circulation",
    "Complainant",
    "Complaint",
    "ComplaintState",
    "Complaints",
    "Counted",
    "DeadLetter",
    "DeadUpdate",
    "Deed",
    "Dialog",
    "Dialogs",
    "EarlierAnswer",
    "Errand",
    "FeedState",
    "Feeds",
    "Frequency",
    "GroupSettings",
    "Groups",
    "Import",
    "ImportState",
    "Imports",
    "Inbox",
    "Inquiries",
    "Invitation",
    "InvitationState",
    "Invitations",
    "KnownMedia",
    "Lead",
    "LeaseLostError",
    "Letter",
    "Member",
    "Noted",
    "Origins",
    "Outbox",
    "Pause",
    "People",
    "Persons",
    "Phrasing",
    "Place",
    "Priority",
    "Profile",
    "RawUpdate",
    "Rebuttals",
    "Receipts",
    "Role",
    "Rows",
    "Rumours",
    "SlowPost",
    "SlowPosts",
    "Store",
    "StoreAwayError",
    "StoreDamagedError",
    "StoreError",
    "StoreFullError",
    "StoreInUseError",
    "StoreReadOnlyError",
    "StoreUnreachableError",
    "StoreVersionError",
    "Subscription",
    "Subscriptions",
    "Surge",
    "Synonym",
    "Synonyms",
    "Topic",
    "Transaction",
    "Unanswered",
    "Unseen",
    "Versions",
    "Waiting",
    "Waves",
    "Work",
    "back_up",
    "move",
    "open_store",
    "restore",
]
