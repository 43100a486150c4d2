"""A post cut into passages: parts that could each hold one claim."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from knowledge.models import Passage
from knowledge.text.spelling import word_set

_LONGEST: Final = 300  # characters; a claim's median is 90, two of its sentences still fit
_MOST: Final = 48  # of a post; the longest Telegram text, 4,096 characters, then has 85 in each

# A dot after these ends no sentence. Single letters (initials, "г.", "ж.") never do and are not listed.
_ABBREVIATIONS: Final = word_set(
    """
    тыс млн млрд трлн руб коп тг тнг долл кг км см мм га чел экз гг вв ст стр рис табл гл обл респ ул пр
    просп пер бул наб пл мкр кв корп оф тел моб доб проф акад доц канд ген полк подполк кап лейт серж им др
    проч напр ср сокр англ рус каз лат букв прим ред изд мин сек янв февр фев апр авг сен сент окт ноя нояб
    дек пн вт чт пт сб вс зам зав гос мың ауд көш даң сағ мыс ғғ жж т.е т.к т.п т.д т.н и.о в.и.о н.э т.б
    т.с.с б.э.д б.з.д к-сі д-р а.қ м.а mr mrs ms dr prof sr jr st vs etc e.g i.e nos vol fig inc ltd co corp
    gov gen col capt lt sgt sen rep dept est approx max jan feb mar apr jun jul aug sep sept oct nov dec u.s
    u.k a.m p.m ph.d
    """
)
_LINE: Final = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BULLET: Final = re.compile(r"(?:[^\w«»„“\"'(\[#@№$€₸₽+]+)?(?:\d{1,2}[.)]\s+)?")
_UPPER: Final = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
_LOWER: Final = "a-zа-яёәғқңөұүһі"
_CLOSING: Final = "»”“\"')\\]"
_EMOJI: Final = "\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\U0001f000-\U0001faff"
_END: Final = re.compile(
    rf"""
    [.!?…]+ [{_CLOSING}]* (?: \s | (?=[{_UPPER}][{_LOWER}]) | (?=[{_EMOJI}]) ) [\s{_EMOJI}]*  # a full stop
  | \s* [{_EMOJI}]+ \s* (?=[{_UPPER}«"\d])  # an emoji between sentences
    """,
    re.VERBOSE,
)
_WORD_BEFORE: Final = re.compile(r"[\w.-]*$")
_CLAUSE: Final = re.compile(r"[;:,—–]\s|\s[-—–]\s")
_ANSWER: Final = re.compile(r"\W*(?:ответ|жауап|answer|нет|да|жоқ|иә|no|yes)\b", re.IGNORECASE)
# Three words; fewer are a fragment: an exclamation, a label, an answer.
_WORDS: Final = re.compile(r"[\W_]*+(?:[^\W_]++[\W_]++){2}[^\W_]")
_ALPHANUMERIC: Final = re.compile(r"[^\W_]")


def passages(text: str) -> tuple[Passage, ...]:
    """The passages of `text` in order, at most 48 of 4,096 characters; none where no letter or digit is.

    A line never shares a passage with another one unless one of them is a mere fragment.
    """
    pieces = [
        part
        for line in _lines(text)
        for sentence in _sentences(text, *line)
        for part in _cut(text, *sentence)
    ]
    pieces = [piece for piece in pieces if _ALPHANUMERIC.search(text, *piece)]
    pieces = _joined(text, pieces, _is_fragment)
    if len(pieces) > _MOST:
        shortest = len(text) // _MOST + 1
        pieces = _joined(text, pieces, lambda piece: len(piece) < shortest)
    return tuple(Passage(start, end, text[start:end]) for start, end in pieces)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for line in _LINE.finditer(text):
        bullet = _BULLET.match(text, *line.span())
        start = bullet.end() if bullet else line.start()
        end = line.start() + len(line[0].rstrip())
        if start < end:
            yield start, end


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _END.finditer(text, start, end):
        if match.end() < end and _is_boundary(text, start, match):
            yield start, match.start() + len(match[0].rstrip())
            start = match.end()
    yield start, end


def _is_boundary(text: str, start: int, match: re.Match[str]) -> bool:
    following = text[match.end()]
    if following.islower() or following in ",;:)»":
        return False
    if following in "-—–" and match[0].rstrip()[-1:] in "»”“\"'":
        return False  # «Стоп!» — сказал он
    if match[0].rstrip() != ".":
        return True
    before = _WORD_BEFORE.search(text[max(start, match.start() - 12) : match.start()])
    word = before[0].lower() if before else ""
    return len(word.rsplit(".", 1)[-1]) != 1 and word not in _ABBREVIATIONS


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in parts of bounded length, cut after a clause or a word where there is one."""
    while end - start > _LONGEST:
        middle, limit = start + _LONGEST // 2, start + _LONGEST
        clauses = [match.end() for match in _CLAUSE.finditer(text, middle, limit)]
        cut = clauses[-1] if clauses else text.rfind(" ", middle, limit) + 1 or limit
        yield start, start + len(text[start:cut].rstrip())
        start = cut
    yield start, end


def _joined(
    text: str, pieces: Iterable[tuple[int, int]], is_short: Callable[[str], bool]
) -> list[tuple[int, int]]:
    """The pieces with short ones joined to a neighbour, and answers to their questions."""
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        fits = joined and end - joined[-1][0] <= _LONGEST
        if fits and _belong_together(text[slice(*joined[-1])], text[start:end], is_short):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _belong_together(before: str, after: str, is_short: Callable[[str], bool]) -> bool:
    return is_short(after) or is_short(before) or (before.endswith("?") and bool(_ANSWER.match(after)))


def _is_fragment(piece: str) -> bool:
    return not _WORDS.match(piece)
