"""Masks what leads to a person: phones, IINs, bank cards, accounts and e-mail addresses in a text."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

# Pictures, because people of three languages read them.
PHONE: Final = "[📞]"
IIN: Final = "[🪪]"
CARD: Final = "[💳]"
ACCOUNT: Final = "[🏦]"
EMAIL: Final = "[✉️]"

# Letters that are drawn like digits, and taken for them where a number needs them.
_LOOK_ALIKES: Final = dict(zip("OoОоQDІіIl|ZЗзЧчSбВB", "00000011111233445688", strict=True))
_SIGN: Final = f"[0-9{re.escape(''.join(_LOOK_ALIKES))}]"
# A word made of digits and letters like them; inside another word only real digits count.
_GROUP: Final = re.compile(rf"(?<![^\W\d_]){_SIGN}+(?![^\W\d_])|[0-9]+")
_GAP: Final = re.compile(r"[ \-–—‑.()/_*•·]{0,3}|\s{1,6}")
_SPACED: Final = re.compile(r"[ \-–—‑]*")
_CURRENCY: Final = re.compile(
    r"\s?(?:₸|₽|\$|€|%|т[гң]\b|те[нң]ге|руб|долл|евро|млн|млрд|мың|тыс|kzt|usd|eur|rub|dollar|euro|tenge)",
    re.IGNORECASE,
)
_SIGN_OF_MONEY: Final = frozenset("₸₽$€")
# Kazakh mobile and city codes (E.164 country code 7), and Russian ones, which need a prefix.
_KAZAKH: Final = re.compile(r"7(?:0[0-8]|1[0-9]|2[1-9]|4[7]|5[0-1]|6[0-4]|7[0-9])")
_WITH_PREFIX: Final = re.compile(r"[78][34679]\d{9}")
_CITY: Final = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{2}(?![\w-])")
_LONG: Final = 10  # digits of a number behind a plus: shorter ones are sums and temperatures, too
_E164: Final = 15  # digits that the longest phone number has
_CARD_LENGTHS: Final = range(13, 20)
_USUAL_CARD: Final = 16
_IIN_LENGTH: Final = 12
_MOST_SIGNS: Final = 19
_ACCOUNT: Final = re.compile(r"(?<!\w)[KКkк][ZЗzз3] ?-?\d{2}(?:[ -]?[0-9A-ZА-Яa-zа-я]{4}){4}(?!\w)")
_ACCOUNT_DIGITS: Final = 10
_AT: Final = r"(?:@|\s?[(\[{]\s?(?:at|а[тt]|собака|@)\s?[)\]}]\s?)"
_DOT: Final = r"(?:\.|\s?[(\[{]\s?(?:dot|точка|\.)\s?[)\]}]\s?)"
_ENDS: Final = "ru|kz|com|net|org|рф|қаз|by|uz|kg|edu|gov|info|me|io"
_EMAIL: Final = re.compile(
    rf"[\w.+%-]+{_AT}\w[\w-]*(?:{_DOT}\w[\w-]*)+"
    rf"|[a-z0-9][a-z0-9._+-]*\s?@\s?[a-z0-9-]+\s?\.\s?(?:{_ENDS})(?!\w)"
    # Spelled out: both words and a known end, as each of them alone is said of other things, too.
    rf"|[\w.+-]+ (?:at|собака) [\w-]+ (?:dot|точка|нүкте) (?:{_ENDS}|ру|кз|ком)(?!\w)",
    re.IGNORECASE,
)


class _Span(NamedTuple):
    start: int
    end: int
    mask: str


class _Number(NamedTuple):
    """Neighbouring groups of digits, `start` to `end` in the plain text; `gaps` stand between them."""

    text: str
    start: int
    end: int
    groups: tuple[str, ...]
    gaps: tuple[str, ...]

    @property
    def digits(self) -> str:
        return "".join(self.groups)

    @property
    def is_a_sum(self) -> bool:
        """Whether it is written in thousands, with a currency or a scale beside it."""
        first, *rest = map(len, self.groups)
        thousands = bool(rest) and first <= 3 and set(rest) == {3}  # noqa: PLR2004  that is what thousands are
        money = (
            _CURRENCY.match(self.text, self.end) or self.text[self.start - 1 : self.start] in _SIGN_OF_MONEY
        )
        return thousands and bool(money)


def masked(text: str) -> str:
    """`text` with a picture in place of each phone, IIN, card number, Kazakh account and e-mail address.

    They are met in other digits, with look-alike letters, spaces and invisible characters, too. Sums, dates
    and the numbers of services (112, 1414, 8 800 …) stay readable. Masking again changes nothing. Whoever
    stores or shows what people wrote does neither if this raises.
    """
    plain, places = _plain(text)
    parts: list[str] = []
    done = 0
    for span in _spans(plain):
        start, end = places[span.start], places[span.end - 1] + 1
        parts += [text[done:start], span.mask]
        done = end
    return "".join([*parts, text[done:]])


def _plain(text: str) -> tuple[str, list[int]]:
    """The text without what is invisible and in plain digits, and where each of its characters stood."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        category = unicodedata.category(sign)
        if category in {"Cf", "Mn", "Me"}:
            continue
        folded = unicodedata.normalize("NFKC", sign)
        digit = unicodedata.digit(sign, None)
        signs.append(str(digit) if digit is not None else folded if len(folded) == 1 else sign)
        places.append(place)
    return "".join(signs), places


