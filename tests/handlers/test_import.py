"""/import: a file is reported on first, saved when its sender says so, and nothing is half done."""

import json
from typing import Any

import pytest

from bot.application import ShynBa
from bot.sandbox import Person, Telegram
from bot.settings import Settings
from handlers.moderator.importing import LARGEST
from tests.conftest import StartBot

CLAIM = "Банк Береке раздаёт всем по 300 000 тенге к празднику"
ENTRY: dict[str, Any] = {
    "id": "bank-gift",
    "verdict": "scam",
    "claims": {"ru": [CLAIM]},
    "summary": {"ru": "Банк ничего не раздаёт. Это мошенники."},
    "source": {"name": "Bereke Bank", "url": "https://example.kz/warning"},
}
REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://example.kz/review",
    "claimReviewed": CLAIM,
    "reviewBody": "Банк ничего не раздаёт.",
    "author": {"@type": "Organization", "name": "Фактчек"},
    "reviewRating": {"@type": "Rating", "alternateName": "Ложь"},
}


def lines(*entries: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries).encode()


async def _reported(person: Person, content: bytes, name: str = "all.jsonl") -> Any:
    """Send a file and return the card once it says what it found."""
    person.sends_document("/import", content=content, name=name)
    assert "Reading" in (await person.reads()).text
    return await person.reads()


async def test_a_file_is_reported_on_and_saved_when_confirmed(moderator: Person, citizen: Person) -> None:
    report = await _reported(moderator, lines(ENTRY))
    assert "New: 1" in report.text
    citizen.says(CLAIM)
    assert "🚫" not in (await citizen.reads()).text
    await moderator.presses(report, "✅ Load")
    done = (await moderator.reads_several(2))[-1]
    assert "Rebuttals changed: 1" in done.text
    citizen.says(CLAIM)
    assert (await citizen.reads()).text.startswith("🚫 Мошенничество")


async def test_an_answer_to_a_file_works_as_its_caption_does(moderator: Person) -> None:
    sent = moderator.sends_document(content=lines(ENTRY), name="all.jsonl")
    await moderator.reads()
    moderator.replies(sent, "/import")
    await moderator.reads()
    assert "New: 1" in (await moderator.reads()).text


async def test_what_changes_and_what_is_known_is_counted(moderator: Person, bot: ShynBa) -> None:
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
    assert known is not None
    double = {**ENTRY, "id": "war-again", "claims": {"ru": [known.claims[0].text.upper()]}}
    report = await _reported(moderator, lines(ENTRY, {**ENTRY, "id": "tdl-war"}, double))
    assert "New: 2" in report.text
    assert "Will change: 1" in report.text
    assert "already: 1" in report.text


async def test_every_wrong_line_is_named_and_nothing_is_saved(moderator: Person, bot: ShynBa) -> None:
    report = await _reported(moderator, lines(ENTRY, {**ENTRY, "id": "b", "verdict": "<b>perhaps"}))
    assert "Errors: 1" in report.text
    assert "Line 2: “verdict”" in report.text
    assert not report.buttons
    async with bot.store.begin() as transaction:
        assert await transaction.rebuttals.find("bank-gift") is None


async def test_reviews_come_in_as_drafts_that_answer_nobody(moderator: Person, citizen: Person) -> None:
    report = await _reported(moderator, json.dumps(REVIEW).encode(), "feed.json")
    assert "ClaimReview" in report.text
    await moderator.presses(report, "✅ Load")
    await moderator.reads_several(2)
    citizen.says(CLAIM)
    assert "❌" not in (await citizen.reads()).text


async def test_of_two_presses_one_counts(moderator: Person) -> None:
    report = await _reported(moderator, lines(ENTRY))
    first = await moderator.presses(report, "✅ Load")
    second = await moderator.presses(report, "Cancel")
    assert first["text"] == ""
    assert "decided already" in second["text"]


async def test_a_cancelled_file_is_forgotten(moderator: Person, bot: ShynBa) -> None:
    report = await _reported(moderator, lines(ENTRY))
    await moderator.presses(report, "Cancel")
    assert "Nothing was saved" in (await moderator.reads()).text
    assert "decided" in (await moderator.presses(report, "✅ Load"))["text"]
    async with bot.store.begin() as transaction:
        assert await transaction.rebuttals.find("bank-gift") is None


async def test_a_report_survives_a_restart(start_bot: StartBot, owner: Person) -> None:
    async with start_bot():
        owner.starts()
        await owner.reads()
        report = await _reported(owner, lines(ENTRY))
    async with start_bot() as bot:
        await owner.presses(report, "✅ Load")
        assert "changed: 1" in (await owner.reads_several(2))[-1].text
        async with bot.store.begin() as transaction:
            assert await transaction.rebuttals.find("bank-gift") is not None


async def test_a_file_that_is_too_large_is_not_even_fetched(moderator: Person, telegram: Telegram) -> None:
    moderator.sends_document("/import", content=b" " * (LARGEST + 1), name="all.jsonl")
    assert "too large" in (await moderator.reads()).text
    assert not [call for call in telegram.calls if call.method == "getFile"]


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"[" * 100_000, "bomb.json", "no ClaimReview"),
        (b"\x1f\x8b" + b"\0" * 1000, "packed.gz", "UTF-8"),
        ("id;verdict\nа;б".encode("cp1251"), "excel.csv", "UTF-8"),
        (b"%PDF-1.7 <b>", "<i>&.pdf", "first line must name"),
        (b"\n", "empty.txt", "first line"),
    ],
)
async def test_what_is_no_file_of_rebuttals_is_refused(
    moderator: Person, content: bytes, name: str, why: str
) -> None:
    report = await _reported(moderator, content, name)
    assert "was not loaded" in report.text
    assert why in report.text


async def test_without_a_file_the_command_says_how(moderator: Person) -> None:
    moderator.says("/import")
    assert "caption" in (await moderator.reads()).text


@pytest.mark.parametrize(
    "data", ["v1:import:9999999999999999999999:yes", "v1:import:x:yes", "v1:import:1:maybe"]
)
async def test_a_forged_button_is_refused(moderator: Person, data: str) -> None:
    report = await _reported(moderator, lines(ENTRY))
    assert (await moderator.presses(report, 0, data=data))["show_alert"]


async def test_another_moderator_cannot_decide(moderator: Person, owner: Person) -> None:
    report = await _reported(moderator, lines(ENTRY))
    number = report.buttons[0]["callback_data"].split(":")[2]
    owner.says("/export")
    card = await owner.reads()
    toast = await owner.presses(card, 0, data=f"v1:import:{number}:yes")
    assert "decided" in toast["text"]


@pytest.mark.usefixtures("bot")
async def test_a_citizen_cannot_import(citizen: Person) -> None:
    citizen.sends_document("/import", content=lines(ENTRY), name="all.jsonl")
    assert str(citizen.id) in (await citizen.reads()).text


class TestSourceDomains:
    """SOURCE_DOMAINS holds for files, too."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"source_domains": ("gov.kz",)})

    async def test_a_source_elsewhere_refuses_the_file(self, moderator: Person, bot: ShynBa) -> None:
        fine = {**ENTRY, "id": "fine", "source": {"name": "Үкімет", "url": "https://egov.gov.kz/x"}}
        report = await _reported(moderator, lines(fine, ENTRY))
        assert "Errors: 1" in report.text
        assert "gov.kz" in report.text
        assert not report.buttons
        async with bot.store.begin() as transaction:
            assert await transaction.rebuttals.find("fine") is None
