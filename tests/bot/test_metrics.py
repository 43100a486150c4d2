"""What Prometheus reads after conversations: numbers by kind, and nothing that anybody said."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.application import ShynBa, open_bot
from bot.sandbox import Person, Telegram
from bot.settings import Settings
from knowledge.store import Priority, RawUpdate
from tests.bot.serving import answering, store_away
from tests.conftest import ANY_PORT, place

RUMOUR = "Казахстан готовится к войне с Россией"
CHAT = "Мама сказала купить хлеб и молоко по дороге домой, не забудь"

Sample = Callable[..., float | None]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A bot that polls, and serves its figures all the same."""
    return settings.model_copy(update={"listen": ANY_PORT})


async def _page(bot: ShynBa) -> str:
    async with httpx.AsyncClient(trust_env=False) as client:
        page = await client.get(f"{place(bot)}/metrics")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/plain; version=")
    return page.text


async def _figures(bot: ShynBa) -> Sample:
    samples = {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(await _page(bot))
        for sample in family.samples
    }

    def of(name: str, *labels: str) -> float | None:
        return samples.get((f"shynba_{name}", *sorted(labels)))

    return of


async def test_a_conversation_is_counted_by_kind(bot: ShynBa, citizen: Person) -> None:
    citizen.starts()
    citizen.says(RUMOUR)
    citizen.says(CHAT)
    await citizen.reads_several(3)
    await bot.settled()

    figure = await _figures(bot)

    assert figure("updates_total", "message") == 3
    assert figure("answers_total", "verdict") == 1
    assert figure("answers_total", "unknown") == 1
    assert figure("answers_total", "agrees") == 0
    assert figure("match_seconds_count") == 2
    assert figure("requests_total", "sendMessage", "ok") == 3
    assert figure("store_up") == 1
    assert figure("leads") == 1


async def test_what_telegram_refused_is_counted_by_reason(
    telegram: Telegram, bot: ShynBa, citizen: Person
) -> None:
    blocked = telegram.person(55, language_code="ru")
    telegram.fail("sendMessage", 403, "Forbidden: bot was blocked by the user", chat=blocked.id)
    telegram.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1, chat=citizen.id)
    blocked.says(RUMOUR)
    citizen.says(RUMOUR)
    await citizen.reads()
    await bot.settled()

    figure = await _figures(bot)

    assert figure("requests_total", "sendMessage", "Forbidden") == 1
    assert figure("requests_total", "sendMessage", "RetryAfter") == 1
    assert figure("requests_total", "sendMessage", "ok") == 1


async def test_what_waits_and_what_was_given_up_is_told_from_the_store(settings: Settings) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    async with open_bot(settings, clock=lambda: now) as bot, answering(bot):
        async with bot.store.begin() as transaction:
            updates = [RawUpdate(number, "message", f"chat:{number}", "{}") for number in range(3)]
            await transaction.inbox.receive(bot.api.id, updates, now=now - timedelta(seconds=90))
            letters = [
                await transaction.outbox.add(
                    key,
                    bot.api.id,
                    1,
                    "sendMessage",
                    {},
                    priority=Priority.ANSWER,
                    now=now - timedelta(seconds=5),
                )
                for key in ("refused", "waiting")
            ]
            await transaction.outbox.dead(letters[0], "BadRequest", now=now)

        figure = await _figures(bot)

    assert figure("queue_rows", "inbox", "open") == 3
    assert figure("queue_age_seconds", "inbox") == 90
    assert figure("queue_rows", "outbox", "open") == 1
    assert figure("queue_rows", "outbox", "dead") == 1
    assert figure("queue_age_seconds", "outbox") == 5


async def test_a_store_that_is_away_costs_the_page_its_queues_only(settings: Settings) -> None:
    async with open_bot(settings) as bot, answering(bot):
        async with store_away(settings):
            figure = await _figures(bot)
            assert figure("store_up") == 0
            assert figure("answers_total", "verdict") == 0
        assert (await _figures(bot))("store_up") == 1


async def test_kinds_of_tomorrow_make_no_new_figures(
    telegram: Telegram, bot: ShynBa, citizen: Person
) -> None:
    bot.metrics.arrived([RawUpdate(number, f"kind_{number}", "", "{}") for number in range(5)])
    assert (await _figures(bot))("updates_total", "other") == 5


async def test_nothing_that_citizens_wrote_and_no_id_is_on_the_page(bot: ShynBa, citizen: Person) -> None:
    citizen.says("Абракадабра сегодня вечером в полночь")
    await citizen.reads()
    page = await _page(bot)
    assert "бракадабра" not in page
    assert str(citizen.id) not in page
    assert str(bot.api.id) not in page
