"""Latin words sounded out in Cyrillic: Kazakh in its Latin alphabets, names as Russian writes them."""

import re
from collections.abc import Mapping
from typing import Final

# Longest first wins. Digraphs are those of the 2018 alphabet, of informal Kazakh and of English names.
_SOUNDS: Final = {
    "shch": "ш",
    "sch": "ш",
    "sh": "ш",
    "ch": "ч",
    "zh": "ж",
    "kh": "х",
    "gh": "г",
    "ph": "ф",
    "wh": "в",
    "th": "т",
    "ck": "к",
    "ce": "се",
    "ci": "си",
    "cy": "си",
    **dict(zip("abcdefghijklmnopqrstuvwyz", "абкдефгхижклмнопкрстуввиз", strict=True)),
    "x": "кс",
    "ı": "и",
    "ş": "ш",
    "š": "ш",
    "ç": "ч",
    "č": "ч",
    "ž": "ж",
    "ý": "у",
}
# What Kazakh reads in another way: "qoıw", "xabar"; "ng" is ң unless a vowel follows ("tenge" is теңге,
# "tangy" таңғы), save in the frequent "zhanga", жаңа.
_KAZAKH: Final = {**_SOUNDS, "w": "у", "x": "х", "ng": "н"}
_VELAR_NASAL: Final = "ng(?![aeiouyıý])|(?<=ja)ng|(?<=zha)ng"


def _pattern(sounds: Mapping[str, str]) -> re.Pattern[str]:
    longest_first = sorted(sounds, key=len, reverse=True)
    return re.compile("|".join(_VELAR_NASAL if sound == "ng" else sound for sound in longest_first))


_FOREIGN_PATTERN: Final = _pattern(_SOUNDS)
_KAZAKH_PATTERN: Final = _pattern(_KAZAKH)


def in_cyrillic(word: str, *, kazakh: bool) -> str:
    """`word` with its folded Latin letters sounded out in Cyrillic, by Kazakh reading rules or as foreign."""
    if kazakh:
        return _KAZAKH_PATTERN.sub(lambda match: _KAZAKH[match[0]], word)
    return _FOREIGN_PATTERN.sub(lambda match: _SOUNDS[match[0]], word)
