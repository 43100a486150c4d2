"""Inline mode: `@bot words` in any chat, what it finds, and the message that it becomes."""

import asyncio
from datetime import timedelta

import pytest

from bot.application import ShynBa, open_bot
from bot.clock import utc_now
from bot.intake import raw_update
from bot.sandbox import Person, Telegram, Typed
from bot.settings import Settings
from handlers.inline import CACHED, LATE, PAGE
from knowledge.models import Claim, Language, Rebuttal, Source, Verdict
from knowledge.store import GroupSettings
from tests.conftest import BY_POLLING_AND_WEBHOOK
from tests.handlers.test_group_asking import settle
from tests.handlers.test_sharing import POSTS

WORDS = {"kk": "Ресеймен соғыс", "ru": "война с Россией", "en": "war with Russia"}
NOTHING = {
    "kk": "Табылмады. Ботқа тексертіңіз",
    "ru": "Не нашлось. Спросить у бота",
    "en": "Nothing found. Ask the bot",
}


def _ids(found: Typed) -> list[str]:
    return [result["id"] for result in found.results]


async def _publish(bot: ShynBa, numbers: range) -> None:
    """Publish beside the chat, and wait until the matcher knows."""
    banks = [
        Rebuttal(
            f"bank-{number}",
            Verdict.SCAM,
            (Claim(f"Банк номер {number} раздаёт деньги", Language.RU),),
            {Language.RU: f"Банк номер {number} ничего не раздаёт."},
            Source("Банк", "https://example.kz/"),
        )
        for number in numbers
    ]
    async with bot.store.begin() as transaction:
        await transaction.rebuttals.save_all(banks, now=utc_now())
    await bot._follower.follow()


@BY_POLLING_AND_WEBHOOK
@pytest.mark.parametrize("language", WORDS)
async def test_words_find_a_rebuttal_that_lands_in_the_chat(
    telegram: Telegram, bot: ShynBa, language: str
) -> None:
    aida = telegram.person(7, language_code=language)
    family = telegram.group("Family")
    found = await aida.finds(WORDS[language])
    assert "tdl-war" in _ids(found)
    assert found.button is None
    landed = aida.chooses(found, _ids(found).index("tdl-war"), chat=family)
    assert POSTS[language][2] in landed.text.splitlines()[0]
    assert POSTS[language][0].split()[0] in landed.text
    assert "https://t.me/sandbox_bot?start=r_tdl-war" in landed.text
    assert [button["url"] for button in landed.buttons] == [
        "https://stopfake.kz/",
        "https://t.me/sandbox_bot?start=r_tdl-war",
    ]


@pytest.mark.parametrize("language", WORDS)
async def test_what_nobody_checked_leads_to_the_bot_and_is_never_shown_as_checked(
    telegram: Telegram, bot: ShynBa, language: str
) -> None:
    aida = telegram.person(7, language_code=language)
    found = await aida.finds("жабайы мысықтар")
    assert not found.results
    assert found.button == {"text": NOTHING[language], "start_parameter": "check"}


async def test_results_stay_while_the_next_word_is_begun(
    telegram: Telegram, bot: ShynBa, citizen: Person
) -> None:
    for typed in ("война", "война с Р", "война с Росс", "война с Россией"):
        assert "tdl-war" in _ids(await citizen.finds(typed)), typed
    assert not (await citizen.finds("война с пришельцами")).results, "a whole word that nothing holds"


async def test_answers_are_personal_and_kept_for_seconds_only(
    telegram: Telegram, bot: ShynBa, citizen: Person
) -> None:
    found = await citizen.finds("война")
    assert found.answer["is_personal"] is True
    assert found.answer["cache_time"] == CACHED <= 60


async def test_the_chosen_language_wins_over_the_clients(
    telegram: Telegram, bot: ShynBa, citizen: Person
) -> None:
    citizen.says("/language")
    await citizen.presses(await citizen.reads(), "Қазақша")
    found = await citizen.finds(WORDS["ru"])
    assert found.results[0]["title"] == "❌ Жалған"
    assert found.results[0]["description"].startswith("Қазақстан")


async def test_nothing_typed_shows_what_circulates_first(
    telegram: Telegram, bot: ShynBa, citizen: Person
) -> None:
    citizen.says("Казахстан готовится к войне с Россией")
    await citizen.reads()
    bot.circulating.wake()
    await bot.circulating.idle.wait()
    found = await citizen.finds("  ")
    assert _ids(found)[0] == "tdl-war"
    assert sorted(_ids(found)) == ["tdl-anti-russian", "tdl-border", "tdl-foreigners", "tdl-war"]
    assert found.next_offset == ""


