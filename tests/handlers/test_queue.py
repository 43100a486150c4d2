"""/queue: what waits, the most urgent first, page by page, and the card of one rumour."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Person, Telegram
from tests.handlers.rumours import PENSION, WATER, WATER_AGAIN, ask, crowd, group

SEVEN = (
    WATER,
    PENSION,
    "Школьникам запретят приносить телефоны на уроки",
    "В супермаркетах закончится сахар, берите мешками",
    "Банкоматы перестанут выдавать наличные в пятницу",
    "Кошек будут облагать налогом по тысяче тенге",
    "Метро закроют на ремонт до самого лета",
)
TITLES = {
    "kk": "🗂 2 қауесет жауап күтіп тұр",
    "ru": "🗂 2 слуха ждут ответа",
    "en": "🗂 2 rumours are waiting for an answer",
}
FIGURES = {
    "kk": ("3 адам сұрады · 2 арнадан", "🔔 1 адам хабар күтіп отыр"),
    "ru": ("спросили 3 человека · из 2 каналов", "🔔 1 человек просит сообщить ответ"),
    "en": ("3 people asked · from 2 channels", "🔔 1 person wants to be told"),
}


@pytest.mark.parametrize("language", TITLES)
async def test_the_queue_and_a_card_tell_what_people_send(
    bot: ShynBa, moderator: Person, telegram: Telegram, language: str
) -> None:
    one, two, three, other = crowd(telegram, 4)
    await ask(other, PENSION)
    await ask(one, WATER, channel="Слухи")
    await ask(two, WATER, channel="Соседи")
    answer = await ask(three, f"{WATER_AGAIN}\n<b>Звоните</b> +7 777 123 45 67")
    await three.presses(answer, 0)
    await group(bot, "воду")
    moderator.user["language_code"] = language
    moderator.says("/queue")
    shown = await moderator.reads()
    assert shown.text.startswith(TITLES[language])
    assert shown.text.index(WATER) < shown.text.index(PENSION), "the most urgent comes first"
    assert FIGURES[language][0] in shown.text
    await moderator.presses(shown, 0)
    card = await moderator.reads()
    assert card.edited
    assert f"1. {WATER} ×2" in card.text
    assert "<b>Звоните</b> [📞]" in card.text
    assert all(line in card.text for line in FIGURES[language])
    assert "📢 Слухи, Соседи" in card.text


async def test_the_queue_is_read_page_by_page(bot: ShynBa, moderator: Person, telegram: Telegram) -> None:
    for person, text in zip(crowd(telegram, 7), SEVEN, strict=True):
        await ask(person, text)
    await group(bot)
    moderator.says("/queue")
    first = await moderator.reads()
    assert first.labels[-2:] == ["🔄 Refresh", "Next »"]
    await moderator.presses(first, "Next »")
    second = await moderator.reads()
    assert second.labels[-1:] == ["« To the start"]
    numbers = [label for page in (first, second) for label in page.labels if label.startswith("No.")]
    assert len(set(numbers)) == 7, "every rumour is on one page, none on two"
    await moderator.presses(second, "« To the start")
    assert (await moderator.reads()).text == first.text


async def test_an_empty_queue_says_so(moderator: Person) -> None:
    moderator.says("/queue")
    assert "The queue is empty" in (await moderator.reads()).text


@pytest.mark.parametrize(
    "data",
    [
        "v1:queue:nan:1", "v1:queue:inf:1", "v1:queue:1e5:", "v1:queue:1e5:-3", "v1:queue:water:1",
        "v1:queue:1.5:" + "9" * 30, "v1:rumour:", "v1:rumour:0", "v1:rumour:'; --", "v1:rumour:" + "9" * 19,
        "v1:opened:7", "v1:take:7", "v1:release:x", "v1:handover:7", "v1:handed:7:nobody",
        "v1:answer:7:tdl-war",
        "v1:answered:7:tdl-war", "v1:write:7", "v1:dismissal:7", "v1:reason:7:spam", "v1:reason:7:<b>",
        "v1:reopen:7", "v1:merge:7", "v1:merged:7:7", "v1:split:7:00000000:1", "v1:parted:7:0:99999999999",
    ],
)  # fmt: skip
async def test_a_forged_button_of_the_queue_does_nothing_but_say_so(moderator: Person, data: str) -> None:
    moderator.says("/queue")
    toast = await moderator.presses(await moderator.reads(), 0, data=data)
    assert toast["show_alert"]
    assert 0 < len(toast["text"]) <= 200


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("command", ["/queue", "/answer 1 tdl-war", "/dismiss 1 spam", "/merge 1 2"])
async def test_the_queue_is_only_for_moderators(citizen: Person, command: str) -> None:
    citizen.says(command)
    assert str(citizen.id) in (await citizen.reads()).text


async def test_a_dismissed_moderators_open_card_stops_working(
    bot: ShynBa, moderator: Person, citizen: Person
) -> None:
    await ask(citizen, WATER)
    await group(bot)
    moderator.says("/queue")
    await moderator.presses(await moderator.reads(), 0)
    card = await moderator.reads()
    async with bot.store.begin() as transaction:
        assert await transaction.people.dismiss(bot.worker._desk.pseudonym(moderator.id))
    for button in range(len(card.buttons)):
        toast = await moderator.presses(card, button)
        assert toast["show_alert"]
        assert str(moderator.id) in toast["text"]
    assert not moderator.unread()


async def test_the_longest_posts_from_the_longest_channels_fit_into_a_card(
    bot: ShynBa, moderator: Person, telegram: Telegram
) -> None:
    for number, person in enumerate(crowd(telegram, 7)):
        text = f"{number} воду & <отравили> 😱 " * 200
        await ask(person, text[:3700], channel=f"{number} <Канал> & {'Ы' * 110}")
    await group(bot, "воду")
    moderator.says("/queue")
    await moderator.presses(await moderator.reads(), 0)
    assert len((await moderator.reads()).text) < 4096
