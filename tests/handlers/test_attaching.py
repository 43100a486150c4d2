"""Pictures of a rebuttal: moderators attach them on its card, and every process knows them by sight."""

import asyncio
from random import Random

from bot.application import ShynBa
from bot.sandbox import Person
from knowledge.media import Likeness, fingerprinted
from knowledge.models import FileKind
from tests.knowledge.media.screenshots import jpeg, scene

FLOOD = jpeg(scene(Random(1), (800, 600)))
COPY = jpeg(scene(Random(1), (800, 600)).resize((400, 300)), 40)


async def attached(moderator: Person, content: bytes) -> None:
    """Correct a rebuttal by a picture that is sent to its card."""
    moderator.says("/edit tdl-war")
    await moderator.reads()
    moderator.sends_photo(content=content)
    preview = await moderator.reads()
    assert "🖼 Pictures and videos: 1" in preview.text
    await moderator.presses(preview, "✅ Save the correction")
    assert "Corrected: tdl-war" in (await moderator.reads()).text


async def looked_at(bot: ShynBa) -> None:
    while True:
        async with bot.store.begin() as transaction:
            if not await transaction.known_media.waiting():
                return
        await asyncio.sleep(0.05)


async def test_a_picture_sent_to_the_card_is_known_exactly_and_by_its_copies(
    moderator: Person, bot: ShynBa
) -> None:
    await attached(moderator, FLOOD)
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
    assert known is not None
    (medium,) = known.media
    assert medium.kind is FileKind.PHOTO
    gallery = bot.gallery
    exact = gallery.exactly([medium.unique_id])
    assert exact is not None
    assert exact.rebuttal == known
    await looked_at(bot)
    copy = await fingerprinted(COPY)
    sighting = gallery.find([copy], words=0)
    assert sighting is not None
    assert (sighting.rebuttal, sighting.likeness) == (known, Likeness.SAME)


async def test_pictures_are_taken_out_by_the_card_and_come_back_by_undo(
    moderator: Person, bot: ShynBa
) -> None:
    await attached(moderator, FLOOD)
    moderator.says("/edit tdl-war")
    await moderator.presses(await moderator.reads(), "Pictures and videos")
    await moderator.presses(await moderator.reads(), "Clear")
    await moderator.presses(await moderator.reads(), "Skip »")
    await moderator.presses(await moderator.reads(), "✅ Save the correction")
    await moderator.reads()
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
    assert known is not None
    assert known.media == ()
    moderator.says("/history tdl-war")
    assert "Pictures and videos" in (await moderator.reads()).text
    moderator.says("/undo tdl-war")
    await moderator.presses(await moderator.reads(), "Yes, bring it back")
    await moderator.reads()
    async with bot.store.begin() as transaction:
        known = await transaction.rebuttals.find("tdl-war")
    assert known is not None
    assert len(known.media) == 1


async def test_words_are_no_picture(moderator: Person) -> None:
    moderator.says("/edit tdl-war")
    await moderator.presses(await moderator.reads(), "Pictures and videos")
    await moderator.reads()
    moderator.says("фото с площади")
    assert "a picture or a video is needed" in (await moderator.reads()).text
