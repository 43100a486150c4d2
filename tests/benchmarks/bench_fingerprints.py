"""How surely copies of pictures and clips are known, how often others are, and how long looking takes.

`python -m tests.benchmarks.bench_fingerprints [PICTURES]`. Pictures are drawn; clips are made of them by
ffmpeg, if it is installed.
"""

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from knowledge.media import (
    KnownPictures,
    Likeness,
    Prints,
    UnreadablePictureError,
    fingerprinted,
    fingerprints,
    key_frames,
    likeness,
    opens_videos,
)
from knowledge.media.fingerprints import BYTES, frame_of
from knowledge.media.lettering import font
from knowledge.media.opening import opened
from tests.knowledge.media.hostile import HOSTILE, endless, odd_but_fine
from tests.knowledge.media.screenshots import jpeg, light, scene

_SIZE = (900, 700)
_CLIPS = 12
_KNOWN = 100_000
_WORDS = (
    "рас", "шын", "бәріне", "таратыңыз", "срочно", "перешлите", "всем", "правда", "новости", "банк", "вода",
)  # fmt: skip


def _banner(image: Image.Image) -> Image.Image:
    """Words over a sixth of the picture."""
    copy = image.copy()
    draw = ImageDraw.Draw(copy)
    draw.rectangle((0, image.height * 5 // 6, *image.size), fill="white")
    draw.text((20, image.height * 5 // 6 + 20), "СРОЧНО! Всем переслать", "red", font(60, bold=True))
    return copy


def _cut(share: float) -> Callable[[Image.Image], Image.Image]:
    def cut(image: Image.Image) -> Image.Image:
        wide, high = round(image.width * share / 2), round(image.height * share / 2)
        return image.crop((wide, high, image.width - wide, image.height - high))

    return cut


def _on_a_phone(image: Image.Image) -> Image.Image:
    """As a screenshot of a chat in which the picture stands."""
    screen = Image.new("RGB", (1080, 2340), "#0e1621")
    ImageDraw.Draw(screen).text((60, 40), "14:35      Біздің аула", "white", font(44))
    screen.paste(image.resize((1080, 840)), (0, 700))
    return screen


_PIXELS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "JPEG 30": lambda image: opened(jpeg(image, 30)),
    "quarter of the size": lambda image: image.resize((image.width // 4, image.height // 4)),
    "grey": lambda image: image.convert("L").convert("RGB"),
    "brighter": lambda image: image.point(lambda shade: min(255, round(shade * 1.2 + 15))),
    "banner": _banner,
    "4 % cut off": _cut(0.04),
    "10 % cut off": _cut(0.1),
    "20 % cut off": _cut(0.2),
    "mirrored": ImageOps.mirror,
    "black border": lambda image: ImageOps.expand(image, (0, 180), "black"),
    "white border": lambda image: ImageOps.expand(image, 90, "white"),
    "screenshot of a phone": _on_a_phone,
    "mirrored, small, JPEG 30": lambda image: opened(jpeg(ImageOps.mirror(image).resize((400, 311)), 30)),
}
_FILTERS = {
    "squeezed": ("-vf", "scale=320:-2", "-crf", "36"),
    "faster by a quarter": ("-vf", "setpts=0.8*PTS"),
    "half as fast": ("-vf", "setpts=2*PTS"),
    "cut short": ("-ss", "2"),
    "mirrored": ("-vf", "hflip"),
    "black bars": ("-vf", "pad=iw:ih+200:0:100"),
    "logo": ("-vf", "drawbox=x=10:y=10:w=120:h=60:color=red:t=fill"),
    "8 % cut off": ("-vf", "crop=iw*0.92:ih*0.92"),
}


def main(count: int) -> None:
    pictures = [scene(Random(number), _SIZE) for number in range(count)]
    known = KnownPictures()
    for number, picture in enumerate(pictures):
        known.put(str(number), _prints(picture).seen)
    _print("copy                       same  similar  wrong  median distance")
    for name, change in _PIXELS.items():
        _report(name, known, [(str(number), [_prints(change(each))]) for number, each in enumerate(pictures)])
    _strangers(known, count)
    if opens_videos():
        asyncio.run(_clips())
    _times()
    asyncio.run(_hostile())


def _prints(image: Image.Image) -> Prints:
    return fingerprints(frame_of(image))


def _report(name: str, known: KnownPictures, looks: Sequence[tuple[str, Sequence[Prints]]]) -> None:
    found = [(key, known.search(each)) for key, each in looks]
    right = [hit.distance for key, hits in found for hit in hits if hit.key == key]
    wrong = sum(hit.key != key for key, hits in found for hit in hits[:1])
    same = sum(likeness(distance, 0) is Likeness.SAME for distance in right)
    median = f"{np.median(right):.0f}" if right else "-"
    _print(f"{name:25} {same / len(looks):5.2f}  {len(right) / len(looks):5.2f}   {wrong:3}    {median}")


def _strangers(known: KnownPictures, count: int) -> None:
    """Others must not be known; and what becomes of screenshots of texts, which look all alike."""
    others = [_prints(scene(Random(10_000 + number), _SIZE)) for number in range(5 * count)]
    nearest = sorted(hits[0].distance for each in others if (hits := known.search([each])))
    _print(f"of {len(others)} other pictures, {len(nearest)} are like one of {count}, nearest {nearest[:1]}")
    chance = Random(7)
    texts = [opened(light(" ".join(chance.choices(_WORDS, k=12)), chance)) for _ in range(count)]
    alike = KnownPictures()
    for number, text in enumerate(texts):
        alike.put(str(number), _prints(text).seen)
    twins = sum(len(alike.search([_prints(text)])) > 1 for text in texts)
    _print(f"of {count} different screenshots of texts, {twins} are like another one: read, never compared")


async def _clips() -> None:
    _print("clip")
    with tempfile.TemporaryDirectory() as folder:
        originals = [_clip(f"{folder}/{number}.mp4", number) for number in range(_CLIPS)]
        known = KnownPictures()
        for number, path in enumerate(originals):
            known.put(str(number), [each for look in await _looks(path) for each in look.seen])
        for name, how in _FILTERS.items():
            looks = []
            for number, path in enumerate(originals):
                copy = f"{folder}/copy.mp4"
                _ffmpeg("-i", path, *how, copy)
                looks.append((str(number), await _looks(copy)))
            _report(name, known, looks)
        strangers = [await _looks(_clip(f"{folder}/s.mp4", 100 + number)) for number in range(_CLIPS)]
        hits = sum(bool(known.search(each)) for each in strangers)
        _print(f"of {_CLIPS} other clips, {hits} are like one of {_CLIPS}")


def _clip(path: str, number: int) -> str:
    """Four scenes of two seconds, over each of which the camera moves."""
    frames = BytesIO()
    for part in range(4):
        wide = scene(Random(number * 50 + part), (760, 480))
        for step in range(20):
            frames.write(jpeg(wide.crop((step * 3, 0, step * 3 + 640, 480)), 90))
    _ffmpeg(
        "-f",
        "image2pipe",
        "-r",
        "10",
        "-i",
        "-",
        "-g",
        "10",
        "-pix_fmt",
        "yuv420p",
        path,
        fed=frames.getvalue(),
    )
    return path


def _ffmpeg(*arguments: str, fed: bytes = b"") -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments], input=fed, check=True)


async def _looks(path: str) -> list[Prints]:
    with open(path, "rb") as file:  # noqa: ASYNC230, PTH123 - nothing else runs here
        return [_prints(opened(frame)) for frame in await key_frames(file)]


def _times() -> None:
    generator = np.random.default_rng(1)
    known = KnownPictures()
    for number, print_ in enumerate(generator.integers(0, 256, (_KNOWN, BYTES), dtype=np.uint8)):
        known.put(str(number), [print_.tobytes()])
    picture = _prints(scene(Random(1), _SIZE))
    spent = []
    for _ in range(50):
        start = time.process_time()
        known.search([picture])
        spent.append((time.process_time() - start) * 1000)
    prints = len(picture.seen) + len(picture.mirrored)
    median, most = np.median(spent), max(spent)
    _print(f"looking {prints} fingerprints up among {_KNOWN}: {median:.2f} ms, {most:.2f} at most")
    image = scene(Random(1), _SIZE)
    start = time.process_time()
    for _ in range(20):
        _prints(image)
    _print(f"making the fingerprints of an opened picture: {(time.process_time() - start) * 50:.1f} ms")


async def _hostile() -> None:
    """What each file costs: processor time and memory of the process that looks at it."""
    _print("file                              told       s")
    files = {name: content for name, (content, _) in HOSTILE.items()} | odd_but_fine()
    for name, content in (files | {"a JPEG of ten thousand scans": endless()}).items():
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        try:
            told = f"{len((await fingerprinted(content)).seen)} prints"
        except UnreadablePictureError as error:
            told = error.flaw.value
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        _print(f"{name:33} {told:9} {spent:5.2f}")
    _print(
        f"most memory of any of them: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB"
    )


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100)
