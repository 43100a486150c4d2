"""/variants: the wordings of a rebuttal are listed, added and taken out, each as a version of it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.application import ShynBa
from bot.sandbox import Message, Person
from knowledge.models import Claim, Language, Origin, Rebuttal, Source, Verdict

BANK = Rebuttal(
    "bank-bereke",
    Verdict.SCAM,
    (
        Claim("Bereke Bank раздаёт всем по 300 000 тенге", Language.RU),
        Claim("Bereke Bank бәріне 300 000 теңге береді", Language.KK),
        Claim("соседка получила от береке банка триста тысяч, пишите и вы", Language.RU, Origin.LEARNED),
    ),
    {Language.RU: "Банк ничего не раздаёт."},
    Source("Нацбанк", "https://example.kz/"),
    negatives=("Bereke Bank открыл вклад на 300 000 тенге для пенсионеров",),
)
PRIZE = "Береке банк разыгрывает машину среди вкладчиков, об этом сказали по телевизору"


async def hold(bot: ShynBa, *rebuttals: Rebuttal) -> None:
    async with bot.store.begin() as transaction:
        await transaction.rebuttals.save_all(rebuttals, now=datetime.now(UTC))
    await bot._follower.follow()


async def stored(bot: ShynBa) -> Rebuttal:
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("bank-bereke")
    assert known is not None
    return known


async def listed(person: Person) -> Message:
    person.says("/variants bank-bereke")
    return await person.reads()


@pytest.fixture(autouse=True)
async def known(bot: ShynBa) -> None:
    await hold(bot, BANK)


async def test_all_wordings_are_listed_by_where_they_come_from(moderator: Person) -> None:
    card = await listed(moderator)
    assert card.text.startswith("🗣 Wordings of bank-bereke (4)")
    assert card.text.split("\n\n", 1)[1].splitlines()[:9] == [
        "Written by moderators",
        "1. KK · Bereke Bank бәріне 300 000 теңге береді",
        "2. RU · Bereke Bank раздаёт всем по 300 000 тенге",
        "",
        "Confirmed posts (shown to nobody)",
        "3. RU · соседка получила от береке банка триста тысяч, пишите и вы",
        "",
        "Not this claim",
        "4. RU · Bereke Bank открыл вклад на 300 000 тенге для пенсионеров",
    ]
    assert card.labels == ["✖ 1", "✖ 2", "✖ 3", "✖ 4"]


async def test_a_wording_is_taken_out_and_undo_brings_it_back(bot: ShynBa, moderator: Person) -> None:
    await moderator.presses(await listed(moderator), "✖ 3")
    card = await moderator.reads()
    assert card.text.startswith("✖ Taken out: “соседка получила")
    assert [claim.origin for claim in (await stored(bot)).claims] == [Origin.CURATED] * 2
    moderator.says("/history bank-bereke")
    assert "A wording was taken out" in (await moderator.reads()).text


async def test_a_negative_is_taken_out_and_the_post_is_met_again(bot: ShynBa, moderator: Person) -> None:
    await moderator.presses(await listed(moderator), "✖ 4")
    await moderator.reads()
    assert (await stored(bot)).negatives == ()


async def test_the_last_wording_of_its_own_stays(bot: ShynBa, moderator: Person) -> None:
    await moderator.presses(await listed(moderator), "✖ 1")
    card = await moderator.reads()
    assert card.labels == ["✖ 2", "✖ 3"]
    toast = await moderator.presses(card, "✖ 2", data=f"v1:drop:bank-bereke:{(await stored(bot)).version}:0")
    assert toast["show_alert"]
    assert len((await stored(bot)).claims) == 2


async def test_words_become_one_more_wording(bot: ShynBa, moderator: Person, citizen: Person) -> None:
    moderator.says("/variants bank-bereke + Берекебанк дарит деньги каждому, кто перешлёт ссылку")
    card = await moderator.reads()
    assert "Wordings of bank-bereke (5)" in card.text
    assert (
        Claim("Берекебанк дарит деньги каждому, кто перешлёт ссылку", Language.RU)
        in (await stored(bot)).claims
    )
    citizen.says("Берекебанк дарит деньги каждому, кто перешлёт ссылку")
    assert "Мошенничество" in (await citizen.reads()).text


@pytest.mark.parametrize("minus", ["-", "−", "–", "—"])
async def test_words_become_a_negative_whatever_the_phone_makes_of_a_minus(
    bot: ShynBa, moderator: Person, minus: str
) -> None:
    moderator.says(f"/variants bank-bereke {minus} {PRIZE}, звоните 87012345678")
    assert "no longer given for this post" in (await moderator.reads()).text
    assert (await stored(bot)).negatives[-1] == f"{PRIZE}, звоните [📞]"


async def test_a_post_is_added_by_replying_to_it(bot: ShynBa, moderator: Person) -> None:
    post = moderator.forwards(PRIZE, channel="Слухи")
    await moderator.reads()
    moderator.replies(post, "/variants bank-bereke +")
    await moderator.reads()
    assert (await stored(bot)).claims[-1] == Claim(PRIZE, Language.RU, Origin.LEARNED)
    moderator.replies(post, "/variants bank-bereke -")
    await moderator.reads()
    after = await stored(bot)
    assert after.negatives[-1] == PRIZE
    assert PRIZE not in {claim.text for claim in after.claims}, "it cannot be both"
    moderator.replies(post, "/learn bank-bereke")
    assert "marked as not about bank-bereke" in (await moderator.reads()).text


async def test_a_reply_to_the_card_needs_no_id(bot: ShynBa, moderator: Person) -> None:
    moderator.replies(await listed(moderator), f"/variants - {PRIZE}")
    await moderator.reads()
    assert (await stored(bot)).negatives[-1] == PRIZE


@pytest.mark.parametrize(
    "words", ["", "bank-bereke +", "bank-bereke -", "bank-bereke words", "+ слова", "<b>", "no-such"]
)
async def test_what_is_not_understood_changes_nothing(bot: ShynBa, moderator: Person, words: str) -> None:
    moderator.says(f"/variants {words}")
    told = (await moderator.reads()).text
    assert "/variants tdl-war" in told or "There is no rebuttal" in told or "no-such" in told
    assert await stored(bot) == BANK


@pytest.mark.parametrize(
    "data", ["bank-bereke::0", "bank-bereke:0:99", "bank-bereke:0:x", "no-such:0:0", "::", "bank-bereke:7:0"]
)
async def test_a_forged_button_takes_nothing_out(bot: ShynBa, moderator: Person, data: str) -> None:
    toast = await moderator.presses(await listed(moderator), 0, data=f"v1:drop:{data}")
    assert toast["show_alert"]
    assert await stored(bot) == BANK


async def test_of_two_who_take_out_at_once_one_wins(bot: ShynBa, moderator: Person, owner: Person) -> None:
    cards = [await listed(moderator), await listed(owner)]
    toasts = await asyncio.gather(moderator.presses(cards[0], "✖ 3"), owner.presses(cards[1], "✖ 4"))
    assert sorted(toast["show_alert"] for toast in toasts) == [False, True]
    after = await stored(bot)
    assert len(after.claims) + len(after.negatives) == 3


async def test_many_wordings_come_in_pages(bot: ShynBa, moderator: Person) -> None:
    many = tuple(Claim(f"Банк раздаёт деньги, случай {number} <b>", Language.RU) for number in range(15))
    await hold(bot, replace(BANK, claims=many, negatives=()))
    card = await listed(moderator)
    await moderator.presses(card, "Next »")
    second = await moderator.reads()
    assert "7. RU · Банк раздаёт деньги, случай 6 <b>" in second.text
    assert second.labels[-2:] == ["« Back", "Next »"]
    toast = await moderator.presses(second, "Next »", data="v1:variants:bank-bereke:999999999999999999")
    assert not toast["show_alert"]
    assert "15. RU" in (await moderator.reads()).text


async def test_only_moderators_may(trainee: Person, citizen: Person) -> None:
    for person in (trainee, citizen):
        person.says("/variants bank-bereke")
        assert "bank-bereke" not in (await person.reads()).text


async def test_the_list_opens_below_a_rebuttal(moderator: Person) -> None:
    moderator.says("/show bank-bereke")
    await moderator.presses(await moderator.reads(), "🗣 Wordings")
    assert (await moderator.reads()).text.startswith("🗣 Wordings of bank-bereke")
