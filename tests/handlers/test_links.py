"""Links: a post that is little but a link is answered where its page is known to moderators."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram

PAGE = "https://t.me/rumours/17"
SHARED = "http://telegram.me/s/Rumours/17?single"
CLIENTS = pytest.mark.parametrize("language", ["kk", "ru", "en"])
VERDICT = {"ru": "❌ Неправда", "kk": "❌ Жалған", "en": "❌ False"}
BY_LINK = {
    "ru": "🔗 Так сказано на странице по ссылке из поста.",
    "kk": "🔗 Жазбадағы сілтеме апаратын бетте осылай делінген.",
    "en": "🔗 This is what the page linked in the post says.",
}
UNKNOWN_PAGE = {"ru": "Я не открываю ссылки", "kk": "сілтемелерді ашпаймын", "en": "I do not open links"}
OFFICIAL = "this is the official source of a rebuttal"


async def learnt(moderator: Person, link: str) -> Message:
    post = moderator.says(link)
    await moderator.reads()
    moderator.replies(post, "/learn tdl-war")
    return await moderator.reads()


async def links(bot: ShynBa) -> tuple[str, ...]:
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
    assert known is not None
    return known.links


@CLIENTS
async def test_an_unknown_link_alone_gets_what_to_do_and_a_known_one_its_verdict(
    telegram: Telegram, moderator: Person, bot: ShynBa, language: str
) -> None:
    reader = telegram.person(7, language_code=language)
    reader.says(SHARED)
    assert UNKNOWN_PAGE[language] in (await reader.reads()).text
    assert "answers it at once with tdl-war" in (await learnt(moderator, PAGE)).text
    assert await links(bot) == (PAGE,)
    post = reader.says(SHARED)
    answer = await reader.reads()
    assert answer.text.startswith(VERDICT[language])
    assert answer.text.endswith(BY_LINK[language])
    assert answer.reply_to == post.id


async def test_a_page_is_learnt_once_in_whatever_form(moderator: Person, bot: ShynBa) -> None:
    await learnt(moderator, PAGE)
    post = moderator.says(SHARED)
    await moderator.reads()
    moderator.replies(post, "/learn tdl-war")
    assert "nothing new" in (await moderator.reads()).text
    assert await links(bot) == (PAGE,)


async def test_the_official_source_is_never_learnt_as_a_rumour(moderator: Person, bot: ShynBa) -> None:
    assert OFFICIAL in (await learnt(moderator, "https://www.stopfake.kz")).text
    assert await links(bot) == ()


async def test_links_are_edited_on_the_card(moderator: Person, citizen: Person, bot: ShynBa) -> None:
    moderator.says("/edit tdl-war")
    await moderator.presses(await moderator.reads(), "Rumour pages")
    assert "At most 20" in (await moderator.reads()).text
    moderator.says(f"{PAGE} https://stopfake.kz/")
    assert OFFICIAL in (await moderator.reads()).text
    moderator.says(f"{PAGE}\nhttps://example.kz/rumour")
    preview = await moderator.reads()
    assert f"🔗 Rumour pages: 2\n{PAGE}\nhttps://example.kz/rumour" in preview.text
    await moderator.presses(preview, "✅ Save the correction")
    await moderator.reads()
    citizen.says("http://m.example.kz/rumour/?utm_source=whatsapp")
    assert (await citizen.reads()).text.startswith(VERDICT["ru"])


async def test_links_may_be_given_in_one_message(moderator: Person, bot: ShynBa) -> None:
    moderator.says(f"/edit tdl-war\nrumour pages: {PAGE}")
    preview = await moderator.reads()
    assert f"🔗 Rumour pages: 1\n{PAGE}" in preview.text
    await moderator.presses(preview, "✅ Save the correction")
    await moderator.reads()
    assert await links(bot) == (PAGE,)


async def test_a_page_that_was_no_rumour_is_taken_back_by_a_complaint(
    moderator: Person, owner: Person, citizen: Person, bot: ShynBa
) -> None:
    await learnt(moderator, PAGE)
    citizen.says(PAGE)
    answer = await citizen.reads()
    await citizen.presses(answer, "🙅 Мой пост не об этом")
    await citizen.reads()
    owner.starts()
    await owner.reads()
    card = next(message for message in owner.sees() if "🙅" in message.text)
    await owner.presses(card, 0)
    await owner.reads()
    assert await links(bot) == ()
    await citizen.reads()
    citizen.says(PAGE)
    assert UNKNOWN_PAGE["ru"] in (await citizen.reads()).text


async def test_a_test_says_that_a_link_decided(moderator: Person) -> None:
    await learnt(moderator, PAGE)
    moderator.says(f"/test {SHARED}")
    assert "found by a known link: tdl-war" in (await moderator.reads()).text
