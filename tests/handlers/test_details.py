"""Details in place of an answer and the way back, and a choice that is taken back."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram
from knowledge.models import Status, Verdict
from tests.handlers.rumours import crowd, group

LANGUAGES = pytest.mark.parametrize("language", ["kk", "ru", "en"])
WAR = {
    "ru": "Казахстан готовится к войне с Россией",
    "kk": "Қазақстан Ресеймен соғысқа дайындалып жатыр",
    "en": "Kazakhstan is preparing for war with Russia",
}
FOREIGNERS = "Иностранцы могут вступить в территориальную оборону Казахстана."
BORDER = "Казахстан закроет границу с Россией уже завтра, сообщили в чате водителей"
DETAILS = {"ru": "📄 Подробнее", "kk": "📄 Толығырақ", "en": "📄 Details"}
BACK = {"ru": "К ответу", "kk": "Жауапқа оралу", "en": "Back to the answer"}
HISTORY = {"ru": "История:", "kk": "Тарихы:", "en": "History:"}
ALSO = {
    "ru": "Так это тоже пересказывают:",
    "kk": "Мұны былай да айтып жүр:",
    "en": "It is also told like this:",
}


async def answered(person: Person, text: str) -> Message:
    person.says(text)
    return await person.reads()


async def pressed(person: Person, card: Message, button: str | int) -> Message:
    await person.presses(card, button)
    return await person.reads()


async def change(bot: ShynBa, rebuttal_id: str, **changes: object) -> None:
    """Save a rebuttal as its next version, as a moderator's correction does, and follow it."""
    now = datetime.now(UTC)
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find(rebuttal_id)
        assert known is not None
        changed = replace(known, version=known.version + 1, **changes)  # type: ignore[arg-type]  # fields by name
        assert await transaction.versions.add([changed], by="somebody", deed="rebuttal.corrected", now=now)
        await transaction.rebuttals.save(changed, now=now)
    await bot._follower.follow()


@LANGUAGES
async def test_details_open_in_place_and_lead_back_to_the_same_answer(
    telegram: Telegram, bot: ShynBa, language: str
) -> None:
    reader = telegram.person(8, language_code=language)
    answer = await answered(reader, f"{WAR[language]}. {'🙂 ' * 5}")
    details = await pressed(reader, answer, DETAILS[language])
    assert details.id == answer.id
    assert details.text.splitlines()[0] == answer.text.splitlines()[0]
    assert HISTORY[language] in details.text
    assert ALSO[language] in details.text
    assert details.labels[-1] == BACK[language]
    again = await pressed(reader, details, BACK[language])
    assert (again.text, again.labels) == (answer.text, answer.labels)


async def test_the_history_tells_of_other_verdicts_sources_and_who_asked_first(
    telegram: Telegram, bot: ShynBa, citizen: Person
) -> None:
    [asker] = crowd(telegram, 1)
    asker.says("В городе видели колонны военной техники, никто не знает почему и куда они идут")
    await asker.reads()
    await group(bot)
    async with bot.store.begin() as transaction:
        assert await transaction.rumours.answer(1, "somebody", "tdl-war", now=datetime.now(UTC))
    await change(bot, "tdl-war", verdict=Verdict.MISLEADING)
    answer = await answered(citizen, WAR["ru"])
    details = await pressed(citizen, answer, DETAILS["ru"])
    assert "об этом начали спрашивать" in details.text
    assert "бот начал отвечать" in details.text
    assert "вердикт изменился: был «❌ Неправда», стал «⚠️ Вводит в заблуждение»" in details.text
    assert details.text.count("Источник: ") == 1


async def test_several_claims_have_passages_and_details_of_their_own(bot: ShynBa, citizen: Person) -> None:
    answer = await answered(citizen, f"{WAR['ru']}.\n\n{FOREIGNERS}")
    assert answer.quote is not None
    assert WAR["ru"] in answer.quote
    assert f"Об этом в посте: «{FOREIGNERS}»" in answer.text
    details = await pressed(citizen, answer, "📄 Подробнее 2")
    assert "Открыто: 2" in details.labels
    other = await pressed(citizen, details, "📄 Подробнее 1")
    assert other.text != details.text
    again = await pressed(citizen, other, BACK["ru"])
    assert (again.text, again.labels) == (answer.text, answer.labels)


