"""Pictures and videos that a rebuttal has: who sends one, or a copy of it, reads the rebuttal."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from bot.application import ShynBa
from bot.sandbox import Person, Telegram
from bot.sandbox.messages import Message
from knowledge.media import WORDY, read
from tests.handlers.test_attaching import COPY, FLOOD, looked_at
from tests.handlers.test_check import CHAT, WORDS
from tests.handlers.test_looking import after_looking
from tests.knowledge.media.files import NEEDS_FFMPEG, moving
from tests.knowledge.media.screenshots import jpeg, scene, scribbled
from tests.knowledge.media.tesseract import NEEDS_TESSERACT

SAME, SIMILAR = "Именно эта картинка", "Похожая картинка"


async def attached(moderator: Person, send: Callable[[], Message]) -> Message:
    """Correct a rebuttal by what is sent to its card."""
    moderator.says("/edit tdl-war")
    await moderator.reads()
    sent = send()
    await moderator.presses(await moderator.reads(), "✅ Save the correction")
    await moderator.reads()
    return sent


@pytest.mark.parametrize("is_named", [True, False])
@pytest.mark.parametrize("kind", ["photo", "video", "document"])
async def test_the_very_file_is_known_without_being_fetched(
    moderator: Person, citizen: Person, telegram: Telegram, bot: ShynBa, kind: str, is_named: bool
) -> None:
    send: dict[str, Callable[[], Message]] = {
        "photo": lambda: moderator.sends_photo(content=FLOOD),
        "video": lambda: moderator.sends_recording("video", b"no film"),
        "document": lambda: moderator.sends_document(content=FLOOD, name="flood.jpg"),
    }
    sent = await attached(moderator, send[kind])
    await looked_at(bot)
    fetched = len(telegram.calls.of("getFile"))
    citizen.passes_on(sent, is_named=is_named)
    answer = await after_looking(citizen)
    assert answer.text.startswith(WORDS["ru"])
    assert SAME in answer.text
    assert len(telegram.calls.of("getFile")) == fetched


@NEEDS_TESSERACT
async def test_a_copy_of_a_picture_is_known(moderator: Person, citizen: Person, bot: ShynBa) -> None:
    await attached(moderator, lambda: moderator.sends_photo(content=FLOOD))
    await looked_at(bot)
    citizen.sends_photo(CHAT["ru"], content=COPY)
    answer = await after_looking(citizen)
    assert answer.text.startswith(WORDS["ru"])
    assert SAME in answer.text


@NEEDS_TESSERACT
async def test_a_copy_is_asked_about_where_words_may_be_noise(
    moderator: Person, citizen: Person, bot: ShynBa
) -> None:
    wall = scribbled(Random(2), (800, 600))
    copy = jpeg(wall.resize((640, 480)), 60)
    reading = await read(copy)
    assert len(reading.text.split()) >= WORDY
    assert not reading.is_sure
    await attached(moderator, lambda: moderator.sends_photo(content=jpeg(wall)))
    await looked_at(bot)
    citizen.sends_photo(content=copy)
    answer = await after_looking(citizen)
    assert SIMILAR in answer.text
    assert not answer.text.startswith(WORDS["ru"])


async def test_another_picture_is_not(moderator: Person, citizen: Person, bot: ShynBa) -> None:
    await attached(moderator, lambda: moderator.sends_photo(content=FLOOD))
    await looked_at(bot)
    citizen.sends_photo(CHAT["ru"], content=jpeg(scene(Random(2), (800, 600))))
    assert WORDS["ru"] not in (await after_looking(citizen)).text


@NEEDS_FFMPEG
@NEEDS_TESSERACT
async def test_a_copy_of_a_video_is_known(
    moderator: Person, citizen: Person, bot: ShynBa, tmp_path: Path
) -> None:
    clip = moving(FLOOD, tmp_path)
    await attached(moderator, lambda: moderator.sends_recording("video", clip))
    await looked_at(bot)
    citizen.sends_recording("video", clip)
    answer = await after_looking(citizen)
    assert answer.text.startswith(WORDS["ru"])
    assert SAME in answer.text
