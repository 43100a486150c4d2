"""The starter set is complete in three languages and holds no two rebuttals of the same claim."""

import json
import re
from itertools import chain
from typing import Any

import pytest

from knowledge.models import Language, Status, Verdict
from knowledge.starter import lines

SUMMARY_LIMIT = 400  # characters: three plain sentences on a phone's screen
REBUTTALS: list[dict[str, Any]] = [json.loads(line) for line in lines()]
IDS = [rebuttal["id"] for rebuttal in REBUTTALS]


def words(text: str) -> str:
    """Return the text's words alone, so that claims which differ by case or dots count as one."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_the_set_is_the_four_rumours_about_the_territorial_defence_law() -> None:
    assert IDS == ["tdl-war", "tdl-anti-russian", "tdl-foreigners", "tdl-border"]


@pytest.mark.parametrize("rebuttal", REBUTTALS, ids=IDS)
def test_every_rebuttal_has_a_known_verdict_and_is_published(rebuttal: dict[str, Any]) -> None:
    assert Verdict(rebuttal["verdict"]) is Verdict.FALSE
    assert Status(rebuttal["status"]) is Status.PUBLISHED


@pytest.mark.parametrize("rebuttal", REBUTTALS, ids=IDS)
def test_every_rebuttal_names_its_official_source_and_no_more_of_the_date_than_is_known(
    rebuttal: dict[str, Any],
) -> None:
    assert rebuttal["source"].keys() == {"name", "url", "date"}
    assert "Stopfake.kz" in rebuttal["source"]["name"]
    assert rebuttal["source"]["url"] == "https://stopfake.kz/"
    assert rebuttal["source"]["date"] == "2025-04"


@pytest.mark.parametrize("rebuttal", REBUTTALS, ids=IDS)
def test_every_rebuttal_speaks_all_languages(rebuttal: dict[str, Any]) -> None:
    for language in Language:
        assert 5 <= len(rebuttal["claims"][language]) <= 10
        assert 0 < len(rebuttal["summary"][language]) <= SUMMARY_LIMIT
    assert rebuttal["claims"].keys() == rebuttal["summary"].keys() == set(Language)


@pytest.mark.parametrize("rebuttal", REBUTTALS, ids=IDS)
def test_kazakh_texts_are_written_with_kazakh_letters(rebuttal: dict[str, Any]) -> None:
    for text in (*rebuttal["claims"]["kk"], rebuttal["summary"]["kk"]):
        assert re.search("[әғқңөұүһі]", text.casefold()), text


def test_no_phrasing_stands_twice() -> None:
    claims = [words(text) for rebuttal in REBUTTALS for text in chain(*rebuttal["claims"].values())]
    assert len(claims) == len(set(claims))
