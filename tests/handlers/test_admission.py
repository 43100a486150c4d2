"""What may not become a part of a rebuttal, and the similar one that is shown before publishing."""

import pytest

from bot.application import ShynBa
from bot.sandbox import Person
from bot.settings import Settings
from handlers import replies
from handlers.own import is_own
from handlers.texts import texts, unmarked
from knowledge import starter
from knowledge.exchange import parse
from knowledge.models import Answer, Kind, Language, Match, Passage, Post
from tests.handlers.test_add import CLAIM, LINES

STARTER = parse(starter.lines())
RUMOUR = "Казахстан готовится к войне с Россией"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("kind", "claims"), [*((kind, 1) for kind in Kind), (Kind.VERDICT, 3)])
def test_every_answer_of_the_bots_is_known_again(language: Language, kind: Kind, claims: int) -> None:
    known = STARTER[0]
    match = Match(known, known.claims[0], Passage(0, 5, "words"), 0.9)
    reply = replies.answer(Answer(kind, language, (match,) * claims), Post("words"), texts(language))
    said = unmarked(reply.text)
    assert is_own(said)
    assert is_own(f"Смотрите что пишут:\n\n{said}\n\nперешлите всем")


@pytest.mark.parametrize("known", STARTER, ids=lambda known: known.id)
def test_what_people_say_is_not_taken_for_the_bots_words(known: object) -> None:
    assert known in STARTER
    for rebuttal in STARTER:
        assert not any(is_own(claim.text) for claim in rebuttal.claims)
        assert not any(is_own(text) for text in rebuttal.summary.values())
    assert not is_own("Неправда\nУтверждение, что война будет, повторяют все")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Здравствуйте, как у вас дела?", "too little to recognise a post by"),
        ("Сәлеметсіз бе", "too little to recognise a post by"),
        ("Война?", "too little to recognise a post by"),
        (unmarked(texts(Language.KK)("unknown.body")), "these are the bot’s own words"),
        (STARTER[0].summary[Language.RU], f"this is the explanation of rebuttal {STARTER[0].id}"),
    ],
)
async def test_what_is_no_claim_is_refused_with_the_reason(moderator: Person, text: str, why: str) -> None:
    moderator.says("/add")
    await moderator.reads()
    moderator.says(text)
    assert why in (await moderator.reads()).text
    moderator.says(LINES.replace(CLAIM, text.replace("\n", " ")))
    refusal = (await moderator.reads()).text
    assert f"line 2: “Claim”: {why}"[:40] in refusal
    assert why in refusal


async def test_the_bots_own_answer_is_not_learned(moderator: Person) -> None:
    moderator.says(RUMOUR)
    answer = await moderator.reads()
    moderator.replies(answer, "/learn tdl-war")
    assert "the bot’s own words" in (await moderator.reads()).text


async def test_a_similar_rebuttal_is_shown_and_can_be_opened(moderator: Person) -> None:
    moderator.says(LINES.replace(CLAIM, f"{RUMOUR}, началась мобилизация"))
    preview = await moderator.reads()
    assert "There is a similar rebuttal already:\ntdl-war" in preview.text
    await moderator.presses(preview, "Open the similar one")
    assert (await moderator.reads()).text.startswith("tdl-war · published")


async def test_the_phrasings_are_added_to_the_similar_one_instead(
    moderator: Person, citizen: Person, bot: ShynBa
) -> None:
    words = f"{RUMOUR}, началась мобилизация"
    moderator.says(LINES.replace(CLAIM, words))
    preview = await moderator.reads()
    assert all(len(button.get("callback_data", "").encode()) <= 64 for button in preview.buttons)
    await moderator.presses(preview, "➕ Add these wordings to it")
    assert "1 wording added to tdl-war" in (await moderator.reads()).text
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
        assert await transaction.rebuttals.count() == len(STARTER)
    assert known is not None
    assert words in {claim.text for claim in known.claims}
    citizen.says(words)
    assert (await citizen.reads()).text.startswith("❌")


async def test_wordings_that_are_there_already_are_not_added_twice(moderator: Person) -> None:
    moderator.says(LINES.replace(CLAIM, RUMOUR))
    preview = await moderator.reads()
    toast = await moderator.presses(preview, "➕ Add these wordings to it")
    assert "has all these wordings already" in toast["text"]


async def test_a_rebuttal_is_not_similar_to_itself(moderator: Person) -> None:
    moderator.says("/edit tdl-war")
    assert "similar" not in (await moderator.reads()).text


class TestWithAllowedDomains:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return settings.model_copy(update={"source_domains": ("gov.kz", "stopfake.kz")})

    async def test_a_source_elsewhere_is_refused_on_the_card_and_in_lines(self, moderator: Person) -> None:
        moderator.says(LINES)
        refusal = (await moderator.reads()).text
        assert "line 7: “Link”: the source has to be at one of: gov.kz, stopfake.kz" in refusal
        moderator.says(LINES.replace("https://example.kz/", "https://www.gov.kz/"))
        preview = await moderator.reads()
        await moderator.presses(preview, "Link")
        await moderator.reads()
        moderator.says("https://gov.kz.evil.com/")
        assert "gov.kz, stopfake.kz" in (await moderator.reads()).text


@pytest.mark.parametrize(
    ("day", "why"),
    [("2020-01-01", "this day is over"), ("2027-02-30", "2026-12-31"), ("завтра", "2026-12-31")],
)
async def test_a_last_day_has_to_be_a_day_to_come(moderator: Person, day: str, why: str) -> None:
    moderator.says(LINES)
    await moderator.presses(await moderator.reads(), "Last day")
    await moderator.reads()
    moderator.says(day)
    assert why in (await moderator.reads()).text
