"""Canonical links: all ways to share a page lead to one form, and no two sites are ever taken for one."""

from urllib.parse import urlsplit

import idna
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from knowledge.text import canonical, is_whole_site

# Letters that look alike, that IDNA treats in special ways, or that border on hosts.
_LETTERS = st.sampled_from("abcmw019-_.хаоіңқßςσΣİſﬁＡ。．\u00ad\u200b\u0301")
_HOSTS = st.text(_LETTERS, min_size=1, max_size=12).map(lambda name: f"{name}.kz")
_TAILS = st.text(st.sampled_from("/.?#&=%+:@\\~!amp2fA0 ұ\udcff[]|utm_v;"), max_size=24)
_URLS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "http://", "https://", "HTTPS://", "tg://resolve?domain=", "ftp://"]),
    st.one_of(
        _HOSTS,
        st.sampled_from(
            ["t.me", "m.youtube.com", "youtu.be", "x.t.me", "www.m.gov.kz", "[::1]", "[v1.x]", "1.2.3.4"]
        ),
    ),
    st.sampled_from(["", ":80", ":443", ":8080", ":", ":x"]),
    st.one_of(_TAILS, _TAILS.map("/{}".format), _TAILS.map("/s/abcd/{}".format), _TAILS.map("?{}".format)),
)


@given(st.one_of(_URLS, st.text(max_size=40)))
@example("https://a.kz/%4%31")
@example("https://t.me/s/s/1")
@example("https://a.kz:443")
def test_the_form_of_a_form_is_itself(url: str) -> None:
    form = canonical(url)
    if form is not None:
        assert form.isascii()
        assert canonical(form) == form


@given(_HOSTS, _HOSTS)
@example("straße.kz", "strasse.kz")
@example("ΑΣ.kz", "ας.kz")
def test_sites_that_browsers_tell_apart_are_never_joined(one: str, other: str) -> None:
    try:
        first, second = (idna.encode(host, uts46=True, std3_rules=False).decode() for host in (one, other))
    except idna.IDNAError:
        assume(False)
    ours = canonical(f"https://{one}/a"), canonical(f"https://{other}/a")
    if None not in ours and ours[0] == ours[1]:
        assert _without_prefixes(first) == _without_prefixes(second)


@given(_URLS)
@example("www.m.gov.kz")
def test_the_site_of_the_form_is_the_site_of_the_address(url: str) -> None:
    form = canonical(f"https://{url}") if "://" not in url else None
    if form is None or (shown := urlsplit(f"https://{url}").hostname) is None or not shown.isascii():
        return
    aliases = {"youtu.be": "youtube.com", "x.t.me": "t.me"}
    bare = _without_prefixes(shown.removesuffix("."))
    assert urlsplit(form).hostname in {bare, aliases.get(bare)}


def _without_prefixes(host: str) -> str:
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in _prefixes_of(labels[1:]):
        labels = labels[1:]
    return ".".join(labels)


def _prefixes_of(site: list[str]) -> set[str]:
    """m.gov.kz would be another authority than gov.kz; the www of both stands for nothing."""
    return {"www"} if site == ["gov", "kz"] else {"www", "m", "mobile", "amp"}


