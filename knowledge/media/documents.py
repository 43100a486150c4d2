"""What a document says: plain text, PDF and Word, read in a process of its own, as files can be hostile.

`python -m knowledge.media.documents KIND` reads the file on its standard input and prints the text. Limits
are set from outside (children.py): a bomb costs at most its memory and time, and ends only that process.
"""

import codecs
import sys
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from typing import IO, BinaryIO

from knowledge.media.children import ChildError, Limits, output_of

# A post of Telegram's has 4,096 characters; what circulates as a file is a page or two.
LONGEST = 8_000
PAGES = 20
# A Word file of 20 MB unpacks to this much when it is full of text; bombs unpack to gigabytes.
UNPACKED = 200 * 2**20
LIMITS = Limits(seconds=15.0, memory=600 * 2**20, output=4 * LONGEST)
# Bytes of control characters that no text has, beside tab, line feed, form feed and carriage return.
_NO_TEXT = set(range(32)) - {9, 10, 12, 13, 27}
_HEAD = 1024  # ISO 32000-1, implementation note 13: `%PDF-` stands within these bytes
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*")


class DocumentKind(StrEnum):
    """What a file is by its first bytes: names and types are what the sender says."""

    TEXT = "text"
    PDF = "pdf"
    WORD = "word"
    PICTURE = "picture"
    OTHER = "other"


class UnreadableDocumentError(Exception):
    """A damaged, locked or hostile file."""


async def text_of(file: IO[bytes], kind: DocumentKind) -> str:
    """Return the text of a TEXT, PDF or WORD file, at most `LONGEST` characters of it; "" when it has none.

    Raises UnreadableDocumentError.
    """
    try:
        told = await output_of(
            sys.executable, "-m", "knowledge.media.documents", kind.value, file=file, limits=LIMITS
        )
    except ChildError as error:
        raise UnreadableDocumentError(str(error)) from error
    return told.decode()


def kind_of(file: IO[bytes]) -> DocumentKind:
    """Return what a file is; it is read from its beginning, and left there."""
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if b"%PDF-" in head:
        return DocumentKind.PDF
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return DocumentKind.PICTURE
    if head.startswith(b"PK\x03\x04"):
        return DocumentKind.WORD if _is_word(file) else DocumentKind.OTHER
    return DocumentKind.TEXT if _is_text(head) else DocumentKind.OTHER


def _is_word(file: IO[bytes]) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    finally:
        file.seek(0)


def _is_text(head: bytes) -> bool:
    return head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or not _NO_TEXT & set(head)


def _plain(file: BinaryIO) -> str:
    """UTF-8, UTF-16 with its mark, else Kazakhstan's own eight bits, which are those of Russian Windows."""
    content = file.read(4 * LONGEST)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(content)  # the cut may split a letter
    except UnicodeDecodeError:
        # https://www.iana.org/assignments/charset-reg/KZ-1048: cp1251 with Kazakh in place of Serbian letters
        return content.decode("kz1048", errors="replace")


def _pdf(file: BinaryIO) -> Iterator[str]:
    from pypdf import PdfReader  # noqa: PLC0415  # only the process that reads needs it

    for page, _ in zip(PdfReader(file).pages, range(PAGES), strict=False):
        yield page.extract_text()


def _word(file: BinaryIO) -> Iterator[str]:
    from docx import Document  # noqa: PLC0415  # as above
    from docx.table import Table  # noqa: PLC0415

    with zipfile.ZipFile(file) as archive:
        if sum(part.file_size for part in archive.infolist()) > UNPACKED:
            raise UnreadableDocumentError("it unpacks to too much")
    file.seek(0)
    for part in Document(file).iter_inner_content():
        if isinstance(part, Table):
            yield from (cell.text for row in part.rows for cell in row.cells)
        else:
            yield part.text


def _extracted(file: BinaryIO, kind: DocumentKind) -> str:
    if kind is DocumentKind.TEXT:
        return _plain(file)[:LONGEST]
    text = ""
    for part in _pdf(file) if kind is DocumentKind.PDF else _word(file):
        text += f"{part.strip()}\n" if part.strip() else ""
        if len(text) >= LONGEST:
            break
    return text[:LONGEST]


if __name__ == "__main__":
    with open("/dev/stdin", "rb") as given:  # noqa: PTH123  # opened anew: it can be sought in
        found = _extracted(given, DocumentKind(sys.argv[1]))
    sys.stdout.buffer.write(found.encode(errors="replace"))
