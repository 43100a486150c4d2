"""/start, /help, /language, and what is neither."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Person, Telegram
from tests.conftest import BY_POLLING_AND_WEBHOOK

HEROES = {
    "kk": "Күмәнді жазбаны",
    "ru": "сомнительный пост",
    "en": "a post you doubt",
    "de": "сомнительный пост",
}

pytestmark = pytest.mark.usefixtures("bot")


@pytest.mark.parametrize("client", HEROES)
async def test_start_greets_in_the_clients_language(telegram: Telegram, bot: ShynBa, client: str) -> None:
    aida = telegram.person(7, language_code=client)
    aida.starts()
    greeting = await aida.reads()
    assert HEROES[client] in greeting.text
    assert len(greeting.labels) == 3


async def test_every_button_of_the_greeting_leads_on(citizen: Person) -> None:
    citizen.starts()
    greeting = await citizen.reads()
    await citizen.presses(greeting, 0)
    assert "На каком языке" in (await citizen.reads()).text
    await citizen.presses(greeting, 1)
    assert "Как работает бот" in (await citizen.reads()).text


async def test_help_shows_each_role_its_commands(citizen: Person, moderator: Person, owner: Person) -> None:
    shown = {}
    for person in (citizen, moderator, owner):
        person.says("/help")
        shown[person.id] = (await person.reads()).text
    assert "/add" not in shown[citizen.id]
    assert "/add" in shown[moderator.id]
    assert "/moderators" not in shown[moderator.id]
    assert "/moderators" in shown[owner.id]


@BY_POLLING_AND_WEBHOOK
async def test_the_chosen_language_wins_over_the_posts(citizen: Person) -> None:
    citizen.says("/language")
    menu = await citizen.reads()
    assert menu.labels == ["Қазақша", "Русский", "English", "✅ На языке поста"]
    toast = await citizen.presses(menu, "Қазақша")
    assert toast["text"] == "Енді сізге қазақша жауап беремін."
    changed = await citizen.reads()
    assert changed.edited
    assert "✅ Қазақша" in changed.labels
    citizen.says("Казахстан готовится к войне с Россией")
    assert (await citizen.reads()).text.startswith("❌ Жалған")


async def test_the_choice_can_be_taken_back(citizen: Person) -> None:
    citizen.says("/language")
    menu = await citizen.reads()
    await citizen.presses(menu, "English")
    menu = await citizen.reads()
    await citizen.presses(menu, "The language of the post")
    await citizen.reads()
    citizen.says("Казахстан готовится к войне с Россией")
    assert (await citizen.reads()).text.startswith("❌ Неправда")


async def test_choosing_the_same_language_twice_is_answered(citizen: Person) -> None:
    citizen.says("/language")
    menu = await citizen.reads()
    await citizen.presses(menu, "English")
    await citizen.reads()
    toast = await citizen.presses(menu, 2)
    assert toast["text"]


async def test_a_command_that_does_not_exist_is_answered_with_help(citizen: Person) -> None:
    citizen.says("/frobnicate now")
    assert "/help" in (await citizen.reads()).text


@pytest.mark.parametrize(
    "data",
    ["v0:old:1", "v1:nothing:here", "v1:lang:tlh", "v1:lang:", "💥", "v1:rebuttal:", "v1:retire:tdl-war"],
)
async def test_a_forged_button_does_nothing_but_say_so(citizen: Person, data: str) -> None:
    citizen.starts()
    greeting = await citizen.reads()
    toast = await citizen.presses(greeting, 0, data=data)
    assert toast["show_alert"]
    assert toast["text"]


async def test_commands_are_offered_by_role_and_language(telegram: Telegram, moderator: Person) -> None:
    await telegram.wait_for(lambda: len(telegram.calls.of("setMyCommands")) >= 12)
    offered = [command["command"] for command in telegram.profile.commands("all_private_chats", "kk")]
    assert {"start", "help", "language", "latest", "top", "search", "mydata", "forget"} <= {*offered}
    assert not {"add", "moderators"} & {*offered}
    assert telegram.profile.commands("all_private_chats", "ru")[1]["description"] == "Как работает бот"
    assert "add" in [command["command"] for command in moderator.menu()]
    assert "moderators" not in [command["command"] for command in moderator.menu()]
    assert telegram.profile.text("description", "kk").startswith("Күмәнді")
