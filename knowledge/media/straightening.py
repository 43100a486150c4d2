"""Makes a photo of a screen look like a screenshot: finds the screen, undoes the slant, evens the light."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Numbers = NDArray[np.float64]

_SEEN = 320  # pixels on the longer side: enough for edges, and every step is a few milliseconds
# A screen takes at least this share of a photo of it, and does not fill it.
_LEAST, _MOST = 0.06, 0.97
# Of the quadrilateral, this share is as bright as a screen, or else it is none.
_FILLED = 0.85
# What spreads by less than this share of the whole is paper: its noise must not become as black as letters.
_PAPER = 0.6
_PALE, _BLACK = 0.5, 2.0
_INSET = 0.02  # of the way to the middle: the rim would be read as bars and dashes
_LEVEL = 0.02  # of a side's length: by this much and less a panel's edges are off after shrinking
_SLANTS = np.arange(-15, 15.01, 0.5)  # degrees: who photographs a screen holds the phone about as straight


class Line(NamedTuple):
    """Points (x, y) with a·x + b·y = c."""

    a: float
    b: float
    c: float


def screen_in(image: Image.Image) -> Image.Image | None:
    """Return the bright screen that a photo shows, seen from the front; None when there is none."""
    share = _SEEN / max(image.size)
    small = image.convert("L").resize(
        (max(1, round(image.width * share)), max(1, round(image.height * share))), Image.Resampling.BOX
    )
    corners = _corners(np.asarray(small.filter(ImageFilter.MedianFilter(5)), dtype=np.float64))
    if corners is None or not _is_slanted(corners):
        return None
    return _seen_from_the_front(image, corners / share)


def _corners(grey: Numbers) -> Numbers | None:
    """Return the four corners (x, y) from the upper left one clockwise."""
    mask = _largest_part(grey > _between(grey))
    if not _LEAST < mask.mean() < _MOST:
        return None
    angle = _slant(mask)
    corners = _turned(_upright_corners(_turned_mask(mask, angle)), -angle, mask.shape)
    high, wide = mask.shape
    is_near = np.all(corners > -0.1 * max(mask.shape)) and np.all(corners < (1.1 * wide, 1.1 * high))
    return corners if is_near and mask.sum() > _FILLED * _area(corners) else None


def _slant(mask: NDArray[np.bool_]) -> float:
    """Return by how many degrees to turn the region, so that it fits into the smallest upright box."""
    points = np.argwhere(mask)[:, ::-1].astype(float)
    boxes = [float(np.ptp(_turned(points, angle, mask.shape), axis=0).prod()) for angle in _SLANTS]
    return float(_SLANTS[int(np.argmin(boxes))])


def _turned(points: Numbers, degrees: float, shape: tuple[int, ...]) -> Numbers:
    """Return points (x, y) turned clockwise around the middle of a picture of that shape."""
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    middle = np.array([shape[1], shape[0]]) / 2
    return np.asarray((points - middle) @ np.array([[cosine, sine], [-sine, cosine]]) + middle)


def _turned_mask(mask: NDArray[np.bool_], degrees: float) -> NDArray[np.bool_]:
    return np.asarray(Image.fromarray(mask).convert("L").rotate(-degrees)) > 0


def _upright_corners(mask: NDArray[np.bool_]) -> Numbers:
    top, right, bottom, left = _edges(mask)
    return np.array([_met(top, left), _met(top, right), _met(bottom, right), _met(bottom, left)])


def _between(grey: Numbers) -> float:
    """Otsu's threshold: the shade that parts the picture into the two most different halves.

    Otsu, N.: A threshold selection method from gray-level histograms, IEEE Trans. SMC 9 (1979), 62-66.
    """
    counts, borders = np.histogram(grey, 256, (0, 256))
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * borders[:-1])
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return float(borders[int(np.nanargmax(apart))] + 1)


def _largest_part(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the largest region that hangs together, its holes (the letters) filled row by row."""
    labels = _labelled(mask)
    counts = np.bincount(labels[mask]) if mask.any() else np.zeros(1)
    part = mask & (labels == counts.argmax())
    filled_across = (
        np.maximum.accumulate(part, axis=1) & np.maximum.accumulate(part[:, ::-1], axis=1)[:, ::-1]
    )
    filled_down = np.maximum.accumulate(part, axis=0) & np.maximum.accumulate(part[::-1], axis=0)[::-1]
    return filled_across & filled_down


