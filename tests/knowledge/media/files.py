"""Files that people send: PDF and Word with text in any script, recordings, and a recogniser to hear them."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document

NEEDS_FFMPEG = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg installed")
NEEDS_ESPEAK = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="needs espeak-ng installed")


def word(*paragraphs: str, cell: str = "") -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if cell:
        document.add_table(1, 1).cell(0, 0).text = cell
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf(text: str) -> bytes:
    """One page whose font says by /ToUnicode what its codes mean, as what is printed from Word does."""
    letters = sorted(set(text))
    codes = {letter: number for number, letter in enumerate(letters, 1)}
    shown = "".join(f"{codes[letter]:02X}" for letter in text)
    mapped = "\n".join(f"<{code:02X}> <{ord(letter):04X}>" for letter, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{mapped}\nendbfchar\nendcmap end end"
    )
    return _pdf_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F 5 0 R >> >> >>",
        _stream(f"BT /F 12 Tf 50 800 Td <{shown}> Tj ET"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /X /ToUnicode 6 0 R >>",
        _stream(cmap),
    )


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _pdf_of(*objects: str) -> bytes:
    body, places = "%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{written}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode()


def made_by_ffmpeg(*arguments: str, given: bytes = b"") -> bytes:
    command = ["ffmpeg", "-v", "error", *arguments, "-"]
    return subprocess.run(command, input=given, capture_output=True, check=True, timeout=60).stdout


def tone(seconds: int = 2) -> bytes:
    """A voice message's container with a tone in it."""
    return made_by_ffmpeg("-f", "lavfi", "-i", f"sine=duration={seconds}", "-c:a", "libopus", "-f", "ogg")


def spoken(text: str, folder: Path, voice: str = "ru") -> bytes:
    """A voice message of a synthetic voice."""
    wave = folder / "spoken.wav"
    subprocess.run(["espeak-ng", "-v", voice, "-w", str(wave), text], check=True, timeout=60)
    return made_by_ffmpeg("-i", str(wave), "-c:a", "libopus", "-f", "ogg")


def film(picture: bytes, folder: Path, seconds: int = 2) -> bytes:
    """A video that shows one picture; MP4 is written to a file, as its head comes last."""
    shown, made = folder / "picture", folder / "film.mp4"
    shown.write_bytes(picture)
    subprocess.run(
        [
            "ffmpeg", "-v", "error", "-y", "-loop", "1", "-i", str(shown), "-t", str(seconds),
            "-vf", "scale=trunc(iw/2)*2:trunc(ih/2)*2", "-pix_fmt", "yuv420p", str(made),
        ],
        check=True,
        timeout=60,
    )  # fmt: skip
    return made.read_bytes()


def moving(scene: bytes, folder: Path) -> bytes:
    """A video in which the view wanders over a picture, so that its key frames differ."""
    shown, made = folder / "scene", folder / "moving.mp4"
    shown.write_bytes(scene)
    subprocess.run(
        [
            "ffmpeg", "-v", "error", "-y", "-loop", "1", "-i", str(shown), "-t", "4", "-r", "5",
            "-vf", "crop=400:300:x='t*80':y='t*60'", "-g", "5", "-pix_fmt", "yuv420p", str(made),
        ],
        check=True,
        timeout=60,
    )  # fmt: skip
    return made.read_bytes()


def recogniser(folder: Path, line: str, before: str = "") -> Path:
    """An operator's own recogniser: hears this in every recording, after it has done `before`."""
    folder.mkdir(parents=True)
    program = folder / "recognise"
    program.write_text(f"#!/bin/sh\n{before}\ncat >/dev/null\necho '{line}'\n")
    program.chmod(0o755)
    return folder
