"""The bot's texts and command menus, by language and scope."""

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from bot.sandbox import Person, Telegram


async def test_texts_are_kept_by_language(telegram: Telegram, bot: Bot) -> None:
    await bot.set_my_name("Шын ба?")
    await bot.set_my_description("Проверяю слухи", language_code="ru")
    await bot.set_my_short_description("Өсек тексеремін", language_code="kk")

    assert (await bot.get_my_name(language_code="en")).name == "Шын ба?"
    assert (await bot.get_my_description(language_code="ru")).description == "Проверяю слухи"
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_short_description(language_code="kk")).short_description == "Өсек тексеремін"
    assert telegram.profile.text("short_description", "kk") == "Өсек тексеремін"


async def test_an_empty_text_removes_the_text_of_a_language(bot: Bot) -> None:
    await bot.set_my_description("Rumours are checked here")
    await bot.set_my_description("Проверяю слухи", language_code="ru")
    await bot.set_my_description("", language_code="ru")

    assert (await bot.get_my_description(language_code="ru")).description == "Rumours are checked here"


async def test_a_person_sees_the_menu_of_the_narrowest_scope_in_their_language(
    telegram: Telegram, bot: Bot, aida: Person
) -> None:
    russian = telegram.person(12, language_code="ru-RU")
    moderator = telegram.person(13, language_code="kk")
    for person in (russian, moderator):
        person.starts()
    for text, scope, language in (
        ("everybody", None, None),
        ("private", BotCommandScopeAllPrivateChats(), None),
        ("private in Kazakh", BotCommandScopeAllPrivateChats(), "kk"),
        ("moderator", BotCommandScopeChat(moderator.id), None),
    ):
        await bot.set_my_commands([BotCommand("start", text)], scope=scope, language_code=language)

    seen = [person.menu()[0]["description"] for person in (aida, russian, moderator)]

    assert seen == ["private in Kazakh", "private", "moderator"]
    assert aida.menu(telegram.group("Туыстар"))[0]["description"] == "everybody"


async def test_deleted_commands_uncover_the_wider_scope(bot: Bot, aida: Person) -> None:
    await bot.set_my_commands([BotCommand("start", "wide")])
    await bot.set_my_commands([BotCommand("start", "narrow")], scope=BotCommandScopeAllPrivateChats())
    await bot.delete_my_commands(scope=BotCommandScopeAllPrivateChats())

    assert aida.menu() == [{"command": "start", "description": "wide"}]
    assert await bot.get_my_commands() == (BotCommand("start", "wide"),)
    assert await bot.get_my_commands(scope=BotCommandScopeAllGroupChats()) == ()
