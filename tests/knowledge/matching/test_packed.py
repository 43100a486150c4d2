"""Packed rebuttals: what comes out is what went in, whatever a rebuttal holds."""

from dataclasses import fields

import pytest

from knowledge.matching.packed import pack_rebuttal, unpack_rebuttal
from knowledge.models import (
    Claim,
    FileKind,
    KnownMedium,
    Language,
    Origin,
    Rebuttal,
    Source,
    Status,
    Verdict,
)

FULL = Rebuttal(
    id="вода-1",
    verdict=Verdict.MISLEADING,
    claims=(
        Claim("Вода «отравлена»?", Language.RU),
        Claim("Су уланған\n😀 \ud800", Language.KK, Origin.LEARNED),
    ),
    summary={Language.KK: "Су таза.", Language.EN: 'The "water" is clean.'},
    source=Source("Минздрав", "https://example.org/", "2024-05"),
    links=("https://example.org/a", "t.me/b"),
    status=Status.RETIRED,
    anchors=("вода|су", "Алматы"),
    negatives=("вода подорожала",),
    media=(KnownMedium(FileKind.PHOTO, "AQADtbc"),),
    until="2026-12-31",
    version=3,
)
BARE = Rebuttal("", Verdict.TRUE, (), {}, Source("", ""))


@pytest.mark.parametrize("rebuttal", [FULL, BARE], ids=["full", "bare"])
def test_a_rebuttal_comes_back_as_it_was(rebuttal: Rebuttal) -> None:
    back = unpack_rebuttal(pack_rebuttal(rebuttal))
    assert back == rebuttal
    assert type(back.verdict) is Verdict
    assert [type(claim.origin) for claim in back.claims] == [Origin] * len(rebuttal.claims)


def test_the_full_rebuttal_leaves_no_field_at_its_default() -> None:
    """So that a field which is added to the model and forgotten here is found."""
    bare = Rebuttal("-", Verdict.FALSE, (), {}, Source("-", "-"))
    assert [
        field.name for field in fields(Rebuttal) if getattr(FULL, field.name) == getattr(bare, field.name)
    ] == []
