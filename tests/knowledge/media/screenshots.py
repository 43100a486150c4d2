"""Draws what people send instead of text: screenshots, memes and photos of screens, in eight styles."""

from collections.abc import Callable
from io import BytesIO
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from knowledge.media.lettering import Font, drawable, font, width

Style = Callable[[str, Random], bytes]
_PHONE, _SENT = (1080, 2340), 1280  # pixels; Telegram squeezes photos to 1280 on the longer side


def jpeg(image: Image.Image, quality: int = 87) -> bytes:
    file = BytesIO()
    image.convert("RGB").save(file, "JPEG", quality=quality)
    return file.getvalue()


def light(text: str, chance: Random) -> bytes:
    return jpeg(page(text, chance, ink="#1b1b1b", paper="#ffffff"))


def dark(text: str, chance: Random) -> bytes:
    return jpeg(page(text, chance, ink="#e9e9e9", paper="#17212b"))


def squeezed(text: str, chance: Random) -> bytes:
    """Passed on so often that JPEG has eaten into the letters."""
    return jpeg(page(text, chance, ink="#222222", paper="#f4f4f4", size=20), chance.choice((20, 30)))


def phone(text: str, chance: Random) -> bytes:
    """A chat on a phone: its clock and battery, the chat's head, a bubble, the line to write in."""
    is_dark = chance.random() < 0.5
    paper, bubble, ink, grey = (
        ("#0e1621", "#182533", "#f5f5f5", "#7f91a4")
        if is_dark
        else ("#dfe8d8", "#ffffff", "#111111", "#7a8a94")
    )
    image = Image.new("RGB", _PHONE, paper)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, _PHONE[0], 230), fill=bubble)
    draw.text((60, 30), f"{chance.randrange(24)}:{chance.randrange(60):02}", ink, font(38, bold=True))
    draw.text((900, 30), f"{chance.randrange(5, 99)}%", ink, font(38))
    draw.text(
        (190, 105), chance.choice(("Біздің аула", "Новости района", "Family chat")), ink, font(44, bold=True)
    )
    draw.text((190, 165), chance.choice(("128 қатысушы", "128 участников", "128 members")), grey, font(34))
    lines = wrapped(text, font(46), 820)
    top, height = 420, 62 * len(lines) + 130
    draw.rounded_rectangle((40, top, 960, top + height), 30, fill=bubble)
    for number, line in enumerate(lines):
        draw.text((80, top + 40 + 62 * number), line, ink, font(46))
    draw.text(
        (820, top + height - 60), f"{chance.randrange(24):02}:{chance.randrange(60):02}", grey, font(34)
    )
    draw.rectangle((0, 2200, *_PHONE), fill=bubble)
    draw.text((140, 2240), chance.choice(("Хабарлама", "Сообщение", "Message")), grey, font(44))
    return jpeg(smaller(image))


def meme(text: str, chance: Random) -> bytes:
    """White letters with a black rim on a picture."""
    image = scene(chance, (900, 900))
    draw, of = ImageDraw.Draw(image), font(44, bold=True)
    lines = wrapped(text, of, 820)
    of = of if len(lines) < 14 else font(32, bold=True)
    lines = wrapped(text, of, 820)
    step = of.size * 1.3
    for number, line in enumerate(lines):
        place = (450, 860 - step * (len(lines) - number))
        draw.text(place, line, "white", of, anchor="ma", stroke_width=4, stroke_fill="black")
    return jpeg(image, 80)


def turned(text: str, chance: Random) -> bytes:
    image = page(text, chance, ink="#1b1b1b", paper="#ffffff")
    return jpeg(image.rotate(chance.choice((90, 180, 270)), expand=True))


def tilted(text: str, chance: Random) -> bytes:
    """A screen, photographed from the side by somebody who did not hold the phone straight."""
    return jpeg(photographed(_screen(text, chance), chance), 75)


def gloomy(text: str, chance: Random) -> bytes:
    """The same in a dark room: hardly any light, and noise."""
    photo = np.asarray(photographed(_screen(text, chance), chance, slant=0.4), dtype=float)
    falloff = np.linspace(1, chance.uniform(0.45, 0.7), photo.shape[1])[None, :, None]
    noise = np.random.default_rng(chance.randrange(10**6)).normal(0, 6, photo.shape)
    return jpeg(Image.fromarray(np.clip(photo * 0.3 * falloff + noise, 0, 255).astype(np.uint8)), 75)


def hopeless(text: str, chance: Random) -> bytes:
    """Photographed from afar, out of focus, in the dark: hardly anybody could read it."""
    photo = photographed(_screen(text, chance), chance).filter(ImageFilter.GaussianBlur(chance.uniform(1, 3)))
    small = np.asarray(smaller(photo, chance.randrange(450, 800)), dtype=float)
    noise = np.random.default_rng(chance.randrange(10**6)).normal(0, 10, small.shape)
    return jpeg(Image.fromarray(np.clip(small * 0.4 + noise, 0, 255).astype(np.uint8)), 40)