async def test_details_of_a_post_that_agrees_lead_back_to_that(bot: ShynBa, citizen: Person) -> None:
    answer = await answered(citizen, "Минобороны опровергло слухи: Казахстан не готовится к войне с Россией.")
    assert answer.text.startswith("🤝")
    details = await pressed(citizen, answer, DETAILS["ru"])
    assert (await pressed(citizen, details, BACK["ru"])).text == answer.text


async def test_a_choice_can_be_taken_back(bot: ShynBa, citizen: Person) -> None:
    asked = await answered(citizen, BORDER)
    chosen = await pressed(citizen, asked, 0)
    assert chosen.text.startswith("❌ Неправда")
    details = await pressed(citizen, chosen, DETAILS["ru"])
    assert "Чем пост отличается:" in details.text or "В посте об этом:" in details.text
    chosen_again = await pressed(citizen, details, BACK["ru"])
    assert (chosen_again.text, chosen_again.labels) == (chosen.text, chosen.labels)
    anew = await pressed(citizen, chosen_again, "🔁 Выбрать другое")
    assert (anew.text, anew.labels) == (asked.text, asked.labels)
    unknown = await pressed(citizen, anew, len(anew.labels) - 1)
    assert "🔔" in unknown.labels[0], "none of these leads to being told"


async def test_what_was_suggested_and_is_gone_is_asked_about_instead(bot: ShynBa, citizen: Person) -> None:
    chosen = await pressed(citizen, await answered(citizen, BORDER), 0)
    for rebuttal_id in ("tdl-war", "tdl-border", "tdl-foreigners", "tdl-anti-russian"):
        await change(bot, rebuttal_id, status=Status.RETIRED)
    anew = await pressed(citizen, chosen, "🔁 Выбрать другое")
    assert "Пока не проверено" in anew.text
    assert anew.labels


async def test_buttons_of_a_retired_rebuttal_say_so_and_change_nothing(bot: ShynBa, citizen: Person) -> None:
    answer = await answered(citizen, WAR["ru"])
    details = await pressed(citizen, answer, DETAILS["ru"])
    await change(bot, "tdl-war", status=Status.RETIRED)
    for card, button in ((details, BACK["ru"]), (answer, DETAILS["ru"])):
        toast = await citizen.presses(card, button)
        assert toast["text"] == "Этот ответ больше не действует."
        assert toast["show_alert"]
    assert not citizen.unread()


async def test_back_shows_what_a_rebuttal_says_by_then(bot: ShynBa, citizen: Person) -> None:
    details = await pressed(citizen, await answered(citizen, WAR["ru"]), DETAILS["ru"])
    await change(bot, "tdl-war", verdict=Verdict.MISLEADING)
    assert (await pressed(citizen, details, BACK["ru"])).text.startswith("⚠️ Вводит в заблуждение")


async def test_details_outlive_the_post(bot: ShynBa, citizen: Person) -> None:
    post = citizen.says(WAR["ru"])
    answer = await citizen.reads()
    citizen.deletes(post)
    details = await pressed(citizen, answer, DETAILS["ru"])
    assert "В посте об этом" not in details.text
    assert (await pressed(citizen, details, BACK["ru"])).text.startswith("❌ Неправда")


@pytest.mark.parametrize("data", ["v1:details:xx:tdl-war", "v1:back:vruu:tdl-war", "v1:details::"])
async def test_a_forged_button_is_refused(bot: ShynBa, citizen: Person, data: str) -> None:
    answer = await answered(citizen, WAR["ru"])
    toast = await citizen.presses(answer, DETAILS["ru"], data=data)
    assert toast["show_alert"]
    assert not citizen.unread()


async def test_who_complains_keeps_the_details(bot: ShynBa, owner: Person, citizen: Person) -> None:
    owner.starts()
    await owner.reads()
    answer = await answered(citizen, WAR["ru"])
    thanked = await pressed(citizen, answer, "🙅 Мой пост не об этом")
    assert thanked.labels == [label for label in answer.labels if not label.startswith("🙅")]
