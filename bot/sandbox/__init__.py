"""A Telegram for tests and for trying out: a loopback Bot API server with people who talk to the bot."""

from bot.sandbox.faults import DroppedError, Fault, Hold
from bot.sandbox.groups import Group
from bot.sandbox.inline import Typed
from bot.sandbox.journal import Call, Journal
from bot.sandbox.lines import lines_of
from bot.sandbox.messages import Message
from bot.sandbox.meter import Meter, Rate
from bot.sandbox.person import Person
from bot.sandbox.server import TOKEN, Telegram, open_sandbox
from bot.sandbox.spec import Spec
from bot.sandbox.terminal import converse
from bot.sandbox.transcript import Actor, Transcript

__all__ = [
    "TOKEN",
    "Actor",
    "Call",
    "DroppedError",
    "Fault",
    "Group",
    "Hold",
    "Journal",
    "Message",
    "Meter",
    "Person",
    "Rate",
    "Spec",
    "Telegram",
    "Transcript",
    "Typed",
    "converse",
    "lines_of",
    "open_sandbox",
]
