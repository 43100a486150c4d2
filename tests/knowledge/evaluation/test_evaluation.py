"""Evaluation: a small benchmark folder whose figures are known beforehand."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from knowledge.evaluation.benchmark import Labelled, read
from knowledge.evaluation.evaluate import Outcome, ask, evaluate, figures_of
from knowledge.matching import Matcher
from knowledge.models import Kind, Post
from tests.knowledge.matching.samples import BANK, PETROL, WATER


def lines(*rows: Mapping[str, object]) -> str:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    claims = [
        {"id": f"c{number}", "text": text, "lang": "ru"} for number, text in enumerate((WATER, PETROL, BANK))
    ]
    twin = {"id": "c9", "text": WATER.upper(), "lang": "ru"}
    posts = [
        {"id": "p0", "text": f"{WATER}!!!", "lang": "ru", "split": "dev"},
        {"id": "p1", "text": f"Слышали? {PETROL}", "lang": "ru", "split": "dev"},
        {"id": "p2", "text": "Кот спит на подоконнике и никого не слушает", "lang": "ru", "split": "dev"},
        {"id": "p3", "text": BANK, "lang": "ru", "split": "train"},
    ]
    (tmp_path / "claims.jsonl").write_text(lines(*claims, twin), encoding="utf-8")
    (tmp_path / "posts.jsonl").write_text(lines(*posts), encoding="utf-8")
    qrels = "post_id\tclaim_id\tsplit\trel\np0\tc9\tdev\t1\np1\tc1\tdev\t1\np3\tc2\ttrain\t1\n"
    (tmp_path / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return tmp_path


def outcome(
    rebuttals: set[str], *ranked: str, kind: Kind, told: bool = True, expected: Kind | None = None
) -> Outcome:
    wanted = frozenset({expected} if expected else ())
    labelled = Labelled("p", Post("text"), frozenset(rebuttals), wanted)
    return Outcome(labelled, kind, ranked[:1] if told else (), ranked, 0.9, 1.0)


def test_claims_of_one_folded_text_are_one_claim(folder: Path) -> None:
    benchmark = read(folder)
    assert [rebuttal.id for rebuttal in benchmark.rebuttals] == ["c0", "c1", "c2"]
    assert benchmark.posts[0].rebuttals == {"c0"}


def test_a_split_keeps_its_own_posts(folder: Path) -> None:
    assert [labelled.id for labelled in read(folder, split="train").posts] == ["p3"]


def test_posts_of_further_files_are_foreign(folder: Path) -> None:
    assert not any(labelled.rebuttals for labelled in read(folder, [folder / "posts.jsonl"]).posts[4:])


def test_what_is_found_rightly_scores_fully(folder: Path) -> None:
    figures = evaluate(folder, trap=True).figures
    assert (figures.posts, figures.foreign) == (3, 1)
    assert figures.precision_at_1 == figures.map_at_5 == figures.recall_at_20 == figures.recall_at_99 == 1
    assert figures.false_alarms == figures.wrong == 0
    assert figures.recall_at_99_trapped == 1


def test_figures_count_wrong_verdicts_false_alarms_and_stance() -> None:
    figures = figures_of(
        [
            outcome({"a"}, "a", kind=Kind.VERDICT, expected=Kind.VERDICT),
            outcome({"a"}, "b", "a", kind=Kind.VERDICT, expected=Kind.VERDICT),
            outcome({"a"}, "a", kind=Kind.VERDICT, expected=Kind.AGREES),
            outcome({"a"}, "a", kind=Kind.SUGGESTION, expected=Kind.VERDICT),
            outcome(set(), "a", kind=Kind.VERDICT),
            outcome(set(), "a", kind=Kind.UNKNOWN, told=False),
        ]
    )
    assert figures.precision_at_1 == pytest.approx(0.75)
    assert figures.map_at_5 == pytest.approx((1 + 0.5 + 1 + 1) / 4)
    assert (figures.answered, figures.answered_or_suggested) == (0.5, 0.75)
    assert (figures.wrong, figures.false_alarms, figures.stance_errors) == (0.25, 0.5, 0.25)


def test_learned_posts_become_phrasings_and_are_not_asked_about(folder: Path) -> None:
    more = folder / "posts.jsonl"
    told = {"id": "p4", "text": "Не пейте из-под крана, отравили", "lang": "ru", "split": "dev"}
    more.write_text(more.read_text(encoding="utf-8") + lines(told), encoding="utf-8")
    qrels = folder / "qrels.tsv"
    qrels.write_text(qrels.read_text(encoding="utf-8") + "p4\tc0\tdev\t1\n", encoding="utf-8")
    figures = evaluate(folder, learned=1).figures
    assert (figures.posts, figures.foreign) == (1, 1)
    assert figures.precision_at_1 == 1


def test_the_report_is_a_page_with_two_charts(folder: Path) -> None:
    report = evaluate(folder)
    charts = report.charts()
    page = report.markdown("images")
    assert all(png.startswith(b"\x89PNG") for png in charts.values())
    assert all(f"(images/{name})" in page for name in charts)
    assert "| precision at 1 | 1.000 |" in page


def test_a_matcher_can_be_asked_about_its_own_store(folder: Path) -> None:
    benchmark = read(folder)
    matcher = Matcher()
    matcher.load(benchmark.rebuttals)
    assert [outcome.first_is_right for outcome in ask(matcher, benchmark)][:2] == [True, True]
