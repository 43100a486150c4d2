"""Tests of knowledge/exchange/claimreview.py: reviews of every publisher come in, ours go out and back."""

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.exchange import ExchangeError, Format, format_of, read, write
from knowledge.models import Claim, Language, Origin, Rebuttal, Source, Status, Verdict
from tests.knowledge.exchange.test_jsonl import AT_LEISURE, EXPECTED, line, rebuttals

# As publishers write it: https://developers.google.com/search/docs/appearance/structured-data/factcheck
REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://www.example.com/news/science/worldisflat.html",
    "datePublished": "2025-06-22T10:00:00+05:00",
    "claimReviewed": "Банк раздаёт всем по 300 000 тенге",
    "reviewBody": "Банк ничего не раздаёт.",
    "inLanguage": "ru-RU",
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Organization", "name": "Square World Society"},
        "datePublished": "2025-06-20",
        "appearance": {"@type": "OpinionNewsArticle", "url": "https://example.com/flat"},
    },
    "author": {"@type": "Organization", "name": "Example.com science watch"},
    "reviewRating": {"@type": "Rating", "ratingValue": "1", "bestRating": "5", "alternateName": "Ложь"},
}


def review(**changes: Any) -> dict[str, Any]:
    """The sample review with other values; None takes one away."""
    return {name: value for name, value in (REVIEW | changes).items() if value is not None}


def taken(document: object) -> tuple[Rebuttal, ...]:
    return read(json.dumps(document, ensure_ascii=False).encode(), Format.CLAIMREVIEW)


def problems(document: object) -> list[str]:
    with pytest.raises(ExchangeError) as caught:
        taken(document)
    return [f"{problem.line} {problem.field} {problem.code}" for problem in caught.value.problems]


def test_a_review_of_another_publisher_becomes_a_draft() -> None:
    (rebuttal,) = taken(REVIEW)
    assert rebuttal == Rebuttal(
        id=rebuttal.id,
        verdict=Verdict.FALSE,
        claims=(Claim("Банк раздаёт всем по 300 000 тенге", Language.RU),),
        summary={Language.RU: "Банк ничего не раздаёт."},
        source=Source("Example.com science watch", REVIEW["url"], "2025-06-22"),
        links=("https://example.com/flat",),
        status=Status.DRAFT,
    )
    assert rebuttal.id.startswith("example-com-")


def test_the_same_review_has_the_same_id_again() -> None:
    (first,), (again,) = taken(REVIEW), taken(review(reviewBody="Иначе сказано."))
    (other,) = taken(review(claimReviewed="Другое утверждение в той же статье"))
    assert first.id == again.id != other.id


@pytest.mark.parametrize(
    "document",
    [
        REVIEW,
        [REVIEW],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": REVIEW}]},
        {"@type": "DataFeed", "dataFeedElement": REVIEW},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": REVIEW}]},
        {"@type": "WebPage", "mainEntity": REVIEW},
        review(**{"@type": ["Article", "ClaimReview"]}),
        review(**{"@type": "http://schema.org/ClaimReview"}),
        [REVIEW, REVIEW],
    ],
)
def test_a_review_is_found_however_a_document_holds_it(document: object) -> None:
    assert taken(document) == taken(REVIEW)


@pytest.mark.parametrize("document", [[], {}, {"@type": "DataFeed", "dataFeedElement": []}])
def test_an_empty_feed_holds_no_rebuttals(document: object) -> None:
    assert taken(document) == ()


def test_values_may_be_lists_and_have_a_language_of_their_own() -> None:
    (rebuttal,) = taken(
        review(
            claimReviewed=[{"@value": "Банк сыйлық таратады", "@language": "kk"}, "Банк раздаёт подарки"],
            author=[{"@type": "Person", "name": "Айгерім"}, {"name": "Редакция"}],
            itemReviewed=[{"@type": "Claim", "appearance": ["https://e.kz/1", {"name": "листовка"}]}],
        )
    )
    assert rebuttal.claims == (
        Claim("Банк сыйлық таратады", Language.KK),
        Claim("Банк раздаёт подарки", Language.RU),
    )
    assert rebuttal.source.name == "Айгерім"
    assert rebuttal.links == ("https://e.kz/1",)


def test_without_a_language_the_claim_tells_it() -> None:
    claim = "Қазақстан соғысқа дайындалып жатыр деген ақпарат тарады"
    (rebuttal,) = taken(review(inLanguage=None, claimReviewed=claim))
    assert rebuttal.claims[0].language is Language.KK


@pytest.mark.parametrize(
    ("rating", "verdict"),
    [
        ({"alternateName": "Mostly false", "ratingValue": 1, "bestRating": 5}, Verdict.MISLEADING),
        ({"name": "Жалған"}, Verdict.FALSE),
        ({"alternateName": ["Пять утят", "Ложь"]}, Verdict.FALSE),
        ({"ratingValue": 5, "bestRating": 5, "worstRating": 1}, Verdict.TRUE),
        ({"ratingValue": "2", "bestRating": "5", "worstRating": "1"}, Verdict.MISLEADING),
    ],
)
def test_words_count_more_than_numbers(rating: dict[str, Any], verdict: Verdict) -> None:
    assert taken(review(reviewRating=rating))[0].verdict is verdict


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("description", "Банк ничего не раздаёт."),
        ("headline", "Банк ничего не раздаёт."),
    ],
)
def test_the_explanation_is_what_the_review_has(name: str, value: str) -> None:
    (rebuttal,) = taken(review(reviewBody=None, **{name: value}))
    assert rebuttal.summary == {Language.RU: value}