async def test_many_results_come_a_page_at_a_time(bot: ShynBa, citizen: Person) -> None:
    await _publish(bot, range(30))
    first = await citizen.finds("Банк раздаёт деньги")
    assert (len(first.results), first.next_offset) == (PAGE, str(PAGE))
    second = await citizen.finds("Банк раздаёт деньги", offset=first.next_offset)
    assert (len(second.results), second.next_offset) == (10, "")
    assert len({*_ids(first), *_ids(second)}) == 30
    assert not (await citizen.finds("Банк раздаёт деньги", offset="200")).results
    assert len((await citizen.finds("Банк раздаёт деньги", offset="no number")).results) == PAGE
    newest = await citizen.finds("")
    assert (len(newest.results), newest.next_offset) == (PAGE, str(PAGE))
    assert len((await citizen.finds("", offset=newest.next_offset)).results) == 14


async def test_what_was_retired_is_not_found(bot: ShynBa, citizen: Person, moderator: Person) -> None:
    moderator.says("/retire tdl-war")
    await moderator.presses(await moderator.reads(), "Yes, retire it")
    await moderator.reads()
    for words in ("война с Россией", "", "r_tdl-war_ru", "r_tdl-war"):
        assert "tdl-war" not in _ids(await citizen.finds(words))


@pytest.mark.parametrize("language", POSTS)
async def test_the_button_below_a_card_passes_the_same_card_on(
    telegram: Telegram, bot: ShynBa, citizen: Person, language: str
) -> None:
    post, share, verdict, pass_on = POSTS[language]
    citizen.says(post)
    await citizen.presses(await citizen.reads(), share)
    card = await citizen.reads()
    found = await citizen.finds(card.button(pass_on)["switch_inline_query"])
    assert [result["type"] for result in found.results] == ["photo", "article"]
    landed = citizen.chooses(found, chat=telegram.group("Family"))
    assert landed["photo"] == card["photo"]
    assert landed.text == card.text
    assert verdict in citizen.chooses(found, 1, chat=telegram.group("Work")).text


async def test_a_card_that_telegram_no_longer_has_is_passed_on_as_words(
    telegram: Telegram, bot: ShynBa, citizen: Person
) -> None:
    citizen.says(POSTS["ru"][0])
    await citizen.presses(await citizen.reads(), POSTS["ru"][1])
    await citizen.reads()
    telegram.fail("answerInlineQuery", 400, "Bad Request: wrong file identifier/HTTP URL specified")
    found = await citizen.finds("r_tdl-war_ru")
    assert [result["type"] for result in found.results] == ["article"]


async def test_a_result_that_is_chosen_in_the_bots_own_chat_is_no_post(
    telegram: Telegram, bot: ShynBa, citizen: Person
) -> None:
    citizen.chooses(await citizen.finds("война с Россией"))
    citizen.says(POSTS["ru"][0])
    assert (await citizen.reads()).reply_to == citizen.sees()[-2].id, "the first answer is to the post"
    assert len(telegram.calls.of("sendMessage")) == 1


async def test_nor_is_one_in_a_group_that_wants_to_be_warned(
    telegram: Telegram, bot: ShynBa, citizen: Person
) -> None:
    family = telegram.group("Family", bot_is_admin=True)
    async with bot.store.begin() as transaction:
        await transaction.groups.choose(family.id, GroupSettings(unasked=True), now=utc_now())
    citizen.chooses(await citizen.finds("война с Россией"), chat=family)
    await settle(telegram, bot)
    assert not citizen.unread(family)
    citizen.says(POSTS["ru"][0], chat=family)
    assert (await citizen.reads(chat=family)).text.startswith("❌ Неправда")


@pytest.mark.parametrize("waited", [LATE - timedelta(seconds=1), LATE + timedelta(seconds=1)])
async def test_a_query_that_waited_too_long_is_not_answered(
    telegram: Telegram, settings: Settings, citizen: Person, waited: timedelta
) -> None:
    query_id = citizen.asks("война")
    came = utc_now()
    async with open_bot(settings, clock=lambda: came + waited) as bot:
        async with bot.store.begin() as transaction:
            updates = [raw_update(update) for update in telegram.pending]
            await transaction.inbox.receive(bot.api.id, updates, now=came)
        assert await bot.worker.batch() == 1
        await asyncio.gather(*bot._toasts)
        answered = [call.params["inline_query_id"] for call in telegram.calls.of("answerInlineQuery")]
    assert answered == ([query_id] if waited < LATE else [])
