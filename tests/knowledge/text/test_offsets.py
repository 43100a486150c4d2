"""Telegram counts in UTF-16 code units; a quote must match to the unit."""

import pytest

from knowledge.text import utf16_range


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("Вода отравлена", "отравлена", (5, 9)),
        ("🔥🔥 Вода", "Вода", (5, 4)),
        ("🇰🇿 ел", "🇰🇿", (0, 4)),
        ("𝐖𝐚𝐫 news", "news", (7, 4)),
        ("\ud800 вода", "вода", (2, 4)),
        ("вода", "", (0, 0)),
    ],
)
def test_a_range_is_counted_in_utf16_units(text: str, part: str, expected: tuple[int, int]) -> None:
    start = text.index(part)
    assert utf16_range(text, start, start + len(part)) == expected
