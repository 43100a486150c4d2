"""Invitations: a link, single use, for two days, that brings its first taker into the team."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.application import ShynBa, open_bot
from bot.clock import utc_now
from bot.pace import UNLIMITED
from bot.sandbox import Message, Person, Telegram
from bot.settings import Settings
from knowledge.store import Role
from tests.conftest import CITIZEN, OWNER, StartBot, give_role
from tests.handlers.test_add import LINES

LINK = re.compile(r"https://t\.me/sandbox_bot\?start=(invite_[A-Za-z0-9_-]{32})(?![A-Za-z0-9_-])")


async def _invites(owner: Person, role: str = "trainee") -> tuple[Message, str]:
    """Return the card with the link, and what the link carries."""
    owner.says("/moderators")
    await owner.presses(await owner.reads(), f"✉️ Invite a {role}")
    card = await owner.reads()
    found = LINK.search(card.text)
    assert found
    return card, found[1]


async def _joins(person: Person, payload: str, accept: str = "✅ Accept") -> Message:
    person.starts(payload)
    await person.presses(await person.reads(), accept)
    return await person.reads()


@pytest.fixture
def stranger(telegram: Telegram) -> Person:
    return telegram.person(7771234, "Stranger", language_code="en")


@pytest.mark.parametrize(
    ("language", "accept", "welcome"),
    [
        ("kk", "✅ Қабылдау", "Топқа қош келдіңіз! Рөліңіз: тағылымгер."),
        ("ru", "✅ Принять", "Добро пожаловать в команду! Ваша роль: стажёр."),
        ("en", "✅ Accept", "Welcome to the team! Your role: trainee."),
    ],
)
async def test_who_opens_the_link_reads_what_it_means_accepts_and_works(
    owner: Person, telegram: Telegram, bot: ShynBa, language: str, accept: str, welcome: str
) -> None:
    _, payload = await _invites(owner)
    newcomer = telegram.person(7771234, "Stranger", language_code=language)
    assert welcome in (await _joins(newcomer, payload, accept)).text
    told = (await owner.reads()).text
    assert "…1234, стажёр" in told  # the owner has chosen no language: Russian
    await bot.settled()
    assert {"add", "find", "show"} <= {command["command"] for command in newcomer.menu()}
    assert "retire" not in {command["command"] for command in newcomer.menu()}
    newcomer.says(LINES)
    assert len((await newcomer.reads()).labels) > 1
    owner.says("/moderators …1234 = Айгүл")
    team = (await owner.reads()).text
    assert "Айгүл, trainee" in team
    assert "not accepted yet" not in team


async def test_the_invitation_survives_restarts_between_all_its_steps(
    owner: Person, stranger: Person, start_bot: StartBot
) -> None:
    async with start_bot():
        _, payload = await _invites(owner, "moderator")
    async with start_bot():
        stranger.starts(payload)
        card = await stranger.reads()
        assert "people will see them at once" in card.text
    async with start_bot():
        await stranger.presses(card, "✅ Accept")
        assert "Welcome" in (await stranger.reads()).text
        stranger.says("/retire tdl-war")
        assert "Yes, retire it" in (await stranger.reads()).labels


async def test_of_two_who_accept_the_same_link_one_gets_in(
    owner: Person, stranger: Person, telegram: Telegram, bot: ShynBa
) -> None:
    _, payload = await _invites(owner)
    other = telegram.person(7775678, "Other", language_code="en")
    cards = []
    for person in (stranger, other):
        person.starts(payload)
        cards.append(await person.reads())
    for person, card in zip((stranger, other), cards, strict=True):
        person.taps(card, "✅ Accept")
    await telegram.wait_for(
        lambda: (
            len([event for who in (stranger, other) for event in who.events if event.kind == "toast"]) == 2
        )
    )
    toasts = [
        event.what.get("text", "")
        for who in (stranger, other)
        for event in who.events
        if event.kind == "toast"
    ]
    assert sorted("already been used" in toast for toast in toasts) == [False, True]
    async with bot.store.begin() as transaction:
        assert len(await transaction.people.team()) == 1


async def test_the_store_holds_nothing_that_opens_the_door(
    owner: Person, stranger: Person, bot: ShynBa
) -> None:
    _, payload = await _invites(owner)
    stranger.starts(payload)
    await stranger.reads()
    await bot.settled()
    token = payload.removeprefix("invite_")
    async with bot.store.begin() as transaction:
        names = (
            await transaction._connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        ).all()
        for (table,) in names:
            rows = (await transaction._connection.execute(text(f'SELECT * FROM "{table}"'))).all()
            assert token not in str(rows), table


@pytest.mark.usefixtures("bot")
async def test_a_used_link_and_its_old_card_are_refused(
    owner: Person, stranger: Person, citizen: Person
) -> None:
    link, payload = await _invites(owner)
    citizen.starts(payload)
    lingering = await citizen.reads()
    await _joins(stranger, payload)
    citizen.starts(payload)
    assert "уже воспользовались" in (await citizen.reads()).text
    assert "уже воспользовались" in (await citizen.presses(lingering, "✅ Принять"))["text"]
    assert "already been accepted" in (await owner.presses(link, "Take back"))["text"]


@pytest.mark.parametrize("from_team", [False, True])
async def test_an_invitation_taken_back_is_refused(
    owner: Person, stranger: Person, bot: ShynBa, from_team: bool
) -> None:
    card, payload = await _invites(owner)
    stranger.starts(payload)
    open_card = await stranger.reads()
    if from_team:
        owner.says("/moderators")
        card = await owner.reads()
    await owner.presses(card, next(label for label in card.labels if label.startswith("Take back")))
    assert ("Team: 0" if from_team else "taken back") in (await owner.reads()).text
    stranger.starts(payload)
    assert "taken back" in (await stranger.reads()).text
    assert "taken back" in (await stranger.presses(open_card, "✅ Accept"))["text"]


async def test_after_two_days_a_link_is_over(owner: Person, stranger: Person, settings: Settings) -> None:
    late = timedelta(hours=48, seconds=1)
    async with open_bot(settings, limits=UNLIMITED) as bot, bot.serving():
        _, payload = await _invites(owner)
        stranger.starts(payload)
        card = await stranger.reads()
    async with open_bot(settings, clock=lambda: utc_now() + late, limits=UNLIMITED) as bot, bot.serving():
        assert "time of this invitation is over" in (await stranger.presses(card, "✅ Accept"))["text"]
        stranger.starts(payload)
        assert "time of this invitation is over" in (await stranger.reads()).text


async def test_who_is_no_owner_any_more_invites_nobody(
    owner: Person, stranger: Person, settings: Settings
) -> None:
    async with open_bot(settings, limits=UNLIMITED) as bot, bot.serving():
        _, payload = await _invites(owner, "moderator")
    others = settings.model_copy(update={"owner_ids": (OWNER + 1,)})
    async with open_bot(others, limits=UNLIMITED) as bot, bot.serving():
        stranger.starts(payload)
        assert "taken back" in (await stranger.reads()).text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    "payload", ["invite_", "invite_" + "A" * 32, "invite_<b>&'", "invite_" + "ә" * 500, "invite_x y\n\0"]
)
async def test_a_forged_link_is_refused(stranger: Person, payload: str) -> None:
    stranger.starts(payload)
    assert "not valid" in (await stranger.reads()).text


@pytest.mark.usefixtures("bot")
async def test_a_link_of_another_kind_greets(stranger: Person) -> None:
    stranger.starts("share_tdl-war")
    assert "Forward me a post" in (await stranger.reads()).text


async def test_a_forged_acceptance_is_refused(owner: Person, stranger: Person, bot: ShynBa) -> None:
    _, payload = await _invites(owner)
    stranger.starts(payload)
    card = await stranger.reads()
    for forged in ("v1:accept:", "v1:accept:1", f"v1:accept:{'A' * 32}", "v1:accept:<b>"):
        assert "not valid" in (await stranger.presses(card, "✅ Accept", data=forged))["text"]
    async with bot.store.begin() as transaction:
        assert await transaction.people.team() == ()


async def test_an_invitation_never_lowers_a_role_and_is_not_used_up_by_it(
    owner: Person, moderator: Person, stranger: Person
) -> None:
    _, payload = await _invites(owner)
    for person in (moderator, owner):
        person.starts(payload)
        assert "already" in (await person.reads()).text
    assert "Welcome" in (await _joins(stranger, payload)).text


async def test_a_trainee_becomes_a_moderator_by_a_link_and_keeps_the_label(
    owner: Person, trainee: Person, bot: ShynBa
) -> None:
    _, payload = await _invites(owner, "moderator")
    await _joins(trainee, payload)
    await owner.reads()
    owner.says("/moderators")
    assert "Trainee, moderator" in (await owner.reads()).text


async def test_who_became_a_moderator_meanwhile_is_not_lowered_by_an_open_card(
    owner: Person, stranger: Person, bot: ShynBa
) -> None:
    _, payload = await _invites(owner)
    stranger.starts(payload)
    card = await stranger.reads()
    await give_role(bot, stranger, Role.MODERATOR)
    assert "no new rights" in (await stranger.presses(card, "✅ Accept"))["text"]


@pytest.mark.usefixtures("bot")
async def test_who_declines_may_think_again(owner: Person, stranger: Person) -> None:
    _, payload = await _invites(owner)
    assert "think again" in (await _joins(stranger, payload, "Not now")).text
    assert "Welcome" in (await _joins(stranger, payload)).text


async def test_a_heap_of_open_invitations_is_refused(owner: Person, bot: ShynBa) -> None:
    owner.says("/moderators")
    card = await owner.reads()
    for _ in range(10):
        await owner.presses(card, "✉️ Invite a moderator")
    assert "10 invitations" in (await owner.presses(card, "✉️ Invite a moderator"))["text"]
    owner.says("/moderators")
    team = (await owner.reads_several(11))[-1]
    assert len([label for label in team.labels if label.startswith("Take back")]) == 10


@pytest.mark.parametrize(
    "data", ["v1:invite:owner", "v1:invite:", "v1:withdraw:x", f"v1:withdraw:{'9' * 40}", "v1:withdraw:7"]
)
async def test_forged_buttons_of_the_owner_make_no_invitation(owner: Person, bot: ShynBa, data: str) -> None:
    owner.says("/moderators")
    assert (await owner.presses(await owner.reads(), 0, data=data))["show_alert"]
    async with bot.store.begin() as transaction:
        assert await transaction.invitations.open(now=utc_now()) == ()


async def test_a_citizen_cannot_invite(citizen: Person, bot: ShynBa) -> None:
    citizen.starts()
    toast = await citizen.presses(await citizen.reads(), 0, data="v1:invite:moderator")
    assert toast["show_alert"]
    assert citizen.id == CITIZEN
    async with bot.store.begin() as transaction:
        assert await transaction.invitations.open(now=utc_now()) == ()
