"""A post that was answered is edited: its answer is mended, not repeated."""

from bot.application import ShynBa
from bot.sandbox import Person, Telegram
from tests.conftest import BY_POLLING_AND_WEBHOOK

RUMOUR = "Казахстан готовится к войне с Россией"
OTHER = "В соседнем подъезде завтра отключат лифт для ежегодной проверки тросов и кабины"


@BY_POLLING_AND_WEBHOOK
async def test_the_answer_to_an_edited_post_is_edited(bot: ShynBa, citizen: Person) -> None:
    post = citizen.says(OTHER)
    first = await citizen.reads()
    citizen.edits(post, RUMOUR)
    second = await citizen.reads()
    assert second.edited
    assert second.id == first.id
    assert second.text.startswith("❌")


async def test_an_edit_that_changes_nothing_sends_nothing(
    bot: ShynBa, telegram: Telegram, citizen: Person
) -> None:
    post = citizen.says(RUMOUR)
    await citizen.reads()
    citizen.edits(post, f"{RUMOUR}!")
    citizen.says("/help")
    await citizen.reads()
    assert not [call for call in telegram.calls if call.method == "editMessageText"]


async def test_an_answer_that_was_edited_back_is_edited_again(bot: ShynBa, citizen: Person) -> None:
    post = citizen.says(RUMOUR)
    first = await citizen.reads()
    citizen.edits(post, OTHER)
    await citizen.reads()
    citizen.edits(post, RUMOUR)
    last = await citizen.reads()
    assert last.text == first.text
    assert last.id == first.id


async def test_an_answer_that_is_gone_is_given_anew(bot: ShynBa, telegram: Telegram, citizen: Person) -> None:
    post = citizen.says(OTHER)
    answer = await citizen.reads()
    citizen.deletes(answer)
    citizen.edits(post, RUMOUR)
    anew = await citizen.reads()
    assert anew.id != answer.id
    assert anew.reply_to == post.id


async def test_an_edit_of_what_was_never_answered_is_silent(bot: ShynBa, citizen: Person) -> None:
    command = citizen.says("/help")
    await citizen.reads()
    citizen.edits(command, RUMOUR)
    citizen.says("/help")
    assert "1." in (await citizen.reads()).text
