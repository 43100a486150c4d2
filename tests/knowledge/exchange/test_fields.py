"""Tests of knowledge/exchange/fields.py: what each field takes, and what it says when it does not."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from knowledge.exchange import FieldError, fields
from knowledge.models import Language, Status, Verdict

Field = Callable[[object], object]


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        (fields.rebuttal_id, "tdl-war", "tdl-war"),
        (fields.rebuttal_id, "a", "a"),
        (fields.rebuttal_id, "0" * 40, "0" * 40),
        (fields.verdict, "scam", Verdict.SCAM),
        (fields.verdict, " False ", Verdict.FALSE),
        (fields.language, "kk", Language.KK),
        (fields.status, "retired", Status.RETIRED),
        (fields.claim, "  Су уланған\n", "Су уланған"),
        (fields.claim, "first line\r\nsecond", "first line\nsecond"),
        (fields.claim, "👨\u200d👩\u200d👧 и \u200fRTL", "👨\u200d👩\u200d👧 и \u200fRTL"),
        (fields.claim, "x" * 1000, "x" * 1000),
        (fields.summary, "я", "я"),
        (fields.summary, "x" * 900, "x" * 900),
        (fields.source_name, "Министерство обороны", "Министерство обороны"),
        (fields.source_url, "https://stopfake.kz/", "https://stopfake.kz/"),
        (fields.source_url, "HTTP://Example.KZ:8080/a?b=c#d", "HTTP://Example.KZ:8080/a?b=c#d"),
        (fields.source_url, "https://министерство.қаз/су", "https://министерство.қаз/су"),
        (fields.link, "https://example.kz/" + "x" * 481, "https://example.kz/" + "x" * 481),
        (fields.source_date, "2025", "2025"),
        (fields.source_date, "2025-04", "2025-04"),
        (fields.source_date, "2024-02-29", "2024-02-29"),
        (fields.anchor, "мобилизация", "мобилизация"),
        (fields.until, "2028-02-29", "2028-02-29"),
        (fields.new_claim, "Банк закрывается", "Банк закрывается"),
        (fields.new_claim, "Ертең су болмайды", "Ертең су болмайды"),
    ],
)
def test_a_value_that_fits_is_kept(field: Field, given: str, kept: object) -> None:
    assert field(given) == kept


@pytest.mark.parametrize(
    ("field", "given", "code", "params"),
    [
        (fields.rebuttal_id, "Tdl-war", "id", {}),
        (fields.rebuttal_id, "-war", "id", {}),
        (fields.rebuttal_id, "tdl_war", "id", {}),
        (fields.rebuttal_id, "тдл", "id", {}),
        (fields.rebuttal_id, "0" * 41, "id", {}),
        (fields.verdict, "fake", "choice", {"choices": "false, misleading, unproven, true, scam"}),
        (fields.language, "uz", "choice", {"choices": "kk, ru, en"}),
        (fields.status, "published!", "choice", {"choices": "draft, waiting, published, retired, expired"}),
        (fields.until, "2027-02-29", "day", {}),
        (fields.until, "2027-02", "day", {}),
        (fields.until, "20270228", "day", {}),
        (fields.claim, "ок", "short", {"limit": 3, "length": 2}),
        (fields.claim, "x" * 1001, "long", {"limit": 1000, "length": 1001}),
        (fields.claim, " \n\t ", "empty", {}),
        (fields.claim, 42, "type", {"expected": "a text"}),
        (fields.claim, None, "type", {"expected": "a text"}),
        (fields.claim, "a\x00b", "characters", {"found": "U+0000"}),
        (fields.claim, "half \ud83d", "characters", {"found": "U+D83D"}),
        (fields.summary, "x" * 901, "long", {"limit": 900, "length": 901}),
        (fields.summary, "", "empty", {}),
        (fields.source_name, "x" * 201, "long", {"limit": 200, "length": 201}),
        (fields.source_url, "stopfake.kz", "url", {}),
        (fields.source_url, "ftp://stopfake.kz/", "url", {}),
        (fields.source_url, "javascript:alert(1)", "url", {}),
        (fields.source_url, "https://", "url", {}),
        (fields.source_url, "https:///path", "url", {}),
        (fields.source_url, "https://a b.kz/", "url", {}),
        (fields.source_url, "https://example.kz/a b", "url", {}),
        (fields.source_url, "https://exa<b>mple.kz/", "url", {}),
        (fields.source_url, "https://stopfake.kz@evil.example/", "url", {}),
        (fields.source_url, "https://example.kz:port/", "url", {}),
        (fields.source_url, "https://[::1/", "url", {}),
        (fields.source_url, "https://[2001:db8::1]/", "url", {}),
        (fields.link, "https://example.kz/" + "x" * 482, "long", {"limit": 500, "length": 501}),
        (fields.source_date, "2025-02-29", "date", {}),
        (fields.source_date, "2025-13", "date", {}),
        (fields.source_date, "0000", "date", {}),
        (fields.source_date, "25-04-01", "date", {}),
        (fields.source_date, "2025-4-1", "date", {}),
        (fields.source_date, "апрель 2025", "date", {}),
        (fields.source_date, "٢٠٢٥", "date", {}),
        (fields.source_date, 2025, "type", {"expected": "a text"}),
        (fields.anchor, "x" * 101, "long", {"limit": 100, "length": 101}),
    ],
)
def test_a_value_that_does_not_fit_says_what_was_expected(
    field: Field, given: object, code: str, params: dict[str, str | int]
) -> None:
    with pytest.raises(FieldError) as caught:
        field(given)
    assert (caught.value.code, caught.value.params) == (code, params)
    assert caught.value.field == getattr(field, "__name__", None)
    assert "expected" in str(caught.value)


@pytest.mark.parametrize(
    "field", [fields.rebuttal_id, fields.verdict, fields.claim, fields.source_url, fields.source_date]
)
@drawn(value=st.text() | st.from_regex(r"https?://.*") | st.integers() | st.none())
def test_whatever_is_kept_is_kept_again_unchanged(field: Field, value: object) -> None:
    with suppress(FieldError):
        kept = field(value)
        assert field(kept) == kept


@pytest.mark.parametrize(
    ("given", "length"),
    [
        ("Здравствуйте, как у вас дела?", 0),
        ("Сәлеметсіз бе, рахмет!", 0),
        ("Good morning and thank you", 0),
        ("Это правда война? Война!", 1),
    ],
)
def test_what_says_too_little_is_no_new_claim(given: str, length: int) -> None:
    assert fields.claim(given)
    with pytest.raises(FieldError) as caught:
        fields.new_claim(given)
    assert (caught.value.field, caught.value.code) == ("claim", "words")
    assert caught.value.params == {"limit": 2, "length": length}


@pytest.mark.parametrize(
    ("url", "domains"),
    [
        ("https://example.kz/a", ()),
        ("https://www.gov.kz/a", ("stopfake.kz", "gov.kz")),
        ("https://GOV.kz./a", ("gov.kz",)),
        ("https://қаз.kz/a", ("xn--80a9m.kz", "xn--d1a4c.kz", "ҚАЗ.kz")),
        ("https://gov.kz:8443/a", ("Gov.kz",)),
    ],
)
def test_an_address_at_or_below_an_allowed_domain_is_taken(url: str, domains: tuple[str, ...]) -> None:
    assert fields.from_domains(url, domains) == url


@pytest.mark.parametrize(
    "url", ["https://notgov.kz/", "https://gov.kz.evil.com/", "https://evil.com/gov.kz", "https://kz/"]
)
def test_an_address_elsewhere_is_refused_with_the_domains_that_would_do(url: str) -> None:
    with pytest.raises(FieldError) as caught:
        fields.from_domains(url, ("gov.kz", "stopfake.kz"))
    assert (caught.value.field, caught.value.code) == ("source_url", "domain")
    assert caught.value.params == {"choices": "gov.kz, stopfake.kz"}
