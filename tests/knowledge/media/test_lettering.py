"""Words in pictures: every letter is there, and what is too long is cut where it shows."""

import pytest

from knowledge.media.lettering import cut, drawable, fitted, font, width, wrapped

KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІіЁё₸«»—–…·“”"
LONG = "Қазақстан Ресеймен соғысқа дайындалып жатыр екен, әскер шекараға жіберіліпті " * 4


@pytest.mark.parametrize("bold", [False, True])
def test_the_font_has_every_letter_that_is_written(bold: bool) -> None:
    unknown = bytes(font(40, bold=bold).getmask("\uffff"))
    assert [letter for letter in KAZAKH if bytes(font(40, bold=bold).getmask(letter)) == unknown] == []


def test_what_cannot_be_drawn_is_left_out() -> None:
    assert drawable("Осторожно 🔥\u200b🔥, не\nпейте\u202fводу 水!") == "Осторожно , не пейте\u00a0воду !"
    assert drawable(KAZAKH) == KAZAKH


@pytest.mark.parametrize("room", [60, 200, 640])
def test_what_is_cut_ends_visibly_and_fits(room: float) -> None:
    shown = cut(LONG, room, font(26))
    assert shown.endswith("…")
    assert width(shown, font(26)) <= room < width(LONG[: len(shown) + 3] + "…", font(26))
    assert cut("су", room, font(26)) == "су"


def test_lines_are_filled_with_whole_words_and_the_last_one_is_cut() -> None:
    first, second = wrapped(LONG, 500, font(26), 2)
    assert LONG.startswith(f"{first} {second.rstrip('…')}")
    assert max(width(line, font(26)) for line in (first, second)) <= 500
    assert second.endswith("…")
    assert wrapped("Су таза.", 500, font(26), 2) == ["Су таза."]


def test_a_word_that_is_longer_than_a_line_is_broken() -> None:
    first, second = wrapped("https://example.kz/" + "a" * 200, 500, font(26), 2)
    assert 400 < width(first, font(26)) <= 500
    assert second.endswith("…")


def test_letters_become_smaller_before_words_are_cut() -> None:
    words, letters = fitted("1 234 567 890", 200, 60, 19, bold=True)
    assert words == "1 234 567 890"
    assert 19 < letters.size < 60
    assert fitted(LONG, 200, 60, 19)[0].endswith("…")
