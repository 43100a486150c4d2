"""Pictures, videos, recordings and files come in: what they say is judged as a text is."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from bot.application import ShynBa
from bot.sandbox import Person, Telegram
from bot.sandbox.messages import Message
from bot.settings import Settings
from bot.slow.work import ATTEMPTS
from handlers.citizen import looking
from tests.bot.processes import ready
from tests.conftest import StartBot
from tests.handlers.test_check import CHAT, NOT_CHECKED, RUMOURS, WORDS
from tests.knowledge.media.files import NEEDS_ESPEAK, NEEDS_FFMPEG, film, pdf, recogniser, spoken, tone, word
from tests.knowledge.media.screenshots import light
from tests.knowledge.media.tesseract import NEEDS_TESSERACT

READ = {"ru": "Прочитано на картинке", "kk": "Суреттен оқығаным", "en": "Read from the picture"}
SLOW = 60.0  # seconds; a machine that is busy with other tests reads a picture in ten


def screenshot(text: str) -> bytes:
    return light(text, Random(1))


@pytest.mark.usefixtures("bot")
class TestPictures:
    @NEEDS_TESSERACT
    @pytest.mark.parametrize("language", RUMOURS)
    async def test_a_screenshot_gets_the_verdict_on_what_it_says(
        self, citizen: Person, language: str
    ) -> None:
        post = citizen.sends_photo(content=screenshot(RUMOURS[language]), channel="Жаңалықтар")
        answer = await after_looking(citizen)
        assert answer.text.splitlines()[0] == WORDS[language]
        assert answer.reply_to == post.id
        assert READ[language] in answer.text

    @NEEDS_TESSERACT
    async def test_a_screenshot_of_which_nothing_is_known_can_be_followed(self, citizen: Person) -> None:
        citizen.sends_photo(content=screenshot(CHAT["ru"]))
        answer = await after_looking(citizen)
        assert NOT_CHECKED["ru"] in answer.text
        assert "хлеб и молоко" in answer.text
        toast = await citizen.presses(answer, 0)
        assert toast["text"]

    @NEEDS_TESSERACT
    async def test_caption_and_picture_are_one_post(self, citizen: Person) -> None:
        citizen.sends_photo(CHAT["ru"], content=screenshot(RUMOURS["ru"]))
        answer = await after_looking(citizen)
        assert answer.text.startswith(WORDS["ru"])
        assert READ["ru"] in answer.text

    @NEEDS_TESSERACT
    async def test_the_button_under_the_answer_knows_what_was_read(
        self, citizen: Person, owner: Person
    ) -> None:
        owner.starts()
        await owner.reads()
        citizen.sends_photo(content=screenshot(RUMOURS["ru"]))
        answer = await after_looking(citizen)
        await citizen.presses(answer, answer.labels[-1])
        assert "Казахстан готовится" in (await owner.reads()).text

    @NEEDS_TESSERACT
    async def test_a_picture_sent_as_a_file_is_read(self, citizen: Person) -> None:
        citizen.sends_document(content=screenshot(RUMOURS["ru"]), name="IMG_1.JPG")
        assert (await after_looking(citizen)).text.startswith(WORDS["ru"])

    @NEEDS_TESSERACT
    @pytest.mark.parametrize("captions", [["", ""], ["", CHAT["ru"]]])
    async def test_an_album_is_one_post(self, citizen: Person, captions: list[str]) -> None:
        first, _ = citizen.sends_album(captions, content=screenshot(RUMOURS["ru"]))
        answer = await after_looking(citizen)
        assert answer.text.startswith(WORDS["ru"])
        assert answer.reply_to == first.id
        citizen.says("/help")
        assert (await citizen.reads()).text.count(WORDS["ru"]) == 0
        assert not citizen.unread()

    @NEEDS_TESSERACT
    async def test_an_album_without_words_is_asked_for_them_once(self, citizen: Person) -> None:
        citizen.sends_album(["", "", ""])
        assert "Пришлите, пожалуйста, текст" in (await after_looking(citizen)).text
        citizen.says("/help")
        await citizen.reads()
        assert not citizen.unread()

    async def test_a_caption_that_settles_it_needs_no_picture(
        self, citizen: Person, telegram: Telegram
    ) -> None:
        citizen.sends_photo(RUMOURS["ru"])
        assert (await citizen.reads()).text.startswith(WORDS["ru"])
        assert not [call for call in telegram.calls if call.method == "getFile"]

    async def test_a_caption_is_answered_when_the_picture_cannot_be_read(self, citizen: Person) -> None:
        citizen.sends_photo(CHAT["ru"], content=b"no picture")
        assert NOT_CHECKED["ru"] in (await after_looking(citizen)).text

    @NEEDS_TESSERACT
    @pytest.mark.parametrize("content", [b"no picture", b"\x89PNG\r\n\x1a\n", screenshot("слово")[:900]])
    async def test_what_is_no_picture_is_asked_for_its_text(self, citizen: Person, content: bytes) -> None:
        citizen.sends_photo(content=content)
        assert "Пришлите, пожалуйста, текст" in (await after_looking(citizen)).text

    @pytest.mark.parametrize(
        "data", ["v1:looked:yes:picture", "v1:looked:yes:x", "v1:looked:no:picture", "v1:looked::"]
    )
    async def test_a_forged_button_leads_nowhere(self, citizen: Person, data: str) -> None:
        citizen.says(CHAT["ru"])
        answer = await citizen.reads()
        assert (await citizen.presses(answer, 0, data=data))["show_alert"]


@pytest.mark.usefixtures("bot")
class TestFiles:
    @pytest.mark.parametrize("language", RUMOURS)
    @pytest.mark.parametrize("kind", ["txt", "pdf", "docx"])
    async def test_a_document_gets_the_verdict_on_what_it_says(
        self, citizen: Person, language: str, kind: str
    ) -> None:
        made: dict[str, Callable[[str], bytes]] = {"txt": str.encode, "pdf": pdf, "docx": word}
        citizen.sends_document(content=made[kind](RUMOURS[language]), name=f"post.{kind}")
        assert (await after_looking(citizen)).text.splitlines()[0] == WORDS[language]

    async def test_a_text_of_russian_windows_is_read(self, citizen: Person) -> None:
        citizen.sends_document(content=RUMOURS["ru"].encode("cp1251"), name="post.txt")
        assert (await after_looking(citizen)).text.startswith(WORDS["ru"])

    async def test_other_files_are_declined(self, citizen: Person) -> None:
        citizen.sends_document(content=b"\x7fELF\x02\x01\x01\0\0", name="photo.apk")
        assert "PDF" in (await after_looking(citizen)).text

    async def test_what_is_too_large_is_not_fetched(self, citizen: Person, telegram: Telegram) -> None:
        citizen.sends_recording("video", b"video", size=21 * 2**20)
        assert "20 МБ" in (await after_looking(citizen)).text
        assert not [call for call in telegram.calls if call.method == "getFile"]

    async def test_a_file_that_is_gone_is_given_up_at_once(self, citizen: Person, telegram: Telegram) -> None:
        telegram.fail("getFile", 400, "Bad Request: file is temporarily unavailable")
        citizen.sends_document(content=b"post", name="post.txt")
        assert "ещё раз" in (await after_looking(citizen)).text

    async def test_telegram_is_asked_again_when_it_was_away(
        self, citizen: Person, telegram: Telegram
    ) -> None:
        telegram.fail("getFile", 502, "Bad Gateway")
        citizen.sends_document(content=RUMOURS["ru"].encode(), name="post.txt")
        assert (await _last(citizen, WORDS["ru"])).text.startswith(WORDS["ru"])


@pytest.mark.usefixtures("bot")
class TestRecordings:
    @pytest.fixture
    def heard(self) -> dict[str, object]:
        return {"text": RUMOURS["ru"], "confidence": 0.95}

    @pytest.fixture
    def settings(self, settings: Settings, tmp_path: Path, heard: dict[str, object]) -> Settings:
        kazakh = recogniser(tmp_path / "kk", json.dumps({"text": "бір нәрсе естілді", "confidence": 0.3}))
        russian = recogniser(tmp_path / "ru", json.dumps(heard))
        return settings.model_copy(update={"speech_models": (kazakh, russian)})

    @NEEDS_FFMPEG
    @pytest.mark.parametrize("kind", ["voice", "audio"])
    async def test_a_recording_is_judged_by_the_surer_of_two_models(self, citizen: Person, kind: str) -> None:
        citizen.sends_recording(kind, tone())
        answer = await after_looking(citizen)
        assert answer.text.startswith(WORDS["ru"])
        assert "Расслышано" in answer.text

    @NEEDS_FFMPEG
    @NEEDS_ESPEAK
    async def test_speech_is_brought_to_the_recogniser(self, citizen: Person, tmp_path: Path) -> None:
        citizen.sends_recording("voice", spoken(RUMOURS["ru"], tmp_path))
        assert (await after_looking(citizen)).text.startswith(WORDS["ru"])

    @NEEDS_FFMPEG
    async def test_what_is_no_recording_is_asked_for_its_text(self, citizen: Person) -> None:
        citizen.sends_recording("voice", b"OggS and nothing more")
        assert "Пришлите, пожалуйста, текст" in (await after_looking(citizen)).text

    class TestUnsure:
        @pytest.fixture
        def heard(self) -> dict[str, object]:
            return {"text": RUMOURS["ru"], "confidence": 0.6}

        @NEEDS_FFMPEG
        async def test_an_unsure_transcript_is_asked_about(self, citizen: Person) -> None:
            citizen.sends_recording("voice", tone())
            question = await after_looking(citizen)
            assert WORDS["ru"] not in question.text
            await citizen.presses(question, "✅ Да, верно")
            assert (await after_looking(citizen)).text.startswith(WORDS["ru"])


@pytest.mark.usefixtures("bot")
class TestVideos:
    @NEEDS_FFMPEG
    @NEEDS_TESSERACT
    @pytest.mark.parametrize("kind", ["video", "animation", "video_note"])
    async def test_words_shown_in_a_video_are_judged(
        self, citizen: Person, tmp_path: Path, kind: str
    ) -> None:
        citizen.sends_recording(kind, film(screenshot(RUMOURS["ru"]), tmp_path))
        answer = await after_looking(citizen)
        assert answer.text.startswith(WORDS["ru"])
        assert "в видео" in answer.text

    @NEEDS_TESSERACT
    async def test_an_unsure_reading_is_asked_about_before_anything_is_said_of_it(
        self, citizen: Person
    ) -> None:
        question = await self._asked(citizen)
        assert "Казахстан" in question.text
        assert WORDS["ru"] not in question.text
        await citizen.presses(question, "✅ Да, верно")
        assert (await after_looking(citizen)).text.startswith(WORDS["ru"])

    @NEEDS_TESSERACT
    async def test_who_says_that_it_was_misread_is_asked_for_the_text(self, citizen: Person) -> None:
        await citizen.presses(await self._asked(citizen), "❌ Нет, неверно")
        assert "Пришлите, пожалуйста, текст" in (await after_looking(citizen)).text

    async def _asked(self, citizen: Person) -> Message:
        """Send a video that bots cannot fetch: its small picture is never a sure reading."""
        small = screenshot(RUMOURS["ru"])
        citizen.sends_recording("video", b"video", thumbnail=small, size=21 * 2**20)
        return await after_looking(citizen)

    @pytest.mark.parametrize("language", ["kk", "ru", "en"])
    async def test_without_a_model_the_bot_says_that_it_cannot_listen(
        self, telegram: Telegram, language: str
    ) -> None:
        person = telegram.person(7, language_code=language)
        person.sends_recording("voice", b"OggS")
        told = {"kk": "тыңдай алмаймын", "ru": "Слушать я пока не умею", "en": "cannot listen yet"}
        assert told[language] in (await person.reads()).text
        assert not [call for call in telegram.calls if call.method == "getFile"]


async def test_who_waits_is_told_and_the_answer_takes_that_place(
    bot: ShynBa, citizen: Person, telegram: Telegram
) -> None:
    fetching = telegram.hold("getFile")
    post = citizen.sends_document(content=RUMOURS["ru"].encode(), name="post.txt")
    holding = await citizen.reads()
    assert "Читаю файл" in holding.text
    assert holding.reply_to == post.id
    await telegram.wait_for(lambda: [call for call in telegram.calls if call.method == "sendChatAction"])
    fetching.release()
    answer = await citizen.reads()
    assert answer.text.startswith(WORDS["ru"])
    assert answer.id == holding.id


async def test_texts_are_answered_while_files_are_read(
    bot: ShynBa, citizen: Person, telegram: Telegram
) -> None:
    fetching = telegram.hold("getFile", times=2)
    for number in (8, 9):
        telegram.person(number).sends_document(content=b"post", name="post.txt")
    await fetching.arrived()
    citizen.says(RUMOURS["ru"])
    assert (await citizen.reads()).text.startswith(WORDS["ru"])
    fetching.release()


async def test_what_was_under_way_is_taken_up_by_the_next_start(
    start_bot: StartBot, citizen: Person, telegram: Telegram
) -> None:
    fetching = telegram.hold("getFile")
    async with start_bot():
        citizen.sends_document(content=RUMOURS["ru"].encode(), name="post.txt")
        await fetching.arrived()
    async with start_bot():
        assert (await _last(citizen, WORDS["ru"])).text.startswith(WORDS["ru"])


async def test_what_ended_the_process_three_times_is_given_up(
    start_bot: StartBot, settings: Settings, citizen: Person, telegram: Telegram, tmp_path: Path
) -> None:
    citizen.sends_document(content=b"post", name="post.txt")
    for _ in range(ATTEMPTS):
        fetching = telegram.hold("getFile")
        async with ready(settings, tmp_path) as process:
            await fetching.arrived()
            process.kill()
        fetching.release()
    async with start_bot():
        assert "открыть это не получилось" in (await after_looking(citizen)).text
    assert len(telegram.calls.of("getFile")) == ATTEMPTS


async def test_who_sends_too_many_at_once_is_told(bot: ShynBa, citizen: Person, telegram: Telegram) -> None:
    fetching = telegram.hold("getFile", times=looking.WAITING + 1)
    for _ in range(looking.WAITING + 1):
        citizen.sends_document(content=b"post", name="post.txt")
    assert "Дождитесь" in (await _last(citizen, "Дождитесь")).text
    fetching.release()


async def after_looking(person: Person) -> Message:
    """The next answer; not what is said while it is prepared."""
    while (message := await person.reads(within=SLOW)).text.startswith(("👀", "👂")):
        pass
    return message


async def _last(person: Person, words: str) -> Message:
    """The next message with these words."""
    while words not in (message := await person.reads(within=SLOW)).text:
        pass
    return message
