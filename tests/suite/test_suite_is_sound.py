"""The suite itself: a wrong reference or a missing near miss would make its figures lie."""

import json
from collections import Counter
from pathlib import Path

import pytest

from knowledge.models import Kind
from tests.suite import DEV, HELD, KINDS, SEALED, TRAIN, Suite, load, load_rumours

FOLDERS = [DEV, HELD, SEALED, *TRAIN]


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def suite(request: pytest.FixtureRequest) -> Suite:
    folder: Path = request.param
    return load(folder)


def test_every_id_is_used_once(suite: Suite) -> None:
    ids = Counter([rebuttal.id for rebuttal in suite.rebuttals] + [post.id for post in suite.posts])
    assert [name for name, times in ids.items() if times > 1] == []


def test_no_text_is_there_twice(suite: Suite) -> None:
    texts = Counter(post.text.casefold() for post in suite.posts)
    assert [text for text, times in texts.items() if times > 1] == []


def test_every_post_refers_to_rebuttals_that_exist(suite: Suite) -> None:
    known = {rebuttal.id for rebuttal in suite.rebuttals}
    assert {post.id: {*post.rebuttals, *post.near} - known for post in suite.posts} == {
        post.id: set() for post in suite.posts
    }


def test_every_kind_is_known_and_has_its_answer(suite: Suite) -> None:
    assert [post.id for post in suite.posts if KINDS.get(post.kind) != post.answer] == []


def test_only_posts_that_make_or_deny_a_claim_name_rebuttals(suite: Suite) -> None:
    assert [post.id for post in suite.posts if bool(post.rebuttals) == (post.answer is Kind.UNKNOWN)] == []


def test_every_rebuttal_has_a_positive_and_a_near_miss(suite: Suite) -> None:
    made = {name for post in suite.posts if post.answer is Kind.VERDICT for name in post.rebuttals}
    missed = {name for post in suite.posts for name in post.near}
    assert [rebuttal.id for rebuttal in suite.rebuttals if rebuttal.id not in made & missed] == []


def test_a_crosslingual_post_has_no_claim_in_its_own_language(suite: Suite) -> None:
    languages = {rebuttal.id: {claim.language for claim in rebuttal.claims} for rebuttal in suite.rebuttals}
    assert [
        post.id
        for post in suite.posts
        if post.kind == "crosslingual" and any(post.language in languages[name] for name in post.rebuttals)
    ] == []


def test_several_means_two_claims_or_more(suite: Suite) -> None:
    assert [post.id for post in suite.posts if (post.kind == "several") != (len(post.rebuttals) > 1)] == []


def test_there_are_300_posts_or_more() -> None:
    assert sum(len(load(folder).posts) for folder in FOLDERS) >= 300


def test_rumours_have_several_posts_each_none_twice() -> None:
    posts = load_rumours()
    assert len({post.id for post in posts}) == len({post.text.casefold() for post in posts}) == len(posts)
    assert len(posts) >= 200
    counts = Counter(post.rumour for post in posts)
    assert len(counts) >= 40
    assert min(counts.values()) >= 3


def test_a_field_that_is_not_understood_is_named_with_its_file_and_line(tmp_path: Path) -> None:
    post = {"id": "d1", "text": "…", "lang": "de", "kind": "copy", "rebuttals": [], "answer": "verdict"}
    (tmp_path / "rebuttals.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "posts.jsonl").write_text(json.dumps(post), encoding="utf-8")
    with pytest.raises(ValueError, match="'de' is not a valid Language") as caught:
        load(tmp_path)
    assert caught.value.__notes__ == [f"{tmp_path / 'posts.jsonl'}, line 1"]
