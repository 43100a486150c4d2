"""/learn: a confirmed post becomes a key of the claim, and is never shown to anybody."""

from bot.sandbox import Person

POST = "Соседка говорит, резервистов уже строят у северных соседей под боком, скоро полыхнёт на всю степь"


async def test_a_confirmed_post_is_met_the_next_time(moderator: Person, citizen: Person) -> None:
    citizen.says(POST)
    assert not (await citizen.reads()).text.startswith("❌")
    post = moderator.forwards(POST, channel="Слухи")
    await moderator.reads()
    moderator.replies(post, "/learn tdl-war")
    assert "tdl-war" in (await moderator.reads()).text
    citizen.says(POST)
    answer = await citizen.reads()
    assert answer.text.startswith("❌ Неправда")
    assert "Соседка" not in answer.text


async def test_the_same_post_is_learned_once(moderator: Person) -> None:
    post = moderator.forwards(POST, channel="Слухи")
    await moderator.reads()
    moderator.replies(post, "/learn tdl-war")
    await moderator.reads()
    moderator.replies(post, "/learn tdl-war")
    assert "nothing new" in (await moderator.reads()).text


async def test_without_a_post_or_an_id_it_says_how_it_is_used(moderator: Person) -> None:
    moderator.says("/learn tdl-war")
    assert "Reply to a post" in (await moderator.reads()).text
    post = moderator.forwards(POST, channel="Слухи")
    await moderator.reads()
    moderator.replies(post, "/learn")
    assert "Reply to a post" in (await moderator.reads()).text
    moderator.replies(post, "/learn no-such")
    assert "no-such" in (await moderator.reads()).text


async def test_of_a_long_post_only_what_concerns_the_claim_is_learned(moderator: Person) -> None:
    filler = "Сегодня в нашем районе обычный день, дети идут в школу, погода хорошая. " * 20
    post = moderator.forwards(
        f"{filler}Казахстан тайно готовится к войне с Россией. {filler}", channel="Слухи"
    )
    await moderator.reads()
    moderator.replies(post, "/learn tdl-war")
    assert "one more wording" in (await moderator.reads()).text
    moderator.says("/show tdl-war")
    shown = (await moderator.reads()).text
    assert "тайно готовится" in shown
    assert "дети идут в школу, погода хорошая. Сегодня" not in shown


async def test_a_picture_without_words_teaches_nothing(moderator: Person) -> None:
    post = moderator.sends_photo("")
    await moderator.reads()
    moderator.replies(post, "/learn tdl-war")
    assert "nothing new" in (await moderator.reads()).text
