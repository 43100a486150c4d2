"""Tests of knowledge/media/documents.py: honest files are read, and others end in an error at most."""

import io
import tempfile
from contextlib import suppress

import pytest

from knowledge.media.documents import LONGEST, DocumentKind, UnreadableDocumentError, kind_of, text_of
from tests.knowledge.media.files import pdf, word
from tests.knowledge.media.hostile_files import HOSTILE

KAZAKH = "Қазақстан Ресеймен соғысқа дайындалып жатыр, бірақ бұл — өтірік"


async def _text(content: bytes) -> str:
    file = io.BytesIO(content)
    kind = kind_of(file)
    with tempfile.TemporaryFile() as kept:
        kept.write(content)
        kept.seek(0)
        return (await text_of(kept, kind)).strip()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "kz1048"])
async def test_a_text_file_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert await _text(KAZAKH.encode(encoding)) == KAZAKH


async def test_a_text_of_russian_windows_is_read() -> None:
    assert await _text("Сообщение «срочно» №1 — всем ёжикам".encode("cp1251")) == (
        "Сообщение «срочно» №1 — всем ёжикам"
    )


async def test_a_pdf_and_a_word_file_are_read() -> None:
    assert await _text(pdf(KAZAKH)) == KAZAKH
    assert (await _text(word("Бірінші", "", "Екінші", cell="Кесте"))).split() == [
        "Бірінші", "Екінші", "Кесте",
    ]  # fmt: skip


async def test_of_a_book_only_the_beginning_is_read() -> None:
    assert len(await _text(("слово " * 100_000).encode())) <= LONGEST
    assert len(await _text(word(*["слово " * 500] * 50))) <= LONGEST


async def test_the_cut_never_splits_a_letter() -> None:
    text = await _text(("x" + "қ" * 4 * LONGEST).encode())
    assert text.strip("xқ") == ""


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", DocumentKind.TEXT),
        (b"MZ\x90\0\x03\0\0\0", DocumentKind.OTHER),
        (b"PK\x03\x04 and rubbish", DocumentKind.OTHER),
        (b"Rar!\x1a\x07\x01\x00", DocumentKind.OTHER),
        (b"\xff\xd8\xff\xe0", DocumentKind.PICTURE),
        (b"RIFF\0\0\0\0WEBPVP8 ", DocumentKind.PICTURE),
        (b"\n\n%PDF-1.7\n", DocumentKind.PDF),
        ("Мәтін".encode(), DocumentKind.TEXT),
        (word("x"), DocumentKind.WORD),
    ],
)
def test_a_file_is_what_it_holds_whatever_it_is_called(content: bytes, kind: DocumentKind) -> None:
    assert kind_of(io.BytesIO(content)) is kind


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_file_ends_in_an_error_or_in_no_text(name: str) -> None:
    with suppress(UnreadableDocumentError):
        text = await _text(HOSTILE[name]())
        assert len(text) <= LONGEST
        assert "root:" not in text  # of /etc/passwd
