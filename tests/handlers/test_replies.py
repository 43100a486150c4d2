"""Replies and cards are pure: the longest texts still fit into a message, and nothing private is shown."""

from itertools import product

import pytest

from handlers import replies
from handlers.moderator import card
from handlers.moderator.draft import FIELDS, Draft
from handlers.texts import shortened, texts
from knowledge.exchange import fields
from knowledge.exchange.fields import CLAIM_LENGTH, SOURCE_NAME_LENGTH, SUMMARY_LENGTH, URL_LENGTH
from knowledge.models import (
    Answer,
    Claim,
    Difference,
    Kind,
    Language,
    Match,
    Origin,
    Passage,
    Post,
    Rebuttal,
    Source,
    Verdict,
)

MESSAGE = (
    4096  # UTF-16 units after entities are parsed; `&amp;` counts as one, so plain letters are the worst
)
URL = "https://example.kz/" + "a" * (URL_LENGTH - 19)
LONGEST = Rebuttal(
    id="r" * 40,
    verdict=Verdict.MISLEADING,
    claims=tuple(Claim("ә" * CLAIM_LENGTH[1], language) for language in Language),
    summary=dict.fromkeys(Language, "ұ " * (SUMMARY_LENGTH[1] // 2)),
    source=Source("ң" * SOURCE_NAME_LENGTH[1], URL, "2025-12-31"),
)
POST = Post("Бірінші сөйлем. Екінші сөйлем.")
PASSAGE = Passage(0, 15, "Бірінші сөйлем.")


def _answer(kind: Kind, count: int, *differences: Difference, known: Rebuttal = LONGEST) -> Answer:
    match = Match(known, known.claims[0], PASSAGE, 0.9, differences=differences)
    return Answer(kind, Language.KK, (match,) * count)


@pytest.mark.parametrize(
    ("language", "kind", "count"),
    list(product(Language, [Kind.VERDICT, Kind.AGREES, Kind.SUGGESTION], [1, 2, 3])),
)
def test_the_longest_answer_fits_into_one_message(language: Language, kind: Kind, count: int) -> None:
    differences = [Difference("place", "Қарағанды облысы", "Солтүстік Қазақстан облысы")] * 5
    reply = replies.answer(_answer(kind, count, *differences), POST, texts(language))
    assert len(reply.text) <= MESSAGE


@pytest.mark.parametrize("language", Language)
def test_several_verdicts_have_the_numbers_of_their_buttons_and_words_first(language: Language) -> None:
    t = texts(language)
    reply = replies.answer(_answer(Kind.VERDICT, 3), POST, t)
    for number in (1, 2, 3):
        assert f"{number}. {t('answer.verdict', verdict=t('verdict.misleading'))}\n" in reply.text
        assert reply.buttons[number - 1][0].label == t("answer.open_numbered", number=number)
    assert "1. " not in replies.answer(_answer(Kind.VERDICT, 1), POST, t).text


@pytest.mark.parametrize(("language", "step"), list(product(Language, (*FIELDS, "preview"))))
def test_the_fullest_card_fits_into_one_message(language: Language, step: str) -> None:
    draft = Draft(
        step=step,
        claims=tuple((claim.language.value, claim.text) for claim in LONGEST.claims * 10),
        verdict="misleading",
        summary={name.value: text for name, text in LONGEST.summary.items()},
        source_name=LONGEST.source.name,
        source_url=URL,
        source_date="2025-12-31",
        anchors=("я" * 100,) * 30,
        links=(URL,) * fields.LINKS,
        mending=step in {"anchor", "link", "medium", "until"},
    )
    drawn = card.drawn(draft, 1_800_000_000_000, texts(language), prospect=card.Prospect(draft.anchors))
    assert len(drawn.text) <= MESSAGE
    assert all(len(button.data.encode()) <= 64 for row in drawn.buttons for button in row)


def test_the_words_that_were_judged_are_quoted_and_the_whole_post_is_not() -> None:
    t = texts(Language.KK)
    assert replies.answer(_answer(Kind.VERDICT, 1), POST, t).quote == "Бірінші сөйлем."
    assert not replies.answer(_answer(Kind.VERDICT, 1), Post("Бірінші сөйлем."), t).quote


def test_a_quote_is_cut_to_what_telegram_takes_in_its_own_units() -> None:
    words = "😀" * 600
    match = Match(LONGEST, LONGEST.claims[0], Passage(0, 600, words), 0.9)
    reply = replies.answer(Answer(Kind.VERDICT, None, (match,)), Post(words + " тағы"), texts(Language.EN))
    assert len(reply.quote.encode("utf-16-le")) // 2 == 1024
    assert words.startswith(reply.quote)


def test_a_learned_phrasing_is_never_shown() -> None:
    learned = Claim("көршім айтты", Language.KK, Origin.LEARNED)
    known = Rebuttal(
        "x", Verdict.FALSE, (learned, Claim("шекара жабылды", Language.RU)), LONGEST.summary, LONGEST.source
    )
    told = replies.answer(_answer(Kind.VERDICT, 1, known=known), POST, texts(Language.KK)).text
    assert "көршім" not in told
    assert "шекара жабылды" in told


def test_a_missing_translation_is_said() -> None:
    known = Rebuttal("x", Verdict.FALSE, LONGEST.claims, {Language.RU: "Это не так."}, LONGEST.source)
    told = replies.answer(_answer(Kind.VERDICT, 1, known=known), POST, texts(Language.KK)).text
    assert "Это не так." in told
    assert texts(Language.KK)("answer.untranslated") in told


@pytest.mark.parametrize(
    ("in_claim", "in_post", "said"),
    [
        ("100 000", "300 000", "number: 100 000 in the claim, 300 000 in the post"),
        ("100 000", "", "number: only in the claim — 100 000"),
        ("", "300 000", "number: only in the post — 300 000"),
    ],
)
def test_what_differs_is_said(in_claim: str, in_post: str, said: str) -> None:
    assert said in replies.difference(Difference("number", in_claim, in_post), texts(Language.EN))


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [("ab cd", 5, "ab cd"), ("ab cd ef", 6, "ab…"), ("abcdef", 4, "abc…"), ("ab, cd", 5, "ab…")],
)
def test_a_text_is_shortened_between_words(text: str, limit: int, kept: str) -> None:
    assert shortened(text, limit) == kept
