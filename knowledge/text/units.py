"""Units of what people count and pay, in three languages, and the endings that make a number an ordinal."""

from typing import Final, NamedTuple

from knowledge.models import Language
from knowledge.text.spelling import word_keys
from knowledge.text.stems import StemTable
from knowledge.text.wordforms import patterns


class Unit(NamedTuple):
    """A unit by its name, and what a value said in it is multiplied by."""

    name: str
    factor: float


# Name, factor, and the forms in Kazakh, Russian and English.
_UNITS: Final = (
    ("kzt", 1, "теңге~ тг тнг", "тенге тг тнг", "tenge~ kzt"),
    ("rub", 1, "рубль~ сом~", "рубл~ руб", "rouble~ ruble~ rub"),
    ("usd", 1, "доллар~", "доллар~ долл бакс~", "dollar~ usd buck~"),
    ("eur", 1, "еуро~", "евро", "euro~ eur"),
    ("cny", 1, "юань~", "юан~", "yuan~"),
    ("percent", 1, "пайыз~", "процент~ проц", "percent pct"),
    (
        "person",
        1,
        "адам~ кісі~ тұрғын~ азамат~",
        "человек~ люд~ чел жител~ граждан~",
        "person~ people human~ citizen~",
    ),
    ("child", 1, "бала~ сәби~ оқушы~", "ребенк~ ребенок дет~ детей школьник~", "child children kid~ pupil~"),
    (
        "soldier",
        1,
        "сарбаз~ әскери~ жауынгер~",
        "солдат~ военнослужащ~ военны~ боец бойц~",
        "soldier~ troop~",
    ),
    ("year", 1, "жыл~ жас~ жылдық~", "год~ лет летн~", "year~ yr~"),
    ("month", 1, "ай айға айда айдан айлық~", "месяц~", "month~"),
    ("week", 1, "апта~", "недел~", "week~"),
    ("day", 1, "күн~ күндік~ тәулік~", "ден~ дня дней дням дни сут~ суток", "day~"),
    ("hour", 1, "сағат~ сағаттық~", "час~", "hour~ hr~"),
    ("minute", 1, "минут~", "минут~ мин", "minute~ min"),
    ("metre", 1000, "километр~ шақырым~ км", "километр~ км", "kilometre~ kilometer~ km"),
    ("metre", 1, "метр~", "метр~", "metre~ meter~"),
    ("metre", 0.01, "сантиметр~ см", "сантиметр~ см", "centimetre~ centimeter~ cm"),
    ("kilogram", 1000, "тонна~", "тонн~", "ton tons tonne~"),
    ("kilogram", 1, "килограмм~ келі~ кг", "килограмм~ кг", "kilogram~ kilo~ kg"),
    ("kilogram", 0.001, "грамм~", "грамм~ гр", "gram~"),
    ("litre", 1, "литр~", "литр~", "litre~ liter~"),
    ("hectare", 1, "гектар~ га", "гектар~ га", "hectare~"),
    ("megawatt", 1000, "гвт", "гвт гигаватт~", "gw gigawatt~"),
    ("megawatt", 1, "мвт", "мвт мегаватт~", "mw megawatt~"),
    ("point", 1, "балл~ магнитуда~", "балл~ магнитуд~", "magnitude"),
    ("degree", 1, "градус~", "градус~", "degree~"),
    ("times", 1, "есе~ рет~", "раз раза", "times"),
)

ORDINALS: Final = word_keys("й го му е ое я ая х ші шы сі сы нші ншы інші ыншы th st nd rd")

_TABLE: Final = StemTable(
    (pattern, Unit(name, factor))
    for name, factor, *cells in _UNITS
    for language, cell in zip(Language, cells, strict=True)
    for form in cell.split()
    for pattern in patterns(form, language)
)


def known_unit(word: str) -> Unit | None:
    """The unit that a folded word names in any inflection."""
    return next(iter(_TABLE.find(word)), None)
