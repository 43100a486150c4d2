"""Links in posts: a known page answers for itself, an official one is never held against who links to it."""

from dataclasses import replace

import pytest

from knowledge.matching import Matcher
from knowledge.models import Answer, Kind, Post, Rebuttal, Source, Stance, Status, Verdict
from tests.knowledge.matching.samples import BANK, PETROL, WATER, rebuttal

PAGE = "https://t.me/rumours/17"
SCAM = "https://halyk-bonus.example"
SOURCE = "https://gov.kz/news/water-is-safe"
WORDS = "Вчера смотрели с детьми старое кино, а потом читали новости про погоду"


def _water(**changes: object) -> Rebuttal:
    known = rebuttal("water", WATER, summary="Вода в Алматы безопасна, пробы соответствуют норме")
    known = replace(known, links=(PAGE,), source=Source("Акимат", SOURCE))
    return replace(known, **changes)  # type: ignore[arg-type]  # of a test's own making


@pytest.fixture
def matcher() -> Matcher:
    matcher = Matcher()
    matcher.load([_water(), rebuttal("petrol", PETROL), replace(rebuttal("bank", BANK), links=(SCAM,))])
    return matcher


def _said(answer: Answer) -> tuple[Kind, list[str]]:
    return answer.kind, [match.rebuttal.id for match in answer.matches]


@pytest.mark.parametrize(
    "link", [PAGE, "http://telegram.me/s/Rumours/17?single", "tg://resolve?domain=rumours&post=17"]
)
def test_a_link_alone_to_a_known_page_gets_its_verdict(matcher: Matcher, link: str) -> None:
    answer = matcher.check(Post(f"Смотрите: {link}", (link,)))
    assert _said(answer) == (Kind.VERDICT, ["water"])
    match = answer.matches[0]
    assert (match.link, match.passage.text, match.claim.text) == (link, link, WATER)


@pytest.mark.parametrize(
    "link", ["https://t.me/rumours/18", "https://t.me/rumours", "https://t.me.example/rumours/17"]
)
def test_another_page_says_nothing(matcher: Matcher, link: str) -> None:
    assert matcher.check(Post(link, (link,))).kind is Kind.UNKNOWN


def test_a_link_behind_words_counts_as_one_that_is_seen(matcher: Matcher) -> None:
    answer = matcher.check(Post("вот тут", (PAGE,)))
    assert _said(answer) == (Kind.VERDICT, ["water"])
    assert answer.matches[0].passage.text == ""


def test_who_warns_of_a_known_page_is_agreed_with(matcher: Matcher) -> None:
    answer = matcher.check(Post(f"Это фейк! {PAGE}", (PAGE,)))
    assert _said(answer) == (Kind.AGREES, ["water"])


def test_a_post_with_words_of_its_own_is_asked_about(matcher: Matcher) -> None:
    assert _said(matcher.check(Post(f"{WORDS} {PAGE}", (PAGE,)))) == (Kind.SUGGESTION, ["water"])


def test_words_near_the_claim_and_its_page_together_are_sure(matcher: Matcher) -> None:
    near = "Водопроводную воду в Алматы отравили, говорят соседи, пить из-под крана страшно"
    assert _said(matcher.check(Post(near))) == (Kind.SUGGESTION, ["water"]), "the text alone is not sure"
    assert _said(matcher.check(Post(f"{near} {PAGE}", (PAGE,)))) == (Kind.VERDICT, ["water"])


def test_words_that_differ_from_the_claim_are_asked_about_in_spite_of_its_page(matcher: Matcher) -> None:
    other_town = WATER.replace("Алматы", "Шымкенте")
    assert _said(matcher.check(Post(f"{other_town} {PAGE}", (PAGE,)))) == (Kind.SUGGESTION, ["water"])


def test_the_official_page_alone_is_agreed_with(matcher: Matcher) -> None:
    answer = matcher.check(Post(SOURCE, (SOURCE,)))
    assert _said(answer) == (Kind.AGREES, ["water"])
    assert answer.matches[0].stance is Stance.QUOTES


def test_the_claim_with_a_link_to_its_rebuttal_is_agreed_with(matcher: Matcher) -> None:
    assert matcher.check(Post(WATER)).kind is Kind.VERDICT
    assert matcher.check(Post(f"{WATER}? {SOURCE}", (SOURCE,))).kind is Kind.AGREES
    assert matcher.check(Post(f"{PETROL} {SOURCE}", (SOURCE,))).kind is Kind.VERDICT, "another claim's source"


@pytest.mark.parametrize(
    "look_alike", ["https://gоv.kz/news/water-is-safe", "https://gov.kz@e.kz/news/water-is-safe"]
)
def test_a_look_alike_of_the_official_page_is_not_agreed_with(matcher: Matcher, look_alike: str) -> None:
    assert matcher.check(Post(look_alike, (look_alike,))).kind is Kind.UNKNOWN


def test_an_official_page_never_spreads_a_claim_whoever_says_so(matcher: Matcher) -> None:
    matcher.put(replace(rebuttal("petrol", PETROL), links=(SOURCE,)))
    assert _said(matcher.check(Post(SOURCE, (SOURCE,)))) == (Kind.AGREES, ["water"])


def test_the_first_page_of_a_source_says_nothing(matcher: Matcher) -> None:
    home = "https://gov.kz/"
    matcher.put(_water(source=Source("Акимат", home)))
    assert matcher.check(Post(home, (home,))).kind is Kind.UNKNOWN


def test_a_first_page_counts_beside_words_only_where_it_is_a_scam(matcher: Matcher) -> None:
    post = Post(f"{WORDS} {SCAM}", (SCAM,))
    assert matcher.check(post).kind is Kind.UNKNOWN
    assert _said(matcher.check(Post(SCAM, (SCAM,)))) == (Kind.VERDICT, ["bank"])
    matcher.put(replace(rebuttal("bank", BANK), links=(SCAM,), verdict=Verdict.SCAM))
    assert _said(matcher.check(post)) == (Kind.SUGGESTION, ["bank"])


def test_a_page_that_many_rebuttals_name_says_nothing(matcher: Matcher) -> None:
    for number in range(3):
        matcher.put(_water(id=f"water-{number}"))
    assert matcher.check(Post(PAGE, (PAGE,))).kind is Kind.UNKNOWN


def test_links_follow_what_becomes_of_their_rebuttal(matcher: Matcher) -> None:
    post = Post(PAGE, (PAGE,))
    matcher.put(_water(links=()))
    assert matcher.check(post).kind is Kind.UNKNOWN
    matcher.put(_water())
    assert matcher.check(post).kind is Kind.VERDICT
    with matcher.trying(_water(links=("https://a.kz/1",))):
        assert matcher.check(post).kind is Kind.UNKNOWN
    assert matcher.check(post).kind is Kind.VERDICT
    matcher.put(_water(status=Status.RETIRED))
    assert matcher.check(post).kind is Kind.UNKNOWN
    matcher.load([_water()])
    matcher.load([])
    assert matcher.check(post).kind is Kind.UNKNOWN


def test_what_moderators_have_said_of_a_post_holds_for_its_link_too(matcher: Matcher) -> None:
    matcher.put(_water(negatives=(PAGE,)))
    assert matcher.check(Post(PAGE, (PAGE,))).kind is Kind.UNKNOWN
