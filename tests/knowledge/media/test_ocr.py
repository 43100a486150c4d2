"""Tests of knowledge/media/ocr.py: what is read on drawn pictures, and that nothing is left running."""

import asyncio
import os
from pathlib import Path
from random import Random

import pytest

from knowledge.media import OcrMissingError, Reading, read
from knowledge.media import ocr as ocr_module
from tests.knowledge.media.screenshots import STYLES, jpeg, page, scene
from tests.knowledge.media.tesseract import NEEDS_TESSERACT

KAZAKH = "Қыркүйектен бастап барлық мектеп алты күндік оқуға көшеді, деп жазды Білім министрлігі"
POSTS = {
    "kk": KAZAKH,
    "ru": "В Казахстане готовят мобилизацию. Запасникам до 45 лет повестки придут через приложение",
    "en": "The internet will be shut down across Kazakhstan for 3 days around the election",
}


def words(text: str) -> str:
    return " ".join(text.split())


@NEEDS_TESSERACT
@pytest.mark.parametrize("style", ["light", "dark", "jpeg", "turned"])
@pytest.mark.parametrize("language", POSTS)
async def test_a_screenshot_is_read_word_for_word(style: str, language: str) -> None:
    reading = await read(STYLES[style](POSTS[language], Random(1)))
    assert words(reading.text) == POSTS[language]
    assert reading.is_sure


@NEEDS_TESSERACT
@pytest.mark.parametrize("style", ["meme", "tilted", "gloomy"])
async def test_letters_on_a_picture_and_on_a_photographed_screen_are_read(style: str) -> None:
    reading = await read(STYLES[style](POSTS["ru"], Random(3)))
    assert "мобилизацию" in reading.text
    assert "повестки придут через приложение" in words(reading.text)


@NEEDS_TESSERACT
async def test_a_phone_s_own_words_are_no_part_of_the_post() -> None:
    reading = await read(STYLES["phone"](KAZAKH, Random(2)))
    assert KAZAKH in reading.text.split("\n")
    assert not any(letter in reading.text for letter in ":%")


@NEEDS_TESSERACT
async def test_paragraphs_stay_apart_and_lines_are_joined() -> None:
    text = f"{POSTS['ru']}\n{POSTS['en']}"
    reading = await read(jpeg(page(text, Random(5), ink="black", paper="white")))
    assert reading.text == text


@NEEDS_TESSERACT
async def test_a_picture_without_text_is_no_sure_reading() -> None:
    assert not (await read(jpeg(scene(Random(7), (800, 600))))).is_sure


def test_a_few_words_are_never_sure() -> None:
    assert not Reading("Рас па?", 99).is_sure
    assert not Reading("оте плохо прочитано, почти ничего", 60).is_sure
    assert Reading("очень хорошо прочитано, почти всё", 95).is_sure


@pytest.mark.parametrize(
    ("text", "confidence", "words"),
    [
        ("", 0, 0),
        ("ой Ез |", 40, 3),
        ("ой Ез | тя 11", 40, None),
        ("очень хорошо прочитано, почти всё", 95, 5),
    ],
)
def test_what_may_be_noise_is_not_counted_as_words(text: str, confidence: float, words: int | None) -> None:
    assert Reading(text, confidence).words == words


async def test_without_tesseract_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ocr_module._installed.cache_clear()
    try:
        with pytest.raises(OcrMissingError):
            await read(jpeg(scene(Random(7), (80, 60))))
    finally:
        ocr_module._installed.cache_clear()


@NEEDS_TESSERACT
async def test_nothing_is_left_running_when_nobody_waits_any_more() -> None:
    hard = jpeg(scene(Random(8), (2400, 2400)))
    others = running()
    task = asyncio.create_task(read(hard))
    while not (children := running() - others):  # noqa: ASYNC110 - no event says that a process was started
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert not children & running()


@NEEDS_TESSERACT
async def test_who_reads_takes_the_processor_when_texts_leave_it_free() -> None:
    own, others = os.getpriority(os.PRIO_PROCESS, 0), running()
    task = asyncio.create_task(read(jpeg(scene(Random(8), (2400, 2400)))))
    seen = {own}
    while max(seen) == own and not task.done():
        await asyncio.sleep(0)
        seen |= {os.getpriority(os.PRIO_PROCESS, child) for child in running() - others}
    task.cancel()
    await asyncio.wait([task])
    assert max(seen) == min(own + 10, 19)


def running() -> set[int]:
    """Return the processes that this one has started."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    return {int(number) for number in children.read_text().split()}
