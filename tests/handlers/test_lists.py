"""/latest, /top and /search: what is listed, opened in place and led back to, in three languages."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.application import ShynBa
from bot.clock import utc_now
from bot.sandbox import Person, Telegram
from knowledge.models import Claim, Kind, Language, Rebuttal, Source, Status, Verdict
from knowledge.store import READ, Check
from knowledge.store.schema import checks
from tests.knowledge.store.samples import rows

POSTS = {
    "kk": "Қазақстан Ресеймен соғысқа дайындалып жатыр",
    "ru": "Казахстан готовится к войне с Россией",
    "en": "Kazakhstan is preparing for war with Russia",
}
EARLY = datetime(2026, 1, 1, tzinfo=UTC)


def _rebuttal(number: int) -> Rebuttal:
    return Rebuttal(
        id=f"bank-{number}",
        verdict=Verdict.SCAM,
        claims=(Claim(f"Банк номер {number} раздаёт деньги", Language.RU),),
        summary={Language.RU: f"Банк номер {number} ничего не раздаёт."},
        source=Source("Банк", "https://example.kz/"),
    )


async def _publish(bot: ShynBa, published: Sequence[Rebuttal], at: datetime) -> None:
    async with bot.store.begin() as transaction:
        await transaction.rebuttals.save_all(published, now=at)


async def _asked(bot: ShynBa, rebuttal: str, persons: int, kind: str = Kind.VERDICT) -> None:
    at = utc_now() - timedelta(days=1)
    async with bot.store.begin() as transaction:
        await transaction.checks.add(
            [
                Check(at, f"{kind} {number}", kind, 1, rebuttal, Verdict.FALSE, 1, Language.KK, None)
                for number in range(persons)
            ]
        )
    bot.circulating.wake()
    await bot.circulating.idle.wait()


async def test_the_newest_come_first_a_page_at_a_time(bot: ShynBa, citizen: Person) -> None:
    # Before the four that every store begins with, so that these are the oldest.
    for number in range(1, 5):
        await _publish(bot, [_rebuttal(number)], EARLY + timedelta(days=number))
    citizen.says("/latest")
    first = await citizen.reads()
    assert first.text.splitlines()[0] == "Новые опровержения"
    assert "5. 🚫 Мошенничество: «Банк номер 4 раздаёт деньги»" in first.text
    assert first.labels[-2:] == ["5. Банк номер 4 раздаёт деньги", "Более старые"]
    await citizen.presses(first, "Более старые")
    second = await citizen.reads()
    assert second.labels == [
        "1. Банк номер 3 раздаёт деньги",
        "2. Банк номер 2 раздаёт деньги",
        "3. Банк номер 1 раздаёт деньги",
        "Более новые",
    ]
    await citizen.presses(second, "Более новые")
    assert (await citizen.reads()).text == first.text


async def test_a_rebuttal_opens_in_place_and_leads_back_to_its_page(bot: ShynBa, citizen: Person) -> None:
    for number in range(1, 5):
        await _publish(bot, [_rebuttal(number)], EARLY + timedelta(days=number))
    citizen.says("/latest")
    await citizen.presses(await citizen.reads(), "Более старые")
    page = await citizen.reads()
    await citizen.presses(page, "2. Банк номер 2 раздаёт деньги")
    opened = await citizen.reads()
    assert opened.edited
    assert opened.text.startswith("🚫 Мошенничество\nУтверждение: «Банк номер 2")
    assert opened.labels == ["Открыть источник", "📤 Поделиться", "Назад к списку"]
    await citizen.presses(opened, "Назад к списку")
    assert (await citizen.reads()).text == page.text


async def test_what_was_corrected_later_is_not_new_again(bot: ShynBa, citizen: Person) -> None:
    await _publish(bot, [_rebuttal(1)], EARLY)
    await _publish(bot, [_rebuttal(2)], EARLY + timedelta(days=1))
    await _publish(bot, [replace(_rebuttal(1), verdict=Verdict.FALSE)], EARLY + timedelta(days=2))
    citizen.says("/latest")
    await citizen.presses(await citizen.reads(), "Более старые")
    assert (await citizen.reads()).labels[0] == "1. Банк номер 1 раздаёт деньги"


@pytest.mark.parametrize("language", POSTS)
async def test_the_most_asked_comes_first_with_how_many_asked(
    telegram: Telegram, bot: ShynBa, language: str
) -> None:
    await _asked(bot, "tdl-border", 2)
    await _asked(bot, "tdl-war", 12)
    aida = telegram.person(7, language_code=language)
    aida.says("/top")
    listed = await aida.reads()
    people = {"kk": "Сұрағандар: 12 адам.", "ru": "Спросили: 12 человек.", "en": "Asked by 12 people."}
    assert people[language] in listed.text.split("2. ")[0]
    assert len(listed.labels) == 2
    await aida.presses(listed, 0)
    opened = await aida.reads()
    assert POSTS[language][:9] in opened.text
    await aida.presses(opened, opened.labels[-1])
    assert (await aida.reads()).text == listed.text


async def test_what_is_not_checked_or_only_suggested_or_only_opened_does_not_circulate(
    bot: ShynBa, citizen: Person
) -> None:
    citizen.says("Завтра во всём городе отключат горячую воду до осени")
    await citizen.reads()
    await _asked(bot, "tdl-war", 5, Kind.SUGGESTION)
    await _asked(bot, "tdl-war", 5, READ)
    citizen.says("/top")
    assert (await citizen.reads()).text == "В последние дни о проверенных слухах никто не спрашивал."


async def test_what_was_retired_within_the_minute_is_not_listed(bot: ShynBa, citizen: Person) -> None:
    await _asked(bot, "tdl-war", 3)
    citizen.says("/top")
    listed = await citizen.reads()
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
        assert known is not None
        await transaction.rebuttals.save(replace(known, status=Status.RETIRED), now=utc_now())
    assert await citizen.presses(listed, 0) == {
        "text": "Этот ответ больше не действует.",
        "show_alert": True,
    }
    citizen.says("/top")
    assert (await citizen.reads()).text == "В последние дни о проверенных слухах никто не спрашивал."


@pytest.mark.parametrize("words", ["соғыс Ресей", "война с Россией", "war Russia"])
async def test_words_of_any_language_find_the_same_claim(citizen: Person, bot: ShynBa, words: str) -> None:
    citizen.says(f"/search {words}")
    found = await citizen.reads()
    assert found.text.startswith(f"Нашлось по словам «{words}»\n\n1. ❌ Неправда: «Казахстан готовится")
    await citizen.presses(found, 0)
    opened = await citizen.reads()
    assert opened.text.startswith("❌ Неправда")
    await citizen.presses(opened, "Назад к списку")
    assert (await citizen.reads()).text == found.text


async def test_nothing_found_is_not_said_to_be_true(citizen: Person, bot: ShynBa) -> None:
    citizen.says("/search <b>рецепт борща")
    told = await citizen.reads()
    assert told.text.startswith(
        "По словам «<b>рецепт борща» ничего не нашлось. Это не значит, что это правда"
    )
    assert not told.labels


async def test_who_looks_for_nothing_is_told_how(citizen: Person, bot: ShynBa) -> None:
    citizen.says("/search  ")
    assert "/search граница война" in (await citizen.reads()).text


async def test_the_way_back_from_a_search_that_was_deleted(citizen: Person, bot: ShynBa) -> None:
    asked = citizen.says("/search война")
    found = await citizen.reads()
    await citizen.presses(found, 0)
    opened = await citizen.reads()
    citizen.deletes(asked)
    assert "/search" in (await citizen.presses(opened, "Назад к списку"))["text"]


async def test_who_opened_one_is_owed_its_corrections(citizen: Person, bot: ShynBa) -> None:
    citizen.says("/latest")
    await citizen.presses(await citizen.reads(), 0)
    await citizen.reads()
    (noted,) = await rows(bot.store, checks)
    assert (noted["kind"], noted["chat_id"], noted["verdict"]) == (READ, citizen.id, Verdict.FALSE)


@pytest.mark.parametrize(
    "data", ["v1:latest:-1", "v1:latest:999999999999", "v1:latest:x", "v1:read:x:tdl-war"]
)
async def test_a_forged_button_is_refused(citizen: Person, bot: ShynBa, data: str) -> None:
    citizen.says("/latest")
    answered = await citizen.presses(await citizen.reads(), 0, data=data)
    assert answered["show_alert"]