@pytest.mark.parametrize(
    ("shared", "page"),
    [
        (
            "http://www.Tengrinews.kz:80/news/x/?utm_source=tg&fbclid=1#comments",
            "https://tengrinews.kz/news/x",
        ),
        ("tengrinews.kz/news/x?yclid=2&gclid=3&igshid=4", "https://tengrinews.kz/news/x"),
        ("https://m.tengrinews.kz/news/2026/x/amp/", "https://tengrinews.kz/news/2026/x"),
        ("https://a.kz/p?b=2&a=1", "https://a.kz/p?a=1&b=2"),
        ("https://a.kz/%d0%b0%7E", "https://a.kz/%D0%B0~"),
        ("https://a.kz/а", "https://a.kz/%D0%B0"),
        ("https://t.me/s/Some_Channel/12?single", "https://t.me/some_channel/12"),
        ("https://telegram.me/some_channel/12", "https://t.me/some_channel/12"),
        ("tg://resolve?domain=Some_Channel&post=12", "https://t.me/some_channel/12"),
        ("tg://privatepost?channel=123&post=4", "https://t.me/c/123/4"),
        ("https://some_channel.t.me/12", "https://t.me/some_channel/12"),
        ("https://youtu.be/AbC_-1?si=xyz&t=4", "https://youtube.com/watch?v=AbC_-1"),
        ("https://m.youtube.com/watch?feature=share&v=AbC_-1&list=z", "https://youtube.com/watch?v=AbC_-1"),
        ("https://www.youtube.com/shorts/AbC_-1", "https://youtube.com/watch?v=AbC_-1"),
        ("https://www.youtube-nocookie.com/embed/AbC_-1", "https://youtube.com/watch?v=AbC_-1"),
        ("https://twitter.com/a/status/1?s=20", "https://x.com/a/status/1"),
        ("https://қаз.kz/", "https://xn--80ao21a.kz"),
        ("https://XN--80AO21A.kz", "https://xn--80ao21a.kz"),
        ("https://www.gov.kz/", "https://gov.kz"),
    ],
)
def test_every_way_to_share_a_page_has_one_form(shared: str, page: str) -> None:
    assert canonical(shared) == page


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://gov.kz/a", "https://gоv.kz/a"),  # a Cyrillic о
        ("https://gov.kz/a", "https://gov.kz.example.com/a"),
        ("https://gov.kz/a", "https://gov-kz.com/a"),
        ("https://m.gov.kz/a", "https://gov.kz/a"),
        ("https://m.com.kz/a", "https://com.kz/a"),
        ("https://www.github.io/a", "https://github.io/a"),
        ("https://a.kz/p?id=1", "https://a.kz/p?id=2"),
        ("https://a.kz/p?id=1&id=2", "https://a.kz/p?id=2&id=1"),
        ("https://a.kz/a%2Fb", "https://a.kz/a/b"),
        ("https://a.kz/A", "https://a.kz/a"),
        ("https://a.kz/?q=%C0", "https://a.kz/?q=%C1"),
        ("https://a.kz/#!/news/1", "https://a.kz/#!/news/2"),
        ("https://a.kz/wiki/amp", "https://a.kz/wiki"),
        ("https://a.kz:8443/p", "https://a.kz/p"),
        ("https://t.me/+AbC", "https://t.me/+aBc"),
        ("https://t.me/some_channel/12", "https://t.me/some_channel/12?comment=5"),
        ("https://youtu.be/AbC", "https://youtu.be/abc"),
    ],
)
def test_other_pages_keep_forms_of_their_own(one: str, other: str) -> None:
    assert None is not canonical(one) != canonical(other) is not None


@pytest.mark.parametrize(
    "url",
    [
        "https://gov.kz@evil.example/a",
        "https://evil.example\\@gov.kz/a",
        "https://gov.kz\t.evil.example/a",
        "https://gov%2Ekz/a",
        "https://localhost/a",
        "https:///gov.kz",
        "ftp://gov.kz/a",
        "mailto:a@gov.kz",
        "tg://resolve?domain=some_channel&post=12&comment=5",
        "https://gov.kz:99999/",
        "https://[gov.kz]/",
        "",
        f"https://gov.kz/{'a' * 2048}",
    ],
)
def test_what_pretends_or_is_no_page_has_no_form(url: str) -> None:
    assert canonical(url) is None


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("https://stopfake.kz/", True),
        ("https://t.me/some_channel", True),
        ("https://t.me/some_channel/12", False),
        ("https://stopfake.kz/news", False),
        ("https://stopfake.kz/?p=5", False),
        ("https://stopfake.kz/#!/5", False),
    ],
)
def test_a_first_page_is_told_from_the_pages_below(url: str, whole: bool) -> None:  # a parametrised value
    form = canonical(url)
    assert form is not None
    assert is_whole_site(form) is whole
