"""Sample data that tests of the store share."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Table, select

from knowledge.models import (
    Claim,
    FileKind,
    Inquiry,
    KnownMedium,
    Language,
    Origin,
    Rebuttal,
    Source,
    Status,
    Verdict,
)
from knowledge.store import RawUpdate, Store, Transaction

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BOT = 777000
WITHIN = timedelta(days=14)  # of a question that is followed

REBUTTAL = Rebuttal(
    id="tap-water",
    verdict=Verdict.FALSE,
    claims=(
        Claim("Воду из крана отравили", Language.RU),
        Claim("Кран суы уланған", Language.KK),
        Claim("не пейте воду, её отравили!!!", Language.RU, Origin.LEARNED),
    ),
    summary={Language.RU: "Вода проверена: она чистая.", Language.KK: "Су тексерілді: ол таза."},
    source=Source("Министерство", "https://example.kz/water", "2026-02"),
    links=("https://example.kz/tests",),
    status=Status.PUBLISHED,
    anchors=("вода", "отравили"),
    negatives=("воду отключат на три часа",),
    until="2026-12-31",
    media=(KnownMedium(FileKind.PHOTO, "AQADtbc"), KnownMedium(FileKind.VIDEO, "AgADxyz")),
)


def an_update(update_id: int, chat: str = "chat:1", payload: str = '{"text": "қалай?"}') -> RawUpdate:
    return RawUpdate(update_id, "message", chat, payload)


async def ask(
    transaction: Transaction,
    text: str,
    *,
    person: str = "someone",
    chat_id: int | None = 11,
    channel: str | None = None,
    fingerprint: str | None = None,
    now: datetime = NOW,
) -> Inquiry:
    """A stored question that is followed; unless said otherwise its text is its fingerprint."""
    asked = await transaction.inquiries.add(
        person=person,
        text=text,
        fingerprint=fingerprint or text,
        language=Language.EN,
        channel=channel,
        now=now,
    )
    if chat_id is not None:
        await transaction.inquiries.follow(asked.id, person, chat_id, closes_at=now + WITHIN)
    found = await transaction.inquiries.find(asked.id)
    assert found is not None
    return found


async def rows(store: Store, table: Table) -> list[Mapping[str, Any]]:
    """What a table really holds, by its primary key."""
    async with store.begin() as transaction:
        result = await transaction._connection.execute(select(table).order_by(*table.primary_key))
        return [dict(row) for row in result.mappings()]
