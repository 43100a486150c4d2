"""Makes files that only pretend to be pictures, or that are meant to hurt whoever opens them."""

import gzip
import struct
import zipfile
import zlib
from io import BytesIO
from random import Random

from PIL import Image

from tests.knowledge.media.screenshots import jpeg, scene


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def bomb(side: int = 50_000) -> bytes:
    """A PNG of a few megabytes or less that would take 7.5 GB of memory."""
    rows = zlib.compressobj(9)
    row = b"\0" * (1 + side * 3)
    packed = b"".join(rows.compress(row) for _ in range(side // 100)) + rows.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def liar() -> bytes:
    """A PNG that says it is 4,000 pixels wide and high, and has ten rows."""
    head = struct.pack(">IIBBBBB", 4000, 4000, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 12_001 * 10)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """A PNG whose comment unpacks to 200 MB."""
    plain = saved(Image.new("RGB", (64, 64)), "PNG")
    comment = b"Comment\0\0" + zlib.compress(b"a" * 200 * 2**20, 9)
    return plain[:33] + _chunk(b"zTXt", comment) + plain[33:]


def archive() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as inside:
        inside.writestr("picture.jpg", jpeg(scene(Random(1), (64, 64))))
    return file.getvalue()


def endless(scans: int = 10_000) -> bytes:
    """A progressive JPEG whose last scan comes again and again: each of them goes over the whole picture."""
    picture = saved(scene(Random(4), (200, 200)).resize((4000, 4000)), "JPEG", progressive=True, quality=5)
    last = picture.rindex(b"\xff\xda")
    return picture[:last] + picture[last:-2] * scans + picture[-2:]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
PHOTO = jpeg(scene(Random(1), (640, 480)))
# Each with the flaw that is told.
HOSTILE: dict[str, tuple[bytes, str]] = {
    "zero bytes": (b"", "empty"),
    "a bomb": (bomb(), "large"),
    "more bytes than bots can fetch": (PHOTO + b"\0" * 20 * 2**20, "large"),
    "cut in the middle": (PHOTO[: len(PHOTO) // 2], "damaged"),
    "cut in the head": (PHOTO[:20], "format"),
    "a comment of 200 MB": (text_bomb(), "damaged"),
    "an archive": (archive(), "format"),
    "packed": (gzip.compress(PHOTO), "format"),
    "a vector drawing": (SVG, "format"),
    "a TIFF": (saved(scene(Random(2), (64, 64)), "TIFF"), "format"),
    "text": ("Рас па?".encode() * 100, "format"),
    "a hair": (saved(Image.new("L", (1, 20_000), 255), "PNG"), "small"),
    "a ribbon": (saved(Image.new("L", (20_000, 20), 255), "PNG"), "small"),
    "a point": (saved(Image.new("L", (1, 1), 255), "PNG"), "small"),
}


def odd_but_fine() -> dict[str, bytes]:
    """Pictures that are unusual, and pictures all the same."""
    photo = scene(Random(3), (640, 480))
    moving = [scene(Random(number), (320, 240)) for number in range(20)]
    palette = photo.convert("P", palette=Image.Palette.ADAPTIVE)
    exif = Image.Exif()
    exif[0x010E] = "x" * 60_000
    return {
        "a moving GIF": saved(moving[0], "GIF", save_all=True, append_images=moving[1:]),
        "a moving WEBP": saved(moving[0], "WEBP", save_all=True, append_images=moving[1:]),
        "a colour profile of 3 MB": saved(photo, "JPEG", icc_profile=b"p" * 3 * 2**20),
        "a description of 60 kB": saved(photo, "JPEG", exif=exif),
        "shades of grey with transparency": saved(photo.convert("LA"), "PNG"),
        "a palette with transparency": saved(palette, "PNG", transparency=0),
        "sixteen bits": saved(photo.convert("I;16"), "PNG"),
        "ink for print": saved(photo.convert("CMYK"), "JPEG"),
        "fewer rows than it says": liar(),
        "one bit": saved(photo.convert("1"), "BMP"),
        "fifty million pixels": saved(Image.new("RGB", (10_000, 5_000), "white"), "PNG"),
    }
