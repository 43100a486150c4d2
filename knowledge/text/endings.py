"""The endings that an inflected noun takes, per language, in the spelling of the folded key."""

from functools import cache
from itertools import product
from typing import Final

from knowledge.models import Language
from knowledge.text.spelling import spelled, word_keys

_KK_PLURAL: Final = word_keys("лар лер дар дер тар тер")
_KK_OWNED: Final = word_keys("м ым ң ың сы ы мыз ымыз ңыз ыңыз")
_KK_CASE: Final = word_keys(
    """
    ның дың тың га ге ка ке на не а е ны ды ты н да де та те нда нде нан нен дан ден тан тен мен бен пен
    дағы дегі тағы тегі ндағы ндегі нікі дікі тікі
    """
)
# Nouns and adjectives alike, hard and soft.
_RU: Final = word_keys(
    """
    а у ом е ы и ов ам ами ах я ю ем ев ям ями ях ой ою ей ею о ью ьми ия ию ии ием ией ий иям иями иях ие
    ый ая яя ое ее ые ого его ому ему ым им ых их ую юю ыми ими
    """
)
_EN: Final = frozenset({"с", "ес", "д", "ед", "инг", "ингс"})


@cache
def endings(language: Language) -> frozenset[str]:
    """What may follow a stem of `language` for the word to stay the same word, the empty ending included.

    Kazakh endings are a chain of plural, owner and case; some chains that no grammar allows are among them.
    """
    if language is Language.KK:
        chains = product(_KK_PLURAL | {""}, _KK_OWNED | {""}, _KK_CASE | {""})
        return frozenset(spelled("".join(chain)) for chain in chains)
    return (_RU if language is Language.RU else _EN) | {""}
