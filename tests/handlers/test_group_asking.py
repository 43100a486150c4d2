"""Groups: silent until asked, a short verdict for all, anything less for who asked; nothing else is kept."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from bot.application import ShynBa
from bot.sandbox import Group, Message, Person, Telegram
from knowledge.store import schema
from tests.conftest import BY_POLLING_AND_WEBHOOK
from tests.handlers.test_check import CHAT, OPEN, RUMOURS, WORDS
from tests.knowledge.store.samples import rows

UNCHECKED = {
    "ru": "В нашем районе завтра закроют все аптеки на три месяца, передайте всем соседям",
    "kk": "Ертең біздің ауданда барлық дәріхана үш айға жабылады, көршілерге айтыңыздар",
    "en": "All the pharmacies in our district close tomorrow for three months, tell the neighbours",
}
NOT_CHECKED = {"ru": "Пока не проверено.", "kk": "Әзірге тексерілмеген.", "en": "Not checked yet."}
MORE = {"ru": "Подробнее у бота", "kk": "Толығырақ — ботта", "en": "More from the bot"}
IN_FULL = "https://t.me/sandbox_bot?start=r_tdl-war"
PRIVATE = "https://t.me/sandbox_bot?start=post"

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
def family(telegram: Telegram) -> Group:
    """A group with the bot as an administrator: it sees everything, and may whisper."""
    return telegram.group("Отбасы", bot_is_admin=True)


@pytest.fixture
def berik(telegram: Telegram) -> Person:
    return telegram.person(12, "Berik", language_code="ru")


async def kept(bot: ShynBa) -> Mapping[str, Any]:
    """What the store holds of citizens: all tables that a post, a question or an answer could be in."""
    await bot.settled()
    tables = (schema.inquiries, schema.checks, schema.complaints, schema.people, schema.told_here)
    found: dict[str, Any] = {table.name: await rows(bot.store, table) for table in tables}
    found["payloads"] = [row["payload"] for row in await rows(bot.store, schema.inbox) if row["payload"]]
    return {name: held for name, held in found.items() if held}


async def settle(telegram: Telegram, bot: ShynBa) -> None:
    """Wait until all that was said so far is dealt with."""
    await telegram.wait_for(lambda: not telegram.pending)
    await bot.settled()


@BY_POLLING_AND_WEBHOOK
@pytest.mark.parametrize("language", RUMOURS)
async def test_check_in_reply_to_a_rumour_says_in_short_what_is_true(
    citizen: Person, berik: Person, family: Group, language: str
) -> None:
    post = berik.forwards(RUMOURS[language], channel="Жаңалықтар", chat=family)
    citizen.replies(post, "/check")
    answer = await berik.reads(chat=family)
    assert answer.text.splitlines()[0] == WORDS[language]
    assert answer.reply_to == post.id
    assert len(answer.text) < 600
    assert [(button["text"], button["url"]) for button in answer.buttons] == [
        (OPEN[language], "https://stopfake.kz/"),
        (MORE[language], IN_FULL),
    ]


@pytest.mark.parametrize("name", ["@sandbox_bot", "@Sandbox_Bot правда?"])
async def test_the_bots_name_in_reply_to_a_post_is_a_question(
    telegram: Telegram, citizen: Person, berik: Person, name: str
) -> None:
    group = telegram.group("Соседи")  # privacy mode lets the mention through, and not the post
    post = berik.says(RUMOURS["ru"], chat=group)
    citizen.replies(post, name)
    answer = await citizen.reads(chat=group)
    assert answer.text.startswith(WORDS["ru"])
    assert answer.reply_to == post.id


async def test_a_mention_with_a_text_and_a_command_with_one_are_about_that_text(
    citizen: Person, family: Group
) -> None:
    asked = citizen.says(f"@sandbox_bot {RUMOURS['ru']}", chat=family)
    answer = await citizen.reads(chat=family)
    assert answer.text.startswith(WORDS["ru"])
    assert answer.reply_to == asked.id
    citizen.says(f"/check {UNCHECKED['ru']}", chat=family)
    assert NOT_CHECKED["ru"] in (await citizen.reads(chat=family)).text


async def test_of_a_long_post_the_group_sees_what_was_judged(
    citizen: Person, berik: Person, family: Group
) -> None:
    post = berik.says(f"{CHAT['ru']}. {RUMOURS['ru']}. В субботу у нас во дворе ярмарка.", chat=family)
    citizen.replies(post, "/check")
    answer = await citizen.reads(chat=family)
    assert answer.quote is not None
    assert RUMOURS["ru"] in answer.quote
    assert "ярмарка" not in answer.quote


async def test_only_the_quoted_part_is_judged(citizen: Person, berik: Person, family: Group) -> None:
    post = berik.says(f"{CHAT['ru']}. {RUMOURS['ru']}.", chat=family)
    citizen.replies(post, "/check", quote=CHAT["ru"])
    assert NOT_CHECKED["ru"] in (await citizen.reads(chat=family)).text


@pytest.mark.parametrize("language", UNCHECKED)
async def test_what_is_not_checked_is_said_to_who_asked_alone_and_nothing_of_it_is_kept(
    bot: ShynBa, citizen: Person, berik: Person, family: Group, language: str
) -> None:
    citizen.replies(berik.says(UNCHECKED[language], chat=family), "/check")
    answer = await citizen.reads(chat=family)
    assert NOT_CHECKED[language] in answer.text
    assert [button["url"] for button in answer.buttons] == [PRIVATE]
    assert not berik.unread(family)
    assert await kept(bot) == {}


async def test_where_the_server_has_no_such_messages_all_read_the_honest_answer(
    telegram: Telegram, citizen: Person, berik: Person, family: Group
) -> None:
    telegram.stops_offering_ephemeral()
    citizen.replies(berik.says(UNCHECKED["ru"], chat=family), "/check")
    assert NOT_CHECKED["ru"] in (await berik.reads(chat=family)).text
    refused, sent = telegram.calls.of("sendMessage")
    assert refused.params["ephemeral_message_parameters"] == {"receiver_user_id": citizen.id}
    assert "ephemeral_message_parameters" not in sent.params


async def test_a_verdict_is_for_all_once_and_then_for_who_asks_again(
    citizen: Person, berik: Person, family: Group
) -> None:
    post = berik.says(RUMOURS["ru"], chat=family)
    for _ in range(2):
        citizen.replies(post, "/check")
        assert (await citizen.reads(chat=family)).text.startswith(WORDS["ru"])
    assert len(berik.unread(family)) == 1


async def test_talk_commands_to_others_and_passed_on_names_get_no_answer(
    telegram: Telegram, bot: ShynBa, citizen: Person, family: Group
) -> None:
    for text in (
        "сәлем",
        RUMOURS["ru"],
        "/start",
        "/help@sandbox_bot",
        "/check@other_bot",
        "@other_bot рас па?",
    ):
        citizen.says(text, chat=family)
    citizen.forwards(f"@sandbox_bot {RUMOURS['ru']}", channel="Хабар", chat=family)
    citizen.sends_photo(RUMOURS["ru"], chat=family)
    await settle(telegram, bot)
    assert not citizen.unread(family)
    assert await kept(bot) == {}


async def test_thanks_to_the_bot_by_name_are_left_alone_and_a_command_in_reply_to_it_is_not(
    telegram: Telegram, bot: ShynBa, citizen: Person, family: Group
) -> None:
    citizen.says(f"/check {RUMOURS['ru']}", chat=family)
    answer = await citizen.reads(chat=family)
    citizen.replies(answer, "@sandbox_bot рақмет!")
    await settle(telegram, bot)
    assert not citizen.unread(family)
    citizen.replies(answer, "/check")
    assert "@sandbox_bot" in (await citizen.reads(chat=family)).text


async def test_a_picture_without_words_and_a_question_about_nothing_get_a_hint(
    citizen: Person, berik: Person, family: Group
) -> None:
    citizen.replies(berik.sends_photo("", chat=family), "/check")
    assert "нет текста" in (await citizen.reads(chat=family)).text
    citizen.says("/check", chat=family)
    assert "Ответьте командой /check" in (await citizen.reads(chat=family)).text
    assert not berik.unread(family)


async def test_a_post_that_denies_the_claim_agrees_with_the_source(
    citizen: Person, berik: Person, family: Group
) -> None:
    text = "Минобороны опровергло слухи: Казахстан не готовится к войне с Россией, это неправда."
    citizen.replies(berik.says(text, chat=family), "/check")
    assert (await citizen.reads(chat=family)).text.startswith("🤝")


async def test_who_asked_is_counted_and_a_correction_is_owed_to_the_group(
    bot: ShynBa, citizen: Person, berik: Person, family: Group
) -> None:
    citizen.replies(berik.says(RUMOURS["ru"], chat=family), "/check")
    await citizen.reads(chat=family)
    held = await kept(bot)
    noted = [(check["person"], check["kind"], check["chat_id"]) for check in held["checks"]]
    pseudonym = bot.worker._desk.pseudonym
    assert noted == [
        (pseudonym(citizen.id), "verdict", None),
        (pseudonym(family.id), "read", family.id),
    ]
    assert [(row["chat_id"], row["rebuttal"]) for row in held["told_here"]] == [(family.id, "tdl-war")]
    assert set(held) == {"checks", "told_here"}


async def test_an_administrator_who_hides_is_answered_before_all(
    citizen: Person, berik: Person, family: Group
) -> None:
    citizen.says_as_the_group(f"/check {UNCHECKED['ru']}", chat=family)
    assert NOT_CHECKED["ru"] in (await berik.reads(chat=family)).text


async def test_in_a_forum_a_message_answers_its_topic_and_no_post(
    telegram: Telegram, citizen: Person, family: Group
) -> None:
    asked = citizen.says("сәлем, бәріңізге рақмет", chat=family)
    opened = {**asked, "message_id": 800, "forum_topic_created": {"name": "Жаңалық", "icon_color": 7322096}}
    opened.pop("text")
    text = f"/check {RUMOURS['ru']}"
    command = {"type": "bot_command", "offset": 0, "length": 6}
    told: dict[str, Any] = {"message_id": 801, "text": text, "entities": [command]}
    telegram.push({"message": {**asked, **told, "is_topic_message": True, "reply_to_message": opened}})
    assert (await citizen.reads(chat=family)).text.startswith(WORDS["ru"])


NAME = {"type": "mention", "offset": 0, "length": 12}
CHANNEL = {"id": -100200, "type": "channel", "title": "Хабар"}
QUOTE = {"text": RUMOURS["ru"], "position": 0, "is_manual": True}
ORIGIN = {"type": "channel", "chat": CHANNEL, "message_id": 4, "date": 1}


ODD: list[dict[str, Any]] = [
    {"text": "@sandbox_bot", "entities": [{**NAME, "length": 4000}]},
    {"text": "@sandbox_bot", "entities": [{**NAME, "offset": 4000}]},
    {"text": "@sandbox_bot", "entities": [{**NAME, "type": "text_mention"}]},
    {"text": "/check", "entities": [{**NAME, "type": "bot_command", "length": 0}]},
    {"caption": "@sandbox_bot", "caption_entities": [NAME]},
    {"text": "@sandbox_bot", "entities": [NAME], "quote": {"text": "", "position": 0, "is_manual": True}},
    {"text": "@sandbox_bot", "entities": [NAME], "story": {"chat": CHANNEL, "id": 3}},
    {"new_chat_members": [{"id": 5, "is_bot": False, "first_name": "Marat"}]},
    {"left_chat_member": {"id": 5, "is_bot": False, "first_name": "Marat"}},
    {"rich_message": {"blocks": [{"type": "paragraph", "text": RUMOURS["ru"]}]}},
]
CHANGED: list[dict[str, Any]] = [{}, {"from": None}, {"sender_chat": CHANNEL}]


@pytest.mark.parametrize("kind", ["message", "edited_message", "channel_post", "guest_message"])
async def test_odd_updates_are_survived_and_told_nothing_of_a_verdict(
    telegram: Telegram, bot: ShynBa, citizen: Person, family: Group, kind: str
) -> None:
    said = citizen.says("сәлем", chat=family)
    if kind == "guest_message":
        telegram.fail("answerGuestQuery", 400, "Bad Request: query is too old", times=len(ODD) * len(CHANGED))
    for number, (odd, changed) in enumerate(product(ODD, CHANGED), 900):
        message = {"message_id": number, "date": said["date"], "chat": said["chat"], "from": said["from"]}
        message |= {**odd, **changed} | ({"guest_query_id": "7"} if kind == "guest_message" else {})
        telegram.push({kind: {name: value for name, value in message.items() if value is not None}})
    await settle(telegram, bot)
    assert [each.text for each in citizen.unread(family) if "❌" in each.text] == []
    assert await kept(bot) == {}


async def test_words_that_were_marked_in_another_chat_are_judged(
    telegram: Telegram, citizen: Person, family: Group
) -> None:
    said = citizen.says("сәлем", chat=family)
    asked = {"text": "@sandbox_bot", "entities": [NAME], "quote": QUOTE, "external_reply": {"origin": ORIGIN}}
    telegram.push({"message": {**said, **asked, "message_id": 900}})
    assert (await citizen.reads(chat=family)).text.startswith(WORDS["ru"])


async def test_the_link_into_the_private_chat_asks_for_the_post(citizen: Person) -> None:
    citizen.starts("post")
    assert "Перешлите сюда пост" in (await citizen.reads()).text
    citizen.says(UNCHECKED["ru"])
    answer: Message = await citizen.reads()
    assert answer.button(0)["callback_data"].startswith("v1:follow:")
