"""Words on a picture -> text as its author wrote it: paragraphs, without the phone's own words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from knowledge.media.tesseract import Word

# A time as phones show it, with what stands beside it: ticks, "edited", views.
_CLOCK = re.compile(r"\s*\b\d{1,2}:\d{2}\b\W*\w{0,2}\W*$")
# Whole lines that stand around a post in programs of the three languages: how many are in the chat or who of
# them is there, which stands below the chat's name; where to write; how many have read it.
_BELOW_A_NAME = re.compile(
    r"""[\W\d_]*(
        \d[\d\s.,]*[kкmм]?\s*(қатысушы|жазылушы|участник\w*|подписчик\w*|members?|subscribers?)\b.*
      | желіде | в\sсети | online | был[аи]?\s(в\sсети|недавно).* | last\sseen.* | жақында\sболды.*
    )[\W\d_]*""",
    re.VERBOSE | re.IGNORECASE,
)
_CHROME = re.compile(
    r"""[\W\d_]*(
        хабарлама | сооб[щш]ение | message | жауап\sберу | ответить | reply | бөлісу | поделиться | share
      | [\d\s.,:%]+ ([kкmм]|тыс\.?|мың|lte|[45]g)? (\s*(просмотр\w*|қаралым|views?))?
    )[\W\d_]*""",
    re.VERBOSE | re.IGNORECASE,
)
_BULLET = re.compile(r"[•▪●■–—*+-]\s|\d{1,2}[.)]\s")


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand on one line; pixels."""

    text: str
    block: int
    left: int
    top: int
    right: int
    bottom: int
    first: int  # how wide its first word is

    @property
    def height(self) -> int:
        return self.bottom - self.top


def text_of(words: Iterable[Word]) -> str:
    """Return the paragraphs, one below the other."""
    lines = _without_chrome([_line(tuple(group)) for _, group in groupby(words, key=lambda word: word.line)])
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and _goes_on(paragraphs[-1], line, lines):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    said = (" ".join(line.text for line in paragraph) for paragraph in paragraphs)
    return "\n".join(text for text in (_CLOCK.sub("", each) for each in said) if text)


def _line(words: Sequence[Word]) -> Line:
    return Line(
        " ".join(word.text for word in words),
        words[0].block,
        min(word.left for word in words),
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
        words[0].right - words[0].left,
    )


def _goes_on(paragraph: Sequence[Line], line: Line, lines: Sequence[Line]) -> bool:
    """Tell whether the line was only broken off for want of room: its first word would not have fitted."""
    last = paragraph[-1]
    block = [each for each in lines if each.block == line.block]
    if last.block != line.block or _BULLET.match(line.text):
        return False
    height = median(each.height for each in block)
    if line.top - last.bottom > height:
        return False
    is_centred = abs(line.left - paragraph[0].left) > height
    edge = max(each.right for each in block)
    return is_centred or last.right + height / 3 + line.first > edge


def _without_chrome(lines: Sequence[Line]) -> list[Line]:
    kept: list[Line] = []
    for line in lines:
        if _BELOW_A_NAME.fullmatch(line.text):
            kept = kept[:-1]
        elif not _CHROME.fullmatch(line.text):
            kept.append(line)
    return kept
