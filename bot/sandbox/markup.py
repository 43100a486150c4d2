"""Telegram's HTML: marked-up text to plain text and entities, refused where Telegram refuses it.

Tags, character references and error texts follow `parse_html` in
https://github.com/tdlib/td/blob/master/td/telegram/MessageEntity.cpp.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.sandbox.entities import Entity, trimmed, utf16_length
from bot.sandbox.refusal import RefusalError, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#[xX](?P<hex>[0-9a-fA-F]{1,6})|#(?P<dec>[0-9]{1,7})|(?P<name>[A-Za-z]+));?")
_CHARACTERS, _SURROGATES = range(1, 0x10FFFF), range(0xD800, 0xE000)
_NAME = re.compile(r"[^\s>]*")
_END = re.compile(r"\s*>")
_CLOSED = re.compile(r"</(?P<tag>[^\s>]*)\s*>")
_ATTRIBUTE = re.compile(r"\s*(?P<name>[^\s=>]*)\s*(?P<equals>=?)\s*")
_QUOTED = re.compile(r"(['\"])(?P<value>.*?)\1", re.DOTALL)
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*(?=[\s>])")


@dataclass(frozen=True)
class _Open:
    """A tag that waits for its end."""

    tag: str
    attributes: dict[str, str]
    offset: int
    begin: int


@dataclass
class _Reader:
    markup: str
    position: int = 0
    parts: list[str] = field(default_factory=list)
    offset: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def read(self) -> tuple[str, list[Entity]]:
        while self.position < len(self.markup):
            if self.markup.startswith("</", self.position):
                self._end_tag()
            elif self.markup[self.position] == "<":
                self._start_tag()
            else:
                self._text()
        if self.open:
            raise _unparsable(f"Can't find end tag corresponding to start tag {self.open[-1].tag}")
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.parts), self.entities

    def _text(self) -> None:
        end = self.markup.find("<", self.position)
        end = len(self.markup) if end < 0 else end
        plain = _dereferenced(self.markup[self.position : end])
        self.parts.append(plain)
        self.offset += utf16_length(plain)
        self.position = end

    def _start_tag(self) -> None:
        begin = self.position
        name = _NAME.match(self.markup, begin + 1)
        assert name is not None
        if name.end() == len(self.markup):
            raise self._at("Unclosed start tag at byte offset", begin)
        tag = name.group().lower()
        if tag not in _KINDS:
            raise self._at(f'Unsupported start tag "{tag}" at byte offset', begin)
        self.position = name.end()
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._at('Tag "span" must have class "tg-spoiler" at byte offset', begin)
        self.open.append(_Open(tag, attributes, self.offset, len(self.parts)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            if end := _END.match(self.markup, self.position):
                self.position = end.end()
                return attributes
            if not self.markup[self.position :].strip():
                raise self._at("Unclosed start tag at byte offset", begin)
            name, value = self._attribute(tag, begin)
            attributes[name] = value

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        declared = _ATTRIBUTE.match(self.markup, self.position)
        assert declared is not None
        name = declared["name"].lower()
        if not name:
            raise self._at(f'Empty attribute name in the tag "{tag}" at byte offset', begin)
        self.position = declared.end()
        if not declared["equals"]:
            if (tag, name) == ("blockquote", "expandable"):
                return name, ""
            raise self._at(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset', begin
            )
        return name, self._value(begin)

    def _value(self, begin: int) -> str:
        if quoted := _QUOTED.match(self.markup, self.position):
            self.position = quoted.end()
            return _dereferenced(quoted["value"])
        if self.markup[self.position : self.position + 1] in {"", "'", '"'}:
            raise self._at("Unclosed start tag at byte offset", begin)
        token = _TOKEN.match(self.markup, self.position)
        if token is None:
            raise self._at("Unexpected end of name token at byte offset", self.position)
        self.position = token.end()
        return token.group().lower()

    def _end_tag(self) -> None:
        begin = self.position
        if not self.open:
            raise self._at("Unexpected end tag at byte offset", begin)
        closed = _CLOSED.match(self.markup, begin)
        if closed is None:
            raise self._at("Unclosed end tag at byte offset", begin)
        tag, opened = closed["tag"].lower(), self.open.pop()
        if tag and tag != opened.tag:
            found = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise self._at("Unmatched end tag at byte offset", begin, f", {found}")
        self.position = closed.end()
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        """Adds the entity of a finished tag; Telegram drops a link that leads nowhere without a word."""
        entity: Entity = {
            "type": _KINDS[opened.tag],
            "offset": opened.offset,
            "length": self.offset - opened.offset,
        }
        match opened.tag:
            case "a":
                url = opened.attributes.get("href") or "".join(self.parts[opened.begin :])
                if not is_link(url):
                    return
                entity["url"] = url
            case "blockquote" if "expandable" in opened.attributes:
                entity["type"] = "expandable_blockquote"
            case "tg-emoji":
                entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
                if not entity["custom_emoji_id"].isdecimal():
                    raise bad_request("invalid custom emoji identifier specified")
            case _:
                pass
        self.entities.append(entity)

    def _at(self, reason: str, position: int, more: str = "") -> RefusalError:
        return _unparsable(f"{reason} {len(self.markup[:position].encode())}{more}")


def parse(markup: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of a text in parse_mode HTML, trimmed; offsets in UTF-16 units.

    Raises RefusalError with Telegram's reason and the offset in bytes of UTF-8.
    """
    return trimmed(*_Reader(markup).read())


def is_link(url: str) -> bool:
    """Whether Telegram takes it as the target of a link or a button (https://core.telegram.org/api/links)."""
    if url.startswith(("tg://", "ton://")):
        return True
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme in {"http", "https"} and "." in host.strip(".") and not re.search(r"\s", url)


def _dereferenced(text: str) -> str:
    """Only four names and numbers are known; every other reference stays as it was written."""
    return _REFERENCE.sub(_character, text)


def _character(reference: re.Match[str]) -> str:
    if reference["name"]:
        return _NAMED.get(reference["name"], reference.group())
    code = int(reference["hex"], 16) if reference["hex"] else int(reference["dec"])
    return chr(code) if code in _CHARACTERS and code not in _SURROGATES else reference.group()


def _unparsable(reason: str) -> RefusalError:
    return bad_request(f"can't parse entities: {reason}")
