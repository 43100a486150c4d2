"""Tests of knowledge/exchange/jsonl.py: files come in whole or not at all, and go out as they came in."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import starter
from knowledge.exchange import ExchangeError, dump, parse
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

ENTRY: dict[str, Any] = {
    "id": "tap-water",
    "verdict": "false",
    "claims": {"ru": ["Воду из крана отравили"]},
    "summary": {"ru": "Вода проверена: она чистая."},
    "source": {"name": "Министерство", "url": "https://example.kz/water"},
}
EXPECTED = Rebuttal(
    id="tap-water",
    verdict=Verdict.FALSE,
    claims=(Claim("Воду из крана отравили", Language.RU),),
    summary={Language.RU: "Вода проверена: она чистая."},
    source=Source("Министерство", "https://example.kz/water"),
)


def line(**changes: Any) -> str:
    """The sample entry with other values; None takes a field away."""
    return json.dumps({name: value for name, value in (ENTRY | changes).items() if value is not None})


def problems(*lines: str | bytes) -> list[str]:
    with pytest.raises(ExchangeError) as caught:
        parse(lines)
    assert str(caught.value).splitlines() == [str(problem) for problem in caught.value.problems]
    return [f"{problem.line} {problem.field} {problem.code}" for problem in caught.value.problems]


def test_the_required_fields_are_enough() -> None:
    assert parse([line()]) == (EXPECTED,)


def test_every_field_is_read() -> None:
    full = line(
        claims={
            "kk": ["Кран суы уланған"],
            "ru": ["Воду отравили", {"text": "не пейте воду", "origin": "learned"}, {"text": "вода яд"}],
        },
        source={"name": "Министерство", "url": "https://example.kz/", "date": "2025-04"},
        links=["https://example.kz/1", "http://example.kz/2"],
        status="draft",
        anchors=["вода", "отравили"],
        until="2026-12-31",
    )
    (rebuttal,) = parse([full])
    assert rebuttal.claims == (
        Claim("Кран суы уланған", Language.KK),
        Claim("Воду отравили", Language.RU),
        Claim("не пейте воду", Language.RU, Origin.LEARNED),
        Claim("вода яд", Language.RU),
    )
    assert rebuttal.source.date == "2025-04"
    assert rebuttal.links == ("https://example.kz/1", "http://example.kz/2")
    assert (rebuttal.status, rebuttal.anchors) == (Status.DRAFT, ("вода", "отравили"))
    assert rebuttal.until == "2026-12-31"


def test_what_windows_and_editors_add_to_a_file_is_no_part_of_it() -> None:
    file = b"\xef\xbb\xbf" + line().encode() + b"\r\n\r\n   \n" + line(id="other").encode()
    assert [rebuttal.id for rebuttal in parse(file.split(b"\n"))] == ["tap-water", "other"]


def test_an_empty_file_holds_no_rebuttals() -> None:
    assert parse([]) == ()


def test_the_starter_set_is_a_file_like_any_other() -> None:
    rebuttals = parse(starter.lines())
    assert len(rebuttals) == 4
    assert parse(dump(rebuttals)) == rebuttals


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ("{", "1  json"),
        ("[]", "1  json"),
        ("null", "1  json"),
        ('"text"', "1  json"),
        ("[" * 100_000, "1  json"),
        ('{"id": ' + "9" * 10_000 + "}", "1  json"),
        (b'{"id": "\xff"}', "1  utf8"),
        ('{"id": "a", "id": "b"}', "1 id repeated"),
        (line(colour="red"), "1 colour unknown"),
        (line(source={"name": "n", "url": "https://e.kz/", "author": "a"}), "1 source.author unknown"),
        (line(claims={"uz": ["Suv zaharlangan"]}), "1 claims.uz unknown"),
        (line(summary={"ru": "Нет", "uz": "Yo'q"}), "1 summary.uz unknown"),
        (line(claims={"ru": [{"text": "вода яд", "by": "me"}]}), "1 claims.ru[1].by unknown"),
        (line(id=None), "1 id required"),
        (line(verdict=None), "1 verdict required"),
        (line(claims=None), "1 claims required"),
        (line(claims={}), "1 claims required"),
        (line(claims={"ru": []}), "1 claims required"),
        (line(claims={"ru": [{"origin": "learned"}]}), "1 claims.ru[1].text required"),
        (line(summary=None), "1 summary required"),
        (line(summary={}), "1 summary required"),
        (line(source=None), "1 source required"),
        (line(source={"url": "https://example.kz/"}), "1 source.name required"),
        (line(source={"name": "n"}), "1 source.url required"),
        (line(id="Tap Water"), "1 id id"),
        (line(id=7), "1 id type"),
        (line(verdict="fake"), "1 verdict choice"),
        (line(claims=["Воду отравили"]), "1 claims type"),
        (line(claims={"ru": "Воду отравили"}), "1 claims.ru type"),
        (line(claims={"ru": ["Воду отравили", "ок"]}), "1 claims.ru[2] short"),
        (line(claims={"ru": [{"text": "вода яд", "origin": "stolen"}]}), "1 claims.ru[1].origin choice"),
        (line(summary={"ru": "x" * 901}), "1 summary.ru long"),
        (line(summary="Нет"), "1 summary type"),
        (line(source="Министерство"), "1 source type"),
        (line(source={"name": "n" * 201, "url": "https://example.kz/"}), "1 source.name long"),
        (line(source={"name": "n", "url": "example.kz"}), "1 source.url url"),
        (line(source={"name": "n", "url": "https://e.kz/", "date": "2025-02-30"}), "1 source.date date"),
        (line(links="https://example.kz/"), "1 links type"),
        (line(links=["https://example.kz/", "ftp://example.kz/"]), "1 links[2] url"),
        (line(status="deleted"), "1 status choice"),
        (line(anchors=[""]), "1 anchors[1] empty"),
        (line(until="2026-02-30"), "1 until day"),
    ],
)
def test_a_fault_is_named_by_line_and_field(wrong: str | bytes, problem: str) -> None:
    assert problems(wrong) == [problem]


def test_all_faults_of_all_lines_are_told_at_once() -> None:
    found = problems(line(verdict="fake", links=["x"]), "", line(id="fine"), line(id="A"))
    assert found == ["1 verdict choice", "1 links[1] url", "4 id id"]


def test_an_id_that_comes_twice_names_both_lines() -> None:
    with pytest.raises(ExchangeError, match="line 3: id: expected an id of its own, but line 1 has the same"):
        parse([line(), line(id="other"), line()])


def test_an_id_that_comes_twice_is_seen_even_beside_other_faults() -> None:
    assert problems(line(), line(verdict="fake")) == ["2 verdict choice", "2 id taken"]


def test_line_ends_of_unicode_within_a_text_do_not_end_its_line() -> None:
    written = parse([line(summary={"ru": "Первая\u2028вторая\u2029третья"})])
    assert parse("".join(dump(written)).splitlines()) == written


# The first text that is drawn waits for a table of all characters, which takes seconds on a busy machine.
AT_LEISURE = settings(suppress_health_check=[HealthCheck.too_slow])

printable = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=3, max_size=60).map(str.strip)
text = printable.filter(lambda drawn: len(drawn) >= 3)
media = st.builds(
    KnownMedium, st.sampled_from(FileKind), st.from_regex(r"[A-Za-z0-9_-]{1,20}", fullmatch=True)
)
url = st.builds("https://example.kz/{}".format, st.from_regex(r"[a-z0-9/?&=%-]{0,30}", fullmatch=True))


@st.composite
def rebuttals(draw: st.DrawFn) -> Rebuttal:
    claims = draw(
        st.dictionaries(st.sampled_from(Language), st.lists(text, min_size=1, max_size=3), min_size=1)
    )
    return Rebuttal(
        id=draw(st.from_regex(r"[a-z0-9][a-z0-9-]{0,39}", fullmatch=True)),
        verdict=draw(st.sampled_from(Verdict)),
        claims=tuple(
            Claim(phrasing, language, draw(st.sampled_from(Origin)))
            for language, phrasings in claims.items()
            for phrasing in phrasings
        ),
        summary=draw(st.dictionaries(st.sampled_from(Language), text, min_size=1)),
        source=Source(
            draw(text),
            draw(url),
            draw(st.none() | st.dates().map(str) | st.sampled_from(["1991", "2025-04"])),
        ),
        links=tuple(draw(st.lists(url, max_size=2))),
        status=draw(st.sampled_from(Status)),
        anchors=tuple(draw(st.lists(text, max_size=2))),
        negatives=tuple(draw(st.lists(text, max_size=2))),
        until=draw(st.sampled_from([None, "2026-12-31"])),
        media=tuple(draw(st.lists(media, max_size=2))),
    )


@AT_LEISURE
@given(st.lists(rebuttals(), unique_by=lambda rebuttal: rebuttal.id, max_size=3))
def test_what_is_written_is_read_back(written: list[Rebuttal]) -> None:
    file = "".join(dump(written))
    assert parse(file.splitlines()) == tuple(written)
    assert parse(file.encode().splitlines()) == tuple(written)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from([*ENTRY, "ru", "kk", "text", "url"]), inner)
        ),
    )
)
def test_no_json_is_too_odd_to_be_refused_properly(value: object) -> None:
    with pytest.raises(ExchangeError):
        parse([json.dumps(value)])
