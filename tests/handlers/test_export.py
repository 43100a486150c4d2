"""/export: files are made when they are sent, and hold what the formats promise."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram
from knowledge.evaluation import read as read_benchmark
from knowledge.exchange import Format, format_of, read
from knowledge.models import Claim, Language, Origin
from knowledge.text import key
from tests.conftest import CITIZEN


def content(telegram: Telegram, message: Message) -> bytes:
    return telegram._state.files[message["document"]["file_id"]].content


@pytest.mark.parametrize("kind", Format)
async def test_rebuttals_come_as_a_file(moderator: Person, telegram: Telegram, kind: Format) -> None:
    moderator.says(f"/export {kind}")
    message = await moderator.reads()
    name = message["document"]["file_name"]
    file = content(telegram, message)
    assert format_of(file, name) is kind
    assert len(read(file, kind)) == 4


async def test_without_a_format_the_command_asks(moderator: Person, telegram: Telegram) -> None:
    moderator.says("/export")
    card = await moderator.reads()
    await moderator.presses(card, "Rebuttals, CSV (for Excel)")
    assert content(telegram, await moderator.reads()).startswith(b"\xef\xbb\xbfid;verdict;")


async def test_the_queue_comes_masked_and_harmless(
    moderator: Person, telegram: Telegram, bot: ShynBa
) -> None:
    text = "=HYPERLINK(1) звоните"
    async with bot.store.begin() as transaction:
        now = bot._clock()
        await transaction.inquiries.add(
            person="p",
            text=text,
            fingerprint=key(text),
            language=Language.RU,
            channel=None,
            now=now,
        )
        (inquiry,) = await transaction.inquiries.ungrouped(1)
        await transaction.rumours.recount([await transaction.rumours.place(inquiry, [], now=now)])
    moderator.says("/export queue")
    message = await moderator.reads()
    rows = content(telegram, message).decode("utf-8-sig").splitlines()
    assert rows[0].startswith("rumour;text;posts;")
    assert f";'{text};1;1;0;" in rows[1]
    assert message["document"]["file_name"].startswith("queue-")


async def test_what_is_no_format_is_refused(moderator: Person) -> None:
    moderator.says("/export <b>pdf")
    assert "/export csv" in (await moderator.reads()).text


@pytest.mark.usefixtures("bot")
async def test_a_citizen_gets_no_file(telegram: Telegram) -> None:
    citizen = telegram.person(CITIZEN, "Citizen", language_code="ru")
    citizen.says("/export csv")
    assert str(CITIZEN) in (await citizen.reads()).text


async def test_decided_posts_come_as_posts_to_evaluate_with(
    moderator: Person, telegram: Telegram, bot: ShynBa, tmp_path: Path
) -> None:
    learned = Claim("соседка сказала, что скоро\u2028война", Language.RU, Origin.LEARNED)
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
        assert known is not None
        kept = replace(known, claims=(*known.claims, learned), negatives=("скоро учения",))
        await transaction.rebuttals.save(kept, now=bot._clock())
    moderator.says("/export cases")
    message = await moderator.reads()
    assert message["document"]["file_name"].startswith("cases-")
    lines = content(telegram, message).decode().splitlines()
    assert [json.loads(line) for line in lines] == [
        {"id": "tdl-war-1", "text": learned.text, "rebuttals": ["tdl-war"]},
        {"id": "tdl-war-2", "text": "скоро учения", "rebuttals": [], "near": ["tdl-war"]},
    ]
    (tmp_path / "posts.jsonl").write_bytes(content(telegram, message))
    (tmp_path / "rebuttals.jsonl").write_text("")
    assert [labelled.rebuttals for labelled in read_benchmark(tmp_path).posts] == [{"tdl-war"}, set()]
