"""/add: a card from the first word to the published rebuttal, and everything that may go wrong."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Message, Person, Telegram
from tests.conftest import BY_POLLING_AND_WEBHOOK, StartBot

CLAIM = "Банк Береке раздаёт всем по 300 000 тенге к празднику"
LINES = f"""/add
claim: {CLAIM}
verdict: scam
summary ru: Банк ничего не раздаёт. Это мошенники.
summary kk: Банк ештеңе таратпайды. Бұл — алаяқтар.
source: Bereke Bank
link: https://example.kz/warning
date: 2025-06-01"""


async def _filled(moderator: Person) -> Message:
    """Fill the card up to its preview; return the preview."""
    moderator.says("/add")
    card = await moderator.reads()
    moderator.says(CLAIM)
    card = await moderator.reads()
    await moderator.presses(card, "Next »")
    card = await moderator.reads()
    await moderator.presses(card, "🚫 Scam")
    await moderator.reads()
    moderator.says("Банк ничего не раздаёт. Это мошенники.")
    card = await moderator.reads()
    await moderator.presses(card, "Next »")
    await moderator.reads()
    moderator.says("Bereke Bank")
    await moderator.reads()
    moderator.says("https://example.kz/warning")
    card = await moderator.reads()
    await moderator.presses(card, "Skip »")
    return await moderator.reads()


@BY_POLLING_AND_WEBHOOK
async def test_a_card_filled_field_by_field_answers_the_very_next_post(
    moderator: Person, citizen: Person
) -> None:
    preview = await _filled(moderator)
    assert "🚫 Scam" in preview.text
    assert "No summary in: KK, EN" in preview.text
    await moderator.presses(preview, "✅ Publish")
    assert "Published" in (await moderator.reads()).text
    citizen.forwards(CLAIM, channel="Скидки")
    answer = await citizen.reads()
    assert answer.text.startswith("🚫 Мошенничество")
    assert "Bereke Bank" in answer.text


async def test_the_whole_flow_stays_in_one_message(moderator: Person) -> None:
    await _filled(moderator)
    said_by_bot = [message for message in moderator.sees() if message["from"]["is_bot"]]
    assert len([message for message in said_by_bot if CLAIM in message.text]) == 1


async def test_one_message_with_labelled_lines_is_shown_before_it_is_published(
    moderator: Person, citizen: Person
) -> None:
    moderator.says(LINES)
    preview = await moderator.reads()
    assert "June 1, 2025" in preview.text
    await moderator.presses(preview, "✅ Publish")
    await moderator.reads()
    citizen.says("Береке банк всем раздаёт 300 000 тенге к празднику!")
    assert (await citizen.reads()).text.startswith("🚫 Мошенничество")


@pytest.mark.parametrize(
    ("label", "value", "complaint"),
    [
        ("verdict: scam", "verdict: perhaps", "line 3"),
        ("link: https://example.kz/warning", "link: stopfake", "line 7"),
        ("date: 2025-06-01", "date: 2025-13-01", "line 8"),
        ("source: Bereke Bank\n", "", "missing: “Source”"),
        (f"claim: {CLAIM}", "claim: -", "line 2"),
        ("claim:", "clam:", "line 2"),
    ],
)
async def test_every_wrong_line_is_named_and_nothing_is_kept(
    moderator: Person, label: str, value: str, complaint: str
) -> None:
    moderator.says(LINES.replace(label, value))
    refusal = await moderator.reads()
    assert complaint in refusal.text
    assert "Not added" in refusal.text
    moderator.says("/find Bereke")
    assert "Береке" not in (await moderator.reads()).text


@pytest.mark.parametrize(
    ("wrong", "right"), [("ftp://example.kz", "https://example.kz/a"), ("x", "https://example.kz")]
)
async def test_a_wrong_value_is_refused_and_asked_for_again(
    moderator: Person, wrong: str, right: str
) -> None:
    preview = await _filled(moderator)
    await moderator.presses(preview, "Link")
    await moderator.reads()
    moderator.says(wrong)
    refusal = await moderator.reads()
    assert refusal.reply_to is not None
    moderator.says(right)
    assert "Link" in (await moderator.reads()).labels


async def test_html_in_every_field_is_shown_as_text(moderator: Person, citizen: Person) -> None:
    moderator.says(
        LINES.replace(CLAIM, f"<b>{CLAIM}</b> & <script>")
        .replace("Bereke Bank", "<i>Bank</i> & Co")
        .replace("Это мошенники", "<a href='x'>мошенники</a>")
    )
    preview = await moderator.reads()
    assert "<script>" in preview.text
    assert "<i>Bank</i> & Co" in preview.text
    await moderator.presses(preview, "✅ Publish")
    await moderator.reads()
    citizen.says(f"<b>{CLAIM}</b> & <script>")
    assert "<a href='x'>мошенники</a>" in (await citizen.reads()).text


async def test_anchors_are_shown_and_can_be_changed(moderator: Person, citizen: Person) -> None:
    preview = await _filled(moderator)
    assert "⚓ Anchors: " in preview.text
    await moderator.presses(preview, "Anchors")
    card = await moderator.reads()
    assert "Write what sets this claim apart" in card.text
    moderator.says("береке, 300 000, праздник|той")
    preview = await moderator.reads()
    assert "⚓ Anchors: береке · 300 000 · праздник|той" in preview.text
    await moderator.presses(preview, "✅ Publish")
    await moderator.reads()
    citizen.says("Банк Береке раздаёт всем по 300 000 тенге к юбилею")
    assert not (await citizen.reads()).text.startswith("🚫")
    citizen.says(CLAIM)
    assert (await citizen.reads()).text.startswith("🚫")


async def test_changed_anchors_can_be_derived_again(moderator: Person) -> None:
    moderator.says(f"{LINES}\nanchors: особый")
    preview = await moderator.reads()
    assert "⚓ Anchors: особый" in preview.text
    await moderator.presses(preview, "Anchors")
    await moderator.presses(await moderator.reads(), "Clear")
    card = await moderator.reads()
    await moderator.presses(card, "« Back")
    assert "особый" not in (await moderator.reads()).text


async def test_a_forwarded_post_becomes_the_claim(moderator: Person) -> None:
    moderator.says("/add")
    await moderator.reads()
    moderator.forwards(CLAIM, channel="Скидки")
    card = await moderator.reads()
    assert card.edited
    assert f"(RU): {CLAIM}" in card.text


async def test_a_post_forwarded_at_another_field_is_checked(moderator: Person) -> None:
    preview = await _filled(moderator)
    await moderator.presses(preview, "Source")
    await moderator.reads()
    moderator.forwards("Казахстан готовится к войне с Россией", channel="Слухи")
    assert (await moderator.reads()).text.startswith("❌ Неправда")


async def test_an_old_card_is_told_so_and_the_current_one_refreshed(moderator: Person) -> None:
    moderator.says("/add")
    old = await moderator.reads()
    moderator.says(CLAIM)
    await moderator.reads()
    toast = await moderator.presses(old, "Cancel")
    assert "out of date" in toast["text"]
    assert CLAIM in (await moderator.reads()).text


async def test_a_cancelled_card_publishes_nothing(moderator: Person) -> None:
    preview = await _filled(moderator)
    await moderator.presses(preview, "Cancel")
    assert "Nothing was published" in (await moderator.reads()).text
    toast = await moderator.presses(preview, "✅ Publish")
    assert "closed" in toast["text"]


@BY_POLLING_AND_WEBHOOK
async def test_a_card_survives_a_restart(telegram: Telegram, start_bot: StartBot, owner: Person) -> None:
    async with start_bot():
        owner.starts()
        await owner.reads()
        owner.says("/add")
        await owner.reads()
        owner.says(CLAIM)
        card = await owner.reads()
    async with start_bot():
        await owner.presses(card, "Next »")
        assert "Choose the verdict" in (await owner.reads()).text


async def test_an_unfinished_card_is_taken_up_again(moderator: Person) -> None:
    moderator.says("/add")
    await moderator.reads()
    moderator.says(CLAIM)
    await moderator.reads()
    moderator.says("/add")
    assert CLAIM in (await moderator.reads()).text


@pytest.mark.parametrize("action", ["verdict:great", "publish", "field:nonsense", "next", "", "field:"])
async def test_a_forged_button_of_the_card_is_refused(moderator: Person, action: str) -> None:
    moderator.says("/add")
    card = await moderator.reads()
    version = card.buttons[0]["callback_data"].split(":")[2]
    toast = await moderator.presses(card, 0, data=f"v1:add:{version}:{action}")
    assert toast["text"] == "This button is out of date. Please send the post again."


async def test_a_card_left_lying_never_acts_on_a_later_one(moderator: Person) -> None:
    moderator.says("/add")
    old = await moderator.reads()
    await moderator.presses(old, "Cancel")
    await moderator.reads()
    moderator.says(LINES)
    await moderator.reads()
    toast = await moderator.presses(old, "Cancel")
    assert "out of date" in toast["text"]


@pytest.mark.usefixtures("bot")
async def test_a_citizen_cannot_add_and_learns_their_number(citizen: Person) -> None:
    citizen.says(LINES)
    refusal = await citizen.reads()
    assert str(citizen.id) in refusal.text
    citizen.starts()
    toast = await citizen.presses(await citizen.reads(), 0, data="v1:add:1:publish")
    assert toast["show_alert"]


async def test_two_rebuttals_of_one_wording_get_two_ids(moderator: Person, bot: ShynBa) -> None:
    for number in ("", "-2"):
        moderator.says(LINES)
        preview = await moderator.reads()
        assert ("similar rebuttal already" in preview.text) == bool(number)
        await moderator.presses(preview, "✅ Publish anyway" if number else "✅ Publish")
        assert f"bank-bereke-razdaet-vsem-po-300{number}\n" in (await moderator.reads()).text
