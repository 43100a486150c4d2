"""Tests of knowledge/exchange/csv.py: tables of people and of spreadsheets, and nothing that runs in one."""

import csv
import io
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.exchange import ExchangeError, Format, format_of, read, write
from knowledge.exchange.csv import COLUMNS
from knowledge.models import Claim, Language, Origin, Rebuttal, Status, Verdict
from tests.knowledge.exchange.test_jsonl import AT_LEISURE, EXPECTED, rebuttals

HEADER = "id;verdict;claims.ru;summary.ru;source.name;source.url"
ROW = (
    "tap-water;false;Воду из крана отравили;Вода проверена: она чистая.;Министерство;https://example.kz/water"
)


def table(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def problems(content: bytes) -> list[str]:
    with pytest.raises(ExchangeError) as caught:
        read(content, Format.CSV)
    return [f"{problem.line} {problem.field} {problem.code}" for problem in caught.value.problems]


def by_column(rebuttal: Rebuttal) -> Rebuttal:
    """As the table keeps it: by language, what was learned after what was written."""
    places = {(language, origin): place for place, (language, origin) in enumerate(
        (language, origin) for language in Language for origin in Origin
    )}  # fmt: skip
    return replace(
        rebuttal,
        claims=tuple(sorted(rebuttal.claims, key=lambda claim: places[claim.language, claim.origin])),
    )


def test_the_required_columns_are_enough() -> None:
    assert read(table(HEADER, ROW), Format.CSV) == (EXPECTED,)


@pytest.mark.parametrize("delimiter", ";,\t")
def test_every_delimiter_of_excel_is_understood(delimiter: str) -> None:
    lines = [line.replace(";", delimiter) for line in (HEADER, ROW)]
    assert read(table(*lines), Format.CSV) == (EXPECTED,)


def test_what_excel_adds_is_no_part_of_the_table() -> None:
    said = "\r\n".join(["sep=;", HEADER + ";;", ROW + ";;", ";;;;;;;", ""])
    assert read(b"\xef\xbb\xbf" + said.encode(), Format.CSV) == (EXPECTED,)


def test_unicode_text_of_excel_is_read() -> None:
    text = f"{HEADER}\r\n{ROW}".replace(";", "\t")
    assert read(text.encode("utf-16"), Format.CSV) == (EXPECTED,)


def test_columns_may_stand_in_any_order_and_case() -> None:
    rows = [line.split(";") for line in (HEADER.upper(), ROW)]
    assert read(table(*(";".join(reversed(row)) for row in rows)), Format.CSV) == (EXPECTED,)


def test_a_cell_holds_a_value_on_each_line() -> None:
    content = (
        "id;verdict;claims.kk;claims.ru;learned.ru;summary.ru;source.name;source.url;links;status\n"
        't;false;Кран суы уланған;"Воду отравили\r\nв воде яд";"первая\\nстрока";Нет;М;https://e.kz/;'
        '"https://e.kz/1\nhttps://e.kz/2";draft'
    )
    (rebuttal,) = read(content.encode(), Format.CSV)
    assert rebuttal.claims == (
        Claim("Кран суы уланған", Language.KK),
        Claim("Воду отравили", Language.RU),
        Claim("в воде яд", Language.RU),
        Claim("первая\nстрока", Language.RU, Origin.LEARNED),
    )
    assert rebuttal.links == ("https://e.kz/1", "https://e.kz/2")
    assert rebuttal.status is Status.DRAFT


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "1  columns"),
        (b"a;b\n1;2", "1  columns"),
        (table(HEADER + ";colour", ROW + ";red"), "1 colour unknown"),
        (table(HEADER + ";id", ROW + ";x"), "1 id repeated"),
        (table(HEADER, ROW + ";and more"), "2  cells"),
        (table(HEADER, ROW.replace("false", "perhaps")), "2 verdict choice"),
        (table(HEADER, ROW.replace("https", "ftp")), "2 source.url url"),
        (table(HEADER, ROW.replace("Воду из крана отравили", "ы")), "2 claims.ru[1] short"),
        (table(HEADER, ROW.replace("Воду из крана отравили", "")), "2 claims required"),
        (table(HEADER, ROW, ROW), "3 id taken"),
        (table(HEADER, ROW, '"x'), "3  table"),
        (table(HEADER, ROW, "a" * 200_000), "3  table"),
        (table(HEADER, ROW.replace("Вода", "\x00Вода")), "2 summary.ru characters"),
        (table(HEADER, ROW.replace(";false", ";")), "2 verdict required"),
    ],
)
def test_a_fault_is_named_by_line_and_column(content: bytes, found: str) -> None:
    assert problems(content) == [found]


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16-le"])
def test_an_encoding_that_has_no_kazakh_is_refused_and_not_guessed(encoding: str) -> None:
    assert problems(f"{HEADER}\n{ROW}".encode(encoding))[0] in {"2  utf8", "1  columns", "1  utf8"}


def test_lines_are_those_of_the_file_where_a_row_has_several() -> None:
    two_lines = ROW.replace("Вода проверена", '"Вода\nпроверена').replace("чистая.", 'чистая."')
    assert problems(table("sep=;", HEADER, two_lines, ROW)) == ["5 id taken"]


def test_a_table_is_known_by_its_name_and_by_its_content() -> None:
    assert format_of(table(HEADER, ROW), "table.CSV") is Format.CSV
    assert format_of(table(HEADER, ROW), "table.txt") is Format.CSV
    assert format_of(table(HEADER, ROW)) is Format.CSV


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "'=", "''@"])
def test_no_cell_is_a_formula_and_all_come_back(start: str) -> None:
    written = replace(EXPECTED, summary={Language.RU: f"{start}HYPERLINK(1)"})
    content = "".join(write([written], Format.CSV))
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert rows[1][COLUMNS.index("summary.ru")] == f"'{start}HYPERLINK(1)"
    assert read(content.encode(), Format.CSV) == (written,)


@AT_LEISURE
@given(st.lists(rebuttals(), unique_by=lambda rebuttal: rebuttal.id, max_size=3))
def test_what_is_written_is_read_back(written: list[Rebuttal]) -> None:
    content = "".join(write(written, Format.CSV)).encode()
    assert read(content, Format.CSV) == tuple(map(by_column, written))


@given(st.text(st.sampled_from("\\n\n'=+;,\"a\t x"), min_size=3, max_size=30).map(str.strip))
def test_line_breaks_quotes_and_backslashes_come_back(text: str) -> None:
    if len(text) < 3:
        text = f"abc{text}"
    claims = (Claim(text, Language.RU), Claim(text, Language.RU, Origin.LEARNED))
    written = replace(EXPECTED, claims=claims, summary={Language.EN: text}, verdict=Verdict.SCAM)
    assert read("".join(write([written], Format.CSV)).encode(), Format.CSV) == (written,)


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: f"{HEADER}\n{text}".encode()))
def test_no_bytes_are_too_odd_to_be_refused_properly(content: bytes) -> None:
    with suppress(ExchangeError):
        assert read(content, Format.CSV) == ()
