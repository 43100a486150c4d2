"""Words as a printer sets them, in the three languages."""

import pytest

from knowledge.media.typography import LONGEST_BOUND, NO_BREAK, bound, quoted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("300 000 ₸ береді", "300_000_₸ береді"),
        ("в г. Алматы и в селе", "в_г. Алматы и_в_селе"),
        ("с 1 мая 2025 г. всем", "с_1_мая 2025_г. всем"),
        ("бұл рас па, жоқ па?", "бұл рас_па, жоқ_па?"),
        ("Бұл — алаяқтық", "Бұл_— алаяқтық"),
        ("он же знал", "он_же знал"),
        ("Тариф: 12 % в мае", "Тариф: 12_% в_мае"),
        ("on May 5: 12 people", "on_May 5: 12_people"),
        ("  два\n слова ", "два слова"),
        ("", ""),
    ],
)
def test_what_belongs_together_stays_on_a_line(text: str, shown: str) -> None:
    assert bound(text).replace(NO_BREAK, "_") == shown


def test_what_is_bound_never_grows_longer_than_a_line() -> None:
    chain = bound("а я и ты и мы и вы и он и ты и мы " * 9)
    assert max(map(len, chain.split(" "))) <= LONGEST_BOUND


@pytest.mark.parametrize(
    ("text", "marks", "shown"),
    [
        ("Су улы", "«»", "«Су улы»"),
        ("«Самұрық» бәрін сатты", "«»", "«„Самұрық“ бәрін сатты»"),
        ('Банк "Наш" и “Ваш” и „Чей“', "«»", "«Банк „Наш“ и „Ваш“ и „Чей“»"),
        ('A "free" flat', "“”", "“A ‘free’ flat”"),
        ('a 5" screen', "“”", '“a 5" screen”'),
    ],
)
def test_marks_within_marks_are_of_the_second_level(text: str, marks: str, shown: str) -> None:
    assert quoted(text, marks) == shown
