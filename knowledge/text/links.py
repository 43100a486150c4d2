"""Addresses in a post: links, e-mail addresses, @names. They say where, not what: no words of a claim."""

import re
from typing import Final

# Every branch begins where a run of address characters begins, so that no text takes more than linear time.
_ADDRESS: Final = re.compile(
    r"""
    (?<![a-z]) (?:https?|ftp|tg):// [^\s<>«»"]+
  | (?<![\w.@-]) www\. [^\s<>«»"]+
  | (?<![\w.+-]) [\w+-][\w.+-]*@ (?:[\w-]+\.)+ [^\W\d_]{2,} # e-mail
  | (?<![\w.-]) (?:[\w-]+\.)+ [^\W\d_]{2,} / [^\s<>«»"]*  # t.me/name
  | (?<![\w@]) @ [a-z] [a-z0-9_]{3,31} (?!\w)          # a Telegram name: 4-32 characters
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGNS: Final = ("/", "@", "www.", "WWW.")


def addresses(text: str) -> list[tuple[int, int]]:
    """Code-point ranges of the addresses in `text`. A bare host ("egov.kz") is a name and stays words."""
    if not any(sign in text for sign in _SIGNS):
        return []
    return [match.span() for match in _ADDRESS.finditer(text)]
