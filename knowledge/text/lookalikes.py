"""Words written with letters of another alphabet, or with digits for letters: what they are read as."""

import re
from typing import Final

from knowledge.text.letters import CYRILLIC_LETTERS, LATIN_LETTERS, TWINS
from knowledge.text.spelling import word_set

_TO_CYRILLIC: Final = str.maketrans(TWINS)
_TO_LATIN: Final = str.maketrans({cyrillic: latin for latin, cyrillic in TWINS.items()})
# Drawn alike only at a squint; believed where other letters say that the word is Cyrillic.
_SQUINT: Final = str.maketrans({**TWINS, "n": "п", "u": "и", "r": "г", "w": "ш", "g": "д"})

_LATIN: Final = re.compile(f"[{LATIN_LETTERS}]")
_CYRILLIC: Final = re.compile(f"[{CYRILLIC_LETTERS}]")
_TWINS_ONLY: Final = re.compile(f"[{''.join(TWINS)}]+")
_SQUINT_ONLY: Final = re.compile(f"[{''.join(map(chr, _SQUINT))}]+")
_CYRILLIC_TWINS_ONLY: Final = re.compile(f"[{''.join(TWINS.values())}]+")
# A foreign name with a Kazakh or Russian ending: Kaspiде, WhatsAppта.
_WITH_ENDING: Final = re.compile(f"[{LATIN_LETTERS}0-9]{{3,}}[{CYRILLIC_LETTERS}]+")

_LEET_CYRILLIC: Final = str.maketrans("0346@$", "озчбас")
_LEET_LATIN: Final = str.maketrans("013457@$", "oieastas")
_LEET_INSIDE_CYRILLIC: Final = re.compile(f"(?<=[{CYRILLIC_LETTERS}])[0346@$]+(?=[{CYRILLIC_LETTERS}])")
# No number begins with a nought and goes on in letters, and none stands behind letters as a lone nought.
_LEET_BESIDE_CYRILLIC: Final = re.compile(
    f"^0(?=[{CYRILLIC_LETTERS}]{{2}})|(?<=[{CYRILLIC_LETTERS}]{{2}})0$|@(?=[{CYRILLIC_LETTERS}])|(?<=[{CYRILLIC_LETTERS}])@"
)
_LEET_INSIDE_LATIN: Final = re.compile("(?<=[a-z])[013457](?=[a-z])|[@$](?=[a-z])|(?<=[a-z])[@$]")
_LEET_LETTERS: Final = 3  # "h1n1", "b2b" and "p2p" have fewer letters
# Short words whose only sign is the digit; a longer word that begins with one may be "3года" or "4тысячи".
_LEET_WORDS: Final = {
    "0т": "от",
    "0н": "он",
    "0б": "об",
    "н0": "но",
    "д0": "до",
    "п0": "по",
    "3а": "за",
    "4то": "что",
}

# English words and names of look-alike letters only that people do write in Cyrillic text. Those without
# b, c, h, p, x and y sound the same either way and need no entry.
ENGLISH: Final = word_set(
    """
    apache app bbc be bit boom boot bot box boy btc by cat ceo chat check chip cia coach coca come comic
    cpi cto echo epic ethic ethiopia exit eye hack hat hate he heat hi him hit home hope hot htc hype
    ibm icbm ice ico imho ipo itc mac macbook mcc mecca mexico mic mix mock mooc my myth patch pay pc
    pet photo pic pick pip pop tech thai the they tic tip tokyo top topic toxic toy type xbox xi yahoo
    yet
    """
)
_UNLIKE_SMALL: Final = re.compile("[bh]")  # only their capitals look Cyrillic
_ACRONYM: Final = re.compile("[A-Z]{2,4}")
# Small words that a shouting writer does spell in Latin capitals; other short words in capitals are acronyms.
_SHOUTED: Final = word_set(
    "все всем нет не на но он от то тот вот вас нас во со их мне как так кто сво ес рк ссср тасс"
)


def without_leet(word: str) -> str:
    """`word` with digits and signs for letters replaced; numbers (5g, covid19, 500мын) stay."""
    if word in _LEET_WORDS:
        return _LEET_WORDS[word]
    for leet in (_LEET_INSIDE_CYRILLIC, _LEET_BESIDE_CYRILLIC):
        word = leet.sub(lambda match: match[0].translate(_LEET_CYRILLIC), word)
    if sum(letter.isalpha() for letter in word) >= _LEET_LETTERS:
        word = _LEET_INSIDE_LATIN.sub(lambda match: match[0].translate(_LEET_LATIN), word)
    return word


def in_one_script(word: str) -> str:
    """A word of two alphabets with its look-alikes put back; a foreign stem with an ending stays mixed."""
    if not _LATIN.search(word) or not _CYRILLIC.search(word):
        return word
    latin, cyrillic = "".join(_LATIN.findall(word)), "".join(_CYRILLIC.findall(word))
    if _TWINS_ONLY.fullmatch(latin):
        return word.translate(_TO_CYRILLIC)
    if _WITH_ENDING.fullmatch(word):
        return word
    could_be_latin = _CYRILLIC_TWINS_ONLY.fullmatch(cyrillic)
    if _SQUINT_ONLY.fullmatch(latin) and (not could_be_latin or len(latin) < len(cyrillic)):
        return word.translate(_SQUINT)
    return word.translate(_TO_LATIN) if could_be_latin else word


def is_cyrillic_in_disguise(word: str, written: str, *, shouting: bool) -> bool:
    """Whether a Latin `word` in Cyrillic text is Cyrillic ("cy" for "су"); `written` has its capitals."""
    if not _TWINS_ONLY.fullmatch(word) or _UNLIKE_SMALL.search(written):
        return False
    if _ACRONYM.fullmatch(written) and as_cyrillic(word) in _SHOUTED:
        return True
    return word not in ENGLISH and (shouting or not _ACRONYM.fullmatch(written))


def as_cyrillic(word: str) -> str:
    """A Latin word letter by letter in the Cyrillic that it looks like."""
    return word.translate(_TO_CYRILLIC)
