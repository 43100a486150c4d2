"""What the matcher promises whatever its figures: silence, stance, guards, changes to the store."""

import pytest

from knowledge.matching import Matcher
from knowledge.models import Answer, Claim, Kind, Language, Origin, Post, Rebuttal, Stance, Status
from tests.knowledge.matching.samples import BANK, PETROL, WATER, rebuttal

CHATTER = (
    "Всем привет! Сегодня ездили на дачу, картошка взошла, дети довольны, завтра обещали дожди. "
    "Вечером посмотрели старое кино и легли спать пораньше, потому что утром на работу. "
)


@pytest.fixture
def matcher() -> Matcher:
    matcher = Matcher()
    matcher.load(
        [
            rebuttal("water", WATER, summary="Вода в Алматы безопасна, пробы соответствуют норме"),
            rebuttal("petrol", PETROL),
            rebuttal("bank", BANK),
        ]
    )
    return matcher


def found(answer: Answer) -> list[str]:
    return [match.rebuttal.id for match in answer.matches]


@pytest.mark.parametrize(
    "text",
    [
        WATER,
        WATER.upper() + "!!! ПЕРЕШЛИТЕ ВСЕМ",
        "B Aлмaты oтpaвили вoдoпpoвoдную вoду, тpи дня нeльзя пить из-пoд кpaнa",
        "В Алма\u200bты отрави\u200bли водопрово\u0301дную воду, три дня нельзя пить из-под крана 😱",
        CHATTER + WATER + ". " + CHATTER,
    ],
    ids=["the claim itself", "shouted", "Latin look-alikes", "invisible letters", "inside a long post"],
)
def test_the_claim_gets_a_verdict_however_it_is_dressed(matcher: Matcher, text: str) -> None:
    answer = matcher.check(Post(text))
    assert (answer.kind, found(answer)) == (Kind.VERDICT, ["water"])


def test_the_passage_of_a_match_is_a_part_of_the_post(matcher: Matcher) -> None:
    text = CHATTER + WATER + ". " + CHATTER
    passage = matcher.check(Post(text)).matches[0].passage
    assert text[passage.start : passage.end] == passage.text
    assert "отравили" in passage.text
    assert len(passage.text) < len(text)


@pytest.mark.parametrize(
    "text",
    ["", "👍👍👍", "https://example.com/1", "привет", "Казахстан", "вода", "ПЕРЕШЛИТЕ ВСЕМ!!!", CHATTER],
)
def test_what_makes_no_claim_gets_silence(matcher: Matcher, text: str) -> None:
    answer = matcher.check(Post(text))
    assert answer.kind is Kind.UNKNOWN
    assert not answer.matches


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (WATER.replace("Алматы", "Шымкенте"), "place"),
        (PETROL.replace("400", "270"), "number"),
        (PETROL.replace("1 июня", "1 августа"), "date"),
        (BANK.replace("Кереге", "Тулпар"), "name"),
        (PETROL.replace("подорожает", "подешевеет"), "anchor"),
        (PETROL + " в Узбекистане", "place"),
    ],
)
def test_a_neighbour_of_the_claim_gets_a_question_that_says_what_differs(
    matcher: Matcher, text: str, what: str
) -> None:
    answer = matcher.check(Post(text))
    assert answer.kind is Kind.SUGGESTION
    assert what in {difference.what for difference in answer.matches[0].differences}


def test_a_negation_is_told_by_the_word_that_negates(matcher: Matcher) -> None:
    judged = matcher.judge(PETROL.replace("подорожает", "не подорожает"))[0]
    told = [found for found in judged.evidence.differences if found.what == "negation"]
    assert [found.in_post for found in told] == ["не"]


def test_a_post_that_passes_the_rebuttal_on_is_never_called_false(matcher: Matcher) -> None:
    text = (
        "Фейк: в Алматы не отравили водопроводную воду, пить из-под крана можно, "
        "это не соответствует действительности"
    )
    answer = matcher.check(Post(text))
    assert answer.kind is Kind.AGREES
    assert answer.matches[0].stance is not Stance.SPREADS


@pytest.mark.parametrize(
    "text",
    [
        "Минздрав: в Алматы не отравили водопроводную воду, три дня нельзя пить из-под крана",
        "Вода в Алматы безопасна, пробы соответствуют норме",
    ],
    ids=["the claim negated", "the summary itself"],
)
def test_a_post_that_denies_the_claim_agrees_with_the_source(matcher: Matcher, text: str) -> None:
    answer = matcher.check(Post(text))
    assert (answer.kind, found(answer)) == (Kind.AGREES, ["water"])


def test_two_claims_of_one_post_get_a_match_each(matcher: Matcher) -> None:
    answer = matcher.check(Post(f"{WATER}.\n\n{PETROL}."))
    assert answer.kind is Kind.VERDICT
    assert sorted(found(answer)) == ["petrol", "water"]
    assert len({match.passage for match in answer.matches}) == 2


