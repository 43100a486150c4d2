"""The endings that an inflected noun of each language and a Kazakh verb take, in the spelling of the key."""

import re
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
_KK_DECLINED: Final = """(?:[лдт][ае]р)? (?:и(?:м(?:из)?|н(?:из)?)?)?
    (?:[ндт]ин|[гк][ае]|[ае]|н[ае]|[ндт]и|[дт][ае]н?|н[дн][ае]н?|[мбп]ен|(?:н?[дт][ае]г|[ндт]ик)и)?"""
KAZAKH_VERB: Final = re.compile(
    rf"""
    (?: (?<=[аеио]) [лн] | (?<![аеио]) и[лн] )?           # passive: сатылады, төленеді
    (?: [мбп][ае] )?                                      # negated: сатпайды
    (?: (?: (?<=[аеио]) и | (?<![аео]) [ае] )             # сатады, сатамыз, сатады екен
        (?: ми[нз] | си[нз](?:д[ае]р)? | ди )?
      | (?: (?<=[аеио]) и | (?<![аео]) [ае] ) тин {_KK_DECLINED}
      | [дт]и (?: [мнк] | низ(?:д[ае]р)? | нд[ае]р )?     # саттық
      | [гк][ае]н {_KK_DECLINED}
      | [гк][ае](?:ли|нша)
      | (?: (?<=[аеио]) | и ) п (?: ти (?:ми[нз]|си[нз])? )?
      | у {_KK_DECLINED}
      | (?: (?<![аеио]) [ае] )? р (?: ми[нз] | си[нз] | и )?
      | (?<=[мбп][ае]) с (?: ми[нз] | к[ае] )?
      | с[ае] (?: [мнк] | низ(?:д[ае]р)? | нд[ае]р )?
      | син | и?низ(?:д[ае]р)? | и?нд[ае]р
      | (?: (?<=[аеио]) | [ае] ) и[кн]
      | [мбп][ае]к (?: ши )?
    )
    """,
    re.VERBOSE,
)
"""What may follow the stem of a Kazakh verb: voice, negation, then a tense, a participle or a mood."""


@cache
def endings(language: Language) -> frozenset[str]:
    """What may follow a stem of `language` for the word to stay the same word, the empty ending included.

    Kazakh endings are a chain of plural, owner and case; some chains that no grammar allows are among them.
    """
    if language is Language.KK:
        chains = product(_KK_PLURAL | {""}, _KK_OWNED | {""}, _KK_CASE | {""})
        return frozenset(spelled("".join(chain)) for chain in chains)
    return (_RU if language is Language.RU else _EN) | {""}
