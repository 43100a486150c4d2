"""What a citizen is told is noted as it was said, and nothing of what they sent."""

import pytest

from bot.application import ShynBa, pseudonym
from bot.sandbox import Person
from knowledge.store.schema import checks
from tests.conftest import KEY, StartBot
from tests.handlers.rumours import WATER, ask, group
from tests.knowledge.store.samples import rows

WAR = "Казахстан готовится к войне с Россией"
BORDER = "Казахстан закроет границу с Россией уже завтра, сообщили в чате водителей"


async def _noted(bot: ShynBa) -> list[tuple[object, ...]]:
    """(kind, place, rebuttal, verdict, version, language, chat) of each check."""
    names = ("kind", "place", "rebuttal", "verdict", "version", "language", "chat_id")
    return [tuple(row[name] for name in names) for row in await rows(bot.store, checks)]


async def test_a_verdict_is_noted_with_the_chat_that_read_it(bot: ShynBa, citizen: Person) -> None:
    await ask(citizen, WAR)
    await ask(citizen, "Минобороны опровергло слухи: Казахстан не готовится к войне с Россией, это неправда.")
    assert await _noted(bot) == [
        ("verdict", 1, "tdl-war", "false", 1, "ru", citizen.id),
        ("agrees", 1, "tdl-war", "false", 1, "ru", citizen.id),
    ]
    (person, *_), *_ = [(row["person"],) for row in await rows(bot.store, checks)]
    assert person == pseudonym(KEY.encode(), citizen.id)


async def test_each_further_match_is_noted_in_its_place(bot: ShynBa, citizen: Person) -> None:
    await ask(citizen, f"{WAR}.\n\nИностранцы могут вступить в территориальную оборону Казахстана.")
    found = await _noted(bot)
    assert [(kind, place) for kind, place, *_ in found] == [("verdict", 1), ("verdict", 2)]
    assert [rebuttal for _, _, rebuttal, *_ in found] == ["tdl-war", "tdl-foreigners"]


@pytest.mark.parametrize(
    ("post", "noted"),
    [
        (WATER, ("unknown", 1, None, None, None, "ru", None)),
        (BORDER, ("suggestion", 1, "tdl-border", None, None, "ru", None)),
    ],
)
async def test_what_says_no_verdict_is_noted_without_a_chat(
    bot: ShynBa, citizen: Person, post: str, noted: tuple[object, ...]
) -> None:
    await ask(citizen, post)
    assert await _noted(bot) == [noted]


@pytest.mark.parametrize("text", ["сәлем", "/help", "https://example.com/news/123"])
async def test_what_is_no_check_is_not_noted(bot: ShynBa, citizen: Person, text: str) -> None:
    await ask(citizen, text)
    assert await _noted(bot) == []


async def test_a_rebuttal_that_was_pressed_for_is_noted(bot: ShynBa, citizen: Person) -> None:
    suggestion = await ask(citizen, BORDER)
    await citizen.presses(suggestion, 0)
    await citizen.reads()
    _, told = await _noted(bot)
    assert told == ("told", 1, "tdl-border", "false", 1, "ru", citizen.id)


async def test_who_is_told_later_is_noted_once(start_bot: StartBot, owner: Person, citizen: Person) -> None:
    async with start_bot() as bot:
        for text in (WATER, f"{WATER}!!! Срочно"):
            await citizen.presses(await ask(citizen, text), 0)
            await citizen.reads()
        await group(bot, "воду")
        owner.starts()
        await owner.reads()
        owner.says("/answer 1 tdl-war")
        question = await owner.reads()
    async with start_bot() as bot:
        await owner.presses(question, "✅ Answer")
        await citizen.reads()
        bot.telling.wake()
        await bot.telling.idle.wait()
        told = [check for check in await _noted(bot) if check[0] == "told"]
        assert told == [("told", 1, "tdl-war", "false", 1, "ru", citizen.id)]
