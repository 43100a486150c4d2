"""Rebuttals as schema.org ClaimReview in JSON-LD, as fact-checkers publish them: in and out.

In: one review, a list, `@graph`, or a DataFeed, of any publisher. A review without our own id comes in as a
draft under an id made from its address and claim, so that the same review is the same rebuttal again.
Out: a DataFeed with a review for each language. Published ones only; learned posts and
anchors stay at home.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from knowledge.exchange import ratings
from knowledge.exchange.errors import ExchangeError, Problem
from knowledge.exchange.fields import SUMMARY_LENGTH
from knowledge.exchange.jsonl import checked
from knowledge.models import Claim, Language, Origin, Rebuttal, Status
from knowledge.text import language_of

_CONTEXT = "https://schema.org"
_OURS = "shynba"  # the propertyID of our own identifiers
# Where publishers put reviews within each other; an item of a DataFeed has them in `item`.
_HOLDERS = ("@graph", "dataFeedElement", "item", "itemListElement", "mainEntity", "review", "hasPart")
# The first of them that says something is the explanation.
_EXPLANATIONS = ("reviewBody", "description", "abstract", "headline", "name")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(?=[T ]|$)", re.ASCII)
# What a problem is called in the words of schema.org.
_PLACES = (
    ("claims", "claimReviewed"),
    ("summary", "reviewBody"),
    ("source.name", "author.name"),
    ("source.url", "url"),
    ("source.date", "datePublished"),
    ("source", "author"),
    ("id", "identifier"),
    ("verdict", "reviewRating"),
    ("until", "expires"),
    ("status", "creativeWorkStatus"),
    ("links", "itemReviewed.appearance"),
)
_LINK = re.compile(r"https?://\S+")
# An id has 40 characters: the publisher's name as far as it goes, a hyphen, and enough that no two meet.
_HASH, _HOST = 12, 27
_SHOWN = 60  # characters of a rating that is not known


def parse_reviews(content: bytes) -> tuple[Rebuttal, ...]:
    """All rebuttals of a file. Raises ExchangeError with every problem; its lines count reviews from 1."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ExchangeError([Problem(1, "", "utf8", {})]) from None
    except (ValueError, RecursionError):
        raise ExchangeError([Problem(1, "", "reviews", {})]) from None
    return rebuttals_of(document)


def rebuttals_of(document: object) -> tuple[Rebuttal, ...]:
    """All rebuttals of a JSON document that was read already. Raises ExchangeError as `parse_reviews`."""
    found = list(reviews(document))
    if not found and document not in ([], {}) and not _is_empty_feed(document):
        raise ExchangeError([Problem(1, "", "reviews", {})])
    entries = _merged(found)
    rebuttals, problems = checked(entries)
    if problems:
        ratings_said = {place: str(entry.get("verdict")) for place, entry in entries}
        raise ExchangeError([_named(problem, ratings_said[problem.line]) for problem in problems])
    return rebuttals


def readable(found: Iterable[Mapping[str, Any]]) -> tuple[tuple[Rebuttal, ...], int]:
    """The rebuttals of those reviews that can be read, and how many cannot."""
    rebuttals, problems = checked(_merged(found))
    return rebuttals, len({problem.line for problem in problems})


def reviews(document: object) -> Iterator[Mapping[str, Any]]:
    """The ClaimReview objects of a document in their order, however it holds them."""
    waiting = [document]
    while waiting:  # not by recursion: nesting is up to whoever wrote the file
        found = waiting.pop()
        if isinstance(found, list):
            waiting += reversed(found)
        elif isinstance(found, dict) and "ClaimReview" in _types(found):
            yield found
        elif isinstance(found, dict):
            waiting += reversed([found[name] for name in _HOLDERS if name in found])


