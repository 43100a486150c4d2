"""/edit: correcting a rebuttal field by field, by lines or by reply, and two who do so at once."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram
from knowledge.models import Claim, Language, Origin, Verdict
from knowledge.store import Role
from tests.conftest import StartBot, give_role

RUMOUR = "Казахстан готовится к войне с Россией"


async def _corrected(person: Person, button: str, value: str) -> Message:
    """Open the card of a rebuttal and change one field; return the preview."""
    person.says("/edit tdl-war")
    await person.presses(await person.reads(), button)
    await person.reads()
    person.says(value)
    return await person.reads()


async def test_one_field_is_corrected_and_the_next_post_meets_the_new_text(
    moderator: Person, citizen: Person, bot: ShynBa
) -> None:
    preview = await _corrected(moderator, "Source", "Минобороны Казахстана")
    assert "Correcting tdl-war" in preview.text
    await moderator.presses(preview, "✅ Save the correction")
    assert "Corrected: tdl-war" in (await moderator.reads()).text
    citizen.says(RUMOUR)
    assert "Минобороны Казахстана" in (await citizen.reads()).text
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
        first = await transaction.versions.find("tdl-war", 1)
    assert known is not None
    assert first is not None
    assert known.version == 2
    # What was not touched is what it was: links, anchors, every phrasing.
    assert (known.claims, known.links, known.summary, known.anchors) == (
        first.rebuttal.claims, first.rebuttal.links, first.rebuttal.summary, first.rebuttal.anchors,
    )  # fmt: skip


async def test_learned_phrasings_outlive_a_correction_and_are_not_shown_in_it(
    moderator: Person, bot: ShynBa
) -> None:
    post = moderator.says("Слышали? Нас готовят воевать против России, всех под ружьё")
    await moderator.reads()
    moderator.replies(post, "/learn tdl-war")
    await moderator.reads()
    preview = await _corrected(moderator, "Date", "2025-04-18")
    assert "под ружьё" not in preview.text
    await moderator.presses(preview, "✅ Save the correction")
    await moderator.reads()
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
    assert known is not None
    learned = Claim("Слышали? Нас готовят воевать против России, всех под ружьё", Language.RU, Origin.LEARNED)
    assert learned in known.claims


async def test_labelled_lines_below_the_command_fill_fields_in(moderator: Person, bot: ShynBa) -> None:
    moderator.says("/edit tdl-war\nverdict: misleading\nsummary en: Not so.")
    preview = await moderator.reads()
    assert "⚠️ Misleading" in preview.text
    await moderator.presses(preview, "✅ Save the correction")
    await moderator.reads()
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
    assert known is not None
    assert (known.verdict, known.summary[Language.EN]) == (Verdict.MISLEADING, "Not so.")
    assert set(known.summary) == set(Language)


async def test_a_wrong_line_changes_nothing_and_is_named(moderator: Person) -> None:
    moderator.says("/edit tdl-war\nverdict: perhaps")
    refusal = (await moderator.reads()).text
    assert "Nothing was changed" in refusal
    assert "line 1" in refusal
    moderator.says("/drafts")
    assert "There are no drafts" in (await moderator.reads()).text


async def test_the_rebuttal_that_a_message_shows_is_meant_by_a_reply(moderator: Person) -> None:
    moderator.says("/show tdl-border")
    shown = await moderator.reads()
    for command, title in (
        ("/edit", "Correcting tdl-border"),
        ("/history", "History of tdl-border"),
        ("/retire", "Retire tdl-border?"),
    ):
        moderator.replies(shown, command)
        assert title in (await moderator.reads()).text


async def test_what_a_stranger_wrote_names_no_rebuttal(moderator: Person) -> None:
    forged = moderator.says("tdl-war", entities=[{"type": "code", "offset": 0, "length": 7}])
    await moderator.reads()
    moderator.replies(forged, "/undo")
    assert "/undo tdl-war" in (await moderator.reads()).text  # how it is used


@pytest.mark.parametrize("target", ["", "no-such", "<b>x</b>", "x" * 3000])
async def test_what_is_no_rebuttal_is_refused(moderator: Person, target: str) -> None:
    moderator.says(f"/edit {target}".strip())
    refusal = (await moderator.reads()).text
    assert "/edit tdl-war" in refusal or "There is no rebuttal" in refusal


async def test_a_phrasing_can_be_taken_out(moderator: Person, bot: ShynBa) -> None:
    async with bot.store.begin() as transaction:
        before = await transaction.rebuttals.find("tdl-war")
    assert before is not None
    moderator.says("/edit tdl-war")
    await moderator.presses(await moderator.reads(), "Claim")
    card = await moderator.reads()
    last = [label for label in card.labels if label.startswith("🗑")][-1]
    await moderator.presses(card, last)
    card = await moderator.reads()
    await moderator.presses(card, "Next »")
    await moderator.presses(await moderator.reads(), "✅ Save the correction")
    await moderator.reads()
    async with bot.store.begin() as transaction:
        after = await transaction.rebuttals.find("tdl-war")
    assert after is not None
    assert after.claims == before.claims[:-1]


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", ""])
async def test_a_forged_number_takes_nothing_out(moderator: Person, number: str) -> None:
    moderator.says("/edit tdl-war")
    preview = await moderator.reads()
    version = preview.buttons[-1]["callback_data"].split(":")[2]
    toast = await moderator.presses(preview, "Claim", data=f"v1:add:{version}:drop:{number}")
    assert "out of date" in toast["text"]


async def test_the_second_of_two_corrections_is_told_and_overwrites_nothing(
    moderator: Person, owner: Person, citizen: Person
) -> None:
    mine = await _corrected(moderator, "Source", "Первый источник")
    theirs = await _corrected(owner, "Source", "Второй источник")
    await moderator.presses(mine, "✅ Save the correction")
    await moderator.reads()
    toast = await owner.presses(theirs, "✅ Save the correction")
    assert toast["show_alert"]
    assert "Night shift, “Corrected”, version 2" in toast["text"]
    citizen.says(RUMOUR)
    assert "Первый источник" in (await citizen.reads()).text


async def test_a_phrasing_learned_meanwhile_is_not_lost(moderator: Person, owner: Person) -> None:
    theirs = await _corrected(owner, "Source", "Второй источник")
    post = moderator.says("Говорят, нас готовят воевать против России, всех под ружьё")
    await moderator.reads()
    moderator.replies(post, "/learn tdl-war")
    await moderator.reads()
    toast = await owner.presses(theirs, "✅ Save the correction")
    assert "Post remembered as a wording" in toast["text"]


async def test_a_correction_goes_on_after_a_restart(
    telegram: Telegram, start_bot: StartBot, owner: Person, citizen: Person
) -> None:
    async with start_bot():
        preview = await _corrected(owner, "Source", "Пресс-служба армии")
    async with start_bot():
        await owner.presses(preview, "✅ Save the correction")
        await owner.reads()
        citizen.says(RUMOUR)
        assert "Пресс-служба армии" in (await citizen.reads()).text


async def test_another_open_card_is_not_thrown_away(moderator: Person) -> None:
    moderator.says("/add")
    await moderator.reads()
    moderator.says("Банк Береке раздаёт всем деньги")
    await moderator.reads()
    moderator.says("/edit tdl-war")
    assert "another card open" in (await moderator.reads()).text
    moderator.says("/add")
    assert "Береке" in (await moderator.reads()).text


async def test_a_retired_rebuttal_is_published_again_by_its_card(moderator: Person, citizen: Person) -> None:
    moderator.says("/retire tdl-war")
    await moderator.presses(await moderator.reads(), "Yes, retire it")
    await moderator.reads()
    moderator.says("/find готовится к войне")
    assert "tdl-war · ❌ False · retired" in (await moderator.reads()).text
    moderator.says("/edit tdl-war")
    await moderator.presses(await moderator.reads(), "✅ Save the correction")
    await moderator.reads()
    citizen.says(RUMOUR)
    assert (await citizen.reads()).text.startswith("❌")


async def test_a_draft_kept_by_one_is_published_by_another(
    moderator: Person, owner: Person, citizen: Person, telegram: Telegram
) -> None:
    preview = await _corrected(moderator, "Source", "Пресс-служба армии")
    await moderator.presses(preview, "💾 Keep as a draft")
    await moderator.reads()
    citizen.says(RUMOUR)
    assert "Пресс-служба армии" not in (await citizen.reads()).text  # what was there goes on answering
    owner.says("/drafts")
    listed = await owner.reads()
    assert "tdl-war · draft" in listed.text
    assert "Night shift" in listed.text
    await owner.presses(listed, "tdl-war")
    draft = await owner.reads()
    assert "→ Пресс-служба армии" in draft.text
    await owner.presses(draft, "✏️ Correct")
    await owner.presses(await owner.reads(), "✅ Save the correction")
    await owner.reads()
    citizen.says(RUMOUR)
    assert "Пресс-служба армии" in (await citizen.reads()).text
    owner.says("/drafts")
    assert "There are no drafts" in (await owner.reads()).text


async def test_a_discarded_draft_leaves_what_is_in_service(moderator: Person, citizen: Person) -> None:
    preview = await _corrected(moderator, "Source", "Пресс-служба армии")
    await moderator.presses(preview, "💾 Keep as a draft")
    await moderator.reads()
    moderator.says("/drafts")
    await moderator.presses(await moderator.reads(), "tdl-war")
    draft = await moderator.reads()
    await moderator.presses(draft, "🗑 Discard")
    assert "was discarded" in (await moderator.reads()).text
    citizen.says(RUMOUR)
    assert (await citizen.reads()).text.startswith("❌")
    toast = await moderator.presses(draft, "🗑 Discard")
    assert "Draft discarded" in toast["text"]


async def test_a_removed_moderators_open_correction_stops_working(
    moderator: Person, bot: ShynBa, telegram: Telegram
) -> None:
    preview = await _corrected(moderator, "Source", "Пресс-служба армии")
    await give_role(bot, moderator, Role.TRAINEE)
    toast = await moderator.presses(preview, "✅ Save the correction")
    assert "Only moderators publish" in toast["text"]
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
    assert known is not None
    assert known.version == 1
