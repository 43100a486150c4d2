"""Sharing: the card with its words, drawn once, and the link that leads back to the rebuttal."""

import re
from dataclasses import replace
from io import BytesIO
from urllib.parse import unquote

import pytest
from PIL import Image

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram
from handlers.citizen.sharing import CAPTION, caption, picture
from handlers.texts import texts, unmarked
from knowledge.models import Claim, Language, Rebuttal, Source, Verdict
from tests.conftest import BY_POLLING_AND_WEBHOOK

POSTS = {
    "kk": ("Қазақстан Ресеймен соғысуға дайындалып жатыр", "📤 Бөлісу", "Жалған", "Басқа чатқа жіберу"),
    "ru": ("Казахстан готовится к войне с Россией", "📤 Поделиться", "Неправда", "Переслать в чат"),
    "en": ("Kazakhstan is preparing for war with Russia", "📤 Share", "False", "Send to a chat"),
}


async def _shared(person: Person, language: str) -> Message:
    """Ask, and press the button below the answer."""
    post, button, _, _ = POSTS[language]
    person.says(post)
    await person.presses(await person.reads(), button)
    return await person.reads()


async def _corrected(moderator: Person) -> Message:
    moderator.says("/edit tdl-war\nverdict: misleading")
    await moderator.presses(await moderator.reads(), "✅ Save the correction")
    return await moderator.reads()


def _files(telegram: Telegram) -> list[object]:
    return [call.params["photo"] for call in telegram.calls.of("sendPhoto")]


@BY_POLLING_AND_WEBHOOK
@pytest.mark.parametrize("language", POSTS)
async def test_a_card_comes_with_words_that_can_be_passed_on(
    telegram: Telegram, bot: ShynBa, citizen: Person, language: str
) -> None:
    card = await _shared(citizen, language)
    _, _, verdict, pass_on = POSTS[language]
    assert verdict in card.text.splitlines()[0]
    assert "https://t.me/sandbox_bot?start=r_tdl-war" in card.text
    assert card.labels[1] == pass_on
    content = await bot.api.download(card["photo"][-1]["file_id"], 10**6)
    assert content is not None
    with Image.open(BytesIO(content)) as image:
        assert (image.format, image.size) == ("PNG", (1080, 1350))


async def test_a_card_is_drawn_once_for_a_version_and_language(
    telegram: Telegram, bot: ShynBa, citizen: Person
) -> None:
    first = await _shared(citizen, "ru")
    other = telegram.person(7, "Aida")
    again = await _shared(other, "ru")
    await _shared(other, "kk")
    kinds = [isinstance(file, str) for file in _files(telegram)]
    assert kinds == [False, True, False], "drawn, sent again by its name, drawn in another language"
    assert again["photo"] == first["photo"]
    assert again.text == first.text


async def test_a_corrected_rebuttal_gets_a_new_card(
    telegram: Telegram, bot: ShynBa, citizen: Person, moderator: Person
) -> None:
    await _shared(citizen, "ru")
    await _corrected(moderator)
    card = await _shared(citizen, "ru")
    assert "Вводит в заблуждение" in card.text
    assert [isinstance(file, str) for file in _files(telegram)] == [False, False]


async def test_a_picture_that_telegram_no_longer_has_is_drawn_again(
    telegram: Telegram, bot: ShynBa, citizen: Person
) -> None:
    await _shared(citizen, "ru")
    telegram.fail("sendPhoto", 400, "Bad Request: wrong file identifier/HTTP URL specified")
    card = await _shared(citizen, "ru")
    await _shared(citizen, "ru")
    names = [file for file in _files(telegram) if isinstance(file, str)]
    assert len(_files(telegram)) == 4, "drawn, refused, drawn, sent by its new name"
    assert names[-1] == card["photo"][-1]["file_id"] != names[0]


async def test_a_rebuttal_that_is_gone_is_not_passed_on(
    telegram: Telegram, bot: ShynBa, citizen: Person, moderator: Person
) -> None:
    citizen.says(POSTS["ru"][0])
    answer = await citizen.reads()
    moderator.says("/retire tdl-war")
    await moderator.presses(await moderator.reads(), "Yes, retire it")
    await moderator.reads()
    assert (await citizen.presses(answer, "📤 Поделиться"))["show_alert"]
    assert not telegram.calls.of("sendPhoto")


@pytest.mark.parametrize("language", POSTS)
async def test_a_shared_link_opens_the_rebuttal(telegram: Telegram, bot: ShynBa, language: str) -> None:
    aida = telegram.person(7, language_code=language)
    aida.starts("r_tdl-war")
    shown = await aida.reads()
    assert POSTS[language][2] in shown.text.splitlines()[0]
    assert POSTS[language][1] in shown.labels


@pytest.mark.parametrize("payload", ["r_", "r_nothing", "r_tdl-war-2", "r_" + "x" * 62, "check"])
async def test_a_link_to_nothing_greets(telegram: Telegram, bot: ShynBa, payload: str) -> None:
    aida = telegram.person(7, language_code="en")
    aida.starts(payload)
    await telegram.wait_for(lambda: any("a post you doubt" in message.text for message in aida.unread()))


async def test_who_read_a_shared_verdict_is_told_when_it_changes(
    telegram: Telegram, bot: ShynBa, moderator: Person
) -> None:
    aida = telegram.person(7, language_code="ru")
    aida.starts("r_tdl-war")
    await aida.reads()
    assert "1 person" in (await _corrected(moderator)).text


def _endless(language: Language) -> Rebuttal:
    return Rebuttal(
        "x" * 40,
        Verdict.MISLEADING,
        (Claim("🙈" * 600, language),),
        {language: "🙉" * 900},
        Source("🙊" * 200, "https://stopfake.kz/", "2025-04-17"),
    )


@pytest.mark.parametrize("language", Language)
def test_the_words_fit_under_a_picture_whatever_they_are(language: Language) -> None:
    t = texts(language)
    for known in (_endless(language), replace(_endless(language), summary={Language.EN: "word " * 300})):
        words = unmarked(caption(known, t, "a" * 32))
        assert len(words.encode("utf-16-le")) / 2 <= CAPTION
        assert f"?start=r_{known.id}" in words


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("verdict", Verdict)
def test_the_card_says_what_the_answer_says(language: Language, verdict: Verdict) -> None:
    known = replace(_endless(language), verdict=verdict, claims=(Claim("Су улы", language),))
    card = picture(known, texts(language), "shynba_bot")
    assert card.word.lower() in texts(language)(f"verdict.{verdict}").lower()
    assert card.claim == "Су улы"
    assert card.bot == "@shynba_bot"


async def test_without_inline_mode_the_link_is_passed_on(
    telegram: Telegram, bot: ShynBa, citizen: Person
) -> None:
    telegram.me["supports_inline_queries"] = False
    await bot.api.get_me()
    card = await _shared(citizen, "ru")
    shared = unquote(re.sub(r".*url=", "", card.button("Переслать в чат")["url"]))
    assert shared == "https://t.me/sandbox_bot?start=r_tdl-war"
