"""Wrong matches: a citizen says that the post is about something else, a moderator decides, all are told."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.application import ShynBa, open_bot
from bot.pace import UNLIMITED
from bot.sandbox import Message, Person, Telegram
from bot.settings import Settings
from handlers.citizen.complaining import PER_DAY
from knowledge.models import Kind, Language, Status
from knowledge.store import Complaint, ComplaintState, Role
from tests.conftest import BY_POLLING_AND_WEBHOOK, MODERATOR, OWNER, StartBot, give_role
from tests.handlers.rumours import crowd
from tests.knowledge.store.samples import NOW

RUMOUR = "Казахстан готовится к войне с Россией этой зимой, соседи видели колонны танков под Петропавловском"
COPY = f"Срочно! {RUMOUR}. Перешлите всем!!!"
WRONG = "🙅 Мой пост не об этом"
NOT_THIS, RIGHT = "🚫 Это не то утверждение", "✅ Всё-таки верно"


@pytest.fixture
async def owner(telegram: Telegram, bot: ShynBa) -> Person:
    """The owner, who has opened the chat: where there is no moderators' chat, cards come there."""
    return await opened(telegram)


async def opened(telegram: Telegram) -> Person:
    owner = telegram.person(OWNER, "Owner", language_code="en")
    owner.starts()
    await owner.reads()
    return owner


async def complain(person: Person, text: str = RUMOUR) -> Message:
    """Send a post, say that the answer is about something else, and return the answer as it is then."""
    person.says(text)
    answer = await person.reads()
    await person.presses(answer, WRONG)
    return await person.reads()


async def complaints(bot: ShynBa) -> list[Complaint]:
    async with bot.store.begin() as transaction:
        return list(await transaction.complaints.about("tdl-war", limit=100))


@BY_POLLING_AND_WEBHOOK
async def test_not_this_claim_silences_the_rebuttal_for_the_post_and_its_copies(
    bot: ShynBa, owner: Person, citizen: Person
) -> None:
    thanked = await complain(citizen, f"{RUMOUR}, звоните +7 701 234 56 78")
    assert thanked.text.endswith("Спасибо! Модераторы посмотрят, и я сообщу, что они решили.")
    assert thanked.labels[0] == "Открыть источник"
    assert WRONG not in thanked.labels
    card = await owner.reads()
    assert card.text.startswith("🙅 Ответ не о том? № 1\nБот ответил сам, а 1 человек говорит")
    assert f"{RUMOUR}, звоните [📞]" in card.text
    assert "tdl-war · ❌ Неправда" in card.text
    assert card.labels == [NOT_THIS, RIGHT]
    await owner.presses(card, NOT_THIS)
    decided = await owner.reads()
    assert decided.text.endswith("🚫 Решено: это не то утверждение. Кто решил: владелец бота.")
    assert decided.labels == []
    told = await citizen.reads()
    assert told.text.startswith("🙏 Вы были правы")
    assert RUMOUR in told.text
    citizen.says(f"Срочно! {RUMOUR}, звоните 87012345678")
    assert "Пока не проверено" in (await citizen.reads()).text


async def test_right_after_all_is_told_and_closes_what_is_repeated(
    bot: ShynBa, telegram: Telegram, owner: Person, citizen: Person
) -> None:
    await complain(citizen)
    await owner.presses(await owner.reads(), RIGHT)
    assert "ответ верный" in (await owner.reads()).text
    told = await citizen.reads()
    assert told.text.startswith("🔎 Модераторы посмотрели")
    assert "❌ Неправда" in told.text
    [other] = crowd(telegram, 1)
    answer = await complain(other, COPY)
    assert answer.text.endswith("Модераторы это уже смотрели: в посте именно это утверждение.")
    [complaint] = await complaints(bot)
    assert (complaint.state, complaint.persons) == (ComplaintState.REFUTED, 1)
    other.says(COPY)
    assert (await other.reads()).text.startswith("❌ Неправда"), "the answer stands"


async def test_copies_of_a_post_make_one_card_that_counts(
    bot: ShynBa, telegram: Telegram, owner: Person
) -> None:
    first, second = crowd(telegram, 2)
    await complain(first)
    card = await owner.reads()
    await complain(second, COPY)
    counted = await owner.reads()
    assert counted.id == card.id
    assert "2 человека говорят" in counted.text
    assert [complaint.persons for complaint in await complaints(bot)] == [2]


async def test_who_complains_twice_counts_once(bot: ShynBa, citizen: Person) -> None:
    await complain(citizen)
    await complain(citizen, COPY)
    assert [complaint.persons for complaint in await complaints(bot)] == [1]


