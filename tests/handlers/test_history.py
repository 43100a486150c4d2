"""/history and /undo: every state is shown with who made it, and the last one can be taken back."""

import asyncio

import pytest

from bot.application import ShynBa
from bot.sandbox import Person
from bot.sandbox.messages import TEXT_LENGTH
from knowledge.models import Language
from knowledge.store import Role
from tests.conftest import give_role

RUMOUR = "Казахстан готовится к войне с Россией"


async def _retired(person: Person) -> None:
    person.says("/retire tdl-war")
    await person.presses(await person.reads(), "Yes, retire it")
    await person.reads()


async def _corrected(person: Person, lines: str) -> None:
    person.says(f"/edit tdl-war\n{lines}")
    await person.presses(await person.reads(), "✅ Save the correction")
    await person.reads()


async def test_the_history_says_who_changed_what_and_from_what(moderator: Person) -> None:
    await _corrected(moderator, "verdict: misleading\nsource: <b>Минобороны</b>")
    await _retired(moderator)
    moderator.says("/history tdl-war")
    told = (await moderator.reads()).text
    assert "3. Retired\nNight shift, " in told
    assert "• Status: published → retired" in told
    assert "2. Corrected\nNight shift, " in told
    assert "• Verdict: ❌ False → ⚠️ Misleading" in told
    assert "→ <b>Минобороны</b>" in told
    assert "1. From the starter set\nthe bot, " in told


async def test_a_long_history_has_pages_that_fit(moderator: Person) -> None:
    long = "ұзақ мәтін " * 80
    for number in range(1, 7):
        await _corrected(
            moderator,
            f"source: Источник {number}\nsummary ru: {number} {long}\nsummary en: {number} {long}\n"
            f"summary kk: {number} {long}\ndate: 2025-0{number}\n"
            f"link: https://example.kz/{'x' * 400}{number}\nclaim: Слух номер {number} о войне {long}",
        )
    moderator.says("/history tdl-war")
    page = await moderator.reads()
    assert len(page.text) <= TEXT_LENGTH
    assert "7. Corrected" in page.text
    assert "3. Corrected" not in page.text
    assert "and 2 more changes" in page.text
    await moderator.presses(page, "Older »")
    older = await moderator.reads()
    assert older.edited
    assert "3. Corrected" in older.text
    assert "1. From the starter set" not in older.text or "Older »" not in older.labels
    await moderator.presses(older, "« Newer")
    assert "7. Corrected" in (await moderator.reads()).text


async def test_the_last_change_is_taken_back_after_a_question(moderator: Person, citizen: Person) -> None:
    await _retired(moderator)
    moderator.says("/undo tdl-war")
    question = await moderator.reads()
    assert "Bring version 1 of tdl-war back?" in question.text
    assert "Status: retired → published" in question.text
    citizen.says(RUMOUR)
    assert not (await citizen.reads()).text.startswith("❌")
    await moderator.presses(question, "Yes, bring it back")
    assert "as in version 1 again. Status: published" in (await moderator.reads()).text
    citizen.says(RUMOUR)
    assert (await citizen.reads()).text.startswith("❌")
    moderator.says("/history tdl-war")
    assert "3. Last change taken back" in (await moderator.reads()).text


async def test_leaving_it_changes_nothing(moderator: Person, bot: ShynBa) -> None:
    await _retired(moderator)
    moderator.says("/undo tdl-war")
    await moderator.presses(await moderator.reads(), "No, leave it")
    await moderator.reads()
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
    assert known is not None
    assert (known.status, known.version) == ("retired", 2)


async def test_of_two_who_undo_at_once_one_wins_and_the_other_is_told(
    moderator: Person, owner: Person, bot: ShynBa
) -> None:
    await _retired(moderator)
    questions = []
    for person in (moderator, owner):
        person.says("/undo tdl-war")
        questions.append(await person.reads())
    toasts = await asyncio.gather(
        *(
            person.presses(question, "Yes, bring it back")
            for person, question in zip((moderator, owner), questions, strict=True)
        )
    )
    told = [toast["text"] for toast in toasts if toast.get("text")]
    assert len(told) == 1
    assert "“Last change taken back”, version 3" in told[0]
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
    assert known is not None
    assert (known.status, known.version) == ("published", 3)


async def test_what_was_never_changed_cannot_be_undone(moderator: Person) -> None:
    moderator.says("/undo tdl-war")
    assert "has no earlier version" in (await moderator.reads()).text


@pytest.mark.parametrize("what", ["undo", "undone"])
@pytest.mark.parametrize("number", ["1", "0", "-1", "9" * 30, "x", ""])
async def test_a_stale_or_forged_button_undoes_nothing(
    moderator: Person, bot: ShynBa, what: str, number: str
) -> None:
    await _retired(moderator)
    moderator.says("/undo tdl-war")
    question = await moderator.reads()
    toast = await moderator.presses(question, 0, data=f"v1:{what}:tdl-war:{number}"[:64])
    assert "“Retired”, version 2" in toast["text"]


@pytest.mark.parametrize("number", ["0", "9" * 40, "x", "-4"])
async def test_a_forged_page_of_the_history_does_no_harm(moderator: Person, number: str) -> None:
    moderator.says("/show tdl-war")
    toast = await moderator.presses(
        await moderator.reads(), "🕓 History", data=f"v1:history:tdl-war:{number}"
    )
    assert toast is not None


async def test_a_toast_shows_a_forged_id_as_it_was_written(moderator: Person) -> None:
    moderator.says("/show tdl-war")
    card, forged = await moderator.reads(), "&lt;b&gt;<i>war"
    toast = await moderator.presses(card, "🕓 History", data=f"v1:history:{forged}:1")
    assert toast is not None
    assert forged in toast["text"]


async def test_who_left_the_team_has_no_name_any_more(moderator: Person, owner: Person, bot: ShynBa) -> None:
    await _retired(moderator)
    async with bot.store.begin() as transaction:
        for member in await transaction.people.team():
            await transaction.people.dismiss(member.person)
    owner.says("/history tdl-war")
    assert "a former moderator, " in (await owner.reads()).text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.KK, "2. Қолданыстан алынды\nNight shift, "),
        (Language.RU, "2. Снято с публикации\nNight shift, "),
    ],
)
async def test_the_history_is_told_in_the_moderators_language(
    moderator: Person, bot: ShynBa, language: Language, said: str
) -> None:
    await _retired(moderator)
    async with bot.store.begin() as transaction:
        person = next(member.person for member in await transaction.people.team())
        await transaction.people.choose_language(person, language, now=bot._clock())
    moderator.says("/history tdl-war")
    assert said in (await moderator.reads()).text


async def test_a_trainee_reads_the_history_and_undoes_nothing(trainee: Person, bot: ShynBa) -> None:
    await give_role(bot, trainee, Role.TRAINEE)
    trainee.says("/history tdl-war")
    assert "From the starter set" in (await trainee.reads()).text
    trainee.says("/undo tdl-war")
    assert "only for moderators" in (await trainee.reads()).text
