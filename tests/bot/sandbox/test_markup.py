"""Telegram's HTML is read, and refused, the way Telegram does it."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import utf16_slice
from bot.sandbox.markup import is_link, parse
from bot.sandbox.refusal import RefusalError


def covered(markup: str) -> list[tuple[str, str]]:
    text, entities = parse(markup)
    return [(entity["type"], utf16_slice(text, entity["offset"], entity["length"])) for entity in entities]


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<b>Жалған</b>", "bold"),
        ("<STRONG>Жалған</STRONG>", "bold"),
        ("<i>Жалған</i>", "italic"),
        ("<em>Жалған</em>", "italic"),
        ("<u>Жалған</u>", "underline"),
        ("<s>Жалған</s>", "strikethrough"),
        ("<tg-spoiler>Жалған</tg-spoiler>", "spoiler"),
        ('<span class="tg-spoiler">Жалған</span>', "spoiler"),
        ("<code>Жалған</code>", "code"),
        ("<pre>Жалған</pre>", "pre"),
        ("<blockquote>Жалған</blockquote>", "blockquote"),
        ("<blockquote expandable>Жалған</blockquote>", "expandable_blockquote"),
        ("<a href='https://stopfake.kz/'>Жалған</a>", "text_link"),
        ('<tg-emoji emoji-id="5368324170671202286">Жалған</tg-emoji>', "custom_emoji"),
    ],
)
def test_every_tag_of_telegram_becomes_its_entity(markup: str, kind: str) -> None:
    assert covered(markup) == [(kind, "Жалған")]


def test_nested_tags_are_listed_from_the_outer_one() -> None:
    assert covered("<i>a <b>b</b></i>") == [("italic", "a b"), ("bold", "b")]


def test_offsets_count_an_emoji_as_two_units() -> None:
    _, entities = parse("🙂 <b>x</b>")
    assert entities == [{"type": "bold", "offset": 3, "length": 1}]


def test_white_space_at_both_ends_goes_and_entities_follow() -> None:
    assert parse(" \n<b> x </b>\n") == ("x", [{"type": "bold", "offset": 0, "length": 1}])


def test_only_four_named_references_are_known() -> None:
    assert parse("&lt;&gt;&amp;&quot;&#33;&#x1F642;&nbsp;&#0;") == ('<>&"!🙂&nbsp;&#0;', [])


def test_the_target_of_a_link_is_decoded() -> None:
    _, [link] = parse('<a href="https://stopfake.kz/?a=1&amp;b=2">x</a>')
    assert link["url"] == "https://stopfake.kz/?a=1&b=2"


def test_a_link_without_a_target_takes_its_text() -> None:
    _, [link] = parse("<a>https://stopfake.kz/</a>")
    assert link["url"] == "https://stopfake.kz/"


def test_a_link_that_leads_nowhere_is_dropped_without_a_word() -> None:
    assert parse("<a href='nowhere'>x</a>") == ("x", [])


def test_an_empty_tag_leaves_nothing() -> None:
    assert parse("<b></b>x") == ("x", [])


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<b>x", "Can't find end tag corresponding to start tag b"),
        ("ә<b>x</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("ә<x>y</x>", 'Unsupported start tag "x" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("<a ='x'>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href='x>x</a>", "Unclosed start tag at byte offset 0"),
        ("<a href=", "Unclosed start tag at byte offset 0"),
        ("<a href='x' ", "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_markup_that_telegram_refuses_is_refused_in_its_words(markup: str, reason: str) -> None:
    with pytest.raises(RefusalError) as refused:
        parse(markup)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"
    assert refused.value.error_code == 400


def test_an_emoji_without_a_number_is_refused() -> None:
    with pytest.raises(RefusalError, match="invalid custom emoji identifier specified"):
        parse('<tg-emoji emoji-id="x">🙂</tg-emoji>')


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse(html.escape(text, quote=False)) == (text.strip(), [])


@given(st.text(alphabet="<>/ab=' \"&;#x1"))
def test_any_markup_is_read_or_refused_never_half_read(markup: str) -> None:
    try:
        text, entities = parse(markup)
    except RefusalError:
        return
    units = len(text.encode("utf-16-le")) // 2
    assert all(0 <= entity["offset"] < entity["offset"] + entity["length"] <= units for entity in entities)


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://stopfake.kz/", True),
        ("stopfake.kz/a", True),
        ("tg://user?id=1", True),
        ("http://localhost/", False),
        ("ftp://stopfake.kz/", False),
        ("https://stop fake.kz/", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_a_link_needs_a_scheme_that_telegram_opens_and_a_host_with_a_dot(url: str, good: bool) -> None:
    assert is_link(url) is good
