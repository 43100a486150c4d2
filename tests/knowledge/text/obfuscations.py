"""Ways in which people hide a text from filters, applied at random: each keeps it readable to a person."""

import random
from collections.abc import Callable

Obfuscation = Callable[[str, random.Random], str]

_LATIN_TWINS = dict(zip("АВЕКМНОРСТУХаеорсухкі", "ABEKMHOPCTYXaeopcyxki", strict=True))
_BOLD = {
    **{chr(ord("A") + place): chr(0x1D400 + place) for place in range(26)},
    **{chr(ord("a") + place): chr(0x1D41A + place) for place in range(26)},
}
_INVISIBLE = "\u200b\u200c\u2060\u00ad\ufeff"
_MARKS = "\u0336\u0335\u0334\u0338\u0321\u035c"
_LEET = {"о": "0", "з": "3", "ч": "4", "б": "6", "а": "@"}


def look_alikes(text: str, chance: random.Random) -> str:
    """Latin letters for 60 % of the Cyrillic ones that have a twin."""
    return "".join(_LATIN_TWINS.get(sign, sign) if chance.random() < 0.6 else sign for sign in text)


def shouted_look_alikes(text: str, chance: random.Random) -> str:
    return look_alikes(text.upper(), chance)


def zero_width(text: str, chance: random.Random) -> str:
    """An invisible character after every second sign or so."""
    return "".join(sign + (chance.choice(_INVISIBLE) if chance.random() < 0.5 else "") for sign in text)


def zalgo(text: str, chance: random.Random) -> str:
    """One to three combining marks on every letter."""
    return "".join(
        sign + "".join(chance.choices(_MARKS, k=chance.randint(1, 3))) if sign.isalpha() else sign
        for sign in text
    )


def stretched(text: str, chance: random.Random) -> str:
    """Nearly every third letter two to six times."""
    return "".join(
        sign * chance.randint(2, 6) if sign.isalpha() and chance.random() < 0.3 else sign for sign in text
    )


def full_width(text: str, chance: random.Random) -> str:
    del chance
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def bold(text: str, chance: random.Random) -> str:
    del chance
    return "".join(_BOLD.get(sign, sign) for sign in text)


def spaced(text: str, chance: random.Random) -> str:
    """Letters a space apart, words three spaces."""
    del chance
    return "   ".join(" ".join(word) for word in text.split())


def dotted(text: str, chance: random.Random) -> str:
    """Dots, dashes or stars between the letters of every longer word."""
    separator = chance.choice(".-·*")
    return " ".join(
        separator.join(word) if len(word) > 3 and word.isalpha() else word for word in text.split()
    )


def leet(text: str, chance: random.Random) -> str:
    """One digit for a letter inside each word that has one: at its edge it could be a number."""
    return " ".join(_with_a_digit(word, chance) for word in text.split())


def _with_a_digit(word: str, chance: random.Random) -> str:
    places = [place for place, sign in enumerate(word) if sign in _LEET and 0 < place < len(word) - 2]
    if not places:
        return word
    place = chance.choice(places)
    return word[:place] + _LEET[word[place]] + word[place + 1 :]


def emoji(text: str, chance: random.Random) -> str:
    return " ".join(word + chance.choice(["🔥", "‼️", "👨‍👩‍👧", "🇰🇿", ""]) for word in text.split())


OBFUSCATIONS: tuple[Obfuscation, ...] = (
    look_alikes,
    shouted_look_alikes,
    zero_width,
    zalgo,
    stretched,
    full_width,
    bold,
    spaced,
    dotted,
    leet,
    emoji,
)