async def test_of_two_moderators_at_once_one_wins_and_the_other_is_told(
    bot: ShynBa, moderator: Person, owner: Person, citizen: Person
) -> None:
    await complain(citizen)
    card = await owner.reads()
    toasts = await asyncio.gather(owner.presses(card, NOT_THIS), moderator.presses(card, RIGHT))
    [complaint] = await complaints(bot)
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
        assert known is not None
    upheld = complaint.state is ComplaintState.UPHELD
    assert known.negatives == ((RUMOUR,) if upheld else ())
    lost = toasts[1] if upheld else toasts[0]
    assert lost["show_alert"]
    assert ("not this claim" if upheld else "ответ верный") in lost["text"]


async def test_a_complaint_waits_through_a_restart(
    start_bot: StartBot, telegram: Telegram, citizen: Person
) -> None:
    async with start_bot():
        owner = await opened(telegram)
        await complain(citizen)
        card = await owner.reads()
    async with start_bot():
        await owner.presses(card, NOT_THIS)
        assert (await citizen.reads()).text.startswith("🙏 Вы были правы")
    async with start_bot():
        citizen.says(RUMOUR)
        assert "Пока не проверено" in (await citizen.reads()).text


async def test_a_no_under_a_question_makes_a_card_when_a_second_person_says_it(
    bot: ShynBa, telegram: Telegram, owner: Person
) -> None:
    near = "Казахстан готовится к учениям с Россией"
    for person in crowd(telegram, 2):
        person.says(near)
        asked = await person.reads()
        assert asked.labels == ["Да, об этом", "Нет, о другом"]
        await person.presses(asked, "Нет, о другом")
        assert "Пока не проверено" in (await person.reads()).text
        if person.id == 5000:
            owner.says("/help")
            assert "Ответ не о том" not in (await owner.reads()).text
    assert "Бот спросил «об этом?», и 2 человека ответили «нет»" in (await owner.reads()).text


async def test_who_took_a_question_by_mistake_can_say_so(bot: ShynBa, citizen: Person) -> None:
    citizen.says("Казахстан готовится к учениям с Россией")
    await citizen.presses(await citizen.reads(), "Да, об этом")
    chosen = await citizen.reads()
    assert WRONG in chosen.labels
    await citizen.presses(chosen, WRONG)
    assert WRONG not in (await citizen.reads()).labels


async def test_nobody_can_flood_moderators(bot: ShynBa, citizen: Person) -> None:
    person = bot.worker._desk.pseudonym(citizen.id)
    citizen.says(RUMOUR)
    answer = await citizen.reads()
    async with bot.store.begin() as transaction:
        for number in range(PER_DAY):
            complaint_id = await transaction.complaints.file(
                "tdl-war", f"пост {number}", kind=Kind.VERDICT, probability=0.9, claim="", now=NOW
            )
            await transaction.complaints.join(
                complaint_id, person, chat_id=citizen.id, language=Language.RU, now=datetime.now(UTC)
            )
    toast = await citizen.presses(answer, WRONG)
    assert "На сегодня достаточно" in toast["text"]
    assert len(await complaints(bot)) == PER_DAY


async def test_below_an_answer_that_telegram_no_longer_shows_the_post_is_asked_for_again(
    bot: ShynBa, citizen: Person
) -> None:
    citizen.says(RUMOUR)
    answer = await citizen.reads()
    citizen.deletes(answer)
    toast = await citizen.presses(answer, WRONG)
    assert "Пришлите его ещё раз" in toast["text"]
    assert await complaints(bot) == []


@pytest.mark.parametrize("forged", ["no-such", "", "tdl-bank:x", "<b>", "tdl-war" * 7])
async def test_a_forged_button_files_nothing(bot: ShynBa, citizen: Person, forged: str) -> None:
    citizen.says(RUMOUR)
    answer = await citizen.reads()
    toast = await citizen.presses(answer, WRONG, data=f"v1:wrong:{forged}")
    assert toast["show_alert"]
    assert await complaints(bot) == []


@pytest.mark.parametrize("part", ["", "x", "-1", "99", "9" * 30])
async def test_a_forged_card_decides_nothing(bot: ShynBa, owner: Person, citizen: Person, part: str) -> None:
    await complain(citizen)
    card = await owner.reads()
    for what in ("upheld", "refuted"):
        toast = await owner.presses(card, NOT_THIS, data=f"v1:{what}:{part}")
        assert toast["show_alert"]
    assert [complaint.state for complaint in await complaints(bot)] == [ComplaintState.OPEN]


