"""What a trainee may do: prepare a rebuttal that reaches nobody before a moderator has published it."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Message, Person
from knowledge.models import Status
from knowledge.store import Role
from tests.conftest import give_role
from tests.handlers.test_add import CLAIM, LINES


async def _handed_in(trainee: Person) -> Message:
    trainee.says(LINES)
    await trainee.presses(await trainee.reads(), "📥 Hand in for a check")
    return await trainee.reads()


async def _status(bot: ShynBa) -> list[Status]:
    async with bot.store.begin() as transaction:
        return [known.status for known in await transaction.rebuttals.all() if known.claims[0].text == CLAIM]


async def test_what_a_trainee_has_finished_is_a_draft_that_answers_nobody(
    trainee: Person, citizen: Person, bot: ShynBa
) -> None:
    assert "Saved as a draft" in (await _handed_in(trainee)).text
    assert await _status(bot) == [Status.DRAFT]
    citizen.forwards(CLAIM, channel="Скидки")
    assert (await citizen.reads()).text.startswith("🔍 Пока не проверено")


async def test_a_trainee_is_offered_no_button_that_publishes_and_a_forged_one_changes_nothing(
    trainee: Person, bot: ShynBa
) -> None:
    trainee.says(LINES)
    preview = await trainee.reads()
    assert "✅ Publish" not in preview.labels
    submit = preview.button("📥 Hand in for a check")["callback_data"]
    toast = await trainee.presses(preview, 0, data=submit.replace("submit", "publish"))
    assert "Only moderators publish" in toast["text"]
    assert await _status(bot) == []
    assert "📥 Hand in for a check" in (await trainee.reads()).labels


async def test_a_trainee_promoted_in_the_middle_of_a_draft_publishes_it(
    trainee: Person, citizen: Person, bot: ShynBa
) -> None:
    trainee.says(LINES)
    await trainee.reads()
    await give_role(bot, trainee, Role.MODERATOR)
    trainee.says("/add")
    await trainee.presses(await trainee.reads(), "✅ Publish")
    assert "Published" in (await trainee.reads()).text
    citizen.forwards(CLAIM, channel="Скидки")
    assert (await citizen.reads()).text.startswith("🚫 Мошенничество")


async def test_a_moderator_made_trainee_gets_the_other_button_in_place_of_publishing(
    moderator: Person, bot: ShynBa
) -> None:
    moderator.says(LINES)
    preview = await moderator.reads()
    await give_role(bot, moderator, Role.TRAINEE)
    toast = await moderator.presses(preview, "✅ Publish")
    assert toast["show_alert"]
    await moderator.presses(await moderator.reads(), "📥 Hand in for a check")
    assert "Saved as a draft" in (await moderator.reads()).text
    assert await _status(bot) == [Status.DRAFT]


@pytest.mark.parametrize("command", ["/retire tdl-war", "/learn tdl-war", "/synonym a = b"])
async def test_what_reaches_citizens_at_once_is_for_moderators(trainee: Person, command: str) -> None:
    trainee.says(command)
    assert "only for moderators" in (await trainee.reads()).text


async def test_a_trainee_finds_and_shows_rebuttals_without_a_button_to_retire(trainee: Person) -> None:
    trainee.says("/find Казахстан готовится к войне")
    assert "tdl-war" in (await trainee.reads()).text
    trainee.says("/show tdl-war")
    shown = await trainee.reads()
    assert "tdl-war" in shown.text
    assert "Retire" not in shown.labels


async def test_help_tells_a_trainee_their_own_commands(trainee: Person) -> None:
    trainee.says("/help")
    text = (await trainee.reads()).text
    assert "/add" in text
    assert "/retire" not in text


@pytest.mark.usefixtures("bot")
async def test_a_citizen_is_no_trainee(citizen: Person) -> None:
    citizen.says("/add")
    refusal = (await citizen.reads()).text
    assert "только команде бота" in refusal
    assert str(citizen.id) in refusal


async def test_moderators_are_told_of_what_a_trainee_hands_in(
    trainee: Person, owner: Person, bot: ShynBa
) -> None:
    owner.starts()
    await owner.reads()
    await _handed_in(trainee)
    told = await owner.reads()
    assert "Черновик bank-bereke-razdaet-vsem-po-300" in told.text
    await owner.presses(told, "✏️ Исправить")
    await owner.presses(await owner.reads(), "✅ Save the correction")
    await owner.reads()
    assert await _status(bot) == [Status.PUBLISHED]
