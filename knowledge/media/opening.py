"""Opens a picture that anybody may have sent, by its content and within bounds: in a process of its own."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from knowledge.media.unreadable import Flaw, UnreadablePictureError

# Bot API, getFile: bots download files of up to 20 MB.
LARGEST = 20 * 2**20
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
# Phones make pictures of up to 50 million pixels, 150 MB as colours; a screen has hardly four million.
PIXELS = 50_000_000
SHORTEST = 16  # pixels of a side: less than a line of letters
LONGEST = 2400  # pixels; a photo of a whole page still has letters 20 high


def opened(content: bytes) -> Image.Image:
    """Return the (first) picture upright, in colours on white, no longer than LONGEST.

    Raises UnreadablePictureError. What a damaged file makes Pillow raise beyond that is left to the process.
    """
    if not content:
        raise UnreadablePictureError(Flaw.EMPTY)
    if len(content) > LARGEST:
        raise UnreadablePictureError(Flaw.LARGE)
    Image.MAX_IMAGE_PIXELS = None  # the rule is below: Pillow's own one only warns
    try:
        image = Image.open(BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError:
        raise UnreadablePictureError(Flaw.FORMAT) from None
    _within_bounds(image)
    image.draft("RGB", (LONGEST, LONGEST))  # a large JPEG is decoded at half or a quarter of its size
    image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    return _on_white(_upright(image))


def _within_bounds(image: Image.Image) -> None:
    if image.width * image.height > PIXELS:
        raise UnreadablePictureError(Flaw.LARGE)
    shorter, longer = sorted(image.size)
    if shorter < SHORTEST or shorter * LONGEST < SHORTEST * longer:  # once it is as long as LONGEST
        raise UnreadablePictureError(Flaw.SMALL)


def _upright(image: Image.Image) -> Image.Image:
    """As the camera was held, if the file says so in a way that can be understood."""
    try:
        return ImageOps.exif_transpose(image)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError):
        return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        image = Image.new("RGBA", seen.size, "white")
        image.alpha_composite(seen)
    return image.convert("RGB")