def test_what_is_far_behind_for_the_same_words_is_listed_and_not_judged(matcher: Matcher) -> None:
    matcher.put(rebuttal("river", "В Алматы отравили рыбу в реке"))
    listed = matcher.check(Post(WATER)).candidates
    assert [match.rebuttal.id for match in listed[:2]] == ["water", "river"]
    assert listed[1].probability == 0
    assert listed[1].passage.text == WATER


def test_a_rebuttal_answers_the_very_next_post_and_no_longer_after_it_is_retired(matcher: Matcher) -> None:
    claim = "Со следующей недели в аптеках перестанут продавать корвалол"
    assert matcher.check(Post(claim)).kind is Kind.UNKNOWN
    matcher.put(rebuttal("korvalol", claim))
    assert found(matcher.check(Post(claim))) == ["korvalol"]
    matcher.put(rebuttal("korvalol", claim, status=Status.RETIRED))
    assert matcher.check(Post(claim)).kind is Kind.UNKNOWN
    assert len(matcher) == 3


def test_a_draft_is_never_matched() -> None:
    matcher = Matcher()
    matcher.load([rebuttal("water", status=Status.DRAFT)])
    assert len(matcher) == 0
    assert matcher.check(Post(WATER)).kind is Kind.UNKNOWN


def test_putting_a_rebuttal_again_replaces_its_claims(matcher: Matcher) -> None:
    matcher.put(rebuttal("water", PETROL.replace("бензин АИ-92", "сжиженный газ")))
    assert matcher.check(Post(WATER)).kind is Kind.UNKNOWN
    assert len(matcher) == 3


def test_a_post_that_a_moderator_confirmed_finds_its_rebuttal(matcher: Matcher) -> None:
    said = "Соседи, не пользуйтесь колонкой, туда что-то подсыпали, скорая уже увезла троих"
    before = matcher.check(Post(said))
    assert before.kind is not Kind.VERDICT
    water = rebuttal("water", WATER)
    learned = Claim(said, Language.RU, Origin.LEARNED)
    matcher.put(Rebuttal(water.id, water.verdict, (*water.claims, learned), water.summary, water.source))
    assert found(matcher.check(Post(said + "!!"))) == ["water"]


def test_an_anchor_that_a_moderator_wrote_must_be_in_the_post(matcher: Matcher) -> None:
    matcher.put(rebuttal("water", WATER, anchors=("акимат|водоканал",)))
    without, with_one = matcher.check(Post(WATER)), matcher.check(Post(f"Водоканал: {WATER}"))
    assert (without.kind, with_one.kind) == (Kind.SUGGESTION, Kind.VERDICT)
    assert [difference.in_claim for difference in without.matches[0].differences] == ["акимат|водоканал"]


def test_candidates_are_five_at_most_and_sorted_whatever_the_answer(matcher: Matcher) -> None:
    for number in range(8):
        matcher.put(rebuttal(f"city{number}", WATER.replace("Алматы", f"районе {number}")))
    candidates = matcher.check(Post(WATER)).candidates
    assert len(candidates) == 5
    assert list(candidates) == sorted(candidates, key=lambda match: -match.probability)


def test_similar_finds_rebuttals_by_a_few_words(matcher: Matcher) -> None:
    assert [found.id for found, _ in matcher.similar("лицензия банка", limit=1)] == ["bank"]
    assert matcher.similar("👍") == []


def test_a_kazakh_post_meets_a_claim_that_exists_in_russian_only(matcher: Matcher) -> None:
    answer = matcher.check(Post("1 маусымнан бастап АИ-92 бензинінің литрі 400 теңгеге дейін қымбаттайды"))
    assert answer.candidates[0].rebuttal.id == "petrol"
    assert answer.kind in {Kind.VERDICT, Kind.SUGGESTION}


def test_the_same_post_gets_the_same_answer(matcher: Matcher) -> None:
    assert matcher.check(Post(WATER)) == matcher.check(Post(WATER))


@pytest.mark.parametrize("written", ["50 мың", "елу мың", "50к"])
def test_a_sum_without_its_currency_is_the_claims_sum(written: str) -> None:
    matcher = Matcher()
    matcher.load([rebuttal("gift", "«Дала Банк» әр адамға 50 000 теңге береді", language=Language.KK)])
    judged = matcher.judge(f"«Дала Банк» әр адамға {written} береді екен")[0]
    assert (judged.evidence.features["quantities held"], judged.evidence.features["quantities added"]) == (
        1,
        0,
    )


def test_only_the_places_that_a_post_lacks_are_told(matcher: Matcher) -> None:
    matcher.put(rebuttal("trade", "Из Семея в Алматы запретили возить мясо"))
    told = matcher.judge("Семей, кто в теме? Из Семея мясо возить запретили")[0].evidence.differences
    assert [found.in_claim for found in told] == ["Алматы"]