def dump_reviews(rebuttals: Iterable[Rebuttal]) -> Iterator[str]:
    """One JSON document, an element for each rebuttal."""
    start = json.dumps({"@context": _CONTEXT, "@type": "DataFeed", "dataFeedElement": []})
    yield start.removesuffix("]}")
    comma = "\n"
    for rebuttal in rebuttals:
        if rebuttal.status is not Status.PUBLISHED:
            continue
        element = {"@type": "DataFeedItem", "url": rebuttal.source.url, "item": _reviews_of(rebuttal)}
        if not element["item"]:
            continue
        yield comma + json.dumps(element, ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def _is_empty_feed(document: object) -> bool:
    return isinstance(document, dict) and any(document.get(name) == [] for name in _HOLDERS)


def _types(found: Mapping[str, Any]) -> set[str]:
    """`ClaimReview`, `schema:ClaimReview` and `http://schema.org/ClaimReview` are the same."""
    return {re.split(r"[:/#]", kind)[-1] for kind in _list(found.get("@type")) if isinstance(kind, str)}


def _merged(found: Iterable[Mapping[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    """Reviews of one rebuttal that differ in language only are one entry, at the place of the first."""
    entries: list[tuple[int, dict[str, Any]]] = []
    at: dict[str, dict[str, Any]] = {}
    for place, review in enumerate(found, start=1):
        entry = _entry(review)
        known = at.setdefault(str(entry["id"]), entry)
        if known is not entry and _but_language(known) == _but_language(entry):
            for language, claims in entry["claims"].items():
                told = known["claims"].setdefault(language, [])
                told += [claim for claim in claims if claim not in told]
            known["summary"] = {**entry["summary"], **known["summary"]}
        else:
            entries.append((place, entry))
    return entries


def _but_language(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in {"claims", "summary"}}


def _entry(review: Mapping[str, Any]) -> dict[str, Any]:
    """The object of JSONL for a review; what is absent or odd is left for the check of the fields."""
    language = _language(review)
    claim = review.get("claimReviewed")
    source = _source(review)
    item = _first(review.get("itemReviewed"))
    entry = {
        "id": _our_id(review),
        "verdict": _verdict(review),
        "claims": _by_language(claim, language) if claim else {},
        "summary": _summary(review, language),
        "source": source,
        "links": _appearances(item),
        "status": Status.DRAFT,
    }
    for other, texts in _by_language(item.get("alternateName"), language).items():
        entry["claims"].setdefault(other, []).extend(texts)
    if entry["id"] is None:
        entry["id"] = made_id(str(source.get("url")), json.dumps(claim, sort_keys=True))
    else:
        entry["until"] = review.get("expires")
        entry["status"] = str(review.get("creativeWorkStatus", Status.DRAFT)).lower()
    return {name: value for name, value in entry.items() if value is not None}


def _our_id(review: Mapping[str, Any]) -> Any:
    """The id that our own export wrote; ids of others mean nothing here."""
    for identifier in _list(review.get("identifier")):
        if isinstance(identifier, dict) and identifier.get("propertyID") == _OURS:
            return identifier.get("value")
    return None


def made_id(url: str, claim: str) -> str:
    """The same for the same article and claim, so that a review that comes again is known."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    name = re.sub(r"[^a-z0-9]+", "-", host)[:_HOST].strip("-") or "review"
    unique = hashlib.sha256(f"{url}\n{claim}".encode("utf-8", "replace")).hexdigest()[:_HASH]
    return f"{name}-{unique}"


def _verdict(review: Mapping[str, Any]) -> Any:
    """The verdict, or the words of a rating that is not known, which the check refuses and shows."""
    rating = _first(review.get("reviewRating"))
    words = [text for name in ("alternateName", "name") for text, _ in _spoken(rating.get(name))]
    for said in words:
        if verdict := ratings.verdict_of(said):
            return verdict
    if words:
        return words[0]
    numbers = [_number(rating.get(name)) for name in ("ratingValue", "bestRating", "worstRating")]
    if None in numbers:
        return None
    value, best, worst = (number for number in numbers if number is not None)
    return ratings.verdict_on_scale(value, best, worst)


def _number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str | int | float) else None
    except (ValueError, OverflowError):
        return None


def _summary(review: Mapping[str, Any], language: Language) -> dict[Language, str]:
    rating = _first(review.get("reviewRating"))
    first, *others = _EXPLANATIONS
    explanations = (review.get(first), rating.get("ratingExplanation"), *map(review.get, others))
    for found in explanations:
        texts = {other: cut(texts[0]) for other, texts in _by_language(found, language).items()}
        if texts:
            return texts
    return {}


def cut(text: str) -> str:
    """Whole articles come as an explanation, too; their beginning is one."""
    longest = SUMMARY_LENGTH[1]
    return text if len(text) <= longest else text[: longest - 1].rsplit(None, 1)[0][: longest - 1] + "…"


def _source(review: Mapping[str, Any]) -> dict[str, Any]:
    url = next((text for text, _ in _spoken(review.get("url"))), None)
    names = [
        text
        for role in ("author", "publisher", "sdPublisher", "creator")
        for who in _list(review.get(role))
        for text, _ in _spoken(who.get("name") if isinstance(who, dict) else who)
    ]
    date = review.get("datePublished")
    found = {"name": next(iter(names), None), "url": url, "date": _day(date)}
    return {name: value for name, value in found.items() if value is not None}


def _day(value: object) -> object:
    """`2025-04-30T10:00:00+05:00` is 2025-04-30; what is no date is left for the check to refuse."""
    found = _DATE.match(value) if isinstance(value, str) else None
    return found[0] if found else value


def _appearances(item: Mapping[str, Any]) -> list[str]:
    """Addresses where the claim was seen. One without an address was a speech or a leaflet."""
    seen = [found for name in ("appearance", "firstAppearance") for found in _list(item.get(name))]
    links = [
        text
        for found in seen
        for text, _ in _spoken(found.get("url") if isinstance(found, dict) else found)
        if _LINK.fullmatch(text)
    ]
    return list(dict.fromkeys(links))


def _language(review: Mapping[str, Any]) -> Language:
    """What the review says, else what its claim is written in, else Russian."""
    for told in _list(review.get("inLanguage")):
        code = told.get("alternateName", told.get("name")) if isinstance(told, dict) else told
        known = _code(code)
        if known is not None:
            return known
    texts = [text for text, _ in _spoken(review.get("claimReviewed"))]
    return language_of(" ".join(texts)) or Language.RU


def _code(told: object) -> Language | None:
    short = told.lower().split("-")[0].split("_")[0] if isinstance(told, str) else ""
    return Language(short) if short in list(Language) else None


def _by_language(found: object, language: Language) -> dict[Language, list[str]]:
    texts: dict[Language, list[str]] = {}
    for text, tagged in _spoken(found):
        texts.setdefault(tagged or language, []).append(text)
    return texts


def _spoken(found: object) -> Iterator[tuple[str, Language | None]]:
    """The texts of a value: one or several, plain or as JSON-LD's {"@value", "@language"}."""
    for item in _list(found):
        value = item.get("@value") if isinstance(item, dict) else item
        if isinstance(value, str) and value.strip():
            yield value, _code(item.get("@language")) if isinstance(item, dict) else None


def _list(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _first(value: object) -> Mapping[str, Any]:
    return next((found for found in _list(value) if isinstance(found, dict)), {})


def _named(problem: Problem, rating: str) -> Problem:
    """The problem at its place in the review and not in the entry that it became."""
    if problem.field == "verdict" and problem.code != "required":
        found = {"found": rating[:_SHOWN]}
        return Problem(problem.line, "reviewRating.alternateName", "rating", found, "review")
    field = next((told for ours, told in _PLACES if problem.field.startswith(ours)), problem.field)
    return Problem(problem.line, field, problem.code, problem.params, "review")


def _reviews_of(rebuttal: Rebuttal) -> list[dict[str, Any]]:
    curated = [claim for claim in rebuttal.claims if claim.origin is Origin.CURATED]
    spoken = [
        language
        for language in Language
        if language in rebuttal.summary or any(claim.language == language for claim in curated)
    ]
    return [_review(rebuttal, language, curated) for language in spoken] if curated else []


def _review(rebuttal: Rebuttal, language: Language, claims: list[Claim]) -> dict[str, Any]:
    own = [claim.text for claim in claims if claim.language == language]
    others = own[1:]
    item: dict[str, Any] = {"@type": "Claim"}
    item |= {"alternateName": others} if others else {}
    item |= {"appearance": [_work(link) for link in rebuttal.links]} if rebuttal.links else {}
    review = {
        "@context": _CONTEXT,
        "@type": "ClaimReview",
        "identifier": {"@type": "PropertyValue", "propertyID": _OURS, "value": rebuttal.id},
        "inLanguage": language,
        "claimReviewed": own[0] if own else {"@value": claims[0].text, "@language": claims[0].language},
        "reviewBody": rebuttal.summary.get(language),
        "reviewRating": {
            "@type": "Rating",
            "alternateName": ratings.WORDS[rebuttal.verdict][language],
            "ratingValue": ratings.VALUES[rebuttal.verdict],
            "bestRating": ratings.BEST,
            "worstRating": ratings.WORST,
        },
        "author": {"@type": "Organization", "name": rebuttal.source.name},
        "url": rebuttal.source.url,
        "datePublished": rebuttal.source.date,
        "expires": rebuttal.until,
        "itemReviewed": item,
        "creativeWorkStatus": rebuttal.status,
    }
    return {name: value for name, value in review.items() if value is not None}


def _work(link: str) -> dict[str, str]:
    return {"@type": "CreativeWork", "url": link}
