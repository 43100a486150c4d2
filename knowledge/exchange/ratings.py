"""Which of our verdicts a fact-checker's rating is: words in three languages, or a number on a scale.

The words are those that fact-checkers of the ClaimReview feed and in Kazakhstan use. What is not
among them is refused rather than guessed: a wrong verdict is worse than a review that was not taken.
"""

import math
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from knowledge.models import Language, Verdict

# What our own reviews say; each is found again in RATINGS.
WORDS: Final[Mapping[Verdict, Mapping[Language, str]]] = MappingProxyType(
    {
        Verdict.FALSE: {Language.KK: "Жалған", Language.RU: "Ложь", Language.EN: "False"},
        Verdict.MISLEADING: {
            Language.KK: "Жаңылыстырады",
            Language.RU: "Вводит в заблуждение",
            Language.EN: "Misleading",
        },
        Verdict.UNPROVEN: {
            Language.KK: "Дәлелденбеген",
            Language.RU: "Не доказано",
            Language.EN: "Unproven",
        },
        Verdict.TRUE: {Language.KK: "Рас", Language.RU: "Правда", Language.EN: "True"},
        Verdict.SCAM: {Language.KK: "Алаяқтық", Language.RU: "Мошенничество", Language.EN: "Scam"},
    }
)
# On schema.org's scale from 1 to 5, where more is truer.
VALUES: Final[Mapping[Verdict, int]] = MappingProxyType(
    {Verdict.FALSE: 1, Verdict.SCAM: 1, Verdict.MISLEADING: 2, Verdict.UNPROVEN: 3, Verdict.TRUE: 5}
)
BEST, WORST = 5, 1

# "Mostly false" has something true in it, so it is misleading; "mostly true" is nearest to true.
_RATINGS: Final[Mapping[Verdict, str]] = {
    Verdict.FALSE: """
        false | fake | completely false | totally false | entirely false | not true | untrue | incorrect
        wrong | inaccurate | fabricated | hoax | pants on fire | four pinocchios | fake news | baseless
        ложь | ложно | неправда | это неправда | фейк | это фейк | не правда | неверно | недостоверно
        вымысел | выдумка | полная ложь | ложная информация | недостоверная информация | дезинформация
        не соответствует действительности
        жалған | өтірік | жалған ақпарат | бұл жалған | бұл өтірік | рас емес | шындық емес | дұрыс емес
        шындыққа жанаспайды | шындыққа сәйкес келмейді | ойдан шығарылған | дезинформация | толық жалған
    """,
    Verdict.MISLEADING: """
        misleading | mostly false | partly false | partially false | half true | half truth | mixture | mixed
        missing context | lacks context | out of context | exaggerated | distorted | distorts the facts
        altered | manipulated | miscaptioned | cherry-picking | partly true | partially true | satire
        misattributed
        вводит в заблуждение | введение в заблуждение | манипуляция | полуправда | скорее ложь
        скорее неправда | частично ложь | частично ложно | частично неправда | частичная правда
        частично правда | преимущественно ложь | в основном ложь | преувеличение | искажение
        искажение фактов | сатира | вырвано из контекста | без контекста | нет контекста
        неточно | смесь правды и лжи
        жаңылыстырады | адастырады | жаңылыстыру | манипуляция | жартылай шындық | жартылай рас
        жартылай жалған | ішінара жалған | ішінара рас | көбіне жалған | бұрмаланған | бұрмалау
        фактілер бұрмаланған | асыра айтылған | контекстен жұлып алынған | сатира
    """,
    Verdict.UNPROVEN: """
        unproven | unverified | unsubstantiated | unsupported | no evidence | not proven | lacks evidence
        insufficient evidence | inconclusive | unconfirmed | research in progress | disputed
        не доказано | недоказано | не подтверждено | неподтверждено | нет доказательств | без доказательств
        бездоказательно | не проверено | непроверенная информация | недостаточно данных | вердикт не вынесен
        дәлелденбеген | дәлел жоқ | дәлелі жоқ | дәлелсіз | расталмаған | тексерілмеген | дерек жеткіліксіз
    """,
    Verdict.TRUE: """
        true | correct | accurate | confirmed | verified | mostly true | mostly correct | correct attribution
        правда | это правда | верно | достоверно | подтверждено | скорее правда | преимущественно правда
        в основном правда | соответствует действительности
        рас | бұл рас | шындық | ақиқат | дұрыс | расталған | расталды | көбіне рас | шындыққа сәйкес келеді
    """,
    Verdict.SCAM: """
        scam | fraud | phishing | fraudulent | online scam
        мошенничество | мошенники | это мошенники | скам | фишинг
        алаяқтық | алаяқтар | бұл алаяқтық | фишинг
    """,
}
# The words before a reason: as in «False. The photo is from 2015» and «Жалған — сурет ескі».
_REASON = re.compile(r"(?<=\w)(?:[.:;,!?(\n]|\s[-–—]\s)")
_BETWEEN = re.compile(r"[\W_]+")
LONGEST = 200  # characters of a rating that are looked at


def verdict_of(words: str) -> Verdict | None:
    """The verdict that a rating says, by all its words or by those before its reason; None: not known."""
    said = words[:LONGEST]
    return _KNOWN.get(_plain(said)) or _KNOWN.get(_plain(_REASON.split(said, maxsplit=1)[0]))


def verdict_on_scale(value: float, best: float, worst: float) -> Verdict | None:
    """The verdict of a number alone: the ends of the scale are plain, what is between them misleads.

    The direction is schema.org's: `best` is the true end, whichever number is greater.
    """
    if not all(map(math.isfinite, (value, best, worst))) or best == worst:
        return None
    if value == worst:
        return Verdict.FALSE
    if value == best:
        return Verdict.TRUE
    return Verdict.MISLEADING if min(best, worst) < value < max(best, worst) else None


def _plain(words: str) -> str:
    return _BETWEEN.sub(" ", words.casefold().replace("ё", "е")).strip()


_KNOWN: Final = {
    _plain(words): verdict
    for verdict, table in _RATINGS.items()
    for words in re.split(r"[|\n]", table)
    if words.strip()
}
