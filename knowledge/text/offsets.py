"""Where a part of a text stands in UTF-16 code units: what Telegram counts its offsets in."""


def utf16_range(text: str, start: int, end: int) -> tuple[int, int]:
    """Offset and length in UTF-16 code units of `text[start:end]` (Bot API, MessageEntity)."""
    return _units(text[:start]), _units(text[start:end])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
