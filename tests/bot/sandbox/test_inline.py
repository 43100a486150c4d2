"""Inline mode of the sandbox: what is typed reaches the bot, what is chosen lands in the chat."""

import asyncio
from typing import Any

import pytest
from telegram import Bot, InlineQueryResultArticle, InlineQueryResultCachedPhoto, InputTextMessageContent
from telegram.error import BadRequest

from bot.sandbox import Person, Telegram

ARTICLE = InlineQueryResultArticle("1", "x", InputTextMessageContent("<b>False</b>", parse_mode="HTML"))


async def test_what_is_typed_is_answered_and_chosen(telegram: Telegram, bot: Bot, aida: Person) -> None:
    typed = asyncio.create_task(aida.finds("war", offset="20"))
    await telegram.wait_for(lambda: len(telegram.pending) == 2)
    query = telegram.pending[1]["inline_query"]
    assert (query["query"], query["offset"], query["from"]) == ("war", "20", aida.user)
    await bot.answer_inline_query(query["id"], [ARTICLE], next_offset="40")
    found = await typed
    assert found.next_offset == "40"
    family = telegram.group("Family")
    landed = aida.chooses(found, chat=family)
    assert (landed.text, landed.entities[0]["type"]) == ("False", "bold")
    assert landed["via_bot"]["id"] == bot.id
    assert landed["from"] == aida.user
    assert telegram.pending[-1]["message"] == landed, "bots see what is sent by them, in groups, too"
    assert aida.sees(family) == [landed]


async def test_a_photo_that_telegram_has_is_sent_by_its_name(
    telegram: Telegram, bot: Bot, aida: Person
) -> None:
    sent = await bot.send_photo(aida.id, b"picture")
    query = aida.asks("war")
    photo = InlineQueryResultCachedPhoto("1", sent.photo[-1].file_id, caption="<i>x</i>", parse_mode="HTML")
    await bot.answer_inline_query(query, [photo])
    landed = aida.chooses(await _shown(aida, telegram, query))
    assert landed["photo"][0]["file_id"] == sent.photo[-1].file_id
    assert landed.text == "x"


async def _shown(aida: Person, telegram: Telegram, query: str) -> Any:
    return await telegram.wait_for(lambda: aida._state.typed[query])


async def test_a_query_is_answered_once(telegram: Telegram, bot: Bot, aida: Person) -> None:
    query = aida.asks("war")
    await bot.answer_inline_query(query, [ARTICLE])
    for old in (query, "404"):
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_inline_query(old, [ARTICLE])


def test_clients_send_no_endless_query(aida: Person) -> None:
    with pytest.raises(ValueError, match="256"):
        aida.asks("x" * 257)