def _spans(plain: str) -> list[_Span]:
    """What is to be masked, in order and apart; what is longer comes first where two meet."""
    found = [_Span(*match.span(), EMAIL) for match in _EMAIL.finditer(plain)]
    found += [
        _Span(*match.span(), ACCOUNT)
        for match in _ACCOUNT.finditer(plain)
        if sum(map(str.isdigit, match[0])) >= _ACCOUNT_DIGITS
    ]
    found += _numbers(plain)
    found += [_Span(*match.span(), PHONE) for match in _CITY.finditer(plain)]
    apart: list[_Span] = []
    for span in sorted(found, key=lambda each: (each.start, -each.end)):
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return apart


def _numbers(plain: str) -> Iterator[_Span]:
    groups = [match.span() for match in _GROUP.finditer(plain)]
    first = 0
    while first < len(groups):
        last, mask = _kind_at(plain, groups, first)
        if mask:
            start = groups[first][0]
            plus = plain[start - 1 : start] == "+"
            yield _Span(start - plus, groups[last - 1][1], mask)
        first = max(last, first + 1)


def _kind_at(plain: str, groups: Sequence[tuple[int, int]], first: int) -> tuple[int, str]:
    """The longest number that begins with a group: the place after it and its mask ("": it stays)."""
    for number in reversed(list(_windows(plain, groups, first))):
        behind = first + len(number.groups)
        if number.is_a_sum:
            return behind, ""
        for mask, is_kind in _KINDS.items():
            if is_kind(number):
                return behind, mask
    return first, ""


def _windows(plain: str, groups: Sequence[tuple[int, int]], first: int) -> Iterator[_Number]:
    start, end = groups[first]
    digits: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    for place in range(first, len(groups)):
        at, until = groups[place]
        if place > first:
            if not _GAP.fullmatch(plain, end, at):
                return
            gaps = (*gaps, plain[end:at])
        end = until
        digits = (*digits, "".join(_LOOK_ALIKES.get(sign, sign) for sign in plain[at:until]))
        if sum(map(len, digits)) > _MOST_SIGNS:
            return
        if any(map(str.isdigit, plain[start:end])):
            yield _Number(plain, start, end, digits, gaps)


def _is_phone(number: _Number) -> bool:
    digits = number.digits
    if digits.startswith("8800"):
        return False
    if number.text[number.start - 1 : number.start] == "+" and digits[0] != "7":
        return _LONG <= len(digits) <= _E164
    sizes = list(map(len, number.groups))
    single = set(sizes) == {1}
    if _WITH_PREFIX.fullmatch(digits):
        return single or sizes[0] > 1 or sizes[1] >= 3  # noqa: PLR2004  the code of a city or an operator
    return bool(_KAZAKH.match(digits)) and len(digits) == _LONG and (single or sizes[0] >= 3)  # noqa: PLR2004  same


def _is_iin(number: _Number) -> bool:
    """An individual identification number: YYMMDD, century and sex, serial, check digit.

    The check digit is the sum by weights 1 to 11, modulo 11; if that is 10, by weights 3 to 11, 1, 2
    (Rules of forming the identification number, adilet.zan.kz).
    """
    digits = number.digits
    sizes = list(map(len, number.groups))
    if len(digits) != _IIN_LENGTH or not all(map(_SPACED.fullmatch, number.gaps)):
        return False
    return (
        (len(set(sizes)) == 1 or sizes[0] == len("YYMMDD")) and _is_born(digits) and _has_check_digit(digits)
    )


def _is_born(digits: str) -> bool:
    year, month, day, century = int(digits[:2]), int(digits[2:4]), int(digits[4:6]), int(digits[6])
    try:
        date(1800 + 100 * ((century + 1) // 2 - 1) + year if century else 2000 + year, month, day)
    except ValueError:
        return False
    return century <= 6  # noqa: PLR2004  5 and 6: born after 2000


def _has_check_digit(digits: str) -> bool:
    values = [int(digit) for digit in digits]
    for shift in (0, 2):
        weights = [(place + shift) % 11 + 1 for place in range(11)]
        check = sum(value * weight for value, weight in zip(values, weights, strict=False)) % 11
        if check < 10:  # noqa: PLR2004  a digit
            return check == values[-1]
    return False


def _is_card(number: _Number) -> bool:
    """A card number: 13 to 19 digits that fulfil Luhn's rule (ISO/IEC 7812-1), of a payment network."""
    digits = number.digits
    if len(digits) not in _CARD_LENGTHS or digits[0] not in "23456":
        return False
    sizes = list(map(len, number.groups))
    even = len(set(sizes[:-1])) <= 1 and sizes[-1] <= sizes[0]
    return (even or len(digits) == _USUAL_CARD) and _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0


_KINDS: Final[dict[str, Callable[[_Number], bool]]] = {PHONE: _is_phone, IIN: _is_iin, CARD: _is_card}
