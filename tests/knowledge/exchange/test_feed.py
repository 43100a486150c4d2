"""Tests of knowledge/exchange/feed.py: what is published as a feed becomes drafts, never more."""

import json

import pytest

from knowledge.exchange import FeedError, read_feed
from knowledge.models import Claim, Language, Status, Verdict
from tests.knowledge.exchange.test_claimreview import review

URL = "https://factcheck.kz/feed"
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Фактчек</title><language>ru</language>
<item><title>Фейк: банк раздаёт всем по 300 000 тенге</title><link>https://factcheck.kz/1</link><guid>n1</guid>
<description>&lt;p&gt;Банк &lt;b&gt;ничего&lt;/b&gt; не раздаёт.&lt;/p&gt;</description>
<pubDate>Mon, 02 Jun 2025 10:00:00 +0500</pubDate></item>
<item><title>Что мы проверили за неделю</title><link>https://factcheck.kz/2</link></item>
<item><title>?</title><link>https://factcheck.kz/3</link></item>
</channel></rss>"""


def test_items_of_rss_become_drafts_and_malformed_ones_are_counted() -> None:
    feed = read_feed(RSS.encode(), URL)
    first, second = feed.drafts
    assert feed.malformed == 1
    assert first.claims == (Claim("банк раздаёт всем по 300 000 тенге", Language.RU),)
    assert (first.verdict, second.verdict) == (Verdict.FALSE, Verdict.UNPROVEN)
    assert first.summary[Language.RU].startswith("Банк ничего не раздаёт.")
    assert (first.source.name, first.source.url) == ("Фактчек", "https://factcheck.kz/1")
    assert first.source.date == "2025-06-02"
    assert {draft.status for draft in feed.drafts} == {Status.DRAFT}


def test_an_item_that_comes_again_has_the_same_id() -> None:
    again = RSS.replace("Банк ", "Банк, конечно, ")
    assert read_feed(RSS.encode(), URL).drafts[0].id == read_feed(again.encode(), URL).drafts[0].id


def test_reviews_are_found_in_json_and_in_pages() -> None:
    script = json.dumps(review(), ensure_ascii=False)
    page = f'<!DOCTYPE html><script>x</script><script type="application/ld+json">{{</script>\
<script type="application/ld+json">{script}</script>'
    from_json = read_feed(json.dumps([review(), review(url="x")]).encode(), URL)
    assert (len(from_json.drafts), from_json.malformed) == (1, 1)
    assert read_feed(page.encode(), URL).drafts == from_json.drafts


def test_whatever_a_feed_says_it_makes_drafts_only() -> None:
    ours = review(identifier={"propertyID": "shynba", "value": "x"}, creativeWorkStatus="published")
    assert read_feed(json.dumps(ours).encode(), URL).drafts[0].status is Status.DRAFT


@pytest.mark.parametrize(
    "content", [b"", b"/etc/passwd", b"https://example.kz/", b"[" * 99_999, b"<html>", b"\xff"]
)
def test_what_is_no_feed_is_refused(content: bytes) -> None:
    with pytest.raises(FeedError):
        read_feed(content, URL)


def test_entities_that_multiply_are_not_followed() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    content = RSS.replace("<rss", f"{bomb}]><rss", 1).replace("Что мы", "&i;")
    assert all(len(draft.claims[0].text) <= 1000 for draft in read_feed(content.encode(), URL).drafts)
