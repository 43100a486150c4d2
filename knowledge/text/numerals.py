"""Numbers as people write them: in digits, in words of three languages, and mixed ("екі жарым мың")."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from knowledge.text.folded import Folded
from knowledge.text.spelling import word_key, word_keys

_VALUES: Final = {
    0: "ноль нуля нөл zero",
    1: "один одна одно одного одной одну одним одном бір one",
    2: "два две двух двум двумя екі two",
    3: "три трёх трём тремя үш three",
    4: "четыре четырёх четырём четырьмя төрт four",
    5: "пять пяти пятью бес five",
    6: "шесть шести шестью алты six",
    7: "семь семи семью жеті seven",
    8: "восемь восьми сегіз eight",
    9: "девять девяти девятью тоғыз nine",
    10: "десять десяти десятью он ten",
    11: "одиннадцать одиннадцати eleven",
    12: "двенадцать двенадцати twelve",
    13: "тринадцать тринадцати thirteen",
    14: "четырнадцать четырнадцати fourteen",
    15: "пятнадцать пятнадцати fifteen",
    16: "шестнадцать шестнадцати sixteen",
    17: "семнадцать семнадцати seventeen",
    18: "восемнадцать восемнадцати eighteen",
    19: "девятнадцать девятнадцати nineteen",
    20: "двадцать двадцати двадцатью жиырма twenty",
    30: "тридцать тридцати отыз thirty",
    40: "сорок сорока қырық forty",
    50: "пятьдесят пятидесяти елу fifty",
    60: "шестьдесят шестидесяти алпыс sixty",
    70: "семьдесят семидесяти жетпіс seventy",
    80: "восемьдесят восьмидесяти сексен eighty",
    90: "девяносто девяноста тоқсан ninety",
    100: "сто ста жүз hundred",
    200: "двести двухсот",
    300: "триста трёхсот",
    400: "четыреста четырёхсот",
    500: "пятьсот пятисот",
    600: "шестьсот шестисот",
    700: "семьсот семисот",
    800: "восемьсот восьмисот",
    900: "девятьсот девятисот",
    0.5: "пол жарты half",
    1.5: "полтора полторы полутора",
}
_SCALES: Final = {
    1e3: "тысяча тысячи тысяч тысячу тысячам тысячами тыс мың мыңға мыңнан thousand",
    1e6: "миллион миллиона миллионов миллиону миллионам млн миллионға миллионнан million mln",
    1e9: "миллиард миллиарда миллиардов млрд миллиардқа billion bn",
    1e12: "триллион триллиона триллионов трлн trillion",
}
_HALVED: Final = {5e2: "полтысячи", 5e5: "полмиллиона", 5e8: "полмиллиарда"}


def _keys(words: Mapping[float, str]) -> dict[str, float]:
    return {word_key(word): value for value, forms in words.items() for word in forms.split()}


_VALUE_OF: Final = _keys({**_VALUES, **_HALVED})
_SCALE_OF: Final = _keys(_SCALES)
_HUNDRED: Final = frozenset({word_key("жүз"), word_key("hundred")})
_HALF: Final = 0.5
_AND_A_HALF: Final = word_key("жарым")
_TEN: Final = word_key("он")  # Russian "he" as well: a number only before a Kazakh number or unit
_AFTER_TEN: Final = word_keys(
    """
    бір екі үш төрт бес алты жеті сегіз тоғыз мың миллион миллиард теңге адам адамға жыл жылға жылдан жылда
    күн күнге күннен күнде ай айға айдан апта аптада сағат сағатта минут пайыз пайызға есе кісі бала
    """
)
_ARTICLE: Final = frozenset({word_key("a"), word_key("an")})
_THOUSANDS_LETTER: Final = word_key("k")  # 5k, 500к
_MINUTES: Final = word_key("мин")  # so "мың" folds too: told apart by what is written
# A scale alone is a number ("миллион тенге"); in the plural it only means many ("тысячи людей").
_LONE_SCALES: Final = word_keys("тысяча тысячу миллион миллиард триллион мың")
NUMBER_WORDS: Final = frozenset(_VALUE_OF) | _LONE_SCALES  # what a number can begin with
_DECIMALS: Final = 2
_DIGITS_AT_MOST: Final = 15


class Numeral(NamedTuple):
    """A number that the words `first`..`last` - 1 of a text say; its last word multiplied by `scale`."""

    value: float
    first: int
    last: int
    scale: float
    in_digits: bool


def numeral_at(folded: Folded, at: int) -> Numeral | None:
    """The number that begins at word `at`; None where none does."""
    words = folded.words
    if words[at] == _TEN and words[at + 1 : at + 2] and words[at + 1] not in _AFTER_TEN:
        return None
    if words[at] in _LONE_SCALES and (scale := _scale(folded, at)):
        return Numeral(scale, at, at + 1, scale, in_digits=False)
    whole, current, scale, place = 0.0, None, 1.0, at
    while place < len(words):
        if current is None and _is_number(words[place]):
            current, place = _digits(folded, place)
            continue
        factor = _scale(folded, place) if current is not None else None
        grown = _grown(current, words[place])
        if factor and current is not None:
            whole, current, scale = whole + current * factor, None, factor
        elif grown is not None:
            current = grown
        elif not (words[place] in _ARTICLE and current == _HALF):
            break
        place += 1
    if place == at:
        return None
    return Numeral(whole + (current or 0), at, place, scale, in_digits=words[at].isdigit())


def _is_number(word: str) -> bool:
    return word.isdigit() and len(word) <= _DIGITS_AT_MOST


def _digits(folded: Folded, at: int) -> tuple[float, int]:
    """The number in digits at word `at`, with its decimals, and the place after it."""
    following = at + 1
    if following < len(folded.words) and folded.words[following].isdigit():
        decimals = folded.words[following]
        between = folded.text[folded.spans[at][1] : folded.spans[following][0]]
        if between in {",", "."} and len(decimals) <= _DECIMALS:
            return float(f"{folded.words[at]}.{decimals}"), following + 1
    return float(folded.words[at]), following


def _scale(folded: Folded, at: int) -> float | None:
    word = folded.words[at]
    if word == _THOUSANDS_LETTER:
        return 1e3 if at > 0 and folded.spans[at] == folded.spans[at - 1] else None
    if word == _MINUTES:
        start, end = folded.spans[at]
        if folded.text[start:end].lower().endswith(("мин", "min")):
            return None
    return _SCALE_OF.get(word)


def _grown(current: float | None, word: str) -> float | None:
    """`current` with a further number word taken in; None where the word does not continue it."""
    if word == _AND_A_HALF:
        return None if current is None else current + _HALF
    if word in _HUNDRED and current is not None and 1 <= current < 10:  # noqa: PLR2004 -- one digit of hundreds
        return current * 100
    value = _VALUE_OF.get(word)
    if value is None or current is None:
        return value
    # двадцать + пять, сто + двадцать: the next word fills what the last one left at zero
    fills = 1 <= value < current and current % 10 ** len(str(int(value))) == 0
    return current + value if fills else None
