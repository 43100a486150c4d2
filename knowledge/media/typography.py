"""Words as a printer sets them: what stays on one line, and quotation marks within quotation marks."""

import re
from itertools import pairwise

NO_BREAK = "\u00a0"
# What is bound is broken like one long word, so it must not grow too long: 24 letters of the largest size
# are most of a card's line.
LONGEST_BOUND = 24

_SHORT = re.compile(r"[«„“\"(]*[^\W\d_]{1,2}")
_NUMBER = re.compile(r"[«„“\"(№+−–-]*\d[\d.,]*")
_DASH = re.compile(r"[—–-]")
# Particles that lean on the word before them: Kazakh questions and "also", Russian "ли", "же", "бы".
_LEANING = frozenset(
    {"ма", "ме", "ба", "бе", "па", "пе", "да", "де", "та", "те", "ли", "ль", "же", "ж", "бы", "б"}
)
_STRAIGHT = re.compile(r'(?<!\w)"([^"]+)"')
_GERMAN = re.compile("„([^“”]+)[“”]")  # in which “ closes, where it opens elsewhere


def bound(text: str) -> str:
    """The text with no-break spaces: a number keeps its unit, a word of one or two letters its neighbour.

    What follows a colon is never bound to what stands before it.
    """
    words = text.split()
    parts = words[:1]
    for before, word in pairwise(words):
        chunk = parts[-1] + NO_BREAK + word
        if _belong_together(before, word) and len(chunk) <= LONGEST_BOUND:
            parts[-1] = chunk
        else:
            parts.append(word)
    return " ".join(parts)


def _belong_together(before: str, word: str) -> bool:
    if _DASH.fullmatch(word) or word.rstrip(".,!?:;»“)").lower() in _LEANING:
        return True
    if before.lower() in _LEANING:
        return False
    return bool(_NUMBER.fullmatch(before) or _SHORT.fullmatch(before))


def quoted(text: str, marks: str) -> str:
    """The text between the two marks, `«»` or `“”`; marks within it become those of the second level."""
    second = "„“" if marks == "«»" else "‘’"
    paired = _STRAIGHT.sub(r"«\1»", _GERMAN.sub(r"«\1»", text.strip()))
    return marks[0] + paired.translate(str.maketrans("«»“”", second * 2)) + marks[1]
