"""Documents made to harm whoever opens them, and damaged ones, each by a name that says what it is."""

import io
import zipfile
import zlib
from collections.abc import Callable

from tests.knowledge.media.files import pdf, word

_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
_LAUGHS = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{_ENTITIES}]>'
_BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
)


def _word_with(name: str, content: bytes) -> bytes:
    """A Word file in which one part is replaced."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word("x"))) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return made.getvalue()


def _bomb_of_zeros() -> bytes:
    return _word_with("word/document.xml", b"<" + b" " * 400 * 2**20)


def _bomb_of_text() -> bytes:
    """Within the bound of what a Word file may unpack to, but all of it is one text."""
    return _word_with("word/document.xml", _BODY.format(text="a" * 150 * 2**20).encode())


def _nested() -> bytes:
    depth = 100_000
    return _word_with("word/document.xml", (b"<a>" * depth) + (b"</a>" * depth))


def _pdf_with(stream: bytes) -> bytes:
    head = b"%PDF-1.4\n"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
    ]
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % each for each in enumerate(objects, 1))
    return head + body + b"trailer << /Size 5 /Root 1 0 R >>\n%%EOF\n"


def _pdf_bomb() -> bytes:
    return _pdf_with(zlib.compress(b"(x) Tj " * 2**27, 9))


def _pdf_loop() -> bytes:
    """A page tree that is its own child."""
    return pdf("x").replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "bomb of zeros in Word": _bomb_of_zeros,
    "bomb of text in Word": _bomb_of_text,
    "billion laughs in Word": lambda: _word_with(
        "word/document.xml", (_LAUGHS + _BODY.format(text="&e11;")).encode()
    ),
    "outer entity in Word": lambda: _word_with(
        "word/document.xml",
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + _BODY.format(text="&e;")).encode(),
    ),
    "a hundred thousand elements deep": _nested,
    "Word cut in half": lambda: word("x" * 1000)[:15_000],
    "Word without its parts": lambda: _word_with("word/document.xml", b""),
    "bomb in PDF": _pdf_bomb,
    "PDF that is its own child": _pdf_loop,
    "PDF cut in half": lambda: pdf("x" * 2000)[:500],
    "PDF of noise": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 1000,
    "text of control characters": lambda: b"\x0c\x1b" * 100_000,
}
