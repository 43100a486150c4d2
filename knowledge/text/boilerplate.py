"""Words that carry no claim: calls to pass a message on, shouted openers, signature lines of channels."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.text.spelling import word_keys

Span = tuple[int, int]

# The parts that a call to pass a message on is made of, each kind under its letter.
_PARTS: Final = {
    # polite or pressing
    "p": """
        просьба просим прошу пожалуйста обязательно срочно скорее быстрее максимально убедительно большая
        өтінемін өтініш сұраймын жедел тез шұғыл міндетті түрде барынша please pls kindly urgently asap
        must
        """,
    # verbs that mean nothing else in a forwarded text
    "s": """
        перешлите перешли пересылайте пересылай разошлите разошли рассылайте распространите
        распространяйте поделитесь поделись делитесь репостните репостите репостни таратыңыз таратыңыздар
        таратыңдар таратайық бөлісіңіз бөлісіңіздер бөлісіңдер бөлісейік
        """,
    # what is also spoken of ("5 лет за репост") or moves elsewhere: counts with another part beside it
    "r": "репост репосты repost retweet forward распространить переслать разослать",
    # verbs with an honest life ("отправьте деньги на счёт"): count only with someone to send to
    "d": """
        отправьте отправь отправляйте скиньте скинь скидывайте передайте передай покажите расскажите
        сообщите предупредите предупреди жіберіңіз жіберіңіздер жіберіңдер жібер жіберейік жолдаңыз
        жолдаңыздар айтыңыз айтыңыздар айтыңдар ескертіңіз ескертіңіздер жеткізіңіз жеткізіңіздер share
        send pass tell warn spread
        """,
    # what is to be sent, and how
    "a": """
        это этот эту данное данную сообщение смс видео пост информацию инфу текст ролик запись дальше как
        можно больше осы бұл мына хабарламаны хабарды ақпаратты бейнені постты жазбаны әрі қарай көбірек
        жасаңыз жасаңыздар жаса сделайте делайте сделай максимальный максималды макс this it message post
        video info information
        """,
    # to whom
    "w": """
        всем всеми каждому родным родных близким близких друзьям знакомым родственникам соседям коллегам
        контактам контакты контактов группы группам чаты чатам сможете можете знаете барлығына баршаға
        бәріне достарыңызға достарға туыстарыңызға туыстарға таныстарыңызға таныстарға жақындарыңызға
        жақындарға бауырларға көршілерге топтарға топқа чаттарға чатқа контактілерге контактілеріңізге
        everyone everybody all friends family contacts relatives groups chats neighbours neighbors know
        widely word along
        """,
    # the opposite of a call
    "n": "не not never don't",
    # between them
    "f": """
        и по во в на со все своим вашим своих ваших своими кого кому вы из списка списку вашего барлық өз
        сіздің және мен and to with your you who in my as many possible of people the
        """,
}
_PART_OF: Final = {word: part for part, words in _PARTS.items() for word in word_keys(words)}
_WHOM: Final = "[fw]{0,8}w"
_CALL: Final = re.compile(
    rf"""
    (?<!n) (?:
    [af]{{0,6}} w [fwpa]{{0,8}} [sdr] [ap]{{0,6}}         # Kazakh: to whom, then the verb
  | (?:[pa][paf]{{0,6}})? s [ap]{{0,6}} (?:{_WHOM})?
  | (?:[pa][paf]{{0,6}})? d [apf]{{0,6}} {_WHOM}
  | [pa][paf]{{0,6}} r [ap]{{0,6}} (?:{_WHOM})? | r (?:[apf]{{0,6}}{_WHOM} | f?[ap]{{1,6}}) )
    """,
    re.VERBOSE,
)
_OPENERS: Final = word_keys(
    """
    дорогие уважаемые құрметті срочно внимание важно молния экстренно друзья ребята шұғыл жедел назар
    аударыңыз аударыңыздар маңызды достар ағайын urgent attention important breaking news alert
    """
)
_OPENERS_AT_MOST: Final = 4
# A line that invites signs a post where it says to what, or says nothing else: one signs petitions too.
_INVITES: Final = word_keys(
    """
    подпишись подпишитесь подписывайтесь подписывайся подписаться подписка жазылыңыз жазылыңыздар жазылыңдар
    қосылыңыз қосылыңыздар subscribe follow join
    """
)
_TO_WHAT: Final = word_keys(
    """
    канал канале каналу каналы нас нам группу страницу арнаға арнамызға каналға каналымызға парақшамызға бізге
    телеграм инстаграм ютуб channel us page telegram instagram youtube
    """
)
# A label signs a line only beside an address or a colon: a post may also speak of a channel.
_LABELS: Final = word_keys(
    "канал канале каналу каналы источник переслано арна арнамыз дереккөз channel source forwarded"
)
_SIGNATURE_WORDS: Final = 6
_LINES_AT_END: Final = 4
_LINE: Final = re.compile(r"[^\n]*\S[^\n]*")
_POINTS: Final = re.compile("[:@|/]")
_NAMES_ONLY: Final = re.compile(r"(?:[\W_]|@\w++)++")

_CUES: Final = _OPENERS | _INVITES | _LABELS | {word for word, part in _PART_OF.items() if part in "srd"}


def weightless(text: str, words: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """Ranges of `words` that only ask to be spread or name a channel; `spans` says where each stands."""
    if "@" not in text and _CUES.isdisjoint(words):
        return []
    return [*_opening(words), *_calls(words), *_signatures(text, words, spans)]


def _opening(words: Sequence[str]) -> Iterator[Span]:
    end = 0
    while end < min(len(words), _OPENERS_AT_MOST) and words[end] in _OPENERS:
        end += 1
    if end:
        yield 0, end


def _calls(words: Sequence[str]) -> Iterator[Span]:
    parts = "".join(_PART_OF.get(word, ".") for word in words)
    for match in _CALL.finditer(parts):
        yield match.span()


def _signatures(text: str, words: Sequence[str], spans: Sequence[Span]) -> Iterator[Span]:
    lines = [line.span() for line in _LINE.finditer(text)]
    for start, end in {lines[0], *lines[-_LINES_AT_END:]}:
        first, last = bisect_left(spans, (start, -1)), bisect_left(spans, (end, -1))
        if _is_signature(text[start:end], words[first:last], alone=len(lines) == 1):
            yield first, last


def _is_signature(line: str, words: Sequence[str], *, alone: bool) -> bool:
    points = _POINTS.search(line) is not None
    if 0 < len(words) <= _SIGNATURE_WORDS:
        says_where = points or len(words) == 1 or not _TO_WHAT.isdisjoint(words)
        if says_where and not _INVITES.isdisjoint(words):
            return True
        if points and not alone and not _LABELS.isdisjoint(words):
            return True
    return not alone and _NAMES_ONLY.fullmatch(line) is not None
