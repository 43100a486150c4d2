"""Tests of knowledge/text/fingerprints.py: copies have one, posts that say something else another."""

import pytest

from knowledge.text import fingerprint

POST = "В Алматы отравили воду, 3 дня не пейте из-под крана"


@pytest.mark.parametrize(
    "copy",
    [
        "в алматы  отравили воду 3 дня не пейте из-под крана!!!",
        "СРОЧНО! В Алматы oтрaвили вoду, 3 дня не пейте из‑под крана 😱\nПерешлите всем",
        "В Алм\u200bаты отравили воду, 3 дня не пейте из-под крана",
    ],
)
def test_copies_have_the_same_fingerprint(copy: str) -> None:
    assert fingerprint(copy) == fingerprint(POST)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (POST, POST.replace("Алматы", "Астане")),
        (POST, POST.replace("3", "5")),
        (POST, POST.replace("отравили", "не отравили")),
        ("цена 100 ₸", "цена 100 $"),
        ("рост 5%", "рост 5°"),
    ],
)
def test_another_claim_has_another_fingerprint(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)