async def test_a_citizen_cannot_decide(bot: ShynBa, owner: Person, citizen: Person) -> None:
    await complain(citizen)
    card = await owner.reads()
    toast = await citizen.presses(card, NOT_THIS)
    assert toast["show_alert"]
    assert [complaint.state for complaint in await complaints(bot)] == [ComplaintState.OPEN]


async def test_hostile_words_are_only_words(bot: ShynBa, owner: Person, citizen: Person) -> None:
    post = f"<b>&amp; {RUMOUR} <i>" + " 😀<script>" * 300
    answer = await complain(citizen, f"{RUMOUR}. <b>&lt;i>")
    assert answer.text.startswith("❌ Неправда")
    assert f"{RUMOUR}. <b>&lt;i>" in (await owner.reads()).text
    citizen.says(post)
    long_answer = await citizen.reads()
    if WRONG in long_answer.labels:
        await citizen.presses(long_answer, WRONG)
        assert len((await owner.reads()).text) <= 4096


async def test_a_post_that_is_the_claims_own_wording_cannot_become_its_negative(
    bot: ShynBa, owner: Person, citizen: Person
) -> None:
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
        assert known is not None
    await complain(citizen, next(claim.text for claim in known.claims if claim.language == "ru"))
    toast = await owner.presses(await owner.reads(), NOT_THIS)
    assert "same as a wording of tdl-war itself" in toast["text"]
    [complaint] = await complaints(bot)
    assert complaint.state is ComplaintState.OPEN


async def test_what_was_decided_is_in_the_log_and_the_history_and_can_be_undone(
    bot: ShynBa, moderator: Person, owner: Person, citizen: Person
) -> None:
    await complain(citizen)
    await moderator.presses(await owner.reads(), NOT_THIS)
    await citizen.reads()
    moderator.says("/log")
    log = (await moderator.reads()).text
    assert "marked a post as not the claim tdl-war" in log
    assert "upheld a complaint about tdl-war" in log
    moderator.says("/history tdl-war")
    assert "🚫 Not this claim: Казахстан готовится к войне" in (await moderator.reads()).text
    moderator.says("/undo tdl-war")
    await moderator.presses(await moderator.reads(), 1)
    await moderator.reads()
    citizen.says(RUMOUR)
    assert (await citizen.reads()).text.startswith("❌ Неправда")


async def test_a_complaint_about_a_rebuttal_that_was_retired_since_can_be_decided(
    bot: ShynBa, owner: Person, citizen: Person
) -> None:
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
        assert known is not None
    await complain(citizen)
    card = await owner.reads()
    async with bot.store.begin() as transaction:
        await transaction.rebuttals.save(replace(known, status=Status.RETIRED), now=datetime.now(UTC))
    await owner.presses(card, NOT_THIS)
    assert (await citizen.reads()).text.startswith("🙏 Вы были правы")


async def test_old_complaints_are_forgotten(bot: ShynBa, citizen: Person) -> None:
    await complain(citizen)
    async with bot.store.begin() as transaction:
        assert await transaction.complaints.prune(datetime.now(UTC) + timedelta(days=1)) == 1


async def test_where_there_is_a_moderators_chat_the_card_is_there_and_any_moderator_decides(
    telegram: Telegram, settings: Settings, citizen: Person
) -> None:
    chat = telegram.group("Модераторы", bot_is_admin=True)
    changed = settings.model_copy(update={"moderators_chat": chat.id})
    async with open_bot(changed, limits=UNLIMITED) as bot, bot.serving():
        owner, stranger = await opened(telegram), telegram.person(77, language_code="ru")
        moderator = telegram.person(MODERATOR, "Moderator", language_code="kk")
        await give_role(bot, moderator, Role.MODERATOR)
        await complain(citizen)
        card = await owner.reads(chat=chat)
        assert card.labels == [NOT_THIS, RIGHT]
        assert not owner.unread(), "the owner is not told besides"
        assert (await stranger.presses(card, NOT_THIS))["show_alert"]
        await moderator.presses(card, NOT_THIS)
        assert (await citizen.reads()).text.startswith("🙏 Вы были правы")
        assert (await owner.reads(chat=chat)).labels == []


async def test_a_member_who_was_removed_decides_nothing_any_more(
    bot: ShynBa, moderator: Person, owner: Person, citizen: Person
) -> None:
    await complain(citizen)
    card = await owner.reads()
    async with bot.store.begin() as transaction:
        await transaction.people.dismiss(bot.worker._desk.pseudonym(moderator.id))
    toast = await moderator.presses(card, NOT_THIS)
    assert toast["show_alert"]
    assert [complaint.state for complaint in await complaints(bot)] == [ComplaintState.OPEN]
