"""Words that carry no claim: calls to pass a message on, shouted openers, signature lines of channels."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from knowledge.text.spelling import word_keys

_POLITE: Final = word_keys(
    """
    просьба просим прошу пожалуйста обязательно срочно скорее быстрее максимально убедительно большая всех и
    өтінемін өтініш сұраймын жедел тез шұғыл міндетті түрде please pls kindly urgently asap and must
    """
)
# Verbs that mean nothing else in a forwarded text.
_SPREAD: Final = word_keys(
    """
    перешлите перешли пересылайте пересылай переслать разошлите разошли рассылайте разослать распространите
    распространяйте распространить поделитесь поделись делитесь репост репостните репостите репостни
    таратыңыз таратыңыздар таратыңдар таратайық бөлісіңіз бөлісіңіздер бөлісіңдер бөлісейік forward repost
    retweet
    """
)
# Verbs that also have an honest life ("отправьте деньги на счёт"): they count only with someone to send to.
_SEND: Final = word_keys(
    """
    отправьте отправь отправляйте скиньте скинь скидывайте передайте передай покажите расскажите сообщите
    предупредите предупреди жіберіңіз жіберіңіздер жіберіңдер жібер жіберейік жолдаңыз жолдаңыздар айтыңыз
    айтыңыздар айтыңдар ескертіңіз ескертіңіздер жеткізіңіз жеткізіңіздер share send pass tell warn spread
    """
)
_ABOUT: Final = word_keys(
    """
    это этот эту данное данную сообщение смс видео пост информацию инфу текст ролик запись дальше как можно
    больше осы бұл мына хабарламаны хабарды ақпаратты бейнені постты жазбаны әрі қарай көбірек жасаңыз
    жасаңыздар жаса сделайте делайте сделай максимальный макс this it the message post video info
    information on along widely word
    """
)
_WHOM: Final = word_keys(
    """
    всем каждому родным близким друзьям знакомым родственникам соседям коллегам контактам контакты контактов
    группы группам чаты чатам сможете можете знаете барлығына баршаға бәріне достарыңызға достарға
    туыстарыңызға туыстарға таныстарыңызға таныстарға жақындарыңызға жақындарға бауырларға көршілерге
    топтарға топқа чаттарға чатқа контактілерге контактілеріңізге everyone everybody all friends family
    contacts relatives groups chats neighbours neighbors know
    """
)
_FILLING: Final = word_keys(
    """
    по во в на все своим вашим своих ваших кого кому вы и из списка списку вашего барлық өз сіздің және мен
    to with your you who in my as many possible of people
    """
)
_OPENERS: Final = word_keys(
    """
    срочно внимание важно молния экстренно друзья ребята шұғыл жедел назар аударыңыз аударыңыздар маңызды
    достар ағайын urgent attention important breaking news alert
    """
)
_OPENERS_AT_MOST: Final = 4
_SIGNATURE: Final = word_keys(
    """
    подпишись подпишитесь подписывайтесь подписывайся подписаться подписка жазылыңыз жазылыңыздар жазыл
    арнамызға каналымызға парақшамызға subscribe follow join источник дереккөз source переслано forwarded
    канал канале арна
    """
)
_SIGNATURE_WORDS: Final = 6
_LINES_AT_END: Final = 4

_CUES: Final = _SPREAD | _SEND | _OPENERS | _SIGNATURE


def _any(*words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted({word for group in words for word in group}, key=len, reverse=True)) + ")"


def _calls() -> re.Pattern[str]:
    """Who is to send what to whom, in either order: Russian and English put the verb first, Kazakh last."""
    before = f"(?:{_any(_POLITE, _ABOUT)} ){{0,6}}"
    whom = f"(?:{_any(_FILLING, _WHOM)} ){{0,8}}?{_any(_WHOM)}(?: {_any(_FILLING, _WHOM)}){{0,8}}(?<! и)"
    about = f"(?: {_any(_ABOUT, _POLITE)}){{0,6}}"
    after = f"(?:{_any(_FILLING, _WHOM, _POLITE, _ABOUT)} ){{0,8}}"
    spread = f"{before}{_any(_SPREAD)}{about}(?: {whom})?"
    send = f"{before}{_any(_SEND)}{about} {whom}"
    kazakh = f"{_any(_WHOM)} {after}{_any(_SPREAD, _SEND)}{about}"
    return re.compile(f"(?<![^ ])(?:{kazakh}|{spread}|{send})(?![^ ])")


_CALL: Final = _calls()


def weightless(text: str, words: Sequence[str], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges of `words` that only ask to be spread or name a channel; `spans` says where each stands."""
    if _CUES.isdisjoint(words):
        return []
    return [*_opening(words), *_calls_in(words), *_signature_lines(text, words, spans)]


def _opening(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    end = 0
    while end < min(len(words), _OPENERS_AT_MOST) and words[end] in _OPENERS:
        end += 1
    if end:
        yield 0, end


def _calls_in(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    key = " ".join(words)
    for match in _CALL.finditer(key):
        start = key.count(" ", 0, match.start())
        yield start, start + match[0].count(" ") + 1


def _signature_lines(
    text: str, words: Sequence[str], spans: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    lines = [line.span() for line in re.finditer(r"[^\n]*[^\s][^\n]*", text)]
    if len(lines) < 2:  # noqa: PLR2004 -- a single line is the message itself
        return
    for start, end in {lines[0], *lines[-_LINES_AT_END:]}:
        first, last = bisect_left(spans, (start, -1)), bisect_left(spans, (end, -1))
        if last - first <= _SIGNATURE_WORDS and not _SIGNATURE.isdisjoint(words[first:last]):
            yield first, last