STYLES: dict[str, Style] = {
    "light": light, "dark": dark, "jpeg": squeezed, "phone": phone,
    "meme": meme, "turned": turned, "tilted": tilted, "gloomy": gloomy, "hopeless": hopeless,
}  # fmt: skip


def page(text: str, chance: Random, *, ink: str, paper: str, size: int = 0) -> Image.Image:
    """Paragraphs on a page of one colour, 700 to 1,000 pixels wide."""
    of = font(size or chance.choice((24, 28, 32)))
    across = chance.randrange(700, 1000, 50)
    lines = [line for part in text.split("\n") for line in (*wrapped(part, of, across - 80), "")]
    step = of.size * 1.4
    image = Image.new("RGB", (across, int(step * len(lines)) + 80), paper)
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((40, 40 + step * number), line, ink, of)
    return image


def wrapped(text: str, of: Font, across: float) -> list[str]:
    lines = [""]
    for word in drawable(text).split():
        longer = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], longer] if width(longer, of) <= across else [*lines, word]
    return lines


def scene(chance: Random, size: tuple[int, int]) -> Image.Image:
    """A drawn "photo": sky and ground, hills, houses, trees, faces; no two alike."""
    wide, high = size
    generator = np.random.default_rng(chance.randrange(10**9))
    rough = generator.integers(40, 200, (chance.randrange(3, 9), chance.randrange(3, 9), 3), dtype=np.uint8)
    image = Image.fromarray(rough).resize(size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _ in range(chance.randrange(10, 26)):
        left, top = chance.randrange(wide), chance.randrange(high)
        across, down = chance.randrange(wide // 20, wide // 3), chance.randrange(high // 20, high // 3)
        fill = tuple(chance.randrange(20, 230) for _ in range(3))
        shape = chance.choice((draw.rectangle, draw.ellipse))
        shape((left, top, left + across, top + down), fill=fill)
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(wide / 300)), dtype=float)
    return Image.fromarray(np.clip(soft + generator.normal(0, 5, soft.shape), 0, 255).astype(np.uint8))


def scribbled(chance: Random, size: tuple[int, int]) -> Image.Image:
    """A "photo" with a wall full of scribbles: a dozen words to tesseract, and it is sure of none."""
    image, (wide, high) = scene(chance, size), size
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, high // 2, wide - 60, high - 30), fill="#d8d2c4")
    for top in range(high // 2 + 20, high - 80, 48):
        left = 80
        while left < wide - 110:
            for _ in range(chance.randrange(3, 7)):
                corners = [(left + chance.randrange(16), top + chance.randrange(26)) for _ in range(4)]
                draw.line(corners, fill="#222222", width=3)
                left += 20
            left += 18
    return image


def smaller(image: Image.Image, longest: int = _SENT) -> Image.Image:
    """As Telegram sends photos."""
    share = min(1, longest / max(image.size))
    return image.resize((round(image.width * share), round(image.height * share)), Image.Resampling.LANCZOS)


def photographed(screen: Image.Image, chance: Random, slant: float = 1.0) -> Image.Image:
    """The screen turned by up to 12° and seen from the side, on a dark desk; `slant` scales both."""
    wide, high = 1600, 1400
    around = np.asarray(scene(chance, (wide, high)), dtype=float) * 0.25
    angle = np.radians(chance.uniform(-12, 12) * slant)
    share = 0.75 * min(wide / screen.width, high / screen.height)
    half = np.array([screen.width, screen.height]) / 2 * share
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = corners @ turn.T
    squeeze = 1 - np.abs([chance.uniform(0, 0.18) * slant, 0])  # the far side is smaller
    corners[[1, 2]] *= (1, squeeze[0]) if chance.random() < 0.5 else (squeeze[0], 1)
    corners[[2, 3]] *= 1 - chance.uniform(0, 0.1) * slant
    corners += (wide / 2, high / 2)
    seen = screen.convert("RGBA").transform(
        (wide, high),
        Image.Transform.PERSPECTIVE,
        _coefficients(corners, screen.size),
        Image.Resampling.BICUBIC,
    )
    photo = np.where(np.asarray(seen)[..., 3:] > 0, np.asarray(seen)[..., :3], around)
    waves = 1 + 0.03 * np.sin(np.arange(wide) * chance.uniform(0.3, 1.2))[None, :, None]  # moiré
    blurred = Image.fromarray(np.clip(photo * waves * 0.9, 0, 255).astype(np.uint8))
    return smaller(blurred.filter(ImageFilter.GaussianBlur(0.8)))


def _screen(text: str, chance: Random) -> Image.Image:
    ink, paper = chance.choice((("#1b1b1b", "#ffffff"), ("#222222", "#f4f0e8"), ("#f0f0f0", "#2b3a48")))
    return page(text, chance, ink=ink, paper=paper, size=30)


def _coefficients(corners: np.ndarray, size: tuple[int, int]) -> list[float]:
    """What PERSPECTIVE needs to put the corners of a picture of that size onto these places."""
    wide, high = size
    rows, wanted = [], []
    for (x, y), (u, v) in zip(corners, [(0, 0), (wide, 0), (wide, high), (0, high)], strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return list(np.linalg.solve(np.array(rows, dtype=float), np.array(wanted, dtype=float)))