def test_of_a_whole_article_the_beginning_is_the_explanation() -> None:
    (rebuttal,) = taken(review(reviewBody="Слово за словом. " * 1000))
    summary = rebuttal.summary[Language.RU]
    assert len(summary) <= 900
    assert summary.startswith("Слово за словом.")
    assert summary.endswith("…")
    assert len(taken(review(reviewBody="ы" * 5000))[0].summary[Language.RU]) <= 900


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"claimReviewed": None}, "1 claimReviewed required"),
        ({"claimReviewed": 7}, "1 claimReviewed required"),
        ({"claimReviewed": "ы"}, "1 claimReviewed short"),
        ({"reviewBody": None}, "1 reviewBody required"),
        ({"author": None}, "1 author.name required"),
        ({"url": "example.com"}, "1 url url"),
        ({"url": "https://user@example.com/"}, "1 url url"),
        ({"url": "http://[/"}, "1 url url"),
        ({"datePublished": "вчера"}, "1 datePublished date"),
        ({"datePublished": 2025}, "1 datePublished type"),
        ({"reviewRating": None}, "1 reviewRating required"),
        ({"reviewRating": {"alternateName": "Пять утят"}}, "1 reviewRating.alternateName rating"),
        ({"reviewRating": {"alternateName": "ы" * 9999}}, "1 reviewRating.alternateName rating"),
        (
            {"reviewRating": {"ratingValue": 1e999, "bestRating": 5, "worstRating": 1}},
            "1 reviewRating required",
        ),
        ({"identifier": {"propertyID": "shynba", "value": "A B"}}, "1 identifier id"),
    ],
)
def test_a_fault_is_named_by_review_and_property(changes: dict[str, Any], problem: str) -> None:
    assert problems(review(**changes)) == [problem]


def test_faults_of_all_reviews_are_told_at_once() -> None:
    found = problems([REVIEW, review(url="x"), review(url="https://example.com/2", claimReviewed=None)])
    assert found == ["2 url url", "3 claimReviewed required"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "reviews"),
        (b"[" * 100_000, "reviews"),
        (b'{"@graph": ' * 100_000, "reviews"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "reviews"),
        (b'{"@type": "\xff"}', "utf8"),
        (b'{"@type": "Article"}', "reviews"),
        (b'"text"', "reviews"),
        (b"null", "reviews"),
    ],
)
def test_what_holds_no_reviews_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        read(content, Format.CLAIMREVIEW)
    assert [found.code for found in caught.value.problems] == [problem]


def test_deep_nesting_that_json_allows_is_walked_through() -> None:
    document: object = REVIEW
    for _ in range(300):
        document = {"@graph": [document]}
    assert taken(document) == taken(REVIEW)


def test_an_id_of_another_publisher_means_nothing_here() -> None:
    others = review(identifier={"propertyID": "doi", "value": "tdl-war"}, creativeWorkStatus="Published")
    (rebuttal,) = taken(others)
    assert rebuttal.id != "tdl-war"
    assert rebuttal.status is Status.DRAFT


def test_what_is_not_published_does_not_go_out() -> None:
    for status in set(Status) - {Status.PUBLISHED}:
        assert taken(json.loads("".join(write([replace(EXPECTED, status=status)], Format.CLAIMREVIEW)))) == ()


def test_formats_of_json_are_told_apart() -> None:
    for kind in (Format.CLAIMREVIEW, Format.JSONL):
        content = "".join(write([EXPECTED], kind)).encode()
        assert format_of(content, "file.json") is kind
        assert format_of(b"\xef\xbb\xbf" + content) is kind
    assert format_of(json.dumps(REVIEW).encode()) is Format.CLAIMREVIEW
    assert format_of(json.dumps(REVIEW, indent=1).encode()) is Format.CLAIMREVIEW
    assert format_of(line().encode(), "rebuttals.ndjson") is Format.JSONL
    assert format_of(b"[" * 100_000) is Format.CLAIMREVIEW


def public(rebuttal: Rebuttal) -> Rebuttal:
    """What of a rebuttal goes out: without learned posts, anchors and repetitions, in order of languages."""
    order = list(Language)
    curated = [claim for claim in rebuttal.claims if claim.origin is Origin.CURATED]
    claims = tuple(sorted(dict.fromkeys(curated), key=lambda claim: order.index(claim.language)))
    return replace(
        rebuttal,
        claims=claims,
        anchors=(),
        negatives=(),
        media=(),
        links=tuple(dict.fromkeys(rebuttal.links)),
    )


@AT_LEISURE
@given(st.lists(rebuttals(), unique_by=lambda rebuttal: rebuttal.id, max_size=3))
def test_what_is_written_is_read_back(written: list[Rebuttal]) -> None:
    content = "".join(write(written, Format.CLAIMREVIEW)).encode()
    expected = [public(rebuttal) for rebuttal in written]
    found = read(content, Format.CLAIMREVIEW)
    by_language = [replace(rebuttal, claims=public(rebuttal).claims) for rebuttal in found]
    assert by_language == [
        rebuttal for rebuttal in expected if rebuttal.claims and rebuttal.status is Status.PUBLISHED
    ]


@AT_LEISURE
@given(st.lists(rebuttals(), max_size=2))
def test_learned_posts_of_citizens_never_go_out(written: list[Rebuttal]) -> None:
    secret = "этого никто не должен видеть"
    learned = [
        replace(rebuttal, claims=(*rebuttal.claims, Claim(secret, Language.RU, Origin.LEARNED)))
        for rebuttal in written
    ]
    assert secret not in "".join(write(learned, Format.CLAIMREVIEW))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*REVIEW, "@graph", "name"]), inner),
    )
)
def test_no_value_is_too_odd_to_be_refused_properly(value: object) -> None:
    for name in REVIEW:
        with suppress(ExchangeError):
            taken([review(**{name: value})])