def _labelled(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return a number for each point; those of one region share it.

    Numbers run along rows and columns until none changes: in screens, after a few rounds.
    """
    labels = np.where(mask, np.arange(1, mask.size + 1).reshape(mask.shape), 0)
    while True:
        before = labels
        for _ in range(2):
            labels = _swept(_swept(labels, mask).T, mask.T).T
        if np.array_equal(before, labels):
            return labels


def _swept(labels: NDArray[np.int64], mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return every run along a row with the largest number in it."""
    starts = mask & ~np.pad(mask, ((0, 0), (1, 0)))[:, :-1]
    runs = np.cumsum(starts.ravel()) * mask.ravel()
    largest = np.zeros(int(runs.max()) + 1, dtype=np.int64)
    np.maximum.at(largest, runs, labels.ravel())
    return np.where(mask, largest[runs].reshape(mask.shape), 0)


def _edges(mask: NDArray[np.bool_]) -> tuple[Line, Line, Line, Line]:
    """Return the lines above, right of, below and left of the region."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    upper, lower = mask.argmax(axis=0), mask.shape[0] - 1 - mask[::-1].argmax(axis=0)
    first, last = mask.argmax(axis=1), mask.shape[1] - 1 - mask[:, ::-1].argmax(axis=1)
    across, down = _inner(columns), _inner(rows)
    flat = [_fitted(across, along[across].astype(float)) for along in (upper, lower)]
    steep = [_fitted(down, along[down].astype(float)) for along in (first, last)]
    top, bottom = (Line(-slope, 1, at) for slope, at in flat)
    left, right = (Line(1, -slope, at) for slope, at in steep)
    return top, right, bottom, left


def _inner(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the places without the ends, where a slanted region shows its other sides."""
    cut = len(places) // 5
    return places[cut : len(places) - cut]


def _fitted(places: NDArray[np.int64], values: Numbers) -> tuple[float, float]:
    """Return slope and offset of the line through most of the points."""
    slope, at = np.polyfit(places, values, 1)
    for _ in range(3):
        off = np.abs(values - slope * places - at)
        kept = off <= max(1.0, float(np.median(off)) * 2)
        slope, at = np.polyfit(places[kept], values[kept], 1)
    return float(slope), float(at)


def _met(one: Line, other: Line) -> Numbers:
    """Return the point where two lines cross; a level and a steep one always do."""
    sides = np.array([[one.a, one.b], [other.a, other.b]])
    return np.asarray(np.linalg.solve(sides, np.array([one.c, other.c])), dtype=np.float64)


def _is_slanted(corners: Numbers) -> bool:
    """Tell a screen in a photo from a panel in a screenshot, whose edges are level and upright."""
    sides = np.roll(corners, -1, axis=0) - corners
    off = np.abs(sides).min(axis=1) / np.abs(sides).max(axis=1)
    return bool(off.max() > _LEVEL)


def _area(corners: Numbers) -> float:
    x, y = corners.T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def _seen_from_the_front(image: Image.Image, corners: Numbers) -> Image.Image:
    corners = corners + _INSET * (corners.mean(axis=0) - corners)
    upper_left, upper_right, lower_right, lower_left = corners
    wide = max(np.linalg.norm(upper_right - upper_left), np.linalg.norm(lower_right - lower_left))
    high = max(np.linalg.norm(lower_left - upper_left), np.linalg.norm(lower_right - upper_right))
    size = (max(1, round(float(wide))), max(1, round(float(high))))
    return image.transform(
        size, Image.Transform.PERSPECTIVE, _projection(size, corners), Image.Resampling.BICUBIC
    )


def _projection(size: tuple[int, int], corners: Numbers) -> list[float]:
    """Return Pillow's eight numbers that take a point of a picture of this size to where it was seen.

    Each corner gives two equations, u = (ax + by + c) / (gx + hy + 1) and the same for v.
    """
    wide, high = size
    sides, wanted = [], []
    for (x, y), (u, v) in zip([(0, 0), (wide, 0), (wide, high), (0, high)], corners, strict=True):
        sides += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return [float(number) for number in np.linalg.solve(np.array(sides), np.array(wanted))]


def flattened(grey: Image.Image) -> Image.Image:
    """Return dark letters on white, whatever light falls on them: each point against its surroundings.

    What is darker than their mean by less than _PALE of their spread becomes white, by _BLACK more black.
    Letters are fewer than what is around them, so that whatever is far off the mean are the letters.
    """
    shades = np.asarray(grey, dtype=np.float64)
    reach = max(12, min(grey.size) // 20)
    mean = _around(shades, reach)
    spread = np.sqrt(np.maximum(_around(shades**2, reach) - mean**2, (_PAPER * shades.std()) ** 2 + 1))
    darker = (mean - shades) / spread
    darker *= np.sign((darker**3).mean()) or 1
    return Image.fromarray(np.clip(255 * (1 - (darker - _PALE) / _BLACK), 0, 255).astype(np.uint8))


def _around(values: Numbers, reach: int) -> Numbers:
    """Return the mean of each point's surroundings, a square of that many pixels to each side."""
    for axis in (0, 1):
        margin = [(0, 0), (0, 0)]
        margin[axis] = (reach + 1, reach)
        sums = np.cumsum(np.pad(values, margin, mode="edge"), axis=axis, dtype=np.float64)
        size = 2 * reach + 1
        values = np.take(sums, range(size, sums.shape[axis]), axis) - np.take(
            sums, range(sums.shape[axis] - size), axis
        )
        values /= size
    return values


def level(grey: Image.Image) -> Image.Image:
    """Return the picture turned so that its lines of text are level: their rows differ most then."""
    small = grey.copy()
    small.thumbnail((600, 600), Image.Resampling.BOX)
    paper = int(np.median(np.asarray(small)))
    sharpness = []
    for angle in _SLANTS:
        rows = np.asarray(small.rotate(angle, fillcolor=paper), dtype=np.float64).mean(axis=1)
        sharpness.append(float(np.square(np.diff(rows)).sum()))
    angle = float(_SLANTS[int(np.argmax(sharpness))])
    return grey.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=paper) if angle else grey
